// Where keys come from: variables, files, and what services answer.
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <colb/aliyun/sources.hpp>
#include <colb/capitalonline/sources.hpp>
#include <colb/engine/key_cache.hpp>
#include <colb/resilience/renewal.hpp>
#include <colb/resilience/skew.hpp>
#include <colb/tencent/sources.hpp>

#include "catch.hpp"
#include "support/worlds.hpp"

using namespace colb;
using test::texts;
using test::world_of;
using test::written_out;

namespace {

struct file_case {
  char const* what;
  texts variables;
  texts files;
  char const* expected;
};

std::string const tccli = "/home/u/.tccli/default.credential";
std::string const tccli_settings = "/home/u/.tccli/default.configure";
std::string const tencent_ini = "/home/u/.tencentcloud/credentials";
std::string const config = "/home/u/.aliyun/config.json";
std::string const aliyun_ini = "/home/u/.alibabacloud/credentials";

void check(inner::vendor_sources const& vendor, credentials const& what,
           std::vector<file_case> const& cases) {
  for (auto const& each : cases) {
    INFO(each.what);
    auto const plans = inner::resolve(what, vendor, world_of(each.variables, each.files));
    CHECK(written_out(plans) == each.expected);
  }
}

}  // namespace

TEST_CASE("Tencent's variables, in every spelling") {
  std::string const id = "TENCENTCLOUD_SECRET_ID", key = "TENCENTCLOUD_SECRET_KEY";
  check(tencent::sources(), credentials::from_environment(),
        {
            {"nothing", {}, {}, "absent"},
            {"a pair", {{id, "AKID"}, {key, "k"}}, {}, "keys AKID k"},
            {"a token", {{id, "AKID"}, {key, "k"}, {"TENCENTCLOUD_TOKEN", "t"}}, {}, "keys AKID k t"},
            {"the token's other spelling",
             {{id, "AKID"}, {key, "k"}, {"TENCENTCLOUD_SECURITY_TOKEN", "t"}},
             {},
             "keys AKID k t"},
            {"a region",
             {{id, "AKID"}, {key, "k"}, {"TENCENTCLOUD_REGION", "ap-x"}},
             {},
             "keys AKID k in ap-x"},
            {"half", {{id, "AKID"}}, {}, "broken: TENCENTCLOUD_SECRET_KEY is not set"},
            {"the other half", {{key, "k"}, {id, ""}}, {}, "broken: TENCENTCLOUD_SECRET_ID is not set"},
            {"empty", {{key, ""}, {id, ""}}, {}, "absent"},
            {"a line break",
             {{id, "AKID"}, {key, "k\n"}},
             {},
             "broken: the key holds line breaks or other characters that keys do not have"},
            {"a role",
             {{id, "AKID"},
              {key, "k"},
              {"TENCENTCLOUD_ROLE_ARN", "qcs::r"},
              {"TENCENTCLOUD_ROLE_SESSION_NAME", "me"}},
             {},
             "role qcs::r as me at https://sts.tencentcloudapi.com over (keys AKID k)"},
            {"Terraform's role",
             {{id, "AKID"},
              {key, "k"},
              {"TENCENTCLOUD_ASSUME_ROLE_ARN", "qcs::r"},
              {"TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME", "me"},
              {"TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION", "3600"},
              {"TENCENTCLOUD_ASSUME_ROLE_EXTERNAL_ID", "ext"}},
             {},
             "role qcs::r as me for 3600 external ext at https://sts.tencentcloudapi.com over (keys AKID k)"},
            {"a role without a session",
             {{id, "AKID"}, {key, "k"}, {"TENCENTCLOUD_ROLE_ARN", "qcs::r"}},
             {},
             "keys AKID k"},
        });
}

TEST_CASE("Tencent's files") {
  check(
      tencent::sources(), credentials::from_profile(),
      {
          {"none", {}, {}, "absent"},
          {"INI", {}, {{tencent_ini, "[default]\r\nsecret_id = a\r\nsecret_key=b=c\r\n"}}, "keys a b=c"},
          {"INI with comments and other sections",
           {},
           {{tencent_ini, "# x\n[other]\nsecret_id=1\n[default]\n;y\nsecret_id=a\nsecret_key= b \n"}},
           "keys a b"},
          {"INI, quotes stay",
           {},
           {{tencent_ini, "[default]\nsecret_id=\"a\"\nsecret_key='b'\n"}},
           "keys \"a\" 'b'"},
          {"INI, key missing",
           {},
           {{tencent_ini, "[default]\nsecret_id=a\nsecret_key=\n"}},
           "broken: section [default]: the key is missing"},
          {"INI, no section", {}, {{tencent_ini, "secret_id=a\nsecret_key=b\n"}}, "absent"},
          {"INI, damaged",
           {},
           {{tencent_ini, "[default\nsecret_id=a\n"}},
           "broken: it is no INI file: the bracket of a section is not closed"},
          {"INI of the system",
           {},
           {{"/etc/tencentcloud/credentials", "[default]\nsecret_id=a\nsecret_key=b\n"}},
           "keys a b"},
          {"INI by variable",
           {{"TENCENTCLOUD_CREDENTIALS_FILE", "/x"}},
           {{"/x", "[default]\nsecret_id=a\nsecret_key=b\n"}, {tccli, R"({"secretId":"z","secretKey":"z"})"}},
           "keys a b"},
          {"the variable is empty",
           {{"TENCENTCLOUD_CREDENTIALS_FILE", ""}},
           {},
           "broken: it is set and empty: unset it or name a file"},
          {"the variable's file is missing",
           {{"TENCENTCLOUD_CREDENTIALS_FILE", "/x"}},
           {},
           "broken: there is none"},
          {"not readable", {}, {{tencent_ini, "!Permission denied"}}, "broken: Permission denied"},
          {"tccli", {}, {{tccli, R"({"secretId":"a","secretKey":"b","token":"t"})"}}, "keys a b t"},
          {"tccli, the word None",
           {},
           {{tccli, R"({"secretId":"a","secretKey":"b","token":"None"})"}},
           "keys a b"},
          {"tccli, nothing given", {}, {{tccli, R"({"secretId":"None","secretKey":"None"})"}}, "absent"},
          {"tccli, half",
           {},
           {{tccli, R"({"secretId":"a","secretKey":"None"})"}},
           "broken: the key is missing"},
          {"tccli before INI",
           {},
           {{tccli, R"({"secretId":"a","secretKey":"b"})"},
            {tencent_ini, "[default]\nsecret_id=1\nsecret_key=2\n"}},
           "keys a b"},
          {"tccli, its region",
           {},
           {{tccli, R"({"secretId":"a","secretKey":"b"})"},
            {tccli_settings, R"({"_sys_param":{"region":"ap-x"}})"}},
           "keys a b in ap-x"},
          {"tccli, an old file's region",
           {},
           {{tccli, R"({"secretId":"a","secretKey":"b"})"}, {tccli_settings, R"({"region":"ap-y"})"}},
           "keys a b in ap-y"},
          {"tccli, a role and its STS",
           {},
           {{tccli, R"({"secretId":"a","secretKey":"b","role-arn":"r","role-session-name":"me"})"},
            {tccli_settings, R"({"_sys_param":{"region":"ap-x"},"sts":{"endpoint":"sts.internal.x"}})"}},
           "role r as me at https://sts.internal.x over (keys a b in ap-x) in ap-x"},
          {"tccli, a role without session",
           {},
           {{tccli, R"({"secretId":"a","secretKey":"b","role-arn":"r"})"}},
           "keys a b"},
          {"tccli, instance role", {}, {{tccli, R"({"type":"cvm-role"})"}}, "instance"},
          {"tccli, logged in",
           {},
           {{tccli, R"({"type":"oauth","secretId":"a","secretKey":"b","token":"t","expiresAt":1900000000})"}},
           "keys a b t until 1900000000"},
          {"tccli, single sign-on",
           {},
           {{tccli,
             R"({"type":"sso","secretId":"a","secretKey":"b","token":"t","expiresAt":1900000000,"sso":{}})"}},
           "keys a b t until 1900000000"},
          {"tccli, unheard of",
           {},
           {{tccli, R"({"type":"magic","secretId":"a","secretKey":"b"})"}},
           "broken: type 'magic' is not supported"},
          {"tccli, damaged", {}, {{tccli, R"({"secretId":"a",)"}}, "broken: it is no JSON object"},
          {"tccli, profile by variable",
           {{"TCCLI_PROFILE", "p"}},
           {{"/home/u/.tccli/p.credential", R"({"secretId":"a","secretKey":"b"})"}},
           "keys a b"},
          {"tccli, Terraform's folder and profile",
           {{"TENCENTCLOUD_PROFILE", "p"}, {"TENCENTCLOUD_SHARED_CREDENTIALS_DIR", "/d"}},
           {{"/d/p.credential", R"({"secretId":"a","secretKey":"b"})"}},
           "keys a b"},
          {"a name that is a path",
           {{"TCCLI_PROFILE", "../x"}},
           {},
           "broken: the name of a profile holds no '/'"},
      });
}

TEST_CASE("Alibaba's variables, in every spelling") {
  check(aliyun::sources(), credentials::from_environment(),
        {
            {"nothing", {}, {}, "absent"},
            {"a pair",
             {{"ALIBABA_CLOUD_ACCESS_KEY_ID", "a"}, {"ALIBABA_CLOUD_ACCESS_KEY_SECRET", "b"}},
             {},
             "keys a b"},
            {"a token",
             {{"ALIBABA_CLOUD_ACCESS_KEY_ID", "a"},
              {"ALIBABA_CLOUD_ACCESS_KEY_SECRET", "b"},
              {"ALIBABA_CLOUD_SECURITY_TOKEN", "t"},
              {"ALIBABA_CLOUD_REGION_ID", "cn-x"}},
             {},
             "keys a b t in cn-x"},
            {"half",
             {{"ALIBABA_CLOUD_ACCESS_KEY_ID", "a"}},
             {},
             "broken: ALIBABA_CLOUD_ACCESS_KEY_SECRET is not set"},
            {"second prefix",
             {{"ALIBABACLOUD_ACCESS_KEY_ID", "a"}, {"ALIBABACLOUD_ACCESS_KEY_SECRET", "b"}},
             {},
             "keys a b"},
            {"third prefix",
             {{"ALICLOUD_ACCESS_KEY_ID", "a"}, {"ALICLOUD_ACCESS_KEY_SECRET", "b"}},
             {},
             "keys a b"},
            {"Terraform",
             {{"ALICLOUD_ACCESS_KEY", "a"},
              {"ALICLOUD_SECRET_KEY", "b"},
              {"ALICLOUD_SECURITY_TOKEN", "t"},
              {"ALICLOUD_REGION", "cn-y"}},
             {},
             "keys a b t in cn-y"},
            {"no prefix",
             {{"ACCESS_KEY_ID", "a"}, {"ACCESS_KEY_SECRET", "b"}, {"SECURITY_TOKEN", "t"}},
             {},
             "keys a b t"},
            {"the token of another prefix is not taken",
             {{"ALIBABA_CLOUD_ACCESS_KEY_ID", "a"},
              {"ALIBABA_CLOUD_ACCESS_KEY_SECRET", "b"},
              {"ALICLOUD_SECURITY_TOKEN", "t"}},
             {},
             "keys a b"},
        });
}

TEST_CASE("Alibaba's files") {
  auto const one = [](std::string const& members) {
    return R"({"current":"p","profiles":[{"name":"p",)" + members + "}]}";
  };
  check(
      aliyun::sources(), credentials::from_profile(),
      {
          {"none", {}, {}, "absent"},
          {"AK",
           {},
           {{config, one(R"("mode":"AK","access_key_id":"a","access_key_secret":"b","region_id":"cn-x")")}},
           "keys a b in cn-x"},
          {"AK in lower case, its token is not looked at",
           {},
           {{config, one(R"("mode":"ak","access_key_id":"a","access_key_secret":"b","sts_token":"t")")}},
           "keys a b"},
          {"AK, never filled in",
           {},
           {{config, one(R"("mode":"AK","access_key_id":"","access_key_secret":"")")}},
           "absent"},
          {"AK, half",
           {},
           {{config, one(R"("mode":"AK","access_key_id":"a")")}},
           "broken: the key is missing"},
          {"StsToken",
           {},
           {{config,
             one(R"("mode":"StsToken","access_key_id":"a","access_key_secret":"b","sts_token":"t")")}},
           "keys a b t"},
          {"StsToken without one",
           {},
           {{config, one(R"("mode":"StsToken","access_key_id":"a","access_key_secret":"b")")}},
           "broken: sts_token is missing"},
          {"RamRoleArn",
           {},
           {{config, one(R"("mode":"RamRoleArn","access_key_id":"a","access_key_secret":"b",
             "ram_role_arn":"acs:r","ram_session_name":"me","expired_seconds":900,"sts_region":"cn-h",
             "external_id":"e","policy":"{}")")}},
           "role acs:r as me for 900 external e policy {} at https://sts.cn-h.aliyuncs.com over (keys a b)"},
          {"RamRoleArn in the VPC",
           {},
           {{config, one(R"("mode":"RamRoleArn","access_key_id":"a",
             "access_key_secret":"b","ram_role_arn":"acs:r","sts_region":"cn-h","enable_vpc":true)")}},
           "role acs:r as colb at https://sts-vpc.cn-h.aliyuncs.com over (keys a b)"},
          {"RamRoleArn, its STS",
           {},
           {{config, one(R"("mode":"RamRoleArn","access_key_id":"a","access_key_secret":"b",
             "ram_role_arn":"acs:r","sts_endpoint":"sts.x:8443")")}},
           "role acs:r as colb at https://sts.x:8443 over (keys a b)"},
          {"RamRoleArn, no role",
           {},
           {{config, one(R"("mode":"RamRoleArn","access_key_id":"a",
             "access_key_secret":"b")")}},
           "broken: ram_role_arn is missing"},
          {"EcsRamRole", {}, {{config, one(R"("mode":"EcsRamRole","ram_role_name":"r")")}}, "instance r"},
          {"EcsRamRole without a name", {}, {{config, one(R"("mode":"EcsRamRole")")}}, "instance"},
          {"EcsRamRole switched off",
           {{"ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true"}},
           {{config, one(R"("mode":"EcsRamRole")")}},
           "absent"},
          {"RamRoleArnWithRoleName",
           {},
           {{config, one(R"("mode":"RamRoleArnWithRoleName","ram_role_name":"r",
             "ram_role_arn":"acs:r","ram_session_name":"me")")}},
           "role acs:r as me at https://sts.aliyuncs.com over (instance r)"},
          {"ChainableRamRoleArn",
           {},
           {{config, R"({"current":"p","profiles":[
             {"name":"p","mode":"ChainableRamRoleArn","source_profile":"q","ram_role_arn":"acs:1","ram_session_name":"m"},
             {"name":"q","mode":"ChainableRamRoleArn","source_profile":"z","ram_role_arn":"acs:2"},
             {"name":"z","mode":"AK","access_key_id":"a","access_key_secret":"b"}]})"}},
           "role acs:1 as m at https://sts.aliyuncs.com over (role acs:2 as colb at https://sts.aliyuncs.com "
           "over "
           "(keys a b))"},
          {"ChainableRamRoleArn in a loop",
           {},
           {{config, R"({"current":"p","profiles":[
             {"name":"p","mode":"ChainableRamRoleArn","source_profile":"q","ram_role_arn":"acs:1"},
             {"name":"q","mode":"ChainableRamRoleArn","source_profile":"p","ram_role_arn":"acs:2"}]})"}},
           "broken: source_profile leads back to it: the profiles form a loop"},
          {"ChainableRamRoleArn of nobody",
           {},
           {{config, one(R"("mode":"ChainableRamRoleArn","source_profile":"q",
             "ram_role_arn":"acs:1")")}},
           "broken: source_profile 'q': it has no profile 'q'"},
          {"OIDC",
           {},
           {{config, one(R"("mode":"OIDC","oidc_provider_arn":"o","oidc_token_file":"/t",
             "ram_role_arn":"acs:r","ram_session_name":"me")")}},
           "pod o /t acs:r as me at https://sts.aliyuncs.com"},
          {"OIDC, half",
           {},
           {{config, one(R"("mode":"OIDC","oidc_provider_arn":"o","ram_role_arn":"acs:r")")}},
           "broken: oidc_token_file is missing"},
          {"External",
           {},
           {{config, one(R"("mode":"External","process_command":"/bin/x 'a b'")")}},
           "process /bin/x 'a b'"},
          {"External forbidden",
           {{"ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS", "1"}},
           {{config, one(R"("mode":"External","process_command":"x")")}},
           "broken: ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS forbids it"},
          {"External, a quote open",
           {},
           {{config, one(R"("mode":"External","process_command":"x 'y")")}},
           "broken: a quote of its command is not closed"},
          {"CredentialsURI",
           {},
           {{config, one(R"("mode":"CredentialsURI","credentials_uri":"http://127.0.0.1:9/k?a=b")")}},
           "uri http://127.0.0.1:9/k?a=b"},
          {"CredentialsURI by variable",
           {{"ALIBABA_CLOUD_CREDENTIALS_URI", "http://localhost/k"}},
           {{config, one(R"("mode":"CredentialsURI")")}},
           "uri http://localhost/k"},
          {"CredentialsURI in the clear",
           {},
           {{config, one(R"("mode":"CredentialsURI","credentials_uri":"http://x/k")")}},
           "broken: endpoint 'http://x': plain http would send signed requests readable to everyone, so it "
           "is allowed "
           "to loopback only; write https://"},
          {"CloudSSO",
           {},
           {{config, one(R"("mode":"CloudSSO","access_key_id":"a","access_key_secret":"b",
             "sts_token":"t","sts_expiration":1900000000)")}},
           "keys a b t until 1900000000"},
          {"OAuth, no end",
           {},
           {{config, one(R"("mode":"OAuth","access_key_id":"a","access_key_secret":"b",
             "sts_token":"t","sts_expiration":0)")}},
           "keys a b t"},
          {"OAuth, nobody logged in",
           {},
           {{config, one(R"("mode":"OAuth")")}},
           "broken: nobody is logged in: run `aliyun configure --profile p`"},
          {"RsaKeyPair",
           {},
           {{config, one(R"("mode":"RsaKeyPair")")}},
           "broken: mode 'RsaKeyPair' is not supported"},
          {"BearerToken",
           {},
           {{config, one(R"("mode":"BearerToken")")}},
           "broken: mode 'BearerToken' is not supported"},
          {"Anonymous",
           {},
           {{config, one(R"("mode":"Anonymous")")}},
           "broken: mode 'Anonymous' is not supported"},
          {"no mode: a pair",
           {},
           {{config, one(R"("access_key_id":"a","access_key_secret":"b")")}},
           "keys a b"},
          {"no mode: a token",
           {},
           {{config, one(R"("access_key_id":"a","access_key_secret":"b","sts_token":"t")")}},
           "keys a b t"},
          {"no mode: a role",
           {},
           {{config, one(R"("mode":"","access_key_id":"a","access_key_secret":"b",
             "ram_role_arn":"acs:r")")}},
           "role acs:r as colb at https://sts.aliyuncs.com over (keys a b)"},
          {"no mode: an instance", {}, {{config, one(R"("ram_role_name":"r")")}}, "instance r"},
          {"no mode: a program", {}, {{config, one(R"("process_command":"x")")}}, "process x"},
          {"another profile",
           {{"ALIBABA_CLOUD_PROFILE", "q"}},
           {{config, R"({"current":"p","profiles":[
             {"name":"p","mode":"AK","access_key_id":"1","access_key_secret":"2"},
             {"name":"q","mode":"AK","access_key_id":"a","access_key_secret":"b"}]})"}},
           "keys a b"},
          {"a profile that is not there",
           {{"ALIBABA_CLOUD_PROFILE", "q"}},
           {{config, one(R"("mode":"AK")")}},
           "absent"},
          {"damaged", {}, {{config, "{"}}, "broken: it is no JSON object"},
          {"switched off",
           {{"ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "true"}},
           {{config, one(R"("mode":"AK","access_key_id":"a","access_key_secret":"b")")}},
           "absent"},
          {"elsewhere",
           {{"ALIBABA_CLOUD_CONFIG_FILE", "/c"}},
           {{"/c", one(R"("mode":"AK","access_key_id":"a","access_key_secret":"b")")}},
           "keys a b"},
          {"INI",
           {},
           {{aliyun_ini, "[default]\ntype = access_key\naccess_key_id = a\naccess_key_secret = b\n"}},
           "keys a b"},
          {"INI by variable, which is JSON",
           {{"ALIBABA_CLOUD_CREDENTIALS_FILE", "/c"}},
           {{"/c", one(R"("mode":"AK","access_key_id":"a","access_key_secret":"b")")}},
           "keys a b"},
          {"INI, a role",
           {},
           {{aliyun_ini,
             "[default]\ntype=ram_role_arn\naccess_key_id=a\naccess_key_secret=b\n"
             "role_arn=acs:r\nrole_session_name=me\npolicy={}\n"}},
           "role acs:r as me policy {} at https://sts.aliyuncs.com over (keys a b)"},
          {"INI, an instance",
           {},
           {{aliyun_ini, "[default]\ntype=ecs_ram_role\nrole_name=r\n"}},
           "instance r"},
          {"INI, no longer served",
           {},
           {{aliyun_ini, "[default]\ntype=rsa_key_pair\n"}},
           "broken: type rsa_key_pair is not supported: the vendor serves it no longer"},
          {"INI, no type", {}, {{aliyun_ini, "[default]\naccess_key_id=a\n"}}, "broken: its type is missing"},
          {"INI, a profile",
           {{"ALIBABA_CLOUD_PROFILE", "q"}},
           {{aliyun_ini, "[q]\ntype=access_key\naccess_key_id=a\naccess_key_secret=b\n"}},
           "keys a b"},
      });
}

TEST_CASE("The default chain: absent is passed over, broken stops") {
  std::string const token = "/t";
  texts const pod{{"ALIBABA_CLOUD_ROLE_ARN", "acs:r"},
                  {"ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "o"},
                  {"ALIBABA_CLOUD_OIDC_TOKEN_FILE", token}};
  texts keys{{"ALIBABA_CLOUD_ACCESS_KEY_ID", "a"}, {"ALIBABA_CLOUD_ACCESS_KEY_SECRET", "b"}};
  texts both = pod;
  both.insert(keys.begin(), keys.end());
  texts half = pod;
  half.emplace("ALIBABA_CLOUD_ACCESS_KEY_ID", "a");
  texts half_pod = keys;
  half_pod.clear();
  half_pod.emplace("ALIBABA_CLOUD_OIDC_TOKEN_FILE", token);
  std::string const ak =
      R"({"current":"p","profiles":[{"name":"p","access_key_id":"f","access_key_secret":"g"}]})";
  std::string const pod_shown = "pod o /t acs:r as colb at https://sts.aliyuncs.com";
  check(
      aliyun::sources(), credentials::default_chain(),
      {
          {"nothing", {}, {}, "instance"},
          {"variables first", both, {{config, ak}}, "keys a b"},
          {"then the pod", pod, {{config, ak}}, pod_shown.c_str()},
          {"half a pair stops", half, {{config, ak}}, "broken: ALIBABA_CLOUD_ACCESS_KEY_SECRET is not set"},
          {"half a pod stops",
           half_pod,
           {{config, ak}},
           "broken: ALIBABA_CLOUD_ROLE_ARN is not set, the others are"},
          {"then the profile", {}, {{config, ak}}, "keys f g"},
          {"a damaged profile stops", {}, {{config, "["}}, "broken: it is no JSON object"},
          {"then instance and URI",
           {{"ALIBABA_CLOUD_CREDENTIALS_URI", "http://127.0.0.1/k"}},
           {},
           "instance | uri http://127.0.0.1/k"},
          {"URI alone",
           {{"ALIBABA_CLOUD_CREDENTIALS_URI", "http://127.0.0.1/k"},
            {"ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true"}},
           {},
           "uri http://127.0.0.1/k"},
          {"a handshake is required", {{"ALIBABA_CLOUD_IMDSV1_DISABLED", "true"}}, {}, "instance handshake"},
      });
  check(tencent::sources(), credentials::default_chain(),
        {
            {"nothing", {}, {}, "instance"},
            {"the pod before the profile",
             {{"TKE_REGION", "ap-x"},
              {"TKE_PROVIDER_ID", "p"},
              {"TKE_WEB_IDENTITY_TOKEN_FILE", "/t"},
              {"TKE_ROLE_ARN", "qcs::r"}},
             {{tencent_ini, "[default]\nsecret_id=a\nsecret_key=b\n"}},
             "pod p /t qcs::r as colb at https://sts.tencentcloudapi.com in ap-x"},
            {"half a pod", {{"TKE_PROVIDER_ID", "p"}}, {}, "broken: TKE_REGION is not set, the others are"},
            {"the region of a cluster alone is no pod", {{"TKE_REGION", "p"}}, {}, "instance"},
        });
  texts const cds{{"CDS_SECRET_ID", "a"}, {"CDS_SECRET_KEY", "b"}};
  check(capitalonline::sources(), credentials::default_chain(),
        {{"pair", cds, {}, "keys a b"}, {"none", {}, {}, "absent"}});
  auto const lacking =
      inner::resolve(credentials::from_profile(), capitalonline::sources(), world_of({}, {}));
  CHECK(inner::reasons(lacking) ==
        "credential file: Capital Online has no credential file: give .id and .key, or "
        "credentials::from_environment()");
}

TEST_CASE("No key stands in the reason why a source has nothing") {
  texts files{{config, R"({"current":"p","profiles":[{"name":"p","mode":"AK","access_key_id":"MARK1",
                           "access_key_secret":"MARK2\u0001x"}]})"},
              {tccli, R"({"secretId":"MARK1","secretKey":"MARK2\u0001x","type":"MARK3"})"}};
  for (auto const* vendor : {&aliyun::sources(), &tencent::sources()}) {
    auto const plans = inner::resolve(credentials::from_profile(), *vendor, world_of({}, files));
    auto const why = inner::reasons(plans);
    CHECK(!why.empty());
    CHECK(why.find("MARK1") == why.npos);
    CHECK(why.find("MARK2") == why.npos);
  }
}

TEST_CASE("Metadata services and STS, answer by answer") {
  using answers = std::vector<std::pair<int, std::string>>;
  auto const talk = [](std::unique_ptr<inner::conversation> with, answers const& script) {
    std::string log;
    std::size_t at = 0;
    while (auto const request = with->next()) {
      log += request->method + ' ' + request->target;
      for (auto const& [name, value] : request->headers)
        if (name.starts_with("X-aliyun")) log += " [" + value + ']';
      log += '\n';
      if (at == script.size() || script[at].first == 0) {
        with->failed(at != script.size(), "no answer");
        ++at;
        continue;
      }
      with->answered(script[at].first, script[at].second);
      ++at;
    }
    auto const found = with->result();
    using state = inner::finding::state;
    log += found.is == state::found ? "found " + found.keys.id + ' ' + found.keys.key + ' ' + found.keys.token
           : found.is == state::absent ? "absent: " + found.why
                                       : (found.passes ? "broken for now: " : "broken: ") + found.why;
    if (found.keys.expires) log += " until " + test::seconds_of(*found.keys.expires);
    return log;
  };
  inner::plan plan;
  plan.kind = inner::plan::what::instance_role;
  std::string const cam = "GET /latest/meta-data/cam/security-credentials/";
  std::string const ram = "GET /latest/meta-data/ram/security-credentials/";
  std::string const put = "PUT /latest/api/token [21600]\n";
  std::string const good = R"({"TmpSecretId":"a","TmpSecretKey":"b","Token":"t","ExpiredTime":1900000000,
                               "Code":"Success"})";
  std::string const ali = R"({"Code":"Success","AccessKeyId":"a","AccessKeySecret":"b","SecurityToken":"t",
                              "Expiration":"2030-03-17T17:46:40Z"})";
  auto const t = [&](answers const& script) { return talk(tencent::sources().ask_metadata(plan), script); };
  auto const a = [&](answers const& script) { return talk(aliyun::sources().ask_metadata(plan), script); };
  CHECK(t({{200, "my role\n"}, {200, good}}) == cam + '\n' + cam + "my%20role\nfound a b t until 1900000000");
  CHECK(t({{404, ""}}) == cam + "\nabsent: no role is bound to this instance");
  CHECK(t({}) == cam + "\nabsent: no answer");
  CHECK(t({{0, ""}}) == cam + "\nbroken for now: no answer");
  CHECK(t({{500, ""}}) == cam + "\nbroken for now: the metadata service answered HTTP 500");
  CHECK(t({{200, "r"}, {200, "<html>"}}) ==
        cam + '\n' + cam + "r\nbroken for now: the metadata service's answer is no JSON object");
  CHECK(t({{200, "r"}, {200, R"({"Code":"Failed"})"}}) ==
        cam + '\n' + cam + "r\nbroken: the metadata service answered Code 'Failed'");
  CHECK(t({{200, "r"}, {200, R"({"Code":"Success","TmpSecretId":"a"})"}}) ==
        cam + '\n' + cam + "r\nbroken: the metadata service's answer: the key is missing");
  CHECK(a({{200, "h"}, {200, "r"}, {200, ali}}) ==
        put + ram + " [h]\n" + ram + "r [h]\nfound a b t until 1900000000");
  CHECK(a({{404, ""}, {200, "r"}, {200, ali}}) == put + ram + '\n' + ram + "r\nfound a b t until 1900000000");
  CHECK(a({{0, ""}, {200, "r"}, {200, ali}}) == put + ram + '\n' + ram + "r\nfound a b t until 1900000000");
  CHECK(a({}) == put + "absent: no answer");
  CHECK(a({{200, "h"}, {404, ""}}) == put + ram + " [h]\nabsent: no role is bound to this instance");
  plan.metadata.handshake = instance_role_options::handshake_mode::required;
  CHECK(a({{404, ""}}) == put +
                              "broken for now: the metadata service's handshake, which is required, failed: "
                              "it answered HTTP 404");
  plan.metadata.handshake = instance_role_options::handshake_mode::off;
  plan.role = "r/x";
  CHECK(a({{200, ali}}) == ram + "r%2Fx\nfound a b t until 1900000000");

  inner::plan role;
  role.kind = inner::plan::what::assume_role;
  role.assume.role_arn = "arn";
  issued_credentials with;
  with.id = "id";
  with.key = "MARKED";
  auto const now = std::chrono::system_clock::time_point(std::chrono::seconds(1893456000));
  inner::moment const when{now, {1, 2}};
  role = tencent::sources().assume_role(world_of({}, {}), role);
  auto const ts = [&](answers const& script) {
    return talk(tencent::sources().ask_role(role, with, when), script);
  };
  CHECK(ts({{200, R"({"Response":{"Credentials":{"Token":"t","TmpSecretId":"a","TmpSecretKey":"b"},
                                 "ExpiredTime":1900000000,"RequestId":"r"}})"}}) ==
        "POST /\nfound a b t until 1900000000");
  CHECK(ts({{200, R"({"Response":{"Error":{"Code":"ResourceNotFound.RoleNotFound","Message":"no MARKED"},
                                 "RequestId":"r"}})"}}) ==
        "POST /\nbroken: STS refused: ResourceNotFound.RoleNotFound: (its words are left out: they may hold "
        "secrets) (request r)");
  CHECK(ts({{200,
             R"({"Response":{"Error":{"Code":"InternalError.DbError","Message":"m"},"RequestId":"r"}})"}}) ==
        "POST /\nbroken for now: STS refused: InternalError.DbError: m (request r)");
  role.assume.endpoint.clear();
  role = aliyun::sources().assume_role(world_of({}, {}), role);
  auto const as = [&](answers const& script) {
    return talk(aliyun::sources().ask_role(role, with, when), script);
  };
  CHECK(as({{200,
             R"({"RequestId":"r","Credentials":{"AccessKeyId":"a","AccessKeySecret":"b","SecurityToken":"t",
                                 "Expiration":"2030-03-17T17:46:40Z"}})"}}) ==
        "POST /\nfound a b t until 1900000000");
  CHECK(as({{404, R"({"RequestId":"r","Code":"EntityNotExist.Role","Message":"m"})"}}) ==
        "POST /\nbroken: STS refused: EntityNotExist.Role: m (request r)");
  CHECK(as({{503, "<html>"}}) ==
        "POST /\nbroken for now: STS answered HTTP 503 without an answer of the API");

  // What is not signed says who asks in no other way than by its token.
  auto pod = aliyun::sources().ask_web_identity(role, "TOK", when)->next();
  REQUIRE(pod);
  CHECK(pod->target ==
        "/?Action=AssumeRoleWithOIDC&Format=JSON&Version=2015-04-01&Timestamp=2030-01-01T00%3A00%3A00Z");
  CHECK(pod->body == "RoleArn=arn&OIDCToken=TOK&RoleSessionName=colb");
  pod = tencent::sources().ask_web_identity(role, "TOK", when)->next();
  REQUIRE(pod);
  CHECK(pod->headers[1].second == "SKIP");
}

TEST_CASE("What a program prints") {
  auto const read = [](inner::vendor_sources const& of, std::string const& text) {
    auto const found = of.read_keys(text, true);
    return found.is == inner::finding::state::found
               ? found.keys.id + ' ' + found.keys.key + ' ' + found.keys.token
               : found.why;
  };
  auto const& ali = aliyun::sources();
  CHECK(read(ali, R"({"mode":"AK","access_key_id":"a","access_key_secret":"b"})") == "a b ");
  CHECK(read(ali, R"({"mode":"StsToken","access_key_id":"a","access_key_secret":"b","sts_token":"t",
                      "expiration":"2030-01-02T03:04:05Z"})") == "a b t");
  CHECK(read(ali, R"({"mode":"StsToken","access_key_id":"a","access_key_secret":"b"})") ==
        "its output has mode StsToken and no sts_token");
  CHECK(read(ali, R"({"mode":"External","process_command":"x"})") ==
        "its output has mode 'External': only AK and StsToken are taken from a program");
  CHECK(read(ali, R"({"access_key_id":"a","access_key_secret":"b","expiration":"soon"})") ==
        "its expiration is no ISO 8601 time");
  CHECK(read(ali, "no") == "its output is no JSON object");
  CHECK(read(tencent::sources(), R"({"access_key_id":"a","access_key_secret":"b"})") == "a b ");
}

TEST_CASE("A command is split as POSIX words") {
  auto const split = [](char const* text) {
    auto const words = inner::split_words(text);
    if (!words) return std::string("?");
    std::string out;
    for (auto const& each : *words) out += '<' + each + '>';
    return out;
  };
  CHECK(split("") == "");
  CHECK(split("  a  b\tc\n") == "<a><b><c>");
  CHECK(split("a 'b c' \"d e\" f\\ g") == "<a><b c><d e><f g>");
  CHECK(split("a'b'\"c\"") == "<abc>");
  CHECK(split("'' \"\"") == "<><>");
  CHECK(split("\"a\\\"b\\x\\\\\"") == "<a\"b\\x\\>");
  CHECK(split("'a\\b'") == "<a\\b>");
  CHECK(split("'a") == "?");
  CHECK(split("\"a") == "?");
  CHECK(split("a\\") == "?");
  CHECK(split("$HOME `x` $(y) ; & |") == "<$HOME><`x`><$(y)><;><&><|>");
}

TEST_CASE("Times as services write them") {
  auto const iso = [](char const* text) {
    auto const at = inner::parse_iso_time(text);
    return at ? test::seconds_of(*at) : std::string("?");
  };
  CHECK(iso("2030-03-17T17:46:40Z") == "1900000000");
  CHECK(iso("2030-03-17T17:46:40.123Z") == "1900000000");
  CHECK(iso("2030-03-18T01:46:40+08:00") == "1900000000");
  for (auto const* bad : {"", "2030-02-30T00:00:00Z", "2030-03-17T17:46:40", "2030-03-17T25:46:40Z",
                          "1900000000", "2030-03-17T17:46:40Zx", "2030-3-17T17:46:40Z"})
    CHECK(iso(bad) == "?");
  auto const http = [](char const* text) {
    auto const at = inner::parse_http_date(text);
    return at ? test::seconds_of(*at) : std::string("?");
  };
  CHECK(http("Sun, 17 Mar 2030 17:46:40 GMT") == "1900000000");
  for (auto const* bad : {"", "Sun, 17 Mar 2030 17:46:40 CET", "Sun, 17 Mrz 2030 17:46:40 GMT",
                          "Sun, 31 Feb 2030 17:46:40 GMT", "Sunday, 06-Nov-94 08:49:37 GMT"})
    CHECK(http(bad) == "?");
}

TEST_CASE("A time that the clock does not hold is its last second, wherever it comes from") {
  using expiry = std::optional<std::chrono::system_clock::time_point>;
  using source = std::function<expiry(std::string const& text)>;
  auto const file = [](inner::vendor_sources const& vendor, std::string const& path) -> source {
    return [&vendor, path](std::string const& text) {
      return inner::resolve(credentials::from_profile(), vendor, world_of({}, {{path, text}}))
          .at(0)
          .keys.expires;
    };
  };
  auto const program = [](inner::vendor_sources const& vendor) -> source {
    return [&vendor](std::string const& text) { return vendor.read_keys(text, true).keys.expires; };
  };
  auto const answers = [](auto begin) -> source {
    return [begin](std::string const& text) {
      auto const talk = begin();
      while (talk->next()) talk->answered(200, text);
      return talk->result().keys.expires;
    };
  };
  auto const metadata = [&](inner::vendor_sources const& vendor) {
    return answers([&vendor] {
      inner::plan plan;
      plan.kind = inner::plan::what::instance_role;
      plan.role = "r";
      plan.metadata.handshake = instance_role_options::handshake_mode::off;
      return vendor.ask_metadata(plan);
    });
  };
  auto const sts = [&](inner::vendor_sources const& vendor) {
    return answers([&vendor] {
      inner::plan role;
      role.kind = inner::plan::what::assume_role;
      role.assume.role_arn = "arn";
      issued_credentials with;
      with.id = "id";
      with.key = "key";
      inner::moment const when{std::chrono::system_clock::time_point(std::chrono::seconds(1893456000)),
                               {1, 2}};
      return vendor.ask_role(vendor.assume_role(world_of({}, {}), role), with, when);
    });
  };
  struct row {
    char const* what;
    source expires;
    char const* before;
    char const* after;
    bool number;
  };
  auto const& ten = tencent::sources();
  auto const& ali = aliyun::sources();
  std::string const last = "9223372036";
  for (
      row const& r : {
          row{"tccli", file(ten, tccli),
              R"({"type":"oauth","secretId":"a","secretKey":"b","token":"t","expiresAt":)", "}", true},
          row{"Alibaba's config", file(ali, config),
              R"({"current":"p","profiles":[{"name":"p","mode":"CloudSSO","access_key_id":"a","access_key_secret":"b",
                   "sts_token":"t","sts_expiration":)",
              "}]}", true},
          row{"a program's number", program(ten), R"({"TmpSecretId":"a","TmpSecretKey":"b","ExpiredTime":)",
              "}", true},
          row{"a program's text", program(ali),
              R"({"access_key_id":"a","access_key_secret":"b","expiration":")", "\"}", false},
          row{"Tencent's metadata, a number", metadata(ten),
              R"({"Code":"Success","TmpSecretId":"a","TmpSecretKey":"b","Token":"t","ExpiredTime":)", "}",
              true},
          row{"Tencent's metadata, a text", metadata(ten),
              R"({"Code":"Success","TmpSecretId":"a","TmpSecretKey":"b","Token":"t","Expiration":")", "\"}",
              false},
          row{"Alibaba's metadata", metadata(ali),
              R"({"Code":"Success","AccessKeyId":"a","AccessKeySecret":"b","SecurityToken":"t","Expiration":")",
              "\"}", false},
          row{"Tencent's STS", sts(ten),
              R"({"Response":{"Credentials":{"Token":"t","TmpSecretId":"a","TmpSecretKey":"b"},"RequestId":"r",
                   "ExpiredTime":)",
              "}}", true},
          row{"Alibaba's STS", sts(ali),
              R"({"RequestId":"r","Credentials":{"AccessKeyId":"a","AccessKeySecret":"b","SecurityToken":"t",
                   "Expiration":")",
              "\"}}", false},
      }) {
    CAPTURE(r.what);
    auto const times = r.number ? std::vector<std::string>{"9223372035", "9223372036", "9223372037",
                                                           "191900000001", "253402300798"}
                                : std::vector<std::string>{"2262-04-11T23:47:15Z", "2262-04-11T23:47:16Z",
                                                           "2262-04-11T23:47:17Z", "2400-01-01T00:00:00Z",
                                                           "9999-12-31T23:59:59-14:00"};
    for (auto const& time : times) {
      CAPTURE(time);
      auto const expires = r.expires(r.before + time + r.after);
      REQUIRE(expires);
      CHECK(test::seconds_of(*expires) == (&time == &times.front() ? "9223372035" : last));
    }
  }
  auto const date = inner::parse_http_date("Fri, 31 Dec 9999 23:59:59 GMT");
  REQUIRE(date);
  CHECK(test::seconds_of(*date) == last);
}

TEST_CASE("When the machine's clock is corrected") {
  using namespace std::chrono_literals;
  auto const t = std::chrono::system_clock::time_point(1900000000s);
  CHECK(!inner::clock_correction(t + 100s, t, t, 300s));  // within half the window: not the clock
  CHECK(inner::clock_correction(t + 151s, t, t, 300s) == 151s);
  CHECK(inner::clock_correction(t - 1h, t, t, 300s) == -3600s);
  CHECK(!inner::clock_correction(t + 25h, t, t, 300s));      // nobody is believed that far
  CHECK(!inner::clock_correction(t + 1h, t + 1h, t, 300s));  // it is corrected already
  CHECK(inner::clock_correction(t, t + 1h, t, 300s) == 0s);  // and was corrected too much
  CHECK(!inner::clock_correction(t + 59min, t, t, 2h));
}

TEST_CASE("When keys are renewed") {
  using namespace std::chrono_literals;
  using step = inner::renewal::step;
  auto const wall = std::chrono::system_clock::time_point(1900000000s);
  auto const tick = std::chrono::steady_clock::time_point(1h);
  inner::renewal r;
  CHECK(r.next(wall, tick) == step::renew);
  r.failed(tick);
  CHECK(r.next(wall, tick + 999ms) == step::hold_off);
  CHECK(r.next(wall, tick + 1s) == step::renew);
  for (int i = 0; i < 20; ++i) r.failed(tick);
  CHECK(r.next(wall, tick + 59s) == step::hold_off);
  CHECK(r.next(wall, tick + 60s) == step::renew);
  r.got(wall, tick, wall + 2h, false);
  CHECK(r.next(wall + 2h - 721s, tick) == step::use);
  CHECK(r.next(wall + 2h - 720s, tick) == step::use_and_renew);  // a tenth of two hours
  CHECK(r.next(wall + 2h - 10s, tick) == step::renew);
  r.failed(tick);
  CHECK(r.next(wall + 2h - 720s, tick) == step::use);
  CHECK(r.next(wall + 2h - 10s, tick) == step::use);  // better than nothing
  CHECK(r.next(wall + 2h, tick) == step::hold_off);
  r.got(wall, tick, wall + 15min, false);
  CHECK(r.next(wall + 15min - 301s, tick) == step::use);
  CHECK(r.next(wall + 15min - 300s, tick) == step::use_and_renew);
  r.got(wall, tick, wall + 4min, false);
  CHECK(r.next(wall + 119s, tick) == step::use);
  CHECK(r.next(wall + 120s, tick) == step::use_and_renew);
  r.got(wall, tick, wall + 4min, true);  // the same again: do not ask all the time
  CHECK(r.next(wall + 120s, tick) == step::use);
  CHECK(r.next(wall + 120s, tick + 1s) == step::use_and_renew);
  r.got(wall, tick, std::nullopt, false);
  CHECK(r.next(wall + 10'000h, tick) == step::use);
  r.refused();
  CHECK(r.next(wall, tick) == step::renew);
  r.got(wall, tick, std::nullopt, true);
  CHECK(r.next(wall, tick) == step::use);
}
