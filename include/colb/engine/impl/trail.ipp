// colb: the bodies of trail.hpp.
#pragma once

#include <utility>

#include <colb/asio/io_context.hpp>
#include <colb/asio/strand.hpp>
#include <colb/asio/thread_pool.hpp>

#include <colb/engine/trail.hpp>
#include <colb/task.hpp>

namespace colb::inline COLB_ABI::inner {

COLB_DECL bool runs_on(asio::any_io_executor const& strand) {
  if (auto const* const io = strand.target<asio::strand<asio::io_context::executor_type>>())
    return io->running_in_this_thread();
  if (auto const* const pool = strand.target<asio::strand<asio::thread_pool::executor_type>>())
    return pool->running_in_this_thread();
  auto const* const other = strand.target<asio::strand<asio::any_io_executor>>();
  return other && other->running_in_this_thread();
}

COLB_DECL announcer::announcer(std::shared_ptr<observer> to, asio::any_io_executor strand,
                               std::shared_ptr<colb::clock> by, std::string_view service,
                               std::string_view region)
    : to_(std::move(to)),
      strand_(std::move(strand)),
      clock_(std::move(by)),
      service_(service),
      region_(region) {}

COLB_DECL void announcer::tell(colb::event& what) noexcept {
  try {
    what.at = clock_->ticks();
    what.when = clock_->now();
    what.service = service_;
    what.region = region_;
    to_->on(what);
  } catch (...) {
    failures_.fetch_add(1, std::memory_order_relaxed);
  }
}

COLB_DECL void announcer::closed(endpoint const& to, std::uint64_t connection, close_reason why,
                                 exchange_notes const* in) noexcept {
  if (!runs_on(strand_)) return;
  colb::event what;
  what.kind = event_kind::connection_closed;
  what.connection = connection;
  what.host = to.authority;
  what.closed = why;
  if (auto const* const by = static_cast<attempt_notes const*>(in)) {
    what.operation = by->operation;
    what.tag = by->tag;
    what.by = by->by;
    what.action = by->action;
    what.attempt = by->attempt;
  }
  tell(what);
}

namespace trail_text {

inline std::uint64_t next_number() noexcept {
  static std::atomic<std::uint64_t> last{0};
  return last.fetch_add(1, std::memory_order_relaxed) + 1;
}

inline void say(colb::event& what, error_info const& info) {
  what.condition = info.condition;
  what.vendor_code = info.vendor_code;
  what.request_id = info.request_id;
}

}  // namespace trail_text

COLB_DECL trail::trail(std::shared_ptr<announcer> by, operation_kind what, std::string_view action,
                       std::uint64_t tag, clock::tick begun)
    : by_(std::move(by)),
      what_(what),
      about_(action),
      number_(trail_text::next_number()),
      tag_(tag),
      begun_(begun) {}

COLB_DECL colb::event trail::make_for_all(event_kind kind) const {
  colb::event what;
  what.kind = kind;
  what.by = what_;
  what.action = about_;
  what.operation = number_;
  what.tag = tag_;
  return what;
}

COLB_DECL colb::event trail::make(event_kind kind) const {
  colb::event what = make_for_all(kind);
  what.action = action_;
  what.attempt = attempt_;
  return what;
}

COLB_DECL void trail::started() {
  colb::event what = make_for_all(event_kind::operation_started);
  by_->tell(what);
}

COLB_DECL void trail::ended(error const* with) {
  colb::event what = make_for_all(event_kind::operation_ended);
  what.took = by_->now() - begun_;
  if (with) {
    trail_text::say(what, with->info());
    what.why = with->what();
  }
  by_->tell(what);
}

COLB_DECL void trail::queued(std::string_view in_front, std::span<std::string const> resources) {
  colb::event what = make_for_all(event_kind::lane_queued);
  queued_ = true;
  what.why = in_front;
  what.resources = resources;
  by_->tell(what);
}

COLB_DECL void trail::waits_for_others(std::span<std::string const> resources) {
  if (!queued_) queued("another process", resources);
}

COLB_DECL void trail::entered(std::span<std::string const> resources) {
  turn_ = by_->now();
  in_lane_ = turn_ - begun_;
  colb::event what = make_for_all(event_kind::lane_entered);
  what.took = in_lane_;
  what.from_queue = std::exchange(queued_, false);
  what.resources = resources;
  by_->tell(what);
}

COLB_DECL void trail::left(std::span<std::string const> resources) {
  colb::event what = make_for_all(event_kind::lane_left);
  if (turn_ != clock::tick()) what.took = by_->now() - turn_;
  what.from_queue = std::exchange(queued_, false);
  what.resources = resources;
  by_->tell(what);
}

COLB_DECL void trail::looked(task_state state, std::string_view request_id, colb::task const* task) {
  colb::event what = make(event_kind::looked);
  std::string const text = task ? to_string(*task) : std::string();
  what.state = state;
  what.request_id = request_id;
  what.task = text;
  by_->tell(what);
}

COLB_DECL void trail::request_begins(std::string_view action) {
  action_ = action;
  attempt_ = 1;
  permit_ = {};
}

COLB_DECL void trail::rate_queued() {
  paced_ = by_->now();
  colb::event what = make(event_kind::rate_queued);
  by_->tell(what);
}

COLB_DECL void trail::paced(std::optional<condition> why) {
  clock::duration const took = by_->now() - paced_;
  permit_ += took;
  colb::event what = make(event_kind::paced);
  what.condition = why;
  what.took = took;
  by_->tell(what);
}

COLB_DECL void trail::attempt_started() {
  attempt_begun_ = by_->now();
  notes_ = {};
  notes_.since = attempt_begun_;
  notes_.operation = number_;
  notes_.by = what_;
  notes_.tag = tag_;
  notes_.action = action_;
  notes_.attempt = attempt_;
  colb::event what = make(event_kind::attempt_started);
  by_->tell(what);
}

COLB_DECL void trail::keys_are_new(std::string_view source) {
  colb::event what =
      attempt_ > 0 ? make(event_kind::credentials_renewed) : make_for_all(event_kind::credentials_renewed);
  what.why = source;
  by_->tell(what);
}

COLB_DECL void trail::connected(endpoint const& to) {
  colb::event what = make(notes_.reused    ? event_kind::connection_reused
                          : notes_.resumed ? event_kind::connection_resumed
                                           : event_kind::connection_opened);
  what.connection = notes_.connection;
  what.host = to.authority;
  by_->tell(what);
}

COLB_DECL void trail::sent() {
  colb::event what = make(event_kind::sent);
  what.connection = notes_.connection;
  by_->tell(what);
}

COLB_DECL stage_times trail::times() noexcept {
  clock::tick const now = by_->now();
  notes_.enter(notes_.at, now);
  stage_times out;
  out.lane = std::exchange(in_lane_, {});
  out.permit = std::exchange(permit_, {});
  out.connection = notes_.in(stage::pool);
  out.resolve = notes_.in(stage::resolve);
  out.connect = notes_.in(stage::connect) + notes_.in(stage::proxy);
  out.tls = notes_.in(stage::tls);
  if (notes_.first_byte != clock::tick()) out.first_byte = notes_.first_byte - notes_.sent;
  out.whole = now - attempt_begun_;
  return out;
}

COLB_DECL void trail::answered(int status, verdict const& came, std::string_view request_id) {
  colb::event what = make(event_kind::answered);
  if (!came.success) trail_text::say(what, came.error);
  what.status = status;
  what.request_id = request_id;
  what.connection = notes_.connection;
  what.times = times();
  by_->tell(what);
}

COLB_DECL void trail::failed(verdict const& came) {
  colb::event what = make(event_kind::failed);
  trail_text::say(what, came.error);
  what.why = came.error.detail;
  what.connection = notes_.connection;
  what.times = times();
  by_->tell(what);
}

COLB_DECL void trail::clock_corrected(std::chrono::seconds by) {
  colb::event what = make(event_kind::clock_corrected);
  what.took = by;
  by_->tell(what);
}

COLB_DECL void trail::repeating(error_info const& after, std::string_view why, std::chrono::nanoseconds pause,
                                int next) {
  colb::event what = make(event_kind::repeating);
  trail_text::say(what, after);
  what.why = why;
  what.took = pause;
  by_->tell(what);
  attempt_ = next;
}

}  // namespace colb::inline COLB_ABI::inner
