// colb: the client of Tencent CLB API 2017.
#pragma once

#include <colb/client.hpp>
#include <colb/tencent/clb_2017/service.hpp>
#include <colb/text.hpp>

namespace colb::inline COLB_ABI::tencent::clb_2017 {

/// Calls Tencent CLB API 2017: see `colb::basic_client` for what it can do, `colb::client_options` for what
/// it can be told.
///
/// Regions may be named as in API 3.0 (`ap-guangzhou`) or in short (`gz`): they are sent as given.
/// `options.style` chooses HTTP method, signature method (HmacSHA256 by default) and whether lists are
/// numbered from 0 or from 1.
using client = basic_client<service>;

}  // namespace colb::inline COLB_ABI::tencent::clb_2017

#if defined(COLB_SEPARATE_COMPILATION)
extern template struct colb::inner::waits_of<colb::tencent::clb_2017::service>;
#endif
