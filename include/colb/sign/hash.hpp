// colb: digests, message authentication codes and their text forms.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include <colb/version.hpp>

#include <openssl/crypto.h>

namespace colb::inline COLB_ABI::sign {

using sha256_digest = std::array<unsigned char, 32>;
using sha1_digest = std::array<unsigned char, 20>;

/// The key of an HMAC with SHA-256, made ready: the blocks that stand before the data and before its digest.
/// Overwritten when it goes.
struct hmac_key {
  std::array<unsigned char, 64> within{};
  std::array<unsigned char, 64> around{};

  ~hmac_key() {
    OPENSSL_cleanse(within.data(), within.size());
    OPENSSL_cleanse(around.data(), around.size());
  }
};

/// Digests over one context of OpenSSL that is used again each time: making one costs as much as a short
/// digest.
///
/// A copy has a context of its own. Not safe to use from two threads at once. All throw std::runtime_error
/// when OpenSSL has no such digest or no memory.
class hasher {
 public:
  hasher() = default;
  hasher(hasher const&) noexcept {}
  hasher& operator=(hasher const&) noexcept { return *this; }
  ~hasher();

  sha256_digest sha256(std::string_view data);
  hmac_key key(std::string_view key);  ///< Of any length.
  sha256_digest hmac_sha256(hmac_key const& key, std::string_view data);
  sha1_digest hmac_sha1(std::string_view key, std::string_view data);

 private:
  template <std::size_t Size>
  std::array<unsigned char, Size> digest(std::string_view first, std::string_view second);
  template <std::size_t Size>
  hmac_key made_ready(std::string_view key);

  void* context_ = nullptr;
};

/// SHA-256 of some bytes.
/// @throws std::runtime_error when OpenSSL has no SHA-256 or no memory; so do the functions below.
/// Pure; safe to call from any thread.
sha256_digest sha256(std::string_view data);

/// HMAC-SHA-256 (RFC 2104) of some bytes; the key may be of any length, empty too.
sha256_digest hmac_sha256(std::string_view key, std::string_view data);

/// HMAC-SHA-1 (RFC 2104) of some bytes; the key may be of any length, empty too.
sha1_digest hmac_sha1(std::string_view key, std::string_view data);

/// The bytes of a digest as a view, for use as a key or as data; it lives as long as the digest.
template <std::size_t Size>
std::string_view as_view(std::array<unsigned char, Size> const& digest) noexcept {
  return {reinterpret_cast<char const*>(digest.data()), Size};
}
template <std::size_t Size>
std::string_view as_view(std::array<unsigned char, Size> const&& digest) = delete;

/// Lower-case hexadecimal text.
std::string hex(std::span<unsigned char const> bytes);

/// Base64 (RFC 4648) with `+`, `/` and padding, on one line.
std::string base64(std::span<unsigned char const> bytes);

/// Whether two texts are the same, in a time that depends on their lengths only: for signatures.
bool equal_constant_time(std::string_view a, std::string_view b) noexcept;

}  // namespace colb::inline COLB_ABI::sign

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/sign/impl/hash.ipp>
#endif
