// colb: the network of a client: what stands on what to reach an endpoint.
#pragma once

#include <memory>

#include <colb/asio/any_io_executor.hpp>

#include <colb/clock.hpp>
#include <colb/proxy.hpp>
#include <colb/transport/connector.hpp>
#include <colb/transport/proxy.hpp>
#include <colb/transport/resolver.hpp>
#include <colb/transport/stream.hpp>
#include <colb/transport/timeouts.hpp>
#include <colb/transport/tls.hpp>

namespace colb::inline COLB_ABI::inner {

/// Makes streams over the network: TCP, through a proxy if there is one, and TLS over it.
class net_dialer final : public dialer {
 public:
  /// Throws std::system_error when `tls.ca_file` cannot be read, std::invalid_argument when `proxy.url` is
  /// wrong.
  net_dialer(asio::any_io_executor executor, std::shared_ptr<clock> time, timeouts const& bounds,
             tls_settings const& tls, std::shared_ptr<resolver> names = nullptr,
             proxy_options const& proxy = {});

  std::shared_ptr<stream> dial(endpoint const& to) override;

 private:
  std::shared_ptr<connector> connector_;
  std::shared_ptr<tls_client> tls_;
  std::shared_ptr<proxy_server const> proxy_{};
  proxy_exceptions straight_;
};

}  // namespace colb::inline COLB_ABI::inner

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/transport/impl/network.ipp>
#endif
