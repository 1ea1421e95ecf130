// colb: the bodies of limiter.hpp.
#pragma once

#include <utility>

#include <colb/limiter.hpp>

namespace colb::inline COLB_ABI {

COLB_DECL limiter::limiter(std::shared_ptr<colb::clock> clock)
    : clock_(clock ? std::move(clock) : clock::system()) {}

COLB_DECL limiter::~limiter() = default;

COLB_DECL std::vector<limiter::view> limiter::snapshot() const {
  std::vector<view> all;
  std::lock_guard lock(mutex_);
  for (auto& one : table_.snapshot(clock_->ticks())) {
    all.push_back({std::move(one.key.host), std::move(one.key.service), std::move(one.key.action), one.limit,
                   one.rate, one.occupied, one.calls, one.looks, one.refusals});
  }
  return all;
}

}  // namespace colb::inline COLB_ABI
