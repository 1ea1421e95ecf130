// colb: hexadecimal digits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <colb/version.hpp>

namespace colb::inline COLB_ABI::inner {

inline constexpr std::string_view hex_digits = "0123456789abcdef";
inline constexpr std::string_view upper_hex_digits = "0123456789ABCDEF";

/// Two digits for each byte.
inline void append_hex(std::string& out, std::span<unsigned char const> bytes,
                       std::string_view digits = hex_digits) {
  std::size_t at = out.size();
  out.resize(at + 2 * bytes.size());
  for (unsigned char const byte : bytes) {
    out[at++] = digits[byte >> 4];
    out[at++] = digits[byte & 15];
  }
}

/// Of a digit in either case; -1 for anything else.
constexpr int hex_digit_value(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

}  // namespace colb::inline COLB_ABI::inner
