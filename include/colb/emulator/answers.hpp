// colb: answers by edition: what only the other edition has is left out.
#pragma once

#include <algorithm>
#include <span>
#include <string_view>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <colb/emulator.hpp>
#include <colb/emulator/editions.hpp>
#include <colb/engine/reflect.hpp>

namespace colb::inline COLB_ABI::inner::emu {

/// Whether an edition has a member of an answer.
///
/// @param rows Sorted; what is in none of them, both have.
/// @param edition One of the two.
inline bool answers_with(std::span<difference const> rows, emulator::edition edition, std::string_view of,
                         std::string_view member) {
  auto const range = std::ranges::equal_range(rows, of, {}, &difference::of);
  auto const found = std::ranges::find(range, member, &difference::field);
  if (found == range.end()) return true;
  return (edition == emulator::edition::documents ? found->document : found->today) != presence::absent;
}

/// Leaves out of an answer what only the other edition has.
///
/// @param type The type of the answer, or of a member of it.
/// @param of Its name in the table: of an answer its Action.
inline void keep_edition(boost::json::value& value, type_info const& type, std::string_view of,
                         std::span<difference const> rows, emulator::edition edition) {
  if (type.shape == shape::optional) return keep_edition(value, *type.element, of, rows, edition);
  if (auto* const list = value.if_array(); list && type.shape == shape::list) {
    for (auto& each : *list) keep_edition(each, *type.element, type.element->name, rows, edition);
  } else if (auto* const object = value.if_object(); object && type.shape == shape::structure) {
    boost::json::object kept;
    for (auto& member : *object) {
      std::string_view const name(member.key().data(), member.key().size());
      if (!answers_with(rows, edition, of, name)) continue;
      if (auto const* const field = find_field(type, name)) {
        auto const* inner = field->type;
        if (inner->shape == shape::optional) inner = inner->element;
        keep_edition(member.value(), *inner, inner->name, rows, edition);
      }
      kept[member.key()] = std::move(member.value());
    }
    *object = std::move(kept);
  }
}

}  // namespace colb::inline COLB_ABI::inner::emu
