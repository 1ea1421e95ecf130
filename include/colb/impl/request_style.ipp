// colb: the ways a service may be spoken to: bodies.
#pragma once

#include <stdexcept>
#include <string>

#include <colb/request_style.hpp>

namespace colb::inline COLB_ABI::inner {

COLB_DECL void check_own_style(request_style const& all, std::string_view service) {
  if (all.own_of != service) {
    throw std::invalid_argument(".style: this is the style of " + std::string(all.own_of) +
                                ", and the client speaks to " + std::string(service));
  }
  request_style alone;
  alone.own = all.own;
  alone.own_of = all.own_of;
  if (all != alone)
    throw std::invalid_argument(".style: beside the style of " + std::string(service) +
                                " nothing else can be set: set it there");
}

}  // namespace colb::inline COLB_ABI::inner
