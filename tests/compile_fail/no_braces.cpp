// colb: a request without braces.
// expect: 'this' is not a constant expression|a_required_field_was_left_out
// expect-clang: a_required_field_was_left_out
#include <colb/tencent/clb/target.hpp>

void make() {
  colb::tencent::clb::RegisterTargets bind;
  bind.ListenerId = "lbl-1";
}
