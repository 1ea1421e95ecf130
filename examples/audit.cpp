// Audits an account of Tencent CLB 3.0 over several regions at once, without changing anything: load
// balancers without listeners, isolated and idle ones; listeners and rules without targets; unhealthy
// targets; certificates in use.
//
// One client and one chain of coroutines for each region, all on one thread. Without --region it works on an
// emulated cloud inside this program. With --region, and with the vendor's environment variables
// TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY (and TENCENTCLOUD_TOKEN), on the real one.
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <exception>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <asio/awaitable.hpp>
#include <asio/io_context.hpp>

#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/listener.hpp>
#include <colb/tencent/clb/load_balancer.hpp>
#include <colb/tencent/clb/target.hpp>

#include "clb_setup.hpp"
#include "common.hpp"

namespace clb = colb::tencent::clb;

namespace {

struct settings {
  example::place where{};
};

void declare(CLI::App& app, settings& s) { example::add_place(app, s.where); }

struct finding {
  std::string region{};
  std::string balancer{};
  std::string place{};
  std::string what{};
};

/// What was seen, of all regions.
struct totals {
  std::size_t balancers = 0;
  std::size_t listeners = 0;
  std::size_t targets = 0;
  std::size_t unhealthy = 0;
  std::vector<finding> findings{};
  std::map<std::string, std::vector<std::string>> certificates{};  ///< By ID, the places that use it.

  std::string text() const {
    return std::to_string(balancers) + " load balancers, " + std::to_string(listeners) + " listeners, " +
           std::to_string(targets) + " targets, " + std::to_string(findings.size()) + " findings";
  }
};

class region_audit {
 public:
  region_audit(clb::client& client, std::string region, totals& all, progress& show)
      : client_(client), region_(std::move(region)), all_(all), show_(show) {}

  asio::awaitable<void> run() {
    clb::DescribeLoadBalancers list{.Limit = 100};
    auto pages = client_.pages(list);
    while (auto page = co_await pages.next()) {
      auto const& balancers = page->LoadBalancerSet;
      for (auto const& balancer : balancers) {
        co_await look_at_listeners(balancer);
        ++all_.balancers;
        ++mine_;
        show_.note(all_.text());
      }
      for (std::size_t first = 0; first < balancers.size(); first += 20) {
        std::vector<std::string> ids;
        for (std::size_t i = first; i < balancers.size() && i < first + 20; ++i) {
          ids.push_back(balancers[i].LoadBalancerId.value_or(""));
        }
        clb::DescribeTargetHealth ask{.LoadBalancerIds = ids};
        auto const health = co_await client_.call(ask);
        look_at_health(health);
        show_.note(all_.text());
      }
    }
    clb::DescribeIdleLoadBalancers list_idle{.Limit = 100, .LoadBalancerRegion = region_};
    auto idle_pages = client_.pages(list_idle);
    while (auto page = co_await idle_pages.next()) {
      for (auto const& idle : page->IdleLoadBalancers) {
        report(named(idle.LoadBalancerId, idle.LoadBalancerName), "-",
               "idle: " + idle.IdleReason.value_or("no reason given"));
      }
    }
    show_.say(region_ + ": " + std::to_string(mine_) + " load balancers looked at");
  }

 private:
  template <class Text>
  static std::string named(Text const& id, Text const& name) {
    return id.value_or("") + (name && !name->empty() ? " (" + *name + ')' : std::string());
  }

  template <class Listener>
  static std::string place_of(Listener const& listener) {
    return listener.ListenerId.value_or("") + ' ' + listener.Protocol.value_or("") + ' ' +
           std::to_string(listener.Port.value_or(0));
  }

  template <class Listener, class Rule>
  static std::string place_of(Listener const& listener, Rule const& rule) {
    return place_of(listener) + ' ' + rule.Domain.value_or("") + rule.Url.value_or("");
  }

  void report(std::string const& balancer, std::string const& place, std::string const& what) {
    all_.findings.push_back({region_, balancer, place, what});
  }

  /// Whether something takes the traffic: single targets, functions, a target group, another rule.
  static bool is_served(clb::types::Listener const& listener, clb::types::ListenerBackend const* bound) {
    return listener.TargetType == "TARGETGROUP" || (bound && !bound->Targets.empty());
  }
  static bool is_served(clb::types::RuleOutput const& rule, clb::types::ListenerBackend const* bound) {
    if (rule.TargetType == "TARGETGROUP" || (rule.RewriteTarget && rule.RewriteTarget->TargetLocationId))
      return true;
    if (!bound) return false;
    for (auto const& of_rule : bound->Rules) {
      if (of_rule.LocationId == rule.LocationId)
        return !of_rule.Targets.empty() || !of_rule.FunctionTargets.empty();
    }
    return false;
  }

  asio::awaitable<void> look_at_listeners(clb::types::LoadBalancer const& balancer) {
    std::string const name = named(balancer.LoadBalancerId, balancer.LoadBalancerName);
    if (balancer.Isolation == 1) report(name, "-", "isolated");
    if (balancer.Forward == 0) co_return;  // a classic one: its listeners are another API's
    clb::DescribeListeners ask{.LoadBalancerId = balancer.LoadBalancerId.value_or("")};
    auto const listeners = co_await client_.call(ask);
    if (listeners.Listeners.empty()) {
      report(name, "-", "no listeners");
      co_return;
    }
    clb::DescribeTargets ask_targets{.LoadBalancerId = balancer.LoadBalancerId.value_or("")};
    auto const targets = co_await client_.call(ask_targets);
    for (auto const& listener : listeners.Listeners) {
      ++all_.listeners;
      clb::types::ListenerBackend const* bound = nullptr;
      for (auto const& one : targets.Listeners) {
        if (one.ListenerId == listener.ListenerId) bound = &one;
      }
      use_of(listener.Certificate, region_ + ' ' + place_of(listener));
      bool const by_rules = listener.Protocol == "HTTP" || listener.Protocol == "HTTPS";
      if (by_rules && listener.Rules.empty()) report(name, place_of(listener), "no rules");
      if (!by_rules && !is_served(listener, bound)) report(name, place_of(listener), "no targets");
      for (auto const& rule : listener.Rules) {
        use_of(rule.Certificate, region_ + ' ' + place_of(listener, rule));
        if (!is_served(rule, bound)) report(name, place_of(listener, rule), "no targets");
      }
    }
  }

  void use_of(std::optional<clb::types::CertificateOutput> const& setting, std::string const& place) {
    if (!setting) return;
    std::set<std::string> ids(setting->ExtCertIds.begin(), setting->ExtCertIds.end());
    ids.insert(setting->CertId.value_or(""));
    ids.insert(setting->CertCaId.value_or(""));
    ids.erase("");
    for (auto const& id : ids) all_.certificates[id].push_back(place);
  }

  void look_at_health(clb::DescribeTargetHealth::response const& health) {
    for (auto const& balancer : health.LoadBalancers) {
      for (auto const& listener : balancer.Listeners) {
        for (auto const& rule : listener.Rules) {
          for (auto const& target : rule.Targets) {
            ++all_.targets;
            if (target.HealthStatusDetail ? target.HealthStatusDetail != "Dead"
                                          : target.HealthStatus != false)
              continue;
            ++all_.unhealthy;
            report(
                named(balancer.LoadBalancerId, balancer.LoadBalancerName), place_of(listener, rule),
                "unhealthy: " + target.TargetId.value_or("") + ':' + std::to_string(target.Port.value_or(0)));
          }
        }
      }
    }
  }

  clb::client& client_;
  std::string region_;
  totals& all_;
  progress& show_;
  std::size_t mine_ = 0;
};

/// Fills a region of the emulated cloud with something to find.
asio::awaitable<void> set_up(clb::client& client) {
  auto const shop = co_await example::make_balancer(client, "shop");
  clb::CreateListener http{.LoadBalancerId = shop, .Ports = {80}, .Protocol = "HTTP"};
  auto const http_id = co_await example::make_listener(client, http);
  clb::CreateRule rule{
      .LoadBalancerId = shop,
      .ListenerId = http_id,
      .Rules = {{.Url = "/", .Domain = "www.example.com"}, {.Url = "/old", .Domain = "www.example.com"}}};
  auto const rule_id = co_await example::make_rule(client, rule);
  std::vector<example::backend> const web{
      {"ins-web00001", 8080}, {"ins-web00002", 8080}, {"ins-sick0001", 8080}};
  co_await example::bind(client, shop, http_id, rule_id, web);
  clb::CreateListener tls{.LoadBalancerId = shop,
                          .Ports = {9443},
                          .Protocol = "TCP_SSL",
                          .Certificate = {{.SSLMode = "UNIDIRECTIONAL", .CertId = "hE4xAmpL"}}};
  auto const tls_id = co_await example::make_listener(client, tls);
  co_await example::bind(client, shop, tls_id, "", web);

  auto const spare = co_await example::make_balancer(client, "spare");
  clb::CreateListener tcp{.LoadBalancerId = spare, .Ports = {9000}, .Protocol = "TCP"};
  co_await example::make_listener(client, tcp);
  co_await example::make_balancer(client, "forgotten");

  clb::DescribeTargetHealth ask{.LoadBalancerIds = {shop}};
  auto const checked = [](auto const& health) {
    for (auto const& listener : health.LoadBalancers.at(0).Listeners) {
      for (auto const& of_rule : listener.Rules) {
        for (auto const& target : of_rule.Targets) {
          if (target.HealthStatusDetail == "Unknown") return false;
        }
      }
    }
    return true;
  };
  co_await client.wait_until(ask, checked);
}

asio::awaitable<void> audit(clb::client& client, std::string region, bool empty, totals& all,
                            progress& show) {
  if (empty) co_await set_up(client);
  region_audit one(client, region, all, show);
  co_await one.run();
}

void print(totals const& all) {
  std::printf("\n%-14s %-24s %-40s %s\n", "REGION", "LOAD BALANCER", "PLACE", "FINDING");
  for (finding const& f : all.findings) {
    std::printf("%-14s %-24s %-40s %s\n", f.region.c_str(), f.balancer.c_str(), f.place.c_str(),
                f.what.c_str());
  }
  std::printf("\n%-14s %s\n", "CERTIFICATE", "USED BY");
  for (auto const& [id, places] : all.certificates) {
    for (auto const& place : places) std::printf("%-14s %s\n", id.c_str(), place.c_str());
  }
  std::printf("\n");
}

int run(settings s) {
  asio::io_context io;
  colb::emulator::options emulated;
  emulated.unhealthy = {"ins-sick0001"};
  example::cloud cloud(io, s.where, emulated);
  auto regions = s.where.regions;
  if (s.where.emulated()) regions = {"ap-guangzhou", "ap-shanghai", "ap-singapore"};
  if (regions.empty()) regions = {"ap-guangzhou"};

  progress show(io.get_executor());
  show.begin("audit of " + std::to_string(regions.size()) + " regions");
  auto const started = std::chrono::steady_clock::now();
  totals all;
  std::vector<clb::client> clients;
  clients.reserve(regions.size());
  std::vector<asio::awaitable<void>> work;
  for (auto const& region : regions) {
    clb::client& client = clients.emplace_back(io.get_executor(), cloud.options(region));
    work.push_back(audit(client, region, cloud.emulated(), all, show));
  }
  auto const ends = example::run(io, std::move(work), cloud, show);
  std::chrono::duration<double> const seconds = std::chrono::steady_clock::now() - started;

  int status = 0;
  for (std::size_t i = 0; i < regions.size(); ++i) {
    if (!ends[i]) continue;
    std::fprintf(stderr, "%s: %s\n", regions[i].c_str(), example::reason(ends[i]).c_str());
    status = 1;
  }
  std::ranges::stable_sort(all.findings, {}, &finding::region);
  print(all);
  std::printf("%zu regions: %s (%zu targets unhealthy), %.1f s\n", regions.size(), all.text().c_str(),
              all.unhealthy, seconds.count());
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  return example::start("audit", "Looks through load balancers for what is wrong with them.", argc, argv,
                        declare, run);
}
