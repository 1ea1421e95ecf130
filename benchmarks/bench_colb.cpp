// DescribeLoadBalancers with colb, by what is measured.
//
//   bench_colb calls ENDPOINT CA_FILE CONCURRENCY CALLS
//     calls a second and CPU of N coroutines on one thread; no lanes, no pacing
//   bench_colb allocations ENDPOINT CA_FILE CALLS
//     allocations of a call beyond the reply's own, one after the other; lanes and pacing on
//   bench_colb run ENDPOINT CA_FILE CALLS
//     the same calls and nothing else, for valgrind
//   bench_colb threads CERTIFICATE KEY REPLY_FILE CALLS
//     calls a second of one thread with a client, and of two; each thread on a core of its own, on which its
//     own server runs too
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <sched.h>

#include <asio/buffer.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/read.hpp>
#include <asio/read_until.hpp>
#include <asio/ssl.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>

#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/load_balancer.hpp>

#include "count_new.hpp"
#include "measure.hpp"

namespace clb = colb::tencent::clb;

namespace {

using reply = colb::reply<clb::DescribeLoadBalancers>;

colb::client_options options_for(char const* endpoint, char const* ca_file) {
  colb::client_options options;
  options.region = "ap-guangzhou";
  options.credentials = {"AKIDbenchmark", "key", ""};
  options.endpoint = endpoint;
  options.tls.ca_file = ca_file;
  return options;
}

asio::awaitable<void> work(clb::client& client, long calls, reply& last) {
  clb::DescribeLoadBalancers const request{.LoadBalancerIds = {"lb-6efswuxa"}};
  for (long i = 0; i < calls; ++i) {
    last = co_await client.call(request);
    if (last.LoadBalancerSet.size() != 1) std::abort();
  }
}

reply run(clb::client& client, asio::io_context& io, int concurrency, long calls) {
  reply last;
  for (int i = 0; i < concurrency; ++i) {
    asio::co_spawn(io, work(client, calls / concurrency, last), [](std::exception_ptr e) {
      if (e) std::rethrow_exception(e);
    });
  }
  io.restart();
  io.run();
  return last;
}

void measure_calls(colb::client_options options, int concurrency, long calls) {
  options.rate_limit.mode = colb::rate_limit_mode::off;
  options.lanes.enabled = false;
  asio::io_context io(1);
  clb::client client(io.get_executor(), options);
  run(client, io, concurrency, std::max(calls / 10, long{concurrency}));  // opens the connections
  measure const m;
  run(client, io, concurrency, calls);
  m.print_calls("colb." + std::to_string(concurrency), calls);
}

/// Calls with everything on that is on by default, at a rate that is not reached.
void run_paced(colb::client_options options, long calls, bool count) {
  options.rate_limit.overrides = {{"DescribeLoadBalancers", 1e6}};
  asio::io_context io(1);
  clb::client client(io.get_executor(), options);
  run(client, io, 1, 100);
  counting = count;
  reply const last = run(client, io, 1, calls);
  long const all = std::exchange(allocations, 0);
  if (!count) return;
  reply const copy = last;
  counting = false;
  long const own = allocations;
  if (copy.RequestId.empty()) std::abort();
  print("allocations", static_cast<double>(all) / static_cast<double>(calls) - static_cast<double>(own));
  print("allocations.reply", static_cast<double>(own));
}

/// The nth of the cores that the program may use, for this thread alone; false: there is none.
bool pin_to(int nth) {
  cpu_set_t allowed;
  CPU_ZERO(&allowed);
  if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return false;
  for (int core = 0; core < CPU_SETSIZE; ++core) {
    if (!CPU_ISSET(core, &allowed) || nth-- != 0) continue;
    CPU_ZERO(&allowed);
    CPU_SET(core, &allowed);
    return sched_setaffinity(0, sizeof allowed, &allowed) == 0;
  }
  return false;
}

asio::awaitable<void> serve(asio::ip::tcp::socket socket, asio::ssl::context& context,
                            std::string const& answer) {
  asio::ssl::stream<asio::ip::tcp::socket> over(std::move(socket), context);
  co_await over.async_handshake(asio::ssl::stream_base::server, asio::use_awaitable);
  std::string in;
  for (;;) {
    std::size_t const head =
        co_await asio::async_read_until(over, asio::dynamic_buffer(in), "\r\n\r\n", asio::use_awaitable);
    std::size_t const whole = head + std::strtoul(in.c_str() + in.find("Content-Length: ") + 16, nullptr, 10);
    if (whole > in.size()) {
      co_await asio::async_read(over, asio::dynamic_buffer(in), asio::transfer_exactly(whole - in.size()),
                                asio::use_awaitable);
    }
    in.erase(0, whole);
    co_await asio::async_write(over, asio::buffer(answer), asio::use_awaitable);
  }
}

asio::awaitable<void> accept(asio::ip::tcp::acceptor& at, asio::ssl::context& context,
                             std::string const& answer) {
  for (;;) {
    asio::ip::tcp::socket socket = co_await at.async_accept(asio::use_awaitable);
    socket.set_option(asio::ip::tcp::no_delay(true));
    asio::co_spawn(at.get_executor(), serve(std::move(socket), context, answer), asio::detached);
  }
}

/// One client and its server, on one core.
void work_alone(int core, char const* certificate, char const* key, std::string const& answer, long calls) {
  if (!pin_to(core)) std::abort();
  asio::io_context io(1);
  asio::ssl::context context(asio::ssl::context::tls_server);
  context.use_certificate_chain_file(certificate);
  context.use_private_key_file(key, asio::ssl::context::pem);
  asio::ip::tcp::acceptor acceptor(io, {asio::ip::make_address("127.0.0.1"), 0});
  asio::co_spawn(io, accept(acceptor, context, answer), asio::detached);
  std::string const endpoint = "https://127.0.0.1:" + std::to_string(acceptor.local_endpoint().port());
  colb::client_options options = options_for(endpoint.c_str(), certificate);
  options.rate_limit.mode = colb::rate_limit_mode::off;
  options.lanes.enabled = false;
  clb::client client(io.get_executor(), options);
  int left = 32;
  reply last;
  for (int i = left; i > 0; --i) {
    asio::co_spawn(io, work(client, calls / 32, last), [&](std::exception_ptr e) {
      if (e) std::rethrow_exception(e);
      if (--left == 0) io.stop();
    });
  }
  io.run();
}

void measure_threads(char const* certificate, char const* key, std::string const& body, long calls) {
  std::string const answer =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
      "\r\n\r\n" + body;
  for (int const count : {1, 2}) {
    measure const m;
    std::vector<std::thread> threads;
    for (int i = 0; i < count; ++i)
      threads.emplace_back([&, i] { work_alone(i, certificate, key, answer, calls); });
    for (std::thread& each : threads) each.join();
    print("threads." + std::to_string(count), static_cast<double>(count * calls) / m.wall());
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::string_view const what = argc > 1 ? argv[1] : "";
  if (what == "calls" && argc == 6) {
    measure_calls(options_for(argv[2], argv[3]), std::atoi(argv[4]), std::atol(argv[5]));
  } else if ((what == "allocations" || what == "run") && argc == 5) {
    run_paced(options_for(argv[2], argv[3]), std::atol(argv[4]), what == "allocations");
  } else if (what == "threads" && argc == 6) {
    std::ifstream file(argv[4]);
    std::string const body{std::istreambuf_iterator<char>(file), {}};
    measure_threads(argv[2], argv[3], body, std::atol(argv[5]));
  } else {
    std::fprintf(stderr, "usage: see the top of bench_colb.cpp\n");
    return 2;
  }
}
