// colb: when keys that expire are asked for anew. Pure; the clock is an argument.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>

#include <colb/version.hpp>

namespace colb::inline COLB_ABI::inner {

/// What is known of the keys, and of the attempts to get others.
class renewal {
 public:
  using wall_time = std::chrono::system_clock::time_point;
  using tick = std::chrono::steady_clock::time_point;

  enum class step : std::uint8_t {
    use,            ///< The keys are good.
    use_and_renew,  ///< They are good; get others in the background.
    renew,          ///< Get keys; there is nothing to use meanwhile.
    hold_off        ///< There is nothing to use, and it is too soon to ask again: `next_try`.
  };

  /// Keys have come. `same`: those that there were.
  /// @param now by the clock that `expires` is compared with.
  void got(wall_time now, tick ticks, std::optional<wall_time> expires, bool same) {
    have_ = true;
    refused_ = refused_ && same;
    if (same) return failed(ticks);  // no help, and asking again at once would be none either
    issued_ = now;
    expires_ = expires;
    failures_ = 0;
    next_try_ = tick::min();
  }

  /// None have come.
  void failed(tick ticks) {
    ++failures_;
    next_try_ = ticks + pause(failures_);
  }

  /// The cloud has refused the keys although they should be good.
  void refused() { refused_ = have_; }

  bool have() const noexcept { return have_; }
  int failures() const noexcept { return failures_; }
  tick next_try() const noexcept { return next_try_; }
  std::optional<wall_time> expires() const noexcept { return expires_; }

  /// How long before their end keys are renewed in the background: max(5 min, 10 % of their life), but no
  /// more than half of it.
  static std::chrono::seconds ahead(std::chrono::seconds life) {
    return std::min(std::max(std::chrono::seconds(300), life / 10), life / 2);
  }

  /// Before attempt n + 1 after n failures: 1 s, doubled each time, up to 60 s.
  static std::chrono::seconds pause(int failures) {
    return std::chrono::seconds(failures > 6 ? 60 : std::min(60, 1 << std::max(failures - 1, 0)));
  }

  step next(wall_time now, tick ticks) const {
    bool const may_ask = ticks >= next_try_;
    if (!have_) return may_ask ? step::renew : step::hold_off;
    if (refused_ && may_ask) return step::renew;
    if (!expires_) return step::use;
    auto const left = *expires_ - now;
    if (left <= last_moment) {
      if (may_ask) return step::renew;
      return left > std::chrono::seconds(0) ? step::use : step::hold_off;
    }
    auto const life = std::chrono::duration_cast<std::chrono::seconds>(*expires_ - issued_);
    if (left <= ahead(life) && may_ask) return step::use_and_renew;
    return step::use;
  }

  /// With less left than this a call waits for the renewal.
  static constexpr std::chrono::seconds last_moment{10};

 private:
  bool have_ = false;
  bool refused_ = false;
  wall_time issued_{};
  std::optional<wall_time> expires_{};
  int failures_ = 0;
  tick next_try_ = tick::min();
};

}  // namespace colb::inline COLB_ABI::inner
