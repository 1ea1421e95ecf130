// colb: a stream through a proxy: the bodies.
#pragma once

#include <colb/engine/share.hpp>
#include <colb/transport/tunnel.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include <colb/asio/awaitable.hpp>
#include <colb/asio/buffer.hpp>
#include <colb/asio/cancellation_type.hpp>
#include <colb/asio/error.hpp>
#include <colb/asio/post.hpp>
#include <colb/asio/this_coro.hpp>
#include <colb/asio/use_awaitable.hpp>

namespace colb::inline COLB_ABI::inner {

namespace tunnel_parts {

class tunnel_stream final : public stream {
 public:
  tunnel_stream(std::shared_ptr<stream> below, std::shared_ptr<proxy_server const> by,
                std::shared_ptr<connector> names, endpoint const& to)
      : below_(std::move(below)),
        by_(std::move(by)),
        names_(std::move(names)),
        to_(to),
        wake_(names_->executor()) {}

  asio::awaitable<void> open(stream_owner& owner, error_code& ec) override {
    std::optional<asio::ip::address> address;
    if (by_->kind == proxy_kind::socks5) {
      owner.entered(stage::resolve);
      resolver::addresses found;
      co_await names_->look_up(to_, wake_, found, ec);
      co_await stop_if_over(ec);
      if (ec) co_return;
      // SOCKS takes one only: the kind that every proxy can reach, if there is one.
      auto const v4 = std::ranges::find_if(found, [](auto const& a) { return a.is_v4(); });
      address = v4 != found.end() ? *v4 : found.front();
    }
    owner.entered(stage::proxy);
    one_stage whole(owner);
    co_await below_->open(whole, ec);
    co_await stop_if_over(ec);
    if (ec) {
      reason_ = below_->reason().empty() ? ec.message() : below_->reason();
      co_return;
    }
    owner.entered(stage::proxy);
    proxy_dialogue dialogue(*by_, to_, address);
    co_await talk(dialogue, ec);
  }

  std::size_t try_read(asio::mutable_buffer into, error_code& ec) override {
    if (rest_.empty()) return below_->try_read(into, ec);
    ec = {};
    std::size_t const n = std::min(into.size(), rest_.size());
    std::copy_n(rest_.begin(), n, static_cast<char*>(into.data()));
    rest_.erase(0, n);
    return n;
  }

  bool is_silent() override { return rest_.empty() && below_->is_silent(); }

  std::size_t try_write(asio::const_buffer from, error_code& ec) override {
    return below_->try_write(from, ec);
  }

  asio::awaitable<void> ready(asio::socket_base::wait_type direction, error_code& ec) override {
    if (direction == asio::socket_base::wait_read && !rest_.empty()) return at_once(ec);
    return below_->ready(direction, ec);
  }

  asio::awaitable<void> either_ready(error_code& ec) override {
    return rest_.empty() ? below_->either_ready(ec) : at_once(ec);
  }

  void watch(std::weak_ptr<stream_owner> owner) override { below_->watch(std::move(owner)); }

  void unwatch() override { below_->unwatch(); }

  void close() noexcept override {
    closed_ = true;
    below_->close();
    wake_.set();
  }

  std::string reason() const override {
    if (stands_) return below_->reason();
    return reason_.empty() ? std::string() : "proxy " + by_->to.authority + ": " + reason_;
  }

  bool lasting() const override { return lasting_ || below_->lasting(); }

  bool too_large() const override { return below_->too_large(); }

 private:
  /// To whom the way to the proxy is one stage.
  struct one_stage final : stream_owner {
    explicit one_stage(stream_owner& o) : owner(o) {}
    void entered(stage) override { owner.entered(stage::proxy); }
    void readable() override {}
    stream_owner& owner;
  };

  static asio::awaitable<void> at_once(error_code& ec) {
    auto const executor = co_await asio::this_coro::executor;
    co_await asio::post(executor, asio::use_awaitable);
    ec = {};
  }

  asio::awaitable<void> stop_if_over(error_code& ec) {
    auto const cancellation = co_await asio::this_coro::cancellation_state;
    if (closed_ || cancellation.cancelled() != asio::cancellation_type::none)
      ec = asio::error::operation_aborted;
  }

  asio::awaitable<void> talk(proxy_dialogue& dialogue, error_code& ec) {
    char piece[2048];
    auto state = proxy_dialogue::state::talking;
    while (state == proxy_dialogue::state::talking) {
      auto direction = asio::socket_base::wait_read;
      if (auto const output = dialogue.output(); !output.empty()) {
        dialogue.sent(below_->try_write(asio::buffer(output), ec));
        if (!ec) continue;
        direction = asio::socket_base::wait_write;
      } else {
        std::size_t const got = below_->try_read(asio::buffer(piece), ec);
        if (!ec) {
          state = dialogue.input(std::string_view(piece, got));
          continue;
        }
      }
      if (ec == asio::error::would_block) co_await below_->ready(direction, ec);
      co_await stop_if_over(ec);
      if (!ec) continue;
      reason_ = ec == asio::error::eof     ? std::string("it closed the connection without an answer")
                : below_->reason().empty() ? ec.message()
                                           : below_->reason();
      co_return;
    }
    if (state == proxy_dialogue::state::refused) {
      reason_ = dialogue.problem();
      lasting_ = dialogue.lasting();
      ec = std::make_error_code(lasting_ ? std::errc::permission_denied : std::errc::host_unreachable);
      co_return;
    }
    rest_ = dialogue.take_rest();
    stands_ = true;
  }

  std::shared_ptr<stream> below_;
  std::shared_ptr<proxy_server const> by_;
  std::shared_ptr<connector> names_;
  endpoint to_;
  event wake_;
  std::string rest_{};  // Came with the proxy's answer, from the other end.
  std::string reason_{};
  bool lasting_ = false;
  bool stands_ = false;
  bool closed_ = false;
};

}  // namespace tunnel_parts

COLB_DECL std::shared_ptr<stream> tunnel(std::shared_ptr<stream> below,
                                         std::shared_ptr<proxy_server const> by,
                                         std::shared_ptr<connector> names, endpoint const& to) {
  return share<tunnel_parts::tunnel_stream>(std::move(below), std::move(by), std::move(names), to);
}

}  // namespace colb::inline COLB_ABI::inner
