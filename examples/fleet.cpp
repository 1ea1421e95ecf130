// fleet: many changes to many load balancers at once, in random order: none meets "busy" or "too many
// requests".
//
// The client queues the changes of each balancer and keeps the documented rate; the program just starts them
// all.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <unistd.h>

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>

#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/listener.hpp>
#include <colb/tencent/clb/load_balancer.hpp>

#include "common.hpp"

namespace clb = colb::tencent::clb;

namespace {

struct settings {
  std::int64_t balancers = 50;
  std::int64_t changes = 1000;
  std::int64_t task_time = 2000;
  std::int64_t seed = 1;
};

struct tally {
  std::int64_t done = 0;
  std::int64_t failed = 0;
};

asio::awaitable<void> buy(clb::client& client, std::int64_t number, std::vector<std::string>& ids) {
  while (number > 0) {
    clb::CreateLoadBalancer want{.LoadBalancerType = "OPEN", .Number = std::min<std::int64_t>(number, 20)};
    auto const made = co_await client.call_and_wait(want);
    for (std::string const& id : made.LoadBalancerIds) ids.push_back(id);
    number -= want.Number.value();
  }
}

asio::awaitable<void> change(clb::client& client, std::string id, std::int64_t port, tally& count) {
  clb::CreateListener want{.LoadBalancerId = id, .Ports = {port}, .Protocol = "TCP"};
  try {
    co_await client.call_and_wait(want);
    ++count.done;
  } catch (colb::error const& e) {
    ++count.failed;
    std::printf("%s\n", e.what());
  }
}

/// A line that tells how far it is, every second until all is done; where nobody sees it change, every fifth.
asio::awaitable<void> tell(tally const& count, std::int64_t all) {
  bool const changes = isatty(STDOUT_FILENO) != 0;
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (std::int64_t second = 1; count.done + count.failed < all; ++second) {
    timer.expires_after(std::chrono::seconds(1));
    co_await timer.async_wait(asio::use_awaitable);
    if (!changes && second % 5 != 0) continue;
    std::printf("%s%3lld s: %lld of %lld changes done%s", changes ? "\r" : "", static_cast<long long>(second),
                static_cast<long long>(count.done), static_cast<long long>(all), changes ? "" : "\n");
    std::fflush(stdout);
  }
  if (changes) std::printf("\n");
}

void declare(CLI::App& app, settings& s) {
  app.add_option("--balancers", s.balancers, "Load balancers")
      ->check(CLI::Range(1, 100))
      ->capture_default_str();
  app.add_option("--changes", s.changes, "Changes in all, at most 50 a load balancer")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  app.add_option("--task-time", s.task_time, "How long a change takes in the cloud, in milliseconds")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  app.add_option("--seed", s.seed, "Of the order")->check(CLI::NonNegativeNumber)->capture_default_str();
  app.callback([&s] {
    if (s.changes > s.balancers * 50) {
      throw CLI::ValidationError("--changes", "a balancer takes 50 listeners; give more --balancers");
    }
  });
}

int work(settings const& to) {
  asio::io_context io(1);
  colb::emulator::options how;
  how.task_time = std::chrono::milliseconds(to.task_time);
  how.journal = 1'000'000;
  how.rate_by_arrival = true;  // as the real one counts
  colb::emulator::cloud cloud(io.get_executor(), how);
  colb::client_options options;
  options.region = "ap-guangzhou";
  options.endpoint = cloud.endpoint();
  options.tls.ca_file = cloud.ca_file();
  options.credentials = cloud.credentials();
  clb::client client(io.get_executor(), options);

  std::vector<std::string> ids;
  std::exception_ptr failure;
  asio::co_spawn(io, buy(client, to.balancers, ids), [&](std::exception_ptr e) {
    failure = e;
    io.stop();
  });
  io.run();
  if (failure) std::rethrow_exception(failure);
  io.restart();
  std::printf("%zu load balancers, %lld changes, all started now\n", ids.size(),
              static_cast<long long>(to.changes));

  std::vector<std::size_t> order;
  for (std::int64_t i = 0; i < to.changes; ++i) order.push_back(static_cast<std::size_t>(i) % ids.size());
  std::mt19937_64 random(static_cast<std::uint64_t>(to.seed));
  std::shuffle(order.begin(), order.end(), random);
  std::vector<std::int64_t> ports(ids.size(), 1000);
  tally count;
  auto const before = cloud.calls().size();
  auto const start = std::chrono::steady_clock::now();
  std::int64_t left = to.changes + 1;
  auto const ended = [&](std::exception_ptr) {
    if (--left == 0) io.stop();
  };
  for (std::size_t const lb : order) asio::co_spawn(io, change(client, ids[lb], ports[lb]++, count), ended);
  asio::co_spawn(io, tell(count, to.changes), ended);
  io.run();
  double const took = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();

  auto const calls = cloud.calls();
  std::size_t const requests = calls.size() - before;
  std::size_t sent = 0, looks = 0, busy = 0, throttled = 0, other = 0;
  for (auto call = calls.begin() + static_cast<std::ptrdiff_t>(before); call != calls.end(); ++call) {
    sent += call->action == "CreateListener" ? 1 : 0;
    looks += call->action == "DescribeTaskStatus" ? 1 : 0;
    if (call->code.empty()) continue;
    ++(call->code.find("InOperating") != call->code.npos ? busy
       : call->code.starts_with("RequestLimitExceeded")  ? throttled
                                                         : other);
  }
  double const longest = static_cast<double>(*std::max_element(ports.begin(), ports.end()) - 1000);
  double const task = static_cast<double>(to.task_time) / 1000;
  double const bound = std::max(static_cast<double>(to.changes) / 20, longest * task);
  std::printf(
      "%lld calls: %lld done, %lld failed\n"
      "%zu requests: %zu changes, %zu looks at their tasks\n"
      "refusals seen: %zu (%zu busy, %zu too many requests, %zu others)\n"
      "%.1f s; rate and tasks allow no less than %.1f s (%.2f times that); one change after the other: %.0f "
      "s\n",
      static_cast<long long>(to.changes), static_cast<long long>(count.done),
      static_cast<long long>(count.failed), requests, sent, looks, busy + throttled + other, busy, throttled,
      other, took, bound, bound > 0 ? took / bound : 1.0, static_cast<double>(to.changes) * task);
  cloud.stop();
  return count.failed == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  return example::start("fleet",
                        "Starts many changes of many load balancers at once, on an emulated cloud that "
                        "refuses what is too much or "
                        "collides.",
                        argc, argv, declare, work);
}
