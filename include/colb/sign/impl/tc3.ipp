// colb: the bodies of sign/tc3.hpp.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include <colb/sign/tc3.hpp>
#include <colb/strings/ascii.hpp>
#include <colb/strings/hex.hpp>

namespace colb::inline COLB_ABI::inner {

COLB_DECL sign::sha256_digest tc3_key(std::string_view secret_key, std::string_view date,
                                      std::string_view service) {
  std::string prefixed;
  prefixed.reserve(3 + secret_key.size());  // one buffer, overwritten below
  prefixed.append("TC3").append(secret_key);
  auto dated = sign::hmac_sha256(prefixed, date);
  OPENSSL_cleanse(prefixed.data(), prefixed.size());
  auto served = sign::hmac_sha256(sign::as_view(dated), service);
  OPENSSL_cleanse(dated.data(), dated.size());
  auto const key = sign::hmac_sha256(sign::as_view(served), "tc3_request");
  OPENSSL_cleanse(served.data(), served.size());
  return key;
}

COLB_DECL tc3_signed tc3_sign_message(sign::sha256_digest const& key, std::string_view date,
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

COLB_DECL std::string tc3_canonical_request(tc3_message const& message) {
  return inner::canonical_request(message.method, message.uri, message.query,
                                  inner::canonical_headers(message.headers, inner::value_case::lowered),
                                  hex(sha256(message.payload)));
}

COLB_DECL std::string tc3_signature(std::string_view secret_key, std::string_view service,
                                    tc3_message const& message) {
  auto const date = inner::utc_date(message.timestamp);
  auto key = inner::tc3_key(secret_key, date, service);
  auto out = inner::tc3_sign_message(key, date, service, message, inner::value_case::lowered);
  OPENSSL_cleanse(key.data(), key.size());
  return std::move(out.signature);
}

COLB_DECL std::string tc3_signer::sign(tc3_request const& request) {
  auto const day = inner::utc_day(request.timestamp);
  if (day != day_ || request.service != service_ || request.secret_key != secret_key_) {
    day_ = no_day;  // stays so if something below throws
    date_ = inner::utc_date(request.timestamp);
    service_ = request.service;
    OPENSSL_cleanse(secret_key_.data(), secret_key_.size());
    secret_key_ = request.secret_key;
    auto key = inner::tc3_key(secret_key_, date_, service_);
    key_.use(as_view(key));
    OPENSSL_cleanse(key.data(), key.size());
    day_ = day;
  }

  // What tc3_canonical_request and tc3_sign_message make of any headers, for these three: the same text in
  // one buffer.
  std::string_view const names =
      request.action.empty() ? "content-type;host" : "content-type;host;x-tc-action";
  auto const append = [](std::string& to, std::string_view text, char end) {
    to.append(text);
    to += end;
  };
  auto const append_lowered = [&](std::string_view name, std::string_view value) {
    auto const trimmed = inner::http_trimmed(value);
    request_.append(name);
    append(request_, trimmed, '\n');
    char* const end = request_.data() + request_.size();
    for (char* at = end - 1 - trimmed.size(); at != end; ++at) *at = inner::ascii_lowered(*at);
  };
  request_.clear();
  append(request_, request.method, '\n');
  append(request_, request.canonical_uri, '\n');
  append(request_, request.canonical_query, '\n');
  append_lowered("content-type:", request.content_type);
  append_lowered("host:", request.host);
  if (!request.action.empty()) append_lowered("x-tc-action:", request.action);
  request_ += '\n';
  append(request_, names, '\n');
  inner::append_hex(request_, hasher_.sha256(request.payload));

  text_.assign(inner::tc3_scheme) += '\n';
  append(text_, std::to_string(request.timestamp), '\n');
  append(text_, date_, '/');
  text_.append(service_).append("/tc3_request\n");
  inner::append_hex(text_, hasher_.sha256(request_));

  std::string out;
  out.reserve(inner::tc3_scheme.size() + request.secret_id.size() + date_.size() + service_.size() +
              names.size() + 64 + 56);
  out.append(inner::tc3_scheme).append(" Credential=");
  append(out, request.secret_id, '/');
  append(out, date_, '/');
  out.append(service_).append("/tc3_request, SignedHeaders=");
  out.append(names).append(", Signature=");
  inner::append_hex(out, key_(text_));
  return out;
}

COLB_DECL std::string sign_tc3(tc3_request const& request) {
  tc3_signer signer;
  return signer.sign(request);
}

COLB_DECL std::optional<tc3_authorization> parse_tc3_authorization(std::string_view text) {
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

COLB_DECL bool verify_tc3(tc3_authorization const& claim, std::string_view secret_key,
                          tc3_message const& received) {
  auto const& names = claim.signed_headers;
  for (std::string_view const required : {"content-type", "host"}) {
    if (std::find(names.begin(), names.end(), required) == names.end()) return false;
  }
  auto const headers = inner::pick_headers(received.headers, names);
  if (!headers || claim.date != inner::utc_date(received.timestamp)) return false;

  auto key = inner::tc3_key(secret_key, claim.date, claim.service);
  auto const matches = [&](inner::value_case values) {
    return inner::matches_with_or_without_port(
        *headers, claim.signature, [&](std::vector<header> const& signed_headers) {
          auto message = received;
          message.headers = signed_headers;
          return inner::tc3_sign_message(key, claim.date, claim.service, message, values).signature;
        });
  };
  bool const good = matches(inner::value_case::lowered) || matches(inner::value_case::as_sent);
  OPENSSL_cleanse(key.data(), key.size());
  return good;
}

}  // namespace colb::inline COLB_ABI::sign
