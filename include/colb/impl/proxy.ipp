// colb: the proxy through which services are reached: the bodies.
#pragma once

#include <colb/proxy.hpp>

#include <cstdlib>
#include <initializer_list>

namespace colb::inline COLB_ABI {

COLB_DECL proxy_options proxy_options::from_environment() {
  auto const first = [](std::initializer_list<char const*> names) {
    for (char const* const name : names)
      if (char const* const value = std::getenv(name); value != nullptr && *value != '\0')
        return std::string(value);
    return std::string();
  };
  proxy_options out;
  out.url = first({"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"});
  out.no_proxy = first({"no_proxy", "NO_PROXY"});
  return out;
}

}  // namespace colb::inline COLB_ABI
