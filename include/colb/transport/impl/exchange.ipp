// colb: one HTTP exchange over a connection of the pool: the bodies.
#pragma once

#include <colb/transport/exchange.hpp>

#include <exception>
#include <system_error>
#include <utility>

#include <asio/buffer.hpp>
#include <asio/cancellation_type.hpp>
#include <asio/error.hpp>
#include <asio/socket_base.hpp>
#include <asio/this_coro.hpp>

namespace colb::inline COLB_ABI::inner {

namespace exchange_parts {

/// What went wrong in the middle of an exchange.
COLB_DECL failure broken(pool::connection const& c, std::error_code ec, std::size_t sent, bool cancelled) {
  failure out = pool::failed(c, ec, cancelled);
  out.reached_server = sent != 0;
  out.response_started = c.reader.seen() != 0;
  out.stale = c.reused && !out.response_started && !out.timed_out && !out.cancelled;
  return out;
}

COLB_DECL asio::awaitable<exchange_result> converse(pool::lease& held, request const& what) {
  pool::connection& c = *held.get();
  std::error_code ec;
  std::size_t sent = 0;

  c.entered(stage::send);
  c.reader.reset();
  serialise(what, c.to(), c.out);
  held.clean(false);
  while (sent != c.out.size()) {
    sent += c.io->try_write(asio::buffer(c.out) + sent, ec);
    if (!ec) continue;
    if (ec == asio::error::would_block) {
      co_await c.io->ready(asio::socket_base::wait_write, ec);
      auto const cancellation = co_await asio::this_coro::cancellation_state;
      if (cancellation.cancelled() != asio::cancellation_type::none) co_return broken(c, ec, sent, true);
      if (!ec && !c.timed_out) continue;
    }
    co_return broken(c, ec, sent, false);
  }

  c.at = stage::receive;
  auto state = response_reader::state::more;
  while (state == response_reader::state::more) {
    co_await c.io->ready(asio::socket_base::wait_read, ec);
    auto const cancellation = co_await asio::this_coro::cancellation_state;
    if (cancellation.cancelled() != asio::cancellation_type::none) co_return broken(c, ec, sent, true);
    if (ec || c.timed_out) co_return broken(c, ec, sent, false);
    do {
      auto const [data, size] = c.reader.prepare();
      std::size_t const got = c.io->try_read(asio::buffer(data, size), ec);
      if (!ec)
        state = c.reader.commit(got);
      else if (ec == asio::error::eof)
        state = c.reader.eof();
      else if (ec != asio::error::would_block)
        co_return broken(c, ec, sent, false);
    } while (!ec && state == response_reader::state::more);
  }

  if (state == response_reader::state::failed) {
    failure const known = broken(c, ec, sent, false);
    failure out = std::move(c.reader.problem());
    out.reached_server = true;
    out.response_started = known.response_started;
    out.stale = known.stale;
    co_return out;
  }
  held.clean(c.reader.reusable());
  c.of.count(c);
  co_return std::move(c.reader.result());
}

}  // namespace exchange_parts

COLB_DECL asio::awaitable<exchange_result> exchange(std::shared_ptr<pool> self, endpoint const& to,
                                                    request const& what, clock::tick deadline) {
  bool const throws = co_await asio::this_coro::throw_if_cancelled();
  co_await asio::this_coro::throw_if_cancelled(false);
  exchange_result out;
  std::exception_ptr thrown;
  try {
    pool::operation const in_flight(self);
    failure why;
    if (why.detail = why_not(what); !why.detail.empty()) {
      why.at = stage::send;
      why.code = std::make_error_code(std::errc::invalid_argument);
      out = std::move(why);
    } else {
      pool::lease held = co_await pool::acquire(self, to, deadline, why);
      if (held)
        out = co_await exchange_parts::converse(held, what);
      else
        out = std::move(why);
    }
  } catch (...) {
    thrown = std::current_exception();
  }
  co_await asio::this_coro::throw_if_cancelled(throws);
  if (thrown) std::rethrow_exception(thrown);
  co_return out;
}

}  // namespace colb::inline COLB_ABI::inner
