// colb: bodies of the emulator's core. Included in one translation unit; see src.hpp.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <stdexcept>
#include <utility>

#include <colb/emulator/core.hpp>
#include <colb/sign/tc3.hpp>

namespace colb::inline COLB_ABI::inner::emu {

// ---- environment
// -----------------------------------------------------------------------------------------------

// Draws by remainder, not by a standard distribution: those differ between libraries, and IDs are to be the
// same.
std::string drawn(std::mt19937_64& from, std::string_view alphabet, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += alphabet[from() % alphabet.size()];
  return text;
}

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

environment::environment(emulator::options given)
    : options(completed(std::move(given))),
      clock_(options.clock),
      requests_(options.seed),
      resources_(~options.seed) {}

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

std::string environment::request_id() {
  std::string text = drawn(requests_, "0123456789abcdef", 36);
  for (std::size_t const dash : {8U, 13U, 18U, 23U}) text[dash] = '-';
  text[14] = '4';
  text[19] = "89ab"[static_cast<unsigned char>(text[19]) % 4];
  return text;
}

std::string environment::id(std::string_view prefix) {
  return std::string(prefix) + drawn(resources_, lower_alphabet, 8);
}

std::string environment::digits(std::size_t count) { return drawn(resources_, "0123456789", count); }

// ---- core
// ------------------------------------------------------------------------------------------------------

core::core(emulator::options options)
    : environment_(std::move(options)), services_(make_services(environment_)) {
  for (auto const& fault : environment_.options.faults) inject(fault);
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
    } else if (entry.seen - entry.fault.skip < entry.fault.times) {
      ++entry.seen;
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

answer core::handle(request const& request, plan_t const& plan) {
  std::lock_guard const lock(mutex_);
  emulator::call entry;
  entry.at = environment_.now();
  entry.body = request.method == "GET" ? std::string(request.query()) : request.body;
  auto answer = execute(request, plan, entry);
  entry.status = answer.status;
  ++counters_.requests;
  calls_.push_back(std::move(entry));
  while (calls_.size() > environment_.options.journal) calls_.pop_front();
  return answer;
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
  auto const gateway = [&] { return html(fault->status, std::to_string(fault->status) + " Gateway Error"); };
  if (fault && fault->kind == kind::drop_request) {
    answer nothing;
    nothing.play = fault;
    return nothing;
  }
  if (fault && fault->kind == kind::http_error && !fault->execute) return gateway();
  if (!service) return html(404, "404 Not Found");

  bool const concerns_service = fault && (fault->kind == kind::refuse || fault->kind == kind::fail_task ||
                                          fault->kind == kind::endless_task);
  auto answer = service->handle(request, concerns_service ? &*fault : nullptr, entry);
  if (fault && fault->kind == kind::http_error) return gateway();
  if (fault && fault->kind == kind::garbage_json) {
    answer.body = "{\"Response\":{\"RequestId\":nonsense";
  } else if (fault && !concerns_service) {
    answer.play = fault;
  }
  return answer;
}

bool core::connection_accepted() {
  std::lock_guard const lock(mutex_);
  ++counters_.connections;
  return pick({}, true).has_value();
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
}

void core::clear_faults() {
  std::lock_guard const lock(mutex_);
  faults_.clear();
}

void core::serve(std::string_view service, std::string_view action, emulator::handler function) {
  std::lock_guard const lock(mutex_);
  for (auto const& each : services_) {
    auto const name = each->name();
    if (name != service && name.substr(name.find('.') + 1) != service) continue;
    environment_.own_actions[std::string(name)][std::string(action)] = std::move(function);
    return;
  }
  throw std::invalid_argument("colb: the emulator does not serve \"" + std::string(service) + '"');
}

std::vector<emulator::call> core::calls() const {
  std::lock_guard const lock(mutex_);
  return {calls_.begin(), calls_.end()};
}

emulator::counters core::counters() const {
  std::lock_guard const lock(mutex_);
  return counters_;
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
