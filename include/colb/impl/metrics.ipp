// colb: the bodies of metrics.hpp.
#pragma once

#include <algorithm>
#include <charconv>
#include <iterator>
#include <optional>
#include <span>

#include <colb/metrics.hpp>

namespace colb::inline COLB_ABI {

/// In the order in which they are shown.
enum class metrics::name : std::uint8_t {
  call_duration,
  operation_duration,
  operations,
  active,
  repeats,
  looks,
  stages,
  lane_wait,
  lane_waiting,
  lanes_held,
  rate_wait,
  rate_waiting,
  opened,
  reused,
  closed,
  open,
  renewals,
  corrections,
  losses,
  failed_renewals,
  count
};

struct metrics::family {
  enum class type : std::uint8_t { counter, gauge, histogram };
  std::string_view name;
  type is;
  std::string_view help;
  std::span<double const> bounds{};  ///< Of a histogram, in seconds.
};

namespace metrics_text {

/// What the conventions advise for `rpc.client.call.duration`.
inline constexpr double of_calls[] = {0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25,
                                      0.5,   0.75, 1,     2.5,  5,     7.5, 10};
/// For what waits for tasks and for others.
inline constexpr double of_waits[] = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1,
                                      2.5,   5,    10,    30,   60,  120,  300, 600};

inline std::string label(std::string_view name, std::string_view value) {
  std::string out(name);
  out += "=\"";
  for (char const c : inner::printable(value, 200)) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out += '"';
}

inline std::string with(std::string labels, std::string_view name, std::string_view value) {
  if (!labels.empty()) labels += ',';
  return labels += label(name, value);
}

/// A success has no such label.
inline std::string with_error(std::string labels, event const& what) {
  return what.condition ? with(std::move(labels), "error_type", to_string(*what.condition))
                        : std::move(labels);
}

/// The shortest text; OpenMetrics wants a bound to look like a real number.
inline std::string number(double value, bool real = false) {
  char text[32];
  auto const end = std::to_chars(text, text + sizeof text, value).ptr;
  std::string out(text, end);
  if (real && out.find_first_of(".e") == out.npos) out += ".0";
  return out;
}

inline void sample(std::string& out, std::string_view name, std::string_view suffix, std::string_view labels,
                   std::string_view value) {
  out.append(name).append(suffix);
  if (!labels.empty()) out.append(1, '{').append(labels).append(1, '}');
  out.append(1, ' ').append(value).append(1, '\n');
}

}  // namespace metrics_text

COLB_DECL metrics::family const& metrics::about(name which) {
  using type = family::type;
  static constexpr family all[] = {
      {"rpc_client_call_duration_seconds", type::histogram, "Requests, from their start to the answer.",
       metrics_text::of_calls},
      {"colb_operation_duration_seconds", type::histogram,
       "Operations, with attempts, pauses, queues and waits.", metrics_text::of_waits},
      {"colb_operations", type::counter, "Operations that ended."},
      {"colb_operations_active", type::gauge, "Operations under way."},
      {"colb_repeats", type::counter, "Requests that were sent again, by what had gone wrong."},
      {"colb_looks", type::counter, "Looks at tasks and states, by what was seen."},
      {"colb_request_stage_duration_seconds", type::histogram, "Parts of requests.", metrics_text::of_calls},
      {"colb_lane_wait_duration_seconds", type::histogram, "Changes that queued for others.",
       metrics_text::of_waits},
      {"colb_lane_waiting", type::gauge, "Changes that wait for others."},
      {"colb_lanes_held", type::gauge, "Changes that others would wait for."},
      {"colb_rate_wait_duration_seconds", type::histogram, "Requests that waited for the rate.",
       metrics_text::of_waits},
      {"colb_rate_waiting", type::gauge, "Requests that wait for the rate."},
      {"colb_connections_opened", type::counter, "Connections that were opened."},
      {"colb_connections_reused", type::counter, "Requests that took a kept connection."},
      {"colb_connections_closed", type::counter, "Connections that were closed, by reason."},
      {"colb_connections_open", type::gauge, "Connections that are open."},
      {"colb_credentials_renewals", type::counter, "Keys of a source that were used for the first time."},
      {"colb_clock_corrections", type::counter, "How often the service's clock was found to differ."},
      {"colb_coordinator_losses", type::counter, "How often the coordinator of a fleet did not answer."},
      {"colb_credentials_failed_renewals", type::counter, "Renewals of keys in the background that failed."},
  };
  static_assert(std::size(all) == static_cast<std::size_t>(name::count));
  return all[static_cast<std::size_t>(which)];
}

COLB_DECL void metrics::add(name which, std::string const& labels, std::int64_t value) {
  values_[{which, labels}] += value;
}

COLB_DECL void metrics::observe(name which, std::string const& labels, std::chrono::nanoseconds value) {
  histogram& into = histograms_[{which, labels}];
  auto const& bounds = about(which).bounds;
  double const seconds = std::chrono::duration<double>(value).count();
  auto const at = std::ranges::lower_bound(bounds, seconds) - bounds.begin();
  ++into.in[static_cast<std::size_t>(at)];
  into.sum += value;
}

COLB_DECL std::string metrics::place_of(event const& what) {
  constexpr std::string_view other = "_OTHER";
  std::pair<std::string, std::string> key(what.service, what.region);
  bool known = places_.contains(key);
  if (!known && places_.size() < most_.places) known = places_.insert(key).second;
  std::string labels = metrics_text::label("rpc_system_name", known ? what.service : other);
  return metrics_text::with(std::move(labels), "cloud_region", known ? what.region : other);
}

COLB_DECL std::string metrics::action_of(event const& what) {
  std::string place = place_of(what);
  std::pair<std::string, std::string> key(place, what.action);
  bool known = actions_.contains(key);
  if (!known && actions_.size() < most_.actions) known = actions_.insert(key).second;
  return metrics_text::with(std::move(place), "rpc_method", known ? what.action : "_OTHER");
}

COLB_DECL void metrics::measure_stages(event const& what, std::string const& place) {
  struct stage {
    std::string_view name;
    std::chrono::nanoseconds took;
  };
  stage_times const& t = what.times;
  for (stage const& each :
       {stage{"connection", t.connection}, stage{"resolve", t.resolve}, stage{"connect", t.connect},
        stage{"tls", t.tls}, stage{"first_byte", t.first_byte}}) {
    if (each.took.count() == 0) continue;
    observe(name::stages, metrics_text::with(place, "colb_stage", each.name), each.took);
  }
}

COLB_DECL void metrics::on(event const& what) {
  using metrics_text::with;
  using metrics_text::with_error;
  std::lock_guard const lock(mutex_);
  std::string const place = place_of(what);
  switch (what.kind) {
    case event_kind::operation_started:
      add(name::active, place);
      break;
    case event_kind::operation_ended: {
      add(name::active, place, -1);
      std::string const labels = with(action_of(what), "colb_operation", to_string(what.by));
      observe(name::operation_duration, labels, what.took);
      add(name::operations, with_error(labels, what));
      break;
    }
    case event_kind::answered:
    case event_kind::failed:
      observe(name::call_duration, with_error(action_of(what), what), what.times.whole);
      measure_stages(what, place);
      break;
    case event_kind::repeating:
      add(name::repeats, with_error(action_of(what), what));
      break;
    case event_kind::looked:
      add(name::looks, with(action_of(what), "colb_task_state", to_string(what.state)));
      break;
    case event_kind::lane_queued:
      add(name::lane_waiting, place);
      break;
    case event_kind::lane_entered:
      add(name::lanes_held, place);
      if (!what.from_queue) break;
      add(name::lane_waiting, place, -1);
      observe(name::lane_wait, place, what.took);
      break;
    case event_kind::lane_left:
      add(what.from_queue ? name::lane_waiting : name::lanes_held, place, -1);
      break;
    case event_kind::rate_queued:
      add(name::rate_waiting, place);
      break;
    case event_kind::paced:
      add(name::rate_waiting, place, -1);
      observe(name::rate_wait, place, what.took);
      break;
    case event_kind::connection_opened:
    case event_kind::connection_resumed: {
      bool const resumed = what.kind == event_kind::connection_resumed;
      add(name::opened, with(place, "colb_tls_session", resumed ? "resumed" : "new"));
      add(name::open, place);
      break;
    }
    case event_kind::connection_reused:
      add(name::reused, place);
      break;
    case event_kind::connection_closed:
      add(name::closed, with(place, "colb_close_reason", to_string(what.closed)));
      add(name::open, place, -1);
      break;
    case event_kind::credentials_renewed:
      add(name::renewals, place);
      break;
    case event_kind::clock_corrected:
      add(name::corrections, place);
      break;
    case event_kind::coordinator_lost:
      add(name::losses, place);
      break;
    case event_kind::credentials_not_renewed:
      add(name::failed_renewals, place);
      break;
    default:
      break;
  }
}

COLB_DECL std::string metrics::expose(bool open) const {
  std::string out;
  std::lock_guard const lock(mutex_);
  for (auto which = name(); which != name::count; which = name(static_cast<std::uint8_t>(which) + 1)) {
    family const& of = about(which);
    auto const value = values_.lower_bound({which, {}});
    auto const measured = histograms_.lower_bound({which, {}});
    bool const counts = of.is == family::type::counter;
    bool const some = value != values_.end() && value->first.first == which;
    bool const some_measured = measured != histograms_.end() && measured->first.first == which;
    if (!some && !some_measured) continue;
    // Prometheus calls a counter by the name of its sample.
    std::string const title = std::string(of.name) + (counts && !open ? "_total" : "");
    constexpr std::string_view types[] = {"counter", "gauge", "histogram"};
    std::string_view const type = types[static_cast<std::size_t>(of.is)];
    out.append("# HELP ").append(title).append(1, ' ').append(of.help).append(1, '\n');
    out.append("# TYPE ").append(title).append(1, ' ').append(type).append(1, '\n');
    if (open && of.name.ends_with("_seconds")) out.append("# UNIT ").append(title).append(" seconds\n");
    for (auto at = value; at != values_.end() && at->first.first == which; ++at) {
      metrics_text::sample(out, of.name, counts ? "_total" : "", at->first.second,
                           std::to_string(at->second));
    }
    for (auto at = measured; at != histograms_.end() && at->first.first == which; ++at) {
      std::string const& labels = at->first.second;
      std::uint64_t sum = 0;
      for (std::size_t i = 0; i <= of.bounds.size(); ++i) {
        sum += at->second.in[i];
        std::string const le =
            i < of.bounds.size() ? metrics_text::number(of.bounds[i], open) : std::string("+Inf");
        metrics_text::sample(out, of.name, "_bucket", metrics_text::with(labels, "le", le),
                             std::to_string(sum));
      }
      double const seconds = std::chrono::duration<double>(at->second.sum).count();
      metrics_text::sample(out, of.name, "_sum", labels, metrics_text::number(seconds));
      metrics_text::sample(out, of.name, "_count", labels, std::to_string(sum));
    }
  }
  if (open) out += "# EOF\n";
  return out;
}

COLB_DECL std::string metrics::prometheus() const { return expose(false); }

COLB_DECL std::string metrics::openmetrics() const { return expose(true); }

}  // namespace colb::inline COLB_ABI
