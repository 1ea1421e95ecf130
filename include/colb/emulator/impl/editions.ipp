// colb: how a request stands to a vendor's document and to today's service. Included in one translation unit;
// see src.hpp.
#pragma once

#include <algorithm>
#include <string>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <colb/emulator/base.hpp>

namespace colb::inline COLB_ABI::inner::emu {

namespace json = boost::json;

/// The row of an Action or type and field, or null.
difference const* difference_of(editions const& editions, std::string_view of, std::string_view field) {
  auto const range = std::ranges::equal_range(editions.rows, of, {}, &difference::of);
  auto const found = std::ranges::find(range, field, &difference::field);
  return found == range.end() ? nullptr : &*found;
}

bool has_action(editions const& editions, emulator::edition edition, std::string_view action) {
  auto const* const row = difference_of(editions, action, {});
  if (!row) return true;
  if (edition == emulator::edition::documents) return row->document != presence::absent;
  return edition != emulator::edition::today || row->today != presence::absent;
}

bool may_differ(editions const& editions, emulator::edition edition, std::string_view action) {
  if (editions.rows.empty() || !editions.filled_in.empty() || edition != emulator::edition::either)
    return !editions.rows.empty();
  auto const range = std::ranges::equal_range(editions.rows, action, {}, &difference::of);
  return std::ranges::any_of(range, [](difference const& row) {
    return (row.document == presence::required) != (row.today == presence::required);
  });
}

/// Which names of a request only one of the editions knows.
struct names_of_one {
  std::vector<std::string> documents{};
  std::vector<std::string> todays{};
};

void look_at(json::value const& value, type_info const& type, editions const& editions,
             std::string const& path, names_of_one& out);

void look_at_members(json::object const& members, type_info const& type, editions const& editions,
                     std::string const& path, names_of_one& out) {
  for (auto const& member : members) {
    std::string const name(member.key());
    field_info const* field = find_field(type, name);
    if (!field) field = find_field_by_alias(type, name);
    if (!field) continue;  // reading it tells
    std::string const whole = path.empty() ? name : path + '.' + name;
    auto const* const row = difference_of(editions, type.name, name);
    if (row && row->document == presence::absent) {
      out.todays.push_back(whole);
    } else if (row && row->today == presence::absent) {
      out.documents.push_back(whole);
    } else {
      look_at(member.value(), *field->type, editions, whole, out);
    }
  }
}

void look_at(json::value const& value, type_info const& type, editions const& editions,
             std::string const& path, names_of_one& out) {
  if (type.shape == shape::optional) return look_at(value, *type.element, editions, path, out);
  if (type.shape == shape::structure && value.is_object())
    return look_at_members(value.get_object(), type, editions, path, out);
  if (type.shape != shape::list || !type.element || !value.is_array()) return;
  for (std::size_t i = 0; i < value.get_array().size(); ++i)
    look_at(value.get_array()[i], *type.element, editions, path + '.' + std::to_string(i), out);
}

bool is_given(json::object const& request, type_info const& type, field_info const& field) {
  return request.contains(field.name) || std::ranges::any_of(type.aliases, [&](alias const& other) {
           return other.field == field.name && request.contains(other.name);
         });
}

standing standing_of(json::object const& request, type_info const& type, editions const& editions,
                     emulator::edition edition) {
  standing out;
  names_of_one names;
  look_at_members(request, type, editions, {}, names);
  // A request with names of one edition alone is one of that edition; what has names of both, or of neither,
  // may be either's.
  bool const by_either = edition == emulator::edition::either;
  bool const by_documents = edition == emulator::edition::documents ||
                            (by_either && (names.todays.empty() || !names.documents.empty()));
  bool const by_today = edition == emulator::edition::today ||
                        (by_either && (names.documents.empty() || !names.todays.empty()));
  if (edition == emulator::edition::documents) out.strange = std::move(names.todays);
  if (edition == emulator::edition::today) out.strange = std::move(names.documents);

  std::string missing_in_document, missing_today;
  for (field_info const& field : type.fields()) {
    bool const blank =
        field.name == editions.filled_in && request.contains(field.name) && request.at(field.name) == "";
    if (!blank && is_given(request, type, field)) continue;
    auto const* const row = difference_of(editions, type.name, field.name);
    bool const always = field.required || field.name == editions.filled_in;
    bool const in_document = row ? row->document == presence::required : always;
    bool const today = row ? row->today == presence::required : always;
    if (in_document && missing_in_document.empty()) missing_in_document = field.name;
    if (today && missing_today.empty()) missing_today = field.name;
    if (field.required && !(in_document && today)) out.left_out.emplace_back(field.name);
  }
  bool const fits = (by_documents && missing_in_document.empty()) || (by_today && missing_today.empty());
  if (!fits) out.missing = by_documents ? missing_in_document : missing_today;
  return out;
}

}  // namespace colb::inline COLB_ABI::inner::emu
