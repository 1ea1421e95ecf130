// colb: the bodies of open.hpp.
#pragma once

#include <charconv>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <colb/engine/extras.hpp>
#include <colb/error.hpp>
#include <colb/open.hpp>

namespace colb::inline COLB_ABI::inner {

namespace paths {

[[noreturn]] COLB_DECL void refuse_extra(std::string_view request, std::string_view path,
                                         std::string_view why) {
  error_info info;
  info.condition = condition::invalid_request;
  info.action = request;
  info.detail = "colb::with: " + std::string(path) + ' ' + std::string(why);
  throw error(std::move(info));
}

COLB_DECL void check_path(type_info const& root, void const* request, std::string_view path) {
  type_info const* type = &root;
  void const* value = request;
  std::string_view rest = path;
  for (bool last = false; !last;) {
    auto const dot = rest.find('.');
    std::string_view const part = rest.substr(0, dot);
    last = dot == rest.npos;
    rest = last ? std::string_view() : rest.substr(dot + 1);
    if (part.empty())
      refuse_extra(root.name, path, "is no name: there is nothing before, after or between dots");
    while (type && type->shape == shape::optional) {
      value = value ? type->get(value) : nullptr;
      type = type->element;
    }
    if (!type) continue;  // below a name that colb does not know: anything may be there
    switch (type->shape) {
      case shape::structure: {
        field_info const* field = find_field(*type, part);
        if (!field) field = find_field_by_alias(*type, part);
        if (!field) {
          type = nullptr;
          break;
        }
        if (last) refuse_extra(root.name, path, "is a field of the struct: set it there");
        value = value ? field_at(value, *field) : nullptr;
        type = field->type;
        break;
      }
      case shape::list: {
        std::size_t index = 0;
        auto const read = std::from_chars(part.data(), part.data() + part.size(), index);
        std::size_t const size = value && !type->bit ? type->size(value) : 0;
        bool const number = read.ec == std::errc() && read.ptr == part.data() + part.size();
        if (!number || index >= size) {
          refuse_extra(root.name, path,
                       "leads to no element: the list has " + std::to_string(size) + ", counted from 0");
        }
        if (last) refuse_extra(root.name, path, "is an element of a list of the struct: set it there");
        value = type->at(value, index);
        type = type->element;
        break;
      }
      default:
        refuse_extra(root.name, path,
                     "leads through a field of the struct that has no members: set it there");
    }
  }
}

COLB_DECL std::string masked_or_whole(std::string text, std::span<extra const> extras, bool mask) {
  if (extras.empty()) return text;
  boost::json::value whole = boost::json::parse(boost::json::string_view(text.data(), text.size()));
  for (extra const& each : extras) {
    bool const hidden = mask && each.prints == in_prints::masked;
    set_at(whole, each.name, hidden ? boost::json::value("***") : each.value);
  }
  return boost::json::serialize(whole);
}

}  // namespace paths

COLB_DECL void check_extras(type_info const& type, void const* request, std::span<extra const> extras) {
  for (std::size_t i = 0; i < extras.size(); ++i) {
    std::string_view const name = extras[i].name;
    if (is_reserved(name))
      paths::refuse_extra(type.name, name, "is what every request carries: colb sends it");
    paths::check_path(type, request, name);
    for (std::size_t j = 0; j < i; ++j) {
      std::string_view const other = extras[j].name;
      bool const below = name.size() > other.size() && name.starts_with(other) && name[other.size()] == '.';
      bool const above = other.size() > name.size() && other.starts_with(name) && other[name.size()] == '.';
      if (name == other || below || above) paths::refuse_extra(type.name, name, "is given twice");
    }
  }
}

COLB_DECL std::string written(type_info const& type, void const* request, std::span<extra const> extras,
                              bool mask) {
  return paths::masked_or_whole(written(type, request, added_texts{}, mask), extras, mask);
}

COLB_DECL std::string written_open(std::string_view action, boost::json::object const& parameters,
                                   bool mask) {
  boost::json::object shown{{"Action", boost::json::string_view(action.data(), action.size())}};
  boost::json::object& members = shown["Parameters"].emplace_object();
  for (auto const& each : parameters) members[each.key()] = mask ? boost::json::value("***") : each.value();
  return boost::json::serialize(shown);
}

}  // namespace colb::inline COLB_ABI::inner
