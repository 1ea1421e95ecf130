// colb: the bodies of extra.hpp.
#pragma once

#include <charconv>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <colb/codec/json.hpp>
#include <colb/engine/extra.hpp>
#include <colb/error.hpp>
#include <colb/strings/utf8.hpp>

namespace colb::inline COLB_ABI::inner {

namespace extra_text {

/// The number of a list's item; nothing when it is a name.
inline std::optional<std::size_t> index_of(std::string_view segment) {
  if (segment.empty() || segment.size() > 6) return std::nullopt;
  return codec::detail::parse_number<std::size_t>(segment);
}

inline std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> out;
  for (;;) {
    auto const dot = path.find('.');
    out.push_back(path.substr(0, dot));
    if (dot == path.npos) return out;
    path.remove_prefix(dot + 1);
  }
}

[[noreturn]] inline void refuse(std::string_view action, std::string_view name, std::string_view why) {
  error_info info;
  info.condition = condition::invalid_request;
  info.action = action;
  info.detail = "colb::with: ";
  info.detail += name;
  info.detail += ' ';
  info.detail += why;
  throw error(std::move(info));
}

/// Where a path leaves what the struct has.
struct place {
  std::vector<std::string_view> segments{};
  std::size_t known = 0;                ///< So many of them lead through the struct.
  std::vector<bool> numbers{};          ///< Of those: which are numbers of list items.
  field_info const* as_text = nullptr;  ///< The field on the way that is sent as a JSON text.
  type_info const* text_of = nullptr;   ///< The struct that it is a member of,
  std::size_t text_at = 0;              ///< and how many segments lead to it.
};

class walk {
 public:
  walk(std::string_view action, std::string_view name) : action_(action), name_(name) {
    at_.segments = segments_of(name);
    for (std::string_view const segment : at_.segments) {
      if (segment.empty()) refuse(action, name.empty() ? "a member" : name, "has no name, or a part without");
    }
  }

  place through(type_info const& type, void const* object) {
    type_info const* at = &type;
    for (;;) {
      while (at->shape == shape::optional) {
        object = object ? at->get(object) : nullptr;
        at = at->element;
      }
      if (at_.known == at_.segments.size())
        refuse(action_, name_, "is a field of this request already: set it there");
      std::string_view const segment = at_.segments[at_.known];
      switch (at->shape) {
        case shape::structure: {
          field_info const* field = find_field(*at, segment);
          if (!field) field = find_field_by_alias(*at, segment);
          if (!field) return std::move(at_);
          if (field->json_text && !at_.as_text) {
            at_.as_text = field;
            at_.text_of = at;
            at_.text_at = at_.known + 1;
          }
          object = object ? field_at(object, *field) : nullptr;
          at = field->type;
          at_.numbers.push_back(false);
          break;
        }
        case shape::list: {
          auto const index = index_of(segment);
          if (at->bit || !index) refuse(action_, name_, "leads into a list: give the number of an item");
          if (*index >= (object ? at->size(object) : 0))
            refuse(action_, name_, "names an item that the request's list does not have");
          object = at->at(object, *index);
          at = at->element;
          at_.numbers.push_back(true);
          break;
        }
        case shape::map:
        case shape::json:
          refuse(action_, name_, "leads into a field that takes it: set it there");
        default:
          refuse(action_, name_, "leads into a field that has nothing below it");
      }
      ++at_.known;
    }
  }

 private:
  std::string_view action_;
  std::string_view name_;
  place at_{};
};

/// Puts a value where the rest of a path says, below a value that is there.
inline void put(std::string_view action, extra_member const& member, boost::json::value& below,
                std::vector<std::string_view> const& path, std::size_t from, bool mask) {
  boost::json::value* at = &below;
  for (std::size_t i = from; i < path.size(); ++i) {
    bool const last = i + 1 == path.size();
    auto const index = index_of(path[i]);
    if (at->is_null() && i > from) {
      if (index) {
        at->emplace_array();
      } else {
        at->emplace_object();
      }
    }
    if (auto* const list = at->if_array()) {
      if (!index || *index > list->size()) refuse(action, member.name, "leaves a gap in a list");
      if (*index < list->size() && last) refuse(action, member.name, "is given twice");
      if (*index == list->size()) list->emplace_back(nullptr);
      at = &(*list)[*index];
    } else if (auto* const object = at->if_object()) {
      if (last && object->contains(path[i])) refuse(action, member.name, "is given twice");
      at = &(*object)[path[i]];
    } else {
      refuse(action, member.name, "leads into something that has nothing below it");
    }
  }
  *at = mask && member.print == visibility::hidden ? boost::json::value("***") : member.value;
}

/// The value inside a written request to which the known part of a path leads. What was left out is made.
inline boost::json::value& find(boost::json::value& whole, place const& to, std::size_t from) {
  boost::json::value* at = &whole;
  for (std::size_t i = from; i < to.known; ++i) {
    if (to.numbers[i]) {
      at = &at->as_array().at(*index_of(to.segments[i]));
    } else {
      at = &at->as_object()[to.segments[i]];
    }
    if (at->is_null()) at->emplace_object();
  }
  return *at;
}

inline void append(std::string& path, std::string_view segment, bool number, std::size_t first_index) {
  if (!path.empty()) path += '.';
  if (number) {
    codec::detail::append_number(path, *index_of(segment) + first_index);
  } else {
    path += segment;
  }
}

inline void flatten(std::string const& path, boost::json::value const& value, std::size_t first_index,
                    flat_parameters& to) {
  switch (value.kind()) {
    case boost::json::kind::null:
      return;
    case boost::json::kind::object:
      for (auto const& [key, item] : value.get_object())
        flatten(path + '.' + std::string(key), item, first_index, to);
      return;
    case boost::json::kind::array: {
      std::size_t number = first_index;
      for (auto const& item : value.get_array())
        flatten(path + '.' + std::to_string(number++), item, first_index, to);
      return;
    }
    case boost::json::kind::string:
      to.emplace_back(path, std::string(value.get_string()));
      return;
    case boost::json::kind::double_: {
      std::string text;
      codec::detail::append_number(text, value.get_double());
      to.emplace_back(path, std::move(text));
      return;
    }
    default:
      to.emplace_back(path, boost::json::serialize(value));
  }
}

/// A member below a field that is sent as a JSON text: it goes into that text.
inline void put_into_text(std::string_view action, extra_member const& member, place const& to,
                          std::size_t first_index, flat_parameters& parameters) {
  std::string name;
  for (std::size_t i = 0; i < to.text_at; ++i) {
    bool const is_field = i + 1 == to.text_at;
    append(name, is_field ? to.as_text->name : to.segments[i], to.numbers[i], first_index);
  }
  auto const is_it = [&](std::string_view sent) {
    if (sent == name) return true;
    for (alias const& other : to.text_of->aliases) {
      if (to.text_at == 1 && other.field == to.as_text->name && other.name == sent) return true;
    }
    return false;
  };
  for (auto& [sent, text] : parameters) {
    if (!is_it(sent)) continue;
    boost::json::value whole = boost::json::parse(text);
    put(action, member, find(whole, to, to.text_at), to.segments, to.known, false);
    text = boost::json::serialize(whole);
    return;
  }
  boost::json::value whole = boost::json::object();
  put(action, member, find(whole, to, to.text_at), to.segments, to.known, false);
  parameters.emplace_back(std::move(name), boost::json::serialize(whole));
}

}  // namespace extra_text

COLB_DECL void check_extra(std::string_view action, type_info const& type, void const* request,
                           extra_members const& extra) {
  for (std::size_t i = 0; i < extra.size(); ++i) {
    extra_member const& member = extra[i];
    extra_text::walk(action, member.name).through(type, request);
    if (!is_utf8(member.name)) extra_text::refuse(action, "a name", "is not UTF-8");
    if (codec::detail::path_not_utf8(type_info_of<boost::json::value>, &member.value))
      extra_text::refuse(action, member.name, "is not UTF-8: the services take no other text");
    for (std::size_t k = 0; k < i; ++k) {
      if (extra[k].name == member.name) extra_text::refuse(action, member.name, "is given twice");
    }
  }
}

COLB_DECL std::string merge_extra(std::string_view action, type_info const& type, void const* request,
                                  extra_members const& extra, std::string_view text, bool mask) {
  boost::json::value whole = boost::json::parse(text);
  for (extra_member const& member : extra) {
    auto const to = extra_text::walk(action, member.name).through(type, request);
    extra_text::put(action, member, extra_text::find(whole, to, 0), to.segments, to.known, mask);
  }
  return boost::json::serialize(whole);
}

COLB_DECL void append_extra(std::string_view action, type_info const& type, void const* request,
                            extra_members const& extra, std::size_t first_index, flat_parameters& to) {
  for (extra_member const& member : extra) {
    auto const at = extra_text::walk(action, member.name).through(type, request);
    if (at.as_text) {
      extra_text::put_into_text(action, member, at, first_index, to);
      continue;
    }
    std::string name;
    for (std::size_t i = 0; i < at.segments.size(); ++i) {
      bool const number = i < at.known ? at.numbers[i] : i > 0 && extra_text::index_of(at.segments[i]);
      extra_text::append(name, at.segments[i], number, first_index);
    }
    extra_text::flatten(name, member.value, first_index, to);
  }
}

COLB_DECL void append_flat(boost::json::object const& members, std::size_t first_index, flat_parameters& to) {
  for (auto const& [key, value] : members) extra_text::flatten(std::string(key), value, first_index, to);
}

COLB_DECL extra_members cut_extra(extra_members const& extra, batching const& by, std::size_t first,
                                  std::size_t count) {
  extra_members out;
  for (extra_member const& member : extra) {
    auto const path = extra_text::segments_of(member.name);
    bool const of_list =
        path.size() > 1 && (path[0] == by.list || path[0] == by.with[0] || path[0] == by.with[1]);
    auto const index = of_list ? extra_text::index_of(path[1]) : std::nullopt;
    if (!index) {
      out.push_back(member);
    } else if (*index >= first && *index - first < count) {
      extra_member moved = member;
      moved.name = std::string(path[0]);
      for (std::size_t i = 1; i < path.size(); ++i)
        moved.name += '.' + (i == 1 ? std::to_string(*index - first) : std::string(path[i]));
      out.push_back(std::move(moved));
    }
  }
  return out;
}

COLB_DECL boost::json::value masked(boost::json::value const& value) {
  if (auto const* const object = value.if_object()) {
    boost::json::object out;
    for (auto const& [key, item] : *object) out[key] = masked(item);
    return out;
  }
  if (auto const* const list = value.if_array()) {
    boost::json::array out;
    for (auto const& item : *list) out.push_back(masked(item));
    return out;
  }
  if (value.is_null()) return nullptr;
  return "***";
}

}  // namespace colb::inline COLB_ABI::inner
