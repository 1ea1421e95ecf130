// colb: blocked client IPs of Tencent CLB API 3.0.
#pragma once

#include <colb/tencent/clb/types.hpp>

namespace colb::inline COLB_ABI::tencent::clb {

/// Reports the state of the asynchronous task that ModifyBlockIPList started.
///
/// (Not in the vendor's document; parameters from the vendor's SDK.)
/// Source: CLB API 3.0 (2018-03-17), DescribeBlockIPTask.
struct DescribeBlockIPTask {
  /// Task ID that ModifyBlockIPList returned as JodId.
  required<std::string> TaskId;

  /// What DescribeBlockIPTask answers.
  struct response {
    /// State of the task: 1 running, 2 failed, 6 succeeded.
    std::optional<std::int64_t> Status{};
  };
};
constexpr descriptor describe(DescribeBlockIPTask const*) { return {}; }

/// Lists the client IPs that a load balancer blocks.
///
/// (Not in the vendor's document; parameters from the vendor's SDK.)
/// Source: CLB API 3.0 (2018-03-17), DescribeBlockIPList.
struct DescribeBlockIPList {
  /// ID of the load balancer.
  required<std::string> LoadBalancerId;
  /// Index of the first item to return; default 0.
  std::optional<std::int64_t> Offset{};
  /// Largest number of IPs to return; default 100000.
  std::optional<std::int64_t> Limit{};

  /// What DescribeBlockIPList answers.
  struct response {
    /// Number of IPs returned.
    std::optional<std::int64_t> BlockedIPCount{};
    /// Header field that carries the real client IP.
    std::optional<std::string> ClientIPField{};
    /// The blocked IPs.
    std::vector<types::BlockedIP> BlockedIPList{};
  };
};
constexpr descriptor describe(DescribeBlockIPList const*) {
  return {
      .pages = {.offset = "Offset", .limit = "Limit", .items = "BlockedIPList", .total = "BlockedIPCount"}};
}

/// Changes the list of client IPs that load balancers block, or the header the client IP is read from.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeBlockIPTask, by JodId. (Not in the vendor's
/// document; parameters from the vendor's SDK.)
/// Source: CLB API 3.0 (2018-03-17), ModifyBlockIPList.
struct ModifyBlockIPList {
  /// IDs of the load balancers.
  required<std::vector<std::string>> LoadBalancerIds;
  /// What to do: add_customized_field, set_customized_field or del_customized_field sets, changes or removes
  /// the header; add_blocked blocks IPs, del_blocked unblocks them, flush_blocked unblocks all.
  required<std::string> Type;
  /// Header field that carries the real client IP.
  required<std::string> ClientIPField;
  /// IPs to block or unblock; at most 200000 in one call.
  std::vector<std::string> BlockIPList{};
  /// How long the IPs stay blocked, in seconds; default 3600.
  std::optional<std::int64_t> ExpireTime{};
  /// What happens when the list is full: fifo drops the oldest IPs for the new ones.
  std::optional<std::string> AddStrategy{};

  /// What ModifyBlockIPList answers.
  struct response {
    /// ID of the asynchronous task, to be passed to DescribeBlockIPTask as TaskId.
    std::optional<std::string> JodId{};
  };
};
constexpr descriptor describe(ModifyBlockIPList const*) {
  return {.kind = kind::async, .resource = {"LoadBalancerIds"}};
}

}  // namespace colb::inline COLB_ABI::tencent::clb
