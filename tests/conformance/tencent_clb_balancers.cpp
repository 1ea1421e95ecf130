// colb: rows of Tencent CLB API 3.0: load balancers, listeners, rules.
#include <colb/tencent/clb/listener.hpp>
#include <colb/tencent/clb/load_balancer.hpp>
#include <colb/tencent/clb/rewrite.hpp>
#include <colb/tencent/clb/rule.hpp>
#include <colb/tencent/clb/task.hpp>

#include "registry.hpp"

namespace conformance {

std::vector<action_row> tencent_clb_balancers() {
  using namespace colb::tencent::clb;
  return {
      // load_balancer.hpp
      row<DescribeLoadBalancers>(),
      row<CreateLoadBalancer>(),
      row<ModifyLoadBalancerAttributes>(),
      row<DescribeLoadBalancersDetail>(),
      row<DeleteLoadBalancer>(),
      row<CloneLoadBalancer>(),
      row<ModifyLoadBalancersProject>(),
      row<DescribeLoadBalancerTraffic>(),
      row<ModifyLoadBalancerSla>(),
      row<DescribeLoadBalancerOverview>(),
      row<DescribeIdleLoadBalancers>(),
      row<DescribeLBOperateProtect>(),
      row<ModifyLoadBalancerMixIpTarget>(),
      row<RenewLoadBalancers>(),
      row<SetLoadBalancerStartStatus>(),
      // listener.hpp
      row<DescribeListeners>(),
      row<CreateListener>(),
      row<ModifyListener>(),
      row<DeleteListener>(),
      row<DeleteLoadBalancerListeners>(),
      row<DescribeLBListeners>(),
      // rule.hpp
      row<ModifyDomain>(),
      row<CreateRule>(),
      row<ModifyRule>(),
      row<ModifyDomainAttributes>(),
      row<DeleteRule>(),
      // rewrite.hpp
      row<DescribeRewrite>(),
      row<ManualRewrite>(),
      row<AutoRewrite>(),
      row<DeleteRewrite>(),
      // task.hpp
      row<DescribeTaskStatus>(),
      row<DescribeAsyncJobs>(),
  };
}

}  // namespace conformance
