// expect: a_required_field_was_left_out
#include <colb/tencent/clb/client.hpp>

namespace clb = colb::tencent::clb;

clb::any_action f() { return {.Parameters = {{"A", 1}}}; }
