// colb: what every attempt of a call in RPC style carries anew: its time and its nonce.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include <colb/sign/tc3.hpp>

namespace colb::inline COLB_ABI::inner {

/// `2024-05-06T07:08:09Z`: UTC, whole seconds, rounded down.
inline std::string rpc_timestamp(std::chrono::system_clock::time_point at) {
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

/// 128 bits of chance as the samples of the vendors write them: in the form of a UUID.
inline std::string rpc_nonce(std::uint64_t high, std::uint64_t low) {
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
