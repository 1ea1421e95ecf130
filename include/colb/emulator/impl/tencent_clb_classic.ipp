// colb: Tencent CLB API 3.0 in the emulator: classic load balancers. Included in one translation unit; see
// src.hpp.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <colb/emulator/tencent_clb.hpp>
#include <colb/tencent/clb/classical.hpp>

namespace colb::inline COLB_ABI::inner::emu::tencent {

// ---- classic load balancers

load_balancer& classic_balancer(clb_call& call, std::string const& id) {
  load_balancer& lb = call.balancer(id);
  if (!lb.classic()) refuse("InvalidParameter", "The load balancer `" + id + "` is not a classic one.");
  return lb;
}

void serve(clb_call& call, clb::DescribeClassicalLBListeners const& in,
           clb::DescribeClassicalLBListeners::response& out) {
  for (auto const& listener : classic_balancer(call, in.LoadBalancerId).listeners) {
    bool const matches = passes(in.ListenerIds, listener.id()) &&
                         passes(in.Protocol, listener.about.Protocol) &&
                         passes(in.ListenerPort, listener.about.Port) && in.Status.value_or(1) == 1;
    if (!matches) continue;
    types::ClassicalListener row;
    row.ListenerId = listener.id();
    row.ListenerPort = listener.port();
    row.InstancePort = listener.instance_port;
    row.ListenerName = listener.about.ListenerName;
    row.Protocol = listener.protocol();
    row.SessionExpire = listener.about.SessionExpireTime;
    auto const& check = listener.about.HealthCheck;
    row.HealthSwitch = check ? check->HealthSwitch.value_or(1) : 1;
    row.TimeOut = check ? check->TimeOut.value_or(2) : 2;
    row.IntervalTime = check ? check->IntervalTime.value_or(5) : 5;
    row.HealthNum = check ? check->HealthNum.value_or(3) : 3;
    row.UnhealthNum = check ? check->UnHealthNum.value_or(3) : 3;
    if (listener.about.Certificate) {
      row.SSLMode = listener.about.Certificate->SSLMode;
      row.CertId = listener.about.Certificate->CertId;
      row.CertCaId = listener.about.Certificate->CertCaId;
    }
    row.Status = 1;
    out.Listeners.push_back(std::move(row));
  }
}

void serve(clb_call& call, clb::DescribeClassicalLBTargets const& in,
           clb::DescribeClassicalLBTargets::response& out) {
  for (auto const& target : classic_balancer(call, in.LoadBalancerId).classic_targets) {
    types::ClassicalTarget row;
    row.Type = "CVM";
    row.InstanceId = target.instance_id;
    row.Weight = target.weight;
    row.PrivateIpAddresses = {target.address};
    row.InstanceName = target.instance_id;
    row.RunFlag = 2;
    out.Targets.push_back(std::move(row));
  }
}

void serve(clb_call& call, clb::DescribeClassicalLBHealthStatus const& in,
           clb::DescribeClassicalLBHealthStatus::response& out) {
  load_balancer const& lb = classic_balancer(call, in.LoadBalancerId);
  for (auto const& listener : lb.listeners) {
    if (in.ListenerId && listener.id() != *in.ListenerId) continue;
    for (auto const& target : lb.classic_targets) {
      types::ClassicalHealth row;
      row.IP = target.address;
      row.Port = listener.instance_port;
      row.ListenerPort = listener.port();
      row.Protocol = ascii_lowered(listener.protocol());
      row.HealthStatus = call.world.is_healthy(target) ? 1 : 0;
      out.HealthList.push_back(std::move(row));
    }
  }
}

void serve(clb_call& call, clb::RegisterTargetsWithClassicalLB const& in,
           clb::RegisterTargetsWithClassicalLB::response&) {
  load_balancer const& lb = classic_balancer(call, in.LoadBalancerId);
  std::vector<std::string> seen;
  for (auto const& target : lb.classic_targets) seen.push_back(target.instance_id);
  for (auto const& target : in.Targets.value()) {
    if (contains(seen, target.InstanceId.value())) {
      refuse("InvalidParameterValue", "The server `" + target.InstanceId.value() + "` is bound already.");
    }
    seen.push_back(target.InstanceId);
  }
  change change;
  change.load_balancers = {lb.id()};
  change.effect = [&world = call.world, in](tick at) {
    auto& all = world.load_balancers.at(in.LoadBalancerId).classic_targets;
    auto const first_new = all.size();
    for (auto const& target : in.Targets.value()) {
      all.push_back({target.InstanceId, world::address_of(target.InstanceId.value()), 0,
                     target.Weight.value_or(10), at, at});
    }
    world.check_health(all, first_new, at);
  };
  call.start(std::move(change));
}

void serve(clb_call& call, clb::DeregisterTargetsFromClassicalLB const& in,
           clb::DeregisterTargetsFromClassicalLB::response&) {
  load_balancer const& lb = classic_balancer(call, in.LoadBalancerId);
  for (auto const& id : in.InstanceIds.value()) {
    if (std::none_of(lb.classic_targets.begin(), lb.classic_targets.end(),
                     [&](backend const& b) { return b.instance_id == id; })) {
      refuse("InvalidParameterValue", "The server `" + id + "` is not bound.");
    }
  }
  change change;
  change.load_balancers = {lb.id()};
  change.effect = [&world = call.world, in](tick) {
    std::erase_if(world.load_balancers.at(in.LoadBalancerId).classic_targets,
                  [&](backend const& b) { return contains(in.InstanceIds.value(), b.instance_id); });
  };
  call.start(std::move(change));
}

void serve(clb_call& call, clb::DescribeClassicalLBByInstanceId const& in,
           clb::DescribeClassicalLBByInstanceId::response& out) {
  for (auto const& id : in.InstanceIds.value()) {
    types::ClassicalLoadBalancerInfo row;
    row.InstanceId = id;
    for (auto const* const lb : call.world.newest_first(call.region)) {
      bool const bound = std::any_of(lb->classic_targets.begin(), lb->classic_targets.end(),
                                     [&](backend const& b) { return b.instance_id == id; });
      if (bound) row.LoadBalancerIds.push_back(lb->id());
    }
    out.LoadBalancerInfoList.push_back(std::move(row));
  }
}

void serve(clb_call& call, clb::MigrateClassicalLoadBalancers const& in,
           clb::MigrateClassicalLoadBalancers::response&) {
  for (auto const& id : in.LoadBalancerIds.value()) classic_balancer(call, id);
  change change;
  change.load_balancers = in.LoadBalancerIds;
  change.effect = [&world = call.world, in](tick at) {
    for (auto const& id : in.LoadBalancerIds.value()) {
      load_balancer& lb = world.load_balancers.at(id);
      lb.about.Forward = 1;
      lb.about.StatusTime = world.env.date_and_time(at);
      if (in.ExclusiveCluster) lb.about.ExclusiveCluster = in.ExclusiveCluster;
      // One set of servers for all listeners becomes a set for each; layer 7 forwards everything by one rule.
      for (auto& listener : lb.listeners) {
        auto* bound = &listener.bound;
        if (listener.has_rules()) {
          rule rule;
          rule.about.LocationId = world.new_id("loc-");
          rule.about.ListenerId = listener.id();
          rule.about.Domain = vip_of(lb);
          rule.about.Domains = {vip_of(lb)};
          rule.about.Url = "/";
          rule.about.DefaultServer = true;
          listener.rules.push_back(std::move(rule));
          bound = &listener.rules.back().bound;
        }
        bound->targets = lb.classic_targets;
        for (auto& target : bound->targets) target.port = listener.instance_port;
      }
      lb.classic_targets.clear();
    }
  };
  call.start(std::move(change));
}

// ---- the list

std::span<clb_operation const> clb_classic_operations() {
  static constexpr clb_operation all[] = {
      operation<clb::DescribeClassicalLBListeners>(),     operation<clb::DescribeClassicalLBTargets>(),
      operation<clb::DescribeClassicalLBHealthStatus>(),  operation<clb::RegisterTargetsWithClassicalLB>(),
      operation<clb::DeregisterTargetsFromClassicalLB>(), operation<clb::DescribeClassicalLBByInstanceId>(),
      operation<clb::MigrateClassicalLoadBalancers>(),
  };
  return all;
}

}  // namespace colb::inline COLB_ABI::inner::emu::tencent
