// colb: listeners of VPC load balancers of Capital Online.
#pragma once

#include <boost/json/value.hpp>

#include <colb/capitalonline/lb/types.hpp>

namespace colb::inline COLB_ABI::capitalonline::lb {

/// Lists the VIPs and ACLs of a VPC load balancer that a new listener can use.
///
/// Source: CDS OpenAPI (2019-08-08), DescribeVpcSlbListenCreateInfo.
struct DescribeVpcSlbListenCreateInfo {
  /// Id of the load balancer.
  required<std::string> SlbId;

  /// What DescribeVpcSlbListenCreateInfo answers.
  struct response {
    /// What a new listener can use.
    std::optional<types::VpcSlbListenCreateInfo> Data{};
  };
};
constexpr descriptor describe(DescribeVpcSlbListenCreateInfo const*) { return {.rate_limit = 0}; }
constexpr auto http_of(DescribeVpcSlbListenCreateInfo const*) { return http_route{"POST", "/vpc"}; }
constexpr auto aliases(DescribeVpcSlbListenCreateInfo::response const*) {
  return also_called({{"data", "Data"}});
}

/// Creates a listener on a VPC load balancer.
///
/// VIP and ACL come from DescribeVpcSlbListenCreateInfo.
/// Asynchronous: `call_and_wait` follows the task with DescribeTask.
/// Source: CDS OpenAPI (2019-08-08), CreateVpcSLBListen.
struct CreateVpcSLBListen {
  /// Id of the load balancer.
  required<std::string> SlbId;
  /// Name of the listener.
  required<std::string> ListenName;
  /// Address to listen on.
  required<std::string> Vip;
  /// Id of that VIP.
  required<std::string> VipId;
  /// Kind of that VIP: wan_eip public, wan_lan private.
  required<std::string> VipType;
  /// Protocol to listen for. Values: TCP, UDP.
  required<std::string> ListenProtocol;
  /// Port to listen on. Range: 1-65535.
  required<std::int64_t> ListenPort;
  /// Id of the ACL to bind; empty for none.
  std::optional<std::string> AclId{};
  /// Session persistence time in seconds. Range: 0-900.
  std::optional<std::int64_t> ListenTimeout{};
  /// Scheduling: rr round robin, wrr weighted round robin, conhash consistent hash.
  required<std::string> Scheduler;
  /// Health check; without it there is none.
  std::optional<types::VpcSlbHealthCheck> HealthCheckInfo{};

  /// What CreateVpcSLBListen answers.
  struct response {
    /// Id of the new listener.
    std::optional<types::CreateVpcSLBListenData> Data{};
  };
};
constexpr descriptor describe(CreateVpcSLBListen const*) {
  return {.kind = kind::async, .rate_limit = 0, .resource = {"SlbId"}, .teaches = {"Data.ListenId", "SlbId"}};
}
constexpr auto http_of(CreateVpcSLBListen const*) { return http_route{"POST", "/vpc"}; }

/// Deletes listeners of VPC load balancers.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeTask.
/// Source: CDS OpenAPI (2019-08-08), DeleteVpcSLBListen.
struct DeleteVpcSLBListen {
  /// Ids of the listeners.
  required<std::vector<std::string>> ListenIds;

  /// What DeleteVpcSLBListen answers.
  struct response {
    /// Carries nothing; an empty object.
    std::optional<boost::json::value> Data{};
  };
};
constexpr descriptor describe(DeleteVpcSLBListen const*) {
  return {.kind = kind::async, .rate_limit = 0, .resource = {"ListenIds"}};
}
constexpr auto http_of(DeleteVpcSLBListen const*) { return http_route{"POST", "/vpc"}; }

/// Changes a listener of a VPC load balancer.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeTask.
/// Source: CDS OpenAPI (2019-08-08), UpdateVpcSLBListen.
struct UpdateVpcSLBListen {
  /// Id of the listener.
  required<std::string> ListenId;
  /// Name of the listener.
  required<std::string> ListenName;
  /// Id of the ACL to bind; empty for none.
  std::optional<std::string> AclId{};
  /// Session persistence time in seconds. Range: 0-900.
  std::optional<std::int64_t> ListenTimeout{};
  /// Scheduling: rr round robin, wrr weighted round robin, conhash consistent hash.
  required<std::string> Scheduler;
  /// Health check.
  std::optional<types::VpcSlbHealthCheck> HealthCheckInfo{};

  /// What UpdateVpcSLBListen answers.
  struct response {
    /// Carries nothing; an empty object.
    std::optional<boost::json::value> Data{};
  };
};
constexpr descriptor describe(UpdateVpcSLBListen const*) {
  return {.kind = kind::async, .rate_limit = 0, .resource = {"ListenId"}};
}
constexpr auto http_of(UpdateVpcSLBListen const*) { return http_route{"POST", "/vpc"}; }

/// Lists the listeners of a VPC load balancer.
///
/// Source: CDS OpenAPI (2019-08-08), DescribeVpcSlbListenList.
struct DescribeVpcSlbListenList {
  /// Id of the load balancer.
  required<std::string> SlbId;

  /// What DescribeVpcSlbListenList answers.
  struct response {
    /// The listeners.
    std::optional<types::VpcSlbListenListData> Data{};
  };
};
constexpr descriptor describe(DescribeVpcSlbListenList const*) {
  return {.rate_limit = 0, .teaches = {"Data.ListenList.ListenId", "SlbId"}};
}
constexpr auto http_of(DescribeVpcSlbListenList const*) { return http_route{"POST", "/vpc"}; }

/// Shows one listener of a VPC load balancer.
///
/// Source: CDS OpenAPI (2019-08-08), QueryVpcSLBListen.
struct QueryVpcSLBListen {
  /// Id of the listener.
  required<std::string> ListenId;

  /// What QueryVpcSLBListen answers.
  struct response {
    /// The listener.
    std::optional<types::VpcSlbListen> Data{};
  };
};
constexpr descriptor describe(QueryVpcSLBListen const*) { return {.rate_limit = 0}; }
constexpr auto http_of(QueryVpcSLBListen const*) { return http_route{"POST", "/vpc"}; }

}  // namespace colb::inline COLB_ABI::capitalonline::lb
