// colb: a network in memory, for tests: streams whose other end is the test, under a clock that the test
// moves.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

#include <asio/any_io_executor.hpp>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/post.hpp>
#include <asio/redirect_error.hpp>
#include <asio/strand.hpp>
#include <asio/use_awaitable.hpp>

#include <colb/clock.hpp>
#include <colb/transport/exchange.hpp>
#include <colb/transport/stream.hpp>

namespace colb::test {

/// What happens when a connection is opened.
struct opening {
  std::optional<inner::stage> hangs_at{};
  std::optional<inner::stage> fails_at{};
  std::error_code fails_with = asio::error::connection_refused;
  bool lasting = false;  ///< Refused: it would fail again.
};

/// One connection, as the test sees it.
class wire : public std::enable_shared_from_this<wire> {
 public:
  wire(asio::any_io_executor executor, inner::endpoint e, opening how)
      : to(std::move(e)), plan(how), executor_(executor), changed_(executor) {}

  /// The server's side.
  void say(std::string_view bytes) {
    incoming_ += bytes;
    change();
  }
  void end() {
    ended_ = true;
    change();
  }
  void break_off(std::error_code ec = asio::error::connection_reset) {
    broken_ = ec;
    change();
  }
  void give_room(std::size_t bytes) {
    room_ = bytes;
    change();
  }

  inner::endpoint to;
  opening plan;
  std::string sent;                       ///< All that the client wrote.
  std::size_t read_piece = SIZE_MAX;      ///< At most so much in one read.
  std::function<void(wire&)> on_write{};  ///< The server's script.
  std::function<void(wire&)> on_read{};   ///< After each read: a server that goes on talking.
  bool closed = false;                    ///< By the client.
  std::size_t unread() const { return incoming_.size(); }
  bool is_watched() const { return !watcher_.expired(); }
  asio::any_io_executor const& executor() const { return executor_; }

 private:
  friend class wire_stream;

  bool is_readable() const { return !incoming_.empty() || ended_ || broken_; }

  void change() {
    changed_.set();
    if (!is_readable()) return;
    asio::post(executor_, [told = std::exchange(watcher_, {})] {
      if (auto const owner = told.lock()) owner->readable();
    });
  }

  asio::any_io_executor executor_;
  inner::event changed_;
  std::weak_ptr<inner::stream_owner> watcher_{};
  std::string incoming_{};
  std::size_t room_ = SIZE_MAX;
  std::error_code broken_{};
  bool ended_ = false;
};

/// The client's end of a wire.
class wire_stream final : public inner::stream {
 public:
  explicit wire_stream(std::shared_ptr<wire> w) : wire_(std::move(w)) {}
  ~wire_stream() override { wire_->closed = true; }

  bool lasting() const override { return wire_ && wire_->plan.lasting; }

  asio::awaitable<void> open(inner::stream_owner& owner, std::error_code& ec) override {
    for (auto const at : {inner::stage::resolve, inner::stage::connect, inner::stage::tls}) {
      owner.entered(at);
      co_await asio::post(wire_->executor_, asio::use_awaitable);
      if (wire_->plan.fails_at == at) {
        ec = wire_->plan.fails_with;
        co_return;
      }
      bool const hangs = wire_->plan.hangs_at == at;
      while (hangs && !wire_->closed) {
        wire_->changed_.reset();
        co_await wire_->changed_.wait();
        if (!wire_->changed_.is_set()) break;
      }
      if (hangs || wire_->closed) {
        ec = asio::error::operation_aborted;
        co_return;
      }
    }
  }

  std::size_t try_read(asio::mutable_buffer into, std::error_code& ec) override {
    ec = {};
    auto& w = *wire_;
    if (w.closed) {
      ec = asio::error::bad_descriptor;
    } else if (!w.incoming_.empty()) {
      auto const n = std::min({into.size(), w.incoming_.size(), w.read_piece});
      std::copy_n(w.incoming_.begin(), n, static_cast<char*>(into.data()));
      w.incoming_.erase(0, n);
      if (w.on_read) w.on_read(w);
      return n;
    } else if (w.broken_) {
      ec = w.broken_;
    } else if (w.ended_) {
      ec = asio::error::eof;
    } else {
      ec = asio::error::would_block;
    }
    return 0;
  }

  std::size_t try_write(asio::const_buffer from, std::error_code& ec) override {
    ec = {};
    auto& w = *wire_;
    if (w.closed) ec = asio::error::bad_descriptor;
    if (w.broken_) ec = w.broken_;
    if (!ec && w.room_ == 0) ec = asio::error::would_block;
    if (ec) return 0;
    auto const n = std::min(from.size(), w.room_);
    w.sent.append(static_cast<char const*>(from.data()), n);
    if (w.room_ != SIZE_MAX) w.room_ -= n;
    if (w.on_write) asio::post(w.executor_, [wire = wire_] { wire->on_write(*wire); });
    return n;
  }

  asio::awaitable<void> ready(asio::socket_base::wait_type direction, std::error_code& ec) override {
    auto const met = [&w = *wire_, direction] {
      return w.closed || w.broken_ ||
             (direction == asio::socket_base::wait_read ? w.is_readable() : w.room_ != 0);
    };
    ec = {};
    // As with a socket, even what is ready at once is told later.
    co_await asio::post(wire_->executor_, asio::use_awaitable);
    while (!met()) {
      wire_->changed_.reset();
      co_await wire_->changed_.wait();
      if (!wire_->changed_.is_set()) break;
    }
    if (wire_->closed || !met()) ec = asio::error::operation_aborted;
  }

  asio::awaitable<void> either_ready(std::error_code& ec) override {
    auto const met = [&w = *wire_] { return w.closed || w.broken_ || w.is_readable() || w.room_ != 0; };
    ec = {};
    co_await asio::post(wire_->executor_, asio::use_awaitable);
    while (!met()) {
      wire_->changed_.reset();
      co_await wire_->changed_.wait();
      if (!wire_->changed_.is_set()) break;
    }
    if (wire_->closed || !met()) ec = asio::error::operation_aborted;
  }

  void watch(std::weak_ptr<inner::stream_owner> owner) override {
    wire_->watcher_ = std::move(owner);
    if (wire_->is_readable()) wire_->change();
  }

  void unwatch() override { wire_->watcher_.reset(); }

  void close() noexcept override {
    wire_->closed = true;
    wire_->watcher_.reset();
    wire_->changed_.set();
  }

 private:
  std::shared_ptr<wire> wire_;
};

class wire_dialer : public inner::dialer {
 public:
  explicit wire_dialer(asio::any_io_executor executor) : executor_(std::move(executor)) {}

  std::shared_ptr<inner::stream> dial(inner::endpoint const& to) override {
    opening how;
    if (!plans.empty()) {
      how = plans.front();
      plans.pop_front();
    }
    wires.push_back(std::make_shared<wire>(executor_, to, how));
    wires.back()->on_write = on_write;
    return std::make_shared<wire_stream>(wires.back());
  }

  std::deque<opening> plans;                 ///< For the next connections, in turn.
  std::function<void(wire&)> on_write{};     ///< Script of each new connection.
  std::vector<std::shared_ptr<wire>> wires;  ///< All that were made.

 private:
  asio::any_io_executor executor_;
};

/// An exchange under way.
struct pending {
  std::optional<inner::exchange_result> result{};
  std::exception_ptr thrown{};
  bool started = false;
  bool done = false;
  asio::cancellation_signal cancel{};

  bool ok() const { return done && result && std::holds_alternative<inner::response>(*result); }
  inner::response const& response() const { return std::get<inner::response>(result.value()); }
  inner::failure const& failure() const { return std::get<inner::failure>(result.value()); }
};

inline inner::request get(std::string target = "/") {
  inner::request out;
  out.target = std::move(target);
  return out;
}

inline std::string reply(std::string_view body, std::string_view headers = {}) {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + std::string(headers) +
         "\r\n" + std::string(body);
}

/// A pool over a network in memory. Nothing here waits: `settle` runs what can run now.
struct world {
  asio::io_context io{1};
  asio::any_io_executor strand = asio::make_strand(asio::any_io_executor(io.get_executor()));
  std::shared_ptr<manual_clock> clock = std::make_shared<manual_clock>();
  std::shared_ptr<wire_dialer> net = std::make_shared<wire_dialer>(strand);
  timeouts bounds{};
  pool_limits limits{};
  inner::endpoint to = inner::parse_endpoint("https://lb.example");
  std::shared_ptr<inner::pool> pool{};

  void make_pool() { pool = std::make_shared<inner::pool>(strand, net, clock, bounds, limits); }

  std::shared_ptr<pending> start(inner::request r = get(),
                                 colb::clock::tick deadline = colb::clock::tick::max()) {
    if (!pool) make_pool();
    auto out = std::make_shared<pending>();
    asio::co_spawn(strand, run(pool, to, std::move(r), deadline, out),
                   asio::bind_cancellation_slot(out->cancel.slot(), [out](std::exception_ptr e) {
                     out->thrown = e;
                     out->done = true;
                   }));
    return out;
  }

  /// Runs everything that can run; false when there was nothing.
  bool settle() {
    io.restart();
    return io.poll() != 0;
  }

  bool step() {
    io.restart();
    return io.poll_one() != 0;
  }

  wire& last() const { return *net->wires.back(); }

  /// True when nothing is left that `io.run()` would wait for.
  bool is_out_of_work() {
    settle();
    io.restart();
    io.poll();
    return io.stopped();
  }

 private:
  static asio::awaitable<void> run(std::shared_ptr<inner::pool> over, inner::endpoint e, inner::request r,
                                   colb::clock::tick deadline, std::shared_ptr<pending> out) {
    co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
    co_await asio::this_coro::throw_if_cancelled(false);
    out->started = true;
    out->result = co_await inner::exchange(over, e, r, deadline);
  }
};

}  // namespace colb::test
