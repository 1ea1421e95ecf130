// colb: Capital Online's usual environment variables.
#pragma once

#include <cstdlib>
#include <string>

#include <colb/credentials.hpp>

namespace colb::inline COLB_ABI::capitalonline {

/// `CDS_SECRET_ID` and `CDS_SECRET_KEY`, as the vendor's Go SDK and Terraform provider have them.
inline colb::credentials credentials_from_environment() {
  auto const variable = [](char const* name) {
    char const* value = std::getenv(name);
    return std::string(value ? value : "");
  };
  colb::credentials result;
  result.id = variable("CDS_SECRET_ID");
  result.key = variable("CDS_SECRET_KEY");
  return result;
}

}  // namespace colb::inline COLB_ABI::capitalonline
