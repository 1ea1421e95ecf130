// colb: members that a request's struct does not have.
#pragma once

#include <initializer_list>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>

#include <colb/engine/extra.hpp>
#include <colb/engine/tables.hpp>
#include <colb/text.hpp>

namespace colb::inline COLB_ABI {

/// A request with members that its struct does not have, made by `colb::with`. The client takes it wherever
/// it takes the request alone. A value that does not change.
template <action A>
class extended {
 public:
  using action_type = A;

  /// @throws colb::error, see `with`.
  extended(A request, inner::extra_members extra) : request_(std::move(request)), extra_(std::move(extra)) {
    inner::check_extra(inner::type_name<A>(), inner::tables_of<A>::request(), &request_, extra_);
  }

  A const& request() const noexcept { return request_; }
  std::vector<extra_member> const& extra() const noexcept { return extra_; }

 private:
  A request_;
  std::vector<extra_member> extra_;
};

/// Adds members that the struct does not have, such as one that is new at the vendor's: `auto request =
/// colb::with(create, {{"ProxyProtocol", true}});`. They are sent in the protocol's own form, JSON or flat
/// parameters.
///
/// @param request any Action's; copied.
/// @param extra names, or paths such as `Targets.0.Tag` (lists count from 0, whatever the protocol does),
/// each with its value. `<<` prints a value as "***", and the request goes by POST where the protocol has a
/// choice, unless it says `{"Name", value, colb::shown}`.
/// @throws colb::error (`condition::invalid_request`) that names the field: when the struct has it, when it
/// is given twice, when the request's lists have no such item.
template <action A>
  requires(!inner::is_any<A>)
extended<A> with(A request, std::initializer_list<extra_member> extra) {
  return {std::move(request), inner::extra_members(extra)};
}
template <action A>
  requires(!inner::is_any<A>)
extended<A> with(A request, boost::json::object const& extra) {
  inner::extra_members members;
  for (auto const& [name, value] : extra) members.push_back({std::string(name), value});
  return {std::move(request), std::move(members)};
}
/// Adds more members.
template <action A>
extended<A> with(extended<A> const& request, std::initializer_list<extra_member> extra) {
  inner::extra_members all = request.extra();
  all.insert(all.end(), extra.begin(), extra.end());
  return {request.request(), std::move(all)};
}

namespace inner {

template <class A>
std::string written(extended<A> const& value, bool mask) {
  return merge_extra(type_name<A>(), tables_of<A>::request(), &value.request(), value.extra(),
                     written(value.request(), mask), mask);
}

/// A request as an operation takes it, with or without extra members.
template <class A>
struct request_view {
  request_view(A const& alone) : request(alone) {}
  request_view(extended<A> const& both) : request(both.request()), extra(&both.extra()) {}

  A const& request;
  extra_members const* extra = nullptr;
};
template <class A>
  requires is_any<A>
struct request_view<A> {
  request_view(A const& alone) : request(alone) {}
  A const& request;
};

/// The Action of a request, with or without extra members.
template <class T>
struct action_in {
  using type = T;
};
template <class A>
struct action_in<extended<A>> {
  using type = A;
};

}  // namespace inner

/// The whole request as JSON text, extra members and secrets included.
template <action A>
std::string to_json(extended<A> const& value) {
  return inner::written(value, false);
}

/// Prints it as JSON, secrets and the values of extra members as "***".
template <action A>
std::ostream& operator<<(std::ostream& out, extended<A> const& value) {
  return out << inner::written(value, true);
}

}  // namespace colb::inline COLB_ABI
