// colb: the bodies of <colb/ext/redis.hpp>.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <deque>
#include <exception>
#include <map>
#include <mutex>
#include <string_view>
#include <utility>
#include <vector>

#include <colb/codec/percent.hpp>
#include <colb/engine/client_core.hpp>
#include <colb/engine/turns.hpp>
#include <colb/ext/redis.hpp>
#include <colb/ext/redis/connection.hpp>
#include <colb/ext/redis/script.hpp>
#include <colb/ext/redis/site.hpp>
#include <colb/strings/hex.hpp>
#include <colb/transport/network.hpp>

#include <colb/asio/bind_cancellation_slot.hpp>
#include <colb/asio/cancellation_signal.hpp>
#include <colb/asio/co_spawn.hpp>
#include <colb/asio/detached.hpp>
#include <colb/asio/post.hpp>
#include <colb/asio/strand.hpp>
#include <colb/asio/use_awaitable.hpp>

namespace colb::inline COLB_ABI::inner {

namespace redis_text {

inline constexpr std::chrono::milliseconds lease_time{15'000};
inline constexpr std::chrono::milliseconds renewal{5'000};
/// A server that says nothing for so long is given up; its clients have gone on long before.
inline constexpr std::chrono::milliseconds patience{2'000};
inline constexpr std::size_t most_questions = 10'000;
inline constexpr std::size_t most_dropped = 10'000;

/// Where an answer is put for one who waits on another strand, and may be gone by then.
class letter_box {
 public:
  void put(redis_value value) {
    std::lock_guard lock(mutex_);
    value_ = std::move(value);
    tell();
  }
  void put(std::exception_ptr failure) {
    std::lock_guard lock(mutex_);
    failure_ = std::move(failure);
    tell();
  }
  void waits(waker* who) {
    std::lock_guard lock(mutex_);
    to_ = who;
  }
  bool has_come() const {
    std::lock_guard lock(mutex_);
    return value_ || failure_;
  }
  redis_value take() {
    std::lock_guard lock(mutex_);
    if (failure_) std::rethrow_exception(failure_);
    return std::move(*value_);
  }

 private:
  void tell() {
    if (to_) to_->wake();
  }

  mutable std::mutex mutex_{};
  waker* to_ = nullptr;
  std::optional<redis_value> value_{};
  std::exception_ptr failure_{};
};

struct waits_at {
  waits_at(letter_box& where, waker& who) : box(where) { box.waits(&who); }
  waits_at(waits_at const&) = delete;
  waits_at& operator=(waits_at const&) = delete;
  ~waits_at() { box.waits(nullptr); }
  letter_box& box;
};

/// A question under way.
struct question {
  std::vector<std::string> words{};   ///< After the script's name and key.
  std::shared_ptr<letter_box> box{};  ///< Null: nobody wants to know.
  bool sent = false;
  bool in_full = false;  ///< With the text of the script, which the server did not know.
};

/// The answer of the script.
struct said {
  explicit said(redis_value const& value) {
    auto const& items = value.items;
    auto const number = [&](std::size_t i) { return items[i].is == redis_value::kind::number; };
    if (value.is != redis_value::kind::list || items.size() < 3 || !number(0) || !number(1) || !number(2))
      throw redis_failure("Redis answers something else than the script does");
    done = items[0].number == 1;
    members = static_cast<std::size_t>(std::clamp<std::int64_t>(items[1].number, 1, 100'000));
    in = std::chrono::milliseconds(std::clamp<std::int64_t>(items[2].number, 0, 3'600'000));
  }
  bool done = false;
  std::size_t members = 1;
  std::chrono::milliseconds in{};
};

inline std::string random_name() {
  std::string out;
  for (int half = 0; half < 2; ++half) {
    std::uint64_t bits = system_random();
    for (int i = 0; i < 16; ++i, bits >>= 4) out += hex_digits[bits & 15];
  }
  return out;
}

}  // namespace redis_text

/// What a `colb::redis` and the coroutines that work for it share.
class redis_state : public std::enable_shared_from_this<redis_state> {
 public:
  redis_state(asio::any_io_executor executor, redis_options options)
      : clock_(options.clock ? options.clock : clock::system()),
        strand_(asio::make_strand(executor)),
        site_(std::make_shared<redis_site>(parse_redis_url(options.url))),
        root_("colb:{" + codec::percent_encode(options.scope) + "}:"),
        process_(redis_text::random_name()),
        renewal_alarm_(strand_, clock_) {
    tls_settings const tls{options.tls.ca_file, options.tls.verify, options.tls.context.get()};
    timeouts bounds;
    dialer_ = std::make_unique<net_dialer>(strand_, clock_, bounds, tls, options.resolver);
  }

  /// A change's place, known by its token. What is left of it when the change is gone tells nobody: that may
  /// be on any thread, its `io_context` dying.
  class place final : public coordinator::lease {
   public:
    place(std::shared_ptr<redis_state> of, coordinator::wish what)
        : wish(std::move(what)), token(of->next_token()), of_(std::move(of)) {}
    ~place() override { of_->drop(*this); }
    coordinator::wish const wish;
    std::string const token;

   private:
    std::shared_ptr<redis_state> of_;
  };

  /// On the strand of the one who asks.
  asio::awaitable<redis_value> ask(std::vector<std::string> words) {
    auto const self = shared_from_this();
    asio::any_io_executor const here = co_await asio::this_coro::executor;
    auto const wakes = std::make_shared<waker>(here, clock::system());
    auto const box = std::make_shared<redis_text::letter_box>();
    redis_text::waits_at const guard(*box, *wakes);
    post(std::move(words), box);
    while (!box->has_come()) {
      co_await wakes->sleep_until(clock::tick::max());
      auto const state = co_await asio::this_coro::cancellation_state;
      if (state.cancelled() != asio::cancellation_type::none)
        throw std::system_error(asio::error::operation_aborted);
    }
    redis_value out = box->take();
    if (out.is == redis_value::kind::error)
      throw redis_failure("Redis at " + site_->to.authority + " refuses: " + redis_words(*site_, out.text));
    co_return out;
  }

  /// What every question begins with.
  std::vector<std::string> words(std::string_view what) const {
    return {std::string(what), process_, std::to_string(redis_text::lease_time.count())};
  }

  void post(std::vector<std::string> words, std::shared_ptr<redis_text::letter_box> box) {
    asio::post(strand_, [self = shared_from_this(), words = std::move(words),
                         box = std::move(box)]() mutable { self->queue(std::move(words), std::move(box)); });
  }

  /// The place is asked for: it is kept alive from here on.
  void begins(place const& who) {
    std::lock_guard lock(mutex_);
    places_.try_emplace(who.token, &who);
  }
  void stands(place const& who, bool waits) {
    {
      std::lock_guard lock(mutex_);
      auto const at = places_.find(who.token);
      if (at == places_.end()) return;
      at->second.waits = waits;
    }
    asio::post(strand_, [self = shared_from_this()] { self->look_after(); });
  }
  /// It is left in good order.
  void leaves(place const& who) {
    {
      std::lock_guard lock(mutex_);
      places_.erase(who.token);
    }
    asio::post(strand_, [self = shared_from_this()] { self->look_after(); });
  }

  std::string next_token() {
    std::lock_guard lock(mutex_);
    return process_ + ':' + std::to_string(++tokens_);
  }

 private:
  using question = redis_text::question;

  struct entry {
    entry(place const* of) : who(of) {}
    place const* who;  ///< Alive as long as it is in the map.
    bool waits = false;
  };

  void drop(place const& gone) noexcept {
    std::lock_guard lock(mutex_);
    if (places_.erase(gone.token) == 0 || dropped_.size() >= redis_text::most_dropped) return;
    try {
      std::vector<std::string> out = words_to_leave(gone, {}, {});
      dropped_.push_back(std::move(out));
    } catch (...) {  // no memory: its lease ends by itself
    }
  }

 public:
  std::vector<std::string> words_to_leave(place const& who, std::string task,
                                          std::chrono::milliseconds keep) const {
    std::vector<std::string> out = words("leave");
    constexpr std::chrono::milliseconds most = std::chrono::hours(24);
    keep = std::clamp(keep, std::chrono::milliseconds(1), most);
    out.insert(out.end(), {who.token, std::to_string(keep.count()), std::move(task)});
    out.insert(out.end(), who.wish.lanes.begin(), who.wish.lanes.end());
    return out;
  }

 private:
  // ---- questions, on the strand

  void queue(std::vector<std::string> words, std::shared_ptr<redis_text::letter_box> box) {
    send_dropped();
    add(std::move(words), std::move(box));
    go();
  }
  void add(std::vector<std::string> words, std::shared_ptr<redis_text::letter_box> box) {
    if (questions_.size() >= redis_text::most_questions) {
      if (box) box->put(std::make_exception_ptr(redis_failure("Redis is asked too much at once")));
      return;
    }
    question one;
    one.words = std::move(words);
    one.box = std::move(box);
    questions_.push_back(std::move(one));
  }
  void go() {
    if (questions_.empty()) return;
    if (working_) return send();
    working_ = true;
    asio::co_spawn(strand_, work(shared_from_this()), asio::detached);
  }
  void send_dropped() {
    std::vector<std::vector<std::string>> gone;
    {
      std::lock_guard lock(mutex_);
      gone.swap(dropped_);
    }
    for (auto& words : gone) add(std::move(words), nullptr);
  }

  void send() {
    if (!link_ || !link_->usable() || script_.empty()) return;
    for (question& one : questions_) {
      if (std::exchange(one.sent, true)) continue;
      std::vector<std::string> all;
      if (one.in_full) {
        all = {"EVAL", std::string(redis_script), "1", root_};
      } else {
        all = {"EVALSHA", script_, "1", root_};
      }
      all.insert(all.end(), one.words.begin(), one.words.end());
      link_->write(redis_command(all));
    }
  }

  /// Asks until there is nothing left to ask.
  static asio::awaitable<void> work(std::shared_ptr<redis_state> self) {
    std::exception_ptr failure;
    while (!self->questions_.empty()) {
      bool const kept = self->link_ && self->link_->usable();
      bool heard = false;
      failure = nullptr;
      try {
        if (!kept) co_await self->connect();
        while (!self->questions_.empty()) {
          self->send();
          std::optional<redis_value> value = co_await self->link_->read(redis_text::patience);
          if (!value) throw redis_failure("the work was cancelled");
          heard = true;
          self->answer(std::move(*value));
        }
      } catch (...) {
        failure = std::current_exception();
      }
      if (!failure) continue;
      self->link_.reset();
      // A kept connection may have died meanwhile; asking twice does no harm.
      bool const again = kept && !heard;
      for (question& one : self->questions_) one.sent = false;
      if (!again) self->give_up(failure);
    }
    self->working_ = false;
  }

  asio::awaitable<void> connect() {
    script_.clear();
    link_ = std::make_shared<redis_connection>(site_, *dialer_, strand_, clock_);
    auto const link = link_;
    co_await link->open(redis_text::patience);
    std::vector<std::string> const load{"SCRIPT", "LOAD", std::string(redis_script)};
    redis_value const loaded = co_await link->ask(load, redis_text::patience);
    script_ = loaded.text.empty() ? "unknown" : loaded.text;
  }

  void answer(redis_value value) {
    bool const unknown = value.is == redis_value::kind::error && value.text.starts_with("NOSCRIPT");
    question one = std::move(questions_.front());
    questions_.pop_front();
    if (unknown && !one.in_full) {
      // The server lost its scripts: with its text the script is there again for those who follow.
      one.in_full = true;
      one.sent = false;
      questions_.push_back(std::move(one));
      return;
    }
    if (one.box) one.box->put(std::move(value));
  }

  void give_up(std::exception_ptr const& failure) {
    auto const all = std::move(questions_);
    questions_.clear();
    for (question const& one : all)
      if (one.box) one.box->put(failure);
  }

  // ---- places, on the strand

  struct census {
    std::size_t places = 0;
    std::size_t waiting = 0;
  };
  census count() const {
    std::lock_guard lock(mutex_);
    census out;
    out.places = places_.size();
    for (auto const& [token, one] : places_) out.waiting += one.waits ? 1 : 0;
    return out;
  }

  /// Has leases renewed as long as there are some, and listens as long as one waits.
  void look_after() {
    census const now = count();
    if (now.places == 0) {
      renewal_alarm_.cancel();
    } else if (!std::exchange(renewing_, true)) {
      asio::co_spawn(strand_, renew(shared_from_this()), asio::detached);
    }
    if (now.waiting == 0) {
      if (listening_) stop_listening_.emit(asio::cancellation_type::terminal);
    } else if (!std::exchange(listening_, true)) {
      asio::co_spawn(strand_, listen(shared_from_this()),
                     asio::bind_cancellation_slot(stop_listening_.slot(), asio::detached));
    }
  }

  static asio::awaitable<void> renew(std::shared_ptr<redis_state> self) {
    clock::tick due = later(self->clock_->ticks(), redis_text::renewal);
    while (self->count().places > 0) {
      self->renewal_alarm_.expires_at(due);
      co_await self->renewal_alarm_.wait();
      if (self->clock_->ticks() < due) continue;
      due = later(self->clock_->ticks(), redis_text::renewal);
      self->renew_all();
    }
    self->renewing_ = false;
    if (self->count().places > 0) self->look_after();
  }

  void renew_all() {
    constexpr std::size_t at_once = 500;
    std::vector<std::vector<std::string>> all;
    {
      std::lock_guard lock(mutex_);
      for (auto const& [token, one] : places_) {
        if (all.empty() || all.back().size() >= at_once) all.push_back(words("renew"));
        all.back().push_back(token);
      }
    }
    send_dropped();
    for (auto& words : all) add(std::move(words), nullptr);
    go();
    look_after();
  }

  /// Is woken by those who leave.
  static asio::awaitable<void> listen(std::shared_ptr<redis_state> self) {
    std::exception_ptr failure;
    try {
      co_await self->hear();
    } catch (...) {
      failure = std::current_exception();
    }
    if (failure) self->ear_.reset();
    // Whoever waits also asks from time to time; so this need not be tried at once.
    if (failure) {
      timer pause(self->strand_, self->clock_);
      pause.expires_after(std::chrono::seconds(1));
      co_await pause.wait();
    }
    self->listening_ = false;
    asio::post(self->strand_, [self] { self->look_after(); });
  }

  asio::awaitable<void> hear() {
    if (!ear_ || !ear_->usable()) {
      ear_ = std::make_shared<redis_connection>(site_, *dialer_, strand_, clock_);
      auto const ear = ear_;
      co_await ear->open(redis_text::patience);
      std::vector<std::string> const subscribe{"SUBSCRIBE", root_ + "wake:" + process_};
      ear->write(redis_command(subscribe));
    }
    auto const ear = ear_;
    for (int heard = 1;; ++heard) {
      std::optional<redis_value> const value = co_await ear->read(clock::duration::max());
      if (!value) co_return;
      if (value->is != redis_value::kind::list || value->items.size() != 3)
        throw redis_failure("Redis says something else than a message");
      // What left before the subscription stood has woken nobody.
      bool const message = value->items[0].text == "message";
      wake(message ? value->items[2].text : std::string());
      if (heard % 64 == 0) co_await asio::post(strand_, asio::use_awaitable);
    }
  }

  /// @param token empty: all who wait.
  void wake(std::string const& token) {
    std::lock_guard lock(mutex_);
    for (auto const& [name, one] : places_) {
      if (!one.waits || (!token.empty() && name != token)) continue;
      if (one.who->wish.wake) one.who->wish.wake();
    }
  }

  std::shared_ptr<clock> clock_;
  asio::any_io_executor strand_;
  std::shared_ptr<redis_site const> site_;
  std::string root_;
  std::string process_;
  std::unique_ptr<dialer> dialer_{};

  std::deque<question> questions_{};
  std::shared_ptr<redis_connection> link_{};
  std::string script_{};  ///< SHA-1 of the script, as the server has it.
  bool working_ = false;

  timer renewal_alarm_;
  bool renewing_ = false;
  std::shared_ptr<redis_connection> ear_{};
  bool listening_ = false;
  asio::cancellation_signal stop_listening_{};

  mutable std::mutex mutex_{};
  std::uint64_t tokens_ = 0;
  std::map<std::string, entry> places_{};
  std::vector<std::vector<std::string>> dropped_{};
};

}  // namespace colb::inline COLB_ABI::inner

namespace colb::inline COLB_ABI {

namespace redis_text {

[[noreturn]] inline void refuse_redis(std::string what) {
  inner::error_info info;
  info.condition = condition::invalid_request;
  info.action = "redis options";
  info.detail = std::move(what);
  throw error(std::move(info));
}

inline std::string name_of(coordinator::bucket const& of) {
  return of.host + '|' + of.service + '|' + of.action;
}

}  // namespace redis_text

COLB_DECL redis::redis(asio::any_io_executor executor, redis_options options) {
  if (options.scope.empty())
    redis_text::refuse_redis(".scope is empty: name the account, the same in each of its processes");
  try {
    state_ = std::make_shared<inner::redis_state>(std::move(executor), std::move(options));
  } catch (std::exception const& e) {
    redis_text::refuse_redis(e.what());
  }
}

COLB_DECL redis::~redis() = default;

COLB_DECL std::shared_ptr<coordinator::lease> redis::enter(wish what) {
  return std::make_shared<inner::redis_state::place>(state_, std::move(what));
}

COLB_DECL asio::awaitable<coordinator::standing> redis::acquire(std::shared_ptr<lease> of) {
  auto const state = state_;
  auto const who = std::static_pointer_cast<inner::redis_state::place>(of);
  std::vector<std::string> words = state->words("acquire");
  words.push_back(who->token);
  words.push_back(who->wish.urgent ? "1" : "0");
  words.insert(words.end(), who->wish.lanes.begin(), who->wish.lanes.end());
  state->begins(*who);
  inner::redis_value const value = co_await state->ask(std::move(words));
  inner::redis_text::said const said(value);
  state->stands(*who, !said.done);
  standing out;
  out.granted = said.done;
  out.members = said.members;
  out.again = said.in;
  for (std::size_t i = 3; i < value.items.size(); ++i) out.tasks.push_back(value.items[i].text);
  co_return out;
}

COLB_DECL asio::awaitable<void> redis::leave(std::shared_ptr<lease> of, std::string task,
                                             std::chrono::milliseconds keep) {
  auto const state = state_;
  auto const who = std::static_pointer_cast<inner::redis_state::place>(of);
  std::vector<std::string> words = state->words_to_leave(*who, std::move(task), keep);
  state->leaves(*who);
  co_await state->ask(std::move(words));
}

COLB_DECL asio::awaitable<void> redis::ended(std::string task) {
  auto const state = state_;
  std::vector<std::string> words = state->words("ended");
  words.push_back(std::move(task));
  co_await state->ask(std::move(words));
}

COLB_DECL asio::awaitable<coordinator::permission> redis::permit(bucket of,
                                                                 std::chrono::milliseconds within) {
  auto const state = state_;
  permission out;
  out.id = state->next_token();
  std::vector<std::string> words = state->words("permit");
  words.push_back(redis_text::name_of(of));
  words.push_back(std::to_string(std::max<std::size_t>(of.permits, 1)));
  words.push_back(std::to_string(std::max<std::int64_t>(of.window.count(), 1)));
  words.push_back(std::to_string(std::max<std::int64_t>(within.count(), 0)));
  words.push_back(out.id);
  inner::redis_value const value = co_await state->ask(std::move(words));
  inner::redis_text::said const said(value);
  out.granted = said.done;
  out.members = said.members;
  out.in = said.in;
  co_return out;
}

COLB_DECL asio::awaitable<void> redis::give_back(bucket of, std::string id) {
  auto const state = state_;
  std::vector<std::string> words = state->words("give_back");
  words.push_back(redis_text::name_of(of));
  words.push_back(std::move(id));
  co_await state->ask(std::move(words));
}

}  // namespace colb::inline COLB_ABI
