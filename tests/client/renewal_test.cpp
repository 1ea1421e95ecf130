// Keys that the emulated STS hands out, renewed while a client works, and what the observer is told of it.
#include <algorithm>
#include <chrono>
#include <exception>
#include <memory>
#include <string>
#include <utility>

#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/load_balancer.hpp>
#include <colb/tencent/clb/quota.hpp>

#include "catch.hpp"
#include "support/recorder.hpp"
#include "support/virtual_cloud.hpp"

using namespace colb::test;
using namespace std::chrono_literals;
using colb::event_kind;
namespace clb = colb::tencent::clb;

namespace {

/// A client with a role's keys, the emulator's STS and CLB.
struct with_role {
  explicit with_role(std::chrono::milliseconds task_time = 200ms) : cloud(how(task_time)) {
    cloud.options.observer = seen;
    cloud.options.credentials = colb::credentials::assume_role(
        cloud.core->credentials(),
        {.role_arn = "qcs::cam::uin/42:roleName/ops", .endpoint = "https://sts.tencentcloudapi.com"});
    cloud.connect();
  }
  static colb::emulator::options how(std::chrono::milliseconds task_time) {
    colb::emulator::options out;
    out.task_time = task_time;
    out.journal = 1'000'000;
    return out;
  }

  std::size_t asked_of_sts(std::string const& action = "AssumeRole") const {
    auto const all = cloud.core->calls();
    return static_cast<std::size_t>(
        std::count_if(all.begin(), all.end(), [&](auto const& c) { return c.action == action; }));
  }
  std::exception_ptr quota() {
    return cloud.run([](clb::client& client) -> asio::awaitable<void> {
      clb::DescribeQuota const ask;
      co_await client.call(ask);
    }(*cloud.client));
  }
  std::exception_ptr check(colb::identity& who) {
    return cloud.run([](clb::client& client, colb::identity& out) -> asio::awaitable<void> {
      out = co_await client.check();
    }(*cloud.client, who));
  }

  std::shared_ptr<recorder> seen = std::make_shared<recorder>();
  virtual_cloud<clb::client> cloud;
};

}  // namespace

TEST_CASE("A wait of virtual hours outlives ten renewals", "[renewal]") {
  with_role w(22h);
  std::string id;
  std::exception_ptr failed;
  bool done = false;
  colb::wait_options patient;
  patient.timeout = 30h;
  patient.max_delay = 60s;
  auto const body = [](clb::client& client, colb::wait_options how,
                       std::string& made) -> asio::awaitable<void> {
    clb::CreateLoadBalancer const want{.LoadBalancerType = "OPEN"};
    auto const bought = co_await client.call_and_wait(want, how);
    made = bought.LoadBalancerIds.at(0);
  };
  asio::co_spawn(w.cloud.io, body(*w.cloud.client, patient, id), [&](std::exception_ptr e) {
    failed = e;
    done = true;
  });
  REQUIRE(w.cloud.run_until([&] { return done; }, 40h));
  CHECK_FALSE(failed);
  CHECK_FALSE(id.empty());
  // Two hours each, renewed twelve minutes before their end.
  CHECK(w.asked_of_sts() >= 12);
  CHECK(w.asked_of_sts() <= 14);
  for (auto const& each : w.cloud.core->calls()) {
    INFO(each.action);
    CHECK(each.code.empty());
  }
  // Each was told of, and once.
  auto const renewed = w.seen->of(event_kind::credentials_renewed);
  CHECK(renewed.size() == w.asked_of_sts());
  CHECK(std::count_if(renewed.begin(), renewed.end(), [](told const& t) { return t.facts.operation == 0; }) >=
        11);
  for (told const& each : renewed) CHECK(each.why == "role qcs::cam::uin/42:roleName/ops");
}

TEST_CASE("A renewal in the background is told when it has come, by whoever begins it", "[renewal]") {
  with_role w;
  REQUIRE_FALSE(w.quota());
  auto renewed = w.seen->of(event_kind::credentials_renewed);
  REQUIRE(renewed.size() == 1);
  CHECK(renewed[0].facts.operation != 0);
  w.cloud.clock->advance(110min);
  REQUIRE_FALSE(w.quota());  // with the keys that there are
  w.cloud.run_until([] { return false; }, 1s);
  renewed = w.seen->of(event_kind::credentials_renewed);
  REQUIRE(renewed.size() == 2);
  CHECK(renewed[1].facts.operation == 0);
  CHECK(renewed[1].facts.attempt == 0);
  CHECK(renewed[1].service == "tencent.clb");
  CHECK(renewed[1].region == "ap-guangzhou");
  REQUIRE_FALSE(w.quota());
  CHECK(w.seen->of(event_kind::credentials_renewed).size() == 2);  // that was known
}

TEST_CASE("A renewal in the background that fails is told, without secrets", "[renewal]") {
  struct row {
    char const* what;
    std::string answer;  ///< `%`: the request's signature. Empty: none.
  };
  row const rows[] = {
      {"no answer", ""},
      {"a refusal that quotes the request", R"({"Response":{"Error":{"Code":"AuthFailure","Message":"%"}}})"},
      {"nothing that is JSON", "<html>%</html>"},
  };
  for (row const& r : rows) {
    CAPTURE(r.what);
    with_role w;
    REQUIRE_FALSE(w.quota());
    w.cloud.clock->advance(110min);
    std::string signature;
    w.cloud.intercept = [&](wire& to, auto const& request) {
      if (request.header("X-TC-Action") != "AssumeRole") return false;
      std::string const line(request.header("Authorization"));
      signature = line.substr(line.find("Signature=") + 10);
      std::string text = r.answer;
      if (text.empty()) {
        to.break_off();
      } else {
        to.say(reply(text.replace(text.find('%'), 1, signature)));
      }
      return true;
    };
    for (std::size_t times = 1; times <= 2; ++times) {
      CHECK_FALSE(w.quota());  // with the keys that there are
      w.cloud.run_until([] { return false; }, 100ms);
      auto const failed = w.seen->of(event_kind::credentials_not_renewed);
      REQUIRE(failed.size() == times);
      CHECK(failed.back().facts.operation == 0);
      CHECK(failed.back().service == "tencent.clb");
      CHECK_FALSE(failed.back().why.empty());
      REQUIRE(signature.size() == 64);
      CHECK(failed.back().why.find(signature) == std::string::npos);
      w.cloud.clock->advance(3s);
    }
    w.cloud.intercept = nullptr;
    w.cloud.clock->advance(60s);
    CHECK_FALSE(w.quota());
    w.cloud.run_until([] { return false; }, 100ms);
    CHECK(w.seen->of(event_kind::credentials_not_renewed).size() == 2);
    CHECK(w.seen->of(event_kind::credentials_renewed).size() == 2);
  }
}

TEST_CASE("A client that is gone by then is not told", "[renewal]") {
  with_role w;
  REQUIRE_FALSE(w.quota());
  w.cloud.clock->advance(110min);
  REQUIRE_FALSE(w.quota());
  auto const count = w.seen->all.size();
  w.cloud.client.reset();
  w.cloud.options.observer = nullptr;
  w.cloud.io.restart();
  w.cloud.io.poll();
  CHECK(w.seen->of(event_kind::credentials_renewed).size() == 1);
  CHECK(w.seen->all.size() >= count);
}

TEST_CASE("check() is an operation like any other to the observer", "[renewal]") {
  with_role w;
  colb::identity who;
  REQUIRE_FALSE(w.check(who));
  CHECK(who.account == "42");
  CHECK(who.temporary);
  std::vector<std::string> kinds;
  for (told const& each : w.seen->all) {
    kinds.push_back(each.brief());
    CHECK(each.action == "GetCallerIdentity");
    CHECK(each.facts.by == colb::operation_kind::check);
    CHECK(each.facts.operation == w.seen->all.front().facts.operation);
  }
  CHECK(kinds == std::vector<std::string>{"operation_started", "credentials_renewed", "operation_ended"});
  CHECK(to_string(colb::operation_kind::check) == "check");

  colb::emulator::fault broken;
  broken.action = "GetCallerIdentity";
  broken.code = "InternalError";
  w.cloud.core->inject(broken);
  w.seen->all.clear();
  REQUIRE(w.check(who));
  REQUIRE(w.seen->all.size() == 2);
  CHECK(w.seen->all.back().brief() == "operation_ended unavailable");
  CHECK(w.seen->all.back().why.find("InternalError") != std::string::npos);
}
