// colb: the case of letters, as the wire knows it: ASCII alone, whatever the locale.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include <colb/version.hpp>

namespace colb::inline COLB_ABI::inner {

constexpr char ascii_lowered(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// A text of ASCII and other bytes, in place: eight at a time.
inline void ascii_lower(char* at, std::size_t size) noexcept {
  constexpr std::uint64_t ones = 0x0101010101010101U, tops = 0x8080808080808080U;
  for (; size >= 8; at += 8, size -= 8) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, at, 8);
    // The top bit of each byte says: at least 'A', beyond 'Z'. No sum reaches the next byte.
    std::uint64_t const low = bytes & ~tops;
    std::uint64_t const from_a = low + ones * (0x80 - 'A'), beyond_z = low + ones * (0x7f - 'Z');
    std::uint64_t const upper = from_a & ~beyond_z & ~bytes & tops;
    bytes |= upper >> 2;
    std::memcpy(at, &bytes, 8);
  }
  for (; size != 0; ++at, --size) *at = ascii_lowered(*at);
}

inline std::string ascii_lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = ascii_lowered(c);
  return out;
}

/// Whether two texts are the same but for the case of their letters.
constexpr bool same_but_case(std::string_view a, std::string_view b) noexcept {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return ascii_lowered(x) == ascii_lowered(y); });
}

}  // namespace colb::inline COLB_ABI::inner
