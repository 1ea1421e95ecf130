// colb: many waits at once, in virtual time: equal looks are made once, and the rate is shared fairly.
#include <algorithm>
#include <cstdlib>
#include <deque>
#include <map>
#include <random>
#include <string>
#include <vector>

#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>

#include "catch.hpp"
#include "client/main_job.hpp"

using namespace colb::test;
using colb::condition;
using namespace std::chrono_literals;

namespace {

using tick = colb::clock::tick;
using seconds = std::chrono::duration<double>;

std::string answer(std::string const& members) {
  std::string const body = "{\"Response\":{" + members + ",\"RequestId\":\"r-1\"}}";
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

colb::task task_of(std::size_t number) {
  return {"tencent.clb", "2018-03-17", "ap-guangzhou", "CreateListener", {"t-" + std::to_string(number)}};
}

/// A cloud whose tasks end when the test says.
struct many {
  explicit many(colb::client_options what = {}) : c({}, std::move(what)) {
    start = c.clock->ticks();
    c.intercept = [this](wire& w, auto const& request) {
      if (request.header("X-TC-Action") != "DescribeTaskStatus") return false;
      auto const number =
          static_cast<std::size_t>(std::atol(request.body.c_str() + request.body.find("t-") + 2));
      tick const now = c.clock->ticks();
      looks[number].push_back(now);
      all.push_back(now);
      auto text = answer(now >= ends[number] ? "\"Status\":0" : "\"Status\":2");
      if (held_back) {
        kept.push_back([to = w.shared_from_this(), text] { to->say(text); });
      } else {
        w.say(text);
      }
      return true;
    };
  }

  void wait(std::size_t number, colb::wait_options patience) {
    ++begun;
    c.client->wait(task_of(number), patience, [this](std::exception_ptr e, colb::task_result) {
      ++ended;
      ended_at.push_back(c.clock->ticks());
      failures.push_back(e);
    });
  }
  bool over() const { return ended == begun; }
  void answer_all() {
    for (auto const& one : std::exchange(kept, {})) one();
  }

  std::size_t most_in_a_second() const {
    std::size_t most = 0, first = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
      while (all[i] - all[first] >= 1s) ++first;
      most = std::max(most, i - first + 1);
    }
    return most;
  }

  cloud c;
  tick start{};
  std::map<std::size_t, tick> ends{};
  std::map<std::size_t, std::vector<tick>> looks{};
  std::vector<tick> all{};
  bool held_back = false;
  std::vector<std::function<void()>> kept{};
  std::size_t begun = 0, ended = 0;
  std::vector<tick> ended_at{};
  std::vector<std::exception_ptr> failures{};
};

}  // namespace

TEST_CASE("waits for one task look together", "[looks]") {
  for (std::size_t n : {1u, 2u, 7u, 100u}) {
    CAPTURE(n);
    colb::client_options what;
    many m(what);
    m.ends[1] = m.start + 4s;
    for (std::size_t i = 0; i < n; ++i) m.wait(1, what.wait);
    REQUIRE(m.c.run_until([&] { return m.over(); }));
    for (auto const& e : m.failures) CHECK_FALSE(e);
    CHECK(m.looks[1].size() <= 7);
    CHECK(m.c.clock->ticks() - m.start <= 8s);
    CHECK(m.c.client->statistics().waiting == 0);
  }
}

TEST_CASE("a wait does not join a look that was sent before it began", "[looks]") {
  many m;
  m.held_back = true;
  m.ends[1] = m.start + 1h;
  m.wait(1, {});
  REQUIRE(m.c.run_until([&] { return m.kept.size() == 1; }));
  m.wait(1, {});
  REQUIRE(m.c.run_until([&] { return m.kept.size() == 2; }, 1s));
  // The second one's look shows the end, which came after the first look was sent.
  m.kept[1] = nullptr;
  CHECK(m.looks[1].size() == 2);
}

TEST_CASE("who leaves a look takes it from nobody else", "[looks]") {
  for (std::size_t leaving : {0u, 1u, 2u}) {
    CAPTURE(leaving);
    many m;
    m.held_back = true;
    m.ends[1] = m.start;
    asio::cancellation_signal signals[3];
    std::exception_ptr failed[3];
    std::size_t ended = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      m.c.client->wait(task_of(1), asio::bind_cancellation_slot(
                                       signals[i].slot(), [&, i](std::exception_ptr e, colb::task_result) {
                                         failed[i] = e;
                                         ++ended;
                                       }));
    }
    REQUIRE(m.c.run_until([&] { return !m.kept.empty(); }));
    CHECK(m.looks[1].size() == 1);
    signals[leaving].emit(asio::cancellation_type::terminal);
    REQUIRE(m.c.run_until([&] { return ended == 1; }, 1s));
    REQUIRE(failed[leaving]);
    CHECK(colb::get_error(failed[leaving])->code() == condition::cancelled);
    CHECK(colb::get_error(failed[leaving])->task() == task_of(1));
    m.held_back = false;
    m.answer_all();
    REQUIRE(m.c.run_until([&] { return ended == 3; }));
    for (std::size_t i = 0; i < 3; ++i) CHECK(static_cast<bool>(failed[i]) == (i == leaving));
    CHECK(m.looks[1].size() == 1);
  }
}

TEST_CASE("when all have left a look, it ends, and its connection with it", "[looks]") {
  many m;
  m.held_back = true;
  asio::cancellation_signal signals[2];
  std::size_t ended = 0;
  for (auto& signal : signals) {
    m.c.client->wait(task_of(1), asio::bind_cancellation_slot(
                                     signal.slot(), [&](std::exception_ptr, colb::task_result) { ++ended; }));
  }
  REQUIRE(m.c.run_until([&] { return !m.kept.empty(); }));
  for (auto& signal : signals) signal.emit(asio::cancellation_type::terminal);
  REQUIRE(m.c.run_until([&] { return ended == 2; }, 1s));
  m.c.run_until([] { return false; }, 60s);
  CHECK(m.c.clock->armed() == 0);
  CHECK(m.looks[1].size() == 1);
}

TEST_CASE("a wait may be left at every step of its look", "[looks]") {
  for (int steps = 0; steps < 40; ++steps) {
    CAPTURE(steps);
    many m;
    m.ends[1] = m.start + 1h;
    asio::cancellation_signal signal;
    std::size_t ended = 0;
    m.c.client->wait(
        task_of(1), asio::bind_cancellation_slot(signal.slot(), [&](std::exception_ptr e, colb::task_result) {
          CHECK(e);
          ++ended;
        }));
    for (int step = 0; step < steps; ++step) m.c.io.poll_one();
    signal.emit(asio::cancellation_type::terminal);
    REQUIRE(m.c.run_until([&] { return ended == 1; }, 1s));
    m.c.run_until([] { return false; }, 60s);
    CHECK(m.c.clock->armed() == 0);
    CHECK(m.looks[1].size() <= 1);
  }
}

TEST_CASE("a client that closes lets a shared look finish, and gives all their tasks back", "[looks]") {
  many m;
  m.held_back = true;
  m.ends[1] = m.start + 1h;
  for (int i = 0; i < 3; ++i) m.wait(1, {});
  REQUIRE(m.c.run_until([&] { return !m.kept.empty(); }));
  bool closed = false;
  m.c.client->close(10s, [&](std::exception_ptr) { closed = true; });
  m.c.run_until([] { return false; }, 1s);
  CHECK_FALSE(closed);
  CHECK(m.ended == 0);
  m.answer_all();
  REQUIRE(m.c.run_until([&] { return closed; }, 1s));
  CHECK(m.ended == 3);
  for (auto const& e : m.failures) {
    REQUIRE(e);
    CHECK(colb::get_error(e)->task() == task_of(1));
  }
}

TEST_CASE("states that several wait for are read once", "[looks]") {
  cloud c;
  std::size_t reads = 0;
  c.intercept = [&](wire& w, auto const&) {
    ++reads;
    w.say(answer("\"TotalCount\":1,\"LoadBalancerSet\":[{\"LoadBalancerId\":\"lb-" + std::to_string(reads) +
                 "\"}]"));
    return true;
  };
  colb::wait_options patience;
  patience.jitter = 0;
  std::vector<std::string> seen(3);
  std::size_t ended = 0;
  clb::DescribeLoadBalancers ask{.LoadBalancerIds = {"lb-1"}};
  for (std::size_t i = 0; i < seen.size(); ++i) {
    auto const holds = [&, i](colb::reply<clb::DescribeLoadBalancers> const& r) {
      seen[i] += r.LoadBalancerSet.at(0).LoadBalancerId.value_or("?") + ' ';
      return r.LoadBalancerSet.at(0).LoadBalancerId == "lb-" + std::to_string(i + 1);
    };
    c.client->wait_until(ask, holds, patience,
                         [&](std::exception_ptr e, colb::reply<clb::DescribeLoadBalancers> r) {
                           CHECK_FALSE(e);
                           CHECK(r.LoadBalancerSet.size() == 1);
                           ++ended;
                         });
  }
  REQUIRE(c.run_until([&] { return ended == seen.size(); }));
  CHECK(reads == 3);
  CHECK(seen == std::vector<std::string>{"lb-1 ", "lb-1 lb-2 ", "lb-1 lb-2 lb-3 "});
}

TEST_CASE("ten thousand waits are all seen through, each in its turn", "[looks][many]") {
  many m;
  std::mt19937 random(3);
  std::uniform_int_distribution<int> minutes(60, 30 * 60);
  std::size_t const n = 10'000;
  for (std::size_t i = 0; i < n; ++i) m.ends[i] = m.start + std::chrono::seconds(minutes(random));
  colb::wait_options patience;
  patience.timeout = 1h;
  for (std::size_t i = 0; i < n; ++i) m.wait(i, patience);
  REQUIRE(m.c.run_until([&] { return m.over(); }));
  std::size_t failed = 0;
  for (auto const& e : m.failures) failed += e ? 1 : 0;
  CHECK(failed == 0);
  CHECK(m.most_in_a_second() <= 20);
  double longest = 0;
  for (auto const& [number, at] : m.looks) {
    tick before = m.start;
    for (tick const one : at) {
      longest = std::max(longest, seconds(one - before).count());
      before = one;
    }
  }
  CHECK(longest <= 1.2 * static_cast<double>(n) / 20);
  WARN("10,000 waits: longest gap " << longest << " s, looks " << m.all.size()
                                    << ", the last seen over after "
                                    << seconds(m.c.clock->ticks() - m.start).count() << " s");
}

TEST_CASE("ten thousand waits that the rate leaves no turn end in time, with their tasks", "[looks][many]") {
  many m;
  std::size_t const n = 10'000;
  for (std::size_t i = 0; i < n; ++i) m.ends[i] = m.start + 1h;
  colb::wait_options patience;
  patience.timeout = 2min;
  for (std::size_t i = 0; i < n; ++i) m.wait(i, patience);
  REQUIRE(m.c.run_until([&] { return m.over(); }));
  std::size_t with_task = 0, no_turn = 0, timed_out = 0;
  for (auto const& e : m.failures) {
    auto const* const known = colb::get_error(e);
    REQUIRE(known);
    timed_out += known->code() == condition::timed_out ? 1 : 0;
    with_task += known->task().has_value() ? 1 : 0;
    no_turn += std::string(known->what()).find("the rate left no turn") != std::string::npos ? 1 : 0;
  }
  CHECK(timed_out == n);
  CHECK(with_task == n);
  CHECK(no_turn == n);
  CHECK(*std::ranges::min_element(m.ended_at) - m.start >= 2min);
  CHECK(*std::ranges::max_element(m.ended_at) - m.start <= 2min + 1s);
  CHECK(m.most_in_a_second() <= 20);
}

TEST_CASE("a wait with little time left looks before those that have much", "[looks][many]") {
  many m;
  for (std::size_t i = 0; i < 2000; ++i) m.ends[i] = m.start + 1h;
  colb::wait_options patience;
  patience.timeout = 2h;
  for (std::size_t i = 1; i < 2000; ++i) m.wait(i, patience);
  m.c.run_until([&] { return m.all.size() >= 30; });
  patience.timeout = 10s;
  auto const begun = m.c.clock->ticks();
  m.wait(0, patience);
  REQUIRE(m.c.run_until([&] { return m.ended == 1; }));
  REQUIRE(m.looks[0].size() >= 1);
  // Behind those that are due before its end, in front of some 1,700 others.
  CHECK(m.looks[0].front() - begun < 10s);
  CHECK(m.all.size() < 300);
}
