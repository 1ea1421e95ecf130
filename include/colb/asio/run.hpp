// colb: starts coroutines and has functions called later, with one type of handler each: of every type of
// handler Asio compiles its `co_spawn` and `post` anew.
#pragma once

#include <cstdint>
#include <exception>
#include <memory>
#include <utility>

#include <colb/config.hpp>

#include <colb/asio/any_io_executor.hpp>
#include <colb/asio/awaitable.hpp>
#include <colb/asio/cancellation_signal.hpp>

namespace colb::inline COLB_ABI::inner {

/// A completion handler whose type is forgotten.
class completion {
 public:
  completion() = default;
  completion(completion const&) = delete;
  completion& operator=(completion const&) = delete;

  /// Has the handler called, where it wants to be. The object is gone then.
  virtual void complete(std::exception_ptr failure) = 0;
  /// It never will be.
  virtual void abandon() noexcept = 0;

  struct abandoner {
    void operator()(completion* c) const noexcept { c->abandon(); }
  };
  using pointer = std::unique_ptr<completion, abandoner>;

 protected:
  ~completion() = default;
};

/// What `co_spawn` calls at the end.
class spawn_handler {
 public:
  /// @param to null: nobody is told.
  /// @param slot what cancels the coroutine; of something that lives as long as `to`.
  spawn_handler(completion::pointer to, asio::cancellation_slot slot) : to_(std::move(to)), slot_(slot) {}

  using cancellation_slot_type = asio::cancellation_slot;
  cancellation_slot_type get_cancellation_slot() const noexcept {
    return to_ ? slot_ : asio::cancellation_slot();
  }

  void operator()(std::exception_ptr failure) {
    if (to_) to_.release()->complete(std::move(failure));
  }

 private:
  completion::pointer to_;
  asio::cancellation_slot slot_;
};

/// Starts a coroutine.
void spawn(asio::any_io_executor const& on, asio::awaitable<void> what, spawn_handler end);
/// Starts one whose end tells nobody.
/// @param kept lives until then.
/// @param slot what cancels it; a part of `kept`.
void spawn(asio::any_io_executor const& on, asio::awaitable<void> what,
           std::shared_ptr<void const> kept = nullptr, asio::cancellation_slot slot = {});

/// Has `what(*who, word)` called by the executor; never within this call.
void post_to(asio::any_io_executor const& on, std::shared_ptr<void> who, void (*what)(void*, std::uint64_t),
             std::uint64_t word = 0);

}  // namespace colb::inline COLB_ABI::inner

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/asio/impl/run.ipp>
#endif
