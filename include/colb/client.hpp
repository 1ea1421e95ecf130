// colb: the client: calls, waits, pages.
#pragma once

#include <chrono>
#include <concepts>
#include <exception>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

#include <colb/config.hpp>

#include <colb/asio/awaitable.hpp>
#include <colb/asio/io_context.hpp>
#include <colb/asio/use_awaitable.hpp>

#include <colb/any_action.hpp>
#include <colb/batch.hpp>
#include <colb/engine/client_core.hpp>
#include <colb/engine/link.hpp>
#include <colb/engine/operation.hpp>
#include <colb/engine/share.hpp>
#include <colb/engine/temporaries.hpp>
#include <colb/pages.hpp>
#include <colb/reply.hpp>
#include <colb/with.hpp>

namespace colb::inline COLB_ABI {

namespace inner {

/// Whether `A` stands in the namespace of `Service`.
template <class A, class Service>
concept action_of = action<A> && requires {
  { service_of(static_cast<A const*>(nullptr)) } -> std::same_as<Service>;
};

template <class T>
concept completion_token_like =
    !std::same_as<std::remove_cvref_t<T>, wait_options> &&
    !std::same_as<std::remove_cvref_t<T>, call_options> && !action<std::remove_cvref_t<T>>;

/// Whether a service starts tasks; one that does not says `using no_tasks = void`.
template <class Service>
concept starts_tasks = !requires { typename Service::no_tasks; };

template <class Request>
using action_of_request = typename action_in<std::remove_cvref_t<Request>>::type;

/// What an Action's task is followed by; void: by nothing.
template <class A, class Service>
struct rule_for {
  using type = typename Service::template rule<A>;
};
template <brings_rule A, class Service>
struct rule_for<A, Service> {
  using type = decltype(waits_by(static_cast<A const*>(nullptr)));
};
template <class A, class Service>
using rule_of = typename rule_for<A, Service>::type;

/// Whether who has the text of an Action's task alone, as the next change of its lane has, can follow it.
template <class A, class Service>
inline constexpr bool service_follows = !brings_rule<A> && !std::is_void_v<rule_of<A, Service>>;
/// Whether a call that is not waited for leaves something that is worth following.
template <class A, class Service>
inline constexpr bool leaves_a_task =
    service_follows<A, Service> && !takes_absent_for_done<rule_of<A, Service>>;

/// The waits for the tasks of a service, by its rules. With COLB_SEPARATE_COMPILATION they are compiled with
/// the service's bodies: its `client.hpp` declares them, its `src.hpp` has them.
template <class Service>
struct waits_of {
  static std::shared_ptr<following> follow(std::shared_ptr<client_core> const& core, task const& about,
                                           wait_options options);
};
// Not in the class: what stands there is inline, and compiled in every file all the same.
template <class Service>
std::shared_ptr<following> waits_of<Service>::follow(std::shared_ptr<client_core> const& core,
                                                     task const& about, wait_options options) {
  return Service::visit_rule(about, [&](auto rule) -> std::shared_ptr<following> {
    return inner::share<follow_operation<decltype(rule)>>(core, about, options);
  });
}

}  // namespace inner

/// A client of one service of one vendor: `colb::tencent::clb::client` and its kin.
///
/// Operations run on a strand of the executor, so the `io_context` may have several threads; completion
/// handlers run on their own associated executor, as everywhere in Asio. A client may be used from several
/// threads at once, and may die before the operations that it started: they share what they need.
///
/// Every operation takes any completion token, `asio::use_awaitable` by default; its signature is
/// `void(std::exception_ptr, Result)`, and the exception is a `colb::error` (see `colb::get_error`). Requests
/// are encoded before the operation returns and need not outlive it. All three types of per-operation
/// cancellation end an operation promptly with `condition::cancelled`; when a change had been sent by then,
/// the error is `condition::outcome_unknown` as well.
template <class Service>
class basic_client {
 public:
  using executor_type = asio::any_io_executor;
  using service_type = Service;

  /// @param executor where operations run: an `io_context`'s, a thread pool's.
  /// @param options see there.
  /// @throws colb::error (`condition::invalid_request`) when an option is wrong, saying which.
  explicit basic_client(asio::any_io_executor executor, client_options options = {})
      : basic_client(std::move(executor), std::move(options), nullptr) {}
  /// The same, for programs that have an `io_context` at hand: what other executors need is not compiled.
  explicit basic_client(asio::io_context::executor_type executor, client_options options = {})
      : basic_client(executor, std::move(options), nullptr,
                     &inner::strands<asio::io_context::executor_type>::make) {}

  /// For tests: connections are made by `dialer`, such as pipes in memory.
  basic_client(asio::any_io_executor executor, client_options options, std::shared_ptr<inner::dialer> dialer)
      : basic_client(std::move(executor), std::move(options), std::move(dialer),
                     &inner::strands<asio::any_io_executor>::make) {}

  executor_type get_executor() const noexcept { return executor_; }

  /// One exchange: sends `request`, gives `reply<Action>`.
  ///
  /// Reads, and changes that carry a client token, are repeated after a failure (`options.retry`); other
  /// changes only while nothing of them can have reached the server, or after a refusal that asks to come
  /// back later.
  /// @throws (through the token) colb::error.
  ///
  /// A change waits in the lanes of what it changes, behind those that came before it; the task that it
  /// starts is followed by the next change there.
  template <class Request, inner::completion_token_like Token = asio::use_awaitable_t<>>
  auto call(Request&& request, call_options how, Token&& token = Token()) {
    using A = inner::action_of_request<Request>;
    if constexpr (is_own<A>()) {
      using operation = inner::call_operation<A>;
      auto const make = [&](auto const& core) {
        auto made = inner::share<operation>(core, request);
        made->how = how;
        made->has_rule = inner::leaves_a_task<A, Service>;
        if constexpr (inner::is_any<A>) made->has_rule = made->has_rule && request.kind == kind::async;
        return made;
      };
      return launch<Request>(inner::prepare<operation>(core_.get(), make), &inner::run_call,
                             std::forward<Token>(token));
    }
  }
  template <class Request, inner::completion_token_like Token>
  auto call(Request&& request, Token&& token) {
    return call(std::forward<Request>(request), call_options(), std::forward<Token>(token));
  }
  template <class Request>
  auto call(Request&& request) {
    return call(std::forward<Request>(request), call_options(), asio::use_awaitable);
  }

  /// One exchange, then the task it started, to its end. Does not compile for a read.
  ///
  /// Gives `reply<Action>` with what only the finished task knows filled in (`LoadBalancerIds`).
  /// @throws (through the token) colb::error; `condition::task_failed` when the task failed, `timed_out` when
  /// the wait was given up: then `error.task()` is the handle of what goes on in the cloud, for `wait`.
  /// `condition::partial_success` when a request for several resources was served for some only: what was
  /// started for those has then ended, see `error.outcomes()`.
  template <class Request, inner::completion_token_like Token = asio::use_awaitable_t<>>
  auto call_and_wait(Request&& request, call_options how, wait_options options, Token&& token = Token()) {
    using A = inner::action_of_request<Request>;
    if constexpr (is_own<A>()) {
      using rule = inner::rule_of<A, Service>;
      static_assert(!std::is_void_v<rule> || inner::is_any<A>,
                    "colb: this Action starts no task: there is nothing to wait for, use call (or wait_until "
                    "for a state)");
      if constexpr (!std::is_void_v<rule>) {
        using operation = inner::call_and_wait_operation<A, rule>;
        auto const make = [&](auto const& core) {
          auto made = inner::share<operation>(core, request, options, inner::service_follows<A, Service>);
          made->how = how;
          return made;
        };
        return launch<Request>(inner::prepare<operation>(core_.get(), make), &inner::run_call_and_wait,
                               std::forward<Token>(token));
      } else if constexpr (inner::is_any<A>) {
        using operation = inner::call_operation<A>;
        auto const make = [&](auto const&) -> std::shared_ptr<operation> {
          if (request.kind == kind::read) inner::refuse_wait(request.Action.value());
          inner::refuse_wait_without_tasks(request.Action.value());
        };
        return launch<Request>(inner::prepare<operation>(core_.get(), make), &inner::run_call,
                               std::forward<Token>(token));
      }
    }
  }
  template <class Request, inner::completion_token_like Token>
  auto call_and_wait(Request&& request, wait_options options, Token&& token) {
    return call_and_wait(std::forward<Request>(request), call_options(), options, std::forward<Token>(token));
  }
  template <class Request>
  auto call_and_wait(Request&& request, wait_options options) {
    return call_and_wait(std::forward<Request>(request), call_options(), options, asio::use_awaitable);
  }
  template <class Request, inner::completion_token_like Token>
  auto call_and_wait(Request&& request, Token&& token) {
    return call_and_wait(std::forward<Request>(request), call_options(), core_->options().wait,
                         std::forward<Token>(token));
  }
  template <class Request>
  auto call_and_wait(Request&& request) {
    return call_and_wait(std::forward<Request>(request), call_options(), core_->options().wait,
                         asio::use_awaitable);
  }

  /// The second half of `call_and_wait`, for who has to keep the handle in between: `auto reply = co_await
  /// client.call(request); save(reply.task()); co_await client.finish(reply);`.
  ///
  /// @param reply of an Action that starts a task. Filled in with what only the finished task knows, and
  /// given as the result too; has to outlive the operation.
  /// @param options how to wait.
  /// @param token completion token.
  /// @throws (through the token) as `call_and_wait`.
  template <class A, inner::completion_token_like Token = asio::use_awaitable_t<>>
  auto finish(reply<A>& reply, wait_options options, Token&& token = Token()) {
    if constexpr (is_own<A>()) {
      static_assert(descriptor_of<A>.kind == kind::async,
                    "colb: this Action starts no task: there is nothing to finish");
      using rule = inner::rule_of<A, Service>;
      if constexpr (std::is_void_v<rule>) {
        using operation = inner::call_operation<A>;
        auto const make = [&](auto const&) -> std::shared_ptr<operation> {
          inner::refuse_wait_without_tasks(reply.task().action);
        };
        return launch<>(inner::prepare<operation>(core_.get(), make), &inner::run_call,
                        std::forward<Token>(token));
      } else {
        using operation = inner::finish_operation<A, rule>;
        auto const make = [&](auto const& core) { return inner::share<operation>(core, reply, options); };
        return launch<>(inner::prepare<operation>(core_.get(), make), &inner::run_finish,
                        std::forward<Token>(token));
      }
    }
  }
  template <class A, inner::completion_token_like Token = asio::use_awaitable_t<>>
  auto finish(reply<A>& reply, Token&& token = Token()) {
    return finish(reply, core_->options().wait, std::forward<Token>(token));
  }

  /// What is longer than one request may be (`descriptor::batch`), in parts: each like `call`, or
  /// `call_and_wait` where it starts something, one after the other. Gives `batched<Action>`.
  ///
  /// A part that fails does not throw: see `batched::parts`. After one that was refused the rest goes on;
  /// after one whose outcome is unknown, after refused credentials or a cancellation the rest is not started.
  /// @param request whose list may be longer than one request takes.
  /// @param how goes for each part: its timeout, its attempts, its lane, its tag.
  /// @param options how to wait for what a part starts.
  /// @param token completion token.
  /// @throws (through the token) colb::error when nothing was begun.
  template <class Request, inner::completion_token_like Token = asio::use_awaitable_t<>>
  auto call_in_batches(Request&& request, call_options how, wait_options options, Token&& token = Token()) {
    using A = inner::action_of_request<Request>;
    if constexpr (is_own<A>()) {
      static_assert(!descriptor_of<A>.batch.list.empty(),
                    "colb: this Action has no list that may be sent in parts: use call");
      using operation = inner::typed_batch<A, inner::rule_of<A, Service>>;
      auto const make = [&](auto const& core) {
        return inner::share<operation>(core, inner::request_view<A>(request), how, options,
                                       inner::service_follows<A, Service>);
      };
      return launch<Request>(inner::prepare<operation>(core_.get(), make), &inner::run_batch,
                             std::forward<Token>(token));
    }
  }
  template <class Request, inner::completion_token_like Token = asio::use_awaitable_t<>>
  auto call_in_batches(Request&& request, call_options how, Token&& token = Token()) {
    return call_in_batches(std::forward<Request>(request), how, core_->options().wait,
                           std::forward<Token>(token));
  }
  template <class Request, inner::completion_token_like Token = asio::use_awaitable_t<>>
  auto call_in_batches(Request&& request, wait_options options, Token&& token = Token()) {
    return call_in_batches(std::forward<Request>(request), call_options(), options,
                           std::forward<Token>(token));
  }
  template <class Request, inner::completion_token_like Token = asio::use_awaitable_t<>>
  auto call_in_batches(Request&& request, Token&& token = Token()) {
    return call_in_batches(std::forward<Request>(request), call_options(), core_->options().wait,
                           std::forward<Token>(token));
  }

  /// Waits for a task that `call` (or an earlier program) started. Gives `task_result`. The first look is
  /// taken at once.
  /// @throws (through the token) as `call_and_wait`; `condition::invalid_request` for a task of another
  /// service or region.
  template <inner::completion_token_like Token = asio::use_awaitable_t<>>
  auto wait(task const& task, wait_options options, Token&& token = Token()) {
    static_assert(inner::starts_tasks<Service>,
                  "colb: this service starts no tasks: there is nothing to wait for");
    auto const make = [&](auto const& core) { return core->follow(core, task, options); };
    return launch<>(inner::prepare<inner::following>(core_.get(), make), &inner::run_wait,
                    std::forward<Token>(token));
  }
  template <inner::completion_token_like Token = asio::use_awaitable_t<>>
  auto wait(task const& task, Token&& token = Token()) {
    return wait(task, core_->options().wait, std::forward<Token>(token));
  }

  /// Likewise, for a task of an Action that brings its rule (`waits_by`): `client.wait<Mine>(task)`.
  template <action A, inner::completion_token_like Token = asio::use_awaitable_t<>>
  auto wait(task const& task, wait_options options, Token&& token = Token()) {
    if constexpr (is_own<A>()) {
      using operation = inner::follow_operation<inner::rule_of<A, Service>>;
      auto const make = [&](auto const& core) -> std::shared_ptr<inner::following> {
        return inner::share<operation>(core, task, options);
      };
      return launch<>(inner::prepare<inner::following>(core_.get(), make), &inner::run_wait,
                      std::forward<Token>(token));
    }
  }
  template <action A, inner::completion_token_like Token = asio::use_awaitable_t<>>
  auto wait(task const& task, Token&& token = Token()) {
    return wait<A>(task, core_->options().wait, std::forward<Token>(token));
  }

  /// Reads until `predicate(reply)` holds; gives the reply that satisfied it. The first look is taken at
  /// once.
  ///
  /// @param request a read.
  /// @param predicate called with `reply<Action> const&` on the client's strand; what it throws ends the
  /// wait, as a colb::error (`error.thrown()`).
  /// @param options how to wait.
  /// @param token completion token.
  /// @throws (through the token) colb::error; `condition::timed_out` when `options.timeout` passed.
  template <class Request, class Predicate, inner::completion_token_like Token = asio::use_awaitable_t<>>
  auto wait_until(Request&& request, Predicate&& predicate, wait_options options, Token&& token = Token()) {
    using A = inner::action_of_request<Request>;
    if constexpr (is_own<A>()) {
      static_assert(descriptor_of<A>.kind == kind::read || inner::is_any<A>,
                    "colb: wait_until repeats its request: give it a read");
      static_assert(std::is_invocable_r_v<bool, std::decay_t<Predicate>&, reply<A> const&>,
                    "colb: the predicate has to be callable as bool(colb::reply<Action> const&)");
      using operation = inner::until_operation<A, std::decay_t<Predicate>>;
      auto const make = [&](auto const& core) {
        return inner::share<operation>(core, request, std::forward<Predicate>(predicate), options);
      };
      return launch<Request, Predicate>(inner::prepare<operation>(core_.get(), make), &inner::run_wait,
                                        std::forward<Token>(token));
    }
  }
  template <class Request, class Predicate, inner::completion_token_like Token = asio::use_awaitable_t<>>
  auto wait_until(Request&& request, Predicate&& predicate, Token&& token = Token()) {
    return wait_until(std::forward<Request>(request), std::forward<Predicate>(predicate),
                      core_->options().wait, std::forward<Token>(token));
  }

  /// Who the client is and where its keys come from (`colb::identity`): asks the vendor's STS
  /// (`GetCallerIdentity`) with the keys that calls are signed with.
  /// @throws (through the token) colb::error: `condition::authentication` when there are no keys or they are
  /// refused, saying which sources were asked and why each had nothing; `unsupported` at Capital Online.
  template <inner::completion_token_like Token = asio::use_awaitable_t<>>
  auto check(Token&& token = Token()) {
    auto const make = [](auto const& core) { return inner::share<inner::check_operation>(core); };
    return launch<>(inner::prepare<inner::check_operation>(core_.get(), make), &inner::run_check,
                    std::forward<Token>(token));
  }

  /// The pages of a list: `auto pages = client.pages(request); while (auto page = co_await pages.next()) …`.
  /// A request that leaves its limit out asks for pages as large as the service's document allows.
  /// @param request of a list; copied.
  /// @param how goes for the request of each page.
  template <class Request>
  auto pages(Request&& request, call_options how = {}) const {
    using A = inner::action_of_request<Request>;
    if constexpr (is_own<A>()) {
      if constexpr (std::is_same_v<A, std::remove_cvref_t<Request>>) {
        return colb::pages<A>(core_.get(), std::forward<Request>(request), {}, how);
      } else {
        return colb::pages<A>(core_.get(), request.request(), request.extra(), how);
      }
    }
  }

  /// The same item by item: `auto items = client.items(request); while (auto item = co_await items.next())
  /// …`.
  template <class Request>
  auto items(Request&& request, call_options how = {}) const {
    using A = inner::action_of_request<Request>;
    if constexpr (is_own<A>()) {
      if constexpr (std::is_same_v<A, std::remove_cvref_t<Request>>) {
        return colb::items<A>(core_.get(), std::forward<Request>(request), {}, how);
      } else {
        return colb::items<A>(core_.get(), request.request(), request.extra(), how);
      }
    }
  }

  /// Ends what the client does: for a program that ends.
  ///
  /// From the moment on that it starts, new operations are refused with `condition::cancelled`, "the client
  /// is closed", and so do those end that wait in a lane, for a permit, for a connection, for keys or in the
  /// pause between two attempts: nothing (more) is sent. An exchange that has begun may finish. A wait ends,
  /// and its `error.task()` is the handle of what goes on in the cloud; a batch ends with the result so far.
  /// When nothing is in flight, or `within` has passed, `close` completes; what is still in flight by then is
  /// cancelled (a change is then `condition::outcome_unknown` as well).
  ///
  /// A client stays closed. Calling it twice is fine: each call completes when nothing is in flight. From any
  /// thread. Completion signature `void(std::exception_ptr)`.
  /// @param within by the client's clock; zero or less: no limit, as everywhere.
  /// @param token completion token.
  /// @throws (through the token) colb::error (`condition::cancelled`) when the closing itself was cancelled:
  /// it then waits no more, the client is closed all the same.
  template <inner::completion_token_like Token = asio::use_awaitable_t<>>
  auto close(std::chrono::milliseconds within, Token&& token = Token()) {
    auto const make = [&](auto const& core) { return inner::share<inner::close_operation>(core, within); };
    return launch<>(inner::prepare<inner::close_operation>(core_.get(), make), &inner::run_close,
                    std::forward<Token>(token));
  }
  /// The same with a moment, by the client's clock; one that has passed: what was sent is cancelled at once.
  template <inner::completion_token_like Token = asio::use_awaitable_t<>>
  auto close(clock::tick deadline, Token&& token = Token()) {
    auto const make = [&](auto const& core) { return inner::share<inner::close_operation>(core, deadline); };
    return launch<>(inner::prepare<inner::close_operation>(core_.get(), make), &inner::run_close,
                    std::forward<Token>(token));
  }

  /// How many connections and exchanges there were and are. From any thread.
  colb::statistics statistics() const { return core_->stats(); }

 private:
  basic_client(asio::any_io_executor executor, client_options options, std::shared_ptr<inner::dialer> dialer,
               inner::strand_maker strands)
      : executor_(executor),
        core_(inner::make_core(std::move(executor), std::move(options), make_protocol(), std::move(dialer),
                               strands)) {
    if constexpr (inner::starts_tasks<Service>) core_->follow_by(&inner::waits_of<Service>::follow);
  }

  static std::unique_ptr<inner::protocol> make_protocol() {
    if constexpr (requires { Service::make_protocol(); }) {
      return Service::make_protocol();
    } else {
      return std::make_unique<typename Service::protocol>();
    }
  }

  /// Says why not, and spares the reader what would follow from it.
  template <class A>
  static consteval bool is_own() {
    if constexpr (!action<A>) {
      static_assert(action<A>, "colb: this is not an Action: give a struct such as clb::CreateListener");
      return false;
    } else {
      static_assert(inner::action_of<A, Service>,
                    "colb: this Action belongs to another service than this client");
      return inner::action_of<A, Service>;
    }
  }

  /// `Arguments` are as deduced by `Argument&&` where they came in.
  template <class... Arguments, class Operation, class Token>
  static auto launch(inner::prepared<Operation> what, inner::operation_body body, Token&& token) {
    using result = decltype(inner::launch(std::move(what), body, std::forward<Token>(token)));
    static_assert(
        !(inner::dies_twice<Arguments, result> || ...),
        "colb: give the request (or predicate) a name before the co_await: this compiler (GCC 12) destroys a "
        "temporary twice in an expression with co_await. See 'GCC 12' in the README");
    return inner::launch(std::move(what), body, std::forward<Token>(token));
  }

  executor_type executor_;
  inner::core_handle core_;
};

}  // namespace colb::inline COLB_ABI
