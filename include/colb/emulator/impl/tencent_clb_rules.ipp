// colb: Tencent CLB API 3.0 in the emulator: forwarding rules. Included in one translation unit; see src.hpp.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <colb/emulator/tencent_clb.hpp>
#include <colb/tencent/clb/rule.hpp>

namespace colb::inline COLB_ABI::inner::emu::tencent {

// ---- rules

std::vector<std::string> domains_of(std::string const& where, std::optional<std::string> const& one,
                                    std::vector<std::string> const& several) {
  if (one && !several.empty()) {
    refuse("InvalidParameter",
           "The parameters `" + where + "Domain` and `" + where + "Domains` exclude each other.");
  }
  auto const domains = one ? std::vector<std::string>{*one} : several;
  return domains;
}

void check_url(std::string const& where, std::string const& url) {
  if (url.empty()) missing(where + "Url");
  if (url[0] != '/' && url[0] != '~' && url[0] != '=' && url[0] != '^')
    bad_value(where + "Url", "it has to start with /");
}

void check_forward_type(std::string const& where, std::optional<std::string> const& type,
                        std::optional<std::string> const& callee,
                        std::optional<std::string> const& function) {
  if (type != "TRPC") return;
  if (!callee || callee->empty()) missing(where + "TrpcCallee");
  if (!function || function->empty()) missing(where + "TrpcFunc");
}

bool has_domain(listener const& listener, std::string const& domain) {
  return std::any_of(listener.rules.begin(), listener.rules.end(),
                     [&](rule const& r) { return contains(r.about.Domains, domain); });
}

void serve(clb_call& call, clb::CreateRule const& in, clb::CreateRule::response& out) {
  load_balancer& lb = call.balancer(in.LoadBalancerId);
  listener& old = layer_7_listener(lb, in.ListenerId);
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
    check_health_settings(where, input.HealthCheck, kept.protocol());
    check_forward_type(where, input.ForwardType, input.TrpcCallee, input.TrpcFunc);
    if ((input.Http2 == true || input.Quic == true) && kept.protocol() != "HTTPS") {
      refuse("InvalidParameter", "Only domains of HTTPS listeners have HTTP/2 and QUIC.");
    }
    if (input.HealthCheck && input.HealthCheck->ExtendedCode && input.ForwardType != "GRPC")
      bad_value(where + "HealthCheck.ExtendedCode", "it is for rules that forward over GRPC only");
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
    about.CookieName = input.CookieName;
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
  load_balancer& lb = call.balancer(in.LoadBalancerId);
  listener& listener = layer_7_listener(lb, in.ListenerId);
  rule const& old = rule_of(listener, in.LocationId);
  check_health_settings("", in.HealthCheck, listener.protocol(), old.about.HealthCheck);
  check_forward_type("", in.ForwardType, in.TrpcCallee ? in.TrpcCallee : old.about.TrpcCallee,
                     in.TrpcFunc ? in.TrpcFunc : old.about.TrpcFunc);
  auto const forward = in.ForwardType ? in.ForwardType : old.about.ForwardType;
  if (in.HealthCheck && in.HealthCheck->ExtendedCode && forward != "GRPC")
    bad_value("HealthCheck.ExtendedCode", "it is for rules that forward over GRPC only");
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
    if (in.OAuth) about.OAuth = in.OAuth;
    if (in.CookieName) about.CookieName = in.CookieName;
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
  load_balancer& lb = call.balancer(in.LoadBalancerId);
  listener const& listener = layer_7_listener(lb, in.ListenerId);
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
  load_balancer& lb = call.balancer(in.LoadBalancerId);
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
  load_balancer& lb = call.balancer(in.LoadBalancerId);
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

// ---- the list

std::span<clb_operation const> clb_rules_operations() {
  static constexpr clb_operation all[] = {
      operation<clb::CreateRule>(),   operation<clb::ModifyRule>(),
      operation<clb::ModifyDomain>(), operation<clb::ModifyDomainAttributes>(),
      operation<clb::DeleteRule>(),
  };
  return all;
}

}  // namespace colb::inline COLB_ABI::inner::emu::tencent
