// colb: TCP connections to where a service listens.
#pragma once

#include <memory>
#include <system_error>

#include <colb/asio/any_io_executor.hpp>
#include <colb/asio/awaitable.hpp>

#include <colb/clock.hpp>
#include <colb/transport/addresses.hpp>
#include <colb/transport/name_cache.hpp>
#include <colb/transport/resolver.hpp>
#include <colb/transport/stream.hpp>
#include <colb/transport/timeouts.hpp>

namespace colb::inline COLB_ABI::inner {

/// Gives sockets: looks up the name of the host and races its addresses. Used on one strand.
class connector : public std::enable_shared_from_this<connector> {
 public:
  connector(asio::any_io_executor executor, std::shared_ptr<clock> time, timeouts const& bounds,
            std::shared_ptr<resolver> names);

  /// A TCP connection that is yet to be opened. `endpoint::tls` means nothing here.
  std::shared_ptr<stream> connection(endpoint const& to);

  /// The addresses of `to`. As `name_cache::look_up`.
  asio::awaitable<void> look_up(endpoint const& to, event& wake, resolver::addresses& out, error_code& ec);

  asio::any_io_executor const& executor() const noexcept { return executor_; }

 private:
  class tcp_stream;
  struct contest;

  asio::any_io_executor executor_;
  std::shared_ptr<clock> clock_;
  std::shared_ptr<address_memory> memory_;
  name_cache names_;
};

}  // namespace colb::inline COLB_ABI::inner

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/transport/impl/connector.ipp>
#endif
