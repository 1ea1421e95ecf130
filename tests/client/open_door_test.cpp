// colb: what colb has no struct for: Actions, members of requests, members of answers. Against the emulated
// cloud in memory, with each of the four services.
#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <colb/aliyun/slb/backend_server.hpp>
#include <colb/aliyun/slb/client.hpp>
#include <colb/aliyun/slb/load_balancer.hpp>
#include <colb/capitalonline/lb/client.hpp>
#include <colb/capitalonline/lb/load_balancer.hpp>
#include <colb/codec/percent.hpp>
#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/listener.hpp>
#include <colb/tencent/clb/load_balancer.hpp>
#include <colb/tencent/clb/security_group.hpp>
#include <colb/tencent/clb/target.hpp>
#include <colb/tencent/clb_2017/client.hpp>
#include <colb/tencent/clb_2017/load_balancer.hpp>

#include "catch.hpp"
#include "support/virtual_cloud.hpp"

namespace {

namespace json = boost::json;
namespace clb = colb::tencent::clb;
namespace old = colb::tencent::clb_2017;
namespace slb = colb::aliyun::slb;
namespace lb = colb::capitalonline::lb;
using colb::condition;
using colb::kind;
using namespace std::chrono_literals;

// ---- the four services

struct tencent_clb {
  using client = clb::client;
  using any_action = clb::any_action;
  using known = clb::DescribeLoadBalancers;
  static constexpr char name[] = "tencent.clb";
  static constexpr char region[] = "ap-guangzhou";
  static constexpr char looks[] = "DescribeTaskStatus";
  static constexpr bool is_json = true;
  static constexpr std::size_t first = 0;
};
struct tencent_clb_2017 {
  using client = old::client;
  using any_action = old::any_action;
  using known = old::DescribeLoadBalancers;
  static constexpr char name[] = "tencent.clb_2017";
  static constexpr char region[] = "ap-guangzhou";
  static constexpr char looks[] = "DescribeLoadBalancersTaskResult";
  static constexpr bool is_json = false;
  static constexpr std::size_t first = 0;
};
struct aliyun_slb {
  using client = slb::client;
  using any_action = slb::any_action;
  using known = slb::DescribeLoadBalancers;
  static constexpr char name[] = "aliyun.slb";
  static constexpr char region[] = "cn-hangzhou";
  [[maybe_unused]] static constexpr char looks[] = "";
  static constexpr bool is_json = false;
  static constexpr std::size_t first = 1;
};
struct capitalonline_lb {
  using client = lb::client;
  using any_action = lb::any_action;
  using known = lb::DescribeLoadBalancers;
  static constexpr char name[] = "capitalonline.lb";
  static constexpr char region[] = "cn";
  static constexpr char looks[] = "DescribeTask";
  static constexpr bool is_json = true;
  static constexpr std::size_t first = 0;
};

template <class Service>
struct cloud : colb::test::virtual_cloud<typename Service::client> {
  explicit cloud(colb::emulator::options how = {}, colb::client_options what = {})
      : colb::test::virtual_cloud<typename Service::client>(std::move(how), in_region(std::move(what))) {}

  std::size_t count(std::string_view action) const {
    auto const calls = this->core->calls();
    return static_cast<std::size_t>(std::ranges::count(calls, action, &colb::emulator::call::action));
  }
  std::vector<std::string> actions() const {
    std::vector<std::string> out;
    for (auto const& call : this->core->calls()) out.push_back(call.action);
    return out;
  }
  /// What the latest call of an Action was sent with: a JSON object, or flat parameters as one.
  json::object sent(std::string_view action) const {
    auto const calls = this->core->calls();
    for (auto call = calls.rbegin(); call != calls.rend(); ++call) {
      if (call->action != action) continue;
      if (call->body.starts_with('{')) return json::parse(call->body).as_object();
      json::object out;
      auto const parameters = colb::codec::parse_form(call->body);
      for (auto const& [key, value] : parameters.value()) out[key] = value;
      return out;
    }
    return {};
  }
  /// Runs it; what it threw, if anything.
  std::optional<colb::error> error_of(asio::awaitable<void> operation) {
    auto const thrown = this->run(std::move(operation));
    if (!thrown) return std::nullopt;
    if (auto const* const e = colb::get_error(thrown)) return *e;
    std::rethrow_exception(thrown);
  }
  void well(asio::awaitable<void> operation) {
    auto const e = error_of(std::move(operation));
    INFO((e ? e->what() : ""));
    REQUIRE_FALSE(e);
  }

 private:
  static colb::client_options in_region(colb::client_options what) {
    if (what.region.empty()) what.region = Service::region;
    return what;
  }
};

colb::emulator::options accepting() {
  colb::emulator::options how;
  how.unknown = colb::emulator::unknown::accept;
  return how;
}

template <class Client, class Request>
asio::awaitable<void> call(Client& client, Request request,
                           std::type_identity_t<colb::reply<Request>>* into = nullptr) {
  auto reply = co_await client.call(request);
  if (into) *into = std::move(reply);
}
template <class Client, class Request>
asio::awaitable<void> call_and_wait(Client& client, Request request,
                                    std::type_identity_t<colb::reply<Request>>* into = nullptr,
                                    colb::wait_options patience = {}) {
  auto reply = co_await client.call_and_wait(request, patience);
  if (into) *into = std::move(reply);
}
template <class Client, class Request>
asio::awaitable<void> call_with(Client& client, Request request) {
  co_await client.call(request);
}

colb::emulator::fault fault(std::string action, colb::emulator::fault_kind what, std::size_t times = 1) {
  colb::emulator::fault f;
  f.action = std::move(action);
  f.kind = what;
  f.times = times;
  return f;
}

std::string text_of(json::object const& from, std::string_view key) {
  auto const& value = from.at(key);
  return value.is_string() ? std::string(value.get_string()) : json::serialize(value);
}

bool is_invalid(std::optional<colb::error> const& e) { return e && e->code() == condition::invalid_request; }

bool has(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

}  // namespace

// ---- Actions that colb does not know

TEMPLATE_TEST_CASE(
    "an Action unknown to colb is sent, signed, in the protocol's form, and its answer is there", "",
    tencent_clb, tencent_clb_2017, aliyun_slb, capitalonline_lb) {
  cloud<TestType> c(accepting());
  typename TestType::any_action request{
      .Action = "ReadTheFuture",
      .Parameters = {{"Day", "Tuesday"}, {"Hours", {8, 9}}, {"Deep", {{"Exact", true}, {"Share", 0.5}}}}};
  colb::reply<typename TestType::any_action> reply;
  c.well(call(*c.client, request, &reply));
  CHECK(reply.unknown().empty());
  REQUIRE(c.count("ReadTheFuture") == 1);
  CHECK(c.core->calls().back().code.empty());
  auto const sent = c.sent("ReadTheFuture");
  if (TestType::is_json) {
    CHECK(sent == json::parse(R"({"Day":"Tuesday","Hours":[8,9],"Deep":{"Exact":true,"Share":0.5}})"));
  } else {
    std::string const first = std::to_string(TestType::first), second = std::to_string(TestType::first + 1);
    CHECK(sent.at("Day") == "Tuesday");
    CHECK(sent.at("Hours." + first) == "8");
    CHECK(sent.at("Hours." + second) == "9");
    CHECK(sent.at("Deep.Exact") == "true");
    CHECK(sent.at("Deep.Share") == "0.5");
  }

  c.core->serve(TestType::name, "AddUp", [](json::object const&) -> json::object {
    return {{"Sum", 3}, {"Parts", {{{"Size", 1}}, {{"Size", 2}}}}};
  });
  request.Action = "AddUp";
  c.well(call(*c.client, request, &reply));
  CHECK(reply.Response.at("Sum") == 3);
  CHECK(reply.Response.at("Parts").at(1).at("Size") == 2);
  CHECK(colb::from_json<decltype(reply)>(colb::to_json(reply)).Response == reply.Response);
  std::ostringstream text;
  text << request << reply;
  CHECK_FALSE(has(text.str(), "Tuesday"));
  CHECK(has(text.str(), "\"Day\":\"***\""));
  CHECK(has(colb::to_json(request), "Tuesday"));
}

TEST_CASE("the answer to any Action names its request, and holds what the envelope has too") {
  cloud<tencent_clb> new_one(accepting());
  colb::reply<clb::any_action> reply;
  clb::any_action const ask{.Action = "ReadTheFuture"};
  new_one.well(call(*new_one.client, ask, &reply));
  CHECK(reply.RequestId.size() == 36);
  CHECK(text_of(reply.Response, "RequestId") == reply.RequestId);
  CHECK(reply.task().ids == std::vector<std::string>{reply.RequestId});

  cloud<tencent_clb_2017> old_one(accepting());
  colb::reply<old::any_action> old_reply;
  old::any_action const old_ask{.Action = "ReadTheFuture"};
  old_one.well(call(*old_one.client, old_ask, &old_reply));
  CHECK_FALSE(old_reply.RequestId.empty());
  CHECK(old_reply.Response.contains("code"));
  CHECK(old_reply.task().ids == std::vector<std::string>{old_reply.RequestId});

  cloud<aliyun_slb> other(accepting());
  colb::reply<slb::any_action> other_reply;
  slb::any_action const other_ask{.Action = "ReadTheFuture"};
  other.well(call(*other.client, other_ask, &other_reply));
  CHECK(other_reply.RequestId == text_of(other_reply.Response, "RequestId"));
  CHECK(other_reply.task().ids.empty());

  cloud<capitalonline_lb> last(accepting());
  colb::reply<lb::any_action> last_reply;
  lb::any_action const last_ask{.Action = "BuildVpcBridge"};
  last.well(call(*last.client, last_ask, &last_reply));
  CHECK(text_of(last_reply.Response, "TaskId") == last_reply.task().ids.at(0));
}

TEMPLATE_TEST_CASE("a read of any kind is repeated like a read, a change never blindly", "", tencent_clb,
                   tencent_clb_2017, aliyun_slb, capitalonline_lb) {
  struct row {
    colb::kind what;
    std::size_t calls;
    bool well;
  };
  for (row const& one : {row{kind::read, 2, true}, row{kind::write, 1, false}, row{kind::async, 1, false}}) {
    cloud<TestType> c(accepting());
    c.core->inject(fault("ReadTheFuture", colb::emulator::fault_kind::drop_answer));
    typename TestType::any_action const request{.Action = "ReadTheFuture", .kind = one.what};
    auto const e = c.error_of(call(*c.client, request));
    // More often where the emulator's task of the lost call keeps the next one waiting.
    CHECK((one.well ? c.count("ReadTheFuture") >= one.calls : c.count("ReadTheFuture") == one.calls));
    CHECK(e.has_value() == !one.well);
    if (e) {
      CHECK(e->code() == condition::outcome_unknown);
      CHECK(e->action() == "ReadTheFuture");
    }
  }
  // As it is by default.
  CHECK(typename TestType::any_action{.Action = "X"}.kind == kind::write);
}

TEMPLATE_TEST_CASE("call_and_wait follows the protocol's own task, whatever the Action", "", tencent_clb,
                   tencent_clb_2017, capitalonline_lb) {
  for (colb::kind const what : {kind::write, kind::async}) {
    cloud<TestType> c;
    c.core->serve(TestType::name, "BuildBridge", [](json::object const&) { return json::object(); });
    auto const started = c.clock->ticks();
    typename TestType::any_action const request{.Action = "BuildBridge", .kind = what};
    c.well(call_and_wait(*c.client, request));
    CHECK(c.count("BuildBridge") == 1);
    CHECK(c.count(TestType::looks) >= 1);
    CHECK(c.clock->ticks() - started >= 200ms);

    c.core->inject(fault("BuildBridge", colb::emulator::fault_kind::refuse));
    CHECK(c.error_of(call_and_wait(*c.client, request)));
  }
  cloud<TestType> c(accepting());
  typename TestType::any_action const read{.Action = "ReadTheFuture", .kind = kind::read};
  auto const e = c.error_of(call_and_wait(*c.client, read));
  REQUIRE(e);
  CHECK(e->code() == condition::invalid_request);
  CHECK(has(e->what(), "ReadTheFuture"));
  CHECK(has(e->what(), "nothing was sent"));
  CHECK(c.core->calls().empty());
}

TEST_CASE("where there are no tasks, call_and_wait of any Action says what to do instead") {
  cloud<aliyun_slb> c(accepting());
  for (colb::kind const what : {kind::read, kind::write, kind::async}) {
    slb::any_action const request{.Action = "BuildBridge", .kind = what};
    auto const e = c.error_of(call_and_wait(*c.client, request));
    REQUIRE(e);
    CHECK(e->code() == condition::invalid_request);
    CHECK(has(e->what(), "wait_until"));
  }
  CHECK(c.core->calls().empty());
}

TEST_CASE("a task that the cloud never knows means done for a change, and an error for what starts one") {
  // The request ID of a synchronous Action is no task's.
  auto const unknown_task = [](cloud<tencent_clb>& c) {
    auto f = fault("DescribeTaskStatus", colb::emulator::fault_kind::refuse, 1000);
    f.code = "InvalidParameter";
    f.message = "The task does not exist.";
    c.core->inject(f);
  };
  cloud<tencent_clb> c(accepting());
  unknown_task(c);
  clb::any_action request{.Action = "PaintBridge"};
  auto const started = c.clock->ticks();
  c.well(call_and_wait(*c.client, request));
  CHECK(c.clock->ticks() - started < 60s);
  // Shorter than the looks would take.
  colb::wait_options hurried;
  hurried.timeout = 2s;
  c.well(call_and_wait(*c.client, request, nullptr, hurried));

  request.kind = kind::async;
  auto const e = c.error_of(call_and_wait(*c.client, request));
  REQUIRE(e);
  CHECK(e->task());
  CHECK(e->task()->action == "PaintBridge");
}

TEST_CASE("a reply to any Action is finished, and its task has a text") {
  cloud<tencent_clb> c;
  c.core->serve("clb", "BuildBridge", [](json::object const&) { return json::object(); });
  std::string text;
  auto const job = [](clb::client& client, std::string* into) -> asio::awaitable<void> {
    clb::any_action const request{.Action = "BuildBridge", .kind = kind::async};
    auto reply = co_await client.call(request);
    *into = to_string(reply.task());
    co_await client.finish(reply);
    co_await client.wait(colb::task::parse(*into));
  };
  c.well(job(*c.client, &text));
  CHECK(has(text, ":BuildBridge:"));
  CHECK(c.count("DescribeTaskStatus") >= 2);
}

TEST_CASE("wait_until takes any read") {
  cloud<tencent_clb> c;
  int looks = 0;
  c.core->serve("clb", "DescribeBridge", [&looks](json::object const&) -> json::object {
    return {{"Status", ++looks}};
  });
  auto const job = [](clb::client& client, colb::kind what) -> asio::awaitable<void> {
    clb::any_action const read{.Action = "DescribeBridge", .kind = what};
    auto const stands = [](auto const& reply) { return reply.Response.at("Status") == 3; };
    co_await client.wait_until(read, stands);
  };
  c.well(job(*c.client, kind::read));
  CHECK(looks == 3);
  auto const e = c.error_of(job(*c.client, kind::write));
  REQUIRE(e);
  CHECK(e->code() == condition::invalid_request);
  CHECK(looks == 3);
}

TEMPLATE_TEST_CASE("changes of any Action queue for what they change", "", tencent_clb, capitalonline_lb) {
  cloud<TestType> c;
  for (char const* const action : {"BuildBridge", "PaintBridge"})
    c.core->serve(TestType::name, action, [](json::object const&) { return json::object(); });
  using any_action = typename TestType::any_action;
  auto const both = [](typename TestType::client& client, colb::changed_resources one,
                       colb::changed_resources other, int* done) -> void {
    any_action const build{
        .Action = "BuildBridge", .Parameters = {{"BridgeId", "b-1"}}, .kind = kind::async, .resource = one};
    any_action const paint{.Action = "PaintBridge", .resource = other};
    auto const end = [done](std::exception_ptr e, colb::reply<any_action>) { *done += e ? 100 : 1; };
    client.call_and_wait(build, end);
    client.call_and_wait(paint, end);
  };
  int done = 0;
  both(*c.client, "b-1", std::vector<std::string>{"b-1"}, &done);
  CHECK(c.run_until([&] { return done >= 2; }));
  auto const in_turn = c.actions();
  REQUIRE(in_turn.size() >= 4);
  CHECK(in_turn[0] == "BuildBridge");
  CHECK(in_turn[1] == TestType::looks);

  // The name of a parameter stands for what it holds.
  done = 0;
  both(*c.client, "BridgeId", {"b-2", "b-1"}, &done);
  CHECK(c.run_until([&] { return done >= 2; }));
  auto const again = c.actions();
  CHECK(again[in_turn.size() + 1] == TestType::looks);

  done = 0;
  both(*c.client, "b-1", "b-2", &done);
  CHECK(c.run_until([&] { return done >= 2; }));
  auto const side_by_side = c.actions();
  CHECK(side_by_side[again.size() + 1] == "PaintBridge");
}

TEST_CASE("any Action is paced by its name and its own rate") {
  colb::client_options what;
  what.rate_limit.mode = colb::rate_limit_mode::fail;
  cloud<tencent_clb> c(accepting(), what);
  clb::any_action slow{.Action = "PaintBridge", .rate_limit = 1};
  clb::any_action const other{.Action = "BuildBridge", .rate_limit = 1};
  c.well(call(*c.client, slow));
  auto const e = c.error_of(call(*c.client, slow));
  REQUIRE(e);
  CHECK(e->code() == condition::throttled);
  c.well(call(*c.client, other));
  slow.rate_limit = 0;
  c.well(call(*c.client, slow));
}

TEST_CASE("what cannot be the name of an Action, or a parameter of its own, is not sent") {
  cloud<tencent_clb> c(accepting());
  for (char const* const name : {"", "Read\r\nX: y", "a b", "é", "a:b"}) {
    INFO(name);
    clb::any_action const request{.Action = name};
    auto const e = c.error_of(call(*c.client, request));
    REQUIRE(e);
    CHECK(e->code() == condition::invalid_request);
  }
  clb::any_action const broken{.Action = "X", .Parameters = {{"A", {{"B", "\xff"}}}}};
  CHECK(c.error_of(call(*c.client, broken)));
  CHECK(c.core->calls().empty());

  cloud<tencent_clb_2017> flat(accepting());
  old::any_action const signed_by_hand{.Action = "X", .Parameters = {{"Signature", "s"}}};
  CHECK(is_invalid(flat.error_of(call(*flat.client, signed_by_hand))));
  cloud<aliyun_slb> rpc(accepting());
  slb::any_action const another{.Action = "X", .Parameters = {{"Action", "DeleteLoadBalancer"}}};
  CHECK(is_invalid(rpc.error_of(call(*rpc.client, another))));
  CHECK(rpc.core->calls().empty());
}

TEST_CASE("a refusal of any Action means what it means for others") {
  cloud<tencent_clb> c;
  clb::any_action const unknown{.Action = "ReadTheFuture", .kind = kind::read};
  auto const e = c.error_of(call(*c.client, unknown));
  REQUIRE(e);
  CHECK(e->vendor_code() == "InvalidAction");
  CHECK(e->action() == "ReadTheFuture");
  CHECK(c.count("ReadTheFuture") == 1);
}

// ---- members that a request's struct does not have

TEMPLATE_TEST_CASE("an extra member goes with a known Action in the protocol's form", "", tencent_clb,
                   tencent_clb_2017, aliyun_slb, capitalonline_lb) {
  using known = typename TestType::known;
  cloud<TestType> c(accepting());
  known const plain{};
  auto const request = colb::with(
      plain, {{"Colour", "blue"}, {"Flags", {1, 2}}, {"New.0.Level", 7}, {"Fast", true, colb::shown}});
  c.well(call_with(*c.client, request));
  auto const sent = c.sent(colb::inner::type_name<known>());
  if (sent.contains("Flags")) {
    CHECK(sent.at("Colour") == "blue");
    CHECK(sent.at("Flags") == json::parse("[1,2]"));
    CHECK(sent.at("New") == json::parse(R"([{"Level":7}])"));
    CHECK(sent.at("Fast") == true);
  } else {
    std::string const first = std::to_string(TestType::first);
    CHECK(sent.at("Colour") == "blue");
    CHECK(sent.at("Flags." + first) == "1");
    CHECK(sent.at("New." + first + ".Level") == "7");
    CHECK(sent.at("Fast") == "true");
  }
}

TEST_CASE("an extra member may lie inside what the struct has") {
  cloud<tencent_clb> c(accepting());
  clb::RegisterTargets const bind{
      .LoadBalancerId = "lb-1",
      .ListenerId = "lbl-1",
      .Targets = {{.Port = 80, .InstanceId = "ins-1"}, {.Port = 81, .InstanceId = "ins-2"}}};
  auto const tagged = colb::with(bind, {{"Targets.1.Hue", "blue"}, {"Targets.0.Notes.Deep", 1}});
  c.error_of(call_with(*c.client, tagged));
  auto const sent = c.sent("RegisterTargets");
  CHECK(sent.at("Targets").at(1) == json::parse(R"({"Port":81,"InstanceId":"ins-2","Hue":"blue"})"));
  CHECK(sent.at("Targets").at(0).at("Notes") == json::parse(R"({"Deep":1})"));

  // Below an optional struct that is unset, it is the first thing there.
  clb::CreateListener const create{.LoadBalancerId = "lb-1", .Ports = {80}, .Protocol = "TCP"};
  auto const checked = colb::with(create, {{"HealthCheck.Depth", 3}});
  CHECK(json::parse(colb::to_json(checked)).at("HealthCheck") == json::parse(R"({"Depth":3})"));

  // In flat parameters lists count as the protocol does, in JSON inside a parameter as JSON does.
  cloud<aliyun_slb> other(accepting());
  slb::AddBackendServers const add{.LoadBalancerId = "lb-1",
                                   .BackendServers = {{.ServerId = "i-1"}, {.ServerId = "i-2"}}};
  auto const marked = colb::with(add, {{"BackendServers.1.Mark", "x"}});
  other.error_of(call_with(*other.client, marked));
  auto const list = json::parse(text_of(other.sent("AddBackendServers"), "BackendServers"));
  CHECK(list.at(1).at("Mark") == "x");
  CHECK_FALSE(list.at(0).as_object().contains("Mark"));
}

TEST_CASE("an extra member that the struct has, or that has no place in it, is refused by name") {
  clb::RegisterTargets const bind{
      .LoadBalancerId = "lb-1", .ListenerId = "lbl-1", .Targets = {{.Port = 80, .InstanceId = "ins-1"}}};
  struct row {
    std::vector<std::string> names;
    std::string_view says;
  };
  for (row const& one : {
           row{{"LoadBalancerId"}, "LoadBalancerId is a field of this request"},
           row{{"LocationId"}, "LocationId is a field of this request"},
           row{{"Targets"}, "Targets is a field of this request"},
           row{{"Targets.0.Port"}, "Targets.0.Port is a field of this request"},
           row{{"Targets.0"}, "Targets.0 is a field of this request"},
           row{{"Targets.1.Hue"}, "Targets.1.Hue names an item that the request's list does not have"},
           row{{"Targets.x.Hue"}, "Targets.x.Hue leads into a list"},
           row{{"LoadBalancerId.Hue"}, "LoadBalancerId.Hue leads into a field that has nothing below it"},
           row{{"New", "New"}, "New is given twice"},
           row{{""}, "has no name"},
           row{{"New..Deep"}, "New..Deep has no name, or a part without"},
           row{{"\xff"}, "is not UTF-8"},
       }) {
    INFO(one.says);
    json::object extra;
    colb::inner::extra_members members;
    for (auto const& name : one.names) members.push_back({name, 1});
    try {
      colb::extended<clb::RegisterTargets> const request(bind, members);
      FAIL("taken");
    } catch (colb::error const& e) {
      CHECK(e.code() == condition::invalid_request);
      CHECK(e.action() == "RegisterTargets");
      CHECK(has(e.what(), one.says));
    }
  }
  CHECK_THROWS_AS(colb::with(bind, {{"LoadBalancerId", "lb-2"}}), colb::error);
  // What only the sending shows is told through the token.
  cloud<tencent_clb> c(accepting());
  auto const gap = colb::with(bind, {{"New.1.X", 1}});
  auto const e = c.error_of(call_with(*c.client, gap));
  REQUIRE(e);
  CHECK(e->code() == condition::invalid_request);
  cloud<aliyun_slb> rpc(accepting());
  slb::DescribeLoadBalancers const list{};
  auto const own = colb::with(list, {{"SignatureNonce", "1"}});
  CHECK(is_invalid(rpc.error_of(call_with(*rpc.client, own))));
  CHECK(rpc.core->calls().empty());
}

TEST_CASE("values of extra members are masked in print, unless they may be shown, and never in a URL") {
  slb::DescribeLoadBalancers const list{.RegionId = "cn-hangzhou"};
  auto const request = colb::with(list, {{"Secret", "hush"}, {"Colour", "blue", colb::shown}});
  std::ostringstream text;
  text << request;
  CHECK(has(text.str(), R"("Secret":"***","Colour":"blue")"));
  CHECK_FALSE(has(text.str(), "hush"));
  CHECK(has(colb::to_json(request), "hush"));

  cloud<aliyun_slb> c(accepting());
  std::string seen;
  c.intercept = [&](auto&, auto const& r) {
    seen = r.target;
    return false;
  };
  c.well(call_with(*c.client, request));
  CHECK_FALSE(has(seen, "hush"));
  auto const open = colb::with(list, {{"Colour", "blue", colb::shown}});
  c.well(call_with(*c.client, open));
  CHECK(has(seen, "Colour=blue"));
}

TEST_CASE("extra members go with every page, and with their part of a batch") {
  cloud<tencent_clb> c(accepting());
  int pages_read = 0;
  c.core->serve("clb", "DescribeLoadBalancers", [&](json::object const& in) -> json::object {
    ++pages_read;
    if (!in.contains("Colour")) throw colb::emulator::refusal{"MissingParameter", "Colour"};
    return {
        {"TotalCount", 2},
        {"LoadBalancerSet", {{{"LoadBalancerId", "lb-" + std::to_string(pages_read)}, {"Age", pages_read}}}}};
  });
  auto const walk = [](clb::client& client, std::vector<std::string>* seen) -> asio::awaitable<void> {
    clb::DescribeLoadBalancers const list{.Limit = 1};
    auto const request = colb::with(list, {{"Colour", "blue"}});
    colb::call_options how;
    how.keep_unknown = true;
    auto pages = client.pages(request, how);
    while (auto page = co_await pages.next()) seen->push_back(json::serialize(page->unknown()));
  };
  std::vector<std::string> seen;
  c.well(walk(*c.client, &seen));
  CHECK(seen == std::vector<std::string>{R"({"LoadBalancerSet.0.Age":1})", R"({"LoadBalancerSet.0.Age":2})"});

  std::vector<json::object> parts;
  c.core->serve("clb", "RegisterTargets", [&](json::object const& in) -> json::object {
    parts.push_back(in);
    return {};
  });
  auto const batch = [](clb::client& client) -> asio::awaitable<void> {
    std::vector<clb::types::Target> targets;
    for (int i = 0; i < 25; ++i)
      targets.push_back({.Port = 80 + i, .InstanceId = "ins-" + std::to_string(i)});
    clb::RegisterTargets const bind{.LoadBalancerId = "lb-1", .ListenerId = "lbl-1", .Targets = targets};
    auto const request =
        colb::with(bind, {{"Targets.3.Hue", "c"}, {"Targets.24.Hue", "z"}, {"Slowly", true}});
    auto const done = co_await client.call_in_batches(request);
    CHECK(done.ok());
  };
  c.well(batch(*c.client));
  REQUIRE(parts.size() == 2);
  CHECK(parts[0].at("Targets").at(3).at("Hue") == "c");
  CHECK(parts[1].at("Targets").at(4).at("Hue") == "z");
  CHECK(parts[1].at("Targets").at(4).at("InstanceId") == "ins-24");
  for (auto const& part : parts) CHECK(part.at("Slowly") == true);
}

TEST_CASE("a request with extra members is waited for, finished and followed as itself") {
  cloud<tencent_clb> c(accepting());
  auto const job = [](clb::client& client) -> asio::awaitable<void> {
    clb::CreateLoadBalancer const buy{.LoadBalancerType = "OPEN"};
    auto const request = colb::with(buy, {{"Colour", "blue"}});
    colb::reply<clb::CreateLoadBalancer> bought = co_await client.call_and_wait(request);
    CHECK(bought.LoadBalancerIds.size() == 1);
    auto again = co_await client.call(request);
    co_await client.finish(again);
    clb::DescribeLoadBalancers const list{};
    auto const look = colb::with(list, {{"Colour", "blue"}});
    auto const two = [](colb::reply<clb::DescribeLoadBalancers> const& r) { return r.TotalCount == 2; };
    co_await client.wait_until(look, two);
  };
  c.well(job(*c.client));
  CHECK(c.sent("CreateLoadBalancer").at("Colour") == "blue");
  // An automatic client token goes along.
  CHECK(c.sent("CreateLoadBalancer").contains("ClientToken"));
}

// ---- members of an answer that no struct has

TEMPLATE_TEST_CASE("what a reply has that colb does not know is kept when asked for", "", tencent_clb,
                   tencent_clb_2017, aliyun_slb, capitalonline_lb) {
  using known = typename TestType::known;
  cloud<TestType> c;
  c.core->serve(TestType::name, colb::inner::type_name<known>(), [](json::object const&) -> json::object {
    return {{"Weather", "fine"}, {"Winds", {{{"From", "N"}}, nullptr}}};
  });
  known const request{};
  colb::reply<known> reply;
  c.well(call(*c.client, request, &reply));
  CHECK(reply.unknown().empty());

  auto const asks = [](typename TestType::client& client, known const& ask,
                       colb::reply<known>* into) -> asio::awaitable<void> {
    colb::call_options how;
    how.keep_unknown = true;
    *into = co_await client.call(ask, how);
  };
  c.well(asks(*c.client, request, &reply));
  CHECK(reply.unknown().at("Weather") == "fine");
  CHECK(reply.unknown().at("Winds").at(0).at("From") == "N");
  auto const copy = reply;
  CHECK(copy.unknown() == reply.unknown());
}

TEST_CASE("unknown members of nested structs stand under their paths, and are bounded") {
  auto const asks = [](clb::client& client,
                       colb::reply<clb::DescribeLoadBalancers>* into) -> asio::awaitable<void> {
    clb::DescribeLoadBalancers const request{};
    colb::call_options how;
    how.keep_unknown = true;
    *into = co_await client.call(request, how);
  };
  auto const answers = [](json::object const&) -> json::object {
    json::array balancers;
    for (int i = 0; i < 3; ++i) {
      json::object one{{"LoadBalancerId", "lb-" + std::to_string(i)}};
      if (i == 1) one["Mood"] = "calm";
      if (i == 2) one["TargetRegionInfo"] = {{"Region", "r"}, {"Climate", {{"Rain", true}}}};
      balancers.push_back(std::move(one));
    }
    return {{"TotalCount", 3}, {"LoadBalancerSet", std::move(balancers)}};
  };
  cloud<tencent_clb> c;
  c.core->serve("clb", "DescribeLoadBalancers", answers);
  colb::reply<clb::DescribeLoadBalancers> reply;
  c.well(asks(*c.client, &reply));
  CHECK(reply.unknown() == json::parse(R"({"LoadBalancerSet.1.Mood":"calm",
                                           "LoadBalancerSet.2.TargetRegionInfo.Climate":{"Rain":true}})"));
  CHECK(reply.LoadBalancerSet.at(1).LoadBalancerId == "lb-1");

  // Bounded like the rest of the answer.
  auto const large = [](json::object const&) -> json::object {
    json::array all;
    for (int i = 0; i < 5000; ++i) all.push_back(i);
    return {{"Numbers", std::move(all)}};
  };
  colb::client_options little;
  little.pool.max_memory = 64 * 1024;
  cloud<tencent_clb> small({}, little);
  small.core->serve("clb", "DescribeLoadBalancers", large);
  clb::DescribeLoadBalancers const plain{};
  small.well(call(*small.client, plain));
  CHECK(small.error_of(asks(*small.client, &reply)));

  // Many small ones count as well.
  small.core->serve("clb", "DescribeLoadBalancers", [](json::object const&) -> json::object {
    json::object all;
    for (int i = 0; i < 3000; ++i) all["N" + std::to_string(i)] = i;
    return all;
  });
  small.well(call(*small.client, plain));
  CHECK(small.error_of(asks(*small.client, &reply)));

  // An attempt that fails leaves nothing behind.
  cloud<tencent_clb> shaky;
  shaky.core->serve("clb", "DescribeLoadBalancers", [](json::object const&) -> json::object {
    return {{"Second", true}};
  });
  bool first = true;
  shaky.intercept = [&first](auto& wire, auto const&) {
    if (!std::exchange(first, false)) return false;
    std::string const body =
        R"({"Response":{"First":true,"Error":{"Code":"InternalError","Message":"m"},"RequestId":"r"}})";
    wire.say("HTTP/1.1 200 X\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    return true;
  };
  shaky.well(asks(*shaky.client, &reply));
  CHECK(reply.unknown().at("Second") == true);
  CHECK_FALSE(reply.unknown().contains("First"));
}

// ---- changes that may start a task, and batches that fail in part

namespace {

template <class A>
void followed_if_there_is_something(A const& request) {
  constexpr std::string_view name = colb::inner::type_name<A>();
  INFO(name);
  // Today's service starts a task, and its end is seen.
  cloud<tencent_clb> today;
  today.core->serve("clb", name, [](json::object const&) { return json::object(); });
  auto const started = today.clock->ticks();
  today.well(call_and_wait(*today.client, request));
  CHECK(today.count("DescribeTaskStatus") >= 1);
  CHECK(today.clock->ticks() - started >= 200ms);
  // As the document has it, there is none: the service does not know it.
  cloud<tencent_clb> documented;
  documented.core->serve("clb", name, [](json::object const&) { return json::object(); });
  auto unknown = fault("DescribeTaskStatus", colb::emulator::fault_kind::refuse, 1000);
  unknown.code = "InvalidParameter";
  documented.core->inject(unknown);
  documented.well(call_and_wait(*documented.client, request));
  CHECK(documented.count(name) == 1);
  // `call` is what it was: nobody looks, and the next change of the lane does not either.
  cloud<tencent_clb> alone;
  alone.core->serve("clb", name, [](json::object const&) { return json::object(); });
  alone.well(call(*alone.client, request));
  alone.well(call(*alone.client, request));
  CHECK(alone.actions() == std::vector<std::string>{std::string(name), std::string(name)});
}

}  // namespace

TEST_CASE("six changes that the document calls synchronous are followed if they start something") {
  followed_if_there_is_something(clb::ModifyLoadBalancerSla{
      .LoadBalancerSla = {{.LoadBalancerId = "lb-1", .SlaType = "clb.c2.medium"}}});
  followed_if_there_is_something(
      clb::ModifyLoadBalancersProject{.LoadBalancerIds = {"lb-1"}, .ProjectId = 1});
  followed_if_there_is_something(
      clb::SetLoadBalancerSecurityGroups{.LoadBalancerId = "lb-1", .SecurityGroups = {{"sg-1"}}});
  for (char const* const name :
       {"ModifyFunctionTargets", "ModifyLoadBalancerSla", "ModifyLoadBalancersProject",
        "SetCustomizedConfigForLoadBalancer", "SetLoadBalancerClsLog", "SetLoadBalancerSecurityGroups"})
    CHECK(clb::possible_task_rule::follows(name));
  CHECK_FALSE(clb::possible_task_rule::follows("CreateListener"));
}

TEST_CASE("the emulator's own synchronous changes are done for call_and_wait too") {
  cloud<tencent_clb> c;
  auto const job = [](clb::client& client) -> asio::awaitable<void> {
    clb::CreateLoadBalancer const buy{.LoadBalancerType = "OPEN"};
    auto const bought = co_await client.call_and_wait(buy);
    clb::ModifyLoadBalancersProject const move{.LoadBalancerIds = bought.LoadBalancerIds, .ProjectId = 0};
    co_await client.call_and_wait(move);
  };
  c.well(job(*c.client));
}

TEST_CASE("a batch registration that failed for some listeners is a partial success, with why") {
  for (auto const method : {colb::http_method::automatic, colb::http_method::get}) {
    colb::client_options what;
    what.style.method = method;
    cloud<tencent_clb> c({}, what);
    struct row {
      std::vector<std::string> failed;
      bool partly;
    };
    for (row const& one : {row{{}, false}, row{{"lbl-2"}, true}, row{{"lbl-1", "lbl-2"}, false}}) {
      c.core->serve("clb", "BatchRegisterTargets", [&](json::object const&) -> json::object {
        json::array failed;
        for (auto const& listener : one.failed) failed.emplace_back(listener);
        return {{"FailListenerIdSet", std::move(failed)}, {"Message", "the port is taken"}};
      });
      clb::BatchRegisterTargets const bind{
          .LoadBalancerId = "lb-1",
          .Targets = {{.ListenerId = "lbl-1", .Port = 80, .InstanceId = "ins-1"},
                      {.ListenerId = "lbl-2", .Port = 80, .InstanceId = "ins-1"},
                      {.ListenerId = "lbl-1", .Port = 81, .InstanceId = "ins-1"}}};
      auto const e = c.error_of(call(*c.client, bind));
      if (one.failed.empty()) {
        CHECK_FALSE(e);
        continue;
      }
      REQUIRE(e);
      CHECK((e->code() == condition::partial_success) == one.partly);
      CHECK_FALSE(e->code() == condition::outcome_unknown);
      CHECK(e->vendor_message() == "the port is taken");
      CHECK_FALSE(e->request_id().empty());
      CHECK(e->attempts() == 1);
      REQUIRE(e->outcomes().size() == 2);
      for (auto const& part : e->outcomes()) {
        bool const failed = std::ranges::find(one.failed, part.resource) != one.failed.end();
        CHECK(part.ok() == !failed);
        CHECK(part.message == (failed ? "the port is taken" : ""));
      }
    }
  }
}

TEST_CASE("a batch registration against the emulator's own listeners") {
  cloud<tencent_clb> c;
  auto const job = [](clb::client& client, std::string* well) -> asio::awaitable<void> {
    clb::CreateLoadBalancer const buy{.LoadBalancerType = "OPEN"};
    auto const bought = co_await client.call_and_wait(buy);
    std::string const id = bought.LoadBalancerIds.at(0);
    clb::CreateListener const create{.LoadBalancerId = id, .Ports = {80}, .Protocol = "TCP"};
    auto const made = co_await client.call_and_wait(create);
    *well = made.ListenerIds.at(0);
    clb::BatchRegisterTargets bind{
        .LoadBalancerId = id,
        .Targets = {{.ListenerId = *well, .Port = 80, .InstanceId = "ins-12345678"},
                    {.ListenerId = "lbl-none", .Port = 80, .InstanceId = "ins-12345678"}}};
    co_await client.call(bind);
  };
  std::string well;
  auto const e = c.error_of(job(*c.client, &well));
  REQUIRE(e);
  INFO(e->what());
  CHECK(e->code() == condition::partial_success);
  REQUIRE(e->outcomes().size() == 2);
  CHECK(e->outcomes()[0].resource == well);
  CHECK(e->outcomes()[0].ok());
  CHECK(e->outcomes()[1].resource == "lbl-none");
}

// ---- Actions of one's own

namespace own_slb {

struct DescribeMood {
  colb::required<std::string> LoadBalancerId;
  struct response {
    std::string Mood{};
  };
};
constexpr colb::descriptor describe(DescribeMood const*) { return {}; }

struct Calm {
  colb::required<std::string> LoadBalancerId;
  struct response {};
};
constexpr colb::descriptor describe(Calm const*) {
  return {.kind = colb::kind::async, .resource = {"LoadBalancerId"}};
}
struct calm_rule {
  using action = DescribeMood;
  static DescribeMood request(colb::task const& task) { return {.LoadBalancerId = task.ids.at(0)}; }
  static colb::task_progress look(colb::reply<DescribeMood> const& seen) {
    return {seen.Mood == "calm" ? colb::task_state::succeeded : colb::task_state::running};
  }
  template <class Reply>
  static void fill_in(Reply&, std::vector<std::string>) {}
};
calm_rule waits_by(Calm const*);

template <class A>
slb::service service_of(A const*);

}  // namespace own_slb

TEST_CASE("an Action of one's own with its rule is waited for where the cloud has no tasks") {
  cloud<aliyun_slb> c;
  int looks = 0;
  c.core->serve("slb", "Calm", [](json::object const&) { return json::object(); });
  c.core->serve("slb", "DescribeMood", [&](json::object const& in) -> json::object {
    CHECK(in.at("LoadBalancerId") == "lb-1");
    return {{"Mood", ++looks % 3 == 0 ? "calm" : "cross"}};
  });
  auto const job = [](slb::client& client) -> asio::awaitable<void> {
    own_slb::Calm const request{.LoadBalancerId = "lb-1"};
    auto reply = co_await client.call(request);
    CHECK(reply.task().ids == std::vector<std::string>{"lb-1"});
    co_await client.finish(reply);
    co_await client.call_and_wait(request);
    colb::task const kept = colb::task::parse(to_string(reply.task()));
    co_await client.wait<own_slb::Calm>(kept);
  };
  c.well(job(*c.client));
  CHECK(looks == 9);
  CHECK(c.count("Calm") == 2);
}
