// colb: security groups of Tencent CLB API 3.0.
#pragma once

#include <colb/tencent/clb/types.hpp>

namespace colb::inline COLB_ABI::tencent::clb {

/// Replaces the security groups of a public network load balancer with the given list.
///
/// Private network load balancers cannot have any.
/// Source: CLB API 3.0 (2018-03-17), SetLoadBalancerSecurityGroups.
struct SetLoadBalancerSecurityGroups {
  /// ID of the load balancer.
  required<std::string> LoadBalancerId;
  /// The complete list of security group IDs to be bound afterwards; at most 50.
  /// Empty or left out unbinds them all.
  std::optional<std::vector<std::string>> SecurityGroups{};

  /// What SetLoadBalancerSecurityGroups answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(SetLoadBalancerSecurityGroups const*) {
  return {.kind = kind::write, .resource = {"LoadBalancerId"}};
}

/// Binds one security group to several public network load balancers, or unbinds it.
///
/// Private network load balancers are not supported.
/// Source: CLB API 3.0 (2018-03-17), SetSecurityGroupForLoadbalancers.
struct SetSecurityGroupForLoadbalancers {
  /// ID of the security group, e.g. sg-12345678.
  required<std::string> SecurityGroup;
  /// ADD binds the security group, DEL unbinds it.
  required<std::string> OperationType;
  /// IDs of the load balancers.
  required<std::vector<std::string>> LoadBalancerIds;

  /// What SetSecurityGroupForLoadbalancers answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(SetSecurityGroupForLoadbalancers const*) {
  return {.kind = kind::write, .resource = {"LoadBalancerIds"}, .batch = {"LoadBalancerIds", 20}};
}

}  // namespace colb::inline COLB_ABI::tencent::clb
