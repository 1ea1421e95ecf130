// colb: members that a request's struct does not have, and Actions that have no struct.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <colb/action.hpp>
#include <colb/engine/reflect.hpp>
#include <colb/text.hpp>

namespace colb::inline COLB_ABI {

/// Whether prints show the value of an extra member: they show `***` unless told otherwise.
enum class in_prints : std::uint8_t { masked, shown };
inline constexpr in_prints shown = in_prints::shown;

/// A member beside those of a request's struct: `{"ProxyProtocol", true}`.
struct extra {
  /// @param path its wire name, or a path to it through what the request has, such as `Targets.0.Tag`; lists
  /// are counted from 0 whatever the protocol counts from.
  /// @param what a bool, a number, a text, or any `boost::json::value`.
  template <class V>
  extra(std::string_view path, V&& what, in_prints print = in_prints::masked)
      : name(path), value(made(std::forward<V>(what))), prints(print) {}

  std::string name;
  boost::json::value value;
  in_prints prints;

 private:
  template <class V>
  static boost::json::value made(V&& what) {
    if constexpr (std::is_convertible_v<V const&, std::string_view>) {
      std::string_view const text = what;
      return boost::json::value(boost::json::string_view(text.data(), text.size()));
    } else {
      return boost::json::value(std::forward<V>(what));
    }
  }
};

namespace inner {

/// Refuses names that the request has a field for, and paths that lead nowhere.
/// @throws colb::error (`condition::invalid_request`) that names the member.
void check_extras(type_info const& type, void const* request, std::span<extra const> extras);

/// The request as JSON with its extra members.
std::string written(type_info const& type, void const* request, std::span<extra const> extras, bool mask);

}  // namespace inner

/// A request with members that its struct does not have, made by `colb::with`. The client takes it wherever
/// it takes the request.
template <action A>
class extended {
 public:
  using action_type = A;

  extended(A request, std::vector<extra> extras) : request_(std::move(request)), extras_(std::move(extras)) {
    inner::check_extras(inner::type_info_of<A>, &request_, extras_);
  }

  A const& request() const noexcept { return request_; }
  std::vector<extra> const& extras() const noexcept { return extras_; }

 private:
  A request_;
  std::vector<extra> extras_;
};

/// Adds members that the struct of an Action does not have: today's, or ones that were agreed with the
/// vendor.
///
/// `auto request = colb::with(create, {{"ProxyProtocol", true}, {"Targets.0.Tag", "blue", colb::shown}});`
/// They are sent in the protocol's own form, JSON or flat. Prints show their values as `***` unless
/// `colb::shown` says otherwise.
/// @throws colb::error (`condition::invalid_request`) when the struct has a field of that name, when a path
/// leads through something that the request does not have, or when the name is one that every request carries
/// (such as `Action`, `Signature`).
template <action A>
extended<A> with(A request, std::initializer_list<extra> members) {
  return extended<A>(std::move(request), std::vector<extra>(members));
}
template <action A>
extended<A> with(extended<A> const& request, std::initializer_list<extra> members) {
  std::vector<extra> all = request.extras();
  all.insert(all.end(), members.begin(), members.end());
  return extended<A>(request.request(), std::move(all));
}

/// Complete, secrets included, with the extra members.
template <action A>
std::string to_json(extended<A> const& request) {
  return inner::written(inner::type_info_of<A>, &request.request(), request.extras(), false);
}

/// Prints it as JSON; secrets, and extra members that are not to be shown, as `***`.
template <action A>
std::ostream& operator<<(std::ostream& out, extended<A> const& request) {
  return out << inner::written(inner::type_info_of<A>, &request.request(), request.extras(), true);
}

namespace inner {

/// Of `any_action`, whose struct says nothing of the Action: all of it is known at run time.
template <class A>
inline constexpr bool is_open = requires {
  typename A::open_action;
};

std::string written_open(std::string_view action, boost::json::object const& parameters, bool mask);

}  // namespace inner

}  // namespace colb::inline COLB_ABI

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/impl/open.ipp>
#endif
