// colb: Alibaba Cloud's usual environment variables.
#pragma once

#include <cstdlib>
#include <string>

#include <colb/credentials.hpp>

namespace colb::inline COLB_ABI::aliyun {

/// `ALIBABA_CLOUD_ACCESS_KEY_ID`, `ALIBABA_CLOUD_ACCESS_KEY_SECRET` and, for temporary credentials (STS),
/// `ALIBABA_CLOUD_SECURITY_TOKEN`. What is not set stays empty.
inline colb::credentials credentials_from_environment() {
  auto const variable = [](char const* name) {
    char const* value = std::getenv(name);
    return std::string(value ? value : "");
  };
  colb::credentials result;
  result.id = variable("ALIBABA_CLOUD_ACCESS_KEY_ID");
  result.key = variable("ALIBABA_CLOUD_ACCESS_KEY_SECRET");
  result.token = variable("ALIBABA_CLOUD_SECURITY_TOKEN");
  return result;
}

}  // namespace colb::inline COLB_ABI::aliyun
