// colb: additional domains of HTTPS listeners of Alibaba Cloud SLB.
#pragma once

#include <colb/aliyun/slb/types.hpp>

namespace colb::inline COLB_ABI::aliyun::slb {

/// Adds a domain with its own certificate to an HTTPS listener.
///
/// Source: SDK metadata of 2026, SLB API (2014-05-15), CreateDomainExtension.
struct CreateDomainExtension {
  /// Domain name.
  required<std::string> Domain;
  /// Front-end port of the listener. Range: 1-65535.
  required<std::int64_t> ListenerPort;
  /// Id of the load balancer.
  required<std::string> LoadBalancerId;
  /// Region of the resource; ids come from DescribeRegions. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the server certificate.
  std::optional<std::string> ServerCertificateId{};

  /// What CreateDomainExtension answers.
  struct response {
    /// Id of the additional domain.
    std::optional<std::string> DomainExtensionId{};
    /// Front-end port of the listener.
    std::optional<std::int64_t> ListenerPort{};
  };
};
constexpr descriptor describe(CreateDomainExtension const*) {
  return {.kind = kind::write,
          .rate_limit = 0,
          .resource = {"LoadBalancerId"},
          .teaches = {"DomainExtensionId", "LoadBalancerId"}};
}

/// Changes the certificate of an additional domain.
///
/// Source: SDK metadata of 2026, SLB API (2014-05-15), SetDomainExtensionAttribute.
struct SetDomainExtensionAttribute {
  /// Id of the additional domain.
  required<std::string> DomainExtensionId;
  /// Region of the resource; ids come from DescribeRegions. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the server certificate.
  std::optional<std::string> ServerCertificateId{};

  /// What SetDomainExtensionAttribute answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(SetDomainExtensionAttribute const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"DomainExtensionId"}};
}

/// Deletes an additional domain.
///
/// Source: SDK metadata of 2026, SLB API (2014-05-15), DeleteDomainExtension.
struct DeleteDomainExtension {
  /// Id of the additional domain.
  required<std::string> DomainExtensionId;
  /// Region of the resource; ids come from DescribeRegions. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};

  /// What DeleteDomainExtension answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(DeleteDomainExtension const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"DomainExtensionId"}};
}

/// Shows one additional domain.
///
/// Source: SDK metadata of 2026, SLB API (2014-05-15), DescribeDomainExtensionAttribute.
struct DescribeDomainExtensionAttribute {
  /// Id of the additional domain.
  required<std::string> DomainExtensionId;
  /// Region of the resource; ids come from DescribeRegions. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};

  /// What DescribeDomainExtensionAttribute answers.
  struct response {
    /// Domain name.
    std::optional<std::string> Domain{};
    /// Id of the additional domain.
    std::optional<std::string> DomainExtensionId{};
    /// Front-end port of the listener.
    std::optional<std::int64_t> ListenerPort{};
    /// Id of the load balancer.
    std::optional<std::string> LoadBalancerId{};
    /// Id of the server certificate.
    std::optional<std::string> ServerCertificateId{};
  };
};
constexpr descriptor describe(DescribeDomainExtensionAttribute const*) { return {.rate_limit = 0}; }

/// Lists the additional domains of a listener.
///
/// Source: SDK metadata of 2026, SLB API (2014-05-15), DescribeDomainExtensions.
struct DescribeDomainExtensions {
  /// Id of the additional domain.
  std::optional<std::string> DomainExtensionId{};
  /// Front-end port of the listener. Range: 1-65535.
  required<std::int64_t> ListenerPort;
  /// Id of the load balancer.
  required<std::string> LoadBalancerId;
  /// Region of the resource; ids come from DescribeRegions. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};

  /// What DescribeDomainExtensions answers.
  struct response {
    /// Additional domains.
    std::optional<types::DomainExtensions> DomainExtensions{};
  };
};
constexpr descriptor describe(DescribeDomainExtensions const*) { return {.rate_limit = 0}; }

}  // namespace colb::inline COLB_ABI::aliyun::slb
