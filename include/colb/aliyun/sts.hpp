// colb: Alibaba Cloud's Security Token Service (2015-04-01): temporary keys, and who one is.
//
// Clients take on roles by themselves, see `colb::credentials::assume_role`; this is for programs that hand
// out keys.
#pragma once

#include <memory>

#include <colb/aliyun/sts/actions.hpp>
#include <colb/client.hpp>
#include <colb/engine/protocol.hpp>

namespace colb::inline COLB_ABI::aliyun::sts {

/// The policy of `colb::basic_client` for this API: `https://sts.REGION.aliyuncs.com`, without a region
/// `https://sts.aliyuncs.com`.
struct service {
  static std::unique_ptr<inner::protocol> make_protocol();
  template <class A>
  using rule = void;
  using no_tasks = void;  ///< Nothing goes on after an answer.
};

/// Marks this namespace's Actions as this service's.
template <class A>
service service_of(A const*);

/// Calls STS: see `colb::basic_client`.
using client = basic_client<service>;

}  // namespace colb::inline COLB_ABI::aliyun::sts

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/aliyun/sts/impl/service.ipp>
#endif
