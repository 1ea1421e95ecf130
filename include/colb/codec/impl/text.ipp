// colb: the bodies of text.hpp.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <colb/codec/json.hpp>
#include <colb/error.hpp>
#include <colb/text.hpp>

namespace colb::inline COLB_ABI::inner {

COLB_DECL std::string written(type_info const& type, void const* value, added_texts const& added,
                              bool mask_secrets) {
  codec::write_options options;
  options.mask_secrets = mask_secrets;
  std::string out;
  if (!added.request_id && !added.resource_id) {
    codec::detail::write(out, type, value, options);
    return out;
  }
  out += '{';
  bool first = codec::detail::write_members(out, type, value, options, true);
  auto const add = [&](std::string_view name, std::string const& text) {
    if (!std::exchange(first, false)) out += ',';
    codec::detail::append_string(out, name);
    out += ':';
    codec::detail::append_string(out, text);
  };
  if (added.request_id) add("RequestId", *added.request_id);
  if (added.resource_id && !added.resource_id->empty()) add("ResourceId", *added.resource_id);
  out += '}';
  return out;
}

COLB_DECL void read_or_throw(std::string_view text, type_info const& type, void* object, bool is_request) {
  codec::read_options options;
  options.complete = is_request;
  codec::read_error const problem = codec::detail::read(text, type, object, options);
  if (!problem) return;
  error_info info;
  info.condition = is_request ? condition::invalid_request : condition::malformed_response;
  info.action = "from_json";
  info.detail = problem.message;
  throw error(std::move(info));
}

}  // namespace colb::inline COLB_ABI::inner
