// colb: a number that may not fit.
// expect: could not convert|cannot convert
// expect-clang: no viable conversion|no matching
#include <colb/tencent/clb/target.hpp>

colb::tencent::clb::types::Target make(unsigned long long port) { return {.Port = port}; }
