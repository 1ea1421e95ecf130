// colb: what one client signs with: its keys, the right time, and what is done when either is refused.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include <colb/asio/any_io_executor.hpp>
#include <colb/asio/awaitable.hpp>

#include <colb/client_options.hpp>
#include <colb/clock.hpp>
#include <colb/engine/key_cache.hpp>
#include <colb/version.hpp>

namespace colb::inline COLB_ABI::inner {

class announcer;
class dialer;
class vendor_sources;

/// What has been mended already in the course of one call: each once.
struct signing_repairs {
  bool keys = false;
  bool nonce = false;
  bool clock = false;
};

/// What was mended, so that the request goes out again.
enum class repair : std::uint8_t { none, keys, nonce, clock };

class client_asking;

/// Used on the client's strand, but for its construction.
class client_keys {
 public:
  /// Reads variables and files. Fills in an empty `options.region` from the source.
  /// @param by the client's own connections, in tests; null: over the network.
  /// @throws std::invalid_argument when it is known by now that there are no keys: from where, and why.
  client_keys(client_options& options, vendor_sources const& vendor, asio::any_io_executor executor,
              asio::any_io_executor strand, std::shared_ptr<colb::clock> clock, random_source random,
              std::shared_ptr<dialer> by, asio::any_io_executor (*strands)(asio::any_io_executor const&));
  client_keys(client_keys const&) = delete;
  client_keys& operator=(client_keys const&) = delete;
  ~client_keys();

  /// The keys, when they are there and good; null: `get` them.
  key_ptr at_once();
  /// @throws colb::error when there are none, or not by the deadline.
  asio::awaitable<key_ptr> get(clock::tick deadline);
  /// The time to sign with.
  clock::wall_time now() const;

  /// Whether keys from a source are used for the first time by this client; asked once for each use.
  bool is_new(held_keys const& keys) noexcept;

  /// After a refusal: the request is to go out again if something could be mended: the keys, the nonce or the
  /// time that it is signed with.
  /// @param used what it was signed with; `at` the time.
  /// @param date the answer's, if TLS has verified who gave it.
  asio::awaitable<inner::repair> mend(signing_repairs& done, std::string_view code, std::string_view message,
                                      key_ptr used, clock::wall_time at, std::optional<std::string_view> date,
                                      clock::tick deadline);

  /// What is added to the machine's time.
  std::chrono::seconds correction() const noexcept;

  /// Has keys told of that were renewed in the background: once, on the strand. A client that is gone by then
  /// tells nothing.
  void tell_to(std::weak_ptr<announcer> who);

  /// Asks the vendor who one is, with the keys that calls are signed with.
  asio::awaitable<identity> who_am_i(key_ptr keys);

 private:
  vendor_sources const& vendor_;
  std::shared_ptr<client_asking> who_;
  key_ptr fixed_{};
  std::shared_ptr<key_cache> cache_{};
};

}  // namespace colb::inline COLB_ABI::inner

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/engine/impl/client_keys.ipp>
#endif
