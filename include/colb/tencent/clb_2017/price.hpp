// colb: prices of Tencent CLB API 2017.
#pragma once

#include <colb/tencent/clb_2017/types.hpp>

namespace colb::inline COLB_ABI::tencent::clb_2017 {

/// Tells what load balancer instances cost, in USD.
///
/// Only in the vendor's English document; the Chinese one has InquiryLBPrice instead.
/// Source: CLB API 2017 (v2), InquiryLBPriceAll.
struct InquiryLBPriceAll {
  /// Network to serve: 2 = public, 3 = private.
  required<std::int64_t> loadBalancerType;
  /// Billing of the instance: POSTPAID_BY_HOUR = pay as you go by the hour,
  /// the only value to pass (PREPAID appears in the vendor's example only).
  required<std::string> lbChargeType;
  /// Number of instances. Default: 1.
  std::optional<std::int64_t> goodsNum{};
  /// Billing and limit of the public traffic; needed for public instances.
  std::optional<types::InternetAccessible> internetAccessible{};
  /// ID of an existing instance; only for the price of a renewal or a change of configuration.
  std::optional<std::string> loadBalancerId{};
  /// Kind of price query (value 2; only in the vendor's example).
  std::optional<std::int64_t> inquiryType{};
  /// Terms of a prepaid purchase (only in the vendor's example).
  std::optional<types::LBChargePrepaid> lbChargePrepaid{};

  /// What InquiryLBPriceAll answers.
  struct response {
    /// Prices of the instances, in USD.
    std::optional<types::LBPrice> price{};
  };
};
constexpr descriptor describe(InquiryLBPriceAll const*) { return {.rate_limit = 0}; }

/// Tells what a load balancer instance costs per hour.
///
/// Only in the vendor's Chinese document (2018); the English one has InquiryLBPriceAll instead.
/// Source: CLB API 2017 (v2), InquiryLBPrice.
struct InquiryLBPrice {
  /// Network to serve: 2 = public, 3 = private.
  required<std::int64_t> loadBalancerType;

  /// What InquiryLBPrice answers.
  struct response {
    /// Price of the instance in fen (hundredths of a yuan) per hour.
    std::optional<std::int64_t> price{};
  };
};
constexpr descriptor describe(InquiryLBPrice const*) { return {.rate_limit = 0}; }

}  // namespace colb::inline COLB_ABI::tencent::clb_2017
