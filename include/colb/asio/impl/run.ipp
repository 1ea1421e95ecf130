// colb: the bodies of run.hpp.
#pragma once

#include <colb/asio/run.hpp>

#include <colb/asio/co_spawn.hpp>
#include <colb/asio/post.hpp>

namespace colb::inline COLB_ABI::inner {

namespace run_text {

/// Holds something until a coroutine has ended.
class keeper final : public completion {
 public:
  explicit keeper(std::shared_ptr<void const> what) : what_(std::move(what)) {}
  void complete(std::exception_ptr) override { delete this; }
  void abandon() noexcept override { delete this; }

 private:
  ~keeper() = default;
  std::shared_ptr<void const> what_;
};

}  // namespace run_text

COLB_DECL void spawn(asio::any_io_executor const& on, asio::awaitable<void> what, spawn_handler end) {
  asio::co_spawn(on, std::move(what), std::move(end));
}

COLB_DECL void spawn(asio::any_io_executor const& on, asio::awaitable<void> what,
                     std::shared_ptr<void const> kept, asio::cancellation_slot slot) {
  completion::pointer to;
  if (kept) to.reset(new run_text::keeper(std::move(kept)));
  spawn(on, std::move(what), spawn_handler(std::move(to), slot));
}

COLB_DECL void post_to(asio::any_io_executor const& on, std::shared_ptr<void> who,
                       void (*what)(void*, std::uint64_t), std::uint64_t word) {
  asio::post(on, [who = std::move(who), what, word] { what(who.get(), word); });
}

}  // namespace colb::inline COLB_ABI::inner
