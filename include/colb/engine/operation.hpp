// colb: operations without their types: one set of coroutines serves every Action, so that naming one more
// costs little.
#pragma once

#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <colb/config.hpp>

#include <colb/asio/any_io_executor.hpp>
#include <colb/asio/associated_allocator.hpp>
#include <colb/asio/associated_cancellation_slot.hpp>
#include <colb/asio/associated_executor.hpp>
#include <colb/asio/async_result.hpp>
#include <colb/asio/awaitable.hpp>
#include <colb/asio/cancellation_signal.hpp>
#include <colb/asio/dispatch.hpp>
#include <colb/asio/executor_work_guard.hpp>
#include <colb/asio/post.hpp>
#include <colb/asio/run.hpp>

#include <colb/any_action.hpp>
#include <colb/coordinator.hpp>
#include <colb/engine/client_core.hpp>
#include <colb/engine/looks.hpp>
#include <colb/engine/share.hpp>
#include <colb/engine/task_rule.hpp>
#include <colb/engine/trail.hpp>
#include <colb/reply.hpp>
#include <colb/with.hpp>

namespace colb::inline COLB_ABI::inner {

/// A change in the lanes of what it changes.
struct place_in_lanes {
  lane_pass lane{};
  std::shared_ptr<coordinator::lease> lease{};  ///< Of the same lanes, among all processes; null: none.
  std::string left_behind{};                    ///< `to_string` of the task that it started.
};
struct no_place_in_lanes {};

/// What is under way, from the initiating function to the completion handler. Used on the client's strand.
struct operation : std::enable_shared_from_this<operation> {
  explicit operation(std::shared_ptr<client_core> by) : core(std::move(by)) {}
  operation(operation const&) = delete;
  operation& operator=(operation const&) = delete;
  virtual ~operation() = default;

  /// Where it was asked for, before it starts.
  virtual void starting() {}
  /// Before the first look of a wait; may throw. Whether that look need not wait.
  virtual bool begin() { return false; }
  /// After a look that did not end the wait: whether the next one need not wait either.
  virtual bool looks_at_once() { return false; }
  /// An answer has come: take in what the envelope says.
  virtual void answered(call_result&&) {}
  /// What the answer to a look says; may throw.
  virtual task_progress look() { return {done() ? task_state::succeeded : task_state::running}; }
  /// The same in short: whether the answer ends the wait.
  virtual bool done() { return true; }
  /// What a look says that was refused; nothing: what refusals say everywhere.
  virtual std::optional<task_progress> refused(error const&) { return std::nullopt; }
  /// An equal look of another wait has an answer: takes in that response, which is of this one's type.
  virtual void take_over(void const* seen) { (void)seen; }
  /// What to wait for after the call.
  virtual std::shared_ptr<operation> next() { return nullptr; }
  /// The tasks that are followed one by one in the place of this one; none: it is one.
  virtual std::vector<outcome> parts() { return {}; }
  /// The wait for one of several tasks that the call started.
  virtual std::shared_ptr<operation> follow(task const&) { return nullptr; }
  /// That has ended well.
  virtual void finish(operation&) {}
  /// Where what the answer has beyond colb's structs goes; null: nowhere.
  /// @param wanted whether the call's options ask for it.
  virtual boost::json::object* unknown(bool wanted) {
    (void)wanted;
    return nullptr;
  }

  std::shared_ptr<client_core> core;
  exchange_mark own_mark{};
  exchange_mark* mark = &own_mark;  ///< Of the operation that this one is a part of.
  bool is_guest = true;             ///< One that a client which closes waits for.
  encoded_call call{};
  void* response = nullptr;
  std::optional<task> about{};  ///< What the wait is for; goes into its errors.
  wait_options waiting{};
  call_options how{};
  operation_kind asked = operation_kind::call;
  std::shared_ptr<trail> trace{};  ///< Where it is told; null: nobody observes.
  clock::tick begun_at{};
  place_in_lanes* queue = nullptr;  ///< Of what may change something; a part of it.
  bool in_lanes() const noexcept { return queue && queue->lane.entered(); }
  bool has_rule = false;  ///< The end of what it starts can be seen: the next change of its lane follows it.
  std::string last_request{};            ///< ID of the last look's request.
  std::vector<std::string> found_ids{};  ///< IDs of the resources that the task made or changed.
  bool absent_is_done = false;           ///< What is waited for may never have been: see `watch`.
};

/// One call. Awaited directly, inside a coroutine that accepts cancellation.
asio::awaitable<void> exchange_once(operation& op);

/// Waits until it is the turn of a change that is in its lanes, and follows what others left behind there to
/// its end. Throws what keeps it from being sent.
asio::awaitable<void> take_turn(operation& op);

/// Looks until it is over, or until `end`.
///
/// A look that fails for a reason which may pass (the network, a throttled account) does not end the waiting;
/// one that is refused does, but for "not found" just after the start. `op.about` goes into every error, so
/// that the handle is never lost.
/// @param holder the change that the wait belongs to, if others may wait behind it.
/// @param whole the same operation, when it is nothing but this wait for one task or state: then it is begun
/// and its end is told here, and `end` is not looked at. Null: it is a part of another.
asio::awaitable<void> look_until_done(operation& op, clock::tick end, bool first_at_once,
                                      lane_pass const* holder, std::shared_ptr<operation> whole);

/// Begins an operation that the user asked for: from here on its time counts, it is observed if somebody
/// does, and a change has its places in the queues of what it changes. From any thread.
void begin(operation& op);
/// Since then.
std::chrono::microseconds time_of(operation const& op);
/// What `run_call` and `run_call_and_wait` do, inside a coroutine that accepts cancellation.
/// @param whole the same operation, when it is nothing but this call: then it is begun here. Null: it is a
/// part of another.
asio::awaitable<void> call_in_turn(operation& op, std::shared_ptr<operation> whole = nullptr);
asio::awaitable<void> call_and_wait_in_turn(operation& op);

asio::awaitable<void> run_call(std::shared_ptr<operation> op);
asio::awaitable<void> run_call_and_wait(std::shared_ptr<operation> op);
asio::awaitable<void> run_wait(std::shared_ptr<operation> op);
asio::awaitable<void> run_finish(std::shared_ptr<operation> op);

// ---- the typed sides
// -------------------------------------------------------------------------------------------

/// An Action whose kind is known at run time is a read, or no read, where that is not served.
[[noreturn]] void refuse_wait(std::string_view action);
[[noreturn]] void refuse_repeating(std::string_view action);
/// The service has no task of such an Action.
[[noreturn]] void refuse_wait_without_tasks(std::string_view action);

/// Whether an Action brings the rule that its task is followed by: `rule waits_by(Action const*)` beside it.
/// The task's ids are then the protocol's, if it has any, and those that `descriptor::resource` names first.
template <class A>
concept brings_rule = requires { waits_by(static_cast<A const*>(nullptr)); };

template <class A, class Base = operation>
struct call_operation : Base {
  using result_type = reply<A>;
  static constexpr bool may_queue =
      std::is_same_v<Base, operation> && (is_any<A> || descriptor_of<A>.kind != kind::read);

  call_operation(std::shared_ptr<client_core> by, request_view<A> const& what) : Base(std::move(by)) {
    if constexpr (is_any<A>) {
      this->call = this->core->encode(as_any_request(what.request));
    } else {
      this->call = this->core->encode(tables_of<A>::info(), &what.request, what.extra);
    }
    this->response = &result.response();
    if constexpr (may_queue) this->queue = &place_;
  }
  /// Yet to be told what it asks.
  explicit call_operation(std::shared_ptr<client_core> by) : Base(std::move(by)) {}

  void answered(call_result&& facts) override {
    note_effort(result, facts.attempts, {});
    if constexpr (std::is_base_of_v<with_request_id, reply<A>>)
      result.RequestId = std::move(facts.request_id);
    if (is_any<A> && this->call.action->description->kind == kind::read) facts.task_ids.clear();
    if constexpr (brings_rule<A>) {
      auto const& named = this->call.resources;
      facts.task_ids.insert(facts.task_ids.end(), named.begin(), named.end());
    }
    if (this->has_rule && this->in_lanes() && !facts.task_ids.empty()) {
      task made = this->core->make_task(*this->call.action, std::move(facts.task_ids));
      this->queue->left_behind = to_string(made);
      facts.task_ids = std::move(made.ids);
    }
    starts(facts.task_ids);
    if constexpr (descriptor_of<A>.kind == kind::async) {
      set_task(result, this->core->make_task(*this->call.action, std::move(facts.task_ids)));
    }
  }

  /// What the cloud knows the task by that it started.
  virtual void starts(std::vector<std::string> const&) {}

  boost::json::object* unknown(bool wanted) override {
    if constexpr (is_any<A>) {
      return &result.Response;
    } else {
      return wanted ? &keep_unknown(result) : nullptr;
    }
  }

  reply<A> take() {
    note_effort(result, result.attempts(), time_of(*this));
    return std::move(result);
  }

  reply<A> result{};

 private:
  [[no_unique_address]] std::conditional_t<may_queue, place_in_lanes, no_place_in_lanes> place_{};
};

/// Takes every kind of cancellation, as `accept_cancellation`; throws when the client is closed already.
asio::awaitable<void> begin_operation(operation& op);

/// The client closes.
struct close_operation final : operation {
  using result_type = void;
  /// @param limit zero or less: none.
  close_operation(std::shared_ptr<client_core> by, std::chrono::milliseconds limit)
      : close_operation(by, end_of(by->clock()->ticks(), limit)) {}
  close_operation(std::shared_ptr<client_core> by, clock::tick deadline)
      : operation(std::move(by)), until(deadline) {
    is_guest = false;
  }
  void starting() override { core->door().close(); }
  clock::tick until;
};
asio::awaitable<void> run_close(std::shared_ptr<operation> op);

/// Who the client is.
struct check_operation final : operation {
  explicit check_operation(std::shared_ptr<client_core> of) : operation(std::move(of)) {
    asked = operation_kind::check;
  }
  using result_type = identity;
  identity take() { return std::move(result); }
  identity result{};
};
asio::awaitable<void> run_check(std::shared_ptr<operation> op);

/// The wait for a task, whatever rule it is followed by: one type, for tokens that keep the type of what they
/// start.
struct following : operation {
  using operation::operation;
  using result_type = task_result;
  virtual task_result ended() = 0;
  task_result take() { return ended(); }
};

/// Whether an Action that is followed by this rule may be one that starts nothing: `static constexpr bool
/// absent_is_done = true`.
template <class Rule>
inline constexpr bool takes_absent_for_done = requires { requires Rule::absent_is_done; };

template <class Rule>
struct follow_operation final : call_operation<typename Rule::action, following> {
  using base = call_operation<typename Rule::action, following>;
  using result_type = task_result;

  follow_operation(std::shared_ptr<client_core> by, task const& of, wait_options options)
      : base(std::move(by)) {
    this->about = of;
    this->waiting = options;
    this->absent_is_done = takes_absent_for_done<Rule>;
    // One without IDs is over, several are followed one by one: nothing that this one could ask.
    if (!of.ids.empty() && parts().empty()) aim(of);
  }

  void take_over(void const* seen) override {
    this->result.response() = *static_cast<typename Rule::action::response const*>(seen);
  }

  bool begin() override { return is_urgent(); }
  bool looks_at_once() override { return std::exchange(turned_, false) && is_urgent(); }

  void answered(call_result&& facts) override {
    words_ = facts.words.empty() ? nullptr : std::make_unique<std::string>(std::move(facts.words));
    base::answered(std::move(facts));
  }

  task_progress look() override {
    if constexpr (requires { Rule::closer(this->result, watched()); }) {
      if (turn_to(Rule::closer(this->result, watched()))) return {task_state::running};
    }
    task_progress seen = seen_in_answer();
    if (seen.reason.empty() && words_) seen.reason = *words_;
    return seen;
  }

  std::optional<task_progress> refused(error const& e) override {
    if constexpr (requires { Rule::instead(e, watched()); }) {
      if (turn_to(Rule::instead(e, watched()))) return task_progress{task_state::running};
    }
    if constexpr (requires { Rule::refused(e, watched()); }) {
      return Rule::refused(e, watched());
    } else {
      return std::nullopt;
    }
  }

  std::vector<outcome> parts() override {
    if constexpr (requires { Rule::parts(*this->about); }) {
      return Rule::parts(*this->about);
    } else {
      return {};
    }
  }

  std::shared_ptr<operation> follow(task const& of) override {
    return share<follow_operation>(this->core, of, this->waiting);
  }

  task_result ended() override {
    task_result end;
    end.task = std::move(*this->about);
    end.ids = std::move(this->found_ids);
    end.request_id = std::move(this->last_request);
    return end;
  }

 private:
  /// What is looked at: the task, or what a look has told of it.
  task const& watched() const { return closer_ ? *closer_ : *this->about; }

  bool is_urgent() const {
    if constexpr (requires { Rule::at_once(watched()); }) {
      return Rule::at_once(watched());
    } else {
      return false;
    }
  }

  bool turn_to(std::optional<task> found) {
    if (!found) return false;
    aim(*found);
    closer_ = std::make_unique<task>(std::move(*found));
    turned_ = true;
    return true;
  }

  task_progress seen_in_answer() const {
    if constexpr (requires { Rule::look(this->result, watched()); }) {
      return Rule::look(this->result, watched());
    } else {
      return Rule::look(this->result);
    }
  }

  void aim(task const& of) {
    auto const request = Rule::request(of);
    if constexpr (requires { Rule::info(of); }) {
      this->call = this->core->encode(Rule::info(of), &request);
    } else {
      this->call = this->core->encode(tables_of<typename Rule::action>::info(), &request);
    }
    this->response = &this->result.response();
    this->call.payload.shrink_to_fit();  // it is kept as long as the wait
  }

  std::unique_ptr<task> closer_{};  ///< Rare, and many may wait.
  bool turned_ = false;
  std::unique_ptr<std::string> words_{};  ///< Of the last look's envelope, if it had any.
};

/// The wait for what an Action has started. The service's own rules are followed by the client's core, so
/// that such a wait need not be compiled where the Action is called.
template <class A, class Rule>
std::shared_ptr<following> follow_after(std::shared_ptr<client_core> const& core, task const& of,
                                        wait_options options) {
  if constexpr (brings_rule<A> || is_any<A>) {
    return share<follow_operation<Rule>>(core, of, options);
  } else {
    return core->follow(core, of, options);
  }
}

template <class A, class Rule>
struct call_and_wait_operation final : call_operation<A> {
  /// @param follows whether the service follows the task by `Rule` as well, knowing its text alone.
  call_and_wait_operation(std::shared_ptr<client_core> by, request_view<A> const& what, wait_options options,
                          bool follows)
      : call_operation<A>(std::move(by), what) {
    if constexpr (is_any<A>) {
      if (this->call.action->description->kind == kind::read) refuse_wait(this->call.action->name);
    }
    this->waiting = options;
    this->has_rule = follows;
    this->asked = operation_kind::call_and_wait;
  }

  void starts(std::vector<std::string> const& ids) override {
    started = this->core->make_task(*this->call.action, ids);
  }
  std::shared_ptr<operation> next() override {
    if (started.ids.empty()) return nullptr;  // the cloud was done at once
    return follow(started);
  }
  std::shared_ptr<operation> follow(task const& of) override {
    auto made = follow_after<A, Rule>(this->core, of, this->waiting);
    // Of a change of which nobody says that it starts something.
    if (is_any<A> && this->call.action->description->kind == kind::write) made->absent_is_done = true;
    return made;
  }
  void finish(operation& ended) override { Rule::fill_in(this->result, std::move(ended.found_ids)); }

  task started{};
};

/// The wait for what a reply says was started.
template <class A, class Rule>
struct finish_operation final : operation {
  using result_type = reply<A>;

  finish_operation(std::shared_ptr<client_core> by, reply<A>& of, wait_options options)
      : operation(std::move(by)), into(&of), result(of) {
    about = result.task();
    waiting = options;
    asked = operation_kind::finish;
  }

  std::shared_ptr<operation> next() override {
    if (about->ids.empty()) return nullptr;  // the cloud was done at once
    return follow_after<A, Rule>(core, *about, waiting);
  }
  void finish(operation& ended) override { Rule::fill_in(result, std::move(ended.found_ids)); }
  reply<A> take() {
    note_effort(result, result.attempts(), result.took() + time_of(*this));
    *into = result;
    return std::move(result);
  }

  reply<A>* into;
  reply<A> result;
};

template <class R, class Predicate>
struct until_operation final : call_operation<R> {
  template <class P>
  until_operation(std::shared_ptr<client_core> by, request_view<R> const& what, P&& holds,
                  wait_options options)
      : call_operation<R>(std::move(by), what), predicate(std::forward<P>(holds)) {
    if constexpr (is_any<R>) {
      if (this->call.action->description->kind != kind::read) refuse_repeating(this->call.action->name);
    }
    this->waiting = options;
    this->asked = operation_kind::wait_until;
  }

  void take_over(void const* seen) override {
    this->result.response() = *static_cast<typename R::response const*>(seen);
  }

  bool done() override { return std::invoke(predicate, std::as_const(this->result)); }

  Predicate predicate;
};

// ---- starting one, and telling its end
// -------------------------------------------------------------------------

/// What leads from the caller's cancellation slot, and from a client that closes, to an operation. It dies
/// with the operation, whatever becomes of the slot: signals may outlive the `io_context`.
struct cancellation_bridge final : door::guest {
  explicit cancellation_bridge(operation const& to) : core(to.core), mark(to.mark), is_guest(to.is_guest) {}
  ~cancellation_bridge() override { core->door().leave(*this); }

  /// One that has not begun sees by itself that the client is closed.
  void hurry(bool now) override {
    if (over || !mark->begun) return;
    if (now || !mark->under_way) signal.emit(asio::cancellation_type::terminal);
  }

  std::shared_ptr<client_core> core;
  asio::cancellation_signal signal{};
  exchange_mark const* mark;  ///< Lives until it is over.
  bool is_guest;              ///< Not the closing itself.
  bool over = false;          ///< On the strand: what the signal led to is gone.
};

/// The caller's side of a bridge: how its slot is left as it was found.
class slot_guard {
 public:
  slot_guard() = default;
  /// Has the slot lead to `to`. Asio's `co_spawn` does not carry a cancellation from the caller's strand,
  /// where a slot is emitted, to another: up to 1.22 it emits in place, and later on where a handler names no
  /// executor.
  slot_guard(asio::cancellation_slot from, std::shared_ptr<cancellation_bridge> const& to);

  /// Where the handler runs, before it does.
  void clear();

 private:
  asio::cancellation_slot from_{};
  std::weak_ptr<void const> there_{};  ///< As long as the slot holds what was put there.
};

/// The completion handler of an operation.
class operation_completion : public completion {
 public:
  void led_to_by(std::shared_ptr<cancellation_bridge> cancel) noexcept { cancel_ = std::move(cancel); }
  void complete(std::exception_ptr failure) final;

 protected:
  ~operation_completion() = default;
  virtual void deliver(std::exception_ptr failure) = 0;
  /// For errors that are not colb's; empty: there is no operation.
  virtual std::string_view action() const noexcept = 0;

 private:
  std::shared_ptr<cancellation_bridge> cancel_{};  ///< Null: it never began.
};

template <class Handler, class Result>
struct delivery {
  using allocator_type = asio::associated_allocator_t<Handler>;
  allocator_type get_allocator() const noexcept { return asio::get_associated_allocator(handler); }

  void operator()() {
    slot.clear();
    std::move(handler)(std::move(failure), std::move(value));
  }

  Handler handler;
  slot_guard slot;
  std::exception_ptr failure;
  Result value;
};

template <class Handler>
struct delivery<Handler, void> {
  using allocator_type = asio::associated_allocator_t<Handler>;
  allocator_type get_allocator() const noexcept { return asio::get_associated_allocator(handler); }

  void operator()() {
    slot.clear();
    std::move(handler)(std::move(failure));
  }

  Handler handler;
  slot_guard slot;
  std::exception_ptr failure;
};

/// Work of an executor that lasts as long as this. An `any_io_executor` can be that by itself, in half of the
/// room that a guard takes.
template <class Executor>
using kept_busy = std::conditional_t<std::is_same_v<Executor, asio::any_io_executor>, Executor,
                                     asio::executor_work_guard<Executor>>;
inline asio::any_io_executor keep_busy(asio::any_io_executor const& what) {
  return what ? asio::prefer(what, asio::execution::outstanding_work.tracked) : what;
}
template <class Executor>
asio::executor_work_guard<Executor> keep_busy(Executor const& what) {
  return asio::executor_work_guard<Executor>(what);
}
template <class Work>
auto executor_of(Work const& work) {
  if constexpr (std::is_same_v<Work, asio::any_io_executor>) {
    return work;
  } else {
    return work.get_executor();
  }
}

template <class Operation, class Handler>
class typed_completion final : public operation_completion {
 public:
  static operation_completion* make(std::shared_ptr<Operation> op, Handler handler, slot_guard slot,
                                    asio::any_io_executor const& otherwise) {
    allocator memory(asio::get_associated_allocator(handler));
    typed_completion* const place = traits::allocate(memory, 1);
    return new (place) typed_completion(std::move(op), std::move(handler), slot, otherwise, memory);
  }

  void deliver(std::exception_ptr failure) override {
    auto call = what_to_deliver(std::move(failure));
    executor_type const executor = executor_of(work_);
    bool const has_executor = has_executor_;
    auto const work = std::move(work_);
    // The handler's memory is free again before the handler runs.
    abandon();
    if (has_executor) {
      asio::dispatch(executor, std::move(call));
    } else {
      // Not dispatched: it would run on the client's strand, and one that blocks would stop that.
      asio::post(executor, std::move(call));
    }
  }

  std::string_view action() const noexcept override {
    return op_ && op_->call.action ? op_->call.action->name : std::string_view();
  }

  void abandon() noexcept override {
    allocator memory(memory_);
    this->~typed_completion();
    traits::deallocate(memory, this, 1);
  }

 private:
  using executor_type = asio::associated_executor_t<Handler, asio::any_io_executor>;
  using allocator = typename std::allocator_traits<
      asio::associated_allocator_t<Handler>>::template rebind_alloc<typed_completion>;
  using traits = std::allocator_traits<allocator>;

  typed_completion(std::shared_ptr<Operation> op, Handler handler, slot_guard slot,
                   asio::any_io_executor const& otherwise, allocator const& memory)
      : op_(std::move(op)),
        has_executor_(is_another(asio::get_associated_executor(handler, otherwise), otherwise)),
        work_(keep_busy(asio::get_associated_executor(handler, otherwise))),
        slot_(slot),
        memory_(memory),
        handler_(std::move(handler)) {}
  ~typed_completion() = default;

  auto what_to_deliver(std::exception_ptr failure) {
    using result = typename Operation::result_type;
    if constexpr (std::is_void_v<result>) {
      return delivery<Handler, void>{std::move(handler_), slot_, std::move(failure)};
    } else {
      delivery<Handler, result> call{std::move(handler_), slot_, std::move(failure), result{}};
      if (!call.failure) call.value = op_->take();
      return call;
    }
  }

  std::shared_ptr<Operation> op_;
  template <class Executor>
  static bool is_another(Executor const& own, asio::any_io_executor const& otherwise) {
    if constexpr (std::is_same_v<Executor, asio::any_io_executor>) return own != otherwise;
    return true;
  }

  bool has_executor_;  ///< One of its own, beside the client's.
  kept_busy<executor_type> work_;
  slot_guard slot_;
  allocator memory_;
  Handler handler_;
};

using operation_body = asio::awaitable<void> (*)(std::shared_ptr<operation>);

/// What was thrown, as a `colb::error`.
std::exception_ptr as_error(std::exception_ptr thrown, std::string_view action);

/// @param end told of the end; at once, when `refused` says why it never begins.
void start(std::shared_ptr<operation> op, operation_body body, operation_completion* end,
           std::shared_ptr<cancellation_bridge> cancel, std::exception_ptr refused);

/// An operation that is yet to be started; or why there is none.
template <class Operation>
struct prepared {
  struct refusal {
    std::shared_ptr<client_core> core;
    std::exception_ptr why;
  };
  std::shared_ptr<Operation> op{};
  std::unique_ptr<refusal> refused{};  ///< There is no operation.
};

/// Makes an operation. What that throws (a request that cannot be encoded, a task that cannot be asked about)
/// is told through the handler, as everything is.
template <class Operation, class Make>
prepared<Operation> prepare(std::shared_ptr<client_core> core, Make make) {
  prepared<Operation> out;
  try {
    out.op = make(core);
  } catch (...) {
    using refusal = typename prepared<Operation>::refusal;
    out.refused = std::make_unique<refusal>(refusal{core, as_error(std::current_exception(), {})});
  }
  return out;
}

/// Null when the client is closed: then `refused` says so.
std::shared_ptr<cancellation_bridge> let_in(operation& op, std::exception_ptr& refused);

struct initiation {
  template <class Handler, class Operation>
  void operator()(Handler&& handler, prepared<Operation> what, operation_body body) const {
    asio::cancellation_slot const from = asio::get_associated_cancellation_slot(handler);
    std::shared_ptr<cancellation_bridge> cancel;
    std::exception_ptr refused = what.refused ? what.refused->why : nullptr;
    if (!refused) cancel = let_in(*what.op, refused);
    operation_completion* const end = typed_completion<Operation, std::decay_t<Handler>>::make(
        what.op, std::forward<Handler>(handler),
        cancel && from.is_connected() ? slot_guard(from, cancel) : slot_guard(),
        (what.op ? what.op->core : what.refused->core)->executor());
    start(std::move(what.op), body, end, std::move(cancel), std::move(refused));
  }
};

/// A function or a lambda (not a generic one) that does not take what a handler is given.
template <class Token, class Result>
consteval bool is_wrong_handler() {
  using T = std::decay_t<Token>;
  constexpr bool takes_it = [] {
    if constexpr (std::is_void_v<Result>) {
      return std::is_invocable_v<T&, std::exception_ptr>;
    } else {
      return std::is_invocable_v<T&, std::exception_ptr, Result>;
    }
  }();
  if constexpr (std::is_pointer_v<T>) {
    return std::is_function_v<std::remove_pointer_t<T>> && !takes_it;
  } else if constexpr (requires { &T::operator(); }) {
    return !takes_it;
  } else {
    return false;
  }
}

template <class Operation, class Token>
auto launch(prepared<Operation> what, operation_body body, Token&& token) {
  using result = typename Operation::result_type;
  if constexpr (is_wrong_handler<Token, result>()) {
    static_assert(!is_wrong_handler<Token, result>(),
                  "colb: a completion handler is called as void(std::exception_ptr, Result), where Result is "
                  "colb::reply<Action> for call and call_and_wait, colb::task_result for wait, "
                  "std::optional<colb::reply<Action>> for the next page; for close as "
                  "void(std::exception_ptr)");
  } else if constexpr (std::is_void_v<result>) {
    return asio::async_initiate<Token, void(std::exception_ptr)>(initiation{}, token, std::move(what), body);
  } else {
    return asio::async_initiate<Token, void(std::exception_ptr, result)>(initiation{}, token, std::move(what),
                                                                         body);
  }
}

}  // namespace colb::inline COLB_ABI::inner

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/engine/impl/looks.ipp>
#include <colb/engine/impl/operation.ipp>
#endif
