// colb: how Capital Online load balancing is spoken: hosts, signature, envelope, tasks.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <colb/capitalonline/environment.hpp>
#include <colb/capitalonline/lb/errors.hpp>
#include <colb/capitalonline/lb/task.hpp>
#include <colb/codec/flat.hpp>
#include <colb/codec/json.hpp>
#include <colb/engine/protocol.hpp>
#include <colb/engine/task_rule.hpp>
#include <colb/reply.hpp>
#include <colb/sign/rpc.hpp>
#include <colb/sign/rpc_parameters.hpp>
#include <colb/text.hpp>

namespace colb::inline COLB_ABI::capitalonline::lb {

namespace detail {

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

/// `Success` or `OK`, in any case: which of them depends on the Action, not on the outcome.
inline bool is_success(std::string_view code) {
  std::string const lowered = inner::ascii_lowered(code);
  return lowered == "success" || lowered == "ok";
}

/// An answer in which `Data` is not of the documented form, with it brought there: left out where it is empty
/// or belongs to an error; a list of resource ids (as DescribeTask's document says) joined by commas (as
/// text, which its examples show).
inline std::string with_usable_data(std::string_view body) {
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
inline std::string_view host_of_region(std::string_view region) {
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

class protocol final : public inner::protocol {
 public:
  std::string_view service() const override { return "capitalonline.lb"; }
  std::string_view version() const override { return "2019-08-08"; }
  std::string default_endpoint(std::string_view region) const override {
    return std::string(host_of_region(region));
  }
  colb::credentials credentials_from_environment() const override {
    return capitalonline::credentials_from_environment();
  }

  void encode(inner::encoded_call& call, void const* request, std::string_view) const override {
    inner::type_info const& type = *call.action->request;
    if (call.action->route.method == "GET") {
      call.parameters = codec::detail::write_flat(type, request, 0);
    } else {
      codec::detail::write(call.payload, type, request, {});
    }
  }

  inner::request build(inner::encoded_call const& call, inner::signing_context const& context) override {
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

  inner::verdict read(inner::encoded_call const& call, inner::response const& answer,
                      void* response) const override {
    envelope around;
    codec::read_error problem = read_answer(call, answer.body, response, around);
    if (problem.why == codec::read_error::reason::ill_typed) {
      call.action->clear_response(response);
      around = {};
      problem = read_answer(call, with_usable_data(answer.body), response, around);
    }

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
      meaning const means = meaning_of(around.Code, answer.status);
      result.refused = means.try_later;
      result.error.condition = means.condition;
      result.error.vendor_code = std::move(around.Code);
      result.error.vendor_message = std::move(around.Message);
    } else if (answer.status < 200 || answer.status > 299) {
      result.error = inner::error_of_status(answer);
    } else if (problem || around.Code.empty()) {
      result.error.condition = condition::malformed_response;
      result.error.detail = problem ? problem.message : std::string("Code is missing");
    } else {
      result.success = true;
      if (!around.TaskId.empty() && around.TaskId != "0") result.task_ids.push_back(std::move(around.TaskId));
    }
    return result;
  }

 private:
  static codec::read_error read_answer(inner::encoded_call const& call, std::string_view body, void* response,
                                       envelope& around) {
    codec::detail::read_target target;
    target.type = call.action->response;
    target.object = response;
    target.extra = &inner::type_info_of<envelope>;
    target.extra_object = &around;
    return codec::detail::read(body, target, {});
  }
};

}  // namespace detail

/// How this service's tasks are followed: DescribeTask, until FINISH or ERROR in any case.
struct task_rule {
  using action = DescribeTask;

  static DescribeTask request(colb::task const& task) {
    return {.TaskId = task.ids.empty() ? std::string() : task.ids.front()};
  }
  static task_progress look(reply<DescribeTask> const& status) {
    task_progress progress;
    if (!status.Data || !status.Data->Status || status.Data->Status->empty()) return progress;
    types::TaskInfo const& info = *status.Data;
    std::string const state = inner::ascii_lowered(*info.Status);
    // As in the vendor's own client, a state that is not final is no reason to stop, known or not.
    progress.state = state == "finish"  ? task_state::succeeded
                     : state == "error" ? task_state::failed
                                        : task_state::running;
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
  /// What only the finished task knows.
  template <class Reply>
  static void fill_in(Reply& reply, std::vector<std::string> ids) {
    if (!ids.empty()) reply.ResourceId = std::move(ids.front());
  }
};

/// The policy of `colb::basic_client` for this API.
struct service {
  using protocol = detail::protocol;
  /// Only an Action that starts a task has something to wait for.
  template <class A>
  using rule = std::conditional_t<descriptor_of<A>.kind == kind::async, task_rule, void>;

  /// Calls `f` with the rule that a task is followed by.
  template <class F>
  static auto visit_rule(task const&, F f) {
    return f(task_rule{});
  }
};

/// Marks this namespace's Actions as this service's.
template <class A>
service service_of(A const*);

using printing::operator<<;
namespace types {
using printing::operator<<;
}

}  // namespace colb::inline COLB_ABI::capitalonline::lb
