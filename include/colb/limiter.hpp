// colb: the documented rates are kept before the server has to refuse.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include <colb/clock.hpp>
#include <colb/resilience/limiter.hpp>

namespace colb::inline COLB_ABI {

namespace inner {
class pace_pass;
class pace_watch;
}  // namespace inner

/// What becomes of a call that would go over the rate.
enum class rate_limit_mode : std::uint8_t {
  pace,  ///< It waits for its turn.
  fail,  ///< It fails at once with `condition::throttled`, nothing sent. Looks at tasks wait all the same.
  off    ///< It is sent.
};

/// The rates of one account: clients that share one keep the account's rates together.
///
/// Requests are counted by host, service and Action. Thread safety: shared by clients on different strands,
/// threads and `io_context`s. Nothing is called back under its lock.
class limiter {
 public:
  /// @param clock that it counts by; null: the system's.
  explicit limiter(std::shared_ptr<colb::clock> clock = {});
  limiter(limiter const&) = delete;
  limiter& operator=(limiter const&) = delete;
  ~limiter();

  /// What is known of an Action at a host.
  struct view {
    std::string host{};
    std::string service{};  ///< Such as `tencent.clb`.
    std::string action{};
    double limit = 0;            ///< Requests a second that it may have; 0: none is documented.
    double rate = 0;             ///< Likewise at present, after refusals; 0: not paced.
    std::size_t in_window = 0;   ///< Requests that count at present.
    std::size_t calls = 0;       ///< Calls that wait for their turn.
    std::size_t looks = 0;       ///< Likewise looks at tasks.
    std::uint64_t refusals = 0;  ///< By the server, in all.
  };

  /// All Actions that were called, by name and host. From any thread.
  std::vector<view> snapshot() const;

 private:
  friend inner::pace_pass;
  friend inner::pace_watch;

  std::shared_ptr<colb::clock> clock_;
  mutable std::mutex mutex_{};
  inner::pace_table table_{};
  std::map<inner::pace_key, inner::usual_duration, inner::pace_key_less> usual_{};  ///< By who is waited for.
};

/// The rate of one Action, where it is not the documented one.
struct rate_override {
  std::string action{};  ///< Wire name.
  double rate = 0;       ///< Requests a second; 0: not paced until the first refusal.
};

/// How a client keeps to the rates.
struct rate_limit_options {
  rate_limit_mode mode = rate_limit_mode::pace;
  double share = 1;  ///< Of the documented rates, 0 to 1: the rest is others'. 0 counts as 1.
  std::vector<rate_override> overrides{};  ///< For Actions whose limit the vendor raised (or lowered).
  std::shared_ptr<colb::limiter>
      shared{};  ///< Shared with other clients of the account; null: the client's own.
};

}  // namespace colb::inline COLB_ABI

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/impl/limiter.ipp>
#endif
