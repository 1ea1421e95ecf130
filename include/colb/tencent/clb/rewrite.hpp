// colb: redirections of Tencent CLB API 3.0.
#pragma once

#include <colb/tencent/clb/types.hpp>

namespace colb::inline COLB_ABI::tencent::clb {

/// Shows which forwarding rules of a load balancer are redirected and where to.
///
/// Without listener or rule IDs all redirections of the instance are returned.
/// Source: CLB API 3.0 (2018-03-17), DescribeRewrite.
struct DescribeRewrite {
  /// ID of the load balancer.
  required<std::string> LoadBalancerId;
  /// Restricts the query to these source listeners.
  std::vector<std::string> SourceListenerIds{};
  /// Restricts the query to these source forwarding rules.
  std::vector<std::string> SourceLocationIds{};

  /// What DescribeRewrite answers.
  struct response {
    /// Forwarding rules that are redirected; empty if there are none.
    std::vector<types::RuleOutput> RewriteSet{};
  };
};
constexpr descriptor describe(DescribeRewrite const*) { return {}; }

/// Sets up redirections from forwarding rules of one listener to rules of another, between HTTP and HTTPS.
///
/// A rule has only one redirection, and a target rule may not itself be redirected. Asynchronous by the
/// vendor's SDK (its document does not say so): `call_and_wait` follows the task with DescribeTaskStatus.
/// Source: CLB API 3.0 (2018-03-17), ManualRewrite.
struct ManualRewrite {
  /// ID of the load balancer.
  required<std::string> LoadBalancerId;
  /// ID of the listener whose traffic is redirected.
  required<std::string> SourceListenerId;
  /// ID of the listener the traffic is redirected to.
  required<std::string> TargetListenerId;
  /// Pairs of source and target forwarding rule.
  required<std::vector<types::RewriteLocationMap>> RewriteInfos;

  /// What ManualRewrite answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(ManualRewrite const*) {
  return {.kind = kind::async, .resource = {"LoadBalancerId"}};
}

/// Redirects HTTP:80 to an existing HTTPS:443 listener with rules;
/// the HTTP:80 listener and its matching rules are made if they are missing.
///
/// Asynchronous by the vendor's SDK (its document does not say so):
/// `call_and_wait` follows the task with DescribeTaskStatus.
/// Source: CLB API 3.0 (2018-03-17), AutoRewrite.
struct AutoRewrite {
  /// ID of the load balancer.
  required<std::string> LoadBalancerId;
  /// ID of the HTTPS:443 listener.
  required<std::string> ListenerId;
  /// Domains of the HTTPS:443 listener to redirect; all of its domains if left out or empty.
  std::vector<std::string> Domains{};
  /// HTTP status codes of the redirections. Values: 301, 302, 307.
  std::vector<std::int64_t> RewriteCodes{};
  /// Whether the redirection carries the matched URL along.
  std::vector<bool> TakeUrls{};

  /// What AutoRewrite answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(AutoRewrite const*) {
  return {.kind = kind::async, .resource = {"LoadBalancerId"}};
}

/// Removes the redirections between the given forwarding rules.
///
/// Asynchronous by the vendor's SDK (its document does not say so):
/// `call_and_wait` follows the task with DescribeTaskStatus.
/// Source: CLB API 3.0 (2018-03-17), DeleteRewrite.
struct DeleteRewrite {
  /// ID of the load balancer.
  required<std::string> LoadBalancerId;
  /// ID of the listener whose traffic is redirected.
  required<std::string> SourceListenerId;
  /// ID of the listener the traffic is redirected to.
  required<std::string> TargetListenerId;
  /// Pairs of source and target forwarding rule whose redirection is removed.
  required<std::vector<types::RewriteLocationMap>> RewriteInfos;

  /// What DeleteRewrite answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(DeleteRewrite const*) {
  return {.kind = kind::async, .resource = {"LoadBalancerId"}};
}

}  // namespace colb::inline COLB_ABI::tencent::clb
