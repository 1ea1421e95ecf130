// expect: wait_until repeats its request: give it a read
#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/listener.hpp>

namespace clb = colb::tencent::clb;

asio::awaitable<void> f(clb::client& client) {
  clb::DeleteListener const drop{.LoadBalancerId = "lb-1", .ListenerId = "lbl-1"};
  auto const always = [](auto const&) { return true; };
  co_await client.wait_until(drop, always);
}
