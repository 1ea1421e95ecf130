// colb: tests of the kinds of answers that an emulator gets wrong, each on every API that has the kind:
// what is changed alone, what a filter leaves out, pages, what null means, what is told first, and text as
// the vendors print it.
#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "emulator/senders.hpp"

using namespace colb_test;

namespace {

json::object plus(json::object one, json::object const& two) {
  for (auto const& each : two) one[each.key()] = each.value();
  return one;
}
json::array listed(std::string_view text) { return json::parse(text).as_array(); }

struct clb_world {
  tencent_clb cloud{{}};
  json::value lb =
      cloud.done("CreateLoadBalancer", {{"LoadBalancerType", "OPEN"}, {"LoadBalancerName", "one"}})
          .at("LoadBalancerIds")
          .at(0);
  json::value listener(std::string_view protocol, int port, json::object const& more = {}) {
    return cloud
        .done("CreateListener",
              plus({{"LoadBalancerId", lb}, {"Protocol", protocol}, {"Ports", json::array{port}}}, more))
        .at("ListenerIds")
        .at(0);
  }
};

struct clb_2017_world {
  tencent_clb_2017 cloud{{}};
  std::string lb = make("first");
  std::string make(std::string_view name) {
    auto const made = cloud.done("CreateLoadBalancer",
                                 {{"loadBalancerType", 2}, {"forward", 1}, {"loadBalancerName", name}});
    return text_of(made.at("unLoadBalancerIds").as_object().begin()->value().at(0));
  }
  std::string listener(int protocol, int port) {
    json::object const one{{"loadBalancerPort", port}, {"protocol", protocol}};
    cloud.done("CreateForwardLBFourthLayerListeners",
               {{"loadBalancerId", lb}, {"listeners", json::array{one}}});
    return text_of(
        cloud.call("DescribeForwardLBListeners", {{"loadBalancerId", lb}, {"loadBalancerPort", port}})
            .at("listenerSet")
            .at(0)
            .at("listenerId"));
  }
};

struct slb_world {
  aliyun_slb cloud{{}};
  std::string lb = text_of(cloud.done("CreateLoadBalancer", {{"LoadBalancerName", "one"}}), "LoadBalancerId");
  json::object at(int port) const { return {{"LoadBalancerId", lb}, {"ListenerPort", port}}; }
  void listener(std::string const& protocol, int port, json::object const& more = {}) {
    json::object what{{"BackendServerPort", port}, {"Bandwidth", -1}};
    if (protocol == "HTTP") what = plus(what, {{"StickySession", "off"}, {"HealthCheck", "on"}});
    cloud.done("CreateLoadBalancer" + protocol + "Listener", plus(plus(at(port), what), more));
  }
};

struct lb_world {
  capitalonline_lb cloud{{}};
  std::string slb = text_of(cloud
                                .done("CreateVpcSlb", {{"RegionCode", "CN_X"},
                                                       {"AvailableZoneCode", "CN_X_A"},
                                                       {"VpcId", "v"},
                                                       {"Name", "one"},
                                                       {"NetType", "wan"},
                                                       {"ConfType", "slb.v1.small"}})
                                .at("Data")
                                .at("SlbId"));
  std::string listener(int port, json::object const& check) {
    auto const vip =
        cloud.call("DescribeVpcSlbListenCreateInfo", {{"SlbId", slb}}).at("Data").at("SlbVipList").at(0);
    return text_of(cloud
                       .done("CreateVpcSLBListen", {{"SlbId", slb},
                                                    {"ListenName", "l"},
                                                    {"Vip", vip.at("Vip")},
                                                    {"VipId", vip.at("VipId")},
                                                    {"VipType", vip.at("VipType")},
                                                    {"ListenProtocol", "TCP"},
                                                    {"ListenPort", port},
                                                    {"ListenTimeout", 7},
                                                    {"Scheduler", "rr"},
                                                    {"HealthCheckInfo", check}})
                       .at("Data")
                       .at("ListenId"));
  }
};

}  // namespace

TEST_CASE("one member of a struct is changed alone") {
  SECTION("CLB 3.0: the health check of a rule") {
    clb_world w;
    auto const listener = w.listener("HTTP", 80);
    json::object const at{{"LoadBalancerId", w.lb}, {"ListenerId", listener}};
    auto const rule = json::parse(
        R"([{"Domain":"a.example","Url":"/","HealthCheck":{"HttpCheckPath":"/up","HttpCode":2}}])");
    auto const made = w.cloud.done("CreateRule", plus(at, {{"Rules", rule}})).at("LocationIds").at(0);
    w.cloud.done("ModifyRule", plus(at, {{"LocationId", made}, {"HealthCheck", {{"HealthNum", 7}}}}));
    auto const shown = w.cloud.call("DescribeListeners", {{"LoadBalancerId", w.lb}})
                           .at("Listeners")
                           .at(0)
                           .at("Rules")
                           .at(0)
                           .at("HealthCheck")
                           .as_object();
    CHECK(shown.at("HealthNum") == 7);
    CHECK(shown.at("HttpCheckPath") == "/up");
    CHECK(shown.at("HttpCode") == 2);
  }
  SECTION("API 2017: a listener of a classic load balancer") {
    clb_2017_world w;
    auto const made = w.cloud.done("CreateLoadBalancer", {{"loadBalancerType", 2}, {"forward", 0}});
    auto const lb = text_of(made.at("unLoadBalancerIds").as_object().begin()->value().at(0));
    auto const one =
        json::parse(R"([{"loadBalancerPort":80,"instancePort":80,"protocol":2,"sessionExpire":60}])");
    w.cloud.done("CreateLoadBalancerListeners", {{"loadBalancerId", lb}, {"listeners", one}});
    auto const shown = [&] {
      return w.cloud.call("DescribeLoadBalancerListeners", {{"loadBalancerId", lb}})
          .at("listenerSet")
          .at(0)
          .as_object();
    };
    json::object const at{{"loadBalancerId", lb}, {"listenerId", shown().at("unListenerId")}};
    w.cloud.done("ModifyLoadBalancerListener", plus(at, {{"healthNum", 7}}));
    w.cloud.done("ModifyLoadBalancerListener", plus(at, {{"unhealthNum", 8}}));
    CHECK(shown().at("sessionExpire") == 60);
    CHECK(shown().at("healthNum") == 7);
    CHECK(shown().at("unhealthNum") == 8);
  }
  SECTION("SLB: a TCP listener, and a timeout below the interval") {
    slb_world w;
    w.listener("TCP", 80, {{"HealthyThreshold", 7}});
    w.cloud.done("SetLoadBalancerTCPListenerAttribute",
                 plus(w.at(80), {{"Bandwidth", 5}, {"UnhealthyThreshold", 8}}));
    w.cloud.done("SetLoadBalancerTCPListenerAttribute", plus(w.at(80), {{"HealthCheckInterval", 20}}));
    auto const shown = w.cloud.call("DescribeLoadBalancerTCPListenerAttribute", w.at(80));
    CHECK(shown.at("HealthyThreshold") == 7);
    CHECK(shown.at("UnhealthyThreshold") == 8);
    CHECK(shown.at("Bandwidth") == 5);
    CHECK(shown.at("HealthCheckConnectTimeout") == 20);
    w.listener("HTTP", 81, {{"HealthCheckTimeout", 3}, {"HealthCheckInterval", 9}});
    CHECK(w.cloud.call("DescribeLoadBalancerHTTPListenerAttribute", w.at(81)).at("HealthCheckTimeout") == 9);
    w.listener("HTTP", 82, {{"HealthCheckTimeout", 30}, {"HealthCheckInterval", 9}});
    CHECK(w.cloud.call("DescribeLoadBalancerHTTPListenerAttribute", w.at(82)).at("HealthCheckTimeout") == 30);
  }
  SECTION("Capital Online: the health check of a listener, and what goes with its protocol") {
    lb_world w;
    auto const id = w.listener(80, {{"Protocol", "HTTP"}, {"Port", 0}, {"Path", "/up"}, {"Retry", 3}});
    json::object const at{{"ListenId", id}, {"ListenName", "l"}, {"Scheduler", "rr"}};
    w.cloud.done("UpdateVpcSLBListen", plus(at, {{"HealthCheckInfo", {{"DelayLoop", 9}}}}));
    auto const shown =
        w.cloud.call("QueryVpcSLBListen", {{"ListenId", id}}).at("Data").at("HealthCheckInfo").as_object();
    CHECK(shown.at("DelayLoop") == 9);
    CHECK(shown.at("Path") == "/up");
    CHECK(shown.at("Retry") == 3);
    auto const tcp = w.listener(81, {{"Protocol", "TCP"}, {"Port", 0}});
    json::object const other{{"ListenId", tcp}, {"ListenName", "l"}, {"Scheduler", "rr"}};
    CHECK_FALSE(w.cloud.send("UpdateVpcSLBListen", plus(other, {{"HealthCheckInfo", {{"Path", "/up"}}}}))
                    .code.empty());
  }
}

TEST_CASE("filters leave out what does not match") {
  SECTION("CLB 3.0") {
    clb_world w;
    auto const tcp = w.listener("TCP", 80), udp = w.listener("UDP", 80);
    auto const count = [&](json::object const& more) {
      return w.cloud.call("DescribeListeners", plus({{"LoadBalancerId", w.lb}}, more))
          .at("Listeners")
          .as_array()
          .size();
    };
    CHECK(count({}) == 2);
    CHECK(count({{"Protocol", "UDP"}, {"Port", 80}}) == 1);
    CHECK(count({{"Protocol", "UDP"}, {"Port", 81}}) == 0);
    CHECK(count({{"ListenerIds", json::array{tcp}}, {"Protocol", "UDP"}}) == 0);
    auto const health = w.cloud.call(
        "DescribeTargetHealth", {{"LoadBalancerIds", json::array{w.lb}}, {"ListenerIds", json::array{udp}}});
    CHECK(health.at("LoadBalancers").at(0).at("Listeners").as_array().size() == 1);
  }
  SECTION("API 2017") {
    clb_2017_world w;
    w.make("second");
    auto const count = [&](json::object const& more) {
      return w.cloud.call("DescribeLoadBalancers", more).at("totalCount").as_int64();
    };
    CHECK(count({}) == 2);
    CHECK(count({{"loadBalancerName", "second"}}) == 1);
    CHECK(count({{"loadBalancerName", "second"}, {"loadBalancerType", 3}}) == 0);
    CHECK(count({{"searchKey", "sec"}, {"loadBalancerIds", json::array{w.lb}}}) == 0);
    CHECK(count({{"backendLanIps", json::array{"10.9.9.9"}}}) == 0);
  }
  SECTION("SLB: several values, tags of certificates' and groups', and health by port") {
    slb_world w;
    auto const other =
        text_of(w.cloud.done("CreateLoadBalancer", {{"LoadBalancerName", "two"}}), "LoadBalancerId");
    w.cloud.done("AddBackendServers",
                 {{"LoadBalancerId", w.lb}, {"BackendServers", listed(R"([{"ServerId":"i-1"}])")}});
    w.cloud.done("AddBackendServers",
                 {{"LoadBalancerId", other}, {"BackendServers", listed(R"([{"ServerId":"i-2"}])")}});
    w.listener("TCP", 80);
    w.listener("TCP", 81);
    auto const health =
        w.cloud.call("DescribeHealthStatus", w.at(81)).at("BackendServers").at("BackendServer").as_array();
    REQUIRE(health.size() == 1);
    auto const address = text_of(health.at(0).at("ServerIp"));
    auto const count = [&](json::object const& more) {
      return w.cloud.call("DescribeLoadBalancers", more)
          .at("LoadBalancers")
          .at("LoadBalancer")
          .as_array()
          .size();
    };
    CHECK(count({{"ServerIntranetAddress", "192.0.2.1," + address}}) == 1);
    CHECK(count({{"ServerIntranetAddress", "192.0.2.1,192.0.2.2"}}) == 0);
    CHECK(count({{"LoadBalancerId", w.lb + ", " + other}, {"LoadBalancerName", "two,three"}}) == 1);
    CHECK(count({{"LoadBalancerId", ""}}) == 2);  // as good as none
    json::object const mine{{"Tag", listed(R"([{"Key":"team","Value":"a"}])")}};
    json::object const theirs{{"Tag", listed(R"([{"Key":"team","Value":"b"}])")}};
    w.cloud.done("CreateVServerGroup", plus({{"LoadBalancerId", w.lb}}, mine));
    w.cloud.done("CreateVServerGroup", {{"LoadBalancerId", w.lb}});
    auto const groups = [&](json::object const& more) {
      return w.cloud.call("DescribeVServerGroups", plus({{"LoadBalancerId", w.lb}}, more))
          .at("VServerGroups")
          .at("VServerGroup")
          .as_array()
          .size();
    };
    CHECK(groups({}) == 2);
    CHECK(groups(mine) == 1);
    CHECK(groups(theirs) == 0);
    w.cloud.done("UploadServerCertificate",
                 plus({{"AliCloudCertificateId", "c"}, {"ServerCertificateName", "n"}}, mine));
    auto const certificates = [&](json::object const& more) {
      return w.cloud.call("DescribeServerCertificates", more)
          .at("ServerCertificates")
          .at("ServerCertificate")
          .as_array()
          .size();
    };
    CHECK(certificates(mine) == 1);
    CHECK(certificates(theirs) == 0);
  }
  SECTION("Capital Online") {
    lb_world w;
    auto const count = [&](json::object const& more) {
      auto const answer = w.cloud.call("DescribeVpcSlbListInfo", more);
      auto const* const list = answer.at("Data").as_object().if_contains("SlbList");
      return list ? list->as_array().size() : 0;
    };
    CHECK(count({}) == 1);
    CHECK(count({{"VpcId", "v"}, {"Keyword", "on"}}) == 1);
    CHECK(count({{"VpcId", "elsewhere"}}) == 0);
    CHECK(count({{"VpcId", "v"}, {"Keyword", "two"}}) == 0);
  }
}

TEST_CASE("pages are as long as documented where nobody says") {
  SECTION("CLB 3.0: target groups") {
    clb_world w;
    for (int i = 0; i < 21; ++i) w.cloud.done("CreateTargetGroup", {});
    auto const page = w.cloud.call("DescribeTargetGroupList", {});
    CHECK(page.at("TotalCount") == 21);
    CHECK(page.at("TargetGroupSet").as_array().size() == 20);
  }
  SECTION("API 2017: load balancers") {
    clb_2017_world w;
    for (int i = 0; i < 20; ++i) w.make("n" + std::to_string(i));
    auto const page = w.cloud.call("DescribeLoadBalancers", {});
    CHECK(page.at("totalCount") == 21);
    CHECK(page.at("loadBalancerSet").as_array().size() == 20);
  }
  SECTION("SLB: access control lists; keys of tags once") {
    slb_world w;
    for (int i = 0; i < 11; ++i)
      w.cloud.done("CreateAccessControlList", {{"AclName", "a" + std::to_string(i)}});
    auto const page = w.cloud.call("DescribeAccessControlLists", {});
    CHECK(page.at("TotalCount") == 11);
    CHECK(page.at("Acls").at("Acl").as_array().size() == 10);
    auto const other = text_of(w.cloud.done("CreateLoadBalancer", {}), "LoadBalancerId");
    for (auto const& [id, value] : {std::pair(w.lb, "1"), std::pair(other, "2")}) {
      w.cloud.done("AddTags", {{"LoadBalancerID", id},
                               {"Tags", json::array{json::object{{"TagKey", "k"}, {"TagValue", value}}}}});
    }
    CHECK(w.cloud.call("DescribeTags", {}).at("TotalCount") == 2);
    CHECK(w.cloud.call("DescribeTags", {{"DistinctKey", "true"}}).at("TotalCount") == 1);
  }
}

TEST_CASE("null is as good as nothing where nothing is needed") {
  clb_world w;
  CHECK(
      w.cloud
          .send("DescribeLoadBalancers", {{"Offset", nullptr}, {"Filters", nullptr}, {"SearchKey", nullptr}})
          .code.empty());
  CHECK(w.cloud
            .send("ModifyLoadBalancerAttributes",
                  {{"LoadBalancerId", w.lb}, {"LoadBalancerName", nullptr}, {"InternetChargeInfo", nullptr}})
            .code.empty());
  lb_world other;
  auto const id = other.listener(80, {{"Protocol", "TCP"}, {"Port", 0}, {"Path", nullptr}});
  CHECK(other.cloud
            .send("UpdateVpcSLBListen",
                  {{"ListenId", id}, {"ListenName", "l"}, {"Scheduler", "rr"}, {"AclId", nullptr}})
            .code.empty());
}

TEST_CASE("what is not there is said before what is busy") {
  SECTION("CLB 3.0: rules, targets, listeners to stop") {
    clb_world w;
    auto const listener = w.listener("HTTP", 80);
    json::object const at{{"LoadBalancerId", w.lb}, {"ListenerId", listener}};
    w.cloud.call("ModifyLoadBalancerAttributes", {{"LoadBalancerId", w.lb}, {"LoadBalancerName", "busy"}});
    CHECK(w.cloud.send("DeleteRule", plus(at, {{"LocationIds", {"loc-none"}}})).code ==
          "InvalidParameter.LocationNotFound");
    CHECK(w.cloud
              .send("SetLoadBalancerStartStatus",
                    {{"LoadBalancerId", w.lb}, {"OperationType", "Stop"}, {"ListenerIds", {"lbl-none"}}})
              .code == "InvalidParameter.ListenerIdNotFound");
    CHECK(w.cloud.send("SetLoadBalancerStartStatus", {{"LoadBalancerId", w.lb}, {"OperationType", "Stop"}})
              .code == "FailedOperation.ResourceInOperating");
  }
  SECTION("API 2017") {
    clb_2017_world w;
    auto const id = w.listener(2, 80);
    json::object const at{{"loadBalancerId", w.lb}, {"listenerId", id}};
    w.cloud.call("ModifyForwardLBFourthListener", plus(at, {{"healthNum", 7}}));
    auto const none =
        w.cloud.send("DeleteForwardLBListener", {{"loadBalancerId", w.lb}, {"listenerId", "lbl-none"}});
    auto const busy = w.cloud.send("DeleteForwardLBListener", at);
    CHECK_FALSE(none.code.empty());
    CHECK_FALSE(busy.code.empty());
    CHECK(none.message != busy.message);
    CHECK(none.message.find("lbl-none") != none.message.npos);
  }
  SECTION("SLB: servers, rules, additional domains") {
    slb_world w;
    w.listener("HTTP", 80);
    w.cloud.call("StartLoadBalancerListener", w.at(80));
    CHECK(w.cloud
              .send("SetBackendServers",
                    {{"LoadBalancerId", w.lb}, {"BackendServers", listed(R"([{"ServerId":"i-none"}])")}})
              .code == "InvalidServerId.NotFound");
    CHECK(w.cloud.send("SetRule", {{"RuleId", "rule-none"}, {"VServerGroupId", "g"}}).code ==
          "InvalidParameter");
    CHECK(w.cloud.send("CreateDomainExtension", plus(w.at(81), {{"Domain", "a.example"}})).code ==
          "ListenerNotFound");
    CHECK(w.cloud.send("StopLoadBalancerListener", w.at(80)).code == "ServiceUnavailable");
  }
  SECTION("Capital Online") {
    lb_world w;
    auto const id = w.listener(80, {{"Protocol", "TCP"}, {"Port", 0}});
    w.cloud.call("UpdateVpcSLBListen", {{"ListenId", id}, {"ListenName", "m"}, {"Scheduler", "rr"}});
    json::object const one{{"VmId", "none"}, {"VmType", "kvm"}, {"VmPrivateIp", ""}, {"VmPublicIp", ""},
                           {"Port", "80"},   {"Weight", "1"},   {"VmName", "n"}};
    auto const said = w.cloud.send("CreateVpcSLBRsPort", {{"ListenId", id}, {"RsList", json::array{one}}});
    CHECK(said.message.find("none") != said.message.npos);
  }
}

TEST_CASE("SLB: JSON in a parameter as the document prints it, of other Actions too; and checks only") {
  slb_world w;
  w.listener("HTTP", 80);
  auto const group = text_of(
      w.cloud.done(
          "CreateVServerGroup",
          {{"LoadBalancerId", w.lb}, {"BackendServers", "[{'ServerId':'i-1','Port':'80','Weight':100},]"}}),
      "VServerGroupId");
  auto const rule = "[{'RuleName':'r','Domain':a.example,'Url':'/a','VServerGroupId':'" + group + "'},]";
  json::object const what = plus(w.at(80), {{"RuleList", rule}});
  w.cloud.done("CreateRules", plus(what, {{"DryRun", "true"}}));
  auto const rules = [&] { return w.cloud.call("DescribeRules", w.at(80)).at("RuleList").as_array(); };
  CHECK(rules().empty());
  w.cloud.done("CreateRules", plus(what, {{"ListenerProtocol", "http"}}));
  REQUIRE(rules().size() == 1);
  CHECK(text_of(rules().at(0).at("Domain")) == "a.example");
  auto const shown =
      w.cloud
          .call("DescribeVServerGroups",
                {{"LoadBalancerId", w.lb}, {"IncludeRule", "true"}, {"IncludeListener", "true"}})
          .at("VServerGroups")
          .at("VServerGroup")
          .at(0)
          .as_object();
  CHECK(text_of(shown.at("AssociatedObjects").at("Rules").at("Rule").at(0).at("RuleName")) == "r");
  w.cloud.done("DeleteRules", {{"RuleIds", "[" + text_of(rules().at(0).at("RuleId")) + ",]"}});
  CHECK(rules().empty());
  w.cloud.done("AddTags", {{"LoadBalancerID", w.lb}, {"Tags", "[{TagKey:'k',TagValue:\u201cv\u201d}]"}});
  CHECK(w.cloud.call("DescribeTags", {}).at("TotalCount") == 1);
}
