// colb: the bodies of protocol.hpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <colb/engine/protocol.hpp>
#include <colb/transport/http.hpp>

namespace colb::inline COLB_ABI::inner {

COLB_DECL void collect_texts(type_info const& type, void const* value, std::string_view path,
                             std::vector<std::string>& into) {
  switch (type.shape) {
    case shape::string:
      if (path.empty()) into.push_back(*static_cast<std::string const*>(value));
      return;
    case shape::optional:
      if (void const* inner = type.get(value)) collect_texts(*type.element, inner, path, into);
      return;
    case shape::list:
      if (type.bit) return;
      for (std::size_t i = 0, n = type.size(value); i < n; ++i)
        collect_texts(*type.element, type.at(value, i), path, into);
      return;
    case shape::structure: {
      auto const dot = path.find('.');
      field_info const* const field = find_field(type, path.substr(0, dot));
      auto const rest = dot == path.npos ? std::string_view() : path.substr(dot + 1);
      if (field) collect_texts(*field->type, field_at(value, *field), rest, into);
      return;
    }
    default:
      return;
  }
}

COLB_DECL error_info error_of_status(response const& answer) {
  error_info info;
  switch (answer.status) {
    case 401:
      info.condition = condition::authentication;
      break;
    case 403:
      info.condition = condition::permission;
      break;
    case 429:
      info.condition = condition::throttled;
      break;
    default:
      info.condition = answer.status >= 500 ? condition::unavailable : condition::malformed_response;
  }
  info.detail = "the server answered HTTP " + std::to_string(answer.status) + " without an error of the API";
  return info;
}

}  // namespace colb::inline COLB_ABI::inner
