// colb: where Alibaba Cloud's keys come from: variables, files, the metadata service, STS, programs, servers.
//
// All inline, and included by the bodies of the services only: several of them share it.
#pragma once

#include <algorithm>
#include <charconv>
#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <colb/codec/percent.hpp>
#include <colb/engine/vendor_sources.hpp>
#include <colb/sign/rpc.hpp>
#include <colb/sign/rpc_parameters.hpp>
#include <colb/strings/dates.hpp>

namespace colb::inline COLB_ABI::aliyun::detail {

using inner::finding;
using inner::plan;
using inner::world;

inline constexpr char metadata_host[] = "100.100.100.200";

inline std::optional<std::string> first_of(world const& here, std::vector<std::string> const& names) {
  for (auto const& name : names) {
    if (auto value = inner::non_empty(here, name)) return value;
  }
  return std::nullopt;
}

inline std::string region_of_variables(world const& here) {
  return first_of(here, {"ALIBABA_CLOUD_REGION_ID", "ALIBABACLOUD_REGION_ID", "ALICLOUD_REGION_ID",
                         "ALICLOUD_REGION", "ALIBABA_CLOUD_REGION", "REGION_ID", "REGION"})
      .value_or(std::string());
}

inline std::string https_url(std::string text) {
  return text.empty() || text.find("://") != text.npos ? text : "https://" + text;
}

/// `{"Code": "Success", "AccessKeyId", …}`, as the metadata service and servers of credentials have it.
inline finding read_flat_keys(std::string_view body, std::string const& who, bool code_needed) {
  auto const json = inner::json_object::parse(body);
  if (!json) return finding::broken(who + " answered something that is no JSON object", true);
  auto const code = json->text("Code");
  if (code ? *code != "Success" : code_needed) {
    return finding::broken(who + " answered Code " + (code ? inner::quoted_word(*code) : "(none)"));
  }
  issued_credentials keys;
  keys.id = json->text_or_empty("AccessKeyId");
  keys.key = json->text_or_empty("AccessKeySecret");
  keys.token = json->text_or_empty("SecurityToken");
  auto const expiry = json->text_or_empty("Expiration");
  keys.expires = inner::parse_iso_time(expiry);
  if (!expiry.empty() && !keys.expires) return finding::broken(who + " gave an Expiration that is no time");
  auto const why = inner::why_not_keys(keys);
  if (!why.empty()) return finding::broken(who + "'s answer: " + why);
  return finding::of(std::move(keys));
}

class conversation_with_metadata final : public inner::conversation {
 public:
  explicit conversation_with_metadata(plan const& what)
      : to_(inner::source_endpoint(
            what.metadata.endpoint.empty() ? std::string("http://") + metadata_host : what.metadata.endpoint,
            metadata_host)),
        how_(what.metadata),
        role_(what.role),
        step_(how_.handshake == instance_role_options::handshake_mode::off ? step::role : step::handshake) {
    if (step_ == step::role && !role_.empty()) step_ = step::keys;
  }
  ~conversation_with_metadata() override { inner::wipe(token_); }

  inner::endpoint const& to() const override { return to_; }
  bool direct() const override { return true; }
  std::chrono::milliseconds step_limit() const override { return how_.timeout; }

  std::optional<inner::request> next() override {
    inner::request out;
    switch (step_) {
      case step::over:
        return std::nullopt;
      case step::handshake:
        out.method = "PUT";
        out.target = "/latest/api/token";
        out.headers.emplace_back("X-aliyun-ecs-metadata-token-ttl-seconds", "21600");
        return out;
      case step::role:
        out.target = "/latest/meta-data/ram/security-credentials/";
        break;
      case step::keys:
        out.target = "/latest/meta-data/ram/security-credentials/";
        inner::append_percent_encoded(out.target, role_);
        break;
    }
    if (!token_.empty()) out.headers.emplace_back("X-aliyun-ecs-metadata-token", token_);
    return out;
  }

  void answered(int status, std::string_view body) override {
    if (step_ == step::handshake) {
      body = trimmed(body);
      bool const good = status == 200 && !body.empty() && body.size() <= 4096 && inner::is_key_text(body);
      if (good) token_ = body;
      return after_handshake(good, "it answered HTTP " + std::to_string(status));
    }
    if (status == 404) return end(finding::absent("no role is bound to this instance"));
    if (status != 200) {
      return end(finding::broken("the metadata service answered HTTP " + std::to_string(status),
                                 status >= 500 || status == 429));
    }
    if (step_ == step::role) {
      role_ = trimmed(body.substr(0, body.find('\n')));
      if (role_.empty()) return end(finding::absent("no role is bound to this instance"));
      if (role_.size() > 128) return end(finding::broken("the metadata service gave no role's name"));
      step_ = step::keys;
      return;
    }
    end(read_flat_keys(body, "the metadata service", true));
  }

  void failed(bool reached, std::string const& why) override {
    // Nobody there: the next step would only wait for nobody once more.
    if (step_ == step::handshake && reached) return after_handshake(false, why);
    end(reached ? finding::broken(why, true) : finding::absent(why));
  }

  finding result() override { return std::move(result_); }

 private:
  enum class step : unsigned char { handshake, role, keys, over };

  static std::string_view trimmed(std::string_view text) {
    while (!text.empty() && static_cast<unsigned char>(text.back()) <= 0x20) text.remove_suffix(1);
    while (!text.empty() && static_cast<unsigned char>(text.front()) <= 0x20) text.remove_prefix(1);
    return text;
  }

  void after_handshake(bool good, std::string const& why) {
    if (!good && how_.handshake == instance_role_options::handshake_mode::required) {
      return end(
          finding::broken("the metadata service's handshake, which is required, failed: " + why, true));
    }
    step_ = role_.empty() ? step::role : step::keys;
  }

  void end(finding how) {
    result_ = std::move(how);
    step_ = step::over;
  }

  inner::endpoint to_;
  instance_role_options how_;
  std::string role_;
  std::string token_{};
  step step_;
  finding result_{};
};

class question_to_uri final : public inner::one_question {
 public:
  using one_question::one_question;

 private:
  finding read(int status, std::string_view body) const override {
    if (status != 200) {
      return finding::broken("the server of credentials answered HTTP " + std::to_string(status),
                             status >= 500 || status == 429);
    }
    return read_flat_keys(body, "the server of credentials", false);
  }
};

/// STS, for keys and for who one is.
class question_to_sts final : public inner::one_question {
 public:
  question_to_sts(inner::endpoint to, inner::request what, std::vector<std::string> secrets, bool identity)
      : one_question(std::move(to), std::move(what)), secrets_(std::move(secrets)), identity_(identity) {}
  ~question_to_sts() override {
    for (auto& each : secrets_) inner::wipe(each);
  }

 private:
  finding read(int status, std::string_view body) const override {
    auto const json = inner::json_object::parse(body);
    if (!json) {
      return finding::broken("STS answered HTTP " + std::to_string(status) + " without an answer of the API",
                             status >= 500 || status == 429 || status == 200);
    }
    auto const request_id = inner::without_secrets(json->text_or_empty("RequestId"), {});
    if (status < 200 || status > 299 || json->has("Code")) {
      auto const code = json->text_or_empty("Code");
      bool const passes = status >= 500 || status == 429 || code.starts_with("Throttling") ||
                          code.starts_with("InternalError") || code.starts_with("ServiceUnavailable");
      return finding::broken(
          "STS refused: " + inner::without_secrets(code, {secrets_.begin(), secrets_.end()}) + ": " +
              inner::without_secrets(json->text_or_empty("Message"), {secrets_.begin(), secrets_.end()}) +
              (request_id.empty() ? "" : " (request " + request_id + ')'),
          passes);
    }
    if (identity_) {
      finding who = finding::of({});
      who.account = json->text_or_empty("AccountId");
      who.arn = json->text_or_empty("Arn");
      who.user = json->text_or_empty("UserId");
      if (who.user.empty()) who.user = json->text_or_empty("PrincipalId");
      return who;
    }
    auto const given = json->object("Credentials");
    if (!given) return finding::broken("STS's answer holds no Credentials (request " + request_id + ')');
    issued_credentials keys;
    keys.id = given->text_or_empty("AccessKeyId");
    keys.key = given->text_or_empty("AccessKeySecret");
    keys.token = given->text_or_empty("SecurityToken");
    auto const expiry = given->text_or_empty("Expiration");
    keys.expires = inner::parse_iso_time(expiry);
    if (!keys.expires) return finding::broken("STS's answer: the Expiration is no time");
    auto const why = inner::why_not_keys(keys);
    if (!why.empty()) return finding::broken("STS's answer: " + why);
    return finding::of(std::move(keys));
  }

  std::vector<std::string> secrets_;
  bool identity_;
};

inline void add(std::vector<codec::parameter>& to, std::string_view name, std::string_view value) {
  if (!value.empty()) to.emplace_back(name, value);
}

/// Signed, everything in the body.
inline inner::request signed_sts_request(std::string_view action, std::vector<codec::parameter> parameters,
                                         issued_credentials const& with, inner::moment const& when) {
  add(parameters, "Action", action);
  add(parameters, "Version", "2015-04-01");
  add(parameters, "Format", "JSON");
  add(parameters, "AccessKeyId", with.id);
  add(parameters, "SecurityToken", with.token);
  add(parameters, "SignatureMethod", "HMAC-SHA1");
  add(parameters, "SignatureVersion", "1.0");
  add(parameters, "SignatureNonce", inner::rpc_nonce(when.chance[0], when.chance[1]));
  add(parameters, "Timestamp", inner::rpc_timestamp(when.now));
  std::string key;
  key.reserve(with.key.size() + 1);  // one buffer, overwritten below
  key.append(with.key).append(1, '&');
  add(parameters, "Signature", sign::sign_rpc("POST", parameters, key));
  inner::wipe(key);
  inner::request out;
  out.method = "POST";
  out.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  out.body = codec::form_encode(parameters);
  return out;
}

class sources_t final : public inner::vendor_sources {
 public:
  std::string_view vendor() const override { return "Alibaba Cloud"; }

  plan environment(world const& here) const override {
    constexpr char names[] =
        "environment variables ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET";
    struct spelling {
      char const* id;
      char const* key;
      char const* token;
    };
    constexpr spelling spellings[] = {
        {"ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALIBABA_CLOUD_SECURITY_TOKEN"},
        {"ALIBABACLOUD_ACCESS_KEY_ID", "ALIBABACLOUD_ACCESS_KEY_SECRET", "ALIBABACLOUD_SECURITY_TOKEN"},
        {"ALICLOUD_ACCESS_KEY_ID", "ALICLOUD_ACCESS_KEY_SECRET", "ALICLOUD_SECURITY_TOKEN"},
        {"ALICLOUD_ACCESS_KEY", "ALICLOUD_SECRET_KEY", "ALICLOUD_SECURITY_TOKEN"},
        {"ACCESS_KEY_ID", "ACCESS_KEY_SECRET", "SECURITY_TOKEN"},
    };
    for (spelling const& each : spellings) {
      auto const id = inner::non_empty(here, each.id);
      auto key = inner::non_empty(here, each.key);
      if (!id && !key) continue;
      std::string const from = std::string("environment variables ") + each.id + " and " + each.key;
      if (!id || !key) return plan::unusable(from, std::string(id ? each.key : each.id) + " is not set");
      plan out;
      out.kind = plan::what::keys;
      out.from = from;
      out.region = region_of_variables(here);
      out.keys.id = *id;
      out.keys.key = std::move(*key);
      out.keys.token = here.variable(each.token).value_or(std::string());
      if (auto const why = inner::why_not_keys(out.keys); !why.empty()) return plan::unusable(from, why);
      return out;
    }
    plan out = plan::nothing(names, "they are not set");
    out.region = region_of_variables(here);
    return out;
  }

  plan profile(world const& here, std::string const& name, std::string const& file) const override {
    auto const variable =
        first_of(here, {"ALIBABACLOUD_PROFILE", "ALIBABA_CLOUD_PROFILE", "ALICLOUD_PROFILE"});
    std::string const wanted = !name.empty() ? name : variable.value_or(std::string());
    std::vector<plan> tried;
    if (!file.empty()) {
      tried.push_back(one_file(here, wanted, file));
    } else {
      bool const no_config = is_switched_on(here, "ALIBABA_CLOUD_CLI_PROFILE_DISABLED") ||
                             is_switched_on(here, "ALIBABA_CLOUD_IGNORE_PROFILE");
      auto const home = inner::home_of(here);
      auto const config = inner::non_empty(here, "ALIBABA_CLOUD_CONFIG_FILE")
                              .value_or(home.empty() ? std::string() : home + "/.aliyun/config.json");
      if (!config.empty() && !no_config) tried.push_back(one_file(here, wanted, config));
      auto const ini = inner::non_empty(here, "ALIBABA_CLOUD_CREDENTIALS_FILE")
                           .value_or(home.empty() ? std::string() : home + "/.alibabacloud/credentials");
      if (!ini.empty() && (tried.empty() || tried.back().is_absent()))
        tried.push_back(one_file(here, wanted, ini));
    }
    if (!tried.empty() && !tried.back().is_absent()) return std::move(tried.back());
    plan out = plan::nothing(wanted.empty() ? std::string("profile") : "profile '" + wanted + '\'', {});
    for (plan const& each : tried) {
      out.why += (out.why.empty() ? "" : "; ") + each.from + ": " + each.why;
      out.files.insert(out.files.end(), each.files.begin(), each.files.end());
    }
    if (tried.empty()) out.why = "the home folder is not known, or its files are switched off";
    return out;
  }

  plan instance_role(world const& here, std::string const& role,
                     instance_role_options const& how) const override {
    std::string const from = "instance role";
    if (is_switched_on(here, "ALIBABA_CLOUD_ECS_METADATA_DISABLED"))
      return plan::nothing(from, "ALIBABA_CLOUD_ECS_METADATA_DISABLED is set");
    plan out;
    out.kind = plan::what::instance_role;
    out.from = from;
    out.role = !role.empty() ? role
                             : first_of(here, {"ALICLOUD_ECS_ROLE_NAME", "ALIBABA_CLOUD_ECS_METADATA"})
                                   .value_or(std::string());
    out.metadata = how;
    out.region = region_of_variables(here);
    if (is_switched_on(here, "ALIBABA_CLOUD_IMDSV1_DISABLED"))
      out.metadata.handshake = instance_role_options::handshake_mode::required;
    try {
      if (!how.endpoint.empty()) (void)inner::source_endpoint(how.endpoint, metadata_host);
    } catch (std::exception const& e) {
      return plan::unusable(from, e.what());
    }
    return out;
  }

  plan web_identity(world const& here) const override {
    constexpr char names[] =
        "environment variables ALIBABA_CLOUD_ROLE_ARN, ALIBABA_CLOUD_OIDC_PROVIDER_ARN and "
        "ALIBABA_CLOUD_OIDC_TOKEN_FILE";
    auto const either = [&](std::string const& name) {
      return first_of(here, {"ALIBABA_CLOUD_" + name, "ALIBABACLOUD_" + name});
    };
    auto const arn = either("ROLE_ARN");
    auto const provider = either("OIDC_PROVIDER_ARN");
    auto const file = either("OIDC_TOKEN_FILE");
    plan out = plan::nothing(names, "they are not set");
    // A role alone is not half a pod's identity: other tools take it on with keys.
    if (!provider && !file) return out;
    if (!arn || !provider || !file) {
      return plan::unusable(names, std::string(!arn        ? "ALIBABA_CLOUD_ROLE_ARN"
                                               : !provider ? "ALIBABA_CLOUD_OIDC_PROVIDER_ARN"
                                                           : "ALIBABA_CLOUD_OIDC_TOKEN_FILE") +
                                       " is not set, the others are");
    }
    out.kind = plan::what::web_identity;
    out.why.clear();
    out.region = region_of_variables(here);
    out.provider_id = *provider;
    out.token_file = *file;
    out.assume.role_arn = *arn;
    if (auto const session = either("ROLE_SESSION_NAME")) out.assume.session_name = *session;
    out.assume.endpoint = sts_url(here, {}, {}, false);
    return checked(std::move(out));
  }

  plan uri(world const& here) const override {
    auto const found = first_of(here, {"ALIBABA_CLOUD_CREDENTIALS_URI", "ALICLOUD_CREDENTIALS_URI"});
    if (!found) return plan::nothing("environment variable ALIBABA_CLOUD_CREDENTIALS_URI", "it is not set");
    return of_uri("environment variable ALIBABA_CLOUD_CREDENTIALS_URI", *found, region_of_variables(here),
                  here);
  }

  plan assume_role(world const& here, plan what) const override {
    if (what.assume.endpoint.empty()) what.assume.endpoint = sts_url(here, {}, what.assume.region, false);
    return checked(std::move(what));
  }

  plan process(world const& here, std::string const& command) const override {
    if (is_switched_on(here, "ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS"))
      return plan::unusable("process", "ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS forbids it");
    auto const words = inner::split_words(command);
    if (!words) return plan::unusable("process", "a quote of its command is not closed");
    if (words->empty()) return plan::unusable("process", "its command is empty");
    plan out;
    out.kind = plan::what::process;
    out.from = "process " + words->front();
    out.command = command;
    return out;
  }

  std::unique_ptr<inner::conversation> ask_metadata(plan const& what) const override {
    if (what.kind == plan::what::uri) {
      auto const [base, path] = parts_of(what.uri);
      inner::request request;
      request.target = path;
      return std::make_unique<question_to_uri>(inner::source_endpoint(base, metadata_host),
                                               std::move(request));
    }
    return std::make_unique<conversation_with_metadata>(what);
  }

  std::unique_ptr<inner::conversation> ask_role(plan const& what, issued_credentials const& with,
                                                inner::moment const& when) const override {
    std::vector<codec::parameter> parameters;
    add(parameters, "RoleArn", what.assume.role_arn);
    add(parameters, "RoleSessionName", what.assume.session_name);
    if (what.assume.duration.count() > 0)
      add(parameters, "DurationSeconds", std::to_string(what.assume.duration.count()));
    add(parameters, "Policy", what.assume.policy);
    add(parameters, "ExternalId", what.assume.external_id);
    return std::make_unique<question_to_sts>(
        inner::parse_endpoint(what.assume.endpoint),
        signed_sts_request("AssumeRole", std::move(parameters), with, when),
        std::vector<std::string>{with.key, with.token}, false);
  }

  std::unique_ptr<inner::conversation> ask_web_identity(plan const& what, std::string_view token,
                                                        inner::moment const& when) const override {
    std::vector<codec::parameter> query;
    add(query, "Action", "AssumeRoleWithOIDC");
    add(query, "Format", "JSON");
    add(query, "Version", "2015-04-01");
    add(query, "Timestamp", inner::rpc_timestamp(when.now));
    std::vector<codec::parameter> form;
    add(form, "RoleArn", what.assume.role_arn);
    add(form, "OIDCProviderArn", what.provider_id);
    add(form, "OIDCToken", token);
    add(form, "RoleSessionName", what.assume.session_name);
    if (what.assume.duration.count() > 0)
      add(form, "DurationSeconds", std::to_string(what.assume.duration.count()));
    add(form, "Policy", what.assume.policy);
    inner::request request;
    request.method = "POST";
    request.target = "/?" + codec::form_encode(query);
    request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    request.body = codec::form_encode(form);
    for (auto& [name, value] : form) inner::wipe(value);
    return std::make_unique<question_to_sts>(inner::parse_endpoint(what.assume.endpoint), std::move(request),
                                             std::vector<std::string>{std::string(token)}, false);
  }

  std::unique_ptr<inner::conversation> ask_identity(issued_credentials const& with, std::string_view sts,
                                                    inner::moment const& when) const override {
    return std::make_unique<question_to_sts>(
        inner::parse_endpoint(sts.empty() ? "https://sts.aliyuncs.com" : sts),
        signed_sts_request("GetCallerIdentity", {}, with, when),
        std::vector<std::string>{with.key, with.token}, true);
  }

  finding read_keys(std::string_view text, bool) const override {
    auto const json = inner::json_object::parse(text);
    if (!json) return finding::broken("its output is no JSON object");
    auto const mode = json->text_or_empty("mode");
    if (mode != "AK" && mode != "StsToken" && !mode.empty())
      return finding::broken("its output has mode " + inner::quoted_word(mode) +
                             ": only AK and StsToken are taken from a program");
    issued_credentials keys;
    keys.id = json->text_or_empty("access_key_id");
    keys.key = json->text_or_empty("access_key_secret");
    keys.token = mode == "AK" ? std::string() : json->text_or_empty("sts_token");
    if (mode == "StsToken" && keys.token.empty())
      return finding::broken("its output has mode StsToken and no sts_token");
    auto const expiry = json->text_or_empty("expiration");
    keys.expires = inner::parse_iso_time(expiry);
    if (!expiry.empty() && !keys.expires) return finding::broken("its expiration is no ISO 8601 time");
    auto const why = inner::why_not_keys(keys);
    if (!why.empty()) return finding::broken("its output: " + why);
    return finding::of(std::move(keys));
  }

  /// Source: the gateway's codes as the vendor's SDKs and tools name them; SLB, "Error Codes".
  inner::blame blames(std::string_view code, std::string_view message) const override {
    auto const says = [&](std::string_view words) { return message.find(words) != message.npos; };
    inner::blame out;
    out.keys = code.starts_with("InvalidSecurityToken") || code == "MissingSecurityToken" ||
               code == "SecurityTokenExpired" || code.starts_with("InvalidAccessKeyId.") ||
               code == "Forbidden.AccessKeyDisabled" ||
               (code == "InvalidParameter" && says("SecurityToken.Expired"));
    out.nonce = code == "SignatureNonceUsed";
    out.clock = code.starts_with("InvalidTimeStamp") || code == "IllegalTimestamp" ||
                (code == "InternalError" && (says("Illegal timestamp") || says("llegalTimestamp")));
    if (out.clock) out.window = std::chrono::minutes(15);
    return out;
  }

 private:
  static std::string sts_url(world const& here, std::string const& endpoint, std::string const& region_asked,
                             bool vpc) {
    if (!endpoint.empty()) return https_url(endpoint);
    auto const region = !region_asked.empty()
                            ? region_asked
                            : here.variable("ALIBABA_CLOUD_STS_REGION").value_or(std::string());
    if (!region.empty()) {
      bool const inside = vpc || is_switched_on(here, "ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED");
      return std::string(inside ? "https://sts-vpc." : "https://sts.") + region + ".aliyuncs.com";
    }
    return https_url(inner::non_empty(here, "ALIBABA_CLOUD_STS_ENDPOINT").value_or("sts.aliyuncs.com"));
  }

  static plan checked(plan what) {
    if (what.assume.duration.count() != 0 && what.assume.duration.count() < 900)
      return plan::unusable(what.from, "the role's duration is less than 900 s");
    try {
      (void)inner::parse_endpoint(what.assume.endpoint);
    } catch (std::exception const& e) {
      return plan::unusable(what.from, std::string("STS: ") + e.what());
    }
    return what;
  }

  static std::pair<std::string, std::string> parts_of(std::string const& uri) {
    auto const scheme = uri.find("://");
    auto const slash = scheme == uri.npos ? uri.npos : uri.find_first_of("/?", scheme + 3);
    if (slash == uri.npos) return {uri, "/"};
    std::string path = uri.substr(slash, uri.find('#') - slash);
    return {uri.substr(0, slash), path.starts_with('/') ? path : '/' + path};
  }

  static plan of_uri(std::string from, std::string const& uri, std::string region, world const& here) {
    if (is_switched_on(here, "ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS"))
      return plan::unusable(std::move(from), "ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS forbids it");
    plan out;
    out.kind = plan::what::uri;
    out.from = from;
    out.region = std::move(region);
    out.uri = uri;
    try {
      auto const [base, path] = parts_of(uri);
      (void)inner::source_endpoint(base, metadata_host);
      if (path.find(' ') != path.npos || !inner::is_key_text(path))
        throw std::invalid_argument("its path holds blanks or other characters that paths do not have");
    } catch (std::exception const& e) {
      return plan::unusable(std::move(from), e.what());
    }
    return out;
  }

  static plan one_file(world const& here, std::string const& wanted, std::string const& path) {
    std::string const from = "file " + path;
    auto file = here.read(path);
    plan out;
    if (!file.there) {
      out = plan::nothing(from, "there is none");
    } else if (!file.problem.empty()) {
      out = plan::unusable(from, file.problem);
    } else {
      auto const first = file.text.find_first_not_of(" \t\r\n");
      bool const json = first != std::string::npos && (file.text[first] == '{' || path.ends_with(".json"));
      out = json ? of_config(here, wanted, from, file.text) : of_ini(here, wanted, from, file.text);
    }
    inner::wipe(file.text);
    out.files.push_back(path);
    return out;
  }

  static plan of_ini(world const& here, std::string const& wanted, std::string const& from,
                     std::string_view text) {
    auto sections = inner::parse_ini(text);
    if (!sections) return plan::unusable(from, "it is no INI file: the bracket of a section is not closed");
    std::string const name = wanted.empty() ? "default" : wanted;
    plan out = plan::nothing(from, "it has no section [" + name + ']');
    for (auto& section : *sections) {
      if (section.name == name) out = of_section(here, section, from + ", section [" + name + ']');
      for (auto& entry : section.entries) inner::wipe(entry.second);
    }
    return out;
  }

  static plan of_section(world const& here, inner::ini_section const& section, std::string const& from) {
    auto const value = [&](std::string_view key) {
      auto const* const found = section.find(key);
      return found ? *found : std::string();
    };
    auto const type = value("type");
    plan out;
    out.from = from;
    out.region = region_of_variables(here);
    out.kind = plan::what::keys;
    out.keys.id = value("access_key_id");
    out.keys.key = value("access_key_secret");
    if (type == "ecs_ram_role") {
      plan role = sources_of_this().instance_role(here, value("role_name"), {});
      role.from = from;
      return role;
    }
    if (type == "rsa_key_pair")
      return plan::unusable(from, "type rsa_key_pair is not supported: the vendor serves it no longer");
    if (type == "bearer") return plan::unusable(from, "type bearer is not supported");
    if (type != "access_key" && type != "ram_role_arn") {
      return plan::unusable(from, type.empty() ? std::string("its type is missing")
                                               : "type " + inner::quoted_word(type) + " is not known");
    }
    if (auto const why = inner::why_not_keys(out.keys); !why.empty()) return plan::unusable(from, why);
    if (type == "access_key") return out;
    plan role;
    role.kind = plan::what::assume_role;
    role.from = from;
    role.region = out.region;
    role.assume.role_arn = value("role_arn");
    if (auto const session = value("role_session_name"); !session.empty()) role.assume.session_name = session;
    role.assume.policy = value("policy");
    role.below.push_back(std::move(out));
    if (role.assume.role_arn.empty()) return plan::unusable(from, "role_arn is missing");
    role.assume.endpoint = sts_url(here, {}, {}, false);
    return checked(std::move(role));
  }

  static plan of_config(world const& here, std::string const& wanted, std::string const& from,
                        std::string_view text) {
    auto const json = inner::json_object::parse(text);
    if (!json) return plan::unusable(from, "it is no JSON object");
    auto const profiles = json->list("profiles");
    std::string name = wanted.empty() ? json->text_or_empty("current") : wanted;
    if (name.empty()) name = "default";
    std::vector<std::string> seen;
    return of_profile(here, profiles, name, from, seen);
  }

  static plan of_profile(world const& here, std::vector<inner::json_object> const& profiles,
                         std::string const& name, std::string const& file, std::vector<std::string>& seen) {
    auto const found = std::ranges::find_if(
        profiles, [&](inner::json_object const& one) { return one.text_or_empty("name") == name; });
    std::string const from = file + ", profile '" + name + '\'';
    if (found == profiles.end()) return plan::nothing(file, "it has no profile '" + name + '\'');
    if (std::ranges::find(seen, name) != seen.end())
      return plan::unusable(from, "source_profile leads back to it: the profiles form a loop");
    seen.push_back(name);
    inner::json_object const& one = *found;
    auto const text = [&](std::string_view member) { return one.text_or_empty(member); };

    plan base;
    base.kind = plan::what::keys;
    base.from = from;
    base.region = text("region_id");
    if (base.region.empty()) base.region = region_of_variables(here);
    base.keys.id = text("access_key_id");
    base.keys.key = text("access_key_secret");
    std::string mode = text("mode");
    if (mode.empty()) mode = mode_by_sight(one);
    auto const is = [&](std::string_view known) { return same_name(mode, known); };
    bool const empty_pair = base.keys.id.empty() && base.keys.key.empty();

    if (is("AK")) {
      // `aliyun configure` leaves such a profile behind when it was given nothing.
      if (empty_pair) return plan::nothing(from, "it holds no keys");
      return with_good_keys(std::move(base));
    }
    if (is("StsToken")) {
      base.keys.token = text("sts_token");
      if (empty_pair && base.keys.token.empty()) return plan::nothing(from, "it holds no keys");
      if (base.keys.token.empty()) return plan::unusable(from, "sts_token is missing");
      return with_good_keys(std::move(base));
    }
    if (is("CloudSSO") || is("OAuth")) {
      base.keys.token = text("sts_token");
      base.renew_by = "run `aliyun configure --profile " + name + '`';
      if (empty_pair) return plan::unusable(from, "nobody is logged in: " + base.renew_by);
      auto const expires = one.number("sts_expiration");
      if (expires && *expires > 0 && *expires < 253'402'300'799)
        base.keys.expires = inner::clock_time(std::chrono::sys_seconds(std::chrono::seconds(*expires)));
      return with_good_keys(std::move(base));
    }
    if (is("EcsRamRole")) {
      plan role = sources_of_this().instance_role(here, text("ram_role_name"), {});
      role.from = from;
      role.region = base.region;
      return role;
    }
    if (is("External")) {
      plan process = sources_of_this().process(here, text("process_command"));
      process.from = from;
      process.region = base.region;
      return process;
    }
    if (is("CredentialsURI")) {
      auto uri = text("credentials_uri");
      if (uri.empty())
        uri = first_of(here, {"ALIBABA_CLOUD_CREDENTIALS_URI", "ALICLOUD_CREDENTIALS_URI"}).value_or("");
      if (uri.empty()) return plan::unusable(from, "credentials_uri is missing");
      return of_uri(from, uri, base.region, here);
    }
    if (is("OIDC")) {
      plan pod;
      pod.kind = plan::what::web_identity;
      pod.from = from;
      pod.region = base.region;
      pod.provider_id = text("oidc_provider_arn");
      pod.token_file = text("oidc_token_file");
      for (auto const* const member : {"oidc_provider_arn", "oidc_token_file", "ram_role_arn"})
        if (text(member).empty()) return plan::unusable(from, std::string(member) + " is missing");
      return with_role(here, std::move(pod), one);
    }
    plan role;
    role.kind = plan::what::assume_role;
    role.from = from;
    role.region = base.region;
    if (is("RamRoleArn")) {
      base.keys.token = text("sts_token");
      base = with_good_keys(std::move(base));
      if (base.is_broken()) return base;
      role.below.push_back(std::move(base));
    } else if (is("RamRoleArnWithRoleName")) {
      plan below = sources_of_this().instance_role(here, text("ram_role_name"), {});
      below.from = from;
      role.below.push_back(std::move(below));
    } else if (is("ChainableRamRoleArn")) {
      auto const source = text("source_profile");
      if (source.empty()) return plan::unusable(from, "source_profile is missing");
      plan below = of_profile(here, profiles, source, file, seen);
      if (below.is_absent()) return plan::unusable(from, "source_profile '" + source + "': " + below.why);
      if (below.is_broken()) return below;
      role.below.push_back(std::move(below));
    } else {
      return plan::unusable(from, "mode " + inner::quoted_word(mode) + " is not supported");
    }
    return with_role(here, std::move(role), one);
  }

  static plan with_good_keys(plan keys) {
    if (auto const why = inner::why_not_keys(keys.keys); !why.empty()) return plan::unusable(keys.from, why);
    return keys;
  }

  static plan with_role(world const& here, plan what, inner::json_object const& one) {
    what.assume.role_arn = one.text_or_empty("ram_role_arn");
    if (what.assume.role_arn.empty()) return plan::unusable(what.from, "ram_role_arn is missing");
    if (auto const session = one.text_or_empty("ram_session_name"); !session.empty())
      what.assume.session_name = session;
    what.assume.policy = one.text_or_empty("policy");
    what.assume.external_id = one.text_or_empty("external_id");
    auto const seconds = one.number("expired_seconds").value_or(0);
    what.assume.duration = std::chrono::seconds(seconds > 0 && seconds <= 43'200 ? seconds : 0);
    what.assume.endpoint = sts_url(here, one.text_or_empty("sts_endpoint"), one.text_or_empty("sts_region"),
                                   one.text_or_empty("enable_vpc") == "true");
    return checked(std::move(what));
  }

  static std::string mode_by_sight(inner::json_object const& one) {
    auto const has = [&](std::string_view name) { return !one.text_or_empty(name).empty(); };
    if (has("process_command")) return "External";
    if (has("oidc_provider_arn") || has("oidc_token_file")) return "OIDC";
    if (has("access_key_id") || has("access_key_secret")) {
      if (has("ram_role_arn")) return "RamRoleArn";
      return has("sts_token") ? "StsToken" : "AK";
    }
    if (has("source_profile")) return "ChainableRamRoleArn";
    if (has("ram_role_name")) return has("ram_role_arn") ? "RamRoleArnWithRoleName" : "EcsRamRole";
    if (has("credentials_uri")) return "CredentialsURI";
    return "AK";
  }

  static bool same_name(std::string_view a, std::string_view b) { return inner::same_name(a, b); }

  static sources_t const& sources_of_this();
};

inline sources_t const& sources_t::sources_of_this() {
  static sources_t const all;
  return all;
}

}  // namespace colb::inline COLB_ABI::aliyun::detail

namespace colb::inline COLB_ABI::aliyun {

/// Source: the vendor's credentials library for Go, its CLI, and its Terraform provider.
inline inner::vendor_sources const& sources() {
  static detail::sources_t const all;
  return all;
}

}  // namespace colb::inline COLB_ABI::aliyun
