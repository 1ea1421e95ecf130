// colb: what a cloud looks like from outside, in the same words for all vendors.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/json/value.hpp>

#include <colb/engine/reflect.hpp>

namespace colb::inline COLB_ABI::inner::emu::view {

/// A server that is forwarded to.
struct target {
  std::string id{};
  std::string address{};
  std::int64_t port = 0;  ///< 0: the listener's own back-end port.
  std::int64_t weight = 0;
  std::string health{};  ///< checking, healthy, unhealthy, or unchecked when nothing looks.
};

struct rule {
  std::string id{};
  std::string domain{};
  std::string url{};
  std::vector<view::target> targets{};
};

struct listener {
  std::string id{};
  std::string name{};
  std::string protocol{};  ///< In capitals.
  std::int64_t port = 0;
  std::string status{};  ///< The vendor's word, or active where it has none.
  std::vector<view::rule> rules{};
  std::vector<view::target> targets{};
};

struct balancer {
  std::string id{};
  std::string name{};
  std::string region{};
  std::string type{};    ///< The vendor's word.
  std::string status{};  ///< Likewise.
  std::vector<std::string> addresses{};
  std::vector<view::listener> listeners{};
  std::vector<view::target> targets{};  ///< Of the load balancer itself.
};

/// A change that is under way.
struct task {
  std::string id{};
  std::string action{};
  std::vector<std::string> balancers{};  ///< And other resources that it is about.
  std::string started{};                 ///< `2030-01-01T00:00:00.000Z`, by the cloud's clock.
  std::optional<std::string> ends{};     ///< Unset: never.
  std::int64_t elapsed_ms = 0;
  std::optional<std::int64_t> left_ms{};
  bool will_fail = false;
};

struct service {
  std::optional<std::string> same_as{};  ///< The API whose state this one works on, and which shows it.
  std::vector<view::balancer> balancers{};
  std::vector<view::task> tasks{};
};

/// Every member of a struct, unset ones as null, empty lists too.
boost::json::value tree_of(type_info const& type, void const* value);
template <class T>
boost::json::value tree_of(T const& value) {
  return tree_of(type_info_of<T>, &value);
}

}  // namespace colb::inline COLB_ABI::inner::emu::view
