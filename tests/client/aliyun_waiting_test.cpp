// colb: Alibaba Cloud SLB has no tasks: what a look at a resource may say after a change, and what the wait
// makes of it.
#include <chrono>
#include <string>
#include <vector>

#include <colb/aliyun/slb/client.hpp>
#include <colb/aliyun/slb/listener.hpp>
#include <colb/aliyun/slb/load_balancer.hpp>
#include <colb/aliyun/slb/tls_cipher_policy.hpp>

#include "catch.hpp"
#include "support/wait_table.hpp"

namespace slb = colb::aliyun::slb;
using colb::condition;
using colb::test::check_waits;
using colb::test::follow_by_script;
using colb::test::times;
using colb::test::wait_row;
using colb::test::with_status;
using namespace std::chrono_literals;

namespace {

std::string body(std::string const& members = {}) {
  return "{" + members + (members.empty() ? "" : ",") + "\"RequestId\":\"r-1\"}";
}
std::string refusal(std::string const& code, int status = 400, std::string const& message = "why") {
  return with_status(status, body("\"Code\":\"" + code + "\",\"Message\":\"" + message + "\""));
}
std::string balancer(std::string const& state) {
  return body(R"("LoadBalancerId":"lb-1","LoadBalancerStatus":")" + state + '"');
}
std::string listener(std::string const& state) {
  return body(R"("ListenerPort":53,"Status":")" + state + '"');
}
std::string policy(std::string const& state) {
  return body(R"("TLSCipherPolicies":[{"InstanceId":"tls-0","Status":"configuring"},)"
              R"({"InstanceId":"tls-1","Status":")" +
              state + "\"}]");
}
std::string with_listeners(std::string const& members) {
  return body(R"("LoadBalancerId":"lb-1","LoadBalancerStatus":"active",)" + members);
}

/// What holds for every look, given the word that ends well.
std::vector<wait_row> rows(std::string (*says)(std::string const&), std::string const& good,
                           std::string const& nothing_there) {
  std::string const well = says(good);
  std::string shouted;
  for (char const c : good) shouted += static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  std::string const gone = refusal("InvalidLoadBalancerId.NotFound", 404);
  return {
      {"the state", {well}, {}, {}, 1},
      {"the state in other letters", {says(shouted)}, {}, {}, 1},
      {"on the way", times(20, says("configuring"), {well}), {}, {}, 21},
      {"a word that nobody knows", times(20, says("reticulating"), {well}), {}, {}, 21},
      {"such a word for ever", {says("reticulating")}, condition::timed_out, "reticulating"},
      {"no state", times(20, says(""), {well}), {}, {}, 21},
      {"no state for ever", {says("")}, condition::timed_out},
      {"locked", {says("configuring"), says("Locked")}, condition::task_failed, "it is now Locked", 2},
      {"failed", {says("create_failed")}, condition::task_failed, "it is now create_failed", 1},
      {"not there yet", {gone, gone, well}, {}, {}, 3},
      {"an answer without it, yet", {nothing_there, nothing_there, well}, {}, {}, 3},
      {"never there", {gone}, condition::not_found},
      {"never in an answer", {nothing_there}, condition::not_found},
      {"the network", times(40, "", {well})},
      {"a gateway", times(40, with_status(502, ""), {well})},
      {"it broke inside", times(40, refusal("InternalError", 500), {well})},
      {"throttled", times(10, refusal("Throttling.User"), {well})},
      {"no answer of the vendor's", {"<html>", well}},
      {"credentials", {refusal("InvalidAccessKeyId.NotFound", 404)}, condition::authentication, {}, 1},
      {"permission", {refusal("Forbidden.RAM", 403)}, condition::permission, {}, 1},
      {"a wrong request", {refusal("MissingParameter")}, condition::invalid_request, {}, 1},
  };
}

void check(std::vector<wait_row> const& all, auto const& change, std::string const& accepted) {
  check_waits<slb::client>(change, accepted, all);
}

slb::CreateLoadBalancerUDPListener udp_listener() {
  return {.LoadBalancerId = "lb-1", .ListenerPort = 53, .BackendServerPort = 53, .Bandwidth = -1};
}

}  // namespace

TEST_CASE("aliyun waits: a load balancer, what a look may say", "[waits]") {
  slb::CreateLoadBalancer const create{};
  check(rows(&balancer, "active", body()), create, body(R"("LoadBalancerId":"lb-1")"));
}

TEST_CASE("aliyun waits: a listener, what a look may say", "[waits]") {
  check(rows(&listener, "stopped", body()), udp_listener(), body());
}

TEST_CASE("aliyun waits: a TLS policy, what a look may say", "[waits]") {
  slb::SetTLSCipherPolicyAttribute const change{
      .Ciphers = {"AES128-SHA"}, .Name = "p", .TLSCipherPolicyId = "tls-1", .TLSVersions = {"TLSv1.2"}};
  check(rows(&policy, "normal", body(R"("TLSCipherPolicies":[])")), change, body(R"("TaskId":"t")"));
  auto const ran = follow_by_script<slb::client>(change, body(), {policy("normal")});
  REQUIRE(ran.actions == std::vector<std::string>{"ListTLSCipherPolicies"});
  CHECK(ran.looks[0].find("TLSCipherPolicyId=tls-1") != std::string::npos);
}

TEST_CASE("aliyun waits: the state that the request names, without case", "[waits]") {
  slb::SetLoadBalancerStatus const off{.LoadBalancerId = "lb-1", .LoadBalancerStatus = "inactive"};
  check_waits<slb::client>(off, body(),
                           {{"there", {balancer("active"), balancer("Inactive")}, {}, {}, 2},
                            {"none", times(9, balancer(""), {balancer("inactive")}), {}, {}, 10}});
}

TEST_CASE("aliyun waits: what is not there is told after three looks and 15 s", "[waits]") {
  auto const ran = follow_by_script<slb::client>(udp_listener(), body(), {refusal("ListenerNotFound", 404)});
  CHECK(ran.taken >= 15s);
  CHECK(ran.taken < 40s);
  CHECK(ran.looks.size() >= 3);
}

TEST_CASE("aliyun waits: gone is gone, however it is told", "[waits]") {
  slb::DeleteLoadBalancer const drop{.LoadBalancerId = "lb-1"};
  check_waits<slb::client>(
      drop, body(),
      {{"by a code", {balancer("active"), refusal("InvalidLoadBalancerId.NotFound", 404)}, {}, {}, 2},
       {"by an answer without it", {balancer("inactive"), body()}, {}, {}, 2},
       {"by empty texts", {body(R"("LoadBalancerId":"","LoadBalancerStatus":"")")}, {}, {}, 1},
       {"still there, whatever its state", times(5, balancer("locked"), {body()}), {}, {}, 6},
       {"never", {balancer("active")}, condition::timed_out},
       {"the network is no end", times(30, "", {body()})},
       {"permission", {refusal("Forbidden.RAM", 403)}, condition::permission, {}, 1}});

  std::string const there = R"({"ListenerProtocol":"TCP","ListenerPort":53})";
  std::string const other = R"({"ListenerProtocol":"udp","ListenerPort":53})";
  std::string const twin = R"({"ListenerProtocal":"tcp","ListenerPort":"53"})";
  auto const by_protocol = [](std::string const& list) {
    return with_listeners(R"("ListenerPortsAndProtocol":{"ListenerPortAndProtocol":[)" + list + "]}");
  };
  slb::DeleteLoadBalancerListener const tcp{
      .LoadBalancerId = "lb-1", .ListenerPort = 53, .ListenerProtocol = "TCP"};
  check_waits<slb::client>(
      tcp, body(),
      {{"the list is empty", {by_protocol(there), by_protocol("")}, {}, {}, 2},
       {"its twin of the other protocol stays",
        {by_protocol(there + ',' + other), by_protocol(other)},
        {},
        {},
        2},
       {"by ports alone",
        {with_listeners(R"("ListenerPorts":{"ListenerPort":[80,53]})"),
         with_listeners(R"("ListenerPorts":{"ListenerPort":[80]})")},
        {},
        {},
        2},
       {"by protocols alone, of the other spelling",
        {with_listeners(R"("ListenerPortsAndProtocal":{"ListenerPortAndProtocal":[)" + twin + "]}"),
         with_listeners("\"Address\":\"\"")},
        {},
        {},
        2},
       {"by a plain list",
        {with_listeners(R"("ListenerPorts":[53])"), with_listeners(R"("ListenerPorts":[])")},
        {},
        {},
        2},
       {"by one that is no list",
        {with_listeners(R"("ListenerPorts":{"ListenerPort":53})"), body()},
        {},
        {},
        2},
       {"with its load balancer", {refusal("InvalidLoadBalancerId.NotFound", 404)}, {}, {}, 1},
       {"the network is no end", times(30, "", {body()})}});
}

TEST_CASE("aliyun waits: the protocol is part of which listener is watched", "[waits]") {
  std::string const both = with_listeners(
      R"("ListenerPorts":{"ListenerPort":[53,53]},"ListenerPortsAndProtocol":{"ListenerPortAndProtocol":[)"
      R"({"ListenerProtocol":"tcp","ListenerPort":53},{"ListenerProtocol":"udp","ListenerPort":53}]})");
  std::string const running = listener("running");
  struct row {
    std::string protocol;
    std::vector<std::string> looks;
    std::vector<std::string> actions;
  };
  row const table[] = {
      {"tcp", {running}, {"DescribeLoadBalancerTCPListenerAttribute"}},
      {"UDP", {running}, {"DescribeLoadBalancerUDPListenerAttribute"}},
      {"https", {running}, {"DescribeLoadBalancerHTTPSListenerAttribute"}},
      {"", {both, running}, {"DescribeLoadBalancerAttribute", "DescribeLoadBalancerTCPListenerAttribute"}},
      // Not yet in the list, then in its other form.
      {"",
       {with_listeners(R"("ListenerPorts":{"ListenerPort":[80]})"),
        with_listeners(R"("ListenerPortsAndProtocal":{"ListenerPortAndProtocal":[)"
                       R"({"ListenerProtocal":"HTTP","ListenerPort":"53"}]})"),
        running},
       {"DescribeLoadBalancerAttribute", "DescribeLoadBalancerAttribute",
        "DescribeLoadBalancerHTTPListenerAttribute"}},
  };
  for (row const& each : table) {
    CAPTURE(each.protocol);
    slb::StartLoadBalancerListener start{.LoadBalancerId = "lb-1", .ListenerPort = 53};
    if (!each.protocol.empty()) start.ListenerProtocol = each.protocol;
    auto const ran = follow_by_script<slb::client>(start, body(), each.looks);
    CHECK(ran.actions == each.actions);
    check_row({"start", {}}, ran);
  }
  slb::StartLoadBalancerListener const start{.LoadBalancerId = "lb-1", .ListenerPort = 53};
  auto const never = follow_by_script<slb::client>(start, body(), {with_listeners("\"Address\":\"\"")});
  check_row({"never there", {}, condition::not_found, "no listener at port 53"}, never);
  CHECK(never.taken >= 15s);
}

TEST_CASE("aliyun waits: the handle keeps the protocol", "[waits]") {
  slb::StopLoadBalancerListener const stop{
      .LoadBalancerId = "lb-1", .ListenerPort = 53, .ListenerProtocol = "UDP"};
  auto const ran = follow_by_script<slb::client>(stop, body(), {listener("running")});
  colb::error const* const e = colb::get_error(ran.failure);
  REQUIRE(e);
  REQUIRE(e->task());
  auto const ids = std::vector<std::string>{"lb-1", "53", "", "", "udp"};
  CHECK(e->task()->ids == ids);
  CHECK(colb::task::parse(to_string(*e->task())).ids == ids);
}
