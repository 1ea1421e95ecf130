// colb: the bodies of sign/hash.hpp.
#pragma once

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>

#include <colb/sign/hash.hpp>
#include <colb/strings/hex.hpp>

#include <openssl/crypto.h>
#include <openssl/evp.h>

namespace colb::inline COLB_ABI::inner {

// Fetched once: EVP_sha256() has its implementation looked up again on every call, and HMAC() fetches it
// anew.
COLB_DECL EVP_MD const* fetched_digest(char const* name) {
  auto const* const found = EVP_MD_fetch(nullptr, name, nullptr);
  if (found == nullptr) throw std::runtime_error(std::string("OpenSSL offers no ") + name);
  return found;
}

template <std::size_t Size>
EVP_MD const* implementation() {
  static EVP_MD const* const found = fetched_digest(Size == 32 ? "SHA256" : "SHA1");
  return found;
}

/// The blocks that stand in an HMAC before the data and before its digest, overwritten at the end.
class hmac_block {
 public:
  static constexpr std::size_t size = 64;

  /// @param key of `size` bytes at most.
  explicit hmac_block(std::string_view key) {
    std::transform(key.begin(), key.end(), bytes_.begin(),
                   [](char c) { return static_cast<unsigned char>(c); });
  }
  hmac_block(hmac_block const&) = delete;
  hmac_block& operator=(hmac_block const&) = delete;
  ~hmac_block() { OPENSSL_cleanse(bytes_.data(), size); }

  std::string_view within() { return under(0x36U); }
  std::string_view around() { return under(0x5cU); }

 private:
  std::string_view under(unsigned pad) {
    for (unsigned char& byte : bytes_) byte = static_cast<unsigned char>(byte ^ pad_ ^ pad);
    pad_ = pad;
    return sign::as_view(bytes_);
  }

  std::array<unsigned char, size> bytes_{};
  unsigned pad_ = 0;
};

}  // namespace colb::inline COLB_ABI::inner

namespace colb::inline COLB_ABI::sign {

COLB_DECL hasher::~hasher() { EVP_MD_CTX_free(static_cast<EVP_MD_CTX*>(context_)); }

template <std::size_t Size>
std::array<unsigned char, Size> hasher::digest(std::string_view first, std::string_view second) {
  if (context_ == nullptr) context_ = EVP_MD_CTX_new();
  auto* const context = static_cast<EVP_MD_CTX*>(context_);
  std::array<unsigned char, Size> out;
  unsigned int size = 0;
  if (context == nullptr || EVP_DigestInit_ex2(context, inner::implementation<Size>(), nullptr) != 1 ||
      EVP_DigestUpdate(context, first.data(), first.size()) != 1 ||
      (!second.empty() && EVP_DigestUpdate(context, second.data(), second.size()) != 1) ||
      EVP_DigestFinal_ex(context, out.data(), &size) != 1 || size != Size) {
    throw std::runtime_error("OpenSSL failed to compute a digest");
  }
  return out;
}

template <std::size_t Size>
std::array<unsigned char, Size> hasher::hmac(std::string_view key, std::string_view data) {
  std::array<unsigned char, Size> shorter{};
  if (key.size() > inner::hmac_block::size) {
    shorter = digest<Size>(key, {});
    key = as_view(shorter);
  }
  inner::hmac_block block(key);
  auto const within = digest<Size>(block.within(), data);
  auto const out = digest<Size>(block.around(), as_view(within));
  OPENSSL_cleanse(shorter.data(), shorter.size());
  return out;
}

COLB_DECL sha256_digest hasher::sha256(std::string_view data) { return digest<32>(data, {}); }

COLB_DECL sha256_digest hasher::hmac_sha256(std::string_view key, std::string_view data) {
  return hmac<32>(key, data);
}

COLB_DECL sha1_digest hasher::hmac_sha1(std::string_view key, std::string_view data) {
  return hmac<20>(key, data);
}

// Not OpenSSL's own HMAC context: before 3.0.3 one that is used again goes on with what the last use left.

COLB_DECL keyed_hmac::~keyed_hmac() {
  for (void* const each : {within_, around_, at_work_}) EVP_MD_CTX_free(static_cast<EVP_MD_CTX*>(each));
}

COLB_DECL void keyed_hmac::use(std::string_view key) {
  has_key_ = false;
  sha256_digest shorter{};
  if (key.size() > inner::hmac_block::size) {
    shorter = sign::sha256(key);
    key = as_view(shorter);
  }
  bool good = true;
  for (void** const each : {&within_, &around_, &at_work_}) {
    if (*each == nullptr) *each = EVP_MD_CTX_new();
    good = good && *each != nullptr;
  }
  auto const begin = [&](void* state, std::string_view block) {
    auto* const context = static_cast<EVP_MD_CTX*>(state);
    good = good && EVP_DigestInit_ex2(context, inner::implementation<32>(), nullptr) == 1 &&
           EVP_DigestUpdate(context, block.data(), block.size()) == 1;
  };
  inner::hmac_block block(key);
  begin(within_, block.within());
  begin(around_, block.around());
  OPENSSL_cleanse(shorter.data(), shorter.size());
  if (!good) throw std::runtime_error("OpenSSL failed to take a key");
  has_key_ = true;
}

COLB_DECL sha256_digest keyed_hmac::operator()(std::string_view data) {
  auto* const context = static_cast<EVP_MD_CTX*>(at_work_);
  sha256_digest out;
  unsigned int size = 0;
  if (!has_key_ || EVP_MD_CTX_copy_ex(context, static_cast<EVP_MD_CTX*>(within_)) != 1 ||
      EVP_DigestUpdate(context, data.data(), data.size()) != 1 ||
      EVP_DigestFinal_ex(context, out.data(), &size) != 1 ||
      EVP_MD_CTX_copy_ex(context, static_cast<EVP_MD_CTX*>(around_)) != 1 ||
      EVP_DigestUpdate(context, out.data(), size) != 1 ||
      EVP_DigestFinal_ex(context, out.data(), &size) != 1) {
    throw std::runtime_error("OpenSSL failed to compute a code");
  }
  return out;
}

COLB_DECL sha256_digest sha256(std::string_view data) { return hasher().sha256(data); }

COLB_DECL sha256_digest hmac_sha256(std::string_view key, std::string_view data) {
  return hasher().hmac_sha256(key, data);
}

COLB_DECL sha1_digest hmac_sha1(std::string_view key, std::string_view data) {
  return hasher().hmac_sha1(key, data);
}

COLB_DECL std::string hex(std::span<unsigned char const> bytes) {
  std::string out;
  inner::append_hex(out, bytes);
  return out;
}

COLB_DECL std::string base64(std::span<unsigned char const> bytes) {
  constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (; !bytes.empty(); bytes = bytes.subspan(bytes.size() < 3 ? bytes.size() : 3)) {
    unsigned const first = bytes[0];
    unsigned const second = bytes.size() > 1 ? bytes[1] : 0U;
    unsigned const third = bytes.size() > 2 ? bytes[2] : 0U;
    unsigned const group = first << 16 | second << 8 | third;
    out += digits[group >> 18];
    out += digits[group >> 12 & 63];
    out += bytes.size() > 1 ? digits[group >> 6 & 63] : '=';
    out += bytes.size() > 2 ? digits[group & 63] : '=';
  }
  return out;
}

COLB_DECL bool equal_constant_time(std::string_view a, std::string_view b) noexcept {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace colb::inline COLB_ABI::sign
