// colb: listeners of Alibaba Cloud SLB.
#pragma once

#include <colb/aliyun/slb/types.hpp>

namespace colb::inline COLB_ABI::aliyun::slb {

/// Creates an HTTP listener.
///
/// A new listener is stopped; StartLoadBalancerListener starts it.
/// Source: SLB API (2014-05-15), CreateLoadBalancerHTTPListener.
struct CreateLoadBalancerHTTPListener {
  /// Region of the load balancer; ids come from DescribeRegions.
  /// Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the load balancer.
  required<std::string> LoadBalancerId;
  /// Front-end port of the listener. Range: 1-65535.
  required<std::int64_t> ListenerPort;
  /// Port on the backend servers. Must be given when no server group (VServerGroupId) is used.
  /// Range: 1-65535.
  std::optional<std::int64_t> BackendServerPort{};
  /// Id of the server group behind the listener.
  std::optional<std::string> VServerGroupId{};
  /// Peak bandwidth of the listener in Mbps: -1 (no limit; for Internet instances paid by traffic), or 1 to
  /// 5000 for instances paid by bandwidth, where all listeners together must not exceed the instance's peak.
  required<std::int64_t> Bandwidth;
  /// Whether the client's real IP is passed on in the X-Forwarded-For header. Values: on, off. Default: on.
  std::optional<std::string> XForwardedFor{};
  /// Whether the SLB-IP header is added. Values: on, off. Default: off.
  std::optional<std::string> XForwardedFor_SLBIP{};
  /// Whether the load balancer's id is passed on in the SLB-ID header. Values: on, off. Default: off.
  std::optional<std::string> XForwardedFor_SLBID{};
  /// Whether the listener's protocol is passed on in the X-Forwarded-Proto header. Values: on, off.
  /// Default: off.
  std::optional<std::string> XForwardedFor_proto{};
  /// Scheduling algorithm: wrr (weighted round robin), wlc (weighted least connections), rr (round robin).
  /// Default: wrr.
  std::optional<std::string> Scheduler{};
  /// Whether session persistence is on. Values: on, off.
  required<std::string> StickySession;
  /// How the cookie is handled; required when StickySession is on. insert: the load balancer plants a
  /// SERVERID cookie; server: it rewrites the cookie the server sets.
  std::optional<std::string> StickySessionType{};
  /// Cookie lifetime in seconds; required when StickySession is on and StickySessionType is insert.
  /// Range: 1-86400.
  std::optional<std::int64_t> CookieTimeout{};
  /// Cookie configured on the servers; required when StickySession is on and StickySessionType is server. 1
  /// to 200 ASCII letters and digits; no comma, semicolon or space, and not beginning with $.
  std::optional<std::string> Cookie{};
  /// Whether the health check is on. Values: on, off.
  required<std::string> HealthCheck;
  /// Domain used by the health check: $_ip (the backend server's private IP; also what applies when it is not
  /// given) or a domain of 1 to 80 letters, digits, '.' and '-'.
  std::optional<std::string> HealthCheckDomain{};
  /// URI that the health check asks for.
  std::optional<std::string> HealthCheckURI{};
  /// Port that the health check uses: 1 to 65535, or -520 for the listener's backend port.
  std::optional<std::int64_t> HealthCheckConnectPort{};
  /// Successive successes after which a server goes from fail to success. Range: 2-10.
  std::optional<std::int64_t> HealthyThreshold{};
  /// Successive failures after which a server goes from success to fail. Range: 2-10.
  std::optional<std::int64_t> UnhealthyThreshold{};
  /// Seconds to wait for a health check's response before it counts as failed. When below HealthCheckInterval
  /// it has no effect and the interval is used. Range: 1-300.
  std::optional<std::int64_t> HealthCheckTimeout{};
  /// Seconds between two health checks. Range: 1-50.
  std::optional<std::int64_t> HealthCheckInterval{};
  /// HTTP status classes that count as healthy, separated by commas, out of http_2xx, http_3xx, http_4xx,
  /// http_5xx. Default: http_2xx.
  std::optional<std::string> HealthCheckHttpCode{};
  /// Whether certain file types are compressed with gzip. Values: on, off. Default: on.
  std::optional<std::string> Gzip{};
  /// Id of the access control list; needed when AclStatus is on.
  std::optional<std::string> AclId{};
  /// Whether access control is on. Values: on, off. Default: off.
  std::optional<std::string> AclStatus{};
  /// How the list is used: white lets only its addresses pass, black refuses them. Needed when AclStatus is
  /// on.
  std::optional<std::string> AclType{};
  /// Name of the listener, at most 256 characters.
  std::optional<std::string> Description{};
  /// HTTPS port that requests are redirected to. Range: 1-65535.
  std::optional<std::int64_t> ForwardPort{};
  /// Method of HTTP checks. Values: head, get.
  std::optional<std::string> HealthCheckMethod{};
  /// Seconds after which an idle connection is closed. Range: 1-60. Default: 15.
  std::optional<std::int64_t> IdleTimeout{};
  /// Turns redirection from HTTP to HTTPS on. Values: on, off. Default: off.
  std::optional<std::string> ListenerForward{};
  /// Seconds to wait for a server before the answer is 504. Range: 1-180. Default: 60.
  std::optional<std::int64_t> RequestTimeout{};
  /// Tags of the listener. At most 20.
  std::vector<types::TagPair> Tag{};
  /// Whether servers are told the client's port. Values: on, off.
  std::optional<std::string> XForwardedFor_ClientSrcPort{};
  /// Whether servers are told the listener's port. Values: on, off.
  std::optional<std::string> XForwardedFor_SLBPORT{};

  /// What CreateLoadBalancerHTTPListener answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(CreateLoadBalancerHTTPListener const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"LoadBalancerId"}};
}

/// Creates an HTTPS listener.
///
/// A new listener is stopped; StartLoadBalancerListener starts it.
/// Source: SLB API (2014-05-15), CreateLoadBalancerHTTPSListener.
struct CreateLoadBalancerHTTPSListener {
  /// Region of the load balancer; ids come from DescribeRegions.
  /// Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the load balancer.
  required<std::string> LoadBalancerId;
  /// Front-end port of the listener. Range: 1-65535.
  required<std::int64_t> ListenerPort;
  /// Port on the backend servers. Must be given when no server group (VServerGroupId) is used.
  /// Range: 1-65535.
  std::optional<std::int64_t> BackendServerPort{};
  /// Id of the server group behind the listener.
  std::optional<std::string> VServerGroupId{};
  /// Peak bandwidth of the listener in Mbps: -1 (no limit; for Internet instances paid by traffic), or 1 to
  /// 5000 for instances paid by bandwidth, where all listeners together must not exceed the instance's peak.
  required<std::int64_t> Bandwidth;
  /// Whether the client's real IP is passed on in the X-Forwarded-For header. Values: on, off. Default: on.
  std::optional<std::string> XForwardedFor{};
  /// Scheduling algorithm: wrr (weighted round robin), wlc (weighted least connections), rr (round robin).
  /// Default: wrr.
  std::optional<std::string> Scheduler{};
  /// Whether session persistence is on. Values: on, off.
  required<std::string> StickySession;
  /// How the cookie is handled; required when StickySession is on. insert: the load balancer plants a
  /// SERVERID cookie; server: it rewrites the cookie the server sets.
  std::optional<std::string> StickySessionType{};
  /// Cookie lifetime in seconds; required when StickySession is on and StickySessionType is insert.
  /// Range: 1-86400.
  std::optional<std::int64_t> CookieTimeout{};
  /// Cookie configured on the servers; required when StickySession is on and StickySessionType is server. 1
  /// to 200 ASCII letters and digits; no comma, semicolon or space, and not beginning with $.
  std::optional<std::string> Cookie{};
  /// Whether certain file types are compressed with gzip. Values: on, off. Default: on.
  std::optional<std::string> Gzip{};
  /// Whether the health check is on. Values: on, off.
  required<std::string> HealthCheck;
  /// Domain used by the health check: $_ip (the backend server's private IP; also what applies when it is not
  /// given) or a domain of 1 to 80 letters, digits, '.' and '-'.
  std::optional<std::string> HealthCheckDomain{};
  /// URI that the health check asks for.
  std::optional<std::string> HealthCheckURI{};
  /// Port that the health check uses: 1 to 65535, or -520 for the listener's backend port.
  std::optional<std::int64_t> HealthCheckConnectPort{};
  /// Successive successes after which a server goes from fail to success. Range: 2-10.
  std::optional<std::int64_t> HealthyThreshold{};
  /// Successive failures after which a server goes from success to fail. Range: 2-10.
  std::optional<std::int64_t> UnhealthyThreshold{};
  /// Seconds to wait for a health check's response before it counts as failed. When below HealthCheckInterval
  /// it has no effect and the interval is used. Range: 1-300.
  std::optional<std::int64_t> HealthCheckTimeout{};
  /// Seconds between two health checks. Range: 1-50.
  std::optional<std::int64_t> HealthCheckInterval{};
  /// HTTP status classes that count as healthy, separated by commas, out of http_2xx, http_3xx, http_4xx,
  /// http_5xx. Default: http_2xx.
  std::optional<std::string> HealthCheckHttpCode{};
  /// Id of the server certificate.
  required<std::string> ServerCertificateId;
  /// Id of the CA certificate. With both certificates authentication is mutual;
  /// with the server certificate alone it is one-way.
  std::optional<std::string> CACertificateId{};
  /// Id of the access control list; needed when AclStatus is on.
  std::optional<std::string> AclId{};
  /// Whether access control is on. Values: on, off. Default: off.
  std::optional<std::string> AclStatus{};
  /// How the list is used: white lets only its addresses pass, black refuses them. Needed when AclStatus is
  /// on.
  std::optional<std::string> AclType{};
  /// Name of the listener, at most 256 characters.
  std::optional<std::string> Description{};
  /// Whether HTTP/2 is used. Values: on, off.
  std::optional<std::string> EnableHttp2{};
  /// Method of HTTP checks. Values: head, get.
  std::optional<std::string> HealthCheckMethod{};
  /// Seconds after which an idle connection is closed. Range: 1-60. Default: 15.
  std::optional<std::int64_t> IdleTimeout{};
  /// Seconds to wait for a server before the answer is 504. Range: 1-180. Default: 60.
  std::optional<std::int64_t> RequestTimeout{};
  /// TLS policy: tls_cipher_policy_1_0, tls_cipher_policy_1_1, tls_cipher_policy_1_2,
  /// tls_cipher_policy_1_2_strict, tls_cipher_policy_1_2_strict_with_1_3, or the id of one of your own.
  std::optional<std::string> TLSCipherPolicy{};
  /// Tags of the listener. At most 20.
  std::vector<types::TagPair> Tag{};
  /// Whether servers are told the client's port. Values: on, off.
  std::optional<std::string> XForwardedFor_ClientSrcPort{};
  /// Whether servers are told the load balancer's id (header SLB-ID). Values: on, off.
  std::optional<std::string> XForwardedFor_SLBID{};
  /// Whether servers are told the address the client asked (header SLB-IP). Values: on, off.
  std::optional<std::string> XForwardedFor_SLBIP{};
  /// Whether servers are told the listener's port. Values: on, off.
  std::optional<std::string> XForwardedFor_SLBPORT{};
  /// Whether servers are told the listener's protocol (header X-Forwarded-Proto). Values: on, off.
  std::optional<std::string> XForwardedFor_proto{};

  /// What CreateLoadBalancerHTTPSListener answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(CreateLoadBalancerHTTPSListener const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"LoadBalancerId"}};
}

/// Creates a TCP listener.
///
/// A new listener is stopped; StartLoadBalancerListener starts it.
/// Source: SLB API (2014-05-15), CreateLoadBalancerTCPListener.
struct CreateLoadBalancerTCPListener {
  /// Region of the load balancer; ids come from DescribeRegions.
  /// Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the load balancer.
  required<std::string> LoadBalancerId;
  /// Front-end port of the listener. Range: 1-65535.
  required<std::int64_t> ListenerPort;
  /// Port on the backend servers. Must be given when no server group (VServerGroupId) is used.
  /// Range: 1-65535.
  std::optional<std::int64_t> BackendServerPort{};
  /// Peak bandwidth of the listener in Mbps: -1 (no limit; for Internet instances paid by traffic), or 1 to
  /// 5000 for instances paid by bandwidth, where all listeners together must not exceed the instance's peak.
  required<std::int64_t> Bandwidth;
  /// Scheduling algorithm: wrr (weighted round robin), wlc (weighted least connections), rr (round robin).
  /// Default: wrr.
  std::optional<std::string> Scheduler{};
  /// Id of the server group behind the listener.
  /// Only one of VServerGroupId and MasterSlaveServerGroupId may be given.
  std::optional<std::string> VServerGroupId{};
  /// Id of the master/slave server group behind the listener.
  /// Only one of VServerGroupId and MasterSlaveServerGroupId may be given.
  std::optional<std::string> MasterSlaveServerGroupId{};
  /// Session persistence in seconds; 0 turns it off. Range: 0-3600. Default: 0.
  std::optional<std::int64_t> PersistenceTimeout{};
  /// Connection timeout in seconds. Range: 10-900.
  std::optional<std::int64_t> EstablishedTimeout{};
  /// Kind of health check. Values: tcp, http. Default: tcp.
  std::optional<std::string> HealthCheckType{};
  /// Domain of the HTTP health check (TCP check without it): $_ip (the backend server's private IP, also when
  /// left out) or a domain of 1-80 letters, digits, '.' and '-'.
  std::optional<std::string> HealthCheckDomain{};
  /// URI that the health check asks for.
  /// For a TCP listener checked over HTTP; without it the check is a TCP check.
  std::optional<std::string> HealthCheckURI{};
  /// Port that the health check uses; BackendServerPort when left out. Range: 1-65535.
  std::optional<std::int64_t> HealthCheckConnectPort{};
  /// Successive successes after which a server goes from fail to success. Range: 2-10.
  std::optional<std::int64_t> HealthyThreshold{};
  /// Successive failures after which a server goes from success to fail. Range: 2-10.
  std::optional<std::int64_t> UnhealthyThreshold{};
  /// Seconds to wait for a health check's response before it counts as failed. When below HealthCheckInterval
  /// it has no effect and the interval is used. Range: 1-300.
  std::optional<std::int64_t> HealthCheckTimeout{};
  /// Seconds between two health checks. Range: 1-50.
  std::optional<std::int64_t> HealthCheckInterval{};
  /// HTTP status classes that count as healthy, separated by commas, out of http_2xx, http_3xx, http_4xx,
  /// http_5xx. Default: http_2xx.
  std::optional<std::string> HealthCheckHttpCode{};
  /// Id of the access control list; needed when AclStatus is on.
  std::optional<std::string> AclId{};
  /// Whether access control is on. Values: on, off. Default: off.
  std::optional<std::string> AclStatus{};
  /// How the list is used: white lets only its addresses pass, black refuses them. Needed when AclStatus is
  /// on.
  std::optional<std::string> AclType{};
  /// Whether the connections of a server that leaves are let run out. Values: on, off.
  std::optional<std::string> ConnectionDrain{};
  /// Seconds for which connections drain; needed when ConnectionDrain is on. Range: 10-900.
  std::optional<std::int64_t> ConnectionDrainTimeout{};
  /// Name of the listener, at most 256 characters.
  std::optional<std::string> Description{};
  /// Whether the health check is on. Values: on, off. Default: on.
  std::optional<std::string> HealthCheckSwitch{};
  /// Whether servers are told the client's address by the Proxy protocol.
  std::optional<bool> ProxyProtocolV2Enabled{};
  /// Tags of the listener. At most 20.
  std::vector<types::TagPair> Tag{};

  /// What CreateLoadBalancerTCPListener answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(CreateLoadBalancerTCPListener const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"LoadBalancerId"}};
}
/// Today's names.
constexpr auto aliases(CreateLoadBalancerTCPListener const*) {
  return also_called(
      {{"HealthCheckConnectTimeout", "HealthCheckTimeout"}, {"healthCheckInterval", "HealthCheckInterval"}});
}

/// Creates a UDP listener; on a classic network the source address cannot be seen through it.
///
/// A new listener is stopped; StartLoadBalancerListener starts it.
/// Source: SLB API (2014-05-15), CreateLoadBalancerUDPListener.
struct CreateLoadBalancerUDPListener {
  /// Region id. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the load balancer.
  required<std::string> LoadBalancerId;
  /// Front-end port of the listener. Range: 1-65535.
  required<std::int64_t> ListenerPort;
  /// Port on the backend servers. Must be given when no server group (VServerGroupId) is used.
  /// Range: 1-65535.
  std::optional<std::int64_t> BackendServerPort{};
  /// Required by today's service. Peak bandwidth in Mbps: -1 (no limit; Internet instances paid by traffic),
  /// or 1 to 5000 (paid by bandwidth, where all listeners together must not exceed the instance's peak).
  std::optional<std::int64_t> Bandwidth{};
  /// Scheduling algorithm: wrr (weighted round robin), wlc (weighted least connections), rr (round robin).
  /// Default: wrr.
  std::optional<std::string> Scheduler{};
  /// Id of the server group behind the listener.
  /// Only one of VServerGroupId and MasterSlaveServerGroupId may be given.
  std::optional<std::string> VServerGroupId{};
  /// Id of the master/slave server group behind the listener.
  /// Only one of VServerGroupId and MasterSlaveServerGroupId may be given.
  std::optional<std::string> MasterSlaveServerGroupId{};
  /// Session persistence in seconds; 0 turns it off. Range: 0-3600. Default: 0.
  std::optional<std::int64_t> PersistenceTimeout{};
  /// Successive successes after which a server goes from fail to success. Range: 2-10.
  std::optional<std::int64_t> HealthyThreshold{};
  /// Successive failures after which a server goes from success to fail. Range: 2-10.
  std::optional<std::int64_t> UnhealthyThreshold{};
  /// Seconds to wait for a health check's response before it counts as failed. Range: 1-300.
  std::optional<std::int64_t> HealthCheckConnectTimeout{};
  /// Seconds between two health checks. Range: 1-50.
  std::optional<std::int64_t> HealthCheckInterval{};
  /// Request string of the UDP health check: letters and digits only, at most 500 characters.
  std::optional<std::string> HealthCheckReq{};
  /// Response string that the UDP health check expects: letters and digits only, at most 500 characters.
  std::optional<std::string> HealthCheckExp{};
  /// Id of the access control list; needed when AclStatus is on.
  std::optional<std::string> AclId{};
  /// Whether access control is on. Values: on, off. Default: off.
  std::optional<std::string> AclStatus{};
  /// How the list is used: white lets only its addresses pass, black refuses them. Needed when AclStatus is
  /// on.
  std::optional<std::string> AclType{};
  /// Name of the listener, at most 256 characters.
  std::optional<std::string> Description{};
  /// Port that is checked. Range: 1-65535.
  std::optional<std::int64_t> HealthCheckConnectPort{};
  /// Whether the health check is on. Values: on, off. Default: on.
  std::optional<std::string> HealthCheckSwitch{};
  /// Whether servers are told the client's address by the Proxy protocol.
  std::optional<bool> ProxyProtocolV2Enabled{};
  /// Tags of the listener. At most 20.
  std::vector<types::TagPair> Tag{};

  /// What CreateLoadBalancerUDPListener answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(CreateLoadBalancerUDPListener const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"LoadBalancerId"}};
}
/// Today's names.
constexpr auto aliases(CreateLoadBalancerUDPListener const*) {
  return also_called({{"healthCheckInterval", "HealthCheckInterval"},
                      {"healthCheckReq", "HealthCheckReq"},
                      {"healthCheckExp", "HealthCheckExp"}});
}

/// Deletes a listener; it must be stopped or running.
///
/// Source: SLB API (2014-05-15), DeleteLoadBalancerListener.
struct DeleteLoadBalancerListener {
  /// Id of the load balancer.
  required<std::string> LoadBalancerId;
  /// Front-end port of the listener. Range: 1-65535.
  required<std::int64_t> ListenerPort;
  /// Protocol of the listener; needed where a TCP and a UDP listener share the port. Values: tcp, udp, http,
  /// https.
  std::optional<std::string> ListenerProtocol{};
  /// Region of the resource; ids come from DescribeRegions. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};

  /// What DeleteLoadBalancerListener answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(DeleteLoadBalancerListener const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"LoadBalancerId"}};
}

/// Starts a listener, which must be stopped;
/// it is then starting (and cannot be changed) until its Status is running.
///
/// Fails while the load balancer is locked.
/// Source: SLB API (2014-05-15), StartLoadBalancerListener.
struct StartLoadBalancerListener {
  /// Region of the load balancer; ids come from DescribeRegions.
  /// Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the load balancer.
  required<std::string> LoadBalancerId;
  /// Front-end port of the listener. Range: 1-65535.
  required<std::int64_t> ListenerPort;
  /// Protocol of the listener; needed where a TCP and a UDP listener share the port. Values: tcp, udp, http,
  /// https.
  std::optional<std::string> ListenerProtocol{};

  /// What StartLoadBalancerListener answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(StartLoadBalancerListener const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"LoadBalancerId"}};
}

/// Stops a listener; it is then stopping until its Status is stopped.
///
/// Fails while the load balancer is locked.
/// Source: SLB API (2014-05-15), StopLoadBalancerListener.
struct StopLoadBalancerListener {
  /// Region of the load balancer; ids come from DescribeRegions.
  /// Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the load balancer.
  required<std::string> LoadBalancerId;
  /// Front-end port of the listener. Range: 1-65535.
  required<std::int64_t> ListenerPort;
  /// Protocol of the listener; needed where a TCP and a UDP listener share the port. Values: tcp, udp, http,
  /// https.
  std::optional<std::string> ListenerProtocol{};

  /// What StopLoadBalancerListener answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(StopLoadBalancerListener const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"LoadBalancerId"}};
}

/// Changes the settings of an HTTP listener.
///
/// It cannot be changed while starting or configuring;
/// a change makes it configuring for a while (poll Status).
/// Source: SLB API (2014-05-15), SetLoadBalancerHTTPListenerAttribute.
struct SetLoadBalancerHTTPListenerAttribute {
  /// Region of the load balancer; ids come from DescribeRegions.
  /// Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the load balancer.
  required<std::string> LoadBalancerId;
  /// Front-end port of the listener. Range: 1-65535.
  required<std::int64_t> ListenerPort;
  /// Peak bandwidth of the listener in Mbps: -1 (no limit; for Internet instances paid by traffic), or 1 to
  /// 5000 for instances paid by bandwidth, where all listeners together must not exceed the instance's peak.
  required<std::int64_t> Bandwidth;
  /// Whether the client's real IP is passed on in the X-Forwarded-For header. Values: on, off. Default: on.
  std::optional<std::string> XForwardedFor{};
  /// Whether the SLB-IP header is added. Values: on, off. Default: off.
  std::optional<std::string> XForwardedFor_SLBIP{};
  /// Whether the load balancer's id is passed on in the SLB-ID header. Values: on, off. Default: off.
  std::optional<std::string> XForwardedFor_SLBID{};
  /// Whether the listener's protocol is passed on in the X-Forwarded-Proto header. Values: on, off.
  /// Default: off.
  std::optional<std::string> XForwardedFor_proto{};
  /// Scheduling algorithm: wrr (weighted round robin), wlc (weighted least connections), rr (round robin).
  /// Default: wrr.
  std::optional<std::string> Scheduler{};
  /// Whether session persistence is on. Values: on, off.
  required<std::string> StickySession;
  /// How the cookie is handled; required when StickySession is on. insert: the load balancer plants a
  /// SERVERID cookie; server: it rewrites the cookie the server sets.
  std::optional<std::string> StickySessionType{};
  /// Cookie lifetime in seconds; required when StickySession is on and StickySessionType is insert.
  /// Range: 1-86400.
  std::optional<std::int64_t> CookieTimeout{};
  /// Cookie configured on the servers; required when StickySession is on and StickySessionType is server. 1
  /// to 200 ASCII letters and digits; no comma, semicolon or space, and not beginning with $.
  std::optional<std::string> Cookie{};
  /// Whether the health check is on. Values: on, off.
  required<std::string> HealthCheck;
  /// Domain used by the health check: $_ip (the backend server's private IP; also what applies when it is not
  /// given) or a domain of 1 to 80 letters, digits, '.' and '-'.
  std::optional<std::string> HealthCheckDomain{};
  /// URI that the health check asks for.
  std::optional<std::string> HealthCheckURI{};
  /// Port that the health check uses: 1 to 65535, or -520 for the listener's backend port.
  std::optional<std::int64_t> HealthCheckConnectPort{};
  /// Successive successes after which a server goes from fail to success. Range: 2-10.
  std::optional<std::int64_t> HealthyThreshold{};
  /// Successive failures after which a server goes from success to fail. Range: 2-10.
  std::optional<std::int64_t> UnhealthyThreshold{};
  /// Seconds to wait for a health check's response before it counts as failed. When below HealthCheckInterval
  /// it has no effect and the interval is used. Range: 1-300.
  std::optional<std::int64_t> HealthCheckTimeout{};
  /// Seconds between two health checks. Range: 1-50.
  std::optional<std::int64_t> HealthCheckInterval{};
  /// HTTP status classes that count as healthy, separated by commas, out of http_2xx, http_3xx, http_4xx,
  /// http_5xx. Default: http_2xx.
  std::optional<std::string> HealthCheckHttpCode{};
  /// Id of the server group behind the listener.
  std::optional<std::string> VServerGroupId{};
  /// Whether certain file types are compressed with gzip. Values: on, off. Default: on.
  std::optional<std::string> Gzip{};
  /// Whether a VServer group is used: on, along with VServerGroupId (only in the vendor's example).
  std::optional<std::string> VServerGroup{};
  /// Id of the access control list; needed when AclStatus is on.
  std::optional<std::string> AclId{};
  /// Whether access control is on. Values: on, off.
  std::optional<std::string> AclStatus{};
  /// How the list is used: white lets only its addresses pass, black refuses them. Needed when AclStatus is
  /// on.
  std::optional<std::string> AclType{};
  /// Name of the listener, at most 256 characters.
  std::optional<std::string> Description{};
  /// Method of HTTP checks. Values: head, get.
  std::optional<std::string> HealthCheckMethod{};
  /// Seconds after which an idle connection is closed. Range: 1-60.
  std::optional<std::int64_t> IdleTimeout{};
  /// Seconds to wait for a server before the answer is 504. Range: 1-180.
  std::optional<std::int64_t> RequestTimeout{};
  /// Whether servers are told the client's port. Values: on, off.
  std::optional<std::string> XForwardedFor_ClientSrcPort{};
  /// Whether servers are told the listener's port. Values: on, off.
  std::optional<std::string> XForwardedFor_SLBPORT{};
  /// Whether the request is only checked and nothing is changed. Default: false.
  std::optional<bool> DryRun{};

  /// What SetLoadBalancerHTTPListenerAttribute answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(SetLoadBalancerHTTPListenerAttribute const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"LoadBalancerId"}};
}

/// Changes the configuration of an HTTPS listener.
///
/// It cannot be changed while starting or configuring;
/// a change makes it configuring for a while (poll Status).
/// Source: SLB API (2014-05-15), SetLoadBalancerHTTPSListenerAttribute.
struct SetLoadBalancerHTTPSListenerAttribute {
  /// Region of the load balancer instance; see the list of regions or DescribeRegions.
  /// Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the load balancer instance.
  required<std::string> LoadBalancerId;
  /// Front-end port of the listener, 1-65535.
  required<std::int64_t> ListenerPort;
  /// Peak bandwidth of the listener in Mbps: -1 = no limit (instances billed by traffic), or 1-5000
  /// (instances billed by bandwidth; the listeners' sum must not exceed the instance's bandwidth).
  required<std::int64_t> Bandwidth;
  /// Whether the client's real address is passed on in X-Forwarded-For. Values: on, off. Default: on.
  std::optional<std::string> XForwardedFor{};
  /// Scheduling algorithm: wrr = weighted round robin, wlc = weighted least connections, rr = round robin.
  /// Default: wrr.
  std::optional<std::string> Scheduler{};
  /// Whether session persistence is on. Values: on, off.
  required<std::string> StickySession;
  /// How the persistence cookie is made: insert = the load balancer adds the cookie SERVERID to its
  /// responses, server = it rewrites the cookie the back end sets. Needed when StickySession is on.
  std::optional<std::string> StickySessionType{};
  /// Cookie lifetime in seconds, 1-86400. Needed when StickySession is on and StickySessionType is insert.
  std::optional<std::int64_t> CookieTimeout{};
  /// Cookie configured on the server: 1-200 ASCII letters and digits, no comma, semicolon or space, no
  /// leading $. Needed when StickySession is on and StickySessionType is server.
  std::optional<std::string> Cookie{};
  /// Whether health checks are on. Values: on, off.
  required<std::string> HealthCheck;
  /// Domain for health checks: $_ip or unset = each server's private IP, or a domain of 1-80 letters,
  /// digits, dots and hyphens.
  std::optional<std::string> HealthCheckDomain{};
  /// URI for health checks.
  std::optional<std::string> HealthCheckURI{};
  /// Port for health checks: 1-65535, or -520 = the back-end port the listener is configured with.
  std::optional<std::int64_t> HealthCheckConnectPort{};
  /// Number of passed health checks in a row after which a server's state goes from fail to success, 2-10.
  std::optional<std::int64_t> HealthyThreshold{};
  /// Number of failed health checks in a row after which a server's state goes from success to fail, 2-10.
  std::optional<std::int64_t> UnhealthyThreshold{};
  /// Seconds to wait for a health check's answer, 1-300;
  /// a value under HealthCheckInterval has no effect, the interval is used instead.
  std::optional<std::int64_t> HealthCheckTimeout{};
  /// Seconds between health checks, 1-50.
  std::optional<std::int64_t> HealthCheckInterval{};
  /// HTTP status classes that count as healthy, separated by commas: http_2xx, http_3xx, http_4xx, http_5xx.
  /// Default: http_2xx.
  std::optional<std::string> HealthCheckHttpCode{};
  /// Id of the server certificate.
  required<std::string> ServerCertificateId;
  /// Id of the CA certificate; with it both sides authenticate, without it only the server does.
  std::optional<std::string> CACertificateId{};
  /// Id of the VServer group.
  std::optional<std::string> VServerGroupId{};
  /// Whether certain file types are compressed with Gzip. Values: on, off. Default: on.
  std::optional<std::string> Gzip{};
  /// Id of the access control list; needed when AclStatus is on.
  std::optional<std::string> AclId{};
  /// Whether access control is on. Values: on, off.
  std::optional<std::string> AclStatus{};
  /// How the list is used: white lets only its addresses pass, black refuses them. Needed when AclStatus is
  /// on.
  std::optional<std::string> AclType{};
  /// Name of the listener, at most 256 characters.
  std::optional<std::string> Description{};
  /// Whether HTTP/2 is used. Values: on, off.
  std::optional<std::string> EnableHttp2{};
  /// Method of HTTP checks. Values: head, get.
  std::optional<std::string> HealthCheckMethod{};
  /// Seconds after which an idle connection is closed. Range: 1-60.
  std::optional<std::int64_t> IdleTimeout{};
  /// Seconds to wait for a server before the answer is 504. Range: 1-180.
  std::optional<std::int64_t> RequestTimeout{};
  /// TLS policy: tls_cipher_policy_1_0, tls_cipher_policy_1_1, tls_cipher_policy_1_2,
  /// tls_cipher_policy_1_2_strict, tls_cipher_policy_1_2_strict_with_1_3, or the id of one of your own.
  std::optional<std::string> TLSCipherPolicy{};
  /// Whether a server group (VServerGroupId) is used. Values: on, off.
  std::optional<std::string> VServerGroup{};
  /// Whether servers are told the client's port. Values: on, off.
  std::optional<std::string> XForwardedFor_ClientSrcPort{};
  /// Whether servers are told the load balancer's id (header SLB-ID). Values: on, off.
  std::optional<std::string> XForwardedFor_SLBID{};
  /// Whether servers are told the address the client asked (header SLB-IP). Values: on, off.
  std::optional<std::string> XForwardedFor_SLBIP{};
  /// Whether servers are told the listener's port. Values: on, off.
  std::optional<std::string> XForwardedFor_SLBPORT{};
  /// Whether servers are told the listener's protocol (header X-Forwarded-Proto). Values: on, off.
  std::optional<std::string> XForwardedFor_proto{};
  /// Whether the request is only checked and nothing is changed. Default: false.
  std::optional<bool> DryRun{};

  /// What SetLoadBalancerHTTPSListenerAttribute answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(SetLoadBalancerHTTPSListenerAttribute const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"LoadBalancerId"}};
}

/// Changes the configuration of a TCP listener.
///
/// It cannot be changed while starting or configuring;
/// a change makes it configuring for a while (poll Status).
/// Source: SLB API (2014-05-15), SetLoadBalancerTCPListenerAttribute.
struct SetLoadBalancerTCPListenerAttribute {
  /// Region of the load balancer instance; see the list of regions or DescribeRegions.
  /// Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the load balancer instance.
  required<std::string> LoadBalancerId;
  /// Front-end port of the listener, 1-65535.
  required<std::int64_t> ListenerPort;
  /// Peak bandwidth of the listener in Mbps: -1 = no limit (instances billed by traffic), or 1-5000
  /// (instances billed by bandwidth; the listeners' sum must not exceed the instance's bandwidth).
  required<std::int64_t> Bandwidth;
  /// Scheduling algorithm: wrr = weighted round robin, wlc = weighted least connections, rr = round robin.
  /// Default: wrr.
  std::optional<std::string> Scheduler{};
  /// Id of the VServer group; not together with MasterSlaveServerGroupId.
  std::optional<std::string> VServerGroupId{};
  /// Id of the master-slave server group; not together with VServerGroupId.
  std::optional<std::string> MasterSlaveServerGroupId{};
  /// Session persistence timeout in seconds, 0-3600; 0 turns persistence off. Default: 0.
  std::optional<std::int64_t> PersistenceTimeout{};
  /// Connection timeout in seconds, 10-900.
  std::optional<std::int64_t> EstablishedTimeout{};
  /// Kind of health check. Values: tcp, http. Default: tcp.
  std::optional<std::string> HealthCheckType{};
  /// Domain for the HTTP health check of a TCP listener (without it the check is by TCP): $_ip or unset =
  /// each server's private IP, or a domain of 1-80 letters, digits, dots and hyphens.
  std::optional<std::string> HealthCheckDomain{};
  /// URI for the HTTP health check of a TCP listener; without it the check is by TCP.
  std::optional<std::string> HealthCheckURI{};
  /// Port for health checks, 1-65535; unset = the back-end port (BackendServerPort).
  std::optional<std::int64_t> HealthCheckConnectPort{};
  /// Number of passed health checks in a row after which a server's state goes from fail to success, 2-10.
  std::optional<std::int64_t> HealthyThreshold{};
  /// Number of failed health checks in a row after which a server's state goes from success to fail, 2-10.
  std::optional<std::int64_t> UnhealthyThreshold{};
  /// Seconds to wait for a health check's answer, 1-300;
  /// a value under HealthCheckInterval has no effect, the interval is used instead.
  std::optional<std::int64_t> HealthCheckTimeout{};
  /// Seconds between health checks, 1-50.
  std::optional<std::int64_t> HealthCheckInterval{};
  /// HTTP status classes that count as healthy, separated by commas: http_2xx, http_3xx, http_4xx, http_5xx.
  /// Default: http_2xx.
  std::optional<std::string> HealthCheckHttpCode{};
  /// Whether a VServer group is used: on (only in the vendor's example).
  std::optional<std::string> VServerGroup{};
  /// Id of the access control list; needed when AclStatus is on.
  std::optional<std::string> AclId{};
  /// Whether access control is on. Values: on, off.
  std::optional<std::string> AclStatus{};
  /// How the list is used: white lets only its addresses pass, black refuses them. Needed when AclStatus is
  /// on.
  std::optional<std::string> AclType{};
  /// Whether the connections of a server that leaves are let run out. Values: on, off.
  std::optional<std::string> ConnectionDrain{};
  /// Seconds for which connections drain; needed when ConnectionDrain is on. Range: 10-900.
  std::optional<std::int64_t> ConnectionDrainTimeout{};
  /// Name of the listener, at most 256 characters.
  std::optional<std::string> Description{};
  /// Whether the health check is on. Values: on, off.
  std::optional<std::string> HealthCheckSwitch{};
  /// Whether a master-slave server group is used; cannot go with VServerGroup. Values: on, off.
  std::optional<std::string> MasterSlaveServerGroup{};
  /// Whether servers are told the client's address by the Proxy protocol.
  std::optional<bool> ProxyProtocolV2Enabled{};
  /// Whether SYN packets are answered by the load balancer. Values: enable, disable.
  std::optional<std::string> SynProxy{};
  /// Whether the request is only checked and nothing is changed. Default: false.
  std::optional<bool> DryRun{};

  /// What SetLoadBalancerTCPListenerAttribute answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(SetLoadBalancerTCPListenerAttribute const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"LoadBalancerId"}};
}
/// Today's names.
constexpr auto aliases(SetLoadBalancerTCPListenerAttribute const*) {
  return also_called({{"HealthCheckConnectTimeout", "HealthCheckTimeout"}});
}

/// Changes the configuration of a UDP listener.
///
/// It cannot be changed while starting or configuring;
/// a change makes it configuring for a while (poll Status).
/// Source: SLB API (2014-05-15), SetLoadBalancerUDPListenerAttribute.
struct SetLoadBalancerUDPListenerAttribute {
  /// Region of the load balancer instance. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the load balancer instance.
  required<std::string> LoadBalancerId;
  /// Front-end port of the listener, 1-65535.
  required<std::int64_t> ListenerPort;
  /// Peak bandwidth of the listener in Mbps: -1 = no limit (instances billed by traffic), or 1-5000
  /// (instances billed by bandwidth; the listeners' sum must not exceed the instance's bandwidth).
  std::optional<std::int64_t> Bandwidth{};
  /// Scheduling algorithm: wrr = weighted round robin, wlc = weighted least connections, rr = round robin.
  /// Default: wrr.
  std::optional<std::string> Scheduler{};
  /// Id of the VServer group; not together with MasterSlaveServerGroupId.
  std::optional<std::string> VServerGroupId{};
  /// Id of the master-slave server group; not together with VServerGroupId.
  std::optional<std::string> MasterSlaveServerGroupId{};
  /// Port for health checks, 1-65535; unset = the back-end port (BackendServerPort).
  std::optional<std::int64_t> HealthCheckConnectPort{};
  /// Number of passed health checks in a row after which a server's state goes from fail to success, 2-10.
  std::optional<std::int64_t> HealthyThreshold{};
  /// Number of failed health checks in a row after which a server's state goes from success to fail, 2-10.
  std::optional<std::int64_t> UnhealthyThreshold{};
  /// Seconds to wait for a health check's answer, 1-300.
  std::optional<std::int64_t> HealthCheckTimeout{};
  /// Seconds between health checks, 1-50.
  std::optional<std::int64_t> HealthCheckInterval{};
  /// Request text of the UDP health check: letters and digits, at most 500.
  std::optional<std::string> HealthCheckReq{};
  /// Expected answer text of the UDP health check: letters and digits, at most 500.
  std::optional<std::string> HealthCheckExp{};
  /// Whether a VServer group is used: on (only in the vendor's example).
  std::optional<std::string> VServerGroup{};
  /// Id of the access control list; needed when AclStatus is on.
  std::optional<std::string> AclId{};
  /// Whether access control is on. Values: on, off.
  std::optional<std::string> AclStatus{};
  /// How the list is used: white lets only its addresses pass, black refuses them. Needed when AclStatus is
  /// on.
  std::optional<std::string> AclType{};
  /// Name of the listener, at most 256 characters.
  std::optional<std::string> Description{};
  /// Whether the health check is on. Values: on, off.
  std::optional<std::string> HealthCheckSwitch{};
  /// Whether a master-slave server group is used; cannot go with VServerGroup. Values: on, off.
  std::optional<std::string> MasterSlaveServerGroup{};
  /// Whether servers are told the client's address by the Proxy protocol.
  std::optional<bool> ProxyProtocolV2Enabled{};
  /// Whether the request is only checked and nothing is changed. Default: false.
  std::optional<bool> DryRun{};

  /// What SetLoadBalancerUDPListenerAttribute answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(SetLoadBalancerUDPListenerAttribute const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"LoadBalancerId"}};
}
/// Today's names.
constexpr auto aliases(SetLoadBalancerUDPListenerAttribute const*) {
  return also_called({{"HealthCheckConnectTimeout", "HealthCheckTimeout"},
                      {"healthCheckReq", "HealthCheckReq"},
                      {"healthCheckExp", "HealthCheckExp"}});
}

/// Returns the configuration of an HTTP listener.
///
/// Source: SLB API (2014-05-15), DescribeLoadBalancerHTTPListenerAttribute.
struct DescribeLoadBalancerHTTPListenerAttribute {
  /// Region of the load balancer instance. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the load balancer instance.
  required<std::string> LoadBalancerId;
  /// Front-end port of the listener, 1-65535.
  required<std::int64_t> ListenerPort;

  /// What DescribeLoadBalancerHTTPListenerAttribute answers.
  struct response {
    /// Front-end port of the listener.
    std::optional<std::int64_t> ListenerPort{};
    /// Back-end port.
    std::optional<std::int64_t> BackendServerPort{};
    /// Peak bandwidth of the listener in Mbps; -1 = no limit.
    std::optional<std::int64_t> Bandwidth{};
    /// State of the listener: stopped (as after creation), starting, running, configuring (after a change) or
    /// stopping. It cannot be changed while starting or configuring.
    std::optional<std::string> Status{};
    /// Whether the client's real address is passed on in X-Forwarded-For. Values: on, off.
    std::optional<std::string> XForwardedFor{};
    /// Whether the header SLB-IP is used to pass on the real IP of the client's request. Values: on, off.
    std::optional<std::string> XForwardedFor_SLBIP{};
    /// Whether the header SLB-ID is used to pass on the load balancer's id. Values: on, off.
    std::optional<std::string> XForwardedFor_SLBID{};
    /// Whether the header X-Forwarded-Proto is used to pass on the listener's protocol. Values: on, off.
    std::optional<std::string> XForwardedFor_proto{};
    /// Scheduling algorithm: wrr = weighted round robin, wlc = weighted least connections, rr = round robin.
    std::optional<std::string> Scheduler{};
    /// Whether session persistence is on. Values: on, off.
    std::optional<std::string> StickySession{};
    /// How the persistence cookie is made:
    /// insert = the load balancer adds the cookie SERVERID, server = it rewrites the back end's own cookie.
    std::optional<std::string> StickySessionType{};
    /// Cookie lifetime in seconds.
    std::optional<std::int64_t> CookieTimeout{};
    /// Cookie configured on the server.
    std::optional<std::string> Cookie{};
    /// Whether health checks are on. Values: on, off.
    std::optional<std::string> HealthCheck{};
    /// Domain for health checks.
    std::optional<std::string> HealthCheckDomain{};
    /// URI for health checks.
    std::optional<std::string> HealthCheckURI{};
    /// Passed checks in a row that make a server healthy.
    std::optional<std::int64_t> HealthyThreshold{};
    /// Failed checks in a row that make a server unhealthy.
    std::optional<std::int64_t> UnhealthyThreshold{};
    /// Longest wait for one health check's answer, in seconds.
    std::optional<std::int64_t> HealthCheckTimeout{};
    /// Seconds between health checks.
    std::optional<std::int64_t> HealthCheckInterval{};
    /// HTTP status classes that count as healthy.
    std::optional<std::string> HealthCheckHttpCode{};
    /// Port for health checks.
    std::optional<std::int64_t> HealthCheckConnectPort{};
    /// Whether Gzip compression is on. Values: on, off.
    std::optional<std::string> Gzip{};
    /// The scheduling algorithm, under this name instead of Scheduler (only in the vendor's example).
    std::optional<std::string> Schedule{};
    /// Id of the access control list.
    std::optional<std::string> AclId{};
    /// Ids of the access control lists.
    std::optional<types::AclIds> AclIds{};
    /// Whether access control is on.
    std::optional<std::string> AclStatus{};
    /// How the list is used: white lets only its addresses pass, black refuses them.
    std::optional<std::string> AclType{};
    /// Name of the listener.
    std::optional<std::string> Description{};
    /// HTTPS port that requests are redirected to.
    std::optional<std::int64_t> ForwardPort{};
    /// Method of HTTP checks.
    std::optional<std::string> HealthCheckMethod{};
    /// Seconds after which an idle connection is closed.
    std::optional<std::int64_t> IdleTimeout{};
    /// Whether HTTP is redirected to HTTPS.
    std::optional<std::string> ListenerForward{};
    /// Id of the load balancer.
    std::optional<std::string> LoadBalancerId{};
    /// Seconds to wait for a server before the answer is 504.
    std::optional<std::int64_t> RequestTimeout{};
    /// Forwarding rules.
    std::optional<types::Rules> Rules{};
    /// Whether the web application firewall protects it. Values: on, off.
    std::optional<std::string> SecurityStatus{};
    /// Its tags.
    std::optional<types::ResourceTags> Tags{};
    /// Id of the server group.
    std::optional<std::string> VServerGroupId{};
    /// Whether servers are told the client's port.
    std::optional<std::string> XForwardedFor_ClientSrcPort{};
    /// Whether servers are told the listener's port.
    std::optional<std::string> XForwardedFor_SLBPORT{};
  };
};
constexpr descriptor describe(DescribeLoadBalancerHTTPListenerAttribute const*) { return {.rate_limit = 0}; }

/// Returns the configuration of an HTTPS listener.
///
/// Source: SLB API (2014-05-15), DescribeLoadBalancerHTTPSListenerAttribute.
struct DescribeLoadBalancerHTTPSListenerAttribute {
  /// Region of the load balancer instance. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the load balancer instance.
  required<std::string> LoadBalancerId;
  /// Front-end port of the listener, 1-65535.
  required<std::int64_t> ListenerPort;

  /// What DescribeLoadBalancerHTTPSListenerAttribute answers.
  struct response {
    /// Front-end port of the listener.
    std::optional<std::int64_t> ListenerPort{};
    /// Back-end port.
    std::optional<std::int64_t> BackendServerPort{};
    /// Peak bandwidth of the listener in Mbps; -1 = no limit.
    std::optional<std::int64_t> Bandwidth{};
    /// State of the listener: stopped (as after creation), starting, running, configuring (after a change) or
    /// stopping. It cannot be changed while starting or configuring.
    std::optional<std::string> Status{};
    /// Whether the client's real address is passed on in X-Forwarded-For. Values: on, off.
    std::optional<std::string> XForwardedFor{};
    /// Whether the header SLB-IP is used to pass on the real IP of the client's request. Values: on, off.
    std::optional<std::string> XForwardedFor_SLBIP{};
    /// Whether the header SLB-ID is used to pass on the load balancer's id. Values: on, off.
    std::optional<std::string> XForwardedFor_SLBID{};
    /// Whether the header X-Forwarded-Proto is used to pass on the listener's protocol. Values: on, off.
    std::optional<std::string> XForwardedFor_proto{};
    /// Scheduling algorithm: wrr = weighted round robin, wlc = weighted least connections, rr = round robin.
    std::optional<std::string> Scheduler{};
    /// Whether session persistence is on. Values: on, off.
    std::optional<std::string> StickySession{};
    /// How the persistence cookie is made:
    /// insert = the load balancer adds the cookie SERVERID, server = it rewrites the back end's own cookie.
    std::optional<std::string> StickySessionType{};
    /// Cookie lifetime in seconds.
    std::optional<std::int64_t> CookieTimeout{};
    /// Cookie configured on the server.
    std::optional<std::string> Cookie{};
    /// Whether health checks are on. Values: on, off.
    std::optional<std::string> HealthCheck{};
    /// Domain for health checks.
    std::optional<std::string> HealthCheckDomain{};
    /// URI for health checks.
    std::optional<std::string> HealthCheckURI{};
    /// Passed checks in a row that make a server healthy.
    std::optional<std::int64_t> HealthyThreshold{};
    /// Failed checks in a row that make a server unhealthy.
    std::optional<std::int64_t> UnhealthyThreshold{};
    /// Longest wait for one health check's answer, in seconds.
    std::optional<std::int64_t> HealthCheckTimeout{};
    /// Seconds between health checks.
    std::optional<std::int64_t> HealthCheckInterval{};
    /// HTTP status classes that count as healthy.
    std::optional<std::string> HealthCheckHttpCode{};
    /// Port for health checks.
    std::optional<std::int64_t> HealthCheckConnectPort{};
    /// Id of the server certificate.
    std::optional<std::string> ServerCertificateId{};
    /// Id of the CA certificate.
    std::optional<std::string> CACertificateId{};
    /// Id of the bound VServer group.
    std::optional<std::string> VServerGroupId{};
    /// Whether Gzip compression is on. Values: on, off.
    std::optional<std::string> Gzip{};
    /// The scheduling algorithm, under this name instead of Scheduler (only in the vendor's example).
    std::optional<std::string> Schedule{};
    /// Id of the access control list.
    std::optional<std::string> AclId{};
    /// Ids of the access control lists.
    std::optional<types::AclIds> AclIds{};
    /// Whether access control is on.
    std::optional<std::string> AclStatus{};
    /// How the list is used: white lets only its addresses pass, black refuses them.
    std::optional<std::string> AclType{};
    /// Name of the listener.
    std::optional<std::string> Description{};
    /// Its additional domains.
    std::optional<types::DomainExtensions> DomainExtensions{};
    /// Whether HTTP/2 is used.
    std::optional<std::string> EnableHttp2{};
    /// Method of HTTP checks.
    std::optional<std::string> HealthCheckMethod{};
    /// Seconds after which an idle connection is closed.
    std::optional<std::int64_t> IdleTimeout{};
    /// Id of the load balancer.
    std::optional<std::string> LoadBalancerId{};
    /// Seconds to wait for a server before the answer is 504.
    std::optional<std::int64_t> RequestTimeout{};
    /// Forwarding rules.
    std::optional<types::Rules> Rules{};
    /// Whether the web application firewall protects it. Values: on, off.
    std::optional<std::string> SecurityStatus{};
    /// TLS policy: one of the vendor's, or the id of one of your own.
    std::optional<std::string> TLSCipherPolicy{};
    /// Its tags.
    std::optional<types::ResourceTags> Tags{};
    /// Whether servers are told the result of checking the client certificate.
    std::optional<std::string> XForwardedFor_ClientCertClientVerify{};
    /// Whether servers are told the fingerprint of the client certificate.
    std::optional<std::string> XForwardedFor_ClientCertFingerprint{};
    /// Whether servers are told the issuer of the client certificate.
    std::optional<std::string> XForwardedFor_ClientCertIssuerDN{};
    /// Whether servers are told the owner of the client certificate.
    std::optional<std::string> XForwardedFor_ClientCertSubjectDN{};
    /// Whether servers are told the client's port.
    std::optional<std::string> XForwardedFor_ClientSrcPort{};
    /// Whether servers are told the listener's port.
    std::optional<std::string> XForwardedFor_SLBPORT{};
  };
};
constexpr descriptor describe(DescribeLoadBalancerHTTPSListenerAttribute const*) { return {.rate_limit = 0}; }

/// Returns the configuration of a TCP listener.
///
/// Source: SLB API (2014-05-15), DescribeLoadBalancerTCPListenerAttribute.
struct DescribeLoadBalancerTCPListenerAttribute {
  /// Region of the load balancer instance. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the load balancer instance.
  required<std::string> LoadBalancerId;
  /// Front-end port of the listener, 1-65535.
  required<std::int64_t> ListenerPort;

  /// What DescribeLoadBalancerTCPListenerAttribute answers.
  struct response {
    /// Front-end port of the listener.
    std::optional<std::int64_t> ListenerPort{};
    /// Back-end port.
    std::optional<std::int64_t> BackendServerPort{};
    /// Peak bandwidth of the listener in Mbps; -1 = no limit.
    std::optional<std::int64_t> Bandwidth{};
    /// State of the listener: stopped (as after creation), starting, running, configuring (after a change) or
    /// stopping. It cannot be changed while starting or configuring.
    std::optional<std::string> Status{};
    /// Scheduling algorithm: wrr = weighted round robin, wlc = weighted least connections, rr = round robin.
    std::optional<std::string> Scheduler{};
    /// Id of the bound VServer group.
    std::optional<std::string> VServerGroupId{};
    /// Id of the bound master-slave server group.
    std::optional<std::string> MasterSlaveServerGroupId{};
    /// Session persistence timeout in seconds; 0 = off.
    std::optional<std::int64_t> PersistenceTimeout{};
    /// Connection timeout in seconds.
    std::optional<std::int64_t> EstablishedTimeout{};
    /// Kind of health check. Values: tcp, http.
    std::optional<std::string> HealthCheckType{};
    /// Whether health checks are on. Values: on, off.
    std::optional<std::string> HealthCheck{};
    /// Passed checks in a row that make a server healthy.
    std::optional<std::int64_t> HealthyThreshold{};
    /// Failed checks in a row that make a server unhealthy.
    std::optional<std::int64_t> UnhealthyThreshold{};
    /// Timeout of the health check.
    std::optional<std::int64_t> HealthCheckTimeout{};
    /// Longest wait for one health check's answer, in seconds.
    std::optional<std::int64_t> HealthCheckConnectTimeout{};
    /// Seconds between health checks.
    std::optional<std::int64_t> HealthCheckInterval{};
    /// Domain for health checks.
    std::optional<std::string> HealthCheckDomain{};
    /// URI for health checks.
    std::optional<std::string> HealthCheckURI{};
    /// HTTP status classes that count as healthy.
    std::optional<std::string> HealthCheckHttpCode{};
    /// The scheduling algorithm, under this name instead of Scheduler (only in the vendor's example).
    std::optional<std::string> Schedule{};
    /// Whether session persistence is on (only in the vendor's example). Values: on, off.
    std::optional<std::string> StickySession{};
    /// Id of the access control list.
    std::optional<std::string> AclId{};
    /// Ids of the access control lists.
    std::optional<types::AclIds> AclIds{};
    /// Whether access control is on.
    std::optional<std::string> AclStatus{};
    /// How the list is used: white lets only its addresses pass, black refuses them.
    std::optional<std::string> AclType{};
    /// Whether the connections of a server that leaves are let run out. Values: on, off.
    std::optional<std::string> ConnectionDrain{};
    /// Seconds for which connections drain.
    std::optional<std::int64_t> ConnectionDrainTimeout{};
    /// Name of the listener.
    std::optional<std::string> Description{};
    /// Port that is checked.
    std::optional<std::int64_t> HealthCheckConnectPort{};
    /// Method of HTTP checks.
    std::optional<std::string> HealthCheckMethod{};
    /// Id of the load balancer.
    std::optional<std::string> LoadBalancerId{};
    /// Whether servers are told the client's address by the Proxy protocol.
    std::optional<bool> ProxyProtocolV2Enabled{};
    /// Whether SYN packets are answered by the load balancer. Values: enable, disable.
    std::optional<std::string> SynProxy{};
    /// Its tags.
    std::optional<types::ResourceTags> Tags{};
  };
};
constexpr descriptor describe(DescribeLoadBalancerTCPListenerAttribute const*) { return {.rate_limit = 0}; }

/// Returns the configuration of a UDP listener.
///
/// Source: SLB API (2014-05-15), DescribeLoadBalancerUDPListenerAttribute.
struct DescribeLoadBalancerUDPListenerAttribute {
  /// Region of the load balancer instance. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the load balancer instance.
  required<std::string> LoadBalancerId;
  /// Front-end port of the listener, 1-65535.
  required<std::int64_t> ListenerPort;

  /// What DescribeLoadBalancerUDPListenerAttribute answers.
  struct response {
    /// Front-end port of the listener.
    std::optional<std::int64_t> ListenerPort{};
    /// Back-end port.
    std::optional<std::int64_t> BackendServerPort{};
    /// Peak bandwidth of the listener in Mbps; -1 = no limit.
    std::optional<std::int64_t> Bandwidth{};
    /// State of the listener: stopped (as after creation), starting, running, configuring (after a change) or
    /// stopping. It cannot be changed while starting or configuring.
    std::optional<std::string> Status{};
    /// Scheduling algorithm: wrr = weighted round robin, wlc = weighted least connections, rr = round robin.
    std::optional<std::string> Scheduler{};
    /// Id of the bound VServer group.
    std::optional<std::string> VServerGroupId{};
    /// Id of the bound master-slave server group.
    std::optional<std::string> MasterSlaveServerGroupId{};
    /// Whether health checks are on. Values: on, off.
    std::optional<std::string> HealthCheck{};
    /// Passed checks in a row that make a server healthy.
    std::optional<std::int64_t> HealthyThreshold{};
    /// Failed checks in a row that make a server unhealthy.
    std::optional<std::int64_t> UnhealthyThreshold{};
    /// Longest wait for one health check's answer.
    std::optional<std::int64_t> HealthCheckConnectTimeout{};
    /// Port for health checks.
    std::optional<std::int64_t> HealthCheckConnectPort{};
    /// Seconds between health checks.
    std::optional<std::int64_t> HealthCheckInterval{};
    /// The scheduling algorithm, under this name instead of Scheduler (only in the vendor's example).
    std::optional<std::string> Schedule{};
    /// Whether session persistence is on (only in the vendor's example). Values: on, off.
    std::optional<std::string> StickySession{};
    /// Session persistence timeout in seconds (only in the vendor's example).
    std::optional<std::int64_t> PersistenceTimeout{};
    /// Id of the access control list.
    std::optional<std::string> AclId{};
    /// Ids of the access control lists.
    std::optional<types::AclIds> AclIds{};
    /// Whether access control is on.
    std::optional<std::string> AclStatus{};
    /// How the list is used: white lets only its addresses pass, black refuses them.
    std::optional<std::string> AclType{};
    /// Name of the listener.
    std::optional<std::string> Description{};
    /// Answer expected by UDP checks, 64 characters at most.
    std::optional<std::string> HealthCheckExp{};
    /// Text sent by UDP checks, 64 characters at most.
    std::optional<std::string> HealthCheckReq{};
    /// Id of the load balancer.
    std::optional<std::string> LoadBalancerId{};
    /// Whether servers are told the client's address by the Proxy protocol.
    std::optional<bool> ProxyProtocolV2Enabled{};
    /// Its tags.
    std::optional<types::ResourceTags> Tags{};
  };
};
constexpr descriptor describe(DescribeLoadBalancerUDPListenerAttribute const*) { return {.rate_limit = 0}; }

/// Lists listeners of several load balancers with their settings.
///
/// Source: SDK metadata of 2026, SLB API (2014-05-15), DescribeLoadBalancerListeners.
struct DescribeLoadBalancerListeners {
  /// Name of the listener, at most 256 characters.
  std::optional<std::string> Description{};
  /// Only listeners on this port. Range: 1-65535.
  std::optional<std::int64_t> ListenerPort{};
  /// Protocol of the listener; needed where a TCP and a UDP listener share the port. Values: tcp, udp, http,
  /// https.
  std::optional<std::string> ListenerProtocol{};
  /// Load balancers to look at, all when left out. At most 10.
  std::vector<std::string> LoadBalancerId{};
  /// Entries a page. Range: 1-100. Default: 20.
  std::optional<std::int64_t> MaxResults{};
  /// Cursor of the page wanted, from the last answer; left out: the first page.
  std::optional<std::string> NextToken{};
  /// Region of the resource; ids come from DescribeRegions. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Only listeners that carry all these tags. At most 20.
  std::vector<types::TagPair> Tag{};

  /// What DescribeLoadBalancerListeners answers.
  struct response {
    /// Listeners found; missing when there are none.
    std::vector<types::ListenerDetail> Listeners{};
    /// Entries a page.
    std::optional<std::int64_t> MaxResults{};
    /// Cursor of the next page; empty at the end.
    std::optional<std::string> NextToken{};
    /// Number of matches.
    std::optional<std::int64_t> TotalCount{};
  };
};
constexpr descriptor describe(DescribeLoadBalancerListeners const*) {
  return {.rate_limit = 0,
          .pages = {.limit = "MaxResults",
                    .items = "Listeners",
                    .total = "TotalCount",
                    .token = "NextToken",
                    .maximum = 100}};
}

}  // namespace colb::inline COLB_ABI::aliyun::slb
