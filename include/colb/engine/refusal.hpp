// colb: the ends of a verdict that all services come to: the vendor refused, the answer is of no use, or all
// is well.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <colb/codec/json.hpp>
#include <colb/engine/protocol.hpp>
#include <colb/resilience/meaning.hpp>

namespace colb::inline COLB_ABI::inner {

/// Writes into a verdict what the vendor said, and what that means.
inline void refuse(verdict& result, meaning means, std::string code, std::string message) {
  result.passes = means.passes;
  result.wide = means.wide;
  result.error.condition = means.condition;
  result.error.vendor_code = std::move(code);
  result.error.vendor_message = std::move(message);
}

/// Writes into a verdict what remains to be said of an answer in which the vendor refused nothing.
/// @param problem what reading it met.
/// @param lacks what is missing in its envelope, as the error says it; empty: nothing.
/// @return whether the call has succeeded.
inline bool accept(verdict& result, response const& answer, codec::read_error const& problem,
                   std::string_view lacks) {
  if (answer.status < 200 || answer.status > 299) {
    result.error = error_of_status(answer);
  } else if (problem || !lacks.empty()) {
    result.error.condition = condition::malformed_response;
    result.error.detail = problem ? problem.message : std::string(lacks);
    result.too_large = problem.why == codec::read_error::reason::too_large;
  } else {
    result.success = true;
  }
  return result.success;
}

}  // namespace colb::inline COLB_ABI::inner
