// colb: what a client tells of its work, while it works.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <colb/clock.hpp>
#include <colb/engine/task_rule.hpp>
#include <colb/error.hpp>
#include <colb/transport/closing.hpp>
#include <colb/version.hpp>

namespace colb::inline COLB_ABI {

/// What an event tells of. New kinds may come: let those pass that you do not know.
///
/// An operation tells its start, its end, and in between in this order, for each request that it makes (its
/// own, and the looks of its wait): a turn, attempts, what follows from them.
enum class event_kind : std::uint8_t {
  operation_started,  ///< The first event of every operation.
  lane_queued,        ///< A change has to wait for others: `resources`; `why`: who is in front.
  lane_entered,       ///< It is its turn: `resources`, `took` (in the queue).
  lane_left,        ///< It has left its lanes, or the queue: `resources`, `took` (in the lanes; 0: it was in
                    ///< the queue).
  rate_queued,      ///< The request has to wait for the rate of its Action.
  paced,            ///< It has waited so: `took`; `condition` when it did not get its turn.
  attempt_started,  ///< A request is on its way out: `attempt`.
  credentials_renewed,  ///< Keys of a source that this client has not used before: `why` names the source. Of
                        ///< a renewal in the background `operation` is 0.
  connection_opened,    ///< `connection`, `host`.
  connection_resumed,   ///< The same, with the TLS session of an earlier one.
  connection_reused,    ///< A kept one serves: `connection`, `host`.
  sent,                 ///< The first byte of the request was handed over: it may be acted upon from here on.
  answered,             ///< `status`, `request_id`, `times`; of a refusal `condition` and `vendor_code`.
  failed,               ///< There was no answer: `condition`, `why`, `times`.
  clock_corrected,  ///< The service says that the time is off: `took` is added to the machine's from now on.
  repeating,        ///< Another attempt will be made: `condition`, `vendor_code`, `why`; `took` from now.
  looked,           ///< A look at a task or a state: `state`, `request_id`, `task`.
  operation_ended,  ///< The last event of every operation: `took`; unless it is well `condition`,
                    ///< `vendor_code`, `request_id`, `why` (`error::what()`).
  connection_closed,       ///< `connection`, `host`, `closed`. `operation` is 0 for one that was idle.
                           ///< One that dies with its executor tells nothing.
  coordinator_lost,        ///< `why`. It is not asked for 30 s; `operation` is 0.
  credentials_not_renewed  ///< A renewal in the background has failed, and is tried again: `why`, by source.
                           ///< The keys that there are serve on; `operation` is 0.
};

/// The enumerator's name.
std::string_view to_string(event_kind kind) noexcept;

/// What was asked of the client.
enum class operation_kind : std::uint8_t { call, call_and_wait, wait, wait_until, finish, page, check };

/// The enumerator's name.
std::string_view to_string(operation_kind kind) noexcept;
/// The enumerator's name.
std::string_view to_string(task_state state) noexcept;
/// The enumerator's name.
std::string_view to_string(condition c) noexcept;

/// Where the time of an attempt went. What did not happen took none.
struct stage_times {
  using duration = std::chrono::nanoseconds;
  duration lane{};        ///< In the queue for what is changed, before the operation's first attempt.
  duration permit{};      ///< In the queue for the rate, before this attempt.
  duration connection{};  ///< Waiting for a free connection.
  duration resolve{};     ///< Looking up the host.
  duration connect{};     ///< TCP, and the proxy's part.
  duration tls{};         ///< The handshake.
  duration first_byte{};  ///< From the request's first byte to the answer's.
  duration whole{};  ///< Of the attempt, from its start to the answer understood; without lane and permit.
};

/// Something happened. Valid during the call of `observer::on` only, with all that it refers to. Members that
/// a kind does not name are empty. Nothing in it is a secret.
struct event {
  event_kind kind{};
  clock::tick at{};          ///< By the client's clock.
  clock::wall_time when{};   ///< Likewise, as date and time.
  std::string_view service;  ///< Such as `tencent.clb`.
  std::string_view region;
  /// Wire name: of the request (of a look its own), for events of the operation as a whole the Action that it
  /// is about.
  std::string_view action;
  std::uint64_t operation = 0;  ///< Ties the events of one operation together; one number in the process.
  operation_kind by{};          ///< What was asked for, where `operation` is not 0.
  std::uint64_t tag = 0;        ///< The caller's `call_options::tag`.
  int attempt = 0;              ///< 1, 2, …; 0: no attempt's. One that is no fault of the request's (a dead
                                ///< connection, keys or time corrected) and the next have the same number.

  int status = 0;  ///< Of HTTP.
  std::optional<colb::condition> condition{};
  std::string_view vendor_code;
  std::string_view request_id;
  std::string_view why;  ///< In words.
  std::chrono::nanoseconds took{};
  stage_times times{};
  std::span<std::string const> resources{};  ///< IDs of what is changed.
  bool from_queue = false;                   ///< `lane_entered`, `lane_left`: it was in the queue until now.
  task_state state{};
  std::string_view task;         ///< `to_string` of it; empty: a state was looked at.
  std::uint64_t connection = 0;  ///< Its number, in this client.
  std::string_view host;         ///< With the port, where that is not the usual one.
  close_reason closed{};
};

/// Is told what happens: `client_options::observer`.
class observer {
 public:
  observer() = default;
  observer(observer const&) = delete;
  observer& operator=(observer const&) = delete;
  virtual ~observer() = default;

  /// Called on the strand of the client, in the middle of its work: be brief. It may start operations of the
  /// client. What it throws is caught and counted (`statistics::observer_failures`). Clients on several
  /// threads may share an observer, which is then called by several at once.
  virtual void on(event const& what) = 0;
};

}  // namespace colb::inline COLB_ABI

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/impl/observer.ipp>
#endif
