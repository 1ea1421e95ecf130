// One half of a program that uses colb in both flavours: on standalone Asio, header-only.
#include "standalone.hpp"

#include <exception>
#include <utility>

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>

#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/load_balancer.hpp>

namespace clb = colb::tencent::clb;

std::size_t balancers_seen_on_standalone_asio(std::string endpoint, std::string ca_file, std::string id,
                                              std::string key) {
  asio::io_context io;
  colb::client_options options;
  options.region = "ap-guangzhou";
  options.endpoint = std::move(endpoint);
  options.tls.ca_file = std::move(ca_file);
  options.credentials.id = std::move(id);
  options.credentials.key = std::move(key);
  clb::client client(io.get_executor(), options);
  std::size_t seen = 0;
  auto const look = [&]() -> asio::awaitable<void> {
    clb::DescribeLoadBalancers ask{};
    auto const reply = co_await client.call(ask);
    seen = reply.LoadBalancerSet.size();
  };
  std::exception_ptr failed;
  asio::co_spawn(io, look(), [&](std::exception_ptr e) { failed = std::move(e); });
  io.run();
  if (failed) std::rethrow_exception(failed);
  return seen;
}
