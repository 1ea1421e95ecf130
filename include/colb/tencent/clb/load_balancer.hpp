// colb: load balancers of Tencent CLB API 3.0.
#pragma once

#include <colb/tencent/clb/types.hpp>

namespace colb::inline COLB_ABI::tencent::clb {

/// Lists the load balancer instances of a region, filtered and sorted as asked.
///
/// Source: CLB API 3.0 (2018-03-17), DescribeLoadBalancers.
struct DescribeLoadBalancers {
  /// Instance IDs to look up. At most 20.
  std::vector<std::string> LoadBalancerIds{};
  /// Network type: OPEN is public, INTERNAL is private.
  std::optional<std::string> LoadBalancerType{};
  /// Kind of instance: 1 is the generic (application) CLB, 0 the classic CLB.
  std::optional<std::int64_t> Forward{};
  /// Instance name.
  std::optional<std::string> LoadBalancerName{};
  /// Domain name that Tencent Cloud assigned to the instance.
  std::optional<std::string> Domain{};
  /// Virtual IPs of the instances.
  std::vector<std::string> LoadBalancerVips{};
  /// Public IPs of bound backend servers; only those of CVMs work.
  std::vector<std::string> BackendPublicIps{};
  /// Private IPs of bound backend servers; only those of CVMs work.
  std::vector<std::string> BackendPrivateIps{};
  /// Index of the first instance to return. Default: 0.
  std::optional<std::int64_t> Offset{};
  /// Largest number of instances to return. At most 100. Default: 20.
  std::optional<std::int64_t> Limit{};
  /// Attribute to sort by. Without sorting parameters the newest come first.
  /// Values: LoadBalancerName, CreateTime, Domain, LoadBalancerType.
  std::optional<std::string> OrderBy{};
  /// Direction: 1 is descending, 0 ascending. The default order is descending by creation time.
  std::optional<std::int64_t> OrderType{};
  /// Fuzzy match on the name, the domain name or the VIP.
  std::optional<std::string> SearchKey{};
  /// Project the instances belong to (see DescribeProject).
  std::optional<std::int64_t> ProjectId{};
  /// Whether real servers are bound: 0 none, 1 some, -1 either.
  std::optional<std::int64_t> WithRs{};
  /// VPC of the instances; the basic (classic) network cannot be queried this way.
  std::optional<std::string> VpcId{};
  /// Security group ID, such as sg-m1cc****.
  std::optional<std::string> SecurityGroup{};
  /// Primary availability zone ID, such as 100001.
  std::optional<std::string> MasterZone{};
  /// Filter conditions, at most 10 with 100 values each request. Names: internet-charge-type (billing mode,
  /// such as TRAFFIC_POSTPAID_BY_HOUR), tag:<tag key>; the vendor documents no more.
  std::vector<types::Filter> Filters{};
  /// Further fields wanted in the answer: TargetCount (number of servers bound).
  std::vector<std::string> AdditionalFields{};

  /// What DescribeLoadBalancers answers.
  struct response {
    /// Number of instances that match, whatever the limit.
    std::optional<std::int64_t> TotalCount{};
    /// The instances of this page.
    std::vector<types::LoadBalancer> LoadBalancerSet{};
  };
};
constexpr descriptor describe(DescribeLoadBalancers const*) {
  return {.pages = {.offset = "Offset",
                    .limit = "Limit",
                    .items = "LoadBalancerSet",
                    .total = "TotalCount",
                    .maximum = 100},
          .batch = {"LoadBalancerIds", 20}};
}

/// Buys one or more load balancer instances.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeTaskStatus, by RequestId or DealName, and
/// fills in the IDs when they were not returned at once.
/// Source: CLB API 3.0 (2018-03-17), CreateLoadBalancer.
struct CreateLoadBalancer {
  /// Network type: OPEN is public, INTERNAL is private.
  required<std::string> LoadBalancerType;
  /// Kind of instance; only 1 (generic CLB) can be bought.
  std::optional<std::int64_t> Forward{};
  /// Instance name of 1-60 letters, digits, hyphens or underscores; used only when a single instance is
  /// created. A taken name is replaced by a generated one.
  std::optional<std::string> LoadBalancerName{};
  /// VPC of the backend targets; DefaultVPC if omitted. Needed for a private (INTERNAL) instance.
  std::optional<std::string> VpcId{};
  /// Subnet in which a private instance in a VPC is placed; needed for those.
  std::optional<std::string> SubnetId{};
  /// Project of the instance (see DescribeProject); the default project if omitted.
  std::optional<std::int64_t> ProjectId{};
  /// IP version, public instances only, case-insensitive: IPV4; IPV6 (which means IPv6 NAT64); IPv6FullChain
  /// (which means native IPv6). Default: IPV4.
  std::optional<std::string> AddressIPVersion{};
  /// How many instances to create. Default: 1 (by the vendor's SDK).
  std::optional<std::int64_t> Number{};
  /// Primary zone for cross-zone disaster recovery, such as 100001 or ap-guangzhou-1; public instances only.
  /// See DescribeResources.
  std::optional<std::string> MasterZoneId{};
  /// Zone to create the instance in, such as ap-guangzhou-1; public instances only.
  std::optional<std::string> ZoneId{};
  /// Network billing; for all public instances and for LCU-supported private ones.
  std::optional<types::InternetAccessible> InternetAccessible{};
  /// Single-line ISP of the VIP: CMCC (China Mobile), CUCC (China Unicom), CTCC (China Telecom). A beta
  /// feature of some regions; forces billing by BANDWIDTH_PACKAGE. See DescribeResources.
  std::optional<std::string> VipIsp{};
  /// Tags to put on the instance. At most 10.
  std::vector<types::TagInfo> Tags{};
  /// VIP to ask for; one is allotted if omitted. Works for IPv4 and IPv6, not for IPv6 NAT64; fails if it is
  /// taken or outside the subnet. The vendor's document says a public IPv6 BGP instance must give it.
  std::optional<std::string> Vip{};
  /// Bandwidth package; if given, the billing mode is BANDWIDTH_PACKAGE,
  /// else InternetAccessible.InternetChargeType.
  std::optional<std::string> BandwidthPackageId{};
  /// Dedicated cluster; needed to create a private instance on one.
  std::optional<types::ExclusiveCluster> ExclusiveCluster{};
  /// Specification of an LCU-supported instance, needed for those only. Values: clb.c2.medium, clb.c3.small,
  /// clb.c3.medium, clb.c4.small, clb.c4.medium, clb.c4.large, clb.c4.xlarge, SLA (as clb.c4.xlarge).
  std::optional<std::string> SlaType{};
  /// Unique client string that makes the request idempotent. At most 64 characters.
  std::optional<std::string> ClientToken{};
  /// Whether IPs of other VPCs can be bound.
  std::optional<bool> SnatPro{};
  /// SNAT IPs to create when IPs of other VPCs can be bound.
  std::vector<types::SnatIp> SnatIps{};
  /// Tag of the dedicated layer-7 (STGW) cluster.
  std::optional<std::string> ClusterTag{};
  /// Secondary zone for cross-zone disaster recovery, such as 100001 or ap-guangzhou-2; public instances
  /// only. It takes traffic when the primary zone fails. See DescribeResources.
  std::optional<std::string> SlaveZoneId{};
  /// EIP to bind to a private instance, such as eip-11112222.
  std::optional<std::string> EipAddressId{};
  /// Whether targets let the instance's traffic in:
  /// true checks security groups on the load balancer only, false on it and the backend.
  std::optional<bool> LoadBalancerPassToTarget{};
  /// Whether to make it a domain-name based instance.
  std::optional<bool> DynamicVip{};
  /// Network egress point.
  std::optional<std::string> Egress{};
  /// Clusters to place it in: an exclusive public cluster or a local one.
  std::vector<std::string> ClusterIds{};
  /// Length and renewal of the subscription; for PREPAID.
  std::optional<types::LBChargePrepaid> LBChargePrepaid{};
  /// How it is paid: POSTPAID_BY_HOUR by the hour, PREPAID in advance. Default: POSTPAID_BY_HOUR.
  std::optional<std::string> LBChargeType{};
  /// Log topic for layer-7 access logs.
  std::optional<std::string> AccessLogTopicId{};
  /// Whether layer-7 advanced routing is on.
  std::optional<bool> AdvancedRoute{};
  /// Whether requests are forwarded within their zone by preference.
  std::optional<types::AvailableZoneAffinityInfo> AvailableZoneAffinityInfo{};

  /// What CreateLoadBalancer answers.
  struct response {
    /// IDs of the new instances; null while creation is delayed (then ask DescribeTaskStatus).
    std::vector<std::string> LoadBalancerIds{};
    /// Order ID, usable with DescribeTaskStatus.
    std::optional<std::string> DealName{};
  };
};
constexpr descriptor describe(CreateLoadBalancer const*) {
  return {.kind = kind::async, .client_token = "ClientToken"};
}

/// Changes attributes of an instance, such as its name, cross-region binding or billing.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeTaskStatus.
/// Source: CLB API 3.0 (2018-03-17), ModifyLoadBalancerAttributes.
struct ModifyLoadBalancerAttributes {
  /// ID of the load balancer instance.
  required<std::string> LoadBalancerId;
  /// New instance name.
  std::optional<std::string> LoadBalancerName{};
  /// Region and network of the backend for cross-region binding 1.0.
  std::optional<types::TargetRegionInfo> TargetRegionInfo{};
  /// Network billing settings.
  std::optional<types::InternetAccessible> InternetChargeInfo{};
  /// Whether targets let the instance's traffic in:
  /// true checks security groups on the load balancer only, false on it and the backend.
  std::optional<bool> LoadBalancerPassToTarget{};
  /// Whether cross-region binding 2.0 is on.
  std::optional<bool> SnatPro{};
  /// Whether deletion protection is on.
  std::optional<bool> DeleteProtect{};
  /// Whether to move the instance's domain from mycloud.com to tencentclb.com; the old names stop working.
  std::optional<bool> ModifyClassicDomain{};
  /// Change of the way of paying: 0 none, 1 between prepaid and postpaid, 2 among the postpaid ones. Default:
  /// 0.
  std::optional<std::int64_t> SwitchFlag{};
  /// ID of the endpoint to tie to it; an empty text unties.
  std::optional<std::string> AssociateEndpoint{};

  /// What ModifyLoadBalancerAttributes answers.
  struct response {
    /// Order ID with which a switch of billing mode can be followed.
    std::optional<std::string> DealName{};
  };
};
constexpr descriptor describe(ModifyLoadBalancerAttributes const*) {
  return {.kind = kind::async, .resource = {"LoadBalancerId"}};
}

/// Lists instances in detail: one row per target, with its listener and rule.
///
/// Source: CLB API 3.0 (2018-03-17), DescribeLoadBalancersDetail.
struct DescribeLoadBalancersDetail {
  /// Largest number of rows to return. At most 100. Default: 20.
  std::optional<std::int64_t> Limit{};
  /// Index of the first row to return. Default: 0.
  std::optional<std::int64_t> Offset{};
  /// LoadBalancerDetail fields to fill; the others come back null.
  /// LoadBalancerId and LoadBalancerName are always filled.
  std::vector<std::string> Fields{};
  /// Which targets to list when target fields are asked for:
  /// NODE (plain ones) or GROUP (those of target groups).
  std::optional<std::string> TargetType{};
  /// Filter names: loadbalancer-id, project-id, network (Public or Private), vip, target-ip, vpcid, zone,
  /// tag-key, tag:<tag key>, fuzzy-search (on VIP and name).
  std::vector<types::Filter> Filters{};

  /// What DescribeLoadBalancersDetail answers.
  struct response {
    /// Number of rows that match.
    std::optional<std::int64_t> TotalCount{};
    /// The rows of this page.
    std::vector<types::LoadBalancerDetail> LoadBalancerDetailSet{};
  };
};
constexpr descriptor describe(DescribeLoadBalancersDetail const*) {
  return {.pages = {.offset = "Offset",
                    .limit = "Limit",
                    .items = "LoadBalancerDetailSet",
                    .total = "TotalCount",
                    .maximum = 100}};
}

/// Deletes one or more instances.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeTaskStatus.
/// Source: CLB API 3.0 (2018-03-17), DeleteLoadBalancer.
struct DeleteLoadBalancer {
  /// IDs of the instances to delete. At most 20.
  required<std::vector<std::string>> LoadBalancerIds;
  /// Whether to delete although a guard would refuse: 20 or more servers bound, or over 10 Mbit/s in the last
  /// 5 minutes. (A third guard stops the 31st deletion within 5 minutes in a region.) Default: false.
  std::optional<bool> ForceDelete{};

  /// What DeleteLoadBalancer answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(DeleteLoadBalancer const*) {
  return {.kind = kind::async, .resource = {"LoadBalancerIds"}, .batch = {"LoadBalancerIds", 20}};
}

/// Creates a copy of a pay-as-you-go instance with its rules and bindings (a beta feature with many
/// restrictions).
///
/// Asynchronous, though the vendor's document names no Action to follow it with;
/// only the RequestId comes back.
/// Source: CLB API 3.0 (2018-03-17), CloneLoadBalancer.
struct CloneLoadBalancer {
  /// ID of the instance to copy.
  required<std::string> LoadBalancerId;
  /// Name of the copy, 1-60 letters, digits, hyphens or underscores.
  /// A taken name is replaced by a generated one.
  std::optional<std::string> LoadBalancerName{};
  /// Project of the copy (see DescribeProject); the default project if omitted.
  std::optional<std::int64_t> ProjectId{};
  /// Primary zone for cross-zone disaster recovery, such as 100001 or ap-guangzhou-1; public instances only.
  /// See DescribeResources.
  std::optional<std::string> MasterZoneId{};
  /// Secondary zone for cross-zone disaster recovery, such as 100001 or ap-guangzhou-1; public instances
  /// only. It takes traffic when the primary zone fails.
  std::optional<std::string> SlaveZoneId{};
  /// Zone to create the copy in, such as ap-guangzhou-1; public instances only.
  std::optional<std::string> ZoneId{};
  /// Network billing; public instances only.
  std::optional<types::InternetAccessible> InternetAccessible{};
  /// Single-line ISP of the VIP: CMCC (China Mobile), CUCC (China Unicom), CTCC (China Telecom); BGP if
  /// omitted. A beta feature of some regions; forces billing by BANDWIDTH_PACKAGE. See DescribeResources.
  std::optional<std::string> VipIsp{};
  /// VIP to ask for.
  std::optional<std::string> Vip{};
  /// Tags to put on the copy.
  std::vector<types::TagInfo> Tags{};
  /// Dedicated cluster; without it the copy is an ordinary instance.
  std::optional<types::ExclusiveCluster> ExclusiveCluster{};
  /// Bandwidth package; if given, only billing by BANDWIDTH_PACKAGE is possible.
  /// Needed with a BGP bandwidth package.
  std::optional<std::string> BandwidthPackageId{};
  /// Whether IPs of other VPCs or regions can be bound.
  std::optional<bool> SnatPro{};
  /// SNAT IPs to create when IPs of other VPCs can be bound.
  std::vector<types::SnatIp> SnatIps{};
  /// IDs of the dedicated clusters for a public instance.
  std::vector<std::string> ClusterIds{};
  /// Specification of an LCU-supported instance.
  std::optional<std::string> SlaType{};
  /// Tag of the dedicated layer-7 (STGW) cluster.
  std::optional<std::string> ClusterTag{};
  /// Zones for nearby access of a private instance.
  std::vector<std::string> Zones{};
  /// EIP to bind to a private instance, such as eip-11112222.
  std::optional<std::string> EipAddressId{};

  /// What CloneLoadBalancer answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(CloneLoadBalancer const*) {
  return {.kind = kind::async, .resource = {"LoadBalancerId"}};
}
/// The new instance, which only the finished task knows: `reply.ResourceId`.
constexpr bool task_names_resource(CloneLoadBalancer const*) { return true; }

/// Moves load balancers to another project.
///
/// Source: CLB API 3.0 (2018-03-17), ModifyLoadBalancersProject.
struct ModifyLoadBalancersProject {
  /// IDs of the load balancers to move.
  required<std::vector<std::string>> LoadBalancerIds;
  /// ID of the project to move them to.
  required<std::int64_t> ProjectId;

  /// What ModifyLoadBalancersProject answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(ModifyLoadBalancersProject const*) {
  return {.kind = kind::write, .resource = {"LoadBalancerIds"}, .batch = {"LoadBalancerIds", 20}};
}

/// Returns the ten load balancers of the account with the most outbound traffic;
/// a sub-account sees only the instances it is authorized for.
///
/// Source: CLB API 3.0 (2018-03-17), DescribeLoadBalancerTraffic.
struct DescribeLoadBalancerTraffic {
  /// Region of the load balancers, e.g. ap-guangzhou; all regions if left out.
  std::optional<std::string> LoadBalancerRegion{};

  /// What DescribeLoadBalancerTraffic answers.
  struct response {
    /// Load balancers in descending order of outbound bandwidth.
    std::vector<types::LoadBalancerTraffic> LoadBalancerTraffic{};
  };
};
constexpr descriptor describe(DescribeLoadBalancerTraffic const*) { return {}; }

/// Upgrades pay-as-you-go shared load balancers to LCU-supported ones.
///
/// There is no way back, and neither classic nor monthly-subscribed ones can be upgraded here.
/// Source: CLB API 3.0 (2018-03-17), ModifyLoadBalancerSla.
struct ModifyLoadBalancerSla {
  /// The load balancers and the specification each gets.
  required<std::vector<types::SlaUpdateParam>> LoadBalancerSla;
  /// Whether the upgrade is forced. Default: false.
  std::optional<bool> Force{};

  /// What ModifyLoadBalancerSla answers.
  struct response {
    /// Order that the change made.
    std::optional<std::string> DealName{};
  };
};
constexpr descriptor describe(ModifyLoadBalancerSla const*) {
  return {.kind = kind::write, .resource = {"LoadBalancerSla.LoadBalancerId"}};
}

/// Counts the load balancers: all of them, and those running, isolated or about to expire.
///
/// Source: CLB API 3.0 (2018-03-17), DescribeLoadBalancerOverview.
struct DescribeLoadBalancerOverview {
  /// What DescribeLoadBalancerOverview answers.
  struct response {
    /// Number of load balancers.
    std::optional<std::int64_t> TotalCount{};
    /// Number of running ones.
    std::optional<std::int64_t> RunningCount{};
    /// Number of isolated ones.
    std::optional<std::int64_t> IsolationCount{};
    /// Number of those about to expire.
    std::optional<std::int64_t> WillExpireCount{};
  };
};
constexpr descriptor describe(DescribeLoadBalancerOverview const*) { return {}; }

/// Lists idle load balancers: pay-as-you-go ones that within seven days after creation have no rules,
/// or no backends for their rules.
///
/// Source: CLB API 3.0 (2018-03-17), DescribeIdleLoadBalancers.
struct DescribeIdleLoadBalancers {
  /// Offset of the first result, default 0.
  std::optional<std::int64_t> Offset{};
  /// Results per page, default 20, at most 100.
  std::optional<std::int64_t> Limit{};
  /// Only load balancers of this region.
  std::optional<std::string> LoadBalancerRegion{};

  /// What DescribeIdleLoadBalancers answers.
  struct response {
    /// The idle load balancers.
    std::vector<types::IdleLoadBalancer> IdleLoadBalancers{};
    /// Number of idle load balancers.
    std::optional<std::int64_t> TotalCount{};
  };
};
constexpr descriptor describe(DescribeIdleLoadBalancers const*) {
  return {.pages = {.offset = "Offset",
                    .limit = "Limit",
                    .items = "IdleLoadBalancers",
                    .total = "TotalCount",
                    .maximum = 100}};
}

/// Tells whether operations on load balancers are barred.
///
/// Source: SDK metadata of 2026, CLB API 3.0 (2018-03-17), DescribeLBOperateProtect.
struct DescribeLBOperateProtect {
  /// IDs of the load balancers.
  required<std::vector<std::string>> LoadBalancerIds;

  /// What DescribeLBOperateProtect answers.
  struct response {
    /// Protection by load balancer.
    std::vector<types::LBOperateProtectInfo> LoadBalancerSet{};
  };
};
constexpr descriptor describe(DescribeLBOperateProtect const*) { return {}; }

/// Turns mixed IPv4 and IPv6 servers of load balancers on or off.
///
/// China site only.
/// Asynchronous: `call_and_wait` follows the task with DescribeTaskStatus.
/// Source: SDK metadata of 2026, CLB API 3.0 (2018-03-17), ModifyLoadBalancerMixIpTarget.
struct ModifyLoadBalancerMixIpTarget {
  /// IDs of the load balancers, at most 20.
  required<std::vector<std::string>> LoadBalancerIds;
  /// Whether the layer-7 listeners of an IPv6 full-chain load balancer take IPv4 and IPv6 servers together.
  required<bool> MixIpTarget;

  /// What ModifyLoadBalancerMixIpTarget answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(ModifyLoadBalancerMixIpTarget const*) {
  return {.kind = kind::async, .resource = {"LoadBalancerIds"}};
}

/// Renews prepaid load balancers.
///
/// Source: SDK metadata of 2026, CLB API 3.0 (2018-03-17), RenewLoadBalancers.
struct RenewLoadBalancers {
  /// IDs of the load balancers, at most 20.
  required<std::vector<std::string>> LoadBalancerIds;
  /// Length and renewal of the subscription.
  required<types::LBChargePrepaid> LBChargePrepaid;

  /// What RenewLoadBalancers answers.
  struct response {
    /// ID of the order.
    std::optional<std::string> DealName{};
  };
};
constexpr descriptor describe(RenewLoadBalancers const*) {
  return {.kind = kind::write, .resource = {"LoadBalancerIds"}};
}

/// Starts or stops a load balancer or some of its listeners.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeTaskStatus.
/// Source: SDK metadata of 2026, CLB API 3.0 (2018-03-17), SetLoadBalancerStartStatus.
struct SetLoadBalancerStartStatus {
  /// What to do: Start or Stop.
  required<std::string> OperationType;
  /// ID of the load balancer.
  required<std::string> LoadBalancerId;
  /// IDs of the listeners; without them the load balancer itself is meant.
  std::vector<std::string> ListenerIds{};

  /// What SetLoadBalancerStartStatus answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(SetLoadBalancerStartStatus const*) {
  return {.kind = kind::async, .resource = {"LoadBalancerId", "ListenerIds"}};
}

}  // namespace colb::inline COLB_ABI::tencent::clb
