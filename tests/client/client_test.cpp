// colb: calls, waits, pages and their errors, against the emulated cloud in memory.
#include <algorithm>
#include <set>

#include "catch.hpp"
#include "client/main_job.hpp"
#include "support/tokens.hpp"

#include <colb/tencent/clb/block_ip.hpp>
#include <colb/tencent/clb/classical.hpp>
#include <colb/tencent/clb/task.hpp>

#include <asio/bind_executor.hpp>
#include <asio/use_future.hpp>

using namespace colb::test;
using colb::condition;
using namespace std::chrono_literals;

namespace {

colb::error const& as_error(std::exception_ptr const& e) {
  colb::error const* found = colb::get_error(e);
  if (!found) {
    if (e) std::rethrow_exception(e);
    throw std::runtime_error("it succeeded");
  }
  return *found;
}

asio::awaitable<void> list(clb::client& client) {
  clb::DescribeLoadBalancers ask;
  co_await client.call(ask);
}

asio::awaitable<void> buy(clb::client& client, std::string* id = nullptr) {
  clb::CreateLoadBalancer want{.LoadBalancerType = "OPEN"};
  auto const made = co_await client.call_and_wait(want);
  if (id) *id = made.LoadBalancerIds.at(0);
}

asio::awaitable<void> listen(clb::client& client, std::string id, std::int64_t port) {
  clb::CreateListener want{.LoadBalancerId = id, .Ports = {port}, .Protocol = "TCP"};
  co_await client.call_and_wait(want);
}

std::size_t count(cloud& c, std::string_view action) {
  auto const calls = c.core->calls();
  return static_cast<std::size_t>(std::ranges::count(calls, action, &colb::emulator::call::action));
}

colb::emulator::fault refuse(std::string code, std::size_t times = 1, std::string action = {}) {
  colb::emulator::fault f;
  f.action = std::move(action);
  f.times = times;
  f.code = std::move(code);
  return f;
}

asio::awaitable<void> buy_45(clb::client& client) {
  for (std::int64_t number : {20, 20, 5}) {
    clb::CreateLoadBalancer want{.LoadBalancerType = "OPEN", .Number = number};
    co_await client.call_and_wait(want);
  }
}

}  // namespace

TEST_CASE("the main job succeeds and leaves nothing behind") {
  cloud c;
  std::string vip;
  auto const failure = c.run(main_job(*c.client, &vip));
  if (failure) FAIL(as_error(failure).what());
  CHECK_FALSE(vip.empty());
  CHECK(count(c, "CreateLoadBalancer") == 1);
  CHECK(count(c, "CreateListener") == 2);
  // Nothing is pending, no timer armed: run() returns although the client lives.
  c.io.restart();
  c.io.poll();
  CHECK(c.io.stopped());
  CHECK(c.clock->armed() == 0);
  // One after the other, they need one connection.
  CHECK(c.net->wires.size() == 1);
}

TEST_CASE("ids that only the task knows are filled in") {
  colb::emulator::options how;
  how.ids_at_once = false;
  cloud c(how);
  std::string id;
  auto const failure = c.run(buy(*c.client, &id));
  if (failure) FAIL(as_error(failure).what());
  CHECK(id.starts_with("lb-"));
}

TEST_CASE("every completion token") {
  cloud c;
  clb::DescribeLoadBalancers ask;

  SECTION("callback") {
    bool called = false;
    c.client->call(ask, [&](std::exception_ptr e, colb::reply<clb::DescribeLoadBalancers> r) {
      CHECK_FALSE(e);
      CHECK_FALSE(r.RequestId.empty());
      called = true;
    });
    CHECK_FALSE(called);
    CHECK(c.run_until([&] { return called; }));
  }
  SECTION("callback, rvalue request") {
    bool called = false;
    c.client->call(clb::DescribeLoadBalancers{.LoadBalancerIds = {"lb-none"}},
                   [&](std::exception_ptr, colb::reply<clb::DescribeLoadBalancers>) { called = true; });
    CHECK(c.run_until([&] { return called; }));
  }
  SECTION("use_future") {
    auto future = c.client->call(ask, asio::use_future);
    CHECK(c.run_until([&] { return future.wait_for(0s) == std::future_status::ready; }));
    CHECK_FALSE(future.get().RequestId.empty());

    c.core->inject(refuse("AuthFailure.SignatureFailure"));
    auto failing = c.client->call(ask, asio::use_future);
    CHECK(c.run_until([&] { return failing.wait_for(0s) == std::future_status::ready; }));
    CHECK_THROWS_AS(failing.get(), colb::error);
  }
  SECTION("as_tuple") {
    c.core->inject(refuse("UnauthorizedOperation"));
    auto const body = [](clb::client& client) -> asio::awaitable<void> {
      clb::DescribeLoadBalancers question;
      auto const outcome = co_await client.call(question, as_tuple(asio::use_awaitable));
      CHECK(as_error(std::get<0>(outcome)).code() == condition::permission);
    };
    CHECK_FALSE(c.run(body(*c.client)));
  }
  SECTION("deferred: the request need not outlive the call") {
    auto operation = [&] {
      clb::DescribeLoadBalancers gone{.LoadBalancerIds = {"lb-gone"}};
      return c.client->call(gone, deferred);
    }();
    CHECK(c.core->calls().empty());
    bool called = false;
    std::move(operation)([&](std::exception_ptr e, colb::reply<clb::DescribeLoadBalancers>) {
      CHECK_FALSE(e);
      called = true;
    });
    CHECK(c.run_until([&] { return called; }));
    CHECK(c.core->calls().at(0).body == R"({"LoadBalancerIds":["lb-gone"]})");
  }
  SECTION("waits and pages take tokens too") {
    auto pages = c.client->pages(ask);
    auto page = pages.next(asio::use_future);
    CHECK(c.run_until([&] { return page.wait_for(0s) == std::future_status::ready; }));
    CHECK_FALSE(page.get());

    auto until = c.client->wait_until(
        ask, [](auto const&) { return true; }, asio::use_future);
    CHECK(c.run_until([&] { return until.wait_for(0s) == std::future_status::ready; }));

    clb::CreateLoadBalancer want{.LoadBalancerType = "OPEN"};
    colb::wait_options quick;
    quick.min_delay = 10ms;
    auto bought = c.client->call_and_wait(want, quick, asio::use_future);
    CHECK(c.run_until([&] { return bought.wait_for(0s) == std::future_status::ready; }));
    auto const reply = bought.get();
    auto waited = c.client->wait(reply.task(), asio::use_future);
    CHECK(c.run_until([&] { return waited.wait_for(0s) == std::future_status::ready; }));
    CHECK(waited.get().ids == reply.LoadBalancerIds);
  }
}

TEST_CASE("completion handlers run on their own executor") {
  cloud c;
  asio::io_context other;
  clb::DescribeLoadBalancers ask;
  bool called = false;
  c.client->call(
      ask, asio::bind_executor(
               other, [&](std::exception_ptr, colb::reply<clb::DescribeLoadBalancers>) { called = true; }));
  while (c.io.poll() > 0) {
  }
  CHECK_FALSE(called);
  other.poll();
  CHECK(called);
}

TEST_CASE("an error says what the vendor said") {
  cloud c;
  auto f = refuse("InvalidParameter.PortCheckFailed", 1, "CreateListener");
  f.message = "port 80 is taken";
  c.core->inject(f);
  std::string id;
  REQUIRE_FALSE(c.run(buy(*c.client, &id)));
  auto const failure = c.run(listen(*c.client, id, 80));
  colb::error const& e = as_error(failure);
  CHECK(e.code() == condition::conflict);
  CHECK(e.vendor_code() == "InvalidParameter.PortCheckFailed");
  CHECK(e.vendor_message() == "port 80 is taken");
  CHECK(e.action() == "CreateListener");
  CHECK(e.http_status() == 200);
  CHECK(e.attempts() == 1);
  CHECK_FALSE(e.request_id().empty());
  CHECK_FALSE(e.task());
  std::string const what = e.what();
  CHECK(what.find("CreateListener") != what.npos);
  CHECK(what.find("port 80 is taken") != what.npos);
  CHECK(what.find(e.request_id()) != what.npos);
  CHECK(what.find(c.options.credentials.key) == what.npos);
}

TEST_CASE("codes become conditions") {
  auto const [code, expected] = GENERATE(table<char const*, condition>({
      {"AuthFailure.SignatureFailure", condition::authentication},
      {"AuthFailure.UnauthorizedOperation", condition::permission},
      {"UnauthorizedOperation", condition::permission},
      {"LimitExceeded", condition::quota_exceeded},
      {"ResourceNotFound", condition::not_found},
      {"InvalidParameterValue.Length", condition::invalid_request},
      {"ResourcesSoldOut", condition::sold_out},
      {"ResourceInsufficient", condition::sold_out},
      {"UnsupportedOperation", condition::unsupported},
      {"InternalError", condition::unavailable},
      {"InternalServerError", condition::unavailable},
      {"RequestLimitExceeded.UinLimitExceeded", condition::throttled},
  }));
  colb::client_options options;
  options.retry.max_attempts = 1;
  cloud c({}, options);
  c.core->inject(refuse(code));
  CHECK(as_error(c.run(list(*c.client))).code() == expected);
}

TEST_CASE("what may be sent again") {
  using kind = colb::emulator::fault_kind;
  cloud c;
  std::string id;
  REQUIRE_FALSE(c.run(buy(*c.client, &id)));
  auto const inject = [&](kind k, std::string action, std::size_t times) {
    colb::emulator::fault f;
    f.action = std::move(action);
    f.kind = k;
    f.times = times;
    c.core->inject(f);
  };

  SECTION("a read is repeated, four times at most") {
    inject(kind::drop_answer, "DescribeLoadBalancers", 3);
    CHECK_FALSE(c.run(list(*c.client)));
    inject(kind::http_error, "DescribeLoadBalancers", 4);
    colb::error const e = as_error(c.run(list(*c.client)));
    CHECK(e.code() == condition::unavailable);
    CHECK(e.attempts() == 4);
    CHECK(e.http_status() == 502);
    CHECK_FALSE(e.code() == condition::outcome_unknown);
  }
  SECTION("a change that may have arrived is not") {
    auto const how = GENERATE(kind::drop_request, kind::drop_answer, kind::truncate_answer,
                              kind::garbage_http, kind::garbage_json, kind::http_error);
    auto const before = count(c, "CreateListener");
    inject(how, "CreateListener", 1);
    colb::error const e = as_error(c.run(listen(*c.client, id, 81)));
    CHECK(e.code() == condition::outcome_unknown);
    CHECK(e.attempts() == 1);
    CHECK(count(c, "CreateListener") == before + 1);
  }
  SECTION("a change with a client token is, with the same token") {
    inject(kind::drop_answer, "CreateLoadBalancer", 2);
    std::string second;
    CHECK_FALSE(c.run(buy(*c.client, &second)));
    auto const calls = c.core->calls();
    std::vector<std::string> tokens;
    for (auto const& call : calls) {
      if (call.action == "CreateLoadBalancer") tokens.push_back(call.client_token);
    }
    REQUIRE(tokens.size() == 4);
    CHECK(tokens[0] != tokens[1]);
    CHECK(tokens[1] == tokens[2]);
    CHECK(tokens[2] == tokens[3]);
    CHECK(second != id);
  }
  SECTION("an attempt that may have arrived is not forgotten over those that follow") {
    inject(kind::drop_answer, "CreateLoadBalancer", 1);
    c.core->inject(refuse("LimitExceeded", 1, "CreateLoadBalancer"));
    colb::error const e = as_error(c.run(buy(*c.client)));
    CHECK(e.code() == condition::quota_exceeded);
    CHECK(e.code() == condition::outcome_unknown);
    CHECK(e.attempts() == 1);  // the one over the kept connection that died is not counted
  }
  SECTION("a change over which the service broke is not repeated") {
    c.core->inject(refuse("InternalError", 1, "CreateListener"));
    colb::error const e = as_error(c.run(listen(*c.client, id, 81)));
    CHECK(e.code() == condition::unavailable);
    CHECK(e.code() == condition::outcome_unknown);
    CHECK(e.attempts() == 1);
  }
  SECTION("nothing sent yet: always") {
    inject(kind::reset_connection, "", 2);
    for (auto const& w : c.net->wires) w->break_off();
    CHECK_FALSE(c.run(listen(*c.client, id, 82)));
    CHECK(count(c, "CreateListener") == 1);
  }
  SECTION("a refusal that asks to come back later: always, for as long as it takes") {
    auto const code = GENERATE("RequestLimitExceeded", "FailedOperation.ResourceInOperating");
    c.core->inject(refuse(code, 9, "CreateListener"));
    CHECK_FALSE(c.run(listen(*c.client, id, 83)));
    CHECK(count(c, "CreateListener") == 10);
  }
  SECTION("but not longer than the operation may") {
    c.core->inject(refuse("RequestLimitExceeded", 1'000'000, "CreateListener"));
    auto const start = c.clock->ticks();
    colb::error const e = as_error(c.run(listen(*c.client, id, 84)));
    CHECK(e.code() == condition::throttled);
    CHECK(std::string(e.what()).find("timeouts.operation") != std::string::npos);
    CHECK_FALSE(e.code() == condition::outcome_unknown);
    CHECK(c.clock->ticks() - start <= c.options.timeouts.operation);
  }
  SECTION("a wrong request is not") {
    c.core->inject(refuse("InvalidParameter"));
    auto const before = c.core->calls().size();
    CHECK(as_error(c.run(list(*c.client))).code() == condition::invalid_request);
    CHECK(c.core->calls().size() == before + 1);
  }
}

TEST_CASE("a second change of a busy load balancer waits its turn") {
  colb::emulator::options how;
  how.task_time = 3s;
  cloud c(how);
  std::string id;
  REQUIRE_FALSE(c.run(buy(*c.client, &id)));
  int finished = 0;
  for (std::int64_t port : {81, 82, 83}) {
    asio::co_spawn(c.io, listen(*c.client, id, port), [&](std::exception_ptr e) {
      CHECK_FALSE(e);
      ++finished;
    });
  }
  CHECK(c.run_until([&] { return finished == 3; }));
}

TEST_CASE("tasks") {
  cloud c;
  std::string id;
  REQUIRE_FALSE(c.run(buy(*c.client, &id)));
  auto const inject = [&](colb::emulator::fault_kind k) {
    colb::emulator::fault f;
    f.action = "CreateListener";
    f.kind = k;
    c.core->inject(f);
  };

  SECTION("one that fails is an error that carries it") {
    inject(colb::emulator::fault_kind::fail_task);
    colb::error const e = as_error(c.run(listen(*c.client, id, 80)));
    CHECK(e.code() == condition::task_failed);
    REQUIRE(e.task());
    CHECK(e.task()->action == "CreateListener");
    CHECK(e.task()->region == "ap-guangzhou");
    CHECK(e.task()->service == "tencent.clb");
    CHECK(e.action() == "CreateListener");
  }
  SECTION("one that does not end is given up at the deadline, and kept") {
    inject(colb::emulator::fault_kind::endless_task);
    auto const start = c.clock->ticks();
    colb::error const e = as_error(c.run(listen(*c.client, id, 80)));
    CHECK(e.code() == condition::timed_out);
    REQUIRE(e.task());
    CHECK(std::string(e.what()).find("goes on") != std::string::npos);
    // One last look at the deadline itself.
    CHECK(c.clock->ticks() - start >= c.options.wait.timeout);
    CHECK(c.clock->ticks() - start < c.options.wait.timeout + 1s);
    auto const calls = c.core->calls();
    CHECK(calls.back().action == "DescribeTaskStatus");
  }
  SECTION("a last look that is not answered does not hold up the end") {
    c.intercept = [](wire&, auto const& r) { return r.header("X-TC-Action") == "DescribeTaskStatus"; };
    colb::wait_options brief;
    brief.timeout = 20s;
    auto const body = [&](clb::client& client) -> asio::awaitable<void> {
      clb::CreateListener want{.LoadBalancerId = id, .Ports = {80}, .Protocol = "TCP"};
      co_await client.call_and_wait(want, brief);
    };
    auto const start = c.clock->ticks();
    colb::error const e = as_error(c.run(body(*c.client)));
    CHECK(e.code() == condition::timed_out);
    CHECK(e.task());
    CHECK(c.clock->ticks() - start == 20s + c.options.timeouts.request);
  }
  SECTION("one is taken up again by another client, from its text") {
    std::string text;
    auto const begin = [&](clb::client& client) -> asio::awaitable<void> {
      clb::CreateListener want{.LoadBalancerId = id, .Ports = {80}, .Protocol = "TCP"};
      auto const started = co_await client.call(want);
      text = to_string(started.task());
    };
    REQUIRE_FALSE(c.run(begin(*c.client)));
    c.connect();
    auto const go_on = [&](clb::client& client) -> asio::awaitable<void> {
      colb::task const known = colb::task::parse(text);
      auto const ended = co_await client.wait(known);
      CHECK(ended.task == known);
      CHECK_FALSE(ended.request_id.empty());
    };
    CHECK_FALSE(c.run(go_on(*c.client)));
  }
  SECTION("one of another region is refused") {
    colb::task foreign{"tencent.clb", "2018-03-17", "ap-beijing", "CreateListener", {"x"}};
    auto const ask = [&](clb::client& client) -> asio::awaitable<void> { co_await client.wait(foreign); };
    colb::error const e = as_error(c.run(ask(*c.client)));
    CHECK(e.code() == condition::invalid_request);
    CHECK(std::string(e.what()).find("region") != std::string::npos);
    CHECK(e.task() == foreign);
  }
  SECTION("an unknown one ends the wait once it can be no new one") {
    colb::task unknown{"tencent.clb",
                       "2018-03-17",
                       "ap-guangzhou",
                       "CreateListener",
                       {"00000000-0000-0000-0000-000000000000"}};
    auto const ask = [&](clb::client& client) -> asio::awaitable<void> { co_await client.wait(unknown); };
    auto const start = c.clock->ticks();
    colb::error const e = as_error(c.run(ask(*c.client)));
    CHECK(e.task() == unknown);
    CHECK(e.code() != condition::timed_out);
    CHECK(c.clock->ticks() - start >= 15s);
    CHECK(c.clock->ticks() - start < 30s);
  }
  SECTION("trouble with a look does not end the wait") {
    colb::emulator::fault f;
    f.action = "DescribeTaskStatus";
    f.kind = colb::emulator::fault_kind::http_error;
    f.times = 12;
    c.core->inject(f);
    CHECK_FALSE(c.run(listen(*c.client, id, 80)));
  }
  SECTION("a refused look does, and keeps the task") {
    c.core->inject(refuse("AuthFailure.SecretIdNotFound", 1, "DescribeTaskStatus"));
    colb::error const e = as_error(c.run(listen(*c.client, id, 80)));
    CHECK(e.code() == condition::authentication);
    CHECK(e.task());
    CHECK(e.action() == "DescribeTaskStatus");
  }
}

TEST_CASE("looks grow apart, jittered, within their bounds") {
  colb::emulator::options how;
  how.task_time = 100s;
  colb::client_options options;
  options.wait.min_delay = 1s;
  options.wait.max_delay = 8s;
  options.wait.growth = 2;
  options.wait.jitter = 0.25;
  cloud c(how, options);
  REQUIRE_FALSE(c.run(buy(*c.client)));
  std::vector<std::chrono::system_clock::time_point> looks;
  for (auto const& call : c.core->calls()) looks.push_back(call.at);
  REQUIRE(looks.size() > 8);
  for (std::size_t i = 1; i + 1 < looks.size(); ++i) {
    auto const full = std::chrono::milliseconds(std::min<std::int64_t>(1000LL << (i - 1), 8000));
    CHECK(looks[i] - looks[i - 1] <= full);
    CHECK(looks[i] - looks[i - 1] >= full * 3 / 4);
  }
}

TEST_CASE("wait_until") {
  cloud c;
  std::string id;
  REQUIRE_FALSE(c.run(buy(*c.client, &id)));
  clb::DescribeLoadBalancers ask{.LoadBalancerIds = {id}};

  SECTION("looks at once, and gives the reply that satisfied it") {
    auto const start = c.clock->ticks();
    auto const body = [&](clb::client& client) -> asio::awaitable<void> {
      auto const there = [](auto const& r) { return r.TotalCount == 1; };
      auto const reply = co_await client.wait_until(ask, there);
      CHECK(reply.LoadBalancerSet.at(0).LoadBalancerId == id);
    };
    CHECK_FALSE(c.run(body(*c.client)));
    CHECK(c.clock->ticks() == start);
  }
  SECTION("gives up in time") {
    auto const body = [&](clb::client& client) -> asio::awaitable<void> {
      auto const never = [](auto const&) { return false; };
      colb::wait_options brief;
      brief.timeout = 30s;
      co_await client.wait_until(ask, never, brief);
    };
    auto const start = c.clock->ticks();
    colb::error const e = as_error(c.run(body(*c.client)));
    CHECK(e.code() == condition::timed_out);
    CHECK_FALSE(e.task());
    CHECK(c.clock->ticks() - start == 30s);
  }
  SECTION("ends with what the predicate throws") {
    auto const body = [&](clb::client& client) -> asio::awaitable<void> {
      auto const throws = [](auto const&) -> bool { throw std::domain_error("enough"); };
      co_await client.wait_until(ask, throws);
    };
    colb::error const thrown = as_error(c.run(body(*c.client)));
    REQUIRE(thrown.thrown());
    CHECK_THROWS_AS(std::rethrow_exception(thrown.thrown()), std::domain_error);
    // An error that would let the wait go on, had it come from a look.
    auto const other = [&](clb::client& client) -> asio::awaitable<void> {
      auto const throws = [](auto const&) -> bool { throw colb::error(colb::inner::error_info{}); };
      co_await client.wait_until(ask, throws);
    };
    CHECK(as_error(c.run(other(*c.client))).code() == condition::unavailable);
  }
}

TEST_CASE("pages") {
  colb::emulator::options how;
  how.rate_limit = false;
  cloud c(how);
  REQUIRE_FALSE(c.run(buy_45(*c.client)));
  std::vector<std::size_t> sizes;
  std::optional<std::int64_t> limit, offset;
  auto const walk = [&](clb::client& client) -> asio::awaitable<void> {
    clb::DescribeLoadBalancers ask;
    ask.Limit = limit;
    ask.Offset = offset;
    auto pages = client.pages(ask);
    while (auto page = co_await pages.next()) sizes.push_back(page->LoadBalancerSet.size());
    auto const after = co_await pages.next();
    CHECK_FALSE(after);
  };
  auto const failure_of = [&] { return c.run(walk(*c.client)); };

  SECTION("as large as the document allows") {
    CHECK_FALSE(failure_of());
    CHECK(sizes == std::vector<std::size_t>{45});
    CHECK(c.core->calls().back().body.find("\"Limit\":100") != std::string::npos);
  }
  SECTION("of one's own, from one's own start") {
    limit = 15;
    offset = 10;
    CHECK_FALSE(failure_of());
    CHECK(sizes == std::vector<std::size_t>{15, 15, 5});
  }
  SECTION("an exact end asks for no empty page") {
    limit = 45;
    auto const before = c.core->calls().size();
    CHECK_FALSE(failure_of());
    CHECK(sizes == std::vector<std::size_t>{45});
    CHECK(c.core->calls().size() == before + 1);
  }
  SECTION("nothing there") {
    offset = 100;
    CHECK_FALSE(failure_of());
    CHECK(sizes.empty());
  }
  SECTION("a page that failed is asked for again") {
    auto const body = [&](clb::client& client) -> asio::awaitable<void> {
      clb::DescribeLoadBalancers ask{.Limit = 20};
      auto pages = client.pages(ask);
      auto first = co_await pages.next();
      CHECK(first);
      c.core->inject(refuse("InvalidParameter"));
      auto const outcome = co_await pages.next(as_tuple(asio::use_awaitable));
      CHECK(std::get<0>(outcome));
      auto second = co_await pages.next();
      CHECK(second->LoadBalancerSet.size() == 20);
    };
    CHECK_FALSE(c.run(body(*c.client)));
  }
}

TEST_CASE("the items of all pages, one by one") {
  colb::emulator::options how;
  how.rate_limit = false;
  cloud c(how);
  REQUIRE_FALSE(c.run(buy_45(*c.client)));
  std::set<std::string> seen;
  std::size_t failures = 0;
  auto const walk = [&](clb::client& client, std::optional<std::int64_t> limit,
                        std::optional<std::int64_t> offset) -> asio::awaitable<void> {
    clb::DescribeLoadBalancers ask;
    ask.Limit = limit;
    ask.Offset = offset;
    auto items = client.items(ask);
    for (;;) {
      auto [failed, item] = co_await items.next(as_tuple(asio::use_awaitable));
      if (failed) {
        ++failures;
        continue;
      }
      if (!item) break;
      CHECK(seen.insert(item->LoadBalancerId.value()).second);
    }
    auto const after = co_await items.next();
    CHECK_FALSE(after);
  };
  struct row {
    std::optional<std::int64_t> limit, offset;
    std::size_t items, requests;
    bool fails = false;
  };
  for (row const& r : {row{{}, {}, 45, 1}, row{20, {}, 45, 3}, row{15, 10, 35, 3}, row{1, 44, 1, 1},
                       row{{}, 45, 0, 1}, row{20, {}, 45, 4, true}}) {
    seen.clear();
    failures = 0;
    auto const before = c.core->calls().size();
    if (r.fails) {
      auto wrong = refuse("InvalidParameter");
      wrong.skip = 1;
      c.core->inject(wrong);
    }
    CHECK_FALSE(c.run(walk(*c.client, r.limit, r.offset)));
    CHECK(seen.size() == r.items);
    CHECK(failures == (r.fails ? 1 : 0));
    CHECK(c.core->calls().size() - before == r.requests);
  }
}

TEST_CASE("a walk ends, whatever the server makes of what it is asked for") {
  struct row {
    char const* title;
    std::vector<std::string> pages;  ///< The last one again and again.
    std::size_t items, requests;
    char const* failure;
  };
  std::string const a = R"({"LoadBalancerId":"lb-a"})", b = R"({"LoadBalancerId":"lb-b"})";
  auto const list = [](std::string const& items, std::string const& total) {
    return "\"LoadBalancerSet\":[" + items + "]" + (total.empty() ? "" : ",\"TotalCount\":" + total);
  };
  for (row const& r : {
           row{"it ignores the offset, and tells no total", {list(a + ',' + b, "")}, 2, 2, nullptr},
           row{"it ignores the offset, and says that there is more",
               {list(a + ',' + b, "9")},
               2,
               2,
               "same page"},
           row{"the second page comes again", {list(a, "9"), list(b, "9")}, 2, 3, "same page"},
           row{"nothing more than it said", {list(a + ',' + b, "2")}, 2, 1, nullptr},
           row{"less than it said", {list(a, "9"), list("", "9")}, 1, 2, nullptr},
           row{"no total, and an end", {list(a, ""), list(b, ""), list("", "")}, 2, 3, nullptr},
       }) {
    CAPTURE(r.title);
    cloud c;
    std::size_t asked = 0;
    c.intercept = [&](wire& w, auto const&) {
      std::string const body =
          "{\"Response\":{" + r.pages[std::min(asked++, r.pages.size() - 1)] + ",\"RequestId\":\"r-1\"}}";
      w.say("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
      return true;
    };
    std::size_t items = 0;
    auto const walk = [&](clb::client& client) -> asio::awaitable<void> {
      clb::DescribeLoadBalancers ask;
      auto pages = client.pages(ask);
      while (auto page = co_await pages.next()) items += page->LoadBalancerSet.size();
    };
    auto const failed = c.run(walk(*c.client));
    CHECK(items == r.items);
    CHECK(asked == r.requests);
    REQUIRE(static_cast<bool>(failed) == (r.failure != nullptr));
    if (!failed) continue;
    CHECK(colb::get_error(failed)->code() == condition::malformed_response);
    CHECK(std::string(colb::get_error(failed)->what()).find(r.failure) != std::string::npos);
  }
}

TEST_CASE("cursors that lead in a circle lead out of it") {
  for (std::size_t circle : {1u, 2u, 3u, 7u}) {
    for (std::size_t before : {0u, 1u, 5u}) {
      cloud c;
      std::size_t asked = 0;
      c.intercept = [&](wire& w, auto const&) {
        std::size_t const next = asked < before + circle ? asked : before + (asked - before) % circle;
        ++asked;
        std::string const body =
            R"({"Response":{"Jobs":[{}],"NextToken":"t-)" + std::to_string(next) + R"(","RequestId":"r-1"}})";
        w.say("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
        return true;
      };
      auto const walk = [&](clb::client& client) -> asio::awaitable<void> {
        clb::DescribeAsyncJobs ask;
        auto pages = client.pages(ask);
        while (auto page = co_await pages.next()) CHECK(asked < 100);
      };
      CHECK_FALSE(c.run(walk(*c.client)));
      CHECK(asked >= before + circle);
      CHECK(asked <= 4 * (before + circle) + 2);
    }
  }
}

TEST_CASE("limits of time") {
  cloud c;
  c.options.retry.max_attempts = 1;
  c.connect();
  auto const start = c.clock->ticks();

  SECTION("a server that does not answer") {
    c.intercept = [](wire&, auto const&) { return true; };
    colb::error const e = as_error(c.run(list(*c.client)));
    CHECK(e.code() == condition::timed_out);
    CHECK(e.code() == std::errc::timed_out);
    CHECK(c.clock->ticks() - start == c.options.timeouts.request);
  }
  SECTION("a change that is not answered") {
    c.intercept = [](wire&, auto const&) { return true; };
    colb::error const e = as_error(c.run(listen(*c.client, "lb-1", 80)));
    CHECK(e.code() == condition::timed_out);
    CHECK(e.code() == condition::outcome_unknown);
  }
  SECTION("a name server, a server and a handshake that hang") {
    auto const [stage, limit] = GENERATE_REF(table<colb::inner::stage, std::chrono::milliseconds>(
        {{colb::inner::stage::resolve, c.options.timeouts.resolve},
         {colb::inner::stage::connect, c.options.timeouts.connect},
         {colb::inner::stage::tls, c.options.timeouts.tls}}));
    opening hang;
    hang.hangs_at = stage;
    c.net->plans.push_back(hang);
    colb::error const e = as_error(c.run(listen(*c.client, "lb-1", 80)));
    CHECK(e.code() == condition::timed_out);
    CHECK_FALSE(e.code() == condition::outcome_unknown);
    CHECK(c.clock->ticks() - start == limit);
  }
  SECTION("the operation as a whole") {
    c.options.retry.max_attempts = 1000;
    c.options.timeouts.operation = 70s;
    c.connect();
    c.intercept = [](wire&, auto const&) { return true; };
    colb::error const e = as_error(c.run(list(*c.client)));
    CHECK(e.code() == condition::timed_out);
    CHECK(e.attempts() > 1);
    CHECK(c.clock->ticks() - start <= 70s);
  }
}

TEST_CASE("failures to connect") {
  cloud c;
  c.options.retry.max_attempts = 2;
  c.connect();
  auto const [stage, expected] = GENERATE(table<colb::inner::stage, condition>({
      {colb::inner::stage::resolve, condition::dns},
      {colb::inner::stage::connect, condition::unavailable},
      {colb::inner::stage::tls, condition::unavailable},  // broken on the way, not refused
  }));
  opening fails;
  fails.fails_at = stage;
  c.net->plans = {fails, fails};
  colb::error const e = as_error(c.run(listen(*c.client, "lb-1", 80)));
  CHECK(e.code() == expected);
  CHECK(e.attempts() == 2);
  CHECK(e.cause() == asio::error::connection_refused);
  CHECK_FALSE(e.code() == condition::outcome_unknown);
}

TEST_CASE("a certificate that is refused is not offered again") {
  cloud c;
  opening fails;
  fails.fails_at = colb::inner::stage::tls;
  fails.fails_with = std::error_code(1, asio::error::get_ssl_category());
  fails.lasting = true;
  c.net->plans = {fails};
  colb::error const e = as_error(c.run(list(*c.client)));
  CHECK(e.code() == condition::tls);
  CHECK(e.attempts() == 1);
}

TEST_CASE("Retry-After is obeyed") {
  cloud c;
  bool first = true;
  c.intercept = [&](wire& w, auto const&) {
    if (!std::exchange(first, false)) return false;
    w.say("HTTP/1.1 429 Too Many\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n");
    return true;
  };
  auto const start = c.clock->ticks();
  CHECK_FALSE(c.run(list(*c.client)));
  CHECK(c.clock->ticks() - start >= 7s);
}

TEST_CASE("client: replies that are no replies") {
  cloud c;
  c.options.retry.max_attempts = 1;
  c.connect();
  auto const body =
      GENERATE(as<std::string>{}, "", "null", "[]", "{}", R"({"Response":null})", R"({"Response":{}})",
               R"({"Response":{"LoadBalancerSet":"x","ListenerIds":"x","RequestId":"r"}})",
               R"({"Response":{"RequestId":"r"})", R"({"Response":{"RequestId":"r"}} x)", "<html></html>",
               R"({"Response":{"Error":{"Message":"a code is missing"},"RequestId":"r"}})");
  c.intercept = [&](wire& w, auto const&) {
    w.say(reply(body));
    return true;
  };
  colb::error const e = as_error(c.run(list(*c.client)));
  CHECK(e.code() == condition::malformed_response);
  CHECK_FALSE(e.code() == condition::outcome_unknown);
  CHECK(as_error(c.run(listen(*c.client, "lb-1", 80))).code() == condition::outcome_unknown);
}

TEST_CASE("numbers for strings and the reverse are taken in replies") {
  cloud c;
  c.intercept = [&](wire& w, auto const&) {
    w.say(reply(
        R"({"Response":{"TotalCount":"1","LoadBalancerSet":[{"LoadBalancerId":7,"New":{"a":[1]}}],"RequestId":"r"}})"));
    return true;
  };
  auto const ask = [](clb::client& client) -> asio::awaitable<void> {
    clb::DescribeLoadBalancers question;
    auto const r = co_await client.call(question);
    CHECK(r.TotalCount == 1);
    CHECK(r.LoadBalancerSet.at(0).LoadBalancerId == "7");
  };
  auto const failure = c.run(ask(*c.client));
  if (failure) FAIL(as_error(failure).what());
}

TEST_CASE("each attempt is signed anew, at its own time") {
  cloud c;
  std::vector<std::string> stamps;
  c.intercept = [&](wire& w, auto const& r) {
    stamps.push_back(std::string(r.header("X-TC-Timestamp")));
    if (stamps.size() > 2) return false;
    w.say("HTTP/1.1 503 No\r\nRetry-After: 5\r\nContent-Length: 0\r\n\r\n");
    return true;
  };
  CHECK_FALSE(c.run(list(*c.client)));
  REQUIRE(stamps.size() == 3);
  CHECK(stamps[0] != stamps[1]);
  CHECK(stamps[1] != stamps[2]);
}

TEST_CASE("options are checked, and the error says what to do") {
  asio::io_context io;
  auto const refusal = [&](colb::client_options const& options) -> std::string {
    try {
      clb::client client(io.get_executor(), options);
    } catch (colb::error const& e) {
      CHECK(e.code() == condition::invalid_request);
      return e.what();
    }
    return {};
  };
  colb::client_options good;
  good.credentials = {"id", "secretkey", ""};
  CHECK(refusal(good).empty());
  auto options = good;
  options.credentials.key.clear();
  CHECK(refusal(options).find(".credentials") != std::string::npos);
  options = good;
  options.endpoint = "http://clb.example.com";
  CHECK(refusal(options).find("https") != std::string::npos);
  options = good;
  options.endpoint = "clb.example.com";
  CHECK(refusal(options).find("https://host[:port]") != std::string::npos);
  options = good;
  options.tls.ca_file = "/does/not/exist.pem";
  CHECK(refusal(options).find("/does/not/exist.pem") != std::string::npos);
  options = good;
  options.pool.max_connections = 0;
  CHECK(refusal(options).find("max_connections") != std::string::npos);
}

TEST_CASE("a client may die before its operations") {
  cloud c;
  clb::DescribeLoadBalancers ask;
  auto future = c.client->call(ask, asio::use_future);
  c.client.reset();
  CHECK(c.run_until([&] { return future.wait_for(0s) == std::future_status::ready; }));
  CHECK_FALSE(future.get().RequestId.empty());
}

TEST_CASE("the pool bounds the connections, and calls wait their turn") {
  cloud c;
  c.options.pool.max_connections = 2;
  c.connect();
  int done = 0;
  for (int i = 0; i < 10; ++i) {
    asio::co_spawn(c.io, list(*c.client), [&](std::exception_ptr e) {
      CHECK_FALSE(e);
      ++done;
    });
  }
  CHECK(c.run_until([&] { return done == 10; }));
  CHECK(c.net->wires.size() == 2);
  CHECK(c.client->statistics().exchanges == 10);
}

TEST_CASE("every way that the service may be spoken to") {
  auto const method = GENERATE(colb::http_method::automatic, colb::http_method::get, colb::http_method::post);
  auto const signature = GENERATE(colb::signature_method::automatic, colb::signature_method::tc3,
                                  colb::signature_method::hmac_sha1, colb::signature_method::hmac_sha256);
  colb::client_options options;
  options.style.method = method;
  options.style.signature = signature;
  cloud c({}, options);
  std::vector<std::string> methods;
  c.intercept = [&](wire&, auto const& request) {
    methods.push_back(request.method);
    return false;
  };
  auto const failure = c.run(main_job(*c.client));
  if (failure) FAIL(as_error(failure).what());
  for (auto const& used : methods) CHECK(used == (method == colb::http_method::get ? "GET" : "POST"));
}

TEST_CASE("a style that the service does not offer is refused") {
  asio::io_context io;
  colb::client_options options;
  options.credentials = {"id", "secretkey", ""};
  options.style.signature = colb::signature_method::acs3;
  try {
    clb::client client(io.get_executor(), options);
    FAIL("it was taken");
  } catch (colb::error const& e) {
    CHECK(std::string(e.what()).find(".style.signature") != std::string::npos);
  }
}

TEST_CASE("the region in the host name") {
  colb::client_options options;
  options.style.region_in_host = true;
  cloud c({}, options);
  REQUIRE_FALSE(c.run(list(*c.client)));
  CHECK(c.net->wires.at(0)->to.host == "clb.ap-guangzhou.tencentcloudapi.com");
}

TEST_CASE("temporary credentials") {
  colb::emulator::options how;
  how.credentials = {"AKIDtemporary", "secretkey", "the-token"};
  cloud c(how);
  CHECK_FALSE(c.run(list(*c.client)));
  c.options.credentials.token = "another";
  c.connect();
  CHECK(as_error(c.run(list(*c.client))).code() == condition::authentication);
}

TEST_CASE("asynchronous Actions that are followed by another rule") {
  colb::emulator::options how;
  how.classic = 1;
  cloud c(how);

  SECTION("a block list, by DescribeBlockIPTask") {
    std::string id;
    REQUIRE_FALSE(c.run(buy(*c.client, &id)));
    auto const body = [&](clb::client& client) -> asio::awaitable<void> {
      clb::ModifyBlockIPList block{.LoadBalancerIds = {id},
                                   .Type = "add_customized_field",
                                   .ClientIPField = "X-Forwarded-For",
                                   .BlockIPList = {"198.51.100.7"}};
      auto const started = co_await client.call_and_wait(block);
      CHECK(started.task().ids == std::vector<std::string>{started.JodId.value_or("")});
      co_await client.wait(started.task());
    };
    auto const failure = c.run(body(*c.client));
    if (failure) FAIL(as_error(failure).what());
    CHECK(count(c, "DescribeBlockIPTask") > 0);
    CHECK(count(c, "DescribeTaskStatus") > 0);
  }
  SECTION("a migration, by DescribeLoadBalancers") {
    auto const body = [&](clb::client& client) -> asio::awaitable<void> {
      clb::DescribeLoadBalancers classic{.Forward = 0};
      auto const found = co_await client.call(classic);
      clb::MigrateClassicalLoadBalancers migrate{
          .LoadBalancerIds = {found.LoadBalancerSet.at(0).LoadBalancerId.value()}};
      auto const done = co_await client.call_and_wait(migrate);
      CHECK(done.task().ids == *migrate.LoadBalancerIds);
      auto const left = co_await client.call(classic);
      CHECK(left.LoadBalancerSet.empty());
    };
    auto const failure = c.run(body(*c.client));
    if (failure) FAIL(as_error(failure).what());
    CHECK(count(c, "DescribeTaskStatus") == 0);
  }
  SECTION("a clone, whose id only its task knows") {
    std::string id;
    REQUIRE_FALSE(c.run(buy(*c.client, &id)));
    auto const body = [&](clb::client& client) -> asio::awaitable<void> {
      clb::CloneLoadBalancer twin{.LoadBalancerId = id};
      auto const done = co_await client.call_and_wait(twin);
      CHECK(done.ResourceId.starts_with("lb-"));
      CHECK(done.ResourceId != id);
    };
    auto const failure = c.run(body(*c.client));
    if (failure) FAIL(as_error(failure).what());
  }
}
