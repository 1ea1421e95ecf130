// colb: sources of keys as data: bodies.
#pragma once

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <stdexcept>
#include <utility>

#include <fcntl.h>
#include <openssl/crypto.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/json/memory_resource.hpp>
#include <boost/json/parser.hpp>
#include <boost/json/value.hpp>

#include <colb/engine/share.hpp>
#include <colb/engine/source.hpp>
#include <colb/strings/dates.hpp>

namespace colb::inline COLB_ABI::inner {

COLB_DECL described_provider::~described_provider() {
  for (credentials& member : what_.members) {
    wipe(member.key);
    wipe(member.token);
  }
}

COLB_DECL asio::awaitable<issued_credentials> described_provider::issue() {
  throw std::logic_error("colb: this provider is a description; give it to a client");
  co_return issued_credentials{};
}

COLB_DECL std::string described_provider::name() const {
  switch (what_.kind) {
    case source_kind::environment:
      return "environment variables";
    case source_kind::profile:
      return what_.name.empty() ? std::string("profile") : "profile '" + what_.name + '\'';
    case source_kind::instance_role:
      return "instance role";
    case source_kind::assume_role:
      return "role " + what_.role.role_arn;
    case source_kind::web_identity:
      return "web identity";
    case source_kind::process:
      return "process";
    case source_kind::uri:
      return "credentials URI";
    case source_kind::chain:
      return "chain";
  }
  return {};
}

// ---- the machine

COLB_DECL world::file read_whole_file(std::string const& path) {
  world::file out;
  constexpr std::size_t most = 1 << 20;
  int const fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) {
    out.there = errno != ENOENT && errno != ENOTDIR;
    if (out.there) out.problem = std::strerror(errno);
    return out;
  }
  out.there = true;
  struct stat about {};
  if (::fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)) {
    out.problem = "it is not a regular file";
  } else if (about.st_size > static_cast<off_t>(most)) {
    out.problem = "it is larger than 1 MiB";
  } else {
    // One allocation: a text that grows leaves copies behind.
    out.text.resize(static_cast<std::size_t>(about.st_size));
    std::size_t have = 0;
    while (have < out.text.size()) {
      auto const got = ::read(fd, out.text.data() + have, out.text.size() - have);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) out.problem = std::strerror(errno);
      if (got <= 0) break;
      have += static_cast<std::size_t>(got);
    }
    out.text.resize(have);
  }
  ::close(fd);
  return out;
}

COLB_DECL world const& world::real() {
  static world const machine{[](std::string const& name) -> std::optional<std::string> {
                               char const* const value = std::getenv(name.c_str());
                               if (!value) return std::nullopt;
                               return std::string(value);
                             },
                             &read_whole_file};
  return machine;
}

COLB_DECL file_stamp stamp_of(std::string const& path) {
  file_stamp out;
  out.path = path;
  struct stat about {};
  if (::stat(path.c_str(), &about) != 0) return out;
  out.there = true;
  out.inode = static_cast<std::uint64_t>(about.st_ino);
  out.device = static_cast<std::uint64_t>(about.st_dev);
  out.size = static_cast<std::int64_t>(about.st_size);
  out.seconds = static_cast<std::int64_t>(about.st_mtim.tv_sec);
  out.nanoseconds = static_cast<std::int64_t>(about.st_mtim.tv_nsec);
  return out;
}

// ---- texts

COLB_DECL void wipe(std::string& text) noexcept {
  if (text.capacity() > 0) {
    // The bytes behind the end may hold what stood there before.
    OPENSSL_cleanse(text.data(), text.size());
  }
  text.clear();
}

COLB_DECL void wipe(issued_credentials& keys) noexcept {
  wipe(keys.key);
  wipe(keys.token);
  keys.id.clear();
}

COLB_DECL std::optional<std::string> non_empty(world const& of, std::string const& name) {
  auto value = of.variable(name);
  if (value && value->empty()) return std::nullopt;
  return value;
}

COLB_DECL bool is_switched_on(world const& of, std::string const& name) {
  auto value = of.variable(name).value_or(std::string());
  std::ranges::transform(value, value.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return value == "true" || value == "1";
}

COLB_DECL std::string home_of(world const& of) { return of.variable("HOME").value_or(std::string()); }

COLB_DECL std::optional<std::vector<std::string>> split_words(std::string_view command) {
  std::vector<std::string> words;
  std::string word;
  bool in_word = false;
  char quote = 0;
  for (std::size_t i = 0; i < command.size(); ++i) {
    char const c = command[i];
    if (c == '\0') return std::nullopt;
    if (quote == '\'') {
      if (c == '\'')
        quote = 0;
      else
        word += c;
    } else if (quote == '"') {
      if (c == '"') {
        quote = 0;
      } else if (c == '\\' && i + 1 < command.size() &&
                 std::string_view("\"\\$`\n").find(command[i + 1]) != std::string_view::npos) {
        if (command[++i] != '\n') word += command[i];
      } else {
        word += c;
      }
    } else if (c == '\'' || c == '"') {
      quote = c;
      in_word = true;
    } else if (c == '\\') {
      if (i + 1 == command.size()) return std::nullopt;
      if (command[++i] != '\n') {
        word += command[i];
        in_word = true;
      }
    } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      if (in_word) words.push_back(std::exchange(word, std::string()));
      in_word = false;
    } else {
      word += c;
      in_word = true;
    }
  }
  if (quote) return std::nullopt;
  if (in_word) words.push_back(std::move(word));
  return words;
}

COLB_DECL std::string_view trimmed_line(std::string_view text) {
  auto const blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

COLB_DECL std::optional<std::vector<ini_section>> parse_ini(std::string_view text) {
  std::vector<ini_section> out;
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  while (!text.empty()) {
    auto const end = std::min(text.find('\n'), text.size());
    std::string_view const line = trimmed_line(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line.front() == '#' || line.front() == ';') continue;
    if (line.front() == '[') {
      if (line.back() != ']' || line.size() < 3) return std::nullopt;
      out.push_back({std::string(trimmed_line(line.substr(1, line.size() - 2))), {}});
      continue;
    }
    auto const equals = line.find('=');
    if (equals == line.npos || out.empty()) continue;
    std::string_view const key = trimmed_line(line.substr(0, equals));
    std::string_view const value = trimmed_line(line.substr(equals + 1));
    if (!key.empty() && !value.empty()) out.back().entries.emplace_back(key, value);
  }
  return out;
}

/// Overwrites what it takes back.
class wiping_resource final : public boost::json::memory_resource {
 private:
  // Not by the alignment: Boost.JSON 1.81 names another one when it gives memory back, and never wants more
  // than the usual.
  void* do_allocate(std::size_t size, std::size_t) override { return ::operator new(size); }
  void do_deallocate(void* at, std::size_t size, std::size_t) override {
    OPENSSL_cleanse(at, size);
    ::operator delete(at);
  }
  bool do_is_equal(boost::json::memory_resource const& other) const noexcept override {
    return this == &other;
  }
};

struct json_object::tree {
  wiping_resource memory{};
  boost::json::value value{};
};

COLB_DECL json_object::json_object(std::shared_ptr<tree const> whole, void const* at)
    : whole_(std::move(whole)), at_(at) {}
COLB_DECL json_object::json_object(json_object&&) noexcept = default;
COLB_DECL json_object& json_object::operator=(json_object&&) noexcept = default;
COLB_DECL json_object::~json_object() = default;

COLB_DECL std::optional<json_object> json_object::parse(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  auto whole = share<tree>();
  boost::json::parse_options how;
  how.max_depth = 32;
  boost::json::error_code failed;
  boost::json::parser reader(boost::json::storage_ptr(&whole->memory), how);
  reader.reset(boost::json::storage_ptr(&whole->memory));
  reader.write(text.data(), text.size(), failed);
  if (failed) return std::nullopt;
  boost::json::value parsed = reader.release();
  if (!parsed.is_object()) return std::nullopt;
  // The same storage, so that nothing is copied.
  auto* const at = new (&whole->value) boost::json::value(std::move(parsed));
  return json_object(whole, &at->get_object());
}

COLB_DECL boost::json::value const* member_of(void const* object, std::string_view name) {
  return static_cast<boost::json::object const*>(object)->if_contains(
      boost::json::string_view(name.data(), name.size()));
}

COLB_DECL std::optional<std::string> json_object::text(std::string_view name) const {
  auto const* const found = member_of(at_, name);
  if (!found) return std::nullopt;
  if (auto const* const s = found->if_string()) return std::string(s->data(), s->size());
  if (auto const* const i = found->if_int64()) return std::to_string(*i);
  if (auto const* const u = found->if_uint64()) return std::to_string(*u);
  if (auto const* const b = found->if_bool()) return std::string(*b ? "true" : "false");
  return std::nullopt;
}

COLB_DECL std::optional<std::int64_t> json_object::number(std::string_view name) const {
  auto const* const found = member_of(at_, name);
  if (!found) return std::nullopt;
  if (auto const* const i = found->if_int64()) return *i;
  if (auto const* const d = found->if_double(); d && *d > -1e15 && *d < 1e15)
    return static_cast<std::int64_t>(*d);
  if (auto const* const s = found->if_string()) {
    std::int64_t value = 0;
    auto const [end, ec] = std::from_chars(s->data(), s->data() + s->size(), value);
    if (ec == std::errc() && end == s->data() + s->size() && !s->empty()) return value;
  }
  return std::nullopt;
}

COLB_DECL bool json_object::has(std::string_view name) const { return member_of(at_, name) != nullptr; }

COLB_DECL std::optional<json_object> json_object::object(std::string_view name) const {
  auto const* const found = member_of(at_, name);
  if (!found || !found->is_object()) return std::nullopt;
  return json_object(whole_, &found->get_object());
}

COLB_DECL std::vector<json_object> json_object::list(std::string_view name) const {
  std::vector<json_object> out;
  auto const* const found = member_of(at_, name);
  if (!found || !found->is_array()) return out;
  for (auto const& each : found->get_array()) {
    if (each.is_object()) out.push_back(json_object(whole_, &each.get_object()));
  }
  return out;
}

COLB_DECL std::optional<std::chrono::system_clock::time_point> parse_iso_time(std::string_view text) {
  auto const digits = [&](std::size_t at, std::size_t count) -> int {
    int value = 0;
    if (text.size() < at + count) return -1;
    for (std::size_t i = at; i < at + count; ++i) {
      if (text[i] < '0' || text[i] > '9') return -1;
      value = value * 10 + (text[i] - '0');
    }
    return value;
  };
  if (text.size() < 20 || text[4] != '-' || text[7] != '-' || (text[10] != 'T' && text[10] != ' ') ||
      text[13] != ':' || text[16] != ':') {
    return std::nullopt;
  }
  int const year = digits(0, 4), month = digits(5, 2), day = digits(8, 2);
  int const hour = digits(11, 2), minute = digits(14, 2), second = digits(17, 2);
  if (year < 0 || month < 0 || day < 0 || hour < 0 || minute < 0 || second < 0) return std::nullopt;
  std::chrono::year_month_day const date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (year < 1970 || !date.ok() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  std::size_t at = 19;
  if (at < text.size() && text[at] == '.') {
    for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9';) ++at;
  }
  std::chrono::minutes offset{0};
  if (at + 1 == text.size() && text[at] == 'Z') {
  } else if (at + 6 == text.size() && (text[at] == '+' || text[at] == '-') && text[at + 3] == ':') {
    int const hours = digits(at + 1, 2), minutes = digits(at + 4, 2);
    if (hours < 0 || minutes < 0 || hours > 14 || minutes > 59) return std::nullopt;
    offset = std::chrono::minutes(hours * 60 + minutes) * (text[at] == '+' ? 1 : -1);
  } else {
    return std::nullopt;
  }
  return clock_time(std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
                    std::chrono::seconds(second) - offset);
}

COLB_DECL bool is_key_text(std::string_view text) noexcept {
  return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7f; });
}

COLB_DECL std::string why_not_keys(issued_credentials const& keys) {
  if (keys.id.empty()) return "the id is missing";
  if (keys.key.empty()) return "the key is missing";
  for (auto const& [what, text] : {std::pair("id", &keys.id), {"key", &keys.key}, {"token", &keys.token}}) {
    if (text->size() > 16 * 1024) return std::string("the ") + what + " is longer than 16 KiB";
    if (!is_key_text(*text))
      return std::string("the ") + what + " holds line breaks or other characters that keys do not have";
  }
  return {};
}

}  // namespace colb::inline COLB_ABI::inner
