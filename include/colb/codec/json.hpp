// colb: structs to JSON text and back, driven by the tables of reflect.hpp. No document tree in between.
#pragma once

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>

#include <boost/json/object.hpp>

#include <colb/engine/reflect.hpp>

namespace colb::inline COLB_ABI::codec {

/// How JSON text is written.
struct write_options {
  bool mask_secrets = false;  ///< Private keys and the like are written as "***".
};

/// How JSON text is read.
struct read_options {
  /// Requests: unknown, missing and ill-typed members are refused, and so is what is not UTF-8.
  ///
  /// Replies are read if they can be: unknown members are skipped, missing ones stay unset, a number in a
  /// string field and the reverse are taken, `""` for a number or a boolean means unset, an optional number
  /// or boolean that is something else stays unset, and U+FFFD stands for bytes that are not UTF-8 and for
  /// halves of surrogate pairs.
  bool strict = false;
  bool complete = false;       ///< Missing members are refused although the rest is not read strictly.
  std::size_t max_depth = 32;  ///< Of nested lists and objects; what is skipped may be nested more deeply.
  /// Bytes that list elements and map entries may take in memory: a short text such as `[{},{},…]` makes
  /// large ones.
  std::size_t max_memory = std::size_t{32} * 1024 * 1024;
};

/// Why a text was refused.
struct read_error {
  enum class reason { none, malformed, ill_typed, unknown_member, missing_member, too_large };
  reason why = reason::none;
  std::string path{};     ///< Of the member at fault, such as `Targets.0.Port`; empty for the whole text.
  std::string message{};  ///< One sentence for people; quotes no value.
  explicit operator bool() const noexcept { return why != reason::none; }
};

namespace detail {

using inner::field_info;
using inner::shape;
using inner::type_info;

/// Appends a text as a JSON string, quotes and all.
void append_string(std::string& out, std::string_view text);

template <class Number>
void append_number(std::string& out, Number value) {
  char buffer[32];
  out.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr);
}

/// An unset optional is left out; so is an empty list, unless it is `required` or inside an optional.
bool is_left_out(field_info const& field, void const* value);

/// Appends the members of an object without its braces. `first`: whether no member stands before them;
/// returns whether still none does.
bool write_members(std::string& out, type_info const& type, void const* object, write_options const& options,
                   bool first);

/// Appends a value of any type as JSON text.
void write(std::string& out, type_info const& type, void const* value, write_options const& options);

/// `std::from_chars`, which libc++ before 20 lacks for a double.
std::from_chars_result read_double(char const* first, char const* last, double& out);

template <class Number>
std::optional<Number> parse_number(std::string_view text) {
  Number value{};
  auto const [end, error] = [&] {
    if constexpr (std::is_floating_point_v<Number>) {
      return read_double(text.data(), text.data() + text.size(), value);
    } else {
      return std::from_chars(text.data(), text.data() + text.size(), value);
    }
  }();
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// What a shape is called in a sentence: "an integer".
std::string_view word_for(shape s);

/// A scalar as it stood in the text, before it is known what the field wants.
struct scalar {
  enum class type { text, integer, unsigned_integer, real, boolean } is;
  std::string_view text{};
  std::int64_t integer = 0;
  std::uint64_t unsigned_integer = 0;
  double real = 0;
  bool boolean = false;

  void spell(std::string& out) const;
};

/// Puts a scalar where the field wants it. Integers in quotes are taken everywhere: the vendors' examples
/// send them.
bool assign(type_info const& type, void* target, scalar const& from, bool strict);

/// Whether a type is an integer, a number or a boolean, optional or not: in replies "" means there that it is
/// unset.
bool is_number_or_boolean(type_info const& type);

/// The path of the first text of a value that is not UTF-8, such as `Targets.0.InstanceId`; nothing when all
/// are.
std::optional<std::string> path_not_utf8(type_info const& type, void const* value);

/// Where a text goes. Replies come in an envelope: the members of `extra` stand beside those of `type`, both
/// inside a member called `wrapper` where that is not empty.
struct read_target {
  type_info const* type = nullptr;
  void* object = nullptr;
  type_info const* extra = nullptr;
  void* extra_object = nullptr;
  std::string_view wrapper{};
  /// Where the members go that no struct has, each under its path (`Targets.0.Tag`); null: they are passed
  /// over.
  boost::json::object* unknown = nullptr;
  bool whole = false;  ///< All members of the outermost object go there, those of `extra` too.
};

/// Reads a whole text into objects made by `blank`.
read_error read(std::string_view text, read_target const& target, read_options const& options);
read_error read(std::string_view text, type_info const& type, void* object, read_options const& options);

}  // namespace detail
}  // namespace colb::inline COLB_ABI::codec

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/codec/impl/json.ipp>
#endif
