// colb: load balancers of Alibaba Cloud SLB.
#pragma once

#include <colb/aliyun/slb/types.hpp>

namespace colb::inline COLB_ABI::aliyun::slb {

/// Creates a load balancer (billed from then on).
///
/// Without LoadBalancerSpec it is a shared-performance instance.
/// Source: SLB API (2014-05-15), CreateLoadBalancer.
struct CreateLoadBalancer {
  /// Region of the load balancer; ids come from DescribeRegions.
  /// Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the primary zone; zones come from DescribeZones.
  std::optional<std::string> MasterZoneId{};
  /// Id of the standby zone; zones come from DescribeZones.
  std::optional<std::string> SlaveZoneId{};
  /// Specification of a guaranteed-performance instance, as the region has them; shared performance without
  /// it. Values: slb.s1.small, slb.s2.small, slb.s2.medium, slb.s3.small, slb.s3.medium, slb.s3.large.
  std::optional<std::string> LoadBalancerSpec{};
  /// Name of the load balancer; the system gives one when left out. 2 to 128 letters or Chinese characters;
  /// must begin with a letter or a Chinese character; digits, '.', '_' and '-' may follow.
  std::optional<std::string> LoadBalancerName{};
  /// internet: a public IP is assigned and public requests are forwarded; intranet: a private IP is assigned
  /// and only private requests are forwarded.
  std::optional<std::string> AddressType{};
  /// Id of the VSwitch, required for a VPC instance; when given, AddressType defaults to intranet.
  std::optional<std::string> VSwitchId{};
  /// Billing of an Internet instance: paybybandwidth or paybytraffic. Default: paybytraffic.
  std::optional<std::string> InternetChargeType{};
  /// Peak bandwidth in Mbps of an Internet instance paid by bandwidth, shared by its listeners;
  /// not needed for paybytraffic. Range: 1-5000.
  std::optional<std::int64_t> Bandwidth{};
  /// Idempotency token, at most 64 ASCII characters, case-sensitive: the same token with the same parameters
  /// gives the first call's result, with others IdempotentParameterMismatch.
  std::optional<std::string> ClientToken{};
  /// Id of the enterprise resource group.
  std::optional<std::string> ResourceGroupId{};
  /// Private address wanted; it must lie in the VSwitch.
  std::optional<std::string> Address{};
  /// Kind of address. Values: ipv4, ipv6.
  std::optional<std::string> AddressIPVersion{};
  /// Whether the order of a subscription is paid at once (deprecated by the vendor). Default: false.
  std::optional<bool> AutoPay{};
  /// Whether it is protected from being deleted. Values: on, off.
  std::optional<std::string> DeleteProtection{};
  /// Length of the subscription, 1 to 9 months or 1 to 5 years (deprecated by the vendor).
  std::optional<std::int64_t> Duration{};
  /// How capacity is paid: PayBySpec by class, PayByCLCU by use.
  std::optional<std::string> InstanceChargeType{};
  /// Why, 1 to 80 characters, a letter first; only for ConsoleProtection.
  std::optional<std::string> ModificationProtectionReason{};
  /// ConsoleProtection: changes in the console are refused; NonProtection: they are not.
  std::optional<std::string> ModificationProtectionStatus{};
  /// How it is paid (deprecated by the vendor). Values: PayOnDemand, PrePay.
  std::optional<std::string> PayType{};
  /// Unit of Duration (deprecated by the vendor). Values: month, year.
  std::optional<std::string> PricingCycle{};
  /// Tags of the new load balancer. At most 20.
  std::vector<types::TagPair> Tag{};
  /// Id of the VPC.
  std::optional<std::string> VpcId{};

  /// What CreateLoadBalancer answers.
  struct response {
    /// Id of the new load balancer.
    std::optional<std::string> LoadBalancerId{};
    /// IP address assigned to it.
    std::optional<std::string> Address{};
    /// Id of its VPC.
    std::optional<std::string> VpcId{};
    /// Id of its VSwitch.
    std::optional<std::string> VSwitchId{};
    /// Primary zone.
    std::optional<std::string> MasterZoneId{};
    /// Standby zone.
    std::optional<std::string> SlaveZoneId{};
    /// Name of the load balancer.
    std::optional<std::string> LoadBalancerName{};
    /// Specification; empty when none was given (shared-performance instance).
    std::optional<std::string> LoadBalancerSpec{};
    /// Network type of the instance (classic; only in the vendor's example).
    std::optional<std::string> NetworkType{};
    /// Kind of address. Values: ipv4, ipv6.
    std::optional<std::string> AddressIPVersion{};
    /// Id of the order.
    std::optional<std::int64_t> OrderId{};
    /// Id of the resource group.
    std::optional<std::string> ResourceGroupId{};
  };
};
constexpr descriptor describe(CreateLoadBalancer const*) {
  return {.kind = kind::write, .rate_limit = 0, .client_token = "ClientToken"};
}

/// Changes how an Internet load balancer is billed: a new bandwidth peak takes effect at once, a change of
/// the billing type at the start of the next day.
///
/// Source: SLB API (2014-05-15), ModifyLoadBalancerInternetSpec.
struct ModifyLoadBalancerInternetSpec {
  /// Region of the load balancer; ids come from DescribeRegions.
  /// Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the load balancer.
  required<std::string> LoadBalancerId;
  /// Billing of the Internet instance; unchanged when left out. Values: paybybandwidth, paybytraffic.
  std::optional<std::string> InternetChargeType{};
  /// Peak bandwidth in Mbps when paid by bandwidth, shared by the listeners (the limit differs by region);
  /// not needed for paybytraffic. Range: 1-5000.
  std::optional<std::int64_t> Bandwidth{};
  /// Whether the order of a subscription is paid at once. Default: false.
  std::optional<bool> AutoPay{};

  /// What ModifyLoadBalancerInternetSpec answers.
  struct response {
    /// Id of the order.
    std::optional<std::int64_t> OrderId{};
  };
};
constexpr descriptor describe(ModifyLoadBalancerInternetSpec const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"LoadBalancerId"}};
}

/// Deletes a pay-as-you-go load balancer with its listeners and backend settings.
///
/// A prepaid one cannot be deleted; it is released when it expires.
/// Source: SLB API (2014-05-15), DeleteLoadBalancer.
struct DeleteLoadBalancer {
  /// Region of the load balancer; ids come from DescribeRegions.
  /// Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the load balancer.
  required<std::string> LoadBalancerId;

  /// What DeleteLoadBalancer answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(DeleteLoadBalancer const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"LoadBalancerId"}};
}

/// Enables or disables a load balancer.
///
/// Source: SLB API (2014-05-15), SetLoadBalancerStatus.
struct SetLoadBalancerStatus {
  /// Region id of the load balancer; ids come from DescribeRegions.
  /// Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the load balancer.
  required<std::string> LoadBalancerId;
  /// active: the listeners forward traffic (the state after creation); inactive: they do not. A load balancer
  /// whose listeners have all been deleted turns inactive by itself.
  required<std::string> LoadBalancerStatus;

  /// What SetLoadBalancerStatus answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(SetLoadBalancerStatus const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"LoadBalancerId"}};
}

/// Sets the name of a load balancer.
///
/// Source: SLB API (2014-05-15), SetLoadBalancerName.
struct SetLoadBalancerName {
  /// Region id of the load balancer; ids come from DescribeRegions.
  /// Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the load balancer.
  required<std::string> LoadBalancerId;
  /// New name. 2 to 128 letters or Chinese characters; must begin with a letter or a Chinese character;
  /// digits, '.', '_' and '-' may follow.
  required<std::string> LoadBalancerName;

  /// What SetLoadBalancerName answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(SetLoadBalancerName const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"LoadBalancerId"}};
}

/// Lists the load balancers of a region, filtered by any of the other parameters; it does not page.
///
/// Source: SLB API (2014-05-15), DescribeLoadBalancers.
struct DescribeLoadBalancers {
  /// Region of the load balancer; ids come from DescribeRegions.
  /// Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Up to 10 load balancer ids, separated by commas.
  std::optional<std::string> LoadBalancerId{};
  /// Up to 10 load balancer names, separated by commas.
  std::optional<std::string> LoadBalancerName{};
  /// Network type of the instance. Values: intranet, internet.
  std::optional<std::string> AddressType{};
  /// Network of a private instance: vpc or classic.
  std::optional<std::string> NetworkType{};
  /// Id of the VPC that the instance is in.
  std::optional<std::string> VpcId{};
  /// Id of the VSwitch that the instance is in.
  std::optional<std::string> VSwitchId{};
  /// Service address of the instance.
  std::optional<std::string> Address{};
  /// Private IPs of attached backend servers (ECS), separated by commas.
  std::optional<std::string> ServerIntranetAddress{};
  /// Billing of an Internet instance. Values: paybybandwidth, paybytraffic.
  std::optional<std::string> InternetChargeType{};
  /// Id of an attached backend server (ECS).
  std::optional<std::string> ServerId{};
  /// Id of the primary zone.
  std::optional<std::string> MasterZoneId{};
  /// Id of the standby zone; several zones are not offered to finance-cloud users.
  std::optional<std::string> SlaveZoneId{};
  /// Tags bound to the instance, sent as a JSON text ([{"TagKey":"k","TagValue":"v"}]); at most 10 in one
  /// call; TagValue must not begin with aliyun.
  std::vector<types::TagSpec> Tags{};
  /// Only those with addresses of this kind. Values: ipv4, ipv6.
  std::optional<std::string> AddressIPVersion{};
  /// Only load balancers in this state. Values: inactive, active, locked.
  std::optional<std::string> LoadBalancerStatus{};
  /// Page wanted, from 1; the answer is not paged unless it is given. `client.pages` gives it. Range: 1-1000.
  std::optional<std::int64_t> PageNumber{};
  /// Load balancers a page; only together with PageNumber. Range: 1-100.
  std::optional<std::int64_t> PageSize{};
  /// Only those paid like this. Values: PayOnDemand, PrePay.
  std::optional<std::string> PayType{};
  /// Only those of this resource group.
  std::optional<std::string> ResourceGroupId{};
  /// Only those that carry all these tags. At most 20.
  std::vector<types::TagPair> Tag{};

  /// What DescribeLoadBalancers answers.
  struct response {
    /// The load balancers found.
    std::optional<types::LoadBalancers> LoadBalancers{};
    /// Page returned; unset when the answer is not paged.
    std::optional<std::int64_t> PageNumber{};
    /// Load balancers a page.
    std::optional<std::int64_t> PageSize{};
    /// Number of load balancers that match.
    std::optional<std::int64_t> TotalCount{};
  };
};
constexpr descriptor describe(DescribeLoadBalancers const*) {
  return {.rate_limit = 0,
          .pages = {.offset = "PageNumber",
                    .limit = "PageSize",
                    .items = "LoadBalancers.LoadBalancer",
                    .total = "TotalCount",
                    .numbered = true,
                    .maximum = 100}};
}
constexpr auto json_text_fields(DescribeLoadBalancers const*) { return names("Tags"); }

/// Gives the details of one load balancer, with its listeners' ports and its backend servers.
///
/// Source: SLB API (2014-05-15), DescribeLoadBalancerAttribute.
struct DescribeLoadBalancerAttribute {
  /// Id of the load balancer.
  required<std::string> LoadBalancerId;
  /// Region of the load balancer; ids come from DescribeRegions.
  /// Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};

  /// What DescribeLoadBalancerAttribute answers.
  struct response {
    /// Id of the load balancer.
    std::optional<std::string> LoadBalancerId{};
    /// Id of its region.
    std::optional<std::string> RegionId{};
    /// Alias of its region, the one DescribeRegions returns.
    std::optional<std::string> RegionIdAlias{};
    /// Name of the load balancer.
    std::optional<std::string> LoadBalancerName{};
    /// active (as after creation), inactive (the listeners forward no traffic) or locked (unpaid,
    /// or locked by Alibaba Cloud).
    std::optional<std::string> LoadBalancerStatus{};
    /// Service address.
    std::optional<std::string> Address{};
    /// Network type of the instance (internet or intranet).
    std::optional<std::string> AddressType{};
    /// Network of a private instance (vpc or classic).
    std::optional<std::string> NetworkType{};
    /// VPC of a private instance.
    std::optional<std::string> VpcId{};
    /// VSwitch of a private instance.
    std::optional<std::string> VSwitchId{};
    /// Peak bandwidth in Mbps of an Internet instance paid by bandwidth.
    std::optional<std::int64_t> Bandwidth{};
    /// When it was created, e.g. 2018-02-09T02:35:33Z.
    std::optional<std::string> CreateTime{};
    /// Front-end ports in use.
    std::optional<types::ListenerPorts> ListenerPorts{};
    /// Front-end ports in use, with their protocols.
    std::optional<types::ListenerPortsAndProtocol> ListenerPortsAndProtocol{};
    /// Backend servers of the instance.
    std::optional<types::LoadBalancerBackendServers> BackendServers{};
    /// Id of the primary zone.
    std::optional<std::string> MasterZoneId{};
    /// Id of the standby zone.
    std::optional<std::string> SlaveZoneId{};
    /// Performance specification.
    std::optional<std::string> LoadBalancerSpec{};
    /// Creation time in milliseconds since 1970 (needs 64 bits; only in the vendor's example).
    std::optional<std::int64_t> CreateTimeStamp{};
    /// Billing of the Internet instance (paybytraffic; only in the vendor's example).
    std::optional<std::string> InternetChargeType{};
    /// Payment type (PayOnDemand; only in the vendor's example).
    std::optional<std::string> PayType{};
    /// Id of the enterprise resource group (only in the vendor's example).
    std::optional<std::string> ResourceGroupId{};
    /// When the instance ends, e.g. 2999-09-08T16:00:00Z (only in the vendor's example).
    std::optional<std::string> EndTime{};
    /// When the instance ends, in milliseconds since 1970 (needs 64 bits; only in the vendor's example).
    std::optional<std::int64_t> EndTimeStamp{};
    /// The same list as ListenerPortsAndProtocol under misspelt names (only in the vendor's example).
    std::optional<types::ListenerPortsAndProtocal> ListenerPortsAndProtocal{};
    /// Kind of address. Values: ipv4, ipv6.
    std::optional<std::string> AddressIPVersion{};
    /// When it is released by itself, milliseconds since 1970.
    std::optional<std::int64_t> AutoReleaseTime{};
    /// Whether it is protected from being deleted. Values: on, off.
    std::optional<std::string> DeleteProtection{};
    /// How capacity is charged.
    std::optional<std::string> InstanceChargeType{};
    /// Why it is protected.
    std::optional<std::string> ModificationProtectionReason{};
    /// ConsoleProtection: changes in the console are refused; NonProtection: they are not.
    std::optional<std::string> ModificationProtectionStatus{};
    /// Unit of the renewal period.
    std::optional<std::string> RenewalCycUnit{};
    /// Length of the renewal period.
    std::optional<std::int64_t> RenewalDuration{};
    /// Whether it renews itself.
    std::optional<std::string> RenewalStatus{};
    /// Its tags.
    std::optional<types::ResourceTags> Tags{};
  };
};
constexpr descriptor describe(DescribeLoadBalancerAttribute const*) { return {.rate_limit = 0}; }
/// As the document's table spells it.
constexpr auto aliases(DescribeLoadBalancerAttribute::response const*) {
  return also_called({{"VswitchId", "VSwitchId"}});
}

/// Changes the performance specification of a load balancer.
///
/// Going from shared to guaranteed may interrupt the service for 10 to 30 seconds.
/// Source: SLB API (2014-05-15), ModifyLoadBalancerInstanceSpec.
struct ModifyLoadBalancerInstanceSpec {
  /// Region of the load balancer; ids come from DescribeRegions.
  /// Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the load balancer.
  required<std::string> LoadBalancerId;
  /// New specification; which ones a region has differs. Values: slb.s1.small, slb.s2.small, slb.s2.medium,
  /// slb.s3.small, slb.s3.medium, slb.s3.large.
  required<std::string> LoadBalancerSpec;
  /// Whether the order of a subscription is paid at once. Default: false.
  std::optional<bool> AutoPay{};

  /// What ModifyLoadBalancerInstanceSpec answers.
  struct response {
    /// Id of the order.
    std::optional<std::int64_t> OrderId{};
  };
};
constexpr descriptor describe(ModifyLoadBalancerInstanceSpec const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"LoadBalancerId"}};
}

/// Turns a pay-as-you-go load balancer into a prepaid one.
///
/// Source: SLB API (2014-05-15), ModifyLoadBalancerPayType.
struct ModifyLoadBalancerPayType {
  /// Region of the load balancer; ids come from DescribeRegions.
  /// Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the load balancer.
  required<std::string> LoadBalancerId;
  /// Payment type to change to. Value: PrePay.
  required<std::string> PayType;
  /// Unit of the paid period. Values: year, month.
  required<std::string> PricingCycle;
  /// Length of the paid period: 1 to 9 for month, 1 to 3 for year.
  required<std::int64_t> Duration;
  /// Whether it is paid automatically. Default: false.
  std::optional<bool> AutoPay{};

  /// What ModifyLoadBalancerPayType answers.
  struct response {
    /// Id of the order.
    std::optional<std::int64_t> OrderId{};
  };
};
constexpr descriptor describe(ModifyLoadBalancerPayType const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"LoadBalancerId"}};
}

/// Changes how the capacity of a load balancer is paid: from class to use.
///
/// Source: SDK metadata of 2026, SLB API (2014-05-15), ModifyLoadBalancerInstanceChargeType.
struct ModifyLoadBalancerInstanceChargeType {
  /// Bandwidth cap in Mbps; without effect for PayByCLCU. Range: 1-5000.
  std::optional<std::int64_t> Bandwidth{};
  /// New way of paying for capacity: PayByCLCU (by use), the only one taken today, or PayBySpec (by class).
  required<std::string> InstanceChargeType;
  /// How traffic is paid: for PayByCLCU only paybytraffic, from the next midnight on.
  std::optional<std::string> InternetChargeType{};
  /// Id of the load balancer.
  required<std::string> LoadBalancerId;
  /// Specification of the instance, such as slb.s1.small; slb.lcu.elastic for PayByCLCU.
  std::optional<std::string> LoadBalancerSpec{};
  /// Region of the resource; ids come from DescribeRegions. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};

  /// What ModifyLoadBalancerInstanceChargeType answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(ModifyLoadBalancerInstanceChargeType const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"LoadBalancerId"}};
}

/// Protects a load balancer from being deleted, or ends that.
///
/// Source: SDK metadata of 2026, SLB API (2014-05-15), SetLoadBalancerDeleteProtection.
struct SetLoadBalancerDeleteProtection {
  /// Whether it is protected from being deleted. Values: on, off.
  required<std::string> DeleteProtection;
  /// Id of the load balancer.
  required<std::string> LoadBalancerId;
  /// Region of the resource; ids come from DescribeRegions. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};

  /// What SetLoadBalancerDeleteProtection answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(SetLoadBalancerDeleteProtection const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"LoadBalancerId"}};
}

/// Protects a load balancer from changes in the console, or ends that.
///
/// Source: SDK metadata of 2026, SLB API (2014-05-15), SetLoadBalancerModificationProtection.
struct SetLoadBalancerModificationProtection {
  /// Id of the load balancer.
  required<std::string> LoadBalancerId;
  /// Why, 1 to 80 characters, a letter first; only for ConsoleProtection.
  std::optional<std::string> ModificationProtectionReason{};
  /// ConsoleProtection: changes in the console are refused; NonProtection: they are not.
  required<std::string> ModificationProtectionStatus;
  /// Region of the resource; ids come from DescribeRegions. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};

  /// What SetLoadBalancerModificationProtection answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(SetLoadBalancerModificationProtection const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"LoadBalancerId"}};
}

}  // namespace colb::inline COLB_ABI::aliyun::slb
