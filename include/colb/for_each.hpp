// colb: the same thing for many, so many at a time.
#pragma once

#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include <colb/config.hpp>

#include <colb/asio/any_io_executor.hpp>
#include <colb/asio/associated_executor.hpp>
#include <colb/asio/async_result.hpp>
#include <colb/asio/awaitable.hpp>
#include <colb/asio/bind_cancellation_slot.hpp>
#include <colb/asio/cancellation_signal.hpp>
#include <colb/asio/cancellation_type.hpp>
#include <colb/asio/co_spawn.hpp>
#include <colb/asio/strand.hpp>
#include <colb/asio/system_executor.hpp>
#include <colb/asio/this_coro.hpp>
#include <colb/asio/use_awaitable.hpp>

#include <colb/clock.hpp>
#include <colb/engine/temporaries.hpp>
#include <colb/error.hpp>

namespace colb::inline COLB_ABI {

/// Mode of `for_each`: the first failure cancels the rest and is the failure of the whole. The default.
struct first_failure_t {};
inline constexpr first_failure_t first_failure{};

/// Mode of `for_each`: everything is tried, and every item has its own end.
struct collect_all_t {};
inline constexpr collect_all_t collect_all{};

/// How one item ended, of `for_each` with `collect_all`: with a value or with an error.
template <class T>
struct item_result {
  std::optional<T> value{};
  std::exception_ptr
      error{};  ///< See `colb::get_error`. Of one that was never begun: `condition::cancelled`.

  bool ok() const noexcept { return !error; }
};
template <>
struct item_result<void> {
  std::exception_ptr error{};

  bool ok() const noexcept { return !error; }
};

namespace inner {

template <class T>
struct awaited;
template <class T, class E>
struct awaited<asio::awaitable<T, E>> {
  using type = T;
};

template <class T>
struct for_each_slot {
  item_result<T> end{};
  bool begun = false;
};

/// Range and function, and how far they are. Used on one executor, by coroutines that share it.
template <class Range, class F, class T>
struct for_each_state {
  template <class R, class G>
  for_each_state(R&& all, std::size_t at_most, G&& g, bool stop_at_failure)
      : range(std::forward<R>(all)), f(std::forward<G>(g)), most(at_most), stops(stop_at_failure) {}

  void cancel_all() {
    for (auto& one : signals) one.emit(asio::cancellation_type::terminal);
  }

  Range range;
  F f;
  std::size_t most;
  bool stops;
  std::deque<for_each_slot<T>> slots{};  ///< In the order of the range; addresses stay.
  std::deque<asio::cancellation_signal> signals{};
  bool stopped = false;
  std::exception_ptr failure{};
  std::size_t running = 0;
};

template <class State, class Iterator>
asio::awaitable<void> for_each_work(std::shared_ptr<State> state, std::shared_ptr<Iterator> next) {
  co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
  co_await asio::this_coro::throw_if_cancelled(false);
  while (!state->stopped && *next != std::end(state->range)) {
    auto& slot = state->slots.emplace_back();
    auto&& item = **next;
    ++*next;
    slot.begun = true;
    try {
      if constexpr (requires { slot.end.value; }) {
        slot.end.value.emplace(co_await std::invoke(state->f, item));
      } else {
        co_await std::invoke(state->f, item);
      }
    } catch (...) {
      slot.end.error = std::current_exception();
    }
    if (slot.end.error && state->stops && !state->stopped) {
      state->stopped = true;
      state->failure = slot.end.error;
      state->cancel_all();
    }
  }
}

inline std::exception_ptr never_begun() {
  error_info info;
  info.condition = condition::cancelled;
  info.action = "for_each";
  info.detail = "cancelled before this one was begun";
  return std::make_exception_ptr(error(std::move(info)));
}

/// Starts the work and sees its end; a cancellation goes on to all of it.
template <class State>
asio::awaitable<void> for_each_run(std::shared_ptr<State> state) {
  co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
  co_await asio::this_coro::throw_if_cancelled(false);
  auto const executor = co_await asio::this_coro::executor;
  auto const ended = std::make_shared<event>(executor);
  auto const next = std::make_shared<decltype(std::begin(state->range))>(std::begin(state->range));
  std::size_t const most = state->most == 0 ? 1 : state->most;
  auto ahead = *next;
  for (; state->running < most && ahead != std::end(state->range); ++ahead) {
    ++state->running;
    auto const slot = state->signals.emplace_back().slot();
    asio::co_spawn(executor, for_each_work(state, next),
                   asio::bind_cancellation_slot(slot, [state, ended](std::exception_ptr) {
                     if (--state->running == 0) ended->set();
                   }));
  }
  if (state->running == 0) co_return;
  co_await ended->wait();
  if (!ended->is_set()) {
    state->stopped = true;
    state->cancel_all();
    co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
    co_await ended->wait();
    if (!state->failure && state->stops) state->failure = never_begun();
  }
  for (; *next != std::end(state->range); ++*next) state->slots.emplace_back().end.error = never_begun();
  if (state->stops && state->failure) std::rethrow_exception(state->failure);
}

template <class State, class T>
asio::awaitable<std::vector<item_result<T>>> for_each_collect(std::shared_ptr<State> state) {
  co_await for_each_run(state);
  std::vector<item_result<T>> out;
  out.reserve(state->slots.size());
  for (auto& one : state->slots) out.push_back(std::move(one.end));
  co_return out;
}

template <class State, class T>
asio::awaitable<std::vector<T>> for_each_values(std::shared_ptr<State> state) {
  co_await for_each_run(state);
  std::vector<T> out;
  out.reserve(state->slots.size());
  for (auto& one : state->slots) out.push_back(std::move(*one.end.value));
  co_return out;
}

struct for_each_initiation {
  template <class Handler, class State, class Body>
  void operator()(Handler&& handler, std::shared_ptr<State> state, Body body) const {
    asio::any_io_executor executor = asio::get_associated_executor(handler, asio::any_io_executor());
    if (!executor) executor = asio::make_strand(asio::system_executor());
    asio::co_spawn(executor, body(std::move(state)), std::forward<Handler>(handler));
  }
};

}  // namespace inner

/// Calls a coroutine for each item of a range, so many at a time, and gives the results in the range's order.
///
/// `auto ids = co_await colb::for_each(names, 8, create);`
/// @param range anything that can be walked forward. An lvalue is referred to and has to outlive the
/// operation; an rvalue is taken over.
/// @param at_most how many run at a time; 0 counts as 1.
/// @param f called with a reference to an item; returns an `asio::awaitable<T>`. Copied, or moved if it is an
/// rvalue.
/// @param mode `first_failure` (the default): gives `std::vector<T>`; the first failure cancels the rest, and
/// is thrown once all have ended. `collect_all`: gives `std::vector<item_result<T>>`, and does not throw.
/// @param token any completion token; the work runs on its associated executor (which must not run two of its
/// handlers at once: a strand, or an `io_context` with one thread), or on a strand of its own if it has none.
///
/// Cancellation, all types: reaches those under way, the rest is not begun.
template <class Range, class F, class Mode, class Token>
  requires std::is_same_v<Mode, first_failure_t> || std::is_same_v<Mode, collect_all_t>
auto for_each(Range&& range, std::size_t at_most, F&& f, Mode, Token&& token) {
  using kept = std::conditional_t<std::is_lvalue_reference_v<Range>, Range, std::remove_cvref_t<Range>>;
  using function = std::decay_t<F>;
  using result = typename inner::awaited<
      std::invoke_result_t<function&, decltype(*std::begin(std::declval<kept&>()))>>::type;
  using state = inner::for_each_state<kept, function, result>;
  constexpr bool stops = std::is_same_v<Mode, first_failure_t>;
  auto made = std::make_shared<state>(std::forward<Range>(range), at_most, std::forward<F>(f), stops);
  auto const begin = [&]<class Result, class... Values>(std::type_identity<Result>, auto body) {
    using operation =
        decltype(asio::async_initiate<Token, Result>(inner::for_each_initiation{}, token, made, body));
    static_assert(
        !inner::dies_twice<F, operation>,
        "colb: give the function a name before the co_await: this compiler (GCC 12) destroys a temporary "
        "twice in an expression with co_await. See 'GCC 12' in the README");
    return asio::async_initiate<Token, Result>(inner::for_each_initiation{}, token, std::move(made), body);
  };
  if constexpr (!stops) {
    return begin(std::type_identity<void(std::exception_ptr, std::vector<item_result<result>>)>(),
                 &inner::for_each_collect<state, result>);
  } else if constexpr (std::is_void_v<result>) {
    return begin(std::type_identity<void(std::exception_ptr)>(), &inner::for_each_run<state>);
  } else {
    return begin(std::type_identity<void(std::exception_ptr, std::vector<result>)>(),
                 &inner::for_each_values<state, result>);
  }
}
template <class Range, class F, class Token = asio::use_awaitable_t<>>
  requires(!std::is_same_v<std::remove_cvref_t<Token>, first_failure_t> &&
           !std::is_same_v<std::remove_cvref_t<Token>, collect_all_t>)  //
auto for_each(Range&& range, std::size_t at_most, F&& f, Token&& token = Token()) {
  return for_each(std::forward<Range>(range), at_most, std::forward<F>(f), first_failure,
                  std::forward<Token>(token));
}
template <class Range, class F, class Mode>
  requires std::is_same_v<Mode, first_failure_t> || std::is_same_v<Mode, collect_all_t>
auto for_each(Range&& range, std::size_t at_most, F&& f, Mode mode) {
  return for_each(std::forward<Range>(range), at_most, std::forward<F>(f), mode, asio::use_awaitable);
}

}  // namespace colb::inline COLB_ABI
