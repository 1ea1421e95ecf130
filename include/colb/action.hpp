// colb: what is known at compile time about an Action beyond its fields.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <colb/required.hpp>

namespace colb::inline COLB_ABI {

/// What an Action does to the cloud.
enum class kind : std::uint8_t {
  read,   ///< Changes nothing; may be repeated.
  write,  ///< Changes something and is done when it answers.
  async   ///< Starts a task that goes on after the answer.
};

/// Whether requests of an Action are signed.
enum class signing : std::uint8_t {
  required,
  none  ///< A token inside the request says who asks; the client's keys are neither needed nor sent.
};

/// The fields that an Action pages with; empty names when it does not page.
struct paging {
  std::string_view offset{};  ///< Input: index of the first item, or number of the page; empty with `token`.
  std::string_view limit{};   ///< Input: items a page.
  std::string_view items{};   ///< Output: the list.
  std::string_view total{};   ///< Output: how many there are in all.
  bool numbered = false;      ///< Whether `offset` is the number of a page, from 1.
  std::string_view token{};   ///< Input and output: the cursor of the next page, of a list that has one.
  int maximum = 0;            ///< The largest `limit` that is documented; 0: none is.

  friend constexpr bool operator==(paging const&, paging const&) = default;
};

/// A list whose items are independent of each other, so that a longer one may be sent in parts. A list that
/// is the whole new value, or that means everything when it is empty, is none.
struct batching {
  std::string_view list{};                 ///< Input: the list; empty: this Action has none.
  std::size_t maximum = 0;                 ///< Items a request may have.
  std::array<std::string_view, 2> with{};  ///< Input: lists that are cut in step with it.

  friend constexpr bool operator==(batching const&, batching const&) = default;
};

/// Which resource belongs to which, as a call tells it: changes that name the child alone run in the parent's
/// lane. Each path is one of the request, or else of the response.
struct family {
  std::string_view child{};
  std::string_view parent{};

  friend constexpr bool operator==(family const&, family const&) = default;
};

/// Descriptor of an Action: returned by a `constexpr descriptor describe(Action const*)` that stands beside
/// the struct.
struct descriptor {
  colb::kind kind = colb::kind::read;
  int rate_limit = 20;  ///< Documented requests a second; 0: none documented.
  std::array<std::string_view, 2>
      resource{};  ///< Paths of the fields that name what is changed (`A.B` goes through lists).
  std::string_view client_token{};        ///< The idempotency parameter, where the Action has one.
  paging pages{};                         ///< Paging keys.
  batching batch{};                       ///< What `call_in_batches` cuts.
  family teaches{};                       ///< What its answer tells about resources and their parents.
  signing signature = signing::required;  ///< Whether it is signed.
};

/// Where an Action is called, for services in which that differs from Action to Action: returned by a
/// `constexpr auto http_of(Action const*)` that stands beside the struct.
struct http_route {
  std::string_view method;  ///< GET or POST.
  std::string_view path;    ///< Path of the request as documented, such as `/lb`.

  friend constexpr bool operator==(http_route const&, http_route const&) = default;
};

/// A struct is an Action when it stands beside its descriptor and has a `response`.
template <class T>
concept action = requires {
  typename T::response;
  { describe(static_cast<T const*>(nullptr)) };
};

namespace inner {

/// Whether what it is stands in its members: an `any_action`.
template <class A>
inline constexpr bool is_any = requires { typename A::known_at_run_time; };

}  // namespace inner

template <action A>
inline constexpr descriptor descriptor_of = describe(static_cast<A const*>(nullptr));

/// Names of secret fields of a struct: returned by a `constexpr auto secret_fields(Struct const*)` beside the
/// struct.
template <class... S>
constexpr std::array<std::string_view, sizeof...(S)> names(S... s) {
  return {std::string_view(s)...};
}

/// Another wire name of a field, for where the vendor's documents and servers do not agree: taken in reading
/// (JSON and flat parameters), never written. Returned by a `constexpr auto aliases(Struct const*)` beside
/// the struct, as `return also_called({{"otherName", "field"}, …})`. When both names come, the field's own
/// one counts.
struct alias {
  std::string_view name;   ///< The other name.
  std::string_view field;  ///< The field that it means, by its wire name.
};
template <std::size_t N>
constexpr std::array<alias, N> also_called(alias const (&list)[N]) {
  std::array<alias, N> out{};
  for (std::size_t i = 0; i < N; ++i) out[i] = list[i];
  return out;
}

}  // namespace colb::inline COLB_ABI
