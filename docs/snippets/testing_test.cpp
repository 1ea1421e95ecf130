// What the page on testing shows.
#include <exception>
#include <memory>
#include <optional>
#include <utility>

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>

#include <colb/clock.hpp>
#include <colb/emulator.hpp>
#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/load_balancer.hpp>

#include "catch.hpp"

namespace clb = colb::tencent::clb;

namespace {

asio::awaitable<void> my_program(clb::client& client) {
  clb::CreateLoadBalancer buy{.LoadBalancerType = "OPEN"};
  co_await client.call_and_wait(buy);
}

}  // namespace

TEST_CASE("a program is tested on the emulated cloud, without waiting", "[docs]") {
  // --8<-- [start:emulator]
  asio::io_context io;
  auto clock = std::make_shared<colb::manual_clock>();
  colb::emulator::cloud cloud(io.get_executor(), {.clock = clock});
  clb::client client(io.get_executor(), {.region = "ap-guangzhou",
                                         .credentials = cloud.credentials(),
                                         .endpoint = cloud.endpoint(),
                                         .tls = {.ca_file = cloud.ca_file()},
                                         .clock = clock});
  // --8<-- [end:emulator]
  // --8<-- [start:fault]
  cloud.inject({.action = "CreateLoadBalancer", .kind = colb::emulator::fault_kind::drop_answer});
  // --8<-- [end:fault]
  // --8<-- [start:clock]
  std::optional<std::exception_ptr> ended;
  asio::co_spawn(io, my_program(client), [&](std::exception_ptr failure) { ended = failure; });
  while (!ended) {
    if (io.poll() == 0) clock->advance_to_next();
  }
  // --8<-- [end:clock]
  CHECK(*ended == nullptr);
  CHECK(cloud.calls().size() >= 3);  // the purchase twice, with one token, and a look at its task
}
