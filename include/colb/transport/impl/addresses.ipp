// colb: which of a host's addresses to try: the bodies.
#pragma once

#include <colb/transport/addresses.hpp>

#include <algorithm>

namespace colb::inline COLB_ABI::inner {

COLB_DECL std::vector<asio::ip::address> address_memory::arrange(std::string const& host, std::uint16_t port,
                                                                 std::vector<asio::ip::address> const& found,
                                                                 tick now) const {
  std::vector<asio::ip::address> out;
  if (found.empty()) return out;
  std::vector<asio::ip::address> families[2];
  for (auto const& a : found) families[a.is_v6() == found.front().is_v6() ? 0 : 1].push_back(a);
  for (std::size_t i = 0; i < std::max(families[0].size(), families[1].size()); ++i)
    for (auto const& family : families)
      if (i < family.size() && std::ranges::find(out, family[i]) == out.end()) out.push_back(family[i]);

  std::lock_guard lock(mutex_);
  auto const good = good_.find({host, port});
  std::vector<asio::ip::address> alive, dead;
  for (auto const& a : out) {
    auto const until = dead_until_.find({a, port});
    auto& kind = until == dead_until_.end() || until->second <= now ? alive : dead;
    kind.insert(good != good_.end() && a == good->second ? kind.begin() : kind.end(), a);
  }
  alive.insert(alive.end(), dead.begin(), dead.end());
  if (alive.size() > most) alive.resize(most);
  return alive;
}

COLB_DECL void address_memory::worked(std::string const& host, std::uint16_t port,
                                      asio::ip::address const& address) {
  std::lock_guard lock(mutex_);
  dead_until_.erase({address, port});
  if (good_.size() >= 1024)
    good_.clear();  // Hosts are few; this is for programs that look for new ones for ever.
  good_[{host, port}] = address;
}

COLB_DECL void address_memory::failed(std::string const& host, std::uint16_t port,
                                      asio::ip::address const& address, tick now) {
  std::lock_guard lock(mutex_);
  std::erase_if(dead_until_, [&](auto const& entry) { return entry.second <= now; });
  dead_until_[{address, port}] = now + dead_for;
  if (auto const good = good_.find({host, port}); good != good_.end() && good->second == address)
    good_.erase(good);
}

COLB_DECL std::optional<std::size_t> address_race::due(tick now) {
  if (started_ == addresses_ || now < next_at_) return std::nullopt;
  next_at_ = now + head_start;
  ++running_;
  return started_++;
}

COLB_DECL void address_race::failed() {
  --running_;
  next_at_ = tick::min();
}

}  // namespace colb::inline COLB_ABI::inner
