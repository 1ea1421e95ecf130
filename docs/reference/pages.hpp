// colb: the reference of all Actions, made from colb's own tables.
#pragma once

#include <string>
#include <vector>

namespace reference {

struct page {
  std::string path{};  ///< Below the folder of the reference: `tencent-clb/CreateListener.md`.
  std::string text{};  ///< Markdown.
  bool is_action = false;
};

/// What stands beside the tables.
struct sources {
  std::string coverage{};  ///< The text of docs/emulator-coverage.md.
  std::string lanes{};     ///< Likewise docs/lanes.md.
};

/// A page for each Action, and for each service one of its data types and one that lists all (`index.md`).
std::vector<page> make_pages(sources const& from);

}  // namespace reference
