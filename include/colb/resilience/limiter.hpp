// colb: when a request may go out, so that the documented rate is kept before the server has to refuse. A
// state machine: no lock, no timer, no I/O; the time is an argument.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <colb/config.hpp>

namespace colb::inline COLB_ABI::inner {

/// What a server counts by: an Action of a service, at the host that is reached.
struct pace_key {
  std::string host{};
  std::string service{};
  std::string action{};
};
struct pace_key_view {
  std::string_view host{};
  std::string_view service{};
  std::string_view action{};
};
inline pace_key_view view_of(pace_key const& key) noexcept { return {key.host, key.service, key.action}; }
struct pace_key_less {
  using is_transparent = void;
  template <class A, class B>
  bool operator()(A const& a, B const& b) const noexcept {
    return tie(a) < tie(b);
  }
  template <class K>
  static std::tuple<std::string_view, std::string_view, std::string_view> tie(K const& k) noexcept {
    return {k.action, k.host, k.service};
  }
};

/// The permits of one bucket.
///
/// A server counts arrivals within a second. So a permit is occupied from its grant until a second and a
/// guard after the first byte of its request was written, and given back when nothing was sent: however long
/// pool, DNS or TLS hold requests up, they cannot arrive as a burst.
class pace_permits {
 public:
  using tick = std::chrono::steady_clock::time_point;
  using duration = std::chrono::steady_clock::duration;

  /// @param limit requests a second; 0: none is documented, nothing is paced until the first refusal.
  void set_limit(double limit) noexcept { limit_ = limit; }
  double limit() const noexcept { return limit_; }

  /// Requests a second at present; 0: as many as one likes.
  double rate(tick now) const noexcept;

  /// Takes a permit, if there is one.
  bool take(tick now);
  /// The first byte of a request with a permit was written.
  void sent(tick now);
  /// Nothing was sent.
  void give_back() noexcept;
  /// An answer came, so long after the first byte.
  void answered(duration round_trip) noexcept;
  /// The server refused one, and wants to be left alone for a while.
  void refused(tick now, duration retry_after);

  /// When the permit after `ahead` others can be had at the very earliest; `now` when it can be had at once.
  tick earliest(tick now, std::size_t ahead) const;
  /// When to look for a permit again, should none come sooner.
  tick look_again(tick now) const;
  /// How many are occupied.
  std::size_t occupied(tick now) const noexcept;
  /// How long a permit stays occupied after the first byte: 1 s and the guard, from the spread of round
  /// trips.
  duration window() const noexcept;

  std::uint64_t refusals() const noexcept { return refusals_; }

 private:
  void forget(tick now);
  tick turn(tick now, std::size_t ahead, std::size_t most, tick unsent_free_at) const;
  std::size_t allowed(tick now) const noexcept;
  double achieved(tick now) const noexcept;

  double limit_ = 0;
  bool cut_ = false;           ///< Refused, and not recovered since.
  double too_much_ = 0;        ///< The rate before,
  double cut_to_ = 0;          ///< the rate then,
  tick cut_at_{};              ///< and when.
  tick not_before_{};          ///< The server asked for silence until then.
  std::size_t held_ = 0;       ///< Granted and not yet sent.
  std::vector<tick> until_{};  ///< When those that were sent are free again, in order.
  std::size_t first_ = 0;      ///< Those before it are free.
  tick second_{};              ///< Sent in this second and the one before it, for the rate achieved.
  std::size_t in_this_ = 0;
  std::size_t in_last_ = 0;
  double mean_trip_ = -1;  ///< Milliseconds.
  double spread_ = 0;
  std::uint64_t refusals_ = 0;
};

/// The buckets, and who waits for their permits.
class pace_table {
  struct bucket;

 public:
  using tick = pace_permits::tick;
  using duration = pace_permits::duration;

  /// One request that wants to go out. Its owner keeps it where it is until it has left.
  class entry {
   public:
    entry() = default;
    entry(entry const&) = delete;
    entry& operator=(entry const&) = delete;

    bool waits() const noexcept { return state_ == state::waiting; }
    bool granted() const noexcept { return state_ == state::granted; }
    bool sent() const noexcept { return state_ == state::sent; }
    bool outside() const noexcept { return state_ == state::outside; }

   private:
    friend pace_table;
    enum class state : std::uint8_t { outside, waiting, granted, sent };
    state state_ = state::outside;
    std::uint8_t line_ = 0;
    std::uint64_t arrival_ = 0;
    tick due_{};
    tick first_byte_{};
    bucket* in_ = nullptr;
    entry* before_ = nullptr;
    entry* after_ = nullptr;
  };

  /// Who asks.
  enum class asker : std::uint8_t {
    call,         ///< A request of the caller's.
    urgent_look,  ///< A look at a task that holds a lane which others wait for.
    look          ///< Any other look.
  };
  struct ask {
    double limit = 0;  ///< Requests a second that the bucket may have; 0: none documented.
    asker who = asker::call;
    tick deadline = tick::max();        ///< By which the turn has to come.
    bool wait = true;                   ///< False: now or never.
    duration due_in = duration::max();  ///< Of a look: `due` from now on.
    tick due = tick::max();             ///< Looks are served by when they are due, then by arrival.
  };
  enum class entering : std::uint8_t {
    granted,
    waits,
    never  ///< Its turn cannot come before the deadline; it did not enter.
  };

  pace_table() = default;
  pace_table(pace_table const&) = delete;
  pace_table& operator=(pace_table const&) = delete;

  /// Takes a permit or a place in the queue. An entry that comes again, for another attempt, keeps its order.
  entering enter(entry& who, pace_key_view key, ask const& how, tick now);
  /// Leaves: from the queue; or gives back a permit that was not used.
  /// @param next gets those who are granted one, whom to tell.
  void leave(entry& who, tick now, std::vector<entry*>& next);
  /// Grants what can be granted by now in the bucket of `who`.
  void poll(entry& who, tick now, std::vector<entry*>& next);
  /// The one that has to `poll` the bucket of `who` for all who wait there, and when; null: nobody waits.
  entry* keeper(entry const& who) const noexcept;
  tick next_turn(entry const& who, tick now) const;

  /// How long its permit is occupied.
  duration window_of(entry const& who) const noexcept;

  void sent(entry& who, tick now);
  void answered(entry& who, tick now);
  /// @param wide it was the whole account's limit or the address's: every bucket slows down.
  void refused(entry& who, bool wide, duration retry_after, tick now);

  /// Waits that look with this Action: with many of them the pause of each stretches to what the rate allows.
  /// Gives the bucket's own key, which stays.
  pace_key const& watch_begins(pace_key_view key);
  void watch_ends(pace_key_view key);
  duration stretched_pause(pace_key_view key, tick now) const;

  /// A bucket as it stands.
  struct view {
    pace_key key{};
    double limit = 0;
    double rate = 0;
    std::size_t occupied = 0;
    std::size_t calls = 0;  ///< That wait.
    std::size_t looks = 0;
    std::uint64_t refusals = 0;
  };
  std::vector<view> snapshot(tick now) const;

 private:
  struct due_first {
    bool operator()(entry const* a, entry const* b) const noexcept {
      return a->due_ != b->due_ ? a->due_ < b->due_ : a->arrival_ < b->arrival_;
    }
  };
  struct line {
    entry* first = nullptr;
    entry* last = nullptr;  ///< Of calls.
    std::size_t size = 0;
    std::set<entry*, due_first> looks{};
  };
  struct bucket {
    pace_permits permits{};
    line lines[3]{};
    int calls_in_a_row = 0;  ///< Granted while looks waited.
    std::size_t watches = 0;
  };

  bucket& bucket_of(pace_key_view key);
  static void join(bucket& in, entry& who);
  static void quit(bucket& in, entry& who);
  static line* next_line(bucket& of) noexcept;
  static void took(bucket& in, bool look) noexcept;
  static void grant(bucket& in, tick now, std::vector<entry*>& next);

  std::uint64_t arrivals_ = 0;
  std::map<pace_key, bucket, pace_key_less> buckets_{};
};

/// How long an Action's tasks usually take: the time by which three of four have ended. Learnt from first
/// looks alone, since what is seen later says more about the looks than about the task.
class usual_duration {
 public:
  using duration = std::chrono::milliseconds;

  /// Zero: nothing is known.
  duration first_look() const noexcept { return duration(static_cast<std::int64_t>(estimate_)); }
  /// A first look after `taken` found the task over, or not yet.
  void looked(duration taken, bool over) noexcept;
  /// A task was seen over after `taken`, by a look that was not the first.
  void ended(duration taken) noexcept;

 private:
  double estimate_ = 0;
};

}  // namespace colb::inline COLB_ABI::inner

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/resilience/impl/limiter.ipp>
#endif
