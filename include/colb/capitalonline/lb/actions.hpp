// colb: all Actions of Capital Online load balancing.
#pragma once

#include <colb/capitalonline/lb/certificate.hpp>
#include <colb/capitalonline/lb/custom_config.hpp>
#include <colb/capitalonline/lb/load_balancer.hpp>
#include <colb/capitalonline/lb/monitor.hpp>
#include <colb/capitalonline/lb/strategy.hpp>
#include <colb/capitalonline/lb/task.hpp>
#include <colb/capitalonline/lb/vpc_listener.hpp>
#include <colb/capitalonline/lb/vpc_rs_port.hpp>
#include <colb/capitalonline/lb/vpc_slb.hpp>
