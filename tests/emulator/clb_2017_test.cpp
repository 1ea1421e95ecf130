// colb: tests of API 2017 in the emulator: who is let in, every Action on the state, and the state shared
// with API 3.0.
#include <chrono>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "support/virtual_cloud.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <colb/codec/percent.hpp>
#include <colb/sign/tencent_v1.hpp>
#include <colb/tencent/clb.hpp>
#include <colb/tencent/clb_2017.hpp>

namespace old = colb::tencent::clb_2017;
namespace v3 = colb::tencent::clb;
using colb::condition;
using namespace std::chrono_literals;

struct NoSuchAction {
  struct response {};
};
constexpr colb::descriptor describe(NoSuchAction const*) { return {}; }

namespace {

colb::client_options with_style(colb::request_style style, std::string region = "ap-guangzhou") {
  colb::client_options options;
  options.region = std::move(region);
  options.style = style;
  return options;
}

/// One cloud, with a client of either API.
struct two_worlds {
  explicit two_worlds(colb::emulator::options how = {}, colb::client_options what = {})
      : cloud(std::move(how), std::move(what)) {
    auto options = cloud.options;
    options.style = {};
    options.region = "ap-guangzhou";
    newer.emplace(cloud.io.get_executor(), options, std::shared_ptr<colb::inner::dialer>(cloud.net));
  }

  template <class Client, class A>
  static asio::awaitable<void> do_call(Client& client, A request, colb::reply<A>* out) {
    *out = co_await client.call(request);
  }
  template <class Client, class A>
  static asio::awaitable<void> do_wait(Client& client, A request, colb::reply<A>* out) {
    *out = co_await client.call_and_wait(request);
  }

  /// To its end: with its task where it has one.
  template <class A>
  colb::reply<A> operator()(A const& request) {
    return run(*cloud.client, request);
  }
  template <class A>
  colb::reply<A> newer_api(A const& request) {
    return run(*newer, request);
  }
  template <class A>
  std::string code_of(A const& request) {
    try {
      run(*cloud.client, request);
    } catch (colb::error const& e) {
      return e.vendor_code();
    }
    return "0";
  }

  colb::test::virtual_cloud<old::client> cloud;
  std::optional<v3::client> newer{};

 private:
  template <class Client, class A>
  colb::reply<A> run(Client& client, A const& request) {
    colb::reply<A> reply;
    std::exception_ptr failure;
    if constexpr (colb::descriptor_of<A>.kind == colb::kind::async) {
      failure = cloud.run(do_wait(client, request, &reply));
    } else {
      failure = cloud.run(do_call(client, request, &reply));
    }
    if (failure) std::rethrow_exception(failure);
    return reply;
  }
};

std::string classic(two_worlds& w) {
  return old::bought_instances(w(old::CreateLoadBalancer{.loadBalancerType = 2})).at(0);
}
std::string application(two_worlds& w) {
  return old::bought_instances(w(old::CreateLoadBalancer{.loadBalancerType = 2, .forward = 1})).at(0);
}

old::types::ListenerSpec tcp(std::int64_t port) {
  return {.loadBalancerPort = port, .instancePort = 8080, .protocol = 2};
}

/// A signed request without a client around it.
struct signer {
  colb::test::virtual_cloud<old::client>& cloud;
  colb::credentials credentials{};
  colb::request_style style{};
  std::string region = "ap-guangzhou";
  std::uint64_t nonce = 4711;
  std::chrono::seconds off{0};

  explicit signer(two_worlds& w) : cloud(w.cloud), credentials(w.cloud.core->credentials()) {}

  template <class A>
  colb::inner::emu::request request(A const& action, std::string const& host = "127.0.0.1:4433") const {
    old::detail::protocol protocol;
    protocol.configure(style);
    colb::inner::encoded_call call;
    call.action = &colb::inner::action_info_of<A>;
    protocol.encode(call, &action, "");
    colb::random_source const random = [n = nonce] { return n - 1; };
    auto built = protocol.build(call, {host, region, credentials, cloud.clock->now() + off, random});
    colb::inner::emu::request out;
    out.method = built.method;
    out.target = built.target;
    out.headers = built.headers;
    out.headers.emplace_back("Host", host);
    out.body = built.body;
    return out;
  }
  std::string code(colb::inner::emu::request const& request) const {
    auto const answer = cloud.core->handle(request);
    return boost::json::serialize(boost::json::parse(answer.body).at("code"));
  }
};

}  // namespace

TEST_CASE("emulator 2017: every Action is served") {
  std::set<std::string> actions;
  for (auto const& row : colb::emulator::coverage()) {
    if (row.service == "tencent.clb_2017") actions.insert(row.action);
  }
  CHECK(actions.size() == 46);
}

TEST_CASE(
    "emulator 2017: the walk-through, counted from 0 and from 1, by GET and POST, with both signatures") {
  colb::request_style style;
  style.first_index = GENERATE(0, 1);
  style.method = GENERATE(colb::http_method::automatic, colb::http_method::post);
  style.signature = GENERATE(colb::signature_method::automatic, colb::signature_method::hmac_sha1);
  std::string const region = GENERATE("ap-guangzhou", "gz");
  two_worlds w({}, with_style(style, region));

  auto const bought = w(old::CreateLoadBalancer{.loadBalancerType = 2, .loadBalancerName = "test"});
  CHECK(bought.requestId.has_value());
  REQUIRE(bought.dealIds.size() == 1);
  auto const id = old::bought_instances(bought).at(0);
  auto const made = w(old::CreateLoadBalancerListeners{.loadBalancerId = id,
                                                       .listeners = {{.loadBalancerPort = 80,
                                                                      .instancePort = 80,
                                                                      .protocol = 2,
                                                                      .listenerName = "listenerTest",
                                                                      .healthSwitch = 1}}});
  CHECK(made.listenerIds.size() == 1);
  w(old::RegisterInstancesWithLoadBalancer{.loadBalancerId = id,
                                           .backends = {{.instanceId = "ins-5678test", .weight = 10},
                                                        {.instanceId = "ins-1234test", .weight = 10}}});
  auto const shown = w(old::DescribeLoadBalancers{.loadBalancerIds = {id}});
  REQUIRE(shown.loadBalancerSet.size() == 1);
  auto const& lb = shown.loadBalancerSet[0];
  CHECK(lb.unLoadBalancerId == id);
  CHECK(lb.loadBalancerName == "test");
  CHECK(lb.status == 1);
  CHECK(lb.forward == 0);
  CHECK(lb.loadBalancerVips == std::vector<std::string>{"198.18.0.1"});
  CHECK(lb.domain->ends_with(".clb.myqcloud.com"));

  // What one API made the other one sees.
  auto const same = w.newer_api(v3::DescribeLoadBalancers{.LoadBalancerIds = {id}});
  REQUIRE(same.LoadBalancerSet.size() == 1);
  CHECK(same.LoadBalancerSet[0].Forward == 0);
  CHECK(same.LoadBalancerSet[0].LoadBalancerName == "test");
  auto const targets = w.newer_api(v3::DescribeClassicalLBTargets{.LoadBalancerId = id});
  REQUIRE(targets.Targets.size() == 2);
  CHECK(targets.Targets[0].InstanceId == "ins-5678test");
  auto const calls = w.cloud.core->calls();
  CHECK(calls.at(0).service == "tencent.clb_2017");
  CHECK(calls.at(0).region == region);
  CHECK(calls.at(0).action == "CreateLoadBalancer");
}

TEST_CASE("emulator 2017: what API 3.0 made is seen, and changed, by API 2017") {
  two_worlds w;
  auto const id = w.newer_api(v3::CreateLoadBalancer{.LoadBalancerType = "OPEN", .LoadBalancerName = "web"})
                      .LoadBalancerIds.at(0);
  auto const listener =
      w.newer_api(v3::CreateListener{.LoadBalancerId = id, .Ports = {443}, .Protocol = "TCP"})
          .ListenerIds.at(0);
  auto const shown = w(old::DescribeForwardLBListeners{.loadBalancerId = id});
  REQUIRE(shown.listenerSet.size() == 1);
  CHECK(shown.listenerSet[0].listenerId == listener);
  CHECK(shown.listenerSet[0].protocol == 2);
  w(old::ModifyForwardLBName{.loadBalancerId = id, .loadBalancerName = "shop"});
  CHECK(w.newer_api(v3::DescribeLoadBalancers{.LoadBalancerIds = {id}})
            .LoadBalancerSet.at(0)
            .LoadBalancerName == "shop");
  w(old::DeleteLoadBalancers{.loadBalancerIds = {id}});
  CHECK(w.newer_api(v3::DescribeLoadBalancers{.LoadBalancerIds = {id}}).LoadBalancerSet.empty());
}

// ---- who is let in
// -----------------------------------------------------------------------------------------------

TEST_CASE("emulator 2017: signatures, tokens and the clock are checked") {
  two_worlds w;
  old::DescribeLoadBalancers const look{};
  signer s(w);
  s.style.method = GENERATE(colb::http_method::get, colb::http_method::post);
  s.style.signature = GENERATE(colb::signature_method::hmac_sha1, colb::signature_method::hmac_sha256);
  CHECK(s.code(s.request(look)) == "0");

  SECTION("key") {
    s.credentials.key += 'x';
    CHECK(s.code(s.request(look)) == "4100");
  }
  SECTION("id") {
    s.credentials.id += 'x';
    CHECK(s.code(s.request(look)) == "4104");
  }
  SECTION("token") {
    s.credentials.token = "x";
    CHECK(s.code(s.request(look)) == "4105");
  }
  SECTION("a parameter changed after signing") {
    s.nonce = 5;
    auto request = s.request(old::DescribeLoadBalancers{.searchKey = "abc"});
    auto& text = request.method == "GET" ? request.target : request.body;
    text.replace(text.find("abc"), 3, "abd");
    CHECK(s.code(request) == "4100");
  }
  SECTION("late") {
    s.off = -7201s;
    s.nonce = 6;
    CHECK(s.code(s.request(look)) == "4500");
  }
  SECTION("early") {
    s.off = 7201s;
    CHECK(s.code(s.request(look)) == "4500");
  }
  SECTION("no region") {
    s.region = "";
    s.nonce = 7;
    CHECK(s.code(s.request(look)) == "4000");
  }
}

TEST_CASE("emulator 2017: a replayed nonce is refused") {
  two_worlds w;
  signer s(w);
  auto const request = s.request(old::DescribeLoadBalancers{});
  CHECK(s.code(request) == "0");
  CHECK(s.code(request) == "4500");
  CHECK(s.code(s.request(old::DescribeLoadBalancers{.limit = 1})) == "4500");
  s.nonce = 4712;
  CHECK(s.code(s.request(old::DescribeLoadBalancers{})) == "0");
  w.cloud.clock->advance(1s);
  s.nonce = 4711;
  CHECK(s.code(s.request(old::DescribeLoadBalancers{})) == "0");
  // A wrong signature does not use up anybody's nonce.
  signer thief(w);
  thief.nonce = 9;
  thief.credentials.key = "wrong";
  CHECK(thief.code(thief.request(old::DescribeLoadBalancers{})) == "4100");
  s.nonce = 9;
  CHECK(s.code(s.request(old::DescribeLoadBalancers{})) == "0");
}

TEST_CASE("emulator 2017: each host serves its Actions, and an unknown Action is refused") {
  two_worlds w;
  signer s(w);
  old::GetMonitorData const data{.namespace_ = "qce/lb_public",
                                 .metricName = "connum",
                                 .dimensions = {{.name = "vip", .value = "198.18.0.1"}}};
  CHECK(s.code(s.request(data, "monitor.api.qcloud.com")) == "0");
  CHECK(s.code(s.request(old::DescribeLoadBalancers{.limit = 2}, "monitor.api.qcloud.com")) == "4500");
  s.nonce = 1;
  CHECK(s.code(s.request(old::DescribeLoadBalancers{}, "monitor.api.qcloud.com")) == "6100");
  s.nonce = 2;
  CHECK(s.code(s.request(data, "lb.api.qcloud.com")) == "6100");
  CHECK(s.code({"GET", "/v2/index.php?Action=Nothing", {{"Host", "h"}}, ""}) ==
        "4000");  // and it is not signed
  s.nonce = 3;
  CHECK(s.code(s.request(NoSuchAction{})) == "6100");
}

TEST_CASE("emulator 2017: what is wrong with a request has its code") {
  two_worlds w;
  auto const id = classic(w);
  CHECK(w.code_of(old::DescribeLoadBalancerListeners{.loadBalancerId = "lb-none0000"}) == "5000");
  CHECK(w.code_of(old::CreateLoadBalancer{}) == "4000");
  CHECK(w.code_of(old::CreateLoadBalancer{.loadBalancerType = 4}) == "4000");
  CHECK(w.code_of(old::CreateLoadBalancerListeners{
            .loadBalancerId = id,
            .listeners = {{.loadBalancerPort = 0, .instancePort = 1, .protocol = 2}}}) == "4000");
  CHECK(w.code_of(old::CreateLoadBalancerListeners{.loadBalancerId = id, .listeners = {tcp(80), tcp(80)}}) ==
        "5100");
  CHECK(w.code_of(old::DescribeForwardLBListeners{.loadBalancerId = id}) == "4000");
  CHECK(w.code_of(old::DescribeLoadBalancersTaskResult{.requestId = 1}) == "5000");
  CHECK(w.code_of(old::DeregisterInstancesFromLoadBalancer{.loadBalancerId = id,
                                                           .backends = {{.instanceId = "ins-1"}}}) == "5000");
  w.cloud.core->inject({.action = "DescribeLoadBalancers", .code = "5300", .message = "no money"});
  CHECK(w.code_of(old::DescribeLoadBalancers{}) == "5300");
}

// ---- tasks
// -----------------------------------------------------------------------------------------------------

TEST_CASE("emulator 2017: a task runs, fails on demand, and keeps others away meanwhile") {
  two_worlds w({.task_time = 3s});
  auto const id = classic(w);
  auto const begin = w.cloud.clock->ticks();
  w(old::CreateLoadBalancerListeners{.loadBalancerId = id, .listeners = {tcp(80)}});
  CHECK(w.cloud.clock->ticks() - begin >= 3s);

  w.cloud.core->inject(
      {.action = "CreateLoadBalancerListeners", .kind = colb::emulator::fault_kind::fail_task});
  try {
    w(old::CreateLoadBalancerListeners{.loadBalancerId = id, .listeners = {tcp(81)}});
    FAIL("it was to fail");
  } catch (colb::error const& e) {
    CHECK(e.code() == condition::task_failed);
    CHECK(e.task()->action == "CreateLoadBalancerListeners");
  }
  CHECK(w(old::DescribeLoadBalancerListeners{.loadBalancerId = id}).totalCount == 1);

  // The second change finds the load balancer busy and comes again by itself.
  colb::reply<old::CreateLoadBalancerListeners> first, second;
  std::optional<std::exception_ptr> one, two;
  auto& client = *w.cloud.client;
  asio::co_spawn(
      w.cloud.io,
      two_worlds::do_wait(
          client, old::CreateLoadBalancerListeners{.loadBalancerId = id, .listeners = {tcp(82)}}, &first),
      [&](std::exception_ptr e) { one = e; });
  asio::co_spawn(
      w.cloud.io,
      two_worlds::do_wait(
          client, old::CreateLoadBalancerListeners{.loadBalancerId = id, .listeners = {tcp(83)}}, &second),
      [&](std::exception_ptr e) { two = e; });
  REQUIRE(w.cloud.run_until([&] { return one && two; }));
  CHECK_FALSE(*one);
  CHECK_FALSE(*two);
  CHECK(w(old::DescribeLoadBalancerListeners{.loadBalancerId = id}).totalCount == 3);
}

// ---- classic instances
// -------------------------------------------------------------------------------------------

TEST_CASE("emulator 2017: instances are bought, found, changed and deleted") {
  two_worlds w;
  auto const bought = w(old::CreateLoadBalancer{
      .loadBalancerType = 3, .forward = 0, .vpcId = "vpc-1", .subnetId = 7, .projectId = 3, .number = 3});
  auto const ids = old::bought_instances(bought);
  REQUIRE(ids.size() == 3);
  auto const open =
      old::bought_instances(
          w(old::CreateLoadBalancer{.loadBalancerType = 2, .loadBalancerName = "a", .domainPrefix = "shop"}))
          .at(0);
  auto const other = application(w);

  CHECK(w(old::DescribeLoadBalancers{}).totalCount == 5);
  CHECK(w(old::DescribeLoadBalancers{.loadBalancerType = 3}).totalCount == 3);
  CHECK(w(old::DescribeLoadBalancers{.forward = 1}).loadBalancerSet.at(0).loadBalancerId == other);
  CHECK(w(old::DescribeLoadBalancers{.forward = 0}).totalCount == 4);
  CHECK(w(old::DescribeLoadBalancers{.domain = "shop.ap-guangzhou.1251000011.clb.myqcloud.com"}).totalCount ==
        1);
  CHECK(w(old::DescribeLoadBalancers{.projectId = 3}).totalCount == 3);
  CHECK(w(old::DescribeLoadBalancers{.loadBalancerVips = {"198.18.0.1"}}).totalCount == 1);
  auto const page = w(old::DescribeLoadBalancers{.offset = 4, .limit = 3});
  CHECK(page.totalCount == 5);
  CHECK(page.loadBalancerSet.size() == 1);
  auto const inner = w(old::DescribeLoadBalancers{.loadBalancerIds = {ids[0]}}).loadBalancerSet.at(0);
  CHECK(inner.loadBalancerType == 3);
  CHECK(inner.subnetId == 7);
  CHECK(inner.uniqVpcId == "vpc-1");
  CHECK(inner.domain == "");

  w(old::ModifyLoadBalancerAttributes{
      .loadBalancerId = open, .loadBalancerName = "b", .domainPrefix = "store"});
  auto const changed = w(old::DescribeLoadBalancers{.loadBalancerIds = {open}}).loadBalancerSet.at(0);
  CHECK(changed.loadBalancerName == "b");
  CHECK(changed.domain->starts_with("store."));
  CHECK(w.code_of(old::ModifyLoadBalancerAttributes{.loadBalancerId = ids[0], .domainPrefix = "x"}) ==
        "4000");
  CHECK(w.code_of(old::ModifyForwardLBName{.loadBalancerId = open, .loadBalancerName = "x"}) == "4000");

  CHECK(w.code_of(old::DeleteLoadBalancers{.loadBalancerIds = {open, "lb-none0000"}}) == "5000");
  w(old::DeleteLoadBalancers{.loadBalancerIds = {open, ids[0], ids[1], ids[2]}});
  CHECK(w(old::DescribeLoadBalancers{}).totalCount == 1);
}

TEST_CASE("emulator 2017: classic listeners and servers") {
  two_worlds w({.unhealthy = {"ins-2"}});
  auto const id = classic(w);
  auto made = w(old::CreateLoadBalancerListeners{.loadBalancerId = id,
                                                 .listeners = {{.loadBalancerPort = 443,
                                                                .instancePort = 8443,
                                                                .protocol = 4,
                                                                .httpHash = "ip_hash",
                                                                .SSLMode = "mutual",
                                                                .certId = "cert-1",
                                                                .certCaId = "ca-1"}}});
  auto const second = w(old::CreateLoadBalancerListeners{.loadBalancerId = id,
                                                         .listeners = {{.loadBalancerPort = 80,
                                                                        .instancePort = 8080,
                                                                        .protocol = 2,
                                                                        .listenerName = "l",
                                                                        .sessionExpire = 60,
                                                                        .healthNum = 4,
                                                                        .scheduler = "least_conn"}}});
  made.listenerIds.push_back(second.listenerIds.at(0));
  REQUIRE(made.listenerIds.size() == 2);
  auto const all = w(old::DescribeLoadBalancerListeners{.loadBalancerId = id});
  REQUIRE(all.listenerSet.size() == 2);
  CHECK(all.listenerSet[0].SSLMode == "mutual");
  CHECK(all.listenerSet[0].certCaId == "ca-1");
  CHECK(all.listenerSet[0].httpHash == "ip_hash");
  CHECK_FALSE(all.listenerSet[0].scheduler);
  CHECK(all.listenerSet[1].unListenerId == made.listenerIds[1]);
  CHECK(all.listenerSet[1].sessionExpire == 60);
  CHECK(all.listenerSet[1].healthNum == 4);
  CHECK(all.listenerSet[1].scheduler == "least_conn");
  CHECK(w(old::DescribeLoadBalancerListeners{.loadBalancerId = id, .protocol = 4}).totalCount == 1);

  w(old::ModifyLoadBalancerListener{.loadBalancerId = id,
                                    .listenerId = made.listenerIds[1],
                                    .listenerName = "m",
                                    .healthNum = 5,
                                    .scheduler = "wrr"});
  auto const changed =
      w(old::DescribeLoadBalancerListeners{.loadBalancerId = id, .listenerIds = {made.listenerIds[1]}})
          .listenerSet.at(0);
  CHECK(changed.listenerName == "m");
  CHECK(changed.healthNum == 5);
  CHECK(changed.scheduler == "wrr");
  CHECK(changed.sessionExpire == 60);

  auto const users = w(old::GetCertListWithLoadBalancer{.certIds = {"cert-1", "cert-none"}});
  REQUIRE(users.certSet.at("cert-1").size() == 1);
  CHECK(users.certSet.at("cert-1")[0].listener.at(0).unListenerId == made.listenerIds[0]);
  CHECK(users.certSet.at("cert-none").empty());
  w(old::ReplaceCert{.oldCertId = "cert-1", .newCertId = "cert-2"});
  CHECK(w(old::DescribeLoadBalancerListeners{.loadBalancerId = id}).listenerSet[0].certId == "cert-2");

  w(old::RegisterInstancesWithLoadBalancer{
      .loadBalancerId = id, .backends = {{.instanceId = "ins-1"}, {.instanceId = "ins-2", .weight = 20}}});
  auto bound = w(old::DescribeLoadBalancerBackends{.loadBalancerId = id});
  REQUIRE(bound.totalCount == 2);
  CHECK(bound.backendSet[0].weight == 10);
  CHECK(bound.backendSet[1].unInstanceId == "ins-2");
  w(old::ModifyLoadBalancerBackends{.loadBalancerId = id,
                                    .backends = {{.instanceId = "ins-1", .weight = 33}}});
  CHECK(w(old::DescribeLoadBalancerBackends{.loadBalancerId = id}).backendSet[0].weight == 33);
  w.cloud.clock->advance(1s);
  auto const health = w(old::DescribeLBHealthStatus{.loadBalancerId = id, .listenerId = made.listenerIds[1]});
  REQUIRE(health.data.size() == 2);
  CHECK(health.data[0].healthStatus == 1);
  CHECK(health.data[0].port == 8080);
  CHECK(health.data[0].vport == 80);
  CHECK(health.data[0].protocol == "TCP");
  CHECK(health.data[1].healthStatus == 0);
  CHECK(w(old::DescribeLoadBalancers{.withRs = 1}).totalCount == 1);
  w(old::DeregisterInstancesFromLoadBalancer{.loadBalancerId = id, .backends = {{.instanceId = "ins-2"}}});
  CHECK(w(old::DescribeLoadBalancerBackends{.loadBalancerId = id}).totalCount == 1);

  w(old::DeleteLoadBalancerListeners{.loadBalancerId = id, .listenerIds = {made.listenerIds[0]}});
  CHECK(w(old::DescribeLoadBalancerListeners{.loadBalancerId = id}).totalCount == 1);
}

// ---- application-type instances
// ------------------------------------------------------------------------------------

TEST_CASE("emulator 2017: application-type listeners, rules and servers") {
  two_worlds w({.unhealthy = {"ins-3"}});
  auto const id = application(w);
  auto const seventh = w(old::CreateForwardLBSeventhLayerListeners{
      .loadBalancerId = id,
      .listeners = {
          {.loadBalancerPort = 80, .protocol = 1, .listenerName = "web"},
          {.loadBalancerPort = 443, .protocol = 4, .SSLMode = "unidirectional", .certId = "cert-1"}}});
  REQUIRE(seventh.listenerIds.size() == 2);
  auto const fourth = w(old::CreateForwardLBFourthLayerListeners{
      .loadBalancerId = id, .listeners = {{.loadBalancerPort = 53, .protocol = 3, .scheduler = "wrr"}}});
  auto const http = seventh.listenerIds[0], https = seventh.listenerIds[1], udp = fourth.listenerIds.at(0);

  w(old::ModifyForwardLBSeventhListener{.loadBalancerId = id,
                                        .listenerId = https,
                                        .listenerName = "tls",
                                        .SSLMode = "mutual",
                                        .certId = "cert-2",
                                        .certCaId = "ca-2"});
  w(old::ModifyForwardLBFourthListener{.loadBalancerId = id,
                                       .listenerId = udp,
                                       .sessionExpire = 90,
                                       .healthNum = 7,
                                       .scheduler = "least_conn"});
  CHECK(w.code_of(old::ModifyForwardLBFourthListener{.loadBalancerId = id, .listenerId = http}) == "4000");
  auto const newer =
      w.newer_api(v3::DescribeListeners{.LoadBalancerId = id, .ListenerIds = {udp}}).Listeners.at(0);
  CHECK(newer.SessionExpireTime == 90);
  CHECK(newer.Scheduler == "LEAST_CONN");
  CHECK(newer.HealthCheck->HealthNum == 7);

  w(old::CreateForwardLBListenerRules{
      .loadBalancerId = id,
      .listenerId = http,
      .rules = {{.domain = "a.example", .url = "/"},
                {.domain = "b.example", .url = "fourth", .httpHash = "ip_hash", .httpCode = 4}}});
  w(old::CreateForwardLBListenerRules{
      .loadBalancerId = id, .listenerId = https, .rules = {{.domain = "a.example", .url = "/"}}});
  auto shown = w(old::DescribeForwardLBListeners{.loadBalancerId = id});
  REQUIRE(shown.listenerSet.size() == 3);
  CHECK(shown.listenerSet[1].SSLMode == "mutual");
  CHECK(shown.listenerSet[1].certId == "cert-2");
  REQUIRE(shown.listenerSet[0].rules.size() == 2);
  CHECK(shown.listenerSet[0].rules[1].url == "/fourth");
  CHECK(shown.listenerSet[0].rules[1].httpHash == "ip_hash");
  CHECK(shown.listenerSet[0].rules[1].httpCode == 4);
  auto const loc_a = *shown.listenerSet[0].rules[0].locationId,
             loc_b = *shown.listenerSet[0].rules[1].locationId;
  auto const loc_s = *shown.listenerSet[1].rules[0].locationId;

  w(old::ModifyLoadBalancerRulesProbe{.loadBalancerId = id,
                                      .listenerId = http,
                                      .locationId = loc_b,
                                      .url = "/b",
                                      .sessionExpire = 40,
                                      .healthNum = 9});
  w(old::ModifyForwardLBRulesDomain{
      .loadBalancerId = id, .listenerId = http, .domain = "b.example", .newDomain = "c.example"});
  auto const rule =
      w(old::DescribeForwardLBListeners{.loadBalancerId = id, .protocol = 1}).listenerSet.at(0).rules.at(1);
  CHECK(rule.url == "/b");
  CHECK(rule.domain == "c.example");
  CHECK(rule.sessionExpire == 40);
  CHECK(rule.healthNum == 9);

  // Both rules at once by their IDs, one by domain and path, and the layer-4 listener.
  w(old::RegisterInstancesWithForwardLBSeventhListener{
      .loadBalancerId = id,
      .listenerId = http,
      .locationIds = {loc_a, loc_b},
      .backends = {{.instanceId = "ins-1", .port = 8080},
                   {.instanceId = "ins-2", .port = 8080, .weight = 20}}});
  w(old::RegisterInstancesWithForwardLBSeventhListener{.loadBalancerId = id,
                                                       .listenerId = http,
                                                       .domain = "c.example",
                                                       .url = "/b",
                                                       .backends = {{.instanceId = "ins-3", .port = 8080}}});
  w(old::RegisterInstancesWithForwardLBFourthListener{
      .loadBalancerId = id, .listenerId = udp, .backends = {{.instanceId = "ins-1", .port = 53}}});
  CHECK(w.code_of(old::RegisterInstancesWithForwardLBSeventhListener{
            .loadBalancerId = id, .listenerId = http, .backends = {{.instanceId = "ins-1", .port = 1}}}) ==
        "4000");
  auto const where = [&] { return w(old::DescribeForwardLBBackends{.loadBalancerId = id}); };
  auto bound = where();
  REQUIRE(bound.data.size() == 3);
  CHECK(bound.data[0].rules.at(0).backends.size() == 2);
  CHECK(bound.data[0].rules.at(1).backends.size() == 3);
  CHECK(bound.data[2].backends.size() == 1);
  CHECK(w.newer_api(v3::DescribeTargets{.LoadBalancerId = id}).Listeners.at(0).Rules.at(1).Targets.size() ==
        3);

  w.cloud.clock->advance(1s);
  auto const health = w(old::DescribeForwardLBHealthStatus{.loadBalancerIds = {id}});
  REQUIRE(health.data.size() == 1);
  CHECK(health.data[0].unLoadBalancerId == id);
  auto const& of_rule = health.data[0].listener.at(0).rules.at(1);
  REQUIRE(of_rule.backends.size() == 3);
  CHECK(of_rule.backends[0].healthStatus == 1);
  CHECK(of_rule.backends[2].healthStatus == 0);
  CHECK(health.data[0].listener.at(2).rules.at(0).backends.size() == 1);

  w(old::ModifyForwardSeventhBackends{.loadBalancerId = id,
                                      .listenerId = http,
                                      .locationIds = {loc_a},
                                      .backends = {{.instanceId = "ins-1", .port = 8080, .weight = 77}}});
  w(old::ModifyForwardFourthBackendsWeight{.loadBalancerId = id,
                                           .listenerId = udp,
                                           .backends = {{.instanceId = "ins-1", .port = 53, .weight = 66}}});
  w(old::ModifyForwardSeventhBackendsPort{
      .loadBalancerId = id,
      .listenerId = http,
      .locationIds = {loc_a},
      .backends = {{.instanceId = "ins-1", .port = 8080, .newPort = 9090}}});
  w(old::ModifyForwardFourthBackendsPort{
      .loadBalancerId = id,
      .listenerId = udp,
      .backends = {{.instanceId = "ins-1", .port = 53, .newPort = 5353, .weight = 5}}});
  bound = where();
  auto const& moved = bound.data[0].rules[0].backends;
  REQUIRE(moved.size() == 2);
  CHECK(moved[1].port == 9090);
  CHECK(moved[1].weight == 77);
  CHECK(bound.data[0].rules[1].backends[0].weight == 10);
  CHECK(bound.data[2].backends.at(0).port == 5353);
  CHECK(bound.data[2].backends.at(0).weight == 5);

  // Without a rule named, from all of the listener.
  w(old::DeregisterInstancesFromForwardLB{
      .loadBalancerId = id, .listenerId = http, .backends = {{.instanceId = "ins-2", .port = 8080}}});
  w(old::DeregisterInstancesFromForwardLB{.loadBalancerId = id,
                                          .listenerId = http,
                                          .locationIds = {loc_b},
                                          .backends = {{.instanceId = "ins-3", .port = 8080}}});
  w(old::DeregisterInstancesFromForwardLBFourthListener{
      .loadBalancerId = id, .listenerId = udp, .backends = {{.instanceId = "ins-1", .port = 5353}}});
  CHECK(w.code_of(old::DeregisterInstancesFromForwardLB{
            .loadBalancerId = id, .listenerId = http, .backends = {{.instanceId = "ins-9", .port = 1}}}) ==
        "4000");
  bound = where();
  CHECK(bound.data[0].rules[0].backends.size() == 1);
  CHECK(bound.data[0].rules[1].backends.size() == 1);
  CHECK(bound.data[2].backends.empty());

  w(old::ManualRewrite{.loadBalancerId = id,
                       .rewriteInfo = {{.sourceLocation = loc_a, .targetLocation = loc_s}},
                       .sourceListenerId = http,
                       .targetListenerId = https});
  auto const rewrites = w(old::DescribeRewrite{.loadBalancerIds = {id}});
  REQUIRE(rewrites.data->RewriteSet.size() == 1);
  CHECK(rewrites.data->RewriteSet[0].uListenerId == http);
  CHECK(rewrites.data->RewriteSet[0].targetuLocationId == loc_s);
  CHECK(rewrites.data->RewriteSet[0].health->switch_ == 1);
  w(old::DeleteRewrite{.loadBalancerId = id,
                       .delRewriteInfo = {{.sourceLocation = loc_a, .targetLocation = loc_s}},
                       .sourceListenerId = http,
                       .targetListenerId = https});
  CHECK(w(old::DescribeRewrite{}).data->RewriteSet.empty());
  w(old::AutoRewrite{.loadBalancerId = id, .listenerId = https});
  CHECK(w(old::DescribeRewrite{.listenerIds = {http}}).data->RewriteSet.size() == 1);

  auto const whole = w(old::CloneLB{.loadBalancerId = id, .cloneType = "all"});
  auto const shell = w(old::CloneLB{.loadBalancerId = id, .cloneType = "onlyListener"});
  CHECK(w(old::DescribeLoadBalancers{.loadBalancerIds = {*whole.cloneLBId}})
            .loadBalancerSet.at(0)
            .loadBalancerName->starts_with("cloneFrom-lb-"));
  CHECK(w(old::DescribeForwardLBBackends{.loadBalancerId = *whole.cloneLBId})
            .data.at(0)
            .rules.at(0)
            .backends.size() == 1);
  CHECK(w(old::DescribeForwardLBBackends{.loadBalancerId = *shell.cloneLBId})
            .data.at(0)
            .rules.at(0)
            .backends.empty());

  w(old::DeleteForwardLBListenerRules{
      .loadBalancerId = id, .listenerId = http, .domain = "c.example", .url = "/b"});
  CHECK(w(old::DescribeForwardLBListeners{.loadBalancerId = id}).listenerSet.at(0).rules.size() == 1);
  w(old::DeleteForwardLBListener{.loadBalancerId = id, .listenerId = udp});
  CHECK(w(old::DescribeForwardLBListeners{.loadBalancerId = id}).listenerSet.size() == 2);
}

TEST_CASE("emulator 2017: the listener names of either edition are taken in requests") {
  two_worlds w;
  auto const id = application(w);
  auto const made = w(old::CreateForwardLBSeventhLayerListeners{
      .loadBalancerId = id,
      .listeners = {{.loadBalancerPort = 80, .protocol = 1}, {.loadBalancerPort = 81, .protocol = 1}}});
  for (auto const& listener : made.listenerIds) {
    w(old::CreateForwardLBListenerRules{
        .loadBalancerId = id, .listenerId = listener, .rules = {{.domain = "a.example", .url = "/"}}});
  }
  auto const shown = w(old::DescribeForwardLBListeners{.loadBalancerId = id});
  signer s(w);
  old::ManualRewrite const rewrite{
      .loadBalancerId = id,
      .rewriteInfo = {{.sourceLocation = *shown.listenerSet.at(0).rules.at(0).locationId,
                       .targetLocation = *shown.listenerSet.at(1).rules.at(0).locationId}},
      .sourceListenerId = made.listenerIds[0],
      .targetListenerId = made.listenerIds[1]};
  auto request = s.request(rewrite);
  auto parameters = colb::codec::parse_form(request.query()).value();
  std::erase_if(parameters, [](auto const& p) { return p.first == "Signature"; });
  for (auto& [name, value] : parameters) {
    if (name == "sourceListenerId") name = "sourceuListenerId";
    if (name == "targetListenerId") name = "targetuListenerId";
  }
  parameters.emplace_back(
      "Signature",
      colb::sign::sign_v1(colb::sign::v1_algorithm::hmac_sha256, s.credentials.key, "GET", "127.0.0.1:4433",
                          "/v2/index.php", parameters, colb::sign::v1_underscore::to_dot));
  request.target = "/v2/index.php?" + colb::codec::form_encode(parameters);
  CHECK(s.code(request) == "0");
}

TEST_CASE("emulator 2017: prices, monitoring and logs have the documented shape") {
  two_worlds w;
  auto const id = application(w);
  CHECK(w(old::InquiryLBPrice{.loadBalancerType = 2}).price == 2);
  auto const price =
      w(old::InquiryLBPriceAll{.loadBalancerType = 3, .lbChargeType = "POSTPAID_BY_HOUR", .goodsNum = 2});
  CHECK(price.price->lbIdPrice->discountPrice.value() > 0);
  auto const data = w(old::GetMonitorData{.namespace_ = "qce/loadbalance",
                                          .metricName = "QPS",
                                          .dimensions = {{.name = "vip", .value = "198.18.0.1"}},
                                          .period = 60});
  CHECK(data.dataPoints.size() == 60);
  CHECK(data.period == 60);
  w(old::CreateForwardLBSeventhLayerListeners{.loadBalancerId = id,
                                              .listeners = {{.loadBalancerPort = 80, .protocol = 1}}});
  CHECK(w(old::DescribeLoadBalancerLog{.loadBalancerId = id}).logInfo->total == 0);
}
