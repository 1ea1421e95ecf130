// colb: the bodies of sign/rpc.hpp.
#pragma once

#include <colb/sign/rpc.hpp>

namespace colb::inline COLB_ABI::sign {

COLB_DECL std::string rpc_string_to_sign(std::string_view method,
                                         std::span<codec::parameter const> parameters) {
  std::string query;
  for (auto const* const parameter : inner::sorted_parameters(parameters)) {
    if (parameter->first != "Signature") inner::append_encoded_parameter(query, *parameter);
  }
  std::string text(method);
  text += "&%2F&";
  inner::append_percent_encoded(text, query);
  return text;
}

COLB_DECL std::string sign_rpc(std::string_view method, std::span<codec::parameter const> parameters,
                               std::string_view key) {
  return base64(hmac_sha1(key, rpc_string_to_sign(method, parameters)));
}

}  // namespace colb::inline COLB_ABI::sign
