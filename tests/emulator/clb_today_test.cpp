// colb: what today's Tencent CLB 3.0 has beside the document, as the emulator serves it.
#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "emulator/senders.hpp"

namespace json = boost::json;
using colb::emulator::edition;
using colb_test::tencent_clb;
using colb_test::text_of;

namespace {

json::object plus(json::object one, json::object const& two) {
  for (auto const& each : two) one[each.key()] = each.value();
  return one;
}

struct account : tencent_clb {
  explicit account(colb::emulator::options options = {}) : tencent_clb(std::move(options)) {}

  json::value balancer(json::object const& more = {}) {
    return done("CreateLoadBalancer", plus({{"LoadBalancerType", "OPEN"}}, more)).at("LoadBalancerIds").at(0);
  }
  json::value listener(json::value const& lb, std::string_view protocol, int port,
                       json::object const& more = {}) {
    json::object const what{{"LoadBalancerId", lb}, {"Protocol", protocol}, {"Ports", json::array{port}}};
    return done("CreateListener", plus(what, more)).at("ListenerIds").at(0);
  }
  std::string refused(std::string const& action, json::object const& parameters) {
    return send(action, parameters).code;
  }
  json::object shown(json::value const& lb, json::object const& more = {}) {
    return call("DescribeLoadBalancers", plus({{"LoadBalancerIds", json::array{lb}}}, more))
        .at("LoadBalancerSet")
        .at(0)
        .as_object();
  }
  json::object shown_listener(json::value const& lb, json::value const& listener) {
    return call("DescribeListeners", {{"LoadBalancerId", lb}, {"ListenerIds", json::array{listener}}})
        .at("Listeners")
        .at(0)
        .as_object();
  }
  void bind(json::value const& lb, json::value const& listener, int count) {
    json::array targets;
    for (int i = 1; i <= count; ++i) {
      targets.push_back(json::object{
          {"InstanceId", "ins-" + std::to_string(i)}, {"Port", 80}, {"Tag", "t" + std::to_string(i)}});
    }
    done("RegisterTargets", {{"LoadBalancerId", lb}, {"ListenerId", listener}, {"Targets", targets}});
  }
};

bool has(json::value const& list, std::string_view text) {
  auto const& all = list.as_array();
  return std::any_of(all.begin(), all.end(), [&](auto const& each) { return text_of(each) == text; });
}

}  // namespace

TEST_CASE("clb emulator: listeners with the Proxy protocol, source addresses and rescheduling") {
  account c;
  auto const lb = c.balancer();
  json::object const certificate{{"Certificate", {{"CertId", "cert"}}}};
  auto const tls = c.listener(lb, "TCP_SSL", 443, plus(certificate, {{"ProxyProtocol", true}}));
  auto const flags = [&](json::value const& listener) {
    return c.shown_listener(lb, listener).at("AttrFlags");
  };
  CHECK(has(flags(tls), "ProxyProtocol"));
  json::object const at{{"LoadBalancerId", lb}, {"ListenerId", tls}};
  c.done("ModifyListener", plus(at, {{"SnatEnable", true}, {"DataCompressMode", "transparent"}}));
  CHECK(has(flags(tls), "ProxyProtocol"));
  CHECK(has(flags(tls), "SnatEnable"));
  CHECK(text_of(c.shown_listener(lb, tls), "DataCompressMode") == "transparent");
  c.done("ModifyListener", plus(at, {{"ProxyProtocol", false}, {"SnatEnable", false}}));
  CHECK_FALSE(has(flags(tls), "ProxyProtocol"));
  CHECK_FALSE(has(flags(tls), "SnatEnable"));

  auto const tcp = c.listener(lb, "TCP", 80, {{"RescheduleUnhealthy", true}, {"RescheduleInterval", 30}});
  CHECK(has(flags(tcp), "RescheduleUnhealthy"));
  CHECK(c.shown_listener(lb, tcp).at("RescheduleInterval") == 30);
  auto const ranges = c.done("CreateListener", {{"LoadBalancerId", lb},
                                                {"Protocol", "TCP"},
                                                {"Ports", json::array{1000, 2000}},
                                                {"FullEndPorts", json::array{1009, 2009}}});
  CHECK(c.shown_listener(lb, ranges.at("ListenerIds").at(1)).at("EndPort") == 2009);
  auto const open_port = [&](std::string_view protocol, json::object const& more) {
    return c.refused("CreateListener",
                     plus(plus({{"LoadBalancerId", lb}, {"Protocol", protocol}, {"Ports", json::array{5000}}},
                               certificate),
                          more));
  };
  CHECK(open_port("HTTPS", {{"ProxyProtocol", true}}) == "InvalidParameter");
  CHECK(open_port("HTTPS", {{"RescheduleUnhealthy", true}}) == "InvalidParameter");
  CHECK(open_port("HTTPS", {{"SslCloseSwitch", true}}) == "InvalidParameterValue");
  CHECK(c.refused("CreateListener", {{"LoadBalancerId", lb},
                                     {"Protocol", "TCP"},
                                     {"Ports", json::array{3000, 4000}},
                                     {"FullEndPorts", json::array{3009}}}) == "InvalidParameterValue");
  CHECK(c.refused("CreateListener",
                  {{"LoadBalancerId", lb}, {"Protocol", "HTTP"}, {"Ports", {81}}, {"H2cSwitch", true}}) ==
        "InvalidParameterValue");
  auto const inner =
      c.balancer({{"LoadBalancerType", "INTERNAL"}, {"VpcId", "vpc-1"}, {"SubnetId", "subnet-1"}});
  c.listener(inner, "HTTP", 81, {{"H2cSwitch", true}});
  c.listener(inner, "TCP_SSL", 82, {{"SslCloseSwitch", true}});
}

TEST_CASE("clb emulator: deletions that today's service guards") {
  colb::emulator::options options;
  options.edition = GENERATE(edition::either, edition::today, edition::documents);
  account c(options);
  bool const guarded = options.edition != edition::documents;
  auto const with = [&](int targets) {
    auto const lb = c.balancer();
    auto const listener = c.listener(lb, "TCP", 80);
    json::array list;
    for (int i = 1; i <= targets; ++i)
      list.push_back(json::object{{"InstanceId", "ins-" + std::to_string(i)}, {"Port", 80}});
    c.done("RegisterTargets", {{"LoadBalancerId", lb}, {"ListenerId", listener}, {"Targets", list}});
    return lb;
  };
  auto const few = with(19), many = with(20);
  json::object const small{{"LoadBalancerIds", json::array{few}}},
      large{{"LoadBalancerIds", json::array{many}}};
  CHECK(c.refused("DeleteLoadBalancer", small).empty());
  CHECK(c.refused("DeleteLoadBalancer", large) == (guarded ? "FailedOperation.TargetNumCheckRisk" : ""));
  if (guarded) CHECK(c.refused("DeleteLoadBalancer", plus(large, {{"ForceDelete", true}})).empty());

  // Two are deleted already; the thirty-first within five minutes is too much.
  for (int i = 0; i < 28; ++i) {
    CHECK(c.refused("DeleteLoadBalancer", {{"LoadBalancerIds", json::array{c.balancer()}}}).empty());
  }
  auto const last = c.balancer();
  bool const counts = options.edition == edition::today;
  CHECK(c.refused("DeleteLoadBalancer", {{"LoadBalancerIds", json::array{last}}}) ==
        (counts ? "FailedOperation.FrequencyCheckRisk" : ""));
  c.clock->advance(std::chrono::minutes(5));
  if (counts) CHECK(c.refused("DeleteLoadBalancer", {{"LoadBalancerIds", json::array{last}}}).empty());
}

TEST_CASE("clb emulator: ways of paying") {
  account c;
  CHECK(c.refused("CreateLoadBalancer", {{"LoadBalancerType", "OPEN"}, {"LBChargeType", "PREPAID"}}) ==
        "MissingParameter");
  CHECK(c.refused("CreateLoadBalancer", {{"LoadBalancerType", "OPEN"},
                                         {"LBChargePrepaid", {{"Period", 1}}}}) == "InvalidParameterValue");
  auto const paid = c.balancer(
      {{"LBChargeType", "PREPAID"}, {"LBChargePrepaid", {{"Period", 1}, {"RenewFlag", "AUTO_RENEW"}}}});
  auto const until = text_of(c.shown(paid), "ExpireTime");
  CHECK(text_of(c.shown(paid), "ChargeType") == "PREPAID");
  CHECK(text_of(c.shown(paid).at("PrepaidAttributes").at("RenewFlag")) == "AUTO_RENEW");
  c.done("RenewLoadBalancers",
         {{"LoadBalancerIds", json::array{paid}}, {"LBChargePrepaid", {{"Period", 2}}}});
  CHECK(text_of(c.shown(paid), "ExpireTime") > until);

  auto const hourly = c.balancer();
  CHECK(c.refused("RenewLoadBalancers", {{"LoadBalancerIds", json::array{hourly}},
                                         {"LBChargePrepaid", {{"Period", 2}}}}) == "FailedOperation");
  json::object const it{{"LoadBalancerId", hourly}};
  CHECK(c.refused("ModifyLoadBalancerAttributes", plus(it, {{"SwitchFlag", 2}})) == "MissingParameter");
  c.done("ModifyLoadBalancerAttributes",
         plus(it, {{"SwitchFlag", 2},
                   {"InternetChargeInfo", {{"InternetChargeType", "BANDWIDTH_POSTPAID_BY_HOUR"}}}}));
  CHECK(text_of(c.shown(hourly).at("NetworkAttributes").at("InternetChargeType")) ==
        "BANDWIDTH_POSTPAID_BY_HOUR");
  c.done("ModifyLoadBalancerAttributes", plus(it, {{"SwitchFlag", 1}}));
  CHECK(text_of(c.shown(hourly), "ChargeType") == "PREPAID");
  CHECK(c.call("DescribeLoadBalancers",
               {{"Filters", json::parse(R"([{"Name":"charge-type","Values":["PREPAID"]}])")}})
            .at("TotalCount") == 2);
  CHECK(c.refused("ModifyLoadBalancerAttributes",
                  plus(it, {{"SwitchFlag", 2},
                            {"InternetChargeInfo", {{"InternetChargeType", "TRAFFIC_POSTPAID_BY_HOUR"}}}})) ==
        "InvalidParameterValue");
  c.done("ModifyLoadBalancerAttributes", plus(it, {{"SwitchFlag", 1}}));
  CHECK(text_of(c.shown(hourly), "ChargeType") == "POSTPAID_BY_HOUR");
}

TEST_CASE("clb emulator: load balancers and listeners that are stopped and started") {
  account c;
  auto const lb = c.balancer();
  json::object const stop{{"LoadBalancerId", lb}, {"OperationType", "Stop"}};
  json::object const start{{"LoadBalancerId", lb}, {"OperationType", "Start"}};
  CHECK(c.refused("SetLoadBalancerStartStatus", stop) == "FailedOperation.NoListenerInLB");
  auto const one = c.listener(lb, "TCP", 80), two = c.listener(lb, "TCP", 81);
  c.done("SetLoadBalancerStartStatus", plus(stop, {{"ListenerIds", json::array{one}}}));
  CHECK(has(c.shown_listener(lb, one).at("AttrFlags"), "Stop"));
  CHECK_FALSE(has(c.shown_listener(lb, two).at("AttrFlags"), "Stop"));
  CHECK_FALSE(has(c.shown(lb).at("AttributeFlags"), "Stop"));
  c.done("SetLoadBalancerStartStatus", stop);
  CHECK(has(c.shown(lb).at("AttributeFlags"), "Stop"));
  c.done("SetLoadBalancerStartStatus", start);
  CHECK_FALSE(has(c.shown(lb).at("AttributeFlags"), "Stop"));
  CHECK(has(c.shown_listener(lb, one).at("AttrFlags"), "Stop"));
  c.done("SetLoadBalancerStartStatus", plus(start, {{"ListenerIds", json::array{one}}}));
  CHECK_FALSE(has(c.shown_listener(lb, one).at("AttrFlags"), "Stop"));
  CHECK(c.refused("SetLoadBalancerStartStatus", plus(stop, {{"ListenerIds", {"lbl-none"}}})) ==
        "InvalidParameter.ListenerIdNotFound");
}

TEST_CASE("clb emulator: labels of targets, their number, and health of some listeners and rules") {
  account c;
  auto const lb = c.balancer();
  auto const tcp = c.listener(lb, "TCP", 80), other = c.listener(lb, "TCP", 81);
  auto const http = c.listener(lb, "HTTP", 82);
  auto const rules =
      c.done("CreateRule", {{"LoadBalancerId", lb},
                            {"ListenerId", http},
                            {"Rules", json::parse(R"([{"Domain":"a.example","Url":"/","CookieName":"k"},
                                                       {"Domain":"b.example","Url":"/"}])")}})
          .at("LocationIds")
          .as_array();
  CHECK(text_of(c.shown_listener(lb, http).at("Rules").at(0).at("CookieName")) == "k");
  c.bind(lb, tcp, 2);
  auto const targets =
      c.call("DescribeTargets", {{"LoadBalancerId", lb}}).at("Listeners").at(0).at("Targets");
  CHECK(text_of(targets.at(0).at("Tag")) == "t1");
  CHECK(text_of(targets.at(1).at("Tag")) == "t2");
  CHECK(c.shown(lb).at("TargetCount").is_null());
  CHECK(c.shown(lb, {{"AdditionalFields", {"TargetCount"}}}).at("TargetCount") == 2);

  auto const health = [&](json::object const& more) {
    return c.call("DescribeTargetHealth", plus({{"LoadBalancerIds", json::array{lb}}}, more))
        .at("LoadBalancers")
        .at(0)
        .at("Listeners")
        .as_array();
  };
  CHECK(health({}).size() == 3);
  CHECK(health({{"ListenerIds", json::array{other}}}).size() == 1);
  auto const of_rule = health({{"LocationIds", json::array{rules.at(1)}}});
  REQUIRE(of_rule.size() == 1);
  REQUIRE(of_rule.at(0).at("Rules").as_array().size() == 1);
  CHECK(of_rule.at(0).at("Rules").at(0).at("LocationId") == rules.at(1));
}

TEST_CASE("clb emulator: target groups of the second generation") {
  account c;
  CHECK(c.refused("CreateTargetGroup", {{"Type", "v2"}}) == "MissingParameter");
  CHECK(c.refused("CreateTargetGroup", {{"Weight", 5}}) == "InvalidParameterValue");
  CHECK(c.refused("CreateTargetGroup", {{"Type", "v2"}, {"Protocol", "TCP"}, {"ScheduleAlgorithm", "WRR"}}) ==
        "InvalidParameterValue");
  auto const id = c.done("CreateTargetGroup", {{"Type", "v2"},
                                               {"Protocol", "HTTP"},
                                               {"ScheduleAlgorithm", "IP_HASH"},
                                               {"Weight", 5},
                                               {"SnatEnable", true}})
                      .at("TargetGroupId");
  c.done("ModifyTargetGroupAttribute", {{"TargetGroupId", id}, {"SessionExpireTime", 30}});
  auto const shown = c.call("DescribeTargetGroups", {{"TargetGroupIds", json::array{id}}})
                         .at("TargetGroupSet")
                         .at(0)
                         .as_object();
  CHECK(text_of(shown, "TargetGroupType") == "v2");
  CHECK(text_of(shown, "ScheduleAlgorithm") == "IP_HASH");
  CHECK(shown.at("SessionExpireTime") == 30);
  CHECK(shown.at("SnatEnable") == true);
  CHECK(shown.at("RegisteredInstancesCount") == 0);
}

TEST_CASE("clb emulator: six changes start tasks, or none, as the options say") {
  for (bool const tasks : {true, false}) {
    colb::emulator::options options;
    options.hinted_tasks = tasks;
    account c(options);
    auto const lb = c.balancer();
    auto const answer =
        c.call("SetLoadBalancerSecurityGroups", {{"LoadBalancerId", lb}, {"SecurityGroups", {"sg-1"}}});
    auto const ask = [&] { return c.call("DescribeTaskStatus", {{"TaskId", answer.at("RequestId")}}); };
    if (!tasks) {
      CHECK(has(c.shown(lb).at("SecureGroups"), "sg-1"));
      CHECK(ask().at("Status") == 0);
      continue;
    }
    CHECK(ask().at("Status") == 2);
    CHECK(c.shown(lb).at("SecureGroups").as_array().empty());
    CHECK(c.refused("ModifyLoadBalancersProject", {{"LoadBalancerIds", json::array{lb}}, {"ProjectId", 1}}) ==
          "FailedOperation.ResourceInOperating");
    c.clock->advance(std::chrono::seconds(1));
    CHECK(ask().at("Status") == 0);
    CHECK(has(c.shown(lb).at("SecureGroups"), "sg-1"));
  }
}
