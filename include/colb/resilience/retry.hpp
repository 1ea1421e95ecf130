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
/// A refusal that passes by itself did nothing, and does not count: while the resource is busy it is repeated
/// for `busy_for`, where the vendor's code says busy or in the wrong state without saying which for
/// `unclear_for`, and while the service throttles for as long as `timeouts.operation` allows. A kept
/// connection that turns out to be dead is no attempt. A limit of zero or less is none; a pause of zero or
/// less is none.
struct retry_options {
  int max_attempts = 4;  ///< Requests that may fail, at least 1; 1 turns repeating off. Default 4.
  std::chrono::milliseconds min_delay{200};     ///< Before the second attempt; doubled for each one after it.
  std::chrono::milliseconds max_delay{10'000};  ///< No pause is longer; default 10 s.
  double jitter = 0.5;                          ///< A pause is shortened at random by up to this share.
  std::chrono::milliseconds busy_for{120'000};  ///< Counted from the first such answer; default 2 min.
  std::chrono::milliseconds unclear_for{20'000};  ///< Counted from the first such answer; default 20 s.
};
static_assert(std::is_trivially_destructible_v<retry_options>);

/// How long and how often an asynchronous operation is looked at. A limit of zero or less is none; a pause of
/// zero or less is none.
struct wait_options {
  std::chrono::milliseconds min_delay{500};     ///< Before the first look; default 0.5 s.
  std::chrono::milliseconds max_delay{10'000};  ///< No pause is longer; default 10 s.
  double growth = 1.5;                          ///< Each pause is this many times the one before.
  double jitter = 0.2;                          ///< A pause is shortened at random by up to this share.
  std::chrono::milliseconds timeout{600'000};   ///< The end of waiting; one last look is taken then,
                                                ///< which `timeouts.request` bounds. Default 10 min.
};
static_assert(std::is_trivially_destructible_v<wait_options>);

namespace inner {

/// Random share of [0, 1).
double share(random_source const& random);

/// A pause, shortened at random by up to the share `jitter`.
std::chrono::milliseconds shortened(double milliseconds, double jitter, random_source const& random);

/// `first`, grown `times` times, up to `most` where that is a limit.
double grown(std::chrono::milliseconds first, double growth, int times, std::chrono::milliseconds most);

/// The pause before attempt `next` (2, 3, …).
std::chrono::milliseconds retry_delay(retry_options const& options, int next, random_source const& random);

/// The pause before look `next` (1, 2, …).
std::chrono::milliseconds wait_delay(wait_options const& options, int next, random_source const& random);

/// Whether doing it twice is the same as doing it once.
bool is_repeatable(kind k, bool has_client_token);

}  // namespace inner
}  // namespace colb::inline COLB_ABI

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/resilience/impl/retry.ipp>
#endif
