// colb: the bodies of any_action.hpp.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <colb/any_action.hpp>
#include <colb/engine/extra.hpp>
#include <colb/error.hpp>

namespace colb::inline COLB_ABI::inner {

COLB_DECL std::string written_any(any_request const& value, bool mask) {
  constexpr std::string_view kinds[] = {"read", "write", "async"};
  boost::json::object out;
  out["Action"] = value.action;
  out["Parameters"] = mask ? masked(value.parameters) : boost::json::value(value.parameters);
  out["kind"] = kinds[static_cast<std::size_t>(value.kind)];
  if (!value.resource.empty()) {
    auto& list = out["resource"].emplace_array();
    for (std::string const& one : value.resource) list.emplace_back(one);
  }
  return boost::json::serialize(out);
}

COLB_DECL std::string written_any(boost::json::object const& response, std::string const& request_id,
                                  std::string const& resource_id, bool mask) {
  boost::json::object out;
  out["Response"] = mask ? masked(response) : boost::json::value(response);
  out["RequestId"] = request_id;
  if (!resource_id.empty()) out["ResourceId"] = resource_id;
  return boost::json::serialize(out);
}

COLB_DECL void read_any(std::string_view text, boost::json::object& response, std::string& request_id,
                        std::string& resource_id) {
  boost::system::error_code ec;
  boost::json::value whole = boost::json::parse(text, ec);
  auto* const members = ec ? nullptr : whole.if_object();
  auto* const inner = members ? members->if_contains("Response") : nullptr;
  if (!inner || !inner->is_object()) {
    error_info info;
    info.condition = condition::malformed_response;
    info.action = "from_json";
    info.detail = "this is no reply: it has to be an object with Response in it, an object too";
    throw error(std::move(info));
  }
  response = std::move(inner->get_object());
  auto const take = [&](std::string_view name, std::string& to) {
    auto const* const found = members->if_contains(name);
    if (found && found->is_string()) to = std::string_view(found->get_string());
  };
  take("RequestId", request_id);
  take("ResourceId", resource_id);
}

}  // namespace colb::inline COLB_ABI::inner
