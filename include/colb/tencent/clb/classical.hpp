// colb: classic load balancers of Tencent CLB API 3.0.
#pragma once

#include <colb/tencent/clb/types.hpp>

namespace colb::inline COLB_ABI::tencent::clb {

/// Lists the listeners of a classic load balancer.
///
/// Source: CLB API 3.0 (2018-03-17), DescribeClassicalLBListeners.
struct DescribeClassicalLBListeners {
  /// Load balancer ID.
  required<std::string> LoadBalancerId;
  /// Only these listeners.
  std::vector<std::string> ListenerIds{};
  /// Only listeners of this protocol: TCP, UDP, HTTP or HTTPS.
  std::optional<std::string> Protocol{};
  /// Only the listener on this port, 1-65535.
  std::optional<std::int64_t> ListenerPort{};
  /// Only listeners in this status: 0 being created, 1 running.
  std::optional<std::int64_t> Status{};

  /// What DescribeClassicalLBListeners answers.
  struct response {
    /// The listeners.
    std::vector<types::ClassicalListener> Listeners{};
  };
};
constexpr descriptor describe(DescribeClassicalLBListeners const*) { return {}; }

/// Lists the backend servers bound to a classic load balancer.
///
/// Source: CLB API 3.0 (2018-03-17), DescribeClassicalLBTargets.
struct DescribeClassicalLBTargets {
  /// Load balancer ID.
  required<std::string> LoadBalancerId;

  /// What DescribeClassicalLBTargets answers.
  struct response {
    /// The backend servers.
    std::vector<types::ClassicalTarget> Targets{};
  };
};
constexpr descriptor describe(DescribeClassicalLBTargets const*) { return {}; }

/// Gives the health of the backend servers of a classic load balancer.
///
/// Source: CLB API 3.0 (2018-03-17), DescribeClassicalLBHealthStatus.
struct DescribeClassicalLBHealthStatus {
  /// Load balancer ID.
  required<std::string> LoadBalancerId;
  /// Only the backends of this listener.
  std::optional<std::string> ListenerId{};

  /// What DescribeClassicalLBHealthStatus answers.
  struct response {
    /// Health of the backends.
    std::vector<types::ClassicalHealth> HealthList{};
  };
};
constexpr descriptor describe(DescribeClassicalLBHealthStatus const*) { return {}; }

/// Binds backend servers to a classic load balancer.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeTaskStatus.
/// Source: CLB API 3.0 (2018-03-17), RegisterTargetsWithClassicalLB.
struct RegisterTargetsWithClassicalLB {
  /// Load balancer ID.
  required<std::string> LoadBalancerId;
  /// The backend servers to bind.
  required<std::vector<types::ClassicalTargetInfo>> Targets;

  /// What RegisterTargetsWithClassicalLB answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(RegisterTargetsWithClassicalLB const*) {
  return {.kind = kind::async, .resource = {"LoadBalancerId"}, .batch = {"Targets", 20}};
}

/// Unbinds backend servers from a classic load balancer.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeTaskStatus.
/// Source: CLB API 3.0 (2018-03-17), DeregisterTargetsFromClassicalLB.
struct DeregisterTargetsFromClassicalLB {
  /// Load balancer ID.
  required<std::string> LoadBalancerId;
  /// IDs of the backend servers to unbind.
  required<std::vector<std::string>> InstanceIds;

  /// What DeregisterTargetsFromClassicalLB answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(DeregisterTargetsFromClassicalLB const*) {
  return {.kind = kind::async, .resource = {"LoadBalancerId"}};
}

/// Finds the classic load balancers that given backend servers are bound to.
///
/// Source: CLB API 3.0 (2018-03-17), DescribeClassicalLBByInstanceId.
struct DescribeClassicalLBByInstanceId {
  /// IDs of the backend servers.
  required<std::vector<std::string>> InstanceIds;

  /// What DescribeClassicalLBByInstanceId answers.
  struct response {
    /// The load balancers of each server.
    std::vector<types::ClassicalLoadBalancerInfo> LoadBalancerInfoList{};
  };
};
constexpr descriptor describe(DescribeClassicalLBByInstanceId const*) { return {}; }

/// Upgrades classic load balancers to application load balancers.
///
/// Asynchronous: `call_and_wait` sees the outcome with DescribeLoadBalancers.
/// Source: CLB API 3.0 (2018-03-17), MigrateClassicalLoadBalancers.
struct MigrateClassicalLoadBalancers {
  /// IDs of the classic load balancers.
  required<std::vector<std::string>> LoadBalancerIds;
  /// Dedicated clusters to use.
  std::optional<types::ExclusiveCluster> ExclusiveCluster{};

  /// What MigrateClassicalLoadBalancers answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(MigrateClassicalLoadBalancers const*) {
  return {.kind = kind::async, .resource = {"LoadBalancerIds"}, .batch = {"LoadBalancerIds", 20}};
}

}  // namespace colb::inline COLB_ABI::tencent::clb
