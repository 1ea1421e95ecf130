// colb: streams over the network: TCP, and TLS by OpenSSL.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <system_error>
#include <utility>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <asio/any_io_executor.hpp>
#include <asio/awaitable.hpp>
#include <asio/cancellation_type.hpp>
#include <asio/error.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/redirect_error.hpp>
#include <asio/ssl/context.hpp>
#include <asio/ssl/error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

#include <colb/clock.hpp>
#include <colb/transport/resolver.hpp>
#include <colb/transport/stream.hpp>
#include <colb/transport/timeouts.hpp>

namespace colb::inline COLB_ABI::inner {

/// Whom to trust.
struct tls_settings {
  std::string ca_file{};                          ///< PEM file of authorities; empty: the system's.
  bool verify = true;                             ///< Check chain and host name, with an own context too.
  std::shared_ptr<asio::ssl::context> context{};  ///< The caller's own; `ca_file` does not apply then.
};

struct free_ssl {
  void operator()(SSL* p) const noexcept { SSL_free(p); }
  void operator()(SSL_SESSION* p) const noexcept { SSL_SESSION_free(p); }
};

/// What the streams of one client share. Used on one strand.
struct network {
  network(asio::any_io_executor on, std::shared_ptr<clock> by, timeouts const& limits,
          tls_settings const& tls, std::shared_ptr<resolver> names_by)
      : executor(std::move(on)),
        time(std::move(by)),
        bounds(limits),
        names(time, std::move(names_by),
              limits.resolve.count() > 0 ? limits.resolve : std::chrono::seconds(30)),
        verify(tls.verify),
        context(tls.context) {
    if (context || tls.ca_file.empty()) return;
    auto own = make_context();
    std::error_code ec;
    own->load_verify_file(tls.ca_file, ec);
    if (ec) throw std::system_error(ec, "tls.ca_file '" + tls.ca_file + "' cannot be used");
    context = std::move(own);
  }

  /// The context to use; the system's authorities take a while to load, so they are when first wanted.
  SSL_CTX* tls_context() {
    if (!context) {
      auto own = make_context();
      own->set_default_verify_paths();
      context = std::move(own);
    }
    return context->native_handle();
  }

  static std::shared_ptr<asio::ssl::context> make_context() {
    return std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
  }

  asio::any_io_executor executor;
  std::shared_ptr<clock> time;
  timeouts bounds;
  name_cache names;
  bool verify;
  std::shared_ptr<asio::ssl::context> context;
  std::map<std::string, std::unique_ptr<SSL_SESSION, free_ssl>> sessions{};  // By authority.
};

/// A TCP connection.
class tcp_stream : public stream, public std::enable_shared_from_this<tcp_stream> {
 public:
  tcp_stream(std::shared_ptr<network> in, endpoint const& to)
      : net_(std::move(in)), to_(to), socket_(net_->executor), wake_(net_->executor) {}

  asio::awaitable<void> open(stream_owner& owner, std::error_code& ec) override {
    resolver::addresses addresses;
    auto const literal = asio::ip::make_address(to_.host, ec);
    if (!ec) {
      addresses.push_back(literal);
    } else {
      ec = {};
      owner.entered(stage::resolve);
      co_await net_->names.look_up(to_.host, wake_, addresses, ec);
      if (ec) co_return;
    }

    owner.entered(stage::connect);
    auto const until = later(net_->time->ticks(), net_->bounds.connect);
    auto left = static_cast<clock::duration::rep>(addresses.size());
    for (auto const& address : addresses) {
      // One that does not answer may use up no more than its share of the time.
      auto const share = (until - net_->time->ticks()) / left--;
      co_await connect(address, left != 0 ? share : clock::duration(0), ec);
      auto const cancellation = co_await asio::this_coro::cancellation_state;
      if (closed_ || cancellation.cancelled() != asio::cancellation_type::none)
        ec = asio::error::operation_aborted;
      if (!ec || ec == asio::error::operation_aborted) co_return;
    }
    net_->names.forget(to_.host);
  }

  std::size_t try_read(asio::mutable_buffer into, std::error_code& ec) override {
    return socket_.read_some(into, ec);
  }

  std::size_t try_write(asio::const_buffer from, std::error_code& ec) override {
    return socket_.write_some(from, ec);
  }

  asio::awaitable<void> ready(asio::socket_base::wait_type direction, std::error_code& ec) override {
    return socket_.async_wait(direction, asio::redirect_error(asio::use_awaitable, ec));
  }

  void watch(std::weak_ptr<stream_owner> owner) override {
    socket_.async_wait(asio::socket_base::wait_read, [owner = std::move(owner)](std::error_code ec) {
      if (ec == asio::error::operation_aborted) return;
      if (auto const told = owner.lock()) told->readable();
    });
  }

  void unwatch() override {
    std::error_code ignored;
    socket_.cancel(ignored);
  }

  void close() noexcept override {
    if (std::exchange(closed_, true)) return;
    std::error_code ignored;
    socket_.close(ignored);
    wake_.set();
  }

 protected:
  bool is_closed() const noexcept { return closed_; }

  std::shared_ptr<network> net_;
  endpoint to_;
  asio::ip::tcp::socket socket_;

 private:
  /// Tries one address for so long; 0: until closed.
  asio::awaitable<void> connect(asio::ip::address address, clock::duration share, std::error_code& ec) {
    asio::ip::tcp::endpoint const target(address, to_.port);
    std::error_code ignored;
    socket_.close(ignored);
    timer limit(net_->executor, net_->time);
    if (share.count() > 0) {
      limit.expires_after(share);
      limit.async_wait([weak = weak_from_this(), mine = attempt_](bool expired) {
        auto const self = weak.lock();
        if (!self || !expired || self->attempt_ != mine) return;
        std::error_code unused;
        self->late_ = true;
        self->socket_.close(unused);
      });
    }
    late_ = false;
    co_await socket_.async_connect(target, asio::redirect_error(asio::use_awaitable, ec));
    ++attempt_;
    if (late_) ec = asio::error::timed_out;
    if (ec) co_return;
    socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
    socket_.non_blocking(true, ec);
  }

  unsigned attempt_ = 0;
  bool late_ = false;
  event wake_;
  bool closed_ = false;
};

/// TLS over TCP: OpenSSL reads and writes the non-blocking socket itself, so a wait is a wait of the socket.
class tls_stream final : public tcp_stream {
 public:
  using tcp_stream::tcp_stream;

  ~tls_stream() override {
    // Without this OpenSSL takes the lack of a proper end for an attack and spoils the kept session.
    if (established_) SSL_set_shutdown(ssl_.get(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
  }

  asio::awaitable<void> open(stream_owner& owner, std::error_code& ec) override {
    co_await tcp_stream::open(owner, ec);
    if (ec) co_return;
    owner.entered(stage::tls);
    start(ec);
    while (!ec) {
      ERR_clear_error();
      int const done = SSL_connect(ssl_.get());
      if (done == 1) {
        established_ = true;
        co_return;
      }
      ec = error_of(done);
      if (ec == asio::error::would_block) co_await ready(asio::socket_base::wait_read, ec);
      auto const cancellation = co_await asio::this_coro::cancellation_state;
      if (is_closed() || cancellation.cancelled() != asio::cancellation_type::none)
        ec = asio::error::operation_aborted;
    }
    net_->sessions.erase(to_.authority);
  }

  std::size_t try_read(asio::mutable_buffer into, std::error_code& ec) override {
    ERR_clear_error();
    std::size_t got = 0;
    int const done = SSL_read_ex(ssl_.get(), into.data(), into.size(), &got);
    ec = done == 1 ? std::error_code() : error_of(done);
    if (done == 1 && !session_kept_) keep_session();
    return got;
  }

  std::size_t try_write(asio::const_buffer from, std::error_code& ec) override {
    ERR_clear_error();
    std::size_t put = 0;
    int const done = SSL_write_ex(ssl_.get(), from.data(), from.size(), &put);
    ec = done == 1 ? std::error_code() : error_of(done);
    return put;
  }

  asio::awaitable<void> ready(asio::socket_base::wait_type direction, std::error_code& ec) override {
    // A read may have to wait for a write, and the other way round.
    if (SSL_want_read(ssl_.get())) direction = asio::socket_base::wait_read;
    if (SSL_want_write(ssl_.get())) direction = asio::socket_base::wait_write;
    return tcp_stream::ready(direction, ec);
  }

  void close() noexcept override {
    if (!is_closed() && established_ && !broken_) SSL_shutdown(ssl_.get());
    tcp_stream::close();
  }

  std::string reason() const override { return reason_; }

  bool resumed() const override { return established_ && SSL_session_reused(ssl_.get()) == 1; }

 private:
  void start(std::error_code& ec) {
    ERR_clear_error();
    ssl_.reset(SSL_new(net_->tls_context()));
    BIO* const bio = ssl_ ? BIO_new(socket_bio()) : nullptr;
    if (bio == nullptr) {
      ec = std::error_code(static_cast<int>(ERR_get_error()), asio::error::get_ssl_category());
      return;
    }
    BIO_set_data(bio, this);
    BIO_set_init(bio, 1);
    SSL_set_bio(ssl_.get(), bio, bio);
    SSL_set_mode(ssl_.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_set_read_ahead(ssl_.get(), 1);
    SSL_set_options(ssl_.get(), SSL_OP_NO_RENEGOTIATION);
    if (SSL_get_min_proto_version(ssl_.get()) < TLS1_2_VERSION)
      SSL_set_min_proto_version(ssl_.get(), TLS1_2_VERSION);

    SSL_set_verify(ssl_.get(), net_->verify ? SSL_VERIFY_PEER : SSL_VERIFY_NONE,
                   SSL_get_verify_callback(ssl_.get()));
    SSL_set_hostflags(ssl_.get(), X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    bool known = X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl_.get()), to_.host.c_str()) == 1;
    if (!known)
      known = SSL_set1_host(ssl_.get(), to_.host.c_str()) == 1 &&
              SSL_set_tlsext_host_name(ssl_.get(), to_.host.c_str()) == 1;
    if (!known) ec = std::make_error_code(std::errc::invalid_argument);

    if (auto const it = net_->sessions.find(to_.authority); it != net_->sessions.end())
      SSL_set_session(ssl_.get(), it->second.get());
  }

  /// TLS 1.3 sends its tickets after the handshake: they have been read when the first reply is.
  void keep_session() {
    SSL_SESSION* const session = SSL_get0_session(ssl_.get());
    if (session == nullptr || SSL_SESSION_is_resumable(session) == 0) return;
    SSL_SESSION_up_ref(session);
    net_->sessions[to_.authority].reset(session);
    session_kept_ = true;
  }

  std::error_code error_of(int done) {
    if (io_error_) {
      broken_ = true;
      if (io_error_ != asio::error::eof) return io_error_;
      reason_ = "the server closed the connection without notice";
      return asio::ssl::error::stream_truncated;
    }
    int const kind = SSL_get_error(ssl_.get(), done);
    if (kind == SSL_ERROR_WANT_READ || kind == SSL_ERROR_WANT_WRITE) return asio::error::would_block;
    if (kind == SSL_ERROR_ZERO_RETURN) return asio::error::eof;
    broken_ = true;
    unsigned long const code = ERR_get_error();
    ERR_clear_error();
    if (code == 0) return asio::ssl::error::unspecified_system_error;
    if (ERR_GET_LIB(code) == ERR_LIB_SSL && ERR_GET_REASON(code) == SSL_R_CERTIFICATE_VERIFY_FAILED)
      reason_ = std::string("certificate verify failed: ") +
                X509_verify_cert_error_string(SSL_get_verify_result(ssl_.get()));
    return std::error_code(static_cast<int>(code), asio::error::get_ssl_category());
  }

  // OpenSSL's own socket BIO raises SIGPIPE where Asio does not, and tells less about errors. An error of the
  // socket is kept from OpenSSL, which would declare the session unfit for resumption.
  static BIO_METHOD* socket_bio() {
    struct free_method {
      void operator()(BIO_METHOD* p) const noexcept { BIO_meth_free(p); }
    };
    static std::unique_ptr<BIO_METHOD, free_method> const method = [] {
      std::unique_ptr<BIO_METHOD, free_method> m(
          BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "colb"));
      if (!m) throw std::bad_alloc();
      BIO_meth_set_read(m.get(), &tls_stream::bio_read);
      BIO_meth_set_write(m.get(), &tls_stream::bio_write);
      BIO_meth_set_ctrl(m.get(), &tls_stream::bio_control);
      return m;
    }();
    return method.get();
  }

  static int bio_read(BIO* bio, char* into, int size) {
    auto& self = *static_cast<tls_stream*>(BIO_get_data(bio));
    BIO_clear_retry_flags(bio);
    std::error_code ec;
    auto const got = self.socket_.read_some(asio::buffer(into, static_cast<std::size_t>(size)), ec);
    if (!ec) return static_cast<int>(got);
    if (ec != asio::error::would_block && ec != asio::error::try_again) self.io_error_ = ec;
    BIO_set_retry_read(bio);
    return -1;
  }

  static int bio_write(BIO* bio, char const* from, int size) {
    auto& self = *static_cast<tls_stream*>(BIO_get_data(bio));
    BIO_clear_retry_flags(bio);
    std::error_code ec;
    auto const put = self.socket_.write_some(asio::buffer(from, static_cast<std::size_t>(size)), ec);
    if (!ec) return static_cast<int>(put);
    if (ec != asio::error::would_block && ec != asio::error::try_again) self.io_error_ = ec;
    BIO_set_retry_write(bio);
    return -1;
  }

  static long bio_control(BIO*, int what, long, void*) { return what == BIO_CTRL_FLUSH ? 1 : 0; }

  std::unique_ptr<SSL, free_ssl> ssl_{};
  std::error_code io_error_{};
  std::string reason_{};
  bool established_ = false;
  bool broken_ = false;
  bool session_kept_ = false;
};

/// Makes TCP and TLS streams.
class net_dialer final : public dialer {
 public:
  /// Throws std::system_error when `tls.ca_file` cannot be read.
  net_dialer(asio::any_io_executor executor, std::shared_ptr<clock> time, timeouts const& bounds,
             tls_settings const& tls, std::shared_ptr<resolver> names = nullptr)
      : net_(std::make_shared<network>(std::move(executor), std::move(time), bounds, tls,
                                       names ? std::move(names) : std::make_shared<system_resolver>())) {}

  std::shared_ptr<stream> dial(endpoint const& to) override {
    if (to.tls) return std::make_shared<tls_stream>(net_, to);
    return std::make_shared<tcp_stream>(net_, to);
  }

 private:
  std::shared_ptr<network> net_;
};

}  // namespace colb::inline COLB_ABI::inner
