// colb: a required list is left out.
// expect: a_required_field_was_left_out.*vector<long
#include <colb/tencent/clb/listener.hpp>

colb::tencent::clb::CreateListener make() { return {.LoadBalancerId = "lb-1", .Protocol = "TCP"}; }
