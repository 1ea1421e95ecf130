// colb: the bodies of coordination.hpp.
#pragma once

#include <algorithm>
#include <cmath>
#include <exception>
#include <functional>
#include <mutex>
#include <utility>

#include <colb/engine/client_core.hpp>
#include <colb/engine/coordination.hpp>
#include <colb/engine/share.hpp>

#include <colb/asio/cancellation_signal.hpp>
#include <colb/asio/run.hpp>
#include <colb/asio/this_coro.hpp>

namespace colb::inline COLB_ABI::inner {

namespace coordination_text {

/// An answer that is yet to come. Whoever waits for it may be gone by then.
template <class T>
struct pending {
  explicit pending(client_core const& core)
      : of(core.options().coordinator), alarm(core.strand(), core.clock()) {}

  std::shared_ptr<coordinator> of;  ///< Outlives its own coroutine, whatever becomes of the client.
  timer alarm;
  asio::cancellation_signal stop{};
  std::optional<T> answer{};
  std::exception_ptr failure{};
  bool over = false;
};

/// Where an answer says nothing.
struct nothing {};

inline asio::awaitable<nothing> done(asio::awaitable<void> what) {
  co_await std::move(what);
  co_return nothing{};
}

inline std::string words_of(std::exception_ptr const& failure) {
  if (!failure) return "it has not answered within 200 ms";
  try {
    std::rethrow_exception(failure);
  } catch (std::exception const& e) {
    return e.what();
  } catch (...) {
    return "it threw something that is no std::exception";
  }
}

inline void note_failure(client_core& core, std::exception_ptr const& failure) {
  auto& health = core.options().coordinator->health();
  if (!health.failed(core.clock()->ticks()) || !core.announcer()) return;
  std::string const why = words_of(failure);
  colb::event what;
  what.kind = event_kind::coordinator_lost;
  what.why = why;
  core.announcer()->tell(what);
}

/// Starts a question; may throw.
template <class T>
using question = std::function<asio::awaitable<T>()>;

/// What becomes of an answer that comes when its asker has gone.
template <class T>
using afterwards = std::function<void(T)>;

/// Gives an answer the rest of the time that it has.
template <class T>
asio::awaitable<void> wait_out(std::shared_ptr<pending<T>> question, clock::duration rest,
                               afterwards<T> late) {
  question->alarm.expires_after(rest);
  if (!question->over) co_await question->alarm.wait();
  if (question->answer) late(std::move(*question->answer));
  if (!question->over) question->stop.emit(asio::cancellation_type::terminal);
}

template <class T>
asio::awaitable<void> answer(std::shared_ptr<pending<T>> to, asio::awaitable<T> what) {
  try {
    to->answer = co_await std::move(what);
  } catch (...) {
    to->failure = std::current_exception();
  }
  to->over = true;
  to->alarm.cancel();
}

/// @param late what to do with an answer after a cancellation; null: it is not waited for.
template <class T>
asio::awaitable<asked> ask(client_core& core, T& out, question<T> const& make,
                           afterwards<T> const& late = nullptr) {
  auto const waits = share<pending<T>>(core);
  try {
    spawn(core.strand(), answer<T>(waits, make()), waits, waits->stop.slot());
  } catch (...) {
    waits->failure = std::current_exception();
    waits->over = true;
  }
  // In steps, so that a process which comes to nothing for a while does not take its own delay for the
  // other's: an answer that is there already is seen between two of them.
  constexpr int steps = 10;
  for (int i = 0; i < steps && !waits->over; ++i) {
    waits->alarm.expires_after(coordinator_health::patience / steps);
    bool const passed = co_await waits->alarm.wait();
    if (!passed && !waits->over) break;
  }
  if (waits->answer) {
    out = std::move(*waits->answer);
    co_return asked::answered;
  }
  bool const over = waits->over;
  auto const state = co_await asio::this_coro::cancellation_state;
  bool const cancelled = state.cancelled() != asio::cancellation_type::none;
  if (!over && cancelled && late) {
    auto rest = wait_out<T>(waits, coordinator_health::patience, late);
    spawn(core.strand(), std::move(rest));
    co_return asked::cancelled;
  }
  if (!over) waits->stop.emit(asio::cancellation_type::terminal);
  if (!over && cancelled) co_return asked::cancelled;
  note_failure(core, waits->failure);
  co_return asked::lost;
}

/// Rings a change that waits on its strand, as long as it does: the coordinator may ring at any time.
class doorbell final : public bell {
 public:
  doorbell(coordinator_health& of, client_core const& core)
      : of_(of), shared_(share<part>()), waker_(share<waker>(core.strand(), core.clock())) {
    shared_->to = waker_.get();
    of_.waits(*this);
  }
  doorbell(doorbell const&) = delete;
  doorbell& operator=(doorbell const&) = delete;
  ~doorbell() {
    of_.waits_no_more(*this);
    std::lock_guard lock(shared_->mutex);
    shared_->to = nullptr;
  }

  void ring() noexcept override { ring(*shared_); }
  std::function<void()> from_anywhere() const {
    return [part = shared_] { ring(*part); };
  }

  /// Sleeps, unless it was rung since the last time.
  asio::awaitable<void> sleep_until(clock::tick at) {
    if (!take()) co_await waker_->sleep_until(at);
    take();
  }

 private:
  struct part {
    std::mutex mutex{};
    waker* to = nullptr;
    bool rung = false;
  };
  static void ring(part& in) noexcept {
    std::lock_guard lock(in.mutex);
    if (!in.to || std::exchange(in.rung, true)) return;
    try {
      in.to->wake();
    } catch (...) {  // no memory: it asks again by itself
    }
  }
  bool take() {
    std::lock_guard lock(shared_->mutex);
    return std::exchange(shared_->rung, false);
  }

  coordinator_health& of_;
  std::shared_ptr<part> shared_;
  std::shared_ptr<waker> waker_;
};

/// Leaves where nobody waits for it.
inline asio::awaitable<void> leave_later(std::shared_ptr<client_core> core,
                                         std::shared_ptr<coordinator::lease> lease, std::string task,
                                         std::chrono::milliseconds keep) {
  nothing out;
  coordinator& by = *core->options().coordinator;
  question<nothing> const make = [&] { return done(by.leave(lease, task, keep)); };
  co_await ask(*core, out, make);
}

/// Likewise.
inline asio::awaitable<void> give_back_later(std::shared_ptr<coordinator> to, coordinator::bucket of,
                                             std::string id) {
  try {
    co_await to->give_back(std::move(of), std::move(id));
  } catch (...) {  // it is lost
  }
}

/// A permit that a coordinator keeps for a request.
class reserved_share final : public reservation {
 public:
  reserved_share(client_core const& core, coordinator::bucket of, std::string id)
      : strand_(core.strand()), to_(core.options().coordinator), of_(std::move(of)), id_(std::move(id)) {}

  void give_back() noexcept override {
    // With its executor dying nobody can be told: it comes free by itself.
    if (!runs_on(strand_)) return;
    try {
      auto work = give_back_later(std::move(to_), std::move(of_), std::move(id_));
      spawn(strand_, std::move(work));
    } catch (...) {  // no memory: likewise
    }
  }

 private:
  asio::any_io_executor strand_;
  std::shared_ptr<coordinator> to_;
  coordinator::bucket of_;
  std::string id_;
};

}  // namespace coordination_text

COLB_DECL asio::awaitable<turn> take_lease(client_core& core, lease_terms how,
                                           std::shared_ptr<coordinator::lease>& got,
                                           std::vector<std::string>& tasks) {
  coordinator& by = *core.options().coordinator;
  coordinator_health& health = by.health();
  if (!health.may_ask(core.clock()->ticks())) co_return turn::mine;
  coordination_text::doorbell bell(health, core);
  coordinator::wish what;
  what.lanes = std::move(how.lanes);
  what.urgent = how.urgent;
  what.wake = bell.from_anywhere();
  got = by.enter(std::move(what));
  coordination_text::question<coordinator::standing> const make = [&] { return by.acquire(got); };
  for (bool first = true;; first = false) {
    coordinator::standing now;
    asked const came = co_await coordination_text::ask(core, now, make);
    if (came == asked::cancelled) co_return turn::cancelled;
    if (came == asked::lost) break;
    health.answered(now.members);
    if (now.granted) {
      tasks = std::move(now.tasks);
      co_return turn::mine;
    }
    if (first && how.seen) how.seen->waits_for_others(*how.resources);
    if (core.clock()->ticks() >= how.end) co_return turn::too_late;
    auto const pause = std::clamp(now.again, std::chrono::milliseconds(10), std::chrono::milliseconds(5'000));
    clock::tick const at = std::min(how.end, later(core.clock()->ticks(), pause));
    co_await bell.sleep_until(at);
    auto const state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) co_return turn::cancelled;
    if (!health.may_ask(core.clock()->ticks())) break;
  }
  got.reset();
  co_return turn::mine;
}

COLB_DECL asio::awaitable<void> give_up_lease(std::shared_ptr<client_core> core,
                                              std::shared_ptr<coordinator::lease> had, std::string task) {
  coordinator& by = *core->options().coordinator;
  if (!by.health().may_ask(core->clock()->ticks())) co_return;
  auto keep = core->options().wait.timeout;
  if (keep.count() <= 0) keep = std::chrono::hours(1);
  auto const state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none) {
    asio::any_io_executor const strand = core->strand();
    auto work = coordination_text::leave_later(std::move(core), std::move(had), std::move(task), keep);
    spawn(strand, std::move(work));
    co_return;
  }
  coordination_text::nothing out;
  coordination_text::question<coordination_text::nothing> const make = [&] {
    return coordination_text::done(by.leave(had, task, keep));
  };
  asked const came = co_await coordination_text::ask(*core, out, make);
  if (came == asked::answered) by.health().answered(0);
}

COLB_DECL asio::awaitable<void> tell_ended(client_core& core, std::string task) {
  coordinator& by = *core.options().coordinator;
  if (!by.health().may_ask(core.clock()->ticks())) co_return;
  coordination_text::nothing out;
  coordination_text::question<coordination_text::nothing> const make = [&] {
    return coordination_text::done(by.ended(task));
  };
  asked const came = co_await coordination_text::ask(core, out, make);
  if (came == asked::answered) by.health().answered(0);
}

COLB_DECL asio::awaitable<turn> take_share(client_core& core, permit_terms how, pace_pass& permit,
                                           trail* seen, bool& lost) {
  coordinator& by = *core.options().coordinator;
  if (!by.health().may_ask(core.clock()->ticks())) {
    lost = true;
    co_return turn::mine;
  }
  coordinator::bucket of;
  of.host = how.key.host;
  of.service = how.key.service;
  of.action = how.key.action;
  of.permits = how.limit < 1 ? 1 : static_cast<std::size_t>(std::floor(how.limit + 1e-9));
  of.window = how.window;
  constexpr std::chrono::milliseconds most = std::chrono::hours(1);
  auto const within =
      how.left
          ? std::chrono::duration_cast<std::chrono::milliseconds>(std::min<clock::duration>(*how.left, most))
          : most;
  coordinator::permission got;
  coordination_text::question<coordinator::permission> const make = [&] { return by.permit(of, within); };
  coordination_text::afterwards<coordinator::permission> const late =
      [strand = core.strand(), to = core.options().coordinator, of](coordinator::permission answer) {
        if (!answer.granted) return;
        auto work = coordination_text::give_back_later(to, of, std::move(answer.id));
        spawn(strand, std::move(work));
      };
  asked const came = co_await coordination_text::ask(core, got, make, late);
  if (came == asked::cancelled) co_return turn::cancelled;
  if (came == asked::lost) {
    lost = true;
    co_return turn::mine;
  }
  by.health().answered(got.members);
  if (!got.granted) co_return turn::too_late;
  permit.reserves(
      std::make_unique<coordination_text::reserved_share>(core, std::move(of), std::move(got.id)));
  if (got.in.count() <= 0) co_return turn::mine;
  if (seen) seen->rate_queued();
  bool const slept = co_await core.sleep(std::min(got.in, most));
  if (seen) seen->paced(slept ? std::nullopt : std::optional(condition::cancelled));
  co_return slept ? turn::mine : turn::cancelled;
}

}  // namespace colb::inline COLB_ABI::inner
