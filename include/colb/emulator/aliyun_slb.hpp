// colb: Alibaba Cloud SLB in the emulator: its state, and what its parts share.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>

#include <colb/aliyun/slb/types.hpp>
#include <colb/emulator/aliyun_access.hpp>
#include <colb/emulator/aliyun_slb_today.hpp>
#include <colb/emulator/base.hpp>

namespace colb::inline COLB_ABI::inner::emu::aliyun {

namespace slb = colb::aliyun::slb;
namespace types = slb::types;

/// An ECS instance behind a load balancer or in a group.
struct backend {
  std::string id{};
  std::int64_t port = 0;  ///< 0: the listener's own back-end port.
  std::int64_t weight = 100;
  std::string type{};  ///< Of a master-slave group: Master or Slave.
  tick checked{};      ///< By then its health is known.
};

struct listener {
  std::string protocol{};            ///< http, https, tcp or udp.
  boost::json::object attributes{};  ///< By the names of its query.
  std::string settled = "stopped";   ///< Its state once `until` has come.
  std::string passing{};             ///< Its state until then.
  std::string before{};              ///< What it was settled in before that.
  tick since{};                      ///< When that began.
  tick until{};
  std::string access = "close";
  std::vector<std::string> white_list{};
  std::vector<types::Rule> rules{};
};

struct load_balancer {
  types::LoadBalancer about{};
  std::string region{};
  std::uint64_t sequence = 0;  ///< Later ones have higher numbers.
  std::string spec{};
  std::string charge_type{};
  std::string pay_type{};
  std::string resource_group{};
  std::int64_t created_ms = 0;
  bool stuck = false;  ///< Never becomes active.
  std::vector<backend> servers{};
  /// By port; that of UDP is counted on by 65536, so that TCP and UDP may share one.
  std::map<std::int64_t, emu::aliyun::listener> listeners{};
  std::vector<std::pair<std::string, std::string>> tags{};

  std::string const& id() const { return *about.LoadBalancerId; }
};

constexpr std::int64_t udp_ports = 65536;
constexpr std::int64_t port_of(std::int64_t key) { return key % udp_ports; }

/// A VServer group or a master-slave group.
struct server_group {
  std::string id{};
  std::string name{};
  std::string region{};
  std::string load_balancer{};
  bool master_slave = false;
  std::vector<backend> servers{};
};

/// A server's certificate or an authority's.
struct certificate {
  std::string id{};
  std::string name{};
  std::string region{};
  std::string fingerprint{};
  std::string resource_group{};
  std::int64_t created_ms = 0;
};

/// All load balancers of one account, in all regions.
class world {
 public:
  explicit world(emu::environment& environment) : env(environment) {}

  emu::environment& env;
  std::map<std::string, load_balancer> load_balancers{};
  std::map<std::string, server_group> groups{};
  std::map<std::string, certificate> server_certificates{};
  std::map<std::string, certificate> ca_certificates{};
  todays_world today{};
  struct token {
    std::string request;
    std::string load_balancer;
  };
  std::map<std::string, token> tokens{};
  memory used_tokens{};

  std::uint64_t next_sequence() { return ++sequence_; }
  std::string public_address();
  std::string private_address();
  /// The same instance has the same address always.
  static std::string address_of(std::string_view server_id);

  std::string status_of(load_balancer const& lb) const;
  std::string status_of(listener const& l) const { return env.ticks() < l.until ? l.passing : l.settled; }
  /// Has a listener pass through a state, to end in another one unless the fault prevents it.
  void pass(listener& l, std::string through, std::string to, emulator::fault const* fault) const;
  /// Has servers become healthy one after the other, after those that are checked already.
  void check_health(std::vector<backend>& all, std::size_t first_new) const;
  std::string health_of(backend const& b) const;

  view::service look() const;
  /// Ends what a listener passes through, under the name that `look` gives it. False: there is none.
  bool end_task(std::string const& id, bool fail);

 private:
  std::vector<view::target> look_at(std::vector<backend> const& all, std::int64_t port) const;
  std::vector<view::target> look_at_group(std::string const& id, std::int64_t port) const;

  std::uint64_t sequence_ = 0;
  std::uint32_t public_addresses_ = 0;
  std::uint32_t private_addresses_ = 0;
};

extern words const says;

// ---- calls

/// A request that was let in, and what its handler works with.
struct slb_call {
  aliyun::world& world;
  emulator::fault const* fault = nullptr;
  std::string region{};  ///< Empty for the few Actions that do not name one.
  std::vector<codec::parameter> parameters{};
  std::vector<std::string> left_out{};  ///< Required fields of the struct that the edition lets be missing.

  bool has(std::string_view field) const { return !contains(left_out, field); }

  /// Reads the parameters into a struct made by `blank`. Refuses unknown, missing and ill-typed ones.
  void read(type_info const& type, void* object);

  load_balancer& balancer(std::string const& id) const;
  /// One that may be changed: nothing is being configured on it.
  load_balancer& idle_balancer(std::string const& id) const;
  /// @param protocol to tell two apart that share the port.
  listener& get_listener(load_balancer& lb, std::int64_t port,
                         std::optional<std::string> const& protocol = {}) const;
  void require_idle(load_balancer const& lb) const;
  /// A listener that may be changed. That it is there is looked at first.
  listener& idle_listener(std::string const& id, std::int64_t port,
                          std::optional<std::string> const& protocol) const;
  server_group& group(std::string const& id, bool master_slave) const;
};

struct slb_operation : operation_base {
  /// The members of the answer. Throws `refusal`.
  boost::json::object (*run)(slb_call& call, std::string& client_token);
};

/// A reply's members, under the document's names and today's.
boost::json::object slb_members(type_info const& type, void const* object);
/// The members of the answer to an Action, as the edition has them.
boost::json::object slb_answer(slb_call const& call, std::string_view action, type_info const& type,
                               void const* reply);
/// What was set of a struct.
boost::json::object slb_fields(type_info const& type, void const* object);
template <class A>
boost::json::object slb_fields(A const& request) {
  return slb_fields(type_info_of<A>, &request);
}

/// What was given of a request.
template <class A>
boost::json::object given_of(slb_call const& call, A const& request) {
  auto fields = slb_fields(request);
  for (auto const& name : call.left_out) fields.erase(name);
  return fields;
}

/// Finds `serve(slb_call&, A const&, A::response&)` beside `slb_call`.
template <class A>
constexpr slb_operation operation(emulator::coverage_kind coverage = emulator::coverage_kind::stateful) {
  return {{type_info_of<A>.name, descriptor_of<A>.kind, coverage, &type_info_of<A>},
          [](slb_call& call, std::string& client_token) {
            auto request = blank<A>();
            call.read(type_info_of<A>, &request);
            if constexpr (!descriptor_of<A>.client_token.empty())
              client_token = request.ClientToken.value_or("");
            typename A::response reply{};
            serve(call, std::as_const(request), reply);
            return slb_answer(call, type_info_of<A>.name, type_info_of<typename A::response>, &reply);
          }};
}

// One for each file of handlers.
std::span<slb_operation const> slb_balancers_operations();
std::span<slb_operation const> slb_certificates_operations();
std::span<slb_operation const> slb_listeners_operations();
std::span<slb_operation const> slb_servers_operations();
std::span<slb_operation const> slb_rules_operations();
std::span<slb_operation const> slb_access_lists_operations();
std::span<slb_operation const> slb_today_operations();

// ---- small things that handlers have in common ----------------------------------------------------------

inline void check_range(std::string const& parameter, std::optional<std::int64_t> value, std::int64_t low,
                        std::int64_t high) {
  emu::check_range(says, parameter, value, low, high);
}

/// A list that restricts nothing when it is unset.
inline bool passes(std::optional<std::string> const& wanted, std::optional<std::string> const& value) {
  return !wanted || (value && *wanted == *value);
}

/// `a,b , c` as it is used for addresses and IDs. An empty text has no items; an item that is empty, as in
/// `a,` or in nothing but separators, is refused: what is left of the list would restrict less than it seems
/// to.
std::vector<std::string> split_list(std::string const& parameter, std::string_view text);

/// What the vendor asks of names that a table of limits does not have: so many characters, the first one a
/// letter.
inline void check_name(std::string const& parameter, std::optional<std::string> const& value, std::size_t low,
                       std::size_t high) {
  if (!value) return;
  auto const size = characters(*value);
  bool const spelled = is_spelled(*value, {"A-Za-z0-9._-", "A-Za-z", alphabet::wide});
  if (size < low || size > high || !spelled) not_valid(parameter);
}

/// Refuses IDs and numbers of servers that the vendor refuses.
void check_server(std::string const& id);
void check_server_count(std::size_t count);

/// `2017-08-31T02:49:05Z`
std::string iso_time(std::int64_t milliseconds, environment const& env);
std::int64_t milliseconds_now(environment const& env);

// ---- of the handlers, for each other

std::string text_of(boost::json::object const& attributes, std::string_view name);
listener& listener_of(slb_call const& call, load_balancer& lb, std::int64_t port, std::string_view protocol);
void configure(slb_call const& call, listener& l);

// ---- of today's service

/// One page of a list, by its number.
template <class T>
std::vector<T> page_of(std::vector<T> const& all, std::int64_t number, std::int64_t size) {
  std::vector<T> page;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (static_cast<std::int64_t>(i) / size == number - 1) page.push_back(all[i]);
  }
  return page;
}
/// Where a page begins and what leads to the next one, of a list with a cursor.
std::size_t start_of(std::optional<std::string> const& token, std::size_t size,
                     std::string const& unknown_token);
std::string token_after(std::size_t from, std::size_t size, std::size_t all);

void check_todays_tags(std::vector<types::TagPair> const& tags, std::size_t most);
void put_tags(resource_tags& to, std::vector<types::TagPair> const& tags);
bool carries(resource_tags const& tags, std::vector<types::TagPair> const& wanted);
types::ResourceTags shown_tags(resource_tags const& tags);
std::string listener_name(std::string const& lb, std::int64_t key, listener const& l);

void check_access_control(slb_call const& call, boost::json::object const& attributes);
void check_tls_policy(slb_call const& call, boost::json::object const& attributes);
void check_deletable(slb_call const& call, load_balancer const& lb);
void forget_todays(slb_call const& call, std::string const& lb);
void add_todays(slb_call const& call, load_balancer const& lb, std::int64_t key, listener const& l,
                boost::json::object& attributes);

}  // namespace colb::inline COLB_ABI::inner::emu::aliyun
