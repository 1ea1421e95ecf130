// colb: a fleet that agrees through a Redis. Needs hiredis (0.14 or later): link with -lhiredis.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include <colb/config.hpp>

#include <colb/asio/any_io_executor.hpp>
#include <colb/asio/awaitable.hpp>

#include <colb/client_options.hpp>
#include <colb/coordinator.hpp>

namespace colb::inline COLB_ABI {

namespace inner {
class redis_state;
}

/// Which Redis, and for whom.
struct redis_options {
  /// `redis://[[user]:password@]host[:port][/database]`, or `rediss://` for TLS; port 6379 and database 0 by
  /// default. User and password are percent-encoded, and are in no text of colb's.
  std::string url = "redis://127.0.0.1";
  /// Names the account: processes that give the same share its lanes and rates. Required; any text but an
  /// empty one. All keys carry it in braces, so that they are of one slot.
  std::string scope{};
  /// How the server of `rediss://` is verified.
  tls_options tls{};
  /// Who looks up the host; null: the system.
  std::shared_ptr<colb::resolver> resolver{};
  /// Where time comes from; null: the system's.
  std::shared_ptr<colb::clock> clock{};
};

/// Lanes and permits of several processes, kept in a Redis: version 5 or later, which may run Lua scripts and
/// publish. Give one to all clients of the account in this process: `options.coordinator =
/// std::make_shared<colb::redis>(executor, redis_options)`.
///
/// Lanes are leased for 15 s and renewed every 5 s: those of a process that died are free after 15 s. Permits
/// are reserved by the server's clock. A connection for questions and, while a change waits for another
/// process, one to be woken through are kept; neither keeps `io_context::run()` from returning when nothing
/// is under way.
///
/// Thread safety: as `coordinator`. It works on a strand of its own executor, which has to run, and to
/// outlive it and the clients that it is given to.
class redis final : public coordinator {
 public:
  /// Connects when it is first asked. Throws `colb::error` (`condition::invalid_request`) when an option is
  /// wrong.
  redis(asio::any_io_executor executor, redis_options options);
  ~redis() override;

  std::shared_ptr<lease> enter(wish what) override;
  asio::awaitable<standing> acquire(std::shared_ptr<lease> of) override;
  asio::awaitable<void> leave(std::shared_ptr<lease> of, std::string task,
                              std::chrono::milliseconds keep) override;
  asio::awaitable<void> ended(std::string task) override;
  asio::awaitable<permission> permit(bucket of, std::chrono::milliseconds within) override;
  asio::awaitable<void> give_back(bucket of, std::string id) override;

 private:
  std::shared_ptr<inner::redis_state> state_;
};

}  // namespace colb::inline COLB_ABI

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/ext/redis/impl/redis.ipp>
#endif
