// colb: members of a request that its struct does not have: where they belong, and how they are sent.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <colb/action.hpp>
#include <colb/engine/reflect.hpp>

namespace colb::inline COLB_ABI {

/// Whether a value may stand in a log.
enum class visibility : std::uint8_t { hidden, shown };

/// What lets an extra member's value be printed: `{"ProxyProtocol", true, colb::shown}`.
inline constexpr visibility shown = visibility::shown;

/// A member that a request's struct does not have.
struct extra_member {
  std::string name{};          ///< Its wire name, or a path such as `Targets.0.Tag`; lists count from 0.
  boost::json::value value{};  ///< A text, number, boolean, list or object; null: sent as such in JSON only.
  visibility print = visibility::hidden;  ///< Hidden: `<<` shows "***", and where the protocol has a choice,
                                          ///< it goes by POST.
};

namespace inner {

using extra_members = std::vector<extra_member>;
using flat_parameters = std::vector<std::pair<std::string, std::string>>;

/// Refuses members that the request has a field for, and those that have no place in it.
/// @throws colb::error (`condition::invalid_request`) that names the field.
void check_extra(std::string_view action, type_info const& type, void const* request,
                 extra_members const& extra);

/// Puts members into a request that was written as JSON.
/// @param mask whether hidden values become "***".
std::string merge_extra(std::string_view action, type_info const& type, void const* request,
                        extra_members const& extra, std::string_view text, bool mask);

/// Appends members to a request that was written as flat parameters, with lists numbered from `first_index`.
void append_extra(std::string_view action, type_info const& type, void const* request,
                  extra_members const& extra, std::size_t first_index, flat_parameters& to);

/// The members of an object as flat parameters, under its own keys. Null and what is empty is left out.
void append_flat(boost::json::object const& members, std::size_t first_index, flat_parameters& to);

/// The members that belong to the items of a slice, numbered as there, and those of no item.
extra_members cut_extra(extra_members const& extra, batching const& by, std::size_t first, std::size_t count);

/// A value with "***" in the place of every text, number and boolean.
boost::json::value masked(boost::json::value const& value);

}  // namespace inner
}  // namespace colb::inline COLB_ABI

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/engine/impl/extra.ipp>
#endif
