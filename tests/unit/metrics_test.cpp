// colb: figures from events, and how they are written.
#include <chrono>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <colb/metrics.hpp>

#include "catch.hpp"

using namespace std::chrono_literals;
using colb::condition;
using colb::event;
using colb::event_kind;

namespace {

event of(event_kind kind, std::string_view action = "Look") {
  event e;
  e.kind = kind;
  e.service = "tencent.clb";
  e.region = "ap-guangzhou";
  e.action = action;
  return e;
}

/// The lines that begin so.
std::vector<std::string> lines(std::string const& text, std::string_view begin) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    auto const end = text.find('\n', at);
    std::string line = text.substr(at, end - at);
    if (line.starts_with(begin)) out.push_back(std::move(line));
    at = end + 1;
  }
  return out;
}

std::string const place = "rpc_system_name=\"tencent.clb\",cloud_region=\"ap-guangzhou\"";

}  // namespace

TEST_CASE("each event has its effect", "[metrics]") {
  struct row {
    std::vector<event> events;
    std::string sample;
  };
  auto const with = [](event e, auto... set) {
    (set(e), ...);
    return e;
  };
  auto const queue = [](event& e) { e.from_queue = true; };
  auto const busy = [](event& e) { e.condition = condition::conflict; };
  auto const look = place + ",rpc_method=\"Look\"";
  using kind = event_kind;
  std::vector<row> const table{
      {{of(kind::operation_started)}, "colb_operations_active{" + place + "} 1"},
      {{of(kind::operation_started), of(kind::operation_ended)}, "colb_operations_active{" + place + "} 0"},
      {{of(kind::operation_ended)}, "colb_operations_total{" + look + ",colb_operation=\"call\"} 1"},
      {{with(of(kind::operation_ended), busy)},
       "colb_operations_total{" + look + ",colb_operation=\"call\",error_type=\"conflict\"} 1"},
      {{with(of(kind::operation_ended), busy)},
       "colb_operation_duration_seconds_count{" + look + ",colb_operation=\"call\"} 1"},
      {{of(kind::answered)}, "rpc_client_call_duration_seconds_count{" + look + "} 1"},
      {{with(of(kind::failed), busy)},
       "rpc_client_call_duration_seconds_count{" + look + ",error_type=\"conflict\"} 1"},
      {{with(of(kind::answered), [](event& e) { e.times.tls = 2s; })},
       "colb_request_stage_duration_seconds_sum{" + place + ",colb_stage=\"tls\"} 2"},
      {{with(of(kind::repeating), busy)}, "colb_repeats_total{" + look + ",error_type=\"conflict\"} 1"},
      {{with(of(kind::looked), [](event& e) { e.state = colb::task_state::failed; })},
       "colb_looks_total{" + look + ",colb_task_state=\"failed\"} 1"},
      {{of(kind::lane_queued)}, "colb_lane_waiting{" + place + "} 1"},
      {{of(kind::lane_queued), with(of(kind::lane_entered), queue)}, "colb_lane_waiting{" + place + "} 0"},
      {{of(kind::lane_queued), with(of(kind::lane_entered), queue)}, "colb_lanes_held{" + place + "} 1"},
      {{of(kind::lane_entered), of(kind::lane_left)}, "colb_lanes_held{" + place + "} 0"},
      {{of(kind::lane_queued), with(of(kind::lane_left), queue)}, "colb_lane_waiting{" + place + "} 0"},
      {{of(kind::lane_queued), with(of(kind::lane_entered), queue, [](event& e) { e.took = 90s; })},
       "colb_lane_wait_duration_seconds_sum{" + place + "} 90"},
      {{of(kind::rate_queued)}, "colb_rate_waiting{" + place + "} 1"},
      {{of(kind::rate_queued), of(kind::paced)}, "colb_rate_waiting{" + place + "} 0"},
      {{of(kind::paced)}, "colb_rate_wait_duration_seconds_count{" + place + "} 1"},
      {{of(kind::connection_opened)},
       "colb_connections_opened_total{" + place + ",colb_tls_session=\"new\"} 1"},
      {{of(kind::connection_resumed)},
       "colb_connections_opened_total{" + place + ",colb_tls_session=\"resumed\"} 1"},
      {{of(kind::connection_resumed)}, "colb_connections_open{" + place + "} 1"},
      {{of(kind::connection_opened), of(kind::connection_closed)}, "colb_connections_open{" + place + "} 0"},
      {{with(of(kind::connection_closed), [](event& e) { e.closed = colb::close_reason::idle; })},
       "colb_connections_closed_total{" + place + ",colb_close_reason=\"idle\"} 1"},
      {{of(kind::connection_reused)}, "colb_connections_reused_total{" + place + "} 1"},
      {{of(kind::credentials_renewed)}, "colb_credentials_renewals_total{" + place + "} 1"},
      {{of(kind::clock_corrected)}, "colb_clock_corrections_total{" + place + "} 1"},
      {{of(kind::coordinator_lost)}, "colb_coordinator_losses_total{" + place + "} 1"},
      {{of(kind::credentials_not_renewed)}, "colb_credentials_failed_renewals_total{" + place + "} 1"},
  };
  for (row const& r : table) {
    CAPTURE(r.sample);
    colb::metrics m;
    for (event const& e : r.events) m.on(e);
    std::string const text = m.prometheus();
    CAPTURE(text);
    CHECK(lines(text, r.sample).size() == 1);
    CHECK(lines(m.openmetrics(), r.sample).size() == 1);
  }
}

TEST_CASE("the formats, to the letter", "[metrics]") {
  colb::metrics m;
  CHECK(m.prometheus().empty());
  CHECK(m.openmetrics() == "# EOF\n");
  event e = of(event_kind::answered);
  e.region = "a\"b\\c\ne";
  e.times.whole = 30ms;
  m.on(e);
  e.times.whole = 1500ms;
  m.on(e);
  e.times.whole = 60s;
  m.on(e);
  m.on(of(event_kind::connection_reused));
  std::string const labels = R"(rpc_system_name="tencent.clb",cloud_region="a\"b\\c e",rpc_method="Look")";
  auto const expected = [&](bool open) {
    std::string out =
        "# HELP rpc_client_call_duration_seconds Requests, from their start to the answer.\n"
        "# TYPE rpc_client_call_duration_seconds histogram\n";
    if (open) out += "# UNIT rpc_client_call_duration_seconds seconds\n";
    std::vector<std::pair<std::string, int>> const buckets{{"0.005", 0}, {"0.01", 0},
                                                           {"0.025", 0}, {"0.05", 1},
                                                           {"0.075", 1}, {"0.1", 1},
                                                           {"0.25", 1},  {"0.5", 1},
                                                           {"0.75", 1},  {open ? "1.0" : "1", 1},
                                                           {"2.5", 2},   {open ? "5.0" : "5", 2},
                                                           {"7.5", 2},   {open ? "10.0" : "10", 2},
                                                           {"+Inf", 3}};
    for (auto const& [le, n] : buckets)
      out += "rpc_client_call_duration_seconds_bucket{" + labels + ",le=\"" + le + "\"} " +
             std::to_string(n) + '\n';
    out += "rpc_client_call_duration_seconds_sum{" + labels + "} 61.53\n";
    out += "rpc_client_call_duration_seconds_count{" + labels + "} 3\n";
    std::string const name = open ? "colb_connections_reused" : "colb_connections_reused_total";
    out += "# HELP " + name + " Requests that took a kept connection.\n# TYPE " + name + " counter\n";
    out += "colb_connections_reused_total{" + place + "} 1\n";
    if (open) out += "# EOF\n";
    return out;
  };
  CHECK(m.prometheus() == expected(false));
  CHECK(m.openmetrics() == expected(true));
}

TEST_CASE("a bound belongs to its bucket", "[metrics]") {
  for (auto const& [took, bucket] : std::vector<std::pair<std::chrono::nanoseconds, std::string>>{
           {5ms, "0.005"}, {5ms + 1ns, "0.01"}, {10s, "10"}, {10s + 1ns, "+Inf"}}) {
    colb::metrics m;
    event e = of(event_kind::answered);
    e.times.whole = took;
    m.on(e);
    std::string first;
    for (std::string const& line : lines(m.prometheus(), "rpc_client_call_duration_seconds_bucket")) {
      if (first.empty() && line.ends_with(" 1")) first = line;
    }
    CHECK(first.find("le=\"" + bucket + '"') != first.npos);
  }
}

TEST_CASE("labels are bounded, whatever comes", "[metrics]") {
  colb::metrics m({.places = 3, .actions = 4});
  for (int i = 0; i < 1000; ++i) {
    std::string const n = std::to_string(i);
    std::string const action = "Action" + n, region = "region" + n;
    event e = of(event_kind::operation_ended, action);
    e.region = region;
    e.vendor_code = n;
    e.request_id = n;
    e.why = n;
    e.host = n;
    e.connection = static_cast<std::uint64_t>(i);
    m.on(e);
  }
  auto const all = lines(m.prometheus(), "colb_operations_total");
  CHECK(all.size() == 5);  // three places with an Action each, one more elsewhere, and what is beyond
  std::size_t beyond = 0;
  for (std::string const& line : all)
    if (line.ends_with(" 996")) beyond += line.find("rpc_method=\"_OTHER\"") != line.npos ? 1 : 0;
  CHECK(beyond == 1);
}

TEST_CASE("clients on several threads share one", "[metrics]") {
  colb::metrics m;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&m] {
      for (int i = 0; i < 1000; ++i) {
        m.on(of(event_kind::operation_started));
        m.on(of(event_kind::operation_ended));
        if (i % 100 == 0) m.openmetrics();
      }
    });
  }
  for (std::thread& each : threads) each.join();
  CHECK(lines(m.prometheus(), "colb_operations_total").at(0).ends_with(" 4000"));
  CHECK(lines(m.prometheus(), "colb_operations_active").at(0).ends_with(" 0"));
}
