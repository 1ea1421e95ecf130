// colb: the bodies of resilience/looks.hpp.
#pragma once

#include <utility>

#include <colb/resilience/looks.hpp>

namespace colb::inline COLB_ABI::inner {

COLB_DECL void look_table::board(flight& look, passenger& who) noexcept {
  who.in_ = &look;
  ++look.aboard_;
}

COLB_DECL bool look_table::want(passenger& who, std::string key, stamp after) {
  auto const [at, made] = places_.try_emplace(std::move(key));
  place& here = at->second;
  if (made) here.key = &at->first;
  who.at_ = &here;
  who.in_ = nullptr;
  who.before_ = nullptr;
  who.after_ = here.first;
  if (here.first) here.first->before_ = &who;
  here.first = &who;
  for (flight* look = here.flights; look; look = look->next_) {
    if (look->sent_ != 0 && look->sent_ <= after) continue;
    board(*look, who);
    return true;
  }
  return false;
}

COLB_DECL void look_table::begin(flight& look, passenger& by, std::vector<passenger*>& others) {
  place& here = *by.at_;
  flight** end = &here.flights;
  while (*end) end = &(*end)->next_;
  *end = &look;
  look.next_ = nullptr;
  look.in_ = &here;
  for (passenger* one = here.first; one; one = one->after_) {
    if (one->in_) continue;
    board(look, *one);
    if (one != &by) others.push_back(one);
  }
}

COLB_DECL void look_table::sent(flight& look) noexcept { look.sent_ = ++last_; }

COLB_DECL void look_table::landed(flight& look, std::vector<passenger*>& all) {
  if (!look.in_) return;
  place& here = *look.in_;
  for (passenger* one = here.first; one;) {
    passenger* const next = one->after_;
    if (one->in_ == &look) {
      all.push_back(one);
      leave(*one);
    }
    one = next;
  }
}

COLB_DECL look_table::flight* look_table::leave(passenger& who) noexcept {
  if (!who.at_) return nullptr;
  place& here = *std::exchange(who.at_, nullptr);
  (who.before_ ? who.before_->after_ : here.first) = who.after_;
  if (who.after_) who.after_->before_ = who.before_;
  who.before_ = who.after_ = nullptr;
  flight* const look = std::exchange(who.in_, nullptr);
  if (look && --look->aboard_ > 0) return nullptr;
  if (look) {
    // Nobody may join what nobody wants any more.
    flight** at = &here.flights;
    while (*at != look) at = &(*at)->next_;
    *at = look->next_;
    look->in_ = nullptr;
  }
  tidy(here);
  return look;
}

COLB_DECL void look_table::tidy(place& one) {
  if (!one.first && !one.flights) places_.erase(places_.find(*one.key));
}

}  // namespace colb::inline COLB_ABI::inner
