// colb: what requests are made of, from the catalogs: Actions and types with their fields, and values that
// the emulator's tables of limits allow.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/array.hpp>

#include <colb/emulator/limits.hpp>

#include "emulator/senders.hpp"

namespace colb_test {

using emu::limit;

struct field {
  std::string name{};
  std::string type{};  ///< Without `[]`.
  bool list = false;
  bool required = false;
  json::object about{};
};

inline std::vector<field> fields_of(json::value const& list) {
  std::vector<field> out;
  for (auto const& each : list.as_array()) {
    auto const& about = each.as_object();
    field f;
    f.name = text_of(about, "name");
    f.type = text_of(about, "type");
    f.list = f.type.ends_with("[]");
    if (f.list) f.type.resize(f.type.size() - 2);
    f.required = about.contains("required") && about.at("required").as_bool();
    f.about = about;
    out.push_back(std::move(f));
  }
  return out;
}

/// What requests are made of: Actions and the types that they use, each with its fields.
struct model {
  /// @param today Of today's service, if that is to be in it too.
  explicit model(std::string const& file, json::object const& today = {}) : whole(catalog(file)) {
    if (!today.empty()) add(today);
    for (auto const& action : whole.at("actions").as_object()) {
      std::string const name(action.key());
      actions.push_back(name);
      of[name] = fields_of(action.value().as_object().at("input"));
      reach(name, of[name], {});
    }
  }

  static void append(json::value& list, json::object const& from, std::string_view key) {
    auto const* const more = from.if_contains(key);
    if (!more) return;
    for (auto const& each : more->as_array()) list.as_array().push_back(each);
  }
  void add(json::object const& today) {
    auto& known = whole.at("actions").as_object();
    auto& types = whole.at("types").as_object();
    for (auto const& each : today.at("actions").as_object()) known[each.key()] = each.value();
    for (auto const& each : today.at("types").as_object()) {
      if (!types.contains(each.key())) types[each.key()] = each.value();
    }
    for (auto const& each : today.at("changed").as_array()) {
      if (text_of(each.at("what")) != "required" || !each.at("now").as_bool()) continue;
      for (auto& f : known.at(text_of(each.at("action"))).as_object().at("input").as_array()) {
        if (f.at("name") == each.at("field")) f.as_object()["required"] = true;
      }
    }
    auto const& fields = today.at("new_fields").as_object();
    for (auto const& each : fields.at("actions").as_object())
      append(known.at(each.key()).as_object().at("input"), each.value().as_object(), "input");
    for (auto const& each : fields.at("types").as_object()) {
      if (auto* const type = types.if_contains(each.key()))
        append(type->as_object().at("fields"), each.value().as_object(), "fields");
    }
  }

  void reach(std::string const& action, std::vector<field> const& fields, std::vector<field> const& way) {
    for (auto const& each : fields) {
      auto const* const type = whole.at("types").as_object().if_contains(each.type);
      if (!type) continue;
      auto next = way;
      next.push_back(each);
      bool const seen = of.contains(each.type);
      if (!seen) of[each.type] = fields_of(type->as_object().at("fields"));
      if (!ways.contains(each.type)) ways[each.type] = {action, next};
      if (!seen) reach(action, of[each.type], next);
    }
  }

  /// A value that offends no limit of the table.
  json::value some(std::span<limit const> table, std::string const& owner, field const& f,
                   int depth = 0) const {
    json::value one;
    if (auto const inner = of.find(f.type); inner != of.end() && f.type != "string") {
      one = members(table, f.type, inner->second, depth + 1);
      if (f.type == "TagPair")
        one.as_object()["Key"] = "a";  // one without anything does not show on the wire
    } else if (f.type == "integer" || f.type == "float") {
      one = 1;
    } else if (f.type == "boolean") {
      one = true;
    } else {
      one = "a";
    }
    std::int64_t count = 1;
    for (limit const& each : emu::limits_of(table, owner)) {
      if (each.field != f.name) continue;
      if (each.what == limit::kind::items) count = std::max<std::int64_t>(1, each.low);
      if (each.what == limit::kind::range && f.type == "integer") one = each.low;
      if (each.what == limit::kind::range && f.type == "string") one = std::to_string(each.low);
      if (each.what == limit::kind::length) one = spelled(each, std::max<std::int64_t>(1, each.low));
      if (each.what == limit::kind::time) one = "2030-01-01 00:00:00";
      if (each.what == limit::kind::words) {
        auto const word = each.values.substr(0, each.values.find('|'));
        one = f.type == "integer" ? json::value(std::stoll(std::string(word))) : json::value(word);
      }
    }
    if (!f.list) return one;
    json::array list;
    for (std::int64_t i = 0; i < count; ++i) list.push_back(one);
    return list;
  }
  json::object members(std::span<limit const> table, std::string const& owner,
                       std::vector<field> const& fields, int depth) const {
    json::object out;
    for (auto const& f : fields) {
      if (f.required && depth < 5) out[f.name] = some(table, owner, f, depth);
    }
    return out;
  }

  /// `count` characters that the limit allows, of more than one byte where it can be.
  static std::string spelled(limit const& l, std::int64_t count) {
    std::string text;
    bool const wide = l.spelled.letters.empty() || l.spelled.beyond == limit::wide;
    for (std::int64_t i = 0; i < count; ++i) {
      if (wide) {
        text += "\u4e2d";
        continue;
      }
      auto const& letters = i == 0 && !l.spelled.first.empty() ? l.spelled.first : l.spelled.letters;
      text += letters.front();
    }
    return text;
  }

  json::object whole;
  std::vector<std::string> actions{};
  std::map<std::string, std::vector<field>> of{};
  std::map<std::string, std::pair<std::string, std::vector<field>>>
      ways{};  ///< How a type gets into a request.
};

}  // namespace colb_test
