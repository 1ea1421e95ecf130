// colb: the bodies of codec/json.hpp.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <bitset>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>
#include <vector>

#include <colb/codec/json.hpp>

#include <boost/json/serialize.hpp>

#include <colb/strings/hex.hpp>
#include <colb/strings/utf8.hpp>

#if defined(_LIBCPP_VERSION) && _LIBCPP_VERSION < 200000
#include <locale>
#include <sstream>
#endif

namespace colb::inline COLB_ABI::codec::detail {

COLB_DECL std::from_chars_result read_double(char const* first, char const* last, double& out) {
#if defined(_LIBCPP_VERSION) && _LIBCPP_VERSION < 200000
  std::istringstream in(std::string(first, last));
  in.imbue(std::locale::classic());
  bool const read = static_cast<bool>(in >> out);
  if (read || (out != 0 && std::abs(out) < std::numeric_limits<double>::max())) {  // one is small, not wrong
    return {in.eof() ? last : first + static_cast<std::ptrdiff_t>(in.tellg()), std::errc{}};
  }
  return {last, std::errc::result_out_of_range};
#else
  return std::from_chars(first, last, out);
#endif
}

COLB_DECL void append_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t plain = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto const c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text, plain, i - plain);
    plain = i + 1;
    out += '\\';
    switch (c) {
      case '"':
        out += '"';
        break;
      case '\\':
        out += '\\';
        break;
      case '\n':
        out += 'n';
        break;
      case '\r':
        out += 'r';
        break;
      case '\t':
        out += 't';
        break;
      default:
        out += "u00";
        out += inner::hex_digits[c >> 4];
        out += inner::hex_digits[c & 15];
    }
  }
  out.append(text, plain, text.size() - plain);
  out += '"';
}

COLB_DECL bool is_left_out(field_info const& field, void const* value) {
  switch (field.type->shape) {
    case shape::optional:
      return field.type->get(value) == nullptr;
    case shape::list:
    case shape::map:
      return !field.required && field.type->size(value) == 0;
    case shape::json:
      return !field.required && static_cast<boost::json::value const*>(value)->is_null();
    default:
      return false;
  }
}

COLB_DECL bool write_members(std::string& out, type_info const& type, void const* object,
                             write_options const& options, bool first) {
  for (field_info const& field : type.fields()) {
    void const* const value = inner::field_at(object, field);
    if (is_left_out(field, value)) continue;
    if (!std::exchange(first, false)) out += ',';
    append_string(out, field.name);
    out += ':';
    if (field.secret && options.mask_secrets) {
      out += "\"***\"";
    } else {
      write(out, *field.type, value, options);
    }
  }
  return first;
}

COLB_DECL void write(std::string& out, type_info const& type, void const* value,
                     write_options const& options) {
  switch (type.shape) {
    case shape::string:
      return append_string(out, *static_cast<std::string const*>(value));
    case shape::integer:
      return append_number(out, *static_cast<std::int64_t const*>(value));
    case shape::real: {
      double const number = *static_cast<double const*>(value);
      if (std::isfinite(number)) return append_number(out, number);
      out += "null";  // JSON has no other word for it
      return;
    }
    case shape::boolean:
      out += *static_cast<bool const*>(value) ? "true" : "false";
      return;
    case shape::json:
      out += boost::json::serialize(*static_cast<boost::json::value const*>(value));
      return;
    case shape::optional:
      if (void const* inner = type.get(value)) return write(out, *type.element, inner, options);
      out += "null";
      return;
    case shape::list:
      out += '[';
      for (std::size_t i = 0, n = type.size(value); i < n; ++i) {
        if (i > 0) out += ',';
        if (type.bit) {
          out += type.bit(value, i) ? "true" : "false";
        } else {
          write(out, *type.element, type.at(value, i), options);
        }
      }
      out += ']';
      return;
    case shape::map: {
      struct context {
        std::string& out;
        type_info const& element;
        write_options const& options;
        bool first = true;
      } state{out, *type.element, options};
      out += '{';
      type.each(value, &state, [](void* p, std::string_view key, void const* item) {
        auto& c = *static_cast<context*>(p);
        if (!std::exchange(c.first, false)) c.out += ',';
        append_string(c.out, key);
        c.out += ':';
        write(c.out, c.element, item, c.options);
      });
      out += '}';
      return;
    }
    case shape::structure:
      out += '{';
      write_members(out, type, value, options, true);
      out += '}';
      return;
  }
}

COLB_DECL std::string_view word_for(shape s) {
  switch (s) {
    case shape::string:
      return "a string";
    case shape::integer:
      return "an integer";
    case shape::real:
      return "a number";
    case shape::boolean:
      return "a boolean";
    case shape::list:
      return "a list";
    case shape::map:
    case shape::structure:
      return "an object";
    default:
      return "a value";
  }
}

COLB_DECL void scalar::spell(std::string& out) const {
  out.clear();
  switch (is) {
    case type::text:
      out = text;
      break;
    case type::integer:
      append_number(out, integer);
      break;
    case type::unsigned_integer:
      append_number(out, unsigned_integer);
      break;
    case type::real:
      append_number(out, real);
      break;
    case type::boolean:
      out = boolean ? "true" : "false";
      break;
  }
}

COLB_DECL bool assign(type_info const& type, void* target, scalar const& from, bool strict) {
  using is = scalar::type;
  switch (type.shape) {
    case shape::string:
      if (from.is != is::text && strict) return false;
      from.spell(*static_cast<std::string*>(target));
      return true;
    case shape::integer: {
      std::optional<std::int64_t> value;
      if (from.is == is::integer) value = from.integer;
      if (from.is == is::text) {
        value = parse_number<std::int64_t>(from.text);
      }
      if (from.is == is::boolean && !strict) value = from.boolean ? 1 : 0;
      if (from.is == is::real && std::trunc(from.real) == from.real && std::abs(from.real) < 9.0e15) {
        value = static_cast<std::int64_t>(from.real);
      }
      if (!value) return false;
      *static_cast<std::int64_t*>(target) = *value;
      return true;
    }
    case shape::real: {
      std::optional<double> value;
      if (from.is == is::real) value = from.real;
      if (from.is == is::integer) value = static_cast<double>(from.integer);
      if (from.is == is::unsigned_integer) value = static_cast<double>(from.unsigned_integer);
      if (from.is == is::text) value = parse_number<double>(from.text);
      if (!value || !std::isfinite(*value)) return false;
      *static_cast<double*>(target) = *value;
      return true;
    }
    case shape::boolean: {
      std::optional<bool> value;
      if (from.is == is::boolean) value = from.boolean;
      if (from.is == is::integer && (from.integer == 0 || from.integer == 1)) value = from.integer == 1;
      if (from.is == is::text && (from.text == "true" || from.text == "True" || from.text == "1"))
        value = true;
      if (from.is == is::text && (from.text == "false" || from.text == "False" || from.text == "0"))
        value = false;
      if (!value) return false;
      *static_cast<bool*>(target) = *value;
      return true;
    }
    default:
      return false;
  }
}

COLB_DECL std::optional<std::string> path_not_utf8(boost::json::value const& value) {
  if (auto const* text = value.if_string()) {
    if (!inner::is_utf8({text->data(), text->size()})) return std::string();
  } else if (auto const* list = value.if_array()) {
    for (auto const& item : *list) {
      if (path_not_utf8(item)) return std::string();
    }
  } else if (auto const* object = value.if_object()) {
    for (auto const& [key, item] : *object) {
      if (!inner::is_utf8({key.data(), key.size()}) || path_not_utf8(item)) return std::string();
    }
  }
  return std::nullopt;
}

COLB_DECL std::optional<std::string> path_not_utf8(type_info const& type, void const* value) {
  // The name is made into text when it is told only.
  auto const below = [](auto name, type_info const& element, void const* item) {
    auto path = path_not_utf8(element, item);
    if (!path) return path;
    std::string text;
    if constexpr (std::is_same_v<decltype(name), std::size_t>) {
      text = std::to_string(name);
    } else {
      text = name;
    }
    *path = path->empty() ? std::move(text) : std::move(text) + '.' + *path;
    return path;
  };
  switch (type.shape) {
    case shape::string:
      if (!inner::is_utf8(*static_cast<std::string const*>(value))) return std::string();
      return std::nullopt;
    case shape::json:
      return path_not_utf8(*static_cast<boost::json::value const*>(value));
    case shape::optional:
      if (void const* held = type.get(value)) return path_not_utf8(*type.element, held);
      return std::nullopt;
    case shape::list:
      for (std::size_t i = 0, n = type.bit ? 0 : type.size(value); i < n; ++i) {
        if (auto path = below(i, *type.element, type.at(value, i))) return path;
      }
      return std::nullopt;
    case shape::map: {
      struct context {
        type_info const& element;
        decltype(below) const& look;
        std::optional<std::string> path{};
      } state{*type.element, below};
      type.each(value, &state, [](void* p, std::string_view key, void const* item) {
        auto& c = *static_cast<context*>(p);
        if (c.path) return;
        c.path = inner::is_utf8(key) ? c.look(key, c.element, item) : std::string("a key");
      });
      return state.path;
    }
    case shape::structure:
      for (field_info const& field : type.fields()) {
        if (auto path = below(field.name, *field.type, inner::field_at(value, field))) return path;
      }
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

COLB_DECL bool is_number_or_boolean(type_info const& type) {
  if (type.shape == shape::optional) return is_number_or_boolean(*type.element);
  return type.shape == shape::integer || type.shape == shape::real || type.shape == shape::boolean;
}

/// In which order the members of a struct came so far: servers keep to one, if not to the documents'.
struct member_order {
  type_info const* type;
  std::array<std::uint8_t, inner::most_fields + 1>
      next;  ///< By the number of the last member: 0 before the first.
};

/// Reads JSON text and puts its values straight into the object. Recursion is bounded by `max_depth`; what is
/// skipped needs none.
class reader {
 public:
  reader(std::string_view text, read_target const& target, read_options const& options)
      : begin_(text.data()), at_(begin_), end_(begin_ + text.size()), target_(target), options_(options) {}

  read_error run() {
    if (document()) {
      skip_blanks();
      if (at_ != end_) malformed("extra data");
    }
    return std::move(error_);
  }

 private:
  /// Where the reading stands, for the path of an error.
  struct frame {
    frame const* up = nullptr;
    type_info const* type = nullptr;    ///< Null: the object around the wrapper.
    field_info const* field = nullptr;  ///< Of a struct: the member being read.
    std::size_t index = 0;              ///< Of a list: the element being read.
    std::string_view key{};             ///< Of a map.
  };
  class entered {
   public:
    entered(reader& owner, frame& place) : owner_(owner) {
      place.up = owner.top_;
      owner.top_ = &place;
    }
    entered(entered const&) = delete;
    entered& operator=(entered const&) = delete;
    ~entered() { owner_.top_ = owner_.top_->up; }

   private:
    reader& owner_;
  };

  static constexpr std::size_t longest_key = 4096;
  static constexpr std::size_t deepest_skipped = 10'000;

  bool document() {
    skip_blanks();
    if (at_ == end_) return malformed("it is incomplete");
    if (target_.wrapper.empty()) return value(*target_.type, target_.object, no_null);
    if (*at_ != '{') {
      if (*at_ == '[') return mismatch(*target_.type, "a list");
      scalar got;
      return *at_ == 'n' ? literal("null") && mismatch(*target_.type, "null")
                         : take_scalar(got) && mismatch(*target_.type, word_of(got));
    }
    frame around;
    entered const in(*this, around);
    ++depth_;
    return members([&](std::string_view key) {
      if (key != target_.wrapper) return skip();
      around.field = &inside_the_wrapper;
      bool const ok = value(*target_.type, target_.object, no_null);
      if (ok) around.field = nullptr;
      return ok;
    });
  }

  // ---- values

  enum null_means { no_null, null_is_known };

  /// Reads a value into an object of a type. A null is the caller's where it can mean something.
  bool value(type_info const& type, void* object, null_means null = null_is_known) {
    type_info const* wanted = &type;
    while (wanted->shape == shape::optional) wanted = wanted->element;
    char const c = *at_;
    if (c == '"' && wanted->shape == shape::string) {  // half of all values
      if (!string()) return false;
      static_cast<std::string*>(unwrapped(type, object))->assign(text_);
      return true;
    }
    if (wanted->shape == shape::json) {
      auto& json = *static_cast<boost::json::value*>(unwrapped(type, object));
      return raw(json);
    }
    if (c == '{' || c == '[') return container(type, *wanted, object, c == '[');
    if (c == 'n' && null == no_null) return literal("null") && mismatch(*wanted, "null");
    scalar got;
    if (!take_scalar(got)) return false;
    return put(type, *wanted, object, got);
  }

  bool container(type_info const& type, type_info const& wanted, void* object, bool list) {
    bool const takes_object = wanted.shape == shape::structure || wanted.shape == shape::map;
    if (list && takes_object && !options_.strict) {
      // PHP writes an empty object as an empty list, and some vendors' servers are written in it.
      unwrapped(type, object);
      ++at_;
      skip_blanks();
      if (at_ == end_ || *at_ != ']') return mismatch(wanted, "a list");
      ++at_;
      return true;
    }
    if (list ? wanted.shape != shape::list : !takes_object) {
      if (may_be_lost(type)) return type.clear(object), skip();
      return mismatch(wanted, list ? "a list" : "an object");
    }
    if (depth_ == options_.max_depth) return malformed("it is nested too deeply");
    ++depth_;
    void* const target = unwrapped(type, object);
    if (wanted.clear) wanted.clear(target);
    bool const ok = wanted.shape == shape::list  ? elements(wanted, target)
                    : wanted.shape == shape::map ? entries(wanted, target)
                                                 : structure(wanted, target);
    --depth_;
    return ok;
  }

  bool structure(type_info const& type, void* object) {
    frame here{.type = &type};
    entered const in(*this, here);
    auto const fields = type.fields();
    std::bitset<inner::most_fields> seen;
    member_order* order = nullptr;
    std::size_t last = 0;  // the number of the last known member, from 1
    bool const outermost = target_.extra && object == target_.object && &type == target_.type;
    auto const read_member = [&] {
      std::size_t found = 0;
      if (last < fields.size() && key_is(fields[last].name)) {
        found = last + 1;
      } else if (std::size_t const guess = order ? order->next[last] : 0;
                 guess && key_is(fields[guess - 1].name)) {
        found = guess;
      } else if (std::size_t const near = one_of_next(fields, last)) {
        found = near;
      } else {
        if (!key()) return false;
        if (!order) order = order_of(type);
        found = number_of(fields, key_, last);
        if (found) order->next[last] = static_cast<std::uint8_t>(found);
      }
      void* base = object;
      field_info const* field = nullptr;
      if (found) {
        last = found;
        field = &fields[found - 1];
        seen[found - 1] = true;
      } else if ((field = inner::find_field_by_alias(type, key_)) != nullptr) {
        auto const number = static_cast<std::size_t>(field - fields.data());
        if (seen[number]) {
          field = nullptr;  // the field's own name counts
        } else {
          seen[number] = true;
          found = number + 1;
        }
      } else if (outermost && (field = inner::find_field(*target_.extra, key_)) != nullptr) {
        // The first struct inside may start at the same address: the type tells them apart.
        base = target_.extra_object;
      } else if (options_.strict) {
        std::string path = path_of(here.up);
        if (!path.empty()) path += '.';
        path += key_;
        return fail(read_error::reason::unknown_member, std::move(path), "is not a known member");
      } else if (target_.unknown && !(outermost && target_.whole)) {
        return keep(path_below_wrapper(here.up, key_));
      }
      if (outermost && target_.whole && target_.unknown) {
        char const* const started = at_;
        if (!keep(std::string(key_))) return false;
        if (!field) return true;
        at_ = started;
      }
      if (!field) return skip();
      here.field = field;
      void* const target = inner::field_at(base, *field);
      bool ok = true;
      if (*at_ == 'n') {  // null, absent and empty are one
        ok = literal("null");
        if (field->type->clear) field->type->clear(target);
        if (field->type->shape == shape::json) *static_cast<boost::json::value*>(target) = nullptr;
        if (found) seen[found - 1] = false;
      } else {
        ok = value(*field->type, target);
      }
      if (ok) here.field = nullptr;
      return ok;
    };
    if (!items('}', read_member)) return false;
    if (!options_.strict && !options_.complete) return true;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (!fields[i].required || seen[i]) continue;
      here.field = &fields[i];
      return fail(read_error::reason::missing_member, path_of(&here), "is required and missing");
    }
    return true;
  }

  bool elements(type_info const& type, void* list) {
    frame here{.type = &type};
    entered const in(*this, here);
    bool const outermost_list = type.reserve && !inside_a_list_;
    if (outermost_list) inside_a_list_ = true;
    bool const ok = items(']', [&] {
      if (*at_ == 'n') {
        if (!literal("null")) return false;
        return !options_.strict || mismatch(*type.element, "null");
      }
      char const* const started = at_;
      if (type.bit) {
        scalar got;
        bool bit = false;
        if (*at_ == '{' || *at_ == '[') return mismatch(*type.element, *at_ == '[' ? "a list" : "an object");
        if (!take_scalar(got)) return false;
        if (is_unset(*type.element, got)) return true;
        if (!assign(*type.element, &bit, got, options_.strict)) return mismatch(*type.element, word_of(got));
        if (!spend(1)) return false;
        type.add_bit(list, bit);
        ++here.index;
        return true;
      }
      if (*at_ == '"' && is_empty_number(*type.element)) return skip();
      if (!spend(type.element->size_of)) return false;
      if (!value(*type.element, type.put(list))) return false;
      if (++here.index == 1 && outermost_list) expect(type, list, started);
      return true;
    });
    if (outermost_list) inside_a_list_ = false;
    return ok;
  }

  /// The first element of a list was read: others of its size may fill the rest of the text.
  void expect(type_info const& type, void* list, char const* started) const {
    auto const others = static_cast<std::size_t>(end_ - at_) / static_cast<std::size_t>(at_ - started + 1);
    auto const affordable =
        (options_.max_memory - std::min(spent_, options_.max_memory)) / type.element->size_of;
    if (others > 0 && affordable > 0) type.reserve(list, 1 + std::min(others, affordable));
  }

  bool entries(type_info const& type, void* map) {
    frame here{.type = &type};
    entered const in(*this, here);
    std::string kept;
    return members([&](std::string_view key) {
      kept = key;
      here.key = kept;
      if (*at_ == 'n') return literal("null");
      if (*at_ == '"' && is_empty_number(*type.element)) return skip();
      if (!spend(type.element->size_of + 64)) return false;
      return value(*type.element, type.insert(map, kept));
    });
  }

  /// Whether `""` stands where a reply's number or boolean would: that means nothing, as null does.
  bool is_empty_number(type_info const& type) const {
    return !options_.strict && end_ - at_ > 1 && at_[1] == '"' && is_number_or_boolean(type);
  }
  bool is_unset(type_info const& type, scalar const& got) const {
    return !options_.strict && got.is == scalar::type::text && got.text.empty() && is_number_or_boolean(type);
  }

  /// Whether the value of a reply's member may be passed over: one that can stay unset, without a struct or a
  /// list that would go with it.
  bool may_be_lost(type_info const& type) const {
    return !options_.strict && type.shape == shape::optional && is_number_or_boolean(*type.element);
  }

  bool put(type_info const& type, type_info const& wanted, void* object, scalar const& got) {
    if (wanted.shape == shape::integer && got.is == scalar::type::integer) {
      *static_cast<std::int64_t*>(unwrapped(type, object)) = got.integer;
      return true;
    }
    if (is_unset(wanted, got)) {
      if (type.clear) type.clear(object);
      return true;
    }
    if (assign(wanted, unwrapped(type, object), got, options_.strict)) return true;
    if (may_be_lost(type)) return type.clear(object), true;
    return mismatch(wanted, word_of(got));
  }

  static void* unwrapped(type_info const& type, void* object) {
    type_info const* t = &type;
    for (; t->shape == shape::optional; t = t->element) object = t->put(object);
    return object;
  }

  // ---- untyped values

  bool raw(boost::json::value& out) {
    switch (*at_) {
      case '{': {
        if (depth_ == options_.max_depth) return malformed("it is nested too deeply");
        ++depth_;
        out.emplace_object();
        auto& object = out.get_object();
        bool const ok = members([&](std::string_view key) {
          return spend(sizeof(boost::json::key_value_pair)) && raw(object[key]);
        });
        --depth_;
        return ok;
      }
      case '[': {
        if (depth_ == options_.max_depth) return malformed("it is nested too deeply");
        ++depth_;
        out.emplace_array();
        auto& array = out.get_array();
        bool const ok =
            items(']', [&] { return spend(sizeof(boost::json::value)) && raw(array.emplace_back(nullptr)); });
        --depth_;
        return ok;
      }
      case 'n':
        out = nullptr;
        return literal("null");
      default:
        scalar got;
        if (!take_scalar(got)) return false;
        if (got.is == scalar::type::text) out = got.text;
        if (got.is == scalar::type::integer) out = got.integer;
        if (got.is == scalar::type::unsigned_integer) out = got.unsigned_integer;
        if (got.is == scalar::type::real) out = got.real;
        if (got.is == scalar::type::boolean) out = got.boolean;
        return true;
    }
  }

  /// Keeps a value that no struct has a place for.
  bool keep(std::string const& path) {
    if (!spend(sizeof(boost::json::key_value_pair) + path.size())) return false;
    boost::json::value kept;
    if (!raw(kept)) return false;
    (*target_.unknown)[path] = std::move(kept);
    return true;
  }

  /// Passes over a value of any depth.
  bool skip() {
    std::string open;  // the brackets to be closed
    for (;;) {
      if (at_ == end_) return malformed("it is incomplete");
      char const c = *at_;
      if (c == '{' || c == '[') {
        if (open.size() == deepest_skipped) return malformed("it is nested too deeply");
        ++at_;
        skip_blanks();
        if (at_ == end_) return malformed("it is incomplete");
        if (*at_ == (c == '{' ? '}' : ']')) {
          ++at_;
        } else {
          open += c;
          if (c == '{' && !key()) return false;
          continue;
        }
      } else if (c == '"') {
        if (!string()) return false;
      } else if (c == 't' || c == 'f' || c == 'n') {
        if (!literal(c == 't' ? "true" : c == 'f' ? "false" : "null")) return false;
      } else {
        scalar passed;
        skipping_ = true;
        bool const ok = number(passed);
        skipping_ = false;
        if (!ok) return false;
      }
      for (;;) {  // behind a value
        if (open.empty()) return true;
        skip_blanks();
        if (at_ == end_) return malformed("it is incomplete");
        bool const object = open.back() == '{';
        if (*at_ == ',') {
          ++at_;
          skip_blanks();
          if (object && !key()) return false;
          break;
        }
        if (*at_ != (object ? '}' : ']')) return malformed("a syntax error");
        ++at_;
        open.pop_back();
      }
    }
  }

  // ---- tokens

  void skip_blanks() {
    // One comparison tells of most that stands here that it is no blank.
    while (at_ != end_ && static_cast<unsigned char>(*at_) <= ' ') {
      if (*at_ != ' ' && *at_ != '\n' && *at_ != '\r' && *at_ != '\t') return;
      ++at_;
    }
  }

  /// The members of the object that begins here: `each` reads the value that stands at `at_`.
  template <class Each>
  bool members(Each each) {
    return items('}', [&] { return key() && each(key_); });
  }

  template <class Each>
  bool items(char close, Each each) {
    ++at_;
    skip_blanks();
    if (at_ != end_ && *at_ == close) return ++at_, true;
    for (;;) {
      if (at_ == end_) return malformed("it is incomplete");
      if (!each()) return false;
      skip_blanks();
      if (at_ == end_) return malformed("it is incomplete");
      char const c = *at_;
      if (c != ',' && c != close) return malformed("a syntax error");
      ++at_;
      if (c == close) return true;
      skip_blanks();
    }
  }

  /// A key, its colon and the blanks up to the value.
  bool key() {
    if (at_ == end_) return malformed("it is incomplete");
    if (*at_ != '"') return malformed("a syntax error");
    if (!string()) return false;
    if (text_.size() > longest_key) return malformed("a name is too long");
    key_ = text_;
    skip_blanks();
    if (at_ == end_) return malformed("it is incomplete");
    if (*at_ != ':') return malformed("a syntax error");
    ++at_;
    skip_blanks();
    return at_ != end_ || malformed("it is incomplete");
  }

  /// Whether the key here is this one, spelled plainly, with its value behind it: then `at_` is there.
  bool key_is(std::string_view name) {
    std::size_t const size = name.size();
    if (static_cast<std::size_t>(end_ - at_) < size + 4 || at_[0] != '"' || at_[size + 1] != '"' ||
        at_[size + 2] != ':' || std::memcmp(at_ + 1, name.data(), size) != 0) {
      return false;
    }
    char const* const before = at_;
    at_ += size + 3;
    skip_blanks();
    if (at_ != end_) return true;
    at_ = before;
    return false;
  }

  bool literal(std::string_view word) {
    if (!std::string_view(at_, end_).starts_with(word)) return malformed("a syntax error");
    at_ += word.size();
    return true;
  }

  bool take_scalar(scalar& out) {
    switch (*at_) {
      case '"':
        if (!string()) return false;
        out.is = scalar::type::text;
        out.text = text_;
        return true;
      case 't':
        out.is = scalar::type::boolean;
        out.boolean = true;
        return literal("true");
      case 'f':
        out.is = scalar::type::boolean;
        return literal("false");
      case 'n':
        return literal("null") && mismatch(inner::type_info{.shape = shape::json}, "null");
      default:
        return number(out);
    }
  }

  /// Passes over what stands for itself in a string, eight bytes at a time.
  void skip_plain() {
    if constexpr (std::endian::native == std::endian::little) {
      constexpr std::uint64_t ones = 0x0101010101010101U, tops = 0x8080808080808080U;
      for (; end_ - at_ >= 8; at_ += 8) {
        std::uint64_t bytes;
        std::memcpy(&bytes, at_, 8);
        std::uint64_t const quotes = bytes ^ (ones * '"');
        std::uint64_t const slashes = bytes ^ (ones * '\\');
        // A byte's top bit says that it is a quote, a backslash, a control character or beyond ASCII; above
        // the first such byte it may be wrong.
        std::uint64_t const found = (((quotes - ones) & ~quotes) | ((slashes - ones) & ~slashes) |
                                     ((bytes - ones * 0x20) & ~bytes) | bytes) &
                                    tops;
        if (found != 0) {
          at_ += std::countr_zero(found) / 8;
          return;
        }
      }
    }
    while (at_ != end_ && is_plain[static_cast<unsigned char>(*at_)]) ++at_;
  }

  /// A string into `text_`: a part of the text where nothing in it is escaped.
  bool string() {
    char const* const first = ++at_;
    skip_plain();
    if (at_ != end_ && *at_ == '"') {
      text_ = {first, at_++};
      return true;
    }
    return string_by_parts(first);
  }

  bool string_by_parts(char const* from) {
    scratch_.clear();
    for (;;) {
      skip_plain();
      if (at_ == end_) return malformed("it is incomplete");
      auto const c = static_cast<unsigned char>(*at_);
      if (c == '"') {
        scratch_.append(from, at_++);
        text_ = scratch_;
        return true;
      }
      if (c < 0x20) return malformed("a control character in a string");
      if (c == '\\') {
        scratch_.append(from, at_);
        if (!escape()) return false;
        from = at_;
        continue;
      }
      auto const step = inner::utf8_step({at_, end_});
      if (step.valid) {
        at_ += step.size;
        continue;
      }
      if (options_.strict) return malformed("it is not UTF-8");
      scratch_.append(from, at_).append(inner::replacement_character);
      at_ += step.size;
      from = at_;
    }
  }

  bool escape() {
    if (end_ - at_ < 2) return malformed("it is incomplete");
    switch (at_[1]) {
      case '"':
      case '\\':
      case '/':
        scratch_ += at_[1];
        break;
      case 'b':
        scratch_ += '\b';
        break;
      case 'f':
        scratch_ += '\f';
        break;
      case 'n':
        scratch_ += '\n';
        break;
      case 'r':
        scratch_ += '\r';
        break;
      case 't':
        scratch_ += '\t';
        break;
      case 'u':
        return unicode_escape();
      default:
        return malformed("a syntax error");
    }
    at_ += 2;
    return true;
  }

  bool unicode_escape() {
    auto const unit = code_unit(at_);
    if (!unit) return malformed("a syntax error");
    at_ += 6;
    if (*unit < 0xd800 || *unit > 0xdfff) return inner::append_utf8(scratch_, *unit), true;
    auto const low = *unit < 0xdc00 ? code_unit(at_) : std::nullopt;
    if (low && *low >= 0xdc00 && *low <= 0xdfff) {
      at_ += 6;
      return inner::append_utf8(scratch_, 0x10000 + ((*unit - 0xd800) << 10) + (*low - 0xdc00)), true;
    }
    if (options_.strict) return malformed("half of a surrogate pair");
    scratch_ += inner::replacement_character;
    return true;
  }

  std::optional<std::uint32_t> code_unit(char const* from) const {
    if (end_ - from < 6 || from[0] != '\\' || from[1] != 'u') return std::nullopt;
    std::uint32_t unit = 0;
    for (int i = 2; i < 6; ++i) {
      int const digit = inner::hex_digit_value(from[i]);
      if (digit < 0) return std::nullopt;
      unit = unit << 4 | static_cast<std::uint32_t>(digit);
    }
    return unit;
  }

  bool number(scalar& out) {
    char const* const first = at_;
    bool const negative = *at_ == '-';
    if (negative) ++at_;
    if (at_ == end_ || !is_digit(*at_)) return malformed("a syntax error");
    std::uint64_t magnitude = 0;
    bool fits = true;
    if (*at_ == '0') {
      ++at_;
    } else {
      constexpr auto most = std::numeric_limits<std::uint64_t>::max();
      constexpr std::ptrdiff_t surely = std::numeric_limits<std::uint64_t>::digits10;  // so many digits fit
      for (char const* const from = at_; at_ != end_ && is_digit(*at_); ++at_) {
        auto const digit = static_cast<std::uint64_t>(*at_ - '0');
        if (at_ - from >= surely && (magnitude > most / 10 || (magnitude == most / 10 && digit > most % 10)))
          fits = false;
        magnitude = magnitude * 10 + digit;
      }
    }
    bool whole = true;
    if (at_ != end_ && *at_ == '.') {
      whole = false;
      ++at_;
      if (!digits()) return false;
    }
    if (at_ != end_ && (*at_ == 'e' || *at_ == 'E')) {
      whole = false;
      ++at_;
      if (at_ != end_ && (*at_ == '+' || *at_ == '-')) ++at_;
      if (!digits()) return false;
    }
    if (skipping_) return true;
    constexpr std::uint64_t most = std::uint64_t{1} << 63;
    if (whole && fits && (negative ? magnitude <= most : magnitude < most)) {
      out.is = scalar::type::integer;
      out.integer = static_cast<std::int64_t>(negative ? 0 - magnitude : magnitude);
      return true;
    }
    if (whole && fits && !negative) {
      out.is = scalar::type::unsigned_integer;
      out.unsigned_integer = magnitude;
      return true;
    }
    out.is = scalar::type::real;
    auto const result = read_double(first, at_, out.real);
    if (result.ec != std::errc{}) {
      if (!is_below_one({first, at_})) {
        return fail(read_error::reason::malformed, path(), "is a number too large to hold");
      }
      out.real = negative ? -0.0 : 0.0;
    }
    return true;
  }

  bool digits() {
    if (at_ == end_ || !is_digit(*at_)) return malformed("a syntax error");
    while (at_ != end_ && is_digit(*at_)) ++at_;
    return true;
  }

  /// Whether a number that no double holds is too small for one, not too large.
  static bool is_below_one(std::string_view number) {
    auto const e = std::min(number.find_first_of("eE"), number.size());
    auto const mantissa = number.substr(0, e);
    auto const point = std::min(mantissa.find('.'), mantissa.size());
    auto const leading = std::min(mantissa.find_first_of("123456789"), mantissa.size());
    std::string_view exponent = number.substr(std::min(e + 1, number.size()));
    bool const negative = exponent.starts_with('-');
    if (negative || exponent.starts_with('+')) exponent.remove_prefix(1);
    exponent.remove_prefix(std::min(exponent.find_first_not_of('0'), exponent.size()));
    // One with more digits than this settles it alone: the mantissa is no longer than a text can be.
    auto const shift = parse_number<std::int64_t>(exponent.substr(0, 18)).value_or(0);
    auto const place = static_cast<std::int64_t>(point) - static_cast<std::int64_t>(leading);
    return place + (negative ? -shift : shift) <= 0;
  }

  static constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

  /// What stands for itself in a string, one byte at a time.
  static constexpr std::array<bool, 256> is_plain = [] {
    std::array<bool, 256> table{};
    for (std::size_t c = 0x20; c < 0x80; ++c) table[c] = c != '"' && c != '\\';
    return table;
  }();

  // ---- names and orders

  /// @param last the number of the member before: most servers pass over some, and go on from there.
  static std::size_t number_of(std::span<field_info const> fields, std::string_view name, std::size_t last) {
    for (std::size_t i = last; i < fields.size(); ++i) {
      if (fields[i].name == name) return i + 1;
    }
    for (std::size_t i = 0; i < last; ++i) {
      if (fields[i].name == name) return i + 1;
    }
    return 0;
  }

  /// The number of the field whose key is here, if it is one of the next few: servers leave some out.
  std::size_t one_of_next(std::span<field_info const> fields, std::size_t last) {
    std::size_t const end = std::min(fields.size(), last + 5);
    for (std::size_t i = last + 1; i < end; ++i) {
      if (key_is(fields[i].name)) return i + 1;
    }
    return 0;
  }

  member_order* order_of(type_info const& type) {
    for (std::size_t i = 0; i < known_orders_; ++i) {
      if (orders_[i].type == &type) return &orders_[i];
    }
    for (auto const& each : more_orders_) {
      if (each->type == &type) return each.get();
    }
    if (known_orders_ < orders_.size()) {
      orders_[known_orders_] = {&type, {}};
      return &orders_[known_orders_++];
    }
    more_orders_.push_back(std::make_unique<member_order>(member_order{&type, {}}));
    return more_orders_.back().get();
  }

  // ---- errors

  static std::string_view word_of(scalar const& got) {
    if (got.is == scalar::type::text) return "a string";
    return got.is == scalar::type::boolean ? "a boolean" : "a number";
  }

  bool spend(std::size_t bytes) {
    spent_ += bytes;
    if (spent_ <= options_.max_memory) return true;
    return fail(read_error::reason::too_large, path(), "has more elements than are allowed");
  }

  bool mismatch(type_info const& wanted, std::string_view got) {
    std::string message = "has to be ";
    message += word_for(wanted.shape);
    message += ", not ";
    message += got;
    return fail(read_error::reason::ill_typed, path(), message);
  }

  bool malformed(std::string_view why) {
    if (error_) return false;
    error_.why = read_error::reason::malformed;
    error_.message = "not the JSON that was expected: ";
    error_.message += why;
    error_.message += " (at byte ";
    append_number(error_.message, static_cast<std::size_t>(at_ - begin_));
    error_.message += ')';
    return false;
  }

  bool fail(read_error::reason why, std::string path, std::string_view message) {
    if (error_) return false;
    error_.why = why;
    error_.message = path.empty() ? std::string("the text") : path;
    error_.message += ' ';
    error_.message += message;
    error_.path = std::move(path);
    return false;
  }

  std::string path() const { return path_of(top_); }

  std::string path_below_wrapper(frame const* last, std::string_view name) const {
    std::string path = path_of(last);
    if (!target_.wrapper.empty() && path.starts_with(target_.wrapper))
      path.erase(0, std::min(target_.wrapper.size() + 1, path.size()));
    if (!path.empty()) path += '.';
    return path.append(name);
  }

  std::string path_of(frame const* last) const {
    if (!last) return {};
    std::string path = path_of(last->up);
    std::string segment;
    if (!last->type) {
      if (last->field) segment = target_.wrapper;
    } else if (last->type->shape == shape::list) {
      append_number(segment, last->index);
    } else if (last->type->shape == shape::map) {
      segment = last->key;
    } else if (last->field) {
      segment = last->field->name;
    }
    if (!path.empty() && !segment.empty()) path += '.';
    return path + segment;
  }

  static constexpr field_info inside_the_wrapper{};

  char const* begin_;
  char const* at_;
  char const* end_;
  read_target const& target_;
  read_options const& options_;
  read_error error_{};
  frame const* top_ = nullptr;
  std::string_view text_{};  ///< The string read last.
  std::string_view key_{};   ///< The key read last.
  std::string scratch_{};
  std::array<member_order, 6> orders_;  // Of the first structs: a short reply has no more.
  std::size_t known_orders_ = 0;
  std::vector<std::unique_ptr<member_order>> more_orders_{};
  std::size_t depth_ = 0;
  std::size_t spent_ = 0;
  bool skipping_ = false;
  bool inside_a_list_ = false;
};

/// Reads a whole text into objects made by `blank`.
COLB_DECL read_error read(std::string_view text, read_target const& target, read_options const& options) {
  return reader(text, target, options).run();
}

COLB_DECL read_error read(std::string_view text, type_info const& type, void* object,
                          read_options const& options) {
  read_target target;
  target.type = &type;
  target.object = object;
  return read(text, target, options);
}

}  // namespace colb::inline COLB_ABI::codec::detail
