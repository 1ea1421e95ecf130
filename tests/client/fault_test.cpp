// colb: every fault of the plan at every step of the main job; cancellation at every step.
#include "catch.hpp"
#include "client/main_job.hpp"

#include <map>
#include <set>

using namespace colb::test;
using colb::condition;
using colb::emulator::fault_kind;

namespace {

/// A change that was executed (not refused) more often than once, with the same body, buys or makes something
/// twice.
std::string executed_twice(cloud& c) {
  std::map<std::pair<std::string, std::string>, std::set<std::string>> done;
  for (auto const& call : c.core->calls()) {
    bool const is_change = !call.action.starts_with("Describe");
    if (!is_change || call.request_id.empty() || !call.code.empty()) continue;
    if (!call.client_token.empty()) continue;  // the cloud itself sees to that
    auto& ids = done[{call.action, call.body}];
    ids.insert(call.request_id);
    if (ids.size() > 1) return call.action + " " + call.body;
  }
  return {};
}

std::string text_of(std::exception_ptr const& e) {
  if (!e) return "success";
  try {
    std::rethrow_exception(e);
  } catch (std::exception const& x) {
    return x.what();
  }
}

std::size_t calls_of_a_clean_run() {
  cloud c;
  if (auto const e = c.run(main_job(*c.client))) FAIL(text_of(e));
  return c.core->calls().size();
}

}  // namespace

TEST_CASE("every fault at every step of the main job") {
  std::size_t const steps = calls_of_a_clean_run();
  REQUIRE(steps > 15);
  for (auto const kind : {fault_kind::refuse, fault_kind::delay, fault_kind::drop_request,
                          fault_kind::drop_answer, fault_kind::reset_connection, fault_kind::truncate_answer,
                          fault_kind::garbage_http, fault_kind::garbage_json, fault_kind::http_error,
                          fault_kind::fail_task, fault_kind::endless_task, fault_kind::close_after_answer}) {
    std::size_t failed = 0;
    for (std::size_t step = 0; step < steps; ++step) {
      CAPTURE(static_cast<int>(kind), step);
      cloud c;
      colb::emulator::fault f;
      f.kind = kind;
      f.skip = kind == fault_kind::reset_connection ? 0 : step;
      f.delay = std::chrono::seconds(5);
      c.core->inject(f);
      auto const failure = c.run(main_job(*c.client));
      INFO(text_of(failure));
      CHECK(executed_twice(c).empty());
      std::set<std::string> tokens;
      for (auto const& call : c.core->calls()) {
        if (!call.client_token.empty()) tokens.insert(call.client_token);
      }
      CHECK(tokens.size() <= 1);
      if (!failure) continue;

      ++failed;
      colb::error const* e = colb::get_error(failure);
      REQUIRE(e);
      bool const is_read = e->action().starts_with("Describe");
      switch (kind) {
        case fault_kind::fail_task:
          CHECK(e->code() == condition::task_failed);
          CHECK(e->task());
          break;
        case fault_kind::endless_task:
          CHECK(e->code() == condition::timed_out);
          break;
        case fault_kind::refuse:
          CHECK(e->code() == condition::unavailable);
          break;
        case fault_kind::drop_request:
        case fault_kind::drop_answer:
        case fault_kind::truncate_answer:
        case fault_kind::garbage_http:
        case fault_kind::garbage_json:
        case fault_kind::http_error:
          CHECK_FALSE(is_read);                        // one fault does not stop a read
          CHECK(e->action() != "CreateLoadBalancer");  // nor what carries a client token
          CHECK(e->code() == condition::outcome_unknown);
          break;
        default:
          CHECK(false);  // a late answer, a closed idle connection, one reset while connecting
      }
    }
    INFO("fault " << static_cast<int>(kind));
    bool const harmless = kind == fault_kind::delay || kind == fault_kind::reset_connection ||
                          kind == fault_kind::close_after_answer;
    CHECK((failed == 0) == harmless);
  }
}

TEST_CASE("cancellation at every step of the main job") {
  // How many handlers a clean run executes.
  std::size_t steps = 0;
  {
    cloud c;
    bool done = false;
    asio::co_spawn(c.io, main_job(*c.client), [&](std::exception_ptr e) {
      if (e) FAIL(text_of(e));
      done = true;
    });
    c.run_until([&] { return ++steps, done; });
  }
  REQUIRE(steps > 100);

  for (auto const type : {asio::cancellation_type::terminal, asio::cancellation_type::partial,
                          asio::cancellation_type::total}) {
    std::size_t unknown = 0, ended = 0;
    for (std::size_t at = 1; at < steps; at += type == asio::cancellation_type::terminal ? 1 : 7) {
      CAPTURE(at, static_cast<int>(type));
      cloud c;
      asio::cancellation_signal cancel;
      std::optional<std::exception_ptr> outcome;
      auto const body = [](clb::client& client) -> asio::awaitable<void> {
        co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
        co_await main_job(client);
      };
      asio::co_spawn(c.io, body(*c.client),
                     asio::bind_cancellation_slot(cancel.slot(), [&](std::exception_ptr e) { outcome = e; }));
      std::size_t step = 0;
      c.run_until([&] { return outcome || ++step > at; });
      if (outcome) continue;
      auto const then = c.clock->ticks();
      cancel.emit(type);
      c.io.restart();
      while (c.io.poll() > 0) c.io.restart();
      // Promptly: without any time passing.
      REQUIRE(outcome);
      CHECK(c.clock->ticks() == then);
      CHECK(c.clock->armed() == 0);
      if (!*outcome) {
        // It was over: only the word of it was on its way, and nobody awaits anything any more.
        CHECK(steps - at <= 8);
        continue;
      }
      ++ended;
      if (colb::error const* e = colb::get_error(*outcome)) {
        CHECK(e->code() == condition::cancelled);
        CHECK(e->code() == std::errc::operation_canceled);
        unknown += e->code() == condition::outcome_unknown ? 1 : 0;
        // A task that had been started is named.
        if (e->action() == "DescribeTaskStatus" || e->task()) CHECK(e->task());
      } else {
        // Between two operations it is Asio that throws.
        CHECK_THROWS_AS(std::rethrow_exception(*outcome), std::system_error);
      }
      CHECK(executed_twice(c).empty());
    }
    CHECK(ended > 10);
    CHECK(unknown > 0);
  }
}
