// colb: who the client is.
#pragma once

#include <ostream>
#include <string>

namespace colb {

/// A key pair of a cloud account, permanent or temporary. Printing it shows no secret.
struct credentials {
  std::string id{};     ///< SecretId, AccessKeyId.
  std::string key{};    ///< SecretKey, AccessKeySecret.
  std::string token{};  ///< Of temporary credentials; empty for permanent ones.

  bool environment = false;  ///< Set by `from_environment`.

  /// Credentials that the client reads from its vendor's usual environment variables when it is made (Tencent:
  /// `TENCENTCLOUD_SECRET_ID`, `TENCENTCLOUD_SECRET_KEY` and, for temporary ones, `TENCENTCLOUD_TOKEN`).
  static credentials from_environment() {
    credentials result;
    result.environment = true;
    return result;
  }

  friend std::ostream& operator<<(std::ostream& out, credentials const& c) {
    return out << "credentials{id=" << (c.id.empty() ? "" : c.id.substr(0, 4) + "***") << ", key=***}";
  }
};

}  // namespace colb
