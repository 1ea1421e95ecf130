// colb: Tencent Cloud's usual environment variables.
#pragma once

#include <cstdlib>

#include <colb/credentials.hpp>

namespace colb::inline COLB_ABI::tencent {

/// `TENCENTCLOUD_SECRET_ID`, `TENCENTCLOUD_SECRET_KEY` and, for temporary credentials, `TENCENTCLOUD_TOKEN`.
inline colb::credentials credentials_from_environment() {
  auto const variable = [](char const* name) {
    char const* value = std::getenv(name);
    return std::string(value ? value : "");
  };
  colb::credentials result;
  result.id = variable("TENCENTCLOUD_SECRET_ID");
  result.key = variable("TENCENTCLOUD_SECRET_KEY");
  result.token = variable("TENCENTCLOUD_TOKEN");
  return result;
}

}  // namespace colb::inline COLB_ABI::tencent
