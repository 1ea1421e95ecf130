// colb: Tencent CLB API 3.0 in the emulator: prices, quotas and resources. Included in one translation unit;
// see src.hpp.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <colb/emulator/tencent_clb.hpp>
#include <colb/tencent/clb/price.hpp>
#include <colb/tencent/clb/quota.hpp>

namespace colb::inline COLB_ABI::inner::emu::tencent {

// ---- prices, quotas, resources: made up

types::ItemPrice unit_price(double price, char const* unit) {
  types::ItemPrice item;
  item.UnitPrice = price;
  item.ChargeUnit = unit;
  item.UnitPriceDiscount = price;
  item.Discount = 100.0;
  return item;
}

types::ItemPrice total_price(double price) {
  types::ItemPrice item;
  item.OriginalPrice = price;
  item.DiscountPrice = price;
  return item;
}

void serve(clb_call&, clb::InquiryPriceCreateLoadBalancer const& in,
           clb::InquiryPriceCreateLoadBalancer::response& out) {
  auto const number = static_cast<double>(in.GoodsNum.value_or(1));
  out.Price.emplace();
  if (in.LoadBalancerChargeType.value() == "PREPAID") {
    auto const months = in.LoadBalancerChargePrepaid ? in.LoadBalancerChargePrepaid->Period.value_or(1) : 1;
    out.Price->InstancePrice = total_price(15 * number * static_cast<double>(months));
    return;
  }
  out.Price->InstancePrice = unit_price(0.02 * number, "HOUR");
  if (in.LoadBalancerType.value() == "OPEN") out.Price->BandwidthPrice = unit_price(0.12, "GB");
  if (in.SlaType) out.Price->LcuPrice = unit_price(0.01 * number, "HOUR");
}

void serve(clb_call& call, clb::InquiryPriceModifyLoadBalancer const& in,
           clb::InquiryPriceModifyLoadBalancer::response& out) {
  call.balancer(in.LoadBalancerId);
  out.Price.emplace().BandwidthPrice = unit_price(
      0.06 * static_cast<double>(in.InternetAccessible->InternetMaxBandwidthOut.value_or(1)), "HOUR");
}

void serve(clb_call& call, clb::InquiryPriceRenewLoadBalancer const& in,
           clb::InquiryPriceRenewLoadBalancer::response& out) {
  call.balancer(in.LoadBalancerId);
  out.Price.emplace().InstancePrice =
      total_price(15 * static_cast<double>(in.LoadBalancerChargePrepaid->Period.value_or(1)));
}

void serve(clb_call& call, clb::InquiryPriceRefundLoadBalancer const& in,
           clb::InquiryPriceRefundLoadBalancer::response& out) {
  call.balancer(in.LoadBalancerId);
  out.Price.emplace().InstancePrice = total_price(7.5);
}

void serve(clb_call& call, clb::DescribeQuota const&, clb::DescribeQuota::response& out) {
  auto const& quotas = call.world.env.options.quotas;
  auto const add = [&](char const* id, std::int64_t limit, std::optional<std::int64_t> current) {
    types::Quota quota;
    quota.QuotaId = id;
    quota.QuotaLimit = limit;
    quota.QuotaCurrent = current;
    out.QuotaSet.push_back(std::move(quota));
  };
  std::int64_t open = 0;
  std::int64_t internal = 0;
  for (auto const* const lb : call.world.newest_first(call.region)) ++(lb->open() ? open : internal);
  add("TOTAL_OPEN_CLB_QUOTA", quotas.load_balancers, open);
  add("TOTAL_INTERNAL_CLB_QUOTA", quotas.load_balancers, internal);
  add("TOTAL_LISTENER_QUOTA", quotas.listeners, std::nullopt);
  add("TOTAL_LISTENER_RULE_QUOTA", quotas.rules, std::nullopt);
  add("TOTAL_TARGET_BIND_QUOTA", quotas.targets, std::nullopt);
  add("TOTAL_SNAT_IP_QUOTA", quotas.snat_ips, std::nullopt);
  add("TOTAL_ISP_CLB_QUOTA", 3, 0);
}

void serve(clb_call& call, clb::DescribeResources const& in, clb::DescribeResources::response& out) {
  check_filters(in.Filters, {"zone", "isp", "master-zone", "ip-version"});
  std::vector<types::ZoneResource> all;
  for (char const* number : {"1", "2", "3"}) {
    types::ZoneResource zone;
    zone.MasterZone = call.region + '-' + number;
    zone.IPVersion = "IPv4";
    zone.ZoneRegion = call.region;
    zone.LocalZone = false;
    zone.EdgeZone = false;
    zone.ZoneResourceType = "SHARED";
    for (char const* isp : {"BGP", "CMCC", "CUCC", "CTCC"}) {
      if (!passes_filter(in.Filters, "isp", std::string(isp))) continue;
      types::Resource resource;
      resource.Isp = isp;
      resource.Type = {isp};
      types::ResourceAvailability available;
      available.Type = isp;
      available.Availability = "Available";
      resource.AvailabilitySet = {available};
      zone.ResourceSet.push_back(std::move(resource));
    }
    bool const matches = passes_filter(in.Filters, "zone", *zone.MasterZone) &&
                         passes_filter(in.Filters, "master-zone", *zone.MasterZone) &&
                         passes_filter(in.Filters, "ip-version", *zone.IPVersion) &&
                         !zone.ResourceSet.empty();
    if (matches) all.push_back(std::move(zone));
  }
  out.TotalCount = static_cast<std::int64_t>(all.size());
  out.ZoneResourceSet = page_of(std::move(all), in.Offset, in.Limit);
}

// ---- the list

std::span<clb_operation const> clb_prices_operations() {
  constexpr auto made_up = emulator::coverage_kind::documented_shape;
  static constexpr clb_operation all[] = {
      operation<clb::InquiryPriceCreateLoadBalancer>(made_up),
      operation<clb::InquiryPriceModifyLoadBalancer>(made_up),
      operation<clb::InquiryPriceRenewLoadBalancer>(made_up),
      operation<clb::InquiryPriceRefundLoadBalancer>(made_up),
      operation<clb::DescribeQuota>(),
      operation<clb::DescribeResources>(made_up),
  };
  return all;
}

}  // namespace colb::inline COLB_ABI::inner::emu::tencent
