// colb: monitoring data and logs of Tencent CLB API 2017.
#pragma once

#include <colb/tencent/clb_2017/types.hpp>

namespace colb::inline COLB_ABI::tencent::clb_2017 {

/// Gets the values of one monitoring metric of a load balancer over a time span.
///
/// Called at monitor.api.qcloud.com, not at lb.api.qcloud.com. Metrics: connum open connections, new_conn new
/// connections (both per minute in qce/loadbalance), intraffic and outtraffic bandwidth in Mbps, inpkg and
/// outpkg packets per second. Further ones of qce/loadbalance: httpCode_2XX, httpCode_3XX, httpCode_4XX,
/// httpCode_5XX, httpCode_404 and httpCode_502 answers of that status per minute, response_time_max and
/// response_time_average in ms, response_timeout_num timed-out answers per minute, QPS requests per second.
/// Source: CLB API 2017 (v2), GetMonitorData.
struct GetMonitorData {
  /// What to monitor: qce/lb_public = public instances, qce/lb_private = private instances,
  /// qce/loadbalance = application layer (newer).
  required<std::string> namespace_;
  /// Metric, one of those named above.
  required<std::string> metricName;
  /// Dimensions that pick the object; the namespace decides which go together. Private instances need vpcId
  /// besides vip, since virtual IPs can repeat there.
  required<std::vector<types::MonitorDimension>> dimensions;
  /// Start of the time span, YYYY-MM-DD hh:mm:ss; 00:00:00 of today when left out.
  std::optional<std::string> startTime{};
  /// End of the time span, YYYY-MM-DD hh:mm:ss; now when left out.
  /// Not before startTime, and best on the same day.
  std::optional<std::string> endTime{};
  /// Seconds that each value covers. Values: 60, 300. Default: 300.
  std::optional<std::int64_t> period{};

  /// What GetMonitorData answers.
  struct response {
    /// Start of the time span, YYYY-MM-DD hh:mm:ss.
    std::optional<std::string> startTime{};
    /// End of the time span, YYYY-MM-DD hh:mm:ss.
    std::optional<std::string> endTime{};
    /// The metric.
    std::optional<std::string> metricName{};
    /// Seconds that each value covers.
    std::optional<std::int64_t> period{};
    /// The values, one per period.
    std::vector<double> dataPoints{};
  };
};
constexpr descriptor describe(GetMonitorData const*) { return {.rate_limit = 0}; }

/// Searches the layer-7 forwarding log of a public instance with HTTP or HTTPS listeners.
///
/// It reaches back three days, and one call spans a day at most; by the vendor's English document logs in COS
/// only (not CLS), with COS logging turned on.
/// Source: CLB API 2017 (v2), DescribeLoadBalancerLog.
struct DescribeLoadBalancerLog {
  /// ID of the load balancer (lb-...), as listed by DescribeLoadBalancers.
  required<std::string> loadBalancerId;
  /// Order by time: desc = newest first, asc = oldest first. Default: desc.
  std::optional<std::string> order{};
  /// Start of the time span, Unix time in seconds; 5 minutes before endTime when left out.
  std::optional<std::int64_t> startTime{};
  /// End of the time span, Unix time in seconds; now when left out.
  std::optional<std::int64_t> endTime{};
  /// Number of log entries to skip. Range: 0-10000.
  std::optional<std::int64_t> offset{};
  /// Number of log entries to return. Range: 0-500.
  std::optional<std::int64_t> limit{};
  /// Conditions on the log entries.
  std::vector<types::LogFilter> filter{};

  /// What DescribeLoadBalancerLog answers.
  struct response {
    /// The log entries and their number.
    std::optional<types::LogInfo> logInfo{};
  };
};
constexpr descriptor describe(DescribeLoadBalancerLog const*) {
  return {.rate_limit = 0,
          .pages = {.offset = "offset",
                    .limit = "limit",
                    .items = "logInfo.logList",
                    .total = "logInfo.total",
                    .maximum = 500}};
}

}  // namespace colb::inline COLB_ABI::tencent::clb_2017
