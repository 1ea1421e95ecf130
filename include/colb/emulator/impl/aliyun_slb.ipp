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
#include <colb/sign/acs3.hpp>
#include <colb/sign/rpc.hpp>

namespace colb::inline COLB_ABI::inner::emu::aliyun {

namespace json = boost::json;

// ---- structs and text -----------------------------------------------------------------------------------

json::value slb_tree(type_info const& type, void const* value, bool current) {
  switch (type.shape) {
    case shape::optional: {
      void const* const inner = type.get(value);
      return inner ? slb_tree(*type.element, inner, current) : json::value();
    }
    case shape::structure:
      return slb_members(type, value, current);
    case shape::list: {
      json::array list;
      for (std::size_t i = 0, n = type.size(value); i < n; ++i) {
        list.push_back(slb_tree(*type.element, type.at(value, i), current));
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

json::object slb_members(type_info const& type, void const* object, bool current) {
  json::object members;
  for (field_info const& field : type.fields()) {
    json::value value = slb_tree(*field.type, field_at(object, field), current);
    if (value.is_null()) continue;
    std::string_view name = field.name;
    for (alias const& other : type.aliases) {
      // `VswitchId` is but another spelling within the document.
      if (current && other.field == field.name && ascii_lowered(other.name) != ascii_lowered(field.name))
        name = other.name;
    }
    if (current && name == "RuleList") {
      members["Rules"] = json::object{{"Rule", std::move(value)}};
    } else {
      members[name] = std::move(value);
    }
  }
  return members;
}

json::object slb_fields(type_info const& type, void const* object) {
  return slb_members(type, object, false);
}

void append_xml_text(std::string& out, std::string_view text) {
  for (char const c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      default:
        out += c;
    }
  }
}

/// Elements of a list bear the name of the list, or of their type where the document has it so.
void append_xml(std::string& out, std::string_view name, json::value const& value) {
  if (auto const* const list = value.if_array(); list && name != "RuleList") {
    for (auto const& each : *list) append_xml(out, name, each);
    return;
  }
  out.append(1, '<').append(name).append(1, '>');
  if (auto const* const object = value.if_object()) {
    for (auto const& member : *object) append_xml(out, member.key(), member.value());
  } else if (value.is_array()) {
    append_xml(out, "Rule", value);
  } else if (auto const* const text = value.if_string()) {
    append_xml_text(out, std::string_view(text->data(), text->size()));
  } else {
    out += json::serialize(value);
  }
  out.append("</").append(name).append(1, '>');
}

void slb_call::read(type_info const& type, void* object) {
  for (auto const& [name, value] : parameters) {
    for (alias const& other : type.aliases) current = current || other.name == name;
  }
  codec::read_options options;
  options.strict = true;
  options.max_memory = std::size_t{64} * 1024 * 1024;
  auto const error = codec::detail::read_flat(parameters, type, object, options);
  using reason = codec::read_error::reason;
  switch (error.why) {
    case reason::none:
      return;
    case reason::missing_member:
      missing(error.path);
    case reason::unknown_member:
      refuse("UnsupportedParameter", "The input parameter " + error.path + " is not supported.");
    default:
      not_valid(error.path.empty() ? "of the request" : error.path);
  }
}

void check_name(std::string const& parameter, std::optional<std::string> const& value, std::size_t low,
                std::size_t high) {
  if (!value) return;
  std::size_t characters = 0;
  for (std::size_t i = 0; i < value->size(); ++i) {
    auto const c = static_cast<unsigned char>((*value)[i]);
    if (c >= 0x80) {
      characters += (c & 0xc0) != 0x80;
      continue;
    }
    ++characters;
    bool const letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    bool const other = (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
    if (!letter && !(other && i > 0)) not_valid(parameter);
  }
  if (characters < low || characters > high) not_valid(parameter);
}

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    auto const part = text.substr(0, text.find(','));
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    auto const trimmed = http_trimmed(part);
    if (!trimmed.empty()) parts.emplace_back(trimmed);
  }
  return parts;
}

void check_server(std::string const& id, std::optional<std::int64_t> weight) {
  if (id.empty() ||
      id.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") != id.npos) {
    refuse("InvalidServerId.Malformed", "A specified server ID is not valid, flush control ip chain fail.");
  }
  if (weight && (*weight < 0 || *weight > 100)) {
    refuse("InvalidWeight.Malformed", "A specified weight is not valid.");
  }
}

void check_server_count(std::size_t count) {
  if (count > 20) {
    refuse("TooManyBackendServers",
           "The total number of input real servers exceeds max supported number: 20");
  }
}

// ---- the state ------------------------------------------------------------------------------------------

std::string address_in(std::uint32_t network, std::uint32_t number) {
  std::uint32_t const address = network + number;
  return std::to_string(address >> 24) + '.' + std::to_string(address >> 16 & 255) + '.' +
         std::to_string(address >> 8 & 255) + '.' + std::to_string(address & 255);
}

// 198.18.0.0/15 is set aside for tests of networks: nobody is reached by accident.
std::string world::public_address() {
  return address_in(198U << 24 | 19U << 16, ++public_addresses_ & 0xffff);
}
std::string world::private_address() {
  return address_in(10U << 24 | 2U << 16, ++private_addresses_ & 0xffff);
}

std::string world::address_of(std::string_view server_id) {
  std::uint32_t hash = 2166136261U;
  for (char const c : server_id) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return address_in(10U << 24 | 3U << 16, (hash ^ hash >> 16) & 0xffff);
}

std::string world::status_of(load_balancer const& lb) const {
  return env.ticks() < lb.ready ? "inactive" : *lb.about.LoadBalancerStatus;
}

void world::pass(listener& l, std::string through, std::string to, emulator::fault const* fault) const {
  l.passing = std::move(through);
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

load_balancer& slb_call::balancer(std::string const& id) const {
  auto const found = world.load_balancers.find(id);
  if (found == world.load_balancers.end() || (!region.empty() && found->second.region != region)) {
    refuse("InvalidLoadBalancerId.NotFound", "LoadBalancerId does not exist.");
  }
  return found->second;
}

load_balancer& slb_call::idle_balancer(std::string const& id) const {
  load_balancer& lb = balancer(id);
  for (auto const& [port, listener] : lb.listeners) {
    if (world.env.ticks() < listener.until) {
      refuse("ServiceUnavailable", "The specified loadbalancer is configuring, please retry later");
    }
  }
  return lb;
}

listener& slb_call::get_listener(load_balancer& lb, std::int64_t port) const {
  check_range("Port", port, 1, 65535);
  auto const found = lb.listeners.find(port);
  if (found == lb.listeners.end()) {
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

/// The HTTP status of an error. Of InvalidParameter the text decides, as in the document's table.
int status_of(std::string_view code, std::string_view message) {
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

class slb_service final : public service {
 public:
  explicit slb_service(environment& environment) : world_(environment), env_(environment) {
    for (auto const operations : {slb_balancer_operations(), slb_listener_operations()}) {
      for (auto const& operation : operations) operations_.emplace(operation.name, &operation);
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

  std::optional<std::string> action_of(request const& request, bool has_body) const override {
    std::string action;
    if (is_acs3(request)) {
      action = request.header("x-acs-action");
    } else {
      if (is_form(request) && !has_body) return std::nullopt;
      if (auto const all = parameters_of(request)) action = value_of(*all, "Action");
    }
    return documented(action);
  }

  answer handle(request const& request, emulator::fault const* fault, emulator::call& entry) override {
    entry.request_id = env_.request_id();
    // As the vendor writes them.
    for (char& c : entry.request_id) c = c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
    answer result;
    form how;
    json::object members;
    std::string root = "Error";
    try {
      root = std::string(entry.action) + "Response";
      members = run(request, fault, entry, how);
    } catch (refusal const& refused) {
      members = refuse_with(refused, entry, result, root);
    } catch (std::exception const& e) {
      members = refuse_with({"InternalInvokeError", std::string("The emulator failed: ") + e.what()}, entry,
                            result, root);
    }
    json::object whole{{"RequestId", entry.request_id}};
    for (auto& member : members) whole[member.key()] = std::move(member.value());
    if (how.xml) {
      result.content_type = "text/xml;charset=utf-8";
      result.body = R"(<?xml version="1.0" encoding="UTF-8"?>)";
      append_xml(result.body, root, whole);
    } else {
      result.body = json::serialize(whole);
    }
    return result;
  }

  std::vector<emulator::coverage_row> coverage() const override {
    std::vector<emulator::coverage_row> rows;
    for (auto const operations : {slb_balancer_operations(), slb_listener_operations()}) {
      for (auto const& operation : operations) {
        rows.push_back({std::string(name()), std::string(operation.name), emulator::coverage_kind::stateful});
      }
    }
    return rows;
  }

 private:
  /// How the sender wants its answer.
  struct form {
    bool xml = true;  ///< The document's default.
  };

  /// What goes with every request, whichever way it came.
  struct common_parameters {
    std::string action{};
    std::string version{};
    std::string timestamp{};
    std::string nonce{};
    std::string access_key_id{};
    std::string token{};
  };

  static bool is_form(request const& request) {
    return request.method == "POST" &&
           request.header("Content-Type").starts_with("application/x-www-form-urlencoded");
  }
  static bool is_acs3(request const& request) {
    return request.header("Authorization").starts_with(acs3_scheme);
  }

  static std::optional<std::vector<codec::parameter>> parameters_of(request const& request) {
    auto all = codec::parse_form(request.query());
    if (!all || !is_form(request)) return all;
    auto more = codec::parse_form(request.body);
    if (!more) return std::nullopt;
    all->insert(all->end(), more->begin(), more->end());
    return all;
  }

  static std::string value_of(std::vector<codec::parameter> const& parameters, std::string_view name) {
    for (auto const& [key, value] : parameters) {
      if (key == name) return value;
    }
    return {};
  }

  static std::string documented(std::string_view action) {
    for (auto const& each : slb::detail::renamed_actions) {
      if (each.current == action) return std::string(each.documented);
    }
    return std::string(action);
  }

  static json::object refuse_with(refusal const& refused, emulator::call& entry, answer& result,
                                  std::string& root) {
    entry.code = refused.code;
    result.status = status_of(refused.code, refused.message);
    root = "Error";
    return {{"HostId", "slb.aliyuncs.com"}, {"Code", refused.code}, {"Message", refused.message}};
  }

  json::object run(request const& request, emulator::fault const* fault, emulator::call& entry, form& how) {
    auto parameters = parameters_of(request);
    how.xml = wants_xml(request, parameters ? *parameters : std::vector<codec::parameter>());
    if (request.method != "GET" && request.method != "POST") {
      refuse("UnsupportedHTTPMethod", "This http method is not supported.");
    }
    if (!parameters) refuse("InvalidParameter", "The parameters of the request are malformed.");

    slb_call call{world_, fault};
    call.parameters = *std::move(parameters);
    auto const common =
        is_acs3(request) ? let_in_by_header(request, call) : let_in_by_parameters(request, call);
    if (common.version != slb_version) refuse("InvalidVersion", "Specified parameter Version is not valid.");
    auto const action = documented(common.action);
    auto const found = operations_.find(action);
    if (found == operations_.end()) {
      refuse("InvalidAction.NotFound", "Specified api is not found, please check your url and method.");
    }
    call.current = is_acs3(request) || action != common.action;
    slb_operation const& operation = *found->second;
    take_region(call, operation);
    entry.region = call.region;
    if (fault && fault->kind == emulator::fault_kind::refuse) {
      refuse(fault->code.empty() ? "InternalInvokeError" : fault->code,
             fault->message.empty() ? "The emulator was told to refuse this." : fault->message);
    }
    return operation.run(call, entry.client_token);
  }

  static bool wants_xml(request const& request, std::vector<codec::parameter> const& parameters) {
    auto const format = ascii_lowered(value_of(parameters, "Format"));
    if (!format.empty()) return format != "json";
    if (!is_acs3(request)) return true;
    return request.header("Accept").find("xml") != std::string_view::npos;
  }

  /// Three Actions know no RegionId in the document, all but DescribeRegions have one today.
  void take_region(slb_call& call, slb_operation const& operation) const {
    call.region = value_of(call.parameters, "RegionId");
    bool const known = find_field(*operation.request, "RegionId") != nullptr;
    if (!known) std::erase_if(call.parameters, [](auto const& each) { return each.first == "RegionId"; });
    if (call.region.empty()) {
      if (known && operation.name != "CreateVServerGroup" && operation.name != "DeleteServerCertificate")
        missing("RegionId");
      return;
    }
    auto const& regions = env_.options.regions;
    bool ok = std::find(regions.begin(), regions.end(), call.region) != regions.end();
    if (regions.empty()) {
      auto const dash = call.region.find('-');
      ok = dash != call.region.npos && dash >= 2 && dash + 1 < call.region.size() &&
           call.region.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == call.region.npos;
    }
    if (!ok) refuse("InvalidRegionId.NotFound", "Specified region does not exist.");
  }

  /// `2017-08-22T10:06:13Z` as seconds since 1970; nothing when it is something else.
  static std::optional<std::int64_t> seconds_of(std::string_view text) {
    constexpr std::string_view pattern = "dddd-dd-ddTdd:dd:ddZ";
    if (text.size() != pattern.size()) return std::nullopt;
    for (std::size_t i = 0; i < text.size(); ++i) {
      bool const digit = text[i] >= '0' && text[i] <= '9';
      if (pattern[i] == 'd' ? !digit : text[i] != pattern[i]) return std::nullopt;
    }
    auto const number = [&](std::size_t at, std::size_t size) {
      int value = 0;
      std::from_chars(text.data() + at, text.data() + at + size, value);
      return value;
    };
    std::chrono::year_month_day const day{std::chrono::year(number(0, 4)),
                                          std::chrono::month(static_cast<unsigned>(number(5, 2))),
                                          std::chrono::day(static_cast<unsigned>(number(8, 2)))};
    if (!day.ok() || number(11, 2) > 23 || number(14, 2) > 59 || number(17, 2) > 59) return std::nullopt;
    return std::chrono::sys_days(day).time_since_epoch().count() * std::int64_t{86'400} +
           number(11, 2) * 3600 + number(14, 2) * 60 + number(17, 2);
  }

  void check_common(common_parameters const& common) const {
    for (auto const& [name, value] :
         {std::pair("Action", &common.action), std::pair("Version", &common.version),
          std::pair("AccessKeyId", &common.access_key_id), std::pair("Timestamp", &common.timestamp),
          std::pair("SignatureNonce", &common.nonce)}) {
      if (value->empty()) missing(name);
    }
    auto const seconds = seconds_of(common.timestamp);
    if (!seconds)
      refuse("InvalidTimeStamp.Format", "Specified time stamp or date value is not well formatted.");
    auto const off = *seconds - env_.unix_time();
    if (off > env_.options.clock_skew.count() || -off > env_.options.clock_skew.count()) {
      refuse("InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.");
    }
    auto const& credentials = env_.options.credentials;
    if (common.access_key_id != credentials.id) {
      refuse("InvalidAccessKeyId.NotFound", "Specified access key is not found.");
    }
    if (common.token != credentials.token) {
      refuse("InvalidSecurityToken.MismatchWithAccessKey",
             "Specified SecurityToken mismatch with the AccessKey.");
    }
  }

  /// Once the signature is known to be right: a forged request must not use up a nonce.
  void use_nonce(std::string const& nonce) {
    if (!nonces_.insert(nonce).second)
      refuse("SignatureNonceUsed", "Specified signature nonce was used already.");
    used_.push_back(nonce);
    constexpr std::size_t kept = 100'000;
    if (used_.size() > kept) {
      nonces_.erase(used_.front());
      used_.pop_front();
    }
  }

  [[noreturn]] static void wrong_signature() {
    refuse("SignatureDoesNotMatch", "Specified signature is not matched with our calculation.");
  }

  common_parameters let_in_by_parameters(request const& request, slb_call& call) {
    auto const all = call.parameters;
    auto const take = [&](std::string_view name) {
      std::erase_if(call.parameters, [&](auto const& each) { return each.first == name; });
      return value_of(all, name);
    };
    common_parameters common{take("Action"),         take("Version"),     take("Timestamp"),
                             take("SignatureNonce"), take("AccessKeyId"), take("SecurityToken")};
    auto const method = take("SignatureMethod");
    auto const version = take("SignatureVersion");
    auto const signature = take("Signature");
    for (auto const* const ignored :
         {"Format", "SignatureType", "OwnerId", "OwnerAccount", "ResourceOwnerId", "ResourceOwnerAccount"}) {
      take(ignored);
    }
    check_common(common);
    if (method.empty()) missing("SignatureMethod");
    if (version.empty()) missing("SignatureVersion");
    if (signature.empty()) missing("Signature");
    if (method != "HMAC-SHA1" || version != "1.0") {
      refuse("InvalidParameter", "The specified parameter SignatureMethod or SignatureVersion is not valid.");
    }
    auto const expected = sign::sign_rpc(request.method, all, env_.options.credentials.key + '&');
    if (!sign::equal_constant_time(signature, expected)) wrong_signature();
    use_nonce(common.nonce);
    return common;
  }

  common_parameters let_in_by_header(request const& request, slb_call& call) {
    auto const claim = sign::parse_acs3_authorization(request.header("Authorization"));
    if (!claim) refuse("IncompleteSignature", "The request header Authorization is not well formatted.");
    common_parameters const common{std::string(request.header("x-acs-action")),
                                   std::string(request.header("x-acs-version")),
                                   std::string(request.header("x-acs-date")),
                                   std::string(request.header("x-acs-signature-nonce")),
                                   claim->access_key_id,
                                   std::string(request.header("x-acs-security-token"))};
    check_common(common);
    auto const query = codec::parse_form(request.query());
    std::vector<sign::header> headers;
    for (auto const& [key, value] : request.headers) headers.push_back({key, value});
    sign::acs3_message message;
    message.method = request.method;
    message.query = *query;
    message.headers = headers;
    message.payload_hash = sign::sha256(request.body);
    bool const has_hash = !request.header("x-acs-content-sha256").empty();
    if (!has_hash || !sign::verify_acs3(*claim, env_.options.credentials.key, message)) wrong_signature();
    use_nonce(common.nonce);
    std::erase_if(call.parameters, [](auto const& each) { return each.first == "Format"; });
    return common;
  }

  aliyun::world world_;
  environment& env_;
  std::map<std::string_view, slb_operation const*> operations_{};
  std::set<std::string> nonces_{};
  std::deque<std::string> used_{};
};

std::unique_ptr<service> make_slb(environment& environment) {
  return std::make_unique<slb_service>(environment);
}

}  // namespace colb::inline COLB_ABI::inner::emu::aliyun
