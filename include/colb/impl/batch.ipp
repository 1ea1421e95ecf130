// colb: the bodies of batch.hpp.
#pragma once

#include <memory>
#include <optional>
#include <utility>

#include <colb/batch.hpp>

#include <colb/asio/cancellation_type.hpp>
#include <colb/asio/this_coro.hpp>

#include <colb/transport/pool.hpp>

namespace colb::inline COLB_ABI::inner {

COLB_DECL asio::awaitable<void> run_batch(std::shared_ptr<operation> op) {
  co_await begin_operation(*op);
  pool::operation const in_flight(op->core->pool());
  auto& batch = static_cast<batch_operation&>(*op);
  std::optional<error> first;
  bool begun = false;
  for (std::size_t i = 0; i < batch.pieces.size(); ++i) {
    batch_operation::piece& piece = batch.pieces[i];
    batch_part& part = batch.parts[i];
    std::optional<error> failed;
    piece.op->mark = op->mark;
    begin(*piece.op);
    if (piece.op->trace) piece.op->trace->started();
    try {
      if (piece.waits) {
        co_await call_and_wait_in_turn(*piece.op);
      } else {
        co_await call_in_turn(*piece.op);
      }
    } catch (error const& e) {
      failed = e;
    }
    if (piece.op->trace) piece.op->trace->ended(failed ? &*failed : nullptr);
    if (!failed) {
      begun = true;
      part.state = part_state::done;
      batch.take_in(*piece.op, part);
      piece.op.reset();
      continue;
    }
    // Nothing was sent, and no task of it goes on.
    bool const sent = failed->attempts() > 0 || failed->task();
    begun = begun || sent;
    part.state = sent ? state_of_part(*failed) : part_state::not_started;
    part.task = failed->task();
    part.request_id = failed->request_id();
    if (!first) first = failed;
    bool const goes_on = batch_goes_on(*failed);
    part.error = std::move(failed);
    if (!goes_on) break;
  }
  if (!begun && first) throw *first;
}

}  // namespace colb::inline COLB_ABI::inner
