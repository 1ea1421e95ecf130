// colb: a fault at every byte of a conversation.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "fault/stage.hpp"

namespace colb::test::fault {

/// How the call comes by its connection.
enum class setting : std::uint8_t {
  fresh,    ///< It opens one, which breaks.
  kept,     ///< One that has served before breaks.
  resumed,  ///< It opens one with the TLS session of another, which breaks.
  always    ///< It opens one, and that one and all that follow break.
};
inline constexpr std::array<char const*, 4> setting_names = {"fresh", "kept", "resumed", "always"};

/// All faults of one conversation in one direction.
struct section {
  transport over = transport::plain;
  setting where = setting::fresh;
  job what = job::read;
  way direction = way::up;

  static constexpr std::uint64_t count = 3 * 4 * 3 * 2;
  static section of(std::uint64_t number) {
    section out;
    out.over = static_cast<transport>(number / 24);
    out.where = static_cast<setting>(number / 6 % 4);
    out.what = static_cast<job>(number / 2 % 3);
    out.direction = static_cast<way>(number % 2);
    return out;
  }
  std::uint64_t number() const {
    return std::uint64_t(over) * 24 + std::uint64_t(where) * 6 + std::uint64_t(what) * 2 +
           std::uint64_t(direction);
  }
};

/// One fault. Its number says all of it: section, byte, breach.
struct fault_id {
  section in{};
  std::size_t at = 0;  ///< Byte of the conversation: on a kept connection counted from where the call begins.
  breach what = breach::cut;

  static constexpr std::uint64_t most_bytes = 100'000;
  std::uint64_t number() const { return (in.number() * most_bytes + at) * 10 + std::uint64_t(what); }
  static fault_id of(std::uint64_t number) {
    fault_id out;
    out.what = static_cast<breach>(number % 10);
    out.at = number / 10 % most_bytes;
    out.in = section::of(number / 10 / most_bytes);
    return out;
  }
  std::string text() const {
    return std::string(transport_names[std::size_t(in.over)]) + ", " + setting_names[std::size_t(in.where)] +
           ", " + job_names[std::size_t(in.what)] + ": " + breach_names[std::size_t(what)] + ' ' +
           way_names[std::size_t(in.direction)] + " at byte " + std::to_string(at);
  }
};

/// How long a conversation is when nothing goes wrong.
struct extent {
  std::array<std::size_t, 2> bytes{};  ///< Of each direction.
  std::size_t hello_end = 0, up_before_request = 0, down_before_request = 0;
};

/// Plays faults of the sweep, one at a time. Of one thread.
class player {
 public:
  explicit player(std::uint64_t seed) : seed_(seed) {}

  /// Measures a conversation.
  extent measure(section const& in) {
    extent out;
    stage on(who_, in.over, seed_);
    fault_id none;
    none.in = in;
    scene now(on, none);
    prepare(now);
    auto const call = on.call(in.what);
    bool const ended = on.finish(*call);
    on.settle();
    if (!ended || !call->ok || !now.breaking)
      throw std::runtime_error("a conversation without a fault fails: " + call->text);
    for (way const each : {way::up, way::down})
      out.bytes[std::size_t(each)] = now.breaking->passed(each) - now.base[std::size_t(each)];
    out.hello_end = now.breaking->hello_end;
    out.up_before_request = now.breaking->up_before_request;
    out.down_before_request = now.breaking->down_before_request;
    return out;
  }

  /// Plays one fault and counts what came of it.
  void play(fault_id const& id, extent const& clean, tally& into);

 private:
  /// One fault being played.
  struct scene {
    scene(stage& s, fault_id const& f) : on(s), id(f) {}
    stage& on;
    fault_id id;
    bool breaks = false;
    std::size_t target = 0;  ///< The connection that breaks.
    std::size_t first = 0;   ///< The first arrival of the call.
    std::array<std::size_t, 2> base{};
    std::shared_ptr<peer> breaking{};
  };

  void prepare(scene& now);

  std::uint64_t seed_;
  tls_identities who_{};
};

inline void player::prepare(scene& now) {
  stage& on = now.on;
  section const& in = now.id.in;
  std::uint64_t const chance = mixed(seed_, now.id.number());
  on.form = static_cast<framing>((std::size_t(in.what) + std::size_t(in.over)) % 3);
  on.start();
  bool const second = in.where == setting::kept || in.where == setting::resumed;
  if (second) {
    framing const form = std::exchange(on.form, framing::length);
    bool const closes = in.where == setting::resumed;
    on.on_asked = [&on, closes](peer& by, arrival const& what) {
      on.answer(by, what, closes ? "Connection: close\r\n" : "");
    };
    auto const first = on.call(job::read);
    on.finish(*first);
    on.settle();
    on.on_asked = nullptr;
    on.form = form;
    now.first = on.arrivals.size();
    now.target = closes ? 1 : 0;
    // Long enough for the connection to be looked at before it is used, or not.
    if (!closes && (chance >> 32) % 2 == 0) on.clock->advance(2s);
  }
  breakage how{now.id.what, in.direction, now.id.at, chance};
  if (auto const line = on.connection(0); line && in.where == setting::kept) {
    now.base = {line->passed(way::up), line->passed(way::down)};
    how.at += now.base[std::size_t(in.direction)];
    if (now.breaks) line->break_at(how);
    now.breaking = line;
  }
  on.on_dial = [&now, how](peer& by) {
    bool const here = now.id.in.where == setting::always || by.number == now.target;
    if (!here) return;
    if (now.breaks) by.break_at(how);
    now.breaking = by.shared_from_this();
  };
}

inline void player::play(fault_id const& id, extent const& clean, tally& into) {
  section const& in = id.in;
  std::string const row = transport_names[std::size_t(in.over)];
  stage on(who_, in.over, mixed(seed_, id.number()));
  scene now(on, id);
  now.breaks = true;
  prepare(now);
  auto const begin = on.clock->ticks();
  auto const call = on.call(in.what);
  bool const ended = on.finish(*call);

  bool const always = in.where == setting::always;
  std::size_t const accepted = on.accepted(in.what, now.first);
  std::string const name = std::to_string(seed_) + '/' + std::to_string(id.number()) + " (" + id.text() + ")";
  auto const fail = [&](figure of, std::string const& why) {
    into.fail(row, of,
              name + ": " + why + "; accepted " + std::to_string(accepted) + ", " +
                  (call->ok ? "success " + call->id : "error: " + call->text));
  };
  if (!now.breaking->is_broken()) return;
  into.count(row);
  if (!ended) {
    fail(figure::hung, "it hangs");
    return;
  }
  // One stage that hangs, a pause, and the same once more without a fault.
  auto const limit = always ? std::chrono::milliseconds(stage::operation_limit) : 32s;
  bool const spoils = id.what == breach::garble || id.what == breach::duplicate;
  bool const may_lie = in.over == transport::plain && spoils;
  judge(on, *call, in.what, now.first, call->at - begin, limit, may_lie, fail);

  // Whether the client cannot have begun to send its request over the broken connection.
  bool const up = in.direction == way::up;
  bool const writes = id.what == breach::choke;  // then it is the client that gets no further
  // Only in a full handshake of TLS 1.2 it is the server that has the last word.
  bool const waits = in.over == transport::tls12 && in.where != setting::resumed;
  bool const unsent = in.over != transport::plain && in.where != setting::kept &&
                      (up ? id.at < (writes || waits ? clean.up_before_request : clean.hello_end)
                          : id.at < clean.down_before_request);
  if (unsent && call->error.outcome_unknown) fail(figure::vague, "nothing had been sent");
  bool const harmless = id.what == breach::split;
  bool const repeats = in.what != job::change || unsent;
  // TLS sees what is spoilt. In a handshake it looks like a server that does not speak TLS well.
  bool const known =
      in.over != transport::plain &&
      (in.where == setting::kept || id.at >= (up ? clean.up_before_request : clean.down_before_request));
  if (!always && !call->ok && (harmless || ((!spoils || known) && repeats)))
    fail(figure::lost, "it could have been repeated");

  judge_rest(on, fail);
}

/// All faults of a sweep, or a share of them.
class sweep {
 public:
  /// @param share of a million; the same seed draws the same faults.
  sweep(std::uint64_t seed, std::uint64_t share) : seed_(seed) {
    player one(seed);
    for (std::uint64_t n = 0; n < section::count; ++n) {
      section const in = section::of(n);
      if (in.over == transport::plain && in.where == setting::resumed) continue;
      extents_[n] = one.measure(in);
      for (std::size_t at = 0; at < extents_[n].bytes[std::size_t(in.direction)]; ++at) {
        for (std::size_t what = 0; what < breach_names.size(); ++what) {
          fault_id const id{in, at, static_cast<breach>(what)};
          if (!is_wanted(id)) continue;
          if (mixed(seed, id.number()) % 1'000'000 < share) numbers_.push_back(id.number());
        }
      }
    }
  }

  std::size_t size() const { return numbers_.size(); }

  /// Plays them all, on so many threads.
  void run(tally& into, unsigned threads) {
    std::atomic<std::size_t> next{0};
    auto const work = [&] {
      player one(seed_);
      constexpr std::size_t piece = 64;
      for (std::size_t from = next.fetch_add(piece); from < numbers_.size(); from = next.fetch_add(piece))
        for (std::size_t i = from; i < std::min(from + piece, numbers_.size()); ++i)
          play(one, numbers_[i], into);
    };
    std::vector<std::thread> others;
    for (unsigned i = 1; i < threads; ++i) others.emplace_back(work);
    work();
    for (auto& each : others) each.join();
  }

  /// Plays the one with that number.
  void play(player& by, std::uint64_t number, tally& into) const {
    fault_id const id = fault_id::of(number);
    by.play(id, extents_.at(id.in.number()), into);
  }

 private:
  /// A new connection breaks in every way at every byte, the others in one way or two of them.
  bool is_wanted(fault_id const& id) const {
    if (id.what == breach::choke && id.in.direction == way::down) return false;
    if (id.in.where == setting::fresh) return true;
    std::uint64_t const chance = mixed(seed_, fault_id{id.in, id.at, {}}.number());
    std::uint64_t const what = std::uint64_t(id.what);
    constexpr std::uint64_t ways = breach_names.size();
    return what == chance % ways || (id.in.where != setting::always && what == chance / ways % ways);
  }

  std::uint64_t seed_;
  std::map<std::uint64_t, extent> extents_{};
  std::vector<std::uint64_t> numbers_{};
};

}  // namespace colb::test::fault
