// colb: one look for all waits that want the same. Carries out what resilience/looks.hpp decides.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include <colb/config.hpp>

#include <colb/asio/awaitable.hpp>
#include <colb/asio/cancellation_signal.hpp>

#include <colb/clock.hpp>
#include <colb/engine/client_core.hpp>
#include <colb/engine/door.hpp>
#include <colb/engine/turns.hpp>
#include <colb/error.hpp>
#include <colb/resilience/looks.hpp>

namespace colb::inline COLB_ABI::inner {

struct operation;

/// A look under way. Runs beside the waits that it is for, so that each of them may leave.
class shared_look final : public look_table::flight,
                          public exchange_mark,
                          public std::enable_shared_from_this<shared_look> {
 public:
  /// @param by whose request it is; its response is where the answer goes.
  shared_look(std::shared_ptr<operation> by, std::shared_ptr<pace_pass> permit, call_terms const& how);
  ~shared_look();

  /// Starts it, for `by` and all who want the same.
  void start(look_table::passenger& by);
  /// Nobody wants it any more.
  void end();
  /// What came of it: the answer's facts, or an error.
  std::optional<error> const& failure() const noexcept { return failed_; }
  call_result const& facts() const noexcept { return came_; }

  asio::cancellation_slot slot() noexcept { return stop_.slot(); }
  asio::awaitable<void> fly();

 private:
  void tell() noexcept;
  void land();

  std::shared_ptr<operation> by_;
  std::shared_ptr<pace_pass> permit_;
  call_terms how_;
  asio::cancellation_signal stop_{};
  call_result came_{};
  std::optional<error> failed_{};
};

/// A wait's part in looks. Used on the client's strand; leaves when it dies.
class look_passenger final : public look_table::passenger {
 public:
  explicit look_passenger(operation& of);
  ~look_passenger() { quit(); }

  /// From here on a look that another wait begins is this one's, too: its pause ends then.
  void want();
  /// Whether there is such a look, under way or answered.
  bool has_one() const noexcept { return in() || landed_; }
  bool has_landed() const noexcept { return landed_ != nullptr; }

  // One look, its own or another's, in parts, so that a wait is one coroutine and what it waits for. Each
  // throws what keeps the look from being made.

  /// It is time to look. False: `next_turn` is to be awaited, and `turned` told what came of it.
  bool begin(watch const& vigil);
  asio::awaitable<turn> next_turn(watch const& vigil);
  void turned(watch const& vigil, turn came);
  /// As long as it has not landed, it is waited for: throws when that has to end.
  void keep_waiting(clock::tick latest, bool cancelled);
  /// What it saw; throws what it failed with.
  void take_in();
  /// It is not wanted any more.
  void quit() noexcept;

  /// Of the pauses between the looks, and of the wait for a turn or for a look that is under way.
  std::shared_ptr<waker> alarm;

 private:
  friend shared_look;
  void start(watch const& vigil);

  operation& op_;
  look_table::stamp after_;
  std::shared_ptr<pace_pass> permit_{};    ///< That it queues for.
  std::shared_ptr<shared_look> landed_{};  ///< The look that has an answer.
};

/// The same text for looks that ask the same.
std::string look_key_of(encoded_call const& call);

}  // namespace colb::inline COLB_ABI::inner

// Its bodies need operation.hpp: see there.
