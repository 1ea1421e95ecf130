// colb: the clock that is moved by hand, and timers by either clock.
#include <colb/clock.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/this_coro.hpp>

#include "../catch.hpp"

using namespace std::chrono_literals;
using colb::manual_clock;
using colb::inner::event;
using colb::inner::timer;

namespace {

bool settle(asio::io_context& io) {
  io.restart();
  return io.poll() != 0;
}

asio::awaitable<void> wait_for(timer& t, std::optional<bool>& out) {
  co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
  co_await asio::this_coro::throw_if_cancelled(false);
  out = co_await t.wait();
}

asio::awaitable<void> wait_for(event& e, bool& out) {
  co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
  co_await asio::this_coro::throw_if_cancelled(false);
  co_await e.wait();
  out = true;
}

void ignore(std::exception_ptr e) {
  if (e) std::rethrow_exception(e);
}

}  // namespace

TEST_CASE("a manual clock stands still until moved", "[transport]") {
  manual_clock clock(colb::clock::wall_time(1000s));
  auto const start = clock.ticks();
  CHECK(clock.now() == colb::clock::wall_time(1000s));
  clock.advance(90s);
  CHECK(clock.now() == colb::clock::wall_time(1090s));
  CHECK(clock.ticks() - start == 90s);
  CHECK_FALSE(clock.next());
  CHECK_FALSE(clock.advance_to_next());
  CHECK(clock.ticks() - start == 90s);
}

TEST_CASE("timers of a manual clock expire in order, and not before", "[transport]") {
  asio::io_context io;
  auto const clock = std::make_shared<manual_clock>();
  timer a(io.get_executor(), clock);
  timer b(io.get_executor(), clock);
  timer c(io.get_executor(), clock);
  std::string order;
  auto const note = [&](char name) {
    return [&order, name](bool expired) { order += expired ? name : '-'; };
  };
  a.expires_after(3s);
  b.expires_after(1s);
  c.expires_after(2s);
  a.async_wait(note('a'));
  b.async_wait(note('b'));
  c.async_wait(note('c'));
  CHECK(clock->armed() == 3);
  CHECK(clock->next() == clock->ticks() + 1s);

  clock->advance(999ms);
  CHECK_FALSE(settle(io));
  clock->advance(5s);
  CHECK(order.empty());
  settle(io);
  CHECK(order == "bca");
  CHECK(clock->armed() == 0);
  CHECK(io.stopped());
}

TEST_CASE("a manual clock can be moved from alarm to alarm", "[transport]") {
  asio::io_context io;
  auto const clock = std::make_shared<manual_clock>();
  timer t(io.get_executor(), clock);
  int rung = 0;
  for (int i = 1; i <= 3; ++i) {
    t.expires_after(10min);
    t.async_wait([&](bool expired) { rung += expired ? 1 : 0; });
    REQUIRE(clock->advance_to_next());
    settle(io);
    CHECK(rung == i);
  }
  CHECK_FALSE(clock->advance_to_next());
}

TEST_CASE("timers end early when cancelled, set anew or destroyed", "[transport]") {
  bool const manual = GENERATE(true, false);
  CAPTURE(manual);
  asio::io_context io;
  auto const moved = std::make_shared<manual_clock>();
  std::shared_ptr<colb::clock> const clock = manual ? moved : colb::clock::system();
  std::optional<timer> t;
  t.emplace(io.get_executor(), clock);
  std::optional<bool> expired;
  auto const arm = [&] {
    expired.reset();
    t->expires_after(1h);
    t->async_wait([&](bool is) { expired = is; });
    settle(io);
    REQUIRE_FALSE(expired);
  };

  arm();
  t->cancel();
  settle(io);
  CHECK(expired == false);

  arm();
  t->expires_after(2h);
  settle(io);
  CHECK(expired == false);

  arm();
  t.reset();
  settle(io);
  CHECK(expired == false);
  CHECK(moved->armed() == 0);
  CHECK(io.stopped());
}

TEST_CASE("an alarm that rings while its timer is set anew does not count", "[transport]") {
  asio::io_context io;
  auto const clock = std::make_shared<manual_clock>();
  timer t(io.get_executor(), clock);
  t.expires_after(1s);
  clock->advance(1s);  // Rung, but not yet told.
  t.expires_after(1s);
  std::optional<bool> expired;
  t.async_wait([&](bool is) { expired = is; });
  settle(io);
  CHECK_FALSE(expired);
  clock->advance(1s);
  settle(io);
  CHECK(expired == true);
}

TEST_CASE("a time that has come already is no wait", "[transport]") {
  bool const manual = GENERATE(true, false);
  asio::io_context io;
  std::shared_ptr<colb::clock> clock = colb::clock::system();
  if (manual) clock = std::make_shared<manual_clock>();
  timer t(io.get_executor(), clock);
  t.expires_after(-1s);
  std::optional<bool> out;
  asio::co_spawn(io, wait_for(t, out), ignore);
  settle(io);
  settle(io);
  CHECK(out == true);
  // It stays expired.
  out.reset();
  asio::co_spawn(io, wait_for(t, out), ignore);
  settle(io);
  CHECK(out == true);
}

TEST_CASE("waits for timers and events are cancelled by the slot, with each type", "[transport]") {
  auto const type = GENERATE(asio::cancellation_type::terminal, asio::cancellation_type::partial,
                             asio::cancellation_type::total);
  bool const manual = GENERATE(true, false);
  asio::io_context io;
  std::shared_ptr<colb::clock> clock = colb::clock::system();
  if (manual) clock = std::make_shared<manual_clock>();

  timer t(io.get_executor(), clock);
  t.expires_after(1h);
  std::optional<bool> out;
  asio::cancellation_signal cancel;
  asio::co_spawn(io, wait_for(t, out), asio::bind_cancellation_slot(cancel.slot(), ignore));
  settle(io);
  REQUIRE_FALSE(out);
  cancel.emit(type);
  settle(io);
  CHECK(out == false);

  event e(io.get_executor());
  bool done = false;
  asio::cancellation_signal cancel_event;
  asio::co_spawn(io, wait_for(e, done), asio::bind_cancellation_slot(cancel_event.slot(), ignore));
  settle(io);
  REQUIRE_FALSE(done);
  cancel_event.emit(type);
  settle(io);
  CHECK(done);
  CHECK_FALSE(e.is_set());
}

TEST_CASE("an event resumes all who wait, and later ones at once, until it is reset", "[transport]") {
  asio::io_context io;
  event e(io.get_executor());
  bool first = false;
  bool second = false;
  bool third = false;
  bool fourth = false;
  asio::co_spawn(io, wait_for(e, first), ignore);
  asio::co_spawn(io, wait_for(e, second), ignore);
  settle(io);
  CHECK_FALSE(first);
  e.set();
  settle(io);
  CHECK(first);
  CHECK(second);
  asio::co_spawn(io, wait_for(e, third), ignore);
  settle(io);
  CHECK(third);
  e.reset();
  asio::co_spawn(io, wait_for(e, fourth), ignore);
  settle(io);
  CHECK_FALSE(fourth);
}

TEST_CASE("a manual clock may be moved from another thread", "[transport]") {
  asio::io_context io;
  auto const clock = std::make_shared<manual_clock>();
  timer t(io.get_executor(), clock);
  int rung = 0;
  for (int i = 0; i < 100; ++i) {
    t.expires_after(1s);
    t.async_wait([&](bool expired) { rung += expired ? 1 : 0; });
    std::thread mover([&] { clock->advance(1s); });
    io.restart();
    io.run();
    mover.join();
  }
  CHECK(rung == 100);
}

TEST_CASE("a timer may die before its clock and after its wait", "[transport]") {
  auto const clock = std::make_shared<manual_clock>();
  {
    asio::io_context io;
    auto t = std::make_unique<timer>(io.get_executor(), clock);
    t->expires_after(1s);
    t->async_wait([](bool) {});
    clock->advance(1s);
    t.reset();
  }
  {
    asio::io_context io;
    timer t(io.get_executor(), clock);
    t.expires_after(1s);
    std::optional<bool> out;
    asio::co_spawn(io, wait_for(t, out), ignore);
    settle(io);
  }
  clock->advance(1h);
  CHECK(clock->armed() == 0);
}
