// Creates a HaProxy load balancer at Capital Online as in the vendor's page for CreateLoadBalancer (a private
// and a public network), sets a listening strategy with two back ends, reads it back and deletes the load
// balancer.
//
// Without arguments it works on an emulated cloud inside this program. With the ids of a site, a data center
// and its networks, and with the vendor's environment variables CDS_SECRET_ID and CDS_SECRET_KEY, it works on
// the real one: that costs money.
#include <cstdint>
#include <cstdio>
#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <asio/awaitable.hpp>
#include <asio/io_context.hpp>

#include <colb/capitalonline/lb/client.hpp>
#include <colb/capitalonline/lb/load_balancer.hpp>
#include <colb/capitalonline/lb/strategy.hpp>

#include "common.hpp"

namespace lb = colb::capitalonline::lb;

namespace {

struct settings {
  example::place where{};
  std::string vdc = "vdc-of-the-emulator";
  std::string private_pipe = "private-pipe-of-the-emulator";
  std::string public_pipe = "public-pipe-of-the-emulator";
  std::string segment = "segment-of-the-emulator";
  std::string name = "test-haproxy";
  std::vector<std::string> backends{"10.0.0.11", "10.0.0.12"};
  std::string resume{};

  std::string site() const { return where.region("CN_Hongkong_A"); }
};

void declare(CLI::App& app, settings& s) {
  std::string const needed = "; needed in the real cloud";
  std::vector<CLI::Option*> const ids = {
      app.add_option("--vdc", s.vdc, "The data center" + needed),
      app.add_option("--private-pipe", s.private_pipe, "Its private network" + needed),
      app.add_option("--public-pipe", s.public_pipe, "Its public network" + needed),
      app.add_option("--segment", s.segment,
                     "Segment of the public network to take addresses from" + needed)};
  for (CLI::Option* const id : ids) id->type_name("ID");
  auto const backend =
      example::add_list(app, "--backend", s.backends, "A back end (port 8080), twice" + needed);
  backend->type_name("ADDRESS");
  app.add_option("--name", s.name, "Name of the load balancer")->capture_default_str();
  app.add_option("--resume", s.resume, "Only wait for a task that an interrupted run printed")
      ->type_name("TASK");
  example::add_place(app, s.where, " (costs money)");
  app.callback([&s, ids, backend] {
    if (s.backends.size() != 2) {
      throw CLI::ValidationError("--backend", "give two: --backend ADDRESS --backend ADDRESS");
    }
    if (s.where.emulated() || !s.resume.empty()) return;
    bool complete = backend->count() > 0;
    for (CLI::Option const* const id : ids) complete = complete && id->count() > 0;
    if (!complete) {
      throw CLI::ValidationError(
          "--region",
          "the real cloud needs --vdc, --private-pipe, --public-pipe, --segment and two --backend");
    }
  });
}

/// The smallest size that the site has on offer.
std::int64_t smallest(lb::types::LoadBalancerSpec const& spec) {
  std::optional<lb::types::SpecCpuRam> best;
  for (auto const& product : spec.Products) {
    for (auto const& architecture : product.Architectures) {
      for (auto const& role : architecture.ComputeRoles) {
        if (!role.Standards) continue;
        for (auto const& size : role.Standards->CpuRam) {
          if (size.PaasGoodsId && (!best || size.RAM < best->RAM)) best = size;
        }
      }
    }
  }
  if (!best) throw std::runtime_error("the site has nothing on offer");
  return *best->PaasGoodsId;
}

lb::types::HttpListener strategy(settings const& s) {
  std::vector<lb::types::BackendServer> servers;
  for (auto const& address : s.backends) {
    servers.push_back(lb::types::BackendServer{.IP = address, .Port = 8080, .Weight = "1", .MaxConn = 2000});
  }
  return lb::types::HttpListener{.ListenerName = "http_80",
                                 .ListenerMode = "http",
                                 .ListenerPort = 80,
                                 .Scheduler = "roundrobin",
                                 .MaxConn = 10000,
                                 .ClientTimeout = "10",
                                 .ClientTimeoutUnit = "s",
                                 .ConnectTimeout = "1000",
                                 .ConnectTimeoutUnit = "ms",
                                 .ServerTimeout = "10",
                                 .ServerTimeoutUnit = "s",
                                 .BackendServer = std::move(servers),
                                 .StickySession = "on",
                                 .Option = {{.Httpchk = {{.Method = "GET", .Uri = "/index.htm"}}}}};
}

asio::awaitable<void> set_up(lb::client& client, settings const& s, std::string& made, progress& show) {
  show.begin("size");
  lb::DescribeLoadBalancersSpec ask{.RegionId = s.site()};
  auto const offer = co_await client.call(ask);
  std::int64_t const goods = smallest(offer.Data.value());
  show.done(std::to_string(goods));

  show.begin("HaProxy " + s.name);
  lb::CreateLoadBalancer create{
      .RegionId = s.site(),
      .VdcId = s.vdc,
      .BasePipeId = s.private_pipe,
      .InstanceName = s.name,
      .PaasGoodsId = goods,
      .Ips = {{.PipeType = "private", .PipeId = s.private_pipe, .IsVip = 1},
              {.PipeType = "public", .PipeId = s.public_pipe, .SegmentId = s.segment}},
      .Amount = 1};
  auto const bought = co_await client.call_and_wait(create);
  bool const named = bought.Data && !bought.Data->InstancesUuid.empty();
  made = named ? bought.Data->InstancesUuid[0] : bought.ResourceId;

  lb::DescribeLoadBalancers look{.InstanceUuid = made};
  auto const is_up = [](auto const& r) { return !r.Data.empty() && r.Data[0].Status == "RUNNING"; };
  auto const up = co_await client.wait_until(look, is_up);
  show.done(made + " at " + up.Data[0].IP.value_or("no address"));

  show.begin("strategy for port 80");
  lb::ModifyLoadBalancerStrategys set{.InstanceUuid = made, .HttpListeners = {strategy(s)}};
  co_await client.call_and_wait(set);
  lb::DescribeLoadBalancerStrategys read{.InstanceUuid = made};
  auto const now = co_await client.call(read);
  show.done("set");
  for (auto const& listener : now.Data.value().HttpListeners) {
    std::printf("  %s: %s on port %lld\n", listener.ListenerName->c_str(), listener.Scheduler->c_str(),
                static_cast<long long>(*listener.ListenerPort));
    for (auto const& server : *listener.BackendServer) {
      std::printf("    %s:%lld weight %s\n", server.IP->c_str(), static_cast<long long>(*server.Port),
                  server.Weight->c_str());
    }
  }

  show.begin("deleting " + made);
  lb::DeleteLoadBalancer drop{.InstanceUuid = made};
  co_await client.call_and_wait(drop);
  made.clear();
  show.done("done");
}

asio::awaitable<void> wait_for(lb::client& client, std::string text, progress& show) {
  colb::task const earlier = colb::task::parse(text);
  show.begin("task " + text);
  auto const ended = co_await client.wait(earlier);
  show.done(ended.ids.empty() ? std::string("finished") : "finished with " + ended.ids[0]);
}

void report(std::exception_ptr const& failure, std::string const& made) {
  example::explain(failure, "capitalonline_haproxy --region CODE --resume");
  if (!made.empty()) std::fprintf(stderr, "left in the cloud: load balancer %s\n", made.c_str());
}

int run(settings s) {
  asio::io_context io;
  example::cloud cloud(io, s.where);
  lb::client client(io.get_executor(), cloud.options(s.site()));
  progress show(io.get_executor());
  std::string made;
  auto work = s.resume.empty() ? set_up(client, s, made, show) : wait_for(client, s.resume, show);
  auto const failure = example::run(io, std::move(work), cloud, show);
  if (failure) report(failure, made);
  return failure ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  return example::start("capitalonline_haproxy",
                        "Buys a HaProxy load balancer at Capital Online and sets it up.", argc, argv, declare,
                        run);
}
