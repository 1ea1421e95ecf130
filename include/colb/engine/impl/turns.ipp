// colb: the bodies of turns.hpp.
#pragma once

#include <algorithm>
#include <mutex>
#include <span>
#include <utility>

#include <colb/engine/share.hpp>
#include <colb/engine/trail.hpp>
#include <colb/engine/turns.hpp>

#include <colb/asio/cancellation_type.hpp>
#include <colb/asio/run.hpp>
#include <colb/asio/this_coro.hpp>

namespace colb::inline COLB_ABI::inner {

// ---- waking
// ----------------------------------------------------------------------------------------------------

COLB_DECL void waker::wake() {
  post_to(alarm_.get_executor(), shared_from_this(),
          [](void* self, std::uint64_t) { static_cast<waker*>(self)->alarm_.cancel(); });
}

COLB_DECL void waker::set(clock::tick at) {
  if (at != clock::tick::max()) {
    alarm_.expires_at(at);
  } else {
    alarm_.cancel();
  }
}

COLB_DECL asio::awaitable<void> waker::sleep_until(clock::tick at) {
  set(at);
  co_await alarm_.wait();
}

// ---- lanes
// -----------------------------------------------------------------------------------------------------

COLB_DECL void lane_pass::wake_all(std::vector<lane_table::entry*> const& next) {
  for (lane_table::entry* const one : next) {
    auto& pass = static_cast<lane_pass&>(*one);
    if (pass.waker_) pass.waker_->wake();
  }
}

COLB_DECL void lane_pass::enter(std::shared_ptr<lanes> in, std::string_view cloud,
                                std::vector<std::string> resources, std::string_view action, bool urgent,
                                asio::any_io_executor const& strand, std::shared_ptr<clock> by) {
  std::erase_if(resources, [](std::string const& id) { return id.empty(); });
  if (resources.empty()) return;
  in_ = std::move(in);
  by_ = std::move(by);
  // Mostly there is one.
  lane_key only;
  std::vector<lane_key> several;
  std::lock_guard lock(in_->mutex_);
  auto const key_of = [&](std::string const& id) { return lane_key{cloud, in_->table_.owner_of(cloud, id)}; };
  if (resources.size() == 1) {
    only = key_of(resources.front());
  } else {
    for (std::string const& id : resources) several.push_back(key_of(id));
  }
  std::span<lane_key> const keys = several.empty() ? std::span(&only, 1) : std::span(several);
  switch (in_->table_.enter(*this, keys, action, urgent, in_->clock_->ticks())) {
    case lane_table::entering::full:
      full_ = true;
      break;
    case lane_table::entering::waits:
      waker_ = share<waker>(strand, by_);
      break;
    default:
      break;
  }
}

COLB_DECL bool lane_pass::has_turn() const {
  if (!in_) return true;
  if (full_) return false;
  std::lock_guard lock(in_->mutex_);
  return holds();
}

COLB_DECL asio::awaitable<turn> lane_pass::wait(std::chrono::milliseconds at_most) {
  if (full_) co_return turn::full;
  auto const end = at_most.count() > 0 ? later(by_->ticks(), at_most) : clock::tick::max();
  while (!has_turn()) {
    auto const cancellation = co_await asio::this_coro::cancellation_state;
    if (cancellation.cancelled() != asio::cancellation_type::none) co_return turn::cancelled;
    if (by_->ticks() >= end) co_return turn::too_late;
    co_await waker_->sleep_until(end);
  }
  co_return turn::mine;
}

COLB_DECL lane_table::view lane_pass::in_front() const {
  if (!in_) return {};
  std::lock_guard lock(in_->mutex_);
  return in_->table_.in_front_of(*this);
}

COLB_DECL std::vector<left_task> lane_pass::to_follow() const {
  if (!in_) return {};
  std::lock_guard lock(in_->mutex_);
  return in_->table_.left_for(*this, in_->clock_->ticks());
}

COLB_DECL void lane_pass::waits_for(std::string task_text) {
  if (!in_) return;
  std::lock_guard lock(in_->mutex_);
  task = std::move(task_text);
}

COLB_DECL bool lane_pass::has_queue() const {
  if (!in_) return false;
  std::lock_guard lock(in_->mutex_);
  return in_->table_.has_queue(*this);
}

COLB_DECL std::vector<std::string> lane_pass::names() const {
  if (!in_) return {};
  std::lock_guard lock(in_->mutex_);
  return in_->table_.names_of(*this);
}

COLB_DECL void lane_pass::leave() noexcept {
  if (!in_) return;
  std::vector<lane_table::entry*> next;
  {
    std::lock_guard lock(in_->mutex_);
    in_->table_.leave(*this, in_->clock_->ticks(), next);
    wake_all(next);
  }
  in_.reset();
}

COLB_DECL void lane_pass::leave(std::string task_text, std::weak_ptr<void> looker,
                                std::chrono::milliseconds keep) {
  if (!in_) return;
  std::vector<lane_table::entry*> next;
  {
    std::lock_guard lock(in_->mutex_);
    auto const now = in_->clock_->ticks();
    left_task left{std::move(task_text), std::move(looker), later(now, keep)};
    in_->table_.leave(*this, std::move(left), now, next);
    wake_all(next);
  }
  in_.reset();
}

COLB_DECL void lane_pass::ended(lanes& in, std::string_view task_text) {
  std::lock_guard lock(in.mutex_);
  in.table_.ended(task_text);
}

COLB_DECL void lane_pass::learn(lanes& in, std::string_view cloud, std::string_view child,
                                std::string_view parent) {
  std::lock_guard lock(in.mutex_);
  in.table_.learn(cloud, child, in.table_.owner_of(cloud, std::string(parent)));
}

// ---- pace
// ------------------------------------------------------------------------------------------------------

COLB_DECL void pace_pass::wake_all(std::vector<pace_table::entry*> const& next) {
  for (pace_table::entry* const one : next) {
    auto& pass = static_cast<pace_pass&>(*one);
    if (one != this && pass.waker_) pass.waker_->wake();
  }
  tell_keeper();
}

COLB_DECL void pace_pass::tell_keeper() {
  pace_table::entry* const keeper = of_->table_.keeper(*this);
  if (!keeper || keeper == this) return;
  auto& pass = static_cast<pace_pass&>(*keeper);
  if (!std::exchange(pass.keeps_, true) && pass.waker_) pass.waker_->wake();
}

namespace turns_text {

inline std::optional<condition> condition_of(turn came) {
  if (came == turn::mine || came == turn::called_off) return std::nullopt;
  return came == turn::cancelled ? condition::cancelled : condition::throttled;
}

}  // namespace turns_text

COLB_DECL asio::awaitable<turn> pace_pass::wait(std::shared_ptr<limiter> of, pace_key_view key,
                                                pace_table::ask how, std::optional<clock::duration> left,
                                                asio::any_io_executor strand, trail* seen) {
  std::optional<turn> came = enter(std::move(of), key, how, left, strand);
  if (!came) came = co_await wait_in_queue(seen);
  co_return *came;
}

COLB_DECL bool pace_pass::take(std::shared_ptr<limiter> const& of, pace_key_view key, pace_table::ask how) {
  leave();
  of_ = of;
  how.wait = false;
  std::lock_guard lock(of_->mutex_);
  return of_->table_.enter(*this, key, how, of_->clock_->ticks()) == pace_table::entering::granted;
}

COLB_DECL std::optional<turn> pace_pass::enter(std::shared_ptr<limiter> of, pace_key_view key,
                                               pace_table::ask how, std::optional<clock::duration> left,
                                               asio::any_io_executor const& strand) {
  leave();
  of_ = std::move(of);
  std::lock_guard lock(of_->mutex_);
  auto const now = of_->clock_->ticks();
  how.deadline = left ? later(now, *left) : clock::tick::max();
  how.due = later(now, how.due_in);
  deadline_ = how.deadline;
  keeps_ = false;
  switch (of_->table_.enter(*this, key, how, now)) {
    case pace_table::entering::granted:
      return turn::mine;
    case pace_table::entering::never:
      return turn::too_late;
    default:
      if (!waker_ || !waker_->goes_by(*of_->clock_)) waker_ = std::make_shared<waker>(strand, of_->clock_);
      tell_keeper();
      return std::nullopt;
  }
}

COLB_DECL std::optional<turn> pace_pass::look_for_turn() {
  clock::tick at = deadline_;
  {
    std::vector<pace_table::entry*> next;
    std::lock_guard lock(of_->mutex_);
    auto const now = of_->clock_->ticks();
    if (!granted()) {
      of_->table_.poll(*this, now, next);
      wake_all(next);
    }
    if (granted()) {
      tell_keeper();
      return turn::mine;
    }
    if (off_ || now >= deadline_) {
      of_->table_.leave(*this, now, next);
      tell_keeper();
      return off_ ? turn::called_off : turn::too_late;
    }
    keeps_ = of_->table_.keeper(*this) == this;
    if (keeps_)
      at =
          std::min(at, std::max(of_->table_.next_turn(*this, now), later(now, std::chrono::milliseconds(1))));
  }
  waker_->set(at);
  return std::nullopt;
}

/// Thousands may wait here, so little is kept meanwhile.
COLB_DECL asio::awaitable<turn> pace_pass::wait_in_queue(trail* seen) {
  if (seen) seen->rate_queued();
  std::optional<turn> came;
  while (!(came = look_for_turn())) {
    if ((co_await asio::this_coro::cancellation_state).cancelled() == asio::cancellation_type::none)
      co_await waker_->rest();
    if ((co_await asio::this_coro::cancellation_state).cancelled() == asio::cancellation_type::none) continue;
    leave();
    came = turn::cancelled;
    break;
  }
  if (seen) seen->paced(turns_text::condition_of(*came));
  co_return *came;
}

COLB_DECL std::chrono::milliseconds pace_pass::window() const {
  if (!of_) return {};
  std::lock_guard lock(of_->mutex_);
  return std::chrono::ceil<std::chrono::milliseconds>(of_->table_.window_of(*this));
}

COLB_DECL void pace_pass::call_off() {
  off_ = true;
  if (waker_) waker_->wake();
}

COLB_DECL void pace_pass::sent() {
  reserved_.reset();
  if (!of_) return;
  std::lock_guard lock(of_->mutex_);
  of_->table_.sent(*this, of_->clock_->ticks());
  used_ = true;
}

COLB_DECL void pace_pass::answered() {
  if (!of_) return;
  std::lock_guard lock(of_->mutex_);
  of_->table_.answered(*this, of_->clock_->ticks());
}

COLB_DECL void pace_pass::refused(bool wide, std::chrono::milliseconds retry_after) {
  if (!of_) return;
  std::lock_guard lock(of_->mutex_);
  of_->table_.refused(*this, wide, retry_after, of_->clock_->ticks());
}

COLB_DECL void pace_pass::leave() noexcept {
  if (reserved_) std::exchange(reserved_, nullptr)->give_back();
  if (!of_) return;
  if (!std::exchange(used_, false)) {
    std::vector<pace_table::entry*> next;
    std::lock_guard lock(of_->mutex_);
    of_->table_.leave(*this, of_->clock_->ticks(), next);
    wake_all(next);
  }
  of_.reset();
}

// ---- waits
// -----------------------------------------------------------------------------------------------------

COLB_DECL pace_watch::pace_watch(limiter* of, pace_key_view look, std::string_view task)
    : of_(of), task_(task) {
  if (!of_) return;
  std::lock_guard lock(of_->mutex_);
  look_ = &of_->table_.watch_begins(look);
}

COLB_DECL pace_watch::~pace_watch() {
  if (!of_) return;
  std::lock_guard lock(of_->mutex_);
  of_->table_.watch_ends(view_of(*look_));
}

COLB_DECL std::chrono::milliseconds pace_watch::stretched() const {
  if (!of_) return {};
  std::lock_guard lock(of_->mutex_);
  return std::chrono::duration_cast<std::chrono::milliseconds>(
      of_->table_.stretched_pause(view_of(*look_), of_->clock_->ticks()));
}

COLB_DECL std::chrono::milliseconds pace_watch::first_look() const {
  if (!of_ || task_.empty()) return {};
  std::lock_guard lock(of_->mutex_);
  auto const at = of_->usual_.find(task_key());
  return at == of_->usual_.end() ? std::chrono::milliseconds(0) : at->second.first_look();
}

COLB_DECL void pace_watch::looked(int look, std::chrono::milliseconds taken, bool over) {
  if (!of_ || task_.empty()) return;
  std::lock_guard lock(of_->mutex_);
  auto at = of_->usual_.find(task_key());
  if (at == of_->usual_.end()) {
    pace_key key{std::string(), look_->service, std::string(task_)};
    at = of_->usual_.try_emplace(std::move(key)).first;
  }
  if (look == 1) {
    at->second.looked(taken, over);
  } else if (over) {
    at->second.ended(taken);
  }
}

}  // namespace colb::inline COLB_ABI::inner
