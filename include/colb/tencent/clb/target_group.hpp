// colb: target groups of Tencent CLB API 3.0.
#pragma once

#include <colb/tencent/clb/types.hpp>

namespace colb::inline COLB_ABI::tencent::clb {

/// Lists target groups with their associated rules, chosen by ID or by filter.
///
/// Source: CLB API 3.0 (2018-03-17), DescribeTargetGroups.
struct DescribeTargetGroups {
  /// IDs of the target groups to return; cannot be combined with Filters.
  std::vector<std::string> TargetGroupIds{};
  /// Page size; default 20.
  std::optional<std::int64_t> Limit{};
  /// Index of the first item to return.
  std::optional<std::int64_t> Offset{};
  /// Conditions; filter names are TargetGroupVpcId and TargetGroupName.
  /// Cannot be combined with TargetGroupIds.
  std::vector<types::Filter> Filters{};

  /// What DescribeTargetGroups answers.
  struct response {
    /// Number of results; perhaps only of those on this page.
    std::optional<std::int64_t> TotalCount{};
    /// The target groups.
    std::vector<types::TargetGroupInfo> TargetGroupSet{};
  };
};
constexpr descriptor describe(DescribeTargetGroups const*) {
  return {.pages = {.offset = "Offset", .limit = "Limit", .items = "TargetGroupSet", .total = "TotalCount"}};
}

/// Gets the list of target groups, optionally narrowed down by ID or by filter.
///
/// Source: CLB API 3.0 (2018-03-17), DescribeTargetGroupList.
struct DescribeTargetGroupList {
  /// IDs of the target groups to return; takes precedence over Filters.
  std::vector<std::string> TargetGroupIds{};
  /// Conditions; filter names are TargetGroupVpcId and TargetGroupName. Not to be combined with
  /// TargetGroupIds, which win if both are given.
  std::vector<types::Filter> Filters{};
  /// Index of the first item to return.
  std::optional<std::int64_t> Offset{};
  /// Page size; default 20.
  std::optional<std::int64_t> Limit{};

  /// What DescribeTargetGroupList answers.
  struct response {
    /// Number of results; perhaps only of those on this page.
    std::optional<std::int64_t> TotalCount{};
    /// The target groups.
    std::vector<types::TargetGroupInfo> TargetGroupSet{};
  };
};
constexpr descriptor describe(DescribeTargetGroupList const*) {
  return {.pages = {.offset = "Offset", .limit = "Limit", .items = "TargetGroupSet", .total = "TotalCount"}};
}

/// Lists the servers that are bound to target groups.
///
/// Source: CLB API 3.0 (2018-03-17), DescribeTargetGroupInstances.
struct DescribeTargetGroupInstances {
  /// Conditions; only the filter names TargetGroupId, BindIP and InstanceId are supported.
  required<std::vector<types::Filter>> Filters;
  /// Page size; default 20.
  std::optional<std::int64_t> Limit{};
  /// Index of the first item to return; default 0.
  std::optional<std::int64_t> Offset{};

  /// What DescribeTargetGroupInstances answers.
  struct response {
    /// Number of results of this query.
    std::optional<std::int64_t> TotalCount{};
    /// The bound servers.
    std::vector<types::TargetGroupBackend> TargetGroupInstanceSet{};
    /// True number of bound servers, independent of Limit, Offset and CAM permissions.
    std::optional<std::int64_t> RealCount{};
  };
};
constexpr descriptor describe(DescribeTargetGroupInstances const*) {
  return {.pages = {
              .offset = "Offset", .limit = "Limit", .items = "TargetGroupInstanceSet", .total = "RealCount"}};
}

/// Creates a target group.
///
/// The feature is in beta and has to be applied for with a ticket.
/// Source: CLB API 3.0 (2018-03-17), CreateTargetGroup.
struct CreateTargetGroup {
  /// Name of the target group; at most 50 characters.
  std::optional<std::string> TargetGroupName{};
  /// VPC of the target group; the default VPC if left out.
  std::optional<std::string> VpcId{};
  /// Default port for servers that are added later.
  std::optional<std::int64_t> Port{};
  /// Servers to bind to the new target group.
  std::vector<types::TargetGroupInstance> TargetGroupInstances{};
  /// Generation of the group. Values: v1, v2. Default: v1.
  std::optional<std::string> Type{};
  /// Protocol to the servers; needed for second-generation groups. Values: TCP, UDP, HTTP, HTTPS, GRPC.
  std::optional<std::string> Protocol{};
  /// Health check.
  std::optional<types::TargetGroupHealthCheck> HealthCheck{};
  /// Scheduling of second-generation HTTP, HTTPS and GRPC groups. Values: WRR, LEAST_CONN, IP_HASH. Default:
  /// WRR.
  std::optional<std::string> ScheduleAlgorithm{};
  /// Tags of the group.
  std::vector<types::TagInfo> Tags{};
  /// Weight of servers added without one; not for first-generation groups. Range: 0-100.
  std::optional<std::int64_t> Weight{};
  /// Whether it listens on all ports; second-generation groups only.
  std::optional<bool> FullListenSwitch{};
  /// Whether connections to the servers are kept; HTTP and HTTPS groups. Default: false.
  std::optional<bool> KeepaliveEnable{};
  /// Seconds for which a session sticks to a server, 30 to 3600; 0: not at all. Second-generation HTTP, HTTPS
  /// and GRPC groups. Default: 0.
  std::optional<std::int64_t> SessionExpireTime{};
  /// Kind of address of the servers.
  std::optional<std::string> IpVersion{};
  /// Whether the source address is replaced; cannot go with passing the client address on. Default: false.
  std::optional<bool> SnatEnable{};

  /// What CreateTargetGroup answers.
  struct response {
    /// ID of the new target group.
    std::optional<std::string> TargetGroupId{};
  };
};
constexpr descriptor describe(CreateTargetGroup const*) { return {.kind = kind::write}; }

/// Changes the name or the default port of a target group.
///
/// Source: CLB API 3.0 (2018-03-17), ModifyTargetGroupAttribute.
struct ModifyTargetGroupAttribute {
  /// ID of the target group.
  required<std::string> TargetGroupId;
  /// New name.
  std::optional<std::string> TargetGroupName{};
  /// New default port.
  std::optional<std::int64_t> Port{};
  /// Scheduling of second-generation HTTP, HTTPS and GRPC groups. Values: WRR, LEAST_CONN, IP_HASH.
  std::optional<std::string> ScheduleAlgorithm{};
  /// Health check.
  std::optional<types::TargetGroupHealthCheck> HealthCheck{};
  /// Weight of servers added without one; not for first-generation groups. Range: 0-100.
  std::optional<std::int64_t> Weight{};
  /// Whether connections to the servers are kept; HTTP and HTTPS groups.
  std::optional<bool> KeepaliveEnable{};
  /// Seconds for which a session sticks to a server, 30 to 3600; 0: not at all. Second-generation HTTP, HTTPS
  /// and GRPC groups.
  std::optional<std::int64_t> SessionExpireTime{};
  /// Whether the source address is replaced; cannot go with passing the client address on.
  std::optional<bool> SnatEnable{};

  /// What ModifyTargetGroupAttribute answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(ModifyTargetGroupAttribute const*) {
  return {.kind = kind::write, .resource = {"TargetGroupId"}};
}

/// Changes the weights of several servers of a target group.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeTaskStatus.
/// Source: CLB API 3.0 (2018-03-17), ModifyTargetGroupInstancesWeight.
struct ModifyTargetGroupInstancesWeight {
  /// ID of the target group.
  required<std::string> TargetGroupId;
  /// Servers whose weight is to change; Weight carries the new value.
  required<std::vector<types::TargetGroupInstance>> TargetGroupInstances;

  /// What ModifyTargetGroupInstancesWeight answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(ModifyTargetGroupInstancesWeight const*) {
  return {.kind = kind::async, .resource = {"TargetGroupId"}};
}

/// Changes the ports of several servers of a target group.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeTaskStatus.
/// Source: CLB API 3.0 (2018-03-17), ModifyTargetGroupInstancesPort.
struct ModifyTargetGroupInstancesPort {
  /// ID of the target group.
  required<std::string> TargetGroupId;
  /// Servers whose port is to change; NewPort carries the new value.
  required<std::vector<types::TargetGroupInstance>> TargetGroupInstances;

  /// What ModifyTargetGroupInstancesPort answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(ModifyTargetGroupInstancesPort const*) {
  return {.kind = kind::async, .resource = {"TargetGroupId"}};
}

/// Deletes target groups.
///
/// Source: CLB API 3.0 (2018-03-17), DeleteTargetGroups.
struct DeleteTargetGroups {
  /// IDs of the target groups to delete.
  required<std::vector<std::string>> TargetGroupIds;

  /// What DeleteTargetGroups answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(DeleteTargetGroups const*) {
  return {.kind = kind::write, .resource = {"TargetGroupIds"}};
}

/// Adds servers to a target group.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeTaskStatus.
/// Source: CLB API 3.0 (2018-03-17), RegisterTargetGroupInstances.
struct RegisterTargetGroupInstances {
  /// ID of the target group.
  required<std::string> TargetGroupId;
  /// Servers to add.
  required<std::vector<types::TargetGroupInstance>> TargetGroupInstances;

  /// What RegisterTargetGroupInstances answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(RegisterTargetGroupInstances const*) {
  return {.kind = kind::async, .resource = {"TargetGroupId"}};
}

/// Binds target groups to layer-4 listeners or to layer-7 forwarding rules.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeTaskStatus.
/// Source: CLB API 3.0 (2018-03-17), AssociateTargetGroups.
struct AssociateTargetGroups {
  /// Pairs of listener or rule and target group to bind.
  required<std::vector<types::TargetGroupAssociation>> Associations;

  /// What AssociateTargetGroups answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(AssociateTargetGroups const*) {
  return {.kind = kind::async, .resource = {"Associations.LoadBalancerId", "Associations.TargetGroupId"}};
}

/// Removes servers from a target group.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeTaskStatus.
/// Source: CLB API 3.0 (2018-03-17), DeregisterTargetGroupInstances.
struct DeregisterTargetGroupInstances {
  /// ID of the target group.
  required<std::string> TargetGroupId;
  /// Servers to remove.
  required<std::vector<types::TargetGroupInstance>> TargetGroupInstances;

  /// What DeregisterTargetGroupInstances answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(DeregisterTargetGroupInstances const*) {
  return {.kind = kind::async, .resource = {"TargetGroupId"}};
}

/// Unbinds target groups from rules.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeTaskStatus.
/// Source: CLB API 3.0 (2018-03-17), DisassociateTargetGroups.
struct DisassociateTargetGroups {
  /// Pairs of rule and target group to unbind.
  required<std::vector<types::TargetGroupAssociation>> Associations;

  /// What DisassociateTargetGroups answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(DisassociateTargetGroups const*) {
  return {.kind = kind::async, .resource = {"Associations.LoadBalancerId", "Associations.TargetGroupId"}};
}

/// Reports the health of the servers of a target group; only groups of gateway load balancers.
///
/// Source: SDK metadata of 2026, CLB API 3.0 (2018-03-17), DescribeTargetGroupInstanceStatus.
struct DescribeTargetGroupInstanceStatus {
  /// ID of the target group.
  required<std::string> TargetGroupId;
  /// Only these server addresses.
  std::vector<std::string> TargetGroupInstanceIps{};

  /// What DescribeTargetGroupInstanceStatus answers.
  struct response {
    /// Health of the servers.
    std::vector<types::TargetGroupInstanceStatus> TargetGroupInstanceSet{};
  };
};
constexpr descriptor describe(DescribeTargetGroupInstanceStatus const*) { return {}; }

}  // namespace colb::inline COLB_ABI::tencent::clb
