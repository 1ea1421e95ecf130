// Creates a HaProxy load balancer at Capital Online as in the vendor's page for CreateLoadBalancer (a private
// and a public network), sets a listening strategy with two back ends, reads it back and deletes the load
// balancer.
//
// Without arguments it works on an emulated cloud inside this program. With the ids of a site, a data center
// and its networks, and with the vendor's environment variables CDS_SECRET_ID and CDS_SECRET_KEY, it works on
// the real one: that costs money.
#include <chrono>
#include <cstdio>
#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/signal_set.hpp>

#include <colb/capitalonline/lb/client.hpp>
#include <colb/capitalonline/lb/load_balancer.hpp>
#include <colb/capitalonline/lb/strategy.hpp>
#include <colb/emulator.hpp>

#include "progress.hpp"

namespace lb = colb::capitalonline::lb;

namespace {

struct settings {
  std::string site = "CN_Hongkong_A";
  std::string vdc = "vdc-of-the-emulator";
  std::string private_pipe = "private-pipe-of-the-emulator";
  std::string public_pipe = "public-pipe-of-the-emulator";
  std::string segment = "segment-of-the-emulator";
  std::string name = "test-haproxy";
  std::vector<std::string> backends{"10.0.0.11", "10.0.0.12"};
  std::string resume{};
  bool emulated = true;
};

constexpr std::string_view usage = R"(usage: capitalonline_haproxy [options]
  --site CODE           use the real cloud, with the credentials of the environment (costs money)
  --vdc ID              the data center; with --site
  --private-pipe ID     its private network; with --site
  --public-pipe ID      its public network; with --site
  --segment ID          segment of the public network to take addresses from; with --site
  --backend ADDRESS     a back end (port 8080), twice; with --site
  --name NAME           name of the load balancer; default: test-haproxy
  --resume TASK         only wait for a task that an interrupted run printed; with --site
)";

settings parse(int argc, char** argv) {
  settings s;
  std::vector<std::string> backends;
  int ids = 0;
  for (int i = 1; i < argc; ++i) {
    std::string_view const flag = argv[i];
    auto const value = [&]() -> std::string {
      if (i + 1 >= argc) throw std::invalid_argument(std::string(flag) + " needs a value");
      return argv[++i];
    };
    auto const id = [&](std::string& into) {
      into = value();
      ++ids;
    };
    if (flag == "--site") {
      s.site = value();
      s.emulated = false;
    } else if (flag == "--vdc") {
      id(s.vdc);
    } else if (flag == "--private-pipe") {
      id(s.private_pipe);
    } else if (flag == "--public-pipe") {
      id(s.public_pipe);
    } else if (flag == "--segment") {
      id(s.segment);
    } else if (flag == "--backend") {
      backends.push_back(value());
    } else if (flag == "--name") {
      s.name = value();
    } else if (flag == "--resume") {
      s.resume = value();
    } else {
      throw std::invalid_argument("unknown option " + std::string(flag));
    }
  }
  if (!backends.empty()) s.backends = backends;
  if (s.backends.size() != 2)
    throw std::invalid_argument("give two back ends: --backend ADDRESS --backend ADDRESS");
  bool const complete = ids == 4 && !backends.empty();
  if (!s.emulated && s.resume.empty() && !complete) {
    throw std::invalid_argument(
        "the real cloud needs --vdc, --private-pipe, --public-pipe, --segment and two --backend");
  }
  return s;
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

asio::awaitable<void> run(lb::client& client, settings const& s, std::string& made, progress& show) {
  show.begin("size");
  lb::DescribeLoadBalancersSpec ask{.RegionId = s.site};
  auto const offer = co_await client.call(ask);
  std::int64_t const goods = smallest(offer.Data.value());
  show.done(std::to_string(goods));

  show.begin("HaProxy " + s.name);
  lb::CreateLoadBalancer create{
      .RegionId = s.site,
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
  std::fflush(stdout);
  try {
    std::rethrow_exception(failure);
  } catch (colb::error const& e) {
    std::fprintf(stderr, "%s\n", e.what());
    if (e.task()) {
      std::fprintf(stderr, "  wait for it with: capitalonline_haproxy --site CODE --resume %s\n",
                   to_string(*e.task()).c_str());
    }
  } catch (std::exception const& e) {
    std::fprintf(stderr, "%s\n", e.what());
  }
  if (!made.empty()) std::fprintf(stderr, "left in the cloud: load balancer %s\n", made.c_str());
}

}  // namespace

int main(int argc, char** argv) {
  settings s;
  try {
    if (argc == 2 && std::string_view(argv[1]) == "--help") {
      std::fwrite(usage.data(), 1, usage.size(), stdout);
      return 0;
    }
    s = parse(argc, argv);
  } catch (std::exception const& e) {
    std::fprintf(stderr, "capitalonline_haproxy: %s\n%.*s", e.what(), static_cast<int>(usage.size()),
                 usage.data());
    return 2;
  }

  try {
    asio::io_context io;
    std::optional<colb::emulator::cloud> cloud;
    colb::client_options options;
    options.region = s.site;
    options.credentials = colb::credentials::from_environment();
    if (s.emulated) {
      cloud.emplace(io.get_executor());
      options.endpoint = cloud->endpoint();
      options.tls.ca_file = cloud->ca_file();
      options.credentials = cloud->credentials();
      options.wait.min_delay = std::chrono::milliseconds(50);  // its tasks take 0.2 s
      std::printf("emulated cloud at %s\n", cloud->endpoint().c_str());
    }

    lb::client client(io.get_executor(), options);
    progress show(io.get_executor());
    std::string made;
    int status = 0;

    asio::cancellation_signal stop;
    asio::signal_set interrupt(io, SIGINT, SIGTERM);
    interrupt.async_wait([&](std::error_code ec, int) {
      if (!ec) stop.emit(asio::cancellation_type::terminal);
    });
    auto work = s.resume.empty() ? run(client, s, made, show) : wait_for(client, s.resume, show);
    asio::co_spawn(io, std::move(work),
                   asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr failure) {
                     show.stop();
                     interrupt.cancel();
                     if (failure) {
                       report(failure, made);
                       status = 1;
                     }
                     if (cloud) cloud->stop();
                   }));
    io.run();
    return status;
  } catch (std::exception const& e) {
    std::fprintf(stderr, "capitalonline_haproxy: %s\n", e.what());
    return 1;
  }
}
