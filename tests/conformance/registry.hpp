// colb: the Actions of the headers as rows of data, for the conformance tests.
//
// Reflecting an Action is what costs time: the rows are made in several TUs, and all comparing is ordinary
// code.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include <colb/action.hpp>
#include <colb/engine/reflect.hpp>

namespace conformance {

using colb::inner::field_info;
using colb::inner::shape;
using colb::inner::type_info;

struct action_row {
  std::string_view name;
  type_info const* request;
  type_info const* response;
  colb::descriptor const* description;
  colb::http_route route;
  std::shared_ptr<void> (*make_request)();
  std::shared_ptr<void> (*make_response)();
};

/// `shared_ptr<void>(void*, function)` is one instantiation for all types.
template <class T>
std::shared_ptr<void> make_object() {
  void (*const destroy)(void*) = [](void* p) { delete static_cast<T*>(p); };
  return {static_cast<void*>(new T(colb::inner::blank<T>())), destroy};
}

template <colb::action A>
action_row row() {
  using response = typename A::response;
  action_row made{colb::inner::type_name<A>(),
                  &colb::inner::type_info_of<A>,
                  &colb::inner::type_info_of<response>,
                  &colb::descriptor_of<A>,
                  {},
                  &make_object<A>,
                  &make_object<response>};
  if constexpr (requires { http_of(static_cast<A const*>(nullptr)); }) {
    made.route = http_of(static_cast<A const*>(nullptr));
  }
  return made;
}

// One per TU.
std::vector<action_row> tencent_clb_balancers();
std::vector<action_row> tencent_clb_targets();
std::vector<action_row> tencent_clb_account();
std::vector<action_row> tencent_clb_2017_classic();
std::vector<action_row> tencent_clb_2017_application();
std::vector<action_row> aliyun_slb_listeners();
std::vector<action_row> aliyun_slb_rest();
std::vector<action_row> capitalonline_lb();

}  // namespace conformance
