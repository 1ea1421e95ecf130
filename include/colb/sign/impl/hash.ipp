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
      EVP_DigestUpdate(context, second.data(), second.size()) != 1 ||
      EVP_DigestFinal_ex(context, out.data(), &size) != 1 || size != Size) {
    throw std::runtime_error("OpenSSL failed to compute a digest");
  }
  return out;
}

template <std::size_t Size>
hmac_key hasher::made_ready(std::string_view key) {
  std::array<unsigned char, 64> block{};
  if (key.size() > block.size()) {
    auto shorter = digest<Size>(key, {});
    std::copy(shorter.begin(), shorter.end(), block.begin());
    OPENSSL_cleanse(shorter.data(), shorter.size());
  } else {
    std::transform(key.begin(), key.end(), block.begin(),
                   [](char c) { return static_cast<unsigned char>(c); });
  }
  hmac_key out;
  for (std::size_t i = 0; i < block.size(); ++i) {
    out.within[i] = static_cast<unsigned char>(block[i] ^ 0x36U);
    out.around[i] = static_cast<unsigned char>(block[i] ^ 0x5cU);
  }
  OPENSSL_cleanse(block.data(), block.size());
  return out;
}

COLB_DECL sha256_digest hasher::sha256(std::string_view data) { return digest<32>(data, {}); }

COLB_DECL hmac_key hasher::key(std::string_view key) { return made_ready<32>(key); }

COLB_DECL sha256_digest hasher::hmac_sha256(hmac_key const& key, std::string_view data) {
  auto const within = digest<32>(as_view(key.within), data);
  return digest<32>(as_view(key.around), as_view(within));
}

COLB_DECL sha1_digest hasher::hmac_sha1(std::string_view key, std::string_view data) {
  auto const ready = made_ready<20>(key);
  auto const within = digest<20>(as_view(ready.within), data);
  return digest<20>(as_view(ready.around), as_view(within));
}

COLB_DECL sha256_digest sha256(std::string_view data) { return hasher().sha256(data); }

COLB_DECL sha256_digest hmac_sha256(std::string_view key, std::string_view data) {
  hasher h;
  return h.hmac_sha256(h.key(key), data);
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
