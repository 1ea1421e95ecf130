// The program that every way of getting colb is tried with: deploys a listener on the cloud that
// COLB_EMULATOR_ENDPOINT and COLB_EMULATOR_CA_FILE name; without them it says what it would ask for.
#include <cstdio>
#include <cstdlib>
#include <exception>

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>

#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/listener.hpp>
#include <colb/tencent/clb/load_balancer.hpp>
#include <colb/text.hpp>

namespace clb = colb::tencent::clb;

namespace {

asio::awaitable<void> deploy(clb::client& client) {
  clb::CreateLoadBalancer buy{.LoadBalancerType = "OPEN", .VpcId = "vpc-1"};
  auto const bought = co_await client.call_and_wait(buy);
  clb::CreateListener create{
      .LoadBalancerId = bought.LoadBalancerIds.at(0), .Ports = {80}, .Protocol = "TCP"};
  auto const created = co_await client.call_and_wait(create);
  std::printf("deployed %s with %s\n", bought.LoadBalancerIds.at(0).c_str(),
              created.ListenerIds.at(0).c_str());
}

}  // namespace

int main() try {
  char const* const endpoint = std::getenv("COLB_EMULATOR_ENDPOINT");
  char const* const authority = std::getenv("COLB_EMULATOR_CA_FILE");
  if (!endpoint || !authority) {
    clb::CreateListener const create{.LoadBalancerId = "lb-6efswuxa", .Ports = {80}, .Protocol = "TCP"};
    std::puts(colb::to_json(create).c_str());
    return 0;
  }
  asio::io_context io;
  clb::client client(io.get_executor(), {.region = "ap-guangzhou",
                                         .credentials = colb::credentials::from_environment(),
                                         .endpoint = endpoint,
                                         .tls = {.ca_file = authority}});
  asio::co_spawn(io, deploy(client), [](std::exception_ptr failure) {
    if (failure) std::rethrow_exception(failure);
  });
  io.run();
  return 0;
} catch (std::exception const& e) {
  std::fprintf(stderr, "%s\n", e.what());
  return 1;
}
