// Clients on several threads at the moment when their keys expire, the emulator's STS over real TLS. Run
// under ThreadSanitizer too.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>

#include <colb/emulator.hpp>
#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/quota.hpp>

#include "catch.hpp"

namespace clb = colb::tencent::clb;
using namespace std::chrono_literals;

namespace {

/// A context and the thread that runs it.
struct runner {
  asio::io_context io{1};
  asio::executor_work_guard<asio::io_context::executor_type> work = asio::make_work_guard(io);
  std::thread thread{[this] { io.run(); }};
  runner() = default;
  runner(runner const&) = delete;
  runner& operator=(runner const&) = delete;
  ~runner() {
    work.reset();
    thread.join();
  }
};

asio::awaitable<void> ask(clb::client& client) {
  clb::DescribeQuota const what;
  co_await client.call(what);
}

}  // namespace

TEST_CASE("a thousand calls on four clients and two threads when their keys expire: two requests to STS") {
  auto const clock = std::make_shared<colb::manual_clock>();
  runner server, one, two;
  colb::emulator::options how;
  how.clock = clock;
  how.rate_limit = false;
  colb::emulator::cloud cloud(server.io.get_executor(), how);
  auto const asked = [&] {
    auto const all = cloud.calls();
    return std::count_if(all.begin(), all.end(), [](auto const& c) { return c.action == "AssumeRole"; });
  };
  // Real time, for what happens on other threads; a failure, and nothing else, takes as long as this.
  auto const until = [](auto const& holds) {
    for (int i = 0; i < 6000 && !holds(); ++i) std::this_thread::sleep_for(5ms);
    return holds();
  };

  colb::client_options options;
  options.region = "ap-guangzhou";
  options.endpoint = cloud.endpoint();
  options.tls.ca_file = cloud.ca_file();
  options.clock = clock;
  options.rate_limit.mode = colb::rate_limit_mode::off;
  options.pool.max_connections = 4;
  options.credentials = colb::credentials::assume_role(
      cloud.credentials(), {.role_arn = "qcs::cam::uin/42:roleName/ops", .endpoint = cloud.endpoint()});
  std::vector<std::unique_ptr<clb::client>> clients;
  for (int i = 0; i < 4; ++i)
    clients.push_back(std::make_unique<clb::client>((i % 2 ? one : two).io.get_executor(), options));

  std::atomic<int> left{4}, errors{0};
  auto const end = [&](std::exception_ptr e) {
    if (e) ++errors;
    --left;
  };
  for (int i = 0; i < 4; ++i)
    asio::co_spawn((i % 2 ? one : two).io, ask(*clients[static_cast<std::size_t>(i)]), end);
  REQUIRE(until([&] { return left == 0; }));
  REQUIRE(errors == 0);
  REQUIRE(asked() == 1);

  clock->advance(2h);
  colb::emulator::fault broken;
  broken.action = "AssumeRole";
  broken.code = "InternalError";
  cloud.inject(broken);
  asio::cancellation_signal cancel;
  std::optional<colb::condition> first;
  std::atomic<bool> first_ended{false};
  left = 1000;
  // On the client's own thread, as is its cancellation.
  asio::post(one.io, [&] {
    asio::co_spawn(one.io, ask(*clients[1]),
                   asio::bind_cancellation_slot(cancel.slot(), [&](std::exception_ptr e) {
                     if (auto const* const failed = colb::get_error(e)) first = failed->info().condition;
                     first_ended = true;
                   }));
  });
  for (std::size_t i = 0; i < 1000; ++i) asio::co_spawn((i % 2 ? one : two).io, ask(*clients[i % 4]), end);
  REQUIRE(until([&] { return asked() == 2; }));
  asio::post(one.io, [&] { cancel.emit(asio::cancellation_type::terminal); });
  REQUIRE(until([&] { return first_ended.load(); }));
  // It is tried again after a second; the failure may still be on its way.
  for (int i = 0; i < 8 && asked() == 2; ++i) {
    clock->advance(1s);
    for (int wait = 0; wait < (100 << i) && asked() == 2; ++wait) std::this_thread::sleep_for(5ms);
  }
  CHECK(until([&] { return left == 0; }));
  CHECK(errors == 0);
  CHECK(first == colb::condition::cancelled);
  CHECK(asked() == 3);  // the one before, one that failed, one that brought keys
  for (auto& each : clients) each.reset();
  cloud.stop();
}
