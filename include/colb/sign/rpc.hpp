// colb: HMAC-SHA1 over the parameters, the signature of Alibaba Cloud (RPC, version 1.0) and Capital Online.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include <colb/codec/percent.hpp>
#include <colb/sign/canonical.hpp>
#include <colb/sign/hash.hpp>

namespace colb::inline COLB_ABI::sign {

/// The string to sign: `METHOD&%2F&` and the sorted, encoded query, encoded once more; no host and no path.
/// @param method `GET` or `POST`, in upper case.
/// @param parameters In any order; a `Signature` among them is left out. Alibaba Cloud: all that are sent, in
///   the query or in a form body. Capital Online: those of the query.
/// Pure; safe to call from any thread.
std::string rpc_string_to_sign(std::string_view method, std::span<codec::parameter const> parameters);

/// The value of parameter Signature, in Base64 and not percent-encoded.
/// @param key Alibaba Cloud: the secret key with `&` appended. Capital Online: the secret key as it is.
/// Pure; safe to call from any thread.
std::string sign_rpc(std::string_view method, std::span<codec::parameter const> parameters,
                     std::string_view key);

}  // namespace colb::inline COLB_ABI::sign

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/sign/impl/rpc.ipp>
#endif
