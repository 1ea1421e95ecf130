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
  /// Protocol of the listener; needed where a TCP and a UDP listener share the port. Values: tcp, udp, http,
  /// https.
  std::optional<std::string> ListenerProtocol{};
  /// Whether the request is only checked and nothing is changed. Default: false.
  std::optional<bool> DryRun{};

  /// What CreateRules answers.
  struct response {
    /// The created rules.
    std::optional<types::CreatedRules> Rules{};
  };
};
constexpr descriptor describe(CreateRules const*) {
  return {.kind = kind::write,
          .rate_limit = 0,
          .resource = {"LoadBalancerId"},
          .batch = {"RuleList", 10},
          .teaches = {"Rules.Rule.RuleId", "LoadBalancerId"}};
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
  return {.kind = kind::write, .rate_limit = 0, .resource = {"RuleIds"}, .batch = {"RuleIds", 10}};
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
  /// Cookie set on the server, for sticky type server: 1-200 ASCII characters.
  std::optional<std::string> Cookie{};
  /// Life of the cookie in seconds, for sticky type insert. Range: 1-86400.
  std::optional<std::int64_t> CookieTimeout{};
  /// Whether health checks are on. Values: on, off.
  std::optional<std::string> HealthCheck{};
  /// Port that is checked. Range: 1-65535.
  std::optional<std::int64_t> HealthCheckConnectPort{};
  /// Host name sent with the check; $_ip or empty: address of the server.
  std::optional<std::string> HealthCheckDomain{};
  /// Status classes that count as healthy, comma-separated: http_2xx, http_3xx, http_4xx, http_5xx.
  std::optional<std::string> HealthCheckHttpCode{};
  /// Seconds between checks. Range: 1-50.
  std::optional<std::int64_t> HealthCheckInterval{};
  /// Seconds to wait for the answer to a check. Range: 1-300.
  std::optional<std::int64_t> HealthCheckTimeout{};
  /// Path that is checked.
  std::optional<std::string> HealthCheckURI{};
  /// Successive successes after which a server goes from fail to success. Range: 2-10.
  std::optional<std::int64_t> HealthyThreshold{};
  /// Whether the rule uses its listener's health check, session persistence and scheduling (on) or its own
  /// (off).
  std::optional<std::string> ListenerSync{};
  /// Name of the rule: 1-40 characters.
  std::optional<std::string> RuleName{};
  /// Scheduling; needed when ListenerSync is off. Values: wrr, rr.
  std::optional<std::string> Scheduler{};
  /// Whether sessions stick to a server. Values: on, off.
  std::optional<std::string> StickySession{};
  /// How the cookie is handled. insert: the load balancer plants one; server: it rewrites the one the server
  /// sets. Values: insert, server.
  std::optional<std::string> StickySessionType{};
  /// Successive failures after which a server goes from success to fail. Range: 2-10.
  std::optional<std::int64_t> UnhealthyThreshold{};
  /// Whether the request is only checked and nothing is changed. Default: false.
  std::optional<bool> DryRun{};

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
    /// Cookie set on the server, for sticky type server: 1-200 ASCII characters.
    std::optional<std::string> Cookie{};
    /// Life of the cookie in seconds, for sticky type insert.
    std::optional<std::int64_t> CookieTimeout{};
    /// Whether health checks are on.
    std::optional<std::string> HealthCheck{};
    /// Port that is checked.
    std::optional<std::int64_t> HealthCheckConnectPort{};
    /// Host name sent with the check; $_ip or empty: address of the server.
    std::optional<std::string> HealthCheckDomain{};
    /// Status classes that count as healthy, comma-separated: http_2xx, http_3xx, http_4xx, http_5xx.
    std::optional<std::string> HealthCheckHttpCode{};
    /// Seconds between checks.
    std::optional<std::int64_t> HealthCheckInterval{};
    /// Seconds to wait for the answer to a check.
    std::optional<std::int64_t> HealthCheckTimeout{};
    /// Path that is checked.
    std::optional<std::string> HealthCheckURI{};
    /// Successive successes after which a server counts as healthy.
    std::optional<std::int64_t> HealthyThreshold{};
    /// Whether the rule uses its listener's health check, session persistence and scheduling (on) or its own
    /// (off).
    std::optional<std::string> ListenerSync{};
    /// Id of the rule.
    std::optional<std::string> RuleId{};
    /// Scheduling; needed when ListenerSync is off.
    std::optional<std::string> Scheduler{};
    /// Whether sessions stick to a server.
    std::optional<std::string> StickySession{};
    /// How the cookie is handled. insert: the load balancer plants one; server: it rewrites the one the
    /// server sets.
    std::optional<std::string> StickySessionType{};
    /// Successive failures after which a server counts as unhealthy.
    std::optional<std::int64_t> UnhealthyThreshold{};
  };
};
constexpr descriptor describe(DescribeRuleAttribute const*) {
  return {.rate_limit = 0, .teaches = {"RuleId", "LoadBalancerId"}};
}

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
  /// Protocol of the listener; needed where a TCP and a UDP listener share the port. Values: tcp, udp, http,
  /// https.
  std::optional<std::string> ListenerProtocol{};

  /// What DescribeRules answers.
  struct response {
    /// The rules.
    std::vector<types::Rule> RuleList{};
    /// The rules, as today's service answers; RuleList is filled in from it.
    std::optional<types::RuleDetails> Rules{};
  };
};
constexpr descriptor describe(DescribeRules const*) {
  return {.rate_limit = 0, .teaches = {"RuleList.RuleId", "LoadBalancerId"}};
}

}  // namespace colb::inline COLB_ABI::aliyun::slb
