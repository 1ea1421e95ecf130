// colb: Tencent CLB API 3.0 in the emulator: targets, their health, and functions. Included in one
// translation unit; see src.hpp.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <colb/emulator/tencent_clb.hpp>
#include <colb/tencent/clb/cross_target.hpp>
#include <colb/tencent/clb/function_target.hpp>
#include <colb/tencent/clb/target.hpp>

namespace colb::inline COLB_ABI::inner::emu::tencent {

// ---- places

bindings& bindings_at(world& world, place const& at) {
  listener& l = world::get_listener(world.load_balancers.at(at.balancer), at.listener);
  if (at.location.empty()) return l.bound;
  return world::find_rule(l, at.location)->bound;
}

place find_place(load_balancer& lb, std::string const& listener_id,
                 std::optional<std::string> const& location, std::optional<std::string> const& domain,
                 std::optional<std::string> const& url) {
  if (lb.classic()) refuse("InvalidParameter", "The load balancer `" + lb.id() + "` is a classic one.");
  listener& l = world::get_listener(lb, listener_id);
  if (!l.has_rules()) {
    if (location || domain) {
      refuse("InvalidParameter.ProtocolCheckFailed",
             "The listener `" + listener_id + "` is of protocol " + l.protocol() + " and has no rules.");
    }
    return {lb.id(), listener_id};
  }
  if (!location && !domain) missing("LocationId");
  rule const* const found =
      location ? world::find_rule(l, *location) : world::find_rule(l, *domain, url.value_or("/"));
  if (!found) {
    refuse("InvalidParameter.LocationNotFound", "The listener `" + listener_id + "` has no rule `" +
                                                    (location ? *location : *domain + url.value_or("/")) +
                                                    "`.");
  }
  return {lb.id(), listener_id, *found->about.LocationId};
}

/// The real server that a request names, by instance or address.
template <class Target>
backend named(std::string const& where, Target const& target) {
  bool const by_instance = target.InstanceId && !target.InstanceId->empty();
  bool const by_address = target.EniIp && !target.EniIp->empty();
  if (!by_instance && !by_address) missing(where + "InstanceId");
  if (by_instance && by_address) {
    refuse("InvalidParameter",
           "The parameters `" + where + "InstanceId` and `" + where + "EniIp` exclude each other.");
  }
  backend b;
  if (by_instance) b.instance_id = *target.InstanceId;
  b.address = by_instance ? world::address_of(*target.InstanceId) : *target.EniIp;
  b.port = target.Port.value();
  b.weight = target.Weight.value_or(10);
  if constexpr (requires { target.Tag; }) b.tag = target.Tag.value_or("");
  return b;
}

std::string text_of(backend const& b) {
  return (b.instance_id.empty() ? b.address : b.instance_id) + ':' + std::to_string(b.port);
}

bool has(std::vector<backend> const& all, backend const& one) {
  return std::any_of(all.begin(), all.end(), [&](backend const& b) { return b.same(one); });
}

template <class Targets>
std::vector<backend> all_named(Targets const& targets) {
  std::vector<backend> list;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    auto one = named("Targets." + std::to_string(i) + '.', targets[i]);
    if (has(list, one)) {
      refuse("InvalidParameterValue.Duplicate", "The target `" + text_of(one) + "` is given twice.");
    }
    list.push_back(std::move(one));
  }
  return list;
}

void require_bound(bindings const& bound, std::vector<backend> const& targets) {
  for (auto const& target : targets) {
    if (!has(bound.targets, target)) {
      refuse("InvalidParameterValue", "The target `" + text_of(target) + "` is not bound there.");
    }
  }
}

void require_free(clb_call& call, bindings const& bound, std::vector<backend> const& targets) {
  for (auto const& target : targets) {
    if (has(bound.targets, target)) {
      refuse("InvalidParameterValue.Duplicate", "The target `" + text_of(target) + "` is bound already.");
    }
  }
  auto const quota = call.world.env.options.quotas.targets;
  if (static_cast<std::int64_t>(bound.targets.size() + targets.size()) > quota) {
    refuse("LimitExceeded", "The quota of targets of a listener or rule is " + std::to_string(quota) + ".");
  }
}

void require_nodes(load_balancer& lb, place const& at) {
  listener& l = world::get_listener(lb, at.listener);
  auto const& type =
      at.location.empty() ? l.about.TargetType : world::find_rule(l, at.location)->about.TargetType;
  if (type == "TARGETGROUP") refuse("InvalidParameter", "A target group is bound there, not single targets.");
}

void add_targets(world& world, place const& at, std::vector<backend> const& targets, tick now) {
  auto& all = bindings_at(world, at).targets;
  auto const first_new = all.size();
  for (auto target : targets) {
    target.registered = now;
    all.push_back(std::move(target));
  }
  world.check_health(all, first_new, now);
}

void remove_targets(world& world, place const& at, std::vector<backend> const& targets) {
  std::erase_if(bindings_at(world, at).targets, [&](backend const& b) { return has(targets, b); });
}

// ---- targets

void serve(clb_call& call, clb::RegisterTargets const& in, clb::RegisterTargets::response&) {
  load_balancer& lb = call.balancer(in.LoadBalancerId);
  auto const at = find_place(lb, in.ListenerId, in.LocationId, in.Domain, in.Url);
  require_nodes(lb, at);
  auto const targets = all_named(in.Targets.value());
  require_free(call, bindings_at(call.world, at), targets);
  change change;
  change.load_balancers = {lb.id()};
  change.effect = [&world = call.world, at, targets](tick now) { add_targets(world, at, targets, now); };
  call.start(std::move(change));
}

void serve(clb_call& call, clb::DeregisterTargets const& in, clb::DeregisterTargets::response&) {
  load_balancer& lb = call.balancer(in.LoadBalancerId);
  auto const at = find_place(lb, in.ListenerId, in.LocationId, in.Domain, in.Url);
  auto const targets = all_named(in.Targets.value());
  require_bound(bindings_at(call.world, at), targets);
  change change;
  change.load_balancers = {lb.id()};
  change.effect = [&world = call.world, at, targets](tick) { remove_targets(world, at, targets); };
  call.start(std::move(change));
}

void serve(clb_call& call, clb::ModifyTargetPort const& in, clb::ModifyTargetPort::response&) {
  load_balancer& lb = call.balancer(in.LoadBalancerId);
  auto const at = find_place(lb, in.ListenerId, in.LocationId, in.Domain, in.Url);
  auto const targets = all_named(in.Targets.value());
  auto const& bound = bindings_at(call.world, at);
  require_bound(bound, targets);
  for (auto moved : targets) {
    if (moved.port == in.NewPort.value()) continue;
    moved.port = in.NewPort.value();
    if (has(bound.targets, moved)) {
      refuse("InvalidParameterValue.Duplicate", "The target `" + text_of(moved) + "` is bound already.");
    }
  }
  change change;
  change.load_balancers = {lb.id()};
  change.effect = [&world = call.world, at, targets, port = in.NewPort.value()](tick now) {
    auto& all = bindings_at(world, at).targets;
    std::vector<backend> moved;
    for (auto const& target : all) {
      if (has(targets, target)) moved.push_back(target);
    }
    std::erase_if(all, [&](backend const& b) { return has(targets, b); });
    for (auto& target : moved) target.port = port;
    add_targets(world, at, moved, now);
  };
  call.start(std::move(change));
}

struct reweighing {
  place at;
  std::vector<backend> targets;
};

/// Weights of the targets' own go before the common one.
template <class Targets>
reweighing reweigh(clb_call& call, place at, Targets const& targets, std::optional<std::int64_t> common) {
  auto list = all_named(targets);
  for (std::size_t i = 0; i < list.size(); ++i)
    list[i].weight = targets[i].Weight.value_or(common.value_or(10));
  require_bound(bindings_at(call.world, at), list);
  return {std::move(at), std::move(list)};
}

void apply(world& world, reweighing const& change) {
  for (auto& bound : bindings_at(world, change.at).targets) {
    for (auto const& target : change.targets) {
      if (target.same(bound)) bound.weight = target.weight;
    }
  }
}

void serve(clb_call& call, clb::ModifyTargetWeight const& in, clb::ModifyTargetWeight::response&) {
  load_balancer& lb = call.balancer(in.LoadBalancerId);
  auto const at = find_place(lb, in.ListenerId, in.LocationId, in.Domain, in.Url);
  reweighing weights = reweigh(call, at, in.Targets, in.Weight);
  if (in.Targets.empty()) {  // as the document lets it: all that are bound
    weights.targets = bindings_at(call.world, at).targets;
    for (auto& target : weights.targets) target.weight = in.Weight.value_or(10);
  }
  change change;
  change.load_balancers = {lb.id()};
  change.effect = [&world = call.world, weights](tick) { apply(world, weights); };
  call.start(std::move(change));
}

void serve(clb_call& call, clb::BatchModifyTargetWeight const& in, clb::BatchModifyTargetWeight::response&) {
  load_balancer& lb = call.balancer(in.LoadBalancerId);
  std::size_t servers = 0;
  for (auto const& rule : in.ModifyList.value()) servers += rule.Targets->size();
  check_count(says, "ModifyList.Targets", servers, 1, 500);
  std::vector<reweighing> all;
  for (auto const& rule : in.ModifyList.value()) {
    auto const at = find_place(lb, rule.ListenerId, rule.LocationId, rule.Domain, rule.Url);
    all.push_back(reweigh(call, at, rule.Targets.value(), rule.Weight));
  }
  change change;
  change.load_balancers = {lb.id()};
  change.effect = [&world = call.world, all](tick) {
    for (auto const& one : all) apply(world, one);
  };
  call.start(std::move(change));
}

/// Each listener of a batch succeeds or fails for itself.
template <class Request, class Check>
std::vector<std::pair<place, backend>> batch(clb_call& call, Request const& in,
                                             std::vector<std::string>& failed, Check check) {
  load_balancer& lb = call.balancer(in.LoadBalancerId);
  std::vector<std::pair<place, backend>> good;
  for (std::size_t i = 0; i < in.Targets->size(); ++i) {
    auto const& target = in.Targets.value()[i];
    auto const one = named("Targets." + std::to_string(i) + '.', target);
    try {
      auto const at = find_place(lb, target.ListenerId, target.LocationId);
      check(bindings_at(call.world, at), one);
      good.emplace_back(at, one);
    } catch (refusal const&) {
      if (!contains(failed, target.ListenerId.value())) failed.push_back(target.ListenerId);
    }
  }
  std::erase_if(good, [&](auto const& each) { return contains(failed, each.first.listener); });
  return good;
}

void serve(clb_call& call, clb::BatchRegisterTargets const& in, clb::BatchRegisterTargets::response& out) {
  auto const good = batch(call, in, out.FailListenerIdSet, [&](bindings const& bound, backend const& one) {
    require_free(call, bound, {one});
  });
  change change;
  change.load_balancers = {in.LoadBalancerId};
  change.effect = [&world = call.world, good](tick now) {
    for (auto const& [at, target] : good) add_targets(world, at, {target}, now);
  };
  call.start(std::move(change));
}

void serve(clb_call& call, clb::BatchDeregisterTargets const& in,
           clb::BatchDeregisterTargets::response& out) {
  auto const good = batch(call, in, out.FailListenerIdSet,
                          [](bindings const& bound, backend const& one) { require_bound(bound, {one}); });
  change change;
  change.load_balancers = {in.LoadBalancerId};
  change.effect = [&world = call.world, good](tick) {
    for (auto const& [at, target] : good) remove_targets(world, at, {target});
  };
  call.start(std::move(change));
}

types::Backend shown(world& world, backend const& target) {
  types::Backend row;
  row.Type = target.instance_id.empty() ? "ENI" : "CVM";
  row.InstanceId = target.instance_id;
  row.Port = target.port;
  row.Weight = target.weight;
  row.PrivateIpAddresses = {target.address};
  row.InstanceName = target.instance_id;
  row.RegisteredTime = world.env.date_and_time(target.registered);
  row.EniId = "";
  if (!target.tag.empty()) row.Tag = target.tag;
  return row;
}

void serve(clb_call& call, clb::DescribeTargets const& in, clb::DescribeTargets::response& out) {
  check_filters(in.Filters, {"location-id", "private-ip-address"});
  load_balancer& lb = call.balancer(in.LoadBalancerId);
  auto const rows = [&](bindings const& bound) {
    std::vector<types::Backend> list;
    for (auto const& target : bound.targets) {
      if (passes_filter(in.Filters, "private-ip-address", target.address))
        list.push_back(shown(call.world, target));
    }
    return list;
  };
  for (auto const& listener : lb.listeners) {
    bool const matches = passes(in.ListenerIds, listener.id()) &&
                         passes(in.Protocol, listener.about.Protocol) && passes(in.Port, listener.about.Port);
    if (!matches) continue;
    types::ListenerBackend row;
    row.ListenerId = listener.id();
    row.Protocol = listener.protocol();
    row.Port = listener.port();
    row.EndPort = listener.about.EndPort.value_or(0);
    bool const filtered = !in.Filters.empty();
    if (passes_filter(in.Filters, "location-id", std::string())) row.Targets = rows(listener.bound);
    for (auto const& rule : listener.rules) {
      if (!passes_filter(in.Filters, "location-id", *rule.about.LocationId)) continue;
      types::RuleTargets of_rule;
      of_rule.LocationId = rule.about.LocationId;
      of_rule.Domain = rule.about.Domain;
      of_rule.Url = rule.about.Url;
      of_rule.Targets = rows(rule.bound);
      of_rule.FunctionTargets = rule.bound.functions;
      bool const by_address = std::any_of(in.Filters.begin(), in.Filters.end(), [](auto const& filter) {
        return filter.Name.value() == "private-ip-address";
      });
      if (!by_address || !of_rule.Targets.empty()) row.Rules.push_back(std::move(of_rule));
    }
    if (!filtered || !row.Targets.empty() || !row.Rules.empty()) out.Listeners.push_back(std::move(row));
  }
}

types::TargetHealth health_of(world& world, backend const& target,
                              std::optional<types::HealthCheck> const& check) {
  types::TargetHealth row;
  row.IP = target.address;
  row.Port = target.port;
  row.TargetId = target.instance_id.empty() ? target.address : target.instance_id;
  // Without health checks everything gets traffic, and nobody knows.
  bool const off = check && check->HealthSwitch == 0;
  row.HealthStatus = off || world.is_healthy(target);
  row.HealthStatusDetail = off || !world.is_checked(target) ? "Unknown"
                           : *row.HealthStatus              ? "Alive"
                                                            : "Dead";
  row.HealthStatusDetial = row.HealthStatusDetail;  // the vendor's slip, which older clients read
  row.Weight = target.weight;
  return row;
}

void serve(clb_call& call, clb::DescribeTargetHealth const& in, clb::DescribeTargetHealth::response& out) {
  auto const rows = [&](bindings const& bound, std::optional<types::HealthCheck> const& check) {
    std::vector<types::TargetHealth> list;
    for (auto const& target : bound.targets) list.push_back(health_of(call.world, target, check));
    for (auto const& group : bound.groups) {
      for (auto const& target : call.world.target_groups.at(group).targets) {
        list.push_back(health_of(call.world, target, check));
        list.back().TargetGroupId = group;
      }
    }
    return list;
  };
  for (auto const* const lb : call.world.all(call.region, in.LoadBalancerIds)) {
    types::LoadBalancerHealth balancer;
    balancer.LoadBalancerId = lb->id();
    balancer.LoadBalancerName = lb->about.LoadBalancerName;
    for (auto const& listener : lb->listeners) {
      if (!passes(in.ListenerIds, listener.id())) continue;
      types::ListenerHealth of_listener;
      of_listener.ListenerId = listener.id();
      of_listener.ListenerName = listener.about.ListenerName;
      of_listener.Protocol = listener.protocol();
      of_listener.Port = listener.port();
      // The vendor shows the targets of a layer-4 listener under one rule without domain and path.
      if (!listener.has_rules() && in.LocationIds.empty()) {
        types::RuleHealth all;
        all.LocationId = "";
        all.Targets = rows(listener.bound, listener.about.HealthCheck);
        of_listener.Rules.push_back(std::move(all));
      }
      for (auto const& rule : listener.rules) {
        if (!passes(in.LocationIds, *rule.about.LocationId)) continue;
        types::RuleHealth of_rule;
        of_rule.LocationId = rule.about.LocationId;
        of_rule.Domain = rule.about.Domain;
        of_rule.Url = rule.about.Url;
        of_rule.Targets = rows(rule.bound, rule.about.HealthCheck);
        of_listener.Rules.push_back(std::move(of_rule));
      }
      if (in.LocationIds.empty() || !of_listener.Rules.empty())
        balancer.Listeners.push_back(std::move(of_listener));
    }
    out.LoadBalancers.push_back(std::move(balancer));
  }
}

void serve(clb_call& call, clb::DescribeCrossTargets const& in, clb::DescribeCrossTargets::response& out) {
  check_filters(in.Filters, {"vpc-id", "ip", "listener-id", "location-id"});
  std::vector<types::CrossTargets> all;
  for (auto* const lb : call.world.newest_first(call.region)) {
    if (lb->about.SnatPro != true) continue;
    each_binding(*lb, [&](listener& listener, rule* rule, bindings& bound) {
      for (auto const& target : bound.targets) {
        if (!target.instance_id.empty()) continue;  // addresses of elsewhere are bound as addresses
        bool const matches = passes_filter(in.Filters, "vpc-id", lb->about.VpcId.value_or("")) &&
                             passes_filter(in.Filters, "ip", target.address) &&
                             passes_filter(in.Filters, "listener-id", listener.id()) &&
                             passes_filter(in.Filters, "location-id",
                                           rule ? rule->about.LocationId.value_or("") : std::string());
        if (!matches) continue;
        types::CrossTargets row;
        row.LocalVpcId = lb->about.VpcId;
        row.VpcId = lb->about.TargetRegionInfo->VpcId.value();
        row.IP = target.address;
        row.VpcName = "";
        row.EniId = "";
        row.InstanceId = "";
        row.InstanceName = "";
        row.Region = lb->about.TargetRegionInfo->Region.value();
        all.push_back(std::move(row));
      }
    });
  }
  out.TotalCount = static_cast<std::int64_t>(all.size());
  out.CrossTargetSet = page_of(std::move(all), in.Offset, in.Limit);
}

// ---- functions

bool same_function(types::FunctionTarget const& a, types::FunctionTarget const& b) {
  return a.Function->FunctionNamespace.value() == b.Function->FunctionNamespace.value() &&
         a.Function->FunctionName.value() == b.Function->FunctionName.value() &&
         a.Function->FunctionQualifier.value() == b.Function->FunctionQualifier.value();
}

bool has(std::vector<types::FunctionTarget> const& all, types::FunctionTarget const& one) {
  return std::any_of(all.begin(), all.end(), [&](auto const& other) { return same_function(other, one); });
}

/// Checks what the three Actions on functions have in common, and finds the rule.
template <class Request>
place function_place(clb_call& call, Request const& in, bool bound) {
  load_balancer& lb = call.balancer(in.LoadBalancerId);
  auto at = find_place(lb, in.ListenerId, in.LocationId, in.Domain, in.Url);
  if (at.location.empty()) {
    refuse("InvalidParameter.ProtocolCheckFailed",
           "Functions are bound to rules of HTTP and HTTPS listeners only.");
  }
  auto const& there = bindings_at(call.world, at).functions;
  for (auto const& target : in.FunctionTargets.value()) {
    if (has(there, target) == bound) continue;
    auto const name = "The function `" + target.Function->FunctionName.value() + "` is ";
    if (bound) refuse("ResourceNotFound", name + "not bound there.");
    refuse("InvalidParameterValue.Duplicate", name + "bound already.");
  }
  return at;
}

void serve(clb_call& call, clb::RegisterFunctionTargets const& in, clb::RegisterFunctionTargets::response&) {
  auto const at = function_place(call, in, false);
  change change;
  change.load_balancers = {in.LoadBalancerId};
  change.effect = [&world = call.world, at, targets = in.FunctionTargets.value()](tick) {
    for (auto target : targets) {
      if (!target.Weight) target.Weight = 10;
      bindings_at(world, at).functions.push_back(std::move(target));
    }
  };
  call.start(std::move(change));
}

void serve(clb_call& call, clb::ModifyFunctionTargets const& in, clb::ModifyFunctionTargets::response&) {
  auto const at = function_place(call, in, true);
  change change;
  change.load_balancers = {in.LoadBalancerId};
  change.effect = [&world = call.world, at, targets = in.FunctionTargets.value()](tick) {
    for (auto& function : bindings_at(world, at).functions) {
      for (auto const& target : targets) {
        if (same_function(function, target) && target.Weight) function.Weight = target.Weight;
      }
    }
  };
  call.start(std::move(change));
}

void serve(clb_call& call, clb::DeregisterFunctionTargets const& in,
           clb::DeregisterFunctionTargets::response&) {
  auto const at = function_place(call, in, true);
  change change;
  change.load_balancers = {in.LoadBalancerId};
  change.effect = [&world = call.world, at, targets = in.FunctionTargets.value()](tick) {
    std::erase_if(bindings_at(world, at).functions,
                  [&](auto const& function) { return has(targets, function); });
  };
  call.start(std::move(change));
}

// ---- the list

std::span<clb_operation const> clb_targets_operations() {
  static constexpr clb_operation all[] = {
      operation<clb::RegisterTargets>(),           operation<clb::BatchRegisterTargets>(),
      operation<clb::ModifyTargetPort>(),          operation<clb::ModifyTargetWeight>(),
      operation<clb::BatchModifyTargetWeight>(),   operation<clb::DeregisterTargets>(),
      operation<clb::BatchDeregisterTargets>(),    operation<clb::DescribeTargetHealth>(),
      operation<clb::DescribeTargets>(),           operation<clb::DescribeCrossTargets>(),
      operation<clb::RegisterFunctionTargets>(),   operation<clb::ModifyFunctionTargets>(),
      operation<clb::DeregisterFunctionTargets>(),
  };
  return all;
}

}  // namespace colb::inline COLB_ABI::inner::emu::tencent
