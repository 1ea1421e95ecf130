// Serves what a client does as figures for Prometheus, while it works: http://127.0.0.1:PORT/metrics, in the
// format that the scraper asks for (OpenMetrics, or Prometheus' own).
//
// Without --region it works on an emulated cloud inside this program, and changes something there; on the
// real one it only lists load balancers. It ends by itself once the work is done, or after --seconds.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <asio/awaitable.hpp>
#include <asio/buffer.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/read_until.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>

#include <colb/metrics.hpp>

#include "clb_setup.hpp"
#include "common.hpp"

namespace clb = colb::tencent::clb;
using asio::ip::tcp;

namespace {

struct settings {
  example::place where{};
  std::uint16_t port = 0;
  std::chrono::seconds lasts{0};
};

void declare(CLI::App& app, settings& s) {
  app.add_option("--port", s.port, "Of http://127.0.0.1:PORT/metrics; default: a free one")
      ->type_name("PORT");
  app.add_option_function<std::uint32_t>(
         "--seconds", [&s](std::uint32_t const& seconds) { s.lasts = std::chrono::seconds(seconds); },
         "Goes on listing, once a second, for so long; default 0: once")
      ->type_name("SECONDS");
  example::add_place(app, s.where);
}

/// A page for scrapers: one request a connection, to this machine only.
class page : public std::enable_shared_from_this<page> {
 public:
  page(asio::io_context& io, std::uint16_t port, std::shared_ptr<colb::metrics> figures)
      : acceptor_(io, tcp::endpoint(asio::ip::address_v4::loopback(), port)), figures_(std::move(figures)) {}

  std::string url() const {
    return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()) + "/metrics";
  }
  void start() { asio::co_spawn(acceptor_.get_executor(), accept(shared_from_this()), asio::detached); }
  void stop() { acceptor_.close(); }

 private:
  static asio::awaitable<void> accept(std::shared_ptr<page> self) {
    for (;;) {
      std::error_code ec;
      auto token = asio::redirect_error(asio::use_awaitable, ec);
      tcp::socket socket = co_await self->acceptor_.async_accept(token);
      if (!self->acceptor_.is_open()) co_return;
      if (ec) continue;
      auto visitor = std::make_shared<tcp::socket>(std::move(socket));
      asio::co_spawn(self->acceptor_.get_executor(), answer(self, std::move(visitor)), asio::detached);
    }
  }

  static asio::awaitable<void> answer(std::shared_ptr<page> self, std::shared_ptr<tcp::socket> visitor) {
    asio::steady_timer limit(visitor->get_executor(), std::chrono::seconds(5));
    limit.async_wait([visitor](std::error_code ec) {
      if (!ec) visitor->close();
    });
    std::error_code ec;
    auto token = asio::redirect_error(asio::use_awaitable, ec);
    std::string head;
    auto buffer = asio::dynamic_buffer(head, 8 * 1024);
    co_await asio::async_read_until(*visitor, buffer, "\r\n\r\n", token);
    if (ec) co_return;
    std::string const text = self->reply(head);
    co_await asio::async_write(*visitor, asio::buffer(text), token);
    visitor->shutdown(tcp::socket::shutdown_both, ec);
  }

  std::string reply(std::string_view head) const {
    if (!head.starts_with("GET /metrics ")) return "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
    bool const open = head.find("application/openmetrics-text") != head.npos;
    std::string const body = open ? figures_->openmetrics() : figures_->prometheus();
    std::string text = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: ";
    text += open ? colb::metrics::openmetrics_type : colb::metrics::prometheus_type;
    text += "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n";
    return text + body;
  }

  tcp::acceptor acceptor_;
  std::shared_ptr<colb::metrics> figures_;
};

/// Something to count: a purchase, two changes that get in each other's way, tasks.
asio::awaitable<void> change_something(clb::client& client) {
  auto const id = co_await example::make_balancer(client, "shop");
  clb::CreateListener first{.LoadBalancerId = id, .Ports = {8080}, .Protocol = "TCP"};
  client.call_and_wait(first, [](std::exception_ptr, auto) {});
  clb::CreateListener second{.LoadBalancerId = id, .Ports = {8081}, .Protocol = "TCP"};
  co_await client.call_and_wait(second);
}

asio::awaitable<void> work(clb::client& client, settings const& s, page& shown) {
  auto const end = std::chrono::steady_clock::now() + s.lasts;
  std::exception_ptr failure;
  try {
    if (s.where.emulated()) co_await change_something(client);
    clb::DescribeLoadBalancers list;
    auto const executor = co_await asio::this_coro::executor;
    co_await client.call(list);
    while (std::chrono::steady_clock::now() < end) {
      asio::steady_timer pause(executor, std::chrono::seconds(1));
      co_await pause.async_wait(asio::use_awaitable);
      co_await client.call(list);
    }
  } catch (...) {
    failure = std::current_exception();
  }
  shown.stop();
  if (failure) std::rethrow_exception(failure);
}

int run(settings s) {
  asio::io_context io;
  colb::emulator::options emulated;
  emulated.faults = {{.action = "DescribeLoadBalancers", .code = "InternalError"}};  // is repeated
  example::cloud cloud(io, s.where, emulated);
  auto const figures = std::make_shared<colb::metrics>();
  auto options = cloud.options(s.where.region());
  options.observer = figures;
  clb::client client(io.get_executor(), options);

  auto const shown = std::make_shared<page>(io, s.port, figures);
  shown->start();
  std::printf("figures at %s\n", shown->url().c_str());
  std::fflush(stdout);
  progress show(io.get_executor());
  auto const end = example::run(io, work(client, s, *shown), cloud, show);
  if (end) {
    example::explain(end);
    return 1;
  }
  std::istringstream all(figures->prometheus());
  for (std::string line; std::getline(all, line);) {
    if (line.starts_with("colb_operations_total")) std::printf("%s\n", line.c_str());
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  return example::start("metrics", "Lists load balancers and serves the client's metrics to Prometheus.",
                        argc, argv, declare, run);
}
