// colb: log sets and topics of Tencent CLB API 3.0.
#pragma once

#include <colb/tencent/clb/types.hpp>

namespace colb::inline COLB_ABI::tencent::clb {

/// Gets the log sets that are reserved for load balancers in the log service (CLS).
///
/// Source: CLB API 3.0 (2018-03-17), DescribeClsLogSet.
struct DescribeClsLogSet {
  /// What DescribeClsLogSet answers.
  struct response {
    /// ID of the access log set.
    std::optional<std::string> LogsetId{};
    /// ID of the log set for health check logs.
    std::optional<std::string> HealthLogsetId{};
  };
};
constexpr descriptor describe(DescribeClsLogSet const*) { return {}; }

/// Creates the log set (CLS) in which load balancer logs are kept.
///
/// Source: CLB API 3.0 (2018-03-17), CreateClsLogSet.
struct CreateClsLogSet {
  /// Name of the log set, unique among all CLS log sets; default clb_logset.
  std::optional<std::string> LogsetName{};
  /// Retention time in days.
  std::optional<std::int64_t> Period{};
  /// Kind of logs: ACCESS (access logs, default) or HEALTH (health check logs).
  std::optional<std::string> LogsetType{};

  /// What CreateClsLogSet answers.
  struct response {
    /// ID of the new log set.
    std::optional<std::string> LogsetId{};
  };
};
constexpr descriptor describe(CreateClsLogSet const*) { return {.kind = kind::write}; }

/// Creates a log topic with full-text and key-value index switched on.
///
/// Fails if the load balancer log set does not exist yet.
/// Source: CLB API 3.0 (2018-03-17), CreateTopic.
struct CreateTopic {
  /// Name of the log topic.
  required<std::string> TopicName;
  /// Number of partitions; default 1, at most 10 at creation.
  /// Later splits and merges change it, up to 50 per topic.
  std::optional<std::int64_t> PartitionCount{};
  /// Kind of logs: ACCESS (access logs, default) or HEALTH (health check logs).
  std::optional<std::string> TopicType{};
  /// Retention time in days; default 30.
  std::optional<std::int64_t> Period{};
  /// Storage class: hot (standard, default) or cold (infrequent access).
  std::optional<std::string> StorageType{};
  /// Tags of the topic. At most 20.
  std::vector<types::TagInfo> Tags{};

  /// What CreateTopic answers.
  struct response {
    /// ID of the new log topic.
    std::optional<std::string> TopicId{};
  };
};
constexpr descriptor describe(CreateTopic const*) { return {.kind = kind::write}; }

/// Sets, changes or removes the log topic (CLS) that a load balancer writes its logs to.
///
/// Source: CLB API 3.0 (2018-03-17), SetLoadBalancerClsLog.
struct SetLoadBalancerClsLog {
  /// ID of the load balancer.
  required<std::string> LoadBalancerId;
  /// ID of the log set to use; an empty string removes it.
  required<std::string> LogSetId;
  /// ID of the log topic to use; an empty string removes it.
  required<std::string> LogTopicId;
  /// Kind of logs: ACCESS (access logs, default) or HEALTH (health check logs).
  std::optional<std::string> LogType{};

  /// What SetLoadBalancerClsLog answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(SetLoadBalancerClsLog const*) {
  return {.kind = kind::write, .resource = {"LoadBalancerId"}};
}

}  // namespace colb::inline COLB_ABI::tencent::clb
