// expect: this Action does not page; use call
#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/listener.hpp>

namespace clb = colb::tencent::clb;

void f(clb::client& client) {
  clb::DescribeListeners const ask{.LoadBalancerId = "lb-1"};
  auto pages = client.pages(ask);
}
