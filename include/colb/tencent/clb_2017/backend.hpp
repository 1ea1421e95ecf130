// colb: real servers of classic load balancers of Tencent CLB API 2017.
#pragma once

#include <colb/tencent/clb_2017/types.hpp>

namespace colb::inline COLB_ABI::tencent::clb_2017 {

/// Binds cloud servers to a classic load balancer.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeLoadBalancersTaskResult.
/// Source: CLB API 2017 (v2), RegisterInstancesWithLoadBalancer.
struct RegisterInstancesWithLoadBalancer {
  /// ID of the load balancer (lb-...), as listed by DescribeLoadBalancers.
  required<std::string> loadBalancerId;
  /// Cloud servers to bind, with their weights.
  required<std::vector<types::BackendSpec>> backends;

  /// What RegisterInstancesWithLoadBalancer answers.
  struct response {
    /// Task ID; pass it to DescribeLoadBalancersTaskResult to follow the operation.
    std::optional<std::int64_t> requestId{};
  };
};
constexpr descriptor describe(RegisterInstancesWithLoadBalancer const*) {
  return {.kind = kind::async, .rate_limit = 0, .resource = {"loadBalancerId"}};
}

/// Lists the cloud servers bound to a classic load balancer.
///
/// Source: CLB API 2017 (v2), DescribeLoadBalancerBackends.
struct DescribeLoadBalancerBackends {
  /// ID of the load balancer (lb-...), as listed by DescribeLoadBalancers.
  required<std::string> loadBalancerId;

  /// What DescribeLoadBalancerBackends answers.
  struct response {
    /// Number of cloud servers bound.
    std::optional<std::int64_t> totalCount{};
    /// The cloud servers.
    std::vector<types::Backend> backendSet{};
  };
};
constexpr descriptor describe(DescribeLoadBalancerBackends const*) { return {.rate_limit = 0}; }

/// Changes the weights of cloud servers bound to a classic load balancer.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeLoadBalancersTaskResult.
/// Source: CLB API 2017 (v2), ModifyLoadBalancerBackends.
struct ModifyLoadBalancerBackends {
  /// ID of the load balancer (lb-...), as listed by DescribeLoadBalancers.
  required<std::string> loadBalancerId;
  /// Bound cloud servers with their new weights.
  required<std::vector<types::BackendWeightSpec>> backends;

  /// What ModifyLoadBalancerBackends answers.
  struct response {
    /// Task ID; pass it to DescribeLoadBalancersTaskResult to follow the operation.
    std::optional<std::int64_t> requestId{};
  };
};
constexpr descriptor describe(ModifyLoadBalancerBackends const*) {
  return {.kind = kind::async, .rate_limit = 0, .resource = {"loadBalancerId"}};
}

/// Unbinds cloud servers from a classic load balancer.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeLoadBalancersTaskResult.
/// Source: CLB API 2017 (v2), DeregisterInstancesFromLoadBalancer.
struct DeregisterInstancesFromLoadBalancer {
  /// ID of the load balancer (lb-...), as listed by DescribeLoadBalancers.
  required<std::string> loadBalancerId;
  /// Cloud servers to unbind.
  required<std::vector<types::BackendTarget>> backends;

  /// What DeregisterInstancesFromLoadBalancer answers.
  struct response {
    /// Task ID; pass it to DescribeLoadBalancersTaskResult to follow the operation.
    std::optional<std::int64_t> requestId{};
  };
};
constexpr descriptor describe(DeregisterInstancesFromLoadBalancer const*) {
  return {.kind = kind::async, .rate_limit = 0, .resource = {"loadBalancerId"}};
}

/// Tells the health of the cloud servers behind a classic load balancer, or behind one of its listeners.
///
/// Source: CLB API 2017 (v2), DescribeLBHealthStatus.
struct DescribeLBHealthStatus {
  /// ID of the load balancer (lb-...), as listed by DescribeLoadBalancers.
  required<std::string> loadBalancerId;
  /// ID of the listener (lbl-...) to ask about, as listed by DescribeLoadBalancerListeners.
  std::optional<std::string> listenerId{};

  /// What DescribeLBHealthStatus answers.
  struct response {
    /// Health of each server port.
    std::vector<types::BackendHealth> data{};
  };
};
constexpr descriptor describe(DescribeLBHealthStatus const*) { return {.rate_limit = 0}; }

}  // namespace colb::inline COLB_ABI::tencent::clb_2017
