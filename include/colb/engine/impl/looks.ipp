// colb: the bodies of looks.hpp.
#pragma once

#include <exception>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <colb/engine/looks.hpp>
#include <colb/engine/operation.hpp>

#include <colb/asio/cancellation_type.hpp>
#include <colb/asio/run.hpp>
#include <colb/asio/this_coro.hpp>

namespace colb::inline COLB_ABI::inner {

COLB_DECL std::string look_key_of(encoded_call const& call) {
  std::string key;
  // No more than it takes: each wait has one.
  std::size_t size = call.action->name.size() + call.action->route.method.size() +
                     call.action->route.path.size() + call.payload.size() + 3;
  for (auto const& [name, value] : call.parameters) size += name.size() + value.size() + 8;
  key.reserve(size);
  key += call.action->name;
  for (std::string_view const part : {call.action->route.method, call.action->route.path}) {
    key += '\n';
    key += part;
  }
  key += '\n';
  key += call.payload;
  for (auto const& [name, value] : call.parameters) {
    key += '\n';
    key += name;
    key += '=';
    key += std::to_string(value.size());
    key += ':';
    key += value;
  }
  return key;
}

// ---- the look
// --------------------------------------------------------------------------------------------------

COLB_DECL shared_look::shared_look(std::shared_ptr<operation> by, std::shared_ptr<pace_pass> permit,
                                   call_terms const& how)
    : by_(std::move(by)), permit_(std::move(permit)), how_(how) {
  told = [](exchange_mark& mark) { static_cast<shared_look&>(mark).tell(); };
  how_.mark = this;
  how_.permit = permit_.get();
}

COLB_DECL shared_look::~shared_look() {
  std::vector<look_table::passenger*> nobody;
  by_->core->looks().landed(*this, nobody);
}

namespace looks_text {

// What follows is apart from the coroutines, so that who waits holds no room for it.

inline void take_in(operation& op, shared_look const& landed) {
  if (landed.failure()) throw *landed.failure();
  call_result facts = landed.facts();
  if (op.about || op.trace) op.last_request = facts.request_id;
  op.answered(std::move(facts));
}

[[noreturn]] inline void give_up(operation const& op, bool cancelled) {
  error_info info;
  info.condition = cancelled ? condition::cancelled : condition::timed_out;
  info.action = op.call.action->name;
  info.detail = cancelled ? "cancelled during a look" : "the look took too long";
  info.may_pass = !cancelled;
  throw error(std::move(info));
}

inline asio::awaitable<void> fly(std::shared_ptr<shared_look> look) {
  co_await accept_cancellation();
  // All may have left before it began.
  if (look->flies()) co_await look->fly();
}

}  // namespace looks_text

COLB_DECL void shared_look::start(look_table::passenger& by) {
  std::vector<look_table::passenger*> others;
  client_core& core = *by_->core;
  core.looks().begin(*this, by, others);
  for (look_table::passenger* const one : others) {
    auto& wait = static_cast<look_passenger&>(*one);
    wait.permit_ ? wait.permit_->call_off() : wait.alarm->stop();
  }
  by_->call.unknown = by_->unknown(how_.options.keep_unknown);
  spawn(core.strand(), looks_text::fly(shared_from_this()), shared_from_this(), slot());
}

COLB_DECL void shared_look::end() {
  // An executor that dies takes the look with it.
  if (runs_on(by_->core->strand())) stop_.emit(asio::cancellation_type::terminal);
}

COLB_DECL asio::awaitable<void> shared_look::fly() {
  operation& op = *by_;
  try {
    co_await op.core->run(op.call, op.response, how_, op.trace.get(), came_);
  } catch (error const& e) {
    failed_ = e;
  } catch (...) {
    failed_ = error(info_of(std::current_exception()));
  }
  land();
}

/// What goes out for the look goes out for each wait that is a part of it.
COLB_DECL void shared_look::tell() noexcept {
  client_core& core = *by_->core;
  if (under_way) core.looks().sent(*this);
  core.looks().for_each_aboard(*this, [&](look_table::passenger& one) {
    exchange_mark& mark = *static_cast<look_passenger&>(one).op_.mark;
    mark.under_way = under_way;
    mark.ever = mark.ever || ever;
  });
}

COLB_DECL void shared_look::land() {
  permit_->leave();
  std::vector<look_table::passenger*> all;
  by_->core->looks().landed(*this, all);
  for (look_table::passenger* const one : all) {
    auto& wait = static_cast<look_passenger&>(*one);
    if (!failed_ && &wait.op_ != by_.get()) wait.op_.take_over(by_->response);
    wait.op_.mark->under_way = false;
    wait.landed_ = shared_from_this();
    wait.alarm->stop();
  }
}

// ---- who looks
// -------------------------------------------------------------------------------------------------

COLB_DECL look_passenger::look_passenger(operation& of)
    : alarm(std::make_shared<waker>(of.core->strand(), of.core->clock())),
      op_(of),
      after_(of.core->looks().happened()) {}

COLB_DECL void look_passenger::want() {
  landed_.reset();
  std::string key = look_key_of(op_.call);
  if (!op_.core->looks().want(*this, std::move(key), after_)) return;
  auto const& joined = static_cast<shared_look&>(*in());
  op_.mark->under_way = joined.under_way;
  op_.mark->ever = op_.mark->ever || joined.ever;
}

COLB_DECL bool look_passenger::begin(watch const& vigil) {
  client_core& core = *op_.core;
  if (op_.trace) op_.trace->request_begins(op_.call.action->name);
  if (has_one()) return true;
  permit_ = std::make_shared<pace_pass>();  // in one piece: there may be thousands
  permit_->wake_by(alarm);
  if (core.limiter() && !core.take_permit(op_.call, vigil.terms(), vigil.latest(), *permit_, nullptr))
    return false;
  start(vigil);
  return true;
}

COLB_DECL asio::awaitable<turn> look_passenger::next_turn(watch const& vigil) {
  return op_.core->next_turn(op_.call, vigil.terms(), vigil.latest(), *permit_, op_.trace.get());
}

COLB_DECL void look_passenger::turned(watch const& vigil, turn came) {
  op_.core->check_turn(op_.call, vigil.terms(), came, nullptr);
  start(vigil);
}

COLB_DECL void look_passenger::start(watch const& vigil) {
  auto permit = std::exchange(permit_, nullptr);
  if (has_one()) return;
  permit->wake_by(nullptr);  // the look's from here on: it may queue again while this one rests
  auto const own = share<shared_look>(op_.shared_from_this(), std::move(permit), vigil.terms());
  own->start(*this);
}

COLB_DECL void look_passenger::keep_waiting(clock::tick latest, bool cancelled) {
  if (cancelled || op_.core->clock()->ticks() >= latest) looks_text::give_up(op_, cancelled);
  alarm->set(latest);
}

COLB_DECL void look_passenger::take_in() {
  after_ = op_.core->looks().happened();
  auto const landed = std::exchange(landed_, nullptr);
  looks_text::take_in(op_, *landed);
}

COLB_DECL void look_passenger::quit() noexcept {
  if (permit_) permit_.reset();
  if (in()) op_.mark->under_way = false;
  look_table::flight* const unwanted = op_.core->looks().leave(*this);
  if (unwanted) static_cast<shared_look&>(*unwanted).end();
}

}  // namespace colb::inline COLB_ABI::inner
