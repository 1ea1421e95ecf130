// colb: where a service listens.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <colb/version.hpp>

namespace colb::inline COLB_ABI::inner {

/// A host to talk to; made by `parse_endpoint`.
struct endpoint {
  bool tls = true;
  std::string host{};  ///< Lower case; an IPv6 address without brackets; a name without the dot of the root.
  bool absolute = false;  ///< The name was written with that dot: it is looked up as it stands.
  std::uint16_t port = 443;
  std::string authority{};  ///< As in the Host header: brackets for IPv6, port unless it is the scheme's own.

  friend bool operator==(endpoint const&, endpoint const&) = default;
};

bool is_loopback(std::string const& host);

/// Reads "https://host[:port]", or "http://host[:port]" of loopback; IPv6 addresses in brackets.
/// Throws std::invalid_argument that says what is wrong and what to write instead.
endpoint parse_endpoint(std::string_view url);

}  // namespace colb::inline COLB_ABI::inner

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/transport/impl/endpoint.ipp>
#endif
