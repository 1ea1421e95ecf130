// colb: what the headers say about their structs and fields.
#include "docstrings.hpp"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <string_view>
#include <vector>

namespace reference {

namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front()))) text.remove_prefix(1);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back()))) text.remove_suffix(1);
  return text;
}

std::string_view word_at_end(std::string_view text) {
  auto const is_part = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; };
  std::size_t begin = text.size();
  while (begin > 0 && is_part(text[begin - 1])) --begin;
  return text.substr(begin);
}

/// The name of the field that a line declares; empty when it declares none.
std::string_view declared(std::string_view line) {
  if (!line.ends_with(';') || line.starts_with("using ") || line.starts_with("return ")) return {};
  line.remove_suffix(1);
  if (line.ends_with("{}")) line.remove_suffix(2);
  std::string_view name = word_at_end(line);
  if (name.size() == line.size()) return {};  // no type before it
  if (name.ends_with('_')) name.remove_suffix(1);
  return name;
}

/// Reads one header line by line.
class reader {
 public:
  reader(std::string_view header, docstrings& into) : header_(header), into_(into) {}

  void take(std::string_view line) {
    // Helpers there may be called like Actions.
    if (line.starts_with("namespace detail")) inside_detail_ = true;
    if (line.starts_with("}  // namespace detail")) inside_detail_ = false;
    if (inside_detail_) return;
    if (line.starts_with("///")) return take_comment(trimmed(line.substr(3)));
    std::string_view const rest = line.substr(0, line.find("///<"));
    if (rest.size() < line.size()) take_comment(trimmed(line.substr(rest.size() + 4)));
    take_code(trimmed(rest));
    comment_.clear();
  }

 private:
  void take_comment(std::string_view text) {
    if (text.empty()) {
      comment_ += "\n\n";
    } else {
      if (!comment_.empty() && !comment_.ends_with('\n')) comment_ += ' ';
      comment_ += text;
    }
  }

  void take_code(std::string_view line) {
    if (line.starts_with("struct ") && line.find('{') != line.npos) {
      open(line.substr(7, line.find_first_of(" {", 7) - 7));
      if (line.ends_with("};")) open_.pop_back();
    } else if (line == "};" && !open_.empty()) {
      open_.pop_back();
    } else if (!open_.empty()) {
      std::string_view const name = declared(line);
      if (!name.empty()) into_.structures[open_.back()].fields.emplace(name, comment_);
    }
  }

  void open(std::string_view name) {
    open_.push_back(open_.empty() ? std::string(name) : open_.back() + '.' + std::string(name));
    auto& structure = into_.structures[open_.back()];
    structure.text = comment_;
    structure.header = header_;
  }

  std::string header_;
  docstrings& into_;
  std::string comment_{};
  bool inside_detail_ = false;
  std::vector<std::string> open_{};
};

/// `// colb: listeners of Tencent CLB API 3.0.` is about `Listeners`.
std::string subject_of(std::string_view text) {
  std::string_view line = text.substr(0, text.find('\n'));
  line.remove_prefix(std::min(line.size(), std::string_view("// colb: ").size()));
  std::string subject(line.substr(0, line.find_first_of(".:")));
  for (std::string_view const of : {" of Tencent ", " of Alibaba ", " of Capital ", " at Capital "}) {
    subject.resize(std::min(subject.size(), subject.rfind(of)));
  }
  if (!subject.empty()) subject[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(subject[0])));
  return subject;
}

/// A statement that the layout broke over lines, in one.
std::string joined(std::string line, std::string_view& rest) {
  while (line.find("{") == line.npos && !line.ends_with(';') && line.find('<') != line.npos &&
         !rest.empty() && !line.starts_with("//") && !line.starts_with('#') &&
         !line.starts_with("template")) {
    auto const end = rest.find('\n');
    line += ' ' + std::string(trimmed(rest.substr(0, end)));
    rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
  }
  return line;
}

}  // namespace

docstrings read_docstrings(std::map<std::string, std::string> const& headers) {
  docstrings out;
  for (auto const& [name, text] : headers) {
    out.subjects[name] = subject_of(text);
    reader lines(name, out);
    std::string_view rest = text;
    while (!rest.empty()) {
      auto const end = rest.find('\n');
      std::string line(trimmed(rest.substr(0, end)));
      rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
      lines.take(joined(std::move(line), rest));
    }
  }
  return out;
}

}  // namespace reference
