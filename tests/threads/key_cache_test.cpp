// Keys shared by many clients: one renewal for all, whoever asks and whatever becomes of him.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <deque>
#include <exception>
#include <fstream>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <unistd.h>

#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>
#include <asio/strand.hpp>

#include <colb/aliyun/sources.hpp>
#include <colb/engine/key_cache.hpp>
#include <colb/error.hpp>

#include "catch.hpp"
#include "support/worlds.hpp"

using namespace colb;
using namespace std::chrono_literals;

namespace {

/// Gives what its script says, each time after a second by the clock.
struct scripted_source {
  std::shared_ptr<manual_clock> clock = std::make_shared<manual_clock>();
  std::mutex mutex{};
  std::deque<inner::finding> script{};
  int asked = 0;
  inner::world here = test::world_of({}, {});
  credentials what = credentials::from_instance_role();

  void gives(std::string const& id, std::chrono::seconds life) {
    issued_credentials keys;
    keys.id = id;
    keys.key = "key of " + id;
    keys.token = "token";
    keys.expires = clock->now() + life;
    script.push_back(inner::finding::of(keys));
  }
};

class fake_asking final : public inner::asking {
 public:
  fake_asking(scripted_source& of, asio::io_context& io, bool at_once = false)
      : of_(of), io_(io.get_executor()), at_once_(at_once) {
    what = of.what;
    vendor = &aliyun::sources();
    strand = asio::make_strand(io);
    clock = of.clock;
    here = &of.here;
  }

  clock::wall_time now() const override { return clock->now(); }
  std::uint64_t chance() const override { return 4; }
  asio::any_io_executor renewal_executor() const override { return asio::make_strand(io_); }
  asio::awaitable<inner::finding> hold(std::unique_ptr<inner::conversation>,
                                       asio::any_io_executor on) const override {
    inner::finding out = inner::finding::broken("the script is over");
    {
      std::lock_guard const lock(of_.mutex);
      ++of_.asked;
      if (!of_.script.empty()) {
        out = of_.script.front();
        of_.script.pop_front();
      }
    }
    if (at_once_) co_return out;
    inner::timer alarm(on, of_.clock);
    alarm.expires_after(1s);
    co_await alarm.wait();
    co_return out;
  }

 private:
  scripted_source& of_;
  asio::any_io_executor io_;
  bool at_once_;
};

struct got {
  bool done = false;
  std::string id{};
  std::string error{};
  condition kind{};
};

asio::awaitable<void> get_into(std::shared_ptr<inner::key_cache> cache, inner::asking_ptr who, got& into,
                               clock::tick deadline) {
  co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
  co_await asio::this_coro::throw_if_cancelled(false);
  try {
    inner::key_ptr const keys = co_await cache->get(who, deadline);
    into.id = keys->keys.id;
  } catch (error const& e) {
    into.error = e.what();
    into.kind = e.info().condition;
  }
  into.done = true;
}

void get(std::shared_ptr<inner::key_cache> const& cache, inner::asking_ptr const& who, got& into,
         clock::tick deadline = clock::tick::max()) {
  asio::co_spawn(who->strand, get_into(cache, who, into, deadline), asio::detached);
}

void run(asio::io_context& io) {
  io.restart();
  io.poll();
}

}  // namespace

TEST_CASE("A thousand calls at the moment of expiry, the first asker cancelled, the first renewal failing") {
  scripted_source source;
  auto const cache = std::make_shared<inner::key_cache>();
  asio::io_context one, two;
  std::vector<inner::asking_ptr> clients;
  for (int i = 0; i < 4; ++i) clients.push_back(std::make_shared<fake_asking>(source, i % 2 ? one : two));
  source.script.push_back(inner::finding::broken("the network is down", true));
  source.gives("a", 1h);
  std::deque<got> all(1000);
  asio::cancellation_signal cancel;
  got first;
  asio::co_spawn(clients[0]->strand, get_into(cache, clients[0], first, clock::tick::max()),
                 asio::bind_cancellation_slot(cancel.slot(), asio::detached));
  run(two);
  for (std::size_t i = 0; i < all.size(); ++i) get(cache, clients[i % 4], all[i]);
  run(one);
  run(two);
  cancel.emit(asio::cancellation_type::terminal);
  for (int i = 0; i < 6; ++i) {
    run(one);
    run(two);
    source.clock->advance(1s);
  }
  CHECK(first.kind == condition::cancelled);
  CHECK(source.asked == 2);
  CHECK(std::count_if(all.begin(), all.end(), [](got const& g) { return g.id == "a"; }) == 1000);
}

TEST_CASE("Threads: calls on four clients share one renewal") {
  // Several times: what is to be seen is a matter of moments.
  int const round = GENERATE(range(0, 20));
  CAPTURE(round);
  scripted_source source;
  auto const cache = std::make_shared<inner::key_cache>();
  asio::io_context one, two;
  std::vector<inner::asking_ptr> clients;
  for (int i = 0; i < 4; ++i)
    clients.push_back(std::make_shared<fake_asking>(source, i % 2 ? one : two, true));
  source.gives("a", 1h);
  std::deque<got> all(1000);
  std::atomic<int> left = 1000;
  // A wake-up may come from the other thread after a context has run dry.
  auto work_one = asio::make_work_guard(one);
  auto work_two = asio::make_work_guard(two);
  for (std::size_t i = 0; i < all.size(); ++i) {
    asio::co_spawn(clients[i % 4]->strand, get_into(cache, clients[i % 4], all[i], clock::tick::max()),
                   [&](std::exception_ptr) {
                     if (--left > 0) return;
                     work_one.reset();
                     work_two.reset();
                   });
  }
  // The limit is for a wake-up that is lost.
  std::thread other([&] { two.run_for(5s); });
  one.run_for(5s);
  other.join();
  CHECK(source.asked == 1);
  CHECK(std::count_if(all.begin(), all.end(), [](got const& g) { return g.id == "a"; }) == 1000);
}

TEST_CASE("Renewal happens in the background, and an idle cache keeps nothing running") {
  scripted_source source;
  auto const cache = std::make_shared<inner::key_cache>();
  asio::io_context io;
  inner::asking_ptr const who = std::make_shared<fake_asking>(source, io, true);
  source.gives("a", 1h);
  got g;
  get(cache, who, g);
  run(io);
  CHECK(g.id == "a");
  CHECK(io.stopped());
  source.clock->advance(53min);
  CHECK(cache->try_get(who)->keys.id == "a");
  run(io);
  CHECK(source.asked == 1);
  source.clock->advance(61s);  // six minutes left, a tenth of an hour
  source.gives("b", 1h);
  CHECK(cache->try_get(who)->keys.id == "a");
  run(io);
  CHECK(cache->try_get(who)->keys.id == "b");
  CHECK(source.asked == 2);
  source.clock->advance(1h - 10s);
  CHECK(!cache->try_get(who));
}

TEST_CASE("Whoever renews may stop or go: the next one takes over") {
  scripted_source source;
  auto const cache = std::make_shared<inner::key_cache>();
  auto gone = std::make_unique<asio::io_context>();
  asio::io_context io;
  got lost, g;
  {
    inner::asking_ptr const who = std::make_shared<fake_asking>(source, *gone);
    get(cache, who, lost);
    run(*gone);
  }
  CHECK(source.asked == 1);
  inner::asking_ptr const other = std::make_shared<fake_asking>(source, io, true);
  get(cache, other, g);
  run(io);
  CHECK(!g.done);
  source.gives("a", 1h);
  SECTION("nobody runs it any more") { source.clock->advance(10s); }
  SECTION("it is destroyed") { gone.reset(); }
  run(io);
  run(io);
  CHECK(g.id == "a");
  CHECK(source.asked == 2);
}

TEST_CASE("Without keys every call ends with the reason, and the source is not asked all the time") {
  scripted_source source;
  auto const cache = std::make_shared<inner::key_cache>();
  asio::io_context io;
  inner::asking_ptr const who = std::make_shared<fake_asking>(source, io, true);
  source.script.push_back(inner::finding::absent("no role is bound"));
  std::deque<got> all(3);
  for (auto& each : all) get(cache, who, each);
  run(io);
  for (auto& each : all) {
    CHECK(each.kind == condition::authentication);
    CHECK(each.error.find("instance role: no role is bound") != std::string::npos);
  }
  got again;
  get(cache, who, again);
  run(io);
  CHECK(again.kind == condition::authentication);
  CHECK(source.asked == 1);
  source.clock->advance(1s);
  source.gives("a", 1h);
  got later;
  get(cache, who, later);
  run(io);
  CHECK(later.id == "a");
}

TEST_CASE("A call's patience ends by its deadline") {
  scripted_source source;
  auto const cache = std::make_shared<inner::key_cache>();
  asio::io_context io;
  inner::asking_ptr const who = std::make_shared<fake_asking>(source, io);
  got g;
  get(cache, who, g, source.clock->ticks() + 500ms);
  run(io);
  source.clock->advance(500ms);
  run(io);
  CHECK(g.kind == condition::timed_out);
}

TEST_CASE("Refused keys are renewed once") {
  scripted_source source;
  auto const cache = std::make_shared<inner::key_cache>();
  asio::io_context io;
  inner::asking_ptr const who = std::make_shared<fake_asking>(source, io, true);
  source.gives("a", 1h);
  source.script.push_back(source.script.front());  // the same once more
  source.gives("b", 1h);
  got g;
  get(cache, who, g);
  run(io);
  auto const first = cache->try_get(who);
  CHECK(cache->refused(who, first));
  got same;
  get(cache, who, same);
  run(io);
  CHECK(same.id == "a");
  CHECK(cache->try_get(who) == first);
  CHECK(!cache->refused(who, first));  // too soon to ask again
  source.clock->advance(1s);
  CHECK(cache->refused(who, first));
  got other;
  get(cache, who, other);
  run(io);
  CHECK(other.id == "b");
  CHECK(cache->refused(who, first));  // there are others already
  CHECK(source.asked == 3);
}

TEST_CASE("A file that changes is read again, half a file is not believed") {
  scripted_source source;
  std::string const path = "/tmp/colb-key-cache-test-" + std::to_string(::getpid());
  auto const write = [&](std::string const& text) {
    std::string const beside = path + ".new";
    std::ofstream(beside) << text;
    std::rename(beside.c_str(), path.c_str());
  };
  auto const keys = [](std::string const& id) {
    return R"({"current":"p","profiles":[{"name":"p","mode":"AK","access_key_id":")" + id +
           R"(","access_key_secret":"k"}]})";
  };
  write(keys("a"));
  source.what = credentials::from_profile("", path);
  source.here = inner::world::real();
  auto const cache = std::make_shared<inner::key_cache>();
  asio::io_context io;
  inner::asking_ptr const who = std::make_shared<fake_asking>(source, io, true);
  CHECK(cache->look(who).problem.empty());
  auto const first = cache->try_get(who);
  REQUIRE(first);
  CHECK(first->keys.id == "a");
  write(keys("bb"));
  CHECK(cache->try_get(who)->keys.id == "a");  // at most one look a second
  source.clock->advance(1s);
  CHECK(cache->try_get(who)->keys.id == "bb");
  write(keys("ccc").substr(0, 60));
  source.clock->advance(1s);
  CHECK(cache->try_get(who)->keys.id == "bb");
  write(keys("ccc"));
  source.clock->advance(1s);
  CHECK(cache->try_get(who)->keys.id == "ccc");
  auto const now = cache->try_get(who);
  CHECK(!cache->refused(who, now));
  write(keys("dddd"));
  CHECK(cache->refused(who, now));  // and one look after a refusal
  CHECK(cache->try_get(who)->keys.id == "dddd");
  std::remove(path.c_str());
}

TEST_CASE("A program gives keys; what it prints goes nowhere") {
  asio::io_context io;
  auto const run_it = [&](std::string const& command) {
    std::string output;
    inner::finding found;
    bool done = false;
    auto const words = inner::split_words(command);
    REQUIRE(words);
    asio::any_io_executor const strand = asio::make_strand(io);
    auto const body = [&]() -> asio::awaitable<void> {
      found = co_await inner::run_process(*words, strand, output);
      done = true;
    };
    asio::co_spawn(strand, body, asio::detached);
    io.restart();
    io.run_for(20s);
    CHECK(done);
    return found.is == inner::finding::state::found ? output : "! " + found.why;
  };
  CHECK(run_it("/bin/echo a 'b  c'") == "a b  c\n");
  CHECK(run_it("/bin/sh -c 'echo MARK; echo MARK >&2; exit 3'") == "! it ended with status 3");
  CHECK(run_it("/bin/sh -c 'ls /proc/self/fd | wc -l'") == "4\n");  // three, and the folder itself
  CHECK(run_it("/bin/sh -c 'head -c 70000 /dev/zero'") == "! it printed more than 64 KiB");
  CHECK(run_it("/no/such/program").starts_with("! it could not be started"));
}
