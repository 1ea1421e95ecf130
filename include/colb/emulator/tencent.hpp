// colb: the state of Tencent's load balancers, shared by API 3.0 and API 2017.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <colb/emulator/base.hpp>
#include <colb/emulator/tencent_access.hpp>
#include <colb/tencent/clb/types.hpp>

namespace colb::inline COLB_ABI::inner::emu::tencent {

namespace types = colb::tencent::clb::types;

/// A real server bound somewhere.
struct backend {
  std::string instance_id{};  ///< Empty when bound by address.
  std::string address{};      ///< Private; made up from the instance ID where that is given.
  std::int64_t port = 0;
  std::int64_t weight = 10;
  tick registered{};
  tick healthy{};     ///< Checked by then; healthy from then on unless it never is.
  std::string tag{};  ///< Its label.

  bool same(backend const& other) const { return address == other.address && port == other.port; }
};

/// What a layer-4 listener or a rule forwards to.
struct bindings {
  std::vector<emu::tencent::backend> targets{};
  std::vector<types::FunctionTarget> functions{};
  std::vector<std::string> groups{};  ///< IDs of target groups.
};

struct rule {
  types::RuleOutput about{};
  emu::tencent::bindings bound{};
};

struct listener {
  types::Listener about{};
  std::vector<emu::tencent::rule> rules{};
  emu::tencent::bindings bound{};
  std::int64_t instance_port = 0;  ///< Classic: the backends' port.

  std::string const& id() const { return *about.ListenerId; }
  std::string const& protocol() const { return *about.Protocol; }
  std::int64_t port() const { return *about.Port; }
  bool has_rules() const { return protocol() == "HTTP" || protocol() == "HTTPS"; }
};

struct load_balancer {
  types::LoadBalancer about{};
  std::string region{};
  std::uint64_t sequence = 0;  ///< Later ones have higher numbers.
  bool delete_protect = false;
  std::vector<emu::tencent::listener> listeners{};
  std::vector<emu::tencent::backend> classic_targets{};
  std::string client_ip_field{};
  tick paid_until{};                                                     ///< Prepaid.
  std::vector<std::pair<std::string, std::pair<tick, tick>>> blocked{};  ///< Address, from, until.

  std::string const& id() const { return *about.LoadBalancerId; }
  bool classic() const { return about.Forward == 0; }
  bool open() const { return about.LoadBalancerType == "OPEN"; }
};

struct target_group {
  types::TargetGroupInfo about{};  ///< AssociatedRule is made when asked for.
  std::string region{};
  std::vector<emu::tencent::backend> targets{};
};

struct customized_config {
  types::ConfigListItem about{};
  std::vector<std::string> load_balancers{};
  std::vector<types::BindDetailItem> places{};  ///< Domains and rules that it is bound to.
};

enum class task_state : std::uint8_t { running, succeeded, failed };

struct task {
  std::string action{};
  std::string deal{};
  std::vector<std::string> load_balancers{};  ///< That it is about.
  std::vector<std::string> locks{};           ///< That nothing else may change meanwhile.
  tick begin{};
  tick end{};
  task_state state = task_state::running;
  bool will_fail = false;
  std::function<void(tick)> effect{};
  std::function<void()> undo{};        ///< Of what was visible at once.
  std::vector<std::string> aliases{};  ///< Other IDs of it.
  std::string token{};                 ///< Client token that it is known by.
};

/// What a change does, beside answering.
struct change {
  std::vector<std::string> load_balancers{};
  std::vector<std::string> locks{};    ///< Empty: the load balancers.
  std::function<void(tick)> effect{};  ///< At its end.
  std::function<void()> undo{};        ///< When it fails.
  bool deal = false;                   ///< Whether it is an order too.
  bool waits = true;                   ///< Takes the time of a task; if not, it is done at once.
};

/// All load balancers of one account, in all regions.
class world {
 public:
  explicit world(emu::environment& environment) : env(environment) {}

  emu::environment& env;
  std::map<std::string, load_balancer> load_balancers{};
  std::map<std::string, target_group> target_groups{};
  std::map<std::string, customized_config> configs{};
  std::map<std::string, std::string> log_sets{};  ///< By type: ACCESS, HEALTH.
  std::map<std::string, std::string> topics{};    ///< ID by name.
  struct token {
    std::string request;  ///< Less what differs between repetitions.
    std::string task;
  };
  std::map<std::string, token> tokens{};
  std::map<std::string, std::deque<tick>> deletions{};  ///< Of the last minutes, by region.

  /// Lets everything happen that is due.
  void advance();

  /// Starts a task under this ID. Refused when one of its locks is taken.
  /// @return the order's name, where there is one.
  std::string start(std::string const& id, std::string const& action, change change,
                    emulator::fault const* fault);
  /// Refuses when something runs on one of these.
  void require_idle(std::vector<std::string> const& locks) const;
  task* find_task(std::string const& id);
  task* find_deal(std::string const& name);
  /// Has a task go by another ID too.
  void alias(std::string const& id, std::string const& task);
  /// Has a task be known by a client token too, as long as it is remembered.
  void know_by(std::string const& key, token known);
  /// Ends a running task now. False: none of that ID runs.
  bool end_task(std::string const& id, bool fail);

  view::service look();

  /// Classic load balancers that are there from the start.
  void enter(std::string const& region);

  load_balancer* find(std::string const& region, std::string const& id);
  load_balancer& get(std::string const& region, std::string const& id);
  std::vector<load_balancer*> all(std::string const& region, std::vector<std::string> const& ids);
  /// Newest first.
  std::vector<load_balancer*> newest_first(std::string const& region);

  static listener* find_listener(load_balancer& lb, std::string const& id);
  static listener& get_listener(load_balancer& lb, std::string const& id);
  static rule* find_rule(listener& l, std::string const& location_id);
  static rule* find_rule(listener& l, std::string const& domain, std::string const& url);

  target_group& get_group(std::string const& region, std::string const& id);
  /// Where a target group is bound.
  std::vector<types::AssociationItem> associations(std::string const& group);

  /// Has targets become healthy one after the other, after those that already wait.
  void check_health(std::vector<backend>& all, std::size_t first_new, tick from) const;
  bool never_healthy(backend const& b) const;
  bool is_healthy(backend const& b) const { return env.ticks() >= b.healthy && !never_healthy(b); }
  bool is_checked(backend const& b) const { return env.ticks() >= b.healthy; }

  std::string new_id(std::string_view prefix) { return env.id(prefix); }
  std::string public_address();
  std::string private_address();
  /// The same instance has the same address always.
  static std::string address_of(std::string_view instance_id);

  load_balancer& make(std::string const& region, std::string type, bool classic);

 private:
  void finish(std::string const& id, task& task);
  void forget_old_tasks();
  std::vector<view::target> look_at(std::vector<backend> const& all, bool checked) const;
  std::vector<view::target> look_at(bindings const& bound, std::optional<types::HealthCheck> const& check);

  std::map<std::string, task> tasks_{};
  std::map<std::string, std::string> deals_{};
  std::map<std::string, std::string> aliases_{};
  std::multimap<tick, std::string> due_{};
  std::map<std::string, std::string> locks_{};  ///< Task by what it locks.
  std::set<std::string> running_{};
  memory finished_{};
  std::set<std::string> entered_{};
  std::uint64_t sequence_ = 0;
  std::uint32_t public_addresses_ = 0;
  std::uint32_t private_addresses_ = 0;
};

inline void check_range(std::string const& parameter, std::optional<std::int64_t> value, std::int64_t low,
                        std::int64_t high) {
  emu::check_range(says, parameter, value, low, high);
}
inline void check_one_of(std::string const& parameter, std::optional<std::string> const& value,
                         std::initializer_list<std::string_view> allowed) {
  emu::check_one_of(says, parameter, value, allowed);
}

}  // namespace colb::inline COLB_ABI::inner::emu::tencent
