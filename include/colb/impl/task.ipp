// colb: the bodies of task.hpp.
#pragma once

#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <colb/codec/percent.hpp>
#include <colb/engine/task_handle.hpp>
#include <colb/error.hpp>
#include <colb/strings/hex.hpp>

namespace colb::inline COLB_ABI {

namespace task_text {

/// As in a query, but for "~": a shell expands it after a colon.
inline void append(std::string& out, std::string_view part) {
  out += ':';
  std::size_t const from = out.size();
  inner::append_percent_encoded(out, part);
  for (auto at = out.find('~', from); at != out.npos; at = out.find('~', at)) out.replace(at, 1, "%7E");
}

}  // namespace task_text

COLB_DECL std::string to_string(task const& task) {
  std::size_t length = 5;
  for (std::size_t const part :
       {task.service.size(), task.version.size(), task.region.size(), task.action.size()})
    length += 1 + part;
  for (std::string const& id : task.ids) length += 1 + id.size();
  std::string out;
  out.reserve(length);
  out += "colb1";
  for (std::string_view part : {std::string_view(task.service), std::string_view(task.version),
                                std::string_view(task.region), std::string_view(task.action)}) {
    task_text::append(out, part);
  }
  for (std::string const& id : task.ids) task_text::append(out, id);
  return out;
}

COLB_DECL task task::parse(std::string_view text) {
  auto const refuse = [] {
    inner::error_info info;
    info.condition = condition::invalid_request;
    info.detail =
        "this text is not a task: give what colb::to_string(task) wrote "
        "(colb1:service:version:region:Action:id)";
    throw error(std::move(info));
  };
  std::vector<std::string> parts(1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ':') {
      parts.emplace_back();
    } else if (text[i] != '%') {
      parts.back() += text[i];
    } else {
      int const high = i + 2 < text.size() ? inner::hex_digit_value(text[i + 1]) : -1;
      int const low = i + 2 < text.size() ? inner::hex_digit_value(text[i + 2]) : -1;
      if (high < 0 || low < 0) refuse();
      parts.back() += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  if (parts.size() < 5 || parts[0] != "colb1" || parts[1].empty() || parts[4].empty()) refuse();
  return {std::move(parts[1]), std::move(parts[2]), std::move(parts[3]), std::move(parts[4]),
          std::vector<std::string>(std::make_move_iterator(parts.begin() + 5),
                                   std::make_move_iterator(parts.end()))};
}

}  // namespace colb::inline COLB_ABI
