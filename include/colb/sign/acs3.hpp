// colb: ACS3-HMAC-SHA256, the header signature of Alibaba Cloud.
#pragma once

#include <algorithm>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <colb/codec/percent.hpp>
#include <colb/sign/canonical.hpp>
#include <colb/sign/hash.hpp>

namespace colb::inline COLB_ABI::sign {

/// What ACS3-HMAC-SHA256 signs of a request. All views are borrowed for the call.
struct acs3_message {
  std::string_view method = "POST";
  std::string_view uri = "/";                 ///< Path, encoded; RPC-style APIs (SLB is one) know `/` only.
  std::span<codec::parameter const> query{};  ///< The query's parameters, not encoded, in any order.
  std::span<header const> headers{};          ///< In any order.
  sha256_digest payload_hash = sha256({});    ///< Of the body; header x-acs-content-sha256 is its `hex`.
};

/// What an Authorization header of ACS3-HMAC-SHA256 claims.
struct acs3_authorization {
  std::string access_key_id;
  std::vector<std::string> signed_headers;  ///< In lower case, in the order of the header, no name twice.
  std::string signature;

  friend bool operator==(acs3_authorization const&, acs3_authorization const&) = default;
};

}  // namespace colb::inline COLB_ABI::sign

namespace colb::inline COLB_ABI::inner {

inline constexpr std::string_view acs3_scheme = "ACS3-HMAC-SHA256";

constexpr bool is_acs_header(std::string_view name) noexcept {
  constexpr std::string_view prefix = "x-acs-";
  return same_header_name(name.substr(0, prefix.size()), prefix);
}

std::string acs3_request(sign::acs3_message const& message, canonical_header_text const& headers);

std::string acs3_signature(std::string_view secret_key, std::string_view canonical);

}  // namespace colb::inline COLB_ABI::inner

namespace colb::inline COLB_ABI::sign {

/// The canonical request over all of `message.headers`.
/// Pure; safe to call from any thread.
std::string acs3_canonical_request(acs3_message const& message);

/// The signature over all of `message.headers`: 64 hexadecimal digits.
/// Pure; safe to call from any thread.
std::string acs3_signature(std::string_view secret_key, acs3_message const& message);

/// The value of the Authorization header for a request.
/// @param message The request; its headers `host`, `content-type` and `x-acs-*` are signed. The caller has
/// set
///   x-acs-action, x-acs-version, x-acs-date, x-acs-signature-nonce, x-acs-content-sha256 and, with temporary
///   credentials, x-acs-security-token.
/// Pure; safe to call from any thread.
std::string sign_acs3(std::string_view access_key_id, std::string_view secret_key,
                      acs3_message const& message);

/// Takes an Authorization header apart. Safe on any input; it says nothing of whether the signature is right.
/// @param text The header's value, up to `max_authorization_size` bytes; parts in any order, blanks optional.
/// @return Nothing when the scheme is another or the form is wrong.
/// Pure; safe to call from any thread.
std::optional<acs3_authorization> parse_acs3_authorization(std::string_view text);

/// Whether a received request was signed with a secret key, whichever headers its sender chose to sign.
///
/// `host` and every `x-acs-*` header of the request must be signed, each signed header must be in the
/// request, and x-acs-content-sha256, where there is one, must be that of the body. The host counts with its
/// port or without it. Checks neither the age of x-acs-date nor the key's id nor the nonce. Signatures are
/// compared in constant time.
/// @param claim What `parse_acs3_authorization` made of the header.
/// @param received The request with all of its headers, in any order and case, and the hash of its own body.
/// Pure; safe to call from any thread.
bool verify_acs3(acs3_authorization const& claim, std::string_view secret_key, acs3_message const& received);

}  // namespace colb::inline COLB_ABI::sign

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/sign/impl/acs3.ipp>
#endif
