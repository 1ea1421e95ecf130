// colb: one HTTP exchange over a connection of the pool: the bodies.
#pragma once

#include <colb/transport/exchange.hpp>

#include <exception>
#include <string>
#include <system_error>
#include <utility>

#include <colb/asio/buffer.hpp>
#include <colb/asio/cancellation_type.hpp>
#include <colb/asio/error.hpp>
#include <colb/asio/post.hpp>
#include <colb/asio/socket_base.hpp>
#include <colb/asio/this_coro.hpp>
#include <colb/asio/use_awaitable.hpp>

namespace colb::inline COLB_ABI::inner {

namespace exchange_parts {

/// What went wrong in the middle of an exchange.
COLB_DECL failure broken(pool::connection& c, error_code ec, std::size_t sent, bool cancelled) {
  failure out = pool::failed(c, ec, cancelled);
  out.reached_server = sent != 0;
  out.response_started = c.reader.seen() != 0;
  out.stale = c.reused && !out.response_started && !out.timed_out && !out.cancelled && !out.too_large;
  if (out.too_large) out.at = stage::limit;
  c.ending = cancelled ? close_reason::cancelled : close_reason::broken;
  if (!out.stale) return out;
  out.lasting = false;  // a new connection may well serve: it is this one that the server has given up
  c.of.distrust(c);
  return out;
}

/// What came before the request is no answer to it: the end of what was said before, or a word of parting.
COLB_DECL bool has_spoken(pool::connection& c, error_code& ec) {
  if (c.io->is_silent()) return false;
  char byte;
  bool const spoke = c.io->try_read(asio::buffer(&byte, 1), ec) != 0;
  if (ec == asio::error::would_block) ec = {};
  return spoke;
}

/// One that is made already.
class made_already final : public outgoing {
 public:
  explicit made_already(request const& what) : what_(what) {}
  request const& message() override { return what_; }
  bool repeatable() const noexcept override { return what_.repeatable; }

 private:
  request const& what_;
};

COLB_DECL failure malformed(std::string why) {
  failure out;
  out.detail = std::move(why);
  out.at = stage::send;
  out.code = std::make_error_code(std::errc::invalid_argument);
  return out;
}

}  // namespace exchange_parts

COLB_DECL asio::awaitable<void> exchange(std::shared_ptr<pool> const& self, endpoint const& to,
                                         outgoing& what, clock::tick deadline, exchange_result& out) {
  using exchange_parts::broken;
  // So much is read or written before others have their turn, a small piece counted as so much.
  constexpr std::size_t one_turn = 64 * 1024;
  constexpr std::size_t one_piece = 512;
  pool::operation const in_flight(self);
  failure why;
  pool::lease held;
  if ((co_await asio::this_coro::cancellation_state).cancelled() == asio::cancellation_type::none)
    held = pool::take_kept(self, to, deadline, what.repeatable(), what.notes);
  if (!held) held = co_await pool::acquire(self, to, deadline, what.repeatable(), why, what.notes);
  if (!held) co_return void(out = std::move(why));

  pool::connection& c = *held.get();
  request const& message = what.message();
  if (std::string wrong = why_not(message); !wrong.empty())
    co_return void(out = exchange_parts::malformed(std::move(wrong)));
  error_code ec;
  std::size_t sent = 0;
  c.reader.reset();
  held.clean(false);
  c.entered(stage::send);

  bool const spoke = exchange_parts::has_spoken(c, ec);
  if (ec) co_return void(out = broken(c, ec, 0, false));
  if (spoke) {
    failure early = broken(c, std::make_error_code(std::errc::protocol_error), 0, false);
    early.at = stage::parse;
    early.detail = c.to().authority + " spoke before it was asked";
    co_return void(out = std::move(early));
  }

  serialise(message, c.to(), c.out);
  error_code unsent;  // Why the rest of the request could not be sent; there may be an answer all the same.
  bool may_read = false;
  std::size_t work = 0;
  auto state = response_reader::state::more;
  while (state == response_reader::state::more) {
    bool blocked = true;
    if (sent != c.out.size() && !unsent) {
      std::size_t const put = c.io->try_write(asio::buffer(c.out) + sent, ec);
      if (sent == 0 && put != 0) {
        if (c.notes) c.notes->sent = c.of.now();
        what.first_byte();
      }
      sent += put;
      work += put + one_piece;
      blocked = ec == asio::error::would_block;
      if (ec && !blocked) {
        unsent = ec;
        may_read = true;
      }
      if (sent == c.out.size()) c.at = stage::receive;
    }
    if (may_read) {
      auto const [data, size] = c.reader.prepare();
      std::size_t const got = c.io->try_read(asio::buffer(data, size), ec);
      work += got + one_piece;
      if (c.notes && !ec && c.reader.seen() == 0) c.notes->first_byte = c.of.now();
      if (!ec)
        state = c.reader.commit(got);
      else if (ec == asio::error::would_block)
        may_read = false;
      else if (unsent)
        co_return void(out = broken(c, unsent, sent, false));
      else if (ec == asio::error::eof)
        state = c.reader.eof();
      else
        co_return void(out = broken(c, ec, sent, false));
      if (state != response_reader::state::more) break;
    }
    ec = {};
    bool const sending = sent != c.out.size() && !unsent;
    if (work > one_turn) {
      auto const executor = co_await asio::this_coro::executor;
      co_await asio::post(executor, asio::use_awaitable);
      work = 0;
      if (c.is_overdue()) co_return void(out = broken(c, ec, sent, false));
    } else if (may_read || (sending && !blocked)) {
      continue;
    } else {
      if (sending)
        co_await c.io->either_ready(ec);
      else
        co_await c.io->ready(asio::socket_base::wait_read, ec);
      may_read = true;
    }
    auto const cancellation = co_await asio::this_coro::cancellation_state;
    if (cancellation.cancelled() != asio::cancellation_type::none)
      co_return void(out = broken(c, ec, sent, true));
    if (ec || c.timed_out) co_return void(out = broken(c, ec, sent, false));
  }

  if (state == response_reader::state::failed) {
    failure const known = broken(c, ec, sent, false);
    failure wrong = std::move(c.reader.problem());
    wrong.reached_server = sent != 0;
    wrong.response_started = known.response_started;
    wrong.stale = known.stale;
    co_return void(out = std::move(wrong));
  }
  held.clean(c.reader.reusable() && sent == c.out.size());
  c.ending = close_reason::server;
  c.of.count(c);
  out = std::move(c.reader.result());
}

COLB_DECL asio::awaitable<exchange_result> exchange(std::shared_ptr<pool> self, endpoint const& to,
                                                    request const& what, clock::tick deadline) {
  if (std::string why = why_not(what); !why.empty()) co_return exchange_parts::malformed(std::move(why));
  bool const throws = co_await asio::this_coro::throw_if_cancelled();
  co_await asio::this_coro::throw_if_cancelled(false);
  exchange_parts::made_already fixed(what);
  exchange_result out;
  std::exception_ptr thrown;
  try {
    co_await exchange(self, to, fixed, deadline, out);
  } catch (...) {
    thrown = std::current_exception();
  }
  co_await asio::this_coro::throw_if_cancelled(throws);
  if (thrown) std::rethrow_exception(thrown);
  co_return out;
}

}  // namespace colb::inline COLB_ABI::inner
