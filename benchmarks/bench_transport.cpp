// colb: what a kept idle connection holds, and how late a hostile server makes others. Prints one row each.
//
//   bench_transport [CONNECTIONS]     default 200
//   bench_transport idle CONNECTIONS  the first figure alone, in bytes, as table.awk reads it
//
// The servers are processes of their own, so that their memory and work are not counted.
#include <malloc.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/steady_timer.hpp>
#include <asio/strand.hpp>
#include <asio/write.hpp>

#include <colb/transport/exchange.hpp>
#include <colb/transport/network.hpp>

#include "../tests/support/tls_server.hpp"

using namespace std::chrono_literals;
using namespace colb::test;
using steady = std::chrono::steady_clock;

namespace {

/// Names are 127.0.0.1.
struct here final : colb::resolver {
  void resolve(std::string const&, answer done) override { done({}, {asio::ip::make_address("127.0.0.1")}); }
};

struct client {
  explicit client(identity const& authority) {
    tls.context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
    tls.context->add_certificate_authority(asio::buffer(authority.certificate_pem()));
  }

  void make_pool() {
    auto const clock = colb::clock::system();
    pool = std::make_shared<colb::inner::pool>(
        strand,
        std::make_shared<colb::inner::net_dialer>(strand, clock, bounds, tls, std::make_shared<here>()),
        clock, bounds, limits);
  }

  void start(colb::inner::endpoint const& to, colb::inner::request const& what,
             std::function<void(colb::inner::exchange_result)> done) {
    asio::co_spawn(strand, colb::inner::exchange(pool, to, what, colb::clock::tick::max()),
                   [done](std::exception_ptr, colb::inner::exchange_result got) { done(std::move(got)); });
  }

  asio::io_context io{1};
  asio::any_io_executor strand = asio::make_strand(asio::any_io_executor(io.get_executor()));
  colb::inner::tls_settings tls{};
  colb::timeouts bounds{};
  colb::pool_limits limits{};
  std::shared_ptr<colb::inner::pool> pool{};
};

/// Runs `f(acceptor)` in a process of its own; returns the port.
template <class F>
std::pair<pid_t, std::uint16_t> serve(F f) {
  asio::io_context io;
  asio::ip::tcp::acceptor acceptor(io, asio::ip::tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0));
  std::uint16_t const port = acceptor.local_endpoint().port();
  pid_t const child = fork();
  if (child == 0) {
    f(acceptor);
    std::_Exit(0);
  }
  return {child, port};
}

void end(pid_t child) {
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
}

colb::inner::endpoint at(std::uint16_t port) {
  return colb::inner::parse_endpoint("https://lb.example:" + std::to_string(port));
}

double measure_memory(identity const& authority, identity const& who, std::size_t connections, int version) {
  client c(authority);
  SSL_CTX_set_max_proto_version(c.tls.context->native_handle(), version);
  c.limits.max_connections = c.limits.max_idle = connections;
  int ready[2];
  if (pipe(ready) != 0) std::abort();
  pid_t const child = fork();
  if (child == 0) {
    asio::io_context io{1};
    tls_server server(io, who);
    server.run();
    std::uint16_t const port = server.port();
    if (write(ready[1], &port, sizeof port) != sizeof port) std::_Exit(1);
    io.run();
    std::_Exit(0);
  }
  std::uint16_t port = 0;
  if (read(ready[0], &port, sizeof port) != sizeof port) std::abort();
  c.make_pool();
  colb::inner::request what;
  what.method = "POST";
  what.body = std::string(8000, 'x');
  auto const to = at(port);
  auto const run = [&](std::size_t n) {
    std::size_t done = 0;
    std::size_t good = 0;
    for (std::size_t i = 0; i < n; ++i)
      c.start(to, what, [&](colb::inner::exchange_result got) {
        ++done;
        good += std::holds_alternative<colb::inner::response>(got) ? 1 : 0;
      });
    c.io.restart();
    c.io.run();
    if (done != n || good != n) std::printf("only %zu of %zu exchanges worked\n", good, n);
  };
  run(1);  // The context, the session and the name are there for all.
  auto const before = mallinfo2().uordblks;
  run(connections);
  auto const after = mallinfo2().uordblks;
  std::size_t const idle = c.pool->stats().idle;
  end(child);
  return static_cast<double>(after - before) / static_cast<double>(idle - 1);
}

enum class flood { chunks, key_updates, large_body };

void measure_firehose(identity const& authority, identity const& who, flood what) {
  auto const [child, port] = serve([&](asio::ip::tcp::acceptor& acceptor) {
    auto socket = acceptor.accept();
    asio::ssl::context context(asio::ssl::context::tls_server);
    context.use_certificate_chain(asio::buffer(who.certificate_pem()));
    context.use_private_key(asio::buffer(who.key_pem()), asio::ssl::context::pem);
    std::unique_ptr<SSL, free_openssl> const ssl(SSL_new(context.native_handle()));
    SSL_set_fd(ssl.get(), static_cast<int>(socket.native_handle()));
    char in[4096];
    if (SSL_accept(ssl.get()) != 1 || SSL_read(ssl.get(), in, sizeof in) <= 0) return;
    std::string text = what == flood::large_body ? "HTTP/1.1 200 OK\r\nContent-Length: 16000000\r\n\r\n"
                                                 : "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    SSL_write(ssl.get(), text.data(), static_cast<int>(text.size()));
    text.clear();
    while (text.size() < 15'000)
      text +=
          what == flood::large_body ? std::string(1000, 'x') : "1;" + std::string(1000, 'x') + "\r\ny\r\n";
    for (;;) {
      bool const good = what == flood::key_updates
                            ? SSL_key_update(ssl.get(), SSL_KEY_UPDATE_NOT_REQUESTED) == 1 &&
                                  SSL_do_handshake(ssl.get()) == 1
                            : SSL_write(ssl.get(), text.data(), static_cast<int>(text.size())) > 0;
      if (!good) return;
    }
  });
  client c(authority);
  c.bounds.request = 500ms;
  c.limits.max_body = std::size_t{1} << (what == flood::large_body ? 25 : 40);
  c.make_pool();
  asio::steady_timer beside(c.io);
  auto due = steady::now();
  auto latest = steady::duration(0);
  bool over = false;
  std::function<void(std::error_code)> const tick = [&](std::error_code ec) {
    if (ec || over) return;
    latest = std::max(latest, steady::now() - due);
    due = steady::now() + 20ms;
    beside.expires_at(due);
    beside.async_wait(tick);
  };
  tick({});
  auto const start = steady::now();
  std::string ended = "ok";
  auto const to = at(port);
  colb::inner::request const what_is_asked{};
  c.start(to, what_is_asked, [&](colb::inner::exchange_result got) {
    if (auto const* failed = std::get_if<colb::inner::failure>(&got)) ended = failed->detail;
    over = true;
    beside.cancel();
  });
  c.io.run();
  auto const ms = [](steady::duration d) { return std::chrono::duration<double, std::milli>(d).count(); };
  std::printf(
      "%s: over after %.0f ms with a limit of 500 ms, a 20-ms timer beside it up to %.1f ms late; %s\n",
      what == flood::chunks        ? "chunks of one byte"
      : what == flood::key_updates ? "TLS key updates"
                                   : "a body of 16 MB",
      ms(steady::now() - start), ms(latest), ended.c_str());
  end(child);
}

}  // namespace

int main(int argc, char** argv) {
  signal(SIGPIPE, SIG_IGN);
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  identity const authority = make_identity("colb benchmark authority", "", nullptr);
  identity const who = make_identity("lb.example", "DNS:lb.example", &authority);
  if (argc == 3 && std::string_view(argv[1]) == "idle") {
    std::size_t const connections = std::strtoul(argv[2], nullptr, 10);
    std::printf("idle.memory %.0f\n", measure_memory(authority, who, connections, TLS1_3_VERSION));
    return 0;
  }
  std::size_t const connections = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 200;
  for (int const version : {TLS1_3_VERSION, TLS1_2_VERSION}) {
    std::printf("memory of a kept idle connection, %s: %.1f KB (of %zu)\n",
                version == TLS1_2_VERSION ? "TLS 1.2" : "TLS 1.3",
                measure_memory(authority, who, connections, version) / 1000.0, connections);
  }
  for (flood const what : {flood::chunks, flood::key_updates, flood::large_body})
    measure_firehose(authority, who, what);
}
