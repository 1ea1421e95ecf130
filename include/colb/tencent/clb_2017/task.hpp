// colb: tasks of Tencent CLB API 2017.
#pragma once

#include <colb/tencent/clb_2017/types.hpp>

namespace colb::inline COLB_ABI::tencent::clb_2017 {

/// Tells how far an asynchronous task has come, for classic and application-type instances alike.
///
/// Source: CLB API 2017 (v2), DescribeLoadBalancersTaskResult.
struct DescribeLoadBalancersTaskResult {
  /// Task ID that an asynchronous Action answered.
  required<std::int64_t> requestId;

  /// What DescribeLoadBalancersTaskResult answers.
  struct response {
    /// State of the task.
    std::optional<types::TaskResult> data{};
  };
};
constexpr descriptor describe(DescribeLoadBalancersTaskResult const*) { return {.rate_limit = 0}; }

}  // namespace colb::inline COLB_ABI::tencent::clb_2017
