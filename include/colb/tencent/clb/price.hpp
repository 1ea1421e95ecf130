// colb: prices of Tencent CLB API 3.0.
#pragma once

#include <colb/tencent/clb/types.hpp>

namespace colb::inline COLB_ABI::tencent::clb {

/// Asks for the price of creating a load balancer with a given configuration.
///
/// Source: CLB API 3.0 (2018-03-17), InquiryPriceCreateLoadBalancer.
struct InquiryPriceCreateLoadBalancer {
  /// Network type to price: OPEN (public network) or INTERNAL (private network).
  required<std::string> LoadBalancerType;
  /// Billing mode to price: POSTPAID (pay as you go).
  /// PREPAID (monthly subscription) occurs only in an example.
  required<std::string> LoadBalancerChargeType;
  /// Reserved; one example gives the number of months here for PREPAID.
  std::optional<types::LBChargePrepaid> LoadBalancerChargePrepaid{};
  /// Network billing mode to price.
  std::optional<types::InternetAccessible> InternetAccessible{};
  /// Number of load balancers to price; default 1.
  std::optional<std::int64_t> GoodsNum{};
  /// Availability zone, e.g. ap-guangzhou-1.
  std::optional<std::string> ZoneId{};
  /// Performance specification of an LCU-supported instance:
  /// a name such as clb.c3.small for a monthly subscription, SLA for pay as you go.
  std::optional<std::string> SlaType{};
  /// IP version: IPV4 (default), IPV6 (NAT64) or IPV6FullChain (native IPv6).
  std::optional<std::string> AddressIPVersion{};
  /// ISP of the VIP: CMCC, CUCC or CTCC (beta, some regions only, needs static single-line IPs and network
  /// billing BANDWIDTH_PACKAGE); BGP if left out. DescribeResources lists what a region offers.
  std::optional<std::string> VipIsp{};

  /// What InquiryPriceCreateLoadBalancer answers.
  struct response {
    /// Price of the given configuration.
    std::optional<types::Price> Price{};
  };
};
constexpr descriptor describe(InquiryPriceCreateLoadBalancer const*) { return {}; }

/// Asks for the price of changing the bandwidth specification of a load balancer.
///
/// Source: CLB API 3.0 (2018-03-17), InquiryPriceModifyLoadBalancer.
struct InquiryPriceModifyLoadBalancer {
  /// ID of the load balancer.
  required<std::string> LoadBalancerId;
  /// Bandwidth specification to change to.
  required<types::InternetAccessible> InternetAccessible;

  /// What InquiryPriceModifyLoadBalancer answers.
  struct response {
    /// Price of the change.
    std::optional<types::Price> Price{};
  };
};
constexpr descriptor describe(InquiryPriceModifyLoadBalancer const*) { return {}; }

/// Asks for the price of renewing a load balancer; prepaid instances only.
///
/// Source: CLB API 3.0 (2018-03-17), InquiryPriceRenewLoadBalancer.
struct InquiryPriceRenewLoadBalancer {
  /// ID of the load balancer.
  required<std::string> LoadBalancerId;
  /// Period to renew for.
  required<types::LBChargePrepaid> LoadBalancerChargePrepaid;

  /// What InquiryPriceRenewLoadBalancer answers.
  struct response {
    /// Price of the renewal.
    std::optional<types::Price> Price{};
  };
};
constexpr descriptor describe(InquiryPriceRenewLoadBalancer const*) { return {}; }

/// Queries how much is refunded when a load balancer is returned.
///
/// Source: CLB API 3.0 (2018-03-17), InquiryPriceRefundLoadBalancer.
struct InquiryPriceRefundLoadBalancer {
  /// Load balancer ID.
  required<std::string> LoadBalancerId;

  /// What InquiryPriceRefundLoadBalancer answers.
  struct response {
    /// The price (refund) of the load balancer.
    std::optional<types::Price> Price{};
  };
};
constexpr descriptor describe(InquiryPriceRefundLoadBalancer const*) { return {}; }

}  // namespace colb::inline COLB_ABI::tencent::clb
