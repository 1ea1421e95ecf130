// colb: how members that a struct does not have get into a request, and out of an answer.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <colb/engine/reflect.hpp>
#include <colb/open.hpp>

namespace colb::inline COLB_ABI::inner {

/// Whether a name is one that the protocols themselves send with every flat request.
bool is_reserved(std::string_view name);

/// Sets what a path such as `Targets.0.Tag` leads to, and makes what is missing on the way. Numbers lead into
/// lists, where they may be the next one at most.
/// @returns false when the path leads through something else than objects and lists.
bool set_at(boost::json::value& root, std::string_view path, boost::json::value const& value);

/// A JSON body with more members.
std::string with_extras(std::string_view body, std::span<extra const> extras);

/// Flat parameters with more of them. Lists are numbered from `first_index`; those that are sent as JSON text
/// get the members inside the text.
void add_extras(std::vector<std::pair<std::string, std::string>>& parameters, type_info const& type,
                std::span<extra const> extras, std::size_t first_index);

/// The members of an answer that its struct does not have, by path.
void collect_unknown(type_info const& type, boost::json::value const& value, std::string const& path,
                     boost::json::object& into);

}  // namespace colb::inline COLB_ABI::inner

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/engine/impl/extras.ipp>
#endif
