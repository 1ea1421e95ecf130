// colb: how error tables are read, and what the words of codes mean everywhere.
#pragma once

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <string>
#include <vector>

#include <colb/resilience/meaning.hpp>

namespace colb::inline COLB_ABI::inner {

namespace error_words {

inline char lowered(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
inline bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
inline bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
inline bool is_word(char c) { return is_upper(c) || is_lower(c) || (c >= '0' && c <= '9'); }

/// The words of a code or a message, in lower case.
inline std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  auto const end_word = [&] {
    if (word.empty()) return;
    if (!words.empty() && words.back() == "load" && word.starts_with("balanc")) {
      words.back() += word;
    } else {
      words.push_back(word);
    }
    word.clear();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    char const c = text[i];
    if (c == '\'') continue;  // doesn't
    if (!is_word(c)) {
      end_word();
      continue;
    }
    bool const after_small = i > 0 && is_upper(c) && !is_upper(text[i - 1]);
    bool const ends_capitals =
        i > 0 && is_upper(c) && is_upper(text[i - 1]) && i + 1 < text.size() && is_lower(text[i + 1]);
    if (after_small || ends_capitals) end_word();
    word += lowered(c);
  }
  end_word();
  return words;
}

inline bool word_fits(std::string const& word, std::string_view wanted) {
  if (wanted.ends_with('*')) return word.starts_with(wanted.substr(0, wanted.size() - 1));
  return word == wanted;
}

/// Whether the phrase stands in the words from `at` on; the first word of it just there.
inline bool stands_at(std::vector<std::string> const& words, std::size_t at, std::string_view phrase) {
  while (!phrase.empty()) {
    auto const blank = std::min(phrase.find(' '), phrase.size());
    std::string_view const wanted = phrase.substr(0, blank);
    phrase.remove_prefix(std::min(blank + 1, phrase.size()));
    if (wanted == "~") {
      for (; at <= words.size(); ++at) {
        if (stands_at(words, at, phrase)) return true;
      }
      return false;
    }
    if (at >= words.size() || !word_fits(words[at], wanted)) return false;
    ++at;
  }
  return true;
}

inline bool holds(std::string_view text, std::vector<std::string> const& words, std::string_view phrases) {
  while (!phrases.empty()) {
    auto const bar = std::min(phrases.find('|'), phrases.size());
    std::string_view const phrase = phrases.substr(0, bar);
    phrases.remove_prefix(std::min(bar + 1, phrases.size()));
    if (phrase.empty()) continue;
    if (std::ranges::any_of(phrase, [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) {
      if (text.find(phrase) != text.npos) return true;
      continue;
    }
    for (std::size_t at = 0; at < words.size(); ++at) {
      if (stands_at(words, at, phrase)) return true;
    }
  }
  return false;
}

/// A text with its words, which are looked at for many rows.
struct looked_at {
  std::string_view text;
  std::vector<std::string> words;
  explicit looked_at(std::string_view of) : text(of), words(words_of(of)) {}
};

inline bool same(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return lowered(x) == lowered(y); });
}

inline bool code_fits(looked_at const& code, std::string_view pattern) {
  if (pattern == "*") return true;
  if (pattern.starts_with('~')) return holds(code.text, code.words, pattern.substr(1));
  if (pattern.ends_with(".*")) {
    std::string_view const family = pattern.substr(0, pattern.size() - 2);
    return same(code.text.substr(0, family.size()), family) &&
           (code.text.size() == family.size() || code.text[family.size()] == '.');
  }
  if (pattern.ends_with('*')) {
    std::string_view const beginning = pattern.substr(0, pattern.size() - 1);
    return same(code.text.substr(0, beginning.size()), beginning);
  }
  return same(code.text, pattern);
}

inline meaning const* first_fit(std::span<error_rule const> rules, looked_at const& code,
                                looked_at const& message) {
  for (error_rule const& rule : rules) {
    if (!code_fits(code, rule.code)) continue;
    if (!rule.message.empty() && !holds(message.text, message.words, rule.message)) continue;
    return &rule.means;
  }
  return nullptr;
}

/// Words that mean the same wherever codes are built of them. A vendor's own table comes before it.
inline std::span<error_rule const> common() {
  using c = colb::condition;
  using p = passing;
  static constexpr error_rule rules[] = {
      {"~access key*|accesskey*|secret id*|secret key|security token*|sts token*|signature*|credential*|"
       "timestamp*|time stamp*|nonce*|auth failure|authentication*|unauthenticated|token expired|expired "
       "token",
       {c::authentication}},
      {"~throttl*|rate limit*|request limit exceed*|too many requests|too frequent*|too fast|too quickly|"
       "flow control*|request*frequen*|frequency limit*|qps limit*|qps exceed*|slow down",
       {c::throttled, p::throttled}},
      {"~insufficient balance|balance insufficient|balance ~ insufficient|insufficient ~ balance|"
       "enough balance|balance ~ not enough|balance not enough|balance ~ low|account balance|balance|arrear*|"
       "overdue|unpaid|owe|owed|owing|insufficient fund*|enough money|insufficient money|cash ~ insufficient",
       {c::insufficient_balance}},
      {"~sold out|soldout|out of stock|no stock|stock|insufficient resource*|resource* insufficient|"
       "resource* not ~ enough|not enough resource*|resource* not availab*|resource* exhaust*|ip exhaust*|"
       "available ip not exist*|no available ip|not on sale|halt sales|resource limit",
       {c::sold_out}},
      {"~quota*|over limit|limit exceed*|exceed limit|limit over|exceeds limit|over quota",
       {c::quota_exceeded}},
      {"~internal error|internal server error|internal invoke error|internal failure|internal exception|"
       "system error|system exception|server error|unknown error",
       {c::unavailable, p::broke}},
      {"~system busy|service busy|server busy|system ~ busy", {c::unavailable, p::busy}},
      {"~processing|configuring|cloning|operating|in progress|being configured|being processed|being "
       "modified|"
       "concurrent modif*|concurrent operat*|concurrency conflict|locked by|task conflict|is doing|is busy|"
       "resource busy|operation busy|busy",
       {c::conflict, p::busy}},
      {"~not found|notfound|not exist*|notexist*|no exist|nonexist*|no such|doesnt exist|missing resource",
       {c::not_found}},
      {"~already|exist*|conflict*|in use|inuse|being used|is using|is used|still "
       "used|occupied|refered|referred|"
       "referenced|binded|is bound|dependency violation|incorrect ~ status|incorrect status|invalid ~ status|"
       "invalid status|invalid state*|status error|not active|isolated|locked|protection",
       {c::conflict}},
      {"~unauthorized|not authorized|no permission|permission*|denied for|access denied|not ~ "
       "owner|forbidden|"
       "forbbiden|fobidden|no privilege|whitelist|white list|blacklist|not in whitelist",
       {c::permission}},
      {"~not support*|no longer support*|unsupport*|not allowed|not available|only ~ support|support ~ only|"
       "not implement*|offline|no such action|no such version",
       {c::unsupported}},
      {"~invalid*|illegal*|missing|malformed|mismatch*|miss match|not match*|duplicate*|bad args|bad request|"
       "required|empty|too long|too short|too large|too many|not equal|not same|inconsist*|out of "
       "range|format*|"
       "length|unknown parameter*",
       {c::invalid_request}},
      {"~unavailable|service unavailable|not reachable|unreachable", {c::unavailable}},
      {"~timeout|time out|timed out", {c::unavailable, p::broke}},
      {"~denied|deny|refused|rejected", {c::permission}},
  };
  return rules;
}

inline meaning by_status(int http_status) {
  using c = colb::condition;
  switch (http_status) {
    case 401:
      return {c::authentication};
    case 402:
      return {c::insufficient_balance};
    case 403:
      return {c::permission};
    case 404:
    case 410:
      return {c::not_found};
    case 409:
    case 423:
      return {c::conflict};
    case 429:
      return {c::throttled, passing::throttled};
    case 501:
    case 505:
      return {c::unsupported};
    default:
      break;
  }
  // A timeout of the server's (408) is no wrong request.
  if (http_status >= 400 && http_status < 500 && http_status != 408) return {c::invalid_request};
  return {c::unavailable};
}

}  // namespace error_words

COLB_DECL bool holds_phrase(std::string_view text, std::string_view phrases) {
  return error_words::holds(text, error_words::words_of(text), phrases);
}

COLB_DECL meaning meaning_of(std::span<error_rule const> vendor, std::string_view code,
                             std::string_view message, int http_status) {
  error_words::looked_at const of(code);
  error_words::looked_at const says(message);
  if (meaning const* const found = error_words::first_fit(vendor, of, says)) return *found;
  if (meaning const* const found = error_words::first_fit(error_words::common(), of, says)) return *found;
  return error_words::by_status(http_status);
}

}  // namespace colb::inline COLB_ABI::inner
