// colb: what clients do, as figures for Prometheus and its kin.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include <colb/observer.hpp>
#include <colb/version.hpp>

namespace colb::inline COLB_ABI {

/// Counts and measures what clients do. Names and labels follow OpenTelemetry's conventions for RPC
/// (`rpc.client.call.duration`, `rpc.system.name`, `rpc.method`, `error.type`) where those have one; the rest
/// begins with `colb_`.
///
/// Labels have no values that a server makes up; see `limits` for how many there may be. Thread safety: every
/// member may be called from any thread, and clients on any threads may share one.
class metrics final : public observer {
 public:
  /// What goes beyond is counted as `_OTHER`.
  struct limits {
    std::size_t places = 100;   ///< Pairs of service and region; default 100.
    std::size_t actions = 500;  ///< Actions in those; default 500.
  };

  /// The `Content-Type` of `prometheus()` and of `openmetrics()`.
  static constexpr std::string_view prometheus_type = "text/plain; version=0.0.4; charset=utf-8";
  static constexpr std::string_view openmetrics_type =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  metrics() = default;
  explicit metrics(limits most) : most_(most) {}

  void on(event const& what) override;

  /// All there is, in the text format 0.0.4 of Prometheus.
  std::string prometheus() const;
  /// The same in the text format 1.0 of OpenMetrics.
  std::string openmetrics() const;

 private:
  static constexpr std::size_t most_bounds = 16;

  struct histogram {
    std::array<std::uint64_t, most_bounds + 1> in{};  ///< Each apart; the last one is for what is longer.
    std::chrono::nanoseconds sum{};
  };
  struct family;
  enum class name : std::uint8_t;

  static family const& about(name which);
  void add(name which, std::string const& labels, std::int64_t value = 1);
  void observe(name which, std::string const& labels, std::chrono::nanoseconds value);
  std::string place_of(event const& what);
  std::string action_of(event const& what);
  void measure_stages(event const& what, std::string const& place);
  std::string expose(bool openmetrics) const;

  limits most_{};
  mutable std::mutex mutex_{};
  std::set<std::pair<std::string, std::string>> places_{};
  std::set<std::pair<std::string, std::string>> actions_{};  ///< With the labels of their place.
  std::map<std::pair<name, std::string>, std::int64_t> values_{};
  std::map<std::pair<name, std::string>, histogram> histograms_{};
};

}  // namespace colb::inline COLB_ABI

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/impl/metrics.ipp>
#endif
