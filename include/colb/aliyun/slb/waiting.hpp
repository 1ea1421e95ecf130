// colb: how changes at Alibaba Cloud SLB, which has no tasks, are seen to have taken effect.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <colb/aliyun/slb/types.hpp>
#include <colb/engine/operation.hpp>
#include <colb/engine/protocol.hpp>
#include <colb/engine/task_rule.hpp>
#include <colb/sign/canonical.hpp>

namespace colb::inline COLB_ABI::aliyun::slb {

/// By what an Action is seen to have taken effect: the state in which its resource is then.
struct end_state {
  /// Whose state it is.
  enum class of : std::uint8_t { load_balancer, listener };

  std::string_view action;
  of resource;
  /// Any of these; none: the resource is gone, or `wanted` says.
  std::array<std::string_view, 2> states{};
  /// The field of the request that names the state instead.
  std::string_view wanted{};
};

/// The Actions that something can be waited for after, with what. All others are done when they answer.
///
/// Source: SLB API (2014-05-15), "Listener states": stopped, starting, running, configuring, stopping.
inline constexpr end_state end_states[] = {
    {"CreateLoadBalancer", end_state::of::load_balancer, {"active"}},
    {"SetLoadBalancerStatus", end_state::of::load_balancer, {}, "LoadBalancerStatus"},
    {"DeleteLoadBalancer", end_state::of::load_balancer},
    {"CreateLoadBalancerHTTPListener", end_state::of::listener, {"stopped"}},
    {"CreateLoadBalancerHTTPSListener", end_state::of::listener, {"stopped"}},
    {"CreateLoadBalancerTCPListener", end_state::of::listener, {"stopped"}},
    {"CreateLoadBalancerUDPListener", end_state::of::listener, {"stopped"}},
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

// The queries, reduced to what waiting looks at: a poll reads no more than that, and names no large struct.

struct load_balancer_look {
  std::optional<std::string> RegionId{};
  required<std::string> LoadBalancerId;

  struct response {
    std::optional<std::string> LoadBalancerStatus{};
    std::optional<types::ListenerPorts> ListenerPorts{};
    std::optional<types::ListenerPortsAndProtocol> ListenerPortsAndProtocol{};
    std::optional<types::ListenerPortsAndProtocal> ListenerPortsAndProtocal{};
  };
};

struct listener_look {
  std::optional<std::string> RegionId{};
  required<std::string> LoadBalancerId;
  required<std::string> ListenerPort;

  struct response {
    std::optional<std::string> Status{};
  };
};

inline constexpr descriptor look_description{.rate_limit = 0};

template <class Look>
constexpr inner::action_info look_info(std::string_view name) {
  inner::action_info info;
  info.name = name;
  info.request = &inner::type_info_of<Look>;
  info.response = &inner::type_info_of<typename Look::response>;
  info.description = &look_description;
  info.clear_response = [](void* response) {
    *static_cast<typename Look::response*>(response) = typename Look::response{};
  };
  return info;
}

inline constexpr auto load_balancer_info = look_info<load_balancer_look>("DescribeLoadBalancerAttribute");

struct listener_query {
  std::string_view protocol;  ///< In lower case, as DescribeLoadBalancerAttribute has it.
  std::string_view infix;     ///< In the names of Actions.
  inner::action_info info;
};
inline constexpr listener_query listener_queries[] = {
    {"http", "HTTPListener", look_info<listener_look>("DescribeLoadBalancerHTTPListenerAttribute")},
    {"https", "HTTPSListener", look_info<listener_look>("DescribeLoadBalancerHTTPSListenerAttribute")},
    {"tcp", "TCPListener", look_info<listener_look>("DescribeLoadBalancerTCPListenerAttribute")},
    {"udp", "UDPListener", look_info<listener_look>("DescribeLoadBalancerUDPListenerAttribute")},
};

/// Looks at a load balancer or listener until it is as it should be.
///
/// Ids of the task: the load balancer's id, the listener's port, the state wanted, the region where it is
/// another than the client's; the last ones may be empty or missing.
class state_watch final : public inner::following {
 public:
  state_watch(std::shared_ptr<inner::client_core> by, task const& of, wait_options options)
      : following(std::move(by)) {
    about = of;
    waiting = options;
  }

  bool begin() override {
    end_ = end_state_of(about->action);
    bool const at_listener = end_ && end_->resource == end_state::of::listener;
    if (!end_ || id(0).empty() || (at_listener && id(1).empty())) {
      inner::error_info info;
      info.condition = condition::invalid_request;
      info.action = about->action;
      info.task = about;
      info.detail =
          "there is nothing to wait for after this Action, or the task does not say at what to look";
      throw error(std::move(info));
    }
    if (at_listener && !is_to_go()) {
      for (listener_query const& query : listener_queries) {
        if (about->action.find(query.infix) != std::string::npos) aim(query);
      }
    }
    if (call.action) return false;
    load_balancer_look look = inner::blank<load_balancer_look>();
    look.LoadBalancerId = id(0);
    if (!id(3).empty()) look.RegionId = id(3);
    call = core->encode(load_balancer_info, &look);
    response = &load_balancer_;
    return at_listener && !is_to_go();  // the protocol is what it is
  }

  void answered(inner::call_result facts) override { request_id_ = std::move(facts.request_id); }

  bool done() override {
    progress = look();
    progress.ids = {id(0)};
    return inner::is_over(progress, *about, request_id_);
  }

  bool ended_by(error const& e) override { return is_to_go() && e.code() == condition::not_found; }

  task_result ended() override {
    task_result end;
    end.ids = {id(0)};
    end.task = std::move(*about);
    end.request_id = std::move(request_id_);
    return end;
  }

  task_progress progress{};

 private:
  std::string id(std::size_t index) const {
    return index < about->ids.size() ? about->ids[index] : std::string();
  }
  bool is_to_go() const { return end_->states[0].empty() && end_->wanted.empty(); }

  void aim(listener_query const& query) {
    listener_look look = inner::blank<listener_look>();
    look.LoadBalancerId = id(0);
    look.ListenerPort = id(1);
    if (!id(3).empty()) look.RegionId = id(3);
    call = core->encode(query.info, &look);
    response = &listener_;
  }

  task_progress look() override {
    if (response == &listener_)
      return judge(listener_.Status, {"starting", "configuring", "stopping", "running", "stopped"});
    if (end_->resource == end_state::of::load_balancer) {
      if (is_to_go()) return {task_state::running};
      return judge(load_balancer_.LoadBalancerStatus, {"inactive", "active"});
    }
    return is_to_go() ? look_for_port() : look_for_protocol();
  }

  /// @param on_the_way states in which it may be before it gets where it should.
  task_progress judge(std::optional<std::string> const& state,
                      std::vector<std::string_view> const& on_the_way) const {
    task_progress seen;
    if (!state) return seen;
    bool const there =
        end_->wanted.empty() ? *state == end_->states[0] || *state == end_->states[1] : *state == id(2);
    if (there) {
      seen.state = task_state::succeeded;
    } else if (std::find(on_the_way.begin(), on_the_way.end(), *state) != on_the_way.end()) {
      seen.state = task_state::running;
    } else {
      // `locked`, above all: it will not become what was asked for.
      seen.state = task_state::failed;
      seen.detail = "it is now " + *state;
    }
    return seen;
  }

  task_progress look_for_port() const {
    if (load_balancer_.ListenerPorts) {
      for (auto const port : load_balancer_.ListenerPorts->ListenerPort) {
        if (std::to_string(port) == id(1)) return {task_state::running};
      }
    }
    return {task_state::succeeded};
  }

  task_progress look_for_protocol() {
    std::string protocol;
    auto const note = [&](std::optional<std::int64_t> const& port, std::optional<std::string> const& its) {
      if (port && its && std::to_string(*port) == id(1)) protocol = inner::ascii_lowered(*its);
    };
    if (load_balancer_.ListenerPortsAndProtocal) {
      for (auto const& each : load_balancer_.ListenerPortsAndProtocal->ListenerPortAndProtocal) {
        note(each.ListenerPort, each.ListenerProtocal);
      }
    }
    if (load_balancer_.ListenerPortsAndProtocol) {
      for (auto const& each : load_balancer_.ListenerPortsAndProtocol->ListenerPortAndProtocol) {
        note(each.ListenerPort, each.ListenerProtocol);
      }
    }
    for (listener_query const& query : listener_queries) {
      if (query.protocol != protocol) continue;
      aim(query);
      return {task_state::running};
    }
    return {task_state::failed, {}, "the load balancer has no listener at port " + id(1)};
  }

  end_state const* end_ = nullptr;
  std::string request_id_{};
  load_balancer_look::response load_balancer_{};
  listener_look::response listener_{};
};

/// What `state_watch` will have to know, of a call that has succeeded.
inline std::vector<std::string> watched_ids(inner::encoded_call const& call, void const* response) {
  end_state const* const end = end_state_of(call.action->name);
  if (!end) return {};
  auto const parameter = [&](std::string_view name) {
    for (auto const& [key, value] : call.parameters) {
      if (key == name && !name.empty()) return value;
    }
    return std::string();
  };
  std::vector<std::string> ids{parameter("LoadBalancerId"), parameter("ListenerPort"), parameter(end->wanted),
                               parameter("RegionId")};
  if (auto const* const field = inner::find_field(*call.action->response, "LoadBalancerId")) {
    void const* const id = field->type->get(inner::field_at(response, *field));
    if (id) ids[0] = *static_cast<std::string const*>(id);
  }
  if (ids[0].empty()) return {};
  while (ids.back().empty()) ids.pop_back();
  return ids;
}

}  // namespace detail

/// How the effect of a change is followed: see `end_states`.
struct state_rule {
  using operation = detail::state_watch;

  /// Nothing: states tell no more than the answer did.
  template <class Reply>
  static void fill_in(Reply&, std::vector<std::string>) {}
};

}  // namespace colb::inline COLB_ABI::aliyun::slb
