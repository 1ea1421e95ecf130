// colb: master-slave server groups of Alibaba Cloud SLB.
#pragma once

#include <colb/aliyun/slb/types.hpp>

namespace colb::inline COLB_ABI::aliyun::slb {

/// Creates a master-slave server group, which holds exactly two ECS instances: one master and one slave.
///
/// Source: SLB API (2014-05-15), CreateMasterSlaveVServerGroup.
struct CreateMasterSlaveVServerGroup {
  /// Region of the load balancer instance. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the load balancer instance.
  required<std::string> LoadBalancerId;
  /// Name of the master-slave server group.
  std::optional<std::string> MasterSlaveVServerGroupName{};
  /// The master and the slave server, sent as a JSON text; unset = an empty group. At most 2.
  std::vector<types::MasterSlaveBackendServerSpec> MasterSlaveBackendServers{};

  /// What CreateMasterSlaveVServerGroup answers.
  struct response {
    /// Id of the master-slave server group.
    std::optional<std::string> MasterSlaveVServerGroupId{};
    /// Servers of the group.
    std::optional<types::MasterSlaveBackendServers> MasterSlaveBackendServers{};
  };
};
constexpr descriptor describe(CreateMasterSlaveVServerGroup const*) {
  return {.kind = kind::write,
          .rate_limit = 0,
          .resource = {"LoadBalancerId"},
          .teaches = {"MasterSlaveVServerGroupId", "LoadBalancerId"}};
}
constexpr auto json_text_fields(CreateMasterSlaveVServerGroup const*) {
  return names("MasterSlaveBackendServers");
}
/// Today's names.
constexpr auto aliases(CreateMasterSlaveVServerGroup const*) {
  return also_called({{"MasterSlaveServerGroupName", "MasterSlaveVServerGroupName"}});
}
constexpr auto aliases(CreateMasterSlaveVServerGroup::response const*) {
  return also_called({{"MasterSlaveServerGroupId", "MasterSlaveVServerGroupId"}});
}

/// Deletes a master-slave server group.
///
/// Source: SLB API (2014-05-15), DeleteMasterSlaveVServerGroup.
struct DeleteMasterSlaveVServerGroup {
  /// Region of the load balancer instance. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the master-slave server group; a group in use cannot be deleted.
  required<std::string> MasterSlaveVServerGroupId;

  /// What DeleteMasterSlaveVServerGroup answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(DeleteMasterSlaveVServerGroup const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"MasterSlaveVServerGroupId"}};
}
/// Today's names.
constexpr auto aliases(DeleteMasterSlaveVServerGroup const*) {
  return also_called({{"MasterSlaveServerGroupId", "MasterSlaveVServerGroupId"}});
}

/// Returns the details of a master-slave server group.
///
/// Source: SLB API (2014-05-15), DescribeMasterSlaveVServerGroupAttribute.
struct DescribeMasterSlaveVServerGroupAttribute {
  /// Region of the load balancer instance. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the master-slave server group.
  required<std::string> MasterSlaveVServerGroupId;

  /// What DescribeMasterSlaveVServerGroupAttribute answers.
  struct response {
    /// Id of the master-slave server group.
    std::optional<std::string> MasterSlaveVServerGroupId{};
    /// Name of the master-slave server group.
    std::optional<std::string> MasterSlaveVServerGroupName{};
    /// Servers of the group.
    std::optional<types::MasterSlaveBackendServers> MasterSlaveBackendServers{};
  };
};
constexpr descriptor describe(DescribeMasterSlaveVServerGroupAttribute const*) { return {.rate_limit = 0}; }
/// Today's names.
constexpr auto aliases(DescribeMasterSlaveVServerGroupAttribute const*) {
  return also_called({{"MasterSlaveServerGroupId", "MasterSlaveVServerGroupId"}});
}
constexpr auto aliases(DescribeMasterSlaveVServerGroupAttribute::response const*) {
  return also_called({{"MasterSlaveServerGroupId", "MasterSlaveVServerGroupId"},
                      {"MasterSlaveServerGroupName", "MasterSlaveVServerGroupName"}});
}

/// Lists the master-slave server groups of a load balancer.
///
/// Source: SLB API (2014-05-15), DescribeMasterSlaveVServerGroups.
struct DescribeMasterSlaveVServerGroups {
  /// Region of the load balancer instance. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the load balancer instance.
  required<std::string> LoadBalancerId;

  /// What DescribeMasterSlaveVServerGroups answers.
  struct response {
    /// The master-slave server groups.
    std::optional<types::MasterSlaveVServerGroups> MasterSlaveVServerGroups{};
  };
};
constexpr descriptor describe(DescribeMasterSlaveVServerGroups const*) {
  return {.rate_limit = 0,
          .teaches = {"MasterSlaveVServerGroups.MasterSlaveVServerGroup.MasterSlaveVServerGroupId",
                      "LoadBalancerId"}};
}
/// Today's names.
constexpr auto aliases(DescribeMasterSlaveVServerGroups::response const*) {
  return also_called({{"MasterSlaveServerGroups", "MasterSlaveVServerGroups"}});
}

/// Creates a master-slave server group of two servers, one master and one slave.
///
/// Today's name of CreateMasterSlaveVServerGroup.
/// Source: SDK metadata of 2026, SLB API (2014-05-15), CreateMasterSlaveServerGroup.
struct CreateMasterSlaveServerGroup {
  /// Id of the load balancer.
  required<std::string> LoadBalancerId;
  /// Exactly two servers, one Master and one Slave, sent as a JSON text. At most 2.
  std::vector<types::MasterSlaveBackendServerSpec> MasterSlaveBackendServers{};
  /// Name of the master-slave server group.
  std::optional<std::string> MasterSlaveServerGroupName{};
  /// Region of the resource; ids come from DescribeRegions. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Tags of the group. At most 20.
  std::vector<types::TagPair> Tag{};

  /// What CreateMasterSlaveServerGroup answers.
  struct response {
    /// The servers of the group.
    std::optional<types::MasterSlaveServers> MasterSlaveBackendServers{};
    /// Id of the master-slave server group.
    std::optional<std::string> MasterSlaveServerGroupId{};
  };
};
constexpr descriptor describe(CreateMasterSlaveServerGroup const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"LoadBalancerId"}};
}
constexpr auto json_text_fields(CreateMasterSlaveServerGroup const*) {
  return names("MasterSlaveBackendServers");
}

/// Deletes a master-slave server group that nothing uses.
///
/// Today's name of DeleteMasterSlaveVServerGroup.
/// Source: SDK metadata of 2026, SLB API (2014-05-15), DeleteMasterSlaveServerGroup.
struct DeleteMasterSlaveServerGroup {
  /// Id of the master-slave server group.
  required<std::string> MasterSlaveServerGroupId;
  /// Region of the resource; ids come from DescribeRegions. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};

  /// What DeleteMasterSlaveServerGroup answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(DeleteMasterSlaveServerGroup const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"MasterSlaveServerGroupId"}};
}

/// Shows a master-slave server group.
///
/// Today's name of DescribeMasterSlaveVServerGroupAttribute.
/// Source: SDK metadata of 2026, SLB API (2014-05-15), DescribeMasterSlaveServerGroupAttribute.
struct DescribeMasterSlaveServerGroupAttribute {
  /// Id of the master-slave server group.
  required<std::string> MasterSlaveServerGroupId;
  /// Region of the resource; ids come from DescribeRegions. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};

  /// What DescribeMasterSlaveServerGroupAttribute answers.
  struct response {
    /// When it was made, UTC text.
    std::optional<std::string> CreateTime{};
    /// Id of the load balancer.
    std::optional<std::string> LoadBalancerId{};
    /// Servers of the group.
    std::optional<types::MasterSlaveServers> MasterSlaveBackendServers{};
    /// Id of the master-slave server group.
    std::optional<std::string> MasterSlaveServerGroupId{};
    /// Name of the master-slave server group.
    std::optional<std::string> MasterSlaveServerGroupName{};
    /// Its tags.
    std::optional<types::ResourceTags> Tags{};
  };
};
constexpr descriptor describe(DescribeMasterSlaveServerGroupAttribute const*) { return {.rate_limit = 0}; }

/// Lists the master-slave server groups of a load balancer.
///
/// Today's name of DescribeMasterSlaveVServerGroups.
/// Source: SDK metadata of 2026, SLB API (2014-05-15), DescribeMasterSlaveServerGroups.
struct DescribeMasterSlaveServerGroups {
  /// Name of the listener, at most 256 characters.
  std::optional<std::string> Description{};
  /// Whether the listeners that use a group are listed with it. Default: false.
  std::optional<bool> IncludeListener{};
  /// Id of the load balancer.
  required<std::string> LoadBalancerId;
  /// Region of the resource; ids come from DescribeRegions. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Only groups that carry all these tags. At most 20.
  std::vector<types::TagPair> Tag{};

  /// What DescribeMasterSlaveServerGroups answers.
  struct response {
    /// Groups found.
    std::optional<types::MasterSlaveServerGroups> MasterSlaveServerGroups{};
  };
};
constexpr descriptor describe(DescribeMasterSlaveServerGroups const*) { return {.rate_limit = 0}; }

}  // namespace colb::inline COLB_ABI::aliyun::slb
