// colb: cloud servers of application-type load balancers of Tencent CLB API 2017.
#pragma once

#include <colb/tencent/clb_2017/types.hpp>

namespace colb::inline COLB_ABI::tencent::clb_2017 {

/// Changes the weights of cloud servers bound to forwarding rules of a layer-7 listener.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeLoadBalancersTaskResult.
/// Source: CLB API 2017 (v2), ModifyForwardSeventhBackends.
struct ModifyForwardSeventhBackends {
  /// ID of the load balancer (lb-...), as listed by DescribeLoadBalancers with forward = 1 or -1.
  required<std::string> loadBalancerId;
  /// ID of the application-type listener (lbl-...), as listed by DescribeForwardLBListeners.
  required<std::string> listenerId;
  /// IDs of the forwarding rules concerned (loc-...).
  std::vector<std::string> locationIds{};
  /// Domain of the forwarding rule, as another way to name it.
  std::optional<std::string> domain{};
  /// Path of the forwarding rule, as another way to name it.
  std::optional<std::string> url{};
  /// Bound server ports with their new weights.
  required<std::vector<types::ForwardBackendSpec>> backends;

  /// What ModifyForwardSeventhBackends answers.
  struct response {
    /// Task ID; pass it to DescribeLoadBalancersTaskResult to follow the operation.
    std::optional<std::int64_t> requestId{};
  };
};
constexpr descriptor describe(ModifyForwardSeventhBackends const*) {
  return {.kind = kind::async, .rate_limit = 0, .resource = {"loadBalancerId"}};
}

/// Changes the ports of cloud servers bound to forwarding rules of a layer-7 listener.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeLoadBalancersTaskResult.
/// Source: CLB API 2017 (v2), ModifyForwardSeventhBackendsPort.
struct ModifyForwardSeventhBackendsPort {
  /// ID of the load balancer (lb-...), as listed by DescribeLoadBalancers with forward = 1 or -1.
  required<std::string> loadBalancerId;
  /// ID of the application-type listener (lbl-...), as listed by DescribeForwardLBListeners.
  required<std::string> listenerId;
  /// IDs of the forwarding rules concerned (loc-...).
  std::vector<std::string> locationIds{};
  /// Domain of the forwarding rule, as another way to name it.
  std::optional<std::string> domain{};
  /// Path of the forwarding rule, as another way to name it.
  std::optional<std::string> url{};
  /// Bound server ports and the ports that replace them.
  required<std::vector<types::ForwardBackendPortSpec>> backends;

  /// What ModifyForwardSeventhBackendsPort answers.
  struct response {
    /// Task ID; pass it to DescribeLoadBalancersTaskResult to follow the operation.
    std::optional<std::int64_t> requestId{};
  };
};
constexpr descriptor describe(ModifyForwardSeventhBackendsPort const*) {
  return {.kind = kind::async, .rate_limit = 0, .resource = {"loadBalancerId"}};
}

/// Changes the weights of cloud servers bound to a layer-4 listener.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeLoadBalancersTaskResult.
/// Source: CLB API 2017 (v2), ModifyForwardFourthBackendsWeight.
struct ModifyForwardFourthBackendsWeight {
  /// ID of the load balancer (lb-...), as listed by DescribeLoadBalancers with forward = 1 or -1.
  required<std::string> loadBalancerId;
  /// ID of the application-type listener (lbl-...), as listed by DescribeForwardLBListeners.
  required<std::string> listenerId;
  /// Bound server ports with their new weights.
  required<std::vector<types::ForwardBackendWeightSpec>> backends;

  /// What ModifyForwardFourthBackendsWeight answers.
  struct response {
    /// Task ID; pass it to DescribeLoadBalancersTaskResult to follow the operation.
    std::optional<std::int64_t> requestId{};
  };
};
constexpr descriptor describe(ModifyForwardFourthBackendsWeight const*) {
  return {.kind = kind::async, .rate_limit = 0, .resource = {"loadBalancerId"}};
}

/// Changes the ports of cloud servers bound to a layer-4 listener.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeLoadBalancersTaskResult.
/// Source: CLB API 2017 (v2), ModifyForwardFourthBackendsPort.
struct ModifyForwardFourthBackendsPort {
  /// ID of the load balancer (lb-...), as listed by DescribeLoadBalancers with forward = 1 or -1.
  required<std::string> loadBalancerId;
  /// ID of the application-type listener (lbl-...), as listed by DescribeForwardLBListeners.
  required<std::string> listenerId;
  /// Bound server ports and the ports that replace them.
  required<std::vector<types::ForwardBackendPortSpec>> backends;

  /// What ModifyForwardFourthBackendsPort answers.
  struct response {
    /// Task ID; pass it to DescribeLoadBalancersTaskResult to follow the operation.
    std::optional<std::int64_t> requestId{};
  };
};
constexpr descriptor describe(ModifyForwardFourthBackendsPort const*) {
  return {.kind = kind::async, .rate_limit = 0, .resource = {"loadBalancerId"}};
}

/// Lists the cloud servers bound to the listeners and forwarding rules of an application-type load balancer.
///
/// Source: CLB API 2017 (v2), DescribeForwardLBBackends.
struct DescribeForwardLBBackends {
  /// ID of the load balancer (lb-...), as listed by DescribeLoadBalancers with forward = 1 or -1.
  required<std::string> loadBalancerId;
  /// Restricts the answer to these listeners.
  std::vector<std::string> listenerIds{};
  /// Restricts the answer to listeners of one protocol: 1 = HTTP, 2 = TCP, 3 = UDP, 4 = HTTPS.
  std::optional<std::int64_t> protocol{};
  /// Restricts the answer to the listener on this port.
  std::optional<std::int64_t> loadBalancerPort{};

  /// What DescribeForwardLBBackends answers.
  struct response {
    /// Listeners with the servers bound to them.
    std::vector<types::ForwardListenerBackends> data{};
  };
};
constexpr descriptor describe(DescribeForwardLBBackends const*) { return {.rate_limit = 0}; }

/// Binds cloud servers to forwarding rules of a layer-7 listener.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeLoadBalancersTaskResult.
/// Source: CLB API 2017 (v2), RegisterInstancesWithForwardLBSeventhListener.
struct RegisterInstancesWithForwardLBSeventhListener {
  /// ID of the load balancer (lb-...), as listed by DescribeLoadBalancers with forward = 1 or -1.
  required<std::string> loadBalancerId;
  /// ID of the application-type listener (lbl-...), as listed by DescribeForwardLBListeners.
  required<std::string> listenerId;
  /// IDs of the forwarding rules to bind to (loc-...).
  std::vector<std::string> locationIds{};
  /// Domain of the forwarding rule, as another way to name it.
  std::optional<std::string> domain{};
  /// Path of the forwarding rule, as another way to name it.
  std::optional<std::string> url{};
  /// Server ports to bind.
  required<std::vector<types::ForwardBackendSpec>> backends;

  /// What RegisterInstancesWithForwardLBSeventhListener answers.
  struct response {
    /// Task ID; pass it to DescribeLoadBalancersTaskResult to follow the operation.
    std::optional<std::int64_t> requestId{};
  };
};
constexpr descriptor describe(RegisterInstancesWithForwardLBSeventhListener const*) {
  return {.kind = kind::async, .rate_limit = 0, .resource = {"loadBalancerId"}};
}

/// Binds cloud servers to a layer-4 listener.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeLoadBalancersTaskResult.
/// Source: CLB API 2017 (v2), RegisterInstancesWithForwardLBFourthListener.
struct RegisterInstancesWithForwardLBFourthListener {
  /// ID of the load balancer (lb-...), as listed by DescribeLoadBalancers with forward = 1 or -1.
  required<std::string> loadBalancerId;
  /// ID of the application-type listener (lbl-...), as listed by DescribeForwardLBListeners.
  required<std::string> listenerId;
  /// Server ports to bind.
  required<std::vector<types::ForwardBackendSpec>> backends;

  /// What RegisterInstancesWithForwardLBFourthListener answers.
  struct response {
    /// Task ID; pass it to DescribeLoadBalancersTaskResult to follow the operation.
    std::optional<std::int64_t> requestId{};
  };
};
constexpr descriptor describe(RegisterInstancesWithForwardLBFourthListener const*) {
  return {.kind = kind::async, .rate_limit = 0, .resource = {"loadBalancerId"}};
}

/// Unbinds cloud servers from forwarding rules of a layer-7 listener.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeLoadBalancersTaskResult.
/// Source: CLB API 2017 (v2), DeregisterInstancesFromForwardLB.
struct DeregisterInstancesFromForwardLB {
  /// ID of the load balancer (lb-...), as listed by DescribeLoadBalancers with forward = 1 or -1.
  required<std::string> loadBalancerId;
  /// ID of the application-type listener (lbl-...), as listed by DescribeForwardLBListeners.
  required<std::string> listenerId;
  /// IDs of the forwarding rules to unbind from (loc-...);
  /// if left out or empty, the servers are unbound from the whole listener.
  std::vector<std::string> locationIds{};
  /// Domain of the forwarding rule, as another way to name it.
  std::optional<std::string> domain{};
  /// Path of the forwarding rule, as another way to name it.
  std::optional<std::string> url{};
  /// Server ports to unbind.
  required<std::vector<types::ForwardBackendTarget>> backends;

  /// What DeregisterInstancesFromForwardLB answers.
  struct response {
    /// Task ID; pass it to DescribeLoadBalancersTaskResult to follow the operation.
    std::optional<std::int64_t> requestId{};
  };
};
constexpr descriptor describe(DeregisterInstancesFromForwardLB const*) {
  return {.kind = kind::async, .rate_limit = 0, .resource = {"loadBalancerId"}};
}

/// Unbinds cloud servers from a layer-4 listener.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeLoadBalancersTaskResult.
/// Source: CLB API 2017 (v2), DeregisterInstancesFromForwardLBFourthListener.
struct DeregisterInstancesFromForwardLBFourthListener {
  /// ID of the load balancer (lb-...), as listed by DescribeLoadBalancers with forward = 1 or -1.
  required<std::string> loadBalancerId;
  /// ID of the application-type listener (lbl-...), as listed by DescribeForwardLBListeners.
  required<std::string> listenerId;
  /// Server ports to unbind; a weight is listed but plays no part in unbinding.
  required<std::vector<types::ForwardBackendSpec>> backends;

  /// What DeregisterInstancesFromForwardLBFourthListener answers.
  struct response {
    /// Task ID; pass it to DescribeLoadBalancersTaskResult to follow the operation.
    std::optional<std::int64_t> requestId{};
  };
};
constexpr descriptor describe(DeregisterInstancesFromForwardLBFourthListener const*) {
  return {.kind = kind::async, .rate_limit = 0, .resource = {"loadBalancerId"}};
}

/// Reports the health check results of application-type load balancers, by listener,
/// forwarding rule and cloud server.
///
/// Source: CLB API 2017 (v2), DescribeForwardLBHealthStatus.
struct DescribeForwardLBHealthStatus {
  /// IDs of the load balancers (lb-...), at most 30.
  required<std::vector<std::string>> loadBalancerIds;

  /// What DescribeForwardLBHealthStatus answers.
  struct response {
    /// One entry per load balancer.
    std::vector<types::ForwardLoadBalancerHealth> data{};
  };
};
constexpr descriptor describe(DescribeForwardLBHealthStatus const*) {
  return {.rate_limit = 0, .batch = {"loadBalancerIds", 30}};
}

}  // namespace colb::inline COLB_ABI::tencent::clb_2017
