// Replaces the targets of a listener or rule of Tencent CLB 3.0 one by one: takes the old one's traffic away,
// lets its connections end, binds the new one, waits until it is healthy, unbinds the old one. So many
// targets as asked for stay healthy and in traffic all the time. Interrupted, it can be run again with the
// same arguments.
//
// Without --region it works on an emulated cloud inside this program. With --region, and with the vendor's
// environment variables TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY (and TENCENTCLOUD_TOKEN), on the real
// one.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <asio/awaitable.hpp>
#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>

#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/listener.hpp>
#include <colb/tencent/clb/target.hpp>

#include "clb_setup.hpp"
#include "common.hpp"

namespace clb = colb::tencent::clb;
using example::backend;

namespace {

struct renewal {
  backend from{};
  backend to{};
};

struct settings {
  example::place where{};
  std::string load_balancer{};
  std::string listener{};
  std::optional<std::string> rule{};
  std::vector<renewal> swaps{};
  std::optional<std::int64_t> keep{};
  std::chrono::seconds drain{30};
};

void declare(CLI::App& app, settings& s) {
  app.add_option("--load-balancer", s.load_balancer, "The load balancer; with --region or --endpoint")
      ->type_name("ID");
  app.add_option("--listener", s.listener, "Its listener; with --region or --endpoint")->type_name("ID");
  app.add_option("--rule", s.rule, "The forwarding rule, of an HTTP or HTTPS listener")->type_name("ID");
  app.add_option_function<std::vector<std::string>>(
         "--swap",
         [&s](std::vector<std::string> const& pairs) {
           for (std::string const& text : pairs) {
             auto const middle = text.find('=');
             if (middle == std::string::npos) throw CLI::ValidationError("--swap", "wants OLD:PORT=NEW:PORT");
             s.swaps.push_back({example::read_backend("--swap", text.substr(0, middle)),
                                example::read_backend("--swap", text.substr(middle + 1))});
           }
         },
         "Instances to take out and in, any number of times; default: three of the emulator")
      ->allow_extra_args(false)
      ->type_name("OLD:PORT=NEW:PORT");
  auto const drain = app.add_option_function<std::uint32_t>(
      "--drain", [&s](std::uint32_t const& seconds) { s.drain = std::chrono::seconds(seconds); },
      "How long an old target may finish its connections; default: 30, in the emulator 1");
  drain->type_name("SECONDS");
  app.add_option("--keep", s.keep,
                 "How many targets stay healthy and in traffic; default: one less than there are")
      ->check(CLI::NonNegativeNumber)
      ->type_name("N");
  example::add_place(app, s.where);
  app.callback([&s, drain] {
    if (s.where.emulated()) {
      if (!s.load_balancer.empty() || !s.listener.empty() || s.rule || !s.swaps.empty()) {
        throw CLI::ValidationError(
            "--load-balancer, --listener, --rule, --swap",
            "the emulated cloud is empty: name things with --region or --endpoint only");
      }
      s.swaps = {{{"ins-old00001", 8080}, {"ins-new00001", 8080}},
                 {{"ins-old00002", 8080}, {"ins-new00002", 8080}},
                 {{"ins-old00003", 8080}, {"ins-new00003", 8080}}};
      if (drain->count() == 0) s.drain = std::chrono::seconds(1);
    } else if (s.load_balancer.empty() || s.listener.empty() || s.swaps.empty()) {
      throw CLI::ValidationError("--region, --endpoint", "give --load-balancer, --listener and --swap too");
    }
  });
}

/// Fills the emulated cloud with a load balancer that has the old targets.
asio::awaitable<void> set_up(clb::client& client, settings& s, progress& show) {
  show.begin("load balancer with the old targets");
  s.load_balancer = co_await example::make_balancer(client, "colb-rolling");
  clb::CreateListener http{.LoadBalancerId = s.load_balancer, .Ports = {80}, .Protocol = "HTTP"};
  s.listener = co_await example::make_listener(client, http);
  clb::CreateRule rule{.LoadBalancerId = s.load_balancer,
                       .ListenerId = s.listener,
                       .Rules = {{.Url = "/", .Domain = "www.example.com"}}};
  std::string const rule_id = co_await example::make_rule(client, rule);
  s.rule = rule_id;
  std::vector<backend> old;
  for (renewal const& one : s.swaps) old.push_back(one.from);
  co_await example::bind(client, s.load_balancer, s.listener, rule_id, old);

  clb::DescribeTargetHealth ask{.LoadBalancerIds = {s.load_balancer}};
  auto const all_healthy = [](auto const& health) {
    auto const& targets = health.LoadBalancers.at(0).Listeners.at(0).Rules.at(0).Targets;
    return std::ranges::all_of(targets, [](auto const& t) { return t.HealthStatus == true; });
  };
  co_await client.wait_until(ask, all_healthy);
  show.done(s.load_balancer);
}

class replacement {
 public:
  replacement(clb::client& client, settings const& s, progress& show) : client_(client), s_(s), show_(show) {}

  asio::awaitable<void> run() {
    show_.begin("targets of " + (s_.rule ? *s_.rule : s_.listener));
    co_await read_weights();
    for (renewal const& one : s_.swaps) {
      if (weights_.contains(one.from) || weights_.contains(one.to)) continue;
      throw std::runtime_error(one.from.text() + " is not bound there");
    }
    clb::DescribeTargetHealth ask{.LoadBalancerIds = {s_.load_balancer}};
    auto const at_first = co_await client_.call(ask);
    std::int64_t const serving = count_serving(at_first);
    keep_ = s_.keep ? *s_.keep : std::max<std::int64_t>(serving - 1, 1);
    lowest_ = serving;
    if (serving < keep_) {
      throw std::runtime_error("only " + std::to_string(serving) + " of them are healthy and in traffic");
    }
    show_.done(std::to_string(serving) + " healthy, " + std::to_string(keep_) + " have to stay so");

    for (renewal const& one : s_.swaps) {
      auto const now = co_await client_.call(ask);
      bool const can_spare_it = count_serving(now, &one.from) >= keep_;
      std::int64_t const weight = weights_.contains(one.from) ? weights_.at(one.from) : 0;
      if (!can_spare_it) co_await take_in(one, weight);
      co_await drain(one.from);
      if (can_spare_it) co_await take_in(one, weight);
      co_await take_out(one.from);
    }
    co_await print_table();
  }

 private:
  using health = clb::DescribeTargetHealth::response;

  asio::awaitable<void> read_weights() {
    clb::DescribeTargets ask{.LoadBalancerId = s_.load_balancer, .ListenerIds = {s_.listener}};
    auto const bound = co_await client_.call(ask);
    weights_.clear();
    auto const take = [&](std::vector<clb::types::Backend> const& targets) {
      for (auto const& t : targets)
        weights_[{t.InstanceId.value_or(""), t.Port.value_or(0)}] = t.Weight.value_or(10);
    };
    for (auto const& listener : bound.Listeners) {
      if (!s_.rule) take(listener.Targets);
      for (auto const& rule : listener.Rules) {
        if (rule.LocationId == s_.rule) take(rule.Targets);
      }
    }
  }

  bool is_healthy(health const& now, backend const& which) const {
    for (auto const& balancer : now.LoadBalancers) {
      for (auto const& listener : balancer.Listeners) {
        if (listener.ListenerId != s_.listener) continue;
        for (auto const& rule : listener.Rules) {
          if (s_.rule && rule.LocationId != s_.rule) continue;
          for (auto const& t : rule.Targets) {
            if (t.TargetId == which.instance && t.Port == which.port) return t.HealthStatus == true;
          }
        }
      }
    }
    return false;
  }

  /// Targets that are healthy and have a weight.
  std::int64_t count_serving(health const& now, backend const* without = nullptr) const {
    return std::ranges::count_if(weights_, [&](auto const& target) {
      auto const& [which, weight] = target;
      return weight > 0 && is_healthy(now, which) && !(without && which == *without);
    });
  }

  /// Waits until enough targets are healthy for `which` to be missed.
  asio::awaitable<void> wait_for_enough(backend which) {
    clb::DescribeTargetHealth ask{.LoadBalancerIds = {s_.load_balancer}};
    auto const enough = [&](auto const& now) {
      std::int64_t const others = count_serving(now, &which);
      lowest_ = std::min(lowest_, count_serving(now));
      show_.note(std::to_string(others) + " others are healthy");
      return others >= keep_;
    };
    co_await client_.wait_until(ask, enough);
  }

  asio::awaitable<void> drain(backend which) {
    if (!weights_.contains(which)) co_return;
    show_.begin("draining " + which.text());
    co_await wait_for_enough(which);
    clb::ModifyTargetWeight off{.LoadBalancerId = s_.load_balancer,
                                .ListenerId = s_.listener,
                                .LocationId = s_.rule,
                                .Targets = example::targets({which}),
                                .Weight = 0};
    co_await client_.call_and_wait(off);
    weights_[which] = 0;
    show_.note("");
    asio::steady_timer timer(client_.get_executor(), s_.drain);
    co_await timer.async_wait(asio::use_awaitable);
    show_.done("weight 0 for " + std::to_string(s_.drain.count()) + " s");
  }

  asio::awaitable<void> take_in(renewal one, std::int64_t weight) {
    show_.begin("taking in " + one.to.text());
    if (!weights_.contains(one.to)) {
      auto targets = example::targets({one.to});
      if (weight > 0)
        targets[0].Weight = weight;  // 0: of one that an interrupted run drained; the usual one then
      clb::RegisterTargets add{.LoadBalancerId = s_.load_balancer,
                               .ListenerId = s_.listener,
                               .Targets = targets,
                               .LocationId = s_.rule};
      co_await client_.call_and_wait(add);
      co_await read_weights();
    }
    clb::DescribeTargetHealth ask{.LoadBalancerIds = {s_.load_balancer}};
    auto const healthy = [&](auto const& now) {
      lowest_ = std::min(lowest_, count_serving(now));
      return is_healthy(now, one.to);
    };
    co_await client_.wait_until(ask, healthy);
    show_.done("healthy");
  }

  asio::awaitable<void> take_out(backend which) {
    if (!weights_.contains(which)) co_return;
    show_.begin("taking out " + which.text());
    co_await wait_for_enough(which);
    clb::DeregisterTargets drop{.LoadBalancerId = s_.load_balancer,
                                .ListenerId = s_.listener,
                                .Targets = example::targets({which}),
                                .LocationId = s_.rule};
    co_await client_.call_and_wait(drop);
    weights_.erase(which);
    show_.done("unbound");
  }

  asio::awaitable<void> print_table() {
    co_await read_weights();
    clb::DescribeTargetHealth ask{.LoadBalancerIds = {s_.load_balancer}};
    auto const now = co_await client_.call(ask);
    std::printf("\n%-24s %6s  %s\n", "TARGET", "WEIGHT", "HEALTH");
    for (auto const& [which, weight] : weights_) {
      std::printf("%-24s %6lld  %s\n", which.text().c_str(), static_cast<long long>(weight),
                  is_healthy(now, which) ? "healthy" : "unhealthy");
    }
    std::printf("\nreplaced %zu targets; the fewest that were seen healthy and in traffic: %lld\n",
                s_.swaps.size(), static_cast<long long>(lowest_));
  }

  clb::client& client_;
  settings const& s_;
  progress& show_;
  std::map<backend, std::int64_t> weights_{};  ///< Of all targets that are bound.
  std::int64_t keep_ = 1;
  std::int64_t lowest_ = 0;  ///< How few were ever seen healthy and in traffic.
};

asio::awaitable<void> work(clb::client& client, settings& s, progress& show) {
  if (s.where.emulated()) co_await set_up(client, s, show);
  replacement all(client, s, show);
  co_await all.run();
}

int run(settings s) {
  asio::io_context io;
  example::cloud cloud(io, s.where);
  clb::client client(io.get_executor(), cloud.options(s.where.region()));
  progress show(io.get_executor());
  auto const failure = example::run(io, work(client, s, show), cloud, show);
  if (!failure) return 0;
  example::explain(failure);
  if (!s.where.emulated()) std::fprintf(stderr, "run it again with the same arguments to go on\n");
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  return example::start("rolling_replace",
                        "Replaces targets one by one; never fewer than --keep are in traffic.", argc, argv,
                        declare, run);
}
