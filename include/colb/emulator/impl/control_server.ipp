// colb: the emulator's control port, as a server. Included in one translation unit; see src.hpp.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <system_error>
#include <utility>

#include <colb/asio/co_spawn.hpp>
#include <colb/asio/detached.hpp>
#include <colb/asio/post.hpp>
#include <colb/asio/redirect_error.hpp>
#include <colb/asio/steady_timer.hpp>
#include <colb/asio/strand.hpp>
#include <colb/asio/use_awaitable.hpp>
#include <colb/asio/write.hpp>

#include <colb/emulator/control.hpp>
#include <colb/emulator/http_parser.hpp>
#include <colb/emulator/server.hpp>

namespace colb::inline COLB_ABI::inner::emu {

/// A connection to the control port. Used on its strand only.
class control_session {
 public:
  explicit control_session(asio::ip::tcp::socket from)
      : socket(std::move(from)), limit_(socket.get_executor()) {}

  asio::ip::tcp::socket socket;
  std::string buffer{};

  /// Bounds how long a slow peer holds a socket.
  static void end_in(std::shared_ptr<control_session> const& self, std::chrono::seconds time) {
    self->limit_.expires_after(time);
    self->limit_.async_wait([weak = std::weak_ptr(self)](error_code ec) {
      auto const alive = weak.lock();
      if (alive && !ec && alive->limit_.expiry() <= std::chrono::steady_clock::now()) alive->close();
    });
  }

  void close() {
    error_code ignored;
    limit_.cancel();
    socket.close(ignored);
  }

 private:
  asio::steady_timer limit_;
};

std::string control_text(control_answer const& answer, bool head, bool close) {
  std::string text = "HTTP/1.1 " + std::to_string(answer.status) + ' ' + reason_of(answer.status) +
                     "\r\nServer: colb-emulator\r\nContent-Type: " + answer.content_type +
                     "\r\nContent-Length: " + std::to_string(answer.body.size());
  for (auto const& [name, value] : answer.headers)
    text.append("\r\n").append(name).append(": ").append(value);
  text += close ? "\r\nConnection: close\r\n\r\n" : "\r\nConnection: keep-alive\r\n\r\n";
  if (!head) text += answer.body;
  return text;
}

namespace control_io {

constexpr std::chrono::seconds request_limit{30};
constexpr std::chrono::seconds idle_limit{75};

asio::awaitable<bool> read_some(std::shared_ptr<control_session> session) {
  constexpr std::size_t piece = std::size_t{16} * 1024;
  auto const old = session->buffer.size();
  session->buffer.resize(old + piece);
  error_code ec;
  auto const size = co_await session->socket.async_read_some(
      asio::buffer(session->buffer.data() + old, piece), asio::redirect_error(asio::use_awaitable, ec));
  session->buffer.resize(old + size);
  co_return !ec;
}

asio::awaitable<bool> write_all(std::shared_ptr<control_session> session, std::string text) {
  error_code ec;
  co_await asio::async_write(session->socket, asio::buffer(text),
                             asio::redirect_error(asio::use_awaitable, ec));
  co_return !ec;
}

/// Lets the peer read the answer before it learns that nobody reads what it still sends.
asio::awaitable<void> say_goodbye(std::shared_ptr<control_session> session) {
  control_session::end_in(session, std::chrono::seconds(2));
  error_code ec;
  session->socket.shutdown(asio::ip::tcp::socket::shutdown_send, ec);
  bool more = true;
  while (more) {
    session->buffer.clear();
    more = co_await read_some(session);
  }
}

/// 0, the status to refuse the request with, or -1: the peer is gone.
asio::awaitable<int> read_until(std::shared_ptr<control_session> session,
                                std::shared_ptr<request_parser> parser, bool header_only) {
  int status = 0;
  bool idle = header_only && session->buffer.empty();
  for (;;) {
    auto const how = feed(*parser, session->buffer, status, header_only);
    if (how == step::parsed) co_return 0;
    if (how == step::refused) co_return status;
    bool const more = co_await read_some(session);
    if (!more) co_return -1;
    if (std::exchange(idle, false)) control_session::end_in(session, request_limit);
  }
}

/// One request and its answer. True: the connection goes on.
asio::awaitable<bool> exchange(std::shared_ptr<control_session> session, control& control,
                               std::string local_address) {
  auto const parser = std::make_shared<request_parser>();
  parser->body_limit(std::uint64_t{control_body_limit});
  control_session::end_in(session, session->buffer.empty() ? idle_limit : request_limit);
  int status = co_await read_until(session, parser, true);
  if (status == 0) {
    bool const asks = same_header_name(parser->result.header("Expect"), "100-continue");
    if (asks && session->buffer.empty()) {
      std::string go_on = "HTTP/1.1 100 Continue\r\n\r\n";
      bool const sent = co_await write_all(session, std::move(go_on));
      if (!sent) co_return false;
    }
    status = co_await read_until(session, parser, false);
  }
  if (status < 0) co_return false;
  control_answer reply;
  if (status == 0) {
    reply = control.handle(parser->result, local_address);
  } else {
    reply = control_error(status, status == 413   ? "The body is too large: send at most 1 MiB at once."
                                  : status == 431 ? "The header is too large: send fewer or shorter fields."
                                                  : "This is not an HTTP request: see RFC 9112.");
  }
  bool const close = status > 0 || !parser->keep_alive();
  std::string text = control_text(reply, parser->result.method == "HEAD", close);
  control_session::end_in(session, request_limit);
  bool const sent = co_await write_all(session, std::move(text));
  if (sent && close) co_await say_goodbye(session);
  co_return sent && !close;
}

}  // namespace control_io

void server::start_control(asio::any_io_executor executor, std::uint16_t port) {
  control_ = std::make_unique<emu::control>(core_, core_.options().names);
  auto const address = asio::ip::make_address(core_.options().bind);
  auto acceptor = listen_on(executor, address, port);
  control_endpoint_ = "http://" + host_of(address) + ':' + std::to_string(acceptor.local_endpoint().port());
  auto const strand = acceptor.get_executor();
  asio::co_spawn(strand, accept(shared_from_this(), std::move(executor), std::move(acceptor), door::control),
                 asio::detached);
}

asio::awaitable<void> server::serve_control(std::shared_ptr<server> self, asio::ip::tcp::socket socket) {
  error_code ec;
  socket.set_option(asio::ip::tcp::no_delay(true), ec);
  auto const here = socket.local_endpoint(ec);
  std::string local;
  if (!ec) local = here.address().to_string();
  auto const session = std::make_shared<control_session>(std::move(socket));
  {
    std::lock_guard const lock(self->mutex_);
    if (self->stopped_) co_return;
    std::erase_if(self->control_sessions_, [](auto const& other) { return other.expired(); });
    self->control_sessions_.push_back(session);
  }
  bool goes_on = true;
  while (goes_on) goes_on = co_await control_io::exchange(session, *self->control_, local);
  session->close();
}

void server::stop_control() {
  for (auto const& weak : control_sessions_) {
    if (auto const session = weak.lock())
      asio::post(session->socket.get_executor(), [session] { session->close(); });
  }
  control_sessions_.clear();
}

}  // namespace colb::inline COLB_ABI::inner::emu
