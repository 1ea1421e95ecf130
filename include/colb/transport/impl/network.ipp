// colb: the network of a client: the bodies.
#pragma once

#include <colb/transport/network.hpp>

#include <utility>

namespace colb::inline COLB_ABI::inner {

COLB_DECL net_dialer::net_dialer(asio::any_io_executor executor, std::shared_ptr<clock> time,
                                 timeouts const& bounds, tls_settings const& tls,
                                 std::shared_ptr<resolver> names)
    : connector_(std::make_shared<connector>(std::move(executor), std::move(time), bounds, std::move(names))),
      tls_(std::make_shared<tls_client>(tls)) {}

COLB_DECL std::shared_ptr<stream> net_dialer::dial(endpoint const& to) {
  auto below = connector_->connection(to);
  if (!to.tls) return below;
  return tls_->over(std::move(below), to);
}

}  // namespace colb::inline COLB_ABI::inner
