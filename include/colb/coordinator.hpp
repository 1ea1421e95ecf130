// colb: what the processes of a fleet agree through: whose turn it is to change a resource, and when a
// request may go out.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <colb/config.hpp>

#include <colb/asio/awaitable.hpp>

#include <colb/engine/coordinator_health.hpp>
#include <colb/version.hpp>

namespace colb::inline COLB_ABI {

/// Agrees with other processes: derive an own coordinator from it, or take `colb::redis` of
/// `<colb/ext/redis.hpp>`, and give it to clients as `options.coordinator`. All clients that one coordinator
/// serves are of one account.
///
/// It comes on top of `options.lanes` and `options.rate_limit`: a change first waits for its turn among those
/// of `lanes.shared` (or the client's own), and only the first one there asks for the lanes; a request that
/// has a permit of `rate_limit.shared` (or the client's own) asks for one of all processes. What is switched
/// off there is not asked for here.
///
/// It is advisory: the cloud itself refuses what collides, so a lease that was lost costs a busy answer. One
/// that throws, or has not answered within 200 ms, is not asked for the next 30 s; the observer is told
/// (`event_kind::coordinator_lost`), and requests keep to the rate divided by the members last known.
///
/// Thread safety: shared by clients on different strands, threads and `io_context`s. The awaitables run on
/// the strand of the client that asks, are cancelled (terminally) when nobody waits for them any more, and
/// may be destroyed with their `io_context` at any time; they must not block.
class coordinator {
 public:
  /// What a change wants to hold.
  struct wish {
    std::vector<std::string> lanes{};  ///< Such as `tencent/lb-6efswuxa`, in order, each once; at least one.
    bool urgent = false;               ///< Before all that wait and are not.
    /// Has the change ask again at once. From any thread, any number of times, even when nobody waits any
    /// more.
    std::function<void()> wake{};
  };

  /// A place in the queues of some lanes, then the lanes themselves. Its end without `leave` (a process died,
  /// an `io_context`) gives them back sooner or later. Must be destroyable on any thread.
  class lease {
   public:
    lease() = default;
    lease(lease const&) = delete;
    lease& operator=(lease const&) = delete;
    virtual ~lease() = default;
  };

  /// Where a change stands.
  struct standing {
    bool granted = false;  ///< It holds all its lanes.
    std::vector<std::string>
        tasks{};  ///< Granted: `to_string` of the tasks that others left unfinished there.
    std::chrono::milliseconds again{
        1'000};               ///< Not granted: it asks again after so long, or when it is woken.
    std::size_t members = 1;  ///< Processes that share lanes and rates at present.
  };

  /// What a server counts by.
  struct bucket {
    std::string host{};
    std::string service{};               ///< Such as `tencent.clb`.
    std::string action{};                ///< Wire name.
    std::size_t permits = 1;             ///< Requests that may arrive
    std::chrono::milliseconds window{};  ///< within so long.
  };

  /// A permit of a bucket.
  struct permission {
    bool granted = false;            ///< Not: its turn would come too late, and none was taken.
    std::chrono::milliseconds in{};  ///< When the request may go out, from now on.
    std::size_t members = 1;         ///< Processes that share lanes and rates at present.
    std::string id{};                ///< To give it back with.
  };

  coordinator() = default;
  coordinator(coordinator const&) = delete;
  coordinator& operator=(coordinator const&) = delete;
  virtual ~coordinator() = default;

  /// A change gets in line. Must neither wait nor throw anything but `std::bad_alloc`; nobody has been asked
  /// yet.
  virtual std::shared_ptr<lease> enter(wish what) = 0;

  /// Takes the place in all queues when it has none yet, and the lanes when it is first in each. Answers at
  /// once either way; asked again and again until it grants. All lanes or none, first come, first served.
  virtual asio::awaitable<standing> acquire(std::shared_ptr<lease> of) = 0;

  /// The change leaves queues or lanes.
  /// @param of what `enter` gave.
  /// @param task `to_string` of what it started and did not see the end of; empty: nothing is left.
  /// @param keep for how long that task is of interest.
  virtual asio::awaitable<void> leave(std::shared_ptr<lease> of, std::string task,
                                      std::chrono::milliseconds keep) = 0;

  /// That task has ended, or nobody can see its end: nobody need follow it. By default nothing is done: it
  /// stays until its time is over, and each who gets its lanes looks at it once.
  virtual asio::awaitable<void> ended(std::string task);

  /// Reserves a permit, first come, first served.
  /// @param of which bucket.
  /// @param within the turn has to come in so long; zero: now or never.
  virtual asio::awaitable<permission> permit(bucket of, std::chrono::milliseconds within) = 0;

  /// Nothing was sent. By default nothing is done: the permit is lost.
  virtual asio::awaitable<void> give_back(bucket of, std::string id);

  /// Whether it answers, as its clients know; colb's own business.
  inner::coordinator_health& health() noexcept { return health_; }

 private:
  inner::coordinator_health health_{};
};

}  // namespace colb::inline COLB_ABI

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/impl/coordinator.ipp>
#endif
