// colb: Tencent CLB API 3.0 in the emulator: today's Actions that the document does not have. Included in one
// translation unit; see src.hpp.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <colb/emulator/tencent_clb.hpp>
#include <colb/tencent/clb/cluster.hpp>
#include <colb/tencent/clb/customized_config.hpp>
#include <colb/tencent/clb/load_balancer.hpp>
#include <colb/tencent/clb/target.hpp>
#include <colb/tencent/clb/target_group.hpp>
#include <colb/tencent/clb/task.hpp>

namespace colb::inline COLB_ABI::inner::emu::tencent {

// ---- customised configurations

void require_config(clb_call const& call, std::string const& id) {
  if (!call.world.configs.contains(id)) bad_value("UconfigId", "there is no such configuration");
}

void serve(clb_call& call, clb::AddCustomizedConfig const& in, clb::AddCustomizedConfig::response& out) {
  out.ConfigId = call.world.new_id("pz-");
  change change;
  change.effect = [&world = call.world, in, id = *out.ConfigId](tick at) {
    auto& about = world.configs[id].about;
    about.UconfigId = id;
    about.ConfigName = in.ConfigName.value();
    about.ConfigType = in.ConfigType.value();
    about.ConfigContent = in.ConfigContent.value();
    about.CreateTimestamp = about.UpdateTimestamp = world.env.date_and_time(at);
  };
  call.start(std::move(change));
}

void serve(clb_call& call, clb::ModifyCustomizedConfig const& in, clb::ModifyCustomizedConfig::response&) {
  require_config(call, in.UconfigId);
  change change;
  change.effect = [&world = call.world, in](tick at) {
    auto const found = world.configs.find(in.UconfigId.value());
    if (found == world.configs.end()) return;
    auto& about = found->second.about;
    about.ConfigName = in.ConfigName.value();
    about.ConfigContent = in.ConfigContent.value();
    about.UpdateTimestamp = world.env.date_and_time(at);
  };
  call.start(std::move(change));
}

void serve(clb_call& call, clb::DeleteCustomizedConfig const& in, clb::DeleteCustomizedConfig::response&) {
  for (auto const& id : in.UconfigIdList.value()) {
    require_config(call, id);
    auto const& config = call.world.configs.at(id);
    if (!config.load_balancers.empty() || !config.places.empty())
      refuse("FailedOperation", "The configuration `" + id + "` is bound.");
  }
  change change;
  change.effect = [&world = call.world, ids = in.UconfigIdList.value()](tick) {
    for (auto const& id : ids) world.configs.erase(id);
  };
  call.start(std::move(change));
}

bool same_place(types::BindDetailItem const& has, types::BindItem const& item) {
  return has.LoadBalancerId == item.LoadBalancerId.value() && has.ListenerId == item.ListenerId.value() &&
         has.Domain == item.Domain.value() && has.LocationId.value_or("") == item.LocationId.value_or("");
}

template <class Request>
void change_places(clb_call& call, Request const& in, bool bind) {
  require_config(call, in.UconfigId);
  if (in.BindList->empty()) missing("BindList");
  change change;
  std::vector<types::BindDetailItem> made;
  for (auto const& item : in.BindList.value()) {
    load_balancer& lb = call.balancer(item.LoadBalancerId);
    listener& listener = layer_7_listener(lb, item.ListenerId);
    if (item.LocationId) rule_of(listener, *item.LocationId);
    if (!contains(change.load_balancers, lb.id())) change.load_balancers.push_back(lb.id());
    types::BindDetailItem place;
    place.LoadBalancerId = lb.id();
    place.ListenerId = listener.id();
    place.Domain = item.Domain.value();
    place.LocationId = item.LocationId;
    place.ListenerName = listener.about.ListenerName;
    place.Protocol = listener.protocol();
    place.Vport = listener.port();
    place.UconfigId = in.UconfigId.value();
    made.push_back(std::move(place));
  }
  change.effect = [&world = call.world, in, made = std::move(made), bind](tick) {
    auto const found = world.configs.find(in.UconfigId.value());
    if (found == world.configs.end()) return;
    for (auto const& item : in.BindList.value())
      std::erase_if(found->second.places, [&](auto const& has) { return same_place(has, item); });
    if (bind) found->second.places.insert(found->second.places.end(), made.begin(), made.end());
  };
  call.start(std::move(change));
}

void serve(clb_call& call, clb::AssociateCustomizedConfig const& in,
           clb::AssociateCustomizedConfig::response&) {
  change_places(call, in, true);
}
void serve(clb_call& call, clb::DisassociateCustomizedConfig const& in,
           clb::DisassociateCustomizedConfig::response&) {
  change_places(call, in, false);
}

// ---- labels of targets

void serve(clb_call& call, clb::BatchModifyTargetTag const& in, clb::BatchModifyTargetTag::response&) {
  load_balancer& lb = call.balancer(in.LoadBalancerId);
  not_classic(lb);
  auto const is_it = [](backend const& has, types::Target const& wanted) {
    bool const same = wanted.InstanceId ? has.instance_id == *wanted.InstanceId
                                        : wanted.EniIp && has.address == *wanted.EniIp;
    return same && has.port == wanted.Port.value();
  };
  std::vector<std::pair<backend*, std::string>> labels;
  for (auto const& group : in.ModifyList.value()) {
    auto const at = find_place(lb, group.ListenerId, group.LocationId);
    auto& targets = bindings_at(call.world, at).targets;
    for (auto const& wanted : group.Targets.value()) {
      auto const found =
          std::find_if(targets.begin(), targets.end(), [&](auto const& has) { return is_it(has, wanted); });
      if (found == targets.end()) bad_value("Targets", "one of them is not bound");
      labels.emplace_back(&*found, wanted.Tag ? *wanted.Tag : group.Tag.value_or(""));
    }
  }
  if (labels.size() > 500) bad_value("ModifyList", "at most 500 targets may be given");
  call.world.require_idle({lb.id()});
  for (auto& [target, label] : labels) target->tag = std::move(label);
}

// ---- load balancers

void serve(clb_call& call, clb::DescribeLBOperateProtect const& in,
           clb::DescribeLBOperateProtect::response& out) {
  for (auto const* const lb : call.world.all(call.region, in.LoadBalancerIds)) {
    types::LBOperateProtectInfo row;
    row.LoadBalancerId = lb->id();
    row.ProtectState = lb->delete_protect;
    out.LoadBalancerSet.push_back(std::move(row));
  }
}

void serve(clb_call& call, clb::ModifyLoadBalancerMixIpTarget const& in,
           clb::ModifyLoadBalancerMixIpTarget::response&) {
  call.world.all(call.region, in.LoadBalancerIds);
  change change;
  change.load_balancers = in.LoadBalancerIds;
  change.effect = [&world = call.world, in](tick) {
    for (auto const& id : in.LoadBalancerIds.value())
      world.load_balancers.at(id).about.MixIpTarget = in.MixIpTarget.value();
  };
  call.start(std::move(change));
}

void serve(clb_call& call, clb::RenewLoadBalancers const& in, clb::RenewLoadBalancers::response& out) {
  for (auto const* const lb : call.world.all(call.region, in.LoadBalancerIds)) {
    if (lb->about.ChargeType != "PREPAID")
      refuse("FailedOperation", "The load balancer `" + lb->id() + "` is not prepaid.");
  }
  if (!in.LBChargePrepaid->Period) missing("LBChargePrepaid.Period");
  change change;
  change.load_balancers = in.LoadBalancerIds;
  change.deal = true;
  change.effect = [&world = call.world, in](tick at) {
    for (auto const& id : in.LoadBalancerIds.value())
      prolong(world, world.load_balancers.at(id), in.LBChargePrepaid, at);
  };
  out.DealName = call.start(std::move(change));
}

void serve(clb_call& call, clb::SetLoadBalancerStartStatus const& in,
           clb::SetLoadBalancerStartStatus::response&) {
  load_balancer& lb = call.balancer(in.LoadBalancerId);
  for (auto const& wanted : in.ListenerIds) {
    bool const known = std::any_of(lb.listeners.begin(), lb.listeners.end(),
                                   [&](auto const& listener) { return listener.id() == wanted; });
    if (!known) {
      refuse("InvalidParameter.ListenerIdNotFound", "The listener `" + wanted + "` does not exist.");
    }
  }
  if (lb.listeners.empty()) refuse("FailedOperation.NoListenerInLB", "The load balancer has no listener.");
  change change;
  change.load_balancers = {lb.id()};
  change.effect = [&world = call.world, in](tick) {
    load_balancer& b = world.load_balancers.at(in.LoadBalancerId);
    bool const stops = in.OperationType.value() == "Stop";
    if (in.ListenerIds.empty()) flag(b.about.AttributeFlags, "Stop", stops);
    for (auto const& id : in.ListenerIds) {
      if (auto* const listener = world::find_listener(b, id)) flag(listener->about.AttrFlags, "Stop", stops);
    }
  };
  call.start(std::move(change));
}

// ---- what is not emulated: the documented shape

void serve(clb_call& call, clb::DescribeAsyncJobs const& in, clb::DescribeAsyncJobs::response& out) {
  for (auto const& id : in.RequestIds) {
    auto const* const found = call.world.find_task(id);
    if (!found) continue;
    types::Job job;
    job.ApiName = found->action;
    job.RequestId = id;
    job.Status = found->state == task_state::running     ? "Processing"
                 : found->state == task_state::succeeded ? "Succeeded"
                                                         : "Failed";
    job.ResourceIds = found->load_balancers;
    out.Jobs.push_back(std::move(job));
  }
  out.NextToken = "";
  out.MaxResults = in.MaxResults.value_or(20);
  out.TotalCount = static_cast<std::int64_t>(out.Jobs.size());
}

void serve(clb_call&, clb::DescribeExclusiveClusters const& in,
           clb::DescribeExclusiveClusters::response& out) {
  check_filters(in.Filters, {"cluster-type", "cluster-id", "cluster-name", "cluster-tag", "vip",
                             "loadbalancer-id", "network", "zone", "isp"});
  types::Cluster one;
  one.ClusterId = "tgw-emulated1";
  one.ClusterName = "emulated";
  one.ClusterType = "TGW";
  one.Zone = "ap-guangzhou-1";
  one.Network = "Public";
  one.ResourceCount = 1;
  out.TotalCount = 1;
  out.ClusterSet = page_of(std::vector<types::Cluster>{one}, in.Offset, in.Limit);
}

void serve(clb_call&, clb::DescribeClusterResources const& in, clb::DescribeClusterResources::response& out) {
  check_filters(in.Filters, {"cluster-id", "vip", "loadbalancer-id", "idle"});
  types::ClusterResource one;
  one.ClusterId = "tgw-emulated1";
  one.ClusterName = "emulated";
  one.Vip = "198.18.0.1";
  one.Idle = "True";
  one.Isp = "BGP";
  out.TotalCount = 1;
  out.ClusterResourceSet = page_of(std::vector<types::ClusterResource>{one}, in.Offset, in.Limit);
}

void serve(clb_call& call, clb::DescribeTargetGroupInstanceStatus const& in,
           clb::DescribeTargetGroupInstanceStatus::response& out) {
  auto const found = call.world.target_groups.find(in.TargetGroupId);
  if (found == call.world.target_groups.end()) {
    refuse("ResourceNotFound", "The target group `" + in.TargetGroupId.value() + "` does not exist.");
  }
  for (auto const& target : found->second.targets) {
    if (!passes(in.TargetGroupInstanceIps, target.address)) continue;
    types::TargetGroupInstanceStatus row;
    row.InstanceIp = target.address;
    row.Status = call.world.env.ticks() < target.healthy ? "on" : "health";
    row.InstanceId = target.instance_id;
    row.Port = target.port;
    out.TargetGroupInstanceSet.push_back(std::move(row));
  }
}

// ---- the list

std::span<clb_operation const> clb_today_operations() {
  constexpr auto made_up = emulator::coverage_kind::documented_shape;
  static constexpr clb_operation all[] = {
      operation<clb::AddCustomizedConfig>(),
      operation<clb::ModifyCustomizedConfig>(),
      operation<clb::DeleteCustomizedConfig>(),
      operation<clb::AssociateCustomizedConfig>(),
      operation<clb::DisassociateCustomizedConfig>(),
      operation<clb::BatchModifyTargetTag>(),
      operation<clb::DescribeLBOperateProtect>(),
      operation<clb::ModifyLoadBalancerMixIpTarget>(),
      operation<clb::DescribeAsyncJobs>(),
      operation<clb::DescribeTargetGroupInstanceStatus>(),
      operation<clb::RenewLoadBalancers>(),
      operation<clb::SetLoadBalancerStartStatus>(),
      operation<clb::DescribeExclusiveClusters>(made_up),
      operation<clb::DescribeClusterResources>(made_up),
  };
  return all;
}

}  // namespace colb::inline COLB_ABI::inner::emu::tencent
