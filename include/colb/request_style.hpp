// colb: the ways a service may be spoken to, where it takes several.
#pragma once

#include <cstdint>
#include <optional>

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

/// What a client may choose where its service offers a choice. A client refuses
/// (`condition::invalid_request`) what its service does not offer.
struct request_style {
  /// `automatic`: CLB API 3.0 uses POST; API 2017 and Alibaba Cloud SLB use GET, and POST for requests that
  /// would make a query of over 2 KB or that hold a private key.
  http_method method = http_method::automatic;
  /// `automatic`: CLB API 3.0 uses `tc3`; API 2017 uses `hmac_sha256`; Alibaba Cloud SLB
  /// uses `hmac_sha1`, the only one that its document knows.
  signature_method signature = signature_method::automatic;
  /// Number of the first element of a list in flat parameters, 0 or 1; empty: 0. CLB API 2017 only.
  std::optional<int> first_index{};
  /// Talk to the region's own server, such as clb.ap-guangzhou.tencentcloudapi.com. CLB API 3.0 only.
  bool region_in_host = false;
  /// Names of Actions and parameters. Alibaba Cloud SLB only.
  wire_names names = wire_names::documented;

  friend bool operator==(request_style const&, request_style const&) = default;
};

}  // namespace colb::inline COLB_ABI
