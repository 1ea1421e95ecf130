// colb: Tencent CLB API 2017 in the emulator: listeners and servers of classic instances. Included in one
// translation unit; see src.hpp.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <colb/emulator/tencent_clb_2017.hpp>
#include <colb/tencent/clb_2017/backend.hpp>
#include <colb/tencent/clb_2017/listener.hpp>

namespace colb::inline COLB_ABI::inner::emu::tencent {

// ---- listeners of classic instances

std::vector<std::string> add_listeners(clb_call& call, load_balancer& lb, std::vector<listener> made) {
  std::vector<std::string> ids;
  load_balancer future = lb;
  for (auto const& one : made) {
    check_port(future, one.port(), one.port(), one.protocol());
    future.listeners.push_back(one);
    ids.push_back(one.id());
  }
  auto const quota = call.world.env.options.quotas.listeners;
  if (static_cast<std::int64_t>(future.listeners.size()) > quota) {
    refuse("LimitExceeded", "The quota of listeners of a load balancer is " + std::to_string(quota) + ".");
  }
  change change;
  change.load_balancers = {lb.id()};
  change.effect = [&world = call.world, id = lb.id(), made = std::move(made)](tick at) {
    for (auto one : made) {
      one.about.CreateTime = world.env.date_and_time(at);
      world.load_balancers.at(id).listeners.push_back(std::move(one));
    }
  };
  call.start(std::move(change));
  return ids;
}

/// The word that spreads requests or connections: httpHash of HTTP and HTTPS, scheduler of TCP and UDP.
template <class Request>
std::optional<std::string> spread_of(Request const& in, bool layer_7) {
  if (in.httpHash && in.scheduler) refuse("InvalidParameter", "scheduler and httpHash exclude each other.");
  if (in.httpHash && !layer_7) bad_value("httpHash", "it is for HTTP and HTTPS listeners only");
  if (in.scheduler && layer_7) bad_value("scheduler", "it is for TCP and UDP listeners only");
  return in_capitals(layer_7 ? in.httpHash : in.scheduler);
}

void serve(clb_call& call, clb_2017::CreateLoadBalancerListeners const& in,
           clb_2017::CreateLoadBalancerListeners::response& out) {
  load_balancer& lb = classic_balancer(call, in.loadBalancerId);
  if (in.listeners->empty()) missing("listeners");
  std::vector<listener> made;
  for (auto const& spec : in.listeners.value()) {
    listener one = listener_of(call, spec);
    auto const& protocol = one.protocol();
    if (!lb.open() && one.has_rules())
      bad_value("listeners.protocol", "private load balancers take TCP and UDP only");
    one.instance_port = spec.instancePort.value();
    one.about.SessionExpireTime = spec.sessionExpire.value_or(0);
    check_health_2017("listeners.", spec, protocol);
    one.about.HealthCheck = completed(health_check_of(spec), protocol);
    one.about.Scheduler = spread_of(spec, one.has_rules()).value_or("WRR");
    auto const certificate = certificate_input_of(spec);
    if (certificate && protocol != "HTTPS")
      bad_value("listeners.SSLMode", "only HTTPS listeners have certificates");
    if (protocol == "HTTPS" && in.listeners->size() > 1)
      bad_value("listeners", "HTTPS listeners are created one by one");
    if (protocol == "HTTPS" && !certificate) missing("listeners.SSLMode");
    if (protocol == "HTTPS")
      one.about.Certificate = certificate_of(call.world, "listeners.", certificate, std::nullopt);
    made.push_back(std::move(one));
  }
  out.listenerIds = add_listeners(call, lb, std::move(made));
}

/// What both layers of `Listener` and `CertListener` show.
template <class Row>
void show_listener(Row& row, listener const& l) {
  row.unListenerId = l.id();
  row.listenerName = l.about.ListenerName;
  row.loadBalancerPort = l.port();
  row.instancePort = l.instance_port;
  row.protocol = protocol_number(l.protocol());
  row.sessionExpire = l.about.SessionExpireTime;
  auto const check = completed(l.about.HealthCheck, l.protocol());
  row.healthSwitch = check.HealthSwitch;
  row.timeOut = check.TimeOut;
  row.intervalTime = check.IntervalTime;
  row.healthNum = check.HealthNum;
  row.unhealthNum = check.UnHealthNum;
  if (l.has_rules()) {
    row.httpHash = in_small_letters(l.about.Scheduler);
    row.httpCode = check.HttpCode;
  } else {
    row.scheduler = in_small_letters(l.about.Scheduler);
  }
  if (auto const& certificate = l.about.Certificate) {
    row.SSLMode = in_small_letters(certificate->SSLMode);
    row.certId = certificate->CertId;
    row.certCaId = certificate->CertCaId.value_or("");
  }
}

void serve(clb_call& call, clb_2017::DescribeLoadBalancerListeners const& in,
           clb_2017::DescribeLoadBalancerListeners::response& out) {
  std::optional<std::string> protocol;
  if (in.protocol) protocol = protocol_named("protocol", *in.protocol);
  for (auto const& one : classic_balancer(call, in.loadBalancerId).listeners) {
    bool const matches = passes(in.listenerIds, one.id()) && passes(protocol, one.about.Protocol) &&
                         passes(in.loadBalancerPort, one.about.Port) &&
                         (!in.listenerIds.empty() || in.status.value_or(1) == 1);
    if (!matches) continue;
    clb_2017::types::Listener row;
    show_listener(row, one);
    row.listenerId = one.id();
    if (one.has_rules()) row.httpCheckPath = completed(one.about.HealthCheck, one.protocol()).HttpCheckPath;
    row.status = 1;
    out.listenerSet.push_back(std::move(row));
  }
  out.totalCount = static_cast<std::int64_t>(out.listenerSet.size());
  cut_to_default(out.listenerSet, !in.listenerIds.empty() || in.protocol || in.loadBalancerPort || in.status);
}

void serve(clb_call& call, clb_2017::DeleteLoadBalancerListeners const& in,
           clb_2017::DeleteLoadBalancerListeners::response&) {
  classic_balancer(call, in.loadBalancerId);
  if (in.listenerIds->empty()) missing("listenerIds");
  hand_over(call, clb::DeleteLoadBalancerListeners{.LoadBalancerId = in.loadBalancerId.value(),
                                                   .ListenerIds = in.listenerIds.value()});
}

void serve(clb_call& call, clb_2017::ModifyLoadBalancerListener const& in,
           clb_2017::ModifyLoadBalancerListener::response&) {
  load_balancer& lb = classic_balancer(call, in.loadBalancerId);
  listener const& old = world::get_listener(lb, in.listenerId);
  auto const check = health_check_of(in);
  check_health_2017("", in, old.protocol(), old.about.HealthCheck);
  auto const spread = spread_of(in, old.has_rules());
  auto const given = certificate_input_of(in);
  if (given && old.protocol() != "HTTPS") bad_value("SSLMode", "only HTTPS listeners have certificates");
  auto const certificate = certificate_of(call.world, "", given, std::nullopt);
  change change;
  change.load_balancers = {lb.id()};
  change.effect = [&world = call.world, in, check, spread, given, certificate](tick) {
    auto& about = world::get_listener(world.load_balancers.at(in.loadBalancerId), in.listenerId).about;
    if (in.listenerName) about.ListenerName = in.listenerName;
    if (in.sessionExpire) about.SessionExpireTime = in.sessionExpire;
    merge(about.HealthCheck, check);
    if (spread) about.Scheduler = spread;
    if (given) about.Certificate = certificate;
  };
  call.start(std::move(change));
}

// ---- servers of classic instances

void serve(clb_call& call, clb_2017::RegisterInstancesWithLoadBalancer const& in,
           clb_2017::RegisterInstancesWithLoadBalancer::response&) {
  std::vector<types::ClassicalTargetInfo> targets;
  for (auto const& server : in.backends.value()) {
    targets.push_back({.InstanceId = server.instanceId.value(), .Weight = server.weight});
  }
  hand_over(call, clb::RegisterTargetsWithClassicalLB{.LoadBalancerId = in.loadBalancerId.value(),
                                                      .Targets = targets});
}

void serve(clb_call& call, clb_2017::DescribeLoadBalancerBackends const& in,
           clb_2017::DescribeLoadBalancerBackends::response& out) {
  for (auto const& server : classic_balancer(call, in.loadBalancerId).classic_targets) {
    clb_2017::types::Backend row;
    row.instanceId = "qcvm" + server.instance_id;
    row.unInstanceId = server.instance_id;
    row.weight = server.weight;
    row.instanceName = server.instance_id;
    row.lanIp = server.address;
    row.instanceStatus = 2;
    out.backendSet.push_back(std::move(row));
  }
  out.totalCount = static_cast<std::int64_t>(out.backendSet.size());
}

void require_server(load_balancer const& lb, std::string const& id) {
  if (std::none_of(lb.classic_targets.begin(), lb.classic_targets.end(),
                   [&](backend const& b) { return b.instance_id == id; })) {
    refuse("ResourceNotFound", "The server `" + id + "` is not bound to `" + lb.id() + "`.");
  }
}

void serve(clb_call& call, clb_2017::ModifyLoadBalancerBackends const& in,
           clb_2017::ModifyLoadBalancerBackends::response&) {
  load_balancer& lb = classic_balancer(call, in.loadBalancerId);
  for (auto const& server : in.backends.value()) {
    require_server(lb, server.instanceId);
  }
  change change;
  change.load_balancers = {lb.id()};
  change.effect = [&world = call.world, in](tick) {
    for (auto& bound : world.load_balancers.at(in.loadBalancerId).classic_targets) {
      for (auto const& server : in.backends.value()) {
        if (server.instanceId.value() == bound.instance_id) bound.weight = server.weight.value();
      }
    }
  };
  call.start(std::move(change));
}

void serve(clb_call& call, clb_2017::DeregisterInstancesFromLoadBalancer const& in,
           clb_2017::DeregisterInstancesFromLoadBalancer::response&) {
  std::vector<std::string> ids;
  load_balancer const& lb = classic_balancer(call, in.loadBalancerId);
  for (auto const& server : in.backends.value()) {
    auto const& id = server.instanceId.value();
    ids.push_back(id.starts_with("qcvm") ? id.substr(4) : id);
    require_server(lb, ids.back());
  }
  hand_over(call, clb::DeregisterTargetsFromClassicalLB{.LoadBalancerId = in.loadBalancerId.value(),
                                                        .InstanceIds = ids});
}

void serve(clb_call& call, clb_2017::DescribeLBHealthStatus const& in,
           clb_2017::DescribeLBHealthStatus::response& out) {
  load_balancer& lb = classic_balancer(call, in.loadBalancerId);
  if (in.listenerId) world::get_listener(lb, *in.listenerId);
  for (auto const& one : lb.listeners) {
    if (in.listenerId && one.id() != *in.listenerId) continue;
    for (auto const& server : lb.classic_targets) {
      clb_2017::types::BackendHealth row;
      row.ip = server.address;
      row.protocol = one.protocol();
      row.port = one.instance_port;
      row.vport = one.port();
      row.healthStatus = call.world.is_healthy(server) ? 1 : 0;
      out.data.push_back(std::move(row));
    }
  }
}

// ---- the list

std::span<clb_operation const> clb_2017_classic_operations() {
  static constexpr clb_operation all[] = {
      operation_2017<clb_2017::CreateLoadBalancerListeners>(),
      operation_2017<clb_2017::DescribeLoadBalancerListeners>(),
      operation_2017<clb_2017::DeleteLoadBalancerListeners>(),
      operation_2017<clb_2017::ModifyLoadBalancerListener>(),
      operation_2017<clb_2017::RegisterInstancesWithLoadBalancer>(),
      operation_2017<clb_2017::DescribeLoadBalancerBackends>(),
      operation_2017<clb_2017::ModifyLoadBalancerBackends>(),
      operation_2017<clb_2017::DeregisterInstancesFromLoadBalancer>(),
      operation_2017<clb_2017::DescribeLBHealthStatus>(),
  };
  return all;
}

}  // namespace colb::inline COLB_ABI::inner::emu::tencent
