// colb: tests of the emulator's state over the life of a load balancer: tasks, conflicts, health, what is
// refused.
#include <string>
#include <vector>

#include "catch.hpp"
#include "emulator/driver.hpp"

using namespace colb_test;

namespace {

json::object balancer(driver& cloud, std::string const& id) {
  auto const found = cloud.call("DescribeLoadBalancers", R"({"LoadBalancerIds":[")" + id + R"("]})");
  auto const& set = found.at("LoadBalancerSet").as_array();
  return set.empty() ? json::object() : set.at(0).as_object();
}

std::string targets(std::vector<std::pair<std::string, int>> const& list) {
  std::string out = "[";
  for (auto const& [id, port] : list) {
    if (out.size() > 1) out += ',';
    out += R"({"InstanceId":")" + id + R"(","Port":)" + std::to_string(port) + '}';
  }
  return out + ']';
}

json::array health(driver& cloud, std::string const& lb, std::size_t listener = 0, std::size_t rule = 0) {
  auto const all = cloud.call("DescribeTargetHealth", R"({"LoadBalancerIds":[")" + lb + R"("]})");
  return all.at("LoadBalancers")
      .at(0)
      .at("Listeners")
      .at(listener)
      .at("Rules")
      .at(rule)
      .at("Targets")
      .as_array();
}

int healthy(json::array const& targets) {
  int count = 0;
  for (auto const& target : targets) count += target.at("HealthStatus") == true ? 1 : 0;
  return count;
}

}  // namespace

TEST_CASE("a load balancer is made by a task: shown at once, running at its end") {
  driver cloud({.task_time = 500ms});
  auto const made =
      cloud.call("CreateLoadBalancer", R"({"LoadBalancerType":"OPEN","LoadBalancerName":"web"})");
  auto const id = driver::text(made.at("LoadBalancerIds").at(0));
  auto const task = driver::text(made.at("RequestId"));
  CHECK(balancer(cloud, id).at("Status") == 0);
  CHECK(cloud.task(task) == 2);
  cloud.clock->advance(499ms);
  CHECK(cloud.task(task) == 2);
  cloud.clock->advance(1ms);
  CHECK(cloud.task(task) == 0);
  auto const lb = balancer(cloud, id);
  CHECK(lb.at("Status") == 1);
  CHECK(lb.at("LoadBalancerName") == "web");
  CHECK(lb.at("LoadBalancerVips").at(0) == "198.18.0.1");
  CHECK(lb.at("CreateTime") == "2030-01-01 00:00:00");

  auto const by_deal =
      cloud.call("DescribeTaskStatus", R"({"DealName":")" + driver::text(made.at("DealName")) + R"("})");
  CHECK(by_deal.at("Status") == 0);
  CHECK(by_deal.at("LoadBalancerIds").at(0) == json::value(id));
  CHECK(cloud.code("DescribeTaskStatus", R"({"TaskId":"no-such-task"})") == "InvalidParameter");
  CHECK(cloud.code("DescribeTaskStatus", R"({"DealName":"1"})") == "InvalidParameter");
  CHECK(cloud.code("DescribeTaskStatus") == "MissingParameter");
}

TEST_CASE("several load balancers come from one call; IDs may be left to the task") {
  driver cloud({.ids_at_once = false});
  auto const made =
      cloud.call("CreateLoadBalancer", R"({"LoadBalancerType":"OPEN","Number":3,"LoadBalancerName":"x"})");
  CHECK(made.at("LoadBalancerIds") == json::array());
  auto const task = driver::text(made.at("RequestId"));
  auto const ask = R"({"TaskId":")" + task + R"("})";
  CHECK(cloud.call("DescribeTaskStatus", ask).at("LoadBalancerIds") == json::array());
  cloud.clock->advance(1s);
  auto const status = cloud.call("DescribeTaskStatus", ask);
  CHECK(status.at("LoadBalancerIds").as_array().size() == 3);
  CHECK(cloud.call("DescribeLoadBalancers").at("TotalCount") == 3);
  // A name is for a single one.
  CHECK(balancer(cloud, driver::text(status.at("LoadBalancerIds").at(0))).at("LoadBalancerName") != "x");
}

TEST_CASE("a client token makes creation idempotent") {
  driver cloud;
  std::string const request = R"({"LoadBalancerType":"OPEN","Number":2,"ClientToken":"t-1"})";
  auto const first = cloud.call("CreateLoadBalancer", request);
  auto const again = cloud.call("CreateLoadBalancer", request);
  CHECK(again.at("LoadBalancerIds") == first.at("LoadBalancerIds"));
  CHECK(again.at("DealName") == first.at("DealName"));
  CHECK(cloud.task(driver::text(again.at("RequestId"))) == 2);
  cloud.clock->advance(1s);
  CHECK(cloud.task(driver::text(again.at("RequestId"))) == 0);
  CHECK(cloud.call("DescribeLoadBalancers").at("TotalCount") == 2);
  CHECK(cloud.code("CreateLoadBalancer", R"({"LoadBalancerType":"OPEN","ClientToken":"t-1"})") ==
        "InvalidParameter");
  cloud.call("CreateLoadBalancer", R"({"LoadBalancerType":"OPEN","Number":2,"ClientToken":"t-2"})");
  CHECK(cloud.call("DescribeLoadBalancers").at("TotalCount") == 4);
}

TEST_CASE("what cannot be bought is refused") {
  driver cloud({.quotas = {.load_balancers = 2}});
  auto const code = [&](std::string const& text) { return cloud.code("CreateLoadBalancer", text); };
  CHECK(code(R"({"LoadBalancerType":"BIG"})") == "InvalidParameterValue");
  CHECK(code(R"({"LoadBalancerType":"OPEN","Forward":0})") == "InvalidParameterValue");
  CHECK(code(R"({"LoadBalancerType":"INTERNAL"})") == "MissingParameter");
  CHECK(code(R"({"LoadBalancerType":"INTERNAL","VpcId":"vpc-1"})") == "MissingParameter");
  CHECK(code(R"({"LoadBalancerType":"OPEN","LoadBalancerName":""})") == "InvalidParameterValue.Length");
  CHECK(code(R"({"LoadBalancerType":"OPEN","Number":0})") == "InvalidParameterValue.Range");
  CHECK(code(R"({"LoadBalancerType":"OPEN","Number":3})") == "LimitExceeded");
  CHECK(code(R"({"LoadBalancerType":"OPEN","Number":2})") == "");
  CHECK(code(R"({"LoadBalancerType":"OPEN"})") == "LimitExceeded");
  CHECK(code(R"({"LoadBalancerType":"INTERNAL","VpcId":"vpc-1","SubnetId":"subnet-1"})") == "");
}

TEST_CASE("a second change of a load balancer is refused while one runs; others are free") {
  driver cloud;
  auto const lb = cloud.make_balancer();
  auto const other = cloud.make_balancer();
  auto const create = [](std::string const& id, int port) {
    return R"({"LoadBalancerId":")" + id + R"(","Protocol":"TCP","Ports":[)" + std::to_string(port) + "]}";
  };
  CHECK(cloud.code("CreateListener", create(lb, 80)) == "");
  auto const refused = cloud.call("CreateListener", create(lb, 81));
  CHECK(driver::code_of(refused) == "FailedOperation.ResourceInOperating");
  CHECK(driver::message_of(refused) ==
        "Loadbalancer(" + lb +
            ") is not in normal desState, maybe some tasks are being processed, please try later.");
  CHECK(cloud.code("SetLoadBalancerSecurityGroups",
                   R"({"LoadBalancerId":")" + lb + R"(","SecurityGroups":["sg-1"]})") ==
        "FailedOperation.ResourceInOperating");
  CHECK(cloud.code("DeleteLoadBalancer", R"({"LoadBalancerIds":[")" + lb + R"("]})") ==
        "FailedOperation.ResourceInOperating");
  CHECK(cloud.code("CreateListener", create(other, 80)) == "");
  CHECK(cloud.code("DescribeListeners", R"({"LoadBalancerId":")" + lb + R"("})") == "");
  cloud.clock->advance(1s);
  CHECK(cloud.code("CreateListener", create(lb, 81)) == "");
  // One being made is busy as well.
  auto const fresh = driver::text(
      cloud.call("CreateLoadBalancer", R"({"LoadBalancerType":"OPEN"})").at("LoadBalancerIds").at(0));
  CHECK(cloud.code("CreateListener", create(fresh, 80)) == "FailedOperation.ResourceInOperating");
}

TEST_CASE("a change takes effect at the end of its task, not before") {
  driver cloud;
  auto const lb = cloud.make_balancer();
  auto const made =
      cloud.call("CreateListener", R"({"LoadBalancerId":")" + lb + R"(","Protocol":"TCP","Ports":[80,81]})");
  REQUIRE(made.at("ListenerIds").as_array().size() == 2);
  CHECK(driver::text(made.at("ListenerIds").at(0)).starts_with("lbl-"));
  std::string const describe = R"({"LoadBalancerId":")" + lb + R"("})";
  CHECK(cloud.call("DescribeListeners", describe).at("TotalCount") == 0);
  cloud.clock->advance(1s);
  auto const after = cloud.call("DescribeListeners", describe);
  CHECK(after.at("TotalCount") == 2);
  CHECK(after.at("Listeners").at(0).at("ListenerId") == made.at("ListenerIds").at(0));
  CHECK(after.at("Listeners").at(0).at("CreateTime") == "2030-01-01 00:00:01");
}

TEST_CASE("a task that fails changes nothing, one that never ends blocks") {
  driver cloud;
  auto const lb = cloud.make_balancer();
  cloud.core.inject({.action = "CreateListener", .kind = emulator::fault_kind::fail_task});
  std::string const create = R"({"LoadBalancerId":")" + lb + R"(","Protocol":"TCP","Ports":[80]})";
  auto const failed = driver::text(cloud.call("CreateListener", create).at("RequestId"));
  CHECK(cloud.task(failed) == 2);
  cloud.clock->advance(1s);
  CHECK(cloud.task(failed) == 1);
  CHECK(cloud.call("DescribeListeners", R"({"LoadBalancerId":")" + lb + R"("})").at("TotalCount") == 0);

  cloud.core.inject({.action = "CreateListener", .kind = emulator::fault_kind::endless_task});
  auto const endless = driver::text(cloud.call("CreateListener", create).at("RequestId"));
  cloud.clock->advance(std::chrono::hours(1000));
  CHECK(cloud.task(endless) == 2);
  CHECK(cloud.code("CreateListener", create) == "FailedOperation.ResourceInOperating");

  cloud.core.inject({.action = "CreateLoadBalancer", .kind = emulator::fault_kind::fail_task});
  auto const lost = cloud.call("CreateLoadBalancer", R"({"LoadBalancerType":"OPEN"})");
  auto const id = driver::text(lost.at("LoadBalancerIds").at(0));
  CHECK(balancer(cloud, id).at("Status") == 0);
  cloud.clock->advance(1s);
  CHECK(cloud.task(driver::text(lost.at("RequestId"))) == 1);
  CHECK(balancer(cloud, id).empty());
}

TEST_CASE("listeners are checked: ports, protocols, certificates, quotas") {
  driver cloud({.quotas = {.listeners = 4}});
  auto const lb = cloud.make_balancer();
  auto const code = [&](std::string const& protocol, std::string const& ports, std::string const& more = "") {
    return cloud.code("CreateListener", R"({"LoadBalancerId":")" + lb + R"(","Protocol":")" + protocol +
                                            R"(","Ports":)" + ports + more + '}');
  };
  cloud.make_listener(lb, "TCP", 80);
  CHECK(code("TCP", "[80]") == "InvalidParameter.PortCheckFailed");
  CHECK(code("HTTP", "[80]") == "InvalidParameter.PortCheckFailed");
  CHECK(code("TCP", "[90,90]") == "InvalidParameter.PortCheckFailed");
  CHECK(code("TCP", "[70]", R"(,"EndPort":80)") == "InvalidParameter.PortCheckFailed");
  CHECK(code("TCP", "[70]", R"(,"EndPort":60)") == "InvalidParameterValue.Range");
  CHECK(code("TCP", "[0]") == "InvalidParameterValue.Range");
  CHECK(code("TCP", "[65536]") == "InvalidParameterValue.Range");
  CHECK(code("TCP", "[]") == "InvalidParameterValue.Length");
  CHECK(code("SMTP", "[25]") == "InvalidParameterValue");
  CHECK(code("HTTPS", "[443]") == "MissingParameter");
  CHECK(code("HTTPS", "[443]", R"(,"Certificate":{"SSLMode":"MUTUAL","CertId":"c"})") == "MissingParameter");
  CHECK(code("HTTPS", "[443]", R"(,"SniSwitch":1,"Certificate":{"CertId":"c"})") == "InvalidParameter");
  CHECK(code("TCP", "[443]", R"(,"Certificate":{"CertId":"c"})") == "InvalidParameter");
  CHECK(code("TCP", "[443]", R"(,"SessionExpireTime":29)") == "InvalidParameterValue.Range");
  CHECK(code("TCP", "[443]", R"(,"ListenerNames":["a","b"])") == "InvalidParameterValue.Length");
  CHECK(code("TCP", "[443]", R"(,"HealthCheck":{"HealthNum":1})") == "InvalidParameterValue.Range");
  CHECK(code("TCP", "[1,2,3,4]") == "LimitExceeded");
  CHECK(cloud.code("CreateListener", R"({"LoadBalancerId":"lb-none","Protocol":"TCP","Ports":[1]})") ==
        "InvalidParameter.LBIdNotFound");
  CHECK(code("UDP", "[80]") == "");  // a port of another kind
  cloud.clock->advance(1s);
  CHECK(code("HTTPS", "[443]", R"(,"Certificate":{"CertId":"c"})") == "");
}

TEST_CASE("targets of a layer-4 listener become healthy one after another") {
  driver cloud({.task_time = 1000ms, .health_time = 100ms, .unhealthy = {"ins-sick"}});
  auto const lb = cloud.make_balancer();
  auto const listener = cloud.make_listener(lb, "TCP", 80);
  auto const call = [&](std::string const& action, std::string const& list, std::string const& more = "") {
    return cloud.call(action, R"({"LoadBalancerId":")" + lb + R"(","ListenerId":")" + listener +
                                  R"(","Targets":)" + list + more + '}');
  };
  CHECK(driver::code_of(
            call("RegisterTargets", targets({{"ins-1", 8080}, {"ins-sick", 8080}, {"ins-3", 8080}}))) == "");
  CHECK(health(cloud, lb).empty());
  cloud.clock->advance(1000ms);
  CHECK(health(cloud, lb).size() == 3);
  CHECK(healthy(health(cloud, lb)) == 0);
  CHECK(health(cloud, lb)[0].at("HealthStatusDetail") == "Unknown");
  cloud.clock->advance(100ms);
  CHECK(healthy(health(cloud, lb)) == 1);
  cloud.clock->advance(100ms);
  CHECK(healthy(health(cloud, lb)) == 1);
  CHECK(health(cloud, lb)[1].at("HealthStatusDetail") == "Dead");
  cloud.clock->advance(100ms);
  CHECK(healthy(health(cloud, lb)) == 2);
  CHECK(health(cloud, lb)[2].at("HealthStatusDetail") == "Alive");
  CHECK(health(cloud, lb)[2].at("TargetId") == "ins-3");

  CHECK(driver::code_of(call("ModifyTargetPort", targets({{"ins-1", 8080}}), R"(,"NewPort":9090)")) == "");
  cloud.clock->advance(1000ms);
  CHECK(healthy(health(cloud, lb)) == 1);
  cloud.clock->advance(100ms);
  CHECK(healthy(health(cloud, lb)) == 2);
}

TEST_CASE("targets are bound, weighed, moved and unbound") {
  driver cloud;
  auto const lb = cloud.make_balancer();
  auto const listener = cloud.make_listener(lb, "TCP", 80);
  auto const request = [&](std::string const& list, std::string const& more = "") {
    return R"({"LoadBalancerId":")" + lb + R"(","ListenerId":")" + listener + R"(","Targets":)" + list +
           more + '}';
  };
  auto const bound = [&] {
    auto const all = cloud.call("DescribeTargets", R"({"LoadBalancerId":")" + lb + R"("})");
    return all.at("Listeners").at(0).at("Targets").as_array();
  };
  auto const code = [&](std::string const& action, std::string const& list, std::string const& more = "") {
    return cloud.code(action, request(list, more));
  };
  CHECK(code("RegisterTargets", "[]") == "InvalidParameterValue.Length");
  CHECK(code("RegisterTargets", R"([{"Port":80}])") == "MissingParameter");
  CHECK(code("RegisterTargets", R"([{"InstanceId":"ins-1"}])") == "MissingParameter");
  CHECK(code("RegisterTargets", R"([{"InstanceId":"ins-1","EniIp":"10.0.0.1","Port":80}])") ==
        "InvalidParameter");
  CHECK(code("RegisterTargets", R"([{"InstanceId":"ins-1","Port":0}])") == "InvalidParameterValue.Range");
  CHECK(code("RegisterTargets", R"([{"InstanceId":"ins-1","Port":1,"Weight":101}])") ==
        "InvalidParameterValue.Range");
  CHECK(code("RegisterTargets", targets({{"ins-1", 1}, {"ins-1", 1}})) == "InvalidParameterValue.Duplicate");
  CHECK(code("RegisterTargets", targets({{"ins-1", 1}}), R"(,"LocationId":"loc-1")") ==
        "InvalidParameter.ProtocolCheckFailed");
  CHECK(code("DeregisterTargets", targets({{"ins-1", 1}})) == "InvalidParameterValue");
  CHECK(code("ModifyTargetWeight", targets({{"ins-1", 1}})) == "InvalidParameterValue");
  cloud.clock->advance(1s);

  cloud.done("RegisterTargets",
             request(R"([{"InstanceId":"ins-1","Port":1,"Weight":3},{"EniIp":"10.9.9.9","Port":2}])"));
  CHECK(code("RegisterTargets", targets({{"ins-1", 1}})) == "InvalidParameterValue.Duplicate");
  auto all = bound();
  REQUIRE(all.size() == 2);
  CHECK(all[0].at("InstanceId") == "ins-1");
  CHECK(all[0].at("Weight") == 3);
  CHECK(driver::text(all[0].at("PrivateIpAddresses").at(0)).starts_with("10.1."));
  CHECK(all[1].at("Type") == "ENI");
  CHECK(all[1].at("Weight") == 10);

  cloud.done("ModifyTargetWeight",
             request(R"([{"InstanceId":"ins-1","Port":1},{"EniIp":"10.9.9.9","Port":2,"Weight":7}])",
                     R"(,"Weight":50)"));
  all = bound();
  CHECK(all[0].at("Weight") == 50);
  CHECK(all[1].at("Weight") == 7);
  cloud.done("BatchModifyTargetWeight", R"({"LoadBalancerId":")" + lb + R"(","ModifyList":[{"ListenerId":")" +
                                            listener +
                                            R"(","Weight":0,"Targets":[{"InstanceId":"ins-1","Port":1}]}]})");
  CHECK(bound()[0].at("Weight") == 0);
  cloud.done("ModifyTargetPort", request(targets({{"ins-1", 1}}), R"(,"NewPort":11)"));
  all = bound();
  REQUIRE(all.size() == 2);
  CHECK(all[1].at("Port") == 11);
  CHECK(all[1].at("Weight") == 0);
  cloud.done("DeregisterTargets", request(targets({{"ins-1", 11}})));
  CHECK(bound().size() == 1);

  std::string many = "[";
  for (int i = 1; i <= 21; ++i)
    many += (i > 1 ? "," : "") + std::string(R"({"InstanceId":"ins-x","Port":)") + std::to_string(i) + '}';
  CHECK(code("RegisterTargets", many + ']') == "InvalidParameterValue.Length");
}

TEST_CASE("layer 7 forwards by rules: addressed by ID or by domain and path") {
  driver cloud;
  auto const lb = cloud.make_balancer();
  auto const listener = cloud.make_listener(lb, "HTTP", 80);
  auto const request = [&](std::string const& more) {
    return R"({"LoadBalancerId":")" + lb + R"(","ListenerId":")" + listener + '"' + more + '}';
  };
  CHECK(cloud.code("RegisterTargets", request(R"(,"Targets":[{"InstanceId":"i","Port":1}])")) ==
        "MissingParameter");
  CHECK(cloud.code("CreateRule", request(R"(,"Rules":[{"Url":"/"}])")) == "MissingParameter");
  CHECK(cloud.code("CreateRule", request(R"(,"Rules":[{"Url":"x","Domain":"a"}])")) ==
        "InvalidParameterValue");
  CHECK(cloud.code("CreateRule",
                   request(R"(,"Rules":[{"Url":"/","Domain":"a","Certificate":{"CertId":"c"}}])")) ==
        "InvalidParameter");
  CHECK(
      cloud.code("CreateRule", request(R"(,"Rules":[{"Url":"/","Domain":"a"},{"Url":"/","Domain":"a"}])")) ==
      "InvalidParameterValue");
  auto const rule = cloud.make_rule(lb, listener, "a.example", "/");
  CHECK(rule.starts_with("loc-"));
  CHECK(cloud.code("CreateRule", request(R"(,"Rules":[{"Url":"/","Domain":"a.example"}])")) ==
        "InvalidParameterValue");
  cloud.make_rule(lb, listener, "b.example", "/b");

  cloud.done("RegisterTargets",
             request(R"(,"LocationId":")" + rule + R"(","Targets":[{"InstanceId":"ins-1","Port":1}])"));
  cloud.done("RegisterTargets",
             request(R"(,"Domain":"b.example","Url":"/b","Targets":[{"InstanceId":"ins-2","Port":1}])"));
  CHECK(cloud.code(
            "RegisterTargets",
            request(R"(,"Domain":"b.example","Url":"/c","Targets":[{"InstanceId":"ins-2","Port":1}])")) ==
        "InvalidParameter.LocationNotFound");
  CHECK(health(cloud, lb, 0, 1)[0].at("TargetId") == "ins-2");
  auto const filtered = cloud.call(
      "DescribeTargets", R"({"LoadBalancerId":")" + lb + R"(","Filters":[{"Name":"location-id","Values":[")" +
                             rule + R"("]}]})");
  CHECK(filtered.at("Listeners").at(0).at("Rules").as_array().size() == 1);

  auto const rules = [&] {
    return cloud.call("DescribeListeners", R"({"LoadBalancerId":")" + lb + R"("})")
        .at("Listeners")
        .at(0)
        .at("Rules")
        .as_array();
  };
  CHECK(rules()[0].at("DefaultServer") == true);
  CHECK(rules()[1].at("DefaultServer") == false);
  cloud.done("ModifyRule", request(R"(,"LocationId":")" + rule +
                                   R"(","Url":"/new","HealthCheck":{"HealthNum":5},"Scheduler":"IP_HASH")"));
  CHECK(rules()[0].at("Url") == "/new");
  CHECK(rules()[0].at("HealthCheck").at("HealthNum") == 5);
  CHECK(rules()[0].at("HealthCheck").at("UnHealthNum") == 3);
  CHECK(rules()[0].at("Scheduler") == "IP_HASH");
  cloud.done("ModifyDomain", request(R"(,"Domain":"a.example","NewDomain":"c.example")"));
  CHECK(rules()[0].at("Domain") == "c.example");
  CHECK(cloud.code("ModifyDomain", request(R"(,"Domain":"a.example","NewDomain":"d.example")")) ==
        "InvalidParameterValue");
  cloud.done("ModifyDomainAttributes",
             request(R"(,"Domain":"b.example","NewDomains":["x.example","y.example"],"DefaultServer":true)"));
  CHECK(rules()[1].at("Domains").as_array().size() == 2);
  CHECK(rules()[1].at("DefaultServer") == true);
  CHECK(rules()[0].at("DefaultServer") == false);
  CHECK(cloud.code("DeleteRule", request("")) == "MissingParameter");
  CHECK(cloud.code("DeleteRule", request(R"(,"LocationIds":["loc-none"])")) ==
        "InvalidParameter.LocationNotFound");
  cloud.done("DeleteRule", request(R"(,"Domain":"y.example","Url":"/b")"));
  CHECK(rules().size() == 1);
  CHECK(rules()[0].at("DefaultServer") == true);
  cloud.done("DeleteRule", request(R"(,"LocationIds":[")" + rule + R"("])"));
  CHECK(rules().empty());
}

TEST_CASE("listeners and load balancers are changed and deleted") {
  driver cloud;
  auto const lb = cloud.make_balancer();
  auto const listener = cloud.make_listener(lb, "TCP", 80, R"(,"ListenerNames":["one"])");
  cloud.make_listener(lb, "TCP", 81);
  cloud.make_listener(lb, "TCP", 82);
  auto const listeners = [&] {
    return cloud.call("DescribeListeners", R"({"LoadBalancerId":")" + lb + R"("})")
        .at("Listeners")
        .as_array();
  };
  CHECK(listeners()[0].at("ListenerName") == "one");
  cloud.done("ModifyListener",
             R"({"LoadBalancerId":")" + lb + R"(","ListenerId":")" + listener +
                 R"(","ListenerName":"two","Scheduler":"LEAST_CONN","HealthCheck":{"TimeOut":4}})");
  CHECK(listeners()[0].at("ListenerName") == "two");
  CHECK(listeners()[0].at("Scheduler") == "LEAST_CONN");
  CHECK(listeners()[0].at("HealthCheck").at("TimeOut") == 4);
  CHECK(cloud.code("ModifyListener", R"({"LoadBalancerId":")" + lb + R"(","ListenerId":"lbl-none"})") ==
        "InvalidParameter.ListenerIdNotFound");
  cloud.done("DeleteListener", R"({"LoadBalancerId":")" + lb + R"(","ListenerId":")" + listener + R"("})");
  CHECK(listeners().size() == 2);
  cloud.done("DeleteLoadBalancerListeners", R"({"LoadBalancerId":")" + lb + R"("})");
  CHECK(listeners().empty());

  std::string const remove = R"({"LoadBalancerIds":[")" + lb + R"("]})";
  cloud.done("ModifyLoadBalancerAttributes",
             R"({"LoadBalancerId":")" + lb + R"(","LoadBalancerName":"kept","DeleteProtect":true})");
  CHECK(balancer(cloud, lb).at("LoadBalancerName") == "kept");
  CHECK(cloud.code("DeleteLoadBalancer", remove) == "FailedOperation");
  cloud.done("ModifyLoadBalancerAttributes", R"({"LoadBalancerId":")" + lb + R"(","DeleteProtect":false})");
  auto const task = driver::text(cloud.call("DeleteLoadBalancer", remove).at("RequestId"));
  CHECK_FALSE(balancer(cloud, lb).empty());
  cloud.clock->advance(1s);
  CHECK(cloud.task(task) == 0);
  CHECK(balancer(cloud, lb).empty());
  CHECK(cloud.code("DeleteLoadBalancer", remove) == "InvalidParameter.LBIdNotFound");
  CHECK(cloud.code("DeleteLoadBalancer", R"({"LoadBalancerIds":[]})") == "InvalidParameterValue.Length");
}

TEST_CASE("regions are apart") {
  driver cloud;
  auto const lb = cloud.make_balancer();
  cloud.region = "ap-beijing";
  CHECK(cloud.call("DescribeLoadBalancers").at("TotalCount") == 0);
  CHECK(cloud.code("DescribeListeners", R"({"LoadBalancerId":")" + lb + R"("})") ==
        "InvalidParameter.LBIdNotFound");
}

TEST_CASE("load balancers are found, sorted and paged") {
  driver cloud({.rate_limit = false});
  std::vector<std::string> ids;
  for (int i = 0; i < 25; ++i) {
    ids.push_back(cloud.make_balancer(R"(,"LoadBalancerName":"n)" + std::to_string(10 + i) +
                                      R"(","Tags":[{"TagKey":"k","TagValue":")" + std::to_string(i % 2) +
                                      R"("}])"));
  }
  auto const names = [&](std::string const& request) {
    std::vector<std::string> list;
    auto const found = cloud.call("DescribeLoadBalancers", request);
    for (auto const& lb : found.at("LoadBalancerSet").as_array())
      list.push_back(driver::text(lb.at("LoadBalancerName")));
    return list;
  };
  CHECK(names("{}").size() == 20);
  CHECK(names("{}").front() == "n34");
  CHECK(names(R"({"Offset":20})").size() == 5);
  CHECK(names(R"({"Offset":20})").back() == "n10");
  CHECK(names(R"({"Offset":100})").empty());
  CHECK(names(R"({"OrderType":0,"Limit":1})") == std::vector<std::string>{"n10"});
  CHECK(names(R"({"OrderBy":"LoadBalancerName","OrderType":0,"Limit":2})") ==
        std::vector<std::string>{"n10", "n11"});
  CHECK(names(R"({"LoadBalancerName":"n15"})") == std::vector<std::string>{"n15"});
  CHECK(names(R"({"SearchKey":"n3"})").size() == 5);
  CHECK(names(R"({"LoadBalancerIds":[")" + ids[3] + R"("]})") == std::vector<std::string>{"n13"});
  CHECK(names(R"({"LoadBalancerVips":["198.18.0.2"]})") == std::vector<std::string>{"n11"});
  CHECK(names(R"({"LoadBalancerType":"INTERNAL"})").empty());
  CHECK(cloud.call("DescribeLoadBalancers", R"({"Filters":[{"Name":"tag:k","Values":["1"]}]})")
            .at("TotalCount") == 12);
  CHECK(names(R"({"WithRs":1})").empty());
  auto const listener = cloud.make_listener(ids[4], "TCP", 80);
  cloud.done("RegisterTargets", R"({"LoadBalancerId":")" + ids[4] + R"(","ListenerId":")" + listener +
                                    R"(","Targets":[{"EniIp":"10.7.7.7","Port":1}]})");
  CHECK(names(R"({"WithRs":1})") == std::vector<std::string>{"n14"});
  CHECK(names(R"({"BackendPrivateIps":["10.7.7.7"]})") == std::vector<std::string>{"n14"});
}
