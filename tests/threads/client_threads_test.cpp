// colb: one client, several threads running its io_context, the emulator over real TLS. Run under
// ThreadSanitizer too.
#include <atomic>
#include <cstddef>
#include <future>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/strand.hpp>
#include <asio/use_future.hpp>

#include <colb/emulator.hpp>
#include <colb/metrics.hpp>
#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/listener.hpp>
#include <colb/tencent/clb/load_balancer.hpp>
#include <colb/text_log.hpp>

#include "catch.hpp"

namespace clb = colb::tencent::clb;
using namespace std::chrono_literals;

namespace {

class threads {
 public:
  explicit threads(int count) {
    for (int i = 0; i < count; ++i) pool_.emplace_back([this] { io.run(); });
  }
  ~threads() {
    work_.reset();
    for (auto& t : pool_) t.join();
  }
  asio::io_context io;

 private:
  asio::executor_work_guard<asio::io_context::executor_type> work_ = asio::make_work_guard(io);
  std::vector<std::thread> pool_;
};

asio::awaitable<void> chain(clb::client& client, std::string id, std::int64_t port) {
  for (int i = 0; i < 3; ++i) {
    clb::DescribeListeners const look{.LoadBalancerId = id};
    co_await client.call(look);
  }
  clb::CreateListener const make{.LoadBalancerId = id, .Ports = {port}, .Protocol = "TCP"};
  auto const made = co_await client.call_and_wait(make);
  clb::DeleteListener const drop{.LoadBalancerId = id, .ListenerId = made.ListenerIds.at(0)};
  co_await client.call_and_wait(drop);
}

asio::awaitable<void> service(clb::client& client, std::int64_t port) {
  clb::CreateLoadBalancer const buy{.LoadBalancerType = "OPEN"};
  auto const bought = co_await client.call_and_wait(buy);
  co_await chain(client, bought.LoadBalancerIds.at(0), port);
}

colb::client_options options_for(colb::emulator::cloud const& cloud) {
  colb::client_options options;
  options.region = "ap-guangzhou";
  options.endpoint = cloud.endpoint();
  options.tls.ca_file = cloud.ca_file();
  options.credentials = cloud.credentials();
  options.pool.max_connections = 6;
  options.wait.min_delay = 1ms;
  options.rate_limit.mode = colb::rate_limit_mode::off;  // as the cloud's
  return options;
}

colb::emulator::options quick() {
  colb::emulator::options options;
  options.task_time = 0ms;
  options.rate_limit = false;
  return options;
}

}  // namespace

TEST_CASE("many chains on many threads") {
  threads on(4);
  colb::emulator::cloud cloud(on.io.get_executor(), quick());
  clb::client client(on.io.get_executor(), options_for(cloud));
  std::vector<std::future<void>> ends;
  for (std::int64_t i = 0; i < 12; ++i) {
    ends.push_back(asio::co_spawn(asio::make_strand(on.io), service(client, 1000 + i), asio::use_future));
  }
  for (auto& end : ends) CHECK_NOTHROW(end.get());
  cloud.stop();
}

TEST_CASE("clients on several threads share an observer, which sees each operation begin and end") {
  struct watcher final : colb::observer {
    void on(colb::event const& e) override {
      figures.on(e);
      log.on(e);
      if (e.kind == colb::event_kind::operation_started) ++begun;
      if (e.kind == colb::event_kind::operation_ended) ++ended;
      if (e.kind == colb::event_kind::answered && e.action.empty()) ++wrong;
    }
    std::atomic<int> begun = 0, ended = 0, wrong = 0, lines = 0;
    colb::metrics figures{};
    colb::text_log log{[this](colb::log_level, std::string_view) { ++lines; }, colb::log_level::debug};
  };
  auto const seen = std::make_shared<watcher>();
  {
    threads on(4);
    colb::emulator::cloud cloud(on.io.get_executor(), quick());
    colb::client_options options = options_for(cloud);
    options.observer = seen;
    clb::client one(on.io.get_executor(), options);
    clb::client other(on.io.get_executor(), options);
    std::vector<std::future<void>> ends;
    for (std::int64_t i = 0; i < 8; ++i) {
      clb::client& client = i % 2 == 0 ? one : other;
      ends.push_back(asio::co_spawn(asio::make_strand(on.io), service(client, 1000 + i), asio::use_future));
    }
    for (auto& end : ends) {
      CHECK_NOTHROW(end.get());
      CHECK_FALSE(seen->figures.openmetrics().empty());
    }
    cloud.stop();
  }
  CHECK(seen->begun == 8 * 6);
  CHECK(seen->ended == 8 * 6);
  CHECK(seen->wrong == 0);
  CHECK(seen->lines > 8 * 6 * 5);
  std::string const text = seen->figures.prometheus();
  CHECK(text.find("rpc_method=\"CreateListener\",colb_operation=\"call_and_wait\"} 8\n") != text.npos);
}

TEST_CASE("calls from outside, from several threads at once") {
  threads on(2);
  colb::emulator::cloud cloud(on.io.get_executor(), quick());
  clb::client client(on.io.get_executor(), options_for(cloud));
  std::atomic<int> good = 0;
  {
    std::vector<std::thread> callers;
    for (int i = 0; i < 4; ++i) {
      callers.emplace_back([&] {
        for (int n = 0; n < 10; ++n) {
          clb::DescribeLoadBalancers const ask;
          if (!client.call(ask, asio::use_future).get().RequestId.empty()) ++good;
        }
      });
    }
    for (auto& caller : callers) caller.join();
  }
  CHECK(good == 40);
  cloud.stop();
}

TEST_CASE("cancellation from another strand") {
  threads on(4);
  colb::emulator::options how = quick();
  how.task_time = std::chrono::hours(1);
  colb::emulator::cloud cloud(on.io.get_executor(), how);
  clb::client client(on.io.get_executor(), options_for(cloud));
  for (int round = 0; round < 20; ++round) {
    auto const strand = asio::make_strand(on.io);
    asio::cancellation_signal signal;
    std::promise<std::exception_ptr> ended;
    asio::co_spawn(
        strand, service(client, 80),
        asio::bind_cancellation_slot(signal.slot(), [&](std::exception_ptr e) { ended.set_value(e); }));
    // Somewhere in the middle: after as many handlers of this strand as rounds.
    for (int i = 0; i < round; ++i) asio::post(strand, [] {});
    asio::post(strand, [&] { signal.emit(asio::cancellation_type::terminal); });
    auto const failure = ended.get_future().get();
    REQUIRE(failure);
    if (auto const* e = colb::get_error(failure)) CHECK(e->code() == colb::condition::cancelled);
  }
  cloud.stop();
}

TEST_CASE("a client that dies while its operations go on") {
  threads on(4);
  colb::emulator::cloud cloud(on.io.get_executor(), quick());
  std::vector<std::future<colb::reply<clb::DescribeLoadBalancers>>> ends;
  {
    clb::client client(on.io.get_executor(), options_for(cloud));
    for (int i = 0; i < 20; ++i) {
      clb::DescribeLoadBalancers const ask;
      ends.push_back(client.call(ask, asio::use_future));
    }
  }
  for (auto& end : ends) CHECK_FALSE(end.get().RequestId.empty());
  cloud.stop();
}

TEST_CASE("closing a client that several threads use") {
  for (int round = 0; round < 10; ++round) {
    threads on(4);
    colb::emulator::cloud cloud(on.io.get_executor(), quick());
    clb::client client(on.io.get_executor(), options_for(cloud));
    std::atomic<int> started = 0;
    std::atomic<int> silent = 0;
    std::atomic<bool> refused = false;
    std::vector<std::thread> callers;
    for (int i = 0; i < 3; ++i) {
      callers.emplace_back([&, i] {
        // Until the door is shut.
        for (int n = 0; !refused; ++n) {
          std::this_thread::yield();
          if (started > 100) continue;
          ++started;
          clb::CreateListener const change{
              .LoadBalancerId = "lb-" + std::to_string(i), .Ports = {80}, .Protocol = "TCP"};
          clb::DescribeLoadBalancers const read;
          auto const note = [&](std::exception_ptr failure, auto) {
            colb::error const* const e = colb::get_error(failure);
            if (e && e->code() == colb::condition::cancelled) {
              if (std::string_view(e->what()).find("the client is closed") == std::string_view::npos)
                ++silent;
              refused = true;
            }
            --started;
          };
          if (n % 3 == 0) {
            client.call(change, note);
          } else {
            client.call(read, note);
          }
        }
      });
    }
    while (cloud.calls().size() < static_cast<std::size_t>(round) * 7) std::this_thread::yield();
    auto first = client.close(10s, asio::use_future);
    auto second = client.close(10s, asio::use_future);
    CHECK_NOTHROW(first.get());
    CHECK_NOTHROW(second.get());
    auto const answered = cloud.calls().size();
    for (auto& caller : callers) caller.join();
    clb::DescribeLoadBalancers const late;
    CHECK_THROWS_AS(client.call(late, asio::use_future).get(), colb::error);
    CHECK(client.statistics().busy == 0);
    CHECK(cloud.calls().size() == answered);
    // The handlers run where they like: a little later.
    while (started > 0) std::this_thread::yield();
    CHECK(silent == 0);
    cloud.stop();
  }
}
