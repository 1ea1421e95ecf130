// colb: custom configurations of Tencent CLB API 3.0.
#pragma once

#include <colb/tencent/clb/types.hpp>

namespace colb::inline COLB_ABI::tencent::clb {

/// Creates, deletes, changes, binds or unbinds a custom configuration of load balancers.
///
/// Source: CLB API 3.0 (2018-03-17), SetCustomizedConfigForLoadBalancer.
struct SetCustomizedConfigForLoadBalancer {
  /// What to do: ADD create, DELETE, UPDATE change, BIND, UNBIND.
  required<std::string> OperationType;
  /// Configuration ID, e.g. pz-1234abcd; needed except with ADD.
  std::optional<std::string> UconfigId{};
  /// Text of the configuration; needed to create it or change its content.
  std::optional<std::string> ConfigContent{};
  /// Configuration name; needed to create or rename it.
  std::optional<std::string> ConfigName{};
  /// Load balancers to bind to or unbind from; needed with BIND and UNBIND.
  std::vector<std::string> LoadBalancerIds{};
  /// Tags of the configuration.
  std::vector<types::TagInfo> Tags{};

  /// What SetCustomizedConfigForLoadBalancer answers.
  struct response {
    /// Configuration ID, e.g. pz-1234abcd (the value that inputs call UconfigId).
    std::optional<std::string> ConfigId{};
  };
};
constexpr descriptor describe(SetCustomizedConfigForLoadBalancer const*) {
  return {.kind = kind::write, .resource = {"LoadBalancerIds", "UconfigId"}};
}

/// Lists the custom configurations of the account.
///
/// Source: CLB API 3.0 (2018-03-17), DescribeCustomizedConfigList.
struct DescribeCustomizedConfigList {
  /// Configuration type: CLB for load balancers, SERVER for domain names, LOCATION for forwarding rules.
  required<std::string> ConfigType;
  /// Offset of the first result, default 0.
  std::optional<std::int64_t> Offset{};
  /// Results per page, default 20.
  std::optional<std::int64_t> Limit{};
  /// Only configurations of this name; fuzzy match.
  std::optional<std::string> ConfigName{};
  /// Only these configurations.
  std::vector<std::string> UconfigIds{};
  /// Filters: loadbalancer-id (e.g. lb-12345678) and vip (e.g. 1.1.1.1 or 2204::22:3).
  std::vector<types::Filter> Filters{};

  /// What DescribeCustomizedConfigList answers.
  struct response {
    /// The configurations.
    std::vector<types::ConfigListItem> ConfigList{};
    /// Number of configurations.
    std::optional<std::int64_t> TotalCount{};
  };
};
constexpr descriptor describe(DescribeCustomizedConfigList const*) {
  return {.pages = {.offset = "Offset", .limit = "Limit", .items = "ConfigList", .total = "TotalCount"}};
}

/// Lists what a custom configuration is bound to:
/// forwarding rules, domain names or load balancers, optionally of one domain name.
///
/// Source: CLB API 3.0 (2018-03-17), DescribeCustomizedConfigAssociateList.
struct DescribeCustomizedConfigAssociateList {
  /// Configuration ID.
  std::optional<std::string> UconfigId{};
  /// Offset of the first result, default 0.
  std::optional<std::int64_t> Offset{};
  /// Results per page, default 20.
  std::optional<std::int64_t> Limit{};
  /// Only bindings of this domain name.
  std::optional<std::string> Domain{};

  /// What DescribeCustomizedConfigAssociateList answers.
  struct response {
    /// The bindings.
    std::vector<types::BindDetailItem> BindList{};
    /// Number of bindings.
    std::optional<std::int64_t> TotalCount{};
  };
};
constexpr descriptor describe(DescribeCustomizedConfigAssociateList const*) {
  return {.pages = {.offset = "Offset", .limit = "Limit", .items = "BindList", .total = "TotalCount"}};
}

/// Creates a configuration.
///
/// International site only; SetCustomizedConfigForLoadBalancer has taken its place.
/// Asynchronous: `call_and_wait` follows the task with DescribeTaskStatus.
/// Source: SDK metadata of 2026, CLB API 3.0 (2018-03-17), AddCustomizedConfig.
struct AddCustomizedConfig {
  /// Name of the configuration.
  required<std::string> ConfigName;
  /// Level it applies to: CLB, SERVER (domain names) or LOCATION (forwarding rules).
  required<std::string> ConfigType;
  /// Text of the configuration.
  required<std::string> ConfigContent;
  /// Tags of the configuration.
  std::vector<types::TagInfo> Tags{};

  /// What AddCustomizedConfig answers.
  struct response {
    /// ID of the new configuration.
    std::optional<std::string> ConfigId{};
  };
};
constexpr descriptor describe(AddCustomizedConfig const*) { return {.kind = kind::async}; }

/// Binds a configuration to servers or locations.
///
/// SetCustomizedConfigForLoadBalancer has taken its place.
/// Asynchronous: `call_and_wait` follows the task with DescribeTaskStatus.
/// Source: SDK metadata of 2026, CLB API 3.0 (2018-03-17), AssociateCustomizedConfig.
struct AssociateCustomizedConfig {
  /// ID of the configuration.
  required<std::string> UconfigId;
  /// Where to bind it.
  required<std::vector<types::BindItem>> BindList;

  /// What AssociateCustomizedConfig answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(AssociateCustomizedConfig const*) {
  return {.kind = kind::async, .resource = {"BindList.LoadBalancerId", "UconfigId"}};
}

/// Unbinds a configuration.
///
/// SetCustomizedConfigForLoadBalancer has taken its place.
/// Asynchronous: `call_and_wait` follows the task with DescribeTaskStatus.
/// Source: SDK metadata of 2026, CLB API 3.0 (2018-03-17), DisassociateCustomizedConfig.
struct DisassociateCustomizedConfig {
  /// ID of the configuration.
  required<std::string> UconfigId;
  /// Where to unbind it.
  required<std::vector<types::BindItem>> BindList;

  /// What DisassociateCustomizedConfig answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(DisassociateCustomizedConfig const*) {
  return {.kind = kind::async, .resource = {"BindList.LoadBalancerId", "UconfigId"}};
}

/// Changes a configuration and everything it is bound to.
///
/// International site only; SetCustomizedConfigForLoadBalancer has taken its place.
/// Asynchronous: `call_and_wait` follows the task with DescribeTaskStatus.
/// Source: SDK metadata of 2026, CLB API 3.0 (2018-03-17), ModifyCustomizedConfig.
struct ModifyCustomizedConfig {
  /// Name of the configuration.
  required<std::string> ConfigName;
  /// ID of the configuration.
  required<std::string> UconfigId;
  /// Text of the configuration.
  required<std::string> ConfigContent;

  /// What ModifyCustomizedConfig answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(ModifyCustomizedConfig const*) {
  return {.kind = kind::async, .resource = {"UconfigId"}};
}

/// Deletes configurations.
///
/// International site only; SetCustomizedConfigForLoadBalancer has taken its place.
/// Asynchronous: `call_and_wait` follows the task with DescribeTaskStatus.
/// Source: SDK metadata of 2026, CLB API 3.0 (2018-03-17), DeleteCustomizedConfig.
struct DeleteCustomizedConfig {
  /// IDs of the configurations.
  required<std::vector<std::string>> UconfigIdList;

  /// What DeleteCustomizedConfig answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(DeleteCustomizedConfig const*) {
  return {.kind = kind::async, .resource = {"UconfigIdList"}};
}

}  // namespace colb::inline COLB_ABI::tencent::clb
