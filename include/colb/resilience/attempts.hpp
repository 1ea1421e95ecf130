// colb: what came of an attempt, and what follows from it: the one judgement for attempts, waits, pages and
// batches. A pure state machine: no I/O, the clock an argument.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <colb/action.hpp>
#include <colb/clock.hpp>
#include <colb/error.hpp>
#include <colb/resilience/meaning.hpp>
#include <colb/resilience/retry.hpp>
#include <colb/transport/failure.hpp>

namespace colb::inline COLB_ABI::inner {

/// What came of one attempt. A service says what an answer means; `judge_answer` and `judge_failure` complete
/// it.
struct verdict {
  bool success = false;
  bool too_large = false;                      ///< The answer would take more memory than it may.
  passing passes = passing::never;             ///< Whether the failure passes by itself.
  bool wide = false;                           ///< Throttled by a limit that is not the Action's alone.
  std::chrono::milliseconds wait_at_least{0};  ///< Asked for by the service, before the next attempt.
  error_info error{};                          ///< Unless success.
  std::string request_id{};
  std::vector<std::string> task_ids{};  ///< Of an asynchronous Action.
  std::string words{};                  ///< The vendor's, beside an answer that is no refusal.

  // What the judgement adds.
  bool did_nothing = false;  ///< Certain: the service did nothing, or was never reached.
  bool signed_anew = false;  ///< No attempt that counts: it goes out again with other keys, nonce or time.
  bool stale = false;        ///< No attempt at all: a kept connection turned out to be dead.
  int attempts = 1;          ///< Of a success: how many it took.
};

/// Completes what a service says of an answer that is no success.
///
/// A vendor's code is a plain refusal, which did nothing, unless it says that the service broke. Without a
/// code nobody knows: gateways answer for services that they have already asked.
/// @param status of HTTP.
/// @param retry_after the header of that name, if there is one.
/// @param now by the clock on the wall.
void judge_answer(verdict& answer, int status, std::optional<std::string_view> retry_after,
                  clock::wall_time now);

/// What an exchange means that gave no answer.
/// @param changes whether the Action changes something.
verdict judge_failure(failure failed, bool changes);

/// What `Retry-After` asks for: a number of seconds, or what is left until a date of HTTP; a day at most.
/// Zero for what is neither.
std::chrono::milliseconds pause_of(std::string_view retry_after, clock::wall_time now);

/// How much a client repeats while the network or the service fails, so that an outage does not multiply its
/// load: each repeat takes tokens, each success gives some back. What the service refuses (busy, throttled)
/// and dead kept connections cost nothing. Used on the client's strand.
class retry_budget {
 public:
  static constexpr int capacity = 500;
  static constexpr int cost = 5;

  /// Takes what one repeat costs; false when that is not there.
  bool take() noexcept;
  /// After a success: what its last repeat took, or one token.
  void give_back(bool was_repeated) noexcept;
  bool is_empty() const noexcept { return tokens_ < cost; }

 private:
  int tokens_ = capacity;
};

/// The attempts of one call: what follows from each.
class attempts {
 public:
  /// What ends the call beside its attempts.
  struct limits {
    clock::tick operation = clock::tick::max();  ///< `timeouts.operation`.
    clock::tick wait = clock::tick::max();       ///< Of the wait that this call is a look of.
  };

  struct step {
    enum class kind : std::uint8_t { done, again, error };
    kind what = kind::error;
    std::chrono::milliseconds pause{0};  ///< Before the next attempt; zero: at once.
  };

  /// @param changes whether the Action changes something.
  /// @param repeatable whether doing it twice is the same as doing it once.
  attempts(bool changes, bool repeatable, retry_options const& options, limits ends)
      : options_(options), ends_(ends), changes_(changes), repeatable_(repeatable) {}

  /// An attempt has ended. An error is completed: whether the outcome is unknown after all attempts, how many
  /// there were, and what ended the repeating.
  step ended(verdict& came, clock::tick now, retry_budget& budget, random_source const& random);

  /// Requests that have failed so far, those apart that are no attempts.
  int failed() const noexcept { return sent_; }

  /// The call was cancelled in the pause after `last`: its error.
  error_info cancelled(error_info const& last) const;

 private:
  bool may_go_out_again(verdict const& came) const;
  /// Until when a refusal of this kind is repeated, counted from the first one.
  clock::tick patience(passing why, clock::tick now);

  retry_options options_;
  limits ends_;
  bool changes_;
  bool repeatable_;
  bool unknown_ = false;  ///< An attempt that nobody knows the outcome of stays one, whatever comes after it.
  int sent_ = 0;
  int failures_ = 0;
  int stale_ = 0;
  int spent_ = 0;
  std::optional<clock::tick> busy_until_{};
  std::optional<clock::tick> unclear_until_{};
};

}  // namespace colb::inline COLB_ABI::inner

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/resilience/impl/attempts.ipp>
#endif
