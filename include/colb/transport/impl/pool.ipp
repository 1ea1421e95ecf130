// colb: the connections of a client: the bodies.
#pragma once

#include <colb/engine/share.hpp>
#include <colb/transport/pool.hpp>

#include <algorithm>
#include <atomic>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string_view>

#include <openssl/crypto.h>

#include <colb/asio/cancellation_type.hpp>
#include <colb/asio/error.hpp>
#include <colb/asio/this_coro.hpp>

namespace colb::inline COLB_ABI::inner {

namespace pool_text {

COLB_DECL std::string_view doing(stage at) {
  switch (at) {
    case stage::pool:
      return "waiting for a free connection to ";
    case stage::resolve:
      return "looking up ";
    case stage::connect:
      return "connecting to ";
    case stage::proxy:
      return "having the proxy connect to ";
    case stage::tls:
      return "TLS handshake with ";
    case stage::send:
      return "sending the request to ";
    default:
      return "receiving the reply of ";
  }
}

COLB_DECL failure make(stage at, endpoint const& to, error_code ec, std::string_view reason) {
  failure out;
  out.at = at;
  out.code = ec;
  out.detail.append(doing(at)).append(to.authority).append(": ");
  out.detail.append(reason.empty() ? ec.message() : std::string(reason));
  return out;
}

}  // namespace pool_text

/// One in the queue. Leaves it by itself, and hands on what it was given but did not take.
struct pool::waiter {
  waiter(std::shared_ptr<pool> of, host& at_host, clock::tick until)
      : in(std::move(of)), home(at_host), deadline(until), wake(in->executor_) {
    place = home.waiting.insert(home.waiting.end(), this);
    in->wake_at(deadline);
    in->publish();
  }
  waiter(waiter const&) = delete;
  waiter& operator=(waiter const&) = delete;
  ~waiter() {
    if (wake.is_set()) return;
    home.waiting.erase(place);
    in->publish();
  }

  void leave_with(lease what) {
    home.waiting.erase(place);
    given = std::move(what);
    wake.set();
    in->publish();
  }

  std::shared_ptr<pool> in;
  host& home;
  clock::tick deadline;
  event wake;
  lease given{};
  std::list<waiter*>::iterator place{};
};

COLB_DECL pool::pool(asio::any_io_executor executor, std::shared_ptr<dialer> by, std::shared_ptr<clock> time,
                     timeouts bounds, pool_limits limits, bool wipes)
    : executor_(executor),
      dialer_(std::move(by)),
      clock_(std::move(time)),
      bounds_(bounds),
      limits_(limits),
      wipes_(wipes),
      timer_(executor, clock_) {
  if (limits_.max_connections == 0) throw std::invalid_argument("pool: max_connections must be at least 1");
}

COLB_DECL pool::~pool() {
  for (auto& h : hosts_) {
    for (auto const& c : h.idle) {
      c->io->close();
      tell_closed(*c, close_reason::client);
    }
  }
  if (wipes_ && spare_.data) OPENSSL_cleanse(spare_.data.get(), spare_.size);
}

COLB_DECL void pool::tell_closed(connection const& c, close_reason why, exchange_notes const* in) noexcept {
  if (watcher_ && c.number != 0) watcher_->closed(c.home.to, c.number, why, in);
}

COLB_DECL pool::operation::operation(std::shared_ptr<pool> of) : pool_(std::move(of)) { pool_->begin(); }

COLB_DECL pool::operation::~operation() {
  if (pool_) pool_->end();
}

COLB_DECL pool::connection::connection(pool& owner, host& at_host)
    : of(owner), home(at_host), reader(owner.limits_.max_header, owner.limits_.max_body, owner.wipes_) {}

COLB_DECL pool::connection::~connection() { OPENSSL_cleanse(out.data(), out.size()); }

COLB_DECL bool pool::connection::is_overdue() {
  if (!timed_out && deadline <= of.clock_->ticks()) {
    timed_out = true;
    deadline = clock::tick::max();
    io->close();
  }
  return timed_out;
}

COLB_DECL void pool::connection::entered(stage now_at) {
  if (timed_out) return;
  at = now_at;
  auto const now = of.clock_->ticks();
  deadline = std::min(limit, bound(now, of.bound_of(at)));
  of.wake_at(deadline);
  if (notes) notes->enter(at, now);
}

COLB_DECL void pool::connection::readable() {
  watched = false;
  if (idle) of.inspect(*this);
}

COLB_DECL endpoint const& pool::connection::to() const noexcept { return home.to; }

COLB_DECL pool::lease::lease(std::shared_ptr<pool> of, std::shared_ptr<connection> held)
    : pool_(std::move(of)), held_(std::move(held)), keep_(held_->io != nullptr) {}

COLB_DECL pool::lease& pool::lease::operator=(lease&& other) noexcept {
  lease old(std::move(*this));
  pool_ = std::move(other.pool_);
  held_ = std::move(other.held_);
  keep_ = other.keep_;
  return *this;
}

COLB_DECL pool::lease::~lease() {
  if (held_) pool_->give_back(std::move(held_), keep_);
}

COLB_DECL void pool::distrust(connection const& stale) {
  drop_idle_if(stale.home, [&](connection& c) {
    return c.last_used <= stale.last_used ? std::optional(close_reason::doubtful) : std::nullopt;
  });
}

COLB_DECL void pool::count(connection const& c) noexcept {
  counters_.exchanges += 1;
  counters_.reused += c.reused ? 1 : 0;
  publish();
}

COLB_DECL void pool::close_idle() {
  for (auto& h : hosts_) drop_idle_if(h, [](connection&) { return std::optional(close_reason::client); });
}

COLB_DECL void pool::shutdown() {
  limits_.max_idle = 0;
  close_idle();
}

COLB_DECL statistics pool::stats() const noexcept {
  statistics out;
  for (auto const& [field, value] :
       {std::pair{&statistics::connections, &published_.connections},
        std::pair{&statistics::resumed, &published_.resumed},
        std::pair{&statistics::exchanges, &published_.exchanges},
        std::pair{&statistics::reused, &published_.reused}, std::pair{&statistics::busy, &published_.busy},
        std::pair{&statistics::idle, &published_.idle},
        std::pair{&statistics::waiting, &published_.waiting}}) {
    out.*field = value->load(std::memory_order_relaxed);
  }
  return out;
}

/// Shows other threads how things stand.
COLB_DECL void pool::publish() noexcept {
  std::size_t busy = 0, idle = 0, waiting = 0;
  for (auto const& h : hosts_) {
    busy += h.busy.size();
    idle += h.idle.size();
    waiting += h.waiting.size();
  }
  constexpr auto relaxed = std::memory_order_relaxed;
  published_.connections.store(counters_.connections, relaxed);
  published_.resumed.store(counters_.resumed, relaxed);
  published_.exchanges.store(counters_.exchanges, relaxed);
  published_.reused.store(counters_.reused, relaxed);
  published_.busy.store(busy, relaxed);
  published_.idle.store(idle, relaxed);
  published_.waiting.store(waiting, relaxed);
}

COLB_DECL clock::tick pool::bound(clock::tick from, std::chrono::milliseconds by) {
  return by.count() <= 0 ? clock::tick::max() : later(from, by);
}

COLB_DECL std::chrono::milliseconds pool::bound_of(stage at) const {
  switch (at) {
    case stage::pool:
      return bounds_.pool;
    case stage::resolve:
      return bounds_.resolve;
    case stage::connect:
    case stage::proxy:
      return bounds_.connect;
    case stage::tls:
      return bounds_.tls;
    default:
      return bounds_.request;
  }
}

COLB_DECL void pool::begin() {
  if (in_flight_++ != 0) return;
  for (auto const& h : hosts_)
    if (!h.idle.empty()) return watch_soon();
}

COLB_DECL void pool::end() {
  if (--in_flight_ != 0) return;
  timer_.cancel();
  armed_for_ = watch_at_ = clock::tick::max();
  for (auto& h : hosts_)
    for (auto const& c : h.idle)
      if (std::exchange(c->watched, false)) c->io->unwatch();
}

COLB_DECL void pool::watch_soon() {
  if (watch_at_ != clock::tick::max()) return;
  watch_at_ = clock_->ticks() + unwatched_for;
  wake_at(watch_at_);
}

COLB_DECL void pool::wake_at(clock::tick when) {
  if (in_flight_ == 0 || when >= armed_for_) return;
  armed_for_ = when;
  timer_.expires_at(when);
  timer_.async_wait([weak = weak_from_this()](bool expired) {
    if (auto const self = weak.lock(); self && expired) self->sweep();
  });
}

template <class Predicate>
void pool::drop_idle_if(host& h, Predicate predicate) {
  std::vector<std::pair<std::shared_ptr<connection>, close_reason>> dropped;
  auto const gone = std::erase_if(h.idle, [&](std::shared_ptr<connection> const& c) {
    std::optional<close_reason> const why = predicate(*c);
    if (!why) return false;
    c->idle = false;
    c->io->close();
    if (watcher_) dropped.emplace_back(c, *why);
    return true;
  });
  if (gone == 0) return;
  publish();
  // Told when all is in order: the one who is told may start something.
  for (auto const& [c, why] : dropped) tell_closed(*c, why);
}

/// Ends what is overdue and sets the timer for what comes next.
COLB_DECL void pool::sweep() {
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
    drop_idle_if(h, [&](connection& c) { return expired(c, now); });
    for (auto const& c : h.idle) {
      if (watch_now) watch(*c);
      next = std::min(next, expiry(*c));
    }
  }
  if (next != clock::tick::max()) wake_at(next);
}

COLB_DECL clock::tick pool::expiry(connection const& c) const {
  return std::min(bound(c.last_used, limits_.idle_timeout), bound(c.opened, limits_.max_age));
}

COLB_DECL std::optional<close_reason> pool::expired(connection const& c, clock::tick now) const {
  if (bound(c.last_used, limits_.idle_timeout) <= now) return close_reason::idle;
  if (bound(c.opened, limits_.max_age) <= now) return close_reason::old;
  return std::nullopt;
}

COLB_DECL void pool::watch(connection& c) {
  if (std::exchange(c.watched, true)) return;
  c.io->watch(c.weak_from_this());
}

/// An idle connection has something to read. A TLS session ticket is all that is allowed to be.
COLB_DECL void pool::inspect(connection& c) {
  if (!is_quiet(c))
    drop_idle_if(c.home, [&](connection& other) {
      return &other == &c ? std::optional(close_reason::server) : std::nullopt;
    });
  else if (in_flight_ != 0)
    watch(c);
}

/// Whether the server has neither closed nor said anything unasked.
COLB_DECL bool pool::is_quiet(connection& c) {
  if (c.io->is_silent()) return true;
  char byte;
  error_code ec;
  return c.io->try_read(asio::buffer(&byte, 1), ec) == 0 && ec == asio::error::would_block;
}

COLB_DECL bool pool::is_usable(connection& c, bool trusting, clock::tick now) {
  return (trusting && now - c.last_used < unwatched_for) || is_quiet(c);
}

COLB_DECL pool::host& pool::host_of(endpoint const& to) {
  auto const it = std::ranges::find(hosts_, to, &host::to);
  return it != hosts_.end() ? *it : hosts_.emplace_back(to);
}

/// A kept connection that can be used at once.
COLB_DECL pool::lease pool::take_idle(host& h, bool trusting, clock::tick now) {
  drop_idle_if(h, [&](connection& c) { return expired(c, now); });
  while (!h.idle.empty()) {
    auto c = std::move(h.idle.back());
    h.idle.pop_back();
    c->idle = false;
    if (is_usable(*c, trusting, now)) return occupy(std::move(c));
    c->io->close();
    tell_closed(*c, close_reason::server);
  }
  return {};
}

/// A connection that can be used at once: a kept one, or the place for a new one. Empty when the host has
/// all it may.
COLB_DECL pool::lease pool::take(host& h, bool trusting) {
  if (lease kept = take_idle(h, trusting, clock_->ticks())) return kept;
  if (h.busy.size() >= limits_.max_connections) {
    publish();
    return {};
  }
  return occupy(share<connection>(*this, h));
}

COLB_DECL pool::lease pool::occupy(std::shared_ptr<connection> c) {
  c->home.busy.push_back(c);
  publish();
  return {shared_from_this(), std::move(c)};
}

COLB_DECL void pool::give_back(std::shared_ptr<connection> c, bool keep) {
  host& h = c->home;
  std::erase(h.busy, c);
  c->limit = c->deadline = clock::tick::max();
  auto const now = clock_->ticks();
  c->last_used = now;
  close_reason why = c->timed_out ? close_reason::timed_out : c->ending;
  if (keep) {
    std::optional<close_reason> const over = expired(*c, now);
    keep = !over && !c->timed_out;
    why = over.value_or(why);
  }
  c->reused = keep;
  exchange_notes const* const notes = std::exchange(c->notes, nullptr);
  std::shared_ptr<connection> ended = keep || !watcher_ ? nullptr : c;
  if (!keep && c->io) c->io->close();
  if (!h.waiting.empty()) {
    h.waiting.front()->leave_with(occupy(keep ? std::move(c) : share<connection>(*this, h)));
  } else if (keep && h.idle.size() < limits_.max_idle) {
    c->idle = true;
    read_buffer none;
    c->reader.swap_buffer(spare_.size == 0 ? spare_ : none);
    if (c->out.capacity() > 4096) std::string().swap(c->out);
    h.idle.push_back(std::move(c));
    if (in_flight_ != 0) watch_soon();
  } else if (keep) {
    c->io->close();
    if (watcher_) ended = c;
    why = close_reason::surplus;
  }
  publish();
  if (ended) tell_closed(*ended, why, notes);
}

COLB_DECL failure pool::failed(connection const& c, error_code ec, bool cancelled) {
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
  failure out = pool_text::make(c.at, c.home.to, ec, c.io->reason());
  out.lasting = c.io->lasting();
  out.too_large = c.io->too_large();
  return out;
}

COLB_DECL failure pool::not_started(host const& home, bool cancelled, std::string_view late) {
  error_code const ec = cancelled ? asio::error::operation_aborted : asio::error::timed_out;
  failure out = pool_text::make(stage::pool, home.to, ec, cancelled ? "cancelled" : late);
  out.cancelled = cancelled;
  out.timed_out = !cancelled;
  return out;
}

namespace pool_text {

inline void note_connection(pool::connection& c) {
  c.notes->connection = c.number;
  c.notes->reused = c.reused;
  c.notes->resumed = c.io->resumed();
}

}  // namespace pool_text

/// To an exchange, which has it from now on.
COLB_DECL void pool::hand_out(connection& c, clock::tick deadline, exchange_notes* notes) {
  c.limit = deadline;
  c.notes = notes;
  c.ending = close_reason::broken;
  if (!c.reader.has_buffer()) c.reader.swap_buffer(spare_);
  if (c.io && notes) pool_text::note_connection(c);
}

COLB_DECL pool::lease pool::take_kept(std::shared_ptr<pool> const& self, endpoint const& to,
                                      clock::tick deadline, bool trusting, exchange_notes* notes) {
  auto const now = self->clock_->ticks();
  if (deadline <= now) return {};
  lease held = self->take_idle(self->host_of(to), trusting, now);
  if (held) self->hand_out(*held.get(), deadline, notes);
  return held;
}

COLB_DECL asio::awaitable<pool::lease> pool::acquire(std::shared_ptr<pool> self, endpoint const& to,
                                                     clock::tick deadline, bool trusting, failure& why,
                                                     exchange_notes* notes) {
  host& home = self->host_of(to);
  auto const before = co_await asio::this_coro::cancellation_state;
  bool const cancelled_before = before.cancelled() != asio::cancellation_type::none;
  if (cancelled_before || deadline <= self->clock_->ticks()) {
    why = not_started(home, cancelled_before, "the deadline has passed");
    co_return lease();
  }

  lease held = self->take(home, trusting);
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
    if (held->io && !is_usable(*held.get(), trusting, self->clock_->ticks())) {
      held->io->close();
      held->io.reset();
      self->tell_closed(*held.get(), close_reason::server);
      held->number = 0;
    }
  }

  connection& c = *held.get();
  self->hand_out(c, deadline, notes);
  if (c.io) co_return held;
  held.clean(false);
  c.reused = false;
  c.io = self->dialer_->dial(home.to);
  error_code ec;
  co_await c.io->open(c, ec);
  auto const cancellation = co_await asio::this_coro::cancellation_state;
  bool const cancelled = cancellation.cancelled() != asio::cancellation_type::none;
  if (ec || c.timed_out || cancelled) {
    why = failed(c, ec, cancelled);
    co_return lease();
  }
  c.opened = self->clock_->ticks();
  c.number = ++self->counters_.connections;
  if (c.io->resumed()) ++self->counters_.resumed;
  self->publish();
  held.clean(true);
  if (notes) pool_text::note_connection(c);
  co_return held;
}

}  // namespace colb::inline COLB_ABI::inner
