// colb: the bodies of sign/rpc_parameters.hpp.
#pragma once

#include <colb/sign/rpc_parameters.hpp>
#include <colb/strings/dates.hpp>
#include <colb/strings/hex.hpp>

namespace colb::inline COLB_ABI::inner {

COLB_DECL std::string rpc_timestamp(std::chrono::system_clock::time_point at) {
  std::int64_t const seconds = std::chrono::floor<std::chrono::seconds>(at.time_since_epoch()).count();
  return utc_date(seconds) + 'T' + utc_time(seconds) + 'Z';
}

COLB_DECL std::string rpc_nonce(std::uint64_t high, std::uint64_t low) {
  std::string text;
  for (int digit = 0; digit < 32; ++digit) {
    if (digit == 8 || digit == 12 || digit == 16 || digit == 20) text += '-';
    std::uint64_t const half = digit < 16 ? high : low;
    text += hex_digits[(half >> (60 - 4 * (digit % 16))) & 15];
  }
  return text;
}

}  // namespace colb::inline COLB_ABI::inner
