// colb: Tencent CLB API 2017 on the wire: requests byte for byte, replies, errors, tasks.
#include <algorithm>
#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "support/virtual_cloud.hpp"

#include <colb/codec/percent.hpp>
#include <colb/sign/tencent_v1.hpp>
#include <colb/tencent/clb_2017.hpp>
#include <colb/tencent/region.hpp>

namespace clb = colb::tencent::clb_2017;
using colb::condition;

// The request that the vendor's document signs; not one of the load balancer's.
struct DescribeInstances {
  colb::required<std::vector<std::string>> InstanceIds;
  struct response {};
};
constexpr colb::descriptor describe(DescribeInstances const*) { return {}; }

namespace {

using parameters = std::vector<colb::codec::parameter>;
using sent_request = colb::inner::emu::request;

constexpr std::string_view vector_id = "AKIDz8krbsJ5yKBZQpn74WFkmLPx3gnPhESA";
constexpr std::string_view vector_key = "Gu5t9xGARNpq86cd98joQYCN3Cozk1qA";

parameters parameters_of(sent_request const& request) {
  return colb::codec::parse_form(request.method == "POST" ? request.body : request.query()).value();
}

std::string value_of(parameters const& all, std::string_view name) {
  for (auto const& [key, value] : all) {
    if (key == name) return value;
  }
  return "(missing)";
}

/// What the Action's own parameters are, in the order in which they were sent.
parameters own(parameters all) {
  std::set<std::string> const common{"Action",   "Region",          "Timestamp", "Nonce",
                                     "SecretId", "SignatureMethod", "Signature", "Token"};
  std::erase_if(all, [&](auto const& p) { return common.contains(p.first); });
  return all;
}

/// The script has no line for looks at tasks that a change left behind.
colb::client_options without_lanes(colb::client_options options) {
  options.lanes.enabled = false;
  return options;
}

/// A client whose server says what the test has written down for it.
struct script {
  explicit script(colb::client_options options = {}) : cloud({}, without_lanes(std::move(options))) {
    cloud.intercept = [this](colb::test::wire& wire, sent_request const& request) {
      requests.push_back(request);
      hosts.push_back(wire.to.host);
      auto& waiting = answers[value_of(parameters_of(request), "Action")];
      REQUIRE_FALSE(waiting.empty());
      auto const text = waiting.front();
      if (waiting.size() > 1) waiting.pop_front();
      wire.say(colb::test::reply(text));
      return true;
    };
  }

  template <class A>
  static asio::awaitable<void> do_call(clb::client& client, A request, colb::reply<A>* out) {
    *out = co_await client.call(request);
  }
  template <class A>
  static asio::awaitable<void> do_call_and_wait(clb::client& client, A request, colb::reply<A>* out) {
    *out = co_await client.call_and_wait(request);
  }
  static asio::awaitable<void> do_wait(clb::client& client, colb::task task, colb::task_result* out) {
    *out = co_await client.wait(task);
  }

  template <class A>
  colb::reply<A> call(A const& request) {
    colb::reply<A> reply;
    auto const failure = cloud.run(do_call(*cloud.client, request, &reply));
    if (failure) std::rethrow_exception(failure);
    return reply;
  }
  template <class A>
  colb::reply<A> call_and_wait(A const& request) {
    colb::reply<A> reply;
    auto const failure = cloud.run(do_call_and_wait(*cloud.client, request, &reply));
    if (failure) std::rethrow_exception(failure);
    return reply;
  }
  colb::task_result wait(colb::task const& task) {
    colb::task_result result;
    auto const failure = cloud.run(do_wait(*cloud.client, task, &result));
    if (failure) std::rethrow_exception(failure);
    return result;
  }
  template <class F>
  colb::error error_of(F f) {
    try {
      f();
    } catch (colb::error const& e) {
      return e;
    }
    FAIL("no error came");
    throw std::logic_error("unreachable");
  }

  /// The answers to an Action, in turn; the last one for ever.
  void say(std::string const& action, std::deque<std::string> texts) { answers[action] = std::move(texts); }

  parameters sent(std::size_t i) const { return parameters_of(requests.at(i)); }
  std::size_t count(std::string_view action) const {
    return static_cast<std::size_t>(std::count_if(requests.begin(), requests.end(), [&](auto const& r) {
      return value_of(parameters_of(r), "Action") == action;
    }));
  }

  colb::test::virtual_cloud<clb::client> cloud;
  std::map<std::string, std::deque<std::string>> answers{};
  std::vector<sent_request> requests{};
  std::vector<std::string> hosts{};
};

constexpr char const* fine = R"({"code":0,"message":"","codeDesc":"Success"})";
constexpr char const* task_7 = R"({"code":0,"message":"","codeDesc":"Success","requestId":7})";

std::string task_state(int status) {
  return R"({"code":0,"message":"","codeDesc":"Success","data":{"status":)" + std::to_string(status) + "}}";
}

void check_signature(sent_request const& request, colb::client_options const& options,
                     std::string_view host) {
  auto const all = parameters_of(request);
  auto const algorithm = value_of(all, "SignatureMethod") == "HmacSHA256"
                             ? colb::sign::v1_algorithm::hmac_sha256
                             : colb::sign::v1_algorithm::hmac_sha1;
  CHECK(value_of(all, "Signature") == colb::sign::sign_v1(algorithm, options.credentials.key, request.method,
                                                          host, "/v2/index.php", all,
                                                          colb::sign::v1_underscore::to_dot));
}

}  // namespace

// ---- requests
// --------------------------------------------------------------------------------------------------

TEST_CASE("2017: the vendor's signed request, byte for byte") {
  struct example {
    colb::signature_method method;
    std::string_view name, signature;
  };
  auto const [method, name, signature] =
      GENERATE(example{colb::signature_method::automatic, "HmacSHA256",
                       "0EEm%2FHtGRr%2FVJXTAD9tYMth1Bzm3lLHz5RCDv1GdM8s%3D"},
               example{colb::signature_method::hmac_sha1, "HmacSHA1", "nPVnY6njQmwQ8ciqbPl5Qe%2BOru4%3D"});
  clb::detail::protocol protocol;
  protocol.configure({.signature = method});
  DescribeInstances const request{.InstanceIds = {"ins-09dx96dg"}};
  colb::inner::encoded_call call;
  call.action = &colb::inner::action_info_of<DescribeInstances>;
  protocol.encode(call, &request, "");
  colb::credentials const credentials{.id = std::string(vector_id), .key = std::string(vector_key)};
  colb::random_source const random = [] { return 11885; };
  auto const built =
      protocol.build(call, {"cvm.api.qcloud.com", "ap-guangzhou", credentials,
                            std::chrono::system_clock::time_point(std::chrono::seconds(1465185768)), random});
  CHECK(built.method == "GET");
  CHECK(built.body.empty());
  CHECK(built.target ==
        "/v2/index.php?Action=DescribeInstances&Region=ap-guangzhou&Timestamp=1465185768&Nonce=11886"
        "&SecretId=AKIDz8krbsJ5yKBZQpn74WFkmLPx3gnPhESA&SignatureMethod=" +
            std::string(name) + "&InstanceIds.0=ins-09dx96dg&Signature=" + std::string(signature));
}

TEST_CASE("2017: the four requests of the walk-through carry the document's parameters") {
  // The edition of 2018 counts from 0, the one of 2016 from 1 and gives the load balancer a name.
  bool const oldest = GENERATE(false, true);
  colb::client_options options;
  options.region = oldest ? "gz" : "ap-guangzhou";
  if (oldest) options.style.first_index = 1;
  script s(options);
  s.say("CreateLoadBalancer",
        {R"({"code":0,"requestId":1,"dealIds":["1"],"unLoadBalancerIds":{"1":["lb-cjcmkw5"]}})"});
  s.say("CreateLoadBalancerListeners", {task_7});
  s.say("RegisterInstancesWithLoadBalancer", {task_7});
  s.say("DescribeLoadBalancers", {R"({"code":0,"totalCount":0,"loadBalancerSet":[]})"});

  clb::CreateLoadBalancer buy{.loadBalancerType = 2};
  if (oldest) buy.loadBalancerName = "test";
  auto const bought = s.call(buy);
  auto const ids = clb::bought_instances(bought);
  CHECK(ids == std::vector<std::string>{"lb-cjcmkw5"});
  s.call(clb::CreateLoadBalancerListeners{.loadBalancerId = ids.at(0),
                                          .listeners = {{.loadBalancerPort = 80,
                                                         .instancePort = 80,
                                                         .protocol = 2,
                                                         .listenerName = "listenerTest",
                                                         .healthSwitch = 1}}});
  s.call(clb::RegisterInstancesWithLoadBalancer{.loadBalancerId = ids.at(0),
                                                .backends = {{.instanceId = "ins-5678test", .weight = 10},
                                                             {.instanceId = "ins-1234test", .weight = 10}}});
  s.call(clb::DescribeLoadBalancers{.loadBalancerIds = ids});

  std::string const first = oldest ? "1" : "0";
  std::string const second = oldest ? "2" : "1";
  REQUIRE(s.requests.size() == 4);
  CHECK(own(s.sent(0)) == (oldest ? parameters{{"loadBalancerType", "2"}, {"loadBalancerName", "test"}}
                                  : parameters{{"loadBalancerType", "2"}}));
  CHECK(own(s.sent(1)) == parameters{{"loadBalancerId", "lb-cjcmkw5"},
                                     {"listeners." + first + ".loadBalancerPort", "80"},
                                     {"listeners." + first + ".instancePort", "80"},
                                     {"listeners." + first + ".protocol", "2"},
                                     {"listeners." + first + ".listenerName", "listenerTest"},
                                     {"listeners." + first + ".healthSwitch", "1"}});
  CHECK(own(s.sent(2)) == parameters{{"loadBalancerId", "lb-cjcmkw5"},
                                     {"backends." + first + ".instanceId", "ins-5678test"},
                                     {"backends." + first + ".weight", "10"},
                                     {"backends." + second + ".instanceId", "ins-1234test"},
                                     {"backends." + second + ".weight", "10"}});
  CHECK(own(s.sent(3)) == parameters{{"loadBalancerIds." + first, "lb-cjcmkw5"}});
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(s.hosts[i] == "lb.api.qcloud.com");
    CHECK(s.requests[i].method == "GET");
    CHECK(s.requests[i].path() == "/v2/index.php");
    CHECK(value_of(s.sent(i), "Region") == options.region);
    CHECK(value_of(s.sent(i), "SignatureMethod") == "HmacSHA256");
    CHECK(value_of(s.sent(i), "Timestamp") == "1893456000");
    CHECK(value_of(s.sent(i), "Token") == "(missing)");
    check_signature(s.requests[i], s.cloud.options, "lb.api.qcloud.com");
  }
  std::set<std::string> nonces;
  for (std::size_t i = 0; i < 4; ++i) nonces.insert(value_of(s.sent(i), "Nonce"));
  CHECK(nonces.size() == 4);
}

TEST_CASE("2017: a form is posted on request, when the query gets long, and for a private key") {
  colb::client_options options;
  clb::DeleteLoadBalancers many{.loadBalancerIds = {"lb-1"}};
  bool posted = true;
  SECTION("on request") { options.style.method = colb::http_method::post; }
  SECTION("a short one is not") { posted = false; }
  SECTION("long") {
    for (int i = 0; i < 90; ++i) many.loadBalancerIds->push_back("lb-" + std::to_string(10'000 + i));
  }
  SECTION("long, but told to stay with GET") {
    for (int i = 0; i < 90; ++i) many.loadBalancerIds->push_back("lb-" + std::to_string(10'000 + i));
    options.style.method = colb::http_method::get;
    posted = false;
  }
  script s(options);
  s.say("DeleteLoadBalancers", {task_7});
  s.call(many);
  CHECK(s.requests.at(0).method == (posted ? "POST" : "GET"));
  CHECK(s.requests[0].query().empty() == posted);
  CHECK(own(s.sent(0)).size() == many.loadBalancerIds->size());
  if (posted) CHECK(s.requests[0].header("Content-Type") == "application/x-www-form-urlencoded");
  check_signature(s.requests[0], s.cloud.options, "lb.api.qcloud.com");

  script keys;
  keys.say("ReplaceCert", {fine});
  keys.call(clb::ReplaceCert{
      .oldCertId = "a", .newCertContent = "pem", .newCertName = "n", .newCertKey = "secret"});
  CHECK(keys.requests.at(0).method == "POST");
  CHECK(keys.requests[0].target == "/v2/index.php");
  keys.call(clb::ReplaceCert{.oldCertId = "a", .newCertId = "b"});
  CHECK(keys.requests.at(1).method == "GET");
}

TEST_CASE("2017: no query is longer than 2 KB") {
  for (std::size_t size = 1'500; size < 2'100; size += 7) {
    clb::detail::protocol protocol;
    clb::DescribeLoadBalancers const request{.searchKey = std::string(size, 'x')};
    colb::inner::encoded_call call;
    call.action = &colb::inner::action_info_of<clb::DescribeLoadBalancers>;
    protocol.encode(call, &request, "");
    colb::credentials const credentials{.id = std::string(vector_id), .key = std::string(vector_key)};
    colb::random_source const random = [] { return ~std::uint64_t{0}; };
    auto const built = protocol.build(call, {"lb.api.qcloud.com", "gz", credentials, {}, random});
    CHECK(built.target.size() <= 2048);
  }
}

TEST_CASE("2017: values are encoded in the URL and raw in the signature, in UTF-8") {
  script s;
  s.say("ModifyForwardLBName", {fine});
  s.call(clb::ModifyForwardLBName{.loadBalancerId = "lb-1", .loadBalancerName = "负载 a&b=c+d_%"});
  CHECK(s.requests.at(0).target.find("loadBalancerName=%E8%B4%9F%E8%BD%BD%20a%26b%3Dc%2Bd_%25") !=
        std::string::npos);
  CHECK(value_of(s.sent(0), "loadBalancerName") == "负载 a&b=c+d_%");
  check_signature(s.requests[0], s.cloud.options, "lb.api.qcloud.com");
}

TEST_CASE("2017: temporary credentials send their token, and a missing region is not sent") {
  clb::detail::protocol protocol;
  colb::inner::encoded_call call;
  call.action = &colb::inner::action_info_of<clb::DescribeLoadBalancers>;
  protocol.encode(call, std::make_unique<clb::DescribeLoadBalancers>().get(), "");
  colb::credentials const credentials{.id = "id", .key = "key", .token = "a/b=="};
  colb::random_source const random = [] { return 1; };
  auto const built = protocol.build(call, {"lb.api.qcloud.com", "", credentials, {}, random});
  CHECK(built.target.find("&Token=a%2Fb%3D%3D&") != std::string::npos);
  CHECK(built.target.find("Region") == std::string::npos);
  CHECK(built.target.find("key") == std::string::npos);
}

TEST_CASE("2017: GetMonitorData has a host of its own") {
  script s;
  s.say("GetMonitorData", {R"({"code":0,"metricName":"connum","period":60,"dataPoints":[1,2.5]})"});
  auto const data = s.call(clb::GetMonitorData{.namespace_ = "qce/lb_public",
                                               .metricName = "connum",
                                               .dimensions = {{.name = "vip", .value = "1.2.3.4"}}});
  CHECK(data.dataPoints == std::vector<double>{1, 2.5});
  CHECK(s.hosts.at(0) == "monitor.api.qcloud.com");
  CHECK(s.requests.at(0).header("Host") == "monitor.api.qcloud.com");
  CHECK(own(s.sent(0)) == parameters{{"namespace", "qce/lb_public"},
                                     {"metricName", "connum"},
                                     {"dimensions.0.name", "vip"},
                                     {"dimensions.0.value", "1.2.3.4"}});
  check_signature(s.requests[0], s.cloud.options, "monitor.api.qcloud.com");

  colb::client_options elsewhere;
  elsewhere.endpoint = "https://cloud.example:8443";
  script own_endpoint(elsewhere);
  own_endpoint.say("GetMonitorData", {fine});
  own_endpoint.call(clb::GetMonitorData{.namespace_ = "qce/lb_public",
                                        .metricName = "connum",
                                        .dimensions = {{.name = "vip", .value = "1.2.3.4"}}});
  CHECK(own_endpoint.hosts.at(0) == "cloud.example");
  check_signature(own_endpoint.requests[0], own_endpoint.cloud.options, "cloud.example:8443");
}

TEST_CASE("2017: a style that the API does not have is refused, saying what it has") {
  colb::client_options options;
  std::string word;
  SECTION("tc3") {
    options.style.signature = colb::signature_method::tc3;
    word = "hmac_sha256";
  }
  SECTION("acs3") {
    options.style.signature = colb::signature_method::acs3;
    word = "hmac_sha256";
  }
  SECTION("region in host") {
    options.style.region_in_host = true;
    word = "region_in_host";
  }
  SECTION("first index") {
    options.style.first_index = 2;
    word = "first_index";
  }
  options.region = "gz";
  options.credentials = {.id = "id", .key = "secret-key"};
  asio::io_context io;
  try {
    clb::client const client(io.get_executor(), options);
    FAIL("it was taken");
  } catch (colb::error const& e) {
    CHECK(e.code() == condition::invalid_request);
    CHECK(std::string_view(e.what()).find(word) != std::string_view::npos);
    CHECK(std::string_view(e.what()).find("secret-key") == std::string_view::npos);
  }
}

TEST_CASE("2017: short region names have long ones") {
  CHECK(colb::tencent::long_region_name("gz") == "ap-guangzhou");
  CHECK(colb::tencent::long_region_name("use") == "na-ashburn");
  CHECK(colb::tencent::long_region_name("ap-nanjing") == "ap-nanjing");
}

// ---- replies
// ---------------------------------------------------------------------------------------------------

TEST_CASE("2017: code, requestId and members may be numbers or strings") {
  script s;
  s.say("DeleteLoadBalancers", {R"({"code":"0","message":"","codeDesc":"Success","requestId":"12354"})"});
  auto const reply = s.call(clb::DeleteLoadBalancers{.loadBalancerIds = {"lb-1"}});
  CHECK(reply.requestId == 12354);
  CHECK(to_string(reply.task()) == "colb1:tencent.clb_2017:2017:ap-guangzhou:DeleteLoadBalancers:12354");
  CHECK(colb::task::parse(to_string(reply.task())) == reply.task());
}

TEST_CASE("2017: an empty object may come as an empty list") {
  script s;
  s.say("GetCertListWithLoadBalancer", {R"({"code":0,"message":"","codeDesc":"Success","certSet":[]})"});
  CHECK(s.call(clb::GetCertListWithLoadBalancer{.certIds = {"c"}}).certSet.empty());
  s.say("GetCertListWithLoadBalancer", {R"({"code":0,"message":"","certSet":[1]})"});
  auto const e = s.error_of([&] { s.call(clb::GetCertListWithLoadBalancer{.certIds = {"c"}}); });
  CHECK(e.code() == condition::malformed_response);
}

TEST_CASE("2017: names in doubt are taken either way") {
  script s;
  std::string const name = GENERATE("uListenerId", "sourceListenerId", "sourceuListenerId");
  std::string const set = GENERATE("RewriteSet", "rewriteSet");
  s.say("DescribeRewrite", {R"({"code":0,"data":{")" + set + R"(":[{")" + name +
                            R"(":"lbl-1","targetuLocationId":"loc-2"}]}})"});
  auto const reply = s.call(clb::DescribeRewrite{});
  REQUIRE(reply.data->RewriteSet.size() == 1);
  CHECK(reply.data->RewriteSet[0].uListenerId == "lbl-1");
  CHECK(reply.data->RewriteSet[0].targetuLocationId == "loc-2");
}

TEST_CASE("2017: the document's names are sent where others are known too") {
  script s;
  s.say("ManualRewrite", {task_7});
  s.call(clb::ManualRewrite{.loadBalancerId = "lb-1",
                            .rewriteInfo = {{.sourceLocation = "loc-1", .targetLocation = "loc-2"}},
                            .sourceListenerId = "lbl-1",
                            .targetListenerId = "lbl-2"});
  CHECK(own(s.sent(0)) == parameters{{"loadBalancerId", "lb-1"},
                                     {"rewriteInfo.0.sourceLocation", "loc-1"},
                                     {"rewriteInfo.0.targetLocation", "loc-2"},
                                     {"sourceListenerId", "lbl-1"},
                                     {"targetListenerId", "lbl-2"}});
}

TEST_CASE("2017: what is no answer of the API is malformed, and a change then has an unknown outcome") {
  std::string const text =
      GENERATE("{}", "[]", "nonsense", R"({"message":"hello"})", R"({"code":""})", R"({"code":{"a":1}})");
  script s;
  s.say("DeleteLoadBalancers", {text});
  auto const e = s.error_of([&] { s.call(clb::DeleteLoadBalancers{.loadBalancerIds = {"lb-1"}}); });
  CHECK(e.code() == condition::malformed_response);
  CHECK(e.code() == condition::outcome_unknown);
  CHECK(s.requests.size() == 1);
}

TEST_CASE("2017: a change that was accepted stays so although its request ID cannot be read") {
  script s;
  s.say("DeleteLoadBalancers", {R"({"code":0,"requestId":{"a":1}})"});
  CHECK_NOTHROW(s.call(clb::DeleteLoadBalancers{.loadBalancerIds = {"lb-1"}}));
  CHECK(s.requests.size() == 1);
}

// ---- errors
// ----------------------------------------------------------------------------------------------------

TEST_CASE("2017: every numeric code has its condition") {
  std::map<std::string, condition> const expected{
      {"4000", condition::invalid_request}, {"4100", condition::authentication},
      {"4101", condition::permission},      {"4102", condition::permission},
      {"4103", condition::permission},      {"4104", condition::authentication},
      {"4105", condition::authentication},  {"4106", condition::authentication},
      {"4110", condition::permission},      {"4200", condition::authentication},
      {"4300", condition::permission},      {"4400", condition::throttled},
      {"4500", condition::authentication},  {"4600", condition::unsupported},
      {"5000", condition::not_found},       {"5100", condition::conflict},
      {"5200", condition::sold_out},        {"5300", condition::insufficient_balance},
      {"5400", condition::partial_success}, {"5500", condition::permission},
      {"6000", condition::unavailable},     {"6100", condition::unsupported},
      {"6200", condition::unavailable},     {"4199", condition::permission},
      {"4999", condition::invalid_request}, {"5999", condition::conflict},
      {"7000", condition::unavailable},     {"-1", condition::unavailable}};
  colb::client_options options;
  options.retry.max_attempts = 1;
  for (auto const& [code, means] : expected) {
    INFO(code);
    CHECK(clb::meaning_of(code).condition == means);
    for (auto const& written : {code, '"' + code + '"'}) {
      script s(options);
      s.say("DescribeLoadBalancers",
            {R"({"code":)" + written + R"(,"message":"(100004)no","codeDesc":"Word","loadBalancerSet":7})"});
      auto const e = s.error_of([&] { s.call(clb::DescribeLoadBalancers{}); });
      CHECK(e.code() == means);
      CHECK(e.vendor_code() == code);
      CHECK(e.vendor_message() == "(100004)no");
      CHECK(std::string_view(e.what()).find("codeDesc Word") != std::string_view::npos);
    }
  }
}

TEST_CASE("2017: a busy load balancer is waited for, another failure is not") {
  script s;
  s.say("DeleteLoadBalancerListeners",
        {R"({"code":5100,"message":"(9003)lb-1 is not in normal state, some tasks are being processed"})",
         task_7});
  s.call(clb::DeleteLoadBalancerListeners{.loadBalancerId = "lb-1", .listenerIds = {"lbl-1"}});
  REQUIRE(s.requests.size() == 2);
  CHECK(value_of(s.sent(0), "Nonce") != value_of(s.sent(1), "Nonce"));
  CHECK(own(s.sent(0)) == own(s.sent(1)));

  script failing;
  failing.say("DeleteLoadBalancers", {R"({"code":5100,"message":"(1)it failed"})"});
  auto const e =
      failing.error_of([&] { failing.call(clb::DeleteLoadBalancers{.loadBalancerIds = {"lb-1"}}); });
  CHECK(e.code() == condition::conflict);
  CHECK(failing.requests.size() == 1);
}

constexpr char const* mixed =
    R"({"code":5400,"message":"partly","codeDesc":"PartialSuccess","detail":{)"
    R"("lb-1":{"code":0,"message":"","requestId":"71"},"lb-2":{"code":"5000","message":"no such","requestId":0},)"
    R"("lb-3":{"code":0,"message":"","requestId":73}}})";

TEST_CASE("2017: of a partial success the caller gets each resource's outcome") {
  // An outer code of 0 does not make it a whole one.
  bool const zero = GENERATE(false, true);
  std::string text = mixed;
  if (zero) text.replace(text.find("5400"), 4, "0");
  script s;
  s.say("DeleteLoadBalancers", {text});
  auto const e = s.error_of([&] {
    s.call(clb::DeleteLoadBalancers{.loadBalancerIds = {"lb-1", "lb-2", "lb-3"}});
  });
  CHECK(e.code() == condition::partial_success);
  CHECK_FALSE(e.code() == condition::outcome_unknown);
  CHECK(e.vendor_code() == "5400");
  REQUIRE(e.outcomes().size() == 3);
  CHECK(e.outcomes()[0].resource == "lb-1");
  CHECK(e.outcomes()[0].ok());
  REQUIRE(e.outcomes()[0].task);
  CHECK(to_string(*e.outcomes()[0].task) ==
        "colb1:tencent.clb_2017:2017:ap-guangzhou:DeleteLoadBalancers:71");
  CHECK_FALSE(e.outcomes()[1].ok());
  CHECK(e.outcomes()[1].code == "5000");
  CHECK(e.outcomes()[1].message == "no such");
  CHECK_FALSE(e.outcomes()[1].task);
  CHECK(e.outcomes()[2].task->ids == std::vector<std::string>{"73"});
  CHECK(std::string_view(e.what()).find("lb-2: 5000: no such") != std::string_view::npos);
  CHECK(std::string_view(e.what()).find("lb-1") == std::string_view::npos);
}

TEST_CASE("2017: call_and_wait waits for what a partial success has started") {
  script s;
  s.say("DeleteLoadBalancers", {mixed});
  s.say("DescribeLoadBalancersTaskResult", {task_state(2), task_state(0), task_state(2), task_state(1)});
  auto const e = s.error_of([&] {
    s.call_and_wait(clb::DeleteLoadBalancers{.loadBalancerIds = {"lb-1", "lb-2", "lb-3"}});
  });
  CHECK(e.code() == condition::partial_success);
  REQUIRE(e.outcomes().size() == 3);
  CHECK(e.outcomes()[0].ok());
  CHECK_FALSE(e.outcomes()[0].task);
  CHECK(e.outcomes()[1].code == "5000");
  CHECK_FALSE(e.outcomes()[2].ok());
  CHECK(e.outcomes()[2].code == "the task failed");
  REQUIRE(s.requests.size() == 5);
  CHECK(own(s.sent(1)) == parameters{{"requestId", "71"}});
  CHECK(own(s.sent(4)) == parameters{{"requestId", "73"}});
}

TEST_CASE("2017: a wait given up in a partial success keeps what is known") {
  colb::client_options options;
  options.wait.timeout = std::chrono::seconds(5);
  script s(options);
  s.say("DeleteLoadBalancers", {mixed});
  s.say("DescribeLoadBalancersTaskResult", {task_state(2)});
  auto const e = s.error_of([&] {
    s.call_and_wait(clb::DeleteLoadBalancers{.loadBalancerIds = {"lb-1", "lb-2", "lb-3"}});
  });
  CHECK(e.code() == condition::timed_out);
  REQUIRE(e.outcomes().size() == 3);
  CHECK(e.outcomes()[0].task);
  CHECK(e.outcomes()[1].code == "5000");
  CHECK(e.outcomes()[2].task);
}

TEST_CASE("2017: when all of a batch fail it is no partial success") {
  script s;
  s.say("DeleteLoadBalancers",
        {R"({"code":5100,"message":"none","detail":{"lb-1":{"code":5000,"message":"no"}}})"});
  auto const e = s.error_of([&] { s.call_and_wait(clb::DeleteLoadBalancers{.loadBalancerIds = {"lb-1"}}); });
  CHECK(e.code() == condition::conflict);
  CHECK(e.outcomes().size() == 1);
}

// ---- tasks
// -----------------------------------------------------------------------------------------------------

TEST_CASE("2017: a task is followed with its number") {
  script s;
  s.say("CreateLoadBalancerListeners",
        {R"({"code":0,"message":"","requestId":12354,"listenerIds":["lbl-1"]})"});
  s.say("DescribeLoadBalancersTaskResult", {task_state(2), task_state(2), task_state(0)});
  clb::CreateLoadBalancerListeners const create{
      .loadBalancerId = "lb-1", .listeners = {{.loadBalancerPort = 80, .instancePort = 80, .protocol = 2}}};
  auto const reply = s.call_and_wait(create);
  CHECK(reply.requestId == 12354);
  CHECK(reply.listenerIds == std::vector<std::string>{"lbl-1"});
  CHECK(s.count("DescribeLoadBalancersTaskResult") == 3);
  CHECK(own(s.sent(1)) == parameters{{"requestId", "12354"}});

  s.say("DescribeLoadBalancersTaskResult", {task_state(1)});
  auto const failed = s.error_of([&] { s.call_and_wait(create); });
  CHECK(failed.code() == condition::task_failed);
  REQUIRE(failed.task());
  CHECK(failed.task()->ids == std::vector<std::string>{"12354"});

  s.say("DescribeLoadBalancersTaskResult", {task_state(9)});
  auto const strange = s.error_of([&] { s.wait(*failed.task()); });
  CHECK(strange.code() == condition::timed_out);  // a state nobody knows is still under way

  auto const nameless =
      s.error_of([&] { s.wait(colb::task::parse("colb1:tencent.clb_2017:2017:ap-guangzhou:X:abc")); });
  CHECK(nameless.code() == condition::invalid_request);
}

TEST_CASE("2017: a purchase has ended when all bought instances run") {
  bool const oldest = GENERATE(false, true);
  script s;
  s.say(
      "CreateLoadBalancer",
      {oldest
           ? R"({"code":0,"message":"","unLoadBalanceIds":["lb-1","lb-2"],"dealIds":[121]})"
           : R"({"code":0,"message":"","requestId":5,"dealIds":["5"],"unLoadBalancerIds":{"5":["lb-1","lb-2"]}})"});
  auto const shown = [](std::vector<std::pair<char const*, int>> const& list) {
    std::string text = R"({"code":0,"totalCount":2,"loadBalancerSet":[)";
    for (auto const& [id, status] : list) {
      if (text.back() == '}') text += ',';
      text += R"({"loadBalancerId":"qlb5feb","unLoadBalancerId":")" + std::string(id) + R"(","status":)" +
              std::to_string(status) + '}';
    }
    return text + "]}";
  };
  s.say("DescribeLoadBalancersTaskResult", {task_state(2), task_state(0)});
  s.say("DescribeLoadBalancers", {shown({}), shown({{"lb-1", 1}}), shown({{"lb-1", 1}, {"lb-2", 0}}),
                                  shown({{"lb-2", 1}, {"lb-1", 1}})});
  auto const reply = s.call_and_wait(clb::CreateLoadBalancer{.loadBalancerType = 2, .number = 2});
  CHECK(clb::bought_instances(reply) == std::vector<std::string>{"lb-1", "lb-2"});
  CHECK(s.count("DescribeLoadBalancers") == 4);
  CHECK(own(s.sent(oldest ? 1 : 3)) ==
        parameters{
            {"loadBalancerIds.0", "lb-1"}, {"loadBalancerIds.1", "lb-2"}, {"forward", "-1"}, {"limit", "2"}});
  CHECK(s.count("DescribeLoadBalancersTaskResult") == (oldest ? 0 : 2));

  auto const again = s.wait(colb::task::parse(to_string(reply.task())));
  CHECK(again.ids == std::vector<std::string>{"lb-1", "lb-2"});
}

TEST_CASE("2017: a purchase that names no instance is followed by its task alone") {
  script s;
  s.say("CreateLoadBalancer",
        {R"({"code":0,"message":"","requestId":5,"dealIds":["5"],"unLoadBalancerIds":[]})"});
  s.say("DescribeLoadBalancersTaskResult", {task_state(2), task_state(0), task_state(1)});
  s.call_and_wait(clb::CreateLoadBalancer{.loadBalancerType = 2});
  CHECK(s.requests.size() == 3);
  auto const e = s.error_of([&] { s.call_and_wait(clb::CreateLoadBalancer{.loadBalancerType = 2}); });
  CHECK(e.code() == condition::task_failed);
}

TEST_CASE("2017: a purchase that fails is told by its task") {
  script s;
  s.say("CreateLoadBalancer",
        {R"({"code":0,"message":"","requestId":5,"dealIds":["5"],"unLoadBalancerIds":{"5":["lb-1"]}})"});
  std::string const none = R"({"code":0,"totalCount":0,"loadBalancerSet":[]})";
  std::string const runs =
      R"({"code":0,"totalCount":1,"loadBalancerSet":[{"unLoadBalancerId":"lb-1","status":1}]})";
  std::string const unheard = R"({"code":5000,"message":"no such task"})";
  clb::CreateLoadBalancer const buy{.loadBalancerType = 2};

  s.say("DescribeLoadBalancersTaskResult",
        {task_state(2), R"({"code":0,"message":"sold out in this zone","data":{"status":1}})"});
  s.say("DescribeLoadBalancers", {none});
  auto const before = s.cloud.clock->ticks();
  auto const e = s.error_of([&] { s.call_and_wait(buy); });
  CHECK(e.code() == condition::task_failed);
  CHECK(e.vendor_message() == "sold out in this zone");
  CHECK(std::string_view(e.what()).find("sold out in this zone") != std::string_view::npos);
  CHECK(s.cloud.clock->ticks() - before < std::chrono::seconds(10));
  REQUIRE(e.task());
  CHECK(e.task()->ids == std::vector<std::string>{"5", "lb-1"});

  // A cloud that does not know the task, or not yet: the instances tell.
  s.requests.clear();
  s.say("DescribeLoadBalancersTaskResult", {unheard});
  s.say("DescribeLoadBalancers", {none, none, none, none, none, none, runs});
  s.call_and_wait(buy);
  CHECK(s.count("DescribeLoadBalancers") == 7);
  s.say("DescribeLoadBalancersTaskResult", {unheard, unheard, task_state(2), task_state(1)});
  s.say("DescribeLoadBalancers", {none, unheard});
  CHECK(s.error_of([&] { s.call_and_wait(buy); }).code() == condition::task_failed);
  s.say("DescribeLoadBalancersTaskResult", {R"({"code":4103,"message":"no"})"});
  CHECK(s.error_of([&] { s.call_and_wait(buy); }).code() == condition::permission);
}

TEST_CASE("2017: tasks of API 3.0 are another client's") {
  script s;
  auto const e = s.error_of(
      [&] { s.wait(colb::task::parse("colb1:tencent.clb:2018-03-17:ap-guangzhou:CreateListener:7")); });
  CHECK(e.code() == condition::invalid_request);
}
