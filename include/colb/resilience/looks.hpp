// colb: looks at tasks and states that are equal are made once. A state machine: no lock, no timer, no I/O;
// what comes before what is told by stamps.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <colb/config.hpp>

namespace colb::inline COLB_ABI::inner {

/// Who looks at what.
///
/// A look shows the state as it was when its request arrived, so a wait joins only one whose first byte was
/// sent after the wait's own change was answered, and after what it has seen itself. One that waits for its
/// turn is good for all who want the same by then.
class look_table {
  struct place;

 public:
  /// What happens on a client's strand, in order.
  using stamp = std::uint64_t;

  /// One look under way. Its owner keeps it where it is until it has landed.
  class flight {
   public:
    flight() = default;
    flight(flight const&) = delete;
    flight& operator=(flight const&) = delete;

    bool flies() const noexcept { return in_ != nullptr; }
    std::size_t aboard() const noexcept { return aboard_; }

   private:
    friend look_table;
    place* in_ = nullptr;
    flight* next_ = nullptr;  ///< Of the same.
    stamp sent_ = 0;          ///< 0: not yet.
    std::size_t aboard_ = 0;
  };

  /// One wait that wants to look. Its owner keeps it where it is until it has left.
  class passenger {
   public:
    passenger() = default;
    passenger(passenger const&) = delete;
    passenger& operator=(passenger const&) = delete;

    /// The look that it is a part of; null: none yet.
    flight* in() const noexcept { return in_; }
    bool waits() const noexcept { return at_ != nullptr && in_ == nullptr; }

   private:
    friend look_table;
    place* at_ = nullptr;
    flight* in_ = nullptr;
    passenger* before_ = nullptr;
    passenger* after_ = nullptr;
  };

  look_table() = default;
  look_table(look_table const&) = delete;
  look_table& operator=(look_table const&) = delete;

  /// That something has happened: an answer was seen.
  stamp happened() noexcept { return ++last_; }

  /// Wants to look. True: it joined a look that is under way. False: it waits for its turn, unless it joins
  /// one that is begun meanwhile.
  /// @param key the same for looks that ask the same.
  /// @param after what the look's request has to come after.
  bool want(passenger& who, std::string key, stamp after);

  /// `by`, whose turn has come, begins a look for all who want the same.
  /// @param others gets those who waited for turns of their own.
  void begin(flight& look, passenger& by, std::vector<passenger*>& others);

  /// The first byte of the look (of another attempt of it, too) was written.
  void sent(flight& look) noexcept;

  /// The look has an answer, or has failed: it carries nobody any more.
  /// @param all gets those whose look it was.
  void landed(flight& look, std::vector<passenger*>& all);

  /// Looks no more. Gives the look that nobody wants any more, if it was its last one, which is to end then;
  /// null: there is none.
  flight* leave(passenger& who) noexcept;

  /// All whose look it is, at present.
  template <class F>
  void for_each_aboard(flight& look, F f) {
    if (!look.in_) return;
    for (passenger* one = look.in_->first; one; one = one->after_)
      if (one->in_ == &look) f(*one);
  }

  /// How many different looks are under way or wanted.
  std::size_t size() const noexcept { return places_.size(); }

 private:
  struct place {
    std::string const* key = nullptr;
    passenger* first = nullptr;  ///< Of those who want to look, or are aboard of a look.
    flight* flights = nullptr;   ///< In the order in which they began.
  };

  void tidy(place& one);

  static void board(flight& look, passenger& who) noexcept;

  stamp last_ = 0;
  std::unordered_map<std::string, place> places_{};
};

}  // namespace colb::inline COLB_ABI::inner

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/resilience/impl/looks.ipp>
#endif
