// colb: the bodies of sign/acs3.hpp.
#pragma once

#include <algorithm>
#include <iterator>

#include <colb/sign/acs3.hpp>

namespace colb::inline COLB_ABI::inner {

COLB_DECL std::string acs3_request(sign::acs3_message const& message, canonical_header_text const& headers) {
  std::string query;
  for (auto const* const parameter : sorted_parameters(message.query)) {
    append_encoded_parameter(query, *parameter);
  }
  return canonical_request(message.method, message.uri, query, headers, sign::hex(message.payload_hash));
}

COLB_DECL std::string acs3_signature(std::string_view secret_key, std::string_view canonical) {
  std::string text(acs3_scheme);
  text.append(1, '\n').append(sign::hex(sign::sha256(canonical)));
  return sign::hex(sign::hmac_sha256(secret_key, text));
}

}  // namespace colb::inline COLB_ABI::inner

namespace colb::inline COLB_ABI::sign {

COLB_DECL std::string acs3_canonical_request(acs3_message const& message) {
  return inner::acs3_request(message, inner::canonical_headers(message.headers, inner::value_case::as_sent));
}

COLB_DECL std::string acs3_signature(std::string_view secret_key, acs3_message const& message) {
  return inner::acs3_signature(secret_key, acs3_canonical_request(message));
}

COLB_DECL std::string sign_acs3(std::string_view access_key_id, std::string_view secret_key,
                                acs3_message const& message) {
  std::vector<header> headers;
  std::copy_if(message.headers.begin(), message.headers.end(), std::back_inserter(headers),
               [](header const& h) {
                 return inner::is_acs_header(h.name) || inner::same_header_name(h.name, "host") ||
                        inner::same_header_name(h.name, "content-type");
               });
  auto const canonical = inner::canonical_headers(headers, inner::value_case::as_sent);
  auto const signature = inner::acs3_signature(secret_key, inner::acs3_request(message, canonical));
  return inner::authorization_text(inner::acs3_scheme, access_key_id, ",", canonical.names, signature);
}

COLB_DECL std::optional<acs3_authorization> parse_acs3_authorization(std::string_view text) {
  auto parts = inner::parse_authorization(text, inner::acs3_scheme);
  if (!parts) return std::nullopt;
  return acs3_authorization{std::string(parts->credential), std::move(parts->signed_headers),
                            std::string(parts->signature)};
}

COLB_DECL bool verify_acs3(acs3_authorization const& claim, std::string_view secret_key,
                           acs3_message const& received) {
  auto const is_signed = [&](std::string_view name) {
    return std::any_of(claim.signed_headers.begin(), claim.signed_headers.end(),
                       [&](std::string const& n) { return inner::same_header_name(n, name); });
  };
  if (!is_signed("host")) return false;
  for (auto const& [name, value] : received.headers) {
    if (inner::is_acs_header(name) && !is_signed(name)) return false;
    if (inner::same_header_name(name, "x-acs-content-sha256") &&
        inner::http_trimmed(value) != hex(received.payload_hash)) {
      return false;
    }
  }
  auto const headers = inner::pick_headers(received.headers, claim.signed_headers);
  return headers && inner::matches_with_or_without_port(*headers, claim.signature,
                                                        [&](std::vector<header> const& signed_headers) {
                                                          auto message = received;
                                                          message.headers = signed_headers;
                                                          return acs3_signature(secret_key, message);
                                                        });
}

}  // namespace colb::inline COLB_ABI::sign
