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
  if (!in.newCertId) {
    if (!in.newCertContent) missing("newCertContent");
    if (!in.newCertName) missing("newCertName");
  }
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
  if (network_named("loadBalancerType", in.loadBalancerType) == "OPEN" && !in.internetAccessible)
    missing("internetAccessible");
  auto& price = out.price.emplace().lbIdPrice.emplace();
  price.originalPrice = 0.003 * static_cast<double>(in.goodsNum.value_or(1));
  price.discountPrice = price.originalPrice;
}

void serve(clb_call& call, clb_2017::GetMonitorData const& in, clb_2017::GetMonitorData::response& out) {
  auto const period = in.period.value_or(300);
  if (in.dimensions->empty()) missing("dimensions");
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
  load_balancer const& lb = call.balancer(in.loadBalancerId);
  bool const logs = lb.open() && std::any_of(lb.listeners.begin(), lb.listeners.end(),
                                             [](listener const& one) { return one.has_rules(); });
  if (!logs) bad_value("loadBalancerId", "only public load balancers with HTTP or HTTPS listeners have logs");
  constexpr std::int64_t day = 86'400;
  auto const now = call.world.env.unix_time();
  auto const end = in.endTime.value_or(now);
  auto const start = in.startTime.value_or(end - 300);
  if (end < start) bad_value("endTime", "it is before startTime");
  if (end - start > day) bad_value("endTime", "the span is longer than a day");
  if (start < now - 3 * day) bad_value("startTime", "logs are kept for three days");
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
