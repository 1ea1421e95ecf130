// colb: the bodies of codec/flat.hpp.
#pragma once

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <colb/codec/flat.hpp>

#include <boost/json/parse.hpp>

namespace colb::inline COLB_ABI::codec::detail {

// ---- writing
// ---------------------------------------------------------------------------------------------------

class flat_writer {
 public:
  flat_writer(std::vector<parameter>& out, std::size_t index_base) : out_(out), index_base_(index_base) {}

  void members(type_info const& type, void const* object) {
    for (field_info const& field : type.fields()) {
      void const* const value = inner::field_at(object, field);
      if (is_left_out(field, value)) continue;
      auto const size = step(field.name);
      if (field.json_text) {
        std::string text;
        write(text, *field.type, value, {});
        out_.emplace_back(path_, std::move(text));
      } else {
        this->value(*field.type, value);
      }
      path_.resize(size);
    }
  }

 private:
  std::size_t step(std::string_view segment) {
    auto const size = path_.size();
    if (size > 0) path_ += '.';
    path_ += segment;
    return size;
  }

  std::size_t step(std::size_t index) {
    char digits[24];
    auto const end = std::to_chars(digits, digits + sizeof digits, index + index_base_).ptr;
    return step(std::string_view(digits, static_cast<std::size_t>(end - digits)));
  }

  void value(type_info const& type, void const* object) {
    switch (type.shape) {
      case shape::string:
        out_.emplace_back(path_, *static_cast<std::string const*>(object));
        return;
      case shape::optional:
        if (void const* inner = type.get(object)) value(*type.element, inner);
        return;
      case shape::structure:
        members(type, object);
        return;
      case shape::list:
        for (std::size_t i = 0, n = type.size(object); i < n; ++i) {
          auto const size = step(i);
          if (type.bit) {
            out_.emplace_back(path_, type.bit(object, i) ? "true" : "false");
          } else {
            value(*type.element, type.at(object, i));
          }
          path_.resize(size);
        }
        return;
      case shape::map: {
        struct context {
          flat_writer& writer;
          type_info const& element;
        } state{*this, *type.element};
        type.each(object, &state, [](void* p, std::string_view key, void const* item) {
          auto& c = *static_cast<context*>(p);
          auto const size = c.writer.step(key);
          c.writer.value(c.element, item);
          c.writer.path_.resize(size);
        });
        return;
      }
      default: {
        std::string text;
        write(text, type, object, {});
        out_.emplace_back(path_, std::move(text));
      }
    }
  }

  std::vector<parameter>& out_;
  std::size_t index_base_;
  std::string path_{};
};

COLB_DECL std::vector<parameter> write_flat(type_info const& type, void const* object,
                                            std::size_t index_base) {
  std::vector<parameter> out;
  flat_writer(out, index_base).members(type, object);
  return out;
}

// ---- reading
// ---------------------------------------------------------------------------------------------------

/// One parameter, its name taken apart. The views are into the parameter.
struct flat_entry {
  std::vector<std::string_view> path{};
  std::string_view value{};
  std::size_t order = 0;  ///< where it stood: the first of two that are the same counts
};

/// A number of a list: digits only, no leading zero, up to 999999.
COLB_DECL std::optional<std::uint32_t> flat_index(std::string_view segment) {
  if (segment.empty() || segment.size() > 6 || (segment.size() > 1 && segment.front() == '0'))
    return std::nullopt;
  return parse_number<std::uint32_t>(segment);
}

class flat_reader {
 public:
  explicit flat_reader(read_options const& options) : options_(options) {}

  read_error error{};

  bool structure(type_info const& type, void* object, std::span<flat_entry const> entries,
                 std::size_t depth) {
    auto const all = entries;
    while (!entries.empty()) {
      auto const group = take_group(entries, depth);
      std::string_view const name = group.front().path[depth];
      field_info const* field = inner::find_field(type, name);
      if (!field) {
        field = inner::find_field_by_alias(type, name);
        if (field && !find_group(all, depth, field->name).empty()) continue;  // the field's own name counts
      }
      if (field) {
        if (!member(*field, object, group, depth + 1)) return false;
      } else if (options_.strict) {
        return fail(read_error::reason::unknown_member, group.front(), depth + 1, "is not a known member");
      }
    }
    return true;
  }

  /// Strict reading only: every required field below `type` is there. Follows the sorted entries once more.
  bool complete(type_info const& type, std::span<flat_entry const> entries, std::size_t depth) {
    for (field_info const& field : type.fields()) {
      auto group = find_group(entries, depth, field.name);
      for (alias const& other : type.aliases) {
        if (group.empty() && other.field == field.name) group = find_group(entries, depth, other.name);
      }
      if (group.empty()) {
        if (!field.required) continue;
        std::string path =
            entries.empty() || depth == 0 ? std::string() : path_of(entries.front(), depth) + '.';
        path += field.name;
        return fail(read_error::reason::missing_member, std::move(path), "is required and missing");
      }
      if (!(field.json_text && group.front().path.size() == depth + 1) &&
          !complete_value(*field.type, group, depth + 1)) {
        return false;
      }
    }
    return true;
  }

  bool fail(read_error::reason why, std::string path, std::string_view message) {
    error.why = why;
    error.message = path.empty() ? std::string("the parameters") : path;
    error.message += ' ';
    error.message += message;
    error.path = std::move(path);
    return false;
  }

 private:
  static std::span<flat_entry const> take_group(std::span<flat_entry const>& entries, std::size_t depth) {
    std::string_view const segment = entries.front().path[depth];
    std::size_t size = 1;
    while (size < entries.size() && entries[size].path[depth] == segment) ++size;
    auto const group = entries.first(size);
    entries = entries.subspan(size);
    return group;
  }

  static std::span<flat_entry const> find_group(std::span<flat_entry const> entries, std::size_t depth,
                                                std::string_view name) {
    while (!entries.empty()) {
      auto const group = take_group(entries, depth);
      if (group.front().path[depth] == name) return group;
    }
    return {};
  }

  bool complete_value(type_info const& type, std::span<flat_entry const> entries, std::size_t depth) {
    switch (type.shape) {
      case shape::optional:
        return complete_value(*type.element, entries, depth);
      case shape::structure:
        return complete(type, entries, depth);
      case shape::list:
      case shape::map:
        while (!entries.empty()) {
          if (!complete_value(*type.element, take_group(entries, depth), depth + 1)) return false;
        }
        return true;
      default:
        return true;
    }
  }

  bool member(field_info const& field, void* object, std::span<flat_entry const> entries, std::size_t depth) {
    void* const target = inner::field_at(object, field);
    if (!field.json_text || entries.front().path.size() > depth)
      return value(*field.type, target, entries, depth);
    read_options inner = options_;
    inner.max_memory -= std::min(spent_, inner.max_memory);
    if (read_error problem = read(entries.back().value, *field.type, target, inner)) {
      std::string path = path_of(entries.front(), depth);
      if (!problem.path.empty()) path += '.' + problem.path;
      return fail(problem.why, std::move(path), "does not hold the JSON that was expected");
    }
    return true;
  }

  bool value(type_info const& type, void* object, std::span<flat_entry const> entries, std::size_t depth) {
    switch (type.shape) {
      case shape::optional:
        if (is_unset(*type.element, entries, depth)) return type.clear(object), true;
        return value(*type.element, type.put(object), entries, depth);
      case shape::structure:
        if (entries.front().path.size() == depth) return mismatch(type, entries.front(), depth);
        return structure(type, object, entries, depth);
      case shape::list:
        type.clear(object);
        while (!entries.empty()) {
          if (entries.front().path.size() == depth) return mismatch(type, entries.front(), depth);
          auto const group = take_group(entries, depth);
          if (!flat_index(group.front().path[depth])) return mismatch(type, group.front(), depth + 1);
          if (is_unset(*type.element, group, depth + 1)) continue;
          if (!element(type, object, group, depth + 1)) return false;
        }
        return true;
      case shape::map:
        type.clear(object);
        while (!entries.empty()) {
          if (entries.front().path.size() == depth) return mismatch(type, entries.front(), depth);
          auto const group = take_group(entries, depth);
          if (!spend(type.element->size_of + 64, group.front(), depth)) return false;
          if (!value(*type.element, type.insert(object, group.front().path[depth]), group, depth + 1))
            return false;
        }
        return true;
      default:
        return scalar_value(type, object, entries, depth);
    }
  }

  /// Whether an empty value stands for a number or a boolean that a reply does not have.
  bool is_unset(type_info const& type, std::span<flat_entry const> entries, std::size_t depth) const {
    return !options_.strict && entries.back().path.size() == depth && entries.back().value.empty() &&
           is_number_or_boolean(type);
  }

  bool element(type_info const& type, void* list, std::span<flat_entry const> entries, std::size_t depth) {
    if (!spend(type.element->size_of, entries.front(), depth)) return false;
    if (!type.bit) return value(*type.element, type.put(list), entries, depth);
    bool bit = false;
    if (!scalar_value(*type.element, &bit, entries, depth)) return false;
    type.add_bit(list, bit);
    return true;
  }

  bool scalar_value(type_info const& type, void* object, std::span<flat_entry const> entries,
                    std::size_t depth) {
    // Of a name that came twice the last one counts; sorting kept their order.
    flat_entry const& entry = entries.back();
    if (entry.path.size() != depth) return mismatch(type, entry, depth);
    if (type.shape == shape::json) {
      auto& json = *static_cast<boost::json::value*>(object);
      boost::system::error_code ec;
      json = boost::json::parse(entry.value, ec);
      if (ec) json = entry.value;
      return true;
    }
    if (assign(type, object, {.is = scalar::type::text, .text = entry.value}, options_.strict)) return true;
    return mismatch(type, entry, depth);
  }

  bool spend(std::size_t bytes, flat_entry const& at, std::size_t depth) {
    spent_ += bytes;
    if (spent_ <= options_.max_memory) return true;
    return fail(read_error::reason::too_large, at, depth, "has more elements than are allowed");
  }

  bool mismatch(type_info const& type, flat_entry const& at, std::size_t depth) {
    std::string message = "has to be ";
    message += word_for(type.shape);
    return fail(read_error::reason::ill_typed, at, depth, message);
  }

  bool fail(read_error::reason why, flat_entry const& at, std::size_t depth, std::string_view message) {
    return fail(why, path_of(at, depth), message);
  }

  static std::string path_of(flat_entry const& entry, std::size_t depth) {
    std::string path;
    for (std::size_t i = 0; i < std::min(depth, entry.path.size()); ++i) {
      if (i > 0) path += '.';
      path += entry.path[i];
    }
    return path;
  }

  read_options const& options_;
  std::size_t spent_ = 0;
};

/// Segment by segment, numbers by their value: `X.2` before `X.10`, `X` before `X.0`.
COLB_DECL bool flat_less(flat_entry const& a, flat_entry const& b) {
  return std::lexicographical_compare(a.path.begin(), a.path.end(), b.path.begin(), b.path.end(),
                                      [](std::string_view x, std::string_view y) {
                                        auto const left = flat_index(x);
                                        auto const right = flat_index(y);
                                        if (left && right) return *left < *right;
                                        if (left.has_value() != right.has_value()) return left.has_value();
                                        return x < y;
                                      });
}

COLB_DECL read_error read_flat(std::span<parameter const> parameters, type_info const& type, void* object,
                               read_options const& options) {
  flat_reader reader(options);
  std::vector<flat_entry> entries;
  entries.reserve(parameters.size());
  for (auto const& [name, value] : parameters) {
    flat_entry entry;
    std::string_view rest = name;
    for (bool last = false; !last;) {
      auto const dot = rest.find('.');
      last = dot == rest.npos;
      entry.path.push_back(rest.substr(0, dot));
      if (!last) rest.remove_prefix(dot + 1);
      if (entry.path.size() > options.max_depth) {
        reader.fail(read_error::reason::too_large, std::string(entry.path.front()), "is nested too deeply");
        return std::move(reader.error);
      }
    }
    entry.value = value;
    entry.order = entries.size();
    entries.push_back(std::move(entry));
  }
  std::sort(entries.begin(), entries.end(), [](flat_entry const& a, flat_entry const& b) {
    return flat_less(a, b) || (!flat_less(b, a) && a.order < b.order);
  });
  if (reader.structure(type, object, entries, 0) && options.strict) reader.complete(type, entries, 0);
  return std::move(reader.error);
}

}  // namespace colb::inline COLB_ABI::codec::detail
