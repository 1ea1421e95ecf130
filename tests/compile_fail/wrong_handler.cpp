// expect: a completion handler is called as void.std::exception_ptr, Result.
#include <exception>
#include <system_error>

#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/listener.hpp>

namespace clb = colb::tencent::clb;

void f(clb::client& client) {
  clb::DescribeListeners const ask{.LoadBalancerId = "lb-1"};
  client.call(ask, [](std::error_code) {});
}
