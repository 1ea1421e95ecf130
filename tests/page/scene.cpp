// A cloud with a control port and something in it, for the tests of its page: scene small|large|empty. Prints
// what a client needs as shell variables, and runs until it is interrupted.
#include <chrono>
#include <cstdint>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <asio/io_context.hpp>
#include <asio/signal_set.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_to.hpp>

#include <colb/clock.hpp>
#include <colb/codec/percent.hpp>
#include <colb/emulator/server.hpp>
#include <colb/sign/rpc.hpp>
#include <colb/sign/rpc_parameters.hpp>
#include <colb/sign/tc3.hpp>

namespace {

using namespace std::chrono_literals;
namespace emu = colb::inner::emu;
namespace json = boost::json;
using kind = colb::emulator::fault_kind;

constexpr auto task_time = 10min;

/// Clients that can only sign, and know nothing of a network.
class filler {
 public:
  explicit filler(emu::core& core) : core_(core) {}

  json::object clb(std::string const& action, std::string body) {
    emu::request request;
    request.method = "POST";
    request.target = "/";
    auto const now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    request.headers = {
        {"Host", "127.0.0.1"},          {"Content-Type", "application/json"},    {"X-TC-Action", action},
        {"X-TC-Version", "2018-03-17"}, {"X-TC-Timestamp", std::to_string(now)}, {"X-TC-Region", region}};
    request.body = std::move(body);
    colb::sign::tc3_request const what{.secret_id = core_.credentials().id,
                                       .secret_key = core_.credentials().key,
                                       .service = "clb",
                                       .host = "127.0.0.1",
                                       .content_type = "application/json",
                                       .payload = request.body,
                                       .timestamp = now};
    request.headers.emplace_back("Authorization", colb::sign::sign_tc3(what));
    auto const whole = json::parse(core_.handle(request).body).as_object();
    return whole.at("Response").as_object();
  }

  /// Runs a change to its end; gives the first ID of the list that the answer has under this name.
  std::string done(std::string const& action, std::string body, char const* ids = nullptr) {
    auto const response = clb(action, std::move(body));
    if (response.contains("Error")) throw std::runtime_error(action + ": " + json::serialize(response));
    core_.advance(task_time);
    return ids ? json::value_to<std::string>(response.at(ids).at(0)) : std::string();
  }

  json::object slb(std::string action, std::vector<colb::codec::parameter> more) {
    std::vector<colb::codec::parameter> all{
        {"Action", std::move(action)},
        {"Version", "2014-05-15"},
        {"Format", "JSON"},
        {"RegionId", "cn-hangzhou"},
        {"AccessKeyId", core_.credentials().id},
        {"SignatureMethod", "HMAC-SHA1"},
        {"SignatureVersion", "1.0"},
        {"SignatureNonce", std::to_string(++nonce_)},
        {"Timestamp", colb::inner::rpc_timestamp(std::chrono::system_clock::now())}};
    all.insert(all.end(), more.begin(), more.end());
    all.emplace_back("Signature", colb::sign::sign_rpc("GET", all, core_.credentials().key + '&'));
    emu::request request;
    request.method = "GET";
    request.target = "/?" + colb::codec::form_encode(all);
    request.headers = {{"Host", "127.0.0.1"}};
    return json::parse(core_.handle(request).body).as_object();
  }

  json::object capital(std::string action, std::string body) {
    std::vector<colb::codec::parameter> all{
        {"Action", std::move(action)},
        {"Version", "2019-08-08"},
        {"AccessKeyId", core_.credentials().id},
        {"SignatureMethod", "HMAC-SHA1"},
        {"SignatureVersion", "1.0"},
        {"SignatureNonce", std::to_string(++nonce_)},
        {"Timestamp", colb::inner::rpc_timestamp(std::chrono::system_clock::now())}};
    all.emplace_back("Signature", colb::sign::sign_rpc("POST", all, core_.credentials().key));
    emu::request request;
    request.method = "POST";
    request.target = "/vpc/?" + colb::codec::form_encode(all);
    request.headers = {{"Host", "127.0.0.1"}, {"Content-Type", "application/json"}};
    request.body = std::move(body);
    return json::parse(core_.handle(request).body).as_object();
  }

  std::string region = "ap-guangzhou";

 private:
  emu::core& core_;
  int nonce_ = 0;
};

std::string balancer(std::string const& name) {
  return R"({"LoadBalancerType":"OPEN","LoadBalancerName":")" + name + "\"}";
}
std::string at(std::string const& lb, std::string const& more) {
  return R"({"LoadBalancerId":")" + lb + "\"," + more + '}';
}

void small(emu::core& core) {
  filler fill(core);
  auto const shop = fill.done("CreateLoadBalancer", balancer("shop-front"), "LoadBalancerIds");
  auto const web = fill.done(
      "CreateListener", at(shop, R"("Ports":[80],"Protocol":"HTTP","ListenerNames":["web"])"), "ListenerIds");
  auto const tcp =
      fill.done("CreateListener", at(shop, R"("Ports":[5432],"Protocol":"TCP","ListenerNames":["database"])"),
                "ListenerIds");
  auto const rule =
      fill.done("CreateRule",
                at(shop, R"("ListenerId":")" + web + R"(","Rules":[{"Domain":"shop.example","Url":"/"}])"),
                "LocationIds");
  fill.done("CreateRule",
            at(shop, R"("ListenerId":")" + web + R"(","Rules":[{"Domain":"shop.example","Url":"/api"}])"));
  fill.done("RegisterTargets",
            at(shop, R"("ListenerId":")" + tcp +
                         R"(","Targets":[{"InstanceId":"ins-db1","Port":5432,"Weight":10}])"));
  fill.done(
      "RegisterTargets",
      at(shop,
         R"("ListenerId":")" + web + R"(","LocationId":")" + rule +
             R"(","Targets":[{"InstanceId":"ins-web1","Port":8080},{"InstanceId":"ins-web2","Port":8080,"Weight":20},{"InstanceId":"ins-sick","Port":8080}])"));
  // Names come from clients.
  fill.capital("CreateVpcSlb",
               R"({"RegionCode":"CN_Qingyang","AvailableZoneCode":"CN_Qingyang_A","VpcId":"vpc-1",)"
               R"("Name":"<img src=x onerror=alert(1)>","NetType":"wan","ConfType":"slb.v1.small"})");
  core.advance(task_time);
  fill.clb("<img src=x onerror=alert(2)>", "{}");
  fill.region = "ap-shanghai";
  auto const inner = fill.done("CreateLoadBalancer", balancer("inner"), "LoadBalancerIds");
  auto const udp =
      fill.done("CreateListener", at(inner, R"("Ports":[53],"Protocol":"UDP","ListenerNames":["names"])"),
                "ListenerIds");
  core.advance(5h);
  fill.clb("RegisterTargets",
           at(inner, R"("ListenerId":")" + udp + R"(","Targets":[{"InstanceId":"ins-dns1","Port":53}])"));
  core.advance(task_time);  // its target is still being checked

  auto const slb = json::value_to<std::string>(
      fill.slb("CreateLoadBalancer", {{"LoadBalancerName", "edge"}}).at("LoadBalancerId"));
  fill.slb(
      "CreateLoadBalancerTCPListener",
      {{"LoadBalancerId", slb}, {"ListenerPort", "443"}, {"BackendServerPort", "8443"}, {"Bandwidth", "-1"}});
  fill.slb("AddBackendServers",
           {{"LoadBalancerId", slb}, {"BackendServers", R"([{"ServerId":"i-edge1","Weight":"100"}])"}});
  core.advance(5min);
  fill.slb("StartLoadBalancerListener", {{"LoadBalancerId", slb}, {"ListenerPort", "443"}});

  fill.region = "ap-guangzhou";
  fill.clb("CreateRule", at(shop, R"("ListenerId":")" + web + R"(","Rules":[{"Domain":"","Url":"/"}])"));
  fill.clb("DeleteLoadBalancer", R"({"LoadBalancerIds":["lb-nowhere"]})");
  core.inject(
      {.action = "DescribeQuota", .kind = kind::refuse, .code = "LimitExceeded", .message = "As asked for."});
  fill.clb("DescribeQuota", "{}");
  core.inject({.action = "CreateListener", .times = 3, .kind = kind::fail_task});
  fill.clb("CreateListener", at(shop, R"("Ports":[8443],"Protocol":"TCP","ListenerNames":["late"])"));
  core.advance(3min);
  fill.region = "ap-shanghai";
  core.inject({.action = "ModifyLoadBalancerAttributes", .kind = kind::endless_task});
  fill.clb("ModifyLoadBalancerAttributes", at(inner, R"("LoadBalancerName":"inner-two")"));
  fill.clb("DescribeLoadBalancers", "{}");
}

void large(emu::core& core) {
  filler fill(core);
  for (int i = 0; i < 500; ++i) {
    auto const lb =
        fill.done("CreateLoadBalancer", balancer("lb-number-" + std::to_string(i)), "LoadBalancerIds");
    auto const tcp = fill.done("CreateListener", at(lb, R"("Ports":[80],"Protocol":"TCP")"), "ListenerIds");
    fill.done(
        "RegisterTargets",
        at(lb, R"("ListenerId":")" + tcp +
                   R"(","Targets":[{"InstanceId":"ins-a","Port":80},{"InstanceId":"ins-b","Port":80}])"));
  }
  for (int i = 0; i < 9000; ++i) fill.clb("DescribeLoadBalancers", R"({"Limit":1})");
}

}  // namespace

int main(int argc, char** argv) {
  try {
    std::string const scene = argc > 1 ? argv[1] : "";
    colb::emulator::options options;
    options.control_port = 0;
    options.rate_limit = false;
    options.task_time = scene == "empty" ? 200ms : std::chrono::milliseconds(task_time);
    options.health_time = scene == "large" ? 0ms : std::chrono::milliseconds(40min);
    options.unhealthy = {"ins-sick"};
    options.quotas.load_balancers = 1000;
    asio::io_context io;
    auto const server = std::make_shared<emu::server>(options);
    server->start(io.get_executor(), 0);
    server->start_control(io.get_executor(), 0);
    if (scene == "small") small(server->core());
    if (scene == "large") large(server->core());
    auto const& keys = server->core().credentials();
    std::cout << "export COLB_EMULATOR_ENDPOINT=" << server->endpoint()
              << "\nexport COLB_EMULATOR_CA_FILE=" << server->ca_file()
              << "\nexport COLB_EMULATOR_CONTROL=" << server->control_endpoint()
              << "/_colb\nexport TENCENTCLOUD_SECRET_ID=" << keys.id
              << "\nexport TENCENTCLOUD_SECRET_KEY=" << keys.key << std::endl;
    asio::signal_set signals(io, SIGINT, SIGTERM);
    signals.async_wait([&](std::error_code, int) { server->stop(); });
    io.run();
    return 0;
  } catch (std::exception const& e) {
    std::cerr << "scene: " << e.what() << '\n';
    return 1;
  }
}
