// colb: the bodies of lanes.hpp.
#pragma once

#include <utility>

#include <colb/lanes.hpp>

namespace colb::inline COLB_ABI {

COLB_DECL lanes::lanes(std::shared_ptr<colb::clock> clock)
    : clock_(clock ? std::move(clock) : clock::system()) {}

COLB_DECL lanes::~lanes() = default;

COLB_DECL std::vector<lanes::view> lanes::snapshot() const {
  std::vector<view> all;
  std::lock_guard lock(mutex_);
  for (auto& one : table_.snapshot()) {
    all.push_back({std::move(one.cloud), std::move(one.resource), std::move(one.holder), one.since,
                   one.queued, std::move(one.task)});
  }
  return all;
}

COLB_DECL std::uint64_t lanes::dropped() const {
  std::lock_guard lock(mutex_);
  return table_.dropped();
}

}  // namespace colb::inline COLB_ABI
