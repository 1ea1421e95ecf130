// colb: dates and times as text, in UTC.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include <colb/version.hpp>

namespace colb::inline COLB_ABI::inner {

/// Days since 1970, held within the four-digit years: a timestamp may come from outside.
std::int64_t utc_day(std::int64_t seconds) noexcept;

/// As the system's clock holds it: it counts nanoseconds, and what is after 2262 is its last second. A time
/// may come from outside.
std::chrono::system_clock::time_point clock_time(std::chrono::sys_seconds at) noexcept;

/// `2024-05-06`.
std::string utc_date(std::int64_t seconds);

/// `07:08:09`.
std::string utc_time(std::int64_t seconds);

}  // namespace colb::inline COLB_ABI::inner

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/strings/impl/dates.ipp>
#endif
