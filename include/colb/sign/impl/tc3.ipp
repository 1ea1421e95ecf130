// colb: the bodies of sign/tc3.hpp.
#pragma once

#include <algorithm>
#include <array>

#include <colb/sign/tc3.hpp>

namespace colb::inline COLB_ABI::inner {

COLB_DECL std::int64_t utc_day(std::int64_t seconds) noexcept {
  return std::clamp<std::int64_t>(seconds, 0, 253'402'300'799) / 86'400;
}

COLB_DECL std::string utc_date(std::int64_t seconds) {
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

COLB_DECL sign::sha256_digest tc3_key(std::string_view secret_key, std::string_view date,
                                      std::string_view service) {
  auto const dated = sign::hmac_sha256(std::string("TC3").append(secret_key), date);
  auto const served = sign::hmac_sha256(sign::as_view(dated), service);
  return sign::hmac_sha256(sign::as_view(served), "tc3_request");
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
  return inner::tc3_sign_message(inner::tc3_key(secret_key, date, service), date, service, message,
                                 inner::value_case::lowered)
      .signature;
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
