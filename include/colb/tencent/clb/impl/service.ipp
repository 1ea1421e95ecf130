// colb: how Tencent CLB API 3.0 is spoken, the bodies.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <iterator>
#include <stdexcept>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <colb/codec/flat.hpp>
#include <colb/codec/json.hpp>
#include <colb/codec/percent.hpp>
#include <colb/engine/refusal.hpp>
#include <colb/sign/tc3.hpp>
#include <colb/tencent/api3.hpp>
#include <colb/tencent/clb/errors.hpp>
#include <colb/tencent/clb/service.hpp>
#include <colb/tencent/region.hpp>
#include <colb/tencent/sources.hpp>
#include <colb/tencent/v1.hpp>

namespace colb::inline COLB_ABI::tencent::clb::detail {

COLB_DECL std::string protocol::default_endpoint(std::string_view region) const {
  if (!style_.region_in_host || region.empty()) return "https://clb.tencentcloudapi.com";
  return "https://clb." + std::string(long_region_name(region)) + ".tencentcloudapi.com";
}

COLB_DECL inner::vendor_sources const& protocol::sources() const { return tencent::sources(); }

/// Until 1.0: of the choices that all services had together.
COLB_DECL style style_of(request_style const& all) {
  if (all.signature == signature_method::acs3) {
    throw std::invalid_argument(
        ".style.signature: API 3.0 takes tc3, hmac_sha256 and hmac_sha1; acs3 is Alibaba's");
  }
  if (all.names != wire_names::documented) {
    throw std::invalid_argument(".style.names: API 3.0 has one spelling of everything");
  }
  if (all.first_index.value_or(0) != 0) {
    throw std::invalid_argument(".style.first_index: API 3.0 numbers lists from 0");
  }
  style own;
  own.method = all.method;
  own.region_in_host = all.region_in_host;
  if (all.signature == signature_method::hmac_sha1) own.signature = style::signatures::hmac_sha1;
  if (all.signature == signature_method::hmac_sha256) own.signature = style::signatures::hmac_sha256;
  return own;
}

COLB_DECL void protocol::configure(request_style const& given) {
  style_ = inner::own_style(given, &style_of);
}

COLB_DECL void protocol::encode(inner::encoded_call& call, void const* request,
                                std::string_view client_token) const {
  inner::action_info const& action = *call.action;
  std::string_view const token_field = action.description->client_token;
  bool const lacks_token = inner::lacks_client_token(action, request);
  if (is_flat()) {
    call.parameters = codec::detail::write_flat(*action.request, request, 0);
    if (lacks_token) call.parameters.emplace_back(token_field, client_token);
    return;
  }
  std::string& out = call.payload;
  out.reserve(120);  // most requests are shorter
  out += '{';
  bool const first = codec::detail::write_members(out, *action.request, request, {}, true);
  if (lacks_token) {
    if (!first) out += ',';
    codec::detail::append_string(out, token_field);
    out += ':';
    codec::detail::append_string(out, client_token);
  }
  out += '}';
}

COLB_DECL inner::request protocol::build(inner::encoded_call const& call,
                                         inner::signing_context const& context) {
  return is_tc3() ? build_tc3(call, context) : build_v1(call, context);
}

COLB_DECL inner::verdict protocol::read(inner::encoded_call const& call, inner::response const& answer,
                                        void* response) const {
  inner::verdict result = tencent::detail::read_api3(call, answer, response, &meaning_of);
  if (!result.success || call.action->description->kind == kind::read)
    return result;  // a read starts nothing
  result.task_ids = task_ids(call, response, result.request_id);
  tell_failed_listeners(call, response, result);
  return result;
}

/// The listeners that a request names in its Targets, each once.
COLB_DECL std::vector<std::string> named_listeners(inner::encoded_call const& call) {
  std::vector<std::string> names;
  auto const add = [&](std::string name) {
    if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
  };
  for (auto const& [name, value] : call.parameters) {
    if (name.starts_with("Targets.") && name.ends_with(".ListenerId")) add(value);
  }
  boost::system::error_code ec;
  boost::json::value const whole = boost::json::parse(call.payload, ec);
  auto const* const members = ec ? nullptr : whole.if_object();
  auto const* const targets = members ? members->if_contains("Targets") : nullptr;
  auto const* const list = targets ? targets->if_array() : nullptr;
  for (std::size_t i = 0; list && i < list->size(); ++i) {
    auto const* const target = (*list)[i].if_object();
    auto const* const name = target ? target->if_contains("ListenerId") : nullptr;
    if (name && name->is_string()) add(std::string(name->get_string()));
  }
  return names;
}

/// A batch registration that failed for some listeners answers as if it were well.
COLB_DECL void protocol::tell_failed_listeners(inner::encoded_call const& call, void const* response,
                                               inner::verdict& result) {
  constexpr std::string_view says = "FailListenerIdSet";
  std::vector<std::string> failed;
  inner::collect_texts(*call.action->response, response, says, failed);
  if (failed.empty()) return;
  std::vector<std::string> words;
  inner::collect_texts(*call.action->response, response, "Message", words);
  std::string const why = words.empty() ? std::string() : words.front();
  result.success = false;
  std::vector<outcome>& parts = result.error.outcomes;
  for (std::string const& listener : named_listeners(call)) {
    if (std::ranges::find(failed, listener) == failed.end()) parts.push_back({.resource = listener});
  }
  bool const served_some = !parts.empty();
  for (std::string const& listener : failed)
    parts.push_back({.resource = listener, .code = std::string(says), .message = why});
  meaning means = meaning_of("FailedOperation", why, 200);
  if (served_some) means = {condition::partial_success};
  std::vector<outcome> known = std::move(parts);
  inner::refuse(result, means, std::string(says), why);
  result.error.outcomes = std::move(known);
}

/// Parameters of the older signatures stand beside the request's own.
COLB_DECL bool protocol::sends(std::string_view name) const {
  if (is_tc3()) return false;
  constexpr std::string_view own[] = {"Action",   "Version",   "Region",          "Timestamp", "Nonce",
                                      "SecretId", "Signature", "SignatureMethod", "Token"};
  return std::ranges::find(own, name) != std::end(own);
}

COLB_DECL bool protocol::is_tc3() const noexcept { return style_.signature == style::signatures::tc3; }

COLB_DECL inner::request protocol::build_tc3(inner::encoded_call const& call,
                                             inner::signing_context const& context) {
  std::string const query = is_get() ? codec::form_encode(call.parameters) : std::string();
  sign::tc3_request message;
  message.secret_id = context.credentials.id;
  message.secret_key = context.credentials.key;
  message.service = "clb";
  message.host = context.host;
  message.method = is_get() ? "GET" : "POST";
  message.canonical_query = query;
  if (is_get()) message.content_type = "application/x-www-form-urlencoded";
  message.payload = call.payload;
  message.timestamp = std::chrono::floor<std::chrono::seconds>(context.now.time_since_epoch()).count();
  tencent::detail::api3_headers const with{call.action->name, version(), long_region_name(context.region),
                                           context.credentials.token};
  return tencent::detail::api3_request(message, signer_.sign(message), with, std::string(call.payload));
}

COLB_DECL inner::request protocol::build_v1(inner::encoded_call const& call,
                                            inner::signing_context const& context) const {
  auto const algorithm = style_.signature == style::signatures::hmac_sha256 ? sign::v1_algorithm::hmac_sha256
                                                                            : sign::v1_algorithm::hmac_sha1;
  tencent::detail::v1_form const form{"/", sign::v1_underscore::keep, version()};
  auto all = tencent::detail::v1_parameters(form, call, context, long_region_name(context.region), algorithm);
  return tencent::detail::v1_request(form, std::move(all), context, algorithm, !is_get());
}

COLB_DECL std::vector<std::string> protocol::task_ids(inner::encoded_call const& call, void const* response,
                                                      std::string const& request_id) {
  if (migration_rule::follows(call.action->name)) return call.resources;
  std::vector<std::string> ids;
  inner::collect_texts(*call.action->response, response, "JodId", ids);
  if (ids.empty()) ids.push_back(request_id);
  inner::collect_texts(*call.action->response, response, "DealName", ids);
  return ids;
}

}  // namespace colb::inline COLB_ABI::tencent::clb::detail

namespace colb::inline COLB_ABI::tencent::clb {

COLB_DECL style::operator request_style() const { return inner::carried(*this); }

COLB_DECL DescribeTaskStatus task_rule::request(colb::task const& task) {
  DescribeTaskStatus poll;
  if (!task.ids.empty() && !task.ids[0].empty()) {
    poll.TaskId = task.ids[0];
  } else if (task.ids.size() > 1) {
    poll.DealName = task.ids[1];  // an order is what there is
  }
  return poll;
}

COLB_DECL task_progress task_rule::look(reply<DescribeTaskStatus> const& status) {
  task_progress progress;
  progress.ids = status.LoadBalancerIds;
  if (status.Status == 0) progress.state = task_state::succeeded;
  if (status.Status == 1) progress.state = task_state::failed;
  if (status.Status == 2) progress.state = task_state::running;
  if (status.Message) progress.detail = progress.reason = *status.Message;
  return progress;
}

COLB_DECL DescribeBlockIPTask block_ip_rule::request(colb::task const& task) {
  return {.TaskId = task.ids.empty() ? std::string() : task.ids[0]};
}

COLB_DECL task_progress block_ip_rule::look(reply<DescribeBlockIPTask> const& status) {
  task_progress progress;
  if (status.Status == 6) progress.state = task_state::succeeded;
  if (status.Status == 2) progress.state = task_state::failed;
  if (status.Status == 1) progress.state = task_state::running;
  return progress;
}

COLB_DECL task_progress migration_rule::look(reply<action> const& seen, colb::task const& task) {
  task_progress progress;
  bool const all = std::ranges::all_of(task.ids, [&](std::string const& id) {
    return std::ranges::any_of(seen.LoadBalancerSet, [&](auto const& one) {
      return one.LoadBalancerId == id && one.Forward == 1 && one.Status == 1;
    });
  });
  progress.state = all ? task_state::succeeded : task_state::running;
  progress.ids = task.ids;
  return progress;
}

COLB_DECL std::vector<outcome> migration_rule::parts(colb::task const& task) {
  constexpr std::size_t at_most = 20;
  std::vector<outcome> parts;
  if (task.ids.size() <= at_most) return parts;
  for (std::size_t begin = 0; begin < task.ids.size(); begin += at_most) {
    std::size_t const end = std::min(begin + at_most, task.ids.size());
    outcome part;
    part.task = task;
    part.task->ids.assign(task.ids.begin() + static_cast<std::ptrdiff_t>(begin),
                          task.ids.begin() + static_cast<std::ptrdiff_t>(end));
    for (std::string const& id : part.task->ids) part.resource += (part.resource.empty() ? "" : ",") + id;
    parts.push_back(std::move(part));
  }
  return parts;
}

}  // namespace colb::inline COLB_ABI::tencent::clb
