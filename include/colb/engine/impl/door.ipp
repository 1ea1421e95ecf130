// colb: the bodies of door.hpp.
#pragma once

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include <colb/engine/door.hpp>

namespace colb::inline COLB_ABI::inner {

COLB_DECL bool door::enter(guest& who) {
  std::lock_guard const lock(mutex_);
  if (closed_) return false;
  who.after_ = first_;
  if (first_) first_->before_ = &who;
  first_ = &who;
  who.inside_ = true;
  ++count_;
  return true;
}

COLB_DECL void door::leave(guest& who) noexcept {
  std::lock_guard const lock(mutex_);
  if (!std::exchange(who.inside_, false)) return;
  (who.before_ ? who.before_->after_ : first_) = who.after_;
  if (who.after_) who.after_->before_ = who.before_;
  --count_;
}

COLB_DECL void door::close() {
  std::lock_guard const lock(mutex_);
  closed_ = true;
}

COLB_DECL void door::hurry(bool now) {
  // Whoever is told may leave, or be the last one to hold another.
  std::vector<std::shared_ptr<guest>> all;
  {
    std::lock_guard const lock(mutex_);
    all.reserve(count_);
    for (guest* one = first_; one; one = one->after_) {
      if (auto held = one->weak_from_this().lock()) all.push_back(std::move(held));
    }
  }
  for (auto const& one : all) one->hurry(now);
}

COLB_DECL void door::tell_waiters() {
  if (inside() > 0) return;
  for (timer* const alarm : waiting_) alarm->cancel();
}

}  // namespace colb::inline COLB_ABI::inner
