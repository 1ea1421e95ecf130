// What a program does with an Action whose tables are elsewhere.
#include "tables.hpp"

#include <iostream>

namespace clb = colb::tencent::clb;

#if defined(COLB_SEPARATE_COMPILATION)

#include <colb/tencent/clb/client.hpp>

asio::awaitable<void> use(clb::client& client, clb::CreateListener const& request) {
  auto const with_more = colb::with(request, {{"ProxyProtocol", true}});
  auto reply = co_await client.call(with_more);
  co_await client.finish(reply);
  auto const created = co_await client.call_and_wait(request);
  std::cout << request << created << with_more;
}

#else

int main() {
  clb::CreateListener const request{.LoadBalancerId = "lb-1", .Ports = {80}, .Protocol = "TCP"};
  auto const again = colb::from_json<clb::CreateListener>(colb::to_json(request));
  auto const reply = colb::from_json<colb::reply<clb::CreateListener>>(R"({"ListenerIds":["lbl-1"]})");
  std::cout << colb::to_json(again) << colb::to_json(reply) << '\n';
}

#endif
