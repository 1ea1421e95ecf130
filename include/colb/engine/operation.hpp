// colb: operations without their types: one set of coroutines serves every Action, so that naming one more
// costs little.
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include <colb/config.hpp>

#include <asio/any_io_executor.hpp>
#include <asio/associated_cancellation_slot.hpp>
#include <asio/associated_executor.hpp>
#include <asio/async_result.hpp>
#include <asio/awaitable.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/dispatch.hpp>
#include <asio/executor_work_guard.hpp>

#include <colb/engine/client_core.hpp>
#include <colb/engine/task_rule.hpp>
#include <colb/reply.hpp>

namespace colb::inline COLB_ABI::inner {

/// What is under way, from the initiating function to the completion handler. Used on the client's strand.
struct operation {
  explicit operation(std::shared_ptr<client_core> by) : core(std::move(by)) {}
  operation(operation const&) = delete;
  operation& operator=(operation const&) = delete;
  virtual ~operation() = default;

  /// Before the first look of a wait; may throw. Whether that look need not wait.
  virtual bool begin() { return false; }
  /// An answer has come: take in what the envelope says.
  virtual void answered(call_result) {}
  /// Whether the answer ends the wait; may throw.
  virtual bool done() { return true; }
  /// Whether a look that failed ends the wait, and well.
  virtual bool ended_by(error const&) { return false; }
  /// What to wait for after the call.
  virtual std::shared_ptr<operation> next() { return nullptr; }
  /// Likewise, for one of several tasks that the call started.
  virtual std::shared_ptr<operation> follow(task const&) { return nullptr; }
  /// That has ended well.
  virtual void finish(operation&) {}

  std::shared_ptr<client_core> core;
  encoded_call call{};
  void* response = nullptr;
  std::optional<task> about{};  ///< What the wait is for; goes into its errors.
  wait_options waiting{};
};

/// One call. Awaited directly, inside a coroutine that accepts cancellation.
asio::awaitable<void> exchange_once(operation& op, clock::tick latest = clock::tick::max());

/// Looks until `op.done()`, or until the time is up.
///
/// A look that fails for a reason which may pass (the network, a throttled account) does not end the waiting;
/// one that is refused does. `op.about` goes into every error, so that the handle is never lost.
asio::awaitable<void> look_until_done(operation& op, bool first_at_once);

asio::awaitable<void> run_call(std::shared_ptr<operation> op);
asio::awaitable<void> run_call_and_wait(std::shared_ptr<operation> op);
asio::awaitable<void> run_wait(std::shared_ptr<operation> op);

// ---- the typed sides
// -------------------------------------------------------------------------------------------

template <class A, class Base = operation>
struct call_operation : Base {
  using result_type = reply<A>;

  call_operation(std::shared_ptr<client_core> by, A const& request) : Base(std::move(by)) {
    this->call = this->core->encode(action_info_of<A>, &request);
    this->response = &result.response();
  }

  void answered(call_result facts) override {
    if constexpr (std::is_base_of_v<with_request_id, reply<A>>)
      result.RequestId = std::move(facts.request_id);
    if constexpr (descriptor_of<A>.kind == kind::async) {
      set_task(result, this->core->make_task(action_info_of<A>, std::move(facts.task_ids)));
    }
  }

  reply<A> take() { return std::move(result); }

  reply<A> result{};
};

/// The wait for a task, whatever rule it is followed by: one type, for tokens that keep the type of what they
/// start.
struct following : operation {
  using operation::operation;
  using result_type = task_result;
  virtual task_result ended() = 0;
  task_result take() { return ended(); }
};

template <class Rule>
struct follow_operation final : call_operation<typename Rule::action, following> {
  using base = call_operation<typename Rule::action, following>;
  using result_type = task_result;

  follow_operation(std::shared_ptr<client_core> by, task const& of, wait_options options)
      : base(std::move(by), Rule::request(of)) {
    this->about = of;
    this->waiting = options;
  }

  bool done() override {
    if constexpr (requires { Rule::look(this->result, *this->about); }) {
      progress = Rule::look(this->result, *this->about);
    } else {
      progress = Rule::look(this->result);
    }
    return is_over(progress, *this->about, this->result.RequestId);
  }

  task_result ended() override {
    task_result end;
    end.task = std::move(*this->about);
    end.ids = std::move(progress.ids);
    end.request_id = std::move(this->result.RequestId);
    return end;
  }

  task_progress progress{};
};

/// How a rule follows: by looks with its `action`, or with an operation of its own.
template <class Rule>
struct follower {
  using type = follow_operation<Rule>;
};
template <class Rule>
requires requires { typename Rule::operation; }
struct follower<Rule> {
  using type = typename Rule::operation;
};
template <class Rule>
using follow_by = typename follower<Rule>::type;

template <class A, class Rule>
struct call_and_wait_operation final : call_operation<A> {
  call_and_wait_operation(std::shared_ptr<client_core> by, A const& request, wait_options options)
      : call_operation<A>(std::move(by), request) {
    this->waiting = options;
  }

  void answered(call_result facts) override {
    started = this->core->make_task(action_info_of<A>, facts.task_ids);
    call_operation<A>::answered(std::move(facts));
  }
  std::shared_ptr<operation> next() override {
    if (started.ids.empty()) return nullptr;  // the cloud was done at once
    return follow(started);
  }
  std::shared_ptr<operation> follow(task const& of) override {
    return std::make_shared<follow_by<Rule>>(this->core, of, this->waiting);
  }
  void finish(operation& ended) override {
    Rule::fill_in(this->result, std::move(static_cast<follow_by<Rule>&>(ended).progress.ids));
  }

  task started{};
};

template <class R, class Predicate>
struct until_operation final : call_operation<R> {
  template <class P>
  until_operation(std::shared_ptr<client_core> by, R const& request, P&& holds, wait_options options)
      : call_operation<R>(std::move(by), request), predicate(std::forward<P>(holds)) {
    this->waiting = options;
  }

  bool done() override { return std::invoke(predicate, std::as_const(this->result)); }

  Predicate predicate;
};

// ---- starting one, and telling its end
// -------------------------------------------------------------------------

/// A completion handler whose type is forgotten.
class completion {
 public:
  completion() = default;
  completion(completion const&) = delete;
  completion& operator=(completion const&) = delete;
  virtual ~completion() = default;
  virtual void complete(std::exception_ptr failure) = 0;
};

template <class Operation, class Handler>
class typed_completion final : public completion {
 public:
  typed_completion(std::shared_ptr<Operation> op, Handler handler, asio::any_io_executor const& otherwise)
      : op_(std::move(op)),
        executor_(asio::get_associated_executor(handler, otherwise)),
        work_(asio::make_work_guard(executor_)),
        handler_(std::move(handler)) {}

  void complete(std::exception_ptr failure) override {
    using result = typename Operation::result_type;
    auto deliver = [handler = std::move(handler_), failure = std::move(failure),
                    value = failure ? result{} : op_->take()]() mutable {
      std::move(handler)(std::move(failure), std::move(value));
    };
    op_.reset();
    asio::dispatch(executor_, std::move(deliver));
  }

 private:
  using executor_type = asio::associated_executor_t<Handler, asio::any_io_executor>;

  std::shared_ptr<Operation> op_;
  executor_type executor_;
  asio::executor_work_guard<executor_type> work_;
  Handler handler_;
};

/// Carries a cancellation from the caller's strand, where a slot is emitted, to the client's. Asio's
/// `co_spawn` does not: up to 1.22 it emits in place, and later on where a handler names no executor.
class cancellation_bridge {
 public:
  cancellation_bridge(asio::cancellation_slot from, asio::any_io_executor const& strand);

  asio::cancellation_slot slot() const noexcept {
    return signal_ ? signal_->slot() : asio::cancellation_slot();
  }

 private:
  std::shared_ptr<asio::cancellation_signal> signal_{};
};

/// What `co_spawn` calls at the end; one type for all operations.
class erased_handler {
 public:
  erased_handler(std::unique_ptr<completion> typed, cancellation_bridge cancel)
      : typed_(std::move(typed)), cancel_(std::move(cancel)) {}

  using cancellation_slot_type = asio::cancellation_slot;
  cancellation_slot_type get_cancellation_slot() const noexcept { return cancel_.slot(); }

  void operator()(std::exception_ptr failure) {
    auto const typed = std::move(typed_);
    typed->complete(std::move(failure));
  }

 private:
  std::unique_ptr<completion> typed_;
  cancellation_bridge cancel_;
};

using operation_body = asio::awaitable<void> (*)(std::shared_ptr<operation>);

void start(std::shared_ptr<operation> op, operation_body body, erased_handler handler);

struct initiation {
  template <class Handler, class Operation>
  void operator()(Handler&& handler, std::shared_ptr<Operation> op, operation_body body) const {
    cancellation_bridge cancel(asio::get_associated_cancellation_slot(handler), op->core->strand());
    auto typed = std::make_unique<typed_completion<Operation, std::decay_t<Handler>>>(
        op, std::forward<Handler>(handler), op->core->executor());
    start(std::move(op), body, erased_handler(std::move(typed), std::move(cancel)));
  }
};

template <class Operation, class Token>
auto launch(std::shared_ptr<Operation> op, operation_body body, Token&& token) {
  return asio::async_initiate<Token, void(std::exception_ptr, typename Operation::result_type)>(
      initiation{}, token, std::move(op), body);
}

}  // namespace colb::inline COLB_ABI::inner

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/engine/impl/operation.ipp>
#endif
