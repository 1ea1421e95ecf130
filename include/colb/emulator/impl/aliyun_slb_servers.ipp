// colb: Alibaba Cloud SLB in the emulator: servers of load balancers, their health, and groups of servers.
// Included in one translation unit; see src.hpp.
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

#include <colb/aliyun/slb/backend_server.hpp>
#include <colb/aliyun/slb/master_slave_group.hpp>
#include <colb/aliyun/slb/vserver_group.hpp>
#include <colb/emulator/aliyun_slb.hpp>

namespace colb::inline COLB_ABI::inner::emu::aliyun {

// ---- servers of a load balancer

types::BackendServers servers_of(load_balancer const& lb) {
  types::BackendServers out;
  for (auto const& server : lb.servers) out.BackendServer.push_back({server.id, server.weight});
  return out;
}

template <class List>
auto find_server(List& servers, std::string const& id, std::int64_t port = 0) {
  return std::find_if(servers.begin(), servers.end(),
                      [&](auto const& s) { return s.id == id && s.port == port; });
}

void serve(slb_call& call, slb::AddBackendServers const& q, slb::AddBackendServers::response& r) {
  load_balancer& lb = call.idle_balancer(q.LoadBalancerId);
  auto servers = lb.servers;
  auto const first_new = servers.size();
  for (auto const& spec : q.BackendServers.value()) {
    check_server(spec.ServerId);
    if (find_server(servers, spec.ServerId) != servers.end()) not_valid("BackendServers");
    servers.push_back({spec.ServerId, 0, spec.Weight.value_or(100), {}, {}});
  }
  call.world.check_health(servers, first_new);
  lb.servers = std::move(servers);
  r.LoadBalancerId = lb.id();
  r.BackendServers = servers_of(lb);
}

void serve(slb_call& call, slb::RemoveBackendServers const& q, slb::RemoveBackendServers::response& r) {
  load_balancer& lb = call.idle_balancer(q.LoadBalancerId);
  for (auto const& id : q.BackendServers.value())
    std::erase_if(lb.servers, [&](auto const& s) { return s.id == id; });
  r.LoadBalancerId = lb.id();
  r.BackendServers = servers_of(lb);
}

void serve(slb_call& call, slb::SetBackendServers const& q, slb::SetBackendServers::response& r) {
  load_balancer& lb = call.balancer(q.LoadBalancerId);
  auto servers = lb.servers;
  for (auto const& spec : q.BackendServers.value()) {
    check_server(spec.ServerId);
    auto const found = find_server(servers, spec.ServerId);
    if (found == servers.end()) refuse("InvalidServerId.NotFound", "The specified server is not found.");
    found->weight = spec.Weight.value_or(100);
  }
  call.require_idle(lb);
  lb.servers = std::move(servers);
  r.LoadBalancerId = lb.id();
  r.BackendServers = servers_of(lb);
}

/// What a listener and its rules forward to.
std::vector<backend> targets_of(slb_call const& call, load_balancer const& lb, listener const& l) {
  std::vector<std::string> groups{text_of(l.attributes, "VServerGroupId"),
                                  text_of(l.attributes, "MasterSlaveServerGroupId")};
  std::vector<backend> all;
  bool const has_group = !groups[0].empty() || !groups[1].empty();
  if (!has_group) all = lb.servers;
  for (auto const& rule : l.rules) groups.push_back(rule.VServerGroupId.value_or(""));
  std::set<std::string> seen;
  for (auto const& id : groups) {
    auto const found = call.world.groups.find(id);
    if (found == call.world.groups.end() || !seen.insert(id).second) continue;
    all.insert(all.end(), found->second.servers.begin(), found->second.servers.end());
  }
  return all;
}

void serve(slb_call& call, slb::DescribeHealthStatus const& q, slb::DescribeHealthStatus::response& r) {
  load_balancer& lb = call.balancer(q.LoadBalancerId);
  if (q.ListenerPort) {
    // Of both that share the port, unless it is said of which.
    bool const both = !q.ListenerProtocol && lb.listeners.contains(*q.ListenerPort) &&
                      lb.listeners.contains(*q.ListenerPort + udp_ports);
    bool const off = !both && text_of(call.get_listener(lb, *q.ListenerPort, q.ListenerProtocol).attributes,
                                      "HealthCheck") == "off";
    if (off) {
      refuse("CheckedListenerNotFound",
             "No health-checked Listener to the specified port of the Load Balancer.");
    }
  }
  r.LoadBalancerId = lb.id();
  auto& list = r.BackendServers.emplace().BackendServer;
  for (auto const& [key, listener] : lb.listeners) {
    bool const wanted = (!q.ListenerPort || port_of(key) == *q.ListenerPort) &&
                        (!q.ListenerProtocol || listener.protocol == *q.ListenerProtocol);
    if (!wanted || text_of(listener.attributes, "HealthCheck") == "off") continue;
    bool const runs =
        call.world.status_of(listener) == "running" || call.world.status_of(listener) == "configuring";
    for (auto const& target : targets_of(call, lb, listener)) {
      types::BackendServerHealth shown;
      shown.ServerId = target.id;
      shown.ServerHealthStatus = runs ? call.world.health_of(target) : "unavailable";
      shown.ListenerPort = port_of(key);
      auto const* const own_port = listener.attributes.if_contains("BackendServerPort");
      if (target.port != 0 || own_port) shown.Port = target.port != 0 ? target.port : own_port->as_int64();
      shown.Protocol = listener.protocol;
      shown.ServerIp = world::address_of(target.id);
      list.push_back(std::move(shown));
    }
  }
}

// ---- groups of servers

types::VServerGroupBackendServers members_of(server_group const& group) {
  types::VServerGroupBackendServers out;
  for (auto const& server : group.servers)
    out.BackendServer.push_back({server.id, server.port, server.weight});
  return out;
}

template <class Specs>
void add_members(slb_call const& call, std::vector<backend>& servers, Specs const& specs) {
  auto const first_new = servers.size();
  for (auto const& spec : specs) {
    check_server(spec.ServerId);
    if (find_server(servers, spec.ServerId, spec.Port.value()) != servers.end()) not_valid("BackendServers");
    servers.push_back({spec.ServerId, spec.Port.value(), spec.Weight.value(), {}, {}});
  }
  check_server_count(servers.size());
  call.world.check_health(servers, first_new);
}

server_group& idle_group(slb_call const& call, std::string const& id, bool master_slave) {
  server_group& group = call.group(id, master_slave);
  call.idle_balancer(group.load_balancer);
  return group;
}

server_group& make_group(slb_call const& call, load_balancer const& lb,
                         std::optional<std::string> const& name, std::vector<backend> servers,
                         bool master_slave) {
  auto const id = call.world.env.id("rsp-");
  server_group& group = call.world.groups[id];
  group.id = id;
  group.name = name.value_or(master_slave ? "MasterSlaveVServerGroup" : "VServerGroup");
  group.region = lb.region;
  group.load_balancer = lb.id();
  group.master_slave = master_slave;
  group.servers = std::move(servers);
  return group;
}

void erase_group(slb_call const& call, std::string const& id, bool master_slave) {
  server_group const& group = idle_group(call, id, master_slave);
  for (auto const& [lb_id, lb] : call.world.load_balancers) {
    for (auto const& [port, listener] : lb.listeners) {
      bool const used = text_of(listener.attributes,
                                master_slave ? "MasterSlaveServerGroupId" : "VServerGroupId") == group.id ||
                        std::any_of(listener.rules.begin(), listener.rules.end(),
                                    [&](auto const& rule) { return rule.VServerGroupId == group.id; });
      if (used) refuse("RspoolVipExist", "There are vips associate with this vServer group.");
    }
  }
  call.world.today.tags.erase({master_slave ? "masterslaveservergroup" : "vservergroup", id});
  call.world.groups.erase(id);
}

void serve(slb_call& call, slb::CreateVServerGroup const& q, slb::CreateVServerGroup::response& r) {
  load_balancer const& lb = call.idle_balancer(q.LoadBalancerId);
  check_todays_tags(q.Tag, 20);
  std::vector<backend> servers;
  add_members(call, servers, q.BackendServers);
  server_group const& group = make_group(call, lb, q.VServerGroupName, std::move(servers), false);
  if (!q.Tag.empty()) put_tags(call.world.today.tags[{"vservergroup", group.id}], q.Tag);
  r.VServerGroupId = group.id;
  r.BackendServers = members_of(group);
}

void serve(slb_call& call, slb::SetVServerGroupAttribute const& q,
           slb::SetVServerGroupAttribute::response& r) {
  server_group& group = call.group(q.VServerGroupId, false);
  auto servers = group.servers;
  for (auto const& spec : q.BackendServers.value()) {
    check_server(spec.ServerId);
    auto const found = find_server(servers, spec.ServerId, spec.Port.value());
    if (found == servers.end()) refuse("InvalidServerId.NotFound", "The specified server is not found.");
    found->weight = spec.Weight.value();
  }
  call.idle_balancer(group.load_balancer);
  group.servers = std::move(servers);
  if (call.has("VServerGroupName")) group.name = q.VServerGroupName.value();
  r.VServerGroupId = group.id;
  r.VServerGroupName = group.name;
  r.BackendServers = members_of(group);
}

void serve(slb_call& call, slb::AddVServerGroupBackendServers const& q,
           slb::AddVServerGroupBackendServers::response& r) {
  server_group& group = idle_group(call, q.VServerGroupId, false);
  auto servers = group.servers;
  add_members(call, servers, q.BackendServers.value());
  group.servers = std::move(servers);
  r.VServerGroupId = group.id;
  r.BackendServers = members_of(group);
}

void serve(slb_call& call, slb::RemoveVServerGroupBackendServers const& q,
           slb::RemoveVServerGroupBackendServers::response& r) {
  server_group& group = idle_group(call, q.VServerGroupId, false);
  for (auto const& key : q.BackendServers.value()) {
    std::erase_if(group.servers,
                  [&](auto const& s) { return s.id == key.ServerId.value() && s.port == key.Port.value(); });
  }
  r.VServerGroupId = group.id;
  r.BackendServers = members_of(group);
}

void serve(slb_call& call, slb::ModifyVServerGroupBackendServers const& q,
           slb::ModifyVServerGroupBackendServers::response& r) {
  server_group& group = call.group(q.VServerGroupId, false);
  if (!q.OldBackendServers.empty() && q.OldBackendServers.size() != q.NewBackendServers.size()) {
    refuse("MissingParameter", "The combination of some parameters violates the spec.");
  }
  auto servers = group.servers;
  for (auto const& old : q.OldBackendServers) {
    auto const found = find_server(servers, old.ServerId, old.Port.value());
    if (found == servers.end()) refuse("InvalidServerId.NotFound", "The specified server is not found.");
    servers.erase(found);
  }
  call.idle_balancer(group.load_balancer);
  add_members(call, servers, q.NewBackendServers);
  group.servers = std::move(servers);
  r.VServerGroupId = group.id;
  r.BackendServers = members_of(group);
}

void serve(slb_call& call, slb::DeleteVServerGroup const& q, slb::DeleteVServerGroup::response&) {
  erase_group(call, q.VServerGroupId, false);
}

void serve(slb_call& call, slb::DescribeVServerGroups const& q, slb::DescribeVServerGroups::response& r) {
  load_balancer const& lb = call.balancer(q.LoadBalancerId);
  auto& list = r.VServerGroups.emplace().VServerGroup;
  for (auto const& [id, group] : call.world.groups) {
    auto const known = call.world.today.tags.find({"vservergroup", id});
    auto const tags = known == call.world.today.tags.end() ? resource_tags() : known->second;
    bool const fits = group.load_balancer == lb.id() && !group.master_slave && carries(tags, q.Tag) &&
                      q.Description.value_or("").empty();  // no group has a remark
    if (!fits) continue;
    types::VServerGroup shown;
    shown.VServerGroupId = id;
    shown.VServerGroupName = group.name;
    shown.Tags = shown_tags(tags);
    for (auto const& [key, l] : lb.listeners) {
      if (q.IncludeListener.value_or(false) && text_of(l.attributes, "VServerGroupId") == id) {
        if (!shown.AssociatedObjects) shown.AssociatedObjects.emplace();
        if (!shown.AssociatedObjects->Listeners) shown.AssociatedObjects->Listeners.emplace();
        shown.AssociatedObjects->Listeners->Listener.push_back({port_of(key), l.protocol});
      }
      for (auto const& rule : l.rules) {
        if (!q.IncludeRule.value_or(false) || rule.VServerGroupId != id) continue;
        if (!shown.AssociatedObjects) shown.AssociatedObjects.emplace();
        if (!shown.AssociatedObjects->Rules) shown.AssociatedObjects->Rules.emplace();
        shown.AssociatedObjects->Rules->Rule.push_back({rule.Domain, rule.RuleId, rule.RuleName, rule.Url});
      }
    }
    list.push_back(std::move(shown));
  }
}

void serve(slb_call& call, slb::DescribeVServerGroupAttribute const& q,
           slb::DescribeVServerGroupAttribute::response& r) {
  server_group const& group = call.group(q.VServerGroupId, false);
  r.VServerGroupId = group.id;
  r.VServerGroupName = group.name;
  r.LoadBalancerId = group.load_balancer;
  if (auto const tags = call.world.today.tags.find({"vservergroup", group.id});
      tags != call.world.today.tags.end())
    r.Tags = shown_tags(tags->second);
  r.BackendServers = members_of(group);
}

types::MasterSlaveBackendServers pair_of(server_group const& group) {
  types::MasterSlaveBackendServers out;
  for (auto const& server : group.servers) {
    out.MasterSlaveBackendServers.push_back({server.id, server.port, server.weight, server.type});
  }
  return out;
}

void serve(slb_call& call, slb::CreateMasterSlaveVServerGroup const& q,
           slb::CreateMasterSlaveVServerGroup::response& r) {
  load_balancer const& lb = call.idle_balancer(q.LoadBalancerId);
  std::vector<backend> servers;
  add_members(call, servers, q.MasterSlaveBackendServers);
  std::size_t masters = 0;
  for (std::size_t i = 0; i < servers.size(); ++i) {
    auto const& type = q.MasterSlaveBackendServers[i].ServerType;
    servers[i].type = type.value_or("Master");
    masters += servers[i].type == "Master";
  }
  if (!servers.empty() && (servers.size() != 2 || masters != 1)) not_valid("MasterSlaveBackendServers");
  server_group const& group = make_group(call, lb, q.MasterSlaveVServerGroupName, std::move(servers), true);
  r.MasterSlaveVServerGroupId = group.id;
  r.MasterSlaveBackendServers = pair_of(group);
}

void serve(slb_call& call, slb::DeleteMasterSlaveVServerGroup const& q,
           slb::DeleteMasterSlaveVServerGroup::response&) {
  erase_group(call, q.MasterSlaveVServerGroupId, true);
}

void serve(slb_call& call, slb::DescribeMasterSlaveVServerGroupAttribute const& q,
           slb::DescribeMasterSlaveVServerGroupAttribute::response& r) {
  server_group const& group = call.group(q.MasterSlaveVServerGroupId, true);
  r.MasterSlaveVServerGroupId = group.id;
  r.MasterSlaveVServerGroupName = group.name;
  r.MasterSlaveBackendServers = pair_of(group);
}

void serve(slb_call& call, slb::DescribeMasterSlaveVServerGroups const& q,
           slb::DescribeMasterSlaveVServerGroups::response& r) {
  load_balancer const& lb = call.balancer(q.LoadBalancerId);
  auto& list = r.MasterSlaveVServerGroups.emplace().MasterSlaveVServerGroup;
  for (auto const& [id, group] : call.world.groups) {
    if (group.load_balancer == lb.id() && group.master_slave) list.push_back({id, group.name});
  }
}

// ---- the list

std::span<slb_operation const> slb_servers_operations() {
  static constexpr slb_operation all[] = {
      operation<slb::AddBackendServers>(),
      operation<slb::RemoveBackendServers>(),
      operation<slb::SetBackendServers>(),
      operation<slb::DescribeHealthStatus>(),
      operation<slb::CreateMasterSlaveVServerGroup>(),
      operation<slb::DeleteMasterSlaveVServerGroup>(),
      operation<slb::DescribeMasterSlaveVServerGroupAttribute>(),
      operation<slb::DescribeMasterSlaveVServerGroups>(),
      operation<slb::CreateVServerGroup>(),
      operation<slb::SetVServerGroupAttribute>(),
      operation<slb::AddVServerGroupBackendServers>(),
      operation<slb::RemoveVServerGroupBackendServers>(),
      operation<slb::ModifyVServerGroupBackendServers>(),
      operation<slb::DeleteVServerGroup>(),
      operation<slb::DescribeVServerGroups>(),
      operation<slb::DescribeVServerGroupAttribute>(),
  };
  return all;
}

}  // namespace colb::inline COLB_ABI::inner::emu::aliyun
