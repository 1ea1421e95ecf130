// colb: how an asynchronous operation is seen to end.
//
// A task rule is a struct of a service:
//
//   struct rule {
//     using action = Read;                                             // the Action that looks
//     static Read request(colb::task const&);                          // may throw colb::error
//     static task_progress look(reply<Read> const&, colb::task const&);  // the task may be left out
//     static void fill_in(Reply&, std::vector<std::string> ids);       // what only the finished task knows
//     // Where there is more to say:
//     static std::optional<task_progress> refused(error const&, colb::task const&);  // a look that was
//         // refused; nothing: as every rule, for which `not_found` is `missing` and other refusals end the
//         wait
//     static std::vector<outcome> parts(colb::task const&);            // several tasks in one handle, each
//     with
//         // its resource and its own task: all are followed; none: it is one
//     static inner::action_info const& info(colb::task const&);        // which Action looks, where `Read`
//     stands
//         // for several
//     static std::optional<colb::task> closer(reply<Read> const&, colb::task const&);  // a look has told
//     what
//         // exactly to look at: that is what the other functions are asked about from then on
//     static std::optional<colb::task> instead(error const&, colb::task const&);       // likewise, a refusal
//     static bool at_once(colb::task const&);                          // the next look need not wait
//   };
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
  unknown,  ///< The cloud says nothing, or something that its document does not know: still under way.
  missing   ///< The cloud does not know what it is asked about. Just after a change that may pass.
};

/// One look at an operation.
struct task_progress {
  task_state state = task_state::unknown;
  std::vector<std::string> ids{};  ///< Of the resources that it made or changed, once they are known.
  std::string detail{};            ///< What was seen: of a failure, of a state nobody knows.
  std::string reason{};            ///< The vendor's own words on a failure; `vendor_message()` of the error.
};

/// The end of a task, as `client.wait` gives it.
struct task_result {
  colb::task task{};
  std::vector<std::string> ids{};  ///< Of the resources that it made or changed, where the cloud tells.
  std::string request_id{};        ///< Of the last look.
};

}  // namespace colb::inline COLB_ABI
