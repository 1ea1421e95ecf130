// colb: the case of letters, as the wire knows it: ASCII alone, whatever the locale.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include <colb/version.hpp>

namespace colb::inline COLB_ABI::inner {

constexpr char ascii_lowered(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
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
