// colb: the bodies of resilience/lanes.hpp.
#pragma once

#include <algorithm>
#include <tuple>
#include <utility>

#include <colb/resilience/lanes.hpp>

namespace colb::inline COLB_ABI::inner {

COLB_DECL lane_table::lane& lane_table::lane_of(lane_key key) {
  auto const [at, made] = lanes_.try_emplace(std::move(key));
  if (made) at->second.key = &at->first;
  return at->second;
}

COLB_DECL lane_table::entering lane_table::enter(entry& who, std::span<lane_key> keys,
                                                 std::string_view action, bool urgent, tick now) {
  if (keys.size() > 1) {
    std::ranges::sort(keys);
    auto const end = std::unique(keys.begin(), keys.end());
    keys = keys.first(static_cast<std::size_t>(end - keys.begin()));
  }
  for (lane_key const& key : keys) {
    auto const at = lanes_.find(key);
    if (at != lanes_.end() && at->second.queue && at->second.queue->size() >= limits_.queue)
      return entering::full;
  }
  who.urgent_ = urgent;
  who.action_ = action;
  who.arrival_ = ++arrivals_;
  who.since_ = now;
  bool at_once = true;
  for (lane_key& key : keys) {
    lane& one = lane_of(std::move(key));
    at_once = at_once && one.holder == nullptr && one.empty();
    if (!who.first_) {
      who.first_ = &one;
    } else {
      who.others_.push_back(&one);
    }
  }
  if (at_once) {
    who.state_ = entry::state::holding;
    for_each_lane(who, [&](lane& one) { one.holder = &who; });
    return entering::holds;
  }
  who.state_ = entry::state::waiting;
  for_each_lane(who, [&](lane& one) {
    if (!one.queue) one.queue = new std::deque<entry*>();
    auto const place =
        std::ranges::upper_bound(*one.queue, &who, [](entry* a, entry* b) { return before(*a, *b); });
    one.queue->insert(place, &who);
  });
  // An urgent one may be first everywhere although others wait, for lanes that are held elsewhere.
  return take_if_first(who, now) ? entering::holds : entering::waits;
}

COLB_DECL bool lane_table::take_if_first(entry& who, tick now) {
  bool first = true;
  for_each_lane(who,
                [&](lane& one) { first = first && one.holder == nullptr && one.queue->front() == &who; });
  if (!first) return false;
  for_each_lane(who, [&](lane& one) {
    one.queue->pop_front();
    one.holder = &who;
  });
  who.state_ = entry::state::holding;
  who.since_ = now;
  return true;
}

COLB_DECL void lane_table::step_out(entry& who, tick now, std::vector<entry*>& next) {
  if (who.state_ == entry::state::outside) return;
  for_each_lane(who, [&](lane& one) {
    if (one.holder == &who) {
      one.holder = nullptr;
    } else if (one.queue) {
      std::erase(*one.queue, &who);
    }
  });
  who.state_ = entry::state::outside;
  for_each_lane(who, [&](lane& one) {
    if (one.holder == nullptr && !one.empty() && take_if_first(*one.queue->front(), now))
      next.push_back(one.holder);
  });
  for_each_lane(who, [&](lane& one) { forget_if_idle(one); });
  who.first_ = nullptr;
  who.others_.clear();
}

COLB_DECL void lane_table::forget_if_idle(lane& one) {
  if (one.holder != nullptr || !one.empty() || !one.left.empty()) return;
  lanes_.erase(lanes_.find(*one.key));
}

COLB_DECL void lane_table::leave(entry& who, tick now, std::vector<entry*>& next) {
  step_out(who, now, next);
}

COLB_DECL void lane_table::leave(entry& who, left_task task, tick now, std::vector<entry*>& next) {
  if (who.holds() && task.drop_at > now && !left_.contains(task.text)) {
    while (oldest_ && (left_.size() >= limits_.left || oldest_->drop_at <= now)) {
      if (oldest_->drop_at > now) ++dropped_;
      drop(*oldest_);
    }
    auto const at = left_.try_emplace(std::move(task.text)).first;
    left_entry& kept = at->second;
    kept.text = &at->first;
    kept.looker = std::move(task.looker);
    kept.drop_at = task.drop_at;
    kept.id = ++last_left_;
    kept.older = newest_;
    (newest_ ? newest_->newer : oldest_) = &kept;
    newest_ = &kept;
    for_each_lane(who, [&](lane& one) {
      one.left.push_back(&kept);
      kept.lanes.push_back(&one);
    });
  }
  step_out(who, now, next);
}

COLB_DECL void lane_table::drop(left_entry& gone) {
  (gone.older ? gone.older->newer : oldest_) = gone.newer;
  (gone.newer ? gone.newer->older : newest_) = gone.older;
  // A lane stays as long as something is left in it.
  gone.lanes.for_each([&](lane* one) {
    one->left.erase(&gone);
    forget_if_idle(*one);
  });
  left_.erase(left_.find(*gone.text));
}

COLB_DECL std::vector<left_task> lane_table::left_for(entry const& who, tick now) {
  std::vector<left_task> tasks;
  if (left_.empty() || !who.holds()) return tasks;
  std::vector<left_entry*> seen;
  for_each_lane(who, [&](lane& one) { one.left.for_each([&](left_entry* each) { seen.push_back(each); }); });
  std::ranges::sort(seen, {}, &left_entry::id);
  seen.erase(std::unique(seen.begin(), seen.end()), seen.end());
  for (left_entry* const one : seen) {
    if (one->drop_at <= now) {
      drop(*one);
    } else {
      tasks.push_back({*one->text, one->looker, one->drop_at});
    }
  }
  return tasks;
}

COLB_DECL void lane_table::ended(std::string_view task_text) {
  if (left_.empty()) return;
  auto const at = left_.find(std::string(task_text));
  if (at != left_.end()) drop(at->second);
}

COLB_DECL bool lane_table::has_queue(entry const& who) const {
  bool any = false;
  if (who.holds()) for_each_lane(who, [&](lane& one) { any = any || !one.empty(); });
  return any;
}

COLB_DECL std::vector<std::string> lane_table::names_of(entry const& who) const {
  std::vector<std::string> names;
  for_each_lane(who, [&](lane& one) { names.push_back(std::string(one.key->cloud) + '/' + one.key->id); });
  return names;
}

COLB_DECL void lane_table::learn(std::string_view cloud, std::string_view child, std::string_view parent) {
  if (child.empty() || parent.empty() || child == parent || limits_.parents == 0) return;
  auto const [at, made] = parents_.try_emplace(lane_key{cloud, std::string(child)});
  at->second = parent;
  if (!made) return;
  learnt_.push_back(at->first);
  if (learnt_.size() <= limits_.parents) return;
  parents_.erase(learnt_.front());
  learnt_.pop_front();
}

COLB_DECL std::string lane_table::owner_of(std::string_view cloud, std::string const& child) const {
  if (parents_.empty()) return child;
  auto const at = parents_.find(lane_key{cloud, child});
  return at == parents_.end() ? child : at->second;
}

COLB_DECL lane_table::view lane_table::view_of(lane const& one) const {
  view out;
  out.cloud = one.key->cloud;
  out.resource = one.key->id;
  out.queued = one.queue ? one.queue->size() : 0;
  if (one.holder) {
    out.holder = one.holder->action_;
    out.since = one.holder->since_;
    out.task = one.holder->task;
  }
  if (out.task.empty() && !one.left.empty()) out.task = *one.left.back()->text;
  return out;
}

COLB_DECL std::vector<lane_table::view> lane_table::snapshot() const {
  std::vector<view> all;
  all.reserve(lanes_.size());
  for (auto const& [key, one] : lanes_) all.push_back(view_of(one));
  std::ranges::sort(all, [](view const& a, view const& b) {
    return std::tie(a.cloud, a.resource) < std::tie(b.cloud, b.resource);
  });
  return all;
}

COLB_DECL lane_table::view lane_table::in_front_of(entry const& who) const {
  view out;
  for_each_lane(who, [&](lane& one) {
    if (out.holder.empty() && one.holder && one.holder != &who) out = view_of(one);
  });
  if (out.holder.empty() && who.first_) out = view_of(*who.first_);
  return out;
}

}  // namespace colb::inline COLB_ABI::inner
