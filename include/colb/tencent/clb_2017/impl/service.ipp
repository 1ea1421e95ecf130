// colb: how Tencent CLB API 2017 is spoken, the bodies.
#pragma once

#include <stdexcept>

#include <boost/json/serialize.hpp>

#include <colb/codec/flat.hpp>
#include <colb/codec/json.hpp>
#include <colb/codec/percent.hpp>
#include <colb/engine/envelope.hpp>
#include <colb/engine/refusal.hpp>
#include <colb/tencent/clb_2017/errors.hpp>
#include <colb/tencent/clb_2017/service.hpp>
#include <colb/tencent/sources.hpp>
#include <colb/tencent/v1.hpp>

namespace colb::inline COLB_ABI::tencent::clb_2017::detail {

/// What stands beside the Action's own fields. `code` is a number in one of the vendor's documents, a string
/// in the other.
struct envelope {
  std::optional<std::string> code{};
  std::string message{};
  std::string codeDesc{};
  std::optional<boost::json::value> detail{};
};

COLB_DECL std::string protocol::own_endpoint(inner::action_info const& action) const {
  return action.name == "GetMonitorData" ? "https://monitor.api.qcloud.com" : "";
}

COLB_DECL inner::vendor_sources const& protocol::sources() const { return tencent::sources(); }

/// Until 1.0: of the choices that all services had together.
COLB_DECL style style_of(request_style const& all) {
  if (all.signature == signature_method::tc3 || all.signature == signature_method::acs3) {
    throw std::invalid_argument(".style.signature: API 2017 takes hmac_sha256 and hmac_sha1, nothing else");
  }
  if (all.region_in_host)
    throw std::invalid_argument(".style.region_in_host: API 2017 has one host for all regions");
  style own;
  own.method = all.method;
  if (all.signature == signature_method::hmac_sha1) own.signature = style::signatures::hmac_sha1;
  own.first_index = all.first_index.value_or(0);
  return own;
}

COLB_DECL void protocol::configure(request_style const& given) {
  style_ = inner::own_style(given, &style_of);
  if (style_.first_index != 0 && style_.first_index != 1) {
    throw std::invalid_argument(".style.first_index: lists are numbered from 0 or from 1");
  }
}

COLB_DECL void protocol::encode(inner::encoded_call& call, void const* request, std::string_view) const {
  call.parameters = codec::detail::write_flat(*call.action->request, request, first_index());
}

COLB_DECL inner::request protocol::build(inner::encoded_call const& call,
                                         inner::signing_context const& context) {
  auto const algorithm = style_.signature == style::signatures::hmac_sha1 ? sign::v1_algorithm::hmac_sha1
                                                                          : sign::v1_algorithm::hmac_sha256;
  tencent::detail::v1_form const form{path, sign::v1_underscore::to_dot};
  auto all = tencent::detail::v1_parameters(form, call, context, context.region, algorithm);
  bool const post = travels_by_post(call, all);
  return tencent::detail::v1_request(form, std::move(all), context, algorithm, post);
}

COLB_DECL inner::verdict protocol::read(inner::encoded_call const& call, inner::response const& answer,
                                        void* response) const {
  inner::verdict result;
  envelope around;
  codec::detail::read_target target;
  target.type = call.action->response;
  target.object = response;
  target.extra = &inner::type_info_of<envelope>;
  target.extra_object = &around;
  target.unknown = call.unknown;
  target.whole = call.action->any;
  codec::read_error const problem = codec::detail::read(answer.body, target, {.max_memory = call.max_memory});
  if (problem) inner::read_envelope(answer.body, {}, call.max_memory, around);
  result.request_id = request_id(*call.action->response, response);
  if (call.action->any && call.unknown) result.request_id = spelled(*call.unknown, "requestId");
  std::vector<outcome> parts = outcomes(around.detail);
  bool const some_failed =
      std::any_of(parts.begin(), parts.end(), [](outcome const& part) { return !part.ok(); });
  bool const says_code = around.code && !around.code->empty();
  if (says_code && (*around.code != "0" || some_failed)) {
    std::string const code = *around.code == "0" ? "5400" : *around.code;
    meaning const means = meaning_of(code, around.codeDesc + ' ' + around.message, answer.status);
    inner::refuse(result, means, code, std::move(around.message));
    if (!around.codeDesc.empty()) result.error.detail = "codeDesc " + around.codeDesc;
    result.error.outcomes = std::move(parts);
  } else if (inner::accept(result, answer, problem, says_code ? "" : "code is missing")) {
    result.task_ids = task_ids(call, response, result.request_id, parts);
    result.words = std::move(around.message);
  }
  return result;
}

COLB_DECL std::size_t protocol::first_index() const { return static_cast<std::size_t>(style_.first_index); }

COLB_DECL bool protocol::sends(std::string_view name) const {
  constexpr std::string_view own[] = {"Action",   "Region",    "Timestamp",       "Nonce",
                                      "SecretId", "Signature", "SignatureMethod", "Token"};
  return std::find(std::begin(own), std::end(own), name) != std::end(own);
}

COLB_DECL bool protocol::travels_by_post(inner::encoded_call const& call,
                                         std::vector<codec::parameter> const& all) const {
  if (style_.method != http_method::automatic) return style_.method == http_method::post;
  if (call.hidden) return true;
  for (auto const& [name, value] : call.parameters) {
    if (name.ends_with("certKey") || name.ends_with("newCertKey")) return true;
  }
  constexpr std::size_t signature_size = 80;
  return path.size() + codec::form_encode(all).size() + signature_size > longest_query;
}

COLB_DECL std::string protocol::request_id(inner::type_info const& type, void const* response) {
  inner::field_info const* const field = inner::find_field(type, "requestId");
  if (!field || field->type->shape != inner::shape::optional) return {};
  void const* const value = field->type->get(inner::field_at(response, *field));
  return value ? std::to_string(*static_cast<std::int64_t const*>(value)) : std::string();
}

COLB_DECL std::vector<std::string> protocol::task_ids(inner::encoded_call const& call, void const* response,
                                                      std::string const& request_id,
                                                      std::vector<outcome> const& parts) {
  std::vector<std::string> ids;
  if (call.action == &inner::action_info_of<CreateLoadBalancer>) {
    ids.push_back(request_id);
    auto const bought = bought_instances(*static_cast<CreateLoadBalancer::response const*>(response));
    ids.insert(ids.end(), bought.begin(), bought.end());
    if (request_id.empty() && bought.empty()) ids.clear();
    return ids;
  }
  if (!request_id.empty() && request_id != "0") return {request_id};
  for (outcome const& part : parts) {
    if (!part.task) continue;
    if (ids.empty()) ids.emplace_back();
    ids.push_back(part.resource + '=' + part.task->ids.front());
  }
  if (ids.size() == 2 && parts.size() == 1) return parts.front().task->ids;  // one resource, one task
  return ids;
}

COLB_DECL std::string protocol::spelled(boost::json::object const& object, std::string_view name) {
  boost::json::value const* const value = object.if_contains(name);
  if (!value || value->is_null()) return {};
  return value->is_string() ? std::string(value->get_string()) : boost::json::serialize(*value);
}

COLB_DECL outcome protocol::outcome_of(std::string_view resource, boost::json::value const& value) {
  outcome part;
  part.resource = resource;
  auto const* const object = value.if_object();
  if (!object) return part;
  part.code = spelled(*object, "code");
  if (part.code == "0") part.code.clear();
  part.message = spelled(*object, "message");
  std::string id = spelled(*object, "requestId");
  if (part.ok() && !id.empty() && id != "0") {
    part.task.emplace();
    part.task->ids.push_back(std::move(id));
  }
  return part;
}

COLB_DECL std::vector<outcome> protocol::outcomes(std::optional<boost::json::value> const& detail) {
  std::vector<outcome> parts;
  if (!detail) return parts;
  if (auto const* const object = detail->if_object()) {
    for (auto const& [resource, value] : *object) parts.push_back(outcome_of(resource, value));
  } else if (auto const* const list = detail->if_array()) {
    for (auto const& value : *list) parts.push_back(outcome_of(std::to_string(parts.size()), value));
  }
  return parts;
}

}  // namespace colb::inline COLB_ABI::tencent::clb_2017::detail

namespace colb::inline COLB_ABI::tencent::clb_2017 {

COLB_DECL style::operator request_style() const { return inner::carried(*this); }

COLB_DECL DescribeLoadBalancersTaskResult task_rule::request(colb::task const& task) {
  std::string_view const text = task.ids.empty() ? std::string_view() : std::string_view(task.ids.front());
  auto const id = codec::detail::parse_number<std::int64_t>(text);
  if (!id) {
    inner::error_info info;
    info.condition = condition::invalid_request;
    info.action = task.action;
    info.task = task;
    info.detail = "the task has no requestId that DescribeLoadBalancersTaskResult could be asked about";
    throw error(std::move(info));
  }
  return {.requestId = *id};
}

COLB_DECL task_progress task_rule::look(reply<DescribeLoadBalancersTaskResult> const& answer) {
  task_progress progress;
  auto const status = answer.data ? answer.data->status : std::nullopt;
  if (status == 0) progress.state = task_state::succeeded;
  if (status == 1) progress.state = task_state::failed;
  if (status == 2) progress.state = task_state::running;
  return progress;
}

namespace detail {

constexpr inner::action_info purchase_look_named(std::string_view name) {
  inner::action_info info = inner::make_action_info<purchase_look>();
  info.name = name;
  return info;
}
inline constexpr inner::action_info purchase_task_look =
    purchase_look_named("DescribeLoadBalancersTaskResult");
inline constexpr inner::action_info purchase_list_look = purchase_look_named("DescribeLoadBalancers");

/// Stands before the number of a task that the cloud does not know, or not yet: the instances are looked at
/// before it is asked again.
inline constexpr char unknown_mark = '?';

COLB_DECL std::string_view number_of_purchase(colb::task const& task) {
  return task.ids.empty() || task.ids.front() == "0" ? std::string_view()
                                                     : std::string_view(task.ids.front());
}

/// The number that the purchase's task is asked about with; nothing: its instances are looked at.
COLB_DECL std::optional<std::int64_t> task_of_purchase(colb::task const& task) {
  return codec::detail::parse_number<std::int64_t>(number_of_purchase(task));
}

COLB_DECL colb::task purchase_with(colb::task task, std::string number) {
  task.ids.front() = std::move(number);
  return task;
}

/// The purchase, to be asked about by its task again.
COLB_DECL std::optional<colb::task> back_to_task(colb::task const& task) {
  std::string_view const number = number_of_purchase(task);
  if (!number.starts_with(unknown_mark)) return std::nullopt;
  return purchase_with(task, std::string(number.substr(1)));
}

COLB_DECL bool all_run(detail::purchase_look::response const& answer, colb::task const& task) {
  return std::all_of(task.ids.begin() + 1, task.ids.end(), [&](std::string const& id) {
    return std::ranges::any_of(answer.loadBalancerSet, [&](auto const& one) {
      return one.status == 1 && (one.unLoadBalancerId == id || one.loadBalancerId == id);
    });
  });
}

}  // namespace detail

COLB_DECL detail::purchase_look purchase_rule::request(colb::task const& task) {
  detail::purchase_look ask;
  ask.requestId = detail::task_of_purchase(task);
  if (ask.requestId) return ask;
  ask.forward = -1;
  for (std::size_t i = 1; i < task.ids.size(); ++i) ask.loadBalancerIds.push_back(task.ids[i]);
  ask.limit = std::max<std::int64_t>(1, static_cast<std::int64_t>(ask.loadBalancerIds.size()));
  return ask;
}

COLB_DECL inner::action_info const& purchase_rule::info(colb::task const& task) {
  return detail::task_of_purchase(task) ? detail::purchase_task_look : detail::purchase_list_look;
}

COLB_DECL std::optional<colb::task> purchase_rule::closer(reply<action> const& answer,
                                                          colb::task const& task) {
  if (task.ids.size() < 2) return std::nullopt;
  if (!detail::task_of_purchase(task))
    return detail::all_run(answer, task) ? std::nullopt : detail::back_to_task(task);
  bool const ended_well = answer.data && answer.data->status == 0;
  return ended_well ? std::optional(detail::purchase_with(task, {})) : std::nullopt;
}

COLB_DECL std::optional<colb::task> purchase_rule::instead(error const& e, colb::task const& task) {
  bool const knows_none = e.code() == condition::not_found || e.code() == condition::invalid_request;
  if (!knows_none || task.ids.size() < 2) return std::nullopt;
  if (!detail::task_of_purchase(task)) return detail::back_to_task(task);
  return detail::purchase_with(task, detail::unknown_mark + task.ids.front());
}

COLB_DECL bool purchase_rule::at_once(colb::task const& task) { return !detail::task_of_purchase(task); }

COLB_DECL task_progress purchase_rule::look(reply<action> const& answer, colb::task const& task) {
  task_progress progress;
  if (!task.ids.empty()) progress.ids.assign(task.ids.begin() + 1, task.ids.end());
  if (detail::task_of_purchase(task)) {
    auto const status = answer.data ? answer.data->status : std::nullopt;
    if (status == 0) progress.state = task_state::succeeded;
    if (status == 1) progress.state = task_state::failed;
    if (status == 2) progress.state = task_state::running;
    return progress;
  }
  if (progress.ids.empty()) {
    progress.detail = "the answer to CreateLoadBalancer named no instance to wait for";
    return progress;
  }
  progress.state = detail::all_run(answer, task) ? task_state::succeeded : task_state::running;
  return progress;
}

COLB_DECL std::vector<outcome> task_rule::parts(colb::task const& task) {
  std::vector<outcome> parts;
  if (task.ids.size() < 2 || !task.ids.front().empty()) return parts;
  for (std::size_t i = 1; i < task.ids.size(); ++i) {
    std::string const& text = task.ids[i];
    auto const mark = text.rfind('=');
    outcome part;
    part.resource = text.substr(0, mark == text.npos ? 0 : mark);
    part.task = task;
    part.task->ids = {text.substr(mark == text.npos ? 0 : mark + 1)};
    parts.push_back(std::move(part));
  }
  return parts;
}

}  // namespace colb::inline COLB_ABI::tencent::clb_2017
