// colb: the emulator's certificates. Included in one translation unit; see src.hpp.
#pragma once

#include <chrono>
#include <ctime>
#include <memory>
#include <stdexcept>
#include <string>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <colb/asio/ip/address.hpp>
#include <colb/asio/ssl/error.hpp>

#include <colb/emulator/server.hpp>

namespace colb::inline COLB_ABI::inner::emu {

template <auto Free>
struct openssl_free {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using key_ptr = std::unique_ptr<EVP_PKEY, openssl_free<EVP_PKEY_free>>;
using certificate_ptr = std::unique_ptr<X509, openssl_free<X509_free>>;
using extension_ptr = std::unique_ptr<X509_EXTENSION, openssl_free<X509_EXTENSION_free>>;
using bio_ptr = std::unique_ptr<BIO, openssl_free<BIO_free_all>>;

template <class T>
T checked(T result) {
  bool failed = !result;
  if constexpr (std::is_arithmetic_v<T>) failed = failed || result < 0;
  if (failed) {
    throw std::system_error(static_cast<int>(ERR_get_error()), asio::error::get_ssl_category(),
                            "colb: the emulator could not make its certificates");
  }
  return result;
}

void extend(X509* certificate, X509* issuer, int what, std::string const& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  extension_ptr const extension(checked(X509V3_EXT_conf_nid(nullptr, &context, what, value.c_str())));
  checked(X509_add_ext(certificate, extension.get(), -1));
}

/// Good from an hour ago: clocks differ a little.
certificate_ptr blank_certificate(EVP_PKEY* key, char const* common_name, X509* issuer,
                                  std::chrono::hours lifetime) {
  certificate_ptr certificate(checked(X509_new()));
  checked(X509_set_version(certificate.get(), 2));
  std::uint64_t serial = 0;
  checked(RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial));
  checked(ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate.get()), serial >> 1));
  checked(X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600));
  // OpenSSL counts in longs: days, then what is left.
  constexpr std::chrono::hours day{24};
  auto const more = lifetime - std::chrono::hours(1);
  checked(X509_time_adj_ex(X509_getm_notAfter(certificate.get()), static_cast<int>(more / day),
                           static_cast<long>(std::chrono::seconds(more % day).count()), nullptr));
  checked(X509_set_pubkey(certificate.get(), key));
  auto* const name = X509_get_subject_name(certificate.get());
  checked(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                                     reinterpret_cast<unsigned char const*>(common_name), -1, -1, 0));
  checked(X509_set_issuer_name(certificate.get(), issuer ? X509_get_subject_name(issuer) : name));
  return certificate;
}

template <class Write>
std::string pem(Write write) {
  bio_ptr const memory(checked(BIO_new(BIO_s_mem())));
  checked(write(memory.get()));
  char* data = nullptr;
  auto const size = BIO_get_mem_data(memory.get(), &data);
  return std::string(data, static_cast<std::size_t>(size));
}

std::string pem_of(X509* certificate) {
  return pem([&](BIO* out) { return PEM_write_bio_X509(out, certificate); });
}
std::string pem_of(EVP_PKEY* key) {
  return pem(
      [&](BIO* out) { return PEM_write_bio_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr); });
}

bio_ptr bio_of(std::string const& text) {
  return bio_ptr(checked(BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))));
}

/// Names go into a list of OpenSSL's, where commas and colons mean something.
std::string subject_name(std::string const& name) {
  error_code no_address;
  asio::ip::make_address(name, no_address);
  if (!no_address) return "IP:" + name;
  bool const good =
      !name.empty() && name.size() <= 253 &&
      name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_*") ==
          std::string::npos;
  if (!good) {
    throw std::invalid_argument("colb: options.names has \"" + name +
                                "\", which is no name of a host: it may have letters, digits and .-_");
  }
  return "DNS:" + name;
}

authority make_authority(std::chrono::hours lifetime) {
  key_ptr const ca_key(checked(EVP_EC_gen("P-256")));
  auto const ca = blank_certificate(ca_key.get(), "colb emulator CA", nullptr, lifetime);
  extend(ca.get(), ca.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
  extend(ca.get(), ca.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
  extend(ca.get(), ca.get(), NID_subject_key_identifier, "hash");
  checked(X509_sign(ca.get(), ca_key.get(), EVP_sha256()));
  return {pem_of(ca.get()), pem_of(ca_key.get())};
}

identity make_identity(authority const& by, std::vector<std::string> const& host_names,
                       std::chrono::hours lifetime) {
  auto const ca_text = bio_of(by.certificate), ca_key_text = bio_of(by.key);
  certificate_ptr const ca(checked(PEM_read_bio_X509(ca_text.get(), nullptr, nullptr, nullptr)));
  key_ptr const ca_key(checked(PEM_read_bio_PrivateKey(ca_key_text.get(), nullptr, nullptr, nullptr)));
  checked(X509_check_private_key(ca.get(), ca_key.get()));

  key_ptr const key(checked(EVP_EC_gen("P-256")));
  auto const certificate = blank_certificate(key.get(), "colb emulator", ca.get(), lifetime);
  std::string names = "IP:127.0.0.1,IP:::1,DNS:localhost";
  for (auto const& name : host_names) names += ',' + subject_name(name);
  extend(certificate.get(), ca.get(), NID_basic_constraints, "critical,CA:FALSE");
  extend(certificate.get(), ca.get(), NID_key_usage, "critical,digitalSignature");
  extend(certificate.get(), ca.get(), NID_ext_key_usage, "serverAuth");
  extend(certificate.get(), ca.get(), NID_subject_key_identifier, "hash");
  extend(certificate.get(), ca.get(), NID_authority_key_identifier, "keyid:always");
  extend(certificate.get(), ca.get(), NID_subject_alt_name, names);
  checked(X509_sign(certificate.get(), ca_key.get(), EVP_sha256()));

  return {by.certificate, pem_of(certificate.get()), pem_of(key.get())};
}

}  // namespace colb::inline COLB_ABI::inner::emu
