// colb: what an observed exchange goes through. The transport fills it in and tells nobody.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

#include <colb/clock.hpp>
#include <colb/transport/closing.hpp>
#include <colb/transport/endpoint.hpp>
#include <colb/transport/failure.hpp>

namespace colb::inline COLB_ABI::inner {

/// Of one exchange. Must live until its end.
struct exchange_notes {
  std::uint64_t connection = 0;  ///< Number of the one that it goes over.
  bool reused = false;
  bool resumed = false;
  clock::tick sent{};        ///< Its first byte was written; zero: it was not.
  clock::tick first_byte{};  ///< Likewise of the answer, read.
  stage at = stage::pool;
  clock::tick since{};  ///< The present stage was entered.
  std::array<clock::duration, static_cast<std::size_t>(stage::limit) + 1> spent{};

  void enter(stage next, clock::tick now) noexcept {
    spent[static_cast<std::size_t>(std::exchange(at, next))] += now - since;
    since = now;
  }
  clock::duration in(stage which) const noexcept { return spent[static_cast<std::size_t>(which)]; }
};

/// Who is told of the end of connections.
class connection_watcher {
 public:
  /// @param by the exchange that it was in; null: it was idle.
  virtual void closed(endpoint const& to, std::uint64_t connection, close_reason why,
                      exchange_notes const* by) noexcept = 0;

 protected:
  ~connection_watcher() = default;
};

}  // namespace colb::inline COLB_ABI::inner
