// colb: tests of what moves and shows an emulated cloud from outside: its time, its state, its control port.
#include <array>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/read.hpp>
#include <asio/write.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <colb/emulator/control.hpp>
#include <colb/emulator/control_page.hpp>

#include "catch.hpp"
#include "emulator/aliyun_driver.hpp"
#include "emulator/driver.hpp"
#include "paths.hpp"  // made by the build

using namespace colb_test;
using kind = emulator::fault_kind;

namespace {

json::value const& balancer_of(json::object const& state, std::string const& service = "tencent.clb") {
  return state.at("services").at(service).at("balancers").at(0);
}
json::array const& tasks_of(json::object const& state, std::string const& service = "tencent.clb") {
  return state.at("services").at(service).at("tasks").as_array();
}
std::string word(json::value const& value) { return json::value_to<std::string>(value); }

/// A balancer with an HTTP listener, a rule and two targets, and a TCP listener with one.
struct furnished : driver {
  explicit furnished(emulator::options options = {}) : driver(std::move(options)) {
    lb = make_balancer(R"(,"LoadBalancerName":"shop")");
    http = make_listener(lb, "HTTP", 80);
    rule = make_rule(lb, http, "a.example", "/");
    tcp = make_listener(lb, "TCP", 81);
    call("RegisterTargets",
         R"({"LoadBalancerId":")" + lb + R"(","ListenerId":")" + http + R"(","LocationId":")" + rule +
             R"(","Targets":[{"InstanceId":"ins-1","Port":8080},{"InstanceId":"ins-2","Port":8080}]})");
    core.advance(200ms);
  }
  std::string lb, http, rule, tcp;
};

}  // namespace

TEST_CASE("the state shows balancers, listeners, rules, targets and health") {
  emulator::options options;
  options.unhealthy = {"ins-2"};
  furnished cloud(options);
  std::vector<std::string> seen;
  for (int i = 0; i < 3; ++i) {
    auto const state = cloud.core.state();
    auto const& lb = balancer_of(state);
    CHECK(word(lb.at("id")) == cloud.lb);
    CHECK(word(lb.at("name")) == "shop");
    CHECK(word(lb.at("region")) == "ap-guangzhou");
    CHECK(word(lb.at("status")) == "active");
    CHECK(lb.at("addresses").as_array().size() == 1);
    auto const& rule = lb.at("listeners").at(0).at("rules").at(0);
    CHECK(word(lb.at("listeners").at(0).at("protocol")) == "HTTP");
    CHECK(lb.at("listeners").at(1).at("port").as_int64() == 81);
    CHECK(word(rule.at("domain")) == "a.example");
    CHECK(word(rule.at("url")) == "/");
    CHECK(lb.at("listeners").at(1).at("rules").as_array().empty());
    seen.push_back(word(rule.at("targets").at(0).at("health")) + ' ' +
                   word(rule.at("targets").at(1).at("health")));
    cloud.core.advance(100ms);
  }
  CHECK(seen == std::vector<std::string>{"checking checking", "healthy checking", "healthy unhealthy"});
  CHECK(word(cloud.core.state().at("services").at("tencent.clb_2017").at("same_as")) == "tencent.clb");
}

TEST_CASE("time is advanced for everything but signatures") {
  driver cloud;
  auto const before = cloud.core.state().at("clock").at("now");
  auto const made = cloud.call("CreateLoadBalancer", R"({"LoadBalancerType":"OPEN"})");
  auto const id = driver::text(made.at("RequestId"));
  CHECK(cloud.task(id) == 2);
  auto const state = cloud.core.state();
  CHECK(word(tasks_of(state).at(0).at("id")) == id);
  CHECK(word(tasks_of(state).at(0).at("action")) == "CreateLoadBalancer");
  CHECK(tasks_of(state).at(0).at("left_ms").as_int64() == 200);
  CHECK(word(balancer_of(state).at("status")) == "creating");
  cloud.core.advance(199ms);
  CHECK(cloud.task(id) == 2);
  cloud.core.advance(1ms);
  CHECK(cloud.task(id) == 0);
  CHECK(tasks_of(cloud.core.state()).empty());
  CHECK(word(before) == "2030-01-01T00:00:00.000Z");
  CHECK(word(cloud.core.state().at("clock").at("now")) == "2030-01-01T00:00:00.200Z");

  cloud.core.advance(48h);  // far beyond what a timestamp may be off
  CHECK(cloud.code("DescribeLoadBalancers").empty());
  CHECK_THROWS_AS(cloud.core.advance(-1ms), std::invalid_argument);
  CHECK_THROWS_AS(cloud.core.advance(std::chrono::hours(24 * 365 * 100)), std::invalid_argument);
  CHECK_THROWS_AS(cloud.core.advance(std::chrono::milliseconds::max()), std::invalid_argument);
}

TEST_CASE("a running task is ended, well or badly") {
  struct row {
    bool fail;
    bool endless;
    std::int64_t status;
    std::size_t left;
  };
  for (auto const& [fail, endless, status, left] :
       std::vector<row>{{true, false, 1, 1}, {true, true, 1, 1}, {false, false, 0, 0}, {false, true, 0, 0}}) {
    CAPTURE(fail, endless);
    driver cloud;
    auto const lb = cloud.make_balancer();
    if (endless) cloud.core.inject({.kind = kind::endless_task});
    auto const id = driver::text(
        cloud.call("DeleteLoadBalancer", R"({"LoadBalancerIds":[")" + lb + "\"]}").at("RequestId"));
    auto const seen = cloud.core.state();
    CHECK(tasks_of(seen).at(0).at("ends").is_null() == endless);
    CHECK(cloud.core.end_task(id, fail));
    CHECK_FALSE(cloud.core.end_task(id, fail));
    CHECK_FALSE(cloud.core.end_task("no-such-task", fail));
    CHECK(cloud.task(id) == status);
    cloud.core.advance(10s);
    CHECK(cloud.task(id) == status);
    CHECK(cloud.core.state().at("services").at("tencent.clb").at("balancers").as_array().size() == left);
  }
}

TEST_CASE("a reset makes the same cloud again") {
  emulator::options options;
  options.faults = {{.action = "DescribeQuota", .kind = kind::refuse}};
  furnished cloud(options);
  auto const first = json::serialize(balancer_of(cloud.core.state()));
  CHECK(cloud.code("DescribeQuota") == "InternalError");
  cloud.core.inject({.kind = kind::refuse});
  auto const calls = cloud.core.calls().size();
  auto const keys = cloud.core.credentials().id;

  cloud.core.reset();
  auto const empty = cloud.core.state();
  CHECK(empty.at("services").at("tencent.clb").at("balancers").as_array().empty());
  CHECK(empty.at("clock").at("advanced_ms").as_int64() == 0);
  CHECK(cloud.core.calls().empty());
  CHECK(cloud.core.counters().requests == 0);
  CHECK(cloud.core.credentials().id == keys);
  CHECK(cloud.core.faults().size() == 1);

  auto const lb = cloud.make_balancer(R"(,"LoadBalancerName":"shop")");
  CHECK(lb == cloud.lb);
  CHECK(cloud.make_listener(lb, "HTTP", 80) == cloud.http);
  CHECK(cloud.make_rule(lb, cloud.http, "a.example", "/") == cloud.rule);
  CHECK(cloud.core.calls().front().number == calls + 1);
  CHECK(cloud.code("DescribeQuota") == "InternalError");
  CHECK(cloud.code("DescribeQuota").empty());
}

TEST_CASE("functions of the user's stay when the cloud begins anew") {
  driver cloud;
  cloud.core.serve("clb", "AddUp", [](json::object const&) { return json::object{{"Sum", 3}}; });
  CHECK(cloud.call("AddUp").at("Sum") == 3);
  cloud.core.reset();
  CHECK(cloud.call("AddUp").at("Sum") == 3);
}

TEST_CASE("the journal is read by number") {
  emulator::options options;
  options.journal = 5;
  options.control_port = 0;
  options.rate_limit = false;
  driver cloud(options);
  for (int i = 0; i < 8; ++i) cloud.call("DescribeQuota");
  struct row {
    std::uint64_t after;
    std::size_t limit;
    std::vector<std::uint64_t> numbers;
    bool more;
  };
  for (auto const& [after, limit, numbers, more] : std::vector<row>{{0, 100, {4, 5, 6, 7, 8}, false},
                                                                    {5, 100, {6, 7, 8}, false},
                                                                    {0, 2, {4, 5}, true},
                                                                    {6, 2, {7, 8}, false},
                                                                    {8, 2, {}, false},
                                                                    {UINT64_MAX, 2, {}, false}}) {
    CAPTURE(after, limit);
    auto const [calls, follow] = cloud.core.calls_after(after, limit);
    std::vector<std::uint64_t> got;
    for (auto const& call : calls) got.push_back(call->number);
    CHECK(got == numbers);
    CHECK(follow == more);
    for (auto const& call : calls) CHECK(call->answer.find("QuotaSet") != call->answer.npos);
  }
}

// ---- the control port

namespace {

using header_list = std::vector<std::pair<std::string, std::string>>;

/// A cloud and its control port, without a network.
struct controlled : furnished {
  explicit controlled(emulator::options options = {}) : furnished(recording(std::move(options))) {}

  emu::control control{core, {"Cloud.Test"}};

  static emulator::options recording(emulator::options options) {
    options.control_port = 0;
    options.rate_limit = false;
    return options;
  }

  emu::control_answer ask(std::string method, std::string target, std::string body = {},
                          header_list more = {}) {
    emu::request request;
    request.method = std::move(method);
    request.target = std::move(target);
    request.body = std::move(body);
    request.headers = {{"Host", "localhost:7000"}};
    if (request.method == "POST") request.headers.emplace_back("Content-Type", "application/json");
    for (auto& [name, value] : more) {
      std::erase_if(request.headers, [&, key = name](auto const& each) { return each.first == key; });
      if (!value.empty()) request.headers.emplace_back(name, value);
    }
    return control.handle(request, "172.17.0.2");
  }
  json::object good(std::string method, std::string target, std::string body = {}) {
    auto const answer = ask(std::move(method), std::move(target), std::move(body));
    CAPTURE(answer.body);
    CHECK(answer.status == 200);
    return json::parse(answer.body).as_object();
  }
  std::string error(emu::control_answer const& answer) {
    CHECK(answer.content_type == "application/json");
    return word(json::parse(answer.body).at("error"));
  }
  static std::string header(emu::control_answer const& answer, std::string_view name) {
    for (auto const& [key, value] : answer.headers) {
      if (key == name) return value;
    }
    return {};
  }
};

bool mentions(std::string_view text, std::string_view word) { return text.find(word) != text.npos; }

}  // namespace

TEST_CASE("the control port answers only who may ask") {
  controlled cloud;
  struct row {
    std::string host;
    std::string origin;
    int status;
  };
  for (auto const& [host, origin, status] : std::vector<row>{
           {"localhost", "", 200},
           {"LOCALHOST:80", "", 200},
           {"127.0.0.1:7000", "", 200},
           {"127.1.2.3", "", 200},
           {"[::1]:7000", "", 200},
           {"[::1]", "", 200},
           {"cloud.test:7000", "", 200},
           {"172.17.0.2:7000", "", 200},  // where the connection came in
           {"localhost:7000", "http://localhost:7000", 200},
           {"localhost:7000", "HTTP://LocalHost:7000", 200},
           {"cloud.test", "http://cloud.test", 200},
           {"", "", 400},
           {"evil.example", "", 403},
           {"evil.example:7000", "http://evil.example:7000", 403},
           {"localhost.evil.example", "", 403},
           {"127.0.0.1.evil.example", "", 403},
           {"evil.example:80@localhost", "", 403},
           {"localhost:80:80", "", 403},
           {"localhost:x", "", 403},
           {"localhost:123456", "", 403},
           {"[::1", "", 403},
           {"[localhost]", "", 403},
           {"[cloud.test]", "", 403},
           {":80", "", 403},
           {"8.8.8.8", "", 403},
           {"0.0.0.0", "", 403},
           {"[2001:db8::1]", "", 403},
           {"172.17.0.3", "", 403},
           {"localhost:7000", "http://evil.example", 403},
           {"localhost:7000", "http://localhost:7001", 403},
           {"localhost:7000", "https://localhost:7000", 403},
           {"localhost:7000", "http://localhost", 403},
           {"localhost:7000", "null", 403},
           {"localhost:7000", "http://127.0.0.1:7000", 403},
       }) {
    CAPTURE(host, origin);
    for (auto const* const target : {"/_colb/health", "/_colb/", "/_colb/state", "/_colb/calls"}) {
      auto const answer = cloud.ask("GET", target, "", {{"Host", host}, {"Origin", origin}});
      CHECK(answer.status == status);
      CHECK(controlled::header(answer, "Access-Control-Allow-Origin").empty());
      if (status != 200)
        CHECK(mentions(cloud.error(answer),
                       status == 400 || origin.empty() || host != "localhost:7000" ? "Host" : "Origin"));
    }
    auto const posted = cloud.ask("POST", "/_colb/reset", "{}", {{"Host", host}, {"Origin", origin}});
    CHECK(posted.status == status);
  }
  emu::request twice;
  twice.method = "GET";
  twice.target = "/_colb/health";
  twice.headers = {{"Host", "localhost"}, {"Host", "evil.example"}};
  CHECK(cloud.control.handle(twice, "127.0.0.1").status == 400);
  twice.headers = {{"Host", "localhost"}, {"Origin", "http://localhost"}, {"origin", "http://evil.example"}};
  CHECK(cloud.control.handle(twice, "127.0.0.1").status == 403);
}

TEST_CASE("the control port refuses what it does not serve, and says what is wrong") {
  controlled cloud;
  auto const before = json::serialize(cloud.core.state());
  struct row {
    std::string method, target, body;
    header_list headers;
    int status;
    std::string says;
  };
  header_list const form{{"Content-Type", "application/x-www-form-urlencoded"}};
  for (auto const& [method, target, body, headers, status, says] : std::vector<row>{
           {"GET", "/", "", {}, 404, "/_colb/"},
           {"GET", "/_colb/nothing", "", {}, 404, "/_colb/"},
           {"GET", "/_colb/state/", "", {}, 404, "/_colb/"},
           {"GET", "/_colb/../_colb/state", "", {}, 404, "/_colb/"},
           {"GET", "http://localhost/_colb/state", "", {}, 404, "/_colb/"},
           {"GET", "", "", {}, 404, "/_colb/"},
           {"PUT", "/_colb/faults", "{}", {}, 405, "POST, DELETE"},
           {"POST", "/_colb/state", "{}", {}, 405, "GET"},
           {"GET", "/_colb/reset", "", {}, 405, "POST"},
           {"GET", "/_colb/tasks/x", "", {}, 405, "POST"},
           {"OPTIONS", "/_colb/faults", "", {}, 405, "DELETE"},
           {"TRACE", "/_colb/", "", {}, 405, "GET, HEAD"},
           {"get", "/_colb/state", "", {}, 405, "GET"},
           {"POST", "/_colb/reset", "", form, 415, "application/json"},
           {"POST", "/_colb/reset", "{}", {{"Content-Type", ""}}, 415, "application/json"},
           {"POST",
            "/_colb/clock",
            R"({"advance_ms":1})",
            {{"Content-Type", "text/plain"}},
            415,
            "application/json"},
           {"POST",
            "/_colb/clock",
            R"({"advance_ms":1})",
            {{"Content-Type", "application/jsonp"}},
            415,
            "application/json"},
           {"POST", "/_colb/faults", std::string(1024 * 1024 + 1, ' '), {}, 413, "1 MiB"},
           {"POST", "/_colb/reset", R"({"hard":true})", {}, 400, "\"hard\""},
           {"POST", "/_colb/reset", "[]", {}, 400, "object"},
           {"POST", "/_colb/reset?hard=1", "{}", {}, 400, "\"hard\""},
           {"POST", "/_colb/clock", "", {}, 400, "JSON"},
           {"POST", "/_colb/clock", "{}", {}, 400, "\"advance_ms\""},
           {"POST", "/_colb/clock", "{", {}, 400, "JSON"},
           {"POST", "/_colb/clock", R"({"advance_ms":1}x)", {}, 400, "JSON"},
           {"POST", "/_colb/clock", "{\"advance_ms\":\"\xff\"}", {}, 400, ""},
           {"POST", "/_colb/clock", R"({"advance_ms":0})", {}, 400, "from 1 to"},
           {"POST", "/_colb/clock", R"({"advance_ms":-5})", {}, 400, "from 1 to"},
           {"POST", "/_colb/clock", R"({"advance_ms":315360000001})", {}, 400, "from 1 to"},
           {"POST", "/_colb/clock", R"({"advance_ms":1e300})", {}, 400, "\"advance_ms\""},
           {"POST", "/_colb/clock", R"({"advance_ms":1.5})", {}, 400, "\"advance_ms\""},
           {"POST", "/_colb/clock", R"({"advance_ms":null})", {}, 400, "\"advance_ms\""},
           {"POST", "/_colb/clock", R"({"advance_ms":1,"advance_s":1})", {}, 400, "\"advance_s\""},
           {"POST", "/_colb/tasks/none", R"({"fail":true})", {}, 404, "/_colb/state"},
           {"POST", "/_colb/tasks/none", "{}", {}, 400, "\"fail\""},
           {"POST", "/_colb/tasks/none", R"({"fail":"perhaps"})", {}, 400, "\"fail\""},
           {"POST", "/_colb/tasks/%zz", R"({"fail":true})", {}, 400, "percent"},
           {"POST", "/_colb/tasks/", R"({"fail":true})", {}, 404, ""},
           {"GET", "/_colb/calls?before=3", "", {}, 400, "\"before\""},
           {"GET", "/_colb/calls?after=x", "", {}, 400, "\"after\""},
           {"GET", "/_colb/calls?after=-1", "", {}, 400, "\"after\""},
           {"GET", "/_colb/calls?after=99999999999999999999", "", {}, 400, "\"after\""},
           {"GET", "/_colb/calls?limit=0", "", {}, 400, "\"limit\""},
           {"GET", "/_colb/calls?limit=1001", "", {}, 400, "\"limit\""},
           {"GET", "/_colb/calls?limit=%", "", {}, 400, "percent"},
           {"GET", "/_colb/state?x", "", {}, 400, "\"x\""},
           {"POST", "/_colb/faults", "{}", {}, 400, "\"kind\""},
           {"POST", "/_colb/faults", R"({"kind":"explode"})", {}, 400, "refuse, delay"},
           {"POST", "/_colb/faults", R"({"kind":"refuse","Action":"X"})", {}, 400, "\"Action\""},
           {"POST", "/_colb/faults", R"({"kind":"refuse","times":0})", {}, 400, "\"times\""},
           {"POST", "/_colb/faults", R"({"kind":"refuse","skip":-1})", {}, 400, "\"skip\""},
           {"POST", "/_colb/faults", R"({"kind":"http_error","status":99})", {}, 400, "\"status\""},
           {"POST", "/_colb/faults", R"({"kind":"http_error","execute":"maybe"})", {}, 400, "\"execute\""},
           {"POST", "/_colb/faults", R"({"kind":"delay"})", {}, 400, "\"delay_ms\""},
           {"POST", "/_colb/faults", R"({"kind":"delay","delay_ms":-1})", {}, 400, "\"delay_ms\""},
           {"POST",
            "/_colb/faults",
            R"({"faults":[{"kind":"refuse"},{"kind":"refuse","tims":2}]})",
            {},
            400,
            "\"faults.1.tims\""},
           {"POST", "/_colb/faults", R"({"faults":{}})", {}, 400, "\"faults\""},
           {"POST", "/_colb/faults", R"({"faults":[],"more":1})", {}, 400, "\"more\""},
           {"POST", "/_colb/faults", std::string(100'000, '['), {}, 400, ""},
       }) {
    CAPTURE(method, target, body.substr(0, 100), status);
    auto const answer = cloud.ask(method, target, body, headers);
    CHECK(answer.status == status);
    auto const sentence = cloud.error(answer);
    CAPTURE(sentence);
    CHECK(mentions(sentence, says));
    CHECK(sentence.ends_with('.'));
    CHECK((status == 405) == !controlled::header(answer, "Allow").empty());
  }
  CHECK(json::serialize(cloud.core.state()) == before);
  CHECK(cloud.core.faults().empty());
}

TEST_CASE("each kind of fault is injected by its name, and shown again") {
  controlled cloud;
  for (auto const* const name :
       {"refuse", "delay", "drop_request", "drop_answer", "reset_connection", "truncate_answer",
        "garbage_http", "garbage_json", "http_error", "fail_task", "endless_task", "close_after_answer"}) {
    CAPTURE(name);
    std::string const body =
        R"({"kind":")" + std::string(name) +
        R"(","action":"A","skip":2,"times":3,"code":"C","message":"M","delay_ms":4,"status":503,"execute":true})";
    auto plan = cloud.good("POST", "/_colb/faults", body).at("faults").as_array();
    REQUIRE(plan.size() == 1);
    CHECK(plan == cloud.good("GET", "/_colb/faults").at("faults").as_array());
    auto const fault = cloud.core.faults().at(0).first;
    CHECK(emu::name_of(fault.kind) == name);
    CHECK(fault.action == "A");
    CHECK(fault.skip == 2);
    CHECK(fault.times == 3);
    CHECK(fault.code == "C");
    CHECK(fault.message == "M");
    CHECK(fault.delay == 4ms);
    CHECK(fault.status == 503);
    CHECK(fault.execute);
    CHECK(emu::faults_from_json(json::serialize(emu::fault_to_json(fault))).at(0).delay == 4ms);
    CHECK(cloud.good("DELETE", "/_colb/faults").at("faults").as_array().empty());
  }
  cloud.good("POST", "/_colb/faults",
             R"({"faults":[{"kind":"refuse","action":"DescribeQuota","code":"X.Y"},{"kind":"fail_task"}]})");
  CHECK(cloud.code("DescribeQuota") == "X.Y");
  auto const plan = cloud.good("GET", "/_colb/faults").at("faults").as_array();
  CHECK(plan.at(0).at("hits") == 1);
  CHECK(plan.at(0).at("used_up") == true);
  CHECK(plan.at(1).at("used_up") == false);
  CHECK(cloud.good("GET", "/_colb/state").at("faults") == 1);
}

TEST_CASE("the clock, tasks and the whole cloud are moved from outside") {
  controlled cloud;
  auto const start = [&] {
    return driver::text(cloud.call("CreateLoadBalancer", R"({"LoadBalancerType":"OPEN"})").at("RequestId"));
  };
  auto id = start();
  CHECK(
      cloud.good("POST", "/_colb/clock", R"({"advance_ms":200})").at("clock").at("advanced_ms").as_int64() ==
      400);
  CHECK(cloud.task(id) == 0);
  id = start();
  CHECK(cloud.good("POST", "/_colb/tasks/" + id, R"({"fail":true})").at("state") == "failed");
  CHECK(cloud.task(id) == 1);
  CHECK(cloud.ask("POST", "/_colb/tasks/" + id, R"({"fail":true})").status == 404);
  id = start();
  CHECK(cloud.good("POST", "/_colb/tasks/" + id, R"({"fail":false})").at("state") == "succeeded");
  CHECK(cloud.task(id) == 0);
  for (int i = 0; i < 9; ++i)
    CHECK(cloud.ask("POST", "/_colb/clock", R"({"advance_ms":315360000000})").status == 200);
  CHECK(cloud.ask("POST", "/_colb/clock", R"({"advance_ms":315360000000})").status ==
        400);  // a hundred years

  CHECK(cloud.good("GET", "/_colb/health").at("status") == "ready");
  for (auto const* const body : {"{}", ""}) {
    cloud.make_balancer();
    cloud.good("POST", "/_colb/reset", body);
    CHECK(cloud.good("GET", "/_colb/state")
              .at("services")
              .at("tencent.clb")
              .at("balancers")
              .as_array()
              .empty());
  }
  CHECK(cloud.good("GET", "/_colb/health").at("resets") == 2);
}

TEST_CASE("what Alibaba's listeners pass through is a task too") {
  slb_driver cloud;
  auto const made = cloud.call("CreateLoadBalancer");
  auto const lb = word(made.body.at("LoadBalancerId"));
  auto const answer = cloud.call(
      "CreateLoadBalancerTCPListener",
      {{"LoadBalancerId", lb}, {"ListenerPort", "80"}, {"BackendServerPort", "8080"}, {"Bandwidth", "-1"}});
  CAPTURE(json::serialize(answer.body));
  REQUIRE(answer.status == 200);
  cloud.core.advance(10s);
  cloud.call("AddBackendServers",
             {{"LoadBalancerId", lb}, {"BackendServers", R"([{"ServerId":"i-1","Weight":"50"}])"}});
  auto const seen = cloud.core.state();
  auto const& listener = balancer_of(seen, "aliyun.slb").at("listeners").at(0);
  CHECK(word(listener.at("protocol")) == "TCP");
  CHECK(word(listener.at("status")) == "stopped");
  CHECK(word(listener.at("targets").at(0).at("id")) == "i-1");
  CHECK(listener.at("targets").at(0).at("port") == 8080);
  CHECK(listener.at("targets").at(0).at("weight") == 50);
  for (bool const fail : {true, false}) {
    CAPTURE(fail);
    CHECK(cloud.call("StartLoadBalancerListener", {{"LoadBalancerId", lb}, {"ListenerPort", "80"}}).status ==
          200);
    auto const state = cloud.core.state();
    auto const& task = tasks_of(state, "aliyun.slb").at(0);
    CHECK(word(task.at("action")) == "starting");
    CHECK(cloud.core.end_task(word(task.at("id")), fail));
    CHECK(word(balancer_of(cloud.core.state(), "aliyun.slb").at("listeners").at(0).at("status")) ==
          (fail ? "stopped" : "running"));
  }
}

TEST_CASE("the journal shows no secrets") {
  controlled cloud;
  struct row {
    std::string text;
    std::string shown;
  };
  std::string const key = "-----BEGIN RSA PRIVATE KEY-----x";
  for (auto const& [text, shown] : std::vector<row>{
           {"", ""},
           {R"({"A":1, "B" : "Signature"})", R"({"A":1, "B" : "Signature"})"},
           {R"({"Certificate":{"CertKey":"abc","CertName":"n"}})",
            R"({"Certificate":{"CertKey":"***","CertName":"n"}})"},
           {R"({"certkey":["abc"]})", R"({"certkey":"***"})"},
           {R"([{"Anything":")" + key + "\"}]", R"([{"Anything":"***"}])"},
           {R"({"ClientToken":"c","Token":"t"})", R"({"ClientToken":"c","Token":"***"})"},
           {"Action=A&Signature=abc%3D&SignatureMethod=HMAC-SHA1",
            "Action=A&Signature=***&SignatureMethod=HMAC-SHA1"},
           {"Certificates.0.CertKey=abc&x=1", "Certificates.0.CertKey=***&x=1"},
           {"PrivateKey.1=abc", "PrivateKey.1=***"},
           {"Sign%61ture=abc&b=%20", "Sign%61ture=***&b=%20"},
           {"x=-----BEGIN+PRIVATE%20KEY", "x=***"},
           {"List=%5B%7B%22CertKey%22%3A%22abc%22%7D%5D", "List=%5B%7B%22CertKey%22%3A%22%2A%2A%2A%22%7D%5D"},
           {"SecurityToken=abc", "SecurityToken=***"},
           {"a=<&Signature=abc", "a=<&Signature=***"},
           {"a=%zz" + key + "&b=1", "***&b=1"},
           {R"({"a":")" + key + R"(","a":1})", R"({"a":1})"},
           {R"({"CertKey":"abc)", "(not readable, and there may be a secret in it)"},
           {"<a>" + key + "</a>", "(not readable, and there may be a secret in it)"},
           {"<Message>Specified signature is not matched</Message>",
            "<Message>Specified signature is not matched</Message>"},
           {std::string(300'000, 'x'), "(300000 bytes)"},
       }) {
    CAPTURE(text.substr(0, 200));
    CHECK(emu::without_secrets(text) == shown);
  }

  cloud.call(
      "CreateListener",
      R"({"LoadBalancerId":")" + cloud.lb +
          R"(","Ports":[443],"Protocol":"HTTPS","Certificate":{"SSLMode":"UNIDIRECTIONAL","CertName":"n","CertContent":"c","CertKey":"do-not-show"}})");
  auto request = cloud.post("DescribeQuota", "{\"\xff\xfe\":1}");
  cloud.core.handle(request);
  auto const answer = cloud.ask("GET", "/_colb/calls?after=0&limit=1000");
  CHECK_FALSE(mentions(answer.body, "do-not-show"));
  CHECK_FALSE(mentions(answer.body, cloud.core.credentials().key));
  CHECK(mentions(answer.body, "\xef\xbf\xbd"));
  auto const calls = json::parse(answer.body).at("calls").as_array();
  CHECK(word(calls.at(0).at("action")) == "CreateLoadBalancer");
  CHECK(word(calls.at(0).at("at")) == "2030-01-01T00:00:00.000Z");
  CHECK(word(calls.at(0).at("service")) == "tencent.clb");
  CHECK(word(calls.at(0).at("region")) == "ap-guangzhou");
  CHECK(mentions(word(calls.at(0).at("request")), "shop"));
  CHECK(mentions(word(calls.at(0).at("answer")), cloud.lb));
  CHECK(word(calls.back().at("code")) != "");
  CHECK(json::parse(answer.body).at("more") == false);
}

TEST_CASE("long bodies are cut in the journal, between characters") {
  controlled cloud;
  std::string name;
  while (name.size() < 20'000) name += "\xe4\xb8\xad";
  cloud.call("CreateLoadBalancer", R"({"LoadBalancerType":"OPEN","LoadBalancerName":")" + name + "\"}");
  auto const answer = cloud.ask("GET", "/_colb/calls?limit=1000");
  auto const calls = json::parse(answer.body).at("calls").as_array();
  auto const shown = word(calls.back().at("request"));
  CHECK(shown.size() <= 4096);
  CHECK(shown.size() > 4000);
  CHECK_FALSE(mentions(shown, "\xef\xbf\xbd"));
  CHECK(calls.back().at("request_size").as_int64() > 20'000);
}

TEST_CASE("the page is the file that it is made from, and its policy lets nothing else in") {
  std::ifstream file(COLB_INCLUDE_DIR "/colb/emulator/control_page.html", std::ios::binary);
  std::string const text{std::istreambuf_iterator<char>(file), {}};
  REQUIRE_FALSE(text.empty());
  CHECK(text == emu::control_page);  // otherwise: bash tests/page/embed.sh
  controlled cloud;
  auto const page = cloud.ask("GET", "/_colb/");
  CHECK(page.status == 200);
  CHECK(page.content_type == "text/html; charset=utf-8");
  CHECK(page.body == text);
  auto const policy = controlled::header(page, "Content-Security-Policy");
  for (auto const* const part :
       {"default-src 'none'", "script-src 'sha256-", "style-src 'sha256-", "frame-ancestors 'none'"})
    CHECK(mentions(policy, part));
  CHECK_FALSE(mentions(policy, "unsafe"));
  for (auto const* const foreign : {"http://", "https:", "//", "innerHTML", "eval(", " style="}) {
    CAPTURE(foreign);
    auto at = text.find(foreign);
    // Comments of the script aside.
    while (at != text.npos && text.substr(at, 3) == "// ") at = text.find(foreign, at + 1);
    CHECK(at == text.npos);
  }
  auto const moved = cloud.ask("GET", "/_colb");
  CHECK(moved.status == 308);
  CHECK(controlled::header(moved, "Location") == "/_colb/");
}

// ---- over a network

namespace {

struct plain_cloud {
  explicit plain_cloud(emulator::options options = {})
      : cloud(io.get_executor(), with_port(std::move(options))) {
    thread = std::thread([this] { io.run(); });
  }
  ~plain_cloud() {
    cloud.stop();
    thread.join();
  }
  static emulator::options with_port(emulator::options options) {
    options.control_port = 0;
    return options;
  }

  /// Sends a text and gives what comes back until the connection ends.
  std::string say(std::string const& text) {
    asio::io_context own;
    asio::ip::tcp::socket socket(own);
    auto const& endpoint = cloud.control_endpoint();
    auto const port = std::stoi(endpoint.substr(endpoint.rfind(':') + 1));
    socket.connect({asio::ip::address_v4::loopback(), static_cast<std::uint16_t>(port)});
    std::error_code ec;
    asio::write(socket, asio::buffer(text), ec);
    std::string answer;
    asio::read(socket, asio::dynamic_buffer(answer), ec);
    return answer;
  }

  asio::io_context io;
  emulator::cloud cloud;
  std::thread thread;
};

}  // namespace

TEST_CASE("the control port listens beside the cloud, with plain HTTP") {
  plain_cloud own;
  std::string const end = "Host: localhost\r\nConnection: close\r\n";
  struct row {
    std::string request;
    std::vector<std::string> wanted;
    std::string not_wanted;
  };
  for (auto const& [request, wanted, not_wanted] : std::vector<row>{
           {"GET /_colb/health HTTP/1.1\r\n" + end + "\r\n", {"HTTP/1.1 200 OK", "\"ready\""}, ""},
           {"HEAD /_colb/health HTTP/1.1\r\n" + end + "\r\n",
            {"HTTP/1.1 200 OK", "Content-Length: 2"},
            "ready"},
           {"GET /_colb/health HTTP/1.1\r\nHost: localhost\r\n\r\nGET /_colb/state HTTP/1.1\r\n" + end +
                "\r\n",
            {"ready", "\"services\""},
            ""},
           {"POST /_colb/clock HTTP/1.1\r\n" + end +
                "Content-Type: application/json; charset=utf-8\r\nTransfer-Encoding: "
                "chunked\r\n\r\n3\r\n{\"a\r\n10\r\ndvance_ms\":1000}\r\n0\r\n\r\n",
            {"200 OK", "\"advanced_ms\":1000"},
            ""},
           {"POST /_colb/reset HTTP/1.1\r\n" + end +
                "Content-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 0\r\n\r\n",
            {"HTTP/1.1 100 Continue", "200 OK"},
            ""},
           {"POST /_colb/reset HTTP/1.1\r\n" + end +
                "Content-Type: application/json\r\nContent-Length: 99999999\r\n\r\n",
            {"HTTP/1.1 413 ", "Connection: close", "\"error\""},
            ""},
           {"GET /_colb/health HTTP/1.1\r\nX: " + std::string(70'000, 'x') + "\r\n",
            {"HTTP/1.1 431 ", "\"error\""},
            ""},
           {"\x16\x03\x01\x02hello\r\n\r\n", {"HTTP/1.1 400 ", "\"error\""}, ""},
           {"GET /_colb/health HTTP/1.0\r\nHost: localhost\r\n\r\n", {"200 OK", "Connection: close"}, ""},
           {"GET /_colb/health HTTP/1.0\r\n\r\n", {"HTTP/1.1 400 ", "Host"}, ""},
       }) {
    CAPTURE(request.substr(0, 200));
    auto const answer = own.say(request);
    CAPTURE(answer.substr(0, 500));
    for (auto const& part : wanted) CHECK(mentions(answer, part));
    if (!not_wanted.empty()) CHECK_FALSE(mentions(answer, not_wanted));
  }
  CHECK(own.cloud.control_endpoint().starts_with("http://127.0.0.1:"));
  CHECK(own.cloud.control_endpoint() != own.cloud.endpoint());
  CHECK(own.cloud.counters().connections == 0);  // not counted: they are no calls
}

TEST_CASE("a control port as the page on it has it") {
  asio::io_context io;
  std::ostringstream out;
  // --8<-- [start:port]
  colb::emulator::options how;
  how.control_port = 0;  // any free one
  colb::emulator::cloud cloud(io.get_executor(), how);
  out << cloud.control_endpoint() << "/_colb/\n";
  // --8<-- [end:port]
  CHECK(mentions(out.str(), "http://127.0.0.1:"));
}

TEST_CASE("there is no control port unless it is asked for, and a taken one is an error") {
  asio::io_context io;
  emulator::cloud quiet(io.get_executor());
  CHECK(quiet.control_endpoint().empty());
  emulator::options options;
  options.control_port = quiet.port();
  CHECK_THROWS_AS(emulator::cloud(io.get_executor(), options), std::system_error);
  quiet.stop();
  io.run();  // ends: nothing is left of the one that failed
}
