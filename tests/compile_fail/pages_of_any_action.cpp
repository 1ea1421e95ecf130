// expect: this Action does not page; use call
#include <colb/tencent/clb/client.hpp>

namespace clb = colb::tencent::clb;

void f(clb::client& client) {
  clb::any_action const ask{.Action = "DescribeBridges", .kind = colb::kind::read};
  auto pages = client.pages(ask);
}
