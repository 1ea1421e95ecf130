// colb: Actions that colb has no struct for.
#pragma once

#include <initializer_list>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>

#include <colb/action.hpp>
#include <colb/required.hpp>

namespace colb::inline COLB_ABI {

/// What a change changes, and so in whose lanes it queues: IDs, or names of parameters that hold them.
class changed_resources {
 public:
  changed_resources() = default;
  changed_resources(char const* one) : all_{one} {}
  changed_resources(std::string one) : all_{std::move(one)} {}
  changed_resources(std::vector<std::string> several) : all_(std::move(several)) {}
  changed_resources(std::initializer_list<std::string> several) : all_(several) {}

  std::vector<std::string> const& all() const noexcept { return all_; }

 private:
  std::vector<std::string> all_{};
};

/// Where an Action is called, for services in which that differs from Action to Action.
struct any_route {
  std::string method{};  ///< GET or POST; empty: POST.
  std::string path{};    ///< Such as `/lb`; empty: `/vpc` for an Action with Vpc in its name, else `/lb`.
};

/// An Action that colb has no struct for: `clb::any_action request{.Action = "…", .Parameters = {…}};`, in
/// each service's namespace. Signed, paced, queued and repeated as its members say; its kind is known at run
/// time.
///
/// `client.call` gives a reply with `.Response`, all members of the answer as the cloud wrote them (with
/// API 3.0 those inside `Response`), and `RequestId`. `call_and_wait` follows the protocol's own task: of
/// API 3.0 the request ID, of API 2017 `requestId`, of Capital Online `TaskId`. It is
/// `condition::invalid_request` for a read, and for Alibaba Cloud SLB, which has no tasks: use `wait_until`
/// there. Of a `write`, a task that the cloud does not know once it had time to appear means that there was
/// none. `wait_until` takes a read.
template <class Service>
struct basic_any_action {
  /// Its wire name. Letters and digits.
  required<std::string> Action;
  /// As the vendor's document nests them; flattened where the protocol is flat. Default: none.
  boost::json::object Parameters{};
  /// Read: repeated after a failure. Write: never repeated once it may have reached the server. Async: starts
  /// a task for certain; repeated no more than a write.
  colb::kind kind = colb::kind::write;
  /// In whose lanes a change queues: IDs, or names of parameters that hold one. Default: nobody's.
  changed_resources resource{};
  /// Requests a second that the cloud takes; 0: not paced.
  int rate_limit = 20;
  /// Capital Online only: where it is called.
  any_route route{};

  /// What it answers.
  struct response {
    boost::json::object Response{};
  };

  using known_at_run_time = void;
};

template <class Service>
constexpr descriptor describe(basic_any_action<Service> const*) {
  return {.kind = kind::async};
}
template <class Service>
constexpr bool task_names_resource(basic_any_action<Service> const*) {
  return true;
}
template <class Service>
Service service_of(basic_any_action<Service> const*);

namespace inner {

/// An Action as it is known at run time only, as its caller has it.
struct any_request {
  std::string_view action;
  boost::json::object const& parameters;
  colb::kind kind;
  std::vector<std::string> const& resource;
  int rate_limit;
  any_route const& route;
};

template <class Service>
any_request as_any_request(basic_any_action<Service> const& of) {
  return {of.Action.value(), of.Parameters, of.kind, of.resource.all(), of.rate_limit, of.route};
}

std::string written_any(any_request const& value, bool mask);
std::string written_any(boost::json::object const& response, std::string const& request_id,
                        std::string const& resource_id, bool mask);
void read_any(std::string_view text, boost::json::object& response, std::string& request_id,
              std::string& resource_id);

}  // namespace inner

/// The whole request as JSON text.
template <class Service>
std::string to_json(basic_any_action<Service> const& value) {
  return inner::written_any(inner::as_any_request(value), false);
}

/// Prints it as JSON; the values of its parameters, of which colb knows nothing, as "***".
template <class Service>
std::ostream& operator<<(std::ostream& out, basic_any_action<Service> const& value) {
  return out << inner::written_any(inner::as_any_request(value), true);
}

}  // namespace colb::inline COLB_ABI

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/impl/any_action.ipp>
#endif
