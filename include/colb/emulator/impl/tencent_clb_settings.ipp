// colb: Tencent CLB API 3.0 in the emulator: logs, certificates and customised configurations. Included in
// one translation unit; see src.hpp.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <colb/emulator/tencent_clb.hpp>
#include <colb/tencent/clb/certificate.hpp>
#include <colb/tencent/clb/customized_config.hpp>
#include <colb/tencent/clb/log.hpp>

namespace colb::inline COLB_ABI::inner::emu::tencent {

// ---- logs

void serve(clb_call& call, clb::DescribeClsLogSet const&, clb::DescribeClsLogSet::response& out) {
  auto const& sets = call.world.log_sets;
  if (auto const found = sets.find("ACCESS"); found != sets.end()) out.LogsetId = found->second;
  if (auto const found = sets.find("HEALTH"); found != sets.end()) out.HealthLogsetId = found->second;
}

void serve(clb_call& call, clb::CreateClsLogSet const& in, clb::CreateClsLogSet::response& out) {
  auto const type = in.LogsetType.value_or("ACCESS");
  if (call.world.log_sets.contains(type))
    refuse("InvalidParameter", "The log set of type " + type + " exists already.");
  change change;
  out.LogsetId = call.world.new_id("logset-");
  change.effect = [&world = call.world, type, id = *out.LogsetId](tick) { world.log_sets[type] = id; };
  call.start(std::move(change));
}

void serve(clb_call& call, clb::CreateTopic const& in, clb::CreateTopic::response& out) {
  auto const type = in.TopicType.value_or("ACCESS");
  if (!call.world.log_sets.contains(type))
    refuse("FailedOperation", "The log set does not exist; create it first.");
  if (call.world.topics.contains(in.TopicName)) {
    refuse("InvalidParameterValue.Duplicate", "The log topic `" + in.TopicName.value() + "` exists already.");
  }
  change change;
  out.TopicId = call.world.new_id("topic-");
  change.effect = [&world = call.world, name = in.TopicName.value(), id = *out.TopicId](tick) {
    world.topics[name] = id;
  };
  call.start(std::move(change));
}

void serve(clb_call& call, clb::SetLoadBalancerClsLog const& in, clb::SetLoadBalancerClsLog::response&) {
  load_balancer& lb = call.balancer(in.LoadBalancerId);
  auto const type = in.LogType.value_or("ACCESS");
  auto const& sets = call.world.log_sets;
  auto const known = sets.find(type);
  if (!in.LogSetId->empty() && (known == sets.end() || known->second != in.LogSetId.value())) {
    bad_value("LogSetId", "there is no such log set");
  }
  auto const& topics = call.world.topics;
  if (!in.LogTopicId->empty() && std::none_of(topics.begin(), topics.end(), [&](auto const& topic) {
        return topic.second == in.LogTopicId.value();
      })) {
    bad_value("LogTopicId", "there is no such log topic");
  }
  change change;
  change.load_balancers = {lb.id()};
  change.effect = [&world = call.world, in, type](tick) {
    auto& about = world.load_balancers.at(in.LoadBalancerId).about;
    (type == "ACCESS" ? about.LogSetId : about.HealthLogSetId) = in.LogSetId.value();
    (type == "ACCESS" ? about.LogTopicId : about.HealthLogTopicId) = in.LogTopicId.value();
  };
  call.start(std::move(change));
}

// ---- certificates

void serve(clb_call& call, clb::ReplaceCertForLoadBalancers const& in,
           clb::ReplaceCertForLoadBalancers::response&) {
  auto const fresh = certificate_of(call.world, "", in.Certificate.value(), std::nullopt);
  auto const old = in.OldCertificateId.value();
  change change;
  for (auto& [id, lb] : call.world.load_balancers) {
    bool uses = false;
    each_certificate(lb, [&](types::CertificateOutput& c) {
      uses = uses || c.CertId == old || c.CertCaId == old || contains(c.ExtCertIds, old);
    });
    if (uses) change.load_balancers.push_back(id);
  }
  if (change.load_balancers.empty()) bad_value("OldCertificateId", "no load balancer uses it");
  change.effect = [&world = call.world, ids = change.load_balancers, old, fresh](tick) {
    for (auto const& id : ids) {
      each_certificate(world.load_balancers.at(id), [&](types::CertificateOutput& c) {
        if (c.CertId == old) c.CertId = fresh.CertId;
        if (c.CertCaId == old) c.CertCaId = fresh.CertCaId ? fresh.CertCaId : fresh.CertId;
        for (auto& extra : c.ExtCertIds) {
          if (extra == old) extra = *fresh.CertId;
        }
      });
    }
  };
  call.start(std::move(change));
}

void serve(clb_call& call, clb::DescribeLoadBalancerListByCertId const& in,
           clb::DescribeLoadBalancerListByCertId::response& out) {
  for (auto const& certificate : in.CertIds.value()) {
    types::CertIdRelatedWithLoadBalancers row;
    row.CertId = certificate;
    for (auto* const lb : call.world.newest_first(call.region)) {
      bool uses = false;
      each_certificate(*lb, [&](types::CertificateOutput& c) {
        uses = uses || c.CertId == certificate || c.CertCaId == certificate ||
               contains(c.ExtCertIds, certificate);
      });
      if (uses) row.LoadBalancers.push_back(lb->about);
    }
    out.CertSet.push_back(std::move(row));
  }
}

// ---- customised configurations

void serve(clb_call& call, clb::SetCustomizedConfigForLoadBalancer const& in,
           clb::SetCustomizedConfigForLoadBalancer::response& out) {
  auto const& operation = in.OperationType.value();
  auto& configs = call.world.configs;
  change change;
  if (operation == "ADD") {
    if (!in.ConfigName) missing("ConfigName");
    if (!in.ConfigContent) missing("ConfigContent");
    out.ConfigId = call.world.new_id("pz-");
  } else {
    if (!in.UconfigId) missing("UconfigId");
    if (!configs.contains(*in.UconfigId)) bad_value("UconfigId", "there is no such configuration");
    out.ConfigId = in.UconfigId;
  }
  if (operation == "DELETE" && !configs.at(*in.UconfigId).load_balancers.empty()) {
    refuse("FailedOperation", "The configuration `" + *in.UconfigId + "` is bound to load balancers.");
  }
  if (operation == "UPDATE" && !in.ConfigName && !in.ConfigContent) missing("ConfigContent");
  if (operation == "BIND" || operation == "UNBIND") {
    if (in.LoadBalancerIds.empty()) missing("LoadBalancerIds");
    call.world.all(call.region, in.LoadBalancerIds);
    change.load_balancers = in.LoadBalancerIds;
  }
  change.effect = [&world = call.world, in, id = *out.ConfigId](tick at) {
    auto const& what = in.OperationType.value();
    if (what == "DELETE") {
      world.configs.erase(id);
      return;
    }
    customized_config& config = world.configs[id];
    auto& about = config.about;
    about.UconfigId = id;
    about.ConfigType = "CLB";
    if (what == "ADD") about.CreateTimestamp = world.env.date_and_time(at);
    if (in.ConfigName) about.ConfigName = in.ConfigName;
    if (in.ConfigContent) about.ConfigContent = in.ConfigContent;
    if (what == "ADD" || what == "UPDATE") about.UpdateTimestamp = world.env.date_and_time(at);
    for (auto const& lb : in.LoadBalancerIds) {
      if (what != "BIND" && what != "UNBIND") break;
      std::erase(config.load_balancers, lb);
      if (what == "BIND") config.load_balancers.push_back(lb);
      world.load_balancers.at(lb).about.ConfigId = what == "BIND" ? id : "";
    }
  };
  call.start(std::move(change));
}

void serve(clb_call& call, clb::DescribeCustomizedConfigList const& in,
           clb::DescribeCustomizedConfigList::response& out) {
  check_filters(in.Filters, {"loadbalancer-id", "vip"});
  std::vector<types::ConfigListItem> all;
  for (auto const& [id, config] : call.world.configs) {
    std::vector<std::string> vips;
    for (auto const& lb : config.load_balancers) vips.push_back(vip_of(call.world.load_balancers.at(lb)));
    bool const matches =
        config.about.ConfigType == in.ConfigType.value() && passes(in.UconfigIds, id) &&
        (!in.ConfigName || config.about.ConfigName->find(*in.ConfigName) != std::string::npos) &&
        passes_filter(in.Filters, "loadbalancer-id", config.load_balancers) &&
        passes_filter(in.Filters, "vip", vips);
    if (matches) all.push_back(config.about);
  }
  out.TotalCount = static_cast<std::int64_t>(all.size());
  out.ConfigList = page_of(std::move(all), in.Offset, in.Limit);
}

void serve(clb_call& call, clb::DescribeCustomizedConfigAssociateList const& in,
           clb::DescribeCustomizedConfigAssociateList::response& out) {
  if (in.UconfigId && !call.world.configs.contains(*in.UconfigId))
    bad_value("UconfigId", "there is no such configuration");
  std::vector<types::BindDetailItem> all;
  for (auto const& [id, config] : call.world.configs) {
    if (in.UconfigId && id != *in.UconfigId) continue;
    for (auto const& place : config.places) {
      if (!in.Domain || place.Domain == in.Domain) all.push_back(place);
    }
    if (in.Domain) continue;  // whole load balancers are bound, not domains
    for (auto const& lb : config.load_balancers) {
      types::BindDetailItem item;
      item.LoadBalancerId = lb;
      item.UconfigId = id;
      all.push_back(std::move(item));
    }
  }
  out.TotalCount = static_cast<std::int64_t>(all.size());
  out.BindList = page_of(std::move(all), in.Offset, in.Limit);
}

// ---- the list

std::span<clb_operation const> clb_settings_operations() {
  static constexpr clb_operation all[] = {
      operation<clb::DescribeClsLogSet>(),
      operation<clb::CreateClsLogSet>(),
      operation<clb::CreateTopic>(),
      operation<clb::SetLoadBalancerClsLog>(),
      operation<clb::ReplaceCertForLoadBalancers>(),
      operation<clb::DescribeLoadBalancerListByCertId>(),
      operation<clb::SetCustomizedConfigForLoadBalancer>(),
      operation<clb::DescribeCustomizedConfigList>(),
      operation<clb::DescribeCustomizedConfigAssociateList>(),
  };
  return all;
}

}  // namespace colb::inline COLB_ABI::inner::emu::tencent
