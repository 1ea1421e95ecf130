// colb: the bodies of clock.hpp.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include <colb/clock.hpp>
#include <colb/engine/share.hpp>

#include <colb/asio/cancellation_type.hpp>
#include <colb/asio/redirect_error.hpp>
#include <colb/asio/run.hpp>
#include <colb/asio/this_coro.hpp>
#include <colb/asio/use_awaitable.hpp>

namespace colb::inline COLB_ABI {

COLB_DECL std::shared_ptr<clock> const& clock::system() {
  static std::shared_ptr<clock> const instance = inner::share<clock>();
  return instance;
}

COLB_DECL clock::wall_time manual_clock::now() const {
  std::lock_guard lock(mutex_);
  return now_;
}

COLB_DECL clock::tick manual_clock::ticks() const {
  std::lock_guard lock(mutex_);
  return ticks_;
}

COLB_DECL void manual_clock::advance(duration by) {
  std::unique_lock lock(mutex_);
  move(std::move(lock), inner::later(ticks_, by));
}

COLB_DECL bool manual_clock::advance_to_next() {
  std::unique_lock lock(mutex_);
  if (alarms_.empty()) return false;
  tick const at = alarms_.begin()->first.first;
  move(std::move(lock), at);
  return true;
}

COLB_DECL std::size_t manual_clock::armed() const {
  std::lock_guard lock(mutex_);
  return alarms_.size();
}

COLB_DECL std::optional<clock::tick> manual_clock::next() const {
  std::lock_guard lock(mutex_);
  if (alarms_.empty()) return std::nullopt;
  return alarms_.begin()->first.first;
}

COLB_DECL std::uint64_t manual_clock::arm(tick at, std::weak_ptr<alarm> who) {
  std::unique_lock lock(mutex_);
  std::uint64_t const id = ++last_id_;
  if (at > ticks_) {
    due_.emplace(id, at);
    alarms_.emplace(std::pair(at, id), std::move(who));
    return id;
  }
  lock.unlock();
  if (auto const waiting = who.lock()) waiting->ring(id);
  return id;
}

COLB_DECL void manual_clock::disarm(std::uint64_t id) noexcept {
  std::lock_guard lock(mutex_);
  auto const at = due_.find(id);
  if (at == due_.end()) return;
  alarms_.erase(std::pair(at->second, id));
  due_.erase(at);
}

COLB_DECL void manual_clock::move(std::unique_lock<std::mutex> lock, tick to) {
  auto const by = std::chrono::duration_cast<wall_time::duration>(to - ticks_);
  now_ = by > wall_time::max() - now_ ? wall_time::max() : now_ + by;
  ticks_ = to;
  std::vector<std::pair<std::uint64_t, std::weak_ptr<alarm>>> due;
  auto const end = alarms_.upper_bound(std::pair(to, UINT64_MAX));
  for (auto it = alarms_.begin(); it != end; ++it) {
    due.emplace_back(it->first.second, std::move(it->second));
    due_.erase(it->first.second);
  }
  alarms_.erase(alarms_.begin(), end);
  lock.unlock();
  for (auto const& [id, who] : due)
    if (auto const waiting = who.lock()) waiting->ring(id);
}

namespace inner {

COLB_DECL timer::timer(asio::any_io_executor executor, std::shared_ptr<clock> by)
    : clock_(std::move(by)), state_(std::make_shared<state>(std::move(executor))) {}

COLB_DECL void timer::expires_at(clock::tick at) {
  cancel();
  state_->alarm = clock_->arm(at, state_);
  if (state_->alarm == 0) state_->sleep.expires_at(at);
}

COLB_DECL void timer::cancel() {
  if (state_->alarm != 0) clock_->disarm(std::exchange(state_->alarm, 0));
  state_->rung = false;
  state_->sleep.expires_at(clock::tick::max());
}

COLB_DECL timer::state::state(asio::any_io_executor executor)
    : sleep(std::move(executor), clock::tick::max()) {}

COLB_DECL void timer::state::ring(std::uint64_t id) {
  post_to(
      sleep.get_executor(), shared_from_this(),
      [](void* self, std::uint64_t which) { static_cast<state*>(self)->expire(which); }, id);
}

// A ring that was under way when the timer was set anew bears an old id.
COLB_DECL void timer::state::expire(std::uint64_t id) {
  if (alarm != id) return;
  rung = true;
  sleep.expires_at(clock::tick::min());
}

COLB_DECL asio::awaitable<void> timer::rest() {
  return state_->sleep.async_wait(asio::redirect_error(asio::use_awaitable, state_->rested));
}

COLB_DECL asio::awaitable<bool> timer::wait_on(std::shared_ptr<state> state) {
  auto const cancellation = co_await asio::this_coro::cancellation_state;
  if (cancellation.cancelled() != asio::cancellation_type::none) co_return false;
  error_code ec;
  co_await state->sleep.async_wait(asio::redirect_error(asio::use_awaitable, ec));
  co_return !ec || state->rung;
}

COLB_DECL event::event(asio::any_io_executor executor) : sleep_(std::move(executor), clock::tick::max()) {}

COLB_DECL asio::any_io_executor event::get_executor() { return sleep_.get_executor(); }

COLB_DECL void event::set() {
  set_ = true;
  sleep_.cancel();
}

COLB_DECL asio::awaitable<void> event::wait() {
  auto const cancellation = co_await asio::this_coro::cancellation_state;
  if (set_ || cancellation.cancelled() != asio::cancellation_type::none) co_return;
  error_code ec;
  co_await sleep_.async_wait(asio::redirect_error(asio::use_awaitable, ec));
}

}  // namespace inner
}  // namespace colb::inline COLB_ABI
