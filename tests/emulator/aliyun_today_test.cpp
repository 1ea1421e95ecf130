// colb: what today's Alibaba Cloud SLB has beside the document, as the emulator serves it.
#include <algorithm>
#include <chrono>
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
  /// The code of a refusal.
  std::string refused(std::string action, parameters more = {}) {
    auto const answer = call(action, std::move(more));
    INFO(action << ": " << json::serialize(answer.body));
    CHECK(answer.status != 200);
    return answer.code;
  }
  static std::string text(json::value const& value) { return json::value_to<std::string>(value); }
  std::string made(std::string action, std::string_view id, parameters more) {
    return text(done(std::move(action), std::move(more)).at(id));
  }
  std::string https_listener(std::string const& lb, std::string port, std::string certificate) {
    done("CreateLoadBalancerHTTPSListener", {{"LoadBalancerId", lb},
                                             {"ListenerPort", port},
                                             {"BackendServerPort", "80"},
                                             {"Bandwidth", "-1"},
                                             {"StickySession", "off"},
                                             {"HealthCheck", "off"},
                                             {"ServerCertificateId", certificate}});
    return port;
  }
  std::string certificate() {
    static auto const mine = colb::test::make_identity("a.example", "DNS:a.example", nullptr);
    return made("UploadServerCertificate", "ServerCertificateId",
                {{"ServerCertificateName", "c"},
                 {"ServerCertificate", mine.certificate_pem()},
                 {"PrivateKey", mine.key_pem()}});
  }
};

json::array const& list_at(json::object const& body, std::string_view wrapper, std::string_view list) {
  return body.at(wrapper).at(list).as_array();
}

}  // namespace

TEST_CASE("aliyun emulator: access control lists and their entries") {
  account c;
  auto const acl = c.made("CreateAccessControlList", "AclId",
                          {{"AclName", "office"}, {"Tag.1.Key", "team"}, {"Tag.1.Value", "net"}});
  CHECK(c.refused("CreateAccessControlList", {{"AclName", "office"}}) == "InvalidParameter");
  CHECK(c.refused("CreateAccessControlList", {{"AclName", "no blanks"}}) == "InvalidParameter");
  c.done("AddAccessControlListEntry",
         {{"AclId", acl},
          {"AclEntrys", R"([{"entry":"10.0.0.0/8","comment":"inner"},{"entry":"1.2.3.4/32"}])"}});
  // What is there already is skipped.
  c.done("AddAccessControlListEntry", {{"AclId", acl}, {"AclEntrys", R"([{"entry":"1.2.3.4/32"}])"}});
  for (std::string const bad :
       {"10.0.0.0", "10.0.0/8", "10.0.0.256/8", "10.0.0.0/33", "10.0.0.0./8", "x/8"}) {
    CHECK(c.refused("AddAccessControlListEntry",
                    {{"AclId", acl}, {"AclEntrys", "[{\"entry\":\"" + bad + "\"}]"}}) == "AclEntryIllegal");
  }
  auto const entries = [](int count, int from) {
    std::string text;
    for (int i = from; i < from + count; ++i)
      text += (text.empty() ? "[" : ",") + ("{\"entry\":\"10.1." + std::to_string(i / 256) + '.') +
              std::to_string(i % 256) + "/32\"}";
    return text + ']';
  };
  CHECK(c.refused("AddAccessControlListEntry", {{"AclId", acl}, {"AclEntrys", entries(51, 0)}}) ==
        "AclEntryExceedLimit");
  for (int i = 0; i < 5; ++i)
    c.done("AddAccessControlListEntry", {{"AclId", acl}, {"AclEntrys", entries(50, 50 * i)}});
  c.done("AddAccessControlListEntry", {{"AclId", acl}, {"AclEntrys", entries(48, 250)}});
  CHECK(c.refused("AddAccessControlListEntry", {{"AclId", acl}, {"AclEntrys", entries(1, 400)}}) ==
        "AclEntryExceedLimit");
  c.done("RemoveAccessControlListEntry", {{"AclId", acl}, {"AclEntrys", entries(48, 250)}});

  auto const shown =
      c.done("DescribeAccessControlListAttribute", {{"AclId", acl}, {"PageSize", "50"}, {"Page", "6"}});
  CHECK(shown.at("TotalAclEntry") == 252);
  CHECK(list_at(shown, "AclEntrys", "AclEntry").size() == 2);
  CHECK(list_at(shown, "Tags", "Tag").at(0).at("TagValue") == "net");
  auto const first = c.done("DescribeAccessControlListAttribute", {{"AclId", acl}});
  CHECK(list_at(first, "AclEntrys", "AclEntry").size() == 10);
  CHECK(list_at(first, "AclEntrys", "AclEntry").at(0).at("AclEntryComment") == "inner");
  auto const inner =
      c.done("DescribeAccessControlListAttribute", {{"AclId", acl}, {"AclEntryComment", "inner"}});
  CHECK(inner.at("TotalAclEntry") == 1);

  c.done("SetAccessControlListAttribute", {{"AclId", acl}, {"AclName", "home"}});
  CHECK(c.done("DescribeAccessControlLists", {{"AclName", "hom"}}).at("TotalCount") == 1);
  CHECK(c.done("DescribeAccessControlLists", {{"AclName", "office"}}).at("TotalCount") == 0);

  // A listener uses it: then it stays.
  auto const lb = c.balancer();
  c.clock->advance(1s);
  parameters listener{{"LoadBalancerId", lb}, {"ListenerPort", "80"}, {"BackendServerPort", "80"},
                      {"Bandwidth", "-1"},    {"AclStatus", "on"},    {"AclType", "white"}};
  CHECK(c.refused("CreateLoadBalancerTCPListener", listener) == "MissingParameter");
  listener.emplace_back("AclId", "acl-unknown");
  CHECK(c.refused("CreateLoadBalancerTCPListener", listener) == "AclNotExist");
  listener.back().second = acl;
  c.done("CreateLoadBalancerTCPListener", listener);
  CHECK(c.refused("DeleteAccessControlList", {{"AclId", acl}}) == "OperationFailed.AclBindedWithVip");
  auto const used = c.done("DescribeAccessControlListAttribute", {{"AclId", acl}});
  CHECK(list_at(used, "RelatedListeners", "RelatedListener").at(0).at("ListenerPort") == 80);
  auto const tcp =
      c.done("DescribeLoadBalancerTCPListenerAttribute", {{"LoadBalancerId", lb}, {"ListenerPort", "80"}});
  CHECK(account::text(tcp.at("AclId")) == acl);
  CHECK(tcp.at("AclIds").at("AclId").as_array().size() == 1);
  c.done("DeleteLoadBalancerListener", {{"LoadBalancerId", lb}, {"ListenerPort", "80"}});
  c.done("DeleteAccessControlList", {{"AclId", acl}});
  CHECK(c.refused("DescribeAccessControlListAttribute", {{"AclId", acl}}) == "AclNotExist");
}

TEST_CASE("aliyun emulator: additional domains, and TLS policies of one's own") {
  account c;
  auto const lb = c.balancer();
  c.clock->advance(1s);
  auto const certificate = c.certificate(), another = c.certificate();
  c.https_listener(lb, "443", certificate);
  parameters const at{{"LoadBalancerId", lb}, {"ListenerPort", "443"}};
  auto wanted = at;
  wanted.insert(wanted.end(), {{"Domain", "a.example"}, {"ServerCertificateId", "cert-unknown"}});
  CHECK(c.refused("CreateDomainExtension", wanted) == "InvalidParameter.ServerCertificateId");
  wanted.back().second = certificate;
  auto const id = c.made("CreateDomainExtension", "DomainExtensionId", wanted);
  CHECK(c.refused("CreateDomainExtension", wanted) == "InvalidParameter.Domain");
  c.done("SetDomainExtensionAttribute", {{"DomainExtensionId", id}, {"ServerCertificateId", another}});
  auto const extension = c.done("DescribeDomainExtensionAttribute", {{"DomainExtensionId", id}});
  CHECK(account::text(extension.at("ServerCertificateId")) == another);
  CHECK(list_at(c.done("DescribeDomainExtensions", at), "DomainExtensions", "DomainExtension").size() == 1);
  auto const seen = c.done("DescribeLoadBalancerHTTPSListenerAttribute", at);
  CHECK(list_at(seen, "DomainExtensions", "DomainExtension").at(0).at("Domain") == "a.example");
  c.done("DeleteDomainExtension", {{"DomainExtensionId", id}});
  CHECK(c.refused("DeleteDomainExtension", {{"DomainExtensionId", id}}) ==
        "InvalidParameter.DomainExtensionId");

  parameters policy{
      {"Name", "strict"}, {"TLSVersions.1", "TLSv1.2"}, {"Ciphers.1", "TLS_AES_128_GCM_SHA256"}};
  CHECK(c.refused("CreateTLSCipherPolicy", policy) == "TLSPolicyNoSupportCipher");
  policy.back().second = "AES128-GCM-SHA256";
  auto const tls = c.made("CreateTLSCipherPolicy", "TLSCipherPolicyId", policy);
  auto changed = policy;
  changed.insert(changed.end(), {{"TLSCipherPolicyId", tls}, {"Ciphers.2", "AES256-GCM-SHA384"}});
  REQUIRE(c.call("SetTLSCipherPolicyAttribute", changed).status == 200);
  auto const status = [&] {
    auto const answer = c.call("ListTLSCipherPolicies", {{"IncludeListener", "true"}});
    return answer.body.at("TLSCipherPolicies").as_array().at(0).as_object();
  };
  CHECK(status().at("Status") == "configuring");
  CHECK(c.refused("DeleteTLSCipherPolicy", {{"TLSCipherPolicyId", tls}}) == "TLSPolicyConfiguring");
  c.clock->advance(1s);
  CHECK(status().at("Status") == "normal");
  CHECK(status().at("Ciphers").as_array().size() == 2);
  auto set = at;
  set.insert(set.end(), {{"Bandwidth", "-1"},
                         {"StickySession", "off"},
                         {"HealthCheck", "off"},
                         {"ServerCertificateId", certificate},
                         {"TLSCipherPolicy", tls}});
  c.done("SetLoadBalancerHTTPSListenerAttribute", set);
  CHECK(status().at("RelateListeners").as_array().at(0).at("Port") == 443);
  CHECK(c.refused("DeleteTLSCipherPolicy", {{"TLSCipherPolicyId", tls}}) == "TLSPolicyBeingUsed");
}

TEST_CASE("aliyun emulator: a protected load balancer cannot be deleted") {
  account c;
  auto const lb = c.made("CreateLoadBalancer", "LoadBalancerId", {{"DeleteProtection", "on"}});
  parameters const it{{"LoadBalancerId", lb}};
  CHECK(c.refused("DeleteLoadBalancer", it) == "OperationDenied.DeleteProtectionIsOn");
  CHECK(c.done("DescribeLoadBalancerAttribute", it).at("DeleteProtection") == "on");
  c.done("SetLoadBalancerDeleteProtection", {{"LoadBalancerId", lb}, {"DeleteProtection", "off"}});
  c.done("SetLoadBalancerModificationProtection",
         {{"LoadBalancerId", lb},
          {"ModificationProtectionStatus", "ConsoleProtection"},
          {"ModificationProtectionReason", "managed by a controller"}});
  auto const shown = c.done("DescribeLoadBalancerAttribute", it);
  CHECK(shown.at("DeleteProtection") == "off");
  CHECK(shown.at("ModificationProtectionReason") == "managed by a controller");
  CHECK(c.refused("SetLoadBalancerModificationProtection", {{"LoadBalancerId", lb},
                                                            {"ModificationProtectionStatus", "NonProtection"},
                                                            {"ModificationProtectionReason", "why"}}) ==
        "InvalidParam.ModificationProtectionReason");
  CHECK(c.refused("ModifyLoadBalancerInstanceChargeType",
                  {{"LoadBalancerId", lb}, {"InstanceChargeType", "PayBySpec"}}) ==
        "IllegalParam.InstanceChargeType");
  c.done("ModifyLoadBalancerInstanceChargeType",
         {{"LoadBalancerId", lb}, {"InstanceChargeType", "PayByCLCU"}});
  CHECK(c.done("DescribeLoadBalancerAttribute", it).at("InstanceChargeType") == "PayByCLCU");
  CHECK(c.refused("ModifyLoadBalancerInstanceChargeType",
                  {{"LoadBalancerId", lb}, {"InstanceChargeType", "PayBySpec"}}) == "Forbidden.LcuToSpec");
  c.done("DeleteLoadBalancer", it);
}

TEST_CASE("aliyun emulator: load balancers page by page, when a page is asked for") {
  account c;
  for (int i = 0; i < 5; ++i)
    c.done("CreateLoadBalancer", {{"Tag.1.Key", "n"}, {"Tag.1.Value", std::to_string(i)}});
  auto const whole = c.done("DescribeLoadBalancers");
  CHECK(list_at(whole, "LoadBalancers", "LoadBalancer").size() == 5);
  CHECK_FALSE(whole.contains("PageNumber"));
  auto const last = c.done("DescribeLoadBalancers", {{"PageNumber", "3"}, {"PageSize", "2"}});
  CHECK(list_at(last, "LoadBalancers", "LoadBalancer").size() == 1);
  CHECK(last.at("TotalCount") == 5);
  CHECK(c.refused("DescribeLoadBalancers", {{"PageSize", "2"}}) == "MissingParameter");
  CHECK(c.refused("DescribeLoadBalancers", {{"PageNumber", "1"}, {"PageSize", "101"}}) == "InvalidParameter");
  auto const tagged = c.done("DescribeLoadBalancers", {{"Tag.1.Key", "n"}, {"Tag.1.Value", "3"}});
  CHECK(list_at(tagged, "LoadBalancers", "LoadBalancer").size() == 1);
}

TEST_CASE("aliyun emulator: TCP and UDP share a port, and ListenerProtocol tells them apart") {
  account c;
  auto const lb = c.balancer();
  c.clock->advance(1s);
  parameters const at{{"LoadBalancerId", lb}, {"ListenerPort", "53"}};
  auto const with = [&](parameters more) {
    more.insert(more.begin(), at.begin(), at.end());
    return more;
  };
  for (std::string const protocol : {"TCP", "UDP"}) {
    c.done("CreateLoadBalancer" + protocol + "Listener",
           with({{"BackendServerPort", "53"}, {"Bandwidth", "-1"}, {"Description", protocol}}));
  }
  CHECK(c.refused("CreateLoadBalancerUDPListener",
                  with({{"BackendServerPort", "53"}, {"Bandwidth", "-1"}})) == "ListenerAlreadyExists");
  CHECK(c.refused("StartLoadBalancerListener", at) == "MissingParameter");
  c.done("StartLoadBalancerListener", with({{"ListenerProtocol", "udp"}}));
  CHECK(c.done("DescribeLoadBalancerUDPListenerAttribute", at).at("Status") == "running");
  CHECK(c.done("DescribeLoadBalancerTCPListenerAttribute", at).at("Status") == "stopped");
  CHECK(c.refused("StopLoadBalancerListener", with({{"ListenerProtocol", "http"}})) == "ListenerNotFound");
  auto const about = c.done("DescribeLoadBalancerAttribute", {{"LoadBalancerId", lb}});
  CHECK(list_at(about, "ListenerPortsAndProtocol", "ListenerPortAndProtocol").size() == 2);
  CHECK(list_at(about, "ListenerPorts", "ListenerPort").at(1) == 53);
  c.done("DeleteLoadBalancerListener", with({{"ListenerProtocol", "tcp"}}));
  CHECK(c.done("DescribeLoadBalancerUDPListenerAttribute", at).at("Description") == "UDP");
  // One alone needs no telling.
  c.done("StopLoadBalancerListener", at);
}

TEST_CASE("aliyun emulator: the listeners of all load balancers, by a cursor") {
  account c;
  auto const one = c.balancer(), two = c.balancer();
  c.clock->advance(1s);
  for (auto const& lb : {one, two}) {
    for (std::string const port : {"80", "81"}) {
      c.done("CreateLoadBalancerHTTPListener", {{"LoadBalancerId", lb},
                                                {"ListenerPort", port},
                                                {"BackendServerPort", "80"},
                                                {"Bandwidth", "-1"},
                                                {"StickySession", "off"},
                                                {"HealthCheck", "off"},
                                                {"IdleTimeout", "20"},
                                                {"Tag.1.Key", "port"},
                                                {"Tag.1.Value", port}});
    }
  }
  auto const first = c.done("DescribeLoadBalancerListeners", {{"MaxResults", "3"}});
  CHECK(first.at("Listeners").as_array().size() == 3);
  CHECK(first.at("TotalCount") == 4);
  auto const second = c.done("DescribeLoadBalancerListeners",
                             {{"MaxResults", "3"}, {"NextToken", account::text(first.at("NextToken"))}});
  CHECK(second.at("Listeners").as_array().size() == 1);
  CHECK(second.at("NextToken") == "");
  auto const picked = c.done("DescribeLoadBalancerListeners",
                             {{"LoadBalancerId.1", two}, {"Tag.1.Key", "port"}, {"Tag.1.Value", "81"}});
  REQUIRE(picked.at("Listeners").as_array().size() == 1);
  auto const& listener = picked.at("Listeners").as_array().at(0);
  CHECK(account::text(listener.at("LoadBalancerId")) == two);
  CHECK(listener.at("ListenerPort") == 81);
  CHECK(listener.at("HTTPListenerConfig").at("IdleTimeout") == 20);
  CHECK(listener.at("Tags").as_array().at(0).at("TagKey") == "port");
  CHECK(c.refused("DescribeLoadBalancerListeners", {{"MaxResults", "101"}}) == "IllegalParam.MaxResults");
  CHECK(c.refused("DescribeLoadBalancerListeners", {{"NextToken", "99"}}) == "IllegalParam.NextToken");
}

TEST_CASE("aliyun emulator: tags of resources") {
  account c;
  auto const lb = c.balancer();
  auto const acl = c.made("CreateAccessControlList", "AclId", {{"AclName", "a"}});
  parameters tag{{"ResourceType", "instance"}, {"ResourceId.1", lb}};
  for (int i = 1; i <= 20; ++i) {
    tag.emplace_back("Tag." + std::to_string(i) + ".Key", "k" + std::to_string(i));
    tag.emplace_back("Tag." + std::to_string(i) + ".Value", "v");
  }
  c.done("TagResources", tag);
  CHECK(c.refused("TagResources",
                  {{"ResourceType", "instance"}, {"ResourceId.1", lb}, {"Tag.1.Key", "more"}}) ==
        "QuotaLimitExceeds");
  tag.emplace_back("Tag.21.Key", "k21");
  CHECK(c.refused("TagResources", tag) == "SizeLimitExceeded.Tag");
  CHECK(c.refused("TagResources",
                  {{"ResourceType", "instance"}, {"ResourceId.1", "lb-x"}, {"Tag.1.Key", "k"}}) ==
        "ResourceNotExist");
  CHECK(c.refused("TagResources",
                  {{"ResourceType", "instance"}, {"ResourceId.1", lb}, {"Tag.1.Key", "acs:k"}}) ==
        "InvalidParam.TagKey");
  CHECK(c.refused("TagResources", {{"ResourceType", "disk"}, {"ResourceId.1", lb}, {"Tag.1.Key", "k"}}) ==
        "InvalidParam.ResourceType");
  c.done("TagResources", {{"ResourceType", "acl"}, {"ResourceId.1", acl}, {"Tag.1.Key", "k1"}});
  auto const listed = [&](parameters more) {
    return c.done("ListTagResources", std::move(more)).at("TagResources").at("TagResource").as_array().size();
  };
  CHECK(listed({{"ResourceType", "instance"}, {"ResourceId.1", lb}}) == 20);
  CHECK(listed({{"ResourceType", "acl"}, {"Tag.1.Key", "k1"}}) == 1);
  c.done("UntagResources", {{"ResourceType", "instance"}, {"ResourceId.1", lb}, {"TagKey.1", "k1"}});
  CHECK(listed({{"ResourceType", "instance"}, {"ResourceId.1", lb}}) == 19);
  c.done("UntagResources", {{"ResourceType", "instance"}, {"ResourceId.1", lb}, {"All", "true"}});
  CHECK(listed({{"ResourceType", "instance"}, {"ResourceId.1", lb}}) == 0);
}

TEST_CASE("aliyun emulator: master-slave groups under both names") {
  account c;
  auto const lb = c.balancer();
  c.clock->advance(1s);
  auto const pair =
      R"([{"ServerId":"i-1","Port":80,"Weight":100,"ServerType":"Master"},{"ServerId":"i-2","Port":80,"Weight":100,"ServerType":"Slave"}])";
  auto const id = c.made("CreateMasterSlaveServerGroup", "MasterSlaveServerGroupId",
                         {{"LoadBalancerId", lb},
                          {"MasterSlaveServerGroupName", "pair"},
                          {"MasterSlaveBackendServers", pair},
                          {"Tag.1.Key", "k"}});
  CHECK(list_at(c.done("DescribeMasterSlaveServerGroups", {{"LoadBalancerId", lb}}),
                "MasterSlaveServerGroups", "MasterSlaveServerGroup")
            .at(0)
            .at("MasterSlaveServerGroupName") == "pair");
  auto const today = c.done("DescribeMasterSlaveServerGroupAttribute", {{"MasterSlaveServerGroupId", id}});
  CHECK(list_at(today, "MasterSlaveBackendServers", "MasterSlaveBackendServer").size() == 2);
  CHECK(list_at(today, "Tags", "Tag").size() == 1);
  auto const document =
      c.done("DescribeMasterSlaveVServerGroupAttribute", {{"MasterSlaveVServerGroupId", id}});
  CHECK(document.at("MasterSlaveVServerGroupName") == "pair");
  c.done("DeleteMasterSlaveServerGroup", {{"MasterSlaveServerGroupId", id}});
}

TEST_CASE("aliyun emulator: settings that are kept and shown") {
  account c;
  auto const lb = c.balancer();
  parameters const log{{"LogProject", "project"}, {"LogStore", "store"}};
  c.done("EnableHighDefinationMonitor", log);
  CHECK(c.refused("EnableHighDefinationMonitor", log) == "OperationNotAllowed.HighDefinitionMonitorEnabled");
  c.done("ModifyHighDefinationMonitor", {{"LogProject", "another"}, {"LogStore", "store"}});
  CHECK(c.done("DescribeHighDefinationMonitor").at("LogProject") == "another");
  CHECK(c.refused("ModifyHighDefinationMonitor", {{"LogProject", "abc"}, {"LogStore", "store"}}) ==
        "InvalidParameter");
  auto const delivery = R"([{"logProject":"project","LogStore":"store","LoadBalancerId":")" + lb + "\"}]";
  c.done("SetAccessLogsDownloadAttribute", {{"LogsDownloadAttributes", delivery}});
  CHECK(c.done("DescribeAccessLogsDownloadAttribute").at("TotalCount") == 1);
  c.done("DeleteAccessLogsDownloadAttribute", {{"LogsDownloadAttributes", delivery}});
  CHECK(c.done("DescribeAccessLogsDownloadAttribute").at("TotalCount") == 0);
  c.done("MoveResourceGroup",
         {{"ResourceType", "loadbalancer"}, {"ResourceId", lb}, {"NewResourceGroupId", "rg-2"}});
  CHECK(c.done("DescribeLoadBalancerAttribute", {{"LoadBalancerId", lb}}).at("ResourceGroupId") == "rg-2");
  auto const offered = c.done("DescribeAvailableResource", {{"AddressIPVersion", "ipv4"}});
  auto const& zones = list_at(offered, "AvailableResources", "AvailableResource");
  CHECK(zones.at(0).at("SupportResources").at("SupportResource").as_array().size() == 3);
}
