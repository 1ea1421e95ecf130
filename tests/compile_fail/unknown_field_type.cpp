// colb: a field of a type that has no place in JSON.
// expect: colb: a field has to be std::string, std::int64_t, double, bool
#include <colb/engine/reflect.hpp>

struct request {
  std::string Name{};
  int Port{};
};

std::size_t size() { return colb::inner::type_info_of<request>.fields().size(); }
