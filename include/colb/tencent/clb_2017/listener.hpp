// colb: listeners of classic load balancers of Tencent CLB API 2017.
#pragma once

#include <colb/tencent/clb_2017/types.hpp>

namespace colb::inline COLB_ABI::tencent::clb_2017 {

/// Creates listeners on a classic load balancer:
/// port, protocol, session persistence, health check and certificates.
///
/// HTTPS listeners cannot be created in batches.
/// Asynchronous: `call_and_wait` follows the task with DescribeLoadBalancersTaskResult.
/// Source: CLB API 2017 (v2), CreateLoadBalancerListeners.
struct CreateLoadBalancerListeners {
  /// ID of the load balancer (lb-...), as listed by DescribeLoadBalancers.
  required<std::string> loadBalancerId;
  /// Listeners to create; one only if it is an HTTPS listener.
  required<std::vector<types::ListenerSpec>> listeners;

  /// What CreateLoadBalancerListeners answers.
  struct response {
    /// Task ID; pass it to DescribeLoadBalancersTaskResult to follow the operation.
    std::optional<std::int64_t> requestId{};
    /// IDs of the new listeners (lbl-...); missing from some answers.
    std::vector<std::string> listenerIds{};
  };
};
constexpr descriptor describe(CreateLoadBalancerListeners const*) {
  return {.kind = kind::async, .rate_limit = 0, .resource = {"loadBalancerId"}};
}

/// Lists the listeners of a classic load balancer, by ID, protocol or port.
///
/// Without conditions it returns 20 listeners by default, and there is no way to page.
/// Source: CLB API 2017 (v2), DescribeLoadBalancerListeners.
struct DescribeLoadBalancerListeners {
  /// ID of the load balancer (lb-...), as listed by DescribeLoadBalancers.
  required<std::string> loadBalancerId;
  /// IDs of the listeners (lbl-...).
  std::vector<std::string> listenerIds{};
  /// Protocol of the listeners: 1 = HTTP, 2 = TCP, 3 = UDP, 4 = HTTPS.
  std::optional<std::int64_t> protocol{};
  /// Port of the listener.
  std::optional<std::int64_t> loadBalancerPort{};
  /// State of the listeners: 0 = being created, 1 = running. Ignored together with listenerIds.
  std::optional<std::int64_t> status{};

  /// What DescribeLoadBalancerListeners answers.
  struct response {
    /// Number of all listeners that match.
    std::optional<std::int64_t> totalCount{};
    /// The listeners.
    std::vector<types::Listener> listenerSet{};
  };
};
constexpr auto aliases(DescribeLoadBalancerListeners::response const*) {
  return also_called({{"listener", "listenerSet"}});
}
constexpr descriptor describe(DescribeLoadBalancerListeners const*) { return {.rate_limit = 0}; }

/// Deletes listeners of a classic load balancer.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeLoadBalancersTaskResult.
/// Source: CLB API 2017 (v2), DeleteLoadBalancerListeners.
struct DeleteLoadBalancerListeners {
  /// ID of the load balancer (lb-...), as listed by DescribeLoadBalancers.
  required<std::string> loadBalancerId;
  /// IDs of the listeners (lbl-...), as listed by DescribeLoadBalancerListeners.
  required<std::vector<std::string>> listenerIds;

  /// What DeleteLoadBalancerListeners answers.
  struct response {
    /// Task ID; pass it to DescribeLoadBalancersTaskResult to follow the operation.
    std::optional<std::int64_t> requestId{};
  };
};
constexpr descriptor describe(DeleteLoadBalancerListeners const*) {
  return {.kind = kind::async, .rate_limit = 0, .resource = {"loadBalancerId"}};
}

/// Changes name, session persistence, health check, scheduling or certificates of a classic listener.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeLoadBalancersTaskResult.
/// Source: CLB API 2017 (v2), ModifyLoadBalancerListener.
struct ModifyLoadBalancerListener {
  /// ID of the load balancer (lb-...), as listed by DescribeLoadBalancers.
  required<std::string> loadBalancerId;
  /// ID of the listener (lbl-...), as listed by DescribeLoadBalancerListeners.
  required<std::string> listenerId;
  /// New name of the listener.
  std::optional<std::string> listenerName{};
  /// Session persistence time: 0 = off, else 30 to 3600.
  std::optional<std::int64_t> sessionExpire{};
  /// Health checks: 1 = on, 0 = off.
  std::optional<std::int64_t> healthSwitch{};
  /// How long a health check waits for an answer, in seconds.
  /// Cannot be set for HTTP and HTTPS listeners of public instances yet. Range: 2-60.
  std::optional<std::int64_t> timeOut{};
  /// Seconds between two health checks. Range: 5-300. Default on creation: 5.
  std::optional<std::int64_t> intervalTime{};
  /// Healthy threshold: successes in a row that make a server healthy. Range: 2-10.
  std::optional<std::int64_t> healthNum{};
  /// Unhealthy threshold: failures in a row that make a server unhealthy. Range: 2-10.
  std::optional<std::int64_t> unhealthNum{};
  /// How a TCP or UDP listener of a public instance picks a server: wrr = weighted round robin, least_conn =
  /// fewest connections. Not together with httpHash.
  std::optional<std::string> scheduler{};
  /// How an HTTP or HTTPS listener of a public instance picks a server: wrr = weighted round robin, ip_hash =
  /// by source IP, least_conn = fewest connections. Default on creation: wrr.
  std::optional<std::string> httpHash{};
  /// Bit sum of the answers that count as healthy: 1 = 1xx, 2 = 2xx, 4 = 3xx, 8 = 4xx, 16 = 5xx. For HTTP and
  /// HTTPS listeners. Range: 1-31. Default on creation: 31.
  std::optional<std::int64_t> httpCode{};
  /// Path the health check asks for, beginning with /. For HTTP and HTTPS listeners of public instances.
  /// Default on creation: /.
  std::optional<std::string> httpCheckPath{};
  /// Authentication of an HTTPS listener of a public instance:
  /// unidirectional = of the server only, mutual = of both sides.
  std::optional<std::string> SSLMode{};
  /// ID of the new server certificate of an HTTPS listener of a public instance.
  std::optional<std::string> certId{};
  /// ID of the new client CA certificate of an HTTPS listener of a public instance.
  std::optional<std::string> certCaId{};
  /// New client CA certificate to upload, for an HTTPS listener of a public instance.
  std::optional<std::string> certCaContent{};
  /// Name for the uploaded client CA certificate.
  std::optional<std::string> certCaName{};
  /// New server certificate to upload, for an HTTPS listener of a public instance.
  std::optional<std::string> certContent{};
  /// Private key of the uploaded server certificate.
  std::optional<std::string> certKey{};
  /// Name for the uploaded server certificate.
  std::optional<std::string> certName{};

  /// What ModifyLoadBalancerListener answers.
  struct response {
    /// Task ID; pass it to DescribeLoadBalancersTaskResult to follow the operation.
    std::optional<std::int64_t> requestId{};
  };
};
constexpr descriptor describe(ModifyLoadBalancerListener const*) {
  return {.kind = kind::async, .rate_limit = 0, .resource = {"loadBalancerId"}};
}
constexpr auto secret_fields(ModifyLoadBalancerListener const*) { return names("certKey"); }

}  // namespace colb::inline COLB_ABI::tencent::clb_2017
