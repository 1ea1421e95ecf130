// colb: requests signed by Tencent Cloud's older signatures, of API 2017 and of API 3.0's version 1:
// everything is a parameter.
//
// All inline, and included by the bodies of the services only: both of them share it.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <colb/codec/percent.hpp>
#include <colb/engine/protocol.hpp>
#include <colb/sign/tencent_v1.hpp>

namespace colb::inline COLB_ABI::tencent::detail {

/// What the two APIs do differently.
struct v1_form {
  std::string_view path;
  sign::v1_underscore underscore;
  std::string_view version{};  ///< Empty: not sent.
};

/// All parameters of a request but its signature.
inline std::vector<codec::parameter> v1_parameters(v1_form const& form, inner::encoded_call const& call,
                                                   inner::signing_context const& context,
                                                   std::string_view region, sign::v1_algorithm algorithm) {
  auto const now = std::chrono::duration_cast<std::chrono::seconds>(context.now.time_since_epoch()).count();
  std::vector<codec::parameter> all;
  all.reserve(call.parameters.size() + 9);
  all.emplace_back("Action", call.action->name);
  if (!form.version.empty()) all.emplace_back("Version", form.version);
  if (!region.empty()) all.emplace_back("Region", region);
  all.emplace_back("Timestamp", std::to_string(now));
  // A whole number that every client reads exactly.
  all.emplace_back("Nonce", std::to_string(context.random() % ((std::uint64_t{1} << 53) - 1) + 1));
  all.emplace_back("SecretId", context.credentials.id);
  all.emplace_back("SignatureMethod",
                   algorithm == sign::v1_algorithm::hmac_sha256 ? "HmacSHA256" : "HmacSHA1");
  if (!context.credentials.token.empty()) all.emplace_back("Token", context.credentials.token);
  all.insert(all.end(), call.parameters.begin(), call.parameters.end());
  return all;
}

/// The request, signed.
inline inner::request v1_request(v1_form const& form, std::vector<codec::parameter> all,
                                 inner::signing_context const& context, sign::v1_algorithm algorithm,
                                 bool post) {
  inner::request request;
  request.method = post ? "POST" : "GET";
  all.emplace_back("Signature", sign::sign_v1(algorithm, context.credentials.key, request.method,
                                              context.host, form.path, all, form.underscore));
  request.target = form.path;
  if (post) {
    request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    request.body = codec::form_encode(all);
  } else {
    request.target += '?';
    request.target += codec::form_encode(all);
  }
  return request;
}

}  // namespace colb::inline COLB_ABI::tencent::detail
