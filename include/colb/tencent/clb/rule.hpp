// colb: forwarding rules and their domains of Tencent CLB API 3.0.
#pragma once

#include <colb/tencent/clb/types.hpp>

namespace colb::inline COLB_ABI::tencent::clb {

/// Renames a domain under a layer-7 listener.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeTaskStatus.
/// Source: CLB API 3.0 (2018-03-17), ModifyDomain.
struct ModifyDomain {
  /// ID of the load balancer instance.
  required<std::string> LoadBalancerId;
  /// ID of the listener.
  required<std::string> ListenerId;
  /// Present domain name.
  required<std::string> Domain;
  /// New domain name: a plain one of letters, digits, '-' and '.'; a wildcard with '*' at its start or end;
  /// or a regular expression starting with '~'. 1-120 characters.
  required<std::string> NewDomain;

  /// What ModifyDomain answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(ModifyDomain const*) {
  return {.kind = kind::async, .resource = {"LoadBalancerId"}};
}

/// Adds forwarding rules to a layer-7 listener; real servers are then bound to the rules.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeTaskStatus.
/// Source: CLB API 3.0 (2018-03-17), CreateRule.
struct CreateRule {
  /// ID of the load balancer instance.
  required<std::string> LoadBalancerId;
  /// ID of the listener.
  required<std::string> ListenerId;
  /// Rules to add.
  required<std::vector<types::RuleInput>> Rules;

  /// What CreateRule answers.
  struct response {
    /// IDs of the new rules.
    std::vector<std::string> LocationIds{};
  };
};
constexpr descriptor describe(CreateRule const*) {
  return {.kind = kind::async, .resource = {"LoadBalancerId"}};
}

/// Changes a layer-7 forwarding rule: path, health check, forwarding method and more.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeTaskStatus.
/// Source: CLB API 3.0 (2018-03-17), ModifyRule.
struct ModifyRule {
  /// ID of the load balancer instance.
  required<std::string> LoadBalancerId;
  /// ID of the listener.
  required<std::string> ListenerId;
  /// ID of the rule to change.
  required<std::string> LocationId;
  /// New forwarding path; leave out to keep the present one.
  std::optional<std::string> Url{};
  /// Health check settings.
  std::optional<types::HealthCheck> HealthCheck{};
  /// Forwarding method: WRR (weighted round robin), LEAST_CONN (least connections) or IP_HASH.
  /// Default on creation: WRR.
  std::optional<std::string> Scheduler{};
  /// Session persistence time in seconds (the vendor's document states neither unit nor range here).
  std::optional<std::int64_t> SessionExpireTime{};
  /// Protocol between load balancer and real server. Values: HTTP, HTTPS, TRPC. Default on creation: HTTP.
  std::optional<std::string> ForwardType{};
  /// Route of the TRPC callee, needed when ForwardType is TRPC; for internal use.
  std::optional<std::string> TrpcCallee{};
  /// TRPC service method, needed when ForwardType is TRPC; for internal use.
  std::optional<std::string> TrpcFunc{};
  /// Single sign-on of the rule.
  std::optional<types::OAuth> OAuth{};
  /// Name of the cookie that keeps a session at its server.
  std::optional<std::string> CookieName{};

  /// What ModifyRule answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(ModifyRule const*) {
  return {.kind = kind::async, .resource = {"LoadBalancerId"}};
}

/// Changes domain-level settings of a layer-7 listener:
/// the name, the default domain, HTTP/2, QUIC and certificates.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeTaskStatus.
/// Source: CLB API 3.0 (2018-03-17), ModifyDomainAttributes.
struct ModifyDomainAttributes {
  /// ID of the load balancer instance.
  required<std::string> LoadBalancerId;
  /// ID of the listener.
  required<std::string> ListenerId;
  /// Domain of an existing rule; one is enough if the rule has several.
  required<std::string> Domain;
  /// The one new domain name. Excludes NewDomains.
  std::optional<std::string> NewDomain{};
  /// Certificate of the domain; listeners with SNI only. Excludes MultiCertInfo.
  std::optional<types::CertificateInput> Certificate{};
  /// Whether HTTP/2 is on; HTTPS domains only.
  std::optional<bool> Http2{};
  /// Whether this is the listener's default domain, of which there can be one.
  std::optional<bool> DefaultServer{};
  /// Whether QUIC is on; HTTPS domains only.
  std::optional<bool> Quic{};
  /// Domain that becomes the listener's default when the present one stops being it.
  std::optional<std::string> NewDefaultServerDomain{};
  /// The new domain names. Excludes NewDomain.
  std::vector<std::string> NewDomains{};
  /// Several server certificates of different algorithms; listeners with SNI only. Excludes Certificate.
  std::optional<types::MultiCertInfo> MultiCertInfo{};

  /// What ModifyDomainAttributes answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(ModifyDomainAttributes const*) {
  return {.kind = kind::async, .resource = {"LoadBalancerId"}};
}

/// Deletes forwarding rules of a layer-7 listener, by ID or by domain and path.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeTaskStatus.
/// Source: CLB API 3.0 (2018-03-17), DeleteRule.
struct DeleteRule {
  /// ID of the load balancer instance.
  required<std::string> LoadBalancerId;
  /// ID of the listener.
  required<std::string> ListenerId;
  /// IDs of the rules to delete.
  std::vector<std::string> LocationIds{};
  /// Domain of the rule to delete; any one if it has several.
  std::optional<std::string> Domain{};
  /// Path of the rule to delete.
  std::optional<std::string> Url{};
  /// Domain that becomes the listener's default when the present one goes away.
  std::optional<std::string> NewDefaultServerDomain{};

  /// What DeleteRule answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(DeleteRule const*) {
  return {.kind = kind::async, .resource = {"LoadBalancerId"}};
}

}  // namespace colb::inline COLB_ABI::tencent::clb
