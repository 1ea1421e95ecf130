// colb: an example of each Action's request, encoded by colb.
#include "example.hpp"

#include <cstddef>
#include <memory>
#include <stdexcept>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <colb/codec/flat.hpp>
#include <colb/codec/json.hpp>

namespace reference {

namespace json = boost::json;
using colb::inner::field_info;
using colb::inner::shape;
using colb::inner::type_info;

namespace {

json::array const* fields_in(json::object const* about, std::string_view key) {
  json::value const* const fields = about ? about->if_contains(key) : nullptr;
  return fields ? fields->if_array() : nullptr;
}

json::object const* named(json::array const* fields, std::string_view name) {
  if (!fields) return nullptr;
  for (json::value const& field : *fields) {
    if (field.as_object().at("name").as_string() == name) return &field.as_object();
  }
  return nullptr;
}

json::object const* member(json::object const& from, std::string_view list, std::string_view name) {
  json::value const* const found = from.at(list).as_object().if_contains(name);
  return found ? &found->as_object() : nullptr;
}

/// JSON text over several lines.
std::string indented(std::string_view text) {
  std::string out;
  std::size_t depth = 0;
  bool quoted = false;
  auto const new_line = [&] { out.append(1, '\n').append(2 * depth, ' '); };
  for (std::size_t i = 0; i < text.size(); ++i) {
    char const c = text[i];
    if (quoted) {
      out += c;
      if (c == '\\') out += text[++i];
      quoted = c != '"';
    } else if ((c == '{' || c == '[') && i + 1 < text.size() && (text[i + 1] == '}' || text[i + 1] == ']')) {
      out.append({c, text[++i]});
    } else if (c == '{' || c == '[') {
      out += c;
      ++depth;
      new_line();
    } else if (c == '}' || c == ']') {
      --depth;
      new_line();
      out += c;
    } else {
      out += c;
      quoted = c == '"';
      if (c == ',') new_line();
      if (c == ':') out += ' ';
    }
  }
  return out;
}

std::string written(type_info const& type, void const* object, bool mask_secrets) {
  std::string text;
  colb::codec::detail::write(text, type, object, {mask_secrets});
  return text;
}

/// The first example that has anything in its request, else the first; null where there is none.
json::object const* chosen(json::object const* action) {
  json::array const* const all = fields_in(action, "examples");
  json::object const* first = nullptr;
  for (std::size_t i = 0; all && i < all->size(); ++i) {
    json::object const& each = (*all)[i].as_object();
    json::value const* const request = each.if_contains("request");
    if (!request) continue;
    if (!request->as_object().empty()) return &each;
    if (!first) first = &each;
  }
  return first;
}

}  // namespace

example_maker::example_maker(conformance::api const& of, json::object const& catalog)
    : of_(of), catalog_(catalog) {
  for (auto const& [name, action] : catalog.at("actions").as_object()) {
    json::array const* const all = fields_in(&action.as_object(), "examples");
    for (std::size_t i = 0; all && i < all->size(); ++i) {
      if (json::value const* const request = (*all)[i].as_object().if_contains("request"))
        learn({}, *request);
    }
  }
}

void example_maker::learn(std::string_view name, json::value const& value) {
  if (value.is_object()) {
    for (auto const& [key, item] : value.get_object()) learn(key, item);
  } else if (value.is_array()) {
    for (json::value const& item : value.get_array()) learn(name, item);
  } else {
    seen_.emplace(name, value);
  }
}

json::value example_maker::made_up(type_info const& type, std::string_view name,
                                   json::object const* about) const {
  switch (type.shape) {
    case shape::optional:
      return made_up(*type.element, name, about);
    case shape::list:
      return json::array{made_up(*type.element, name, about)};
    case shape::structure: {
      json::array const* const fields = fields_in(member(catalog_, "types", type.name), "fields");
      json::object const required = made_up_fields(type, fields, true);
      return required.empty() ? made_up_fields(type, fields, false) : required;
    }
    case shape::map:
    case shape::json:
      return json::object();
    default:
      break;
  }
  if (json::array const* const allowed = fields_in(about, "values")) return allowed->at(0);
  auto const known = seen_.find(name);
  bool const is_text = type.shape == shape::string;
  if (known != seen_.end() && known->second.is_string() == is_text) return known->second;
  if (is_text) return "example";
  if (type.shape == shape::boolean) return true;
  json::value const* const least = about ? about->if_contains("min") : nullptr;
  return least ? *least : json::value(1);
}

json::object example_maker::made_up_fields(type_info const& type, json::array const* about,
                                           bool required_alone) const {
  json::object out;
  for (field_info const& field : type.fields()) {
    if (field.required || !required_alone) {
      out[field.name] = made_up(*field.type, field.name, named(about, field.name));
    }
  }
  return out;
}

example example_maker::make(conformance::action_row const& row) const {
  json::object const* const action = member(catalog_, "actions", row.name);
  json::object const* const vendors = chosen(action);
  json::object const request = vendors ? vendors->at("request").as_object()
                                       : made_up_fields(*row.request, fields_in(action, "input"), true);
  auto const object = row.make_request();
  if (auto const problem =
          colb::codec::detail::read(json::serialize(request), *row.request, object.get(), {})) {
    throw std::runtime_error("the example of " + std::string(row.name) + ": " + problem.path + ": " +
                             problem.message);
  }
  example out;
  std::string const text = written(*row.request, object.get(), true);
  out.json = indented(text);
  if (vendors) out.title = std::string_view(vendors->at("title").as_string());
  bool const is_flat = of_.folder == "tencent/clb_2017" || of_.folder == "aliyun/slb";
  if (is_flat && text == written(*row.request, object.get(), false)) {
    for (auto const& [name, value] :
         colb::codec::detail::write_flat(*row.request, object.get(), of_.index_base)) {
      out.flat += name + '=' + value + '\n';
    }
  }
  return out;
}

}  // namespace reference
