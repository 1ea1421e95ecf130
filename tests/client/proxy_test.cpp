// colb: a client's `.proxy` option, over loopback: a proxy and a service of the test's own.
#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <asio/buffer.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/read_until.hpp>
#include <asio/redirect_error.hpp>
#include <asio/ssl/context.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>

#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/listener.hpp>
#include <colb/tencent/clb/load_balancer.hpp>

#include "catch.hpp"
#include "support/certificates.hpp"
#include "support/tls_server.hpp"

using namespace colb::test;
using namespace std::chrono_literals;
using colb::condition;
namespace clb = colb::tencent::clb;

namespace {

using tcp = asio::ip::tcp;

/// Tunnels to `port` whoever says the password, under whatever name.
class proxy_server {
 public:
  proxy_server(asio::io_context& io, std::uint16_t port)
      : port_(port), acceptor_(io, tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0)) {}

  void run() { asio::co_spawn(acceptor_.get_executor(), accept(*this), asio::detached); }
  void stop() { acceptor_.close(); }
  /// All tunnels break.
  void kill() {
    std::error_code ec;
    for (auto const& each : open_) each->close(ec);
    open_.clear();
  }
  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

  std::vector<std::string> asked{};  ///< First line of each request.

 private:
  using socket = std::shared_ptr<tcp::socket>;

  static asio::awaitable<void> accept(proxy_server& self) {
    for (;;) {
      std::error_code ec;
      auto raw = co_await self.acceptor_.async_accept(asio::redirect_error(asio::use_awaitable, ec));
      if (ec) co_return;
      auto const client = std::make_shared<tcp::socket>(std::move(raw));
      asio::co_spawn(self.acceptor_.get_executor(), serve(self, client), asio::detached);
    }
  }

  static asio::awaitable<void> serve(proxy_server& self, socket client) {
    std::error_code ec;
    std::string head;
    co_await asio::async_read_until(*client, asio::dynamic_buffer(head), "\r\n\r\n",
                                    asio::redirect_error(asio::use_awaitable, ec));
    if (ec) co_return;
    self.asked.push_back(head.substr(0, head.find("\r\n")));
    bool const known = head.find("Proxy-Authorization: Basic dXNlcjpyaWdodA==\r\n") != head.npos;
    std::string const answer = known ? "HTTP/1.1 200 Connected\r\n\r\n"
                                     : "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"
                                       "Content-Length: 0\r\n\r\n";
    co_await asio::async_write(*client, asio::buffer(answer), asio::redirect_error(asio::use_awaitable, ec));
    if (!known || ec) co_return;
    auto const server = std::make_shared<tcp::socket>(client->get_executor());
    tcp::endpoint const to(asio::ip::make_address("127.0.0.1"), self.port_);
    co_await server->async_connect(to, asio::redirect_error(asio::use_awaitable, ec));
    if (ec) co_return;
    self.open_.insert(client);
    self.open_.insert(server);
    asio::co_spawn(client->get_executor(), pass_on(client, server), asio::detached);
    asio::co_spawn(client->get_executor(), pass_on(server, client), asio::detached);
  }

  static asio::awaitable<void> pass_on(socket from, socket to) {
    std::error_code ec;
    std::vector<char> piece(16384);
    while (!ec) {
      std::size_t const n =
          co_await from->async_read_some(asio::buffer(piece), asio::redirect_error(asio::use_awaitable, ec));
      if (!ec)
        co_await asio::async_write(*to, asio::buffer(piece.data(), n),
                                   asio::redirect_error(asio::use_awaitable, ec));
    }
    to->close(ec);
  }

  std::uint16_t port_;
  tcp::acceptor acceptor_;
  std::set<socket> open_{};
};

struct loopback final : colb::resolver {
  void resolve(std::string const& host, answer done) override {
    asked.push_back(host);
    done({}, {asio::ip::make_address("127.0.0.1")});
  }
  std::vector<std::string> asked{};
};

/// A service `lb.example`, a proxy `proxy.example`, and what one call came to.
struct through {
  through() : server(io, service), proxy(io, server.port()) {
    server.always = R"({"Response":{"RequestId":"r-1"}})";
    server.run();
    proxy.run();
    authorities = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
    authorities->add_certificate_authority(asio::buffer(authority.certificate_pem()));
  }

  void call(colb::proxy_options how, bool changes, int attempts) {
    colb::client_options options;
    options.region = "ap-guangzhou";
    options.credentials = {"AKIDproxy", "key", ""};
    options.endpoint = "https://lb.example:" + std::to_string(server.port());
    options.resolver = names;
    options.proxy = std::move(how);
    options.tls.context = authorities;
    options.retry.max_attempts = attempts;
    options.retry.min_delay = 0ms;
    clb::client client(io.get_executor(), options);
    bool over = false;
    auto const ended = [&](std::exception_ptr e) {
      over = true;
      if (auto const* const known = colb::get_error(e)) failed = *known;
    };
    asio::co_spawn(io, changes ? change(client) : read(client), ended);
    while (!over) REQUIRE(io.run_one_for(60s) != 0);
  }

  static asio::awaitable<void> read(clb::client& client) {
    clb::DescribeLoadBalancers const ask;
    co_await client.call(ask);
  }
  static asio::awaitable<void> change(clb::client& client) {
    clb::DeleteListener const want{.LoadBalancerId = "lb-1", .ListenerId = "lbl-1"};
    co_await client.call(want);
  }

  identity authority = make_identity("colb test authority", "", nullptr);
  identity service = make_identity("lb.example", "DNS:lb.example", &authority);
  asio::io_context io{1};
  tls_server server;
  proxy_server proxy;
  std::shared_ptr<asio::ssl::context> authorities{};
  std::shared_ptr<loopback> names = std::make_shared<loopback>();
  std::optional<colb::error> failed{};
};

}  // namespace

TEST_CASE("the client's proxy option", "[client][proxy][net]") {
  enum class dies { never, in_the_first_request, before };
  struct row {
    char const* what;
    std::string user;  ///< And the password.
    std::string no_proxy;
    bool changes;
    dies when;
    int attempts;
    std::optional<condition> ends;
    bool unknown;
    std::size_t tunnels;   ///< That were asked for.
    std::size_t requests;  ///< That came to the service.
  };
  row const rows[] = {
      {"the right password", "user:right@", "", false, dies::never, 4, {}, false, 1, 1},
      {"a change", "user:right@", "", true, dies::never, 4, {}, false, 1, 1},
      {"the wrong password", "user:wrong@", "", false, dies::never, 4, condition::proxy, false, 1, 0},
      {"none", "", "", false, dies::never, 4, condition::proxy, false, 1, 0},
      {"straight by name", "user:wrong@", "lb.example", false, dies::never, 4, {}, false, 0, 1},
      {"straight by what is above it",
       "user:wrong@",
       "other.test, .example",
       false,
       dies::never,
       4,
       {},
       false,
       0,
       1},
      {"all straight", "user:wrong@", "*", true, dies::never, 4, {}, false, 0, 1},
      {"another name goes through it", "user:right@", "b.example", false, dies::never, 4, {}, false, 1, 1},
      {"killed in mid-call: a read is repeated",
       "user:right@",
       "",
       false,
       dies::in_the_first_request,
       4,
       {},
       false,
       2,
       2},
      {"killed in mid-call: a change is not", "user:right@", "", true, dies::in_the_first_request, 4,
       condition::outcome_unknown, true, 1, 1},
      {"it is not there", "user:right@", "", true, dies::before, 2, condition::proxy, false, 0, 0},
  };
  for (row const& r : rows) {
    CAPTURE(r.what);
    through t;
    std::string const url = "http://" + r.user + "proxy.example:" + std::to_string(t.proxy.port());
    if (r.when == dies::before) t.proxy.stop();
    if (r.when == dies::in_the_first_request) {
      t.server.on_request = [&] {
        if (t.server.requests.size() > 1) return true;
        t.proxy.kill();
        return false;
      };
    }
    t.call({url, r.no_proxy}, r.changes, r.attempts);
    CHECK(t.failed.has_value() == r.ends.has_value());
    if (t.failed && r.ends) {
      std::string const text = t.failed->what();
      CAPTURE(text);
      CHECK(t.failed->code() == *r.ends);
      CHECK((t.failed->code() == condition::outcome_unknown) == r.unknown);
      CHECK(text.find("right") == text.npos);
      CHECK(text.find("wrong@") == text.npos);
      CHECK(text.find("user:") == text.npos);
    }
    CHECK(t.proxy.asked.size() == r.tunnels);
    for (auto const& line : t.proxy.asked)
      CHECK(line == "CONNECT lb.example:" + std::to_string(t.server.port()) + " HTTP/1.1");
    CHECK(t.server.requests.size() == r.requests);
    // Whoever has the proxy connect leaves the service's name to it.
    std::string const first = r.tunnels > 0 || r.ends ? "proxy.example" : "lb.example";
    REQUIRE_FALSE(t.names->asked.empty());
    CHECK(t.names->asked.front() == first);
  }
}
