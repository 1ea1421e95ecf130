// colb: cloud functions as targets of Tencent CLB API 3.0.
#pragma once

#include <colb/tencent/clb/types.hpp>

namespace colb::inline COLB_ABI::tencent::clb {

/// Unbinds SCF functions from a layer-7 rule (some regions and instance kinds only).
///
/// Asynchronous: `call_and_wait` follows the task with DescribeTaskStatus.
/// Source: CLB API 3.0 (2018-03-17), DeregisterFunctionTargets.
struct DeregisterFunctionTargets {
  /// ID of the load balancer instance.
  required<std::string> LoadBalancerId;
  /// ID of the listener.
  required<std::string> ListenerId;
  /// Functions to unbind.
  required<std::vector<types::FunctionTarget>> FunctionTargets;
  /// ID of the rule; needed unless Domain and Url are given.
  std::optional<std::string> LocationId{};
  /// Domain of the rule; ignored if LocationId is given.
  std::optional<std::string> Domain{};
  /// Path of the rule; ignored if LocationId is given.
  std::optional<std::string> Url{};

  /// What DeregisterFunctionTargets answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(DeregisterFunctionTargets const*) {
  return {.kind = kind::async, .resource = {"LoadBalancerId"}, .batch = {"FunctionTargets", 20}};
}

/// Changes the SCF functions bound to a layer-7 rule.
///
/// Source: CLB API 3.0 (2018-03-17), ModifyFunctionTargets.
struct ModifyFunctionTargets {
  /// ID of the load balancer instance.
  required<std::string> LoadBalancerId;
  /// ID of the listener.
  required<std::string> ListenerId;
  /// Functions to change.
  required<std::vector<types::FunctionTarget>> FunctionTargets;
  /// ID of the layer-7 rule; such a rule needs either this or Domain and Url.
  std::optional<std::string> LocationId{};
  /// Domain of the rule; ignored if LocationId is given.
  std::optional<std::string> Domain{};
  /// Path of the rule; ignored if LocationId is given.
  std::optional<std::string> Url{};

  /// What ModifyFunctionTargets answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(ModifyFunctionTargets const*) {
  return {.kind = kind::write, .resource = {"LoadBalancerId"}, .batch = {"FunctionTargets", 20}};
}

/// Binds SCF functions to a rule of an HTTP or HTTPS listener (some regions and instance kinds only).
///
/// Asynchronous: `call_and_wait` follows the task with DescribeTaskStatus.
/// Source: CLB API 3.0 (2018-03-17), RegisterFunctionTargets.
struct RegisterFunctionTargets {
  /// ID of the load balancer instance.
  required<std::string> LoadBalancerId;
  /// ID of the listener.
  required<std::string> ListenerId;
  /// Functions to bind.
  required<std::vector<types::FunctionTarget>> FunctionTargets;
  /// ID of the rule; needed unless Domain and Url are given.
  std::optional<std::string> LocationId{};
  /// Domain of the rule; ignored if LocationId is given.
  std::optional<std::string> Domain{};
  /// Path of the rule; ignored if LocationId is given.
  std::optional<std::string> Url{};

  /// What RegisterFunctionTargets answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(RegisterFunctionTargets const*) {
  return {.kind = kind::async, .resource = {"LoadBalancerId"}, .batch = {"FunctionTargets", 20}};
}

}  // namespace colb::inline COLB_ABI::tencent::clb
