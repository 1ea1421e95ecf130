// colb: a required number is left out of a struct inside a list.
// expect: a_required_field_was_left_out.*long
#include <colb/tencent/clb/target.hpp>

colb::tencent::clb::RegisterTargets make() {
  return {.LoadBalancerId = "lb-1", .ListenerId = "lbl-1", .Targets = {{.InstanceId = "ins-1"}}};
}
