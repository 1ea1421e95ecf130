// colb: the bodies of sign/rpc_parameters.hpp.
#pragma once

#include <colb/sign/rpc_parameters.hpp>

namespace colb::inline COLB_ABI::inner {

COLB_DECL std::string rpc_timestamp(std::chrono::system_clock::time_point at) {
  std::int64_t const seconds = std::chrono::floor<std::chrono::seconds>(at.time_since_epoch()).count();
  std::int64_t const of_day = ((seconds % 86'400) + 86'400) % 86'400;
  std::string text = utc_date(seconds) + "T00:00:00Z";
  auto const put = [&text](std::size_t at_index, std::int64_t number) {
    text[at_index] = static_cast<char>('0' + number / 10);
    text[at_index + 1] = static_cast<char>('0' + number % 10);
  };
  put(11, of_day / 3600);
  put(14, of_day / 60 % 60);
  put(17, of_day % 60);
  return text;
}

COLB_DECL std::string rpc_nonce(std::uint64_t high, std::uint64_t low) {
  constexpr char hex[] = "0123456789abcdef";
  std::string text;
  for (int digit = 0; digit < 32; ++digit) {
    if (digit == 8 || digit == 12 || digit == 16 || digit == 20) text += '-';
    std::uint64_t const half = digit < 16 ? high : low;
    text += hex[(half >> (60 - 4 * (digit % 16))) & 15];
  }
  return text;
}

}  // namespace colb::inline COLB_ABI::inner
