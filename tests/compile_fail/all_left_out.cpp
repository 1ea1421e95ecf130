// colb: a request of empty braces.
// expect: a_required_field_was_left_out.*string
#include <colb/tencent/clb/target.hpp>

void make() {
  colb::tencent::clb::RegisterTargets bind{};
  bind.ListenerId = "lbl-1";
}
