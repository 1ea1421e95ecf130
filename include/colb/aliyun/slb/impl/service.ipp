// colb: how Alibaba Cloud SLB is spoken, the bodies.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <iterator>
#include <stdexcept>

#include <openssl/crypto.h>

#include <colb/aliyun/slb/errors.hpp>
#include <colb/aliyun/slb/service.hpp>
#include <colb/aliyun/slb/xml.hpp>
#include <colb/aliyun/sources.hpp>
#include <colb/codec/flat.hpp>
#include <colb/codec/json.hpp>
#include <colb/engine/envelope.hpp>
#include <colb/engine/refusal.hpp>
#include <colb/sign/acs3.hpp>
#include <colb/sign/rpc.hpp>
#include <colb/sign/rpc_parameters.hpp>

namespace colb::inline COLB_ABI::aliyun::slb::detail {

/// The vendor quotes the string to sign when a signature is wrong: a private key or a token may be in it.
COLB_DECL std::string without_string_to_sign(std::string message) {
  for (std::string_view const mark : {"string to sign", "stringToSign", "StringToSign", "CanonicalRequest"}) {
    auto const at = message.find(mark);
    if (at == message.npos) continue;
    message.resize(at + mark.size());
    message += " (left out: it may hold secrets)";
  }
  return message;
}

/// Until 1.0: of the choices that all services had together.
COLB_DECL style style_of(request_style const& all) {
  bool const known = all.signature == signature_method::automatic ||
                     all.signature == signature_method::hmac_sha1 || all.signature == signature_method::acs3;
  if (!known) throw std::invalid_argument(".style.signature: Alibaba Cloud SLB takes hmac_sha1 and acs3");
  if (all.first_index || all.region_in_host) {
    throw std::invalid_argument(".style: Alibaba Cloud SLB has a choice of method, signature and names only");
  }
  style own;
  own.method = all.method;
  if (all.signature == signature_method::acs3) own.signature = style::signatures::acs3;
  own.names = all.names;
  return own;
}

COLB_DECL void protocol::configure(request_style const& given) {
  style_ = inner::own_style(given, &style_of);
}

/// The milliseconds after `TimeLeft:` in `Limit:100, Remain:0, TimeLeft:42`; zero where there are none, a day
/// at most.
COLB_DECL std::chrono::milliseconds time_left_in(std::string_view text) {
  constexpr std::chrono::milliseconds longest = std::chrono::days(1);
  constexpr std::string_view name = "timeleft";
  std::string const lowered = inner::ascii_lowered(text);
  std::string_view rest = lowered;
  auto const at = rest.find(name);
  if (at == rest.npos) return {};
  rest.remove_prefix(at + name.size());
  bool marked = false;
  while (!rest.empty() && (rest.front() == ' ' || rest.front() == ':' || rest.front() == '=')) {
    marked = marked || rest.front() != ' ';
    rest.remove_prefix(1);
  }
  rest = rest.substr(0, rest.find_first_not_of("0123456789"));
  if (!marked || rest.empty()) return {};
  auto const count = codec::detail::parse_number<std::int64_t>(rest);
  return count ? std::min(std::chrono::milliseconds(*count), longest) : longest;  // else too many to count
}

COLB_DECL std::chrono::milliseconds throttle_hint(inner::response const& answer) {
  std::chrono::milliseconds longest{0};
  // By Action and by account: both have to be over.
  for (std::string_view const name : {"x-ratelimit-user-api", "x-ratelimit-user"}) {
    if (auto const text = answer.find(name)) longest = std::max(longest, time_left_in(*text));
  }
  return longest;
}

/// The regions that answer at the common host; every other one has a host of its own.
///
/// Source: the vendor's Go SDK of 2026, services/slb/endpoint.go.
inline constexpr std::string_view regions_of_common_host[] = {"cn-hangzhou",    "cn-shanghai", "cn-beijing",
                                                              "cn-shenzhen",    "cn-qingdao",  "cn-hongkong",
                                                              "ap-southeast-1", "us-east-1",   "us-west-1"};

COLB_DECL std::string protocol::default_endpoint(std::string_view region) const {
  bool const common =
      region.empty() || std::find(std::begin(regions_of_common_host), std::end(regions_of_common_host),
                                  region) != std::end(regions_of_common_host);
  if (common) return "https://slb.aliyuncs.com";
  for (char const c : region) {
    bool const plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    if (!plain) throw std::invalid_argument(".region: names are such as cn-hangzhou; it chooses the host");
  }
  return "https://slb." + std::string(region) + ".aliyuncs.com";
}

COLB_DECL inner::vendor_sources const& protocol::sources() const { return aliyun::sources(); }

COLB_DECL void protocol::encode(inner::encoded_call& call, void const* request,
                                std::string_view client_token) const {
  inner::type_info const& type = *call.action->request;
  call.parameters = codec::detail::write_flat(type, request, 1);
  if (inner::lacks_client_token(*call.action, request))
    call.parameters.emplace_back(call.action->description->client_token, client_token);
  if (style_.names == wire_names::documented) return;
  for (auto& [name, value] : call.parameters) {
    for (colb::alias const& other : type.aliases) {
      if (other.field == name) {
        name = other.name;
        break;
      }
    }
  }
}

COLB_DECL inner::request protocol::build(inner::encoded_call const& call,
                                         inner::signing_context const& context) {
  std::vector<codec::parameter> parameters = call.parameters;
  parameters.reserve(parameters.size() + 11);
  if (takes_region(*call.action) && !context.region.empty() && !has(parameters, "RegionId")) {
    parameters.emplace_back("RegionId", context.region);
  }
  bool const current = style_.names == wire_names::current && !call.action->any;
  std::string_view const action = current ? current_action_name(call.action->name) : call.action->name;
  bool const by_header = style_.signature == style::signatures::acs3;
  return by_header ? by_acs3(call, context, action, std::move(parameters))
                   : by_rpc(call, context, action, std::move(parameters));
}

COLB_DECL inner::verdict protocol::read(inner::encoded_call const& call, inner::response const& answer,
                                        void* response) const {
  inner::verdict result = is_xml(answer.body) ? read_xml(answer) : read_answer(call, answer, response);
  if (result.passes == inner::passing::throttled) result.wait_at_least = throttle_hint(answer);
  return result;
}

COLB_DECL inner::verdict protocol::read_answer(inner::encoded_call const& call, inner::response const& answer,
                                               void* response) const {
  envelope around;
  codec::read_error const problem = read_json(call, answer.body, response, around);

  if (problem) inner::read_envelope(answer.body, {}, call.max_memory, around);

  inner::verdict result;
  result.request_id = std::move(around.RequestId);
  if (!around.Code.empty()) {
    refuse(result, std::move(around.Code), std::move(around.Message), around.HostId, answer.status);
  } else if (inner::accept(result, answer, problem,
                           result.request_id.empty() ? "RequestId is missing" : "") &&
             !call.action->any) {
    result.task_ids = watched_ids(call, response);
  }
  return result;
}

COLB_DECL bool protocol::has(std::vector<codec::parameter> const& parameters, std::string_view name) {
  return std::any_of(parameters.begin(), parameters.end(),
                     [&](auto const& each) { return each.first == name; });
}

inline bool is_without_region(std::string_view action) {
  return action == "DeleteLoadBalancerListener" || action == "DescribeListenerAccessControlAttribute" ||
         action == "AddBackendServers";
}

COLB_DECL bool protocol::takes_region(inner::action_info const& action) const {
  if (action.name == "DescribeRegions") return false;
  if (style_.names == wire_names::current) return true;
  bool const has_region = action.any || inner::find_field(*action.request, "RegionId");
  return has_region && !is_without_region(action.name);
}

COLB_DECL bool protocol::sends(std::string_view name) const {
  constexpr std::string_view own[] = {"Action",           "Version",       "Format",    "AccessKeyId",
                                      "SignatureMethod",  "SecurityToken", "Signature", "SignatureNonce",
                                      "SignatureVersion", "Timestamp"};
  return std::find(std::begin(own), std::end(own), name) != std::end(own);
}

COLB_DECL bool protocol::goes_by_post(inner::encoded_call const& call) const {
  if (style_.method != http_method::automatic) return style_.method == http_method::post;
  if (call.hidden) return true;
  constexpr std::size_t long_query = 2048;
  std::size_t size = 0;
  for (auto const& [name, value] : call.parameters) size += name.size() + value.size() + 2;
  if (size > long_query) return true;
  auto const fields = call.action->request->fields();
  return std::any_of(fields.begin(), fields.end(), [](auto const& field) { return field.secret; });
}

COLB_DECL std::string protocol::nonce(inner::signing_context const& context) {
  std::uint64_t const chance = context.random();
  return inner::rpc_nonce(chance, context.random());
}

COLB_DECL std::string protocol::sorted_query(std::vector<codec::parameter> const& parameters) {
  std::string text;
  for (auto const* const each : inner::sorted_parameters(parameters)) {
    inner::append_encoded_parameter(text, *each);
  }
  return text;
}

COLB_DECL void protocol::put(inner::request& request, bool post, std::string query) {
  request.method = post ? "POST" : "GET";
  request.target = "/";
  if (post) {
    request.headers.emplace_back("Content-Type", form_type);
    request.body = std::move(query);
  } else if (!query.empty()) {
    request.target += '?' + query;
  }
}

COLB_DECL inner::request protocol::by_rpc(inner::encoded_call const& call,
                                          inner::signing_context const& context, std::string_view action,
                                          std::vector<codec::parameter> parameters) const {
  parameters.emplace_back("Action", action);
  parameters.emplace_back("Version", version());
  parameters.emplace_back("Format", "JSON");
  parameters.emplace_back("AccessKeyId", context.credentials.id);
  if (!context.credentials.token.empty()) parameters.emplace_back("SecurityToken", context.credentials.token);
  parameters.emplace_back("SignatureMethod", "HMAC-SHA1");
  parameters.emplace_back("SignatureVersion", "1.0");
  parameters.emplace_back("SignatureNonce", nonce(context));
  parameters.emplace_back("Timestamp", inner::rpc_timestamp(context.now));
  bool const post = goes_by_post(call);
  std::string key;
  key.reserve(context.credentials.key.size() + 1);  // one buffer, overwritten below
  key.append(context.credentials.key).append(1, '&');
  std::string signature = sign::sign_rpc(post ? "POST" : "GET", parameters, key);
  OPENSSL_cleanse(key.data(), key.size());
  std::string query = sorted_query(parameters);
  inner::append_encoded_parameter(query, {"Signature", std::move(signature)});
  inner::request request;
  put(request, post, std::move(query));
  return request;
}

COLB_DECL inner::request protocol::by_acs3(inner::encoded_call const& call,
                                           inner::signing_context const& context, std::string_view action,
                                           std::vector<codec::parameter> const& parameters) const {
  inner::request request;
  put(request, goes_by_post(call), sorted_query(parameters));
  sign::sha256_digest const payload_hash = sign::sha256(request.body);
  auto& headers = request.headers;
  headers.emplace_back("Accept", "application/json");
  headers.emplace_back("x-acs-action", action);
  headers.emplace_back("x-acs-version", version());
  headers.emplace_back("x-acs-date", inner::rpc_timestamp(context.now));
  headers.emplace_back("x-acs-signature-nonce", nonce(context));
  headers.emplace_back("x-acs-content-sha256", sign::hex(payload_hash));
  if (!context.credentials.token.empty())
    headers.emplace_back("x-acs-security-token", context.credentials.token);

  std::vector<sign::header> all{{"host", context.host}};
  for (auto const& [name, value] : headers) all.push_back({name, value});
  sign::acs3_message message;
  message.method = request.method;
  if (request.body.empty()) message.query = parameters;
  message.headers = all;
  message.payload_hash = payload_hash;
  headers.emplace_back("Authorization",
                       sign::sign_acs3(context.credentials.id, context.credentials.key, message));
  return request;
}

/// DescribeRules is the one Action whose answer has two shapes: the document's plain list, and today's with
/// more in it. Whoever reads the first finds it after the second too.
inline void fill_rule_list(inner::type_info const& type, void* response) {
  using list_type = std::vector<types::Rule>;
  using details_type = std::optional<types::RuleDetails>;
  inner::field_info const* const list = inner::find_field(type, "RuleList");
  inner::field_info const* const details = inner::find_field(type, "Rules");
  if (!list || list->type != &inner::type_info_of<list_type>) return;
  if (!details || details->type != &inner::type_info_of<details_type>) return;
  auto& to = *static_cast<list_type*>(inner::field_at(response, *list));
  auto const& from = *static_cast<details_type const*>(inner::field_at(response, *details));
  if (!to.empty() || !from) return;
  for (types::RuleDetail const& each : from->Rule) {
    types::Rule rule;
    rule.RuleId = each.RuleId;
    rule.RuleName = each.RuleName;
    rule.Domain = each.Domain;
    rule.Url = each.Url;
    rule.VServerGroupId = each.VServerGroupId;
    to.push_back(std::move(rule));
  }
}

COLB_DECL codec::read_error protocol::read_json(inner::encoded_call const& call, std::string_view body,
                                                void* response, envelope& around) {
  codec::detail::read_target target;
  target.type = call.action->response;
  target.object = response;
  target.extra = &inner::type_info_of<envelope>;
  target.extra_object = &around;
  target.unknown = call.unknown;
  target.whole = call.action->any;
  codec::read_error problem = codec::detail::read(body, target, {.max_memory = call.max_memory});
  fill_rule_list(*call.action->response, response);
  return problem;
}

COLB_DECL void protocol::refuse(inner::verdict& result, std::string code, std::string message,
                                std::string_view host_id, int status) {
  meaning const means = meaning_of(code, message, status);
  inner::refuse(result, means, std::move(code), without_string_to_sign(std::move(message)));
  if (!host_id.empty()) result.error.detail = "HostId " + std::string(host_id);
}

COLB_DECL inner::verdict protocol::read_xml(inner::response const& answer) {
  inner::verdict result;
  result.request_id = xml_text(answer.body, "RequestId");
  std::string code = xml_text(answer.body, "Code");
  std::string const what =
      "answered in XML although JSON was asked for (root element " + xml_root(answer.body) + ')';
  if (!code.empty()) {
    refuse(result, std::move(code), xml_text(answer.body, "Message"), xml_text(answer.body, "HostId"),
           answer.status);
    result.error.detail += result.error.detail.empty() ? what : "; " + what;
    return result;
  }
  if (answer.status >= 200 && answer.status <= 299) {
    result.error.condition = condition::malformed_response;
  } else {
    result.error = inner::error_of_status(answer);
  }
  result.error.detail = what;
  return result;
}

}  // namespace colb::inline COLB_ABI::aliyun::slb::detail

namespace colb::inline COLB_ABI::aliyun::slb {

COLB_DECL style::operator request_style() const { return inner::carried(*this); }

}  // namespace colb::inline COLB_ABI::aliyun::slb
