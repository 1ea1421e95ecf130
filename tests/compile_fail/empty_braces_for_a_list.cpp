// colb: empty braces are no list: an empty one is spelled out, std::vector<std::int64_t>{}.
// expect: a_required_field_was_left_out.*vector<long
#include <colb/tencent/clb/listener.hpp>

colb::tencent::clb::CreateListener make() {
  return {.LoadBalancerId = "lb-1", .Ports = {}, .Protocol = "TCP"};
}
