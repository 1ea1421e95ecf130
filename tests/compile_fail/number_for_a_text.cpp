// colb: a number for a text.
// expect: could not convert|cannot convert
// expect-clang: no viable conversion|no matching
#include <colb/tencent/clb/listener.hpp>

colb::tencent::clb::DescribeListeners make() { return {.LoadBalancerId = 5}; }
