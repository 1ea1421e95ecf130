// colb: the bodies of operation.hpp: the coroutines that every Action shares.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <colb/engine/coordination.hpp>
#include <colb/engine/operation.hpp>

#include <colb/asio/cancellation_type.hpp>
#include <colb/asio/co_spawn.hpp>
#include <colb/asio/dispatch.hpp>
#include <colb/asio/post.hpp>
#include <colb/asio/this_coro.hpp>
#include <colb/asio/use_awaitable.hpp>

#include <colb/task.hpp>
#include <colb/transport/pool.hpp>

namespace colb::inline COLB_ABI::inner {

namespace operation_text {

[[noreturn]] inline void refuse(std::string_view action, std::string detail) {
  error_info info;
  info.condition = condition::invalid_request;
  info.action = action;
  info.detail = std::move(detail) + "; nothing was sent";
  throw error(std::move(info));
}

}  // namespace operation_text

[[noreturn]] COLB_DECL void refuse_wait(std::string_view action) {
  operation_text::refuse(
      action, "its .kind is read: there is nothing to wait for, use call (or wait_until for a state)");
}

[[noreturn]] COLB_DECL void refuse_repeating(std::string_view action) {
  operation_text::refuse(action, "wait_until repeats its request: give it one whose .kind is read");
}

[[noreturn]] COLB_DECL void refuse_wait_without_tasks(std::string_view action) {
  operation_text::refuse(
      action,
      "this service has no tasks that could be asked about: use call, then wait_until with a "
      "read that shows the effect");
}

namespace operation_text {

/// Before the call is made.
inline call_terms terms_of(operation& op) {
  op.call.unknown = op.unknown(op.how.keep_unknown);
  call_terms how;
  how.options = op.how;
  how.mark = op.mark;
  return how;
}

/// And after it.
inline void answered(operation& op, call_result&& facts) {
  if (op.about || op.trace) op.last_request = facts.request_id;
  op.answered(std::move(facts));
}

}  // namespace operation_text

COLB_DECL asio::awaitable<void> exchange_once(operation& op) {
  call_terms const how = operation_text::terms_of(op);
  call_result facts;
  co_await op.core->run(op.call, op.response, how, op.trace.get(), facts);
  operation_text::answered(op, std::move(facts));
}

COLB_DECL clock::tick end_of_wait(operation const& op) {
  return end_of(op.core->clock()->ticks(), op.waiting.timeout);
}

namespace operation_text {

/// Tells the lanes that the end of a task was seen.
inline void saw_end(operation const& op) {
  if (op.about && op.core->lanes()) lane_pass::ended(*op.core->lanes(), to_string(*op.about));
}

inline void check_goes_on(operation const& op, watch const& vigil, asio::cancellation_state const& state) {
  if (state.cancelled() != asio::cancellation_type::none || op.core->door().closed()) vigil.throw_cancelled();
}

/// Takes in what came of a look. Whether it ended the wait, and well; throws when it ended it otherwise.
/// @param thrown what kept the look from being made; null: nothing.
inline bool took_in(operation& op, watch& vigil, look_passenger& looker, std::exception_ptr const& thrown) {
  std::optional<error> failed;
  try {
    if (thrown) std::rethrow_exception(thrown);
    looker.take_in();
  } catch (error const& e) {
    failed = e;
  }
  std::optional<task_progress> seen;
  if (failed) {
    seen = op.refused(*failed);
  } else {
    seen = op.look();
  }
  if (op.trace) {
    auto const& id = failed ? failed->request_id() : op.last_request;
    op.trace->looked(seen ? seen->state : task_state::unknown, id, op.about ? &*op.about : nullptr);
  }
  bool const over =
      (seen ? vigil.is_over(*seen, op.last_request) : vigil.failed(*failed)) || vigil.ended_unseen();
  if (over) {
    if (seen) op.found_ids = std::move(seen->ids);
  } else if (op.looks_at_once()) {
    vigil.hurry();
  }
  return over;
}

/// The same for one who waits for a task by itself.
inline bool took_in_alone(operation& op, watch& vigil, look_passenger& looker,
                          std::exception_ptr const& thrown) {
  bool over = true;
  try {
    over = took_in(op, vigil, looker, thrown);
  } catch (error const& e) {
    if (e.code() == condition::task_failed) saw_end(op);
    throw;
  }
  if (over) saw_end(op);
  return over;
}

}  // namespace operation_text

/// One coroutine, and what is not needed during a pause is in functions: thousands may wait.
COLB_DECL asio::awaitable<void> look_until_done(operation& op, clock::tick end, bool first_at_once,
                                                lane_pass const* holder, std::shared_ptr<operation> whole) {
  if (whole) {
    co_await begin_operation(op);
    if (op.about) op.core->check_task(*op.about);
    if (op.about && op.about->ids.empty()) co_return;  // the cloud was done at once
    end = end_of_wait(op);
  }
  pool::operation const in_flight(op.core->pool());
  first_at_once = op.begin() || first_at_once;
  watch vigil(*op.core, op.call, op.waiting, end, first_at_once, op.about ? &*op.about : nullptr, holder);
  if (op.absent_is_done) vigil.take_absent_for_done();
  look_passenger looker(op);
  for (;;) {
    if (op.core->door().closed()) vigil.throw_cancelled();
    clock::tick const until = vigil.next_look();
    looker.want();
    operation_text::check_goes_on(op, vigil, co_await asio::this_coro::cancellation_state);
    if (until != clock::tick::min()) {
      while (!looker.has_one()) {
        looker.alarm->set(until);
        co_await looker.alarm->rest();
        operation_text::check_goes_on(op, vigil, co_await asio::this_coro::cancellation_state);
        if (op.core->clock()->ticks() >= until) break;
      }
    }
    std::exception_ptr thrown;
    try {
      if (!looker.begin(vigil)) looker.turned(vigil, co_await looker.next_turn(vigil));
      while (!looker.has_landed()) {
        bool const cancelled =
            (co_await asio::this_coro::cancellation_state).cancelled() != asio::cancellation_type::none;
        looker.keep_waiting(vigil.latest(), cancelled);
        co_await looker.alarm->rest();
      }
    } catch (...) {
      looker.quit();
      thrown = std::current_exception();
    }
    bool const over = whole ? operation_text::took_in_alone(op, vigil, looker, thrown)
                            : operation_text::took_in(op, vigil, looker, thrown);
    if (over) co_return;
  }
}

/// Waits for what goes on for each of several resources, all until one `end`, and notes how it ends. Throws
/// when that is not well for all; `info` says what was known before.
COLB_DECL asio::awaitable<void> finish_parts(operation& op, error_info info, clock::tick end,
                                             bool first_at_once, lane_pass const* holder,
                                             std::vector<std::string>& ids) {
  bool const was_well = info.outcomes.empty() || std::ranges::all_of(info.outcomes, &outcome::ok);
  std::optional<error> unfinished;
  std::optional<error> failed;
  std::size_t well = 0;
  for (outcome& part : info.outcomes) {
    if (!part.task) {
      if (part.ok()) ++well;
      continue;
    }
    std::shared_ptr<operation> const then = op.follow(*part.task);
    then->trace = op.trace;
    then->mark = op.mark;
    std::optional<error> ended;
    try {
      co_await look_until_done(*then, end, first_at_once, holder, nullptr);
    } catch (error const& e) {
      ended = e;
    }
    if (!ended) {
      part.task.reset();
      ++well;
      for (std::string& id : then->found_ids) ids.push_back(std::move(id));
      continue;
    }
    error_info const& said = ended->info();
    part.code = said.vendor_code.empty() ? ended->code().message() : said.vendor_code;
    part.message = said.vendor_message.empty() ? said.detail : said.vendor_message;
    if (said.condition == condition::task_failed) {
      if (!failed) failed = *ended;
    } else if (!unfinished) {
      unfinished = *ended;
    }
    if (said.condition == condition::cancelled) break;
  }
  if (unfinished) {
    error_info told = unfinished->info();
    told.outcomes = std::move(info.outcomes);
    throw error(std::move(told));
  }
  if (!was_well) throw error(std::move(info));
  if (!failed) co_return;
  error_info told = failed->info();
  if (op.about) told.task = op.about;
  if (well > 0) told.condition = condition::partial_success;
  told.outcomes = std::move(info.outcomes);
  throw error(std::move(told));
}

/// The wait for one handle, which may stand for several tasks.
COLB_DECL asio::awaitable<void> wait_for_parts(operation& op, error_info parts, clock::tick end,
                                               bool first_at_once, lane_pass const* holder) {
  std::vector<std::string> ids;
  co_await finish_parts(op, std::move(parts), end, first_at_once, holder, ids);
  op.found_ids = std::move(ids);
}

/// No coroutine of its own: most handles stand for one task, and many may be waited for at once.
COLB_DECL asio::awaitable<void> wait_for(operation& op, clock::tick end, bool first_at_once,
                                         lane_pass const* holder) {
  error_info parts;
  parts.outcomes = op.parts();
  return parts.outcomes.empty() ? look_until_done(op, end, first_at_once, holder, nullptr)
                                : wait_for_parts(op, std::move(parts), end, first_at_once, holder);
}

namespace operation_text {

/// What a closed client says to an operation. What goes on in the cloud can still be waited for, by another.
inline error shut_out(operation const& op) {
  error_info info = closed_error(op.call.action ? op.call.action->name : std::string_view()).info();
  info.task = op.about;
  return error(std::move(info));
}

/// It runs on the strand; throws when the client is closed already.
inline void has_begun(operation& op) {
  op.mark->begun = true;
  if (op.core->door().closed()) throw shut_out(op);
}

/// What ended an operation that was cut off because its client is closed.
/// @param mark of what went out for it.
inline std::exception_ptr told_of_closing(std::exception_ptr failure, client_core const& core,
                                          exchange_mark const& mark) {
  error const* const e = core.door().closed() ? get_error(failure) : nullptr;
  if (!e || !(e->code() == condition::cancelled)) return failure;
  error_info info = e->info();
  auto const says = [&](std::string_view words) { return info.detail.find(words) != info.detail.npos; };
  if (!says("the client is closed")) {
    info.detail.insert(0, info.detail.empty() ? "the client is closed" : "the client is closed: ");
  }
  if (!mark.ever && !info.task && !says("nothing was sent")) info.detail += "; nothing was sent";
  return std::make_exception_ptr(error(std::move(info)));
}

/// A whole operation, with a word before and after it.
inline asio::awaitable<void> tell_and_run(std::shared_ptr<operation> op, operation_body body) {
  op->trace->started();
  std::exception_ptr thrown;
  try {
    co_await body(op);
  } catch (...) {
    thrown = as_error(std::current_exception(), op->call.action ? op->call.action->name : std::string_view());
    thrown = told_of_closing(std::move(thrown), *op->core, *op->mark);
  }
  op->trace->ended(get_error(thrown));
  if (thrown) std::rethrow_exception(thrown);
}

inline asio::awaitable<void> observed(std::shared_ptr<operation> op, operation_body body) {
  return op->trace ? tell_and_run(std::move(op), body) : body(std::move(op));
}

/// Runs an operation of another client's, where that one runs.
inline asio::awaitable<void> launch_erased(std::shared_ptr<operation> op, operation_body body) {
  asio::any_io_executor const there = op->core->strand();
  asio::awaitable<void> inside = observed(std::move(op), body);
  asio::awaitable<void> work = asio::co_spawn(there, std::move(inside), asio::use_awaitable);
  co_await std::move(work);
}

[[noreturn]] inline void no_turn(operation const& op, turn why) {
  error_info info;
  info.action = op.call.action->name;
  lane_table::view const front = op.queue->lane.in_front();
  switch (why) {
    case turn::cancelled:
      info.condition = condition::cancelled;
      info.detail = "cancelled in the queue for " + front.resource;
      break;
    case turn::full:
      info.condition = condition::throttled;
      info.detail = "the queue for the resource has its maximum";
      break;
    default:
      info.condition = condition::timed_out;
      info.detail = "timeouts.lane passed in the queue for " + front.resource;
  }
  if (why != turn::full && !front.holder.empty()) info.detail += ", which " + front.holder + " holds";
  if (why != turn::full && !front.task.empty()) info.detail += " with task " + front.task;
  info.detail += "; nothing was sent";
  throw error(std::move(info));
}

[[noreturn]] inline void no_turn_among_all(operation const& op, turn why) {
  error_info info;
  info.action = op.call.action->name;
  info.condition = why == turn::cancelled ? condition::cancelled : condition::timed_out;
  info.detail = why == turn::cancelled ? "cancelled" : "timeouts.lane passed";
  info.detail += " in the queue for " + op.queue->lane.in_front().resource +
                 ", which another process holds; nothing was sent";
  throw error(std::move(info));
}

/// Follows a task that another change left behind. Its failure is not this one's; whoever cannot see its end
/// leaves the rest to busy answers.
inline asio::awaitable<void> follow_left(operation& op, left_task const& left) {
  std::optional<task> about;
  try {
    about = task::parse(left.text);
  } catch (error const&) {
  }
  std::shared_ptr<client_core> looker;
  if (about && op.core->can_look_at(*about)) {
    looker = op.core;
  } else if (about) {
    looker = std::static_pointer_cast<client_core>(left.looker.lock());
    if (looker && !looker->can_look_at(*about)) looker.reset();
  }
  if (looker) {
    wait_options how = looker->options().wait;
    how.timeout = std::max(std::chrono::duration_cast<std::chrono::milliseconds>(
                               left.drop_at - op.core->lanes()->time().ticks()),
                           std::chrono::milliseconds(1));
    bool cancelled = false;
    try {
      std::shared_ptr<operation> const wait = looker->follow(looker, *about, how);
      if (looker == op.core) wait->mark = op.mark;
      op.queue->lane.waits_for(left.text);
      if (looker == op.core) wait->trace = op.trace;
      if (looker == op.core) {
        co_await wait_for(*wait, end_of_wait(*wait), true, &op.queue->lane);
      } else {
        begin(*wait);
        co_await launch_erased(wait, &run_wait);
      }
    } catch (error const& e) {
      // Unless it is the other client that is closed.
      cancelled = e.code() == condition::cancelled && (looker == op.core || !looker->door().closed());
    }
    op.queue->lane.waits_for({});
    if (cancelled) no_turn(op, turn::cancelled);
    if (op.queue->lease) co_await tell_ended(*op.core, left.text);
  }
  lane_pass::ended(*op.core->lanes(), left.text);
}

/// The change is first in its process: waits until it is among all, and learns what others left behind.
inline asio::awaitable<void> take_turn_among_all(operation& op, clock::tick end) {
  std::vector<std::string> tasks;
  lease_terms how;
  how.lanes = op.queue->lane.names();
  how.urgent = op.how.urgent;
  how.end = end;
  how.seen = op.trace.get();
  how.resources = &op.call.resources;
  turn const came = co_await take_lease(*op.core, std::move(how), op.queue->lease, tasks);
  if (came != turn::mine) {
    if (op.trace) op.trace->waits_for_others(op.call.resources);
    no_turn_among_all(op, came);
  }
  if (op.trace) op.trace->entered(op.call.resources);
  auto const of_own = op.queue->lane.to_follow();
  for (left_task const& one : of_own) co_await follow_left(op, one);
  for (std::string const& text : tasks) {
    if (std::ranges::find(of_own, text, &left_task::text) != of_own.end()) continue;
    left_task one;
    one.text = text;
    auto const patience = op.core->options().wait.timeout;
    one.drop_at = end_of(op.core->lanes()->time().ticks(), patience);
    co_await follow_left(op, one);
  }
}

/// Frees the lanes of a change, and leaves its task behind if that goes on.
inline void release(operation& op, bool task_goes_on) {
  if (!op.in_lanes()) return;
  bool const told = op.trace != nullptr;
  if (task_goes_on && !op.queue->left_behind.empty()) {
    op.queue->lane.leave(std::move(op.queue->left_behind), op.core, op.core->options().wait.timeout);
  } else {
    op.queue->lane.leave();
  }
  if (told) op.trace->left(op.call.resources);
}

/// Whether the task of a wait that failed still goes on.
inline bool goes_on(error const& e) { return e.task() && !(e.code() == condition::task_failed); }

}  // namespace operation_text

namespace operation_text {

inline asio::awaitable<void> call_and_wait(operation& op) {
  pool::operation const in_flight(op.core->pool());
  std::optional<error> partly;
  try {
    co_await exchange_once(op);
  } catch (error const& e) {
    if (e.outcomes().empty()) throw;
    partly = e;
  }
  clock::tick const end = end_of_wait(op);
  if (partly) {
    error_info known = partly->info();
    std::vector<std::string> ids;
    co_await finish_parts(op, std::move(known), end, false, op.queue ? &op.queue->lane : nullptr, ids);
    throw *partly;
  }
  std::shared_ptr<operation> const then = op.next();
  if (!then) co_return;
  then->trace = op.trace;
  then->mark = op.mark;
  lane_pass* const lane = op.queue ? &op.queue->lane : nullptr;
  if (lane) lane->waits_for(op.queue->left_behind);
  co_await wait_for(*then, end, false, lane);
  op.finish(*then);
}

/// Waits for a task that somebody has the handle of.
inline asio::awaitable<void> wait_to_the_end(operation& op, operation& wait, bool first_at_once) {
  std::optional<error> failed;
  try {
    co_await wait_for(wait, end_of_wait(op), first_at_once, nullptr);
  } catch (error const& e) {
    if (!(e.code() == condition::task_failed)) throw;
    failed = e;
  }
  saw_end(op);
  if (op.about && op.core->lanes() && op.core->options().coordinator)
    co_await tell_ended(*op.core, to_string(*op.about));
  if (failed) throw *failed;
}

/// After a change: frees its lanes in all processes, then in this one.
inline asio::awaitable<void> end_turn(operation& op, bool task_goes_on) {
  std::string task;
  if (task_goes_on) task = op.queue->left_behind;
  std::shared_ptr<coordinator::lease> lease = std::move(op.queue->lease);
  op.queue->lease.reset();
  co_await give_up_lease(op.core, std::move(lease), std::move(task));
  release(op, task_goes_on);
}

}  // namespace operation_text

COLB_DECL asio::awaitable<void> take_turn(operation& op) {
  if (op.trace && !op.queue->lane.has_turn())
    op.trace->queued(op.queue->lane.in_front().holder, op.call.resources);
  auto const patience = op.core->options().timeouts.lane;
  clock::tick const end = end_of(op.core->clock()->ticks(), patience);
  turn came = turn::mine;
  if (!op.queue->lane.has_turn()) came = co_await op.queue->lane.wait(patience);
  if (came != turn::mine) operation_text::no_turn(op, came);
  if (op.core->options().coordinator) {
    co_await operation_text::take_turn_among_all(op, end);
    co_return;
  }
  if (op.trace) op.trace->entered(op.call.resources);
  std::vector<left_task> const left = op.queue->lane.to_follow();
  for (left_task const& one : left) co_await operation_text::follow_left(op, one);
}

namespace operation_text {

/// Whether it is the turn of a change that is in its lanes at once, as it mostly is, with nothing to be done
/// before: `take_turn` without a coroutine.
inline bool has_turn_at_once(operation& op) {
  lane_pass& lane = op.queue->lane;
  if (!lane.has_turn() || op.core->options().coordinator || !lane.to_follow().empty()) return false;
  if (op.trace) op.trace->entered(op.call.resources);
  return true;
}

}  // namespace operation_text

/// What most calls need is done here: each coroutine that is awaited costs some hundreds of instructions.
COLB_DECL asio::awaitable<void> call_in_turn(operation& op, std::shared_ptr<operation> whole) {
  if (whole) {
    co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
    co_await asio::this_coro::throw_if_cancelled(false);
    operation_text::has_begun(op);
  }
  std::exception_ptr failure;
  try {
    if (op.in_lanes() && !operation_text::has_turn_at_once(op)) co_await take_turn(op);
    call_terms const how = operation_text::terms_of(op);
    call_result facts;
    co_await op.core->run(op.call, op.response, how, op.trace.get(), facts);
    operation_text::answered(op, std::move(facts));
  } catch (...) {
    failure = std::current_exception();
  }
  if (op.queue && op.queue->lease) {
    co_await operation_text::end_turn(op, !failure);
  } else {
    operation_text::release(op, !failure);
  }
  if (failure) std::rethrow_exception(failure);
}

COLB_DECL asio::awaitable<void> call_and_wait_in_turn(operation& op) {
  std::exception_ptr failure;
  bool goes_on = false;
  try {
    if (op.in_lanes() && !operation_text::has_turn_at_once(op)) co_await take_turn(op);
    co_await operation_text::call_and_wait(op);
  } catch (error const& e) {
    failure = std::current_exception();
    goes_on = operation_text::goes_on(e);
  } catch (...) {
    failure = std::current_exception();
    goes_on = true;
  }
  if (op.queue && op.queue->lease) {
    co_await operation_text::end_turn(op, goes_on);
  } else {
    operation_text::release(op, goes_on);
  }
  if (failure) std::rethrow_exception(failure);
}

COLB_DECL asio::awaitable<void> begin_operation(operation& op) {
  co_await accept_cancellation();
  operation_text::has_begun(op);
}

COLB_DECL asio::awaitable<void> run_close(std::shared_ptr<operation> op) {
  co_await accept_cancellation();
  client_core& core = *op->core;
  door& at = core.door();
  core.pool()->shutdown();
  at.hurry(false);
  clock::tick const end = static_cast<close_operation&>(*op).until;
  timer alarm(core.strand(), core.clock());
  door::waiter const place(at, alarm);
  while (at.inside() > 0 && core.clock()->ticks() < end) {
    if (end != clock::tick::max()) {
      alarm.expires_at(end);
    } else {
      alarm.cancel();
    }
    co_await alarm.wait();
    auto const state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() == asio::cancellation_type::none) continue;
    error_info info;
    info.condition = condition::cancelled;
    info.action = "close";
    info.detail = "the client is closed, and " + std::to_string(at.inside()) + " operations go on";
    throw error(std::move(info));
  }
  if (at.inside() == 0) co_return;
  at.hurry(true);
  // They end within a few turns.
  constexpr int turns = 100;
  for (int i = 0; i < turns && at.inside() > 0; ++i) co_await asio::post(core.strand(), asio::use_awaitable);
}

COLB_DECL asio::awaitable<void> run_call(std::shared_ptr<operation> op) {
  operation& what = *op;
  return call_in_turn(what, std::move(op));
}

COLB_DECL asio::awaitable<void> run_call_and_wait(std::shared_ptr<operation> op) {
  co_await begin_operation(*op);
  co_await call_and_wait_in_turn(*op);
}

COLB_DECL asio::awaitable<void> run_check(std::shared_ptr<operation> op) {
  co_await begin_operation(*op);
  auto& check = static_cast<check_operation&>(*op);
  check.result = co_await op->core->who_am_i(op->trace.get());
}

namespace operation_text {

inline asio::awaitable<void> run_any_wait(std::shared_ptr<operation> op) {
  co_await begin_operation(*op);
  if (op->about) {
    op->core->check_task(*op->about);
    if (op->about->ids.empty()) co_return;  // the cloud was done at once
  }
  co_await wait_to_the_end(*op, *op, true);
}

}  // namespace operation_text

COLB_DECL asio::awaitable<void> run_wait(std::shared_ptr<operation> op) {
  bool const several = op->about && !op->about->ids.empty() && !op->parts().empty();
  if (several || op->core->options().coordinator) return operation_text::run_any_wait(std::move(op));
  operation& what = *op;
  return look_until_done(what, {}, true, nullptr, std::move(op));
}

COLB_DECL asio::awaitable<void> run_finish(std::shared_ptr<operation> op) {
  co_await begin_operation(*op);
  op->core->check_task(*op->about);
  std::shared_ptr<operation> const then = op->next();
  if (!then) co_return;
  then->trace = op->trace;
  then->mark = op->mark;
  co_await operation_text::wait_to_the_end(*op, *then, false);
  op->finish(*then);
}

COLB_DECL slot_guard::slot_guard(asio::cancellation_slot from, std::shared_ptr<cancellation_bridge> const& to)
    : from_(from) {
  auto here = std::make_shared<char const>('\0');
  there_ = here;
  from.assign([weak = std::weak_ptr<cancellation_bridge>(to), here](asio::cancellation_type_t type) {
    auto const bridge = weak.lock();
    if (!bridge) return;
    asio::dispatch(bridge->core->strand(), [bridge, type] {
      if (!bridge->over) bridge->signal.emit(type);
    });
  });
}

COLB_DECL void slot_guard::clear() {
  // Unless the signal is gone, or its slot leads somewhere else by now.
  if (!there_.expired()) from_.clear();
}

COLB_DECL void operation_completion::complete(std::exception_ptr failure) {
  failure = as_error(std::move(failure), action());
  auto const cancel = std::move(cancel_);  // This object is gone before it.
  if (!cancel) return deliver(std::move(failure));
  door& at = cancel->core->door();
  if (cancel->is_guest)
    failure = operation_text::told_of_closing(std::move(failure), *cancel->core, *cancel->mark);
  cancel->over = true;
  at.leave(*cancel);
  at.tell_waiters();
  deliver(std::move(failure));
}

COLB_DECL std::shared_ptr<cancellation_bridge> let_in(operation& op, std::exception_ptr& refused) {
  auto out = std::make_shared<cancellation_bridge>(op);
  if (!op.is_guest || op.core->door().enter(*out)) return out;
  refused = std::make_exception_ptr(operation_text::shut_out(op));
  return nullptr;
}

COLB_DECL std::exception_ptr as_error(std::exception_ptr thrown, std::string_view action) {
  if (!thrown || get_error(thrown)) return thrown;
  error_info info = info_of(thrown);
  info.action = action;
  return std::make_exception_ptr(error(std::move(info)));
}

COLB_DECL std::chrono::microseconds time_of(operation const& op) {
  return std::chrono::duration_cast<std::chrono::microseconds>(op.core->clock()->ticks() - op.begun_at);
}

COLB_DECL void begin(operation& op) {
  op.begun_at = op.core->clock()->ticks();
  if (op.core->announcer()) {
    // A batch tells of its parts, each of which is an operation.
    std::string_view const name = op.about                            ? std::string_view(op.about->action)
                                  : op.call.action                    ? op.call.action->name
                                  : op.asked == operation_kind::check ? std::string_view("GetCallerIdentity")
                                                                      : std::string_view();
    bool const waits = op.about && op.asked == operation_kind::call;
    if (!name.empty()) {
      op.trace = share<trail>(op.core->announcer(), waits ? operation_kind::wait : op.asked, name, op.how.tag,
                              op.begun_at);
    }
  }
  auto const& lanes = op.core->lanes();
  if (!lanes || !op.queue || !op.how.lane || op.call.changes.empty()) return;
  op.queue->lane.enter(lanes, op.core->cloud(), std::move(op.call.changes), op.call.action->name,
                       op.how.urgent, op.core->strand(), op.core->clock());
}

COLB_DECL void start(std::shared_ptr<operation> op, operation_body body, operation_completion* end,
                     std::shared_ptr<cancellation_bridge> cancel, std::exception_ptr refused) {
  completion::pointer to(end);
  if (refused) return to.release()->complete(std::move(refused));
  asio::any_io_executor const strand = op->core->strand();
  asio::cancellation_slot const slot = cancel->signal.slot();
  end->led_to_by(std::move(cancel));
  op->starting();
  begin(*op);
  spawn(strand, operation_text::observed(std::move(op), body), spawn_handler(std::move(to), slot));
}

}  // namespace colb::inline COLB_ABI::inner
