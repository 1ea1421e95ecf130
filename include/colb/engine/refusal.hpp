// colb: a vendor's refusal, as the verdict on an answer.
#pragma once

#include <string>
#include <utility>

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

}  // namespace colb::inline COLB_ABI::inner
