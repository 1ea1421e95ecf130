// colb: the bodies of Tencent CLB API 2017, beside <colb/src.hpp>, for programs that compile them once.
#pragma once

#include <colb/version.hpp>

#if !defined(COLB_SEPARATE_COMPILATION)
#error "colb: the services' src.hpp are for COLB_SEPARATE_COMPILATION, which the build's colb target sets"
#endif

#include <colb/tencent/clb_2017/client.hpp>
#include <colb/tencent/clb_2017/impl/errors.ipp>
#include <colb/tencent/clb_2017/impl/service.ipp>

template struct colb::inner::waits_of<colb::tencent::clb_2017::service>;
