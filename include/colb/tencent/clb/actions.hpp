// colb: all Actions of Tencent CLB API 3.0.
#pragma once

#include <colb/tencent/clb/block_ip.hpp>
#include <colb/tencent/clb/certificate.hpp>
#include <colb/tencent/clb/classical.hpp>
#include <colb/tencent/clb/cluster.hpp>
#include <colb/tencent/clb/cross_target.hpp>
#include <colb/tencent/clb/customized_config.hpp>
#include <colb/tencent/clb/function_target.hpp>
#include <colb/tencent/clb/listener.hpp>
#include <colb/tencent/clb/load_balancer.hpp>
#include <colb/tencent/clb/log.hpp>
#include <colb/tencent/clb/price.hpp>
#include <colb/tencent/clb/quota.hpp>
#include <colb/tencent/clb/rewrite.hpp>
#include <colb/tencent/clb/rule.hpp>
#include <colb/tencent/clb/security_group.hpp>
#include <colb/tencent/clb/snat_ip.hpp>
#include <colb/tencent/clb/target.hpp>
#include <colb/tencent/clb/target_group.hpp>
#include <colb/tencent/clb/task.hpp>
