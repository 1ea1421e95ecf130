// colb: the network of a client: the bodies.
#pragma once

#include <colb/engine/share.hpp>
#include <colb/transport/network.hpp>

#include <utility>

#include <colb/transport/tunnel.hpp>

namespace colb::inline COLB_ABI::inner {

COLB_DECL net_dialer::net_dialer(asio::any_io_executor executor, std::shared_ptr<clock> time,
                                 timeouts const& bounds, tls_settings const& tls,
                                 std::shared_ptr<resolver> names, proxy_options const& proxy)
    : connector_(share<connector>(std::move(executor), std::move(time), bounds, std::move(names))),
      tls_(share<tls_client>(tls)),
      straight_(proxy.no_proxy) {
  if (!proxy.url.empty()) proxy_ = share<proxy_server const>(parse_proxy(proxy.url));
}

COLB_DECL std::shared_ptr<stream> net_dialer::dial(endpoint const& to) {
  std::shared_ptr<stream> below;
  if (proxy_ && !straight_.holds_for(to)) {
    below = connector_->connection(proxy_->to);
    if (proxy_->to.tls) below = tls_->over(std::move(below), proxy_->to);
    below = tunnel(std::move(below), proxy_, connector_, to);
  } else {
    below = connector_->connection(to);
  }
  if (!to.tls) return below;
  return tls_->over(std::move(below), to);
}

}  // namespace colb::inline COLB_ABI::inner
