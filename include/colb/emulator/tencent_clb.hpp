// colb: Tencent CLB API 3.0 in the emulator: what its parts share.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <colb/emulator/tencent.hpp>
#include <colb/engine/reflect.hpp>

namespace colb::inline COLB_ABI::inner::emu::tencent {

namespace clb = colb::tencent::clb;

/// A request that was let in, and what its handler works with.
struct clb_call {
  tencent::world& world;
  emulator::fault const* fault = nullptr;
  std::string action{};
  std::string region{};
  std::string request_id{};
  colb::kind kind = colb::kind::read;
  source from{};
  emu::tables tables{};

  void read(type_info const& type, void* object) const {
    emu::read(from, type, object, says, tables, world.env.options);
  }

  /// Starts the change that the handler has checked: a task, or for a synchronous Action one that is done at
  /// once.
  std::string start(change change) const {
    change.waits = kind == colb::kind::async;
    return world.start(request_id, action, std::move(change), fault);
  }

  load_balancer& balancer(std::string const& id) const { return world.get(region, id); }
  /// One on which nothing runs. Starting a change looks too: this is for handlers that do something before.
  load_balancer& idle_balancer(std::string const& id) const {
    load_balancer& lb = balancer(id);
    world.require_idle({id});
    return lb;
  }
};

struct clb_operation : operation_base {
  int rate_limit;
  /// The members of the answer as JSON text. Throws `refusal`.
  std::string (*run)(clb_call& call, std::string& client_token);
};

/// Every field is written, as the vendor does: null where nothing is known.
std::string clb_members(type_info const& type, void const* object);

/// The members of the answer to an Action, as the edition has them.
std::string clb_answer(clb_call const& call, std::string_view action, type_info const& type,
                       void const* reply);

std::string clb_client_token(type_info const& type, void const* request, std::string_view field);

/// Finds `serve(clb_call&, A const&, A::response&)` beside `clb_call`.
template <class A>
constexpr clb_operation operation(emulator::coverage_kind coverage = emulator::coverage_kind::stateful) {
  return {{type_info_of<A>.name, descriptor_of<A>.kind, coverage, &type_info_of<A>},
          descriptor_of<A>.rate_limit,
          [](clb_call& call, std::string& client_token) {
            auto request = blank<A>();
            call.read(type_info_of<A>, &request);
            if constexpr (!descriptor_of<A>.client_token.empty()) {
              client_token = clb_client_token(type_info_of<A>, &request, descriptor_of<A>.client_token);
            }
            auto reply = blank<typename A::response>();
            serve(call, std::as_const(request), reply);
            return clb_answer(call, type_info_of<A>.name, type_info_of<typename A::response>, &reply);
          }};
}

// One for each file of handlers.
std::span<clb_operation const> clb_balancers_operations();
std::span<clb_operation const> clb_network_operations();
std::span<clb_operation const> clb_settings_operations();
std::span<clb_operation const> clb_prices_operations();
std::span<clb_operation const> clb_classic_operations();
std::span<clb_operation const> clb_listeners_operations();
std::span<clb_operation const> clb_rules_operations();
std::span<clb_operation const> clb_rewrites_operations();
std::span<clb_operation const> clb_targets_operations();
std::span<clb_operation const> clb_target_groups_operations();
std::span<clb_operation const> clb_today_operations();

// ---- small things that handlers have in common
// -----------------------------------------------------------------

/// The page of a list that is asked for, within bounds that are checked already.
template <class T>
std::vector<T> page_of(std::vector<T> all, std::optional<std::int64_t> offset,
                       std::optional<std::int64_t> limit, std::int64_t most = 100) {
  auto const size = static_cast<std::int64_t>(all.size());
  auto const from = std::min(offset.value_or(0), size);
  auto const to = from + std::min(limit.value_or(std::min<std::int64_t>(20, most)), size - from);
  all.erase(all.begin() + to, all.end());
  all.erase(all.begin(), all.begin() + from);
  return all;
}

/// Whether a value passes a list that restricts a query: an empty one restricts nothing.
template <class List, class T>
bool passes(List const& list, T const& value) {
  return list.empty() || contains(list, value);
}
template <class T>
bool passes(std::optional<T> const& wanted, std::optional<T> const& value) {
  return !wanted || wanted == value;
}

/// Refuses names that are not allowed (`tag:` is for all tags), and filters without a value or with an empty
/// one: part of anything, it would restrict nothing.
inline void check_filters(std::vector<types::Filter> const& filters,
                          std::initializer_list<std::string_view> allowed) {
  for (auto const& filter : filters) {
    bool known = contains(allowed, std::string_view(filter.Name.value()));
    if (filter.Name.value().starts_with("tag:")) known = contains(allowed, std::string_view("tag:"));
    if (!known) {
      refuse("InvalidParameterValue.InvalidFilter",
             "The filter `" + filter.Name.value() + "` is not supported.");
    }
    auto const& values = filter.Values.value();
    if (values.empty() || contains(values, std::string_view())) {
      refuse("InvalidParameterValue.InvalidFilter",
             "The filter `" + filter.Name.value() + "` has no value, or an empty one.");
    }
  }
}
inline bool passes_filter(std::vector<types::Filter> const& filters, std::string_view name,
                          std::string const& value) {
  for (auto const& filter : filters) {
    if (filter.Name.value() == name && !contains(filter.Values.value(), value)) return false;
  }
  return true;
}
inline bool passes_filter(std::vector<types::Filter> const& filters, std::string_view name,
                          std::vector<std::string> const& any_of) {
  for (auto const& filter : filters) {
    if (filter.Name.value() != name) continue;
    bool const one = std::any_of(any_of.begin(), any_of.end(),
                                 [&](auto const& value) { return contains(filter.Values.value(), value); });
    if (!one) return false;
  }
  return true;
}
inline bool passes_tags(std::vector<types::Filter> const& filters, std::vector<types::TagInfo> const& tags) {
  for (auto const& filter : filters) {
    if (!filter.Name.value().starts_with("tag:")) continue;
    auto const key = filter.Name.value().substr(4);
    bool const one = std::any_of(tags.begin(), tags.end(), [&](auto const& tag) {
      return tag.TagKey.value() == key && contains(filter.Values.value(), tag.TagValue.value());
    });
    if (!one) return false;
  }
  return true;
}

/// The certificates of a request as an answer shows them; uploaded ones get an ID.
types::CertificateOutput certificate_of(world& world, std::string const& where,
                                        std::optional<types::CertificateInput> const& one,
                                        std::optional<types::MultiCertInfo> const& several);

/// Which listener or rule a request means.
struct place {
  std::string balancer;
  std::string listener;
  std::string location{};  ///< Empty: the listener itself.
};

/// Calls `visit(certificate)` for all certificates of a load balancer.
template <class Visit>
void each_certificate(load_balancer& lb, Visit visit) {
  for (auto& listener : lb.listeners) {
    if (listener.about.Certificate) visit(*listener.about.Certificate);
    for (auto& rule : listener.rules) {
      if (rule.about.Certificate) visit(*rule.about.Certificate);
    }
  }
}

/// Calls `visit(listener, rule or null, bindings)` for all that targets may be bound to.
template <class Visit>
void each_binding(load_balancer& lb, Visit visit) {
  for (auto& listener : lb.listeners) {
    if (!listener.has_rules()) visit(listener, static_cast<rule*>(nullptr), listener.bound);
    for (auto& rule : listener.rules) visit(listener, &rule, rule.bound);
  }
}

// ---- of the handlers, for each other

std::string const& vip_of(load_balancer const& lb);
std::size_t count_targets(load_balancer& lb);
void flag(std::vector<std::string>& flags, std::string const& name, std::optional<bool> on);
void prolong(world const& world, load_balancer& lb, types::LBChargePrepaid const& order, tick at);
bool has_targets(load_balancer& lb);
bool has_target_at(load_balancer& lb, std::vector<std::string> const& addresses);
void check_quota(clb_call& call, std::string const& type, std::int64_t more);
bool name_is_taken(clb_call& call, std::string const& name);
change creation(clb_call& call, std::vector<std::string> ids);
load_balancer& classic_balancer(clb_call& call, std::string const& id);
void not_classic(load_balancer const& lb);
listener& layer_7_listener(load_balancer& lb, std::string const& id);
void check_port(load_balancer const& lb, std::int64_t port, std::int64_t end, std::string const& protocol);
void check_health_settings(std::string const& where, std::optional<types::HealthCheck> const& check,
                           std::string const& protocol,
                           std::optional<types::HealthCheck> const& before = std::nullopt);
types::HealthCheck completed(std::optional<types::HealthCheck> const& given, std::string const& protocol);
void merge(std::optional<types::HealthCheck>& into, std::optional<types::HealthCheck> const& given);
bindings& bindings_at(world& world, place const& at);
place find_place(load_balancer& lb, std::string const& listener_id,
                 std::optional<std::string> const& location,
                 std::optional<std::string> const& domain = std::nullopt,
                 std::optional<std::string> const& url = std::nullopt);
bool has(std::vector<backend> const& all, backend const& one);
void require_bound(bindings const& bound, std::vector<backend> const& targets);
void require_free(clb_call& call, bindings const& bound, std::vector<backend> const& targets);
void require_nodes(load_balancer& lb, place const& at);
void add_targets(world& world, place const& at, std::vector<backend> const& targets, tick now);
void remove_targets(world& world, place const& at, std::vector<backend> const& targets);
std::string text_of(backend const& b);
bool is_layer_7(std::string const& protocol);
bool is_datagram(std::string const& protocol);
types::RuleOutput shown(world& world, rule const& rule);
void forget_rewrites(load_balancer& lb, std::vector<std::string> const& gone);
rule& rule_of(listener& listener, std::string const& location_id);
void require_domain(listener const& listener, std::string const& parameter, std::string const& domain);

}  // namespace colb::inline COLB_ABI::inner::emu::tencent
