// colb: the clocks that signatures and time-outs go by, and timers that follow them.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <system_error>
#include <unordered_map>
#include <utility>

#include <colb/config.hpp>

#include <colb/asio/any_io_executor.hpp>
#include <colb/asio/awaitable.hpp>
#include <colb/asio/steady_timer.hpp>

namespace colb::inline COLB_ABI {

/// Tells the time and wakes timers: this class is the machine's own clock, `manual_clock` is one moved by
/// hand. A derived clock whose `ticks()` is not the machine's must override `arm` and `disarm` as well.
/// Thread safety: every member may be called from any thread.
class clock {
 public:
  using wall_time = std::chrono::system_clock::time_point;
  using tick = std::chrono::steady_clock::time_point;
  using duration = std::chrono::steady_clock::duration;

  /// What waits for a tick.
  class alarm {
   public:
    /// Called at most once for each `arm`, from any thread; must not block.
    virtual void ring(std::uint64_t id) = 0;

   protected:
    ~alarm() = default;
  };

  clock() = default;
  clock(clock const&) = delete;
  clock& operator=(clock const&) = delete;
  virtual ~clock() = default;

  /// Date and time (for signatures).
  virtual wall_time now() const { return std::chrono::system_clock::now(); }

  /// A time that never jumps (for time-outs).
  virtual tick ticks() const { return std::chrono::steady_clock::now(); }

  /// Has `who` rung once `ticks()` has reached `at`, at once if it already has. Returns the id to disarm it
  /// with, or 0 when this clock runs as the machine's does and the caller is to use a timer of the operating
  /// system.
  virtual std::uint64_t arm(tick /*at*/, std::weak_ptr<alarm> /*who*/) { return 0; }

  /// Forgets an alarm; no effect when it has rung.
  virtual void disarm(std::uint64_t /*id*/) noexcept {}

  /// The machine's clock; one instance for all.
  static std::shared_ptr<clock> const& system();
};

/// A clock that stands still until it is moved, for tests: hand it to a client and no time-out, delay or
/// retry of that client waits for real time. Thread safety: every member may be called from any thread.
class manual_clock final : public clock {
 public:
  /// @param start the date and time it shows at first; default 2030-01-01 00:00:00 UTC.
  explicit manual_clock(wall_time start = wall_time(std::chrono::seconds(1893456000))) : now_(start) {}

  wall_time now() const override;
  tick ticks() const override;

  /// Moves the time forward and rings what is due, in the order of expiry. Timers resume their waiters
  /// through their own executors: run (or poll) the `io_context` afterwards.
  void advance(duration by);

  /// Moves the time to the next alarm and rings it. Returns false, and moves nothing, when none is armed.
  bool advance_to_next();

  /// How many alarms are armed.
  std::size_t armed() const;

  /// When the next alarm is due; empty when none is armed.
  std::optional<tick> next() const;

  std::uint64_t arm(tick at, std::weak_ptr<alarm> who) override;
  void disarm(std::uint64_t id) noexcept override;

 private:
  void move(std::unique_lock<std::mutex> lock, tick to);

  mutable std::mutex mutex_;
  wall_time now_;
  tick ticks_ = tick(std::chrono::hours(1));
  std::uint64_t last_id_ = 0;
  std::map<std::pair<tick, std::uint64_t>, std::weak_ptr<alarm>> alarms_;
  std::unordered_map<std::uint64_t, tick> due_;  ///< When each of them is.
};

namespace inner {

/// `from + by`, saturated, whatever the unit: `milliseconds::max()` and 300 years are never.
template <class Rep, class Period>
clock::tick later(clock::tick from, std::chrono::duration<Rep, Period> by) {
  using wide = std::chrono::duration<long double, clock::duration::period>;
  wide const at = wide(from.time_since_epoch()) + wide(by);
  if (at >= wide(clock::duration::max())) return clock::tick::max();
  if (at <= wide(clock::duration::min())) return clock::tick::min();
  return from + std::chrono::duration_cast<clock::duration>(by);
}

/// When a limit that starts now ends. A limit of zero or less is none.
inline clock::tick end_of(clock::tick start, std::chrono::milliseconds limit) {
  return limit.count() > 0 ? later(start, limit) : clock::tick::max();
}

/// A timer by a `clock`. Used on one strand. Destroying it ends its waits as `cancel` does.
class timer {
 public:
  timer(asio::any_io_executor executor, std::shared_ptr<clock> by);
  timer(timer const&) = delete;
  timer& operator=(timer const&) = delete;
  ~timer() { cancel(); }

  /// Sets the expiry; pending waits end with false.
  void expires_at(clock::tick at);
  template <class Rep, class Period>
  void expires_after(std::chrono::duration<Rep, Period> by) {
    expires_at(later(clock_->ticks(), by));
  }

  /// Waits: true once it has expired, false when cancelled, by `cancel` or by the awaiting coroutine's slot
  /// (all types).
  asio::awaitable<bool> wait() { return wait_on(state_); }

  /// Waits for the expiry, a `cancel` or the slot, and does not say which: the least that a wait can hold.
  /// Whoever waits has looked at the cancellation state before, and keeps the timer.
  asio::awaitable<void> rest();

  asio::any_io_executor get_executor() { return state_->sleep.get_executor(); }
  bool goes_by(clock const& other) const noexcept { return clock_.get() == &other; }

  /// Callback form: `f(expired)`, never called inside this function.
  template <class F>
  void async_wait(F f) {
    state_->sleep.async_wait(
        [state = state_, f = std::move(f)](inner::error_code ec) mutable { f(!ec || state->rung); });
  }

  /// Ends pending waits with false. No expiry is set afterwards.
  void cancel();

 private:
  struct state final : clock::alarm, std::enable_shared_from_this<state> {
    explicit state(asio::any_io_executor executor);

    void ring(std::uint64_t id) override;
    void expire(std::uint64_t id);

    asio::steady_timer sleep;
    std::uint64_t alarm = 0;
    bool rung = false;
    inner::error_code rested{};  ///< Of no interest.
  };

  static asio::awaitable<bool> wait_on(std::shared_ptr<state> state);

  std::shared_ptr<clock> clock_;
  std::shared_ptr<state> state_;
};

/// Something that happens once (until `reset`) and resumes those who wait for it. Used on one strand.
class event {
 public:
  explicit event(asio::any_io_executor executor);

  asio::any_io_executor get_executor();

  bool is_set() const noexcept { return set_; }

  void set();

  void reset() noexcept { set_ = false; }

  /// Returns once set, or early when the awaiting coroutine is cancelled (all types): ask `is_set()`.
  asio::awaitable<void> wait();

 private:
  asio::steady_timer sleep_;
  bool set_ = false;
};

}  // namespace inner
}  // namespace colb::inline COLB_ABI

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/impl/clock.ipp>
#endif
