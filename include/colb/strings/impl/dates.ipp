// colb: the bodies of strings/dates.hpp.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>

#include <colb/strings/dates.hpp>

namespace colb::inline COLB_ABI::inner {

COLB_DECL std::int64_t utc_day(std::int64_t seconds) noexcept {
  return std::clamp<std::int64_t>(seconds, 0, 253'402'300'799) / 86'400;
}

COLB_DECL std::chrono::system_clock::time_point clock_time(std::chrono::sys_seconds at) noexcept {
  using held = std::chrono::system_clock::time_point;
  auto const whole = [](held time) { return std::chrono::time_point_cast<std::chrono::seconds>(time); };
  return std::clamp(at, whole(held::min()), whole(held::max()));
}

COLB_DECL std::string utc_date(std::int64_t seconds) {
  std::chrono::year_month_day const date{
      std::chrono::sys_days{std::chrono::days{static_cast<int>(utc_day(seconds))}}};
  std::string text = "0000-00-00";
  auto const put = [&text](std::size_t last, unsigned number) {
    for (; number > 0; number /= 10) text[last--] = static_cast<char>('0' + number % 10);
  };
  put(3, static_cast<unsigned>(static_cast<int>(date.year())));
  put(6, static_cast<unsigned>(date.month()));
  put(9, static_cast<unsigned>(date.day()));
  return text;
}

COLB_DECL std::string utc_time(std::int64_t seconds) {
  std::int64_t const of_day = ((seconds % 86'400) + 86'400) % 86'400;
  std::string text = "00:00:00";
  auto const put = [&text](std::size_t at, std::int64_t number) {
    text[at] = static_cast<char>('0' + number / 10);
    text[at + 1] = static_cast<char>('0' + number % 10);
  };
  put(0, of_day / 3600);
  put(3, of_day / 60 % 60);
  put(6, of_day % 60);
  return text;
}

}  // namespace colb::inline COLB_ABI::inner
