// colb: VServer groups of Alibaba Cloud SLB.
#pragma once

#include <colb/aliyun/slb/types.hpp>

namespace colb::inline COLB_ABI::aliyun::slb {

/// Creates a VServer group.
///
/// Source: SLB API (2014-05-15), CreateVServerGroup.
struct CreateVServerGroup {
  /// Region of the load balancer instance. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the load balancer instance.
  required<std::string> LoadBalancerId;
  /// Name of the VServer group.
  std::optional<std::string> VServerGroupName{};
  /// Servers of the group, sent as a JSON text; a group holds at most 20; unset = an empty group.
  std::vector<types::VServerGroupBackendServerSpec> BackendServers{};
  /// Tags of the group. At most 20.
  std::vector<types::TagPair> Tag{};

  /// What CreateVServerGroup answers.
  struct response {
    /// Id of the VServer group.
    std::optional<std::string> VServerGroupId{};
    /// Servers of the group.
    std::optional<types::VServerGroupBackendServers> BackendServers{};
  };
};
constexpr descriptor describe(CreateVServerGroup const*) {
  return {.kind = kind::write,
          .rate_limit = 0,
          .resource = {"LoadBalancerId"},
          .teaches = {"VServerGroupId", "LoadBalancerId"}};
}
constexpr auto json_text_fields(CreateVServerGroup const*) { return names("BackendServers"); }

/// Changes the name of a VServer group or the weights of its servers.
///
/// Source: SLB API (2014-05-15), SetVServerGroupAttribute.
struct SetVServerGroupAttribute {
  /// Region of the load balancer instance. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the VServer group.
  required<std::string> VServerGroupId;
  /// Name of the VServer group.
  required<std::string> VServerGroupName;
  /// Servers of the group, sent as a JSON text; a group holds at most 20.
  required<std::vector<types::VServerGroupBackendServerSpec>> BackendServers;

  /// What SetVServerGroupAttribute answers.
  struct response {
    /// Id of the VServer group.
    std::optional<std::string> VServerGroupId{};
    /// Name of the VServer group.
    std::optional<std::string> VServerGroupName{};
    /// Servers of the group.
    std::optional<types::VServerGroupBackendServers> BackendServers{};
  };
};
constexpr descriptor describe(SetVServerGroupAttribute const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"VServerGroupId"}};
}
constexpr auto json_text_fields(SetVServerGroupAttribute const*) { return names("BackendServers"); }

/// Adds servers to a VServer group.
///
/// Source: SLB API (2014-05-15), AddVServerGroupBackendServers.
struct AddVServerGroupBackendServers {
  /// Region of the load balancer instance. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the VServer group.
  required<std::string> VServerGroupId;
  /// Servers to add, sent as a JSON text; a group holds at most 20.
  required<std::vector<types::VServerGroupBackendServerSpec>> BackendServers;

  /// What AddVServerGroupBackendServers answers.
  struct response {
    /// Id of the VServer group.
    std::optional<std::string> VServerGroupId{};
    /// Servers of the group.
    std::optional<types::VServerGroupBackendServers> BackendServers{};
  };
};
constexpr descriptor describe(AddVServerGroupBackendServers const*) {
  return {
      .kind = kind::write, .rate_limit = 0, .resource = {"VServerGroupId"}, .batch = {"BackendServers", 20}};
}
constexpr auto json_text_fields(AddVServerGroupBackendServers const*) { return names("BackendServers"); }

/// Removes servers from a VServer group; servers that are not in the group are silently ignored.
///
/// Source: SLB API (2014-05-15), RemoveVServerGroupBackendServers.
struct RemoveVServerGroupBackendServers {
  /// Region of the load balancer instance. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the VServer group.
  required<std::string> VServerGroupId;
  /// Servers to remove, by instance id and port, sent as a JSON text.
  required<std::vector<types::VServerGroupBackendServerKey>> BackendServers;

  /// What RemoveVServerGroupBackendServers answers.
  struct response {
    /// Id of the VServer group.
    std::optional<std::string> VServerGroupId{};
    /// Servers of the group.
    std::optional<types::VServerGroupBackendServers> BackendServers{};
  };
};
constexpr descriptor describe(RemoveVServerGroupBackendServers const*) {
  return {
      .kind = kind::write, .rate_limit = 0, .resource = {"VServerGroupId"}, .batch = {"BackendServers", 20}};
}
constexpr auto json_text_fields(RemoveVServerGroupBackendServers const*) { return names("BackendServers"); }

/// Replaces servers of a VServer group by others.
///
/// Source: SLB API (2014-05-15), ModifyVServerGroupBackendServers.
struct ModifyVServerGroupBackendServers {
  /// Region of the load balancer instance. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the VServer group.
  required<std::string> VServerGroupId;
  /// Servers to take out, sent as a JSON text.
  std::vector<types::VServerGroupOldBackendServer> OldBackendServers{};
  /// Servers to put in, sent as a JSON text;
  /// with OldBackendServers given both lists must be of the same length.
  std::vector<types::VServerGroupBackendServerSpec> NewBackendServers{};

  /// What ModifyVServerGroupBackendServers answers.
  struct response {
    /// Id of the VServer group.
    std::optional<std::string> VServerGroupId{};
    /// Servers of the group.
    std::optional<types::VServerGroupBackendServers> BackendServers{};
  };
};
constexpr descriptor describe(ModifyVServerGroupBackendServers const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"VServerGroupId"}};
}
constexpr auto json_text_fields(ModifyVServerGroupBackendServers const*) {
  return names("OldBackendServers", "NewBackendServers");
}

/// Deletes a VServer group.
///
/// Source: SLB API (2014-05-15), DeleteVServerGroup.
struct DeleteVServerGroup {
  /// Region of the load balancer instance. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the VServer group; a group that is referred to cannot be deleted.
  required<std::string> VServerGroupId;

  /// What DeleteVServerGroup answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(DeleteVServerGroup const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"VServerGroupId"}};
}

/// Lists the VServer groups of a load balancer.
///
/// Source: SLB API (2014-05-15), DescribeVServerGroups.
struct DescribeVServerGroups {
  /// Region of the load balancer instance. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the load balancer instance.
  required<std::string> LoadBalancerId;
  /// Only groups with this remark.
  std::optional<std::string> Description{};
  /// Whether the listeners that use a group are listed with it. Default: false.
  std::optional<bool> IncludeListener{};
  /// Whether the rules that use a group are listed with it. Default: false.
  std::optional<bool> IncludeRule{};
  /// Only groups that carry all these tags. At most 20.
  std::vector<types::TagPair> Tag{};

  /// What DescribeVServerGroups answers.
  struct response {
    /// The VServer groups.
    std::optional<types::VServerGroups> VServerGroups{};
  };
};
constexpr descriptor describe(DescribeVServerGroups const*) {
  return {.rate_limit = 0, .teaches = {"VServerGroups.VServerGroup.VServerGroupId", "LoadBalancerId"}};
}

/// Returns the details of a VServer group.
///
/// Source: SLB API (2014-05-15), DescribeVServerGroupAttribute.
struct DescribeVServerGroupAttribute {
  /// Region of the load balancer instance. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the VServer group.
  required<std::string> VServerGroupId;

  /// What DescribeVServerGroupAttribute answers.
  struct response {
    /// Id of the VServer group.
    std::optional<std::string> VServerGroupId{};
    /// Name of the VServer group.
    std::optional<std::string> VServerGroupName{};
    /// Servers of the group.
    std::optional<types::VServerGroupBackendServers> BackendServers{};
    /// When it was made, UTC text.
    std::optional<std::string> CreateTime{};
    /// Id of the load balancer.
    std::optional<std::string> LoadBalancerId{};
    /// Its tags.
    std::optional<types::ResourceTags> Tags{};
  };
};
constexpr descriptor describe(DescribeVServerGroupAttribute const*) { return {.rate_limit = 0}; }

}  // namespace colb::inline COLB_ABI::aliyun::slb
