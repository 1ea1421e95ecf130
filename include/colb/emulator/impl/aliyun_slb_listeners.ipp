// colb: listeners, rules, servers and groups of Alibaba Cloud SLB in the emulator. Included in one
// translation unit; see src.hpp.
#pragma once

#include <algorithm>
#include <set>
#include <utility>

#include <boost/json/serialize.hpp>

#include <colb/aliyun/slb/access_control.hpp>
#include <colb/aliyun/slb/backend_server.hpp>
#include <colb/aliyun/slb/listener.hpp>
#include <colb/aliyun/slb/master_slave_group.hpp>
#include <colb/aliyun/slb/rule.hpp>
#include <colb/aliyun/slb/vserver_group.hpp>
#include <colb/codec/json.hpp>
#include <colb/emulator/aliyun_slb.hpp>

namespace colb::inline COLB_ABI::inner::emu::aliyun {

namespace json = boost::json;

// ---- listeners ------------------------------------------------------------------------------------------

std::string text_of(json::object const& attributes, std::string_view name) {
  auto const* const value = attributes.if_contains(name);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

void check_attributes(slb_call const& call, load_balancer const& lb, json::object const& a) {
  auto const word = [&](std::string_view name, std::initializer_list<std::string_view> allowed) {
    if (a.contains(name)) check_word(std::string(name), text_of(a, name), allowed);
  };
  for (auto const* const name : {"XForwardedFor", "XForwardedFor_SLBIP", "XForwardedFor_SLBID",
                                 "XForwardedFor_proto", "StickySession", "HealthCheck", "Gzip"}) {
    word(name, {"on", "off"});
  }
  word("Scheduler", {"wrr", "wlc", "rr"});
  word("StickySessionType", {"insert", "server"});
  word("HealthCheckType", {"tcp", "http"});
  struct range {
    std::string_view name;
    std::int64_t low, high;
    std::int64_t also = 1;
  };
  for (range const& each : {range{"BackendServerPort", 1, 65535}, range{"Bandwidth", 1, 5000, -1},
                            range{"CookieTimeout", 1, 86400}, range{"HealthCheckConnectPort", 1, 65535, -520},
                            range{"HealthyThreshold", 2, 10, 2}, range{"UnhealthyThreshold", 2, 10, 2},
                            range{"HealthCheckTimeout", 1, 300}, range{"HealthCheckConnectTimeout", 1, 300},
                            range{"HealthCheckInterval", 1, 50}, range{"PersistenceTimeout", 0, 3600},
                            range{"EstablishedTimeout", 10, 900, 10}}) {
    auto const* const value = a.if_contains(each.name);
    if (!value || value->get_int64() == each.also) continue;
    check_range(each.name == "Bandwidth" ? "bandwidth" : std::string(each.name), value->get_int64(), each.low,
                each.high);
  }
  if (text_of(a, "StickySession") == "on") {
    auto const type = text_of(a, "StickySessionType");
    if (type.empty()) missing("StickySessionType");
    if (type == "server" && text_of(a, "Cookie").empty()) missing("Cookie");
    if (type == "insert" && !a.contains("CookieTimeout")) missing("CookieTimeout");
  }
  for (auto const& [name, master_slave] :
       {std::pair("VServerGroupId", false), std::pair("MasterSlaveServerGroupId", true)}) {
    auto const id = text_of(a, name);
    if (!id.empty() && call.group(id, master_slave).load_balancer != lb.id()) {
      refuse("VipNotMatchRspool", "The group belongs to another load balancer.");
    }
  }
  if (a.contains("ServerCertificateId")) {
    auto const found = call.world.server_certificates.find(text_of(a, "ServerCertificateId"));
    if (found == call.world.server_certificates.end() || found->second.region != lb.region) {
      refuse("ServerCertificateId.NotFound", "Specified ServerCertificateId does not exist.");
    }
  }
  if (auto const id = text_of(a, "CACertificateId"); !id.empty()) {
    auto const found = call.world.ca_certificates.find(id);
    if (found == call.world.ca_certificates.end() || found->second.region != lb.region) {
      refuse("InvalidParameter", "The specified resource does not exist");
    }
  }
}

/// One value under the two names that the document has for it.
void unify_timeout(json::object& a) {
  auto const* value = a.if_contains("HealthCheckTimeout");
  if (!value) value = a.if_contains("HealthCheckConnectTimeout");
  if (!value) return;
  json::value const timeout = *value;  // the object may move what it holds
  a["HealthCheckTimeout"] = timeout;
  a["HealthCheckConnectTimeout"] = timeout;
}

template <class A>
void create_listener(slb_call& call, A const& q, std::string protocol) {
  load_balancer& lb = call.idle_balancer(q.LoadBalancerId);
  std::int64_t const port = q.ListenerPort.value();
  check_range("Port", port, 1, 65535);
  if (lb.listeners.contains(port)) {
    refuse("ListenerAlreadyExists",
           "There is already a listener bound to the port on the specified load balancer.");
  }
  if (static_cast<std::int64_t>(lb.listeners.size()) >= call.world.env.options.quotas.listeners) {
    refuse("VipTooManyListeners", "The total number of input listeners exceeds max supported number: 50");
  }
  json::object attributes = slb_fields(q);
  attributes.erase("RegionId");
  attributes.erase("LoadBalancerId");
  check_attributes(call, lb, attributes);
  if (!q.BackendServerPort && !attributes.contains("VServerGroupId") &&
      !attributes.contains("MasterSlaveServerGroupId")) {
    missing("BackendServerPort");
  }
  auto const otherwise = [&](std::string_view name, json::value value) {
    if (!attributes.contains(name)) attributes[name] = std::move(value);
  };
  otherwise("Scheduler", "wrr");
  otherwise("HealthyThreshold", 3);
  otherwise("UnhealthyThreshold", 3);
  otherwise("HealthCheckInterval", 2);
  otherwise("Bandwidth", -1);
  if (protocol == "http" || protocol == "https") {
    otherwise("XForwardedFor", "on");
    otherwise("Gzip", "on");
    otherwise("HealthCheckTimeout", 5);
  } else {
    unify_timeout(attributes);
    otherwise("HealthCheckTimeout", 5);
    otherwise("HealthCheckConnectTimeout", 5);
    otherwise("HealthCheck", "on");
    otherwise("PersistenceTimeout", 0);
    if (protocol == "tcp") otherwise("HealthCheckType", "tcp");
    if (protocol == "tcp") otherwise("EstablishedTimeout", 900);
  }
  listener& made = lb.listeners[port];
  made.protocol = std::move(protocol);
  made.attributes = std::move(attributes);
}

listener& listener_of(slb_call const& call, load_balancer& lb, std::int64_t port, std::string_view protocol) {
  listener& l = call.get_listener(lb, port);
  if (l.protocol != protocol) {
    refuse("UnsupportedOperationonfixedprotocalport",
           "The specified port has been assigned one type of protocal, and this protocal doesn't support "
           "this operation.");
  }
  return l;
}

/// The listener passes through `configuring` and is then as it was.
void configure(slb_call const& call, listener& l) {
  call.world.pass(l, "configuring", l.settled, call.fault);
}

template <class A>
void set_listener(slb_call& call, A const& q, std::string_view protocol) {
  load_balancer& lb = call.idle_balancer(q.LoadBalancerId);
  listener& l = listener_of(call, lb, q.ListenerPort.value(), protocol);
  json::object changes = slb_fields(q);
  for (auto const* const name : {"RegionId", "LoadBalancerId", "VServerGroup"}) changes.erase(name);
  check_attributes(call, lb, changes);
  if (protocol == "tcp" || protocol == "udp") unify_timeout(changes);
  bool const fails = call.fault && call.fault->kind == emulator::fault_kind::fail_task;
  if (!fails) {
    for (auto& change : changes) l.attributes[change.key()] = std::move(change.value());
    if constexpr (requires { q.VServerGroup; }) {
      if (q.VServerGroup == "off") l.attributes.erase("VServerGroupId");
    }
  }
  configure(call, l);
}

template <class A>
void describe_listener(slb_call& call, A const& q, typename A::response& r, std::string_view protocol) {
  load_balancer& lb = call.balancer(q.LoadBalancerId);
  listener const& l = listener_of(call, lb, q.ListenerPort.value(), protocol);
  json::object attributes = l.attributes;
  attributes["Status"] = call.world.status_of(l);
  auto const problem =
      codec::detail::read(json::serialize(attributes), type_info_of<typename A::response>, &r, {});
  if (problem) refuse("InternalInvokeError", problem.message);
}

void serve(slb_call& call, slb::CreateLoadBalancerHTTPListener const& q,
           slb::CreateLoadBalancerHTTPListener::response&) {
  create_listener(call, q, "http");
}
void serve(slb_call& call, slb::CreateLoadBalancerHTTPSListener const& q,
           slb::CreateLoadBalancerHTTPSListener::response&) {
  create_listener(call, q, "https");
}
void serve(slb_call& call, slb::CreateLoadBalancerTCPListener const& q,
           slb::CreateLoadBalancerTCPListener::response&) {
  create_listener(call, q, "tcp");
}
void serve(slb_call& call, slb::CreateLoadBalancerUDPListener const& q,
           slb::CreateLoadBalancerUDPListener::response&) {
  create_listener(call, q, "udp");
}
void serve(slb_call& call, slb::SetLoadBalancerHTTPListenerAttribute const& q,
           slb::SetLoadBalancerHTTPListenerAttribute::response&) {
  set_listener(call, q, "http");
}
void serve(slb_call& call, slb::SetLoadBalancerHTTPSListenerAttribute const& q,
           slb::SetLoadBalancerHTTPSListenerAttribute::response&) {
  set_listener(call, q, "https");
}
void serve(slb_call& call, slb::SetLoadBalancerTCPListenerAttribute const& q,
           slb::SetLoadBalancerTCPListenerAttribute::response&) {
  set_listener(call, q, "tcp");
}
void serve(slb_call& call, slb::SetLoadBalancerUDPListenerAttribute const& q,
           slb::SetLoadBalancerUDPListenerAttribute::response&) {
  set_listener(call, q, "udp");
}
void serve(slb_call& call, slb::DescribeLoadBalancerHTTPListenerAttribute const& q,
           slb::DescribeLoadBalancerHTTPListenerAttribute::response& r) {
  describe_listener(call, q, r, "http");
}
void serve(slb_call& call, slb::DescribeLoadBalancerHTTPSListenerAttribute const& q,
           slb::DescribeLoadBalancerHTTPSListenerAttribute::response& r) {
  describe_listener(call, q, r, "https");
}
void serve(slb_call& call, slb::DescribeLoadBalancerTCPListenerAttribute const& q,
           slb::DescribeLoadBalancerTCPListenerAttribute::response& r) {
  describe_listener(call, q, r, "tcp");
}
void serve(slb_call& call, slb::DescribeLoadBalancerUDPListenerAttribute const& q,
           slb::DescribeLoadBalancerUDPListenerAttribute::response& r) {
  describe_listener(call, q, r, "udp");
}

void serve(slb_call& call, slb::DeleteLoadBalancerListener const& q,
           slb::DeleteLoadBalancerListener::response&) {
  load_balancer& lb = call.idle_balancer(q.LoadBalancerId);
  call.get_listener(lb, q.ListenerPort.value());
  lb.listeners.erase(q.ListenerPort.value());
}

void serve(slb_call& call, slb::StartLoadBalancerListener const& q,
           slb::StartLoadBalancerListener::response&) {
  load_balancer& lb = call.idle_balancer(q.LoadBalancerId);
  listener& l = call.get_listener(lb, q.ListenerPort.value());
  if (l.settled != "running") call.world.pass(l, "starting", "running", call.fault);
}

void serve(slb_call& call, slb::StopLoadBalancerListener const& q, slb::StopLoadBalancerListener::response&) {
  load_balancer& lb = call.idle_balancer(q.LoadBalancerId);
  listener& l = call.get_listener(lb, q.ListenerPort.value());
  if (l.settled != "stopped") call.world.pass(l, "stopping", "stopped", call.fault);
}

// ---- white lists ----------------------------------------------------------------------------------------

void serve(slb_call& call, slb::SetListenerAccessControlStatus const& q,
           slb::SetListenerAccessControlStatus::response&) {
  load_balancer& lb = call.idle_balancer(q.LoadBalancerId);
  listener& l = call.get_listener(lb, q.ListenerPort.value());
  check_word("AccessControlStatus", q.AccessControlStatus.value(), {"open_white_list", "close"});
  l.access = q.AccessControlStatus.value();
  configure(call, l);
}

/// Addresses and blocks separated by commas: four numbers, and a length after a slash.
std::vector<std::string> sources_of(std::string const& text) {
  auto const items = split_list(text);
  if (items.empty()) not_valid("SourceItems");
  for (auto const& item : items) {
    std::string_view const address = std::string_view(item).substr(0, item.find('/'));
    std::string_view const length =
        address.size() < item.size() ? std::string_view(item).substr(address.size() + 1) : "32";
    bool ok = std::count(address.begin(), address.end(), '.') == 3 && address != "0.0.0.0" && length != "0";
    for (auto const& part : {address, length})
      ok = ok && part.find_first_not_of("0123456789.") == part.npos && !part.empty();
    if (!ok) not_valid("SourceItems");
  }
  return items;
}

void serve(slb_call& call, slb::AddListenerWhiteListItem const& q, slb::AddListenerWhiteListItem::response&) {
  load_balancer& lb = call.idle_balancer(q.LoadBalancerId);
  listener& l = call.get_listener(lb, q.ListenerPort.value());
  auto list = l.white_list;
  for (auto const& item : sources_of(q.SourceItems.value())) {
    if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(item);
  }
  if (list.size() > 300) refuse("SourceListOverLimit", "The white list has too many addresses.");
  l.white_list = std::move(list);
  configure(call, l);
}

void serve(slb_call& call, slb::RemoveListenerWhiteListItem const& q,
           slb::RemoveListenerWhiteListItem::response&) {
  load_balancer& lb = call.idle_balancer(q.LoadBalancerId);
  listener& l = call.get_listener(lb, q.ListenerPort.value());
  for (auto const& item : sources_of(q.SourceItems.value())) std::erase(l.white_list, item);
  configure(call, l);
}

void serve(slb_call& call, slb::DescribeListenerAccessControlAttribute const& q,
           slb::DescribeListenerAccessControlAttribute::response& r) {
  load_balancer& lb = call.balancer(q.LoadBalancerId);
  listener const& l = call.get_listener(lb, q.ListenerPort.value());
  r.AccessControlStatus = l.access;
  r.SourceItems.emplace();
  for (auto const& item : l.white_list) *r.SourceItems += (r.SourceItems->empty() ? "" : ",") + item;
}

// ---- servers of a load balancer -------------------------------------------------------------------------

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
  check_server_count(q.BackendServers->size());
  auto servers = lb.servers;
  auto const first_new = servers.size();
  for (auto const& spec : q.BackendServers.value()) {
    check_server(spec.ServerId, spec.Weight);
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
  check_server_count(q.BackendServers->size());
  for (auto const& id : q.BackendServers.value())
    std::erase_if(lb.servers, [&](auto const& s) { return s.id == id; });
  r.LoadBalancerId = lb.id();
  r.BackendServers = servers_of(lb);
}

void serve(slb_call& call, slb::SetBackendServers const& q, slb::SetBackendServers::response& r) {
  load_balancer& lb = call.idle_balancer(q.LoadBalancerId);
  check_server_count(q.BackendServers->size());
  auto servers = lb.servers;
  for (auto const& spec : q.BackendServers.value()) {
    check_server(spec.ServerId, spec.Weight);
    auto const found = find_server(servers, spec.ServerId);
    if (found == servers.end()) refuse("InvalidServerId.NotFound", "The specified server is not found.");
    found->weight = spec.Weight.value_or(100);
  }
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
  if (q.ListenerPort && text_of(call.get_listener(lb, *q.ListenerPort).attributes, "HealthCheck") == "off") {
    refuse("CheckedListenerNotFound",
           "No health-checked Listener to the specified port of the Load Balancer.");
  }
  r.LoadBalancerId = lb.id();
  auto& list = r.BackendServers.emplace().BackendServer;
  for (auto const& [port, listener] : lb.listeners) {
    if ((q.ListenerPort && port != *q.ListenerPort) || text_of(listener.attributes, "HealthCheck") == "off")
      continue;
    bool const runs =
        call.world.status_of(listener) == "running" || call.world.status_of(listener) == "configuring";
    for (auto const& target : targets_of(call, lb, listener)) {
      list.push_back({target.id, runs ? call.world.health_of(target) : "unavailable"});
    }
  }
}

// ---- groups of servers ----------------------------------------------------------------------------------

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
    check_server(spec.ServerId, spec.Weight.value());
    check_range("Port", spec.Port.value(), 1, 65535);
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
  call.world.groups.erase(id);
}

void serve(slb_call& call, slb::CreateVServerGroup const& q, slb::CreateVServerGroup::response& r) {
  load_balancer const& lb = call.idle_balancer(q.LoadBalancerId);
  std::vector<backend> servers;
  add_members(call, servers, q.BackendServers);
  server_group const& group = make_group(call, lb, q.VServerGroupName, std::move(servers), false);
  r.VServerGroupId = group.id;
  r.BackendServers = members_of(group);
}

void serve(slb_call& call, slb::SetVServerGroupAttribute const& q,
           slb::SetVServerGroupAttribute::response& r) {
  server_group& group = idle_group(call, q.VServerGroupId, false);
  auto servers = group.servers;
  for (auto const& spec : q.BackendServers.value()) {
    check_server(spec.ServerId, spec.Weight.value());
    auto const found = find_server(servers, spec.ServerId, spec.Port.value());
    if (found == servers.end()) refuse("InvalidServerId.NotFound", "The specified server is not found.");
    found->weight = spec.Weight.value();
  }
  group.servers = std::move(servers);
  group.name = q.VServerGroupName.value();
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
  server_group& group = idle_group(call, q.VServerGroupId, false);
  if (!q.OldBackendServers.empty() && q.OldBackendServers.size() != q.NewBackendServers.size()) {
    refuse("MissingParameter", "The combination of some parameters violates the spec.");
  }
  auto servers = group.servers;
  for (auto const& old : q.OldBackendServers) {
    auto const found = find_server(servers, old.ServerId, old.Port.value());
    if (found == servers.end()) refuse("InvalidServerId.NotFound", "The specified server is not found.");
    servers.erase(found);
  }
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
    if (group.load_balancer == lb.id() && !group.master_slave) list.push_back({id, group.name});
  }
}

void serve(slb_call& call, slb::DescribeVServerGroupAttribute const& q,
           slb::DescribeVServerGroupAttribute::response& r) {
  server_group const& group = call.group(q.VServerGroupId, false);
  r.VServerGroupId = group.id;
  r.VServerGroupName = group.name;
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
    check_word("ServerType", type, {"Master", "Slave"});
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

// ---- forwarding rules -----------------------------------------------------------------------------------

std::int64_t port_of(std::string const& text) {
  auto const port = codec::detail::parse_number<std::int64_t>(text);
  if (!port) refuse("InvalidParameter", "Port is not Integer.");
  return *port;
}

listener& listener_with_rules(slb_call const& call, load_balancer& lb, std::string const& port) {
  listener& l = call.get_listener(lb, port_of(port));
  return listener_of(call, lb, port_of(port), l.protocol == "https" ? "https" : "http");
}

void check_rule_group(slb_call const& call, load_balancer const& lb, std::string const& id) {
  if (call.group(id, false).load_balancer != lb.id())
    refuse("InvalidParameter", "The specified resource does not exist");
}

void serve(slb_call& call, slb::CreateRules const& q, slb::CreateRules::response& r) {
  load_balancer& lb = call.idle_balancer(q.LoadBalancerId);
  listener& l = listener_with_rules(call, lb, q.ListenerPort);
  auto rules = l.rules;
  auto& made = r.Rules.emplace().Rule;
  if (q.RuleList->empty()) missing("RuleList");
  for (auto const& spec : q.RuleList.value()) {
    auto const domain = spec.Domain.value_or("");
    auto const url = spec.Url.value_or("");
    if (domain.empty() && url.empty())
      refuse("MissingParameter", "The combination of some parameters violates the spec.");
    if (spec.RuleName->empty() || spec.RuleName->size() > 80) not_valid("RuleName");
    if (domain.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.*") !=
        domain.npos) {
      not_valid("Domain");
    }
    if (!url.empty() && (url[0] != '/' || url.size() > 80)) not_valid("URI");
    check_rule_group(call, lb, spec.VServerGroupId);
    for (auto const& other : rules) {
      if (other.RuleName == spec.RuleName.value()) not_valid("RuleName");
      if (other.Domain.value_or("") == domain && other.Url.value_or("") == url) not_valid("RuleList");
    }
    types::Rule rule;
    rule.RuleId = call.world.env.id("rule-");
    rule.RuleName = spec.RuleName.value();
    rule.Domain = spec.Domain;
    rule.Url = spec.Url;
    rule.VServerGroupId = spec.VServerGroupId.value();
    made.push_back({rule.RuleId, rule.RuleName});
    rules.push_back(std::move(rule));
  }
  if (static_cast<std::int64_t>(rules.size()) > call.world.env.options.quotas.rules) not_valid("RuleList");
  l.rules = std::move(rules);
  configure(call, l);
}

struct rule_place {
  load_balancer* lb = nullptr;
  std::int64_t port = 0;
  aliyun::listener* listener = nullptr;
  types::Rule* rule = nullptr;
};

rule_place find_rule(slb_call const& call, std::string const& id) {
  for (auto& [lb_id, lb] : call.world.load_balancers) {
    if (!call.region.empty() && lb.region != call.region) continue;
    for (auto& [port, l] : lb.listeners) {
      for (auto& rule : l.rules) {
        if (rule.RuleId == id) return {&lb, port, &l, &rule};
      }
    }
  }
  refuse("InvalidParameter", "The specified resource does not exist");
}

void serve(slb_call& call, slb::DeleteRules const& q, slb::DeleteRules::response&) {
  if (q.RuleIds->empty()) missing("RuleIds");
  std::set<aliyun::listener*> touched;
  for (auto const& id : q.RuleIds.value()) {
    auto const place = find_rule(call, id);
    call.idle_balancer(place.lb->id());
    touched.insert(place.listener);
  }
  for (auto* const l : touched) {
    std::erase_if(l->rules, [&](auto const& rule) {
      return std::find(q.RuleIds->begin(), q.RuleIds->end(), *rule.RuleId) != q.RuleIds->end();
    });
    configure(call, *l);
  }
}

void serve(slb_call& call, slb::SetRule const& q, slb::SetRule::response&) {
  auto const place = find_rule(call, q.RuleId);
  call.idle_balancer(place.lb->id());
  check_rule_group(call, *place.lb, q.VServerGroupId);
  place.rule->VServerGroupId = q.VServerGroupId.value();
  configure(call, *place.listener);
}

void serve(slb_call& call, slb::DescribeRuleAttribute const& q, slb::DescribeRuleAttribute::response& r) {
  auto const place = find_rule(call, q.RuleId);
  r.RuleName = place.rule->RuleName;
  r.LoadBalancerId = place.lb->id();
  r.ListenerPort = std::to_string(place.port);
  r.Domain = place.rule->Domain;
  r.Url = place.rule->Url;
  r.VServerGroupId = place.rule->VServerGroupId;
}

void serve(slb_call& call, slb::DescribeRules const& q, slb::DescribeRules::response& r) {
  load_balancer& lb = call.balancer(q.LoadBalancerId);
  r.RuleList = listener_with_rules(call, lb, q.ListenerPort).rules;
}

std::span<slb_operation const> slb_listener_operations() {
  static constexpr slb_operation table[] = {
      operation<slb::CreateLoadBalancerHTTPListener>(),
      operation<slb::CreateLoadBalancerHTTPSListener>(),
      operation<slb::CreateLoadBalancerTCPListener>(),
      operation<slb::CreateLoadBalancerUDPListener>(),
      operation<slb::DeleteLoadBalancerListener>(),
      operation<slb::StartLoadBalancerListener>(),
      operation<slb::StopLoadBalancerListener>(),
      operation<slb::SetLoadBalancerHTTPListenerAttribute>(),
      operation<slb::SetLoadBalancerHTTPSListenerAttribute>(),
      operation<slb::SetLoadBalancerTCPListenerAttribute>(),
      operation<slb::SetLoadBalancerUDPListenerAttribute>(),
      operation<slb::DescribeLoadBalancerHTTPListenerAttribute>(),
      operation<slb::DescribeLoadBalancerHTTPSListenerAttribute>(),
      operation<slb::DescribeLoadBalancerTCPListenerAttribute>(),
      operation<slb::DescribeLoadBalancerUDPListenerAttribute>(),
      operation<slb::SetListenerAccessControlStatus>(),
      operation<slb::AddListenerWhiteListItem>(),
      operation<slb::RemoveListenerWhiteListItem>(),
      operation<slb::DescribeListenerAccessControlAttribute>(),
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
      operation<slb::CreateRules>(),
      operation<slb::DeleteRules>(),
      operation<slb::SetRule>(),
      operation<slb::DescribeRuleAttribute>(),
      operation<slb::DescribeRules>(),
  };
  return table;
}

}  // namespace colb::inline COLB_ABI::inner::emu::aliyun
