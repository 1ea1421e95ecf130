// colb: how changes at Alibaba Cloud SLB, which has no tasks, are seen to have taken effect.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

#include <colb/aliyun/slb/types.hpp>
#include <colb/engine/protocol.hpp>
#include <colb/engine/task_rule.hpp>
#include <colb/error.hpp>
#include <colb/reply.hpp>

namespace colb::inline COLB_ABI::aliyun::slb {

/// By what an Action is seen to have taken effect: the state in which its resource is then.
struct end_state {
  /// Whose state it is.
  enum class of : std::uint8_t { load_balancer, listener, tls_policy };

  std::string_view action;
  of resource;
  /// Any of these, in any case; none: the resource is gone, or `wanted` says.
  std::array<std::string_view, 2> states{};
  /// The field of the request that names the state instead.
  std::string_view wanted{};

  constexpr bool is_to_go() const noexcept { return states[0].empty() && wanted.empty(); }
};

/// The Actions that something can be waited for after, with what. All others are done when they answer.
///
/// Source: SLB API (2014-05-15), "Listener states": stopped, starting, running, configuring, stopping; the
/// load balancer's: inactive, active, locked; a TLS policy's (SDK metadata of 2026): configuring, normal.
inline constexpr end_state end_states[] = {
    {"CreateLoadBalancer", end_state::of::load_balancer, {"active"}},
    {"SetLoadBalancerStatus", end_state::of::load_balancer, {}, "LoadBalancerStatus"},
    {"DeleteLoadBalancer", end_state::of::load_balancer},
    // Running, where somebody else was quick to start it.
    {"CreateLoadBalancerHTTPListener", end_state::of::listener, {"stopped", "running"}},
    {"CreateLoadBalancerHTTPSListener", end_state::of::listener, {"stopped", "running"}},
    {"CreateLoadBalancerTCPListener", end_state::of::listener, {"stopped", "running"}},
    {"CreateLoadBalancerUDPListener", end_state::of::listener, {"stopped", "running"}},
    {"StartLoadBalancerListener", end_state::of::listener, {"running"}},
    {"StopLoadBalancerListener", end_state::of::listener, {"stopped"}},
    {"DeleteLoadBalancerListener", end_state::of::listener},
    {"SetLoadBalancerHTTPListenerAttribute", end_state::of::listener, {"running", "stopped"}},
    {"SetLoadBalancerHTTPSListenerAttribute", end_state::of::listener, {"running", "stopped"}},
    {"SetLoadBalancerTCPListenerAttribute", end_state::of::listener, {"running", "stopped"}},
    {"SetLoadBalancerUDPListenerAttribute", end_state::of::listener, {"running", "stopped"}},
    {"SetListenerAccessControlStatus", end_state::of::listener, {"running", "stopped"}},
    {"AddListenerWhiteListItem", end_state::of::listener, {"running", "stopped"}},
    {"RemoveListenerWhiteListItem", end_state::of::listener, {"running", "stopped"}},
    {"CreateRules", end_state::of::listener, {"running", "stopped"}},
    {"SetTLSCipherPolicyAttribute", end_state::of::tls_policy, {"normal"}},
};

/// What is waited for after an Action; null when nothing is.
constexpr end_state const* end_state_of(std::string_view action) {
  for (end_state const& end : end_states) {
    if (end.action == action) return &end;
  }
  return nullptr;
}

/// Whether something can be waited for after an Action.
constexpr bool shows_its_end(std::string_view action) {
  // Not by the pointer above: with UBSan, GCC 12 takes its comparison with null for no constant.
  for (end_state const& end : end_states) {
    if (end.action == action) return true;
  }
  return false;
}

namespace detail {

/// The queries, reduced to what waiting looks at: a poll reads no more than that, and names no large struct.
/// One struct for all of them: `state_rule::info` says which Action it is.
struct look {
  std::optional<std::string> RegionId{};
  std::optional<std::string> LoadBalancerId{};
  std::optional<std::string> ListenerPort{};
  std::optional<std::string> TLSCipherPolicyId{};

  struct tls_policy {
    std::optional<std::string> InstanceId{};
    std::optional<std::string> Status{};
  };
  struct response {
    // Of a load balancer. Its listeners come as ports, as ports with protocols, or both, and not always in
    // lists: all forms are read.
    std::optional<std::string> LoadBalancerId{};
    std::optional<std::string> LoadBalancerStatus{};
    std::optional<boost::json::value> ListenerPorts{};
    std::optional<boost::json::value> ListenerPortsAndProtocol{};
    std::optional<boost::json::value> ListenerPortsAndProtocal{};
    // Of a listener.
    std::optional<boost::json::value> ListenerPort{};
    std::optional<std::string> Status{};
    // Of TLS policies.
    std::vector<look::tls_policy> TLSCipherPolicies{};
  };
};
constexpr descriptor describe(look const*) { return {.rate_limit = 0}; }

/// A listener in an answer of DescribeLoadBalancerAttribute.
struct listener_entry {
  std::string port;
  std::string protocol;  ///< In lower case; empty: the answer does not say.
};

/// The listeners that an answer names, by the form that says most.
std::vector<listener_entry> listeners_in(look::response const& seen);

/// What `state_rule` will have to know, of a call that has succeeded: the load balancer's ID, the listener's
/// port, the state wanted, the region if the request named one, the listener's protocol if it did; or a TLS
/// policy's ID and the region at their places. What is empty at the end is left out.
std::vector<std::string> watched_ids(inner::encoded_call const& call, void const* response);

}  // namespace detail

/// How the effect of a change is followed: by looks at what was changed, until it is as `end_states` says.
///
/// States are compared without case. A state that nobody knows, or none, is still under way; `locked` and
/// words of failure end the wait.
struct state_rule {
  using action = detail::look;

  static constexpr bool follows(std::string_view name) { return shows_its_end(name); }
  static action request(task const& about);
  static inner::action_info const& info(task const& about);
  /// The protocol of a listener, where neither Action nor request named it.
  static std::optional<task> closer(reply<action> const& seen, task const& about);
  static bool at_once(task const& about);
  static task_progress look(reply<action> const& seen, task const& about);
  static std::optional<task_progress> refused(error const& e, task const& about);

  /// Nothing: states tell no more than the answer did.
  template <class Reply>
  static void fill_in(Reply&, std::vector<std::string>) {}
};

}  // namespace colb::inline COLB_ABI::aliyun::slb

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/aliyun/slb/impl/waiting.ipp>
#endif
