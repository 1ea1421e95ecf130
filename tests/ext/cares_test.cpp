// The resolver on c-ares, against a small server of names on loopback that can lie. Built by tests/run.sh
// cares.
#include <algorithm>
#include <array>
#include <chrono>
#include <exception>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/udp.hpp>
#include <asio/steady_timer.hpp>

#include <colb/ext/cares.hpp>
#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/quota.hpp>

#include "catch.hpp"
#include "support/tls_server.hpp"

using namespace std::chrono_literals;

namespace {

std::string number(unsigned value) {
  return {static_cast<char>(value >> 8 & 255), static_cast<char>(value & 255)};
}

/// A question as it came.
struct question {
  std::string id;
  std::string name;      ///< `a.example`
  std::string as_asked;  ///< Name, type and class, on the wire.
  unsigned type = 0;

  static std::optional<question> of(std::string const& packet) {
    question out;
    if (packet.size() < 17) return std::nullopt;
    out.id = packet.substr(0, 2);
    std::size_t at = 12;
    while (at < packet.size() && packet[at] != 0) {
      auto const size = static_cast<unsigned char>(packet[at]);
      if (!out.name.empty()) out.name += '.';
      out.name += packet.substr(at + 1, size);
      at += 1u + size;
    }
    if (at + 5 > packet.size()) return std::nullopt;
    out.type = static_cast<unsigned char>(packet[at + 2]);
    out.as_asked = packet.substr(12, at + 5 - 12);
    return out;
  }

  std::string answer(unsigned flags, unsigned count, std::string const& records) const {
    return id + number(flags) + number(1) + number(count) + number(0) + number(0) + as_asked + records;
  }
  /// A record of the name that was asked for.
  static std::string record(unsigned kind, std::string const& data, std::string const& owner = "\xc0\x0c") {
    return owner + number(kind) + number(1) + number(0) + number(60) +
           number(static_cast<unsigned>(data.size())) + data;
  }
};

constexpr unsigned good = 0x8180;
constexpr unsigned a = 1, cname = 5, aaaa = 28;
std::string const v4("\xc0\x00\x02\x01", 4);
std::string const v6("\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1", 16);

/// Answers on a thread of its own what its function says; nothing: nothing.
class name_server {
 public:
  using answerer = std::function<std::optional<std::string>(question const&)>;

  explicit name_server(answerer answers)
      : answers_(std::move(answers)), socket_(io_, {asio::ip::make_address("127.0.0.1"), 0}) {
    port_ = socket_.local_endpoint().port();
    receive();
    thread_ = std::thread([this] { io_.run(); });
  }
  name_server(name_server const&) = delete;
  name_server& operator=(name_server const&) = delete;
  ~name_server() {
    io_.stop();
    thread_.join();
  }
  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

 private:
  void receive() {
    socket_.async_receive_from(asio::buffer(packet_), from_, [this](std::error_code ec, std::size_t size) {
      if (ec) return;
      if (auto const asked = question::of({packet_.data(), size})) {
        auto const text = answers_(*asked);
        std::error_code ignored;
        if (text) socket_.send_to(asio::buffer(*text), from_, 0, ignored);
      }
      receive();
    });
  }

  answerer answers_;
  asio::io_context io_{1};
  asio::ip::udp::socket socket_;
  asio::ip::udp::endpoint from_{};
  std::array<char, 1500> packet_{};
  unsigned port_ = 0;
  std::thread thread_{};
};

struct outcome {
  int times = 0;
  std::error_code ec{};
  std::vector<std::string> addresses{};
};

/// Looks one name up.
outcome look_up(name_server const& server, std::string const& host, colb::cares_options how = {}) {
  how.servers = server.address();
  if (how.timeout == 2000ms) how.timeout = 200ms;
  how.tries = 1;
  asio::io_context io{1};
  colb::cares_resolver names(io.get_executor(), how);
  outcome out;
  names.resolve(host, [&out](std::error_code ec, colb::resolver::addresses all) {
    ++out.times;
    out.ec = ec;
    for (auto const& each : all) out.addresses.push_back(each.to_string());
  });
  io.run_for(20s);
  CHECK(io.stopped());  // nothing is left behind
  std::sort(out.addresses.begin(), out.addresses.end());
  return out;
}

}  // namespace

TEST_CASE("answers of a server of names") {
  using list = std::vector<std::string>;
  struct row {
    char const* what;
    name_server::answerer answers;
    list addresses;
    std::error_code ec;
  };
  auto const both = [](question const& q) -> std::optional<std::string> {
    return q.answer(good, 1, question::record(q.type == a ? a : aaaa, q.type == a ? v4 : v6));
  };
  std::vector<row> const rows{
      {"both families", both, {"192.0.2.1", "2001:db8::1"}, {}},
      {"IPv4 alone",
       [](question const& q) -> std::optional<std::string> {
         return q.type == a ? q.answer(good, 1, question::record(a, v4)) : q.answer(good, 0, "");
       },
       {"192.0.2.1"},
       {}},
      {"several, one twice",
       [](question const& q) -> std::optional<std::string> {
         if (q.type != a) return q.answer(good, 0, "");
         return q.answer(good, 3,
                         question::record(a, v4) + question::record(a, std::string("\xc0\x00\x02\x02", 4)) +
                             question::record(a, v4));
       },
       {"192.0.2.1", "192.0.2.2"},
       {}},
      {"another name of it",
       [](question const& q) -> std::optional<std::string> {
         if (q.type != a) return q.answer(good, 0, "");
         std::string const other(
             "\x05other\x07"
             "example\0",
             15);
         return q.answer(good, 2, question::record(cname, other) + question::record(a, v4, other));
       },
       {"192.0.2.1"},
       {}},
      {"no such name",
       [](question const& q) -> std::optional<std::string> { return q.answer(0x8183, 0, ""); },
       {},
       asio::error::host_not_found},
      {"a name without addresses",
       [](question const& q) -> std::optional<std::string> { return q.answer(good, 0, ""); },
       {},
       asio::error::host_not_found},
      {"silence",
       [](question const&) -> std::optional<std::string> { return std::nullopt; },
       {},
       asio::error::timed_out},
  };
  for (auto const& each : rows) {
    INFO(each.what);
    name_server const server(each.answers);
    auto const got = look_up(server, "name.example");
    CHECK(got.times == 1);
    CHECK(got.addresses == each.addresses);
    CHECK(got.ec == each.ec);
  }
}

TEST_CASE("hostile answers end a look-up, and bring no addresses but those asked for") {
  auto const to_all = [](std::function<std::string(question const&)> text) {
    return [text = std::move(text)](question const& q) -> std::optional<std::string> { return text(q); };
  };
  std::map<std::string, name_server::answerer> const rows{
      {"nothing", to_all([](question const&) { return std::string(); })},
      {"half a header", to_all([](question const& q) { return q.id + "\x81"; })},
      {"another ID", to_all([](question const& q) {
         auto text = q.answer(good, 1, question::record(a, v4));
         text[0] = static_cast<char>(text[0] ^ 1);
         return text;
       })},
      {"another question", to_all([](question const& q) {
         auto text = q.answer(good, 1, question::record(a, v4));
         text[13] = 'x';
         return text;
       })},
      {"a count of records that are not there",
       to_all([](question const& q) { return q.answer(good, 65535, ""); })},
      {"a name that points to itself", to_all([](question const& q) {
         auto const at = 12 + q.as_asked.size();
         return q.answer(good, 1, question::record(a, v4, {'\xc0', static_cast<char>(at)}));
       })},
      {"a name beyond the end",
       to_all([](question const& q) { return q.answer(good, 1, question::record(a, v4, "\xff\xff")); })},
      {"an address of three bytes",
       to_all([](question const& q) { return q.answer(good, 1, question::record(a, v4.substr(1))); })},
      {"a length beyond the end", to_all([](question const& q) {
         auto text = q.answer(good, 1, question::record(a, v4));
         text[text.size() - 5] = '\x7f';
         return text;
       })},
      {"a thousand labels", to_all([](question const& q) {
         std::string name;
         for (int i = 0; i < 300; ++i) name += "\x01x";
         return q.answer(good, 1,
                         question::record(cname, name + '\0') + question::record(a, v4, name + '\0'));
       })},
      {"a refusal", to_all([](question const& q) { return q.answer(0x8185, 0, ""); })},
      {"a failure", to_all([](question const& q) { return q.answer(0x8182, 0, ""); })},
      {"cut off, and nobody listens on TCP",
       to_all([](question const& q) { return q.answer(0x8380, 1, question::record(a, v4)); })},
      {"no DNS", to_all([](question const&) { return std::string(1400, '\xff'); })},
  };
  for (auto const& [what, answers] : rows) {
    INFO(what);
    name_server const server(answers);
    auto const got = look_up(server, "name.example");
    CHECK(got.times == 1);
    CHECK(got.ec);
    CHECK(got.addresses.empty());
  }
}

TEST_CASE("a server that names many addresses, as many as a packet holds") {
  name_server const server([](question const& q) -> std::optional<std::string> {
    if (q.type != a) return q.answer(good, 0, "");
    std::string records;
    for (unsigned i = 0; i < 28; ++i)
      records += question::record(a, {'\xc0', '\0', '\2', static_cast<char>(i)});
    return q.answer(good, 28, records);
  });
  auto const got = look_up(server, "name.example");
  CHECK(!got.ec);
  CHECK(got.addresses.size() == 28);
}

TEST_CASE("/etc/hosts comes before servers") {
  std::ifstream hosts("/etc/hosts");
  std::string line, address, name;
  while (std::getline(hosts, line) && name.empty()) {
    std::istringstream words(line);
    words >> address >> name;
    if (address.empty() || address[0] == '#' || address.find(':') != address.npos || name == "localhost")
      name.clear();
  }
  name_server const server(
      [](question const& q) -> std::optional<std::string> { return q.answer(0x8183, 0, ""); });
  CHECK(look_up(server, "localhost").addresses.size() >= 1);
  if (!name.empty()) {
    INFO(line << ' ' << name);
    auto const got = look_up(server, name);
    CHECK(std::count(got.addresses.begin(), got.addresses.end(), address) == 1);
  }
}

TEST_CASE("names that are none, servers that are none") {
  name_server const server(
      [](question const& q) -> std::optional<std::string> { return q.answer(0x8183, 0, ""); });
  for (std::string const& name :
       {std::string(), std::string(300, 'x'), std::string("a..b"), std::string("\xff\x01")}) {
    INFO(name);
    auto const got = look_up(server, name);
    CHECK(got.times == 1);
    CHECK(got.ec);
  }
  asio::io_context io;
  colb::cares_options wrong;
  wrong.servers = "not an address";
  CHECK_THROWS_AS(colb::cares_resolver(io.get_executor(), wrong), std::invalid_argument);
}

TEST_CASE("a look-up that nobody waits for is given up") {
  name_server const server([](question const&) -> std::optional<std::string> { return std::nullopt; });
  colb::cares_options how;
  how.servers = server.address();
  how.timeout = 60s;
  int ended = 0;
  std::error_code with;
  auto const done = [&](std::error_code ec, colb::resolver::addresses const&) {
    ++ended;
    with = ec;
  };
  SECTION("cancelled by its name") {
    asio::io_context io{1};
    colb::cares_resolver names(io.get_executor(), how);
    names.resolve("a.example", done);
    names.resolve("b.example", done);
    io.run_for(50ms);
    CHECK(ended == 0);
    names.cancel("a.example");
    names.cancel("c.example");
    for (int i = 0; i < 1000 && ended == 0; ++i) {
      io.restart();
      io.run_for(10ms);
    }
    CHECK(ended == 1);
    CHECK(with == asio::error::operation_aborted);
    names.cancel("b.example");
    io.restart();
    io.run_for(10s);
    CHECK(io.stopped());
    CHECK(ended == 2);
  }
  SECTION("cancelled before it began") {
    asio::io_context io{1};
    colb::cares_resolver names(io.get_executor(), how);
    names.resolve("a.example", done);
    names.cancel("a.example");
    io.run_for(10s);
    CHECK(io.stopped());
    CHECK(ended == 1);
  }
  SECTION("its resolver goes") {
    asio::io_context io{1};
    {
      colb::cares_resolver names(io.get_executor(), how);
      names.resolve("a.example", done);
      io.run_for(20ms);
    }
    io.restart();
    io.run_for(10s);
    CHECK(io.stopped());
    CHECK(ended == 1);
  }
  SECTION("its executor goes") {
    auto io = std::make_unique<asio::io_context>(1);
    colb::cares_resolver names(io->get_executor(), how);
    names.resolve("a.example", done);
    io->run_for(20ms);
    io.reset();
    CHECK(ended == 0);
    names.cancel("a.example");
  }
}

TEST_CASE("a client finds its server by it") {
  name_server const server([](question const& q) -> std::optional<std::string> {
    if (q.type != a) return q.answer(good, 0, "");
    return q.answer(good, 1, question::record(a, std::string("\x7f\0\0\1", 4)));
  });
  asio::io_context io{1};
  auto const who = colb::test::make_identity("clb.example", "DNS:clb.example", nullptr);
  colb::test::tls_server there(io, who);
  there.run();
  colb::client_options options;
  options.region = "ap-guangzhou";
  options.credentials = {.id = "AKID", .key = "secret"};
  options.endpoint = "https://clb.example:" + std::to_string(there.port());
  options.tls.verify = false;
  // --8<-- [start:use]
  colb::cares_options how;
  how.servers = server.address();  // without this line: the system's
  options.resolver = std::make_shared<colb::cares_resolver>(io.get_executor(), how);
  // --8<-- [end:use]
  colb::tencent::clb::client client(io.get_executor(), options);
  std::optional<colb::condition> said;
  auto const body = [&]() -> asio::awaitable<void> {
    colb::tencent::clb::DescribeQuota const ask;
    co_await client.call(ask);
  };
  asio::co_spawn(io, body, [&](std::exception_ptr e) {
    if (auto const* const failed = colb::get_error(e)) said = failed->info().condition;
    there.stop();
    there.drop_all();
  });
  io.run_for(30s);
  // The server only echoes, but it was reached.
  CHECK(there.requests.size() >= 1);
  CHECK(said == colb::condition::malformed_response);
}
