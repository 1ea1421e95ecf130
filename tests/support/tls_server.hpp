// colb: an HTTPS server on loopback, for tests of the transport.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <asio/awaitable.hpp>
#include <asio/buffer.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/redirect_error.hpp>
#include <asio/ssl/context.hpp>
#include <asio/ssl/stream.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>

#include "certificates.hpp"

namespace colb::test {

/// Answers requests by their target:
/// "/close" closes in an orderly way after the reply, "/drop" without notice; "/to-end" and "/cut" send a
/// reply that ends with the connection, in an orderly way or not; "/big" sends 1 MiB; "/never" does not
/// answer; "/twice" answers, and then once more, unasked; all else echoes the body.
class tls_server {
 public:
  using socket = asio::ssl::stream<asio::ip::tcp::socket>;

  tls_server(asio::io_context& io, identity const& who)
      : context(asio::ssl::context::tls_server),
        acceptor_(io, asio::ip::tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0)) {
    context.use_certificate_chain(asio::buffer(who.certificate_pem()));
    context.use_private_key(asio::buffer(who.key_pem()), asio::ssl::context::pem);
  }

  void run() { asio::co_spawn(acceptor_.get_executor(), accept(*this), asio::detached); }

  void stop() { acceptor_.close(); }

  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

  /// Ends the connections that are open, without notice.
  void drop_all() {
    for (auto const& weak : connections_)
      if (auto const s = weak.lock()) s->lowest_layer().close();
  }

  asio::ssl::context context;
  std::vector<std::string> names;      ///< SNI of each connection.
  std::vector<std::string> requests;   ///< Header of each request.
  std::string always{};                ///< The body of every reply; empty: as above.
  std::function<bool()> on_request{};  ///< Of each: whether it is answered.
  int handshakes_failed = 0;
  int ended = 0;  ///< Connections closed as the target told.
  int twice = 0;  ///< Replies that nobody had asked for.

 private:
  static asio::awaitable<void> accept(tls_server& self) {
    for (;;) {
      std::error_code ec;
      auto raw = co_await self.acceptor_.async_accept(asio::redirect_error(asio::use_awaitable, ec));
      if (ec) co_return;
      auto const s = std::make_shared<socket>(std::move(raw), self.context);
      self.connections_.push_back(s);
      asio::co_spawn(self.acceptor_.get_executor(), serve(self, s), asio::detached);
    }
  }

  static asio::awaitable<void> serve(tls_server& self, std::shared_ptr<socket> s) {
    std::error_code ec;
    co_await s->async_handshake(asio::ssl::stream_base::server,
                                asio::redirect_error(asio::use_awaitable, ec));
    if (ec) {
      ++self.handshakes_failed;
      co_return;
    }
    char const* const name = SSL_get_servername(s->native_handle(), TLSEXT_NAMETYPE_host_name);
    self.names.emplace_back(name ? name : "");
    std::string in;
    std::vector<char> piece(16384);
    for (;;) {
      auto const header_end = in.find("\r\n\r\n");
      auto const length_at = in.find("Content-Length: ");
      std::size_t const length = length_at < header_end && header_end != std::string::npos
                                     ? std::stoul(in.substr(length_at + 16))
                                     : 0;
      if (header_end == std::string::npos || in.size() < header_end + 4 + length) {
        auto const n =
            co_await s->async_read_some(asio::buffer(piece), asio::redirect_error(asio::use_awaitable, ec));
        if (ec) co_return;
        in.append(piece.data(), n);
        continue;
      }
      self.requests.push_back(in.substr(0, header_end));
      auto const from = in.find(' ') + 1;
      auto const target = in.substr(from, in.find(' ', from) - from);
      std::string body = in.substr(header_end + 4, length);
      in.erase(0, header_end + 4 + length);
      if (!self.always.empty()) body = self.always;
      if (self.on_request && !self.on_request()) continue;
      if (target == "/never") continue;
      if (target == "/big") body.assign(1024 * 1024, 'b');
      bool const to_end = target == "/to-end" || target == "/cut";
      std::string const reply =
          "HTTP/1.1 200 OK\r\n" +
          (to_end ? std::string() : "Content-Length: " + std::to_string(body.size()) + "\r\n") + "\r\n" +
          body;
      co_await asio::async_write(*s, asio::buffer(reply), asio::redirect_error(asio::use_awaitable, ec));
      if (target == "/twice") {
        co_await asio::async_write(*s, asio::buffer(reply), asio::redirect_error(asio::use_awaitable, ec));
        ++self.twice;
      }
      if (target == "/close" || target == "/to-end") {
        // So that it does not wait for the other side's part of the end.
        s->lowest_layer().shutdown(asio::ip::tcp::socket::shutdown_receive, ec);
        co_await s->async_shutdown(asio::redirect_error(asio::use_awaitable, ec));
      }
      if (target == "/close" || target == "/to-end" || target == "/drop" || target == "/cut") {
        s->lowest_layer().close(ec);
        ++self.ended;
        co_return;
      }
    }
  }

  asio::ip::tcp::acceptor acceptor_;
  std::vector<std::weak_ptr<socket>> connections_;
};

}  // namespace colb::test
