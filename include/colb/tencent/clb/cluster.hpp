// colb: exclusive clusters of Tencent CLB API 3.0.
#pragma once

#include <colb/tencent/clb/types.hpp>

namespace colb::inline COLB_ABI::tencent::clb {

/// Lists the resources of exclusive clusters.
///
/// China site only.
/// Source: SDK metadata of 2026, CLB API 3.0 (2018-03-17), DescribeClusterResources.
struct DescribeClusterResources {
  /// Entries a page. Range: 1-100. Default: 20.
  std::optional<std::int64_t> Limit{};
  /// Entries to skip. At least 0. Default: 0.
  std::optional<std::int64_t> Offset{};
  /// Filters by name: cluster-id, vip, loadbalancer-id, idle (True or False).
  std::vector<types::Filter> Filters{};

  /// What DescribeClusterResources answers.
  struct response {
    /// Resources found.
    std::vector<types::ClusterResource> ClusterResourceSet{};
    /// Number of matches.
    std::optional<std::int64_t> TotalCount{};
  };
};
constexpr descriptor describe(DescribeClusterResources const*) {
  return {.pages = {.offset = "Offset",
                    .limit = "Limit",
                    .items = "ClusterResourceSet",
                    .total = "TotalCount",
                    .maximum = 100}};
}

/// Lists exclusive clusters.
///
/// China site only.
/// Source: SDK metadata of 2026, CLB API 3.0 (2018-03-17), DescribeExclusiveClusters.
struct DescribeExclusiveClusters {
  /// Entries a page. Range: 1-100. Default: 20.
  std::optional<std::int64_t> Limit{};
  /// Entries to skip. At least 0. Default: 0.
  std::optional<std::int64_t> Offset{};
  /// Filters by name: cluster-type (TGW, STGW, VPCGW), cluster-id, cluster-name, cluster-tag, vip,
  /// loadbalancer-id, network (Public, Private), zone, isp (BGP, CMCC, CUCC, CTCC, INTERNAL).
  std::vector<types::Filter> Filters{};

  /// What DescribeExclusiveClusters answers.
  struct response {
    /// Clusters found.
    std::vector<types::Cluster> ClusterSet{};
    /// Number of matches.
    std::optional<std::int64_t> TotalCount{};
  };
};
constexpr descriptor describe(DescribeExclusiveClusters const*) {
  return {.pages = {.offset = "Offset",
                    .limit = "Limit",
                    .items = "ClusterSet",
                    .total = "TotalCount",
                    .maximum = 100}};
}

}  // namespace colb::inline COLB_ABI::tencent::clb
