// What the page about observing shows, run against the emulated cloud.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>

#include <colb/clock.hpp>
#include <colb/emulator.hpp>
#include <colb/metrics.hpp>
#include <colb/observer.hpp>
#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/listener.hpp>
#include <colb/tencent/clb/load_balancer.hpp>
#include <colb/text_log.hpp>

#include "catch.hpp"

namespace clb = colb::tencent::clb;
using namespace std::chrono_literals;

namespace {

// --8<-- [start:own]
class slow_calls final : public colb::observer {
 public:
  void on(colb::event const& e) override {
    if (e.kind == colb::event_kind::operation_ended && e.took > std::chrono::milliseconds(100)) {
      auto const took = std::chrono::duration_cast<std::chrono::milliseconds>(e.took);
      std::printf("%s took %d ms\n", std::string(e.action).c_str(), static_cast<int>(took.count()));
    }
  }
};
// --8<-- [end:own]

/// Stands for the tracing library of the program.
struct span {
  std::string name;
  colb::clock::wall_time begin{};
  colb::clock::wall_time end{};
  std::uint64_t parent = 0;
  std::map<std::string, std::string> attributes{};
};
std::vector<span> exported;

// --8<-- [start:span]
/// A span for each operation, and in it one for each attempt.
class tracer final : public colb::observer {
 public:
  void on(colb::event const& e) override {
    using kind = colb::event_kind;
    std::lock_guard const lock(mutex_);
    switch (e.kind) {
      case kind::operation_started:
        open_[e.operation].whole = span{std::string(e.action), e.when, {}, e.tag};  // tag: the caller's span
        break;
      case kind::attempt_started:
        open_[e.operation].attempt = span{std::string(e.action), e.when, {}, e.operation};
        break;
      case kind::answered:
      case kind::failed:
        close(open_[e.operation].attempt, e);
        break;
      case kind::operation_ended:
        close(open_[e.operation].whole, e);
        open_.erase(e.operation);
        break;
      default:  // more kinds may come
        break;
    }
  }

 private:
  struct pair {
    span whole, attempt;
  };

  static void close(span& one, colb::event const& e) {
    one.end = e.when;
    one.attributes = {{"rpc.system.name", std::string(e.service)}, {"rpc.method", std::string(e.action)}};
    if (e.condition) one.attributes["error.type"] = to_string(*e.condition);
    if (!e.vendor_code.empty()) one.attributes["rpc.response.status_code"] = e.vendor_code;
    exported.push_back(std::move(one));
  }

  std::mutex mutex_{};  // clients on several threads may share it
  std::map<std::uint64_t, pair> open_{};
};
// --8<-- [end:span]

/// A cloud under a clock that nobody waits for.
struct scene {
  asio::io_context io{};
  std::shared_ptr<colb::manual_clock> clock = std::make_shared<colb::manual_clock>();
  colb::emulator::cloud cloud{io.get_executor(), {.clock = clock}};

  colb::client_options options() const {
    colb::client_options how;
    how.region = "ap-guangzhou";
    how.credentials = cloud.credentials();
    how.endpoint = cloud.endpoint();
    how.tls.ca_file = cloud.ca_file();
    how.clock = clock;
    return how;
  }
  void run(asio::awaitable<void> chain) {
    bool done = false;
    std::exception_ptr failure;
    asio::co_spawn(io, std::move(chain), [&](std::exception_ptr f) {
      failure = f;
      done = true;
    });
    while (!done) {
      if (io.poll() == 0) clock->advance_to_next();
    }
    if (failure) std::rethrow_exception(failure);
  }
};

asio::awaitable<void> tells_the_effort(clb::client& client) {
  // --8<-- [start:effort]
  colb::call_options how;
  how.tag = 4711;  // in every event of this call
  clb::DescribeLoadBalancers list;
  auto const reply = co_await client.call(list, how);
  std::printf("%d attempts, %d us\n", reply.attempts(), static_cast<int>(reply.took().count()));
  // --8<-- [end:effort]
}

asio::awaitable<void> buy(clb::client& client) {
  clb::CreateLoadBalancer want{.LoadBalancerType = "OPEN"};
  co_await client.call_and_wait(want);
}

}  // namespace

TEST_CASE("what the page about observing shows runs", "[docs]") {
  scene s;
  auto const executor = s.io.get_executor();
  SECTION("an observer of one's own") {
    colb::client_options options = s.options();
    // --8<-- [start:use]
    options.observer = std::make_shared<slow_calls>();
    clb::client client(executor, options);
    // --8<-- [end:use]
    s.run(buy(client));
    s.run(tells_the_effort(client));
  }
  SECTION("a log") {
    colb::client_options options = s.options();
    // --8<-- [start:log]
    options.observer = std::make_shared<colb::text_log>(std::clog, colb::log_level::warning);
    // --8<-- [end:log]
    clb::client client(executor, options);
    s.run(tells_the_effort(client));
  }
  SECTION("figures") {
    colb::client_options options = s.options();
    // --8<-- [start:metrics]
    auto const figures = std::make_shared<colb::metrics>();
    options.observer = figures;
    clb::client client(executor, options);
    // … and where the scraper asks:
    std::string const text = figures->openmetrics();
    // --8<-- [end:metrics]
    CHECK(text == "# EOF\n");
    s.run(tells_the_effort(client));
    CHECK(figures->prometheus().find("rpc_method=\"DescribeLoadBalancers\"") != std::string::npos);
  }
  SECTION("spans") {
    colb::client_options options = s.options();
    options.observer = std::make_shared<tracer>();
    clb::client client(executor, options);
    s.cloud.inject({.action = "CreateLoadBalancer", .code = "InternalError"});
    s.run(buy(client));
    REQUIRE(exported.size() >= 3);
    CHECK(exported.front().name == "CreateLoadBalancer");
    CHECK(exported.front().attributes.at("error.type") == "unavailable");
    CHECK(exported.front().attributes.at("rpc.response.status_code") == "InternalError");
    CHECK(exported.back().name == "CreateLoadBalancer");
    CHECK(exported.back().parent == 0);
    CHECK(exported.back().end - exported.back().begin > 100ms);
  }
}
