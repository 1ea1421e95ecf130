// Writes the reference of all Actions: generate DOCS_DIR TARGET_DIR
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <string>

#include "pages.hpp"

namespace {

std::string read(std::filesystem::path const& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

void write(std::filesystem::path const& path, std::string const& text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream out(path, std::ios::binary);
  out << text;
  out.close();
  if (!out) throw std::runtime_error("cannot write " + path.string());
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 3) {
    std::cerr << "usage: " << argv[0] << " DOCS_DIR TARGET_DIR\n";
    return 2;
  }
  std::filesystem::path const docs(argv[1]), target(argv[2]);
  std::size_t actions = 0;
  for (reference::page const& page :
       reference::make_pages({read(docs / "emulator-coverage.md"), read(docs / "lanes.md")})) {
    write(target / page.path, page.text);
    actions += page.is_action ? 1 : 0;
  }
  std::cout << actions << " Actions\n";
  return 0;
} catch (std::exception const& e) {
  std::cerr << argv[0] << ": " << e.what() << '\n';
  return 1;
}
