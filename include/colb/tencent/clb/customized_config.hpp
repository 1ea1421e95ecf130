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

}  // namespace colb::inline COLB_ABI::tencent::clb
