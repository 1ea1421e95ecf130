// colb: the connections of a client.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <colb/asio/any_io_executor.hpp>
#include <colb/asio/awaitable.hpp>

#include <colb/clock.hpp>
#include <colb/transport/endpoint.hpp>
#include <colb/transport/failure.hpp>
#include <colb/transport/http.hpp>
#include <colb/transport/notes.hpp>
#include <colb/transport/statistics.hpp>
#include <colb/transport/stream.hpp>
#include <colb/transport/timeouts.hpp>

namespace colb::inline COLB_ABI::inner {

/// Keep-alive connections by endpoint. Everything runs on one strand, the executor given, by whoever calls.
///
/// While operations are in flight (`operation`), idle connections are watched, so a close by the server is
/// seen at once, and one timer of the clock bounds every wait. Without operations nothing is pending and no
/// timer is armed, so that `io_context::run()` returns; idle connections are then looked at when they are
/// wanted next.
class pool : public std::enable_shared_from_this<pool> {
  struct host;

 public:
  /// Throws std::invalid_argument for limits that allow no connection.
  /// @param wipes what is received holds keys: the memory that it goes through is overwritten.
  pool(asio::any_io_executor executor, std::shared_ptr<dialer> by, std::shared_ptr<clock> time,
       timeouts bounds, pool_limits limits, bool wipes = false);
  ~pool();

  /// Held by whoever has something under way, sleeping between two requests included.
  class operation {
   public:
    explicit operation(std::shared_ptr<pool> of);
    operation(operation&& other) noexcept = default;
    operation& operator=(operation&&) = delete;
    ~operation();

   private:
    std::shared_ptr<pool> pool_;
  };

  /// A place in a host's number of connections, with or without an open stream in it.
  struct connection final : stream_owner, std::enable_shared_from_this<connection> {
    connection(pool& owner, host& at_host);
    ~connection();

    void entered(stage now_at) override;
    void readable() override;
    endpoint const& to() const noexcept;
    /// Whether the present stage has lasted too long; then it is closed. For whoever does not let timers run.
    bool is_overdue();

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
    std::uint64_t number = 0;                    ///< 0: it is not open yet.
    close_reason ending = close_reason::broken;  ///< If it is not kept after the exchange.
    exchange_notes* notes = nullptr;             ///< Of the exchange that has it, if somebody observes.
    response_reader reader;
    std::string out{};  ///< Overwritten when it goes: it holds tokens.
  };

  /// The right to use a connection; gives it back.
  class lease {
   public:
    lease() = default;
    lease(std::shared_ptr<pool> of, std::shared_ptr<connection> held);
    lease(lease&& other) noexcept = default;
    lease& operator=(lease&& other) noexcept;
    ~lease();

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

  /// A connection to `to`, open: a kept one, or a new one, waited for as far as needed. Empty when `why` says
  /// why. For a coroutine that does not throw when it is cancelled; `to` must live until its end.
  /// @param trusting a connection that was used a moment ago is taken for alive; whoever sends looks at it
  /// then.
  /// @param notes must live as long as the lease; null: nobody observes.
  static asio::awaitable<lease> acquire(std::shared_ptr<pool> self, endpoint const& to, clock::tick deadline,
                                        bool trusting, failure& why, exchange_notes* notes = nullptr);

  /// The first half of `acquire`, for one that was not cancelled: a kept connection, without a wait. Empty
  /// when there is none, or no time.
  static lease take_kept(std::shared_ptr<pool> const& self, endpoint const& to, clock::tick deadline,
                         bool trusting, exchange_notes* notes);

  /// Why what was tried on `c` did not work.
  static failure failed(connection const& c, error_code ec, bool cancelled);

  /// A kept connection turned out to be dead: those that have been idle as long are not used any more.
  void distrust(connection const& stale);

  /// Has `who` told of connections that are closed, on the strand; of a pool that dies where that happens.
  void watched_by(std::shared_ptr<connection_watcher> who) { watcher_ = std::move(who); }

  clock::tick now() const { return clock_->ticks(); }

  /// Counts an exchange that got its response.
  void count(connection const& c) noexcept;

  /// Closes the connections that are idle now.
  void close_idle();

  /// Nothing is kept from now on; exchanges still work.
  void shutdown();

  /// From any thread; the figures need not be of one moment.
  statistics stats() const noexcept;

 private:
  /// How long a connection may stay idle before it is watched, so that busy times are spared the extra work.
  static constexpr std::chrono::seconds unwatched_for{1};

  struct waiter;

  struct host {
    explicit host(endpoint const& e) : to(e) {}
    endpoint to;
    std::vector<std::shared_ptr<connection>> busy{};
    std::vector<std::shared_ptr<connection>> idle{};  ///< In the order of return; the last one is used first.
    std::list<waiter*> waiting{};                     ///< In the order of arrival.
  };

  static clock::tick bound(clock::tick from, std::chrono::milliseconds by);
  std::chrono::milliseconds bound_of(stage at) const;
  void begin();
  void end();
  void watch_soon();
  void wake_at(clock::tick when);
  void sweep();
  clock::tick expiry(connection const& c) const;
  void watch(connection& c);
  void inspect(connection& c);
  void publish() noexcept;
  static bool is_quiet(connection& c);
  static bool is_usable(connection& c, bool trusting, clock::tick now);
  /// @param predicate gives why a connection is to be closed, or nothing.
  template <class Predicate>
  void drop_idle_if(host& h, Predicate predicate);
  /// @param in the exchange that it was in; null: it was idle.
  void tell_closed(connection const& c, close_reason why, exchange_notes const* in = nullptr) noexcept;
  std::optional<close_reason> expired(connection const& c, clock::tick now) const;
  host& host_of(endpoint const& to);
  lease take(host& h, bool trusting);
  lease take_idle(host& h, bool trusting, clock::tick now);
  void hand_out(connection& c, clock::tick deadline, exchange_notes* notes);
  lease occupy(std::shared_ptr<connection> c);
  void give_back(std::shared_ptr<connection> c, bool keep);
  static failure not_started(host const& home, bool cancelled, std::string_view late);

  asio::any_io_executor executor_;
  std::shared_ptr<dialer> dialer_;
  std::shared_ptr<clock> clock_;
  timeouts bounds_;
  pool_limits limits_;
  bool wipes_;
  timer timer_;
  clock::tick armed_for_ = clock::tick::max();
  clock::tick watch_at_ = clock::tick::max();
  std::size_t in_flight_ = 0;
  statistics counters_{};
  struct {
    std::atomic<std::size_t> connections{0}, resumed{0}, exchanges{0}, reused{0}, busy{0}, idle{0},
        waiting{0};
  } published_{};
  read_buffer spare_{};  // An idle connection holds no memory to read into: the next that is used takes it.
  std::shared_ptr<connection_watcher> watcher_{};
  std::list<host> hosts_{};  // Few, and their addresses stay.
};

}  // namespace colb::inline COLB_ABI::inner

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/transport/impl/pool.ipp>
#endif
