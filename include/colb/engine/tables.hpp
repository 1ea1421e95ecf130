// colb: an Action as data, and how a program has that compiled once.
#pragma once

#include <string_view>

#include <colb/action.hpp>
#include <colb/engine/reflect.hpp>

/// Has an Action's tables (its fields, those of its reply, and what is done with each) compiled in one file
/// of a program instead of in each that calls it:
///
///   COLB_TABLES_ELSEWHERE(colb::tencent::clb::CreateListener);  // in a header of the program
///   COLB_TABLES_HERE(colb::tencent::clb::CreateListener);       // in one file that includes it
///
/// Both stand outside of all namespaces, the first one before anything that calls or prints the Action.
#define COLB_TABLES_ELSEWHERE(...) extern template struct colb::inner::tables_of<__VA_ARGS__>
#define COLB_TABLES_HERE(...) template struct colb::inner::tables_of<__VA_ARGS__>

namespace colb::inline COLB_ABI::inner {

/// An Action as data.
struct action_info {
  std::string_view name;
  type_info const* request;
  type_info const* response;
  descriptor const* description;
  http_route route;                         ///< Empty where the service has one for all.
  void (*clear_response)(void*) = nullptr;  ///< Before another attempt.
  bool any = false;                         ///< Its fields are not known: an `any_action`.
};

/// The struct of an `any_action`: nothing is known of it.
inline constexpr type_info anything{.shape = shape::structure, .name = "any_action"};

template <action A>
constexpr action_info make_action_info() {
  action_info info{
      type_name<A>(),
      &type_info_of<A>,
      &type_info_of<typename A::response>,
      &descriptor_of<A>,
      {},
      [](void* response) { *static_cast<typename A::response*>(response) = typename A::response{}; }};
  if constexpr (requires { http_of(static_cast<A const*>(nullptr)); })
    info.route = http_of(static_cast<A const*>(nullptr));
  return info;
}

template <action A>
inline constexpr action_info action_info_of = make_action_info<A>();

/// Where the tables of an Action are had from. They are variables, which are compiled wherever they are
/// named; functions that are not inline need not be.
template <action A>
struct tables_of {
  static action_info const& info();
  static type_info const& request();
  static type_info const& response();
};
template <action A>
action_info const& tables_of<A>::info() {
  return action_info_of<A>;
}
template <action A>
type_info const& tables_of<A>::request() {
  return type_info_of<A>;
}
template <action A>
type_info const& tables_of<A>::response() {
  return type_info_of<typename A::response>;
}

}  // namespace colb::inline COLB_ABI::inner
