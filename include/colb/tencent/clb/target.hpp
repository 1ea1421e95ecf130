// colb: targets of Tencent CLB API 3.0.
#pragma once

#include <colb/tencent/clb/types.hpp>

namespace colb::inline COLB_ABI::tencent::clb {

/// Binds real servers to a layer-4 listener or to a layer-7 rule.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeTaskStatus.
/// Source: CLB API 3.0 (2018-03-17), RegisterTargets.
struct RegisterTargets {
  /// ID of the load balancer instance.
  required<std::string> LoadBalancerId;
  /// ID of the listener.
  required<std::string> ListenerId;
  /// Real servers to bind. At most 20.
  required<std::vector<types::Target>> Targets;
  /// ID of the layer-7 rule; such a rule needs either this or Domain and Url.
  std::optional<std::string> LocationId{};
  /// Domain of the rule; ignored if LocationId is given.
  std::optional<std::string> Domain{};
  /// Path of the rule; ignored if LocationId is given.
  std::optional<std::string> Url{};

  /// What RegisterTargets answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(RegisterTargets const*) {
  return {.kind = kind::async, .resource = {"LoadBalancerId"}, .batch = {"Targets", 20}};
}

/// Binds up to 500 CVMs or network interfaces at once, over several listeners and rules of a VPC instance.
///
/// Listeners that failed are returned.
/// Source: CLB API 3.0 (2018-03-17), BatchRegisterTargets.
struct BatchRegisterTargets {
  /// ID of the load balancer instance.
  required<std::string> LoadBalancerId;
  /// What to bind, each with its listener. At most 500.
  required<std::vector<types::BatchTarget>> Targets;

  /// What BatchRegisterTargets answers.
  struct response {
    /// IDs of the listeners whose binding failed; empty if all succeeded.
    std::vector<std::string> FailListenerIdSet{};
    /// Why bindings failed.
    std::optional<std::string> Message{};
  };
};
constexpr descriptor describe(BatchRegisterTargets const*) {
  return {.kind = kind::write, .resource = {"LoadBalancerId"}, .batch = {"Targets", 500}};
}

/// Changes the port of real servers bound to a listener or rule.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeTaskStatus.
/// Source: CLB API 3.0 (2018-03-17), ModifyTargetPort.
struct ModifyTargetPort {
  /// ID of the load balancer instance.
  required<std::string> LoadBalancerId;
  /// ID of the listener.
  required<std::string> ListenerId;
  /// Real servers to change, with their present ports.
  required<std::vector<types::Target>> Targets;
  /// New port of the real servers.
  required<std::int64_t> NewPort;
  /// ID of the layer-7 rule; such a rule needs either this or Domain and Url.
  std::optional<std::string> LocationId{};
  /// Domain of the rule; ignored if LocationId is given.
  std::optional<std::string> Domain{};
  /// Path of the rule; ignored if LocationId is given.
  std::optional<std::string> Url{};

  /// What ModifyTargetPort answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(ModifyTargetPort const*) {
  return {.kind = kind::async, .resource = {"LoadBalancerId"}};
}

/// Changes the forwarding weight of real servers bound to a listener or rule.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeTaskStatus.
/// Source: CLB API 3.0 (2018-03-17), ModifyTargetWeight.
struct ModifyTargetWeight {
  /// ID of the load balancer instance.
  required<std::string> LoadBalancerId;
  /// ID of the listener.
  required<std::string> ListenerId;
  /// ID of the layer-7 rule; such a rule needs either this or Domain and Url.
  std::optional<std::string> LocationId{};
  /// Domain of the rule; ignored if LocationId is given.
  std::optional<std::string> Domain{};
  /// Path of the rule; ignored if LocationId is given.
  std::optional<std::string> Url{};
  /// Real servers to change. Today's service requires it.
  std::vector<types::Target> Targets{};
  /// New weight; ignored for targets that carry a Weight of their own. Range: 0-100. Default: 10.
  std::optional<std::int64_t> Weight{};

  /// What ModifyTargetWeight answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(ModifyTargetWeight const*) {
  return {.kind = kind::async, .resource = {"LoadBalancerId"}};
}

/// Changes the weights of up to 500 real servers over several listeners and rules; not for classic CLB.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeTaskStatus.
/// Source: CLB API 3.0 (2018-03-17), BatchModifyTargetWeight.
struct BatchModifyTargetWeight {
  /// ID of the load balancer instance.
  required<std::string> LoadBalancerId;
  /// Weight changes, grouped by listener or rule; at most 500 servers in all.
  required<std::vector<types::RsWeightRule>> ModifyList;

  /// What BatchModifyTargetWeight answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(BatchModifyTargetWeight const*) {
  return {.kind = kind::async, .resource = {"LoadBalancerId"}, .batch = {"ModifyList", 500}};
}

/// Unbinds real servers from a layer-4 listener or a layer-7 rule.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeTaskStatus.
/// Source: CLB API 3.0 (2018-03-17), DeregisterTargets.
struct DeregisterTargets {
  /// ID of the load balancer instance, such as lb-12345678.
  required<std::string> LoadBalancerId;
  /// ID of the listener, such as lbl-12345678.
  required<std::string> ListenerId;
  /// Real servers to unbind. At most 20.
  required<std::vector<types::Target>> Targets;
  /// ID of the layer-7 rule, such as loc-12345678; such a rule needs either this or Domain and Url.
  std::optional<std::string> LocationId{};
  /// Domain of the rule; ignored if LocationId is given.
  std::optional<std::string> Domain{};
  /// Path of the rule; ignored if LocationId is given.
  std::optional<std::string> Url{};

  /// What DeregisterTargets answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(DeregisterTargets const*) {
  return {.kind = kind::async, .resource = {"LoadBalancerId"}, .batch = {"Targets", 20}};
}

/// Unbinds up to 500 real servers at once from layer-4 and layer-7 listeners of a VPC instance.
///
/// Listeners that failed are returned.
/// Source: CLB API 3.0 (2018-03-17), BatchDeregisterTargets.
struct BatchDeregisterTargets {
  /// ID of the load balancer instance.
  required<std::string> LoadBalancerId;
  /// What to unbind, each with its listener. At most 500.
  required<std::vector<types::BatchTarget>> Targets;

  /// What BatchDeregisterTargets answers.
  struct response {
    /// IDs of the listeners whose unbinding failed.
    std::vector<std::string> FailListenerIdSet{};
    /// Why unbindings failed.
    std::optional<std::string> Message{};
  };
};
constexpr descriptor describe(BatchDeregisterTargets const*) {
  return {.kind = kind::write, .resource = {"LoadBalancerId"}, .batch = {"Targets", 500}};
}

/// Reports the health check results of the real servers of instances.
///
/// Source: CLB API 3.0 (2018-03-17), DescribeTargetHealth.
struct DescribeTargetHealth {
  /// IDs of the instances to report on.
  required<std::vector<std::string>> LoadBalancerIds;
  /// Only these listeners.
  std::vector<std::string> ListenerIds{};
  /// Only these rules.
  std::vector<std::string> LocationIds{};

  /// What DescribeTargetHealth answers.
  struct response {
    /// Health by instance, listener, rule and target.
    std::vector<types::LoadBalancerHealth> LoadBalancers{};
  };
};
constexpr descriptor describe(DescribeTargetHealth const*) { return {.batch = {"LoadBalancerIds", 30}}; }

/// Lists the real servers bound to the listeners of an instance.
///
/// Source: CLB API 3.0 (2018-03-17), DescribeTargets.
struct DescribeTargets {
  /// ID of the load balancer instance.
  required<std::string> LoadBalancerId;
  /// Listener IDs to look up. At most 20.
  std::vector<std::string> ListenerIds{};
  /// Listener protocol to look for.
  std::optional<std::string> Protocol{};
  /// Listener port to look for.
  std::optional<std::int64_t> Port{};
  /// Filter names: location-id (rule), private-ip-address (of a server).
  std::vector<types::Filter> Filters{};

  /// What DescribeTargets answers.
  struct response {
    /// Listeners with their rules and bound servers.
    std::vector<types::ListenerBackend> Listeners{};
  };
};
constexpr descriptor describe(DescribeTargets const*) { return {.batch = {"ListenerIds", 20}}; }

/// Changes the labels of up to 500 real servers of a load balancer; not for classic CLB.
///
/// Source: SDK metadata of 2026, CLB API 3.0 (2018-03-17), BatchModifyTargetTag.
struct BatchModifyTargetTag {
  /// ID of the load balancer.
  required<std::string> LoadBalancerId;
  /// Label changes, grouped by listener or rule; 500 servers in all at most.
  required<std::vector<types::RsTagRule>> ModifyList;

  /// What BatchModifyTargetTag answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(BatchModifyTargetTag const*) {
  return {.kind = kind::write, .resource = {"LoadBalancerId"}};
}

}  // namespace colb::inline COLB_ABI::tencent::clb
