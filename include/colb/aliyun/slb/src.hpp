// colb: the bodies of Alibaba Cloud SLB, beside <colb/src.hpp>, for programs that compile them once.
#pragma once

#include <colb/src.hpp>

#include <colb/aliyun/slb/impl/errors.ipp>
#include <colb/aliyun/slb/impl/service.ipp>
