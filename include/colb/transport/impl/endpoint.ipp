// colb: where a service listens: the bodies.
#pragma once

#include <colb/transport/endpoint.hpp>

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <system_error>

#include <colb/asio/ip/address.hpp>

namespace colb::inline COLB_ABI::inner {

COLB_DECL bool is_loopback(std::string const& host) {
  if (host == "localhost") return true;
  error_code ec;
  auto const address = asio::ip::make_address(host, ec);
  return !ec && address.is_loopback();
}

namespace endpoint_text {

[[noreturn]] COLB_DECL void refuse(std::string_view url, std::string_view why) {
  std::string shown(url);
  std::ranges::replace_if(
      shown, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, '?');
  throw std::invalid_argument("endpoint '" + shown + "': " + std::string(why));
}

COLB_DECL bool is_name(std::string_view host) {
  auto const ok = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
  };
  return !host.empty() && host.size() <= 253 && std::ranges::all_of(host, ok) && host.front() != '.' &&
         host.front() != '-' && host.find("..") == std::string_view::npos;
}

}  // namespace endpoint_text

COLB_DECL endpoint parse_endpoint(std::string_view url) {
  using namespace endpoint_text;
  // A URL with credentials in it must not reach an error text.
  if (url.find('@') != std::string_view::npos)
    throw std::invalid_argument(
        "endpoint: user name and password do not belong here; write https://host[:port]");

  auto const scheme_end = url.find("://");
  if (scheme_end == std::string_view::npos) refuse(url, "the scheme is missing; write https://host[:port]");
  std::string scheme(url.substr(0, scheme_end));
  std::string_view rest = url.substr(scheme_end + 3);
  auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  std::ranges::transform(scheme, scheme.begin(), lower);

  endpoint out;
  if (scheme == "https") {
    out.tls = true;
  } else if (scheme == "http") {
    out.tls = false;
  } else {
    refuse(url, "the scheme is neither https nor http; write https://host[:port]");
  }
  std::uint16_t const usual_port = out.tls ? 443 : 80;
  out.port = usual_port;

  if (rest.ends_with('/')) rest.remove_suffix(1);
  if (rest.find_first_of("/?#") != std::string_view::npos)
    refuse(url, "only a host is expected, colb adds path and query itself; write https://host[:port]");

  std::string_view host = rest;
  std::string_view port;
  bool const bracketed = rest.starts_with('[');
  if (bracketed) {
    auto const close = rest.find(']');
    if (close == std::string_view::npos)
      refuse(url, "the bracket of the IPv6 address is not closed; write https://[::1]:port");
    host = rest.substr(1, close - 1);
    port = rest.substr(close + 1);
    if (!port.empty() && !port.starts_with(':')) refuse(url, "after ']' only ':port' may follow");
  } else if (auto const colon = rest.find(':'); colon != std::string_view::npos) {
    if (rest.find(':', colon + 1) != std::string_view::npos)
      refuse(url, "an IPv6 address needs brackets; write https://[::1]:port");
    host = rest.substr(0, colon);
    port = rest.substr(colon);
  }

  if (!port.empty()) {
    port.remove_prefix(1);
    unsigned value = 0;
    auto const [end, ec] = std::from_chars(port.data(), port.data() + port.size(), value);
    if (ec != std::errc() || end != port.data() + port.size() || value == 0 || value > 65535)
      refuse(url, "the port is not a number from 1 to 65535");
    out.port = static_cast<std::uint16_t>(value);
  }

  out.host = host;
  std::ranges::transform(out.host, out.host.begin(), lower);
  if (!bracketed && out.host.size() > 1 && out.host.ends_with('.') && !out.host.ends_with("..")) {
    // Certificates, Host headers and signatures know names without it.
    out.host.pop_back();
    out.absolute = !is_loopback(out.host);
  }
  if (bracketed) {
    error_code ec;
    auto const address = asio::ip::make_address_v6(out.host, ec);
    if (ec || address.scope_id() != 0) refuse(url, "what stands in brackets is not an IPv6 address");
    out.host = address.to_string();
  } else if (!is_name(out.host)) {
    refuse(url, out.host.empty() ? "the host is missing; write https://host[:port]"
                                 : "the host name holds characters that host names do not have");
  }

  if (!out.tls && !is_loopback(out.host))
    refuse(url,
           "plain http would send signed requests readable to everyone, so it is allowed to loopback only; "
           "write https://");

  out.authority = bracketed ? '[' + out.host + ']' : out.host;
  if (out.port != usual_port) out.authority += ':' + std::to_string(out.port);
  return out;
}

}  // namespace colb::inline COLB_ABI::inner
