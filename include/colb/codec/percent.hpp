// colb: percent-encoding (RFC 3986) and form bodies.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <colb/strings/hex.hpp>
#include <colb/version.hpp>

namespace colb::inline COLB_ABI::codec {

/// One flat parameter of a query or a form: its name and its value, neither of them encoded.
using parameter = std::pair<std::string, std::string>;

}  // namespace colb::inline COLB_ABI::codec

namespace colb::inline COLB_ABI::inner {

inline constexpr std::array<bool, 256> uri_unreserved = [] {
  std::array<bool, 256> table{};
  for (char const c :
       std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~")) {
    table[static_cast<unsigned char>(c)] = true;
  }
  return table;
}();

void append_percent_encoded(std::string& out, std::string_view text);

void append_encoded_parameter(std::string& out, codec::parameter const& parameter);

}  // namespace colb::inline COLB_ABI::inner

namespace colb::inline COLB_ABI::codec {

/// Percent-encodes every byte outside `A-Z a-z 0-9 - _ . ~`, with upper-case digits (space gives `%20`).
/// @param text Any bytes; text is expected in UTF-8, but not checked.
/// Pure; safe to call from any thread.
std::string percent_encode(std::string_view text);

/// Undoes percent-encoding: `%` and two hexadecimal digits of either case make a byte, the rest stays as it
/// is.
/// @param text Encoded text.
/// @param plus_is_space Whether `+` stands for a space, as in form bodies and most queries.
/// @return The bytes, not checked to be UTF-8; nothing when a `%` isn't followed by two hexadecimal digits.
/// Pure; safe to call from any thread.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space);

/// Joins parameters to `a=b&c=d`, in the order given, names and values percent-encoded (empty ones too:
/// `a=`). Pure; safe to call from any thread.
std::string form_encode(std::span<parameter const> parameters);

/// Takes `a=b&c=d` apart, `+` standing for a space. Order and repetitions are kept.
/// @param text A form body, or a query without its `?`. A piece without `=` is a name with an empty value; an
///   empty piece, as in `a=b&&c=d`, is skipped.
/// @param max_parameters How many parameters are read at most: hostile text costs forty times its size.
/// @return The parameters decoded; nothing when the encoding is malformed or there are too many of them.
/// Pure; safe to call from any thread.
std::optional<std::vector<parameter>> parse_form(std::string_view text, std::size_t max_parameters = 10'000);

}  // namespace colb::inline COLB_ABI::codec

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/codec/impl/percent.ipp>
#endif
