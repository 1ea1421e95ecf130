// colb: how changes at Alibaba Cloud SLB are seen to have taken effect, the bodies.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <colb/aliyun/slb/waiting.hpp>
#include <colb/resilience/meaning.hpp>
#include <colb/strings/ascii.hpp>

namespace colb::inline COLB_ABI::aliyun::slb {

namespace detail {

/// A scalar as text: ports are numbers or texts.
COLB_DECL std::string scalar_text(boost::json::value const& value) {
  return value.is_string() ? std::string(value.get_string()) : boost::json::serialize(value);
}

COLB_DECL void collect_listeners(boost::json::value const& value, std::vector<listener_entry>& into) {
  if (auto const* const list = value.if_array()) {
    for (auto const& each : *list) collect_listeners(each, into);
    return;
  }
  auto const* const object = value.if_object();
  if (!object) {
    if (!value.is_null()) into.push_back({scalar_text(value), {}});
    return;
  }
  auto const* const port = object->if_contains("ListenerPort");
  if (!port || port->is_structured()) {
    for (auto const& [name, member] : *object) collect_listeners(member, into);
    return;
  }
  listener_entry entry{scalar_text(*port), {}};
  // The vendor's example spells it both ways.
  for (std::string_view const name : {"ListenerProtocol", "ListenerProtocal"}) {
    auto const* const protocol = object->if_contains(name);
    if (protocol && protocol->is_string()) entry.protocol = inner::ascii_lowered(protocol->get_string());
  }
  into.push_back(std::move(entry));
}

COLB_DECL std::vector<listener_entry> listeners_in(look::response const& seen) {
  std::vector<listener_entry> out;
  for (auto const* const form :
       {&seen.ListenerPortsAndProtocol, &seen.ListenerPortsAndProtocal, &seen.ListenerPorts}) {
    if (*form) collect_listeners(**form, out);
    if (!out.empty()) break;
  }
  return out;
}

COLB_DECL std::vector<std::string> watched_ids(inner::encoded_call const& call, void const* response) {
  end_state const* const end = end_state_of(call.action->name);
  if (!end) return {};
  auto const parameter = [&](std::string_view name) {
    for (auto const& [key, value] : call.parameters) {
      if (key == name && !name.empty()) return value;
    }
    return std::string();
  };
  bool const policy = end->resource == end_state::of::tls_policy;
  std::vector<std::string> ids{parameter(policy ? "TLSCipherPolicyId" : "LoadBalancerId"),
                               parameter("ListenerPort"), parameter(end->wanted), parameter("RegionId"),
                               inner::ascii_lowered(parameter("ListenerProtocol"))};
  if (auto const* const field = inner::find_field(*call.action->response, "LoadBalancerId")) {
    void const* const id = field->type->get(inner::field_at(response, *field));
    if (id) ids[0] = *static_cast<std::string const*>(id);
  }
  if (ids[0].empty()) return {};
  while (ids.back().empty()) ids.pop_back();
  return ids;
}

constexpr inner::action_info look_named(std::string_view name) {
  inner::action_info info = inner::make_action_info<look>();
  info.name = name;
  return info;
}

inline constexpr inner::action_info balancer_look = look_named("DescribeLoadBalancerAttribute");
inline constexpr inner::action_info policy_look = look_named("ListTLSCipherPolicies");

struct listener_query {
  std::string_view protocol;  ///< In lower case, as DescribeLoadBalancerAttribute has it.
  std::string_view infix;     ///< In the names of Actions.
  inner::action_info info;
};
inline constexpr listener_query listener_queries[] = {
    {"http", "HTTPListener", look_named("DescribeLoadBalancerHTTPListenerAttribute")},
    {"https", "HTTPSListener", look_named("DescribeLoadBalancerHTTPSListenerAttribute")},
    {"tcp", "TCPListener", look_named("DescribeLoadBalancerTCPListenerAttribute")},
    {"udp", "UDPListener", look_named("DescribeLoadBalancerUDPListenerAttribute")},
};

/// A task, taken apart.
struct watched {
  explicit watched(task const& about)
      : end(end_state_of(about.action)),
        resource(id_of(about, 0)),
        port(id_of(about, 1)),
        wanted(id_of(about, 2)),
        region(id_of(about, 3)),
        protocol(inner::ascii_lowered(id_of(about, 4))) {
    for (listener_query const& query : listener_queries) {
      bool const in_name = about.action.find(query.infix) != std::string::npos;
      if (in_name || query.protocol == protocol) listener = &query;
    }
  }

  static std::string id_of(task const& about, std::size_t index) {
    return index < about.ids.size() ? about.ids[index] : std::string();
  }

  bool is_of(end_state::of what) const { return end->resource == what; }
  /// Whether the answers looked at are a listener's own; otherwise its load balancer tells of it.
  bool asks_listener() const { return is_of(end_state::of::listener) && listener && !end->is_to_go(); }
  bool lacks_protocol() const { return is_of(end_state::of::listener) && !listener && !end->is_to_go(); }

  end_state const* end;
  std::string resource;
  std::string port;
  std::string wanted;
  std::string region;
  std::string protocol;
  listener_query const* listener = nullptr;
};

[[noreturn]] COLB_DECL void refuse_task(task const& about) {
  inner::error_info info;
  info.condition = condition::invalid_request;
  info.action = about.action;
  info.task = about;
  info.detail = "there is nothing to wait for after this Action, or the task does not say at what to look";
  throw error(std::move(info));
}

COLB_DECL bool is_known_on_the_way(std::string_view state) {
  constexpr std::string_view words[] = {"starting", "configuring", "stopping", "running",
                                        "stopped",  "inactive",    "active"};
  return std::any_of(std::begin(words), std::end(words),
                     [&](std::string_view word) { return inner::same_but_case(word, state); });
}

COLB_DECL task_progress judge_state(std::optional<std::string> const& state, watched const& of) {
  task_progress seen;
  if (!state || state->empty()) return seen;
  auto const is = [&](std::string_view word) { return !word.empty() && inner::same_but_case(*state, word); };
  bool const there = of.end->wanted.empty() ? is(of.end->states[0]) || is(of.end->states[1]) : is(of.wanted);
  if (there) {
    seen.state = task_state::succeeded;
    return seen;
  }
  seen.detail = "it is now " + *state;
  if (inner::holds_phrase(*state, "locked|fail*|error*")) {
    // It will not become what was asked for.
    seen.state = task_state::failed;
  } else if (is_known_on_the_way(*state)) {
    seen.state = task_state::running;
  }
  return seen;
}

COLB_DECL task_progress judge_policy(look::response const& seen, watched const& of) {
  for (look::tls_policy const& one : seen.TLSCipherPolicies) {
    if (one.InstanceId == of.resource) return judge_state(one.Status, of);
  }
  return {task_state::missing, {}, "there is no TLS policy " + of.resource};
}

COLB_DECL bool has_text(std::optional<std::string> const& text) { return text && !text->empty(); }

/// Whether what was deleted is still there.
COLB_DECL task_progress judge_going(look::response const& seen, watched const& of) {
  bool there = has_text(seen.LoadBalancerId) || has_text(seen.LoadBalancerStatus);
  if (of.is_of(end_state::of::listener)) {
    auto const all = listeners_in(seen);
    there = std::ranges::any_of(all, [&](listener_entry const& one) {
      bool const same_protocol = of.protocol.empty() || one.protocol.empty() || one.protocol == of.protocol;
      return one.port == of.port && same_protocol;
    });
  }
  return {there ? task_state::running : task_state::succeeded};
}

COLB_DECL task_progress judge_look(look::response const& seen, watched const& of) {
  if (of.is_of(end_state::of::tls_policy)) return judge_policy(seen, of);
  if (of.end->is_to_go()) return judge_going(seen, of);
  if (of.lacks_protocol())
    return {task_state::missing, {}, "the load balancer has no listener at port " + of.port};
  if (of.asks_listener()) {
    if (!seen.Status && !seen.ListenerPort) return {task_state::missing, {}, "the answer has no listener"};
    return judge_state(seen.Status, of);
  }
  if (!seen.LoadBalancerStatus && !seen.LoadBalancerId)
    return {task_state::missing, {}, "the answer has no load balancer"};
  return judge_state(seen.LoadBalancerStatus, of);
}

}  // namespace detail

COLB_DECL detail::look state_rule::request(task const& about) {
  detail::watched const of(about);
  bool const says_all = of.end && !of.resource.empty() &&
                        (!of.is_of(end_state::of::listener) || !of.port.empty()) &&
                        (of.end->wanted.empty() || !of.wanted.empty());
  if (!says_all) detail::refuse_task(about);
  detail::look ask;
  if (!of.region.empty()) ask.RegionId = of.region;
  (of.is_of(end_state::of::tls_policy) ? ask.TLSCipherPolicyId : ask.LoadBalancerId) = of.resource;
  if (of.asks_listener()) ask.ListenerPort = of.port;
  return ask;
}

COLB_DECL inner::action_info const& state_rule::info(task const& about) {
  detail::watched const of(about);
  if (of.is_of(end_state::of::tls_policy)) return detail::policy_look;
  return of.asks_listener() ? of.listener->info : detail::balancer_look;
}

COLB_DECL std::optional<task> state_rule::closer(reply<action> const& seen, task const& about) {
  detail::watched const of(about);
  if (!of.lacks_protocol()) return std::nullopt;
  for (detail::listener_entry const& one : detail::listeners_in(seen)) {
    if (one.port != of.port || one.protocol.empty()) continue;
    task found = about;
    found.ids.resize(5);
    found.ids[4] = one.protocol;
    if (detail::watched(found).listener) return found;
  }
  return std::nullopt;
}

COLB_DECL bool state_rule::at_once(task const& about) {
  // The protocol is what it is.
  return detail::watched(about).lacks_protocol();
}

COLB_DECL task_progress state_rule::look(reply<action> const& seen, task const& about) {
  detail::watched const of(about);
  task_progress progress = detail::judge_look(seen, of);
  progress.ids = {of.resource};
  return progress;
}

COLB_DECL std::optional<task_progress> state_rule::refused(error const& e, task const& about) {
  detail::watched const of(about);
  if (!of.end->is_to_go() || !(e.code() == condition::not_found)) return std::nullopt;
  return task_progress{task_state::succeeded, {of.resource}};
}

}  // namespace colb::inline COLB_ABI::aliyun::slb
