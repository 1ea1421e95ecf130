// colb: dates and times as text, in UTC.
#pragma once

#include <cstdint>
#include <string>

#include <colb/version.hpp>

namespace colb::inline COLB_ABI::inner {

/// Days since 1970, held within the four-digit years: a timestamp may come from outside.
std::int64_t utc_day(std::int64_t seconds) noexcept;

/// `2024-05-06`.
std::string utc_date(std::int64_t seconds);

/// `07:08:09`.
std::string utc_time(std::int64_t seconds);

}  // namespace colb::inline COLB_ABI::inner

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/strings/impl/dates.ipp>
#endif
