// colb: what the emulator's services share: time, IDs, rate limits, and the seam between HTTP and an API.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>

#include <colb/clock.hpp>
#include <colb/emulator.hpp>
#include <colb/emulator/http.hpp>
#include <colb/emulator/view.hpp>

namespace colb::inline COLB_ABI::inner::emu {

using tick = colb::clock::tick;

/// The time by both of a cloud's clocks. It stands still while the cloud does one thing.
struct moment {
  tick ticks{};
  std::chrono::system_clock::time_point now{};
};

/// Thrown by a service when it refuses a request.
using refusal = emulator::refusal;

/// How many nonces of signed requests an API knows at most: repetitions of older requests pass for new ones.
constexpr std::size_t most_nonces = 100'000;

/// Names of what is over, the oldest first: so many of them are known for so long.
class memory {
 public:
  /// @param at Not before that of the one before.
  void keep(std::string name, tick at) { names_.emplace_back(at, std::move(name)); }

  /// Calls `forget` with each name that is one too many or too old, and knows it no more.
  template <class F>
  void forget(tick now, emulator::options const& options, F forget) {
    while (!names_.empty() &&
           (names_.size() > options.remembered || later(names_.front().first, options.memory) <= now)) {
      auto const name = std::move(names_.front().second);
      names_.pop_front();
      forget(name);
    }
  }

 private:
  std::deque<std::pair<tick, std::string>> names_{};
};

/// Counts requests a second, by the calendar seconds of the cloud's clock or by their arrival.
class rate_limiter {
 public:
  /// The number of this request within its second, or nothing when that is more than are allowed.
  bool admit(std::string const& key, std::int64_t second, int limit) {
    if (windows_.size() >= most_windows)
      std::erase_if(windows_, [&](auto const& each) { return each.second.second != second; });
    auto& window = windows_[key];
    if (window.second != second) window = {second, 0};
    if (window.count >= limit) return false;
    ++window.count;
    return true;
  }

  /// Likewise of those that arrived in the second before `now`.
  bool admit_by_arrival(std::string const& key, tick now, int limit) {
    if (arrived_.size() >= most_windows) {
      std::erase_if(arrived_, [&](auto const& each) {
        return each.second.empty() || now - each.second.back() >= std::chrono::seconds(1);
      });
    }
    auto& arrived = arrived_[key];
    while (!arrived.empty() && now - arrived.front() >= std::chrono::seconds(1)) arrived.pop_front();
    if (arrived.size() >= static_cast<std::size_t>(std::max(limit, 0))) return false;
    arrived.push_back(now);
    return true;
  }

 private:
  /// Keys have names that clients choose: so many, then those that count for nothing any more go.
  static constexpr std::size_t most_windows = 1024;
  struct window_t {
    std::int64_t second = 0;
    int count = 0;
  };
  std::map<std::string, std::deque<tick>> arrived_{};
  std::map<std::string, window_t> windows_{};
};

/// A clock's time and what was added to it. Thread safety: every member may be called from any thread.
class moved_clock {
 public:
  explicit moved_clock(std::shared_ptr<colb::clock> base) : base_(std::move(base)) {}

  std::shared_ptr<colb::clock> const& base() const { return base_; }
  std::chrono::milliseconds added() const { return std::chrono::milliseconds(added_); }
  std::chrono::system_clock::time_point now() const { return base_->now() + added(); }
  tick ticks() const { return later(later(base_->ticks(), added()), ahead_); }

  /// @throws std::invalid_argument when it is negative or too much.
  void advance(std::chrono::milliseconds by);
  void reset() { added_ = 0; }
  /// Goes on from a moment at which an earlier process stopped: what the base clock's date went on since, has
  /// passed. To be called before anything else may happen.
  void go_on_from(moment stopped);

 private:
  std::shared_ptr<colb::clock> base_;
  colb::clock::duration ahead_{};
  std::atomic<std::int64_t> added_{0};
};

/// `2030-01-01T00:00:00.000Z`
std::string iso_milliseconds(std::chrono::system_clock::time_point at);

/// Time, IDs and options of one cloud. Used under the mutex of its core.
class environment {
 public:
  /// @param options `completed`.
  environment(emulator::options options, moved_clock const& clock);

  emulator::options const options;
  rate_limiter limiter{};
  /// Functions of the user's, by service and Action.
  std::map<std::string, std::map<std::string, emulator::handler, std::less<>>, std::less<>> own_actions{};

  tick ticks() const { return moment_.ticks; }
  std::chrono::system_clock::time_point now() const { return moment_.now; }
  std::int64_t unix_time() const;
  /// What the senders of requests take for the time: advancing the cloud's clock does not move theirs.
  std::int64_t unix_time_of_senders() const;
  /// Of a tick, as the control port writes it.
  std::string iso_time(tick at) const;
  /// `YYYY-MM-DD hh:mm:ss` in UTC, of a tick of the past or present.
  std::string date_and_time(tick at) const;
  std::string date_and_time() const { return date_and_time(ticks()); }

  /// How long the next task takes.
  std::chrono::milliseconds task_time() {
    if (options.task_spread <= 0) return options.task_time;
    change();
    double const share = std::uniform_real_distribution<double>(-1, 1)(durations_) * options.task_spread;
    return std::chrono::milliseconds(
        std::llround(static_cast<double>(options.task_time.count()) * (1 + share)));
  }

  /// Looks at the clock: what happens from here on happens now.
  void look_at_clock() { moment_ = {clock_.ticks(), clock_.now()}; }
  emu::moment moment() const { return moment_; }
  /// Puts the time at a moment, as when something happened first.
  void happen_at(emu::moment at) { moment_ = at; }

  /// Whether something may have changed since `unchanged()`: an Action that changes things was let through,
  /// or an ID was drawn.
  bool changed() const { return changed_; }
  void unchanged() { changed_ = false; }
  void change() { changed_ = true; }

  /// How many requests have drawn a number.
  std::uint64_t requests() const { return requests_; }
  void requests(std::uint64_t drawn) { requests_ = drawn; }
  std::uint64_t next_request() { return ++requests_; }

  /// What a function of the user's answered to the request at hand; a repetition takes it from here.
  std::shared_ptr<boost::json::object const> own_answer{};

  /// A UUID. Requests draw from a generator of their own: how often a program asks changes no other ID.
  std::string request_id();
  /// `prefix` and eight letters and digits.
  std::string id(std::string_view prefix);
  std::string digits(std::size_t count);

  /// The one object of its type of this cloud, made from the environment when it is first asked for: what
  /// APIs of the same vendor share.
  template <class T>
  std::shared_ptr<T> shared() {
    static char const key = 0;
    auto& slot = shared_[&key];
    if (!slot) slot = std::make_shared<T>(*this);
    return std::static_pointer_cast<T>(slot);
  }

 private:
  moved_clock const& clock_;
  emu::moment moment_{};
  bool changed_ = false;
  std::uint64_t requests_ = 0;
  std::mt19937_64 resources_;
  std::mt19937_64 durations_{options.seed};
  std::map<void const*, std::shared_ptr<void>> shared_{};
};

/// One API of one vendor. Functions are called one at a time.
class service {
 public:
  virtual ~service() = default;

  /// Such as `tencent.clb`.
  virtual std::string_view name() const = 0;
  /// Names of the vendor's servers, for the certificate.
  virtual std::vector<std::string> host_names() const = 0;
  /// Whether a request is for this API, from its line and headers.
  virtual bool serves(request const& head) const = 0;
  /// Whether it is served without TLS, and only so.
  virtual bool plain() const { return false; }
  /// The Action of a request; nothing when it stands in a body that has not been read.
  virtual std::optional<std::string> action_of(request const& request, bool has_body) const = 0;
  /// Executes a request. Fills in what `entry` can know. `fault` is null or one that concerns services:
  /// refuse, fail_task, endless_task.
  virtual answer handle(request const& request, emulator::fault const* fault, emulator::call& entry) = 0;
  virtual std::vector<emulator::coverage_row> coverage() const = 0;

  /// What it works on; APIs that share it have the same state.
  virtual void const* resources() const { return this; }
  /// Lets happen what is due, then tells what there is.
  virtual view::service look() { return {}; }
  /// Ends a running task at once. False: it has none of that ID.
  virtual bool end_task(std::string const& /*id*/, bool /*fail*/) { return false; }
};

/// The view of a task that runs from one tick to another.
view::task view_of_task(environment const& env, std::string id, std::string action, tick begin, tick end);

/// Makes an API known to the program that it is linked into. One for each, at namespace scope.
struct service_entry {
  service_entry(std::string_view name, int order, std::unique_ptr<service> (*make)(environment&));

  std::string_view name;
  int order;  ///< APIs are asked in this order whether a request is theirs.
  std::unique_ptr<service> (*make)(environment&);
};

/// The APIs that `options.services` names, all linked ones if it is empty.
/// @throws std::invalid_argument when one is not linked.
std::vector<std::unique_ptr<service>> make_services(environment& environment);

}  // namespace colb::inline COLB_ABI::inner::emu
