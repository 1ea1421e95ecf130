// colb: the pool and the exchange, over a network in memory and a clock moved by hand.
#include <colb/transport/exchange.hpp>

#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "../support/pipe.hpp"

using namespace std::chrono_literals;
using namespace std::string_literals;
using namespace colb::test;
using colb::inner::stage;

namespace {

bool says(std::string const& text, std::string_view part) { return text.find(part) != std::string::npos; }

/// A server that answers every complete request with its target.
void echo(wire& w) {
  for (std::size_t end; (end = w.sent.find("\r\n\r\n")) != std::string::npos;) {
    auto const target = w.sent.substr(4, w.sent.find(' ', 4) - 4);
    w.sent.erase(0, end + 4);
    w.say(reply(target));
  }
}

struct echo_world : world {
  echo_world() { net->on_write = echo; }

  /// One exchange from start to end.
  std::shared_ptr<pending> call(std::string target = "/") {
    auto p = start(get(std::move(target)));
    settle();
    return p;
  }
};

}  // namespace

TEST_CASE("an exchange sends the request and returns the response", "[transport]") {
  world w;
  auto const p = w.start(get("/x"));
  w.settle();
  CHECK_FALSE(p->done);
  CHECK(w.last().sent == "GET /x HTTP/1.1\r\nHost: lb.example\r\n\r\n");
  w.last().say(reply("hello", "X-Id: 7\r\n"));
  w.settle();
  REQUIRE(p->ok());
  CHECK(p->response().status == 200);
  CHECK(p->response().body == "hello");
  CHECK(p->response().find("x-id") == "7");
  auto const stats = w.pool->stats();
  CHECK(stats.connections == 1);
  CHECK(stats.exchanges == 1);
  CHECK(stats.reused == 0);
  CHECK(stats.idle == 1);
  CHECK(stats.busy == 0);
}

TEST_CASE("responses may come in any pieces", "[transport]") {
  std::string const text =
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
      "4\r\nabcd\r\n3\r\nefg\r\n0\r\n\r\n";
  world w;
  for (std::size_t cut = 1; cut < text.size(); ++cut) {
    CAPTURE(cut);
    auto const p = w.start();
    w.settle();
    w.last().say(text.substr(0, cut));
    w.settle();
    REQUIRE_FALSE(p->done);
    w.last().say(text.substr(cut));
    w.settle();
    REQUIRE(p->ok());
    REQUIRE(p->response().body == "abcdefg");
  }
  CHECK(w.net->wires.size() == 1);

  auto const p = w.start();
  w.settle();
  w.last().read_piece = 1;
  w.last().say(text);
  w.settle();
  CHECK(p->ok());
}

TEST_CASE("a request that does not fit is sent as there is room", "[transport]") {
  world w;
  w.net->on_write = [](wire& server) {
    if (std::ranges::count(server.sent, 'x') == 1 + 500) server.say(reply("ok"));
  };
  auto warm = w.start(get());
  w.settle();
  w.last().say(reply(""));
  w.settle();
  REQUIRE(warm->ok());
  w.last().sent.clear();

  w.last().give_room(0);
  colb::inner::request r;
  r.method = "POST";
  r.body = std::string(500, 'x');
  auto const p = w.start(r);
  for (int i = 0; i < 100 && !p->done; ++i) {
    w.settle();
    w.last().give_room(7);
  }
  REQUIRE(p->ok());
  CHECK(w.last().sent.size() ==
        500 + std::string("POST / HTTP/1.1\r\nHost: lb.example\r\nContent-Length: 500\r\n\r\n").size());
}

TEST_CASE("a close-delimited response ends with the connection, which is not kept", "[transport]") {
  world w;
  auto const p = w.start();
  w.settle();
  w.last().say("HTTP/1.1 200 OK\r\n\r\nall of it");
  w.settle();
  CHECK_FALSE(p->done);
  w.last().end();
  w.settle();
  REQUIRE(p->ok());
  CHECK(p->response().body == "all of it");
  CHECK(w.last().closed);
  CHECK(w.pool->stats().idle == 0);
}

TEST_CASE("a close-delimited response that breaks off is a failure", "[transport]") {
  world w;
  auto const p = w.start();
  w.settle();
  w.last().say("HTTP/1.1 200 OK\r\n\r\nnot all of");
  w.last().break_off();
  w.settle();
  REQUIRE(p->done);
  CHECK(p->failure().at == stage::receive);
  CHECK(p->failure().code == asio::error::connection_reset);
}

TEST_CASE("connections are kept and used again, the last returned first", "[transport]") {
  echo_world w;
  for (int i = 0; i < 5; ++i)
    REQUIRE(w.call("/" + std::to_string(i))->response().body == "/" + std::to_string(i));
  CHECK(w.net->wires.size() == 1);
  CHECK(w.pool->stats().reused == 4);

  auto const a = w.start();
  auto const b = w.start();
  w.settle();
  REQUIRE(a->ok());
  REQUIRE(b->ok());
  CHECK(w.net->wires.size() == 2);
  CHECK(w.pool->stats().idle == 2);
}

TEST_CASE("hosts have their own connections", "[transport]") {
  echo_world w;
  for (auto const* url :
       {"https://a.example", "https://b.example", "https://a.example:444", "http://localhost:443"}) {
    w.to = colb::inner::parse_endpoint(url);
    REQUIRE(w.call()->ok());
    REQUIRE(w.call()->ok());
    CHECK(w.last().to == w.to);
  }
  CHECK(w.net->wires.size() == 4);
}

TEST_CASE("connections are not used again when the response forbids it or leaves something", "[transport]") {
  for (auto const* text : {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
                           "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n",
                           "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\n",
                           "HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\nab"}) {
    CAPTURE(text);
    world w;
    auto const p = w.start();
    w.settle();
    w.last().say(text);
    w.settle();
    REQUIRE(p->ok());
    CHECK(w.last().closed);
    CHECK(w.pool->stats().idle == 0);
  }
}

TEST_CASE("no more connections than allowed, the rest wait in the order of arrival", "[transport]") {
  world w;
  w.limits.max_connections = 2;
  std::vector<std::shared_ptr<pending>> calls;
  for (int i = 0; i < 6; ++i) {
    calls.push_back(w.start(get("/" + std::to_string(i))));
    w.settle();
  }
  CHECK(w.net->wires.size() == 2);
  CHECK(w.pool->stats().busy == 2);
  CHECK(w.pool->stats().waiting == 4);

  std::string order;
  for (int round = 0; round < 3; ++round)
    for (std::size_t i : {std::size_t{1}, std::size_t{0}}) {
      auto& server = *w.net->wires[i];
      order += server.sent.substr(5, 1);
      server.sent.clear();
      server.say(reply("ok"));
      w.settle();
    }
  CHECK(order == "102345");
  for (auto const& c : calls) CHECK(c->ok());
  CHECK(w.net->wires.size() == 2);
  CHECK(w.pool->stats().idle == 2);
  CHECK(w.is_out_of_work());
}

TEST_CASE("a waiter gets the place of a connection that was closed", "[transport]") {
  world w;
  w.limits.max_connections = 1;
  auto const a = w.start(get("/a"));
  auto const b = w.start(get("/b"));
  auto const c = w.start(get("/c"));
  w.settle();
  w.last().break_off();
  w.settle();
  REQUIRE(a->done);
  CHECK_FALSE(a->ok());
  REQUIRE(w.net->wires.size() == 2);
  CHECK(says(w.last().sent, "/b"));
  w.last().say(reply("b", "Connection: close\r\n"));
  w.settle();
  REQUIRE(b->ok());
  REQUIRE(w.net->wires.size() == 3);
  CHECK(says(w.last().sent, "/c"));
  w.last().say(reply("c"));
  w.settle();
  CHECK(c->ok());
  CHECK(w.pool->stats().busy == 0);
}

TEST_CASE("a place is handed on when connecting fails", "[transport]") {
  echo_world w;
  w.limits.max_connections = 1;
  w.net->plans = {{.fails_at = stage::connect}, {.fails_at = stage::tls}, {}};
  auto const a = w.start();
  auto const b = w.start();
  auto const c = w.start();
  w.settle();
  REQUIRE(a->done);
  CHECK(a->failure().at == stage::connect);
  CHECK(a->failure().code == asio::error::connection_refused);
  CHECK_FALSE(a->failure().reached_server);
  CHECK(says(a->failure().detail, "connecting to lb.example: "));
  REQUIRE(b->done);
  CHECK(b->failure().at == stage::tls);
  CHECK(c->ok());
}

TEST_CASE("waiting for a connection is bounded", "[transport]") {
  world w;
  w.bounds.pool = 10s;
  w.limits.max_connections = 1;
  auto const a = w.start();
  auto const b = w.start();
  w.settle();
  w.clock->advance(9999ms);
  w.settle();
  CHECK_FALSE(b->done);
  w.clock->advance(1ms);
  w.settle();
  REQUIRE(b->done);
  CHECK(b->failure().at == stage::pool);
  CHECK(b->failure().timed_out);
  CHECK(b->failure().code == asio::error::timed_out);
  CHECK_FALSE(b->failure().reached_server);
  CHECK(says(b->failure().detail, "waiting for a free connection to lb.example"));
  CHECK(w.pool->stats().waiting == 0);
  w.last().say(reply("ok"));
  w.settle();
  CHECK(a->ok());
  CHECK(w.pool->stats().idle == 1);
}

TEST_CASE("a waiter that is cancelled leaves the queue", "[transport]") {
  auto const type = GENERATE(asio::cancellation_type::terminal, asio::cancellation_type::partial,
                             asio::cancellation_type::total);
  world w;
  w.limits.max_connections = 1;
  auto const a = w.start(get("/a"));
  auto const b = w.start(get("/b"));
  auto const c = w.start(get("/c"));
  w.settle();
  b->cancel.emit(type);
  w.settle();
  REQUIRE(b->done);
  CHECK(b->failure().cancelled);
  CHECK(b->failure().at == stage::pool);
  w.last().sent.clear();
  w.last().say(reply("ok"));
  w.settle();
  CHECK(a->ok());
  CHECK(says(w.last().sent, "/c"));
  w.last().say(reply("ok"));
  w.settle();
  CHECK(c->ok());
}

TEST_CASE("a waiter that is cancelled when its turn has come hands the connection on", "[transport]") {
  world w;
  w.limits.max_connections = 1;
  auto const a = w.start(get("/a"));
  auto const b = w.start(get("/b"));
  auto const c = w.start(get("/c"));
  w.settle();
  w.last().sent.clear();
  w.last().say(reply("ok"));
  while (!a->done) REQUIRE(w.step());
  REQUIRE(w.pool->stats().waiting == 1);
  b->cancel.emit(asio::cancellation_type::terminal);
  w.settle();
  REQUIRE(b->done);
  CHECK(b->failure().cancelled);
  CHECK(w.net->wires.size() == 1);
  CHECK(says(w.last().sent, "/c"));
  w.last().say(reply("ok"));
  w.settle();
  CHECK(c->ok());
}

TEST_CASE("each stage of a new connection has its own bound", "[transport]") {
  auto const [at, bound] = GENERATE(table<stage, std::chrono::milliseconds>(
      {{stage::resolve, 5s}, {stage::connect, 5s}, {stage::tls, 10s}}));
  echo_world w;
  w.net->plans = {{.hangs_at = at}, {}};
  auto const p = w.start();
  w.settle();
  w.clock->advance(bound - 1ms);
  w.settle();
  REQUIRE_FALSE(p->done);
  w.clock->advance(1ms);
  w.settle();
  REQUIRE(p->done);
  CHECK(p->failure().at == at);
  CHECK(p->failure().timed_out);
  CHECK_FALSE(p->failure().cancelled);
  CHECK(p->failure().code == asio::error::timed_out);
  CHECK_FALSE(p->failure().reached_server);
  CHECK(w.last().closed);
  CHECK(w.pool->stats().busy == 0);
  CHECK(w.is_out_of_work());
  CHECK(w.call()->ok());
}

TEST_CASE("the request has a bound, from the first byte sent to the last received", "[transport]") {
  world w;
  SECTION("no answer") {
    auto const p = w.start();
    w.settle();
    w.clock->advance(30s);
    w.settle();
    REQUIRE(p->done);
    CHECK(p->failure().at == stage::receive);
    CHECK(p->failure().timed_out);
    CHECK(p->failure().reached_server);
    CHECK_FALSE(p->failure().response_started);
  }
  SECTION("an answer that trickles") {
    auto const p = w.start();
    w.settle();
    w.last().say("HTTP/1.1 200 OK\r\n");
    for (int i = 0; i < 29; ++i) {
      w.clock->advance(1s);
      w.last().say("X: y\r\n");
      w.settle();
    }
    REQUIRE_FALSE(p->done);
    w.clock->advance(1s);
    w.settle();
    REQUIRE(p->done);
    CHECK(p->failure().timed_out);
    CHECK(p->failure().response_started);
  }
  SECTION("a server that does not read") {
    w.net->on_write = [](wire& server) { server.give_room(0); };
    w.bounds.request = 1s;
    auto const p = w.start();
    w.settle();
    w.last().say(reply("ok"));
    w.settle();
    REQUIRE(p->ok());
    auto const q = w.start();
    w.settle();
    w.clock->advance(1s);
    w.settle();
    REQUIRE(q->done);
    CHECK(q->failure().at == stage::send);
    CHECK(q->failure().timed_out);
    CHECK_FALSE(q->failure().reached_server);
    CHECK_FALSE(q->failure().stale);
  }
  CHECK(w.last().closed);
  CHECK(w.pool->stats().busy == 0);
  CHECK(w.is_out_of_work());
}

TEST_CASE("the deadline of the exchange bounds every stage", "[transport]") {
  world w;
  auto const in = [&](std::chrono::milliseconds d) { return w.clock->ticks() + d; };
  auto const ends_at = [&](std::shared_ptr<pending> const& p, std::chrono::milliseconds d, stage at) {
    w.settle();
    w.clock->advance(d - 1ms);
    w.settle();
    REQUIRE_FALSE(p->done);
    w.clock->advance(1ms);
    w.settle();
    REQUIRE(p->done);
    CHECK(p->failure().timed_out);
    CHECK(p->failure().at == at);
  };
  w.limits.max_connections = 1;
  for (auto const at : {stage::resolve, stage::connect, stage::tls}) {
    w.net->plans = {{.hangs_at = at}};
    ends_at(w.start(get(), in(700ms)), 700ms, at);
  }
  ends_at(w.start(get(), in(700ms)), 700ms, stage::receive);
  auto const busy = w.start();
  ends_at(w.start(get(), in(700ms)), 700ms, stage::pool);
  w.last().say(reply("ok"));
  w.settle();
  CHECK(busy->ok());

  // One that has passed already: nothing is sent.
  w.last().sent.clear();
  auto const late = w.start(get(), w.clock->ticks());
  w.settle();
  REQUIRE(late->done);
  CHECK(late->failure().timed_out);
  CHECK_FALSE(late->failure().reached_server);
  CHECK(w.last().sent.empty());
}

TEST_CASE("bounds of zero leave it to the deadline", "[transport]") {
  world w;
  w.bounds = {.pool = 0s, .resolve = 0s, .connect = 0s, .tls = 0s, .request = 0s, .operation = 0s};
  auto const p = w.start(get(), w.clock->ticks() + 24h);
  w.settle();
  w.clock->advance(23h);
  w.settle();
  CHECK_FALSE(p->done);
  w.clock->advance(1h);
  w.settle();
  CHECK(p->done);
}

TEST_CASE("idle connections expire", "[transport]") {
  echo_world w;
  REQUIRE(w.call()->ok());
  w.clock->advance(29s);
  REQUIRE(w.call()->ok());
  CHECK(w.net->wires.size() == 1);

  SECTION("looked at when wanted next") {
    w.clock->advance(30s);
    REQUIRE(w.call()->ok());
    REQUIRE(w.net->wires.size() == 2);
    CHECK(w.net->wires[0]->closed);
  }
  SECTION("by the timer while operations are in flight") {
    colb::inner::pool::operation const op(w.pool);
    for (int i = 0; i < 3; ++i) {
      w.clock->advance(10s);
      w.settle();
    }
    CHECK(w.last().closed);
    CHECK(w.pool->stats().idle == 0);
    CHECK(w.clock->armed() == 0);
  }
}

TEST_CASE("connections do not grow older than allowed", "[transport]") {
  echo_world w;
  for (int i = 0; i < 16; ++i) {
    REQUIRE(w.call()->ok());
    w.clock->advance(20s);
  }
  CHECK(w.net->wires.size() == 2);
  CHECK(w.net->wires[0]->closed);

  // Nor is one kept that reached that age while it was used.
  world late;
  late.limits.max_age = 10s;
  auto const p = late.start();
  late.settle();
  late.clock->advance(10s);
  late.last().say(reply("ok"));
  late.settle();
  REQUIRE(p->ok());
  CHECK(late.last().closed);
}

TEST_CASE("no more idle connections than allowed", "[transport]") {
  echo_world w;
  w.limits.max_idle = 2;
  std::vector<std::shared_ptr<pending>> calls;
  for (int i = 0; i < 5; ++i) calls.push_back(w.start());
  w.settle();
  for (auto const& c : calls) REQUIRE(c->ok());
  CHECK(w.net->wires.size() == 5);
  CHECK(w.pool->stats().idle == 2);
  CHECK(std::ranges::count_if(w.net->wires, [](auto const& x) { return x->closed; }) == 3);
}

TEST_CASE("a connection that died while idle is replaced silently", "[transport]") {
  echo_world w;
  REQUIRE(w.call()->ok());
  auto& dead = w.last();
  SECTION("closed by the server") { dead.end(); }
  SECTION("broken off") { dead.break_off(); }
  SECTION("something unasked for") { dead.say("HTTP/1.1 408 Request Timeout\r\n\r\n"); }
  auto const p = w.call("/again");
  REQUIRE(p->ok());
  CHECK(p->response().body == "/again");
  CHECK(w.net->wires.size() == 2);
  CHECK(dead.closed);
}

TEST_CASE("an end of an idle connection is seen at once while operations are in flight", "[transport]") {
  echo_world w;
  REQUIRE(w.call()->ok());
  auto& idle = w.last();
  colb::inner::pool::operation const op(w.pool);
  CHECK_FALSE(idle.is_watched());
  w.clock->advance(1s);
  w.settle();
  REQUIRE(idle.is_watched());
  CHECK_FALSE(idle.closed);
  SECTION("closed by the server") { idle.end(); }
  SECTION("broken off") { idle.break_off(); }
  SECTION("something unasked for") { idle.say("x"); }
  w.settle();
  CHECK(idle.closed);
  CHECK(w.pool->stats().idle == 0);
}

TEST_CASE("a watched connection can be used, and is watched again", "[transport]") {
  echo_world w;
  REQUIRE(w.call()->ok());
  colb::inner::pool::operation const op(w.pool);
  for (int i = 0; i < 3; ++i) {
    w.clock->advance(1s);
    w.settle();
    REQUIRE(w.last().is_watched());
    REQUIRE(w.call()->ok());
  }
  CHECK(w.net->wires.size() == 1);
}

TEST_CASE("without operations nothing is pending: io_context::run() returns", "[transport]") {
  echo_world w;
  REQUIRE(w.call()->ok());
  CHECK(w.pool->stats().idle == 1);
  CHECK(w.clock->armed() == 0);
  CHECK(w.is_out_of_work());
  {
    colb::inner::pool::operation const op(w.pool);
    w.clock->advance(1s);
    w.settle();
    CHECK(w.clock->armed() == 1);
  }
  CHECK_FALSE(w.last().is_watched());
  CHECK(w.clock->armed() == 0);
  CHECK(w.is_out_of_work());
  CHECK_FALSE(w.last().closed);
}

TEST_CASE("a kept connection that dies under a request is stale", "[transport]") {
  world w;
  auto const first = w.start();
  w.settle();
  w.last().say(reply("ok"));
  w.settle();
  REQUIRE(first->ok());

  SECTION("after the request was sent") {
    auto const p = w.start();
    w.settle();
    SECTION("closed") { w.last().end(); }
    SECTION("reset") { w.last().break_off(); }
    w.settle();
    REQUIRE(p->done);
    CHECK(p->failure().stale);
    CHECK(p->failure().reached_server);
    CHECK_FALSE(p->failure().response_started);
    CHECK(p->failure().at == stage::receive);
  }
  SECTION("refused in words of TLS: a new connection is another matter") {
    auto const p = w.start();
    w.settle();
    w.last().plan.lasting = true;
    w.last().break_off();
    w.settle();
    REQUIRE(p->done);
    CHECK(p->failure().stale);
    CHECK_FALSE(p->failure().lasting);
  }
  SECTION("while the request is being sent: nothing has left") {
    w.last().give_room(0);
    auto const p = w.start();
    w.settle();
    w.last().break_off(asio::error::broken_pipe);
    w.settle();
    REQUIRE(p->done);
    CHECK(p->failure().stale);
    CHECK_FALSE(p->failure().reached_server);
    CHECK(p->failure().at == stage::send);
  }
  SECTION("when part has left") {
    w.last().give_room(10);
    auto const p = w.start();
    w.settle();
    w.last().break_off(asio::error::broken_pipe);
    w.settle();
    REQUIRE(p->done);
    CHECK(p->failure().stale);
    CHECK(p->failure().reached_server);
  }
  SECTION("not when the reply had begun") {
    auto const p = w.start();
    w.settle();
    w.last().say("HTTP/1.1 200");
    w.settle();
    w.last().end();
    w.settle();
    REQUIRE(p->done);
    CHECK_FALSE(p->failure().stale);
    CHECK(p->failure().response_started);
  }
  SECTION("not when it was new") {
    auto const busy = w.start();
    auto const p = w.start();
    w.settle();
    REQUIRE(w.net->wires.size() == 2);
    w.last().end();
    w.settle();
    REQUIRE(p->done);
    CHECK_FALSE(p->failure().stale);
    CHECK(p->failure().reached_server);
  }
}

TEST_CASE("replies that are no replies", "[transport]") {
  world w;
  auto const answer = [&](std::string_view text, bool end) {
    auto p = w.start();
    w.settle();
    w.last().say(text);
    if (end) w.last().end();
    w.settle();
    REQUIRE(p->done);
    CHECK(p->failure().reached_server);
    CHECK(p->failure().response_started);
    CHECK_FALSE(p->failure().stale);
    CHECK(w.last().closed);
    return p->failure();
  };
  w.limits.max_body = 100;
  w.limits.max_header = 200;
  auto const garbage = answer("SSH-2.0-OpenSSH\r\n", false);
  CHECK(garbage.at == stage::parse);
  CHECK(says(garbage.detail, "it starts with 'SSH-2.0-OpenSSH"));
  CHECK(answer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", true).at == stage::receive);
  CHECK(answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc", true).at == stage::receive);
  CHECK(answer("HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n", false).at == stage::limit);
  CHECK(answer("HTTP/1.1 200 OK\r\n\r\n" + std::string(101, 'x'), false).at == stage::limit);
  CHECK(answer("HTTP/1.1 200 OK\r\nX: " + std::string(300, 'x'), false).at == stage::limit);
}

TEST_CASE("a request that would break its lines is never sent", "[transport]") {
  world w;
  auto r = get();
  r.headers = {{"X", "a\r\nInjected: s3cret"}};
  auto const p = w.start(r);
  w.settle();
  REQUIRE(p->done);
  CHECK(p->failure().at == stage::send);
  CHECK(p->failure().code == std::errc::invalid_argument);
  CHECK_FALSE(p->failure().reached_server);
  CHECK_FALSE(says(p->failure().detail, "s3cret"));
  CHECK(w.net->wires.empty());
}

TEST_CASE("idle connections can be closed, and none is kept after a shutdown", "[transport]") {
  echo_world w;
  REQUIRE(w.call()->ok());
  w.pool->close_idle();
  CHECK(w.last().closed);
  REQUIRE(w.call()->ok());
  CHECK(w.net->wires.size() == 2);
  CHECK_FALSE(w.last().closed);

  auto const under_way = w.start();
  w.pool->shutdown();
  w.settle();
  REQUIRE(under_way->ok());
  CHECK(w.last().closed);
  CHECK(w.pool->stats().idle == 0);
}

TEST_CASE("a pool must allow a connection", "[transport]") {
  world w;
  w.limits.max_connections = 0;
  CHECK_THROWS_AS(w.make_pool(), std::invalid_argument);
}

TEST_CASE("after a dead connection those that were idle as long are not tried", "[transport]") {
  echo_world w;
  std::vector<std::shared_ptr<pending>> calls;
  for (int i = 0; i < 6; ++i) calls.push_back(w.start());
  w.settle();
  REQUIRE(w.pool->stats().idle == 6);
  w.clock->advance(5s);
  // They die under the request: the probe finds nothing.
  for (auto const& dead : w.net->wires) dead->on_write = [](wire& server) { server.break_off(); };
  auto const stale = w.call();
  REQUIRE(stale->done);
  CHECK(stale->failure().stale);
  CHECK(w.pool->stats().idle == 0);
  CHECK(w.call("/again")->ok());
  CHECK(w.net->wires.size() == 7);
}

TEST_CASE("a dead connection says nothing about those that were used since", "[transport]") {
  world w;
  auto const answer = [&](std::size_t i) {
    w.net->wires.at(i)->say(reply("ok"));
    w.settle();
  };
  auto const a = w.start();
  auto const b = w.start();
  w.settle();
  answer(0);
  answer(1);
  REQUIRE(w.pool->stats().idle == 2);
  w.clock->advance(1s);
  auto const over_second = w.start();
  auto const over_first = w.start();
  w.settle();
  answer(1);
  REQUIRE(over_second->ok());
  w.net->wires.at(0)->break_off();
  w.settle();
  REQUIRE(over_first->done);
  CHECK(over_first->failure().stale);
  CHECK(w.pool->stats().idle == 1);
}

TEST_CASE("a connection used a moment ago is looked at once, when the request is ready", "[transport]") {
  echo_world w;
  REQUIRE(w.call()->ok());
  w.last().break_off();
  auto r = get();
  r.repeatable = GENERATE(true, false);
  bool const a_moment_ago = GENERATE(true, false);
  if (!a_moment_ago) w.clock->advance(1s);
  auto const p = w.start(r);
  w.settle();
  REQUIRE(p->done);
  CHECK(p->ok() == !(r.repeatable && a_moment_ago));
  if (p->ok()) return;
  CHECK(p->failure().stale);
  CHECK_FALSE(p->failure().reached_server);
}

TEST_CASE("what a kept connection says unasked is no answer to the next request", "[transport]") {
  world w;
  auto const first = w.start();
  w.settle();
  w.last().say(reply("first"));
  w.settle();
  REQUIRE(first->ok());
  w.last().say(reply("of nobody"));
  auto r = get();
  r.repeatable = GENERATE(true, false);
  auto const p = w.start(r);
  w.settle();
  wire& old = *w.net->wires.at(0);
  CHECK(old.sent.find("GET", 1) == std::string::npos);  // one request, not two
  CHECK(old.closed);
  if (p->done) {
    CHECK(p->failure().stale);
    CHECK_FALSE(p->failure().reached_server);
  } else {
    CHECK(w.net->wires.size() == 2);
  }
}

TEST_CASE("the answer counts though the request is not sent to its end", "[transport]") {
  world w;
  auto const warm = w.start();
  w.settle();
  w.last().say(reply(""));
  w.settle();
  REQUIRE(warm->ok());
  w.last().give_room(0);
  colb::inner::request r;
  r.method = "POST";
  r.body = std::string(100'000, 'x');
  std::string const refusal = "HTTP/1.1 413 Payload Too Large\r\nContent-Length: 5\r\n\r\nlarge";
  auto const p = w.start(r);
  w.settle();
  w.last().give_room(1000);
  w.settle();
  REQUIRE_FALSE(p->done);
  SECTION("the server reads no more") { w.last().say(refusal); }
  SECTION("and closes") {
    w.last().say(refusal);
    w.last().end();
  }
  SECTION("and resets") {
    w.last().say(refusal);
    w.last().break_off();
  }
  w.settle();
  REQUIRE(p->ok());
  CHECK(p->response().status == 413);
  CHECK(p->response().body == "large");
  CHECK(w.last().closed);
  CHECK(w.pool->stats().idle == 0);
}

TEST_CASE("a request that cannot be sent to its end and has no answer", "[transport]") {
  world w;
  auto const warm = w.start();
  w.settle();
  w.last().say(reply(""));
  w.settle();
  REQUIRE(warm->ok());
  w.last().give_room(0);
  colb::inner::request r;
  r.method = "POST";
  r.body = std::string(100'000, 'x');
  auto const p = w.start(r);
  w.settle();
  w.last().give_room(1000);
  w.settle();
  SECTION("nothing") { w.last().break_off(asio::error::broken_pipe); }
  SECTION("half of one") {
    w.last().say("HTTP/1.1 413 Payload");
    w.last().break_off(asio::error::broken_pipe);
  }
  w.settle();
  REQUIRE(p->done);
  CHECK(p->failure().at == stage::send);
  CHECK(p->failure().reached_server);
  CHECK(p->failure().code == asio::error::broken_pipe);
}

TEST_CASE("what a new connection says before the request is not its answer", "[transport]") {
  echo_world w;
  struct eager : wire_dialer {
    using wire_dialer::wire_dialer;
    std::shared_ptr<colb::inner::stream> dial(colb::inner::endpoint const& to) override {
      auto out = wire_dialer::dial(to);
      if (wires.size() == 1 && ends) wires.back()->end();
      if (wires.size() == 1 && !ends) wires.back()->say(reply("not yours"));
      return out;
    }
    bool ends = false;
  };
  auto const net = std::make_shared<eager>(w.strand);
  net->on_write = echo;
  net->ends = GENERATE(true, false);
  w.net = net;
  auto const p = w.call();
  REQUIRE(p->done);
  REQUIRE_FALSE(p->ok());
  CHECK_FALSE(p->failure().reached_server);
  CHECK_FALSE(p->failure().stale);
  CHECK(w.last().sent.empty());
  CHECK(w.last().closed);
  CHECK(w.call()->ok());
}

TEST_CASE("a server that never stops talking leaves the others their turn, and the deadline its right",
          "[transport]") {
  world w;
  w.limits.max_body = std::size_t{1} << 40;
  auto const p = w.start();
  w.settle();
  std::string chunk = "1;" + std::string(4000, 'x') + "\r\ny\r\n";
  std::string flood = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 1000; ++i) flood += chunk;
  w.last().say(flood);
  int turns = 0;
  SECTION("others have their turn") {
    for (; w.step(); ++turns) REQUIRE(turns < 10'000);
    CHECK(turns > 50);
    CHECK_FALSE(p->done);
    w.pool->close_idle();
  }
  SECTION("the deadline is looked at though no timer has its turn") {
    while (w.clock->armed() == 0) REQUIRE(w.step());
    w.step();
    w.clock->advance(30s);
    for (; !p->done; ++turns) REQUIRE(w.step());
    CHECK(turns < 10);
    REQUIRE_FALSE(p->ok());
    CHECK(p->failure().timed_out);
  }
}

TEST_CASE("all bytes of a reply are bounded, not only its body's", "[transport]") {
  world w;
  w.limits.max_body = 100;
  w.limits.max_header = 1000;
  auto const p = w.start();
  w.settle();
  std::string flood = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 90; ++i) flood += "1;" + std::string(900, 'x') + "\r\ny\r\n";
  w.last().say(flood);
  w.settle();
  REQUIRE(p->done);
  REQUIRE_FALSE(p->ok());
  CHECK(p->failure().at == stage::limit);
  CHECK(p->failure().too_large);
}

TEST_CASE("what is too large is marked so", "[transport]") {
  world w;
  w.limits.max_body = 100;
  w.limits.max_header = 200;
  for (auto const& text : {"HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n"s,
                           "HTTP/1.1 200 OK\r\nX: "s + std::string(300, 'x')}) {
    auto const p = w.start();
    w.settle();
    w.last().say(text);
    w.settle();
    REQUIRE(p->done);
    CHECK(p->failure().too_large);
  }
}

TEST_CASE("limits longer than time can be counted are none", "[transport]") {
  auto const limit = GENERATE(std::chrono::milliseconds::max(),
                              std::chrono::milliseconds(std::chrono::hours(24 * 365 * 300)));
  echo_world w;
  w.bounds = {
      .pool = limit, .resolve = limit, .connect = limit, .tls = limit, .request = limit, .operation = limit};
  w.limits.idle_timeout = w.limits.max_age = limit;
  REQUIRE(w.call()->ok());
  w.clock->advance(24h * 365);
  REQUIRE(w.call()->ok());
  CHECK(w.net->wires.size() == 1);
  CHECK(colb::inner::later(colb::clock::tick::max() - 1ns, 1ns) == colb::clock::tick::max());
  CHECK(colb::inner::later(colb::clock::tick{}, -5s) == colb::clock::tick{} - 5s);
}

TEST_CASE("an exchange outlives its pool's other owners, and nothing is left behind", "[transport]") {
  echo_world w;
  auto const p = w.start();
  std::weak_ptr<colb::inner::pool> const gone = w.pool;
  w.pool.reset();
  w.settle();
  CHECK(p->ok());
  CHECK(gone.expired());
  CHECK(w.last().closed);
  CHECK(w.clock->armed() == 0);
}

namespace {

/// A situation in which an exchange is disturbed: prepares a world and starts the exchange.
using situation = std::shared_ptr<pending> (*)(echo_world&);

std::shared_ptr<pending> over_new_connection(echo_world& w) { return w.start(); }

std::shared_ptr<pending> over_kept_connection(echo_world& w) {
  REQUIRE(w.call()->ok());
  return w.start();
}

std::shared_ptr<pending> after_waiting(echo_world& w) {
  w.limits.max_connections = 1;
  w.start();
  return w.start();
}

std::shared_ptr<pending> sent_slowly(echo_world& w) {
  w.net->on_write = [](wire& server) {
    echo(server);
    server.give_room(9);
  };
  REQUIRE(w.call()->ok());
  w.last().give_room(9);
  return w.start();
}

std::shared_ptr<pending> received_slowly(echo_world& w) {
  w.net->on_write = [](wire& server) {
    server.say("HTTP/1.1 200 OK\r\n\r\n");
    for (int i = 0; i < 5; ++i)
      asio::post(server.executor(), [weak = server.weak_from_this()] {
        if (auto const s = weak.lock()) s->say("x");
      });
    asio::post(server.executor(), [weak = server.weak_from_this()] {
      if (auto const s = weak.lock()) s->end();
    });
  };
  return w.start();
}

constexpr std::array situations = {&over_new_connection, &over_kept_connection, &after_waiting, &sent_slowly,
                                   &received_slowly};

}  // namespace

TEST_CASE("cancellation at every step ends the exchange promptly, with each type", "[transport]") {
  auto const type = GENERATE(asio::cancellation_type::terminal, asio::cancellation_type::partial,
                             asio::cancellation_type::total);
  std::size_t const which = GENERATE(range(std::size_t(0), situations.size()));
  int cancelled = 0;
  for (int steps = 0;; ++steps) {
    CAPTURE(which, steps);
    REQUIRE(steps < 1000);
    echo_world w;
    auto const p = situations[which](w);
    for (int i = 0; i < steps && !p->done; ++i) REQUIRE(w.step());
    bool const was_done = p->done;
    p->cancel.emit(type);
    w.settle();
    REQUIRE(p->done);
    // Before its first step it is the spawned coroutine itself that does not start.
    REQUIRE(p->started == !p->thrown);
    if (p->result && !p->ok()) {
      REQUIRE(p->failure().cancelled);
      REQUIRE_FALSE(p->failure().timed_out);
      REQUIRE_FALSE(p->failure().stale);
      REQUIRE(p->failure().code == asio::error::operation_aborted);
      ++cancelled;
    }
    // What is left is whole: nothing busy, nothing waiting, and the next call works.
    REQUIRE(w.pool->stats().busy == 0);
    REQUIRE(w.pool->stats().waiting == 0);
    REQUIRE(w.clock->armed() == 0);
    for (auto const& x : w.net->wires)
      if (!x->closed) x->give_room(SIZE_MAX);
    w.net->on_write = echo;
    REQUIRE(w.call()->ok());
    REQUIRE(w.is_out_of_work());
    if (was_done) break;
  }
  CHECK(cancelled > 0);
}

TEST_CASE("a time-out at every step ends the exchange, and the pool stays whole", "[transport]") {
  std::size_t const which = GENERATE(range(std::size_t(0), situations.size()));
  for (int steps = 0;; ++steps) {
    CAPTURE(which, steps);
    REQUIRE(steps < 1000);
    echo_world w;
    auto const p = situations[which](w);
    for (int i = 0; i < steps && !p->done; ++i) REQUIRE(w.step());
    bool const was_done = p->done;
    w.clock->advance(1h);
    w.settle();
    REQUIRE(p->done);
    if (!p->ok()) REQUIRE(p->failure().timed_out);
    REQUIRE(w.pool->stats().busy == 0);
    REQUIRE(w.pool->stats().waiting == 0);
    REQUIRE(w.clock->armed() == 0);
    REQUIRE(w.is_out_of_work());
    if (was_done) break;
  }
}

TEST_CASE("an io_context that ends at any step takes everything with it", "[transport]") {
  std::size_t const which = GENERATE(range(std::size_t(0), situations.size()));
  for (int steps = 0;; ++steps) {
    CAPTURE(which, steps);
    REQUIRE(steps < 1000);
    std::weak_ptr<colb::inner::pool> pool;
    std::weak_ptr<wire_dialer> net;
    bool was_done = false;
    {
      echo_world w;
      auto const p = situations[which](w);
      for (int i = 0; i < steps && !p->done; ++i) REQUIRE(w.step());
      was_done = p->done;
      pool = w.pool;
      net = w.net;
      w.pool.reset();
      w.net.reset();
    }
    REQUIRE(pool.expired());
    REQUIRE(net.expired());
    if (was_done) break;
  }
}
