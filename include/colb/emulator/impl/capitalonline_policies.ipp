// colb: Capital Online in the emulator: policies, configurations and monitoring of HaProxy instances.
// Included in one translation unit; see src.hpp.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <colb/capitalonline/lb/custom_config.hpp>
#include <colb/capitalonline/lb/monitor.hpp>
#include <colb/capitalonline/lb/strategy.hpp>
#include <colb/emulator/capitalonline.hpp>

namespace colb::inline COLB_ABI::inner::emu::capitalonline {

// ---- policies

/// Lower-case letters, digits and underscores (and hyphens, which the document forbids and its example uses),
/// from a letter to a letter or digit: the limits have the rest.
void check_end(std::string const& parameter, std::string const& name) {
  if (!is_spelled(name.substr(name.size() - 1), {"a-z0-9"}))
    bad_value(parameter, "it has to end with a letter or digit");
}

template <class Listener>
void check_policy(world& world, Listener& policy, std::string_view mode) {
  check_end("ListenerName", policy.ListenerName);
  if (policy.ListenerMode.value() != mode) bad_value("ListenerMode", "it has to be " + std::string(mode));
  if (contains(std::array{22, 1080, 9100, 9101}, policy.ListenerPort))
    bad_value("ListenerPort", "it is barred");
  if (policy.BackendServer->empty()) missing("BackendServer");
  check_range("number of BackendServer", static_cast<std::int64_t>(policy.BackendServer->size()), 1,
              world.env.options.quotas.targets);
  for (auto const& server : policy.BackendServer.value()) {
    check_given("BackendServer.IP", server.IP);
  }
}

void check_http(world& world, types::HttpListener& policy) {
  check_policy(world, policy, "http");
  if (auto const& session = policy.SessionPersistence) {
    check_end("SessionPersistence.Key", session->Key);
  }
  for (auto& bound : policy.CertificateIds) {
    bound.CertificateName = get_certificate(world, bound.CertificateId.value_or("")).CertificateName;
  }
}

void check_tcp(world& world, types::TcpListener& policy) {
  check_policy(world, policy, "tcp");
  if (policy.EnableRepeaterMode == "on" && policy.EnableSourceIp != "on") {
    bad_value("EnableRepeaterMode", "it needs EnableSourceIp");
  }
}

/// Names and ports are unique over all policies of an instance.
void check_unique(types::LoadBalancerStrategys const& all) {
  std::set<std::string> names;
  std::set<std::int64_t> ports;
  auto const check = [&](auto const& policy) {
    if (!names.insert(policy.ListenerName).second)
      bad_value("ListenerName", policy.ListenerName.value() + " comes twice");
    if (!ports.insert(policy.ListenerPort).second) {
      bad_value("ListenerPort", std::to_string(policy.ListenerPort.value()) + " comes twice");
    }
  };
  for (auto const& policy : all.HttpListeners) check(policy);
  for (auto const& policy : all.TcpListeners) check(policy);
}

/// Checks the policies that a request brings and sets the instance on its way to have them, and those it is
/// to keep.
template <class Request>
void set_policies(call& call, Request const& in, types::LoadBalancerStrategys all, std::string said) {
  instance& instance = call.world.get_instance(in.InstanceUuid);
  for (auto policy : in.HttpListeners.value()) {
    check_http(call.world, policy);
    all.HttpListeners.push_back(std::move(policy));
  }
  for (auto policy : in.TcpListeners) {
    check_tcp(call.world, policy);
    all.TcpListeners.push_back(std::move(policy));
  }
  check_unique(all);
  auto const quota = call.world.env.options.quotas.listeners;
  if (static_cast<std::int64_t>(all.HttpListeners.size() + all.TcpListeners.size()) > quota) {
    refuse("QuotaExceeded", "There may be " + std::to_string(quota) + " policies.");
  }
  change change;
  change.resource = in.InstanceUuid;
  change.effect = [&instance, all = std::move(all)](tick) {
    instance.policies = all;
    instance.about.IsCustomConf = 0;
  };
  call.start(std::move(change), std::move(said));
}

void serve(call& call, lb::ModifyLoadBalancerStrategys const& in,
           lb::ModifyLoadBalancerStrategys::response&) {
  set_policies(call, in, {}, "Success.");
}

void serve(call& call, lb::AddLoadBalancerStrategys const& in, lb::AddLoadBalancerStrategys::response&) {
  set_policies(call, in, call.world.get_instance(in.InstanceUuid).policies,
               "The Base configuration will be enabled.The policy modification task is successfully "
               "delivered. Wait until "
               "the task is executed.");
}

void serve(call& call, lb::DescribeLoadBalancerStrategys const& in,
           lb::DescribeLoadBalancerStrategys::response& out) {
  out.Data = call.world.get_instance(in.InstanceUuid).policies;
  call.task_id = "";
}

void serve(call& call, lb::DescribeLBInstanceListeners const& in,
           lb::DescribeLBInstanceListeners::response& out) {
  auto const& policies = call.world.get_instance(in.InstanceUuid).policies;
  for (auto const& policy : policies.TcpListeners) {
    types::ListenerNameInfo row;
    row.ListenerMode = "tcp";
    row.ListenerName = policy.ListenerName.value();
    out.Data.push_back(std::move(row));
  }
  for (auto const& policy : policies.HttpListeners) {
    types::ListenerBackendName group;
    group.BackendName = policy.ListenerName.value() + "-abk";
    group.DisplayName = "\u9ed8\u8ba4\u670d\u52a1\u5668\u7ec4";
    types::ListenerNameInfo row;
    row.BackendNames = {std::move(group)};
    row.ListenerMode = "http";
    row.ListenerName = policy.ListenerName.value();
    out.Data.push_back(std::move(row));
  }
}

// ---- custom configuration

/// The file that the policies amount to.
std::string config_of(types::LoadBalancerStrategys const& policies) {
  std::string text = "global\n    daemon\n";
  auto const add = [&](auto const& policy) {
    std::string const& name = policy.ListenerName.value();
    text += "\nfrontend " + name + "\n    default_backend " + name +
            "-abk\n    bind 0.0.0.0:" + std::to_string(policy.ListenerPort.value()) + "\n    mode " +
            policy.ListenerMode.value() + "\n\nbackend " + name + "-abk\n    balance " +
            policy.Scheduler.value() + '\n';
    for (auto const& server : policy.BackendServer.value()) {
      auto const address = server.IP.value() + ':' + std::to_string(server.Port.value());
      text += "    server s" + address + ' ' + address + " maxconn " +
              std::to_string(server.MaxConn.value()) + " weight " + server.Weight.value() + " check\n";
    }
  };
  for (auto const& policy : policies.HttpListeners) add(policy);
  for (auto const& policy : policies.TcpListeners) add(policy);
  return text;
}

void serve(call& call, lb::DescribeHaproxyCustomConfig const& in,
           lb::DescribeHaproxyCustomConfig::response& out) {
  instance const& instance = call.world.get_instance(in.InstanceUuid);
  out.Data.emplace();
  out.Data->Configs = instance.about.IsCustomConf == 1 ? instance.config : config_of(instance.policies);
}

void serve(call& call, lb::ModifyHaproxyCustomConfig const& in, lb::ModifyHaproxyCustomConfig::response&) {
  instance& instance = call.world.get_instance(in.InstanceUuid);
  check_given("Configs", in.Configs);
  change change;
  change.resource = in.InstanceUuid;
  change.effect = [&instance, text = in.Configs.value()](tick) {
    instance.config = text;
    instance.about.IsCustomConf = 1;
  };
  call.start(std::move(change),
             "The policy modification task is successfully delivered. Wait until the task is executed.");
}

// ---- monitoring

struct metric {
  std::string_view key;
  char const* unit;
};
constexpr std::array metrics{metric{"ha_cpu_usage", "%"},
                             metric{"ha_mem_usage", "%"},
                             metric{"ha_outpackage", "packages/s"},
                             metric{"ha_inpackage", "packages/s"},
                             metric{"ha_outflow", "MB/s"},
                             metric{"ha_inflow", "MB/s"},
                             metric{"ha_drop_packets", "packages/s"},
                             metric{"ha_connections_usage", "%"},
                             metric{"ha_sessions_usage", "%"},
                             metric{"ha_outbandwidth", "bits/s"},
                             metric{"ha_inbandwidth", "bits/s"},
                             metric{"ha_downserver", ""},
                             metric{"ha_responsetime", "s"},
                             metric{"ha_listener_connections", ""},
                             metric{"ha_listener_sessions", ""},
                             metric{"ha_listener_requests_denied", ""}};

/// How many servers of all policies never become healthy.
double down_servers(world const& world, types::LoadBalancerStrategys const& policies) {
  double down = 0;
  auto const count = [&](auto const& policy) {
    for (auto const& server : policy.BackendServer.value()) down += world.never_healthy({server.IP.value()});
  };
  for (auto const& policy : policies.HttpListeners) count(policy);
  for (auto const& policy : policies.TcpListeners) count(policy);
  return down;
}

/// Nothing flows through an emulated instance: what is measured is 0, but for the servers that are down.
void serve(call& call, lb::DescribeLBInstancePerformance const& in,
           lb::DescribeLBInstancePerformance::response& out) {
  world& world = call.world;
  instance const& instance = world.get_instance(in.InstanceUuid);
  auto const found = std::find_if(metrics.begin(), metrics.end(),
                                  [&](auto const& m) { return m.key == in.MetricKey.value(); });
  if (found == metrics.end()) bad_value("MetricKey", "there is no such metric");
  bool const of_listener = found->key.starts_with("ha_listener_");
  if (of_listener) {
    if (!in.ListenerName) missing("ListenerName");
    auto const is_it = [&](auto const& policy) { return policy.ListenerName.value() == *in.ListenerName; };
    auto const& [http, tcp] = instance.policies;
    if (std::none_of(http.begin(), http.end(), is_it) && std::none_of(tcp.begin(), tcp.end(), is_it)) {
      not_found("listener", *in.ListenerName);
    }
  }
  auto const from = seconds_of(*in.StartTime, ' ', "").value();
  auto const to = seconds_of(*in.EndTime, ' ', "").value();
  constexpr std::int64_t hour = 3600, day = 24 * hour;
  if (to < from) bad_value("EndTime", "it is before StartTime");
  if (to - from > 30 * day) bad_value("EndTime", "the span is longer than 30 days");
  auto const span = to - from;
  std::int64_t const period = span <= 4 * hour ? 30 : span <= 2 * day ? 60 : span <= 10 * day ? 300 : hour;

  auto& data = out.Data.emplace();
  data.InstanceUuid = instance.about.InstanceUuid;
  data.MetricKey = in.MetricKey.value();
  data.StartTime = in.StartTime.value();
  data.EndTime = in.EndTime.value();
  data.Period = period;
  data.ProductType = "haproxy-single";
  std::vector<std::string> series{std::string(found->key)};
  if (found->key == "ha_drop_packets") series = {"lb_current_receive_drop", "lb_current_transmit_drop"};
  auto const born = world.env.unix_time() -
                    std::chrono::floor<std::chrono::seconds>(world.env.ticks() - instance.created).count();
  for (auto const& name : series) {
    types::PerformanceDataPoint line;
    line.MetricName = name;
    line.MetricType = "gauge";
    line.MonitorType = name;
    line.Unit = found->unit;
    for (auto at = from; at <= to && at <= world.env.unix_time(); at += period) {
      if (at < born) continue;
      types::PerformanceValue value;
      value.DateTime =
          world.env.date_and_time(world.env.ticks() - std::chrono::seconds(world.env.unix_time() - at));
      value.Value = found->key == "ha_downserver" ? down_servers(world, instance.policies) : 0;
      line.Values.push_back(std::move(value));
    }
    data.DataPoints.push_back(std::move(line));
  }
}

// ---- the list

std::span<operation const> policies_operations() {
  static constexpr operation all[] = {
      serves<lb::DescribeLoadBalancerStrategys>(), serves<lb::ModifyLoadBalancerStrategys>(),
      serves<lb::AddLoadBalancerStrategys>(),      serves<lb::DescribeLBInstanceListeners>(),
      serves<lb::DescribeHaproxyCustomConfig>(),   serves<lb::ModifyHaproxyCustomConfig>(),
      serves<lb::DescribeLBInstancePerformance>(),
  };
  return all;
}

}  // namespace colb::inline COLB_ABI::inner::emu::capitalonline
