// colb: where a vendor's document and today's service differ over what a request may hold, as data: one table
// for each API, looked up by Action or type and field.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include <colb/config.hpp>

namespace colb::inline COLB_ABI::inner::emu {

/// What an edition of an API makes of a parameter.
enum class presence : std::uint8_t { absent, optional, required };

/// A field that one edition knows and the other does not, or requires and the other does not; or an Action
/// that only one of them has.
struct difference {
  std::string_view of;     ///< Action or type.
  std::string_view field;  ///< Its name on the wire; empty: the Action itself.
  presence document;
  presence today;

  /// Only today's service has it.
  static constexpr difference todays(std::string_view of, std::string_view field = {}) {
    return {of, field, presence::absent, presence::optional};
  }
  /// Only the document has it.
  static constexpr difference documents(std::string_view of, std::string_view field = {}) {
    return {of, field, presence::optional, presence::absent};
  }
  /// The document requires it, today's service does not.
  static constexpr difference relaxed(std::string_view of, std::string_view field) {
    return {of, field, presence::required, presence::optional};
  }
  /// Today's service requires it, the document does not.
  static constexpr difference stricter(std::string_view of, std::string_view field) {
    return {of, field, presence::optional, presence::required};
  }
  /// Neither requires it, unlike other Actions' field of that name.
  static constexpr difference free(std::string_view of, std::string_view field) {
    return {of, field, presence::optional, presence::optional};
  }
};

/// How the two editions of an API differ.
struct editions {
  std::span<difference const> rows{};  ///< Sorted.
  /// The field that every Action requires unless a row says otherwise, though its struct does not: clients
  /// fill it in.
  std::string_view filled_in{};
};

}  // namespace colb::inline COLB_ABI::inner::emu
