// colb: rows of Alibaba Cloud SLB: listeners.
#include <colb/aliyun/slb/listener.hpp>

#include "registry.hpp"

namespace conformance {

std::vector<action_row> aliyun_slb_listeners() {
  using namespace colb::aliyun::slb;
  return {
      // listener.hpp
      row<CreateLoadBalancerHTTPListener>(),
      row<CreateLoadBalancerHTTPSListener>(),
      row<CreateLoadBalancerTCPListener>(),
      row<CreateLoadBalancerUDPListener>(),
      row<DeleteLoadBalancerListener>(),
      row<StartLoadBalancerListener>(),
      row<StopLoadBalancerListener>(),
      row<SetLoadBalancerHTTPListenerAttribute>(),
      row<SetLoadBalancerHTTPSListenerAttribute>(),
      row<SetLoadBalancerTCPListenerAttribute>(),
      row<SetLoadBalancerUDPListenerAttribute>(),
      row<DescribeLoadBalancerHTTPListenerAttribute>(),
      row<DescribeLoadBalancerHTTPSListenerAttribute>(),
      row<DescribeLoadBalancerTCPListenerAttribute>(),
      row<DescribeLoadBalancerUDPListenerAttribute>(),
      row<DescribeLoadBalancerListeners>(),
  };
}

}  // namespace conformance
