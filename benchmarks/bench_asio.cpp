// The bare minimum: the bytes that colb sends, ready-made, over Asio's own TLS stream; N coroutines on one
// thread, each with a connection. Nothing is signed, nothing decoded; of the reply only its length is looked
// at. usage: bench_asio ENDPOINT_HOST PORT CA_FILE CONCURRENCY CALLS
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <asio/buffer.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/read.hpp>
#include <asio/read_until.hpp>
#include <asio/ssl.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>

#include "measure.hpp"

namespace {

using stream = asio::ssl::stream<asio::ip::tcp::socket>;

std::string request_bytes(std::string const& host) {
  std::string const body = "{\"LoadBalancerIds\":[\"lb-6efswuxa\"]}";
  return "POST / HTTP/1.1\r\nHost: " + host +
         "\r\nContent-Type: application/json; charset=utf-8\r\n"
         "Authorization: TC3-HMAC-SHA256 Credential=AKIDbenchmark/2026-01-01/clb/tc3_request, "
         "SignedHeaders=content-type;host, "
         "Signature=0000000000000000000000000000000000000000000000000000000000000000\r\n"
         "X-TC-Action: DescribeLoadBalancers\r\nX-TC-Version: 2018-03-17\r\nX-TC-Timestamp: 1767225600\r\n"
         "X-TC-Region: ap-guangzhou\r\nUser-Agent: colb/0.2.0\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

asio::awaitable<void> open(stream& to, asio::ip::tcp::endpoint const& server) {
  co_await to.next_layer().async_connect(server, asio::use_awaitable);
  to.next_layer().set_option(asio::ip::tcp::no_delay(true));
  co_await to.async_handshake(asio::ssl::stream_base::client, asio::use_awaitable);
}

asio::awaitable<void> work(stream& over, std::string const& request, long calls) {
  std::string in;
  for (long i = 0; i < calls; ++i) {
    co_await asio::async_write(over, asio::buffer(request), asio::use_awaitable);
    std::size_t const head =
        co_await asio::async_read_until(over, asio::dynamic_buffer(in), "\r\n\r\n", asio::use_awaitable);
    std::size_t const length_at = in.find("Content-Length: ");
    if (length_at > head) std::abort();
    std::size_t const whole = head + std::strtoul(in.c_str() + length_at + 16, nullptr, 10);
    if (whole > in.size()) {
      co_await asio::async_read(over, asio::dynamic_buffer(in), asio::transfer_exactly(whole - in.size()),
                                asio::use_awaitable);
    }
    if (whole < 900) std::abort();
    in.erase(0, whole);
  }
}

template <class Make>
void run(asio::io_context& io, std::vector<std::unique_ptr<stream>>& connections, Make make) {
  for (auto const& each : connections) {
    asio::co_spawn(io, make(*each), [](std::exception_ptr e) {
      if (e) std::rethrow_exception(e);
    });
  }
  io.restart();
  io.run();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 6) return std::fprintf(stderr, "usage: bench_asio ADDRESS PORT CA_FILE CONCURRENCY CALLS\n"), 2;
  asio::ip::tcp::endpoint const server(asio::ip::make_address(argv[1]),
                                       static_cast<unsigned short>(std::atoi(argv[2])));
  std::string const request = request_bytes(std::string(argv[1]) + ":" + argv[2]);
  int const concurrency = std::atoi(argv[4]);
  long const calls = std::atol(argv[5]);

  asio::io_context io(1);
  asio::ssl::context context(asio::ssl::context::tls_client);
  context.load_verify_file(argv[3]);
  context.set_verify_mode(asio::ssl::verify_peer);
  std::vector<std::unique_ptr<stream>> connections;
  for (int i = 0; i < concurrency; ++i) connections.push_back(std::make_unique<stream>(io, context));

  run(io, connections, [&](stream& each) { return open(each, server); });
  run(io, connections,
      [&](stream& each) { return work(each, request, std::max(calls / 10 / concurrency, 1L)); });
  measure const m;
  run(io, connections, [&](stream& each) { return work(each, request, calls / concurrency); });
  m.print_calls("asio." + std::to_string(concurrency), calls);
}
