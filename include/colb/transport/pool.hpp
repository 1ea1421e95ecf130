// colb: the connections of a client, and one HTTP exchange over one of them.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <exception>
#include <list>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <asio/any_io_executor.hpp>
#include <asio/awaitable.hpp>
#include <asio/cancellation_type.hpp>
#include <asio/error.hpp>
#include <asio/this_coro.hpp>

#include <colb/clock.hpp>
#include <colb/transport/endpoint.hpp>
#include <colb/transport/failure.hpp>
#include <colb/transport/http.hpp>
#include <colb/transport/statistics.hpp>
#include <colb/transport/stream.hpp>
#include <colb/transport/timeouts.hpp>

namespace colb::inline COLB_ABI::inner {

using exchange_result = std::variant<response, failure>;

/// Keep-alive connections by endpoint. Everything runs on one strand, the executor given, by whoever calls.
///
/// While operations are in flight (`operation`), idle connections are watched, so a close by the server is
/// seen at once, and one timer of the clock bounds every wait. Without operations nothing is pending and no
/// timer is armed, so that `io_context::run()` returns; idle connections are then looked at when they are
/// wanted next.
class pool : public std::enable_shared_from_this<pool> {
 public:
  /// Throws std::invalid_argument for limits that allow no connection.
  pool(asio::any_io_executor executor, std::shared_ptr<dialer> by, std::shared_ptr<clock> time,
       timeouts bounds, pool_limits limits)
      : executor_(executor),
        dialer_(std::move(by)),
        clock_(std::move(time)),
        bounds_(bounds),
        limits_(limits),
        timer_(executor, clock_) {
    if (limits_.max_connections == 0) throw std::invalid_argument("pool: max_connections must be at least 1");
  }

  ~pool() {
    for (auto& h : hosts_)
      for (auto const& c : h.idle) c->io->close();
  }

  /// Held by whoever has something under way, sleeping between two requests included.
  class operation {
   public:
    explicit operation(std::shared_ptr<pool> of) : pool_(std::move(of)) { pool_->begin(); }
    operation(operation&& other) noexcept = default;
    operation& operator=(operation&&) = delete;
    ~operation() {
      if (pool_) pool_->end();
    }

   private:
    std::shared_ptr<pool> pool_;
  };

  /// Closes the connections that are idle now.
  void close_idle() {
    for (auto& h : hosts_) drop_idle_if(h, [](connection&) { return true; });
  }

  /// Nothing is kept from now on; exchanges still work.
  void shutdown() {
    limits_.max_idle = 0;
    close_idle();
  }

  statistics stats() const {
    statistics out = counters_;
    for (auto const& h : hosts_) {
      out.busy += h.busy.size();
      out.idle += h.idle.size();
      out.waiting += h.waiting.size();
    }
    return out;
  }

 private:
  friend asio::awaitable<exchange_result> exchange(std::shared_ptr<pool>, endpoint const&, request const&,
                                                   clock::tick);

  /// How long a connection may stay idle before it is watched, so that busy times are spared the extra work.
  static constexpr std::chrono::seconds unwatched_for{1};

  struct host;

  /// A place in a host's number of connections, with or without an open stream in it.
  struct connection final : stream_owner, std::enable_shared_from_this<connection> {
    connection(pool& owner, host& at_host)
        : of(owner), home(at_host), reader(owner.limits_.max_header, owner.limits_.max_body) {}

    void entered(stage now_at) override {
      at = now_at;
      deadline = std::min(limit, of.bound(of.clock_->ticks(), of.bound_of(at)));
      of.wake_at(deadline);
    }

    void readable() override {
      watched = false;
      if (idle) of.inspect(*this);
    }

    pool& of;
    host& home;
    std::shared_ptr<stream> io{};
    clock::tick opened{};
    clock::tick last_used{};
    clock::tick limit = clock::tick::max();     ///< The deadline of the exchange that has it.
    clock::tick deadline = clock::tick::max();  ///< Of the present stage.
    stage at = stage::pool;
    bool idle = false;
    bool watched = false;
    bool reused = false;
    bool timed_out = false;
    response_reader reader;
    std::string out{};
  };

  struct waiter;

  struct host {
    explicit host(endpoint const& e) : to(e) {}
    endpoint to;
    std::vector<std::shared_ptr<connection>> busy{};
    std::vector<std::shared_ptr<connection>> idle{};  ///< In the order of return; the last one is used first.
    std::list<waiter*> waiting{};                     ///< In the order of arrival.
  };

  /// The right to use a connection; gives it back.
  class lease {
   public:
    lease() = default;
    lease(std::shared_ptr<pool> of, std::shared_ptr<connection> held)
        : pool_(std::move(of)), held_(std::move(held)), keep_(held_->io != nullptr) {}
    lease(lease&& other) noexcept = default;
    lease& operator=(lease&& other) noexcept {
      lease old(std::move(*this));
      pool_ = std::move(other.pool_);
      held_ = std::move(other.held_);
      keep_ = other.keep_;
      return *this;
    }
    ~lease() {
      if (held_) pool_->give_back(std::move(held_), keep_);
    }

    explicit operator bool() const noexcept { return held_ != nullptr; }
    connection* operator->() const noexcept { return held_.get(); }
    connection* get() const noexcept { return held_.get(); }

    /// Whether the connection is open and nothing is under way on it, so that it can serve again.
    void clean(bool is) noexcept { keep_ = is; }

   private:
    std::shared_ptr<pool> pool_{};
    std::shared_ptr<connection> held_{};
    bool keep_ = false;
  };

  /// One in the queue. Leaves it by itself, and hands on what it was given but did not take.
  struct waiter {
    waiter(std::shared_ptr<pool> of, host& at_host, clock::tick until)
        : in(std::move(of)), home(at_host), deadline(until), wake(in->executor_) {
      place = home.waiting.insert(home.waiting.end(), this);
      in->wake_at(deadline);
    }
    waiter(waiter const&) = delete;
    waiter& operator=(waiter const&) = delete;
    ~waiter() {
      if (!wake.is_set()) home.waiting.erase(place);
    }

    void leave_with(lease what) {
      home.waiting.erase(place);
      given = std::move(what);
      wake.set();
    }

    std::shared_ptr<pool> in;
    host& home;
    clock::tick deadline;
    event wake;
    lease given{};
    std::list<waiter*>::iterator place{};
  };

  static clock::tick bound(clock::tick from, std::chrono::milliseconds by) {
    return by.count() <= 0 ? clock::tick::max() : later(from, by);
  }

  std::chrono::milliseconds bound_of(stage at) const {
    switch (at) {
      case stage::pool:
        return bounds_.pool;
      case stage::resolve:
        return bounds_.resolve;
      case stage::connect:
        return bounds_.connect;
      case stage::tls:
        return bounds_.tls;
      default:
        return bounds_.request;
    }
  }

  void begin() {
    if (in_flight_++ != 0) return;
    for (auto const& h : hosts_)
      if (!h.idle.empty()) return watch_soon();
  }

  void end() {
    if (--in_flight_ != 0) return;
    timer_.cancel();
    armed_for_ = watch_at_ = clock::tick::max();
    for (auto& h : hosts_)
      for (auto const& c : h.idle)
        if (std::exchange(c->watched, false)) c->io->unwatch();
  }

  void watch_soon() {
    if (watch_at_ != clock::tick::max()) return;
    watch_at_ = clock_->ticks() + unwatched_for;
    wake_at(watch_at_);
  }

  void wake_at(clock::tick when) {
    if (in_flight_ == 0 || when >= armed_for_) return;
    armed_for_ = when;
    timer_.expires_at(when);
    timer_.async_wait([weak = weak_from_this()](bool expired) {
      if (auto const self = weak.lock(); self && expired) self->sweep();
    });
  }

  /// Ends what is overdue and sets the timer for what comes next.
  void sweep() {
    armed_for_ = clock::tick::max();
    auto const now = clock_->ticks();
    auto next = clock::tick::max();
    bool const watch_now = watch_at_ <= now;
    if (watch_now) watch_at_ = clock::tick::max();
    next = std::min(next, watch_at_);

    for (auto& h : hosts_) {
      for (auto const& c : h.busy) {
        if (c->deadline <= now) {
          c->timed_out = true;
          c->deadline = clock::tick::max();
          c->io->close();
        }
        next = std::min(next, c->deadline);
      }
      for (auto it = h.waiting.begin(); it != h.waiting.end();) {
        waiter& w = **it++;
        if (w.deadline <= now)
          w.leave_with({});
        else
          next = std::min(next, w.deadline);
      }
      drop_idle_if(h, [&](connection& c) { return expiry(c) <= now; });
      for (auto const& c : h.idle) {
        if (watch_now) watch(*c);
        next = std::min(next, expiry(*c));
      }
    }
    if (next != clock::tick::max()) wake_at(next);
  }

  clock::tick expiry(connection const& c) const {
    return std::min(bound(c.last_used, limits_.idle_timeout), bound(c.opened, limits_.max_age));
  }

  void watch(connection& c) {
    if (std::exchange(c.watched, true)) return;
    c.io->watch(c.weak_from_this());
  }

  /// An idle connection has something to read. A TLS session ticket is all that is allowed to be.
  void inspect(connection& c) {
    if (!is_quiet(c))
      drop_idle_if(c.home, [&](connection& other) { return &other == &c; });
    else if (in_flight_ != 0)
      watch(c);
  }

  /// Whether the server has neither closed nor said anything unasked.
  static bool is_quiet(connection& c) {
    char byte;
    std::error_code ec;
    return c.io->try_read(asio::buffer(&byte, 1), ec) == 0 && ec == asio::error::would_block;
  }

  template <class Predicate>
  static void drop_idle_if(host& h, Predicate predicate) {
    std::erase_if(h.idle, [&](std::shared_ptr<connection> const& c) {
      if (!predicate(*c)) return false;
      c->idle = false;
      c->io->close();
      return true;
    });
  }

  host& host_of(endpoint const& to) {
    auto const it = std::ranges::find(hosts_, to, &host::to);
    return it != hosts_.end() ? *it : hosts_.emplace_back(to);
  }

  /// A connection that can be used at once: a kept one, or the place for a new one. Empty when the host has
  /// all it may.
  lease take(host& h) {
    auto const now = clock_->ticks();
    drop_idle_if(h, [&](connection& c) { return expiry(c) <= now; });
    while (!h.idle.empty()) {
      auto c = std::move(h.idle.back());
      h.idle.pop_back();
      c->idle = false;
      if (is_quiet(*c)) return occupy(std::move(c));
      c->io->close();
    }
    if (h.busy.size() >= limits_.max_connections) return {};
    return occupy(std::make_shared<connection>(*this, h));
  }

  lease occupy(std::shared_ptr<connection> c) {
    c->home.busy.push_back(c);
    return {shared_from_this(), std::move(c)};
  }

  void give_back(std::shared_ptr<connection> c, bool keep) {
    host& h = c->home;
    std::erase(h.busy, c);
    c->limit = c->deadline = clock::tick::max();
    auto const now = clock_->ticks();
    c->last_used = now;
    keep = keep && !c->timed_out && expiry(*c) > now;
    c->reused = keep;
    if (!keep && c->io) c->io->close();
    if (!h.waiting.empty()) {
      h.waiting.front()->leave_with(occupy(keep ? std::move(c) : std::make_shared<connection>(*this, h)));
    } else if (keep && h.idle.size() < limits_.max_idle) {
      c->idle = true;
      h.idle.push_back(std::move(c));
      if (in_flight_ != 0) watch_soon();
    } else if (keep) {
      c->io->close();
    }
  }

  static asio::awaitable<lease> obtain(std::shared_ptr<pool> self, lease held, host& home,
                                       clock::tick deadline, failure& why);
  static asio::awaitable<exchange_result> converse(lease& held, request const& what);
  static failure failed(connection const& c, std::error_code ec, bool cancelled);
  static failure not_started(host const& home, bool cancelled, std::string_view late);

  asio::any_io_executor executor_;
  std::shared_ptr<dialer> dialer_;
  std::shared_ptr<clock> clock_;
  timeouts bounds_;
  pool_limits limits_;
  timer timer_;
  clock::tick armed_for_ = clock::tick::max();
  clock::tick watch_at_ = clock::tick::max();
  std::size_t in_flight_ = 0;
  statistics counters_{};
  std::list<host> hosts_{};  // Few, and their addresses stay.
};

/// Sends a request and receives the response. Never sends twice: whether to do so follows from
/// `failure::reached_server` and `failure::stale`. A kept connection that is dead when it is taken is
/// replaced silently.
/// @param to, what must live until the end of the operation.
/// @param deadline bounds the whole, beside the pool's `timeouts`.
/// Errors are returned as `failure`; only lack of memory throws. Cancellation: all types, at every point;
/// then `failure::cancelled` is set and the connection closed unless nothing was sent yet.
asio::awaitable<exchange_result> exchange(std::shared_ptr<pool> self, endpoint const& to, request const& what,
                                          clock::tick deadline);

namespace pool_text {

inline std::string_view doing(stage at) {
  switch (at) {
    case stage::pool:
      return "waiting for a free connection to ";
    case stage::resolve:
      return "looking up ";
    case stage::connect:
      return "connecting to ";
    case stage::tls:
      return "TLS handshake with ";
    case stage::send:
      return "sending the request to ";
    default:
      return "receiving the reply of ";
  }
}

inline failure make(stage at, endpoint const& to, std::error_code ec, std::string_view reason) {
  failure out;
  out.at = at;
  out.code = ec;
  out.detail.append(doing(at)).append(to.authority).append(": ");
  out.detail.append(reason.empty() ? ec.message() : std::string(reason));
  return out;
}

}  // namespace pool_text

inline failure pool::failed(connection const& c, std::error_code ec, bool cancelled) {
  if (c.timed_out) {
    failure out = pool_text::make(c.at, c.home.to, asio::error::timed_out, "timed out");
    out.timed_out = true;
    return out;
  }
  if (cancelled) {
    failure out = pool_text::make(c.at, c.home.to, asio::error::operation_aborted, "cancelled");
    out.cancelled = true;
    return out;
  }
  return pool_text::make(c.at, c.home.to, ec, c.io->reason());
}

inline failure pool::not_started(host const& home, bool cancelled, std::string_view late) {
  std::error_code const ec = cancelled ? asio::error::operation_aborted : asio::error::timed_out;
  failure out = pool_text::make(stage::pool, home.to, ec, cancelled ? "cancelled" : late);
  out.cancelled = cancelled;
  out.timed_out = !cancelled;
  return out;
}

/// Waits for a place and opens a connection in it, each as far as needed. Empty when `why` says why.
inline asio::awaitable<pool::lease> pool::obtain(std::shared_ptr<pool> self, lease held, host& home,
                                                 clock::tick deadline, failure& why) {
  if (!held) {
    waiter me(self, home, std::min(deadline, bound(self->clock_->ticks(), self->bounds_.pool)));
    co_await me.wake.wait();
    auto const cancellation = co_await asio::this_coro::cancellation_state;
    bool const cancelled = cancellation.cancelled() != asio::cancellation_type::none;
    if (cancelled || !me.given) {
      why = not_started(home, cancelled, "timed out, all are in use");
      co_return lease();
    }
    held = std::move(me.given);
    if (held->io && is_quiet(*held.get())) co_return held;
    if (held->io) held->io->close();
  }

  connection& c = *held.get();
  held.clean(false);
  c.limit = deadline;
  c.reused = false;
  c.io = self->dialer_->dial(home.to);
  std::error_code ec;
  co_await c.io->open(c, ec);
  auto const cancellation = co_await asio::this_coro::cancellation_state;
  bool const cancelled = cancellation.cancelled() != asio::cancellation_type::none;
  if (ec || c.timed_out || cancelled) {
    why = failed(c, ec, cancelled);
    co_return lease();
  }
  c.opened = self->clock_->ticks();
  ++self->counters_.connections;
  if (c.io->resumed()) ++self->counters_.resumed;
  held.clean(true);
  co_return held;
}

inline asio::awaitable<exchange_result> pool::converse(lease& held, request const& what) {
  connection& c = *held.get();
  std::error_code ec;
  std::size_t sent = 0;
  auto const fail = [&](bool cancelled) {
    failure out = failed(c, ec, cancelled);
    out.reached_server = sent != 0;
    out.response_started = c.reader.seen() != 0;
    out.stale = c.reused && !out.response_started && !out.timed_out && !out.cancelled;
    return out;
  };

  c.entered(stage::send);
  c.reader.reset();
  serialise(what, c.home.to, c.out);
  held.clean(false);
  while (sent != c.out.size()) {
    sent += c.io->try_write(asio::buffer(c.out) + sent, ec);
    if (!ec) continue;
    if (ec == asio::error::would_block) {
      co_await c.io->ready(asio::socket_base::wait_write, ec);
      auto const cancellation = co_await asio::this_coro::cancellation_state;
      if (cancellation.cancelled() != asio::cancellation_type::none) co_return fail(true);
      if (!ec && !c.timed_out) continue;
    }
    co_return fail(false);
  }

  c.at = stage::receive;
  auto state = response_reader::state::more;
  while (state == response_reader::state::more) {
    co_await c.io->ready(asio::socket_base::wait_read, ec);
    auto const cancellation = co_await asio::this_coro::cancellation_state;
    if (cancellation.cancelled() != asio::cancellation_type::none) co_return fail(true);
    if (ec || c.timed_out) co_return fail(false);
    do {
      auto const [data, size] = c.reader.prepare();
      std::size_t const got = c.io->try_read(asio::buffer(data, size), ec);
      if (!ec)
        state = c.reader.commit(got);
      else if (ec == asio::error::eof)
        state = c.reader.eof();
      else if (ec != asio::error::would_block)
        co_return fail(false);
    } while (!ec && state == response_reader::state::more);
  }

  if (state == response_reader::state::failed) {
    failure const known = fail(false);
    failure out = std::move(c.reader.problem());
    out.reached_server = true;
    out.response_started = known.response_started;
    out.stale = known.stale;
    co_return out;
  }
  held.clean(c.reader.reusable());
  c.of.counters_.exchanges += 1;
  c.of.counters_.reused += c.reused ? 1 : 0;
  co_return std::move(c.reader.result());
}

inline asio::awaitable<exchange_result> exchange(std::shared_ptr<pool> self, endpoint const& to,
                                                 request const& what, clock::tick deadline) {
  bool const throws = co_await asio::this_coro::throw_if_cancelled();
  co_await asio::this_coro::throw_if_cancelled(false);
  exchange_result out;
  std::exception_ptr thrown;
  try {
    pool::operation const in_flight(self);
    pool::host& home = self->host_of(to);
    auto const cancellation = co_await asio::this_coro::cancellation_state;
    bool const cancelled = cancellation.cancelled() != asio::cancellation_type::none;
    failure why;
    if (why.detail = why_not(what); !why.detail.empty()) {
      why.at = stage::send;
      why.code = std::make_error_code(std::errc::invalid_argument);
      out = std::move(why);
    } else if (cancelled || deadline <= self->clock_->ticks()) {
      out = pool::not_started(home, cancelled, "the deadline has passed");
    } else {
      pool::lease held = self->take(home);
      if (!held || !held->io) held = co_await pool::obtain(self, std::move(held), home, deadline, why);
      if (held) {
        held->limit = deadline;
        out = co_await pool::converse(held, what);
      } else {
        out = std::move(why);
      }
    }
  } catch (...) {
    thrown = std::current_exception();
  }
  co_await asio::this_coro::throw_if_cancelled(throws);
  if (thrown) std::rethrow_exception(thrown);
  co_return out;
}

}  // namespace colb::inline COLB_ABI::inner
