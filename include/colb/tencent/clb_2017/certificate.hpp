// colb: certificates of Tencent CLB API 2017.
#pragma once

#include <map>

#include <colb/tencent/clb_2017/types.hpp>

namespace colb::inline COLB_ABI::tencent::clb_2017 {

/// Replaces a certificate that load balancers use by another, which is named by ID or uploaded with the call.
///
/// Source: CLB API 2017 (v2), ReplaceCert.
struct ReplaceCert {
  /// ID of the server or client certificate to replace.
  required<std::string> oldCertId;
  /// ID of the new certificate. Without it newCertContent and newCertName are needed,
  /// for a server certificate newCertKey too.
  std::optional<std::string> newCertId{};
  /// New certificate to upload; needed without newCertId.
  std::optional<std::string> newCertContent{};
  /// Name for the uploaded certificate; needed without newCertId.
  std::optional<std::string> newCertName{};
  /// Private key of the uploaded certificate; needed for a server certificate without newCertId.
  std::optional<std::string> newCertKey{};

  /// What ReplaceCert answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(ReplaceCert const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"oldCertId"}};
}
constexpr auto secret_fields(ReplaceCert const*) { return names("newCertKey"); }

/// Tells which load balancers and listeners use the given certificates.
///
/// Source: CLB API 2017 (v2), GetCertListWithLoadBalancer.
struct GetCertListWithLoadBalancer {
  /// IDs of the certificates.
  required<std::vector<std::string>> certIds;

  /// What GetCertListWithLoadBalancer answers.
  struct response {
    /// Load balancers that use it, for each certificate ID.
    std::map<std::string, std::vector<types::CertLoadBalancer>> certSet{};
  };
};
constexpr descriptor describe(GetCertListWithLoadBalancer const*) { return {.rate_limit = 0}; }

}  // namespace colb::inline COLB_ABI::tencent::clb_2017
