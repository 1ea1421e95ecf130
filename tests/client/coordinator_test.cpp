// colb: clients that agree through a coordinator, as if each were a process.
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>

#include "catch.hpp"
#include "client/main_job.hpp"
#include "support/memory_coordinator.hpp"
#include "support/recorder.hpp"

using namespace colb::test;
using colb::condition;
using namespace std::chrono_literals;
using mood = memory_coordinator::mood;
using words = std::vector<std::string>;

namespace {

/// A cloud, and two clients that know of each other through a coordinator alone.
struct fleet {
  explicit fleet(colb::client_options what = {}, colb::emulator::options how = strict())
      : cloud(how, with(what)) {
    coordinator = std::make_shared<memory_coordinator>(cloud.clock);
    cloud.options.coordinator = coordinator;
    cloud.connect();
    other.emplace(cloud.io.get_executor(), cloud.options, cloud.net);
    id = buy();
    coordinator->log.clear();
    seen->briefs();
  }

  static colb::emulator::options strict() {
    colb::emulator::options how;
    how.task_time = 2s;
    how.journal = 100'000;
    return how;
  }
  colb::client_options with(colb::client_options what) const {
    what.observer = seen;
    return what;
  }

  std::string buy() {
    std::string made;
    auto const work = [](clb::client& client, std::string& out) -> asio::awaitable<void> {
      clb::CreateLoadBalancer want{.LoadBalancerType = "OPEN"};
      auto const bought = co_await client.call_and_wait(want);
      out = bought.LoadBalancerIds.at(0);
    };
    REQUIRE_FALSE(cloud.run(work(*cloud.client, made)));
    return made;
  }

  std::size_t refused() {
    auto const calls = cloud.core->calls();
    return static_cast<std::size_t>(
        std::ranges::count_if(calls, [](auto const& call) { return !call.code.empty(); }));
  }
  std::size_t sent(std::string_view action) {
    auto const calls = cloud.core->calls();
    return static_cast<std::size_t>(
        std::ranges::count_if(calls, [&](auto const& call) { return call.action == action; }));
  }

  std::shared_ptr<recorder> seen = std::make_shared<recorder>();
  colb::test::cloud cloud;
  std::shared_ptr<memory_coordinator> coordinator{};
  std::optional<clb::client> other{};
  std::string id{};
};

struct end {
  bool over = false;
  std::string error{};
  std::optional<colb::error> known{};
  colb::clock::tick at{};
};

asio::awaitable<void> listen(clb::client& client, std::string id, std::int64_t port, bool waits,
                             colb::call_options how) {
  clb::CreateListener want{.LoadBalancerId = id, .Ports = {port}, .Protocol = "TCP"};
  if (waits) {
    colb::wait_options const patience;
    co_await client.call_and_wait(want, how, patience);
  } else {
    co_await client.call(want, how);
  }
}

asio::awaitable<void> read(clb::client& client) {
  clb::DescribeLoadBalancers ask;
  co_await client.call(ask);
}

void start(fleet& f, end& e, asio::awaitable<void> work, asio::cancellation_slot slot = {}) {
  asio::co_spawn(f.cloud.io, std::move(work),
                 asio::bind_cancellation_slot(slot, [&](std::exception_ptr thrown) {
                   e.over = true;
                   e.at = f.cloud.clock->ticks();
                   if (!thrown) return;
                   auto const* const known = colb::get_error(thrown);
                   if (known) e.known = *known;
                   e.error = known ? known->what() : "not an error of colb's";
                 }));
}

/// Runs what can run without the clock.
void settle(fleet& f) {
  f.cloud.io.restart();
  f.cloud.io.poll();
}

end run(fleet& f, asio::awaitable<void> work) {
  end e;
  start(f, e, std::move(work));
  REQUIRE(f.cloud.run_until([&] { return e.over; }));
  return e;
}

}  // namespace

TEST_CASE("changes of two processes to one balancer run one after the other", "[coordinator]") {
  for (bool const wakes : {true, false}) {
    fleet f;
    f.coordinator->wakes = wakes;
    if (!wakes) f.coordinator->again = 100ms;
    std::vector<end> ends(20);
    for (int i = 0; i < 20; ++i) {
      clb::client& by = i % 2 == 0 ? *f.cloud.client : *f.other;
      start(f, ends[static_cast<std::size_t>(i)], listen(by, f.id, 100 + i, true, {}));
    }
    REQUIRE(f.cloud.run_until([&] { return std::ranges::all_of(ends, &end::over); }));
    for (end const& e : ends) CHECK(e.error.empty());
    CHECK(f.refused() == 0);
    CHECK(f.coordinator->holding() == 0);
    CHECK(f.coordinator->waiting() == 0);
    // In each process by arrival.
    std::map<int, std::vector<std::int64_t>> ports;
    for (auto const& call : f.cloud.core->calls()) {
      if (call.action != "CreateListener") continue;
      auto const port = std::stoll(call.body.substr(call.body.find("\"Ports\":[") + 9));
      ports[static_cast<int>(port % 2)].push_back(port);
    }
    for (auto const& [of, order] : ports) CHECK(std::ranges::is_sorted(order));
  }
}

TEST_CASE("only the first of a process's own lane asks, and in order", "[coordinator]") {
  fleet f;
  std::vector<end> ends(3);
  for (int i = 0; i < 3; ++i)
    start(f, ends[static_cast<std::size_t>(i)], listen(*f.cloud.client, f.id, 80 + i, false, {}));
  settle(f);
  // The second has its lanes after the first has left, and looks at its task.
  CHECK(f.coordinator->log == words{"acquire", "permit", "leave", "acquire", "permit"});
  REQUIRE(f.cloud.run_until([&] { return std::ranges::all_of(ends, &end::over); }));
  for (end const& e : ends) CHECK(e.error.empty());
  CHECK(f.refused() == 0);
  // The second follows the task of the first, and so on.
  CHECK(std::ranges::count(f.coordinator->log, "acquire") == 3);
  CHECK(std::ranges::count(f.coordinator->log, "leave") == 3);
  CHECK(std::ranges::count(f.coordinator->log, "ended") == 2);
  std::size_t left = 0;
  for (auto const& [lane, tasks] : f.coordinator->tasks) {
    CHECK(lane == "tencent/" + f.id);
    left += tasks.size();
  }
  CHECK(left == 1);
}

TEST_CASE("what one process left behind another follows first", "[coordinator]") {
  struct row {
    std::string what;
    bool finished_elsewhere;
  };
  for (row const& r : {row{"the change of another process", false}, row{"its own, waited for since", true}}) {
    CAPTURE(r.what);
    fleet f;
    std::optional<colb::task> handle;
    auto const leave = [&](clb::client& client) -> asio::awaitable<void> {
      clb::CreateListener want{.LoadBalancerId = f.id, .Ports = {80}, .Protocol = "TCP"};
      auto const reply = co_await client.call(want);
      handle = reply.task();
    };
    REQUIRE(run(f, leave(*f.cloud.client)).error.empty());
    CHECK(f.coordinator->tasks["tencent/" + f.id] == words{to_string(*handle)});
    if (r.finished_elsewhere) {
      auto const wait = [&](clb::client& client) -> asio::awaitable<void> { co_await client.wait(*handle); };
      REQUIRE(run(f, wait(*f.cloud.client)).error.empty());
      CHECK(f.coordinator->tasks["tencent/" + f.id].empty());
    }
    auto const looks = f.sent("DescribeTaskStatus");
    REQUIRE(run(f, listen(*f.other, f.id, 81, false, {})).error.empty());
    CHECK((f.sent("DescribeTaskStatus") > looks) == !r.finished_elsewhere);
    CHECK(f.refused() == 0);
    CHECK(f.coordinator->tasks["tencent/" + f.id].size() == 1);  // its own
  }
}

TEST_CASE("a task that cannot be looked at is left to others", "[coordinator]") {
  fleet f;
  words const foreign{"colb:1:tencent.clb:2018-03-17:ap-nowhere:CreateListener:9", "no task at all"};
  f.coordinator->tasks["tencent/" + f.id] = foreign;
  REQUIRE(run(f, listen(*f.other, f.id, 81, true, {})).error.empty());
  CHECK(f.coordinator->tasks["tencent/" + f.id] == foreign);
}

TEST_CASE("a change that waits for another process can be cancelled, and passes its place on",
          "[coordinator]") {
  fleet f;
  end holder, waiter, last;
  asio::cancellation_signal stop;
  start(f, holder, listen(*f.cloud.client, f.id, 80, true, {}));
  settle(f);
  start(f, waiter, listen(*f.other, f.id, 81, true, {}), stop.slot());
  clb::client third(f.cloud.io.get_executor(), f.cloud.options, f.cloud.net);
  f.cloud.run_until([&] { return f.coordinator->waiting() == 1; });
  start(f, last, listen(third, f.id, 82, true, {}));
  f.cloud.run_until([&] { return f.coordinator->waiting() == 2; });
  auto const before = f.cloud.clock->ticks();
  stop.emit(asio::cancellation_type::terminal);
  REQUIRE(f.cloud.run_until([&] { return waiter.over; }));
  CHECK(waiter.at == before);
  REQUIRE(waiter.known);
  CHECK(waiter.known->code() == condition::cancelled);
  CHECK(waiter.error.find("another process holds; nothing was sent") != waiter.error.npos);
  REQUIRE(f.cloud.run_until([&] { return holder.over && last.over; }));
  CHECK(holder.error.empty());
  CHECK(last.error.empty());
  CHECK(f.refused() == 0);
  CHECK(f.coordinator->waiting() + f.coordinator->holding() == 0);
}

TEST_CASE("timeouts.lane bounds the wait for other processes too", "[coordinator]") {
  colb::client_options what;
  what.timeouts.lane = 500ms;
  fleet f(what);
  end holder;
  start(f, holder, listen(*f.cloud.client, f.id, 80, true, {}));
  settle(f);
  auto const before = f.cloud.clock->ticks();
  end const waiter = run(f, listen(*f.other, f.id, 81, true, {}));
  CHECK(waiter.at - before == 500ms);
  REQUIRE(waiter.known);
  CHECK(waiter.known->code() == condition::timed_out);
  CHECK(f.coordinator->waiting() == 0);
  f.seen->briefs();
  REQUIRE(f.cloud.run_until([&] { return holder.over; }));
  CHECK(holder.error.empty());
}

TEST_CASE("what is switched off is not asked for", "[coordinator]") {
  struct row {
    std::string what;
    std::function<void(colb::client_options&)> set;
    colb::call_options how;
    words asked;
  };
  colb::call_options no_lane;
  no_lane.lane = false;
  row const rows[] = {
      {"nothing", [](auto&) {}, {}, {"acquire", "permit", "leave"}},
      {"the lanes", [](auto& o) { o.lanes.enabled = false; }, {}, {"permit"}},
      {"this call's lane", [](auto&) {}, no_lane, {"permit"}},
      {"the rate", [](auto& o) { o.rate_limit.mode = colb::rate_limit_mode::off; }, {}, {"acquire", "leave"}},
      {"this Action's rate",
       [](auto& o) {
         o.rate_limit.overrides = {{"CreateListener", 0}};
       },
       {},
       {"acquire", "leave"}},
  };
  for (row const& r : rows) {
    CAPTURE(r.what);
    fleet f;
    r.set(f.cloud.options);
    f.cloud.connect();
    REQUIRE(run(f, listen(*f.cloud.client, f.id, 80, false, r.how)).error.empty());
    CHECK(f.coordinator->log == r.asked);
  }
}

TEST_CASE("a coordinator that fails costs one call 200 ms, and is left alone for 30 s", "[coordinator]") {
  struct row {
    std::string what;
    mood is;
    std::chrono::milliseconds costs;
    std::string why;
  };
  row const rows[] = {
      {"throws at once", mood::throws, 0ms, "the coordinator says no"},
      {"throws later", mood::throws_later, 0ms, "the coordinator says no"},
      {"never answers", mood::hangs, 200ms, "it has not answered within 200 ms"},
  };
  for (row const& r : rows) {
    CAPTURE(r.what);
    fleet f;
    f.coordinator->is = r.is;
    auto before = f.cloud.clock->ticks();
    end const first = run(f, listen(*f.cloud.client, f.id, 80, false, {}));
    CHECK(first.error.empty());
    CHECK(first.at - before == r.costs);
    CHECK(f.coordinator->log == words{"acquire"});
    auto const lost = f.seen->of(colb::event_kind::coordinator_lost);
    REQUIRE(lost.size() == 1);
    CHECK(lost[0].why == r.why);
    CHECK(lost[0].line.find("level=warning") != std::string::npos);
    before = f.cloud.clock->ticks();
    end const second = run(f, read(*f.cloud.client));
    CHECK(second.error.empty());
    CHECK(second.at == before);
    CHECK(f.coordinator->log.size() == 1);

    // Then one tries for all, and the others do not wait for it.
    f.cloud.clock->advance(30s);
    std::vector<end> ends(3);
    before = f.cloud.clock->ticks();
    for (end& e : ends) start(f, e, read(*f.cloud.client));
    REQUIRE(f.cloud.run_until([&] { return std::ranges::all_of(ends, &end::over); }));
    CHECK(f.coordinator->log == words{"acquire", "permit"});
    CHECK(std::ranges::count_if(ends, [&](end const& e) { return e.at == before + r.costs; }) >= 1);
    CHECK(std::ranges::count_if(ends, [&](end const& e) { return e.at == before; }) >= 2);
    CHECK(f.seen->of(colb::event_kind::coordinator_lost).size() == 1);

    // It is well again.
    f.coordinator->is = mood::well;
    f.cloud.clock->advance(30s);
    run(f, read(*f.cloud.client));
    run(f, read(*f.cloud.client));
    CHECK(f.coordinator->log == words{"acquire", "permit", "permit", "permit"});
  }
}

TEST_CASE("a coordinator lives as long as what it was asked goes on, whoever is gone", "[coordinator]") {
  fleet f;
  f.coordinator->is = mood::deaf;
  end const first = run(f, listen(*f.cloud.client, f.id, 80, false, {}));
  CHECK(first.error.empty());
  std::weak_ptr<memory_coordinator> const alive = f.coordinator;
  f.coordinator.reset();
  f.cloud.options.coordinator.reset();
  f.cloud.client.reset();
  f.other.reset();
  settle(f);
  REQUIRE_FALSE(alive.expired());
  asio::steady_timer* const late = alive.lock()->hangs_at;
  REQUIRE(late);
  late->cancel();
  settle(f);
  CHECK(alive.expired());
}

TEST_CASE("who waits for another process goes on when the coordinator dies", "[coordinator]") {
  fleet f;
  end holder, waiter;
  start(f, holder, listen(*f.cloud.client, f.id, 80, true, {}));
  settle(f);
  start(f, waiter, listen(*f.other, f.id, 81, true, {}));
  REQUIRE(f.cloud.run_until([&] { return f.coordinator->waiting() == 1; }));
  f.coordinator->is = mood::throws;
  // Somebody finds out.
  run(f, read(*f.cloud.client));
  auto const before = f.cloud.clock->ticks();
  REQUIRE(f.cloud.run_until([&] { return f.sent("CreateListener") == 2; }));
  CHECK(f.cloud.clock->ticks() == before);
  // The cloud itself refuses what collides, and that is repeated.
  REQUIRE(f.cloud.run_until([&] { return holder.over && waiter.over; }));
  CHECK(holder.error.empty());
  CHECK(waiter.error.empty());
  CHECK(f.refused() >= 1);
}

TEST_CASE("requests go out when the coordinator says so", "[coordinator]") {
  fleet f;
  f.coordinator->delay = 300ms;
  auto before = f.cloud.clock->ticks();
  end const e = run(f, read(*f.cloud.client));
  CHECK(e.error.empty());
  CHECK(e.at - before == 300ms);
  CHECK(f.seen->briefs() == words{"operation_started", "rate_queued 1", "paced 1", "attempt_started 1",
                                  "connection_reused 1", "sent 1", "answered 1", "operation_ended"});
  REQUIRE(f.coordinator->buckets.size() >= 1);
  auto const& bucket = f.coordinator->buckets.back();
  CHECK(bucket.host == "clb.tencentcloudapi.com");
  CHECK(bucket.service == "tencent.clb");
  CHECK(bucket.action == "DescribeLoadBalancers");
  CHECK(bucket.permits == 20);
  CHECK(bucket.window > 1s);

  SECTION("too late is throttled, and nothing was sent") {
    f.coordinator->refuses_permits = true;
    auto const sent = f.sent("DescribeLoadBalancers");
    end const late = run(f, read(*f.cloud.client));
    REQUIRE(late.known);
    CHECK(late.known->code() == condition::throttled);
    CHECK(late.error.find("nothing was sent") != late.error.npos);
    CHECK(f.sent("DescribeLoadBalancers") == sent);
  }
  SECTION("a call that must not wait does not") {
    f.cloud.options.rate_limit.mode = colb::rate_limit_mode::fail;
    f.cloud.connect();
    end const late = run(f, read(*f.cloud.client));
    REQUIRE(late.known);
    CHECK(late.known->code() == condition::throttled);
  }
  SECTION("a cancelled one gives its permit back") {
    asio::cancellation_signal stop;
    end cut;
    start(f, cut, read(*f.cloud.client), stop.slot());
    settle(f);
    stop.emit(asio::cancellation_type::terminal);
    before = f.cloud.clock->ticks();
    REQUIRE(f.cloud.run_until([&] { return cut.over; }));
    CHECK(cut.at == before);
    REQUIRE(cut.known);
    CHECK(cut.known->code() == condition::cancelled);
    settle(f);
    CHECK(f.coordinator->log.back() == "give_back " + std::to_string(f.coordinator->buckets.size()));
  }
}

namespace {

asio::awaitable<void> wait_for(clb::client& client, colb::task task) { co_await client.wait(task); }

}  // namespace

TEST_CASE("a reserved permit is given back whenever nothing was sent", "[coordinator]") {
  using inner_stage = colb::inner::stage;
  enum class cut { never, while_it_is_asked, when_nothing_runs, by_closing };
  struct row {
    std::string what;
    std::chrono::milliseconds delay;
    std::vector<opening> connections;
    bool answers;
    int waits;  ///< For one task; none: a call.
    cut when;
    std::size_t given_back;
    std::size_t sent;
  };
  opening hangs_early, hangs_late, fails;
  hangs_early.hangs_at = inner_stage::connect;
  hangs_late.hangs_at = inner_stage::tls;
  fails.fails_at = inner_stage::connect;
  row const rows[] = {
      {"sent and answered", 0ms, {}, true, 0, cut::never, 0, 1},
      {"sent at its time", 300ms, {}, true, 0, cut::never, 0, 1},
      {"sent, then cancelled", 0ms, {}, false, 0, cut::when_nothing_runs, 0, 1},
      {"cancelled while the coordinator is asked", 0ms, {}, true, 0, cut::while_it_is_asked, 1, 0},
      {"cancelled before its time", 300ms, {}, true, 0, cut::when_nothing_runs, 1, 0},
      {"closed before its time", 300ms, {}, true, 0, cut::by_closing, 1, 0},
      {"cancelled while it connects", 0ms, {hangs_early}, true, 0, cut::when_nothing_runs, 1, 0},
      {"cancelled in the handshake", 0ms, {hangs_late}, true, 0, cut::when_nothing_runs, 1, 0},
      {"no connection at first", 0ms, {fails, fails}, true, 0, cut::never, 2, 1},
      {"a wait's look, cancelled before its time", 300ms, {}, true, 1, cut::when_nothing_runs, 1, 0},
      {"two waits for one task: one of them looks", 300ms, {}, true, 2, cut::never, 1, 1},
  };
  for (row const& r : rows) {
    CAPTURE(r.what);
    fleet f;
    std::size_t sent = 0;
    f.cloud.intercept = [&](wire& w, auto const& request) {
      ++sent;
      if (!r.answers) return true;
      if (request.header("X-TC-Action") != "DescribeTaskStatus") return false;
      w.say(reply(R"({"Response":{"Status":0,"RequestId":"r-1"}})"));
      return true;
    };
    f.coordinator->delay = r.delay;
    f.cloud.connect();
    f.cloud.net->plans.assign(r.connections.begin(), r.connections.end());
    f.coordinator->log.clear();
    std::vector<end> ends(static_cast<std::size_t>(std::max(r.waits, 1)));
    asio::cancellation_signal stop;
    for (end& e : ends) {
      colb::task const task{"tencent.clb", "2018-03-17", "ap-guangzhou", "CreateListener", {"t-1"}};
      auto work = r.waits > 0 ? wait_for(*f.cloud.client, task) : read(*f.cloud.client);
      start(f, e, std::move(work), r.waits < 2 ? stop.slot() : asio::cancellation_slot());
    }
    auto const asked = [&] { return std::ranges::count(f.coordinator->log, "permit") > 0; };
    switch (r.when) {
      case cut::never:
        break;
      case cut::while_it_is_asked:
        REQUIRE(f.cloud.run_until(asked));
        stop.emit(asio::cancellation_type::terminal);
        break;
      case cut::when_nothing_runs:
        settle(f);
        stop.emit(asio::cancellation_type::terminal);
        break;
      case cut::by_closing:
        settle(f);
        f.cloud.client->close(0ms, [](std::exception_ptr) {});
    }
    REQUIRE(f.cloud.run_until([&] { return std::ranges::all_of(ends, &end::over); }));
    settle(f);
    for (end const& e : ends) CHECK((e.error.empty() || r.when != cut::never));
    CHECK(sent == r.sent);
    auto const given_back = std::ranges::count_if(
        f.coordinator->log, [](auto const& line) { return line.starts_with("give_back"); });
    CHECK(static_cast<std::size_t>(given_back) == r.given_back);
    auto const permits = std::ranges::count(f.coordinator->log, "permit");
    CHECK(static_cast<std::size_t>(permits) == r.given_back + r.sent);
  }
}

TEST_CASE("without the coordinator each process keeps to its part of the rate", "[coordinator]") {
  fleet f;
  f.coordinator->members = 4;
  run(f, read(*f.cloud.client));
  f.cloud.clock->advance(5s);
  f.coordinator->is = mood::throws;
  auto const before = f.sent("DescribeLoadBalancers");
  std::vector<end> ends(20);
  for (end& e : ends) start(f, e, read(*f.cloud.client));
  auto const begun = f.cloud.clock->ticks();
  REQUIRE(f.cloud.run_until([&] { return f.cloud.clock->ticks() >= begun + 990ms; }));
  CHECK(f.sent("DescribeLoadBalancers") - before == 5);
  REQUIRE(f.cloud.run_until([&] { return std::ranges::all_of(ends, &end::over); }));
  for (end const& e : ends) CHECK(e.error.empty());
  CHECK(f.cloud.clock->ticks() - begun >= 3s);
  CHECK(f.cloud.clock->ticks() - begun <= 3200ms);
}

TEST_CASE("an urgent change goes before those of other processes that wait", "[coordinator]") {
  fleet f;
  end holder, routine, urgent;
  start(f, holder, listen(*f.cloud.client, f.id, 80, true, {}));
  settle(f);
  start(f, routine, listen(*f.other, f.id, 81, true, {}));
  REQUIRE(f.cloud.run_until([&] { return f.coordinator->waiting() == 1; }));
  clb::client third(f.cloud.io.get_executor(), f.cloud.options, f.cloud.net);
  colb::call_options how;
  how.urgent = true;
  start(f, urgent, listen(third, f.id, 82, true, how));
  REQUIRE(f.cloud.run_until([&] { return holder.over && routine.over && urgent.over; }));
  CHECK(urgent.at < routine.at);
  CHECK(f.refused() == 0);
}
