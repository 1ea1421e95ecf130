// expect: this Action belongs to another service than this client
#include <colb/aliyun/slb/client.hpp>
#include <colb/tencent/clb/client.hpp>

namespace clb = colb::tencent::clb;
namespace slb = colb::aliyun::slb;

asio::awaitable<void> f(clb::client& client, slb::any_action const& request) { co_await client.call(request); }
