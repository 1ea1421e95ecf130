// colb: the bodies of text_log.hpp.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <ostream>
#include <utility>

#include <colb/engine/share.hpp>
#include <colb/text_log.hpp>

namespace colb::inline COLB_ABI {

namespace text_log_text {

/// Builds a line.
class writer {
 public:
  void add(std::string_view name, std::string_view value) {
    if (value.empty()) return;
    constexpr std::size_t most = 1000;
    std::string const text = inner::printable(value, most);
    begin(name);
    bool const quoted = text.find_first_of(" =\"\\") != text.npos;
    if (quoted) out_ += '"';
    for (char const c : text) {
      if (c == '"' || c == '\\') out_ += '\\';
      out_ += c;
    }
    if (quoted) out_ += '"';
  }
  void add(std::string_view name, std::uint64_t value) {
    if (value == 0) return;
    begin(name);
    out_ += std::to_string(value);
  }
  /// In milliseconds.
  void add(std::string_view name, std::chrono::nanoseconds value) {
    if (value.count() == 0) return;
    char text[32];
    std::snprintf(text, sizeof text, "%.3fms", std::chrono::duration<double, std::milli>(value).count());
    begin(name);
    out_ += text;
  }
  void add_time(std::string_view name, clock::wall_time when) {
    using namespace std::chrono;
    auto const day = floor<days>(when);
    year_month_day const date(day);
    hh_mm_ss const time(floor<milliseconds>(when - day));
    char text[64];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()), static_cast<int>(time.subseconds().count()));
    begin(name);
    out_ += text;
  }
  std::string take() { return std::move(out_); }

 private:
  void begin(std::string_view name) {
    if (!out_.empty()) out_ += ' ';
    out_.append(name).append(1, '=');
  }
  std::string out_{};
};

inline void write_stderr(log_level, std::string_view line) {
  std::string text(line);
  text += '\n';
  std::fwrite(text.data(), 1, text.size(), stderr);  // at once: lines of several clients do not mix
}

}  // namespace text_log_text

COLB_DECL std::string_view to_string(log_level level) noexcept {
  switch (level) {
    case log_level::error:
      return "error";
    case log_level::warning:
      return "warning";
    case log_level::info:
      return "info";
    default:
      return "debug";
  }
}

COLB_DECL text_log::text_log(sink to, log_level most) : to_(std::move(to)), most_(most) {}

COLB_DECL text_log::text_log(std::ostream& to, log_level most)
    : text_log([&to](log_level, std::string_view line) { to << line << std::endl; }, most) {}

COLB_DECL void text_log::on(event const& what) {
  log_level const level = level_of(what);
  if (level > most_ || !to_) return;
  std::string const text = line(what);
  std::lock_guard const lock(mutex_);
  to_(level, text);
}

COLB_DECL log_level text_log::level_of(event const& what) noexcept {
  switch (what.kind) {
    case event_kind::operation_ended:
      return !what.condition || what.condition == condition::cancelled ? log_level::info : log_level::error;
    case event_kind::failed:
      return what.condition == condition::cancelled ? log_level::info : log_level::warning;
    case event_kind::answered:
      return what.condition ? log_level::warning : log_level::debug;
    case event_kind::repeating:
    case event_kind::clock_corrected:
    case event_kind::coordinator_lost:
    case event_kind::credentials_not_renewed:
      return log_level::warning;
    case event_kind::operation_started:
    case event_kind::lane_queued:
    case event_kind::paced:
    case event_kind::credentials_renewed:
    case event_kind::connection_opened:
    case event_kind::connection_resumed:
    case event_kind::connection_closed:
      return log_level::info;
    default:
      return log_level::debug;
  }
}

COLB_DECL std::string text_log::line(event const& what) {
  text_log_text::writer out;
  out.add_time("time", what.when);
  out.add("level", to_string(level_of(what)));
  out.add("event", to_string(what.kind));
  out.add("operation", what.operation);
  if (what.operation != 0) out.add("by", to_string(what.by));
  out.add("tag", what.tag);
  out.add("service", what.service);
  out.add("region", what.region);
  out.add("action", what.action);
  out.add("attempt", static_cast<std::uint64_t>(what.attempt));
  out.add("status", static_cast<std::uint64_t>(what.status));
  if (what.condition) out.add("condition", to_string(*what.condition));
  out.add("code", what.vendor_code);
  out.add("request", what.request_id);
  if (what.kind == event_kind::looked) out.add("state", to_string(what.state));
  out.add("task", what.task);
  std::string resources;
  for (std::string const& each : what.resources) resources += (resources.empty() ? "" : ",") + each;
  out.add("resources", resources);
  out.add("connection", what.connection);
  out.add("host", what.host);
  if (what.kind == event_kind::connection_closed) out.add("closed", to_string(what.closed));
  out.add("took", what.took);
  out.add("lane", what.times.lane);
  out.add("permit", what.times.permit);
  out.add("wait", what.times.connection);
  out.add("resolve", what.times.resolve);
  out.add("connect", what.times.connect);
  out.add("tls", what.times.tls);
  out.add("first_byte", what.times.first_byte);
  out.add("whole", what.times.whole);
  out.add("why", what.why);
  return out.take();
}

namespace inner {

COLB_DECL std::shared_ptr<observer> log_from_environment() {
  char const* const set = std::getenv("COLB_LOG");
  std::string_view const how = set ? std::string_view(set) : std::string_view();
  if (how.empty() || how == "off" || how == "0") return nullptr;
  log_level most = log_level::info;
  for (auto const one : {log_level::error, log_level::warning, log_level::debug})
    if (how == to_string(one)) most = one;
  return inner::share<text_log>(&text_log_text::write_stderr, most);
}

}  // namespace inner
}  // namespace colb::inline COLB_ABI
