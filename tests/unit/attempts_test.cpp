// colb: tests of the one judgement: what an attempt came to, and what follows from it.
#include <colb/resilience/attempts.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <asio/error.hpp>
#include <asio/ssl/error.hpp>

#include "catch.hpp"

using colb::condition;
using colb::retry_options;
using colb::inner::attempts;
using colb::inner::failure;
using colb::inner::judge_answer;
using colb::inner::judge_failure;
using colb::inner::passing;
using colb::inner::pause_of;
using colb::inner::retry_budget;
using colb::inner::stage;
using colb::inner::verdict;
using namespace std::chrono_literals;
using tick = colb::clock::tick;
using step = attempts::step::kind;
using std::chrono::milliseconds;

namespace {

colb::clock::wall_time const today = std::chrono::sys_days(std::chrono::year(2026) / 3 / 1) + 12h;
tick const start = tick(1h);

std::uint64_t chance() { return 0; }

verdict refusal(passing passes, condition c = condition::conflict, std::string code = "Some.Code") {
  verdict v;
  v.passes = passes;
  v.error.condition = c;
  v.error.vendor_code = std::move(code);
  judge_answer(v, 200, {}, today);
  return v;
}

verdict bare(int status, condition c, std::string_view retry_after = {}) {
  verdict v;
  v.error.condition = c;
  std::optional<std::string_view> header;
  if (!retry_after.empty()) header = retry_after;
  judge_answer(v, status, header, today);
  return v;
}

verdict broken(stage at, bool reached, bool changes, std::error_code code = asio::error::connection_reset) {
  failure f;
  f.at = at;
  f.reached_server = reached;
  f.code = code;
  return judge_failure(f, changes);
}

verdict success() {
  verdict v;
  v.success = true;
  return v;
}

/// An Action as far as the judgement goes.
struct sort {
  bool changes;
  bool repeatable;
};
constexpr sort a_read{false, true};
constexpr sort change{true, false};
constexpr sort change_with_token{true, true};

/// One call, to which the same thing happens until it ends.
struct course {
  int sent = 0;
  tick end = start;
  verdict last{};
};
template <class F>
course run(sort what, retry_options const& options, attempts::limits ends, F happens) {
  course out;
  attempts machine(what.changes, what.repeatable, options, ends);
  retry_budget budget;
  while (out.sent < 10'000) {
    out.last = happens(out.sent++);
    auto const next = machine.ended(out.last, out.end, budget, chance);
    if (next.what != step::again) return out;
    out.end = colb::inner::later(out.end, next.pause);
  }
  FAIL("for ever");
  return out;
}

}  // namespace

TEST_CASE("an exchange without an answer", "[attempts]") {
  struct row {
    stage at;
    bool reached;
    std::error_code code;
    condition means;
    passing passes;
    bool wait_goes_on;
  };
  auto const reset = std::error_code(asio::error::connection_reset);
  auto const invalid = std::make_error_code(std::errc::invalid_argument);
  row const rows[] = {
      {stage::resolve, false, asio::error::host_not_found, condition::dns, passing::broke, true},
      {stage::connect, false, asio::error::connection_refused, condition::unavailable, passing::broke, true},
      {stage::tls, false, reset, condition::unavailable, passing::broke, true},
      {stage::tls, false, asio::error::eof, condition::unavailable, passing::broke, true},
      {stage::tls, false, asio::ssl::error::stream_truncated, condition::unavailable, passing::broke, true},
      {stage::send, false, invalid, condition::invalid_request, passing::never, false},
      {stage::send, true, reset, condition::outcome_unknown, passing::broke, true},
      {stage::receive, true, reset, condition::outcome_unknown, passing::broke, true},
      {stage::parse, true, {}, condition::malformed_response, passing::broke, true},
      {stage::limit, true, {}, condition::malformed_response, passing::never, false},
  };
  for (row const& r : rows) {
    CAPTURE(static_cast<int>(r.at), r.code.message());
    verdict const of_change = broken(r.at, r.reached, true, r.code);
    CHECK(of_change.error.condition == r.means);
    CHECK(of_change.passes == r.passes);
    CHECK(of_change.error.may_pass == r.wait_goes_on);
    CHECK(of_change.error.outcome_unknown == r.reached);
    CHECK(of_change.did_nothing == !r.reached);
    condition const of_read = r.means == condition::outcome_unknown ? condition::unavailable : r.means;
    CHECK(broken(r.at, r.reached, false, r.code).error.condition == of_read);
  }
  // TLS and proxies that refuse would again; a line that breaks is the network's doing, at whichever stage.
  for (stage const at : {stage::tls, stage::proxy}) {
    failure f;
    f.at = at;
    f.lasting = true;
    verdict const refused = judge_failure(f, true);
    CHECK(refused.error.condition == (at == stage::tls ? condition::tls : condition::proxy));
    CHECK(refused.passes == passing::never);
    CHECK_FALSE(refused.error.may_pass);
    CHECK(broken(at, false, true).passes == passing::broke);
    CHECK(broken(at, false, true).error.may_pass);
  }
  failure large;
  large.at = stage::receive;
  large.reached_server = large.too_large = true;
  CHECK(judge_failure(large, false).passes == passing::never);
  CHECK(judge_failure(large, true).error.outcome_unknown);
  failure late;
  late.at = stage::receive;
  late.timed_out = late.reached_server = true;
  CHECK(judge_failure(late, true).error.condition == condition::timed_out);
  CHECK(judge_failure(late, true).passes == passing::broke);
  late.at = stage::pool;
  late.reached_server = false;
  CHECK(judge_failure(late, true).passes == passing::never);  // another wait would prolong the first
  CHECK(judge_failure(late, true).error.may_pass);
  failure stopped;
  stopped.cancelled = true;
  CHECK(judge_failure(stopped, true).error.condition == condition::cancelled);
  CHECK_FALSE(judge_failure(stopped, true).error.may_pass);
}

TEST_CASE("an answer that is no success", "[attempts]") {
  // A vendor's code is a refusal, whatever it is, unless it says that the service broke.
  for (auto const passes : {passing::never, passing::busy, passing::unclear, passing::throttled}) {
    CAPTURE(static_cast<int>(passes));
    CHECK(refusal(passes).did_nothing);
    CHECK_FALSE(refusal(passes).error.outcome_unknown);
  }
  // Whatever its condition: a service says by the code alone whether it broke.
  CHECK(refusal(passing::never, condition::unavailable).did_nothing);
  CHECK(refusal(passing::never, condition::throttled).passes == passing::never);
  CHECK_FALSE(refusal(passing::broke).did_nothing);
  CHECK(refusal(passing::broke).error.outcome_unknown);
  // Without a code nobody knows what became of a change, whatever the status.
  for (int const status : {200, 204, 301, 302, 307, 400, 401, 403, 404, 408, 413, 429, 500, 502, 503, 504}) {
    CAPTURE(status);
    condition const c = status == 429 ? condition::throttled : condition::malformed_response;
    CHECK_FALSE(bare(status, c).did_nothing);
    CHECK(bare(status, c).error.outcome_unknown);
    CHECK(bare(status, c).error.http_status == status);
  }
  // An answer that is too large would be as large again.
  verdict large;
  large.error.condition = condition::malformed_response;
  large.error.detail = "Set.9 has more elements than are allowed";
  large.too_large = true;
  judge_answer(large, 200, {}, today);
  CHECK(large.passes == passing::never);
  CHECK(large.error.outcome_unknown);
  CHECK(large.error.detail == "the answer is too large: Set.9 has more elements than are allowed");
  // Of several resources some were served: sent again it would be done twice, and what is known is known.
  verdict partly;
  partly.passes = passing::busy;
  partly.error.vendor_code = "5400";
  partly.error.outcomes = {{.resource = "a"}, {.resource = "b", .code = "4000"}};
  judge_answer(partly, 200, {}, today);
  CHECK(partly.passes == passing::never);
  CHECK_FALSE(partly.error.outcome_unknown);
}

TEST_CASE("when to come back, as a server says it", "[attempts]") {
  CHECK(pause_of("3", today) == 3s);
  CHECK(pause_of(" 120 ", today) == 120s);
  CHECK(pause_of("0", today) == 0s);
  CHECK(pause_of("Sun, 01 Mar 2026 12:00:30 GMT", today) == 30s);
  CHECK(pause_of("Sun, 01 Mar 2026 11:59:30 GMT", today) == 0s);
  CHECK(pause_of("Sun, 01 Mar 2099 11:59:30 GMT", today) == 24h);
  CHECK(pause_of("99999999999999999999999999", today) == 24h);
  for (auto const text :
       {"", "soon", "-3", "+3", "3.5", "3s", "0x3", "Sun, 31 Feb 2026 12:00:30 GMT",
        "Sun, 01 Mar 2026 25:00:30 GMT", "Sun, 01 Mar 2026 12:00:30 CET", "Sun, 01 Mrz 2026 12:00:30 GMT"}) {
    CAPTURE(text);
    CHECK(pause_of(text, today) == 0s);
  }
}

TEST_CASE("a read is repeated after what may pass, so many times", "[attempts]") {
  retry_options const options;
  verdict const failures[] = {
      broken(stage::resolve, false, false), broken(stage::connect, false, false),
      broken(stage::tls, false, false),     broken(stage::receive, true, false),
      broken(stage::parse, true, false),    refusal(passing::broke, condition::unavailable),
      bare(502, condition::unavailable),    bare(302, condition::malformed_response)};
  for (verdict const& v : failures) {
    CAPTURE(static_cast<int>(v.error.condition));
    CHECK(run(a_read, options, {}, [&](int) { return v; }).sent == options.max_attempts);
    CHECK(run(a_read, {.max_attempts = 1}, {}, [&](int) { return v; }).sent == 1);
    auto const end = run(a_read, options, {}, [&](int) { return v; });
    CHECK(end.last.error.attempts == options.max_attempts);
    CHECK_FALSE(end.last.error.outcome_unknown);
  }
  verdict const final_ones[] = {refusal(passing::never), broken(stage::limit, true, false)};
  for (verdict const& v : final_ones) CHECK(run(a_read, options, {}, [&](int) { return v; }).sent == 1);
}

TEST_CASE("no unrepeatable change goes out again after an attempt that may have been accepted",
          "[attempts]") {
  // Every pair of things that may happen one after the other, and every one that may happen for ever.
  std::vector<verdict> all;
  for (auto const passes :
       {passing::never, passing::busy, passing::unclear, passing::throttled, passing::broke}) {
    for (int c = 1; c <= static_cast<int>(condition::proxy); ++c)
      all.push_back(refusal(passes, static_cast<condition>(c)));
  }
  for (int const status : {200, 302, 404, 408, 413, 429, 500, 503}) {
    for (int c = 1; c <= static_cast<int>(condition::proxy); ++c)
      all.push_back(bare(status, static_cast<condition>(c), status == 503 ? "2" : ""));
  }
  for (int at = 0; at <= static_cast<int>(stage::limit); ++at) {
    for (bool const reached : {false, true}) {
      for (int how = 0; how < 4; ++how) {
        failure f;
        f.at = static_cast<stage>(at);
        f.reached_server = reached;
        f.code = asio::error::connection_reset;
        f.timed_out = how == 1;
        f.cancelled = how == 2;
        f.stale = how == 3;
        all.push_back(judge_failure(f, true));
      }
    }
  }
  retry_options const options;
  attempts::limits const ends{start + 5min, tick::max()};
  std::size_t doubled = 0, forgotten = 0, unfounded = 0, late = 0;
  for (verdict const& first : all) {
    for (verdict const& then : all) {
      for (sort const what : {a_read, change, change_with_token}) {
        attempts machine(what.changes, what.repeatable, options, ends);
        retry_budget budget;
        verdict one = first;
        verdict two = then;
        bool unknown = what.changes && !one.did_nothing && one.error.outcomes.empty();
        auto const next = machine.ended(one, start, budget, chance);
        if (next.what == step::error) {
          forgotten += unknown && !one.error.outcome_unknown;
          unfounded += !unknown && one.error.outcome_unknown;
          continue;
        }
        if (what.changes && !what.repeatable && unknown) ++doubled;
        auto const last = machine.ended(two, start + next.pause, budget, chance);
        unknown = unknown || (what.changes && !two.did_nothing);
        if (last.what == step::error) {
          forgotten += unknown && !two.error.outcome_unknown;
          unfounded += !unknown && two.error.outcome_unknown;
        } else if (what.changes && !what.repeatable && unknown) {
          ++doubled;
        }
      }
    }
    for (sort const what : {a_read, change, change_with_token})
      late += run(what, options, ends, [&](int) { return first; }).end >= ends.operation;
  }
  CHECK(doubled == 0);
  CHECK(forgotten == 0);
  CHECK(unfounded == 0);
  CHECK(late == 0);
}

TEST_CASE("an attempt that nobody knows the outcome of stays one, a refusal is none", "[attempts]") {
  auto const end = run(change_with_token, {}, {}, [](int n) {
    return n == 0 ? broken(stage::receive, true, true) : refusal(passing::never, condition::quota_exceeded);
  });
  CHECK(end.sent == 2);
  CHECK(end.last.error.condition == condition::quota_exceeded);
  CHECK(end.last.error.outcome_unknown);
  auto const clear = run(change, {}, {}, [](int n) {
    return n == 0 ? broken(stage::connect, false, true) : refusal(passing::never, condition::quota_exceeded);
  });
  CHECK(clear.sent == 2);
  CHECK_FALSE(clear.last.error.outcome_unknown);
}

TEST_CASE("busy and unclear are repeated for so long, counted from the first such answer", "[attempts]") {
  retry_options options;
  struct row {
    passing why;
    milliseconds lasts;
    char const* name;
  };
  for (row const& r :
       {row{passing::busy, 2min, "retry.busy_for"}, row{passing::unclear, 20s, "retry.unclear_for"}}) {
    for (sort const what : {a_read, change, change_with_token}) {
      CAPTURE(r.name);
      auto const end = run(what, options, {}, [&](int) { return refusal(r.why); });
      CHECK(end.end - start == r.lasts);  // the last attempt is made when patience ends
      CHECK(end.last.error.detail.find(r.name) != std::string::npos);
      CHECK_FALSE(end.last.error.outcome_unknown);
      // The operation may end before that, and is named then.
      auto const sooner = run(what, options, {start + 10s, tick::max()}, [&](int) { return refusal(r.why); });
      CHECK(sooner.end < start + 10s);
      CHECK(sooner.last.error.detail.find("timeouts.operation") != std::string::npos);
      auto const look = run(what, options, {tick::max(), start + 10s}, [&](int) { return refusal(r.why); });
      CHECK(look.last.error.detail.find("the wait") != std::string::npos);
      CHECK(run(what, {.max_attempts = 1}, {}, [&](int) { return refusal(r.why); }).sent == 1);
    }
  }
  // Counted from the first busy answer, not from the call.
  auto const end =
      run(change, options, {}, [&](int n) { return refusal(n < 20 ? passing::throttled : passing::busy); });
  CHECK(end.end - start > 2min + 60s);
  // No limit of their own; then the operation's.
  options.busy_for = 0ms;
  auto const free =
      run(change, options, {start + 1h, tick::max()}, [&](int) { return refusal(passing::busy); });
  CHECK(free.end - start > 59min);
  options.busy_for = milliseconds::max();
  auto const same =
      run(change, options, {start + 1h, tick::max()}, [&](int) { return refusal(passing::busy); });
  CHECK(same.end == free.end);
}

TEST_CASE("throttled calls come back when they are told to", "[attempts]") {
  verdict v;
  v.error.condition = condition::throttled;
  v.error.vendor_code = "Throttling.User";
  v.passes = passing::throttled;
  v.wait_at_least = 1700ms;  // the vendor's hint
  judge_answer(v, 400, "2", today);
  CHECK(v.wait_at_least == 2s);
  retry_options options;
  options.jitter = 0;
  attempts machine(true, false, options, {});
  retry_budget budget;
  verdict one = v;
  CHECK(machine.ended(one, start, budget, chance).pause == 2s);
  one = v;
  one.wait_at_least = 0ms;
  CHECK(machine.ended(one, start, budget, chance).pause == 400ms);
  // A gateway's word is no proof that nothing was done.
  CHECK(run(change, {}, {start + 1min, tick::max()}, [](int) {
          return bare(429, condition::throttled);
        }).sent == 1);
  CHECK(run(a_read, {}, {start + 1min, tick::max()}, [](int) {
          return bare(429, condition::throttled);
        }).sent > 5);
}

TEST_CASE("a dead kept connection is no attempt", "[attempts]") {
  failure f;
  f.at = stage::receive;
  f.stale = f.reached_server = true;
  auto const end = run(a_read, {.max_attempts = 1}, {},
                       [&](int n) { return n < 6 ? judge_failure(f, false) : refusal(passing::never); });
  CHECK(end.sent == 7);
  CHECK(end.end == start);  // at once
  CHECK(end.last.error.attempts == 1);
  CHECK(run(change, {}, {}, [&](int) { return judge_failure(f, true); }).sent == 1);
  f.reached_server = false;
  CHECK(run(change, {}, {}, [&](int n) {
          return n < 6 ? judge_failure(f, true) : refusal(passing::never);
        }).sent == 7);
}

TEST_CASE("a thousand reads a second through an outage of a minute", "[attempts]") {
  // The calls that start in each millisecond, and the repeats that are due in it.
  retry_options const options;
  retry_budget budget;
  struct call {
    attempts machine;
  };
  std::vector<call> calls;
  std::vector<std::vector<std::size_t>> due(200'000);
  std::uint64_t seed = 7;
  auto const random = [&seed] { return seed = seed * 6364136223846793005u + 1442695040888963407u; };
  std::size_t requests = 0, in_outage = 0;
  std::int64_t first_success = -1;
  constexpr std::int64_t outage_begins = 10'000, outage_ends = 70'000, end = 80'000;
  for (std::int64_t ms = 0; ms < end + 20'000; ++ms) {
    if (ms < end) {
      calls.push_back({attempts(false, true, options, {})});
      due[static_cast<std::size_t>(ms)].push_back(calls.size() - 1);
    }
    bool const down = ms >= outage_begins && ms < outage_ends;
    for (std::size_t i = 0; i < due[static_cast<std::size_t>(ms)].size(); ++i) {
      std::size_t const which = due[static_cast<std::size_t>(ms)][i];
      ++requests;
      in_outage += down;
      verdict came = down ? broken(stage::connect, false, false) : success();
      if (!down && ms >= outage_ends && first_success < 0) first_success = ms;
      auto const next = calls[which].machine.ended(came, start + milliseconds(ms), budget, random);
      if (next.what == step::again)
        due[static_cast<std::size_t>(ms + std::max<std::int64_t>(next.pause.count(), 1))].push_back(which);
    }
  }
  CHECK(static_cast<double>(in_outage) / 60'000 <= 1.2);
  CHECK(first_success - outage_ends <= 1'000);
  CHECK(requests >= calls.size());
  // Empty: the last error is told at once, and says so. Refusals cost nothing.
  while (budget.take()) {
  }
  attempts machine(false, true, options, {});
  verdict v = broken(stage::connect, false, false);
  CHECK(machine.ended(v, start, budget, chance).what == step::error);
  CHECK(v.error.detail.find("budget") != std::string::npos);
  CHECK(v.error.may_pass);  // a wait goes on
  v = refusal(passing::busy);
  CHECK(machine.ended(v, start, budget, chance).what == step::again);
  for (int i = 0; i < retry_budget::cost; ++i) budget.give_back(false);
  CHECK_FALSE(budget.is_empty());
}
