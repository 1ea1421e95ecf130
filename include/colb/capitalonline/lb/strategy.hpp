// colb: listener policies of HaProxy load balancers of Capital Online.
#pragma once

#include <boost/json/value.hpp>

#include <colb/capitalonline/lb/types.hpp>

namespace colb::inline COLB_ABI::capitalonline::lb {

/// Lists the listener policies of a HaProxy instance.
///
/// Source: CDS OpenAPI (2019-08-08), DescribeLoadBalancerStrategys.
struct DescribeLoadBalancerStrategys {
  /// Id of the instance.
  required<std::string> InstanceUuid;

  /// What DescribeLoadBalancerStrategys answers.
  struct response {
    /// The policies.
    std::optional<types::LoadBalancerStrategys> Data{};
  };
};
constexpr descriptor describe(DescribeLoadBalancerStrategys const*) { return {.rate_limit = 0}; }
constexpr auto http_of(DescribeLoadBalancerStrategys const*) { return http_route{"GET", "/lb"}; }

/// Replaces all listener policies of a HaProxy instance: policies that are not given are removed.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeTask.
/// Source: CDS OpenAPI (2019-08-08), ModifyLoadBalancerStrategys.
struct ModifyLoadBalancerStrategys {
  /// Id of the instance.
  required<std::string> InstanceUuid;
  /// HTTP listener policies; an explicitly empty list for none.
  required<std::vector<types::HttpListener>> HttpListeners;
  /// TCP listener policies.
  std::vector<types::TcpListener> TcpListeners{};

  /// What ModifyLoadBalancerStrategys answers.
  struct response {
    /// Carries nothing; an empty object.
    std::optional<boost::json::value> Data{};
  };
};
constexpr descriptor describe(ModifyLoadBalancerStrategys const*) {
  return {.kind = kind::async, .rate_limit = 0, .resource = {"InstanceUuid"}};
}
constexpr auto http_of(ModifyLoadBalancerStrategys const*) { return http_route{"POST", "/lb"}; }

/// Adds listener policies to a HaProxy instance and keeps those it has.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeTask.
/// Source: CDS OpenAPI (2019-08-08), AddLoadBalancerStrategys.
struct AddLoadBalancerStrategys {
  /// Id of the instance.
  required<std::string> InstanceUuid;
  /// HTTP listener policies; an explicitly empty list for none.
  required<std::vector<types::HttpListener>> HttpListeners;
  /// TCP listener policies.
  std::vector<types::TcpListener> TcpListeners{};

  /// What AddLoadBalancerStrategys answers.
  struct response {
    /// Carries nothing; an empty object.
    std::optional<boost::json::value> Data{};
  };
};
constexpr descriptor describe(AddLoadBalancerStrategys const*) {
  return {.kind = kind::async, .rate_limit = 0, .resource = {"InstanceUuid"}};
}
constexpr auto http_of(AddLoadBalancerStrategys const*) { return http_route{"POST", "/lb"}; }

/// Lists the names of the listener policies of a HaProxy instance.
///
/// Source: CDS OpenAPI (2019-08-08), DescribeLBInstanceListeners.
struct DescribeLBInstanceListeners {
  /// Id of the instance.
  required<std::string> InstanceUuid;

  /// What DescribeLBInstanceListeners answers.
  struct response {
    /// The listener policies.
    std::vector<types::ListenerNameInfo> Data{};
  };
};
constexpr descriptor describe(DescribeLBInstanceListeners const*) { return {.rate_limit = 0}; }
constexpr auto http_of(DescribeLBInstanceListeners const*) { return http_route{"POST", "/lb"}; }

}  // namespace colb::inline COLB_ABI::capitalonline::lb
