// colb: the bodies of resilience/limiter.hpp.
#pragma once

#include <algorithm>
#include <cmath>

#include <colb/resilience/limiter.hpp>

namespace colb::inline COLB_ABI::inner {

// ---- permits
// ---------------------------------------------------------------------------------------------------

/// An Action without a documented rate is free again so long after its last refusal.
inline constexpr std::chrono::seconds free_again_after{60};
/// How the rate recovers after a refusal, in shares of the limit a second: fast to nine tenths of the rate
/// that was too much, slowly past that rate, where others may still be, and then as the vendors' clients do.
/// Straight lines of 5 % from the half would leave a fifth of what is free unused for as long as somebody
/// else takes a part.
inline constexpr double recovery_below = 0.25;
inline constexpr double recovery_around = 0.0125;
inline constexpr double recovery_above = 0.05;

COLB_DECL double pace_permits::rate(tick now) const noexcept {
  if (!cut_) return limit_;
  if (limit_ <= 0) return now - cut_at_ >= free_again_after ? 0 : cut_to_;
  tick const from = std::max(cut_at_, not_before_);
  double seconds = now > from ? std::chrono::duration<double>(now - from).count() : 0;
  double at = cut_to_;
  auto const climb = [&](double to, double share) {
    if (seconds <= 0 || at >= to) return;
    double const took = std::min(seconds, (to - at) / (share * limit_));
    at += took * share * limit_;
    seconds -= took;
  };
  climb(0.9 * too_much_, recovery_below);
  climb(1.05 * too_much_, recovery_around);
  climb(limit_, recovery_above);
  return std::min(limit_, at);
}

COLB_DECL std::size_t pace_permits::allowed(tick now) const noexcept {
  double const r = rate(now);
  if (r <= 0) return SIZE_MAX;
  return r < 1 ? 1 : static_cast<std::size_t>(r + 1e-9);
}

COLB_DECL pace_permits::duration pace_permits::window() const noexcept {
  auto const guard = std::clamp(4 * spread_, 20.0, 100.0);
  auto window = std::chrono::duration<double, std::milli>(1000.0 + guard);
  // Less than one a second: one permit, occupied for longer.
  if (limit_ > 0 && limit_ < 1) window /= limit_;
  return std::chrono::duration_cast<duration>(window);
}

COLB_DECL void pace_permits::forget(tick now) {
  while (first_ < until_.size() && until_[first_] <= now) ++first_;
  if (first_ == until_.size()) {
    until_.clear();
    first_ = 0;
  } else if (first_ >= 64 && first_ * 2 >= until_.size()) {
    until_.erase(until_.begin(), until_.begin() + static_cast<std::ptrdiff_t>(first_));
    first_ = 0;
  }
}

COLB_DECL std::size_t pace_permits::occupied(tick now) const noexcept {
  auto const begin = until_.begin() + static_cast<std::ptrdiff_t>(first_);
  return held_ + static_cast<std::size_t>(until_.end() - std::upper_bound(begin, until_.end(), now));
}

COLB_DECL bool pace_permits::take(tick now) {
  forget(now);
  if (now < not_before_) return false;
  std::size_t const here = held_ + until_.size() - first_;  // as `occupied` has it, with the others forgotten
  if (std::size_t const most = allowed(now); most != SIZE_MAX && here >= most) return false;
  ++held_;
  return true;
}

COLB_DECL void pace_permits::give_back() noexcept {
  if (held_ > 0) --held_;
}

COLB_DECL void pace_permits::sent(tick now) {
  give_back();
  auto const since = now - second_;
  if (since >= std::chrono::seconds(1)) {
    in_last_ = since < std::chrono::seconds(2) ? in_this_ : 0;
    in_this_ = 0;
    second_ = now;
  }
  ++in_this_;
  if (rate(now) <= 0) return;
  tick const free = now + window();
  until_.push_back(until_.empty() ? free : std::max(free, until_.back()));
}

COLB_DECL double pace_permits::achieved(tick now) const noexcept {
  auto const since = now - second_;
  if (since >= std::chrono::seconds(2)) return 0;
  return static_cast<double>(std::max(in_this_, in_last_));
}

COLB_DECL void pace_permits::answered(duration round_trip) noexcept {
  double const trip = std::chrono::duration<double, std::milli>(round_trip).count();
  if (mean_trip_ < 0) {
    mean_trip_ = trip;
    return;
  }
  spread_ += (std::abs(trip - mean_trip_) - spread_) / 8;
  mean_trip_ += (trip - mean_trip_) / 8;
}

COLB_DECL void pace_permits::refused(tick now, duration retry_after) {
  ++refusals_;
  if (retry_after > duration::zero()) not_before_ = std::max(not_before_, now + retry_after);
  if (cut_ && now - cut_at_ < std::chrono::seconds(1)) return;
  double const before = limit_ > 0 || rate(now) > 0 ? rate(now) : achieved(now);
  cut_to_ = std::max(before / 2, 1.0);
  if (limit_ > 0) cut_to_ = std::min(cut_to_, limit_);
  too_much_ = before;
  cut_at_ = now;
  cut_ = true;
}

COLB_DECL pace_permits::tick pace_permits::turn(tick now, std::size_t ahead, std::size_t most,
                                                tick unsent_free_at) const {
  tick const from = std::max(now, not_before_);
  if (most == SIZE_MAX) return from;
  auto const begin = until_.begin() + static_cast<std::ptrdiff_t>(first_);
  auto const sent = std::upper_bound(begin, until_.end(), now);
  auto const known = static_cast<std::size_t>(until_.end() - sent);
  if (held_ + known + ahead < most) return from;
  // Its permit is the one that becomes free after so many others.
  std::size_t const place = held_ + known + ahead - most;
  auto const laps = static_cast<duration::rep>(place / most);
  std::size_t const within = place % most;
  tick const free = within < known ? sent[static_cast<std::ptrdiff_t>(within)] : unsent_free_at;
  return std::max(from, free + laps * window());
}

COLB_DECL pace_permits::tick pace_permits::earliest(tick now, std::size_t ahead) const {
  std::size_t most = allowed(now);
  if (cut_) most = limit_ > 0 ? std::max<std::size_t>(1, static_cast<std::size_t>(limit_)) : SIZE_MAX;
  return turn(now, ahead, most, now);
}

COLB_DECL pace_permits::tick pace_permits::look_again(tick now) const {
  tick const at = turn(now, 0, allowed(now), now + window());
  // The rate grows meanwhile.
  return cut_ && rate(now) < limit_
             ? std::min(at, std::max(not_before_, now + std::chrono::milliseconds(250)))
             : at;
}

// ---- buckets
// ---------------------------------------------------------------------------------------------------

COLB_DECL pace_table::bucket& pace_table::bucket_of(pace_key_view key) {
  auto const at = buckets_.find(key);
  if (at != buckets_.end()) return at->second;
  return buckets_[pace_key{std::string(key.host), std::string(key.service), std::string(key.action)}];
}

/// Calls by arrival: one that comes back for another attempt is among the first again. Looks by when they are
/// due.
COLB_DECL void pace_table::join(bucket& in, entry& who) {
  line& row = in.lines[who.line_];
  ++row.size;
  if (who.line_ != 0) {
    row.looks.insert(&who);
    row.first = *row.looks.begin();
    return;
  }
  entry* after = row.last;
  if (row.first && who.arrival_ < row.first->arrival_) after = nullptr;
  while (after && after->arrival_ > who.arrival_) after = after->before_;
  who.before_ = after;
  who.after_ = after ? after->after_ : row.first;
  (who.after_ ? who.after_->before_ : row.last) = &who;
  (after ? after->after_ : row.first) = &who;
}

COLB_DECL void pace_table::quit(bucket& in, entry& who) {
  line& row = in.lines[who.line_];
  --row.size;
  if (who.line_ != 0) {
    row.looks.erase(&who);
    row.first = row.looks.empty() ? nullptr : *row.looks.begin();
    return;
  }
  (who.before_ ? who.before_->after_ : row.first) = who.after_;
  (who.after_ ? who.after_->before_ : row.last) = who.before_;
  who.before_ = who.after_ = nullptr;
}

/// Calls and looks that queue for one bucket: every fourth permit is a look's.
COLB_DECL pace_table::line* pace_table::next_line(bucket& of) noexcept {
  line* const looks = of.lines[1].first ? &of.lines[1] : of.lines[2].first ? &of.lines[2] : nullptr;
  line* const calls = of.lines[0].first ? &of.lines[0] : nullptr;
  if (!calls || !looks) return calls ? calls : looks;
  return of.calls_in_a_row >= 3 ? looks : calls;
}

COLB_DECL void pace_table::took(bucket& in, bool look) noexcept {
  bool const others_wait = in.lines[1].first || in.lines[2].first;
  in.calls_in_a_row = look || !others_wait ? 0 : in.calls_in_a_row + 1;
}

COLB_DECL void pace_table::grant(bucket& in, tick now, std::vector<entry*>& next) {
  for (line* row = next_line(in); row && in.permits.take(now); row = next_line(in)) {
    entry& who = *row->first;
    quit(in, who);
    took(in, who.line_ != 0);
    who.state_ = entry::state::granted;
    next.push_back(&who);
  }
}

COLB_DECL pace_table::entering pace_table::enter(entry& who, pace_key_view key, ask const& how, tick now) {
  bucket& in = bucket_of(key);
  in.permits.set_limit(how.limit);
  who.in_ = &in;
  who.line_ = static_cast<std::uint8_t>(how.who);
  who.due_ = how.due;
  if (who.arrival_ == 0) who.arrival_ = ++arrivals_;
  bool const nobody_waits = !next_line(in);
  if (nobody_waits && in.permits.take(now)) {
    who.state_ = entry::state::granted;
    took(in, who.line_ != 0);
    return entering::granted;
  }
  std::size_t const ahead = who.line_ == 0 ? in.lines[0].size : 0;
  if (!how.wait || in.permits.earliest(now, ahead) > how.deadline) {
    who.state_ = entry::state::outside;
    return entering::never;
  }
  who.state_ = entry::state::waiting;
  join(in, who);
  return entering::waits;
}

COLB_DECL void pace_table::leave(entry& who, tick now, std::vector<entry*>& next) {
  if (who.state_ == entry::state::waiting) quit(*who.in_, who);
  if (who.state_ == entry::state::granted) {
    who.in_->permits.give_back();
    grant(*who.in_, now, next);
  }
  who.state_ = entry::state::outside;
}

COLB_DECL void pace_table::poll(entry& who, tick now, std::vector<entry*>& next) {
  if (who.in_) grant(*who.in_, now, next);
}

COLB_DECL pace_table::entry* pace_table::keeper(entry const& who) const noexcept {
  if (!who.in_) return nullptr;
  for (line const& row : who.in_->lines)
    if (row.first) return row.first;
  return nullptr;
}

COLB_DECL pace_table::tick pace_table::next_turn(entry const& who, tick now) const {
  return who.in_->permits.look_again(now);
}

COLB_DECL pace_table::duration pace_table::window_of(entry const& who) const noexcept {
  return who.in_ ? who.in_->permits.window() : duration::zero();
}

COLB_DECL void pace_table::sent(entry& who, tick now) {
  if (who.state_ != entry::state::granted) return;
  who.state_ = entry::state::sent;
  who.first_byte_ = now;
  who.in_->permits.sent(now);
}

COLB_DECL void pace_table::answered(entry& who, tick now) {
  if (who.state_ == entry::state::sent) who.in_->permits.answered(now - who.first_byte_);
}

COLB_DECL void pace_table::refused(entry& who, bool wide, duration retry_after, tick now) {
  if (!who.in_) return;
  who.in_->permits.refused(now, retry_after);
  if (!wide) return;
  for (auto& [key, other] : buckets_)
    if (&other != who.in_) other.permits.refused(now, retry_after);
}

COLB_DECL pace_key const& pace_table::watch_begins(pace_key_view key) {
  ++bucket_of(key).watches;
  return buckets_.find(key)->first;
}

COLB_DECL void pace_table::watch_ends(pace_key_view key) {
  bucket& of = bucket_of(key);
  if (of.watches > 0) --of.watches;
}

COLB_DECL pace_table::duration pace_table::stretched_pause(pace_key_view key, tick now) const {
  auto const at = buckets_.find(key);
  if (at == buckets_.end()) return duration::zero();
  double const rate = at->second.permits.rate(now);
  if (rate <= 0) return duration::zero();
  double const a_second = rate / std::chrono::duration<double>(at->second.permits.window()).count();
  return std::chrono::duration_cast<duration>(
      std::chrono::duration<double>(static_cast<double>(at->second.watches) / a_second));
}

COLB_DECL std::vector<pace_table::view> pace_table::snapshot(tick now) const {
  std::vector<view> all;
  all.reserve(buckets_.size());
  for (auto const& [key, of] : buckets_) {
    view& one = all.emplace_back();
    one.key = key;
    one.limit = of.permits.limit();
    one.rate = of.permits.rate(now);
    one.occupied = of.permits.occupied(now);
    one.calls = of.lines[0].size;
    one.looks = of.lines[1].size + of.lines[2].size;
    one.refusals = of.permits.refusals();
  }
  return all;
}

// ---- durations
// -------------------------------------------------------------------------------------------------

// Three looks of four find their task over when one early look moves the estimate as far as three late ones
// do. A look at another time than the estimated one says nothing about that: one that had to wait for its
// turn and found the task over, one that was planned before the estimate grew. Many tasks that begin together
// would move it far too far.
COLB_DECL void usual_duration::looked(duration taken, bool over) noexcept {
  auto const at = static_cast<double>(taken.count());
  if (estimate_ <= 0) {
    if (over) estimate_ = at;
    return;
  }
  constexpr double step = 1.02;
  if (over && at <= 1.1 * estimate_) estimate_ /= step;
  if (!over && at >= 0.97 * estimate_) estimate_ *= step * step * step;
}

COLB_DECL void usual_duration::ended(duration taken) noexcept {
  if (estimate_ <= 0) estimate_ = static_cast<double>(taken.count());
}

}  // namespace colb::inline COLB_ABI::inner
