// colb: load balancers of Tencent CLB API 2017.
#pragma once

#include <map>

#include <colb/tencent/clb_2017/types.hpp>

namespace colb::inline COLB_ABI::tencent::clb_2017 {

/// Renames an application-type load balancer.
///
/// Source: CLB API 2017 (v2), ModifyForwardLBName.
struct ModifyForwardLBName {
  /// ID of the load balancer (lb-...), as listed by DescribeLoadBalancers with forward = 1 or -1.
  required<std::string> loadBalancerId;
  /// New name: 1 to 20 Latin letters, Chinese characters, digits, '-' or '_'.
  required<std::string> loadBalancerName;

  /// What ModifyForwardLBName answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(ModifyForwardLBName const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"loadBalancerId"}};
}

/// Buys one or more load balancer instances, public or private, classic or application-type.
///
/// Query the new instances with DescribeLoadBalancers to see when they run.
/// Source: CLB API 2017 (v2), CreateLoadBalancer.
struct CreateLoadBalancer {
  /// Network to serve: 2 = public, 3 = private.
  /// Required by the older of the vendor's documents; always pass it.
  std::optional<std::int64_t> loadBalancerType{};
  /// Kind of instance: 1 = application-type, 0 = classic. Default: 0.
  std::optional<std::int64_t> forward{};
  /// Name, 1 to 50 letters, Chinese characters, digits, - or _. Only used when one instance is bought. If the
  /// name is taken already the system makes one up.
  std::optional<std::string> loadBalancerName{};
  /// First part of the domain of a public classic instance (xxxxx.region.appId.clb.myqcloud.com), 1-20
  /// lower-case letters, digits or -. If it is taken the system makes one up.
  std::optional<std::string> domainPrefix{};
  /// VPC of the instance, as listed by DescribeVpcEx; left out or "0" means the classic network.
  std::optional<std::string> vpcId{};
  /// Subnet the virtual IP is taken from; for private instances in a VPC only.
  std::optional<std::int64_t> subnetId{};
  /// Project of the instance, as listed by DescribeProject; the default project when left out.
  std::optional<std::int64_t> projectId{};
  /// Number of instances to buy. Default: 1.
  std::optional<std::int64_t> number{};

  /// What CreateLoadBalancer answers.
  struct response {
    /// IDs of the new instances (lb-...) by deal ID.
    std::map<std::string, std::vector<std::string>> unLoadBalancerIds{};
    /// Task ID; DescribeLoadBalancersTaskResult accepts it as it does the other task IDs.
    std::optional<std::int64_t> requestId{};
    /// Reserved. Deal IDs; the keys of unLoadBalancerIds (numbers in the oldest example).
    std::vector<std::string> dealIds{};
    /// Flat list of the new instances' IDs under a name without the r (only in the vendor's oldest example).
    std::vector<std::string> unLoadBalanceIds{};
  };
};
constexpr descriptor describe(CreateLoadBalancer const*) { return {.kind = kind::async, .rate_limit = 0}; }

/// Lists load balancer instances, all or those that match the given conditions.
///
/// Source: CLB API 2017 (v2), DescribeLoadBalancers.
struct DescribeLoadBalancers {
  /// IDs of the instances (lb-...).
  std::vector<std::string> loadBalancerIds{};
  /// Network served: 2 = public, 3 = private.
  std::optional<std::int64_t> loadBalancerType{};
  /// Kind of instance: 1 = application-type, 0 = classic, -1 = both.
  std::optional<std::int64_t> forward{};
  /// Name of the instance.
  std::optional<std::string> loadBalancerName{};
  /// Domain the vendor gave a public classic instance; without meaning for all others.
  std::optional<std::string> domain{};
  /// Virtual IP addresses.
  std::vector<std::string> loadBalancerVips{};
  /// Public IP addresses of bound real servers.
  std::vector<std::string> backendWanIps{};
  /// Private IP addresses of bound real servers.
  std::vector<std::string> backendLanIps{};
  /// Number of instances to skip. Default: 0.
  std::optional<std::int64_t> offset{};
  /// Number of instances to return. Default: 20.
  std::optional<std::int64_t> limit{};
  /// Field to sort by. Values: loadBalancerName, createTime, domain, loadBalancerType.
  std::optional<std::string> orderBy{};
  /// 1 = descending, 0 = ascending; by creation time, newest first, when left out.
  std::optional<std::int64_t> orderType{};
  /// Text to find in name, domain or virtual IP.
  std::optional<std::string> searchKey{};
  /// Project of the instance, as listed by DescribeProject.
  std::optional<std::int64_t> projectId{};
  /// Whether real servers are bound: 0 = none, 1 = some, 2 = either.
  std::optional<std::int64_t> withRs{};

  /// What DescribeLoadBalancers answers.
  struct response {
    /// Number of all instances that match.
    std::optional<std::int64_t> totalCount{};
    /// The instances.
    std::vector<types::LoadBalancer> loadBalancerSet{};
  };
};
constexpr descriptor describe(DescribeLoadBalancers const*) {
  return {.rate_limit = 0,
          .pages = {.offset = "offset", .limit = "limit", .items = "loadBalancerSet", .total = "totalCount"}};
}

/// Deletes load balancer instances.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeLoadBalancersTaskResult.
/// Source: CLB API 2017 (v2), DeleteLoadBalancers.
struct DeleteLoadBalancers {
  /// IDs of the instances (lb-...), as listed by DescribeLoadBalancers.
  required<std::vector<std::string>> loadBalancerIds;

  /// What DeleteLoadBalancers answers.
  struct response {
    /// Task ID; pass it to DescribeLoadBalancersTaskResult to follow the operation.
    std::optional<std::int64_t> requestId{};
  };
};
constexpr descriptor describe(DeleteLoadBalancers const*) {
  return {.kind = kind::async, .rate_limit = 0, .resource = {"loadBalancerIds"}};
}

/// Makes a pay-as-you-go copy of an application-type instance with its attributes, security groups, listeners
/// and, if wanted, bound real servers, named cloneFrom-lb-... after it.
///
/// Can time out for large configurations and must not be called concurrently; a failed clone is deleted.
/// Only in the vendor's English document.
/// Source: CLB API 2017 (v2), CloneLB.
struct CloneLB {
  /// ID of the instance to clone (lb-...); classic instances cannot be cloned.
  required<std::string> loadBalancerId;
  /// What to clone: all = listeners and bindings of real servers,
  /// onlyListener = listeners without the bindings.
  required<std::string> cloneType;
  /// Availability zone to clone into, as in the purchase parameters.
  std::optional<std::string> zone{};

  /// What CloneLB answers.
  struct response {
    /// ID of the new instance.
    std::optional<std::string> cloneLBId{};
  };
};
constexpr descriptor describe(CloneLB const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"loadBalancerId"}};
}

/// Changes the name or the domain prefix of an instance.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeLoadBalancersTaskResult.
/// Source: CLB API 2017 (v2), ModifyLoadBalancerAttributes.
struct ModifyLoadBalancerAttributes {
  /// ID of the load balancer (lb-...), as listed by DescribeLoadBalancers.
  required<std::string> loadBalancerId;
  /// New name, 1 to 50 letters, Chinese characters, digits, - or _.
  std::optional<std::string> loadBalancerName{};
  /// New first part of the domain, 1 to 20 lower-case letters, digits or -. Not for private instances.
  std::optional<std::string> domainPrefix{};

  /// What ModifyLoadBalancerAttributes answers.
  struct response {
    /// Task ID; pass it to DescribeLoadBalancersTaskResult to follow the operation.
    std::optional<std::int64_t> requestId{};
  };
};
constexpr descriptor describe(ModifyLoadBalancerAttributes const*) {
  return {.kind = kind::async, .rate_limit = 0, .resource = {"loadBalancerId"}};
}

}  // namespace colb::inline COLB_ABI::tencent::clb_2017
