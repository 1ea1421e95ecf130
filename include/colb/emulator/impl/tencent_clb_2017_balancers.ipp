// colb: Tencent CLB API 2017 in the emulator: instances, and tasks. Included in one translation unit; see
// src.hpp.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <colb/codec/json.hpp>
#include <colb/emulator/tencent_clb_2017.hpp>
#include <colb/tencent/clb_2017/load_balancer.hpp>
#include <colb/tencent/clb_2017/task.hpp>

namespace colb::inline COLB_ABI::inner::emu::tencent {

// ---- instances

std::string network_named(std::string const& parameter, std::int64_t number) {
  if (number == 2) return "OPEN";
  if (number == 3) return "INTERNAL";
  bad_value(parameter, "it has to be 2 (public) or 3 (private)");
}

std::string classic_domain(std::string const& prefix, std::string const& region) {
  return prefix + '.' + region + ".1251000011.clb.myqcloud.com";
}

bool domain_is_taken(clb_call& call, std::string const& domain) {
  auto const all = call.world.newest_first(call.region);
  return std::any_of(all.begin(), all.end(), [&](auto const* lb) { return lb->about.Domain == domain; });
}

void serve(clb_call& call, clb_2017::CreateLoadBalancer const& in,
           clb_2017::CreateLoadBalancer::response& out) {
  if (!in.loadBalancerType) missing("loadBalancerType");
  auto const type = network_named("loadBalancerType", *in.loadBalancerType);
  if (in.domainPrefix && type == "INTERNAL")
    bad_value("domainPrefix", "private load balancers have no domain");
  bool const classic = in.forward.value_or(0) == 0;
  auto const number = in.number.value_or(1);
  check_quota(call, type, number);

  std::vector<std::string> ids;
  for (std::int64_t i = 0; i < number; ++i) {
    bool const named = number == 1 && in.loadBalancerName && !name_is_taken(call, *in.loadBalancerName);
    load_balancer& lb = call.world.make(call.region, type, classic);
    auto& about = lb.about;
    about.Status = 0;
    if (named) about.LoadBalancerName = in.loadBalancerName;
    if (in.projectId) about.ProjectId = in.projectId;
    if (in.vpcId && *in.vpcId != "0" && !in.vpcId->empty()) {
      about.VpcId = in.vpcId;
    } else {
      about.VpcId = "";
      about.NumericalVpcId = 0;
    }
    if (in.subnetId && !lb.open()) about.SubnetId = std::to_string(*in.subnetId);
    if (classic && lb.open()) {
      bool const wanted =
          in.domainPrefix && !domain_is_taken(call, classic_domain(*in.domainPrefix, call.region));
      about.Domain = classic_domain(wanted ? *in.domainPrefix : lb.id().substr(3) + "-0", call.region);
    }
    ids.push_back(lb.id());
  }
  auto const deal = call.start(creation(call, ids));
  out.dealIds = {deal};
  out.unLoadBalancerIds[deal] = std::move(ids);
}

clb_2017::types::LoadBalancer shown_2017(load_balancer const& lb) {
  auto const& a = lb.about;
  clb_2017::types::LoadBalancer row;
  row.loadBalancerId = row.unLoadBalancerId = lb.id();
  row.loadBalancerName = a.LoadBalancerName;
  row.loadBalancerType = lb.open() ? 2 : 3;
  row.forward = a.Forward;
  row.domain = a.Domain;
  row.loadBalancerVips = a.LoadBalancerVips;
  row.status = a.Status;
  row.createTime = a.CreateTime;
  row.statusTime = a.StatusTime;
  row.projectId = a.ProjectId;
  row.vpcId = a.NumericalVpcId;
  row.subnetId = codec::detail::parse_number<std::int64_t>(a.SubnetId.value_or("0")).value_or(0);
  row.openBgp = a.OpenBgp;
  row.snat = a.Snat;
  row.isolation = a.Isolation;
  row.log = a.Log;
  row.uniqVpcId = a.VpcId;
  return row;
}

void serve(clb_call& call, clb_2017::DescribeLoadBalancers const& in,
           clb_2017::DescribeLoadBalancers::response& out) {
  auto const type =
      in.loadBalancerType ? network_named("loadBalancerType", *in.loadBalancerType) : std::string();

  auto const matches = [&](load_balancer& lb) {
    auto const& a = lb.about;
    bool ok = passes(in.loadBalancerIds, lb.id()) && (type.empty() || a.LoadBalancerType == type) &&
              (in.forward.value_or(-1) == -1 || in.forward == a.Forward) &&
              passes(in.loadBalancerName, a.LoadBalancerName) && passes(in.domain, a.Domain) &&
              passes(in.projectId, a.ProjectId) && passes(in.loadBalancerVips, vip_of(lb)) &&
              in.backendWanIps.empty() &&  // nothing in the emulator has one
              (in.backendLanIps.empty() || has_target_at(lb, in.backendLanIps));
    if (ok && in.withRs.value_or(2) != 2) ok = has_targets(lb) == (in.withRs == 1);
    if (ok && in.searchKey) {
      ok = a.LoadBalancerName->find(*in.searchKey) != std::string::npos ||
           a.Domain->find(*in.searchKey) != std::string::npos ||
           vip_of(lb).find(*in.searchKey) != std::string::npos;
    }
    return ok;
  };
  std::vector<clb_2017::types::LoadBalancer> all;
  for (auto* const lb : call.world.newest_first(call.region)) {
    if (matches(*lb)) all.push_back(shown_2017(*lb));
  }
  bool const descending = in.orderType.value_or(1) != 0;
  if (!in.orderBy || in.orderBy == "createTime") {
    if (!descending) std::reverse(all.begin(), all.end());
  } else {
    auto const key = [&](clb_2017::types::LoadBalancer const& lb) {
      if (in.orderBy == "domain") return *lb.domain;
      if (in.orderBy == "loadBalancerType") return std::to_string(*lb.loadBalancerType);
      return *lb.loadBalancerName;
    };
    std::stable_sort(all.begin(), all.end(), [&](auto const& a, auto const& b) {
      return descending ? key(b) < key(a) : key(a) < key(b);
    });
  }
  out.totalCount = static_cast<std::int64_t>(all.size());
  auto const from = std::min(in.offset.value_or(0), *out.totalCount);
  auto const to = from + std::min(in.limit.value_or(20), *out.totalCount - from);
  out.loadBalancerSet.assign(all.begin() + from, all.begin() + to);
}

void serve(clb_call& call, clb_2017::DeleteLoadBalancers const& in,
           clb_2017::DeleteLoadBalancers::response&) {
  hand_over(call, clb::DeleteLoadBalancer{.LoadBalancerIds = in.loadBalancerIds.value()});
}

/// What cloning leaves out on request.
void unbind_all(load_balancer& lb) {
  lb.classic_targets.clear();
  each_binding(lb, [](listener&, rule*, bindings& bound) { bound = {}; });
}

void serve(clb_call& call, clb_2017::CloneLB const& in, clb_2017::CloneLB::response& out) {
  auto const before = call.world.load_balancers.size();
  hand_over(call, clb::CloneLoadBalancer{.LoadBalancerId = in.loadBalancerId.value(),
                                         .LoadBalancerName = "cloneFrom-" + in.loadBalancerId.value()});
  if (call.world.load_balancers.size() == before)
    refuse("FailedOperation", "The clone failed and was deleted.");
  load_balancer& clone = *call.world.newest_first(call.region).front();
  if (in.cloneType.value() == "onlyListener") unbind_all(clone);
  out.cloneLBId = clone.id();
}

void serve(clb_call& call, clb_2017::ModifyForwardLBName const& in,
           clb_2017::ModifyForwardLBName::response&) {
  load_balancer& lb = call.balancer(in.loadBalancerId);
  if (lb.classic()) refuse("InvalidParameter", "The load balancer `" + lb.id() + "` is a classic one.");
  change change;
  change.load_balancers = {lb.id()};
  change.effect = [&world = call.world, in](tick) {
    world.load_balancers.at(in.loadBalancerId).about.LoadBalancerName = in.loadBalancerName.value();
  };
  call.start(std::move(change));
}

void serve(clb_call& call, clb_2017::ModifyLoadBalancerAttributes const& in,
           clb_2017::ModifyLoadBalancerAttributes::response&) {
  load_balancer& lb = call.balancer(in.loadBalancerId);
  if (in.domainPrefix && !(lb.classic() && lb.open())) {
    bad_value("domainPrefix", "only public classic load balancers have a domain");
  }
  change change;
  change.load_balancers = {lb.id()};
  change.effect = [&world = call.world, in](tick at) {
    load_balancer& b = world.load_balancers.at(in.loadBalancerId);
    if (in.loadBalancerName) b.about.LoadBalancerName = in.loadBalancerName;
    if (in.domainPrefix) b.about.Domain = classic_domain(*in.domainPrefix, b.region);
    b.about.StatusTime = world.env.date_and_time(at);
  };
  call.start(std::move(change));
}

// ---- tasks

void serve(clb_call& call, clb_2017::DescribeLoadBalancersTaskResult const& in,
           clb_2017::DescribeLoadBalancersTaskResult::response& out) {
  task const* const found = call.world.find_task(std::to_string(in.requestId.value()));
  if (!found)
    refuse("ResourceNotFound", "The task " + std::to_string(in.requestId.value()) + " does not exist.");
  out.data.emplace();
  out.data->status = found->state == task_state::succeeded ? 0 : found->state == task_state::failed ? 1 : 2;
}

// ---- the list

std::span<clb_operation const> clb_2017_balancers_operations() {
  static constexpr clb_operation all[] = {
      operation_2017<clb_2017::CreateLoadBalancer>(),
      operation_2017<clb_2017::DescribeLoadBalancers>(),
      operation_2017<clb_2017::DeleteLoadBalancers>(),
      operation_2017<clb_2017::CloneLB>(),
      operation_2017<clb_2017::ModifyForwardLBName>(),
      operation_2017<clb_2017::ModifyLoadBalancerAttributes>(),
      operation_2017<clb_2017::DescribeLoadBalancersTaskResult>(),
  };
  return all;
}

}  // namespace colb::inline COLB_ABI::inner::emu::tencent
