// colb: the client of Alibaba Cloud SLB.
#pragma once

#include <colb/aliyun/slb/service.hpp>
#include <colb/client.hpp>
#include <colb/text.hpp>

namespace colb::inline COLB_ABI::aliyun::slb {

/// Calls Alibaba Cloud SLB: see `colb::basic_client` for what it can do, `colb::client_options` for what it
/// can be told.
///
/// `.endpoint` may name a regional server; `.style` has the choice of GET and POST, of the RPC and the ACS3
/// signature, and of the document's and today's names. `RegionId` of a request is filled in from `.region`.
/// This API has no tasks: `call_and_wait` ends when the resource shows the effect (`end_states`), and
/// `error.task()` names the wait for `wait`.
using client = basic_client<service>;

}  // namespace colb::inline COLB_ABI::aliyun::slb

#if defined(COLB_SEPARATE_COMPILATION)
extern template struct colb::inner::waits_of<colb::aliyun::slb::service>;
#endif
