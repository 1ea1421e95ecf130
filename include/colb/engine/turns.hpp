// colb: how an operation waits for its turn: in the lanes of what it changes, and for a permit of its Action.
// Carries out what the state machines of resilience/ decide.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <colb/config.hpp>

#include <colb/asio/any_io_executor.hpp>
#include <colb/asio/awaitable.hpp>

#include <colb/clock.hpp>
#include <colb/lanes.hpp>
#include <colb/limiter.hpp>

namespace colb::inline COLB_ABI::inner {

class trail;

/// How waiting for a turn ended.
enum class turn : std::uint8_t {
  mine,
  cancelled,
  too_late,   ///< It did not come in time, or cannot.
  full,       ///< The queue takes no more.
  called_off  ///< It is not needed any more.
};

/// Wakes one who waits on a strand, from any thread. Made when somebody has to wait.
///
/// A post happens under the lock of what is shared: so whoever leaves (its `io_context` dying, maybe) is not
/// posted to afterwards. Posting runs nobody's code.
class waker : public std::enable_shared_from_this<waker> {
 public:
  waker(asio::any_io_executor const& strand, std::shared_ptr<clock> by) : alarm_(strand, std::move(by)) {}

  /// From any thread.
  void wake();
  /// On the strand: waits for a `wake`, the time or a cancellation. The one who wakes has done so before the
  /// wait began only if it was on this strand: look first, then wait.
  asio::awaitable<void> sleep_until(clock::tick at);

  // The same in parts, all on the strand: `set`, a look at the cancellation state, `rest`. A rest may end
  // sooner, by a wake that was meant for what was waited for before.
  void set(clock::tick at);
  asio::awaitable<void> rest() { return alarm_.rest(); }
  /// Ends a rest.
  void stop() { alarm_.cancel(); }
  bool goes_by(clock const& other) const noexcept { return alarm_.goes_by(other); }

 private:
  timer alarm_;
};

/// A change's place in its lanes. Leaves them when it dies, wherever that is.
class lane_pass final : public lane_table::entry {
 public:
  lane_pass() = default;
  ~lane_pass() { leave(); }

  /// Takes a place in all queues at once; from any thread. Parents stand in for children where they are
  /// known.
  /// @param resources IDs; when there are none, it is its turn at once.
  /// @param cloud, action of static storage.
  void enter(std::shared_ptr<lanes> in, std::string_view cloud, std::vector<std::string> resources,
             std::string_view action, bool urgent, asio::any_io_executor const& strand,
             std::shared_ptr<clock> by);
  bool entered() const noexcept { return in_ != nullptr; }

  // On the strand from here on.
  bool has_turn() const;
  /// @param at_most zero or less: no limit.
  asio::awaitable<turn> wait(std::chrono::milliseconds at_most);
  /// Who is in front, for the error's words.
  lane_table::view in_front() const;

  /// What others left behind in these lanes, to be followed first.
  std::vector<left_task> to_follow() const;
  /// Shown in snapshots: what the holder waits for.
  void waits_for(std::string task_text);
  bool has_queue() const;
  /// Its lanes, such as `tencent/lb-1`, in order.
  std::vector<std::string> names() const;
  void learn(std::string_view cloud, std::string_view child, std::string_view parent) const;

  /// Leaves the queue, or frees the lanes.
  void leave() noexcept;
  /// Frees the lanes, and leaves a task for the next one to follow.
  void leave(std::string task_text, std::weak_ptr<void> looker, std::chrono::milliseconds keep);

  /// A task's end was seen, by whomever.
  static void ended(lanes& in, std::string_view task_text);
  static void learn(lanes& in, std::string_view cloud, std::string_view child, std::string_view parent);

 private:
  static void wake_all(std::vector<lane_table::entry*> const& next);

  std::shared_ptr<lanes> in_{};
  std::shared_ptr<waker> waker_{};
  std::shared_ptr<clock> by_{};
  bool full_ = false;
};

/// What was reserved elsewhere for a permit. Its end alone is nothing.
class reservation {
 public:
  reservation() = default;
  reservation(reservation const&) = delete;
  reservation& operator=(reservation const&) = delete;
  virtual ~reservation() = default;
  /// It is not used. On the strand, or while that dies.
  virtual void give_back() noexcept = 0;
};

/// A request's permit. Gives it back when it dies and nothing was sent.
class pace_pass final : public pace_table::entry {
 public:
  pace_pass() = default;
  ~pace_pass() { leave(); }

  /// Waits for a permit. Another attempt of the same call keeps its order.
  /// @param left until the deadline; nothing: none.
  /// @param seen where a wait is told; null: nobody observes.
  asio::awaitable<turn> wait(std::shared_ptr<limiter> of, pace_key_view key, pace_table::ask how,
                             std::optional<clock::duration> left, asio::any_io_executor strand, trail* seen);

  /// Takes a permit, if there is one at once. Otherwise it has done nothing, and `enter` is next.
  bool take(std::shared_ptr<limiter> const& of, pace_key_view key, pace_table::ask how);
  /// The first half: takes a permit, if there is one, or a place in the queue. Nothing: `wait_in_queue` is to
  /// be awaited.
  std::optional<turn> enter(std::shared_ptr<limiter> of, pace_key_view key, pace_table::ask how,
                            std::optional<clock::duration> left, asio::any_io_executor const& strand);
  /// The second.
  asio::awaitable<turn> wait_in_queue(trail* seen);
  /// Has the owner's own waker woken, rather than one made for it, if that goes by the limiter's clock.
  /// Before it enters; of the same strand.
  void wake_by(std::shared_ptr<waker> who) noexcept { waker_ = std::move(who); }

  /// How long its permit is occupied.
  std::chrono::milliseconds window() const;
  /// Nobody needs its turn any more: a wait for it ends. On the strand.
  void call_off();
  /// Among all processes a permit is reserved, too: it goes the way of this one.
  void reserves(std::unique_ptr<reservation> what) noexcept { reserved_ = std::move(what); }

  void sent();
  void answered();
  void refused(bool wide, std::chrono::milliseconds retry_after);
  void leave() noexcept;

 private:
  /// What has become of its turn by now; nothing: it waits on, until its waker's alarm.
  std::optional<turn> look_for_turn();
  void wake_all(std::vector<pace_table::entry*> const& next);
  void tell_keeper();

  std::shared_ptr<limiter> of_{};
  std::shared_ptr<waker> waker_{};
  std::unique_ptr<reservation> reserved_{};  ///< Until something is sent.
  clock::tick deadline_{};
  bool keeps_ = false;  ///< Told to poll the bucket for all who wait in it.
  bool used_ = false;   ///< The request went out: there is nothing to give back.
  bool off_ = false;
};

/// One wait's part in the rate of its looks, and what is known of how long such a task takes.
class pace_watch {
 public:
  /// @param of outlives this; null: nothing is paced.
  /// @param task the Action of what is waited for, of the same service; empty: nothing is learnt. Outlives
  /// this.
  pace_watch(limiter* of, pace_key_view look, std::string_view task);
  pace_watch(pace_watch const&) = delete;
  pace_watch& operator=(pace_watch const&) = delete;
  ~pace_watch();

  /// No less than this between two looks, with so many waits.
  std::chrono::milliseconds stretched() const;
  /// When to look first; zero: nothing is known.
  std::chrono::milliseconds first_look() const;
  void looked(int look, std::chrono::milliseconds taken, bool over);

 private:
  pace_key_view task_key() const noexcept { return {{}, look_->service, task_}; }

  limiter* of_;
  pace_key const* look_ = nullptr;  ///< As the limiter has it.
  std::string_view task_;
};

}  // namespace colb::inline COLB_ABI::inner

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/engine/impl/turns.ipp>
#endif
