// Deploys a load-balanced service on Tencent CLB 3.0, and takes it down again.
//
// Without --region it works on an emulated cloud inside this program. With --region, and with the vendor's
// environment variables TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY (and TENCENTCLOUD_TOKEN), on the real
// one: that costs money.
#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <asio/awaitable.hpp>
#include <asio/io_context.hpp>

#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/listener.hpp>
#include <colb/tencent/clb/load_balancer.hpp>
#include <colb/tencent/clb/rule.hpp>
#include <colb/tencent/clb/target.hpp>

#include "common.hpp"

namespace clb = colb::tencent::clb;

namespace {

struct settings {
  example::place where{};
  std::string name = "colb-deploy";
  std::string domain = "www.example.com";
  std::vector<example::backend> backends{};
  std::string resume{};
  bool teardown = false;
};

/// What exists so far, so that an interrupted run can say what it leaves behind.
struct deployment {
  std::string load_balancer{};
  std::string vip{};
  std::string tcp_listener{};
  std::string http_listener{};
  std::string rule{};
};

void declare(CLI::App& app, settings& s) {
  app.add_flag("--teardown", s.teardown, "Take everything down again at the end");
  example::add_backends(app, "--target", s.backends,
                        "A back end, twice; default: two made-up instances of the emulator");
  app.add_option("--name", s.name, "Name of the load balancer")->capture_default_str();
  app.add_option("--domain", s.domain, "Domain of the forwarding rule")->capture_default_str();
  app.add_option("--resume", s.resume, "First wait for a task that an interrupted run printed")
      ->type_name("TASK");
  example::add_place(app, s.where, " (costs money)");
  app.callback([&s] {
    if (s.backends.empty() && s.where.emulated()) {
      s.backends = {{"ins-web00001", 8080}, {"ins-web00002", 8080}};
    }
    if (s.backends.size() < 2) {
      throw CLI::ValidationError("--target", "give two: --target ID:PORT --target ID:PORT");
    }
  });
}

std::vector<clb::types::Target> targets_of(settings const& s) {
  std::vector<clb::types::Target> targets;
  for (example::backend const& b : s.backends)
    targets.push_back(clb::types::Target{.Port = b.port, .InstanceId = b.instance});
  return targets;
}

/// Healthy and all targets of a load balancer.
std::pair<std::size_t, std::size_t> count_healthy(clb::DescribeTargetHealth::response const& health) {
  std::size_t healthy = 0, all = 0;
  for (auto const& balancer : health.LoadBalancers) {
    for (auto const& listener : balancer.Listeners) {
      for (auto const& rule : listener.Rules) {
        all += rule.Targets.size();
        healthy += static_cast<std::size_t>(
            std::ranges::count_if(rule.Targets, [](auto const& t) { return t.HealthStatus == true; }));
      }
    }
  }
  return {healthy, all};
}

asio::awaitable<void> create(clb::client& client, settings const& s, deployment& made, progress& show) {
  show.begin("load balancer");
  clb::CreateLoadBalancer buy{.LoadBalancerType = "OPEN", .LoadBalancerName = s.name};
  auto const bought = co_await client.call_and_wait(buy);
  made.load_balancer = bought.LoadBalancerIds.at(0);

  clb::DescribeLoadBalancers look{.LoadBalancerIds = {made.load_balancer}};
  auto const is_up = [](auto const& r) {
    return !r.LoadBalancerSet.empty() && r.LoadBalancerSet[0].Status == 1 &&
           !r.LoadBalancerSet[0].LoadBalancerVips.empty();
  };
  auto const running = co_await client.wait_until(look, is_up);
  made.vip = running.LoadBalancerSet[0].LoadBalancerVips[0];
  show.done(made.load_balancer + " with VIP " + made.vip);

  show.begin("TCP listener on port 9000");
  clb::CreateListener tcp{.LoadBalancerId = made.load_balancer,
                          .Ports = {9000},
                          .Protocol = "TCP",
                          .ListenerNames = {"tcp-9000"},
                          .HealthCheck = {{.HealthSwitch = 1}}};
  auto const tcp_made = co_await client.call_and_wait(tcp);
  made.tcp_listener = tcp_made.ListenerIds.at(0);
  show.done(made.tcp_listener);

  show.begin("HTTP listener on port 80");
  clb::CreateListener http{
      .LoadBalancerId = made.load_balancer, .Ports = {80}, .Protocol = "HTTP", .ListenerNames = {"http-80"}};
  auto const http_made = co_await client.call_and_wait(http);
  made.http_listener = http_made.ListenerIds.at(0);
  show.done(made.http_listener);

  show.begin("forwarding rule " + s.domain + "/");
  clb::CreateRule rule{.LoadBalancerId = made.load_balancer,
                       .ListenerId = made.http_listener,
                       .Rules = {{.Url = "/", .Domain = s.domain}}};
  auto const rule_made = co_await client.call_and_wait(rule);
  made.rule = rule_made.LocationIds.at(0);
  show.done(made.rule);

  show.begin("targets of " + made.tcp_listener);
  clb::RegisterTargets bind_tcp{
      .LoadBalancerId = made.load_balancer, .ListenerId = made.tcp_listener, .Targets = targets_of(s)};
  co_await client.call_and_wait(bind_tcp);
  show.done("registered");

  show.begin("targets of " + made.rule);
  clb::RegisterTargets bind_http{.LoadBalancerId = made.load_balancer,
                                 .ListenerId = made.http_listener,
                                 .Targets = targets_of(s),
                                 .LocationId = made.rule};
  co_await client.call_and_wait(bind_http);
  show.done("registered");

  show.begin("health of the targets");
  clb::DescribeTargetHealth ask{.LoadBalancerIds = {made.load_balancer}};
  std::size_t const wanted = 2 * s.backends.size();
  auto const all_healthy = [&](auto const& r) {
    auto const [healthy, all] = count_healthy(r);
    show.note(std::to_string(healthy) + " of " + std::to_string(wanted));
    return healthy == wanted && all == wanted;
  };
  co_await client.wait_until(ask, all_healthy);
  show.done(std::to_string(wanted) + " of " + std::to_string(wanted) + " healthy");
}

asio::awaitable<void> print_table(clb::client& client, deployment const& made) {
  clb::DescribeTargets ask{.LoadBalancerId = made.load_balancer};
  auto const bound = co_await client.call(ask);
  clb::DescribeTargetHealth ask_health{.LoadBalancerIds = {made.load_balancer}};
  auto const health = co_await client.call(ask_health);
  auto const state_of = [&](std::string const& listener, std::string const& instance) {
    for (auto const& balancer : health.LoadBalancers) {
      for (auto const& l : balancer.Listeners) {
        if (l.ListenerId != listener) continue;
        for (auto const& rule : l.Rules) {
          for (auto const& t : rule.Targets) {
            if (t.TargetId == instance) return t.HealthStatus == true ? "healthy" : "unhealthy";
          }
        }
      }
    }
    return "unknown";
  };
  std::printf("\nVIP %s\n%-14s %-8s %5s  %-14s %-24s %-14s %5s %6s  %s\n", made.vip.c_str(), "LISTENER",
              "PROTOCOL", "PORT", "RULE", "DOMAIN/URL", "TARGET", "PORT", "WEIGHT", "HEALTH");
  for (auto const& listener : bound.Listeners) {
    auto const row = [&](std::string const& rule, std::string const& where, clb::types::Backend const& t) {
      std::string const instance = t.InstanceId.value_or("");
      std::printf(
          "%-14s %-8s %5lld  %-14s %-24s %-14s %5lld %6lld  %s\n", listener.ListenerId.value_or("").c_str(),
          listener.Protocol.value_or("").c_str(), static_cast<long long>(listener.Port.value_or(0)),
          rule.c_str(), where.c_str(), instance.c_str(), static_cast<long long>(t.Port.value_or(0)),
          static_cast<long long>(t.Weight.value_or(0)), state_of(listener.ListenerId.value_or(""), instance));
    };
    for (auto const& target : listener.Targets) row("-", "-", target);
    for (auto const& rule : listener.Rules) {
      for (auto const& target : rule.Targets) {
        row(rule.LocationId.value_or(""), rule.Domain.value_or("") + rule.Url.value_or(""), target);
      }
    }
  }
  std::printf("\n");
  std::fflush(stdout);
}

asio::awaitable<void> tear_down(clb::client& client, settings const& s, deployment& made, progress& show) {
  show.begin("unbinding targets");
  clb::DeregisterTargets unbind_http{.LoadBalancerId = made.load_balancer,
                                     .ListenerId = made.http_listener,
                                     .Targets = targets_of(s),
                                     .LocationId = made.rule};
  co_await client.call_and_wait(unbind_http);
  clb::DeregisterTargets unbind_tcp{
      .LoadBalancerId = made.load_balancer, .ListenerId = made.tcp_listener, .Targets = targets_of(s)};
  co_await client.call_and_wait(unbind_tcp);
  show.done("done");

  show.begin("deleting the forwarding rule");
  clb::DeleteRule drop_rule{
      .LoadBalancerId = made.load_balancer, .ListenerId = made.http_listener, .LocationIds = {made.rule}};
  co_await client.call_and_wait(drop_rule);
  made.rule.clear();
  show.done("done");

  show.begin("deleting the listeners");
  clb::DeleteListener drop_http{.LoadBalancerId = made.load_balancer, .ListenerId = made.http_listener};
  co_await client.call_and_wait(drop_http);
  made.http_listener.clear();
  clb::DeleteListener drop_tcp{.LoadBalancerId = made.load_balancer, .ListenerId = made.tcp_listener};
  co_await client.call_and_wait(drop_tcp);
  made.tcp_listener.clear();
  show.done("done");

  show.begin("deleting the load balancer");
  clb::DeleteLoadBalancer drop{.LoadBalancerIds = {made.load_balancer}};
  co_await client.call_and_wait(drop);
  made.load_balancer.clear();
  show.done("done");
}

asio::awaitable<void> deploy(clb::client& client, settings const& s, deployment& made, progress& show) {
  if (!s.resume.empty()) {
    show.begin("task " + s.resume);
    colb::task const earlier = colb::task::parse(s.resume);
    co_await client.wait(earlier);
    show.done("finished");
  }
  co_await create(client, s, made, show);
  show.stop();
  co_await print_table(client, made);
  if (s.teardown) {
    co_await tear_down(client, s, made, show);
  } else {
    std::printf("%s stays; --teardown takes it down at the end\n", made.load_balancer.c_str());
  }
}

void report(std::exception_ptr const& failure, deployment const& made) {
  example::explain(failure, "deploy --resume");
  auto const left = [](char const* what, std::string const& id) {
    if (!id.empty()) std::fprintf(stderr, "left in the cloud: %s %s\n", what, id.c_str());
  };
  left("forwarding rule", made.rule);
  left("listener", made.http_listener);
  left("listener", made.tcp_listener);
  left("load balancer", made.load_balancer);
}

int run(settings s) {
  asio::io_context io;
  example::cloud cloud(io, s.where);
  clb::client client(io.get_executor(), cloud.options(s.where.region()));
  progress show(io.get_executor());
  deployment made;
  auto const failure = example::run(io, deploy(client, s, made, show), cloud, show);
  if (failure) report(failure, made);
  return failure ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  return example::start(
      "deploy", "Deploys a load-balanced service: a load balancer, its listeners, a rule and targets.", argc,
      argv, declare, run);
}
