// colb: resource groups of Alibaba Cloud SLB.
#pragma once

#include <colb/aliyun/slb/types.hpp>

namespace colb::inline COLB_ABI::aliyun::slb {

/// Moves a resource to another resource group.
///
/// Source: SDK metadata of 2026, SLB API (2014-05-15), MoveResourceGroup.
struct MoveResourceGroup {
  /// Resource group that it is to be in.
  required<std::string> NewResourceGroupId;
  /// Region of the resource; ids come from DescribeRegions. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Resource group that it is in now.
  std::optional<std::string> ResourceGroupId{};
  /// Id of the resource to move.
  required<std::string> ResourceId;
  /// Kind of resource. Values: loadbalancer, certificate, acl.
  required<std::string> ResourceType;

  /// What MoveResourceGroup answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(MoveResourceGroup const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"ResourceId"}};
}

}  // namespace colb::inline COLB_ABI::aliyun::slb
