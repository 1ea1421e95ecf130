// colb: closing a client: what is refused, what ends at once, what may finish, and what is told.
#include <algorithm>
#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>

#include <colb/observer.hpp>
#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/listener.hpp>
#include <colb/tencent/clb/load_balancer.hpp>
#include <colb/tencent/clb/target.hpp>

#include "catch.hpp"
#include "support/virtual_cloud.hpp"

namespace clb = colb::tencent::clb;
using colb::condition;
using namespace std::chrono_literals;

namespace {

struct world : colb::test::virtual_cloud<clb::client> {
  explicit world(colb::client_options what = {}) : virtual_cloud({}, std::move(what)) {
    // Every request is kept; what is not answered by the test stays unanswered.
    intercept = [this](colb::test::wire& w, colb::inner::emu::request const& r) {
      ++sent;
      if (answer) w.say(colb::test::reply(answer(r)));
      open.push_back(&w);
      return true;
    };
  }

  /// What an operation came to.
  struct end {
    bool done = false;
    std::exception_ptr failure{};
    colb::clock::tick at{};
    colb::error error() const {
      REQUIRE(done);
      colb::error const* const e = colb::get_error(failure);
      REQUIRE(e);
      return *e;
    }
    std::string text() const { return error().what(); }
  };
  using ended = std::shared_ptr<end>;

  auto note(ended const& into) {
    return [this, into](std::exception_ptr e, auto&&...) {
      into->done = true;
      into->failure = e;
      into->at = clock->ticks();
    };
  }
  template <class A>
  ended call(A const& request) {
    auto out = std::make_shared<end>();
    client->call(request, note(out));
    return out;
  }
  template <class A>
  ended call_and_wait(A const& request) {
    auto out = std::make_shared<end>();
    client->call_and_wait(request, note(out));
    return out;
  }
  ended close(auto within) {
    auto out = std::make_shared<end>();
    client->close(within, [this, out](std::exception_ptr e) {
      out->done = true;
      out->failure = e;
      out->at = clock->ticks();
    });
    return out;
  }
  /// Runs what can run; no time passes.
  void settle() {
    for (;;) {
      io.restart();
      if (io.poll() == 0) return;
    }
  }
  void say(std::size_t request, std::string const& body) {
    open.at(request)->say(colb::test::reply(body));
    settle();
  }

  int sent = 0;
  std::vector<colb::test::wire*> open{};
  std::function<std::string(colb::inner::emu::request const&)> answer{};
};

std::string const well = R"({"Response":{"RequestId":"r-1"}})";

clb::CreateListener listener_on(std::string const& id) {
  return {.LoadBalancerId = id, .Ports = {80}, .Protocol = "TCP"};
}
clb::DescribeLoadBalancers const look{};

bool says(colb::error const& e, std::string_view words) {
  return std::string_view(e.what()).find(words) != std::string_view::npos;
}

}  // namespace

TEST_CASE("a closed client takes nothing new", "[close]") {
  world w;
  auto const closed = w.close(5s);
  auto const refused = w.call(look);  // before anything ran
  w.settle();
  CHECK(closed->done);
  CHECK_FALSE(closed->failure);
  CHECK(w.sent == 0);
  colb::task const task{"tencent.clb", "2018-03-17", "ap-guangzhou", "CreateListener", {"r-1"}};
  auto const waited = std::make_shared<world::end>();
  w.client->wait(task, w.note(waited));
  auto const listener = listener_on("lb-1");
  auto const all = {refused, w.call(listener), w.call_and_wait(listener), waited};
  w.settle();
  for (auto const& one : all) {
    colb::error const e = one->error();
    CHECK(e.code() == condition::cancelled);
    CHECK_FALSE(e.code() == condition::outcome_unknown);
    CHECK(says(e, "the client is closed"));
    CHECK(says(e, "nothing was sent"));
  }
  CHECK(waited->error().task() == task);
  auto pages = w.client->pages(look);
  auto const page = std::make_shared<world::end>();
  pages.next(w.note(page));
  w.settle();
  CHECK(page->error().code() == condition::cancelled);
  // Once more: nothing is in flight.
  auto const again = w.close(0ms);
  w.settle();
  CHECK(again->done);
  CHECK(w.sent == 0);
}

TEST_CASE("what was sent may finish, what was not is not sent", "[close]") {
  colb::client_options options;
  options.pool.max_connections = 1;
  world w(options);
  auto const first = listener_on("lb-1");
  auto const other = listener_on("lb-2");
  auto const running = w.call(first);
  w.settle();
  REQUIRE(w.sent == 1);
  auto const in_lane = w.call(first);
  auto const for_connection = w.call(other);
  w.settle();
  auto const closed = w.close(10s);
  w.settle();
  for (auto const& one : {in_lane, for_connection}) {
    colb::error const e = one->error();
    CHECK(e.code() == condition::cancelled);
    CHECK_FALSE(e.code() == condition::outcome_unknown);
    CHECK(says(e, "the client is closed"));
    CHECK(says(e, "nothing was sent"));
  }
  CHECK_FALSE(running->done);
  CHECK_FALSE(closed->done);
  w.say(0, well);
  CHECK(running->done);
  CHECK_FALSE(running->failure);
  CHECK(closed->done);
  CHECK(w.sent == 1);
}

TEST_CASE("a connection that is being made is given up", "[close]") {
  for (auto const at : {colb::inner::stage::resolve, colb::inner::stage::connect, colb::inner::stage::tls}) {
    world w;
    colb::test::opening slow;
    slow.hangs_at = at;
    w.net->plans.push_back(slow);
    auto const change = w.call(listener_on("lb-1"));
    w.settle();
    CHECK_FALSE(change->done);
    auto const closed = w.close(10s);
    w.settle();
    CHECK(closed->done);
    CHECK(change->error().code() == condition::cancelled);
    CHECK_FALSE(change->error().code() == condition::outcome_unknown);
    CHECK(says(change->error(), "the client is closed"));
    CHECK(says(change->error(), "nothing was sent"));
    CHECK(w.sent == 0);
  }
}

TEST_CASE("what waits for a permit or between two attempts ends", "[close]") {
  world w;
  w.answer = [](auto const&) {
    return std::string(R"({"Response":{"Error":{"Code":"InternalError","Message":"m"},"RequestId":"r"}})");
  };
  std::vector<world::ended> all;
  for (int i = 0; i < 60; ++i) all.push_back(w.call(look));
  w.settle();
  int const sent = w.sent;
  CHECK(sent > 0);
  CHECK(sent < 60);
  auto const closed = w.close(10s);
  w.settle();
  CHECK(closed->done);
  CHECK(w.sent == sent);
  int never = 0;
  for (auto const& one : all) {
    colb::error const e = one->error();
    CHECK(e.code() == condition::cancelled);
    CHECK(says(e, "the client is closed"));
    if (says(e, "nothing was sent")) ++never;
  }
  CHECK(never == 60 - sent);
}

TEST_CASE("waits give their tasks back", "[close]") {
  world w;
  w.answer = [](auto const& r) {
    return r.header("X-TC-Action") == "DescribeTaskStatus"
               ? std::string(R"({"Response":{"Status":2,"RequestId":"r-9"}})")
               : well;
  };
  auto const create = listener_on("lb-1");
  auto const waiting = w.call_and_wait(create);
  auto const behind = w.call_and_wait(create);
  w.run_until([&] { return w.sent >= 3; });
  auto const state = std::make_shared<world::end>();
  w.client->wait_until(
      look, [](auto const&) { return false; }, w.note(state));
  w.settle();
  auto const closed = w.close(10s);
  w.settle();
  CHECK(closed->done);
  colb::error const e = waiting->error();
  CHECK(e.code() == condition::cancelled);
  REQUIRE(e.task());
  CHECK(e.task()->ids == std::vector<std::string>{"r-1"});
  CHECK(says(e, "the client is closed"));
  CHECK_FALSE(says(e, "nothing was sent"));
  CHECK(says(behind->error(), "nothing was sent"));
  CHECK(says(state->error(), "the client is closed"));
}

TEST_CASE("a look that is under way may still end its wait well", "[close]") {
  world w;
  auto const create = listener_on("lb-1");
  auto const waiting = w.call_and_wait(create);
  w.settle();
  w.say(0, well);
  w.run_until([&] { return w.sent == 2; });
  auto const closed = w.close(10s);
  w.settle();
  CHECK_FALSE(closed->done);
  SECTION("it has ended") {
    w.say(1, R"({"Response":{"Status":0,"RequestId":"r-9"}})");
    CHECK(waiting->done);
    CHECK_FALSE(waiting->failure);
  }
  SECTION("it has not") {
    w.say(1, R"({"Response":{"Status":2,"RequestId":"r-9"}})");
    CHECK(waiting->error().task());
  }
  CHECK(closed->done);
  CHECK(w.sent == 2);
}

TEST_CASE("at the deadline the rest is cancelled", "[close]") {
  world w;
  auto const create = listener_on("lb-1");
  auto const change = w.call(create);
  auto const read = w.call(look);
  w.settle();
  REQUIRE(w.sent == 2);
  auto const begin = w.clock->ticks();
  auto const closed = w.close(7s);
  auto const later = w.close(1h);
  w.run_until([&] { return closed->done; });
  CHECK(closed->at - begin == 7s);
  CHECK_FALSE(closed->failure);
  w.settle();
  CHECK(change->at - begin == 7s);
  CHECK(change->error().code() == condition::cancelled);
  CHECK(change->error().code() == condition::outcome_unknown);
  CHECK_FALSE(says(change->error(), "nothing was sent"));
  CHECK(read->error().code() == condition::cancelled);
  CHECK(later->done);
  CHECK(later->at - begin == 7s);
}

TEST_CASE("the deadline may be a moment", "[close]") {
  for (auto const after : {colb::clock::duration(7s), colb::clock::duration(-1s)}) {
    world w;
    auto const read = w.call(look);
    w.settle();
    auto const begin = w.clock->ticks();
    auto const closed = w.close(begin + after);
    w.run_until([&] { return read->done; });
    CHECK(read->at - begin == std::max(after, colb::clock::duration::zero()));
    CHECK(read->error().code() == condition::cancelled);
    w.settle();
    CHECK(closed->done);
  }
}

TEST_CASE("zero is no limit, and closing may be cancelled", "[close]") {
  world w;
  auto const read = w.call(look);
  w.settle();
  auto const closed = w.close(0ms);
  w.clock->advance(5s);
  w.settle();
  CHECK_FALSE(closed->done);
  asio::cancellation_signal signal;
  auto const given_up = std::make_shared<world::end>();
  w.client->close(1h, asio::bind_cancellation_slot(signal.slot(), w.note(given_up)));
  w.settle();
  signal.emit(asio::cancellation_type::terminal);
  w.settle();
  CHECK(given_up->error().code() == condition::cancelled);
  CHECK(says(given_up->error(), "1 operation"));
  CHECK_FALSE(closed->done);
  w.say(0, well);
  CHECK(closed->done);
  CHECK_FALSE(read->failure);
}

TEST_CASE("a batch that is cut off tells what was done", "[close]") {
  world w;
  std::vector<clb::types::Target> targets;
  for (int i = 0; i < 50; ++i)
    targets.push_back({.Port = 8000 + i, .InstanceId = "ins-" + std::to_string(i)});
  clb::RegisterTargets const many{.LoadBalancerId = "lb-1", .ListenerId = "lbl-1", .Targets = targets};
  auto const out = std::make_shared<std::optional<colb::batched<clb::RegisterTargets>>>();
  w.client->call_in_batches(many, [out](std::exception_ptr e, colb::batched<clb::RegisterTargets> r) {
    CHECK_FALSE(e);
    *out = std::move(r);
  });
  w.settle();
  w.say(0, well);
  w.run_until([&] { return w.sent == 2; });  // a look
  auto const closed = w.close(10s);
  w.say(1, R"({"Response":{"Status":0,"RequestId":"r-9"}})");
  CHECK(closed->done);
  REQUIRE(*out);
  REQUIRE((*out)->parts.size() == 3);
  CHECK((*out)->parts[0].state == colb::part_state::done);
  CHECK((*out)->parts[1].state == colb::part_state::not_started);
  CHECK((*out)->parts[2].state == colb::part_state::not_started);
  CHECK(w.sent == 2);
}

TEST_CASE("a client that closes does not end another's change behind it", "[close]") {
  // The other client, which cannot look at such a task, follows it by the first one; then busy answers are
  // left.
  bool const in_the_middle = GENERATE(true, false);
  auto const lanes = std::make_shared<colb::lanes>();
  colb::client_options options;
  options.lanes.shared = lanes;
  world w(options);
  w.answer = [](auto const& r) {
    return r.header("X-TC-Action") == "DescribeTaskStatus"
               ? std::string(R"({"Response":{"Status":2,"RequestId":"r-9"}})")
               : well;
  };
  auto const create = listener_on("lb-1");
  auto const first = w.call(create);
  w.settle();
  CHECK(first->done);
  w.options.region = "ap-beijing";
  clb::client second(w.io.get_executor(), w.options, w.net);
  auto const behind = std::make_shared<world::end>();
  if (in_the_middle) {
    second.call(create, w.note(behind));
    w.run_until([&] { return w.sent == 3; });
    w.settle();
  }
  auto const closed = w.close(1s);
  if (!in_the_middle) second.call(create, w.note(behind));
  w.run_until([&] { return behind->done; }, 5s);
  CHECK(closed->done);
  REQUIRE(behind->done);
  CHECK_FALSE(behind->failure);
}

TEST_CASE("an observer is told the same as the caller", "[close]") {
  struct listener final : colb::observer {
    void on(colb::event const& what) override {
      if (what.kind == colb::event_kind::operation_ended) why.emplace_back(what.why);
    }
    std::vector<std::string> why{};
  };
  auto const seen = std::make_shared<listener>();
  colb::client_options options;
  options.pool.max_connections = 1;
  options.observer = seen;
  world w(options);
  auto const running = w.call(look);
  w.settle();
  auto const waits = w.call(look);
  w.settle();
  w.close(1s);
  w.settle();
  REQUIRE(seen->why.size() == 1);
  CHECK(seen->why[0] == waits->text());
  CHECK(says(waits->error(), "the client is closed"));
  CHECK_FALSE(running->done);
}

TEST_CASE("an io_context that dies in the middle of closing", "[close]") {
  bool called = false;
  {
    world w;
    auto const read = w.call(look);
    w.settle();
    w.client->close(10s, [&](std::exception_ptr) { called = true; });
    w.settle();
  }
  CHECK_FALSE(called);
}
