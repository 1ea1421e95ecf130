// colb: the bodies of sign/tencent_v1.hpp.
#pragma once

#include <algorithm>

#include <colb/sign/tencent_v1.hpp>

namespace colb::inline COLB_ABI::sign {

COLB_DECL std::string v1_string_to_sign(std::string_view method, std::string_view host, std::string_view path,
                                        std::span<codec::parameter const> parameters,
                                        v1_underscore underscore) {
  std::string text;
  text.append(method).append(host).append(path);
  char separator = '?';
  for (auto const* const parameter : inner::sorted_parameters(parameters)) {
    if (parameter->first == "Signature") continue;
    text += separator;
    separator = '&';
    auto const name = text.size();
    text += parameter->first;
    if (underscore == v1_underscore::to_dot) {
      std::replace(text.begin() + static_cast<std::string::difference_type>(name), text.end(), '_', '.');
    }
    text += '=';
    text += parameter->second;
  }
  if (separator == '?') text += separator;
  return text;
}

COLB_DECL std::string sign_v1(v1_algorithm algorithm, std::string_view secret_key, std::string_view method,
                              std::string_view host, std::string_view path,
                              std::span<codec::parameter const> parameters, v1_underscore underscore) {
  auto const text = v1_string_to_sign(method, host, path, parameters, underscore);
  return algorithm == v1_algorithm::hmac_sha256 ? base64(hmac_sha256(secret_key, text))
                                                : base64(hmac_sha1(secret_key, text));
}

}  // namespace colb::inline COLB_ABI::sign
