// colb: fuzzes task handles: what is taken reads back, whatever a program kept; and any task survives its
// text.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <colb/task.hpp>

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

void check_text(std::string_view text) {
  try {
    colb::task const task = colb::task::parse(text);
    require(!task.service.empty() && !task.action.empty());
    require(colb::task::parse(to_string(task)) == task);
  } catch (colb::error const& e) {
    require(e.code() == colb::condition::invalid_request);
  }
}

/// The input as the parts of a task, cut at its line ends.
void check_parts(std::string_view text) {
  colb::task task{"s", "", "", "a", {}};
  for (std::string* part : {&task.service, &task.version, &task.region, &task.action}) {
    auto const end = text.substr(0, text.find('\n'));
    part->append(end);
    text.remove_prefix(end.size() < text.size() ? end.size() + 1 : text.size());
  }
  for (bool last = false; !last;) {
    auto const end = text.find('\n');
    last = end == text.npos;
    task.ids.emplace_back(text.substr(0, end));
    if (!last) text.remove_prefix(end + 1);
  }
  require(colb::task::parse(to_string(task)) == task);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view const text(reinterpret_cast<char const*>(data), size);
  check_text(text);
  check_parts(text);
  return 0;
}
