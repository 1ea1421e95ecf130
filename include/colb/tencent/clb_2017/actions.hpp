// colb: all Actions of Tencent CLB API 2017.
#pragma once

#include <colb/tencent/clb_2017/backend.hpp>
#include <colb/tencent/clb_2017/certificate.hpp>
#include <colb/tencent/clb_2017/forward_backend.hpp>
#include <colb/tencent/clb_2017/forward_listener.hpp>
#include <colb/tencent/clb_2017/forward_rule.hpp>
#include <colb/tencent/clb_2017/listener.hpp>
#include <colb/tencent/clb_2017/load_balancer.hpp>
#include <colb/tencent/clb_2017/monitor.hpp>
#include <colb/tencent/clb_2017/price.hpp>
#include <colb/tencent/clb_2017/rewrite.hpp>
#include <colb/tencent/clb_2017/task.hpp>
