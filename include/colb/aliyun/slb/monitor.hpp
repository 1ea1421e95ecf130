// colb: per-second monitoring of Alibaba Cloud SLB.
#pragma once

#include <colb/aliyun/slb/types.hpp>

namespace colb::inline COLB_ABI::aliyun::slb {

/// Turns the per-second monitoring of a region on.
///
/// Source: SDK metadata of 2026, SLB API (2014-05-15), EnableHighDefinationMonitor.
struct EnableHighDefinationMonitor {
  /// Log service project: 4-63 characters.
  required<std::string> LogProject;
  /// Logstore of the project: 2-64 characters.
  required<std::string> LogStore;
  /// Region of the resource; ids come from DescribeRegions. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Tags, sent as a JSON text. At most 10.
  std::vector<types::TagSpec> Tags{};

  /// What EnableHighDefinationMonitor answers.
  struct response {
    /// Whether it was done, as a text: true or false.
    std::optional<std::string> Success{};
  };
};
constexpr descriptor describe(EnableHighDefinationMonitor const*) {
  return {.kind = kind::write, .rate_limit = 0};
}
constexpr auto json_text_fields(EnableHighDefinationMonitor const*) { return names("Tags"); }

/// Changes where the per-second monitoring of a region is written to.
///
/// Source: SDK metadata of 2026, SLB API (2014-05-15), ModifyHighDefinationMonitor.
struct ModifyHighDefinationMonitor {
  /// Log service project: 4-63 characters.
  required<std::string> LogProject;
  /// Logstore of the project: 2-64 characters.
  required<std::string> LogStore;
  /// Region of the resource; ids come from DescribeRegions. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};

  /// What ModifyHighDefinationMonitor answers.
  struct response {
    /// Whether it was done, as a text: true or false.
    std::optional<std::string> Success{};
  };
};
constexpr descriptor describe(ModifyHighDefinationMonitor const*) {
  return {.kind = kind::write, .rate_limit = 0};
}

/// Shows where the per-second monitoring of a region is written to.
///
/// Source: SDK metadata of 2026, SLB API (2014-05-15), DescribeHighDefinationMonitor.
struct DescribeHighDefinationMonitor {
  /// Region of the resource; ids come from DescribeRegions. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Tags, sent as a JSON text. At most 10.
  std::vector<types::TagSpec> Tags{};

  /// What DescribeHighDefinationMonitor answers.
  struct response {
    /// Log service project.
    std::optional<std::string> LogProject{};
    /// Logstore of the project.
    std::optional<std::string> LogStore{};
    /// Whether it was done, as a text: true or false.
    std::optional<std::string> Success{};
  };
};
constexpr descriptor describe(DescribeHighDefinationMonitor const*) { return {.rate_limit = 0}; }
constexpr auto json_text_fields(DescribeHighDefinationMonitor const*) { return names("Tags"); }

}  // namespace colb::inline COLB_ABI::aliyun::slb
