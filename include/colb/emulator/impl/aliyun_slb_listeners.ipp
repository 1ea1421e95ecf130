// colb: Alibaba Cloud SLB in the emulator: listeners and their white lists. Included in one translation unit;
// see src.hpp.
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
#include <colb/aliyun/slb/access_control.hpp>
#include <colb/aliyun/slb/listener.hpp>
#include <colb/codec/json.hpp>
#include <colb/emulator/aliyun_slb.hpp>

namespace colb::inline COLB_ABI::inner::emu::aliyun {

namespace json = boost::json;

// ---- listeners

std::string text_of(json::object const& attributes, std::string_view name) {
  auto const* const value = attributes.if_contains(name);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

void check_attributes(slb_call const& call, load_balancer const& lb, std::int64_t key,
                      json::object const& a) {
  check_access_control(call, a);
  check_tls_policy(call, a);
  if (text_of(a, "ListenerForward") == "on" && !a.contains("ForwardPort")) missing("ForwardPort");
  if (text_of(a, "ConnectionDrain") == "on" && !a.contains("ConnectionDrainTimeout"))
    missing("ConnectionDrainTimeout");
  if (text_of(a, "StickySession") == "on") {
    auto const type = text_of(a, "StickySessionType");
    if (type.empty()) missing("StickySessionType");
    if (type == "server" && text_of(a, "Cookie").empty()) missing("Cookie");
    if (type == "insert" && !a.contains("CookieTimeout")) missing("CookieTimeout");
  }
  if (!text_of(a, "VServerGroupId").empty() && !text_of(a, "MasterSlaveServerGroupId").empty())
    not_valid("MasterSlaveServerGroupId");
  if (lb.charge_type == "paybybandwidth" && a.contains("Bandwidth")) {
    std::int64_t all = std::max<std::int64_t>(0, a.at("Bandwidth").as_int64());
    for (auto const& [other, l] : lb.listeners) {
      auto const* const has = other == key ? nullptr : l.attributes.if_contains("Bandwidth");
      if (has) all += std::max<std::int64_t>(0, has->as_int64());
    }
    if (all > lb.about.Bandwidth.value_or(5000)) not_valid("bandwidth (Bandwidth)");
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

/// Only a load balancer that is paid by traffic has listeners without a limit.
void check_unlimited(load_balancer const& lb, json::object const& given) {
  auto const* const bandwidth = given.if_contains("Bandwidth");
  if (lb.charge_type == "paybybandwidth" && bandwidth && bandwidth->as_int64() < 0)
    not_valid("bandwidth (Bandwidth)");
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

/// A timeout that is less than the interval has no effect: the interval takes its place. Not said of UDP.
void lengthen_timeout(json::object& a) {
  auto const* const interval = a.if_contains("HealthCheckInterval");
  if (!interval) return;
  std::int64_t const least = interval->as_int64();
  for (std::string_view const name : {"HealthCheckTimeout", "HealthCheckConnectTimeout"}) {
    auto* const timeout = a.if_contains(name);
    if (timeout && timeout->as_int64() < least) *timeout = least;
  }
}

/// Today's name of the switch of TCP and UDP listeners.
void use_health_check_switch(json::object& a) {
  auto const* const value = a.if_contains("HealthCheckSwitch");
  if (!value) return;
  json::value const on = *value;  // the object may move what it holds
  a["HealthCheck"] = on;
  a.erase("HealthCheckSwitch");
}

template <class A>
void create_listener(slb_call& call, A const& q, std::string protocol) {
  load_balancer& lb = call.balancer(q.LoadBalancerId);
  std::int64_t const port = q.ListenerPort.value();
  std::int64_t const key = protocol == "udp" ? port + udp_ports : port;
  if (lb.listeners.contains(key)) {
    refuse("ListenerAlreadyExists",
           "There is already a listener bound to the port on the specified load balancer.");
  }
  if (static_cast<std::int64_t>(lb.listeners.size()) >= call.world.env.options.quotas.listeners) {
    refuse("VipTooManyListeners", "The total number of input listeners exceeds max supported number: 50");
  }
  json::object attributes = given_of(call, q);
  attributes.erase("RegionId");
  attributes.erase("LoadBalancerId");
  check_unlimited(lb, attributes);
  check_attributes(call, lb, key, attributes);
  check_todays_tags(q.Tag, 20);
  call.require_idle(lb);
  attributes.erase("Tag");
  use_health_check_switch(attributes);
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
    otherwise("StickySession", "off");
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
  if (protocol != "udp") lengthen_timeout(attributes);
  listener& made = lb.listeners[key];
  made.protocol = std::move(protocol);
  made.attributes = std::move(attributes);
  if (!q.Tag.empty()) put_tags(call.world.today.tags[{"listener", listener_name(lb.id(), key, made)}], q.Tag);
}

listener& listener_of(slb_call const& call, load_balancer& lb, std::int64_t port, std::string_view protocol) {
  bool const is_udp = protocol == "udp";
  bool const has_it = lb.listeners.contains(is_udp ? port + udp_ports : port);
  listener& l = has_it && is_udp ? lb.listeners.at(port + udp_ports)
                : has_it         ? lb.listeners.at(port)
                                 : call.get_listener(lb, port);
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
  load_balancer& lb = call.balancer(q.LoadBalancerId);
  listener& l = listener_of(call, lb, q.ListenerPort.value(), protocol);
  call.require_idle(lb);
  json::object changes = given_of(call, q);
  for (auto const* const name :
       {"RegionId", "LoadBalancerId", "VServerGroup", "MasterSlaveServerGroup", "DryRun"})
    changes.erase(name);
  use_health_check_switch(changes);
  if (protocol == "tcp" || protocol == "udp") unify_timeout(changes);
  check_unlimited(lb, changes);
  // What is not given stays, and has to fit to what is; one kind of group takes the place of the other.
  json::object whole = l.attributes;
  if (changes.contains("VServerGroupId")) whole.erase("MasterSlaveServerGroupId");
  if (changes.contains("MasterSlaveServerGroupId")) whole.erase("VServerGroupId");
  for (auto& change : changes) whole[change.key()] = std::move(change.value());
  check_attributes(call, lb, q.ListenerPort.value() + (protocol == "udp" ? udp_ports : 0), whole);
  if (protocol != "udp") lengthen_timeout(whole);
  if (q.DryRun.value_or(false)) return;
  if constexpr (requires { q.MasterSlaveServerGroup; }) {
    if (q.MasterSlaveServerGroup == "off") whole.erase("MasterSlaveServerGroupId");
  }
  if constexpr (requires { q.VServerGroup; }) {
    if (q.VServerGroup == "off") whole.erase("VServerGroupId");
  }
  bool const fails = call.fault && call.fault->kind == emulator::fault_kind::fail_task;
  if (!fails) l.attributes = std::move(whole);
  configure(call, l);
}

template <class A>
void describe_listener(slb_call& call, A const& q, typename A::response& r, std::string_view protocol) {
  load_balancer& lb = call.balancer(q.LoadBalancerId);
  listener const& l = listener_of(call, lb, q.ListenerPort.value(), protocol);
  json::object attributes = l.attributes;
  attributes["Status"] = call.world.status_of(l);
  add_todays(call, lb, protocol == "udp" ? q.ListenerPort.value() + udp_ports : q.ListenerPort.value(), l,
             attributes);
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
  listener const& gone = call.idle_listener(q.LoadBalancerId, q.ListenerPort.value(), q.ListenerProtocol);
  load_balancer& lb = call.balancer(q.LoadBalancerId);
  bool const is_udp = gone.protocol == "udp";
  std::int64_t const key = q.ListenerPort.value() + (is_udp ? udp_ports : 0);
  call.world.today.tags.erase({"listener", listener_name(lb.id(), key, gone)});
  std::erase_if(call.world.today.extensions, [&](auto const& entry) {
    return !is_udp && entry.second.load_balancer == lb.id() && entry.second.port == key;
  });
  for (auto const& rule : gone.rules) call.world.today.rule_settings.erase(*rule.RuleId);
  lb.listeners.erase(key);
  if (lb.listeners.empty()) lb.about.LoadBalancerStatus = "inactive";
}

void require_unlocked(load_balancer const& lb) {
  if (lb.about.LoadBalancerStatus == "locked") refuse("UnsupportedOperation", "The load balancer is locked.");
}

void serve(slb_call& call, slb::StartLoadBalancerListener const& q,
           slb::StartLoadBalancerListener::response&) {
  listener& l = call.idle_listener(q.LoadBalancerId, q.ListenerPort.value(), q.ListenerProtocol);
  require_unlocked(call.balancer(q.LoadBalancerId));
  if (l.settled != "running") call.world.pass(l, "starting", "running", call.fault);
}

void serve(slb_call& call, slb::StopLoadBalancerListener const& q, slb::StopLoadBalancerListener::response&) {
  listener& l = call.idle_listener(q.LoadBalancerId, q.ListenerPort.value(), q.ListenerProtocol);
  require_unlocked(call.balancer(q.LoadBalancerId));
  if (l.settled != "stopped") call.world.pass(l, "stopping", "stopped", call.fault);
}

// ---- white lists

void serve(slb_call& call, slb::SetListenerAccessControlStatus const& q,
           slb::SetListenerAccessControlStatus::response&) {
  listener& l = call.idle_listener(q.LoadBalancerId, q.ListenerPort.value(), q.ListenerProtocol);
  l.access = q.AccessControlStatus.value();
  configure(call, l);
}

/// Addresses and blocks separated by commas: four numbers, and a length after a slash.
std::vector<std::string> sources_of(std::string const& text) {
  auto const items = split_list("SourceItems", text);
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
  listener& l = call.idle_listener(q.LoadBalancerId, q.ListenerPort.value(), q.ListenerProtocol);
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
  listener& l = call.idle_listener(q.LoadBalancerId, q.ListenerPort.value(), q.ListenerProtocol);
  for (auto const& item : sources_of(q.SourceItems.value())) std::erase(l.white_list, item);
  configure(call, l);
}

void serve(slb_call& call, slb::DescribeListenerAccessControlAttribute const& q,
           slb::DescribeListenerAccessControlAttribute::response& r) {
  load_balancer& lb = call.balancer(q.LoadBalancerId);
  listener const& l = call.get_listener(lb, q.ListenerPort.value(), q.ListenerProtocol);
  r.AccessControlStatus = l.access;
  r.SourceItems.emplace();
  for (auto const& item : l.white_list) *r.SourceItems += (r.SourceItems->empty() ? "" : ",") + item;
}

// ---- the list

std::span<slb_operation const> slb_listeners_operations() {
  static constexpr slb_operation all[] = {
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
  };
  return all;
}

}  // namespace colb::inline COLB_ABI::inner::emu::aliyun
