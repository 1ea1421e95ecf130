// colb: calls and waits over a network in memory whose server is a script: what is waited for and how long,
// what is told, and who may die first.
#include <cstddef>
#include <exception>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>

#include <colb/client.hpp>
#include <colb/clock.hpp>
#include <colb/tencent/clb/service.hpp>

#include "catch.hpp"
#include "support/pipe.hpp"

namespace clb = colb::tencent::clb;
using colb::condition;
using colb::task_state;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

/// A service with the envelope of API 3.0, whose tasks come several in one handle: `RequestId` is `a+b+c`.
namespace parts_service {

struct Start {
  colb::required<std::string> ThingId;
  std::optional<std::string> ClientToken{};
  struct response {};
};
constexpr colb::descriptor describe(Start const*) {
  return {.kind = colb::kind::async, .client_token = "ClientToken"};
}

struct Change {
  colb::required<std::string> Note;
  std::vector<std::string> OtherIds{};
  struct response {};
};
constexpr colb::descriptor describe(Change const*) { return {.kind = colb::kind::write}; }

struct Look {
  std::string Id{};
  struct response {
    std::optional<std::int64_t> Status{};
  };
};
constexpr colb::descriptor describe(Look const*) { return {}; }

struct rule {
  using action = Look;
  static Look request(colb::task const& task) {
    if (task.ids.at(0) == "unheard of") throw std::runtime_error("a rule's own trouble");
    return {.Id = task.ids.at(0)};
  }
  static colb::task_progress look(colb::reply<Look> const& seen, colb::task const& task) {
    colb::task_progress out;
    if (seen.Status == 0) out = {task_state::succeeded, {"made-" + task.ids.at(0)}};
    if (seen.Status == 1) out = {task_state::failed, {}, "out of paint"};
    if (seen.Status == 2) out.state = task_state::running;
    if (seen.Status == 3) out.state = task_state::missing;
    return out;
  }
  static std::vector<colb::outcome> parts(colb::task const& task) {
    std::vector<colb::outcome> out;
    std::string_view rest = task.ids.at(0);
    if (rest.find('+') == rest.npos) return out;
    while (!rest.empty()) {
      std::string const id(rest.substr(0, rest.find('+')));
      rest.remove_prefix(std::min(id.size() + 1, rest.size()));
      colb::outcome one;
      one.resource = "thing " + id;
      one.task = task;
      one.task->ids = {id};
      out.push_back(std::move(one));
    }
    return out;
  }
  template <class Reply>
  static void fill_in(Reply&, std::vector<std::string>) {}
};

struct service {
  using protocol = clb::detail::protocol;
  template <class A>
  using rule =
      std::conditional_t<colb::descriptor_of<A>.kind == colb::kind::async, parts_service::rule, void>;
  template <class F>
  static auto visit_rule(colb::task const&, F f) {
    return f(parts_service::rule{});
  }
};
template <class A>
service service_of(A const*);

}  // namespace parts_service

namespace {

using parts_service::Change;
using parts_service::Look;
using parts_service::Start;
using client_type = colb::basic_client<parts_service::service>;

std::string answer(std::string_view members, std::string_view id = "r-1") {
  return "{\"Response\":{" + std::string(members) + (members.empty() ? "" : ",") + "\"RequestId\":\"" +
         std::string(id) + "\"}}";
}
std::string refusal(std::string_view code, std::string_view message) {
  return answer("\"Error\":{\"Code\":\"" + std::string(code) + "\",\"Message\":\"" + std::string(message) +
                "\"}");
}
std::string status(int value) { return answer("\"Status\":" + std::to_string(value)); }

/// A client, and a server that answers as `serve` says. Time passes only when nothing else can be done.
struct world {
  explicit world(std::function<std::string(std::string const&)> script, colb::client_options how = {})
      : serve(std::move(script)), options(std::move(how)) {
    options.clock = clock;
    options.region = "r";
    if (options.credentials.id.empty()) options.credentials = {.id = "AKID", .key = "a/secret+key="};
    if (!options.random) options.random = [] { return std::uint64_t{0}; };
    net = std::make_shared<colb::test::wire_dialer>(io->get_executor());
    net->on_write =
        [this, done = std::make_shared<std::map<colb::test::wire*, std::size_t>>()](colb::test::wire& w) {
          std::size_t& from = (*done)[&w];
          auto const head = w.sent.find("\r\n\r\n", from);
          if (head == w.sent.npos) return;
          auto const length = w.sent.find("Content-Length: ", from);
          auto const size = static_cast<std::size_t>(std::stoul(w.sent.substr(length + 16)));
          if (w.sent.size() < head + 4 + size) return;
          std::string const request = w.sent.substr(from, head + 4 + size - from);
          from = w.sent.size();
          ++requests;
          std::string const says = serve(request);
          if (says.empty()) return w.break_off();
          w.say(says.starts_with("HTTP/") ? says : colb::test::reply(says));
        };
    client.emplace(io->get_executor(), options, net);
  }

  bool run_until(std::function<bool()> const& done, colb::clock::duration at_most = 24h) {
    auto const end = clock->ticks() + at_most;
    for (;;) {
      io->restart();
      while (!done() && io->poll_one() > 0) {
      }
      if (done()) return true;
      if (clock->ticks() > end || !clock->advance_to_next()) return false;
    }
  }

  /// Starts an operation by `f(handler)` and gives what its handler gets; what it throws itself passes
  /// through.
  template <class Result, class F>
  std::pair<std::exception_ptr, Result> run(F f) {
    auto out = std::make_shared<std::optional<std::pair<std::exception_ptr, Result>>>();
    f([out](std::exception_ptr e, Result r) { out->emplace(std::move(e), std::move(r)); });
    CHECK_FALSE(*out);  // never inside the initiating function
    if (!run_until([&] { return out->has_value(); })) throw std::runtime_error("it hangs");
    return std::move(**out);
  }
  template <class A>
  std::exception_ptr call(A const& request) {
    return run<colb::reply<A>>([&](auto handler) { client->call(request, handler); }).first;
  }
  std::exception_ptr start_and_wait() {
    Start const start{.ThingId = "thing"};
    return run<colb::reply<Start>>([&](auto handler) { client->call_and_wait(start, handler); }).first;
  }

  std::unique_ptr<asio::io_context> io = std::make_unique<asio::io_context>(1);
  std::shared_ptr<colb::manual_clock> clock = std::make_shared<colb::manual_clock>();
  std::shared_ptr<colb::test::wire_dialer> net{};
  std::function<std::string(std::string const&)> serve;
  colb::client_options options;
  std::optional<client_type> client{};
  int requests = 0;
};

colb::error as_error(std::exception_ptr const& e) {
  REQUIRE(e);
  colb::error const* const found = colb::get_error(e);
  REQUIRE(found);
  return *found;
}

bool is_start(std::string const& request) { return request.find("X-TC-Action: Start") != request.npos; }

/// Which of `a`, `b`, … a look asks about.
char asked_about(std::string const& request) { return request[request.find("{\"Id\":\"") + 7]; }

}  // namespace

TEST_CASE("what a look may say before a task has ended", "[engine]") {
  // A state that nobody knows, an answer without one, "not found" in a code and in a state: all may pass at
  // first.
  std::string const early[] = {status(9),
                               answer(""),
                               refusal("ResourceNotFound", "no such task"),
                               status(3),
                               "HTTP/1.1 502 Bad\r\nContent-Length: 0\r\n\r\n",
                               ""};
  for (std::string const& first : early) {
    CAPTURE(first);
    int looks = 0;
    world w([&](std::string const& request) {
      if (is_start(request)) return answer("");
      return ++looks <= 2 ? first : status(0);
    });
    CHECK_FALSE(w.start_and_wait());
    CHECK(looks == 3);
  }
}

TEST_CASE("what is not there is told after three looks and 15 s", "[engine]") {
  for (bool const by_code : {true, false}) {
    world w([&](std::string const& request) {
      if (is_start(request)) return answer("");
      return by_code ? refusal("ResourceNotFound", "no such task") : status(3);
    });
    auto const begin = w.clock->ticks();
    colb::error const e = as_error(w.start_and_wait());
    CHECK(e.code() == condition::not_found);
    CHECK(e.task());
    CHECK(w.clock->ticks() - begin >= 15s);
    CHECK(w.clock->ticks() - begin < 40s);
    // wait.timeout is the end of it all.
    w.options.wait.timeout = 5s;
    w.client.emplace(w.io->get_executor(), w.options, w.net);
    auto const again = w.clock->ticks();
    CHECK(as_error(w.start_and_wait()).code() == condition::timed_out);
    CHECK(w.clock->ticks() - again < 10s);
  }
}

TEST_CASE("a state nobody knows is still under way, for as long as the wait lasts", "[engine]") {
  world w([](std::string const& request) { return is_start(request) ? answer("") : status(9); });
  auto const begin = w.clock->ticks();
  colb::error const e = as_error(w.start_and_wait());
  CHECK(e.code() == condition::timed_out);
  CHECK(e.task());
  CHECK(w.clock->ticks() - begin >= w.options.wait.timeout);
}

TEST_CASE("several tasks in one handle are all followed, until one end", "[engine]") {
  std::map<char, int> states{{'a', 0}, {'b', 0}, {'c', 0}};
  world w([&](std::string const& request) {
    return is_start(request) ? answer("", "a+b+c") : status(states[asked_about(request)]);
  });
  SECTION("all well") { CHECK_FALSE(w.start_and_wait()); }
  SECTION("one fails, whichever it is") {
    for (char const bad : {'a', 'b', 'c'}) {
      states = {{'a', 0}, {'b', 0}, {'c', 0}};
      states[bad] = 1;
      colb::error const e = as_error(w.start_and_wait());
      CHECK(e.code() == condition::partial_success);
      REQUIRE(e.outcomes().size() == 3);
      for (colb::outcome const& one : e.outcomes()) {
        CHECK(one.ok() == (one.resource.back() != bad));
        CHECK(one.task.has_value() == !one.ok());
        if (!one.ok()) CHECK(one.message == "out of paint");
      }
      REQUIRE(e.task());
      CHECK(e.task()->ids == std::vector<std::string>{"a+b+c"});
    }
  }
  SECTION("all fail") {
    states = {{'a', 1}, {'b', 1}, {'c', 1}};
    colb::error const e = as_error(w.start_and_wait());
    CHECK(e.code() == condition::task_failed);
    CHECK(std::string(e.what()).find("out of paint") != std::string::npos);
  }
  SECTION("none ends: one wait.timeout for all") {
    states = {{'a', 2}, {'b', 2}, {'c', 2}};
    auto const begin = w.clock->ticks();
    colb::error const e = as_error(w.start_and_wait());
    CHECK(e.code() == condition::timed_out);
    CHECK(w.clock->ticks() - begin < w.options.wait.timeout + 5s);
    CHECK(e.outcomes().size() == 3);
  }
  SECTION("the handle means the same to wait") {
    states['c'] = 1;
    colb::task const task{"tencent.clb", "2018-03-17", "r", "Start", {"a+b+c"}};
    auto const [e, r] = w.run<colb::task_result>([&](auto handler) { w.client->wait(task, handler); });
    CHECK(as_error(e).code() == condition::partial_success);
    states['c'] = 0;
    auto const [none, all] = w.run<colb::task_result>([&](auto handler) { w.client->wait(task, handler); });
    CHECK_FALSE(none);
    CHECK(all.ids == std::vector<std::string>{"made-a", "made-b", "made-c"});
  }
}

TEST_CASE("the network does not end a wait", "[engine]") {
  int looks = 0;
  world w([&](std::string const& request) {
    if (is_start(request)) return answer("");
    return ++looks < 3 ? std::string() : status(0);
  });
  for (int i = 0; i < 30; ++i) {
    colb::test::opening broken;
    broken.fails_at = i % 2 ? colb::inner::stage::tls : colb::inner::stage::connect;
    broken.fails_with = asio::error::connection_reset;
    if (i > 0) w.net->plans.push_back(broken);
    if (i == 0) w.net->plans.emplace_back();
  }
  CHECK_FALSE(w.start_and_wait());
}

TEST_CASE("what a part of the program throws arrives through the handler", "[engine]") {
  world w([](std::string const&) { return status(2); });
  Look const look{.Id = "a"};
  SECTION("a predicate") {
    auto const [e, r] = w.run<colb::reply<Look>>([&](auto handler) {
      w.client->wait_until(
          look, [](auto const&) -> bool { throw std::out_of_range("no third wheel"); }, handler);
    });
    colb::error const what = as_error(e);
    CHECK(what.action() == "Look");
    CHECK(std::string(what.what()).find("no third wheel") != std::string::npos);
    REQUIRE(what.thrown());
    CHECK_THROWS_AS(std::rethrow_exception(what.thrown()), std::out_of_range);
  }
  SECTION("a source of randomness, before anything is sent") {
    w.options.random = []() -> std::uint64_t {
      throw std::system_error(std::make_error_code(std::errc::io_error));
    };
    w.client.emplace(w.io->get_executor(), w.options, w.net);
    colb::error const what = as_error(w.start_and_wait());
    CHECK(what.cause() == std::errc::io_error);
    CHECK_FALSE(what.code() == condition::outcome_unknown);
    CHECK(w.requests == 0);
  }
  SECTION("a task that cannot be asked about") {
    colb::task const task{"tencent.clb", "2018-03-17", "r", "Start", {"unheard of"}};
    auto const [e, r] = w.run<colb::task_result>([&](auto handler) { w.client->wait(task, handler); });
    CHECK(as_error(e).thrown());
    colb::task const foreign{"aliyun.slb", "2014-05-15", "r", "Start", {"a"}};
    auto const [f, s] = w.run<colb::task_result>([&](auto handler) { w.client->wait(foreign, handler); });
    CHECK(as_error(f).code() == condition::invalid_request);
  }
  SECTION("a request that is refused here") {
    Start const none{.ThingId = ""};
    colb::error const what = as_error(w.call(none));
    CHECK(what.code() == condition::invalid_request);
    CHECK(std::string(what.what()).find("ThingId is empty") != std::string::npos);
    Change const no_note{.Note = ""};
    CHECK_FALSE(w.call(no_note));  // empty, and no ID
    CHECK(w.requests == 1);
  }
}

TEST_CASE("a part of the program that throws: the outcome is unknown when something was sent, and only then",
          "[engine]") {
  SECTION("what opens connections, before anything is sent") {
    struct breaking final : colb::test::wire_dialer {
      using wire_dialer::wire_dialer;
      std::shared_ptr<colb::inner::stream> dial(colb::inner::endpoint const& to) override {
        if (++count == 1) throw std::runtime_error("no cable");
        return wire_dialer::dial(to);
      }
      int count = 0;
    };
    colb::client_options options;
    options.pool.max_connections = 1;
    world w([](std::string const&) { return answer(""); }, options);
    auto const net = std::make_shared<breaking>(w.io->get_executor());
    net->on_write = w.net->on_write;
    w.client.emplace(w.io->get_executor(), w.options, net);
    Change const change{.Note = "n"};
    colb::error const e = as_error(w.call(change));
    CHECK(e.thrown());
    CHECK_FALSE(e.code() == condition::outcome_unknown);
    CHECK(w.requests == 0);
    CHECK_FALSE(w.call(change));  // and the place is free again
    CHECK(w.requests == 1);
  }
  SECTION("a source of randomness, in the pause after an attempt that nobody knows the outcome of") {
    // Two numbers for the client token, the third one for the pause.
    colb::client_options options;
    options.random = [n = 0]() mutable -> std::uint64_t {
      if (++n == 3) throw std::runtime_error("no more luck");
      return 7;
    };
    world w([](std::string const&) { return std::string(); }, options);
    Start const start{.ThingId = "thing"};
    colb::error const e = as_error(w.call(start));
    CHECK(w.requests == 1);
    CHECK(e.thrown());
    CHECK(e.action() == "Start");
    CHECK(e.code() == condition::outcome_unknown);
  }
}

TEST_CASE("an error holds no secret, though the server quotes it, and is one clean line", "[engine]") {
  std::string echo;
  colb::client_options options;
  options.credentials = {.id = "AKID", .key = "a/secret+key=", .token = "tok/en+1"};
  world w(
      [&](std::string const& request) {
        auto const at = request.find("Signature=") + 10;
        std::string const signature = request.substr(at, 64);
        echo = signature;
        std::string const said = "key a/secret+key= or a%2Fsecret%2Bkey%3D, token tok/en+1, signature " +
                                 signature + " \\n\\u0085\\u202e\\u2028\\u001b[31m end";
        return refusal("AuthFailure.SignatureFailure", said);
      },
      options);
  Look const look{.Id = "a"};
  colb::error const e = as_error(w.call(look));
  for (std::string const& text : {std::string(e.what()), e.vendor_message()}) {
    CAPTURE(text);
    for (std::string const& secret :
         {std::string("a/secret+key="), std::string("a%2Fsecret%2Bkey%3D"), std::string("tok/en+1"), echo}) {
      CHECK(text.find(secret) == text.npos);
    }
    CHECK(text.find("***") != text.npos);
  }
  std::string const what = e.what();
  for (std::string const& bad : {std::string("\n"), std::string("\x1b"), std::string("\xc2\x85"),
                                 std::string("\xe2\x80\xae"), std::string("\xe2\x80\xa8")}) {
    CHECK(what.find(bad) == what.npos);
  }
  w.serve = [](std::string const&) { return refusal("InvalidParameter", std::string(100'000, 'x')); };
  CHECK(std::string(as_error(w.call(look)).what()).size() < 2'000);
}

TEST_CASE("options that cannot be meant are refused by name", "[engine]") {
  auto const refused = [](colb::client_options options) -> std::string {
    asio::io_context io;
    try {
      client_type const client(io.get_executor(), std::move(options));
    } catch (colb::error const& e) {
      CHECK(e.code() == condition::invalid_request);
      return e.what();
    }
    return {};
  };
  colb::client_options good;
  good.credentials = {.id = "id", .key = "key"};
  CHECK(refused(good).empty());
  for (int const attempts : {0, -1, std::numeric_limits<int>::min()}) {
    auto o = good;
    o.retry.max_attempts = attempts;
    CHECK(refused(o).find(".retry.max_attempts") != std::string::npos);
  }
  for (std::string const& bad : {std::string("k\n"), std::string("k\r"), std::string("k\0y", 3)}) {
    auto o = good;
    o.credentials.key = bad;
    CHECK(refused(o).find(".credentials.key") != std::string::npos);
    o = good;
    o.credentials.id = bad;
    CHECK(refused(o).find(".credentials.id") != std::string::npos);
    o = good;
    o.credentials.token = bad;
    CHECK(refused(o).find(".credentials.token") != std::string::npos);
  }
}

TEST_CASE("durations as long as they like mean no limit, and so does zero", "[engine]") {
  for (milliseconds const limit :
       {milliseconds::max(), milliseconds(std::chrono::years(300)), 0ms, -1ms, milliseconds::min()}) {
    CAPTURE(limit.count());
    int looks = 0;
    colb::client_options options;
    options.timeouts = {limit, limit, limit, limit, limit, limit};
    options.pool.idle_timeout = options.pool.max_age = limit;
    options.retry.busy_for = options.retry.unclear_for = limit;
    options.wait.timeout = limit;
    world w(
        [&](std::string const& request) {
          if (is_start(request)) return answer("");
          return ++looks < 500 ? status(2) : status(0);
        },
        options);
    CHECK_FALSE(w.start_and_wait());
    CHECK(looks == 500);
    looks = 0;
    Look const look{.Id = "a"};
    w.serve = [&](std::string const&) {
      return ++looks < 50 ? refusal("RequestLimitExceeded", "slowly") : status(0);
    };
    CHECK_FALSE(w.call(look));
  }
}

TEST_CASE("a handler that blocks does not stop the client", "[engine]") {
  world w([](std::string const&) { return status(0); });
  Look const look{.Id = "a"};
  bool inner_done = false;
  bool outer_done = false;
  // Asio's count of work is behind in a nested run of a context with one thread.
  auto const work = asio::make_work_guard(*w.io);
  w.client->call(look, [&](std::exception_ptr, colb::reply<Look>) {
    w.client->call(look, [&](std::exception_ptr, colb::reply<Look>) { inner_done = true; });
    for (int i = 0; i < 10'000 && !inner_done; ++i) w.io->poll_one();
    outer_done = true;
  });
  CHECK(w.run_until([&] { return outer_done; }));
  CHECK(inner_done);
}

namespace {

std::size_t allocated = 0;
std::size_t held = 0;

template <class T>
struct counting_allocator {
  using value_type = T;
  counting_allocator() = default;
  template <class U>
  counting_allocator(counting_allocator<U> const&) {}
  T* allocate(std::size_t n) {
    ++allocated;
    ++held;
    return std::allocator<T>().allocate(n);
  }
  void deallocate(T* p, std::size_t n) {
    --held;
    std::allocator<T>().deallocate(p, n);
  }
  template <class U>
  bool operator==(counting_allocator<U> const&) const {
    return true;
  }
};

struct counted_handler {
  using allocator_type = counting_allocator<char>;
  allocator_type get_allocator() const { return {}; }
  bool* done;
  std::size_t* held_then;
  void operator()(std::exception_ptr, colb::reply<Look>) {
    *held_then = held;
    *done = true;
  }
};

}  // namespace

TEST_CASE("the associated allocator is used, and has its memory back when the handler runs", "[engine]") {
  world w([](std::string const&) { return status(0); });
  Look const look{.Id = "a"};
  bool done = false;
  std::size_t held_then = 99;
  w.client->call(look, counted_handler{&done, &held_then});
  CHECK(w.run_until([&] { return done; }));
  CHECK(allocated > 0);
  CHECK(held_then == 0);
  CHECK(held == 0);
  // And when it never runs.
  w.client->call(look, counted_handler{&done, &held_then});
  w.client.reset();
  w.net->wires.clear();
  w.io.reset();
  CHECK(held == 0);
}

TEST_CASE("a cancellation signal may outlive the io_context", "[engine]") {
  enum class stage { completed, in_flight, never_run };
  enum class then { destroyed, emitted, reused };
  for (stage const s : {stage::completed, stage::in_flight, stage::never_run}) {
    for (then const t : {then::destroyed, then::emitted, then::reused}) {
      CAPTURE(static_cast<int>(s), static_cast<int>(t));
      auto signal = std::make_unique<asio::cancellation_signal>();
      {
        bool done = false;
        int requests = 0;
        world w([&](std::string const&) {
          ++requests;
          return s == stage::completed ? status(0) : "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n";
        });
        Look const look{.Id = "a"};
        w.client->call(
            look, asio::bind_cancellation_slot(signal->slot(),
                                               [&](std::exception_ptr, colb::reply<Look>) { done = true; }));
        if (s == stage::completed) CHECK(w.run_until([&] { return done; }));
        if (s == stage::completed) CHECK_FALSE(signal->slot().has_handler());  // left as it was found
        if (s == stage::in_flight) CHECK(w.run_until([&] { return requests == 1; }));
        w.client.reset();
        w.net->wires.clear();
        w.io.reset();
        CHECK(done == (s == stage::completed));
      }
      if (t == then::emitted) signal->emit(asio::cancellation_type::terminal);
      if (t == then::reused) {
        world w([](std::string const&) { return "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"; });
        Look const look{.Id = "a"};
        std::exception_ptr failure;
        w.client->call(look,
                       asio::bind_cancellation_slot(
                           signal->slot(), [&](std::exception_ptr e, colb::reply<Look>) { failure = e; }));
        for (int i = 0; i < 10; ++i) w.io->poll();
        signal->emit(asio::cancellation_type::terminal);
        CHECK(w.run_until([&] { return failure != nullptr; }));
        CHECK(as_error(failure).code() == condition::cancelled);
      }
      signal.reset();
    }
  }
}

TEST_CASE("a signal that dies before its operation is left alone", "[engine]") {
  world w([](std::string const&) { return status(0); });
  Look const look{.Id = "a"};
  bool done = false;
  {
    asio::cancellation_signal signal;
    w.client->call(look, asio::bind_cancellation_slot(
                             signal.slot(), [&](std::exception_ptr, colb::reply<Look>) { done = true; }));
  }
  CHECK(w.run_until([&] { return done; }));
}
