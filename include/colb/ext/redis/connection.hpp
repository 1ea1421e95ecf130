// colb: a connection to a Redis, over colb's own transport.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <colb/config.hpp>

#include <colb/asio/any_io_executor.hpp>
#include <colb/asio/awaitable.hpp>

#include <colb/clock.hpp>
#include <colb/ext/redis/reply.hpp>
#include <colb/ext/redis/site.hpp>
#include <colb/transport/stream.hpp>

namespace colb::inline COLB_ABI::inner {

/// A Redis cannot be asked, in words.
class redis_failure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// One connection. Used on one strand. A failure closes it.
class redis_connection : public std::enable_shared_from_this<redis_connection> {
 public:
  redis_connection(std::shared_ptr<redis_site const> to, dialer& by, asio::any_io_executor strand,
                   std::shared_ptr<clock> time);
  redis_connection(redis_connection const&) = delete;
  redis_connection& operator=(redis_connection const&) = delete;
  ~redis_connection();

  /// Connects, and says who asks. Throws `redis_failure`.
  /// @param limit of the whole.
  asio::awaitable<void> open(clock::duration limit);

  /// Sends as much as goes at once; the rest goes while an answer is waited for.
  void write(std::string_view bytes);

  /// The next answer. Nothing when the awaiting coroutine was cancelled, which does no harm. Throws
  /// `redis_failure`.
  /// @param limit for each wait; `clock::duration::max()`: none.
  asio::awaitable<std::optional<redis_value>> read(clock::duration limit);

  /// One command and its answer, when nothing else is under way. Throws for an error as answer, too.
  asio::awaitable<redis_value> ask(std::vector<std::string> const& words, clock::duration limit);

  bool usable() const noexcept { return open_; }
  void close() noexcept;

 private:
  void flush();
  void arm(clock::duration limit);
  [[noreturn]] void fail(std::string_view what);

  std::shared_ptr<redis_site const> to_;
  std::shared_ptr<stream> stream_;
  timer alarm_;
  redis_reader reader_{};
  std::string out_{};
  bool open_ = false;
  bool late_ = false;
};

}  // namespace colb::inline COLB_ABI::inner

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/ext/redis/impl/connection.ipp>
#endif
