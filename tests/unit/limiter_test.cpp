// When a request may go out: every decision, with a clock that is a number.
#include <algorithm>
#include <chrono>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include <colb/resilience/limiter.hpp>

#include "catch.hpp"

using namespace std::chrono_literals;
using colb::inner::pace_key_view;
using colb::inner::pace_permits;
using colb::inner::pace_table;
using entry = pace_table::entry;
using entering = pace_table::entering;
using asker = pace_table::asker;

namespace {

pace_permits::tick const start = pace_permits::tick(1h);
constexpr pace_key_view describe{"clb.tencentcloudapi.com", "tencent.clb", "DescribeTaskStatus"};
constexpr pace_key_view create{"clb.tencentcloudapi.com", "tencent.clb", "CreateListener"};

pace_permits permits(double limit) {
  pace_permits p;
  p.set_limit(limit);
  return p;
}

/// Takes all there are, and sends them.
int drain(pace_permits& p, pace_permits::tick now) {
  int n = 0;
  while (n < 1000 && p.take(now)) {
    p.sent(now);
    ++n;
  }
  return n;
}

struct table : pace_table {
  entering enter(entry& who, pace_key_view key = create, asker as = asker::call, double limit = 20,
                 tick deadline = tick::max(), bool wait = true, tick due = tick::max()) {
    ask how;
    how.due = due;
    how.limit = limit;
    how.who = as;
    how.deadline = deadline;
    how.wait = wait;
    return pace_table::enter(who, key, how, now);
  }
  std::vector<entry*> poll(entry& who) {
    std::vector<entry*> next;
    pace_table::poll(who, now, next);
    return next;
  }
  std::vector<entry*> leave(entry& who) {
    std::vector<entry*> next;
    pace_table::leave(who, now, next);
    return next;
  }
  void send(entry& who) { pace_table::sent(who, now); }

  tick now = start;
};

}  // namespace

TEST_CASE("a permit is occupied from its grant until a second and a guard after the first byte",
          "[limiter]") {
  auto p = permits(20);
  CHECK(drain(p, start) == 20);
  CHECK_FALSE(p.take(start + 1s));
  CHECK_FALSE(p.take(start + 1019ms));
  CHECK(drain(p, start + 1020ms) == 20);

  SECTION("however long it takes until something is sent") {
    auto q = permits(2);
    CHECK(q.take(start));
    CHECK(q.take(start));
    CHECK_FALSE(q.take(start + 10s));
    q.sent(start + 10s);
    q.sent(start + 10s);
    CHECK_FALSE(q.take(start + 11s));
    CHECK(q.take(start + 11020ms));
  }
  SECTION("given back when nothing was sent") {
    auto q = permits(1);
    CHECK(q.take(start));
    q.give_back();
    CHECK(q.take(start));
  }
}

TEST_CASE("the guard follows the spread of the round trips, from 20 to 100 ms", "[limiter]") {
  auto p = permits(20);
  CHECK(p.window() == 1020ms);
  for (int i = 0; i < 100; ++i) p.answered(50ms);
  CHECK(p.window() == 1020ms);
  for (int i = 0; i < 100; ++i) p.answered(i % 2 ? 60ms : 40ms);
  CHECK(p.window() > 1035ms);
  CHECK(p.window() < 1045ms);
  for (int i = 0; i < 100; ++i) p.answered(i % 2 ? 900ms : 40ms);
  CHECK(p.window() == 1100ms);
}

TEST_CASE("a refusal halves the rate, once a second at most; it recovers to nearly what was too much",
          "[limiter]") {
  auto p = permits(20);
  p.refused(start, 0s);
  CHECK(p.rate(start) == Approx(10));
  p.refused(start + 999ms, 0s);
  CHECK(p.rate(start) == Approx(10));
  CHECK(p.rate(start + 1600ms) == Approx(18));
  CHECK(p.rate(start + 5s) == Approx(18.85));
  CHECK(p.rate(start + 9500ms) < 20);
  CHECK(p.rate(start + 10s) == Approx(20));
  CHECK(p.rate(start + 100s) == Approx(20));
  p.refused(start + 5s, 0s);
  CHECK(p.rate(start + 5s) == Approx(9.425));
  // What was too much then is passed slowly, what lies above it by 5 % a second.
  CHECK(p.rate(start + 7s) == Approx(16.965 + 0.25 * (2 - (16.965 - 9.425) / 5)));
  CHECK(p.refusals() == 3);

  SECTION("never below one a second") {
    auto q = permits(2);
    for (int i = 0; i < 5; ++i) q.refused(start + i * 1s, 0s);
    CHECK(q.rate(start + 4s) == Approx(1));
    CHECK(q.take(start + 4s));
  }
  SECTION("Retry-After is silence, and only then comes recovery") {
    auto q = permits(20);
    q.refused(start, 3s);
    CHECK_FALSE(q.take(start + 2999ms));
    CHECK(q.take(start + 3s));
    CHECK(q.rate(start + 3s) == Approx(10));
    CHECK(q.rate(start + 8s) == Approx(18.85));
    CHECK(q.earliest(start, 0) == start + 3s);
  }
}

TEST_CASE("where no rate is documented nothing is paced, until a refusal", "[limiter]") {
  auto p = permits(0);
  for (int second = 0; second < 3; ++second)
    for (int i = 0; i < 40; ++i) {
      REQUIRE(p.take(start + second * 1s + i * 10ms));
      p.sent(start + second * 1s + i * 10ms);
    }
  auto const now = start + 2500ms;
  CHECK(p.rate(now) == 0);
  p.refused(now, 0s);
  CHECK(p.rate(now) == Approx(20));  // Half of what was achieved.
  CHECK(drain(p, now) == 20);
  p.refused(now + 1s, 0s);
  CHECK(p.rate(now + 1s) == Approx(10));
  CHECK(p.rate(now + 60s) == Approx(10));
  CHECK(p.rate(now + 61s) == 0);
  CHECK(drain(p, now + 61s) == 1000);
}

TEST_CASE("requests go out in the order of their arrival", "[limiter]") {
  table t;
  std::deque<entry> all(50);
  int at_once = 0;
  for (entry& one : all) at_once += t.enter(one) == entering::granted ? 1 : 0;
  CHECK(at_once == 20);
  for (int i = 0; i < 20; ++i) t.send(all[static_cast<std::size_t>(i)]);
  CHECK(t.keeper(all[30]) == &all[20]);
  CHECK(t.next_turn(all[30], t.now) == start + 1020ms);
  CHECK(t.poll(all[20]).empty());
  t.now += 1020ms;
  auto const next = t.poll(all[20]);
  REQUIRE(next.size() == 20);
  for (std::size_t i = 0; i < 20; ++i) CHECK(next[i] == &all[20 + i]);
  CHECK(t.keeper(all[0]) == &all[40]);

  SECTION("one that leaves the queue is passed over; one that gives a permit back lets another have it") {
    CHECK(t.leave(all[40]).empty());
    CHECK(t.leave(all[25]) == std::vector<entry*>{&all[41]});
    CHECK(t.leave(all[25]).empty());
  }
  SECTION("a later arrival does not overtake those who wait") {
    t.now += 10s;
    entry late;
    CHECK(t.enter(late) == entering::waits);
  }
  SECTION("one that was refused and comes again is among the first") {
    t.send(all[20]);
    CHECK(t.enter(all[20]) == entering::waits);
    CHECK(t.keeper(all[20]) == &all[20]);
  }
}

TEST_CASE("buckets are told apart by host, service and Action", "[limiter]") {
  struct row {
    pace_key_view key;
    bool same;
  };
  auto const [key, same] = GENERATE(row{{"h", "s", "A"}, true}, row{{"h2", "s", "A"}, false},
                                    row{{"h", "s2", "A"}, false}, row{{"h", "s", "B"}, false});
  table t;
  entry a, b;
  CHECK(t.enter(a, {"h", "s", "A"}, asker::call, 1) == entering::granted);
  CHECK(t.enter(b, key, asker::call, 1) == (same ? entering::waits : entering::granted));
}

TEST_CASE("one whose turn cannot come before its deadline is told at once", "[limiter]") {
  table t;
  std::deque<entry> all(20);
  for (entry& one : all) {
    t.enter(one);
    t.send(one);
  }
  entry a, b, c;
  CHECK(t.enter(a, create, asker::call, 20, start + 1s) == entering::never);
  CHECK(t.enter(a, create, asker::call, 20, start + 1020ms) == entering::waits);
  std::deque<entry> more(19);
  for (entry& one : more) t.enter(one);
  CHECK(t.enter(b, create, asker::call, 20, start + 1500ms) == entering::never);
  CHECK(t.enter(b, create, asker::call, 20, start + 2040ms) == entering::waits);
  CHECK(t.enter(c, create, asker::call, 20, pace_table::tick::max(), false) == entering::never);
  CHECK(t.leave(c).empty());
}

TEST_CASE("when calls and looks queue for one bucket, looks get a quarter", "[limiter]") {
  table t;
  std::deque<entry> calls(60), looks(60);
  entry urgent;
  for (std::size_t i = 0; i < 60; ++i) t.enter(calls[i], describe);
  for (std::size_t i = 0; i < 60; ++i) t.enter(looks[i], describe, asker::look);
  CHECK(t.enter(urgent, describe, asker::urgent_look) == entering::waits);
  for (std::size_t i = 0; i < 20; ++i) t.send(calls[i]);
  t.now += 1020ms;
  auto const next = t.poll(urgent);
  REQUIRE(next.size() == 20);
  int of_looks = 0;
  for (entry* const one : next) {
    bool const call = std::ranges::any_of(calls, [&](entry& c) { return &c == one; });
    of_looks += call ? 0 : 1;
  }
  CHECK(of_looks == 5);
  CHECK(urgent.granted());  // Its lane has a queue: it was the first look.
  CHECK(looks[3].granted());
  CHECK_FALSE(looks[4].granted());

  SECTION("and all of it when no call waits") {
    for (std::size_t i = calls.size(); i > 0; --i) t.leave(calls[i - 1]);
    CHECK(std::ranges::count_if(looks, &entry::granted) == 19);
  }
}

TEST_CASE("a wider scope slows every Action of the limiter", "[limiter]") {
  table t;
  entry a, b;
  t.enter(a, create);
  t.enter(b, describe);
  t.send(a);
  SECTION("one Action's own") {
    t.refused(a, false, 0s, t.now);
    for (auto const& one : t.snapshot(t.now))
      CHECK(one.rate == Approx(one.key.action == "CreateListener" ? 10 : 20));
  }
  SECTION("the account's") {
    t.refused(a, true, 0s, t.now);
    for (auto const& one : t.snapshot(t.now)) CHECK(one.rate == Approx(10));
  }
}

TEST_CASE("looks are served by when they are due, then by arrival", "[limiter]") {
  struct row {
    char const* title;
    std::vector<std::pair<asker, int>> asked;  ///< And in how many seconds each is due; 0: it is not said.
    std::vector<std::size_t> served;
  };
  auto const look = asker::look, urgent = asker::urgent_look;
  for (row const& r : std::vector<row>{
           {"by arrival", {{look, 0}, {look, 0}, {look, 0}}, {0, 1, 2}},
           {"by arrival, all due at once", {{look, 5}, {look, 5}, {look, 5}}, {0, 1, 2}},
           {"the one that has least time left", {{look, 9}, {look, 600}, {look, 2}}, {2, 0, 1}},
           {"one that is never due comes last", {{look, 0}, {look, 600}, {look, 2}}, {2, 1, 0}},
           {"those that others wait behind", {{look, 1}, {urgent, 600}, {urgent, 30}}, {2, 1, 0}},
       }) {
    CAPTURE(r.title);
    table t;
    std::vector<std::unique_ptr<entry>> first, asked;
    for (int i = 0; i < 20; ++i) {
      first.push_back(std::make_unique<entry>());
      t.enter(*first.back(), describe, look);
      t.send(*first.back());
    }
    for (auto const& [who, due] : r.asked) {
      asked.push_back(std::make_unique<entry>());
      auto const at = due == 0 ? pace_table::tick::max() : t.now + std::chrono::seconds(due);
      CHECK(t.enter(*asked.back(), describe, who, 20, pace_table::tick::max(), true, at) == entering::waits);
    }
    t.now += 2s;
    std::vector<std::size_t> served;
    for (entry* one : t.poll(*asked.front()))
      for (std::size_t i = 0; i < asked.size(); ++i)
        if (asked[i].get() == one) served.push_back(i);
    CHECK(served == r.served);
  }
}

TEST_CASE("a look at another time than the estimated one moves the estimate no further", "[limiter]") {
  colb::inner::usual_duration usual;
  usual.ended(2000ms);
  // Fifty tasks that began together, planned before the estimate grew.
  for (int i = 0; i < 50; ++i) usual.looked(2000ms, false);
  CHECK(usual.first_look() > 2000ms);
  CHECK(usual.first_look() < 2300ms);
  auto const before = usual.first_look();
  for (int i = 0; i < 50; ++i) usual.looked(10s, true);  // it had to wait for its turn
  CHECK(usual.first_look() == before);
}

TEST_CASE("with many waits the pause of each stretches to what the rate allows", "[limiter]") {
  table t;
  entry a;
  t.enter(a, describe, asker::look);
  CHECK(t.stretched_pause(describe, t.now) == 0s);
  for (int i = 0; i < 10000; ++i) t.watch_begins(describe);
  CHECK(t.stretched_pause(describe, t.now) >= 509999ms);
  for (int i = 0; i < 9000; ++i) t.watch_ends(describe);
  CHECK(t.stretched_pause(describe, t.now) <= 51001ms);
  CHECK(t.stretched_pause(create, t.now) == 0s);
}

TEST_CASE("the first look comes when three tasks of four are over", "[limiter]") {
  colb::inner::usual_duration usual;
  CHECK(usual.first_look() == 0ms);
  usual.ended(2250ms);
  CHECK(usual.first_look() == 2250ms);
  // Tasks of 1 to 3 seconds.
  std::uint64_t state = 1;
  int late = 0;
  int average = 0;
  for (int i = 0; i < 2000; ++i) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    auto const task = std::chrono::milliseconds(1000 + (state >> 33) % 2000);
    auto const look = usual.first_look();
    usual.looked(look, task <= look);
    if (i < 1000) continue;
    late += task > look ? 1 : 0;
    average += static_cast<int>(look.count());
  }
  CHECK(late > 180);
  CHECK(late < 320);
  CHECK(average / 1000 > 2300);
  CHECK(average / 1000 < 2700);
}
