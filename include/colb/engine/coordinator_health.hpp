// colb: whether a coordinator answers. A state machine behind a lock; the time is an argument.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <mutex>
#include <vector>

#include <colb/version.hpp>

namespace colb::inline COLB_ABI::inner {

/// Somebody who waits for a coordinator.
class bell {
 public:
  /// From any thread; waits for nobody.
  virtual void ring() noexcept = 0;

 protected:
  ~bell() = default;
};

/// What the clients of one coordinator know about it.
class coordinator_health {
 public:
  using tick = std::chrono::steady_clock::time_point;

  /// How long an answer may take.
  static constexpr std::chrono::milliseconds patience{200};
  /// One that failed is left alone for so long.
  static constexpr std::chrono::seconds rest{30};

  /// Whether it may be asked. After a failure and the rest, one who asks tries for all others.
  bool may_ask(tick now) {
    std::lock_guard lock(mutex_);
    if (!lost_) return true;
    if (now < again_at_) return false;
    again_at_ = now + rest;
    return true;
  }
  bool lost() const {
    std::lock_guard lock(mutex_);
    return lost_;
  }

  /// @param members as the answer has it; 0: it does not say.
  void answered(std::size_t members) {
    std::lock_guard lock(mutex_);
    lost_ = false;
    if (members > 0) members_ = members;
  }
  /// Whether that is news. Those who wait for it need not any more.
  bool failed(tick now) {
    std::lock_guard lock(mutex_);
    bool const news = !lost_;
    lost_ = true;
    again_at_ = now + rest;
    if (news)
      for (bell* const one : waiting_) one->ring();
    return news;
  }

  /// Processes that shared lanes and rates, when it last answered.
  std::size_t members() const {
    std::lock_guard lock(mutex_);
    return members_;
  }

  void waits(bell& who) {
    std::lock_guard lock(mutex_);
    waiting_.push_back(&who);
  }
  void waits_no_more(bell& who) noexcept {
    std::lock_guard lock(mutex_);
    std::erase(waiting_, &who);
  }

 private:
  mutable std::mutex mutex_{};
  bool lost_ = false;
  tick again_at_{};
  std::size_t members_ = 1;
  std::vector<bell*> waiting_{};
};

}  // namespace colb::inline COLB_ABI::inner
