// colb: Alibaba Cloud SLB in the emulator: load balancers, regions and tags. Included in one translation
// unit; see src.hpp.
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
#include <colb/aliyun/slb/load_balancer.hpp>
#include <colb/aliyun/slb/region.hpp>
#include <colb/aliyun/slb/tag.hpp>
#include <colb/emulator/aliyun_slb.hpp>

namespace colb::inline COLB_ABI::inner::emu::aliyun {

// In aliyun_slb_today.ipp.
void check_todays_balancer(slb::CreateLoadBalancer const& q);
void keep_todays(slb_call& call, slb::CreateLoadBalancer const& q, load_balancer& lb);
bool fits_todays(slb_call const& call, slb::DescribeLoadBalancers const& q, load_balancer const& lb);
void show_todays(slb_call const& call, load_balancer const& lb, types::LoadBalancer& r);
void show_todays(slb_call const& call, load_balancer const& lb,
                 slb::DescribeLoadBalancerAttribute::response& r);
void cut_page(slb::DescribeLoadBalancers const& q, slb::DescribeLoadBalancers::response& r);

std::string iso_time(std::int64_t milliseconds, environment const& env) {
  auto const ago =
      std::chrono::duration_cast<std::chrono::milliseconds>(env.now().time_since_epoch()).count() -
      milliseconds;
  std::string text = env.date_and_time(env.ticks() - std::chrono::milliseconds(ago));
  text[10] = 'T';
  return text + 'Z';
}

std::int64_t milliseconds_now(environment const& env) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(env.now().time_since_epoch()).count();
}

// ---- load balancers

void describe_new(slb_call const& call, load_balancer const& lb, slb::CreateLoadBalancer::response& r) {
  r.LoadBalancerId = lb.id();
  r.Address = lb.about.Address;
  r.VpcId = lb.about.VpcId;
  r.VSwitchId = lb.about.VSwitchId;
  r.MasterZoneId = lb.about.MasterZoneId;
  r.SlaveZoneId = lb.about.SlaveZoneId;
  r.LoadBalancerName = lb.about.LoadBalancerName;
  r.NetworkType = lb.about.NetworkType;
  if (!lb.spec.empty()) r.LoadBalancerSpec = lb.spec;
  r.AddressIPVersion = call.world.today.settings[lb.id()].address_version;
  r.ResourceGroupId = lb.resource_group;
}

void check_quota(slb_call const& call, std::string const& address_type) {
  auto const alike = std::count_if(
      call.world.load_balancers.begin(), call.world.load_balancers.end(), [&](auto const& entry) {
        return entry.second.region == call.region && entry.second.about.AddressType == address_type;
      });
  if (alike >= call.world.env.options.quotas.load_balancers) {
    refuse("QuotaLimitExceeds", "The number of load balancers exceeds the quota of the account.");
  }
}

void serve(slb_call& call, slb::CreateLoadBalancer const& q, slb::CreateLoadBalancer::response& r) {
  check_todays_balancer(q);
  std::string asked;
  if (q.ClientToken) {
    if (q.ClientToken->empty()) not_valid("ClientToken");
    call.world.used_tokens.forget(call.world.env.ticks(), call.world.env.options,
                                  [&](std::string const& token) { call.world.tokens.erase(token); });
    auto fields = slb_fields(q);
    fields.erase("ClientToken");
    asked = boost::json::serialize(fields);
    if (auto const known = call.world.tokens.find(*q.ClientToken); known != call.world.tokens.end()) {
      if (known->second.request != asked) {
        refuse("IdempotentParameterMismatch",
               "Request uses a client token in a previous request but is not identical to that request.");
      }
      // Its load balancer may have been deleted since: then the answer names what was there.
      auto const found = call.world.load_balancers.find(known->second.load_balancer);
      if (found != call.world.load_balancers.end()) return describe_new(call, found->second, r);
      r.LoadBalancerId = known->second.load_balancer;
      return;
    }
  }

  bool const in_vpc = q.VSwitchId && !q.VSwitchId->empty();
  std::string const address_type = q.AddressType.value_or(in_vpc ? "intranet" : "internet");
  if (in_vpc && q.AddressType && *q.AddressType == "internet") not_valid("AddressType");
  check_quota(call, address_type);

  aliyun::world& world = call.world;
  auto const id = world.env.id("lb-");
  load_balancer& lb = world.load_balancers[id];
  lb.region = call.region;
  lb.sequence = world.next_sequence();
  lb.spec = q.LoadBalancerSpec.value_or("");
  lb.charge_type = q.InternetChargeType.value_or("paybytraffic");
  lb.pay_type = "PayOnDemand";
  lb.resource_group = q.ResourceGroupId.value_or("rg-default");
  lb.created_ms = milliseconds_now(world.env);
  auto const* const fault = call.fault;
  lb.stuck = fault && fault->kind == emulator::fault_kind::endless_task;
  auto& about = lb.about;
  about.LoadBalancerId = id;
  about.LoadBalancerName = q.LoadBalancerName.value_or("auto_named_slb");
  about.LoadBalancerStatus = fault && fault->kind == emulator::fault_kind::fail_task ? "locked" : "active";
  about.Address = address_type == "internet" ? world.public_address() : world.private_address();
  about.RegionId = call.region;
  about.RegionIdAlias = call.region;
  about.AddressType = address_type;
  about.VSwitchId = q.VSwitchId.value_or("");
  about.VpcId = in_vpc ? "vpc-default0" : "";
  about.NetworkType = in_vpc ? "vpc" : "classic";
  about.Bandwidth = q.Bandwidth.value_or(5000);
  about.CreateTime = iso_time(lb.created_ms, world.env);
  about.MasterZoneId = q.MasterZoneId.value_or(call.region + "-a");
  about.SlaveZoneId = q.SlaveZoneId.value_or(call.region + "-b");
  keep_todays(call, q, lb);
  if (q.ClientToken) {
    world.tokens[*q.ClientToken] = {asked, id};
    world.used_tokens.keep(*q.ClientToken, world.env.ticks());
  }
  describe_new(call, lb, r);
}

void serve(slb_call& call, slb::ModifyLoadBalancerInternetSpec const& q,
           slb::ModifyLoadBalancerInternetSpec::response&) {
  load_balancer& lb = call.idle_balancer(q.LoadBalancerId);
  if (lb.about.AddressType != "internet")
    refuse("UnsupportedOperation", "The Loadbalancer doesn't support this function.");
  if (q.InternetChargeType) lb.charge_type = *q.InternetChargeType;
  if (q.Bandwidth) lb.about.Bandwidth = *q.Bandwidth;
}

void serve(slb_call& call, slb::DeleteLoadBalancer const& q, slb::DeleteLoadBalancer::response&) {
  load_balancer const& lb = call.idle_balancer(q.LoadBalancerId);
  check_deletable(call, lb);
  if (lb.pay_type == "PrePay")
    refuse("UnsupportedOperation",
           "A prepaid load balancer cannot be deleted; it is released when it expires.");
  auto const id = lb.id();
  for (auto const& [key, listener] : lb.listeners) {
    for (auto const& rule : listener.rules) call.world.today.rule_settings.erase(*rule.RuleId);
  }
  forget_todays(call, id);
  std::erase_if(call.world.groups, [&](auto const& entry) { return entry.second.load_balancer == id; });
  call.world.load_balancers.erase(id);
}

void serve(slb_call& call, slb::SetLoadBalancerStatus const& q, slb::SetLoadBalancerStatus::response&) {
  load_balancer& lb = call.idle_balancer(q.LoadBalancerId);
  lb.about.LoadBalancerStatus = q.LoadBalancerStatus.value();
}

void serve(slb_call& call, slb::SetLoadBalancerName const& q, slb::SetLoadBalancerName::response&) {
  call.balancer(q.LoadBalancerId).about.LoadBalancerName = q.LoadBalancerName.value();
}

void serve(slb_call& call, slb::ModifyLoadBalancerInstanceSpec const& q,
           slb::ModifyLoadBalancerInstanceSpec::response&) {
  call.idle_balancer(q.LoadBalancerId).spec = q.LoadBalancerSpec.value();
}

void serve(slb_call& call, slb::ModifyLoadBalancerPayType const& q,
           slb::ModifyLoadBalancerPayType::response&) {
  load_balancer& lb = call.idle_balancer(q.LoadBalancerId);
  bool const years = call.has("PricingCycle") && ascii_lowered(q.PricingCycle.value()) == "year";
  if (call.has("Duration")) check_range("Duration", q.Duration.value(), 1, years ? 3 : 9);
  if (call.has("PayType")) lb.pay_type = q.PayType.value();
}

/// What no tag may be called.
void check_tags(std::vector<types::TagSpec> const& tags) {
  for (auto const& tag : tags) {
    if (tag.TagKey->starts_with("aliyun")) not_valid("TagKey");
    if (tag.TagValue.value_or("").starts_with("aliyun")) not_valid("TagValue");
  }
}

bool has_tags(load_balancer const& lb, std::vector<types::TagSpec> const& wanted) {
  return std::all_of(wanted.begin(), wanted.end(), [&](auto const& tag) {
    return std::any_of(lb.tags.begin(), lb.tags.end(), [&](auto const& has) {
      return has.first == tag.TagKey.value() && (!tag.TagValue || has.second == *tag.TagValue);
    });
  });
}

void serve(slb_call& call, slb::DescribeLoadBalancers const& q, slb::DescribeLoadBalancers::response& r) {
  auto const ids = split_list("LoadBalancerId", q.LoadBalancerId.value_or(""));
  auto const names = split_list("LoadBalancerName", q.LoadBalancerName.value_or(""));
  if (ids.size() > 10) not_valid("LoadBalancerId");
  if (names.size() > 10) not_valid("LoadBalancerName");
  check_tags(q.Tags);
  auto const addresses = split_list("ServerIntranetAddress", q.ServerIntranetAddress.value_or(""));
  auto const has_server = [&](load_balancer const& lb, auto matches) {
    if (std::any_of(lb.servers.begin(), lb.servers.end(), matches)) return true;
    return std::any_of(call.world.groups.begin(), call.world.groups.end(), [&](auto const& entry) {
      auto const& group = entry.second;
      return group.load_balancer == lb.id() &&
             std::any_of(group.servers.begin(), group.servers.end(), matches);
    });
  };
  std::vector<load_balancer const*> found;
  for (auto const& [id, lb] : call.world.load_balancers) {
    auto const& about = lb.about;
    bool const fits =
        lb.region == call.region && (ids.empty() || std::find(ids.begin(), ids.end(), id) != ids.end()) &&
        (names.empty() || contains(names, *about.LoadBalancerName)) &&
        passes(q.AddressType, about.AddressType) && passes(q.NetworkType, about.NetworkType) &&
        passes(q.VpcId, about.VpcId) && passes(q.VSwitchId, about.VSwitchId) &&
        passes(q.Address, about.Address) && passes(q.InternetChargeType, lb.charge_type) &&
        passes(q.MasterZoneId, about.MasterZoneId) && passes(q.SlaveZoneId, about.SlaveZoneId) &&
        has_tags(lb, q.Tags) && fits_todays(call, q, lb) &&
        (!q.ServerId || has_server(lb, [&](backend const& b) { return b.id == *q.ServerId; })) &&
        (addresses.empty() || has_server(lb, [&](backend const& b) {
           return std::find(addresses.begin(), addresses.end(), world::address_of(b.id)) != addresses.end();
         }));
    if (fits) found.push_back(&lb);
  }
  std::sort(found.begin(), found.end(),
            [](auto const* a, auto const* b) { return a->sequence > b->sequence; });
  auto& list = r.LoadBalancers.emplace().LoadBalancer;
  for (auto const* const lb : found) {
    list.push_back(lb->about);
    list.back().LoadBalancerStatus = call.world.status_of(*lb);
    show_todays(call, *lb, list.back());
  }
  cut_page(q, r);
}

void serve(slb_call& call, slb::DescribeLoadBalancerAttribute const& q,
           slb::DescribeLoadBalancerAttribute::response& r) {
  load_balancer const& lb = call.balancer(q.LoadBalancerId);
  auto const& about = lb.about;
  r.LoadBalancerId = about.LoadBalancerId;
  r.RegionId = about.RegionId;
  r.RegionIdAlias = about.RegionIdAlias;
  r.LoadBalancerName = about.LoadBalancerName;
  r.LoadBalancerStatus = call.world.status_of(lb);
  r.Address = about.Address;
  r.AddressType = about.AddressType;
  r.NetworkType = about.NetworkType;
  r.VpcId = about.VpcId;
  r.VSwitchId = about.VSwitchId;
  r.Bandwidth = about.Bandwidth;
  r.CreateTime = about.CreateTime;
  r.MasterZoneId = about.MasterZoneId;
  r.SlaveZoneId = about.SlaveZoneId;
  if (!lb.spec.empty()) r.LoadBalancerSpec = lb.spec;
  r.CreateTimeStamp = lb.created_ms;
  r.InternetChargeType = lb.charge_type;
  r.PayType = lb.pay_type;
  r.ResourceGroupId = lb.resource_group;
  r.EndTime = "2999-09-08T16:00:00Z";
  r.EndTimeStamp = 32'493'801'600'000;
  r.ListenerPorts.emplace();
  r.ListenerPortsAndProtocol.emplace();
  r.ListenerPortsAndProtocal.emplace();
  r.BackendServers.emplace();
  show_todays(call, lb, r);
  for (auto const& [key, listener] : lb.listeners) {
    std::int64_t const port = port_of(key);
    r.ListenerPorts->ListenerPort.push_back(port);
    types::ListenerPortAndProtocol shown;
    shown.ListenerPort = port;
    shown.ListenerProtocol = listener.protocol;
    for (auto const& [name, member] : {std::pair("Description", &shown.Description),
                                       std::pair("ListenerForward", &shown.ListenerForward)}) {
      if (auto const value = text_of(listener.attributes, name); !value.empty()) *member = value;
    }
    if (auto const* const to = listener.attributes.if_contains("ForwardPort"))
      shown.ForwardPort = to->as_int64();
    r.ListenerPortsAndProtocol->ListenerPortAndProtocol.push_back(std::move(shown));
    r.ListenerPortsAndProtocal->ListenerPortAndProtocal.push_back({port, listener.protocol});
  }
  for (auto const& server : lb.servers) r.BackendServers->BackendServer.push_back({server.id, server.weight});
}

// ---- regions and zones

void serve(slb_call& call, slb::DescribeRegions const&, slb::DescribeRegions::response& r) {
  auto& list = r.Regions.emplace().Region;
  auto const& regions = call.world.env.options.regions;
  for (auto const& region : regions) list.push_back({region, region});
  if (!regions.empty()) return;
  for (auto const& [id, local_name] :
       {std::pair("cn-hangzhou", "华东 1（杭州）"), std::pair("cn-beijing", "华北 2（北京）"),
        std::pair("cn-shanghai", "华东 2（上海）"), std::pair("ap-southeast-1", "亚太东南 1（新加坡）")}) {
    list.push_back({id, local_name});
  }
}

void serve(slb_call& call, slb::DescribeZones const&, slb::DescribeZones::response& r) {
  auto& list = r.Zones.emplace().Zone;
  auto const zone = [&](char letter) { return call.region + '-' + letter; };
  for (char const master : {'a', 'b'}) {
    char const slave = master == 'a' ? 'b' : 'a';
    types::Zone entry;
    entry.ZoneId = zone(master);
    entry.LocalName = zone(master);
    entry.SlaveZones.emplace().SlaveZone.push_back({zone(slave), zone(slave)});
    list.push_back(std::move(entry));
  }
}

// ---- tags

void serve(slb_call& call, slb::AddTags const& q, slb::AddTags::response&) {
  load_balancer& lb = call.balancer(q.LoadBalancerID);
  check_tags(q.Tags.value());
  auto tags = lb.tags;
  for (auto const& tag : q.Tags.value()) {
    std::erase_if(tags, [&](auto const& has) { return has.first == tag.TagKey.value(); });
    tags.emplace_back(tag.TagKey.value(), tag.TagValue.value_or(""));
  }
  if (tags.size() > 10) not_valid("Tags");
  lb.tags = std::move(tags);
}

void serve(slb_call& call, slb::RemoveTags const& q, slb::RemoveTags::response&) {
  load_balancer& lb = call.balancer(q.LoadBalancerID);
  check_tags(q.Tags);
  for (auto const& tag : q.Tags) {
    std::erase_if(lb.tags, [&](auto const& has) {
      return has.first == tag.TagKey.value() && (!tag.TagValue || has.second == *tag.TagValue);
    });
  }
}

void serve(slb_call& call, slb::DescribeTags const& q, slb::DescribeTags::response& r) {
  if (q.LoadBalancerID) call.balancer(*q.LoadBalancerID);
  check_tags(q.Tags);
  std::map<std::pair<std::string, std::string>, std::int64_t> counts;
  for (auto const& [id, lb] : call.world.load_balancers) {
    if (lb.region != call.region || (q.LoadBalancerID && id != *q.LoadBalancerID)) continue;
    for (auto const& tag : lb.tags) {
      bool const wanted =
          q.Tags.empty() || std::any_of(q.Tags.begin(), q.Tags.end(), [&](auto const& spec) {
            return spec.TagKey.value() == tag.first && (!spec.TagValue || *spec.TagValue == tag.second);
          });
      if (wanted) ++counts[tag];
    }
  }
  std::int64_t const size = q.PageSize.value_or(50);
  std::int64_t const number = q.PageNumber.value_or(1);
  if (q.DistinctKey.value_or(false)) {  // each key once, for all that carry it
    std::map<std::pair<std::string, std::string>, std::int64_t> keys;
    for (auto const& [tag, count] : counts) keys[{tag.first, ""}] += count;
    counts = std::move(keys);
  }
  auto& list = r.TagSets.emplace().TagSet;
  std::int64_t index = 0;
  for (auto const& [tag, count] : counts) {
    if (index / size == number - 1) list.push_back({tag.first, tag.second, count});
    ++index;
  }
  r.PageSize = size;
  r.PageNumber = number;
  r.TotalCount = index;
}

// ---- the list

std::span<slb_operation const> slb_balancers_operations() {
  constexpr auto made_up = emulator::coverage_kind::documented_shape;
  static constexpr slb_operation all[] = {
      operation<slb::CreateLoadBalancer>(),
      operation<slb::ModifyLoadBalancerInternetSpec>(),
      operation<slb::DeleteLoadBalancer>(),
      operation<slb::SetLoadBalancerStatus>(),
      operation<slb::SetLoadBalancerName>(),
      operation<slb::DescribeLoadBalancers>(),
      operation<slb::DescribeLoadBalancerAttribute>(),
      operation<slb::ModifyLoadBalancerInstanceSpec>(),
      operation<slb::ModifyLoadBalancerPayType>(),
      operation<slb::DescribeRegions>(made_up),
      operation<slb::DescribeZones>(made_up),
      operation<slb::AddTags>(),
      operation<slb::DescribeTags>(),
      operation<slb::RemoveTags>(),
  };
  return all;
}

}  // namespace colb::inline COLB_ABI::inner::emu::aliyun
