// colb: one HTTP exchange over a connection of the pool.
#pragma once

#include <memory>
#include <variant>

#include <colb/asio/awaitable.hpp>

#include <colb/clock.hpp>
#include <colb/transport/endpoint.hpp>
#include <colb/transport/failure.hpp>
#include <colb/transport/http.hpp>
#include <colb/transport/notes.hpp>
#include <colb/transport/pool.hpp>

namespace colb::inline COLB_ABI::inner {

using exchange_result = std::variant<response, failure>;

/// A request on its way out: made when a connection is ready for it, so that its signature is fresh.
class outgoing {
 public:
  outgoing() = default;
  outgoing(outgoing const&) = delete;
  outgoing& operator=(outgoing const&) = delete;

  /// Makes the request; asked for once in an exchange. What it gives lives as long as this.
  virtual request const& message() = 0;
  /// `request::repeatable` of what it makes.
  virtual bool repeatable() const noexcept = 0;
  /// Its first byte was written.
  virtual void first_byte() {}

  /// Where the exchange is noted down; null: nowhere.
  exchange_notes* notes = nullptr;

 protected:
  ~outgoing() = default;
};

/// Sends a request and receives the response, which may come before all is sent: it then ends the sending.
/// Never sends twice: whether to do so follows from `failure::reached_server` and `failure::stale`. A kept
/// connection that is dead when it is taken is replaced silently; one that turns out to be dead, or has
/// spoken unasked, takes with it those that were idle as long. A server that never stops talking ends neither
/// the deadline nor other work on the executor: after some kilobytes it is their turn.
/// @param to, what must live until the end of the operation.
/// @param deadline bounds the whole, beside the pool's `timeouts`.
/// Errors are returned as `failure`; lack of memory throws, and what making the request throws. Cancellation:
/// all types, at every point; then `failure::cancelled` is set and the connection closed unless nothing was
/// sent yet.
asio::awaitable<exchange_result> exchange(std::shared_ptr<pool> self, endpoint const& to, request const& what,
                                          clock::tick deadline);
/// Likewise, of a request that is yet to be made; for a coroutine that does not throw when it is cancelled.
/// @param self, out must live until the end of the operation, too.
/// @param out where the result goes.
asio::awaitable<void> exchange(std::shared_ptr<pool> const& self, endpoint const& to, outgoing& what,
                               clock::tick deadline, exchange_result& out);

}  // namespace colb::inline COLB_ABI::inner

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/transport/impl/exchange.ipp>
#endif
