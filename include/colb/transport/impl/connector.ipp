// colb: TCP connections: the bodies.
#pragma once

#include <colb/transport/connector.hpp>

#include <chrono>
#include <system_error>
#include <utility>

#include <asio/awaitable.hpp>
#include <asio/cancellation_type.hpp>
#include <asio/error.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/redirect_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

namespace colb::inline COLB_ABI::inner {

COLB_DECL connector::connector(asio::any_io_executor executor, std::shared_ptr<clock> time,
                               timeouts const& bounds, std::shared_ptr<resolver> names)
    : executor_(std::move(executor)),
      clock_(std::move(time)),
      bounds_(bounds),
      names_(clock_, names ? std::move(names) : std::make_shared<system_resolver>(),
             bounds.resolve.count() > 0 ? bounds.resolve : std::chrono::seconds(30)) {}

/// A TCP connection.
class connector::tcp_stream final : public stream, public std::enable_shared_from_this<tcp_stream> {
 public:
  tcp_stream(std::shared_ptr<connector> by, endpoint const& to)
      : by_(std::move(by)), to_(to), socket_(by_->executor_), wake_(by_->executor_) {}

  asio::awaitable<void> open(stream_owner& owner, std::error_code& ec) override {
    resolver::addresses addresses;
    auto const literal = asio::ip::make_address(to_.host, ec);
    if (!ec) {
      addresses.push_back(literal);
    } else {
      ec = {};
      owner.entered(stage::resolve);
      co_await by_->names_.look_up(to_.host, wake_, addresses, ec);
      if (ec) co_return;
    }

    owner.entered(stage::connect);
    auto const until = later(by_->clock_->ticks(), by_->bounds_.connect);
    auto left = static_cast<clock::duration::rep>(addresses.size());
    for (auto const& address : addresses) {
      // One that does not answer may use up no more than its share of the time.
      auto const share = (until - by_->clock_->ticks()) / left--;
      co_await connect(address, left != 0 ? share : clock::duration(0), ec);
      auto const cancellation = co_await asio::this_coro::cancellation_state;
      if (closed_ || cancellation.cancelled() != asio::cancellation_type::none)
        ec = asio::error::operation_aborted;
      if (!ec || ec == asio::error::operation_aborted) co_return;
    }
    by_->names_.forget(to_.host);
  }

  std::size_t try_read(asio::mutable_buffer into, std::error_code& ec) override {
    return socket_.read_some(into, ec);
  }

  std::size_t try_write(asio::const_buffer from, std::error_code& ec) override {
    return socket_.write_some(from, ec);
  }

  asio::awaitable<void> ready(asio::socket_base::wait_type direction, std::error_code& ec) override {
    return socket_.async_wait(direction, asio::redirect_error(asio::use_awaitable, ec));
  }

  void watch(std::weak_ptr<stream_owner> owner) override {
    socket_.async_wait(asio::socket_base::wait_read, [owner = std::move(owner)](std::error_code ec) {
      if (ec == asio::error::operation_aborted) return;
      if (auto const told = owner.lock()) told->readable();
    });
  }

  void unwatch() override {
    std::error_code ignored;
    socket_.cancel(ignored);
  }

  void close() noexcept override {
    if (std::exchange(closed_, true)) return;
    std::error_code ignored;
    socket_.close(ignored);
    wake_.set();
  }

 private:
  /// Tries one address for so long; 0: until closed.
  asio::awaitable<void> connect(asio::ip::address address, clock::duration share, std::error_code& ec) {
    asio::ip::tcp::endpoint const target(address, to_.port);
    std::error_code ignored;
    socket_.close(ignored);
    timer limit(by_->executor_, by_->clock_);
    if (share.count() > 0) {
      limit.expires_after(share);
      limit.async_wait([weak = weak_from_this(), mine = attempt_](bool expired) {
        auto const self = weak.lock();
        if (!self || !expired || self->attempt_ != mine) return;
        std::error_code unused;
        self->late_ = true;
        self->socket_.close(unused);
      });
    }
    late_ = false;
    co_await socket_.async_connect(target, asio::redirect_error(asio::use_awaitable, ec));
    ++attempt_;
    if (late_) ec = asio::error::timed_out;
    if (ec) co_return;
    socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
    socket_.non_blocking(true, ec);
  }

  std::shared_ptr<connector> by_;
  endpoint to_;
  asio::ip::tcp::socket socket_;
  event wake_;
  unsigned attempt_ = 0;
  bool late_ = false;
  bool closed_ = false;
};

COLB_DECL std::shared_ptr<stream> connector::connection(endpoint const& to) {
  return std::make_shared<tcp_stream>(shared_from_this(), to);
}

}  // namespace colb::inline COLB_ABI::inner
