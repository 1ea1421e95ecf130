// colb: forwarding rules of Tencent CLB API 2017.
#pragma once

#include <colb/tencent/clb_2017/types.hpp>

namespace colb::inline COLB_ABI::tencent::clb_2017 {

/// Renames a domain of a layer-7 listener.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeLoadBalancersTaskResult.
/// Source: CLB API 2017 (v2), ModifyForwardLBRulesDomain.
struct ModifyForwardLBRulesDomain {
  /// ID of the load balancer (lb-...), as listed by DescribeLoadBalancers with forward = 1 or -1.
  required<std::string> loadBalancerId;
  /// ID of the application-type listener (lbl-...), as listed by DescribeForwardLBListeners.
  required<std::string> listenerId;
  /// Present domain under the listener.
  required<std::string> domain;
  /// New domain, 1 to 80 characters: plain (letters, digits, '-', '.'), with a '*' wildcard at the start or
  /// the end only, or a regular expression beginning with '~'.
  required<std::string> newDomain;

  /// What ModifyForwardLBRulesDomain answers.
  struct response {
    /// Task ID; pass it to DescribeLoadBalancersTaskResult to follow the operation.
    std::optional<std::int64_t> requestId{};
  };
};
constexpr descriptor describe(ModifyForwardLBRulesDomain const*) {
  return {.kind = kind::async, .rate_limit = 0, .resource = {"loadBalancerId"}};
}

/// Changes the path, session persistence,
/// scheduling or health check of a forwarding rule of a layer-7 listener.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeLoadBalancersTaskResult.
/// Source: CLB API 2017 (v2), ModifyLoadBalancerRulesProbe.
struct ModifyLoadBalancerRulesProbe {
  /// ID of the load balancer (lb-...), as listed by DescribeLoadBalancers with forward = 1 or -1.
  required<std::string> loadBalancerId;
  /// ID of the application-type listener (lbl-...), as listed by DescribeForwardLBListeners.
  required<std::string> listenerId;
  /// ID of the forwarding rule (loc-...), as listed by DescribeForwardLBListeners.
  required<std::string> locationId;
  /// New path of the rule, 1-80 characters. Modifiers before it: ~ regex, ~* case-insensitive regex, ^~ best
  /// match (ends the search), = exact match. A path that is no regex: letters, digits and _ . - ? = /.
  std::optional<std::string> url{};
  /// Session persistence time of the rule: 30 to 3600, or 0 to turn it off.
  std::optional<std::int64_t> sessionExpire{};
  /// Health check of the rule: 1 = on, 0 = off.
  std::optional<std::int64_t> healthSwitch{};
  /// Time between health checks, 5 to 300.
  std::optional<std::int64_t> intervalTime{};
  /// Healthy threshold of the rule, 2 to 10.
  std::optional<std::int64_t> healthNum{};
  /// Unhealthy threshold of the rule, 2 to 10.
  std::optional<std::int64_t> unhealthNum{};
  /// How requests are spread: wrr = weighted round robin, ip_hash = by source IP,
  /// least_conn = fewest connections.
  std::optional<std::string> httpHash{};
  /// Sum of the HTTP status classes that count as healthy, 1 to 31:
  /// 1 = 1xx, 2 = 2xx, 4 = 3xx, 8 = 4xx, 16 = 5xx. Default on creation: 31.
  std::optional<std::int64_t> httpCode{};
  /// Path probed by the health check; begins with '/', 1 to 80 characters out of a-z, 0-9 and _ . - ? = /.
  /// Default on creation: /.
  std::optional<std::string> httpCheckPath{};
  /// HTTP method of the health check. Values: HEAD, GET.
  std::optional<std::string> httpCheckMethod{};
  /// Domain sent by the health check: a plain domain name out of a-z, 0-9 and _ . -.
  std::optional<std::string> httpCheckDomain{};

  /// What ModifyLoadBalancerRulesProbe answers.
  struct response {
    /// Task ID; pass it to DescribeLoadBalancersTaskResult to follow the operation.
    std::optional<std::int64_t> requestId{};
  };
};
constexpr descriptor describe(ModifyLoadBalancerRulesProbe const*) {
  return {.kind = kind::async, .rate_limit = 0, .resource = {"loadBalancerId"}};
}

/// Creates forwarding rules under a layer-7 listener.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeLoadBalancersTaskResult.
/// Source: CLB API 2017 (v2), CreateForwardLBListenerRules.
struct CreateForwardLBListenerRules {
  /// ID of the load balancer (lb-...), as listed by DescribeLoadBalancers with forward = 1 or -1.
  required<std::string> loadBalancerId;
  /// ID of the application-type listener (lbl-...), as listed by DescribeForwardLBListeners.
  required<std::string> listenerId;
  /// Forwarding rules to create.
  required<std::vector<types::ForwardRuleSpec>> rules;

  /// What CreateForwardLBListenerRules answers.
  struct response {
    /// Task ID; pass it to DescribeLoadBalancersTaskResult to follow the operation.
    std::optional<std::int64_t> requestId{};
  };
};
constexpr descriptor describe(CreateForwardLBListenerRules const*) {
  return {.kind = kind::async, .rate_limit = 0, .resource = {"loadBalancerId"}};
}

/// Deletes forwarding rules of a layer-7 listener, named by ID or by domain and path.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeLoadBalancersTaskResult.
/// Source: CLB API 2017 (v2), DeleteForwardLBListenerRules.
struct DeleteForwardLBListenerRules {
  /// ID of the load balancer (lb-...), as listed by DescribeLoadBalancers with forward = 1 or -1.
  required<std::string> loadBalancerId;
  /// ID of the application-type listener (lbl-...), as listed by DescribeForwardLBListeners.
  required<std::string> listenerId;
  /// IDs of the forwarding rules to delete (loc-...), as listed by DescribeForwardLBListeners.
  std::vector<std::string> locationIds{};
  /// Domain of the forwarding rule, as another way to name it.
  std::optional<std::string> domain{};
  /// Path of the forwarding rule, as another way to name it.
  std::optional<std::string> url{};

  /// What DeleteForwardLBListenerRules answers.
  struct response {
    /// Task ID; pass it to DescribeLoadBalancersTaskResult to follow the operation.
    std::optional<std::int64_t> requestId{};
  };
};
constexpr descriptor describe(DeleteForwardLBListenerRules const*) {
  return {.kind = kind::async, .rate_limit = 0, .resource = {"loadBalancerId"}};
}

}  // namespace colb::inline COLB_ABI::tencent::clb_2017
