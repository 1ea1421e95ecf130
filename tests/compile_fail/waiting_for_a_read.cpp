// expect: this Action starts no task
#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/listener.hpp>

namespace clb = colb::tencent::clb;

asio::awaitable<void> f(clb::client& client) {
  clb::DescribeListeners const ask{.LoadBalancerId = "lb-1"};
  co_await client.call_and_wait(ask);
}
