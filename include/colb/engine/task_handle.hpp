// colb: the handle of an operation that goes on in the cloud after the answer, as a value. <colb/task.hpp> is
// what users include.
#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <colb/version.hpp>

namespace colb::inline COLB_ABI {

/// Names an asynchronous operation, completely: a program that kept its text goes on waiting after a restart.
///
/// A plain value; holds no secret. Make one with `reply.task()`, `error.task()` or `task::parse`.
struct task {
  std::string service;  ///< Such as `tencent.clb`.
  std::string version;  ///< Of the API, such as `2018-03-17`.
  std::string region;   ///< Where it runs, such as `ap-guangzhou`.
  std::string action;   ///< The Action that started it.
  std::vector<std::string>
      ids;  ///< What the cloud knows it by, the task ID first; meaning depends on the service.

  /// Reads what `to_string` wrote.
  /// @throws colb::error (`condition::invalid_request`) when the text is not a task.
  static task parse(std::string_view text);

  friend bool operator==(task const&, task const&) = default;
};

/// One line without blanks, safe in a file name, a log or a command line; `task::parse` reads it.
std::string to_string(task const& task);

inline std::ostream& operator<<(std::ostream& out, task const& task) { return out << to_string(task); }

}  // namespace colb::inline COLB_ABI
