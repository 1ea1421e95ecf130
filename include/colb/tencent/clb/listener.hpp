// colb: listeners of Tencent CLB API 3.0.
#pragma once

#include <colb/tencent/clb/types.hpp>

namespace colb::inline COLB_ABI::tencent::clb {

/// Lists the listeners of an instance, all of them if nothing narrows it down.
///
/// Source: CLB API 3.0 (2018-03-17), DescribeListeners.
struct DescribeListeners {
  /// ID of the load balancer instance.
  required<std::string> LoadBalancerId;
  /// Listener IDs to look up. At most 100.
  std::vector<std::string> ListenerIds{};
  /// Listener protocol to look for. Values: TCP, UDP, HTTP, HTTPS, TCP_SSL, QUIC.
  std::optional<std::string> Protocol{};
  /// Listener port to look for.
  std::optional<std::int64_t> Port{};

  /// What DescribeListeners answers.
  struct response {
    /// The listeners.
    std::vector<types::Listener> Listeners{};
    /// Number of listeners that match.
    std::optional<std::int64_t> TotalCount{};
  };
};
constexpr descriptor describe(DescribeListeners const*) { return {.batch = {"ListenerIds", 100}}; }

/// Creates listeners on an instance, one for each port.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeTaskStatus.
/// Source: CLB API 3.0 (2018-03-17), CreateListener.
struct CreateListener {
  /// ID of the load balancer instance.
  required<std::string> LoadBalancerId;
  /// Ports to listen on, one listener each. For a port range a single one, its start.
  required<std::vector<std::int64_t>> Ports;
  /// Listener protocol. Values: TCP, UDP, HTTP, HTTPS, TCP_SSL, QUIC.
  required<std::string> Protocol;
  /// Names of the listeners, in the order of the ports.
  std::vector<std::string> ListenerNames{};
  /// Health check settings; TCP, UDP, TCP_SSL and QUIC listeners only.
  std::optional<types::HealthCheck> HealthCheck{};
  /// Certificate; only for TCP_SSL listeners and HTTPS listeners without SNI. Excludes MultiCertInfo.
  std::optional<types::CertificateInput> Certificate{};
  /// Session persistence time in seconds: 0 turns persistence off, otherwise 30 to 3600.
  /// TCP and UDP listeners only. Default: 0.
  std::optional<std::int64_t> SessionExpireTime{};
  /// Forwarding method: WRR (weighted round robin) or LEAST_CONN (least connections);
  /// TCP, UDP, TCP_SSL and QUIC listeners only. Default: WRR.
  std::optional<std::string> Scheduler{};
  /// Whether SNI is on (1) or off (0); HTTPS listeners only.
  std::optional<std::int64_t> SniSwitch{};
  /// What is bound to the listener: NODE (single targets) or TARGETGROUP (a target group).
  std::optional<std::string> TargetType{};
  /// Kind of session persistence: NORMAL (the default) or QUIC_CID (by QUIC connection ID,
  /// UDP listeners only).
  std::optional<std::string> SessionType{};
  /// Whether persistent connections are on (1) or off (0); HTTP and HTTPS listeners only. Default: 0.
  std::optional<std::int64_t> KeepaliveEnable{};
  /// Last port of a port range; then Ports holds its first port alone. Port ranges are opened by ticket.
  std::optional<std::int64_t> EndPort{};
  /// Whether clients get a TCP RST when a real server is unbound. TCP listeners only.
  std::optional<bool> DeregisterTargetRst{};
  /// Several server certificates of different algorithms; only for HTTPS listeners without SNI.
  /// Excludes Certificate.
  std::optional<types::MultiCertInfo> MultiCertInfo{};
  /// Limit of concurrent connections of the listener, -1 or unset for none;
  /// TCP, UDP, TCP_SSL and QUIC listeners.
  std::optional<std::int64_t> MaxConn{};
  /// Limit of new connections of the listener, -1 or unset for none; TCP, UDP, TCP_SSL and QUIC listeners.
  std::optional<std::int64_t> MaxCps{};
  /// Idle connection timeout in seconds, TCP listeners only: 300-900 on shared and dedicated instances,
  /// 300-2000 on LCU-supported ones, up to 3600 on request by ticket. Default: 900.
  std::optional<std::int64_t> IdleConnectTimeout{};
  /// Whether the Proxy protocol is used (TCP_SSL, QUIC).
  std::optional<bool> ProxyProtocol{};
  /// Whether the source address is replaced; cannot go with passing the client address on. Default: false.
  std::optional<bool> SnatEnable{};
  /// Last ports of a listener over a range of ports, beside Ports. Range: 2-65535.
  std::vector<std::int64_t> FullEndPorts{};
  /// Whether a private HTTP listener takes HTTP/2 without TLS; its rules must then forward by GRPC or GRPCS.
  /// Default: false.
  std::optional<bool> H2cSwitch{};
  /// Whether a TCP_SSL listener runs without TLS. Default: false.
  std::optional<bool> SslCloseSwitch{};
  /// How compressed data is treated: transparent passes it on, compatibility as before.
  std::optional<std::string> DataCompressMode{};
  /// Whether connections are moved when a server's weight becomes 0; TCP and UDP.
  std::optional<bool> RescheduleTargetZeroWeight{};
  /// Whether connections are moved when a server turns unhealthy; TCP and UDP.
  std::optional<bool> RescheduleUnhealthy{};
  /// Whether connections are moved when servers come or go; TCP and UDP.
  std::optional<bool> RescheduleExpandTarget{};
  /// Seconds after which moving connections begins; TCP and UDP. Range: 0-3600.
  std::optional<std::int64_t> RescheduleStartTime{};
  /// Seconds over which connections are moved; TCP and UDP. Range: 0-3600.
  std::optional<std::int64_t> RescheduleInterval{};

  /// What CreateListener answers.
  struct response {
    /// IDs of the new listeners.
    std::vector<std::string> ListenerIds{};
  };
};
constexpr descriptor describe(CreateListener const*) {
  return {.kind = kind::async, .resource = {"LoadBalancerId"}, .batch = {"Ports", 50, {"ListenerNames"}}};
}

/// Changes a listener's attributes: name, health check, certificate, forwarding method and more.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeTaskStatus.
/// Source: CLB API 3.0 (2018-03-17), ModifyListener.
struct ModifyListener {
  /// ID of the load balancer instance.
  required<std::string> LoadBalancerId;
  /// ID of the listener.
  required<std::string> ListenerId;
  /// New listener name.
  std::optional<std::string> ListenerName{};
  /// Session persistence time in seconds: 0 turns persistence off, otherwise 30 to 3600.
  /// TCP and UDP listeners only. Default on creation: 0.
  std::optional<std::int64_t> SessionExpireTime{};
  /// Health check settings; TCP, UDP, TCP_SSL and QUIC listeners only.
  std::optional<types::HealthCheck> HealthCheck{};
  /// Certificate; HTTPS, TCP_SSL and QUIC listeners only. Excludes MultiCertInfo.
  std::optional<types::CertificateInput> Certificate{};
  /// Forwarding method: WRR (weighted round robin) or LEAST_CONN (least connections).
  /// Default on creation: WRR.
  std::optional<std::string> Scheduler{};
  /// Whether SNI is on (1); HTTPS listeners only. Once on it cannot be turned off. Values: 0, 1.
  std::optional<std::int64_t> SniSwitch{};
  /// What is bound to the listener: NODE (a single node) or TARGETGROUP (a target group).
  std::optional<std::string> TargetType{};
  /// Whether persistent connections are on (1) or off (0); HTTP and HTTPS listeners only.
  std::optional<std::int64_t> KeepaliveEnable{};
  /// Whether clients get a TCP RST when a real server is unbound. TCP listeners only.
  std::optional<bool> DeregisterTargetRst{};
  /// Kind of session persistence: NORMAL (default, layer 4 and 7) or QUIC_CID (by QUIC connection ID,
  /// UDP listeners only).
  std::optional<std::string> SessionType{};
  /// Several server certificates of different algorithms; only for HTTPS listeners without SNI.
  /// Excludes Certificate.
  std::optional<types::MultiCertInfo> MultiCertInfo{};
  /// Limit of concurrent connections, from 1 to the instance's own, -1 for none;
  /// LCU-supported instances with TCP, UDP, TCP_SSL or QUIC listeners.
  std::optional<std::int64_t> MaxConn{};
  /// Limit of new connections, from 1 to the instance's own, -1 for none;
  /// LCU-supported instances with TCP, UDP, TCP_SSL or QUIC listeners.
  std::optional<std::int64_t> MaxCps{};
  /// Idle connection timeout in seconds, TCP listeners only: 300-900 on shared and dedicated instances,
  /// 300-2000 on LCU-supported ones, up to 3600 on request by ticket. Default on creation: 900.
  std::optional<std::int64_t> IdleConnectTimeout{};
  /// Whether the Proxy protocol is used (TCP_SSL, QUIC).
  std::optional<bool> ProxyProtocol{};
  /// Whether the source address is replaced; cannot go with passing the client address on.
  std::optional<bool> SnatEnable{};
  /// How compressed data is treated. Values: transparent, compatibility.
  std::optional<std::string> DataCompressMode{};
  /// Whether connections are moved when a server's weight becomes 0; TCP and UDP.
  std::optional<bool> RescheduleTargetZeroWeight{};
  /// Whether connections are moved when a server turns unhealthy; TCP and UDP.
  std::optional<bool> RescheduleUnhealthy{};
  /// Whether connections are moved when servers come or go; TCP and UDP.
  std::optional<bool> RescheduleExpandTarget{};
  /// Seconds after which moving connections begins; TCP and UDP. Range: 0-3600.
  std::optional<std::int64_t> RescheduleStartTime{};
  /// Seconds over which connections are moved; TCP and UDP. Range: 0-3600.
  std::optional<std::int64_t> RescheduleInterval{};

  /// What ModifyListener answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(ModifyListener const*) {
  return {.kind = kind::async, .resource = {"LoadBalancerId"}};
}

/// Deletes a layer-4 or layer-7 listener.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeTaskStatus.
/// Source: CLB API 3.0 (2018-03-17), DeleteListener.
struct DeleteListener {
  /// ID of the load balancer instance.
  required<std::string> LoadBalancerId;
  /// ID of the listener to delete.
  required<std::string> ListenerId;

  /// What DeleteListener answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(DeleteListener const*) {
  return {.kind = kind::async, .resource = {"LoadBalancerId"}};
}

/// Deletes several or all listeners of an instance.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeTaskStatus.
/// Source: CLB API 3.0 (2018-03-17), DeleteLoadBalancerListeners.
struct DeleteLoadBalancerListeners {
  /// ID of the load balancer instance.
  required<std::string> LoadBalancerId;
  /// IDs of the listeners to delete, at most 20;
  /// if left out or empty, ALL listeners of the instance are deleted.
  std::vector<std::string> ListenerIds{};

  /// What DeleteLoadBalancerListeners answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(DeleteLoadBalancerListeners const*) {
  return {.kind = kind::async, .resource = {"LoadBalancerId"}};
}

/// Finds the load balancers, listeners and rules that given CVMs or network interfaces are bound to.
///
/// Source: CLB API 3.0 (2018-03-17), DescribeLBListeners.
struct DescribeLBListeners {
  /// The private IPs to look up, each with its VPC.
  required<std::vector<types::LbRsItem>> Backends;

  /// What DescribeLBListeners answers.
  struct response {
    /// The load balancers, with the listeners and rules concerned.
    std::vector<types::LBItem> LoadBalancers{};
  };
};
constexpr descriptor describe(DescribeLBListeners const*) { return {}; }

}  // namespace colb::inline COLB_ABI::tencent::clb
