// colb: host names to addresses, without ever waiting longer than wanted.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <system_error>

#include <colb/asio/awaitable.hpp>

#include <colb/clock.hpp>
#include <colb/transport/resolver.hpp>

namespace colb::inline COLB_ABI::inner {

/// The answers of a resolver, kept for a while. Used on one strand; only the answer comes from elsewhere.
class name_cache {
 public:
  /// @param patience a look-up that takes longer is given up, and another one started when the name is wanted
  /// again.
  name_cache(std::shared_ptr<clock> time, std::shared_ptr<resolver> by, clock::duration patience);
  ~name_cache();

  /// Finds the addresses of `host`; `ec` tells when there are none. Ends early when `wake`, which belongs to
  /// the caller, is set by someone else or the awaiting coroutine is cancelled (all types): then `ec` is
  /// `operation_aborted`.
  asio::awaitable<void> look_up(std::string const& host, event& wake, resolver::addresses& out,
                                error_code& ec);

  /// Has the next look-up ask again: none of the addresses answered.
  void forget(std::string const& host);

 private:
  class question;
  struct entry {
    resolver::addresses found{};
    clock::tick fresh_until = clock::tick::min();
    std::shared_ptr<question> pending{};
  };

  std::shared_ptr<clock> clock_;
  std::shared_ptr<resolver> resolver_;
  clock::duration patience_;
  std::map<std::string, entry> names_{};
};

}  // namespace colb::inline COLB_ABI::inner

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/transport/impl/name_cache.ipp>
#endif
