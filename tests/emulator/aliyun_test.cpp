// colb: Alibaba Cloud SLB from end to end: client and emulated cloud in memory, and the emulator's manners.
#include <algorithm>
#include <chrono>
#include <exception>
#include <functional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <colb/aliyun/slb.hpp>

#include "catch.hpp"
#include "emulator/aliyun_driver.hpp"
#include "support/certificates.hpp"
#include "support/virtual_cloud.hpp"

namespace slb = colb::aliyun::slb;
using namespace std::chrono_literals;
using colb::condition;
using colb_test::slb_driver;

namespace {

using fault_kind = colb::emulator::fault_kind;

colb::client_options in_hangzhou() {
  colb::client_options options;
  options.region = "cn-hangzhou";
  return options;
}

struct cloud : colb::test::virtual_cloud<slb::client> {
  explicit cloud(colb::emulator::options how = {}, colb::client_options what = in_hangzhou())
      : virtual_cloud(std::move(how), std::move(what)) {}

  /// Runs to the end, and throws what it threw.
  void go(asio::awaitable<void> work) {
    if (auto const failure = run(std::move(work))) std::rethrow_exception(failure);
  }

  std::vector<std::string> actions() const {
    std::vector<std::string> list;
    for (auto const& call : core->calls()) list.push_back(call.action);
    return list;
  }
  std::size_t count(std::string_view action) const {
    auto const list = actions();
    return static_cast<std::size_t>(std::count(list.begin(), list.end(), action));
  }
  void inject(fault_kind kind, std::string action, std::string code = {}, std::string message = {},
              std::size_t times = 1) {
    colb::emulator::fault fault;
    fault.kind = kind;
    fault.action = std::move(action);
    fault.code = std::move(code);
    fault.message = std::move(message);
    fault.times = times;
    core->inject(std::move(fault));
  }
};

template <class Work>
colb::error failure_of(cloud& c, Work work) {
  auto const failure = c.run(std::move(work));
  colb::error const* const e = colb::get_error(failure);
  if (!e && failure) std::rethrow_exception(failure);
  if (!e) throw std::runtime_error("it succeeded");
  return *e;
}

asio::awaitable<void> make_balancer(slb::client& client, std::string& id) {
  slb::CreateLoadBalancer create{.LoadBalancerName = "web"};
  auto const made = co_await client.call_and_wait(create);
  id = made.LoadBalancerId.value();
}

asio::awaitable<void> make_http(slb::client& client, std::string lb, std::int64_t port) {
  slb::CreateLoadBalancerHTTPListener create{.LoadBalancerId = lb,
                                             .ListenerPort = port,
                                             .BackendServerPort = 8080,
                                             .Bandwidth = -1,
                                             .StickySession = "off",
                                             .HealthCheck = "on"};
  co_await client.call_and_wait(create);
}

asio::awaitable<void> expect_listener(slb::client& client, std::string lb, std::int64_t port,
                                      std::string state) {
  slb::DescribeLoadBalancerHTTPListenerAttribute look{.LoadBalancerId = lb, .ListenerPort = port};
  auto const seen = co_await client.call(look);
  CHECK(seen.Status == state);
}

asio::awaitable<void> http_service(slb::client& client, std::string& id) {
  co_await make_balancer(client, id);
  slb::CreateVServerGroup group{.LoadBalancerId = id,
                                .VServerGroupName = "web",
                                .BackendServers = {{.ServerId = "i-1", .Port = 8080, .Weight = 100},
                                                   {.ServerId = "i-2", .Port = 8080, .Weight = 50}}};
  auto const group_made = co_await client.call(group);
  std::string const group_id = group_made.VServerGroupId.value();
  CHECK(group_made.BackendServers->BackendServer.size() == 2);

  slb::CreateLoadBalancerHTTPListener http{.LoadBalancerId = id,
                                           .ListenerPort = 80,
                                           .VServerGroupId = group_id,
                                           .Bandwidth = -1,
                                           .StickySession = "off",
                                           .HealthCheck = "on",
                                           .HealthCheckURI = "/health"};
  co_await client.call_and_wait(http);
  co_await expect_listener(client, id, 80, "stopped");

  slb::CreateRules rules{
      .LoadBalancerId = id,
      .ListenerPort = "80",
      .RuleList = {{.RuleName = "api", .Domain = "api.example", .VServerGroupId = group_id},
                   {.RuleName = "img", .Url = "/img", .VServerGroupId = group_id}}};
  auto const rules_made = co_await client.call_and_wait(rules);
  CHECK(rules_made.Rules->Rule.size() == 2);

  slb::StartLoadBalancerListener start{.LoadBalancerId = id, .ListenerPort = 80};
  co_await client.call_and_wait(start);
  co_await expect_listener(client, id, 80, "running");

  slb::DescribeHealthStatus health{.LoadBalancerId = id, .ListenerPort = 80};
  auto const well = [](auto const& r) {
    auto const& all = r.BackendServers->BackendServer;
    return all.size() == 2 && std::all_of(all.begin(), all.end(),
                                          [](auto const& s) { return s.ServerHealthStatus == "normal"; });
  };
  co_await client.wait_until(health, well);

  slb::DescribeRules list{.LoadBalancerId = id, .ListenerPort = "80"};
  auto const listed = co_await client.call(list);
  CHECK(listed.RuleList.size() == 2);
  CHECK(listed.RuleList.at(0).Domain == "api.example");
}

asio::awaitable<void> take_down(slb::client& client, std::string id) {
  slb::StopLoadBalancerListener stop{.LoadBalancerId = id, .ListenerPort = 80};
  co_await client.call_and_wait(stop);
  co_await expect_listener(client, id, 80, "stopped");
  slb::DeleteLoadBalancerListener drop_listener{.LoadBalancerId = id, .ListenerPort = 80};
  co_await client.call_and_wait(drop_listener);
  slb::SetLoadBalancerStatus off{.LoadBalancerId = id, .LoadBalancerStatus = "inactive"};
  co_await client.call_and_wait(off);
  slb::DeleteLoadBalancer drop{.LoadBalancerId = id};
  co_await client.call_and_wait(drop);
  slb::DescribeLoadBalancers look{.LoadBalancerId = id};
  auto const left = co_await client.call(look);
  CHECK(left.LoadBalancers->LoadBalancer.empty());
}

}  // namespace

TEST_CASE("aliyun emulator: an HTTP service, made and taken down") {
  cloud c;
  std::string id;
  c.go(http_service(*c.client, id));
  c.go(take_down(*c.client, id));
  for (auto const& call : c.core->calls()) {
    CAPTURE(call.action, call.code);
    CHECK(call.service == "aliyun.slb");
    CHECK((call.code.empty() || call.code == "InvalidLoadBalancerId.NotFound"));
  }
}

TEST_CASE("aliyun emulator: the same by POST, by ACS3, with STS and in today's names") {
  colb::client_options what = in_hangzhou();
  SECTION("POST") { what.style.method = colb::http_method::post; }
  SECTION("ACS3") { what.style.signature = colb::signature_method::acs3; }
  SECTION("ACS3, POST") {
    what.style.signature = colb::signature_method::acs3;
    what.style.method = colb::http_method::post;
  }
  SECTION("today's names") { what.style.names = colb::wire_names::current; }
  colb::emulator::options how;
  how.credentials = {.id = "id", .key = "key", .token = "token +/="};
  cloud c(how, what);
  std::string id;
  c.go(http_service(*c.client, id));
  c.go(take_down(*c.client, id));
}

TEST_CASE("aliyun emulator: master-slave groups and tags in both sets of names") {
  bool const today = GENERATE(false, true);
  colb::client_options what = in_hangzhou();
  if (today) what.style.names = colb::wire_names::current;
  cloud c({}, what);
  auto const work = [](slb::client& client) -> asio::awaitable<void> {
    std::string id;
    co_await make_balancer(client, id);
    slb::CreateMasterSlaveVServerGroup group{
        .LoadBalancerId = id,
        .MasterSlaveVServerGroupName = "pair",
        .MasterSlaveBackendServers = {{.ServerId = "i-1", .Port = 53, .Weight = 100},
                                      {.ServerId = "i-2", .Port = 53, .Weight = 100, .ServerType = "Slave"}}};
    auto const made = co_await client.call(group);
    REQUIRE(made.MasterSlaveVServerGroupId);
    REQUIRE(made.MasterSlaveBackendServers);
    CHECK(made.MasterSlaveBackendServers->MasterSlaveBackendServers.at(1).ServerType == "Slave");
    slb::DescribeMasterSlaveVServerGroups list{.LoadBalancerId = id};
    auto const listed = co_await client.call(list);
    REQUIRE(listed.MasterSlaveVServerGroups);
    CHECK(listed.MasterSlaveVServerGroups->MasterSlaveVServerGroup.at(0).MasterSlaveVServerGroupName ==
          "pair");
    slb::DescribeMasterSlaveVServerGroupAttribute look{.MasterSlaveVServerGroupId =
                                                           *made.MasterSlaveVServerGroupId};
    auto const looked = co_await client.call(look);
    CHECK(looked.MasterSlaveBackendServers->MasterSlaveBackendServers.size() == 2);

    slb::CreateLoadBalancerUDPListener udp{.LoadBalancerId = id,
                                           .ListenerPort = 53,
                                           .MasterSlaveServerGroupId = *made.MasterSlaveVServerGroupId,
                                           .HealthCheckConnectTimeout = 7,
                                           .HealthCheckInterval = 9,
                                           .HealthCheckReq = "ping",
                                           .HealthCheckExp = "pong"};
    co_await client.call_and_wait(udp);
    slb::SetLoadBalancerUDPListenerAttribute change{
        .LoadBalancerId = id, .ListenerPort = 53, .HealthCheckTimeout = 8};
    co_await client.call_and_wait(change);
    slb::DescribeLoadBalancerUDPListenerAttribute see{.LoadBalancerId = id, .ListenerPort = 53};
    auto const seen = co_await client.call(see);
    CHECK(seen.Status == "stopped");
    CHECK(seen.HealthCheckConnectTimeout == 8);
    CHECK(seen.HealthCheckInterval == 9);

    slb::AddTags tag{.LoadBalancerID = id, .Tags = {{.TagKey = "team", .TagValue = "web"}}};
    co_await client.call(tag);
    slb::DescribeTags tags{.LoadBalancerID = id};
    auto const tagged = co_await client.call(tags);
    CHECK(tagged.TagSets->TagSet.at(0).TagValue == "web");

    slb::DeleteLoadBalancerListener drop{.LoadBalancerId = id, .ListenerPort = 53};
    co_await client.call_and_wait(drop);
    slb::DeleteMasterSlaveVServerGroup drop_group{.MasterSlaveVServerGroupId =
                                                      *made.MasterSlaveVServerGroupId};
    co_await client.call(drop_group);
  };
  c.go(work(*c.client));
}

TEST_CASE("aliyun emulator: call_and_wait looks until the state is there") {
  colb::emulator::options how;
  how.task_time = 20s;
  cloud c(how);
  std::string id;
  auto const before = c.clock->ticks();
  c.go(make_balancer(*c.client, id));
  CHECK(c.clock->ticks() - before < 20s);  // active from the start
  CHECK(c.count("DescribeLoadBalancerAttribute") == 1);

  c.go(make_http(*c.client, id, 80));
  auto const looks = c.count("DescribeLoadBalancerAttribute");
  auto const start = [](slb::client& client, std::string lb) -> asio::awaitable<void> {
    slb::StartLoadBalancerListener go{.LoadBalancerId = lb, .ListenerPort = 80};
    co_await client.call_and_wait(go);
    co_await expect_listener(client, lb, 80, "running");
  };
  auto const started = c.clock->ticks();
  c.go(start(*c.client, id));
  CHECK(c.clock->ticks() - started >= 20s);
  // The protocol is looked up once.
  CHECK(c.count("DescribeLoadBalancerAttribute") == looks + 1);
  CHECK(c.count("DescribeLoadBalancerHTTPListenerAttribute") > 3);
}

TEST_CASE("aliyun emulator: a wait looks in the region that the request named") {
  cloud c;
  auto const work = [](slb::client& client) -> asio::awaitable<void> {
    slb::CreateLoadBalancer create{.RegionId = "cn-beijing", .LoadBalancerName = "far"};
    auto const made = co_await client.call_and_wait(create);
    slb::DescribeLoadBalancerAttribute look{.LoadBalancerId = made.LoadBalancerId.value(),
                                            .RegionId = "cn-beijing"};
    auto const seen = co_await client.call(look);
    CHECK(seen.LoadBalancerStatus == "active");
  };
  c.go(work(*c.client));
}

TEST_CASE("aliyun emulator: a wait given up keeps its handle, and wait takes it up again") {
  colb::emulator::options how;
  how.task_time = 60s;
  cloud c(how);
  std::string id;
  c.go(make_balancer(*c.client, id));
  c.go(make_http(*c.client, id, 80));
  auto const impatient = [](slb::client& client, std::string lb) -> asio::awaitable<void> {
    slb::StartLoadBalancerListener go{.LoadBalancerId = lb, .ListenerPort = 80};
    colb::wait_options options;
    options.timeout = 5s;
    co_await client.call_and_wait(go, options);
  };
  auto const e = failure_of(c, impatient(*c.client, id));
  CHECK(e.code() == condition::timed_out);
  REQUIRE(e.task());
  CHECK(e.task()->action == "StartLoadBalancerListener");
  CHECK(e.task()->ids == std::vector<std::string>{id, "80"});
  auto const kept = colb::task::parse(to_string(*e.task()));
  CHECK(kept == *e.task());

  auto const again = [](slb::client& client, colb::task task) -> asio::awaitable<void> {
    auto const end = co_await client.wait(task);
    CHECK(end.ids == std::vector<std::string>{task.ids[0]});
    CHECK_FALSE(end.request_id.empty());
    co_await expect_listener(client, task.ids[0], 80, "running");
  };
  c.go(again(*c.client, kept));

  colb::task nothing = kept;
  nothing.action = "AddTags";
  auto const wrong = failure_of(c, again(*c.client, nothing));
  CHECK(wrong.code() == condition::invalid_request);
  colb::task elsewhere = kept;
  elsewhere.region = "cn-beijing";
  CHECK(failure_of(c, again(*c.client, elsewhere)).code() == condition::invalid_request);
}

TEST_CASE("aliyun emulator: what will not become so ends the wait") {
  cloud c;
  c.inject(fault_kind::fail_task, "CreateLoadBalancer");
  std::string id;
  auto const e = failure_of(c, make_balancer(*c.client, id));
  CHECK(e.code() == condition::task_failed);
  CHECK(std::string(e.what()).find("locked") != std::string::npos);
  REQUIRE(e.task());
  CHECK(e.task()->action == "CreateLoadBalancer");
}

TEST_CASE("aliyun emulator: a load balancer being configured means try later") {
  colb::emulator::options how;
  how.task_time = 3s;
  colb::client_options what = in_hangzhou();
  what.lanes.enabled = false;  // in a lane the second one would wait for the first
  cloud c(how, what);
  std::string id;
  c.go(make_balancer(*c.client, id));
  c.go(make_http(*c.client, id, 80));
  auto const two_at_once = [](slb::client& client, std::string lb) -> asio::awaitable<void> {
    slb::StartLoadBalancerListener go{.LoadBalancerId = lb, .ListenerPort = 80};
    co_await client.call(go);
    slb::SetListenerAccessControlStatus close{
        .LoadBalancerId = lb, .ListenerPort = 80, .AccessControlStatus = "close"};
    co_await client.call(close);
  };
  c.go(two_at_once(*c.client, id));
  CHECK(c.count("SetListenerAccessControlStatus") > 1);
  auto const calls = c.core->calls();
  CHECK(std::any_of(calls.begin(), calls.end(), [](auto const& call) {
    return call.code == "ServiceUnavailable" && call.status == 503 &&
           call.action == "SetListenerAccessControlStatus";
  }));
  CHECK(calls.back().code.empty());
}

TEST_CASE(
    "aliyun emulator: an answer that is lost is asked for again with the same client token, and buys once") {
  cloud c;
  c.inject(fault_kind::drop_answer, "CreateLoadBalancer", {}, {}, 2);
  std::string id;
  c.go(make_balancer(*c.client, id));
  std::set<std::string> tokens, nonces, signatures;
  std::size_t attempts = 0;
  for (auto const& call : c.core->calls()) {
    if (call.action != "CreateLoadBalancer") continue;
    ++attempts;
    tokens.insert(call.client_token);
    auto const parameters = colb::codec::parse_form(call.body);
    for (auto const& [name, value] : *parameters) {
      if (name == "SignatureNonce") nonces.insert(value);
      if (name == "Signature") signatures.insert(value);
    }
  }
  CHECK(attempts == 3);
  CHECK(tokens.size() == 1);
  CHECK_FALSE(tokens.begin()->empty());
  CHECK(nonces.size() == 3);
  CHECK(signatures.size() == 3);
  auto const list = [](slb::client& client) -> asio::awaitable<void> {
    slb::DescribeLoadBalancers all;
    auto const found = co_await client.call(all);
    CHECK(found.LoadBalancers->LoadBalancer.size() == 1);
  };
  c.go(list(*c.client));

  // Without a token it is not repeated.
  c.inject(fault_kind::drop_answer, "SetLoadBalancerName");
  auto const rename = [](slb::client& client, std::string lb) -> asio::awaitable<void> {
    slb::SetLoadBalancerName name{.LoadBalancerId = lb, .LoadBalancerName = "other"};
    co_await client.call(name);
  };
  CHECK(failure_of(c, rename(*c.client, id)).code() == condition::outcome_unknown);
  CHECK(c.count("SetLoadBalancerName") == 1);
}

TEST_CASE("aliyun emulator: pages by number") {
  cloud c;
  auto const work = [](slb::client& client) -> asio::awaitable<void> {
    std::string id;
    co_await make_balancer(client, id);
    for (int half = 0; half < 2; ++half) {
      std::vector<slb::types::TagSpec> tags;
      for (int i = 0; i < 5; ++i) {
        slb::types::TagSpec tag{.TagKey = "k" + std::to_string(half * 5 + i), .TagValue = "v"};
        tags.push_back(tag);
      }
      slb::AddTags add{.LoadBalancerID = id, .Tags = tags};
      co_await client.call(add);
    }
    slb::DescribeTags list{.LoadBalancerID = id, .PageSize = 4};
    auto pages = client.pages(list);
    std::vector<std::size_t> sizes;
    std::set<std::string> keys;
    while (auto page = co_await pages.next()) {
      sizes.push_back(page->TagSets->TagSet.size());
      for (auto const& tag : page->TagSets->TagSet) keys.insert(tag.TagKey.value());
    }
    CHECK(sizes == std::vector<std::size_t>{4, 4, 2});
    CHECK(keys.size() == 10);
  };
  c.go(work(*c.client));
  CHECK(c.count("DescribeTags") == 3);
}

TEST_CASE("aliyun emulator: certificates are uploaded, bound to HTTPS, and kept while they are used") {
  cloud c;
  auto const authority = colb::test::make_identity("authority", "", nullptr);
  auto const mine = colb::test::make_identity("www.example", "DNS:www.example", &authority);
  auto const other = colb::test::make_identity("other.example", "DNS:other.example", &authority);
  auto const work = [](slb::client& client, std::string certificate, std::string key, std::string wrong_key,
                       std::string ca) -> asio::awaitable<void> {
    std::string id;
    co_await make_balancer(client, id);
    slb::UploadServerCertificate upload{
        .ServerCertificate = certificate, .ServerCertificateName = "www", .PrivateKey = key};
    auto const server = co_await client.call(upload);
    CHECK(server.Fingerprint->size() == 59);
    slb::UploadCACertificate upload_ca{.CACertificate = ca, .CACertificateName = "ca"};
    auto const clients = co_await client.call(upload_ca);
    CHECK(clients.TimeStamp.value_or(0) > 0);

    upload.PrivateKey = wrong_key;
    std::string code;
    try {
      co_await client.call(upload);
    } catch (colb::error const& e) {
      code = e.vendor_code();
      CHECK(std::string(e.what()).find(wrong_key.substr(40, 20)) == std::string::npos);
    }
    CHECK(code == "CertificateNotMatchPrivateKey");

    slb::CreateLoadBalancerHTTPSListener https{.LoadBalancerId = id,
                                               .ListenerPort = 443,
                                               .BackendServerPort = 8443,
                                               .Bandwidth = -1,
                                               .StickySession = "off",
                                               .HealthCheck = "off",
                                               .ServerCertificateId = *server.ServerCertificateId,
                                               .CACertificateId = *clients.CACertificateId};
    co_await client.call_and_wait(https);
    slb::DescribeLoadBalancerHTTPSListenerAttribute look{.LoadBalancerId = id, .ListenerPort = 443};
    auto const bound = co_await client.call(look);
    CHECK(bound.ServerCertificateId == server.ServerCertificateId);
    CHECK(bound.CACertificateId == clients.CACertificateId);

    slb::DeleteServerCertificate drop{.ServerCertificateId = *server.ServerCertificateId};
    code.clear();
    try {
      co_await client.call(drop);
    } catch (colb::error const& e) {
      code = e.vendor_code();
    }
    CHECK(code == "CertificateAndPrivateKeyIsRefered");
    slb::DeleteLoadBalancerListener drop_listener{.LoadBalancerId = id, .ListenerPort = 443};
    co_await client.call_and_wait(drop_listener);
    co_await client.call(drop);
    slb::DescribeServerCertificates list;
    auto const left = co_await client.call(list);
    CHECK(left.ServerCertificates->ServerCertificate.empty());
  };
  c.go(work(*c.client, mine.certificate_pem(), mine.key_pem(), other.key_pem(), authority.certificate_pem()));
  // The key went in a body, never in an address.
  for (auto const& call : c.core->calls()) {
    if (call.action == "UploadServerCertificate") CHECK(call.body.find("PrivateKey=") != std::string::npos);
  }
}

TEST_CASE("aliyun emulator: servers of a load balancer and their health") {
  colb::emulator::options how;
  how.unhealthy = {"i-sick"};
  cloud c(how);
  auto const work = [](slb::client& client) -> asio::awaitable<void> {
    std::string id;
    co_await make_balancer(client, id);
    co_await make_http(client, id, 80);
    slb::AddBackendServers add{
        .LoadBalancerId = id,
        .BackendServers = {{.ServerId = "i-well", .Weight = 10}, {.ServerId = "i-sick"}}};
    auto const added = co_await client.call(add);
    CHECK(added.BackendServers->BackendServer.at(1).Weight == 100);
    slb::SetBackendServers set{.LoadBalancerId = id,
                               .BackendServers = {{.ServerId = "i-well", .Weight = 20}}};
    auto const changed = co_await client.call(set);
    CHECK(changed.BackendServers->BackendServer.at(0).Weight == 20);
    slb::DescribeHealthStatus ask{.LoadBalancerId = id};
    auto const before = co_await client.call(ask);
    CHECK(before.BackendServers->BackendServer.at(0).ServerHealthStatus == "unavailable");
    slb::StartLoadBalancerListener start{.LoadBalancerId = id, .ListenerPort = 80};
    co_await client.call_and_wait(start);
    auto const checked = [](auto const& r) {
      return r.BackendServers->BackendServer.at(0).ServerHealthStatus == "normal" &&
             r.BackendServers->BackendServer.at(1).ServerHealthStatus == "abnormal";
    };
    co_await client.wait_until(ask, checked);
    slb::RemoveBackendServers remove{.LoadBalancerId = id, .BackendServers = {"i-sick", "i-never"}};
    auto const left = co_await client.call(remove);
    CHECK(left.BackendServers->BackendServer.size() == 1);
  };
  c.go(work(*c.client));
}

TEST_CASE("aliyun emulator: who may not come in is told why, with the HTTP status of it") {
  slb_driver c;
  auto const good = c.common("DescribeRegions");
  CHECK(c.send(good).status == 200);

  auto const again = c.send(good);
  CHECK(again.status == 400);
  CHECK(again.code == "SignatureNonceUsed");
  CHECK(again.body.at("HostId") == "slb.aliyuncs.com");
  CHECK(again.body.at("RequestId").as_string().size() == 36);

  auto stranger = c.common("DescribeRegions");
  c.put(stranger, "AccessKeyId", "nobody");
  CHECK(c.send(stranger).code == "InvalidAccessKeyId.NotFound");
  CHECK(c.send(stranger).status == 404);

  auto forged = c.request(c.common("DescribeRegions"));
  forged.target.back() = forged.target.back() == 'A' ? 'B' : 'A';
  forged.target += "&Format=JSON";
  CHECK(c.send(forged).code == "SignatureDoesNotMatch");

  auto old = c.common("DescribeRegions");
  c.put(old, "Timestamp", "2014-05-15T00:00:00Z");
  CHECK(c.send(old).code == "InvalidTimeStamp.Expired");
  c.put(old, "Timestamp", "yesterday");
  CHECK(c.send(old).code == "InvalidTimeStamp.Format");

  auto unknown = c.send(c.common("DescribeWeather"));
  CHECK(unknown.code == "InvalidAction.NotFound");
  CHECK(unknown.status == 404);
  auto version = c.common("DescribeRegions");
  c.put(version, "Version", "2013-02-21");
  CHECK(c.send(version).code == "InvalidVersion");
  auto bare = c.common("DescribeRegions");
  c.put(bare, "SignatureNonce", "");
  CHECK(c.send(bare).code == "MissingParameter");
  auto token = c.common("DescribeRegions");
  c.put(token, "SecurityToken", "made up");
  CHECK(c.send(token).code == "InvalidSecurityToken.MismatchWithAccessKey");

  // A forged request does not use up the nonce of a good one.
  auto later = c.common("DescribeRegions");
  auto bad = c.request(later);
  bad.target += "x&Format=JSON";
  CHECK(c.send(bad).code == "SignatureDoesNotMatch");
  CHECK(c.send(later).status == 200);
  CHECK(c.send(c.common("DescribeRegions"), "POST").status == 200);
}

TEST_CASE("aliyun emulator: wrong parameters") {
  slb_driver c;
  auto const lb = c.balancer();
  CHECK(c.call("DescribeLoadBalancerAttribute").code == "MissingParameter");
  CHECK(c.call("DescribeLoadBalancerAttribute", {{"LoadBalancerId", "lb-none"}}).code ==
        "InvalidLoadBalancerId.NotFound");
  CHECK(c.call("DescribeLoadBalancerAttribute", {{"LoadBalancerId", lb}, {"Colour", "red"}}).code ==
        "UnsupportedParameter");
  CHECK(
      c.call("DescribeLoadBalancerAttribute", {{"LoadBalancerId", lb}, {"RegionId", "cn-beijing"}}).status ==
      404);
  CHECK(c.call("DescribeLoadBalancers", {{"RegionId", ""}}).code == "MissingParameter");
  CHECK(c.call("DescribeLoadBalancerAttribute", {{"LoadBalancerId", lb}, {"RegionId", "Mars"}}).code ==
        "InvalidRegionId.NotFound");
  slb_driver::parameters const tcp{{"LoadBalancerId", lb}, {"ListenerPort", "9000"}, {"Bandwidth", "-1"}};
  CHECK(c.call("CreateLoadBalancerTCPListener", tcp).code == "MissingParameter");  // no port behind it
  auto whole = tcp;
  whole.emplace_back("BackendServerPort", "9000");
  auto wide = whole;
  c.put(wide, "Bandwidth", "6000");
  CHECK(c.call("CreateLoadBalancerTCPListener", wide).code == "InvalidParameter");
  auto text = whole;
  c.put(text, "ListenerPort", "high");
  CHECK(c.call("CreateLoadBalancerTCPListener", text).status == 400);
  CHECK(c.call("CreateLoadBalancerTCPListener", whole).status == 200);
  CHECK(c.call("CreateLoadBalancerTCPListener", whole).code == "ListenerAlreadyExists");
  CHECK(
      c.call("DescribeLoadBalancerHTTPListenerAttribute", {{"LoadBalancerId", lb}, {"ListenerPort", "9000"}})
          .code == "UnsupportedOperationonfixedprotocalport");
  CHECK(c.call("DescribeLoadBalancerTCPListenerAttribute", {{"LoadBalancerId", lb}, {"ListenerPort", "1"}})
            .code == "ListenerNotFound");
  CHECK(c.call("AddBackendServers",
               {{"LoadBalancerId", lb}, {"BackendServers", R"([{"ServerId":"i-1","Weight":"101"}])"}})
            .code == "InvalidWeight.Malformed");
  CHECK(c.call("AddBackendServers",
               {{"LoadBalancerId", lb}, {"BackendServers", R"([{"ServerId":"i-1","Weight":"90"}])"}})
            .status == 200);
  CHECK(c.call("DeleteRules", {{"RuleIds", "[rule-1]"}}).code == "InvalidParameter");

  // The same token for another request.
  CHECK(c.call("CreateLoadBalancer", {{"ClientToken", "t"}, {"LoadBalancerName", "aa"}}).status == 200);
  CHECK(c.call("CreateLoadBalancer", {{"ClientToken", "t"}, {"LoadBalancerName", "bb"}}).code ==
        "IdempotentParameterMismatch");
}

TEST_CASE("aliyun emulator: XML is the default form of an answer") {
  slb_driver c;
  auto const lb = c.balancer();
  auto all = c.common("DescribeLoadBalancers");
  all.emplace_back("RegionId", "cn-hangzhou");
  auto const listed = c.core.handle(c.request(all));
  CHECK(listed.content_type == "text/xml;charset=utf-8");
  CHECK(listed.body.starts_with(
      R"(<?xml version="1.0" encoding="UTF-8"?><DescribeLoadBalancersResponse><RequestId>)"));
  CHECK(listed.body.find("<LoadBalancers><LoadBalancer><LoadBalancerId>" + lb + "</LoadBalancerId>") !=
        std::string::npos);
  CHECK(listed.body.ends_with("</LoadBalancers></DescribeLoadBalancersResponse>"));

  auto wrong = c.common("DescribeWeather");
  auto const refused = c.core.handle(c.request(wrong));
  CHECK(refused.status == 404);
  CHECK(refused.body.find("<Error><RequestId>") != std::string::npos);
  CHECK(refused.body.find("<HostId>slb.aliyuncs.com</HostId><Code>InvalidAction.NotFound</Code><Message>") !=
        std::string::npos);
}

TEST_CASE("aliyun emulator: a client whose answers come in XML says so") {
  cloud c;
  c.intercept = [](colb::test::wire& w, colb::inner::emu::request const&) {
    std::string const body =
        "<Error><RequestId>R-9</RequestId><Code>Throttling.Never</Code><Message>no</Message></Error>";
    w.say("HTTP/1.1 400 X\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    return true;
  };
  c.options.retry.max_attempts = 1;
  c.connect();
  auto const ask = [](slb::client& client) -> asio::awaitable<void> {
    slb::DescribeRegions regions;
    co_await client.call(regions);
  };
  auto const e = failure_of(c, ask(*c.client));
  CHECK(e.vendor_code() == "Throttling.Never");
  CHECK(e.request_id() == "R-9");
  CHECK(e.http_status() == 400);
  CHECK(std::string(e.what()).find("XML") != std::string::npos);
}

TEST_CASE("aliyun emulator: it serves 97 Actions") {
  auto const rows = colb::emulator::coverage();
  CHECK(std::count_if(rows.begin(), rows.end(),
                      [](auto const& row) { return row.service == "aliyun.slb"; }) == 97);
}
