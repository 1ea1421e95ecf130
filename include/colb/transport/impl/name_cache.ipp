// colb: host names to addresses: the bodies.
#pragma once

#include <colb/engine/share.hpp>
#include <colb/transport/name_cache.hpp>

#include <mutex>
#include <utility>
#include <vector>

#include <colb/asio/error.hpp>
#include <colb/asio/run.hpp>

namespace colb::inline COLB_ABI::inner {

/// A look-up under way. It may outlive all who wait for it and even their `io_context`, so it holds no
/// executor: who waits has one, and is there as long as `waiting_`, under the mutex, says so.
class name_cache::question : public std::enable_shared_from_this<question> {
 public:
  question(std::shared_ptr<clock> time, clock::tick now) : clock_(std::move(time)), asked_(now) {}

  struct seat {
    seat(question& q, event& wake) : of(q), mine(wake) {
      std::lock_guard lock(of.mutex_);
      of.waiting_.push_back(&mine);
    }
    seat(seat const&) = delete;
    seat& operator=(seat const&) = delete;
    ~seat() {
      std::lock_guard lock(of.mutex_);
      std::erase(of.waiting_, &mine);
    }
    question& of;
    event& mine;
  };

  void answered(error_code ec, resolver::addresses addresses) {
    std::lock_guard lock(mutex_);
    if (std::exchange(answered_, true)) return;
    why = ec;
    found = std::move(addresses);
    at = clock_->ticks();
    if (waiting_.empty()) return;
    post_to(waiting_.front()->get_executor(), shared_from_this(),
            [](void* self, std::uint64_t) { static_cast<question*>(self)->wake_all(); });
  }

  void wake_all() {
    std::lock_guard lock(mutex_);
    for (event* const e : waiting_) e->set();
  }

  bool has_failed() const {
    std::lock_guard lock(mutex_);
    return answered_ && why;
  }

  bool is_wanted() const {
    std::lock_guard lock(mutex_);
    return !waiting_.empty();
  }

  bool is_answered() const {
    std::lock_guard lock(mutex_);
    return answered_;
  }

  bool is_older_than(clock::tick now, clock::duration age) const {
    std::lock_guard lock(mutex_);
    return now - (answered_ ? at : asked_) >= age;
  }

  // Written once, before `answered_`; read after it.
  error_code why{};
  resolver::addresses found{};
  clock::tick at{};

 private:
  mutable std::mutex mutex_;
  bool answered_ = false;
  std::vector<event*> waiting_{};
  std::shared_ptr<clock> clock_;
  clock::tick asked_;
};

COLB_DECL name_cache::name_cache(std::shared_ptr<clock> time, std::shared_ptr<resolver> by,
                                 clock::duration patience)
    : clock_(std::move(time)), resolver_(std::move(by)), patience_(patience) {}

COLB_DECL name_cache::~name_cache() = default;

COLB_DECL asio::awaitable<void> name_cache::look_up(std::string const& host, event& wake,
                                                    resolver::addresses& out, error_code& ec) {
  auto const now = clock_->ticks();
  entry& known = names_[host];
  if (known.fresh_until > now) {
    out = known.found;
    co_return;
  }
  if (!known.pending || known.pending->has_failed() || known.pending->is_older_than(now, patience_)) {
    known.pending = share<question>(clock_, now);
    try {
      resolver_->resolve(host, [asked = known.pending](error_code why, resolver::addresses found) {
        asked->answered(why, std::move(found));
      });
    } catch (...) {
      names_[host].pending.reset();
      throw;
    }
  }
  auto const asked = names_[host].pending;
  bool answered = asked->is_answered();
  if (!answered) {
    question::seat const seat(*asked, wake);
    co_await wake.wait();
    answered = asked->is_answered();
  }
  if (!answered) {
    if (!asked->is_wanted()) resolver_->cancel(host);
    ec = asio::error::operation_aborted;
    co_return;
  }
  ec = asked->why;
  out = asked->found;
  if (!ec && out.empty()) ec = asio::error::host_not_found;
  if (entry& last = names_[host]; last.pending == asked) {
    last.pending.reset();
    if (!ec) last.found = out;
    if (!ec) last.fresh_until = asked->at + std::chrono::seconds(60);
  }
}

COLB_DECL void name_cache::forget(std::string const& host) { names_.erase(host); }

}  // namespace colb::inline COLB_ABI::inner
