// colb: a client, a server that misbehaves, and a clock that nobody waits for: what each fault is played on.
#pragma once

#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <asio/io_context.hpp>

#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/load_balancer.hpp>
#include <colb/tencent/clb/target_group.hpp>

#include "fault/peer.hpp"
#include "fault/tally.hpp"

namespace colb::test::fault {

namespace clb = colb::tencent::clb;

enum class job : std::uint8_t { read, change, change_with_token };
inline constexpr std::array<char const*, 3> job_names = {"read", "change", "change with token"};
inline constexpr std::array<char const*, 3> job_actions = {"DescribeLoadBalancers", "CreateTargetGroup",
                                                           "CreateLoadBalancer"};

/// How an answer is delimited.
enum class framing : std::uint8_t { length, chunks, end };

inline std::string framed(std::string_view body, framing how, std::string_view headers = {}) {
  std::string out = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + std::string(headers);
  if (how == framing::length)
    return out + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
  if (how == framing::end) return out + "\r\n" + std::string(body);
  out += "Transfer-Encoding: chunked\r\n\r\n";
  char size[24];
  for (std::size_t piece = 37; !body.empty(); piece *= 3) {
    auto const part = body.substr(0, piece);
    std::snprintf(size, sizeof size, "%zx\r\n", part.size());
    out.append(size).append(part).append("\r\n");
    body.remove_prefix(part.size());
  }
  return out + "0\r\n\r\n";
}

/// How one call ended.
struct ending {
  bool done = false;
  bool ok = false;
  std::string id{};  ///< That the answer named.
  inner::error_info error{};
  std::string text{};
  colb::clock::tick at{};
};

/// Plays one fault.
class stage final : public peer_owner {
 public:
  stage(tls_identities& who, transport over, std::uint64_t seed)
      : tampered(seed), dialer_(std::make_shared<peer_dialer>(io, clock, who, over, *this)) {
    options.endpoint = over == transport::plain ? "http://127.0.0.1" : "https://lb.example";
    options.region = "ap-guangzhou";
    options.credentials = {"AKIDfault", "fault-key", {}};
    options.clock = clock;
    options.timeouts.operation = operation_limit;
    options.random = [state = seed | 1]() mutable {
      return state = state * 6364136223846793005u + 1442695040888963407u;
    };
    dialer_->on_dial = [this](peer& p) {
      if (on_dial) on_dial(p);
    };
  }
  stage(stage const&) = delete;
  stage& operator=(stage const&) = delete;

  static constexpr std::chrono::seconds operation_limit{100};

  void start() { client.emplace(io.get_executor(), options, dialer_); }

  /// Starts a call; the request may be filled up to so many bytes.
  std::shared_ptr<ending> call(job what, std::size_t filling = 0) {
    auto out = std::make_shared<ending>();
    switch (what) {
      case job::read: {
        clb::DescribeLoadBalancers request;
        if (filling) request.SearchKey = std::string(filling, 'x');
        launch(request, out, [](auto const& r) {
          return r.LoadBalancerSet.empty() ? std::string() : r.LoadBalancerSet[0].LoadBalancerId.value_or("");
        });
        break;
      }
      case job::change: {
        clb::CreateTargetGroup request;
        if (filling) request.TargetGroupName = std::string(filling, 'x');
        launch(request, out, [](auto const& r) { return r.TargetGroupId.value_or(""); });
        break;
      }
      case job::change_with_token: {
        clb::CreateLoadBalancer request{.LoadBalancerType = "OPEN"};
        if (filling) request.LoadBalancerName = std::string(filling, 'x');
        launch(request, out, [](auto const& r) {
          return r.LoadBalancerIds.empty() ? std::string() : r.LoadBalancerIds[0];
        });
        break;
      }
    }
    return out;
  }

  /// Lets time pass.
  void settle_for(std::chrono::milliseconds time) {
    settle();
    clock->advance(time);
    settle();
  }

  /// Runs until the call has ended; false: it hangs.
  bool finish(ending const& what) {
    for (std::size_t steps = 0; steps < 2'000'000;) {
      io.restart();
      while (!what.done && io.poll_one() > 0) ++steps;
      if (what.done) return true;
      if (!clock->advance_to_next()) return false;
      ++steps;
    }
    return false;
  }

  void settle() {
    do io.restart();
    while (io.poll() > 0);
  }

  /// What is left when it should not be, before and after the client's end; empty: nothing.
  std::string leftovers() {
    settle();
    std::string out;
    colb::statistics const now = client->statistics();
    if (now.busy != 0) out += std::to_string(now.busy) + " connections are in use; ";
    if (now.waiting != 0) out += std::to_string(now.waiting) + " wait; ";
    if (clock->armed() != 0) out += std::to_string(clock->armed()) + " timers are armed; ";
    io.restart();
    io.poll();
    if (!io.stopped()) out += "run() would not return; ";
    client.reset();
    settle();
    dialer_->on_dial = nullptr;
    for (auto const& line : dialer_->lines)
      if (!line.expired()) out += "a connection outlives its client; ";
    return out;
  }

  std::shared_ptr<peer> connection(std::size_t i) const {
    return i < dialer_->peers.size() ? dialer_->peers[i].lock() : nullptr;
  }

  // The server.

  /// What it usually answers: an ID of its own to each request, and the same one to the same token.
  std::string body_for(arrival const& what) {
    bool const has_token = !what.token.empty();
    auto& known = ids_of_tokens[what.token];
    if (!has_token || known.empty()) known = "x-" + std::to_string(++last_id_);
    given.resize(arrivals.size());
    if (!given.empty()) given.back() = known;
    std::string const request = "\"RequestId\":\"r-" + std::to_string(arrivals.size()) + "\"}}";
    std::string out = R"({"Response":{)";
    if (what.action == job_actions[0])
      out += R"("TotalCount":1,"LoadBalancerSet":[{"LoadBalancerId":")" + known + R"("}],)";
    else if (what.action == job_actions[1])
      out += R"("TargetGroupId":")" + known + R"(",)";
    else
      out += R"("LoadBalancerIds":[")" + known + R"("],)";
    return out + request;
  }

  void answer(peer& by, arrival const& what, std::string_view headers = {}) {
    by.send(framed(body_for(what), form, headers));
    if (form == framing::end || headers.find("close") != headers.npos) by.close();
  }

  /// What a server says to what the client never wrote.
  void refuse(peer& by) {
    if (++tampered % 2 == 0) {
      by.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
      return by.close();
    }
    by.send(framed(
        R"({"Response":{"Error":{"Code":"AuthFailure.SignatureFailure","Message":"no"},"RequestId":"r"}})",
        framing::length));
  }

  void asked(peer& by, arrival const& what) override {
    if (what.tampered) return refuse(by);
    arrivals.push_back(what);
    if (on_asked)
      on_asked(by, what);
    else
      answer(by, what);
  }
  void opened(peer& by) override {
    if (on_opened) on_opened(by);
  }
  void heard(peer& by) override {
    if (on_heard) on_heard(by);
  }
  void was_read(peer& by) override {
    if (on_was_read) on_was_read(by);
  }

  /// Whether that ID was the answer to a request, from the arrival with that number on.
  bool gave(std::string const& id, std::size_t from) const {
    return from < given.size() &&
           std::find(given.begin() + static_cast<std::ptrdiff_t>(from), given.end(), id) != given.end();
  }
  /// Requests of the action that were accepted, from the arrival with that number on.
  std::size_t accepted(job what, std::size_t from) const {
    std::size_t out = 0;
    for (std::size_t i = from; i < arrivals.size(); ++i)
      out += arrivals[i].action == job_actions[std::size_t(what)];
    return out;
  }
  std::size_t tokens(std::size_t from) const {
    std::set<std::string> out;
    for (std::size_t i = from; i < arrivals.size(); ++i)
      if (!arrivals[i].token.empty()) out.insert(arrivals[i].token);
    return out.size();
  }

  asio::io_context io{1};
  std::shared_ptr<manual_clock> clock = std::make_shared<manual_clock>();
  client_options options;
  std::optional<clb::client> client{};
  framing form = framing::length;
  std::vector<arrival> arrivals{};
  std::size_t tampered;              ///< How many requests were; by it what they are answered.
  std::vector<std::string> given{};  ///< The ID that was the answer to each arrival.
  std::map<std::string, std::string> ids_of_tokens{};
  std::function<void(peer&)> on_dial{}, on_opened{}, on_heard{}, on_was_read{};
  std::function<void(peer&, arrival const&)> on_asked{};

 private:
  template <class Request, class F>
  void launch(Request const& request, std::shared_ptr<ending> const& out, F id_of) {
    using reply = colb::reply<Request>;
    client->call(request, [out, id_of, time = clock](std::exception_ptr thrown, reply r) {
      out->done = true;
      out->at = time->ticks();
      out->ok = !thrown;
      if (!thrown) {
        out->id = id_of(r);
        return;
      }
      if (colb::error const* const e = colb::get_error(thrown)) {
        out->error = e->info();
        out->text = e->what();
      } else {
        out->text = "no colb::error";
      }
    });
  }

  std::shared_ptr<peer_dialer> dialer_;
  std::uint64_t last_id_ = 0;
};

/// What is to be held of an ended call, whatever the fault was.
/// @param first the first arrival that may be of this call.
/// @param limit how long it may take.
/// @param fail is told figure and reason.
template <class F>
void judge(stage const& on, ending const& call, job what, std::size_t first, colb::clock::duration took,
           colb::clock::duration limit, bool may_lie, F const& fail) {
  std::size_t const accepted = on.accepted(what, first);
  bool const changes = what != job::read;
  if (took > limit) fail(figure::late, "it took " + std::to_string(took / 1ms) + " ms");
  if (call.ok && accepted == 0) fail(figure::lost, "nothing was accepted");
  if (call.ok && !may_lie && !on.gave(call.id, first)) fail(figure::lost, "nobody gave it that answer");
  if (what == job::change && accepted > 1) fail(figure::doubled, "it arrived twice");
  if (what == job::change_with_token && on.tokens(first) > 1) fail(figure::doubled, "two tokens");
  if (!call.ok && changes && accepted > 0 && !call.error.outcome_unknown)
    fail(figure::falsely_safe, "the outcome is not said to be unknown");
}

/// Whether the client is whole: another call works, with its own answer, and nothing is left behind.
template <class F>
void judge_rest(stage& on, F const& fail) {
  on.on_dial = on.on_opened = on.on_heard = on.on_was_read = nullptr;
  on.on_asked = nullptr;
  on.form = framing::length;
  std::size_t const before = on.arrivals.size();
  auto const next = on.call(job::read);
  if (!on.finish(*next)) return fail(figure::hung, "the next call hangs");
  if (!next->ok) fail(figure::lost, "the next call fails: " + next->text);
  if (next->ok && !on.gave(next->id, before)) fail(figure::lost, "the next call has the answer of another");
  on.settle_for(2s);
  if (std::string const left = on.leftovers(); !left.empty()) fail(figure::leaked, left);
}

}  // namespace colb::test::fault
