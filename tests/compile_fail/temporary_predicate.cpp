// expect: give the request \(or predicate\) a name before the co_await
// A predicate with a capture that has a destructor, built in place and awaited.
#define COLB_TEMPORARIES_DIE_TWICE 1
#include <string>

#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/listener.hpp>

namespace clb = colb::tencent::clb;

asio::awaitable<void> f(clb::client& client, std::string name) {
  clb::DescribeListeners const ask{.LoadBalancerId = "lb-1"};
  co_await client.wait_until(ask, [name](auto const& r) { return r.Listeners.at(0).ListenerName == name; });
}
