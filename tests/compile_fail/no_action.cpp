// expect: this is not an Action: give a struct such as
#include <string>

#include <colb/tencent/clb/client.hpp>

struct Nothing {
  std::string LoadBalancerId{};
};

asio::awaitable<void> f(colb::tencent::clb::client& client) {
  Nothing const ask{};
  co_await client.call(ask);
}
