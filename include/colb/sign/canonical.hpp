// colb: what the signatures have in common: sorted parameters, canonical headers, the Authorization header.
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <colb/codec/percent.hpp>
#include <colb/sign/hash.hpp>
#include <colb/strings/ascii.hpp>

namespace colb::inline COLB_ABI::sign {

/// A header of a request: its name in any case, its value as it stands there. Both are borrowed.
struct header {
  std::string_view name{};
  std::string_view value{};
};

/// The longest Authorization header that is looked at, in bytes.
inline constexpr std::size_t max_authorization_size = 4096;

/// How many headers an Authorization header may name.
inline constexpr std::size_t max_signed_headers = 64;

}  // namespace colb::inline COLB_ABI::sign

namespace colb::inline COLB_ABI::inner {

constexpr bool same_header_name(std::string_view a, std::string_view b) noexcept {
  return same_but_case(a, b);
}

constexpr std::string_view http_trimmed(std::string_view text) noexcept {
  auto const first = text.find_first_not_of(" \t");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// Byte order of the names as they are, before any encoding; repeated names keep their order.
std::vector<codec::parameter const*> sorted_parameters(std::span<codec::parameter const> parameters);

enum class value_case { as_sent, lowered };

struct canonical_header_text {
  std::string lines;  // "name:value\n" for each name
  std::string names;  // "name;name"
};

// Names in lower case and in byte order; the values of a repeated name are sorted and joined by commas, as
// Alibaba's SDKs do.
canonical_header_text canonical_headers(std::span<sign::header const> headers, value_case values);

std::string canonical_request(std::string_view method, std::string_view uri, std::string_view query,
                              canonical_header_text const& headers, std::string_view payload_hash);

std::string authorization_text(std::string_view scheme, std::string_view credential,
                               std::string_view separator, std::string_view signed_headers,
                               std::string_view signature);

struct authorization_parts {
  std::string_view credential;
  std::vector<std::string> signed_headers;  // in lower case, no name twice
  std::string_view signature;
};

std::optional<std::vector<std::string>> parse_signed_headers(std::string_view list);

// `scheme Credential=…, SignedHeaders=a;b, Signature=…`: each part once, in any order, blanks around the
// commas optional.
std::optional<authorization_parts> parse_authorization(std::string_view text, std::string_view scheme);

// The headers of a request that a signature covers; nothing when one of them isn't there.
std::optional<std::vector<sign::header>> pick_headers(std::span<sign::header const> headers,
                                                      std::span<std::string const> names);

constexpr std::string_view host_without_port(std::string_view host) noexcept {
  auto const colon = host.rfind(':');
  if (colon == host.npos || host.find_first_not_of("0123456789", colon + 1) != host.npos) return host;
  return host.substr(0, colon);
}

// Clients sign the host with its port or without it, whichever of the two they send.
template <class Compute>
bool matches_with_or_without_port(std::vector<sign::header> headers, std::string_view signature,
                                  Compute compute) {
  if (sign::equal_constant_time(compute(headers), signature)) return true;
  for (auto& [name, value] : headers) {
    if (same_header_name(name, "host")) value = host_without_port(http_trimmed(value));
  }
  return sign::equal_constant_time(compute(headers), signature);
}

}  // namespace colb::inline COLB_ABI::inner

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/sign/impl/canonical.ipp>
#endif
