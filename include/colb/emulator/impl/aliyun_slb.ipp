// colb: Alibaba Cloud SLB in the emulator: who may come in, which handler a request goes to, and what an
// answer looks like. Included in one translation unit; see src.hpp.
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <deque>
#include <exception>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <colb/aliyun/slb/service.hpp>
#include <colb/codec/flat.hpp>
#include <colb/codec/json.hpp>
#include <colb/emulator/aliyun_slb.hpp>
#include <colb/emulator/answers.hpp>
#include <colb/emulator/editions/aliyun_slb.hpp>
#include <colb/emulator/limits/aliyun_slb.hpp>
#include <colb/sign/acs3.hpp>
#include <colb/sign/rpc.hpp>

namespace colb::inline COLB_ABI::inner::emu::aliyun {

namespace json = boost::json;

// ---- structs and text -----------------------------------------------------------------------------------

json::value slb_tree(type_info const& type, void const* value) {
  switch (type.shape) {
    case shape::optional: {
      void const* const inner = type.get(value);
      return inner ? slb_tree(*type.element, inner) : json::value();
    }
    case shape::structure:
      return slb_members(type, value);
    case shape::list: {
      json::array list;
      for (std::size_t i = 0, n = type.size(value); i < n; ++i) {
        list.push_back(slb_tree(*type.element, type.at(value, i)));
      }
      return list;
    }
    case shape::integer:
      return *static_cast<std::int64_t const*>(value);
    case shape::boolean:
      return *static_cast<bool const*>(value);
    default:
      return json::value(*static_cast<std::string const*>(value));
  }
}

json::object slb_members(type_info const& type, void const* object) {
  json::object members;
  for (field_info const& field : type.fields()) {
    json::value value = slb_tree(*field.type, field_at(object, field));
    if (value.is_null()) continue;
    // Old and today's clients read the same answer: it has both names where they differ by more than case.
    for (alias const& other : type.aliases) {
      if (other.field != field.name || ascii_lowered(other.name) == ascii_lowered(field.name)) continue;
      if (other.name == "Rules") {
        members["Rules"] = json::object{{"Rule", value}};
      } else {
        members[other.name] = value;
      }
    }
    if (field.name == "RuleList" && !members.contains("Rules"))
      members["Rules"] = json::object{{"Rule", value}};
    members[field.name] = std::move(value);
  }
  return members;
}

json::object slb_answer(slb_call const& call, std::string_view action, type_info const& type,
                        void const* reply) {
  auto const edition = call.world.env.options.edition;
  json::value members = slb_members(type, reply);
  if (edition != emulator::edition::either)
    keep_edition(members, type, action, slb_answer_differences, edition);
  return std::move(members.get_object());
}

json::object slb_fields(type_info const& type, void const* object) {
  json::object members;
  for (field_info const& field : type.fields()) {
    json::value value = slb_tree(*field.type, field_at(object, field));
    if (!value.is_null()) members[field.name] = std::move(value);
  }
  return members;
}

/// JSON as the vendor's document prints it: single quotes, bare words, trailing commas, typographic quotes.
std::string with_plain_quotes(std::string_view text) {
  std::string out;
  auto const plain = [](char c) {
    return c != '[' && c != ']' && c != '{' && c != '}' && c != ',' && c != ':' && c != '"' && c != '\'' &&
           c != ' ' && c != '\t' && c != '\n' && c != '\r';
  };
  for (std::size_t i = 0; i < text.size();) {
    char quote = text[i] == '"' || text[i] == '\'' ? text[i] : '\0';
    std::size_t skip = 1;
    std::string_view closing = text.substr(i, 1);
    for (std::string_view const open : {"\u201c", "\u201d", "\u2018", "\u2019"}) {
      if (!text.substr(i).starts_with(open)) continue;
      quote = 'w';
      skip = open.size();
      closing = open == "\u201c" || open == "\u201d" ? "\u201d" : "\u2019";
    }
    if (quote != '\0') {
      auto end = i + skip;
      while (end < text.size() && !text.substr(end).starts_with(closing)) end += text[end] == '\\' ? 2 : 1;
      out += '"';
      for (char const c : text.substr(i + skip, std::min(end, text.size()) - i - skip)) {
        if (c == '"' && quote != '"') out += '\\';
        out += c;
      }
      out += '"';
      i = std::min(end, text.size()) + closing.size();
    } else if (text[i] == ',') {
      auto const next = text.find_first_not_of(" \t\r\n", i + 1);
      bool const trailing = next != text.npos && (text[next] == ']' || text[next] == '}');
      if (!trailing) out += ',';
      ++i;
    } else if (plain(text[i])) {
      auto end = i;
      while (end < text.size() && plain(text[end])) ++end;
      auto const word = text.substr(i, end - i);
      bool const value = word == "true" || word == "false" || word == "null" ||
                         word.find_first_not_of("0123456789.-") == word.npos;
      out.append(value ? "" : "\"").append(word).append(value ? "" : "\"");
      i = end;
    } else {
      out += text[i++];
    }
  }
  return out;
}

/// The same, without members of servers that old SDKs always send, where the document does not know them or
/// they are empty and may be left out.
std::string repaired_json(std::string const& text, type_info const& type) {
  boost::system::error_code ec;
  auto tree = json::parse(text, ec);
  if (ec) tree = json::parse(with_plain_quotes(text), ec);
  if (ec) return text;
  type_info const* list = &type;
  while (list->shape == shape::optional) list = list->element;
  if (list->shape != shape::list || !tree.is_array()) return json::serialize(tree);
  for (auto& each : tree.get_array()) {
    if (!each.is_object() || list->element->shape != shape::structure) continue;
    for (auto const* const old : {"Type", "ServerIp", "Description"}) {
      auto const* const field = find_field(*list->element, old);
      auto const* const sent = each.get_object().if_contains(old);
      if (!field || (sent && *sent == "" && field->type->shape == shape::optional))
        each.get_object().erase(old);
    }
  }
  return json::serialize(tree);
}

constexpr tables slb_tables{slb_limits, {slb_differences, "RegionId"}};

void slb_call::read(type_info const& type, void* object) {
  std::erase_if(parameters, [&](codec::parameter const& each) {
    bool const old = each.first == "VServerGroup" || each.first == "MasterSlaveServerGroup";
    return old && !find_field(type, each.first);
  });
  for (auto& [name, value] : parameters) {
    field_info const* const field = find_field(type, name);
    if (field && field->json_text) value = repaired_json(value, *field->type);
  }
  left_out = emu::read({true, parameters, {}}, type, object, says, slb_tables, world.env.options);
}

/// A parameter as the vendor's messages call it; weights have an error of their own.
std::string spoken(std::string const& parameter) {
  auto const name = parameter.substr(parameter.rfind('.') + 1);
  if (name == "Weight")
    refuse("InvalidWeight.Malformed", "A specified weight is not valid: " + parameter + ".");
  if (name == "ListenerPort") return "Port (ListenerPort)";
  if (name == "Bandwidth") return "bandwidth (Bandwidth)";
  return parameter;
}

words const says{
    .missing = missing,
    .unknown =
        [](std::string const& parameter) {
          refuse("UnsupportedParameter", "The input parameter " + parameter + " is not supported.");
        },
    .ill_typed =
        [](std::string const& parameter) { not_valid(parameter.empty() ? "of the request" : parameter); },
    .malformed = [] { not_valid("of the request"); },
    .too_large = [] { not_valid("of the request"); },
    .not_between = [](std::string const& parameter, std::int64_t,
                      std::int64_t) { not_valid(spoken(parameter)); },
    .wrong_length = [](std::string const& parameter, std::int64_t,
                       std::int64_t) { not_valid(spoken(parameter)); },
    .wrong_count =
        [](std::string const& parameter, std::int64_t, std::int64_t high) {
          if (parameter.ends_with("Servers") && high >= 20) check_server_count(21);
          not_valid(parameter);
        },
    .not_one_of = [](std::string const& parameter, std::string const&) { not_valid(spoken(parameter)); },
    .misspelled = [](std::string const& parameter, std::string const&) { not_valid(spoken(parameter)); }};

std::vector<std::string> split_list(std::string const& parameter, std::string_view text) {
  std::vector<std::string> parts;
  for (bool more = !text.empty(); more;) {
    auto const end = std::min(text.find(','), text.size());
    parts.emplace_back(http_trimmed(text.substr(0, end)));
    if (parts.back().empty()) not_valid(parameter);
    more = end < text.size();
    text.remove_prefix(more ? end + 1 : end);
  }
  return parts;
}

void check_server(std::string const& id) {
  if (id.empty() || !is_spelled(id, {"A-Za-z0-9_-"})) {
    refuse("InvalidServerId.Malformed", "A specified server ID is not valid, flush control ip chain fail.");
  }
}

void check_server_count(std::size_t count) {
  if (count > 20) {
    refuse("TooManyBackendServers",
           "The total number of input real servers exceeds max supported number: 20");
  }
}

// ---- the state ------------------------------------------------------------------------------------------

// 198.18.0.0/15 is set aside for tests of networks: nobody is reached by accident.
std::string world::public_address() {
  return dotted((198U << 24 | 19U << 16) + (++public_addresses_ & 0xffff));
}
std::string world::private_address() {
  return dotted((10U << 24 | 2U << 16) + (++private_addresses_ & 0xffff));
}

std::string world::address_of(std::string_view server_id) {
  auto const hash = number_of(server_id);
  return dotted((10U << 24 | 3U << 16) + ((hash ^ hash >> 16) & 0xffff));
}

std::string world::status_of(load_balancer const& lb) const {
  return lb.stuck ? "inactive" : *lb.about.LoadBalancerStatus;
}

void world::pass(listener& l, std::string through, std::string to, emulator::fault const* fault) const {
  l.passing = std::move(through);
  l.before = l.settled;
  l.since = env.ticks();
  l.until = later(env.ticks(), env.options.task_time);
  if (fault && fault->kind == emulator::fault_kind::endless_task) l.until = tick::max();
  if (!fault || fault->kind != emulator::fault_kind::fail_task) l.settled = std::move(to);
}

void world::check_health(std::vector<backend>& all, std::size_t first_new) const {
  tick from = env.ticks();
  for (std::size_t i = 0; i < first_new; ++i) from = std::max(from, all[i].checked);
  for (std::size_t i = first_new; i < all.size(); ++i)
    all[i].checked = from = later(from, env.options.health_time);
}

std::string world::health_of(backend const& b) const {
  if (env.ticks() < b.checked) return "unavailable";
  auto const& never = env.options.unhealthy;
  bool const sick = std::any_of(never.begin(), never.end(),
                                [&](auto const& name) { return name == b.id || name == address_of(b.id); });
  return sick ? "abnormal" : "normal";
}

// ---- seen from outside

std::vector<view::target> world::look_at(std::vector<backend> const& all, std::int64_t port) const {
  std::vector<view::target> list;
  for (auto const& each : all) {
    auto const health = health_of(each);
    list.push_back({each.id, address_of(each.id), each.port == 0 ? port : each.port, each.weight,
                    health == "normal"     ? "healthy"
                    : health == "abnormal" ? "unhealthy"
                                           : "checking"});
  }
  return list;
}

std::vector<view::target> world::look_at_group(std::string const& id, std::int64_t port) const {
  auto const found = groups.find(id);
  return found == groups.end() ? std::vector<view::target>() : look_at(found->second.servers, port);
}

/// What stands for the task that a listener's passing state is.
std::string task_of(load_balancer const& lb, std::int64_t key, listener const& l) {
  return lb.id() + ':' + l.protocol + ':' + std::to_string(port_of(key));
}

view::service world::look() const {
  view::service seen;
  std::vector<load_balancer const*> ordered;
  for (auto const& [id, lb] : load_balancers) ordered.push_back(&lb);
  std::sort(ordered.begin(), ordered.end(),
            [](auto const* a, auto const* b) { return a->sequence > b->sequence; });
  for (auto const* const lb : ordered) {
    auto const& about = lb->about;
    view::balancer balancer{lb->id(),       about.LoadBalancerName.value_or(""),
                            lb->region,     about.AddressType.value_or(""),
                            status_of(*lb), {about.Address.value_or("")}};
    for (auto const& [key, each] : lb->listeners) {
      view::listener listener{task_of(*lb, key, each), text_of(each.attributes, "Description"), each.protocol,
                              port_of(key), status_of(each)};
      for (char& c : listener.protocol) c = static_cast<char>(c - 'a' + 'A');
      auto const* const behind = each.attributes.if_contains("BackendServerPort");
      auto const port = behind && behind->is_int64() ? behind->get_int64() : 0;
      auto group = text_of(each.attributes, "VServerGroupId");
      if (group.empty()) group = text_of(each.attributes, "MasterSlaveServerGroupId");
      listener.targets = group.empty() ? look_at(lb->servers, port) : look_at_group(group, port);
      for (auto const& rule : each.rules) {
        listener.rules.push_back({rule.RuleId.value_or(""), rule.Domain.value_or(""), rule.Url.value_or(""),
                                  look_at_group(rule.VServerGroupId.value_or(""), port)});
      }
      if (env.ticks() < each.until) {
        auto task = view_of_task(env, listener.id, each.passing, each.since, each.until);
        task.balancers = {lb->id()};
        task.will_fail = each.settled == each.before && each.passing != "configuring";
        seen.tasks.push_back(std::move(task));
      }
      balancer.listeners.push_back(std::move(listener));
    }
    balancer.targets = look_at(lb->servers, 0);
    seen.balancers.push_back(std::move(balancer));
  }
  return seen;
}

bool world::end_task(std::string const& id, bool fail) {
  for (auto& [name, lb] : load_balancers) {
    for (auto& [key, each] : lb.listeners) {
      if (env.ticks() >= each.until || task_of(lb, key, each) != id) continue;
      if (fail) each.settled = each.before;
      each.until = env.ticks();
      return true;
    }
  }
  return false;
}

load_balancer& slb_call::balancer(std::string const& id) const {
  auto const found = world.load_balancers.find(id);
  if (found == world.load_balancers.end() || (!region.empty() && found->second.region != region)) {
    refuse("InvalidLoadBalancerId.NotFound", "LoadBalancerId does not exist.");
  }
  return found->second;
}

void slb_call::require_idle(load_balancer const& lb) const {
  for (auto const& [port, listener] : lb.listeners) {
    if (world.env.ticks() < listener.until) {
      refuse("ServiceUnavailable", "The specified loadbalancer is configuring, please retry later");
    }
  }
}

load_balancer& slb_call::idle_balancer(std::string const& id) const {
  load_balancer& lb = balancer(id);
  require_idle(lb);
  return lb;
}

listener& slb_call::idle_listener(std::string const& id, std::int64_t port,
                                  std::optional<std::string> const& protocol) const {
  load_balancer& lb = balancer(id);
  listener& l = get_listener(lb, port, protocol);
  require_idle(lb);
  return l;
}

listener& slb_call::get_listener(load_balancer& lb, std::int64_t port,
                                 std::optional<std::string> const& protocol) const {
  auto const stream = lb.listeners.find(port), datagram = lb.listeners.find(port + udp_ports);
  bool const both = stream != lb.listeners.end() && datagram != lb.listeners.end();
  if (both && !protocol) missing("ListenerProtocol");
  auto const found = (both && *protocol == "udp") || stream == lb.listeners.end() ? datagram : stream;
  if (found == lb.listeners.end() || (protocol && found->second.protocol != *protocol)) {
    refuse("ListenerNotFound", "No Listener to the specified port of the Load Balancer.");
  }
  return found->second;
}

server_group& slb_call::group(std::string const& id, bool master_slave) const {
  auto const found = world.groups.find(id);
  if (found == world.groups.end() || found->second.master_slave != master_slave ||
      (!region.empty() && found->second.region != region)) {
    refuse("InvalidParameter", "The specified resource does not exist");
  }
  return found->second;
}

// ---- the service ----------------------------------------------------------------------------------------

constexpr std::string_view slb_version = "2014-05-15";

class slb_service final : public rpc_api {
 public:
  explicit slb_service(environment& environment)
      : rpc_api(environment, slb_tables, slb_notes, "slb.aliyuncs.com"), world_(environment) {
    for (auto const family : {slb_balancers_operations(), slb_certificates_operations(),
                              slb_listeners_operations(), slb_servers_operations(), slb_rules_operations(),
                              slb_access_lists_operations(), slb_today_operations()}) {
      list(family);
    }
  }

  std::string_view name() const override { return "aliyun.slb"; }

  std::vector<std::string> host_names() const override { return {"slb.aliyuncs.com", "*.aliyuncs.com"}; }

  bool serves(request const& head) const override {
    if (head.path() != "/" && !head.path().empty()) return false;
    if (is_acs3(head)) return true;
    auto const signed_here = [](std::string_view parameters) {
      return parameters.find("AccessKeyId=") != parameters.npos ||
             parameters.find("SignatureNonce=") != parameters.npos ||
             parameters.find("Version=2014-05-15") != parameters.npos;
    };
    return signed_here(head.query()) || (is_form(head) && signed_here(head.body));
  }

  void const* resources() const override { return &world_; }
  view::service look() override { return world_.look(); }
  bool end_task(std::string const& id, bool fail) override { return world_.end_task(id, fail); }

 private:
  int status_of(std::string_view code, std::string_view message) const override {
    if (code == "InvalidParameter") {
      for (std::string_view const word : {"ServerCertificate", "key format", "region does not supported",
                                          "RS Pool does", "parameter BackendServers"}) {
        if (message.find(word) != message.npos) return 404;
      }
      return 400;
    }
    if (code == "ServiceUnavailable") return 503;
    if (code == "InternalInvokeError" || code == "IncorrectListenerAccessControlStatusStatus") return 500;
    if (code.starts_with("Forb")) return 403;
    for (std::string_view const gone :
         {"CheckedListenerNotFound", "InvalidLoadBalancerId.NotFound", "InvalidRegionId.NotFound",
          "ListenerNotFound", "ServerCertificateId.NotFound", "InvalidAccessKeyId.NotFound",
          "InvalidAction.NotFound", "InvalidSecurityToken.NotFound"}) {
      if (code == gone) return 404;
    }
    return 400;
  }

  answer run(request const& request, emulator::fault const* fault, emulator::call& entry) override {
    entry.request_id = new_request_id();
    auto parameters = parameters_of(request);
    if (request.method != "GET" && request.method != "POST") {
      refuse("UnsupportedHTTPMethod", "This http method is not supported.");
    }
    if (!parameters) refuse("InvalidParameter", "The parameters of the request are malformed.");

    slb_call call{world_, fault};
    call.parameters = *std::move(parameters);
    auto const common = let_in(request, call.parameters);
    if (common.version != slb_version) refuse("InvalidVersion", "Specified parameter Version is not valid.");
    auto const& action = common.action;
    auto const* const operation = find<slb_operation>(action);
    if (auto members = answered_otherwise(common.action, operation != nullptr, {true, call.parameters, {}})) {
      entry.region = value_of(call.parameters, "RegionId");
      let_through(fault, kind::write);
      return respond(request, common.action + "Response", *std::move(members), entry.request_id);
    }
    if (!operation) {
      refuse("InvalidAction.NotFound", "Specified api is not found, please check your url and method.");
    }
    entry.region = value_of(call.parameters, "RegionId");
    take_region(call);
    let_through(fault, operation->kind);
    return respond(request, action + "Response", operation->run(call, entry.client_token), entry.request_id);
  }

  /// Where it may be left out, what the request is about tells.
  void take_region(slb_call& call) const {
    call.region = value_of(call.parameters, "RegionId");
    if (call.region.empty()) {
      auto const lb = world_.load_balancers.find(value_of(call.parameters, "LoadBalancerId"));
      if (lb != world_.load_balancers.end()) call.region = lb->second.region;
      return;
    }
    if (!region_exists(call.region)) refuse("InvalidRegionId.NotFound", "Specified region does not exist.");
  }

  aliyun::world world_;
};

namespace {
// Before Tencent's, which takes all that comes for `/`.
service_entry const slb_entry{"aliyun.slb", 0, [](environment& environment) -> std::unique_ptr<service> {
                                return std::make_unique<slb_service>(environment);
                              }};
}  // namespace

}  // namespace colb::inline COLB_ABI::inner::emu::aliyun
