// colb: regions and zones of Alibaba Cloud SLB.
#pragma once

#include <colb/aliyun/slb/types.hpp>

namespace colb::inline COLB_ABI::aliyun::slb {

/// Lists the regions that can be used.
///
/// Source: SLB API (2014-05-15), DescribeRegions.
struct DescribeRegions {
  /// Language of the names. Values: zh-CN, en-US, ja.
  std::optional<std::string> AcceptLanguage{};
  /// Only this region.
  std::optional<std::string> RegionId{};

  /// What DescribeRegions answers.
  struct response {
    /// The regions, each with its id and name.
    std::optional<types::Regions> Regions{};
  };
};
constexpr descriptor describe(DescribeRegions const*) { return {.rate_limit = 0}; }

/// Lists the primary zones of a region, each with its standby zones.
///
/// Source: SLB API (2014-05-15), DescribeZones.
struct DescribeZones {
  /// Id of the region. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};

  /// What DescribeZones answers.
  struct response {
    /// The primary zones.
    std::optional<types::Zones> Zones{};
  };
};
constexpr descriptor describe(DescribeZones const*) { return {.rate_limit = 0}; }

/// Lists which kinds of load balancer can be bought, by pair of zones.
///
/// Source: SDK metadata of 2026, SLB API (2014-05-15), DescribeAvailableResource.
struct DescribeAvailableResource {
  /// Kind of address. Values: ipv4, ipv6.
  std::optional<std::string> AddressIPVersion{};
  /// Kind of network: vpc, classic_internet or classic_intranet (also written with a hyphen).
  std::optional<std::string> AddressType{};
  /// Region of the resource; ids come from DescribeRegions. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};

  /// What DescribeAvailableResource answers.
  struct response {
    /// What can be bought, by zone pair.
    std::optional<types::AvailableResources> AvailableResources{};
  };
};
constexpr descriptor describe(DescribeAvailableResource const*) { return {.rate_limit = 0}; }

}  // namespace colb::inline COLB_ABI::aliyun::slb
