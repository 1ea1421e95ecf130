// colb: the bodies of codec/json.hpp.
#pragma once

#include <bitset>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <colb/codec/json.hpp>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_stack.hpp>

namespace colb::inline COLB_ABI::codec::detail {

COLB_DECL void append_string(std::string& out, std::string_view text) {
  constexpr char hex[] = "0123456789abcdef";
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
        out += hex[c >> 4];
        out += hex[c & 15];
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
        if (!value && !strict && from.text.empty()) value = 0;
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

/// Receives the parser's events and puts values straight into the object.
class reader {
 public:
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = 4096;
  static constexpr std::size_t max_string_size = std::size_t(-1);
  using error_code = boost::system::error_code;

  reader(read_target const& target, read_options const& options) : target_(target), options_(options) {}

  read_error error{};

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_comment_part(std::string_view, error_code&) { return true; }
  bool on_comment(std::string_view, error_code&) { return true; }
  bool on_number_part(std::string_view part, error_code&) { return text_ += part, true; }

  bool on_object_begin(error_code& ec) { return begin(shape::structure, ec); }
  bool on_array_begin(error_code& ec) { return begin(shape::list, ec); }
  bool on_object_end(std::size_t count, error_code& ec) {
    if (skipping_ > 0) return --skipping_, true;
    if (raw_depth_ > 0) return raw_->push_object(count), end_raw();
    frame const done = frames_.back();
    frames_.pop_back();
    if (!options_.strict || !done.slot.type || done.slot.type->shape != shape::structure) return true;
    std::size_t index = 0;
    for (field_info const& field : done.slot.type->fields()) {
      if (field.required && !done.seen[index]) {
        std::string path = path_of();
        if (!path.empty()) path += '.';
        path += field.name;
        return fail(ec, read_error::reason::missing_member, std::move(path), "is required and missing");
      }
      ++index;
    }
    return true;
  }
  bool on_array_end(std::size_t count, error_code&) {
    if (skipping_ > 0) return --skipping_, true;
    if (raw_depth_ > 0) return raw_->push_array(count), end_raw();
    frames_.pop_back();
    return true;
  }

  bool on_key_part(std::string_view part, std::size_t, error_code&) {
    if (skipping_ > 0) return true;
    if (raw_depth_ > 0) return raw_->push_chars(part), true;
    text_ += part;
    return true;
  }
  bool on_key(std::string_view part, std::size_t, error_code& ec) {
    if (skipping_ > 0) return true;
    if (raw_depth_ > 0) return raw_->push_key(part), true;
    std::string_view key = part;
    if (!text_.empty()) key = text_ += part;
    frame& top = frames_.back();
    bool ok = true;
    if (!top.slot.type) {
      top.field = key == target_.wrapper ? &inside_the_wrapper : nullptr;
    } else if (top.slot.type->shape == shape::map) {
      top.key = key;
    } else {
      ok = find(top, key, ec);
    }
    text_.clear();
    return ok;
  }

  bool on_string_part(std::string_view part, std::size_t, error_code&) {
    if (skipping_ > 0 || skip_next()) return true;
    if (raw_depth_ > 0) return raw_->push_chars(part), true;
    text_ += part;
    return true;
  }
  bool on_string(std::string_view part, std::size_t, error_code& ec) {
    if (skipping_ > 0 || skip_next()) return true;
    if (raw_depth_ > 0) return raw_->push_string(part), true;
    if (text_.empty()) return put({.is = scalar::type::text, .text = part}, ec);
    text_ += part;
    bool const ok = put({.is = scalar::type::text, .text = text_}, ec);
    text_.clear();
    return ok;
  }
  bool on_int64(std::int64_t value, std::string_view, error_code& ec) {
    text_.clear();
    if (skipping_ > 0 || skip_next()) return true;
    if (raw_depth_ > 0) return raw_->push_int64(value), true;
    return put({.is = scalar::type::integer, .integer = value}, ec);
  }
  bool on_uint64(std::uint64_t value, std::string_view, error_code& ec) {
    text_.clear();
    if (skipping_ > 0 || skip_next()) return true;
    if (raw_depth_ > 0) return raw_->push_uint64(value), true;
    return put({.is = scalar::type::unsigned_integer, .unsigned_integer = value}, ec);
  }
  bool on_double(double value, std::string_view rest, error_code& ec) {
    // Boost's parser rounds many numbers to a neighbour: the text says what was meant.
    text_ += rest;
    if (auto const exact = parse_number<double>(text_)) value = *exact;
    text_.clear();
    if (skipping_ > 0 || skip_next()) return true;
    if (!std::isfinite(value)) {
      return fail(ec, read_error::reason::malformed, path_of(), "is a number too large to hold");
    }
    if (raw_depth_ > 0) return raw_->push_double(value), true;
    return put({.is = scalar::type::real, .real = value}, ec);
  }
  bool on_bool(bool value, error_code& ec) {
    if (skipping_ > 0 || skip_next()) return true;
    if (raw_depth_ > 0) return raw_->push_bool(value), true;
    return put({.is = scalar::type::boolean, .boolean = value}, ec);
  }
  bool on_null(error_code& ec) {
    if (skipping_ > 0 || skip_next()) return true;
    if (raw_depth_ > 0) return raw_->push_null(), true;
    if (frames_.empty() || !frames_.back().slot.type) return mismatch({target_.type, nullptr}, "null", ec);
    frame& top = frames_.back();
    if (top.slot.type->shape == shape::structure) {  // null, absent and empty are one
      if (top.field->type->clear) top.field->type->clear(inner::field_at(top.base, *top.field));
      if (top.index < most_fields) top.seen[top.index] = false;
      return true;
    }
    return top.slot.type->shape == shape::list && options_.strict ? mismatch(next(ec), "null", ec) : true;
  }

 private:
  static constexpr std::size_t most_fields = 128;
  static constexpr field_info inside_the_wrapper{};
  static constexpr type_info empty_list{.shape = shape::list};

  struct slot {
    type_info const* type = nullptr;
    void* object = nullptr;
  };
  struct frame {
    detail::reader::slot slot{};        ///< Without a type: the object around the wrapper.
    void* base = nullptr;               ///< What `field` is a member of.
    field_info const* field = nullptr;  ///< The member whose key was read last; null: it is unknown.
    std::size_t index = 0;              ///< Of that member, or how many elements a list has.
    std::string key{};                  ///< Of a map.
    std::bitset<most_fields> seen{};
  };

  bool find(frame& top, std::string_view key, error_code& ec) {
    auto const fields = top.slot.type->fields();
    // Members mostly come in the order of the fields: look at the one after the last first.
    std::size_t const start = top.field && top.index < most_fields ? top.index + 1 : 0;
    for (std::size_t step = 0; step < fields.size(); ++step) {
      std::size_t const i = (start + step) % fields.size();
      if (fields[i].name != key) continue;
      top.field = &fields[i];
      top.base = top.slot.object;
      top.index = i;
      if (i < most_fields) top.seen[i] = true;
      return true;
    }
    if (field_info const* field = inner::find_field_by_alias(*top.slot.type, key)) {
      std::size_t const i = static_cast<std::size_t>(field - fields.data());
      bool const own_name_came = i < most_fields && top.seen[i];
      top.field = own_name_came ? nullptr : field;
      top.base = top.slot.object;
      top.index = own_name_came ? most_fields : i;
      if (i < most_fields) top.seen[i] = true;
      return true;
    }
    // The first struct inside may start at the same address: the type tells them apart.
    if (target_.extra && top.slot.object == target_.object && top.slot.type == target_.type) {
      if (field_info const* field = inner::find_field(*target_.extra, key)) {
        top.field = field;
        top.base = target_.extra_object;
        top.index = most_fields;
        return true;
      }
    }
    top.field = nullptr;
    if (!options_.strict) return true;
    std::string path = frames_.size() > 1 ? path_until(frames_.size() - 1) + '.' : std::string();
    path += key;
    return fail(ec, read_error::reason::unknown_member, std::move(path), "is not a known member");
  }

  bool skip_next() const {
    if (raw_depth_ > 0 || frames_.empty() || frames_.back().field) return false;
    return !frames_.back().slot.type || frames_.back().slot.type->shape == shape::structure;
  }

  /// Where the next value goes: the member just named, a new element, a new entry.
  slot next(error_code& ec) {
    if (frames_.empty() || !frames_.back().slot.type) return {target_.type, target_.object};
    frame& top = frames_.back();
    type_info const& type = *top.slot.type;
    switch (type.shape) {
      case shape::structure:
        return {top.field->type, inner::field_at(top.base, *top.field)};
      case shape::map:
        if (!spend(type.element->size_of + 64, ec)) return {};
        return {type.element, type.insert(top.slot.object, top.key)};
      default:
        ++top.index;
        if (!type.element)
          return fail(ec, read_error::reason::ill_typed, path_of(), "has to be an object, not a list"),
                 slot{};
        if (type.bit) return {type.element, &bit_};
        if (!spend(type.element->size_of, ec)) return {};
        return {type.element, type.put(top.slot.object)};
    }
  }

  bool spend(std::size_t bytes, error_code& ec) {
    spent_ += bytes;
    if (spent_ <= options_.max_memory) return true;
    return fail(ec, read_error::reason::too_large, path_of(), "has more elements than are allowed");
  }

  static slot inside(slot s) {
    while (s.type && s.type->shape == shape::optional) s = {s.type->element, s.type->put(s.object)};
    return s;
  }

  bool begin(shape wanted, error_code& ec) {
    if (skipping_ > 0 || skip_next()) return ++skipping_, true;
    if (raw_depth_ > 0) return ++raw_depth_, true;
    if (frames_.empty() && !target_.wrapper.empty()) {
      if (wanted == shape::list) return mismatch({target_.type, nullptr}, word_for(wanted), ec);
      frames_.emplace_back();
      return true;
    }
    slot const target = inside(next(ec));
    if (!target.type) return false;
    if (target.type->shape == shape::json) {
      raw_target_ = static_cast<boost::json::value*>(target.object);
      raw_.emplace();
      raw_depth_ = 1;
      return true;
    }
    bool const is_object = target.type->shape == shape::structure || target.type->shape == shape::map;
    if (wanted == shape::list && is_object && !options_.strict) {
      // PHP writes an empty object as an empty list, and some vendors' servers are written in it.
      frame f;
      f.slot.type = &empty_list;
      frames_.push_back(std::move(f));
      return true;
    }
    if (wanted == shape::list ? target.type->shape != shape::list : !is_object) {
      return mismatch(target, word_for(wanted), ec);
    }
    if (target.type->clear) target.type->clear(target.object);
    frame f;
    f.slot = target;
    frames_.push_back(std::move(f));
    return true;
  }

  bool end_raw() {
    if (--raw_depth_ == 0) {
      *raw_target_ = raw_->release();
      raw_.reset();
    }
    return true;
  }

  bool put(scalar const& value, error_code& ec) {
    slot const target = inside(next(ec));
    if (!target.type) return false;
    if (target.type->shape == shape::json) {
      auto& json = *static_cast<boost::json::value*>(target.object);
      switch (value.is) {
        case scalar::type::text:
          json = value.text;
          break;
        case scalar::type::integer:
          json = value.integer;
          break;
        case scalar::type::unsigned_integer:
          json = value.unsigned_integer;
          break;
        case scalar::type::real:
          json = value.real;
          break;
        case scalar::type::boolean:
          json = value.boolean;
          break;
      }
      return true;
    }
    if (!assign(*target.type, target.object, value, options_.strict)) {
      bool const number = value.is != scalar::type::text && value.is != scalar::type::boolean;
      return mismatch(target,
                      number                           ? "a number"
                      : value.is == scalar::type::text ? "a string"
                                                       : "a boolean",
                      ec);
    }
    if (target.object == &bit_) {
      frames_.back().slot.type->add_bit(frames_.back().slot.object, bit_);
    }
    return true;
  }

  bool mismatch(slot const& target, std::string_view got, error_code& ec) {
    std::string message = "has to be ";
    message += target.type ? word_for(target.type->shape) : "a value";
    message += ", not ";
    message += got;
    return fail(ec, read_error::reason::ill_typed, path_of(), message);
  }

  bool fail(error_code& ec, read_error::reason why, std::string path, std::string_view message) {
    if (!error) {
      error.why = why;
      error.message = path.empty() ? std::string("the text") : path;
      error.message += ' ';
      error.message += message;
      error.path = std::move(path);
    }
    ec = boost::system::errc::make_error_code(boost::system::errc::invalid_argument);
    return false;
  }

  std::string path_of() const { return path_until(frames_.size()); }
  std::string path_until(std::size_t depth) const {
    std::string path;
    for (std::size_t i = 0; i < depth; ++i) {
      frame const& f = frames_[i];
      if (!path.empty()) path += '.';
      if (!f.slot.type) {
        path += target_.wrapper;
      } else if (f.slot.type->shape == shape::list) {
        append_number(path, f.index > 0 ? f.index - 1 : 0);
      } else if (f.slot.type->shape == shape::map) {
        path += f.key;
      } else if (f.field) {
        path += f.field->name;
      }
    }
    return path;
  }

  read_target const& target_;
  read_options const& options_;
  std::vector<frame> frames_{};
  std::string text_{};
  std::size_t skipping_ = 0;
  std::size_t spent_ = 0;
  std::size_t raw_depth_ = 0;
  std::optional<boost::json::value_stack> raw_{};
  boost::json::value* raw_target_ = nullptr;
  bool bit_ = false;
};

COLB_DECL read_error read(std::string_view text, read_target const& target, read_options const& options) {
  boost::json::parse_options parse;
  parse.max_depth = options.max_depth;
  boost::json::basic_parser<reader> parser(parse, target, options);
  boost::system::error_code ec;
  std::size_t const used = parser.write_some(false, text.data(), text.size(), ec);
  read_error error = std::move(parser.handler().error);
  if (error) return error;
  if (!ec && (!parser.done() || used != text.size())) {
    ec = boost::json::error::extra_data;
  }
  if (ec) {
    error.why = read_error::reason::malformed;
    error.message = "not the JSON that was expected: ";
    error.message += ec.message();
    error.message += " (at byte ";
    append_number(error.message, used);
    error.message += ')';
  }
  return error;
}

COLB_DECL read_error read(std::string_view text, type_info const& type, void* object,
                          read_options const& options) {
  read_target target;
  target.type = &type;
  target.object = object;
  return read(text, target, options);
}

}  // namespace colb::inline COLB_ABI::codec::detail
