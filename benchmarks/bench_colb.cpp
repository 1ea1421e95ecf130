// DescribeLoadBalancers with colb: N coroutines on one thread, each making one call after the other.
// usage: bench_colb ENDPOINT CA_FILE CONCURRENCY CALLS
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>

#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/load_balancer.hpp>

#include "measure.hpp"

namespace clb = colb::tencent::clb;

static asio::awaitable<void> work(clb::client& client, long calls) {
  clb::DescribeLoadBalancers const request{.LoadBalancerIds = {"lb-6efswuxa"}};
  for (long i = 0; i < calls; ++i) {
    auto const reply = co_await client.call(request);
    if (reply.LoadBalancerSet.size() != 1) std::abort();
  }
}

static void run(clb::client& client, asio::io_context& io, int concurrency, long calls) {
  for (int i = 0; i < concurrency; ++i) {
    asio::co_spawn(io, work(client, calls / concurrency), [](std::exception_ptr e) {
      if (e) std::rethrow_exception(e);
    });
  }
  io.restart();
  io.run();
}

int main(int argc, char** argv) {
  if (argc != 5) return std::fprintf(stderr, "usage: bench_colb ENDPOINT CA_FILE CONCURRENCY CALLS\n"), 2;
  int const concurrency = std::atoi(argv[3]);
  long const calls = std::atol(argv[4]);

  asio::io_context io(1);
  colb::client_options options;
  options.region = "ap-guangzhou";
  options.credentials = {"AKIDbenchmark", "key", ""};
  options.endpoint = argv[1];
  options.tls.ca_file = argv[2];
  options.rate_limit.mode = colb::rate_limit_mode::off;
  options.lanes.enabled = false;
  clb::client client(io.get_executor(), options);

  run(client, io, concurrency, calls / 10);  // opens the connections
  measure const m;
  run(client, io, concurrency, calls);
  m.print("colb", concurrency, calls);
}
