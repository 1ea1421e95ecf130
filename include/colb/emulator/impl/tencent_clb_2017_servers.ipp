// colb: Tencent CLB API 2017 in the emulator: servers of application-type instances. Included in one
// translation unit; see src.hpp.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <colb/emulator/tencent_clb_2017.hpp>
#include <colb/tencent/clb_2017/forward_backend.hpp>

namespace colb::inline COLB_ABI::inner::emu::tencent {

// ---- servers

/// The rules that a request names by ID or by domain and path.
template <class Request>
std::vector<place> rules_named(load_balancer& lb, Request const& in) {
  layer_7_listener(lb, in.listenerId);
  std::vector<place> places;
  for (auto const& id : in.locationIds)
    places.push_back(find_place(lb, in.listenerId, id, std::nullopt, std::nullopt));
  if (places.empty() && in.domain)
    places.push_back(find_place(lb, in.listenerId, std::nullopt, in.domain, in.url));
  return places;
}

template <class Request>
std::vector<place> some_rules_named(load_balancer& lb, Request const& in) {
  auto places = rules_named(lb, in);
  if (places.empty()) missing("locationIds");
  return places;
}

template <class Servers>
std::vector<backend> servers_named(Servers const& servers) {
  std::vector<backend> list;
  for (auto const& server : servers) {
    backend one;
    one.instance_id = server.instanceId.value();
    one.address = world::address_of(one.instance_id);
    one.port = server.port.value();
    if constexpr (requires { server.weight; }) {
      std::optional<std::int64_t> const weight = server.weight;
      one.weight = weight.value_or(10);
    }
    if (has(list, one)) bad_value("backends", "the server " + text_of(one) + " is given twice");
    list.push_back(std::move(one));
  }
  return list;
}

/// Starts a change that does the same in several places.
template <class F>
void change_bindings(clb_call& call, load_balancer& lb, std::vector<place> places, F effect) {
  change change;
  change.load_balancers = {lb.id()};
  change.effect = [&world = call.world, places = std::move(places), effect = std::move(effect)](tick now) {
    for (auto const& at : places) effect(world, at, now);
  };
  call.start(std::move(change));
}

void bind_servers(clb_call& call, load_balancer& lb, std::vector<place> places,
                  std::vector<backend> servers) {
  for (auto const& at : places) {
    require_nodes(lb, at);
    require_free(call, bindings_at(call.world, at), servers);
  }
  change_bindings(call, lb, std::move(places),
                  [servers = std::move(servers)](world& w, place const& at, tick now) {
                    add_targets(w, at, servers, now);
                  });
}

void unbind_servers(clb_call& call, load_balancer& lb, std::vector<place> places,
                    std::vector<backend> servers) {
  change_bindings(
      call, lb, std::move(places),
      [servers = std::move(servers)](world& w, place const& at, tick) { remove_targets(w, at, servers); });
}

void reweigh_servers(clb_call& call, load_balancer& lb, std::vector<place> places,
                     std::vector<backend> servers) {
  for (auto const& at : places) require_bound(bindings_at(call.world, at), servers);
  change_bindings(call, lb, std::move(places),
                  [servers = std::move(servers)](world& w, place const& at, tick) {
                    for (auto& bound : bindings_at(w, at).targets) {
                      for (auto const& server : servers) {
                        if (server.same(bound)) bound.weight = server.weight;
                      }
                    }
                  });
}

void move_servers(clb_call& call, load_balancer& lb, std::vector<place> places,
                  std::vector<clb_2017::types::ForwardBackendPortSpec> const& specs) {
  auto const servers = servers_named(specs);
  for (auto const& at : places) {
    auto const& bound = bindings_at(call.world, at);
    require_bound(bound, servers);
    for (std::size_t i = 0; i < specs.size(); ++i) {
      auto moved = servers[i];
      moved.port = specs[i].newPort.value();
      if (!has(servers, moved) && has(bound.targets, moved))
        bad_value("backends.newPort", text_of(moved) + " is bound already");
    }
  }
  change_bindings(call, lb, std::move(places), [servers, specs](world& w, place const& at, tick now) {
    auto& all = bindings_at(w, at).targets;
    std::vector<backend> moved;
    for (auto const& bound : all) {
      for (std::size_t i = 0; i < servers.size(); ++i) {
        if (!servers[i].same(bound)) continue;
        moved.push_back(bound);
        moved.back().port = specs[i].newPort.value();
        moved.back().weight = specs[i].weight.value_or(bound.weight);
      }
    }
    remove_targets(w, at, servers);
    add_targets(w, at, moved, now);
  });
}

void serve(clb_call& call, clb_2017::RegisterInstancesWithForwardLBSeventhListener const& in,
           clb_2017::RegisterInstancesWithForwardLBSeventhListener::response&) {
  load_balancer& lb = application_balancer(call, in.loadBalancerId);
  bind_servers(call, lb, some_rules_named(lb, in), servers_named(in.backends.value()));
}

void serve(clb_call& call, clb_2017::RegisterInstancesWithForwardLBFourthListener const& in,
           clb_2017::RegisterInstancesWithForwardLBFourthListener::response&) {
  load_balancer& lb = application_balancer(call, in.loadBalancerId);
  layer_4_listener(lb, in.listenerId);
  bind_servers(call, lb, {{lb.id(), in.listenerId.value()}}, servers_named(in.backends.value()));
}

void serve(clb_call& call, clb_2017::DeregisterInstancesFromForwardLB const& in,
           clb_2017::DeregisterInstancesFromForwardLB::response&) {
  load_balancer& lb = application_balancer(call, in.loadBalancerId);
  auto const servers = servers_named(in.backends.value());
  auto places = rules_named(lb, in);
  if (places.empty()) {  // from the whole listener: each server from wherever it is bound
    std::vector<backend> found;
    for (auto const& rule : world::get_listener(lb, in.listenerId).rules) {
      places.push_back({lb.id(), in.listenerId.value(), *rule.about.LocationId});
      for (auto const& server : servers) {
        if (has(rule.bound.targets, server) && !has(found, server)) found.push_back(server);
      }
    }
    bindings all;
    all.targets = std::move(found);
    require_bound(all, servers);
  } else {
    for (auto const& at : places) require_bound(bindings_at(call.world, at), servers);
  }
  unbind_servers(call, lb, std::move(places), servers);
}

void serve(clb_call& call, clb_2017::DeregisterInstancesFromForwardLBFourthListener const& in,
           clb_2017::DeregisterInstancesFromForwardLBFourthListener::response&) {
  load_balancer& lb = application_balancer(call, in.loadBalancerId);
  auto const servers = servers_named(in.backends.value());
  require_bound(layer_4_listener(lb, in.listenerId).bound, servers);
  unbind_servers(call, lb, {{lb.id(), in.listenerId.value()}}, servers);
}

void serve(clb_call& call, clb_2017::ModifyForwardSeventhBackends const& in,
           clb_2017::ModifyForwardSeventhBackends::response&) {
  load_balancer& lb = application_balancer(call, in.loadBalancerId);
  reweigh_servers(call, lb, some_rules_named(lb, in), servers_named(in.backends.value()));
}

void serve(clb_call& call, clb_2017::ModifyForwardFourthBackendsWeight const& in,
           clb_2017::ModifyForwardFourthBackendsWeight::response&) {
  load_balancer& lb = application_balancer(call, in.loadBalancerId);
  layer_4_listener(lb, in.listenerId);
  reweigh_servers(call, lb, {{lb.id(), in.listenerId.value()}}, servers_named(in.backends.value()));
}

void serve(clb_call& call, clb_2017::ModifyForwardSeventhBackendsPort const& in,
           clb_2017::ModifyForwardSeventhBackendsPort::response&) {
  load_balancer& lb = application_balancer(call, in.loadBalancerId);
  move_servers(call, lb, some_rules_named(lb, in), in.backends);
}

void serve(clb_call& call, clb_2017::ModifyForwardFourthBackendsPort const& in,
           clb_2017::ModifyForwardFourthBackendsPort::response&) {
  load_balancer& lb = application_balancer(call, in.loadBalancerId);
  layer_4_listener(lb, in.listenerId);
  move_servers(call, lb, {{lb.id(), in.listenerId.value()}}, in.backends);
}

std::vector<clb_2017::types::ForwardBackend> shown_servers(world const& world, bindings const& bound) {
  std::vector<clb_2017::types::ForwardBackend> rows;
  for (auto const& server : bound.targets) {
    clb_2017::types::ForwardBackend row;
    row.lanIp = server.address;
    row.port = server.port;
    row.weight = server.weight;
    row.instanceStatus = 2;
    row.unInstanceId = server.instance_id;
    row.instanceName = server.instance_id;
    row.addTimestamp = world.env.date_and_time(server.registered);
    rows.push_back(std::move(row));
  }
  return rows;
}

void serve(clb_call& call, clb_2017::DescribeForwardLBBackends const& in,
           clb_2017::DescribeForwardLBBackends::response& out) {
  each_listener(call, in, [&](listener const& one) {
    clb_2017::types::ForwardListenerBackends row;
    row.listenerId = one.id();
    row.protocol = protocol_number(one.protocol());
    row.protocolType = ascii_lowered(one.protocol());
    row.loadBalancerPort = one.port();
    row.backends = shown_servers(call.world, one.bound);
    for (auto const& rule : one.rules) {
      clb_2017::types::ForwardRuleBackends of_rule;
      of_rule.locationId = rule.about.LocationId;
      of_rule.domain = rule.about.Domain;
      of_rule.url = rule.about.Url;
      of_rule.backends = shown_servers(call.world, rule.bound);
      row.rules.push_back(std::move(of_rule));
    }
    out.data.push_back(std::move(row));
  });
}

std::vector<clb_2017::types::ForwardBackendHealth> shown_health(world const& world, bindings const& bound) {
  std::vector<clb_2017::types::ForwardBackendHealth> rows;
  for (auto const& server : bound.targets) {
    clb_2017::types::ForwardBackendHealth row;
    row.ip = server.address;
    row.port = server.port;
    row.healthStatus = world.is_healthy(server) ? 1 : 0;
    rows.push_back(std::move(row));
  }
  return rows;
}

void serve(clb_call& call, clb_2017::DescribeForwardLBHealthStatus const& in,
           clb_2017::DescribeForwardLBHealthStatus::response& out) {
  for (auto const* const lb : call.world.all(call.region, in.loadBalancerIds)) {
    not_classic(*lb);
    clb_2017::types::ForwardLoadBalancerHealth row;
    row.loadBalancerId = row.unLoadBalancerId = lb->id();
    row.loadBalancerName = lb->about.LoadBalancerName;
    for (auto const& one : lb->listeners) {
      if (protocol_number(one.protocol()) == 0) continue;
      clb_2017::types::ForwardListenerHealth of_listener;
      of_listener.listenerId = one.id();
      of_listener.protocol = protocol_number(one.protocol());
      of_listener.loadBalancerPort = one.port();
      of_listener.listenerName = one.about.ListenerName;
      // The document tells of layer 7 only; API 3.0 shows the servers of layer 4 under one rule without a
      // name.
      if (!one.has_rules()) of_listener.rules.emplace_back().backends = shown_health(call.world, one.bound);
      for (auto const& rule : one.rules) {
        clb_2017::types::ForwardRuleHealth of_rule;
        of_rule.locationId = rule.about.LocationId;
        of_rule.domain = rule.about.Domain;
        of_rule.url = rule.about.Url;
        of_rule.backends = shown_health(call.world, rule.bound);
        of_listener.rules.push_back(std::move(of_rule));
      }
      row.listener.push_back(std::move(of_listener));
    }
    out.data.push_back(std::move(row));
  }
}

// ---- the list

std::span<clb_operation const> clb_2017_servers_operations() {
  static constexpr clb_operation all[] = {
      operation_2017<clb_2017::RegisterInstancesWithForwardLBSeventhListener>(),
      operation_2017<clb_2017::RegisterInstancesWithForwardLBFourthListener>(),
      operation_2017<clb_2017::DeregisterInstancesFromForwardLB>(),
      operation_2017<clb_2017::DeregisterInstancesFromForwardLBFourthListener>(),
      operation_2017<clb_2017::ModifyForwardSeventhBackends>(),
      operation_2017<clb_2017::ModifyForwardSeventhBackendsPort>(),
      operation_2017<clb_2017::ModifyForwardFourthBackendsWeight>(),
      operation_2017<clb_2017::ModifyForwardFourthBackendsPort>(),
      operation_2017<clb_2017::DescribeForwardLBBackends>(),
      operation_2017<clb_2017::DescribeForwardLBHealthStatus>(),
  };
  return all;
}

}  // namespace colb::inline COLB_ABI::inner::emu::tencent
