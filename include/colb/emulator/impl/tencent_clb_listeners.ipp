// colb: Tencent CLB API 3.0 in the emulator: listeners, rules and redirections. Included in one translation
// unit; see src.hpp.
#pragma once

#include <algorithm>
#include <array>
#include <utility>

#include <colb/emulator/tencent_clb.hpp>
#include <colb/tencent/clb/listener.hpp>
#include <colb/tencent/clb/rewrite.hpp>
#include <colb/tencent/clb/rule.hpp>

namespace colb::inline COLB_ABI::inner::emu::tencent {

// ---- checks
// ----------------------------------------------------------------------------------------------------

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
// -------------------------------------------------------------------------------------------------

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

// ---- rules
// -----------------------------------------------------------------------------------------------------

std::vector<std::string> domains_of(std::string const& where, std::optional<std::string> const& one,
                                    std::vector<std::string> const& several) {
  if (one && !several.empty()) {
    refuse("InvalidParameter",
           "The parameters `" + where + "Domain` and `" + where + "Domains` exclude each other.");
  }
  auto const domains = one ? std::vector<std::string>{*one} : several;
  for (auto const& domain : domains) check_length(where + "Domain", domain.size(), 1, 120);
  return domains;
}

void check_url(std::string const& where, std::string const& url) {
  check_length(where + "Url", url.size(), 1, 200);
  if (url[0] != '/' && url[0] != '~' && url[0] != '=' && url[0] != '^')
    bad_value(where + "Url", "it has to start with /");
}

bool has_domain(listener const& listener, std::string const& domain) {
  return std::any_of(listener.rules.begin(), listener.rules.end(),
                     [&](rule const& r) { return contains(r.about.Domains, domain); });
}

void serve(clb_call& call, clb::CreateRule const& in, clb::CreateRule::response& out) {
  load_balancer& lb = call.idle_balancer(in.LoadBalancerId);
  listener& old = layer_7_listener(lb, in.ListenerId);
  check_length("Rules", in.Rules->size(), 1, 50);
  auto const quota = call.world.env.options.quotas.rules;
  if (static_cast<std::int64_t>(old.rules.size() + in.Rules->size()) > quota) {
    refuse("LimitExceeded", "The quota of rules of a listener is " + std::to_string(quota) + ".");
  }
  listener const& kept = old;
  listener future = kept;
  std::vector<rule> made;
  for (std::size_t i = 0; i < in.Rules->size(); ++i) {
    auto const& input = in.Rules.value()[i];
    auto const where = "Rules." + std::to_string(i) + '.';
    auto const domains = domains_of(where, input.Domain, input.Domains);
    if (domains.empty()) missing(where + "Domain");
    check_url(where, input.Url);
    check_session(where, input.SessionExpireTime);
    check_health_settings(where, input.HealthCheck);
    check_one_of(where + "Scheduler", input.Scheduler, {"WRR", "LEAST_CONN", "IP_HASH"});
    check_one_of(where + "ForwardType", input.ForwardType, {"HTTP", "HTTPS", "GRPC", "TRPC"});
    check_one_of(where + "TargetType", input.TargetType, {"NODE", "TARGETGROUP"});
    for (auto const& domain : domains) {
      if (world::find_rule(future, domain, input.Url)) {
        refuse("InvalidParameterValue", "A rule for `" + domain + input.Url.value() + "` exists already.");
      }
    }
    bool const certificate = input.Certificate || input.MultiCertInfo;
    bool const sni = kept.about.SniSwitch == 1;
    if (certificate && !sni)
      refuse("InvalidParameter", "Only rules of HTTPS listeners with SNI take a certificate.");
    if (sni && !certificate && !has_domain(future, domains.front())) missing(where + "Certificate");

    rule one;
    auto& about = one.about;
    about.LocationId = call.world.new_id("loc-");
    about.ListenerId = kept.id();
    about.Domain = domains.front();
    about.Domains = domains;
    about.Url = input.Url.value();
    about.SessionExpireTime = input.SessionExpireTime.value_or(0);
    about.HealthCheck = completed(input.HealthCheck, kept.protocol());
    if (!about.HealthCheck->HttpCheckDomain) about.HealthCheck->HttpCheckDomain = domains.front();
    if (certificate)
      about.Certificate = certificate_of(call.world, where, input.Certificate, input.MultiCertInfo);
    about.Scheduler = input.Scheduler.value_or("WRR");
    about.HttpGzip = true;
    about.BeAutoCreated = false;
    about.DefaultServer = input.DefaultServer.value_or(future.rules.empty());
    about.Http2 = input.Http2.value_or(false);
    about.ForwardType = input.ForwardType.value_or("HTTP");
    about.TargetType = input.TargetType.value_or("NODE");
    about.WafDomainId = "";
    about.TrpcCallee = input.TrpcCallee;
    about.TrpcFunc = input.TrpcFunc;
    about.QuicStatus = input.Quic == true ? "ON" : "OFF";
    out.LocationIds.push_back(*about.LocationId);
    future.rules.push_back(one);
    made.push_back(std::move(one));
  }
  change change;
  change.load_balancers = {lb.id()};
  change.effect = [&world = call.world, in, made = std::move(made)](tick at) {
    listener& l = world::get_listener(world.load_balancers.at(in.LoadBalancerId), in.ListenerId);
    for (auto rule : made) {
      rule.about.CreateTime = world.env.date_and_time(at);
      if (rule.about.DefaultServer == true) {
        for (auto& other : l.rules) other.about.DefaultServer = false;
      }
      l.rules.push_back(std::move(rule));
    }
  };
  call.start(std::move(change));
}

rule& rule_of(listener& listener, std::string const& location_id) {
  if (auto* const found = world::find_rule(listener, location_id)) return *found;
  refuse("InvalidParameter.LocationNotFound",
         "The rule `" + location_id + "` does not exist on `" + listener.id() + "`.");
}

void serve(clb_call& call, clb::ModifyRule const& in, clb::ModifyRule::response&) {
  load_balancer& lb = call.idle_balancer(in.LoadBalancerId);
  listener& listener = layer_7_listener(lb, in.ListenerId);
  rule const& old = rule_of(listener, in.LocationId);
  check_health_settings("", in.HealthCheck);
  check_session("", in.SessionExpireTime);
  check_one_of("Scheduler", in.Scheduler, {"WRR", "LEAST_CONN", "IP_HASH"});
  check_one_of("ForwardType", in.ForwardType, {"HTTP", "HTTPS", "GRPC", "TRPC"});
  if (in.Url) {
    check_url("", *in.Url);
    auto const* const other = world::find_rule(listener, old.about.Domain.value_or(""), *in.Url);
    if (other && other != &old)
      refuse("InvalidParameterValue", "A rule with the path `" + *in.Url + "` exists already.");
  }
  change change;
  change.load_balancers = {lb.id()};
  change.effect = [&world = call.world, in](tick) {
    auto& l = world::get_listener(world.load_balancers.at(in.LoadBalancerId), in.ListenerId);
    auto& about = rule_of(l, in.LocationId).about;
    if (in.Url) about.Url = in.Url;
    merge(about.HealthCheck, in.HealthCheck);
    if (in.Scheduler) about.Scheduler = in.Scheduler;
    if (in.SessionExpireTime) about.SessionExpireTime = in.SessionExpireTime;
    if (in.ForwardType) about.ForwardType = in.ForwardType;
    if (in.TrpcCallee) about.TrpcCallee = in.TrpcCallee;
    if (in.TrpcFunc) about.TrpcFunc = in.TrpcFunc;
  };
  call.start(std::move(change));
}

void require_domain(listener const& listener, std::string const& parameter, std::string const& domain) {
  if (!has_domain(listener, domain)) {
    bad_value(parameter, "the listener `" + listener.id() + "` has no domain `" + domain + "`");
  }
}

/// Only one domain of a listener is its default.
void set_default(listener& l, std::string const& domain) {
  for (auto& rule : l.rules) rule.about.DefaultServer = contains(rule.about.Domains, domain);
}

void serve(clb_call& call, clb::ModifyDomain const& in, clb::ModifyDomain::response&) {
  load_balancer& lb = call.idle_balancer(in.LoadBalancerId);
  listener const& listener = layer_7_listener(lb, in.ListenerId);
  check_length("NewDomain", in.NewDomain->size(), 1, 120);
  require_domain(listener, "Domain", in.Domain);
  if (in.NewDomain.value() != in.Domain.value() && has_domain(listener, in.NewDomain)) {
    bad_value("NewDomain", "the listener has that domain already");
  }
  change change;
  change.load_balancers = {lb.id()};
  change.effect = [&world = call.world, in](tick) {
    auto& l = world::get_listener(world.load_balancers.at(in.LoadBalancerId), in.ListenerId);
    for (auto& rule : l.rules) {
      std::replace(rule.about.Domains.begin(), rule.about.Domains.end(), in.Domain.value(),
                   in.NewDomain.value());
      if (rule.about.Domain == in.Domain.value()) rule.about.Domain = in.NewDomain.value();
    }
  };
  call.start(std::move(change));
}

void serve(clb_call& call, clb::ModifyDomainAttributes const& in, clb::ModifyDomainAttributes::response&) {
  load_balancer& lb = call.idle_balancer(in.LoadBalancerId);
  listener const& old = layer_7_listener(lb, in.ListenerId);
  require_domain(old, "Domain", in.Domain);
  auto const domains = domains_of("New", in.NewDomain, in.NewDomains);
  bool const certificate = in.Certificate || in.MultiCertInfo;
  if (certificate && old.about.SniSwitch != 1) {
    refuse("InvalidParameter", "Only domains of HTTPS listeners with SNI take a certificate.");
  }
  if ((in.Http2 == true || in.Quic == true) && old.protocol() != "HTTPS") {
    refuse("InvalidParameter", "Only domains of HTTPS listeners have HTTP/2 and QUIC.");
  }
  if (in.NewDefaultServerDomain) require_domain(old, "NewDefaultServerDomain", *in.NewDefaultServerDomain);
  if (in.DefaultServer == false && !in.NewDefaultServerDomain) missing("NewDefaultServerDomain");
  auto const fresh = certificate_of(call.world, "", in.Certificate, in.MultiCertInfo);
  change change;
  change.load_balancers = {lb.id()};
  change.effect = [&world = call.world, in, domains, certificate, fresh](tick) {
    auto& l = world::get_listener(world.load_balancers.at(in.LoadBalancerId), in.ListenerId);
    if (in.DefaultServer == true) set_default(l, in.Domain);
    if (in.NewDefaultServerDomain) set_default(l, *in.NewDefaultServerDomain);
    for (auto& rule : l.rules) {
      auto& about = rule.about;
      if (!contains(about.Domains, in.Domain.value())) continue;
      if (certificate) about.Certificate = fresh;
      if (in.Http2) about.Http2 = in.Http2;
      if (in.Quic) about.QuicStatus = *in.Quic ? "ON" : "OFF";
      if (domains.empty()) continue;
      about.Domains = domains;
      about.Domain = domains.front();
    }
  };
  call.start(std::move(change));
}

void serve(clb_call& call, clb::DeleteRule const& in, clb::DeleteRule::response&) {
  load_balancer& lb = call.idle_balancer(in.LoadBalancerId);
  listener& listener = layer_7_listener(lb, in.ListenerId);
  std::vector<std::string> ids = in.LocationIds;
  for (auto const& id : ids) rule_of(listener, id);
  if (ids.empty()) {
    if (!in.Domain) missing("LocationIds");
    for (auto const& rule : listener.rules) {
      bool const hit = contains(rule.about.Domains, *in.Domain) && (!in.Url || rule.about.Url == in.Url);
      if (hit) ids.push_back(*rule.about.LocationId);
    }
    if (ids.empty()) {
      refuse("InvalidParameter.LocationNotFound",
             "No rule matches `" + *in.Domain + in.Url.value_or("") + "`.");
    }
  }
  if (in.NewDefaultServerDomain)
    require_domain(listener, "NewDefaultServerDomain", *in.NewDefaultServerDomain);
  for (auto const& any : lb.listeners) {
    for (auto const& other : any.rules) {
      auto const& target = other.about.RewriteTarget;
      bool const stays = !contains(ids, *other.about.LocationId);
      if (stays && target && contains(ids, target->TargetLocationId.value_or(""))) {
        refuse("FailedOperation",
               "The rule `" + *target->TargetLocationId + "` is the target of a redirection.");
      }
    }
  }
  change change;
  change.load_balancers = {lb.id()};
  change.effect = [&world = call.world, in, ids](tick) {
    load_balancer& b = world.load_balancers.at(in.LoadBalancerId);
    auto& l = world::get_listener(b, in.ListenerId);
    std::erase_if(l.rules, [&](rule const& r) { return contains(ids, *r.about.LocationId); });
    forget_rewrites(b, ids);
    if (in.NewDefaultServerDomain) set_default(l, *in.NewDefaultServerDomain);
    bool const some = std::any_of(l.rules.begin(), l.rules.end(),
                                  [](rule const& r) { return r.about.DefaultServer == true; });
    if (!some && !l.rules.empty()) l.rules.front().about.DefaultServer = true;
  };
  call.start(std::move(change));
}

// ---- redirections
// ----------------------------------------------------------------------------------------------

void serve(clb_call& call, clb::DescribeRewrite const& in, clb::DescribeRewrite::response& out) {
  load_balancer& lb = call.balancer(in.LoadBalancerId);
  for (auto const& id : in.SourceListenerIds) world::get_listener(lb, id);
  for (auto const& listener : lb.listeners) {
    if (!passes(in.SourceListenerIds, listener.id())) continue;
    for (auto const& rule : listener.rules) {
      if (rule.about.RewriteTarget && passes(in.SourceLocationIds, *rule.about.LocationId)) {
        out.RewriteSet.push_back(shown(call.world, rule));
      }
    }
  }
}

void check_rewrite(std::vector<types::RewriteLocationMap> const& all) {
  check_length("RewriteInfos", all.size(), 1, 50);
  for (auto const& info : all) {
    if (!info.RewriteCode) continue;
    if (*info.RewriteCode != 301 && *info.RewriteCode != 302 && *info.RewriteCode != 307) {
      bad_value("RewriteInfos.RewriteCode", "it has to be one of 301, 302, 307");
    }
  }
}

bool is_rewrite_target(load_balancer const& lb, std::string const& location) {
  for (auto const& listener : lb.listeners) {
    for (auto const& rule : listener.rules) {
      if (rule.about.RewriteTarget && rule.about.RewriteTarget->TargetLocationId == location) return true;
    }
  }
  return false;
}

void serve(clb_call& call, clb::ManualRewrite const& in, clb::ManualRewrite::response&) {
  load_balancer& lb = call.idle_balancer(in.LoadBalancerId);
  listener& source = layer_7_listener(lb, in.SourceListenerId);
  listener& target = layer_7_listener(lb, in.TargetListenerId);
  check_rewrite(in.RewriteInfos);
  for (auto const& info : in.RewriteInfos.value()) {
    rule const& from = rule_of(source, info.SourceLocationId);
    rule const& to = rule_of(target, info.TargetLocationId);
    bool const taken = from.about.RewriteTarget || to.about.RewriteTarget || &from == &to ||
                       is_rewrite_target(lb, info.SourceLocationId);
    if (taken) {
      refuse("InvalidParameter.RewriteAlreadyExist", "The rule `" + info.SourceLocationId.value() + "` or `" +
                                                         info.TargetLocationId.value() +
                                                         "` takes part in another redirection.");
    }
  }
  change change;
  change.load_balancers = {lb.id()};
  change.effect = [&world = call.world, in](tick) {
    load_balancer& b = world.load_balancers.at(in.LoadBalancerId);
    for (auto const& info : in.RewriteInfos.value()) {
      auto& rewrite = rule_of(world::get_listener(b, in.SourceListenerId), info.SourceLocationId)
                          .about.RewriteTarget.emplace();
      rewrite.TargetListenerId = in.TargetListenerId.value();
      rewrite.TargetLocationId = info.TargetLocationId.value();
      rewrite.RewriteCode = info.RewriteCode.value_or(302);
      rewrite.TakeUrl = info.TakeUrl.value_or(true);
      rewrite.RewriteType = "Manual";
    }
  };
  call.start(std::move(change));
}

void serve(clb_call& call, clb::AutoRewrite const& in, clb::AutoRewrite::response&) {
  load_balancer& lb = call.idle_balancer(in.LoadBalancerId);
  listener& secure = layer_7_listener(lb, in.ListenerId);
  if (secure.protocol() != "HTTPS" || secure.port() != 443) {
    refuse("InvalidParameter.ProtocolCheckFailed", "The listener `" + secure.id() + "` is not HTTPS:443.");
  }
  if (secure.rules.empty())
    refuse("InvalidParameter.LocationNotFound", "The listener `" + secure.id() + "` has no rules.");
  for (auto const& domain : in.Domains) require_domain(secure, "Domains", domain);
  for (auto const code : in.RewriteCodes) {
    if (code != 301 && code != 302 && code != 307)
      bad_value("RewriteCodes", "it has to be one of 301, 302, 307");
  }
  for (auto const& listener : lb.listeners) {
    if (listener.port() != 80 || is_datagram(listener.protocol())) continue;
    if (listener.protocol() != "HTTP") {
      refuse("InvalidParameter.PortCheckFailed",
             "Port 80 is taken by a listener of protocol " + listener.protocol() + ".");
    }
    for (auto const& rule : listener.rules) {
      if (rule.about.RewriteTarget && passes(in.Domains, *rule.about.Domain)) {
        refuse("InvalidParameter.RewriteAlreadyExist",
               "The rule `" + *rule.about.LocationId + "` is redirected already.");
      }
    }
  }
  change change;
  change.load_balancers = {lb.id()};
  change.effect = [&world = call.world, in](tick at) {
    load_balancer& b = world.load_balancers.at(in.LoadBalancerId);
    auto const rules = world::get_listener(b, in.ListenerId).rules;
    auto plain = std::find_if(b.listeners.begin(), b.listeners.end(),
                              [](listener const& l) { return l.port() == 80 && l.protocol() == "HTTP"; });
    if (plain == b.listeners.end()) {
      listener made;
      made.about = world::get_listener(b, in.ListenerId).about;
      made.about.ListenerId = world.new_id("lbl-");
      made.about.ListenerName = "auto_http";
      made.about.Protocol = "HTTP";
      made.about.Port = 80;
      made.about.SniSwitch = 0;
      made.about.Certificate.reset();
      made.about.CreateTime = world.env.date_and_time(at);
      plain = b.listeners.insert(b.listeners.end(), std::move(made));
    }
    for (auto const& target : rules) {
      auto const& domain = *target.about.Domain;
      if (!passes(in.Domains, domain)) continue;
      auto* source = world::find_rule(*plain, domain, *target.about.Url);
      if (!source) {
        rule made;
        made.about = target.about;
        made.about.LocationId = world.new_id("loc-");
        made.about.ListenerId = plain->id();
        made.about.Certificate.reset();
        made.about.BeAutoCreated = true;
        made.about.CreateTime = world.env.date_and_time(at);
        plain->rules.push_back(std::move(made));
        source = &plain->rules.back();
      }
      auto const index = static_cast<std::size_t>(std::find(in.Domains.begin(), in.Domains.end(), domain) -
                                                  in.Domains.begin());
      auto& rewrite = source->about.RewriteTarget.emplace();
      rewrite.TargetListenerId = in.ListenerId.value();
      rewrite.TargetLocationId = target.about.LocationId;
      rewrite.RewriteCode = index < in.RewriteCodes.size() ? in.RewriteCodes[index] : 302;
      rewrite.TakeUrl = index < in.TakeUrls.size() ? bool(in.TakeUrls[index]) : true;
      rewrite.RewriteType = "Auto";
    }
  };
  call.start(std::move(change));
}

void serve(clb_call& call, clb::DeleteRewrite const& in, clb::DeleteRewrite::response&) {
  load_balancer& lb = call.idle_balancer(in.LoadBalancerId);
  listener& source = layer_7_listener(lb, in.SourceListenerId);
  check_rewrite(in.RewriteInfos);
  for (auto const& info : in.RewriteInfos.value()) {
    auto const* const rule = world::find_rule(source, info.SourceLocationId);
    bool const there = rule && rule->about.RewriteTarget &&
                       rule->about.RewriteTarget->TargetListenerId == in.TargetListenerId.value() &&
                       rule->about.RewriteTarget->TargetLocationId == info.TargetLocationId.value();
    if (!there) {
      refuse("InvalidParameter.SomeRewriteNotFound", "There is no redirection from `" +
                                                         info.SourceLocationId.value() + "` to `" +
                                                         info.TargetLocationId.value() + "`.");
    }
  }
  change change;
  change.load_balancers = {lb.id()};
  change.effect = [&world = call.world, in](tick) {
    auto& l = world::get_listener(world.load_balancers.at(in.LoadBalancerId), in.SourceListenerId);
    for (auto const& info : in.RewriteInfos.value())
      rule_of(l, info.SourceLocationId).about.RewriteTarget.reset();
  };
  call.start(std::move(change));
}

// ---- the list
// --------------------------------------------------------------------------------------------------

std::span<clb_operation const> clb_listener_operations() {
  static constexpr std::array operations{operation<clb::DescribeListeners>(),
                                         operation<clb::CreateListener>(),
                                         operation<clb::ModifyListener>(),
                                         operation<clb::DeleteListener>(),
                                         operation<clb::DeleteLoadBalancerListeners>(),
                                         operation<clb::DescribeLBListeners>(),
                                         operation<clb::CreateRule>(),
                                         operation<clb::ModifyRule>(),
                                         operation<clb::ModifyDomain>(),
                                         operation<clb::ModifyDomainAttributes>(),
                                         operation<clb::DeleteRule>(),
                                         operation<clb::DescribeRewrite>(),
                                         operation<clb::ManualRewrite>(),
                                         operation<clb::AutoRewrite>(),
                                         operation<clb::DeleteRewrite>()};
  return operations;
}

}  // namespace colb::inline COLB_ABI::inner::emu::tencent
