// colb: the main job of the tests: a service on Tencent CLB, made and taken down.
#pragma once

#include <string>

#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/listener.hpp>
#include <colb/tencent/clb/load_balancer.hpp>
#include <colb/tencent/clb/rule.hpp>
#include <colb/tencent/clb/target.hpp>

#include "support/virtual_cloud.hpp"

namespace colb::test {

namespace clb = colb::tencent::clb;
using cloud = virtual_cloud<clb::client>;

inline std::size_t healthy_targets(clb::DescribeTargetHealth::response const& health) {
  std::size_t healthy = 0;
  for (auto const& balancer : health.LoadBalancers) {
    for (auto const& listener : balancer.Listeners) {
      for (auto const& rule : listener.Rules) {
        for (auto const& target : rule.Targets) healthy += target.HealthStatus == true ? 1 : 0;
      }
    }
  }
  return healthy;
}

/// Fourteen calls at least: eight changes with their tasks, and the reads between them.
inline asio::awaitable<void> main_job(clb::client& client, std::string* vip = nullptr) {
  clb::CreateLoadBalancer buy{.LoadBalancerType = "OPEN"};
  auto const bought = co_await client.call_and_wait(buy);
  std::string const id = bought.LoadBalancerIds.at(0);

  clb::DescribeLoadBalancers look{.LoadBalancerIds = {id}};
  auto const up = [](auto const& r) {
    return r.LoadBalancerSet.size() == 1 && r.LoadBalancerSet[0].Status == 1;
  };
  auto const running = co_await client.wait_until(look, up);
  if (vip) *vip = running.LoadBalancerSet[0].LoadBalancerVips.at(0);

  clb::CreateListener tcp{.LoadBalancerId = id, .Ports = {9000}, .Protocol = "TCP"};
  auto const tcp_made = co_await client.call_and_wait(tcp);
  clb::CreateListener http{.LoadBalancerId = id, .Ports = {80}, .Protocol = "HTTP"};
  auto const http_made = co_await client.call_and_wait(http);
  clb::CreateRule rule{.LoadBalancerId = id,
                       .ListenerId = http_made.ListenerIds.at(0),
                       .Rules = {{.Url = "/", .Domain = "www.example.com"}}};
  auto const rule_made = co_await client.call_and_wait(rule);

  clb::RegisterTargets bind_tcp{
      .LoadBalancerId = id,
      .ListenerId = tcp_made.ListenerIds.at(0),
      .Targets = {{.Port = 8080, .InstanceId = "ins-1"}, {.Port = 8080, .InstanceId = "ins-2"}}};
  co_await client.call_and_wait(bind_tcp);
  clb::RegisterTargets bind_http{
      .LoadBalancerId = id,
      .ListenerId = http_made.ListenerIds.at(0),
      .Targets = {{.Port = 8080, .InstanceId = "ins-1"}, {.Port = 8080, .InstanceId = "ins-2"}},
      .LocationId = rule_made.LocationIds.at(0)};
  co_await client.call_and_wait(bind_http);

  clb::DescribeTargetHealth ask{.LoadBalancerIds = {id}};
  auto const healthy = [](auto const& r) { return healthy_targets(r) == 4; };
  co_await client.wait_until(ask, healthy);

  clb::DeleteListener drop_http{.LoadBalancerId = id, .ListenerId = http_made.ListenerIds.at(0)};
  co_await client.call_and_wait(drop_http);
  clb::DeleteLoadBalancer drop{.LoadBalancerIds = {id}};
  co_await client.call_and_wait(drop);
}

}  // namespace colb::test
