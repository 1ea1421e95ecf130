// colb: the bodies of Tencent Cloud's STS, beside <colb/src.hpp>, for programs that compile them once.
#pragma once

#include <colb/version.hpp>

#if !defined(COLB_SEPARATE_COMPILATION)
#error "colb: the services' src.hpp are for COLB_SEPARATE_COMPILATION, which the build's colb target sets"
#endif

#include <colb/tencent/sts/impl/service.ipp>
