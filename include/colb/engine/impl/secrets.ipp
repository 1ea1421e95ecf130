// colb: the bodies of secrets.hpp.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <colb/engine/secrets.hpp>
#include <colb/transport/http.hpp>

namespace colb::inline COLB_ABI::inner {

/// What stands after `Signature=`, up to the end of the parameter.
COLB_DECL std::vector<std::string> signatures_in(std::string_view text) {
  constexpr std::string_view name = "Signature=";
  std::vector<std::string> found;
  for (auto at = text.find(name); at != text.npos; at = text.find(name, at + 1)) {
    std::string_view value = text.substr(at + name.size());
    found.emplace_back(value.substr(0, value.find_first_of("&, \r\n")));
  }
  return found;
}

COLB_DECL secrets::secrets(credentials const& who, request const& sent) {
  add(who.key);
  add(who.token);
  std::vector<std::string> signatures = signatures_in(sent.target);
  for (std::string& each : signatures_in(sent.body)) signatures.push_back(std::move(each));
  for (auto const& [header, value] : sent.headers) {
    if (!same_name(header, "Authorization")) continue;
    for (std::string& each : signatures_in(value)) signatures.push_back(std::move(each));
  }
  for (std::string& each : signatures) add(std::move(each));
  // The longest first: one may be a part of another.
  std::ranges::sort(all_, [](std::string const& a, std::string const& b) { return a.size() > b.size(); });
}

COLB_DECL void secrets::add(std::string value) {
  constexpr std::size_t shortest = 4;  // less is no secret, and would tear words apart
  if (value.size() < shortest) return;
  constexpr char hex[] = "0123456789ABCDEF";
  auto const digit = [](char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : -1;
  };
  std::string encoded;
  std::string decoded;
  for (char const c : value) {
    bool const plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.' || c == '~';
    if (plain) {
      encoded += c;
    } else {
      encoded += '%';
      encoded += hex[static_cast<unsigned char>(c) >> 4];
      encoded += hex[static_cast<unsigned char>(c) & 15];
    }
  }
  for (std::size_t i = 0; i < value.size(); ++i) {
    int const high = value[i] == '%' && i + 2 < value.size() ? digit(value[i + 1]) : -1;
    int const low = high >= 0 ? digit(value[i + 2]) : -1;
    decoded += low >= 0 ? static_cast<char>(high * 16 + low) : value[i];
    if (low >= 0) i += 2;
  }
  if (encoded != value) all_.push_back(std::move(encoded));
  if (decoded != value) all_.push_back(std::move(decoded));
  all_.push_back(std::move(value));
}

COLB_DECL void secrets::mask(std::string& text) const {
  constexpr std::string_view stars = "***";
  for (std::string const& secret : all_) {
    for (auto at = text.find(secret); at != text.npos; at = text.find(secret, at + stars.size()))
      text.replace(at, secret.size(), stars);
  }
}

COLB_DECL void secrets::mask(error_info& info) const {
  mask(info.vendor_code);
  mask(info.vendor_message);
  mask(info.request_id);
  mask(info.detail);
  for (outcome& each : info.outcomes) {
    mask(each.resource);
    mask(each.code);
    mask(each.message);
  }
}

}  // namespace colb::inline COLB_ABI::inner
