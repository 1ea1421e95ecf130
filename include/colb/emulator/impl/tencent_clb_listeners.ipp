// colb: Tencent CLB API 3.0 in the emulator: listeners. Included in one translation unit; see src.hpp.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <colb/emulator/tencent_clb.hpp>
#include <colb/tencent/clb/listener.hpp>

namespace colb::inline COLB_ABI::inner::emu::tencent {

// ---- checks

bool is_layer_7(std::string const& protocol) { return protocol == "HTTP" || protocol == "HTTPS"; }
bool is_datagram(std::string const& protocol) { return protocol == "UDP" || protocol == "QUIC"; }
bool takes_certificate(std::string const& protocol) {
  return protocol == "HTTPS" || protocol == "TCP_SSL" || protocol == "QUIC";
}

void check_health_settings(std::string const& where, std::optional<types::HealthCheck> const& check) {
  if (!check) return;
  auto const name = [&](char const* field) { return where + "HealthCheck." + field; };
  check_range(name("HealthSwitch"), check->HealthSwitch, 0, 1);
  check_range(name("TimeOut"), check->TimeOut, 2, 60);
  check_range(name("IntervalTime"), check->IntervalTime, 2, 300);
  check_range(name("HealthNum"), check->HealthNum, 2, 10);
  check_range(name("UnHealthNum"), check->UnHealthNum, 2, 10);
  check_range(name("HttpCode"), check->HttpCode, 1, 31);
  check_one_of(name("HttpCheckMethod"), check->HttpCheckMethod, {"HEAD", "GET"});
  check_one_of(name("HttpVersion"), check->HttpVersion, {"HTTP/1.0", "HTTP/1.1"});
  check_one_of(name("CheckType"), check->CheckType, {"PING", "TCP", "HTTP", "HTTPS", "GRPC", "CUSTOM"});
  check_one_of(name("ContextType"), check->ContextType, {"HEX", "TEXT"});
  if (check->CheckType == "CUSTOM") {
    if (!check->SendContext) missing(name("SendContext"));
    if (!check->RecvContext) missing(name("RecvContext"));
    if (!check->ContextType) missing(name("ContextType"));
  }
  auto const timeout = check->TimeOut.value_or(2);
  if (check->TimeOut && check->IntervalTime && timeout > *check->IntervalTime) {
    bad_value(name("TimeOut"), "it is longer than IntervalTime");
  }
}

types::HealthCheck completed(std::optional<types::HealthCheck> const& given, std::string const& protocol) {
  types::HealthCheck check = given.value_or(types::HealthCheck{});
  if (!check.HealthSwitch) check.HealthSwitch = 1;
  if (!check.TimeOut) check.TimeOut = 2;
  if (!check.IntervalTime) check.IntervalTime = 5;
  if (!check.HealthNum) check.HealthNum = 3;
  if (!check.UnHealthNum) check.UnHealthNum = 3;
  if (!check.CheckType) check.CheckType = is_layer_7(protocol) ? "HTTP" : protocol == "UDP" ? "PING" : "TCP";
  if (is_layer_7(protocol)) {
    if (!check.HttpCode) check.HttpCode = 31;
    if (!check.HttpCheckPath) check.HttpCheckPath = "/";
    if (!check.HttpCheckMethod) check.HttpCheckMethod = "HEAD";
  }
  if (!check.SourceIpType) check.SourceIpType = 0;
  return check;
}

/// What was given goes over what was there.
void merge(std::optional<types::HealthCheck>& into, std::optional<types::HealthCheck> const& given) {
  if (!given) return;
  if (!into) into.emplace();
  for (field_info const& field : type_info_of<types::HealthCheck>.fields()) {
    void const* const from = field.type->get(field_at(static_cast<void const*>(&*given), field));
    if (!from) continue;
    void* const to = field.type->put(field_at(static_cast<void*>(&*into), field));
    if (field.type->element->shape == shape::string) {
      *static_cast<std::string*>(to) = *static_cast<std::string const*>(from);
    } else {
      *static_cast<std::int64_t*>(to) = *static_cast<std::int64_t const*>(from);
    }
  }
}

void check_session(std::string const& where, std::optional<std::int64_t> seconds) {
  if (seconds && *seconds != 0) check_range(where + "SessionExpireTime", seconds, 30, 3600);
}

/// Settings that both creating and changing a listener take.
template <class Request>
void check_listener(Request const& in, std::string const& protocol) {
  check_health_settings("", in.HealthCheck);
  check_session("", in.SessionExpireTime);
  check_one_of("Scheduler", in.Scheduler, {"WRR", "LEAST_CONN"});
  check_range("SniSwitch", in.SniSwitch, 0, 1);
  check_one_of("TargetType", in.TargetType, {"NODE", "TARGETGROUP"});
  check_one_of("SessionType", in.SessionType, {"NORMAL", "Normal", "QUIC_CID"});
  check_range("KeepaliveEnable", in.KeepaliveEnable, 0, 1);
  check_range("IdleConnectTimeout", in.IdleConnectTimeout, 300, 3600);
  check_range("MaxConn", in.MaxConn, -1, INT64_MAX);
  check_range("MaxCps", in.MaxCps, -1, INT64_MAX);
  bool const certificate = in.Certificate || in.MultiCertInfo;
  if (certificate && !takes_certificate(protocol)) {
    refuse("InvalidParameter", "A listener of protocol " + protocol + " takes no certificate.");
  }
  if (in.SniSwitch == 1 && protocol != "HTTPS") {
    refuse("InvalidParameter", "A listener of protocol " + protocol + " has no SNI.");
  }
  if (in.SessionType == "QUIC_CID" && protocol != "UDP") {
    refuse("InvalidParameter", "A listener of protocol " + protocol + " has no sessions by QUIC_CID.");
  }
}

template <class Request>
void apply_listener(types::Listener& about, Request const& in) {
  if (in.SessionExpireTime) about.SessionExpireTime = in.SessionExpireTime;
  if (in.Scheduler) about.Scheduler = in.Scheduler;
  if (in.SniSwitch) about.SniSwitch = in.SniSwitch;
  if (in.TargetType) about.TargetType = in.TargetType;
  if (in.SessionType) about.SessionType = in.SessionType == "Normal" ? "NORMAL" : in.SessionType;
  if (in.KeepaliveEnable) about.KeepaliveEnable = in.KeepaliveEnable;
  if (in.DeregisterTargetRst) about.DeregisterTargetRst = in.DeregisterTargetRst;
  if (in.MaxConn) about.MaxConn = in.MaxConn;
  if (in.MaxCps) about.MaxCps = in.MaxCps;
  if (in.IdleConnectTimeout) about.IdleConnectTimeout = in.IdleConnectTimeout;
}

listener& layer_7_listener(load_balancer& lb, std::string const& id) {
  listener& listener = world::get_listener(lb, id);
  if (!listener.has_rules()) {
    refuse("InvalidParameter.ProtocolCheckFailed",
           "The listener `" + id + "` is of protocol " + listener.protocol() + " and has no rules.");
  }
  return listener;
}

void not_classic(load_balancer const& lb) {
  if (lb.classic()) refuse("InvalidParameter", "The load balancer `" + lb.id() + "` is a classic one.");
}

// ---- listeners

/// Shows the target groups that are bound.
template <class About>
void show_groups(world& world, About& about, bindings const& bound) {
  for (auto const& id : bound.groups) {
    types::BasicTargetGroupInfo info;
    info.TargetGroupId = id;
    info.TargetGroupName = world.target_groups.at(id).about.TargetGroupName;
    about.TargetGroupList.push_back(std::move(info));
  }
  if (!about.TargetGroupList.empty()) about.TargetGroup = about.TargetGroupList.front();
}

types::RuleOutput shown(world& world, rule const& rule) {
  auto about = rule.about;
  show_groups(world, about, rule.bound);
  return about;
}

void serve(clb_call& call, clb::DescribeListeners const& in, clb::DescribeListeners::response& out) {
  check_length("ListenerIds", in.ListenerIds.size(), 0, 100);
  check_range("Port", in.Port, 1, 65535);
  load_balancer& lb = call.balancer(in.LoadBalancerId);
  for (auto const& listener : lb.listeners) {
    bool const matches = passes(in.ListenerIds, listener.id()) &&
                         passes(in.Protocol, listener.about.Protocol) && passes(in.Port, listener.about.Port);
    if (!matches) continue;
    auto about = listener.about;
    show_groups(call.world, about, listener.bound);
    for (auto const& rule : listener.rules) about.Rules.push_back(shown(call.world, rule));
    out.Listeners.push_back(std::move(about));
  }
  out.TotalCount = static_cast<std::int64_t>(out.Listeners.size());
}

void check_port(load_balancer const& lb, std::int64_t port, std::int64_t end, std::string const& protocol) {
  for (auto const& listener : lb.listeners) {
    if (is_datagram(listener.protocol()) != is_datagram(protocol)) continue;
    auto const last = std::max(listener.port(), listener.about.EndPort.value_or(0));
    if (end < listener.port() || port > last) continue;
    refuse("InvalidParameter.PortCheckFailed",
           "The port " + std::to_string(port) + " conflicts with the listener `" + listener.id() + "` (" +
               listener.protocol() + ':' + std::to_string(listener.port()) + ").");
  }
}

void serve(clb_call& call, clb::CreateListener const& in, clb::CreateListener::response& out) {
  load_balancer& lb = call.idle_balancer(in.LoadBalancerId);
  not_classic(lb);
  auto const& protocol = in.Protocol.value();
  check_one_of("Protocol", in.Protocol.value(), {"TCP", "UDP", "HTTP", "HTTPS", "TCP_SSL", "QUIC"});
  check_length("Ports", in.Ports->size(), 1, 50);
  check_listener(in, protocol);
  if (!in.ListenerNames.empty() && in.ListenerNames.size() != in.Ports->size()) {
    refuse("InvalidParameterValue.Length", "The lengths of `ListenerNames` and `Ports` differ.");
  }
  if (in.EndPort && in.Ports->size() != 1) bad_value("EndPort", "it goes with a single port");
  bool const sni = in.SniSwitch == 1;
  if ((protocol == "HTTPS" || protocol == "TCP_SSL") && !sni && !in.Certificate && !in.MultiCertInfo)
    missing("Certificate");
  if (sni && (in.Certificate || in.MultiCertInfo)) {
    refuse("InvalidParameter", "With SNI the certificates belong to the rules, not to the listener.");
  }
  auto const certificate = certificate_of(call.world, "", in.Certificate, in.MultiCertInfo);
  std::vector<std::int64_t> seen;
  for (auto const port : in.Ports.value()) {
    check_range("Ports", port, 1, 65535);
    check_range("EndPort", in.EndPort, port, 65535);
    if (contains(seen, port)) {
      refuse("InvalidParameter.PortCheckFailed", "The port " + std::to_string(port) + " is given twice.");
    }
    seen.push_back(port);
    check_port(lb, port, in.EndPort.value_or(port), protocol);
  }
  auto const quota = call.world.env.options.quotas.listeners;
  if (static_cast<std::int64_t>(lb.listeners.size() + in.Ports->size()) > quota) {
    refuse("LimitExceeded", "The quota of listeners of a load balancer is " + std::to_string(quota) + ".");
  }

  std::vector<listener> made;
  for (std::size_t i = 0; i < in.Ports->size(); ++i) {
    listener one;
    auto& about = one.about;
    about.ListenerId = call.world.new_id("lbl-");
    about.Protocol = protocol;
    about.Port = in.Ports.value()[i];
    about.EndPort = in.EndPort.value_or(0);
    about.ListenerName = in.ListenerNames.empty() ? std::string() : in.ListenerNames[i];
    about.SessionExpireTime = 0;
    about.SniSwitch = 0;
    about.TargetType = "NODE";
    about.SessionType = "NORMAL";
    about.KeepaliveEnable = 0;
    about.Toa = false;
    about.DeregisterTargetRst = false;
    about.MaxConn = -1;
    about.MaxCps = -1;
    if (protocol == "TCP") about.IdleConnectTimeout = 900;
    if (!is_layer_7(protocol)) {
      about.Scheduler = "WRR";
      about.HealthCheck = completed(in.HealthCheck, protocol);
    }
    if (in.Certificate || in.MultiCertInfo) about.Certificate = certificate;
    apply_listener(about, in);
    out.ListenerIds.push_back(one.id());
    made.push_back(std::move(one));
  }
  change change;
  change.load_balancers = {lb.id()};
  change.effect = [&world = call.world, id = lb.id(), made = std::move(made)](tick at) {
    for (auto listener : made) {
      listener.about.CreateTime = world.env.date_and_time(at);
      world.load_balancers.at(id).listeners.push_back(std::move(listener));
    }
  };
  call.start(std::move(change));
}

void serve(clb_call& call, clb::ModifyListener const& in, clb::ModifyListener::response&) {
  load_balancer& lb = call.idle_balancer(in.LoadBalancerId);
  listener const& old = world::get_listener(lb, in.ListenerId);
  check_listener(in, old.protocol());
  if (in.SniSwitch == 0 && old.about.SniSwitch == 1)
    bad_value("SniSwitch", "it cannot be switched off again");
  if (in.TargetType && in.TargetType != old.about.TargetType &&
      (!old.bound.targets.empty() || !old.bound.groups.empty())) {
    refuse("FailedOperation", "The listener `" + old.id() + "` has targets bound.");
  }
  auto const certificate = certificate_of(call.world, "", in.Certificate, in.MultiCertInfo);
  change change;
  change.load_balancers = {lb.id()};
  change.effect = [&world = call.world, in, certificate](tick) {
    auto& about = world::get_listener(world.load_balancers.at(in.LoadBalancerId), in.ListenerId).about;
    if (in.ListenerName) about.ListenerName = in.ListenerName;
    merge(about.HealthCheck, in.HealthCheck);
    if (in.Certificate || in.MultiCertInfo) about.Certificate = certificate;
    apply_listener(about, in);
  };
  call.start(std::move(change));
}

/// Redirections to or from what is going away end with it.
void forget_rewrites(load_balancer& lb, std::vector<std::string> const& gone) {
  for (auto& listener : lb.listeners) {
    for (auto& rule : listener.rules) {
      auto const& target = rule.about.RewriteTarget;
      if (target && (contains(gone, target->TargetLocationId.value_or("")) ||
                     contains(gone, target->TargetListenerId.value_or("")))) {
        rule.about.RewriteTarget.reset();
      }
    }
  }
}

void delete_listeners(clb_call& call, load_balancer& lb, std::vector<std::string> ids) {
  change change;
  change.load_balancers = {lb.id()};
  change.effect = [&world = call.world, id = lb.id(), ids = std::move(ids)](tick) {
    load_balancer& b = world.load_balancers.at(id);
    std::erase_if(b.listeners, [&](listener const& l) { return contains(ids, l.id()); });
    forget_rewrites(b, ids);
  };
  call.start(std::move(change));
}

void serve(clb_call& call, clb::DeleteListener const& in, clb::DeleteListener::response&) {
  load_balancer& lb = call.idle_balancer(in.LoadBalancerId);
  world::get_listener(lb, in.ListenerId);
  delete_listeners(call, lb, {in.ListenerId});
}

void serve(clb_call& call, clb::DeleteLoadBalancerListeners const& in,
           clb::DeleteLoadBalancerListeners::response&) {
  load_balancer& lb = call.idle_balancer(in.LoadBalancerId);
  check_length("ListenerIds", in.ListenerIds.size(), 0, 20);
  auto ids = in.ListenerIds;
  for (auto const& id : ids) world::get_listener(lb, id);
  if (ids.empty()) {
    for (auto const& listener : lb.listeners) ids.push_back(listener.id());
  }
  delete_listeners(call, lb, std::move(ids));
}

void serve(clb_call& call, clb::DescribeLBListeners const& in, clb::DescribeLBListeners::response& out) {
  auto const wanted = [&](load_balancer const& lb, backend const& target) {
    auto const& items = in.Backends.value();
    return std::any_of(items.begin(), items.end(), [&](types::LbRsItem const& item) {
      return item.PrivateIp.value() == target.address && lb.about.VpcId == item.VpcId.value();
    });
  };
  auto const rows = [&](load_balancer const& lb, bindings const& bound) {
    std::vector<types::LbRsTargets> list;
    for (auto const& target : bound.targets) {
      if (!wanted(lb, target)) continue;
      types::LbRsTargets row;
      row.Type = target.instance_id.empty() ? "eni" : "cvm";
      row.PrivateIp = target.address;
      row.Port = target.port;
      row.VpcId = lb.about.NumericalVpcId;
      row.Weight = target.weight;
      list.push_back(std::move(row));
    }
    return list;
  };
  for (auto const* const lb : call.world.newest_first(call.region)) {
    types::LBItem item;
    item.LoadBalancerId = lb->id();
    if (!lb->about.LoadBalancerVips.empty()) item.Vip = lb->about.LoadBalancerVips.front();
    item.Region = lb->region;
    for (auto const& listener : lb->listeners) {
      types::ListenerItem place;
      place.ListenerId = listener.id();
      place.Protocol = listener.protocol();
      place.Port = listener.port();
      place.EndPort = listener.about.EndPort.value_or(0);
      place.Targets = rows(*lb, listener.bound);
      for (auto const& rule : listener.rules) {
        types::RulesItems found;
        found.LocationId = rule.about.LocationId;
        found.Domain = rule.about.Domain;
        found.Url = rule.about.Url;
        found.Targets = rows(*lb, rule.bound);
        if (!found.Targets.empty()) place.Rules.push_back(std::move(found));
      }
      if (!place.Targets.empty() || !place.Rules.empty()) item.Listeners.push_back(std::move(place));
    }
    if (!item.Listeners.empty()) out.LoadBalancers.push_back(std::move(item));
  }
}

// ---- the list

std::span<clb_operation const> clb_listeners_operations() {
  static constexpr clb_operation all[] = {
      operation<clb::DescribeListeners>(),
      operation<clb::CreateListener>(),
      operation<clb::ModifyListener>(),
      operation<clb::DeleteListener>(),
      operation<clb::DeleteLoadBalancerListeners>(),
      operation<clb::DescribeLBListeners>(),
  };
  return all;
}

}  // namespace colb::inline COLB_ABI::inner::emu::tencent
