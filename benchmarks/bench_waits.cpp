// What a wait holds when many are under way, the most while each looks for the first and the second time; the
// CPU of a look among so many; and what lanes and pacing add to one call on an idle client. Over pipes in
// memory and a clock that is moved.
//   bench_waits COUNT
//   bench_waits features CALLS
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>

#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/task.hpp>

#include "../tests/support/idle_client.hpp"
#include "../tests/support/pipe.hpp"
#include "count_new.hpp"
#include "measure.hpp"

namespace clb = colb::tencent::clb;

namespace {

using namespace std::chrono_literals;

/// A `manual_clock` for one thread that forgets one alarm of many without looking at all.
class quick_clock final : public colb::clock {
 public:
  wall_time now() const override { return wall_time(1893456000s + (now_ - tick())); }
  tick ticks() const override { return now_; }

  std::uint64_t arm(tick at, std::weak_ptr<alarm> who) override {
    at = std::max(at, now_);
    due_[++last_] = at;
    alarms_.emplace(std::pair(at, last_), std::move(who));
    return last_;
  }
  void disarm(std::uint64_t id) noexcept override {
    auto const found = due_.find(id);
    if (found == due_.end()) return;
    alarms_.erase(std::pair(found->second, id));
    due_.erase(found);
  }

  bool ring_next() {
    if (alarms_.empty()) return false;
    auto const [key, who] = *alarms_.begin();
    now_ = key.first;
    disarm(key.second);
    if (auto const waiting = who.lock()) waiting->ring(key.second);
    return true;
  }

 private:
  tick now_ = tick(1h);
  std::uint64_t last_ = 0;
  std::map<std::pair<tick, std::uint64_t>, std::weak_ptr<alarm>> alarms_{};
  std::unordered_map<std::uint64_t, tick> due_{};
};

constexpr std::string_view under_way = R"({"Response":{"Status":2,"RequestId":"r-1"}})";

asio::awaitable<void> wait_for(clb::client& client, colb::task const& task) { co_await client.wait(task); }

/// Looks that the CPU of one is taken from, at least.
constexpr long enough_looks = 20'000;

void measure_waits(long count) {
  asio::io_context io(1);
  auto const clock = std::make_shared<quick_clock>();
  auto const net = std::make_shared<colb::test::wire_dialer>(io.get_executor());
  long looks = 0;
  net->on_write = [&](colb::test::wire& w) {
    if (w.sent.find("\r\n\r\n{") == w.sent.npos) return;
    w.sent.clear();
    ++looks;
    w.say(colb::test::reply(under_way));
  };
  colb::client_options options;
  options.region = "ap-guangzhou";
  options.credentials = {"AKIDbenchmark", "key", ""};
  options.clock = clock;
  options.wait.timeout = 24h;
  clb::client client(io.get_executor(), options, net);
  std::vector<colb::task> tasks;
  for (long i = 0; i <= count; ++i)
    tasks.push_back(
        {"tencent.clb", "2018-03-17", "ap-guangzhou", "CreateListener", {"task-" + std::to_string(i)}});
  std::size_t begun = 0;
  bool failed = false;
  auto const start = [&] {
    asio::co_spawn(io, wait_for(client, tasks[begun++]), [&](std::exception_ptr e) { failed = failed || e; });
  };
  auto const settle = [&] {
    io.restart();
    io.poll();
  };
  // The connections and what else is made once.
  start();
  while (looks < 3 && clock->ring_next()) settle();
  double const before = memory_held();
  for (long i = 0; i < count; ++i) start();
  settle();
  double most = memory_held() - before;
  long const first = looks;
  long const wanted = std::max(2 * count, enough_looks);
  long turns = 0;
  auto const end = clock->ticks() + 20h;
  measure const spent;
  while (looks < first + wanted && clock->ticks() < end && clock->ring_next()) {
    settle();
    if (++turns % 1000 == 0 && looks < first + 2 * count) most = std::max(most, memory_held() - before);
  }
  print("wait.cpu." + std::to_string(count), spent.cpu() / static_cast<double>(looks - first) * 1e6);
  if (failed) std::fprintf(stderr, "a wait ended\n"), std::abort();
  print("wait.memory." + std::to_string(count), most / static_cast<double>(count));
  std::_Exit(std::fflush(stdout));
}

long allocations_of(colb::test::idle_client& client, colb::test::errand what) {
  long fewest = -1;
  for (int i = 0; i < 30; ++i) {
    client.rest();
    counting = true;
    client.call(what);
    counting = false;
    long const here = std::exchange(allocations, 0);
    if (fewest < 0 || here < fewest) fewest = here;
  }
  return fewest;
}

void measure_features(long calls) {
  using colb::test::errand;
  long most = 0;
  for (errand const what : {errand::read, errand::change, errand::change_and_wait}) {
    colb::test::idle_client with(true), without(false);
    most = std::max(most, allocations_of(with, what) - allocations_of(without, what));
  }
  print("features.allocations", static_cast<double>(most));
  colb::test::idle_client with(true), without(false);
  // In turns, so that what else the machine does meets both.
  double on = 0, off = 0;
  for (int turn = 0; turn < 20; ++turn) {
    for (bool const features : {true, false}) {
      colb::test::idle_client& client = features ? with : without;
      measure const spent;
      for (long i = 0; i < calls / 20; ++i) {
        client.call(errand::read);
        client.rest();
      }
      (features ? on : off) += spent.cpu();
    }
  }
  print("features.on", on);
  print("features.off", off);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 2) {
    measure_waits(std::atol(argv[1]));
  } else if (argc == 3 && std::string_view(argv[1]) == "features") {
    measure_features(std::atol(argv[2]));
  } else {
    return std::fprintf(stderr, "usage: see the top of bench_waits.cpp\n"), 2;
  }
}
