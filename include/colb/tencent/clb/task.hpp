// colb: tasks of Tencent CLB API 3.0.
#pragma once

#include <colb/tencent/clb/types.hpp>

namespace colb::inline COLB_ABI::tencent::clb {

/// Reports the state of the asynchronous task that a non-query call started.
///
/// Source: CLB API 3.0 (2018-03-17), DescribeTaskStatus.
struct DescribeTaskStatus {
  /// RequestId that the call starting the task returned; this or DealName is required.
  std::optional<std::string> TaskId{};
  /// Order ID; this or TaskId is required.
  std::optional<std::string> DealName{};

  /// What DescribeTaskStatus answers.
  struct response {
    /// State of the task: 0 succeeded, 1 failed, 2 in progress.
    std::optional<std::int64_t> Status{};
    /// IDs of the load balancers concerned.
    std::vector<std::string> LoadBalancerIds{};
    /// Note on the task, such as why it failed.
    std::optional<std::string> Message{};
  };
};
constexpr descriptor describe(DescribeTaskStatus const*) { return {}; }

/// Reports tasks by the RequestId of the calls that started them; the vendor's words tie it to its model
/// router.
///
/// China site only.
/// Source: SDK metadata of 2026, CLB API 3.0 (2018-03-17), DescribeAsyncJobs.
struct DescribeAsyncJobs {
  /// RequestIds of the calls asked about.
  std::vector<std::string> RequestIds{};
  /// Cursor of the page wanted, from the last answer; left out: the first page.
  std::optional<std::string> NextToken{};
  /// Entries a page. Range: 1-100. Default: 20.
  std::optional<std::int64_t> MaxResults{};

  /// What DescribeAsyncJobs answers.
  struct response {
    /// Tasks found.
    std::vector<types::Job> Jobs{};
    /// Cursor of the next page; empty at the end.
    std::optional<std::string> NextToken{};
    /// Entries a page.
    std::optional<std::int64_t> MaxResults{};
    /// Number of matches.
    std::optional<std::int64_t> TotalCount{};
  };
};
constexpr descriptor describe(DescribeAsyncJobs const*) {
  return {.pages = {.limit = "MaxResults",
                    .items = "Jobs",
                    .total = "TotalCount",
                    .token = "NextToken",
                    .maximum = 100}};
}

}  // namespace colb::inline COLB_ABI::tencent::clb
