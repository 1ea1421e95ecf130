// colb: the bodies of Tencent CLB API 3.0, beside <colb/src.hpp>, for programs that compile them once.
#pragma once

#include <colb/src.hpp>

#include <colb/tencent/clb/impl/errors.ipp>
#include <colb/tencent/clb/impl/service.ipp>
