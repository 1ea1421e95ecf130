// colb: Alibaba Cloud SLB on the wire: requests to the letter, signatures, replies, errors, names.
#include <chrono>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <asio/io_context.hpp>

#include <colb/aliyun/slb.hpp>
#include <colb/sign/acs3.hpp>
#include <colb/sign/hash.hpp>
#include <colb/sign/rpc.hpp>

#include "catch.hpp"
#include "support/pipe.hpp"

namespace slb = colb::aliyun::slb;
using colb::condition;
using colb::http_method;
using colb::request_style;
using colb::signature_method;
using colb::wire_names;

namespace {

/// 2017-08-22T10:06:13Z, the time of the document's signing example.
constexpr std::int64_t of_the_vector = 1503396373;

struct attempt {
  request_style style{};
  colb::credentials who{.id = "testid", .key = "testsecret"};
  std::string region = "cn-hangzhou";
  std::int64_t time = of_the_vector;
  std::uint64_t chance = 1;
  std::string client_token{};
};

template <class A>
colb::inner::encoded_call encoded(A const& request, attempt const& how = {}) {
  colb::inner::encoded_call call;
  call.action = &colb::inner::action_info_of<A>;
  slb::detail::protocol speaker;
  speaker.configure(how.style);
  speaker.encode(call, &request, how.client_token);
  return call;
}

colb::inner::request built(colb::inner::encoded_call const& call, attempt const& how = {}) {
  slb::detail::protocol speaker;
  speaker.configure(how.style);
  std::uint64_t next = how.chance;
  colb::random_source const random = [&] { return next++; };
  colb::inner::signing_context const context{
      "slb.aliyuncs.com", how.region, how.who,
      std::chrono::system_clock::time_point(std::chrono::seconds(how.time)), random};
  return speaker.build(call, context);
}

template <class A>
  requires colb::action<A>
colb::inner::request built(A const& request, attempt const& how = {}) {
  return built(encoded(request, how), how);
}

std::vector<colb::codec::parameter> parameters_of(colb::inner::request const& request) {
  std::string_view const target = request.target;
  auto const mark = target.find('?');
  auto const parsed =
      colb::codec::parse_form(mark == target.npos ? std::string_view(request.body) : target.substr(mark + 1));
  return parsed.value();
}

std::string value_of(colb::inner::request const& request, std::string_view name) {
  for (auto const& [key, value] : parameters_of(request)) {
    if (key == name) return value;
  }
  return "(none)";
}

std::string header(colb::inner::request const& request, std::string_view name) {
  for (auto const& [key, value] : request.headers) {
    if (key == name) return value;
  }
  return "(none)";
}

/// What an answer means to the protocol.
template <class A>
struct outcome {
  colb::inner::verdict verdict;
  typename A::response response{};
};

template <class A>
outcome<A> read(int status, std::string body, A const& request) {
  outcome<A> result{};
  colb::inner::response answer;
  answer.status = status;
  answer.body = std::move(body);
  slb::detail::protocol const speaker;
  result.verdict = speaker.read(encoded(request), answer, &result.response);
  return result;
}

slb::StartLoadBalancerListener const start{.LoadBalancerId = "lb-1", .ListenerPort = 80};
slb::DescribeLoadBalancerAttribute const describe_one{.LoadBalancerId = "lb-1"};
slb::UploadServerCertificate const upload{
    .ServerCertificate = "PUBLIC", .ServerCertificateName = "c", .PrivateKey = "SECRET"};

}  // namespace

TEST_CASE("aliyun: the document's signing example") {
  slb::DescribeLoadBalancerAttribute const request{.LoadBalancerId = "lb-bp1of5kr4md52rbv9q7jd"};
  auto const built_request = built(request);
  CHECK(built_request.method == "GET");
  CHECK(built_request.body.empty());
  auto parameters = parameters_of(built_request);
  CHECK(value_of(built_request, "SignatureNonce") == "00000000-0000-0001-0000-000000000002");
  CHECK(value_of(built_request, "RegionId") == "cn-hangzhou");
  std::string const signature = value_of(built_request, "Signature");
  CHECK(signature == colb::sign::sign_rpc("GET", parameters, "testsecret&"));
  // With the nonce of the example: its signature.
  for (auto& [name, value] : parameters) {
    if (name == "SignatureNonce") value = "527030809";
  }
  CHECK(parameters.size() == 11);
  CHECK(colb::sign::sign_rpc("GET", parameters, "testsecret&") == "gXVOzkP+OBER4pHGKpCkBxg8gIk=");
}

TEST_CASE("aliyun: a GET to the letter") {
  attempt how;
  how.who.token = "sts token+/";
  auto const request = built(start, how);
  std::string const expected =
      "/?AccessKeyId=testid&Action=StartLoadBalancerListener&Format=JSON&ListenerPort=80&LoadBalancerId=lb-1"
      "&RegionId=cn-hangzhou&SecurityToken=sts%20token%2B%2F&SignatureMethod=HMAC-SHA1"
      "&SignatureNonce=00000000-0000-0001-0000-000000000002&SignatureVersion=1.0&Timestamp=2017-08-22T10%"
      "3A06%3A13Z"
      "&Version=2014-05-15&Signature=";
  CHECK(request.target.substr(0, expected.size()) == expected);
  CHECK(request.headers.empty());
}

TEST_CASE("aliyun: the region is filled in where the request has none, and only where the Action takes one") {
  CHECK(value_of(built(start), "RegionId") == "cn-hangzhou");
  slb::StartLoadBalancerListener elsewhere = start;
  elsewhere.RegionId = "cn-beijing";
  CHECK(value_of(built(elsewhere), "RegionId") == "cn-beijing");
  slb::DeleteLoadBalancerListener const drop{.LoadBalancerId = "lb-1", .ListenerPort = 80};
  CHECK(value_of(built(drop), "RegionId") == "(none)");
  attempt today;
  today.style.names = wire_names::current;
  CHECK(value_of(built(drop, today), "RegionId") == "cn-hangzhou");
  CHECK(value_of(built(slb::DescribeRegions{}, today), "RegionId") == "(none)");
  attempt nowhere;
  nowhere.region.clear();
  CHECK(value_of(built(start, nowhere), "RegionId") == "(none)");
}

TEST_CASE("aliyun: lists of today's Actions are numbered from 1") {
  slb::TagResources const tag{
      .ResourceId = {"lb-1", "lb-2"}, .ResourceType = "instance", .Tag = {{.Key = "a", .Value = "b"}}};
  auto const request = built(tag);
  CHECK(value_of(request, "ResourceId.2") == "lb-2");
  CHECK(value_of(request, "Tag.1.Key") == "a");
  CHECK(value_of(request, "Tag.1.Value") == "b");
  CHECK(value_of(request, "RegionId") == "cn-hangzhou");
  slb::AddAccessControlListEntry const entry{.AclEntrys = {{.entry = "10.0.0.0/8", .comment = "inner"}},
                                             .AclId = "acl-1"};
  CHECK(value_of(built(entry), "AclEntrys") == R"([{"entry":"10.0.0.0/8","comment":"inner"}])");
}

TEST_CASE("aliyun: lists are JSON texts") {
  slb::AddBackendServers const add{
      .LoadBalancerId = "lb-1", .BackendServers = {{.ServerId = "i-1", .Weight = 10}, {.ServerId = "i-2"}}};
  CHECK(value_of(built(add), "BackendServers") == R"([{"ServerId":"i-1","Weight":10},{"ServerId":"i-2"}])");
  slb::RemoveBackendServers const remove{.LoadBalancerId = "lb-1", .BackendServers = {"i-1", "i-2"}};
  CHECK(value_of(built(remove), "BackendServers") == R"(["i-1","i-2"])");
  slb::CreateRules const rules{
      .LoadBalancerId = "lb-1",
      .ListenerPort = "80",
      .RuleList = {{.RuleName = "r", .Domain = "a.example", .VServerGroupId = "rsp-1"}}};
  CHECK(value_of(built(rules), "RuleList") ==
        R"([{"RuleName":"r","Domain":"a.example","VServerGroupId":"rsp-1"}])");
  slb::DescribeLoadBalancers const find{.Tags = {{.TagKey = "k", .TagValue = "v \"1\""}}};
  CHECK(value_of(built(find), "Tags") == R"([{"TagKey":"k","TagValue":"v \"1\""}])");
}

TEST_CASE("aliyun: POST on request, and for what must not stand in an address") {
  attempt how;
  how.style.method = http_method::post;
  auto const asked = built(start, how);
  CHECK(asked.method == "POST");
  CHECK(asked.target == "/");
  CHECK(header(asked, "Content-Type") == "application/x-www-form-urlencoded");
  CHECK(value_of(asked, "Signature") == colb::sign::sign_rpc("POST", parameters_of(asked), "testsecret&"));

  auto const secret = built(upload);
  CHECK(secret.method == "POST");
  CHECK(secret.target == "/");
  CHECK(value_of(secret, "PrivateKey") == "SECRET");

  slb::UploadCACertificate const large{.CACertificate = std::string(4000, 'x')};
  CHECK(built(large).method == "POST");
  how.style.method = http_method::get;
  CHECK(built(large, how).method == "GET");
}

TEST_CASE("aliyun: every attempt has a nonce, a time and a signature of its own, and the same client token") {
  attempt first, second;
  first.client_token = second.client_token = "token-1";
  second.chance = 77;
  second.time += 3;
  slb::CreateLoadBalancer const create{.LoadBalancerName = "x"};
  auto const call = encoded(create, first);
  auto const a = built(call, first);
  auto const b = built(call, second);
  CHECK(value_of(a, "ClientToken") == "token-1");
  CHECK(value_of(b, "ClientToken") == "token-1");
  for (std::string_view const name : {"SignatureNonce", "Timestamp", "Signature"})
    CHECK(value_of(a, name) != value_of(b, name));

  slb::CreateLoadBalancer const own{.ClientToken = "mine"};
  CHECK(value_of(built(own, first), "ClientToken") == "mine");
  first.client_token.clear();
  CHECK(value_of(built(start, first), "ClientToken") == "(none)");
}

TEST_CASE("aliyun: ACS3 signs headers") {
  attempt how;
  how.style.signature = signature_method::acs3;
  how.who.token = "sts";
  for (bool const post : {false, true}) {
    how.style.method = post ? http_method::post : http_method::get;
    auto const request = built(start, how);
    CHECK(request.method == (post ? "POST" : "GET"));
    CHECK(value_of(request, "ListenerPort") == "80");
    CHECK(value_of(request, "RegionId") == "cn-hangzhou");
    for (std::string_view const name : {"Action", "Format", "Signature", "AccessKeyId", "SecurityToken"}) {
      CHECK(value_of(request, name) == "(none)");
    }
    CHECK(header(request, "x-acs-action") == "StartLoadBalancerListener");
    CHECK(header(request, "x-acs-version") == "2014-05-15");
    CHECK(header(request, "x-acs-date") == "2017-08-22T10:06:13Z");
    CHECK(header(request, "x-acs-signature-nonce") == "00000000-0000-0001-0000-000000000002");
    CHECK(header(request, "x-acs-security-token") == "sts");
    CHECK(header(request, "x-acs-content-sha256") == colb::sign::hex(colb::sign::sha256(request.body)));

    auto const claim = colb::sign::parse_acs3_authorization(header(request, "Authorization"));
    REQUIRE(claim);
    CHECK(claim->access_key_id == "testid");
    std::vector<colb::sign::header> headers{{"host", "slb.aliyuncs.com"}};
    for (auto const& [name, value] : request.headers) headers.push_back({name, value});
    auto const query = post ? std::vector<colb::codec::parameter>() : parameters_of(request);
    colb::sign::acs3_message message;
    message.method = request.method;
    message.query = query;
    message.headers = headers;
    message.payload_hash = colb::sign::sha256(request.body);
    CHECK(colb::sign::verify_acs3(*claim, "testsecret", message));
    CHECK_FALSE(colb::sign::verify_acs3(*claim, "other", message));
  }
}

TEST_CASE("aliyun: one switch sends today's names") {
  slb::CreateLoadBalancerUDPListener const udp{.LoadBalancerId = "lb-1",
                                               .ListenerPort = 53,
                                               .HealthCheckInterval = 5,
                                               .HealthCheckReq = "ping",
                                               .HealthCheckExp = "pong"};
  slb::SetLoadBalancerTCPListenerAttribute const tcp{
      .LoadBalancerId = "lb-1", .ListenerPort = 80, .Bandwidth = -1, .HealthCheckTimeout = 9};
  slb::AddTags const tag{.LoadBalancerID = "lb-1", .Tags = {{.TagKey = "k"}}};
  slb::DeleteMasterSlaveVServerGroup const group{.MasterSlaveVServerGroupId = "rsp-1"};

  CHECK(value_of(built(udp), "HealthCheckReq") == "ping");
  CHECK(value_of(built(tcp), "HealthCheckTimeout") == "9");
  CHECK(value_of(built(tag), "LoadBalancerID") == "lb-1");
  CHECK(value_of(built(group), "Action") == "DeleteMasterSlaveVServerGroup");
  CHECK(value_of(built(group), "MasterSlaveVServerGroupId") == "rsp-1");

  attempt today;
  today.style.names = wire_names::current;
  CHECK(value_of(built(udp, today), "healthCheckReq") == "ping");
  CHECK(value_of(built(udp, today), "healthCheckExp") == "pong");
  CHECK(value_of(built(udp, today), "healthCheckInterval") == "5");
  CHECK(value_of(built(udp, today), "HealthCheckReq") == "(none)");
  CHECK(value_of(built(tcp, today), "HealthCheckConnectTimeout") == "9");
  CHECK(value_of(built(tcp, today), "HealthCheckTimeout") == "(none)");
  CHECK(value_of(built(tag, today), "LoadBalancerId") == "lb-1");
  CHECK(value_of(built(group, today), "Action") == "DeleteMasterSlaveServerGroup");
  CHECK(value_of(built(group, today), "MasterSlaveServerGroupId") == "rsp-1");
}

TEST_CASE("aliyun: what the service does not offer is refused") {
  slb::detail::protocol speaker;
  request_style style;
  style.signature = signature_method::tc3;
  CHECK_THROWS_AS(speaker.configure(style), std::invalid_argument);
  style = {};
  style.first_index = 1;
  CHECK_THROWS_AS(speaker.configure(style), std::invalid_argument);
  style = {};
  style.signature = signature_method::hmac_sha1;
  CHECK_NOTHROW(speaker.configure(style));
}

TEST_CASE("aliyun: replies keep the wire's wrapper objects") {
  auto const got = read(200, R"({"RequestId":"R-1","LoadBalancers":{"LoadBalancer":[
      {"LoadBalancerId":"lb-1","LoadBalancerStatus":"active","Bandwidth":"5","New":{"a":[1]}}]}})",
                        slb::DescribeLoadBalancers{});
  REQUIRE(got.verdict.success);
  CHECK(got.verdict.request_id == "R-1");
  REQUIRE(got.response.LoadBalancers);
  REQUIRE(got.response.LoadBalancers->LoadBalancer.size() == 1);
  CHECK(got.response.LoadBalancers->LoadBalancer[0].LoadBalancerId == "lb-1");
  CHECK(got.response.LoadBalancers->LoadBalancer[0].Bandwidth == 5);

  auto const bare = read(200, R"({"RequestId":"R-2"})", start);
  CHECK(bare.verdict.success);
  CHECK(bare.verdict.request_id == "R-2");
}

TEST_CASE("aliyun: replies are read in both spellings") {
  slb::DescribeRules const rules{.LoadBalancerId = "lb-1", .ListenerPort = "80"};
  for (std::string const body :
       {R"({"RequestId":"R","RuleList":[{"RuleId":"rule-1"},{"RuleId":"rule-2"}]})",
        R"({"RequestId":"R","Rules":{"Rule":[{"RuleId":"rule-1"},{"RuleId":"rule-2"}]}})"}) {
    auto const got = read(200, body, rules);
    REQUIRE(got.verdict.success);
    CHECK(got.verdict.request_id == "R");
    REQUIRE(got.response.RuleList.size() == 2);
    CHECK(got.response.RuleList[1].RuleId == "rule-2");
  }

  slb::DescribeMasterSlaveVServerGroups const groups{.LoadBalancerId = "lb-1"};
  for (std::string const v : {"V", ""}) {
    auto const name = "MasterSlave" + v + "ServerGroup";
    auto const got = read(200,
                          "{\"RequestId\":\"R\",\"" + name + "s\":{\"" + name + "\":[{\"" + name +
                              "Id\":\"rsp-1\",\"" + name + "Name\":\"n\"}]}}",
                          groups);
    REQUIRE(got.verdict.success);
    REQUIRE(got.response.MasterSlaveVServerGroups);
    REQUIRE(got.response.MasterSlaveVServerGroups->MasterSlaveVServerGroup.size() == 1);
    CHECK(got.response.MasterSlaveVServerGroups->MasterSlaveVServerGroup[0].MasterSlaveVServerGroupId ==
          "rsp-1");
    CHECK(got.response.MasterSlaveVServerGroups->MasterSlaveVServerGroup[0].MasterSlaveVServerGroupName ==
          "n");
  }

  slb::CreateMasterSlaveVServerGroup const make{.LoadBalancerId = "lb-1"};
  auto const made =
      read(200, R"({"RequestId":"R","MasterSlaveServerGroupId":"rsp-1","MasterSlaveBackendServers":
      {"MasterSlaveBackendServer":[{"ServerId":"i-1","Port":"80","Weight":100,"ServerType":"Master"}]}})",
           make);
  CHECK(made.response.MasterSlaveVServerGroupId == "rsp-1");
  REQUIRE(made.response.MasterSlaveBackendServers);
  REQUIRE(made.response.MasterSlaveBackendServers->MasterSlaveBackendServers.size() == 1);
  CHECK(made.response.MasterSlaveBackendServers->MasterSlaveBackendServers[0].Port == 80);

  slb::UploadCACertificate const ca{.CACertificate = "x"};
  CHECK(read(200, R"({"RequestId":"R","CreateTimeStamp":1496592118000})", ca).response.TimeStamp ==
        1496592118000);
}

TEST_CASE("aliyun: an error quotes code, message, request and host") {
  auto const got = read(
      404, R"({"RequestId":"7463B73D","HostId":"slb.aliyuncs.com","Code":"InvalidLoadBalancerId.NotFound",
      "Message":"LoadBalancerId does not exist."})",
      describe_one);
  CHECK_FALSE(got.verdict.success);
  CHECK(got.verdict.passes == colb::inner::passing::never);
  CHECK(got.verdict.request_id == "7463B73D");
  CHECK(got.verdict.error.condition == condition::not_found);
  CHECK(got.verdict.error.vendor_code == "InvalidLoadBalancerId.NotFound");
  CHECK(got.verdict.error.vendor_message == "LoadBalancerId does not exist.");
  CHECK(got.verdict.error.detail == "HostId slb.aliyuncs.com");

  CHECK(read(502, "", describe_one).verdict.error.condition == condition::unavailable);
  CHECK(read(200, "{\"RequestId\":", describe_one).verdict.error.condition == condition::malformed_response);
  CHECK(read(200, "{}", describe_one).verdict.error.condition == condition::malformed_response);
}

TEST_CASE("aliyun: an answer in XML is an error that quotes it") {
  auto const refused = read(400, R"(<?xml version="1.0" encoding="UTF-8"?>
<Error><RequestId>8906582E</RequestId><HostId>slb.aliyuncs.com</HostId><Code>UnsupportedOperation</Code>
<Message>Not &lt;here&gt; &amp; not now.</Message></Error>)",
                            start);
  CHECK(refused.verdict.error.condition == condition::unsupported);
  CHECK(refused.verdict.error.vendor_code == "UnsupportedOperation");
  CHECK(refused.verdict.error.vendor_message == "Not <here> & not now.");
  CHECK(refused.verdict.request_id == "8906582E");
  CHECK(refused.verdict.error.detail.find("HostId slb.aliyuncs.com") != std::string::npos);
  CHECK(refused.verdict.error.detail.find("XML") != std::string::npos);

  auto const well = read(
      200, "\xEF\xBB\xBF <DescribeLoadBalancerAttributeResponse><RequestId>R</RequestId></D>", describe_one);
  CHECK_FALSE(well.verdict.success);
  CHECK(well.verdict.error.condition == condition::malformed_response);
  CHECK(well.verdict.error.detail.find("DescribeLoadBalancerAttributeResponse") != std::string::npos);
  CHECK(well.verdict.request_id == "R");

  auto const gateway = read(504, "<html><head><title>504</title></head></html>", start);
  CHECK(gateway.verdict.error.condition == condition::unavailable);
  CHECK(gateway.verdict.error.vendor_code.empty());

  // Whatever it is: no crash, and no success.
  for (std::string const text :
       {"<", "<>", "<Code>", "<Code></Code>", "<a><Code>x</Code", "<!-- <Code> -->", "<?xml ?>"}) {
    CHECK_FALSE(read(200, text, start).verdict.success);
  }
}

TEST_CASE("aliyun: the vendor's quotation of the request is not passed on") {
  auto const got = read(400, R"({"RequestId":"R","Code":"SignatureDoesNotMatch","Message":
      "Specified signature is not matched with our calculation. server string to sign is:POST&%2F&PrivateKey%3DSECRET"})",
                        upload);
  CHECK(got.verdict.error.condition == condition::authentication);
  CHECK(got.verdict.error.vendor_message.find("SECRET") == std::string::npos);
  CHECK(got.verdict.error.vendor_message.find("Specified signature") == 0);
  CHECK(colb::inner::describe_error(got.verdict.error).find("SECRET") == std::string::npos);
}

TEST_CASE("aliyun: what codes mean") {
  auto const means = [](std::string_view code, std::string_view message = {}) {
    return slb::meaning_of(code, message).condition;
  };
  auto const later = [](std::string_view code, std::string_view message = {}) {
    auto const how = slb::meaning_of(code, message).passes;
    using colb::inner::passing;
    return how == passing::busy || how == passing::unclear || how == passing::throttled;
  };
  CHECK(later("ServiceUnavailable", "The specified loadbalancer is configuring, please retry later"));
  CHECK(means("ServiceUnavailable", "The specified loadbalancer is configuring, please retry later") ==
        condition::conflict);
  CHECK_FALSE(later("ServiceUnavailable", "System exception"));
  CHECK(means("ServiceUnavailable", "System exception") == condition::unavailable);
  CHECK(means("ServiceUnavailable", "The specified loadbalancer name has been used.") == condition::conflict);
  for (std::string_view const busy :
       {"OperationConflict", "ServiceIsConfiguring", "BackendServer.configuring", "SystemBusy",
        "OperationFailed.ListenerStatusNotSupport", "ProcessingSameRequest", "Throttling.User"}) {
    CAPTURE(busy);
    CHECK(later(busy));
  }
  CHECK(means("Throttling") == condition::throttled);
  CHECK(means("SignatureDoesNotMatch") == condition::authentication);
  CHECK(means("InvalidAccessKeyId.NotFound") == condition::authentication);
  CHECK(means("InvalidTimeStamp.Expired") == condition::authentication);
  CHECK(means("InvalidAction.NotFound") == condition::unsupported);
  CHECK(means("Forbidden.RAM") == condition::permission);
  CHECK(means("Forbbiden.SubUser") == condition::permission);
  CHECK(means("InvalidRegionId.NotFound") == condition::not_found);
  CHECK(means("ServerCertificateId.NotFound") == condition::not_found);
  CHECK(means("ListenerNotFound") == condition::not_found);
  CHECK(means("MissingParameter") == condition::invalid_request);
  CHECK(means("InvalidParameter", "The specified port is not valid.") == condition::invalid_request);
  CHECK(means("InvalidParameter", "The specified resource does not exist") == condition::not_found);
  CHECK(means("VipTooManyListeners") == condition::quota_exceeded);
  CHECK(means("InvalidAccountStatus.NotEnoughBalance") == condition::insufficient_balance);
  CHECK(means("SomethingNew.NotFound") == condition::not_found);
  CHECK(means("NeverHeardOf") == condition::unavailable);
}

TEST_CASE("aliyun: a throttled answer says in milliseconds when to come back") {
  using std::chrono::milliseconds;
  struct row {
    char const* by_action;
    char const* by_account;
    milliseconds hint;
  };
  milliseconds const day = std::chrono::hours(24);
  row const table[] = {
      {"", "", milliseconds(0)},
      {"Limit:100, Remain:0, TimeLeft: 420", "", milliseconds(420)},
      {"", "Limit:100,Remain:0,TimeLeft:17", milliseconds(17)},
      {"Limit:1, Remain:0, TimeLeft:30", "Limit:9, Remain:0, TimeLeft:40000", milliseconds(40'000)},
      {"limit:1; timeleft = 55 ms", "", milliseconds(55)},
      {"TimeLeft:0", "", milliseconds(0)},
      {"TimeLeft:", "", milliseconds(0)},
      {"TimeLeft", "Remain:7", milliseconds(0)},
      {"TimeLeft:-5", "TimeLeft:soon", milliseconds(0)},
      {"TimeLeft:864000000", "", day},
      {"TimeLeft:99999999999999999999999999", "", day},
  };
  auto const judged = [](row const& each, std::string const& code, int status) {
    colb::inner::response answer;
    answer.status = status;
    answer.body = "{\"RequestId\":\"r\",\"Code\":\"" + code + "\",\"Message\":\"m\"}";
    if (*each.by_action) answer.headers.add("X-RateLimit-User-API", each.by_action);
    if (*each.by_account) answer.headers.add("x-ratelimit-user", each.by_account);
    typename slb::DescribeLoadBalancerAttribute::response into{};
    slb::detail::protocol const speaker;
    return speaker.read(encoded(describe_one), answer, &into).wait_at_least;
  };
  for (row const& each : table) {
    CAPTURE(each.by_action, each.by_account);
    CHECK(judged(each, "Throttling.User", 400) == each.hint);
    // Where nothing is throttled it is no reason to wait.
    CHECK(judged(each, "InvalidParameter", 400) == milliseconds(0));
    CHECK(judged(each, "ServiceUnavailable", 503) == milliseconds(0));
  }
}

TEST_CASE("aliyun: Actions with nothing to wait for have no rule") {
  STATIC_REQUIRE(std::is_same_v<slb::service::rule<slb::StartLoadBalancerListener>, slb::state_rule>);
  STATIC_REQUIRE(std::is_same_v<slb::service::rule<slb::CreateLoadBalancer>, slb::state_rule>);
  STATIC_REQUIRE(std::is_void_v<slb::service::rule<slb::DescribeLoadBalancers>>);
  STATIC_REQUIRE(std::is_void_v<slb::service::rule<slb::AddTags>>);
}

TEST_CASE("aliyun: the region chooses the host") {
  slb::detail::protocol const speaker;
  for (std::string_view const region : {"", "cn-hangzhou", "cn-shanghai", "cn-hongkong", "us-west-1"})
    CHECK(speaker.default_endpoint(region) == "https://slb.aliyuncs.com");
  for (std::string const region : {"cn-zhangjiakou", "eu-central-1", "ap-southeast-3", "cn-new-1"})
    CHECK(speaker.default_endpoint(region) == "https://slb." + region + ".aliyuncs.com");
  for (std::string_view const wrong : {"evil.com/", "a b", "CN_Hongkong", "x@y"})
    CHECK_THROWS_AS(speaker.default_endpoint(wrong), std::invalid_argument);
}
