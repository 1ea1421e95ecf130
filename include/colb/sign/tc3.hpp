// colb: TC3-HMAC-SHA256, the signature of Tencent Cloud's API 3.0.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <openssl/crypto.h>

#include <colb/sign/canonical.hpp>
#include <colb/sign/hash.hpp>
#include <colb/strings/dates.hpp>

namespace colb::inline COLB_ABI::sign {

/// What TC3-HMAC-SHA256 signs of a request. All views are borrowed for the call.
struct tc3_message {
  std::string_view method = "POST";   ///< `POST` or `GET`.
  std::string_view uri = "/";         ///< Path; API 3.0 knows `/` only.
  std::string_view query{};           ///< The query as it is sent, without its `?`; empty for POST.
  std::span<header const> headers{};  ///< In any order; `content-type` and `host` at least.
  std::string_view payload{};  ///< The body; `UNSIGNED-PAYLOAD` where header X-TC-Content-SHA256 says so.
  std::int64_t timestamp = 0;  ///< X-TC-Timestamp: seconds since 1970-01-01T00:00:00Z.
};

/// A request about to be sent. All views are borrowed for the call.
struct tc3_request {
  std::string_view secret_id{};
  std::string_view secret_key{};
  std::string_view service{};  ///< First label of the usual host name: `clb`.
  std::string_view host{};     ///< The Host header as it is sent.
  std::string_view method = "POST";
  std::string_view canonical_uri = "/";
  std::string_view canonical_query{};
  std::string_view content_type = "application/json; charset=utf-8";  ///< The header as it is sent.
  std::string_view payload{};
  std::int64_t timestamp = 0;  ///< X-TC-Timestamp: seconds since 1970-01-01T00:00:00Z.
  std::string_view action{};  ///< X-TC-Action; when given it is signed too (`content-type;host;x-tc-action`).
};

/// What an Authorization header of TC3-HMAC-SHA256 claims.
struct tc3_authorization {
  std::string secret_id;
  std::string date;  ///< `YYYY-MM-DD`.
  std::string service;
  std::vector<std::string> signed_headers;  ///< In lower case, in the order of the header, no name twice.
  std::string signature;

  friend bool operator==(tc3_authorization const&, tc3_authorization const&) = default;
};

}  // namespace colb::inline COLB_ABI::sign

namespace colb::inline COLB_ABI::inner {

inline constexpr std::string_view tc3_scheme = "TC3-HMAC-SHA256";

sign::sha256_digest tc3_key(std::string_view secret_key, std::string_view date, std::string_view service);

struct tc3_signed {
  std::string names;
  std::string signature;
};

tc3_signed tc3_sign_message(sign::sha256_digest const& key, std::string_view date, std::string_view service,
                            sign::tc3_message const& message, value_case values);

}  // namespace colb::inline COLB_ABI::inner

namespace colb::inline COLB_ABI::sign {

/// The canonical request: names and values of the headers in lower case, as the vendor prescribes.
/// Pure; safe to call from any thread.
std::string tc3_canonical_request(tc3_message const& message);

/// The signature over all of `message.headers`: 64 hexadecimal digits; its date is the timestamp's, in UTC.
/// Pure; safe to call from any thread.
std::string tc3_signature(std::string_view secret_key, std::string_view service, tc3_message const& message);

/// Signs requests and keeps the key derived from secret key, date and service: one HMAC a call, not four.
/// Both keys are overwritten when it goes.
///
/// Not safe to use from two threads at once: a client owns one and uses it on one strand.
class tc3_signer {
 public:
  tc3_signer() = default;
  tc3_signer(tc3_signer const&) = delete;
  tc3_signer& operator=(tc3_signer const&) = delete;
  ~tc3_signer() { OPENSSL_cleanse(secret_key_.data(), secret_key_.size()); }

  /// The value of the Authorization header for a request.
  std::string sign(tc3_request const& request);

 private:
  static constexpr std::int64_t no_day = std::numeric_limits<std::int64_t>::min();

  std::int64_t day_ = no_day;
  std::string date_{};
  std::string service_{};
  std::string scope_{};  // of both
  std::string secret_key_{};
  hasher hasher_{};
  keyed_hmac key_{};
  std::string request_{};  // kept for their room
  std::string text_{};
};

/// The value of the Authorization header for a request, with nothing kept.
/// Pure; safe to call from any thread.
std::string sign_tc3(tc3_request const& request);

/// Takes an Authorization header apart. Safe on any input; it says nothing of whether the signature is right.
/// @param text The header's value, up to `max_authorization_size` bytes; parts in any order, blanks optional.
/// @return Nothing when the scheme is another or the form is wrong (the date's and `tc3_request` included).
/// Pure; safe to call from any thread.
std::optional<tc3_authorization> parse_tc3_authorization(std::string_view text);

/// Whether a received request was signed with a secret key, whichever headers its sender chose to sign.
///
/// `content-type` and `host` must be signed, each signed header must be in the request, and the date must be
/// that of the timestamp. The headers' values count in lower case (the vendor's rule) or as sent (what its
/// SDKs do), the host with its port or without it. Checks neither the age of the timestamp nor the key's id.
/// Signatures are compared in constant time.
/// @param claim What `parse_tc3_authorization` made of the header.
/// @param received The request with all of its headers, in any order and case.
/// Pure; safe to call from any thread.
bool verify_tc3(tc3_authorization const& claim, std::string_view secret_key, tc3_message const& received);

}  // namespace colb::inline COLB_ABI::sign

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/sign/impl/tc3.ipp>
#endif
