// colb: quotas and resources of Tencent CLB API 3.0.
#pragma once

#include <colb/tencent/clb/types.hpp>

namespace colb::inline COLB_ABI::tencent::clb {

/// Lists the quotas of the account in the current region.
///
/// Source: CLB API 3.0 (2018-03-17), DescribeQuota.
struct DescribeQuota {
  /// What DescribeQuota answers.
  struct response {
    /// The quotas.
    std::vector<types::Quota> QuotaSet{};
  };
};
constexpr descriptor describe(DescribeQuota const*) { return {}; }

/// Lists the availability zones of the current region and the resources the user can have there.
///
/// Source: CLB API 3.0 (2018-03-17), DescribeResources.
struct DescribeResources {
  /// Page size; default 20, at most 100.
  std::optional<std::int64_t> Limit{};
  /// Index of the first item to return; default 0.
  std::optional<std::int64_t> Offset{};
  /// Conditions; filter names are zone (e.g. ap-guangzhou-1) and isp (BGP, CMCC, CUCC or CTCC).
  std::vector<types::Filter> Filters{};

  /// What DescribeResources answers.
  struct response {
    /// Zones with their resources.
    std::vector<types::ZoneResource> ZoneResourceSet{};
    /// Number of zone entries.
    std::optional<std::int64_t> TotalCount{};
  };
};
constexpr descriptor describe(DescribeResources const*) {
  return {.pages = {.offset = "Offset",
                    .limit = "Limit",
                    .items = "ZoneResourceSet",
                    .total = "TotalCount",
                    .maximum = 100}};
}

}  // namespace colb::inline COLB_ABI::tencent::clb
