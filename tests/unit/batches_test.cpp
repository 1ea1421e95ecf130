// Cutting what is too long, and doing the same for many.
#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <asio/bind_cancellation_slot.hpp>
#include <asio/bind_executor.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>

#include <colb/for_each.hpp>
#include <colb/resilience/batches.hpp>

#include "catch.hpp"

using namespace std::chrono_literals;
using colb::condition;
using colb::part_state;
using colb::inner::batch_slice;

namespace {

colb::error made(condition c, bool unknown = false, bool with_task = false) {
  colb::inner::error_info info;
  info.condition = c;
  info.outcome_unknown = unknown;
  if (with_task) info.task.emplace(colb::task{"tencent.clb", "v", "r", "A", {"1"}});
  return colb::error(std::move(info));
}

/// Runs a coroutine to its end on a fresh io_context.
template <class F>
void run(F f) {
  asio::io_context io{1};
  std::exception_ptr failed;
  bool ended = false;
  asio::co_spawn(io, f(), [&](std::exception_ptr e) {
    failed = e;
    ended = true;
  });
  io.run();
  REQUIRE(ended);
  if (failed) std::rethrow_exception(failed);
}

/// Counts who runs at a time.
struct crowd {
  int now = 0;
  int most = 0;
  std::vector<int> begun{};

  asio::awaitable<int> square(int n, std::chrono::milliseconds pause = 1ms) {
    begun.push_back(n);
    most = std::max(most, ++now);
    asio::steady_timer timer(co_await asio::this_coro::executor, pause);
    std::error_code ec;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ec));
    --now;
    if (ec) throw made(condition::cancelled);
    if (n < 0) throw std::runtime_error("negative");
    co_return n* n;
  }
};

}  // namespace

TEST_CASE("a list is cut in order, into parts as large as may be", "[batches]") {
  using slices = std::vector<batch_slice>;
  CHECK(colb::inner::batch_plan(0, 20) == slices{{0, 0}});
  CHECK(colb::inner::batch_plan(1, 20) == slices{{0, 1}});
  CHECK(colb::inner::batch_plan(20, 20) == slices{{0, 20}});
  CHECK(colb::inner::batch_plan(21, 20) == slices{{0, 20}, {20, 1}});
  CHECK(colb::inner::batch_plan(501, 20).size() == 26);
  CHECK(colb::inner::batch_plan(501, 20).back() == batch_slice{500, 1});
}

TEST_CASE("after a refusal the rest goes on; after the unknown, a wrong key or a cancellation it stops",
          "[batches]") {
  struct row {
    condition c;
    bool unknown;
    bool with_task;
    part_state state;
    bool goes_on;
  };
  for (row const& r : {row{condition::invalid_request, false, false, part_state::refused, true},
                       row{condition::not_found, false, false, part_state::refused, true},
                       row{condition::quota_exceeded, false, false, part_state::refused, true},
                       row{condition::task_failed, false, true, part_state::refused, true},
                       row{condition::throttled, false, false, part_state::refused, true},
                       row{condition::conflict, false, false, part_state::refused, true},
                       row{condition::outcome_unknown, true, false, part_state::unknown, false},
                       row{condition::timed_out, true, false, part_state::unknown, false},
                       row{condition::timed_out, false, true, part_state::unknown, false},
                       row{condition::authentication, false, false, part_state::refused, false},
                       row{condition::cancelled, false, false, part_state::refused, false},
                       row{condition::cancelled, true, false, part_state::unknown, false}}) {
    auto const e = made(r.c, r.unknown, r.with_task);
    INFO(e.what());
    CHECK(colb::inner::state_of_part(e) == r.state);
    CHECK(colb::inner::batch_goes_on(e) == r.goes_on);
  }
}

TEST_CASE("each part has a client token of its own", "[batches]") {
  CHECK(colb::inner::batch_token("order-7", 0) == "order-7-1");
  CHECK(colb::inner::batch_token("order-7", 11) == "order-7-12");
  CHECK(colb::inner::batch_token(std::string(64, 'x'), 0) == std::string(62, 'x') + "-1");
}

TEST_CASE("for_each runs so many at a time, and gives the results in the order of the range", "[for_each]") {
  auto const at_most = GENERATE(std::size_t{0}, std::size_t{1}, std::size_t{3}, std::size_t{100});
  run([&]() -> asio::awaitable<void> {
    crowd all;
    std::vector<int> const numbers{5, 4, 3, 2, 1};
    auto f = [&](int n) { return all.square(n, std::chrono::milliseconds(n)); };
    std::vector<int> const squares = co_await colb::for_each(numbers, at_most, f);
    CHECK(squares == std::vector<int>{25, 16, 9, 4, 1});
    CHECK(all.begun.size() == 5);
    CHECK(all.most == static_cast<int>(std::clamp(at_most, std::size_t{1}, std::size_t{5})));
  });
}

TEST_CASE("for_each takes an rvalue range over, and an empty one ends at once", "[for_each]") {
  run([]() -> asio::awaitable<void> {
    crowd all;
    auto f = [&](int n) { return all.square(n); };
    std::vector<int> none;
    auto const nothing = co_await colb::for_each(none, 3, f);
    CHECK(nothing.empty());
    auto numbers = std::make_unique<std::vector<int>>(std::vector<int>{1, 2, 3});
    auto later = colb::for_each(std::move(*numbers), 2, f, asio::use_awaitable);
    numbers.reset();
    auto const squares = co_await std::move(later);
    CHECK(squares == std::vector<int>{1, 4, 9});
  });
}

TEST_CASE("the first failure cancels the rest and is thrown once all have ended", "[for_each]") {
  run([]() -> asio::awaitable<void> {
    crowd all;
    std::vector<int> numbers{10'000, -1, 7, 8, 9};
    auto f = [&](int n) { return all.square(n, n > 100 ? 10'000'000ms : 1ms); };
    std::string what;
    try {
      co_await colb::for_each(numbers, 2, f);
    } catch (std::runtime_error const& e) {
      what = e.what();
    }
    CHECK(what == "negative");
    CHECK(all.now == 0);
    CHECK(all.begun == std::vector<int>{10'000, -1});
  });
}

TEST_CASE("collect_all tries everything", "[for_each]") {
  run([]() -> asio::awaitable<void> {
    crowd all;
    std::vector<int> numbers{1, -2, 3};
    auto f = [&](int n) { return all.square(n); };
    auto const ends = co_await colb::for_each(numbers, 2, f, colb::collect_all);
    REQUIRE(ends.size() == 3);
    CHECK(ends[0].value == 1);
    CHECK_FALSE(ends[1].ok());
    CHECK(ends[2].value == 9);
    int sum = 0;
    auto add = [&](int& n) -> asio::awaitable<void> {
      sum += n;
      co_return;
    };
    co_await colb::for_each(numbers, 2, add);
    CHECK(sum == 2);
    auto const nothings = co_await colb::for_each(numbers, 2, add, colb::collect_all);
    CHECK(nothings.size() == 3);
  });
}

TEST_CASE("a cancellation reaches those under way; the rest is not begun", "[for_each]") {
  bool const collects = GENERATE(true, false);
  asio::io_context io{1};
  crowd all;
  std::vector<int> numbers{1, 2, 3, 4};
  auto f = [&](int n) { return all.square(n, 10'000'000ms); };
  asio::cancellation_signal signal;
  std::exception_ptr failed;
  std::optional<std::vector<colb::item_result<int>>> ends;
  if (collects) {
    colb::for_each(numbers, 2, f, colb::collect_all,
                   asio::bind_executor(io.get_executor(),
                                       asio::bind_cancellation_slot(
                                           signal.slot(), [&](std::exception_ptr e,
                                                              std::vector<colb::item_result<int>> all_ends) {
                                             failed = e;
                                             ends = std::move(all_ends);
                                           })));
  } else {
    colb::for_each(
        numbers, 2, f,
        asio::bind_executor(io.get_executor(),
                            asio::bind_cancellation_slot(
                                signal.slot(), [&](std::exception_ptr e, std::vector<int>) { failed = e; })));
  }
  io.poll();
  signal.emit(asio::cancellation_type::terminal);
  io.run();
  CHECK(all.begun == std::vector<int>{1, 2});
  if (collects) {
    REQUIRE(ends);
    REQUIRE(ends->size() == 4);
    CHECK_FALSE(failed);
    for (auto const& one : *ends) {
      REQUIRE(one.error);
      CHECK(colb::get_error(one.error)->code() == condition::cancelled);
    }
  } else {
    REQUIRE(failed);
    CHECK(colb::get_error(failed)->code() == condition::cancelled);
  }
}
