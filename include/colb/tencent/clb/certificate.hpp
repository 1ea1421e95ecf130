// colb: certificates of Tencent CLB API 3.0.
#pragma once

#include <colb/tencent/clb/types.hpp>

namespace colb::inline COLB_ABI::tencent::clb {

/// Swaps a server or client certificate that load balancers use for another one,
/// named by ID or uploaded with the call.
///
/// Can be called in the Guangzhou region only.
/// Source: CLB API 3.0 (2018-03-17), ReplaceCertForLoadBalancers.
struct ReplaceCertForLoadBalancers {
  /// ID of the server or client certificate to be replaced.
  required<std::string> OldCertificateId;
  /// The new certificate: its ID, or its content to upload.
  required<types::CertificateInput> Certificate;

  /// What ReplaceCertForLoadBalancers answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(ReplaceCertForLoadBalancers const*) {
  return {.kind = kind::write, .resource = {"OldCertificateId"}};
}

/// Finds the load balancers of a region that use the given certificates.
///
/// Source: CLB API 3.0 (2018-03-17), DescribeLoadBalancerListByCertId.
struct DescribeLoadBalancerListByCertId {
  /// IDs of server or client certificates.
  required<std::vector<std::string>> CertIds;

  /// What DescribeLoadBalancerListByCertId answers.
  struct response {
    /// Certificates, each with the load balancers that use it.
    std::vector<types::CertIdRelatedWithLoadBalancers> CertSet{};
  };
};
constexpr descriptor describe(DescribeLoadBalancerListByCertId const*) { return {}; }

}  // namespace colb::inline COLB_ABI::tencent::clb
