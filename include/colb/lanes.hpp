// colb: changes to one resource run one after the other, whoever makes them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <colb/clock.hpp>
#include <colb/resilience/lanes.hpp>

namespace colb::inline COLB_ABI {

namespace inner {
class lane_pass;
}

/// The lanes of all resources: changes to one resource queue in its lane, and run one after the other. A
/// client has lanes of its own unless `client_options::lanes.shared` names some.
///
/// Thread safety: shared by clients on different strands, threads and `io_context`s. Nothing is called back
/// under its lock; a turn is posted to the executor of the one whose turn it is.
class lanes {
 public:
  /// @param clock for `view::since` and the time that tasks are remembered; null: the system's.
  explicit lanes(std::shared_ptr<colb::clock> clock = {});
  lanes(lanes const&) = delete;
  lanes& operator=(lanes const&) = delete;
  ~lanes();

  /// A lane as it stands.
  struct view {
    std::string cloud{};     ///< Such as `tencent`.
    std::string resource{};  ///< ID of the resource.
    std::string holder{};    ///< Action of the change that runs; empty: none does.
    clock::tick since{};     ///< When it began to.
    std::size_t queued = 0;  ///< Changes that wait.
    std::string task{};  ///< What the holder waits for, or the last one left behind (`task::parse` reads it).
  };

  /// All lanes in which something is going on, by cloud and resource. From any thread.
  std::vector<view> snapshot() const;

  /// Tasks that were forgotten because more than 10,000 had been left behind.
  std::uint64_t dropped() const;

  /// The clock that it goes by.
  colb::clock const& time() const noexcept { return *clock_; }

 private:
  friend inner::lane_pass;

  std::shared_ptr<colb::clock> clock_;
  mutable std::mutex mutex_{};
  inner::lane_table table_{};
};

/// Whether and where a client's changes queue.
struct lane_options {
  bool enabled = true;                    ///< Off: changes run at once, and busy answers are repeated.
  std::shared_ptr<colb::lanes> shared{};  ///< Lanes shared with other clients; null: the client's own.
};

}  // namespace colb::inline COLB_ABI

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/impl/lanes.ipp>
#endif
