// colb: the envelope of an answer whose other part cannot be read: a vendor's error counts whatever stands
// beside it.
#pragma once

#include <cstddef>
#include <string_view>

#include <colb/codec/json.hpp>

namespace colb::inline COLB_ABI::inner {

/// Reads the members of `Envelope` alone, as far as the text can be read.
/// @param wrapper the member that they stand in; empty: the outermost object.
template <class Envelope>
void read_envelope(std::string_view body, std::string_view wrapper, std::size_t max_memory,
                   Envelope& around) {
  around = {};
  codec::detail::read_target target;
  target.type = &type_info_of<Envelope>;
  target.object = &around;
  target.wrapper = wrapper;
  codec::detail::read(body, target, {.max_memory = max_memory});
}

}  // namespace colb::inline COLB_ABI::inner
