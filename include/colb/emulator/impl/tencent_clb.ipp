// colb: Tencent CLB API 3.0 in the emulator: who may come in, and which handler a request goes to. Included
// in one translation unit; see src.hpp.
#pragma once

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <exception>
#include <map>
#include <memory>
#include <utility>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <colb/codec/flat.hpp>
#include <colb/codec/json.hpp>
#include <colb/emulator/answers.hpp>
#include <colb/emulator/editions/tencent_clb.hpp>
#include <colb/emulator/limits/tencent_clb.hpp>
#include <colb/emulator/tencent_clb.hpp>
#include <colb/sign/tc3.hpp>
#include <colb/sign/tencent_v1.hpp>
#include <colb/tencent/clb/service.hpp>

namespace colb::inline COLB_ABI::inner::emu::tencent {

// ---- structs and text
// ------------------------------------------------------------------------------------------

void write_whole(std::string& out, type_info const& type, void const* value) {
  switch (type.shape) {
    case shape::optional:
      if (void const* inner = type.get(value)) return write_whole(out, *type.element, inner);
      out += "null";
      return;
    case shape::structure: {
      char before = '{';
      for (field_info const& field : type.fields()) {
        // Names need no escaping: looking at each of their characters was half of an answer's time.
        out += std::exchange(before, ',');
        out += '"';
        out += field.name;
        out += "\":";
        write_whole(out, *field.type, field_at(value, field));
      }
      if (before == '{') out += before;
      out += '}';
      return;
    }
    case shape::list:
      if (type.bit) return codec::detail::write(out, type, value, {});
      out += '[';
      for (std::size_t i = 0, n = type.size(value); i < n; ++i) {
        if (i > 0) out += ',';
        write_whole(out, *type.element, type.at(value, i));
      }
      out += ']';
      return;
    default:
      codec::detail::write(out, type, value, {});
  }
}

std::string clb_members(type_info const& type, void const* object) {
  std::string text;
  write_whole(text, type, object);
  return text.substr(1, text.size() - 2);
}

std::string clb_answer(clb_call const& call, std::string_view action, type_info const& type,
                       void const* reply) {
  auto members = clb_members(type, reply);
  auto const edition = call.world.env.options.edition;
  if (edition == emulator::edition::either) return members;
  auto whole = boost::json::parse('{' + members + '}');
  keep_edition(whole, type, action, clb_answer_differences, edition);
  members = boost::json::serialize(whole);
  return members.substr(1, members.size() - 2);
}

std::string clb_client_token(type_info const& type, void const* request, std::string_view name) {
  field_info const* const field = find_field(type, name);
  if (!field || field->type != &type_info_of<std::optional<std::string>>) return {};
  return static_cast<std::optional<std::string> const*>(field_at(request, *field))->value_or("");
}

types::CertificateOutput certificate_of(world& world, std::string const& where,
                                        std::optional<types::CertificateInput> const& one,
                                        std::optional<types::MultiCertInfo> const& several) {
  if (one && several) {
    refuse("InvalidParameter",
           "The parameters `" + where + "Certificate` and `" + where + "MultiCertInfo` exclude each other.");
  }
  types::CertificateOutput out;
  if (one) {
    out.SSLMode = one->SSLMode.value_or("UNIDIRECTIONAL");
    out.SSLVerifyClient = one->SSLVerifyClient;
    auto const id = [&](std::optional<std::string> const& known, std::optional<std::string> const& content,
                        std::string const& parameter) {
      if (known && !known->empty()) return *known;
      if (!content || content->empty()) missing(where + "Certificate." + parameter);
      return world.new_id("");
    };
    out.CertId = id(one->CertId, one->CertContent, "CertId");
    auto const given = [](std::optional<std::string> const& text) { return text && !text->empty(); };
    if (!given(one->CertId) && !given(one->CertKey)) missing(where + "Certificate.CertKey");
    if (!given(one->CertId) && !given(one->CertName)) missing(where + "Certificate.CertName");
    if (out.SSLMode == "MUTUAL") {
      out.CertCaId = id(one->CertCaId, one->CertCaContent, "CertCaId");
      if (!given(one->CertCaId) && !given(one->CertCaName)) missing(where + "Certificate.CertCaName");
    }
  } else if (several) {
    out.SSLMode = several->SSLMode.value();
    out.SSLVerifyClient = several->SSLVerifyClient;
    for (auto const& info : several->CertList.value()) {
      if (!info.CertId && !info.CertContent) missing(where + "MultiCertInfo.CertList.0.CertId");
      if (!info.CertId && info.CertKey && !info.CertName)
        missing(where + "MultiCertInfo.CertList.0.CertName");
      auto id = info.CertId ? *info.CertId : world.new_id("");
      // A certificate without a key is an authority's.
      if (info.CertContent && !info.CertKey) {
        out.CertCaId = std::move(id);
      } else if (!out.CertId) {
        out.CertId = std::move(id);
      } else {
        out.ExtCertIds.push_back(std::move(id));
      }
    }
  }
  return out;
}

// ---- the service
// -----------------------------------------------------------------------------------------------

constexpr tables clb_tables{clb_limits, {clb_differences}};

class clb_service final : public api_3 {
 public:
  explicit clb_service(environment& environment)
      : api_3(environment, clb_tables, clb_notes, "clb", "2018-03-17"),
        world_(environment.shared<tencent::world>()) {
    for (auto const family : {clb_balancers_operations(), clb_network_operations(), clb_settings_operations(),
                              clb_prices_operations(), clb_classic_operations(), clb_listeners_operations(),
                              clb_rules_operations(), clb_rewrites_operations(), clb_targets_operations(),
                              clb_target_groups_operations(), clb_today_operations()}) {
      list(family);
    }
  }

  std::string_view name() const override { return "tencent.clb"; }

  std::vector<std::string> host_names() const override {
    std::vector<std::string> names{"*.tencentcloudapi.com"};
    for (char const* region :
         {"ap-bangkok",       "ap-beijing",   "ap-chengdu", "ap-chongqing", "ap-guangzhou", "ap-hongkong",
          "ap-jakarta",       "ap-mumbai",    "ap-nanjing", "ap-seoul",     "ap-shanghai",  "ap-shanghai-fsi",
          "ap-shenzhen-fsi",  "ap-singapore", "ap-taipei",  "ap-tokyo",     "eu-frankfurt", "na-ashburn",
          "na-siliconvalley", "na-toronto",   "sa-saopaulo"}) {
      names.push_back("clb." + std::string(region) + ".tencentcloudapi.com");
    }
    return names;
  }

  bool serves(request const& head) const override { return head.path() == "/"; }

  void const* resources() const override { return world_.get(); }
  view::service look() override { return world_->look(); }
  bool end_task(std::string const& id, bool fail) override { return world_->end_task(id, fail); }

 private:
  /// Where the document has null remove what is required to be named.
  static std::string nulls_as_blanks(std::string const& text) {
    boost::system::error_code ec;
    auto whole = boost::json::parse(text, ec);
    if (ec || !whole.is_object()) return {};
    for (auto const* const name : {"LogSetId", "LogTopicId"}) {
      auto* const value = whole.get_object().if_contains(name);
      if (value && value->is_null()) *value = "";
    }
    return boost::json::serialize(whole);
  }

  answer run(request const& request, emulator::fault const* fault, emulator::call& entry) override {
    entry.request_id = env_.request_id();
    world_->advance();
    clb_call call{*world_, fault};
    call.request_id = entry.request_id;
    call.tables = clb_tables;
    auto& from = call.from;
    from = source_of(request);
    std::string const without_nulls = request.header("X-TC-Action") == "SetLoadBalancerClsLog"
                                          ? nulls_as_blanks(request.body)
                                          : std::string();
    if (!without_nulls.empty()) from.json = without_nulls;
    auto const common = let_in(request, from);
    entry.region = call.region = common.region;
    entry.action = call.action = common.action;
    check_version(common);
    auto const* const found = find<clb_operation>(common.action);
    if (auto members = answered_otherwise(common.action, found != nullptr, from)) {
      check_region(common.region);
      let_through(fault, kind::write);
      call.kind = kind::async;
      call.start({});
      auto const text = boost::json::serialize(*members);
      return respond(text.substr(1, text.size() - 2), entry.request_id);
    }
    if (!found) {
      refuse("InvalidAction", "The request action=`" + common.action +
                                  "` is invalid or not found in version `" + common.version + "`.");
    }
    clb_operation const& operation = *found;
    check_region(common.region);
    bool const starts_a_task =
        env_.options.hinted_tasks && colb::tencent::clb::possible_task_rule::follows(common.action);
    call.kind = starts_a_task ? kind::async : operation.kind;

    int const limit = operation.rate_limit;
    if (env_.options.rate_limit && !is_admitted(request, common, limit)) {
      refuse("RequestLimitExceeded", "Your current request times equals to `" + std::to_string(limit + 1) +
                                         "` in a second, which exceeds the frequency limit `" +
                                         std::to_string(limit) +
                                         "` for a second. Please reduce the frequency of calls.");
    }
    let_through(fault, operation.kind);
    world_->enter(common.region);
    return respond(operation.run(call, entry.client_token), entry.request_id);
  }

  bool is_admitted(request const& request, common_parameters const& common, int limit) {
    std::string key = std::string(name()) + '/' + common.action + '/';
    if (!env_.options.rate_by_arrival)
      return env_.limiter.admit(key + common.region, env_.unix_time(), limit);
    key += std::string(request.header("Host")) + '/' + common.secret_id;
    return env_.limiter.admit_by_arrival(key, env_.ticks(), limit);
  }

  std::shared_ptr<tencent::world> world_;
};

namespace {
service_entry const clb_entry{"tencent.clb", 1, [](environment& environment) -> std::unique_ptr<service> {
                                return std::make_unique<clb_service>(environment);
                              }};
}  // namespace

}  // namespace colb::inline COLB_ABI::inner::emu::tencent
