// What the README, the landing page and the tutorial show.
#include <cstdio>
#include <exception>

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>

#include <colb/emulator.hpp>
#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/listener.hpp>
#include <colb/tencent/clb/load_balancer.hpp>
#include <colb/tencent/clb/target.hpp>

#include "catch.hpp"

namespace clb = colb::tencent::clb;

namespace {

// --8<-- [start:serve]
asio::awaitable<void> serve(clb::client& client, std::string balancer) {
  clb::CreateListener create{.LoadBalancerId = balancer, .Ports = {80}, .Protocol = "TCP"};
  auto listener = co_await client.call_and_wait(create);  // one call, then the task it started, to its end

  clb::RegisterTargets bind{.LoadBalancerId = balancer,
                            .ListenerId = listener.ListenerIds.at(0),
                            .Targets = {{.Port = 8080, .InstanceId = "ins-1"}}};
  co_await client.call_and_wait(bind);
}
// --8<-- [end:serve]

// --8<-- [start:deploy]
asio::awaitable<void> deploy(clb::client& client) {
  clb::CreateLoadBalancer buy{.LoadBalancerType = "OPEN", .LoadBalancerName = "web"};
  auto bought = co_await client.call_and_wait(buy);
  std::string const balancer = bought.LoadBalancerIds.at(0);

  co_await serve(client, balancer);

  clb::DescribeTargetHealth ask{.LoadBalancerIds = {balancer}};
  auto const healthy = [](auto const& reply) {
    for (auto const& one : reply.LoadBalancers)
      for (auto const& listener : one.Listeners)
        for (auto const& rule : listener.Rules)
          for (auto const& target : rule.Targets)
            if (target.HealthStatus == true) return true;
    return false;
  };
  co_await client.wait_until(ask, healthy);
  std::printf("%s serves\n", balancer.c_str());
}
// --8<-- [end:deploy]

void emulated() {
  // --8<-- [start:client]
  asio::io_context io;
  colb::emulator::cloud cloud(io.get_executor());
  clb::client client(io.get_executor(), {.region = "ap-guangzhou",
                                         .credentials = cloud.credentials(),
                                         .endpoint = cloud.endpoint(),
                                         .tls = {.ca_file = cloud.ca_file()}});
  // --8<-- [end:client]
  // --8<-- [start:run]
  asio::co_spawn(io, deploy(client), [&cloud](std::exception_ptr failure) {
    cloud.stop();
    if (failure) std::rethrow_exception(failure);
  });
  io.run();
  // --8<-- [end:run]
}

[[maybe_unused]] void real(asio::io_context& io) {
  // --8<-- [start:real]
  clb::client client(io.get_executor(),
                     {.region = "ap-guangzhou", .credentials = colb::credentials::from_environment()});
  // --8<-- [end:real]
}

}  // namespace

TEST_CASE("the tutorial's program deploys", "[docs]") { CHECK_NOTHROW(emulated()); }
