// colb: a coordinator in memory, that can be told to fail: what several clients of a test share as if each
// were a process.
#pragma once

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <asio/cancellation_state.hpp>
#include <asio/post.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

#include <colb/clock.hpp>
#include <colb/coordinator.hpp>

namespace colb::test {

class memory_coordinator final : public coordinator {
 public:
  explicit memory_coordinator(std::shared_ptr<clock> by) : clock_(std::move(by)) {}

  enum class mood { well, throws, throws_later, hangs, deaf };  ///< Deaf: hangs, cancelled or not.

  mood is = mood::well;
  std::size_t members = 1;
  bool wakes = true;                        ///< Those whose turn it is.
  std::chrono::milliseconds again{60'000};  ///< What those are told who have to wait.
  std::chrono::milliseconds delay{};        ///< Of every permit.
  bool refuses_permits = false;
  std::vector<std::string> log{};  ///< What it was asked.
  std::vector<bucket> buckets{};
  std::vector<std::string> tasks_ended{};
  asio::steady_timer* hangs_at = nullptr;                   ///< Of the one that hung last.
  std::map<std::string, std::vector<std::string>> tasks{};  ///< By lane.

  std::size_t waiting() const {
    return static_cast<std::size_t>(std::ranges::count_if(places_, [](auto const& p) { return !p->holds; }));
  }
  std::size_t holding() const { return places_.size() - waiting(); }

  std::shared_ptr<lease> enter(wish what) override {
    auto made = std::make_shared<place>();
    made->what = std::move(what);
    return made;
  }

  asio::awaitable<standing> acquire(std::shared_ptr<lease> of) override {
    log.push_back("acquire");
    co_await answer();
    auto const who = std::static_pointer_cast<place>(of);
    if (std::ranges::find(places_, who) == places_.end()) {
      auto const at =
          std::ranges::find_if(places_, [&](auto const& p) { return !p->holds && !p->what.urgent; });
      places_.insert(who->what.urgent ? at : places_.end(), who);
    }
    standing out;
    out.members = members;
    out.again = again;
    out.granted = who->holds || first(*who);
    who->holds = out.granted;
    if (!out.granted) co_return out;
    for (auto const& lane : who->what.lanes) {
      for (auto const& text : tasks[lane])
        if (std::ranges::find(out.tasks, text) == out.tasks.end()) out.tasks.push_back(text);
    }
    co_return out;
  }

  asio::awaitable<void> leave(std::shared_ptr<lease> of, std::string task,
                              std::chrono::milliseconds) override {
    log.push_back("leave");
    co_await answer();
    auto const who = std::static_pointer_cast<place>(of);
    std::erase(places_, who);
    if (!task.empty())
      for (auto const& lane : who->what.lanes) tasks[lane].push_back(task);
    if (wakes)
      for (auto const& other : places_)
        if (!other->holds && first(*other)) other->what.wake();
  }

  asio::awaitable<void> ended(std::string task) override {
    log.push_back("ended");
    co_await answer();
    tasks_ended.push_back(task);
    for (auto& [lane, texts] : tasks) std::erase(texts, task);
  }

  asio::awaitable<permission> permit(bucket of, std::chrono::milliseconds within) override {
    log.push_back("permit");
    buckets.push_back(of);
    co_await answer();
    permission out;
    out.members = members;
    out.in = delay;
    out.id = std::to_string(buckets.size());
    out.granted = !refuses_permits && delay <= within;
    co_return out;
  }

  asio::awaitable<void> give_back(bucket, std::string id) override {
    log.push_back("give_back " + id);
    co_await answer();
  }

 private:
  struct place final : lease {
    wish what{};
    bool holds = false;
  };

  bool first(place const& who) const {
    for (auto const& other : places_) {
      if (other.get() == &who) return true;
      bool const meets = std::ranges::any_of(other->what.lanes, [&](auto const& lane) {
        return std::ranges::find(who.what.lanes, lane) != who.what.lanes.end();
      });
      if (meets) return false;
    }
    return true;
  }

  asio::awaitable<void> answer() {
    auto const here = co_await asio::this_coro::executor;
    if (is == mood::throws) throw std::runtime_error("the coordinator says no");
    co_await asio::post(here, asio::use_awaitable);
    if (is == mood::throws_later) throw std::runtime_error("the coordinator says no");
    if (is != mood::hangs && is != mood::deaf) co_return;
    if (is == mood::deaf) co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
    asio::steady_timer never(here, std::chrono::steady_clock::time_point::max());
    hangs_at = &never;
    co_await never.async_wait(asio::use_awaitable);
  }

  std::shared_ptr<clock> clock_;
  std::vector<std::shared_ptr<place>> places_{};
};

}  // namespace colb::test
