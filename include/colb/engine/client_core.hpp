// colb: what a client does, without templates: attempts, repeats, deadlines, errors.
#pragma once

#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <colb/config.hpp>

#include <colb/asio/any_io_executor.hpp>
#include <colb/asio/awaitable.hpp>

#include <colb/call_options.hpp>
#include <colb/client_options.hpp>
#include <colb/engine/client_keys.hpp>
#include <colb/engine/door.hpp>
#include <colb/engine/protocol.hpp>
#include <colb/engine/task_rule.hpp>
#include <colb/engine/trail.hpp>
#include <colb/engine/turns.hpp>
#include <colb/error.hpp>
#include <colb/resilience/attempts.hpp>
#include <colb/resilience/looks.hpp>
#include <colb/resilience/retry.hpp>
#include <colb/transport/endpoint.hpp>
#include <colb/transport/statistics.hpp>

namespace colb::inline COLB_ABI::inner {

class dialer;
class pool;

/// What a call that succeeded tells beside the Action's own fields.
using call_result = verdict;

/// What is said of an exception that is none of colb's: a part of the program threw it (a predicate, a
/// resolver, a source of randomness), or memory is short.
error_info info_of(std::exception_ptr const& thrown);

struct operation;
struct following;
struct any_request;

/// How one call is made.
struct call_terms {
  call_options options{};
  clock::tick latest =
      clock::tick::max();  ///< When it has to be over, if that is sooner than the options say.
  bool look = false;       ///< It is a look of a wait: its limits start when it is its turn,
  bool urgent = false;     ///< others wait for what it looks at,
  clock::tick turn_by = clock::tick::max();         ///< and its turn has to come by then.
  exchange_mark* mark = nullptr;                    ///< Told what goes out.
  clock::duration due_in = clock::duration::max();  ///< Of a look: in whose order it waits for its turn.
  pace_pass* permit = nullptr;                      ///< It has one already; null: it takes one.
};
static_assert(std::is_trivially_destructible_v<call_terms>);

[[noreturn]] void refuse_options(std::string what);

/// Takes every kind of cancellation, and lets the code below see it instead of having it thrown. For the
/// coroutine that `co_spawn` starts, and only there: in one that is awaited directly it would change its
/// caller.
asio::awaitable<void> accept_cancellation();

/// What a closed client says to a new operation, or to one that has sent nothing.
error closed_error(std::string_view action);

using strand_maker = asio::any_io_executor (*)(asio::any_io_executor const& over);

/// Makes strands over executors of a type: one over the concrete executor is small enough to be held in
/// place, over `any_io_executor` each of the many copies of it is on the heap. Who has an `any_io_executor`
/// may have any, and compiles all of them.
template <class Executor>
struct strands {
  static asio::any_io_executor make(asio::any_io_executor const& over);
};

/// Shared by a client and the operations that it started: they may outlive it. Everything but `encode` and
/// `make_task` runs on the strand.
class client_core {
 public:
  /// @param by makes the connections; null: over the network.
  client_core(asio::any_io_executor executor, client_options options,
              std::unique_ptr<inner::protocol> protocol, std::shared_ptr<dialer> by, strand_maker strands);
  client_core(client_core const&) = delete;
  client_core& operator=(client_core const&) = delete;
  ~client_core();

  asio::any_io_executor const& executor() const noexcept { return executor_; }
  asio::any_io_executor const& strand() const noexcept { return strand_; }
  std::shared_ptr<inner::pool> const& pool() const noexcept { return pool_; }
  std::shared_ptr<colb::clock> const& clock() const noexcept { return clock_; }
  client_options const& options() const noexcept { return options_; }
  random_source const& random() const noexcept { return random_; }
  statistics stats() const;

  /// Writes the request now: it need not outlive the call, and every attempt carries the same client token.
  /// @param extra members that its struct does not have; null: none.
  encoded_call encode(action_info const& action, void const* request,
                      extra_members const* extra = nullptr) const;
  encoded_call encode(any_request const& request) const;

  task make_task(action_info const& action, std::vector<std::string> ids) const;

  /// Refuses a task that another service, version or region has to be asked about.
  void check_task(task const& about) const;

  /// One call to its end. Throws `colb::error`.
  /// @param seen where it is told; null: nobody observes.
  /// @param came blank; what came of it. It is large: nobody on the way hands it on.
  asio::awaitable<void> run(encoded_call const& call, void* response, call_terms const& how, trail* seen,
                            verdict& came);

  /// Null: nobody observes.
  std::shared_ptr<inner::announcer> const& announcer() const noexcept { return announcer_; }

  /// Null: changes do not queue.
  std::shared_ptr<colb::lanes> const& lanes() const noexcept { return lanes_; }
  /// The looks of all waits.
  look_table& looks() noexcept { return looks_; }
  /// Takes a permit. False: none is to be had at once, and `next_turn` is to be awaited. Throws what keeps
  /// the call from being sent.
  /// @param last how the attempt before ended; null: there was none.
  bool take_permit(encoded_call const& call, call_terms const& how, clock::tick deadline, pace_pass& permit,
                   error_info const* last);
  asio::awaitable<turn> next_turn(encoded_call const& call, call_terms const& how, clock::tick deadline,
                                  pace_pass& permit, trail* seen);
  /// Throws when that was none.
  void check_turn(encoded_call const& call, call_terms const& how, turn came, error_info const* last) const;
  /// Null: nothing is paced.
  std::shared_ptr<colb::limiter> const& limiter() const noexcept { return limiter_; }
  /// The vendor: what IDs are unique in.
  std::string_view cloud() const noexcept;
  std::string_view service() const noexcept { return protocol_->service(); }
  /// The bucket that a call is counted in.
  pace_key_view pace_key_of(action_info const& action) const;

  /// Whether this client can look at a task.
  bool can_look_at(task const& about) const noexcept;
  /// Makes the wait for a task; set by the typed client, which knows the service's rules.
  using follow_function = std::shared_ptr<following> (*)(std::shared_ptr<client_core> const&, task const&,
                                                         wait_options);
  void follow_by(follow_function how) noexcept { follow_ = how; }
  std::shared_ptr<following> follow(std::shared_ptr<client_core> const& self, task const& about,
                                    wait_options options) const;

  /// Who the client is, from which source.
  asio::awaitable<identity> who_am_i(trail* seen);

  /// When a look that belongs to a wait has to be over.
  clock::tick end_of_look(clock::tick end_of_wait) const;

  /// Sleeps by the client's clock; false when cancelled.
  asio::awaitable<bool> sleep(std::chrono::milliseconds pause);

  retry_budget const& budget() const noexcept { return budget_; }

  /// Who is inside, and whether it is closed.
  inner::door& door() noexcept { return door_; }
  inner::door const& door() const noexcept { return door_; }

 private:
  /// One request and what came of it.
  asio::awaitable<void> attempt(encoded_call const& call, void* response, clock::tick deadline,
                                pace_pass& permit, signing_repairs& repairs, exchange_mark* mark, trail* seen,
                                verdict& came);
  asio::awaitable<turn> permit_among_all(encoded_call const& call, call_terms how, clock::tick deadline,
                                         pace_pass& permit, trail* seen);
  pace_table::ask ask_of(encoded_call const& call, call_terms const& how) const noexcept;
  std::optional<clock::duration> left_for_turn(call_terms const& how, clock::tick deadline) const;
  [[noreturn]] static void throw_no_turn(encoded_call const& call, turn came, bool waits,
                                         error_info const* last);
  double rate_of(action_info const& action) const noexcept;
  void learn(encoded_call const& call, void const* response) const;
  verdict read(encoded_call const& call, inner::response const& answer, void* response) const;
  std::string new_token() const;

  asio::any_io_executor executor_;
  asio::any_io_executor strand_;
  client_options options_;
  std::shared_ptr<colb::clock> clock_;
  random_source random_;
  std::unique_ptr<inner::protocol> protocol_;
  retry_budget budget_{};
  look_table looks_{};
  inner::door door_{};
  std::unique_ptr<client_keys> keys_{};
  endpoint endpoint_{};
  std::shared_ptr<inner::pool> pool_{};
  std::shared_ptr<colb::lanes> lanes_{};
  std::shared_ptr<colb::limiter> limiter_{};
  follow_function follow_ = nullptr;
  std::shared_ptr<inner::announcer> announcer_{};
};

std::shared_ptr<client_core> make_core(asio::any_io_executor executor, client_options options,
                                       std::unique_ptr<protocol> protocol, std::shared_ptr<dialer> by,
                                       strand_maker strands);

/// Holds a core where the caller is. Lets go of it on the strand: what is queued there may still look at it.
class core_handle {
 public:
  explicit core_handle(std::shared_ptr<client_core> core) : core_(std::move(core)) {}
  core_handle(core_handle const&) = default;
  core_handle(core_handle&&) noexcept = default;
  core_handle& operator=(core_handle other) noexcept {
    std::swap(core_, other.core_);
    return *this;
  }
  ~core_handle();

  std::shared_ptr<client_core> const& get() const noexcept { return core_; }
  client_core* operator->() const noexcept { return core_.get(); }

 private:
  std::shared_ptr<client_core> core_;
};

/// Whether a task has ended well. Throws when it failed.
bool is_over(task_progress const& progress, task const& about, std::string const& request_id);

/// How long "not found" may pass, just after a change: for three looks and 15 s, whichever is longer.
class grace {
 public:
  explicit grace(clock::tick start) : until_(later(start, std::chrono::seconds(15))) {}

  /// A look has found nothing: whether that may pass.
  bool permits(clock::tick now) noexcept { return ++looks_ <= 3 || now < until_; }

 private:
  clock::tick until_;
  int looks_ = 0;
};

/// One wait: when to look next, what a look means, when to stop, what to say then.
class watch {
 public:
  // Of what it is given it keeps references, since there may be thousands.
  /// @param end when waiting ends.
  /// @param about null: no task.
  /// @param holder the change that waits, if this wait is one's: others may wait behind it.
  watch(client_core& core, encoded_call const& call, wait_options const& options, clock::tick end,
        bool first_at_once, task const* about, lane_pass const* holder);

  /// A task that the cloud does not know, once it had time to appear, is one that there never was: the wait
  /// ends well.
  void take_absent_for_done() noexcept { absent_is_done_ = true; }

  /// How long until the next look, which is never later than the end; nothing: it is made at once.
  std::optional<std::chrono::milliseconds> next_pause();
  /// When that is over.
  clock::tick next_look() {
    auto const pause = next_pause();
    return pause ? later(core_.clock()->ticks(), *pause) : clock::tick::min();
  }
  /// When a look has to be over.
  clock::tick latest() const { return core_.end_of_look(end_); }

  /// The next look need not wait.
  void hurry() noexcept { at_once_ = true; }

  /// How the next look is made.
  call_terms terms() const;

  /// Takes in what a look saw: whether it ends the wait, and well. Throws when it ends it otherwise.
  bool is_over(task_progress const& seen, std::string const& request_id);

  /// A look was refused, or failed. What passes by itself (the network, a throttled account) does not end a
  /// wait; a refusal, a failed task or a cancellation does. Whether it ends it well.
  bool failed(error const& e);

  [[noreturn]] void throw_cancelled() const { stop(condition::cancelled, "the wait was cancelled"); }

  /// Whether the time is over, with nothing to be seen that could have been waited for. Throws when it is
  /// over otherwise.
  bool ended_unseen() const;

 private:
  [[noreturn]] void stop(condition c, std::string detail) const;

  void note_problem(std::string what) {
    problem_ = what.empty() ? nullptr : std::make_unique<std::string>(std::move(what));
  }
  std::optional<task> about() const { return about_ ? std::optional(*about_) : std::nullopt; }

  client_core& core_;
  std::string_view action_;
  wait_options const& options_;
  clock::tick end_;
  task const* about_;
  grace missing_;
  lane_pass const* holder_;
  clock::tick start_;
  int looks_ = 0;
  bool at_once_;
  bool from_start_;         ///< What is waited for was started just now.
  bool stretched_ = false;  ///< The rate allows fewer looks than the options do.
  bool absent_is_done_ = false;
  bool absent_ = false;  ///< As the last look has it.
  pace_watch pace_;
  std::unique_ptr<std::string> problem_{};  ///< Of the last look, if it had one.
};

}  // namespace colb::inline COLB_ABI::inner

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/engine/impl/client_core.ipp>
#endif
