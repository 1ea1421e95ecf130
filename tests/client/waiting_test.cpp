// colb: the services with tasks: what a look at one may say, and what the wait makes of it. A table for each
// API.
#include <chrono>
#include <string>
#include <vector>

#include <colb/capitalonline/lb/client.hpp>
#include <colb/capitalonline/lb/load_balancer.hpp>
#include <colb/tencent/clb/block_ip.hpp>
#include <colb/tencent/clb/classical.hpp>
#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/listener.hpp>
#include <colb/tencent/clb_2017/client.hpp>
#include <colb/tencent/clb_2017/listener.hpp>
#include <colb/tencent/clb_2017/load_balancer.hpp>

#include "catch.hpp"
#include "support/wait_table.hpp"

namespace clb = colb::tencent::clb;
namespace old = colb::tencent::clb_2017;
namespace lb = colb::capitalonline::lb;
using colb::condition;
using colb::test::check_row;
using colb::test::check_waits;
using colb::test::follow_by_script;
using colb::test::times;
using colb::test::wait_row;
using colb::test::with_status;
using namespace std::chrono_literals;

namespace {

/// Rows that are the same everywhere, given an answer that ends well.
std::vector<wait_row> common_rows(std::string const& well) {
  return {
      {"it has ended", {well}, {}, {}, 1},
      {"the network", times(40, "", {well})},
      {"a gateway", times(40, with_status(502, ""), {well})},
      {"a gateway that throttles", times(10, with_status(429, "slow down"), {well})},
      {"no answer of the vendor's", {"<html>", well}},
      {"cut short", {well.substr(0, well.size() / 2), well}},
  };
}

/// Rows about one task, given how a state and a refusal are written.
struct words {
  std::string running, well, failed, unknown, nothing;
  std::string not_found, throttled, broke, busy, credentials, permission, wrong;
};
std::vector<wait_row> rows(words const& w) {
  auto all = common_rows(w.well);
  std::vector<wait_row> const own{
      {"on the way", times(20, w.running, {w.well}), {}, {}, 21},
      {"on the way for ever", {w.running}, condition::timed_out, "the task goes on"},
      {"a state that nobody knows", times(20, w.unknown, {w.well}), {}, {}, 21},
      {"such a state for ever", {w.unknown}, condition::timed_out},
      {"no state", times(20, w.nothing, {w.well}), {}, {}, 21},
      {"no state for ever", {w.nothing}, condition::timed_out},
      {"failed, and why", {w.running, w.failed}, condition::task_failed, "no room in the rack", 2},
      {"not known yet", {w.not_found, w.not_found, w.well}, {}, {}, 3},
      {"never known", {w.not_found}, condition::not_found},
      {"throttled", times(10, w.throttled, {w.well})},
      {"it broke inside", times(40, w.broke, {w.well})},
      {"busy", times(10, w.busy, {w.well})},
      {"credentials", {w.credentials}, condition::authentication, {}, 1},
      {"permission", {w.permission}, condition::permission, {}, 1},
      {"a wrong request", {w.wrong}, condition::invalid_request, {}, 1},
  };
  all.insert(all.end(), own.begin(), own.end());
  return all;
}

std::string v3(std::string const& members = {}) {
  return "{\"Response\":{" + members + (members.empty() ? "" : ",") + "\"RequestId\":\"r-1\"}}";
}
std::string v3_refusal(std::string const& code, std::string const& message = "why") {
  return v3("\"Error\":{\"Code\":\"" + code + "\",\"Message\":\"" + message + "\"}");
}
std::string v3_state(std::string const& state, std::string const& more = {}) {
  return v3("\"Status\":" + state + more);
}

std::string v2017(std::string const& members) {
  return "{\"code\":0,\"message\":\"\",\"codeDesc\":\"Success\"" + members + '}';
}
std::string v2017_state(std::string const& state) { return v2017(",\"data\":{\"status\":" + state + '}'); }
std::string v2017_refusal(int code, std::string const& message = "why") {
  return "{\"code\":" + std::to_string(code) + ",\"message\":\"" + message + "\",\"codeDesc\":\"\"}";
}

std::string co(std::string const& data, std::string const& message = "Success.") {
  return "{\"Code\":\"Success\",\"Message\":\"" + message + "\",\"TaskId\":\"t-1\"" +
         (data.empty() ? "" : ",\"Data\":" + data) + '}';
}
std::string co_state(std::string const& state, std::string const& message = "Success.") {
  return co("{\"Status\":\"" + state + "\",\"ResourceId\":\"res-1\",\"TaskType\":\"order\"}", message);
}
std::string co_refusal(std::string const& code, int status = 400, std::string const& message = "why") {
  return with_status(status, "{\"Code\":\"" + code + "\",\"Message\":\"" + message + "\"}");
}

clb::CreateListener const create_listener{.LoadBalancerId = "lb-1", .Ports = {80}, .Protocol = "TCP"};

}  // namespace

TEST_CASE("tencent 3.0 waits: what a look may say", "[waits]") {
  words w{v3_state("2"),
          v3_state("0"),
          v3_state("1", ",\"Message\":\"no room in the rack\""),
          v3_state("9"),
          v3(),
          v3_refusal("ResourceNotFound", "no such task"),
          v3_refusal("RequestLimitExceeded"),
          v3_refusal("InternalError"),
          v3_refusal("FailedOperation.ResourceInOperating"),
          v3_refusal("AuthFailure.SecretIdNotFound"),
          v3_refusal("UnauthorizedOperation"),
          v3_refusal("MissingParameter")};
  check_waits<clb::client>(create_listener, v3("\"ListenerIds\":[\"lbl-1\"]"), rows(w));
  w.unknown = v3_state("null");
  w.nothing = v3("\"Message\":\"\"");
  check_waits<clb::client>(create_listener, v3(), rows(w));
}

TEST_CASE("tencent 3.0 waits: the vendor's reason for a failed task", "[waits]") {
  auto const ran = follow_by_script<clb::client>(create_listener, v3(),
                                                 {v3_state("1", ",\"Message\":\"port 80 is taken\"")});
  colb::error const* const e = colb::get_error(ran.failure);
  REQUIRE(e);
  CHECK(e->vendor_message() == "port 80 is taken");
  std::string const text = e->what();
  CHECK(text.find("port 80 is taken") == text.rfind("port 80 is taken"));  // once
  CHECK(text.find("port 80 is taken") != text.npos);
}

TEST_CASE("tencent 3.0 waits: block lists", "[waits]") {
  clb::ModifyBlockIPList const change{.LoadBalancerIds = {"lb-1"},
                                      .Type = "add_customized_field",
                                      .ClientIPField = "X",
                                      .BlockIPList = {"10.0.0.1"},
                                      .ExpireTime = 3600};
  check_waits<clb::client>(change, v3("\"JodId\":\"7\""),
                           {{"on the way", times(9, v3_state("1"), {v3_state("6")}), {}, {}, 10},
                            {"failed", {v3_state("1"), v3_state("2")}, condition::task_failed, {}, 2},
                            {"not known", times(9, v3_state("5"), {v3_state("6")}), {}, {}, 10},
                            {"nothing", times(9, v3(), {v3_state("6")}), {}, {}, 10}});
}

TEST_CASE("tencent 3.0 waits: a migration is looked at in parts of 20", "[waits]") {
  // One request takes 20 as well, but a handle may be put together of several.
  colb::task move{"tencent.clb", "2018-03-17", "ap-guangzhou", "MigrateClassicalLoadBalancers", {}};
  for (int i = 0; i < 45; ++i) move.ids.push_back("lb-" + std::to_string(i));
  auto const shown = [](int from, int to, std::string const& status) {
    std::string list;
    for (int i = from; i < to; ++i) {
      list += (list.empty() ? "" : ",") + ("{\"LoadBalancerId\":\"lb-" + std::to_string(i) +
                                           "\",\"Forward\":1,\"Status\":" + status + '}');
    }
    return v3("\"LoadBalancerSet\":[" + list + ']');
  };
  auto const ran = colb::test::wait_by_script<clb::client>(
      move,
      {shown(0, 20, "1"), shown(20, 39, "1"), shown(20, 40, "0"), shown(20, 40, "1"), shown(40, 45, "1")});
  check_row({"migration", {}, {}, {}, 5}, ran);
  CHECK(ran.looks.at(0).find("lb-20") == std::string::npos);
  CHECK(ran.looks.at(1).find("lb-20") != std::string::npos);
  CHECK(ran.looks.at(4).find("lb-44") != std::string::npos);
}

TEST_CASE("tencent 2017 waits: what a look may say", "[waits]") {
  words const w{v2017_state("2"),
                v2017_state("0"),
                R"({"code":0,"message":"no room in the rack","data":{"status":1}})",
                v2017_state("9"),
                v2017(""),
                v2017_refusal(5000, "no such task"),
                v2017_refusal(4400),
                v2017_refusal(6000),
                v2017_refusal(5100, "the load balancer is operating, try later"),
                v2017_refusal(4100),
                v2017_refusal(4103),
                v2017_refusal(4000)};
  old::CreateLoadBalancerListeners const create{
      .loadBalancerId = "lb-1", .listeners = {{.loadBalancerPort = 80, .instancePort = 80, .protocol = 2}}};
  std::string const accepted = R"({"code":0,"message":"","requestId":7,"listenerIds":["lbl-1"]})";
  check_waits<old::client>(create, accepted, rows(w));
  for (std::string const& nothing :
       {v2017(",\"data\":{}"), v2017(",\"data\":[]"), v2017_state("\"\""), v2017_state("null")}) {
    check_waits<old::client>(create, accepted, {{"no state", times(9, nothing, {w.well}), {}, {}, 10}});
  }
}

TEST_CASE("tencent 2017 waits: every task of a batch is followed, whatever the outer code", "[waits]") {
  old::DeleteLoadBalancers const drop{.loadBalancerIds = {"lb-1", "lb-2", "lb-3"}};
  std::string const accepted = R"({"code":0,"message":"","detail":{"lb-1":{"code":0,"requestId":71},)"
                               R"("lb-2":{"code":0,"requestId":72},"lb-3":{"code":0,"requestId":73}}})";
  auto const well = follow_by_script<old::client>(drop, accepted, {v2017_state("0")});
  check_row({"all well", {}, {}, {}, 3}, well);
  CHECK(well.looks.at(2).find("requestId=73") != std::string::npos);

  auto const ran = follow_by_script<old::client>(
      drop, accepted,
      {v2017_state("0"), R"({"code":0,"message":"it is in use","data":{"status":1}})", v2017_state("1")});
  colb::error const* const e = colb::get_error(ran.failure);
  REQUIRE(e);
  CHECK(e->code() == condition::partial_success);
  REQUIRE(e->outcomes().size() == 3);
  CHECK(e->outcomes()[0].ok());
  CHECK_FALSE(e->outcomes()[1].ok());
  CHECK(e->outcomes()[1].message == "it is in use");
  CHECK_FALSE(e->outcomes()[2].ok());
  REQUIRE(e->task());
  // The handle means the same to wait.
  CHECK(e->task()->ids == std::vector<std::string>{"", "lb-1=71", "lb-2=72", "lb-3=73"});
}

TEST_CASE("capital online waits: what a look may say", "[waits]") {
  words const w{co_state("DOING"),
                co_state("FINISH"),
                co_state("ERROR", "no room in the rack"),
                co_state("RETICULATING"),
                co("{}"),
                co_refusal("ResourceNotFound", 404),
                co_refusal("RequestLimitExceeded"),
                co_refusal("InternalError", 500),
                co_refusal("ResourceInUse"),
                co_refusal("InvalidAccessKey", 403),
                co_refusal("Forbidden", 403),
                co_refusal("ArgMissing")};
  colb::client_options options;
  options.region = "cn";
  lb::DeleteLoadBalancer const drop{.InstanceUuid = "i-1"};
  check_waits<lb::client>(drop, co("{}"), rows(w), options);

  for (std::string const well :
       {"finish", "Finish", "FINISHED", "success", "SUCCEEDED", "done", "Completed"}) {
    CAPTURE(well);
    check_waits<lb::client>(drop, co("{}"), {{"well", {co_state(well)}, {}, {}, 1}}, options);
  }
  for (std::string const bad :
       {"error", "Error", "FAILED", "failure", "TaskFailed", "CREATEFAILED", "create_error",
        "finish_with_errors", "EXCEPTION", "canceled", "ABORTED", "任务失败", "unsuccessful"}) {
    CAPTURE(bad);
    check_waits<lb::client>(
        drop, co("{}"),
        {{"badly", {co_state(bad, "out of stock")}, condition::task_failed, "out of stock", 1}}, options);
  }
  // What every answer says is no reason.
  auto const silent = follow_by_script<lb::client>(drop, co("{}"), {co_state("ERROR")}, options);
  REQUIRE(colb::get_error(silent.failure));
  CHECK(colb::get_error(silent.failure)->vendor_message().empty());
  CHECK(std::string(silent.failure ? colb::get_error(silent.failure)->what() : "").find("Success") ==
        std::string::npos);
  for (std::string const nothing :
       {"", "{}", "[]", "\"\"", "null", R"({"Status":""})", R"({"Status":null})"}) {
    CAPTURE(nothing);
    check_waits<lb::client>(drop, co("{}"), {{"no state", times(9, co(nothing), {w.well}), {}, {}, 10}},
                            options);
  }
}

TEST_CASE("a task without IDs is over, to wait as to call_and_wait", "[waits]") {
  auto const check = []<class Client>(std::type_identity<Client>, colb::task const& about,
                                      std::string region) {
    colb::client_options options;
    options.region = region;
    colb::test::virtual_cloud<Client> cloud({}, options);
    auto const work = [](Client& client, colb::task task) -> asio::awaitable<void> {
      co_await client.wait(task);
    };
    auto const failure = cloud.run(work(*cloud.client, colb::task::parse(to_string(about))));
    if (failure) std::rethrow_exception(failure);
  };
  check(std::type_identity<clb::client>(),
        {"tencent.clb", "2018-03-17", "ap-guangzhou", "CreateListener", {}}, "ap-guangzhou");
  check(std::type_identity<old::client>(),
        {"tencent.clb_2017", "2017", "ap-guangzhou", "DeleteLoadBalancers", {}}, "ap-guangzhou");
  check(std::type_identity<old::client>(),
        {"tencent.clb_2017", "2017", "ap-guangzhou", "CreateLoadBalancer", {}}, "ap-guangzhou");
  check(std::type_identity<lb::client>(), {"capitalonline.lb", "2019-08-08", "cn", "DeleteLoadBalancer", {}},
        "cn");
}
