// colb: the network of a client: what stands on what to reach an endpoint.
#pragma once

#include <memory>

#include <asio/any_io_executor.hpp>

#include <colb/clock.hpp>
#include <colb/transport/connector.hpp>
#include <colb/transport/resolver.hpp>
#include <colb/transport/stream.hpp>
#include <colb/transport/timeouts.hpp>
#include <colb/transport/tls.hpp>

namespace colb::inline COLB_ABI::inner {

/// Makes streams over the network: TCP, and TLS over it.
class net_dialer final : public dialer {
 public:
  /// Throws std::system_error when `tls.ca_file` cannot be read.
  net_dialer(asio::any_io_executor executor, std::shared_ptr<clock> time, timeouts const& bounds,
             tls_settings const& tls, std::shared_ptr<resolver> names = nullptr);

  std::shared_ptr<stream> dial(endpoint const& to) override;

 private:
  std::shared_ptr<connector> connector_;
  std::shared_ptr<tls_client> tls_;
};

}  // namespace colb::inline COLB_ABI::inner

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/transport/impl/network.ipp>
#endif
