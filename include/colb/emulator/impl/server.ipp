// colb: bodies of the emulator's server. Included in one translation unit; see src.hpp.
#pragma once

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <unistd.h>

#include <colb/asio/co_spawn.hpp>
#include <colb/asio/detached.hpp>
#include <colb/asio/ip/address.hpp>
#include <colb/asio/ip/v6_only.hpp>
#include <colb/asio/post.hpp>
#include <colb/asio/read.hpp>
#include <colb/asio/redirect_error.hpp>
#include <colb/asio/ssl/stream.hpp>
#include <colb/asio/steady_timer.hpp>
#include <colb/asio/strand.hpp>
#include <colb/asio/use_awaitable.hpp>
#include <colb/asio/write.hpp>

#include <colb/clock.hpp>
#include <colb/emulator/http_parser.hpp>
#include <colb/emulator/server.hpp>
#include <colb/emulator/state.hpp>

namespace colb::inline COLB_ABI::inner::emu {

// ---- one connection
// --------------------------------------------------------------------------------------------

/// Used on its strand only.
class session {
 public:
  session(asio::ip::tcp::socket socket, asio::ssl::context& tls, std::shared_ptr<colb::clock> clock,
          bool without_tls)
      : stream(std::move(socket), tls),
        plain(without_tls),
        held_back(stream.get_executor(), std::move(clock)),
        limit_(stream.get_executor()) {}

  asio::ssl::stream<asio::ip::tcp::socket> stream;
  bool const plain;       ///< What is below TLS is used alone.
  bool metadata = false;  ///< The metadata services' port.
  timer held_back;
  std::string buffer{};

  /// Real time, whatever the cloud's clock says: it bounds how long a slow peer holds a socket.
  static void end_in(std::shared_ptr<session> const& self, std::chrono::seconds time) {
    self->limit_.expires_after(time);
    self->limit_.async_wait([weak = std::weak_ptr(self)](error_code ec) {
      auto const alive = weak.lock();
      // A timer set anew while its handler was on its way is not due yet.
      if (alive && !ec && alive->limit_.expiry() <= std::chrono::steady_clock::now()) alive->close();
    });
  }

  bool closed() const { return closed_; }

  void close() {
    error_code ignored;
    closed_ = true;
    limit_.cancel();
    held_back.cancel();
    stream.lowest_layer().close(ignored);
  }

  void reset() {
    error_code ignored;
    stream.lowest_layer().set_option(asio::socket_base::linger(true, 0), ignored);
    close();
  }

 private:
  asio::steady_timer limit_;
  bool closed_ = false;
};

namespace {

constexpr std::chrono::seconds handshake_limit{10};
constexpr std::chrono::seconds request_limit{30};
constexpr std::chrono::seconds idle_limit{75};
constexpr std::chrono::seconds goodbye_limit{2};

asio::awaitable<bool> read_some(std::shared_ptr<session> session) {
  auto const old = session->buffer.size();
  session->buffer.resize(old + 16 * 1024);
  error_code ec;
  std::size_t size = 0;
  auto const room = asio::buffer(session->buffer.data() + old, 16 * 1024);
  if (session->plain) {
    size = co_await session->stream.next_layer().async_read_some(
        room, asio::redirect_error(asio::use_awaitable, ec));
  } else {
    size = co_await session->stream.async_read_some(room, asio::redirect_error(asio::use_awaitable, ec));
  }
  session->buffer.resize(old + size);
  co_return !ec;
}

asio::awaitable<bool> write_all(std::shared_ptr<session> session, std::string text) {
  error_code ec;
  if (session->plain) {
    co_await asio::async_write(session->stream.next_layer(), asio::buffer(text),
                               asio::redirect_error(asio::use_awaitable, ec));
  } else {
    co_await asio::async_write(session->stream, asio::buffer(text),
                               asio::redirect_error(asio::use_awaitable, ec));
  }
  co_return !ec;
}

asio::awaitable<void> say_goodbye(std::shared_ptr<session> session) {
  session::end_in(session, goodbye_limit);
  error_code ec;
  if (session->plain) {
    // The peer reads the answer before it learns that nobody reads what it still sends.
    session->stream.lowest_layer().shutdown(asio::socket_base::shutdown_send, ec);
    bool more = true;
    while (more) {
      session->buffer.clear();
      more = co_await read_some(session);
    }
  } else {
    co_await session->stream.async_shutdown(asio::redirect_error(asio::use_awaitable, ec));
  }
  session->close();
}

std::string wire_text(answer const& answer, bool close) {
  std::string text = "HTTP/1.1 ";
  text += std::to_string(std::clamp(answer.status, 100, 999));
  text.append(1, ' ').append(reason_of(answer.status)).append("\r\nServer: colb-emulator\r\nContent-Type: ");
  text += answer.content_type;
  text.append("\r\nContent-Length: ").append(std::to_string(answer.body.size()));
  text += close ? "\r\nConnection: close\r\n\r\n" : "\r\nConnection: keep-alive\r\n\r\n";
  text += answer.body;
  return text;
}

/// Reads until the header or the whole request is there. Returns 0, the status to refuse it with, or -1: the
/// peer is gone.
asio::awaitable<int> read_until(std::shared_ptr<session> session, std::shared_ptr<request_parser> parser,
                                bool header_only) {
  int status = 0;
  bool idle = header_only && session->buffer.empty();
  for (;;) {
    auto const how = feed(*parser, session->buffer, status, header_only);
    if (how == step::parsed) co_return 0;
    if (how == step::refused) co_return status;
    bool const more = co_await read_some(session);
    if (!more) co_return -1;
    if (std::exchange(idle, false)) session::end_in(session, request_limit);
  }
}

/// Waits by the cloud's time, which may be advanced meanwhile. False: the connection was closed.
asio::awaitable<bool> hold_back(std::shared_ptr<session> session, core const& core,
                                std::chrono::milliseconds delay) {
  auto const end = later(core.clock().ticks(), delay);
  auto const resets = core.resets();
  for (auto now = core.clock().ticks(); now < end && core.resets() == resets; now = core.clock().ticks()) {
    session->held_back.expires_after(end - now);
    bool const over = co_await session->held_back.wait();
    if (!over && session->closed()) co_return false;
  }
  co_return true;
}

/// Plays what a fault has to do with a ready answer. True: the connection goes on.
asio::awaitable<bool> send(std::shared_ptr<session> session, core const& core, answer answer, bool close) {
  using kind = emulator::fault_kind;
  std::optional<kind> const play = answer.play ? std::optional(answer.play->kind) : std::nullopt;
  if (play == kind::drop_request || play == kind::drop_answer) {
    session->reset();
    co_return false;
  }
  if (play == kind::delay) {
    bool const over = co_await hold_back(session, core, answer.play->delay);
    if (!over) co_return false;
  }
  std::string text = wire_text(answer, close);
  if (play == kind::truncate_answer) text.resize(text.size() - (answer.body.size() + 1) / 2);
  if (play == kind::garbage_http) text = "\x16\x03 this is no HTTP at all \xff\xfe\r\n\r\n";
  session::end_in(session, request_limit);
  bool const sent = co_await write_all(session, std::move(text));
  if (!sent) co_return false;
  bool const ends = close || play == kind::truncate_answer || play == kind::garbage_http ||
                    play == kind::close_after_answer;
  if (ends) co_await say_goodbye(session);
  co_return !ends;
}

/// One request and its answer. True: the connection goes on.
asio::awaitable<bool> exchange(std::shared_ptr<session> session, core& core) {
  auto const parser = std::make_shared<request_parser>();
  parser->result.plain = session->metadata;
  session::end_in(session, session->buffer.empty() ? idle_limit : request_limit);
  int status = co_await read_until(session, parser, true);
  if (status < 0) co_return false;

  core::plan_t plan;
  if (status == 0) {
    plan = core.decide(parser->result, false);
    if (plan.fault && plan.fault->kind == emulator::fault_kind::drop_request) {
      core.handle(parser->result, plan);
      session->reset();
      co_return false;
    }
    if (same_header_name(parser->result.header("Expect"), "100-continue") && session->buffer.empty()) {
      std::string go_on = "HTTP/1.1 100 Continue\r\n\r\n";
      bool const sent = co_await write_all(session, std::move(go_on));
      if (!sent) co_return false;
    }
    status = co_await read_until(session, parser, false);
    if (status < 0) co_return false;
  }

  answer reply;
  bool close = true;
  if (status > 0) {
    reply.status = status;
    reply.content_type = "text/plain";
    reply.body = reason_of(status);
  } else {
    close = !parser->keep_alive();
    if (!plan.decided) plan = core.decide(parser->result, true);
    reply = core.handle(parser->result, plan);
  }
  bool const goes_on = co_await send(session, core, std::move(reply), close);
  co_return goes_on;
}

std::string write_ca_file(std::string const& pem) {
  auto path = (std::filesystem::temp_directory_path() / ("colb-ca-" + std::string(6, 'X'))).string();
  int const file = ::mkstemp(path.data());
  if (file < 0)
    throw std::system_error(errno, std::generic_category(), "colb: the emulator could not make its CA file");
  ::close(file);
  std::ofstream out(path, std::ios::binary);
  out << pem;
  out.close();
  if (!out)
    throw std::system_error(EIO, std::generic_category(), "colb: the emulator could not write its CA file");
  return path;
}

}  // namespace

// ---- server
// ----------------------------------------------------------------------------------------------------

emulator::options completed(emulator::options options);

std::shared_ptr<state_file> state_of(emulator::options const& options) {
  if (options.state.empty()) return nullptr;
  return std::make_shared<state_file>(options.state, options);
}

std::vector<std::string> names_of(core const& core) {
  auto names = core.host_names();
  auto const& options = core.options();
  names.insert(names.end(), options.names.begin(), options.names.end());
  auto const address = asio::ip::make_address(options.bind);
  if (!address.is_unspecified() && !address.is_loopback()) names.push_back(options.bind);
  return names;
}

/// Before anything is opened or written.
emulator::options checked_options(emulator::options options) {
  for (auto const& [name, address] :
       {std::pair("bind", &options.bind), std::pair("metadata_address", &options.metadata_address)}) {
    error_code ec;
    asio::ip::make_address(*address, ec);
    if (!ec) continue;
    throw std::invalid_argument("colb: options." + std::string(name) + " is \"" + *address +
                                "\", which is no IP address: name one of this machine's, or 0.0.0.0 for all");
  }
  constexpr std::chrono::hours most{24 * 3650};
  if (options.certificate_lifetime < std::chrono::hours(2) || options.certificate_lifetime > most) {
    throw std::invalid_argument("colb: options.certificate_lifetime has to be from 2 hours to 3650 days");
  }
  return completed(std::move(options));
}

server::server(emulator::options given) : server(checked_options(std::move(given)), nullptr) {}

server::server(emulator::options options, std::nullptr_t)
    : state_(state_of(options)),
      core_(std::move(options)),
      identity_(
          make_identity(state_ ? state_->authority() : make_authority(core_.options().certificate_lifetime),
                        names_of(core_), core_.options().certificate_lifetime)),
      tls_(asio::ssl::context::tls_server) {
  tls_.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 |
                   asio::ssl::context::no_tlsv1_1);
  tls_.use_certificate_chain(asio::buffer(identity_.certificate));
  tls_.use_private_key(asio::buffer(identity_.key), asio::ssl::context::pem);
  core_.when_moved([this] { look_at_held_back(); });
  if (state_) {
    state_->load(core_);
    core_.record_to(state_);
  }
}

server::~server() {
  if (ca_file_.empty()) return;
  std::error_code ignored;
  std::filesystem::remove(ca_file_, ignored);
}

std::string host_of(asio::ip::address const& address) {
  if (address.is_unspecified()) return address.is_v4() ? "127.0.0.1" : "[::1]";
  return address.is_v4() ? address.to_string() : '[' + address.to_string() + ']';
}

/// `::` takes what comes for IPv4 too, whatever the system's setting.
asio::ip::tcp::acceptor listen_on(asio::any_io_executor const& executor, asio::ip::address const& address,
                                  std::uint16_t port) {
  asio::ip::tcp::endpoint const where(address, port);
  asio::ip::tcp::acceptor acceptor(asio::make_strand(executor));
  acceptor.open(where.protocol());
  acceptor.set_option(asio::socket_base::reuse_address(true));
  if (address.is_v6()) acceptor.set_option(asio::ip::v6_only(!address.is_unspecified()));
  error_code ec;
  acceptor.bind(where, ec);
  if (ec) {
    throw std::system_error(ec, "colb: the emulator cannot listen on " + address.to_string() + " port " +
                                    std::to_string(port) + " (options.bind, options.port)");
  }
  acceptor.listen();
  return acceptor;
}

void server::start(asio::any_io_executor executor, std::uint16_t port) {
  auto const address = asio::ip::make_address(core_.options().bind);
  auto acceptor = [&] {
    if (port != 0 || !state_ || state_->port() == 0) return listen_on(executor, address, port);
    try {
      return listen_on(executor, address, state_->port());  // where its clients know it
    } catch (std::system_error const&) {
      return listen_on(executor, address, port);
    }
  }();
  if (state_) state_->listens_on(acceptor.local_endpoint().port());
  port_ = acceptor.local_endpoint().port();
  endpoint_ = (plain_http() ? "http://" : "https://") + host_of(address) + ':' + std::to_string(port_);
  ca_file_ = write_ca_file(identity_.ca);
  auto const strand = acceptor.get_executor();
  asio::co_spawn(strand, accept(shared_from_this(), std::move(executor), std::move(acceptor), door::cloud),
                 asio::detached);
}

void server::start_metadata(asio::any_io_executor executor, std::string const& address, std::uint16_t port) {
  auto acceptor = listen_on(executor, asio::ip::make_address(address), port);
  auto const at = acceptor.local_endpoint();
  metadata_endpoint_ = at.address().is_v6() ? "http://[" + address + "]:" : "http://" + address + ':';
  metadata_endpoint_ += std::to_string(at.port());
  auto const strand = acceptor.get_executor();
  asio::co_spawn(strand, accept(shared_from_this(), std::move(executor), std::move(acceptor), door::metadata),
                 asio::detached);
}

/// Lists the acceptor as long as the frame that owns it lives.
struct server::listening {
  listening(server& owner, asio::ip::tcp::acceptor& acceptor) : owner_(owner), acceptor_(acceptor) {
    std::lock_guard const lock(owner_.mutex_);
    if (owner_.stopped_) acceptor.close();
    owner_.acceptors_.push_back(&acceptor);
  }
  listening(listening const&) = delete;
  listening& operator=(listening const&) = delete;
  ~listening() {
    std::lock_guard const lock(owner_.mutex_);
    std::erase(owner_.acceptors_, &acceptor_);
  }

 private:
  server& owner_;
  asio::ip::tcp::acceptor& acceptor_;
};

asio::awaitable<void> server::accept(std::shared_ptr<server> self, asio::any_io_executor executor,
                                     asio::ip::tcp::acceptor acceptor, door which) {
  listening const listed(*self, acceptor);
  asio::steady_timer pause(acceptor.get_executor());
  while (acceptor.is_open()) {
    error_code ec;
    asio::ip::tcp::socket socket(asio::make_strand(executor));
    co_await acceptor.async_accept(socket, asio::redirect_error(asio::use_awaitable, ec));
    if (!ec) {
      auto const strand = socket.get_executor();
      asio::co_spawn(strand,
                     which == door::control ? serve_control(self, std::move(socket))
                                            : serve(self, std::move(socket), which == door::metadata),
                     asio::detached);
    } else if (acceptor.is_open()) {  // out of file descriptors, most likely
      pause.expires_after(std::chrono::milliseconds(20));
      co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, ec));
    }
  }
}

asio::awaitable<void> server::serve(std::shared_ptr<server> self, asio::ip::tcp::socket socket,
                                    bool metadata) {
  error_code ec;
  socket.set_option(asio::ip::tcp::no_delay(true), ec);
  auto const session = std::make_shared<emu::session>(
      std::move(socket), self->tls_, self->core_.clock().base(), metadata || self->plain_http());
  session->metadata = metadata;
  {
    std::lock_guard const lock(self->mutex_);
    if (self->stopped_) co_return;
    std::erase_if(self->sessions_, [](auto const& other) { return other.expired(); });
    self->sessions_.push_back(session);
  }
  if (self->core_.connection_accepted()) {
    session->reset();
    co_return;
  }
  ec.clear();
  if (!session->plain) {
    session::end_in(session, handshake_limit);
    co_await session->stream.async_handshake(asio::ssl::stream_base::server,
                                             asio::redirect_error(asio::use_awaitable, ec));
    if (!ec) self->core_.handshake_done();
  }
  if (!ec) {
    bool goes_on = true;
    while (goes_on) goes_on = co_await exchange(session, self->core_);
  }
  session->close();
}

void server::look_at_held_back() {
  std::lock_guard const lock(mutex_);
  for (auto const& weak : sessions_) {
    if (auto const session = weak.lock())
      asio::post(session->stream.get_executor(), [session] { session->held_back.cancel(); });
  }
}

void server::stop() {
  std::lock_guard const lock(mutex_);
  stopped_ = true;
  for (auto* const acceptor : acceptors_) {
    asio::post(acceptor->get_executor(), [self = shared_from_this(), acceptor] {
      std::lock_guard const again(self->mutex_);
      error_code ignored;
      auto const& all = self->acceptors_;
      if (std::find(all.begin(), all.end(), acceptor) != all.end()) acceptor->close(ignored);
    });
  }
  stop_control();
  if (state_) core_.stop_recording();
  for (auto const& weak : sessions_) {
    if (auto const session = weak.lock())
      asio::post(session->stream.get_executor(), [session] { session->close(); });
  }
  sessions_.clear();
}

}  // namespace colb::inline COLB_ABI::inner::emu

namespace colb::inline COLB_ABI::emulator {

cloud::cloud(asio::any_io_executor executor, emulator::options options) {
  auto const port = options.port;
  auto const metadata = options.metadata_port;
  auto const address = options.metadata_address;
  auto const control_port = options.control_port;
  server_ = std::make_shared<inner::emu::server>(std::move(options));
  try {
    server_->start(executor, port);
    if (metadata) server_->start_metadata(executor, address, *metadata);
    if (control_port) server_->start_control(std::move(executor), *control_port);
  } catch (...) {
    server_->stop();
    throw;
  }
}

cloud::~cloud() { stop(); }

cloud& cloud::operator=(cloud&& other) noexcept {
  stop();
  server_ = std::move(other.server_);
  return *this;
}

std::string const& cloud::endpoint() const noexcept { return server_->endpoint(); }
std::uint16_t cloud::port() const noexcept { return server_->port(); }
std::string const& cloud::metadata_endpoint() const noexcept { return server_->metadata_endpoint(); }
std::string const& cloud::ca_file() const noexcept { return server_->ca_file(); }
std::string const& cloud::ca_pem() const noexcept { return server_->ca_pem(); }
colb::credentials const& cloud::credentials() const noexcept { return server_->core().credentials(); }

void cloud::inject(emulator::fault fault) { server_->core().inject(std::move(fault)); }
void cloud::serve(std::string_view service, std::string_view action, emulator::handler function) {
  server_->core().serve(service, action, std::move(function));
}
void cloud::advance(std::chrono::milliseconds by) { server_->core().advance(by); }
void cloud::reset() { server_->core().reset(); }
bool cloud::end_task(std::string_view id, bool fail) { return server_->core().end_task(id, fail); }
boost::json::object cloud::state() { return server_->core().state(); }
std::string const& cloud::control_endpoint() const noexcept { return server_->control_endpoint(); }
void cloud::clear_faults() { server_->core().clear_faults(); }
std::vector<emulator::call> cloud::calls() const { return server_->core().calls(); }
emulator::counters cloud::counters() const { return server_->core().counters(); }

void cloud::stop() {
  if (server_) server_->stop();
}

}  // namespace colb::inline COLB_ABI::emulator
