// colb: temporary keys of the emulator: who hands them out, what they open, and what is said when they do
// not.
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_to.hpp>

#include <colb/clock.hpp>
#include <colb/codec/percent.hpp>
#include <colb/emulator/core.hpp>
#include <colb/sign/acs3.hpp>
#include <colb/sign/rpc.hpp>
#include <colb/sign/rpc_parameters.hpp>
#include <colb/sign/tc3.hpp>
#include <colb/sign/tencent_v1.hpp>

#include "catch.hpp"

using namespace std::chrono_literals;
namespace emu = colb::inner::emu;
namespace json = boost::json;
using colb::codec::parameter;

namespace {

struct keys {
  std::string id{};
  std::string key{};
  std::string token{};
};

std::string text_of(json::object const& from, std::string_view name) {
  auto const* const value = from.if_contains(name);
  if (!value) return {};
  return value->is_string() ? json::value_to<std::string>(*value) : json::serialize(*value);
}

/// A cloud and whoever signs with whatever keys.
struct place {
  std::shared_ptr<colb::manual_clock> clock = std::make_shared<colb::manual_clock>();
  emu::core core;
  int nonce = 0;

  explicit place(colb::emulator::options options = {}) : core(with(std::move(options))) {}
  colb::emulator::options with(colb::emulator::options options) const {
    options.clock = clock;
    return options;
  }

  keys own() const { return {core.credentials().id, core.credentials().key, core.credentials().token}; }
  std::string seconds() const {
    return std::to_string(std::chrono::floor<std::chrono::seconds>(clock->now().time_since_epoch()).count());
  }

  json::object tc3(std::string const& service, std::string const& version, std::string const& action,
                   std::string const& body, keys const& with) {
    emu::request r;
    r.method = "POST";
    r.target = "/";
    r.headers = {{"Host", "127.0.0.1"},         {"Content-Type", "application/json"},
                 {"X-TC-Action", action},       {"X-TC-Version", version},
                 {"X-TC-Timestamp", seconds()}, {"X-TC-Region", "ap-guangzhou"}};
    if (!with.token.empty()) r.headers.emplace_back("X-TC-Token", with.token);
    r.body = body;
    if (with.id.empty()) {
      r.headers.emplace_back("Authorization", "SKIP");
    } else {
      colb::sign::tc3_request const what{.secret_id = with.id,
                                         .secret_key = with.key,
                                         .service = service,
                                         .host = "127.0.0.1",
                                         .method = "POST",
                                         .canonical_query = "",
                                         .content_type = "application/json",
                                         .payload = r.body,
                                         .timestamp = std::stoll(seconds())};
      r.headers.emplace_back("Authorization", colb::sign::sign_tc3(what));
    }
    return json::parse(core.handle(r).body).as_object().at("Response").as_object();
  }

  json::object rpc(std::string const& version, std::string const& action, std::vector<parameter> more,
                   keys const& with) {
    std::vector<parameter> all{
        {"Action", action}, {"Version", version}, {"Format", "JSON"}, {"Timestamp", iso()}};
    for (auto& each : more) all.push_back(std::move(each));
    if (!with.id.empty()) {
      all.emplace_back("AccessKeyId", with.id);
      all.emplace_back("SignatureMethod", "HMAC-SHA1");
      all.emplace_back("SignatureVersion", "1.0");
      all.emplace_back("SignatureNonce", std::to_string(++nonce));
      if (!with.token.empty()) all.emplace_back("SecurityToken", with.token);
      all.emplace_back("Signature", colb::sign::sign_rpc("POST", all, with.key + '&'));
    }
    return form("/", all);
  }
  json::object acs3(std::string const& version, std::string const& action, keys const& with) {
    emu::request r;
    r.method = "POST";
    r.target = "/?RegionId=cn-hangzhou";
    r.headers = {{"host", "127.0.0.1"},
                 {"x-acs-action", action},
                 {"x-acs-version", version},
                 {"x-acs-date", iso()},
                 {"x-acs-signature-nonce", std::to_string(++nonce)},
                 {"x-acs-content-sha256", colb::sign::hex(colb::sign::sha256(""))}};
    if (!with.token.empty()) r.headers.emplace_back("x-acs-security-token", with.token);
    std::vector<colb::sign::header> headers;
    for (auto const& [name, value] : r.headers) headers.push_back({name, value});
    std::vector<parameter> const query{{"RegionId", "cn-hangzhou"}};
    colb::sign::acs3_message message;
    message.method = "POST";
    message.query = query;
    message.headers = headers;
    message.payload_hash = colb::sign::sha256("");
    r.headers.emplace_back("Authorization", colb::sign::sign_acs3(with.id, with.key, message));
    return json::parse(core.handle(r).body).as_object();
  }
  json::object v2017(keys const& with) {
    std::vector<parameter> all{{"Action", "DescribeLoadBalancers"},
                               {"Region", "gz"},
                               {"Timestamp", seconds()},
                               {"Nonce", std::to_string(++nonce)},
                               {"SecretId", with.id}};
    if (!with.token.empty()) all.emplace_back("Token", with.token);
    all.emplace_back("Signature",
                     colb::sign::sign_v1(colb::sign::v1_algorithm::hmac_sha1, with.key, "POST", "127.0.0.1",
                                         "/v2/index.php", all, colb::sign::v1_underscore::to_dot));
    return form("/v2/index.php", all);
  }
  emu::answer metadata(std::string const& method, std::string const& target,
                       std::vector<std::pair<std::string, std::string>> headers = {}) {
    emu::request r;
    r.method = method;
    r.target = target;
    r.headers = std::move(headers);
    r.plain = true;
    return core.handle(r);
  }

  keys tencent_role(std::string const& more = {}) {
    auto const given =
        tc3("sts", "2018-08-13", "AssumeRole",
            R"({"RoleArn":"qcs::cam::uin/42:roleName/ops","RoleSessionName":"me")" + more + '}', own());
    auto const& c = given.at("Credentials").as_object();
    return {text_of(c, "TmpSecretId"), text_of(c, "TmpSecretKey"), text_of(c, "Token")};
  }
  keys aliyun_role(std::vector<parameter> more = {}) {
    more.emplace_back("RoleArn", "acs:ram::42:role/ops");
    more.emplace_back("RoleSessionName", "me");
    auto const given = rpc("2015-04-01", "AssumeRole", std::move(more), own());
    auto const& c = given.at("Credentials").as_object();
    return {text_of(c, "AccessKeyId"), text_of(c, "AccessKeySecret"), text_of(c, "SecurityToken")};
  }

 private:
  std::string iso() const { return colb::inner::rpc_timestamp(clock->now()); }
  json::object form(std::string target, std::vector<parameter> const& all) {
    emu::request r;
    r.method = "POST";
    r.target = std::move(target);
    r.headers = {{"Host", "127.0.0.1"}, {"Content-Type", "application/x-www-form-urlencoded"}};
    r.body = colb::codec::form_encode(all);
    return json::parse(core.handle(r).body).as_object();
  }
};

/// An API, how it is called, and its words for keys that open nothing.
struct api {
  char const* name;
  bool tencent;
  std::function<std::string(place&, keys const&)> call;  ///< The code; empty: it went well.
  char const *expired, *no_token, *garbage, *others_token, *unknown, *wrong_key;
};

std::string tencent_code(json::object const& answer) {
  auto const* const error = answer.if_contains("Error");
  return error ? text_of(error->as_object(), "Code") : std::string();
}

std::vector<api> apis() {
  static constexpr char token[] = "AuthFailure.TokenFailure";
  static constexpr char id[] = "AuthFailure.SecretIdNotFound";
  static constexpr char signature[] = "AuthFailure.SignatureFailure";
  auto const aliyun = [](char const* name, std::function<json::object(place&, keys const&)> call) {
    return api{name,
               false,
               [call = std::move(call)](place& p, keys const& k) { return text_of(call(p, k), "Code"); },
               "InvalidSecurityToken.Expired",
               "MissingSecurityToken",
               "InvalidSecurityToken.Malformed",
               "InvalidSecurityToken.MismatchWithAccessKey",
               "InvalidAccessKeyId.NotFound",
               "SignatureDoesNotMatch"};
  };
  return {
      {"CLB 3.0", true,
       [](place& p, keys const& k) {
         return tencent_code(p.tc3("clb", "2018-03-17", "DescribeLoadBalancers", "{}", k));
       },
       token, token, token, token, id, signature},
      {"CLB 2017", true,
       [](place& p, keys const& k) {
         auto const code = text_of(p.v2017(k), "code");
         return code == "0" ? std::string() : code;
       },
       "4105", "4105", "4105", "4105", "4104", "4100"},
      {"Tencent's STS", true,
       [](place& p, keys const& k) {
         return tencent_code(p.tc3("sts", "2018-08-13", "GetCallerIdentity", "{}", k));
       },
       token, token, token, token, id, signature},
      aliyun("SLB",
             [](place& p, keys const& k) {
               return p.rpc("2014-05-15", "DescribeLoadBalancers", {{"RegionId", "cn-hangzhou"}}, k);
             }),
      aliyun("SLB, ACS3", [](place& p, keys const& k) { return p.acs3("2014-05-15", "DescribeRegions", k); }),
      aliyun("Alibaba's STS",
             [](place& p, keys const& k) { return p.rpc("2015-04-01", "GetCallerIdentity", {}, k); }),
      aliyun("Alibaba's STS, ACS3",
             [](place& p, keys const& k) { return p.acs3("2015-04-01", "GetCallerIdentity", k); }),
  };
}

}  // namespace

TEST_CASE("temporary keys open every API of their vendor until they expire, with their own token only") {
  for (auto const& each : apis()) {
    INFO(each.name);
    place p;
    auto const role = [&] { return each.tencent ? p.tencent_role() : p.aliyun_role(); };
    keys const mine = role();
    keys const other = role();
    CHECK(mine.id != other.id);
    CHECK(each.call(p, mine) == "");
    CHECK(each.call(p, other) == "");
    CHECK(each.call(p, p.own()) == "");
    CHECK(each.call(p, {mine.id, mine.key, ""}) == each.no_token);
    CHECK(each.call(p, {mine.id, mine.key, "garbage"}) == each.garbage);
    CHECK(each.call(p, {mine.id, mine.key, other.token}) == each.others_token);
    CHECK(each.call(p, {p.own().id, p.own().key, mine.token}) == each.others_token);
    CHECK(each.call(p, {"nobody", mine.key, mine.token}) == each.unknown);
    CHECK(each.call(p, {mine.id, other.key, mine.token}) == each.wrong_key);
    // The other vendor knows nothing of them.
    CHECK(each.call(p, each.tencent ? p.aliyun_role() : p.tencent_role()) == each.unknown);
    p.clock->advance(each.tencent ? 7199s : 3599s);
    CHECK(each.call(p, mine) == "");
    p.clock->advance(1s);
    CHECK(each.call(p, mine) == each.expired);
    CHECK(each.call(p, role()) == "");
    CHECK(each.call(p, p.own()) == "");
  }
}

TEST_CASE("STS hands out keys for as long as it is asked for, and says who they are") {
  place p;
  keys const brief = p.tencent_role(R"(,"DurationSeconds":60)");
  auto const who = p.tc3("sts", "2018-08-13", "GetCallerIdentity", "{}", brief);
  CHECK(text_of(who, "AccountId") == "42");
  CHECK(text_of(who, "Type") == "CAMRole");
  CHECK(text_of(who, "Arn").starts_with("qcs::sts:42:assumed-role/"));
  CHECK(text_of(p.tc3("sts", "2018-08-13", "GetCallerIdentity", "{}", p.own()), "Type") == "CAMUser");
  p.clock->advance(60s);
  CHECK(tencent_code(p.tc3("clb", "2018-03-17", "DescribeQuota", "{}", brief)) == "AuthFailure.TokenFailure");

  keys const role = p.aliyun_role({{"DurationSeconds", "900"}});
  auto const arn = text_of(p.rpc("2015-04-01", "GetCallerIdentity", {}, role), "Arn");
  CHECK(arn == "acs:ram::42:assumed-role/ops/me");
  p.clock->advance(900s);
  CHECK(text_of(p.rpc("2015-04-01", "GetCallerIdentity", {}, role), "Code") ==
        "InvalidSecurityToken.Expired");
}

TEST_CASE("STS refuses what its documents do not allow") {
  struct row {
    char const* action;
    char const* body;
    char const* code;
  };
  place p;
  std::string const arn = "\"RoleArn\":\"qcs::cam::uin/1:roleName/r\"";
  std::vector<std::pair<std::string, std::string>> const tencent{
      {'{' + arn + '}', "MissingParameter"},
      {R"({"RoleArn":"r","RoleSessionName":"me"})", "ResourceNotFound.RoleNotFound"},
      {R"({"RoleArn":"qcs::cam::uin/x:roleName/r","RoleSessionName":"me"})", "ResourceNotFound.RoleNotFound"},
      {'{' + arn + R"(,"RoleSessionName":"m"})", "InvalidParameterValue.Length"},
      {'{' + arn + R"(,"RoleSessionName":"a b"})", "InvalidParameterValue"},
      {'{' + arn + R"(,"RoleSessionName":"me","DurationSeconds":43201})", "InvalidParameterValue.Range"},
      {'{' + arn + R"(,"RoleSessionName":"me","What":1})", "UnknownParameter"},
  };
  for (auto const& [body, code] : tencent) {
    INFO(body);
    CHECK(tencent_code(p.tc3("sts", "2018-08-13", "AssumeRole", body, p.own())) == code);
  }
  CHECK(tencent_code(p.tc3("sts", "2018-08-13", "NoSuch", "{}", p.own())) == "InvalidAction");
  CHECK(tencent_code(p.tc3("sts", "2018-08-13", "GetCallerIdentity", "{}", {})) ==
        "AuthFailure.InvalidAuthorization");
  CHECK(tencent_code(p.tc3("clb", "2018-08-13", "GetCallerIdentity", "{}", p.own())) ==
        "AuthFailure.SignatureFailure");

  parameter const role{"RoleArn", "acs:ram::1:role/r"};
  parameter const session{"RoleSessionName", "me"};
  std::vector<std::pair<std::vector<parameter>, std::string>> const aliyun{
      {{role}, "MissingParameter"},
      {{{"RoleArn", "r"}, session}, "InvalidParameter.RoleArn"},
      {{role, session, {"DurationSeconds", "899"}}, "InvalidParameter.DurationSeconds"},
      {{role, session, {"DurationSeconds", "x"}}, "InvalidParameter.DurationSeconds"},
      {{role, session, {"ExternalId", "1"}}, "InvalidParameter.ExternalId"},
      {{role, session, {"What", "1"}}, "UnsupportedParameter"},
  };
  for (auto const& [parameters, code] : aliyun) {
    INFO(parameters.back().first);
    CHECK(text_of(p.rpc("2015-04-01", "AssumeRole", parameters, p.own()), "Code") == code);
  }
  CHECK(text_of(p.rpc("2015-04-01", "AssumeRole", {role, session}, {}), "Code") == "MissingParameter");
  CHECK(text_of(p.rpc("2015-04-01", "NoSuch", {}, p.own()), "Code") == "InvalidAction.NotFound");
}

TEST_CASE("identity providers' tokens are taken unsigned") {
  place p;
  auto const web = p.tc3("sts", "2018-08-13", "AssumeRoleWithWebIdentity",
                         R"({"ProviderId":"p","WebIdentityToken":"t","RoleArn":"qcs::cam::uin/1:roleName/r",)"
                         R"("RoleSessionName":"me"})",
                         {});
  auto const& c = web.at("Credentials").as_object();
  keys const pod{text_of(c, "TmpSecretId"), text_of(c, "TmpSecretKey"), text_of(c, "Token")};
  CHECK(tencent_code(p.tc3("clb", "2018-03-17", "DescribeLoadBalancers", "{}", pod)) == "");

  auto const oidc = p.rpc("2015-04-01", "AssumeRoleWithOIDC",
                          {{"OIDCProviderArn", "acs:ram::1:oidc-provider/p"},
                           {"OIDCToken", "t"},
                           {"RoleArn", "acs:ram::1:role/r"}},
                          {});
  auto const& a = oidc.at("Credentials").as_object();
  keys const ack{text_of(a, "AccessKeyId"), text_of(a, "AccessKeySecret"), text_of(a, "SecurityToken")};
  CHECK(text_of(p.rpc("2014-05-15", "DescribeRegions", {}, ack), "Code") == "");
}

TEST_CASE("the metadata services give the instance's keys, new ones in time") {
  place p({.instance_role = "web role", .role_key_life = 3600s});
  std::string const cam = "/latest/meta-data/cam/security-credentials/";
  CHECK(p.metadata("GET", cam).body == "web role");
  CHECK(p.metadata("GET", cam + "other").status == 404);
  auto const tencent = [&] {
    auto const o = json::parse(p.metadata("GET", cam + "web%20role").body).as_object();
    CHECK(text_of(o, "Code") == "Success");
    return std::pair(keys{text_of(o, "TmpSecretId"), text_of(o, "TmpSecretKey"), text_of(o, "Token")},
                     text_of(o, "ExpiredTime"));
  };
  auto const [first, end] = tencent();
  CHECK(std::stoll(end) == std::stoll(p.seconds()) + 3600);
  auto const quota = [&](keys const& k) {
    return tencent_code(p.tc3("clb", "2018-03-17", "DescribeQuota", "{}", k));
  };
  CHECK(quota(first) == "");
  p.clock->advance(1799s);
  CHECK(tencent().first.id == first.id);
  p.clock->advance(1s);
  CHECK(tencent().first.id != first.id);
  CHECK(quota(first) == "");
  p.clock->advance(1800s);
  CHECK(quota(first) == "AuthFailure.TokenFailure");

  std::string const ram = "/latest/meta-data/ram/security-credentials/";
  CHECK(p.metadata("GET", ram).body == "web role\n");
  auto const o = json::parse(p.metadata("GET", ram + "web%20role").body).as_object();
  CHECK(text_of(o, "Code") == "Success");
  CHECK(text_of(o, "Expiration").ends_with("Z"));
  keys const k{text_of(o, "AccessKeyId"), text_of(o, "AccessKeySecret"), text_of(o, "SecurityToken")};
  CHECK(text_of(p.rpc("2014-05-15", "DescribeRegions", {}, k), "Code") == "");
  CHECK(p.metadata("GET", "/latest/meta-data/region-id").body == "cn-hangzhou");
  CHECK(p.metadata("GET", "/").status == 404);

  place bare({.instance_role = ""});
  CHECK(bare.metadata("GET", cam).status == 404);
  CHECK(bare.metadata("GET", ram).status == 404);
}

TEST_CASE("the handshake of Alibaba's metadata service") {
  place p({.metadata_handshake = true});
  std::string const ram = "/latest/meta-data/ram/security-credentials/";
  std::string const ttl = "X-aliyun-ecs-metadata-token-ttl-seconds";
  std::string const header = "X-aliyun-ecs-metadata-token";
  CHECK(p.metadata("GET", ram).status == 403);
  for (auto const* const wrong : {"", "0", "21601", "x"})
    CHECK(p.metadata("PUT", "/latest/api/token", {{ttl, wrong}}).status == 400);
  CHECK(p.metadata("GET", "/latest/api/token", {{ttl, "60"}}).status == 405);
  auto const token = p.metadata("PUT", "/latest/api/token", {{ttl, "60"}}).body;
  CHECK(p.metadata("GET", ram, {{header, token}}).status == 200);
  CHECK(p.metadata("GET", ram, {{header, token + 'x'}}).status == 403);
  p.clock->advance(60s);
  CHECK(p.metadata("GET", ram, {{header, token}}).status == 403);
}

TEST_CASE("what is plain stays apart from what is signed") {
  place p;
  emu::request r;
  r.method = "GET";
  r.target = "/latest/meta-data/cam/security-credentials/";
  CHECK(p.core.handle(r).status == 404);
  r.target = "/?Action=DescribeRegions&AccessKeyId=x";
  r.plain = true;
  CHECK(p.core.handle(r).status == 404);
}
