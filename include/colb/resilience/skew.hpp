// colb: how far the machine's clock is from the service's. Pure.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include <colb/version.hpp>

namespace colb::inline COLB_ABI::inner {

/// A date as HTTP writes it (`Sun, 06 Nov 1994 08:49:37 GMT`); nothing for any other text.
std::optional<std::chrono::system_clock::time_point> parse_http_date(std::string_view text);

/// The correction to sign with, after an answer which says that the time is off.
///
/// @param date of the answer, which TLS has verified.
/// @param corrected the time that the refused request was signed with.
/// @param machine the machine's own time now.
/// @param window how far the API lets the time be off. Less than half of it is no reason to doubt the clock.
/// @return Nothing when the clock is not what is wrong, or is off by more than 24 h: then `Date` is not
/// believed.
inline std::optional<std::chrono::seconds> clock_correction(std::chrono::system_clock::time_point date,
                                                            std::chrono::system_clock::time_point corrected,
                                                            std::chrono::system_clock::time_point machine,
                                                            std::chrono::seconds window) {
  auto const size = [](auto d) { return d < d.zero() ? -d : d; };
  if (size(date - corrected) <= window / 2 || size(date - machine) > std::chrono::hours(24))
    return std::nullopt;
  return std::chrono::duration_cast<std::chrono::seconds>(date - machine);
}

}  // namespace colb::inline COLB_ABI::inner

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/resilience/impl/skew.ipp>
#endif
