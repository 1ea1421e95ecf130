// colb: forwarding rules of Alibaba Cloud SLB.
#pragma once

#include <colb/aliyun/slb/types.hpp>

namespace colb::inline COLB_ABI::aliyun::slb {

/// Adds forwarding rules to a listener.
///
/// Source: SLB API (2014-05-15), CreateRules.
struct CreateRules {
  /// Region of the load balancer instance. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the load balancer instance.
  required<std::string> LoadBalancerId;
  /// Front-end port of the listener as text, 1-65535.
  required<std::string> ListenerPort;
  /// Rules to add, sent as a JSON text; at most 10 in one call.
  required<std::vector<types::RuleSpec>> RuleList;

  /// What CreateRules answers.
  struct response {
    /// The created rules.
    std::optional<types::CreatedRules> Rules{};
  };
};
constexpr descriptor describe(CreateRules const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"LoadBalancerId"}};
}
constexpr auto json_text_fields(CreateRules const*) { return names("RuleList"); }

/// Deletes forwarding rules.
///
/// Source: SLB API (2014-05-15), DeleteRules.
struct DeleteRules {
  /// Region of the load balancer instance. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Ids of the rules to delete, sent as a JSON text.
  required<std::vector<std::string>> RuleIds;

  /// What DeleteRules answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(DeleteRules const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"RuleIds"}};
}
constexpr auto json_text_fields(DeleteRules const*) { return names("RuleIds"); }

/// Changes the VServer group that a forwarding rule forwards to.
///
/// Source: SLB API (2014-05-15), SetRule.
struct SetRule {
  /// Region of the load balancer instance. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the rule.
  required<std::string> RuleId;
  /// Id of the VServer group to forward to.
  required<std::string> VServerGroupId;

  /// What SetRule answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(SetRule const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"RuleId"}};
}

/// Returns the configuration of a forwarding rule.
///
/// Source: SLB API (2014-05-15), DescribeRuleAttribute.
struct DescribeRuleAttribute {
  /// Region of the load balancer instance. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the rule.
  required<std::string> RuleId;

  /// What DescribeRuleAttribute answers.
  struct response {
    /// Name of the rule.
    std::optional<std::string> RuleName{};
    /// Id of the load balancer instance.
    std::optional<std::string> LoadBalancerId{};
    /// Front-end port of the listener, as text.
    std::optional<std::string> ListenerPort{};
    /// Domain of the requests.
    std::optional<std::string> Domain{};
    /// Path of the requests.
    std::optional<std::string> Url{};
    /// Id of the VServer group the rule forwards to.
    std::optional<std::string> VServerGroupId{};
  };
};
constexpr descriptor describe(DescribeRuleAttribute const*) { return {.rate_limit = 0}; }

/// Lists the forwarding rules of a listener.
///
/// Source: SLB API (2014-05-15), DescribeRules.
struct DescribeRules {
  /// Region of the load balancer instance. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the load balancer instance.
  required<std::string> LoadBalancerId;
  /// Front-end port of the listener as text, 1-65535.
  required<std::string> ListenerPort;

  /// What DescribeRules answers.
  struct response {
    /// The rules.
    std::vector<types::Rule> RuleList{};
  };
};
constexpr descriptor describe(DescribeRules const*) { return {.rate_limit = 0}; }

}  // namespace colb::inline COLB_ABI::aliyun::slb
