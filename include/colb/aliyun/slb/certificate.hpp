// colb: server and CA certificates of Alibaba Cloud SLB.
#pragma once

#include <colb/aliyun/slb/types.hpp>

namespace colb::inline COLB_ABI::aliyun::slb {

/// Uploads one server certificate with its private key; either both are stored or neither.
///
/// Source: SLB API (2014-05-15), UploadServerCertificate.
struct UploadServerCertificate {
  /// Region of the load balancer; ids come from DescribeRegions.
  /// Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// The certificate; required when no Alibaba Cloud certificate is used.
  std::optional<std::string> ServerCertificate{};
  /// Name of the certificate; required when no Alibaba Cloud certificate is used.
  std::optional<std::string> ServerCertificateName{};
  /// The private key: a secret. An encrypted one is refused (PrivateKeyEncryption).
  required<std::string> PrivateKey;
  /// Id of an Alibaba Cloud certificate; required when one is used.
  std::optional<std::string> AliCloudCertificateId{};
  /// Name of an Alibaba Cloud certificate.
  std::optional<std::string> AliCloudCertificateName{};
  /// Id of the enterprise resource group.
  std::optional<std::string> ResourceGroupId{};
  /// Region of the certificate in the certificate service.
  std::optional<std::string> AliCloudCertificateRegionId{};
  /// Tags of the certificate. At most 20.
  std::vector<types::TagPair> Tag{};

  /// What UploadServerCertificate answers.
  struct response {
    /// Id of the certificate.
    std::optional<std::string> ServerCertificateId{};
    /// Name of the certificate.
    std::optional<std::string> ServerCertificateName{};
    /// Fingerprint of the certificate.
    std::optional<std::string> Fingerprint{};
    /// Id in the certificate service.
    std::optional<std::string> AliCloudCertificateId{};
    /// Name in the certificate service.
    std::optional<std::string> AliCloudCertificateName{};
    /// Common name in the certificate.
    std::optional<std::string> CommonName{};
    /// When it was made, UTC text.
    std::optional<std::string> CreateTime{};
    /// When it was made, milliseconds since 1970.
    std::optional<std::int64_t> CreateTimeStamp{};
    /// When it runs out, UTC text.
    std::optional<std::string> ExpireTime{};
    /// When it runs out, milliseconds since 1970.
    std::optional<std::int64_t> ExpireTimeStamp{};
    /// 1 when it comes from the certificate service.
    std::optional<std::int64_t> IsAliCloudCertificate{};
    /// Region of the resource.
    std::optional<std::string> RegionId{};
    /// Id of the resource group.
    std::optional<std::string> ResourceGroupId{};
    /// Further domain names in the certificate.
    std::optional<types::SubjectAlternativeNames> SubjectAlternativeNames{};
  };
};
constexpr descriptor describe(UploadServerCertificate const*) {
  return {.kind = kind::write, .rate_limit = 0};
}
constexpr auto secret_fields(UploadServerCertificate const*) { return names("PrivateKey"); }

/// Deletes a server certificate with its private key; one in use cannot be deleted.
///
/// Source: SLB API (2014-05-15), DeleteServerCertificate.
struct DeleteServerCertificate {
  /// Region of the load balancer; ids come from DescribeRegions.
  /// Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the server certificate.
  required<std::string> ServerCertificateId;

  /// What DeleteServerCertificate answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(DeleteServerCertificate const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"ServerCertificateId"}};
}

/// Lists the server certificates of a region.
///
/// Neither certificates nor keys are returned, only names and fingerprints.
/// Source: SLB API (2014-05-15), DescribeServerCertificates.
struct DescribeServerCertificates {
  /// Region of the load balancer; ids come from DescribeRegions.
  /// Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of a server certificate.
  std::optional<std::string> ServerCertificateId{};
  /// Id of the enterprise resource group.
  std::optional<std::string> ResourceGroupId{};
  /// Only certificates that carry all these tags. At most 20.
  std::vector<types::TagPair> Tag{};

  /// What DescribeServerCertificates answers.
  struct response {
    /// The server certificates.
    std::optional<types::ServerCertificates> ServerCertificates{};
  };
};
constexpr descriptor describe(DescribeServerCertificates const*) { return {.rate_limit = 0}; }

/// Sets the name of a server certificate.
///
/// Source: SLB API (2014-05-15), SetServerCertificateName.
struct SetServerCertificateName {
  /// Id of the server certificate.
  required<std::string> ServerCertificateId;
  /// Region of the load balancer; ids come from DescribeRegions.
  /// Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// New name. 1 to 80 letters or Chinese characters; must begin with a letter or a Chinese character;
  /// digits, '.', '_' and '-' may follow.
  required<std::string> ServerCertificateName;

  /// What SetServerCertificateName answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(SetServerCertificateName const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"ServerCertificateId"}};
}

/// Uploads one CA certificate and returns its id, name and fingerprint.
///
/// Source: SLB API (2014-05-15), UploadCACertificate.
struct UploadCACertificate {
  /// Region id of the load balancer; ids come from DescribeRegions.
  /// Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Content of the CA certificate.
  required<std::string> CACertificate;
  /// Name of the CA certificate.
  std::optional<std::string> CACertificateName{};
  /// Id of the enterprise resource group.
  std::optional<std::string> ResourceGroupId{};
  /// Tags of the certificate. At most 20.
  std::vector<types::TagPair> Tag{};

  /// What UploadCACertificate answers.
  struct response {
    /// Id of the CA certificate.
    std::optional<std::string> CACertificateId{};
    /// Name of the CA certificate.
    std::optional<std::string> CACertificateName{};
    /// Fingerprint of the CA certificate.
    std::optional<std::string> Fingerprint{};
    /// When it was uploaded.
    std::optional<std::string> CreateTime{};
    /// When it was uploaded, as a time stamp (Long, needs 64 bits).
    std::optional<std::int64_t> TimeStamp{};
    /// Common name in the certificate.
    std::optional<std::string> CommonName{};
    /// When it runs out, UTC text.
    std::optional<std::string> ExpireTime{};
    /// When it runs out, milliseconds since 1970.
    std::optional<std::int64_t> ExpireTimeStamp{};
    /// Id of the resource group.
    std::optional<std::string> ResourceGroupId{};
  };
};
constexpr descriptor describe(UploadCACertificate const*) { return {.kind = kind::write, .rate_limit = 0}; }
/// Today's names.
constexpr auto aliases(UploadCACertificate::response const*) {
  return also_called({{"CreateTimeStamp", "TimeStamp"}});
}

/// Deletes a CA certificate; one in use cannot be deleted.
///
/// Source: SLB API (2014-05-15), DeleteCACertificate.
struct DeleteCACertificate {
  /// Region id of the CA certificate; ids come from DescribeRegions.
  /// Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the CA certificate.
  required<std::string> CACertificateId;

  /// What DeleteCACertificate answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(DeleteCACertificate const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"CACertificateId"}};
}

/// Lists the CA certificates of a region.
///
/// The certificates themselves are not returned, only names and fingerprints.
/// Source: SLB API (2014-05-15), DescribeCACertificates.
struct DescribeCACertificates {
  /// Region id of the CA certificates; ids come from DescribeRegions.
  /// Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of a CA certificate.
  std::optional<std::string> CACertificateId{};
  /// Id of the enterprise resource group.
  std::optional<std::string> ResourceGroupId{};
  /// Only certificates that carry all these tags. At most 20.
  std::vector<types::TagPair> Tag{};

  /// What DescribeCACertificates answers.
  struct response {
    /// The CA certificates.
    std::optional<types::CACertificates> CACertificates{};
  };
};
constexpr descriptor describe(DescribeCACertificates const*) { return {.rate_limit = 0}; }

/// Sets the name of a CA certificate.
///
/// Source: SLB API (2014-05-15), SetCACertificateName.
struct SetCACertificateName {
  /// Region id of the CA certificate. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the CA certificate.
  required<std::string> CACertificateId;
  /// New name. 1 to 80 letters or Chinese characters; must begin with a letter or a Chinese character;
  /// digits, '.', '_' and '-' may follow.
  required<std::string> CACertificateName;

  /// What SetCACertificateName answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(SetCACertificateName const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"CACertificateId"}};
}

}  // namespace colb::inline COLB_ABI::aliyun::slb
