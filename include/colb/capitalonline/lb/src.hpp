// colb: the bodies of Capital Online load balancing, beside <colb/src.hpp>, for programs that compile them
// once.
#pragma once

#include <colb/version.hpp>

#if !defined(COLB_SEPARATE_COMPILATION)
#error "colb: the services' src.hpp are for COLB_SEPARATE_COMPILATION, which the build's colb target sets"
#endif

#include <colb/capitalonline/lb/client.hpp>
#include <colb/capitalonline/lb/impl/errors.ipp>
#include <colb/capitalonline/lb/impl/service.ipp>

template struct colb::inner::waits_of<colb::capitalonline::lb::service>;
