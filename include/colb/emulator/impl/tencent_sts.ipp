// colb: Tencent Cloud's STS in the emulator. Included in one translation unit; see src.hpp.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <colb/emulator/limits/sts.hpp>
#include <colb/emulator/tencent_access.hpp>
#include <colb/tencent/sts/actions.hpp>

namespace colb::inline COLB_ABI::inner::emu::tencent {

namespace sts = colb::tencent::sts;

/// A request that was let in, and what its handler works with.
struct sts_call {
  environment& env;
  source from{};
  keyring::finding opened{};  ///< Nothing when it was not signed.

  void read(type_info const& type, void* object) const {
    emu::read(from, type, object, says, {tencent_sts_limits}, env.options);
  }
};

struct sts_operation : operation_base {
  boost::json::object (*run)(sts_call& call);
};

/// The account in `qcs::cam::uin/100000000001:roleName/name`.
std::string account_of_role(std::string const& arn) {
  constexpr std::string_view start = "qcs::cam::uin/";
  auto const colon = arn.find(':', start.size());
  auto const role = colon == arn.npos ? std::string_view() : std::string_view(arn).substr(colon);
  bool const named = role.starts_with(":roleName/") || role.starts_with(":role/");
  auto const account = colon == arn.npos ? std::string() : arn.substr(start.size(), colon - start.size());
  bool const number = !account.empty() && account.find_first_not_of("0123456789") == account.npos;
  if (!arn.starts_with(start) || !named || role.back() == '/' || !number)
    refuse("ResourceNotFound.RoleNotFound", "The role `" + arn + "` does not exist.");
  return account;
}

boost::json::object hand_out(sts_call& call, std::string const& role, std::string const& session,
                             std::optional<std::int64_t> seconds) {
  account_of_role(role);
  auto const& keys = call.env.shared<keyring>()->issue(
      "tencent", "AKID", std::chrono::seconds(seconds.value_or(7200)), role, session);
  auto const end = std::chrono::duration_cast<std::chrono::seconds>(keys.expires.time_since_epoch()).count();
  return {{"Credentials", {{"Token", keys.token}, {"TmpSecretId", keys.id}, {"TmpSecretKey", keys.key}}},
          {"ExpiredTime", end},
          {"Expiration", iso_date_and_time(end)}};
}

boost::json::object serve(sts_call& call, sts::AssumeRole const& request) {
  return hand_out(call, request.RoleArn, request.RoleSessionName, request.DurationSeconds);
}

boost::json::object serve(sts_call& call, sts::AssumeRoleWithWebIdentity const& request) {
  std::string const& token = request.WebIdentityToken;
  if (token.empty())
    refuse("InvalidParameter.WebIdentityTokenError", "The parameter `WebIdentityToken` is not a token.");
  return hand_out(call, request.RoleArn, request.RoleSessionName, request.DurationSeconds);
}

boost::json::object serve(sts_call& call, sts::GetCallerIdentity const&) {
  auto const* const keys = call.opened.keys;
  constexpr char account[] = "100000000001";
  if (!keys) {
    return {{"Arn", std::string("qcs::cam::uin/") + account + ":uin/" + account},
            {"AccountId", account},
            {"UserId", account},
            {"PrincipalId", account},
            {"Type", "CAMUser"}};
  }
  auto const owner = account_of_role(keys->role);
  auto const id = std::to_string(4'611'686'018'000'000'000 + number_of(keys->role));
  return {{"Arn", "qcs::sts:" + owner + ":assumed-role/" + id},
          {"AccountId", owner},
          {"UserId", id + ':' + keys->session},
          {"PrincipalId", id},
          {"Type", "CAMRole"}};
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
                                            sts_operation_of<sts::AssumeRoleWithWebIdentity>(),
                                            sts_operation_of<sts::GetCallerIdentity>()};

class sts_service final : public api_3 {
 public:
  explicit sts_service(environment& environment)
      : api_3(environment, {tencent_sts_limits}, tencent_sts_notes, "sts", version) {
    list(std::span<sts_operation const>(sts_operations));
  }

  std::string_view name() const override { return "tencent.sts"; }
  std::vector<std::string> host_names() const override { return {"sts.tencentcloudapi.com"}; }

  bool serves(request const& head) const override {
    if (head.path() != "/") return false;
    auto const host = head.header("Host");
    bool const here = host.starts_with("sts.") && host.find(".tencentcloudapi.com") != host.npos;
    auto const named = [](std::string_view parameters) {
      return parameters.find("Version=2018-08-13") != parameters.npos;
    };
    return here || head.header("X-TC-Version") == version || named(head.query()) ||
           (is_form(head) && named(head.body));
  }

 private:
  static constexpr std::string_view version = "2018-08-13";

  answer run(request const& request, emulator::fault const* fault, emulator::call& entry) override {
    entry.request_id = env_.request_id();
    sts_call call{env_, source_of(request)};
    auto const common = let_in(request, call.from, "AssumeRoleWithWebIdentity");
    entry.region = common.region;
    entry.action = common.action;
    check_version(common);
    auto const* const found = find<sts_operation>(common.action);
    check_region(common.region);
    let_through(fault, found ? found->kind : kind::write);
    auto members = answered_otherwise(common.action, found != nullptr, call.from);
    if (!members && !found) {
      refuse("InvalidAction", "The request action=`" + common.action +
                                  "` is invalid or not found in version `" + common.version + "`.");
    }
    if (!members) {
      if (!common.secret_id.empty()) call.opened = open_with(env_, common.secret_id, common.token);
      members = found->run(call);
    }
    auto const text = boost::json::serialize(*members);
    return respond(text.substr(1, text.size() - 2), entry.request_id);
  }
};

namespace {
// Before CLB, which takes all that comes for `/`.
service_entry const sts_entry{"tencent.sts", -1, [](environment& environment) -> std::unique_ptr<service> {
                                return std::make_unique<sts_service>(environment);
                              }};
}  // namespace

}  // namespace colb::inline COLB_ABI::inner::emu::tencent
