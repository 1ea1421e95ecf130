// colb: how an exchange failed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>

#include <colb/version.hpp>

namespace colb::inline COLB_ABI::inner {

/// Where in an exchange something happened.
enum class stage : std::uint8_t {
  pool,     ///< Waiting for a free connection.
  resolve,  ///< Looking up the host name.
  connect,  ///< TCP connect.
  proxy,    ///< Having the proxy connect.
  tls,      ///< TLS handshake.
  send,     ///< Sending the request (or refusing to send it).
  receive,  ///< Receiving the reply.
  parse,    ///< What came is not an HTTP reply.
  limit     ///< The reply is larger than allowed.
};

constexpr std::string_view to_string(stage at) {
  constexpr std::string_view names[] = {"pool", "resolve", "connect", "proxy", "tls",
                                        "send", "receive", "parse",   "limit"};
  return names[static_cast<std::size_t>(at)];
}

/// Why there is no reply, and what is known of the request.
struct failure {
  stage at = stage::pool;
  std::error_code code{};
  bool reached_server = false;    ///< False: not one byte of the request was handed to the connection.
  bool response_started = false;  ///< At least one byte of a reply came.
  bool timed_out = false;         ///< A bound of `timeouts` or the exchange's deadline passed.
  bool cancelled = false;         ///< The awaiting coroutine was cancelled.
  bool stale = false;             ///< A kept connection turned out to be dead before any byte of a reply.
  bool lasting =
      false;  ///< Another attempt would end the same: TLS or the proxy refused, the line did not break.
  bool too_large = false;  ///< More came than may; it would come again.
  std::string detail{};    ///< Readable; holds no header and no body.
};

}  // namespace colb::inline COLB_ABI::inner
