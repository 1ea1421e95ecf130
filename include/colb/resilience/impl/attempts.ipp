// colb: the bodies of attempts.hpp.
#pragma once

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <colb/resilience/attempts.hpp>

namespace colb::inline COLB_ABI::inner {

COLB_DECL std::chrono::milliseconds pause_of(std::string_view text, clock::wall_time now) {
  using namespace std::chrono;
  constexpr seconds longest = days(1);
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  auto const number = [](std::string_view digits, auto& out) {
    auto const [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
    return ec == std::errc() && end == digits.data() + digits.size();
  };
  bool const digits = !text.empty() && text.find_first_not_of("0123456789") == text.npos;
  if (digits) {
    std::int64_t count = 0;
    return number(text, count) ? std::min(seconds(count), longest) : longest;  // else too many to count
  }
  // Sun, 06 Nov 1994 08:49:37 GMT
  constexpr std::string_view months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  if (text.size() != 29 || text.substr(25) != " GMT" || text[19] != ':' || text[22] != ':') return {};
  auto const named = std::ranges::find(months, text.substr(8, 3));
  unsigned d = 0, h = 0, m = 0, s = 0;
  int y = 0;
  bool const read = number(text.substr(5, 2), d) && number(text.substr(12, 4), y) &&
                    number(text.substr(17, 2), h) && number(text.substr(20, 2), m) &&
                    number(text.substr(23, 2), s);
  if (!read || named == std::end(months) || h > 23 || m > 59 || s > 60) return {};
  year_month_day const date(year(y), month(static_cast<unsigned>(named - std::begin(months)) + 1), day(d));
  if (!date.ok()) return {};
  auto const at = sys_days(date) + hours(h) + minutes(m) + seconds(s);
  auto const today = floor<seconds>(now);
  return at <= today ? milliseconds(0) : milliseconds(std::min<seconds>(at - today, longest));
}

COLB_DECL void judge_answer(verdict& answer, int status, std::optional<std::string_view> retry_after,
                            clock::wall_time now) {
  error_info& info = answer.error;
  info.http_status = status;
  info.request_id = answer.request_id;
  if (answer.too_large) info.detail = "the answer is too large: " + info.detail;
  // What a vendor's code means its service says; an answer without one is judged here.
  if (info.vendor_code.empty()) {
    // An answer that is too large would be as large again.
    bool const broke = !answer.too_large && (info.condition == condition::unavailable ||
                                             info.condition == condition::malformed_response);
    if (broke) answer.passes = passing::broke;
    if (info.condition == condition::throttled) answer.passes = passing::throttled;
  }
  bool const served_some = std::ranges::any_of(info.outcomes, &outcome::ok);
  if (served_some) answer.passes = passing::never;
  answer.did_nothing = !info.vendor_code.empty() && answer.passes != passing::broke && !served_some;
  if (retry_after) answer.wait_at_least = std::max(answer.wait_at_least, pause_of(*retry_after, now));
  info.may_pass = answer.passes != passing::never;
  // The outcome of a batch is known part by part.
  info.outcome_unknown = !answer.did_nothing && !served_some;
}

COLB_DECL verdict judge_failure(failure failed, bool changes) {
  verdict out;
  error_info& info = out.error;
  info.cause = failed.code;
  info.detail = std::move(failed.detail);
  info.outcome_unknown = failed.reached_server;
  out.did_nothing = !failed.reached_server;
  out.stale = failed.stale;
  out.passes = passing::broke;
  if (failed.cancelled) {
    info.condition = condition::cancelled;
    out.passes = passing::never;
  } else if (failed.timed_out) {
    info.condition = condition::timed_out;
    info.may_pass = true;
    // The wait for a place is over; another would prolong it.
    if (failed.at == stage::pool) out.passes = passing::never;
  } else if (failed.at == stage::resolve) {
    info.condition = condition::dns;
  } else if (failed.at == stage::proxy) {
    info.condition = condition::proxy;
  } else if (failed.at == stage::tls && failed.lasting) {
    info.condition = condition::tls;
  } else if (failed.at == stage::parse || failed.at == stage::limit || failed.too_large) {
    info.condition = condition::malformed_response;
  } else if (failed.at == stage::send && failed.code == std::errc::invalid_argument) {
    info.condition = condition::invalid_request;
    out.passes = passing::never;
  } else {
    info.condition = changes && failed.reached_server ? condition::outcome_unknown : condition::unavailable;
  }
  // It would be refused again, or be as large again.
  if (failed.lasting || failed.too_large || failed.at == stage::limit) out.passes = passing::never;
  info.may_pass = info.may_pass || out.passes != passing::never;
  return out;
}

COLB_DECL bool retry_budget::take() noexcept {
  if (is_empty()) return false;
  tokens_ -= cost;
  return true;
}

COLB_DECL void retry_budget::give_back(bool was_repeated) noexcept {
  tokens_ = std::min(tokens_ + (was_repeated ? cost : 1), capacity);
}

COLB_DECL attempts::step attempts::ended(verdict& came, clock::tick now, retry_budget& budget,
                                         random_source const& random) {
  using kind = step::kind;
  if (came.success) {
    budget.give_back(spent_ > 0);
    return {kind::done};
  }
  // More of them than a pool keeps: something else is wrong.
  constexpr int many = 100;
  bool const stale = came.stale && stale_ < many;
  if (stale) ++stale_;
  if (!stale) ++sent_;
  error_info& info = came.error;
  unknown_ = unknown_ || (changes_ && info.outcome_unknown);
  info.outcome_unknown = unknown_;
  info.attempts = std::max(sent_, 1);

  auto const over = [&info](std::string_view why) {
    if (!info.detail.empty()) info.detail += "; ";
    info.detail += why;
    return step{kind::error};
  };
  if (!may_go_out_again(came)) return {kind::error};
  if (stale) return {kind::again};
  if (options_.max_attempts <= 1) return {kind::error};
  bool const broke = came.passes == passing::broke;
  if (broke && ++failures_ >= options_.max_attempts) return {kind::error};

  auto pause = std::max(retry_delay(options_, sent_ + 1, random), came.wait_at_least);
  auto const until = patience(came.passes, now);
  if (now >= until) {
    return over(came.passes == passing::busy ? "it was busy for as long as retry.busy_for allows"
                                             : "it stayed so for as long as retry.unclear_for allows");
  }
  // One last attempt is made when patience ends.
  if (later(now, pause) > until) pause = std::chrono::ceil<std::chrono::milliseconds>(until - now);
  if (later(now, pause) >= std::min(ends_.operation, ends_.wait)) {
    return over(ends_.operation <= ends_.wait ? "timeouts.operation leaves no time for another attempt"
                                              : "the wait leaves no time for another attempt");
  }
  if (broke && !budget.take()) {
    return over("the client's budget for repeats is used up: too much fails for repeating to help");
  }
  if (broke) ++spent_;
  return {kind::again, pause};
}

COLB_DECL error_info attempts::cancelled(error_info const& last) const {
  error_info info;
  info.condition = condition::cancelled;
  info.outcome_unknown = unknown_;
  info.attempts = sent_;
  info.detail = std::string("between two attempts, the last of which failed: ") + sentence(last.condition);
  return info;
}

COLB_DECL bool attempts::may_go_out_again(verdict const& came) const {
  if (came.passes == passing::never) return false;
  return repeatable_ || (came.did_nothing && !unknown_);
}

COLB_DECL clock::tick attempts::patience(passing why, clock::tick now) {
  bool const busy = why == passing::busy;
  if (!busy && why != passing::unclear) return clock::tick::max();
  auto const lasts = busy ? options_.busy_for : options_.unclear_for;
  auto& until = busy ? busy_until_ : unclear_until_;
  if (!until) until = end_of(now, lasts);
  return *until;
}

}  // namespace colb::inline COLB_ABI::inner
