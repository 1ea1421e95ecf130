// expect: this Action belongs to another service than this client
#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb_2017/task.hpp>

asio::awaitable<void> f(colb::tencent::clb::client& client) {
  colb::tencent::clb_2017::DescribeLoadBalancersTaskResult const ask{.requestId = 1};
  co_await client.call(ask);
}
