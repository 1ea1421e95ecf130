// colb: one call after the other on a client that does nothing else, over pipes in memory: what lanes and
// pacing add to a call is seen by doing the same without them.
#pragma once

#include <chrono>
#include <exception>
#include <memory>
#include <string>

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>

#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/listener.hpp>
#include <colb/tencent/clb/load_balancer.hpp>
#include <colb/tencent/clb/task.hpp>

#include "pipe.hpp"

namespace colb::test {

enum class errand { read, change, change_and_wait };

class idle_client {
 public:
  explicit idle_client(bool features) {
    net_->on_write = [](wire& w) { answer(w); };
    client_options options;
    options.region = "ap-guangzhou";
    options.credentials = {"AKIDidle", "key", ""};
    options.clock = clock_;
    options.lanes.enabled = features;
    if (!features) options.rate_limit.mode = rate_limit_mode::off;
    client_ = std::make_unique<tencent::clb::client>(io_.get_executor(), options, net_);
  }
  idle_client(idle_client const&) = delete;
  idle_client& operator=(idle_client const&) = delete;

  /// One call to its end, each change to a balancer of its own; nothing that it has left is under way then.
  void call(errand what) {
    bool over = false;
    std::exception_ptr failed;
    asio::co_spawn(io_, work(what), [&](std::exception_ptr e) {
      over = true;
      failed = e;
    });
    while (!over) {
      settle();
      if (!over) clock_->advance_to_next();
    }
    if (failed) std::rethrow_exception(failed);
  }
  /// Time passes.
  void rest() {
    clock_->advance(std::chrono::seconds(5));
    settle();
  }

 private:
  void settle() {
    io_.restart();
    io_.poll();
  }

  asio::awaitable<void> work(errand what) {
    if (what == errand::read) {
      tencent::clb::DescribeLoadBalancers ask;
      co_await client_->call(ask);
      co_return;
    }
    tencent::clb::CreateListener want{
        .LoadBalancerId = "lb-" + std::to_string(++balancers_), .Ports = {80}, .Protocol = "TCP"};
    if (what == errand::change) {
      co_await client_->call(want);
    } else {
      co_await client_->call_and_wait(want);
    }
  }

  static void answer(wire& w) {
    if (w.sent.find("\r\n\r\n{") == w.sent.npos) return;
    bool const looks = w.sent.find("DescribeTaskStatus") != w.sent.npos;
    w.sent.clear();
    w.say(reply(looks ? R"({"Response":{"Status":0,"RequestId":"r-1"}})"
                      : R"({"Response":{"ListenerIds":["lbl-1"],"RequestId":"r-1"}})"));
  }

  asio::io_context io_{1};
  std::shared_ptr<manual_clock> clock_ = std::make_shared<manual_clock>();
  std::shared_ptr<wire_dialer> net_ = std::make_shared<wire_dialer>(io_.get_executor());
  std::unique_ptr<tencent::clb::client> client_{};
  int balancers_ = 0;
};

}  // namespace colb::test
