// colb: Capital Online in the emulator: tasks, who may come in, and which handler a request goes to. Included
// in one translation unit; see src.hpp.
#pragma once

#include <chrono>
#include <exception>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/serialize.hpp>

#include <colb/codec/flat.hpp>
#include <colb/codec/json.hpp>
#include <colb/emulator/capitalonline.hpp>
#include <colb/emulator/limits/capitalonline_lb.hpp>
#include <colb/sign/rpc.hpp>

namespace colb::inline COLB_ABI::inner::emu::capitalonline {

// ---- tasks
// -----------------------------------------------------------------------------------------------------

void world::require_idle(std::vector<std::string> const& locks) const {
  for (auto const& id : locks) {
    auto const found = locks_.find(id);
    if (found == locks_.end()) continue;
    refuse("ResourceInUse", "The resource " + id + " is being used by the task " + found->second + ".");
  }
}

std::string world::start(std::string const& action, change change, emulator::fault const* fault) {
  if (change.locks.empty()) change.locks = {change.resource};
  require_idle(change.locks);
  auto const id = new_id();
  task& task = tasks_[id];
  task.type = action;
  task.resource = std::move(change.resource);
  task.locks = std::move(change.locks);
  task.effect = std::move(change.effect);
  task.undo = std::move(change.undo);
  task.started = env.ticks();
  running_.insert(id);
  task.begin = later(env.ticks(), env.options.task_time / 4);
  task.end = later(env.ticks(), env.options.task_time);
  task.will_fail = fault && fault->kind == emulator::fault_kind::fail_task;
  for (auto const& lock : task.locks) locks_[lock] = id;
  bool const endless = fault && fault->kind == emulator::fault_kind::endless_task;
  if (!endless) due_.emplace(task.end, id);
  return id;
}

void world::finish(std::string const& id, task& task) {
  running_.erase(id);
  for (auto const& lock : task.locks) locks_.erase(lock);
  if (task.will_fail) {
    if (task.undo) task.undo();
    task.state = "ERROR";
  } else {
    if (task.effect) task.effect(task.end);
    task.state = "FINISH";
  }
  task.effect = nullptr;
  task.undo = nullptr;
  finished_.keep(id, task.end);
}

void world::forget_old_tasks() {
  finished_.forget(env.ticks(), env.options, [this](std::string const& id) { tasks_.erase(id); });
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

bool world::end_task(std::string const& id, bool fail) {
  advance();
  if (!running_.contains(id)) return false;
  std::erase_if(due_, [&](auto const& entry) { return entry.second == id; });
  task& task = tasks_.at(id);
  task.will_fail = fail;
  task.end = env.ticks();
  finish(id, task);
  return true;
}

// ---- seen from outside

std::vector<view::target> world::look_at(std::vector<types::BackendServer> const& all) const {
  std::vector<view::target> list;
  for (auto const& each : all) {
    std::string const& address = each.IP;
    list.push_back({address, address, each.Port,
                    codec::detail::parse_number<std::int64_t>(*each.Weight).value_or(0),
                    never_healthy({address}) ? "unhealthy" : "healthy"});
  }
  return list;
}

view::balancer world::look_at(instance const& each) const {
  auto const& about = each.about;
  view::balancer balancer{about.InstanceUuid.value_or(""), about.InstanceName.value_or(""),
                          about.RegionId.value_or(""), "HaProxy", about.Status.value_or("")};
  for (auto const& vip : about.Vips) balancer.addresses.push_back(vip.IP.value_or(""));
  auto const add = [&](auto const& policies, char const* protocol) {
    for (auto const& policy : policies) {
      view::listener listener{policy.ListenerName, policy.ListenerName, protocol, policy.ListenerPort,
                              "active"};
      listener.targets = look_at(policy.BackendServer);
      balancer.listeners.push_back(std::move(listener));
    }
  };
  add(each.policies.HttpListeners, "HTTP");
  add(each.policies.TcpListeners, "TCP");
  return balancer;
}

view::balancer world::look_at(vpc_balancer const& each) const {
  auto const& about = each.about;
  view::balancer balancer{about.Id.value_or(""), about.Name.value_or(""), about.RegionId.value_or(""), "VPC",
                          about.Status.value_or("")};
  for (auto const& vip : each.vips) balancer.addresses.push_back(vip.Vip.value_or(""));
  for (auto const& l : each.listeners) {
    view::listener listener{l.about.ListenId.value_or(""), l.about.ListenName.value_or(""),
                            l.about.ListenProtocol.value_or(""), l.about.ListenPort.value_or(0),
                            l.ready ? "active" : "creating"};
    for (auto const& port : l.ports) {
      auto const& at = port.about;
      auto const number = [](std::optional<std::string> const& text) {
        return codec::detail::parse_number<std::int64_t>(text.value_or("")).value_or(0);
      };
      bool const sick = never_healthy({*at.ResourceId, *at.LanIp, *at.WanIp});
      listener.targets.push_back({*at.ResourceId, *at.LanIp, number(at.Port), number(at.Weight),
                                  env.ticks() < port.checked ? "checking"
                                  : sick                     ? "unhealthy"
                                                             : "healthy"});
    }
    balancer.listeners.push_back(std::move(listener));
  }
  return balancer;
}

view::service world::look() {
  advance();
  view::service seen;
  std::multimap<std::uint64_t, view::balancer, std::greater<>> newest_first;
  for (auto const& [id, each] : instances) newest_first.emplace(each.sequence, look_at(each));
  for (auto const& [id, each] : vpc_balancers) newest_first.emplace(each.sequence, look_at(each));
  for (auto& [sequence, balancer] : newest_first) seen.balancers.push_back(std::move(balancer));
  for (auto const& id : running_) {
    task const& each = tasks_.at(id);
    bool const endless =
        std::none_of(due_.begin(), due_.end(), [&](auto const& e) { return e.second == id; });
    auto about = view_of_task(env, id, each.type, each.started, endless ? tick::max() : each.end);
    if (!each.resource.empty()) about.balancers = {each.resource};
    about.will_fail = each.will_fail;
    seen.tasks.push_back(std::move(about));
  }
  return seen;
}

task const* world::find_task(std::string const& id) const {
  auto const found = tasks_.find(id);
  return found == tasks_.end() ? nullptr : &found->second;
}

// ---- looking things up, making things
// ----------------------------------------------------------------------------

instance& world::get_instance(std::string const& id) {
  check_given("InstanceUuid", id);
  auto const found = instances.find(id);
  if (found == instances.end()) not_found("instance", id);
  return found->second;
}

vpc_balancer& world::get_vpc_balancer(std::string const& id) {
  check_given("SlbId", id);
  auto const found = vpc_balancers.find(id);
  if (found == vpc_balancers.end()) not_found("load balancer", id);
  return found->second;
}

std::pair<vpc_balancer*, vpc_listener*> world::get_listener(std::string const& id) {
  check_given("ListenId", id);
  for (auto& [slb_id, slb] : vpc_balancers) {
    for (auto& listener : slb.listeners) {
      if (listener.about.ListenId == id) return {&slb, &listener};
    }
  }
  not_found("listener", id);
}

std::string world::new_id() {
  std::string text = env.digits(36);
  for (std::size_t const dash : {8U, 13U, 18U, 23U}) text[dash] = '-';
  return text;
}

// 198.18.0.0/15 is set aside for tests of networks: nobody is reached by accident.
std::string world::public_address() {
  return dotted((198U << 24 | 19U << 16) + (++public_addresses_ & 0xffff));
}
std::string world::private_address() {
  return dotted((10U << 24 | 2U << 16) + (++private_addresses_ & 0xffff));
}

std::vector<types::VpcSlbVm> world::servers(std::string const& vpc) {
  auto const hash = number_of(vpc);
  std::vector<types::VpcSlbVm> all;
  for (std::uint32_t i = 1; i <= 3; ++i) {
    types::VpcSlbVm server;
    server.vm_id = "ins-" + std::to_string(hash) + std::to_string(i);
    server.vm_name = "server-" + std::to_string(i);
    server.vm_private_ip = dotted((10U << 24 | 3U << 16) + (hash & 0xff00U) + i);
    server.vm_public_ip = i == 1 ? dotted((198U << 24 | 18U << 16) + (hash & 0xff00U) + i) : std::string();
    server.vm_type = "kvm";
    all.push_back(std::move(server));
  }
  return all;
}

bool world::never_healthy(std::initializer_list<std::string_view> names) const {
  return std::any_of(names.begin(), names.end(), [&](std::string_view name) {
    return !name.empty() && contains(env.options.unhealthy, name);
  });
}

// ---- structs and text
// ------------------------------------------------------------------------------------------

void call::read(type_info const& type, void* object) const {
  emu::read(from, type, object, says, {lb_limits}, world.env.options);
}

words const says{
    .missing = missing,
    .unknown = [](std::string const& parameter) { bad_value(parameter, "the Action does not know it"); },
    .ill_typed =
        [](std::string const& parameter) {
          bad_value(parameter.empty() ? "of the body" : parameter, "it has the wrong type");
        },
    .malformed = [] { refuse("BadArgs", "The body is not the JSON that was expected."); },
    .too_large = [] { refuse("BadArgs", "The request is too large."); },
    .not_between =
        [](std::string const& parameter, std::int64_t low, std::int64_t high) {
          bad_value(parameter,
                    "it has to be between " + std::to_string(low) + " and " + std::to_string(high));
        },
    .wrong_length =
        [](std::string const& parameter, std::int64_t low, std::int64_t high) {
          bad_value(parameter,
                    "its length has to be between " + std::to_string(low) + " and " + std::to_string(high));
        },
    .wrong_count =
        [](std::string const& parameter, std::int64_t low, std::int64_t high) {
          bad_value(parameter, "it has to have between " + std::to_string(low) + " and " +
                                   std::to_string(high) + " items");
        },
    .not_one_of = [](std::string const& parameter,
                     std::string const& list) { bad_value(parameter, "it has to be one of " + list); },
    .misspelled = [](std::string const& parameter,
                     std::string const& what) { bad_value(parameter, "it has to be " + what); }};

char const* const delivered = "\u4efb\u52a1\u4e0b\u53d1\u6210\u529f";

std::string members_of(type_info const& type, void const* object) {
  std::string text;
  if (!codec::detail::write_members(text, type, object, {}, true)) return text;
  field_info const* const data = find_field(type, "Data");
  if (!data) return text;
  return data->type->shape == shape::list ? "\"Data\":[]" : "\"Data\":{}";
}

// ---- the service
// -----------------------------------------------------------------------------------------------

/// The documented HTTP status of a code; 403 for those of signatures, which are not documented.
constexpr int status_of(std::string_view code) {
  struct entry {
    std::string_view code;
    int status;
  };
  constexpr entry all[] = {
      {"ResourceNotFound", 404},         {"ResourceInUse", 409},      {"InternalError", 500},
      {"CreateOrderExcept", 500},        {"InvalidAccessKeyId", 403}, {"SignatureDoesNotMatch", 403},
      {"InvalidTimestamp.Expired", 403}, {"SignatureNonceUsed", 403}};
  for (entry const& e : all) {
    if (e.code == code) return e.status;
  }
  return 400;
}

class lb_service final : public api {
 public:
  explicit lb_service(environment& environment)
      : api(environment, "InternalError", {lb_limits}, lb_notes), world_(environment) {
    for (auto const family : {instances_operations(), certificates_operations(), policies_operations(),
                              vpc_balancers_operations(), vpc_listeners_operations()}) {
      list(family);
    }
  }

  std::string_view name() const override { return "capitalonline.lb"; }

  std::vector<std::string> host_names() const override {
    return {"cdsapi.capitalonline.net", "cdsapi-asia.capitalonline.net", "cdsapi-us.capitalonline.net"};
  }

  bool serves(request const& head) const override {
    std::string_view const path = path_of(head);
    return path == "/lb" || path == "/vpc" || path == "/ccs" || path == "/paas/monitor";
  }

  void const* resources() const override { return &world_; }
  view::service look() override { return world_.look(); }
  bool end_task(std::string const& id, bool fail) override { return world_.end_task(id, fail); }

  std::optional<std::string> action_of(request const& request, bool) const override {
    auto const parameters = codec::parse_form(request.query());
    return parameters ? value_of(*parameters, "Action") : std::string();
  }

 private:
  /// The documents have a slash at its end, some of the vendor's samples none.
  static std::string_view path_of(request const& request) {
    std::string_view path = request.path();
    if (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
    return path;
  }

  answer refused(refusal const& refused, request const&, emulator::call&) override {
    answer out;
    out.status = status_of(refused.code);
    out.body = "{\"Code\":";
    codec::detail::append_string(out.body, refused.code);
    out.body += ",\"Message\":";
    codec::detail::append_string(out.body, refused.message);
    out.body += ",\"Data\":{}}";
    return out;
  }

  answer run(request const& request, emulator::fault const* fault, emulator::call& entry) override {
    world_.advance();
    auto parameters = codec::parse_form(request.query());
    if (!parameters) refuse("BadArgs", "The query is malformed.");
    let_in(request, *parameters);

    entry.action = value_of(*parameters, "Action");
    auto const* const found = find<operation>(entry.action);
    source from;
    from.flat = request.method == "GET";
    from.json = request.body;
    if (from.flat) {
      for (auto const& each : *parameters) {
        if (!contains(common_names, each.first)) from.parameters.push_back(each);
      }
    }
    if (auto members = answered_otherwise(entry.action, found != nullptr, from)) {
      let_through(fault, kind::write);
      boost::json::object whole{
          {"Code", "Success"}, {"Message", "success"}, {"TaskId", world_.start(entry.action, {}, fault)}};
      for (auto& member : *members) whole[member.key()] = std::move(member.value());
      answer out;
      out.body = boost::json::serialize(whole);
      return out;
    }
    if (!found) refuse("UnsupportedOperation", "There is no Action " + entry.action + ".");
    operation const& operation = *found;
    if (request.method != operation.route.method || path_of(request) != operation.route.path) {
      refuse("UnsupportedOperation", entry.action + " is called by " + std::string(operation.route.method) +
                                         " at " + std::string(operation.route.path) + "/.");
    }
    let_through(fault, operation.kind);

    call call{world_, fault};
    call.action = operation.name;
    call.from = std::move(from);
    std::string text = operation.run(call);
    if (!text.empty()) text += ',';
    text += "\"Code\":\"" + std::string(operation.code) + "\",\"Message\":";
    codec::detail::append_string(text, call.message);
    if (call.task_id) text += ",\"TaskId\":\"" + *call.task_id + '"';
    answer out;
    out.body = '{' + text + '}';
    return out;
  }

  void let_in(request const& request, std::vector<codec::parameter> const& parameters) {
    for (std::string_view const name : common_names) {
      if (value_of(parameters, name).empty()) missing(std::string(name));
    }
    if (value_of(parameters, "Version") != "2019-08-08") bad_value("Version", "it has to be 2019-08-08");
    if (value_of(parameters, "SignatureMethod") != "HMAC-SHA1")
      bad_value("SignatureMethod", "it has to be HMAC-SHA1");
    if (value_of(parameters, "SignatureVersion") != "1.0") bad_value("SignatureVersion", "it has to be 1.0");
    if (value_of(parameters, "AccessKeyId") != env_.options.credentials.id) {
      refuse("InvalidAccessKeyId", "The AccessKeyId does not exist.");
    }
    auto const time = seconds_of(value_of(parameters, "Timestamp"));
    if (!time) bad_value("Timestamp", "it has to be like 2018-01-01T12:00:00Z");
    auto const now = env_.unix_time_of_senders();
    auto const skew = clock_skew(900);
    if (too_far_off(*time, 900)) {
      refuse("InvalidTimestamp.Expired", "The Timestamp differs from the server's time by more than " +
                                             std::to_string(skew) + " seconds.");
    }
    auto const wanted = sign::sign_rpc(request.method, parameters, env_.options.credentials.key);
    if (!sign::equal_constant_time(value_of(parameters, "Signature"), wanted)) {
      refuse("SignatureDoesNotMatch", "The Signature is not that of the request.");
    }
    // As long as the timestamp would be accepted, the same request may come a second time.
    while (!nonces_by_time_.empty() &&
           (nonces_by_time_.begin()->first < now - skew || nonces_.size() >= most_nonces)) {
      nonces_.erase(nonces_by_time_.begin()->second);
      nonces_by_time_.erase(nonces_by_time_.begin());
    }
    auto const nonce = value_of(parameters, "SignatureNonce");
    if (!nonces_.insert(nonce).second) refuse("SignatureNonceUsed", "The SignatureNonce was used before.");
    nonces_by_time_.emplace(*time, nonce);
  }

  static constexpr std::string_view common_names[] = {"AccessKeyId",     "Action",         "Signature",
                                                      "SignatureMethod", "SignatureNonce", "SignatureVersion",
                                                      "Timestamp",       "Version"};

  world world_;
  std::set<std::string> nonces_{};
  std::multimap<std::int64_t, std::string> nonces_by_time_{};
};

namespace {
service_entry const lb_entry{"capitalonline.lb", 3, [](environment& environment) -> std::unique_ptr<service> {
                               return std::make_unique<lb_service>(environment);
                             }};
}  // namespace

}  // namespace colb::inline COLB_ABI::inner::emu::capitalonline
