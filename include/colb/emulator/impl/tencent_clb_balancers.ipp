// colb: Tencent CLB API 3.0 in the emulator: load balancers as a whole, and tasks. Included in one
// translation unit; see src.hpp.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <colb/codec/json.hpp>
#include <colb/emulator/tencent_clb.hpp>
#include <colb/tencent/clb/load_balancer.hpp>
#include <colb/tencent/clb/task.hpp>

namespace colb::inline COLB_ABI::inner::emu::tencent {

// ---- instances

std::string const& vip_of(load_balancer const& lb) {
  static std::string const none;
  return lb.about.LoadBalancerVips.empty() ? none : lb.about.LoadBalancerVips.front();
}

std::size_t count_targets(load_balancer& lb) {
  auto count = lb.classic_targets.size();
  each_binding(lb, [&](listener&, rule*, bindings& bound) { count += bound.targets.size(); });
  return count;
}

/// Pays for some months more.
void prolong(world const& world, load_balancer& lb, types::LBChargePrepaid const& order, tick at) {
  auto const from = std::max(lb.paid_until, at);
  lb.paid_until = from + std::chrono::hours(24 * 30 * order.Period.value_or(1));
  lb.about.ExpireTime = world.env.date_and_time(lb.paid_until);
  emu::merge(lb.about.PrepaidAttributes, std::optional(order));
}

bool has_targets(load_balancer& lb) {
  bool some = !lb.classic_targets.empty();
  each_binding(lb, [&](listener&, rule*, bindings& bound) {
    some = some || !bound.targets.empty() || !bound.functions.empty() || !bound.groups.empty();
  });
  return some;
}

bool has_target_at(load_balancer& lb, std::vector<std::string> const& addresses) {
  bool some = std::any_of(lb.classic_targets.begin(), lb.classic_targets.end(),
                          [&](backend const& b) { return contains(addresses, b.address); });
  each_binding(lb, [&](listener&, rule*, bindings& bound) {
    for (auto const& target : bound.targets) some = some || contains(addresses, target.address);
  });
  return some;
}

void serve(clb_call& call, clb::DescribeLoadBalancers const& in, clb::DescribeLoadBalancers::response& out) {
  check_filters(in.Filters, {"internet-charge-type", "master-zone-id", "zone", "vpc-id", "charge-type",
                             "tag-key", "tag:"});

  auto const matches = [&](load_balancer& lb) {
    auto const& a = lb.about;
    bool ok = passes(in.LoadBalancerIds, lb.id()) && passes(in.LoadBalancerType, a.LoadBalancerType) &&
              passes(in.Forward, a.Forward) && passes(in.LoadBalancerName, a.LoadBalancerName) &&
              passes(in.Domain, a.Domain) && passes(in.ProjectId, a.ProjectId) && passes(in.VpcId, a.VpcId);
    ok = ok && (in.LoadBalancerVips.empty() || contains(in.LoadBalancerVips, vip_of(lb)));
    ok = ok && in.BackendPublicIps.empty();  // nothing in the emulator has one
    ok = ok && (in.BackendPrivateIps.empty() || has_target_at(lb, in.BackendPrivateIps));
    if (ok && in.SearchKey) {
      ok = a.LoadBalancerName->find(*in.SearchKey) != std::string::npos ||
           a.Domain->find(*in.SearchKey) != std::string::npos ||
           vip_of(lb).find(*in.SearchKey) != std::string::npos;
    }
    if (ok && in.WithRs.value_or(-1) >= 0) ok = has_targets(lb) == (in.WithRs == 1);
    if (ok && in.SecurityGroup) ok = contains(a.SecureGroups, *in.SecurityGroup);
    if (ok && in.MasterZone) {
      ok = a.MasterZone &&
           (a.MasterZone->Zone == in.MasterZone || std::to_string(*a.MasterZone->ZoneId) == *in.MasterZone);
    }
    if (!ok) return false;
    auto const charge =
        a.NetworkAttributes ? a.NetworkAttributes->InternetChargeType.value_or("") : std::string();
    std::vector<std::string> keys;
    for (auto const& tag : a.Tags) keys.push_back(tag.TagKey);
    return passes_filter(in.Filters, "internet-charge-type", charge) &&
           passes_filter(in.Filters, "charge-type", a.ChargeType.value_or("")) &&
           passes_filter(in.Filters, "vpc-id", a.VpcId.value_or("")) &&
           passes_filter(in.Filters, "zone", a.MasterZone->Zone.value_or("")) &&
           passes_filter(in.Filters, "master-zone-id", std::to_string(a.MasterZone->ZoneId.value_or(0))) &&
           passes_filter(in.Filters, "tag-key", keys) && passes_tags(in.Filters, a.Tags);
  };
  std::vector<types::LoadBalancer const*> all;
  for (auto* const lb : call.world.newest_first(call.region)) {
    if (matches(*lb)) all.push_back(&lb->about);
  }
  bool const descending = in.OrderType.value_or(1) != 0;
  if (!in.OrderBy || in.OrderBy == "CreateTime") {
    if (!descending) std::reverse(all.begin(), all.end());
  } else {
    auto const key = [&](types::LoadBalancer const& lb) -> std::string const& {
      if (in.OrderBy == "Domain") return *lb.Domain;
      if (in.OrderBy == "LoadBalancerType") return *lb.LoadBalancerType;
      return *lb.LoadBalancerName;
    };
    std::stable_sort(all.begin(), all.end(), [&](auto const& a, auto const& b) {
      return descending ? key(*b) < key(*a) : key(*a) < key(*b);
    });
  }
  out.TotalCount = static_cast<std::int64_t>(all.size());
  for (auto const* const about : page_of(std::move(all), in.Offset, in.Limit)) {
    out.LoadBalancerSet.push_back(*about);
    if (contains(in.AdditionalFields, std::string_view("TargetCount"))) {
      auto const count = count_targets(call.world.load_balancers.at(*about->LoadBalancerId));
      out.LoadBalancerSet.back().TargetCount = static_cast<std::int64_t>(count);
    }
  }
}

void check_quota(clb_call& call, std::string const& type, std::int64_t more) {
  auto const& quota = call.world.env.options.quotas.load_balancers;
  std::int64_t count = more;
  for (auto const* const lb : call.world.newest_first(call.region))
    count += lb->about.LoadBalancerType == type;
  if (count > quota) {
    refuse("LimitExceeded",
           "The quota of load balancers of type " + type + " is " + std::to_string(quota) + ".");
  }
}

/// How fast a public load balancer may be, by its specification.
void check_internet(std::string const& where, std::optional<types::InternetAccessible> const& internet,
                    std::string const& specification) {
  if (!internet) return;
  bool const super_large = specification == "SLA" || specification.starts_with("clb.c4");
  check_range(where + ".InternetMaxBandwidthOut", internet->InternetMaxBandwidthOut, 1,
              super_large             ? 61440
              : specification.empty() ? 2048
                                      : 10240);
}

/// A zone by its number (100001) or name (ap-guangzhou-1); those that DescribeResources offers.
types::ZoneInfo zone_named(std::string const& parameter, std::string const& region, std::string const& zone) {
  for (std::int64_t i = 1; i <= 3; ++i) {
    auto const name = region + '-' + std::to_string(i);
    if (zone != name && zone != std::to_string(100000 + i)) continue;
    types::ZoneInfo info;
    info.ZoneId = 100000 + i;
    info.Zone = name;
    info.ZoneName = region + " Zone " + std::to_string(i);
    info.ZoneRegion = region;
    info.LocalZone = false;
    info.EdgeZone = false;
    return info;
  }
  bad_value(parameter, "there is no such zone in " + region);
}

/// What creation and cloning check alike.
template <class Request>
void check_common(Request const& in, bool open, std::string const& region, std::string const& specification) {
  auto const only = [&](char const* parameter, bool given, bool fits, char const* what) {
    if (given && !fits) bad_value(parameter, std::string("it is for ") + what + " load balancers only");
  };
  only("MasterZoneId", in.MasterZoneId.has_value(), open, "public");
  only("SlaveZoneId", in.SlaveZoneId.has_value(), open, "public");
  only("ZoneId", in.ZoneId.has_value(), open, "public");
  only("VipIsp", in.VipIsp.has_value(), open, "public");
  only("EipAddressId", in.EipAddressId.has_value(), !open, "private");
  for (auto const& [name, zone] :
       {std::pair("MasterZoneId", &in.MasterZoneId), std::pair("SlaveZoneId", &in.SlaveZoneId),
        std::pair("ZoneId", &in.ZoneId)}) {
    if (*zone) zone_named(name, region, **zone);
  }
  if (!in.SnatIps.empty() && in.SnatPro != true) bad_value("SnatIps", "they need SnatPro");
  // Capacity is paid for by what flows, inside a network too.
  only("InternetAccessible", in.InternetAccessible.has_value(), open || !specification.empty(),
       "public and LCU-supported");
  check_internet("InternetAccessible", in.InternetAccessible, specification);
}

/// What creation and cloning set alike.
template <class Request>
void apply_common(load_balancer& lb, Request const& in, std::string const& region) {
  auto& about = lb.about;
  if (in.ProjectId) about.ProjectId = in.ProjectId;
  if (in.MasterZoneId || in.ZoneId) {
    about.MasterZone = zone_named("MasterZoneId", region, in.MasterZoneId ? *in.MasterZoneId : *in.ZoneId);
  }
  if (in.SlaveZoneId) about.BackupZoneSet = {zone_named("SlaveZoneId", region, *in.SlaveZoneId)};
  emu::merge(about.NetworkAttributes, in.InternetAccessible);
  // A single line and a package are paid for by the package, whatever was asked for.
  if ((in.VipIsp || in.BandwidthPackageId) && about.NetworkAttributes)
    about.NetworkAttributes->InternetChargeType = "BANDWIDTH_PACKAGE";
  if (in.VipIsp) about.VipIsp = in.VipIsp;
  if (in.Vip) about.LoadBalancerVips = {*in.Vip};
  if (!in.Tags.empty()) about.Tags = in.Tags;
  if (in.ExclusiveCluster) about.ExclusiveCluster = in.ExclusiveCluster;
  if (in.SlaType) about.SlaType = in.SlaType;
  if (in.SnatPro) about.SnatPro = in.SnatPro;
  if (!in.SnatIps.empty()) about.SnatIps = in.SnatIps;
  if (in.ClusterTag) about.ClusterTag = in.ClusterTag;
}

bool name_is_taken(clb_call& call, std::string const& name) {
  auto const all = call.world.newest_first(call.region);
  return std::any_of(all.begin(), all.end(),
                     [&](auto const* lb) { return lb->about.LoadBalancerName == name; });
}

bool address_is_taken(clb_call& call, std::string const& address) {
  auto const all = call.world.newest_first(call.region);
  return std::any_of(all.begin(), all.end(), [&](auto const* lb) { return vip_of(*lb) == address; });
}

change creation(clb_call& call, std::vector<std::string> ids) {
  change change;
  change.load_balancers = ids;
  change.deal = true;
  change.undo = [&world = call.world, ids] {
    for (auto const& id : ids) world.load_balancers.erase(id);
  };
  change.effect = [&world = call.world, ids](tick at) {
    for (auto const& id : ids) {
      auto const found = world.load_balancers.find(id);
      if (found == world.load_balancers.end()) continue;
      found->second.about.Status = 1;
      found->second.about.StatusTime = world.env.date_and_time(at);
    }
  };
  return change;
}

void serve(clb_call& call, clb::CreateLoadBalancer const& in, clb::CreateLoadBalancer::response& out) {
  // A repetition is the same request with the same token: it answers as the first one did and buys nothing.
  std::string fingerprint;
  std::string key;
  if (in.ClientToken && !in.ClientToken->empty()) {
    codec::detail::write(fingerprint, type_info_of<clb::CreateLoadBalancer>, &in, {});
    key = call.region + '/' + *in.ClientToken;
    auto const known = call.world.tokens.find(key);
    if (known != call.world.tokens.end()) {
      if (known->second.request != fingerprint) {
        refuse("InvalidParameter", "The ClientToken `" + *in.ClientToken + "` was used for another request.");
      }
      if (task const* const first = call.world.find_task(known->second.task)) {
        call.world.alias(call.request_id, known->second.task);
        if (call.world.env.options.ids_at_once) out.LoadBalancerIds = first->load_balancers;
        out.DealName = first->deal;
        return;
      }
    }
  }

  bool const open = in.LoadBalancerType.value() == "OPEN";
  auto const number = in.Number.value_or(1);
  check_common(in, open, call.region, in.SlaType.value_or(""));
  if (in.AddressIPVersion) {
    auto const version = ascii_lowered(*in.AddressIPVersion);
    if (!open && version != "ipv4")
      bad_value("AddressIPVersion", "private load balancers have IPv4 addresses");
    if (in.Vip && version == "ipv6") bad_value("Vip", "IPv6 NAT64 does not take one");
  }
  if (!open && (!in.VpcId || !in.SubnetId)) missing(in.VpcId ? "SubnetId" : "VpcId");
  bool const prepaid = in.LBChargeType == "PREPAID";
  if (prepaid && (!in.LBChargePrepaid || !in.LBChargePrepaid->Period)) missing("LBChargePrepaid.Period");
  if (!prepaid && in.LBChargePrepaid) bad_value("LBChargePrepaid", "it goes with LBChargeType PREPAID");
  if (in.Vip && number > 1) bad_value("Vip", "it can be given for a single instance only");
  if (in.Vip && address_is_taken(call, *in.Vip)) bad_value("Vip", "it is taken");
  check_quota(call, in.LoadBalancerType, number);

  std::vector<std::string> ids;
  for (std::int64_t i = 0; i < number; ++i) {
    bool const named = number == 1 && in.LoadBalancerName && !name_is_taken(call, *in.LoadBalancerName);
    load_balancer& lb = call.world.make(call.region, in.LoadBalancerType, false);
    auto& about = lb.about;
    about.Status = 0;
    if (named) about.LoadBalancerName = in.LoadBalancerName;
    if (in.VpcId) about.VpcId = about.TargetRegionInfo->VpcId = *in.VpcId;
    if (!open) about.SubnetId = in.SubnetId;
    apply_common(lb, in, call.region);
    if (in.AddressIPVersion && ascii_lowered(*in.AddressIPVersion) != "ipv4") {
      bool const whole = ascii_lowered(*in.AddressIPVersion) == "ipv6fullchain";
      about.AddressIPVersion = "ipv6";
      about.IPv6Mode = whole ? "IPv6FullChain" : "IPv6Nat64";
      about.AddressIPv6 = in.Vip ? *in.Vip : "2001:db8::" + std::to_string(lb.sequence);
      about.LoadBalancerVips = {*about.AddressIPv6};
    }
    if (in.LoadBalancerPassToTarget) about.LoadBalancerPassToTarget = in.LoadBalancerPassToTarget;
    if (in.DynamicVip == true) {
      about.LoadBalancerDomain = lb.id() + ".clb." + call.region + ".tencentclb.com";
      about.LoadBalancerVips.clear();
    }
    about.Egress = in.Egress;
    if (prepaid) {
      about.ChargeType = "PREPAID";
      if (about.NetworkAttributes) about.NetworkAttributes->InternetChargeType = "BANDWIDTH_PREPAID";
      prolong(call.world, lb, *in.LBChargePrepaid, call.world.env.ticks());
    }
    if (!in.ClusterIds.empty()) about.ClusterIds = in.ClusterIds;
    if (in.AccessLogTopicId) about.LogTopicId = in.AccessLogTopicId;
    if (in.AvailableZoneAffinityInfo) about.AvailableZoneAffinityInfo = in.AvailableZoneAffinityInfo;
    flag(about.AttributeFlags, "AdvancedRoute", in.AdvancedRoute);
    ids.push_back(lb.id());
  }
  out.DealName = call.start(creation(call, ids));
  if (call.world.env.options.ids_at_once) out.LoadBalancerIds = ids;
  if (!key.empty()) call.world.know_by(key, {std::move(fingerprint), call.request_id});
}

void serve(clb_call& call, clb::ModifyLoadBalancerAttributes const& in,
           clb::ModifyLoadBalancerAttributes::response& out) {
  load_balancer& lb = call.balancer(in.LoadBalancerId);
  check_internet("InternetChargeInfo", in.InternetChargeInfo, lb.about.SlaType.value_or(""));
  if (in.InternetChargeInfo && !lb.open()) bad_value("InternetChargeInfo", "the load balancer is private");
  auto const paying = in.SwitchFlag.value_or(0);
  bool const prepaid = lb.about.ChargeType == "PREPAID";
  if (paying == 2 && prepaid) bad_value("SwitchFlag", "the load balancer is prepaid");
  if (paying == 2 && (!in.InternetChargeInfo || !in.InternetChargeInfo->InternetChargeType))
    missing("InternetChargeInfo.InternetChargeType");
  change change;
  change.load_balancers = {lb.id()};
  change.deal = in.InternetChargeInfo.has_value() || paying != 0;
  change.effect = [&world = call.world, in](tick at) {
    load_balancer& b = world.load_balancers.at(in.LoadBalancerId);
    if (in.LoadBalancerName) b.about.LoadBalancerName = in.LoadBalancerName;
    if (in.TargetRegionInfo) b.about.TargetRegionInfo = in.TargetRegionInfo;
    if (in.SwitchFlag == 1) {
      bool const to_prepaid = b.about.ChargeType != "PREPAID";
      b.about.ChargeType = to_prepaid ? "PREPAID" : "POSTPAID_BY_HOUR";
      if (b.about.NetworkAttributes) {
        b.about.NetworkAttributes->InternetChargeType =
            to_prepaid ? "BANDWIDTH_PREPAID" : "TRAFFIC_POSTPAID_BY_HOUR";
      }
      if (to_prepaid) {
        prolong(world, b, types::LBChargePrepaid{"MANUAL_RENEW", 1}, at);
      } else {
        b.about.ExpireTime.reset();
        b.about.PrepaidAttributes.reset();
      }
    }
    emu::merge(b.about.NetworkAttributes, in.InternetChargeInfo);
    if (in.AssociateEndpoint) b.about.AssociateEndpoint = in.AssociateEndpoint;
    if (in.LoadBalancerPassToTarget) b.about.LoadBalancerPassToTarget = in.LoadBalancerPassToTarget;
    if (in.SnatPro) b.about.SnatPro = in.SnatPro;
    if (in.DeleteProtect) {
      b.delete_protect = *in.DeleteProtect;
      flag(b.about.AttributeFlags, "DeleteProtect", in.DeleteProtect);
    }
    if (in.ModifyClassicDomain == true) b.about.Domain = b.id() + ".tencentclb.com";
    b.about.StatusTime = world.env.date_and_time(at);
  };
  auto deal = call.start(std::move(change));
  if (!deal.empty()) out.DealName = std::move(deal);
}

/// The guards of today's service. The document knows none, and the traffic of the last minutes is not
/// emulated.
void guard_deletion(clb_call& call, std::vector<load_balancer*> const& list, bool forced) {
  auto const edition = call.world.env.options.edition;
  if (edition == emulator::edition::documents) return;
  for (auto* const lb : list) {
    if (!forced && count_targets(*lb) >= 20) {
      refuse("FailedOperation.TargetNumCheckRisk",
             "The load balancer `" + lb->id() + "` has 20 servers or more; ForceDelete deletes it.");
    }
  }
  if (edition != emulator::edition::today) return;
  auto const now = call.world.env.ticks();
  auto& recent = call.world.deletions[call.region];
  while (!recent.empty() && recent.front() + std::chrono::minutes(5) <= now) recent.pop_front();
  if (recent.size() + list.size() > 30) {
    refuse("FailedOperation.FrequencyCheckRisk",
           "More than 30 load balancers of the region would be deleted within 5 minutes.");
  }
  recent.insert(recent.end(), list.size(), now);
}

void serve(clb_call& call, clb::DeleteLoadBalancer const& in, clb::DeleteLoadBalancer::response&) {
  auto const list = call.world.all(call.region, in.LoadBalancerIds);
  call.world.require_idle(in.LoadBalancerIds);
  for (auto const* const lb : list) {
    if (lb->delete_protect) {
      refuse("FailedOperation",
             "The load balancer `" + lb->id() + "` has deletion protection on; switch it off first.");
    }
  }
  guard_deletion(call, list, in.ForceDelete == true);
  change change;
  change.load_balancers = in.LoadBalancerIds;
  change.effect = [&world = call.world, ids = in.LoadBalancerIds.value()](tick) {
    for (auto const& id : ids) {
      world.load_balancers.erase(id);
      for (auto& [name, config] : world.configs) {
        std::erase(config.load_balancers, id);
        std::erase_if(config.places, [&](auto const& place) { return place.LoadBalancerId == id; });
      }
    }
  };
  call.start(std::move(change));
}

void serve(clb_call& call, clb::CloneLoadBalancer const& in, clb::CloneLoadBalancer::response&) {
  load_balancer const original = call.idle_balancer(in.LoadBalancerId);
  if (original.classic()) refuse("InvalidParameter", "A classic load balancer cannot be cloned.");
  check_common(in, original.open(), call.region, original.about.SlaType.value_or(""));
  check_quota(call, *original.about.LoadBalancerType, 1);
  if (in.Vip && address_is_taken(call, *in.Vip))
    refuse("ResourceInUse", "The address `" + *in.Vip + "` is taken.");

  bool const named = in.LoadBalancerName && !name_is_taken(call, *in.LoadBalancerName);
  load_balancer& lb = call.world.make(call.region, *original.about.LoadBalancerType, false);
  auto const fresh = lb.about;
  lb.about = original.about;
  lb.about.LoadBalancerId = fresh.LoadBalancerId;
  lb.about.LoadBalancerName = named ? in.LoadBalancerName : fresh.LoadBalancerId;
  lb.about.LoadBalancerVips = fresh.LoadBalancerVips;
  lb.about.CreateTime = fresh.CreateTime;
  lb.about.StatusTime = fresh.StatusTime;
  lb.about.AttributeFlags.clear();
  lb.about.ChargeType = fresh.ChargeType;
  lb.about.ExpireTime = fresh.ExpireTime;
  lb.about.PrepaidAttributes = fresh.PrepaidAttributes;
  lb.about.Status = 0;
  apply_common(lb, in, call.region);
  if (!in.ClusterIds.empty()) lb.about.ClusterIds = in.ClusterIds;
  if (!in.Zones.empty()) lb.about.Zones = in.Zones;

  std::vector<std::pair<std::string, std::string>> renamed;
  for (listener copy : original.listeners) {
    auto const renew = [&](std::optional<std::string>& id, char const* prefix) {
      renamed.emplace_back(*id, call.world.new_id(prefix));
      id = renamed.back().second;
    };
    renew(copy.about.ListenerId, "lbl-");
    for (auto& rule : copy.rules) {
      renew(rule.about.LocationId, "loc-");
      rule.about.ListenerId = copy.about.ListenerId;
    }
    lb.listeners.push_back(std::move(copy));
  }
  for (auto& listener : lb.listeners) {
    for (auto& rule : listener.rules) {
      if (!rule.about.RewriteTarget) continue;
      for (auto const& [from, to] : renamed) {
        if (rule.about.RewriteTarget->TargetListenerId == from)
          rule.about.RewriteTarget->TargetListenerId = to;
        if (rule.about.RewriteTarget->TargetLocationId == from)
          rule.about.RewriteTarget->TargetLocationId = to;
      }
    }
  }

  auto change = creation(call, {lb.id()});
  change.locks = {lb.id(), original.id()};
  change.effect = [&world = call.world, id = lb.id(), shown = std::move(change.effect)](tick at) {
    shown(at);
    each_binding(world.load_balancers.at(id),
                 [&](listener&, rule*, bindings& bound) { world.check_health(bound.targets, 0, at); });
  };
  call.start(std::move(change));
}

void serve(clb_call& call, clb::DescribeLoadBalancersDetail const& in,
           clb::DescribeLoadBalancersDetail::response& out) {
  check_filters(in.Filters, {"loadbalancer-id", "project-id", "network", "vip", "target-ip", "vpcid", "zone",
                             "tag-key", "tag:", "fuzzy-search"});
  // A field that is not asked for comes back null.
  auto const wants = [&](std::string_view field) { return passes(in.Fields, field); };
  bool const groups = in.TargetType == "GROUP";
  std::vector<types::LoadBalancerDetail> rows;
  for (auto* const lb : call.world.newest_first(call.region)) {
    auto const& a = lb->about;
    types::LoadBalancerDetail row;
    row.LoadBalancerId = lb->id();
    row.LoadBalancerName = a.LoadBalancerName;
    row.LoadBalancerType = lb->open() ? "Public" : "Private";
    row.Status = a.Status;
    row.Address = vip_of(*lb);
    row.AddressIPv6 = a.AddressIPv6;
    row.AddressIPVersion = a.AddressIPVersion == "ipv6" ? "IPv6" : "IPv4";
    row.IPv6Mode = a.IPv6Mode;
    row.Zone = a.MasterZone->Zone;
    row.AddressIsp = a.VipIsp;
    row.VpcId = a.VpcId;
    row.ProjectId = a.ProjectId;
    row.CreateTime = a.CreateTime;
    row.ChargeType = a.ChargeType;
    row.NetworkAttributes = a.NetworkAttributes;
    row.ConfigId = a.ConfigId;
    row.Tags = a.Tags;
    row.Isolation = a.Isolation;
    row.SecurityGroup = a.SecureGroups;
    row.LoadBalancerPassToTarget = a.LoadBalancerPassToTarget == true ? 1 : 0;
    row.LoadBalancerDomain = a.LoadBalancerDomain;
    row.Egress = a.Egress;
    row.Zones = a.Zones;
    for (auto const& zone : a.BackupZoneSet) row.SlaveZone.push_back(zone.Zone.value_or(""));

    std::vector<std::string> keys;
    for (auto const& tag : a.Tags) keys.push_back(tag.TagKey);
    auto const fuzzy = [&] {
      for (auto const& filter : in.Filters) {
        if (filter.Name.value() != "fuzzy-search") continue;
        auto const& words = filter.Values.value();
        if (std::none_of(words.begin(), words.end(), [&](auto const& word) {
              return a.LoadBalancerName->find(word) != std::string::npos ||
                     row.Address->find(word) != std::string::npos;
            })) {
          return false;
        }
      }
      return true;
    };
    bool const matches =
        passes_filter(in.Filters, "loadbalancer-id", lb->id()) &&
        passes_filter(in.Filters, "project-id", std::to_string(*a.ProjectId)) &&
        passes_filter(in.Filters, "network", *row.LoadBalancerType) &&
        passes_filter(in.Filters, "vip", *row.Address) && passes_filter(in.Filters, "vpcid", *a.VpcId) &&
        passes_filter(in.Filters, "zone", *row.Zone) && passes_filter(in.Filters, "tag-key", keys) &&
        passes_tags(in.Filters, a.Tags) && fuzzy();
    if (!matches) continue;

    std::vector<types::LoadBalancerDetail> found;
    each_binding(*lb, [&](listener& listener, rule* rule, bindings& bound) {
      auto place = row;
      place.ListenerId = listener.id();
      place.Protocol = listener.protocol();
      place.Port = listener.port();
      if (listener.protocol() == "HTTPS") place.SniSwitch = listener.about.SniSwitch.value_or(0);
      if (rule) {
        place.LocationId = rule->about.LocationId;
        place.Domain = rule->about.Domain;
        place.Url = rule->about.Url;
        std::string domains;
        for (auto const& domain : rule->about.Domains)
          domains.append(domains.empty() ? "" : ",").append(domain);
        place.Domains = std::move(domains);
      }
      std::vector<backend const*> targets;
      if (groups) {
        for (auto const& group : bound.groups) {
          for (auto const& target : call.world.target_groups.at(group).targets) targets.push_back(&target);
        }
      } else {
        for (auto const& target : bound.targets) targets.push_back(&target);
      }
      for (auto const* const target : targets) {
        if (!passes_filter(in.Filters, "target-ip", target->address)) continue;
        auto with = place;
        with.TargetId = target->instance_id.empty() ? target->address : target->instance_id;
        with.TargetAddress = target->address;
        with.TargetPort = target->port;
        with.TargetWeight = target->weight;
        with.TargetHealth = call.world.is_healthy(*target)   ? "Alive"
                            : call.world.is_checked(*target) ? "Dead"
                                                             : "Unknown";
        found.push_back(std::move(with));
      }
      if (targets.empty() && passes_filter(in.Filters, "target-ip", std::string()))
        found.push_back(std::move(place));
    });
    if (found.empty() && passes_filter(in.Filters, "target-ip", std::string())) {
      found.push_back(std::move(row));
    }
    for (auto& each : found) rows.push_back(std::move(each));
  }
  if (!in.Fields.empty()) {
    auto const& type = type_info_of<types::LoadBalancerDetail>;
    for (auto const& name : in.Fields) {
      if (!find_field(type, name)) bad_value("Fields", "there is no field `" + name + "`");
    }
    for (auto& row : rows) {
      for (field_info const& field : type.fields()) {
        if (field.name == "LoadBalancerId" || field.name == "LoadBalancerName" || wants(field.name)) continue;
        field.type->clear(field_at(static_cast<void*>(&row), field));
      }
    }
  }
  out.TotalCount = static_cast<std::int64_t>(rows.size());
  out.LoadBalancerDetailSet = page_of(std::move(rows), in.Offset, in.Limit);
}

void serve(clb_call& call, clb::ModifyLoadBalancersProject const& in,
           clb::ModifyLoadBalancersProject::response&) {
  call.world.all(call.region, in.LoadBalancerIds);
  change change;
  change.load_balancers = in.LoadBalancerIds;
  change.effect = [&world = call.world, in](tick) {
    for (auto const& id : in.LoadBalancerIds.value())
      world.load_balancers.at(id).about.ProjectId = in.ProjectId.value();
  };
  call.start(std::move(change));
}

void serve(clb_call& call, clb::ModifyLoadBalancerSla const& in, clb::ModifyLoadBalancerSla::response&) {
  change change;
  for (auto const& each : in.LoadBalancerSla.value()) {
    load_balancer const& lb = call.balancer(each.LoadBalancerId);
    if (lb.classic())
      refuse("InvalidParameter", "The classic load balancer `" + lb.id() + "` cannot be upgraded.");
    change.load_balancers.push_back(lb.id());
  }
  if (change.load_balancers.empty()) missing("LoadBalancerSla.0.LoadBalancerId");
  change.effect = [&world = call.world, in](tick) {
    for (auto const& each : in.LoadBalancerSla.value()) {
      world.load_balancers.at(each.LoadBalancerId).about.SlaType = each.SlaType.value();
    }
  };
  call.start(std::move(change));
}

void serve(clb_call& call, clb::DescribeLoadBalancerTraffic const& in,
           clb::DescribeLoadBalancerTraffic::response& out) {
  std::vector<load_balancer const*> all;
  for (auto const& [id, lb] : call.world.load_balancers) {
    if (!in.LoadBalancerRegion || lb.region == in.LoadBalancerRegion) all.push_back(&lb);
  }
  std::sort(all.begin(), all.end(), [](auto const* a, auto const* b) { return a->sequence < b->sequence; });
  if (all.size() > 10) all.resize(10);
  double bandwidth = 100;
  for (auto const* const lb : all) {
    types::LoadBalancerTraffic row;
    row.LoadBalancerId = lb->id();
    row.LoadBalancerName = lb->about.LoadBalancerName;
    row.Region = lb->region;
    row.Vip = vip_of(*lb);
    row.OutBandwidth = bandwidth;
    row.Domain = lb->about.Domain;
    bandwidth /= 2;
    out.LoadBalancerTraffic.push_back(std::move(row));
  }
}

void serve(clb_call& call, clb::DescribeLoadBalancerOverview const&,
           clb::DescribeLoadBalancerOverview::response& out) {
  auto const& all = call.world.load_balancers;
  out.TotalCount = static_cast<std::int64_t>(all.size());
  out.RunningCount =
      std::count_if(all.begin(), all.end(), [](auto const& entry) { return entry.second.about.Status == 1; });
  out.IsolationCount = 0;
  out.WillExpireCount = 0;
}

void serve(clb_call& call, clb::DescribeIdleLoadBalancers const& in,
           clb::DescribeIdleLoadBalancers::response& out) {
  auto const& region = in.LoadBalancerRegion.value_or(call.region);
  std::vector<types::IdleLoadBalancer> rows;
  for (auto* const lb : call.world.newest_first(region)) {
    bool const no_rules = lb->listeners.empty();
    if (!no_rules && has_targets(*lb)) continue;
    types::IdleLoadBalancer row;
    row.LoadBalancerId = lb->id();
    row.LoadBalancerName = lb->about.LoadBalancerName;
    row.Region = lb->region;
    row.Vip = vip_of(*lb);
    row.IdleReason = no_rules ? "NO_RULES" : "NO_RS";
    row.Status = lb->about.Status;
    row.Forward = lb->about.Forward;
    row.Domain = lb->about.Domain;
    rows.push_back(std::move(row));
  }
  out.TotalCount = static_cast<std::int64_t>(rows.size());
  out.IdleLoadBalancers = page_of(std::move(rows), in.Offset, in.Limit);
}

// ---- tasks

void serve(clb_call& call, clb::DescribeTaskStatus const& in, clb::DescribeTaskStatus::response& out) {
  if (!in.TaskId && !in.DealName) missing("TaskId");
  task const* const task = in.TaskId ? call.world.find_task(*in.TaskId) : call.world.find_deal(*in.DealName);
  if (!task)
    refuse("InvalidParameter", "The task `" + (in.TaskId ? *in.TaskId : *in.DealName) + "` does not exist.");
  out.Status = task->state == task_state::succeeded ? 0 : task->state == task_state::failed ? 1 : 2;
  if (task->state == task_state::succeeded) out.LoadBalancerIds = task->load_balancers;
}

// ---- the list

std::span<clb_operation const> clb_balancers_operations() {
  constexpr auto made_up = emulator::coverage_kind::documented_shape;
  static constexpr clb_operation all[] = {
      operation<clb::DescribeLoadBalancers>(),        operation<clb::CreateLoadBalancer>(),
      operation<clb::ModifyLoadBalancerAttributes>(), operation<clb::DescribeLoadBalancersDetail>(),
      operation<clb::DeleteLoadBalancer>(),           operation<clb::CloneLoadBalancer>(),
      operation<clb::ModifyLoadBalancersProject>(),   operation<clb::DescribeLoadBalancerTraffic>(made_up),
      operation<clb::ModifyLoadBalancerSla>(),        operation<clb::DescribeLoadBalancerOverview>(),
      operation<clb::DescribeIdleLoadBalancers>(),    operation<clb::DescribeTaskStatus>(),
  };
  return all;
}

}  // namespace colb::inline COLB_ABI::inner::emu::tencent
