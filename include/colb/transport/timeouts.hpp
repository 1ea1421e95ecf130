// colb: the bounds of every wait, and of what is kept open.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <colb/version.hpp>

namespace colb::inline COLB_ABI {

/// How long each step of a call may take. A step that takes longer ends the call's attempt with
/// `condition::timed_out`. Zero (or less) leaves that step to the other bounds; a time too long to be counted
/// is none.
struct timeouts {
  std::chrono::milliseconds pool{
      0};  ///< Waiting for a free connection; default 0: as long as the call may take.
  std::chrono::milliseconds resolve{5'000};  ///< Looking up the host name; default 5 s.
  std::chrono::milliseconds connect{5'000};  ///< TCP connect, all addresses together; default 5 s.
  std::chrono::milliseconds tls{10'000};     ///< TLS handshake; default 10 s.
  std::chrono::milliseconds request{
      30'000};  ///< Sending the request and receiving the whole reply; default 30 s.
  std::chrono::milliseconds operation{300'000};  ///< One `call` with all its attempts; default 5 min.
  std::chrono::milliseconds lane{600'000};       ///< Waiting for other changes of the same resource, which no
                                                 ///< other limit counts; default 10 min.
};
static_assert(std::is_trivially_destructible_v<timeouts>);

/// What a client keeps open, and what it takes in.
struct pool_limits {
  std::size_t max_connections =
      64;  ///< Connections to one host at a time, at least 1; more calls wait. Default 64.
  std::size_t max_idle = SIZE_MAX;  ///< Of these, kept for later use; default all, 0 keeps none.
  std::chrono::milliseconds idle_timeout{
      30'000};  ///< An idle connection is not used again after this; default 30 s, 0: no limit.
  std::chrono::milliseconds max_age{300'000};  ///< Nor one older than this; default 5 min, 0: no limit.
  std::size_t max_header = 64 * 1024;       ///< Bytes of status line and header of a reply; default 64 KiB.
  std::size_t max_body = 16 * 1024 * 1024;  ///< Bytes of a reply's body; default 16 MiB.
  /// Bytes of memory that the lists and maps of a reply may take once it is read: a short text such as
  /// `[{},{},…]` makes large ones. Default 32 MiB. A larger reply is `malformed_response`, "too large", and
  /// not asked for again.
  std::size_t max_memory = 32 * 1024 * 1024;
};
static_assert(std::is_trivially_destructible_v<pool_limits>);

}  // namespace colb::inline COLB_ABI
