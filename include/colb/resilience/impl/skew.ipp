// colb: how far the machine's clock is from the service's: bodies.
#pragma once

#include <colb/resilience/skew.hpp>
#include <colb/strings/dates.hpp>

namespace colb::inline COLB_ABI::inner {

COLB_DECL std::optional<std::chrono::system_clock::time_point> parse_http_date(std::string_view text) {
  // Sun, 06 Nov 1994 08:49:37 GMT
  if (text.size() != 29 || text[3] != ',' || text[4] != ' ' || text[7] != ' ' || text[11] != ' ' ||
      text[16] != ' ' || text[19] != ':' || text[22] != ':' || text.substr(25) != " GMT") {
    return std::nullopt;
  }
  auto const digits = [&](std::size_t at, std::size_t count) {
    int value = 0;
    for (std::size_t i = at; i < at + count; ++i) {
      if (text[i] < '0' || text[i] > '9') return -1;
      value = value * 10 + (text[i] - '0');
    }
    return value;
  };
  constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  auto const month = months.find(text.substr(8, 3));
  int const day = digits(5, 2), year = digits(12, 4);
  int const hour = digits(17, 2), minute = digits(20, 2), second = digits(23, 2);
  if (month == months.npos || month % 3 != 0 || day < 0 || year < 1970 || hour < 0 || hour > 23 ||
      minute < 0 || minute > 59 || second < 0 || second > 60) {
    return std::nullopt;
  }
  std::chrono::year_month_day const date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month / 3 + 1)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return std::nullopt;
  return clock_time(std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
                    std::chrono::seconds(second));
}

}  // namespace colb::inline COLB_ABI::inner
