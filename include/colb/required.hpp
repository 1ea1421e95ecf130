// colb: a field that has to be given.
#pragma once

#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <type_traits>
#include <utility>
#include <vector>

#include <colb/version.hpp>

namespace colb::inline COLB_ABI {

namespace inner {

/// Declared, never defined, not constexpr: naming it in a constant expression is the compile error.
template <class T>
T a_required_field_was_left_out();

struct unset_t {
  explicit unset_t() = default;
};
inline constexpr unset_t unset{};

/// Makes a T without naming its required fields; specialised for aggregates in reflect.hpp.
template <class T>
T blank();

/// A type that converts to this converts to everything: the probes that count an aggregate's fields.
struct nothing_converts_to_this {};

template <class T>
struct element {
  using type = nothing_converts_to_this;
};
template <class T, class A>
struct element<std::vector<T, A>> {
  using type = T;
};
template <class T>
using element_t = typename element<T>::type;
template <class T>
inline constexpr bool is_list = !std::is_same_v<element_t<T>, nothing_converts_to_this>;

/// Whether a U initialises a T without losing meaning: no bool as a number, no narrowing, no text as a bool.
template <class U, class T>
concept initializes = (!std::is_convertible_v<U, nothing_converts_to_this>)&&[] {
  using source = std::remove_cvref_t<U>;
  if constexpr (std::is_same_v<T, bool>) {
    return std::is_same_v<source, bool>;
  } else if constexpr (std::is_integral_v<T>) {
    return std::is_integral_v<source> && !std::is_same_v<source, bool> &&
           (sizeof(source) < sizeof(T) ||
            (sizeof(source) == sizeof(T) && std::is_signed_v<source> == std::is_signed_v<T>)) &&
           (std::is_signed_v<T> || std::is_unsigned_v<source>);
  } else if constexpr (std::is_floating_point_v<T>) {
    return std::is_arithmetic_v<source> && !std::is_same_v<source, bool>;
  } else {
    return std::is_convertible_v<U, T>;
  }
}();

}  // namespace inner

/// A field of a request that must be given: leaving it out of the braces does not compile.
///
/// Behaves as a `T`: converts to `T const&`, dereferences with `*` and `->`, compares, prints. Refuses `bool`
/// for a number, a narrowing number and text for a `bool`. Lists take braces: `.Ports = {80, 443}`.
template <class T>
class required {
 public:
  using value_type = T;

  consteval required() : value_(inner::a_required_field_was_left_out<T>()) {}

  template <class U>
  requires(!std::is_same_v<std::remove_cvref_t<U>, required> && !std::is_same_v<std::remove_cvref_t<U>, T> &&
           inner::initializes<U, T>) constexpr required(U&& value)
      : value_(std::forward<U>(value)) {}

  constexpr required(T const& value) requires(!std::is_arithmetic_v<T>) : value_(value) {}
  constexpr required(T&& value) requires(!std::is_arithmetic_v<T>) : value_(std::move(value)) {}
  template <std::same_as<T> U>
  requires std::is_arithmetic_v<T>
  constexpr required(U value) : value_(value) {}

  constexpr required(std::initializer_list<inner::element_t<T>> values) requires inner::is_list<T>
      : value_(values) {}

  /// For decoders: the field exists before its value is known.
  explicit required(inner::unset_t) : value_(inner::blank<T>()) {}

  constexpr T const& value() const& noexcept { return value_; }
  constexpr T& value() & noexcept { return value_; }
  constexpr T&& value() && noexcept { return std::move(value_); }
  constexpr operator T const&() const noexcept { return value_; }
  constexpr T const& operator*() const noexcept { return value_; }
  constexpr T& operator*() noexcept { return value_; }
  constexpr T const* operator->() const noexcept { return &value_; }
  constexpr T* operator->() noexcept { return &value_; }

  friend constexpr bool operator==(required const& a,
                                   required const& b) requires std::equality_comparable<T> {
    return a.value_ == b.value_;
  }
  /// Asked by conversion and not whether `==` exists: test frameworks' expression objects would ask about
  /// themselves.
  template <class U>
  requires(!std::is_same_v<U, required> &&
           (std::is_convertible_v<U const&, T> || std::is_convertible_v<T const&, U>)) friend constexpr bool
  operator==(required const& a, U const& b) {
    return a.value_ == b;
  }

 private:
  T value_;
};

template <class T>
inline constexpr bool is_required = false;
template <class T>
inline constexpr bool is_required<required<T>> = true;

}  // namespace colb::inline COLB_ABI
