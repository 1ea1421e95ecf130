// colb: HTTP as the emulator's services see it. No I/O.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <colb/emulator.hpp>
#include <colb/sign/canonical.hpp>

namespace colb::inline COLB_ABI::inner::emu {

/// A request; the body is empty as long as it has not been read.
struct request {
  std::string method{};
  std::string target{};
  std::vector<std::pair<std::string, std::string>> headers{};
  std::string body{};
  bool plain = false;  ///< It came without TLS.

  /// The first header of that name in any case; empty when there is none.
  std::string_view header(std::string_view name) const {
    for (auto const& [key, value] : headers) {
      if (same_header_name(key, name)) return http_trimmed(value);
    }
    return {};
  }

  std::string_view path() const { return std::string_view(target).substr(0, target.find('?')); }
  std::string_view query() const {
    auto const mark = target.find('?');
    return mark == target.npos ? std::string_view() : std::string_view(target).substr(mark + 1);
  }
};

struct answer {
  int status = 200;
  std::string content_type = "application/json";
  std::string body{};
  /// What the connection is to do with it instead of just sending it.
  std::optional<emulator::fault> play{};
};

}  // namespace colb::inline COLB_ABI::inner::emu
