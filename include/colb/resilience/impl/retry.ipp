// colb: the bodies of retry.hpp.
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>

#include <colb/resilience/retry.hpp>

namespace colb::inline COLB_ABI::inner {

COLB_DECL double share(random_source const& random) {
  return static_cast<double>(random() >> 11) * 0x1.0p-53;
}

COLB_DECL std::chrono::milliseconds shortened(double milliseconds, double jitter,
                                              random_source const& random) {
  constexpr double longest = 1e18;  // in any unit: for ever
  double const share_of_it = jitter > 0 ? std::min(jitter, 1.0) * share(random) : 0.0;
  double const pause = std::min(milliseconds, longest) * (1.0 - share_of_it);
  return std::chrono::milliseconds(pause > 0 ? std::llround(pause) : 0);
}

/// Without a first pause there is none later: 0 times infinity is no number.
COLB_DECL double grown(std::chrono::milliseconds first, double growth, int times,
                       std::chrono::milliseconds most) {
  if (first.count() <= 0) return 0;
  double const pause = static_cast<double>(first.count()) * std::pow(growth, times);
  return most.count() > 0 ? std::min(pause, static_cast<double>(most.count())) : pause;
}

COLB_DECL std::chrono::milliseconds retry_delay(retry_options const& options, int next,
                                                random_source const& random) {
  return shortened(grown(options.min_delay, 2.0, next - 2, options.max_delay), options.jitter, random);
}

COLB_DECL std::chrono::milliseconds wait_delay(wait_options const& options, int next,
                                               random_source const& random) {
  return shortened(grown(options.min_delay, options.growth, next - 1, options.max_delay), options.jitter,
                   random);
}

COLB_DECL bool is_repeatable(kind k, bool has_client_token) { return k == kind::read || has_client_token; }

}  // namespace colb::inline COLB_ABI::inner
