// colb: the client of Capital Online load balancing.
#pragma once

#include <colb/capitalonline/lb/service.hpp>
#include <colb/client.hpp>
#include <colb/text.hpp>

namespace colb::inline COLB_ABI::capitalonline::lb {

/// Calls Capital Online's load-balancing API: see `colb::basic_client` for what it can do,
/// `colb::client_options` for what it can be told.
///
/// `.region` chooses one of the vendor's three hosts: `cn` (mainland China, also when empty), `asia` or `us`
/// (Europe and America), or by a site or region code such as `CN_Hongkong_A`. It is no parameter of a call:
/// RegionId and RegionCode are.
using client = basic_client<service>;

}  // namespace colb::inline COLB_ABI::capitalonline::lb

#if defined(COLB_SEPARATE_COMPILATION)
extern template struct colb::inner::waits_of<colb::capitalonline::lb::service>;
#endif
