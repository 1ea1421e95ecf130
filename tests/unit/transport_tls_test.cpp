// colb: TCP and TLS over real sockets on loopback.
#include <colb/transport/network.hpp>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/ssl/context.hpp>
#include <asio/strand.hpp>
#include <asio/write.hpp>

#include <colb/transport/exchange.hpp>

#include "../catch.hpp"
#include "../support/pipe.hpp"
#include "../support/tls_server.hpp"

using namespace std::chrono_literals;
using namespace std::string_literals;
using namespace colb::test;
using colb::inner::stage;

namespace {

bool says(std::string const& text, std::string_view part) { return text.find(part) != std::string::npos; }

/// Names for addresses of this machine.
struct local_resolver : colb::resolver {
  void resolve(std::string const& host, answer done) override {
    ++asked;
    last = host;
    if (host == "hangs.example") return;
    if (host == "late.example") {
      late = std::move(done);
      return;
    }
    if (host == "unknown.example") return done(asio::error::host_not_found, {});
    done({}, answers);
  }
  int asked = 0;
  std::string last{};
  answer late{};
  addresses answers = {asio::ip::make_address("127.0.0.1")};
};

identity const& authority() {
  static identity const made = make_identity("colb test authority", "", nullptr);
  return made;
}

identity const& server_identity() {
  static identity const made = make_identity("lb.example", "DNS:lb.example,IP:127.0.0.1", &authority());
  return made;
}

/// A pool over the real network. Only loopback I/O is waited for, the clock stands still.
struct net_world {
  asio::io_context io{1};
  asio::any_io_executor strand = asio::make_strand(asio::any_io_executor(io.get_executor()));
  std::shared_ptr<colb::manual_clock> clock = std::make_shared<colb::manual_clock>();
  std::shared_ptr<local_resolver> resolver = std::make_shared<local_resolver>();
  colb::timeouts bounds{};
  colb::pool_limits limits{};
  colb::inner::tls_settings tls{};
  tls_server server{io, server_identity()};
  std::shared_ptr<colb::inner::pool> pool{};

  net_world() {
    tls.context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
    tls.context->add_certificate_authority(asio::buffer(authority().certificate_pem()));
    server.run();
  }

  colb::inner::endpoint at(std::string const& host) const {
    return colb::inner::parse_endpoint("https://" + host + ":" + std::to_string(server.port()));
  }

  void make_pool() {
    auto const dialer = std::make_shared<colb::inner::net_dialer>(strand, clock, bounds, tls, resolver);
    pool = std::make_shared<colb::inner::pool>(strand, dialer, clock, bounds, limits);
  }

  std::shared_ptr<pending> start(colb::inner::endpoint to, colb::inner::request r = get()) {
    if (!pool) make_pool();
    auto out = std::make_shared<pending>();
    asio::co_spawn(strand, run(pool, std::move(to), std::move(r), out),
                   asio::bind_cancellation_slot(out->cancel.slot(), [out](std::exception_ptr e) {
                     out->thrown = e;
                     out->done = true;
                   }));
    return out;
  }

  /// Waits for I/O until `done`, not for time: the bound is only there to end a broken test.
  template <class Predicate>
  void run_until(Predicate done) {
    io.restart();
    while (!done()) REQUIRE(io.run_one_for(60s) != 0);
  }

  /// One exchange from start to end.
  std::shared_ptr<pending> call(std::string const& target = "/", std::string const& host = "lb.example",
                                std::string body = {}) {
    auto r = get(target);
    if (!body.empty()) r.method = "POST";
    r.body = std::move(body);
    auto const p = start(at(host), std::move(r));
    run_until([&] { return p->done; });
    REQUIRE_FALSE(p->thrown);
    return p;
  }

 private:
  static asio::awaitable<void> run(std::shared_ptr<colb::inner::pool> over, colb::inner::endpoint to,
                                   colb::inner::request r, std::shared_ptr<pending> out) {
    co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
    co_await asio::this_coro::throw_if_cancelled(false);
    out->started = true;
    out->result = co_await colb::inner::exchange(over, to, r, colb::clock::tick::max());
  }
};

}  // namespace

TEST_CASE("exchanges over TLS, with the host's name in the handshake", "[transport][net]") {
  net_world w;
  auto const p = w.call("/x", "lb.example", "hello");
  REQUIRE(p->ok());
  CHECK(p->response().body == "hello");
  CHECK(w.server.names == std::vector<std::string>{"lb.example"});
  CHECK(says(w.server.requests.at(0), "Host: lb.example:" + std::to_string(w.server.port())));
  for (int i = 0; i < 5; ++i) REQUIRE(w.call()->ok());
  CHECK(w.pool->stats().connections == 1);
  CHECK(w.pool->stats().reused == 5);
  CHECK(w.resolver->asked == 1);
}

TEST_CASE("addresses are verified as addresses and not named in the handshake", "[transport][net]") {
  net_world w;
  REQUIRE(w.call("/", "127.0.0.1")->ok());
  CHECK(w.server.names == std::vector<std::string>{""});
  CHECK(w.resolver->asked == 0);
}

TEST_CASE("large requests and responses go through in pieces", "[transport][net]") {
  net_world w;
  std::string const body(3 * 1024 * 1024, 'x');
  auto const p = w.call("/", "lb.example", body);
  REQUIRE(p->ok());
  CHECK(p->response().body == body);
  CHECK(w.call("/big")->response().body.size() == 1024 * 1024);
  CHECK(w.pool->stats().connections == 1);
}

TEST_CASE("who cannot prove to be the host is refused with the reason", "[transport][net]") {
  net_world w;
  std::string reason;
  std::string host = "lb.example";
  SECTION("unknown authority") {
    w.tls.context = nullptr;
    reason = "certificate verify failed: unable to get local issuer certificate";
  }
  SECTION("an own context does not turn verification off") {
    w.tls.context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
    w.tls.context->set_verify_mode(asio::ssl::verify_none);
    reason = "certificate verify failed: unable to get local issuer certificate";
  }
  SECTION("another name") {
    host = "other.example";
    reason = "certificate verify failed: hostname mismatch";
  }
  SECTION("another address") {
    auto const other = make_identity("x", "IP:127.0.0.9,DNS:127.0.0.1", &authority());
    w.server.context.use_certificate_chain(asio::buffer(other.certificate_pem()));
    w.server.context.use_private_key(asio::buffer(other.key_pem()), asio::ssl::context::pem);
    host = "127.0.0.1";
    reason = "certificate verify failed: IP address mismatch";
  }
  auto const p = w.call("/", host);
  REQUIRE_FALSE(p->ok());
  CAPTURE(p->failure().detail);
  CHECK(p->failure().at == stage::tls);
  CHECK(says(p->failure().detail, reason));
  CHECK(says(p->failure().detail, "TLS handshake with " + host));
  CHECK(p->failure().code);
  CHECK(p->failure().lasting);
  CHECK_FALSE(p->failure().reached_server);
  CHECK(w.server.requests.empty());
  CHECK(w.pool->stats().busy == 0);
}

TEST_CASE("verification can be turned off", "[transport][net]") {
  net_world w;
  w.tls.context = nullptr;
  w.tls.verify = false;
  CHECK(w.call("/", "other.example")->ok());
}

TEST_CASE("authorities come from a file", "[transport][net]") {
  auto const path = std::filesystem::temp_directory_path() / "colb_transport_tls_test_ca.pem";
  net_world w;
  w.tls.context = nullptr;
  w.tls.ca_file = path.string();
  SECTION("that is good") {
    std::ofstream(path) << authority().certificate_pem();
    w.make_pool();
    std::filesystem::remove(path);
    CHECK(w.call()->ok());
  }
  SECTION("that is not there") {
    std::filesystem::remove(path);
    std::string text;
    try {
      w.make_pool();
    } catch (std::system_error const& e) {
      text = e.what();
    }
    CHECK(says(text, path.string()));
  }
}

TEST_CASE("TLS before 1.2 is refused", "[transport][net]") {
  net_world w;
  SSL_CTX* const old = w.server.context.native_handle();
  SSL_CTX_set_min_proto_version(old, TLS1_VERSION);
  SSL_CTX_set_max_proto_version(old, TLS1_1_VERSION);
  SSL_CTX_set_cipher_list(old, "ALL:@SECLEVEL=0");
  // Even where the caller's context would allow it.
  SSL_CTX* const own = w.tls.context->native_handle();
  SSL_CTX_set_min_proto_version(own, TLS1_VERSION);
  SSL_CTX_set_cipher_list(own, "ALL:@SECLEVEL=0");
  auto const p = w.call();
  REQUIRE_FALSE(p->ok());
  CAPTURE(p->failure().detail);
  CHECK(p->failure().at == stage::tls);
  CHECK((says(p->failure().detail, "protocol") || says(p->failure().detail, "version")));
  CHECK(w.server.handshakes_failed == 1);
}

TEST_CASE("sessions are resumed", "[transport][net]") {
  net_world w;
  int const version = GENERATE(TLS1_2_VERSION, TLS1_3_VERSION);
  bool const own_context = GENERATE(true, false);
  std::string const ending = GENERATE("/close", "/drop");
  CAPTURE(version, own_context, ending);
  SSL_CTX_set_max_proto_version(w.server.context.native_handle(), version);
  auto const path = std::filesystem::temp_directory_path() / "colb_transport_tls_test_sessions.pem";
  if (!own_context) {
    std::ofstream(path) << authority().certificate_pem();
    w.tls.context = nullptr;
    w.tls.ca_file = path.string();
  }
  w.make_pool();
  std::filesystem::remove(path);
  for (int i = 0; i < 4; ++i) {
    REQUIRE(w.call(ending)->ok());
    w.run_until([&] { return w.server.ended == i + 1; });
  }
  CHECK(w.pool->stats().connections == 4);
  CHECK(w.pool->stats().resumed == 3);
  // A session is for its host only.
  REQUIRE(w.call("/", "127.0.0.1")->ok());
  CHECK(w.pool->stats().resumed == 3);
}

TEST_CASE("an idle connection that the server closed is replaced", "[transport][net]") {
  net_world w;
  std::string const ending = GENERATE("/close", "/drop");
  REQUIRE(w.call(ending)->ok());
  REQUIRE(w.pool->stats().idle == 1);
  w.run_until([&] { return w.server.ended == 1; });
  REQUIRE(w.call()->ok());
  CHECK(w.pool->stats().connections == 2);
}

TEST_CASE("the end of an idle connection is seen while operations are in flight", "[transport][net]") {
  net_world w;
  REQUIRE(w.call()->ok());
  colb::inner::pool::operation const op(w.pool);
  w.clock->advance(1s);
  w.io.restart();
  w.io.poll();
  CHECK(w.pool->stats().idle == 1);
  w.server.drop_all();
  w.run_until([&] { return w.pool->stats().idle == 0; });
}

TEST_CASE("a watched connection serves on, and does not keep run() from returning", "[transport][net]") {
  net_world w;
  {
    colb::inner::pool::operation const op(w.pool ? w.pool : (w.make_pool(), w.pool));
    for (int i = 0; i < 3; ++i) {
      REQUIRE(w.call()->ok());
      w.clock->advance(1s);
      w.io.restart();
      w.io.poll();
    }
  }
  CHECK(w.pool->stats().connections == 1);
  CHECK(w.pool->stats().idle == 1);
  CHECK(w.clock->armed() == 0);
}

TEST_CASE("a kept connection holds no work", "[transport][net]") {
  asio::io_context server_io{1};
  tls_server server(server_io, server_identity());
  server.run();
  std::thread thread([&] { server_io.run(); });
  auto const to = colb::inner::parse_endpoint("https://lb.example:" + std::to_string(server.port()));
  {
    net_world w;
    w.server.stop();
    std::shared_ptr<pending> const calls[] = {w.start(to), w.start(to)};
    w.io.run();
    for (auto const& p : calls) CHECK(p->ok());
    CHECK(w.pool->stats().idle == 2);
  }
  server_io.stop();
  thread.join();
}

TEST_CASE("a reply that ends with the connection must end in an orderly way", "[transport][net]") {
  net_world w;
  auto const whole = w.call("/to-end", "lb.example", "all of it");
  REQUIRE(whole->ok());
  CHECK(whole->response().body == "all of it");
  auto const cut = w.call("/cut", "lb.example", "all of it?");
  REQUIRE_FALSE(cut->ok());
  CHECK(cut->failure().at == stage::receive);
  CHECK(cut->failure().response_started);
  CHECK(says(cut->failure().detail, "without notice"));
}

TEST_CASE("names that are not found, and servers that are not there", "[transport][net]") {
  net_world w;
  auto const unknown = w.call("/", "unknown.example");
  REQUIRE_FALSE(unknown->ok());
  CHECK(unknown->failure().at == stage::resolve);
  CHECK(unknown->failure().code == asio::error::host_not_found);
  CHECK(says(unknown->failure().detail, "looking up unknown.example"));

  w.resolver->answers = {asio::ip::make_address("127.0.0.2")};
  auto const refused = w.call("/", "lb.example");
  REQUIRE_FALSE(refused->ok());
  CHECK(refused->failure().at == stage::connect);
  CHECK(refused->failure().code == asio::error::connection_refused);
  CHECK_FALSE(refused->failure().reached_server);

  // The name is looked up again, and all its addresses are tried.
  w.resolver->answers = {asio::ip::make_address("127.0.0.2"), asio::ip::make_address("127.0.0.1")};
  CHECK(w.call("/", "lb.example")->ok());
  CHECK(w.resolver->asked == 3);
}

TEST_CASE("a look-up, a handshake or a reply that hangs is bounded", "[transport][net]") {
  net_world w;
  std::shared_ptr<pending> p;
  stage at{};
  asio::ip::tcp::acceptor silent(w.io, asio::ip::tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0));
  SECTION("look-up") {
    at = stage::resolve;
    p = w.start(w.at("hangs.example"));
  }
  SECTION("handshake") {
    at = stage::tls;
    auto const port = std::to_string(silent.local_endpoint().port());
    p = w.start(colb::inner::parse_endpoint("https://lb.example:" + port));
  }
  SECTION("reply") {
    at = stage::receive;
    p = w.start(w.at("lb.example"), get("/never"));
  }
  auto const start = w.clock->ticks();
  asio::ip::tcp::socket accepted(w.io);
  if (at == stage::tls) silent.async_accept(accepted, [](std::error_code) {});
  w.run_until([&] { return at == stage::resolve || accepted.is_open() || !w.server.requests.empty(); });
  w.io.poll();
  auto const bound = at == stage::resolve ? 5s : at == stage::tls ? 10s : 30s;
  for (; w.clock->ticks() - start < bound; w.io.poll()) {
    REQUIRE_FALSE(p->done);
    REQUIRE(w.clock->advance_to_next());
    w.io.restart();
  }
  w.run_until([&] { return p->done; });
  REQUIRE_FALSE(p->ok());
  CHECK(p->failure().at == at);
  CHECK(p->failure().timed_out);
  CHECK(p->failure().reached_server == (at == stage::receive));
}

#ifdef __linux__
TEST_CASE("an address that does not answer leaves time for the next", "[transport][net]") {
  net_world w;
  // A listener whose queue is full drops what comes.
  auto const hole = asio::ip::make_address("127.0.0.3");
  asio::ip::tcp::acceptor full(w.io);
  full.open(asio::ip::tcp::v4());
  full.bind({hole, w.server.port()});
  full.listen(0);
  std::vector<asio::ip::tcp::socket> fill;
  fill.reserve(4);
  for (int i = 0; i < 4; ++i) {
    fill.emplace_back(w.io);
    fill.back().async_connect({hole, w.server.port()}, [](std::error_code) {});
  }
  w.resolver->answers = {hole, asio::ip::make_address("127.0.0.1")};
  auto const p = w.start(w.at("lb.example"));
  w.io.poll();
  REQUIRE_FALSE(p->done);
  w.clock->advance(249ms);
  w.io.restart();
  w.io.poll();
  REQUIRE(w.server.names.empty());
  w.clock->advance(1ms);
  w.run_until([&] { return p->done; });
  CHECK(p->ok());
  // The next connection knows better, another client's of the same resolver too.
  w.pool->close_idle();
  CHECK(w.call()->ok());
  w.make_pool();
  CHECK(w.call()->ok());
}
#endif

TEST_CASE("a server that does not speak TLS, or breaks off, is told as such", "[transport][net]") {
  net_world w;
  asio::ip::tcp::acceptor acceptor(w.io, asio::ip::tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0));
  asio::ip::tcp::socket other(w.io);
  bool speaks = GENERATE(true, false);
  std::string const greeting = "SSH-2.0-OpenSSH_9.2\r\n";
  acceptor.async_accept(other, [&](std::error_code) {
    if (speaks) asio::write(other, asio::buffer(greeting));
    other.close();
  });
  auto const port = std::to_string(acceptor.local_endpoint().port());
  auto const p = w.start(colb::inner::parse_endpoint("https://lb.example:" + port));
  w.run_until([&] { return p->done; });
  REQUIRE_FALSE(p->ok());
  CAPTURE(p->failure().detail);
  CHECK(p->failure().at == stage::tls);
  CHECK(p->failure().code);
  CHECK_FALSE(says(p->failure().detail, "Success"));
  // Who does not speak TLS will not the next time; a line that broke may hold.
  CHECK(p->failure().lasting == speaks);
}

TEST_CASE("plain HTTP on loopback", "[transport][net]") {
  net_world w;
  asio::ip::tcp::acceptor acceptor(w.io, asio::ip::tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0));
  asio::ip::tcp::socket other(w.io);
  std::string const text = reply("plain") + reply("again");
  char asked[256];
  acceptor.async_accept(other, [&](std::error_code) {
    other.async_read_some(asio::buffer(asked), [&](std::error_code, std::size_t) {
      asio::write(other, asio::buffer(reply("plain")));
    });
  });
  auto const to =
      colb::inner::parse_endpoint("http://127.0.0.1:" + std::to_string(acceptor.local_endpoint().port()));
  auto const p = w.start(to);
  w.run_until([&] { return p->done; });
  REQUIRE(p->ok());
  CHECK(p->response().body == "plain");
  CHECK(w.pool->stats().idle == 1);

  auto const q = w.start(to);
  w.io.restart();
  w.io.poll();
  asio::write(other, asio::buffer(reply("again")));
  w.run_until([&] { return q->done; });
  REQUIRE(q->ok());
  CHECK(q->response().body == "again");
  CHECK(w.pool->stats().connections == 1);
}

TEST_CASE("what a server says unasked over TLS is no answer to the next request", "[transport][net]") {
  bool const repeatable = GENERATE(false, true);
  CAPTURE(repeatable);
  net_world w;
  REQUIRE(w.call("/twice")->ok());
  w.run_until([&] { return w.server.twice == 1; });
  auto r = get("/x");
  r.method = "POST";
  r.body = "own";
  r.repeatable = repeatable;
  auto const p = w.start(w.at("lb.example"), r);
  w.run_until([&] { return p->done; });
  CHECK(w.server.requests.size() == (repeatable ? 1 : 2));
  if (repeatable) {
    // One that was used a moment ago is looked at when the request is ready: nothing was sent.
    REQUIRE_FALSE(p->ok());
    CHECK(p->failure().stale);
    CHECK_FALSE(p->failure().reached_server);
  } else {
    REQUIRE(p->ok());
    CHECK(p->response().body == "own");
    CHECK(w.pool->stats().connections == 2);
  }
}

TEST_CASE("a session ticket that comes late does no harm", "[transport][net]") {
  asio::io_context blocking;
  asio::ip::tcp::acceptor acceptor(blocking, asio::ip::tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0));
  asio::ssl::context context(asio::ssl::context::tls_server);
  context.use_certificate_chain(asio::buffer(server_identity().certificate_pem()));
  context.use_private_key(asio::buffer(server_identity().key_pem()), asio::ssl::context::pem);
  std::string const text = reply("ok");
  std::thread server([&] {
    auto socket = acceptor.accept();
    std::unique_ptr<SSL, colb::test::free_openssl> const ssl(SSL_new(context.native_handle()));
    SSL_set_fd(ssl.get(), static_cast<int>(socket.native_handle()));
    char in[4096];
    if (SSL_accept(ssl.get()) != 1) return;
    while (SSL_read(ssl.get(), in, sizeof in) > 0) {
      SSL_write(ssl.get(), text.data(), static_cast<int>(text.size()));
      SSL_new_session_ticket(ssl.get());
      SSL_do_handshake(ssl.get());
    }
  });
  {
    net_world w;
    auto const to =
        colb::inner::parse_endpoint("https://lb.example:" + std::to_string(acceptor.local_endpoint().port()));
    colb::inner::pool::operation const op((w.make_pool(), w.pool));
    for (int i = 0; i < 5; ++i) {
      auto const p = w.start(to);
      w.run_until([&] { return p->done; });
      REQUIRE(p->ok());
      w.clock->advance(1s);
      w.io.restart();
      w.io.poll();
    }
    CHECK(w.pool->stats().connections == 1);
    CHECK(w.pool->stats().reused == 4);
    w.pool->close_idle();
  }
  server.join();
}

TEST_CASE("a name with the dot of the root", "[transport][net]") {
  net_world w;
  auto to = w.at("lb.example.");
  auto const p = w.start(to);
  w.run_until([&] { return p->done; });
  REQUIRE(p->ok());
  CHECK(w.server.names == std::vector<std::string>{"lb.example"});
  CHECK(w.resolver->last == "lb.example.");
  CHECK(says(w.server.requests.at(0), "Host: lb.example:" + std::to_string(w.server.port())));
}

TEST_CASE("an answer of the resolver just after its limit does not open what is closed", "[transport][net]") {
  net_world w;
  auto const p = w.start(w.at("late.example"));
  w.io.poll();
  REQUIRE(w.resolver->late);
  w.clock->advance(5s);
  // The limit has closed the connection when the answer comes, and nobody has run yet.
  for (w.io.restart(); !p->done && w.io.poll_one() != 0; w.io.restart())
    if (w.pool->stats().busy == 1 && w.resolver->late)
      std::exchange(w.resolver->late, {})({}, w.resolver->answers);
  w.run_until([&] { return p->done; });
  REQUIRE_FALSE(p->ok());
  CHECK(p->failure().timed_out);
  CHECK(p->failure().at == stage::resolve);
  CHECK(w.server.names.empty());
}

TEST_CASE("a large request that is refused early has the refusal for an answer", "[transport][net]") {
  asio::io_context blocking;
  asio::ip::tcp::acceptor acceptor(blocking, asio::ip::tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0));
  std::thread server([&] {
    auto socket = acceptor.accept();
    char in[4096];
    std::error_code ec;
    socket.read_some(asio::buffer(in), ec);
    asio::write(socket, asio::buffer("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n"s), ec);
    while (socket.read_some(asio::buffer(in), ec) != 0 && in[0] != '!') std::this_thread::sleep_for(1ms);
  });
  {
    net_world w;
    auto r = get();
    r.method = "POST";
    r.body = std::string(32 * 1024 * 1024, 'x');
    auto const p = w.start(
        colb::inner::parse_endpoint("http://127.0.0.1:" + std::to_string(acceptor.local_endpoint().port())),
        r);
    w.run_until([&] { return p->done; });
    REQUIRE(p->ok());
    CHECK(p->response().status == 413);
  }
  server.join();
}

namespace {

/// A server on a thread of its own that accepts one connection and has `f` speak on it until it breaks.
struct flooder {
  template <class F>
  explicit flooder(F f)
      : acceptor(io, asio::ip::tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0)), thread([this, f] {
          auto socket = acceptor.accept();
          f(socket);
        }) {}
  ~flooder() { thread.join(); }

  colb::inner::endpoint at() const {
    return colb::inner::parse_endpoint("https://lb.example:" +
                                       std::to_string(acceptor.local_endpoint().port()));
  }

  asio::io_context io{};
  asio::ip::tcp::acceptor acceptor;
  std::thread thread;
};

/// TLS as a server, then the request, then `f` until it returns false.
template <class F>
void flood_over_tls(asio::ip::tcp::socket& socket, F f) {
  asio::ssl::context context(asio::ssl::context::tls_server);
  context.use_certificate_chain(asio::buffer(server_identity().certificate_pem()));
  context.use_private_key(asio::buffer(server_identity().key_pem()), asio::ssl::context::pem);
  std::unique_ptr<SSL, free_openssl> const ssl(SSL_new(context.native_handle()));
  SSL_set_fd(ssl.get(), static_cast<int>(socket.native_handle()));
  char in[4096];
  if (SSL_accept(ssl.get()) != 1 || SSL_read(ssl.get(), in, sizeof in) <= 0) return;
  while (f(ssl.get())) {
  }
}

}  // namespace

TEST_CASE("a server that never lets the socket run dry ends neither limits nor other work",
          "[transport][net]") {
  signal(SIGPIPE, SIG_IGN);
  enum class kind {
    chunks,
    key_updates,
    handshake
  } const what = GENERATE(kind::chunks, kind::key_updates, kind::handshake);
  std::atomic<bool> flows{false};
  flooder server([what, &flows](asio::ip::tcp::socket& socket) {
    if (what == kind::handshake) {
      // A client takes as many of these messages as come, in whatever state it is.
      std::string record = "\x16\x03\x03\x40"s + '\0' + std::string(16384, '\0');
      for (std::error_code ec; !ec;) asio::write(socket, asio::buffer(record), ec);
      return;
    }
    std::string text = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (int i = 0; i < 16; ++i) text += "1;" + std::string(1000, 'x') + "\r\ny\r\n";
    flood_over_tls(socket, [&](SSL* ssl) {
      if (what == kind::key_updates)
        return SSL_key_update(ssl, SSL_KEY_UPDATE_NOT_REQUESTED) == 1 && SSL_do_handshake(ssl) == 1;
      bool const sent = SSL_write(ssl, text.data(), static_cast<int>(text.size())) > 0;
      if (text.starts_with("HTTP")) text.erase(0, text.find("1;"));
      flows = true;
      return sent;
    });
  });
  net_world w;
  w.limits.max_body = std::size_t{1} << 40;
  w.bounds.request = what == kind::chunks ? 300ms : 30s;
  // Other work, which needs the reactor each time, and whose hundredth turn in the flood is the limit.
  int turns = 0;
  asio::steady_timer beside(w.io);
  std::function<void(std::error_code)> const turn = [&](std::error_code ec) {
    if (ec) return;
    if (flows && ++turns == 100) w.clock->advance(300ms);
    REQUIRE(turns < 1'000'000);
    beside.expires_after(0ms);
    beside.async_wait(turn);
  };
  turn({});
  auto const p = w.start(server.at());
  w.run_until([&] { return p->done; });
  beside.cancel();
  REQUIRE_FALSE(p->ok());
  CAPTURE(p->failure().detail);
  if (what == kind::chunks) {
    CHECK(p->failure().timed_out);
    CHECK(turns >= 100);
  } else {
    CHECK(p->failure().too_large);
    CHECK(p->failure().lasting);
    CHECK(p->failure().at == (what == kind::handshake ? stage::tls : stage::limit));
  }
}

TEST_CASE("recipes with a context of the caller's: docs/network.md", "[transport][net]") {
  net_world w;
  auto const& context = w.tls.context;
  SECTION("a client certificate") {
    bool const has_one = GENERATE(true, false);
    w.server.context.set_verify_mode(asio::ssl::verify_peer | asio::ssl::verify_fail_if_no_peer_cert);
    w.server.context.add_certificate_authority(asio::buffer(authority().certificate_pem()));
    auto const own = make_identity("client", "", &authority());
    if (has_one) {
      context->use_certificate_chain(asio::buffer(own.certificate_pem()));
      context->use_private_key(asio::buffer(own.key_pem()), asio::ssl::context::pem);
    }
    CHECK(w.call()->ok() == has_one);
  }
  SECTION("a minimum version") {
    SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_3_VERSION);
    int const version = GENERATE(TLS1_2_VERSION, TLS1_3_VERSION);
    SSL_CTX_set_max_proto_version(w.server.context.native_handle(), version);
    auto const p = w.call();
    CHECK(p->ok() == (version == TLS1_3_VERSION));
    if (!p->ok()) CHECK(p->failure().lasting);
  }
  SECTION("pinning") {
    auto const digest_of = [](X509* certificate) {
      std::string out(32, '\0');
      unsigned size = 32;
      X509_pubkey_digest(certificate, EVP_sha256(), reinterpret_cast<unsigned char*>(out.data()), &size);
      return out;
    };
    bool const is_right = GENERATE(true, false);
    std::string const pin = digest_of((is_right ? server_identity() : authority()).certificate.get());
    context->set_verify_callback([=](bool good, asio::ssl::verify_context& at) {
      if (X509_STORE_CTX_get_error_depth(at.native_handle()) != 0) return good;
      return good && digest_of(X509_STORE_CTX_get_current_cert(at.native_handle())) == pin;
    });
    auto const p = w.call();
    CHECK(p->ok() == is_right);
    if (!p->ok()) CHECK(p->failure().lasting);
  }
}

TEST_CASE("cancellation at every step of an exchange over TLS", "[transport][net]") {
  for (int steps = 1;; ++steps) {
    CAPTURE(steps);
    REQUIRE(steps < 200);
    net_world w;
    auto const p = w.start(w.at("lb.example"));
    for (int i = 0; i < steps && !p->done; ++i) {
      w.io.restart();
      REQUIRE(w.io.run_one_for(60s) == 1);
    }
    bool const was_done = p->done;
    p->cancel.emit(asio::cancellation_type::total);
    w.run_until([&] { return p->done; });
    if (p->started && !p->ok()) REQUIRE(p->failure().cancelled);
    REQUIRE(w.pool->stats().busy == 0);
    REQUIRE(w.call()->ok());
    if (was_done) break;
  }
}

TEST_CASE("an io_context that ends at any step of an exchange over TLS", "[transport][net]") {
  for (int steps = 1;; ++steps) {
    CAPTURE(steps);
    REQUIRE(steps < 200);
    std::weak_ptr<colb::inner::pool> gone;
    bool was_done = false;
    {
      net_world w;
      auto const p = w.start(w.at("lb.example"));
      for (int i = 0; i < steps && !p->done; ++i) {
        w.io.restart();
        REQUIRE(w.io.run_one_for(60s) == 1);
      }
      was_done = p->done;
      gone = w.pool;
      w.pool.reset();
    }
    REQUIRE(gone.expired());
    if (was_done) break;
  }
}
