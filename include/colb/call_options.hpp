// colb: what one call may be told beside its request.
#pragma once

#include <chrono>
#include <cstdint>
#include <type_traits>

#include <colb/version.hpp>

namespace colb::inline COLB_ABI {

/// How one call is made, where that differs from the client's options.
struct call_options {
  std::chrono::milliseconds timeout{
      0};                ///< Of the call with all its attempts, lanes aside; 0: `timeouts.operation`.
  int max_attempts = 0;  ///< As in `retry_options`; 0: what that says.
  bool lane = true;      ///< Whether a change queues for its resources.
  bool urgent =
      false;  ///< A change goes to the head of the queue, as when a target is drained in an incident.
  std::uint64_t tag = 0;      ///< The caller's own number; goes into every event of the call.
  bool keep_unknown = false;  ///< Whether the reply keeps what colb's structs have no member for:
                              ///< `reply.unknown()`.
};
static_assert(std::is_trivially_destructible_v<call_options>);

}  // namespace colb::inline COLB_ABI
