// colb: TCP connections: the bodies.
#pragma once

#include <colb/engine/share.hpp>
#include <colb/transport/connector.hpp>

#include <chrono>
#include <system_error>
#include <utility>
#include <vector>

#include <colb/asio/awaitable.hpp>
#include <colb/asio/cancellation_type.hpp>
#include <colb/asio/error.hpp>
#include <colb/asio/ip/tcp.hpp>
#include <colb/asio/redirect_error.hpp>
#include <colb/asio/this_coro.hpp>
#include <colb/asio/use_awaitable.hpp>

namespace colb::inline COLB_ABI::inner {

COLB_DECL connector::connector(asio::any_io_executor executor, std::shared_ptr<clock> time,
                               timeouts const& bounds, std::shared_ptr<resolver> names)
    : executor_(std::move(executor)),
      clock_(std::move(time)),
      memory_((names ? names : system_resolver::shared())->memory()),
      names_(clock_, names ? names : system_resolver::shared(),
             bounds.resolve.count() > 0 ? later(clock::tick(), bounds.resolve) - clock::tick()
                                        : clock::duration(std::chrono::seconds(30))) {}

COLB_DECL asio::awaitable<void> connector::look_up(endpoint const& to, event& wake, resolver::addresses& out,
                                                   error_code& ec) {
  auto const literal = asio::ip::make_address(to.host, ec);
  if (!ec) {
    out.push_back(literal);
    co_return;
  }
  ec = {};
  std::string const name = to.absolute ? to.host + '.' : to.host;
  co_await names_.look_up(name, wake, out, ec);
}

/// The attempts to connect of one stream.
struct connector::contest : std::enable_shared_from_this<contest> {
  struct attempt {
    asio::ip::tcp::socket socket;
    error_code result{};
    bool done = false;
    bool seen = false;
  };

  contest(connector& by, std::size_t most)
      : changed(by.executor_), pause(by.executor_, by.clock_), executor(by.executor_) {
    attempts.reserve(most);
  }

  void start(asio::ip::tcp::endpoint const& to) {
    attempt& a = attempts.emplace_back(attempt{asio::ip::tcp::socket(executor)});
    a.socket.async_connect(to, [self = shared_from_this(), &a](error_code ec) {
      a.result = ec;
      a.done = true;
      self->changed.set();
    });
  }

  void wake_at(clock::tick when) {
    if (when == clock::tick::max()) return;
    pause.expires_at(when);
    pause.async_wait([weak = weak_from_this()](bool expired) {
      if (auto const self = weak.lock(); self && expired) self->changed.set();
    });
  }

  /// Ends what is under way.
  void stop() {
    error_code ignored;
    for (attempt& a : attempts) a.socket.close(ignored);
    pause.cancel();
    changed.set();
  }

  event changed;
  timer pause;
  asio::any_io_executor executor;
  std::vector<attempt> attempts{};
};

/// A TCP connection.
class connector::tcp_stream final : public stream, public std::enable_shared_from_this<tcp_stream> {
 public:
  tcp_stream(std::shared_ptr<connector> by, endpoint const& to)
      : by_(std::move(by)), to_(to), socket_(by_->executor_), wake_(by_->executor_) {}

  asio::awaitable<void> open(stream_owner& owner, error_code& ec) override {
    resolver::addresses addresses;
    auto const literal = asio::ip::make_address(to_.host, ec);
    if (!ec) {
      addresses.push_back(literal);
    } else {
      owner.entered(stage::resolve);
      co_await by_->look_up(to_, wake_, addresses, ec);
      // The answer may have come just after the limit: closed is closed.
      auto const cancellation = co_await asio::this_coro::cancellation_state;
      if (closed_ || cancellation.cancelled() != asio::cancellation_type::none)
        ec = asio::error::operation_aborted;
      if (ec) co_return;
    }

    owner.entered(stage::connect);
    addresses = by_->memory_->arrange(to_.host, to_.port, addresses, by_->clock_->ticks());
    contest_ = share<contest>(*by_, addresses.size());
    co_await race(addresses, ec);
    contest_->stop();
    contest_.reset();
    if (ec && ec != asio::error::operation_aborted)
      by_->names_.forget(to_.absolute ? to_.host + '.' : to_.host);
  }

  std::size_t try_read(asio::mutable_buffer into, error_code& ec) override {
    if (failed_) {
      ec = std::exchange(failed_, {});
      return 0;
    }
    return socket_.read_some(into, ec);
  }

  bool is_silent() override {
    char byte;
    error_code ec;
    socket_.receive(asio::buffer(&byte, 1), asio::socket_base::message_peek, ec);
    if (ec == asio::error::would_block || ec == asio::error::try_again) return true;
    failed_ = ec;
    return false;
  }

  std::size_t try_write(asio::const_buffer from, error_code& ec) override {
    return socket_.write_some(from, ec);
  }

  asio::awaitable<void> ready(asio::socket_base::wait_type direction, error_code& ec) override {
    return socket_.async_wait(direction, asio::redirect_error(asio::use_awaitable, ec));
  }

  asio::awaitable<void> either_ready(error_code& ec) override {
    auto const both = share<event>(by_->executor_);
    for (auto const direction : {asio::socket_base::wait_read, asio::socket_base::wait_write})
      socket_.async_wait(direction, [both](error_code) { both->set(); });
    co_await both->wait();
    error_code ignored;
    socket_.cancel(ignored);
    ec = closed_ || !both->is_set() ? asio::error::operation_aborted : error_code();
  }

  void watch(std::weak_ptr<stream_owner> owner) override {
    socket_.async_wait(asio::socket_base::wait_read, [owner = std::move(owner)](error_code ec) {
      if (ec == asio::error::operation_aborted) return;
      if (auto const told = owner.lock()) told->readable();
    });
  }

  void unwatch() override {
    error_code ignored;
    socket_.cancel(ignored);
  }

  void close() noexcept override {
    if (std::exchange(closed_, true)) return;
    error_code ignored;
    socket_.close(ignored);
    if (contest_) contest_->stop();
    wake_.set();
  }

 private:
  /// Connects to whichever address answers first.
  asio::awaitable<void> race(resolver::addresses const& addresses, error_code& ec) {
    auto const of = contest_;
    address_race order(addresses.size());
    ec = asio::error::host_not_found;
    while (!order.is_lost()) {
      while (auto const next = order.due(by_->clock_->ticks()))
        of->start(asio::ip::tcp::endpoint(addresses[*next], to_.port));
      of->wake_at(order.next());
      if (!of->changed.is_set()) co_await of->changed.wait();
      of->changed.reset();
      auto const cancellation = co_await asio::this_coro::cancellation_state;
      if (closed_ || cancellation.cancelled() != asio::cancellation_type::none) {
        ec = asio::error::operation_aborted;
        co_return;
      }
      for (std::size_t i = 0; i < of->attempts.size(); ++i) {
        contest::attempt& a = of->attempts[i];
        if (!a.done || std::exchange(a.seen, true)) continue;
        if (a.result) {
          ec = a.result;
          order.failed();
          by_->memory_->failed(to_.host, to_.port, addresses[i], by_->clock_->ticks());
          continue;
        }
        by_->memory_->worked(to_.host, to_.port, addresses[i]);
        socket_ = std::move(a.socket);
        error_code ignored;
        socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
        socket_.non_blocking(true, ec);
        co_return;
      }
    }
  }

  std::shared_ptr<connector> by_;
  endpoint to_;
  asio::ip::tcp::socket socket_;
  event wake_;
  std::shared_ptr<contest> contest_{};
  error_code failed_{};  // Met in passing: the system tells of it once.
  bool closed_ = false;
};

COLB_DECL std::shared_ptr<stream> connector::connection(endpoint const& to) {
  return share<tcp_stream>(shared_from_this(), to);
}

}  // namespace colb::inline COLB_ABI::inner
