// colb: the bodies of Tencent CLB API 3.0, beside <colb/src.hpp>, for programs that compile them once.
#pragma once

#include <colb/version.hpp>

#if !defined(COLB_SEPARATE_COMPILATION)
#error "colb: the services' src.hpp are for COLB_SEPARATE_COMPILATION, which the build's colb target sets"
#endif

#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/impl/errors.ipp>
#include <colb/tencent/clb/impl/service.ipp>

template struct colb::inner::waits_of<colb::tencent::clb::service>;
