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
  };
};
constexpr descriptor describe(DescribeTaskStatus const*) { return {}; }

}  // namespace colb::inline COLB_ABI::tencent::clb
