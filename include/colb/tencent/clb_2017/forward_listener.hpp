// colb: listeners of application-type load balancers of Tencent CLB API 2017.
#pragma once

#include <colb/tencent/clb_2017/types.hpp>

namespace colb::inline COLB_ABI::tencent::clb_2017 {

/// Changes the name or the HTTPS certificate settings of a layer-7 listener.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeLoadBalancersTaskResult.
/// Source: CLB API 2017 (v2), ModifyForwardLBSeventhListener.
struct ModifyForwardLBSeventhListener {
  /// ID of the load balancer (lb-...), as listed by DescribeLoadBalancers with forward = 1 or -1.
  required<std::string> loadBalancerId;
  /// ID of the application-type listener (lbl-...), as listed by DescribeForwardLBListeners.
  required<std::string> listenerId;
  /// New name of the listener.
  std::optional<std::string> listenerName{};
  /// HTTPS authentication: unidirectional = server certificate only, mutual = client certificate too.
  std::optional<std::string> SSLMode{};
  /// ID of the new server certificate of an HTTPS listener.
  std::optional<std::string> certId{};
  /// ID of the new client certificate of an HTTPS listener.
  std::optional<std::string> certCaId{};
  /// Text of the new client certificate of an HTTPS listener.
  std::optional<std::string> certCaContent{};
  /// Name of the new client certificate of an HTTPS listener.
  std::optional<std::string> certCaName{};
  /// Text of the new server certificate of an HTTPS listener.
  std::optional<std::string> certContent{};
  /// Private key of the new server certificate of an HTTPS listener.
  std::optional<std::string> certKey{};
  /// Name of the new server certificate of an HTTPS listener.
  std::optional<std::string> certName{};

  /// What ModifyForwardLBSeventhListener answers.
  struct response {
    /// Task ID; pass it to DescribeLoadBalancersTaskResult to follow the operation.
    std::optional<std::int64_t> requestId{};
  };
};
constexpr descriptor describe(ModifyForwardLBSeventhListener const*) {
  return {.kind = kind::async, .rate_limit = 0, .resource = {"loadBalancerId"}};
}
constexpr auto secret_fields(ModifyForwardLBSeventhListener const*) { return names("certKey"); }

/// Changes the name, session persistence, health check or scheduling of a layer-4 listener.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeLoadBalancersTaskResult.
/// Source: CLB API 2017 (v2), ModifyForwardLBFourthListener.
struct ModifyForwardLBFourthListener {
  /// ID of the load balancer (lb-...), as listed by DescribeLoadBalancers with forward = 1 or -1.
  required<std::string> loadBalancerId;
  /// ID of the application-type listener (lbl-...), as listed by DescribeForwardLBListeners.
  required<std::string> listenerId;
  /// New name of the listener.
  std::optional<std::string> listenerName{};
  /// Session persistence time in seconds: 30 to 3600, or 0 to turn it off.
  std::optional<std::int64_t> sessionExpire{};
  /// Health check: 1 = on, 0 = off.
  std::optional<std::int64_t> healthSwitch{};
  /// Response timeout in seconds, 2 to 60.
  std::optional<std::int64_t> timeOut{};
  /// Time between health checks, 5 to 300.
  std::optional<std::int64_t> intervalTime{};
  /// Healthy threshold, 2 to 10.
  std::optional<std::int64_t> healthNum{};
  /// Unhealthy threshold, 2 to 10.
  std::optional<std::int64_t> unhealthNum{};
  /// How connections are spread: wrr = weighted round robin, least_conn = fewest connections.
  std::optional<std::string> scheduler{};

  /// What ModifyForwardLBFourthListener answers.
  struct response {
    /// Task ID; pass it to DescribeLoadBalancersTaskResult to follow the operation.
    std::optional<std::int64_t> requestId{};
  };
};
constexpr descriptor describe(ModifyForwardLBFourthListener const*) {
  return {.kind = kind::async, .rate_limit = 0, .resource = {"loadBalancerId"}};
}

/// Creates one or more layer-7 (HTTP or HTTPS) listeners on an application-type load balancer.
///
/// Source: CLB API 2017 (v2), CreateForwardLBSeventhLayerListeners.
struct CreateForwardLBSeventhLayerListeners {
  /// ID of the load balancer (lb-...), as listed by DescribeLoadBalancers with forward = 1 or -1.
  required<std::string> loadBalancerId;
  /// Listeners to create.
  required<std::vector<types::ForwardSeventhListenerSpec>> listeners;

  /// What CreateForwardLBSeventhLayerListeners answers.
  struct response {
    /// IDs of the new listeners (lbl-...).
    std::vector<std::string> listenerIds{};
  };
};
constexpr descriptor describe(CreateForwardLBSeventhLayerListeners const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"loadBalancerId"}};
}

/// Creates one or more layer-4 (TCP or UDP) listeners on an application-type load balancer.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeLoadBalancersTaskResult.
/// Source: CLB API 2017 (v2), CreateForwardLBFourthLayerListeners.
struct CreateForwardLBFourthLayerListeners {
  /// ID of the load balancer (lb-...), as listed by DescribeLoadBalancers with forward = 1 or -1.
  required<std::string> loadBalancerId;
  /// Listeners to create.
  required<std::vector<types::ForwardFourthListenerSpec>> listeners;

  /// What CreateForwardLBFourthLayerListeners answers.
  struct response {
    /// Task ID; pass it to DescribeLoadBalancersTaskResult to follow the operation.
    std::optional<std::int64_t> requestId{};
    /// IDs of the new listeners (lbl-...).
    std::vector<std::string> listenerIds{};
  };
};
constexpr descriptor describe(CreateForwardLBFourthLayerListeners const*) {
  return {.kind = kind::async, .rate_limit = 0, .resource = {"loadBalancerId"}};
}

/// Deletes one layer-4 or layer-7 listener of an application-type load balancer.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeLoadBalancersTaskResult.
/// Source: CLB API 2017 (v2), DeleteForwardLBListener.
struct DeleteForwardLBListener {
  /// ID of the load balancer (lb-...), as listed by DescribeLoadBalancers with forward = 1 or -1.
  required<std::string> loadBalancerId;
  /// ID of the application-type listener (lbl-...), as listed by DescribeForwardLBListeners.
  required<std::string> listenerId;

  /// What DeleteForwardLBListener answers.
  struct response {
    /// Task ID; pass it to DescribeLoadBalancersTaskResult to follow the operation.
    std::optional<std::int64_t> requestId{};
  };
};
constexpr descriptor describe(DeleteForwardLBListener const*) {
  return {.kind = kind::async, .rate_limit = 0, .resource = {"loadBalancerId"}};
}

/// Lists the listeners of an application-type load balancer, with their forwarding rules.
///
/// Without a filter 20 listeners (the default length) are returned; there are no paging parameters.
/// Source: CLB API 2017 (v2), DescribeForwardLBListeners.
struct DescribeForwardLBListeners {
  /// ID of the load balancer (lb-...), as listed by DescribeLoadBalancers with forward = 1 or -1.
  required<std::string> loadBalancerId;
  /// Restricts the answer to these listeners.
  std::vector<std::string> listenerIds{};
  /// Restricts the answer to listeners of one protocol: 1 = HTTP, 2 = TCP, 3 = UDP, 4 = HTTPS.
  std::optional<std::int64_t> protocol{};
  /// Restricts the answer to the listener on this port.
  std::optional<std::int64_t> loadBalancerPort{};

  /// What DescribeForwardLBListeners answers.
  struct response {
    /// Listeners found.
    std::vector<types::ForwardListener> listenerSet{};
  };
};
constexpr descriptor describe(DescribeForwardLBListeners const*) { return {.rate_limit = 0}; }

}  // namespace colb::inline COLB_ABI::tencent::clb_2017
