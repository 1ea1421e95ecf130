// colb: access logs of Alibaba Cloud SLB.
#pragma once

#include <colb/aliyun/slb/types.hpp>

namespace colb::inline COLB_ABI::aliyun::slb {

/// Sets the delivery of access logs.
///
/// Source: SDK metadata of 2026, SLB API (2014-05-15), SetAccessLogsDownloadAttribute.
struct SetAccessLogsDownloadAttribute {
  /// Id of the load balancer.
  std::optional<std::string> LoadBalancerId{};
  /// Where the access logs of which load balancer go, sent as a JSON text.
  required<std::vector<types::LogsDownloadAttributeSpec>> LogsDownloadAttributes;
  /// Region of the resource; ids come from DescribeRegions. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Tags, sent as a JSON text. At most 10.
  std::vector<types::TagSpec> Tags{};

  /// What SetAccessLogsDownloadAttribute answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(SetAccessLogsDownloadAttribute const*) {
  return {.kind = kind::write,
          .rate_limit = 0,
          .resource = {"LoadBalancerId", "LogsDownloadAttributes.LoadBalancerId"}};
}
constexpr auto json_text_fields(SetAccessLogsDownloadAttribute const*) {
  return names("LogsDownloadAttributes", "Tags");
}

/// Ends the delivery of access logs.
///
/// Source: SDK metadata of 2026, SLB API (2014-05-15), DeleteAccessLogsDownloadAttribute.
struct DeleteAccessLogsDownloadAttribute {
  /// Id of the load balancer.
  std::optional<std::string> LoadBalancerId{};
  /// The deliveries to end, sent as a JSON text.
  required<std::vector<types::LogsDownloadAttributeSpec>> LogsDownloadAttributes;
  /// Region of the resource; ids come from DescribeRegions. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Tags, sent as a JSON text. At most 10.
  std::vector<types::TagSpec> Tags{};

  /// What DeleteAccessLogsDownloadAttribute answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(DeleteAccessLogsDownloadAttribute const*) {
  return {.kind = kind::write,
          .rate_limit = 0,
          .resource = {"LoadBalancerId", "LogsDownloadAttributes.LoadBalancerId"}};
}
constexpr auto json_text_fields(DeleteAccessLogsDownloadAttribute const*) {
  return names("LogsDownloadAttributes", "Tags");
}

/// Lists the delivery of access logs.
///
/// Source: SDK metadata of 2026, SLB API (2014-05-15), DescribeAccessLogsDownloadAttribute.
struct DescribeAccessLogsDownloadAttribute {
  /// Id of the load balancer.
  std::optional<std::string> LoadBalancerId{};
  /// Kind of log. Values: layer7.
  std::optional<std::string> LogType{};
  /// Page wanted, from 1.
  std::optional<std::int64_t> PageNumber{};
  /// Entries a page. Range: 1-50. Default: 10.
  std::optional<std::int64_t> PageSize{};
  /// Region of the resource; ids come from DescribeRegions. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Tags, sent as a JSON text. At most 10.
  std::vector<types::TagSpec> Tags{};

  /// What DescribeAccessLogsDownloadAttribute answers.
  struct response {
    /// Delivery settings found.
    std::optional<types::LogsDownloadAttributes> LogsDownloadAttributes{};
    /// Page returned.
    std::optional<std::int64_t> PageNumber{};
    /// Entries a page.
    std::optional<std::int64_t> PageSize{};
    /// Number of matches.
    std::optional<std::int64_t> TotalCount{};
  };
};
constexpr descriptor describe(DescribeAccessLogsDownloadAttribute const*) {
  return {.rate_limit = 0,
          .pages = {.offset = "PageNumber",
                    .limit = "PageSize",
                    .items = "LogsDownloadAttributes.LogsDownloadAttribute",
                    .total = "TotalCount",
                    .numbered = true,
                    .maximum = 50}};
}
constexpr auto json_text_fields(DescribeAccessLogsDownloadAttribute const*) { return names("Tags"); }

}  // namespace colb::inline COLB_ABI::aliyun::slb
