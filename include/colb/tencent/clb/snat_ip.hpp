// colb: SNAT IPs of Tencent CLB API 3.0.
#pragma once

#include <colb/tencent/clb/types.hpp>

namespace colb::inline COLB_ABI::tencent::clb {

/// Adds SNAT IPs to a load balancer, switching SnatPro on if it is off.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeTaskStatus.
/// Source: CLB API 3.0 (2018-03-17), CreateLoadBalancerSnatIps.
struct CreateLoadBalancerSnatIps {
  /// ID of the load balancer.
  required<std::string> LoadBalancerId;
  /// SNAT IPs to add, each either a fixed address or only a subnet that assigns one.
  required<std::vector<types::SnatIp>> SnatIps;
  /// How many SNAT IPs to add along with SnatIps; not usable if an Ip is given there. Default 1, at most 10.
  std::optional<std::int64_t> Number{};

  /// What CreateLoadBalancerSnatIps answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(CreateLoadBalancerSnatIps const*) {
  return {.kind = kind::async, .resource = {"LoadBalancerId"}, .batch = {"SnatIps", 10}};
}

/// Removes SNAT IPs from a SnatPro load balancer.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeTaskStatus.
/// Source: CLB API 3.0 (2018-03-17), DeleteLoadBalancerSnatIps.
struct DeleteLoadBalancerSnatIps {
  /// ID of the load balancer.
  required<std::string> LoadBalancerId;
  /// SNAT IP addresses to remove.
  required<std::vector<std::string>> Ips;

  /// What DeleteLoadBalancerSnatIps answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(DeleteLoadBalancerSnatIps const*) {
  return {.kind = kind::async, .resource = {"LoadBalancerId"}};
}

}  // namespace colb::inline COLB_ABI::tencent::clb
