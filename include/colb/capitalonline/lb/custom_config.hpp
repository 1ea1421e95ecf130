// colb: custom configurations of HaProxy load balancers of Capital Online.
#pragma once

#include <boost/json/value.hpp>

#include <colb/capitalonline/lb/types.hpp>

namespace colb::inline COLB_ABI::capitalonline::lb {

/// Shows the custom configuration file of a HaProxy instance.
///
/// Source: CDS OpenAPI (2019-08-08), DescribeHaproxyCustomConfig.
struct DescribeHaproxyCustomConfig {
  /// Id of the instance.
  required<std::string> InstanceUuid;

  /// What DescribeHaproxyCustomConfig answers.
  struct response {
    /// The configuration.
    std::optional<types::HaproxyCustomConfig> Data{};
  };
};
constexpr descriptor describe(DescribeHaproxyCustomConfig const*) { return {.rate_limit = 0}; }
constexpr auto http_of(DescribeHaproxyCustomConfig const*) { return http_route{"GET", "/lb"}; }

/// Replaces the custom configuration file of a HaProxy instance.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeTask.
/// Source: CDS OpenAPI (2019-08-08), ModifyHaproxyCustomConfig.
struct ModifyHaproxyCustomConfig {
  /// Id of the instance.
  required<std::string> InstanceUuid;
  /// Text of the HaProxy configuration file; may hold passwords, so it is treated as a secret.
  required<std::string> Configs;

  /// What ModifyHaproxyCustomConfig answers.
  struct response {
    /// Carries nothing; an empty object.
    std::optional<boost::json::value> Data{};
  };
};
constexpr descriptor describe(ModifyHaproxyCustomConfig const*) {
  return {.kind = kind::async, .rate_limit = 0, .resource = {"InstanceUuid"}};
}
constexpr auto http_of(ModifyHaproxyCustomConfig const*) { return http_route{"POST", "/lb"}; }
constexpr auto secret_fields(ModifyHaproxyCustomConfig const*) { return names("Configs"); }

}  // namespace colb::inline COLB_ABI::capitalonline::lb
