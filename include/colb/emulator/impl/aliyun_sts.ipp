// colb: Alibaba Cloud's STS in the emulator. Included in one translation unit; see src.hpp.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <boost/json/object.hpp>

#include <colb/aliyun/sts/actions.hpp>
#include <colb/emulator/aliyun_access.hpp>
#include <colb/emulator/limits/sts.hpp>

namespace colb::inline COLB_ABI::inner::emu::aliyun {

namespace sts = colb::aliyun::sts;

[[noreturn]] void sts_not_valid(std::string const& parameter) {
  auto const name = parameter.empty() ? std::string("request") : parameter;
  refuse("InvalidParameter." + name, "The specified parameter " + name + " is not valid.");
}

words const sts_says{
    .missing = missing,
    .unknown =
        [](std::string const& parameter) {
          refuse("UnsupportedParameter", "The input parameter " + parameter + " is not supported.");
        },
    .ill_typed = sts_not_valid,
    .malformed = [] { not_valid("of the request"); },
    .too_large = [] { not_valid("of the request"); },
    .not_between = [](std::string const& parameter, std::int64_t, std::int64_t) { sts_not_valid(parameter); },
    .wrong_length = [](std::string const& parameter, std::int64_t,
                       std::int64_t) { sts_not_valid(parameter); },
    .wrong_count = [](std::string const& parameter, std::int64_t, std::int64_t) { sts_not_valid(parameter); },
    .not_one_of = [](std::string const& parameter, std::string const&) { sts_not_valid(parameter); },
    .misspelled = [](std::string const& parameter, std::string const&) { sts_not_valid(parameter); }};

/// A request that was let in, and what its handler works with.
struct sts_call {
  environment& env;
  std::vector<codec::parameter> parameters{};
  keyring::finding opened{};  ///< Nothing when it was not signed.

  void read(type_info const& type, void* object) const {
    emu::read({true, parameters, {}}, type, object, sts_says, {aliyun_sts_limits}, env.options);
  }
};

struct sts_operation : operation_base {
  boost::json::object (*run)(sts_call& call);
};

struct role_parts {
  std::string account{};
  std::string name{};
};

/// `acs:ram::1234567890123456:role/name`
role_parts parts_of_role(std::string const& arn) {
  constexpr std::string_view start = "acs:ram::";
  constexpr std::string_view middle = ":role/";
  auto const at = arn.find(middle);
  if (!arn.starts_with(start) || at == arn.npos || at <= start.size() || at + middle.size() == arn.size())
    sts_not_valid("RoleArn");
  return {arn.substr(start.size(), at - start.size()), ascii_lowered(arn.substr(at + middle.size()))};
}

boost::json::object hand_out(sts_call& call, std::string const& role, std::string const& session,
                             std::optional<std::int64_t> seconds) {
  auto const [account, name] = parts_of_role(role);
  auto const& keys = call.env.shared<keyring>()->issue(
      "aliyun", "STS.NT", std::chrono::seconds(seconds.value_or(3600)), role, session);
  auto const end = std::chrono::duration_cast<std::chrono::seconds>(keys.expires.time_since_epoch()).count();
  auto const id = std::to_string(300'000'000'000'000'000 + number_of(role));
  return {{"Credentials",
           {{"AccessKeyId", keys.id},
            {"AccessKeySecret", keys.key},
            {"SecurityToken", keys.token},
            {"Expiration", iso_date_and_time(end)}}},
          {"AssumedRoleUser",
           {{"Arn", "acs:ram::" + account + ":role/" + name + '/' + session},
            {"AssumedRoleId", id + ':' + session}}}};
}

boost::json::object serve(sts_call& call, sts::AssumeRole const& request) {
  return hand_out(call, request.RoleArn, request.RoleSessionName, request.DurationSeconds);
}

boost::json::object serve(sts_call& call, sts::AssumeRoleWithOIDC const& request) {
  std::string const& token = request.OIDCToken;
  if (token.empty()) sts_not_valid("OIDCToken");
  return hand_out(call, request.RoleArn, request.RoleSessionName.value_or("oidc"), request.DurationSeconds);
}

boost::json::object serve(sts_call& call, sts::GetCallerIdentity const&) {
  auto const* const keys = call.opened.keys;
  constexpr char account[] = "1000000000000001";
  constexpr char user[] = "200000000000000001";
  if (!keys) {
    return {{"Arn", std::string("acs:ram::") + account + ":user/emulator"},
            {"AccountId", account},
            {"UserId", user},
            {"PrincipalId", user},
            {"IdentityType", "RAMUser"}};
  }
  auto const [owner, name] = parts_of_role(keys->role);
  auto const id = std::to_string(300'000'000'000'000'000 + number_of(keys->role));
  return {{"Arn", "acs:ram::" + owner + ":assumed-role/" + name + '/' + keys->session},
          {"AccountId", owner},
          {"RoleId", id},
          {"PrincipalId", id + ':' + keys->session},
          {"IdentityType", "AssumedRoleUser"}};
}

template <class A>
constexpr sts_operation sts_operation_of() {
  return {{type_info_of<A>.name, descriptor_of<A>.kind, emulator::coverage_kind::stateful, &type_info_of<A>},
          [](sts_call& call) {
            auto request = blank<A>();
            call.read(type_info_of<A>, &request);
            return serve(call, std::as_const(request));
          }};
}

constexpr sts_operation sts_operations[] = {sts_operation_of<sts::AssumeRole>(),
                                            sts_operation_of<sts::AssumeRoleWithOIDC>(),
                                            sts_operation_of<sts::GetCallerIdentity>()};

class sts_service final : public rpc_api {
 public:
  explicit sts_service(environment& environment)
      : rpc_api(environment, {aliyun_sts_limits}, aliyun_sts_notes, "sts.aliyuncs.com") {
    list(std::span<sts_operation const>(sts_operations));
  }

  std::string_view name() const override { return "aliyun.sts"; }
  std::vector<std::string> host_names() const override { return {"*.aliyuncs.com"}; }

  bool serves(request const& head) const override {
    if (head.path() != "/" && !head.path().empty()) return false;
    auto const named = [](std::string_view parameters) {
      return parameters.find("Version=2015-04-01") != parameters.npos;
    };
    auto const host = head.header("Host");
    bool const here = host.starts_with("sts") && host.find(".aliyuncs.com") != host.npos;
    return here || head.header("x-acs-version") == version || named(head.query()) ||
           (is_form(head) && named(head.body));
  }

 private:
  static constexpr std::string_view version = "2015-04-01";
  static constexpr std::string_view unsigned_action = "AssumeRoleWithOIDC";

  int status_of(std::string_view code, std::string_view) const override {
    if (code == "InternalInvokeError") return 500;
    return code.ends_with(".NotFound") ? 404 : 400;
  }

  answer run(request const& request, emulator::fault const* fault, emulator::call& entry) override {
    entry.request_id = new_request_id();
    if (request.method != "GET" && request.method != "POST")
      refuse("UnsupportedHTTPMethod", "This http method is not supported.");
    auto parameters = parameters_of(request);
    if (!parameters) refuse("InvalidParameter", "The parameters of the request are malformed.");
    sts_call call{env_, *std::move(parameters)};
    bool const is_unsigned = entry.action == unsigned_action && !is_acs3(request) &&
                             value_of(call.parameters, "Signature").empty();
    auto const common = is_unsigned ? let_in_unsigned(call.parameters) : let_in(request, call.parameters);
    if (common.version != version) refuse("InvalidVersion", "Specified parameter Version is not valid.");
    entry.region = emu::take(call.parameters, "RegionId");
    auto const* const found = find<sts_operation>(common.action);
    let_through(fault, found ? found->kind : kind::write);
    auto members = answered_otherwise(common.action, found != nullptr, {true, call.parameters, {}});
    if (!members && !found)
      refuse("InvalidAction.NotFound", "Specified api is not found, please check your url and method.");
    if (!members) {
      if (!is_unsigned) call.opened = open_with(env_, common.access_key_id, common.token);
      members = found->run(call);
    }
    return respond(request, common.action + "Response", *std::move(members), entry.request_id);
  }
};

namespace {
// Before SLB, which takes all that is signed in this way.
service_entry const sts_entry{"aliyun.sts", -2, [](environment& environment) -> std::unique_ptr<service> {
                                return std::make_unique<sts_service>(environment);
                              }};
}  // namespace

}  // namespace colb::inline COLB_ABI::inner::emu::aliyun
