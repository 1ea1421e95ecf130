// colb: UTF-8, checked and made.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

#include <colb/version.hpp>

namespace colb::inline COLB_ABI::inner {

/// U+FFFD: what stands for bytes that mean nothing.
inline constexpr std::string_view replacement_character = "\xef\xbf\xbd";

/// The sequence that a text begins with. Where it is none: how many bytes one U+FFFD stands for (the longest
/// part of a sequence that began well, as Unicode recommends), at least one.
struct utf8_sequence {
  std::size_t size;
  bool valid;
};

/// @param text Not empty.
constexpr utf8_sequence utf8_step(std::string_view text) noexcept {
  auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  unsigned const first = byte(0);
  if (first < 0x80) return {1, true};
  std::size_t const size = first >= 0xc2 && first <= 0xdf   ? 2
                           : first >= 0xe0 && first <= 0xef ? 3
                           : first >= 0xf0 && first <= 0xf4 ? 4
                                                            : 0;
  if (size == 0) return {1, false};
  // The second byte's range keeps out overlong forms, surrogates and what lies beyond U+10FFFF.
  unsigned low = 0x80, high = 0xbf;
  if (first == 0xe0) low = 0xa0;
  if (first == 0xed) high = 0x9f;
  if (first == 0xf0) low = 0x90;
  if (first == 0xf4) high = 0x8f;
  for (std::size_t i = 1; i < size; ++i) {
    if (i == text.size() || byte(i) < low || byte(i) > high) return {i, false};
    low = 0x80;
    high = 0xbf;
  }
  return {size, true};
}

/// Whether all of a text is UTF-8.
constexpr bool is_utf8(std::string_view text) noexcept {
  if (!std::is_constant_evaluated()) {
    // ASCII, eight bytes at a time.
    constexpr std::uint64_t tops = 0x8080808080808080U;
    for (; text.size() >= 8; text.remove_prefix(8)) {
      std::uint64_t bytes = 0;
      std::memcpy(&bytes, text.data(), 8);
      if ((bytes & tops) != 0) break;
    }
  }
  while (!text.empty()) {
    auto const step = utf8_step(text);
    if (!step.valid) return false;
    text.remove_prefix(step.size);
  }
  return true;
}

/// @param code A Unicode scalar value.
inline void append_utf8(std::string& out, std::uint32_t code) {
  auto const put = [&out](std::uint32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (code < 0x80) return put(code);
  if (code < 0x800) {
    put(0xc0 | code >> 6);
  } else {
    if (code < 0x10000) {
      put(0xe0 | code >> 12);
    } else {
      put(0xf0 | code >> 18);
      put(0x80 | (code >> 12 & 0x3f));
    }
    put(0x80 | (code >> 6 & 0x3f));
  }
  put(0x80 | (code & 0x3f));
}

}  // namespace colb::inline COLB_ABI::inner
