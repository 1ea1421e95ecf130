// colb: tests of Capital Online in the emulator: requests as colb's client writes them, answers as it reads
// them.
#include <chrono>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_to.hpp>

#include <colb/capitalonline/lb.hpp>
#include <colb/client_options.hpp>
#include <colb/codec/percent.hpp>
#include <colb/emulator/core.hpp>
#include <colb/sign/rpc.hpp>

#include "catch.hpp"
#include "paths.hpp"  // made by the build

using namespace std::chrono_literals;
namespace lb = colb::capitalonline::lb;
namespace types = lb::types;
namespace emu = colb::inner::emu;
namespace emulator = colb::emulator;
namespace json = boost::json;
using colb::condition;

namespace {

template <class A>
struct outcome {
  bool ok = false;
  int status = 0;
  condition means{};
  std::string code{};
  std::string text{};  ///< The body.
  std::string task{};
  typename A::response response{};
};

/// One emulated cloud, and the client's way of speaking without its network.
class cloud {
 public:
  explicit cloud(emulator::options options = {})
      : clock(std::make_shared<colb::manual_clock>()), core(with(options)) {}

  std::shared_ptr<colb::manual_clock> clock;
  emu::core core;

  template <class A>
  emu::request request(A const& action) const {
    return request(action, core.credentials());
  }
  template <class A>
  emu::request request(A const& action, colb::credentials const& who) const {
    colb::inner::encoded_call call;
    call.action = &colb::inner::action_info_of<A>;
    lb::detail::protocol protocol;
    protocol.encode(call, &action, "");
    colb::random_source const random = &colb::inner::system_random;
    colb::inner::signing_context const context{"127.0.0.1", "", who, clock->now(), random};
    auto built = protocol.build(call, context);
    return {built.method, built.target, built.headers, built.body};
  }

  template <class A>
  outcome<A> send(emu::request const& what) {
    auto const answer = core.handle(what);
    colb::inner::encoded_call call;
    call.action = &colb::inner::action_info_of<A>;
    colb::inner::response received;
    received.status = answer.status;
    received.body = answer.body;
    outcome<A> out;
    auto const verdict = lb::detail::protocol().read(call, received, &out.response);
    out.ok = verdict.success;
    out.status = answer.status;
    out.means = verdict.error.condition;
    out.code = verdict.error.vendor_code;
    out.text = answer.body;
    if (!verdict.task_ids.empty()) out.task = verdict.task_ids.front();
    return out;
  }

  template <class A>
  outcome<A> call(A const& action) {
    return send<A>(request(action));
  }

  /// A call that has to succeed.
  template <class A>
  typename A::response get(A const& action) {
    auto const out = call(action);
    INFO(out.text);
    REQUIRE(out.ok);
    return out.response;
  }

  /// A change and its task, to its end.
  template <class A>
  typename A::response done(A const& action) {
    auto const out = call(action);
    INFO(out.text);
    REQUIRE(out.ok);
    REQUIRE_FALSE(out.task.empty());
    clock->advance(1s);
    REQUIRE(state(out.task) == "FINISH");
    return out.response;
  }

  std::string state(std::string const& task) {
    return get(lb::DescribeTask{.TaskId = task}).Data->Status.value();
  }

 private:
  emulator::options with(emulator::options options) const {
    options.clock = clock;
    return options;
  }
};

std::string make_instance(cloud& c, std::string const& name = "web") {
  return c
      .done(lb::CreateLoadBalancer{.RegionId = "CN_Hongkong_A",
                                   .VdcId = "vdc",
                                   .BasePipeId = "pipe",
                                   .InstanceName = name,
                                   .PaasGoodsId = 5072,
                                   .Ips = {{.PipeType = "private", .PipeId = "pipe", .IsVip = 1},
                                           {.PipeType = "public", .PipeId = "net", .SegmentId = "seg"}}})
      .Data->InstancesUuid.at(0);
}

types::HttpListener http(std::string name, std::int64_t port, std::vector<types::BackendServer> servers) {
  return types::HttpListener{.ListenerName = std::move(name),
                             .ListenerMode = "http",
                             .ListenerPort = port,
                             .Scheduler = "roundrobin",
                             .MaxConn = 1000,
                             .ClientTimeout = "1000",
                             .ClientTimeoutUnit = "ms",
                             .ConnectTimeout = "1000",
                             .ConnectTimeoutUnit = "ms",
                             .ServerTimeout = "10",
                             .ServerTimeoutUnit = "s",
                             .BackendServer = std::move(servers),
                             .StickySession = "off"};
}
types::TcpListener tcp(std::string name, std::int64_t port, std::vector<types::BackendServer> servers) {
  return types::TcpListener{.ListenerName = std::move(name),
                            .ListenerMode = "tcp",
                            .ListenerPort = port,
                            .Scheduler = "source",
                            .MaxConn = 1000,
                            .ClientTimeout = "1",
                            .ClientTimeoutUnit = "s",
                            .ConnectTimeout = "1",
                            .ConnectTimeoutUnit = "s",
                            .ServerTimeout = "1",
                            .ServerTimeoutUnit = "s",
                            .BackendServer = std::move(servers)};
}
types::BackendServer server(std::string ip) {
  return types::BackendServer{.IP = std::move(ip), .Port = 8080, .Weight = "1", .MaxConn = 100};
}

lb::DescribeZones const zones{};

}  // namespace

// ---- who comes in
// ------------------------------------------------------------------------------------------------

TEST_CASE("Capital Online emulated: signatures, clocks and nonces are verified") {
  cloud c;
  CHECK(c.call(zones).ok);

  SECTION("a wrong key") {
    auto who = c.core.credentials();
    who.key += 'x';
    auto const out = c.send<lb::DescribeZones>(c.request(zones, who));
    CHECK(out.code == "SignatureDoesNotMatch");
    CHECK(out.status == 403);
    CHECK(out.means == condition::authentication);
  }
  SECTION("a wrong id") {
    auto who = c.core.credentials();
    who.id += 'x';
    CHECK(c.send<lb::DescribeZones>(c.request(zones, who)).code == "InvalidAccessKeyId");
  }
  SECTION("anything in the query that was changed") {
    lb::DescribeCACertificate const look{.CertificateId = "abc"};
    auto request = c.request(look);
    request.target.replace(request.target.find("CertificateId=abc"), 17, "CertificateId=abd");
    CHECK(c.send<lb::DescribeCACertificate>(request).code == "SignatureDoesNotMatch");
  }
  SECTION("the body of a POST is not covered") {
    lb::ModifyLoadBalancerName const rename{.InstanceUuid = "a", .InstanceName = "b"};
    auto request = c.request(rename);
    request.body.replace(request.body.find("\"a\""), 3, "\"c\"");
    CHECK(c.send<lb::ModifyLoadBalancerName>(request).code == "ResourceNotFound");
  }
  SECTION("a request that comes twice") {
    auto const request = c.request(zones);
    CHECK(c.send<lb::DescribeZones>(request).ok);
    auto const again = c.send<lb::DescribeZones>(request);
    CHECK(again.code == "SignatureNonceUsed");
    CHECK(again.means == condition::authentication);
  }
  SECTION("a request that comes late") {
    auto const request = c.request(zones);
    c.clock->advance(899s);
    CHECK(c.send<lb::DescribeZones>(request).ok);
    auto const late = c.request(zones);
    c.clock->advance(901s);
    CHECK(c.send<lb::DescribeZones>(late).code == "InvalidTimestamp.Expired");
  }
  SECTION("something missing") {
    for (std::string const name : {"AccessKeyId", "Action", "Signature", "SignatureMethod", "SignatureNonce",
                                   "SignatureVersion", "Timestamp", "Version"}) {
      INFO(name);
      auto request = c.request(zones);
      auto const from = request.target.find(name + '=');
      REQUIRE(from != std::string::npos);
      request.target.insert(from, "X");
      auto const out = c.send<lb::DescribeZones>(request);
      CHECK(out.code == "ArgMissing");
      CHECK(out.text.find(name) != std::string::npos);
    }
  }
}

TEST_CASE("Capital Online emulated: method and path belong to the Action") {
  cloud c;
  auto request = c.request(zones);
  SECTION("without the slash, as some samples have it") {
    request.target.erase(request.target.find("/?"), 1);
    CHECK(c.send<lb::DescribeZones>(request).ok);
  }
  SECTION("at another path") {
    request.target.replace(0, 3, "/vpc");
    auto const out = c.send<lb::DescribeZones>(request);
    CHECK(out.code == "UnsupportedOperation");
    CHECK(out.means == condition::unsupported);
  }
  SECTION("at a path that belongs to nobody") {
    request.target.replace(0, 3, "/nothing");
    CHECK(c.core.handle(request).status == 404);
  }
}

TEST_CASE("Capital Online emulated: all Actions are there") {
  std::size_t count = 0;
  std::size_t stateful = 0;
  for (auto const& row : emulator::coverage()) {
    if (row.service != "capitalonline.lb") continue;
    ++count;
    stateful += row.coverage == emulator::coverage_kind::stateful;
  }
  CHECK(count == 36);
  CHECK(stateful == 33);  // sites, sizes and servers are made up
}

TEST_CASE("Capital Online emulated: envelopes are those of the documents") {
  cloud c;
  auto const zones_text = c.call(zones).text;
  CHECK(zones_text.find(R"("Code":"Success")") != std::string::npos);
  CHECK(zones_text.find("TaskId") == std::string::npos);
  CHECK(c.call(lb::DescribeVpcSlbListInfo{}).text.find(R"("Code":"OK")") != std::string::npos);
  auto const empty = c.call(lb::DescribeCACertificates{});
  CHECK(empty.text.find(R"("Data":[])") != std::string::npos);
  lb::UploadCACertificate const upload{.Certificate = "c", .PrivateKey = "k", .CertificateName = "n"};
  CHECK(c.call(upload).text.find(R"("TaskId":"")") != std::string::npos);
}

TEST_CASE("Capital Online emulated: every example request of the catalog has the form that is asked for") {
  std::ifstream file(COLB_CATALOG_DIR "/capitalonline-lb-2019-08-08.json");
  auto const catalog = json::parse(std::string(std::istreambuf_iterator<char>(file), {}));
  cloud c;
  int nonce = 0;
  for (auto const& [name, action] : catalog.at("actions").as_object()) {
    for (auto const& example : action.at("examples").as_array()) {
      std::vector<colb::codec::parameter> query{{"AccessKeyId", c.core.credentials().id},
                                                {"Action", name},
                                                {"SignatureMethod", "HMAC-SHA1"},
                                                {"SignatureNonce", std::to_string(++nonce)},
                                                {"SignatureVersion", "1.0"},
                                                {"Timestamp", "2030-01-01T00:00:00Z"},
                                                {"Version", "2019-08-08"}};
      emu::request request;
      request.method = json::value_to<std::string>(action.at("http"));
      if (request.method == "POST") {
        request.body = json::serialize(example.at("request"));
      } else {
        for (auto const& [key, value] : example.at("request").as_object()) {
          query.emplace_back(key, json::value_to<std::string>(value));
        }
      }
      query.emplace_back("Signature", colb::sign::sign_rpc(request.method, query, c.core.credentials().key));
      request.target =
          json::value_to<std::string>(action.at("path")) + "/?" + colb::codec::form_encode(query);
      auto const text = c.core.handle(request).body;
      INFO(name << ": " << text);
      CHECK(text.find("\"Code\"") != std::string::npos);
      for (char const* complaint : {"Signature", "does not know it", "is missing", "wrong type", "expected",
                                    "UnsupportedOperation"}) {
        CHECK(text.find(complaint) == std::string::npos);
      }
    }
  }
  CHECK(nonce == 37);
}

// ---- tasks
// -------------------------------------------------------------------------------------------------------

TEST_CASE("Capital Online emulated: tasks go from NEW over DOING to FINISH or ERROR") {
  cloud c({.task_time = 1000ms});
  auto const id = make_instance(c);
  lb::DeleteLoadBalancer const drop{.InstanceUuid = id};

  SECTION("well") {
    auto const out = c.call(drop);
    CHECK(c.state(out.task) == "NEW");
    c.clock->advance(500ms);
    CHECK(c.state(out.task) == "DOING");
    c.clock->advance(500ms);
    CHECK(c.state(out.task) == "FINISH");
    lb::DescribeTask const look{.TaskId = out.task};
    CHECK(c.get(look).Data->ResourceId == id);
    CHECK(c.get(lb::DescribeLoadBalancers{}).Data.empty());
  }
  SECTION("badly") {
    c.core.inject({.action = "DeleteLoadBalancer", .kind = emulator::fault_kind::fail_task});
    auto const out = c.call(drop);
    c.clock->advance(1s);
    CHECK(c.state(out.task) == "ERROR");
    REQUIRE(c.get(lb::DescribeLoadBalancers{}).Data.size() == 1);
    CHECK(c.get(lb::DescribeLoadBalancers{}).Data[0].Status == "RUNNING");
  }
  SECTION("never") {
    c.core.inject({.action = "DeleteLoadBalancer", .kind = emulator::fault_kind::endless_task});
    auto const out = c.call(drop);
    c.clock->advance(24h);
    CHECK(c.state(out.task) == "DOING");
  }
  SECTION("one at a time on an instance") {
    CHECK(c.call(drop).ok);
    auto const busy = c.call(drop);
    CHECK(busy.code == "ResourceInUse");
    CHECK(busy.status == 409);
    CHECK(busy.means == condition::conflict);
  }
  SECTION("which do not exist") {
    CHECK(c.call(lb::DescribeTask{.TaskId = "nonsense"}).code == "InvalidTaskID.Malformed");
    CHECK(c.call(lb::DescribeTask{.TaskId = "no-such-task"}).code == "ResourceNotFound");
  }
}

TEST_CASE("Capital Online emulated: a creation that fails leaves nothing, or tells its ids at the end only") {
  cloud c({.ids_at_once = false});
  lb::CreateLoadBalancer const create{.RegionId = "CN_Hongkong_A",
                                      .VdcId = "vdc",
                                      .BasePipeId = "pipe",
                                      .InstanceName = "n",
                                      .PaasGoodsId = 5072,
                                      .Ips = {{.PipeType = "private", .PipeId = "p"}}};
  c.core.inject({.action = "CreateLoadBalancer", .kind = emulator::fault_kind::fail_task});
  c.call(create);
  c.clock->advance(1s);
  CHECK(c.get(lb::DescribeLoadBalancers{}).Data.empty());

  auto const out = c.call(create);
  CHECK(out.response.Data->InstancesUuid.empty());
  c.clock->advance(1s);
  auto const id = c.get(lb::DescribeTask{.TaskId = out.task}).Data->ResourceId;
  CHECK(c.get(lb::DescribeLoadBalancers{}).Data.at(0).InstanceUuid == id);
}

TEST_CASE("Capital Online emulated: a refusal that was asked for") {
  cloud c;
  c.core.inject({.action = "DescribeZones", .kind = emulator::fault_kind::refuse, .code = "ResourceInUse"});
  CHECK(c.call(zones).code == "ResourceInUse");
  c.core.inject({.action = "DescribeZones", .kind = emulator::fault_kind::refuse});
  auto const out = c.call(zones);
  CHECK(out.code == "InternalError");
  CHECK(out.status == 500);
  auto const calls = c.core.calls();
  CHECK(calls.back().service == "capitalonline.lb");
  CHECK(calls.back().action == "DescribeZones");
  CHECK(calls.back().code == "InternalError");
}

// ---- HaProxy
// -----------------------------------------------------------------------------------------------------

TEST_CASE("Capital Online emulated: what can be bought") {
  cloud c;
  auto const sites = c.get(zones).Data;
  REQUIRE(sites.size() > 3);
  auto const spec = c.get(lb::DescribeLoadBalancersSpec{.RegionId = sites[0].RegionId.value()});
  auto const& offer = spec.Data->Products.at(0).Architectures.at(0).ComputeRoles.at(0).Standards->CpuRam;
  CHECK(offer.at(0).PaasGoodsId == 5072);
  CHECK(c.call(lb::DescribeLoadBalancersSpec{.RegionId = "MOON_A"}).code == "InvalidParameter");

  auto const id = make_instance(c);
  auto const other = c.get(lb::DescribeLoadBalancersModifySpec{.InstanceUuid = id});
  CHECK(other.Data->CpuRam.size() == offer.size() - 1);
}

TEST_CASE("Capital Online emulated: an instance from its creation to its end") {
  cloud c;
  auto const id = make_instance(c);
  auto one = c.get(lb::DescribeLoadBalancers{.InstanceUuid = id}).Data.at(0);
  CHECK(one.Status == "RUNNING");
  REQUIRE(one.Vips.size() == 2);
  CHECK(one.Vips[0].Type == "private");
  CHECK(one.IP == one.Vips[1].IP);
  CHECK(one.Cpu == 1);
  CHECK(one.Ram == 2048);

  CHECK(c.get(lb::DescribeLoadBalancers{.IP = one.Vips[0].IP}).Data.size() == 1);
  CHECK(c.get(lb::DescribeLoadBalancers{.IP = "203.0.113."}).Data.empty());
  CHECK(c.get(lb::DescribeLoadBalancers{.TagName = "none"}).Data.empty());
  CHECK(c.get(lb::DescribeLoadBalancers{.StartTime = "2031-01-01 00:00:00"}).Data.empty());
  CHECK(c.get(lb::DescribeLoadBalancers{.EndTime = "2031-01-01 00:00:00"}).Data.size() == 1);
  for (auto const* const time : {"", "2031", "2031-01-01T00:00:00Z", "2031-02-29 00:00:00"}) {
    CAPTURE(time);
    CHECK(c.call(lb::DescribeLoadBalancers{.StartTime = time}).code == "InvalidParameter");
    CHECK(c.call(lb::DescribeLoadBalancers{.EndTime = time}).code == "InvalidParameter");
  }

  c.get(lb::ModifyLoadBalancerName{.InstanceUuid = id, .InstanceName = "renamed"});
  CHECK(c.get(lb::DescribeLoadBalancers{.InstanceName = "renamed"}).Data.size() == 1);
  c.done(lb::ModifyLoadBalancerInstanceSpec{.InstanceUuid = id, .PaasGoodsId = 5078});
  CHECK(c.get(lb::DescribeLoadBalancers{}).Data[0].Cpu == 4);
  CHECK(c.call(lb::ModifyLoadBalancerInstanceSpec{.InstanceUuid = id, .PaasGoodsId = 1}).code ==
        "InvalidParameter");

  make_instance(c, "second");
  auto const both = c.get(lb::DescribeLoadBalancers{}).Data;
  REQUIRE(both.size() == 2);
  CHECK(both[0].InstanceName == "second");

  c.done(lb::DeleteLoadBalancer{.InstanceUuid = id});
  CHECK(c.get(lb::DescribeLoadBalancers{}).Data.size() == 1);
  CHECK(c.call(lb::DeleteLoadBalancer{.InstanceUuid = id}).code == "ResourceNotFound");
  CHECK(c.call(lb::DeleteLoadBalancer{}).code == "ArgMissing");
}

TEST_CASE("Capital Online emulated: creations that are refused") {
  cloud c({.quotas = {.load_balancers = 3}});
  lb::CreateLoadBalancer good{.RegionId = "CN_Hongkong_A",
                              .VdcId = "vdc",
                              .BasePipeId = "pipe",
                              .InstanceName = "n",
                              .PaasGoodsId = 5072,
                              .Ips = {{.PipeType = "private", .PipeId = "p"}},
                              .Amount = 3};
  auto bad = good;
  bad.Amount = 4;
  CHECK(c.call(bad).code == "InvalidParameter");
  bad = good;
  bad.PaasGoodsId = 1;
  CHECK(c.call(bad).code == "InvalidParameter");
  bad = good;
  bad.Ips = std::vector<types::LoadBalancerIp>{{.PipeType = "public", .PipeId = "p"}};
  CHECK(c.call(bad).code == "ArgMissing");
  bad = good;
  bad.Ips = std::vector<types::LoadBalancerIp>{};
  CHECK(c.call(bad).code == "ArgMissing");
  CHECK(c.done(good).Data->InstancesUuid.size() == 3);
  good.Amount = 1;
  auto const full = c.call(good);
  CHECK(full.means == condition::quota_exceeded);
}

TEST_CASE("Capital Online emulated: policies are set, added and read back") {
  cloud c;
  auto const id = make_instance(c);
  lb::ModifyLoadBalancerStrategys const set{
      .InstanceUuid = id,
      .HttpListeners = {http("web", 80, {server("10.0.0.1"), server("10.0.0.2")})},
      .TcpListeners = {tcp("db", 3306, {server("10.0.0.3")})}};
  c.done(set);
  lb::DescribeLoadBalancerStrategys const look{.InstanceUuid = id};
  auto now = c.get(look).Data.value();
  REQUIRE(now.HttpListeners.size() == 1);
  CHECK(now.HttpListeners[0].ListenerName == "web");
  CHECK(now.HttpListeners[0].BackendServer->size() == 2);
  CHECK(now.TcpListeners.at(0).ListenerPort == 3306);

  lb::AddLoadBalancerStrategys const add{.InstanceUuid = id,
                                         .HttpListeners = {http("api", 81, {server("10.0.0.4")})}};
  CHECK(c.call(add).ok);
  CHECK(c.get(look).Data->HttpListeners.size() == 1);
  c.clock->advance(1s);
  CHECK(c.get(look).Data->HttpListeners.size() == 2);
  CHECK(c.call(add).code == "InvalidParameter");

  auto const names = c.get(lb::DescribeLBInstanceListeners{.InstanceUuid = id}).Data;
  REQUIRE(names.size() == 3);
  CHECK(names[0].BackendNames.empty());
  CHECK(names[1].BackendNames.at(0).BackendName == "web-abk");

  lb::ModifyLoadBalancerStrategys const none{.InstanceUuid = id,
                                             .HttpListeners = std::vector<types::HttpListener>{}};
  c.done(none);
  CHECK(c.get(lb::DescribeLBInstanceListeners{.InstanceUuid = id}).Data.empty());
}

TEST_CASE("Capital Online emulated: policies that are refused") {
  cloud c;
  auto const id = make_instance(c);
  auto const refused = [&](types::HttpListener listener) {
    lb::ModifyLoadBalancerStrategys const set{.InstanceUuid = id, .HttpListeners = {std::move(listener)}};
    return c.call(set).code;
  };
  auto const good = http("web", 80, {server("10.0.0.1")});
  auto bad = good;
  bad.ListenerName = "Web";
  CHECK(refused(bad) == "InvalidParameter");
  bad = good;
  bad.ListenerPort = 22;
  CHECK(refused(bad) == "InvalidParameter");
  bad = good;
  bad.ListenerMode = "tcp";
  CHECK(refused(bad) == "InvalidParameter");
  bad = good;
  bad.ClientTimeoutUnit = "h";
  CHECK(refused(bad) == "InvalidParameter");
  bad = good;
  bad.BackendServer->at(0).Weight = "257";
  CHECK(refused(bad) == "InvalidParameter");
  bad = good;
  bad.BackendServer->clear();
  CHECK(refused(bad) == "ArgMissing");
  bad = good;
  bad.CertificateIds = {{.CertificateId = "none"}};
  CHECK(refused(bad) == "ResourceNotFound");

  auto relay = tcp("relay", 81, {server("10.0.0.1")});
  relay.EnableRepeaterMode = "on";
  lb::ModifyLoadBalancerStrategys const set{
      .InstanceUuid = id, .HttpListeners = {good}, .TcpListeners = {relay}};
  CHECK(c.call(set).code == "InvalidParameter");
  auto const twice = tcp("other", 80, {server("10.0.0.1")});
  lb::ModifyLoadBalancerStrategys const same_port{
      .InstanceUuid = id, .HttpListeners = {good}, .TcpListeners = {twice}};
  CHECK(c.call(same_port).code == "InvalidParameter");
}

TEST_CASE("Capital Online emulated: certificates") {
  cloud c;
  c.get(lb::UploadCACertificate{
      .Certificate = "the chain\nin two lines", .PrivateKey = "the key", .CertificateName = "site"});
  auto const list = c.get(lb::DescribeCACertificates{}).Data;
  REQUIRE(list.size() == 1);
  auto const id = list[0].CertificateId.value();
  auto const whole = c.get(lb::DescribeCACertificate{.CertificateId = id}).Data.value();
  CHECK(whole.Certificate == "the chain\nin two lines");
  CHECK(whole.PirvateKey == "the key");
  CHECK(c.call(lb::DescribeCACertificate{.CertificateId = id}).text.find(R"("PirvateKey":"the key")") !=
        std::string::npos);

  auto const lb_id = make_instance(c);
  auto tls = http("tls", 443, {server("10.0.0.1")});
  tls.CertificateIds = {{.CertificateId = id}};
  c.done(lb::ModifyLoadBalancerStrategys{.InstanceUuid = lb_id, .HttpListeners = {tls}});
  auto const bound =
      c.get(lb::DescribeLoadBalancerStrategys{.InstanceUuid = lb_id}).Data->HttpListeners.at(0);
  CHECK(bound.CertificateIds.at(0).CertificateName == "site");
  CHECK(c.call(lb::DeleteCACertificate{.CertificateId = id}).code == "UnsupportedOperation");
  c.done(lb::DeleteLoadBalancer{.InstanceUuid = lb_id});
  CHECK(c.call(lb::DeleteCACertificate{.CertificateId = id}).ok);
  CHECK(c.call(lb::DescribeCACertificate{.CertificateId = id}).code == "ResourceNotFound");
}

TEST_CASE("Capital Online emulated: the custom configuration") {
  cloud c;
  auto const id = make_instance(c);
  c.done(lb::ModifyLoadBalancerStrategys{.InstanceUuid = id,
                                         .HttpListeners = {http("web", 80, {server("10.0.0.1")})}});
  lb::DescribeHaproxyCustomConfig const look{.InstanceUuid = id};
  CHECK(c.get(look).Data->Configs->find("frontend web") != std::string::npos);
  CHECK(c.get(look).Data->Configs->find("10.0.0.1:8080") != std::string::npos);
  c.done(lb::ModifyHaproxyCustomConfig{.InstanceUuid = id, .Configs = "global\n"});
  CHECK(c.get(look).Data->Configs == "global\n");
  CHECK(c.get(lb::DescribeLoadBalancers{}).Data[0].IsCustomConf == 1);
}

TEST_CASE("Capital Online emulated: monitoring") {
  cloud c({.unhealthy = {"10.0.0.2"}});
  auto const id = make_instance(c);
  c.done(lb::ModifyLoadBalancerStrategys{
      .InstanceUuid = id, .HttpListeners = {http("web", 80, {server("10.0.0.1"), server("10.0.0.2")})}});
  c.clock->advance(10min);
  lb::DescribeLBInstancePerformance ask{.InstanceUuid = id,
                                        .MetricKey = "ha_downserver",
                                        .StartTime = "2030-01-01 00:05:00",
                                        .EndTime = "2030-01-01 00:06:00"};
  auto const data = c.get(ask).Data.value();
  CHECK(data.Period == 30);
  REQUIRE(data.DataPoints.at(0).Values.size() == 3);
  CHECK(data.DataPoints[0].Values[0].DateTime == "2030-01-01 00:05:00");
  CHECK(data.DataPoints[0].Values[0].Value == 1);

  ask.MetricKey = "ha_drop_packets";
  CHECK(c.get(ask).Data->DataPoints.size() == 2);
  ask.MetricKey = "ha_listener_sessions";
  CHECK(c.call(ask).code == "ArgMissing");
  ask.ListenerName = "web";
  CHECK(c.call(ask).ok);
  ask.ListenerName = "none";
  CHECK(c.call(ask).code == "ResourceNotFound");
  ask.MetricKey = "nothing";
  CHECK(c.call(ask).code == "InvalidParameter");
  ask.MetricKey = "ha_cpu_usage";
  ask.StartTime = "2029-12-30 00:00:00";
  CHECK(c.get(ask).Data->Period == 300);
  struct span {
    std::string from, to, code;
  };
  for (auto const& [from, to, code] :
       {span{"2029-11-30 00:00:00", "2030-01-01 00:06:00", "InvalidParameter"},  // over 30 days
        span{"2030-01-01 00:05:00", "2030-01-01 00:04:59", "InvalidParameter"},
        span{"2030-01-01 00:05:00", "2030-01-01 00:05:00", ""},
        span{"2030-01-01", "2030-01-01 00:05:00", "InvalidParameter"},
        span{"2030-01-01 00:05:00", "2030-01-32 00:00:00", "InvalidParameter"}}) {
    CAPTURE(from, to);
    ask.StartTime = from;
    ask.EndTime = to;
    CHECK(c.call(ask).code == code);
  }
}

// ---- VPC SLB
// -----------------------------------------------------------------------------------------------------

TEST_CASE("Capital Online emulated: a VPC load balancer with a listener and servers") {
  cloud c({.health_time = 1000ms, .unhealthy = {}});
  auto const slb = c.done(lb::CreateVpcSlb{.RegionCode = "CN_HongKong",
                                           .AvailableZoneCode = "CN_Hongkong_B",
                                           .VpcId = "vpc-1",
                                           .Name = "front",
                                           .NetType = "wan",
                                           .ConfType = "slb.v1.small"})
                       .Data->SlbId.value();
  auto detail = c.get(lb::DescribeVpcSlbDetailInfo{.SlbId = slb}).Data.value();
  CHECK(detail.Status == "ok");
  REQUIRE(detail.VipList.size() == 1);
  CHECK(detail.VipList[0].Type == "public");
  CHECK(c.get(lb::DescribeVpcSlbListInfo{.VpcId = "vpc-1", .Keyword = ""}).Data->SlbList.size() == 1);
  CHECK(c.get(lb::DescribeVpcSlbListInfo{.Keyword = "back"}).Data->SlbList.empty());

  c.done(lb::UpdateVpcSlb{.SlbId = slb, .Name = "both", .NetType = "wan_lan", .ConfType = "slb.v1.large"});
  auto const choices = c.get(lb::DescribeVpcSlbListenCreateInfo{.SlbId = slb}).Data.value();
  REQUIRE(choices.SlbVipList.size() == 2);
  auto const& vip = choices.SlbVipList[1];

  lb::CreateVpcSLBListen listen{.SlbId = slb,
                                .ListenName = "tcp",
                                .Vip = *vip.Vip,
                                .VipId = *vip.VipId,
                                .VipType = *vip.VipType,
                                .ListenProtocol = "TCP",
                                .ListenPort = 23456,
                                .AclId = "",
                                .ListenTimeout = 10,
                                .Scheduler = "rr",
                                .HealthCheckInfo = {{.Protocol = "TCP", .Port = 0}}};
  auto const listener = c.done(listen).Data->ListenId.value();
  CHECK(c.call(listen).code == "InvalidParameter");
  listen.ListenPort = 80;
  listen.Vip = "203.0.113.1";
  CHECK(c.call(listen).code == "InvalidParameter");

  c.done(lb::UpdateVpcSLBListen{.ListenId = listener, .ListenName = "renamed", .Scheduler = "wrr"});
  auto const read = c.get(lb::QueryVpcSLBListen{.ListenId = listener}).Data.value();
  CHECK(read.ListenName == "renamed");
  CHECK(read.Scheduler == "wrr");
  CHECK(read.ListenPort == 23456);
  CHECK(read.HealthCheckInfo->Protocol == "TCP");
  CHECK(c.call(lb::UpdateVpcSlb{.SlbId = slb, .Name = "both", .NetType = "wan", .ConfType = "slb.v1.large"})
            .code == "UnsupportedOperation");

  auto const servers = c.get(lb::DescribeVpcSlbListenRsInfo{.VpcId = "vpc-1", .VmType = "kvm"}).Data;
  REQUIRE(servers.size() >= 2);
  auto const rs = [](types::VpcSlbVm const& vm) {
    return types::VpcSlbRs{.VmId = *vm.vm_id,
                           .VmName = *vm.vm_name,
                           .VmPublicIp = *vm.vm_public_ip,
                           .VmType = "kvm",
                           .VmPrivateIp = *vm.vm_private_ip,
                           .Port = "80",
                           .Weight = "100"};
  };
  lb::CreateVpcSLBRsPort const bind{.ListenId = listener, .RsList = {rs(servers[0]), rs(servers[1])}};
  CHECK(c.call(bind).ok);
  c.clock->advance(200ms);
  lb::DescribeVpcSlbListenList const list{.SlbId = slb};
  CHECK(c.get(list).Data->ListenList.at(0).CheckInfo->Ok == 0);
  c.clock->advance(2s);
  CHECK(c.get(list).Data->ListenList.at(0).CheckInfo->Ok == 2);
  CHECK(c.get(list).Data->ListenList[0].ListenPort == "23456");
  CHECK(c.call(bind).code == "InvalidParameter");

  lb::QueryVpcSLBRsPort const ports{.ListenId = listener, .Keyword = ""};
  auto const bound = c.get(ports).Data.value();
  REQUIRE(bound.Total == 2);
  CHECK(bound.RsPortList[0].CheckStatus == "ok");
  CHECK(bound.RsPortList[0].Weight == "100");
  CHECK(c.get(lb::QueryVpcSLBRsPort{.ListenId = listener, .Keyword = *servers[1].vm_name}).Data->Total == 1);

  auto const first = bound.RsPortList[0].RsPortId.value();
  c.done(lb::UpdateVpcSLBRsPort{.RsPortList = {{.RsPortId = first, .Port = "81", .Weight = "7"}}});
  CHECK(c.get(ports).Data->RsPortList[0].Port == "81");
  CHECK(c.get(ports).Data->RsPortList[0].Weight == "7");
  c.done(lb::DeleteVpcSLBRsPort{.RsPortIds = {first}});
  CHECK(c.get(ports).Data->Total == 1);
  CHECK(c.call(lb::DeleteVpcSLBRsPort{.RsPortIds = {first}}).code == "ResourceNotFound");

  c.done(lb::DeleteVpcSLBListen{.ListenIds = {listener}});
  CHECK(c.get(list).Data->Total == 0);
  auto const deleted = c.call(lb::DeleteVpcSlb{.SlbId = slb});
  CHECK(deleted.text.find(R"("Code":"OK")") != std::string::npos);
  CHECK(deleted.response.Data->msg == "task_id: " + deleted.task);
  c.clock->advance(1s);
  CHECK(c.call(lb::DescribeVpcSlbDetailInfo{.SlbId = slb}).code == "ResourceNotFound");
}

TEST_CASE("Capital Online emulated: servers that are down, of a VPC and unknown") {
  auto const servers = cloud().get(lb::DescribeVpcSlbListenRsInfo{.VpcId = "v", .VmType = "kvm"}).Data;
  cloud c({.unhealthy = {servers.at(0).vm_id.value()}});
  auto const slb = c.done(lb::CreateVpcSlb{.RegionCode = "CN_Qingyang",
                                           .AvailableZoneCode = "CN_Qingyang_A",
                                           .VpcId = "v",
                                           .Name = "n",
                                           .NetType = "wan",
                                           .ConfType = "slb.v1.medium"})
                       .Data->SlbId.value();
  auto const vip = c.get(lb::DescribeVpcSlbListenCreateInfo{.SlbId = slb}).Data->SlbVipList.at(0);
  auto const listener = c.done(lb::CreateVpcSLBListen{.SlbId = slb,
                                                      .ListenName = "l",
                                                      .Vip = *vip.Vip,
                                                      .VipId = *vip.VipId,
                                                      .VipType = *vip.VipType,
                                                      .ListenProtocol = "UDP",
                                                      .ListenPort = 53,
                                                      .Scheduler = "conhash"})
                            .Data->ListenId.value();
  types::VpcSlbRs rs{.VmId = *servers[0].vm_id,
                     .VmName = "x",
                     .VmPublicIp = "",
                     .VmType = "kvm",
                     .VmPrivateIp = "",
                     .Port = "53",
                     .Weight = "0"};
  c.done(lb::CreateVpcSLBRsPort{.ListenId = listener, .RsList = {rs}});
  auto const bound = c.get(lb::QueryVpcSLBRsPort{.ListenId = listener, .Keyword = ""}).Data->RsPortList.at(0);
  CHECK(bound.CheckStatus == "error");
  CHECK(c.get(lb::DescribeVpcSlbListenList{.SlbId = slb}).Data->ListenList.at(0).CheckInfo->Error == 1);

  rs.VmId = "ins-unknown";
  CHECK(c.call(lb::CreateVpcSLBRsPort{.ListenId = listener, .RsList = {rs}}).code == "ResourceNotFound");
  rs.VmId = *servers[1].vm_id;
  rs.Weight = "1001";
  CHECK(c.call(lb::CreateVpcSLBRsPort{.ListenId = listener, .RsList = {rs}}).code == "InvalidParameter");
  CHECK(c.call(lb::CreateVpcSlb{.RegionCode = "CN_Qingyang",
                                .AvailableZoneCode = "CN_Beijing_A",
                                .VpcId = "v",
                                .Name = "n",
                                .NetType = "wan",
                                .ConfType = "slb.v1.medium"})
            .code == "InvalidParameter");
}
