// colb: the bodies of the core, for programs that compile them once.
//
// With COLB_SEPARATE_COMPILATION, which colb's Meson and CMake targets set for a whole program, include this
// in one translation unit of it, and <colb/VENDOR/SERVICE/src.hpp> for each service used. Without, there is
// nothing to do.
#pragma once

#if !defined(COLB_SEPARATE_COMPILATION)
#error \
    "colb: <colb/src.hpp> is for COLB_SEPARATE_COMPILATION, which the build's colb target sets; header-only needs no such file"
#endif

#include <colb/asio/impl/run.ipp>
#include <colb/codec/impl/flat.ipp>
#include <colb/codec/impl/json.ipp>
#include <colb/codec/impl/percent.ipp>
#include <colb/codec/impl/text.ipp>
#include <colb/engine/impl/client_core.ipp>
#include <colb/engine/impl/client_keys.ipp>
#include <colb/engine/impl/coordination.ipp>
#include <colb/engine/impl/door.ipp>
#include <colb/engine/impl/extra.ipp>
#include <colb/engine/impl/key_cache.ipp>
#include <colb/engine/impl/link.ipp>
#include <colb/engine/impl/looks.ipp>
#include <colb/engine/impl/operation.ipp>
#include <colb/engine/impl/protocol.ipp>
#include <colb/engine/impl/secrets.ipp>
#include <colb/engine/impl/source.ipp>
#include <colb/engine/impl/trail.ipp>
#include <colb/engine/impl/turns.ipp>
#include <colb/engine/impl/vendor_sources.ipp>
#include <colb/impl/any_action.ipp>
#include <colb/impl/batch.ipp>
#include <colb/impl/client_options.ipp>
#include <colb/impl/clock.ipp>
#include <colb/impl/coordinator.ipp>
#include <colb/impl/credentials.ipp>
#include <colb/impl/error.ipp>
#include <colb/impl/lanes.ipp>
#include <colb/impl/limiter.ipp>
#include <colb/impl/metrics.ipp>
#include <colb/impl/observer.ipp>
#include <colb/impl/pages.ipp>
#include <colb/impl/proxy.ipp>
#include <colb/impl/request_style.ipp>
#include <colb/impl/task.ipp>
#include <colb/impl/text_log.ipp>
#include <colb/resilience/impl/attempts.ipp>
#include <colb/resilience/impl/lanes.ipp>
#include <colb/resilience/impl/limiter.ipp>
#include <colb/resilience/impl/looks.ipp>
#include <colb/resilience/impl/meaning.ipp>
#include <colb/resilience/impl/retry.ipp>
#include <colb/resilience/impl/skew.ipp>
#include <colb/sign/impl/acs3.ipp>
#include <colb/sign/impl/canonical.ipp>
#include <colb/sign/impl/hash.ipp>
#include <colb/sign/impl/rpc.ipp>
#include <colb/sign/impl/rpc_parameters.ipp>
#include <colb/sign/impl/tc3.ipp>
#include <colb/sign/impl/tencent_v1.ipp>
#include <colb/strings/impl/dates.ipp>
#include <colb/transport/impl/addresses.ipp>
#include <colb/transport/impl/connector.ipp>
#include <colb/transport/impl/endpoint.ipp>
#include <colb/transport/impl/exchange.ipp>
#include <colb/transport/impl/http.ipp>
#include <colb/transport/impl/name_cache.ipp>
#include <colb/transport/impl/network.ipp>
#include <colb/transport/impl/pool.ipp>
#include <colb/transport/impl/proxy.ipp>
#include <colb/transport/impl/resolver.ipp>
#include <colb/transport/impl/tls.ipp>
#include <colb/transport/impl/tunnel.ipp>
