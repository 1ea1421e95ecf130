// colb: tests of the emulator over real connections.
#include <array>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include <asio/connect.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/ssl.hpp>
#include <asio/thread_pool.hpp>
#include <asio/use_future.hpp>
#include <asio/write.hpp>

#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/quota.hpp>

#include "catch.hpp"
#include "emulator/driver.hpp"

using namespace colb_test;
namespace clb = colb::tencent::clb;
using kind = emulator::fault_kind;

namespace {

/// A cloud whose io_context runs on a thread of its own.
class running {
 public:
  explicit running(emulator::options options = {})
      : cloud(io.get_executor(), std::move(options)), thread_([this] { io.run(); }) {}
  ~running() {
    cloud.stop();
    thread_.join();
  }

  asio::io_context io;
  emulator::cloud cloud;

 private:
  std::thread thread_;
};

/// A blocking connection that verifies the cloud's certificate.
class connection {
 public:
  explicit connection(emulator::cloud const& cloud, std::string const& host = "127.0.0.1")
      : tls_(asio::ssl::context::tls_client), stream_(io_, tls_) {
    tls_.load_verify_file(cloud.ca_file());
    stream_.set_verify_mode(asio::ssl::verify_peer);
    stream_.set_verify_callback(asio::ssl::host_name_verification(host));
    stream_.lowest_layer().connect({asio::ip::address_v4::loopback(), cloud.port()}, ec);
    if (!ec) stream_.handshake(asio::ssl::stream_base::client, ec);
  }

  void write(std::string const& text) { asio::write(stream_, asio::buffer(text), ec); }

  std::string read_some() {
    std::array<char, 4096> buffer;
    auto const size = stream_.read_some(asio::buffer(buffer), ec);
    return std::string(buffer.data(), size);
  }

  /// One answer, by its Content-Length; what there was when the connection ended.
  std::string answer() {
    std::string text;
    for (;;) {
      if (auto const end = text.find("\r\n\r\n"); end != text.npos) {
        auto const length = text.find("Content-Length: ");
        auto const size = length < end ? std::stoul(text.substr(length + 16)) : 0;
        if (text.size() >= end + 4 + size) return text;
      }
      auto const more = read_some();
      if (ec) return text;
      text += more;
    }
  }

  std::error_code ec;

 private:
  asio::io_context io_;
  asio::ssl::context tls_;
  asio::ssl::stream<asio::ip::tcp::socket> stream_;
};

std::string wire(emu::request const& request, std::string const& more = "") {
  std::string text = request.method + ' ' + request.target + " HTTP/1.1\r\n";
  for (auto const& [name, value] : request.headers) text += name + ": " + value + "\r\n";
  return text + "Content-Length: " + std::to_string(request.body.size()) + "\r\n" + more + "\r\n" +
         request.body;
}

/// Signs for a cloud that goes by the machine's clock.
emu::request signed_for(emulator::cloud const& cloud, std::string const& action, std::string body = "{}") {
  emu::request request;
  request.method = "POST";
  request.target = "/";
  auto const now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  request.headers = {{"Host", cloud.endpoint().substr(8)},
                     {"Content-Type", "application/json"},
                     {"X-TC-Action", action},
                     {"X-TC-Version", "2018-03-17"},
                     {"X-TC-Timestamp", std::to_string(now)},
                     {"X-TC-Region", "ap-guangzhou"}};
  request.body = std::move(body);
  colb::sign::tc3_request const what{.secret_id = cloud.credentials().id,
                                     .secret_key = cloud.credentials().key,
                                     .service = "clb",
                                     .host = request.header("Host"),
                                     .content_type = "application/json",
                                     .payload = request.body,
                                     .timestamp = now};
  request.headers.emplace_back("Authorization", colb::sign::sign_tc3(what));
  return request;
}

bool is_good(std::string const& answer) {
  return answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.find("\"QuotaSet\"") != answer.npos &&
         answer.ends_with("}}");
}

}  // namespace

TEST_CASE("a client looks up host names with the resolver that it is given") {
  struct loopback final : colb::resolver {
    void resolve(std::string const& host, answer done) override {
      asked.push_back(host);
      done({}, {asio::ip::address_v4::loopback()});
    }
    std::vector<std::string> asked{};
  };
  running own;
  auto const names = std::make_shared<loopback>();
  colb::client_options options;
  options.region = "ap-guangzhou";
  options.credentials = own.cloud.credentials();
  options.endpoint = "https://localhost:" + std::to_string(own.cloud.port());
  options.tls.ca_file = own.cloud.ca_file();
  options.resolver = names;
  asio::io_context io;
  clb::client client(io.get_executor(), options);
  clb::DescribeQuota const ask{};
  auto answered = client.call(ask, asio::use_future);
  io.run();
  CHECK_FALSE(answered.get().RequestId.empty());
  CHECK(names->asked == std::vector<std::string>{"localhost"});
}

TEST_CASE("the cloud answers over TLS, on one connection again and again") {
  running own;
  CHECK(own.cloud.endpoint() == "https://127.0.0.1:" + std::to_string(own.cloud.port()));
  connection to(own.cloud);
  REQUIRE_FALSE(to.ec);
  for (int i = 0; i < 5; ++i) {
    to.write(wire(signed_for(own.cloud, "DescribeQuota")));
    CHECK(is_good(to.answer()));
  }
  auto const counters = own.cloud.counters();
  CHECK(counters.connections == 1);
  CHECK(counters.handshakes == 1);
  CHECK(counters.requests == 5);
  CHECK(own.cloud.calls().size() == 5);
}

TEST_CASE("the certificate is good for the names that clients use, and trusted by its CA only") {
  running own;
  for (char const* host :
       {"127.0.0.1", "::1", "localhost", "clb.tencentcloudapi.com", "clb.ap-guangzhou.tencentcloudapi.com"}) {
    CAPTURE(host);
    CHECK_FALSE(connection(own.cloud, host).ec);
  }
  CHECK(connection(own.cloud, "example.com").ec);
  running other;
  asio::io_context io;
  asio::ssl::context tls(asio::ssl::context::tls_client);
  tls.load_verify_file(other.cloud.ca_file());
  asio::ssl::stream<asio::ip::tcp::socket> stream(io, tls);
  stream.set_verify_mode(asio::ssl::verify_peer);
  stream.lowest_layer().connect({asio::ip::address_v4::loopback(), own.cloud.port()});
  std::error_code ec;
  stream.handshake(asio::ssl::stream_base::client, ec);
  CHECK(ec);
}

TEST_CASE("the CA file goes with the cloud") {
  std::string path;
  {
    running own;
    path = own.cloud.ca_file();
    std::ifstream file(path);
    std::string const text{std::istreambuf_iterator<char>(file), {}};
    CHECK(text == own.cloud.ca_pem());
    CHECK(text.starts_with("-----BEGIN CERTIFICATE-----"));
  }
  CHECK_FALSE(std::filesystem::exists(path));
}

TEST_CASE("requests in pieces, chunked, or with Expect are read") {
  running own;
  connection to(own.cloud);
  auto const text = wire(signed_for(own.cloud, "DescribeQuota"));
  for (char const c : text) to.write(std::string(1, c));
  CHECK(is_good(to.answer()));

  auto const request = signed_for(own.cloud, "DescribeQuota", "{ }");
  auto chunked = wire(request);
  auto const length = chunked.find("Content-Length");
  chunked.replace(length, chunked.size() - length,
                  "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n2\r\n }\r\n0\r\n\r\n");
  to.write(chunked);
  CHECK(is_good(to.answer()));

  auto expecting = wire(request, "Expect: 100-continue\r\n");
  auto const body = expecting.substr(expecting.size() - 3);
  expecting.resize(expecting.size() - 3);
  to.write(expecting);
  CHECK(to.answer() == "HTTP/1.1 100 Continue\r\n\r\n");
  to.write(body);
  CHECK(is_good(to.answer()));
}

TEST_CASE("Connection: close is honoured") {
  running own;
  connection to(own.cloud);
  to.write(wire(signed_for(own.cloud, "DescribeQuota"), "Connection: close\r\n"));
  auto const answer = to.answer();
  CHECK(is_good(answer));
  CHECK(answer.find("Connection: close\r\n") != answer.npos);
  to.read_some();
  CHECK(to.ec == asio::error::eof);
}

TEST_CASE("what is no HTTP, or too much of it, is refused and ends the connection") {
  running own;
  auto const sent = [&](std::string const& text) {
    connection to(own.cloud);
    to.write(text);
    auto const answer = to.answer();
    to.read_some();
    CHECK(to.ec);
    return answer.substr(0, answer.find("\r\n"));
  };
  CHECK(sent("hello\r\n\r\n") == "HTTP/1.1 400 Bad Request");
  CHECK(sent("POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n") == "HTTP/1.1 413 Payload Too Large");
  CHECK(sent("POST / HTTP/1.1\r\nX: " + std::string(70'000, 'x') + "\r\n\r\n") ==
        "HTTP/1.1 431 Request Header Fields Too Large");
}

TEST_CASE("faults of connections are played") {
  running own;
  auto const played = [&](emulator::fault fault) {
    fault.action = fault.kind == kind::reset_connection ? "" : "DescribeQuota";
    own.cloud.inject(fault);
    connection to(own.cloud);
    if (to.ec) return std::pair(std::string("no connection"), to.ec);
    to.write(wire(signed_for(own.cloud, "DescribeQuota")));
    auto answer = to.answer();
    if (!to.ec) to.read_some();
    return std::pair(std::move(answer), to.ec);
  };
  CHECK(played({.kind = kind::reset_connection}).first == "no connection");
  CHECK(own.cloud.counters().handshakes == 0);
  CHECK(played({.kind = kind::drop_request}).first == "");
  auto const calls = own.cloud.calls();
  REQUIRE(calls.size() == 1);
  CHECK(calls[0].request_id == "");
  CHECK(played({.kind = kind::drop_answer}).first == "");
  CHECK(own.cloud.calls().at(1).request_id != "");
  auto const [half, end] = played({.kind = kind::truncate_answer});
  CHECK(half.starts_with("HTTP/1.1 200 OK"));
  CHECK_FALSE(half.ends_with("}}"));
  CHECK(end == asio::error::eof);
  CHECK_FALSE(played({.kind = kind::garbage_http}).first.starts_with("HTTP"));
  auto const [closed, after] = played({.kind = kind::close_after_answer});
  CHECK(is_good(closed));
  CHECK(closed.find("Connection: keep-alive") != closed.npos);
  CHECK(after == asio::error::eof);

  own.cloud.inject({.kind = kind::http_error, .status = 503});
  connection to(own.cloud);
  to.write(wire(signed_for(own.cloud, "DescribeQuota")));
  auto const page = to.answer();
  CHECK(page.starts_with("HTTP/1.1 503 Service Unavailable\r\n"));
  CHECK(page.find("<html>") != page.npos);
}

TEST_CASE("an answer that is held back leaves by the cloud's clock, its advance, or when it begins anew") {
  enum class by { clock, advance, reset };
  for (by const way : {by::clock, by::advance, by::reset}) {
    CAPTURE(static_cast<int>(way));
    auto const clock = std::make_shared<colb::manual_clock>(std::chrono::system_clock::now());
    running own({.clock = clock});
    own.cloud.inject({.kind = kind::delay, .delay = std::chrono::hours(1)});
    connection to(own.cloud);
    to.write(wire(signed_for(own.cloud, "DescribeQuota")));
    while (clock->armed() == 0) std::this_thread::yield();
    if (way == by::clock) clock->advance(std::chrono::hours(1));
    if (way != by::clock) own.cloud.advance(std::chrono::minutes(59));
    if (way == by::advance) own.cloud.advance(std::chrono::minutes(1));
    if (way == by::reset) own.cloud.reset();
    CHECK(is_good(to.answer()));
  }
}

TEST_CASE("stopping ends connections and lets the io_context finish, whatever they wait for") {
  auto const clock = std::make_shared<colb::manual_clock>(std::chrono::system_clock::now());
  asio::io_context io;
  auto cloud = std::make_optional<emulator::cloud>(io.get_executor(), emulator::options{.clock = clock});
  cloud->inject({.action = "DescribeQuota", .kind = kind::delay, .delay = std::chrono::hours(1)});
  std::thread thread([&] { io.run(); });
  connection idle(*cloud);
  connection waiting(*cloud);
  waiting.write(wire(signed_for(*cloud, "DescribeQuota")));
  while (clock->armed() == 0) std::this_thread::yield();
  cloud->stop();
  CHECK(cloud->calls().size() == 1);
  cloud.reset();
  thread.join();
  idle.read_some();
  CHECK(idle.ec);
  waiting.read_some();
  CHECK(waiting.ec);
}

TEST_CASE("the cloud may outlive its io_context, and the other way round") {
  std::optional<asio::io_context> io(std::in_place);
  emulator::cloud cloud(io->get_executor());
  std::optional<emulator::cloud> never_run(std::in_place, io->get_executor());
  never_run.reset();
  std::optional<connection> open;
  std::thread thread([&] { io->run(); });
  open.emplace(cloud);
  REQUIRE_FALSE(open->ec);
  open->write(wire(signed_for(cloud, "DescribeQuota")));
  CHECK(is_good(open->answer()));
  io->stop();
  thread.join();
  io.reset();
  CHECK(cloud.calls().size() == 1);
  open->read_some();
  CHECK(open->ec);
}

TEST_CASE("a taken port is an error, a moved cloud goes on") {
  asio::io_context io;
  emulator::cloud cloud(io.get_executor());
  CHECK_THROWS_AS(emulator::cloud(io.get_executor(), {.port = cloud.port()}), std::system_error);
  auto const port = cloud.port();
  emulator::cloud moved(std::move(cloud));
  CHECK(moved.port() == port);
  moved = emulator::cloud(io.get_executor());
  CHECK(moved.port() != port);
}

TEST_CASE("many connections on several threads") {
  asio::thread_pool pool(3);
  emulator::cloud cloud(pool.get_executor(), {.rate_limit = false});
  std::atomic<int> good{0};
  std::vector<std::thread> clients;
  for (int i = 0; i < 4; ++i) {
    clients.emplace_back([&] {
      connection to(cloud);
      for (int j = 0; j < 25; ++j) {
        to.write(wire(signed_for(cloud, "DescribeQuota")));
        good += is_good(to.answer()) ? 1 : 0;
      }
    });
  }
  for (auto& client : clients) client.join();
  CHECK(good == 100);
  CHECK(cloud.counters().connections == 4);
  cloud.stop();
  pool.join();
}
