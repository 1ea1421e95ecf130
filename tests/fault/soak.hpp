// colb: many calls at once on an emulated cloud where everything goes wrong now and then.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <exception>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>

#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/load_balancer.hpp>
#include <colb/tencent/clb/target_group.hpp>

#include "fault/stage.hpp"
#include "support/virtual_cloud.hpp"

namespace colb::test::fault {

/// One cloud, one client, a thousand calls.
class soak_round {
 public:
  static constexpr std::size_t calls = 1000;

  soak_round(std::uint64_t seed, std::uint64_t number)
      : state_(mixed(seed, number) | 1), cloud_(world(), options()) {
    name_ = std::to_string(seed) + "/soak/" + std::to_string(number);
    cloud_.intercept = [this](wire& w, inner::emu::request const& r) { return misbehave(w, r); };
  }

  void run(tally& into) {
    make_balancers();
    for (std::size_t i = 0; i < at_once; ++i) start_next();
    bool const ended = cloud_.run_until([this] { return done_ == calls; }, 1000h);
    into.count("soak", faults_);
    auto const fail = [&](figure of, std::string const& why) { into.fail("soak", of, name_ + ": " + why); };
    if (!ended) {
      for (auto const& each : jobs_)
        if (!each->end.done) fail(figure::hung, "call " + each->name + " hangs");
      return;
    }
    judge_calls(fail);
    judge_leftovers(fail);
  }

 private:
  static constexpr std::size_t at_once = 12;
  static constexpr std::chrono::seconds operation_limit{100};
  static constexpr std::chrono::seconds lane_limit{200};

  enum class sort : std::uint8_t { read, change, change_with_token, change_in_lane };

  struct one_call {
    std::string name;
    sort what;
    ending end{};
    colb::clock::tick begin{};
    std::chrono::milliseconds limit{};
    std::optional<colb::clock::tick> cancelled{};
    asio::cancellation_signal signal{};
  };

  static emulator::options world() {
    emulator::options out;
    out.rate_limit = false;
    out.quotas.load_balancers = 1'000'000;
    return out;
  }
  static client_options options() {
    client_options out;
    out.timeouts.operation = operation_limit;
    out.timeouts.lane = lane_limit;
    out.timeouts.request = 10s;
    out.pool.max_connections = 6;
    out.pool.idle_timeout = 5s;
    out.rate_limit.mode = colb::rate_limit_mode::off;
    return out;
  }

  std::uint64_t chance() { return state_ = mixed(state_, 1); }
  bool one_in(std::uint64_t n) { return chance() % n == 0; }
  std::chrono::milliseconds up_to(std::chrono::milliseconds most) {
    return std::chrono::milliseconds(chance() % static_cast<std::uint64_t>(most.count()));
  }

  void make_balancers() {
    calm_ = true;
    for (std::size_t i = 0; i < balancers_.size(); ++i) {
      auto const end = std::make_shared<bool>(false);
      clb::CreateLoadBalancer request{.LoadBalancerType = "OPEN"};
      cloud_.client->call_and_wait(request, [this, i, end](std::exception_ptr, auto reply) {
        if (!reply.LoadBalancerIds.empty()) balancers_[i] = reply.LoadBalancerIds[0];
        *end = true;
      });
      cloud_.run_until([&] { return *end; });
    }
    calm_ = false;
  }

  void start_next() {
    if (jobs_.size() == calls) return;
    auto const job = std::make_shared<one_call>();
    jobs_.push_back(job);
    job->name = "n-" + std::to_string(jobs_.size());
    job->what = static_cast<sort>(chance() % 4);
    job->begin = cloud_.clock->ticks();
    call_options how;
    if (one_in(5)) how.timeout = 1ms + up_to(60s);
    job->limit = how.timeout > 0ms ? how.timeout : std::chrono::milliseconds(operation_limit);
    if (one_in(20) && cloud_.net->plans.empty()) break_opening();
    switch (job->what) {
      case sort::read:
        launch(clb::DescribeLoadBalancers{.LoadBalancerIds = {balancers_[0]}}, how, job);
        break;
      case sort::change:
        launch(clb::CreateTargetGroup{.TargetGroupName = job->name}, how, job);
        break;
      case sort::change_with_token:
        launch(clb::CreateLoadBalancer{.LoadBalancerType = "OPEN", .LoadBalancerName = job->name}, how, job);
        break;
      case sort::change_in_lane:
        job->limit += lane_limit;
        launch(clb::ModifyLoadBalancerAttributes{.LoadBalancerId = balancers_[chance() % balancers_.size()],
                                                 .LoadBalancerName = job->name},
               how, job);
        break;
    }
    if (one_in(10)) {
      after(up_to(20s), [this, job] {
        if (job->end.done) return;
        job->cancelled = cloud_.clock->ticks();
        job->signal.emit(asio::cancellation_type::total);
      });
    }
  }

  template <class Request>
  void launch(Request const& request, call_options how, std::shared_ptr<one_call> const& job) {
    auto handler = [this, job](std::exception_ptr thrown, colb::reply<Request>) {
      ending& end = job->end;
      end.done = true;
      end.ok = !thrown;
      end.at = cloud_.clock->ticks();
      if (colb::error const* const e = colb::get_error(thrown)) {
        end.error = e->info();
        end.text = e->what();
      }
      ++done_;
      start_next();
    };
    auto bound = asio::bind_cancellation_slot(job->signal.slot(), std::move(handler));
    cloud_.client->call(request, how, std::move(bound));
  }

  void break_opening() {
    opening how;
    constexpr std::array stages = {inner::stage::resolve, inner::stage::connect, inner::stage::tls};
    inner::stage const at = stages[chance() % stages.size()];
    if (one_in(2))
      how.hangs_at = at;
    else
      how.fails_at = at;
    how.lasting = how.fails_at && one_in(5);
    ++faults_;
    cloud_.net->plans.push_back(how);
  }

  void after(std::chrono::milliseconds pause, std::function<void()> what) {
    auto const timer = std::make_shared<inner::timer>(cloud_.io.get_executor(), cloud_.clock);
    timer->expires_after(pause);
    timer->async_wait([timer, what = std::move(what)](bool) { what(); });
  }

  /// Ends a connection in one of three ways.
  void end(wire& w) {
    std::uint64_t const how = chance() % 3;
    if (how == 0) w.end();
    if (how == 1) w.break_off();
  }

  /// Answers a request in a way of its own; false: it is answered as it should be.
  bool misbehave(wire& w, inner::emu::request const& r) {
    if (calm_ || !one_in(4)) return false;
    ++faults_;
    auto const line = w.shared_from_this();
    auto const executed = [&] {
      auto const answer = cloud_.core->handle(r);
      return framed(answer.body, one_in(2) ? framing::length : framing::chunks);
    };
    switch (chance() % 12) {
      case 0:  // never seen
        end(w);
        return true;
      case 1:  // its answer is never seen
        executed();
        end(w);
        return true;
      case 2: {  // half of it
        std::string const text = executed();
        w.say(std::string_view(text).substr(0, chance() % text.size()));
        end(w);
        return true;
      }
      case 3: {  // in two pieces
        std::string const text = executed();
        std::size_t const at = chance() % text.size();
        w.say(std::string_view(text).substr(0, at));
        after(up_to(15s), [line, rest = text.substr(at)] { line->say(rest); });
        return true;
      }
      case 4:  // late
        after(up_to(15s), [line, text = executed()] { line->say(text); });
        return true;
      case 5:  // executed late, answered at once by nobody
        after(up_to(15s),
              [this, line, r] { line->say(framed(cloud_.core->handle(r).body, framing::length)); });
        return true;
      case 6: {  // a gateway
        constexpr std::array statuses = {"502", "503", "504", "429", "500", "403", "302"};
        if (one_in(2)) executed();
        w.say("HTTP/1.1 " + std::string(statuses[chance() % statuses.size()]) +
              " X\r\nContent-Length: 4\r\n\r\noops");
        return true;
      }
      case 7: {  // the vendor
        constexpr std::array codes = {"RequestLimitExceeded",       "FailedOperation.ResourceInOperating",
                                      "InvalidParameter",           "FailedOperation",
                                      "UnauthorizedOperation",      "ResourceInsufficient",
                                      "AuthFailure.SignatureExpire"};
        std::string const body = R"({"Response":{"Error":{"Code":")" +
                                 std::string(codes[chance() % codes.size()]) +
                                 R"(","Message":"no"},"RequestId":"r"}})";
        w.say(framed(body, framing::length));
        return true;
      }
      case 8:  // the vendor breaks, done or not
        if (one_in(2)) executed();
        w.say(framed(R"({"Response":{"Error":{"Code":"InternalError","Message":"?"},"RequestId":"r"}})",
                     framing::length));
        return true;
      case 9:  // rubbish
        executed();
        w.say("this is no HTTP\r\n\r\n");
        end(w);
        return true;
      case 10:  // closed behind it
        w.say(executed());
        end(w);
        return true;
      default:  // more than was asked for, or a word of parting later
        w.say(executed());
        after(up_to(3s), [line] {
          line->say("HTTP/1.1 408 X\r\nContent-Length: 0\r\n\r\n");
          line->end();
        });
        return true;
    }
  }

  template <class F>
  void judge_calls(F const& fail) {
    struct truth {
      std::size_t executed = 0;
      std::set<std::string> tokens{};
    };
    std::map<std::string, truth> did;
    std::size_t reads = 0;
    for (auto const& entry : cloud_.core->calls()) {
      if (entry.request_id.empty() || !entry.code.empty()) continue;
      reads += entry.action == "DescribeLoadBalancers";
      auto const at = entry.body.find("\"n-");
      if (at == entry.body.npos) continue;
      truth& one = did[entry.body.substr(at + 1, entry.body.find('"', at + 1) - at - 1)];
      ++one.executed;
      one.tokens.insert(entry.client_token);
    }
    for (auto const& job : jobs_) {
      truth const& was = did[job->name];
      ending const& end = job->end;
      auto const told = [&](figure of, std::string const& why) {
        fail(of, "call " + job->name + ": " + why + "; executed " + std::to_string(was.executed) + ", " +
                     (end.ok ? "success" : "error: " + end.text));
      };
      bool const changes = job->what != sort::read;
      if (end.ok && (changes ? was.executed : reads) == 0) told(figure::lost, "it was not executed");
      std::size_t const times = job->what == sort::change_with_token ? was.tokens.size() : was.executed;
      if (changes && times > 1) told(figure::doubled, "it was executed twice");
      if (!end.ok && was.executed > 0 && !end.error.outcome_unknown)
        told(figure::falsely_safe, "the outcome is not said to be unknown");
      auto const due =
          job->cancelled ? std::min(*job->cancelled, job->begin + job->limit) : job->begin + job->limit;
      if (end.at > due) told(figure::late, "it took " + std::to_string((end.at - job->begin) / 1ms) + " ms");
    }
  }

  template <class F>
  void judge_leftovers(F const& fail) {
    // What the server still has to say comes first.
    for (int i = 0; i < 40; ++i) {
      cloud_.io.restart();
      cloud_.io.poll();
      cloud_.clock->advance(1s);
    }
    cloud_.io.restart();
    cloud_.io.poll();
    colb::statistics const now = cloud_.client->statistics();
    std::string left;
    if (now.busy != 0) left += std::to_string(now.busy) + " connections are in use; ";
    if (now.waiting != 0) left += std::to_string(now.waiting) + " wait; ";
    if (cloud_.clock->armed() != 0) left += std::to_string(cloud_.clock->armed()) + " timers are armed; ";
    cloud_.io.restart();
    cloud_.io.poll();
    if (!cloud_.io.stopped()) left += "run() would not return; ";
    cloud_.client.reset();
    cloud_.io.restart();
    cloud_.io.poll();
    std::size_t open = 0;
    for (auto const& each : cloud_.net->wires) open += each->closed ? 0 : 1;
    if (open != 0) left += std::to_string(open) + " connections are open; ";
    if (!left.empty()) fail(figure::leaked, left);
  }

  std::uint64_t state_;
  std::string name_;
  virtual_cloud<clb::client> cloud_;
  std::array<std::string, 3> balancers_{};
  std::vector<std::shared_ptr<one_call>> jobs_{};
  std::size_t done_ = 0;
  std::uint64_t faults_ = 0;
  bool calm_ = false;
};

/// So many thousands of calls.
inline void soak(std::uint64_t seed, std::size_t rounds, tally& into, unsigned threads) {
  std::atomic<std::size_t> next{0};
  auto const work = [&] {
    for (std::size_t i = next++; i < rounds; i = next++) soak_round(seed, i).run(into);
  };
  std::vector<std::thread> others;
  for (unsigned i = 1; i < threads; ++i) others.emplace_back(work);
  work();
  for (auto& each : others) each.join();
}

}  // namespace colb::test::fault
