// Signing one TC3 request, and computing nothing but its digests, in OpenSSL's contexts that are used again.
// usage: bench_sign CALLS
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <string>
#include <string_view>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <colb/sign/tc3.hpp>

#include "measure.hpp"

namespace {

constexpr std::string_view payload = "{\"LoadBalancerIds\":[\"lb-6efswuxa\"]}";

/// SHA-256 of the payload and of the canonical request, HMAC-SHA-256 of what is signed.
class digests {
 public:
  digests() {
    OSSL_PARAM const parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, const_cast<char*>("SHA256"), 0),
        OSSL_PARAM_construct_end()};
    unsigned char const key[32] = {1, 2, 3};
    if (EVP_MAC_init(mac_, key, sizeof key, parameters) != 1) std::abort();
  }
  digests(digests const&) = delete;
  digests& operator=(digests const&) = delete;
  ~digests() {
    EVP_MAC_CTX_free(mac_);
    EVP_MAC_free(hmac_);
    EVP_MD_CTX_free(context_);
    EVP_MD_free(sha256_);
  }

  void compute(std::string_view canonical, std::string_view to_sign) {
    sha256(payload);
    sha256(canonical);
    std::size_t size = 0;
    if (EVP_MAC_init(mac_, nullptr, 0, nullptr) != 1 ||
        EVP_MAC_update(mac_, reinterpret_cast<unsigned char const*>(to_sign.data()), to_sign.size()) != 1 ||
        EVP_MAC_final(mac_, out_, &size, sizeof out_) != 1)
      std::abort();
  }

 private:
  void sha256(std::string_view data) {
    if (EVP_DigestInit_ex2(context_, sha256_, nullptr) != 1 ||
        EVP_DigestUpdate(context_, data.data(), data.size()) != 1 ||
        EVP_DigestFinal_ex(context_, out_, nullptr) != 1)
      std::abort();
  }

  EVP_MD* sha256_ = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  EVP_MD_CTX* context_ = EVP_MD_CTX_new();
  EVP_MAC* hmac_ = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  EVP_MAC_CTX* mac_ = EVP_MAC_CTX_new(hmac_);
  unsigned char out_[64];
};

/// The shortest of some turns, so that what else the machine does counts little; in microseconds a call.
template <class F>
double shortest(long calls, F f) {
  measure const m;
  for (long i = 0; i < calls; ++i) f();
  return m.wall() / static_cast<double>(calls) * 1e6;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return std::fprintf(stderr, "usage: bench_sign CALLS\n"), 2;
  long const calls = std::max(std::atol(argv[1]) / 20, 1L);

  colb::sign::tc3_request request;
  request.secret_id = "AKIDbenchmark";
  request.secret_key = "key";
  request.service = "clb";
  request.host = "127.0.0.1:18443";
  request.payload = payload;
  request.timestamp = 1767225600;
  colb::sign::header const headers[] = {{"content-type", request.content_type}, {"host", request.host}};
  colb::sign::tc3_message message;
  message.headers = headers;
  message.payload = payload;
  message.timestamp = request.timestamp;
  std::string const canonical = colb::sign::tc3_canonical_request(message);
  std::string const to_sign =
      "TC3-HMAC-SHA256\n1767225600\n2026-01-01/clb/tc3_request\n" + std::string(64, '0');

  colb::sign::tc3_signer signer;
  digests bare;
  double signing = std::numeric_limits<double>::max(), computing = signing;
  for (int turn = 0; turn < 20; ++turn) {
    signing = std::min(signing, shortest(calls, [&] {
                         if (signer.sign(request).empty()) std::abort();
                       }));
    computing = std::min(computing, shortest(calls, [&] { bare.compute(canonical, to_sign); }));
  }
  print("sign", signing);
  print("digests", computing);
}
