// colb: which of a host's addresses to try, in which order and when (RFC 8305). No I/O; the clock is an
// argument.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <colb/asio/ip/address.hpp>

#include <colb/version.hpp>

namespace colb::inline COLB_ABI::inner {

/// What connecting has taught about addresses. Thread safe: the clients of one resolver share it.
class address_memory {
 public:
  using tick = std::chrono::steady_clock::time_point;

  static constexpr std::size_t most = 10;              ///< No more addresses are tried.
  static constexpr std::chrono::seconds dead_for{60};  ///< One that failed comes last for so long.

  /// The addresses to try, in this order: the last good one, then the families in turn, the one that came
  /// first first, and those that failed lately at the end.
  std::vector<asio::ip::address> arrange(std::string const& host, std::uint16_t port,
                                         std::vector<asio::ip::address> const& found, tick now) const;

  void worked(std::string const& host, std::uint16_t port, asio::ip::address const& address);
  void failed(std::string const& host, std::uint16_t port, asio::ip::address const& address, tick now);

 private:
  mutable std::mutex mutex_{};
  std::map<std::pair<std::string, std::uint16_t>, asio::ip::address> good_{};
  std::map<std::pair<asio::ip::address, std::uint16_t>, tick> dead_until_{};
};

/// Attempts to connect, one started after the other: whoever is first wins.
class address_race {
 public:
  using tick = std::chrono::steady_clock::time_point;

  static constexpr std::chrono::milliseconds head_start{250};  ///< Of each attempt before the next.

  explicit address_race(std::size_t addresses) : addresses_(addresses) {}

  /// The next address to start with now; empty when none is due.
  std::optional<std::size_t> due(tick now);

  /// One of those under way has failed: the next need not wait.
  void failed();

  /// When to ask again though nothing has happened; `tick::max()`: never.
  tick next() const noexcept { return started_ < addresses_ ? next_at_ : tick::max(); }

  /// Whether all have failed.
  bool is_lost() const noexcept { return started_ == addresses_ && running_ == 0; }

 private:
  std::size_t addresses_;
  std::size_t started_ = 0;
  std::size_t running_ = 0;
  tick next_at_ = tick::min();
};

}  // namespace colb::inline COLB_ABI::inner

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/transport/impl/addresses.ipp>
#endif
