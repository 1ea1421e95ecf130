// Prints how far the emulator goes with each Action, as the text of docs/emulator-coverage.md; given the name
// of that file, fails unless it holds just that.
#include <cstddef>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include <colb/emulator.hpp>

namespace {

using colb::emulator::coverage_kind;
using colb::emulator::coverage_row;

/// A bar would end the cell.
std::string in_cell(std::string const& text) {
  std::string out;
  for (char const c : text) out.append(c == '|' ? "\\" : "").append(1, c);
  return out;
}

std::string table() {
  std::map<std::string, std::vector<coverage_row>> rows;
  for (coverage_row const& row : colb::emulator::coverage()) rows[row.service].push_back(row);
  std::string text =
      "# What the emulator does\n\n"
      "*Stateful*: the Action changes or shows the state of the emulated cloud. *Documented shape*: the "
      "request is checked, and\n"
      "the answer has the documented shape with made-up values. *Limits* are those of the parameters, each "
      "from one table\n"
      "(`include/colb/emulator/limits/`); *beside them*: what else is enforced, and what the document states "
      "and the emulator does\n"
      "not enforce. Where the documents and today's services differ, `options.edition` says which is meant; "
      "the "
      "tables are in\n"
      "`include/colb/emulator/editions/`. Printed by `tests/emulator/coverage_table.cpp`; a test compares.\n";
  for (auto const& [service, all] : rows) {
    std::size_t stateful = 0;
    for (auto const& row : all) stateful += row.coverage == coverage_kind::stateful;
    text += "\n## " + service + "\n\n" + std::to_string(all.size()) + " Actions, " +
            std::to_string(stateful) +
            " of them stateful.\n\n| Action | | limits | beside them |\n|---|---|---|---|\n";
    for (auto const& row : all) {
      text += "| " + row.action +
              (row.coverage == coverage_kind::stateful ? " | stateful | " : " | documented shape | ") +
              in_cell(row.limits) + " | " + in_cell(row.notes) + " |\n";
    }
  }
  return text;
}

}  // namespace

int main(int argc, char** argv) {
  std::string const text = table();
  if (argc < 2) {
    std::cout << text;
    return 0;
  }
  std::ifstream file(argv[1], std::ios::binary);
  std::string const written{std::istreambuf_iterator<char>(file), {}};
  if (written == text) return 0;
  std::cerr << argv[1] << " is not current: write the output of this program (without arguments) to it\n";
  return 1;
}
