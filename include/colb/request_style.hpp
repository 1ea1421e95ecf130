// colb: the ways a service may be spoken to, where it takes several.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include <colb/engine/share.hpp>
#include <colb/version.hpp>

namespace colb::inline COLB_ABI {

/// How a request travels.
enum class http_method : std::uint8_t {
  automatic,  ///< As the service prefers it.
  get,        ///< Parameters in the query.
  post        ///< Parameters in the body.
};

/// What a request is signed with.
enum class signature_method : std::uint8_t {
  automatic,    ///< The best that the service takes.
  tc3,          ///< TC3-HMAC-SHA256: Tencent CLB API 3.0.
  hmac_sha1,    ///< Tencent, both APIs; Alibaba Cloud SLB (RPC signature, version 1.0).
  hmac_sha256,  ///< Tencent, both APIs.
  acs3          ///< ACS3-HMAC-SHA256, in headers: Alibaba Cloud SLB.
};

/// Which spelling goes out where a vendor's document and its servers differ. Replies are read in both.
enum class wire_names : std::uint8_t {
  documented,  ///< As the document has it.
  current      ///< As the vendor's servers and SDKs have it today.
};

/// In which of the ways that its service offers a client speaks: `options.style`.
///
/// Made of the service's own type, which offers what the service takes and nothing else:
/// `options.style = colb::tencent::clb_2017::style{.first_index = 1}`. A client refuses
/// (`condition::invalid_request`) the style of another service.
struct request_style {
  // Until 1.0, and for programs that hold clients of several services: the choices of all of them. A client
  // refuses what its service does not offer.
  http_method method = http_method::automatic;               ///< As in the service's own `style`.
  signature_method signature = signature_method::automatic;  ///< `automatic`: the service's own default.
  std::optional<int> first_index{};                          ///< Empty: 0. CLB API 2017 only.
  bool region_in_host = false;                               ///< CLB API 3.0 only.
  wire_names names = wire_names::documented;                 ///< Alibaba Cloud SLB only.

  // What a service's own style is carried in, and the service's name.
  std::shared_ptr<void const> own{};
  std::string_view own_of{};

  friend bool operator==(request_style const&, request_style const&) = default;
};

namespace inner {

/// A service's style as the options carry it.
template <class Style>
request_style carried(Style const& own) {
  request_style all;
  all.own = share<Style const>(own);
  all.own_of = Style::service;
  return all;
}

/// @throws std::invalid_argument unless the style in `all` is that of a service, and stands alone.
void check_own_style(request_style const& all, std::string_view service);

/// The style of a service out of a client's options.
/// @param of_all makes one of the choices that all services had together.
/// @throws std::invalid_argument when it is another service's, or both are given; what `of_all` throws.
template <class Style>
Style own_style(request_style const& all, Style (*of_all)(request_style const&)) {
  if (!all.own) return of_all(all);
  check_own_style(all, Style::service);
  return *static_cast<Style const*>(all.own.get());
}

}  // namespace inner
}  // namespace colb::inline COLB_ABI

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/impl/request_style.ipp>
#endif
