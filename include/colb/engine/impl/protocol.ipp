// colb: the bodies of protocol.hpp.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/serialize.hpp>

#include <colb/codec/json.hpp>
#include <colb/engine/protocol.hpp>
#include <colb/transport/http.hpp>

namespace colb::inline COLB_ABI::inner {

COLB_DECL bool lacks_client_token(action_info const& action, void const* request) {
  if (action.description->client_token.empty()) return false;
  field_info const& field = *find_field(*action.request, action.description->client_token);
  return codec::detail::is_left_out(field, field_at(request, field));
}

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

/// A parameter of the protocol's own that came with the request would be signed as if it were.
COLB_DECL void refuse_own_names(protocol const& by, encoded_call const& call, std::size_t from) {
  for (std::size_t i = from; i < call.parameters.size(); ++i) {
    std::string const& name = call.parameters[i].first;
    if (!by.sends(name)) continue;
    error_info info;
    info.condition = condition::invalid_request;
    info.action = call.action->name;
    info.detail = name + " is a parameter that the client itself sends: leave it to the client's options";
    throw error(std::move(info));
  }
}

COLB_DECL void protocol::add(encoded_call& call, void const* request, extra_members const& extra) const {
  inner::action_info const& action = *call.action;
  if (!call.payload.empty()) {
    call.payload = merge_extra(action.name, *action.request, request, extra, call.payload, false);
  } else {
    std::size_t const own = call.parameters.size();
    append_extra(action.name, *action.request, request, extra, first_index(), call.parameters);
    refuse_own_names(*this, call, own);
  }
  for (extra_member const& member : extra) call.hidden = call.hidden || member.print == visibility::hidden;
}

COLB_DECL void protocol::encode_any(encoded_call& call, boost::json::object const& parameters) const {
  encode(call, nullptr, {});
  if (!call.payload.empty()) {
    call.payload = boost::json::serialize(parameters);
  } else {
    append_flat(parameters, first_index(), call.parameters);
    refuse_own_names(*this, call, 0);
  }
  call.hidden = true;
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
