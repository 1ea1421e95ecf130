// colb: a required text is left out, the last one.
// expect: a_required_field_was_left_out.*string
#include <colb/tencent/clb/listener.hpp>

void make() {
  colb::tencent::clb::CreateListener const create{.LoadBalancerId = "lb-1", .Ports = {80}};
  (void)create;
}
