// colb: tasks of Capital Online.
#pragma once

#include <colb/capitalonline/lb/types.hpp>

namespace colb::inline COLB_ABI::capitalonline::lb {

/// Tells how far an asynchronous task has got.
///
/// Source: CDS OpenAPI (2019-08-08), DescribeTask.
struct DescribeTask {
  /// Id of the task, the TaskId of an asynchronous Action's envelope.
  required<std::string> TaskId;

  /// What DescribeTask answers.
  struct response {
    /// State of the task.
    std::optional<types::TaskInfo> Data{};
  };
};
constexpr descriptor describe(DescribeTask const*) { return {.rate_limit = 0}; }
constexpr auto http_of(DescribeTask const*) { return http_route{"GET", "/ccs"}; }

}  // namespace colb::inline COLB_ABI::capitalonline::lb
