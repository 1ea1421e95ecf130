// colb: how a client tells its observer. Where there is none, there is no trail: a null pointer.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <colb/asio/any_io_executor.hpp>

#include <colb/clock.hpp>
#include <colb/error.hpp>
#include <colb/observer.hpp>
#include <colb/resilience/attempts.hpp>
#include <colb/transport/endpoint.hpp>
#include <colb/transport/failure.hpp>
#include <colb/transport/notes.hpp>

namespace colb::inline COLB_ABI::inner {

/// Whose exchange it is, for what happens to its connection.
struct attempt_notes : exchange_notes {
  std::uint64_t operation = 0;
  operation_kind by{};
  std::uint64_t tag = 0;
  std::string_view action{};
  int attempt = 0;
};

/// Whether this is called by a handler that runs on a client's strand; not while its executor is destroyed.
bool runs_on(asio::any_io_executor const& strand);

/// The observer of one client. Shared with what outlives the client.
class announcer final : public connection_watcher {
 public:
  announcer(std::shared_ptr<observer> to, asio::any_io_executor strand, std::shared_ptr<colb::clock> by,
            std::string_view service, std::string_view region);

  /// Fills in what all events have. On the strand; whoever calls this is in order, for the observer may start
  /// something.
  void tell(colb::event& what) noexcept;

  /// Connections may die with their executor: what the observer refers to may be gone by then, so that is not
  /// told.
  void closed(endpoint const& to, std::uint64_t connection, close_reason why,
              exchange_notes const* by) noexcept override;

  clock::tick now() const { return clock_->ticks(); }
  /// How often the observer threw. From any thread.
  std::uint64_t failures() const noexcept { return failures_.load(std::memory_order_relaxed); }

 private:
  std::shared_ptr<observer> to_;
  asio::any_io_executor strand_;
  std::shared_ptr<colb::clock> clock_;
  std::string service_;
  std::string region_;
  std::atomic<std::uint64_t> failures_{0};
};

/// Tells what one operation goes through: of each event only what is the event's own is given here. On the
/// strand, but for its construction.
class trail {
 public:
  /// @param action what the operation is about.
  trail(std::shared_ptr<announcer> by, operation_kind what, std::string_view action, std::uint64_t tag,
        clock::tick begun);
  trail(trail const&) = delete;
  trail& operator=(trail const&) = delete;

  void started();
  /// @param with null: well.
  void ended(error const* with);

  void queued(std::string_view in_front, std::span<std::string const> resources);
  /// What is first in this process waits for another one.
  void waits_for_others(std::span<std::string const> resources);
  void entered(std::span<std::string const> resources);
  void left(std::span<std::string const> resources);

  /// @param task null: it is a state that is looked at.
  void looked(task_state state, std::string_view request_id, colb::task const* task);

  // One request.
  void request_begins(std::string_view action);
  void rate_queued();
  /// @param why empty: its turn has come.
  void paced(std::optional<condition> why);
  void attempt_started();
  /// Keys are used for the first time.
  void keys_are_new(std::string_view source);
  /// A connection is there.
  void connected(endpoint const& to);
  void sent();
  void answered(int status, verdict const& came, std::string_view request_id);
  void failed(verdict const& came);
  void clock_corrected(std::chrono::seconds by);
  /// @param next number of the attempt that comes.
  void repeating(error_info const& after, std::string_view why, std::chrono::nanoseconds pause, int next);

  /// For the transport, during an attempt.
  exchange_notes* notes() noexcept { return &notes_; }

 private:
  colb::event make(event_kind kind) const;
  colb::event make_for_all(event_kind kind) const;
  stage_times times() noexcept;

  std::shared_ptr<announcer> by_;
  operation_kind what_;
  std::string about_;
  std::uint64_t number_;
  std::uint64_t tag_;
  clock::tick begun_;
  bool queued_ = false;
  clock::tick turn_{};         ///< In the lanes since.
  clock::duration in_lane_{};  ///< In their queue.
  clock::tick paced_{};        ///< In the queue for the rate since.
  clock::duration permit_{};   ///< In it, before the present attempt.
  clock::tick attempt_begun_{};
  std::string_view action_{};
  int attempt_ = 0;
  attempt_notes notes_{};
};

}  // namespace colb::inline COLB_ABI::inner

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/engine/impl/trail.ipp>
#endif
