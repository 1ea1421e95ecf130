// colb: a required text is left out of a struct inside an optional.
// expect: a_required_field_was_left_out.*string
#include <optional>
#include <string>

#include <colb/required.hpp>

struct inner {
  colb::required<std::string> Name;
  std::optional<int> Size{};
};
struct outer {
  std::optional<inner> Inner{};
};

outer make() { return {.Inner = {{.Size = 1}}}; }
