// colb: tests of what the emulator refuses and takes, as the vendors' documents have it: dependencies between
// fields, states that follow, what stays and what goes, old clients' words, unknown ones, and users' own
// Actions.
#include <chrono>
#include <iostream>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "senders.hpp"

using namespace std::chrono_literals;
using namespace colb_test;

namespace {

/// Single quotes for double ones, `$name` for what the table of names has.
json::object object_of(std::string text, std::vector<std::pair<std::string, std::string>> const& names) {
  for (auto& c : text) c = c == '\'' ? '"' : c;
  for (auto const& [name, value] : names) {
    for (auto at = text.find(name); at != text.npos; at = text.find(name, at + value.size()))
      text.replace(at, name.size(), value);
  }
  return json::parse(text).as_object();
}

struct row {
  std::string action;
  std::string parameters;
  std::string code{};  ///< Empty: taken.
};

void run(speaker& cloud, std::vector<row> const& rows,
         std::vector<std::pair<std::string, std::string>> const& names) {
  for (auto const& each : rows) {
    auto const said = cloud.send(each.action, object_of(each.parameters, names));
    INFO(each.action << ' ' << each.parameters << " -> " << said.code << ": " << said.message);
    CHECK(said.code == each.code);
    cloud.clock->advance(1s);
  }
}

std::string at(json::object const& answer, std::string_view list) {
  return text_of(answer.at(list).as_array().at(0));
}

/// Load balancers and listeners of each kind, by name.
struct clb_world {
  tencent_clb cloud{{}};
  std::vector<std::pair<std::string, std::string>> names{};

  clb_world() {
    make("$open", "{'LoadBalancerType':'OPEN'}");
    make("$private", "{'LoadBalancerType':'INTERNAL','VpcId':'vpc-1','SubnetId':'subnet-1'}");
    make("$lcu", "{'LoadBalancerType':'OPEN','SlaType':'clb.c2.medium'}");
    listen("$tcp", "'Protocol':'TCP','Ports':[1]");
    listen("$udp", "'Protocol':'UDP','Ports':[2]");
    listen("$http", "'Protocol':'HTTP','Ports':[80]");
    listen("$tls", "'Protocol':'HTTPS','Ports':[443],'Certificate':{'CertId':'cert'}");
    for (auto const& [name, listener, url] :
         {std::tuple("$rule1", "$http", "/a"), std::tuple("$rule2", "$tls", "/a")}) {
      auto const made = cloud.done(
          "CreateRule", object_of("{'LoadBalancerId':'$open','ListenerId':'" + std::string(listener) +
                                      "','Rules':[{'Domain':'a.example','Url':'" + url + "'}]}",
                                  names));
      names.emplace_back(name, at(made, "LocationIds"));
    }
  }
  void make(std::string name, std::string const& how) {
    names.emplace_back(std::move(name),
                       at(cloud.done("CreateLoadBalancer", object_of(how, {})), "LoadBalancerIds"));
  }
  void listen(std::string name, std::string const& how) {
    auto const made =
        cloud.done("CreateListener", object_of("{'LoadBalancerId':'$open'," + how + '}', names));
    names.emplace_back(std::move(name), at(made, "ListenerIds"));
  }
};

}  // namespace

TEST_CASE("API 3.0: what goes with which protocol") {
  clb_world w;
  auto const create = [](std::string more) { return "{'LoadBalancerId':'$open'," + std::move(more) + '}'; };
  auto const modify = [](std::string listener, std::string more) {
    return "{'LoadBalancerId':'$open','ListenerId':'" + std::move(listener) + "'," + std::move(more) + '}';
  };
  std::string const value = "InvalidParameterValue", together = "InvalidParameter",
                    range = "InvalidParameterValue.Range", gone = "MissingParameter";
  run(w.cloud,
      {
          {"CreateListener", create("'Protocol':'HTTP','Ports':[81],'SessionExpireTime':30"), together},
          {"CreateListener", create("'Protocol':'HTTP','Ports':[81],'Scheduler':'WRR'"), together},
          {"CreateListener", create("'Protocol':'HTTP','Ports':[81],'HealthCheck':{'HealthSwitch':1}"),
           together},
          {"CreateListener", create("'Protocol':'HTTP','Ports':[81],'KeepaliveEnable':1"), ""},
          {"CreateListener", create("'Protocol':'TCP','Ports':[11],'KeepaliveEnable':1"), together},
          {"CreateListener", create("'Protocol':'UDP','Ports':[12],'IdleConnectTimeout':900"), together},
          {"CreateListener", create("'Protocol':'TCP','Ports':[13],'IdleConnectTimeout':900"), ""},
          {"CreateListener", create("'Protocol':'TCP','Ports':[14],'IdleConnectTimeout':901"), range},
          {"CreateListener",
           "{'LoadBalancerId':'$lcu','Protocol':'TCP','Ports':[14],'IdleConnectTimeout':2000}", ""},
          {"CreateListener", create("'Protocol':'UDP','Ports':[15],'DeregisterTargetRst':true"), together},
          {"CreateListener", create("'Protocol':'TCP','Ports':[15],'SessionType':'QUIC_CID'"), together},
          {"CreateListener", create("'Protocol':'HTTP','Ports':[82],'MaxConn':5"), together},
          {"CreateListener",
           create("'Protocol':'TCP_SSL','Ports':[16],'MultiCertInfo':{'SSLMode':'UNIDIRECTIONAL',"
                  "'CertList':[{'CertId':'a'}]}"),
           together},
          {"ModifyListener", modify("$tcp", "'MaxConn':5"), value},
          {"ModifyListener", modify("$http", "'Scheduler':'WRR'"), together},
          {"ModifyListener", modify("$tcp", "'KeepaliveEnable':1"), together},
          // The timeout is less than the interval: given, by default, and with what is there already.
          {"CreateListener",
           create("'Protocol':'TCP','Ports':[20],'HealthCheck':{'TimeOut':10,'IntervalTime':10}"), value},
          {"CreateListener",
           create("'Protocol':'TCP','Ports':[20],'HealthCheck':{'TimeOut':9,'IntervalTime':10}"), ""},
          {"CreateListener", create("'Protocol':'TCP','Ports':[21],'HealthCheck':{'TimeOut':5}"), value},
          {"CreateListener", create("'Protocol':'TCP','Ports':[21],'HealthCheck':{'IntervalTime':2}"), value},
          {"CreateListener", create("'Protocol':'TCP','Ports':[21],'HealthCheck':{'TimeOut':4}"), ""},
          {"ModifyListener", modify("$tcp", "'HealthCheck':{'IntervalTime':30}"), ""},
          {"ModifyListener", modify("$tcp", "'HealthCheck':{'TimeOut':30}"), value},
          {"ModifyListener", modify("$tcp", "'HealthCheck':{'TimeOut':20}"), ""},
          {"ModifyListener", modify("$tcp", "'HealthCheck':{'IntervalTime':20}"), value},
          // Kinds of checks.
          {"CreateListener", create("'Protocol':'UDP','Ports':[30],'HealthCheck':{'CheckType':'TCP'}"),
           value},
          {"CreateListener", create("'Protocol':'UDP','Ports':[30],'HealthCheck':{'CheckType':'PING'}"), ""},
          {"CreateListener", create("'Protocol':'TCP','Ports':[31],'HealthCheck':{'CheckType':'PING'}"),
           value},
          {"CreateListener", create("'Protocol':'TCP','Ports':[31],'HealthCheck':{'CheckType':'HTTP'}"),
           gone},
          {"CreateListener",
           create(
               "'Protocol':'TCP','Ports':[31],'HealthCheck':{'CheckType':'HTTP','HttpVersion':'HTTP/1.1'}"),
           gone},
          {"CreateListener",
           create("'Protocol':'TCP','Ports':[31],'HealthCheck':{'CheckType':'HTTP','HttpVersion':"
                  "'HTTP/1.1','HttpCheckDomain':'a.example'}"),
           ""},
          {"CreateListener", create("'Protocol':'TCP','Ports':[32],'HealthCheck':{'HttpCode':1}"), value},
          {"CreateListener", create("'Protocol':'TCP','Ports':[33],'HealthCheck':{'CheckType':'CUSTOM'}"),
           gone},
          {"CreateListener",
           create("'Protocol':'TCP','Ports':[33],'HealthCheck':{'CheckType':'CUSTOM','ContextType':"
                  "'HEX','SendContext':'0A','RecvContext':'XY'}"),
           value},
          {"CreateListener",
           create("'Protocol':'TCP','Ports':[33],'HealthCheck':{'CheckType':'CUSTOM','ContextType':"
                  "'HEX','SendContext':'0A','RecvContext':'0B'}"),
           ""},
          // Rules.
          {"ModifyRule", modify("$http", "'LocationId':'$rule1','HealthCheck':{'CheckType':'HTTPS'}"), value},
          {"ModifyRule", modify("$tls", "'LocationId':'$rule2','HealthCheck':{'CheckType':'HTTPS'}"), ""},
          {"ModifyRule", modify("$http", "'LocationId':'$rule1','ForwardType':'TRPC'"), gone},
          {"ModifyRule",
           modify("$http", "'LocationId':'$rule1','ForwardType':'TRPC','TrpcCallee':'c','TrpcFunc':'f'"), ""},
          {"CreateRule", modify("$http", "'Rules':[{'Domain':'b.example','Url':'/','Http2':true}]"),
           together},
          {"ManualRewrite",
           "{'LoadBalancerId':'$open','SourceListenerId':'$http','TargetListenerId':'$tls','RewriteInfos':[{"
           "'SourceLocationId':'$rule1','TargetLocationId':'$rule2','RewriteCode':301}]}",
           gone},
          {"ManualRewrite",
           "{'LoadBalancerId':'$open','SourceListenerId':'$http','TargetListenerId':'$tls','RewriteInfos':[{"
           "'SourceLocationId':'$rule1','TargetLocationId':'$rule2','RewriteCode':301,'TakeUrl':true,'"
           "SourceDomain':"
           "'z.example'}]}",
           value},
          {"ManualRewrite",
           "{'LoadBalancerId':'$open','SourceListenerId':'$http','TargetListenerId':'$tls','RewriteInfos':[{"
           "'SourceLocationId':'$rule1','TargetLocationId':'$rule2','RewriteCode':301,'TakeUrl':true,'"
           "SourceDomain':"
           "'a.example'}]}",
           ""},
      },
      w.names);
}

TEST_CASE("API 3.0: load balancers: who may have what, what stays, and what follows") {
  clb_world w;
  std::string const value = "InvalidParameterValue", range = "InvalidParameterValue.Range";
  run(w.cloud,
      {
          {"CreateLoadBalancer",
           "{'LoadBalancerType':'INTERNAL','VpcId':'v','SubnetId':'s','ZoneId':'ap-guangzhou-1'}", value},
          {"CreateLoadBalancer", "{'LoadBalancerType':'INTERNAL','VpcId':'v','SubnetId':'s','VipIsp':'CMCC'}",
           value},
          {"CreateLoadBalancer", "{'LoadBalancerType':'OPEN','EipAddressId':'eip-1'}", value},
          {"CreateLoadBalancer", "{'LoadBalancerType':'OPEN','SnatIps':[{'SubnetId':'s'}]}", value},
          {"CreateLoadBalancer",
           "{'LoadBalancerType':'OPEN','InternetAccessible':{'InternetMaxBandwidthOut':2049}}", range},
          {"CreateLoadBalancer",
           "{'LoadBalancerType':'OPEN','InternetAccessible':{'InternetMaxBandwidthOut':2048}}", ""},
          {"CreateLoadBalancer",
           "{'LoadBalancerType':'OPEN','SlaType':'SLA','InternetAccessible':{'InternetMaxBandwidthOut':61440}"
           "}",
           ""},
          {"CreateLoadBalancer", "{'LoadBalancerType':'OPEN','MasterZoneId':'100009'}", value},
          // Fifty Chinese characters are a hundred and fifty bytes.
          {"CreateTargetGroup",
           "{'TargetGroupName':'"
           "中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中中"
           "中中'}",
           ""},
          {"SetLoadBalancerClsLog", "{'LoadBalancerId':'$open','LogSetId':null,'LogTopicId':null}", ""},
          {"SetLoadBalancerClsLog", "{'LoadBalancerId':'$open','LogSetId':''}", "MissingParameter"},
          {"ModifyListener", "{'LoadBalancerId':'$open','ListenerId':'lbl-none','ListenerName':'a'}",
           "InvalidParameter.ListenerIdNotFound"},
      },
      w.names);

  auto& cloud = w.cloud;
  auto const shown = [&](json::object const& made) {
    return cloud.call("DescribeLoadBalancers", {{"LoadBalancerIds", made.at("LoadBalancerIds")}})
        .at("LoadBalancerSet")
        .at(0)
        .as_object();
  };
  SECTION("a member of a struct is changed alone") {
    auto const made =
        cloud.done("CreateLoadBalancer", object_of("{'LoadBalancerType':'OPEN','InternetAccessible':{"
                                                   "'InternetMaxBandwidthOut':7}}",
                                                   {}));
    CHECK(text_of(shown(made).at("NetworkAttributes").at("InternetChargeType")) ==
          "TRAFFIC_POSTPAID_BY_HOUR");
    cloud.done("ModifyLoadBalancerAttributes",
               {{"LoadBalancerId", made.at("LoadBalancerIds").at(0)},
                {"InternetChargeInfo", {{"InternetChargeType", "BANDWIDTH_POSTPAID_BY_HOUR"}}}});
    CHECK(shown(made).at("NetworkAttributes").at("InternetMaxBandwidthOut") == 7);
    CHECK(text_of(shown(made).at("NetworkAttributes").at("InternetChargeType")) ==
          "BANDWIDTH_POSTPAID_BY_HOUR");
  }
  SECTION("a single line is paid for by the package") {
    auto const made = cloud.done("CreateLoadBalancer", {{"LoadBalancerType", "OPEN"}, {"VipIsp", "CMCC"}});
    CHECK(text_of(shown(made).at("NetworkAttributes").at("InternetChargeType")) == "BANDWIDTH_PACKAGE");
  }
  SECTION("the zones that are offered are taken, by number and by name") {
    for (std::string const zone : {"100002", "ap-guangzhou-2"}) {
      auto const made =
          cloud.done("CreateLoadBalancer", {{"LoadBalancerType", "OPEN"}, {"MasterZoneId", zone}});
      CHECK(text_of(shown(made).at("MasterZone").at("Zone")) == "ap-guangzhou-2");
      CHECK(shown(made).at("MasterZone").at("ZoneId") == 100002);
    }
  }
  SECTION("a filter leaves out what does not match") {
    cloud.done(
        "RegisterTargets",
        object_of(
            "{'LoadBalancerId':'$open','ListenerId':'$tcp','Targets':[{'InstanceId':'ins-1','Port':1}]}",
            w.names));
    auto const by = [&](std::string const& name, std::string const& wanted) {
      return cloud
          .call("DescribeTargets", object_of("{'LoadBalancerId':'$open','Filters':[{'Name':'" + name +
                                                 "','Values':['" + wanted + "']}]}",
                                             w.names))
          .at("Listeners")
          .as_array();
    };
    auto const rules = by("location-id", "$rule1");
    REQUIRE(rules.size() == 1);
    CHECK(text_of(rules.at(0).at("Protocol")) == "HTTP");
    CHECK(by("private-ip-address", "192.0.2.1").empty());
  }
  SECTION("what is not there is said before what is busy") {
    cloud.call("ModifyListener",
               object_of("{'LoadBalancerId':'$open','ListenerId':'$tcp','ListenerName':'a'}", w.names));
    auto const said = cloud.send(
        "ModifyListener",
        object_of("{'LoadBalancerId':'$open','ListenerId':'lbl-none','ListenerName':'a'}", w.names));
    CHECK(said.code == "InvalidParameter.ListenerIdNotFound");
    CHECK(cloud
              .send("ModifyListener",
                    object_of("{'LoadBalancerId':'$open','ListenerId':'$tcp','ListenerName':'b'}", w.names))
              .code == "FailedOperation.ResourceInOperating");
  }
}

TEST_CASE("API 2017: what goes with which kind of load balancer") {
  tencent_clb_2017 cloud{{}};
  auto const make = [&](std::string const& how) {
    auto const made = cloud.done("CreateLoadBalancer", object_of(how, {}));
    return text_of(made.at("unLoadBalancerIds").as_object().begin()->value().at(0));
  };
  std::vector<std::pair<std::string, std::string>> const names{
      {"$classic", make("{'loadBalancerType':2,'forward':0}")},
      {"$newer", make("{'loadBalancerType':2,'forward':1}")}};
  auto const classic = [](std::string more) {
    return "{'loadBalancerId':'$classic','listeners':[{'loadBalancerPort':80,'instancePort':80," +
           std::move(more) + "}]}";
  };
  auto const measured = [](std::string more) {
    return "{'namespace':'qce/"
           "loadbalance','metricName':'QPS','dimensions':[{'name':'vip','value':'1.2.3.4'}]" +
           std::move(more) + '}';
  };
  std::string const bad = "4000";
  run(cloud,
      {
          {"CreateLoadBalancer", "{'loadBalancerType':3,'domainPrefix':'abc'}", bad},
          {"CreateLoadBalancer", "{'loadBalancerType':2,'domainPrefix':'abc'}", ""},
          {"CreateLoadBalancer", "{'loadBalancerType':2,'domainPrefix':'aBc'}", bad},
          {"CreateLoadBalancerListeners", classic("'protocol':1,'timeOut':3"), bad},
          {"CreateLoadBalancerListeners", classic("'protocol':2,'timeOut':5"), bad},
          {"CreateLoadBalancerListeners", classic("'protocol':2,'httpHash':'wrr'"), bad},
          {"CreateLoadBalancerListeners", classic("'protocol':1,'scheduler':'wrr'"), bad},
          {"CreateLoadBalancerListeners", classic("'protocol':2,'httpCode':1"), bad},
          {"CreateLoadBalancerListeners", classic("'protocol':2,'SSLMode':'unidirectional','certId':'a'"),
           bad},
          {"CreateLoadBalancerListeners", classic("'protocol':2,'timeOut':4"), ""},
          {"CreateForwardLBFourthLayerListeners",
           "{'loadBalancerId':'$newer','listeners':[{'loadBalancerPort':1,'protocol':2,'timeOut':9,'"
           "intervalTime':9}]}",
           bad},
          {"CreateForwardLBFourthLayerListeners",
           "{'loadBalancerId':'$newer','listeners':[{'loadBalancerPort':1,'protocol':2,'timeOut':8,'"
           "intervalTime':9}]}",
           ""},
          {"ModifyForwardLBName",
           "{'loadBalancerId':'$newer','loadBalancerName':'中中中中中中中中中中中中中中中中中中中中'}", ""},
          {"InquiryLBPriceAll", "{'loadBalancerType':2,'lbChargeType':'POSTPAID_BY_HOUR'}", bad},
          {"DescribeLoadBalancerLog", "{'loadBalancerId':'$newer'}", bad},
          // It is 2030 there; what is left out is the beginning of the day, and now.
          {"GetMonitorData", measured(""), ""},
          {"GetMonitorData", measured(",'startTime':'2029-12-31 23:00:00'"), ""},
          {"GetMonitorData", measured(",'startTime':'2031-01-01 00:00:00'"), bad},
          {"GetMonitorData", measured(",'endTime':'2029-12-31 23:59:59'"), bad},
          {"GetMonitorData", measured(",'startTime':'2029-12-31 23:00:00','endTime':'2029-12-31 23:00:00'"),
           ""},
          {"GetMonitorData", measured(",'startTime':'2029-12-31 23:00:00','endTime':'2029-12-31 22:59:59'"),
           bad},
      },
      names);

  std::string listeners;
  for (int port = 101; port <= 125; ++port) {
    listeners.append(listeners.empty() ? "" : ",")
        .append("{'loadBalancerPort':" + std::to_string(port) + ",'protocol':2}");
  }
  cloud.done("CreateForwardLBFourthLayerListeners",
             object_of("{'loadBalancerId':'$newer','listeners':[" + listeners + "]}", names));
  auto const count = [&](std::string const& more) {
    return cloud
        .call("DescribeForwardLBListeners", object_of("{'loadBalancerId':'$newer'" + more + '}', names))
        .at("listenerSet")
        .as_array()
        .size();
  };
  CHECK(count("") == 20);
  CHECK(count(",'protocol':2") == 26);
}

TEST_CASE("SLB: names, groups of fields, and states that follow") {
  aliyun_slb cloud{{}};
  auto const lb = text_of(cloud.done("CreateLoadBalancer", {{"LoadBalancerName", "one"}}), "LoadBalancerId");
  auto const second =
      text_of(cloud.done("CreateLoadBalancer", {{"LoadBalancerName", "two"}}), "LoadBalancerId");
  cloud.done("CreateLoadBalancer", {{"LoadBalancerName", "three"}});
  auto const narrow =
      text_of(cloud.done("CreateLoadBalancer", {{"InternetChargeType", "paybybandwidth"}, {"Bandwidth", 10}}),
              "LoadBalancerId");
  auto const status = [&](std::string const& id) {
    return text_of(cloud.call("DescribeLoadBalancerAttribute", {{"LoadBalancerId", id}}),
                   "LoadBalancerStatus");
  };
  CHECK(status(lb) == "active");
  auto const group = text_of(cloud.done("CreateVServerGroup", {{"LoadBalancerId", lb}}), "VServerGroupId");
  std::vector<std::pair<std::string, std::string>> const names{
      {"$lb", lb}, {"$narrow", narrow}, {"$group", group}};
  auto const http = [](std::string port, std::string more) {
    return "{'LoadBalancerId':'$lb','ListenerPort':" + std::move(port) +
           ",'BackendServerPort':80,'Bandwidth':-1,'HealthCheck':'off'," + std::move(more) + '}';
  };
  std::string const bad = "InvalidParameter", gone = "MissingParameter";
  std::string rules;
  for (int i = 0; i < 11; ++i) {
    rules.append(i == 0 ? "" : ",")
        .append("{'RuleName':'r" + std::to_string(i) + "','Url':'/" + std::to_string(i) +
                "','VServerGroupId':'$group'}");
  }
  run(cloud,
      {
          {"SetLoadBalancerName", "{'LoadBalancerId':'$lb','LoadBalancerName':'a'}", bad},
          {"SetLoadBalancerName", "{'LoadBalancerId':'$lb','LoadBalancerName':'1a'}", bad},
          {"SetLoadBalancerName", "{'LoadBalancerId':'$lb','LoadBalancerName':'中文'}", ""},
          {"SetLoadBalancerName", "{'LoadBalancerId':'$lb','LoadBalancerName':'one'}", ""},
          {"CreateLoadBalancerHTTPListener", http("80", "'StickySession':'on'"), gone},
          {"CreateLoadBalancerHTTPListener", http("80", "'StickySession':'on','StickySessionType':'server'"),
           gone},
          {"CreateLoadBalancerHTTPListener",
           http("80", "'StickySession':'on','StickySessionType':'server','Cookie':'$a'"), bad},
          {"CreateLoadBalancerHTTPListener",
           http("80", "'StickySession':'on','StickySessionType':'server','Cookie':'a,b'"), bad},
          {"CreateLoadBalancerHTTPListener",
           http("80", "'StickySession':'on','StickySessionType':'server','Cookie':'a$b'"), ""},
          {"CreateLoadBalancerHTTPListener",
           http("81", "'StickySession':'off','HealthCheckHttpCode':'http_2xx,no'"), bad},
          {"CreateLoadBalancerHTTPListener", http("81", "'StickySession':'off','VServerGroup':'on'"), ""},
          {"CreateLoadBalancerTCPListener",
           "{'LoadBalancerId':'$narrow','ListenerPort':1,'BackendServerPort':1,'Bandwidth':-1}", bad},
          {"CreateLoadBalancerTCPListener",
           "{'LoadBalancerId':'$narrow','ListenerPort':1,'BackendServerPort':1,'Bandwidth':6}", ""},
          {"CreateLoadBalancerTCPListener",
           "{'LoadBalancerId':'$narrow','ListenerPort':2,'BackendServerPort':1,'Bandwidth':5}", bad},
          {"CreateLoadBalancerTCPListener",
           "{'LoadBalancerId':'$narrow','ListenerPort':2,'BackendServerPort':1,'Bandwidth':4}", ""},
          {"CreateRules", "{'LoadBalancerId':'$lb','ListenerPort':'80','RuleList':[" + rules + "]}", bad},
          // As the document prints it.
          {"AddBackendServers",
           "{'LoadBalancerId':'$lb','BackendServers':[{'ServerId':'i-1','Weight':100,'Type':'ecs'}]}", ""},
          {"AddTags", "{'LoadBalancerID':'$lb','Tags':[{'TagKey':'aliyun1'}]}", bad},
          {"ModifyLoadBalancerPayType",
           "{'LoadBalancerId':'$narrow','PayType':'PrePay','PricingCycle':'Year','Duration':4}", bad},
          {"ModifyLoadBalancerPayType",
           "{'LoadBalancerId':'$narrow','PayType':'PrePay','PricingCycle':'Year','Duration':3}", ""},
          {"DeleteLoadBalancer", "{'LoadBalancerId':'$narrow'}", "UnsupportedOperation"},
      },
      names);

  SECTION("JSON in a parameter, with single quotes, bare words and trailing commas") {
    for (std::string const text :
         {"[{'ServerId':'i-2','Weight':'100'},]", "[{ServerId:i-3,Weight:100}]", "[{\"ServerId\":\"i-4\",},]",
          "[{\u201cServerId\u201d:\u201ci-5\u201d}]"}) {
      INFO(text);
      CHECK(cloud.send("AddBackendServers", {{"LoadBalancerId", lb}, {"BackendServers", text}}).code.empty());
    }
    CHECK(cloud.send("AddBackendServers", {{"LoadBalancerId", lb}, {"BackendServers", "[{"}}).code == bad);
  }
  SECTION("names separated by commas") {
    auto const found = cloud.call("DescribeLoadBalancers", {{"LoadBalancerName", "one,two"}});
    CHECK(found.at("LoadBalancers").at("LoadBalancer").as_array().size() == 2);
  }
  SECTION("without listeners a load balancer is inactive") {
    cloud.done("DeleteLoadBalancerListener", {{"LoadBalancerId", lb}, {"ListenerPort", 81}});
    CHECK(status(lb) == "active");
    cloud.done("DeleteLoadBalancerListener", {{"LoadBalancerId", lb}, {"ListenerPort", 80}});
    CHECK(status(lb) == "inactive");
    CHECK(status(second) == "active");
  }
  SECTION("a listener that is not there is not configuring") {
    cloud.call("StartLoadBalancerListener", {{"LoadBalancerId", lb}, {"ListenerPort", 80}});
    CHECK(cloud.send("StartLoadBalancerListener", {{"LoadBalancerId", lb}, {"ListenerPort", 9}}).code ==
          "ListenerNotFound");
    CHECK(cloud.send("StartLoadBalancerListener", {{"LoadBalancerId", lb}, {"ListenerPort", 81}}).code ==
          "ServiceUnavailable");
  }
  SECTION("both spellings of a list are in the answer") {
    cloud.done("CreateRules",
               object_of("{'LoadBalancerId':'$lb','ListenerPort':'80','RuleList':[{'RuleName':'r',"
                         "'Url':'/a','VServerGroupId':'$group'}]}",
                         names));
    auto const rules_there = cloud.call("DescribeRules", {{"LoadBalancerId", lb}, {"ListenerPort", "80"}});
    CHECK(rules_there.at("RuleList").as_array().size() == 1);
    CHECK(rules_there.at("Rules").at("Rule").as_array().size() == 1);
  }
}

TEST_CASE("Capital Online: what is not given of a listener stays") {
  capitalonline_lb cloud{{}};
  auto const slb =
      text_of(cloud
                  .done("CreateVpcSlb",
                        object_of("{'RegionCode':'CN_X','AvailableZoneCode':'CN_X_A','VpcId':'v','Name':'n',"
                                  "'NetType':'wan','ConfType':'slb.v1.small'}",
                                  {}))
                  .at("Data")
                  .at("SlbId"));
  auto const offered = cloud.call("DescribeVpcSlbListenCreateInfo", {{"SlbId", slb}});
  auto const& vip = offered.at("Data").at("SlbVipList").at(0);
  json::object listener{{"SlbId", slb},
                        {"ListenName", "l"},
                        {"Vip", vip.at("Vip")},
                        {"VipId", vip.at("VipId")},
                        {"VipType", vip.at("VipType")},
                        {"ListenProtocol", "TCP"},
                        {"ListenPort", 80},
                        {"ListenTimeout", 77},
                        {"Scheduler", "rr"},
                        {"HealthCheckInfo", {{"Protocol", "TCP"}, {"Port", 0}, {"Retry", 3}}}};
  auto const id = text_of(cloud.done("CreateVpcSLBListen", listener).at("Data").at("ListenId"));
  cloud.done(
      "UpdateVpcSLBListen",
      {{"ListenId", id}, {"ListenName", "m"}, {"Scheduler", "wrr"}, {"HealthCheckInfo", {{"Retry", 4}}}});
  auto const shown = cloud.call("QueryVpcSLBListen", {{"ListenId", id}}).at("Data").as_object();
  CHECK(shown.at("ListenTimeout") == 77);
  CHECK(text_of(shown.at("Scheduler")) == "wrr");
  CHECK(shown.at("HealthCheckInfo").at("Retry") == 4);
  CHECK(text_of(shown.at("HealthCheckInfo").at("Protocol")) == "TCP");
}

// ---- what the vendors' documents themselves send

TEST_CASE("the examples of the documents are not refused for their values") {
  std::size_t sent = 0;
  std::vector<std::pair<std::string, std::unique_ptr<speaker>>> clouds;
  clouds.emplace_back("tencent-clb-2018-03-17.json",
                      std::make_unique<tencent_clb>(colb::emulator::options{}));
  clouds.emplace_back("tencent-clb-2017.json", std::make_unique<tencent_clb_2017>(colb::emulator::options{}));
  clouds.emplace_back("aliyun-slb-2014-05-15.json", std::make_unique<aliyun_slb>(colb::emulator::options{}));
  clouds.emplace_back("capitalonline-lb-2019-08-08.json",
                      std::make_unique<capitalonline_lb>(colb::emulator::options{}));
  // What is not there, and slips of the documents: PrePa for PrePay, ports 80443 and -520, a masked site.
  std::set<std::string> const known{
      "tencent ReplaceCertForLoadBalancers: The value of parameter `OldCertificateId` is not valid: no load "
      "balancer uses it.",
      "tencent DescribeCustomizedConfigAssociateList: The value of parameter `UconfigId` is not valid: there "
      "is no such configuration.",
      "tencent ReplaceCert: (14000)The value of parameter `OldCertificateId` is not valid: no load balancer "
      "uses it.",
      "aliyun ModifyLoadBalancerPayType: The specified parameter PayType is not valid.",
      "aliyun DescribeLoadBalancerHTTPListenerAttribute: The specified parameter Port (ListenerPort) is not "
      "valid.",
      "aliyun DescribeLoadBalancerHTTPSListenerAttribute: The specified parameter Port (ListenerPort) is not "
      "valid.",
      "aliyun SetLoadBalancerHTTPListenerAttribute: The specified parameter Port (ListenerPort) is not "
      "valid.",
      "aliyun SetLoadBalancerHTTPSListenerAttribute: The specified parameter Port (ListenerPort) is not "
      "valid.",
      "capitalonline CreateLoadBalancer: The parameter RegionId is not valid: there is no site ******.",
  };
  for (auto const& [file, cloud] : clouds) {
    auto const whole = catalog(file);
    for (auto const& action : whole.at("actions").as_object()) {
      auto const* const examples = action.value().as_object().if_contains("examples");
      if (!examples) continue;
      for (auto const& example : examples->as_array()) {
        auto const* const request = example.as_object().if_contains("request");
        if (!request || !request->is_object()) continue;
        auto parameters = request->as_object();
        for (auto const* const common : {"Action", "Version", "Region"}) parameters.erase(common);
        auto const said = cloud->send(std::string(action.key()), parameters);
        ++sent;
        bool const of_values = said.message.find("not valid") != std::string::npos ||
                               said.message.find("between") != std::string::npos;
        auto const what =
            file.substr(0, file.find('-')) + ' ' + std::string(action.key()) + ": " + said.message;
        if (of_values && !known.contains(what)) FAIL_CHECK(what);
        cloud->clock->advance(1s);
      }
    }
  }
  std::cout << "examples sent: " << sent << '\n';
  CHECK(sent > 200);
}

// ---- unknown parameters and Actions, and Actions of the user's own

namespace {

template <class Speaker>
void accept_unknown(std::string const& known_read, json::object const& parameters, std::string const& id) {
  colb::emulator::options options;
  Speaker strict{options};
  CHECK_FALSE(strict.send("ReadTheFuture", {}).code.empty());
  json::object more = parameters;
  more["Colour"] = "blue";
  CHECK_FALSE(strict.send(known_read, more).code.empty());

  options.unknown = colb::emulator::unknown::accept;
  Speaker lenient{options};
  auto const answer = lenient.call("ReadTheFuture", {{"Day", "Tuesday"}});
  CHECK(lenient.verdict_of(answer).code.empty());
  CHECK_FALSE(text_of(answer, id).empty());
  CHECK(lenient.send(known_read, more).code.empty());
  CHECK_FALSE(lenient.send(known_read, {{"Limit", -1}, {"limit", -1}, {"PageSize", -1}}).code ==
              "UnknownParameter");
  auto const calls = lenient.core().calls();
  REQUIRE(calls.size() == 3);
  CHECK(calls.front().action == "ReadTheFuture");
  CHECK(calls.front().code.empty());
}

template <class Speaker>
void serve_own(std::string const& service, std::string const& id) {
  Speaker cloud{{}};
  cloud.core().serve(service, "AddUp", [](json::object const& in) -> json::object {
    if (!in.contains("A")) throw colb::emulator::refusal{"NoSummand", "A is missing."};
    return {{"Sum", text_of(in.at("A")) + '+' + text_of(in.at("B"))}};
  });
  auto const answer = cloud.call("AddUp", {{"A", "1"}, {"B", "2"}});
  CHECK(text_of(answer, "Sum") == "1+2");
  CHECK_FALSE(text_of(answer, id).empty());
  CHECK(cloud.send("AddUp", {}).message.find("A is missing.") != std::string::npos);
  CHECK_THROWS_AS(cloud.core().serve("no.such", "AddUp", {}), std::invalid_argument);
}

}  // namespace

TEST_CASE("unknown parameters and Actions are refused, or accepted where the options say so") {
  accept_unknown<tencent_clb>("DescribeLoadBalancers", {}, "RequestId");
  accept_unknown<tencent_clb_2017>("DescribeLoadBalancers", {}, "requestId");
  accept_unknown<aliyun_slb>("DescribeLoadBalancers", {}, "RequestId");
  accept_unknown<capitalonline_lb>("DescribeLoadBalancers", {}, "TaskId");
}

TEST_CASE("an Action of the user's own is answered by the user's own function") {
  serve_own<tencent_clb>("clb", "RequestId");
  serve_own<tencent_clb_2017>("tencent.clb_2017", "requestId");
  serve_own<aliyun_slb>("slb", "RequestId");
  serve_own<capitalonline_lb>("lb", "TaskId");

  tencent_clb cloud{{}};
  cloud.core().serve("clb", "BuildBridge", [](json::object const&) { return json::object(); });
  auto const task = text_of(cloud.call("BuildBridge", {}), "RequestId");
  auto const state = [&] {
    return cloud.call("DescribeTaskStatus", {{"TaskId", task}}).at("Status").as_int64();
  };
  CHECK(state() == 2);
  cloud.clock->advance(1s);
  CHECK(state() == 0);
}

TEST_CASE("a cloud serves the services that it is told to") {
  colb::emulator::options options;
  options.services = {"aliyun"};
  CHECK(aliyun_slb{options}.send("DescribeRegions", {}).code.empty());
  emu::core only(options);
  for (auto const& row : only.coverage()) CHECK(row.service.starts_with("aliyun."));
  options.services = {"tencent.clb", "capitalonline.lb"};
  emu::core two(options);
  std::set<std::string> names;
  for (auto const& row : two.coverage()) names.insert(row.service);
  CHECK(names == std::set<std::string>{"tencent.clb", "capitalonline.lb"});
  options.services = {"tencent.cvm"};
  CHECK_THROWS_AS(emu::core(options), std::invalid_argument);
}

TEST_CASE("timestamps may be as far off as each document says") {
  tencent_clb_2017 older{{}};
  older.clock->advance(1h);
  CHECK(older.send("DescribeLoadBalancers", {}).code.empty());
  // Nonces are positive with both Tencent APIs: see the entry tests.
}
