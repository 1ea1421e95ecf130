// colb: the bodies of connection.hpp.
#pragma once

#include <algorithm>
#include <array>
#include <system_error>
#include <utility>

#include <colb/ext/redis/connection.hpp>

#include <colb/asio/cancellation_type.hpp>
#include <colb/asio/error.hpp>
#include <colb/asio/this_coro.hpp>

namespace colb::inline COLB_ABI::inner {

namespace redis_text {

/// How far an opening got.
class opening final : public stream_owner {
 public:
  void entered(stage now) override { at = now; }
  void readable() override {}
  stage at = stage::connect;
};

}  // namespace redis_text

COLB_DECL redis_connection::redis_connection(std::shared_ptr<redis_site const> to, dialer& by,
                                             asio::any_io_executor strand, std::shared_ptr<clock> time)
    : to_(std::move(to)), stream_(by.dial(to_->to)), alarm_(std::move(strand), std::move(time)) {}

COLB_DECL redis_connection::~redis_connection() { stream_->close(); }

COLB_DECL void redis_connection::close() noexcept {
  open_ = false;
  stream_->close();
}

COLB_DECL void redis_connection::fail(std::string_view what) {
  close();
  throw redis_failure("Redis at " + to_->to.authority + ": " + redis_words(*to_, what));
}

COLB_DECL void redis_connection::arm(clock::duration limit) {
  if (limit == clock::duration::max()) return alarm_.cancel();
  alarm_.expires_after(limit);
  alarm_.async_wait([weak = weak_from_this()](bool expired) {
    auto const self = weak.lock();
    if (!expired || !self) return;
    self->late_ = true;
    self->stream_->close();
  });
}

COLB_DECL asio::awaitable<void> redis_connection::open(clock::duration limit) {
  auto const self = shared_from_this();
  error_code ec;
  redis_text::opening how;
  arm(limit);
  co_await stream_->open(how, ec);
  alarm_.cancel();
  if (ec) {
    std::string why(to_string(how.at));
    std::string const said = stream_->reason();
    why += late_ ? ": it takes too long" : ": " + (said.empty() ? ec.message() : said);
    fail(why);
  }
  open_ = true;
  if (to_->has_password) {
    std::vector<std::string> words{"AUTH"};
    if (!to_->user.empty()) words.push_back(to_->user);
    words.push_back(to_->password);
    co_await ask(words, limit);
  }
  if (to_->database != 0) {
    std::vector<std::string> const words{"SELECT", std::to_string(to_->database)};
    co_await ask(words, limit);
  }
}

COLB_DECL void redis_connection::flush() {
  while (!out_.empty()) {
    error_code ec;
    std::size_t const put = stream_->try_write(asio::buffer(out_), ec);
    out_.erase(0, put);
    if (ec) return;  // a broken connection tells the one who reads
  }
}

COLB_DECL void redis_connection::write(std::string_view bytes) {
  out_ += bytes;
  flush();
}

COLB_DECL asio::awaitable<std::optional<redis_value>> redis_connection::read(clock::duration limit) {
  auto const self = shared_from_this();
  for (;;) {
    if (auto found = reader_.next()) co_return found;
    if (!reader_.problem().empty()) fail("its answer is " + reader_.problem());
    flush();
    std::array<char, 4096> bytes;
    error_code ec;
    std::size_t const got = stream_->try_read(asio::buffer(bytes), ec);
    if (!ec) {
      reader_.feed(std::string_view(bytes.data(), got));
      continue;
    }
    if (ec == asio::error::would_block) {
      arm(limit);
      if (out_.empty()) {
        co_await stream_->ready(asio::socket_base::wait_read, ec);
      } else {
        co_await stream_->either_ready(ec);
      }
      alarm_.cancel();
      if (late_) fail("it does not answer");
      auto const state = co_await asio::this_coro::cancellation_state;
      if (state.cancelled() != asio::cancellation_type::none) co_return std::nullopt;
      if (!ec) continue;
    }
    fail(ec == asio::error::eof ? "it closed the connection" : ec.message());
  }
}

COLB_DECL asio::awaitable<redis_value> redis_connection::ask(std::vector<std::string> const& words,
                                                             clock::duration limit) {
  write(redis_command(words));
  std::optional<redis_value> said = co_await read(limit);
  if (!said) fail("nobody waits for it any more");
  if (said->is == redis_value::kind::error) {
    // Of a refusal of user and password no more than the code.
    bool const secret = words.front() == "AUTH";
    fail(words.front() +
         " is refused: " + (secret ? said->text.substr(0, said->text.find(' ')) : said->text));
  }
  co_return std::move(*said);
}

}  // namespace colb::inline COLB_ABI::inner
