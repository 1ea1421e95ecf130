// colb: Capital Online's load balancers in the emulator: their state, and what its parts share.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <colb/capitalonline/lb/types.hpp>
#include <colb/emulator/base.hpp>

namespace colb::inline COLB_ABI::inner::emu::capitalonline {

namespace lb = colb::capitalonline::lb;
namespace types = lb::types;

// ---- state
// -----------------------------------------------------------------------------------------------------

/// A HaProxy instance.
struct instance {
  types::LoadBalancer about{};
  std::uint64_t sequence = 0;  ///< Later ones have higher numbers.
  tick created{};
  std::int64_t goods = 0;
  types::LoadBalancerStrategys policies{};
  std::string config{};  ///< Of the user; counts while `about.IsCustomConf` is 1.
};

/// A port of a server behind a listener of a VPC load balancer.
struct rs_port {
  types::VpcSlbRsPort about{};
  tick checked{};  ///< By then its health is known.
};

struct vpc_listener {
  types::VpcSlbListen about{};
  bool ready = false;
  std::vector<emu::capitalonline::rs_port> ports{};
};

struct vpc_balancer {
  types::VpcSlbDetail about{};
  std::uint64_t sequence = 0;
  std::vector<types::VpcSlbListenVip> vips{};
  std::vector<types::VpcSlbAcl> acls{};
  std::vector<emu::capitalonline::vpc_listener> listeners{};
};

struct task {
  std::string type{};
  std::string resource{};
  std::vector<std::string> locks{};  ///< That nothing else may change meanwhile.
  tick begin{};                      ///< Until then it is NEW.
  tick end{};
  std::string_view state{};  ///< FINISH or ERROR; empty while it runs.
  tick started{};
  bool will_fail = false;
  std::function<void(tick)> effect{};
  std::function<void()> undo{};  ///< Of what was visible at once.
};

/// What an asynchronous Action does, beside answering.
struct change {
  std::string resource{};            ///< That DescribeTask names.
  std::vector<std::string> locks{};  ///< Empty: the resource.
  std::function<void(tick)> effect{};
  std::function<void()> undo{};
};

/// Everything of one account.
class world {
 public:
  explicit world(emu::environment& environment) : env(environment) {}

  emu::environment& env;
  std::map<std::string, instance> instances{};
  std::map<std::string, types::CACertificateDetail> certificates{};
  std::map<std::string, vpc_balancer> vpc_balancers{};

  /// Lets everything happen that is due.
  void advance();
  /// Starts a task and gives its ID. Refused when one of its locks is taken.
  std::string start(std::string const& action, change change, emulator::fault const* fault);
  /// Refuses when a task runs on one of these.
  void require_idle(std::vector<std::string> const& locks) const;
  task const* find_task(std::string const& id) const;
  /// Ends a running task now. False: none of that ID runs.
  bool end_task(std::string const& id, bool fail);

  view::service look();

  instance& get_instance(std::string const& id);
  vpc_balancer& get_vpc_balancer(std::string const& id);
  /// A listener and the load balancer that it is on.
  std::pair<vpc_balancer*, vpc_listener*> get_listener(std::string const& id);
  /// The servers of a VPC: the same ones always.
  static std::vector<types::VpcSlbVm> servers(std::string const& vpc);

  /// A UUID.
  std::string new_id();
  std::string public_address();
  std::string private_address();
  std::uint64_t next_sequence() { return ++sequence_; }
  bool never_healthy(std::initializer_list<std::string_view> names) const;

 private:
  void finish(std::string const& id, task& task);
  void forget_old_tasks();
  std::vector<view::target> look_at(std::vector<types::BackendServer> const& all) const;
  view::balancer look_at(instance const& each) const;
  view::balancer look_at(vpc_balancer const& each) const;

  std::map<std::string, task> tasks_{};
  std::set<std::string> running_{};
  memory finished_{};
  std::multimap<tick, std::string> due_{};
  std::map<std::string, std::string> locks_{};  ///< Task by what it locks.
  std::uint64_t sequence_ = 0;
  std::uint32_t public_addresses_ = 0;
  std::uint32_t private_addresses_ = 0;
};

// ---- calls
// -----------------------------------------------------------------------------------------------------

/// A request that was let in, what its handler works with, and what the envelope of the answer says.
struct call {
  capitalonline::world& world;
  emulator::fault const* fault = nullptr;
  std::string_view action{};
  source from{};

  std::string message = "success";
  std::optional<std::string> task_id{};

  void read(type_info const& type, void* object) const;
  /// Starts the change that the handler has checked.
  void start(change change, std::string said) {
    task_id = world.start(std::string(action), std::move(change), fault);
    message = std::move(said);
  }
};

struct operation : operation_base {
  http_route route;
  std::string_view code;  ///< What success is called.
  /// The members of the answer as JSON text. Throws `refusal`.
  std::string (*run)(call& call);
};

/// `Data` is always there, as the vendor does: empty where nothing is known.
std::string members_of(type_info const& type, void const* object);

/// Finds `serve(call&, A const&, A::response&)` beside `call`.
template <class A>
constexpr operation serves(std::string_view success = "Success",
                           emulator::coverage_kind coverage = emulator::coverage_kind::stateful) {
  return {{type_info_of<A>.name, descriptor_of<A>.kind, coverage, &type_info_of<A>},
          http_of(static_cast<A const*>(nullptr)),
          success,
          [](call& call) {
            auto request = blank<A>();
            call.read(type_info_of<A>, &request);
            auto reply = blank<typename A::response>();
            serve(call, std::as_const(request), reply);
            return members_of(type_info_of<typename A::response>, &reply);
          }};
}

// One for each file of handlers.
std::span<operation const> instances_operations();
std::span<operation const> certificates_operations();
std::span<operation const> policies_operations();
std::span<operation const> vpc_balancers_operations();
std::span<operation const> vpc_listeners_operations();

// ---- small things that handlers have in common
// -----------------------------------------------------------------

[[noreturn]] inline void missing(std::string const& parameter) {
  refuse("ArgMissing", "The parameter " + parameter + " is missing.");
}
[[noreturn]] inline void bad_value(std::string const& parameter, std::string const& why) {
  refuse("InvalidParameter", "The parameter " + parameter + " is not valid: " + why + ".");
}
[[noreturn]] inline void not_found(std::string const& what, std::string const& id) {
  refuse("ResourceNotFound", "The " + what + " " + id + " does not exist.");
}

extern words const says;

inline void check_range(std::string const& parameter, std::optional<std::int64_t> value, std::int64_t low,
                        std::int64_t high) {
  emu::check_range(says, parameter, value, low, high);
}

inline void check_one_of(std::string const& parameter, std::optional<std::string> const& value,
                         std::initializer_list<std::string_view> allowed) {
  emu::check_one_of(says, parameter, value, allowed);
}

inline void check_given(std::string const& parameter, std::string const& text) {
  if (text.empty()) missing(parameter);
}

// ---- of the handlers, for each other

types::CACertificateDetail& get_certificate(world& world, std::string const& id);
extern char const* const delivered;

}  // namespace colb::inline COLB_ABI::inner::emu::capitalonline
