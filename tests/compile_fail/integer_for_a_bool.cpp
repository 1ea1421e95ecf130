// colb: a number for a bool.
// expect: could not convert|cannot convert
// expect-clang: no viable conversion|no matching
#include <colb/required.hpp>

struct request {
  colb::required<bool> Flag;
};

request make() { return {.Flag = 1}; }
