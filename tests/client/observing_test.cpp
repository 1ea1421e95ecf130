// colb: what an observer is told, in which order, and what is in it.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <unistd.h>

#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/detached.hpp>

#include "catch.hpp"
#include "client/main_job.hpp"
#include "support/recorder.hpp"

using namespace colb::test;
using namespace std::chrono_literals;
using colb::condition;
using colb::event_kind;
using words = std::vector<std::string>;

namespace {

struct observed {
  explicit observed(colb::client_options how = {}, colb::emulator::options what = {})
      : cloud(std::move(what), with(std::move(how))) {}

  colb::client_options with(colb::client_options how) {
    how.observer = seen;
    return how;
  }

  std::exception_ptr read(colb::call_options how = {}) {
    return cloud.run([](clb::client& client, colb::call_options options) -> asio::awaitable<void> {
      clb::DescribeLoadBalancers ask;
      co_await client.call(ask, options, asio::use_awaitable);
    }(*cloud.client, how));
  }
  std::string buy() {
    std::string id;
    auto const failure = cloud.run([](clb::client& client, std::string& made) -> asio::awaitable<void> {
      clb::CreateLoadBalancer want{.LoadBalancerType = "OPEN"};
      auto const bought = co_await client.call_and_wait(want);
      made = bought.LoadBalancerIds.at(0);
    }(*cloud.client, id));
    if (failure) std::rethrow_exception(failure);
    return id;
  }

  std::shared_ptr<recorder> seen = std::make_shared<recorder>();
  colb::test::cloud cloud;
};

colb::emulator::fault refuse(std::string code, std::size_t times = 1) {
  colb::emulator::fault f;
  f.times = times;
  f.code = std::move(code);
  return f;
}

colb::emulator::fault play(colb::emulator::fault_kind kind) {
  colb::emulator::fault f;
  f.kind = kind;
  return f;
}

/// Numbers of the operations, in the order of their first event.
std::vector<std::uint64_t> operations(recorder const& seen) {
  std::vector<std::uint64_t> out;
  for (told const& each : seen.all) {
    if (each.facts.kind == event_kind::operation_started) out.push_back(each.facts.operation);
  }
  return out;
}

}  // namespace

TEST_CASE("a read tells its steps, and a second one that it takes the same connection", "[observing]") {
  observed w;
  colb::call_options tagged;
  tagged.tag = 77;
  REQUIRE_FALSE(w.read(tagged));
  CHECK(w.seen->briefs() == words{"operation_started", "attempt_started 1", "connection_opened 1", "sent 1",
                                  "answered 1", "operation_ended"});
  std::uint64_t const number = w.seen->all[0].facts.operation;
  CHECK(number != 0);
  auto at = w.seen->all[0].facts.at;
  for (told const& each : w.seen->all) {
    CAPTURE(each.line);
    CHECK(each.facts.operation == number);
    CHECK(each.facts.tag == 77);
    CHECK(each.facts.by == colb::operation_kind::call);
    CHECK(each.service == "tencent.clb");
    CHECK(each.region == "ap-guangzhou");
    CHECK(each.action == "DescribeLoadBalancers");
    CHECK(each.facts.at >= at);
    CHECK(each.facts.when == w.cloud.clock->now());
    at = each.facts.at;
  }
  told const answer = w.seen->of(event_kind::answered).at(0);
  CHECK(answer.facts.status == 200);
  CHECK(answer.request_id == w.cloud.core->calls().back().request_id);
  CHECK_FALSE(answer.facts.condition);
  CHECK(w.seen->of(event_kind::connection_opened).at(0).host == "clb.tencentcloudapi.com");

  REQUIRE_FALSE(w.read());
  CHECK(w.seen->briefs() == words{"operation_started", "attempt_started 1", "connection_reused 1", "sent 1",
                                  "answered 1", "operation_ended"});
  CHECK(w.seen->all.back().facts.operation > number);
  CHECK(w.seen->all.back().facts.tag == 0);

  w.cloud.client.reset();
  w.cloud.io.restart();
  w.cloud.io.poll();
  CHECK(w.seen->briefs() == words{"connection_closed client"});
  CHECK(w.seen->all.back().facts.operation == 0);
}

TEST_CASE("what fails and is repeated is told, and the reply knows how much it took", "[observing]") {
  using kind = colb::emulator::fault_kind;
  struct row {
    colb::emulator::fault fault;
    words steps;  ///< Between the first attempt and the second.
    std::string code;
    std::string why;
  };
  auto const table = std::vector<row>{
      {refuse("InternalError"),
       {"sent 1", "answered 1 unavailable", "repeating 1 unavailable"},
       "InternalError",
       "failed"},
      {refuse("RequestLimitExceeded"),
       {"sent 1", "answered 1 throttled", "repeating 1 throttled"},
       "RequestLimitExceeded",
       "throttled"},
      {play(kind::drop_answer),
       {"sent 1", "connection_closed 1 broken", "failed 1 unavailable", "repeating 1 unavailable"},
       "",
       "failed"},
      {play(kind::garbage_http),
       {"sent 1", "connection_closed 1 broken", "failed 1 malformed_response",
        "repeating 1 malformed_response"},
       "",
       "failed"},
  };
  for (row const& r : table) {
    CAPTURE(r.steps);
    observed w;
    w.cloud.core->inject(r.fault);
    int attempts = 0;
    std::chrono::nanoseconds took{};
    auto const failure =
        w.cloud.run([](clb::client& client, int& n, std::chrono::nanoseconds& t) -> asio::awaitable<void> {
          clb::DescribeLoadBalancers ask;
          auto const reply = co_await client.call(ask);
          n = reply.attempts();
          t = reply.took();
        }(*w.cloud.client, attempts, took));
    REQUIRE_FALSE(failure);
    words all = w.seen->briefs();
    words const first(all.begin() + 3, all.begin() + 3 + static_cast<std::ptrdiff_t>(r.steps.size()));
    CHECK(first == r.steps);
    CHECK(all[3 + r.steps.size()] == "attempt_started 2");
    CHECK(all.back() == "operation_ended");
    told const again = w.seen->of(event_kind::repeating).at(0);
    CHECK(again.vendor_code == r.code);
    CHECK(again.why == r.why);
    CHECK(again.facts.took >= 100ms);
    CHECK(attempts == 2);
    CHECK(took >= again.facts.took);
    CHECK(w.seen->all.back().facts.took == took);
  }
}

TEST_CASE("what fails in the end says so, with the words of the error", "[observing]") {
  observed w;
  w.cloud.core->inject(refuse("UnauthorizedOperation"));
  auto const failure = w.read();
  colb::error const* const e = colb::get_error(failure);
  REQUIRE(e);
  CHECK(w.seen->briefs() == words{"operation_started", "attempt_started 1", "connection_opened 1", "sent 1",
                                  "answered 1 permission", "operation_ended permission"});
  told const& end = w.seen->all.back();
  CHECK(end.why == e->what());
  CHECK(end.vendor_code == "UnauthorizedOperation");
  CHECK(end.request_id == e->request_id());
}

TEST_CASE("a wait is one operation: its looks tell what they saw", "[observing]") {
  observed w;
  w.buy();
  auto const all = operations(*w.seen);
  REQUIRE(all.size() == 1);
  for (told const& each : w.seen->all) {
    CAPTURE(each.line);
    CHECK(each.facts.operation == all[0]);
    CHECK(each.facts.by == colb::operation_kind::call_and_wait);
  }
  auto const looks = w.seen->of(event_kind::looked);
  REQUIRE(looks.size() >= 1);
  CHECK(looks.back().facts.state == colb::task_state::succeeded);
  CHECK(looks.back().action == "DescribeTaskStatus");
  CHECK_FALSE(looks.back().request_id.empty());
  CHECK(colb::task::parse(looks.back().task).action == "CreateLoadBalancer");
  CHECK(w.seen->of(event_kind::answered).front().action == "CreateLoadBalancer");
  CHECK(w.seen->all.back().action == "CreateLoadBalancer");
  CHECK(w.seen->all.back().facts.took > 100ms);
}

TEST_CASE("a change tells of its lanes, and whom it waits for", "[observing]") {
  observed w;
  std::string const id = w.buy();
  w.seen->briefs();
  int done = 0;
  auto const listen = [](clb::client& client, std::string balancer, std::int64_t port,
                         int& n) -> asio::awaitable<void> {
    clb::CreateListener want{.LoadBalancerId = balancer, .Ports = {port}, .Protocol = "TCP"};
    co_await client.call_and_wait(want);
    ++n;
  };
  asio::co_spawn(w.cloud.io, listen(*w.cloud.client, id, 80, done), asio::detached);
  asio::co_spawn(w.cloud.io, listen(*w.cloud.client, id, 81, done), asio::detached);
  REQUIRE(w.cloud.run_until([&] { return done == 2; }));
  auto const numbers = operations(*w.seen);
  REQUIRE(numbers.size() == 3);
  auto const lanes_of = [&](std::uint64_t number) {
    std::vector<told> out;
    for (told const& each : w.seen->all) {
      if (each.facts.operation == number && each.brief().starts_with("lane")) out.push_back(each);
    }
    return out;
  };
  auto const first = lanes_of(numbers[1]);
  auto const second = lanes_of(numbers[2]);
  REQUIRE(first.size() == 2);
  CHECK(first[0].brief() == "lane_entered");
  CHECK(first[0].facts.took == 0ns);
  CHECK_FALSE(first[0].facts.from_queue);
  CHECK(first[1].brief() == "lane_left");
  CHECK(first[1].facts.took > 100ms);
  REQUIRE(second.size() == 3);
  CHECK(second[0].brief() == "lane_queued");
  CHECK(second[0].why == "CreateListener");
  CHECK(second[0].resources == words{id});
  CHECK(second[1].brief() == "lane_entered");
  CHECK(second[1].facts.took == first[1].facts.took);
  CHECK(second[1].facts.from_queue);
  CHECK_FALSE(second[2].facts.from_queue);
  CHECK(second[2].brief() == "lane_left");
  std::vector<std::chrono::nanoseconds> waited;
  for (told const& each : w.seen->of(event_kind::answered)) {
    if (each.facts.operation == numbers[2]) waited.push_back(each.facts.times.lane);
  }
  REQUIRE(waited.size() >= 2);
  CHECK(waited[0] == second[1].facts.took);  // before the first attempt
  CHECK(waited[1] == 0ns);
}

TEST_CASE("a queue that is left before its turn is told", "[observing]") {
  colb::client_options how;
  how.timeouts.lane = 50ms;
  observed w(how);
  std::string const id = w.buy();
  int done = 0;
  auto const listen = [](clb::client& client, std::string balancer, std::int64_t port,
                         int& n) -> asio::awaitable<void> {
    clb::CreateListener want{.LoadBalancerId = balancer, .Ports = {port}, .Protocol = "TCP"};
    try {
      co_await client.call_and_wait(want);
    } catch (colb::error const&) {
    }
    ++n;
  };
  asio::co_spawn(w.cloud.io, listen(*w.cloud.client, id, 80, done), asio::detached);
  asio::co_spawn(w.cloud.io, listen(*w.cloud.client, id, 81, done), asio::detached);
  REQUIRE(w.cloud.run_until([&] { return done == 2; }));
  std::uint64_t const number = operations(*w.seen).at(2);
  words steps;
  for (told const& each : w.seen->all)
    if (each.facts.operation == number) steps.push_back(each.brief());
  CHECK(steps == words{"operation_started", "lane_queued", "lane_left", "operation_ended timed_out"});
  auto const left = w.seen->of(event_kind::lane_left);
  CHECK(std::ranges::any_of(left, [](told const& e) { return e.facts.from_queue && e.facts.took == 0ns; }));
}

TEST_CASE("a request that waits for the rate says how long", "[observing]") {
  colb::client_options how;
  how.rate_limit.overrides = {{"DescribeLoadBalancers", 1}};
  observed w(how);
  REQUIRE_FALSE(w.read());
  w.seen->briefs();
  REQUIRE_FALSE(w.read());
  CHECK(w.seen->briefs() == words{"operation_started", "rate_queued 1", "paced 1", "attempt_started 1",
                                  "connection_reused 1", "sent 1", "answered 1", "operation_ended"});
  told const paced = w.seen->of(event_kind::paced).at(0);
  CHECK(paced.facts.took >= 1s);
  CHECK(w.seen->of(event_kind::answered).at(1).facts.times.permit == paced.facts.took);
}

TEST_CASE("a cancelled call tells what was cut off", "[observing]") {
  observed w;
  w.cloud.intercept = [](wire&, colb::inner::emu::request const&) { return true; };  // no answer
  asio::cancellation_signal stop;
  bool done = false;
  clb::DescribeLoadBalancers ask;
  w.cloud.client->call(
      ask, asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr, auto) { done = true; }));
  w.cloud.io.poll();
  w.cloud.io.restart();
  stop.emit(asio::cancellation_type::terminal);
  REQUIRE(w.cloud.run_until([&] { return done; }));
  CHECK(w.seen->briefs() == words{"operation_started", "attempt_started 1", "connection_opened 1", "sent 1",
                                  "connection_closed 1 cancelled", "failed 1 cancelled",
                                  "operation_ended cancelled"});
  CHECK(w.seen->of(event_kind::connection_closed).at(0).facts.operation == w.seen->all[0].facts.operation);
}

TEST_CASE("connections say why they were closed", "[observing]") {
  struct row {
    std::string why;
    std::function<void(colb::client_options&)> set;
    std::function<void(observed&)> act;
  };
  auto const table = std::vector<row>{
      {"idle", [](auto& o) { o.pool.idle_timeout = 2s; }, [](observed& w) { w.cloud.clock->advance(3s); }},
      {"old", [](auto& o) { o.pool.max_age = 2s; }, [](observed& w) { w.cloud.clock->advance(3s); }},
      {"server", [](auto&) {},
       [](observed& w) {
         w.cloud.net->wires.back()->end();
         w.cloud.clock->advance(2s);
       }},
      {"surplus", [](auto& o) { o.pool.max_idle = 0; }, [](observed&) {}},
      {"timed_out",
       [](auto& o) {
         o.timeouts.request = 1s;
         o.retry.max_attempts = 1;
       },
       [](observed& w) { w.cloud.intercept = [](wire&, colb::inner::emu::request const&) { return true; }; }},
  };
  for (row const& r : table) {
    CAPTURE(r.why);
    colb::client_options how;
    r.set(how);
    observed w(how);
    REQUIRE_FALSE(w.read());
    r.act(w);
    w.read();
    auto const closed = w.seen->of(event_kind::connection_closed);
    REQUIRE_FALSE(closed.empty());
    CHECK(colb::to_string(closed[0].facts.closed) == r.why);
    CHECK(closed[0].facts.connection == 1);
    CHECK(closed[0].host == "clb.tencentcloudapi.com");
  }
}

TEST_CASE("times of an attempt by stage", "[observing]") {
  observed w;
  w.cloud.net->plans.push_back({.hangs_at = colb::inner::stage::connect});
  colb::emulator::fault slow;
  slow.kind = colb::emulator::fault_kind::delay;
  slow.delay = 700ms;
  w.cloud.core->inject(slow);
  w.cloud.options.timeouts.connect = 3s;
  w.cloud.connect();
  REQUIRE_FALSE(w.read());
  auto const failed = w.seen->of(event_kind::failed);
  REQUIRE(failed.size() == 1);
  CHECK(failed[0].facts.condition == condition::timed_out);
  CHECK(failed[0].facts.times.connect == 3s);
  CHECK(failed[0].facts.times.whole == 3s);
  CHECK(failed[0].why.find("connecting to") == 0);
  auto const answered = w.seen->of(event_kind::answered);
  REQUIRE(answered.size() == 1);
  CHECK(answered[0].facts.times.first_byte == 700ms);
  CHECK(answered[0].facts.times.whole == 700ms);
  CHECK(answered[0].facts.times.connect == 0s);
}

TEST_CASE("a clock that is put right is told", "[observing]") {
  observed w;
  int requests = 0;
  w.cloud.intercept = [&](wire& to, colb::inner::emu::request const&) {
    if (++requests > 1) return false;
    std::string const body =
        R"({"Response":{"Error":{"Code":"AuthFailure.SignatureExpire","Message":"late"},"RequestId":"r-1"}})";
    to.say(reply(body, "Date: Tue, 01 Jan 2030 01:00:00 GMT\r\n"));
    return true;
  };
  w.read();
  auto const corrected = w.seen->of(event_kind::clock_corrected);
  REQUIRE(corrected.size() == 1);
  CHECK(corrected[0].facts.took == 1h);
  auto const again = w.seen->of(event_kind::repeating);
  REQUIRE_FALSE(again.empty());
  CHECK(again[0].why == "signed anew");
  CHECK(again[0].facts.attempt == 1);
  CHECK(w.seen->of(event_kind::attempt_started).at(1).facts.attempt == 1);
}

TEST_CASE("keys of a source are told when they are used for the first time", "[observing]") {
  struct keys final : colb::credentials_provider {
    asio::awaitable<colb::issued_credentials> issue() override {
      colb::issued_credentials out;
      out.id = "AKID" + std::to_string(++given);
      out.key = "marked-secret-key";
      out.token = "marked-secret-token";
      out.expires = clock->now() + 1h;
      co_return out;
    }
    std::shared_ptr<colb::manual_clock> clock{};
    int given = 0;
  };
  auto const source = std::make_shared<keys>();
  observed w;
  source->clock = w.cloud.clock;
  w.cloud.options.credentials = colb::credentials::from(source);
  w.cloud.connect();
  w.cloud.intercept = [](wire& to, colb::inner::emu::request const&) {
    to.say(reply(R"({"Response":{"TotalCount":0,"LoadBalancerSet":[],"RequestId":"r"}})"));
    return true;
  };
  REQUIRE_FALSE(w.read());
  REQUIRE_FALSE(w.read());
  CHECK(w.seen->of(event_kind::credentials_renewed).size() == 1);
  w.cloud.clock->advance(2h);
  REQUIRE_FALSE(w.read());
  auto const renewed = w.seen->of(event_kind::credentials_renewed);
  REQUIRE(renewed.size() == 2);
  CHECK_FALSE(renewed[1].why.empty());
  for (told const& each : w.seen->all) CHECK(each.line.find("marked-secret") == each.line.npos);
}

TEST_CASE("an observer may throw, and may call the client", "[observing]") {
  SECTION("what it throws is counted, and nothing else comes of it") {
    observed w;
    w.seen->then = [](colb::event const& e) {
      if (e.kind == event_kind::sent) throw 42;
      if (e.kind == event_kind::answered) throw std::runtime_error("no");
    };
    REQUIRE_FALSE(w.read());
    CHECK(w.cloud.client->statistics().observer_failures == 2);
    CHECK(w.seen->all.back().brief() == "operation_ended");
  }
  SECTION("calls from each of its places") {
    observed w;
    int started = 0, ended = 0;
    w.seen->then = [&](colb::event const&) {
      if (started >= 30) return;
      ++started;
      clb::DescribeLoadBalancers ask;
      w.cloud.client->call(ask, [&](std::exception_ptr e, auto) { ended += e ? 0 : 1; });
    };
    w.buy();
    REQUIRE(w.cloud.run_until([&] { return ended == 30; }));
    CHECK(w.cloud.client->statistics().observer_failures == 0);
  }
}

TEST_CASE("nothing is told while the executor dies", "[observing]") {
  auto w = std::make_unique<observed>();
  auto const seen = w->seen;
  REQUIRE_FALSE(w->read());
  w->cloud.intercept = [](wire&, colb::inner::emu::request const&) { return true; };  // no answer
  for (int i = 0; i < 2; ++i) {
    clb::DescribeLoadBalancers ask;
    w->cloud.client->call(ask, [](std::exception_ptr, auto) {});
  }
  w->cloud.io.restart();
  w->cloud.io.poll();
  CHECK(seen->all.back().brief() == "sent 1");
  auto const told_before = seen->all.size();
  seen->then = [](colb::event const& e) { FAIL_CHECK(to_string(e.kind)); };
  w.reset();
  CHECK(seen->all.size() == told_before);
}

TEST_CASE("operations that are more than a call", "[observing]") {
  observed w;
  std::string const id = w.buy();
  auto const job = [](clb::client& client, std::string balancer) -> asio::awaitable<void> {
    clb::DescribeLoadBalancers list{.Limit = 20};
    auto pages = client.pages(list);
    auto page = co_await pages.next();
    CHECK(page->attempts() == 1);
    auto const there = [](auto const& r) { return !r.LoadBalancerSet.empty(); };
    auto const seen = co_await client.wait_until(list, there);
    CHECK(seen.attempts() == 1);
    clb::CreateListener want{.LoadBalancerId = balancer, .Ports = {80}, .Protocol = "TCP"};
    auto started = co_await client.call(want);
    colb::task const task = started.task();
    co_await client.finish(started);
    CHECK(started.took() > 100ms);
    co_await client.wait(task);
    std::vector<clb::types::Target> many;
    for (int i = 0; i < 25; ++i) {
      clb::types::Target one{.Port = 8080, .InstanceId = "ins-" + std::to_string(i)};
      many.push_back(one);
    }
    clb::RegisterTargets bind{
        .LoadBalancerId = balancer, .ListenerId = started.ListenerIds.at(0), .Targets = many};
    auto const bound = co_await client.call_in_batches(bind);
    CHECK(bound.reply.attempts() == 2);
    CHECK(bound.reply.took() > 200ms);
  };
  auto const failure = w.cloud.run(job(*w.cloud.client, id));
  if (failure) FAIL(colb::get_error(failure)->what());
  std::vector<std::pair<std::string, std::string>> ends;
  for (told const& each : w.seen->of(event_kind::operation_ended))
    ends.emplace_back(to_string(each.facts.by), each.action);
  CHECK(ends == std::vector<std::pair<std::string, std::string>>{{"call_and_wait", "CreateLoadBalancer"},
                                                                 {"page", "DescribeLoadBalancers"},
                                                                 {"wait_until", "DescribeLoadBalancers"},
                                                                 {"call", "CreateListener"},
                                                                 {"finish", "CreateListener"},
                                                                 {"wait", "CreateListener"},
                                                                 {"call_and_wait", "RegisterTargets"},
                                                                 {"call_and_wait", "RegisterTargets"}});
  CHECK(w.seen->of(event_kind::operation_started).size() == ends.size());
}

TEST_CASE("no event holds a secret, whatever the server says", "[observing]") {
  observed w;
  w.cloud.options.credentials = {.id = "AKIDmarked", .key = "marked/secret+key=", .token = "marked-token"};
  w.cloud.connect();
  bool refuses = false;
  w.cloud.intercept = [&](wire& to, colb::inner::emu::request const&) {
    std::string const said = "marked/secret+key= marked%2Fsecret%2Bkey%3D marked-token";
    to.say(reply(refuses ? R"({"Response":{"Error":{"Code":")" + said + R"(","Message":")" + said +
                               R"("},"RequestId":")" + said + R"("}})"
                         : R"({"Response":{"TotalCount":0,"LoadBalancerSet":[],"RequestId":")" + said +
                               R"("}})"));
    return true;
  };
  REQUIRE_FALSE(w.read());
  refuses = true;
  REQUIRE(w.read());
  CHECK(w.seen->all.size() > 8);
  for (told const& each : w.seen->all) {
    CAPTURE(each.line);
    for (char const* const secret : {"marked/secret", "marked%2Fsecret", "marked-token"}) {
      CHECK(each.line.find(secret) == std::string::npos);
      for (std::string const* const text :
           {&each.why, &each.vendor_code, &each.request_id, &each.task, &each.host})
        CHECK(text->find(secret) == std::string::npos);
    }
  }
}

TEST_CASE("a log has one line for each event that matters enough", "[observing]") {
  std::ostringstream out;
  observed w;
  w.cloud.options.observer = std::make_shared<colb::text_log>(out, colb::log_level::debug);
  w.cloud.connect();
  colb::call_options tagged;
  tagged.tag = 5;
  REQUIRE_FALSE(w.read(tagged));
  std::istringstream lines(out.str());
  std::string line;
  words all;
  while (std::getline(lines, line)) all.push_back(line);
  REQUIRE(all.size() == 6);
  auto const number =
      all[0].substr(all[0].find("operation="), all[0].find(" by=") - all[0].find("operation="));
  CHECK(all[0] == "time=2030-01-01T00:00:00.000Z level=info event=operation_started " + number +
                      " by=call tag=5 service=tencent.clb region=ap-guangzhou action=DescribeLoadBalancers");
  CHECK(all[2] == "time=2030-01-01T00:00:00.000Z level=info event=connection_opened " + number +
                      " by=call tag=5 service=tencent.clb region=ap-guangzhou action=DescribeLoadBalancers"
                      " attempt=1 connection=1 host=clb.tencentcloudapi.com");
  CHECK(all[4] == "time=2030-01-01T00:00:00.000Z level=debug event=answered " + number +
                      " by=call tag=5 service=tencent.clb region=ap-guangzhou action=DescribeLoadBalancers"
                      " attempt=1 status=200 request=" +
                      w.cloud.core->calls().back().request_id + " connection=1");

  struct row {
    colb::log_level most;
    words lines;
  };
  for (row const& r :
       std::vector<row>{{colb::log_level::error, {"operation_ended"}},
                        {colb::log_level::warning, {"answered", "operation_ended"}},
                        {colb::log_level::info,
                         {"operation_started", "connection_opened", "answered", "operation_ended"}}}) {
    words events;
    w.cloud.options.observer = std::make_shared<colb::text_log>(
        [&](colb::log_level, std::string_view said) {
          auto const at = said.find("event=") + 6;
          events.emplace_back(said.substr(at, said.find(' ', at) - at));
        },
        r.most);
    w.cloud.connect();
    w.cloud.core->inject(refuse("UnauthorizedOperation"));
    REQUIRE(w.read());
    CHECK(events == r.lines);
  }
}

TEST_CASE("a line of a log is one line, and can be taken apart", "[observing]") {
  colb::event e;
  e.kind = event_kind::operation_ended;
  e.when = colb::clock::wall_time(1893456000s + 1ms);
  e.service = "s";
  e.condition = condition::not_found;
  e.vendor_code = "a\"b\\c=d";
  e.request_id = "line\nbreak";
  e.took = 1500us;
  e.why = "";
  CHECK(colb::text_log::line(e) ==
        "time=2030-01-01T00:00:00.001Z level=error event=operation_ended service=s condition=not_found"
        " code=\"a\\\"b\\\\c=d\" request=\"line break\" took=1.500ms");
}

TEST_CASE("the options are in their order", "[observing]") {
  colb::client_options const options{.resolver = nullptr,
                                     .lanes = {.enabled = true},
                                     .rate_limit = {.share = 0.5},
                                     .proxy = {},
                                     .observer = std::make_shared<recorder>()};
  CHECK(options.observer);
}

TEST_CASE("the environment switches a log on", "[observing]") {
  struct row {
    char const* value;
    bool on;
  };
  for (row const& r :
       std::vector<row>{{"", false}, {"off", false}, {"0", false}, {"1", true}, {"debug", true}}) {
    ::setenv("COLB_LOG", r.value, 1);
    CHECK((colb::inner::log_from_environment() != nullptr) == r.on);
  }
  ::unsetenv("COLB_LOG");
  CHECK_FALSE(colb::inner::log_from_environment());
}

TEST_CASE("a client without an observer writes that log, one with an observer does not", "[observing]") {
  for (bool const own : {false, true}) {
    ::setenv("COLB_LOG", "debug", 1);
    observed w;
    if (!own) {
      w.cloud.options.observer = nullptr;
      w.cloud.connect();
    }
    ::unsetenv("COLB_LOG");
    std::FILE* const file = std::tmpfile();
    REQUIRE(file);
    int const was = ::dup(2);
    ::dup2(::fileno(file), 2);
    auto const failure = w.read();
    ::dup2(was, 2);
    ::close(was);
    CHECK_FALSE(failure);
    std::rewind(file);
    char text[4096];
    std::string const said(text, std::fread(text, 1, sizeof text, file));
    std::fclose(file);
    CHECK(std::ranges::count(said, '\n') == (own ? 0 : 6));
    CHECK((said.find("event=answered") != said.npos) == !own);
    CHECK(w.seen->all.empty() == !own);
  }
}
