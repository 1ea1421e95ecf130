// colb: Tencent CLB API 2017 in the emulator: who may come in, and which handler a request goes to. Included
// in one translation unit; see src.hpp.
#pragma once

#include <charconv>
#include <exception>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include <boost/json/serialize.hpp>

#include <colb/codec/flat.hpp>
#include <colb/codec/json.hpp>
#include <colb/emulator/limits/tencent_clb_2017.hpp>
#include <colb/emulator/tencent_clb_2017.hpp>
#include <colb/sign/tencent_v1.hpp>
#include <colb/tencent/region.hpp>

namespace colb::inline COLB_ABI::inner::emu::tencent {

std::string clb_2017_members(type_info const& type, void const* object) {
  std::string text;
  for (field_info const& field : type.fields()) {
    void const* const value = field_at(object, field);
    bool const only_in_the_oldest_example = field.name == "unLoadBalanceIds";
    bool const list = field.type->shape == shape::list && !only_in_the_oldest_example;
    if (!list && codec::detail::is_left_out(field, value)) continue;
    if (!text.empty()) text += ',';
    text.append(1, '"').append(field.name).append("\":");
    codec::detail::write(text, *field.type, value, {});
  }
  return text;
}

/// The number that API 2017 has for what API 3.0 has a word for.
int clb_2017_code(std::string_view word) {
  struct entry {
    std::string_view beginning;
    int code;
  };
  constexpr entry table[] = {
      {"AuthFailure.SecretIdNotFound", 4104},
      {"AuthFailure.TokenFailure", 4105},
      {"AuthFailure.SignatureExpire", 4500},
      {"AuthFailure.ReplayedNonce", 4500},
      {"AuthFailure", 4100},
      {"UnauthorizedOperation", 4101},
      {"InvalidParameter.LBIdNotFound", 5000},
      {"InvalidParameter.ListenerIdNotFound", 5000},
      {"InvalidParameter.LocationNotFound", 5000},
      {"InvalidParameter.SomeRewriteNotFound", 5000},
      {"InvalidParameter.PortCheckFailed", 5100},
      {"InvalidParameter.RewriteAlreadyExist", 5100},
      {"InvalidAction", 6100},
      {"Invalid", 4000},
      {"MissingParameter", 4000},
      {"UnknownParameter", 4000},
      {"RequestSizeLimitExceeded", 4000},
      {"UnsupportedRegion", 4000},
      {"UnsupportedProtocol", 4600},
      {"RequestLimitExceeded", 4400},
      {"LimitExceeded", 5200},
      {"ResourceInsufficient", 5200},
      {"ResourcesSoldOut", 5200},
      {"ResourceNotFound", 5000},
      {"InternalError", 6000},
      {"WrongDomain", 6100},
  };
  for (entry const& e : table) {
    if (word.starts_with(e.beginning)) return e.code;
  }
  return 5100;
}

class clb_2017_service final : public api {
 public:
  explicit clb_2017_service(environment& environment)
      : api(environment, "InternalError", {clb_2017_limits}, clb_2017_notes),
        world_(environment.shared<tencent::world>()) {
    for (auto const family :
         {clb_2017_balancers_operations(), clb_2017_classic_operations(), clb_2017_other_operations(),
          clb_2017_listeners_operations(), clb_2017_servers_operations()}) {
      list(family);
    }
  }

  std::string_view name() const override { return "tencent.clb_2017"; }
  std::vector<std::string> host_names() const override { return {"*.api.qcloud.com"}; }
  bool serves(request const& head) const override { return head.path() == "/v2/index.php"; }

  void const* resources() const override { return world_.get(); }
  view::service look() override { return world_->look(); }
  bool end_task(std::string const& id, bool fail) override { return world_->end_task(id, fail); }

  std::optional<std::string> action_of(request const& request, bool has_body) const override {
    if (request.method == "POST" && !has_body) return std::nullopt;
    auto const parameters = parameters_of(request);
    return parameters ? value_of(*parameters, "Action") : std::string();
  }

 private:
  static std::optional<std::vector<codec::parameter>> parameters_of(request const& request) {
    return codec::parse_form(request.method == "POST" ? request.body : request.query());
  }

  answer refused(refusal const& refused, request const&, emulator::call& entry) override {
    int number = 0;
    auto const [end, error] =
        std::from_chars(refused.code.data(), refused.code.data() + refused.code.size(), number);
    bool const numeric = error == std::errc{} && end == refused.code.data() + refused.code.size();
    if (!numeric) number = clb_2017_code(refused.code);
    entry.code = std::to_string(number);
    std::string text = R"({"code":)" + entry.code + R"(,"message":)";
    codec::detail::append_string(text, "(1" + entry.code + ")" + refused.message);
    text += R"(,"codeDesc":)";
    codec::detail::append_string(text, numeric ? std::string() : refused.code);
    return respond(text + '}');
  }

  static answer respond(std::string text) {
    return {200, "text/html; charset=utf-8", std::move(text), std::nullopt};
  }

  answer run(request const& request, emulator::fault const* fault, emulator::call& entry) override {
    world_->advance();
    if (request.method != "GET" && request.method != "POST") {
      refuse("UnsupportedProtocol", "Only GET and POST requests are supported.");
    }
    auto parameters = parameters_of(request);
    if (!parameters) refuse("InvalidRequest", "The parameters of the request are malformed.");
    clb_call call{*world_, fault};
    call.tables = {clb_2017_limits};
    call.from.flat = true;
    call.from.parameters = *std::move(parameters);
    entry.region = let_in(request, call);
    entry.action = call.action;
    check_host(host_without_port(request.header("Host")), call.action);

    auto const* const operation = find<clb_operation>(call.action);
    if (auto members = answered_otherwise(call.action, operation != nullptr, call.from)) {
      check_region(call.region);
      let_through(fault, kind::write);
      call.kind = kind::async;
      auto const number = next_task();
      entry.request_id = call.request_id = std::to_string(number);
      call.start({});
      boost::json::object whole{{"code", 0}, {"message", ""}, {"codeDesc", "Success"}, {"requestId", number}};
      for (auto& member : *members) whole[member.key()] = std::move(member.value());
      return respond(boost::json::serialize(whole));
    }
    if (!operation) refuse("InvalidAction", "There is no Action `" + call.action + "`.");
    check_region(call.region);
    call.kind = operation->kind;
    let_through(fault, call.kind);
    world_->enter(call.region);
    call.request_id = std::to_string(next_task());
    if (call.kind == kind::async) entry.request_id = call.request_id;
    std::string const members = operation->run(call, entry.client_token);
    return respond(R"({"code":0,"message":"","codeDesc":"Success")" + (members.empty() ? "" : ',' + members) +
                   '}');
  }

  std::int64_t next_task() { return static_cast<std::int64_t>(3'900'000 + env_.next_request()); }

  /// Takes the common parameters out. Gives the region as it was named.
  std::string let_in(request const& request, clb_call& call) {
    auto const all = call.from.parameters;
    auto const take = [&](std::string_view name) { return emu::take(call.from.parameters, name); };
    call.action = take("Action");
    auto const region = take("Region");
    auto const timestamp = take("Timestamp");
    auto const nonce = take("Nonce");
    auto const secret_id = take("SecretId");
    auto const signature = take("Signature");
    auto const method = take("SignatureMethod");
    auto const token = take("Token");
    take("RequestClient");
    take("Version");
    for (auto const& [name, value] :
         {std::pair("Action", &std::as_const(call.action)), std::pair("Timestamp", &timestamp),
          std::pair("Nonce", &nonce), std::pair("SecretId", &secret_id),
          std::pair("Signature", &signature)}) {
      if (value->empty()) missing(name);
    }
    auto const opened = open_with(env_, secret_id, token);
    auto const algorithm =
        method == "HmacSHA256" ? sign::v1_algorithm::hmac_sha256 : sign::v1_algorithm::hmac_sha1;
    auto const host = request.header("Host");
    bool good = false;
    for (auto const name : {host, host_without_port(host)}) {
      good = good || sign::equal_constant_time(
                         signature, sign::sign_v1(algorithm, opened.key, request.method, name, request.path(),
                                                  all, sign::v1_underscore::to_dot));
    }
    if (!good) refuse("AuthFailure.SignatureFailure", "The signature is wrong; check the string to sign.");
    check_replay(timestamp, nonce);
    call.region = colb::tencent::long_region_name(region);
    return region;
  }

  /// Each pair of timestamp and nonce is good for once, within the time that the clocks may differ by.
  void check_replay(std::string const& text, std::string const& nonce) {
    auto const number = codec::detail::parse_number<std::int64_t>(text);
    auto const positive = codec::detail::parse_number<std::uint64_t>(nonce);
    if (!number || *number < 0) bad_value("Timestamp", "it has to be a Unix time in seconds");
    if (!positive || *positive == 0) bad_value("Nonce", "it has to be a positive integer");
    constexpr std::int64_t documented = 7200;  // the newer document says five minutes in one of two places
    auto const now = env_.unix_time_of_senders();
    auto const skew = clock_skew(documented);
    if (too_far_off(*number, documented)) {
      refuse("AuthFailure.SignatureExpire", "The Timestamp differs from the server's time by more than " +
                                                std::to_string(skew) + " seconds.");
    }
    seen_.erase(seen_.begin(), seen_.lower_bound({now - skew, 0}));
    if (seen_.size() >= most_nonces) seen_.erase(seen_.begin());
    if (!seen_.insert({*number, *positive}).second) {
      refuse("AuthFailure.ReplayedNonce", "The Nonce was used before with this Timestamp.");
    }
  }

  /// By the vendor's own names only; under another one everything is served.
  static void check_host(std::string_view host, std::string const& action) {
    if (!host.ends_with(".api.qcloud.com")) return;
    std::string_view const right =
        action == "GetMonitorData" ? "monitor.api.qcloud.com" : "lb.api.qcloud.com";
    if (host != right)
      refuse("WrongDomain",
             "The Action `" + action + "` is not served here but at " + std::string(right) + ".");
  }

  void check_region(std::string const& region) const {
    if (region.empty()) missing("Region");
    if (!region_exists(region)) refuse("UnsupportedRegion", "The region `" + region + "` is not supported.");
  }

  std::shared_ptr<tencent::world> world_;
  std::set<std::pair<std::int64_t, std::uint64_t>> seen_{};
};

namespace {
service_entry const clb_2017_entry{"tencent.clb_2017", 2,
                                   [](environment& environment) -> std::unique_ptr<service> {
                                     return std::make_unique<clb_2017_service>(environment);
                                   }};
}  // namespace

}  // namespace colb::inline COLB_ABI::inner::emu::tencent
