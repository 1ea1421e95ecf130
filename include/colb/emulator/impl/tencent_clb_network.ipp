// colb: Tencent CLB API 3.0 in the emulator: security groups, SNAT addresses and blocked addresses. Included
// in one translation unit; see src.hpp.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <colb/emulator/tencent_clb.hpp>
#include <colb/tencent/clb/block_ip.hpp>
#include <colb/tencent/clb/security_group.hpp>
#include <colb/tencent/clb/snat_ip.hpp>

namespace colb::inline COLB_ABI::inner::emu::tencent {

// ---- security groups, SNAT, blocked addresses

void require_open(load_balancer const& lb) {
  if (!lb.open()) refuse("InvalidParameterValue", "The load balancer `" + lb.id() + "` is private.");
}

void serve(clb_call& call, clb::SetLoadBalancerSecurityGroups const& in,
           clb::SetLoadBalancerSecurityGroups::response&) {
  load_balancer& lb = call.balancer(in.LoadBalancerId);
  require_open(lb);
  auto const groups = in.SecurityGroups.value_or(std::vector<std::string>());
  change change;
  change.load_balancers = {lb.id()};
  change.effect = [&world = call.world, id = lb.id(), groups](tick) {
    world.load_balancers.at(id).about.SecureGroups = groups;
  };
  call.start(std::move(change));
}

void serve(clb_call& call, clb::SetSecurityGroupForLoadbalancers const& in,
           clb::SetSecurityGroupForLoadbalancers::response&) {
  for (auto const* const lb : call.world.all(call.region, in.LoadBalancerIds)) require_open(*lb);
  change change;
  change.load_balancers = in.LoadBalancerIds;
  change.effect = [&world = call.world, in](tick) {
    for (auto const& id : in.LoadBalancerIds.value()) {
      auto& groups = world.load_balancers.at(id).about.SecureGroups;
      std::erase(groups, in.SecurityGroup.value());
      if (in.OperationType.value() == "ADD") groups.push_back(in.SecurityGroup);
    }
  };
  call.start(std::move(change));
}

void serve(clb_call& call, clb::CreateLoadBalancerSnatIps const& in,
           clb::CreateLoadBalancerSnatIps::response&) {
  load_balancer& lb = call.balancer(in.LoadBalancerId);
  auto added = in.SnatIps.value();
  for (auto const& ip : added) {
    if (!ip.Ip) continue;
    if (in.Number) bad_value("Number", "it cannot be given together with an Ip");
    for (auto const& old : lb.about.SnatIps) {
      if (old.Ip == ip.Ip) bad_value("SnatIps", "the address `" + *ip.Ip + "` is there already");
    }
  }
  auto const number = std::max<std::size_t>(static_cast<std::size_t>(in.Number.value_or(1)), added.size());
  while (added.size() < number) added.push_back(added.back());
  auto const quota = call.world.env.options.quotas.snat_ips;
  if (static_cast<std::int64_t>(lb.about.SnatIps.size() + added.size()) > quota) {
    refuse("LimitExceeded", "The quota of SNAT IPs of a load balancer is " + std::to_string(quota) + ".");
  }
  for (auto& ip : added) {
    if (!ip.Ip) ip.Ip = call.world.private_address();
  }
  change change;
  change.load_balancers = {lb.id()};
  change.effect = [&world = call.world, id = lb.id(), added](tick) {
    auto& about = world.load_balancers.at(id).about;
    about.SnatPro = true;
    about.SnatIps.insert(about.SnatIps.end(), added.begin(), added.end());
  };
  call.start(std::move(change));
}

void serve(clb_call& call, clb::DeleteLoadBalancerSnatIps const& in,
           clb::DeleteLoadBalancerSnatIps::response&) {
  load_balancer& lb = call.balancer(in.LoadBalancerId);
  for (auto const& address : in.Ips.value()) {
    auto const& all = lb.about.SnatIps;
    if (std::none_of(all.begin(), all.end(), [&](auto const& ip) { return ip.Ip == address; })) {
      bad_value("Ips", "the SNAT IP `" + address + "` does not exist");
    }
  }
  change change;
  change.load_balancers = {lb.id()};
  change.effect = [&world = call.world, in](tick) {
    std::erase_if(world.load_balancers.at(in.LoadBalancerId).about.SnatIps,
                  [&](auto const& ip) { return contains(in.Ips.value(), ip.Ip.value_or("")); });
  };
  call.start(std::move(change));
}

void serve(clb_call& call, clb::ModifyBlockIPList const& in, clb::ModifyBlockIPList::response& out) {
  call.world.all(call.region, in.LoadBalancerIds);
  change change;
  change.load_balancers = in.LoadBalancerIds;
  change.effect = [&world = call.world, in](tick at) {
    for (auto const& id : in.LoadBalancerIds.value()) {
      load_balancer& lb = world.load_balancers.at(id);
      auto const& type = in.Type.value();
      if (type == "add_customized_field" || type == "set_customized_field")
        lb.client_ip_field = in.ClientIPField;
      if (type == "del_customized_field") lb.client_ip_field.clear();
      if (type == "flush_blocked") lb.blocked.clear();
      if (type != "add_blocked" && type != "del_blocked") continue;
      std::erase_if(lb.blocked, [&](auto const& entry) { return contains(in.BlockIPList, entry.first); });
      if (type == "del_blocked") continue;
      auto const until = later(
          at, std::chrono::seconds(std::clamp<std::int64_t>(in.ExpireTime.value_or(3600), 0, 1LL << 31)));
      for (auto const& address : in.BlockIPList) lb.blocked.push_back({address, {at, until}});
    }
  };
  call.start(std::move(change));
  out.JodId = call.request_id;
}

void serve(clb_call& call, clb::DescribeBlockIPTask const& in, clb::DescribeBlockIPTask::response& out) {
  task const* const task = call.world.find_task(in.TaskId);
  if (!task) refuse("InvalidParameter", "The task `" + in.TaskId.value() + "` does not exist.");
  out.Status = task->state == task_state::succeeded ? 6 : task->state == task_state::failed ? 2 : 1;
}

void serve(clb_call& call, clb::DescribeBlockIPList const& in, clb::DescribeBlockIPList::response& out) {
  load_balancer& lb = call.balancer(in.LoadBalancerId);
  auto const now = call.world.env.ticks();
  std::erase_if(lb.blocked, [&](auto const& entry) { return entry.second.second <= now; });
  std::vector<types::BlockedIP> all;
  for (auto const& [address, times] : lb.blocked) {
    types::BlockedIP row;
    row.IP = address;
    row.CreateTime = call.world.env.date_and_time(times.first);
    row.ExpireTime = call.world.env.date_and_time(times.second);
    all.push_back(std::move(row));
  }
  out.ClientIPField = lb.client_ip_field;
  out.BlockedIPCount = static_cast<std::int64_t>(all.size());
  out.BlockedIPList = page_of(std::move(all), in.Offset, in.Limit ? in.Limit : 100'000, 100'000);
}

// ---- the list

std::span<clb_operation const> clb_network_operations() {
  static constexpr clb_operation all[] = {
      operation<clb::SetLoadBalancerSecurityGroups>(),
      operation<clb::SetSecurityGroupForLoadbalancers>(),
      operation<clb::CreateLoadBalancerSnatIps>(),
      operation<clb::DeleteLoadBalancerSnatIps>(),
      operation<clb::ModifyBlockIPList>(),
      operation<clb::DescribeBlockIPTask>(),
      operation<clb::DescribeBlockIPList>(),
  };
  return all;
}

}  // namespace colb::inline COLB_ABI::inner::emu::tencent
