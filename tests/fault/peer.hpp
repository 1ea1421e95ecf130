// colb: the other end of connections that break: a server over pipes in memory, plain or with real TLS, whose
// streams are cut, held back or spoilt at a given byte.
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <asio/io_context.hpp>
#include <asio/ssl/context.hpp>

#include <colb/clock.hpp>
#include <colb/transport/stream.hpp>
#include <colb/transport/tls.hpp>

#include "support/certificates.hpp"
#include "support/pipe.hpp"

namespace colb::test::fault {

using namespace std::chrono_literals;

/// Mixes bits: the same seed and number give the same chance, whatever ran before.
inline std::uint64_t mixed(std::uint64_t a, std::uint64_t b) {
  std::uint64_t x = a * 0x9e3779b97f4a7c15u + b + 0x632be59bd9b4e019u;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

enum class transport : std::uint8_t { plain, tls12, tls13 };
inline constexpr std::array<char const*, 3> transport_names = {"plain HTTP", "TLS 1.2", "TLS 1.3"};

enum class way : std::uint8_t { up, down };  ///< To the server; to the client.
inline constexpr std::array<char const*, 2> way_names = {"up", "down"};

/// What happens at the byte.
enum class breach : std::uint8_t {
  cut,        ///< An orderly end of the connection below TLS.
  reset,      ///< The connection is reset.
  stall,      ///< Nothing comes through any more, and nobody is told.
  choke,      ///< Up only: the client can write no more.
  garble,     ///< The byte is another one.
  duplicate,  ///< What came just before comes once more.
  split       ///< All that follows comes a second later. No fault, if the client is right.
};
inline constexpr std::array<char const*, 7> breach_names = {"cut",    "reset",     "stall", "choke",
                                                            "garble", "duplicate", "split"};

struct breakage {
  breach what = breach::cut;
  way where = way::down;
  std::size_t at = 0;  ///< Byte of that direction, counted from the start of the connection.
  std::uint64_t chance = 0;
};

/// What both ends of TLS need; one for each thread.
class tls_identities {
 public:
  tls_identities() {
    static identity const authority = make_identity("fault authority", "", nullptr, EVP_PKEY_ED25519);
    static identity const server =
        make_identity("lb.example", "DNS:lb.example", &authority, EVP_PKEY_ED25519);
    client = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
    client->add_certificate_authority(asio::buffer(authority.certificate_pem()));
    for (int const version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
      asio::ssl::context& one = servers[version == TLS1_3_VERSION].emplace(asio::ssl::context::tls_server);
      one.use_certificate_chain(asio::buffer(server.certificate_pem()));
      one.use_private_key(asio::buffer(server.key_pem()), asio::ssl::context::pem);
      SSL_CTX_set_min_proto_version(one.native_handle(), version);
      SSL_CTX_set_max_proto_version(one.native_handle(), version);
      SSL_CTX_set_session_id_context(one.native_handle(), reinterpret_cast<unsigned char const*>("f"), 1);
    }
  }

  SSL_CTX* of(transport over) {
    return over == transport::plain ? nullptr : servers[over == transport::tls13]->native_handle();
  }

  std::shared_ptr<asio::ssl::context> client;
  std::array<std::optional<asio::ssl::context>, 2> servers;
};

class peer;

/// A request that came whole.
struct arrival {
  std::string action;
  std::string token;      ///< The client token, if it has one.
  bool tampered = false;  ///< It is not what the client sent; a server sees so by the signature.
};

/// Who speaks for the server.
class peer_owner {
 public:
  /// Connected; over TLS: the handshake is done.
  virtual void opened(peer&) {}
  /// A request has come whole.
  virtual void asked(peer& by, arrival const& what) = 0;
  /// Part of a request has come.
  virtual void heard(peer&) {}
  /// The client has read, and may read more.
  virtual void was_read(peer&) {}

 protected:
  ~peer_owner() = default;
};

/// One connection, from the server's side.
class peer : public std::enable_shared_from_this<peer> {
 public:
  peer(wire& w, std::shared_ptr<manual_clock> time, SSL_CTX* tls, peer_owner& owner, std::size_t count)
      : number(count), wire_(w), clock_(std::move(time)), owner_(owner) {
    if (!tls) return;
    ssl_.reset(SSL_new(tls));
    in_ = BIO_new(BIO_s_mem());
    out_ = BIO_new(BIO_s_mem());
    SSL_set_bio(ssl_.get(), in_, out_);
    SSL_set_accept_state(ssl_.get());
  }

  void break_at(breakage const& how) {
    broken_ = how;
    if (how.what == breach::choke) wire_.give_room(how.at - std::min(how.at, wire_.sent.size()));
  }

  /// Bytes so far of a direction, as they left.
  std::size_t passed(way where) const { return passed_[where == way::down]; }
  /// Whether the byte has come.
  bool is_broken() const {
    if (broken_ && broken_->what == breach::choke) return wire_.sent.size() >= broken_->at;
    return hit_;
  }
  bool is_open() const { return opened_; }
  std::string const& heard() const { return text_; }
  wire& line() { return wire_; }
  SSL* tls() { return ssl_.get(); }

  /// New bytes of the client.
  void take() {
    if (is_plain() && !opened_) {
      opened_ = true;
      owner_.opened(*this);
    }
    std::string_view const fresh = std::string_view(wire_.sent).substr(taken_);
    taken_ = wire_.sent.size();
    if (gone_ || fresh.empty()) return;
    arrive(through(way::up, fresh));
    end_if_broken();
  }

  /// Says something to the client.
  void send(std::string_view text) {
    if (is_plain()) return put(text);
    for (std::size_t done = 0;
         !text.empty() && SSL_write_ex(ssl_.get(), text.data(), text.size(), &done) == 1;)
      text.remove_prefix(done);
    ERR_clear_error();
    flush();
  }

  /// Over TLS 1.3: says something right after the server's part of the handshake, before the client can ask.
  void send_early(std::string text) { early_ = std::move(text); }

  /// Says bytes below TLS.
  void put(std::string_view bytes) {
    if (gone_ || bytes.empty()) return;
    wire_.say(through(way::down, bytes));
    end_if_broken();
  }

  /// Sends what OpenSSL has to say.
  void flush() {
    char* data = nullptr;
    auto const size = BIO_get_mem_data(out_, &data);
    std::string const bytes(data, static_cast<std::size_t>(std::max(size, 0L)));
    (void)BIO_reset(out_);
    put(bytes);
  }

  /// Closes: over TLS with a farewell, unless it is to be rude.
  void close(bool rude = false) {
    if (gone_) return;
    if (ssl_ && opened_ && !rude) {
      SSL_shutdown(ssl_.get());
      flush();
    }
    if (gone_ || !held_[1].empty()) return;  // what is held back ends it
    gone_ = true;
    wire_.end();
  }
  void reset() {
    if (gone_) return;
    gone_ = true;
    wire_.break_off();
  }

  // Where things were in the first conversation, for those who count.
  std::size_t const number;
  std::size_t hello_end = 0;            ///< Up: the end of what the client says before it has an answer.
  std::size_t up_before_request = 0;    ///< Up: what the client sends before its request.
  std::size_t down_before_request = 0;  ///< Down: what the client has to have before it may send one.

 private:
  bool is_plain() const { return !ssl_; }

  void arrive(std::string_view bytes) {
    if (is_plain()) {
      text_ += bytes;
      return listen();
    }
    if (bytes.empty()) return;
    BIO_write(in_, bytes.data(), static_cast<int>(bytes.size()));
    if (!opened_) {
      ERR_clear_error();
      say_early();
      int const done = SSL_accept(ssl_.get());
      int const why = done == 1 ? SSL_ERROR_NONE : SSL_get_error(ssl_.get(), done);
      flush();
      if (why != SSL_ERROR_NONE && why != SSL_ERROR_WANT_READ) return close(true);
      if (done != 1) return;
      opened_ = true;
      owner_.opened(*this);
    }
    for (;;) {
      ERR_clear_error();
      char piece[4096];
      std::size_t got = 0;
      int const done = SSL_read_ex(ssl_.get(), piece, sizeof piece, &got);
      if (done == 1) {
        text_.append(piece, got);
        continue;
      }
      int const why = SSL_get_error(ssl_.get(), done);
      listen();
      flush();
      if (why != SSL_ERROR_WANT_READ) close(why != SSL_ERROR_ZERO_RETURN);
      return;
    }
  }

  void say_early() {
    if (early_.empty()) return;
    char none[1];
    std::size_t size = 0;
    if (SSL_read_early_data(ssl_.get(), none, sizeof none, &size) != SSL_READ_EARLY_DATA_FINISH) return;
    SSL_write_early_data(ssl_.get(), early_.data(), early_.size(), &size);
    early_.clear();
  }

  /// Takes the requests that are whole out of what came.
  void listen() {
    owner_.heard(*this);
    for (;;) {
      auto const head = text_.find("\r\n\r\n");
      if (head == text_.npos || gone_) return;
      auto const value = [&](std::string_view name) {
        auto const at = text_.find(name);
        if (at == text_.npos || at > head) return std::string();
        return text_.substr(at + name.size(), text_.find("\r\n", at) - at - name.size());
      };
      std::string const length = value("Content-Length: ");
      std::size_t size = 0;
      std::from_chars(length.data(), length.data() + length.size(), size);
      if (text_.size() < head + 4 + size) return;
      arrival what;
      what.action = value("X-TC-Action: ");
      std::string_view const body = std::string_view(text_).substr(head + 4, size);
      constexpr std::string_view token = "\"ClientToken\":\"";
      if (auto const at = body.find(token); at != body.npos)
        what.token = body.substr(at + token.size(), body.find('"', at + token.size()) - at - token.size());
      bool const spoilt = hit_ && (broken_->what == breach::garble || broken_->what == breach::duplicate);
      what.tampered = is_plain() && spoilt && broken_->where == way::up && !std::exchange(told_, true);
      text_.erase(0, head + 4 + size);
      owner_.asked(*this, what);
      if (what.tampered && !text_.empty()) close();
    }
  }

  /// What gets through of bytes that leave.
  std::string through(way where, std::string_view bytes) {
    bool const down = where == way::down;
    std::size_t& passed = passed_[down];
    std::size_t const from = passed;
    passed += bytes.size();
    mark(where, bytes, from);
    std::string out(bytes);
    std::string& seen = seen_[down];
    bool const now =
        broken_ && !hit_ && broken_->where == where && broken_->at >= from && broken_->at < passed;
    if (now) {
      hit_ = true;
      std::size_t const at = broken_->at - from;
      switch (broken_->what) {
        case breach::cut:
        case breach::reset:
        case breach::stall:
          out.resize(at);
          ends_ = true;
          break;
        case breach::garble:
          out[at] = static_cast<char>(out[at] ^ static_cast<char>(1 + broken_->chance % 255));
          break;
        case breach::duplicate: {
          std::string const before = seen + out.substr(0, at);
          std::size_t const size = std::min(before.size(), std::size_t{1} + broken_->chance % 64);
          out.insert(at, size == 0 ? out.substr(at, 1) : before.substr(before.size() - size));
          break;
        }
        case breach::split: {
          hold(where, out.substr(at));
          out.resize(at);
          break;
        }
        case breach::choke:
          break;
      }
    } else if (!held_[down].empty()) {
      held_[down] += out;
      out.clear();
    }
    seen.append(bytes.substr(bytes.size() - std::min<std::size_t>(bytes.size(), 64)));
    if (seen.size() > 256) seen.erase(0, seen.size() - 64);
    return out;
  }

  /// Notes where the handshake ends.
  void mark(way where, std::string_view bytes, std::size_t from) {
    if (is_plain() || up_before_request != 0) return;
    if (where == way::down) {
      if (SSL_version(ssl_.get()) == TLS1_3_VERSION) {
        if (from == 0) down_before_request = bytes.size();
        if (from == 0) hello_end = passed(way::up);
      } else if (!opened_) {
        down_before_request = from + bytes.size();
        if (from == 0) hello_end = passed(way::up);
      }
      return;
    }
    // The records of the client: with TLS 1.3 the first of application data is the end of the handshake.
    std::string& all = records_;
    all += bytes;
    int const of_handshake = SSL_version(ssl_.get()) == TLS1_3_VERSION ? 1 : 0;
    while (all.size() >= records_at_ + 5) {
      auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(all[records_at_ + i]); };
      if (byte(0) == SSL3_RT_APPLICATION_DATA && data_records_++ == of_handshake) {
        up_before_request = records_at_;
        return;
      }
      records_at_ += 5 + static_cast<std::size_t>(byte(3)) * 256 + byte(4);
    }
  }

  void end_if_broken() {
    if (!ends_ || gone_) return;
    gone_ = true;
    if (broken_->what == breach::cut) wire_.end();
    if (broken_->what == breach::reset) wire_.break_off();
  }

  void hold(way where, std::string what) {
    held_[where == way::down] = std::move(what);
    auto const timer = std::make_shared<inner::timer>(wire_.executor(), clock_);
    timer->expires_after(1s);
    timer->async_wait([timer, where, self = weak_from_this(), line = wire_.weak_from_this()](bool) {
      auto const alive = line.lock();
      if (auto const me = self.lock(); me && alive) me->release(where);
    });
  }

  void release(way where) {
    std::string const what = std::exchange(held_[where == way::down], {});
    if (where == way::up)
      arrive(what);
    else
      wire_.say(what);
  }

  wire& wire_;
  std::shared_ptr<manual_clock> clock_;
  peer_owner& owner_;
  owned<SSL> ssl_{};
  BIO* in_ = nullptr;
  BIO* out_ = nullptr;
  std::optional<breakage> broken_{};
  std::array<std::size_t, 2> passed_{};
  std::array<std::string, 2> seen_{};  ///< The last bytes of each direction.
  std::array<std::string, 2> held_{};
  std::string text_{};  ///< What the client said and is not answered.
  std::string early_{};
  std::string records_{};
  std::size_t records_at_ = 0;
  int data_records_ = 0;
  std::size_t taken_ = 0;
  bool opened_ = false;
  bool hit_ = false;
  bool ends_ = false;
  bool told_ = false;  ///< That the request was spoilt.
  bool gone_ = false;
};

/// Connects a client with peers.
class peer_dialer final : public inner::dialer {
 public:
  peer_dialer(asio::io_context& io, std::shared_ptr<manual_clock> time, tls_identities& who, transport over,
              peer_owner& owner)
      : io_(io), clock_(std::move(time)), tls_(who.of(over)), owner_(owner) {
    if (tls_) client_ = std::make_shared<inner::tls_client>(inner::tls_settings{{}, true, who.client});
  }

  std::shared_ptr<inner::stream> dial(inner::endpoint const& to) override {
    auto const line = std::make_shared<wire>(io_.get_executor(), to, opening{});
    auto const other = std::make_shared<peer>(*line, clock_, tls_, owner_, peers.size());
    peers.push_back(other);
    lines.push_back(line);
    line->on_write = [other](wire&) { other->take(); };
    line->on_read = [other, owner = &owner_](wire&) { owner->was_read(*other); };
    if (on_dial) on_dial(*other);
    std::shared_ptr<inner::stream> below = std::make_shared<wire_stream>(line);
    return client_ ? client_->over(std::move(below), to) : below;
  }

  std::function<void(peer&)> on_dial{};
  std::vector<std::weak_ptr<peer>> peers{};  ///< All that there were.
  std::vector<std::weak_ptr<wire>> lines{};

 private:
  asio::io_context& io_;
  std::shared_ptr<manual_clock> clock_;
  SSL_CTX* tls_;
  peer_owner& owner_;
  std::shared_ptr<inner::tls_client> client_{};
};

}  // namespace colb::test::fault
