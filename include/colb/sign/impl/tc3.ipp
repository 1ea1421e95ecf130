// colb: the bodies of sign/tc3.hpp.
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>
#include <tuple>
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
    scope_.assign(date_).append(1, '/').append(service_).append("/tc3_request");
    OPENSSL_cleanse(secret_key_.data(), secret_key_.size());
    secret_key_ = request.secret_key;
    auto key = inner::tc3_key(secret_key_, date_, service_);
    key_.use(as_view(key));
    OPENSSL_cleanse(key.data(), key.size());
    day_ = day;
  }

  // What tc3_canonical_request and tc3_sign_message make of any headers, for these three: the same text in
  // one buffer, whose room stays.
  std::string_view const names =
      request.action.empty() ? "content-type;host" : "content-type;host;x-tc-action";
  constexpr std::size_t digest_size = 2 * std::tuple_size_v<sha256_digest>, around = 64;
  std::size_t const most = request.method.size() + request.canonical_uri.size() +
                           request.canonical_query.size() + request.content_type.size() +
                           request.host.size() + request.action.size() + names.size() + digest_size + around;
  if (request_.size() < most) request_.resize(most);
  char* at = request_.data();
  auto const put = [&at](std::string_view text) { at += text.copy(at, text.size()); };
  auto const put_line = [&](std::string_view text) {
    put(text);
    *at++ = '\n';
  };
  auto const put_lowered = [&](std::string_view name, std::string_view value) {
    put(name);
    char* const from = at;
    put(inner::http_trimmed(value));
    inner::ascii_lower(from, static_cast<std::size_t>(at - from));
    *at++ = '\n';
  };
  put_line(request.method);
  put_line(request.canonical_uri);
  put_line(request.canonical_query);
  put_lowered("content-type:", request.content_type);
  put_lowered("host:", request.host);
  if (!request.action.empty()) put_lowered("x-tc-action:", request.action);
  *at++ = '\n';
  put_line(names);
  at = inner::put_hex(at, hasher_.sha256(request.payload));
  auto const digest = hasher_.sha256({request_.data(), at});

  constexpr std::size_t longest_number = 20;
  text_.resize(inner::tc3_scheme.size() + longest_number + scope_.size() + digest_size + 3);
  at = text_.data();
  put_line(inner::tc3_scheme);
  at = std::to_chars(at, at + longest_number, request.timestamp).ptr;
  *at++ = '\n';
  put_line(scope_);
  at = inner::put_hex(at, digest);
  auto const code = key_({text_.data(), at});

  constexpr std::string_view claims = " Credential=", lists = ", SignedHeaders=", ends = ", Signature=";
  std::string out(inner::tc3_scheme.size() + claims.size() + request.secret_id.size() + 1 + scope_.size() +
                      lists.size() + names.size() + ends.size() + digest_size,
                  '\0');
  at = out.data();
  put(inner::tc3_scheme);
  put(claims);
  put(request.secret_id);
  *at++ = '/';
  put(scope_);
  put(lists);
  put(names);
  put(ends);
  inner::put_hex(at, code);
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
