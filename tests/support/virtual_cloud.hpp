// colb: the emulated cloud at the other end of a network in memory, all under one clock that nobody waits
// for.
#pragma once

#include <charconv>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>

#include <colb/client.hpp>
#include <colb/clock.hpp>
#include <colb/emulator/core.hpp>

#include "support/pipe.hpp"

namespace colb::test {

/// A client, and a cloud for it. Time passes only when nothing else can be done.
template <class Client>
class virtual_cloud {
 public:
  explicit virtual_cloud(emulator::options how = {}, client_options what = {}) : options(std::move(what)) {
    how.clock = clock;
    core = std::make_unique<inner::emu::core>(std::move(how));
    options.clock = clock;
    if (options.region.empty()) options.region = "ap-guangzhou";
    options.credentials = core->credentials();
    options.random = [state = std::uint64_t{1}]() mutable {
      return state = state * 6364136223846793005u + 1442695040888963407u;
    };
    net->on_write = [this](wire& w) { serve(w); };
    connect();
  }
  virtual_cloud(virtual_cloud const&) = delete;
  virtual_cloud& operator=(virtual_cloud const&) = delete;

  /// Makes the client anew.
  void connect() { client.emplace(io.get_executor(), options, std::make_shared<counting_dialer>(*this)); }

  /// Runs until `done`, moving the clock whenever nothing can run. False: nothing is left that could make it
  /// true.
  bool run_until(std::function<bool()> const& done, colb::clock::duration at_most = std::chrono::hours(2)) {
    auto const end = clock->ticks() + at_most;
    for (;;) {
      io.restart();
      while (!done() && io.poll_one() > 0) {
      }
      if (done()) return true;
      if (clock->ticks() > end || !clock->advance_to_next()) return false;
    }
  }

  /// Runs one operation to its end and gives what it threw.
  std::exception_ptr run(asio::awaitable<void> operation) {
    auto state = std::make_shared<std::optional<std::exception_ptr>>();
    asio::co_spawn(io, std::move(operation), [state](std::exception_ptr e) { *state = e; });
    if (!run_until([&] { return state->has_value(); })) {
      return std::make_exception_ptr(
          std::runtime_error("the operation hangs: nothing is left to run, no timer is armed"));
    }
    return **state;
  }

  asio::io_context io{1};
  std::shared_ptr<manual_clock> clock = std::make_shared<manual_clock>();
  std::unique_ptr<inner::emu::core> core{};
  std::shared_ptr<wire_dialer> net = std::make_shared<wire_dialer>(io.get_executor());
  client_options options;
  std::optional<Client> client{};
  std::function<bool(wire&, inner::emu::request const&)> intercept{};  ///< True: it has answered itself.

 private:
  /// Has new connections go through the cloud's fault plan.
  class counting_dialer final : public inner::dialer {
   public:
    explicit counting_dialer(virtual_cloud& of) : of_(of) {}
    std::shared_ptr<inner::stream> dial(inner::endpoint const& to) override {
      if (of_.net->plans.empty() && of_.core->connection_accepted()) {
        opening how;
        how.fails_at = inner::stage::tls;
        how.fails_with = asio::error::connection_reset;
        of_.net->plans.push_back(how);
      }
      return of_.net->dial(to);
    }

   private:
    virtual_cloud& of_;
  };

  static std::string text_of(inner::emu::answer const& answer) {
    return "HTTP/1.1 " + std::to_string(answer.status) +
           " X\r\nContent-Length: " + std::to_string(answer.body.size()) + "\r\n\r\n" + answer.body;
  }

  std::optional<inner::emu::request> next_request(wire& w) {
    std::size_t& begin = read_[&w];
    auto const head_end = w.sent.find("\r\n\r\n", begin);
    if (head_end == w.sent.npos) return std::nullopt;
    inner::emu::request r;
    std::string_view head = std::string_view(w.sent).substr(begin, head_end - begin);
    auto const line = [&head] {
      auto const end = std::min(head.find("\r\n"), head.size());
      auto const text = head.substr(0, end);
      head.remove_prefix(std::min(end + 2, head.size()));
      return text;
    };
    std::string_view const first = line();
    r.method = first.substr(0, first.find(' '));
    r.target = first.substr(r.method.size() + 1, first.rfind(' ') - r.method.size() - 1);
    while (!head.empty()) {
      std::string_view const field = line();
      auto const colon = field.find(':');
      r.headers.emplace_back(field.substr(0, colon), field.substr(colon + 2));
    }
    std::size_t size = 0;
    std::string_view const length = r.header("Content-Length");
    std::from_chars(length.data(), length.data() + length.size(), size);
    if (w.sent.size() < head_end + 4 + size) return std::nullopt;
    r.body = w.sent.substr(head_end + 4, size);
    begin = head_end + 4 + size;
    return r;
  }

  void serve(wire& w) {
    auto const request = next_request(w);
    if (!request) return;
    if (intercept && intercept(w, *request)) return;
    auto answer = core->handle(*request);
    if (!answer.play) return w.say(text_of(answer));
    using kind = emulator::fault_kind;
    std::string text = text_of(answer);
    switch (answer.play->kind) {
      case kind::drop_request:
      case kind::drop_answer:
        return w.break_off();
      case kind::truncate_answer:
        w.say(text.substr(0, text.size() - (answer.body.size() + 1) / 2));
        return w.end();
      case kind::garbage_http:
        w.say("this is no HTTP\r\n\r\n");
        return w.end();
      case kind::close_after_answer:
        w.say(text);
        return w.end();
      case kind::delay: {
        auto timer = std::make_shared<inner::timer>(io.get_executor(), clock);
        timer->expires_after(answer.play->delay);
        timer->async_wait([timer, to = w.shared_from_this(), text](bool) { to->say(text); });
        return;
      }
      default:
        return w.say(text);
    }
  }

  std::map<wire*, std::size_t> read_{};
};

}  // namespace colb::test
