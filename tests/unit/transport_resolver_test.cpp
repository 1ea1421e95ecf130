// colb: look-ups of host names that may never end.
#include <colb/transport/name_cache.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/strand.hpp>
#include <asio/this_coro.hpp>

#include "../catch.hpp"

using namespace std::chrono_literals;
using addresses = colb::resolver::addresses;

namespace {

/// Answers when the test says so.
struct slow_resolver : colb::resolver {
  void resolve(std::string const& host, answer done) override { asked.emplace_back(host, std::move(done)); }
  std::vector<std::pair<std::string, answer>> asked;
};

addresses const one = {asio::ip::make_address("192.0.2.1")};
addresses const two = {asio::ip::make_address("192.0.2.2"), asio::ip::make_address("2001:db8::2")};

struct look_up {
  addresses found{};
  std::error_code ec{};
  bool done = false;
  asio::cancellation_signal cancel{};
  std::unique_ptr<colb::inner::event> wake{};
};

struct world {
  asio::io_context io{1};
  std::shared_ptr<slow_resolver> resolver = std::make_shared<slow_resolver>();
  std::shared_ptr<colb::manual_clock> clock = std::make_shared<colb::manual_clock>();
  std::shared_ptr<colb::inner::name_cache> names =
      std::make_shared<colb::inner::name_cache>(clock, resolver, 5s);

  std::shared_ptr<look_up> start(std::string host = "a.example") {
    auto out = std::make_shared<look_up>();
    out->wake = std::make_unique<colb::inner::event>(io.get_executor());
    asio::co_spawn(io, run(names, std::move(host), out),
                   asio::bind_cancellation_slot(out->cancel.slot(), [](std::exception_ptr e) {
                     if (e) std::rethrow_exception(e);
                   }));
    settle();
    return out;
  }

  void settle() {
    io.restart();
    io.poll();
  }

 private:
  static asio::awaitable<void> run(std::shared_ptr<colb::inner::name_cache> in, std::string host,
                                   std::shared_ptr<look_up> out) {
    co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
    co_await asio::this_coro::throw_if_cancelled(false);
    co_await in->look_up(host, *out->wake, out->found, out->ec);
    out->done = true;
  }
};

}  // namespace

TEST_CASE("answers are kept for a minute", "[transport]") {
  world w;
  auto const first = w.start();
  REQUIRE(w.resolver->asked.size() == 1);
  CHECK(w.resolver->asked[0].first == "a.example");
  CHECK_FALSE(first->done);
  w.resolver->asked[0].second({}, two);
  w.settle();
  REQUIRE(first->done);
  CHECK(first->found == two);

  w.clock->advance(59s);
  auto const second = w.start();
  CHECK(second->found == two);
  CHECK(w.start("b.example")->found.empty());
  CHECK(w.resolver->asked.size() == 2);

  w.clock->advance(1s);
  auto const third = w.start();
  CHECK_FALSE(third->done);
  REQUIRE(w.resolver->asked.size() == 3);
  w.resolver->asked[2].second({}, one);
  w.settle();
  CHECK(third->found == one);

  w.names->forget("a.example");
  w.start();
  CHECK(w.resolver->asked.size() == 4);
}

TEST_CASE("failures are told and not kept", "[transport]") {
  world w;
  auto const first = w.start();
  w.resolver->asked[0].second(asio::error::host_not_found, {});
  w.settle();
  REQUIRE(first->done);
  CHECK(first->ec == asio::error::host_not_found);

  auto const second = w.start();
  REQUIRE(w.resolver->asked.size() == 2);
  w.resolver->asked[1].second({}, {});
  w.settle();
  CHECK(second->ec == asio::error::host_not_found);
}

TEST_CASE("who looks up the same name shares one look-up", "[transport]") {
  world w;
  auto const a = w.start();
  auto const b = w.start();
  CHECK(w.resolver->asked.size() == 1);
  SECTION("to its end") {
    w.resolver->asked[0].second({}, one);
    w.settle();
    CHECK(a->found == one);
    CHECK(b->found == one);
  }
  SECTION("when one of them leaves") {
    a->cancel.emit(asio::cancellation_type::total);
    w.settle();
    REQUIRE(a->done);
    CHECK(a->ec == asio::error::operation_aborted);
    a->wake.reset();
    w.resolver->asked[0].second({}, one);
    w.settle();
    CHECK(b->found == one);
  }
}

TEST_CASE("an answer given at once is no wait", "[transport]") {
  struct fast : colb::resolver {
    void resolve(std::string const&, answer done) override {
      done({}, one);
      done({}, two);  // A second answer does not count.
    }
  };
  world w;
  w.names = std::make_shared<colb::inner::name_cache>(w.clock, std::make_shared<fast>(), 5s);
  CHECK(w.start()->found == one);
}

TEST_CASE("a stuck look-up is abandoned, and another one tried", "[transport]") {
  world w;
  auto const first = w.start();
  first->wake->set();
  w.settle();
  REQUIRE(first->done);
  CHECK(first->ec == asio::error::operation_aborted);
  CHECK(w.io.stopped());

  auto const second = w.start();
  CHECK(w.resolver->asked.size() == 1);
  w.clock->advance(5s);
  auto const third = w.start();
  REQUIRE(w.resolver->asked.size() == 2);
  w.resolver->asked[1].second({}, one);
  w.settle();
  CHECK(third->found == one);
  CHECK_FALSE(second->done);
  w.resolver->asked[0].second({}, two);
  w.settle();
  CHECK(second->found == two);
  // The newer look-up is the one that is kept.
  CHECK(w.start()->found == one);
}

TEST_CASE("an answer that comes after all have left is used if it is recent", "[transport]") {
  world w;
  auto const first = w.start();
  first->wake->set();
  w.settle();
  w.clock->advance(4s);
  w.resolver->asked[0].second({}, one);
  w.settle();
  w.clock->advance(4s);
  CHECK(w.start()->found == one);
  CHECK(w.resolver->asked.size() == 1);

  auto const again = w.start("b.example");
  again->wake->set();
  w.settle();
  w.resolver->asked[1].second({}, one);
  w.clock->advance(1h);
  CHECK_FALSE(w.start("b.example")->done);
  CHECK(w.resolver->asked.size() == 3);
}

TEST_CASE("an answer may come after everything is gone", "[transport]") {
  auto const resolver = std::make_shared<slow_resolver>();
  {
    world w;
    w.names = std::make_shared<colb::inner::name_cache>(w.clock, resolver, 5s);
    auto const strand = asio::make_strand(w.io);
    auto out = std::make_shared<look_up>();
    out->wake = std::make_unique<colb::inner::event>(strand);
    bool done = false;
    auto const run = [](std::shared_ptr<colb::inner::name_cache> in, std::shared_ptr<look_up> o,
                        bool& flag) -> asio::awaitable<void> {
      co_await in->look_up("a.example", *o->wake, o->found, o->ec);
      flag = true;
    };
    asio::co_spawn(strand, run(w.names, out, done), [](std::exception_ptr) {});
    w.settle();
    REQUIRE(resolver->asked.size() == 1);
    w.names.reset();
    out.reset();
    CHECK_FALSE(done);
  }
  resolver->asked[0].second({}, one);
}

TEST_CASE("answers may come from other threads", "[transport]") {
  struct threaded : colb::resolver {
    ~threaded() override {
      for (auto& t : threads) t.join();
    }
    void resolve(std::string const&, answer done) override {
      threads.emplace_back([done = std::move(done)] { done({}, one); });
    }
    std::vector<std::thread> threads;
  };
  world w;
  w.names = std::make_shared<colb::inner::name_cache>(w.clock, std::make_shared<threaded>(), 5s);
  for (int i = 0; i < 50; ++i) {
    auto const p = w.start(std::to_string(i));
    w.io.restart();
    w.io.run();
    REQUIRE(p->found == one);
  }
}

TEST_CASE("the system's resolver finds this machine", "[transport]") {
  world w;
  w.names = std::make_shared<colb::inner::name_cache>(w.clock, std::make_shared<colb::system_resolver>(), 5s);
  auto const p = w.start("localhost");
  w.io.restart();
  w.io.run();
  REQUIRE(p->done);
  REQUIRE_FALSE(p->ec);
  for (auto const& a : p->found) CHECK(a.is_loopback());
}

TEST_CASE("addresses: the families in turn, the last good one first, the dead last", "[transport]") {
  colb::inner::address_memory memory;
  colb::clock::tick const now{1h};
  auto const at = [](char const* text) { return asio::ip::make_address(text); };
  addresses const found = {at("2001:db8::1"), at("2001:db8::2"), at("2001:db8::3"), at("192.0.2.1"),
                           at("192.0.2.2")};
  addresses const in_turn = {at("2001:db8::1"), at("192.0.2.1"), at("2001:db8::2"), at("192.0.2.2"),
                             at("2001:db8::3")};
  CHECK(memory.arrange("a", 443, found, now) == in_turn);
  CHECK(memory.arrange("a", 443, {}, now).empty());

  memory.worked("a", 443, at("192.0.2.2"));
  CHECK(memory.arrange("a", 443, found, now).front() == at("192.0.2.2"));
  CHECK(memory.arrange("b", 443, found, now) == in_turn);
  CHECK(memory.arrange("a", 444, found, now) == in_turn);

  memory.failed("a", 443, at("192.0.2.2"), now);
  memory.failed("a", 443, at("2001:db8::1"), now);
  addresses const dead_last = {at("192.0.2.1"), at("2001:db8::2"), at("2001:db8::3"), at("2001:db8::1"),
                               at("192.0.2.2")};
  CHECK(memory.arrange("a", 443, found, now + 59s) == dead_last);
  CHECK(memory.arrange("a", 443, found, now + 60s) == in_turn);

  addresses many;
  for (int i = 1; i <= 30; ++i) many.push_back(at(("192.0.2." + std::to_string(i)).c_str()));
  CHECK(memory.arrange("a", 443, many, now).size() == 10);
}

TEST_CASE("a race of addresses: 250 ms apart, at once after a failure", "[transport]") {
  colb::clock::tick now{1h};
  colb::inner::address_race race(4);
  CHECK(race.due(now) == 0u);
  CHECK_FALSE(race.due(now));
  CHECK(race.next() == now + 250ms);
  CHECK_FALSE(race.due(now + 249ms));
  CHECK(race.due(now += 250ms) == 1u);
  race.failed();
  CHECK(race.due(now) == 2u);
  CHECK_FALSE(race.due(now));
  race.failed();
  race.failed();
  CHECK_FALSE(race.is_lost());
  CHECK(race.due(now) == 3u);
  CHECK(race.next() == colb::clock::tick::max());
  CHECK_FALSE(race.is_lost());
  race.failed();
  CHECK(race.is_lost());
  CHECK(colb::inner::address_race(0).is_lost());
}

TEST_CASE("a look-up that nobody waits for is cancelled, and its error is nobody's answer", "[transport]") {
  world w;
  struct with_cancel : colb::resolver {
    void resolve(std::string const&, answer done) override {
      ++asked;
      last = std::move(done);
    }
    void cancel(std::string const&) override {
      ++cancelled;
      last(asio::error::operation_aborted, {});
    }
    int asked = 0;
    int cancelled = 0;
    answer last{};
  };
  auto const resolver = std::make_shared<with_cancel>();
  w.names = std::make_shared<colb::inner::name_cache>(w.clock, resolver, 5s);
  auto const a = w.start();
  auto const b = w.start();
  a->wake->set();
  w.settle();
  CHECK(a->done);
  CHECK(resolver->cancelled == 0);
  b->wake->set();
  w.settle();
  CHECK(b->ec == asio::error::operation_aborted);
  CHECK(resolver->cancelled == 1);
  auto const c = w.start();
  CHECK(resolver->asked == 2);
  resolver->last({}, one);
  w.settle();
  CHECK(c->done);
  CHECK(c->found == one);
}
