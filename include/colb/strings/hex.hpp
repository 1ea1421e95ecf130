// colb: hexadecimal digits.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>

#include <colb/version.hpp>

namespace colb::inline COLB_ABI::inner {

inline constexpr std::string_view hex_digits = "0123456789abcdef";
inline constexpr std::string_view upper_hex_digits = "0123456789ABCDEF";

/// Two digits for each byte, in lower case.
/// @param at where they go: room for all of them.
inline char* put_hex(char* at, std::span<unsigned char const> bytes) {
  static constexpr auto pairs = [] {
    std::array<char, 512> table{};
    for (std::size_t i = 0; i < 256; ++i) {
      table[2 * i] = hex_digits[i >> 4];
      table[2 * i + 1] = hex_digits[i & 15];
    }
    return table;
  }();
  for (unsigned char const byte : bytes) {
    std::memcpy(at, pairs.data() + 2 * std::size_t{byte}, 2);
    at += 2;
  }
  return at;
}
inline void append_hex(std::string& out, std::span<unsigned char const> bytes) {
  std::size_t const before = out.size();
  out.resize(before + 2 * bytes.size());
  put_hex(out.data() + before, bytes);
}

/// Of a digit in either case; -1 for anything else.
constexpr int hex_digit_value(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

}  // namespace colb::inline COLB_ABI::inner
