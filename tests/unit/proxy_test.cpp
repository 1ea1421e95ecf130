// colb: proxies: what they are asked and answer, without I/O; and through them, over a network in memory and
// over loopback.
#include <colb/proxy.hpp>

#include <array>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include <asio/read_until.hpp>
#include <asio/ssl/context.hpp>
#include <asio/ssl/stream.hpp>
#include <asio/write.hpp>

#include <colb/transport/exchange.hpp>
#include <colb/transport/network.hpp>
#include <colb/transport/tunnel.hpp>

#include "../catch.hpp"
#include "../support/pipe.hpp"
#include "../support/tls_server.hpp"

using namespace std::chrono_literals;
using namespace std::string_literals;
using namespace colb::test;
using colb::inner::parse_proxy;
using colb::inner::proxy_dialogue;
using colb::inner::proxy_kind;
using colb::inner::stage;

namespace {

bool says(std::string const& text, std::string_view part) { return text.find(part) != std::string::npos; }

colb::inner::endpoint at(std::string const& authority) {
  return colb::inner::parse_endpoint("https://" + authority);
}

bool is_straight(std::string const& list, std::string const& authority) {
  return colb::inner::proxy_exceptions(list).holds_for(at(authority));
}

using state = proxy_dialogue::state;

/// What became of a dialogue that ended.
struct outcome {
  state ended = state::talking;
  std::string rest{};
  std::string problem{};
  bool lasting = false;
  std::vector<std::string> said{};
};

/// Talks with a proxy that answers each thing said with the next of `answers`, in pieces of `piece` bytes.
outcome talk(std::string const& url, std::vector<std::string> const& answers, std::size_t piece,
             std::string const& target = "lb.example") {
  proxy_dialogue d(parse_proxy(url), at(target));
  outcome out;
  for (auto const& answer : answers) {
    if (!d.output().empty()) out.said.emplace_back(d.output());
    while (!d.output().empty()) d.sent(1);
    for (std::size_t i = 0; i < answer.size() && out.ended == state::talking; i += piece) {
      out.ended = d.input(std::string_view(answer).substr(i, piece));
      if (out.ended == state::open && i + piece < answer.size()) out.rest = answer.substr(i + piece);
    }
  }
  if (out.ended == state::talking && !d.output().empty()) out.said.emplace_back(d.output());
  if (out.ended == state::open) out.rest = d.take_rest() + out.rest;
  out.problem = d.problem();
  out.lasting = d.lasting();
  return out;
}

outcome connect(std::string const& answer, std::string const& url = "http://proxy:3128") {
  outcome const whole = talk(url, {answer}, SIZE_MAX);
  outcome const bytes = talk(url, {answer}, 1);
  CHECK(whole.ended == bytes.ended);
  CHECK(whole.rest == bytes.rest);
  CHECK(whole.lasting == bytes.lasting);
  return whole;
}

}  // namespace

TEST_CASE("the URL of a proxy", "[transport][proxy]") {
  auto const [url, kind, authority, user, password] =
      GENERATE(table<std::string, proxy_kind, std::string, std::string, std::string>({
          {"http://proxy.example:3128", proxy_kind::http, "proxy.example:3128", "", ""},
          {"proxy.example:3128", proxy_kind::http, "proxy.example:3128", "", ""},
          {"HTTP://Proxy.Example/", proxy_kind::http, "proxy.example:80", "", ""},
          {"http://proxy.example:443", proxy_kind::http, "proxy.example:443", "", ""},
          {"https://proxy.example", proxy_kind::https, "proxy.example:443", "", ""},
          {"socks5://10.0.0.1", proxy_kind::socks5, "10.0.0.1:1080", "", ""},
          {"socks5h://[2001:db8::1]:9", proxy_kind::socks5h, "[2001:db8::1]:9", "", ""},
          {"http://[::1]", proxy_kind::http, "[::1]:80", "", ""},
          {"http://me:s%40cret%3A%2f@proxy:1", proxy_kind::http, "proxy:1", "me", "s@cret:/"},
          {"me:a@b:c@proxy:1", proxy_kind::http, "proxy:1", "me", "a@b:c"},
          {"http://me@proxy:1", proxy_kind::http, "proxy:1", "me", ""},
          {"http://me:@proxy:1", proxy_kind::http, "proxy:1", "me", ""},
      }));
  CAPTURE(url);
  auto const read = parse_proxy(url);
  CHECK(read.kind == kind);
  CHECK(read.to.authority == authority);
  CHECK(read.to.tls == (kind == proxy_kind::https));
  CHECK(read.has_user == !user.empty());
  CHECK(read.user == user);
  CHECK(read.password == password);
}

TEST_CASE("the URL of a proxy that is wrong is refused without its user and password", "[transport][proxy]") {
  std::string const url = GENERATE(
      as<std::string>(), "", "http://", "ftp://s3cret:s3cret@proxy", "http://s3cret:s3cret@",
      "http://s3cret:s3cret@proxy:port", "http://s3cret:s3cret@proxy:0", "http://s3cret:s3cret@proxy:70000",
      "http://s3cret:s3cret@proxy/path", "http://s3cret:s3cret%4@proxy", "http://s3cret:s3cret%zz@proxy",
      "http://s3cret%0d%0a:s3cret@proxy", "http://:s3cret@proxy", "http://s3cret%3a:s3cret@proxy",
      "http://s3cret@[::1", "http://s3 cret@pro xy", "socks5://s3cret:" + std::string(256, 's') + "@proxy");
  CAPTURE(url);
  std::string text;
  try {
    parse_proxy(url);
  } catch (std::invalid_argument const& e) {
    text = e.what();
  }
  CHECK(says(text, "proxy.url: "));
  CHECK_FALSE(says(text, "s3"));
  CHECK_FALSE(says(text, "ssss"));
}

TEST_CASE("what the environment says of proxies", "[transport][proxy]") {
  constexpr std::array names = {"https_proxy", "HTTPS_PROXY", "all_proxy",
                                "ALL_PROXY",   "no_proxy",    "NO_PROXY"};
  for (char const* name : names) unsetenv(name);
  CHECK(colb::proxy_options::from_environment().url.empty());
  setenv("ALL_PROXY", "http://d", 1);
  CHECK(colb::proxy_options::from_environment().url == "http://d");
  setenv("all_proxy", "http://c", 1);
  CHECK(colb::proxy_options::from_environment().url == "http://c");
  setenv("HTTPS_PROXY", "http://b", 1);
  CHECK(colb::proxy_options::from_environment().url == "http://b");
  setenv("https_proxy", "http://a", 1);
  CHECK(colb::proxy_options::from_environment().url == "http://a");
  setenv("https_proxy", "", 1);
  CHECK(colb::proxy_options::from_environment().url == "http://b");
  setenv("NO_PROXY", "x", 1);
  CHECK(colb::proxy_options::from_environment().no_proxy == "x");
  setenv("no_proxy", "y", 1);
  CHECK(colb::proxy_options::from_environment().no_proxy == "y");
  for (char const* name : names) unsetenv(name);
}

TEST_CASE("which hosts are reached straight", "[transport][proxy]") {
  auto const [list, host, straight] = GENERATE(table<std::string, std::string, bool>({
      {"", "lb.example", false},
      {"", "localhost", true},
      {"", "a.localhost", true},
      {"", "127.0.0.1", true},
      {"", "127.9.9.9:444", true},
      {"", "[::1]", true},
      {"", "[::ffff:127.0.0.1]", true},
      {"*", "lb.example", true},
      {"*", "10.0.0.1", true},
      {"a,*", "lb.example", true},
      {"lb.example", "lb.example", true},
      {"LB.Example", "lb.example", true},
      {"lb.example", "x.y.lb.example", true},
      {"lb.example", "xlb.example", false},
      {"lb.example", "example", false},
      {".lb.example", "lb.example", true},
      {".lb.example", "x.lb.example", true},
      {"*.lb.example", "x.lb.example", true},
      {"lb.example.", "lb.example", true},
      {"lb.example", "lb.example.", true},
      {"other , lb.example", "lb.example", true},
      {"other lb.example\tmore", "lb.example", true},
      {",,,", "lb.example", false},
      {"lb.example:443", "lb.example", true},
      {"lb.example:443", "lb.example:444", false},
      {"lb.example:444", "x.lb.example:444", true},
      {"lb.example:port", "lb.example", false},
      {"lb.example:0", "lb.example", false},
      {"*:444", "lb.example:444", true},
      {"*:444", "lb.example", false},
      {"10.0.0.1", "10.0.0.1", true},
      {"10.0.0.1", "10.0.0.11", false},
      {"10.0.0.1:443", "10.0.0.1", true},
      {"10.0.0.1:444", "10.0.0.1", false},
      {"10.0.0.0/8", "10.255.3.4", true},
      {"10.0.0.0/8", "11.0.0.1", false},
      {"10.0.0.0/8", "[::ffff:10.0.0.1]", true},
      {"192.168.1.128/25", "192.168.1.200", true},
      {"192.168.1.128/25", "192.168.1.100", false},
      {"0.0.0.0/0", "203.0.113.1", true},
      {"0.0.0.0/0", "lb.example", false},
      {"10.0.0.0/33", "10.0.0.1", false},
      {"10.0.0.0/", "10.0.0.1", false},
      {"2001:db8::/32", "[2001:db8:1::1]", true},
      {"2001:db8::/32", "[2001:db9::1]", false},
      {"[2001:db8::]/32", "[2001:db8::7]", true},
      {"2001:db8::1", "[2001:db8::1]", true},
      {"[2001:db8::1]", "[2001:db8::1]", true},
      {"[2001:db8::1]:443", "[2001:db8::1]", true},
      {"[2001:db8::1]:444", "[2001:db8::1]", false},
      {"[2001:db8::1", "[2001:db8::1]", false},
      {"[2001:db8::1]x", "[2001:db8::1]", false},
      {"0.1", "10.0.0.1", false},
      {"name/8", "name", false},
  }));
  CAPTURE(list, host);
  CHECK(is_straight(list, host) == straight);
}

TEST_CASE("a tunnel is asked for", "[transport][proxy]") {
  CHECK(talk("http://proxy", {""}, 1).said ==
        std::vector{"CONNECT lb.example:443 HTTP/1.1\r\nHost: lb.example:443\r\n\r\n"s});
  CHECK(talk("http://me:pass@proxy", {""}, 1, "[2001:db8::1]:444").said ==
        std::vector{"CONNECT [2001:db8::1]:444 HTTP/1.1\r\nHost: [2001:db8::1]:444\r\n"
                    "Proxy-Authorization: Basic bWU6cGFzcw==\r\n\r\n"s});
}

TEST_CASE("answers of proxies to CONNECT", "[transport][proxy]") {
  for (auto const* text :
       {"HTTP/1.1 200 Connection established\r\n\r\n", "HTTP/1.0 200 OK\r\n\r\n", "HTTP/1.1 200\r\n\r\n",
        "HTTP/1.1 204 \r\nContent-Length: 10\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nVia: x\r\n\r\n", "HTTP/1.0 200 OK\nX: y\n\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"}) {
    CAPTURE(text);
    CHECK(connect(text).ended == state::open);
    CHECK(connect(text + "\x16\x03\x01"s).rest == "\x16\x03\x01");
  }
  for (auto const* text : {"", "HTTP", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nX: y\r\n\r"})
    CHECK(connect(text).ended == state::talking);

  struct refusal {
    char const* text;
    bool lasting;
    char const* says;
  };
  for (auto const& [text, lasting, word] : {
           refusal{"HTTP/1.1 403 Forbidden\r\nContent-Length: 3\r\n\r\nabc", true, "403 Forbidden"},
           refusal{"HTTP/1.0 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\n\r\n", true,
                   "wants user and password"},
           refusal{
               "HTTP/1.0 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n\r\n",
               true, "wants user and password"},
           refusal{"HTTP/1.1 407 No\r\nProxy-Authenticate: Negotiate\r\nproxy-authenticate: NTLM\r\n\r\n",
                   true, "it wants Negotiate, NTLM, and colb knows Basic only"},
           refusal{"HTTP/1.1 407 No\r\n\r\n", true, "407"},
           refusal{"HTTP/1.1 500 Unable to connect\r\n\r\n", false, "500 Unable to connect"},
           refusal{"HTTP/1.1 502 Bad Gateway\r\n\r\n", false, "502"},
           refusal{"HTTP/1.1 503\r\n\r\n", false, "503"},
           refusal{"HTTP/1.1 429 Slow down\r\n\r\n", false, "429"},
           refusal{"HTTP/1.1 301 Moved\r\nLocation: x\r\n\r\n", true, "301"},
           refusal{"HTTP/1.1 404 No\x1b[2J\r\n\r\n", true, "404 No.[2J"},
           refusal{"SSH-2.0-OpenSSH\r\n", true, "not HTTP: 'S"},
           refusal{"HTTP/1.1 2x0 OK\r\n\r\n", true, "not HTTP"},
           refusal{"HTTP/1.1 099 OK\r\n\r\n", true, "not HTTP"},
           refusal{"HTTP/1.10000000 200 OK\r\n\r\n", true, "not HTTP"},
       }) {
    CAPTURE(text);
    outcome const out = connect(text);
    CHECK(out.ended == state::refused);
    CHECK(out.lasting == lasting);
    CHECK(says(out.problem, word));
  }
  auto const wrong =
      connect("HTTP/1.1 407 No\r\nProxy-Authenticate: Basic\r\n\r\n", "http://s3cret:s3cret@proxy:1").problem;
  CHECK(says(wrong, "are not accepted"));
  CHECK_FALSE(says(wrong, "s3cret"));
  CHECK(connect("HTTP/1.1 200 OK\r\nX: " + std::string(20'000, 'x')).ended == state::refused);
  std::string interim;
  for (int i = 0; i < 1000; ++i) interim += "HTTP/1.1 100 Continue\r\n\r\n";
  CHECK(connect(interim).ended == state::refused);
}

TEST_CASE("SOCKS 5", "[transport][proxy]") {
  std::string const no_method = "\x05\x00"s;
  std::string const done = "\x05\x00\x00\x01\x7f\x00\x00\x01\x04\x38"s;
  std::size_t const piece = GENERATE(std::size_t{1}, std::size_t{3}, SIZE_MAX);
  auto const run = [&](std::string const& url, std::vector<std::string> const& answers,
                       std::string const& target = "lb.example") {
    return talk(url, answers, piece, target);
  };

  auto const name = run("socks5h://proxy", {no_method, done + "rest"});
  CHECK(name.ended == state::open);
  CHECK(name.rest == "rest");
  CHECK(name.said == std::vector{"\x05\x01\x00"s, "\x05\x01\x00\x03\x0alb.example\x01\xbb"s});

  auto const v4 = run("socks5h://proxy", {no_method, "\x05\x00\x00\x03\x02xy\x00\x01"s}, "10.0.0.1:8443");
  CHECK(v4.ended == state::open);
  CHECK(v4.said.at(1) == "\x05\x01\x00\x01\x0a\x00\x00\x01\x20\xfb"s);

  auto const v6 =
      run("socks5h://proxy", {no_method, "\x05\x00\x00\x04"s + std::string(18, 'x')}, "[2001:db8::1]");
  CHECK(v6.ended == state::open);
  CHECK(v6.said.at(1) == "\x05\x01\x00\x04\x20\x01\x0d\xb8"s + std::string(11, '\0') + "\x01\x01\xbb"s);

  auto const user = run("socks5h://me:pass@proxy", {"\x05\x02"s, "\x01\x00"s, done});
  CHECK(user.ended == state::open);
  CHECK(user.said ==
        std::vector{"\x05\x02\x00\x02"s, "\x01\x02me\x04pass"s, "\x05\x01\x00\x03\x0alb.example\x01\xbb"s});
  CHECK(run("socks5h://me:pass@proxy", {no_method, done}).ended == state::open);

  auto const wrong = run("socks5h://s3cret:s3cret@proxy", {"\x05\x02"s, "\x01\x01"s});
  CHECK(wrong.ended == state::refused);
  CHECK(wrong.lasting);
  CHECK_FALSE(says(wrong.problem, "s3cret"));
  auto const wants = run("socks5h://proxy", {"\x05\xff"s});
  CHECK(wants.ended == state::refused);
  CHECK(says(wants.problem, "wants authentication"));
  CHECK(run("socks5h://proxy", {"\x05\x02"s}).ended == state::refused);
  CHECK(run("socks5h://me@proxy", {"\x05\xff"s}).lasting);
  CHECK(run("socks5h://proxy", {"\x04\x00"s}).lasting);
  CHECK(run("socks5h://proxy", {"HTTP/1.0 400"s}).lasting);
  CHECK(run("socks5h://me@proxy", {"\x05\x02"s, "\x05\x00"s}).lasting);
  CHECK(run("socks5h://proxy", {no_method, "\x05\x00\x00\x02\x00"s}).lasting);
  CHECK(run("socks5h://proxy", {no_method, "\x05\x00\x00"s}).ended == state::talking);
  for (int code = 1; code < 256; ++code) {
    auto const out = run("socks5h://proxy", {no_method, "\x05"s + static_cast<char>(code)});
    CHECK(out.ended == state::refused);
    CHECK(out.lasting == (code == 2 || code == 7 || code == 8));
    CHECK_FALSE(out.problem.empty());
  }
}

namespace {

/// Reaches everything through a proxy over a wire.
struct tunnel_dialer final : colb::inner::dialer {
  tunnel_dialer(std::shared_ptr<wire_dialer> below, std::string const& url,
                std::shared_ptr<colb::inner::connector> names)
      : below_(std::move(below)),
        by_(std::make_shared<colb::inner::proxy_server const>(parse_proxy(url))),
        names_(std::move(names)) {}
  std::shared_ptr<colb::inner::stream> dial(colb::inner::endpoint const& to) override {
    return colb::inner::tunnel(below_->dial(by_->to), by_, names_, to);
  }
  std::shared_ptr<wire_dialer> below_;
  std::shared_ptr<colb::inner::proxy_server const> by_;
  std::shared_ptr<colb::inner::connector> names_;
};

struct one_answer final : colb::resolver {
  void resolve(std::string const&, answer done) override {
    done({}, {asio::ip::make_address("2001:db8::7"), asio::ip::make_address("192.0.2.7")});
  }
};

struct proxy_world : world {
  explicit proxy_world(std::string const& url) {
    auto const names =
        std::make_shared<colb::inner::connector>(strand, clock, bounds, std::make_shared<one_answer>());
    pool = std::make_shared<colb::inner::pool>(strand, std::make_shared<tunnel_dialer>(net, url, names),
                                               clock, bounds, limits);
  }
};

}  // namespace

TEST_CASE("an exchange through a tunnel", "[transport][proxy]") {
  proxy_world w("http://me:pass@proxy.example:3128");
  auto const p = w.start(get("/x"));
  w.settle();
  CHECK(w.last().to.authority == "proxy.example:3128");
  CHECK(says(w.last().sent, "CONNECT lb.example:443 HTTP/1.1\r\n"));
  CHECK_FALSE(says(w.last().sent, "GET"));
  w.last().sent.clear();
  w.last().read_piece = GENERATE(std::size_t{1}, SIZE_MAX);
  w.last().say("HTTP/1.0 200 OK\r\n\r\n");
  w.settle();
  CHECK(says(w.last().sent, "GET /x"));
  CHECK_FALSE(says(w.last().sent, "Proxy"));
  w.last().say(reply("ok"));
  w.settle();
  CHECK(p->ok());
  auto const again = w.start();
  w.settle();
  w.last().say(reply("ok"));
  w.settle();
  CHECK(again->ok());
  CHECK(w.net->wires.size() == 1);
}

TEST_CASE("SOCKS with an address looks up the name here", "[transport][proxy]") {
  proxy_world w("socks5://proxy.example");
  auto const p = w.start();
  w.settle();
  w.last().say("\x05\x00"s);
  w.settle();
  CHECK(w.last().sent == "\x05\x01\x00\x05\x01\x00\x01\xc0\x00\x02\x07\x01\xbb"s);
  w.last().say("\x05\x00\x00\x01\x7f\x00\x00\x01\x04\x38"s);
  w.settle();
  w.last().say(reply("ok"));
  w.settle();
  CHECK(p->ok());
}

TEST_CASE("a proxy that does not connect", "[transport][proxy]") {
  proxy_world w("http://s3cret:s3cret@proxy.example:3128");
  opening how;
  bool lasting = false;
  bool timed_out = false;
  std::string word;
  std::function<void(wire&)> act = [](wire&) {};
  SECTION("cannot be reached") {
    how.fails_at = GENERATE(stage::resolve, stage::connect, stage::tls);
    word = "refused";
  }
  SECTION("refuses") {
    act = [](wire& x) { x.say("HTTP/1.1 403 Forbidden\r\n\r\n"); };
    lasting = true;
    word = "proxy proxy.example:3128: it answers 403 Forbidden";
  }
  SECTION("is overloaded") {
    act = [](wire& x) { x.say("HTTP/1.1 503 Busy\r\n\r\n"); };
    word = "503 Busy";
  }
  SECTION("closes") {
    act = [](wire& x) { x.end(); };
    word = "closed the connection without an answer";
  }
  SECTION("is killed") {
    act = [](wire& x) { x.break_off(); };
    word = "reset";
  }
  SECTION("is silent") {
    timed_out = true;
    word = "timed out";
  }
  w.net->plans = {how};
  auto const p = w.start();
  w.settle();
  act(w.last());
  w.settle();
  if (timed_out) {
    CHECK_FALSE(p->done);
    w.clock->advance(5s);
    w.settle();
  }
  REQUIRE(p->done);
  REQUIRE_FALSE(p->ok());
  CAPTURE(p->failure().detail);
  CHECK(p->failure().at == stage::proxy);
  CHECK(p->failure().lasting == lasting);
  CHECK(p->failure().timed_out == timed_out);
  CHECK_FALSE(p->failure().reached_server);
  CHECK(says(p->failure().detail, "having the proxy connect to lb.example: "));
  CHECK(says(p->failure().detail, word));
  CHECK_FALSE(says(p->failure().detail, "s3cret"));
  CHECK(w.pool->stats().busy == 0);
  CHECK(w.last().closed);
}

TEST_CASE("a tunnel is given up at any step", "[transport][proxy]") {
  std::string const url = GENERATE("http://proxy", "socks5://proxy", "socks5h://me@proxy");
  for (int steps = 1;; ++steps) {
    CAPTURE(url, steps);
    REQUIRE(steps < 200);
    proxy_world w(url);
    w.net->on_write = [](wire& x) {
      x.read_piece = 2;
      if (says(x.sent, "GET")) return x.say(reply("ok"));
      if (x.sent.starts_with("CONNECT")) return x.say("HTTP/1.1 200 OK\r\n\r\n");
      bool const greets = x.sent.size() == 3 || x.sent.size() == 4;
      bool const proves = x.sent.starts_with("\x01");
      x.say(greets ? (x.sent.size() == 4 ? "\x05\x02"s : "\x05\x00"s)
                   : (proves ? "\x01\x00"s : "\x05\x00\x00\x01\x7f\x00\x00\x01\x04\x38"s));
      x.sent.clear();
    };
    auto const p = w.start();
    for (int i = 0; i < steps && !p->done; ++i) REQUIRE(w.step());
    bool const was_done = p->done;
    p->cancel.emit(asio::cancellation_type::total);
    w.settle();
    REQUIRE(p->done);
    if (p->result && !p->ok()) REQUIRE(p->failure().cancelled);
    REQUIRE(w.pool->stats().busy == 0);
    REQUIRE(w.is_out_of_work());
    if (was_done) {
      CHECK(p->ok());
      break;
    }
  }
}

namespace {

template <class From, class To>
asio::awaitable<void> pass_on(std::shared_ptr<From> from, std::shared_ptr<To> to) {
  std::vector<char> piece(8192);
  std::error_code ec;
  while (!ec) {
    auto const n =
        co_await from->async_read_some(asio::buffer(piece), asio::redirect_error(asio::use_awaitable, ec));
    if (!ec)
      co_await asio::async_write(*to, asio::buffer(piece.data(), n),
                                 asio::redirect_error(asio::use_awaitable, ec));
  }
  to->lowest_layer().close(ec);
}

/// A proxy that is spoken to over TLS, and leads wherever it is asked to on this machine's `port`.
asio::awaitable<void> serve_proxy(asio::ip::tcp::acceptor& acceptor, asio::ssl::context& context,
                                  std::uint16_t port) {
  using secure = asio::ssl::stream<asio::ip::tcp::socket>;
  std::error_code ec;
  auto raw = co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, ec));
  if (ec) co_return;
  auto const client = std::make_shared<secure>(std::move(raw), context);
  co_await client->async_handshake(asio::ssl::stream_base::server,
                                   asio::redirect_error(asio::use_awaitable, ec));
  if (ec) co_return;
  std::string asked;
  co_await asio::async_read_until(*client, asio::dynamic_buffer(asked), "\r\n\r\n",
                                  asio::redirect_error(asio::use_awaitable, ec));
  if (ec) co_return;
  auto const server = std::make_shared<asio::ip::tcp::socket>(acceptor.get_executor());
  co_await server->async_connect({asio::ip::make_address("127.0.0.1"), port},
                                 asio::redirect_error(asio::use_awaitable, ec));
  std::string const answer = "HTTP/1.1 200 OK\r\n\r\n";
  co_await asio::async_write(*client, asio::buffer(answer), asio::redirect_error(asio::use_awaitable, ec));
  asio::co_spawn(acceptor.get_executor(), pass_on(client, server), asio::detached);
  asio::co_spawn(acceptor.get_executor(), pass_on(server, client), asio::detached);
}

struct loopback final : colb::resolver {
  void resolve(std::string const& host, answer done) override {
    asked.push_back(host);
    done({}, {asio::ip::make_address("127.0.0.1")});
  }
  std::vector<std::string> asked{};
};

}  // namespace

TEST_CASE("TLS in TLS: a proxy that is spoken to over TLS", "[transport][proxy][net]") {
  identity const authority = make_identity("colb test authority", "", nullptr);
  identity const service = make_identity("lb.example", "DNS:lb.example", &authority);
  identity const proxy = make_identity("proxy.example", "DNS:proxy.example", &authority);
  asio::io_context io{1};
  tls_server server(io, service);
  server.run();
  asio::ssl::context context(asio::ssl::context::tls_server);
  context.use_certificate_chain(asio::buffer(proxy.certificate_pem()));
  context.use_private_key(asio::buffer(proxy.key_pem()), asio::ssl::context::pem);
  asio::ip::tcp::acceptor acceptor(io, asio::ip::tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0));
  asio::co_spawn(io, serve_proxy(acceptor, context, server.port()), asio::detached);

  colb::inner::tls_settings tls;
  tls.context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
  tls.context->add_certificate_authority(asio::buffer(authority.certificate_pem()));
  asio::any_io_executor const strand = asio::make_strand(asio::any_io_executor(io.get_executor()));
  auto const clock = std::make_shared<colb::manual_clock>();
  auto const names = std::make_shared<loopback>();
  colb::proxy_options options;
  options.url = "https://proxy.example:" + std::to_string(acceptor.local_endpoint().port());
  auto const pool = std::make_shared<colb::inner::pool>(
      strand, std::make_shared<colb::inner::net_dialer>(strand, clock, colb::timeouts{}, tls, names, options),
      clock, colb::timeouts{}, colb::pool_limits{});

  auto const to = colb::inner::parse_endpoint("https://lb.example:" + std::to_string(server.port()));
  for (auto const* target : {"/", "/big", "/"}) {
    auto r = get(target);
    r.method = "POST";
    r.body = std::string(300'000, 'x');
    colb::inner::exchange_result result;
    bool done = false;
    asio::co_spawn(strand, colb::inner::exchange(pool, to, r, colb::clock::tick::max()),
                   [&](std::exception_ptr, colb::inner::exchange_result got) {
                     result = std::move(got);
                     done = true;
                   });
    io.restart();
    while (!done) REQUIRE(io.run_one_for(60s) != 0);
    if (auto const* failed = std::get_if<colb::inner::failure>(&result)) FAIL(failed->detail);
    auto const& answer = std::get<colb::inner::response>(result);
    CHECK(answer.body.size() == (std::string_view(target) == "/big" ? 1024 * 1024 : r.body.size()));
  }
  CHECK(pool->stats().connections == 1);
  CHECK(server.names == std::vector<std::string>{"lb.example"});
  CHECK(names->asked == std::vector<std::string>{"proxy.example"});
}
