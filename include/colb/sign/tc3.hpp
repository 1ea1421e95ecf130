// colb: TC3-HMAC-SHA256, the signature of Tencent Cloud's API 3.0.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <colb/sign/canonical.hpp>
#include <colb/sign/hash.hpp>

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

// Days since 1970, held within the four-digit years: a timestamp may come from outside.
inline std::int64_t utc_day(std::int64_t seconds) noexcept {
  return std::clamp<std::int64_t>(seconds, 0, 253'402'300'799) / 86'400;
}

inline std::string utc_date(std::int64_t seconds) {
  std::chrono::year_month_day const date{
      std::chrono::sys_days{std::chrono::days{static_cast<int>(utc_day(seconds))}}};
  std::string text = "0000-00-00";
  auto const put = [&text](std::size_t last, unsigned number) {
    for (; number > 0; number /= 10) text[last--] = static_cast<char>('0' + number % 10);
  };
  put(3, static_cast<unsigned>(static_cast<int>(date.year())));
  put(6, static_cast<unsigned>(date.month()));
  put(9, static_cast<unsigned>(date.day()));
  return text;
}

inline sign::sha256_digest tc3_key(std::string_view secret_key, std::string_view date,
                                   std::string_view service) {
  auto const dated = sign::hmac_sha256(std::string("TC3").append(secret_key), date);
  auto const served = sign::hmac_sha256(sign::as_view(dated), service);
  return sign::hmac_sha256(sign::as_view(served), "tc3_request");
}

struct tc3_signed {
  std::string names;
  std::string signature;
};

inline tc3_signed tc3_sign_message(sign::sha256_digest const& key, std::string_view date,
                                   std::string_view service, sign::tc3_message const& message,
                                   value_case values) {
  auto headers = canonical_headers(message.headers, values);
  auto const request = canonical_request(message.method, message.uri, message.query, headers,
                                         sign::hex(sign::sha256(message.payload)));
  std::string text;
  text.append(tc3_scheme).append(1, '\n');
  text.append(std::to_string(message.timestamp)).append(1, '\n');
  text.append(date).append(1, '/').append(service).append("/tc3_request\n");
  text.append(sign::hex(sign::sha256(request)));
  return {std::move(headers.names), sign::hex(sign::hmac_sha256(sign::as_view(key), text))};
}

}  // namespace colb::inline COLB_ABI::inner

namespace colb::inline COLB_ABI::sign {

/// The canonical request: names and values of the headers in lower case, as the vendor prescribes.
/// Pure; safe to call from any thread.
inline std::string tc3_canonical_request(tc3_message const& message) {
  return inner::canonical_request(message.method, message.uri, message.query,
                                  inner::canonical_headers(message.headers, inner::value_case::lowered),
                                  hex(sha256(message.payload)));
}

/// The signature over all of `message.headers`: 64 hexadecimal digits; its date is the timestamp's, in UTC.
/// Pure; safe to call from any thread.
inline std::string tc3_signature(std::string_view secret_key, std::string_view service,
                                 tc3_message const& message) {
  auto const date = inner::utc_date(message.timestamp);
  return inner::tc3_sign_message(inner::tc3_key(secret_key, date, service), date, service, message,
                                 inner::value_case::lowered)
      .signature;
}

/// Signs requests and keeps the key derived from secret key, date and service: one HMAC a call, not four.
///
/// Not safe to use from two threads at once: a client owns one and uses it on one strand.
class tc3_signer {
 public:
  /// The value of the Authorization header for a request.
  std::string sign(tc3_request const& request) {
    auto const day = inner::utc_day(request.timestamp);
    if (day != day_ || request.service != service_ || request.secret_key != secret_key_) {
      day_ = no_day;  // stays so if something below throws
      date_ = inner::utc_date(request.timestamp);
      service_ = request.service;
      secret_key_ = request.secret_key;
      key_ = inner::tc3_key(secret_key_, date_, service_);
      day_ = day;
    }

    std::array const headers{header{"content-type", request.content_type}, header{"host", request.host},
                             header{"x-tc-action", request.action}};
    tc3_message const message{
        .method = request.method,
        .uri = request.canonical_uri,
        .query = request.canonical_query,
        .headers = std::span(headers).first(request.action.empty() ? 2 : 3),
        .payload = request.payload,
        .timestamp = request.timestamp,
    };
    auto const done = inner::tc3_sign_message(key_, date_, service_, message, inner::value_case::lowered);

    std::string credential(request.secret_id);
    credential.append(1, '/').append(date_).append(1, '/').append(service_).append("/tc3_request");
    return inner::authorization_text(inner::tc3_scheme, credential, ", ", done.names, done.signature);
  }

 private:
  static constexpr std::int64_t no_day = std::numeric_limits<std::int64_t>::min();

  std::int64_t day_ = no_day;
  std::string date_;
  std::string service_;
  std::string secret_key_;
  sha256_digest key_{};
};

/// The value of the Authorization header for a request, with nothing kept.
/// Pure; safe to call from any thread.
inline std::string sign_tc3(tc3_request const& request) {
  tc3_signer signer;
  return signer.sign(request);
}

/// Takes an Authorization header apart. Safe on any input; it says nothing of whether the signature is right.
/// @param text The header's value, up to `max_authorization_size` bytes; parts in any order, blanks optional.
/// @return Nothing when the scheme is another or the form is wrong (the date's and `tc3_request` included).
/// Pure; safe to call from any thread.
inline std::optional<tc3_authorization> parse_tc3_authorization(std::string_view text) {
  auto parts = inner::parse_authorization(text, inner::tc3_scheme);
  if (!parts) return std::nullopt;

  std::array<std::string_view, 4> scope;
  auto rest = parts->credential;
  for (std::size_t i = 0; i < scope.size(); ++i) {
    auto const slash = i + 1 < scope.size() ? rest.find('/') : rest.npos;
    if (slash == rest.npos && i + 1 < scope.size()) return std::nullopt;
    scope[i] = rest.substr(0, slash);
    if (scope[i].empty()) return std::nullopt;
    if (slash != rest.npos) rest.remove_prefix(slash + 1);
  }
  auto const [secret_id, date, service, terminator] = scope;

  bool date_shaped = date.size() == 10;
  for (std::size_t i = 0; date_shaped && i < date.size(); ++i) {
    date_shaped = i == 4 || i == 7 ? date[i] == '-' : date[i] >= '0' && date[i] <= '9';
  }
  if (!date_shaped || terminator != "tc3_request") return std::nullopt;
  return tc3_authorization{std::string(secret_id), std::string(date), std::string(service),
                           std::move(parts->signed_headers), std::string(parts->signature)};
}

/// Whether a received request was signed with a secret key, whichever headers its sender chose to sign.
///
/// `content-type` and `host` must be signed, each signed header must be in the request, and the date must be
/// that of the timestamp. The headers' values count in lower case (the vendor's rule) or as sent (what its
/// SDKs do), the host with its port or without it. Checks neither the age of the timestamp nor the key's id.
/// Signatures are compared in constant time.
/// @param claim What `parse_tc3_authorization` made of the header.
/// @param received The request with all of its headers, in any order and case.
/// Pure; safe to call from any thread.
inline bool verify_tc3(tc3_authorization const& claim, std::string_view secret_key,
                       tc3_message const& received) {
  auto const& names = claim.signed_headers;
  for (std::string_view const required : {"content-type", "host"}) {
    if (std::find(names.begin(), names.end(), required) == names.end()) return false;
  }
  auto const headers = inner::pick_headers(received.headers, names);
  if (!headers || claim.date != inner::utc_date(received.timestamp)) return false;

  auto const key = inner::tc3_key(secret_key, claim.date, claim.service);
  auto const matches = [&](inner::value_case values) {
    return inner::matches_with_or_without_port(
        *headers, claim.signature, [&](std::vector<header> const& signed_headers) {
          auto message = received;
          message.headers = signed_headers;
          return inner::tc3_sign_message(key, claim.date, claim.service, message, values).signature;
        });
  };
  return matches(inner::value_case::lowered) || matches(inner::value_case::as_sent);
}

}  // namespace colb::inline COLB_ABI::sign
