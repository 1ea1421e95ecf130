// colb: what must not be said, even when a server says it.
#pragma once

#include <string>
#include <vector>

#include <colb/engine/credentials_type.hpp>
#include <colb/error.hpp>

namespace colb::inline COLB_ABI::inner {

struct request;

/// The secrets of one attempt: the key, the token and the signature, as they are and as a URL has them.
class secrets {
 public:
  secrets(credentials const& who, request const& sent);

  /// Puts "***" in their place, wherever a text of the error quotes them.
  void mask(error_info& info) const;
  void mask(std::string& text) const;

 private:
  void add(std::string value);

  std::vector<std::string> all_{};
};

}  // namespace colb::inline COLB_ABI::inner

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/engine/impl/secrets.ipp>
#endif
