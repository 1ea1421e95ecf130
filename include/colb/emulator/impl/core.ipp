// colb: bodies of the emulator's core. Included in one translation unit; see src.hpp.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <map>
#include <stdexcept>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <colb/emulator/core.hpp>
#include <colb/sign/tc3.hpp>

namespace colb::inline COLB_ABI::inner::emu {

// ---- environment
// -----------------------------------------------------------------------------------------------

// Draws by remainder, not by a standard distribution: those differ between libraries, and IDs are to be the
// same.
template <class Generator>
std::string drawn_by(Generator& from, std::string_view alphabet, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += alphabet[from() % alphabet.size()];
  return text;
}

std::string drawn(std::mt19937_64& from, std::string_view alphabet, std::size_t count) {
  return drawn_by(from, alphabet, count);
}

/// Numbers of one request: a generator (splitmix64) that may start anywhere at once.
struct request_numbers {
  std::uint64_t state;
  std::uint64_t operator()() {
    auto z = state += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
  }
};

constexpr std::string_view lower_alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::string_view key_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

emulator::options completed(emulator::options options) {
  if (!options.clock) options.clock = colb::clock::system();
  if (options.credentials.id.empty()) {
    std::mt19937_64 random(options.seed ^ 0x6b6579);
    options.credentials.id = "AKID" + drawn(random, key_alphabet, 32);
    if (options.credentials.key.empty()) options.credentials.key = drawn(random, key_alphabet, 32);
  }
  return options;
}

void moved_clock::advance(std::chrono::milliseconds by) {
  constexpr std::int64_t most = std::int64_t{100} * 365 * 24 * 3600 * 1000;
  auto const more = static_cast<std::int64_t>(by.count());
  auto now = added_.load();
  do {
    if (more < 0 || more > most - now) {
      throw std::invalid_argument("colb: the emulator's clock goes forward only, a hundred years at most");
    }
  } while (!added_.compare_exchange_weak(now, now + more));
}

void moved_clock::go_on_from(moment stopped) {
  using duration = std::chrono::system_clock::duration;
  constexpr duration longest = std::chrono::hours(24 * 3650);
  auto const since = std::clamp(now() - stopped.now, duration(0), longest);
  ahead_ = {};
  ahead_ = stopped.ticks - ticks() + std::chrono::duration_cast<colb::clock::duration>(since);
}

environment::environment(emulator::options given, moved_clock const& clock)
    : options(std::move(given)), clock_(clock), resources_(~options.seed) {
  look_at_clock();
}

std::int64_t environment::unix_time_of_senders() const {
  return std::chrono::floor<std::chrono::seconds>((now() - clock_.added()).time_since_epoch()).count();
}

std::int64_t environment::unix_time() const {
  return std::chrono::floor<std::chrono::seconds>(now().time_since_epoch()).count();
}

std::string environment::date_and_time(tick at) const {
  auto const wall = now() - std::chrono::duration_cast<std::chrono::system_clock::duration>(ticks() - at);
  auto const seconds = std::chrono::floor<std::chrono::seconds>(wall.time_since_epoch()).count();
  auto const day = ((seconds % 86'400) + 86'400) % 86'400;
  auto const two = [](std::int64_t value) {
    return std::string(value < 10 ? "0" : "") + std::to_string(value);
  };
  return utc_date(seconds) + ' ' + two(day / 3600) + ':' + two(day / 60 % 60) + ':' + two(day % 60);
}

std::string iso_milliseconds(std::chrono::system_clock::time_point at) {
  auto const whole = std::chrono::floor<std::chrono::milliseconds>(at.time_since_epoch()).count();
  auto const seconds = whole >= 0 ? whole / 1000 : (whole - 999) / 1000;
  auto const day = ((seconds % 86'400) + 86'400) % 86'400;
  auto const digits = [](std::int64_t value, std::size_t count) {
    auto text = std::to_string(value);
    return std::string(count - std::min(count, text.size()), '0') + text;
  };
  return utc_date(seconds) + 'T' + digits(day / 3600, 2) + ':' + digits(day / 60 % 60, 2) + ':' +
         digits(day % 60, 2) + '.' + digits(whole - seconds * 1000, 3) + 'Z';
}

std::string environment::iso_time(tick at) const {
  return iso_milliseconds(now() -
                          std::chrono::duration_cast<std::chrono::system_clock::duration>(ticks() - at));
}

std::string environment::request_id() {
  // 36 numbers each, so that no two requests share any.
  request_numbers from{options.seed * 0x2545f4914f6cdd1d + next_request() * 36 * 0x9e3779b97f4a7c15};
  std::string text = drawn_by(from, "0123456789abcdef", 36);
  for (std::size_t const dash : {8U, 13U, 18U, 23U}) text[dash] = '-';
  text[14] = '4';
  text[19] = "89ab"[static_cast<unsigned char>(text[19]) % 4];
  return text;
}

std::string environment::id(std::string_view prefix) {
  change();
  return std::string(prefix) + drawn(resources_, lower_alphabet, 8);
}

std::string environment::digits(std::size_t count) {
  change();
  return drawn(resources_, "0123456789", count);
}

// ---- core
// ------------------------------------------------------------------------------------------------------

core::core(emulator::options options) : options_(completed(std::move(options))), clock_(options_.clock) {
  begin();
}

void core::begin() {
  auto fresh = std::make_unique<environment>(options_, clock_);
  auto services = make_services(*fresh);
  if (environment_) fresh->own_actions = std::move(environment_->own_actions);
  services_ = std::move(services);
  environment_ = std::move(fresh);
  faults_.clear();
  for (auto const& fault : options_.faults) faults_.push_back({fault});
  plan_changed_ = true;
  calls_.clear();
  calls_bytes_ = 0;
  counters_ = {};
}

void core::reset() {
  {
    std::lock_guard const lock(mutex_);
    clock_.reset();
    begin();
    ++resets_;
    tell({.what = event_kind::reset});
  }
  moved_();
}

void core::advance(std::chrono::milliseconds by) {
  {
    std::lock_guard const lock(mutex_);
    environment_->look_at_clock();
    clock_.advance(by);
    tell({.what = event_kind::advance, .by = by});
  }
  moved_();
}

bool core::end_task(std::string_view id, bool fail) {
  std::lock_guard const lock(mutex_);
  environment_->look_at_clock();
  environment_->unchanged();
  bool const ended = end_task_of(id, fail);
  if (ended || environment_->changed())
    tell({.what = event_kind::end_task, .id = std::string(id), .fail = fail});
  return ended;
}

bool core::end_task_of(std::string_view id, bool fail) {
  for (auto const& service : services_) {
    if (service->end_task(std::string(id), fail)) return true;
  }
  return false;
}

answer core::repeat(event const& happened) {
  std::lock_guard const lock(mutex_);
  environment_->happen_at(happened.at);
  environment_->requests(happened.requests);
  answer answer;
  switch (happened.what) {
    case event_kind::call:
      environment_->own_answer = happened.own_answer;
      if (auto* const service = route(happened.request)) {
        emulator::call entry;
        answer = service->handle(happened.request, happened.fault ? &*happened.fault : nullptr, entry);
      }
      environment_->own_answer = nullptr;
      break;
    case event_kind::look:
      for (auto const& service : services_) service->look();
      break;
    case event_kind::advance:
      clock_.advance(happened.by);
      break;
    case event_kind::end_task:
      end_task_of(happened.id, happened.fail);
      break;
    case event_kind::reset:
      clock_.reset();
      begin();
      environment_->happen_at(happened.at);
      break;
    case event_kind::plan:
      break;
  }
  if (happened.plan) faults_.assign(happened.plan->begin(), happened.plan->end());
  return answer;
}

void core::record_to(std::shared_ptr<recorder> recorder) {
  std::lock_guard const lock(mutex_);
  // Reads draw numbers and are not told of: the next process does not give the same ones again.
  if (environment_->requests() > 0) environment_->requests(environment_->requests() + (1U << 20));
  clock_.go_on_from(environment_->moment());
  plan_changed_ = false;
  recorder_ = std::move(recorder);
}

void core::stop_recording() {
  std::lock_guard const lock(mutex_);
  auto const last = std::exchange(recorder_, nullptr);
  if (!last || !broken_.empty()) return;
  environment_->look_at_clock();
  broken_ = "colb: the emulator has stopped";  // a call that still arrives would be in no file
  try {
    last->close(
        {.what = event_kind::plan, .at = environment_->moment(), .requests = environment_->requests()});
  } catch (std::exception const&) {
    // What was answered is in the file; what is missing is the time of the end.
  }
}

void core::tell(event happened) {
  if (!recorder_) return;
  happened.at = environment_->moment();
  if (happened.what != event_kind::call) happened.requests = environment_->requests();
  if (std::exchange(plan_changed_, false)) happened.plan.emplace(faults_.begin(), faults_.end());
  try {
    recorder_->record(happened);
  } catch (std::exception const& e) {
    broken_ = e.what();
    throw;
  }
}

void core::tell_of_plan() {
  if (plan_changed_) tell({.what = event_kind::plan});
}

core::~core() = default;

service* core::route(request const& request) const {
  for (auto const& service : services_) {
    if (service->plain() == request.plain && service->serves(request)) return service.get();
  }
  return nullptr;
}

std::optional<emulator::fault> core::pick(std::string const& action, bool connecting) {
  for (auto& entry : faults_) {
    bool const of_connections = entry.fault.kind == emulator::fault_kind::reset_connection;
    if (of_connections != connecting) continue;
    if (!connecting && !entry.fault.action.empty() && entry.fault.action != action) continue;
    if (entry.seen < entry.fault.skip) {
      ++entry.seen;
      plan_changed_ = true;
    } else if (entry.seen - entry.fault.skip < entry.fault.times) {
      ++entry.seen;
      plan_changed_ = true;
      return entry.fault;
    }
  }
  return std::nullopt;
}

core::plan_t core::decide(request const& request, bool has_body) {
  std::lock_guard const lock(mutex_);
  auto* const service = route(request);
  auto const action = service ? service->action_of(request, has_body) : std::string();
  if (!action) return {};
  return {true, pick(*action, false)};
}

answer core::handle(request const& request) { return handle(request, decide(request, true)); }

constexpr std::size_t kept_of_answers = 4096;

answer core::handle(request const& request, plan_t const& plan) {
  std::lock_guard const lock(mutex_);
  auto const begin = std::chrono::steady_clock::now();
  environment_->look_at_clock();
  emulator::call entry;
  entry.at = environment_->now();
  entry.body = request.method == "GET" ? std::string(request.query()) : request.body;
  answer answer;
  try {
    if (broken_.empty()) answer = execute(request, plan, entry);
  } catch (std::exception const&) {
    if (broken_.empty()) throw;
  }
  if (!broken_.empty()) answer = {500, "text/plain", broken_ + '\n', std::nullopt};
  entry.status = answer.status;
  entry.number = ++last_call_;
  entry.answer_size = answer.body.size();
  if (options_.control_port) entry.answer = answer.body.substr(0, kept_of_answers);
  if (plan.fault) entry.fault = plan.fault->kind;
  entry.took =
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin);
  ++counters_.requests;
  keep(std::move(entry));
  return answer;
}

std::size_t bytes_of(emulator::call const& call) {
  std::size_t bytes = sizeof call;
  for (auto const* const text : {&call.service, &call.action, &call.region, &call.request_id,
                                 &call.client_token, &call.body, &call.code, &call.answer})
    bytes += text->size();
  return bytes;
}

void core::keep(emulator::call entry) {
  auto const bytes = bytes_of(entry);
  if (bytes > options_.journal_bytes) return;
  calls_bytes_ += bytes;
  calls_.push_back(std::make_shared<emulator::call const>(std::move(entry)));
  while (calls_.size() > options_.journal || calls_bytes_ > options_.journal_bytes) {
    calls_bytes_ -= bytes_of(*calls_.front());
    calls_.pop_front();
  }
}

answer html(int status, std::string const& title) {
  return {status, "text/html",
          "<html>\r\n<head><title>" + title + "</title></head>\r\n<body><center><h1>" + title +
              "</h1></center></body>\r\n</html>\r\n",
          std::nullopt};
}

answer core::execute(request const& request, plan_t const& plan, emulator::call& entry) {
  using kind = emulator::fault_kind;
  auto* const service = route(request);
  if (service) {
    entry.service = service->name();
    entry.action = service->action_of(request, true).value_or("");
  }
  auto const& fault = plan.fault;
  auto const gateway = [&] {
    tell_of_plan();
    return html(fault->status, std::to_string(fault->status) + " Gateway Error");
  };
  if (fault && fault->kind == kind::drop_request) {
    tell_of_plan();
    answer nothing;
    nothing.play = fault;
    return nothing;
  }
  if (fault && fault->kind == kind::http_error && !fault->execute) return gateway();
  if (!service) return html(404, "404 Not Found");

  bool const concerns_service = fault && (fault->kind == kind::refuse || fault->kind == kind::fail_task ||
                                          fault->kind == kind::endless_task);
  auto answer = call_service(*service, request, concerns_service ? &*fault : nullptr, entry);
  if (fault && fault->kind == kind::http_error) return gateway();
  if (fault && fault->kind == kind::garbage_json) {
    answer.body = "{\"Response\":{\"RequestId\":nonsense";
  } else if (fault && !concerns_service) {
    answer.play = fault;
  }
  return answer;
}

answer core::call_service(service& service, request const& request, emulator::fault const* fault,
                          emulator::call& entry) {
  environment_->unchanged();
  environment_->own_answer = nullptr;
  auto const requests = environment_->requests();
  auto answer = service.handle(request, fault, entry);
  if (!recorder_) return answer;
  if (!environment_->changed()) {
    tell_of_plan();
    return answer;
  }
  event happened;
  happened.requests = requests;
  happened.request = request;
  if (fault) happened.fault = *fault;
  happened.own_answer = std::exchange(environment_->own_answer, nullptr);
  happened.answer = answer;
  tell(std::move(happened));
  return answer;
}

bool core::connection_accepted() {
  std::lock_guard const lock(mutex_);
  ++counters_.connections;
  if (!pick({}, true)) return false;
  environment_->look_at_clock();
  try {
    tell_of_plan();
  } catch (std::exception const&) {
    if (broken_.empty()) throw;
  }
  return true;
}

void core::handshake_done() {
  std::lock_guard const lock(mutex_);
  ++counters_.handshakes;
}

void core::inject(emulator::fault fault) {
  std::lock_guard const lock(mutex_);
  std::erase_if(faults_, [](planned const& f) {
    return f.seen >= f.fault.skip && f.seen - f.fault.skip >= f.fault.times;
  });
  faults_.push_back({std::move(fault)});
  environment_->look_at_clock();
  plan_changed_ = true;
  tell_of_plan();
}

void core::clear_faults() {
  std::lock_guard const lock(mutex_);
  faults_.clear();
  environment_->look_at_clock();
  plan_changed_ = true;
  tell_of_plan();
}

void core::serve(std::string_view service, std::string_view action, emulator::handler function) {
  std::lock_guard const lock(mutex_);
  for (auto const& each : services_) {
    auto const name = each->name();
    if (name != service && name.substr(name.find('.') + 1) != service) continue;
    environment_->own_actions[std::string(name)][std::string(action)] = std::move(function);
    return;
  }
  throw std::invalid_argument("colb: the emulator does not serve \"" + std::string(service) + '"');
}

std::vector<emulator::call> core::calls() const {
  std::lock_guard const lock(mutex_);
  std::vector<emulator::call> all;
  all.reserve(calls_.size());
  for (auto const& call : calls_) all.push_back(*call);
  return all;
}

std::pair<core::call_list, bool> core::calls_after(std::uint64_t number, std::size_t limit) const {
  std::lock_guard const lock(mutex_);
  auto const first = std::upper_bound(
      calls_.begin(), calls_.end(), number,
      [](std::uint64_t after, std::shared_ptr<emulator::call const> const& c) { return after < c->number; });
  auto const size = static_cast<std::size_t>(calls_.end() - first);
  auto const last = first + static_cast<std::ptrdiff_t>(std::min(limit, size));
  return {{first, last}, size > limit};
}

std::vector<std::pair<emulator::fault, std::size_t>> core::faults() const {
  std::lock_guard const lock(mutex_);
  std::vector<std::pair<emulator::fault, std::size_t>> all;
  for (auto const& entry : faults_) all.emplace_back(entry.fault, entry.seen);
  return all;
}

boost::json::object core::state() {
  std::lock_guard const lock(mutex_);
  environment_->look_at_clock();
  environment_->unchanged();
  boost::json::object services;
  std::map<void const*, std::string> shown;
  for (auto const& service : services_) {
    std::string const name(service->name());
    auto const [before, first] = shown.emplace(service->resources(), name);
    view::service seen;
    if (first) {
      seen = service->look();
    } else {
      seen.same_as = before->second;
    }
    services[name] = view::tree_of(seen);
  }
  if (environment_->changed()) tell({.what = event_kind::look});
  auto const left = std::count_if(faults_.begin(), faults_.end(), [](planned const& f) {
    return f.seen < f.fault.skip || f.seen - f.fault.skip < f.fault.times;
  });
  return {{"clock",
           {{"now", iso_milliseconds(clock_.now())},
            {"advanced_ms", static_cast<std::int64_t>(clock_.added().count())}}},
          {"counters",
           {{"connections", counters_.connections},
            {"handshakes", counters_.handshakes},
            {"requests", counters_.requests}}},
          {"last_call", last_call_},
          {"faults", static_cast<std::int64_t>(left)},
          {"resets", resets_.load()},
          {"services", std::move(services)}};
}

emulator::counters core::counters() const {
  std::lock_guard const lock(mutex_);
  return counters_;
}

view::task view_of_task(environment const& env, std::string id, std::string action, tick begin, tick end) {
  auto const now = env.ticks();
  auto const milliseconds = [](tick from, tick to) {
    return std::int64_t{std::chrono::duration_cast<std::chrono::milliseconds>(to - from).count()};
  };
  view::task seen;
  seen.id = std::move(id);
  seen.action = std::move(action);
  seen.started = env.iso_time(begin);
  seen.elapsed_ms = milliseconds(begin, now);
  if (end != tick::max()) {
    seen.ends = env.iso_time(end);
    seen.left_ms = milliseconds(now, end);
  }
  return seen;
}

boost::json::value view::tree_of(type_info const& type, void const* value) {
  switch (type.shape) {
    case shape::optional: {
      void const* const inner = type.get(value);
      return inner ? tree_of(*type.element, inner) : boost::json::value();
    }
    case shape::structure: {
      boost::json::object members;
      for (field_info const& field : type.fields())
        members[field.name] = tree_of(*field.type, field_at(value, field));
      return members;
    }
    case shape::list: {
      boost::json::array list;
      for (std::size_t i = 0, n = type.size(value); i < n; ++i)
        list.push_back(tree_of(*type.element, type.at(value, i)));
      return list;
    }
    case shape::integer:
      return *static_cast<std::int64_t const*>(value);
    case shape::boolean:
      return *static_cast<bool const*>(value);
    case shape::string:
      return boost::json::value(*static_cast<std::string const*>(value));
    default:
      throw std::logic_error("a view has no such members");
  }
}

std::vector<std::string> core::host_names() const {
  std::vector<std::string> names;
  for (auto const& service : services_) {
    for (auto& name : service->host_names()) names.push_back(std::move(name));
  }
  return names;
}

std::vector<emulator::coverage_row> core::coverage() const {
  std::vector<emulator::coverage_row> rows;
  for (auto const& service : services_) {
    for (auto& row : service->coverage()) rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace colb::inline COLB_ABI::inner::emu

namespace colb::inline COLB_ABI::emulator {

std::vector<coverage_row> coverage() { return inner::emu::core(options{}).coverage(); }

}  // namespace colb::inline COLB_ABI::emulator
