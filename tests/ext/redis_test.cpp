// colb: a fleet that agrees through a Redis: against Debian's redis-server, and against hostile ones.
#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>

#include <colb/engine/coordination.hpp>
#include <colb/ext/redis.hpp>
#include <colb/ext/redis/connection.hpp>
#include <colb/transport/network.hpp>

#include "catch.hpp"
#include "ext/redis_server.hpp"

using namespace colb::test;
using namespace std::chrono_literals;
using colb::coordinator;
using colb::inner::redis_reader;
using colb::inner::redis_value;
using words = std::vector<std::string>;
using ms = std::chrono::milliseconds;

namespace {

template <class T>
T get(asio::io_context& io, asio::awaitable<T> what) {
  std::optional<T> out;
  std::exception_ptr failure;
  bool over = false;
  asio::co_spawn(io, std::move(what), [&](std::exception_ptr e, T value) {
    failure = e;
    if (!e) out = std::move(value);
    over = true;
  });
  io.restart();
  while (!over && io.run_one() > 0) {
  }
  if (failure) std::rethrow_exception(failure);
  return std::move(*out);
}

void get(asio::io_context& io, asio::awaitable<void> what) {
  auto const wrap = [](asio::awaitable<void> inside) -> asio::awaitable<int> {
    co_await std::move(inside);
    co_return 0;
  };
  get(io, wrap(std::move(what)));
}

std::string failure_of(std::function<void()> const& what) {
  try {
    what();
  } catch (std::exception const& e) {
    return e.what();
  }
  return {};
}

/// One process of a fleet.
struct member {
  member(std::string url, std::string scope = "account-1", std::string ca_file = {},
         std::shared_ptr<colb::clock> clock = {}) {
    colb::redis_options how;
    how.url = std::move(url);
    how.scope = std::move(scope);
    how.tls.ca_file = std::move(ca_file);
    how.clock = std::move(clock);
    redis = std::make_shared<colb::redis>(io.get_executor(), how);
  }

  std::shared_ptr<coordinator::lease> enter(words lanes, bool urgent = false) {
    coordinator::wish what;
    what.lanes = std::move(lanes);
    what.urgent = urgent;
    what.wake = [this] { ++woken; };
    return redis->enter(std::move(what));
  }
  coordinator::standing acquire(std::shared_ptr<coordinator::lease> const& lease) {
    return get(io, redis->acquire(lease));
  }
  void leave(std::shared_ptr<coordinator::lease> const& lease, std::string task = {}, ms keep = 60s) {
    get(io, redis->leave(lease, std::move(task), keep));
  }
  coordinator::permission permit(std::size_t permits = 3, ms window = 2s, ms within = 1h) {
    coordinator::bucket of;
    of.host = "host";
    of.service = "tencent.clb";
    of.action = "Action";
    of.permits = permits;
    of.window = window;
    return get(io, redis->permit(of, within));
  }

  int woken = 0;
  asio::io_context io{1};
  std::shared_ptr<colb::redis> redis{};
};

/// Asks a Redis straight.
redis_value straight(redis_server const& at, words what, std::string url = {}) {
  asio::io_context io;
  auto const site =
      std::make_shared<colb::inner::redis_site>(colb::inner::parse_redis_url(url.empty() ? at.url() : url));
  colb::inner::tls_settings tls;
  colb::inner::net_dialer net(io.get_executor(), colb::clock::system(), {}, tls);
  auto const connection =
      std::make_shared<colb::inner::redis_connection>(site, net, io.get_executor(), colb::clock::system());
  auto const work = [&]() -> asio::awaitable<redis_value> {
    co_await connection->open(5s);
    redis_value out = co_await connection->ask(what, 5s);
    co_return out;
  };
  return get(io, work());
}

std::string shown(redis_value const& v) {
  using kind = redis_value::kind;
  switch (v.is) {
    case kind::nil:
      return "nil";
    case kind::number:
      return std::to_string(v.number);
    case kind::text:
      return '"' + v.text + '"';
    case kind::status:
      return '+' + v.text;
    case kind::error:
      return '-' + v.text;
    default: {
      std::string out = "[";
      for (auto const& item : v.items) out += shown(item) + ' ';
      return out + ']';
    }
  }
}

}  // namespace

TEST_CASE("answers are read within bounds, however they are cut", "[redis]") {
  struct row {
    std::string bytes;
    std::string means;  ///< Empty: more has to come, or it is a problem.
    std::string problem;
  };
  std::string deep;
  for (int i = 0; i < 20; ++i) deep += "*1\r\n";
  row const rows[] = {
      {"+OK\r\n", "+OK", ""},
      {"-ERR no\r\n", "-ERR no", ""},
      {":-12\r\n", "-12", ""},
      {"$5\r\nab\r\nc\r\n", "\"ab\r\nc\"", ""},
      {"$0\r\n\r\n", "\"\"", ""},
      {"$-1\r\n", "nil", ""},
      {"*-1\r\n", "nil", ""},
      {"*0\r\n", "[]", ""},
      {"*3\r\n:1\r\n*2\r\n$1\r\na\r\n+b\r\n$-1\r\n", "[1 [\"a\" +b ] nil ]", ""},
      {"*2\r\n:1\r\n", "", ""},
      {"$10\r\nabc", "", ""},
      {"*100000000\r\n", "", "too large"},
      {"*2\r\n*16000\r\n", "", ""},
      {"*400\r\n*16000\r\n", "", "too large"},
      {"*-7\r\n", "", "not what Redis says"},
      {"*99999999999999999999\r\n", "", "not what Redis says"},
      {"$-7\r\n", "", "not what Redis says"},
      {"HTTP/1.1 200 OK\r\n", "", "not what Redis says"},
      {"%1\r\n+a\r\n+b\r\n", "", "not what Redis says"},
      {",1.5\r\n", "", "not what Redis says"},
      {"#t\r\n", "", "not what Redis says"},
      {deep, "", "not what Redis says"},
  };
  for (row const& r : rows) {
    CAPTURE(r.bytes);
    for (std::size_t step : {std::size_t(1), std::size_t(3), r.bytes.size()}) {
      redis_reader reader;
      std::optional<redis_value> found;
      for (std::size_t at = 0; at < r.bytes.size(); at += step) {
        reader.feed(std::string_view(r.bytes).substr(at, step));
        if (!found) found = reader.next();
      }
      CHECK(found.has_value() == !r.means.empty());
      if (found) CHECK(shown(*found) == r.means);
      CHECK(reader.problem() == r.problem);
    }
  }
  redis_reader endless;
  endless.feed("$99999999\r\n");
  std::string const some(64 * 1024, 'x');
  for (int i = 0; i < 20 && endless.problem().empty(); ++i) {
    endless.feed(some);
    CHECK_FALSE(endless.next());
  }
  CHECK(endless.problem() == "too large");
}

TEST_CASE("damaged answers do no harm", "[redis]") {
  std::mt19937 random(1);
  std::string const good =
      "*3\r\n:1\r\n*2\r\n$1\r\na\r\n+b\r\n$-1\r\n-ERR x\r\n$3\r\nabc\r\n*1\r\n*1\r\n:5\r\n";
  std::string const bytes = "\r\n*$:+-0123456789%#,_(!=~>|abc";
  for (int i = 0; i < 20'000; ++i) {
    std::string text = good;
    for (auto n = random() % 6; n > 0; --n) {
      auto const at = random() % text.size();
      if (random() % 3 == 0) text.erase(at, random() % 4);
      if (text.empty()) text = "x";
      text.insert(random() % text.size(), 1, bytes[random() % bytes.size()]);
    }
    redis_reader reader;
    for (std::size_t at = 0; at < text.size();) {
      std::size_t const part = 1 + random() % 9;
      reader.feed(std::string_view(text).substr(at, part));
      at += part;
      while (reader.next()) {
      }
    }
  }
}

TEST_CASE("commands are written as Redis reads them", "[redis]") {
  CHECK(colb::inner::redis_command({"GET", std::string("a\0b\r\n", 5), ""}) ==
        std::string("*3\r\n$3\r\nGET\r\n$5\r\na\0b\r\n\r\n$0\r\n\r\n", 30));
}

TEST_CASE("URLs are read, and what is wrong with one is said without its secrets", "[redis]") {
  struct row {
    std::string url, authority, user, password;
    int database;
    bool tls;
  };
  row const good[] = {
      {"redis://127.0.0.1", "127.0.0.1:6379", "", "", 0, false},
      {"redis://cache.example.com:7000/", "cache.example.com:7000", "", "", 0, false},
      {"rediss://cache.example.com/3", "cache.example.com:6379", "", "", 3, true},
      {"redis://:s%40cret%2F@[::1]:6380/12", "[::1]:6380", "", "s@cret/", 12, false},
      {"redis://me:p@ss/w@host", "host:6379", "me", "p@ss/w", 0, false},
      {"redis://[::1]", "[::1]:6379", "", "", 0, false},
  };
  for (row const& r : good) {
    CAPTURE(r.url);
    auto const site = colb::inner::parse_redis_url(r.url);
    CHECK(site.to.authority == r.authority);
    CHECK(site.user == r.user);
    CHECK(site.password == r.password);
    CHECK(site.has_password == !r.password.empty());
    CHECK(site.database == r.database);
    CHECK(site.to.tls == r.tls);
  }
  for (std::string const url : {"http://me:s3cret@host", "redis://", "redis://s3cret@host",
                                "redis://me:s3cret%4@host", "redis://me:s3cret@", "redis://me:s3cret@host/x",
                                "redis://me:s3cret@host/-1", "redis://me:s3cret@host:99999",
                                "redis://me:s3cret@host?db=1", "redis://me:s3cret@ho st", "me:s3cret@host"}) {
    CAPTURE(url);
    auto const why = failure_of([&] { member m(url); });
    CHECK(why.find(".url: ") != why.npos);
    CHECK(why.find("s3cret") == why.npos);
  }
  CHECK(failure_of([] { member m("redis://host", ""); }).find(".scope") != std::string::npos);
}

TEST_CASE("one holds a lane, the others in order, across processes", "[redis]") {
  redis_server server;
  member a(server.url()), b(server.url()), c(server.url()), stranger(server.url(), "account-2");
  auto const first = a.enter({"tencent/lb-1"});
  auto const second = b.enter({"tencent/lb-1"});
  auto const third = c.enter({"tencent/lb-1"});
  CHECK(a.acquire(first).granted);
  CHECK(a.acquire(first).granted);  // asked again, its answer was lost, say
  auto const waits = b.acquire(second);
  CHECK_FALSE(waits.granted);
  CHECK(waits.members == 2);
  CHECK(waits.again > 0ms);
  CHECK(waits.again <= 2s);
  CHECK_FALSE(c.acquire(third).granted);
  CHECK(stranger.acquire(stranger.enter({"tencent/lb-1"})).granted);
  a.leave(first);
  CHECK_FALSE(c.acquire(third).granted);
  CHECK(b.acquire(second).granted);
  b.leave(second);
  auto const mine = c.acquire(third);
  CHECK(mine.granted);
  CHECK(mine.members == 3);
  auto const keys = straight(server, {"KEYS", "*"});
  for (auto const& key : keys.items) CHECK(key.text.starts_with("colb:{account-"));
}

TEST_CASE("several lanes are had together or not at all, and nobody starves", "[redis]") {
  redis_server server;
  member m(server.url());
  auto const one = m.enter({"x/1"});
  auto const both = m.enter({"x/1", "x/2"});
  auto const two = m.enter({"x/2"});
  CHECK(m.acquire(one).granted);
  CHECK_FALSE(m.acquire(both).granted);
  CHECK_FALSE(m.acquire(two).granted);  // free, but one is before it
  auto const urgent = m.enter({"x/2"}, true);
  CHECK(m.acquire(urgent).granted);
  m.leave(one);
  CHECK_FALSE(m.acquire(both).granted);
  m.leave(urgent);
  CHECK(m.acquire(both).granted);
  CHECK_FALSE(m.acquire(two).granted);
  m.leave(both);
  CHECK(m.acquire(two).granted);

  // Who leaves the queue makes place.
  auto const next = m.enter({"x/2", "x/3"});
  auto const last = m.enter({"x/3"});
  CHECK_FALSE(m.acquire(next).granted);
  CHECK_FALSE(m.acquire(last).granted);
  m.leave(next);
  CHECK(m.acquire(last).granted);
}

TEST_CASE("who leaves wakes the next", "[redis]") {
  redis_server server;
  member a(server.url()), b(server.url());
  auto const first = a.enter({"x/1"});
  auto const second = b.enter({"x/1"});
  REQUIRE(a.acquire(first).granted);
  REQUIRE_FALSE(b.acquire(second).granted);
  auto const until = [&](int times) {
    auto const end = std::chrono::steady_clock::now() + 5s;
    b.io.restart();
    while (b.woken < times && std::chrono::steady_clock::now() < end) b.io.run_one_for(50ms);
    return b.woken >= times;
  };
  CHECK(until(1));  // the subscription stands: what was missed before
  a.leave(first);
  CHECK(until(2));
  CHECK(b.acquire(second).granted);
}

TEST_CASE("leases are renewed, and end when their holder dies", "[redis]") {
  redis_server server;
  auto const clock = std::make_shared<colb::manual_clock>();
  member a(server.url(), "s", "", clock), b(server.url(), "s");
  auto const held = a.enter({"x/1"});
  auto const waits = b.enter({"x/1"});
  REQUIRE(a.acquire(held).granted);
  auto const places = straight(server, {"KEYS", "colb:{s}:place:*"});
  REQUIRE(places.items.size() == 1);
  std::string const key = places.items[0].text;
  auto const left = [&] { return straight(server, {"PTTL", key}).number; };
  CHECK(left() <= 15'000);
  CHECK(left() > 10'000);
  straight(server, {"PEXPIRE", key, "5000"});
  a.io.restart();
  a.io.poll();
  clock->advance(5s);
  auto const end = std::chrono::steady_clock::now() + 3s;
  while (left() <= 5'000 && std::chrono::steady_clock::now() < end) {
    a.io.restart();
    a.io.run_one_for(20ms);
  }
  CHECK(left() > 10'000);
  CHECK_FALSE(b.acquire(waits).granted);

  straight(server, {"DEL", key});  // as its end does
  CHECK(b.acquire(waits).granted);
}

TEST_CASE("a change that is gone without a word leaves its lanes", "[redis]") {
  redis_server server;
  member a(server.url()), b(server.url());
  auto held = a.enter({"x/1"});
  auto const waits = b.enter({"x/1"});
  REQUIRE(a.acquire(held).granted);
  REQUIRE_FALSE(b.acquire(waits).granted);
  held.reset();
  a.permit();  // with the next question
  CHECK(b.acquire(waits).granted);
}

TEST_CASE("a task that one process leaves behind is the next one's to follow", "[redis]") {
  redis_server server;
  member a(server.url()), b(server.url());
  auto const first = a.enter({"x/1", "x/2"});
  REQUIRE(a.acquire(first).tasks.empty());
  a.leave(first, "task one");
  auto const second = b.enter({"x/1", "x/2"});
  CHECK(b.acquire(second).tasks == words{"task one"});
  b.leave(second, "task two");
  auto const third = a.enter({"x/2"});
  CHECK(a.acquire(third).tasks == words{"task one", "task two"});
  get(a.io, a.redis->ended("task one"));
  CHECK(a.acquire(third).tasks == words{"task two"});
  a.leave(third, "short", 1ms);
  std::this_thread::sleep_for(5ms);
  auto const last = b.enter({"x/1"});
  CHECK(b.acquire(last).tasks == words{"task two"});
  // No more than a hundred a lane, the newest.
  for (int i = 0; i < 120; ++i) {
    auto const place = a.enter({"x/9"});
    a.acquire(place);
    a.leave(place, "task " + std::to_string(i), ms(60'000 + i));
  }
  auto const all = a.acquire(a.enter({"x/9"})).tasks;
  CHECK(all.size() == 100);
  CHECK(all.front() == "task 20");
}

TEST_CASE("permits of all processes are one rate", "[redis]") {
  redis_server server;
  member a(server.url()), b(server.url());
  for (member* m : {&a, &b, &a}) {
    auto const now = m->permit();
    CHECK(now.granted);
    CHECK(now.in == 0ms);
  }
  auto const fourth = b.permit();
  CHECK(fourth.granted);
  CHECK(fourth.in > 1500ms);
  CHECK(fourth.in <= 2s);
  CHECK(fourth.members == 2);
  CHECK_FALSE(a.permit(3, 2s, 100ms).granted);
  CHECK_FALSE(a.permit(3, 2s, 0ms).granted);
  CHECK(a.permit().in <= 2s);
  CHECK(a.permit().in <= 2s);
  auto const seventh = b.permit();
  CHECK(seventh.in > 3s);
  coordinator::bucket of;
  of.host = "host";
  of.service = "tencent.clb";
  of.action = "Action";
  get(b.io, b.redis->give_back(of, seventh.id));
  CHECK(a.permit().in <= seventh.in);
  of.action = "Other";
  of.permits = 1;
  of.window = 10ms;
  CHECK(get(a.io, a.redis->permit(of, 0ms)).granted);
}

TEST_CASE("scripts that the server forgot are loaded again", "[redis]") {
  redis_server server;
  member a(server.url());
  auto const held = a.enter({"x/1"});
  CHECK(a.acquire(held).granted);
  straight(server, {"SCRIPT", "FLUSH"});
  CHECK(a.permit().granted);
  straight(server, {"SCRIPT", "FLUSH"});
  a.leave(held);
  CHECK(straight(server, {"EXISTS", "colb:{account-1}:holder:x/1"}).number == 0);
}

TEST_CASE("a Redis that dies is told of, and one that is back serves", "[redis]") {
  redis_server server;
  member a(server.url());
  CHECK(a.permit().granted);
  server.stop();
  auto const why = failure_of([&] { a.permit(); });
  CHECK(why.find(server.place()) != why.npos);
  server.start();
  CHECK(a.permit().granted);
  // It closes what is idle: nobody need know.
  straight(server, {"CLIENT", "KILL", "TYPE", "normal"});
  CHECK(a.permit().granted);
  // Restarted meanwhile, likewise.
  server.stop();
  server.start();
  CHECK(a.permit().granted);
}

TEST_CASE("user, password and database", "[redis]") {
  redis_server server({"requirepass \"p\\xc3\\xa4 ss/@:%\"", "user fleet on >o%xyz ~* &* +@all"});
  std::string const place = "@" + server.place();
  member owner("redis://:p%C3%A4%20ss%2F%40%3A%25" + place);
  CHECK(owner.permit().granted);
  member user("redis://fleet:o%25xyz" + place + "/3");
  CHECK(user.permit().granted);
  CHECK(straight(server, {"DBSIZE"}, "redis://fleet:o%25xyz" + place + "/3").number > 0);
  struct row {
    std::string url, says;
  };
  for (row const& r : {row{"redis://:wr0ng" + place, "AUTH is refused: WRONGPASS"},
                       row{"redis://nobody:wr0ng" + place, "AUTH is refused: WRONGPASS"},
                       row{"redis://fleet:o%25xyz" + place + "/9999", "SELECT is refused: ERR"},
                       row{server.url(), "NOAUTH"}}) {
    member m(r.url);
    auto const why = failure_of([&] { m.permit(); });
    CAPTURE(why);
    CHECK(why.find(r.says) != why.npos);
    CHECK(why.find("wr0ng") == why.npos);
    CHECK(why.find("o%xyz") == why.npos);
  }
}

TEST_CASE("over TLS, verified", "[redis]") {
  redis_server server({}, true);
  member trusts(server.url(), "s", server.ca_file());
  CHECK(trusts.permit().granted);
  auto const lease = trusts.enter({"x/1"});
  CHECK(trusts.acquire(lease).granted);
  CHECK_FALSE(trusts.acquire(trusts.enter({"x/1"})).granted);
  member doubts(server.url(), "s");
  auto const why = failure_of([&] { doubts.permit(); });
  CHECK(why.find("tls: ") != why.npos);
}

TEST_CASE("a hostile server is an error and no harm", "[redis]") {
  std::string deep;
  for (int i = 0; i < 40; ++i) deep += "*1\r\n";
  std::string const loaded = "$3\r\nabc\r\n";
  words const says{
      "",
      "garbage\r\n",
      "+OK\r\n",
      "-ERR go away\r\n",
      "-NOSCRIPT\r\n-NOSCRIPT\r\n-NOSCRIPT\r\n-NOSCRIPT\r\n",
      loaded,
      loaded + "$-1\r\n",
      loaded + "*0\r\n",
      loaded + "*3\r\n:1\r\n:1\r\n$1\r\nx\r\n",
      loaded + "*2147483647\r\n",
      loaded + "*-2\r\n",
      loaded + "$9223372036854775807\r\n",
      loaded + deep,
      loaded + "-ERR \x1b[31m\x01\x02\r\n",
      loaded + "-NOSCRIPT a\r\n-NOSCRIPT b\r\n",
      loaded + std::string(300'000, '*'),
      loaded + "$2000000\r\n" + std::string(2'000'000, 'x'),
      std::string("HTTP/1.1 400 Bad Request\r\n\r\n"),
  };
  for (std::string const& text : says) {
    CAPTURE(text.substr(0, 60));
    asio::io_context io;
    asio::ip::tcp::acceptor listens(io, {asio::ip::make_address("127.0.0.1"), 0});
    std::thread server([&] {
      for (int i = 0; i < 2; ++i) {
        std::error_code ec;
        asio::ip::tcp::socket s(io);
        listens.accept(s, ec);
        if (ec) return;
        asio::write(s, asio::buffer(text), ec);
        s.shutdown(asio::ip::tcp::socket::shutdown_send, ec);
        char sink[4096];
        while (s.read_some(asio::buffer(sink), ec) > 0) {
        }
      }
    });
    auto const port = std::to_string(listens.local_endpoint().port());
    member m("redis://:s3cret@127.0.0.1:" + port);
    member plain("redis://127.0.0.1:" + port);
    for (member* const each : {&m, &plain}) {
      auto const why = failure_of([&] { each->permit(); });
      CHECK_FALSE(why.empty());
      CHECK(why.find("s3cret") == why.npos);
      CHECK(std::ranges::all_of(why, [](char c) { return c >= 0x20 && c < 0x7f; }));
    }
    m.redis.reset();
    plain.redis.reset();
    server.join();
  }
}

TEST_CASE("the io_context is free when nothing is under way", "[redis]") {
  redis_server server;
  member a(server.url()), b(server.url());
  auto const begun = std::chrono::steady_clock::now();
  auto const first = a.enter({"x/1"});
  auto const second = b.enter({"x/1"});
  a.acquire(first);
  b.acquire(second);
  a.leave(first);
  b.leave(second);
  for (member* m : {&a, &b}) {
    m->io.restart();
    m->io.run();
  }
  CHECK(std::chrono::steady_clock::now() - begun < 3s);
}

TEST_CASE("a change may die with its io_context while it waits", "[redis]") {
  redis_server server;
  asio::io_context own{1};
  auto const guard = asio::make_work_guard(own);
  colb::redis_options how;
  how.url = server.url();
  how.scope = "s";
  auto const redis = std::make_shared<colb::redis>(own.get_executor(), how);
  std::thread runs([&] { own.run(); });
  member other(server.url(), "s");
  auto const held = other.enter({"x/1"});
  REQUIRE(other.acquire(held).granted);
  for (int i = 0; i < 20; ++i) {
    asio::io_context io{1};
    auto const wait = [&]() -> asio::awaitable<void> {
      coordinator::wish what;
      what.lanes = {"x/1"};
      auto const lease = redis->enter(what);
      for (;;) co_await redis->acquire(lease);
    };
    asio::co_spawn(io, wait(), asio::detached);
    io.run_for(ms(i));
  }
  std::atomic<bool> done = false;
  asio::post(own, [&] { done = true; });
  while (!done) std::this_thread::sleep_for(1ms);
  own.stop();
  runs.join();
}
