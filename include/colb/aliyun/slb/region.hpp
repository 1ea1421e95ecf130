// colb: regions and zones of Alibaba Cloud SLB.
#pragma once

#include <colb/aliyun/slb/types.hpp>

namespace colb::inline COLB_ABI::aliyun::slb {

/// Lists the regions that can be used.
///
/// Source: SLB API (2014-05-15), DescribeRegions.
struct DescribeRegions {
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

}  // namespace colb::inline COLB_ABI::aliyun::slb
