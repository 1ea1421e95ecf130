// colb: VPC load balancers of Capital Online.
#pragma once

#include <boost/json/value.hpp>

#include <colb/capitalonline/lb/types.hpp>

namespace colb::inline COLB_ABI::capitalonline::lb {

/// Creates a VPC load balancer.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeTask.
/// Source: CDS OpenAPI (2019-08-08), CreateVpcSlb.
struct CreateVpcSlb {
  /// Region code, from appendix 5 of the vendor's document (e.g. CN_Qingyang).
  required<std::string> RegionCode;
  /// Availability zone code, from appendix 5 of the vendor's document (e.g. CN_Qingyang_A).
  required<std::string> AvailableZoneCode;
  /// Id of the VPC.
  required<std::string> VpcId;
  /// Name of the load balancer.
  required<std::string> Name;
  /// Network: wan public only, wan_lan public and private.
  required<std::string> NetType;
  /// Size, small to large. Values: slb.v1.small, slb.v1.medium, slb.v1.large.
  required<std::string> ConfType;

  /// What CreateVpcSlb answers.
  struct response {
    /// Id of the new load balancer.
    std::optional<types::CreateVpcSlbData> Data{};
  };
};
constexpr descriptor describe(CreateVpcSlb const*) { return {.kind = kind::async, .rate_limit = 0}; }
constexpr auto http_of(CreateVpcSlb const*) { return http_route{"POST", "/vpc"}; }

/// Deletes a VPC load balancer.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeTask.
/// Source: CDS OpenAPI (2019-08-08), DeleteVpcSlb.
struct DeleteVpcSlb {
  /// Id of the load balancer.
  required<std::string> SlbId;

  /// What DeleteVpcSlb answers.
  struct response {
    /// Text about the task.
    std::optional<types::DeleteVpcSlbData> Data{};
  };
};
constexpr descriptor describe(DeleteVpcSlb const*) {
  return {.kind = kind::async, .rate_limit = 0, .resource = {"SlbId"}};
}
constexpr auto http_of(DeleteVpcSlb const*) { return http_route{"POST", "/vpc"}; }

/// Changes name, network and size of a VPC load balancer.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeTask.
/// Source: CDS OpenAPI (2019-08-08), UpdateVpcSlb.
struct UpdateVpcSlb {
  /// Id of the load balancer.
  required<std::string> SlbId;
  /// Name of the load balancer.
  required<std::string> Name;
  /// Network: wan public only, wan_lan public and private.
  required<std::string> NetType;
  /// Size, small to large. Values: slb.v1.small, slb.v1.medium, slb.v1.large.
  required<std::string> ConfType;

  /// What UpdateVpcSlb answers.
  struct response {
    /// Carries nothing; an empty object.
    std::optional<boost::json::value> Data{};
  };
};
constexpr descriptor describe(UpdateVpcSlb const*) {
  return {.kind = kind::async, .rate_limit = 0, .resource = {"SlbId"}};
}
constexpr auto http_of(UpdateVpcSlb const*) { return http_route{"POST", "/vpc"}; }

/// Lists VPC load balancers, of one VPC or with a keyword in the name if given.
///
/// Source: CDS OpenAPI (2019-08-08), DescribeVpcSlbListInfo.
struct DescribeVpcSlbListInfo {
  /// Keep load balancers of this VPC.
  std::optional<std::string> VpcId{};
  /// Keep load balancers whose name matches; may be an empty string.
  std::optional<std::string> Keyword{};

  /// What DescribeVpcSlbListInfo answers.
  struct response {
    /// The load balancers.
    std::optional<types::VpcSlbListData> Data{};
  };
};
constexpr descriptor describe(DescribeVpcSlbListInfo const*) { return {.rate_limit = 0}; }
constexpr auto http_of(DescribeVpcSlbListInfo const*) { return http_route{"GET", "/vpc"}; }

/// Shows one VPC load balancer.
///
/// Source: CDS OpenAPI (2019-08-08), DescribeVpcSlbDetailInfo.
struct DescribeVpcSlbDetailInfo {
  /// Id of the load balancer.
  required<std::string> SlbId;

  /// What DescribeVpcSlbDetailInfo answers.
  struct response {
    /// The load balancer.
    std::optional<types::VpcSlbDetail> Data{};
  };
};
constexpr descriptor describe(DescribeVpcSlbDetailInfo const*) { return {.rate_limit = 0}; }
constexpr auto http_of(DescribeVpcSlbDetailInfo const*) { return http_route{"POST", "/vpc"}; }

}  // namespace colb::inline COLB_ABI::capitalonline::lb
