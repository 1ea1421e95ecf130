// colb: Tencent Cloud's Security Token Service (API 3.0, 2018-08-13): temporary keys, and who one is.
//
// Clients take on roles by themselves, see `colb::credentials::assume_role`; this is for programs that hand
// out keys.
#pragma once

#include <memory>

#include <colb/client.hpp>
#include <colb/engine/protocol.hpp>
#include <colb/tencent/sts/actions.hpp>

namespace colb::inline COLB_ABI::tencent::sts {

/// The policy of `colb::basic_client` for this API: `https://sts.tencentcloudapi.com`; the region defaults to
/// `ap-guangzhou`, and it does not matter which it is.
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

}  // namespace colb::inline COLB_ABI::tencent::sts

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/tencent/sts/impl/service.ipp>
#endif
