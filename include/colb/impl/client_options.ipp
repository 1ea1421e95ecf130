// colb: the bodies of client_options.hpp.
#pragma once

#include <cstdint>
#include <utility>

#include <openssl/rand.h>

#include <colb/client_options.hpp>
#include <colb/error.hpp>

namespace colb::inline COLB_ABI::inner {

COLB_DECL std::uint64_t system_random() {
  std::uint64_t value = 0;
  if (RAND_bytes(reinterpret_cast<unsigned char*>(&value), sizeof value) != 1) {
    error_info info;
    info.detail = "OpenSSL has no random numbers to give";
    throw error(std::move(info));
  }
  return value;
}

}  // namespace colb::inline COLB_ABI::inner
