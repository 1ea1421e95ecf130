// colb: what is longer than one request may be: how it is cut, and what follows from how a part ended. Pure
// functions; no I/O.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <colb/error.hpp>
#include <colb/version.hpp>

namespace colb::inline COLB_ABI {

/// How a part of a batch ended.
enum class part_state : std::uint8_t {
  done,        ///< Served, and its task seen to its end.
  refused,     ///< Nothing of it was done, or its task failed.
  unknown,     ///< Nobody knows what became of it: look before repeating it.
  not_started  ///< Never sent.
};

namespace inner {

struct batch_slice {
  std::size_t first = 0;
  std::size_t count = 0;

  friend constexpr bool operator==(batch_slice const&, batch_slice const&) = default;
};

/// `size` items in parts of at most `maximum`, in order. An empty list is one part: what it means is the
/// service's to say.
inline std::vector<batch_slice> batch_plan(std::size_t size, std::size_t maximum) {
  std::vector<batch_slice> parts;
  std::size_t const most = std::max<std::size_t>(1, maximum);
  for (std::size_t first = 0; first < size; first += most)
    parts.push_back({first, std::min(most, size - first)});
  if (parts.empty()) parts.push_back({});
  return parts;
}

/// What is known of a part that failed.
inline part_state state_of_part(error const& failed) {
  if (failed.code() == condition::outcome_unknown) return part_state::unknown;
  // Its task goes on, or its end was not seen.
  if (failed.task() && !(failed.code() == condition::task_failed)) return part_state::unknown;
  return part_state::refused;
}

/// Whether the rest may go on after a part that failed. What fails by itself (a target that does not exist)
/// says nothing about the others; what is wrong with the client, or unknown, does.
inline bool batch_goes_on(error const& failed) {
  if (state_of_part(failed) == part_state::unknown) return false;
  return !(failed.code() == condition::authentication || failed.code() == condition::cancelled);
}

/// The client token of part `index` (from 0): of the caller's own `token`, token-1, token-2, …, in 64
/// characters.
inline std::string batch_token(std::string_view token, std::size_t index) {
  constexpr std::size_t longest = 64;
  std::string const end = '-' + std::to_string(index + 1);
  return std::string(token.substr(0, longest - end.size())) + end;
}

}  // namespace inner
}  // namespace colb::inline COLB_ABI
