// colb: the fields of a plain aggregate, by name, as data.
//
// Boost.PFR counts and visits the fields; from there on everything is a table (`inner::type_info`) that
// ordinary, non-template code reads: the codecs, the printer and the emulator are compiled once, whatever the
// number of Actions.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/json/value.hpp>
#include <boost/pfr/core.hpp>

#include <colb/action.hpp>
#include <colb/required.hpp>

namespace colb::inline COLB_ABI::inner {

// ---- counting and visiting
// -------------------------------------------------------------------------------------

struct probe {
  template <class F>
  operator F&() const& noexcept;
  template <class F>
  operator F&() const&& noexcept;
};
template <std::size_t>
using probe_at = probe;

template <class T, std::size_t N>
inline constexpr bool takes_fields = []<std::size_t... I>(std::index_sequence<I...>) {
  return requires { T{probe_at<I>{}...}; };
}
(std::make_index_sequence<N>{});

/// How many fields an aggregate has whose fields may all be left out.
///
/// Boost.PFR counts too, but for any aggregate: it starts at eight times the size of T, which for a type of 3
/// KB means 12,000 initialisers at once, two thirds of the time a TU takes. Structs here have tens of fields:
/// start at 8.
template <class T, std::size_t Low, std::size_t High>
consteval std::size_t count_fields_between() {
  if constexpr (High - Low == 1) {
    return Low;
  } else if constexpr (takes_fields<T, (Low + High) / 2>) {
    return count_fields_between<T, (Low + High) / 2, High>();
  } else {
    return count_fields_between<T, Low, (Low + High) / 2>();
  }
}

template <class T, std::size_t High = 8>
consteval std::size_t count_fields() {
  if constexpr (takes_fields<T, High>) {
    return count_fields<T, High * 2>();
  } else {
    return count_fields_between < T, High == 8 ? 0 : High / 2, High > ();
  }
}

template <class T>
inline constexpr std::size_t field_count = count_fields<T>();

/// References to all fields, by Boost.PFR: it names them in a structured binding of `field_count` names.
template <class T>
constexpr auto tie_fields(T& object) noexcept {
  return boost::pfr::detail::tie_as_tuple(object,
                                          boost::pfr::detail::size_t_<field_count<std::remove_cv_t<T>>>{});
}

template <std::size_t I, class Tie>
constexpr auto& get_field(Tie const& tie) noexcept {
  return boost::pfr::detail::sequence_tuple::get<I>(tie);
}

template <class T, std::size_t I>
using field_type = std::remove_cvref_t<decltype(get_field<I>(tie_fields(std::declval<T const&>())))>;

// ---- names of fields
// -------------------------------------------------------------------------------------------

template <class T>
struct ghost {
  T value;
};

#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wundefined-var-template"
#pragma clang diagnostic ignored "-Wundefined-internal"
#endif

/// Never defined: only addresses inside it are formed, at compile time.
template <class T>
extern ghost<T> const ghost_of;

template <class T>
struct pointer_to {
  T const* p;
};

template <auto Pointer>
consteval std::string_view name_behind() {
  constexpr std::string_view text = __PRETTY_FUNCTION__;
  // "... ghost_of<T>.…::value.X)}]" with GCC and "… {&ghost_of.value.X}]" with Clang: the last identifier is
  // the field.
  constexpr auto is_word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  std::size_t end = text.size();
  if (auto with = text.rfind("; std::string_view"); with != std::string_view::npos) end = with;
  while (end > 0 && !is_word(text[end - 1])) --end;
  std::size_t begin = end;
  while (begin > 0 && is_word(text[begin - 1])) --begin;
  return text.substr(begin, end - begin);
}

template <class T, std::size_t I>
consteval auto pointer_to_field() {
  auto const& field = get_field<I>(tie_fields(ghost_of<T>.value));
  return pointer_to<std::remove_cvref_t<decltype(field)>>{std::addressof(field)};
}

/// The wire name: the C++ name less the one `_` that keeps a field from being a keyword.
template <class T, std::size_t I>
consteval std::string_view field_name() {
  std::string_view name = name_behind<pointer_to_field<T, I>()>();
  if (name.ends_with('_')) name.remove_suffix(1);
  return name;
}

#if defined(__clang__)
#pragma clang diagnostic pop
#endif

template <class T>
constexpr bool is_secret(std::string_view field) {
  if constexpr (requires { secret_fields(static_cast<T const*>(nullptr)); }) {
    for (std::string_view secret : secret_fields(static_cast<T const*>(nullptr))) {
      if (secret == field) return true;
    }
  }
  return false;
}

template <class T>
constexpr bool is_json_text(std::string_view field) {
  if constexpr (requires { json_text_fields(static_cast<T const*>(nullptr)); }) {
    for (std::string_view text : json_text_fields(static_cast<T const*>(nullptr))) {
      if (text == field) return true;
    }
  }
  return false;
}

template <class T>
inline constexpr auto aliases_of = [] {
  if constexpr (requires { aliases(static_cast<T const*>(nullptr)); }) {
    return aliases(static_cast<T const*>(nullptr));
  } else {
    return std::array<alias, 0>{};
  }
}();

// ---- a value before its fields are known
// -----------------------------------------------------------------------

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class T>
inline constexpr bool is_map = false;
template <class T>
inline constexpr bool is_map<std::map<std::string, T>> = true;
template <class T>
inline constexpr bool is_scalar = std::is_same_v<T, std::string> || std::is_same_v<T, std::int64_t> ||
                                  std::is_same_v<T, double> || std::is_same_v<T, bool>;
template <class T>
inline constexpr bool is_structure = std::is_aggregate_v<T>&& std::is_class_v<T> && !std::is_union_v<T>;

template <class T>
T blank() {
  if constexpr (is_required<T>) {
    return T(unset);
  } else if constexpr (is_structure<T>) {
    return []<std::size_t... I>(std::index_sequence<I...>) { return T{blank<field_type<T, I>>()...}; }
    (std::make_index_sequence<field_count<T>>{});
  } else {
    return T{};
  }
}

/// Becomes a `blank<T>()` in the place where it is wanted: a large struct need not be moved there.
template <class T>
struct blank_in_place {
  operator T() const { return blank<T>(); }
};

// ---- types as data
// ---------------------------------------------------------------------------------------------

enum class shape : std::uint8_t { string, integer, real, boolean, json, optional, list, map, structure };

struct type_info;

struct field_info {
  std::string_view name;
  std::size_t offset;  ///< Of the value itself: of what a `required` holds.
  type_info const* type;
  bool required;
  bool secret;
  bool json_text;  ///< Sent as a JSON text inside a flat parameter.
};

/// What erased code may do with a value of some type. Members that make no sense for the shape are null.
struct type_info {
  inner::shape shape;
  std::string_view name{};             ///< Of a structure, without its namespace.
  std::size_t size_of = 0;             ///< What one element adds to memory.
  type_info const* element = nullptr;  ///< Of optional, list and map.
  std::span<field_info const> (*fields)() = nullptr;
  std::span<alias const> aliases{};            ///< Of a structure's fields.
  void const* (*get)(void const*) = nullptr;   ///< optional: the value, or null.
  void* (*put)(void*) = nullptr;               ///< optional: set to blank; list: a blank element added.
  void (*clear)(void*) = nullptr;              ///< optional, list and map.
  std::size_t (*size)(void const*) = nullptr;  ///< list and map.
  void const* (*at)(void const*, std::size_t) = nullptr;  ///< list.
  bool (*bit)(void const*, std::size_t) = nullptr;  ///< list of booleans, which has no addressable elements.
  void (*add_bit)(void*, bool) = nullptr;           ///< likewise.
  void* (*insert)(void*, std::string_view) = nullptr;  ///< map: a blank value under the key.
  void (*each)(void const*, void*, void (*)(void*, std::string_view, void const*)) = nullptr;  ///< map.
};

template <class T>
constexpr type_info make_type_info();

template <class T>
inline constexpr type_info type_info_of = make_type_info<T>();

template <class T>
struct unwrapped {
  using type = T;
};
template <class T>
struct unwrapped<required<T>> {
  using type = T;
};

template <class T>
void const* address_of_value(T const& field) {
  if constexpr (is_required<T>) {
    return std::addressof(field.value());
  } else {
    return std::addressof(field);
  }
}

template <class T>
std::span<field_info const> fields_of() {
  static auto const table = []<std::size_t... I>(std::index_sequence<I...>) {
    T const object = blank<T>();
    [[maybe_unused]] auto const tied = tie_fields(object);
    [[maybe_unused]] auto const offset = [&](void const* field) {
      return static_cast<std::size_t>(static_cast<std::byte const*>(field) -
                                      static_cast<std::byte const*>(static_cast<void const*>(&object)));
    };
    return std::array<field_info, sizeof...(I)>{
        field_info{field_name<T, I>(), offset(address_of_value(get_field<I>(tied))),
                   &type_info_of<typename unwrapped<field_type<T, I>>::type>, is_required<field_type<T, I>>,
                   is_secret<T>(field_name<T, I>()), is_json_text<T>(field_name<T, I>())}...};
  }
  (std::make_index_sequence<field_count<T>>{});
  return table;
}

template <class T>
consteval std::string_view type_name() {
  constexpr std::string_view text = __PRETTY_FUNCTION__;
  std::string_view name = text.substr(text.find("T = ") + 4);
  name = name.substr(0, name.find_first_of(";]"));
  if (auto colons = name.rfind(':'); colons != std::string_view::npos) name.remove_prefix(colons + 1);
  return name;
}

template <class T>
constexpr type_info make_type_info() {
  if constexpr (std::is_same_v<T, std::string>) {
    return {.shape = shape::string, .size_of = sizeof(T)};
  } else if constexpr (std::is_same_v<T, std::int64_t>) {
    return {.shape = shape::integer, .size_of = sizeof(T)};
  } else if constexpr (std::is_same_v<T, double>) {
    return {.shape = shape::real, .size_of = sizeof(T)};
  } else if constexpr (std::is_same_v<T, bool>) {
    return {.shape = shape::boolean, .size_of = sizeof(T)};
  } else if constexpr (std::is_same_v<T, boost::json::value>) {
    return {.shape = shape::json, .size_of = sizeof(T)};
  } else if constexpr (is_optional<T>) {
    using E = typename T::value_type;
    return {.shape = shape::optional,
            .size_of = sizeof(T),
            .element = &type_info_of<E>,
            .get = [](void const* p) -> void const* {
              auto const& o = *static_cast<T const*>(p);
              return o ? std::addressof(*o) : nullptr;
            },
            .put = [](void* p) -> void* {
              return std::addressof(static_cast<T*>(p)->emplace(blank_in_place<E>{}));
            },
            .clear = [](void* p) { static_cast<T*>(p)->reset(); }};
  } else if constexpr (std::is_same_v<T, std::vector<bool>>) {
    using E = typename T::value_type;
    return {.shape = shape::list,
            .size_of = sizeof(T),
            .element = &type_info_of<E>,
            .clear = [](void* p) { static_cast<T*>(p)->clear(); },
            .size = [](void const* p) { return static_cast<T const*>(p)->size(); },
            .bit = [](void const* p, std::size_t i) -> bool { return (*static_cast<T const*>(p))[i]; },
            .add_bit = [](void* p, bool b) { static_cast<T*>(p)->push_back(b); }};
  } else if constexpr (is_list<T>) {
    using E = typename T::value_type;
    return {.shape = shape::list,
            .size_of = sizeof(T),
            .element = &type_info_of<E>,
            .put = [](void* p) -> void* {
              static_cast<T*>(p)->emplace_back(blank_in_place<E>{});
              return std::addressof(static_cast<T*>(p)->back());
            },
            .clear = [](void* p) { static_cast<T*>(p)->clear(); },
            .size = [](void const* p) { return static_cast<T const*>(p)->size(); },
            .at = [](void const* p, std::size_t i) -> void const* {
              return std::addressof((*static_cast<T const*>(p))[i]);
            }};
  } else if constexpr (is_map<T>) {
    using E = typename T::mapped_type;
    return {.shape = shape::map,
            .size_of = sizeof(T),
            .element = &type_info_of<E>,
            .clear = [](void* p) { static_cast<T*>(p)->clear(); },
            .size = [](void const* p) { return static_cast<T const*>(p)->size(); },
            .insert = [](void* p, std::string_view key) -> void* {
              return std::addressof(
                  static_cast<T*>(p)->insert_or_assign(std::string(key), blank<E>()).first->second);
            },
            .each =
                [](void const* p, void* context, void (*visit)(void*, std::string_view, void const*)) {
                  for (auto const& [key, value] : *static_cast<T const*>(p)) visit(context, key, &value);
                }};
  } else {
    static_assert(is_structure<T>,
                  "colb: a field has to be std::string, std::int64_t, double, bool, boost::json::value, a "
                  "plain struct, "
                  "or std::optional, std::vector, std::map<std::string, …> or colb::required of one of them");
    return {.shape = shape::structure,
            .name = type_name<T>(),
            .size_of = sizeof(T),
            .fields = &fields_of<T>,
            .aliases = aliases_of<T>};
  }
}

inline field_info const* find_field(type_info const& type, std::string_view name) {
  for (field_info const& field : type.fields()) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

/// The field that an alias means; null when it means none.
inline field_info const* find_field_by_alias(type_info const& type, std::string_view name) {
  for (alias const& other : type.aliases) {
    if (other.name == name) return find_field(type, other.field);
  }
  return nullptr;
}

inline void const* field_at(void const* object, field_info const& field) {
  return static_cast<std::byte const*>(object) + field.offset;
}
inline void* field_at(void* object, field_info const& field) {
  return static_cast<std::byte*>(object) + field.offset;
}

}  // namespace colb::inline COLB_ABI::inner
