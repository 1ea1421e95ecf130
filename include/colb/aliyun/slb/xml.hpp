// colb: as much of XML as it takes to quote an error.
#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <colb/version.hpp>

namespace colb::inline COLB_ABI::aliyun::slb::detail {

/// Whether a body is markup: what is neither JSON nor empty of it begins with `<`.
inline bool is_xml(std::string_view body) {
  if (body.starts_with("\xEF\xBB\xBF")) body.remove_prefix(3);
  auto const first = body.find_first_not_of(" \t\r\n");
  return first != body.npos && body[first] == '<';
}

/// The five named entities, and ASCII characters by number; anything else stays as it is.
inline std::string xml_unescaped(std::string_view text) {
  constexpr std::pair<std::string_view, char> entities[] = {
      {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
  std::string out;
  while (!text.empty()) {
    if (text.front() == '&') {
      bool known = false;
      for (auto const& [name, character] : entities) {
        if (!text.starts_with(name)) continue;
        out += character;
        text.remove_prefix(name.size());
        known = true;
        break;
      }
      if (known) continue;
      if (text.starts_with("&#")) {
        bool const hex = text.starts_with("&#x");
        unsigned number = 0;
        auto const* const begin = text.data() + (hex ? 3 : 2);
        auto const* const end = text.data() + text.size();
        auto const [stop, error] = std::from_chars(begin, end, number, hex ? 16 : 10);
        if (error == std::errc{} && stop != end && *stop == ';' && number > 0 && number < 0x80) {
          out += static_cast<char>(number);
          text.remove_prefix(static_cast<std::size_t>(stop + 1 - text.data()));
          continue;
        }
      }
    }
    out += text.front();
    text.remove_prefix(1);
  }
  return out;
}

/// The text of the first element of that name, trimmed; empty when there is none. Safe on any input.
inline std::string xml_text(std::string_view body, std::string_view element) {
  std::string const open = '<' + std::string(element) + '>';
  auto begin = body.find(open);
  if (begin == body.npos) return {};
  begin += open.size();
  auto const end = body.find("</" + std::string(element), begin);
  if (end == body.npos) return {};
  std::string_view text = body.substr(begin, end - begin);
  if (text.starts_with("<![CDATA[") && text.ends_with("]]>"))
    return std::string(text.substr(9, text.size() - 12));
  auto const first = text.find_first_not_of(" \t\r\n");
  if (first == text.npos) return {};
  return xml_unescaped(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

/// The name of the outermost element, at most 64 characters of it; `?` when there is none.
inline std::string xml_root(std::string_view body) {
  for (std::size_t at = body.find('<'); at != body.npos; at = body.find('<', at + 1)) {
    std::string_view const rest = body.substr(at + 1, 64);
    if (rest.empty() || rest.front() == '?' || rest.front() == '!' || rest.front() == '/') continue;
    std::string_view const name = rest.substr(0, rest.find_first_of(" \t\r\n/>"));
    if (!name.empty()) return std::string(name);
  }
  return "?";
}

}  // namespace colb::inline COLB_ABI::aliyun::slb::detail
