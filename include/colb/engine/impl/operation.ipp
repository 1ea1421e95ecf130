// colb: the bodies of operation.hpp: the coroutines that every Action shares.
#pragma once

#include <memory>
#include <optional>
#include <utility>

#include <colb/engine/operation.hpp>

#include <asio/co_spawn.hpp>
#include <asio/dispatch.hpp>

#include <colb/transport/pool.hpp>

namespace colb::inline COLB_ABI::inner {

COLB_DECL asio::awaitable<void> exchange_once(operation& op, clock::tick latest) {
  call_result facts = co_await op.core->run(op.call, op.response, latest);
  op.answered(std::move(facts));
}

COLB_DECL asio::awaitable<void> look_until_done(operation& op, bool first_at_once) {
  pool::operation const in_flight(op.core->pool());
  first_at_once = op.begin() || first_at_once;
  watch vigil(*op.core, op.call, op.waiting, first_at_once, op.about);
  for (;;) {
    bool const go_on = co_await vigil.pause();
    if (!go_on) vigil.throw_cancelled();
    bool answered = false;
    try {
      co_await exchange_once(op, vigil.latest());
      answered = true;
    } catch (error const& e) {
      if (op.ended_by(e)) co_return;
      vigil.rethrow_unless_it_may_pass(e);
    }
    if (answered && op.done()) co_return;
    if (answered) vigil.saw_nothing_wrong();
    vigil.throw_if_over();
  }
}

COLB_DECL asio::awaitable<void> run_call(std::shared_ptr<operation> op) {
  co_await accept_cancellation();
  co_await exchange_once(*op);
}

/// Waits for what goes on for each of several resources, notes how it ends, and throws what is then known of
/// all.
COLB_DECL asio::awaitable<void> finish_parts(operation& op, error_info info) {
  for (outcome& part : info.outcomes) {
    if (!part.task) continue;
    std::shared_ptr<operation> const then = op.follow(*part.task);
    try {
      co_await look_until_done(*then, false);
    } catch (error const& e) {
      part.code = e.code().message();
      part.message = e.info().detail;
      if (e.code() == condition::task_failed) continue;
      error_info unfinished = e.info();
      unfinished.outcomes = std::move(info.outcomes);
      throw error(std::move(unfinished));
    }
    part.task.reset();
  }
  throw error(std::move(info));
}

COLB_DECL asio::awaitable<void> run_call_and_wait(std::shared_ptr<operation> op) {
  co_await accept_cancellation();
  pool::operation const in_flight(op->core->pool());
  std::optional<error> partly;
  try {
    co_await exchange_once(*op);
  } catch (error const& e) {
    if (e.outcomes().empty()) throw;
    partly = e;
  }
  if (partly) co_await finish_parts(*op, partly->info());
  std::shared_ptr<operation> const then = op->next();
  if (!then) co_return;
  co_await look_until_done(*then, false);
  op->finish(*then);
}

COLB_DECL asio::awaitable<void> run_wait(std::shared_ptr<operation> op) {
  co_await accept_cancellation();
  if (op->about) op->core->check_task(*op->about);
  co_await look_until_done(*op, true);
}

COLB_DECL cancellation_bridge::cancellation_bridge(asio::cancellation_slot from,
                                                   asio::any_io_executor const& strand) {
  if (!from.is_connected()) return;
  signal_ = std::make_shared<asio::cancellation_signal>();
  from.assign([signal = signal_, strand](asio::cancellation_type_t type) {
    asio::dispatch(strand, [signal, type] { signal->emit(type); });
  });
}

COLB_DECL void start(std::shared_ptr<operation> op, operation_body body, erased_handler handler) {
  asio::any_io_executor const strand = op->core->strand();
  asio::co_spawn(strand, body(std::move(op)), std::move(handler));
}

}  // namespace colb::inline COLB_ABI::inner
