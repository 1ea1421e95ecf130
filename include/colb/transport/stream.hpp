// colb: what an HTTP exchange runs over.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <system_error>

#include <colb/asio/awaitable.hpp>
#include <colb/asio/buffer.hpp>
#include <colb/asio/socket_base.hpp>

#include <colb/transport/endpoint.hpp>
#include <colb/transport/failure.hpp>

namespace colb::inline COLB_ABI::inner {

/// Who a stream reports to.
class stream_owner {
 public:
  /// `open` has got this far.
  virtual void entered(stage at) = 0;
  /// What `watch` waited for has come: bytes, the end, or an error.
  virtual void readable() = 0;

 protected:
  ~stream_owner() = default;
};

/// A connection as non-blocking attempts plus waits: an attempt that cannot go on says
/// `asio::error::would_block`, and `ready` waits until it can. So a wait holds no bytes, and ending one never
/// harms the connection. Used on one strand; waits end early when the awaiting coroutine is cancelled (all
/// types).
class stream {
 public:
  stream() = default;
  stream(stream const&) = delete;
  stream& operator=(stream const&) = delete;
  virtual ~stream() = default;

  /// Connects, once. Tells `owner` each stage it enters; `owner` must live until the end of this operation.
  virtual asio::awaitable<void> open(stream_owner& owner, error_code& ec) = 0;

  /// Reads what is there. `asio::error::eof` is an orderly end only; a connection that just breaks off is
  /// another error.
  virtual std::size_t try_read(asio::mutable_buffer into, error_code& ec) = 0;

  /// Whether it is certain that nothing is there to be read, the end included, as cheaply as that can be
  /// known: an attempt to read would say `would_block` and nothing else. Otherwise the attempt has to tell.
  virtual bool is_silent() { return false; }

  /// Writes what fits. Nothing of `from` can have reached the other side while the sum of the results is 0.
  /// After `would_block` the next attempt must start at the same byte.
  virtual std::size_t try_write(asio::const_buffer from, error_code& ec) = 0;

  /// Waits until an attempt in this direction can go on.
  virtual asio::awaitable<void> ready(asio::socket_base::wait_type direction, error_code& ec) = 0;

  /// Waits until an attempt in one direction or the other can go on.
  virtual asio::awaitable<void> either_ready(error_code& ec) = 0;

  /// Has `owner` told once when there is something to read. `unwatch` ends the wait; so does `close`.
  virtual void watch(std::weak_ptr<stream_owner> owner) = 0;
  virtual void unwatch() = 0;

  /// Closes at once, without waiting for the other side; pending operations end with an error.
  virtual void close() noexcept = 0;

  /// The last error in words, where the error code alone does not say enough; else empty.
  virtual std::string reason() const { return {}; }

  /// Whether the last error would come again: a refusal, not a line that broke.
  virtual bool lasting() const { return false; }

  /// Whether the last error is that more came than may.
  virtual bool too_large() const { return false; }

  /// Whether the TLS session was resumed from an earlier one.
  virtual bool resumed() const { return false; }
};

/// Makes streams.
class dialer {
 public:
  dialer() = default;
  dialer(dialer const&) = delete;
  dialer& operator=(dialer const&) = delete;
  virtual ~dialer() = default;

  /// A stream that is yet to be opened.
  virtual std::shared_ptr<stream> dial(endpoint const& to) = 0;
};

}  // namespace colb::inline COLB_ABI::inner
