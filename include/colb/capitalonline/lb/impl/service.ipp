// colb: how Capital Online load balancing is spoken, the bodies.
#pragma once

#include <algorithm>
#include <iterator>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <colb/capitalonline/lb/errors.hpp>
#include <colb/capitalonline/lb/service.hpp>
#include <colb/capitalonline/sources.hpp>
#include <colb/codec/flat.hpp>
#include <colb/codec/json.hpp>
#include <colb/engine/envelope.hpp>
#include <colb/engine/refusal.hpp>
#include <colb/sign/canonical.hpp>
#include <colb/sign/rpc.hpp>
#include <colb/sign/rpc_parameters.hpp>

namespace colb::inline COLB_ABI::capitalonline::lb::detail {

struct vendor_error {
  std::string Code{};
  std::string Message{};
};

/// Where the vendor's Go SDK looks for an error; no document shows it.
struct inner_response {
  std::optional<detail::vendor_error> Error{};
  std::string RequestId{};
};

/// What stands beside the Action's own `Data`.
struct envelope {
  std::string Code{};
  std::string Message{};
  std::string TaskId{};
  std::string RequestId{};
  std::optional<inner_response> Response{};
};

/// How a failure is told, in states and in messages.
inline constexpr std::string_view failure_words =
    "error*|fail*|except*|cancel*|abort*|reject*|unsuccess*|失败|错误|异常|取消";

/// `Success` or `OK`, in any case: which of them depends on the Action, not on the outcome.
COLB_DECL bool is_success(std::string_view code) {
  std::string const lowered = inner::ascii_lowered(code);
  return lowered == "success" || lowered == "ok";
}

/// Whether a state, in lower case, holds such a word, in whichever way it is put together.
COLB_DECL bool is_failure(std::string_view state) {
  std::string_view words = failure_words;
  while (!words.empty()) {
    std::string_view const one = words.substr(0, words.find('|'));
    words.remove_prefix(std::min(one.size() + 1, words.size()));
    if (state.find(one.substr(0, one.find('*'))) != state.npos) return true;
  }
  return false;
}

/// Whether a message only says that the request was taken: `Success.` stands in every answer.
COLB_DECL bool says_success(std::string_view message) {
  return inner::holds_phrase(message, "success*|ok|成功") && !inner::holds_phrase(message, failure_words);
}

/// An answer in which `Data` is not of the documented form, with it brought there: left out where it is empty
/// or belongs to an error; a list of resource ids (as DescribeTask's document says) joined by commas (as
/// text, which its examples show).
COLB_DECL std::string with_usable_data(std::string_view body) {
  boost::system::error_code ec;
  boost::json::value whole = boost::json::parse(body, ec);
  boost::json::object* const members = ec ? nullptr : whole.if_object();
  boost::json::value* const data = members ? members->if_contains("Data") : nullptr;
  if (!data) return std::string(body);

  auto const* const code = members->if_contains("Code");
  bool const failed = code && code->is_string() && !is_success(std::string_view(code->get_string()));
  bool const empty = (data->is_string() && data->get_string().empty()) ||
                     (data->is_array() && data->get_array().empty()) ||
                     (data->is_object() && data->get_object().empty());
  if (failed || empty) {
    members->erase("Data");
    return boost::json::serialize(whole);
  }

  auto* const fields = data->if_object();
  auto* const resource = fields ? fields->if_contains("ResourceId") : nullptr;
  if (resource && resource->is_array()) {
    std::string joined;
    for (auto const& id : resource->get_array()) {
      if (!id.is_string()) return std::string(body);
      if (!joined.empty()) joined += ',';
      joined += std::string_view(id.get_string());
    }
    *resource = joined;
  }
  return boost::json::serialize(whole);
}

/// The vendor's three hosts, by the names that clients give them or by the first word of a site or region
/// code.
COLB_DECL std::string_view host_of_region(std::string_view region) {
  constexpr std::string_view mainland = "https://cdsapi.capitalonline.net";
  constexpr std::string_view asia = "https://cdsapi-asia.capitalonline.net";
  constexpr std::string_view west = "https://cdsapi-us.capitalonline.net";
  std::string const name = inner::ascii_lowered(region);
  // DescribeZones counts Hong Kong and Taipei among Asia-Pacific, whatever their codes begin with.
  if (name == "asia" || name.starts_with("apac_") || name.starts_with("cn_hongkong") ||
      name.starts_with("cn_taipei")) {
    return asia;
  }
  if (name.empty() || name == "cn" || name.starts_with("cn_")) return mainland;
  if (name == "us" || name.starts_with("us_") || name.starts_with("eur_")) return west;
  inner::error_info info;
  info.condition = condition::invalid_request;
  info.action = "client options";
  info.detail = "region '" + std::string(region) +
                "' belongs to no host: give cn, asia or us, a code such as CN_Hongkong_A, or .endpoint";
  throw error(std::move(info));
}

COLB_DECL std::string protocol::default_endpoint(std::string_view region) const {
  return std::string(host_of_region(region));
}

COLB_DECL inner::vendor_sources const& protocol::sources() const { return capitalonline::sources(); }

COLB_DECL void protocol::encode(inner::encoded_call& call, void const* request, std::string_view) const {
  inner::type_info const& type = *call.action->request;
  if (call.action->route.method == "GET") {
    call.parameters = codec::detail::write_flat(type, request, 0);
  } else {
    codec::detail::write(call.payload, type, request, {});
  }
}

COLB_DECL http_route protocol::route_of(std::string_view action) const {
  bool const vpc = inner::ascii_lowered(action).find("vpc") != std::string::npos;
  return {"POST", vpc ? "/vpc" : "/lb"};
}

COLB_DECL bool protocol::sends(std::string_view name) const {
  constexpr std::string_view own[] = {"Action",           "Version",   "AccessKeyId", "SignatureMethod",
                                      "SignatureVersion", "Signature", "Timestamp",   "SignatureNonce"};
  return std::ranges::find(own, name) != std::end(own);
}

COLB_DECL inner::request protocol::build(inner::encoded_call const& call,
                                         inner::signing_context const& context) {
  std::vector<codec::parameter> query = call.parameters;
  query.reserve(query.size() + 7);
  query.emplace_back("AccessKeyId", context.credentials.id);
  query.emplace_back("Action", call.action->name);
  query.emplace_back("SignatureMethod", "HMAC-SHA1");
  std::uint64_t const chance = context.random();
  query.emplace_back("SignatureNonce", inner::rpc_nonce(chance, context.random()));
  query.emplace_back("SignatureVersion", "1.0");
  query.emplace_back("Timestamp", inner::rpc_timestamp(context.now));
  query.emplace_back("Version", version());
  std::string const signature = sign::sign_rpc(call.action->route.method, query, context.credentials.key);

  std::string sorted;
  for (auto const* const each : inner::sorted_parameters(query)) {
    inner::append_encoded_parameter(sorted, *each);
  }
  inner::append_encoded_parameter(sorted, {"Signature", signature});

  inner::request request;
  request.method = call.action->route.method;
  // The slash is part of every documented address.
  request.target = std::string(call.action->route.path) + "/?" + sorted;
  if (request.method == "POST") {
    request.headers.emplace_back("Content-Type", "application/json");
    request.body = call.payload;
  }
  return request;
}

COLB_DECL inner::verdict protocol::read(inner::encoded_call const& call, inner::response const& answer,
                                        void* response) const {
  envelope around;
  codec::read_error problem = read_answer(call, answer.body, response, around);
  if (problem.why == codec::read_error::reason::ill_typed) {
    call.action->clear_response(response);
    if (call.unknown) call.unknown->clear();
    around = {};
    problem = read_answer(call, with_usable_data(answer.body), response, around);
  }
  if (problem) inner::read_envelope(answer.body, {}, call.max_memory, around);

  inner::verdict result;
  result.request_id = around.RequestId;
  if (around.Response) {
    if (result.request_id.empty()) result.request_id = std::move(around.Response->RequestId);
    if (around.Response->Error) {
      around.Code = std::move(around.Response->Error->Code);
      around.Message = std::move(around.Response->Error->Message);
      if (is_success(around.Code) || around.Code.empty()) around.Code = "Response.Error";
    }
  }
  if (!around.Code.empty() && !is_success(around.Code)) {
    meaning const means = meaning_of(around.Code, around.Message, answer.status);
    inner::refuse(result, means, std::move(around.Code), std::move(around.Message));
  } else if (inner::accept(result, answer, problem, around.Code.empty() ? "Code is missing" : "")) {
    if (!says_success(around.Message)) result.words = std::move(around.Message);
    if (!around.TaskId.empty() && around.TaskId != "0") result.task_ids.push_back(std::move(around.TaskId));
  }
  return result;
}

COLB_DECL codec::read_error protocol::read_answer(inner::encoded_call const& call, std::string_view body,
                                                  void* response, envelope& around) {
  codec::detail::read_target target;
  target.type = call.action->response;
  target.object = response;
  target.extra = &inner::type_info_of<envelope>;
  target.extra_object = &around;
  target.unknown = call.unknown;
  target.whole = call.action->any;
  return codec::detail::read(body, target, {.max_memory = call.max_memory});
}

}  // namespace colb::inline COLB_ABI::capitalonline::lb::detail

namespace colb::inline COLB_ABI::capitalonline::lb {

COLB_DECL DescribeTask task_rule::request(colb::task const& task) {
  return {.TaskId = task.ids.empty() ? std::string() : task.ids.front()};
}

COLB_DECL task_progress task_rule::look(reply<DescribeTask> const& status) {
  task_progress progress;
  if (!status.Data || !status.Data->Status || status.Data->Status->empty()) return progress;
  types::TaskInfo const& info = *status.Data;
  std::string const state = inner::ascii_lowered(*info.Status);
  // As in the vendor's own client, a state that is not final is no reason to stop, known or not.
  bool const well = state.starts_with("finish") || state.starts_with("succe") ||
                    state.starts_with("complete") || state == "done" || state == "ok";
  bool const badly = detail::is_failure(state);
  progress.state = badly ? task_state::failed : well ? task_state::succeeded : task_state::running;
  if (progress.state == task_state::failed) {
    progress.detail =
        "DescribeTask says " + *info.Status + (info.TaskType ? " of " + *info.TaskType : std::string());
  }
  std::string_view rest = info.ResourceId ? std::string_view(*info.ResourceId) : std::string_view();
  while (!rest.empty()) {
    std::string_view const id = rest.substr(0, rest.find(','));
    if (!id.empty()) progress.ids.emplace_back(id);
    rest.remove_prefix(id.size() < rest.size() ? id.size() + 1 : id.size());
  }
  return progress;
}

}  // namespace colb::inline COLB_ABI::capitalonline::lb
