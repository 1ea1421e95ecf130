// colb: Alibaba Cloud SLB in the emulator: certificates. Included in one translation unit; see src.hpp.
#pragma once

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <colb/aliyun/slb/certificate.hpp>
#include <colb/emulator/aliyun_slb.hpp>

namespace colb::inline COLB_ABI::inner::emu::aliyun {

// ---- certificates

struct openssl_free {
  void operator()(BIO* p) const noexcept { BIO_free(p); }
  void operator()(X509* p) const noexcept { X509_free(p); }
  void operator()(EVP_PKEY* p) const noexcept { EVP_PKEY_free(p); }
};
template <class T>
using openssl_ptr = std::unique_ptr<T, openssl_free>;

openssl_ptr<BIO> text_source(std::string const& text) {
  return openssl_ptr<BIO>(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}
openssl_ptr<X509> parsed_certificate(std::string const& pem) {
  return openssl_ptr<X509>(PEM_read_bio_X509(text_source(pem).get(), nullptr, nullptr, nullptr));
}
/// Without asking anybody for a passphrase.
openssl_ptr<EVP_PKEY> parsed_key(std::string const& pem) {
  auto const no_passphrase = [](char*, int, int, void*) { return -1; };
  return openssl_ptr<EVP_PKEY>(
      PEM_read_bio_PrivateKey(text_source(pem).get(), nullptr, no_passphrase, nullptr));
}

std::string fingerprint_of(X509 const* certificate) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  X509_digest(certificate, EVP_sha1(), digest.data(), &size);
  std::string text;
  constexpr char hex[] = "0123456789abcdef";
  for (unsigned i = 0; i < size; ++i) {
    if (i > 0) text += ':';
    text += hex[digest[i] >> 4];
    text += hex[digest[i] & 15];
  }
  return text;
}

certificate& store(std::map<std::string, certificate>& where, slb_call const& call,
                   std::optional<std::string> const& name, std::optional<std::string> const& resource_group,
                   std::vector<types::TagPair> const& tags, X509 const* content) {
  check_todays_tags(tags, 20);
  environment& env = call.world.env;
  auto const id = env.digits(16) + "_" + env.id("");
  certificate& stored = where[id];
  stored.id = id;
  stored.name = name.value_or(id);
  stored.region = call.region;
  stored.resource_group = resource_group.value_or("rg-default");
  stored.created_ms = milliseconds_now(env);
  stored.fingerprint = content ? fingerprint_of(content) : "00";
  if (!tags.empty()) put_tags(call.world.today.tags[{"certificate", id}], tags);
  return stored;
}

void serve(slb_call& call, slb::UploadServerCertificate const& q, slb::UploadServerCertificate::response& r) {
  openssl_ptr<X509> content;
  if (!q.AliCloudCertificateId || q.AliCloudCertificateId->empty()) {
    if (!q.ServerCertificate || q.ServerCertificate->empty() || q.PrivateKey->empty()) {
      refuse("InvalidParameter", "The specified parameter ServerCertificate or Key is empty.");
    }
    if (!q.ServerCertificateName) missing("ServerCertificateName");
    if (q.PrivateKey->find("ENCRYPTED") != std::string::npos)
      refuse("PrivateKeyEncryption", "Key has Encrypted .");
    content = parsed_certificate(*q.ServerCertificate);
    if (!content) refuse("InvalidParameter", "The specified parameter ServerCertificate format is error.");
    auto const key = parsed_key(q.PrivateKey.value());
    if (!key) refuse("InvalidParameter", "The specified parameter key format is error.");
    if (X509_check_private_key(content.get(), key.get()) != 1) {
      refuse("CertificateNotMatchPrivateKey", "Certificate and key does not match.");
    }
  }
  auto const name = q.ServerCertificateName ? q.ServerCertificateName : q.AliCloudCertificateName;
  auto const& stored =
      store(call.world.server_certificates, call, name, q.ResourceGroupId, q.Tag, content.get());
  r.ServerCertificateId = stored.id;
  r.ServerCertificateName = stored.name;
  r.Fingerprint = stored.fingerprint;
}

certificate& get_certificate(std::map<std::string, certificate>& where, slb_call const& call,
                             std::string const& id) {
  auto const found = where.find(id);
  if (found == where.end() || (!call.region.empty() && found->second.region != call.region)) {
    bool const servers = &where == &call.world.server_certificates;
    refuse(servers ? "ServerCertificateId.NotFound" : "CACertificateId.NotFound",
           std::string("Specified ") + (servers ? "ServerCertificateId" : "CACertificateId") +
               " does not exist.");
  }
  return found->second;
}

void erase_certificate(std::map<std::string, certificate>& where, slb_call const& call, std::string const& id,
                       std::string_view attribute) {
  get_certificate(where, call, id);
  for (auto const& [lb_id, lb] : call.world.load_balancers) {
    for (auto const& [port, listener] : lb.listeners) {
      auto const* const used = listener.attributes.if_contains(attribute);
      if (used && used->is_string() && std::string_view(used->get_string()) == id) {
        refuse("CertificateAndPrivateKeyIsRefered", "Certificate and PrivateKey Is Refered.");
      }
    }
  }
  call.world.today.tags.erase({"certificate", id});
  where.erase(id);
}

template <class T>
void list_certificates(std::map<std::string, certificate> const& where, slb_call const& call,
                       std::optional<std::string> const& id, std::optional<std::string> const& resource_group,
                       std::vector<types::TagPair> const& wanted, std::vector<T>& out) {
  for (auto const& [key, stored] : where) {
    bool const here = call.region.empty() || stored.region == call.region;
    if (!here || !passes(id, key) || !passes(resource_group, stored.resource_group)) continue;
    auto const known = call.world.today.tags.find({"certificate", key});
    auto const tags = known == call.world.today.tags.end() ? resource_tags() : known->second;
    if (!carries(tags, wanted)) continue;
    T entry{};
    entry.Tags = shown_tags(tags);
    if constexpr (requires { entry.ServerCertificateId; }) {
      entry.ServerCertificateId = key;
      entry.ServerCertificateName = stored.name;
    } else {
      entry.CACertificateId = key;
      entry.CACertificateName = stored.name;
    }
    entry.RegionId = stored.region;
    entry.Fingerprint = stored.fingerprint;
    entry.ResourceGroupId = stored.resource_group;
    entry.CreateTime = iso_time(stored.created_ms, call.world.env);
    entry.CreateTimeStamp = stored.created_ms;
    out.push_back(std::move(entry));
  }
}

void serve(slb_call& call, slb::DeleteServerCertificate const& q, slb::DeleteServerCertificate::response&) {
  erase_certificate(call.world.server_certificates, call, q.ServerCertificateId, "ServerCertificateId");
}
void serve(slb_call& call, slb::DescribeServerCertificates const& q,
           slb::DescribeServerCertificates::response& r) {
  list_certificates(call.world.server_certificates, call, q.ServerCertificateId, q.ResourceGroupId, q.Tag,
                    r.ServerCertificates.emplace().ServerCertificate);
}
void serve(slb_call& call, slb::SetServerCertificateName const& q, slb::SetServerCertificateName::response&) {
  get_certificate(call.world.server_certificates, call, q.ServerCertificateId).name =
      q.ServerCertificateName.value();
}

void serve(slb_call& call, slb::UploadCACertificate const& q, slb::UploadCACertificate::response& r) {
  auto const content = parsed_certificate(q.CACertificate.value());
  if (!content) refuse("KeyFormatError", "The certificate's format is wrong.");
  auto const& stored =
      store(call.world.ca_certificates, call, q.CACertificateName, q.ResourceGroupId, q.Tag, content.get());
  r.CACertificateId = stored.id;
  r.CACertificateName = stored.name;
  r.Fingerprint = stored.fingerprint;
  r.CreateTime = iso_time(stored.created_ms, call.world.env);
  r.TimeStamp = stored.created_ms;
}
void serve(slb_call& call, slb::DeleteCACertificate const& q, slb::DeleteCACertificate::response&) {
  erase_certificate(call.world.ca_certificates, call, q.CACertificateId, "CACertificateId");
}
void serve(slb_call& call, slb::DescribeCACertificates const& q, slb::DescribeCACertificates::response& r) {
  list_certificates(call.world.ca_certificates, call, q.CACertificateId, q.ResourceGroupId, q.Tag,
                    r.CACertificates.emplace().CACertificate);
}
void serve(slb_call& call, slb::SetCACertificateName const& q, slb::SetCACertificateName::response&) {
  get_certificate(call.world.ca_certificates, call, q.CACertificateId).name = q.CACertificateName.value();
}

// ---- the list

std::span<slb_operation const> slb_certificates_operations() {
  static constexpr slb_operation all[] = {
      operation<slb::UploadServerCertificate>(),    operation<slb::DeleteServerCertificate>(),
      operation<slb::DescribeServerCertificates>(), operation<slb::SetServerCertificateName>(),
      operation<slb::UploadCACertificate>(),        operation<slb::DeleteCACertificate>(),
      operation<slb::DescribeCACertificates>(),     operation<slb::SetCACertificateName>(),
  };
  return all;
}

}  // namespace colb::inline COLB_ABI::inner::emu::aliyun
