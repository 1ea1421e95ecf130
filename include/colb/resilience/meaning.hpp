// colb: what a vendor's refusal means, as data. One form for the error tables of all services.
#pragma once

#include <cstdint>

#include <colb/error.hpp>
#include <colb/version.hpp>

namespace colb::inline COLB_ABI::inner {

/// Whether what a refusal says passes by itself.
enum class passing : std::uint8_t {
  never,      ///< It is told at once: the same request would be refused again.
  busy,       ///< The resource is at work; nothing was done. Repeated for `retry.busy_for`.
  unclear,    ///< Busy or in the wrong state, the code does not say which. Repeated for `retry.unclear_for`.
  throttled,  ///< Too many requests; nothing was done.
  broke  ///< The service broke inside: nobody knows what became of a change. Repeated where that is harmless.
};

/// What a code, with its message, means to its caller.
struct meaning {
  colb::condition condition = colb::condition::invalid_request;
  passing passes = passing::never;

  friend constexpr bool operator==(meaning const&, meaning const&) = default;
};

}  // namespace colb::inline COLB_ABI::inner
