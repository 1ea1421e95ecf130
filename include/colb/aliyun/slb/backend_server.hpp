// colb: back-end servers of Alibaba Cloud SLB.
#pragma once

#include <colb/aliyun/slb/types.hpp>

namespace colb::inline COLB_ABI::aliyun::slb {

/// Adds back-end servers to a load balancer; the same ECS instance cannot be added twice.
///
/// Source: SLB API (2014-05-15), AddBackendServers.
struct AddBackendServers {
  /// Id of the load balancer instance.
  required<std::string> LoadBalancerId;
  /// Servers to add, sent as a JSON text; at most 20 in one call; the ECS instances must be running.
  required<std::vector<types::BackendServerSpec>> BackendServers;
  /// Region of the resource; ids come from DescribeRegions. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};

  /// What AddBackendServers answers.
  struct response {
    /// Id of the load balancer instance.
    std::optional<std::string> LoadBalancerId{};
    /// Back-end servers of the load balancer after the call.
    std::optional<types::BackendServers> BackendServers{};
  };
};
constexpr descriptor describe(AddBackendServers const*) {
  return {
      .kind = kind::write, .rate_limit = 0, .resource = {"LoadBalancerId"}, .batch = {"BackendServers", 20}};
}
constexpr auto json_text_fields(AddBackendServers const*) { return names("BackendServers"); }

/// Removes back-end servers from a load balancer; servers that are not on its list are silently ignored.
///
/// Source: SLB API (2014-05-15), RemoveBackendServers.
struct RemoveBackendServers {
  /// Region of the load balancer instance. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the load balancer instance.
  required<std::string> LoadBalancerId;
  /// Ids of the ECS instances to remove, sent as a JSON text; at most 20 in one call.
  required<std::vector<std::string>> BackendServers;

  /// What RemoveBackendServers answers.
  struct response {
    /// Id of the load balancer instance.
    std::optional<std::string> LoadBalancerId{};
    /// Back-end servers of the load balancer after the call.
    std::optional<types::BackendServers> BackendServers{};
  };
};
constexpr descriptor describe(RemoveBackendServers const*) {
  return {
      .kind = kind::write, .rate_limit = 0, .resource = {"LoadBalancerId"}, .batch = {"BackendServers", 20}};
}
constexpr auto json_text_fields(RemoveBackendServers const*) { return names("BackendServers"); }

/// Sets the weights of a load balancer's back-end servers.
///
/// Source: SLB API (2014-05-15), SetBackendServers.
struct SetBackendServers {
  /// Region of the load balancer instance. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the load balancer instance.
  required<std::string> LoadBalancerId;
  /// Servers with their weights, sent as a JSON text; at most 20 in one call;
  /// the ECS instances must be running.
  required<std::vector<types::BackendServerSpec>> BackendServers;

  /// What SetBackendServers answers.
  struct response {
    /// Id of the load balancer instance.
    std::optional<std::string> LoadBalancerId{};
    /// Back-end servers of the load balancer after the call.
    std::optional<types::BackendServers> BackendServers{};
  };
};
constexpr descriptor describe(SetBackendServers const*) {
  return {
      .kind = kind::write, .rate_limit = 0, .resource = {"LoadBalancerId"}, .batch = {"BackendServers", 20}};
}
constexpr auto json_text_fields(SetBackendServers const*) { return names("BackendServers"); }

/// Returns the health of a load balancer's back-end servers.
///
/// Source: SLB API (2014-05-15), DescribeHealthStatus.
struct DescribeHealthStatus {
  /// Region of the load balancer instance. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the load balancer instance.
  required<std::string> LoadBalancerId;
  /// Front-end port of the listener, 1-65535; unset = the health on all ports.
  std::optional<std::int64_t> ListenerPort{};
  /// Protocol of the listener; needed where a TCP and a UDP listener share the port. Values: tcp, udp, http,
  /// https.
  std::optional<std::string> ListenerProtocol{};

  /// What DescribeHealthStatus answers.
  struct response {
    /// Health of the back-end servers.
    std::optional<types::BackendServerHealths> BackendServers{};
    /// Id of the load balancer instance (only in the vendor's example).
    std::optional<std::string> LoadBalancerId{};
  };
};
constexpr descriptor describe(DescribeHealthStatus const*) { return {.rate_limit = 0}; }

}  // namespace colb::inline COLB_ABI::aliyun::slb
