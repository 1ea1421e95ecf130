// colb: why a connection was closed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <colb/version.hpp>

namespace colb::inline COLB_ABI {

/// Why a connection was closed.
enum class close_reason : std::uint8_t {
  server,     ///< The server closed it, or said that it would.
  broken,     ///< It broke, or what came over it made no sense.
  timed_out,  ///< A limit passed while it was in use.
  cancelled,  ///< The operation that used it was cancelled.
  idle,       ///< `pool_limits::idle_timeout`.
  old,        ///< `pool_limits::max_age`.
  surplus,    ///< `pool_limits::max_idle`.
  doubtful,   ///< It had been idle as long as another one that turned out to be dead.
  client      ///< The client is gone, or keeps none any more.
};

/// The enumerator's name.
constexpr std::string_view to_string(close_reason why) noexcept {
  constexpr std::string_view names[] = {"server", "broken",  "timed_out", "cancelled", "idle",
                                        "old",    "surplus", "doubtful",  "client"};
  return names[static_cast<std::size_t>(why)];
}

}  // namespace colb::inline COLB_ABI
