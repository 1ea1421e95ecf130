// colb: servers that answer what no server should.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fault/stage.hpp"

namespace colb::test::fault {

/// What may come of a hostile answer, beside that nothing false is said.
enum class due : std::uint8_t { success, failure, either };

/// One way of misbehaving.
struct hostility {
  char const* name;
  due comes;
  std::function<void(stage&, transport)> arrange;
  bool unsent = false;  ///< It happens before anything can be asked.
  bool once = false;    ///< What is refused so is not asked for again.
  std::chrono::milliseconds idle =
      -1ms;                 ///< First comes another call, which succeeds; so long it is idle then.
  std::size_t filling = 0;  ///< Of the request.
  int only_over = -1;       ///< A transport.
  int only_for = -1;        ///< A job.
  bool quick = false;       ///< A request may take a tenth of a second only.
  bool patient = false;     ///< It is repeated until the operation's limit.
};

namespace hostile_parts {

/// Has the server go on talking as long as the client listens, at a hundred megabytes a second.
inline void flood(stage& on, std::function<std::string()> next, std::string head) {
  on.on_asked = [head](peer& by, arrival const&) { by.send(head); };
  on.on_was_read = [&on, next](peer& by) {
    if (!by.is_open() || on.arrivals.empty() || by.line().unread() > 32 * 1024) return;
    std::string const text = next();
    on.clock->advance(std::chrono::microseconds(text.size() / 100));
    by.send(text);
  };
}

inline hostility endless(char const* name, std::string head, std::string piece) {
  return {name, due::failure,
          [head, piece](stage& on, transport) {
            flood(
                on, [piece] { return piece; }, head);
          },
          false, true};
}

/// Has OpenSSL at the server's end say something without data for ever.
inline hostility endless_tls(char const* name, std::function<int(SSL*)> say) {
  hostility out{name, due::failure, {}, false, true};
  out.only_over = int(transport::tls13);
  out.arrange = [say](stage& on, transport) {
    on.on_asked = [](peer& by, arrival const&) { by.send("HTTP/1.1 200 OK\r\n"); };
    on.on_was_read = [&on, say](peer& by) {
      if (!by.is_open() || on.arrivals.empty() || by.line().unread() > 4 * 1024) return;
      for (int i = 0; i < 40; ++i)
        if (say(by.tls()) != 1 || SSL_do_handshake(by.tls()) != 1) break;
      on.clock->advance(20us);
      by.flush();
    };
  };
  return out;
}

/// Answers with bytes as they stand, then closes or not.
inline hostility says(char const* name, due comes, std::string text, bool closes = true) {
  return {name, comes, [text, closes](stage& on, transport) {
            on.on_asked = [text, closes](peer& by, arrival const&) {
              by.send(text);
              if (closes) by.close();
            };
          }};
}

/// Answers well in an odd way.
inline hostility answers(char const* name, due comes,
                         std::function<void(stage&, peer&, std::string const&)> how) {
  return {name, comes, [how](stage& on, transport) {
            on.on_asked = [&on, how](peer& by, arrival const& what) { how(on, by, on.body_for(what)); };
          }};
}

inline std::string sized(std::string const& body, std::size_t size) {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n" + body;
}

inline std::string refusal(std::string_view status, std::string_view code, std::string_view headers = {}) {
  std::string const body = "{\"Response\":{\"Error\":{\"Code\":\"" + std::string(code) +
                           "\",\"Message\":\"no\"},\"RequestId\":\"r\"}}";
  return "HTTP/1.1 " + std::string(status) + "\r\n" + std::string(headers) +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

/// A text a byte at a time.
class dribble : public std::enable_shared_from_this<dribble> {
 public:
  dribble(stage& on, peer& by, std::string text, std::chrono::milliseconds pause)
      : text_(std::move(text)),
        pause_(pause),
        peer_(by.weak_from_this()),
        line_(by.line().weak_from_this()),
        timer_(on.io.get_executor(), on.clock) {}

  void go_on() {
    auto const line = line_.lock();
    auto const by = peer_.lock();
    if (!line || !by || line->closed || at_ == text_.size()) return;
    by->send(std::string_view(text_).substr(at_++, 1));
    timer_.expires_after(pause_);
    timer_.async_wait([self = shared_from_this()](bool) { self->go_on(); });
  }

 private:
  std::string text_;
  std::size_t at_ = 0;
  std::chrono::milliseconds pause_;
  std::weak_ptr<peer> peer_;
  std::weak_ptr<wire> line_;
  inner::timer timer_;
};

inline hostility dribbles(char const* name, due comes, std::chrono::milliseconds pause) {
  return answers(name, comes, [pause](stage& on, peer& by, std::string const& body) {
    std::make_shared<dribble>(on, by, framed(body, framing::chunks), pause)->go_on();
  });
}

/// Says something before it is asked.
inline hostility speaks_first() {
  hostility out{"an answer before the request", due::either, {}, true};
  out.arrange = [](stage& on, transport over) {
    std::string const text = framed(
        R"({"Response":{"TargetGroupId":"x-0","LoadBalancerIds":["x-0"],"TotalCount":0,"RequestId":"r"}})",
        framing::length);
    if (over == transport::plain) on.on_dial = [text](peer& by) { by.send(text); };
    // A client that resumes a session asks before the server can speak.
    if (over == transport::tls12)
      on.on_opened = [text](peer& by) {
        if (!SSL_session_reused(by.tls())) by.send(text);
      };
    if (over == transport::tls13) on.on_dial = [text](peer& by) { by.send_early(text); };
  };
  return out;
}

inline hostility no_tls() {
  hostility out{"plain HTTP where TLS should be", due::failure, {}, true};
  out.arrange = [](stage& on, transport over) {
    if (over == transport::plain) return speaks_first().arrange(on, over);
    on.on_dial = [](peer& by) { by.put("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"); };
  };
  return out;
}

/// The answer comes while the request is on its way, and the rest of it finds no room.
inline hostility early(char const* name, std::string text, std::function<void(peer&)> then) {
  hostility out{name, due::failure, {}};
  out.filling = 200'000;
  out.arrange = [text, then](stage& on, transport over) {
    std::size_t const room = over == transport::plain ? 20'000 : 40'000;
    on.on_dial = [room](peer& by) { by.line().give_room(room); };
    auto const told = std::make_shared<std::set<std::size_t>>();
    on.on_heard = [text, then, told](peer& by) {
      if (by.heard().size() < 10'000 || !told->insert(by.number).second) return;
      by.send(text);
      then(by);
    };
  };
  return out;
}

/// Something happens to a kept connection that is idle.
inline hostility while_idle(char const* name, std::chrono::milliseconds idle,
                            std::function<void(peer&)> what) {
  hostility out{name, due::success, {}};
  out.idle = idle;
  out.arrange = [what](stage& on, transport) {
    if (auto const by = on.connection(0)) what(*by);
  };
  return out;
}

}  // namespace hostile_parts

inline std::vector<hostility> hostilities() {
  using namespace hostile_parts;
  std::string const head = "HTTP/1.1 200 OK\r\n";
  std::string const chunked = head + "Transfer-Encoding: chunked\r\n\r\n";
  std::string small_chunks, interim, trailers, fields;
  for (int i = 0; i < 16; ++i) small_chunks += "1;" + std::string(1000, 'x') + "\r\ny\r\n";
  for (int i = 0; i < 100; ++i) interim += "HTTP/1.1 100 Continue\r\n\r\n";
  for (int i = 0; i < 100; ++i)
    fields += "X-Field-" + std::to_string(i) + ": " + std::string(50, 'v') + "\r\n";
  std::string const kilobytes(16 * 1024, 'x');
  std::string bomb = R"({"Response":{"TotalCount":1,"RequestId":"r","LoadBalancerSet":[{})";
  for (int i = 0; i < 100'000; ++i) bomb += ",{}";
  bomb += "]}}";
  std::string const deep = R"({"Response":{"RequestId":"r","Other":)" + std::string(100'000, '[');

  std::vector<hostility> out{
      endless("chunks of a byte with long extensions, endless", chunked, small_chunks),
      endless("a body in chunks, endless", chunked, "4000\r\n" + kilobytes + "\r\n"),
      endless("a body up to the end, endless", head + "\r\n", kilobytes),
      endless("a header line, endless", head + "X-Long: ", kilobytes),
      endless("header fields, endless", head, fields),
      endless("a status line, endless", "HTTP/1.1 200 ", kilobytes),
      endless("interim answers, endless", "HTTP/1.1 100 Continue\r\n\r\n", interim),
      endless("trailers, endless", chunked + "2\r\n{}\r\n0\r\n", fields),
      endless("a chunk extension, endless", chunked + "2;", kilobytes),
      endless("a chunk size, endless", chunked, std::string(16 * 1024, '0')),
      endless_tls("key updates, endless",
                  [](SSL* ssl) { return SSL_key_update(ssl, SSL_KEY_UPDATE_NOT_REQUESTED); }),
      endless_tls("key updates that want an answer, endless",
                  [](SSL* ssl) { return SSL_key_update(ssl, SSL_KEY_UPDATE_REQUESTED); }),
      endless_tls("session tickets, endless", [](SSL* ssl) { return SSL_new_session_ticket(ssl); }),
      speaks_first(),
      no_tls(),
      early("413 while the request is sent, closed", "HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n",
            [](peer& by) { by.close(); }),
      early("413 while the request is sent, reset", "HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n",
            [](peer& by) { by.reset(); }),
      early("413 while the request is sent, left open", "HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n",
            [](peer&) {}),
      early("the vendor's 413 while the request is sent",
            refusal("413 Too Large", "RequestSizeLimitExceeded"), [](peer& by) { by.close(); }),
      early("nothing, and no room for the request", "", [](peer&) {}),
      early("half an answer while the request is sent", "HTTP/1.1 413 Too Large\r\nContent-Le", [](peer&) {}),
      says("a length without end", due::failure, head + "Content-Length: 999999999999\r\n\r\nx", false),
      says("a length that is none", due::failure, head + "Content-Length: many\r\n\r\n{}"),
      says("a negative length", due::failure, head + "Content-Length: -5\r\n\r\n{}"),
      says("a length that is too large for a number", due::failure,
           head + "Content-Length: 99999999999999999999999999\r\n\r\n{}"),
      says("two lengths", due::failure, head + "Content-Length: 2\r\nContent-Length: 30\r\n\r\n{}"),
      says("a length and chunks", due::failure,
           head + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"),
      says("a coding that is not known", due::failure, head + "Transfer-Encoding: gzip\r\n\r\n{}"),
      says(
          "a compressed body", due::failure,
          head +
              "Content-Encoding: gzip\r\nContent-Length: 10\r\n\r\n\x1f\x8b\x08\x01\x01\x01\x01\x01\x01\x01"),
      says("a chunk size without end", due::failure, chunked + "fffffffffffffffffffffffff\r\n{}"),
      says("a chunk size as large as there is", due::failure, chunked + "ffffffffffffffff\r\n{}", false),
      says("a negative chunk size", due::failure, chunked + "-2\r\n{}\r\n0\r\n\r\n"),
      says("chunks without an end", due::failure, chunked + "2\r\n{}\r\n"),
      says("nothing", due::failure, ""),
      says("an empty body", due::failure, head + "Content-Length: 0\r\n\r\n", false),
      says("204", due::failure, "HTTP/1.1 204 No Content\r\n\r\n", false),
      says("304", due::failure, "HTTP/1.1 304 Not Modified\r\n\r\n", false),
      says("101", due::failure, "HTTP/1.1 101 Switching Protocols\r\n\r\n", false),
      says("status 000", due::failure, "HTTP/1.1 000 X\r\nContent-Length: 0\r\n\r\n"),
      says("status 1000", due::failure, "HTTP/1.1 1000 X\r\nContent-Length: 0\r\n\r\n"),
      says("a redirection", due::failure,
           "HTTP/1.1 302 Found\r\nLocation: https://elsewhere.example/\r\nContent-Length: 0\r\n\r\n", false),
      says("a bare 429", due::failure, "HTTP/1.1 429 X\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n",
           false),
      says("503 that wants a year", due::failure,
           "HTTP/1.1 503 X\r\nRetry-After: 31536000\r\nContent-Length: 0\r\n\r\n", false),
      says("a page of HTML", due::failure, sized("<html>502</html>", 16), false),
      says("HTTP/2", due::failure, std::string("\0\0\x12\x04\0\0\0\0\0\0\x03\0\0\0\x64", 15)),
      says("HTTP/0.9", due::failure, R"({"Response":{"RequestId":"r"}})"),
      says("the banner of another service", due::failure, "SSH-2.0-OpenSSH_9.2\r\n"),
      says("zero bytes", due::failure, std::string(100, '\0')),
      says("line breaks", due::failure, std::string(1000, '\n')),
      says("arrays without end", due::failure, sized(deep, deep.size()), false),
      says("objects without end", due::failure, sized(R"({"Response":{"RequestId":"r")", 100), false),
      answers("interim answers, a few", due::success,
              [](stage&, peer& by, std::string const& body) {
                for (int i = 0; i < 5; ++i) by.send("HTTP/1.1 100 Continue\r\n\r\n");
                by.send(framed(body, framing::length));
              }),
      answers("HTTP/1.0 up to the end", due::success,
              [](stage&, peer& by, std::string const& body) {
                by.send("HTTP/1.0 200 OK\r\n\r\n" + body);
                by.close();
              }),
      answers("HTTP/1.0 with a length", due::success,
              [](stage&, peer& by, std::string const& body) {
                by.send("HTTP/1.0 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
                        body);
              }),
      answers("a length that is too short", due::failure,
              [](stage&, peer& by, std::string const& body) { by.send(sized(body, body.size() - 3)); }),
      answers("a length that is too long, closed", due::failure,
              [](stage&, peer& by, std::string const& body) {
                by.send(sized(body, body.size() + 3));
                by.close();
              }),
      answers("a length that is too long, left open", due::failure,
              [](stage&, peer& by, std::string const& body) { by.send(sized(body, body.size() + 3)); }),
      answers("more than the length says", due::success,
              [](stage&, peer& by, std::string const& body) { by.send(sized(body + "more", body.size())); }),
      answers("the answer twice", due::success,
              [](stage&, peer& by, std::string const& body) {
                by.send(framed(body, framing::length) + framed(body, framing::length));
              }),
      answers("the answer twice, in two records", due::success,
              [](stage&, peer& by, std::string const& body) {
                by.send(framed(body, framing::length));
                by.send(framed(body, framing::length));
              }),
      answers("the end without notice after all of it", due::either,
              [](stage&, peer& by, std::string const& body) {
                by.send(framed(body, framing::end));
                by.close(true);
              }),
      answers("a close that does not come", due::success,
              [](stage&, peer& by, std::string const& body) {
                by.send(framed(body, framing::length, "Connection: close\r\n"));
              }),
      dribbles("a byte every 20 ms", due::success, 20ms),
      dribbles("a byte every second", due::failure, 1s),
  };
  for (auto const idle : {0ms, 2000ms}) {
    out.push_back(while_idle("closed while idle", idle, [](peer& by) { by.close(); }));
    out.push_back(while_idle("closed without notice while idle", idle, [](peer& by) { by.close(true); }));
    out.push_back(while_idle("reset while idle", idle, [](peer& by) { by.reset(); }));
    out.push_back(while_idle("an answer while idle", idle, [](peer& by) {
      by.send(framed(R"({"Response":{"TargetGroupId":"x-0","LoadBalancerIds":["x-0"],"RequestId":"r"}})",
                     framing::length));
    }));
    out.push_back(while_idle("408 while idle, closed", idle, [](peer& by) {
      by.send("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
      by.close();
    }));
  }

  hostility large = says("a text that becomes large", due::failure, sized(bomb, bomb.size()), false);
  large.once = true;
  large.only_for = int(job::read);
  out.push_back(std::move(large));
  for (auto const& [name, code] : {std::pair{"throttled for ever", "RequestLimitExceeded"},
                                   std::pair{"busy for ever", "FailedOperation.ResourceInOperating"},
                                   std::pair{"refused", "UnauthorizedOperation"}}) {
    std::string const text = refusal("200 OK", code);
    out.push_back({name, due::failure, [text](stage& on, transport) {
                     on.on_asked = [&on, text](peer& by, arrival const&) {
                       on.arrivals.pop_back();  // it is refused, not accepted
                       by.send(text);
                     };
                   }});
    out.back().patient = true;
  }
  hostility records{"a record for each byte, endless", due::failure, {}};
  records.arrange = [](stage& on, transport) {
    on.on_asked = [](peer& by, arrival const&) { by.send("HTTP/1.1 200 OK\r\n\r\n"); };
    on.on_was_read = [&on](peer& by) {
      if (!by.is_open() || on.arrivals.empty() || by.line().unread() > 1024) return;
      for (int i = 0; i < 64; ++i) by.send("x");
      on.clock->advance(64 * 20us);
    };
  };
  records.quick = true;
  out.push_back(std::move(records));
  hostility alert = says("an alert that is none", due::failure, "");
  alert.arrange = [](stage& on, transport) {
    on.on_asked = [](peer& by, arrival const&) { by.put(std::string_view("\x15\x03\x03\0\x02\x02\x28", 7)); };
  };
  out.push_back(std::move(alert));
  hostility again =
      answers("a wish for another handshake", due::success, [](stage&, peer& by, std::string const& body) {
        SSL_renegotiate(by.tls());
        SSL_do_handshake(by.tls());
        by.flush();
        by.send(framed(body, framing::length));
      });
  again.only_over = int(transport::tls12);
  again.comes = due::either;
  out.push_back(std::move(again));
  return out;
}

/// Plays all of them.
inline void play_hostilities(std::uint64_t seed, tally& into) {
  tls_identities who;
  for (auto const& each : hostilities()) {
    for (auto const over : {transport::plain, transport::tls12, transport::tls13}) {
      if (each.only_over >= 0 && each.only_over != int(over)) continue;
      for (auto const what : {job::read, job::change, job::change_with_token}) {
        if (each.only_for >= 0 && each.only_for != int(what)) continue;
        stage on(who, over, mixed(seed, std::uint64_t(what)));
        on.options.pool.max_body = 1024 * 1024;
        if (each.quick) on.options.timeouts.request = 100ms;
        on.start();
        auto call = std::make_shared<ending>();
        auto const fail = [&](figure of, std::string const& why) {
          into.fail("hostile answers", of,
                    std::string(each.name) + ", " + transport_names[std::size_t(over)] + ", " +
                        job_names[std::size_t(what)] + ": " + why + "; arrived " +
                        std::to_string(on.arrivals.size()) + ", " +
                        (call->ok ? "success " + call->id : "error: " + call->text));
        };
        if (each.idle >= 0ms) {
          auto const before = on.call(job::read);
          on.finish(*before);
          on.settle();
        }
        std::size_t const first = on.arrivals.size();
        each.arrange(on, over);
        if (each.idle >= 0ms) on.settle_for(each.idle);
        auto const begin = on.clock->ticks();
        call = on.call(what, each.filling);
        into.count("hostile answers");
        if (!on.finish(*call)) {
          fail(figure::hung, "it hangs");
          continue;
        }
        // What came at the moment of the limit may still be worked off.
        bool const repeats = what != job::change || each.unsent || each.patient;
        auto const limit =
            (repeats ? std::chrono::milliseconds(stage::operation_limit) : on.options.timeouts.request) +
            100ms;
        judge(on, *call, what, first, call->at - begin, limit, false, fail);
        if (each.comes == due::success && !call->ok) fail(figure::lost, "it could have succeeded");
        if (each.comes == due::failure && call->ok) fail(figure::lost, "it cannot have succeeded");
        if (each.unsent && call->error.outcome_unknown) fail(figure::vague, "nothing had been sent");
        if (each.once && on.arrivals.size() - first > 1)
          fail(figure::late, "asked again for what is too large");
        judge_rest(on, fail);
      }
    }
  }
}

}  // namespace colb::test::fault
