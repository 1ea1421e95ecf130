// colb: rows of Tencent CLB API 2017: application-type load balancers.
#include <colb/tencent/clb_2017/forward_backend.hpp>
#include <colb/tencent/clb_2017/forward_listener.hpp>
#include <colb/tencent/clb_2017/forward_rule.hpp>
#include <colb/tencent/clb_2017/rewrite.hpp>

#include "registry.hpp"

namespace conformance {

std::vector<action_row> tencent_clb_2017_application() {
  using namespace colb::tencent::clb_2017;
  return {
      // forward_backend.hpp
      row<ModifyForwardSeventhBackends>(),
      row<ModifyForwardSeventhBackendsPort>(),
      row<ModifyForwardFourthBackendsWeight>(),
      row<ModifyForwardFourthBackendsPort>(),
      row<DescribeForwardLBBackends>(),
      row<RegisterInstancesWithForwardLBSeventhListener>(),
      row<RegisterInstancesWithForwardLBFourthListener>(),
      row<DeregisterInstancesFromForwardLB>(),
      row<DeregisterInstancesFromForwardLBFourthListener>(),
      row<DescribeForwardLBHealthStatus>(),
      // forward_listener.hpp
      row<ModifyForwardLBSeventhListener>(),
      row<ModifyForwardLBFourthListener>(),
      row<CreateForwardLBSeventhLayerListeners>(),
      row<CreateForwardLBFourthLayerListeners>(),
      row<DeleteForwardLBListener>(),
      row<DescribeForwardLBListeners>(),
      // forward_rule.hpp
      row<ModifyForwardLBRulesDomain>(),
      row<ModifyLoadBalancerRulesProbe>(),
      row<CreateForwardLBListenerRules>(),
      row<DeleteForwardLBListenerRules>(),
      // rewrite.hpp
      row<DeleteRewrite>(),
      row<ManualRewrite>(),
      row<DescribeRewrite>(),
      row<AutoRewrite>(),
  };
}

}  // namespace conformance
