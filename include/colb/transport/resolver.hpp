// colb: who looks up host names.
#pragma once

#include <functional>
#include <string>
#include <system_error>
#include <vector>

#include <asio/ip/address.hpp>

#include <colb/version.hpp>

namespace colb::inline COLB_ABI {

/// Looks up host names: derive an own resolver from it, and give it to clients as `options.resolver`. colb
/// keeps answers for a minute, bounds the wait by `timeouts::resolve`, and does not ask for literal
/// addresses.
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
};

/// The system's resolver, one thread a look-up: `getaddrinfo` can be neither cancelled nor bounded, so that a
/// stuck one must delay nothing but itself, neither other look-ups nor the end of `io_context::run()`.
class system_resolver final : public resolver {
 public:
  void resolve(std::string const& host, answer done) override;

 private:
  static void look_up(std::string const& host, answer const& done);
};

}  // namespace colb::inline COLB_ABI

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/transport/impl/resolver.ipp>
#endif
