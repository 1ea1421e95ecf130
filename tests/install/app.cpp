// The least that a user's program is.
#include <cstdio>

#include <asio/io_context.hpp>

#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/listener.hpp>

namespace clb = colb::tencent::clb;

int main() {
  asio::io_context io;
  clb::client client(io.get_executor(),
                     {.region = "ap-guangzhou", .credentials = {.id = "id", .key = "key"}});
  clb::CreateListener const create{.LoadBalancerId = "lb-6efswuxa", .Ports = {80}, .Protocol = "TCP"};
  std::puts(colb::to_json(create).c_str());
}
