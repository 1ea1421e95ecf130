// colb: every Action of Alibaba Cloud SLB, as the emulator serves it.
#include <algorithm>
#include <chrono>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/serialize.hpp>

#include "catch.hpp"
#include "emulator/aliyun_driver.hpp"
#include "support/certificates.hpp"

using colb_test::slb_driver;
using namespace std::chrono_literals;
namespace json = boost::json;

namespace {

using parameters = slb_driver::parameters;

struct account : slb_driver {
  /// Sends a request that has to succeed, and lets the change come to its end.
  json::object done(std::string action, parameters more = {}) {
    auto const answer = call(action, std::move(more));
    INFO(action << ": " << json::serialize(answer.body));
    REQUIRE(answer.status == 200);
    clock->advance(1s);
    return answer.body;
  }
  static std::string text(json::value const& value) { return json::value_to<std::string>(value); }
};

std::string listed(json::object const& body, std::string_view wrapper, std::string_view list,
                   std::size_t index, std::string_view field) {
  auto const& entry = body.at(wrapper).at(list).as_array().at(index).as_object().at(field);
  return entry.is_string() ? account::text(entry) : json::serialize(entry);
}

std::size_t size_of(json::object const& body, std::string_view wrapper, std::string_view list) {
  return body.at(wrapper).at(list).as_array().size();
}

}  // namespace

TEST_CASE("aliyun emulator: every Action of the document changes or shows the account") {
  account c;
  auto const lb =
      account::text(c.done("CreateLoadBalancer", {{"LoadBalancerName", "one"}}).at("LoadBalancerId"));
  auto const at = [&](std::string port, parameters more = {}) {
    more.insert(more.begin(), {{"LoadBalancerId", lb}, {"ListenerPort", std::move(port)}});
    return more;
  };

  // ---- load balancers, regions
  c.done("SetLoadBalancerName", {{"LoadBalancerId", lb}, {"LoadBalancerName", "two"}});
  c.done("ModifyLoadBalancerInternetSpec",
         {{"LoadBalancerId", lb}, {"InternetChargeType", "paybybandwidth"}, {"Bandwidth", "9"}});
  c.done("ModifyLoadBalancerInstanceSpec", {{"LoadBalancerId", lb}, {"LoadBalancerSpec", "slb.s2.small"}});
  c.done("ModifyLoadBalancerPayType",
         {{"LoadBalancerId", lb}, {"PayType", "PrePay"}, {"PricingCycle", "month"}, {"Duration", "1"}});
  c.done("SetLoadBalancerStatus", {{"LoadBalancerId", lb}, {"LoadBalancerStatus", "inactive"}});
  auto const about = c.done("DescribeLoadBalancerAttribute", {{"LoadBalancerId", lb}});
  CHECK(about.at("LoadBalancerName") == "two");
  CHECK(about.at("Bandwidth") == 9);
  CHECK(about.at("InternetChargeType") == "paybybandwidth");
  CHECK(about.at("LoadBalancerSpec") == "slb.s2.small");
  CHECK(about.at("PayType") == "PrePay");
  CHECK(about.at("LoadBalancerStatus") == "inactive");
  CHECK(size_of(c.done("DescribeLoadBalancers", {{"LoadBalancerName", "two"}}), "LoadBalancers",
                "LoadBalancer") == 1);
  CHECK(size_of(c.done("DescribeLoadBalancers", {{"LoadBalancerName", "one"}}), "LoadBalancers",
                "LoadBalancer") == 0);
  CHECK(size_of(c.done("DescribeRegions"), "Regions", "Region") > 1);
  CHECK(listed(c.done("DescribeZones"), "Zones", "Zone", 0, "ZoneId") == "cn-hangzhou-a");

  // ---- tags
  c.done("AddTags", {{"LoadBalancerID", lb}, {"Tags", R"([{"TagKey":"a","TagValue":"1"},{"TagKey":"b"}])"}});
  c.done("AddTags", {{"LoadBalancerID", lb}, {"Tags", R"([{"TagKey":"a","TagValue":"2"}])"}});
  c.done("RemoveTags", {{"LoadBalancerID", lb}, {"Tags", R"([{"TagKey":"b"}])"}});
  auto const tags = c.done("DescribeTags", {{"LoadBalancerID", lb}});
  CHECK(size_of(tags, "TagSets", "TagSet") == 1);
  CHECK(listed(tags, "TagSets", "TagSet", 0, "TagValue") == "2");
  CHECK(tags.at("TotalCount") == 1);
  CHECK(size_of(c.done("DescribeLoadBalancers", {{"Tags", R"([{"TagKey":"a","TagValue":"1"}])"}}),
                "LoadBalancers", "LoadBalancer") == 0);

  // ---- servers
  c.done("AddBackendServers",
         {{"LoadBalancerId", lb}, {"BackendServers", R"([{"ServerId":"i-1"},{"ServerId":"i-2"}])"}});
  c.done("SetBackendServers",
         {{"LoadBalancerId", lb}, {"BackendServers", R"([{"ServerId":"i-2","Weight":"5"}])"}});
  auto const servers =
      c.done("RemoveBackendServers", {{"LoadBalancerId", lb}, {"BackendServers", R"(["i-1"])"}});
  CHECK(size_of(servers, "BackendServers", "BackendServer") == 1);
  CHECK(listed(servers, "BackendServers", "BackendServer", 0, "Weight") == "5");
  CHECK(size_of(c.done("DescribeLoadBalancers", {{"ServerId", "i-2"}}), "LoadBalancers", "LoadBalancer") ==
        1);
  CHECK(size_of(c.done("DescribeLoadBalancers", {{"ServerId", "i-1"}}), "LoadBalancers", "LoadBalancer") ==
        0);

  // ---- what old SDKs always send, empty: of what may be left out only
  auto const empty = R"([{"ServerId":"i-4","Type":"","Description":"","ServerIp":""}])";
  for (auto const* const action : {"AddBackendServers", "SetBackendServers"})
    c.done(action, {{"LoadBalancerId", lb}, {"BackendServers", empty}});
  CHECK(c.call("AddBackendServers", {{"LoadBalancerId", lb}, {"BackendServers", R"([{"ServerId":""}])"}})
            .code != "");
  CHECK(c.call("AddBackendServers",
               {{"LoadBalancerId", lb}, {"BackendServers", R"([{"ServerId":"i-3","Type":"vm"}])"}})
            .code != "");
  auto const spare = account::text(
      c.done("CreateVServerGroup",
             {{"LoadBalancerId", lb},
              {"BackendServers",
               R"([{"ServerId":"i-1","Port":"80","Weight":"100","Type":"","Description":""}])"}})
          .at("VServerGroupId"));
  c.done("DeleteVServerGroup", {{"VServerGroupId", spare}});

  // ---- VServer groups
  auto const group = account::text(
      c.done("CreateVServerGroup", {{"LoadBalancerId", lb},
                                    {"BackendServers", R"([{"ServerId":"i-1","Port":"80","Weight":"100"}])"}})
          .at("VServerGroupId"));
  c.done(
      "AddVServerGroupBackendServers",
      {{"VServerGroupId", group}, {"BackendServers", R"([{"ServerId":"i-2","Port":"80","Weight":"10"}])"}});
  c.done("ModifyVServerGroupBackendServers",
         {{"VServerGroupId", group},
          {"OldBackendServers", R"([{"ServerId":"i-1","Port":"80"}])"},
          {"NewBackendServers", R"([{"ServerId":"i-3","Port":"81","Weight":"20"}])"}});
  c.done("RemoveVServerGroupBackendServers",
         {{"VServerGroupId", group}, {"BackendServers", R"([{"ServerId":"i-2","Port":"80"}])"}});
  c.done("SetVServerGroupAttribute",
         {{"VServerGroupId", group},
          {"VServerGroupName", "web"},
          {"BackendServers", R"([{"ServerId":"i-3","Port":"81","Weight":"30"}])"}});
  auto const members = c.done("DescribeVServerGroupAttribute", {{"VServerGroupId", group}});
  CHECK(members.at("VServerGroupName") == "web");
  CHECK(size_of(members, "BackendServers", "BackendServer") == 1);
  CHECK(listed(members, "BackendServers", "BackendServer", 0, "Weight") == "30");
  CHECK(listed(c.done("DescribeVServerGroups", {{"LoadBalancerId", lb}}), "VServerGroups", "VServerGroup", 0,
               "VServerGroupId") == group);

  // ---- certificates
  auto const authority = colb::test::make_identity("authority", "", nullptr);
  auto const mine = colb::test::make_identity("www.example", "DNS:www.example", &authority);
  auto const certificate =
      account::text(c.done("UploadServerCertificate", {{"ServerCertificate", mine.certificate_pem()},
                                                       {"ServerCertificateName", "mine"},
                                                       {"PrivateKey", mine.key_pem()}})
                        .at("ServerCertificateId"));
  c.done("SetServerCertificateName",
         {{"ServerCertificateId", certificate}, {"ServerCertificateName", "renamed"}});
  CHECK(listed(c.done("DescribeServerCertificates"), "ServerCertificates", "ServerCertificate", 0,
               "ServerCertificateName") == "renamed");
  auto const ca = account::text(
      c.done("UploadCACertificate", {{"CACertificate", authority.certificate_pem()}}).at("CACertificateId"));
  c.done("SetCACertificateName", {{"CACertificateId", ca}, {"CACertificateName", "authority"}});
  CHECK(listed(c.done("DescribeCACertificates"), "CACertificates", "CACertificate", 0, "CACertificateName") ==
        "authority");

  // ---- listeners of the four protocols
  c.done(
      "CreateLoadBalancerHTTPListener",
      at("80",
         {{"VServerGroupId", group}, {"Bandwidth", "1"}, {"StickySession", "off"}, {"HealthCheck", "on"}}));
  c.done("SetLoadBalancerHTTPListenerAttribute", at("80", {{"Bandwidth", "3"},
                                                           {"StickySession", "on"},
                                                           {"StickySessionType", "insert"},
                                                           {"CookieTimeout", "60"},
                                                           {"HealthCheck", "on"}}));
  auto const http = c.done("DescribeLoadBalancerHTTPListenerAttribute", at("80"));
  CHECK(http.at("Bandwidth") == 3);
  CHECK(http.at("CookieTimeout") == 60);
  CHECK(http.at("Status") == "stopped");
  CHECK(http.at("Scheduler") == "wrr");

  c.done("CreateLoadBalancerHTTPSListener", at("443", {{"BackendServerPort", "8443"},
                                                       {"Bandwidth", "1"},
                                                       {"StickySession", "off"},
                                                       {"HealthCheck", "off"},
                                                       {"ServerCertificateId", certificate},
                                                       {"CACertificateId", ca}}));
  c.done("SetLoadBalancerHTTPSListenerAttribute", at("443", {{"Bandwidth", "4"},
                                                             {"StickySession", "off"},
                                                             {"HealthCheck", "off"},
                                                             {"ServerCertificateId", certificate}}));
  CHECK(c.done("DescribeLoadBalancerHTTPSListenerAttribute", at("443")).at("Bandwidth") == 4);
  CHECK(c.call("DeleteCACertificate", {{"CACertificateId", ca}}).code == "CertificateAndPrivateKeyIsRefered");

  auto const pair = account::text(
      c.done(
           "CreateMasterSlaveVServerGroup",
           {{"LoadBalancerId", lb},
            {"MasterSlaveBackendServers",
             R"([{"ServerId":"i-1","Port":1,"Weight":100},{"ServerId":"i-2","Port":1,"Weight":100,"ServerType":"Slave"}])"}})
          .at("MasterSlaveVServerGroupId"));
  c.done("CreateLoadBalancerTCPListener", at("22", {{"MasterSlaveServerGroupId", pair}, {"Bandwidth", "1"}}));
  c.done("SetLoadBalancerTCPListenerAttribute",
         at("22", {{"Bandwidth", "1"}, {"HealthCheckTimeout", "9"}, {"EstablishedTimeout", "30"}}));
  auto const tcp = c.done("DescribeLoadBalancerTCPListenerAttribute", at("22"));
  CHECK(tcp.at("HealthCheckConnectTimeout") == 9);
  CHECK(tcp.at("EstablishedTimeout") == 30);
  c.done("CreateLoadBalancerUDPListener", at("53", {{"BackendServerPort", "53"}}));
  c.done("SetLoadBalancerUDPListenerAttribute", at("53", {{"HealthCheckTimeout", "8"}}));
  CHECK(c.done("DescribeLoadBalancerUDPListenerAttribute", at("53")).at("HealthCheckConnectTimeout") == 8);
  CHECK(c.call("DeleteMasterSlaveVServerGroup", {{"MasterSlaveVServerGroupId", pair}}).code ==
        "RspoolVipExist");
  CHECK(listed(c.done("DescribeMasterSlaveVServerGroups", {{"LoadBalancerId", lb}}),
               "MasterSlaveVServerGroups", "MasterSlaveVServerGroup", 0,
               "MasterSlaveVServerGroupId") == pair);
  CHECK(listed(c.done("DescribeMasterSlaveVServerGroupAttribute", {{"MasterSlaveVServerGroupId", pair}}),
               "MasterSlaveBackendServers", "MasterSlaveBackendServers", 1, "ServerType") == "Slave");
  CHECK(size_of(c.done("DescribeLoadBalancerAttribute", {{"LoadBalancerId", lb}}), "ListenerPorts",
                "ListenerPort") == 4);

  // ---- white lists
  c.done("SetListenerAccessControlStatus", at("80", {{"AccessControlStatus", "open_white_list"}}));
  c.done("AddListenerWhiteListItem", at("80", {{"SourceItems", "10.0.0.1,10.1.0.0/16"}}));
  c.done("RemoveListenerWhiteListItem", at("80", {{"SourceItems", "10.0.0.1"}}));
  for (auto const* const items : {",", "10.0.0.1,", "10.0.0.1,,10.0.0.2"}) {
    for (auto const* const action : {"AddListenerWhiteListItem", "RemoveListenerWhiteListItem"}) {
      CAPTURE(action, items);
      CHECK(c.call(action, at("80", {{"SourceItems", items}})).code == "InvalidParameter");
    }
  }
  CHECK(c.call("AddListenerWhiteListItem", at("80", {{"SourceItems", "0.0.0.0/0"}})).code ==
        "InvalidParameter");
  auto const access = c.done("DescribeListenerAccessControlAttribute", at("80"));
  CHECK(access.at("AccessControlStatus") == "open_white_list");
  CHECK(access.at("SourceItems") == "10.1.0.0/16");

  // ---- rules
  auto const rule = listed(
      c.done("CreateRules",
             at("80", {{"RuleList", R"([{"RuleName":"r","Url":"/a","VServerGroupId":")" + group + "\"}]"}})),
      "Rules", "Rule", 0, "RuleId");
  c.done("SetRule", {{"RuleId", rule}, {"VServerGroupId", group}});
  CHECK(c.done("DescribeRuleAttribute", {{"RuleId", rule}}).at("ListenerPort") == "80");
  CHECK(c.done("DescribeRules", at("80")).at("RuleList").as_array().size() == 1);
  CHECK(c.call("CreateRules",
               at("22", {{"RuleList", R"([{"RuleName":"r","Url":"/a","VServerGroupId":")" + group + "\"}]"}}))
            .code == "UnsupportedOperationonfixedprotocalport");
  CHECK(c.call("DeleteVServerGroup", {{"VServerGroupId", group}}).code == "RspoolVipExist");
  c.done("DeleteRules", {{"RuleIds", "[\"" + rule + "\"]"}});
  CHECK(c.done("DescribeRules", at("80")).at("RuleList").as_array().empty());

  // ---- start, health, stop
  CHECK(c.call("StartLoadBalancerListener", at("80")).status == 200);
  CHECK(c.call("DescribeLoadBalancerHTTPListenerAttribute", at("80")).body.at("Status") == "starting");
  auto const busy = c.call("DeleteLoadBalancerListener", at("80"));
  CHECK(busy.status == 503);
  CHECK(busy.code == "ServiceUnavailable");
  c.clock->advance(1s);
  CHECK(c.call("DescribeLoadBalancerHTTPListenerAttribute", at("80")).body.at("Status") == "running");
  CHECK(listed(c.done("DescribeHealthStatus", at("80")), "BackendServers", "BackendServer", 0,
               "ServerHealthStatus") == "normal");
  CHECK(c.call("DescribeHealthStatus", at("443")).code == "CheckedListenerNotFound");
  CHECK(c.call("StopLoadBalancerListener", at("80")).status == 200);
  CHECK(c.call("DescribeLoadBalancerHTTPListenerAttribute", at("80")).body.at("Status") == "stopping");
  c.clock->advance(1s);

  // ---- and away with it
  for (std::string const port : {"80", "443", "22", "53"}) c.done("DeleteLoadBalancerListener", at(port));
  c.done("DeleteVServerGroup", {{"VServerGroupId", group}});
  c.done("DeleteMasterSlaveVServerGroup", {{"MasterSlaveVServerGroupId", pair}});
  c.done("DeleteServerCertificate", {{"ServerCertificateId", certificate}});
  c.done("DeleteCACertificate", {{"CACertificateId", ca}});
  // It is prepaid by now; another one is not.
  CHECK(c.call("DeleteLoadBalancer", {{"LoadBalancerId", lb}}).code == "UnsupportedOperation");
  auto const other = account::text(c.done("CreateLoadBalancer").at("LoadBalancerId"));
  c.done("DeleteLoadBalancer", {{"LoadBalancerId", other}});
  CHECK(c.call("DescribeLoadBalancerAttribute", {{"LoadBalancerId", other}}).code ==
        "InvalidLoadBalancerId.NotFound");

  std::set<std::string> served;
  for (auto const& call : c.core.calls()) {
    if (call.code.empty()) served.insert(call.action);
  }
  // The other 35 are today's: see aliyun_today_test.cpp.
  auto const rows = c.core.coverage();
  auto const here =
      std::count_if(rows.begin(), rows.end(), [](auto const& row) { return row.service == "aliyun.slb"; });
  CHECK(here == 62 + 35);
  CHECK(served.size() == 62);
}
