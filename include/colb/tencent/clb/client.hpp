// colb: the client of Tencent CLB API 3.0.
#pragma once

#include <colb/client.hpp>
#include <colb/tencent/clb/service.hpp>
#include <colb/text.hpp>

namespace colb::inline COLB_ABI::tencent::clb {

/// Calls Tencent CLB API 3.0: see `colb::basic_client` for what it can do, `colb::client_options` for what it
/// can be told.
using client = basic_client<service>;

}  // namespace colb::inline COLB_ABI::tencent::clb

#if defined(COLB_SEPARATE_COMPILATION)
extern template struct colb::inner::waits_of<colb::tencent::clb::service>;
#endif
