// colb: the bodies of Alibaba Cloud SLB, beside <colb/src.hpp>, for programs that compile them once.
#pragma once

#include <colb/version.hpp>

#if !defined(COLB_SEPARATE_COMPILATION)
#error "colb: the services' src.hpp are for COLB_SEPARATE_COMPILATION, which the build's colb target sets"
#endif

#include <colb/aliyun/slb/client.hpp>
#include <colb/aliyun/slb/impl/errors.ipp>
#include <colb/aliyun/slb/impl/service.ipp>
#include <colb/aliyun/slb/impl/waiting.ipp>

template struct colb::inner::waits_of<colb::aliyun::slb::service>;
