// colb: tests of the emulator's further Actions, and of its completeness against the catalog.
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "catch.hpp"
#include "emulator/driver.hpp"
#include "paths.hpp"  // made by the build

using namespace colb_test;

namespace {

json::object catalog(std::string const& edition = "") {
  std::ifstream file(COLB_CATALOG_DIR "/tencent-clb-2018-03-17" + edition + ".json");
  std::string const text{std::istreambuf_iterator<char>(file), {}};
  REQUIRE_FALSE(text.empty());
  return json::parse(text).as_object();
}

std::string of(std::string const& lb, std::string const& more = "") {
  return R"({"LoadBalancerId":")" + lb + '"' + more + '}';
}

}  // namespace

TEST_CASE("the emulator serves the Actions of the catalogs, all of them and no others") {
  std::set<std::string> documented;
  for (auto const* const edition : {"", ".today"}) {
    auto const all = catalog(edition);
    for (auto const& action : all.at("actions").as_object()) documented.insert(std::string(action.key()));
  }
  std::set<std::string> served;
  std::size_t rows = 0;
  for (auto const& row : emulator::coverage()) {
    if (row.service != "tencent.clb") continue;
    served.insert(row.action);
    ++rows;
  }
  CHECK(served == documented);
  CHECK(rows == documented.size());
}

TEST_CASE("every example request of the catalog has the form that the emulator asks for") {
  auto const all = catalog();
  for (auto const& entry : all.at("actions").as_object()) {
    std::string const name(entry.key());
    auto const* const examples = entry.value().as_object().if_contains("examples");
    if (!examples) continue;
    for (auto const& example : examples->as_array()) {
      driver cloud;
      auto const response = cloud.call(name, json::serialize(example.at("request")));
      auto const code = driver::code_of(response);
      auto const message = driver::message_of(response);
      CAPTURE(name, code, message);
      CHECK(code != "UnknownParameter");
      CHECK(code != "InvalidAction");
      CHECK(code != "MissingParameter");
      CHECK(message.find("value type") == std::string::npos);
    }
  }
}

TEST_CASE("security groups: replaced, emptied, added to and taken from several") {
  driver cloud;
  auto const lb = cloud.make_balancer();
  auto const groups = [&] {
    return json::serialize(
        cloud.call("DescribeLoadBalancers").at("LoadBalancerSet").at(0).at("SecureGroups"));
  };
  auto const task = driver::text(
      cloud.call("SetLoadBalancerSecurityGroups", of(lb, R"(,"SecurityGroups":["a","b"])")).at("RequestId"));
  CHECK(groups() == R"(["a","b"])");  // synchronous
  CHECK(cloud.task(task) == 0);
  cloud.call("SetSecurityGroupForLoadbalancers",
             R"({"SecurityGroup":"c","OperationType":"ADD","LoadBalancerIds":[")" + lb + R"("]})");
  CHECK(groups() == R"(["a","b","c"])");
  cloud.call("SetSecurityGroupForLoadbalancers",
             R"({"SecurityGroup":"a","OperationType":"DEL","LoadBalancerIds":[")" + lb + R"("]})");
  CHECK(groups() == R"(["b","c"])");
  CHECK(cloud.code("SetSecurityGroupForLoadbalancers",
                   R"({"SecurityGroup":"a","OperationType":"X","LoadBalancerIds":[]})") ==
        "InvalidParameterValue");
  cloud.call("SetLoadBalancerSecurityGroups", of(lb, R"(,"SecurityGroups":[])"));
  CHECK(groups() == "[]");
  auto const inner = driver::text(
      cloud.done("CreateLoadBalancer", R"({"LoadBalancerType":"INTERNAL","VpcId":"v","SubnetId":"s"})")
          .at("LoadBalancerIds")
          .at(0));
  CHECK(cloud.code("SetLoadBalancerSecurityGroups", of(inner, R"(,"SecurityGroups":["a"])")) ==
        "InvalidParameterValue");
}

TEST_CASE("SNAT IPs") {
  driver cloud;
  auto const lb = cloud.make_balancer();
  auto const ips = [&] {
    return cloud.call("DescribeLoadBalancers").at("LoadBalancerSet").at(0).at("SnatIps").as_array();
  };
  cloud.done("CreateLoadBalancerSnatIps", of(lb, R"(,"SnatIps":[{"SubnetId":"subnet-1","Ip":"10.0.5.5"}])"));
  cloud.done("CreateLoadBalancerSnatIps", of(lb, R"(,"SnatIps":[{"SubnetId":"subnet-1"}],"Number":2)"));
  REQUIRE(ips().size() == 3);
  CHECK(ips()[0].at("Ip") == "10.0.5.5");
  CHECK(cloud.code("CreateLoadBalancerSnatIps",
                   of(lb, R"(,"SnatIps":[{"SubnetId":"subnet-1","Ip":"10.0.5.5"}])")) ==
        "InvalidParameterValue");
  CHECK(cloud.code("CreateLoadBalancerSnatIps",
                   of(lb, R"(,"SnatIps":[{"SubnetId":"subnet-1"}],"Number":8)")) == "LimitExceeded");
  cloud.done("DeleteLoadBalancerSnatIps", of(lb, R"(,"Ips":["10.0.5.5"])"));
  CHECK(ips().size() == 2);
  CHECK(cloud.code("DeleteLoadBalancerSnatIps", of(lb, R"(,"Ips":["10.0.5.5"])")) == "InvalidParameterValue");
}

TEST_CASE("blocked addresses come with a task of their own, and expire") {
  driver cloud;
  auto const lb = cloud.make_balancer();
  std::string const ids = R"({"LoadBalancerIds":[")" + lb + R"("],"ClientIPField":"X-Forwarded-For",)";
  auto const job = driver::text(
      cloud
          .call("ModifyBlockIPList",
                ids + R"("Type":"add_blocked","BlockIPList":["1.1.1.1","2.2.2.2"],"ExpireTime":60})")
          .at("JodId"));
  auto const status = [&] {
    return cloud.call("DescribeBlockIPTask", R"({"TaskId":")" + job + R"("})").at("Status").as_int64();
  };
  CHECK(status() == 1);
  cloud.clock->advance(1s);
  CHECK(status() == 6);
  auto list = cloud.call("DescribeBlockIPList", of(lb, R"(,"Limit":1)"));
  CHECK(list.at("BlockedIPCount") == 2);
  CHECK(list.at("BlockedIPList").as_array().size() == 1);
  cloud.done("ModifyBlockIPList", ids + R"("Type":"set_customized_field"})");
  cloud.done("ModifyBlockIPList", ids + R"("Type":"del_blocked","BlockIPList":["1.1.1.1"]})");
  list = cloud.call("DescribeBlockIPList", of(lb));
  CHECK(list.at("ClientIPField") == "X-Forwarded-For");
  CHECK(list.at("BlockedIPCount") == 1);
  cloud.clock->advance(60s);
  CHECK(cloud.call("DescribeBlockIPList", of(lb)).at("BlockedIPCount") == 0);
  CHECK(cloud.code("DescribeBlockIPTask", R"({"TaskId":"none"})") == "InvalidParameter");
}

TEST_CASE("log sets and topics") {
  driver cloud;
  auto const lb = cloud.make_balancer();
  CHECK(cloud.call("DescribeClsLogSet").at("LogsetId").is_null());
  CHECK(cloud.code("CreateTopic", R"({"TopicName":"t"})") == "FailedOperation");
  auto const set = driver::text(cloud.call("CreateClsLogSet", "{}").at("LogsetId"));
  CHECK(cloud.code("CreateClsLogSet") == "InvalidParameter");
  CHECK(cloud.call("DescribeClsLogSet").at("LogsetId") == json::value(set));
  auto const topic = driver::text(cloud.call("CreateTopic", R"({"TopicName":"t"})").at("TopicId"));
  CHECK(cloud.code("CreateTopic", R"({"TopicName":"t"})") == "InvalidParameterValue.Duplicate");
  CHECK(cloud.code("SetLoadBalancerClsLog", of(lb, R"(,"LogSetId":"x","LogTopicId":"y")")) ==
        "InvalidParameterValue");
  CHECK(cloud.code("SetLoadBalancerClsLog",
                   of(lb, R"(,"LogSetId":")" + set + R"(","LogTopicId":")" + topic + '"')) == "");
  CHECK(cloud.call("DescribeLoadBalancers").at("LoadBalancerSet").at(0).at("LogSetId") == json::value(set));
}

TEST_CASE("certificates are uploaded, found and replaced everywhere") {
  driver cloud;
  auto const lb = cloud.make_balancer();
  cloud.make_listener(lb, "HTTPS", 443, R"(,"Certificate":{"SSLMode":"UNIDIRECTIONAL","CertId":"old"})");
  auto const sni = cloud.make_listener(lb, "HTTPS", 444, R"(,"SniSwitch":1)");
  CHECK(cloud.code("CreateRule",
                   of(lb, R"(,"ListenerId":")" + sni + R"(","Rules":[{"Domain":"a","Url":"/"}])")) ==
        "MissingParameter");
  cloud.make_rule(lb, sni, "a.example", "/",
                  R"(,"Certificate":{"CertName":"n","CertContent":"c","CertKey":"k"})");
  cloud.make_rule(
      lb, sni, "b.example", "/",
      R"(,"MultiCertInfo":{"SSLMode":"UNIDIRECTIONAL","CertList":[{"CertId":"one"},{"CertId":"old"}]})");
  auto const uses = [&](std::string const& id) {
    auto const found = cloud.call("DescribeLoadBalancerListByCertId", R"({"CertIds":[")" + id + R"("]})");
    return found.at("CertSet").at(0).at("LoadBalancers").as_array().size();
  };
  CHECK(uses("old") == 1);
  CHECK(uses("new") == 0);
  CHECK(cloud.code("ReplaceCertForLoadBalancers",
                   R"({"OldCertificateId":"none","Certificate":{"CertId":"new"}})") ==
        "InvalidParameterValue");
  CHECK(cloud.code("ReplaceCertForLoadBalancers",
                   R"({"OldCertificateId":"old","Certificate":{"CertId":"new"}})") == "");
  CHECK(uses("old") == 0);
  CHECK(uses("new") == 1);
  auto const listeners = cloud.call("DescribeListeners", of(lb)).at("Listeners").as_array();
  CHECK(listeners[0].at("Certificate").at("CertId") == "new");
  CHECK(driver::text(listeners[1].at("Rules").at(0).at("Certificate").at("CertId")).size() == 8);
  CHECK(listeners[1].at("Rules").at(1).at("Certificate").at("ExtCertIds").at(0) == "new");
}

TEST_CASE("redirections: by hand, automatic, deleted") {
  driver cloud({.rate_limit = false});
  auto const lb = cloud.make_balancer();
  auto const http = cloud.make_listener(lb, "HTTP", 8080);
  auto const https = cloud.make_listener(lb, "HTTPS", 443, R"(,"Certificate":{"CertId":"c"})");
  auto const from = cloud.make_rule(lb, http, "a.example", "/");
  auto const to = cloud.make_rule(lb, https, "a.example", "/");
  std::string const pair = R"(,"SourceListenerId":")" + http + R"(","TargetListenerId":")" + https +
                           R"(","RewriteInfos":[{"SourceLocationId":")" + from + R"(","TargetLocationId":")" +
                           to + R"(","RewriteCode":301,"TakeUrl":true,"SourceDomain":"a.example"}])";
  CHECK(cloud.code("DeleteRewrite", of(lb, pair)) == "InvalidParameter.SomeRewriteNotFound");
  cloud.done("ManualRewrite", of(lb, pair));
  CHECK(cloud.code("ManualRewrite", of(lb, pair)) == "InvalidParameter.RewriteAlreadyExist");
  auto const rewrites = [&] { return cloud.call("DescribeRewrite", of(lb)).at("RewriteSet").as_array(); };
  REQUIRE(rewrites().size() == 1);
  CHECK(rewrites()[0].at("LocationId") == json::value(from));
  CHECK(rewrites()[0].at("RewriteTarget").at("TargetLocationId") == json::value(to));
  CHECK(rewrites()[0].at("RewriteTarget").at("RewriteCode") == 301);
  CHECK(cloud.code("DeleteRule", of(lb, R"(,"ListenerId":")" + https + R"(","LocationIds":[")" + to +
                                            R"("])")) == "FailedOperation");
  cloud.done("DeleteRewrite", of(lb, pair));
  CHECK(rewrites().empty());

  CHECK(cloud.code("AutoRewrite", of(lb, R"(,"ListenerId":")" + http + '"')) ==
        "InvalidParameter.ProtocolCheckFailed");
  cloud.done("AutoRewrite",
             of(lb, R"(,"ListenerId":")" + https +
                        R"(","Domains":["a.example"],"RewriteCodes":[302],"TakeUrls":[false])"));
  REQUIRE(rewrites().size() == 1);
  CHECK(rewrites()[0].at("RewriteTarget").at("RewriteType") == "Auto");
  CHECK(rewrites()[0].at("RewriteTarget").at("TakeUrl") == false);
  CHECK(rewrites()[0].at("BeAutoCreated") == true);
  CHECK(cloud.call("DescribeListeners", of(lb, R"(,"Port":80)")).at("TotalCount") == 1);
  CHECK(cloud.code("AutoRewrite", of(lb, R"(,"ListenerId":")" + https + '"')) ==
        "InvalidParameter.RewriteAlreadyExist");
  cloud.done("DeleteListener", of(lb, R"(,"ListenerId":")" + https + '"'));
  CHECK(rewrites().empty());
}

TEST_CASE("target groups: made, filled, bound, shown in the health, deleted") {
  driver cloud({.rate_limit = false});
  auto const lb = cloud.make_balancer();
  auto const listener = cloud.make_listener(lb, "TCP", 80, R"(,"TargetType":"TARGETGROUP")");
  auto const group = driver::text(
      cloud
          .call(
              "CreateTargetGroup",
              R"({"TargetGroupName":"g","VpcId":"vpc-1","Port":80,"TargetGroupInstances":[{"BindIP":"10.2.0.1","Port":1}]})")
          .at("TargetGroupId"));
  CHECK(group.starts_with("lbtg-"));
  std::string const id = R"({"TargetGroupId":")" + group + '"';
  auto const instances = [&] {
    return cloud
        .call("DescribeTargetGroupInstances",
              R"({"Filters":[{"Name":"TargetGroupId","Values":[")" + group + R"("]}]})")
        .at("TargetGroupInstanceSet")
        .as_array();
  };
  CHECK(instances().size() == 1);
  cloud.call("RegisterTargetGroupInstances",
             id + R"(,"TargetGroupInstances":[{"BindIP":"10.2.0.2","Port":2,"Weight":5}]})");
  auto const busy = cloud.call("RegisterTargetGroupInstances",
                               id + R"(,"TargetGroupInstances":[{"BindIP":"10.2.0.3","Port":2}]})");
  CHECK(driver::code_of(busy) == "FailedOperation.ResourceInOperating");
  CHECK(driver::message_of(busy) ==
        "Your task is working (RegisterTargetGroupInstances). Pls wait for the task to complete and try "
        "again.");
  cloud.clock->advance(1s);
  CHECK(instances().size() == 2);
  CHECK(cloud.code("RegisterTargetGroupInstances",
                   id + R"(,"TargetGroupInstances":[{"BindIP":"10.2.0.2","Port":2}]})") ==
        "InvalidParameterValue");
  cloud.done("ModifyTargetGroupInstancesWeight",
             id + R"(,"TargetGroupInstances":[{"BindIP":"10.2.0.2","Port":2,"Weight":6}]})");
  cloud.done("ModifyTargetGroupInstancesPort",
             id + R"(,"TargetGroupInstances":[{"BindIP":"10.2.0.2","Port":2,"NewPort":3}]})");
  CHECK(instances()[1].at("Weight") == 6);
  CHECK(instances()[1].at("Port") == 3);

  std::string const pair = R"({"Associations":[{"LoadBalancerId":")" + lb + R"(","ListenerId":")" + listener +
                           R"(","TargetGroupId":")" + group + R"("}]})";
  CHECK(cloud.code("DisassociateTargetGroups", pair) == "InvalidParameterValue");
  cloud.done("AssociateTargetGroups", pair);
  auto const groups =
      cloud.call("DescribeTargetGroups", R"({"Filters":[{"Name":"TargetGroupName","Values":["g"]}]})");
  CHECK(groups.at("TotalCount") == 1);
  CHECK(groups.at("TargetGroupSet").at(0).at("AssociatedRule").at(0).at("ListenerId") ==
        json::value(listener));
  CHECK(cloud.call("DescribeTargetGroupList", R"({"TargetGroupIds":["lbtg-none"]})").at("TotalCount") == 0);
  auto const health = cloud.call("DescribeTargetHealth", R"({"LoadBalancerIds":[")" + lb + R"("]})");
  CHECK(health.at("LoadBalancers")
            .at(0)
            .at("Listeners")
            .at(0)
            .at("Rules")
            .at(0)
            .at("Targets")
            .as_array()
            .size() == 2);
  CHECK(
      cloud.call("DescribeListeners", of(lb)).at("Listeners").at(0).at("TargetGroup").at("TargetGroupName") ==
      "g");
  CHECK(cloud.code("RegisterTargets", of(lb, R"(,"ListenerId":")" + listener +
                                                 R"(","Targets":[{"InstanceId":"i","Port":1}])")) ==
        "InvalidParameter");
  CHECK(cloud.code("DeleteTargetGroups", R"({"TargetGroupIds":[")" + group + R"("]})") == "FailedOperation");
  cloud.done("DisassociateTargetGroups", pair);
  cloud.call("ModifyTargetGroupAttribute", id + R"(,"TargetGroupName":"h"})");
  CHECK(cloud.call("DescribeTargetGroups").at("TargetGroupSet").at(0).at("TargetGroupName") == "h");
  cloud.done("DeregisterTargetGroupInstances",
             id + R"(,"TargetGroupInstances":[{"BindIP":"10.2.0.1","Port":1}]})");
  CHECK(instances().size() == 1);
  CHECK(cloud.code("DeleteTargetGroups", R"({"TargetGroupIds":[")" + group + R"("]})") == "");
  CHECK(cloud.call("DescribeTargetGroups").at("TotalCount") == 0);
}

TEST_CASE("cloud functions are bound to rules") {
  driver cloud;
  auto const lb = cloud.make_balancer();
  auto const listener = cloud.make_listener(lb, "HTTP", 80);
  auto const rule = cloud.make_rule(lb, listener, "a.example", "/");
  auto const request = [&](int weight) {
    return of(lb,
              R"(,"ListenerId":")" + listener + R"(","LocationId":")" + rule +
                  R"(","FunctionTargets":[{"Weight":)" + std::to_string(weight) +
                  R"(,"Function":{"FunctionNamespace":"n","FunctionName":"f","FunctionQualifier":"1"}}])");
  };
  auto const functions = [&] {
    return cloud.call("DescribeTargets", of(lb))
        .at("Listeners")
        .at(0)
        .at("Rules")
        .at(0)
        .at("FunctionTargets")
        .as_array();
  };
  CHECK(cloud.code("ModifyFunctionTargets", request(1)) == "ResourceNotFound");
  cloud.done("RegisterFunctionTargets", request(5));
  CHECK(cloud.code("RegisterFunctionTargets", request(5)) == "InvalidParameterValue.Duplicate");
  cloud.call("ModifyFunctionTargets", request(6));
  REQUIRE(functions().size() == 1);
  CHECK(functions()[0].at("Weight") == 6);
  cloud.done("DeregisterFunctionTargets", request(6));
  CHECK(functions().empty());
}

TEST_CASE("batches succeed listener by listener") {
  driver cloud;
  auto const lb = cloud.make_balancer();
  auto const one = cloud.make_listener(lb, "TCP", 80);
  auto const two = cloud.make_listener(lb, "TCP", 81);
  std::string const batch = of(
      lb,
      R"(,"Targets":[{"ListenerId":")" + one +
          R"(","Port":1,"InstanceId":"i"},{"ListenerId":"lbl-none","Port":1,"InstanceId":"i"},{"ListenerId":")" +
          two + R"(","Port":1,"InstanceId":"i"}])");
  auto const made = cloud.call("BatchRegisterTargets", batch);
  CHECK(made.at("FailListenerIdSet") == json::array{"lbl-none"});
  auto const count = [&] {
    std::size_t total = 0;
    auto const all = cloud.call("DescribeTargets", of(lb));
    for (auto const& listener : all.at("Listeners").as_array())
      total += listener.at("Targets").as_array().size();
    return total;
  };
  CHECK(count() == 2);
  CHECK(cloud.call("BatchDeregisterTargets", batch).at("FailListenerIdSet") == json::array{"lbl-none"});
  CHECK(count() == 0);
}

TEST_CASE("custom configurations") {
  driver cloud;
  auto const lb = cloud.make_balancer();
  CHECK(cloud.code("SetCustomizedConfigForLoadBalancer", R"({"OperationType":"ADD"})") == "MissingParameter");
  auto const id = driver::text(cloud
                                   .call("SetCustomizedConfigForLoadBalancer",
                                         R"({"OperationType":"ADD","ConfigName":"n","ConfigContent":"c"})")
                                   .at("ConfigId"));
  CHECK(id.starts_with("pz-"));
  auto const set = [&](std::string const& operation, std::string const& more = "") {
    return cloud.code("SetCustomizedConfigForLoadBalancer",
                      R"({"OperationType":")" + operation + R"(","UconfigId":")" + id + '"' + more + '}');
  };
  CHECK(set("BIND") == "MissingParameter");
  CHECK(set("BIND", R"(,"LoadBalancerIds":[")" + lb + R"("])") == "");
  CHECK(cloud.call("DescribeCustomizedConfigAssociateList", R"({"UconfigId":")" + id + R"("})")
            .at("TotalCount") == 1);
  CHECK(cloud.call("DescribeLoadBalancers").at("LoadBalancerSet").at(0).at("ConfigId") == json::value(id));
  CHECK(set("DELETE") == "FailedOperation");
  CHECK(set("UPDATE", R"(,"ConfigContent":"d")") == "");
  auto const list = cloud.call("DescribeCustomizedConfigList", R"({"ConfigType":"CLB","ConfigName":"n"})");
  CHECK(list.at("ConfigList").at(0).at("ConfigContent") == "d");
  CHECK(set("UNBIND", R"(,"LoadBalancerIds":[")" + lb + R"("])") == "");
  CHECK(set("DELETE") == "");
  CHECK(cloud.call("DescribeCustomizedConfigList", R"({"ConfigType":"CLB"})").at("TotalCount") == 0);
}

TEST_CASE("a clone has what the original has, under IDs of its own") {
  driver cloud;
  auto const lb = cloud.make_balancer(R"(,"LoadBalancerName":"original")");
  auto const listener = cloud.make_listener(lb, "TCP", 80);
  cloud.done("RegisterTargets",
             of(lb, R"(,"ListenerId":")" + listener + R"(","Targets":[{"InstanceId":"i","Port":1}])"));
  auto const task =
      driver::text(cloud.done("CloneLoadBalancer", of(lb, R"(,"LoadBalancerName":"copy")")).at("RequestId"));
  auto const ids =
      cloud.call("DescribeTaskStatus", R"({"TaskId":")" + task + R"("})").at("LoadBalancerIds").as_array();
  REQUIRE(ids.size() == 1);
  auto const copy = driver::text(ids[0]);
  CHECK(copy != lb);
  auto const listeners = cloud.call("DescribeListeners", of(copy)).at("Listeners").as_array();
  REQUIRE(listeners.size() == 1);
  CHECK(listeners[0].at("ListenerId") != json::value(listener));
  CHECK(cloud.call("DescribeTargets", of(copy)).at("Listeners").at(0).at("Targets").at(0).at("InstanceId") ==
        "i");
  auto const found = cloud.call("DescribeLoadBalancers").at("LoadBalancerSet").as_array();
  CHECK(found[0].at("LoadBalancerName") == "copy");
  CHECK(found[0].at("LoadBalancerVips") != found[1].at("LoadBalancerVips"));
}

TEST_CASE("classic load balancers have Actions of their own, until they are migrated") {
  driver cloud({.classic = 1});
  auto const found = cloud.call("DescribeLoadBalancers", R"({"Forward":0})");
  REQUIRE(found.at("TotalCount") == 1);
  auto const lb = driver::text(found.at("LoadBalancerSet").at(0).at("LoadBalancerId"));
  auto const listeners = cloud.call("DescribeClassicalLBListeners", of(lb)).at("Listeners").as_array();
  REQUIRE(listeners.size() == 1);
  CHECK(listeners[0].at("ListenerPort") == 80);
  CHECK(listeners[0].at("InstancePort") == 8080);
  cloud.done("RegisterTargetsWithClassicalLB",
             of(lb, R"(,"Targets":[{"InstanceId":"ins-1","Weight":5},{"InstanceId":"ins-2"}])"));
  CHECK(cloud.code("RegisterTargetsWithClassicalLB", of(lb, R"(,"Targets":[{"InstanceId":"ins-1"}])")) ==
        "InvalidParameterValue");
  CHECK(cloud.call("DescribeClassicalLBTargets", of(lb)).at("Targets").at(0).at("Weight") == 5);
  CHECK(cloud.call("DescribeClassicalLBHealthStatus", of(lb)).at("HealthList").at(1).at("HealthStatus") == 1);
  CHECK(cloud.call("DescribeClassicalLBByInstanceId", R"({"InstanceIds":["ins-2"]})")
            .at("LoadBalancerInfoList")
            .at(0)
            .at("LoadBalancerIds")
            .at(0) == json::value(lb));
  cloud.done("DeregisterTargetsFromClassicalLB", of(lb, R"(,"InstanceIds":["ins-2"])"));
  CHECK(cloud.code("DeregisterTargetsFromClassicalLB", of(lb, R"(,"InstanceIds":["ins-2"])")) ==
        "InvalidParameterValue");
  CHECK(cloud.code("CreateListener", of(lb, R"(,"Protocol":"TCP","Ports":[90])")) == "InvalidParameter");
  cloud.done("MigrateClassicalLoadBalancers", R"({"LoadBalancerIds":[")" + lb + R"("]})");
  CHECK(cloud.call("DescribeLoadBalancers", R"({"Forward":0})").at("TotalCount") == 0);
  CHECK(cloud.call("DescribeTargets", of(lb)).at("Listeners").at(0).at("Targets").at(0).at("Port") == 8080);
  CHECK(cloud.code("DescribeClassicalLBListeners", of(lb)) == "InvalidParameter");
}

TEST_CASE("overviews follow the state") {
  driver cloud;
  auto const lb = cloud.make_balancer();
  auto const listener = cloud.make_listener(lb, "TCP", 80);
  auto idle = cloud.call("DescribeIdleLoadBalancers");
  CHECK(idle.at("IdleLoadBalancers").at(0).at("IdleReason") == "NO_RS");
  cloud.done("ModifyLoadBalancerAttributes", of(lb, R"(,"SnatPro":true)"));
  cloud.done("RegisterTargets",
             of(lb, R"(,"ListenerId":")" + listener +
                        R"(","Targets":[{"InstanceId":"ins-1","Port":1},{"EniIp":"10.6.6.6","Port":2}])"));
  CHECK(cloud.call("DescribeIdleLoadBalancers").at("TotalCount") == 0);
  auto const overview = cloud.call("DescribeLoadBalancerOverview");
  CHECK(overview.at("TotalCount") == 1);
  CHECK(overview.at("RunningCount") == 1);
  auto const detail = cloud.call("DescribeLoadBalancersDetail", R"({"Fields":["TargetPort","ListenerId"]})");
  CHECK(detail.at("TotalCount") == 2);
  auto const row = detail.at("LoadBalancerDetailSet").at(0).as_object();
  CHECK(row.at("TargetPort") == 1);
  CHECK(row.at("LoadBalancerId") == json::value(lb));
  CHECK(row.at("VpcId").is_null());
  CHECK(cloud.code("DescribeLoadBalancersDetail", R"({"Fields":["Nope"]})") == "InvalidParameterValue");
  CHECK(cloud.call("DescribeCrossTargets").at("CrossTargetSet").at(0).at("IP") == "10.6.6.6");
  auto const by_address =
      cloud.call("DescribeLBListeners", R"({"Backends":[{"VpcId":"vpc-default0","PrivateIp":"10.6.6.6"}]})");
  CHECK(by_address.at("LoadBalancers").at(0).at("Listeners").at(0).at("Targets").at(0).at("Port") == 2);
  cloud.call("ModifyLoadBalancersProject", R"({"ProjectId":7,"LoadBalancerIds":[")" + lb + R"("]})");
  CHECK(cloud.call("DescribeLoadBalancers", R"({"ProjectId":7})").at("TotalCount") == 1);
  cloud.call("ModifyLoadBalancerSla",
             R"({"LoadBalancerSla":[{"LoadBalancerId":")" + lb + R"(","SlaType":"clb.c3.small"}]})");
  CHECK(cloud.call("DescribeLoadBalancers").at("LoadBalancerSet").at(0).at("SlaType") == "clb.c3.small");
  CHECK(cloud.call("DescribeQuota").at("QuotaSet").at(0).at("QuotaCurrent") == 1);
}

TEST_CASE("made-up answers have the documented shape") {
  driver cloud;
  auto const lb = cloud.make_balancer();
  CHECK(cloud
            .call("InquiryPriceCreateLoadBalancer",
                  R"({"LoadBalancerType":"OPEN","LoadBalancerChargeType":"POSTPAID"})")
            .at("Price")
            .at("InstancePrice")
            .at("UnitPrice")
            .is_double());
  CHECK(cloud
            .call("InquiryPriceModifyLoadBalancer",
                  of(lb, R"(,"InternetAccessible":{"InternetMaxBandwidthOut":5})"))
            .at("Price")
            .at("InstancePrice")
            .is_null());
  CHECK(cloud.call("InquiryPriceRenewLoadBalancer", of(lb, R"(,"LoadBalancerChargePrepaid":{"Period":2})"))
            .at("Price")
            .at("InstancePrice")
            .at("OriginalPrice")
            .to_number<double>() == 30.0);
  CHECK(cloud.call("InquiryPriceRefundLoadBalancer", of(lb)).at("Price").at("InstancePrice").is_object());
  CHECK(cloud.call("DescribeLoadBalancerTraffic").at("LoadBalancerTraffic").as_array().size() == 1);
  auto const zones = cloud.call("DescribeResources", R"({"Filters":[{"Name":"isp","Values":["CMCC"]}]})");
  CHECK(zones.at("TotalCount") == 3);
  CHECK(zones.at("ZoneResourceSet").at(0).at("ResourceSet").as_array().size() == 1);
}
