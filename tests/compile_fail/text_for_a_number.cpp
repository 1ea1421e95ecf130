// colb: a text for a number.
// expect: could not convert|cannot convert
// expect-clang: no viable conversion|no matching|could not convert
#include <colb/tencent/clb/target.hpp>

colb::tencent::clb::types::Target make() { return {.Port = "80"}; }
