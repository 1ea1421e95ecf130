// colb: bodies of the state of Tencent's load balancers. Included in one translation unit; see src.hpp.
#pragma once

#include <algorithm>
#include <iterator>
#include <utility>

#include <colb/emulator/tencent.hpp>

namespace colb::inline COLB_ABI::inner::emu::tencent {

// ---- tasks
// -----------------------------------------------------------------------------------------------------

void world::require_idle(std::vector<std::string> const& locks) const {
  for (auto const& id : locks) {
    auto const found = locks_.find(id);
    if (found == locks_.end()) continue;
    if (id.starts_with("lb-")) {
      refuse("FailedOperation.ResourceInOperating",
             "Loadbalancer(" + id +
                 ") is not in normal desState, maybe some tasks are being processed, please try later.");
    }
    auto const task = tasks_.find(found->second);
    refuse("FailedOperation.ResourceInOperating", "Your task is working (" +
                                                      (task == tasks_.end() ? id : task->second.action) +
                                                      "). Pls wait for the task to complete and try again.");
  }
}

std::string world::start(std::string const& id, std::string const& action, change change,
                         emulator::fault const* fault) {
  if (change.locks.empty()) change.locks = change.load_balancers;
  require_idle(change.locks);

  task& task = tasks_[id];
  task.action = action;
  task.load_balancers = std::move(change.load_balancers);
  task.locks = std::move(change.locks);
  task.effect = std::move(change.effect);
  task.undo = std::move(change.undo);
  task.will_fail = fault && fault->kind == emulator::fault_kind::fail_task;
  task.begin = env.ticks();
  task.end = change.waits ? later(env.ticks(), env.task_time()) : env.ticks();
  if (change.deal) {
    task.deal = env.date_and_time().substr(0, 4) + env.date_and_time().substr(5, 2) + env.digits(15);
    deals_[task.deal] = id;
  }
  for (auto const& lock : task.locks) locks_[lock] = id;
  running_.insert(id);
  if (fault && fault->kind == emulator::fault_kind::endless_task) {
    task.end = tick::max();
  } else if (!change.waits) {
    finish(id, task);
  } else {
    due_.emplace(task.end, id);
  }
  return tasks_.at(id).deal;
}

void world::finish(std::string const& id, task& task) {
  for (auto const& lock : task.locks) locks_.erase(lock);
  if (task.will_fail) {
    if (task.undo) task.undo();
    task.state = task_state::failed;
  } else {
    if (task.effect) task.effect(task.end);
    task.state = task_state::succeeded;
  }
  task.effect = nullptr;
  task.undo = nullptr;
  running_.erase(id);
  finished_.keep(id, task.end);
}

void world::forget_old_tasks() {
  finished_.forget(env.ticks(), env.options, [this](std::string const& id) {
    auto const oldest = tasks_.find(id);
    task const& task = oldest->second;
    deals_.erase(task.deal);
    for (auto const& alias : task.aliases) aliases_.erase(alias);
    auto const known = tokens.find(task.token);
    if (known != tokens.end() && known->second.task == id) tokens.erase(known);
    tasks_.erase(oldest);
  });
}

void world::alias(std::string const& id, std::string const& task) {
  aliases_[id] = task;
  tasks_.at(task).aliases.push_back(id);
}

void world::know_by(std::string const& key, token known) {
  tasks_.at(known.task).token = key;
  tokens[key] = std::move(known);
}

void world::advance() {
  auto const now = env.ticks();
  while (!due_.empty() && due_.begin()->first <= now) {
    auto const id = due_.begin()->second;
    due_.erase(due_.begin());
    finish(id, tasks_.at(id));
  }
  forget_old_tasks();
}

bool world::end_task(std::string const& name, bool fail) {
  advance();
  auto const alias = aliases_.find(name);
  std::string const id = alias == aliases_.end() ? name : alias->second;
  if (!running_.contains(id)) return false;
  task& task = tasks_.at(id);
  auto const [first, last] = due_.equal_range(task.end);
  for (auto it = first; it != last; ++it) {
    if (it->second != id) continue;
    due_.erase(it);
    break;
  }
  task.will_fail = fail;
  task.end = env.ticks();
  finish(id, task);
  return true;
}

task* world::find_task(std::string const& id) {
  auto const alias = aliases_.find(id);
  auto const found = tasks_.find(alias == aliases_.end() ? id : alias->second);
  return found == tasks_.end() ? nullptr : &found->second;
}

task* world::find_deal(std::string const& name) {
  auto const found = deals_.find(name);
  return found == deals_.end() ? nullptr : find_task(found->second);
}

// ---- looking things up
// -----------------------------------------------------------------------------------------

load_balancer* world::find(std::string const& region, std::string const& id) {
  auto const found = load_balancers.find(id);
  return found == load_balancers.end() || found->second.region != region ? nullptr : &found->second;
}

load_balancer& world::get(std::string const& region, std::string const& id) {
  if (auto* const lb = find(region, id)) return *lb;
  refuse("InvalidParameter.LBIdNotFound", "The load balancer `" + id + "` does not exist.");
}

std::vector<load_balancer*> world::all(std::string const& region, std::vector<std::string> const& ids) {
  std::vector<load_balancer*> list;
  for (auto const& id : ids) list.push_back(&get(region, id));
  return list;
}

std::vector<load_balancer*> world::newest_first(std::string const& region) {
  std::vector<load_balancer*> list;
  for (auto& [id, lb] : load_balancers) {
    if (lb.region == region) list.push_back(&lb);
  }
  std::sort(list.begin(), list.end(), [](auto const* a, auto const* b) { return a->sequence > b->sequence; });
  return list;
}

listener* world::find_listener(load_balancer& lb, std::string const& id) {
  for (auto& listener : lb.listeners) {
    if (listener.id() == id) return &listener;
  }
  return nullptr;
}

listener& world::get_listener(load_balancer& lb, std::string const& id) {
  if (auto* const listener = find_listener(lb, id)) return *listener;
  refuse("InvalidParameter.ListenerIdNotFound",
         "The listener `" + id + "` does not exist on `" + lb.id() + "`.");
}

rule* world::find_rule(listener& l, std::string const& location_id) {
  for (auto& rule : l.rules) {
    if (rule.about.LocationId == location_id) return &rule;
  }
  return nullptr;
}

rule* world::find_rule(listener& l, std::string const& domain, std::string const& url) {
  for (auto& rule : l.rules) {
    auto const& domains = rule.about.Domains;
    if (rule.about.Url == url && std::find(domains.begin(), domains.end(), domain) != domains.end())
      return &rule;
  }
  return nullptr;
}

target_group& world::get_group(std::string const& region, std::string const& id) {
  auto const found = target_groups.find(id);
  if (found != target_groups.end() && found->second.region == region) return found->second;
  refuse("InvalidParameterValue", "The target group `" + id + "` does not exist.");
}

std::vector<types::AssociationItem> world::associations(std::string const& group) {
  std::vector<types::AssociationItem> list;
  auto const add = [&](load_balancer const& lb, listener const& listener, rule const* rule,
                       bindings const& bound) {
    if (std::find(bound.groups.begin(), bound.groups.end(), group) == bound.groups.end()) return;
    types::AssociationItem item;
    item.LoadBalancerId = lb.id();
    item.LoadBalancerName = lb.about.LoadBalancerName;
    item.ListenerId = listener.id();
    item.ListenerName = listener.about.ListenerName;
    item.Protocol = listener.protocol();
    item.Port = listener.port();
    if (rule) {
      item.LocationId = rule->about.LocationId;
      item.Domain = rule->about.Domain;
      item.Url = rule->about.Url;
    }
    list.push_back(std::move(item));
  };
  for (auto const& [id, lb] : load_balancers) {
    for (auto const& listener : lb.listeners) {
      add(lb, listener, nullptr, listener.bound);
      for (auto const& rule : listener.rules) add(lb, listener, &rule, rule.bound);
    }
  }
  return list;
}

// ---- health
// ----------------------------------------------------------------------------------------------------

void world::check_health(std::vector<backend>& all, std::size_t first_new, tick from) const {
  for (std::size_t i = 0; i < first_new; ++i) from = std::max(from, all[i].healthy);
  for (std::size_t i = first_new; i < all.size(); ++i) {
    from = later(from, env.options.health_time);
    all[i].healthy = from;
  }
}

bool world::never_healthy(backend const& b) const {
  auto const& list = env.options.unhealthy;
  return std::any_of(list.begin(), list.end(),
                     [&](auto const& name) { return name == b.instance_id || name == b.address; });
}

// ---- seen from outside

std::vector<view::target> world::look_at(std::vector<backend> const& all, bool checked) const {
  std::vector<view::target> list;
  for (auto const& each : all) {
    auto const& id = each.instance_id.empty() ? each.address : each.instance_id;
    char const* const health = !checked            ? "unchecked"
                               : !is_checked(each) ? "checking"
                               : is_healthy(each)  ? "healthy"
                                                   : "unhealthy";
    list.push_back({id, each.address, each.port, each.weight, health});
  }
  return list;
}

std::vector<view::target> world::look_at(bindings const& bound,
                                         std::optional<types::HealthCheck> const& check) {
  bool const checked = !check || check->HealthSwitch != 0;
  auto list = look_at(bound.targets, checked);
  for (auto const& group : bound.groups) {
    auto more = look_at(target_groups.at(group).targets, checked);
    list.insert(list.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }
  return list;
}

view::service world::look() {
  advance();
  view::service seen;
  std::vector<load_balancer const*> ordered;
  for (auto const& [id, lb] : load_balancers) ordered.push_back(&lb);
  std::sort(ordered.begin(), ordered.end(),
            [](auto const* a, auto const* b) { return a->sequence > b->sequence; });
  for (auto const* const lb : ordered) {
    auto const& about = lb->about;
    view::balancer balancer{lb->id(),
                            about.LoadBalancerName.value_or(""),
                            lb->region,
                            lb->classic() ? "classic" : about.LoadBalancerType.value_or(""),
                            about.Status == 0 ? "creating" : "active",
                            about.LoadBalancerVips};
    for (auto const& each : lb->listeners) {
      view::listener listener{each.id(), each.about.ListenerName.value_or(""), each.protocol(), each.port(),
                              "active"};
      for (auto const& rule : each.rules) {
        listener.rules.push_back({rule.about.LocationId.value_or(""), rule.about.Domain.value_or(""),
                                  rule.about.Url.value_or(""), look_at(rule.bound, rule.about.HealthCheck)});
      }
      listener.targets = look_at(each.bound, each.about.HealthCheck);
      balancer.listeners.push_back(std::move(listener));
    }
    balancer.targets = look_at(lb->classic_targets, true);
    seen.balancers.push_back(std::move(balancer));
  }
  for (auto const& id : running_) {
    task const& each = tasks_.at(id);
    auto about = view_of_task(env, id, each.action, each.begin, each.end);
    about.balancers = each.load_balancers;
    about.will_fail = each.will_fail;
    seen.tasks.push_back(std::move(about));
  }
  return seen;
}

// ---- making things
// ---------------------------------------------------------------------------------------------

// 198.18.0.0/15 is set aside for tests of networks: nobody is reached by accident.
std::string world::public_address() {
  return dotted((198U << 24 | 18U << 16) + (++public_addresses_ & 0x1ffff));
}
std::string world::private_address() { return dotted((10U << 24) + (++private_addresses_ & 0xffff)); }

std::string world::address_of(std::string_view instance_id) {
  auto const hash = number_of(instance_id);
  return dotted(10U << 24 | 1U << 16 | ((hash ^ hash >> 16) % 65024 + 257));
}

load_balancer& world::make(std::string const& region, std::string type, bool classic) {
  auto const id = new_id("lb-");
  load_balancer& lb = load_balancers[id];
  lb.region = region;
  lb.sequence = ++sequence_;
  auto& about = lb.about;
  auto const now = env.date_and_time();
  bool const open = type == "OPEN";
  about.LoadBalancerId = id;
  about.LoadBalancerName = id;
  about.LoadBalancerType = std::move(type);
  about.Forward = classic ? 0 : 1;
  about.Domain = "";
  about.LoadBalancerVips = {open ? public_address() : private_address()};
  about.Status = 1;
  about.CreateTime = now;
  about.StatusTime = now;
  about.ProjectId = 0;
  about.VpcId = "vpc-default0";
  about.OpenBgp = 0;
  about.Snat = false;
  about.Isolation = 0;
  about.Log = "";
  about.AnycastZone = "";
  about.AddressIPVersion = "ipv4";
  about.NumericalVpcId = 1;
  about.VipIsp = open ? "BGP" : "INTERNAL";
  about.ChargeType = "POSTPAID_BY_HOUR";
  if (open) {
    about.NetworkAttributes.emplace();
    about.NetworkAttributes->InternetChargeType = "TRAFFIC_POSTPAID_BY_HOUR";
    about.NetworkAttributes->InternetMaxBandwidthOut = 10;
  }
  about.IsDDos = false;
  about.ConfigId = "";
  about.LoadBalancerPassToTarget = false;
  about.SnatPro = false;
  about.SlaType = "";
  about.IsBlock = false;
  about.LocalBgp = false;
  about.MixIpTarget = false;
  types::ZoneInfo zone;
  zone.ZoneId = 100001;
  zone.Zone = region + "-1";
  zone.ZoneName = region + " Zone 1";
  zone.ZoneRegion = region;
  zone.LocalZone = false;
  zone.EdgeZone = false;
  about.MasterZone = zone;
  about.TargetRegionInfo = types::TargetRegionInfo{.Region = region, .VpcId = "vpc-default0"};
  return lb;
}

void world::enter(std::string const& region) {
  if (env.options.classic == 0) return;
  if (!entered_.insert(region).second) return;
  for (std::size_t i = 0; i < env.options.classic; ++i) {
    load_balancer& lb = make(region, "OPEN", true);
    lb.about.Domain = lb.id() + ".classic.example";
    listener listener;
    listener.about.ListenerId = new_id("lbl-");
    listener.about.ListenerName = "classic";
    listener.about.Protocol = "TCP";
    listener.about.Port = 80;
    listener.about.SessionExpireTime = 0;
    listener.about.Scheduler = "WRR";
    listener.instance_port = 8080;
    lb.listeners.push_back(std::move(listener));
  }
}

}  // namespace colb::inline COLB_ABI::inner::emu::tencent
