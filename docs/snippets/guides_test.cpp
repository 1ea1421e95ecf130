// What the guides show, each piece run against the emulated cloud.
#include <chrono>
#include <cstdio>
#include <exception>
#include <functional>
#include <future>
#include <optional>
#include <string>
#include <vector>

#include <asio/awaitable.hpp>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/experimental/as_tuple.hpp>
#include <asio/io_context.hpp>
#include <asio/strand.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/use_future.hpp>

#include <colb/clock.hpp>
#include <colb/emulator.hpp>
#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/listener.hpp>
#include <colb/tencent/clb/load_balancer.hpp>
#include <colb/tencent/clb/target.hpp>

#include "catch.hpp"

namespace clb = colb::tencent::clb;
using namespace std::chrono_literals;

namespace {

void save(std::string const& text) { std::printf("saved %s\n", text.c_str()); }

asio::awaitable<std::string> buy_one(clb::client& client) {
  // --8<-- [start:call_and_wait]
  clb::CreateLoadBalancer buy{.LoadBalancerType = "OPEN", .LoadBalancerName = "web"};
  auto bought = co_await client.call_and_wait(buy);
  std::string const balancer = bought.LoadBalancerIds.at(0);  // known to the finished task
  // --8<-- [end:call_and_wait]
  co_return balancer;
}

asio::awaitable<void> keeps_the_handle(clb::client& client, std::string balancer) {
  // --8<-- [start:handle]
  clb::CreateListener create{.LoadBalancerId = balancer, .Ports = {80}, .Protocol = "TCP"};
  auto started = co_await client.call(create);  // answered, not yet done
  std::string const text = to_string(started.task());
  save(text);

  // … after a restart, in another process:
  colb::task const task = colb::task::parse(text);
  co_await client.wait(task);
  // --8<-- [end:handle]
}

asio::awaitable<void> chooses_its_pace(clb::client& client, std::string balancer) {
  clb::CreateListener create{.LoadBalancerId = balancer, .Ports = {81}, .Protocol = "TCP"};
  // --8<-- [start:wait_options]
  colb::wait_options patient;
  patient.min_delay = 1s;   // before the first look
  patient.max_delay = 20s;  // no pause is longer
  patient.growth = 1.5;     // each pause is so many times the one before
  patient.timeout = 30min;  // the end of waiting
  co_await client.call_and_wait(create, patient);
  // --8<-- [end:wait_options]
}

asio::awaitable<void> waits_for_a_state(clb::client& client, std::string balancer) {
  // --8<-- [start:wait_until]
  clb::DescribeLoadBalancers look{.LoadBalancerIds = {balancer}};
  auto const has_address = [](auto const& reply) {
    return !reply.LoadBalancerSet.empty() && !reply.LoadBalancerSet[0].LoadBalancerVips.empty();
  };
  auto reply = co_await client.wait_until(look, has_address);
  // --8<-- [end:wait_until]
}

asio::awaitable<std::string> survives_the_unknown(clb::client& client, std::string balancer) {
  // --8<-- [start:unknown]
  clb::CreateListener create{
      .LoadBalancerId = balancer, .Ports = {443}, .Protocol = "TCP", .ListenerNames = {"web-443"}};
  try {
    auto made = co_await client.call_and_wait(create);
    co_return made.ListenerIds.at(0);
  } catch (colb::error const& e) {
    if (e.code() != colb::condition::outcome_unknown) throw;
  }
  // Look: what was begun shows within some seconds. Only if it does not (timed_out), ask for it again.
  clb::DescribeListeners look{.LoadBalancerId = balancer, .Port = 443};
  auto const is_there = [](auto const& reply) { return !reply.Listeners.empty(); };
  colb::wait_options brief;
  brief.timeout = 10s;
  auto seen = co_await client.wait_until(look, is_there, brief);
  co_return seen.Listeners[0].ListenerId.value();
  // --8<-- [end:unknown]
}

void is_cancelled(asio::io_context& io, clb::client& client, std::string balancer) {
  // --8<-- [start:cancel]
  asio::cancellation_signal stop;
  clb::DescribeLoadBalancers look{.LoadBalancerIds = {balancer}};
  client.call(look, asio::bind_cancellation_slot(stop.slot(), [](std::exception_ptr failure, auto) {
                if (auto const* e = colb::get_error(failure); e && e->code() == colb::condition::cancelled)
                  save("cancelled");
              }));
  stop.emit(asio::cancellation_type::terminal);
  // --8<-- [end:cancel]
  io.poll();
}

asio::awaitable<void> has_a_limit(clb::client& client, std::string balancer) {
  clb::CreateListener create{.LoadBalancerId = balancer, .Ports = {82}, .Protocol = "TCP"};
  // --8<-- [start:limit]
  colb::wait_options brief;
  brief.timeout = 1s;
  try {
    co_await client.call_and_wait(create, brief);
  } catch (colb::error const& e) {
    if (e.task()) save(to_string(*e.task()));  // it goes on in the cloud: client.wait takes it up again
  }
  // --8<-- [end:limit]
}

asio::awaitable<void> is_closed(clb::client& client) {
  // --8<-- [start:close]
  co_await client.close(10s);  // what was sent has so long to be answered
  // --8<-- [end:close]
}

asio::awaitable<void> reads_pages(clb::client& client) {
  // --8<-- [start:pages]
  clb::DescribeLoadBalancers list{.Limit = 50};
  auto pages = client.pages(list);
  while (auto page = co_await pages.next()) {
    for (auto const& balancer : page->LoadBalancerSet) save(balancer.LoadBalancerId.value_or(""));
  }
  // --8<-- [end:pages]
  // --8<-- [start:items]
  clb::DescribeLoadBalancers everything;  // pages as large as the document allows
  auto items = client.items(everything);
  while (auto balancer = co_await items.next()) save(balancer->LoadBalancerId.value_or(""));
  // --8<-- [end:items]
}

asio::awaitable<void> buys_once(clb::client& client) {
  // --8<-- [start:token]
  clb::CreateLoadBalancer buy{.LoadBalancerType = "OPEN"};
  co_await client.call(buy);
  co_await client.call(buy);  // a second load balancer

  clb::CreateLoadBalancer order{.LoadBalancerType = "OPEN", .ClientToken = "order-4711"};
  co_await client.call(order);
  co_await client.call(order);  // the same one again: one load balancer
  // --8<-- [end:token]
}

asio::awaitable<void> names_its_requests(clb::client& client, std::string balancer) {
  // --8<-- [start:named]
  clb::DescribeListeners look{.LoadBalancerId = balancer};  // a name, before the co_await
  auto seen = co_await client.call(look);
  // --8<-- [end:named]
  // --8<-- [start:braces]
  clb::CreateListener create{.LoadBalancerId = balancer,
                             .Ports = {8080, 8081},
                             .Protocol = "TCP",
                             .HealthCheck = {{.HealthSwitch = 1, .TimeOut = 2}}};
  // --8<-- [end:braces]
  co_await client.call_and_wait(create);
}

void calls_back(clb::client& client) {
  // --8<-- [start:callback]
  clb::DescribeLoadBalancers list;
  client.call(list, [](std::exception_ptr failure, colb::reply<clb::DescribeLoadBalancers> reply) {
    if (auto const* e = colb::get_error(failure)) return save(e->what());
    save(std::to_string(reply.LoadBalancerSet.size()) + " load balancers");
  });
  // --8<-- [end:callback]
}

auto gives_a_future(clb::client& client) {
  // --8<-- [start:future]
  clb::DescribeLoadBalancers list;
  std::future<colb::reply<clb::DescribeLoadBalancers>> coming = client.call(list, asio::use_future);
  // --8<-- [end:future]
  return coming;
}

asio::awaitable<void> without_exceptions(clb::client& client) {
  // --8<-- [start:as_tuple]
  clb::DescribeLoadBalancers list;
  auto const token = asio::experimental::as_tuple(asio::use_awaitable);
  auto result = co_await client.call(list, token);
  if (auto const* e = colb::get_error(std::get<0>(result))) save(e->what());
  // --8<-- [end:as_tuple]
}

asio::awaitable<void> one_chain(clb::client& client) { co_await reads_pages(client); }

void starts_chains(asio::io_context& io, clb::client& client) {
  // --8<-- [start:strand]
  for (int i = 0; i < 3; ++i) {
    asio::co_spawn(asio::make_strand(io), one_chain(client), [](std::exception_ptr failure) {
      if (auto const* e = colb::get_error(failure)) save(e->what());
    });
  }
  // --8<-- [end:strand]
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

  void until(std::function<bool()> const& done) {
    while (!done()) {
      if (io.poll() == 0) clock->advance_to_next();
    }
  }

  template <class T>
  T run(asio::awaitable<T> chain) {
    std::optional<T> result;
    std::exception_ptr failure;
    asio::co_spawn(io, std::move(chain), [&](std::exception_ptr f, T value) {
      failure = f;
      result = std::move(value);
    });
    until([&] { return result.has_value(); });
    if (failure) std::rethrow_exception(failure);
    return std::move(*result);
  }
  void run(asio::awaitable<void> chain) {
    bool done = false;
    std::exception_ptr failure;
    asio::co_spawn(io, std::move(chain), [&](std::exception_ptr f) {
      failure = f;
      done = true;
    });
    until([&] { return done; });
    if (failure) std::rethrow_exception(failure);
  }
};

}  // namespace

TEST_CASE("what the guides show runs", "[docs]") {
  scene s;
  std::string const balancer = s.run(buy_one(s.client));
  s.run(keeps_the_handle(s.client, balancer));
  s.run(chooses_its_pace(s.client, balancer));
  s.run(waits_for_a_state(s.client, balancer));
  s.cloud.inject({.action = "CreateListener", .kind = colb::emulator::fault_kind::drop_answer});
  std::string const found = s.run(survives_the_unknown(s.client, balancer));
  CHECK(found.starts_with("lbl-"));
  is_cancelled(s.io, s.client, balancer);
  s.cloud.inject({.action = "CreateListener", .kind = colb::emulator::fault_kind::endless_task});
  s.run(has_a_limit(s.client, balancer));
  s.run(reads_pages(s.client));
  std::size_t const before = s.cloud.calls().size();
  s.run(buys_once(s.client));
  CHECK(s.cloud.calls().size() >= before + 4);
  calls_back(s.client);
  auto coming = gives_a_future(s.client);
  s.until([&] { return coming.wait_for(0s) == std::future_status::ready; });
  CHECK(coming.get().LoadBalancerSet.size() == 4);
  s.run(without_exceptions(s.client));
  starts_chains(s.io, s.client);
  s.io.poll();
  s.run(is_closed(s.client));
}

TEST_CASE("requests as the guides write them are taken", "[docs]") {
  scene s;
  std::string const balancer = s.run(buy_one(s.client));
  CHECK_NOTHROW(s.run(names_its_requests(s.client, balancer)));
}
