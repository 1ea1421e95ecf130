// colb: a stream through a proxy.
#pragma once

#include <memory>

#include <colb/transport/connector.hpp>
#include <colb/transport/endpoint.hpp>
#include <colb/transport/proxy.hpp>
#include <colb/transport/stream.hpp>

namespace colb::inline COLB_ABI::inner {

/// A connection to `to` through the proxy `by`, over `below`, which leads to the proxy and is yet to be
/// opened. Until it stands everything happens at `stage::proxy`, but for the look-up of `to` where SOCKS
/// wants an address.
std::shared_ptr<stream> tunnel(std::shared_ptr<stream> below, std::shared_ptr<proxy_server const> by,
                               std::shared_ptr<connector> names, endpoint const& to);

}  // namespace colb::inline COLB_ABI::inner

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/transport/impl/tunnel.ipp>
#endif
