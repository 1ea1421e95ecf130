// colb: a text for a bool, which C++ would take for true.
// expect: could not convert|cannot convert
// expect-clang: no viable conversion|no matching
#include <colb/required.hpp>

struct request {
  colb::required<bool> Flag;
};

request make() { return {.Flag = "false"}; }
