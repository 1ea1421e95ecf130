// colb: digests, message authentication codes and their text forms.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include <colb/version.hpp>

namespace colb::inline COLB_ABI::sign {

using sha256_digest = std::array<unsigned char, 32>;
using sha1_digest = std::array<unsigned char, 20>;

/// HMAC with SHA-256 under one key that is used again: what the key comes to is hashed once, and overwritten
/// when it goes.
///
/// Not safe to use from two threads at once.
class keyed_hmac {
 public:
  keyed_hmac() = default;
  keyed_hmac(keyed_hmac const&) = delete;
  keyed_hmac& operator=(keyed_hmac const&) = delete;
  ~keyed_hmac();

  /// Takes a key of any length, in the place of the last one.
  /// @throws std::runtime_error when OpenSSL has no SHA-256 or no memory; it has no key then.
  void use(std::string_view key);
  /// The code of some bytes, once there is a key.
  /// @throws std::runtime_error likewise.
  sha256_digest operator()(std::string_view data);

 private:
  void* within_ = nullptr;  ///< Has read what stands before the data,
  void* around_ = nullptr;  ///< and what stands before its digest.
  void* at_work_ = nullptr;
  bool has_key_ = false;
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
  sha256_digest hmac_sha256(std::string_view key, std::string_view data);
  sha1_digest hmac_sha1(std::string_view key, std::string_view data);

 private:
  template <std::size_t Size>
  std::array<unsigned char, Size> digest(std::string_view first, std::string_view second);
  template <std::size_t Size>
  std::array<unsigned char, Size> hmac(std::string_view key, std::string_view data);

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
