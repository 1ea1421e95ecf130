// colb: rows of Tencent CLB API 2017: general and classic load balancers.
#include <colb/tencent/clb_2017/backend.hpp>
#include <colb/tencent/clb_2017/certificate.hpp>
#include <colb/tencent/clb_2017/listener.hpp>
#include <colb/tencent/clb_2017/load_balancer.hpp>
#include <colb/tencent/clb_2017/monitor.hpp>
#include <colb/tencent/clb_2017/price.hpp>
#include <colb/tencent/clb_2017/task.hpp>

#include "registry.hpp"

namespace conformance {

std::vector<action_row> tencent_clb_2017_classic() {
  using namespace colb::tencent::clb_2017;
  return {
      // backend.hpp
      row<RegisterInstancesWithLoadBalancer>(),
      row<DescribeLoadBalancerBackends>(),
      row<ModifyLoadBalancerBackends>(),
      row<DeregisterInstancesFromLoadBalancer>(),
      row<DescribeLBHealthStatus>(),
      // certificate.hpp
      row<ReplaceCert>(),
      row<GetCertListWithLoadBalancer>(),
      // listener.hpp
      row<CreateLoadBalancerListeners>(),
      row<DescribeLoadBalancerListeners>(),
      row<DeleteLoadBalancerListeners>(),
      row<ModifyLoadBalancerListener>(),
      // load_balancer.hpp
      row<ModifyForwardLBName>(),
      row<CreateLoadBalancer>(),
      row<DescribeLoadBalancers>(),
      row<DeleteLoadBalancers>(),
      row<CloneLB>(),
      row<ModifyLoadBalancerAttributes>(),
      // monitor.hpp
      row<GetMonitorData>(),
      row<DescribeLoadBalancerLog>(),
      // price.hpp
      row<InquiryLBPriceAll>(),
      row<InquiryLBPrice>(),
      // task.hpp
      row<DescribeLoadBalancersTaskResult>(),
  };
}

}  // namespace conformance
