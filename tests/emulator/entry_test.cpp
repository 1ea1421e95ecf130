// colb: tests of who gets into the emulator: signatures, common parameters, the shape of answers and
// refusals.
#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <vector>

#include <colb/codec/percent.hpp>
#include <colb/sign/tencent_v1.hpp>

#include "catch.hpp"
#include "emulator/driver.hpp"

using namespace colb_test;

namespace {

void set_header(emu::request& request, std::string const& name, std::string const& value) {
  for (auto& [key, old] : request.headers) {
    if (key == name) {
      old = value;
      return;
    }
  }
  request.headers.emplace_back(name, value);
}

void drop_header(emu::request& request, std::string const& name) {
  std::erase_if(request.headers, [&](auto const& header) { return header.first == name; });
}

/// An unsigned request of the usual kind, to be changed and then signed.
emu::request plain(driver const& cloud, std::string const& action = "DescribeLoadBalancers") {
  auto request = cloud.post(action, "{}");
  drop_header(request, "Authorization");
  return request;
}

}  // namespace

TEST_CASE("a signed request is answered, with every field of the answer and a request ID") {
  driver cloud;
  auto const response = cloud.call("DescribeLoadBalancers");
  CHECK(response.at("TotalCount") == 0);
  CHECK(response.at("LoadBalancerSet") == json::array());
  auto const id = driver::text(response.at("RequestId"));
  CHECK(id.size() == 36);
  CHECK(driver::text(cloud.call("DescribeLoadBalancers").at("RequestId")) != id);
}

TEST_CASE("credentials come from the seed unless they are given") {
  driver one({.seed = 5});
  driver same({.seed = 5});
  driver other({.seed = 6});
  CHECK(one.core.credentials().id == same.core.credentials().id);
  CHECK(one.core.credentials().key == same.core.credentials().key);
  CHECK(one.core.credentials().key != other.core.credentials().key);
  CHECK(one.core.credentials().id.starts_with("AKID"));
  driver given({.credentials = {.id = "me", .key = "secret", .token = "temporary"}});
  CHECK(given.code("DescribeLoadBalancers") == "");
}

TEST_CASE("wrong signatures are told apart as the vendor does") {
  driver cloud({.credentials = {.id = "AKIDme", .key = "secret", .token = "temporary"}});
  auto const& own = cloud.core.credentials();
  auto const code = [&](emu::request const& request) { return driver::code_of(cloud.send(request)); };

  auto request = plain(cloud);
  CHECK(code(cloud.signed_by(request, {.id = "AKIDyou", .key = "secret"})) == "AuthFailure.SecretIdNotFound");
  CHECK(code(cloud.signed_by(request, {.id = "AKIDme", .key = "public"})) == "AuthFailure.SignatureFailure");
  CHECK(code(request) == "AuthFailure.InvalidAuthorization");
  set_header(request, "Authorization", "TC3-HMAC-SHA256 Credential=x");
  CHECK(code(request) == "AuthFailure.InvalidAuthorization");

  auto changed = cloud.signed_by(plain(cloud), own);
  changed.body = "{\"Limit\":1}";
  CHECK(code(changed) == "AuthFailure.SignatureFailure");

  auto without_token = plain(cloud);
  drop_header(without_token, "X-TC-Token");
  CHECK(code(cloud.signed_by(without_token, own)) == "AuthFailure.TokenFailure");
  auto wrong_token = plain(cloud);
  set_header(wrong_token, "X-TC-Token", "other");
  CHECK(code(cloud.signed_by(wrong_token, own)) == "AuthFailure.TokenFailure");

  driver without({.credentials = {.id = "AKIDme", .key = "secret"}});
  auto with_token = plain(without);
  set_header(with_token, "X-TC-Token", "unasked");
  CHECK(driver::code_of(without.send(without.signed_by(with_token, without.core.credentials()))) ==
        "AuthFailure.TokenFailure");
}

TEST_CASE("a timestamp may be off by five minutes and no more") {
  driver cloud;
  auto const offset = GENERATE(-301, -300, 0, 300, 301);
  auto request = plain(cloud);
  set_header(request, "X-TC-Timestamp", std::to_string(cloud.now() + offset));
  auto const code = driver::code_of(cloud.send(cloud.signed_by(request, cloud.core.credentials())));
  CHECK(code == (std::abs(offset) > 300 ? "AuthFailure.SignatureExpire" : ""));
}

TEST_CASE("the signature may cover the host with or without its port, and headers in any case and order") {
  driver cloud;
  auto request = plain(cloud);
  set_header(request, "Host", "127.0.0.1");
  auto signed_without_port = cloud.signed_by(request, cloud.core.credentials());
  set_header(signed_without_port, "Host", "127.0.0.1:8443");
  CHECK(driver::code_of(cloud.send(signed_without_port)) == "");

  auto shouted = cloud.post("DescribeLoadBalancers", "{}");
  std::reverse(shouted.headers.begin(), shouted.headers.end());
  for (auto& [name, value] : shouted.headers) {
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? char(c - 32) : c; });
  }
  CHECK(driver::code_of(cloud.send(shouted)) == "");
}

TEST_CASE("the signature's scope names the service, or the first label of a host that is not the vendor's") {
  driver cloud;
  auto const code = [&](std::string const& host, std::string const& service) {
    auto request = plain(cloud);
    set_header(request, "Host", host);
    colb::sign::tc3_request const what{.secret_id = cloud.core.credentials().id,
                                       .secret_key = cloud.core.credentials().key,
                                       .service = service,
                                       .host = host,
                                       .content_type = request.header("Content-Type"),
                                       .payload = request.body,
                                       .timestamp = cloud.now()};
    request.headers.emplace_back("Authorization", colb::sign::sign_tc3(what));
    return driver::code_of(cloud.send(request));
  };
  CHECK(code("127.0.0.1:9", "clb") == "");
  CHECK(code("127.0.0.1:9", "127") == "");  // what the vendor's SDK for Node.js signs
  CHECK(code("localhost:9", "localhost:9") == "");
  CHECK(code("127.0.0.1:9", "cvm") == "AuthFailure.SignatureFailure");
  CHECK(code("cvm.tencentcloudapi.com", "clb") == "");
  CHECK(code("cvm.tencentcloudapi.com", "cvm") == "AuthFailure.SignatureFailure");
}

TEST_CASE("common parameters have to be there and right") {
  driver cloud({.regions = {"ap-guangzhou", "ap-beijing"}});
  auto const refusal = [&](emu::request const& request) {
    return cloud.send(cloud.signed_by(request, cloud.core.credentials()));
  };
  for (char const* name : {"Action", "Version", "Timestamp", "Region"}) {
    auto request = plain(cloud);
    drop_header(request, "X-TC-" + std::string(name));
    auto const response = refusal(request);
    CAPTURE(name);
    CHECK(driver::code_of(response) == "MissingParameter");
    CHECK(driver::message_of(response) ==
          "The request is missing a required parameter `" + std::string(name) + "`.");
  }
  auto request = plain(cloud);
  set_header(request, "X-TC-Version", "2017-03-12");
  CHECK(driver::code_of(refusal(request)) == "NoSuchVersion");
  request = plain(cloud);
  set_header(request, "X-TC-Region", "ap-shanghai");
  CHECK(driver::code_of(refusal(request)) == "UnsupportedRegion");
  request = plain(cloud);
  set_header(request, "X-TC-Timestamp", "yesterday");
  CHECK(driver::code_of(refusal(request)) == "InvalidParameter");
  CHECK(driver::code_of(refusal(plain(cloud, "DescribeNothing"))) == "InvalidAction");
  request = plain(cloud);
  request.method = "PUT";
  CHECK(driver::code_of(refusal(request)) == "UnsupportedProtocol");

  driver anywhere;
  anywhere.region = "xx-somewhere-1";
  CHECK(anywhere.code("DescribeLoadBalancers") == "");
  for (char const* region : {"guangzhou", "AP-GUANGZHOU", "a-", "-b"}) {
    anywhere.region = region;
    CHECK(anywhere.code("DescribeLoadBalancers") == "UnsupportedRegion");
  }
}

TEST_CASE("wrong parameters are refused with the vendor's codes and words") {
  driver cloud;
  auto const missing = cloud.call("DescribeListeners");
  CHECK(driver::code_of(missing) == "MissingParameter");
  CHECK(driver::message_of(missing) == "The request is missing a required parameter `LoadBalancerId`.");
  auto const unknown = cloud.call("DescribeListeners", R"({"LoadBalancerId":"lb-1","Colour":1})");
  CHECK(driver::code_of(unknown) == "UnknownParameter");
  CHECK(driver::message_of(unknown) == "The parameter `Colour` is not recognized.");
  auto const typed = cloud.call("DescribeListeners", R"({"LoadBalancerId":"lb-1","Port":"http"})");
  CHECK(driver::code_of(typed) == "InvalidParameter");
  CHECK(driver::message_of(typed) == "The value type of parameter `Port` is not valid.");
  auto const nested = cloud.call("DescribeLoadBalancers", R"({"Filters":[{"Name":"zone"}]})");
  CHECK(driver::message_of(nested) == "The request is missing a required parameter `Filters.0.Values`.");
  CHECK(cloud.code("DescribeLoadBalancers", "{") == "InvalidParameter");
  CHECK(cloud.code("DescribeLoadBalancers", "[]") == "InvalidParameter");
  CHECK(cloud.code("DescribeLoadBalancers", "") == "");
  CHECK(cloud.code("DescribeLoadBalancers", R"({"Limit":"20"})") == "");  // as the vendor's own examples do
  CHECK(cloud.code("DescribeLoadBalancers", R"({"Limit":101})") == "InvalidParameterValue.Range");
  CHECK(cloud.code("DescribeLoadBalancers", R"({"Offset":-1})") == "InvalidParameterValue.Range");
  CHECK(cloud.code("DescribeLoadBalancers", R"({"Filters":[{"Name":"x","Values":[]}]})") ==
        "InvalidParameterValue.InvalidFilter");
}

TEST_CASE("GET with flat parameters is signed by header") {
  driver cloud;
  cloud.make_balancer();
  cloud.make_balancer();
  auto request = plain(cloud);
  request.method = "GET";
  request.body.clear();
  request.target = "/?Limit=1&Filters.0.Name=zone&Filters.0.Values.0=ap-guangzhou-1";
  set_header(request, "Content-Type", "application/x-www-form-urlencoded");
  auto const response = cloud.send(cloud.signed_by(request, cloud.core.credentials()));
  REQUIRE(driver::code_of(response) == "");
  CHECK(response.at("TotalCount") == 2);
  CHECK(response.at("LoadBalancerSet").as_array().size() == 1);

  request.target = "/?Limit=ten";
  CHECK(driver::message_of(cloud.send(cloud.signed_by(request, cloud.core.credentials()))) ==
        "The value type of parameter `Limit` is not valid.");
  request.target = "/?Limit=%";
  CHECK(driver::code_of(cloud.send(cloud.signed_by(request, cloud.core.credentials()))) == "InvalidRequest");
}

TEST_CASE("the older signatures open the cloud by GET and by form") {
  driver cloud({.credentials = {.id = "AKIDme", .key = "secret", .token = "temporary"}});
  cloud.make_balancer();
  auto const method = GENERATE("", "HmacSHA1", "HmacSHA256");
  auto const verb = GENERATE("GET", "POST");
  auto const signed_host = GENERATE("127.0.0.1:9", "127.0.0.1");
  std::vector<colb::codec::parameter> parameters{{"Action", "DescribeLoadBalancers"},
                                                 {"Version", "2018-03-17"},
                                                 {"Timestamp", std::to_string(cloud.now())},
                                                 {"Nonce", "42"},
                                                 {"Region", "ap-guangzhou"},
                                                 {"SecretId", "AKIDme"},
                                                 {"Token", "temporary"},
                                                 {"Language", "en-US"},
                                                 {"RequestClient", "SDK_TEST"},
                                                 {"Filters.0.Name", "zone"},
                                                 {"Filters.0.Values.0", "ap-guangzhou-1"}};
  if (*method) parameters.emplace_back("SignatureMethod", method);
  auto const send = [&](std::vector<colb::codec::parameter> all, std::string const& key) {
    auto const algorithm = std::string(method) == "HmacSHA256" ? colb::sign::v1_algorithm::hmac_sha256
                                                               : colb::sign::v1_algorithm::hmac_sha1;
    all.emplace_back("Signature", colb::sign::sign_v1(algorithm, key, verb, signed_host, "/", all));
    emu::request request;
    request.method = verb;
    request.target = request.method == "GET" ? "/?" + colb::codec::form_encode(all) : "/";
    request.headers = {{"Host", "127.0.0.1:9"}, {"Content-Type", "application/x-www-form-urlencoded"}};
    if (request.method == "POST") request.body = colb::codec::form_encode(all);
    return cloud.send(request);
  };
  auto const without = [&](std::string const& name) {
    auto all = parameters;
    std::erase_if(all, [&](auto const& parameter) { return parameter.first == name; });
    return all;
  };
  auto const good = send(parameters, "secret");
  CHECK(driver::message_of(good) == "");
  CHECK(good.at("TotalCount") == 1);
  CHECK(driver::code_of(send(parameters, "public")) == "AuthFailure.SignatureFailure");
  CHECK(driver::code_of(send(without("Token"), "secret")) == "AuthFailure.TokenFailure");
  for (char const* name : {"Action", "Version", "Timestamp", "Nonce", "SecretId", "Region"}) {
    auto const response = send(without(name), "secret");
    CHECK(driver::code_of(response) == "MissingParameter");
    CHECK(driver::message_of(response).find(name) != std::string::npos);
  }
  auto typo = parameters;
  typo.emplace_back("Limits", "1");
  CHECK(driver::code_of(send(typo, "secret")) == "UnknownParameter");
}

TEST_CASE("an unsigned payload is taken where the header says so") {
  driver cloud;
  auto request = plain(cloud);
  set_header(request, "X-TC-Content-SHA256", "UNSIGNED-PAYLOAD");
  request.body = "UNSIGNED-PAYLOAD";
  request = cloud.signed_by(request, cloud.core.credentials());
  request.body = R"({"Limit":7})";
  CHECK(driver::code_of(cloud.send(request)) == "");
}

TEST_CASE("each Action takes its documented requests a second, by the cloud's clock") {
  driver cloud;
  for (int i = 0; i < 20; ++i) REQUIRE(cloud.code("DescribeLoadBalancers") == "");
  auto const refused = cloud.call("DescribeLoadBalancers");
  CHECK(driver::code_of(refused) == "RequestLimitExceeded");
  CHECK(driver::message_of(refused).find("exceeds the frequency limit `20` for a second") !=
        std::string::npos);
  CHECK(cloud.code("DescribeLoadBalancerOverview") == "");
  cloud.region = "ap-beijing";
  CHECK(cloud.code("DescribeLoadBalancers") == "");
  cloud.region = "ap-guangzhou";
  cloud.clock->advance(1s);
  CHECK(cloud.code("DescribeLoadBalancers") == "");

  driver unlimited({.rate_limit = false});
  for (int i = 0; i < 50; ++i) REQUIRE(unlimited.code("DescribeLoadBalancers") == "");
}

TEST_CASE("what is not an API gets a page of HTML") {
  driver cloud;
  auto request = plain(cloud);
  request.target = "/favicon.ico";
  auto const answer = cloud.core.handle(request);
  CHECK(answer.status == 404);
  CHECK(answer.content_type == "text/html");
}

TEST_CASE("the journal keeps the newest calls") {
  driver cloud({.journal = 3});
  cloud.make_balancer(R"(,"ClientToken":"once")");
  cloud.call("DescribeListeners", R"({"LoadBalancerId":"lb-none"})");
  auto calls = cloud.core.calls();
  REQUIRE(calls.size() == 2);
  CHECK(calls[0].service == "tencent.clb");
  CHECK(calls[0].action == "CreateLoadBalancer");
  CHECK(calls[0].client_token == "once");
  CHECK(calls[0].region == "ap-guangzhou");
  CHECK(calls[0].request_id.size() == 36);
  CHECK(calls[0].status == 200);
  CHECK(calls[0].code == "");
  CHECK(calls[0].body.find("ClientToken") != std::string::npos);
  CHECK(calls[1].code == "InvalidParameter.LBIdNotFound");
  CHECK(calls[1].at == cloud.clock->now());
  for (int i = 0; i < 5; ++i) cloud.call("DescribeQuota");
  calls = cloud.core.calls();
  CHECK(calls.size() == 3);
  CHECK(calls[2].action == "DescribeQuota");
  CHECK(cloud.core.counters().requests == 7);
}

TEST_CASE("the journal keeps as many calls as fit into its bytes") {
  struct row {
    std::size_t bytes, number;
    std::vector<std::size_t> bodies;
    std::vector<std::uint64_t> kept;  ///< Their numbers.
  };
  std::size_t const kib = 1024;
  for (auto const& [bytes, number, bodies, kept] :
       std::vector<row>{{64 * kib, 100, {1, 2, 3}, {1, 2, 3}},
                        {64 * kib, 2, {1, 2, 3}, {2, 3}},
                        {64 * kib, 100, {40 * kib, 1, 40 * kib, 1}, {2, 3, 4}},
                        {64 * kib, 100, {20 * kib, 20 * kib, 20 * kib, 20 * kib, 1}, {2, 3, 4, 5}},
                        {64 * kib, 100, {1, 1, 60 * kib, 1}, {1, 2, 3, 4}},
                        {64 * kib, 100, {1, 64 * kib, 1}, {1, 3}},  // what is too large drives out nothing
                        {64 * kib, 100, {64 * kib}, {}},
                        {64 * kib, 0, {1, 2}, {}},
                        {0, 100, {1, 2}, {}}}) {
    driver cloud({.rate_limit = false, .journal = number, .journal_bytes = bytes});
    auto const run = [&, &bodies = bodies] {
      for (auto const size : bodies)
        cloud.call("DescribeLoadBalancers", R"({"SearchKey":")" + std::string(size, 'x') + R"("})");
      std::vector<std::uint64_t> numbers;
      for (auto const& call : cloud.core.calls()) numbers.push_back(call.number);
      return numbers;
    };
    CAPTURE(bytes, number, bodies);
    CHECK(run() == kept);
    cloud.core.reset();  // nothing counts from before
    auto next = kept;
    for (auto& each : next) each += bodies.size();
    CHECK(run() == next);
  }
}

TEST_CASE("the same seed and calls give the same IDs, however often one looks") {
  driver one({.seed = 9});
  driver two({.seed = 9});
  driver three({.seed = 10});
  auto const first = one.make_balancer();
  for (int i = 0; i < 10; ++i) two.call("DescribeQuota");
  CHECK(two.make_balancer() == first);
  CHECK(three.make_balancer() != first);
  CHECK(first.size() == 11);
  CHECK(first.starts_with("lb-"));
}
