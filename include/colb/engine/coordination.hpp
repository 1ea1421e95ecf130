// colb: how an operation asks a coordinator: never longer than it has patience, and not at all once that
// failed.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <colb/config.hpp>

#include <colb/asio/awaitable.hpp>

#include <colb/clock.hpp>
#include <colb/coordinator.hpp>
#include <colb/engine/turns.hpp>

namespace colb::inline COLB_ABI::inner {

class client_core;
class trail;

/// What became of a question.
enum class asked : std::uint8_t {
  answered,
  lost,      ///< It failed, or gave no answer in time.
  cancelled  ///< Nobody wants to know any more.
};

/// How lanes are asked for.
struct lease_terms {
  std::vector<std::string> lanes{};
  bool urgent = false;
  clock::tick end{};      ///< When it gives up.
  trail* seen = nullptr;  ///< Where a wait is told; null: nobody observes.
  std::vector<std::string> const* resources = nullptr;
};

/// Waits until the change, which is first in its own process, holds its lanes among all processes; without
/// them when the coordinator does not answer.
/// @param tasks gets what others left unfinished there.
asio::awaitable<turn> take_lease(client_core& core, lease_terms how, std::shared_ptr<coordinator::lease>& got,
                                 std::vector<std::string>& tasks);

/// Gives the lanes back, or the place in their queues.
/// @param task what goes on there; empty: nothing.
asio::awaitable<void> give_up_lease(std::shared_ptr<client_core> core,
                                    std::shared_ptr<coordinator::lease> had, std::string task);

/// Tells the other processes that nobody need follow a task.
asio::awaitable<void> tell_ended(client_core& core, std::string task);

/// How a permit was asked for.
struct permit_terms {
  pace_key_view key{};
  double limit = 0;                       ///< Requests a second.
  std::chrono::milliseconds window{};     ///< How long a permit is occupied.
  std::optional<clock::duration> left{};  ///< Until the deadline; nothing: none.
};

/// Waits for a permit among all processes, after one was had in this one.
/// @param permit keeps what was reserved, until something is sent.
/// @param lost set when the coordinator does not answer: it is the process's own rate that counts.
asio::awaitable<turn> take_share(client_core& core, permit_terms how, pace_pass& permit, trail* seen,
                                 bool& lost);

}  // namespace colb::inline COLB_ABI::inner

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/engine/impl/coordination.ipp>
#endif
