// colb: what may be sent again, and when. Pure functions; no vendor, no I/O.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <type_traits>

#include <colb/action.hpp>
#include <colb/error.hpp>

namespace colb::inline COLB_ABI {

/// Where chance comes from: uniformly distributed 64 bits a call. Has to be safe to call from several
/// threads.
using random_source = std::function<std::uint64_t()>;

/// How often and how soon a request that failed is sent again. Never one that may have changed something
/// unseen.
///
/// A refusal that asks to come back later (throttled, the load balancer is busy) did nothing: it is repeated
/// for as long as `timeouts.operation` allows and does not count, unless `max_attempts` is 1.
struct retry_options {
  int max_attempts = 4;                         ///< Requests that may fail, in all; 1 turns repeating off.
  std::chrono::milliseconds min_delay{200};     ///< Before the second attempt; doubled for each one after it.
  std::chrono::milliseconds max_delay{10'000};  ///< No pause is longer.
  double jitter = 0.5;                          ///< A pause is shortened at random by up to this share of it.
};
static_assert(std::is_trivially_destructible_v<retry_options>);

/// How long and how often an asynchronous operation is looked at.
struct wait_options {
  std::chrono::milliseconds min_delay{500};     ///< Before the first look.
  std::chrono::milliseconds max_delay{10'000};  ///< No pause is longer.
  double growth = 1.5;                          ///< Each pause is this many times the one before.
  double jitter = 0.2;                          ///< A pause is shortened at random by up to this share of it.
  std::chrono::milliseconds timeout{600'000};   ///< The end of waiting; one last look is taken then,
                                                ///< which `timeouts.request` bounds.
};
static_assert(std::is_trivially_destructible_v<wait_options>);

namespace inner {

/// Random share of [0, 1).
double share(random_source const& random);

/// A pause, shortened at random by up to the share `jitter`.
std::chrono::milliseconds shortened(double milliseconds, double jitter, random_source const& random);

/// `first`, grown `times` times, up to `most`.
double grown(std::chrono::milliseconds first, double growth, int times, std::chrono::milliseconds most);

/// The pause before attempt `next` (2, 3, …).
std::chrono::milliseconds retry_delay(retry_options const& options, int next, random_source const& random);

/// The pause before look `next` (1, 2, …).
std::chrono::milliseconds wait_delay(wait_options const& options, int next, random_source const& random);

/// Whether doing it twice is the same as doing it once.
bool is_repeatable(kind k, bool has_client_token);

/// Whether the same request may go out again after an answer that means `c`.
///
/// @param refused the service says that it did nothing and that later it may: always repeated.
/// A failure inside the service is repeated only where repeating is harmless.
bool may_repeat_after(condition c, bool refused, bool repeatable);

}  // namespace inner
}  // namespace colb::inline COLB_ABI

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/resilience/impl/retry.ipp>
#endif
