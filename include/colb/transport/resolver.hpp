// colb: who looks up host names.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include <colb/asio/ip/address.hpp>

#include <colb/engine/share.hpp>
#include <colb/transport/addresses.hpp>
#include <colb/version.hpp>

namespace colb::inline COLB_ABI {

/// Looks up host names: derive an own resolver from it, and give it to clients as `options.resolver`. colb
/// keeps answers for a minute, bounds the wait by `timeouts::resolve`, and does not ask for literal
/// addresses. Clients that share one also share what they learn about addresses: which one answered last, and
/// which did not within the last minute.
class resolver {
 public:
  using addresses = std::vector<asio::ip::address>;
  using answer = std::function<void(std::error_code, addresses)>;

  resolver() = default;
  resolver(resolver const&) = delete;
  resolver& operator=(resolver const&) = delete;
  virtual ~resolver() = default;

  /// Starts a look-up and returns without waiting. `done` is to be called once, from any thread, here or
  /// later, be it long after colb has stopped waiting. Called by any client's strand: must be thread safe if
  /// clients share it.
  virtual void resolve(std::string const& host, answer done) = 0;

  /// Nobody waits any longer for the look-ups of `host` that were started: they may be given up, and their
  /// `done` called with any error or not at all. Called as `resolve` is. By default nothing is done: an
  /// answer that comes later serves the next who asks.
  virtual void cancel(std::string const& host);

  /// What the clients of this resolver know about addresses; colb's own business.
  std::shared_ptr<inner::address_memory> const& memory() const noexcept { return memory_; }

 private:
  std::shared_ptr<inner::address_memory> memory_ = inner::share<inner::address_memory>();
};

/// The system's resolver, one thread a look-up: `getaddrinfo` can be neither cancelled nor bounded, so that a
/// stuck one must delay nothing but itself, neither other look-ups nor the end of `io_context::run()`.
class system_resolver final : public resolver {
 public:
  void resolve(std::string const& host, answer done) override;

  /// The one that clients use which are given none.
  static std::shared_ptr<resolver> const& shared();

 private:
  static void look_up(std::string const& host, answer const& done);
};

}  // namespace colb::inline COLB_ABI

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/transport/impl/resolver.ipp>
#endif
