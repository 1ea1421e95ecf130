// colb: who the client is.
#pragma once

#include <ostream>
#include <string>

#include <colb/version.hpp>

namespace colb::inline COLB_ABI {

/// A key pair of a cloud account, permanent or temporary. Printing it shows no secret.
struct credentials {
  std::string id{};     ///< SecretId, AccessKeyId.
  std::string key{};    ///< SecretKey, AccessKeySecret.
  std::string token{};  ///< Of temporary credentials; empty for permanent ones.

  bool environment = false;  ///< Set by `from_environment`.

  /// Credentials that the client reads from its vendor's usual environment variables when it is made:
  /// Tencent's `TENCENTCLOUD_SECRET_ID`, `TENCENTCLOUD_SECRET_KEY`, `TENCENTCLOUD_TOKEN`; Alibaba's
  /// `ALIBABA_CLOUD_ACCESS_KEY_ID`, `ALIBABA_CLOUD_ACCESS_KEY_SECRET`, `ALIBABA_CLOUD_SECURITY_TOKEN`;
  /// Capital Online's `CDS_SECRET_ID`, `CDS_SECRET_KEY`.
  static credentials from_environment() {
    credentials result;
    result.environment = true;
    return result;
  }

  friend std::ostream& operator<<(std::ostream& out, credentials const& c) {
    return out << "credentials{id=" << (c.id.empty() ? "" : c.id.substr(0, 4) + "***") << ", key=***}";
  }
};

}  // namespace colb::inline COLB_ABI
