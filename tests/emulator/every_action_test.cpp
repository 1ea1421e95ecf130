// colb: what the emulator has to do alike in every Action that may do it: tables over the Actions of all four
// APIs, made from the catalogs. What a filter does not match is left out; null is as good as nothing; a
// change of one member changes no other; a page is as long as documented.
#include <algorithm>
#include <iostream>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <colb/emulator/editions/aliyun_slb.hpp>
#include <colb/emulator/editions/tencent_clb.hpp>
#include <colb/emulator/limits/aliyun_slb.hpp>
#include <colb/emulator/limits/capitalonline_lb.hpp>
#include <colb/emulator/limits/tencent_clb.hpp>
#include <colb/emulator/limits/tencent_clb_2017.hpp>

#include "catch.hpp"
#include "emulator/catalog_model.hpp"
#include "emulator/senders.hpp"

using namespace colb_test;

namespace {

json::object plus(json::object one, json::object const& two) {
  for (auto const& each : two) one[each.key()] = each.value();
  return one;
}
std::string lowered(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}
json::array list_of(std::string_view text) { return json::parse(text).as_array(); }

json::object todays(std::string const& name) {
  return name.starts_with("tencent-clb-2018") || name.starts_with("aliyun") ? catalog(name + ".today.json")
                                                                            : json::object();
}

/// An API with something of everything in it.
struct world {
  world(std::string api, std::span<limit const> table, std::shared_ptr<speaker> speaker)
      : name(std::move(api)), limits(table), cloud(std::move(speaker)), about(name + ".json", todays(name)) {}

  std::string name;
  std::span<limit const> limits;
  std::shared_ptr<speaker> cloud;
  model about;
  json::object known{};  ///< Values of parameters, by `Action.Name` or name.

  /// What an Action requires.
  json::object request(std::string const& action) const {
    json::object out;
    for (auto const& f : about.of.at(action)) {
      auto const here = known.find(action + '.' + f.name);
      auto const anywhere = known.find(f.name);
      if (here != known.end()) {
        if (!here->value().is_null()) out[f.name] = here->value();
      } else if (f.required) {
        out[f.name] = anywhere != known.end() ? anywhere->value() : about.some(limits, action, f);
      }
    }
    if (name.starts_with("aliyun")) out.erase("RegionId");
    return out;
  }
  bool reads(std::string const& action) const {
    return text_of(about.whole.at("actions").at(action).at("kind")) == "read";
  }
};

colb::emulator::options slow_pages() {
  colb::emulator::options options;
  options.classic = 1;
  options.journal = 1;
  options.task_time = std::chrono::milliseconds(10);
  options.health_time = std::chrono::milliseconds(1);
  return options;
}

world make_clb(int more = 0) {
  world w("tencent-clb-2018-03-17", emu::clb_limits, std::make_shared<tencent_clb>(slow_pages()));
  auto& c = *w.cloud;
  for (int i = 0; i < more; ++i) {
    c.done("CreateLoadBalancer", {{"LoadBalancerType", "OPEN"}});
    c.done("CreateTargetGroup", {});
    c.done("SetCustomizedConfigForLoadBalancer", {{"OperationType", "ADD"},
                                                  {"ConfigName", "more" + std::to_string(i)},
                                                  {"ConfigContent", "client_max_body_size 1m;"}});
  }
  c.done("CreateLoadBalancer",
         {{"LoadBalancerType", "INTERNAL"}, {"VpcId", "vpc-12345678"}, {"SubnetId", "subnet-12345678"}});
  auto const lb = c.done("CreateLoadBalancer", {{"LoadBalancerType", "OPEN"},
                                                {"LoadBalancerName", "one"},
                                                {"Tags", {{{"TagKey", "k"}, {"TagValue", "v"}}}}})
                      .at("LoadBalancerIds")
                      .at(0);
  auto const listener = [&](std::string_view protocol, int port, json::object const& with = {}) {
    return c
        .done("CreateListener",
              plus({{"LoadBalancerId", lb}, {"Protocol", protocol}, {"Ports", json::array{port}}}, with))
        .at("ListenerIds")
        .at(0);
  };
  auto const tcp = listener("TCP", 80), http = listener("HTTP", 81);
  auto const https =
      listener("HTTPS", 443, {{"Certificate", {{"SSLMode", "UNIDIRECTIONAL"}, {"CertId", "cert0001"}}}});
  auto const rule = [&](json::value const& on, std::string_view domain) {
    return c
        .done("CreateRule",
              {{"LoadBalancerId", lb}, {"ListenerId", on}, {"Rules", {{{"Domain", domain}, {"Url", "/"}}}}})
        .at("LocationIds")
        .at(0);
  };
  auto const location = rule(http, "a.example"), secure = rule(https, "b.example");
  c.done(
      "RegisterTargets",
      {{"LoadBalancerId", lb}, {"ListenerId", tcp}, {"Targets", {{{"InstanceId", "ins-a"}, {"Port", 80}}}}});
  c.done("RegisterTargets", {{"LoadBalancerId", lb},
                             {"ListenerId", http},
                             {"LocationId", location},
                             {"Targets", {{{"InstanceId", "ins-b"}, {"Port", 81}}}}});
  c.done("ManualRewrite",
         {{"LoadBalancerId", lb},
          {"SourceListenerId", http},
          {"TargetListenerId", https},
          {"RewriteInfos", {{{"SourceLocationId", location}, {"TargetLocationId", secure}}}}});
  auto const group =
      c.done("CreateTargetGroup", {{"TargetGroupName", "group"}, {"Port", 80}}).at("TargetGroupId");
  c.done("RegisterTargetGroupInstances",
         {{"TargetGroupId", group}, {"TargetGroupInstances", {{{"BindIP", "10.1.1.1"}, {"Port", 80}}}}});
  auto const config =
      c.done("SetCustomizedConfigForLoadBalancer", {{"OperationType", "ADD"},
                                                    {"ConfigName", "config"},
                                                    {"ConfigContent", "client_max_body_size 1m;"}})
          .at("ConfigId");
  c.done("SetCustomizedConfigForLoadBalancer",
         {{"OperationType", "BIND"}, {"UconfigId", config}, {"LoadBalancerIds", json::array{lb}}});
  auto const classic =
      c.call("DescribeLoadBalancers", {{"Forward", 0}}).at("LoadBalancerSet").at(0).at("LoadBalancerId");
  c.done("RegisterTargetsWithClassicalLB",
         {{"LoadBalancerId", classic}, {"Targets", {{{"InstanceId", "ins-c"}}}}});
  w.known = {
      {"LoadBalancerId", lb},
      {"LoadBalancerIds", json::array{lb}},
      {"ListenerId", tcp},
      {"LocationId", location},
      {"TargetGroupId", group},
      {"UconfigId", config},
      {"DescribeTargetGroupInstances.Filters", {{{"Name", "TargetGroupId"}, {"Values", json::array{group}}}}},
      {"DescribeLoadBalancerListByCertId.CertIds", json::array{"cert0001"}},
      {"DescribeCustomizedConfigList.ConfigType", "CLB"},
      {"DescribeCustomizedConfigAssociateList.UconfigId", config},
      {"DescribeTaskStatus.TaskId", "none"},
      {"InquiryPriceCreateLoadBalancer.LoadBalancerChargeType", "POSTPAID"},
      {"InquiryPriceModifyLoadBalancer.InternetAccessible", {{"InternetMaxBandwidthOut", 10}}},
      {"DescribeLBListeners.Backends", {{{"VpcId", "vpc-default0"}, {"PrivateIp", "10.1.2.3"}}}},
      {"https", https},
      {"http", http},
      {"secure", secure},
      {"classic", classic}};
  for (auto const* const action :
       {"DescribeClassicalLBListeners", "DescribeClassicalLBTargets", "DescribeClassicalLBHealthStatus"})
    w.known[action + std::string(".LoadBalancerId")] = classic;
  w.known["DescribeClassicalLBByInstanceId.InstanceIds"] = json::array{"ins-c"};
  return w;
}

world make_clb_2017(int more = 0) {
  world w("tencent-clb-2017", emu::clb_2017_limits, std::make_shared<tencent_clb_2017>(slow_pages()));
  auto& c = *w.cloud;
  auto const make = [&](int forward, std::string const& called) {
    auto const made = c.done("CreateLoadBalancer",
                             {{"loadBalancerType", 2}, {"forward", forward}, {"loadBalancerName", called}});
    return text_of(made.at("unLoadBalancerIds").as_object().begin()->value().at(0));
  };
  for (int i = 0; i < more; ++i) make(1, "more" + std::to_string(i));
  auto const classic = make(0, "classic"), lb = make(1, "one");
  c.done("CreateLoadBalancerListeners",
         {{"loadBalancerId", classic},
          {"listeners", list_of(R"([{"loadBalancerPort":80,"instancePort":80,"protocol":2}])")}});
  c.done("CreateForwardLBFourthLayerListeners",
         {{"loadBalancerId", lb}, {"listeners", list_of(R"([{"loadBalancerPort":80,"protocol":2}])")}});
  c.done("CreateForwardLBSeventhLayerListeners",
         {{"loadBalancerId", lb}, {"listeners", list_of(R"([{"loadBalancerPort":81,"protocol":1}])")}});
  auto const shown = [&](int port) {
    return c.call("DescribeForwardLBListeners", {{"loadBalancerId", lb}, {"loadBalancerPort", port}})
        .at("listenerSet")
        .at(0)
        .as_object();
  };
  auto const tcp = text_of(shown(80), "listenerId"), http = text_of(shown(81), "listenerId");
  c.done("CreateForwardLBListenerRules", {{"loadBalancerId", lb},
                                          {"listenerId", http},
                                          {"rules", list_of(R"([{"domain":"a.example","url":"/"}])")}});
  auto const location = text_of(shown(81).at("rules").at(0).as_object(), "locationId");
  c.done("CreateForwardLBListenerRules", {{"loadBalancerId", lb},
                                          {"listenerId", http},
                                          {"rules", list_of(R"([{"domain":"b.example","url":"/"}])")}});
  c.done("RegisterInstancesWithForwardLBFourthListener",
         {{"loadBalancerId", lb},
          {"listenerId", tcp},
          {"backends", list_of(R"([{"instanceId":"ins-a","port":80}])")}});
  c.done("RegisterInstancesWithLoadBalancer",
         {{"loadBalancerId", classic}, {"backends", list_of(R"([{"instanceId":"ins-c"}])")}});
  auto const old = text_of(c.call("DescribeLoadBalancerListeners", {{"loadBalancerId", classic}})
                               .at("listenerSet")
                               .at(0)
                               .as_object(),
                           "unListenerId");
  w.known = {{"loadBalancerId", lb},   {"loadBalancerIds", json::array{lb}},
             {"listenerId", tcp},      {"http", http},
             {"locationId", location}, {"url", "/"},
             {"classic", classic},     {"old", old}};
  for (auto const* const action :
       {"DescribeLoadBalancerListeners", "DescribeLoadBalancerBackends", "DescribeLBHealthStatus"})
    w.known[action + std::string(".loadBalancerId")] = classic;
  w.known["DescribeLoadBalancers.loadBalancerIds"] = nullptr;
  w.known["DescribeRewrite.loadBalancerIds"] = json::array{lb};
  return w;
}

world make_slb(int more = 0) {
  world w("aliyun-slb-2014-05-15", emu::slb_limits, std::make_shared<aliyun_slb>(slow_pages()));
  auto& c = *w.cloud;
  for (int i = 0; i < more; ++i) {
    c.done("CreateLoadBalancer", {});
    c.done("CreateAccessControlList", {{"AclName", "more" + std::to_string(i)}});
  }
  auto const tag = list_of(R"([{"Key":"k","Value":"v"}])");
  auto const lb =
      text_of(c.done("CreateLoadBalancer", {{"LoadBalancerName", "one"}, {"Tag", tag}}), "LoadBalancerId");
  auto const certificate = text_of(
      c.done("UploadServerCertificate", {{"AliCloudCertificateId", "c"}, {"ServerCertificateName", "n"}}),
      "ServerCertificateId");
  auto const listener = [&](std::string const& protocol, int port) {
    json::object what{
        {"LoadBalancerId", lb}, {"ListenerPort", port}, {"BackendServerPort", port}, {"Bandwidth", -1}};
    if (protocol.starts_with("HTTP")) what = plus(what, {{"StickySession", "off"}, {"HealthCheck", "on"}});
    if (protocol == "HTTPS") what["ServerCertificateId"] = certificate;
    c.done("CreateLoadBalancer" + protocol + "Listener", what);
  };
  listener("HTTP", 80);
  listener("HTTPS", 443);
  listener("TCP", 81);
  listener("UDP", 82);
  c.done("AddBackendServers",
         {{"LoadBalancerId", lb}, {"BackendServers", list_of(R"([{"ServerId":"i-1"}])")}});
  auto const group =
      text_of(c.done("CreateVServerGroup",
                     {{"LoadBalancerId", lb},
                      {"VServerGroupName", "group"},
                      {"BackendServers", list_of(R"([{"ServerId":"i-1","Port":"80","Weight":"100"}])")}}),
              "VServerGroupId");
  auto const rules = c.done(
      "CreateRules",
      {{"LoadBalancerId", lb},
       {"ListenerPort", 80},
       {"RuleList", json::array{{{"RuleName", "r"}, {"Domain", "a.example"}, {"VServerGroupId", group}}}}});
  auto const rule = text_of(rules.at("Rules").at("Rule").at(0).as_object(), "RuleId");
  auto const acl = text_of(c.done("CreateAccessControlList", {{"AclName", "acl"}}), "AclId");
  c.done("AddAccessControlListEntry",
         {{"AclId", acl}, {"AclEntrys", list_of(R"([{"entry":"10.0.0.0/8","comment":"c"}])")}});
  auto const extension = c.done("CreateDomainExtension", {{"LoadBalancerId", lb},
                                                          {"ListenerPort", 443},
                                                          {"Domain", "b.example"},
                                                          {"ServerCertificateId", certificate}});
  auto const policy = c.done("CreateTLSCipherPolicy", {{"Name", "strict"},
                                                       {"TLSVersions", json::array{"TLSv1.2"}},
                                                       {"Ciphers", json::array{"AES128-GCM-SHA256"}}});
  auto const pair = c.done("CreateMasterSlaveServerGroup",
                           {{"LoadBalancerId", lb},
                            {"MasterSlaveServerGroupName", "pair"},
                            {"MasterSlaveBackendServers",
                             list_of(R"([{"ServerId":"i-1","Port":80,"Weight":100,"ServerType":"Master"},)"
                                     R"({"ServerId":"i-2","Port":80,"Weight":100,"ServerType":"Slave"}])")}});
  w.known = {{"LoadBalancerId", lb},
             {"ListenerPort", 80},
             {"VServerGroupId", group},
             {"RuleId", rule},
             {"AclId", acl},
             {"ResourceType", "instance"},
             {"ServerCertificateId", certificate},
             {"DomainExtensionId", extension.at("DomainExtensionId")},
             {"TLSCipherPolicyId", policy.at("TLSCipherPolicyId")},
             {"MasterSlaveServerGroupId", pair.at("MasterSlaveServerGroupId")}};
  for (auto const& [protocol, port] : {std::pair("HTTPS", 443), std::pair("TCP", 81), std::pair("UDP", 82)})
    w.known["DescribeLoadBalancer" + std::string(protocol) + "ListenerAttribute.ListenerPort"] = port;
  w.known["DescribeDomainExtensions.ListenerPort"] = 443;
  w.known["DescribeAccessLogsDownloadAttribute.LoadBalancerId"] = nullptr;
  w.known["ListTagResources.ResourceId"] = json::array{w.known.at("LoadBalancerId")};
  return w;
}

world make_lb(int = 0) {
  world w("capitalonline-lb-2019-08-08", emu::lb_limits, std::make_shared<capitalonline_lb>(slow_pages()));
  auto& c = *w.cloud;
  auto const slb = text_of(c.done("CreateVpcSlb", {{"RegionCode", "CN_X"},
                                                   {"AvailableZoneCode", "CN_X_A"},
                                                   {"VpcId", "v"},
                                                   {"Name", "one"},
                                                   {"NetType", "wan"},
                                                   {"ConfType", "slb.v1.small"}})
                               .at("Data")
                               .at("SlbId"));
  auto const vip =
      c.call("DescribeVpcSlbListenCreateInfo", {{"SlbId", slb}}).at("Data").at("SlbVipList").at(0);
  auto const listener =
      text_of(c.done("CreateVpcSLBListen",
                     {{"SlbId", slb},
                      {"ListenName", "l"},
                      {"Vip", vip.at("Vip")},
                      {"VipId", vip.at("VipId")},
                      {"VipType", vip.at("VipType")},
                      {"ListenProtocol", "TCP"},
                      {"ListenPort", 80},
                      {"ListenTimeout", 7},
                      {"Scheduler", "rr"},
                      {"HealthCheckInfo", {{"Protocol", "HTTP"}, {"Port", 0}, {"Path", "/up"}}}})
                  .at("Data")
                  .at("ListenId"));
  auto const made =
      c.done("CreateLoadBalancer", {{"RegionId", "CN_Hongkong_A"},
                                    {"VdcId", "vdc"},
                                    {"BasePipeId", "pipe"},
                                    {"InstanceName", "n"},
                                    {"PaasGoodsId", 5072},
                                    {"Ips", list_of(R"([{"PipeType":"private","PipeId":"p"}])")}});
  w.known = {{"SlbId", slb}, {"ListenId", listener}, {"VpcId", "v"}};
  w.known["InstanceUuid"] = made.at("Data").at("InstancesUuid").at(0);
  w.known["DescribeLoadBalancers.InstanceUuid"] = nullptr;
  w.known["DescribeVpcSlbListInfo.VpcId"] = nullptr;
  return w;
}

std::vector<world> all_worlds(int more = 0) {
  std::vector<world> all;
  all.push_back(make_clb(more));
  all.push_back(make_clb_2017(more));
  all.push_back(make_slb(more));
  all.push_back(make_lb(more));
  return all;
}

/// The lists of an answer, not those in their elements.
std::vector<json::array const*> lists_of(json::value const& answer) {
  std::vector<json::array const*> all;
  if (auto const* const list = answer.if_array()) return {list};
  if (auto const* const object = answer.if_object()) {
    for (auto const& member : *object) {
      for (auto const* const each : lists_of(member.value())) all.push_back(each);
    }
  }
  return all;
}
/// @param deep Whether lists in elements count, and not those that they are in.
std::size_t count_of(json::value const& answer, bool deep = false) {
  std::size_t count = 0;
  for (auto const* const list : lists_of(answer)) {
    if (!deep) count += list->size();
    for (std::size_t i = 0; deep && i < list->size(); ++i) count += count_of((*list)[i]);
  }
  return count;
}

/// Of a filter: values that nothing has, or all the words that there are.
std::vector<json::value> others(world const& w, std::string const& action, field const& f) {
  std::vector<json::value> out;
  for (limit const& each : emu::limits_of(w.limits, action)) {
    if (each.field != f.name || each.what != limit::kind::words) continue;
    for (std::string_view rest = each.values; !rest.empty();) {
      auto const word = rest.substr(0, rest.find('|'));
      rest.remove_prefix(std::min(rest.size(), word.size() + 1));
      out.push_back(f.type == "integer" ? json::value(std::stoll(std::string(word))) : json::value(word));
    }
  }
  if (out.empty()) {
    if (f.type == "TagPair") out.push_back({{"Key", "none"}, {"Value", "none"}});
    if (f.type == "TagSpec") out.push_back({{"TagKey", "none"}, {"TagValue", "none"}});
    if (f.type == "integer") out.push_back(4242);
    if (f.type == "string") {
      out.push_back(f.name == "EndTime"     ? "2000-01-01 00:00:00"
                    : f.name == "StartTime" ? "2999-01-01 00:00:00"
                                            : "none-0000");
    }
  }
  if (f.list) {
    for (auto& each : out) each = json::array{each};
  }
  return out;
}

/// Parameters that restrict nothing: they page, sort, or say what is to be told.
bool is_no_filter(std::string const& name) {
  static std::set<std::string> const names{
      "Offset",      "Limit",           "OrderBy",          "OrderType",
      "WithRs",      "Fields",          "AdditionalFields", "offset",
      "limit",       "orderBy",         "orderType",        "withRs",
      "order",       "PageNumber",      "PageSize",         "Page",
      "NextToken",   "MaxResults",      "MaxItems",         "AcceptLanguage",
      "DistinctKey", "IncludeListener", "IncludeRule",      "RegionId",
      "DryRun",      "startTime",       "endTime",          "period",
      "TargetType",  "ListenerName"};
  return names.contains(name);
}

}  // namespace

TEST_CASE("every filter of every Action leaves out what does not match") {
  std::map<std::string, int> tried, vacuous;
  for (auto const& w : all_worlds()) {
    for (auto const& action : w.about.actions) {
      if (!w.reads(action) || action.starts_with("Inquiry") || action == "GetMonitorData") continue;
      auto const base = w.request(action);
      bool const deep = action == "DescribeTargetHealth" || action == "DescribeAvailableResource";
      auto const there = count_of(w.cloud->call(action, base), deep);
      for (auto const& f : w.about.of.at(action)) {
        if (f.required || is_no_filter(f.name) || base.contains(f.name)) continue;
        if (there == 0) {
          ++vacuous[w.name + ' ' + action];
          continue;
        }
        auto const values = others(w, action, f);
        std::size_t fewest = there, most = 0, refused = 0;
        for (auto const& value : values) {
          auto const answer = w.cloud->call(action, plus(base, {{f.name, value}}));
          if (!w.cloud->verdict_of(answer).code.empty()) {
            ++refused;
            continue;
          }
          fewest = std::min(fewest, count_of(answer, deep));
          most = std::max(most, count_of(answer, deep));
        }
        if (values.empty()) continue;
        INFO(w.name << ' ' << action << '.' << f.name << " of " << there << ": " << fewest << " to " << most);
        ++tried[w.name];
        CHECK(most <= there);
        CHECK((refused > 0 || fewest < there));
        if (values.size() == 1 && refused == 0) CHECK(fewest == 0);
      }
    }
  }
  for (auto const& [name, count] : tried) std::cout << name << ": " << count << " filters\n";
  for (auto const& [name, count] : vacuous)
    std::cout << "nothing to filter: " << name << ' ' << count << '\n';
}

TEST_CASE("an empty item of a filter that takes several lets pass what an unknown one does, or is refused") {
  std::map<std::string, int> tried;
  for (auto const& w : all_worlds()) {
    for (auto const& action : w.about.actions) {
      if (!w.reads(action)) continue;
      auto const base = w.request(action);
      bool const deep = action == "DescribeTargetHealth";
      for (auto const& f : w.about.of.at(action)) {
        bool const text = text_of(f.about, "doc").find("separated by commas") != std::string::npos;
        if (is_no_filter(f.name) || f.type != "string" || !(f.list || text)) continue;
        auto const with = [&](json::value const& value) {
          return w.cloud->call(action, plus(base, {{f.name, value}}));
        };
        std::vector<json::value> values{json::array{""}, json::array{"none-0000", ""}};
        if (!f.list) values = {",", ",,", " , ", " ", "none-0000,", ",none-0000", "none-0000,,none-0001"};
        for (auto const& value : values) {
          auto const answer = with(value);
          auto const said = w.cloud->verdict_of(answer);
          INFO(w.name << ' ' << action << '.' << f.name << ' ' << json::serialize(value) << ": "
                      << said.code);
          ++tried[w.name];
          if (text) CHECK(said.code == "InvalidParameter");
          if (text || !said.code.empty()) continue;
          auto unknown = value;
          unknown.as_array().back() = "none-0001";
          CHECK(count_of(answer, deep) == count_of(with(unknown), deep));
        }
      }
    }
  }
  for (auto const& [name, count] : tried) std::cout << name << ": " << count << " empty items\n";
  CHECK(tried.size() == 3);  // Capital Online has no such filter
}

TEST_CASE("CLB 3.0: every documented name of a filter restricts, and others are refused") {
  auto const w = make_clb();
  std::vector<std::pair<std::string, std::vector<std::string>>> const table{
      {"DescribeLoadBalancers", {"internet-charge-type", "tag:k", "tag-key", "vpc-id", "zone"}},
      {"DescribeLoadBalancersDetail",
       {"loadbalancer-id", "project-id", "network", "vip", "target-ip", "vpcid", "zone", "tag-key", "tag:k",
        "fuzzy-search"}},
      {"DescribeCrossTargets", {"vpc-id", "ip", "listener-id", "location-id"}},
      {"DescribeTargets", {"location-id", "private-ip-address"}},
      {"DescribeTargetGroups", {"TargetGroupVpcId", "TargetGroupName"}},
      {"DescribeTargetGroupList", {"TargetGroupVpcId", "TargetGroupName"}},
      {"DescribeTargetGroupInstances", {"TargetGroupId", "BindIP", "InstanceId"}},
      {"DescribeResources", {"zone", "isp"}},
      {"DescribeCustomizedConfigList", {"loadbalancer-id", "vip"}}};
  for (auto const& [action, names] : table) {
    bool const deep = action == "DescribeTargets";
    auto const base = w.request(action);
    auto const with = [&](std::string const& name, json::array values = {"none-0000"}) {
      json::object filter{{"Name", name}, {"Values", std::move(values)}};
      return w.cloud->call(action, plus(base, {{"Filters", json::array{std::move(filter)}}}));
    };
    if (action != "DescribeCrossTargets") CHECK(count_of(w.cloud->call(action, base), deep) > 0);
    for (auto const& name : names) {
      auto const answer = with(name);
      auto const said = w.cloud->verdict_of(answer);
      INFO(action << ' ' << name << ": " << said.code << ' ' << said.message);
      CHECK(said.code.empty());
      CHECK(count_of(answer, deep) == 0);
      for (auto const& nothing : {json::array{}, json::array{""}, json::array{"none-0000", ""}}) {
        CHECK(w.cloud->verdict_of(with(name, nothing)).code == "InvalidParameterValue.InvalidFilter");
      }
    }
    INFO(action);
    CHECK_FALSE(w.cloud->verdict_of(with("no-such-name")).code.empty());
  }
}

TEST_CASE("null is as good as nothing in every Action that takes JSON") {
  for (auto const make : {make_clb, make_lb}) {
    auto const plain = make(0), nulls = make(0);
    auto actions = plain.about.actions;
    std::stable_partition(actions.begin(), actions.end(),
                          [](auto const& a) { return a.starts_with("Describe"); });
    std::stable_partition(actions.begin(), actions.end(),
                          [](auto const& a) { return !a.starts_with("Delete"); });
    int fields = 0, taken = 0;
    for (auto const& action : actions) {
      auto const* const http = plain.about.whole.at("actions").at(action).as_object().if_contains("http");
      if (http && *http == "GET") continue;  // a query has no null
      auto const base = plain.request(action);
      auto with = base;
      for (auto const& f : plain.about.of.at(action)) {
        if (!f.required && !base.contains(f.name)) {
          with[f.name] = nullptr;
          ++fields;
        }
      }
      INFO(plain.name << ' ' << action);
      auto const one = plain.cloud->call(action, base), other = nulls.cloud->call(action, with);
      CHECK(json::serialize(one) == json::serialize(other));
      taken += plain.cloud->verdict_of(one).code.empty();
      plain.cloud->clock->advance(std::chrono::seconds(1));
      nulls.cloud->clock->advance(std::chrono::seconds(1));
    }
    std::cout << plain.name << ": " << fields << " nulls, " << taken << " of " << actions.size()
              << " calls taken\n";
  }
}

TEST_CASE("every paged Action gives as many as documented where nobody says, and pages that do not overlap") {
  int looked = 0, decisive = 0;
  for (auto const& w : all_worlds(23)) {
    for (auto const& action : w.about.actions) {
      if (!w.reads(action)) continue;
      for (auto const& f : w.about.of.at(action)) {
        bool const size = f.name == "Limit" || f.name == "limit" || f.name == "PageSize" ||
                          f.name == "MaxResults" || f.name == "MaxItems";
        if (!size || !f.about.contains("default")) continue;
        auto const most = static_cast<std::size_t>(f.about.at("default").to_number<std::int64_t>());
        auto const base = w.request(action);
        INFO(w.name << ' ' << action << '.' << f.name << " = " << most);
        auto const lists = [&](json::object const& more) {
          auto answer = w.cloud->call(action, plus(base, more));
          auto const said = w.cloud->verdict_of(answer);
          INFO(said.code << ' ' << said.message);
          CHECK(said.code.empty());
          answer.erase("RequestId");
          return json::value(std::move(answer));
        };
        auto const plain = lists({});
        auto const said = lists({{f.name, most}});
        CHECK(json::serialize(plain) == json::serialize(said));
        auto const all = lists_of(plain);
        if (all.empty()) continue;
        CHECK(all.front()->size() <= most);
        ++looked;
        bool const is_full = all.front()->size() == most;
        decisive += is_full;
      }
    }
  }
  std::cout << "pages: " << looked << " Actions, " << decisive << " with more than a page\n";
  CHECK(decisive >= 6);
}

namespace {

void flatten(std::map<std::string, std::string>& out, std::string const& path, json::value const& value) {
  if (auto const* const object = value.if_object()) {
    for (auto const& member : *object) flatten(out, path + '/' + std::string(member.key()), member.value());
  } else if (auto const* const list = value.if_array()) {
    for (std::size_t i = 0; i < list->size(); ++i) flatten(out, path + '/' + std::to_string(i), (*list)[i]);
  } else if (!value.is_null()) {
    out[path] = json::serialize(value);
  }
}

std::set<std::string> differences(json::value const& before, json::value const& after) {
  std::map<std::string, std::string> one, two;
  flatten(one, "", before);
  flatten(two, "", after);
  std::set<std::string> out;
  for (auto const& [path, value] : one) {
    if (!two.contains(path) || two.at(path) != value) out.insert(path);
  }
  for (auto const& [path, value] : two) {
    if (!one.contains(path)) out.insert(path);
  }
  return out;
}

/// An Action that changes something, and where that shows.
struct change_row {
  std::string action;
  json::object at;
  std::string describe;
  json::object of;
  /// What follows from it, or shows the same: of every change, or after `Field:` of that field's.
  std::vector<std::string> companions{};
};

/// Values of a field, good ones and different ones.
std::vector<json::value> values_of(world const& w, std::string const& owner, field const& f) {
  std::vector<json::value> out;
  if (f.type == "boolean") return {true, false};
  bool limited = false;
  for (limit const& each : emu::limits_of(w.limits, owner)) {
    if (each.field != f.name) continue;
    limited = true;
    if (each.what == limit::kind::words) {
      for (auto const& value : others(w, owner, f)) out.push_back(value);
    } else if (each.what == limit::kind::range) {
      for (auto const value : {each.low + 1, each.low + 7, each.low})
        out.push_back(f.type == "string" ? json::value(std::to_string(value)) : json::value(value));
    } else if (each.what == limit::kind::length) {
      out.emplace_back(json::string(model::spelled(each, std::max<std::int64_t>(each.low, 3))));
    }
  }
  if (!limited && f.type == "integer") out = {json::value(7), json::value(1)};
  if (!limited && f.type == "string")
    out = {json::value("other"), json::value("/other"), json::value("o.example"), json::value("on"),
           json::value("off")};
  return out;
}

struct tally {
  int shown = 0, silent = 0, refused = 0;
};

/// Changes one member of a request alone, which may be a member of a structure.
void change_alone(world const& w, change_row const& row, std::vector<std::string> const& path, field const& f,
                  std::string const& owner, tally& out) {
  auto const inner = w.about.of.find(f.type);
  if (!f.list && inner != w.about.of.end() && path.size() < 2) {
    for (auto const& member : inner->second) {
      auto next = path;
      next.push_back(f.name);
      change_alone(w, row, next, member, f.type, out);
    }
    return;
  }
  if (f.list || inner != w.about.of.end()) return;
  std::string last;
  for (auto const& value : values_of(w, owner, f)) {
    json::value what = value;
    auto name = f.name;
    if (!path.empty()) {
      what = json::object{{f.name, value}};
      name = path.back();
    }
    auto const look = [&] {
      auto answer = w.cloud->call(row.describe, row.of);
      answer.erase("RequestId");
      answer.erase("TaskId");
      return json::value(std::move(answer));
    };
    auto const before = look();
    auto const said = w.cloud->send(row.action, plus(row.at, {{name, what}}));
    w.cloud->clock->advance(std::chrono::seconds(2));
    last = said.code + ": " + said.message;
    if (!said.code.empty()) {
      CHECK(differences(before, look()).empty());
      continue;
    }
    auto const changed = differences(before, look());
    INFO(w.name << ' ' << row.action << '.' << name << " = " << json::serialize(what));
    bool own = false;
    for (auto const& where : changed) {
      INFO(where);
      bool const is_own = lowered(where).find(lowered(f.name)) != where.npos;
      bool const follows = std::any_of(row.companions.begin(), row.companions.end(), [&](auto const& each) {
        auto const colon = each.find(':');
        bool const concerned = colon == each.npos || f.name.starts_with(each.substr(0, colon));
        return concerned && where.find(each.substr(colon + 1)) != where.npos;
      });
      CHECK((is_own || follows));
      own = own || is_own || follows;
    }
    if (own) {
      ++out.shown;
      return;
    }
    last.clear();
  }
  ++(last.empty() ? out.silent : out.refused);
}

}  // namespace

TEST_CASE("a change of one member changes no other, of every Action that changes several") {
  std::vector<world> worlds = all_worlds();
  auto const in = [&](std::size_t which, char const* name) { return worlds[which].known.at(name); };
  json::object const clb{{"LoadBalancerId", in(0, "LoadBalancerId")}};
  json::object const old{{"loadBalancerId", in(1, "loadBalancerId")}};
  json::object const slb{{"LoadBalancerId", in(2, "LoadBalancerId")}};
  auto const listeners = clb;
  auto const slb_row = [&](std::string const& protocol, int port) {
    auto at = plus(slb, {{"ListenerPort", port}, {"Bandwidth", -1}});
    if (protocol.starts_with("HTTP")) at = plus(at, {{"StickySession", "off"}, {"HealthCheck", "on"}});
    if (protocol == "HTTPS") at["ServerCertificateId"] = in(2, "ServerCertificateId");
    return change_row{
        "SetLoadBalancer" + protocol + "ListenerAttribute",
        at,
        "DescribeLoadBalancer" + protocol + "ListenerAttribute",
        plus(slb, {{"ListenerPort", port}}),
        {"HealthCheckConnectTimeout:HealthCheckTimeout", "HealthCheckTimeout:HealthCheckConnectTimeout",
         "HealthCheckInterval:HealthCheckTimeout", "HealthCheckInterval:HealthCheckConnectTimeout",
         "HealthCheckSwitch:/HealthCheck", "Acl:Acl", "VServerGroup:VServerGroupId"}};
  };
  std::vector<std::pair<std::size_t, change_row>> const table{
      {0,
       {"ModifyLoadBalancerAttributes",
        clb,
        "DescribeLoadBalancers",
        {{"LoadBalancerIds", json::array{clb.at("LoadBalancerId")}}},
        {"StatusTime", "DeleteProtect:AttributeFlags", "ModifyClassicDomain:/Domain", "SwitchFlag:ChargeType",
         "SwitchFlag:ExpireTime", "SwitchFlag:PrepaidAttributes"}}},
      {0,
       {"ModifyListener",
        plus(clb, {{"ListenerId", in(0, "ListenerId")}}),
        "DescribeListeners",
        listeners,
        {"SnatEnable:AttrFlags", "Reschedule:AttrFlags"}}},
      {0,
       {"ModifyListener",
        plus(clb, {{"ListenerId", in(0, "http")}}),
        "DescribeListeners",
        listeners,
        {"SnatEnable:AttrFlags", "Reschedule:AttrFlags"}}},
      {0,
       {"ModifyListener",
        plus(clb, {{"ListenerId", in(0, "https")}}),
        "DescribeListeners",
        listeners,
        {"SnatEnable:AttrFlags", "Reschedule:AttrFlags"}}},
      {0,
       {"ModifyRule",
        plus(clb, {{"ListenerId", in(0, "https")}, {"LocationId", in(0, "secure")}}),
        "DescribeListeners",
        listeners,
        {"OAuthFailureStatus:OAuthEnable"}}},
      {0,
       {"ModifyTargetGroupAttribute",
        {{"TargetGroupId", in(0, "TargetGroupId")}},
        "DescribeTargetGroups",
        {{"TargetGroupIds", json::array{in(0, "TargetGroupId")}}},
        {"UpdatedTime"}}},
      {1,
       {"ModifyLoadBalancerAttributes",
        old,
        "DescribeLoadBalancers",
        {{"loadBalancerIds", json::array{old.at("loadBalancerId")}}},
        {"domain", "statusTime"}}},
      {1,
       {"ModifyForwardLBFourthListener", plus(old, {{"listenerId", in(1, "listenerId")}}),
        "DescribeForwardLBListeners", old}},
      {1,
       {"ModifyForwardLBSeventhListener", plus(old, {{"listenerId", in(1, "http")}}),
        "DescribeForwardLBListeners", old}},
      {1,
       {"ModifyLoadBalancerRulesProbe",
        plus(old, {{"listenerId", in(1, "http")}, {"locationId", in(1, "locationId")}, {"url", "/"}}),
        "DescribeForwardLBListeners", old}},
      {1,
       {"ModifyLoadBalancerListener",
        {{"loadBalancerId", in(1, "classic")}, {"listenerId", in(1, "old")}},
        "DescribeLoadBalancerListeners",
        {{"loadBalancerId", in(1, "classic")}}}},
      {2, slb_row("HTTP", 80)},
      {2, slb_row("HTTPS", 443)},
      {2, slb_row("TCP", 81)},
      {2, slb_row("UDP", 82)},
      {2, {"ModifyLoadBalancerInternetSpec", slb, "DescribeLoadBalancerAttribute", slb}},
      {2, {"SetRule", {{"RuleId", in(2, "RuleId")}}, "DescribeRuleAttribute", {{"RuleId", in(2, "RuleId")}}}},
      {3,
       {"UpdateVpcSLBListen",
        {{"ListenId", in(3, "ListenId")}, {"ListenName", "l"}, {"Scheduler", "rr"}},
        "QueryVpcSLBListen",
        {{"ListenId", in(3, "ListenId")}}}}};
  std::map<std::string, tally> all;
  for (auto const& [which, row] : table) {
    world const& w = worlds[which];
    for (auto const& f : w.about.of.at(row.action)) {
      if (!row.at.contains(f.name) && f.name != "RegionId" && f.name != "DryRun")
        change_alone(w, row, {}, f, row.action, all[w.name]);
    }
  }
  for (auto const& [name, count] : all) {
    std::cout << name << ": " << count.shown << " members changed alone, " << count.silent << " not shown, "
              << count.refused << " refused\n";
    CHECK(count.shown > 3);
  }
}

TEST_CASE("what is gone is gone from every answer, and nothing fails for it") {
  struct row {
    std::size_t api;
    char const* action;
    char const* parameter;
    char const* known;    ///< What is deleted.
    json::object more{};  ///< Names of what else the request names.
  };
  std::vector<row> const table{
      {0,
       "DeleteRule",
       "LocationIds",
       "secure",
       {{"LoadBalancerId", "LoadBalancerId"}, {"ListenerId", "https"}}},
      {0,
       "DeleteRule",
       "LocationIds",
       "LocationId",
       {{"LoadBalancerId", "LoadBalancerId"}, {"ListenerId", "http"}}},
      {0, "DeleteListener", "ListenerId", "ListenerId", {{"LoadBalancerId", "LoadBalancerId"}}},
      {0, "DeleteListener", "ListenerId", "http", {{"LoadBalancerId", "LoadBalancerId"}}},
      {0, "DeleteLoadBalancerListeners", "ListenerIds", "https", {{"LoadBalancerId", "LoadBalancerId"}}},
      {0, "DeleteLoadBalancer", "LoadBalancerIds", "LoadBalancerId"},
      {0, "DeleteLoadBalancer", "LoadBalancerIds", "classic"},
      {0, "DeleteTargetGroups", "TargetGroupIds", "TargetGroupId"},
      {0, "DeleteCustomizedConfig", "UconfigIdList", "UconfigId"},
      {1, "DeleteForwardLBListener", "listenerId", "http", {{"loadBalancerId", "loadBalancerId"}}},
      {1,
       "DeleteForwardLBListenerRules",
       "locationIds",
       "locationId",
       {{"loadBalancerId", "loadBalancerId"}, {"listenerId", "http"}}},
      {1, "DeleteLoadBalancers", "loadBalancerIds", "loadBalancerId"},
      {1, "DeleteLoadBalancers", "loadBalancerIds", "classic"},
      {1, "DeleteLoadBalancerListeners", "listenerIds", "old", {{"loadBalancerId", "classic"}}},
      {2, "DeleteRules", "RuleIds", "RuleId"},
      {2, "DeleteVServerGroup", "VServerGroupId", "VServerGroupId"},
      {2, "DeleteServerCertificate", "ServerCertificateId", "ServerCertificateId"},
      {2, "DeleteAccessControlList", "AclId", "AclId"},
      {2, "DeleteMasterSlaveServerGroup", "MasterSlaveServerGroupId", "MasterSlaveServerGroupId"},
      {2, "DeleteDomainExtension", "DomainExtensionId", "DomainExtensionId"},
      {2, "DeleteTLSCipherPolicy", "TLSCipherPolicyId", "TLSCipherPolicyId"},
      {2, "DeleteLoadBalancer", "LoadBalancerId", "LoadBalancerId"},
      {3, "DeleteVpcSLBListen", "ListenIds", "ListenId"},
      {3, "DeleteVpcSlb", "SlbId", "SlbId"},
      {3, "DeleteLoadBalancer", "InstanceUuid", "InstanceUuid"}};
  auto const make = [](std::size_t api) {
    return api == 0 ? make_clb() : api == 1 ? make_clb_2017() : api == 2 ? make_slb() : make_lb();
  };
  int gone = 0, in_use = 0, answers = 0;
  for (auto const& each : table) {
    auto const w = make(each.api);
    json::object request;
    auto const value = w.known.at(each.known);
    for (auto const& other : each.more) request[other.key()] = w.known.at(other.value().as_string());
    for (auto const& f : w.about.of.at(each.action)) {
      if (f.name == each.parameter) request[f.name] = f.list ? json::value(json::array{value}) : value;
    }
    INFO(w.name << ' ' << each.action << ' ' << each.known);
    auto const said = w.cloud->send(each.action, request);
    w.cloud->clock->advance(std::chrono::seconds(2));
    INFO(said.code << ' ' << said.message);
    CHECK(said.message.find("emulator failed") == said.message.npos);
    ++(said.code.empty() ? gone : in_use);
    for (auto const& action : w.about.actions) {
      if (!w.reads(action)) continue;
      auto const answer = w.cloud->call(action, w.request(action));
      auto const verdict = w.cloud->verdict_of(answer);
      INFO(action << ": " << json::serialize(answer));
      CHECK(verdict.message.find("emulator failed") == verdict.message.npos);
      if (!said.code.empty() || !verdict.code.empty()) continue;
      ++answers;
      CHECK(json::serialize(answer).find(text_of(value)) == std::string::npos);
    }
  }
  std::cout << "deleted " << gone << ", refused " << in_use << ", looked at " << answers << " answers\n";
  CHECK(gone > 15);
}

TEST_CASE("what removes where the documents say that it removes, and empty where they say that it may be") {
  auto const clb = make_clb(), slb = make_slb(), lb = make_lb();
  auto const set = text_of(clb.cloud->done("CreateClsLogSet", {{"LogsetName", "clb_logset"}}), "LogsetId");
  auto const topic = text_of(clb.cloud->done("CreateTopic", {{"TopicName", "topic"}}), "TopicId");
  json::object const balancer{{"LoadBalancerId", clb.known.at("LoadBalancerId")}};
  json::object const all_of_it{{"LoadBalancerIds", clb.known.at("LoadBalancerIds")}};
  struct row {
    char const* action;
    json::object put;
    std::string shown;  ///< Is in the answer of DescribeLoadBalancers meanwhile.
    std::vector<json::object> removals;
  };
  std::vector<row> const table{{"ModifyLoadBalancerAttributes",
                                {{"AssociateEndpoint", "vpce-1234"}},
                                "vpce-1234",
                                {{{"AssociateEndpoint", ""}}}},
                               {"SetLoadBalancerSecurityGroups",
                                {{"SecurityGroups", json::array{"sg-12345678"}}},
                                "sg-12345678",
                                {{}, {{"SecurityGroups", nullptr}}, {{"SecurityGroups", json::array()}}}},
                               {"SetLoadBalancerClsLog",
                                {{"LogSetId", set}, {"LogTopicId", topic}},
                                topic,
                                {{{"LogSetId", nullptr}, {"LogTopicId", nullptr}},
                                 {{"LogSetId", ""}, {"LogTopicId", ""}},
                                 {{"LogSetId", nullptr}, {"LogTopicId", nullptr}, {"LogType", nullptr}}}}};
  for (auto const& each : table) {
    for (auto const& removal : each.removals) {
      INFO(each.action << ' ' << json::serialize(removal));
      auto const is_shown = [&] {
        return json::serialize(clb.cloud->call("DescribeLoadBalancers", all_of_it)).find(each.shown) !=
               std::string::npos;
      };
      clb.cloud->done(each.action, plus(balancer, each.put));
      CHECK(is_shown());
      clb.cloud->done(each.action, plus(balancer, removal));
      CHECK_FALSE(is_shown());
    }
  }
  struct blank_row {
    world const& of;
    char const* action;
    json::object with;
  };
  json::object const listener{
      {"ListenId", lb.known.at("ListenId")}, {"ListenName", "l"}, {"Scheduler", "rr"}};
  for (auto const& [of, action, with] :
       {blank_row{slb, "DescribeLoadBalancerListeners", {{"NextToken", ""}}},
        blank_row{slb, "ListTLSCipherPolicies", {{"NextToken", ""}}},
        blank_row{slb,
                  "ListTagResources",
                  {{"NextToken", ""},
                   {"ResourceType", "instance"},
                   {"ResourceId", slb.known.at("ListTagResources.ResourceId")}}},
        blank_row{slb,
                  "SetRule",
                  {{"RuleId", slb.known.at("RuleId")},
                   {"ListenerSync", "off"},
                   {"HealthCheck", "on"},
                   {"HealthCheckDomain", ""}}},
        blank_row{lb, "DescribeVpcSlbListInfo", {{"Keyword", ""}}},
        blank_row{lb, "QueryVpcSLBRsPort", {{"ListenId", lb.known.at("ListenId")}, {"Keyword", ""}}},
        blank_row{lb, "UpdateVpcSLBListen", plus(listener, {{"AclId", ""}})}}) {
    auto const said = of.cloud->send(action, with);
    INFO(action << ' ' << json::serialize(with) << ": " << said.code << ' ' << said.message);
    CHECK(said.code.empty());
    of.cloud->clock->advance(std::chrono::seconds(2));
  }
}

// ---- answers by edition

namespace {

using colb::emulator::edition;
using emu::difference;
using emu::presence;
using member = std::pair<std::string, std::string>;  // of an Action or type

struct answers {
  std::string name;
  std::span<difference const> rows;
  json::object document = catalog(name + ".json");
  json::object today = catalog(name + ".today.json");

  json::value const* new_fields(char const* kind, std::string const& of, char const* what) const {
    auto const* const found = today.at("new_fields").at(kind).as_object().if_contains(of);
    return found ? found->as_object().if_contains(what) : nullptr;
  }
  /// The fields of a type, or of the answer to an Action, with today's.
  std::vector<field> fields(std::string const& of, bool action) const {
    auto const* const kind = action ? "actions" : "types";
    auto const* const what = action ? "output" : "fields";
    auto const* known = document.at(kind).as_object().if_contains(of);
    if (!known) known = today.at(kind).as_object().if_contains(of);
    if (!known) return {};
    auto all = fields_of(known->as_object().at(what));
    if (auto const* const more = new_fields(kind, of, what)) {
      for (auto& each : fields_of(*more)) all.push_back(std::move(each));
    }
    return all;
  }
  void reach(std::set<std::string>& types, std::vector<field> const& from) const {
    for (auto const& f : from) {
      auto const* const type = document.at("types").as_object().if_contains(f.type);
      if (type && types.insert(f.type).second) reach(types, fields_of(type->as_object().at("fields")));
    }
  }
  /// What the catalogs state: which edition has a member alone.
  std::map<member, edition> stated() const {
    std::map<member, edition> out;
    std::set<std::string> types;
    for (auto const& action : document.at("actions").as_object()) {
      std::string const of(action.key());
      reach(types, fields_of(action.value().at("output")));
      if (auto const* const more = new_fields("actions", of, "output")) {
        for (auto const& f : fields_of(*more)) out[{of, f.name}] = edition::today;
      }
    }
    for (auto const& type : types) {
      if (auto const* const more = new_fields("types", type, "fields")) {
        for (auto const& f : fields_of(*more)) out[{type, f.name}] = edition::today;
      }
    }
    for (auto const& each : today.at("changed").as_array()) {
      if (text_of(each.at("in")) == "output" && text_of(each.at("what")) == "absent from the SDK")
        out[{text_of(each.at("action")), text_of(each.at("field"))}] = edition::documents;
    }
    return out;
  }
  /// The members that an answer has.
  void see(std::set<member>& out, std::string const& of, bool action, json::value const& value) const {
    if (auto const* const list = value.if_array()) {
      for (auto const& each : *list) see(out, of, action, each);
    }
    if (!value.is_object()) return;
    for (auto const& f : fields(of, action)) {
      auto const* const there = value.get_object().if_contains(f.name);
      if (!there) continue;
      out.insert({of, f.name});
      see(out, f.type, false, *there);
    }
  }
};

using seen_by = std::set<member>;

/// Calls that both editions know, and what their answers have.
seen_by live(answers const& about, speaker& cloud) {
  seen_by out;
  auto const call = [&](std::string const& action, json::object const& with) {
    auto answer = cloud.done(action, with);
    about.see(out, action, true, answer);
    return answer;
  };
  if (about.name.starts_with("tencent")) {
    auto const made = call("CreateLoadBalancer", {{"LoadBalancerType", "OPEN"}});
    auto const lb = made.at("LoadBalancerIds").at(0);
    json::object const at{{"LoadBalancerId", lb}};
    auto const listener = call("CreateListener", plus(at, {{"Protocol", "HTTP"}, {"Ports", json::array{80}}}))
                              .at("ListenerIds")
                              .at(0);
    auto const rules = list_of(R"([{"Domain":"a.example","Url":"/"}])");
    call("CreateRule", plus(at, {{"ListenerId", listener}, {"Rules", rules}}));
    auto const tcp = call("CreateListener", plus(at, {{"Protocol", "TCP"}, {"Ports", json::array{90}}}))
                         .at("ListenerIds")
                         .at(0);
    call("RegisterTargets",
         plus(at, {{"ListenerId", tcp}, {"Targets", list_of(R"([{"InstanceId":"ins-a","Port":80}])")}}));
    call("CreateTargetGroup", {});
    call("DescribeTaskStatus", {{"TaskId", made.at("RequestId")}});
    for (auto const* const action : {"DescribeListeners", "DescribeTargets"}) call(action, at);
    for (auto const* const action :
         {"DescribeLoadBalancers", "DescribeLoadBalancersDetail", "DescribeTargetGroups"})
      call(action, {});
    call("DescribeTargetHealth", {{"LoadBalancerIds", json::array{lb}}});
    return out;
  }
  auto const lb = text_of(call("CreateLoadBalancer", {}), "LoadBalancerId");
  json::object const at{{"LoadBalancerId", lb}};
  json::object const web{
      {"BackendServerPort", 80}, {"Bandwidth", -1}, {"StickySession", "off"}, {"HealthCheck", "off"}};
  call("CreateLoadBalancerHTTPListener", plus(plus(at, web), {{"ListenerPort", 80}}));
  call("CreateLoadBalancerTCPListener",
       plus(at, {{"ListenerPort", 81}, {"BackendServerPort", 80}, {"Bandwidth", -1}}));
  call("CreateLoadBalancerUDPListener",
       plus(at, {{"ListenerPort", 82}, {"BackendServerPort", 80}, {"Bandwidth", -1}}));
  call("AddBackendServers",
       plus(at,
            {{"RegionId", nullptr}, {"BackendServers", list_of(R"([{"ServerId":"i-1","Weight":"100"}])")}}));
  auto const group =
      text_of(call("CreateVServerGroup", plus(at, {{"VServerGroupName", "g"}})), "VServerGroupId");
  json::object const rule{{"RuleName", "r"}, {"Domain", "a.example"}, {"VServerGroupId", group}};
  auto const made = call("CreateRules", plus(at, {{"ListenerPort", 80}, {"RuleList", json::array{rule}}}));
  call("DescribeRuleAttribute", {{"RuleId", made.at("Rules").at("Rule").at(0).at("RuleId")}});
  call("DescribeRules", plus(at, {{"ListenerPort", 80}}));
  call("DescribeVServerGroups", at);
  call("DescribeVServerGroupAttribute", {{"VServerGroupId", group}});
  for (auto const& [protocol, port] : {std::pair("HTTP", 80), std::pair("TCP", 81), std::pair("UDP", 82)})
    call("DescribeLoadBalancer" + std::string(protocol) + "ListenerAttribute",
         plus(at, {{"ListenerPort", port}}));
  call("DescribeHealthStatus", plus(at, {{"ListenerPort", 81}}));
  for (auto const* const action : {"DescribeLoadBalancers", "DescribeServerCertificates"}) call(action, {});
  call("DescribeRegions", {{"RegionId", nullptr}});
  call("DescribeLoadBalancerAttribute", at);
  return out;
}

std::vector<answers> both() {
  std::vector<answers> all;
  all.push_back({"tencent-clb-2018-03-17", emu::clb_answer_differences});
  all.push_back({"aliyun-slb-2014-05-15", emu::slb_answer_differences});
  return all;
}

}  // namespace

TEST_CASE("the tables of answers are what the catalogs state, no more and no less") {
  for (auto const& about : both()) {
    std::map<member, edition> rows;
    for (difference const& row : about.rows) {
      bool const by_today = row.document == presence::absent;
      rows[{std::string(row.of), std::string(row.field)}] = by_today ? edition::today : edition::documents;
    }
    CHECK(rows.size() == about.rows.size());
    CHECK(rows == about.stated());
    CHECK(std::is_sorted(about.rows.begin(), about.rows.end(), [](difference const& a, difference const& b) {
      return std::pair(a.of, a.field) < std::pair(b.of, b.field);
    }));
  }
}

TEST_CASE("answers have what their edition has") {
  for (auto const& about : both()) {
    std::map<edition, seen_by> seen;
    for (auto const which : {edition::either, edition::documents, edition::today}) {
      auto options = slow_pages();
      options.edition = which;
      std::unique_ptr<speaker> cloud;
      if (about.name.starts_with("tencent")) cloud = std::make_unique<tencent_clb>(options);
      if (!cloud) cloud = std::make_unique<aliyun_slb>(options);
      seen[which] = live(about, *cloud);
    }
    auto const stated = about.stated();
    std::map<edition, int> alone;
    for (auto const& where : seen[edition::either]) {
      INFO(about.name << ' ' << where.first << '.' << where.second);
      auto const row = stated.find(where);
      // Types that today's service alone has are in members that it alone has.
      bool const of_today = about.today.at("types").as_object().contains(where.first) &&
                            !about.document.at("types").as_object().contains(where.first);
      for (auto const which : {edition::documents, edition::today}) {
        bool const has = of_today              ? which == edition::today
                         : row == stated.end() ? true
                                               : row->second == which;
        CHECK(seen[which].contains(where) == has);
      }
      if (row != stated.end()) ++alone[row->second];
    }
    std::cout << about.name << ": of the members seen " << alone[edition::today] << " are today's alone, "
              << alone[edition::documents] << " the document's\n";
    CHECK(alone[edition::today] > 5);
  }
}
