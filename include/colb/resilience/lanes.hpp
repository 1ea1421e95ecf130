// colb: whose turn it is to change a resource. A state machine: no lock, no timer, no I/O; the time is an
// argument.
#pragma once

#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <colb/config.hpp>

namespace colb::inline COLB_ABI::inner {

/// What a lane is named by. Neither region nor credentials are in it: IDs are unique in a cloud, and renewed
/// keys split nothing.
struct lane_key {
  std::string_view cloud{};  ///< Such as `tencent`; of static storage.
  std::string id{};          ///< Of the resource.

  friend auto operator<=>(lane_key const&, lane_key const&) = default;
};

struct lane_key_hash {
  std::size_t operator()(lane_key const& key) const noexcept {
    return std::hash<std::string_view>()(key.id) * 31 + std::hash<std::string_view>()(key.cloud);
  }
};

/// A task that a change left behind in its lanes: whoever comes next follows it to its end first.
struct left_task {
  std::string text{};                               ///< `to_string(task)`.
  std::weak_ptr<void> looker{};                     ///< A client core that can look at it.
  std::chrono::steady_clock::time_point drop_at{};  ///< When it is of no interest any more.
};

/// How much is kept.
struct lane_limits {
  std::size_t queue = 10'000;    ///< Changes that wait in one lane.
  std::size_t left = 10'000;     ///< Tasks left behind, in all lanes.
  std::size_t parents = 10'000;  ///< Children whose parent is known.
};

/// The queues of all lanes.
///
/// A change enters the queues of all its lanes in one step and runs when it is first in each. All queues have
/// the same order (urgent ones first, then by arrival), so that the first of all can always run: no deadlock.
class lane_table {
  struct lane;

 public:
  using tick = std::chrono::steady_clock::time_point;

  /// A change's place. Its owner keeps it where it is until it has left.
  class entry {
   public:
    entry() = default;
    entry(entry const&) = delete;
    entry& operator=(entry const&) = delete;

    bool holds() const noexcept { return state_ == state::holding; }
    bool waits() const noexcept { return state_ == state::waiting; }

    /// The task that it follows or waits for; for those who ask who holds the lane.
    std::string task{};

   private:
    friend lane_table;
    enum class state : std::uint8_t { outside, waiting, holding };
    state state_ = state::outside;
    bool urgent_ = false;
    std::uint64_t arrival_ = 0;
    tick since_{};
    std::string_view action_{};
    lane* first_ = nullptr;  ///< Its lane, and the others, if there are any.
    std::vector<lane*> others_{};
  };

  enum class entering : std::uint8_t { holds, waits, full };

  explicit lane_table(lane_limits limits = {}) : limits_(limits) {}
  lane_table(lane_table const&) = delete;
  lane_table& operator=(lane_table const&) = delete;

  /// Takes a place in all lanes at once. `full`: one of the queues has its maximum, and nothing was entered.
  /// @param keys at least one; equal ones count once.
  /// @param action of static storage.
  /// @param urgent before all that wait and are not.
  entering enter(entry& who, std::span<lane_key> keys, std::string_view action, bool urgent, tick now);

  /// Leaves all lanes, from the queue or after having held them.
  /// @param next gets those who hold their lanes from now on.
  void leave(entry& who, tick now, std::vector<entry*>& next);
  /// Likewise, and leaves a task behind that goes on in the cloud.
  void leave(entry& who, left_task task, tick now, std::vector<entry*>& next);

  /// What was left behind in the lanes that `who` holds.
  std::vector<left_task> left_for(entry const& who, tick now);
  bool anything_left() const noexcept { return !left_.empty(); }

  /// That task has ended, or nobody can see its end: no one need follow it.
  void ended(std::string_view task_text);

  /// Whether a change waits behind `who`.
  bool has_queue(entry const& who) const;

  /// Its lanes, such as `tencent/lb-1`, in order.
  std::vector<std::string> names_of(entry const& who) const;

  /// `child` belongs to `parent`, both IDs of one cloud.
  void learn(std::string_view cloud, std::string_view child, std::string_view parent);
  /// The parent, if it is known, else the child itself.
  std::string owner_of(std::string_view cloud, std::string const& child) const;

  /// A lane as it stands.
  struct view {
    std::string cloud{};
    std::string resource{};
    std::string holder{};  ///< Action of the change that holds it; empty: none does.
    tick since{};          ///< When that one got it.
    std::size_t queued = 0;
    std::string task{};  ///< What the holder waits for, or was left behind by the last one.
  };
  std::vector<view> snapshot() const;

  /// Who holds the first of the lanes that `who` waits for.
  view in_front_of(entry const& who) const;

  /// Tasks that were dropped because there were too many.
  std::uint64_t dropped() const noexcept { return dropped_; }

 private:
  /// Pointers, of which there is one mostly: that takes no memory of its own.
  template <class T>
  class few {
   public:
    bool empty() const noexcept { return !first_; }
    T* back() const noexcept { return others_.empty() ? first_ : others_.back(); }
    void push_back(T* one) {
      if (first_) {
        others_.push_back(one);
      } else {
        first_ = one;
      }
    }
    void erase(T* one) noexcept {
      if (first_ != one) {
        std::erase(others_, one);
      } else if (others_.empty()) {
        first_ = nullptr;
      } else {
        first_ = others_.front();
        others_.erase(others_.begin());
      }
    }
    template <class F>
    void for_each(F f) const {
      if (first_) f(first_);
      for (T* const one : others_) f(one);
    }

   private:
    T* first_ = nullptr;
    std::vector<T*> others_{};
  };
  /// A task that goes on, under its text.
  struct left_entry {
    std::string const* text = nullptr;
    std::weak_ptr<void> looker{};
    tick drop_at{};
    std::uint64_t id = 0;
    few<lane> lanes{};
    left_entry* older = nullptr;
    left_entry* newer = nullptr;
  };
  struct lane {
    lane_key const* key = nullptr;
    entry* holder = nullptr;
    std::deque<entry*>* queue = nullptr;  ///< Made when somebody has to wait.
    few<left_entry> left{};

    lane() = default;
    lane(lane const&) = delete;
    lane& operator=(lane const&) = delete;
    ~lane() { delete queue; }

    bool empty() const noexcept { return !queue || queue->empty(); }
  };

  template <class F>
  static void for_each_lane(entry const& who, F f) {
    if (who.first_) f(*who.first_);
    for (lane* const one : who.others_) f(*one);
  }
  static bool before(entry const& a, entry const& b) noexcept {
    return a.urgent_ != b.urgent_ ? a.urgent_ : a.arrival_ < b.arrival_;
  }
  lane& lane_of(lane_key key);
  bool take_if_first(entry& who, tick now);
  void step_out(entry& who, tick now, std::vector<entry*>& next);
  void forget_if_idle(lane& one);
  void drop(left_entry& gone);
  view view_of(lane const& one) const;

  lane_limits limits_;
  std::uint64_t arrivals_ = 0;
  std::uint64_t dropped_ = 0;
  std::unordered_map<lane_key, lane, lane_key_hash> lanes_{};
  std::uint64_t last_left_ = 0;
  std::unordered_map<std::string, left_entry> left_{};
  left_entry* oldest_ = nullptr;
  left_entry* newest_ = nullptr;
  std::unordered_map<lane_key, std::string, lane_key_hash> parents_{};
  std::deque<lane_key> learnt_{};  ///< Oldest first.
};

}  // namespace colb::inline COLB_ABI::inner

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/resilience/impl/lanes.ipp>
#endif
