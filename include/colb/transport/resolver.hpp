// colb: host names to addresses, without ever waiting longer than wanted.
#pragma once

#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#if !defined(_WIN32)
#include <pthread.h>
#include <signal.h>
#endif

#include <asio/awaitable.hpp>
#include <asio/error.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/address.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/post.hpp>

#include <colb/clock.hpp>

namespace colb::inline COLB_ABI {

/// Looks up host names: derive an own resolver from it, and give it to clients as `options.resolver`. colb
/// keeps answers for a minute, bounds the wait by `timeouts::resolve`, and does not ask for literal
/// addresses.
class resolver {
 public:
  using addresses = std::vector<asio::ip::address>;
  using answer = std::function<void(std::error_code, addresses)>;

  resolver() = default;
  resolver(resolver const&) = delete;
  resolver& operator=(resolver const&) = delete;
  virtual ~resolver() = default;

  /// Starts a look-up and returns without waiting. `done` is to be called once, from any thread, here or
  /// later, be it long after colb has stopped waiting. Called by any client's strand: must be thread safe if
  /// clients share it.
  virtual void resolve(std::string const& host, answer done) = 0;
};

/// The system's resolver, one thread a look-up: `getaddrinfo` can be neither cancelled nor bounded, so that a
/// stuck one must delay nothing but itself, neither other look-ups nor the end of `io_context::run()`.
class system_resolver final : public resolver {
 public:
  void resolve(std::string const& host, answer done) override {
    // Signals are for the application's threads.
#if !defined(_WIN32)
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
#endif
    std::error_code ec;
    try {
      std::thread(look_up, host, done).detach();
    } catch (std::system_error const& e) {
      ec = e.code();
    }
#if !defined(_WIN32)
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
#endif
    if (ec) done(ec, {});
  }

 private:
  static void look_up(std::string const& host, answer const& done) {
    addresses found;
    std::error_code ec;
    try {
      asio::io_context context(1);
      asio::ip::tcp::resolver system(context);
      for (auto const& entry : system.resolve(host, std::string(), ec)) {
        auto const address = entry.endpoint().address();
        if (std::ranges::find(found, address) == found.end()) found.push_back(address);
      }
    } catch (std::system_error const& e) {
      ec = e.code();
    }
    done(ec, std::move(found));
  }
};

namespace inner {

/// The answers of a resolver, kept for a while. Used on one strand; only the answer comes from elsewhere.
class name_cache {
 public:
  /// @param patience a look-up that takes longer is given up, and another one started when the name is wanted
  /// again.
  name_cache(std::shared_ptr<clock> time, std::shared_ptr<resolver> by, clock::duration patience)
      : clock_(std::move(time)), resolver_(std::move(by)), patience_(patience) {}

  /// Finds the addresses of `host`; `ec` tells when there are none. Ends early when `wake`, which belongs to
  /// the caller, is set by someone else or the awaiting coroutine is cancelled (all types): then `ec` is
  /// `operation_aborted`.
  asio::awaitable<void> look_up(std::string const& host, event& wake, resolver::addresses& out,
                                std::error_code& ec) {
    auto const now = clock_->ticks();
    entry& known = names_[host];
    if (known.fresh_until > now) {
      out = known.found;
      co_return;
    }
    if (!known.pending || known.pending->is_older_than(now, patience_)) {
      known.pending = std::make_shared<question>(clock_, now);
      resolver_->resolve(host, [asked = known.pending](std::error_code why, resolver::addresses found) {
        asked->answered(why, std::move(found));
      });
    }
    auto const asked = known.pending;
    question::seat const seat(*asked, wake);
    if (!asked->is_answered()) co_await wake.wait();
    if (!asked->is_answered()) {
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

  /// Has the next look-up ask again: none of the addresses answered.
  void forget(std::string const& host) { names_.erase(host); }

 private:
  /// A look-up under way. It may outlive all who wait for it and even their `io_context`, so it holds no
  /// executor: who waits has one, and is there as long as `waiting_`, under the mutex, says so.
  struct question : std::enable_shared_from_this<question> {
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

    void answered(std::error_code ec, resolver::addresses addresses) {
      std::lock_guard lock(mutex_);
      if (std::exchange(answered_, true)) return;
      why = ec;
      found = std::move(addresses);
      at = clock_->ticks();
      if (!waiting_.empty())
        asio::post(waiting_.front()->get_executor(), [self = shared_from_this()] { self->wake_all(); });
    }

    void wake_all() {
      std::lock_guard lock(mutex_);
      for (event* const e : waiting_) e->set();
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
    std::error_code why{};
    resolver::addresses found{};
    clock::tick at{};

   private:
    mutable std::mutex mutex_;
    bool answered_ = false;
    std::vector<event*> waiting_{};
    std::shared_ptr<clock> clock_;
    clock::tick asked_;
  };

  struct entry {
    resolver::addresses found{};
    clock::tick fresh_until = clock::tick::min();
    std::shared_ptr<question> pending{};
  };

  std::shared_ptr<clock> clock_;
  std::shared_ptr<resolver> resolver_;
  clock::duration patience_;
  std::map<std::string, entry> names_{};
};

}  // namespace inner
}  // namespace colb::inline COLB_ABI
