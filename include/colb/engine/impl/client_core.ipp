// colb: the bodies of client_core.hpp.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <variant>
#include <vector>

#include <colb/any_action.hpp>
#include <colb/codec/json.hpp>
#include <colb/engine/client_core.hpp>
#include <colb/engine/coordination.hpp>
#include <colb/engine/secrets.hpp>
#include <colb/engine/share.hpp>
#include <colb/strings/hex.hpp>
#include <colb/strings/utf8.hpp>
#include <colb/text_log.hpp>

#include <colb/asio/cancellation_type.hpp>
#include <colb/asio/error.hpp>
#include <colb/asio/io_context.hpp>
#include <colb/asio/run.hpp>
#include <colb/asio/strand.hpp>
#include <colb/asio/this_coro.hpp>
#include <colb/asio/thread_pool.hpp>

#include <colb/engine/source.hpp>
#include <colb/transport/exchange.hpp>
#include <colb/transport/http.hpp>
#include <colb/transport/network.hpp>
#include <colb/transport/pool.hpp>

namespace colb::inline COLB_ABI::inner {

[[noreturn]] COLB_DECL void refuse_options(std::string what) {
  error_info info;
  info.condition = condition::invalid_request;
  info.action = "client options";
  info.detail = std::move(what);
  throw error(std::move(info));
}

COLB_DECL asio::awaitable<void> accept_cancellation() {
  co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
  co_await asio::this_coro::throw_if_cancelled(false);
}

template <class Executor>
asio::any_io_executor strands<Executor>::make(asio::any_io_executor const& over) {
  if constexpr (std::is_same_v<Executor, asio::any_io_executor>) {
    if (over.target<asio::io_context::executor_type>())
      return strands<asio::io_context::executor_type>::make(over);
    if (over.target<asio::thread_pool::executor_type>())
      return strands<asio::thread_pool::executor_type>::make(over);
    return asio::make_strand(over);
  } else {
    return asio::make_strand(*over.template target<Executor>());
  }
}

#if defined(COLB_SEPARATE_COMPILATION)
template struct strands<asio::io_context::executor_type>;
template struct strands<asio::any_io_executor>;
#endif

/// A line break in a key is a slip of copying; it would end a header.
COLB_DECL void check_credentials(credentials const& who) {
  struct field {
    char const* name;
    std::string const& value;
  };
  for (field const& each : {field{"id", who.id}, field{"key", who.key}, field{"token", who.token}}) {
    bool const broken = std::ranges::any_of(each.value, [](char c) {
      auto const byte = static_cast<unsigned char>(c);
      return byte < 0x20 || byte == 0x7f;
    });
    if (broken) {
      refuse_options(std::string(".credentials.") + each.name +
                     " holds a line break or another control character: give it without");
    }
  }
}

COLB_DECL client_core::client_core(asio::any_io_executor executor, client_options options,
                                   std::unique_ptr<inner::protocol> protocol, std::shared_ptr<dialer> by,
                                   strand_maker strands)
    : executor_(executor),
      strand_(strands(executor)),
      options_(std::move(options)),
      clock_(options_.clock ? options_.clock : clock::system()),
      random_(options_.random ? options_.random : random_source(&system_random)),
      protocol_(std::move(protocol)) {
  if (options_.retry.max_attempts < 1)
    refuse_options(".retry.max_attempts has to be at least 1, which turns repeating off");
  check_credentials(options_.credentials);
  try {
    keys_ = std::make_unique<client_keys>(options_, protocol_->sources(), executor_, strand_, clock_, random_,
                                          by, strands);
    protocol_->configure(options_.style);
    endpoint_ = parse_endpoint(options_.endpoint.empty() ? protocol_->default_endpoint(options_.region)
                                                         : options_.endpoint);
    if (!by) {
      tls_settings const tls{options_.tls.ca_file, options_.tls.verify, options_.tls.context.get()};
      by = share<net_dialer>(strand_, clock_, options_.timeouts, tls, options_.resolver, options_.proxy);
    }
    pool_ = share<inner::pool>(strand_, std::move(by), clock_, options_.timeouts, options_.pool);
    if (!options_.observer) options_.observer = log_from_environment();
    if (options_.observer) {
      announcer_ =
          share<inner::announcer>(options_.observer, strand_, clock_, protocol_->service(), options_.region);
      pool_->watched_by(announcer_);
      keys_->tell_to(announcer_);
    }
  } catch (error const&) {
    throw;  // it says which option already
  } catch (std::exception const& e) {
    refuse_options(e.what());
  }
  if (options_.lanes.enabled)
    lanes_ = options_.lanes.shared ? options_.lanes.shared : share<colb::lanes>(clock_);
  if (options_.rate_limit.mode != rate_limit_mode::off)
    limiter_ = options_.rate_limit.shared ? options_.rate_limit.shared : share<colb::limiter>(clock_);
}

COLB_DECL std::string_view client_core::cloud() const noexcept {
  std::string_view const name = protocol_->service();
  return name.substr(0, name.find('.'));
}

COLB_DECL pace_key_view client_core::pace_key_of(action_info const& action) const {
  // An endpoint of the Action's own is another host; its name will do to tell it apart.
  bool const own = options_.endpoint.empty() && !protocol_->own_endpoint(action).empty();
  return {own ? std::string_view("own") : std::string_view(endpoint_.authority), protocol_->service(),
          action.name};
}

COLB_DECL double client_core::rate_of(action_info const& action) const noexcept {
  double part = 1;  // Of the account's rate, when the other processes cannot be asked.
  if (options_.coordinator && options_.coordinator->health().lost())
    part = 1 / static_cast<double>(std::max<std::size_t>(options_.coordinator->health().members(), 1));
  for (rate_override const& one : options_.rate_limit.overrides)
    if (one.action == action.name) return std::max(one.rate, 0.0) * part;
  double const share = options_.rate_limit.share > 0 ? std::min(options_.rate_limit.share, 1.0) : 1.0;
  return action.description->rate_limit * share * part;
}

COLB_DECL bool client_core::can_look_at(task const& about) const noexcept {
  return follow_ && !door_.closed() && about.service == protocol_->service() &&
         about.version == protocol_->version() && about.region == options_.region;
}

COLB_DECL std::shared_ptr<following> client_core::follow(std::shared_ptr<client_core> const& self,
                                                         task const& about, wait_options options) const {
  return follow_(self, about, options);
}

COLB_DECL void client_core::learn(encoded_call const& call, void const* response) const {
  family const& teaches = call.action->description->teaches;
  if (!lanes_ || teaches.child.empty()) return;
  std::vector<std::string> parents = call.parents;
  std::vector<std::string> children = call.children;
  if (parents.empty()) collect_texts(*call.action->response, response, teaches.parent, parents);
  if (children.empty()) collect_texts(*call.action->response, response, teaches.child, children);
  if (parents.size() != 1) return;
  for (std::string const& child : children) lane_pass::learn(*lanes_, cloud(), child, parents.front());
}

COLB_DECL client_core::~client_core() {
  wipe(options_.credentials.key);
  wipe(options_.credentials.token);
}

COLB_DECL statistics client_core::stats() const {
  statistics out = pool_->stats();
  if (announcer_) out.observer_failures = static_cast<std::size_t>(announcer_->failures());
  return out;
}

/// Whether all texts are UTF-8, and no required one is empty: so it is with most requests, of which no path
/// of a text need be made. Maybe not when it cannot be said shortly.
COLB_DECL bool texts_are_well(type_info const& type, void const* value, bool required) {
  switch (type.shape) {
    case shape::string: {
      auto const& text = *static_cast<std::string const*>(value);
      return text.empty() ? !required : is_utf8(text);
    }
    case shape::optional: {
      void const* const held = type.get(value);
      return !held || texts_are_well(*type.element, held, false);
    }
    case shape::list:
      for (std::size_t i = 0, n = type.bit ? 0 : type.size(value); i < n; ++i)
        if (!texts_are_well(*type.element, type.at(value, i), required)) return false;
      return true;
    case shape::structure:
      return std::ranges::all_of(type.fields(), [value](field_info const& field) {
        return texts_are_well(*field.type, field_at(value, field), field.required);
      });
    case shape::json:
    case shape::map:
      return false;
    default:
      return true;
  }
}

/// The path of a required ID that is empty; nothing when there is none. A server takes an empty ID for
/// another mistake, or for "all".
COLB_DECL std::string empty_id_in(type_info const& type, void const* value, std::string_view name,
                                  bool required) {
  switch (type.shape) {
    case shape::string: {
      bool const is_id =
          name.ends_with("Id") || name.ends_with("ID") || name.ends_with("Ids") || name == "id";
      bool const is_empty = static_cast<std::string const*>(value)->empty();
      return required && is_id && is_empty ? std::string(name) : std::string();
    }
    case shape::optional: {
      void const* const held = type.get(value);
      return held ? empty_id_in(*type.element, held, name, false) : std::string();
    }
    case shape::list:
      if (type.bit) return {};
      for (std::size_t i = 0, n = type.size(value); i < n; ++i) {
        std::string path = empty_id_in(*type.element, type.at(value, i), name, required);
        if (path.empty()) continue;
        return std::string(name) + '[' + std::to_string(i) + ']' + path.substr(name.size());
      }
      return {};
    case shape::structure:
      for (field_info const& field : type.fields()) {
        std::string path = empty_id_in(*field.type, field_at(value, field), field.name, field.required);
        if (path.empty()) continue;
        return name.empty() ? path : std::string(name) + '.' + path;
      }
      return {};
    default:
      return {};
  }
}

namespace client_core_text {

/// How long a list of a request is.
inline std::size_t length_of(type_info const& type, void const* value) {
  if (type.shape == shape::list) return type.size(value);
  void const* const inner = type.shape == shape::optional ? type.get(value) : nullptr;
  return inner ? length_of(*type.element, inner) : 0;
}

inline void refuse_what_is_too_long(action_info const& action, void const* request) {
  batching const& by = action.description->batch;
  if (by.list.empty()) return;
  field_info const* const field = find_field(*action.request, by.list);
  std::size_t const length = field ? length_of(*field->type, field_at(request, *field)) : 0;
  if (length <= by.maximum) return;
  error_info info;
  info.condition = condition::invalid_request;
  info.action = action.name;
  info.detail = "." + std::string(by.list) + " has " + std::to_string(length) +
                " items, and a request takes " + std::to_string(by.maximum) +
                " at most; client.call_in_batches sends them in parts; nothing was sent";
  throw error(std::move(info));
}

/// Refuses a required ID that is empty, and what is not UTF-8.
inline void refuse_what_is_unwell(action_info const& action, void const* request) {
  auto const refuse = [&](std::string detail) {
    error_info info;
    info.condition = condition::invalid_request;
    info.action = action.name;
    info.detail = std::move(detail);
    throw error(std::move(info));
  };
  std::string const absent = empty_id_in(*action.request, request, {}, false);
  if (!absent.empty()) refuse(absent + " is empty: give the ID");
  if (auto const wrong = codec::detail::path_not_utf8(*action.request, request))
    refuse(*wrong + " is not UTF-8: the services take no other text");
}

}  // namespace client_core_text

COLB_DECL encoded_call client_core::encode(action_info const& action, void const* request,
                                           extra_members const* extra) const {
  if (!texts_are_well(*action.request, request, false))
    client_core_text::refuse_what_is_unwell(action, request);
  encoded_call call;
  call.action = &action;
  call.max_memory = options_.pool.max_memory;
  call.repeatable = is_repeatable(action.description->kind, !action.description->client_token.empty());
  if (std::string_view const path = action.description->resource[0]; !path.empty())
    collect_texts(*action.request, request, path, call.resources);
  client_core_text::refuse_what_is_too_long(action, request);
  if (lanes_) {
    if (action.description->kind != kind::read) {
      for (std::string_view const path : action.description->resource)
        if (!path.empty()) collect_texts(*action.request, request, path, call.changes);
    }
    if (family const& teaches = action.description->teaches; !teaches.child.empty()) {
      collect_texts(*action.request, request, teaches.parent, call.parents);
      collect_texts(*action.request, request, teaches.child, call.children);
    }
  }
  protocol_->encode(call, request, action.description->client_token.empty() ? std::string() : new_token());
  if (extra && !extra->empty()) protocol_->add(call, request, *extra);
  return call;
}

namespace client_core_text {

/// An Action that lives as long as its call.
struct any_call {
  std::string name;
  std::string method;
  std::string path;
  descriptor description;
  action_info info;
};

inline std::shared_ptr<any_call const> describe_any(any_request const& request, http_route route) {
  auto made = share<any_call>();
  made->name = request.action;
  made->method = request.route.method.empty() ? route.method : std::string_view(request.route.method);
  made->path = request.route.path.empty() ? route.path : std::string_view(request.route.path);
  made->description.kind = request.kind;
  made->description.rate_limit = request.rate_limit;
  made->info = {made->name,   &anything, &anything, &made->description, {made->method, made->path},
                [](void*) {}, true};
  return made;
}

/// What a resource means: the texts of a parameter of that name, or else an ID itself.
inline void collect_resources(any_request const& request, std::vector<std::string>& into) {
  for (std::string const& one : request.resource) {
    boost::json::value const* const named = request.parameters.if_contains(one);
    auto const add = [&](boost::json::value const& value) {
      if (value.is_string()) into.emplace_back(value.get_string());
    };
    if (!named) {
      into.push_back(one);
    } else if (auto const* const list = named->if_array()) {
      for (auto const& each : *list) add(each);
    } else {
      add(*named);
    }
  }
}

}  // namespace client_core_text

COLB_DECL encoded_call client_core::encode(any_request const& request) const {
  auto const refuse = [&](std::string detail) {
    error_info info;
    info.condition = condition::invalid_request;
    info.action = request.action.empty() ? std::string_view("any_action") : request.action;
    info.detail = std::move(detail);
    throw error(std::move(info));
  };
  // It goes into headers, and into the text of tasks.
  bool const plain = std::ranges::all_of(request.action, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
  });
  if (request.action.empty()) refuse(".Action is empty: give its wire name");
  if (!plain) refuse(".Action has to be a wire name, such as CreateListener: letters and digits");
  for (auto const& [name, value] : request.parameters) {
    if (!is_utf8(name) || codec::detail::path_not_utf8(type_info_of<boost::json::value>, &value))
      refuse(".Parameters: something is not UTF-8: the services take no other text");
  }
  auto const made = client_core_text::describe_any(request, protocol_->route_of(request.action));
  encoded_call call;
  call.action = &made->info;
  call.owner = made;
  call.max_memory = options_.pool.max_memory;
  call.repeatable = is_repeatable(request.kind, false);
  client_core_text::collect_resources(request, call.resources);
  if (lanes_ && request.kind != kind::read) call.changes = call.resources;
  protocol_->encode_any(call, request.parameters);
  return call;
}

COLB_DECL task client_core::make_task(action_info const& action, std::vector<std::string> ids) const {
  return {std::string(protocol_->service()), std::string(protocol_->version()), options_.region,
          std::string(action.name), std::move(ids)};
}

COLB_DECL void client_core::check_task(task const& about) const {
  if (about.service == protocol_->service() && about.version == protocol_->version() &&
      about.region == options_.region) {
    return;
  }
  error_info info;
  info.condition = condition::invalid_request;
  info.action = about.action;
  info.task = about;
  info.detail = "this client speaks " + std::string(protocol_->service()) + ' ' +
                std::string(protocol_->version()) + " in region '" + options_.region +
                "': wait for the task with a client of its own service and region";
  throw error(std::move(info));
}

namespace client_core_text {

inline std::string_view reason_to_repeat(verdict const& came) {
  if (came.stale) return "a kept connection was dead";
  switch (came.passes) {
    case passing::busy:
      return "busy";
    case passing::unclear:
      return "busy or in the wrong state";
    case passing::throttled:
      return "throttled";
    default:
      return "failed";
  }
}

}  // namespace client_core_text

COLB_DECL asio::awaitable<void> client_core::run(encoded_call const& call, void* response,
                                                 call_terms const& how, trail* seen, verdict& came) {
  if (door_.closed()) throw closed_error(call.action->name);
  pool::operation const in_flight(pool_);
  auto const limit = how.options.timeout.count() > 0 ? how.options.timeout : options_.timeouts.operation;
  retry_options retry = options_.retry;
  if (how.options.max_attempts > 0) retry.max_attempts = how.options.max_attempts;
  if (seen && !how.permit) seen->request_begins(call.action->name);
  pace_pass own_permit;
  pace_pass& permit = how.permit ? *how.permit : own_permit;
  auto own_end = end_of(clock_->ticks(), limit);
  if (limiter_ && !how.permit) {
    auto const by = std::min(own_end, how.latest);
    if (!take_permit(call, how, by, permit, nullptr)) {
      turn const turned = co_await next_turn(call, how, by, permit, seen);
      check_turn(call, how, turned, nullptr);
    }
  }
  if (how.look) own_end = end_of(clock_->ticks(), limit);
  attempts::limits const ends{own_end, how.latest};
  auto const deadline = std::min(ends.operation, ends.wait);
  attempts judge(call.action->description->kind != kind::read, call.repeatable, retry, ends);
  signing_repairs repairs;
  bool may_be_done = false;
  try {
    for (;; came = verdict()) {
      if (seen) seen->attempt_started();
      co_await attempt(call, response, deadline, permit, repairs, how.mark, seen, came);
      may_be_done = may_be_done || !came.did_nothing;
      if (came.signed_anew && !door_.closed()) {
        if (seen) seen->repeating(came.error, "signed anew", {}, judge.failed() + 1);
        if (limiter_ && !take_permit(call, how, deadline, permit, &came.error)) {
          turn const turned = co_await next_turn(call, how, deadline, permit, seen);
          check_turn(call, how, turned, &came.error);
        }
        continue;
      }
      attempts::step const next = judge.ended(came, clock_->ticks(), budget_, random_);
      if (next.what == attempts::step::kind::done) {
        learn(call, response);
        came.attempts = judge.failed() + 1;
        co_return;
      }
      bool again = next.what == attempts::step::kind::again;
      if (again && door_.closed()) {
        again = false;
        came.error = judge.cancelled(came.error);
      }
      if (again && seen) {
        seen->repeating(came.error, client_core_text::reason_to_repeat(came), next.pause, judge.failed() + 1);
      }
      if (again && next.pause.count() > 0) {
        again = co_await sleep(next.pause) && !door_.closed();
        if (!again) came.error = judge.cancelled(came.error);
      }
      came.error.action = call.action->name;
      if (!again) throw error(std::move(came.error));
      if (limiter_ && !take_permit(call, how, deadline, permit, &came.error)) {
        turn const turned = co_await next_turn(call, how, deadline, permit, seen);
        check_turn(call, how, turned, &came.error);
      }
    }
  } catch (error const&) {
    throw;
  } catch (...) {
    // The program's clock or source of randomness: what went out before stays out.
    error_info info = info_of(std::current_exception());
    info.action = call.action->name;
    info.outcome_unknown = may_be_done && call.action->description->kind != kind::read;
    throw error(std::move(info));
  }
}

COLB_DECL pace_table::ask client_core::ask_of(encoded_call const& call,
                                              call_terms const& how) const noexcept {
  pace_table::ask ask;
  ask.limit = rate_of(*call.action);
  if (how.look) ask.who = how.urgent ? pace_table::asker::urgent_look : pace_table::asker::look;
  ask.due_in = how.due_in;
  ask.wait = how.look || options_.rate_limit.mode == rate_limit_mode::pace;
  return ask;
}

COLB_DECL std::optional<clock::duration> client_core::left_for_turn(call_terms const& how,
                                                                    clock::tick deadline) const {
  clock::tick const by = std::min(deadline, how.turn_by);
  if (by == clock::tick::max()) return std::nullopt;
  return std::max(by - clock_->ticks(), clock::duration::zero());
}

COLB_DECL bool client_core::take_permit(encoded_call const& call, call_terms const& how, clock::tick deadline,
                                        pace_pass& permit, error_info const* last) {
  pace_table::ask const ask = ask_of(call, how);
  auto const key = pace_key_of(*call.action);
  if (!permit.take(limiter_, key, ask)) {
    auto const came = permit.enter(limiter_, key, ask, left_for_turn(how, deadline), strand_);
    if (!came) return false;
    check_turn(call, how, *came, last);
  }
  return !options_.coordinator || ask.limit <= 0;
}

COLB_DECL asio::awaitable<turn> client_core::next_turn(encoded_call const& call, call_terms const& how,
                                                       clock::tick deadline, pace_pass& permit, trail* seen) {
  return options_.coordinator ? permit_among_all(call, how, deadline, permit, seen)
                              : permit.wait_in_queue(seen);
}

COLB_DECL void client_core::check_turn(encoded_call const& call, call_terms const& how, turn came,
                                       error_info const* last) const {
  if (came == turn::mine || came == turn::called_off) return;
  throw_no_turn(call, came, how.look || options_.rate_limit.mode == rate_limit_mode::pace, last);
}

/// Apart, so that who waits for a turn holds no room for it.
[[noreturn]] COLB_DECL void client_core::throw_no_turn(encoded_call const& call, turn came, bool waits,
                                                       error_info const* last) {
  error_info info;
  if (last) info = *last;
  info.action = call.action->name;
  info.condition = came == turn::cancelled ? condition::cancelled : condition::throttled;
  std::string why = came == turn::cancelled ? "cancelled in the queue for the rate of requests"
                    : waits                 ? "the rate left no turn"
                                            : "the rate is used up, and rate_limit.mode is fail";
  info.detail += (info.detail.empty() ? "" : "; ") + why;
  if (!last) info.detail += "; nothing was sent";
  info.may_pass = came != turn::cancelled;
  throw error(std::move(info));
}

/// A permit in this process, then one among all. When the others cannot be asked, the rate is this process's
/// part of it, and so is the turn.
COLB_DECL asio::awaitable<turn> client_core::permit_among_all(encoded_call const& call, call_terms how,
                                                              clock::tick deadline, pace_pass& permit,
                                                              trail* seen) {
  if (!permit.granted()) {
    turn const here = co_await permit.wait_in_queue(seen);
    if (here != turn::mine) co_return here;
  }
  pace_table::ask ask = ask_of(call, how);
  if (ask.limit <= 0) co_return turn::mine;
  permit_terms terms;
  terms.key = pace_key_of(*call.action);
  terms.limit = ask.limit;
  terms.window = permit.window();
  terms.left = ask.wait ? left_for_turn(how, deadline) : clock::duration::zero();
  bool const was_lost = options_.coordinator->health().lost();
  bool lost = false;
  turn const came = co_await take_share(*this, terms, permit, seen, lost);
  if (came != turn::mine || !lost || was_lost) co_return came;
  ask.limit = rate_of(*call.action);
  turn const again = co_await permit.wait(limiter_, terms.key, ask, terms.left, strand_, seen);
  co_return again;
}

COLB_DECL asio::awaitable<identity> client_core::who_am_i(trail* seen) {
  auto const deadline = end_of(clock_->ticks(), options_.timeouts.operation);
  key_ptr keys = keys_->at_once();
  if (!keys) keys = co_await keys_->get(deadline);
  if (seen && keys_->is_new(*keys)) seen->keys_are_new(keys->from);
  identity out = co_await keys_->who_am_i(std::move(keys));
  co_return out;
}

COLB_DECL clock::tick client_core::end_of_look(clock::tick end_of_wait) const {
  return end_of(end_of_wait, options_.timeouts.request);
}

COLB_DECL asio::awaitable<bool> client_core::sleep(std::chrono::milliseconds pause) {
  timer alarm(strand_, clock_);
  alarm.expires_after(pause);
  bool const expired = co_await alarm.wait();
  co_return expired;
}

namespace client_core_text {

/// Signs when a connection is ready, and occupies the permit from the first byte on.
class signed_request final : public outgoing {
 public:
  signed_request(protocol& by, encoded_call const& call, signing_context const& context,
                 std::string const& user_agent, pace_pass& permit, client_keys const& time, bool& sent,
                 exchange_mark* mark, endpoint const& to, trail* seen)
      : by_(by),
        call_(call),
        context_(context),
        user_agent_(user_agent),
        permit_(permit),
        time_(time),
        sent_(sent),
        mark_(mark),
        to_(to),
        seen_(seen) {
    if (seen) notes = seen->notes();
  }

  request const& message() override {
    if (seen_) seen_->connected(to_);
    context_.now = time_.now();
    message_ = by_.build(call_, context_);
    message_.headers.emplace_back("User-Agent", user_agent_);
    message_.repeatable = call_.repeatable;
    return message_;
  }
  bool repeatable() const noexcept override { return call_.repeatable; }
  void first_byte() override {
    sent_ = true;
    if (mark_) mark_->sent();
    permit_.sent();
    if (seen_) seen_->sent();
  }

  /// As it was sent, or would have been.
  request const& made() const noexcept { return message_; }
  /// The time that it was signed with.
  clock::wall_time made_at() const noexcept { return context_.now; }

 private:
  protocol& by_;
  encoded_call const& call_;
  signing_context context_;
  std::string const& user_agent_;
  pace_pass& permit_;
  client_keys const& time_;
  request message_{};
  bool& sent_;
  exchange_mark* mark_;
  endpoint const& to_;
  trail* seen_;
};

}  // namespace client_core_text

COLB_DECL asio::awaitable<void> client_core::attempt(encoded_call const& call, void* response,
                                                     clock::tick deadline, pace_pass& permit,
                                                     signing_repairs& repairs, exchange_mark* mark,
                                                     trail* seen, verdict& came) {
  bool const changes = call.action->description->kind != kind::read;
  bool sent = false;
  int status = 0;
  repair mended = repair::none;
  try {
    std::optional<endpoint> elsewhere;
    if (options_.endpoint.empty()) {
      std::string const own = protocol_->own_endpoint(*call.action);
      if (!own.empty()) elsewhere = parse_endpoint(own);
    }
    endpoint const& to = elsewhere ? *elsewhere : endpoint_;
    key_ptr keys = keys_->at_once();
    if (!keys) keys = co_await keys_->get(deadline);
    if (seen && keys_->is_new(*keys)) seen->keys_are_new(keys->from);
    signing_context const context{to.authority, options_.region, keys->keys, {}, random_};
    client_core_text::signed_request message(*protocol_, call, context, options_.user_agent, permit, *keys_,
                                             sent, mark, to, seen);
    inner::exchange_result answer;
    co_await exchange(pool_, to, message, deadline, answer);
    if (mark) mark->over();
    if (failure* const failed = std::get_if<failure>(&answer)) {
      came = judge_failure(std::move(*failed), changes);
    } else {
      permit.answered();
      inner::response const& received = std::get<inner::response>(answer);
      came = read(call, received, response);
      if (came.passes == passing::throttled) permit.refused(came.wide, came.wait_at_least);
      status = received.status;
      if (!came.success && !came.error.vendor_code.empty()) {
        auto const date = to.tls && options_.tls.verify ? received.find("Date") : std::nullopt;
        mended = co_await keys_->mend(repairs, came.error.vendor_code, came.error.vendor_message, keys,
                                      message.made_at(), date, deadline);
        came.signed_anew = mended != repair::none;
      }
    }
    if (!came.success) secrets(keys->keys, message.made()).mask(came.error);
    if (seen && status != 0) {
      std::string request_id = came.request_id;
      secrets(keys->keys, message.made()).mask(request_id);
      seen->answered(status, came, request_id);
      if (mended == repair::clock) seen->clock_corrected(keys_->correction());
    }
  } catch (...) {
    came = verdict();
    came.error = info_of(std::current_exception());
    came.did_nothing = !sent;
    came.error.outcome_unknown = sent;
    status = 0;
    if (mark) mark->over();
  }
  if (seen && status == 0) seen->failed(came);
  permit.leave();
}

COLB_DECL verdict client_core::read(encoded_call const& call, inner::response const& answer,
                                    void* response) const {
  auto const clear = [&] {
    call.action->clear_response(response);
    if (call.unknown) call.unknown->clear();
  };
  clear();
  verdict out = protocol_->read(call, answer, response);
  if (out.success) return out;
  clear();
  for (outcome& one : out.error.outcomes) {
    if (one.task) one.task = make_task(*call.action, std::move(one.task->ids));
  }
  judge_answer(out, answer.status, answer.find("Retry-After"), clock_->now());
  return out;
}

COLB_DECL std::string client_core::new_token() const {
  std::string token;
  for (int half = 0; half < 2; ++half) {
    std::uint64_t bits = random_();
    for (int i = 0; i < 16; ++i, bits >>= 4) token += hex_digits[bits & 15];
  }
  return token;
}

COLB_DECL error closed_error(std::string_view action) {
  error_info info;
  info.condition = condition::cancelled;
  info.action = action;
  info.detail = "the client is closed; nothing was sent";
  return error(std::move(info));
}

COLB_DECL error_info info_of(std::exception_ptr const& thrown) {
  error_info info;
  info.condition = condition::invalid_request;
  try {
    std::rethrow_exception(thrown);
  } catch (error const& e) {
    return e.info();
  } catch (std::system_error const& e) {
    info.cause = e.code();
    info.detail = e.what();
#if defined(COLB_USE_BOOST_ASIO)
  } catch (system_error const& e) {
    info.cause = e.code();
    info.detail = e.what();
#endif
  } catch (std::exception const& e) {
    info.detail = e.what();
  } catch (...) {
    info.detail = "something that is no std::exception";
  }
  info.detail.insert(0, "a part of the program threw: ");
  info.thrown = thrown;
  return info;
}

COLB_DECL bool is_over(task_progress const& progress, task const& about, std::string const& request_id) {
  if (progress.state == task_state::succeeded) return true;
  if (progress.state != task_state::failed) return false;
  error_info info;
  info.condition = condition::task_failed;
  info.action = about.action;
  info.task = about;
  info.request_id = request_id;
  info.detail = progress.detail;
  info.vendor_message = progress.reason;
  if (info.detail.find(progress.reason) == info.detail.npos)
    info.detail += (info.detail.empty() ? "" : ": ") + progress.reason;
  throw error(std::move(info));
}

COLB_DECL watch::watch(client_core& core, encoded_call const& call, wait_options const& options,
                       clock::tick end, bool first_at_once, task const* about, lane_pass const* holder)
    : core_(core),
      action_(about ? std::string_view(about->action) : call.action->name),
      options_(options),
      end_(end),
      about_(about),
      missing_(core.clock()->ticks()),
      holder_(holder),
      start_(core.clock()->ticks()),
      at_once_(first_at_once),
      from_start_(about_ && !first_at_once),
      pace_(core.limiter().get(), core.pace_key_of(*call.action),
            from_start_ ? action_ : std::string_view()) {}

COLB_DECL call_terms watch::terms() const {
  call_terms how;
  how.look = true;
  how.urgent = holder_ && holder_->has_queue();
  how.latest = core_.end_of_look(end_);
  how.turn_by = later(end_, std::chrono::milliseconds(500));
  // In the order of when each has to look: once in as long as all take, and before its end.
  auto const now = core_.clock()->ticks();
  clock::duration const round = pace_.stretched();
  how.due_in = end_ == clock::tick::max() ? round : std::min(round, std::max(end_ - now, clock::duration(0)));
  return how;
}

COLB_DECL std::optional<std::chrono::milliseconds> watch::next_pause() {
  if (std::exchange(at_once_, false)) {
    // It may wait for its turn all the same.
    stretched_ = pace_.stretched() > std::max(options_.max_delay, std::chrono::milliseconds(1000));
    return std::nullopt;
  }
  auto const now = core_.clock()->ticks();
  auto const left =
      now < end_ ? std::chrono::ceil<std::chrono::milliseconds>(end_ - now) : std::chrono::milliseconds(0);
  ++looks_;
  auto pause = wait_delay(options_, looks_, core_.random());
  // The first look comes when the task is likely to be over, later ones as often as the rate allows with so
  // many waits.
  if (looks_ == 1 && from_start_) {
    auto usual = pace_.first_look();
    if (options_.max_delay.count() > 0) usual = std::min(usual, options_.max_delay);
    pause = std::max(pause, usual);
  } else {
    // As many waits are taken to be in every other process.
    auto const among = core_.options().coordinator;
    auto const members =
        among && !among->health().lost() ? std::max<std::size_t>(among->health().members(), 1) : 1;
    auto const round = pace_.stretched() * static_cast<std::int64_t>(members);
    // Others wait for the end of this one, which is due: it looks four times as often, and is served first.
    auto const stretched = holder_ && holder_->has_queue() ? round / 4 : round;
    stretched_ = stretched > pause;
    pause = std::max(pause, stretched);
  }
  // So much fails that nothing is repeated any more: looks become rare, but go on.
  if (core_.budget().is_empty()) pause = std::max(pause, options_.max_delay);
  return std::min(pause, left);
}

COLB_DECL bool watch::is_over(task_progress const& seen, std::string const& request_id) {
  problem_.reset();
  absent_ = false;
  auto const taken = std::chrono::duration_cast<std::chrono::milliseconds>(core_.clock()->ticks() - start_);
  bool const ended = seen.state == task_state::succeeded || seen.state == task_state::failed;
  if (ended || seen.state == task_state::running) pace_.looked(looks_, taken, ended);
  if (seen.state == task_state::unknown && !seen.detail.empty()) note_problem(seen.detail);
  if (seen.state == task_state::missing) {
    note_problem(seen.detail.empty() ? "the cloud does not know what it was asked about" : seen.detail);
    absent_ = true;
    if (missing_.permits(core_.clock()->ticks())) return false;
    if (absent_is_done_) return true;
    error_info info;
    info.condition = condition::not_found;
    info.action = action_;
    info.task = about();
    info.request_id = request_id;
    info.detail = *problem_;
    throw error(std::move(info));
  }
  return about_ ? inner::is_over(seen, *about_, request_id) : seen.state == task_state::succeeded;
}

COLB_DECL bool watch::failed(error const& e) {
  error_info info = e.info();
  // Some services call an ID that they do not know a wrong one.
  bool const absent = about_ && (info.condition == condition::not_found ||
                                 (absent_is_done_ && info.condition == condition::invalid_request));
  bool const not_there_yet = absent && missing_.permits(core_.clock()->ticks());
  absent_ = absent;
  if (not_there_yet || (info.may_pass && !info.task)) {
    note_problem(e.what());
    return false;
  }
  if (absent && absent_is_done_) return true;
  if (!info.task) info.task = about();
  throw error(std::move(info));
}

COLB_DECL bool watch::ended_unseen() const {
  if (core_.clock()->ticks() < end_) return false;
  if (absent_ && absent_is_done_) return true;
  stop(condition::timed_out, "the wait was given up");
}

[[noreturn]] COLB_DECL void watch::stop(condition c, std::string detail) const {
  error_info info;
  info.condition = c;
  info.action = action_;
  info.task = about();
  info.detail = std::move(detail);
  std::string const problem = problem_ ? *problem_ : std::string();
  if (c == condition::timed_out && stretched_ && problem.find("the rate left no turn") == problem.npos)
    info.detail += "; the rate left no turn for more looks";
  if (about_) info.detail += "; the task goes on in the cloud, wait(task) takes it up again";
  if (!problem.empty()) info.detail += "; the last look: " + problem;
  throw error(std::move(info));
}

COLB_DECL std::shared_ptr<client_core> make_core(asio::any_io_executor executor, client_options options,
                                                 std::unique_ptr<protocol> protocol,
                                                 std::shared_ptr<dialer> by, strand_maker strands) {
  return share<client_core>(std::move(executor), std::move(options), std::move(protocol), std::move(by),
                            strands);
}

COLB_DECL core_handle::~core_handle() {
  if (!core_) return;
  asio::any_io_executor const strand = core_->strand();
  post_to(strand, std::move(core_), [](void*, std::uint64_t) {});
}

}  // namespace colb::inline COLB_ABI::inner
