// colb: certificates made in memory, for tests.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace colb::test {

struct free_openssl {
  void operator()(EVP_PKEY* p) const noexcept { EVP_PKEY_free(p); }
  void operator()(EVP_PKEY_CTX* p) const noexcept { EVP_PKEY_CTX_free(p); }
  void operator()(X509* p) const noexcept { X509_free(p); }
  void operator()(X509_EXTENSION* p) const noexcept { X509_EXTENSION_free(p); }
  void operator()(BIO* p) const noexcept { BIO_free(p); }
  void operator()(SSL* p) const noexcept { SSL_free(p); }
};
template <class T>
using owned = std::unique_ptr<T, free_openssl>;

/// A certificate with its key.
struct identity {
  owned<EVP_PKEY> key;
  owned<X509> certificate;

  std::string certificate_pem() const {
    owned<BIO> const out(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(out.get(), certificate.get());
    return text(out.get());
  }

  std::string key_pem() const {
    owned<BIO> const out(BIO_new(BIO_s_mem()));
    PEM_write_bio_PrivateKey(out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    return text(out.get());
  }

 private:
  static std::string text(BIO* bio) {
    char* data = nullptr;
    auto const size = BIO_get_mem_data(bio, &data);
    return std::string(data, static_cast<std::size_t>(size));
  }
};

/// Makes a certificate for `alternative_names` ("DNS:a,IP:127.0.0.1") signed by `authority`, or an authority
/// when there is none to sign.
/// @param type of the key: EVP_PKEY_EC (P-256), or EVP_PKEY_ED25519, whose signatures are all of one length.
inline identity make_identity(std::string const& name, std::string const& alternative_names,
                              identity const* authority, int type = EVP_PKEY_EC) {
  auto const check = [](bool ok) {
    if (!ok) throw std::runtime_error("OpenSSL cannot make a test certificate");
  };
  identity out;
  owned<EVP_PKEY_CTX> const generator(EVP_PKEY_CTX_new_id(type, nullptr));
  EVP_PKEY* key = nullptr;
  check(EVP_PKEY_keygen_init(generator.get()) == 1 &&
        (type != EVP_PKEY_EC ||
         EVP_PKEY_CTX_set_ec_paramgen_curve_nid(generator.get(), NID_X9_62_prime256v1) == 1) &&
        EVP_PKEY_keygen(generator.get(), &key) == 1);
  out.key.reset(key);

  static long serial = 1;
  out.certificate.reset(X509_new());
  X509* const x = out.certificate.get();
  X509_set_version(x, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(x), ++serial);
  X509_gmtime_adj(X509_getm_notBefore(x), -3600);
  X509_gmtime_adj(X509_getm_notAfter(x), 24 * 3600);
  X509_set_pubkey(x, key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN", MBSTRING_ASC,
                             reinterpret_cast<unsigned char const*>(name.c_str()), -1, -1, 0);
  X509_set_issuer_name(x, X509_get_subject_name(authority ? authority->certificate.get() : x));
  auto const extend = [&](int id, std::string const& value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, authority ? authority->certificate.get() : x, x, nullptr, nullptr, 0);
    owned<X509_EXTENSION> const extension(X509V3_EXT_conf_nid(nullptr, &context, id, value.c_str()));
    check(extension != nullptr && X509_add_ext(x, extension.get(), -1) == 1);
  };
  extend(NID_basic_constraints, authority ? "critical,CA:FALSE" : "critical,CA:TRUE");
  extend(NID_subject_key_identifier, "hash");
  if (!alternative_names.empty()) extend(NID_subject_alt_name, alternative_names);
  EVP_PKEY* const signs = authority ? authority->key.get() : key;
  bool const hashes_itself = EVP_PKEY_get_base_id(signs) == EVP_PKEY_ED25519;
  check(X509_sign(x, signs, hashes_itself ? nullptr : EVP_sha256()) > 0);
  return out;
}

}  // namespace colb::test
