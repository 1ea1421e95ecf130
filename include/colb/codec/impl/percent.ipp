// colb: the bodies of codec/percent.hpp.
#pragma once

#include <utility>

#include <colb/codec/percent.hpp>

namespace colb::inline COLB_ABI::inner {

COLB_DECL void append_percent_encoded(std::string& out, std::string_view text) {
  for (char const c : text) {
    auto const byte = static_cast<unsigned char>(c);
    if (uri_unreserved[byte]) {
      out += c;
    } else {
      out += '%';
      out += upper_hex_digits[byte >> 4];
      out += upper_hex_digits[byte & 15];
    }
  }
}

COLB_DECL void append_encoded_parameter(std::string& out, codec::parameter const& parameter) {
  if (!out.empty()) out += '&';
  append_percent_encoded(out, parameter.first);
  out += '=';
  append_percent_encoded(out, parameter.second);
}

}  // namespace colb::inline COLB_ABI::inner

namespace colb::inline COLB_ABI::codec {

COLB_DECL std::string percent_encode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  inner::append_percent_encoded(out, text);
  return out;
}

COLB_DECL std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (text.size() - i < 3) return std::nullopt;
      int const high = inner::hex_digit_value(text[i + 1]);
      int const low = inner::hex_digit_value(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += plus_is_space && text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

COLB_DECL std::string form_encode(std::span<parameter const> parameters) {
  std::string out;
  for (auto const& each : parameters) inner::append_encoded_parameter(out, each);
  return out;
}

COLB_DECL std::optional<std::vector<parameter>> parse_form(std::string_view text,
                                                           std::size_t max_parameters) {
  std::vector<parameter> out;
  while (!text.empty()) {
    auto const piece = text.substr(0, text.find('&'));
    text.remove_prefix(piece.size() < text.size() ? piece.size() + 1 : piece.size());
    if (piece.empty()) continue;
    if (out.size() == max_parameters) return std::nullopt;
    auto const equals = piece.find('=');
    auto name = percent_decode(piece.substr(0, equals), true);
    auto value = percent_decode(equals == piece.npos ? std::string_view() : piece.substr(equals + 1), true);
    if (!name || !value) return std::nullopt;
    out.emplace_back(*std::move(name), *std::move(value));
  }
  return out;
}

}  // namespace colb::inline COLB_ABI::codec
