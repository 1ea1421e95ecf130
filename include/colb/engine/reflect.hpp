// colb: the fields of a plain aggregate, by name, as data.
//
// Fields are counted and bound once (fields.hpp); from there on everything is a table (`inner::type_info`),
// made by the compiler, that ordinary, non-template code reads: the codecs, the printer and the emulator are
// compiled once, whatever the number of Actions.
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
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/json/value.hpp>

#include <colb/action.hpp>
#include <colb/engine/fields.hpp>
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

/// How many fields an aggregate has whose fields may all be left out: structs here have tens of fields, so
/// the search starts at 8.
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

// ---- names of fields
// -------------------------------------------------------------------------------------------

template <auto Place>
consteval std::string_view text_of_place() {
  return __PRETTY_FUNCTION__;
}

struct one_field {
  char colb_field;
};
struct text_of_first {
  template <class, auto Place>
  static consteval std::string_view of() {
    return text_of_place<Place>();
  }
};

/// "… [with auto Place = (& ghost_of<T>.ghost<T>::value.T::X); …]" with GCC and "… {&ghost_of.value.X}]" with
/// Clang: how many characters follow the name.
inline constexpr std::size_t text_behind_name = [] {
  constexpr std::string_view name = "colb_field";
  constexpr std::string_view text = with_places<text_of_first, one_field>(count<1>{});
  return text.size() - text.rfind(name) - name.size();
}();

/// The wire name: the C++ name less the one `_` that keeps a field from being a keyword.
template <auto Place>
consteval std::string_view name_of_place() {
  std::string_view const text = text_of_place<Place>();
  std::size_t end = text.size() - text_behind_name;
  std::size_t begin = end;
  for (; begin > 0; --begin) {
    char const c = text[begin - 1];
    if (c == ':' || c == '.' || c == ' ' || c == '&') break;
  }
  if (text[end - 1] == '_') --end;
  return text.substr(begin, end - begin);
}

template <class T>
constexpr bool is_secret([[maybe_unused]] std::string_view field) {
  if constexpr (requires { secret_fields(static_cast<T const*>(nullptr)); }) {
    for (std::string_view secret : secret_fields(static_cast<T const*>(nullptr))) {
      if (secret == field) return true;
    }
  }
  return false;
}

template <class T>
constexpr bool is_json_text([[maybe_unused]] std::string_view field) {
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
consteval bool needs_blank();

struct needs_blank_within {
  template <class, auto... Places>
  static consteval bool of() {
    return (needs_blank<std::remove_const_t<at_place<Places>>>() || ...);
  }
};

/// Whether a T{} does not do: a field that has to be given stands in it.
template <class T>
consteval bool needs_blank() {
  if constexpr (is_required<T>) {
    return true;
  } else if constexpr (is_structure<T>) {
    return with_places<needs_blank_within, T>(count<field_count<T>>{});
  } else {
    return false;
  }
}

struct blank_maker {
  template <class T, auto... Places>
  static T make() {
    return T{blank<std::remove_const_t<at_place<Places>>>()...};
  }
  template <class T, auto... Places>
  static consteval auto of() {
    return &make<T, Places...>;
  }
};

template <class T>
T blank() {
  if constexpr (is_required<T>) {
    return T(unset);
  } else if constexpr (is_structure<T> && needs_blank<T>()) {
    return with_places<blank_maker, T>(count<field_count<T>>{})();
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
  std::string_view name{};                        ///< Of a structure, without its namespace.
  std::size_t size_of = 0;                        ///< What one element adds to memory.
  type_info const* element = nullptr;             ///< Of optional, list and map.
  field_info const* first_field = nullptr;        ///< Of a structure.
  std::size_t field_count = 0;                    ///< Of a structure.
  std::span<alias const> aliases{};               ///< Of a structure's fields.
  void const* (*get)(void const*) = nullptr;      ///< optional: the value, or null.
  void* (*put)(void*) = nullptr;                  ///< optional: set to blank; list: a blank element added.
  void (*clear)(void*) = nullptr;                 ///< optional, list and map.
  void (*reserve)(void*, std::size_t) = nullptr;  ///< list of elements so large that moving them counts.
  std::size_t (*size)(void const*) = nullptr;     ///< list and map.
  void const* (*at)(void const*, std::size_t) = nullptr;  ///< list.
  bool (*bit)(void const*, std::size_t) = nullptr;  ///< list of booleans, which has no addressable elements.
  void (*add_bit)(void*, bool) = nullptr;           ///< likewise.
  void* (*insert)(void*, std::string_view) = nullptr;  ///< map: a blank value under the key.
  void (*each)(void const*, void*, void (*)(void*, std::string_view, void const*)) = nullptr;  ///< map.

  constexpr std::span<field_info const> fields() const noexcept { return {first_field, field_count}; }
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

struct table_maker {
  template <class T, auto... Places>
  static consteval auto of() {
    std::array<field_info, sizeof...(Places)> table{field_of<T, Places>()...};
    // The names in one text of their own: the compiler's texts around them would all stay in the program.
    char const* name = names<T, (name_of_place<Places>().size() + ... + 1), Places...>.data();
    for (auto& field : table) {
      field.name = {name, field.name.size()};
      name += field.name.size();
    }
    // Members of a plain struct follow each other, each at the next multiple of its alignment.
    constexpr std::array<std::size_t, sizeof...(Places) + 1> sizes{sizeof(at_place<Places>)..., 0};
    constexpr std::array<std::size_t, sizeof...(Places) + 1> aligned{alignof(at_place<Places>)...,
                                                                     alignof(T)};
    std::size_t at = 0;
    for (std::size_t i = 0; i < table.size(); ++i) {
      at = (at + aligned[i] - 1) / aligned[i] * aligned[i];
      table[i].offset = at;
      at += sizes[i];
    }
    return table;
  }

  template <class T, std::size_t Size, auto... Places>
  static constexpr std::array<char, Size> names = [] {
    std::array<char, Size> text{};
    std::size_t at = 0;
    for (std::string_view const name : {std::string_view(), name_of_place<Places>()...}) {
      for (char const c : name) text[at++] = c;
    }
    return text;
  }();

  template <class T, auto Place>
  static constexpr field_info field_of() {
    using field = std::remove_const_t<at_place<Place>>;
    constexpr std::string_view name = name_of_place<Place>();
    return {name,
            0,
            &type_info_of<typename unwrapped<field>::type>,
            is_required<field>,
            is_secret<T>(name),
            is_json_text<T>(name)};
  }
};

template <class T>
inline constexpr std::array<field_info, field_count<T>> field_table =
    with_places<table_maker, T>(count<field_count<T>>{});

// ---- the fields of an object, with their types
// -------------------------------------------------------------------------------------------

struct types_maker {
  template <class, auto... Places>
  static consteval auto of() {
    return std::type_identity<std::tuple<std::remove_const_t<at_place<Places>>...>>{};
  }
};

template <class T, std::size_t I>
using field_type = std::tuple_element_t<I, typename decltype(with_places<types_maker, std::remove_const_t<T>>(
                                               count<field_count<std::remove_const_t<T>>>{}))::type>;

template <class T, std::size_t I>
consteval std::string_view field_name() {
  return field_table<T>[I].name;
}

template <class T>
struct tied_fields {
  T* object;
};
template <class T>
constexpr tied_fields<T> tie_fields(T& object) noexcept {
  return {std::addressof(object)};
}

/// The field number I of a tied object. A `required` is where the value in it is.
template <std::size_t I, class T>
auto& get_field(tied_fields<T> const& tied) noexcept {
  using plain = std::remove_const_t<T>;
  using field = field_type<plain, I>;
  static_assert(sizeof(field) == sizeof(typename unwrapped<field>::type));
  using constant = std::conditional_t<std::is_const_v<T>, field const, field>;
  using bytes = std::conditional_t<std::is_const_v<T>, std::byte const, std::byte>;
  return *reinterpret_cast<constant*>(reinterpret_cast<bytes*>(tied.object) + field_table<plain>[I].offset);
}

template <class T>
consteval std::string_view type_name() {
  constexpr std::string_view text = __PRETTY_FUNCTION__;
  std::string_view name = text.substr(text.find("T = ") + 4);
  name = name.substr(0, name.find_first_of(";]"));
  if (auto colons = name.rfind(':'); colons != std::string_view::npos) name.remove_prefix(colons + 1);
  return name;
}

template <class List>
constexpr auto reserve_of() -> void (*)(void*, std::size_t) {
  if constexpr (sizeof(typename List::value_type) >= 256) {
    return [](void* p, std::size_t size) { static_cast<List*>(p)->reserve(size); };
  } else {
    return nullptr;
  }
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
              if constexpr (needs_blank<E>()) {
                return std::addressof(static_cast<T*>(p)->emplace(blank_in_place<E>{}));
              } else {
                return std::addressof(static_cast<T*>(p)->emplace());
              }
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
              if constexpr (needs_blank<E>()) {
                return std::addressof(static_cast<T*>(p)->emplace_back(blank_in_place<E>{}));
              } else {
                return std::addressof(static_cast<T*>(p)->emplace_back());
              }
            },
            .clear = [](void* p) { static_cast<T*>(p)->clear(); },
            .reserve = reserve_of<T>(),
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
            .first_field = field_table<T>.data(),
            .field_count = field_count<T>,
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
