// colb: Tencent CLB API 3.0 in the emulator: redirections. Included in one translation unit; see src.hpp.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <colb/emulator/tencent_clb.hpp>
#include <colb/tencent/clb/rewrite.hpp>

namespace colb::inline COLB_ABI::inner::emu::tencent {

// ---- redirections

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

void check_rewrite(load_balancer& lb, std::string const& source,
                   std::vector<types::RewriteLocationMap> const& all) {
  for (auto const& info : all) {
    if (info.RewriteCode && !info.TakeUrl) missing("RewriteInfos.TakeUrl");
    if (info.RewriteCode && !info.SourceDomain) missing("RewriteInfos.SourceDomain");
    if (!info.SourceDomain) continue;
    auto const* const rule = world::find_rule(world::get_listener(lb, source), info.SourceLocationId);
    if (rule && !contains(rule->about.Domains, *info.SourceDomain))
      bad_value("RewriteInfos.SourceDomain", "it is not the domain of " + info.SourceLocationId.value());
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
  load_balancer& lb = call.balancer(in.LoadBalancerId);
  listener& source = layer_7_listener(lb, in.SourceListenerId);
  listener& target = layer_7_listener(lb, in.TargetListenerId);
  check_rewrite(lb, in.SourceListenerId, in.RewriteInfos);
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
  load_balancer& lb = call.balancer(in.LoadBalancerId);
  listener& secure = layer_7_listener(lb, in.ListenerId);
  if (secure.protocol() != "HTTPS" || secure.port() != 443) {
    refuse("InvalidParameter.ProtocolCheckFailed", "The listener `" + secure.id() + "` is not HTTPS:443.");
  }
  if (secure.rules.empty())
    refuse("InvalidParameter.LocationNotFound", "The listener `" + secure.id() + "` has no rules.");
  for (auto const& domain : in.Domains) require_domain(secure, "Domains", domain);
  if (in.RewriteCodes.size() > in.Domains.size() && !in.Domains.empty())
    bad_value("RewriteCodes", "there are more than domains");
  if (in.TakeUrls.size() > in.Domains.size() && !in.Domains.empty())
    bad_value("TakeUrls", "there are more than domains");
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
  load_balancer& lb = call.balancer(in.LoadBalancerId);
  listener& source = layer_7_listener(lb, in.SourceListenerId);
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

std::span<clb_operation const> clb_rewrites_operations() {
  static constexpr clb_operation all[] = {
      operation<clb::DescribeRewrite>(),
      operation<clb::ManualRewrite>(),
      operation<clb::AutoRewrite>(),
      operation<clb::DeleteRewrite>(),
  };
  return all;
}

}  // namespace colb::inline COLB_ABI::inner::emu::tencent
