// colb: how an asynchronous operation is seen to end.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <colb/task.hpp>

namespace colb::inline COLB_ABI {

/// Where an operation stands.
enum class task_state : std::uint8_t {
  running,
  succeeded,
  failed,
  unknown  ///< The cloud says something that its document does not know: waiting ends with an error.
};

/// One look at an operation.
struct task_progress {
  task_state state = task_state::unknown;
  std::vector<std::string> ids{};  ///< Of the resources that it made or changed, once they are known.
  std::string detail{};            ///< The cloud's words on a failure.
};

/// The end of a task, as `client.wait` gives it.
struct task_result {
  colb::task task{};
  std::vector<std::string> ids{};  ///< Of the resources that it made or changed, where the cloud tells.
  std::string request_id{};        ///< Of the last look.
};

}  // namespace colb::inline COLB_ABI
