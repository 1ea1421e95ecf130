// colb: server ports of VPC load balancers of Capital Online.
#pragma once

#include <boost/json/value.hpp>

#include <colb/capitalonline/lb/types.hpp>

namespace colb::inline COLB_ABI::capitalonline::lb {

/// Lists the servers of a VPC that can be bound to a listener.
///
/// Source: CDS OpenAPI (2019-08-08), DescribeVpcSlbListenRsInfo.
struct DescribeVpcSlbListenRsInfo {
  /// Id of the VPC.
  required<std::string> VpcId;
  /// Kind of server. Value: kvm.
  required<std::string> VmType;

  /// What DescribeVpcSlbListenRsInfo answers.
  struct response {
    /// The servers.
    std::vector<types::VpcSlbVm> Data{};
  };
};
constexpr descriptor describe(DescribeVpcSlbListenRsInfo const*) { return {.rate_limit = 0}; }
constexpr auto http_of(DescribeVpcSlbListenRsInfo const*) { return http_route{"POST", "/vpc"}; }

/// Binds back end server ports to a listener.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeTask.
/// Source: CDS OpenAPI (2019-08-08), CreateVpcSLBRsPort.
struct CreateVpcSLBRsPort {
  /// Id of the listener.
  required<std::string> ListenId;
  /// Server ports to bind.
  required<std::vector<types::VpcSlbRs>> RsList;

  /// What CreateVpcSLBRsPort answers.
  struct response {
    /// Carries nothing; an empty object.
    std::optional<boost::json::value> Data{};
  };
};
constexpr descriptor describe(CreateVpcSLBRsPort const*) {
  return {.kind = kind::async, .rate_limit = 0, .resource = {"ListenId"}};
}
constexpr auto http_of(CreateVpcSLBRsPort const*) { return http_route{"POST", "/vpc"}; }

/// Unbinds back end server ports from their listener.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeTask.
/// Source: CDS OpenAPI (2019-08-08), DeleteVpcSLBRsPort.
struct DeleteVpcSLBRsPort {
  /// Ids of the bound server ports.
  required<std::vector<std::string>> RsPortIds;

  /// What DeleteVpcSLBRsPort answers.
  struct response {
    /// Carries nothing; an empty object.
    std::optional<boost::json::value> Data{};
  };
};
constexpr descriptor describe(DeleteVpcSLBRsPort const*) {
  return {.kind = kind::async, .rate_limit = 0, .resource = {"RsPortIds"}};
}
constexpr auto http_of(DeleteVpcSLBRsPort const*) { return http_route{"POST", "/vpc"}; }

/// Changes port and weight of bound back end server ports.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeTask.
/// Source: CDS OpenAPI (2019-08-08), UpdateVpcSLBRsPort.
struct UpdateVpcSLBRsPort {
  /// What to change.
  required<std::vector<types::VpcSlbRsPortUpdate>> RsPortList;

  /// What UpdateVpcSLBRsPort answers.
  struct response {
    /// Carries nothing; an empty object.
    std::optional<boost::json::value> Data{};
  };
};
constexpr descriptor describe(UpdateVpcSLBRsPort const*) {
  return {.kind = kind::async, .rate_limit = 0, .resource = {"RsPortList.RsPortId"}};
}
constexpr auto http_of(UpdateVpcSLBRsPort const*) { return http_route{"POST", "/vpc"}; }

/// Lists the back end server ports bound to a listener.
///
/// Source: CDS OpenAPI (2019-08-08), QueryVpcSLBRsPort.
struct QueryVpcSLBRsPort {
  /// Id of the listener.
  required<std::string> ListenId;
  /// Keyword to match; may be an empty string but has to be sent.
  required<std::string> Keyword;

  /// What QueryVpcSLBRsPort answers.
  struct response {
    /// The bound server ports.
    std::optional<types::VpcSlbRsPortListData> Data{};
  };
};
constexpr descriptor describe(QueryVpcSLBRsPort const*) {
  return {.rate_limit = 0, .teaches = {"Data.RsPortList.RsPortId", "ListenId"}};
}
constexpr auto http_of(QueryVpcSLBRsPort const*) { return http_route{"POST", "/vpc"}; }

}  // namespace colb::inline COLB_ABI::capitalonline::lb
