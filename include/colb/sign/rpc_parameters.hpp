// colb: what every attempt of a call in RPC style carries anew: its time and its nonce.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include <colb/version.hpp>

namespace colb::inline COLB_ABI::inner {

/// `2024-05-06T07:08:09Z`: UTC, whole seconds, rounded down.
std::string rpc_timestamp(std::chrono::system_clock::time_point at);

/// 128 bits of chance as the samples of the vendors write them: in the form of a UUID.
std::string rpc_nonce(std::uint64_t high, std::uint64_t low);

}  // namespace colb::inline COLB_ABI::inner

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/sign/impl/rpc_parameters.ipp>
#endif
