// colb: the bodies of sign/hash.hpp.
#pragma once

#include <array>
#include <stdexcept>

#include <colb/sign/hash.hpp>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace colb::inline COLB_ABI::inner {

// OpenSSL takes null to mean "not given"; an empty view may have it, an empty text must not.
COLB_DECL unsigned char const* unsigned_bytes(std::string_view text) noexcept {
  return reinterpret_cast<unsigned char const*>(text.data() == nullptr ? "" : text.data());
}

// Fetched once: EVP_sha256() has its implementation looked up again on every call, which doubles the time.
COLB_DECL EVP_MD const* sha256_implementation() {
  static EVP_MD const* const implementation = [] {
    auto const* const found = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    if (found == nullptr) throw std::runtime_error("OpenSSL offers no SHA-256");
    return found;
  }();
  return implementation;
}

template <std::size_t Size>
std::array<unsigned char, Size> hmac(EVP_MD const* digest, std::string_view key, std::string_view data) {
  std::array<unsigned char, Size> out;
  unsigned int size = 0;
  if (HMAC(digest, unsigned_bytes(key), static_cast<int>(key.size()), unsigned_bytes(data), data.size(),
           out.data(), &size) == nullptr ||
      size != Size) {
    throw std::runtime_error("OpenSSL failed to compute an HMAC");
  }
  return out;
}

}  // namespace colb::inline COLB_ABI::inner

namespace colb::inline COLB_ABI::sign {

COLB_DECL sha256_digest sha256(std::string_view data) {
  sha256_digest out;
  unsigned int size = 0;
  if (EVP_Digest(data.data(), data.size(), out.data(), &size, inner::sha256_implementation(), nullptr) != 1 ||
      size != out.size()) {
    throw std::runtime_error("OpenSSL failed to compute a SHA-256");
  }
  return out;
}

COLB_DECL sha256_digest hmac_sha256(std::string_view key, std::string_view data) {
  return inner::hmac<32>(inner::sha256_implementation(), key, data);
}

COLB_DECL sha1_digest hmac_sha1(std::string_view key, std::string_view data) {
  return inner::hmac<20>(EVP_sha1(), key, data);
}

COLB_DECL std::string hex(std::span<unsigned char const> bytes) {
  constexpr char digits[] = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (unsigned char const byte : bytes) {
    out += digits[byte >> 4];
    out += digits[byte & 15];
  }
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
