// colb: where a Redis listens, and who asks.
#pragma once

#include <string>
#include <string_view>

#include <colb/transport/endpoint.hpp>

namespace colb::inline COLB_ABI::inner {

/// What a URL says; made by `parse_redis_url`.
struct redis_site {
  endpoint to{};
  bool has_password = false;
  std::string user{};      ///< Decoded, as the password. Neither may reach any text.
  std::string password{};  ///< Empty user: the default one's.
  int database = 0;
};

/// Reads `redis_options::url`. Throws std::invalid_argument that says what is wrong, never with user or
/// password.
redis_site parse_redis_url(std::string_view url);

/// Text of a server, fit for a line, without user and password.
std::string redis_words(redis_site const& of, std::string_view text);

}  // namespace colb::inline COLB_ABI::inner

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/ext/redis/impl/site.ipp>
#endif
