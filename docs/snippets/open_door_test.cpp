// What the page on Actions of one's own shows, each piece run against the emulated cloud.
#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <colb/aliyun/slb/client.hpp>
#include <colb/clock.hpp>
#include <colb/emulator.hpp>
#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/listener.hpp>
#include <colb/tencent/clb/load_balancer.hpp>

#include "catch.hpp"

// --8<-- [start:struct]
namespace shop {

namespace clb = colb::tencent::clb;

namespace types {

struct Bridge {
  std::optional<std::string> BridgeId{};
  std::optional<std::int64_t> Status{};
};
using colb::printing::operator<<;

}  // namespace types

/// A read that pages.
struct DescribeBridges {
  colb::required<std::string> LoadBalancerId;
  std::optional<std::int64_t> Offset{};
  std::optional<std::int64_t> Limit{};

  struct response {
    std::vector<types::Bridge> BridgeSet{};
    std::optional<std::int64_t> TotalCount{};
  };
};
constexpr colb::descriptor describe(DescribeBridges const*) {
  return {.pages = {.offset = "Offset", .limit = "Limit", .items = "BridgeSet", .total = "TotalCount"}};
}

/// A change that starts a task, in the lane of its load balancer.
struct BuildBridge {
  colb::required<std::string> LoadBalancerId;
  std::vector<std::string> Planks{};
  std::optional<std::string> Password{};

  struct response {
    std::string BridgeId{};
  };
};
constexpr colb::descriptor describe(BuildBridge const*) {
  return {.kind = colb::kind::async, .rate_limit = 10, .resource = {"LoadBalancerId"}};
}
constexpr auto secret_fields(BuildBridge const*) { return colb::names("Password"); }

/// All Actions here are those of one service,
template <class Action>
clb::service service_of(Action const*);
/// and print.
using colb::printing::operator<<;

}  // namespace shop
// --8<-- [end:struct]

// --8<-- [start:rule]
namespace shop {

/// A change that is done when a read shows it.
struct PaintBridge {
  colb::required<std::string> LoadBalancerId;
  struct response {};
};
constexpr colb::descriptor describe(PaintBridge const*) {
  return {.kind = colb::kind::write, .resource = {"LoadBalancerId"}};
}

struct painted_rule {
  using action = DescribeBridges;  // what looks

  /// `task.ids`: the protocol's own, here the request ID; then what `resource` names.
  static DescribeBridges request(colb::task const& task) { return {.LoadBalancerId = task.ids.back()}; }
  static colb::task_progress look(colb::reply<DescribeBridges> const& seen) {
    bool const dry = !seen.BridgeSet.empty() && seen.BridgeSet[0].Status == 1;
    return {dry ? colb::task_state::succeeded : colb::task_state::running};
  }
  template <class Reply>
  static void fill_in(Reply&, std::vector<std::string>) {}
};
painted_rule waits_by(PaintBridge const*);

}  // namespace shop
// --8<-- [end:rule]

namespace clb = colb::tencent::clb;
using namespace std::chrono_literals;

namespace {

asio::awaitable<std::string> uses_its_own(clb::client& client) {
  // --8<-- [start:use]
  shop::BuildBridge build{.LoadBalancerId = "lb-1", .Planks = {"oak"}};
  auto built = co_await client.call_and_wait(build);

  shop::PaintBridge paint{.LoadBalancerId = "lb-1"};
  co_await client.call_and_wait(paint);

  shop::DescribeBridges list{.LoadBalancerId = "lb-1", .Limit = 1};
  auto pages = client.pages(list);
  std::string all;
  while (auto page = co_await pages.next()) all += page->BridgeSet.at(0).BridgeId.value();
  // --8<-- [end:use]
  co_return built.BridgeId + ':' + all;
}

asio::awaitable<void> adds_members(clb::client& client) {
  // --8<-- [start:with]
  clb::CreateListener create{.LoadBalancerId = "lb-1", .Ports = {443}, .Protocol = "TCP"};
  auto request = colb::with(create, {{"Colour", "blue", colb::shown},  // may be printed
                                     {"HealthCheck.Depth", 3},         // below a field of the struct
                                     {"Doors", {{"Front", 1}}}});      // objects and lists too
  auto listener = co_await client.call_and_wait(request);
  // --8<-- [end:with]
  (void)listener;
}

asio::awaitable<std::int64_t> calls_anything(clb::client& client) {
  // --8<-- [start:any]
  clb::any_action build{.Action = "BuildTunnel",
                        .Parameters = {{"LoadBalancerId", "lb-1"}, {"Lengths", {20, 30}}},
                        .kind = colb::kind::async,
                        .resource = "LoadBalancerId"};  // the parameter that names it, or the ID itself
  auto built = co_await client.call_and_wait(build);
  std::int64_t const size = built.Response.at("Size").as_int64();
  // --8<-- [end:any]
  co_return size;
}

asio::awaitable<std::string> reads_the_unknown(clb::client& client) {
  // --8<-- [start:unknown]
  clb::DescribeLoadBalancers list;
  colb::call_options how;
  how.keep_unknown = true;
  auto reply = co_await client.call(list, how);
  std::string const news = boost::json::serialize(reply.unknown());
  // {"LoadBalancerSet.0.Mood":"calm"}
  // --8<-- [end:unknown]
  co_return news;
}

void serves(colb::emulator::cloud& cloud, int& looks) {
  // --8<-- [start:serve]
  cloud.serve("clb", "BuildBridge", [](boost::json::object const& in) -> boost::json::object {
    if (!in.contains("Planks")) throw colb::emulator::refusal{"MissingParameter", "No planks."};
    return {{"BridgeId", "b-1"}};
  });
  // --8<-- [end:serve]
  cloud.serve("clb", "PaintBridge", [](boost::json::object const&) { return boost::json::object(); });
  cloud.serve("clb", "DescribeBridges", [&looks](boost::json::object const& in) -> boost::json::object {
    bool const second = in.contains("Offset") && in.at("Offset") == 1;
    return {{"TotalCount", 2},
            {"BridgeSet", {{{"BridgeId", second ? "b-2" : "b-1"}, {"Status", ++looks > 2 ? 1 : 0}}}}};
  });
  cloud.serve("clb", "BuildTunnel", [](boost::json::object const& in) -> boost::json::object {
    return {{"Size", in.at("Lengths").as_array().size()}};
  });
  cloud.serve("clb", "CreateListener", [](boost::json::object const& in) -> boost::json::object {
    bool const well =
        in.at("Colour") == "blue" && in.at("HealthCheck").at("Depth") == 3 && in.at("Doors").at("Front") == 1;
    if (!well) throw colb::emulator::refusal{"InvalidParameter", "Not as it was written."};
    return {{"ListenerIds", {"lbl-1"}}};
  });
  cloud.serve("clb", "DescribeLoadBalancers", [](boost::json::object const&) -> boost::json::object {
    return {{"TotalCount", 1}, {"LoadBalancerSet", {{{"LoadBalancerId", "lb-1"}, {"Mood", "calm"}}}}};
  });
}

/// A cloud and a client under a clock that nobody waits for.
struct scene {
  asio::io_context io{};
  std::shared_ptr<colb::manual_clock> clock = std::make_shared<colb::manual_clock>();
  colb::emulator::cloud cloud{io.get_executor(), {.clock = clock}};
  clb::client client{io.get_executor(),
                     {.region = "ap-guangzhou",
                      .credentials = cloud.credentials(),
                      .endpoint = cloud.endpoint(),
                      .tls = {.ca_file = cloud.ca_file()},
                      .clock = clock}};

  template <class T>
  T run(asio::awaitable<T> chain) {
    std::optional<T> result;
    std::exception_ptr failure;
    bool done = false;
    asio::co_spawn(io, std::move(chain), [&](std::exception_ptr f, T value) {
      failure = f;
      result = std::move(value);
      done = true;
    });
    while (!done) {
      if (io.poll() == 0) clock->advance_to_next();
    }
    if (failure) std::rethrow_exception(failure);
    return std::move(*result);
  }
};

asio::awaitable<bool> adds_members_well(clb::client& client) {
  co_await adds_members(client);
  co_return true;
}

}  // namespace

TEST_CASE("Actions of one's own are called, waited for, paged and printed", "[docs]") {
  scene s;
  int looks = 0;
  serves(s.cloud, looks);
  CHECK(s.run(uses_its_own(s.client)) == "b-1:b-1b-2");
  CHECK(looks >= 5);  // three of them for the paint
  CHECK(s.run(adds_members_well(s.client)));
  CHECK(s.run(calls_anything(s.client)) == 2);
  CHECK(s.run(reads_the_unknown(s.client)) == R"({"LoadBalancerSet.0.Mood":"calm"})");

  shop::BuildBridge build{.LoadBalancerId = "lb-1", .Password = "hush"};
  std::ostringstream text;
  text << build;
  CHECK(text.str() == R"({"LoadBalancerId":"lb-1","Password":"***"})");
  CHECK(colb::from_json<shop::BuildBridge>(colb::to_json(build)).Password == "hush");
}
