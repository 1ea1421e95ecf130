// colb: all Actions of Alibaba Cloud SLB.
#pragma once

#include <colb/aliyun/slb/access_control.hpp>
#include <colb/aliyun/slb/access_control_list.hpp>
#include <colb/aliyun/slb/access_log.hpp>
#include <colb/aliyun/slb/backend_server.hpp>
#include <colb/aliyun/slb/certificate.hpp>
#include <colb/aliyun/slb/domain_extension.hpp>
#include <colb/aliyun/slb/listener.hpp>
#include <colb/aliyun/slb/load_balancer.hpp>
#include <colb/aliyun/slb/master_slave_group.hpp>
#include <colb/aliyun/slb/monitor.hpp>
#include <colb/aliyun/slb/region.hpp>
#include <colb/aliyun/slb/resource_group.hpp>
#include <colb/aliyun/slb/rule.hpp>
#include <colb/aliyun/slb/tag.hpp>
#include <colb/aliyun/slb/tls_cipher_policy.hpp>
#include <colb/aliyun/slb/vserver_group.hpp>
