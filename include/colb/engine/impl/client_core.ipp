// colb: the bodies of client_core.hpp.
#pragma once

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <colb/engine/client_core.hpp>

#include <asio/cancellation_type.hpp>
#include <asio/error.hpp>
#include <asio/post.hpp>
#include <asio/ssl/error.hpp>
#include <asio/strand.hpp>
#include <asio/this_coro.hpp>

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

COLB_DECL client_core::client_core(asio::any_io_executor executor, client_options options,
                                   std::unique_ptr<inner::protocol> protocol, std::shared_ptr<dialer> by)
    : executor_(executor),
      strand_(asio::make_strand(std::move(executor))),
      options_(std::move(options)),
      clock_(options_.clock ? options_.clock : clock::system()),
      random_(options_.random ? options_.random : random_source(&system_random)),
      protocol_(std::move(protocol)) {
  if (options_.credentials.environment) options_.credentials = protocol_->credentials_from_environment();
  if (options_.credentials.id.empty() || options_.credentials.key.empty()) {
    refuse_options(
        ".credentials has no id or no key: give {.id = …, .key = …}, or credentials::from_environment() "
        "and the "
        "vendor's environment variables");
  }
  try {
    protocol_->configure(options_.style);
    endpoint_ = parse_endpoint(options_.endpoint.empty() ? protocol_->default_endpoint(options_.region)
                                                         : options_.endpoint);
    if (!by) {
      tls_settings const tls{options_.tls.ca_file, options_.tls.verify, options_.tls.context.get()};
      by = std::make_shared<net_dialer>(strand_, clock_, options_.timeouts, tls, options_.resolver,
                                        options_.proxy);
    }
    pool_ = std::make_shared<inner::pool>(strand_, std::move(by), clock_, options_.timeouts, options_.pool);
  } catch (std::exception const& e) {
    refuse_options(e.what());
  }
}

COLB_DECL statistics client_core::stats() const { return pool_->stats(); }

COLB_DECL encoded_call client_core::encode(action_info const& action, void const* request) const {
  encoded_call call;
  call.action = &action;
  call.repeatable = is_repeatable(action.description->kind, !action.description->client_token.empty());
  collect_texts(*action.request, request, action.description->resource[0], call.resources);
  protocol_->encode(call, request, action.description->client_token.empty() ? std::string() : new_token());
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

COLB_DECL asio::awaitable<call_result> client_core::run(encoded_call const& call, void* response,
                                                        clock::tick latest) {
  pool::operation const in_flight(pool_);
  auto const own_end = end_of(clock_->ticks(), options_.timeouts.operation);
  auto const deadline = std::min(latest, own_end);
  int failures = 0;
  bool unknown = false;  // An attempt that nobody knows the outcome of stays one, whatever comes after it.
  for (int attempts = 1;; ++attempts) {
    attempt_result result = co_await attempt(call, response, deadline);
    if (result.success) co_return call_result{std::move(result.request_id), std::move(result.task_ids)};
    unknown = unknown || result.error.outcome_unknown;
    result.error.outcome_unknown = unknown;
    result.error.action = call.action->name;
    result.error.attempts = attempts;
    if (!result.refused) ++failures;
    bool const again =
        result.repeat && options_.retry.max_attempts > 1 && failures < options_.retry.max_attempts;
    if (!again) throw error(std::move(result.error));
    if (result.at_once) continue;
    auto const pause = std::max(retry_delay(options_.retry, attempts + 1, random_), result.wait_at_least);
    if (later(clock_->ticks(), pause) >= deadline) {
      result.error.detail += result.error.detail.empty() ? "" : "; ";
      result.error.detail += own_end <= latest ? "timeouts.operation leaves" : "the wait leaves";
      result.error.detail += " no time for another attempt";
      throw error(std::move(result.error));
    }
    bool const slept = co_await sleep(pause);
    if (!slept) throw error(cancelled_between(call, attempts, std::move(result.error)));
  }
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

/// A limit of zero or less is none.
COLB_DECL clock::tick client_core::end_of(clock::tick start, std::chrono::milliseconds limit) {
  return limit.count() > 0 ? later(start, limit) : clock::tick::max();
}

COLB_DECL asio::awaitable<client_core::attempt_result> client_core::attempt(encoded_call const& call,
                                                                            void* response,
                                                                            clock::tick deadline) {
  attempt_result result;
  try {
    std::string const own = options_.endpoint.empty() ? protocol_->own_endpoint(*call.action) : std::string();
    endpoint const to = own.empty() ? endpoint_ : parse_endpoint(own);
    signing_context const context{to.authority, options_.region, options_.credentials, clock_->now(),
                                  random_};
    request message = protocol_->build(call, context);
    message.headers.emplace_back("User-Agent", options_.user_agent);
    message.repeatable = call.repeatable;
    inner::exchange_result answer = co_await exchange(pool_, to, message, deadline);
    if (failure* failed = std::get_if<failure>(&answer)) {
      judge(call, *failed, result);
    } else {
      judge(call, std::get<inner::response>(answer), response, result);
    }
  } catch (std::system_error const& e) {
    result.error.cause = e.code();
    result.error.detail = e.what();
  }
  co_return result;
}

COLB_DECL void client_core::judge(encoded_call const& call, failure& failed, attempt_result& result) {
  error_info& info = result.error;
  bool const changes = call.action->description->kind != kind::read;
  info.cause = failed.code;
  info.detail = std::move(failed.detail);
  info.outcome_unknown = changes && failed.reached_server;
  result.repeat = !failed.cancelled && (!failed.reached_server || call.repeatable);
  result.at_once = failed.stale && result.repeat;
  if (failed.cancelled) {
    info.condition = condition::cancelled;
  } else if (failed.timed_out) {
    info.condition = condition::timed_out;
    if (failed.at == stage::pool)
      result.repeat = false;  // the wait for a place is over; another would prolong it
  } else if (failed.at == stage::resolve) {
    info.condition = condition::dns;
  } else if (failed.at == stage::proxy) {
    info.condition = condition::proxy;
    if (failed.lasting) result.repeat = false;
  } else if (failed.at == stage::tls) {
    info.condition = condition::tls;
    // Refused by verification, not broken on the way: it would be again.
    if (failed.code.category() == asio::error::get_ssl_category()) result.repeat = false;
  } else if (failed.at == stage::parse || failed.at == stage::limit) {
    info.condition = condition::malformed_response;
    if (failed.at == stage::limit) result.repeat = false;
  } else if (failed.at == stage::send && failed.code == std::errc::invalid_argument) {
    info.condition = condition::invalid_request;
    result.repeat = false;
  } else {
    info.condition = info.outcome_unknown ? condition::outcome_unknown : condition::unavailable;
  }
}

COLB_DECL void client_core::judge(encoded_call const& call, inner::response const& answer, void* response,
                                  attempt_result& result) const {
  call.action->clear_response(response);
  verdict read = protocol_->read(call, answer, response);
  result.success = read.success;
  result.request_id = std::move(read.request_id);
  result.task_ids = std::move(read.task_ids);
  if (read.success) return;
  call.action->clear_response(response);
  result.error = std::move(read.error);
  result.error.http_status = answer.status;
  result.error.request_id = result.request_id;
  for (outcome& one : result.error.outcomes) {
    if (one.task) one.task = make_task(*call.action, std::move(one.task->ids));
  }
  result.refused = read.refused || result.error.condition == condition::throttled;
  result.repeat = may_repeat_after(result.error.condition, result.refused, call.repeatable);
  result.wait_at_least = retry_after(answer);
  // The server took the request and broke over it, or does not say what became of it.
  bool const broke = result.error.condition == condition::unavailable && !result.refused;
  bool const no_word = result.error.vendor_code.empty() && (answer.status >= 500 || answer.status < 300);
  result.error.outcome_unknown = (broke || no_word) && call.action->description->kind != kind::read;
}

COLB_DECL std::chrono::milliseconds client_core::retry_after(inner::response const& answer) {
  auto const text = answer.find("Retry-After");
  int seconds = 0;
  if (text) std::from_chars(text->data(), text->data() + text->size(), seconds);
  return std::chrono::seconds(std::clamp(seconds, 0, 60));
}

COLB_DECL error_info client_core::cancelled_between(encoded_call const& call, int attempts, error_info last) {
  error_info info;
  info.condition = condition::cancelled;
  info.outcome_unknown = last.outcome_unknown;
  info.action = call.action->name;
  info.attempts = attempts;
  info.detail = "between two attempts, the last of which failed: " + error(std::move(last)).code().message();
  return info;
}

COLB_DECL std::string client_core::new_token() const {
  constexpr char hex[] = "0123456789abcdef";
  std::string token;
  for (int half = 0; half < 2; ++half) {
    std::uint64_t bits = random_();
    for (int i = 0; i < 16; ++i, bits >>= 4) token += hex[bits & 15];
  }
  return token;
}

COLB_DECL bool is_over(task_progress const& progress, task const& about, std::string const& request_id) {
  if (progress.state == task_state::running) return false;
  if (progress.state == task_state::succeeded) return true;
  error_info info;
  info.action = about.action;
  info.task = about;
  info.request_id = request_id;
  info.detail = progress.detail;
  if (progress.state == task_state::failed) {
    info.condition = condition::task_failed;
  } else {
    info.condition = condition::malformed_response;
    info.outcome_unknown = true;
    if (info.detail.empty()) info.detail = "the task is in a state that the API's document does not know";
  }
  throw error(std::move(info));
}

COLB_DECL watch::watch(client_core& core, encoded_call const& call, wait_options const& options,
                       bool first_at_once, std::optional<task> about)
    : core_(core),
      action_(about ? about->action : std::string(call.action->name)),
      options_(options),
      end_(later(core.clock()->ticks(), options.timeout)),
      at_once_(first_at_once),
      about_(std::move(about)) {}

COLB_DECL asio::awaitable<bool> watch::pause() {
  if (std::exchange(at_once_, false)) {
    auto const state = co_await asio::this_coro::cancellation_state;
    co_return state.cancelled() == asio::cancellation_type::none;
  }
  auto const now = core_.clock()->ticks();
  auto const left =
      now < end_ ? std::chrono::ceil<std::chrono::milliseconds>(end_ - now) : std::chrono::milliseconds(0);
  ++looks_;
  auto const pause = wait_delay(options_, looks_, core_.random());
  bool const slept = co_await core_.sleep(std::min(pause, left));
  co_return slept;
}

COLB_DECL void watch::rethrow_unless_it_may_pass(error const& e) {
  error_info info = e.info();
  auto const c = info.condition;
  bool const may_pass = c == condition::unavailable || c == condition::throttled ||
                        c == condition::timed_out || c == condition::dns ||
                        c == condition::malformed_response;
  if (!may_pass || info.task) {
    if (!info.task) info.task = about_;
    throw error(std::move(info));
  }
  problem_ = e.what();
}

COLB_DECL void watch::throw_if_over() const {
  if (core_.clock()->ticks() >= end_) stop(condition::timed_out, "the wait was given up");
}

[[noreturn]] COLB_DECL void watch::stop(condition c, std::string detail) const {
  error_info info;
  info.condition = c;
  info.action = action_;
  info.task = about_;
  info.detail = std::move(detail);
  if (about_) info.detail += "; the task goes on in the cloud, wait(task) takes it up again";
  if (!problem_.empty()) info.detail += "; the last look failed: " + problem_;
  throw error(std::move(info));
}

COLB_DECL std::shared_ptr<client_core> make_core(asio::any_io_executor executor, client_options options,
                                                 std::unique_ptr<protocol> protocol,
                                                 std::shared_ptr<dialer> by) {
  return std::make_shared<client_core>(std::move(executor), std::move(options), std::move(protocol),
                                       std::move(by));
}

COLB_DECL core_handle::~core_handle() {
  if (!core_) return;
  asio::any_io_executor const strand = core_->strand();
  asio::post(strand, [core = std::move(core_)] {});
}

}  // namespace colb::inline COLB_ABI::inner
