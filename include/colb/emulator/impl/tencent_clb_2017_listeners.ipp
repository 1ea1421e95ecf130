// colb: Tencent CLB API 2017 in the emulator: listeners, rules and redirections of application-type
// instances. Included in one translation unit; see src.hpp.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <colb/emulator/tencent_clb_2017.hpp>
#include <colb/tencent/clb_2017/forward_listener.hpp>
#include <colb/tencent/clb_2017/forward_rule.hpp>
#include <colb/tencent/clb_2017/rewrite.hpp>

namespace colb::inline COLB_ABI::inner::emu::tencent {

load_balancer& application_balancer(clb_call& call, std::string const& id) {
  load_balancer& lb = call.balancer(id);
  not_classic(lb);
  return lb;
}

// ---- listeners

void serve(clb_call& call, clb_2017::CreateForwardLBSeventhLayerListeners const& in,
           clb_2017::CreateForwardLBSeventhLayerListeners::response& out) {
  load_balancer& lb = application_balancer(call, in.loadBalancerId);
  if (in.listeners->empty()) missing("listeners");
  std::vector<listener> made;
  for (auto const& spec : in.listeners.value()) {
    listener one = listener_of(call, spec);
    if (!one.has_rules()) bad_value("listeners.protocol", "it has to be 1 (HTTP) or 4 (HTTPS)");
    auto const certificate = certificate_input_of(spec);
    if (one.protocol() == "HTTPS" && !certificate) missing("listeners.SSLMode");
    if (certificate)
      one.about.Certificate = certificate_of(call.world, "listeners.", certificate, std::nullopt);
    made.push_back(std::move(one));
  }
  out.listenerIds = add_listeners(call, lb, std::move(made));
}

void serve(clb_call& call, clb_2017::CreateForwardLBFourthLayerListeners const& in,
           clb_2017::CreateForwardLBFourthLayerListeners::response& out) {
  load_balancer& lb = application_balancer(call, in.loadBalancerId);
  if (in.listeners->empty()) missing("listeners");
  std::vector<listener> made;
  for (auto const& spec : in.listeners.value()) {
    listener one = listener_of(call, spec);
    if (one.has_rules()) bad_value("listeners.protocol", "it has to be 2 (TCP) or 3 (UDP)");
    auto const check = health_check_of(spec);
    check_health_2017("listeners.", spec, one.protocol());
    one.about.SessionExpireTime = spec.sessionExpire.value_or(0);
    one.about.Scheduler = in_capitals(spec.scheduler).value_or("WRR");
    one.about.HealthCheck = completed(check, one.protocol());
    made.push_back(std::move(one));
  }
  out.listenerIds = add_listeners(call, lb, std::move(made));
}

void serve(clb_call& call, clb_2017::ModifyForwardLBSeventhListener const& in,
           clb_2017::ModifyForwardLBSeventhListener::response&) {
  layer_7_listener(application_balancer(call, in.loadBalancerId), in.listenerId);
  clb::ModifyListener change{.LoadBalancerId = in.loadBalancerId.value(),
                             .ListenerId = in.listenerId.value()};
  change.ListenerName = in.listenerName;
  change.Certificate = certificate_input_of(in);
  hand_over(call, change);
}

listener& layer_4_listener(load_balancer& lb, std::string const& id) {
  listener& l = world::get_listener(lb, id);
  if (l.has_rules()) refuse("InvalidParameter", "The listener `" + id + "` is of layer 7.");
  return l;
}

void serve(clb_call& call, clb_2017::ModifyForwardLBFourthListener const& in,
           clb_2017::ModifyForwardLBFourthListener::response&) {
  layer_4_listener(application_balancer(call, in.loadBalancerId), in.listenerId);
  clb::ModifyListener change{.LoadBalancerId = in.loadBalancerId.value(),
                             .ListenerId = in.listenerId.value()};
  change.ListenerName = in.listenerName;
  change.SessionExpireTime = in.sessionExpire;
  change.HealthCheck = health_check_of(in);
  change.Scheduler = in_capitals(in.scheduler);
  hand_over(call, change);
}

void serve(clb_call& call, clb_2017::DeleteForwardLBListener const& in,
           clb_2017::DeleteForwardLBListener::response&) {
  application_balancer(call, in.loadBalancerId);
  hand_over(call, clb::DeleteListener{.LoadBalancerId = in.loadBalancerId.value(),
                                      .ListenerId = in.listenerId.value()});
}

/// Calls `visit` with the listeners that a query asks for; such as the API does not know are not shown.
template <class Query, class Visit>
void each_listener(clb_call& call, Query const& in, Visit visit) {
  std::optional<std::string> protocol;
  if (in.protocol) protocol = protocol_named("protocol", *in.protocol);
  for (auto const& one : application_balancer(call, in.loadBalancerId).listeners) {
    bool const matches = passes(in.listenerIds, one.id()) && passes(protocol, one.about.Protocol) &&
                         passes(in.loadBalancerPort, one.about.Port) && protocol_number(one.protocol()) != 0;
    if (matches) visit(one);
  }
}

void serve(clb_call& call, clb_2017::DescribeForwardLBListeners const& in,
           clb_2017::DescribeForwardLBListeners::response& out) {
  each_listener(call, in, [&](listener const& one) {
    clb_2017::types::ForwardListener row;
    row.listenerId = one.id();
    row.protocol = protocol_number(one.protocol());
    row.protocolType = ascii_lowered(one.protocol());
    row.loadBalancerPort = one.port();
    if (auto const& certificate = one.about.Certificate) {
      row.SSLMode = in_small_letters(certificate->SSLMode);
      row.certId = certificate->CertId;
      row.certCaId = certificate->CertCaId.value_or("");
    }
    for (auto const& rule : one.rules) {
      clb_2017::types::ForwardRule of_rule;
      auto const check = completed(rule.about.HealthCheck, one.protocol());
      of_rule.locationId = rule.about.LocationId;
      of_rule.domain = rule.about.Domain;
      of_rule.url = rule.about.Url;
      of_rule.sessionExpire = rule.about.SessionExpireTime;
      of_rule.healthSwitch = check.HealthSwitch;
      of_rule.intervalTime = check.IntervalTime;
      of_rule.healthNum = check.HealthNum;
      of_rule.timeOut = check.TimeOut;
      of_rule.unhealthNum = check.UnHealthNum;
      of_rule.httpHash = in_small_letters(rule.about.Scheduler);
      of_rule.httpCode = check.HttpCode;
      of_rule.httpCheckPath = check.HttpCheckPath;
      row.rules.push_back(std::move(of_rule));
    }
    out.listenerSet.push_back(std::move(row));
  });
  cut_to_default(out.listenerSet, !in.listenerIds.empty() || in.protocol || in.loadBalancerPort);
}

// ---- rules

/// The document's own example has a path without its slash.
std::string with_slash(std::string url) {
  bool const begins_well =
      !url.empty() && std::string_view("/~=^").find(url.front()) != std::string_view::npos;
  return begins_well ? url : '/' + url;
}

void serve(clb_call& call, clb_2017::CreateForwardLBListenerRules const& in,
           clb_2017::CreateForwardLBListenerRules::response&) {
  std::vector<types::RuleInput> rules;
  for (auto const& spec : in.rules.value()) {
    types::RuleInput rule{.Url = with_slash(spec.url), .Domain = spec.domain.value()};
    rule.SessionExpireTime = spec.sessionExpire;
    rule.HealthCheck = health_check_of(spec);
    rule.Scheduler = in_capitals(spec.httpHash);
    rules.push_back(std::move(rule));
  }
  hand_over(call, clb::CreateRule{.LoadBalancerId = in.loadBalancerId.value(),
                                  .ListenerId = in.listenerId.value(),
                                  .Rules = std::move(rules)});
}

void serve(clb_call& call, clb_2017::DeleteForwardLBListenerRules const& in,
           clb_2017::DeleteForwardLBListenerRules::response&) {
  clb::DeleteRule gone{.LoadBalancerId = in.loadBalancerId.value(), .ListenerId = in.listenerId.value()};
  gone.LocationIds = in.locationIds;
  gone.Domain = in.domain;
  gone.Url = in.url;
  hand_over(call, gone);
}

void serve(clb_call& call, clb_2017::ModifyForwardLBRulesDomain const& in,
           clb_2017::ModifyForwardLBRulesDomain::response&) {
  hand_over(call, clb::ModifyDomain{.LoadBalancerId = in.loadBalancerId.value(),
                                    .ListenerId = in.listenerId.value(),
                                    .Domain = in.domain.value(),
                                    .NewDomain = in.newDomain.value()});
}

void serve(clb_call& call, clb_2017::ModifyLoadBalancerRulesProbe const& in,
           clb_2017::ModifyLoadBalancerRulesProbe::response&) {
  clb::ModifyRule change{.LoadBalancerId = in.loadBalancerId.value(),
                         .ListenerId = in.listenerId.value(),
                         .LocationId = in.locationId.value()};
  if (in.url) change.Url = with_slash(*in.url);
  change.HealthCheck = health_check_of(in);
  change.Scheduler = in_capitals(in.httpHash);
  change.SessionExpireTime = in.sessionExpire;
  hand_over(call, change);
}

// ---- redirections

std::vector<types::RewriteLocationMap> locations_of(
    std::vector<clb_2017::types::ForwardRewriteInfo> const& all) {
  std::vector<types::RewriteLocationMap> pairs;
  for (auto const& info : all) {
    pairs.push_back(
        {.SourceLocationId = info.sourceLocation.value(), .TargetLocationId = info.targetLocation.value()});
  }
  return pairs;
}

void serve(clb_call& call, clb_2017::ManualRewrite const& in, clb_2017::ManualRewrite::response&) {
  hand_over(call, clb::ManualRewrite{.LoadBalancerId = in.loadBalancerId.value(),
                                     .SourceListenerId = in.sourceListenerId.value(),
                                     .TargetListenerId = in.targetListenerId.value(),
                                     .RewriteInfos = locations_of(in.rewriteInfo)});
}

void serve(clb_call& call, clb_2017::DeleteRewrite const& in, clb_2017::DeleteRewrite::response&) {
  hand_over(call, clb::DeleteRewrite{.LoadBalancerId = in.loadBalancerId.value(),
                                     .SourceListenerId = in.sourceListenerId.value(),
                                     .TargetListenerId = in.targetListenerId.value(),
                                     .RewriteInfos = locations_of(in.delRewriteInfo)});
}

void serve(clb_call& call, clb_2017::AutoRewrite const& in, clb_2017::AutoRewrite::response&) {
  clb::AutoRewrite rewrite{.LoadBalancerId = in.loadBalancerId.value(), .ListenerId = in.listenerId.value()};
  rewrite.Domains = in.domains;
  hand_over(call, rewrite);
}

void serve(clb_call& call, clb_2017::DescribeRewrite const& in, clb_2017::DescribeRewrite::response& out) {
  auto& found = out.data.emplace().RewriteSet;
  for (auto const* const lb : call.world.newest_first(call.region)) {
    if (!passes(in.loadBalancerIds, lb->id())) continue;
    for (auto const& one : lb->listeners) {
      if (!passes(in.listenerIds, one.id())) continue;
      for (auto const& rule : one.rules) {
        auto const& target = rule.about.RewriteTarget;
        if (!target || !passes(in.locationIds, *rule.about.LocationId)) continue;
        auto const check = completed(rule.about.HealthCheck, one.protocol());
        clb_2017::types::ForwardRewrite row;
        row.uListenerId = one.id();
        row.uLocationId = rule.about.LocationId;
        row.targetuListenerId = target->TargetListenerId;
        row.targetuLocationId = target->TargetLocationId;
        row.domain = rule.about.Domain;
        row.url = rule.about.Url;
        row.httpGzip = rule.about.HttpGzip;
        row.httpHash = in_small_letters(rule.about.Scheduler);
        row.keep_time = rule.about.SessionExpireTime;
        row.bAutoCreated = rule.about.BeAutoCreated == true ? 1 : 0;
        auto& health = row.health.emplace();
        health.healthNum = check.HealthNum;
        health.httpCheckPath = check.HttpCheckPath;
        health.httpCode = check.HttpCode;
        health.intervalTime = check.IntervalTime;
        health.switch_ = check.HealthSwitch;
        health.timeOut = check.TimeOut;
        health.unhealthNum = check.UnHealthNum;
        found.push_back(std::move(row));
      }
    }
  }
}

// ---- the list

std::span<clb_operation const> clb_2017_listeners_operations() {
  static constexpr clb_operation all[] = {
      operation_2017<clb_2017::CreateForwardLBSeventhLayerListeners>(),
      operation_2017<clb_2017::CreateForwardLBFourthLayerListeners>(),
      operation_2017<clb_2017::ModifyForwardLBSeventhListener>(),
      operation_2017<clb_2017::ModifyForwardLBFourthListener>(),
      operation_2017<clb_2017::DeleteForwardLBListener>(),
      operation_2017<clb_2017::DescribeForwardLBListeners>(),
      operation_2017<clb_2017::CreateForwardLBListenerRules>(),
      operation_2017<clb_2017::DeleteForwardLBListenerRules>(),
      operation_2017<clb_2017::ModifyForwardLBRulesDomain>(),
      operation_2017<clb_2017::ModifyLoadBalancerRulesProbe>(),
      operation_2017<clb_2017::DescribeRewrite>(),
      operation_2017<clb_2017::ManualRewrite>(),
      operation_2017<clb_2017::AutoRewrite>(),
      operation_2017<clb_2017::DeleteRewrite>(),
  };
  return all;
}

}  // namespace colb::inline COLB_ABI::inner::emu::tencent
