// colb: the proxy through which services are reached.
#pragma once

#include <string>

#include <colb/version.hpp>

namespace colb::inline COLB_ABI {

/// Through which proxy a client reaches its service. Without a `url` it goes straight.
struct proxy_options {
  /// `http://[user:password@]host[:port]`: a proxy that tunnels (CONNECT), with Basic authentication;
  /// `https://…`: the same, spoken to over TLS by the client's own `tls` options; `socks5h://…`: SOCKS 5 that
  /// looks up the name of the service itself; `socks5://…`: SOCKS 5 that is given an address. No scheme means
  /// http. Ports that are not named: 80, 443, 1080. User name and password are percent-decoded, and never
  /// shown.
  std::string url{};
  /// Hosts that are reached straight, separated by commas or blanks: `*` is all of them; a name is itself and
  /// what is below it, with or without a leading dot; an address; a network such as `10.0.0.0/8`; each with
  /// or without `:port`, IPv6 addresses then in brackets. Loopback is always reached straight.
  std::string no_proxy{};

  /// What the environment says: `https_proxy`, `HTTPS_PROXY`, `all_proxy`, `ALL_PROXY`, whichever is first
  /// and not empty, and `no_proxy`, `NO_PROXY`. colb never looks there by itself.
  static proxy_options from_environment();
};

}  // namespace colb::inline COLB_ABI

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/impl/proxy.ipp>
#endif
