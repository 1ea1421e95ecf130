// colb: what a parameter may be, as data: one table for each API, looked up by Action or type and field.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>

#include <colb/config.hpp>

namespace colb::inline COLB_ABI::inner::emu {

/// Which characters a text is of.
enum class alphabet : std::uint8_t {
  ascii,
  wide  ///< Characters beyond ASCII too, such as Chinese ones.
};

/// Which characters there may be: `a-z0-9._-` (a hyphen that is meant comes last).
struct spelling {
  std::string_view letters{};  ///< Empty: any.
  std::string_view first{};    ///< Of the first one; empty: the same.
  alphabet beyond = alphabet::ascii;
  std::string_view also{};  ///< A text that is allowed whatever it looks like.
};

/// One documented limit of one field. Of a list of values each element has to keep it, `items` aside.
struct limit {
  enum class kind : std::uint8_t {
    range,   ///< Integers, and numbers that the API takes as text.
    length,  ///< Characters of text (not bytes), and which ones they may be.
    items,   ///< Elements of a list.
    words,   ///< The values there are, of text or integers.
    time     ///< Text of a day that there is and a time of day.
  };
  enum class match : std::uint8_t {
    exact,
    any_case,        ///< Upper or lower case.
    comma_separated  ///< Several of the words, separated by commas.
  };

  static constexpr std::int64_t unlimited = std::numeric_limits<std::int64_t>::max();
  static constexpr std::int64_t none = std::numeric_limits<std::int64_t>::min();
  static constexpr auto exact = match::exact;
  static constexpr auto any_case = match::any_case;
  static constexpr auto comma_separated = match::comma_separated;
  static constexpr auto ascii = emu::alphabet::ascii;
  static constexpr auto wide = emu::alphabet::wide;
  /// Reasons of rows that the catalogs have no numbers for.
  static constexpr std::string_view described = "the field's description";
  static constexpr std::string_view ports = "ports of TCP and UDP";

  std::string_view of;     ///< Action or type.
  std::string_view field;  ///< Its wire name.
  limit::kind what;
  std::int64_t low = 0;
  std::int64_t high = unlimited;
  std::int64_t also = none;   ///< range: a number outside that is allowed.
  std::string_view values{};  ///< words: separated by `|`.
  limit::match how = match::exact;
  emu::spelling spelled{};
  std::string_view reason{};  ///< Empty: the catalog states it.
  std::string_view code{};    ///< What it is refused with; empty: as the API refuses such values.

  constexpr limit as(std::string_view own_code) const {
    auto row = *this;
    row.code = own_code;
    return row;
  }
  static constexpr limit between(std::string_view of, std::string_view field, std::int64_t low,
                                 std::int64_t high, std::int64_t also = none, std::string_view reason = {}) {
    return {of, field, kind::range, low, high, also, {}, match::exact, {}, reason, {}};
  }
  static constexpr limit characters(std::string_view of, std::string_view field, std::int64_t low,
                                    std::int64_t high, emu::spelling spelled = {},
                                    std::string_view reason = {}) {
    return {of, field, kind::length, low, high, none, {}, match::exact, spelled, reason, {}};
  }
  static constexpr limit items(std::string_view of, std::string_view field, std::int64_t low,
                               std::int64_t high, std::string_view reason = {}) {
    return {of, field, kind::items, low, high, none, {}, match::exact, {}, reason, {}};
  }
  static constexpr limit words(std::string_view of, std::string_view field, std::string_view values,
                               limit::match how = match::exact, std::string_view reason = {}) {
    return {of, field, kind::words, 0, 0, none, values, how, {}, reason, {}};
  }
  static constexpr limit time(std::string_view of, std::string_view field) {
    return {of, field, kind::time, 0, 0, none, {}, match::exact, {}, described, {}};
  }
};

/// What the coverage page says of an Action beside its limits.
struct note {
  std::string_view action;
  std::string_view text;
};

/// Whether a text consists of such characters.
bool is_spelled(std::string_view text, spelling const& how);
/// Whether a word is one of `a|b|c`, in the given sense.
bool is_word(std::string_view text, limit const& of);

/// The limits of one Action or type; rows of the same field stand together.
std::span<limit const> limits_of(std::span<limit const> sorted, std::string_view action_or_type);

/// For people: `1 to 60 characters`, `OPEN, INTERNAL`.
std::string text_of(limit const& limit);

}  // namespace colb::inline COLB_ABI::inner::emu
