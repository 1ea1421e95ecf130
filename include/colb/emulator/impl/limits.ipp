// colb: how limits are looked up, checked and told. Included in one translation unit; see src.hpp.
#pragma once

#include <algorithm>
#include <charconv>
#include <system_error>

#include <colb/emulator/base.hpp>
#include <colb/emulator/limits.hpp>

namespace colb::inline COLB_ABI::inner::emu {

std::span<limit const> limits_of(std::span<limit const> sorted, std::string_view action_or_type) {
  auto const range = std::ranges::equal_range(sorted, action_or_type, {}, &limit::of);
  return {range.begin(), range.end()};
}

/// Whether a character is in `a-z0-9._-`.
bool is_among(char c, std::string_view letters) {
  for (std::size_t i = 0; i < letters.size(); ++i) {
    bool const range = i + 2 < letters.size() && letters[i + 1] == '-';
    if (range ? letters[i] <= c && c <= letters[i + 2] : letters[i] == c) return true;
    if (range) i += 2;
  }
  return false;
}

bool is_spelled(std::string_view text, spelling const& how) {
  if (!how.also.empty() && text == how.also) return true;
  if (how.letters.empty()) return true;
  for (std::size_t i = 0; i < text.size(); ++i) {
    bool const beyond_ascii = static_cast<unsigned char>(text[i]) >= 0x80;
    auto const& letters = i == 0 && !how.first.empty() ? how.first : how.letters;
    if (beyond_ascii ? how.beyond != limit::wide : !is_among(text[i], letters)) return false;
  }
  return true;
}

std::string in_small(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

/// Calls `visit(part)` for the parts between separators until one says true.
template <class Visit>
bool any_part(std::string_view text, char separator, Visit visit) {
  for (;;) {
    auto const end = std::min(text.find(separator), text.size());
    if (visit(text.substr(0, end))) return true;
    if (end == text.size()) return false;
    text.remove_prefix(end + 1);
  }
}

bool is_word(std::string_view text, limit const& of) {
  auto const known = [&](std::string_view one) {
    return any_part(of.values, '|', [&](std::string_view word) {
      return of.how == limit::any_case ? in_small(word) == in_small(one) : word == one;
    });
  };
  if (of.how != limit::comma_separated) return known(text);
  return !any_part(text, ',', [&](std::string_view one) { return !known(one); });
}

std::string with_commas(std::string_view values) {
  std::string list;
  any_part(values, '|', [&](std::string_view word) {
    list.append(list.empty() ? "" : ", ").append(word);
    return false;
  });
  return list;
}

std::string text_of(limit const& limit) {
  auto const bounds = [&] {
    if (limit.high == limit::unlimited) return std::to_string(limit.low) + " or more";
    if (limit.low == 0 && limit.what != limit::kind::range) return "up to " + std::to_string(limit.high);
    return std::to_string(limit.low) + " to " + std::to_string(limit.high);
  };
  switch (limit.what) {
    case limit::kind::range:
      return bounds() + (limit.also == limit::none ? std::string() : " or " + std::to_string(limit.also));
    case limit::kind::items:
      return bounds() + (limit.high == 1 ? " item" : " items");
    case limit::kind::words:
      return with_commas(limit.values);
    case limit::kind::time:
      return "YYYY-MM-DD hh:mm:ss";
    case limit::kind::length:
      break;
  }
  bool const any_length = limit.low == 0 && limit.high == limit::unlimited;
  std::string text = any_length ? std::string() : bounds() + " characters";
  if (limit.spelled.letters.empty()) return text;
  if (!text.empty()) text += ' ';
  text.append("of `").append(limit.spelled.letters).append("`");
  if (limit.spelled.beyond == limit::wide) text += " and beyond ASCII";
  if (!limit.spelled.first.empty()) text.append(", the first of `").append(limit.spelled.first).append("`");
  if (!limit.spelled.also.empty()) text.append(", or `").append(limit.spelled.also).append("`");
  return text;
}

// ---- checking

bool keeps(limit const& limit, std::int64_t number) {
  return number == limit.also || (number >= limit.low && number <= limit.high);
}

void check(limit const& limit, type_info const& type, void const* value, std::string const& path,
           words const& says) {
  auto const refused = [&](auto say, auto const&... what) {
    if (!limit.code.empty())
      refuse(std::string(limit.code), "The specified parameter " + path + " is not valid.");
    say(path, what...);
  };
  switch (type.shape) {
    case shape::optional:
      if (void const* const inner = type.get(value)) check(limit, *type.element, inner, path, says);
      return;
    case shape::list: {
      auto const size = static_cast<std::int64_t>(type.size(value));
      if (limit.what == limit::kind::items) {
        if (!keeps(limit, size)) refused(says.wrong_count, limit.low, limit.high);
        return;
      }
      for (std::size_t i = 0; i < static_cast<std::size_t>(size) && !type.bit; ++i) {
        check(limit, *type.element, type.at(value, i), path + '.' + std::to_string(i), says);
      }
      return;
    }
    case shape::integer: {
      auto const number = *static_cast<std::int64_t const*>(value);
      if (limit.what == limit::kind::words) {
        if (!is_word(std::to_string(number), limit)) refused(says.not_one_of, with_commas(limit.values));
      } else if (!keeps(limit, number)) {
        refused(says.not_between, limit.low, limit.high);
      }
      return;
    }
    case shape::string: {
      auto const& text = *static_cast<std::string const*>(value);
      if (limit.what == limit::kind::words) {
        if (!is_word(text, limit)) refused(says.not_one_of, with_commas(limit.values));
      } else if (limit.what == limit::kind::range) {
        std::int64_t number = 0;
        auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error != std::errc{} || end != text.data() + text.size()) return refused(says.ill_typed);
        if (!keeps(limit, number)) refused(says.not_between, limit.low, limit.high);
      } else if (limit.what == limit::kind::time) {
        if (!seconds_of(text, ' ', "")) refused(says.misspelled, text_of(limit));
      } else {
        auto const size = static_cast<std::int64_t>(characters(text));
        if (!keeps(limit, size)) refused(says.wrong_length, limit.low, limit.high);
        if (!is_spelled(text, limit.spelled)) refused(says.misspelled, text_of(limit));
      }
      return;
    }
    default:
      return;
  }
}

void check_value(std::span<limit const> table, type_info const& type, void const* value, std::string& path,
                 words const& says);

void check_members(std::span<limit const> table, type_info const& type, void const* object, std::string& path,
                   words const& says, std::span<std::string const> left_out = {}) {
  auto const rows = limits_of(table, type.name);
  auto const size = path.size();
  for (field_info const& field : type.fields()) {
    void const* const value = field_at(object, field);
    bool const unset_list =
        field.type->shape == shape::list && !field.required && field.type->size(value) == 0;
    if (unset_list || contains(left_out, field.name)) continue;
    if (!path.empty()) path += '.';
    path += field.name;
    for (limit const& each : rows) {
      if (each.field == field.name) check(each, *field.type, value, path, says);
    }
    check_value(table, *field.type, value, path, says);
    path.resize(size);
  }
}

/// Looks for structures to go into.
void check_value(std::span<limit const> table, type_info const& type, void const* value, std::string& path,
                 words const& says) {
  switch (type.shape) {
    case shape::optional:
      if (void const* const inner = type.get(value)) check_value(table, *type.element, inner, path, says);
      return;
    case shape::structure:
      return check_members(table, type, value, path, says);
    case shape::list: {
      if (!type.element || type.element->shape != shape::structure) return;
      auto const size = path.size();
      for (std::size_t i = 0, n = type.size(value); i < n; ++i) {
        path += '.';
        path += std::to_string(i);
        check_members(table, *type.element, type.at(value, i), path, says);
        path.resize(size);
      }
      return;
    }
    default:
      return;
  }
}

void tell_limits(std::span<limit const> table, type_info const& type, std::string& path, std::string& out,
                 int depth) {
  auto const size = path.size();
  for (field_info const& field : type.fields()) {
    if (!path.empty()) path += '.';
    path += field.name;
    for (limit const& each : limits_of(table, type.name)) {
      if (each.field != field.name) continue;
      if (!out.empty()) out += "; ";
      out.append(path).append(": ").append(text_of(each));
    }
    type_info const* inner = field.type;
    while (inner->shape == shape::optional || (inner->shape == shape::list && inner->element))
      inner = inner->element;
    if (inner->shape == shape::structure && depth < 4) tell_limits(table, *inner, path, out, depth + 1);
    path.resize(size);
  }
}

void check_limits(std::span<limit const> table, type_info const& type, void const* object, words const& words,
                  std::span<std::string const> left_out) {
  std::string path;
  check_members(table, type, object, path, words, left_out);
}

}  // namespace colb::inline COLB_ABI::inner::emu
