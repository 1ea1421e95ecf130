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
#include <colb/emulator/limits/tencent_clb.hpp>
#include <colb/emulator/tencent_clb.hpp>
#include <colb/sign/tc3.hpp>
#include <colb/sign/tencent_v1.hpp>

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

std::string clb_client_token(type_info const& type, void const* request, std::string_view name) {
  field_info const* const field = find_field(type, name);
  if (!field || field->type != &type_info_of<std::optional<std::string>>) return {};
  return static_cast<std::optional<std::string> const*>(field_at(request, *field))->value_or("");
}

words const says{
    .missing = missing,
    .unknown =
        [](std::string const& parameter) {
          refuse("UnknownParameter", "The parameter `" + parameter + "` is not recognized.");
        },
    .ill_typed =
        [](std::string const& parameter) {
          if (parameter.empty()) return says.malformed();
          refuse("InvalidParameter", "The value type of parameter `" + parameter + "` is not valid.");
        },
    .malformed =
        [] { refuse("InvalidParameter", "The request payload is not valid JSON of the expected form."); },
    .too_large = [] { refuse("RequestSizeLimitExceeded", "The request is too large."); },
    .not_between =
        [](std::string const& parameter, std::int64_t low, std::int64_t high) {
          refuse("InvalidParameterValue.Range", "The value of parameter `" + parameter + "` is not between " +
                                                    std::to_string(low) + " and " + std::to_string(high) +
                                                    ".");
        },
    .wrong_length =
        [](std::string const& parameter, std::int64_t low, std::int64_t high) {
          refuse("InvalidParameterValue.Length", "The length of parameter `" + parameter +
                                                     "` is not between " + std::to_string(low) + " and " +
                                                     std::to_string(high) + ".");
        },
    .wrong_count = [](std::string const& parameter, std::int64_t low,
                      std::int64_t high) { says.wrong_length(parameter, low, high); },
    .not_one_of = [](std::string const& parameter,
                     std::string const& list) { bad_value(parameter, "it has to be one of " + list); },
    .misspelled = [](std::string const& parameter,
                     std::string const& what) { bad_value(parameter, "it has to be " + what); }};

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
    auto const id = [&](std::optional<std::string> const& known, std::optional<std::string> const& content,
                        std::string const& parameter) {
      if (known && !known->empty()) return *known;
      if (!content || content->empty()) missing(where + "Certificate." + parameter);
      return world.new_id("");
    };
    out.CertId = id(one->CertId, one->CertContent, "CertId");
    if (!one->CertId && !one->CertKey) missing(where + "Certificate.CertKey");
    if (out.SSLMode == "MUTUAL") out.CertCaId = id(one->CertCaId, one->CertCaContent, "CertCaId");
  } else if (several) {
    out.SSLMode = several->SSLMode.value();
    for (auto const& info : several->CertList.value()) {
      if (!info.CertId && !info.CertContent) missing(where + "MultiCertInfo.CertList.0.CertId");
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

constexpr std::string_view clb_version = "2018-03-17";
constexpr std::int64_t documented_skew = 300;

/// What the vendor calls common parameters, whichever way they came.
struct common_parameters {
  std::string action{};
  std::string version{};
  std::string timestamp{};
  std::string region{};
  std::string token{};
};

class clb_service final : public api {
 public:
  explicit clb_service(environment& environment)
      : api(environment, "InternalError", clb_limits, clb_notes),
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

  std::optional<std::string> action_of(request const& request, bool has_body) const override {
    if (auto const action = request.header("X-TC-Action"); !action.empty()) return std::string(action);
    if (is_form(request) && !has_body) return std::nullopt;
    if (request.method != "GET" && !is_form(request)) return std::string();
    auto const parameters = codec::parse_form(is_form(request) ? request.body : request.query());
    return parameters ? value_of(*parameters, "Action") : std::string();
  }

 private:
  /// Where the document has null remove what is required to be named.
  static std::string nulls_as_blanks(std::string const& text) {
    boost::system::error_code ec;
    auto whole = boost::json::parse(text, ec);
    if (ec || !whole.is_object()) return {};
    for (auto& member : whole.get_object()) {
      if (member.value().is_null()) member.value() = "";
    }
    return boost::json::serialize(whole);
  }

  static bool is_form(request const& request) {
    return request.method == "POST" &&
           request.header("Content-Type").starts_with("application/x-www-form-urlencoded");
  }

  answer respond(std::string members, std::string const& request_id) const {
    std::string text = "{\"Response\":{" + std::move(members);
    if (!text.ends_with('{')) text += ',';
    text += "\"RequestId\":\"" + request_id + "\"}}";
    return {200, "application/json", std::move(text), std::nullopt};
  }

  answer refused(refusal const& refused, request const&, emulator::call& entry) override {
    std::string text = "\"Error\":{\"Code\":";
    codec::detail::append_string(text, refused.code);
    text += ",\"Message\":";
    codec::detail::append_string(text, refused.message);
    return respond(text + '}', entry.request_id);
  }

  answer run(request const& request, emulator::fault const* fault, emulator::call& entry) override {
    entry.request_id = env_.request_id();
    world_->advance();
    if (request.method != "GET" && request.method != "POST") {
      refuse("UnsupportedProtocol", "Only GET and POST requests are supported.");
    }
    clb_call call{*world_, fault};
    call.request_id = entry.request_id;
    call.limits = clb_limits;
    auto& from = call.from;
    from.json = request.body;
    from.flat = request.method == "GET" || is_form(request);
    if (from.flat) {
      auto parameters = codec::parse_form(is_form(request) ? request.body : request.query());
      if (!parameters) refuse("InvalidRequest", "The parameters of the request are malformed.");
      from.parameters = *std::move(parameters);
    } else if (request.header("Content-Type").starts_with("multipart/")) {
      refuse("InvalidRequest", "The Action does not take multipart requests.");
    }

    bool const in_headers =
        !request.header("Authorization").empty() || !request.header("X-TC-Action").empty();
    std::string const without_nulls = request.header("X-TC-Action") == "SetLoadBalancerClsLog"
                                          ? nulls_as_blanks(request.body)
                                          : std::string();
    if (!without_nulls.empty()) from.json = without_nulls;
    auto const common =
        in_headers ? let_in_by_header(request) : let_in_by_parameters(request, from.parameters);
    entry.region = call.region = common.region;
    entry.action = call.action = common.action;
    if (common.version != clb_version)
      refuse("NoSuchVersion", "The version `" + common.version + "` does not exist.");
    auto const* const found = find<clb_operation>(common.action);
    if (auto members = answered_otherwise(common.action, found != nullptr, from)) {
      check_region(common.region);
      refuse_if_told(fault);
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
    call.kind = operation.kind;

    int const limit = operation.rate_limit;
    if (env_.options.rate_limit &&
        !env_.limiter.admit(std::string(name()) + '/' + common.action + '/' + common.region, env_.unix_time(),
                            limit)) {
      refuse("RequestLimitExceeded", "Your current request times equals to `" + std::to_string(limit + 1) +
                                         "` in a second, which exceeds the frequency limit `" +
                                         std::to_string(limit) +
                                         "` for a second. Please reduce the frequency of calls.");
    }
    refuse_if_told(fault);
    world_->enter(common.region);
    return respond(operation.run(call, entry.client_token), entry.request_id);
  }

  void check_region(std::string const& region) const {
    if (region.empty()) missing("Region");
    if (!region_exists(region)) refuse("UnsupportedRegion", "The region `" + region + "` is not supported.");
  }

  std::int64_t check_timestamp(std::string const& text) const {
    if (text.empty()) missing("Timestamp");
    std::int64_t timestamp = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), timestamp);
    if (error != std::errc{} || end != text.data() + text.size() || timestamp < 0) {
      refuse("InvalidParameter", "The value type of parameter `Timestamp` is not valid.");
    }
    if (too_far_off(timestamp, documented_skew)) {
      refuse("AuthFailure.SignatureExpire", "The signature has expired: the timestamp `" + text +
                                                "` differs from the server's time `" +
                                                std::to_string(env_.unix_time()) + "` by more than " +
                                                std::to_string(clock_skew(documented_skew)) + " seconds.");
    }
    return timestamp;
  }

  void check_identity(std::string_view secret_id, std::string_view token) const {
    auto const& credentials = env_.options.credentials;
    if (secret_id != credentials.id) {
      refuse("AuthFailure.SecretIdNotFound",
             "The SecretId is not found, please ensure that your SecretId is correct.");
    }
    if (token != credentials.token) {
      refuse("AuthFailure.TokenFailure", "The token is not valid: please check that it belongs to the key.");
    }
  }

  [[noreturn]] static void wrong_signature() {
    refuse("AuthFailure.SignatureFailure",
           "The provided credentials could not be validated. Please check your signature is correct.");
  }

  /// The vendor's SDKs take the first label of whatever host they are told to call for the service's name.
  static bool is_service(std::string_view name, std::string_view host) {
    return name == "clb" ||
           (!host.ends_with(".tencentcloudapi.com") && name == host.substr(0, host.find('.')));
  }

  common_parameters let_in_by_header(request const& request) const {
    common_parameters common{
        std::string(request.header("X-TC-Action")), std::string(request.header("X-TC-Version")),
        std::string(request.header("X-TC-Timestamp")), std::string(request.header("X-TC-Region")),
        std::string(request.header("X-TC-Token"))};
    if (common.action.empty()) missing("Action");
    if (common.version.empty()) missing("Version");
    if (common.timestamp.empty()) missing("Timestamp");
    auto const claim = sign::parse_tc3_authorization(request.header("Authorization"));
    if (!claim || !contains(claim->signed_headers, "host") ||
        !contains(claim->signed_headers, "content-type")) {
      refuse("AuthFailure.InvalidAuthorization", "The request header `Authorization` is not valid.");
    }
    auto const timestamp = check_timestamp(common.timestamp);
    check_identity(claim->secret_id, common.token);

    std::vector<sign::header> headers;
    for (auto const& [key, value] : request.headers) headers.push_back({key, value});
    bool const unsigned_payload = request.header("X-TC-Content-SHA256") == "UNSIGNED-PAYLOAD";
    sign::tc3_message const message{
        .method = request.method,
        .uri = request.path(),
        .query = request.query(),
        .headers = headers,
        .payload = unsigned_payload ? std::string_view("UNSIGNED-PAYLOAD") : request.body,
        .timestamp = timestamp};
    if (!is_service(claim->service, request.header("Host")) ||
        !sign::verify_tc3(*claim, env_.options.credentials.key, message))
      wrong_signature();
    return common;
  }

  common_parameters let_in_by_parameters(request const& request,
                                         std::vector<codec::parameter>& parameters) const {
    auto const all = parameters;
    auto const take = [&](std::string_view name) { return emu::take(parameters, name); };
    common_parameters common{take("Action"), take("Version"), take("Timestamp"), take("Region"),
                             take("Token")};
    auto const secret_id = take("SecretId");
    auto const signature = take("Signature");
    auto const method = take("SignatureMethod");
    auto const nonce = take("Nonce");
    take("RequestClient");
    take("Language");
    using named = std::pair<char const*, std::string const*>;
    for (auto const& [name, value] : {named("Action", &common.action), named("Version", &common.version),
                                      named("Timestamp", &common.timestamp), named("Nonce", &nonce),
                                      named("SecretId", &secret_id), named("Signature", &signature)}) {
      if (value->empty()) missing(name);
    }
    check_timestamp(common.timestamp);
    auto const number = codec::detail::parse_number<std::uint64_t>(nonce);
    if (!number || *number == 0) bad_value("Nonce", "it has to be a positive integer");
    check_identity(secret_id, common.token);

    auto const algorithm =
        method == "HmacSHA256" ? sign::v1_algorithm::hmac_sha256 : sign::v1_algorithm::hmac_sha1;
    auto const host = request.header("Host");
    bool good = false;
    for (auto const name : {host, host_without_port(host)}) {
      good = good ||
             sign::equal_constant_time(signature, sign::sign_v1(algorithm, env_.options.credentials.key,
                                                                request.method, name, request.path(), all));
    }
    if (!good) wrong_signature();
    return common;
  }

  std::shared_ptr<tencent::world> world_;
};

namespace {
service_entry const clb_entry{"tencent.clb", 1, [](environment& environment) -> std::unique_ptr<service> {
                                return std::make_unique<clb_service>(environment);
                              }};
}  // namespace

}  // namespace colb::inline COLB_ABI::inner::emu::tencent
