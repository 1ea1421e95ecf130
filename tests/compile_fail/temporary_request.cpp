// expect: give the request \(or predicate\) a name before the co_await
// A request built in place and awaited: what GCC 12 destroys twice.
#define COLB_TEMPORARIES_DIE_TWICE 1
#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/listener.hpp>

namespace clb = colb::tencent::clb;

asio::awaitable<void> f(clb::client& client) {
  co_await client.call(clb::DescribeListeners{.LoadBalancerId = "lb-1"});
}
