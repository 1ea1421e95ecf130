// colb: many changes and many requests at once, in virtual time: never busy, never throttled.
#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include <asio/bind_cancellation_slot.hpp>
#include <asio/bind_executor.hpp>
#include <asio/cancellation_signal.hpp>

#include <colb/tencent/clb/target_group.hpp>

#include "catch.hpp"
#include "client/main_job.hpp"

using namespace colb::test;
using colb::condition;
using namespace std::chrono_literals;
namespace emulator = colb::emulator;

namespace {

using seconds = std::chrono::duration<double>;

/// Ends of operations that run side by side.
struct ends {
  std::size_t begun = 0;
  std::size_t ended = 0;
  std::vector<std::string> errors{};
  std::vector<condition> conditions{};

  template <class F>
  void start(cloud& c, F operation) {
    ++begun;
    asio::co_spawn(c.io, std::move(operation), [this](std::exception_ptr e) {
      ++ended;
      if (!e) return;
      auto const* const known = colb::get_error(e);
      errors.push_back(known ? known->what() : "not an error of colb's");
      if (known)
        for (auto one :
             {condition::throttled, condition::cancelled, condition::timed_out, condition::conflict})
          if (known->code() == one) conditions.push_back(one);
    });
  }
  bool all() const { return ended == begun; }
};

asio::awaitable<void> buy(clb::client& client, std::int64_t number, std::vector<std::string>* ids) {
  while (number > 0) {
    clb::CreateLoadBalancer want{.LoadBalancerType = "OPEN", .Number = std::min<std::int64_t>(number, 20)};
    auto const made = co_await client.call_and_wait(want);
    ids->insert(ids->end(), made.LoadBalancerIds.begin(), made.LoadBalancerIds.end());
    number -= 20;
  }
}

asio::awaitable<void> listen(clb::client& client, std::string id, std::int64_t port, bool waits = true,
                             colb::call_options how = {}) {
  clb::CreateListener want{.LoadBalancerId = id, .Ports = {port}, .Protocol = "TCP"};
  if (waits) {
    colb::wait_options const patience;
    co_await client.call_and_wait(want, how, patience);
  } else {
    co_await client.call(want, how);
  }
}

asio::awaitable<void> list(clb::client& client, std::vector<int>* order, int number) {
  clb::DescribeLoadBalancers ask;
  co_await client.call(ask);
  order->push_back(number);
}

std::vector<std::string> bought(cloud& c, std::int64_t number) {
  std::vector<std::string> ids;
  REQUIRE_FALSE(c.run(buy(*c.client, number, &ids)));
  return ids;
}

/// The ports of the listeners made on a balancer, as the cloud saw them.
std::vector<std::int64_t> ports_of(cloud& c, std::string const& id) {
  std::vector<std::int64_t> ports;
  for (auto const& call : c.core->calls()) {
    if (call.action != "CreateListener" || !call.code.empty() ||
        call.body.find('"' + id + '"') == call.body.npos)
      continue;
    auto const at = call.body.find("\"Ports\":[");
    ports.push_back(std::stoll(call.body.substr(at + 9)));
  }
  return ports;
}

struct tally {
  std::size_t sent = 0, refused = 0, busy = 0;
  int most_in_a_second = 0;  ///< In any second, wherever it begins.
};

tally count(cloud& c, std::string_view action) {
  tally t;
  std::vector<std::chrono::system_clock::time_point> at;
  for (auto const& call : c.core->calls()) {
    if (call.action != action) continue;
    ++t.sent;
    t.refused += call.code.starts_with("RequestLimitExceeded") ? 1 : 0;
    t.busy += call.code.find("InOperating") != call.code.npos ? 1 : 0;
    at.push_back(call.at);
  }
  std::size_t first = 0;
  for (std::size_t i = 0; i < at.size(); ++i) {
    while (at[i] - at[first] >= 1s) ++first;
    t.most_in_a_second = std::max(t.most_in_a_second, static_cast<int>(i - first + 1));
  }
  return t;
}

emulator::options with_tasks(std::chrono::milliseconds time) {
  emulator::options how;
  how.task_time = time;
  how.journal = 100'000;
  how.rate_by_arrival = true;
  return how;
}

}  // namespace

TEST_CASE("a thousand changes over fifty balancers meet no refusal and keep their order", "[fleet]") {
  for (double const spread : {0.0, 0.5}) {
    CAPTURE(spread);
    auto how = with_tasks(2s);
    how.task_spread = spread;
    cloud c(how);
    auto const ids = bought(c, 50);
    REQUIRE(ids.size() == 50);
    std::vector<std::pair<std::size_t, std::int64_t>> changes;
    for (std::size_t lb = 0; lb < 50; ++lb)
      for (std::int64_t n = 0; n < 20; ++n) changes.emplace_back(lb, 0);
    std::mt19937 random(1);
    std::shuffle(changes.begin(), changes.end(), random);
    std::map<std::size_t, std::int64_t> next;
    auto const looks_before = count(c, "DescribeTaskStatus").sent;
    auto const start = c.clock->ticks();
    ends all;
    for (auto& [lb, port] : changes) all.start(c, listen(*c.client, ids[lb], 1000 + next[lb]++));
    REQUIRE(c.run_until([&] { return all.all(); }));
    auto const took = seconds(c.clock->ticks() - start).count();
    for (auto const& e : all.errors) FAIL_CHECK(e);
    auto const made = count(c, "CreateListener");
    auto const looks = count(c, "DescribeTaskStatus");
    double const bound = std::max(1000 / 20.0, 20 * 2.0);
    CHECK(made.sent == 1000);
    CHECK(made.refused == 0);
    CHECK(made.busy == 0);
    CHECK(looks.refused == 0);
    CHECK(made.most_in_a_second <= 20);
    CHECK(looks.most_in_a_second <= 20);
    CHECK(looks.sent - looks_before <= 1500);
    CHECK(took <= 1.3 * bound);
    for (auto const& id : ids) {
      auto const ports = ports_of(c, id);
      CHECK(ports.size() == 20);
      CHECK(std::ranges::is_sorted(ports));
    }
    CHECK(c.client->statistics().waiting == 0);
    WARN("1,000 changes, tasks of 2 s +- " << 100 * spread << " %: " << took << " s, bound " << bound
                                           << " s, looks " << looks.sent - looks_before);
    // One global mutex: one change after the other, each to the end of its task.
    cloud other(how);
    auto const one_by_one = bought(other, 50);
    auto const begun = other.clock->ticks();
    ends each;
    std::int64_t port = 1;
    for (auto const& id : one_by_one) {
      each.start(other, listen(*other.client, id, port++));
      REQUIRE(other.run_until([&] { return each.all(); }));
    }
    auto const fifty = seconds(other.clock->ticks() - begun).count();
    CHECK(each.errors.empty());
    CHECK(20 * fifty / took >= 15);
    WARN("one global mutex: " << 20 * fifty << " s, " << 20 * fifty / took << " times as long");
  }
}

TEST_CASE("the emulator counts what arrived within a second, if it is to", "[fleet]") {
  for (bool const by_arrival : {false, true}) {
    auto how = with_tasks(2s);
    how.rate_by_arrival = by_arrival;
    colb::client_options what;
    what.rate_limit.mode = colb::rate_limit_mode::off;
    what.retry.max_attempts = 1;
    cloud c(how, what);
    c.clock->advance(700ms);  // fifteen before the calendar's second ends, fifteen in the next one
    ends all;
    std::vector<int> order;
    for (int i = 0; i < 15; ++i) all.start(c, list(*c.client, &order, i));
    REQUIRE(c.run_until([&] { return all.all(); }));
    c.clock->advance(500ms);
    for (int i = 0; i < 15; ++i) all.start(c, list(*c.client, &order, i));
    REQUIRE(c.run_until([&] { return all.all(); }));
    CHECK(order.size() == (by_arrival ? 20u : 30u));
    c.clock->advance(1s);
    all.start(c, list(*c.client, &order, 0));
    REQUIRE(c.run_until([&] { return all.all(); }));
    CHECK(order.size() == (by_arrival ? 21u : 31u));
  }
}

TEST_CASE("six hundred reads take the time that the rate allows, in order", "[fleet]") {
  cloud c(with_tasks(2s));
  ends all;
  std::vector<int> order;
  auto const start = c.clock->ticks();
  for (int i = 0; i < 600; ++i) all.start(c, list(*c.client, &order, i));
  REQUIRE(c.run_until([&] { return all.all(); }));
  auto const took = seconds(c.clock->ticks() - start).count();
  for (auto const& e : all.errors) FAIL_CHECK(e);
  auto const reads = count(c, "DescribeLoadBalancers");
  CHECK(reads.sent == 600);
  CHECK(reads.refused == 0);
  CHECK(reads.most_in_a_second <= 20);
  CHECK(took <= 1.1 * 600 / 20);
  for (std::size_t i = 0; i < order.size(); ++i) CHECK(std::abs(order[i] - static_cast<int>(i)) <= 20);
}

TEST_CASE("what another program takes of the rate is left to it, and taken again after it leaves",
          "[fleet]") {
  cloud c(with_tasks(2s));
  bool foreign = true;
  std::size_t sent = 0, refused = 0;
  std::vector<colb::clock::tick> taken;
  c.intercept = [&](wire& w, auto const&) {
    auto const now = c.clock->ticks();
    ++sent;
    std::erase_if(taken, [&](auto at) { return at <= now - 1s; });
    if (taken.size() < (foreign ? 10u : 20u)) {
      taken.push_back(now);
      return false;
    }
    ++refused;
    w.say(
        "HTTP/1.1 200 OK\r\nContent-Length: 96\r\n\r\n"
        R"({"Response":{"Error":{"Code":"RequestLimitExceeded","Message":"too many   "},"RequestId":"r-1"}})");
    return true;
  };
  ends all;
  std::vector<int> order;
  for (int i = 0; i < 3000; ++i) all.start(c, list(*c.client, &order, i));
  auto const run_for = [&](std::chrono::seconds time) {
    auto const end = c.clock->ticks() + time;
    sent = refused = 0;
    auto const before = order.size();
    c.run_until([&] { return c.clock->ticks() >= end; });
    return static_cast<double>(order.size() - before) / static_cast<double>(time.count());
  };
  run_for(20s);
  double const half = run_for(100s);
  WARN("with half of the rate taken: " << half << " a second, refused " << refused << " of " << sent);
  CHECK(static_cast<double>(refused) <= 0.05 * static_cast<double>(sent));
  CHECK(half >= 0.9 * 10);
  foreign = false;
  run_for(30s);
  CHECK(run_for(10s) >= 0.9 * 20);
  CHECK(all.errors.empty());
}

TEST_CASE("a stall on the way out does not become a burst", "[fleet]") {
  colb::client_options what;
  what.pool.max_connections = 60;
  cloud c(with_tasks(2s), what);
  c.net->plans.clear();
  ends all;
  std::vector<int> order;
  for (int i = 0; i < 60; ++i) all.start(c, list(*c.client, &order, i));
  REQUIRE(c.run_until([&] { return all.all(); }));
  CHECK(all.errors.empty());
  CHECK(count(c, "DescribeLoadBalancers").most_in_a_second <= 20);
}

TEST_CASE("a pool that is blocked for three seconds lets out no burst", "[fleet]") {
  colb::client_options what;
  what.pool.max_connections = 60;
  cloud c(with_tasks(2s), what);
  // Sixty answers of another Action are held back: no connection is free.
  std::vector<std::function<void()>> held;
  c.intercept = [&](wire& w, auto const& request) {
    if (request.header("X-TC-Action") != "DescribeTargetGroups") return false;
    std::string const body = R"({"Response":{"TotalCount":0,"TargetGroupSet":[],"RequestId":"r-1"}})";
    held.push_back([to = w.shared_from_this(), body] {
      to->say("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    });
    return true;
  };
  auto const occupy = [](clb::client& client) -> asio::awaitable<void> {
    clb::DescribeTargetGroups ask;
    co_await client.call(ask);
  };
  ends all;
  for (int i = 0; i < 60; ++i) all.start(c, occupy(*c.client));
  REQUIRE(c.run_until([&] { return held.size() == 60; }));
  std::vector<int> order;
  for (int i = 0; i < 60; ++i) all.start(c, list(*c.client, &order, i));
  auto const end = c.clock->ticks() + 3s;
  colb::inner::timer alarm(c.io.get_executor(), c.clock);
  alarm.expires_at(end);
  alarm.async_wait([](bool) {});
  c.run_until([&] { return c.clock->ticks() >= end; });
  CHECK(count(c, "DescribeLoadBalancers").sent == 0);
  for (auto const& one : held) one();
  REQUIRE(c.run_until([&] { return all.all(); }));
  CHECK(all.errors.empty());
  auto const reads = count(c, "DescribeLoadBalancers");
  CHECK(reads.sent == 60);
  CHECK(reads.refused == 0);
  CHECK(reads.most_in_a_second <= 20);
  CHECK(std::ranges::is_sorted(order));
}

TEST_CASE("a thousand calls over eight connections lose none", "[fleet]") {
  colb::client_options what;
  what.pool.max_connections = 8;
  what.rate_limit.mode = colb::rate_limit_mode::off;
  emulator::options how;
  how.rate_limit = false;
  cloud c(how, what);
  emulator::fault slow;
  slow.kind = emulator::fault_kind::delay;
  slow.delay = 200ms;
  slow.times = 1000;
  c.core->inject(slow);
  ends all;
  std::vector<int> order;
  for (int i = 0; i < 1000; ++i) all.start(c, list(*c.client, &order, i));
  REQUIRE(c.run_until([&] { return all.all(); }));
  for (auto const& e : all.errors) FAIL_CHECK(e);
  CHECK(order.size() == 1000);
}

TEST_CASE("a change follows the task that a plain call left behind", "[fleet][lanes]") {
  cloud c(with_tasks(5s));
  auto const ids = bought(c, 1);
  ends all;
  auto const start = c.clock->ticks();
  all.start(c, listen(*c.client, ids[0], 1, false));
  REQUIRE(c.run_until([&] { return all.all(); }));
  CHECK(c.clock->ticks() - start < 1s);

  SECTION("the next one waits for its end, and meets no busy answer") {
    all.start(c, listen(*c.client, ids[0], 2, false));
    all.start(c, listen(*c.client, ids[0], 3));
    REQUIRE(c.run_until([&] { return all.all(); }));
    CHECK(all.errors.empty());
    CHECK(count(c, "CreateListener").busy == 0);
    CHECK(count(c, "CreateListener").sent == 3);
    CHECK(c.clock->ticks() - start >= 15s);
    CHECK(ports_of(c, ids[0]) == std::vector<std::int64_t>{1, 2, 3});
  }
  SECTION("nobody next: nobody looks, and no timer is armed") {
    CHECK(count(c, "DescribeTaskStatus").sent <= 10);
    auto const looks = count(c, "DescribeTaskStatus").sent;
    c.run_until([] { return false; }, 60s);
    CHECK(count(c, "DescribeTaskStatus").sent == looks);
    CHECK(c.clock->armed() == 0);
  }
  SECTION("a wait of the user's own that sees the end frees the lane") {
    auto const wait = [&]() -> asio::awaitable<void> {
      clb::DescribeLoadBalancers ask;
      clb::CreateListener want{.LoadBalancerId = ids[0], .Ports = {9}, .Protocol = "TCP"};
      auto reply = co_await c.client->call(want);
      co_await c.client->finish(reply);
    };
    auto const failure = c.run(wait());
    if (failure) FAIL(colb::get_error(failure)->what());
    auto const looks = count(c, "DescribeTaskStatus").sent;
    auto const before = c.clock->ticks();
    all.start(c, listen(*c.client, ids[0], 4, false));
    REQUIRE(c.run_until([&] { return all.all(); }));
    CHECK(count(c, "DescribeTaskStatus").sent == looks);
    CHECK(c.clock->ticks() - before < 1s);
  }
}

TEST_CASE("a queue in a lane: cancelled, out of time, urgent, passed by", "[fleet][lanes]") {
  colb::client_options what;
  what.timeouts.lane = 30s;
  cloud c(with_tasks(60s), what);
  auto const ids = bought(c, 1);
  ends all;
  all.start(c, listen(*c.client, ids[0], 1));
  c.run_until([&] { return count(c, "CreateListener").sent == 1; });

  SECTION("out of time: nothing was sent, and the error names who holds the lane") {
    all.start(c, listen(*c.client, ids[0], 2));
    REQUIRE(c.run_until([&] { return all.ended == 1; }));
    REQUIRE(all.errors.size() == 1);
    CHECK(all.conditions == std::vector<condition>{condition::timed_out});
    CHECK(all.errors[0].find("CreateListener holds") != std::string::npos);
    CHECK(all.errors[0].find("nothing was sent") != std::string::npos);
    CHECK(count(c, "CreateListener").sent == 1);
  }
  SECTION("cancelled in the queue") {
    asio::cancellation_signal signal;
    std::exception_ptr failed;
    clb::CreateListener want{.LoadBalancerId = ids[0], .Ports = {2}, .Protocol = "TCP"};
    c.client->call(want, asio::bind_cancellation_slot(
                             signal.slot(),
                             [&](std::exception_ptr e, colb::reply<clb::CreateListener>) { failed = e; }));
    c.io.poll();
    signal.emit(asio::cancellation_type::terminal);
    REQUIRE(c.run_until([&] { return failed != nullptr; }, 1s));
    CHECK(colb::get_error(failed)->code() == condition::cancelled);
    CHECK_FALSE(colb::get_error(failed)->code() == condition::outcome_unknown);
    CHECK(count(c, "CreateListener").sent == 1);
  }
  SECTION("urgent: before those that wait") {
    colb::call_options urgent;
    urgent.urgent = true;
    c.client->statistics();
    all.start(c, listen(*c.client, ids[0], 2, false));
    all.start(c, listen(*c.client, ids[0], 3, false, urgent));
    c.run_until([&] { return all.all(); });
    auto const ports = ports_of(c, ids[0]);
    REQUIRE(ports.size() >= 1);
    if (ports.size() > 1) CHECK(ports[1] == 3);
  }
  SECTION("passed by: the cloud says busy, and the call is repeated") {
    colb::call_options by;
    by.lane = false;
    all.start(c, listen(*c.client, ids[0], 2, false, by));
    c.run_until([&] { return count(c, "CreateListener").sent > 1; });
    CHECK(count(c, "CreateListener").busy >= 1);
  }
}

TEST_CASE("a mode that fails instead of waiting, and one that is off", "[fleet]") {
  colb::client_options what;
  what.rate_limit.mode = colb::rate_limit_mode::fail;
  cloud c(with_tasks(2s), what);
  ends all;
  std::vector<int> order;
  for (int i = 0; i < 25; ++i) all.start(c, list(*c.client, &order, i));
  REQUIRE(c.run_until([&] { return all.all(); }));
  CHECK(order.size() == 20);
  CHECK(all.conditions == std::vector<condition>(5, condition::throttled));
  CHECK(count(c, "DescribeLoadBalancers").sent == 20);
}

TEST_CASE("share and overrides say how much of a rate is one's own", "[fleet]") {
  colb::client_options what;
  what.rate_limit.share = 0.5;
  what.rate_limit.overrides = {{"DescribeListeners", 5}};
  cloud c(with_tasks(2s), what);
  ends all;
  std::vector<int> order;
  for (int i = 0; i < 100; ++i) all.start(c, list(*c.client, &order, i));
  REQUIRE(c.run_until([&] { return all.all(); }));
  CHECK(count(c, "DescribeLoadBalancers").most_in_a_second == 10);
}

TEST_CASE("waits that the rate leaves no turn end in time, with their task", "[fleet]") {
  cloud c(with_tasks(std::chrono::hours(1)));
  ends all;
  auto const start = c.clock->ticks();
  std::vector<colb::clock::tick> ended;
  std::size_t with_task = 0, no_turn = 0;
  std::vector<std::string> const balancers = [&] {
    std::vector<std::string> made;
    auto const buy_plainly = [&]() -> asio::awaitable<void> {
      clb::CreateLoadBalancer want{.LoadBalancerType = "OPEN"};
      auto const reply = co_await c.client->call(want);
      made.push_back(to_string(reply.task()));
    };
    REQUIRE_FALSE(c.run(buy_plainly()));
    return made;
  }();
  colb::task const task = colb::task::parse(balancers.at(0));
  colb::wait_options patience;
  patience.timeout = 30s;
  std::size_t const n = 2000;
  for (std::size_t i = 0; i < n; ++i) {
    c.client->wait(task, patience, [&](std::exception_ptr e, colb::task_result) {
      ended.push_back(c.clock->ticks());
      auto const* const known = colb::get_error(e);
      if (!known) return;
      with_task += known->task().has_value() ? 1 : 0;
      no_turn += std::string(known->what()).find("the rate left no turn") != std::string::npos ? 1 : 0;
    });
  }
  REQUIRE(c.run_until([&] { return ended.size() == n; }));
  CHECK(with_task == n);
  CHECK(no_turn > n / 2);
  CHECK(*std::ranges::max_element(ended) - start <= 31s + 1s);
  CHECK(count(c, "DescribeTaskStatus").most_in_a_second <= 20);
}

TEST_CASE("501 targets in parts, one of which is refused", "[fleet][batches]") {
  emulator::options how = with_tasks(200ms);
  how.quotas.targets = 1000;
  cloud c(how);
  auto const ids = bought(c, 1);
  ends all;
  all.start(c, listen(*c.client, ids[0], 80));
  REQUIRE(c.run_until([&] { return all.all(); }));
  std::string listener;
  auto const find = [&]() -> asio::awaitable<void> {
    clb::DescribeListeners ask{.LoadBalancerId = ids[0]};
    auto const found = co_await c.client->call(ask);
    listener = found.Listeners.at(0).ListenerId.value();
  };
  REQUIRE_FALSE(c.run(find()));
  std::vector<clb::types::Target> targets;
  clb::RegisterTargets bind{.LoadBalancerId = ids[0], .ListenerId = listener, .Targets = targets};
  for (std::int64_t i = 0; i < 501; ++i)
    bind.Targets->push_back({.Port = 1000 + i, .InstanceId = "ins-" + std::to_string(i % 250)});

  SECTION("a plain call is refused before anything is sent") {
    std::exception_ptr failed;
    c.client->call(bind, [&](std::exception_ptr e, colb::reply<clb::RegisterTargets>) { failed = e; });
    REQUIRE(c.run_until([&] { return failed != nullptr; }));
    std::string const what = colb::get_error(failed)->what();
    CHECK(colb::get_error(failed)->code() == condition::invalid_request);
    for (auto word : {".Targets", "501", "20", "call_in_batches"}) CHECK(what.find(word) != what.npos);
    CHECK(count(c, "RegisterTargets").sent == 0);
  }
  SECTION("in parts") {
    std::optional<colb::batched<clb::RegisterTargets>> done;
    std::size_t seen = 0;
    c.intercept = [&](wire& w, auto const& request) {
      if (request.header("X-TC-Action") != "RegisterTargets" || ++seen != 7) return false;
      std::string const body =
          R"({"Response":{"Error":{"Code":"InvalidParameterValue","Message":"no such"},"RequestId":"r-7"}})";
      w.say("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
      return true;
    };
    c.client->call_in_batches(bind, [&](std::exception_ptr e, colb::batched<clb::RegisterTargets> b) {
      CHECK_FALSE(e);
      done = std::move(b);
    });
    REQUIRE(c.run_until([&] { return done.has_value(); }));
    REQUIRE(done->parts.size() == 26);
    std::size_t bound = 0;
    for (auto const& part : done->parts) {
      if (part.state == colb::part_state::done) bound += part.count;
      CHECK(part.state != colb::part_state::unknown);
      CHECK(part.state != colb::part_state::not_started);
    }
    CHECK(bound == 481);
    auto const& refused = done->parts[6];
    CHECK(refused.state == colb::part_state::refused);
    CHECK(refused.first == 120);
    CHECK(refused.count == 20);
    REQUIRE(refused.error);
    CHECK(refused.error->vendor_code() == "InvalidParameterValue");
    CHECK(refused.request_id == "r-7");
    CHECK_FALSE(done->ok());
    auto const look = [&]() -> asio::awaitable<void> {
      clb::DescribeTargets ask{.LoadBalancerId = ids[0]};
      auto const now = co_await c.client->call(ask);
      CHECK(now.Listeners.at(0).Targets.size() == 481);
    };
    CHECK_FALSE(c.run(look()));
  }
  SECTION("each part as the call options say") {
    colb::call_options each;
    each.max_attempts = 1;
    each.timeout = 10s;
    emulator::fault broken;
    broken.kind = emulator::fault_kind::refuse;
    broken.code = "RequestLimitExceeded";
    broken.action = "RegisterTargets";
    broken.skip = 3;
    c.core->inject(broken);
    std::optional<colb::batched<clb::RegisterTargets>> done;
    c.client->call_in_batches(bind, each, [&](std::exception_ptr e, colb::batched<clb::RegisterTargets> b) {
      CHECK_FALSE(e);
      done = std::move(b);
    });
    REQUIRE(c.run_until([&] { return done.has_value(); }));
    CHECK(count(c, "RegisterTargets").sent == 26);
    CHECK(done->parts[3].state == colb::part_state::refused);
    REQUIRE(done->parts[3].error);
    CHECK(done->parts[3].error->attempts() == 1);
  }
  SECTION("wrong credentials stop it at once, and it throws: nothing was begun") {
    std::optional<std::exception_ptr> failed;
    std::optional<colb::batched<clb::RegisterTargets>> done;
    emulator::fault locked;
    locked.code = "AuthFailure.SecretIdNotFound";
    locked.action = "RegisterTargets";
    locked.times = 100;
    c.core->inject(locked);
    c.client->call_in_batches(bind, [&](std::exception_ptr e, colb::batched<clb::RegisterTargets> b) {
      failed = e;
      done = std::move(b);
    });
    REQUIRE(c.run_until([&] { return failed.has_value(); }));
    CHECK_FALSE(*failed);
    CHECK(done->parts[0].state == colb::part_state::refused);
    CHECK(done->parts[1].state == colb::part_state::not_started);
    CHECK(count(c, "RegisterTargets").sent == 1);
  }
}
