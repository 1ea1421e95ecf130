// colb: everything a client can be told, with what holds when it is not.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include <colb/asio/ssl/context.hpp>

#include <colb/clock.hpp>
#include <colb/credentials.hpp>
#include <colb/engine/share.hpp>
#include <colb/error.hpp>
#include <colb/lanes.hpp>
#include <colb/limiter.hpp>
#include <colb/proxy.hpp>
#include <colb/request_style.hpp>
#include <colb/resilience/retry.hpp>
#include <colb/transport/resolver.hpp>
#include <colb/transport/timeouts.hpp>
#include <colb/version.hpp>

namespace colb::inline COLB_ABI {

class coordinator;
class observer;

/// A caller's own TLS context, shared with the client. Made from an `asio::ssl::context` or a pointer to one.
class shared_tls_context {
 public:
  shared_tls_context() = default;
  shared_tls_context(std::nullptr_t) {}
  shared_tls_context(asio::ssl::context&& own) : context_(inner::share<asio::ssl::context>(std::move(own))) {}
  shared_tls_context(std::shared_ptr<asio::ssl::context> shared) : context_(std::move(shared)) {}

  std::shared_ptr<asio::ssl::context> const& get() const noexcept { return context_; }

 private:
  std::shared_ptr<asio::ssl::context> context_{};
};

/// Whom the client trusts.
struct tls_options {
  std::string ca_file{};  ///< PEM file of the authorities; empty: the system's. Ignored with `context`.
  bool verify = true;     ///< Verify the chain and the host name. Turn it off for experiments only.
  shared_tls_context context{};  ///< A whole context of the caller's (client certificates, ciphers, …).
};

/// How a client behaves. Every member has a sound default but for `region` and `credentials`.
struct client_options {
  /// Region of the requests, such as `ap-guangzhou`.
  std::string region{};
  /// Who asks: a key pair, or `credentials::from_environment()`.
  colb::credentials credentials{};
  /// `https://host[:port]` of the service; empty: the vendor's own. Plain `http://` only for loopback.
  std::string endpoint{};
  /// How the server is verified.
  tls_options tls{};
  /// Limits of every step.
  colb::timeouts timeouts{};
  /// What is sent again after a failure.
  retry_options retry{};
  /// Limits of the connection pool.
  pool_limits pool{};
  /// How tasks are waited for, where a call does not say.
  wait_options wait{};
  /// The User-Agent header.
  std::string user_agent = "colb/" COLB_VERSION_STRING;
  /// Where time comes from; null: the system's. Tests give a `manual_clock`.
  std::shared_ptr<colb::clock> clock{};
  /// Where chance comes from (client tokens, nonces, jitter); empty: OpenSSL's generator. Thread-safe.
  random_source random{};
  /// Which of the ways that the service offers it is spoken to.
  request_style style{};
  /// Who looks up host names; null: the system. Clients may share one.
  std::shared_ptr<colb::resolver> resolver{};
  /// Whether changes to one resource queue, and with whose.
  lane_options lanes{};
  /// How the documented rates are kept, and with whom.
  rate_limit_options rate_limit{};
  /// Through which proxy; none by default. `proxy_options::from_environment()` is what the environment says.
  proxy_options proxy{};
  /// Is told what the client does: `text_log`, `metrics`, your own; clients may share one. Null: nobody,
  /// unless the environment variable `COLB_LOG` has a log written (see `text_log`).
  std::shared_ptr<colb::observer> observer{};
  /// What the processes of a fleet agree through about lanes and rates, on top of `lanes` and `rate_limit`:
  /// `colb::redis` of `<colb/ext/redis.hpp>`, or your own. Null: each process goes by itself.
  std::shared_ptr<colb::coordinator> coordinator{};
};

namespace inner {

/// OpenSSL's generator.
std::uint64_t system_random();

}  // namespace inner
}  // namespace colb::inline COLB_ABI

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/impl/client_options.ipp>
#endif
