// Lanes and a limiter shared by two threads: each has an io_context of its own, and one dies in the middle.
#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/strand.hpp>

#include <colb/engine/turns.hpp>

#include "catch.hpp"

using namespace std::chrono_literals;
using namespace colb::inner;

namespace {

struct counters {
  std::atomic<int> inside{0};
  std::atomic<int> most{0};
  std::atomic<int> ended{0};
};

asio::awaitable<void> change(std::shared_ptr<colb::lanes> lanes, std::string id, counters& count,
                             bool urgent) {
  co_await asio::this_coro::throw_if_cancelled(false);
  asio::any_io_executor const strand = co_await asio::this_coro::executor;
  lane_pass pass;
  std::vector<std::string> ids;
  ids.push_back(std::move(id));
  pass.enter(lanes, "tencent", std::move(ids), "Change", urgent, strand, colb::clock::system());
  turn const mine = co_await pass.wait(0ms);
  if (mine != turn::mine) co_return;
  int const now = ++count.inside;
  if (now > count.most) count.most = now;
  timer alarm(strand, colb::clock::system());
  alarm.expires_after(1ms);
  co_await alarm.wait();
  --count.inside;
  ++count.ended;
  pass.leave("task", {}, 1s);
}

asio::awaitable<void> ask_for_a_turn(std::shared_ptr<colb::limiter> limiter, std::atomic<int>& sent) {
  co_await asio::this_coro::throw_if_cancelled(false);
  asio::any_io_executor const strand = co_await asio::this_coro::executor;
  pace_pass pass;
  pace_key_view const key{"host", "service", "Action"};
  pace_table::ask how;
  how.limit = 1000;
  turn const mine = co_await pass.wait(limiter, key, how, std::nullopt, strand, nullptr);
  if (mine != turn::mine) co_return;
  pass.sent();
  ++sent;
}

}  // namespace

TEST_CASE("changes from two threads run one after the other in a shared lane", "[threads][lanes]") {
  auto const lanes = std::make_shared<colb::lanes>();
  counters count;
  auto const work = [&] {
    asio::io_context io{1};
    for (int i = 0; i < 100; ++i)
      asio::co_spawn(asio::make_strand(io), change(lanes, "lb-1", count, i % 7 == 0), asio::detached);
    io.run();
  };
  std::thread first(work), second(work);
  first.join();
  second.join();
  CHECK(count.ended == 200);
  CHECK(count.most == 1);
}

TEST_CASE("an io_context that dies in mid-change and mid-queue frees its lanes", "[threads][lanes]") {
  for (int round = 0; round < 20; ++round) {
    auto const lanes = std::make_shared<colb::lanes>();
    counters dying, living;
    auto io = std::make_unique<asio::io_context>(1);
    for (int i = 0; i < 50; ++i)
      asio::co_spawn(asio::make_strand(*io), change(lanes, "lb-1", dying, false), asio::detached);
    io->run_one();
    io->run_one();
    std::thread other([&] {
      asio::io_context mine{1};
      for (int i = 0; i < 50; ++i)
        asio::co_spawn(asio::make_strand(mine), change(lanes, "lb-1", living, false), asio::detached);
      mine.run();
    });
    io->run_for(5ms);
    io.reset();
    other.join();
    CHECK(living.ended == 50);
    for (auto const& one : lanes->snapshot()) {
      CHECK(one.queued == 0);
      CHECK(one.holder.empty());
    }
  }
}

TEST_CASE("two threads share a rate, and one may die with permits and places", "[threads][limiter]") {
  auto const limiter = std::make_shared<colb::limiter>();
  std::atomic<int> dying{0}, living{0};
  auto io = std::make_unique<asio::io_context>(1);
  for (int i = 0; i < 1500; ++i)
    asio::co_spawn(asio::make_strand(*io), ask_for_a_turn(limiter, dying), asio::detached);
  std::thread other([&] {
    asio::io_context mine{1};
    for (int i = 0; i < 1500; ++i)
      asio::co_spawn(asio::make_strand(mine), ask_for_a_turn(limiter, living), asio::detached);
    mine.run();
  });
  io->run_for(50ms);
  io.reset();
  other.join();
  CHECK(living == 1500);
  auto const all = limiter->snapshot();
  REQUIRE(all.size() == 1);
  CHECK(all[0].calls == 0);
  CHECK(all[0].in_window <= 1000);
}
