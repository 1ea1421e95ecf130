// colb: a bool for an integer.
// expect: could not convert|cannot convert
// expect-clang: no viable conversion|no matching
#include <colb/tencent/clb/target.hpp>

colb::tencent::clb::types::Target make() { return {.Port = true}; }
