// colb: clients over a Redis and an emulated cloud, in real time.
#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>

#include <colb/emulator.hpp>
#include <colb/ext/redis.hpp>
#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/listener.hpp>
#include <colb/tencent/clb/load_balancer.hpp>

#include "catch.hpp"
#include "ext/redis_server.hpp"

using namespace colb::test;
using namespace std::chrono_literals;
namespace clb = colb::tencent::clb;
using words = std::vector<std::string>;

namespace {

asio::awaitable<void> listen(clb::client& client, std::string id, std::int64_t port) {
  clb::CreateListener want{.LoadBalancerId = id, .Ports = {port}, .Protocol = "TCP"};
  if (port % 3 == 0) {
    co_await client.call(want);
  } else {
    co_await client.call_and_wait(want);
  }
}

asio::awaitable<void> buy(clb::client& client, std::string& id) {
  clb::CreateLoadBalancer want{.LoadBalancerType = "OPEN"};
  auto const made = co_await client.call_and_wait(want);
  id = made.LoadBalancerIds.at(0);
}

}  // namespace

TEST_CASE("two clients of one scope keep lanes and rate, and go on without their Redis", "[redis]") {
  for (bool const dies : {false, true}) {
    redis_server server;
    asio::io_context io{1};
    colb::emulator::options how;
    how.task_time = 100ms;
    colb::emulator::cloud cloud(io.get_executor(), how);
    colb::redis_options at;
    at.url = server.url();
    at.scope = "account-1";
    std::vector<std::unique_ptr<clb::client>> clients;
    std::vector<std::shared_ptr<colb::redis>> redises;
    for (int i = 0; i < 2; ++i) {
      colb::client_options options;
      options.region = "ap-guangzhou";
      options.endpoint = cloud.endpoint();
      options.tls.ca_file = cloud.ca_file();
      options.credentials = cloud.credentials();
      options.wait.min_delay = 20ms;
      redises.push_back(std::make_shared<colb::redis>(io.get_executor(), at));
      options.coordinator = redises.back();
      clients.push_back(std::make_unique<clb::client>(io.get_executor(), options));
    }
    std::string id;
    bool bought = false;
    asio::co_spawn(io, buy(*clients[0], id), [&](std::exception_ptr) { bought = true; });
    while (!bought && io.run_one() > 0) {
    }
    REQUIRE_FALSE(id.empty());
    std::size_t const before = cloud.calls().size();
    int left = 24;
    words errors;
    for (int i = 0; i < 24; ++i) {
      asio::co_spawn(io, listen(*clients[static_cast<std::size_t>(i % 2)], id, 100 + i),
                     [&](std::exception_ptr e) {
                       if (auto const* const known = colb::get_error(e)) errors.push_back(known->what());
                       if (--left == 12 && dies) server.stop();
                     });
    }
    io.restart();
    while (left > 0 && io.run_one() > 0) {
    }
    CHECK(errors == words{});
    auto const calls = cloud.calls();
    auto const refused = std::count_if(calls.begin() + static_cast<std::ptrdiff_t>(before), calls.end(),
                                       [](auto const& call) { return !call.code.empty(); });
    // A machine that is too busy may have lost it for a while.
    auto const lost = std::ranges::any_of(redises, [](auto const& one) { return one->health().lost(); });
    if (dies) CHECK(lost);
    if (!lost) CHECK(refused == 0);
    clients.clear();
    cloud.stop();
  }
}
