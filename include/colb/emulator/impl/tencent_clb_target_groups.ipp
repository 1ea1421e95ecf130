// colb: Tencent CLB API 3.0 in the emulator: target groups. Included in one translation unit; see src.hpp.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <colb/emulator/tencent_clb.hpp>
#include <colb/tencent/clb/target_group.hpp>

namespace colb::inline COLB_ABI::inner::emu::tencent {

// ---- target groups

std::vector<types::TargetGroupInfo> groups_for(clb_call& call, std::vector<std::string> const& ids,
                                               std::vector<types::Filter> const& filters) {
  check_filters(filters, {"TargetGroupVpcId", "TargetGroupName"});
  std::vector<types::TargetGroupInfo> all;
  for (auto const& [id, group] : call.world.target_groups) {
    bool const matches =
        group.region == call.region && passes(ids, id) &&
        (!ids.empty() ||
         (passes_filter(filters, "TargetGroupVpcId", group.about.VpcId.value_or("")) &&
          passes_filter(filters, "TargetGroupName", group.about.TargetGroupName.value_or(""))));
    if (!matches) continue;
    auto row = group.about;
    row.AssociatedRule = call.world.associations(id);
    row.AssociatedRuleCount = static_cast<std::int64_t>(row.AssociatedRule.size());
    row.RegisteredInstancesCount = static_cast<std::int64_t>(group.targets.size());
    all.push_back(std::move(row));
  }
  return all;
}

void serve(clb_call& call, clb::DescribeTargetGroups const& in, clb::DescribeTargetGroups::response& out) {
  if (!in.TargetGroupIds.empty() && !in.Filters.empty()) {
    refuse("InvalidParameter", "The parameters `TargetGroupIds` and `Filters` exclude each other.");
  }
  auto all = groups_for(call, in.TargetGroupIds, in.Filters);
  out.TotalCount = static_cast<std::int64_t>(all.size());
  out.TargetGroupSet = page_of(std::move(all), in.Offset, in.Limit);
}

void serve(clb_call& call, clb::DescribeTargetGroupList const& in,
           clb::DescribeTargetGroupList::response& out) {
  auto all = groups_for(call, in.TargetGroupIds, in.Filters);
  out.TotalCount = static_cast<std::int64_t>(all.size());
  out.TargetGroupSet = page_of(std::move(all), in.Offset, in.Limit);
}

void serve(clb_call& call, clb::DescribeTargetGroupInstances const& in,
           clb::DescribeTargetGroupInstances::response& out) {
  check_filters(in.Filters, {"TargetGroupId", "BindIP", "InstanceId"});
  std::vector<types::TargetGroupBackend> all;
  for (auto const& [id, group] : call.world.target_groups) {
    if (group.region != call.region || !passes_filter(in.Filters, "TargetGroupId", id)) continue;
    for (auto const& target : group.targets) {
      bool const matches = passes_filter(in.Filters, "BindIP", target.address) &&
                           passes_filter(in.Filters, "InstanceId", target.instance_id);
      if (!matches) continue;
      types::TargetGroupBackend row;
      row.TargetGroupId = id;
      row.Type = "CVM";
      row.InstanceId = target.instance_id;
      row.Port = target.port;
      row.Weight = target.weight;
      row.PrivateIpAddresses = {target.address};
      row.InstanceName = "";
      row.RegisteredTime = call.world.env.date_and_time(target.registered);
      row.EniId = "";
      row.ZoneId = 100001;
      all.push_back(std::move(row));
    }
  }
  out.RealCount = static_cast<std::int64_t>(all.size());
  out.TargetGroupInstanceSet = page_of(std::move(all), in.Offset, in.Limit);
  out.TotalCount = static_cast<std::int64_t>(out.TargetGroupInstanceSet.size());
}

std::vector<backend> group_backends(std::vector<types::TargetGroupInstance> const& instances) {
  std::vector<backend> list;
  for (auto const& instance : instances) {
    if (instance.BindIP->empty()) missing("TargetGroupInstances.BindIP");
    backend b;
    b.address = instance.BindIP;
    b.port = instance.Port;
    b.weight = instance.Weight.value_or(10);
    if (has(list, b)) bad_value("TargetGroupInstances", "`" + text_of(b) + "` is given twice");
    list.push_back(std::move(b));
  }
  return list;
}

void add_to_group(world& world, target_group& group, std::vector<backend> const& targets, tick now) {
  auto const first_new = group.targets.size();
  for (auto target : targets) {
    target.registered = now;
    group.targets.push_back(std::move(target));
  }
  world.check_health(group.targets, first_new, now);
  group.about.UpdatedTime = world.env.date_and_time(now);
}

/// Settings that both creating and changing a group take.
template <class Request>
void apply_group(types::TargetGroupInfo& about, Request const& in) {
  if (in.ScheduleAlgorithm) about.ScheduleAlgorithm = in.ScheduleAlgorithm;
  if (in.HealthCheck) about.HealthCheck = in.HealthCheck;
  if (in.Weight) about.Weight = in.Weight;
  if (in.KeepaliveEnable) about.KeepaliveEnable = in.KeepaliveEnable;
  if (in.SessionExpireTime) about.SessionExpireTime = in.SessionExpireTime;
  if (in.SnatEnable) about.SnatEnable = in.SnatEnable;
}

/// What only groups of the second generation have.
template <class Request>
void check_group(Request const& in, bool second, std::string const& protocol) {
  auto const only = [&](char const* parameter, bool given, bool fits, char const* what) {
    if (given && !fits) bad_value(parameter, std::string("it is for ") + what + " target groups only");
  };
  bool const of_requests = second && (protocol == "HTTP" || protocol == "HTTPS" || protocol == "GRPC");
  only("Weight", in.Weight.has_value(), second, "v2");
  only("ScheduleAlgorithm", in.ScheduleAlgorithm.has_value(), of_requests, "v2 HTTP, HTTPS and GRPC");
  only("SessionExpireTime", in.SessionExpireTime.value_or(0) != 0, of_requests, "v2 HTTP, HTTPS and GRPC");
  only("KeepaliveEnable", in.KeepaliveEnable == true, protocol == "HTTP" || protocol == "HTTPS",
       "HTTP and HTTPS");
}

void serve(clb_call& call, clb::CreateTargetGroup const& in, clb::CreateTargetGroup::response& out) {
  bool const second = in.Type == "v2";
  if (second && !in.Protocol) missing("Protocol");
  if (in.FullListenSwitch == true && !second)
    bad_value("FullListenSwitch", "it is for v2 target groups only");
  check_group(in, second, in.Protocol.value_or(""));
  auto const targets = group_backends(in.TargetGroupInstances);
  out.TargetGroupId = call.world.new_id("lbtg-");
  change change;
  change.locks = {*out.TargetGroupId};
  change.effect = [&world = call.world, region = call.region, id = *out.TargetGroupId, in,
                   targets](tick now) {
    target_group& group = world.target_groups[id];
    group.region = region;
    group.about.TargetGroupId = id;
    group.about.VpcId = in.VpcId.value_or("vpc-default0");
    group.about.TargetGroupName = in.TargetGroupName.value_or(id);
    group.about.Port = in.Port;
    group.about.CreatedTime = world.env.date_and_time(now);
    group.about.TargetGroupType = in.Type.value_or("v1");
    group.about.Protocol = in.Protocol;
    group.about.Tag = in.Tags;
    group.about.FullListenSwitch = in.FullListenSwitch;
    group.about.IpVersion = in.IpVersion;
    apply_group(group.about, in);
    add_to_group(world, group, targets, now);
  };
  call.start(std::move(change));
}

/// Starts a change of one group that is there and idle.
void change_group(clb_call& call, std::string const& id, std::function<void(target_group&, tick)> effect) {
  change change;
  change.locks = {id};
  change.effect = [&world = call.world, id, effect = std::move(effect)](tick now) {
    target_group& group = world.target_groups.at(id);
    effect(group, now);
    group.about.UpdatedTime = world.env.date_and_time(now);
  };
  call.start(std::move(change));
}

void serve(clb_call& call, clb::ModifyTargetGroupAttribute const& in,
           clb::ModifyTargetGroupAttribute::response&) {
  auto const& old = call.world.get_group(call.region, in.TargetGroupId).about;
  check_group(in, old.TargetGroupType == "v2", old.Protocol.value_or(""));
  change_group(call, in.TargetGroupId, [in](target_group& group, tick) {
    apply_group(group.about, in);
    if (in.TargetGroupName) group.about.TargetGroupName = in.TargetGroupName;
    if (in.Port) group.about.Port = in.Port;
  });
}

void require_members(target_group const& group, std::vector<backend> const& targets) {
  for (auto const& target : targets) {
    if (!has(group.targets, target))
      bad_value("TargetGroupInstances", "`" + text_of(target) + "` is not in the group");
  }
}

void serve(clb_call& call, clb::RegisterTargetGroupInstances const& in,
           clb::RegisterTargetGroupInstances::response&) {
  target_group const& group = call.world.get_group(call.region, in.TargetGroupId);
  auto const targets = group_backends(in.TargetGroupInstances);
  for (auto const& target : targets) {
    if (has(group.targets, target))
      bad_value("TargetGroupInstances", "`" + text_of(target) + "` is in the group already");
  }
  change_group(call, in.TargetGroupId, [&world = call.world, targets](target_group& g, tick now) {
    add_to_group(world, g, targets, now);
  });
}

void serve(clb_call& call, clb::DeregisterTargetGroupInstances const& in,
           clb::DeregisterTargetGroupInstances::response&) {
  auto const targets = group_backends(in.TargetGroupInstances);
  require_members(call.world.get_group(call.region, in.TargetGroupId), targets);
  change_group(call, in.TargetGroupId, [targets](target_group& group, tick) {
    std::erase_if(group.targets, [&](backend const& b) { return has(targets, b); });
  });
}

void serve(clb_call& call, clb::ModifyTargetGroupInstancesWeight const& in,
           clb::ModifyTargetGroupInstancesWeight::response&) {
  auto const targets = group_backends(in.TargetGroupInstances);
  require_members(call.world.get_group(call.region, in.TargetGroupId), targets);
  for (auto const& instance : in.TargetGroupInstances.value()) {
    if (!instance.Weight) missing("TargetGroupInstances.0.Weight");
  }
  change_group(call, in.TargetGroupId, [targets](target_group& group, tick) {
    for (auto& member : group.targets) {
      for (auto const& target : targets) {
        if (target.same(member)) member.weight = target.weight;
      }
    }
  });
}

void serve(clb_call& call, clb::ModifyTargetGroupInstancesPort const& in,
           clb::ModifyTargetGroupInstancesPort::response&) {
  auto const targets = group_backends(in.TargetGroupInstances);
  require_members(call.world.get_group(call.region, in.TargetGroupId), targets);
  for (auto const& instance : in.TargetGroupInstances.value()) {
    if (!instance.NewPort) missing("TargetGroupInstances.0.NewPort");
  }
  change_group(call, in.TargetGroupId, [&world = call.world, in](target_group& group, tick now) {
    for (auto const& instance : in.TargetGroupInstances.value()) {
      for (auto& member : group.targets) {
        if (member.address == instance.BindIP.value() && member.port == instance.Port.value()) {
          member.port = *instance.NewPort;
          member.healthy = later(now, world.env.options.health_time);
        }
      }
    }
  });
}

void serve(clb_call& call, clb::DeleteTargetGroups const& in, clb::DeleteTargetGroups::response&) {
  for (auto const& id : in.TargetGroupIds.value()) {
    call.world.get_group(call.region, id);
    if (!call.world.associations(id).empty())
      refuse("FailedOperation", "The target group `" + id + "` is bound to a rule.");
  }
  change change;
  change.locks = in.TargetGroupIds;
  change.effect = [&world = call.world, in](tick) {
    for (auto const& id : in.TargetGroupIds.value()) world.target_groups.erase(id);
  };
  call.start(std::move(change));
}

struct association {
  place at;
  std::string group;
};

/// Finds the places of pairs and what they lock.
std::vector<association> associated(clb_call& call, std::vector<types::TargetGroupAssociation> const& pairs,
                                    bool bound, change& change) {
  if (pairs.empty()) missing("Associations");
  std::vector<association> all;
  for (auto const& pair : pairs) {
    call.world.get_group(call.region, pair.TargetGroupId);
    load_balancer& lb = call.balancer(pair.LoadBalancerId);
    auto at = find_place(lb, pair.ListenerId, pair.LocationId);
    listener& l = world::get_listener(lb, at.listener);
    auto const& type =
        at.location.empty() ? l.about.TargetType : world::find_rule(l, at.location)->about.TargetType;
    if (type != "TARGETGROUP")
      refuse("InvalidParameter", "The listener or rule takes single targets, not target groups.");
    bool const there = contains(bindings_at(call.world, at).groups, pair.TargetGroupId.value());
    if (there != bound) {
      bad_value("Associations", "the target group `" + pair.TargetGroupId.value() +
                                    (bound ? "` is not" : "` is already") + " bound there");
    }
    change.load_balancers.push_back(lb.id());
    change.locks.push_back(lb.id());
    change.locks.push_back(pair.TargetGroupId);
    all.push_back({std::move(at), pair.TargetGroupId});
  }
  return all;
}

void serve(clb_call& call, clb::AssociateTargetGroups const& in, clb::AssociateTargetGroups::response&) {
  change change;
  auto const all = associated(call, in.Associations, false, change);
  change.effect = [&world = call.world, all](tick now) {
    for (auto const& [at, group] : all) {
      bindings_at(world, at).groups.push_back(group);
      world.check_health(world.target_groups.at(group).targets, 0, now);
    }
  };
  call.start(std::move(change));
}

void serve(clb_call& call, clb::DisassociateTargetGroups const& in,
           clb::DisassociateTargetGroups::response&) {
  change change;
  auto const all = associated(call, in.Associations, true, change);
  change.effect = [&world = call.world, all](tick) {
    for (auto const& [at, group] : all) std::erase(bindings_at(world, at).groups, group);
  };
  call.start(std::move(change));
}

// ---- the list

std::span<clb_operation const> clb_target_groups_operations() {
  static constexpr clb_operation all[] = {
      operation<clb::DescribeTargetGroups>(),           operation<clb::DescribeTargetGroupList>(),
      operation<clb::DescribeTargetGroupInstances>(),   operation<clb::CreateTargetGroup>(),
      operation<clb::ModifyTargetGroupAttribute>(),     operation<clb::RegisterTargetGroupInstances>(),
      operation<clb::DeregisterTargetGroupInstances>(), operation<clb::ModifyTargetGroupInstancesWeight>(),
      operation<clb::ModifyTargetGroupInstancesPort>(), operation<clb::DeleteTargetGroups>(),
      operation<clb::AssociateTargetGroups>(),          operation<clb::DisassociateTargetGroups>(),
  };
  return all;
}

}  // namespace colb::inline COLB_ABI::inner::emu::tencent
