// colb: a number for a list.
// expect: could not convert|cannot convert
// expect-clang: no viable conversion|no matching
#include <colb/tencent/clb/listener.hpp>

colb::tencent::clb::CreateListener make() {
  return {.LoadBalancerId = "lb-1", .Ports = 80, .Protocol = "TCP"};
}
