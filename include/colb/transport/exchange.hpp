// colb: one HTTP exchange over a connection of the pool.
#pragma once

#include <memory>
#include <variant>

#include <asio/awaitable.hpp>

#include <colb/clock.hpp>
#include <colb/transport/endpoint.hpp>
#include <colb/transport/failure.hpp>
#include <colb/transport/http.hpp>
#include <colb/transport/pool.hpp>

namespace colb::inline COLB_ABI::inner {

using exchange_result = std::variant<response, failure>;

/// Sends a request and receives the response, which may come before all is sent: it then ends the sending.
/// Never sends twice: whether to do so follows from `failure::reached_server` and `failure::stale`. A kept
/// connection that is dead when it is taken is replaced silently; one that turns out to be dead takes with it
/// those that were idle as long. A server that never stops talking ends neither the deadline nor other work
/// on the executor: after some kilobytes it is their turn.
/// @param to, what must live until the end of the operation.
/// @param deadline bounds the whole, beside the pool's `timeouts`.
/// Errors are returned as `failure`; only lack of memory throws. Cancellation: all types, at every point;
/// then `failure::cancelled` is set and the connection closed unless nothing was sent yet.
asio::awaitable<exchange_result> exchange(std::shared_ptr<pool> self, endpoint const& to, request const& what,
                                          clock::tick deadline);

}  // namespace colb::inline COLB_ABI::inner

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/transport/impl/exchange.ipp>
#endif
