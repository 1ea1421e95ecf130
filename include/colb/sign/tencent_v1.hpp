// colb: HmacSHA1 and HmacSHA256, the signatures of Tencent's API 2017 and, as signature v1, of its API 3.0.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include <colb/codec/percent.hpp>
#include <colb/sign/canonical.hpp>
#include <colb/sign/hash.hpp>

namespace colb::inline COLB_ABI::sign {

/// Parameter SignatureMethod: without it, or with another value than `HmacSHA256`, the vendor takes HmacSHA1.
enum class v1_algorithm : std::uint8_t { hmac_sha1, hmac_sha256 };

/// What becomes of `_` in the names of parameters.
enum class v1_underscore : std::uint8_t {
  keep,   ///< API 3.0.
  to_dot  ///< API 2017: signed as `.`, after sorting, and sent as it is.
};

/// The string to sign: `METHOD` + host + path + `?` + `name=value&...`, sorted by name and not
/// percent-encoded.
/// @param method `GET` or `POST`, in upper case.
/// @param host The Host header.
/// @param path `/` for API 3.0, `/v2/index.php` for API 2017.
/// @param parameters All parameters that are sent, in any order; a `Signature` among them is left out.
/// Pure; safe to call from any thread.
std::string v1_string_to_sign(std::string_view method, std::string_view host, std::string_view path,
                              std::span<codec::parameter const> parameters,
                              v1_underscore underscore = v1_underscore::keep);

/// The value of parameter Signature, in Base64 and not percent-encoded; see `v1_string_to_sign`.
/// Pure; safe to call from any thread.
std::string sign_v1(v1_algorithm algorithm, std::string_view secret_key, std::string_view method,
                    std::string_view host, std::string_view path,
                    std::span<codec::parameter const> parameters,
                    v1_underscore underscore = v1_underscore::keep);

}  // namespace colb::inline COLB_ABI::sign

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/sign/impl/tencent_v1.ipp>
#endif
