// colb: targets in other regions of Tencent CLB API 3.0.
#pragma once

#include <colb/tencent/clb/types.hpp>

namespace colb::inline COLB_ABI::tencent::clb {

/// Lists the CVMs and network interfaces that use cross-region binding 2.0.
///
/// Source: CLB API 3.0 (2018-03-17), DescribeCrossTargets.
struct DescribeCrossTargets {
  /// Largest number of servers to return. At most 100. Default: 20.
  std::optional<std::int64_t> Limit{};
  /// Index of the first server to return. Default: 0.
  std::optional<std::int64_t> Offset{};
  /// Filter names: vpc-id, ip, listener-id, location-id (layer-7 rule).
  std::vector<types::Filter> Filters{};

  /// What DescribeCrossTargets answers.
  struct response {
    /// Number of servers that match.
    std::optional<std::int64_t> TotalCount{};
    /// The servers of this page.
    std::vector<types::CrossTargets> CrossTargetSet{};
  };
};
constexpr descriptor describe(DescribeCrossTargets const*) {
  return {.pages = {.offset = "Offset",
                    .limit = "Limit",
                    .items = "CrossTargetSet",
                    .total = "TotalCount",
                    .maximum = 100}};
}

}  // namespace colb::inline COLB_ABI::tencent::clb
