// colb: who is inside a client, so that it can be closed.
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

#include <colb/clock.hpp>
#include <colb/version.hpp>

namespace colb::inline COLB_ABI::inner {

/// What has gone out for an operation. Used on the client's strand.
class exchange_mark {
 public:
  bool begun = false;      ///< It runs on the strand. Before, another thread may still be starting it.
  bool under_way = false;  ///< A request has been sent, in part at least, and its answer is not here yet.
  bool ever = false;       ///< Something was sent.

  void sent() {
    under_way = ever = true;
    if (told) told(*this);
  }
  void over() {
    under_way = false;
    if (told) told(*this);
  }

 protected:
  void (*told)(exchange_mark&) = nullptr;  ///< Of either.
};

/// Counts the operations of a client, and lets no more of them in once it is closed.
class door {
 public:
  /// An operation. Goes through the door once, and leaves when it has ended or dies.
  class guest : public std::enable_shared_from_this<guest> {
   public:
    guest() = default;
    guest(guest const&) = delete;
    guest& operator=(guest const&) = delete;

    /// The client closes. On its strand.
    /// @param now not even what was sent may finish.
    virtual void hurry(bool now) = 0;

   protected:
    virtual ~guest() = default;

   private:
    friend class door;
    guest* before_ = nullptr;
    guest* after_ = nullptr;
    bool inside_ = false;
  };

  /// From any thread. False: it is closed.
  bool enter(guest& who);
  /// From any thread; no effect when it has left.
  void leave(guest& who) noexcept;
  /// From any thread.
  void close();
  bool closed() const noexcept { return closed_; }
  std::size_t inside() const noexcept { return count_; }

  // On the client's strand.

  /// Tells all who are inside.
  void hurry(bool now);
  /// Of one who waits for the last to leave: `tell_waiters` cancels the timer.
  class waiter {
   public:
    waiter(door& at, timer& alarm) : at_(at), alarm_(alarm) { at_.waiting_.push_back(&alarm_); }
    waiter(waiter const&) = delete;
    waiter& operator=(waiter const&) = delete;
    ~waiter() { std::erase(at_.waiting_, &alarm_); }

   private:
    door& at_;
    timer& alarm_;
  };
  void tell_waiters();

 private:
  std::mutex mutex_;
  guest* first_ = nullptr;
  std::atomic<std::size_t> count_{0};
  std::atomic<bool> closed_{false};
  std::vector<timer*> waiting_{};
};

}  // namespace colb::inline COLB_ABI::inner

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/engine/impl/door.ipp>
#endif
