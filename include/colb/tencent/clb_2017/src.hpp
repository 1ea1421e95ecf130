// colb: the bodies of Tencent CLB API 2017, beside <colb/src.hpp>, for programs that compile them once.
#pragma once

#include <colb/src.hpp>

#include <colb/tencent/clb_2017/impl/errors.ipp>
#include <colb/tencent/clb_2017/impl/service.ipp>
