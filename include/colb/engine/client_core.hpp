// colb: what a client does, without templates: attempts, repeats, deadlines, errors.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <colb/config.hpp>

#include <asio/any_io_executor.hpp>
#include <asio/awaitable.hpp>

#include <colb/client_options.hpp>
#include <colb/engine/protocol.hpp>
#include <colb/engine/task_rule.hpp>
#include <colb/error.hpp>
#include <colb/resilience/retry.hpp>
#include <colb/transport/endpoint.hpp>
#include <colb/transport/statistics.hpp>

namespace colb::inline COLB_ABI::inner {

class dialer;
class pool;
struct failure;

/// What a call that succeeded tells beside the Action's own fields.
struct call_result {
  std::string request_id{};
  std::vector<std::string> task_ids{};
};

[[noreturn]] void refuse_options(std::string what);

/// Takes every kind of cancellation, and lets the code below see it instead of having it thrown. For the
/// coroutine that `co_spawn` starts, and only there: in one that is awaited directly it would change its
/// caller.
asio::awaitable<void> accept_cancellation();

/// Shared by a client and the operations that it started: they may outlive it. Everything but `encode` and
/// `make_task` runs on the strand.
class client_core {
 public:
  /// @param by makes the connections; null: over the network.
  client_core(asio::any_io_executor executor, client_options options,
              std::unique_ptr<inner::protocol> protocol, std::shared_ptr<dialer> by);
  client_core(client_core const&) = delete;
  client_core& operator=(client_core const&) = delete;

  asio::any_io_executor const& executor() const noexcept { return executor_; }
  asio::any_io_executor const& strand() const noexcept { return strand_; }
  std::shared_ptr<inner::pool> const& pool() const noexcept { return pool_; }
  std::shared_ptr<colb::clock> const& clock() const noexcept { return clock_; }
  client_options const& options() const noexcept { return options_; }
  random_source const& random() const noexcept { return random_; }
  statistics stats() const;

  /// Writes the request now: it need not outlive the call, and every attempt carries the same client token.
  encoded_call encode(action_info const& action, void const* request) const;

  task make_task(action_info const& action, std::vector<std::string> ids) const;

  /// Refuses a task that another service, version or region has to be asked about.
  void check_task(task const& about) const;

  /// One call to its end. Throws `colb::error`.
  /// @param latest when it has to be over; `timeouts.operation` may end it sooner.
  asio::awaitable<call_result> run(encoded_call const& call, void* response, clock::tick latest);

  /// When a look that belongs to a wait has to be over.
  clock::tick end_of_look(clock::tick end_of_wait) const;

  /// Sleeps by the client's clock; false when cancelled.
  asio::awaitable<bool> sleep(std::chrono::milliseconds pause);

 private:
  /// A limit of zero or less is none.
  static clock::tick end_of(clock::tick start, std::chrono::milliseconds limit);

  struct attempt_result {
    bool success = false;
    bool repeat = false;   ///< May the same request go out again?
    bool refused = false;  ///< It did nothing, and later it may work.
    bool at_once = false;
    std::chrono::milliseconds wait_at_least{0};
    error_info error{};
    std::string request_id{};
    std::vector<std::string> task_ids{};
  };

  asio::awaitable<attempt_result> attempt(encoded_call const& call, void* response, clock::tick deadline);
  static void judge(encoded_call const& call, failure& failed, attempt_result& result);
  void judge(encoded_call const& call, inner::response const& answer, void* response,
             attempt_result& result) const;
  static std::chrono::milliseconds retry_after(inner::response const& answer);
  static error_info cancelled_between(encoded_call const& call, int attempts, error_info last);
  std::string new_token() const;

  asio::any_io_executor executor_;
  asio::any_io_executor strand_;
  client_options options_;
  std::shared_ptr<colb::clock> clock_;
  random_source random_;
  std::unique_ptr<inner::protocol> protocol_;
  endpoint endpoint_{};
  std::shared_ptr<inner::pool> pool_{};
};

std::shared_ptr<client_core> make_core(asio::any_io_executor executor, client_options options,
                                       std::unique_ptr<protocol> protocol, std::shared_ptr<dialer> by);

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

/// Whether a task has ended well. Throws when it failed, or when the cloud says something unheard of.
bool is_over(task_progress const& progress, task const& about, std::string const& request_id);

/// The timing of one wait: when to look next, when to stop, what to say then.
class watch {
 public:
  watch(client_core& core, encoded_call const& call, wait_options const& options, bool first_at_once,
        std::optional<task> about);

  /// Sleeps until the next look, which is never later than the end; false when cancelled.
  asio::awaitable<bool> pause();

  /// When a look has to be over.
  clock::tick latest() const { return core_.end_of_look(end_); }

  void saw_nothing_wrong() { problem_.clear(); }

  /// The network or a throttled account does not end a wait; a refusal, a failed task or a cancellation does.
  void rethrow_unless_it_may_pass(error const& e);

  [[noreturn]] void throw_cancelled() const { stop(condition::cancelled, "the wait was cancelled"); }

  void throw_if_over() const;

 private:
  [[noreturn]] void stop(condition c, std::string detail) const;

  client_core& core_;
  std::string action_;
  wait_options options_;
  clock::tick end_;
  bool at_once_;
  int looks_ = 0;
  std::optional<task> about_;
  std::string problem_{};
};

}  // namespace colb::inline COLB_ABI::inner

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/engine/impl/client_core.ipp>
#endif
