// colb: what the emulator remembers is bounded: ended tasks, client tokens, nonces, the journal, and whatever
// belonged to something that is gone.
#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include <malloc.h>

#include "catch.hpp"
#include "emulator/senders.hpp"

using namespace colb_test;

namespace {

using namespace std::chrono_literals;

/// Bytes that the program has allocated; 0 where a sanitizer allocates.
std::ptrdiff_t in_use() { return static_cast<std::ptrdiff_t>(mallinfo2().uordblks); }

colb::emulator::options forgetful() {
  colb::emulator::options options;
  options.remembered = 20;
  options.journal = 20;
  options.task_time = 10ms;
  options.health_time = 10ms;
  return options;
}

json::object at(std::string const& name, json::value value) { return {{name, std::move(value)}}; }

/// One of everything is made, looked at, changed, and deleted again.
void live_clb(speaker& cloud) {
  static int number = 0;
  auto const made = cloud.done("CreateLoadBalancer", {{"LoadBalancerType", "OPEN"},
                                                      {"ClientToken", "token-" + std::to_string(++number)},
                                                      {"Tags", {{{"TagKey", "a"}, {"TagValue", "b"}}}}});
  auto const lb = made.at("LoadBalancerIds").at(0);
  json::object const of{{"LoadBalancerId", lb}};
  auto const plus = [&of](json::object more) {
    for (auto const& member : of) more[member.key()] = member.value();
    return more;
  };
  auto const listener = cloud.done("CreateListener", plus({{"Ports", json::array{80}}, {"Protocol", "HTTP"}}))
                            .at("ListenerIds")
                            .at(0);
  auto const rule =
      cloud
          .done("CreateRule",
                plus({{"ListenerId", listener}, {"Rules", {{{"Domain", "a.example"}, {"Url", "/"}}}}}))
          .at("LocationIds")
          .at(0);
  cloud.done("RegisterTargets", plus({{"ListenerId", listener},
                                      {"LocationId", rule},
                                      {"Targets", {{{"InstanceId", "ins-a"}, {"Port", 80}}}}}));
  cloud.done("ModifyLoadBalancerAttributes", plus({{"LoadBalancerName", "again"}}));
  cloud.done("DescribeTargets", of);
  auto const config = cloud.done(
      "SetCustomizedConfigForLoadBalancer",
      {{"OperationType", "ADD"}, {"ConfigName", "name"}, {"ConfigContent", "client_max_body_size 1m;"}});
  json::object const bound{{"UconfigId", config.at("ConfigId")}, {"LoadBalancerIds", json::array{lb}}};
  auto bind = bound;
  bind["OperationType"] = "BIND";
  cloud.done("SetCustomizedConfigForLoadBalancer", bind);
  auto const group = cloud.done("CreateTargetGroup", {{"TargetGroupName", "g"}, {"Port", 80}});
  cloud.done("DeleteTargetGroups", at("TargetGroupIds", json::array{group.at("TargetGroupId")}));
  cloud.done("DeleteLoadBalancer", at("LoadBalancerIds", json::array{lb}));
  cloud.done("SetCustomizedConfigForLoadBalancer",
             {{"OperationType", "DELETE"}, {"UconfigId", config.at("ConfigId")}});
}

void live_clb_2017(speaker& cloud) {
  auto const made = cloud.done("CreateLoadBalancer", {{"loadBalancerType", 2}, {"forward", 1}});
  auto const lb = text_of(made.at("unLoadBalancerIds").as_object().begin()->value().at(0));
  cloud.done("CreateForwardLBFourthLayerListeners",
             {{"loadBalancerId", lb}, {"listeners", {{{"loadBalancerPort", 90}, {"protocol", 2}}}}});
  cloud.done("DescribeLoadBalancers", at("loadBalancerIds", json::array{lb}));
  cloud.done("DeleteLoadBalancers", at("loadBalancerIds", json::array{lb}));
}

void live_slb(speaker& cloud) {
  static int number = 0;
  auto const lb = text_of(cloud.done("CreateLoadBalancer", {{"ClientToken", "t-" + std::to_string(++number)},
                                                            {"Tag", {{{"Key", "a"}, {"Value", "b"}}}}}),
                          "LoadBalancerId");
  json::object const listener{{"LoadBalancerId", lb}, {"ListenerPort", 80}};
  auto with = [&listener](json::object more) {
    for (auto const& member : listener) more[member.key()] = member.value();
    return more;
  };
  cloud.done(
      "CreateLoadBalancerHTTPListener",
      with({{"BackendServerPort", 80}, {"Bandwidth", -1}, {"StickySession", "off"}, {"HealthCheck", "off"}}));
  cloud.done("AddBackendServers",
             {{"LoadBalancerId", lb}, {"BackendServers", R"([{"ServerId":"i-a","Weight":"100"}])"}});
  auto const group =
      text_of(cloud.done("CreateVServerGroup", {{"LoadBalancerId", lb},
                                                {"VServerGroupName", "g"},
                                                {"Tag", json::array{{{"Key", "a"}, {"Value", "b"}}}}}),
              "VServerGroupId");
  auto const rules = [&](std::string const& name) {
    auto const answer = cloud.done(
        "CreateRules",
        with(
            {{"RuleList",
              json::array{{{"RuleName", name}, {"Domain", name + ".example"}, {"VServerGroupId", group}}}}}));
    return text_of(answer.at("Rules").at("Rule").at(0).as_object(), "RuleId");
  };
  for (auto const* const name : {"one", "two", "three"}) {
    auto const rule = rules(name);
    cloud.done("SetRule",
               {{"RuleId", rule}, {"ListenerSync", "off"}, {"StickySession", "off"}, {"HealthCheck", "off"}});
    if (name == std::string("one")) cloud.done("DeleteRules", at("RuleIds", json::array{rule}));
  }
  auto const list = text_of(cloud.done("CreateAccessControlList", at("AclName", "acl")), "AclId");
  cloud.done("DeleteAccessControlList", {{"AclId", list}});
  cloud.done("DescribeLoadBalancers", {});
  if (number % 2 == 0) cloud.done("DeleteLoadBalancerListener", listener);
  cloud.done("DeleteLoadBalancer", {{"LoadBalancerId", lb}});
}

void live_lb(speaker& cloud) {
  auto const made = cloud.done("CreateVpcSlb", {{"RegionCode", "CN_X"},
                                                {"AvailableZoneCode", "CN_X_A"},
                                                {"VpcId", "v"},
                                                {"Name", "one"},
                                                {"NetType", "wan"},
                                                {"ConfType", "slb.v1.small"}});
  auto const id = made.at("Data").at("SlbId");
  cloud.done("DescribeVpcSlbDetailInfo", at("SlbId", id));
  cloud.done("DescribeTask", at("TaskId", made.at("TaskId")));
  cloud.done("DeleteVpcSlb", at("SlbId", id));
}

}  // namespace

TEST_CASE("what is over takes no memory once the bounds are reached") {
  struct row {
    char const* what;
    std::unique_ptr<speaker> cloud;
    void (*live)(speaker&);
  };
  row table[4];
  table[0] = {"CLB 3.0", std::make_unique<tencent_clb>(forgetful()), live_clb};
  table[1] = {"API 2017", std::make_unique<tencent_clb_2017>(forgetful()), live_clb_2017};
  table[2] = {"SLB", std::make_unique<aliyun_slb>(forgetful()), live_slb};
  table[3] = {"Capital Online", std::make_unique<capitalonline_lb>(forgetful()), live_lb};
  for (auto& [what, cloud, live] : table) {
    CAPTURE(what);
    auto const round = [&, &cloud = cloud, &live = live] {
      for (int i = 0; i < 60; ++i) live(*cloud);
      cloud->clock->advance(5h);  // nonces are known for four hours
      live(*cloud);
      return in_use();
    };
    round();
    auto const before = round();
    auto const after = round();
    auto const later = round();
    CAPTURE(before, after, later);
    // Anything that is kept of sixty lives is more than this.
    CHECK(std::max(after, later) - before < 3000);
  }
}

TEST_CASE("an ended task is known for a time and as one of so many, and its client token with it") {
  auto options = forgetful();
  options.remembered = 3;
  options.memory = 2h;
  tencent_clb cloud(options);
  json::object const asked{{"LoadBalancerType", "OPEN"}, {"ClientToken", "once"}};
  auto const known = [&](json::object const& answer) {
    return cloud.send("DescribeTaskStatus", at("TaskId", answer.at("RequestId"))).code;
  };
  auto const made = cloud.done("CreateLoadBalancer", asked);
  auto const again = cloud.done("CreateLoadBalancer", asked);
  CHECK(again.at("LoadBalancerIds") == made.at("LoadBalancerIds"));
  CHECK(known(made).empty());
  CHECK(known(again).empty());
  CHECK(cloud.send("DescribeTaskStatus", at("DealName", made.at("DealName"))).code.empty());
  auto const lb = made.at("LoadBalancerIds").at(0);
  auto const rename = [&] {
    return cloud.done("ModifyLoadBalancerAttributes", {{"LoadBalancerId", lb}, {"LoadBalancerName", "x"}});
  };

  SECTION("by number") {
    rename();
    auto const second = rename();
    CHECK(known(made).empty());
    rename();
    CHECK(!known(made).empty());
    CHECK(!known(again).empty());
    CHECK(known(second).empty());
    CHECK(!cloud.send("DescribeTaskStatus", at("DealName", made.at("DealName"))).code.empty());
  }
  SECTION("by time") {
    cloud.clock->advance(2h - 3s);
    CHECK(known(made).empty());
    CHECK(known(again).empty());
    cloud.clock->advance(3s);
    CHECK(!known(made).empty());
    CHECK(!known(again).empty());
  }
  SECTION("by the cloud's clock") {
    cloud.core().advance(2h);
    CHECK(!known(made).empty());
  }
  CHECK(cloud.done("CreateLoadBalancer", asked).at("LoadBalancerIds") != made.at("LoadBalancerIds"));
}

TEST_CASE("a task that runs is never forgotten") {
  auto options = forgetful();
  options.remembered = 1;
  options.memory = 1h;
  tencent_clb cloud(options);
  cloud.core().inject({.kind = colb::emulator::fault_kind::endless_task});
  auto const endless = cloud.done("CreateLoadBalancer", at("LoadBalancerType", "OPEN")).at("RequestId");
  for (int i = 0; i < 5; ++i) cloud.done("CreateLoadBalancer", at("LoadBalancerType", "OPEN"));
  cloud.core().advance(24h);
  CHECK(cloud.call("DescribeTaskStatus", at("TaskId", endless)).at("Status") == 2);
}

TEST_CASE("tasks of Capital Online and client tokens of SLB are forgotten too") {
  auto options = forgetful();
  options.remembered = 2;
  options.memory = 2h;
  SECTION("Capital Online") {
    capitalonline_lb cloud(options);
    auto const make = [&] {
      return cloud
          .done("CreateVpcSlb", {{"RegionCode", "CN_X"},
                                 {"AvailableZoneCode", "CN_X_A"},
                                 {"VpcId", "v"},
                                 {"Name", "one"},
                                 {"NetType", "wan"},
                                 {"ConfType", "slb.v1.small"}})
          .at("TaskId");
    };
    auto const known = [&](json::value const& task) {
      return cloud.send("DescribeTask", at("TaskId", task)).code.empty();
    };
    auto const first = make();
    auto const second = make();
    CHECK(known(first));
    auto const third = make();
    CHECK(!known(first));
    CHECK(known(second));
    cloud.clock->advance(2h);
    CHECK(!known(third));
  }
  SECTION("SLB") {
    aliyun_slb cloud(options);
    auto const make = [&](std::string const& token) {
      return text_of(cloud.done("CreateLoadBalancer", {{"ClientToken", token}}), "LoadBalancerId");
    };
    auto const one = make("one");
    CHECK(make("one") == one);
    cloud.clock->advance(2h);
    auto const other = make("one");
    CHECK(other != one);
    make("two");
    make("three");
    make("four");
    CHECK(make("one") != other);
  }
}
