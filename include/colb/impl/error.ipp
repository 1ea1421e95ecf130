// colb: the bodies of error.hpp.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <system_error>

#include <colb/error.hpp>
#include <colb/task.hpp>

namespace colb::inline COLB_ABI {

namespace inner {

COLB_DECL char const* sentence(condition c) {
  switch (c) {
    case condition::authentication:
      return "the credentials or the signature were refused";
    case condition::permission:
      return "the credentials may not do this";
    case condition::throttled:
      return "too many requests";
    case condition::quota_exceeded:
      return "a quota is used up";
    case condition::not_found:
      return "it does not exist";
    case condition::conflict:
      return "the resource is busy or in the wrong state";
    case condition::invalid_request:
      return "the request is wrong";
    case condition::insufficient_balance:
      return "the account's balance is too low";
    case condition::sold_out:
      return "sold out";
    case condition::unavailable:
      return "the service is unavailable";
    case condition::unsupported:
      return "not supported here";
    case condition::task_failed:
      return "the task failed";
    case condition::timed_out:
      return "timed out";
    case condition::outcome_unknown:
      return "it is unknown whether the change happened";
    case condition::malformed_response:
      return "the answer is malformed";
    case condition::cancelled:
      return "cancelled";
    case condition::dns:
      return "the host name was not resolved";
    case condition::tls:
      return "TLS failed";
    case condition::partial_success:
      return "done for some of the resources only";
    case condition::proxy:
      return "the proxy did not connect";
  }
  return "unknown condition";
}

class condition_category_t final : public std::error_category {
 public:
  char const* name() const noexcept override { return "colb.condition"; }
  std::string message(int value) const override { return sentence(static_cast<condition>(value)); }
};

COLB_DECL std::error_category const& condition_category() {
  static condition_category_t const category;
  return category;
}

class error_category_t final : public std::error_category {
 public:
  char const* name() const noexcept override { return "colb"; }
  std::string message(int value) const override {
    std::string text = sentence(static_cast<condition>(value & 0xff));
    bool const says_so = (value & 0xff) == static_cast<int>(condition::outcome_unknown);
    if ((value & also_outcome_unknown) && !says_so) {
      text += "; ";
      text += sentence(condition::outcome_unknown);
    }
    return text;
  }
  bool equivalent(int value, std::error_condition const& other) const noexcept override {
    if (other.category() == condition_category()) {
      return other.value() == (value & 0xff) ||
             ((value & also_outcome_unknown) &&
              other.value() == static_cast<int>(condition::outcome_unknown));
    }
    if (other == std::errc::timed_out) return (value & 0xff) == static_cast<int>(condition::timed_out);
    if (other == std::errc::operation_canceled)
      return (value & 0xff) == static_cast<int>(condition::cancelled);
    return false;
  }
};

COLB_DECL std::error_category const& error_category() {
  static error_category_t const category;
  return category;
}

/// The next character of a text in UTF-8: its bytes and its number; one byte and nothing where it is not
/// valid.
struct character {
  std::size_t size;
  std::uint32_t number;
  bool valid;
};
COLB_DECL character character_at(std::string_view text, std::size_t at) {
  auto const byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  unsigned const first = byte(at);
  if (first < 0x80) return {1, first, true};
  std::size_t const size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || at + size > text.size()) return {1, 0, false};
  std::uint32_t number = first & (0x7fu >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(at + i) & 0xc0) != 0x80) return {1, 0, false};
    number = number << 6 | (byte(at + i) & 0x3fu);
  }
  constexpr std::uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  bool const valid = number >= least[size] && number <= 0x10ffff && (number < 0xd800 || number > 0xdfff);
  return valid ? character{size, number, true} : character{1, 0, false};
}

/// Whether a terminal or a log would do something else with it than show it: control characters, separators
/// of lines, marks that turn the direction of writing.
COLB_DECL bool is_unsafe_to_print(std::uint32_t c) {
  return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x061c || c == 0x200e || c == 0x200f || c == 0xfeff ||
         (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

COLB_DECL std::string printable(std::string_view text, std::size_t most) {
  std::string out;
  out.reserve(std::min(text.size(), most));
  for (std::size_t at = 0; at < text.size();) {
    character const c = character_at(text, at);
    if (out.size() + c.size > most) {
      out += "…";
      break;
    }
    if (!c.valid) {
      out += "\xef\xbf\xbd";
    } else if (is_unsafe_to_print(c.number)) {
      out += ' ';
    } else {
      out += text.substr(at, c.size);
    }
    at += c.size;
  }
  return out;
}

COLB_DECL std::string describe_error(error_info const& info) {
  // What comes from outside is as long as it likes.
  constexpr std::size_t most_of_one = 500;
  constexpr std::size_t most_of_detail = 1000;
  constexpr std::size_t most_of_all = 4000;
  auto const bounded = [](std::string_view text) { return printable(text, most_of_one); };
  std::string text = info.action.empty() ? std::string("colb") : bounded(info.action);
  text += ": ";
  if (!info.vendor_code.empty()) {
    text += bounded(info.vendor_code);
    if (!info.vendor_message.empty()) {
      text += ": ";
      text += bounded(info.vendor_message);
    }
    text += " [";
    text += sentence(info.condition);
    text += ']';
  } else {
    text += sentence(info.condition);
  }
  if (!info.detail.empty()) {
    text += ": ";
    text += printable(info.detail, most_of_detail);
  }
  for (outcome const& one : info.outcomes) {
    if (one.ok() || text.size() > most_of_all) continue;
    text += "; ";
    text += bounded(one.resource) + ": " + bounded(one.code);
    if (!one.message.empty()) text += ": " + bounded(one.message);
  }
  if (info.outcome_unknown && info.condition != condition::outcome_unknown) {
    text += "; ";
    text += sentence(condition::outcome_unknown);
  }
  std::string facts;
  auto const add = [&facts](std::string const& fact) {
    facts += facts.empty() ? " (" : ", ";
    facts += fact;
  };
  if (info.http_status != 0 && info.http_status != 200) add("HTTP " + std::to_string(info.http_status));
  if (!info.request_id.empty()) add("request " + bounded(info.request_id));
  if (info.attempts > 1) add(std::to_string(info.attempts) + " attempts");
  if (info.task) add("task " + to_string(*info.task));
  if (!facts.empty()) facts += ')';
  return text + facts;
}

}  // namespace inner

COLB_DECL error const* get_error(std::exception_ptr const& failure) noexcept {
  if (!failure) return nullptr;
  try {
    std::rethrow_exception(failure);
  } catch (error const& e) {
    return &e;
  } catch (...) {
    return nullptr;
  }
}

}  // namespace colb::inline COLB_ABI
