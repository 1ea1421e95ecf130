// colb: keys that a source gave, shared by all clients that use it: bodies.
#pragma once

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <exception>
#include <string>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <openssl/crypto.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <colb/asio/buffer.hpp>
#include <colb/asio/cancellation_type.hpp>
#include <colb/asio/posix/stream_descriptor.hpp>
#include <colb/asio/post.hpp>
#include <colb/asio/redirect_error.hpp>
#include <colb/asio/run.hpp>
#include <colb/asio/steady_timer.hpp>
#include <colb/asio/strand.hpp>
#include <colb/asio/this_coro.hpp>
#include <colb/asio/use_awaitable.hpp>

#include <colb/engine/key_cache.hpp>
#include <colb/engine/secrets.hpp>
#include <colb/engine/share.hpp>
#include <colb/engine/vendor_sources.hpp>
#include <colb/error.hpp>

extern "C" char** environ;

namespace colb::inline COLB_ABI::inner {

COLB_DECL held_keys::~held_keys() {
  wipe(keys.key);
  wipe(keys.token);
}

COLB_DECL std::shared_ptr<key_cache> key_caches::of(vendor_sources const& vendor) {
  std::lock_guard const lock(mutex_);
  auto& one = by_vendor_[&vendor];
  if (!one) one = share<key_cache>();
  return one;
}

COLB_DECL std::string reasons(std::vector<plan> const& plans) {
  std::string out;
  for (plan const& each : plans) {
    if (each.why.empty()) continue;
    if (!out.empty()) out += "; ";
    out += each.from + ": " + each.why;
  }
  return out;
}

[[noreturn]] COLB_DECL void throw_no_keys(condition c, std::string detail) {
  error_info info;
  info.condition = c;
  info.action = "credentials";
  info.detail = std::move(detail);
  throw error(std::move(info));
}

// ---- asking

[[nodiscard]] COLB_DECL asio::awaitable<finding> ask_one(plan const& what, asking const& who,
                                                         asio::any_io_executor executor);

COLB_DECL asio::awaitable<finding> ask_in_turn(std::vector<plan> const& plans, asking const& who,
                                               asio::any_io_executor executor, std::size_t& chosen) {
  std::string why;
  for (std::size_t i = 0; i < plans.size(); ++i) {
    finding found = co_await ask_one(plans[i], who, executor);
    if (found.is == finding::state::found) {
      chosen = i;
      co_return found;
    }
    if (!why.empty()) why += "; ";
    why += plans[i].from + ": " + found.why;
    if (found.is == finding::state::broken) {
      found.why = std::move(why);
      co_return found;
    }
  }
  co_return finding::absent(plans.empty() ? std::string("no source was named") : std::move(why));
}

COLB_DECL asio::awaitable<finding> ask_own(plan const& what) {
  finding out;
  try {
    auto const provider = what.provider.lock();
    if (!provider) co_return finding::broken("it is gone");
    out.keys = co_await provider->issue();
    out.is = finding::state::found;
    auto const why = why_not_keys(out.keys);
    if (!why.empty()) out = finding::broken(why);
  } catch (std::exception const& e) {
    out = finding::broken(e.what(), true);
  } catch (...) {
    out = finding::broken("it threw something that is no std::exception", true);
  }
  co_return out;
}

COLB_DECL asio::awaitable<finding> ask_one(plan const& what, asking const& who,
                                           asio::any_io_executor executor) {
  moment when;
  when.now = who.now();
  when.chance[0] = who.chance();
  when.chance[1] = who.chance();
  finding out;
  switch (what.kind) {
    case plan::what::absent:
      co_return finding::absent(what.why);
    case plan::what::broken:
      co_return finding::broken(what.why);
    case plan::what::keys:
      if (what.keys.expires && *what.keys.expires <= when.now) {
        co_return finding::broken("the keys have expired" +
                                  (what.renew_by.empty() ? std::string() : ": " + what.renew_by));
      }
      co_return finding::of(what.keys);
    case plan::what::own:
      out = co_await ask_own(what);
      co_return out;
    case plan::what::instance_role:
    case plan::what::uri: {
      auto talk = who.vendor->ask_metadata(what);
      out = co_await who.hold(std::move(talk), executor);
      co_return out;
    }
    case plan::what::web_identity: {
      world::file token = who.here->read(what.token_file);
      if (!token.there || !token.problem.empty()) {
        co_return finding::broken("token file " + what.token_file + ": " +
                                  (token.there ? token.problem : "there is none"));
      }
      while (!token.text.empty() && static_cast<unsigned char>(token.text.back()) <= 0x20)
        token.text.pop_back();
      if (token.text.empty()) co_return finding::broken("token file " + what.token_file + " is empty", true);
      auto talk = who.vendor->ask_web_identity(what, token.text, when);
      wipe(token.text);
      out = co_await who.hold(std::move(talk), executor);
      co_return out;
    }
    case plan::what::assume_role: {
      std::size_t chosen = 0;
      finding base = co_await ask_in_turn(what.below, who, executor, chosen);
      if (base.is != finding::state::found) co_return base;
      auto talk = who.vendor->ask_role(what, base.keys, when);
      wipe(base.keys);
      out = co_await who.hold(std::move(talk), executor);
      co_return out;
    }
    case plan::what::process: {
      auto words = split_words(what.command);
      std::string output;
      if (!words) co_return finding::broken("a quote of its command is not closed");
      out = co_await run_process(std::move(*words), executor, output);
      if (out.is == finding::state::found) out = who.vendor->read_keys(output, true);
      wipe(output);
      co_return out;
    }
  }
  co_return out;
}

// ---- a program

/// Ends with the whole group of the program, if it is still there.
class child {
 public:
  explicit child(pid_t id) : id_(id) {}
  child(child const&) = delete;
  child& operator=(child const&) = delete;
  ~child() {
    if (id_ <= 0) return;
    kill();
    int status = 0;
    while (::waitpid(id_, &status, 0) < 0 && errno == EINTR) {
    }
  }

  void kill() const { ::kill(-id_, SIGKILL); }

  /// Its exit status once it has ended; -1 when it was killed, 0 when nobody can tell.
  std::optional<int> ended() {
    int status = 0;
    pid_t const which = ::waitpid(id_, &status, WNOHANG);
    if (which == 0 || (which < 0 && errno == EINTR)) return std::nullopt;
    id_ = 0;
    if (which < 0) return 0;  // the program has its children's deaths ignored
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  pid_t id_;
};

/// Starts it with nothing but /dev/null and the pipe open. Gives an errno.
COLB_DECL int spawn_without_shell(std::vector<std::string>& words, int output, pid_t& id) {
  std::vector<char*> argv;
  for (auto& each : words) argv.push_back(each.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t files;
  if (int const e = ::posix_spawn_file_actions_init(&files); e != 0) return e;
  posix_spawnattr_t how;
  int failed = ::posix_spawnattr_init(&how);
  if (failed == 0) {
    sigset_t none;
    sigset_t usual;
    ::sigemptyset(&none);
    ::sigemptyset(&usual);
    ::sigaddset(&usual, SIGPIPE);
    ::sigaddset(&usual, SIGCHLD);
    ::posix_spawnattr_setsigmask(&how, &none);
    ::posix_spawnattr_setsigdefault(&how, &usual);
    ::posix_spawnattr_setpgroup(&how, 0);
    ::posix_spawnattr_setflags(&how, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    ::posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&files, output, 1);
    ::posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
#if defined(__GLIBC__) && (__GLIBC__ > 2 || (__GLIBC__ == 2 && __GLIBC_MINOR__ >= 34))
    ::posix_spawn_file_actions_addclosefrom_np(&files, 3);
#endif
    failed = ::posix_spawnp(&id, argv[0], &files, &how, argv.data(), environ);
    ::posix_spawnattr_destroy(&how);
  }
  ::posix_spawn_file_actions_destroy(&files);
  return failed;
}

COLB_DECL asio::awaitable<finding> run_process(std::vector<std::string> words, asio::any_io_executor executor,
                                               std::string& output) {
  constexpr std::size_t most = 64 * 1024;
  constexpr std::chrono::seconds limit(60);
  if (words.empty()) co_return finding::broken("its command is empty");
  int ends[2] = {-1, -1};
  if (::pipe2(ends, O_CLOEXEC) != 0) co_return finding::broken("no pipe for its output", true);
  pid_t id = 0;
  int const failed = spawn_without_shell(words, ends[1], id);
  ::close(ends[1]);
  asio::posix::stream_descriptor pipe(executor, ends[0]);
  if (failed != 0)
    co_return finding::broken("it could not be started: " +
                              std::error_code(failed, std::generic_category()).message());
  child running(id);

  // It is a program of this machine: its time is the machine's, whatever clock the client has.
  asio::steady_timer alarm(executor, limit);
  bool late = false;
  alarm.async_wait([&pipe, &late](error_code ec) {
    if (ec) return;
    late = true;
    pipe.cancel();
  });
  output.reserve(most);  // a text that grows leaves copies behind
  std::array<char, 4096> piece{};
  error_code ec;
  while (!ec && output.size() < most) {
    std::size_t const got =
        co_await pipe.async_read_some(asio::buffer(piece), asio::redirect_error(asio::use_awaitable, ec));
    output.append(piece.data(), std::min(got, most - output.size()));
  }
  OPENSSL_cleanse(piece.data(), piece.size());
  bool const too_much = !ec;
  std::optional<int> status;
  if (!late && !too_much) {
    // Its output is at its end; the program itself is a moment behind.
    asio::steady_timer moment(executor);
    auto const end = std::chrono::steady_clock::now() + std::chrono::seconds(5);
    for (;;) {
      status = running.ended();
      if (status || late || std::chrono::steady_clock::now() > end) break;
      moment.expires_after(std::chrono::milliseconds(2));
      error_code ignored;
      co_await moment.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
  }
  alarm.cancel();
  // The alarm's handler looks at this frame: let it run first.
  co_await asio::post(executor, asio::use_awaitable);
  if (late) co_return finding::broken("it did not end within 60 s", true);
  if (too_much) co_return finding::broken("it printed more than 64 KiB");
  if (!status) co_return finding::broken("it closed its output and did not end", true);
  if (*status != 0) co_return finding::broken("it ended with status " + std::to_string(*status), true);
  co_return finding::of({});
}

// ---- the cache

/// A waiting call's place among those to be woken. On the call's frame: gone when that is.
class key_cache::seat {
 public:
  seat(std::shared_ptr<key_cache> of, asking const& who, clock::tick until, std::uint64_t seen)
      : of_(std::move(of)), alarm_(share<timer>(who.strand, who.clock)) {
    alarm_->expires_at(until);
    std::lock_guard const lock(of_->mutex_);
    too_late_ = of_->wakes_ != seen;
    at_ = of_->sleepers_.insert(of_->sleepers_.end(), sleeper{who.strand, alarm_});
  }
  seat(seat const&) = delete;
  seat& operator=(seat const&) = delete;
  ~seat() {
    std::lock_guard const lock(of_->mutex_);
    of_->sleepers_.erase(at_);
  }

  timer& alarm() { return *alarm_; }
  /// The others were woken between the look at the cache and this place.
  bool too_late() const noexcept { return too_late_; }

 private:
  std::shared_ptr<key_cache> of_;
  std::shared_ptr<timer> alarm_;
  bool too_late_ = false;
  std::list<sleeper>::iterator at_{};
};

/// A renewal under way. On its frame: when that goes unfinished, the next one who asks may start another.
class key_cache::flight {
 public:
  flight(std::shared_ptr<key_cache> of, std::uint64_t id) : of_(std::move(of)), id_(id) {}
  flight(flight const&) = delete;
  flight& operator=(flight const&) = delete;
  ~flight() {
    std::unique_lock const lock(of_->mutex_);
    if (of_->flight_ != id_) return;
    of_->flight_ = 0;
    of_->wake(lock);
  }

  std::uint64_t id() const noexcept { return id_; }

 private:
  std::shared_ptr<key_cache> of_;
  std::uint64_t id_;
};

COLB_DECL void key_cache::resolve_if_new(asking_ptr const& who, std::unique_lock<std::mutex> const& lock) {
  if (resolved_) return;
  resolved_ = true;
  plans_ = resolve(who->what, *who->vendor, *who->here);
  stamps_.clear();
  for (plan const& each : plans_) {
    for (auto const& path : each.files) stamps_.push_back(stamp_of(path));
  }
  next_stat_ = later(who->clock->ticks(), std::chrono::seconds(1));
  // Whatever stands before it is absent for certain: these need not be asked for.
  for (std::size_t i = 0; i < plans_.size(); ++i) {
    plan const& each = plans_[i];
    if (each.is_absent()) continue;
    bool const good =
        each.kind == plan::what::keys && (!each.keys.expires || *each.keys.expires > who->now());
    if (good && !current_) {
      chosen_ = i;
      take(*who, each, each.keys, lock);
    }
    break;
  }
}

COLB_DECL void key_cache::take(asking const& who, plan const& from, issued_credentials keys,
                               std::unique_lock<std::mutex> const&) {
  bool const same = current_ && current_->keys.id == keys.id && current_->keys.key == keys.key &&
                    current_->keys.token == keys.token;
  renewal_.got(who.now(), who.clock->ticks(), keys.expires, same);
  why_ = same ? from.from + ": it gave the same keys again" : std::string();
  passes_ = same;
  if (!same) {
    auto fresh = share<held_keys>();
    fresh->temporary = !keys.token.empty() || keys.expires.has_value();
    fresh->keys.id = std::move(keys.id);
    fresh->keys.key = std::move(keys.key);
    fresh->keys.token = std::move(keys.token);
    fresh->from = from.from;
    fresh->region = from.region;
    fresh->sts = from.assume.endpoint;
    fresh->expires = keys.expires;
    fresh->serial = ++serials_;
    current_ = std::move(fresh);
  }
}

COLB_DECL void key_cache::look_at_files(asking_ptr const& who, std::unique_lock<std::mutex> const& lock) {
  auto const ticks = who->clock->ticks();
  if (stamps_.empty() || ticks < next_stat_) return;
  next_stat_ = later(ticks, std::chrono::seconds(1));
  bool const changed =
      std::ranges::any_of(stamps_, [](file_stamp const& each) { return stamp_of(each.path) != each; });
  if (!changed) return;
  std::vector<file_stamp> stamps;
  auto plans = resolve(who->what, *who->vendor, *who->here);
  std::size_t chosen = plans.size();
  for (std::size_t i = 0; i < plans.size(); ++i) {
    for (auto const& path : plans[i].files) stamps.push_back(stamp_of(path));
    if (chosen == plans.size() && !plans[i].is_absent()) chosen = i;
  }
  // Half a file, or none at the moment: keep what there is and look again.
  if (chosen == plans.size() || plans[chosen].is_broken()) return;
  stamps_ = std::move(stamps);
  plans_ = std::move(plans);
  chosen_ = chosen;
  if (plans_[chosen].kind == plan::what::keys) {
    take(*who, plans_[chosen], plans_[chosen].keys, lock);
    wake(lock);
  } else {
    resolve_anew_ = true;
    renewal_.refused();
  }
}

COLB_DECL key_cache::outlook key_cache::look(asking_ptr const& who) {
  std::unique_lock const lock(mutex_);
  resolve_if_new(who, lock);
  outlook out;
  bool any = current_ != nullptr;
  for (plan const& each : plans_) {
    if (each.is_absent()) {
      if (out.region.empty()) out.region = each.region;
      continue;
    }
    if (each.is_broken()) break;
    any = true;
    if (!each.region.empty()) out.region = each.region;
    break;
  }
  if (!any) out.problem = plans_.empty() ? std::string("no source was named") : reasons(plans_);
  return out;
}

COLB_DECL renewal::step key_cache::next_step(asking_ptr const& who,
                                             std::unique_lock<std::mutex> const& lock) {
  resolve_if_new(who, lock);
  look_at_files(who, lock);
  return renewal_.next(who->now(), who->clock->ticks());
}

/// Whether the caller is to start a renewal.
COLB_DECL bool key_cache::claim(asking_ptr const& who, std::unique_lock<std::mutex> const&) {
  auto const ticks = who->clock->ticks();
  if (flight_ != 0 && ticks < flight_end_) return false;
  // Whoever renews may be on an io_context that nobody runs any more: then the next one takes over.
  bool const slow = std::ranges::any_of(plans_, [](plan const& each) {
    return each.kind == plan::what::process || each.kind == plan::what::own;
  });
  flight_ = ++flights_;
  flight_end_ = later(ticks, slow ? std::chrono::seconds(70) : std::chrono::seconds(10));
  return true;
}

COLB_DECL void key_cache::start(asking_ptr const& who, bool background) {
  std::uint64_t id = 0;
  {
    std::lock_guard const lock(mutex_);
    id = flight_;
  }
  auto guard = share<flight>(shared_from_this(), id);
  struct beginning {
    asio::any_io_executor executor;
    asio::awaitable<void> work;
  };
  asio::any_io_executor const executor = who->renewal_executor();
  auto later =
      share<beginning>(beginning{executor, renew(shared_from_this(), who, std::move(guard), background)});
  // Not here and now: the caller has its own work to do.
  post_to(executor, std::move(later), [](void* at, std::uint64_t) {
    auto& what = *static_cast<beginning*>(at);
    spawn(what.executor, std::move(what.work));
  });
}

COLB_DECL void key_cache::wake(std::unique_lock<std::mutex> const&) {
  ++wakes_;
  for (sleeper const& each : sleepers_) {
    post_to(each.strand, each.alarm,
            [](void* alarm, std::uint64_t) { static_cast<timer*>(alarm)->cancel(); });
  }
}

COLB_DECL key_ptr key_cache::try_get(asking_ptr const& who) {
  key_ptr out;
  bool starts = false;
  {
    std::unique_lock const lock(mutex_);
    auto const step = next_step(who, lock);
    if (step == renewal::step::use || step == renewal::step::use_and_renew) out = current_;
    if (step == renewal::step::use_and_renew) starts = claim(who, lock);
  }
  if (starts) start(who, true);
  return out;
}

COLB_DECL asio::awaitable<key_ptr> key_cache::get(asking_ptr who, clock::tick deadline) {
  auto const self = shared_from_this();
  constexpr int most_failures = 3;
  bool waited = false;
  for (;;) {
    bool starts = false;
    clock::tick until = deadline;
    key_ptr out;
    std::string why;
    bool passes = true;
    std::uint64_t seen = 0;
    {
      std::unique_lock const lock(mutex_);
      auto const step = next_step(who, lock);
      seen = wakes_;
      why = why_;
      if (step == renewal::step::use || step == renewal::step::use_and_renew) {
        out = current_;
        if (step == renewal::step::use_and_renew) starts = claim(who, lock);
      } else if (step == renewal::step::renew && !(waited && !why_.empty() && !passes_)) {
        starts = claim(who, lock);
        until = std::min(deadline, flight_end_);
      } else {
        passes = passes_ && renewal_.failures() < most_failures;
        until = std::min(deadline, renewal_.next_try());
      }
    }
    if (starts) start(who, out != nullptr);
    if (out) co_return out;
    if (!passes) throw_no_keys(condition::authentication, "there are no keys: " + why);
    if (who->clock->ticks() >= deadline) {
      throw_no_keys(
          condition::timed_out,
          "waiting for keys" + (why.empty() ? std::string() : "; the last attempt to get them: " + why));
    }
    co_await wait_for_change(self, who, until, seen);
    waited = true;
    auto const state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none)
      throw_no_keys(condition::cancelled, "while waiting for keys");
  }
}

COLB_DECL bool key_cache::refused(asking_ptr const& who, key_ptr const& keys) {
  std::unique_lock const lock(mutex_);
  if (!keys) return false;
  if (current_ != keys) return current_ != nullptr;
  next_stat_ = clock::tick::min();
  look_at_files(who, lock);
  if (current_ != keys) return true;
  if (!keys->temporary) return false;
  renewal_.refused();
  return renewal_.next(who->now(), who->clock->ticks()) == renewal::step::renew;
}

COLB_DECL asio::awaitable<void> key_cache::wait_for_change(std::shared_ptr<key_cache> self, asking_ptr who,
                                                           clock::tick until, std::uint64_t seen) {
  seat place(std::move(self), *who, until, seen);
  if (!place.too_late()) co_await place.alarm().wait();
}

COLB_DECL asio::awaitable<void> key_cache::renew(std::shared_ptr<key_cache> self, asking_ptr who,
                                                 std::shared_ptr<flight> guard, bool background) {
  std::vector<plan> plans;
  bool anew = false;
  {
    std::unique_lock const lock(self->mutex_);
    self->resolve_if_new(who, lock);
    // The chosen source stays until it fails.
    if (self->current_ && self->renewal_.failures() == 0 && !self->resolve_anew_ &&
        self->chosen_ < self->plans_.size() && self->plans_[self->chosen_].kind != plan::what::keys) {
      plans.push_back(self->plans_[self->chosen_]);
    } else {
      anew = true;
    }
    self->resolve_anew_ = false;
  }
  if (anew) plans = resolve(who->what, *who->vendor, *who->here);
  std::size_t chosen = 0;
  finding found;
  try {
    asio::any_io_executor const executor = co_await asio::this_coro::executor;
    found = co_await ask_in_turn(plans, *who, executor, chosen);
  } catch (std::exception const& e) {
    found = finding::broken(e.what(), true);
  }
  std::unique_lock lock(self->mutex_);
  bool const ours = self->flight_ == guard->id();
  key_ptr const before = self->current_;
  std::string why;
  if (found.is == finding::state::found) {
    self->take(*who, plans[chosen], std::move(found.keys), lock);
    if (anew) {
      self->stamps_.clear();
      for (plan const& each : plans) {
        for (auto const& path : each.files) self->stamps_.push_back(stamp_of(path));
      }
      self->plans_ = std::move(plans);
      self->chosen_ = chosen;
    }
  } else if (ours) {
    self->renewal_.failed(who->clock->ticks());
    why = found.why;
    self->why_ = std::move(found.why);
    self->passes_ = found.passes;
  }
  if (ours) self->flight_ = 0;
  self->wake(lock);
  wipe(found.keys);
  key_ptr const now = self->current_;
  lock.unlock();
  if (background && now && now != before) who->renewed(who, now);
  if (background && !why.empty()) {
    // A program's own provider says what it likes.
    if (now) secrets(now->keys, request()).mask(why);
    who->not_renewed(who, std::move(why));
  }
}

}  // namespace colb::inline COLB_ABI::inner
