// A program on Boost.Asio: the emulator and a client on its io_context, errors as the standard's; and, in
// another file, a client on standalone Asio in the same program.
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>

// --8<-- [start:program]
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <colb/emulator.hpp>
#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/load_balancer.hpp>

namespace net = boost::asio;
namespace clb = colb::tencent::clb;

net::awaitable<std::string> buy(clb::client& client) {
  net::steady_timer pause(co_await net::this_coro::executor, std::chrono::milliseconds(1));
  co_await pause.async_wait(net::use_awaitable);
  clb::CreateLoadBalancer want{.LoadBalancerType = "OPEN"};
  auto bought = co_await client.call_and_wait(want);
  co_return bought.LoadBalancerIds.at(0);
}
// --8<-- [end:program]

#include "standalone.hpp"

namespace {

void expect(bool holds, char const* what) {
  if (!holds) throw std::runtime_error(what);
}

template <class T>
T run(net::io_context& io, net::awaitable<T> work) {
  std::exception_ptr failed;
  T result{};
  net::co_spawn(io, std::move(work), [&](std::exception_ptr e, T value) {
    failed = std::move(e);
    result = std::move(value);
    io.stop();
  });
  io.restart();
  io.run();
  if (failed) std::rethrow_exception(failed);
  return result;
}

void check() {
  net::io_context io;
  colb::emulator::cloud cloud(io.get_executor());
  colb::client_options options;
  options.region = "ap-guangzhou";
  options.endpoint = cloud.endpoint();
  options.tls.ca_file = cloud.ca_file();
  options.credentials = cloud.credentials();
  clb::client client(io.get_executor(), options);
  expect(run(io, buy(client)).starts_with("lb-"), "a client on Boost.Asio buys");

  try {
    colb::emulator::options same;
    same.port = cloud.port();
    colb::emulator::cloud second(io.get_executor(), same);
    expect(false, "a port that is taken");
  } catch (std::system_error const& e) {
    expect(e.code() == std::errc::address_in_use, "a port that is taken is told as the standard's error");
  }

  options.endpoint = "https://127.0.0.1:1";
  options.retry.max_attempts = 1;
  clb::client nobody(io.get_executor(), options);
  try {
    run(io, buy(nobody));
    expect(false, "nobody listens");
  } catch (colb::error const& e) {
    expect(e.cause() == std::errc::connection_refused, "what Asio said is told as the standard's error");
  }

  io.restart();
  auto keep = net::make_work_guard(io);
  std::thread serving([&] { io.run(); });
  std::size_t seen = 0;
  std::exception_ptr failed;
  try {
    seen = balancers_seen_on_standalone_asio(cloud.endpoint(), cloud.ca_file(), cloud.credentials().id,
                                             cloud.credentials().key);
  } catch (...) {
    failed = std::current_exception();
  }
  io.stop();
  serving.join();
  if (failed) std::rethrow_exception(failed);
  expect(seen == 1, "a client on standalone Asio sees it, in the same program");
}

}  // namespace

int main() {
  try {
    check();
  } catch (std::exception const& e) {
    std::printf("failed: %s\n", e.what());
    return 1;
  }
  std::printf("both flavours: well\n");
}
