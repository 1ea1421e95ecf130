// colb: the bodies of extras.hpp.
#pragma once

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <colb/codec/json.hpp>
#include <colb/engine/extras.hpp>

namespace colb::inline COLB_ABI::inner {

namespace paths {

COLB_DECL boost::json::string_view key_of(std::string_view name) { return {name.data(), name.size()}; }

COLB_DECL std::optional<std::size_t> number_in(std::string_view text) {
  std::size_t number = 0;
  auto const read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

COLB_DECL std::string_view first_part(std::string_view path) { return path.substr(0, path.find('.')); }
COLB_DECL std::string_view after_first(std::string_view path) {
  auto const dot = path.find('.');
  return dot == path.npos ? std::string_view() : path.substr(dot + 1);
}

/// The path with its numbers as the protocol counts.
COLB_DECL std::string counted_from(std::string_view path, std::size_t first_index) {
  std::string out;
  for (bool first = true;; first = false, path = after_first(path)) {
    std::string_view const part = first_part(path);
    auto const number = first ? std::optional<std::size_t>() : number_in(part);
    if (!out.empty()) out += '.';
    out += number ? std::to_string(*number + first_index) : std::string(part);
    if (part.size() == path.size()) return out;
  }
}

COLB_DECL std::string text_of_scalar(boost::json::value const& value) {
  if (auto const* text = value.if_string()) return std::string(text->data(), text->size());
  if (value.is_double()) {
    std::string out;
    codec::detail::append_number(out, value.get_double());
    return out;
  }
  return boost::json::serialize(value);
}

COLB_DECL void flatten(std::vector<std::pair<std::string, std::string>>& out, std::string const& name,
                       boost::json::value const& value, std::size_t first_index) {
  if (auto const* const list = value.if_array()) {
    for (std::size_t i = 0; i < list->size(); ++i)
      flatten(out, name + '.' + std::to_string(i + first_index), (*list)[i], first_index);
  } else if (auto const* const object = value.if_object()) {
    for (auto const& member : *object) {
      flatten(out, name + '.' + std::string(member.key().data(), member.key().size()), member.value(),
              first_index);
    }
  } else if (!value.is_null()) {
    out.emplace_back(name, text_of_scalar(value));
  }
}

}  // namespace paths

COLB_DECL bool is_reserved(std::string_view name) {
  constexpr std::string_view all[] = {"Action",        "Version",     "Timestamp",       "Nonce",
                                      "SecretId",      "Signature",   "SignatureMethod", "SignatureVersion",
                                      "Token",         "AccessKeyId", "SecurityToken",   "SignatureNonce",
                                      "SignatureType", "Format"};
  return std::find(std::begin(all), std::end(all), name) != std::end(all);
}

COLB_DECL bool set_at(boost::json::value& root, std::string_view path, boost::json::value const& value) {
  boost::json::value* at = &root;
  while (!path.empty()) {
    std::string_view const part = paths::first_part(path);
    path = paths::after_first(path);
    auto const number = paths::number_in(part);
    if (at->is_null()) {
      if (number) {
        at->emplace_array();
      } else {
        at->emplace_object();
      }
    }
    if (auto* const list = at->if_array()) {
      if (!number || *number > list->size()) return false;
      if (*number == list->size()) list->emplace_back(nullptr);
      at = &(*list)[*number];
    } else if (auto* const object = at->if_object()) {
      at = &(*object)[paths::key_of(part)];
    } else {
      return false;
    }
  }
  *at = value;
  return true;
}

COLB_DECL std::string with_extras(std::string_view body, std::span<extra const> extras) {
  boost::json::value whole = boost::json::parse(paths::key_of(body.empty() ? "{}" : body));
  for (extra const& each : extras) set_at(whole, each.name, each.value);
  return boost::json::serialize(whole);
}

COLB_DECL void add_extras(std::vector<std::pair<std::string, std::string>>& parameters, type_info const& type,
                          std::span<extra const> extras, std::size_t first_index) {
  for (extra const& each : extras) {
    field_info const* const field = find_field(type, paths::first_part(each.name));
    if (field && field->json_text) {
      auto const is_it = [&](auto const& parameter) {
        return parameter.first == field->name || find_field_by_alias(type, parameter.first) == field;
      };
      auto const found = std::find_if(parameters.begin(), parameters.end(), is_it);
      if (found == parameters.end()) continue;  // check_extras has seen what is in the list
      boost::json::value list = boost::json::parse(paths::key_of(found->second));
      set_at(list, paths::after_first(each.name), each.value);
      found->second = boost::json::serialize(list);
    } else {
      paths::flatten(parameters, paths::counted_from(each.name, first_index), each.value, first_index);
    }
  }
}

COLB_DECL void collect_unknown(type_info const& type, boost::json::value const& value,
                               std::string const& path, boost::json::object& into) {
  auto const below = [&](std::string_view name) {
    return path.empty() ? std::string(name) : path + '.' + std::string(name);
  };
  switch (type.shape) {
    case shape::optional:
      return collect_unknown(*type.element, value, path, into);
    case shape::list:
      if (auto const* const list = value.if_array()) {
        for (std::size_t i = 0; i < list->size(); ++i)
          collect_unknown(*type.element, (*list)[i], below(std::to_string(i)), into);
      }
      return;
    case shape::map:
    case shape::structure:
      if (auto const* const object = value.if_object()) {
        for (auto const& member : *object) {
          std::string_view const name(member.key().data(), member.key().size());
          if (type.shape == shape::map) {
            collect_unknown(*type.element, member.value(), below(name), into);
            continue;
          }
          field_info const* field = find_field(type, name);
          if (!field) field = find_field_by_alias(type, name);
          if (field) {
            collect_unknown(*field->type, member.value(), below(name), into);
          } else {
            into[paths::key_of(below(name))] = member.value();
          }
        }
      }
      return;
    default:
      return;
  }
}

}  // namespace colb::inline COLB_ABI::inner
