// What the examples for Tencent CLB 3.0 fill the emulated cloud with before they work on it.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <asio/awaitable.hpp>

#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/listener.hpp>
#include <colb/tencent/clb/load_balancer.hpp>
#include <colb/tencent/clb/rule.hpp>
#include <colb/tencent/clb/target.hpp>

#include "common.hpp"

namespace example {

namespace clb = colb::tencent::clb;

inline std::vector<clb::types::Target> targets(std::vector<backend> const& backends) {
  std::vector<clb::types::Target> list;
  for (backend const& b : backends)
    list.push_back(clb::types::Target{.Port = b.port, .InstanceId = b.instance});
  return list;
}

/// A public load balancer, up and running.
inline asio::awaitable<std::string> make_balancer(clb::client& client, char const* name) {
  clb::CreateLoadBalancer buy{.LoadBalancerType = "OPEN", .LoadBalancerName = name};
  auto const bought = co_await client.call_and_wait(buy);
  clb::DescribeLoadBalancers look{.LoadBalancerIds = bought.LoadBalancerIds};
  auto const is_up = [](auto const& r) {
    return !r.LoadBalancerSet.empty() && r.LoadBalancerSet[0].Status == 1;
  };
  co_await client.wait_until(look, is_up);
  co_return bought.LoadBalancerIds.at(0);
}

inline asio::awaitable<std::string> make_listener(clb::client& client, clb::CreateListener const& request) {
  auto const made = co_await client.call_and_wait(request);
  co_return made.ListenerIds.at(0);
}

inline asio::awaitable<std::string> make_rule(clb::client& client, clb::CreateRule const& request) {
  auto const made = co_await client.call_and_wait(request);
  co_return made.LocationIds.at(0);
}

/// @param rule empty: the listener has none.
inline asio::awaitable<void> bind(clb::client& client, std::string const& balancer,
                                  std::string const& listener, std::string const& rule,
                                  std::vector<backend> const& backends) {
  clb::RegisterTargets request{
      .LoadBalancerId = balancer, .ListenerId = listener, .Targets = targets(backends)};
  if (!rule.empty()) request.LocationId = rule;
  co_await client.call_and_wait(request);
}

}  // namespace example
