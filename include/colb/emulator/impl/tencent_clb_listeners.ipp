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

/// What goes with which protocol. `before` is what the listener or rule has already: what is not given stays.
void check_health_settings(std::string const& where, std::optional<types::HealthCheck> const& check,
                           std::string const& protocol, std::optional<types::HealthCheck> const& before) {
  if (!check) return;
  auto const name = [&](char const* field) { return where + "HealthCheck." + field; };
  auto const only = [&](bool given, char const* field, bool fits, char const* for_what) {
    if (given && !fits) bad_value(name(field), std::string("it is for ") + for_what + " only");
  };
  bool const layer_7 = is_layer_7(protocol);
  bool const plain = protocol == "TCP" || protocol == "UDP";
  auto merged = before;
  merge(merged, check);
  auto const whole = completed(merged, protocol);
  auto const& type = *whole.CheckType;
  struct fitting {
    std::string_view protocol, types;
  };
  for (fitting const& each :
       {fitting{"UDP", "PING|CUSTOM"}, fitting{"TCP", "TCP|HTTP|CUSTOM"}, fitting{"TCP_SSL", "TCP|HTTP"},
        fitting{"QUIC", "TCP|HTTP"}, fitting{"HTTP", "HTTP|GRPC"}, fitting{"HTTPS", "HTTP|HTTPS|GRPC"}}) {
    auto const allowed = limit::words({}, {}, each.types);
    if (check->CheckType && each.protocol == protocol && !is_word(type, allowed)) {
      bad_value(name("CheckType"), "for " + protocol + " it has to be one of " + text_of(allowed));
    }
  }
  bool const over_http = layer_7 || (protocol != "UDP" && type == "HTTP");
  char const* const http = "checks over HTTP";
  only(check->HttpCode.has_value(), "HttpCode", over_http, http);
  only(check->HttpCheckPath.has_value(), "HttpCheckPath", over_http, http);
  only(check->HttpCheckDomain.has_value(), "HttpCheckDomain", over_http, http);
  only(check->HttpCheckMethod.has_value(), "HttpCheckMethod", over_http, http);
  only(check->HttpVersion.has_value(), "HttpVersion", protocol == "TCP", "TCP listeners");
  char const* const layer_4 = "TCP and UDP listeners";
  only(check->CheckPort.has_value(), "CheckPort", plain, layer_4);
  only(check->ContextType.has_value(), "ContextType", plain, layer_4);
  only(check->SendContext.has_value(), "SendContext", plain, layer_4);
  only(check->RecvContext.has_value(), "RecvContext", plain, layer_4);
  if (protocol == "TCP" && type == "HTTP") {
    if (!whole.HttpCheckDomain) missing(name("HttpCheckDomain"));
    if (!whole.HttpVersion) missing(name("HttpVersion"));
  }
  if (type == "CUSTOM") {
    if (!whole.SendContext) missing(name("SendContext"));
    if (!whole.RecvContext) missing(name("RecvContext"));
    if (!whole.ContextType) missing(name("ContextType"));
    if (*whole.ContextType == "HEX") {
      for (auto const& [field, text] :
           {std::pair("SendContext", &*whole.SendContext), std::pair("RecvContext", &*whole.RecvContext)}) {
        if (text->size() % 2 != 0 || !is_spelled(*text, {"0-9A-F"}))
          bad_value(name(field), "with HEX it has to be of 0-9 and A-F, two for each byte");
      }
    }
  }
  if (!layer_7 && (check->TimeOut || check->IntervalTime) && *whole.TimeOut >= *whole.IntervalTime) {
    bad_value(name("TimeOut"), "it has to be less than IntervalTime (" + std::to_string(*whole.TimeOut) +
                                   " and " + std::to_string(*whole.IntervalTime) + ")");
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

void merge(std::optional<types::HealthCheck>& into, std::optional<types::HealthCheck> const& given) {
  emu::merge(into, given);
}

/// Settings that both creating and changing a listener take.
template <class Request>
void check_listener(load_balancer const& lb, Request const& in, std::string const& protocol,
                    std::optional<types::HealthCheck> const& before) {
  auto const only = [&](char const* parameter, bool given, bool fits, char const* for_what) {
    if (given && !fits) {
      refuse("InvalidParameter", std::string("The parameter `") + parameter + "` is for " + for_what +
                                     " listeners only, not for " + protocol + ".");
    }
  };
  bool const layer_7 = is_layer_7(protocol);
  bool const plain = protocol == "TCP" || protocol == "UDP";
  only("HealthCheck", in.HealthCheck.has_value(), !layer_7, "TCP, UDP, TCP_SSL and QUIC");
  only("SessionExpireTime", in.SessionExpireTime.value_or(0) != 0, plain, "TCP and UDP");
  only("Scheduler", in.Scheduler.has_value(), !layer_7, "TCP, UDP, TCP_SSL and QUIC");
  only("SniSwitch", in.SniSwitch == 1, protocol == "HTTPS", "HTTPS");
  only("SessionType", in.SessionType == "QUIC_CID", protocol == "UDP", "UDP");
  only("KeepaliveEnable", in.KeepaliveEnable == 1, layer_7, "HTTP and HTTPS");
  only("DeregisterTargetRst", in.DeregisterTargetRst == true, protocol == "TCP", "TCP");
  only("MaxConn", in.MaxConn.value_or(-1) != -1, !layer_7, "TCP, UDP, TCP_SSL and QUIC");
  only("MaxCps", in.MaxCps.value_or(-1) != -1, !layer_7, "TCP, UDP, TCP_SSL and QUIC");
  only("IdleConnectTimeout", in.IdleConnectTimeout.has_value(), protocol == "TCP", "TCP");
  only("ProxyProtocol", in.ProxyProtocol == true, protocol == "TCP_SSL" || protocol == "QUIC",
       "TCP_SSL and QUIC");
  bool const reschedules = in.RescheduleTargetZeroWeight || in.RescheduleUnhealthy ||
                           in.RescheduleExpandTarget || in.RescheduleStartTime || in.RescheduleInterval;
  only("Reschedule", reschedules, plain, "TCP and UDP");
  only("Certificate", in.Certificate.has_value(), takes_certificate(protocol), "HTTPS, TCP_SSL and QUIC");
  only("MultiCertInfo", in.MultiCertInfo.has_value(), protocol == "HTTPS", "HTTPS");
  check_health_settings("", in.HealthCheck, protocol, before);
  // 3600 are given by ticket only, which nobody can open here.
  bool const by_capacity = !lb.about.SlaType.value_or("").empty();
  check_range("IdleConnectTimeout", in.IdleConnectTimeout, 300, by_capacity ? 2000 : 900);
}

/// What is on of what has no field of its own in answers.
void flag(std::vector<std::string>& flags, std::string const& name, std::optional<bool> on) {
  if (!on) return;
  std::erase(flags, name);
  if (*on) flags.push_back(name);
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
  if (in.DataCompressMode) about.DataCompressMode = in.DataCompressMode;
  if (in.RescheduleStartTime) about.RescheduleStartTime = in.RescheduleStartTime;
  if (in.RescheduleInterval) about.RescheduleInterval = in.RescheduleInterval;
  flag(about.AttrFlags, "ProxyProtocol", in.ProxyProtocol);
  flag(about.AttrFlags, "SnatEnable", in.SnatEnable);
  flag(about.AttrFlags, "RescheduleTargetZeroWeight", in.RescheduleTargetZeroWeight);
  flag(about.AttrFlags, "RescheduleUnhealthy", in.RescheduleUnhealthy);
  flag(about.AttrFlags, "RescheduleExpandTarget", in.RescheduleExpandTarget);
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
  load_balancer& lb = call.balancer(in.LoadBalancerId);
  not_classic(lb);
  auto const& protocol = in.Protocol.value();
  check_listener(lb, in, protocol, std::nullopt);
  if (!in.ListenerNames.empty() && in.ListenerNames.size() != in.Ports->size()) {
    refuse("InvalidParameterValue.Length", "The lengths of `ListenerNames` and `Ports` differ.");
  }
  if (in.EndPort && in.Ports->size() != 1) bad_value("EndPort", "it goes with a single port");
  if (!in.FullEndPorts.empty() && (in.EndPort || in.FullEndPorts.size() != in.Ports->size()))
    bad_value("FullEndPorts", "there is one for each of Ports, and no EndPort");
  auto const end_of = [&](std::size_t i) {
    return in.FullEndPorts.empty() ? in.EndPort : std::optional<std::int64_t>(in.FullEndPorts[i]);
  };
  if (in.H2cSwitch == true && (protocol != "HTTP" || lb.open()))
    bad_value("H2cSwitch", "it is for HTTP listeners of private load balancers only");
  if (in.SslCloseSwitch == true && protocol != "TCP_SSL")
    bad_value("SslCloseSwitch", "it is for TCP_SSL listeners only");
  bool const sni = in.SniSwitch == 1;
  bool const encrypts = protocol == "HTTPS" || (protocol == "TCP_SSL" && in.SslCloseSwitch != true);
  if (encrypts && !sni && !in.Certificate && !in.MultiCertInfo) missing("Certificate");
  if (sni && (in.Certificate || in.MultiCertInfo)) {
    refuse("InvalidParameter", "With SNI the certificates belong to the rules, not to the listener.");
  }
  auto const certificate = certificate_of(call.world, "", in.Certificate, in.MultiCertInfo);
  std::vector<std::int64_t> seen;
  for (std::size_t i = 0; i < in.Ports->size(); ++i) {
    auto const port = in.Ports.value()[i];
    check_range(in.FullEndPorts.empty() ? "EndPort" : "FullEndPorts", end_of(i), port, 65535);
    if (contains(seen, port)) {
      refuse("InvalidParameter.PortCheckFailed", "The port " + std::to_string(port) + " is given twice.");
    }
    seen.push_back(port);
    check_port(lb, port, end_of(i).value_or(port), protocol);
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
    about.EndPort = end_of(i).value_or(0);
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
    flag(about.AttrFlags, "H2cSwitch", in.H2cSwitch);
    flag(about.AttrFlags, "SslCloseSwitch", in.SslCloseSwitch);
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
  load_balancer& lb = call.balancer(in.LoadBalancerId);
  listener const& old = world::get_listener(lb, in.ListenerId);
  check_listener(lb, in, old.protocol(), old.about.HealthCheck);
  for (auto const& [name, value] : {std::pair("MaxConn", in.MaxConn), std::pair("MaxCps", in.MaxCps)}) {
    if (value.value_or(-1) != -1 && lb.about.SlaType.value_or("").empty())
      bad_value(name, "only LCU-supported load balancers have it");
  }
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
  load_balancer& lb = call.balancer(in.LoadBalancerId);
  world::get_listener(lb, in.ListenerId);
  delete_listeners(call, lb, {in.ListenerId});
}

void serve(clb_call& call, clb::DeleteLoadBalancerListeners const& in,
           clb::DeleteLoadBalancerListeners::response&) {
  load_balancer& lb = call.balancer(in.LoadBalancerId);
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
