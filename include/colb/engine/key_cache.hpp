// colb: keys that a source gave, shared by all clients that use it, and their renewal.
#pragma once

#include <chrono>
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <colb/config.hpp>

#include <colb/asio/any_io_executor.hpp>
#include <colb/asio/awaitable.hpp>

#include <colb/clock.hpp>
#include <colb/engine/credentials_type.hpp>
#include <colb/engine/source.hpp>
#include <colb/resilience/renewal.hpp>
#include <colb/version.hpp>

namespace colb::inline COLB_ABI::inner {

class conversation;
class vendor_sources;

/// Keys as a call signs with them. Overwritten when the last call that holds them ends.
struct held_keys {
  colb::credentials keys{};
  std::string from{};    ///< The source.
  std::string region{};  ///< Found beside them.
  std::string sts{};     ///< The STS server that gave them; empty: none did.
  std::optional<clock::wall_time> expires{};
  bool temporary = false;    ///< They have a token or an end: the source may have others.
  std::uint64_t serial = 0;  ///< Tells them from others of the same cache; 0: the program's own.
  ~held_keys();
};
using key_ptr = std::shared_ptr<held_keys const>;

struct asking;
using asking_ptr = std::shared_ptr<asking const>;

/// What a client that asks for keys brings along. A renewal keeps it alive, so that it outlives the client.
struct asking {
  virtual ~asking() = default;

  colb::credentials what{};  ///< The description.
  vendor_sources const* vendor = nullptr;
  asio::any_io_executor strand{};  ///< The client's: where waiting for keys goes on.
  std::shared_ptr<colb::clock> clock{};
  world const* here = nullptr;

  /// The date and time, corrected by what the service's answers said.
  virtual clock::wall_time now() const = 0;
  virtual std::uint64_t chance() const = 0;
  /// Where a renewal runs: not on the client's strand, which may be stopped or go.
  virtual asio::any_io_executor renewal_executor() const = 0;
  /// Holds a conversation to its end.
  virtual asio::awaitable<finding> hold(std::unique_ptr<conversation> what,
                                        asio::any_io_executor executor) const = 0;
  /// A renewal in the background, which this one began, has brought other keys. Called by it.
  virtual void renewed(asking_ptr, key_ptr) const {}
  /// It has brought none: why, by source.
  virtual void not_renewed(asking_ptr, std::string) const {}
};

/// The keys of one source at one vendor. Thread safety: every member may be called from any thread.
class key_cache : public std::enable_shared_from_this<key_cache> {
 public:
  key_cache() = default;
  key_cache(key_cache const&) = delete;
  key_cache& operator=(key_cache const&) = delete;

  /// What is known without asking anybody. Reads variables and files on the first call.
  struct outlook {
    std::string region{};
    std::string problem{};  ///< There are no keys and nobody to ask; empty: there are, or there may be.
  };
  outlook look(asking_ptr const& who);

  /// Keys, when there are some that are good; starts their renewal when it is time. Null: use `get`.
  key_ptr try_get(asking_ptr const& who);

  /// Keys. Awaited on `who->strand`.
  /// @param deadline when the caller's patience ends.
  /// @throws colb::error: cancelled, timed out, or why there are none.
  asio::awaitable<key_ptr> get(asking_ptr who, clock::tick deadline);

  /// The cloud has refused keys. Whether there may be others: already, or after a renewal, which `get` then
  /// waits for.
  bool refused(asking_ptr const& who, key_ptr const& keys);

 private:
  struct sleeper {
    asio::any_io_executor strand;
    std::shared_ptr<timer> alarm;
  };
  class seat;
  class flight;

  void resolve_if_new(asking_ptr const& who, std::unique_lock<std::mutex> const&);
  void look_at_files(asking_ptr const& who, std::unique_lock<std::mutex> const&);
  void take(asking const& who, plan const& from, issued_credentials keys,
            std::unique_lock<std::mutex> const&);
  renewal::step next_step(asking_ptr const& who, std::unique_lock<std::mutex> const&);
  bool claim(asking_ptr const& who, std::unique_lock<std::mutex> const&);
  /// @param background nobody waits for the keys.
  void start(asking_ptr const& who, bool background);
  void wake(std::unique_lock<std::mutex> const&);
  static asio::awaitable<void> renew(std::shared_ptr<key_cache> self, asking_ptr who,
                                     std::shared_ptr<flight> guard, bool background);
  static asio::awaitable<void> wait_for_change(std::shared_ptr<key_cache> self, asking_ptr who,
                                               clock::tick until, std::uint64_t seen);

  std::mutex mutex_{};
  renewal renewal_{};
  key_ptr current_{};
  std::uint64_t serials_ = 0;  ///< Of `held_keys`.
  std::vector<plan> plans_{};
  std::size_t chosen_ = 0;
  bool resolved_ = false;
  bool resolve_anew_ = false;
  std::vector<file_stamp> stamps_{};
  clock::tick next_stat_ = clock::tick::min();
  std::string why_{};    ///< The last renewal failed.
  bool passes_ = false;  ///< It may not fail again.
  std::uint64_t flight_ = 0;
  std::uint64_t flights_ = 0;
  clock::tick flight_end_ = clock::tick::min();
  std::list<sleeper> sleepers_{};
  std::uint64_t wakes_ = 0;  ///< How often they were woken: one who is about to sleep sees what was missed.
};

/// The caches of one provider object, by vendor.
class key_caches {
 public:
  std::shared_ptr<key_cache> of(vendor_sources const& vendor);

 private:
  std::mutex mutex_{};
  std::map<vendor_sources const*, std::shared_ptr<key_cache>> by_vendor_{};
};

/// Asks the sources in turn. Absent: the next one. Broken: the end.
/// @param chosen the index of the one that had keys.
asio::awaitable<finding> ask_in_turn(std::vector<plan> const& plans, asking const& who,
                                     asio::any_io_executor executor, std::size_t& chosen);

/// Runs a program without a shell and gives what it printed.
asio::awaitable<finding> run_process(std::vector<std::string> words, asio::any_io_executor executor,
                                     std::string& output);

/// "source: why; source: why", of all that have nothing.
std::string reasons(std::vector<plan> const& plans);

}  // namespace colb::inline COLB_ABI::inner

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/engine/impl/key_cache.ipp>
#endif
