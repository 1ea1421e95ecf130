// colb: the bodies of operation.hpp: the coroutines that every Action shares.
#pragma once

#include <algorithm>
#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <colb/engine/operation.hpp>

#include <asio/co_spawn.hpp>
#include <asio/dispatch.hpp>

#include <colb/transport/pool.hpp>

namespace colb::inline COLB_ABI::inner {

COLB_DECL asio::awaitable<void> exchange_once(operation& op, clock::tick latest) {
  call_result facts = co_await op.core->run(op.call, op.response, latest);
  if (op.about) op.last_request = facts.request_id;
  op.answered(std::move(facts));
}

COLB_DECL asio::awaitable<void> look_until_done(operation& op, clock::tick end, bool first_at_once) {
  pool::operation const in_flight(op.core->pool());
  first_at_once = op.begin() || first_at_once;
  watch vigil(*op.core, op.call, op.waiting, end, first_at_once, op.about);
  for (;;) {
    bool const go_on = co_await vigil.pause();
    if (!go_on) vigil.throw_cancelled();
    std::optional<error> failed;
    try {
      co_await exchange_once(op, vigil.latest());
    } catch (error const& e) {
      failed = e;
    }
    std::optional<task_progress> seen;
    if (failed) {
      seen = op.refused(*failed);
    } else {
      seen = op.look();
    }
    if (!seen) {
      vigil.failed(*failed);
    } else if (vigil.is_over(*seen, op.last_request)) {
      op.progress = std::move(*seen);
      co_return;
    }
    vigil.throw_if_over();
  }
}

COLB_DECL asio::awaitable<void> run_call(std::shared_ptr<operation> op) {
  co_await accept_cancellation();
  co_await exchange_once(*op);
}

/// Waits for what goes on for each of several resources, all until one `end`, and notes how it ends. Throws
/// when that is not well for all; `info` says what was known before.
COLB_DECL asio::awaitable<void> finish_parts(operation& op, error_info info, clock::tick end,
                                             bool first_at_once, std::vector<std::string>& ids) {
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
    std::optional<error> ended;
    try {
      co_await look_until_done(*then, end, first_at_once);
    } catch (error const& e) {
      ended = e;
    }
    if (!ended) {
      part.task.reset();
      ++well;
      for (std::string& id : then->progress.ids) ids.push_back(std::move(id));
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
COLB_DECL asio::awaitable<void> wait_for(operation& op, clock::tick end, bool first_at_once) {
  error_info parts;
  parts.outcomes = op.parts();
  if (parts.outcomes.empty()) {
    co_await look_until_done(op, end, first_at_once);
  } else {
    std::vector<std::string> ids;
    co_await finish_parts(op, std::move(parts), end, first_at_once, ids);
    op.progress.state = task_state::succeeded;
    op.progress.ids = std::move(ids);
  }
}

COLB_DECL clock::tick end_of_wait(operation const& op) {
  return end_of(op.core->clock()->ticks(), op.waiting.timeout);
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
  clock::tick const end = end_of_wait(*op);
  if (partly) {
    error_info known = partly->info();
    std::vector<std::string> ids;
    co_await finish_parts(*op, std::move(known), end, false, ids);
    throw *partly;
  }
  std::shared_ptr<operation> const then = op->next();
  if (!then) co_return;
  co_await wait_for(*then, end, false);
  op->finish(*then);
}

COLB_DECL asio::awaitable<void> run_wait(std::shared_ptr<operation> op) {
  co_await accept_cancellation();
  if (op->about) op->core->check_task(*op->about);
  co_await wait_for(*op, end_of_wait(*op), true);
}

COLB_DECL slot_guard::slot_guard(asio::cancellation_slot from, std::shared_ptr<cancellation_bridge> const& to)
    : from_(from) {
  auto here = std::make_shared<char const>('\0');
  there_ = here;
  from.assign([weak = std::weak_ptr<cancellation_bridge>(to), here](asio::cancellation_type_t type) {
    auto const bridge = weak.lock();
    if (!bridge) return;
    asio::dispatch(bridge->strand, [bridge, type] {
      if (!bridge->over) bridge->signal.emit(type);
    });
  });
}

COLB_DECL void slot_guard::clear() {
  // Unless the signal is gone, or its slot leads somewhere else by now.
  if (!there_.expired()) from_.clear();
}

COLB_DECL void erased_handler::operator()(std::exception_ptr failure) {
  if (cancel_) cancel_->over = true;
  completion* const typed = typed_.release();
  typed->complete(as_error(std::move(failure), action_));
}

COLB_DECL std::exception_ptr as_error(std::exception_ptr thrown, std::string_view action) {
  if (!thrown || get_error(thrown)) return thrown;
  error_info info = info_of(thrown);
  info.action = action;
  return std::make_exception_ptr(error(std::move(info)));
}

COLB_DECL void start(std::shared_ptr<operation> op, operation_body body, erased_handler handler) {
  asio::any_io_executor const strand = op->core->strand();
  asio::co_spawn(strand, body(std::move(op)), std::move(handler));
}

}  // namespace colb::inline COLB_ABI::inner
