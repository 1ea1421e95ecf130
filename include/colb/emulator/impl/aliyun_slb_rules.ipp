// colb: Alibaba Cloud SLB in the emulator: forwarding rules. Included in one translation unit; see src.hpp.
#pragma once

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <boost/json/serialize.hpp>

#include <colb/aliyun/slb/rule.hpp>
#include <colb/codec/json.hpp>
#include <colb/emulator/aliyun_slb.hpp>

namespace colb::inline COLB_ABI::inner::emu::aliyun {

// ---- forwarding rules

std::int64_t port_of(std::string const& text) {
  auto const port = codec::detail::parse_number<std::int64_t>(text);
  if (!port) refuse("InvalidParameter", "Port is not Integer.");
  return *port;
}

listener& listener_with_rules(slb_call const& call, load_balancer& lb, std::string const& port,
                              std::optional<std::string> const& protocol) {
  if (protocol) call.get_listener(lb, port_of(port), protocol);
  auto const stream = lb.listeners.find(port_of(port));  // one of UDP at the same port has no rules
  listener& l = stream != lb.listeners.end() ? stream->second : call.get_listener(lb, port_of(port));
  return listener_of(call, lb, port_of(port), l.protocol == "https" ? "https" : "http");
}

void check_rule_group(slb_call const& call, load_balancer const& lb, std::string const& id) {
  if (call.group(id, false).load_balancer != lb.id())
    refuse("InvalidParameter", "The specified resource does not exist");
}

void serve(slb_call& call, slb::CreateRules const& q, slb::CreateRules::response& r) {
  load_balancer& lb = call.balancer(q.LoadBalancerId);
  listener& l = listener_with_rules(call, lb, q.ListenerPort, q.ListenerProtocol);
  call.require_idle(lb);
  auto rules = l.rules;
  auto& made = r.Rules.emplace().Rule;
  if (q.RuleList->empty()) missing("RuleList");
  for (auto const& spec : q.RuleList.value()) {
    auto const domain = spec.Domain.value_or("");
    auto const url = spec.Url.value_or("");
    if (domain.empty() && url.empty())
      refuse("MissingParameter", "The combination of some parameters violates the spec.");
    if (!url.empty() && url[0] != '/') not_valid("Url");
    check_rule_group(call, lb, spec.VServerGroupId);
    for (auto const& other : rules) {
      if (other.RuleName == spec.RuleName.value()) not_valid("RuleName");
      if (other.Domain.value_or("") == domain && other.Url.value_or("") == url) not_valid("RuleList");
    }
    types::Rule rule;
    rule.RuleId = call.world.env.id("rule-");
    rule.RuleName = spec.RuleName.value();
    rule.Domain = spec.Domain;
    rule.Url = spec.Url;
    rule.VServerGroupId = spec.VServerGroupId.value();
    made.push_back({rule.RuleId, rule.RuleName});
    rules.push_back(std::move(rule));
  }
  if (static_cast<std::int64_t>(rules.size()) > call.world.env.options.quotas.rules) not_valid("RuleList");
  if (q.DryRun.value_or(false)) {
    made.clear();
    return;
  }
  l.rules = std::move(rules);
  configure(call, l);
}

struct rule_place {
  load_balancer* lb = nullptr;
  std::int64_t port = 0;
  aliyun::listener* listener = nullptr;
  types::Rule* rule = nullptr;
};

rule_place find_rule(slb_call const& call, std::string const& id) {
  for (auto& [lb_id, lb] : call.world.load_balancers) {
    if (!call.region.empty() && lb.region != call.region) continue;
    for (auto& [port, l] : lb.listeners) {
      for (auto& rule : l.rules) {
        if (rule.RuleId == id) return {&lb, port, &l, &rule};
      }
    }
  }
  refuse("InvalidParameter", "The specified resource does not exist");
}

void serve(slb_call& call, slb::DeleteRules const& q, slb::DeleteRules::response&) {
  if (q.RuleIds->empty()) missing("RuleIds");
  std::set<aliyun::listener*> touched;
  std::set<load_balancer const*> balancers;
  for (auto const& id : q.RuleIds.value()) {
    auto const place = find_rule(call, id);
    touched.insert(place.listener);
    balancers.insert(place.lb);
  }
  for (auto const* const lb : balancers) call.require_idle(*lb);
  for (auto const& id : q.RuleIds.value()) call.world.today.rule_settings.erase(id);
  for (auto* const l : touched) {
    std::erase_if(l->rules, [&](auto const& rule) {
      return std::find(q.RuleIds->begin(), q.RuleIds->end(), *rule.RuleId) != q.RuleIds->end();
    });
    configure(call, *l);
  }
}

void serve(slb_call& call, slb::SetRule const& q, slb::SetRule::response&) {
  auto const place = find_rule(call, q.RuleId);
  bool const moves = call.has("VServerGroupId");
  if (moves) check_rule_group(call, *place.lb, q.VServerGroupId);
  call.require_idle(*place.lb);
  if (q.RuleName && q.RuleName->empty()) not_valid("RuleName");
  if (q.DryRun.value_or(false)) return;
  if (moves) place.rule->VServerGroupId = q.VServerGroupId.value();
  if (q.RuleName) place.rule->RuleName = *q.RuleName;
  boost::json::object& kept = call.world.today.rule_settings[q.RuleId.value()];
  for (auto& change : slb_fields(q)) kept[change.key()] = std::move(change.value());
  for (auto const* const name : {"RegionId", "RuleId", "RuleName", "VServerGroupId", "DryRun"})
    kept.erase(name);
  configure(call, *place.listener);
}

void serve(slb_call& call, slb::DescribeRuleAttribute const& q, slb::DescribeRuleAttribute::response& r) {
  auto const place = find_rule(call, q.RuleId);
  boost::json::object const& kept = call.world.today.rule_settings[q.RuleId.value()];
  if (auto const problem = codec::detail::read(boost::json::serialize(kept),
                                               type_info_of<slb::DescribeRuleAttribute::response>, &r, {}))
    refuse("InternalInvokeError", problem.message);
  if (!r.ListenerSync) r.ListenerSync = "on";
  r.RuleId = q.RuleId.value();
  r.RuleName = place.rule->RuleName;
  r.LoadBalancerId = place.lb->id();
  r.ListenerPort = std::to_string(place.port);
  r.Domain = place.rule->Domain;
  r.Url = place.rule->Url;
  r.VServerGroupId = place.rule->VServerGroupId;
}

void serve(slb_call& call, slb::DescribeRules const& q, slb::DescribeRules::response& r) {
  load_balancer& lb = call.balancer(q.LoadBalancerId);
  r.RuleList = listener_with_rules(call, lb, q.ListenerPort, q.ListenerProtocol).rules;
}

// ---- the list

std::span<slb_operation const> slb_rules_operations() {
  static constexpr slb_operation all[] = {
      operation<slb::CreateRules>(),           operation<slb::DeleteRules>(),   operation<slb::SetRule>(),
      operation<slb::DescribeRuleAttribute>(), operation<slb::DescribeRules>(),
  };
  return all;
}

}  // namespace colb::inline COLB_ABI::inner::emu::aliyun
