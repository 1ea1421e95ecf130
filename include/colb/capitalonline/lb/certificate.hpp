// colb: certificates of HaProxy load balancers of Capital Online.
#pragma once

#include <boost/json/value.hpp>

#include <colb/capitalonline/lb/types.hpp>

namespace colb::inline COLB_ABI::capitalonline::lb {

/// Lists the user's certificates.
///
/// Source: CDS OpenAPI (2019-08-08), DescribeCACertificates.
struct DescribeCACertificates {
  /// What DescribeCACertificates answers.
  struct response {
    /// The certificates.
    std::vector<types::CACertificate> Data{};
  };
};
constexpr descriptor describe(DescribeCACertificates const*) { return {.rate_limit = 0}; }
constexpr auto http_of(DescribeCACertificates const*) { return http_route{"GET", "/lb"}; }

/// Shows one certificate, keys included.
///
/// Source: CDS OpenAPI (2019-08-08), DescribeCACertificate.
struct DescribeCACertificate {
  /// Id of the certificate.
  required<std::string> CertificateId;

  /// What DescribeCACertificate answers.
  struct response {
    /// The certificate.
    std::optional<types::CACertificateDetail> Data{};
  };
};
constexpr descriptor describe(DescribeCACertificate const*) { return {.rate_limit = 0}; }
constexpr auto http_of(DescribeCACertificate const*) { return http_route{"GET", "/lb"}; }

/// Deletes a certificate.
///
/// Source: CDS OpenAPI (2019-08-08), DeleteCACertificate.
struct DeleteCACertificate {
  /// Id of the certificate.
  required<std::string> CertificateId;

  /// What DeleteCACertificate answers.
  struct response {
    /// Carries nothing; an empty object.
    std::optional<boost::json::value> Data{};
  };
};
constexpr descriptor describe(DeleteCACertificate const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"CertificateId"}};
}
constexpr auto http_of(DeleteCACertificate const*) { return http_route{"POST", "/lb"}; }

/// Adds a certificate with its private key.
///
/// Source: CDS OpenAPI (2019-08-08), UploadCACertificate.
struct UploadCACertificate {
  /// The certificate chain in PEM form, with real line breaks.
  required<std::string> Certificate;
  /// The private key in PEM form, with real line breaks. A secret: never log or print it.
  required<std::string> PrivateKey;
  /// Name to give the certificate.
  required<std::string> CertificateName;

  /// What UploadCACertificate answers.
  struct response {
    /// Carries nothing; an empty object.
    std::optional<boost::json::value> Data{};
  };
};
constexpr descriptor describe(UploadCACertificate const*) { return {.kind = kind::write, .rate_limit = 0}; }
constexpr auto http_of(UploadCACertificate const*) { return http_route{"POST", "/lb"}; }
constexpr auto secret_fields(UploadCACertificate const*) { return names("PrivateKey"); }

}  // namespace colb::inline COLB_ABI::capitalonline::lb
