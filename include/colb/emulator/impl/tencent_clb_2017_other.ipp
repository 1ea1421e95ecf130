// colb: Tencent CLB API 2017 in the emulator: certificates, prices, monitoring and logs. Included in one
// translation unit; see src.hpp.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <colb/emulator/tencent_clb_2017.hpp>
#include <colb/tencent/clb_2017/certificate.hpp>
#include <colb/tencent/clb_2017/load_balancer.hpp>
#include <colb/tencent/clb_2017/monitor.hpp>
#include <colb/tencent/clb_2017/price.hpp>

namespace colb::inline COLB_ABI::inner::emu::tencent {

// ---- certificates

void serve(clb_call& call, clb_2017::ReplaceCert const& in, clb_2017::ReplaceCert::response&) {
  types::CertificateInput fresh;
  fresh.CertId = in.newCertId;
  fresh.CertContent = in.newCertContent;
  fresh.CertName = in.newCertName;
  fresh.CertKey = in.newCertKey;
  hand_over(call,
            clb::ReplaceCertForLoadBalancers{.OldCertificateId = in.oldCertId.value(), .Certificate = fresh});
}

void serve(clb_call& call, clb_2017::GetCertListWithLoadBalancer const& in,
           clb_2017::GetCertListWithLoadBalancer::response& out) {
  for (auto const& certificate : in.certIds.value()) {
    auto& users = out.certSet[certificate];
    for (auto const* const lb : call.world.newest_first(call.region)) {
      clb_2017::types::CertLoadBalancer row;
      for (auto const& one : lb->listeners) {
        auto const& used = one.about.Certificate;
        if (!used || (used->CertId != certificate && used->CertCaId != certificate)) continue;
        show_listener(row.listener.emplace_back(), one);
      }
      if (row.listener.empty()) continue;
      row.LBName = lb->about.LoadBalancerName;
      row.loadBalancerId = lb->id();
      row.region = call.region;
      users.push_back(std::move(row));
    }
  }
}

// ---- what has a shape but no state

void serve(clb_call&, clb_2017::InquiryLBPrice const& in, clb_2017::InquiryLBPrice::response& out) {
  out.price = network_named("loadBalancerType", in.loadBalancerType) == "OPEN" ? 2 : 0;
}

void serve(clb_call&, clb_2017::InquiryLBPriceAll const& in, clb_2017::InquiryLBPriceAll::response& out) {
  network_named("loadBalancerType", in.loadBalancerType);
  check_range("goodsNum", in.goodsNum, 1, 1000);
  auto& price = out.price.emplace().lbIdPrice.emplace();
  price.originalPrice = 0.003 * static_cast<double>(in.goodsNum.value_or(1));
  price.discountPrice = price.originalPrice;
}

void serve(clb_call& call, clb_2017::GetMonitorData const& in, clb_2017::GetMonitorData::response& out) {
  check_one_of("namespace", in.namespace_.value(), {"qce/lb_public", "qce/lb_private", "qce/loadbalance"});
  auto const period = in.period.value_or(300);
  if (period != 60 && period != 300) bad_value("period", "it has to be 60 or 300");
  if (in.dimensions->empty()) missing("dimensions");
  for (auto const& dimension : in.dimensions.value()) {
    check_one_of("dimensions.name", dimension.name.value(),
                 {"vip", "vpcId", "loadBalancerPort", "protocol", "lanIp", "port", "domain", "url"});
  }
  auto const today = call.world.env.date_and_time().substr(0, 10);
  out.startTime = in.startTime.value_or(today + " 00:00:00");
  out.endTime = in.endTime.value_or(call.world.env.date_and_time());
  if (*out.endTime < *out.startTime) bad_value("endTime", "it is before startTime");
  out.metricName = in.metricName.value();
  out.period = period;
  out.dataPoints.assign(static_cast<std::size_t>(3600 / period), 0.0);
}

void serve(clb_call& call, clb_2017::DescribeLoadBalancerLog const& in,
           clb_2017::DescribeLoadBalancerLog::response& out) {
  call.balancer(in.loadBalancerId);
  check_one_of("order", in.order, {"asc", "desc"});
  check_range("offset", in.offset, 0, 10'000);
  check_range("limit", in.limit, 0, 500);
  out.logInfo.emplace().total = 0;
}

// ---- the list

std::span<clb_operation const> clb_2017_other_operations() {
  constexpr auto made_up = emulator::coverage_kind::documented_shape;
  static constexpr clb_operation all[] = {
      operation_2017<clb_2017::ReplaceCert>(),
      operation_2017<clb_2017::GetCertListWithLoadBalancer>(),
      operation_2017<clb_2017::InquiryLBPrice>(made_up),
      operation_2017<clb_2017::InquiryLBPriceAll>(made_up),
      operation_2017<clb_2017::GetMonitorData>(made_up),
      operation_2017<clb_2017::DescribeLoadBalancerLog>(made_up),
  };
  return all;
}

}  // namespace colb::inline COLB_ABI::inner::emu::tencent
