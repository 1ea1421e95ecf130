// colb: TLS by OpenSSL: the bodies.
#pragma once

#include <colb/engine/share.hpp>
#include <colb/transport/tls.hpp>

#include <algorithm>
#include <map>
#include <new>
#include <system_error>
#include <utility>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <colb/asio/awaitable.hpp>
#include <colb/asio/cancellation_type.hpp>
#include <colb/asio/error.hpp>
#include <colb/asio/post.hpp>
#include <colb/asio/ssl/context.hpp>
#include <colb/asio/ssl/error.hpp>
#include <colb/asio/this_coro.hpp>
#include <colb/asio/use_awaitable.hpp>

namespace colb::inline COLB_ABI::inner {

namespace tls_text {

struct free_ssl {
  void operator()(SSL* p) const noexcept { SSL_free(p); }
  void operator()(SSL_SESSION* p) const noexcept { SSL_SESSION_free(p); }
  void operator()(BIO_METHOD* p) const noexcept { BIO_meth_free(p); }
};

COLB_DECL std::shared_ptr<asio::ssl::context> make_context() {
  return share<asio::ssl::context>(asio::ssl::context::tls_client);
}

}  // namespace tls_text

/// Sessions by authority.
struct tls_client::session_store {
  std::map<std::string, std::unique_ptr<SSL_SESSION, tls_text::free_ssl>> of{};
};

COLB_DECL tls_client::tls_client(tls_settings const& settings)
    : verify_(settings.verify),
      wipes_(settings.wipes),
      context_(settings.context),
      sessions_(std::make_unique<session_store>()) {
  if (context_ || settings.ca_file.empty()) return;
  auto own = tls_text::make_context();
  error_code ec;
  own->load_verify_file(settings.ca_file, ec);
  if (ec) throw std::system_error(ec, "tls.ca_file '" + settings.ca_file + "' cannot be used");
  context_ = std::move(own);
}

COLB_DECL tls_client::~tls_client() = default;

/// OpenSSL reads and writes the stream below itself, so a wait is a wait of that stream.
class tls_client::tls_stream final : public stream {
 public:
  tls_stream(std::shared_ptr<tls_client> of, std::shared_ptr<stream> below, endpoint const& to)
      : of_(std::move(of)), below_(std::move(below)), to_(to) {}

  ~tls_stream() override {
    // Without this OpenSSL takes the lack of a proper end for an attack and spoils the kept session.
    if (established_) SSL_set_shutdown(ssl_.get(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
  }

  asio::awaitable<void> open(stream_owner& owner, error_code& ec) override {
    co_await below_->open(owner, ec);
    if (ec) co_return;
    owner.entered(stage::tls);
    start(ec);
    while (!ec) {
      begin_attempt();
      int const done = SSL_connect(ssl_.get());
      if (done == 1) {
        established_ = true;
        silent_ = 0;
        maybe_more_ = true;
        co_return;
      }
      ec = error_of(done);
      if (ec == asio::error::would_block) co_await ready(asio::socket_base::wait_read, ec);
      auto const cancellation = co_await asio::this_coro::cancellation_state;
      if (closed_ || cancellation.cancelled() != asio::cancellation_type::none)
        ec = asio::error::operation_aborted;
    }
    of_->sessions_->of.erase(to_.authority);
  }

  std::size_t try_read(asio::mutable_buffer into, error_code& ec) override {
    begin_attempt();
    std::size_t got = 0;
    int const done = SSL_read_ex(ssl_.get(), into.data(), into.size(), &got);
    ec = done == 1 ? error_code() : error_of(done);
    maybe_more_ = done == 1;
    if (done == 1) silent_ = 0;
    if (done == 1 && !session_kept_) keep_session();
    // A session ticket has OpenSSL take memory to write to as well, which it holds until it writes. Between
    // two records nothing is in its buffers.
    bool const between = (done == 1 || ec == asio::error::would_block) && header_ == 0;
    if (between && SSL_pending(ssl_.get()) == 0) SSL_free_buffers(ssl_.get());
    return got;
  }

  /// Between two records, with nothing in OpenSSL's buffers, it can only give what comes from below: to ask
  /// there spares OpenSSL a buffer that is taken and given back for nothing.
  bool is_silent() override {
    bool const empty = established_ && !broken_ && header_ == 0 && SSL_has_pending(ssl_.get()) == 0;
    if (!empty || !below_->is_silent()) return false;
    maybe_more_ = false;
    return true;
  }

  std::size_t try_write(asio::const_buffer from, error_code& ec) override {
    begin_attempt();
    std::size_t put = 0;
    int const done = SSL_write_ex(ssl_.get(), from.data(), from.size(), &put);
    ec = done == 1 ? error_code() : error_of(done);
    return put;
  }

  asio::awaitable<void> ready(asio::socket_base::wait_type direction, error_code& ec) override {
    if (direction == asio::socket_base::wait_read && maybe_more_) return take_turns(ec);
    // A read may have to wait for a write, and the other way round.
    if (SSL_want_read(ssl_.get())) direction = asio::socket_base::wait_read;
    if (SSL_want_write(ssl_.get())) direction = asio::socket_base::wait_write;
    return below_->ready(direction, ec);
  }

  asio::awaitable<void> either_ready(error_code& ec) override {
    return maybe_more_ ? take_turns(ec) : below_->either_ready(ec);
  }

  void watch(std::weak_ptr<stream_owner> owner) override { below_->watch(std::move(owner)); }

  void unwatch() override { below_->unwatch(); }

  void close() noexcept override {
    if (std::exchange(closed_, true)) return;
    if (established_ && !broken_) SSL_shutdown(ssl_.get());
    below_->close();
  }

  std::string reason() const override { return reason_.empty() ? below_->reason() : reason_; }

  bool lasting() const override { return lasting_ || below_->lasting(); }

  bool too_large() const override { return too_large_ || below_->too_large(); }

  bool resumed() const override { return established_ && SSL_session_reused(ssl_.get()) == 1; }

 private:
  /// What one attempt may take from below: a whole record and what surrounds it. A server that never lets the
  /// socket run dry, with key updates say, would otherwise keep OpenSSL, and the thread with it, for ever.
  static constexpr std::size_t one_turn = 24 * 1024;
  /// What may come without a byte of data: a handshake with a long chain of certificates, or some tickets.
  static constexpr std::size_t most_silent = 256 * 1024;

  /// So many records, if they are small: a key update costs as much as some kilobytes of data.
  static constexpr std::size_t most_records = 16;
  /// No more is taken at once, for what OpenSSL has in its buffer it works through to the end.
  static constexpr std::size_t most_at_once = 4 * 1024;

  void begin_attempt() {
    // To look costs a third of clearing what is clear.
    if (ERR_peek_error() != 0) ERR_clear_error();
    turn_ = 0;
    records_ = 0;
  }

  /// Counts the records that go by.
  void follow(char const* bytes, std::size_t size) {
    while (size != 0) {
      if (header_ < 5) {
        if (header_ >= 3) record_left_ = record_left_ << 8 | static_cast<unsigned char>(*bytes);
        ++header_;
        ++bytes;
        --size;
      } else {
        std::size_t const part = std::min(size, record_left_);
        record_left_ -= part;
        bytes += part;
        size -= part;
      }
      if (header_ < 5 || record_left_ != 0) continue;
      header_ = 0;
      ++records_;
    }
  }

  /// OpenSSL holds data: no wait of the stream below would tell.
  static asio::awaitable<void> take_turns(error_code& ec) {
    auto const executor = co_await asio::this_coro::executor;
    co_await asio::post(executor, asio::use_awaitable);
    ec = {};
  }

  /// The context to use; the system's authorities take a while to load, so they are when first wanted.
  SSL_CTX* context() {
    if (!of_->context_) {
      auto own = tls_text::make_context();
      own->set_default_verify_paths();
      of_->context_ = std::move(own);
    }
    return of_->context_->native_handle();
  }

  void start(error_code& ec) {
    ERR_clear_error();
    ssl_.reset(SSL_new(context()));
    BIO* const bio = ssl_ ? BIO_new(stream_bio()) : nullptr;
    if (bio == nullptr) {
      ec = error_code(static_cast<int>(ERR_get_error()), asio::error::get_ssl_category());
      return;
    }
    BIO_set_data(bio, this);
    BIO_set_init(bio, 1);
    SSL_set_bio(ssl_.get(), bio, bio);
    SSL_set_mode(ssl_.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                 SSL_MODE_RELEASE_BUFFERS);
    SSL_set_read_ahead(ssl_.get(), 1);
    SSL_set_options(ssl_.get(), SSL_OP_NO_RENEGOTIATION);
    if (of_->wipes_) SSL_set_options(ssl_.get(), SSL_OP_CLEANSE_PLAINTEXT);
    if (SSL_get_min_proto_version(ssl_.get()) < TLS1_2_VERSION)
      SSL_set_min_proto_version(ssl_.get(), TLS1_2_VERSION);

    SSL_set_verify(ssl_.get(), of_->verify_ ? SSL_VERIFY_PEER : SSL_VERIFY_NONE,
                   SSL_get_verify_callback(ssl_.get()));
    SSL_set_hostflags(ssl_.get(), X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    bool known = X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl_.get()), to_.host.c_str()) == 1;
    if (!known)
      known = SSL_set1_host(ssl_.get(), to_.host.c_str()) == 1 &&
              SSL_set_tlsext_host_name(ssl_.get(), to_.host.c_str()) == 1;
    if (!known) ec = std::make_error_code(std::errc::invalid_argument);

    auto const& sessions = of_->sessions_->of;
    if (auto const it = sessions.find(to_.authority); it != sessions.end())
      SSL_set_session(ssl_.get(), it->second.get());
  }

  /// TLS 1.3 sends its tickets after the handshake: they have been read when the first reply is.
  void keep_session() {
    SSL_SESSION* const session = SSL_get0_session(ssl_.get());
    if (session == nullptr || SSL_SESSION_is_resumable(session) == 0) return;
    SSL_SESSION_up_ref(session);
    of_->sessions_->of[to_.authority].reset(session);
    session_kept_ = true;
  }

  /// Whether a record was damaged on its way: once the handshake is done that is all a client can have
  /// against a server. The server may have a lot against the client, a certificate for instance, which it
  /// says later.
  bool is_spoilt(int reason) const {
    if (!established_ || reason < SSL_AD_REASON_OFFSET) return established_;
    switch (reason - SSL_AD_REASON_OFFSET) {
      case SSL_AD_UNEXPECTED_MESSAGE:
      case SSL_AD_BAD_RECORD_MAC:
      case SSL_AD_RECORD_OVERFLOW:
      case SSL_AD_DECODE_ERROR:
      case SSL_AD_PROTOCOL_VERSION:
        return true;
      default:
        return false;
    }
  }

  error_code error_of(int done) {
    if (auto const io_error = std::exchange(io_error_, {})) {
      broken_ = true;
      if (too_large_) {
        lasting_ = true;
        reason_ = "the server says more than TLS needs";
      }
      if (io_error != asio::error::eof) return io_error;
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
    lasting_ = !is_spoilt(ERR_GET_REASON(code));
    if (ERR_GET_LIB(code) == ERR_LIB_SSL && ERR_GET_REASON(code) == SSL_R_CERTIFICATE_VERIFY_FAILED)
      reason_ = std::string("certificate verify failed: ") +
                X509_verify_cert_error_string(SSL_get_verify_result(ssl_.get()));
    return error_code(static_cast<int>(code), asio::error::get_ssl_category());
  }

  // OpenSSL's own socket BIO raises SIGPIPE where Asio does not, and tells less about errors. An error of the
  // stream below is kept from OpenSSL, which would declare the session unfit for resumption.
  static BIO_METHOD* stream_bio() {
    static std::unique_ptr<BIO_METHOD, tls_text::free_ssl> const method = [] {
      std::unique_ptr<BIO_METHOD, tls_text::free_ssl> m(
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
    BIO_set_retry_read(bio);
    if (self.turn_ >= one_turn || self.records_ > most_records) return -1;
    size = std::min(size, static_cast<int>(most_at_once));
    error_code ec;
    auto const got = self.below_->try_read(asio::buffer(into, static_cast<std::size_t>(size)), ec);
    if (ec) {
      if (ec != asio::error::would_block && ec != asio::error::try_again) self.io_error_ = ec;
      return -1;
    }
    self.follow(into, got);
    self.turn_ += got;
    self.silent_ += got;
    if (self.silent_ > most_silent) {
      self.too_large_ = true;
      self.io_error_ = std::make_error_code(std::errc::message_size);
      return -1;
    }
    BIO_clear_retry_flags(bio);
    return static_cast<int>(got);
  }

  static int bio_write(BIO* bio, char const* from, int size) {
    auto& self = *static_cast<tls_stream*>(BIO_get_data(bio));
    BIO_clear_retry_flags(bio);
    error_code ec;
    auto const put = self.below_->try_write(asio::buffer(from, static_cast<std::size_t>(size)), ec);
    if (!ec) return static_cast<int>(put);
    if (ec != asio::error::would_block && ec != asio::error::try_again) self.io_error_ = ec;
    BIO_set_retry_write(bio);
    return -1;
  }

  static long bio_control(BIO*, int what, long, void*) { return what == BIO_CTRL_FLUSH ? 1 : 0; }

  std::shared_ptr<tls_client> of_;
  std::shared_ptr<stream> below_;
  endpoint to_;
  std::unique_ptr<SSL, tls_text::free_ssl> ssl_{};
  error_code io_error_{};
  std::string reason_{};
  std::size_t turn_ = 0;         // Bytes from below in this attempt.
  std::size_t records_ = 0;      // In this attempt.
  std::size_t header_ = 0;       // Bytes of the present record's header so far.
  std::size_t record_left_ = 0;  // Bytes of the present record that are to come.
  std::size_t silent_ = 0;       // Bytes from below since the last byte of data.
  bool established_ = false;
  bool maybe_more_ = false;  // The last read gave data: there may be more in OpenSSL's buffers.
  bool lasting_ = false;
  bool too_large_ = false;
  bool broken_ = false;
  bool session_kept_ = false;
  bool closed_ = false;
};

COLB_DECL std::shared_ptr<stream> tls_client::over(std::shared_ptr<stream> below, endpoint const& to) {
  return share<tls_stream>(shared_from_this(), std::move(below), to);
}

}  // namespace colb::inline COLB_ABI::inner
