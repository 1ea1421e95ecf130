// colb: exchanges with a server of its own through a proxy of the machine, for proxies.sh.
//
//   through PROXY_URL [CA_FILE [hang]]
//
// Prints "ok" after three exchanges, or the stage, whether another attempt would end the same, and why. With
// "hang" the second one is not answered: it prints "hanging" first, so that the proxy can be killed under it.
#include <cstdio>
#include <memory>
#include <string>

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/strand.hpp>

#include <colb/transport/exchange.hpp>
#include <colb/transport/network.hpp>

#include "../support/tls_server.hpp"

namespace {

struct outcome {
  colb::inner::exchange_result result{};
  bool done = false;
};

outcome exchange(asio::io_context& io, asio::any_io_executor const& strand,
                 std::shared_ptr<colb::inner::pool> const& pool, colb::inner::endpoint const& to,
                 colb::inner::request const& what) {
  outcome out;
  asio::co_spawn(strand, colb::inner::exchange(pool, to, what, colb::clock::tick::max()),
                 [&](std::exception_ptr, colb::inner::exchange_result got) {
                   out.result = std::move(got);
                   out.done = true;
                 });
  io.restart();
  while (!out.done) io.run_one();
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace colb::test;
  if (argc < 2) return 2;
  bool const hangs = argc > 3;
  // An address of this machine that is none of loopback's, which no proxy is asked for.
  identity const authority = make_identity("colb test authority", "", nullptr);
  identity const service = make_identity("service", "IP:0.0.0.0", &authority);
  asio::io_context io{1};
  tls_server server(io, service);
  server.run();

  colb::inner::tls_settings tls;
  tls.context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
  tls.context->add_certificate_authority(asio::buffer(authority.certificate_pem()));
  if (argc > 2) tls.context->load_verify_file(argv[2]);
  asio::any_io_executor const strand = asio::make_strand(asio::any_io_executor(io.get_executor()));
  auto const clock = colb::clock::system();
  colb::proxy_options proxy;
  proxy.url = argv[1];
  auto const pool = std::make_shared<colb::inner::pool>(
      strand, std::make_shared<colb::inner::net_dialer>(strand, clock, colb::timeouts{}, tls, nullptr, proxy),
      clock, colb::timeouts{}, colb::pool_limits{});
  auto const to = colb::inner::parse_endpoint("https://0.0.0.0:" + std::to_string(server.port()));

  for (int i = 0; i < 3; ++i) {
    colb::inner::request what;
    what.method = "POST";
    what.body = std::string(100'000, 'x');
    if (hangs && i == 1) {
      what.target = "/never";
      std::puts("hanging");
      std::fflush(stdout);
    }
    outcome const got = exchange(io, strand, pool, to, what);
    if (auto const* failed = std::get_if<colb::inner::failure>(&got.result)) {
      std::printf("%s%s%s: %s\n", std::string(to_string(failed->at)).c_str(),
                  failed->lasting ? " lasting" : "", failed->reached_server ? " reached" : "",
                  failed->detail.c_str());
      return 1;
    }
    if (std::get<colb::inner::response>(got.result).body != what.body) return 3;
  }
  bool const one = pool->stats().connections == 1;
  std::puts(one ? "ok" : "more than one connection");
  return one ? 0 : 3;
}
