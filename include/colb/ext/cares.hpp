// colb: a resolver on c-ares: look-ups without threads, which can be cancelled. Needs c-ares 1.16 or later
// (Debian: libc-ares-dev, -lcares). Nothing else of colb includes this.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <ares.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <colb/asio/any_io_executor.hpp>
#include <colb/asio/error.hpp>
#include <colb/asio/ip/address.hpp>
#include <colb/asio/posix/stream_descriptor.hpp>
#include <colb/asio/post.hpp>
#include <colb/asio/steady_timer.hpp>
#include <colb/asio/strand.hpp>

#include <colb/transport/resolver.hpp>
#include <colb/version.hpp>

namespace colb::inline COLB_ABI {

/// How c-ares asks.
struct cares_options {
  /// `address[:port]`, separated by commas, IPv6 in brackets; empty: the system's servers.
  std::string servers{};
  std::chrono::milliseconds timeout{2000};  ///< Of the first try with a server; later ones wait longer.
  int tries = 3;                            ///< With each server.
};

namespace inner {

/// One look-up, with a channel of its own: `ares_cancel` ends all that a channel has under way. Used on its
/// strand, but for its construction.
class cares_look_up final : public std::enable_shared_from_this<cares_look_up> {
 public:
  using strand_t = asio::strand<asio::any_io_executor>;

  cares_look_up(asio::any_io_executor const& executor, resolver::answer done)
      : strand_(asio::make_strand(executor)), timer_(strand_), done_(std::move(done)) {}
  cares_look_up(cares_look_up const&) = delete;
  cares_look_up& operator=(cares_look_up const&) = delete;
  ~cares_look_up() {
    // Whoever asked may be gone with the executor.
    done_ = nullptr;
    sockets_.clear();
    if (channel_) ares_destroy(channel_);
  }

  strand_t const& strand() const noexcept { return strand_; }
  bool over() const noexcept { return done_ == nullptr; }

  void start(std::string const& host, cares_options const& how) {
    ares_options with{};
    with.timeout = static_cast<int>(std::clamp<long long>(how.timeout.count(), 1, 600'000));
    with.tries = std::max(how.tries, 1);
    char order[] = "fb";  // files, then servers
    with.lookups = order;
    with.sock_state_cb = &socket_changed;
    with.sock_state_cb_data = this;
    int const mask = ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_LOOKUPS | ARES_OPT_SOCK_STATE_CB;
    int failed = ares_init_options(&channel_, &with, mask);
    if (failed == ARES_SUCCESS && !how.servers.empty())
      failed = ares_set_servers_ports_csv(channel_, how.servers.c_str());
    if (failed != ARES_SUCCESS) return end(failed, {});
    ares_addrinfo_hints hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = ARES_AI_NOSORT;  // the client races them
    ares_getaddrinfo(channel_, host.c_str(), nullptr, &hints, &found, this);
    go_on();
  }

  void cancel() {
    if (over()) return;
    ares_cancel(channel_);
    go_on();
  }

 private:
  struct socket {
    explicit socket(strand_t const& strand, int fd) : descriptor(strand, fd) {}
    asio::posix::stream_descriptor descriptor;  ///< A duplicate: c-ares closes its own.
    bool wants_read = false, wants_write = false;
    bool waits_read = false, waits_write = false;
  };

  static std::error_code error_of(int status) {
    switch (status) {
      case ARES_SUCCESS:
        return {};
      case ARES_ENOTFOUND:
      case ARES_ENODATA:
        return asio::error::host_not_found;
      case ARES_ETIMEOUT:
        return asio::error::timed_out;
      case ARES_ECANCELLED:
      case ARES_EDESTRUCTION:
        return asio::error::operation_aborted;
      case ARES_ENOMEM:
        return asio::error::no_memory;
      case ARES_ECONNREFUSED:
        return asio::error::connection_refused;
      case ARES_EBADNAME:
      case ARES_EBADSTR:
        return std::make_error_code(std::errc::invalid_argument);
      default:
        return asio::error::host_not_found_try_again;
    }
  }

  static void found(void* self, int status, int, ares_addrinfo* list) {
    resolver::addresses all;
    constexpr std::size_t most = 64;  // a server may name any number
    for (auto const* node = list ? list->nodes : nullptr; node && all.size() < most; node = node->ai_next) {
      asio::ip::address address;
      if (node->ai_family == AF_INET) {
        sockaddr_in at{};
        std::memcpy(&at, node->ai_addr, sizeof at);
        address = asio::ip::address_v4(ntohl(at.sin_addr.s_addr));
      } else if (node->ai_family == AF_INET6) {
        sockaddr_in6 at{};
        std::memcpy(&at, node->ai_addr, sizeof at);
        asio::ip::address_v6::bytes_type bytes;
        std::memcpy(bytes.data(), &at.sin6_addr, bytes.size());
        address = asio::ip::address_v6(bytes, at.sin6_scope_id);
      } else {
        continue;
      }
      if (std::find(all.begin(), all.end(), address) == all.end()) all.push_back(address);
    }
    if (list) ares_freeaddrinfo(list);
    if (status == ARES_SUCCESS && all.empty()) status = ARES_ENODATA;
    static_cast<cares_look_up*>(self)->end(status, std::move(all));
  }

  void end(int status, resolver::addresses all) {
    auto const done = std::exchange(done_, nullptr);
    timer_.cancel();
    if (done) done(error_of(status), std::move(all));
  }

  static void socket_changed(void* self, ares_socket_t fd, int readable, int writable) {
    static_cast<cares_look_up*>(self)->changed(fd, readable != 0, writable != 0);
  }

  void changed(ares_socket_t fd, bool readable, bool writable) {
    if (over() || (!readable && !writable)) {
      sockets_.erase(fd);
      return;
    }
    auto at = sockets_.find(fd);
    if (at == sockets_.end()) {
      int const own = ::dup(fd);
      if (own < 0) return;  // its time will run out
      at = sockets_.emplace(fd, std::make_shared<socket>(strand_, own)).first;
    }
    at->second->wants_read = readable;
    at->second->wants_write = writable;
  }

  /// Waits for what c-ares waits for.
  void go_on() {
    if (over()) {
      sockets_.clear();
      return;
    }
    using side = asio::posix::stream_descriptor;
    for (auto const& [fd, at] : sockets_) {
      if (at->wants_read && !std::exchange(at->waits_read, true)) wait(fd, at, side::wait_read);
      if (at->wants_write && !std::exchange(at->waits_write, true)) wait(fd, at, side::wait_write);
    }
    timeval room{};
    timeval const* const next = ares_timeout(channel_, nullptr, &room);
    if (!next) return;
    timer_.expires_after(std::chrono::seconds(next->tv_sec) + std::chrono::microseconds(next->tv_usec) +
                         std::chrono::milliseconds(1));
    timer_.async_wait([self = shared_from_this()](error_code ec) {
      if (ec || self->over()) return;
      ares_process_fd(self->channel_, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
      self->go_on();
    });
  }

  void wait(ares_socket_t fd, std::shared_ptr<socket> const& at,
            asio::posix::stream_descriptor::wait_type what) {
    bool const reads = what == asio::posix::stream_descriptor::wait_read;
    at->descriptor.async_wait(
        what, [self = shared_from_this(), fd, of = std::weak_ptr(at), reads](error_code ec) {
          auto const alive = of.lock();
          if (alive) (reads ? alive->waits_read : alive->waits_write) = false;
          if (!alive || ec || self->over()) return;
          ares_process_fd(self->channel_, reads ? fd : ARES_SOCKET_BAD, reads ? ARES_SOCKET_BAD : fd);
          self->go_on();
        });
  }

  strand_t strand_;
  asio::steady_timer timer_;
  resolver::answer done_;
  ares_channel channel_ = nullptr;
  std::map<ares_socket_t, std::shared_ptr<socket>> sockets_{};
};

}  // namespace inner

/// Looks names up with c-ares, `/etc/hosts` first, on an executor: no thread is started, a look-up that
/// nobody waits for any longer is given up, and a stuck one keeps `io_context::run()` for `timeout` times
/// `tries` at most. Its time is the machine's, whatever clock the clients have; beside it their
/// `timeouts.resolve` holds.
///
/// Thread safety: clients on any threads may share one.
class cares_resolver final : public resolver {
 public:
  /// @param executor Where look-ups run; they are on strands over it.
  /// @throws std::runtime_error when c-ares cannot be used; std::invalid_argument for servers that are none.
  explicit cares_resolver(asio::any_io_executor executor, cares_options how = {})
      : executor_(std::move(executor)), how_(std::move(how)) {
    static int const ready = ares_library_init(ARES_LIB_INIT_ALL);
    if (ready != ARES_SUCCESS) throw std::runtime_error(std::string("c-ares: ") + ares_strerror(ready));
    if (how_.servers.empty()) return;
    ares_channel trial = nullptr;
    int failed = ares_init(&trial);
    if (failed == ARES_SUCCESS) {
      failed = ares_set_servers_ports_csv(trial, how_.servers.c_str());
      ares_destroy(trial);
    }
    if (failed != ARES_SUCCESS)
      throw std::invalid_argument("c-ares: .servers '" + how_.servers + "': " + ares_strerror(failed));
  }
  /// Gives up what is under way.
  ~cares_resolver() override {
    for (auto const& [host, one] : under_way_) end(one);
  }

  void resolve(std::string const& host, answer done) override {
    auto const one = std::make_shared<inner::cares_look_up>(executor_, std::move(done));
    {
      std::lock_guard const lock(mutex_);
      std::erase_if(under_way_, [](auto const& each) { return each.second.expired(); });
      under_way_.emplace(host, one);
    }
    asio::post(one->strand(), [one, host, how = how_] { one->start(host, how); });
  }

  void cancel(std::string const& host) override {
    std::lock_guard const lock(mutex_);
    auto const [first, last] = under_way_.equal_range(host);
    for (auto at = first; at != last; ++at) end(at->second);
    under_way_.erase(first, last);
  }

 private:
  static void end(std::weak_ptr<inner::cares_look_up> const& what) {
    if (auto const one = what.lock()) asio::post(one->strand(), [one] { one->cancel(); });
  }

  asio::any_io_executor executor_;
  cares_options how_;
  std::mutex mutex_{};
  std::multimap<std::string, std::weak_ptr<inner::cares_look_up>> under_way_{};
};

}  // namespace colb::inline COLB_ABI
