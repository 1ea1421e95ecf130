// colb: Tencent CLB API 3.0 in the emulator: load balancers and what hangs on them as a whole. Included in
// one translation unit; see src.hpp.
#pragma once

#include <algorithm>
#include <array>
#include <utility>

#include <colb/codec/json.hpp>
#include <colb/emulator/tencent_clb.hpp>
#include <colb/tencent/clb/block_ip.hpp>
#include <colb/tencent/clb/certificate.hpp>
#include <colb/tencent/clb/classical.hpp>
#include <colb/tencent/clb/customized_config.hpp>
#include <colb/tencent/clb/load_balancer.hpp>
#include <colb/tencent/clb/log.hpp>
#include <colb/tencent/clb/price.hpp>
#include <colb/tencent/clb/quota.hpp>
#include <colb/tencent/clb/security_group.hpp>
#include <colb/tencent/clb/snat_ip.hpp>
#include <colb/tencent/clb/task.hpp>

namespace colb::inline COLB_ABI::inner::emu::tencent {

// ---- instances
// -------------------------------------------------------------------------------------------------

std::string const& vip_of(load_balancer const& lb) {
  static std::string const none;
  return lb.about.LoadBalancerVips.empty() ? none : lb.about.LoadBalancerVips.front();
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
  check_length("LoadBalancerIds", in.LoadBalancerIds.size(), 0, 20);
  check_length("Filters", in.Filters.size(), 0, 10);
  check_one_of("LoadBalancerType", in.LoadBalancerType, {"OPEN", "INTERNAL"});
  check_one_of("OrderBy", in.OrderBy, {"LoadBalancerName", "CreateTime", "Domain", "LoadBalancerType"});
  check_range("WithRs", in.WithRs, -1, 1);
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
  std::vector<types::LoadBalancer> all;
  for (auto* const lb : call.world.newest_first(call.region)) {
    if (matches(*lb)) all.push_back(lb->about);
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
      return descending ? key(b) < key(a) : key(a) < key(b);
    });
  }
  out.TotalCount = static_cast<std::int64_t>(all.size());
  out.LoadBalancerSet = page_of(std::move(all), in.Offset, in.Limit);
}

void check_name(std::optional<std::string> const& name) {
  if (name) check_length("LoadBalancerName", name->size(), 1, 60);
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

void check_internet(std::string const& where, std::optional<types::InternetAccessible> const& internet) {
  if (!internet) return;
  check_one_of(
      where + ".InternetChargeType", internet->InternetChargeType,
      {"TRAFFIC_POSTPAID_BY_HOUR", "BANDWIDTH_POSTPAID_BY_HOUR", "BANDWIDTH_PACKAGE", "BANDWIDTH_PREPAID"});
  check_range(where + ".InternetMaxBandwidthOut", internet->InternetMaxBandwidthOut, 1, 61440);
}

/// What creation and cloning set alike.
template <class Request>
void apply_common(load_balancer& lb, Request const& in, std::string const& region) {
  auto& about = lb.about;
  if (in.ProjectId) about.ProjectId = in.ProjectId;
  if (in.MasterZoneId || in.ZoneId) {
    auto const& zone = in.MasterZoneId ? *in.MasterZoneId : *in.ZoneId;
    if (zone.starts_with(region)) about.MasterZone->Zone = zone;
  }
  if (in.SlaveZoneId) {
    types::ZoneInfo zone;
    zone.Zone = in.SlaveZoneId;
    zone.ZoneRegion = region;
    about.BackupZoneSet = {zone};
  }
  if (in.InternetAccessible) about.NetworkAttributes = in.InternetAccessible;
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
    check_length("ClientToken", in.ClientToken->size(), 1, 64);
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

  check_one_of("LoadBalancerType", in.LoadBalancerType.value(), {"OPEN", "INTERNAL"});
  bool const open = in.LoadBalancerType.value() == "OPEN";
  if (in.Forward && *in.Forward != 1) bad_value("Forward", "only 1 can be bought");
  check_name(in.LoadBalancerName);
  auto const number = in.Number.value_or(1);
  check_range("Number", in.Number, 1, 20);
  check_length("Tags", in.Tags.size(), 0, 20);
  check_internet("InternetAccessible", in.InternetAccessible);
  if (in.AddressIPVersion) {
    auto const lowered = ascii_lowered(*in.AddressIPVersion);
    check_one_of("AddressIPVersion", std::optional(lowered), {"ipv4", "ipv6", "ipv6fullchain"});
  }
  if (!open && (!in.VpcId || !in.SubnetId)) missing(in.VpcId ? "SubnetId" : "VpcId");
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
    ids.push_back(lb.id());
  }
  out.DealName = call.start(creation(call, ids));
  if (call.world.env.options.ids_at_once) out.LoadBalancerIds = ids;
  if (!key.empty()) call.world.tokens[key] = {std::move(fingerprint), call.request_id};
}

void serve(clb_call& call, clb::ModifyLoadBalancerAttributes const& in,
           clb::ModifyLoadBalancerAttributes::response& out) {
  load_balancer& lb = call.idle_balancer(in.LoadBalancerId);
  check_name(in.LoadBalancerName);
  check_internet("InternetChargeInfo", in.InternetChargeInfo);
  if (in.InternetChargeInfo && !lb.open()) bad_value("InternetChargeInfo", "the load balancer is private");
  change change;
  change.load_balancers = {lb.id()};
  change.deal = in.InternetChargeInfo.has_value();
  change.effect = [&world = call.world, in](tick at) {
    load_balancer& b = world.load_balancers.at(in.LoadBalancerId);
    if (in.LoadBalancerName) b.about.LoadBalancerName = in.LoadBalancerName;
    if (in.TargetRegionInfo) b.about.TargetRegionInfo = in.TargetRegionInfo;
    if (in.InternetChargeInfo) b.about.NetworkAttributes = in.InternetChargeInfo;
    if (in.LoadBalancerPassToTarget) b.about.LoadBalancerPassToTarget = in.LoadBalancerPassToTarget;
    if (in.SnatPro) b.about.SnatPro = in.SnatPro;
    if (in.DeleteProtect) {
      b.delete_protect = *in.DeleteProtect;
      std::erase(b.about.AttributeFlags, "DeleteProtect");
      if (b.delete_protect) b.about.AttributeFlags.push_back("DeleteProtect");
    }
    if (in.ModifyClassicDomain == true) b.about.Domain = b.id() + ".tencentclb.com";
    b.about.StatusTime = world.env.date_and_time(at);
  };
  auto deal = call.start(std::move(change));
  if (!deal.empty()) out.DealName = std::move(deal);
}

void serve(clb_call& call, clb::DeleteLoadBalancer const& in, clb::DeleteLoadBalancer::response&) {
  check_length("LoadBalancerIds", in.LoadBalancerIds->size(), 1, 20);
  auto const list = call.world.all(call.region, in.LoadBalancerIds);
  call.world.require_idle(in.LoadBalancerIds);
  for (auto const* const lb : list) {
    if (lb->delete_protect) {
      refuse("FailedOperation",
             "The load balancer `" + lb->id() + "` has deletion protection on; switch it off first.");
    }
  }
  change change;
  change.load_balancers = in.LoadBalancerIds;
  change.effect = [&world = call.world, ids = in.LoadBalancerIds.value()](tick) {
    for (auto const& id : ids) {
      world.load_balancers.erase(id);
      for (auto& [name, config] : world.configs) std::erase(config.load_balancers, id);
    }
  };
  call.start(std::move(change));
}

void serve(clb_call& call, clb::CloneLoadBalancer const& in, clb::CloneLoadBalancer::response&) {
  load_balancer const original = call.idle_balancer(in.LoadBalancerId);
  if (original.classic()) refuse("InvalidParameter", "A classic load balancer cannot be cloned.");
  check_name(in.LoadBalancerName);
  check_internet("InternetAccessible", in.InternetAccessible);
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
  check_one_of("TargetType", in.TargetType, {"NODE", "GROUP"});
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
  check_length("LoadBalancerIds", in.LoadBalancerIds->size(), 1, 20);
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
// -----------------------------------------------------------------------------------------------------

void serve(clb_call& call, clb::DescribeTaskStatus const& in, clb::DescribeTaskStatus::response& out) {
  if (!in.TaskId && !in.DealName) missing("TaskId");
  task const* const task = in.TaskId ? call.world.find_task(*in.TaskId) : call.world.find_deal(*in.DealName);
  if (!task)
    refuse("InvalidParameter", "The task `" + (in.TaskId ? *in.TaskId : *in.DealName) + "` does not exist.");
  out.Status = task->state == task_state::succeeded ? 0 : task->state == task_state::failed ? 1 : 2;
  if (task->state == task_state::succeeded) out.LoadBalancerIds = task->load_balancers;
}

// ---- security groups, SNAT, blocked addresses
// --------------------------------------------------------------------

void require_open(load_balancer const& lb) {
  if (!lb.open()) refuse("InvalidParameterValue", "The load balancer `" + lb.id() + "` is private.");
}

void serve(clb_call& call, clb::SetLoadBalancerSecurityGroups const& in,
           clb::SetLoadBalancerSecurityGroups::response&) {
  load_balancer& lb = call.idle_balancer(in.LoadBalancerId);
  require_open(lb);
  auto const groups = in.SecurityGroups.value_or(std::vector<std::string>());
  check_length("SecurityGroups", groups.size(), 0, 50);
  change change;
  change.load_balancers = {lb.id()};
  change.effect = [&world = call.world, id = lb.id(), groups](tick) {
    world.load_balancers.at(id).about.SecureGroups = groups;
  };
  call.start(std::move(change));
}

void serve(clb_call& call, clb::SetSecurityGroupForLoadbalancers const& in,
           clb::SetSecurityGroupForLoadbalancers::response&) {
  check_one_of("OperationType", in.OperationType.value(), {"ADD", "DEL"});
  check_length("LoadBalancerIds", in.LoadBalancerIds->size(), 1, 20);
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
  load_balancer& lb = call.idle_balancer(in.LoadBalancerId);
  check_range("Number", in.Number, 1, 10);
  check_length("SnatIps", in.SnatIps->size(), 1, 10);
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
  load_balancer& lb = call.idle_balancer(in.LoadBalancerId);
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
  check_one_of("Type", in.Type.value(),
               {"add_customized_field", "set_customized_field", "del_customized_field", "add_blocked",
                "del_blocked", "flush_blocked"});
  check_length("BlockIPList", in.BlockIPList.size(), 0, 200'000);
  check_one_of("AddStrategy", in.AddStrategy, {"fifo"});
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

// ---- logs
// ------------------------------------------------------------------------------------------------------

void serve(clb_call& call, clb::DescribeClsLogSet const&, clb::DescribeClsLogSet::response& out) {
  auto const& sets = call.world.log_sets;
  if (auto const found = sets.find("ACCESS"); found != sets.end()) out.LogsetId = found->second;
  if (auto const found = sets.find("HEALTH"); found != sets.end()) out.HealthLogsetId = found->second;
}

void serve(clb_call& call, clb::CreateClsLogSet const& in, clb::CreateClsLogSet::response& out) {
  check_one_of("LogsetType", in.LogsetType, {"ACCESS", "HEALTH"});
  auto const type = in.LogsetType.value_or("ACCESS");
  if (call.world.log_sets.contains(type))
    refuse("InvalidParameter", "The log set of type " + type + " exists already.");
  change change;
  out.LogsetId = call.world.new_id("logset-");
  change.effect = [&world = call.world, type, id = *out.LogsetId](tick) { world.log_sets[type] = id; };
  call.start(std::move(change));
}

void serve(clb_call& call, clb::CreateTopic const& in, clb::CreateTopic::response& out) {
  check_range("PartitionCount", in.PartitionCount, 1, 10);
  check_one_of("TopicType", in.TopicType, {"ACCESS", "HEALTH"});
  check_one_of("StorageType", in.StorageType, {"hot", "cold"});
  auto const type = in.TopicType.value_or("ACCESS");
  if (!call.world.log_sets.contains(type))
    refuse("FailedOperation", "The log set does not exist; create it first.");
  if (call.world.topics.contains(in.TopicName)) {
    refuse("InvalidParameterValue.Duplicate", "The log topic `" + in.TopicName.value() + "` exists already.");
  }
  change change;
  out.TopicId = call.world.new_id("topic-");
  change.effect = [&world = call.world, name = in.TopicName.value(), id = *out.TopicId](tick) {
    world.topics[name] = id;
  };
  call.start(std::move(change));
}

void serve(clb_call& call, clb::SetLoadBalancerClsLog const& in, clb::SetLoadBalancerClsLog::response&) {
  load_balancer& lb = call.idle_balancer(in.LoadBalancerId);
  check_one_of("LogType", in.LogType, {"ACCESS", "HEALTH"});
  auto const type = in.LogType.value_or("ACCESS");
  auto const& sets = call.world.log_sets;
  auto const known = sets.find(type);
  if (!in.LogSetId->empty() && (known == sets.end() || known->second != in.LogSetId.value())) {
    bad_value("LogSetId", "there is no such log set");
  }
  auto const& topics = call.world.topics;
  if (!in.LogTopicId->empty() && std::none_of(topics.begin(), topics.end(), [&](auto const& topic) {
        return topic.second == in.LogTopicId.value();
      })) {
    bad_value("LogTopicId", "there is no such log topic");
  }
  change change;
  change.load_balancers = {lb.id()};
  change.effect = [&world = call.world, in, type](tick) {
    auto& about = world.load_balancers.at(in.LoadBalancerId).about;
    (type == "ACCESS" ? about.LogSetId : about.HealthLogSetId) = in.LogSetId.value();
    (type == "ACCESS" ? about.LogTopicId : about.HealthLogTopicId) = in.LogTopicId.value();
  };
  call.start(std::move(change));
}

// ---- certificates
// ----------------------------------------------------------------------------------------------

void serve(clb_call& call, clb::ReplaceCertForLoadBalancers const& in,
           clb::ReplaceCertForLoadBalancers::response&) {
  auto const fresh = certificate_of(call.world, "", in.Certificate.value(), std::nullopt);
  auto const old = in.OldCertificateId.value();
  change change;
  for (auto& [id, lb] : call.world.load_balancers) {
    bool uses = false;
    each_certificate(lb, [&](types::CertificateOutput& c) {
      uses = uses || c.CertId == old || c.CertCaId == old || contains(c.ExtCertIds, old);
    });
    if (uses) change.load_balancers.push_back(id);
  }
  if (change.load_balancers.empty()) bad_value("OldCertificateId", "no load balancer uses it");
  change.effect = [&world = call.world, ids = change.load_balancers, old, fresh](tick) {
    for (auto const& id : ids) {
      each_certificate(world.load_balancers.at(id), [&](types::CertificateOutput& c) {
        if (c.CertId == old) c.CertId = fresh.CertId;
        if (c.CertCaId == old) c.CertCaId = fresh.CertCaId ? fresh.CertCaId : fresh.CertId;
        for (auto& extra : c.ExtCertIds) {
          if (extra == old) extra = *fresh.CertId;
        }
      });
    }
  };
  call.start(std::move(change));
}

void serve(clb_call& call, clb::DescribeLoadBalancerListByCertId const& in,
           clb::DescribeLoadBalancerListByCertId::response& out) {
  for (auto const& certificate : in.CertIds.value()) {
    types::CertIdRelatedWithLoadBalancers row;
    row.CertId = certificate;
    for (auto* const lb : call.world.newest_first(call.region)) {
      bool uses = false;
      each_certificate(*lb, [&](types::CertificateOutput& c) {
        uses = uses || c.CertId == certificate || c.CertCaId == certificate ||
               contains(c.ExtCertIds, certificate);
      });
      if (uses) row.LoadBalancers.push_back(lb->about);
    }
    out.CertSet.push_back(std::move(row));
  }
}

// ---- customised configurations
// ---------------------------------------------------------------------------------

void serve(clb_call& call, clb::SetCustomizedConfigForLoadBalancer const& in,
           clb::SetCustomizedConfigForLoadBalancer::response& out) {
  check_one_of("OperationType", in.OperationType.value(), {"ADD", "DELETE", "UPDATE", "BIND", "UNBIND"});
  auto const& operation = in.OperationType.value();
  auto& configs = call.world.configs;
  change change;
  if (operation == "ADD") {
    if (!in.ConfigName) missing("ConfigName");
    if (!in.ConfigContent) missing("ConfigContent");
    out.ConfigId = call.world.new_id("pz-");
  } else {
    if (!in.UconfigId) missing("UconfigId");
    if (!configs.contains(*in.UconfigId)) bad_value("UconfigId", "there is no such configuration");
    out.ConfigId = in.UconfigId;
  }
  if (operation == "DELETE" && !configs.at(*in.UconfigId).load_balancers.empty()) {
    refuse("FailedOperation", "The configuration `" + *in.UconfigId + "` is bound to load balancers.");
  }
  if (operation == "UPDATE" && !in.ConfigName && !in.ConfigContent) missing("ConfigContent");
  if (operation == "BIND" || operation == "UNBIND") {
    if (in.LoadBalancerIds.empty()) missing("LoadBalancerIds");
    call.world.all(call.region, in.LoadBalancerIds);
    change.load_balancers = in.LoadBalancerIds;
  }
  change.effect = [&world = call.world, in, id = *out.ConfigId](tick at) {
    auto const& what = in.OperationType.value();
    if (what == "DELETE") {
      world.configs.erase(id);
      return;
    }
    customized_config& config = world.configs[id];
    auto& about = config.about;
    about.UconfigId = id;
    about.ConfigType = "CLB";
    if (what == "ADD") about.CreateTimestamp = world.env.date_and_time(at);
    if (in.ConfigName) about.ConfigName = in.ConfigName;
    if (in.ConfigContent) about.ConfigContent = in.ConfigContent;
    if (what == "ADD" || what == "UPDATE") about.UpdateTimestamp = world.env.date_and_time(at);
    for (auto const& lb : in.LoadBalancerIds) {
      if (what != "BIND" && what != "UNBIND") break;
      std::erase(config.load_balancers, lb);
      if (what == "BIND") config.load_balancers.push_back(lb);
      world.load_balancers.at(lb).about.ConfigId = what == "BIND" ? id : "";
    }
  };
  call.start(std::move(change));
}

void serve(clb_call& call, clb::DescribeCustomizedConfigList const& in,
           clb::DescribeCustomizedConfigList::response& out) {
  check_one_of("ConfigType", in.ConfigType.value(), {"CLB", "SERVER", "LOCATION"});
  check_filters(in.Filters, {"loadbalancer-id", "vip"});
  std::vector<types::ConfigListItem> all;
  for (auto const& [id, config] : call.world.configs) {
    std::vector<std::string> vips;
    for (auto const& lb : config.load_balancers) vips.push_back(vip_of(call.world.load_balancers.at(lb)));
    bool const matches =
        config.about.ConfigType == in.ConfigType.value() && passes(in.UconfigIds, id) &&
        (!in.ConfigName || config.about.ConfigName->find(*in.ConfigName) != std::string::npos) &&
        passes_filter(in.Filters, "loadbalancer-id", config.load_balancers) &&
        passes_filter(in.Filters, "vip", vips);
    if (matches) all.push_back(config.about);
  }
  out.TotalCount = static_cast<std::int64_t>(all.size());
  out.ConfigList = page_of(std::move(all), in.Offset, in.Limit);
}

void serve(clb_call& call, clb::DescribeCustomizedConfigAssociateList const& in,
           clb::DescribeCustomizedConfigAssociateList::response& out) {
  if (in.UconfigId && !call.world.configs.contains(*in.UconfigId))
    bad_value("UconfigId", "there is no such configuration");
  std::vector<types::BindDetailItem> all;
  for (auto const& [id, config] : call.world.configs) {
    if (in.UconfigId && id != *in.UconfigId) continue;
    if (in.Domain) continue;  // whole load balancers are bound, not domains
    for (auto const& lb : config.load_balancers) {
      types::BindDetailItem item;
      item.LoadBalancerId = lb;
      item.UconfigId = id;
      all.push_back(std::move(item));
    }
  }
  out.TotalCount = static_cast<std::int64_t>(all.size());
  out.BindList = page_of(std::move(all), in.Offset, in.Limit);
}

// ---- prices, quotas, resources: made up
// ------------------------------------------------------------------------

types::ItemPrice unit_price(double price, char const* unit) {
  types::ItemPrice item;
  item.UnitPrice = price;
  item.ChargeUnit = unit;
  item.UnitPriceDiscount = price;
  item.Discount = 100.0;
  return item;
}

types::ItemPrice total_price(double price) {
  types::ItemPrice item;
  item.OriginalPrice = price;
  item.DiscountPrice = price;
  return item;
}

void serve(clb_call&, clb::InquiryPriceCreateLoadBalancer const& in,
           clb::InquiryPriceCreateLoadBalancer::response& out) {
  check_one_of("LoadBalancerType", in.LoadBalancerType.value(), {"OPEN", "INTERNAL"});
  check_one_of("LoadBalancerChargeType", in.LoadBalancerChargeType.value(), {"POSTPAID", "PREPAID"});
  check_range("GoodsNum", in.GoodsNum, 1, 20);
  check_internet("InternetAccessible", in.InternetAccessible);
  auto const number = static_cast<double>(in.GoodsNum.value_or(1));
  out.Price.emplace();
  if (in.LoadBalancerChargeType.value() == "PREPAID") {
    auto const months = in.LoadBalancerChargePrepaid ? in.LoadBalancerChargePrepaid->Period.value_or(1) : 1;
    out.Price->InstancePrice = total_price(15 * number * static_cast<double>(months));
    return;
  }
  out.Price->InstancePrice = unit_price(0.02 * number, "HOUR");
  if (in.LoadBalancerType.value() == "OPEN") out.Price->BandwidthPrice = unit_price(0.12, "GB");
  if (in.SlaType) out.Price->LcuPrice = unit_price(0.01 * number, "HOUR");
}

void serve(clb_call& call, clb::InquiryPriceModifyLoadBalancer const& in,
           clb::InquiryPriceModifyLoadBalancer::response& out) {
  call.balancer(in.LoadBalancerId);
  check_internet("InternetAccessible", in.InternetAccessible.value());
  out.Price.emplace().BandwidthPrice = unit_price(
      0.06 * static_cast<double>(in.InternetAccessible->InternetMaxBandwidthOut.value_or(1)), "HOUR");
}

void serve(clb_call& call, clb::InquiryPriceRenewLoadBalancer const& in,
           clb::InquiryPriceRenewLoadBalancer::response& out) {
  call.balancer(in.LoadBalancerId);
  out.Price.emplace().InstancePrice =
      total_price(15 * static_cast<double>(in.LoadBalancerChargePrepaid->Period.value_or(1)));
}

void serve(clb_call& call, clb::InquiryPriceRefundLoadBalancer const& in,
           clb::InquiryPriceRefundLoadBalancer::response& out) {
  call.balancer(in.LoadBalancerId);
  out.Price.emplace().InstancePrice = total_price(7.5);
}

void serve(clb_call& call, clb::DescribeQuota const&, clb::DescribeQuota::response& out) {
  auto const& quotas = call.world.env.options.quotas;
  auto const add = [&](char const* id, std::int64_t limit, std::optional<std::int64_t> current) {
    types::Quota quota;
    quota.QuotaId = id;
    quota.QuotaLimit = limit;
    quota.QuotaCurrent = current;
    out.QuotaSet.push_back(std::move(quota));
  };
  std::int64_t open = 0;
  std::int64_t internal = 0;
  for (auto const* const lb : call.world.newest_first(call.region)) ++(lb->open() ? open : internal);
  add("TOTAL_OPEN_CLB_QUOTA", quotas.load_balancers, open);
  add("TOTAL_INTERNAL_CLB_QUOTA", quotas.load_balancers, internal);
  add("TOTAL_LISTENER_QUOTA", quotas.listeners, std::nullopt);
  add("TOTAL_LISTENER_RULE_QUOTA", quotas.rules, std::nullopt);
  add("TOTAL_TARGET_BIND_QUOTA", quotas.targets, std::nullopt);
  add("TOTAL_SNAT_IP_QUOTA", quotas.snat_ips, std::nullopt);
  add("TOTAL_ISP_CLB_QUOTA", 3, 0);
}

void serve(clb_call& call, clb::DescribeResources const& in, clb::DescribeResources::response& out) {
  check_filters(in.Filters, {"zone", "isp", "master-zone", "ip-version"});
  std::vector<types::ZoneResource> all;
  for (char const* number : {"1", "2", "3"}) {
    types::ZoneResource zone;
    zone.MasterZone = call.region + '-' + number;
    zone.IPVersion = "IPv4";
    zone.ZoneRegion = call.region;
    zone.LocalZone = false;
    zone.EdgeZone = false;
    zone.ZoneResourceType = "SHARED";
    for (char const* isp : {"BGP", "CMCC", "CUCC", "CTCC"}) {
      if (!passes_filter(in.Filters, "isp", std::string(isp))) continue;
      types::Resource resource;
      resource.Isp = isp;
      resource.Type = {isp};
      types::ResourceAvailability available;
      available.Type = isp;
      available.Availability = "Available";
      resource.AvailabilitySet = {available};
      zone.ResourceSet.push_back(std::move(resource));
    }
    bool const matches = passes_filter(in.Filters, "zone", *zone.MasterZone) &&
                         passes_filter(in.Filters, "master-zone", *zone.MasterZone) &&
                         passes_filter(in.Filters, "ip-version", *zone.IPVersion) &&
                         !zone.ResourceSet.empty();
    if (matches) all.push_back(std::move(zone));
  }
  out.TotalCount = static_cast<std::int64_t>(all.size());
  out.ZoneResourceSet = page_of(std::move(all), in.Offset, in.Limit);
}

// ---- classic load balancers
// ------------------------------------------------------------------------------------

load_balancer& classic_balancer(clb_call& call, std::string const& id) {
  load_balancer& lb = call.balancer(id);
  if (!lb.classic()) refuse("InvalidParameter", "The load balancer `" + id + "` is not a classic one.");
  return lb;
}

void serve(clb_call& call, clb::DescribeClassicalLBListeners const& in,
           clb::DescribeClassicalLBListeners::response& out) {
  check_range("ListenerPort", in.ListenerPort, 1, 65535);
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
  check_length("Targets", in.Targets->size(), 1, 20);
  std::vector<std::string> seen;
  for (auto const& target : lb.classic_targets) seen.push_back(target.instance_id);
  for (auto const& target : in.Targets.value()) {
    check_range("Targets.Weight", target.Weight, 0, 100);
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
  check_length("LoadBalancerIds", in.LoadBalancerIds->size(), 1, 20);
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
// --------------------------------------------------------------------------------------------------

std::span<clb_operation const> clb_balancer_operations() {
  constexpr auto made_up = emulator::coverage_kind::documented_shape;
  static constexpr std::array operations{operation<clb::DescribeLoadBalancers>(),
                                         operation<clb::CreateLoadBalancer>(),
                                         operation<clb::ModifyLoadBalancerAttributes>(),
                                         operation<clb::DescribeLoadBalancersDetail>(),
                                         operation<clb::DeleteLoadBalancer>(),
                                         operation<clb::CloneLoadBalancer>(),
                                         operation<clb::ModifyLoadBalancersProject>(),
                                         operation<clb::DescribeLoadBalancerTraffic>(made_up),
                                         operation<clb::ModifyLoadBalancerSla>(),
                                         operation<clb::DescribeLoadBalancerOverview>(),
                                         operation<clb::DescribeIdleLoadBalancers>(),
                                         operation<clb::DescribeTaskStatus>(),
                                         operation<clb::SetLoadBalancerSecurityGroups>(),
                                         operation<clb::SetSecurityGroupForLoadbalancers>(),
                                         operation<clb::CreateLoadBalancerSnatIps>(),
                                         operation<clb::DeleteLoadBalancerSnatIps>(),
                                         operation<clb::ModifyBlockIPList>(),
                                         operation<clb::DescribeBlockIPTask>(),
                                         operation<clb::DescribeBlockIPList>(),
                                         operation<clb::DescribeClsLogSet>(),
                                         operation<clb::CreateClsLogSet>(),
                                         operation<clb::CreateTopic>(),
                                         operation<clb::SetLoadBalancerClsLog>(),
                                         operation<clb::ReplaceCertForLoadBalancers>(),
                                         operation<clb::DescribeLoadBalancerListByCertId>(),
                                         operation<clb::SetCustomizedConfigForLoadBalancer>(),
                                         operation<clb::DescribeCustomizedConfigList>(),
                                         operation<clb::DescribeCustomizedConfigAssociateList>(),
                                         operation<clb::InquiryPriceCreateLoadBalancer>(made_up),
                                         operation<clb::InquiryPriceModifyLoadBalancer>(made_up),
                                         operation<clb::InquiryPriceRenewLoadBalancer>(made_up),
                                         operation<clb::InquiryPriceRefundLoadBalancer>(made_up),
                                         operation<clb::DescribeQuota>(),
                                         operation<clb::DescribeResources>(made_up),
                                         operation<clb::DescribeClassicalLBListeners>(),
                                         operation<clb::DescribeClassicalLBTargets>(),
                                         operation<clb::DescribeClassicalLBHealthStatus>(),
                                         operation<clb::RegisterTargetsWithClassicalLB>(),
                                         operation<clb::DeregisterTargetsFromClassicalLB>(),
                                         operation<clb::DescribeClassicalLBByInstanceId>(),
                                         operation<clb::MigrateClassicalLoadBalancers>()};
  return operations;
}

}  // namespace colb::inline COLB_ABI::inner::emu::tencent
