// Whose turn it is to change a resource: every decision, with a clock that is a number.
#include <algorithm>
#include <chrono>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <colb/resilience/lanes.hpp>

#include "catch.hpp"

using namespace std::chrono_literals;
using colb::inner::lane_key;
using colb::inner::lane_limits;
using colb::inner::lane_table;
using colb::inner::left_task;
using entry = lane_table::entry;
using entering = lane_table::entering;

namespace {

lane_table::tick const start = lane_table::tick(1h);

struct lanes : lane_table {
  using lane_table::lane_table;

  entering enter(entry& who, std::vector<std::string> ids, bool urgent = false,
                 std::string_view action = "Change") {
    std::vector<lane_key> keys;
    for (std::string& id : ids) keys.push_back({"tencent", std::move(id)});
    return lane_table::enter(who, keys, action, urgent, now);
  }
  std::vector<entry*> leave(entry& who) {
    std::vector<entry*> next;
    lane_table::leave(who, now, next);
    return next;
  }
  std::vector<entry*> leave(entry& who, std::string task, std::chrono::seconds kept = 600s) {
    std::vector<entry*> next;
    lane_table::leave(who, left_task{std::move(task), {}, now + kept}, now, next);
    return next;
  }
  std::vector<std::string> left(entry const& who) {
    std::vector<std::string> texts;
    for (left_task const& one : left_for(who, now)) texts.push_back(one.text);
    return texts;
  }

  tick now = start;
};

using texts = std::vector<std::string>;
using entries = std::vector<entry*>;

}  // namespace

TEST_CASE("changes to one resource run one after the other, in the order of arrival", "[lanes]") {
  lanes table;
  entry a, b, c, other;
  CHECK(table.enter(a, {"lb-1"}) == entering::holds);
  CHECK(table.enter(b, {"lb-1"}) == entering::waits);
  CHECK(table.enter(c, {"lb-1"}) == entering::waits);
  CHECK(table.enter(other, {"lb-2"}) == entering::holds);
  CHECK(table.has_queue(a));
  CHECK_FALSE(table.has_queue(other));
  CHECK(table.leave(a) == entries{&b});
  CHECK(b.holds());
  CHECK(table.leave(other).empty());
  CHECK(table.leave(b) == entries{&c});
  CHECK(table.leave(c).empty());
  CHECK(table.snapshot().empty());
}

TEST_CASE("one that waits may leave; the rest keep their order", "[lanes]") {
  lanes table;
  entry a, b, c;
  table.enter(a, {"lb-1"});
  table.enter(b, {"lb-1"});
  table.enter(c, {"lb-1"});
  CHECK(table.leave(b).empty());
  CHECK(table.leave(b).empty());  // A second time has no effect.
  CHECK(table.leave(a) == entries{&c});
}

TEST_CASE("a change of several resources waits until it is first in all of their queues", "[lanes]") {
  lanes table;
  entry a, both, b, late;
  CHECK(table.enter(a, {"lb-1"}) == entering::holds);
  CHECK(table.enter(both, {"lb-1", "lb-2", "lb-1"}) == entering::waits);
  SECTION("whoever comes later waits behind it, even where nobody runs: the oldest is not overtaken") {
    CHECK(table.enter(b, {"lb-2"}) == entering::waits);
    CHECK(table.leave(a) == entries{&both});
    CHECK(table.enter(late, {"lb-1"}) == entering::waits);
    auto next = table.leave(both);
    std::ranges::sort(next);
    entries expected{&late, &b};
    std::ranges::sort(expected);
    CHECK(next == expected);
  }
  SECTION("once it gives up, the others run") {
    CHECK(table.enter(b, {"lb-2"}) == entering::waits);
    CHECK(table.leave(both) == entries{&b});
  }
}

TEST_CASE("an urgent change goes to the head of the queue, behind the holder and the urgent ones before it",
          "[lanes]") {
  lanes table;
  entry holder, plain, urgent, second;
  table.enter(holder, {"lb-1"});
  table.enter(plain, {"lb-1"});
  CHECK(table.enter(urgent, {"lb-1"}, true) == entering::waits);
  CHECK(table.enter(second, {"lb-1"}, true) == entering::waits);
  CHECK(table.leave(holder) == entries{&urgent});
  CHECK(table.leave(urgent) == entries{&second});
  CHECK(table.leave(second) == entries{&plain});
}

TEST_CASE("an urgent change runs at once where those before it wait for other lanes", "[lanes]") {
  lanes table;
  entry holder, both, urgent;
  table.enter(holder, {"lb-1"});
  table.enter(both, {"lb-1", "lb-2"});
  CHECK(table.enter(urgent, {"lb-2"}, true) == entering::holds);
  CHECK(table.leave(holder).empty());
  CHECK(table.leave(urgent) == entries{&both});
}

TEST_CASE("the oldest of all can always run: random changes of several resources all end", "[lanes]") {
  std::mt19937 random(7);
  for (int round = 0; round < 50; ++round) {
    lanes table;
    std::vector<std::unique_ptr<entry>> all;
    std::vector<entry*> running;
    std::size_t ended = 0;
    for (int i = 0; i < 200; ++i) {
      all.push_back(std::make_unique<entry>());
      std::vector<std::string> ids;
      for (auto n = 1 + random() % 3; n > 0; --n) ids.push_back("lb-" + std::to_string(random() % 6));
      if (table.enter(*all.back(), ids, random() % 5 == 0) == entering::holds)
        running.push_back(all.back().get());
      if (!running.empty() && random() % 2 == 0) {
        std::swap(running[random() % running.size()], running.back());
        entry* const gone = running.back();
        running.pop_back();
        for (entry* next : table.leave(*gone)) running.push_back(next);
        ++ended;
      }
    }
    while (!running.empty()) {
      std::swap(running[random() % running.size()], running.back());
      entry* const gone = running.back();
      running.pop_back();
      for (entry* next : table.leave(*gone)) running.push_back(next);
      ++ended;
    }
    CHECK(ended == all.size());
    CHECK(table.snapshot().empty());
  }
}

TEST_CASE("a full queue takes nobody, and leaves no trace of one who wanted in", "[lanes]") {
  lanes table(lane_limits{.queue = 2});
  entry a, b, c, d;
  table.enter(a, {"lb-1"});
  table.enter(b, {"lb-1"});
  table.enter(c, {"lb-1"});
  CHECK(table.enter(d, {"lb-2", "lb-1"}) == entering::full);
  CHECK(table.snapshot().size() == 1);
  CHECK(table.leave(d).empty());
  table.leave(a);
  CHECK(table.enter(d, {"lb-1"}) == entering::waits);
}

TEST_CASE("a task that was left behind is followed by the next change, until its end is seen", "[lanes]") {
  lanes table;
  entry a, b, c, d;
  table.enter(a, {"lb-1", "lb-2"});
  table.enter(b, {"lb-1"});
  CHECK(table.leave(a, "task-a") == entries{&b});
  CHECK(table.left(b) == texts{"task-a"});
  CHECK(table.enter(d, {"lb-2"}) == entering::holds);
  CHECK(table.left(d) == texts{"task-a"});

  SECTION("a follower that leaves hands it on") {
    table.enter(c, {"lb-1"});
    CHECK(table.leave(b) == entries{&c});
    CHECK(table.left(c) == texts{"task-a"});
  }
  SECTION("seen by whomever: nobody follows it any more, in no lane") {
    table.ended("task-a");
    CHECK(table.left(b).empty());
    CHECK(table.left(d).empty());
    table.leave(b);
    table.leave(d);
    CHECK(table.snapshot().empty());
  }
  SECTION("dropped when its time has passed") {
    table.now += 600s;
    CHECK(table.left(b).empty());
  }
  SECTION("tasks add up") {
    CHECK(table.leave(b, "task-b").empty());
    table.enter(c, {"lb-1"});
    CHECK(table.left(c) == texts{"task-a", "task-b"});
  }
}

TEST_CASE("tasks left behind are bounded: the oldest is dropped, and counted", "[lanes]") {
  lanes table(lane_limits{.left = 3});
  for (int i = 0; i < 5; ++i) {
    entry one;
    table.enter(one, {"lb-" + std::to_string(i)});
    table.leave(one, "task-" + std::to_string(i));
  }
  CHECK(table.dropped() == 2);
  CHECK(table.snapshot().size() == 3);
  entry first, last;
  table.enter(first, {"lb-0"});
  CHECK(table.left(first).empty());
  table.enter(last, {"lb-4"});
  CHECK(table.left(last) == texts{"task-4"});
}

TEST_CASE("the snapshot tells who holds a lane, since when, how many wait and for which task", "[lanes]") {
  lanes table;
  entry a, b;
  table.enter(a, {"lb-1"}, false, "CreateListener");
  table.now += 5s;
  table.enter(b, {"lb-1"}, false, "DeleteListener");
  a.task = "task-a";
  auto all = table.snapshot();
  REQUIRE(all.size() == 1);
  CHECK(all[0].cloud == "tencent");
  CHECK(all[0].resource == "lb-1");
  CHECK(all[0].holder == "CreateListener");
  CHECK(all[0].since == start);
  CHECK(all[0].queued == 1);
  CHECK(all[0].task == "task-a");
  CHECK(table.in_front_of(b).holder == "CreateListener");
  table.leave(a, "task-a");
  all = table.snapshot();
  CHECK(all[0].holder == "DeleteListener");
  CHECK(all[0].since == start + 5s);
  CHECK(all[0].task == "task-a");
}

TEST_CASE("a child's lane is its parent's once that is known", "[lanes]") {
  lanes table(lane_limits{.parents = 2});
  CHECK(table.owner_of("aliyun", "rule-1") == "rule-1");
  table.learn("aliyun", "rule-1", "lb-1");
  CHECK(table.owner_of("aliyun", "rule-1") == "lb-1");
  CHECK(table.owner_of("tencent", "rule-1") == "rule-1");
  table.learn("aliyun", "rule-2", "lb-1");
  table.learn("aliyun", "rule-2", "lb-2");
  CHECK(table.owner_of("aliyun", "rule-2") == "lb-2");
  table.learn("aliyun", "rule-3", "lb-1");
  CHECK(table.owner_of("aliyun", "rule-1") == "rule-1");  // The oldest is forgotten.
  table.learn("aliyun", "", "lb-1");
  CHECK(table.owner_of("aliyun", "").empty());
}
