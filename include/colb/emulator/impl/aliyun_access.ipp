// colb: what Alibaba Cloud's APIs in the emulator have in common: bodies. Included in one translation unit;
// see src.hpp.
#pragma once

#include <algorithm>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <colb/codec/flat.hpp>
#include <colb/emulator/aliyun_access.hpp>
#include <colb/sign/acs3.hpp>
#include <colb/sign/hash.hpp>
#include <colb/sign/rpc.hpp>

namespace colb::inline COLB_ABI::inner::emu::aliyun {

namespace json = boost::json;

constexpr std::int64_t documented_skew = 900;

keyring::finding open_with(environment& environment, std::string_view access_key_id, std::string_view token) {
  auto const found = environment.shared<keyring>()->look("aliyun", access_key_id, token);
  using wrong = keyring::wrong;
  switch (found.why) {
    case wrong::nothing:
      return found;
    case wrong::unknown_id:
      refuse("InvalidAccessKeyId.NotFound", "Specified access key is not found.");
    case wrong::no_token:
      refuse("MissingSecurityToken", "SecurityToken is mandatory for this action.");
    case wrong::unknown_token:
      refuse("InvalidSecurityToken.Malformed", "Specified SecurityToken is malformed.");
    case wrong::expired:
      refuse("InvalidSecurityToken.Expired", "Specified SecurityToken is expired.");
    default:
      refuse("InvalidSecurityToken.MismatchWithAccessKey",
             "Specified SecurityToken mismatch with the AccessKey.");
  }
}

void nonces::use(std::string const& nonce) {
  auto const now = env_.unix_time_of_senders();
  // A timestamp that is as far ahead as may be stays good for twice the allowance.
  auto const life = 2 * std::max(documented_skew, std::int64_t{env_.options.clock_skew.count()});
  while (!oldest_first_.empty() &&
         (oldest_first_.front().first + life < now || oldest_first_.size() >= most_nonces)) {
    seen_.erase(oldest_first_.front().second);
    oldest_first_.pop_front();
  }
  auto const [place, is_new] = seen_.insert(nonce);
  if (!is_new) refuse("SignatureNonceUsed", "Specified signature nonce was used already.");
  oldest_first_.emplace_back(now, place);
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

bool wants_xml(request const& request, std::vector<codec::parameter> const& parameters) {
  auto const format = ascii_lowered(value_of(parameters, "Format"));
  if (!format.empty()) return format != "json";
  if (!request.header("Authorization").starts_with(acs3_scheme)) return true;
  return request.header("Accept").find("xml") != std::string_view::npos;
}

rpc_api::rpc_api(environment& environment, emu::tables const& tables, std::span<note const> notes,
                 std::string_view host)
    : api(environment, "InternalInvokeError", tables, notes),
      host_(host),
      nonces_(environment.shared<nonces>()) {}

std::optional<std::string> rpc_api::action_of(request const& request, bool has_body) const {
  std::string action;
  if (is_acs3(request)) {
    action = request.header("x-acs-action");
  } else {
    auto const in_query = codec::parse_form(request.query());
    if (in_query) action = value_of(*in_query, "Action");
    if (!action.empty()) return action;
    if (is_form(request) && !has_body) return std::nullopt;
    if (auto const all = parameters_of(request)) action = value_of(*all, "Action");
  }
  return action;
}

bool rpc_api::is_form(request const& request) {
  return request.method == "POST" &&
         request.header("Content-Type").starts_with("application/x-www-form-urlencoded");
}
bool rpc_api::is_acs3(request const& request) {
  return request.header("Authorization").starts_with(acs3_scheme);
}

std::optional<std::vector<codec::parameter>> rpc_api::parameters_of(request const& request) {
  auto all = codec::parse_form(request.query());
  if (!all || !is_form(request)) return all;
  auto more = codec::parse_form(request.body);
  if (!more) return std::nullopt;
  all->insert(all->end(), more->begin(), more->end());
  return all;
}

answer rpc_api::refused(refusal const& refused, request const& request, emulator::call& entry) {
  auto result =
      respond(request, "Error", {{"HostId", host_}, {"Code", refused.code}, {"Message", refused.message}},
              entry.request_id);
  result.status = status_of(refused.code, refused.message);
  return result;
}

answer rpc_api::respond(request const& request, std::string const& root, json::object members,
                        std::string const& request_id) {
  json::object whole{{"RequestId", request_id}};
  for (auto& member : members) whole[member.key()] = std::move(member.value());
  answer result;
  auto const parameters = parameters_of(request);
  if (wants_xml(request, parameters ? *parameters : std::vector<codec::parameter>())) {
    result.content_type = "text/xml;charset=utf-8";
    result.body = R"(<?xml version="1.0" encoding="UTF-8"?>)";
    append_xml(result.body, root, whole);
  } else {
    result.body = json::serialize(whole);
  }
  return result;
}

std::string rpc_api::new_request_id() {
  auto id = env_.request_id();
  for (char& c : id) c = c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
  return id;
}

void rpc_api::check_time(std::string const& timestamp) const {
  auto const seconds = seconds_of(timestamp);
  if (!seconds)
    refuse("InvalidTimeStamp.Format", "Specified time stamp or date value is not well formatted.");
  if (too_far_off(*seconds, documented_skew)) {
    refuse("InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.");
  }
}

keyring::finding rpc_api::check_common(common_parameters const& common) const {
  for (auto const& [name, value] :
       {std::pair("Action", &common.action), std::pair("Version", &common.version),
        std::pair("AccessKeyId", &common.access_key_id), std::pair("Timestamp", &common.timestamp),
        std::pair("SignatureNonce", &common.nonce)}) {
    if (value->empty()) missing(name);
  }
  check_time(common.timestamp);
  return open_with(env_, common.access_key_id, common.token);
}

void take_ignored(std::vector<codec::parameter>& parameters) {
  for (auto const* const ignored :
       {"Format", "SignatureType", "OwnerId", "OwnerAccount", "ResourceOwnerId", "ResourceOwnerAccount"}) {
    emu::take(parameters, ignored);
  }
}

common_parameters rpc_api::let_in(request const& request, std::vector<codec::parameter>& parameters) {
  return is_acs3(request) ? let_in_by_header(request, parameters) : let_in_by_parameters(request, parameters);
}

common_parameters rpc_api::let_in_unsigned(std::vector<codec::parameter>& parameters) const {
  auto const take = [&](std::string_view name) { return emu::take(parameters, name); };
  common_parameters common{
      take("Action"), take("Version"), take("Timestamp"), take("SignatureNonce"), {}, {}};
  take_ignored(parameters);
  check_time(common.timestamp);
  return common;
}

[[noreturn]] void wrong_signature() {
  refuse("SignatureDoesNotMatch", "Specified signature is not matched with our calculation.");
}

common_parameters rpc_api::let_in_by_parameters(request const& request,
                                                std::vector<codec::parameter>& parameters) {
  auto const all = parameters;
  auto const take = [&](std::string_view name) { return emu::take(parameters, name); };
  common_parameters common{take("Action"),         take("Version"),     take("Timestamp"),
                           take("SignatureNonce"), take("AccessKeyId"), take("SecurityToken")};
  auto const method = take("SignatureMethod");
  auto const version = take("SignatureVersion");
  auto const signature = take("Signature");
  take_ignored(parameters);
  auto const opened = check_common(common);
  if (method.empty()) missing("SignatureMethod");
  if (version.empty()) missing("SignatureVersion");
  if (signature.empty()) missing("Signature");
  if (method != "HMAC-SHA1" || version != "1.0") {
    refuse("InvalidParameter", "The specified parameter SignatureMethod or SignatureVersion is not valid.");
  }
  auto const expected = sign::sign_rpc(request.method, all, std::string(opened.key) + '&');
  if (!sign::equal_constant_time(signature, expected)) wrong_signature();
  nonces_->use(common.nonce);
  return common;
}

common_parameters rpc_api::let_in_by_header(request const& request,
                                            std::vector<codec::parameter>& parameters) {
  auto const claim = sign::parse_acs3_authorization(request.header("Authorization"));
  if (!claim) refuse("IncompleteSignature", "The request header Authorization is not well formatted.");
  common_parameters const common{std::string(request.header("x-acs-action")),
                                 std::string(request.header("x-acs-version")),
                                 std::string(request.header("x-acs-date")),
                                 std::string(request.header("x-acs-signature-nonce")),
                                 claim->access_key_id,
                                 std::string(request.header("x-acs-security-token"))};
  auto const opened = check_common(common);
  auto const query = codec::parse_form(request.query());
  std::vector<sign::header> headers;
  for (auto const& [key, value] : request.headers) headers.push_back({key, value});
  sign::acs3_message message;
  message.method = request.method;
  message.query = *query;
  message.headers = headers;
  message.payload_hash = sign::sha256(request.body);
  bool const has_hash = !request.header("x-acs-content-sha256").empty();
  if (!has_hash || !sign::verify_acs3(*claim, opened.key, message)) wrong_signature();
  nonces_->use(common.nonce);
  std::erase_if(parameters, [](auto const& each) { return each.first == "Format"; });
  return common;
}

}  // namespace colb::inline COLB_ABI::inner::emu::aliyun
