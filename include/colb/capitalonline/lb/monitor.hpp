// colb: monitoring data of HaProxy load balancers of Capital Online.
#pragma once

#include <colb/capitalonline/lb/types.hpp>

namespace colb::inline COLB_ABI::capitalonline::lb {

/// Reads the values of one metric of a HaProxy instance or of one of its listeners.
///
/// Spans up to 4 hours give one value per 30 s (kept 1 day), up to 2 days per minute (15 days), up to 10 days
/// per 5 minutes (31 days), up to 30 days per hour (62 days). Metrics of the instance: ha_cpu_usage,
/// ha_mem_usage (percent), ha_outpackage, ha_inpackage (packets per second), ha_outflow, ha_inflow (MB/s),
/// ha_drop_packets (packets per second, two series lb_current_receive_drop and lb_current_transmit_drop),
/// ha_connections_usage, ha_sessions_usage (percent), ha_outbandwidth, ha_inbandwidth (public, bits/s),
/// ha_downserver (failed servers), ha_responsetime (mean of HTTP, s). Metrics of a listener, per second:
/// ha_listener_connections (new ones), ha_listener_sessions, ha_listener_requests_denied.
/// Source: CDS OpenAPI (2019-08-08), DescribeLBInstancePerformance.
struct DescribeLBInstancePerformance {
  /// Id of the instance.
  required<std::string> InstanceUuid;
  /// Name of the listener policy; mandatory for the ha_listener_ metrics.
  std::optional<std::string> ListenerName{};
  /// Metric, one of those named above.
  required<std::string> MetricKey;
  /// Start of the span, YYYY-MM-DD HH:MM:SS.
  required<std::string> StartTime;
  /// End of the span, YYYY-MM-DD HH:MM:SS.
  required<std::string> EndTime;

  /// What DescribeLBInstancePerformance answers.
  struct response {
    /// The monitoring data.
    std::optional<types::LBInstancePerformance> Data{};
  };
};
constexpr descriptor describe(DescribeLBInstancePerformance const*) { return {.rate_limit = 0}; }
constexpr auto http_of(DescribeLBInstancePerformance const*) { return http_route{"POST", "/paas/monitor"}; }

}  // namespace colb::inline COLB_ABI::capitalonline::lb
