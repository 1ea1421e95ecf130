// colb: Alibaba Cloud SLB in the emulator: what today's service has beside the document's Actions: tags of
// all kinds of resources, protections, charging by use, all listeners at once, and settings that are kept and
// shown. Included in one translation unit; see src.hpp.
#pragma once

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <colb/aliyun/slb/access_log.hpp>
#include <colb/aliyun/slb/listener.hpp>
#include <colb/aliyun/slb/load_balancer.hpp>
#include <colb/aliyun/slb/master_slave_group.hpp>
#include <colb/aliyun/slb/monitor.hpp>
#include <colb/aliyun/slb/region.hpp>
#include <colb/aliyun/slb/resource_group.hpp>
#include <colb/aliyun/slb/tag.hpp>
#include <colb/codec/json.hpp>
#include <colb/emulator/aliyun_slb.hpp>

namespace colb::inline COLB_ABI::inner::emu::aliyun {

namespace json = boost::json;

// ---- lists that go on by a cursor: where the next page begins, as a text

std::size_t start_of(std::optional<std::string> const& token, std::size_t size,
                     std::string const& unknown_token) {
  if (!token || token->empty()) return 0;
  std::size_t start = 0;
  auto const read = std::from_chars(token->data(), token->data() + token->size(), start);
  bool const whole = read.ec == std::errc() && read.ptr == token->data() + token->size();
  if (!whole || start == 0 || start >= size) refuse(unknown_token, "The specified NextToken is not valid.");
  return start;
}

std::string token_after(std::size_t from, std::size_t size, std::size_t all) {
  return from + size < all ? std::to_string(from + size) : std::string();
}

// ---- tags

void check_todays_tags(std::vector<types::TagPair> const& tags, std::size_t most) {
  if (tags.size() > most) refuse("SizeLimitExceeded.Tag", "At most 20 tags may be given at once.");
  std::vector<std::string> keys;
  for (auto const& tag : tags) {
    if (!tag.Key || tag.Key->empty()) refuse("MissingParam.TagKey", "The parameter Tag.N.Key is required.");
    auto const banned = [](std::string_view text) {
      return text.starts_with("aliyun") || text.starts_with("acs:") || text.find("http://") != text.npos ||
             text.find("https://") != text.npos;
    };
    if (characters(*tag.Key) > 64 || banned(*tag.Key))
      refuse("InvalidParam.TagKey", "The specified Tag.N.Key is not valid.");
    auto const value = tag.Value.value_or("");
    if (characters(value) > 128 || banned(value))
      refuse("InvalidParam.TagValue", "The specified Tag.N.Value is not valid.");
    if (contains(keys, *tag.Key)) refuse("Duplicate.TagKey", "The specified Tag.N.Key is given twice.");
    keys.push_back(*tag.Key);
  }
}

void put_tags(resource_tags& to, std::vector<types::TagPair> const& tags) {
  for (auto const& tag : tags) {
    std::erase_if(to, [&](auto const& has) { return has.first == *tag.Key; });
    to.emplace_back(*tag.Key, tag.Value.value_or(""));
  }
}

bool carries(resource_tags const& tags, std::vector<types::TagPair> const& wanted) {
  return std::all_of(wanted.begin(), wanted.end(), [&](auto const& tag) {
    return std::any_of(tags.begin(), tags.end(), [&](auto const& has) {
      return has.first == tag.Key.value_or("") && (!tag.Value || has.second == *tag.Value);
    });
  });
}

types::ResourceTags shown_tags(resource_tags const& tags) {
  types::ResourceTags out;
  for (auto const& [key, value] : tags) out.Tag.push_back({key, value});
  return out;
}

/// `lb-1_tcp_80`
std::string listener_name(std::string const& lb, std::int64_t key, listener const& l) {
  return lb + '_' + l.protocol + '_' + std::to_string(port_of(key));
}

/// The tags of a resource of this region; null when there is no such resource.
resource_tags* tags_of(slb_call& call, std::string const& type, std::string const& id) {
  aliyun::world& world = call.world;
  if (type == "instance") {
    auto const found = world.load_balancers.find(id);
    bool const here = found != world.load_balancers.end() && found->second.region == call.region;
    return here ? &found->second.tags : nullptr;
  }
  auto const is_here = [&](auto const& all) {
    auto const found = all.find(id);
    return found != all.end() && found->second.region == call.region;
  };
  bool here = false;
  if (type == "certificate") here = is_here(world.server_certificates) || is_here(world.ca_certificates);
  if (type == "acl") here = is_here(world.today.access_lists);
  if (type == "vservergroup" || type == "masterslaveservergroup") {
    here = is_here(world.groups) && world.groups.at(id).master_slave == (type != "vservergroup");
  }
  if (type == "listener") {
    for (auto const& [lb_id, lb] : world.load_balancers) {
      for (auto const& [key, l] : lb.listeners)
        here = here || (lb.region == call.region && listener_name(lb_id, key, l) == id);
    }
  }
  return here ? &world.today.tags[{type, id}] : nullptr;
}

resource_tags& tags_of_known(slb_call& call, std::string const& type, std::string const& id) {
  auto* const tags = tags_of(call, type, id);
  if (!tags) refuse("ResourceNotExist", "The specified resource " + id + " does not exist.");
  return *tags;
}

void serve(slb_call& call, slb::TagResources const& q, slb::TagResources::response&) {
  check_todays_tags(q.Tag, 20);
  std::vector<std::pair<resource_tags*, resource_tags>> changes;
  for (auto const& id : q.ResourceId.value()) {
    resource_tags& tags = tags_of_known(call, q.ResourceType, id);
    changes.emplace_back(&tags, tags);
    put_tags(changes.back().second, q.Tag);
    if (changes.back().second.size() > 20)
      refuse("QuotaLimitExceeds", "A resource may carry at most 20 tags.");
  }
  for (auto& [tags, changed] : changes) *tags = std::move(changed);
}

void serve(slb_call& call, slb::UntagResources const& q, slb::UntagResources::response&) {
  std::vector<resource_tags*> all;
  for (auto const& id : q.ResourceId.value()) all.push_back(&tags_of_known(call, q.ResourceType, id));
  for (auto* const tags : all) {
    if (q.TagKey.empty() && q.All.value_or(false)) tags->clear();
    std::erase_if(*tags, [&](auto const& has) { return contains(q.TagKey, has.first); });
  }
}

void serve(slb_call& call, slb::ListTagResources const& q, slb::ListTagResources::response& r) {
  if (q.ResourceId.empty() && q.Tag.empty())
    refuse("MissingParam.TagOrResourceId", "One of the parameters Tag and ResourceId is required.");
  std::vector<types::TaggedResource> found;
  auto const look = [&](std::string const& id) {
    auto const* const tags = tags_of(call, q.ResourceType, id);
    if (!tags || !carries(*tags, q.Tag)) return;
    for (auto const& [key, value] : *tags) found.push_back({id, q.ResourceType.value(), key, value});
  };
  if (!q.ResourceId.empty()) {
    for (auto const& id : q.ResourceId) look(id);
  } else if (q.ResourceType.value() == "instance") {
    for (auto const& [id, lb] : call.world.load_balancers) look(id);
  } else {
    std::vector<std::string> ids;
    for (auto const& [key, tags] : call.world.today.tags) {
      if (key.first == q.ResourceType.value()) ids.push_back(key.second);
    }
    for (auto const& id : ids) look(id);
  }
  constexpr std::size_t size = 50;
  auto const from = start_of(q.NextToken, found.size(), "InvalidParam.NextToken");
  auto& list = r.TagResources.emplace().TagResource;
  for (std::size_t i = from; i < found.size() && i < from + size; ++i) list.push_back(found[i]);
  r.NextToken = token_after(from, size, found.size());
}

// ---- load balancers: protections, charging

void check_todays_balancer(slb::CreateLoadBalancer const& q) {
  check_range("Duration", q.Duration, 1, q.PricingCycle == "year" ? 5 : 9);
  check_todays_tags(q.Tag, 20);
}

void keep_todays(slb_call& call, slb::CreateLoadBalancer const& q, load_balancer& lb) {
  todays_settings& kept = call.world.today.settings[lb.id()];
  kept.delete_protection = q.DeleteProtection.value_or("off");
  kept.modification_protection = q.ModificationProtectionStatus.value_or("NonProtection");
  if (kept.modification_protection != "NonProtection")
    kept.modification_reason = q.ModificationProtectionReason.value_or("");
  kept.capacity_charge = q.InstanceChargeType.value_or("PayBySpec");
  kept.address_version = q.AddressIPVersion.value_or("ipv4");
  if (q.PayType) lb.pay_type = *q.PayType;
  if (q.Address && lb.about.AddressType == "intranet") lb.about.Address = *q.Address;
  if (q.VpcId && lb.about.NetworkType == "vpc") lb.about.VpcId = *q.VpcId;
  put_tags(lb.tags, q.Tag);
}

void check_deletable(slb_call const& call, load_balancer const& lb) {
  if (call.world.today.settings[lb.id()].delete_protection == "on")
    refuse("OperationDenied.DeleteProtectionIsOn", "The load balancer is protected from being deleted.");
}

void forget_todays(slb_call const& call, std::string const& lb) {
  todays_world& today = call.world.today;
  today.settings.erase(lb);
  today.access_logs.erase(lb);
  std::erase_if(today.extensions, [&](auto const& entry) { return entry.second.load_balancer == lb; });
  std::erase_if(today.tags, [&](auto const& entry) {
    auto const& [type, id] = entry.first;
    auto const group = call.world.groups.find(id);
    return id.starts_with(lb + '_') ||
           (group != call.world.groups.end() && group->second.load_balancer == lb);
  });
}

void serve(slb_call& call, slb::SetLoadBalancerDeleteProtection const& q,
           slb::SetLoadBalancerDeleteProtection::response&) {
  load_balancer const& lb = call.balancer(q.LoadBalancerId);
  if (lb.pay_type == "PrePay") {
    refuse("OperationUnsupported.DeleteProtectionForPrePayInstance",
           "A load balancer paid in advance cannot be protected from being deleted.");
  }
  call.world.today.settings[lb.id()].delete_protection = q.DeleteProtection.value();
}

void serve(slb_call& call, slb::SetLoadBalancerModificationProtection const& q,
           slb::SetLoadBalancerModificationProtection::response&) {
  load_balancer const& lb = call.balancer(q.LoadBalancerId);
  auto const& status = q.ModificationProtectionStatus.value();
  bool const on = status == "ConsoleProtection";
  if (q.ModificationProtectionReason && (!on || q.ModificationProtectionReason->empty())) {
    refuse("InvalidParam.ModificationProtectionReason",
           "The specified ModificationProtectionReason is not valid.");
  }
  todays_settings& kept = call.world.today.settings[lb.id()];
  kept.modification_protection = status;
  kept.modification_reason = on ? q.ModificationProtectionReason.value_or("") : std::string();
}

void serve(slb_call& call, slb::ModifyLoadBalancerInstanceChargeType const& q,
           slb::ModifyLoadBalancerInstanceChargeType::response&) {
  load_balancer& lb = call.idle_balancer(q.LoadBalancerId);
  todays_settings& kept = call.world.today.settings[lb.id()];
  if (q.InstanceChargeType.value() != "PayByCLCU") {
    if (kept.capacity_charge == "PayByCLCU")
      refuse("Forbidden.LcuToSpec", "A load balancer charged by use stays so.");
    refuse("IllegalParam.InstanceChargeType", "The specified InstanceChargeType is not valid.");
  }
  kept.capacity_charge = "PayByCLCU";
  lb.spec = q.LoadBalancerSpec.value_or("slb.lcu.elastic");
  if (q.InternetChargeType) lb.charge_type = *q.InternetChargeType;
}

void show_todays(slb_call const& call, load_balancer const& lb, types::LoadBalancer& r) {
  todays_settings const& kept = call.world.today.settings[lb.id()];
  r.AddressIPVersion = kept.address_version;
  r.CreateTimeStamp = lb.created_ms;
  r.DeleteProtection = kept.delete_protection;
  r.InstanceChargeType = kept.capacity_charge;
  r.InternetChargeType = lb.charge_type == "paybybandwidth" ? "3" : "4";
  r.InternetChargeTypeAlias = lb.charge_type;
  if (!lb.spec.empty()) r.LoadBalancerSpec = lb.spec;
  r.ModificationProtectionStatus = kept.modification_protection;
  if (!kept.modification_reason.empty()) r.ModificationProtectionReason = kept.modification_reason;
  r.PayType = lb.pay_type;
  r.ResourceGroupId = lb.resource_group;
  r.Tags = shown_tags(lb.tags);
}

void show_todays(slb_call const& call, load_balancer const& lb,
                 slb::DescribeLoadBalancerAttribute::response& r) {
  todays_settings const& kept = call.world.today.settings[lb.id()];
  r.AddressIPVersion = kept.address_version;
  r.DeleteProtection = kept.delete_protection;
  r.InstanceChargeType = kept.capacity_charge;
  r.ModificationProtectionStatus = kept.modification_protection;
  if (!kept.modification_reason.empty()) r.ModificationProtectionReason = kept.modification_reason;
  r.Tags = shown_tags(lb.tags);
}

bool fits_todays(slb_call const& call, slb::DescribeLoadBalancers const& q, load_balancer const& lb) {
  todays_settings const& kept = call.world.today.settings[lb.id()];
  return passes(q.AddressIPVersion, kept.address_version) &&
         passes(q.LoadBalancerStatus, call.world.status_of(lb)) && passes(q.PayType, lb.pay_type) &&
         passes(q.ResourceGroupId, lb.resource_group) && carries(lb.tags, q.Tag);
}

/// Paged when a page is asked for, and only then.
void cut_page(slb::DescribeLoadBalancers const& q, slb::DescribeLoadBalancers::response& r) {
  if (!q.PageNumber) {
    if (q.PageSize) missing("PageNumber");
    return;
  }
  auto& list = r.LoadBalancers->LoadBalancer;
  r.PageNumber = *q.PageNumber;
  r.PageSize = q.PageSize.value_or(50);
  r.TotalCount = static_cast<std::int64_t>(list.size());
  list = page_of(list, *r.PageNumber, *r.PageSize);
}

// ---- listeners

/// What today's service tells of a listener beside its attributes.
void add_todays(slb_call const& call, load_balancer const& lb, std::int64_t key, listener const& l,
                json::object& attributes) {
  attributes["LoadBalancerId"] = lb.id();
  if (auto const acl = text_of(l.attributes, "AclId"); !acl.empty()) {
    attributes["AclIds"] = json::object{{"AclId", json::array{json::string(acl)}}};
  }
  auto const tags = call.world.today.tags.find({"listener", listener_name(lb.id(), key, l)});
  if (tags != call.world.today.tags.end() && !tags->second.empty()) {
    auto const shown = shown_tags(tags->second);
    attributes["Tags"] = slb_fields(shown);
  }
  if (l.protocol != "http" && l.protocol != "https") return;
  if (!l.rules.empty()) {
    types::Rules rules;
    rules.Rule = l.rules;
    attributes["Rules"] = slb_fields(rules);
  }
  types::DomainExtensions extensions;
  for (auto const& [id, extension] : call.world.today.extensions) {
    if (extension.load_balancer == lb.id() && extension.port == port_of(key))
      extensions.DomainExtension.push_back({extension.domain, id, extension.certificate});
  }
  if (!extensions.DomainExtension.empty()) attributes["DomainExtensions"] = slb_fields(extensions);
}

template <class T>
T read_from(json::object const& attributes) {
  T out{};
  if (auto const problem = codec::detail::read(json::serialize(attributes), type_info_of<T>, &out, {}))
    refuse("InternalInvokeError", problem.message);
  return out;
}

types::ListenerDetail detail_of(slb_call const& call, load_balancer const& lb, std::int64_t key,
                                listener const& l) {
  json::object attributes = l.attributes;
  if (attributes.contains("ProxyProtocolV2Enabled"))  // a text here, unlike elsewhere
    attributes["ProxyProtocolV2Enabled"] = json::serialize(attributes.at("ProxyProtocolV2Enabled"));
  auto out = read_from<types::ListenerDetail>(attributes);
  if (out.AclId) out.AclIds.push_back(*out.AclId);
  out.ListenerPort = port_of(key);
  out.ListenerProtocol = l.protocol;
  out.LoadBalancerId = lb.id();
  out.Status = call.world.status_of(l);
  auto const tags = call.world.today.tags.find({"listener", listener_name(lb.id(), key, l)});
  if (tags != call.world.today.tags.end()) out.Tags = shown_tags(tags->second).Tag;
  if (l.protocol == "http") out.HTTPListenerConfig = read_from<types::HTTPListenerConfig>(attributes);
  if (l.protocol == "https") out.HTTPSListenerConfig = read_from<types::HTTPSListenerConfig>(attributes);
  if (l.protocol == "tcp") out.TCPListenerConfig = read_from<types::TCPListenerConfig>(attributes);
  if (l.protocol == "udp") out.UDPListenerConfig = read_from<types::UDPListenerConfig>(attributes);
  return out;
}

void serve(slb_call& call, slb::DescribeLoadBalancerListeners const& q,
           slb::DescribeLoadBalancerListeners::response& r) {
  auto const size = q.MaxResults.value_or(20);
  std::vector<types::ListenerDetail> found;
  for (auto const& [id, lb] : call.world.load_balancers) {
    if (!call.region.empty() && lb.region != call.region) continue;
    if (!q.LoadBalancerId.empty() && !contains(q.LoadBalancerId, id)) continue;
    for (auto const& [key, l] : lb.listeners) {
      auto const tags = call.world.today.tags.find({"listener", listener_name(id, key, l)});
      bool const fits =
          (!q.ListenerPort || *q.ListenerPort == port_of(key)) &&
          (!q.ListenerProtocol || *q.ListenerProtocol == l.protocol) &&
          (!q.Description || *q.Description == text_of(l.attributes, "Description")) &&
          (q.Tag.empty() || (tags != call.world.today.tags.end() && carries(tags->second, q.Tag)));
      if (fits) found.push_back(detail_of(call, lb, key, l));
    }
  }
  auto const from = start_of(q.NextToken, found.size(), "IllegalParam.NextToken");
  auto const count = static_cast<std::size_t>(size);
  for (std::size_t i = from; i < found.size() && i < from + count; ++i) r.Listeners.push_back(found[i]);
  r.MaxResults = size;
  r.NextToken = token_after(from, count, found.size());
  r.TotalCount = static_cast<std::int64_t>(found.size());
}

// ---- master-slave groups under today's names

types::MasterSlaveServers todays_pair(server_group const& group) {
  types::MasterSlaveServers out;
  for (auto const& server : group.servers) {
    types::MasterSlaveServer shown;
    shown.ServerId = server.id;
    shown.Port = server.port;
    shown.Weight = server.weight;
    shown.ServerType = server.type;
    shown.Type = "ecs";
    out.MasterSlaveBackendServer.push_back(std::move(shown));
  }
  return out;
}

// In aliyun_slb_servers.ipp.
void serve(slb_call& call, slb::CreateMasterSlaveVServerGroup const& q,
           slb::CreateMasterSlaveVServerGroup::response& r);
void serve(slb_call& call, slb::DeleteMasterSlaveVServerGroup const& q,
           slb::DeleteMasterSlaveVServerGroup::response& r);

void serve(slb_call& call, slb::CreateMasterSlaveServerGroup const& q,
           slb::CreateMasterSlaveServerGroup::response& r) {
  check_todays_tags(q.Tag, 20);
  slb::CreateMasterSlaveVServerGroup old{.LoadBalancerId = q.LoadBalancerId.value()};
  old.MasterSlaveVServerGroupName = q.MasterSlaveServerGroupName;
  old.MasterSlaveBackendServers = q.MasterSlaveBackendServers;
  slb::CreateMasterSlaveVServerGroup::response made;
  serve(call, old, made);
  r.MasterSlaveServerGroupId = made.MasterSlaveVServerGroupId;
  r.MasterSlaveBackendServers = todays_pair(call.world.groups.at(*made.MasterSlaveVServerGroupId));
  put_tags(call.world.today.tags[{"masterslaveservergroup", *made.MasterSlaveVServerGroupId}], q.Tag);
}

void serve(slb_call& call, slb::DeleteMasterSlaveServerGroup const& q,
           slb::DeleteMasterSlaveServerGroup::response&) {
  slb::DeleteMasterSlaveVServerGroup const old{.MasterSlaveVServerGroupId =
                                                   q.MasterSlaveServerGroupId.value()};
  slb::DeleteMasterSlaveVServerGroup::response none;
  serve(call, old, none);
  call.world.today.tags.erase({"masterslaveservergroup", q.MasterSlaveServerGroupId.value()});
}

void serve(slb_call& call, slb::DescribeMasterSlaveServerGroupAttribute const& q,
           slb::DescribeMasterSlaveServerGroupAttribute::response& r) {
  server_group const& group = call.group(q.MasterSlaveServerGroupId, true);
  r.LoadBalancerId = group.load_balancer;
  r.MasterSlaveServerGroupId = group.id;
  r.MasterSlaveServerGroupName = group.name;
  r.MasterSlaveBackendServers = todays_pair(group);
  r.Tags = shown_tags(call.world.today.tags[{"masterslaveservergroup", group.id}]);
}

void serve(slb_call& call, slb::DescribeMasterSlaveServerGroups const& q,
           slb::DescribeMasterSlaveServerGroups::response& r) {
  load_balancer const& lb = call.balancer(q.LoadBalancerId);
  auto& list = r.MasterSlaveServerGroups.emplace().MasterSlaveServerGroup;
  for (auto const& [id, group] : call.world.groups) {
    resource_tags const& tags = call.world.today.tags[{"masterslaveservergroup", id}];
    if (group.load_balancer != lb.id() || !group.master_slave || !carries(tags, q.Tag)) continue;
    if (!q.Description.value_or("").empty()) continue;  // no group has a remark
    types::MasterSlaveServerGroup shown;
    shown.MasterSlaveServerGroupId = id;
    shown.MasterSlaveServerGroupName = group.name;
    shown.Tags = shown_tags(tags);
    if (q.IncludeListener.value_or(false)) {
      auto& users = shown.AssociatedObjects.emplace().Listeners.emplace().Listener;
      for (auto const& [key, l] : lb.listeners) {
        if (text_of(l.attributes, "MasterSlaveServerGroupId") == id)
          users.push_back({port_of(key), l.protocol});
      }
    }
    list.push_back(std::move(shown));
  }
}

// ---- what is kept and shown

void check_log_store(std::string const& project, std::string const& store) {
  check_range("LogProject", static_cast<std::int64_t>(characters(project)), 4, 63);
  check_range("LogStore", static_cast<std::int64_t>(characters(store)), 2, 64);
}

void serve(slb_call& call, slb::EnableHighDefinationMonitor const& q,
           slb::EnableHighDefinationMonitor::response& r) {
  if (!call.world.today.monitors.try_emplace(call.region, log_delivery{call.region, q.LogProject, q.LogStore})
           .second) {
    refuse("OperationNotAllowed.HighDefinitionMonitorEnabled", "The monitoring is on already.");
  }
  r.Success = "true";
}

void serve(slb_call& call, slb::ModifyHighDefinationMonitor const& q,
           slb::ModifyHighDefinationMonitor::response& r) {
  call.world.today.monitors[call.region] = {call.region, q.LogProject, q.LogStore};
  r.Success = "true";
}

void serve(slb_call& call, slb::DescribeHighDefinationMonitor const&,
           slb::DescribeHighDefinationMonitor::response& r) {
  auto const found = call.world.today.monitors.find(call.region);
  r.Success = "true";
  if (found == call.world.today.monitors.end()) return;
  r.LogProject = found->second.project;
  r.LogStore = found->second.store;
}

void serve(slb_call& call, slb::SetAccessLogsDownloadAttribute const& q,
           slb::SetAccessLogsDownloadAttribute::response&) {
  if (q.LogsDownloadAttributes->empty()) missing("LogsDownloadAttributes");
  for (auto const& each : q.LogsDownloadAttributes.value()) {
    call.balancer(each.LoadBalancerId);
    check_log_store(each.logProject, each.LogStore);
  }
  for (auto const& each : q.LogsDownloadAttributes.value())
    call.world.today.access_logs[each.LoadBalancerId] = {call.region, each.logProject, each.LogStore};
}

void serve(slb_call& call, slb::DeleteAccessLogsDownloadAttribute const& q,
           slb::DeleteAccessLogsDownloadAttribute::response&) {
  if (q.LogsDownloadAttributes->empty()) missing("LogsDownloadAttributes");
  for (auto const& each : q.LogsDownloadAttributes.value()) call.balancer(each.LoadBalancerId);
  for (auto const& each : q.LogsDownloadAttributes.value())
    call.world.today.access_logs.erase(each.LoadBalancerId);
}

void serve(slb_call& call, slb::DescribeAccessLogsDownloadAttribute const& q,
           slb::DescribeAccessLogsDownloadAttribute::response& r) {
  if (q.LoadBalancerId) call.balancer(*q.LoadBalancerId);
  std::vector<types::LogsDownloadAttribute> found;
  for (auto const& [lb, delivery] : call.world.today.access_logs) {
    if (delivery.region != call.region || (q.LoadBalancerId && *q.LoadBalancerId != lb)) continue;
    found.push_back({lb, delivery.project, delivery.store, "layer7", delivery.region});
  }
  r.PageNumber = q.PageNumber.value_or(1);
  r.PageSize = q.PageSize.value_or(10);
  r.TotalCount = static_cast<std::int64_t>(found.size());
  r.LogsDownloadAttributes.emplace().LogsDownloadAttribute = page_of(found, *r.PageNumber, *r.PageSize);
}

void serve(slb_call& call, slb::MoveResourceGroup const& q, slb::MoveResourceGroup::response&) {
  std::string const& id = q.ResourceId.value();
  if (q.ResourceType.value() == "loadbalancer") {
    call.balancer(id).resource_group = q.NewResourceGroupId.value();
    return;
  }
  std::string* group = nullptr;
  auto const look = [&](auto& all) {
    auto const found = all.find(id);
    if (found != all.end() && found->second.region == call.region) group = &found->second.resource_group;
  };
  if (q.ResourceType.value() == "acl") look(call.world.today.access_lists);
  if (q.ResourceType.value() == "certificate") {
    look(call.world.server_certificates);
    look(call.world.ca_certificates);
  }
  if (!group) refuse("ResourceNotExist", "The specified resource " + id + " does not exist.");
  *group = q.NewResourceGroupId.value();
}

void serve(slb_call& call, slb::DescribeAvailableResource const& q,
           slb::DescribeAvailableResource::response& r) {
  auto& list = r.AvailableResources.emplace().AvailableResource;
  for (auto const& [master, slave] : {std::pair("-a", "-b"), std::pair("-b", "-a")}) {
    types::AvailableResource pair;
    pair.MasterZoneId = call.region + master;
    pair.SlaveZoneId = call.region + slave;
    auto& kinds = pair.SupportResources.emplace().SupportResource;
    for (auto const* const type : {"vpc", "classic_internet", "classic_intranet"}) {
      for (auto const* const version : {"ipv4", "ipv6"}) {
        if (!passes(q.AddressType, std::string(type)) || !passes(q.AddressIPVersion, std::string(version)))
          continue;
        kinds.push_back({version, type});
      }
    }
    list.push_back(std::move(pair));
  }
}

// ---- the list

std::span<slb_operation const> slb_today_operations() {
  static constexpr slb_operation all[] = {
      operation<slb::TagResources>(),
      operation<slb::UntagResources>(),
      operation<slb::ListTagResources>(),
      operation<slb::SetLoadBalancerDeleteProtection>(),
      operation<slb::SetLoadBalancerModificationProtection>(),
      operation<slb::ModifyLoadBalancerInstanceChargeType>(),
      operation<slb::DescribeLoadBalancerListeners>(),
      operation<slb::CreateMasterSlaveServerGroup>(),
      operation<slb::DeleteMasterSlaveServerGroup>(),
      operation<slb::DescribeMasterSlaveServerGroupAttribute>(),
      operation<slb::DescribeMasterSlaveServerGroups>(),
      operation<slb::EnableHighDefinationMonitor>(),
      operation<slb::ModifyHighDefinationMonitor>(),
      operation<slb::DescribeHighDefinationMonitor>(),
      operation<slb::SetAccessLogsDownloadAttribute>(),
      operation<slb::DeleteAccessLogsDownloadAttribute>(),
      operation<slb::DescribeAccessLogsDownloadAttribute>(),
      operation<slb::MoveResourceGroup>(),
      operation<slb::DescribeAvailableResource>(emulator::coverage_kind::documented_shape),
  };
  return all;
}

}  // namespace colb::inline COLB_ABI::inner::emu::aliyun
