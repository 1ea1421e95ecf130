// colb: TLS policies of Alibaba Cloud SLB.
#pragma once

#include <colb/aliyun/slb/types.hpp>

namespace colb::inline COLB_ABI::aliyun::slb {

/// Creates a TLS policy of your own.
///
/// Source: SDK metadata of 2026, SLB API (2014-05-15), CreateTLSCipherPolicy.
struct CreateTLSCipherPolicy {
  /// Cipher suites by OpenSSL's names, such as ECDHE-RSA-AES128-GCM-SHA256, or TLS_AES_128_GCM_SHA256 for TLS
  /// 1.3; each must fit one of the versions. At most 32.
  required<std::vector<std::string>> Ciphers;
  /// Name of the policy: 2 to 200 characters, a letter first.
  required<std::string> Name;
  /// Region of the resource; ids come from DescribeRegions. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// TLS versions. Values: TLSv1.0, TLSv1.1, TLSv1.2, TLSv1.3.
  required<std::vector<std::string>> TLSVersions;

  /// What CreateTLSCipherPolicy answers.
  struct response {
    /// Id of the TLS policy.
    std::optional<std::string> TLSCipherPolicyId{};
  };
};
constexpr descriptor describe(CreateTLSCipherPolicy const*) { return {.kind = kind::write, .rate_limit = 0}; }

/// Changes a TLS policy; while it is applied the policy is configuring, then normal.
///
/// Source: SDK metadata of 2026, SLB API (2014-05-15), SetTLSCipherPolicyAttribute.
struct SetTLSCipherPolicyAttribute {
  /// Cipher suites by OpenSSL's names, such as ECDHE-RSA-AES128-GCM-SHA256, or TLS_AES_128_GCM_SHA256 for TLS
  /// 1.3; each must fit one of the versions. At most 32.
  required<std::vector<std::string>> Ciphers;
  /// Name of the policy: 2 to 128 characters, a letter first.
  required<std::string> Name;
  /// Region of the resource; ids come from DescribeRegions. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the TLS policy.
  required<std::string> TLSCipherPolicyId;
  /// TLS versions. Values: TLSv1.0, TLSv1.1, TLSv1.2, TLSv1.3.
  required<std::vector<std::string>> TLSVersions;

  /// What SetTLSCipherPolicyAttribute answers.
  struct response {
    /// Id of the task that applies the change; no Action tells how it stands.
    std::optional<std::string> TaskId{};
  };
};
constexpr descriptor describe(SetTLSCipherPolicyAttribute const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"TLSCipherPolicyId"}};
}

/// Deletes a TLS policy that nothing uses.
///
/// Source: SDK metadata of 2026, SLB API (2014-05-15), DeleteTLSCipherPolicy.
struct DeleteTLSCipherPolicy {
  /// Region of the resource; ids come from DescribeRegions. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the TLS policy.
  required<std::string> TLSCipherPolicyId;

  /// What DeleteTLSCipherPolicy answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(DeleteTLSCipherPolicy const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"TLSCipherPolicyId"}};
}

/// Lists your own TLS policies.
///
/// Source: SDK metadata of 2026, SLB API (2014-05-15), ListTLSCipherPolicies.
struct ListTLSCipherPolicies {
  /// Whether the listeners that use a policy are listed with it. Default: false.
  std::optional<bool> IncludeListener{};
  /// Policies a page. Range: 1-100. Default: 20.
  std::optional<std::int64_t> MaxItems{};
  /// Only policies of this name.
  std::optional<std::string> Name{};
  /// Cursor of the page wanted, from the last answer; left out: the first page.
  std::optional<std::string> NextToken{};
  /// Region of the resource; ids come from DescribeRegions. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the TLS policy.
  std::optional<std::string> TLSCipherPolicyId{};

  /// What ListTLSCipherPolicies answers.
  struct response {
    /// Whether the list goes on. The vendor's words and the name contradict each other: go by NextToken.
    std::optional<bool> IsTruncated{};
    /// Cursor of the next page; empty at the end.
    std::optional<std::string> NextToken{};
    /// Policies found.
    std::vector<types::TLSCipherPolicy> TLSCipherPolicies{};
    /// Number of matches.
    std::optional<std::int64_t> TotalCount{};
  };
};
constexpr descriptor describe(ListTLSCipherPolicies const*) {
  return {.rate_limit = 0,
          .pages = {.limit = "MaxItems",
                    .items = "TLSCipherPolicies",
                    .total = "TotalCount",
                    .token = "NextToken",
                    .maximum = 100}};
}

}  // namespace colb::inline COLB_ABI::aliyun::slb
