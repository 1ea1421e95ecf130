// colb: rows of Tencent CLB API 3.0: everything that binds targets.
#include <colb/tencent/clb/classical.hpp>
#include <colb/tencent/clb/cross_target.hpp>
#include <colb/tencent/clb/function_target.hpp>
#include <colb/tencent/clb/target.hpp>
#include <colb/tencent/clb/target_group.hpp>

#include "registry.hpp"

namespace conformance {

std::vector<action_row> tencent_clb_targets() {
  using namespace colb::tencent::clb;
  return {
      // classical.hpp
      row<DescribeClassicalLBListeners>(),
      row<DescribeClassicalLBTargets>(),
      row<DescribeClassicalLBHealthStatus>(),
      row<RegisterTargetsWithClassicalLB>(),
      row<DeregisterTargetsFromClassicalLB>(),
      row<DescribeClassicalLBByInstanceId>(),
      row<MigrateClassicalLoadBalancers>(),
      // cross_target.hpp
      row<DescribeCrossTargets>(),
      // function_target.hpp
      row<DeregisterFunctionTargets>(),
      row<ModifyFunctionTargets>(),
      row<RegisterFunctionTargets>(),
      // target.hpp
      row<RegisterTargets>(),
      row<BatchRegisterTargets>(),
      row<ModifyTargetPort>(),
      row<ModifyTargetWeight>(),
      row<BatchModifyTargetWeight>(),
      row<DeregisterTargets>(),
      row<BatchDeregisterTargets>(),
      row<DescribeTargetHealth>(),
      row<DescribeTargets>(),
      row<BatchModifyTargetTag>(),
      // target_group.hpp
      row<DescribeTargetGroups>(),
      row<DescribeTargetGroupList>(),
      row<DescribeTargetGroupInstances>(),
      row<CreateTargetGroup>(),
      row<ModifyTargetGroupAttribute>(),
      row<ModifyTargetGroupInstancesWeight>(),
      row<ModifyTargetGroupInstancesPort>(),
      row<DeleteTargetGroups>(),
      row<RegisterTargetGroupInstances>(),
      row<AssociateTargetGroups>(),
      row<DeregisterTargetGroupInstances>(),
      row<DisassociateTargetGroups>(),
      row<DescribeTargetGroupInstanceStatus>(),
  };
}

}  // namespace conformance
