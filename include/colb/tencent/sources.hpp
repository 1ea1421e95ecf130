// colb: where Tencent Cloud's keys come from: variables, files, the metadata service, STS.
//
// All inline, and included by the bodies of the services only: several of them share it.
#pragma once

#include <charconv>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <colb/codec/percent.hpp>
#include <colb/engine/vendor_sources.hpp>
#include <colb/sign/tc3.hpp>
#include <colb/strings/dates.hpp>
#include <colb/tencent/api3.hpp>

namespace colb::inline COLB_ABI::tencent::detail {

using inner::finding;
using inner::plan;
using inner::world;

inline constexpr char metadata_host[] = "metadata.tencentyun.com";
inline constexpr char sts_host[] = "sts.tencentcloudapi.com";
inline constexpr char usual_region[] = "ap-guangzhou";  // STS wants one and it does not matter which

inline std::optional<std::chrono::system_clock::time_point> time_of(std::optional<std::int64_t> seconds) {
  if (!seconds || *seconds <= 0 || *seconds > 253'402'300'799) return std::nullopt;
  return inner::clock_time(std::chrono::sys_seconds(std::chrono::seconds(*seconds)));
}

inline std::string https_url(std::string text) {
  return text.empty() || text.find("://") != text.npos ? text : "https://" + text;
}

/// A role from variables, over the keys that were found.
inline plan with_role_of_variables(world const& here, plan keys) {
  assume_role_options role;
  std::string names;
  for (std::string const prefix : {"TENCENTCLOUD_", "TENCENTCLOUD_ASSUME_"}) {
    auto const arn = inner::non_empty(here, prefix + "ROLE_ARN");
    auto const session = inner::non_empty(here, prefix + "ROLE_SESSION_NAME");
    if (!arn || !session) continue;
    role.role_arn = *arn;
    role.session_name = *session;
    role.external_id = here.variable(prefix + "ROLE_EXTERNAL_ID").value_or(std::string());
    names = prefix + "ROLE_ARN";
    auto const duration = here.variable(prefix + "ROLE_SESSION_DURATION").value_or(std::string());
    int seconds = 0;
    std::from_chars(duration.data(), duration.data() + duration.size(), seconds);
    role.duration = std::chrono::seconds(seconds > 0 && seconds <= 43'200 ? seconds : 0);
    break;
  }
  if (role.role_arn.empty()) return keys;
  plan out;
  out.kind = plan::what::assume_role;
  out.from = "environment variable " + names;
  out.region = keys.region;
  out.assume = std::move(role);
  out.below.push_back(std::move(keys));
  return out;
}

class conversation_with_metadata final : public inner::conversation {
 public:
  explicit conversation_with_metadata(plan const& what)
      : to_(inner::source_endpoint(
            what.metadata.endpoint.empty() ? std::string("http://") + metadata_host : what.metadata.endpoint,
            metadata_host)),
        limit_(what.metadata.timeout),
        role_(what.role) {}

  inner::endpoint const& to() const override { return to_; }
  bool direct() const override { return true; }
  std::chrono::milliseconds step_limit() const override { return limit_; }

  std::optional<inner::request> next() override {
    if (over_) return std::nullopt;
    inner::request out;
    out.target = "/latest/meta-data/cam/security-credentials/";
    if (!role_.empty()) inner::append_percent_encoded(out.target, role_);
    return out;
  }

  void answered(int status, std::string_view body) override {
    if (status == 404) return end(finding::absent("no role is bound to this instance"));
    if (status != 200) {
      return end(finding::broken("the metadata service answered HTTP " + std::to_string(status),
                                 status >= 500 || status == 429));
    }
    if (role_.empty()) {
      while (!body.empty() && static_cast<unsigned char>(body.back()) <= 0x20) body.remove_suffix(1);
      while (!body.empty() && static_cast<unsigned char>(body.front()) <= 0x20) body.remove_prefix(1);
      role_ = body.substr(0, body.find('\n'));
      if (role_.empty()) end(finding::absent("no role is bound to this instance"));
      if (role_.size() > 128) end(finding::broken("the metadata service gave no role's name"));
      return;
    }
    auto const json = inner::json_object::parse(body);
    if (!json) return end(finding::broken("the metadata service's answer is no JSON object", true));
    auto const code = json->text_or_empty("Code");
    if (code != "Success") {
      return end(finding::broken("the metadata service answered Code " +
                                 (code.empty() ? "(none)" : inner::quoted_word(code))));
    }
    issued_credentials keys;
    keys.id = json->text_or_empty("TmpSecretId");
    keys.key = json->text_or_empty("TmpSecretKey");
    keys.token = json->text_or_empty("Token");
    keys.expires = time_of(json->number("ExpiredTime"));
    if (!keys.expires) keys.expires = inner::parse_iso_time(json->text_or_empty("Expiration"));
    auto const why = inner::why_not_keys(keys);
    if (!why.empty()) return end(finding::broken("the metadata service's answer: " + why));
    end(finding::of(std::move(keys)));
  }

  void failed(bool reached, std::string const& why) override {
    end(reached ? finding::broken(why, true) : finding::absent(why));
  }

  finding result() override { return std::move(result_); }

 private:
  void end(finding how) {
    result_ = std::move(how);
    over_ = true;
  }

  inner::endpoint to_;
  std::chrono::milliseconds limit_;
  std::string role_;
  bool over_ = false;
  finding result_{};
};

inline finding refused_by_sts(inner::json_object const& error, std::string const& request_id,
                              std::vector<std::string_view> const& secrets) {
  auto const code = error.text_or_empty("Code");
  bool const passes = code.starts_with("InternalError") || code.starts_with("RequestLimitExceeded") ||
                      code.starts_with("LimitExceeded") || code == "InvalidParameter.OverLimit";
  return finding::broken("STS refused: " + inner::without_secrets(code, secrets) + ": " +
                             inner::without_secrets(error.text_or_empty("Message"), secrets) +
                             (request_id.empty() ? "" : " (request " + request_id + ')'),
                         passes);
}

class question_to_sts final : public inner::one_question {
 public:
  question_to_sts(inner::endpoint to, inner::request what, std::vector<std::string> secrets)
      : one_question(std::move(to), std::move(what)), secrets_(std::move(secrets)) {}
  ~question_to_sts() override {
    for (auto& each : secrets_) inner::wipe(each);
  }

 private:
  finding read(int status, std::string_view body) const override {
    auto const json = inner::json_object::parse(body);
    auto const response = json ? json->object("Response") : std::nullopt;
    if (!response) {
      return finding::broken("STS answered HTTP " + std::to_string(status) + " without an answer of the API",
                             status >= 500 || status == 429 || status == 200);
    }
    auto const request_id = inner::without_secrets(response->text_or_empty("RequestId"), {});
    if (auto const error = response->object("Error")) {
      return refused_by_sts(*error, request_id, {secrets_.begin(), secrets_.end()});
    }
    auto const given = response->object("Credentials");
    if (!given) return finding::broken("STS's answer holds no Credentials (request " + request_id + ')');
    issued_credentials keys;
    keys.id = given->text_or_empty("TmpSecretId");
    keys.key = given->text_or_empty("TmpSecretKey");
    keys.token = given->text_or_empty("Token");
    keys.expires = time_of(response->number("ExpiredTime"));
    if (!keys.expires) keys.expires = inner::parse_iso_time(response->text_or_empty("Expiration"));
    auto const why = inner::why_not_keys(keys);
    if (!why.empty()) return finding::broken("STS's answer: " + why);
    return finding::of(std::move(keys));
  }

  std::vector<std::string> secrets_;
};

/// @param with null: not signed.
inline inner::request sts_request(std::string_view action, std::string const& region, std::string body,
                                  issued_credentials const* with, std::string_view host,
                                  inner::moment const& when) {
  sign::tc3_request message;
  if (with) {
    message.secret_id = with->id;
    message.secret_key = with->key;
  }
  message.service = "sts";
  message.host = host;
  message.payload = body;
  message.timestamp = std::chrono::floor<std::chrono::seconds>(when.now.time_since_epoch()).count();
  api3_headers const headers{action, "2018-08-13", region.empty() ? std::string_view(usual_region) : region,
                             with ? std::string_view(with->token) : std::string_view()};
  return api3_request(message, with ? sign::sign_tc3(message) : "SKIP", headers, std::move(body));
}

inline void append_member(std::string& out, std::string_view name, std::string_view text) {
  if (text.empty()) return;
  out += out.size() > 1 ? "," : "";
  inner::append_json_text(out, name);
  out += ':';
  inner::append_json_text(out, text);
}

inline void append_duration(std::string& out, std::chrono::seconds duration) {
  if (duration.count() > 0) out += ",\"DurationSeconds\":" + std::to_string(duration.count());
}

class identity_question final : public inner::one_question {
 public:
  using one_question::one_question;

 private:
  finding read(int status, std::string_view body) const override {
    auto const json = inner::json_object::parse(body);
    auto const response = json ? json->object("Response") : std::nullopt;
    if (!response) return finding::broken("STS answered HTTP " + std::to_string(status), status >= 500);
    auto const request_id = inner::without_secrets(response->text_or_empty("RequestId"), {});
    if (auto const error = response->object("Error")) return refused_by_sts(*error, request_id, {});
    finding who = finding::of({});
    who.account = response->text_or_empty("AccountId");
    who.arn = response->text_or_empty("Arn");
    who.user = response->text_or_empty("UserId");
    return who;
  }
};

class sources_t final : public inner::vendor_sources {
 public:
  std::string_view vendor() const override { return "Tencent Cloud"; }

  plan environment(world const& here) const override {
    constexpr char names[] = "environment variables TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY";
    auto const id = inner::non_empty(here, "TENCENTCLOUD_SECRET_ID");
    auto key = inner::non_empty(here, "TENCENTCLOUD_SECRET_KEY");
    plan out = plan::nothing(names, "they are not set");
    out.region = region_of_variables(here);
    if (!id && !key) return out;
    if (!id || !key)
      return plan::unusable(
          names, std::string(id ? "TENCENTCLOUD_SECRET_KEY" : "TENCENTCLOUD_SECRET_ID") + " is not set");
    out.kind = plan::what::keys;
    out.why.clear();
    out.keys.id = *id;
    out.keys.key = std::move(*key);
    out.keys.token = inner::non_empty(here, "TENCENTCLOUD_TOKEN")
                         .value_or(here.variable("TENCENTCLOUD_SECURITY_TOKEN").value_or(std::string()));
    if (auto const why = inner::why_not_keys(out.keys); !why.empty()) return plan::unusable(names, why);
    plan with_role = with_role_of_variables(here, std::move(out));
    return with_role.kind == plan::what::assume_role ? assume_role(here, std::move(with_role)) : with_role;
  }

  plan profile(world const& here, std::string const& name, std::string const& file) const override {
    if (!file.empty()) return checked(here, one_file(here, name, file, true));
    auto const variable = here.variable("TENCENTCLOUD_CREDENTIALS_FILE");
    if (variable && variable->empty()) {
      return plan::unusable("environment variable TENCENTCLOUD_CREDENTIALS_FILE",
                            "it is set and empty: unset it or name a file");
    }
    std::vector<plan> tried;
    if (variable) {
      plan named = one_file(here, name, *variable, true);
      if (named.is_absent()) named = plan::unusable(named.from, named.why);
      return checked(here, std::move(named));
    }
    auto const home = inner::home_of(here);
    auto const folder = inner::non_empty(here, "TENCENTCLOUD_SHARED_CREDENTIALS_DIR")
                            .value_or(home.empty() ? std::string() : home + "/.tccli");
    auto const profile =
        !name.empty() ? name
                      : inner::non_empty(here, "TCCLI_PROFILE")
                            .value_or(inner::non_empty(here, "TENCENTCLOUD_PROFILE").value_or("default"));
    if (profile.find('/') != profile.npos)
      return plan::unusable("profile", "the name of a profile holds no '/'");
    if (!folder.empty())
      tried.push_back(one_file(here, profile, folder + '/' + profile + ".credential", false));
    if (tried.empty() || tried.back().is_absent()) {
      if (!home.empty()) tried.push_back(one_file(here, profile, home + "/.tencentcloud/credentials", false));
      if (tried.empty() || tried.back().is_absent())
        tried.push_back(one_file(here, profile, "/etc/tencentcloud/credentials", false));
    }
    if (!tried.back().is_absent()) return checked(here, std::move(tried.back()));
    std::string all;
    plan out = plan::nothing("profile '" + profile + '\'', {});
    for (plan const& each : tried) {
      out.why += (out.why.empty() ? "" : "; ") + each.from + ": " + each.why;
      out.files.insert(out.files.end(), each.files.begin(), each.files.end());
    }
    return out;
  }

  plan instance_role(world const& here, std::string const& role,
                     instance_role_options const& how) const override {
    plan out;
    out.kind = plan::what::instance_role;
    out.from = "instance role";
    out.role = !role.empty() ? role : here.variable("TENCENTCLOUD_CAM_ROLE_NAME").value_or(std::string());
    out.metadata = how;
    out.region = region_of_variables(here);
    try {
      if (!how.endpoint.empty()) (void)inner::source_endpoint(how.endpoint, metadata_host);
    } catch (std::exception const& e) {
      return plan::unusable(out.from, e.what());
    }
    return out;
  }

  plan web_identity(world const& here) const override {
    constexpr char names[] =
        "environment variables TKE_REGION, TKE_PROVIDER_ID, TKE_WEB_IDENTITY_TOKEN_FILE and TKE_ROLE_ARN";
    plan out = plan::nothing(names, "they are not set");
    auto const region = inner::non_empty(here, "TKE_REGION");
    auto const id = inner::non_empty(here, "TKE_PROVIDER_ID");
    auto const file = inner::non_empty(here, "TKE_WEB_IDENTITY_TOKEN_FILE");
    auto const arn = inner::non_empty(here, "TKE_ROLE_ARN");
    if (!id && !file && !arn) return out;
    if (!region || !id || !file || !arn) {
      return plan::unusable(names, std::string(!region ? "TKE_REGION"
                                               : !id   ? "TKE_PROVIDER_ID"
                                               : !file ? "TKE_WEB_IDENTITY_TOKEN_FILE"
                                                       : "TKE_ROLE_ARN") +
                                       " is not set, the others are");
    }
    out.kind = plan::what::web_identity;
    out.why.clear();
    out.region = *region;
    out.provider_id = *id;
    out.token_file = *file;
    out.assume.role_arn = *arn;
    out.assume.region = *region;
    out.assume.endpoint = std::string("https://") + sts_host;
    return out;
  }

  plan assume_role(world const&, plan what) const override {
    if (what.assume.endpoint.empty()) what.assume.endpoint = std::string("https://") + sts_host;
    if (what.assume.duration.count() < 0 || what.assume.duration.count() > 43'200)
      return plan::unusable(what.from, "assume_role: .duration is not within 0 and 43200 s");
    if (what.assume.session_name.size() < 2 || what.assume.session_name.size() > 128)
      return plan::unusable(what.from, "assume_role: .session_name has to have 2 to 128 characters");
    try {
      (void)inner::parse_endpoint(what.assume.endpoint);
    } catch (std::exception const& e) {
      return plan::unusable(what.from, e.what());
    }
    return what;
  }

  plan process(world const&, std::string const& command) const override {
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
    return std::make_unique<conversation_with_metadata>(what);
  }

  std::unique_ptr<inner::conversation> ask_role(plan const& what, issued_credentials const& with,
                                                inner::moment const& when) const override {
    auto to = inner::parse_endpoint(what.assume.endpoint);
    std::string body = "{";
    append_member(body, "RoleArn", what.assume.role_arn);
    append_member(body, "RoleSessionName", what.assume.session_name);
    append_duration(body, what.assume.duration);
    if (!what.assume.policy.empty()) append_member(body, "Policy", codec::percent_encode(what.assume.policy));
    append_member(body, "ExternalId", what.assume.external_id);
    body += '}';
    auto request = sts_request("AssumeRole", what.assume.region, std::move(body), &with, to.authority, when);
    return std::make_unique<question_to_sts>(std::move(to), std::move(request),
                                             std::vector<std::string>{with.key, with.token});
  }

  std::unique_ptr<inner::conversation> ask_web_identity(plan const& what, std::string_view token,
                                                        inner::moment const& when) const override {
    auto to = inner::parse_endpoint(what.assume.endpoint);
    std::string body;
    body.reserve(token.size() + 1024);  // a body that grows leaves copies of the token behind
    body = "{";
    append_member(body, "ProviderId", what.provider_id);
    append_member(body, "WebIdentityToken", token);
    append_member(body, "RoleArn", what.assume.role_arn);
    append_member(body, "RoleSessionName", what.assume.session_name);
    append_duration(body, what.assume.duration);
    body += '}';
    auto request = sts_request("AssumeRoleWithWebIdentity", what.assume.region, std::move(body), nullptr,
                               to.authority, when);
    return std::make_unique<question_to_sts>(std::move(to), std::move(request),
                                             std::vector<std::string>{std::string(token)});
  }

  std::unique_ptr<inner::conversation> ask_identity(issued_credentials const& with, std::string_view sts,
                                                    inner::moment const& when) const override {
    auto to = inner::parse_endpoint(sts.empty() ? std::string("https://") + sts_host : std::string(sts));
    auto request = sts_request("GetCallerIdentity", {}, "{}", &with, to.authority, when);
    return std::make_unique<identity_question>(std::move(to), std::move(request));
  }

  finding read_keys(std::string_view text, bool) const override {
    auto const json = inner::json_object::parse(text);
    if (!json) return finding::broken("its output is no JSON object");
    issued_credentials keys;
    // The form of the aliyun CLI, and the names of this vendor's own answers.
    auto const either = [&](char const* a, char const* b) {
      return json->text(a).value_or(json->text_or_empty(b));
    };
    keys.id = either("access_key_id", "TmpSecretId");
    keys.key = either("access_key_secret", "TmpSecretKey");
    keys.token = either("sts_token", "Token");
    auto const expiry = either("expiration", "Expiration");
    keys.expires = inner::parse_iso_time(expiry);
    if (!expiry.empty() && !keys.expires) return finding::broken("its expiration is no ISO 8601 time");
    if (!keys.expires) keys.expires = time_of(json->number("ExpiredTime"));
    auto const why = inner::why_not_keys(keys);
    if (!why.empty()) return finding::broken("its output: " + why);
    return finding::of(std::move(keys));
  }

  /// Source: API 3.0, "Signature" and "Error Codes"; CLB API 2017, "Error Codes".
  inner::blame blames(std::string_view code, std::string_view) const override {
    inner::blame out;
    out.keys = code == "AuthFailure.TokenFailure" || code == "AuthFailure.SecretIdNotFound" ||
               code == "AuthFailure.InvalidSecretId" || code == "4104" || code == "4105";
    out.nonce = code == "4500";
    out.clock = code == "AuthFailure.SignatureExpire" || code == "4200" || code == "4500";
    if (out.clock)
      out.window = code == "AuthFailure.SignatureExpire" ? std::chrono::minutes(5) : std::chrono::hours(2);
    return out;
  }

 private:
  static std::string region_of_variables(world const& here) {
    return here.variable("TENCENTCLOUD_REGION").value_or(std::string());
  }

  plan checked(world const& here, plan what) const {
    return what.kind == plan::what::assume_role ? assume_role(here, std::move(what)) : what;
  }

  /// @param by_sight the caller named the file: its first character says what it is.
  static plan one_file(world const& here, std::string const& profile, std::string const& path,
                       bool by_sight) {
    std::string const from = "file " + path;
    auto file = here.read(path);
    plan out;
    if (!file.there) {
      out = plan::nothing(from, "there is none");
    } else if (!file.problem.empty()) {
      out = plan::unusable(from, file.problem);
    } else {
      auto const first = file.text.find_first_not_of(" \t\r\n");
      bool const json =
          by_sight ? first != std::string::npos && file.text[first] == '{' : path.ends_with(".credential");
      out = json ? of_tccli(here, path, file.text) : of_ini(profile, path, file.text);
    }
    inner::wipe(file.text);
    out.files.push_back(path);
    return out;
  }

  static plan of_ini(std::string const& profile, std::string const& path, std::string_view text) {
    std::string const from = "file " + path;
    auto sections = inner::parse_ini(text);
    if (!sections) return plan::unusable(from, "it is no INI file: the bracket of a section is not closed");
    std::string const wanted = profile.empty() ? "default" : profile;
    plan out = plan::nothing(from, "it has no section [" + wanted + ']');
    for (auto& section : *sections) {
      if (section.name == wanted) {
        auto const* const id = section.find("secret_id");
        auto const* const key = section.find("secret_key");
        out.kind = plan::what::keys;
        out.why.clear();
        out.keys.id = id ? *id : std::string();
        out.keys.key = key ? *key : std::string();
        if (auto const why = inner::why_not_keys(out.keys); !why.empty())
          out = plan::unusable(from, "section [" + wanted + "]: " + why);
      }
      for (auto& entry : section.entries) inner::wipe(entry.second);
    }
    return out;
  }

  /// `tccli configure` writes the word None where Return was pressed.
  static std::string value_of(inner::json_object const& json, std::string_view name) {
    auto text = json.text_or_empty(name);
    return text == "None" ? std::string() : text;
  }

  static plan of_tccli(world const& here, std::string const& path, std::string_view text) {
    std::string const from = "file " + path;
    auto const json = inner::json_object::parse(text);
    if (!json) return plan::unusable(from, "it is no JSON object");

    std::string region, sts;
    std::string configure = path;
    if (configure.ends_with(".credential")) {
      configure.replace(configure.size() - 11, 11, ".configure");
      auto const beside = here.read(configure);
      if (auto const settings = inner::json_object::parse(beside.text)) {
        auto const system = settings->object("_sys_param");
        if (system) region = value_of(*system, "region");
        if (region.empty()) region = value_of(*settings, "region");
        if (auto const service = settings->object("sts")) sts = https_url(value_of(*service, "endpoint"));
      }
    } else {
      configure.clear();
    }

    plan keys;
    keys.kind = plan::what::keys;
    keys.from = from;
    keys.region = region;
    keys.keys.id = value_of(*json, "secretId");
    keys.keys.key = value_of(*json, "secretKey");
    keys.keys.token = value_of(*json, "token");
    auto const type = value_of(*json, "type");
    plan out = keys;
    if (type == "cvm-role") {
      out.kind = plan::what::instance_role;
      out.keys = {};
      if (!configure.empty()) out.files.push_back(configure);
      return out;
    }
    if (!type.empty() && type != "default" && type != "oauth" && type != "sso")
      return plan::unusable(from, "type " + inner::quoted_word(type) + " is not supported");
    if (keys.keys.id.empty() && keys.keys.key.empty()) return plan::nothing(from, "it holds no keys");
    if (auto const why = inner::why_not_keys(keys.keys); !why.empty()) return plan::unusable(from, why);
    if (type == "oauth" || type == "sso") {
      out.keys.expires = time_of(json->number("expiresAt"));
      out.renew_by = "run any tccli command, or `tccli auth login`";
    }
    auto const arn = value_of(*json, "role-arn");
    auto const session = value_of(*json, "role-session-name");
    if (!arn.empty() && !session.empty()) {
      plan role;
      role.kind = plan::what::assume_role;
      role.from = from;
      role.region = region;
      role.assume.role_arn = arn;
      role.assume.session_name = session;
      role.assume.endpoint = sts;
      role.below.push_back(std::move(out));
      out = std::move(role);
    }
    if (!configure.empty()) out.files.push_back(configure);
    return out;
  }
};

}  // namespace colb::inline COLB_ABI::tencent::detail

namespace colb::inline COLB_ABI::tencent {

/// Source: the vendor's SDKs for Go and Python, tccli, and its Terraform provider.
inline inner::vendor_sources const& sources() {
  static detail::sources_t const all;
  return all;
}

}  // namespace colb::inline COLB_ABI::tencent
