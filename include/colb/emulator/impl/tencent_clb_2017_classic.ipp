// colb: Tencent CLB API 2017 in the emulator: instances, classic listeners and servers, certificates, tasks,
// prices and monitoring. Included in one translation unit; see src.hpp.
#pragma once

#include <algorithm>
#include <array>
#include <utility>

#include <colb/codec/json.hpp>
#include <colb/emulator/tencent_clb_2017.hpp>
#include <colb/tencent/clb_2017/backend.hpp>
#include <colb/tencent/clb_2017/certificate.hpp>
#include <colb/tencent/clb_2017/listener.hpp>
#include <colb/tencent/clb_2017/load_balancer.hpp>
#include <colb/tencent/clb_2017/monitor.hpp>
#include <colb/tencent/clb_2017/price.hpp>
#include <colb/tencent/clb_2017/task.hpp>

namespace colb::inline COLB_ABI::inner::emu::tencent {

// ---- instances
// -------------------------------------------------------------------------------------------------

std::string network_named(std::string const& parameter, std::int64_t number) {
  if (number == 2) return "OPEN";
  if (number == 3) return "INTERNAL";
  bad_value(parameter, "it has to be 2 (public) or 3 (private)");
}

std::string classic_domain(std::string const& prefix, std::string const& region) {
  return prefix + '.' + region + ".1251000011.clb.myqcloud.com";
}

bool domain_is_taken(clb_call& call, std::string const& domain) {
  auto const all = call.world.newest_first(call.region);
  return std::any_of(all.begin(), all.end(), [&](auto const* lb) { return lb->about.Domain == domain; });
}

void check_domain_prefix(std::optional<std::string> const& prefix) {
  if (!prefix) return;
  check_length("domainPrefix", prefix->size(), 1, 20);
  if (prefix->find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") != prefix->npos) {
    bad_value("domainPrefix", "it has to consist of lower-case letters, digits and -");
  }
}

void serve(clb_call& call, clb_2017::CreateLoadBalancer const& in,
           clb_2017::CreateLoadBalancer::response& out) {
  if (!in.loadBalancerType) missing("loadBalancerType");
  auto const type = network_named("loadBalancerType", *in.loadBalancerType);
  check_range("forward", in.forward, 0, 1);
  check_range("number", in.number, 1, 20);
  if (in.loadBalancerName) check_length("loadBalancerName", in.loadBalancerName->size(), 1, 50);
  check_domain_prefix(in.domainPrefix);
  bool const classic = in.forward.value_or(0) == 0;
  auto const number = in.number.value_or(1);
  check_quota(call, type, number);

  std::vector<std::string> ids;
  for (std::int64_t i = 0; i < number; ++i) {
    bool const named = number == 1 && in.loadBalancerName && !name_is_taken(call, *in.loadBalancerName);
    load_balancer& lb = call.world.make(call.region, type, classic);
    auto& about = lb.about;
    about.Status = 0;
    if (named) about.LoadBalancerName = in.loadBalancerName;
    if (in.projectId) about.ProjectId = in.projectId;
    if (in.vpcId && *in.vpcId != "0" && !in.vpcId->empty()) {
      about.VpcId = in.vpcId;
    } else {
      about.VpcId = "";
      about.NumericalVpcId = 0;
    }
    if (in.subnetId && !lb.open()) about.SubnetId = std::to_string(*in.subnetId);
    if (classic && lb.open()) {
      bool const wanted =
          in.domainPrefix && !domain_is_taken(call, classic_domain(*in.domainPrefix, call.region));
      about.Domain = classic_domain(wanted ? *in.domainPrefix : lb.id().substr(3) + "-0", call.region);
    }
    ids.push_back(lb.id());
  }
  auto const deal = call.start(creation(call, ids));
  out.dealIds = {deal};
  out.unLoadBalancerIds[deal] = std::move(ids);
}

clb_2017::types::LoadBalancer shown_2017(load_balancer const& lb) {
  auto const& a = lb.about;
  clb_2017::types::LoadBalancer row;
  row.loadBalancerId = row.unLoadBalancerId = lb.id();
  row.loadBalancerName = a.LoadBalancerName;
  row.loadBalancerType = lb.open() ? 2 : 3;
  row.forward = a.Forward;
  row.domain = a.Domain;
  row.loadBalancerVips = a.LoadBalancerVips;
  row.status = a.Status;
  row.createTime = a.CreateTime;
  row.statusTime = a.StatusTime;
  row.projectId = a.ProjectId;
  row.vpcId = a.NumericalVpcId;
  row.subnetId = codec::detail::parse_number<std::int64_t>(a.SubnetId.value_or("0")).value_or(0);
  row.openBgp = a.OpenBgp;
  row.snat = a.Snat;
  row.isolation = a.Isolation;
  row.log = a.Log;
  row.uniqVpcId = a.VpcId;
  return row;
}

void serve(clb_call& call, clb_2017::DescribeLoadBalancers const& in,
           clb_2017::DescribeLoadBalancers::response& out) {
  check_range("forward", in.forward, -1, 1);
  check_range("orderType", in.orderType, 0, 1);
  check_range("withRs", in.withRs, 0, 2);
  check_range("offset", in.offset, 0, INT64_MAX);
  check_range("limit", in.limit, 0, INT64_MAX);
  check_one_of("orderBy", in.orderBy, {"loadBalancerName", "createTime", "domain", "loadBalancerType"});
  auto const type =
      in.loadBalancerType ? network_named("loadBalancerType", *in.loadBalancerType) : std::string();

  auto const matches = [&](load_balancer& lb) {
    auto const& a = lb.about;
    bool ok = passes(in.loadBalancerIds, lb.id()) && (type.empty() || a.LoadBalancerType == type) &&
              (in.forward.value_or(-1) == -1 || in.forward == a.Forward) &&
              passes(in.loadBalancerName, a.LoadBalancerName) && passes(in.domain, a.Domain) &&
              passes(in.projectId, a.ProjectId) && passes(in.loadBalancerVips, vip_of(lb)) &&
              in.backendWanIps.empty() &&  // nothing in the emulator has one
              (in.backendLanIps.empty() || has_target_at(lb, in.backendLanIps));
    if (ok && in.withRs.value_or(2) != 2) ok = has_targets(lb) == (in.withRs == 1);
    if (ok && in.searchKey) {
      ok = a.LoadBalancerName->find(*in.searchKey) != std::string::npos ||
           a.Domain->find(*in.searchKey) != std::string::npos ||
           vip_of(lb).find(*in.searchKey) != std::string::npos;
    }
    return ok;
  };
  std::vector<clb_2017::types::LoadBalancer> all;
  for (auto* const lb : call.world.newest_first(call.region)) {
    if (matches(*lb)) all.push_back(shown_2017(*lb));
  }
  bool const descending = in.orderType.value_or(1) != 0;
  if (!in.orderBy || in.orderBy == "createTime") {
    if (!descending) std::reverse(all.begin(), all.end());
  } else {
    auto const key = [&](clb_2017::types::LoadBalancer const& lb) {
      if (in.orderBy == "domain") return *lb.domain;
      if (in.orderBy == "loadBalancerType") return std::to_string(*lb.loadBalancerType);
      return *lb.loadBalancerName;
    };
    std::stable_sort(all.begin(), all.end(), [&](auto const& a, auto const& b) {
      return descending ? key(b) < key(a) : key(a) < key(b);
    });
  }
  out.totalCount = static_cast<std::int64_t>(all.size());
  auto const from = std::min(in.offset.value_or(0), *out.totalCount);
  auto const to = from + std::min(in.limit.value_or(20), *out.totalCount - from);
  out.loadBalancerSet.assign(all.begin() + from, all.begin() + to);
}

void serve(clb_call& call, clb_2017::DeleteLoadBalancers const& in,
           clb_2017::DeleteLoadBalancers::response&) {
  hand_over(call, clb::DeleteLoadBalancer{.LoadBalancerIds = in.loadBalancerIds.value()});
}

/// What cloning leaves out on request.
void unbind_all(load_balancer& lb) {
  lb.classic_targets.clear();
  each_binding(lb, [](listener&, rule*, bindings& bound) { bound = {}; });
}

void serve(clb_call& call, clb_2017::CloneLB const& in, clb_2017::CloneLB::response& out) {
  check_one_of("cloneType", in.cloneType.value(), {"all", "onlyListener"});
  auto const before = call.world.load_balancers.size();
  hand_over(call, clb::CloneLoadBalancer{.LoadBalancerId = in.loadBalancerId.value(),
                                         .LoadBalancerName = "cloneFrom-" + in.loadBalancerId.value()});
  if (call.world.load_balancers.size() == before)
    refuse("FailedOperation", "The clone failed and was deleted.");
  load_balancer& clone = *call.world.newest_first(call.region).front();
  if (in.cloneType.value() == "onlyListener") unbind_all(clone);
  out.cloneLBId = clone.id();
}

void serve(clb_call& call, clb_2017::ModifyForwardLBName const& in,
           clb_2017::ModifyForwardLBName::response&) {
  load_balancer& lb = call.idle_balancer(in.loadBalancerId);
  if (lb.classic()) refuse("InvalidParameter", "The load balancer `" + lb.id() + "` is a classic one.");
  check_length("loadBalancerName", in.loadBalancerName->size(), 1, 20);
  change change;
  change.load_balancers = {lb.id()};
  change.effect = [&world = call.world, in](tick) {
    world.load_balancers.at(in.loadBalancerId).about.LoadBalancerName = in.loadBalancerName.value();
  };
  call.start(std::move(change));
}

void serve(clb_call& call, clb_2017::ModifyLoadBalancerAttributes const& in,
           clb_2017::ModifyLoadBalancerAttributes::response&) {
  load_balancer& lb = call.idle_balancer(in.loadBalancerId);
  if (in.loadBalancerName) check_length("loadBalancerName", in.loadBalancerName->size(), 1, 50);
  check_domain_prefix(in.domainPrefix);
  if (in.domainPrefix && !(lb.classic() && lb.open())) {
    bad_value("domainPrefix", "only public classic load balancers have a domain");
  }
  change change;
  change.load_balancers = {lb.id()};
  change.effect = [&world = call.world, in](tick at) {
    load_balancer& b = world.load_balancers.at(in.loadBalancerId);
    if (in.loadBalancerName) b.about.LoadBalancerName = in.loadBalancerName;
    if (in.domainPrefix) b.about.Domain = classic_domain(*in.domainPrefix, b.region);
    b.about.StatusTime = world.env.date_and_time(at);
  };
  call.start(std::move(change));
}

// ---- listeners of classic instances
// ------------------------------------------------------------------------------

std::vector<std::string> add_listeners(clb_call& call, load_balancer& lb, std::vector<listener> made) {
  std::vector<std::string> ids;
  load_balancer future = lb;
  for (auto const& one : made) {
    check_range("listeners.loadBalancerPort", one.port(), 1, 65535);
    check_port(future, one.port(), one.port(), one.protocol());
    future.listeners.push_back(one);
    ids.push_back(one.id());
  }
  auto const quota = call.world.env.options.quotas.listeners;
  if (static_cast<std::int64_t>(future.listeners.size()) > quota) {
    refuse("LimitExceeded", "The quota of listeners of a load balancer is " + std::to_string(quota) + ".");
  }
  change change;
  change.load_balancers = {lb.id()};
  change.effect = [&world = call.world, id = lb.id(), made = std::move(made)](tick at) {
    for (auto one : made) {
      one.about.CreateTime = world.env.date_and_time(at);
      world.load_balancers.at(id).listeners.push_back(std::move(one));
    }
  };
  call.start(std::move(change));
  return ids;
}

/// The word that spreads requests or connections: httpHash of HTTP and HTTPS, scheduler of TCP and UDP.
template <class Request>
std::optional<std::string> spread_of(Request const& in, bool layer_7) {
  auto const& word = layer_7 ? in.httpHash : in.scheduler;
  if (layer_7) {
    check_one_of("httpHash", word, {"wrr", "ip_hash", "least_conn"});
  } else {
    check_one_of("scheduler", word, {"wrr", "least_conn"});
  }
  return in_capitals(word);
}

void serve(clb_call& call, clb_2017::CreateLoadBalancerListeners const& in,
           clb_2017::CreateLoadBalancerListeners::response& out) {
  load_balancer& lb = classic_balancer(call, in.loadBalancerId);
  if (in.listeners->empty()) missing("listeners");
  std::vector<listener> made;
  for (auto const& spec : in.listeners.value()) {
    listener one = listener_of(call, spec);
    auto const& protocol = one.protocol();
    if (!lb.open() && one.has_rules())
      bad_value("listeners.protocol", "private load balancers take TCP and UDP only");
    check_range("listeners.instancePort", spec.instancePort.value(), 1, 65535);
    one.instance_port = spec.instancePort.value();
    check_session("listeners.", spec.sessionExpire);
    one.about.SessionExpireTime = spec.sessionExpire.value_or(0);
    auto const check = health_check_of(spec);
    check_health_settings("listeners.", check);
    one.about.HealthCheck = completed(check, protocol);
    one.about.Scheduler = spread_of(spec, one.has_rules()).value_or("WRR");
    auto const certificate = certificate_input_of(spec);
    if (protocol == "HTTPS" && !certificate) missing("listeners.SSLMode");
    if (protocol == "HTTPS")
      one.about.Certificate = certificate_of(call.world, "listeners.", certificate, std::nullopt);
    made.push_back(std::move(one));
  }
  out.listenerIds = add_listeners(call, lb, std::move(made));
}

/// What both layers of `Listener` and `CertListener` show.
template <class Row>
void show_listener(Row& row, listener const& l) {
  row.unListenerId = l.id();
  row.listenerName = l.about.ListenerName;
  row.loadBalancerPort = l.port();
  row.instancePort = l.instance_port;
  row.protocol = protocol_number(l.protocol());
  row.sessionExpire = l.about.SessionExpireTime;
  auto const check = completed(l.about.HealthCheck, l.protocol());
  row.healthSwitch = check.HealthSwitch;
  row.timeOut = check.TimeOut;
  row.intervalTime = check.IntervalTime;
  row.healthNum = check.HealthNum;
  row.unhealthNum = check.UnHealthNum;
  if (l.has_rules()) {
    row.httpHash = in_small_letters(l.about.Scheduler);
    row.httpCode = check.HttpCode;
  } else {
    row.scheduler = in_small_letters(l.about.Scheduler);
  }
  if (auto const& certificate = l.about.Certificate) {
    row.SSLMode = in_small_letters(certificate->SSLMode);
    row.certId = certificate->CertId;
    row.certCaId = certificate->CertCaId.value_or("");
  }
}

void serve(clb_call& call, clb_2017::DescribeLoadBalancerListeners const& in,
           clb_2017::DescribeLoadBalancerListeners::response& out) {
  std::optional<std::string> protocol;
  if (in.protocol) protocol = protocol_named("protocol", *in.protocol);
  for (auto const& one : classic_balancer(call, in.loadBalancerId).listeners) {
    bool const matches = passes(in.listenerIds, one.id()) && passes(protocol, one.about.Protocol) &&
                         passes(in.loadBalancerPort, one.about.Port) && in.status.value_or(1) == 1;
    if (!matches) continue;
    clb_2017::types::Listener row;
    show_listener(row, one);
    row.listenerId = one.id();
    if (one.has_rules()) row.httpCheckPath = completed(one.about.HealthCheck, one.protocol()).HttpCheckPath;
    row.status = 1;
    out.listenerSet.push_back(std::move(row));
  }
  out.totalCount = static_cast<std::int64_t>(out.listenerSet.size());
}

void serve(clb_call& call, clb_2017::DeleteLoadBalancerListeners const& in,
           clb_2017::DeleteLoadBalancerListeners::response&) {
  classic_balancer(call, in.loadBalancerId);
  if (in.listenerIds->empty()) missing("listenerIds");
  hand_over(call, clb::DeleteLoadBalancerListeners{.LoadBalancerId = in.loadBalancerId.value(),
                                                   .ListenerIds = in.listenerIds.value()});
}

void serve(clb_call& call, clb_2017::ModifyLoadBalancerListener const& in,
           clb_2017::ModifyLoadBalancerListener::response&) {
  load_balancer& lb = classic_balancer(call, in.loadBalancerId);
  listener const& old = world::get_listener(lb, in.listenerId);
  auto const check = health_check_of(in);
  check_health_settings("", check);
  check_session("", in.sessionExpire);
  auto const spread = spread_of(in, old.has_rules());
  auto const given = certificate_input_of(in);
  if (given && old.protocol() != "HTTPS") bad_value("SSLMode", "only HTTPS listeners have certificates");
  auto const certificate = certificate_of(call.world, "", given, std::nullopt);
  change change;
  change.load_balancers = {lb.id()};
  change.effect = [&world = call.world, in, check, spread, given, certificate](tick) {
    auto& about = world::get_listener(world.load_balancers.at(in.loadBalancerId), in.listenerId).about;
    if (in.listenerName) about.ListenerName = in.listenerName;
    if (in.sessionExpire) about.SessionExpireTime = in.sessionExpire;
    merge(about.HealthCheck, check);
    if (spread) about.Scheduler = spread;
    if (given) about.Certificate = certificate;
  };
  call.start(std::move(change));
}

// ---- servers of classic instances
// --------------------------------------------------------------------------------

void serve(clb_call& call, clb_2017::RegisterInstancesWithLoadBalancer const& in,
           clb_2017::RegisterInstancesWithLoadBalancer::response&) {
  std::vector<types::ClassicalTargetInfo> targets;
  for (auto const& server : in.backends.value()) {
    targets.push_back({.InstanceId = server.instanceId.value(), .Weight = server.weight});
  }
  hand_over(call, clb::RegisterTargetsWithClassicalLB{.LoadBalancerId = in.loadBalancerId.value(),
                                                      .Targets = targets});
}

void serve(clb_call& call, clb_2017::DescribeLoadBalancerBackends const& in,
           clb_2017::DescribeLoadBalancerBackends::response& out) {
  for (auto const& server : classic_balancer(call, in.loadBalancerId).classic_targets) {
    clb_2017::types::Backend row;
    row.instanceId = "qcvm" + server.instance_id;
    row.unInstanceId = server.instance_id;
    row.weight = server.weight;
    row.instanceName = server.instance_id;
    row.lanIp = server.address;
    row.instanceStatus = 2;
    out.backendSet.push_back(std::move(row));
  }
  out.totalCount = static_cast<std::int64_t>(out.backendSet.size());
}

void require_server(load_balancer const& lb, std::string const& id) {
  if (std::none_of(lb.classic_targets.begin(), lb.classic_targets.end(),
                   [&](backend const& b) { return b.instance_id == id; })) {
    refuse("ResourceNotFound", "The server `" + id + "` is not bound to `" + lb.id() + "`.");
  }
}

void serve(clb_call& call, clb_2017::ModifyLoadBalancerBackends const& in,
           clb_2017::ModifyLoadBalancerBackends::response&) {
  load_balancer& lb = classic_balancer(call, in.loadBalancerId);
  for (auto const& server : in.backends.value()) {
    check_range("backends.weight", server.weight.value(), 0, 100);
    require_server(lb, server.instanceId);
  }
  change change;
  change.load_balancers = {lb.id()};
  change.effect = [&world = call.world, in](tick) {
    for (auto& bound : world.load_balancers.at(in.loadBalancerId).classic_targets) {
      for (auto const& server : in.backends.value()) {
        if (server.instanceId.value() == bound.instance_id) bound.weight = server.weight.value();
      }
    }
  };
  call.start(std::move(change));
}

void serve(clb_call& call, clb_2017::DeregisterInstancesFromLoadBalancer const& in,
           clb_2017::DeregisterInstancesFromLoadBalancer::response&) {
  std::vector<std::string> ids;
  load_balancer const& lb = classic_balancer(call, in.loadBalancerId);
  for (auto const& server : in.backends.value()) {
    auto const& id = server.instanceId.value();
    ids.push_back(id.starts_with("qcvm") ? id.substr(4) : id);
    require_server(lb, ids.back());
  }
  hand_over(call, clb::DeregisterTargetsFromClassicalLB{.LoadBalancerId = in.loadBalancerId.value(),
                                                        .InstanceIds = ids});
}

void serve(clb_call& call, clb_2017::DescribeLBHealthStatus const& in,
           clb_2017::DescribeLBHealthStatus::response& out) {
  load_balancer& lb = classic_balancer(call, in.loadBalancerId);
  if (in.listenerId) world::get_listener(lb, *in.listenerId);
  for (auto const& one : lb.listeners) {
    if (in.listenerId && one.id() != *in.listenerId) continue;
    for (auto const& server : lb.classic_targets) {
      clb_2017::types::BackendHealth row;
      row.ip = server.address;
      row.protocol = one.protocol();
      row.port = one.instance_port;
      row.vport = one.port();
      row.healthStatus = call.world.is_healthy(server) ? 1 : 0;
      out.data.push_back(std::move(row));
    }
  }
}

// ---- certificates
// ----------------------------------------------------------------------------------------------

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

// ---- tasks
// -----------------------------------------------------------------------------------------------------

void serve(clb_call& call, clb_2017::DescribeLoadBalancersTaskResult const& in,
           clb_2017::DescribeLoadBalancersTaskResult::response& out) {
  task const* const found = call.world.find_task(std::to_string(in.requestId.value()));
  if (!found)
    refuse("ResourceNotFound", "The task " + std::to_string(in.requestId.value()) + " does not exist.");
  out.data.emplace();
  out.data->status = found->state == task_state::succeeded ? 0 : found->state == task_state::failed ? 1 : 2;
}

// ---- what has a shape but no state
// -------------------------------------------------------------------------------

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
// --------------------------------------------------------------------------------------------------

std::span<clb_operation const> clb_2017_classic_operations() {
  constexpr auto shape_only = emulator::coverage_kind::documented_shape;
  static constexpr std::array operations{operation_2017<clb_2017::CreateLoadBalancer>(),
                                         operation_2017<clb_2017::DescribeLoadBalancers>(),
                                         operation_2017<clb_2017::DeleteLoadBalancers>(),
                                         operation_2017<clb_2017::CloneLB>(),
                                         operation_2017<clb_2017::ModifyForwardLBName>(),
                                         operation_2017<clb_2017::ModifyLoadBalancerAttributes>(),
                                         operation_2017<clb_2017::CreateLoadBalancerListeners>(),
                                         operation_2017<clb_2017::DescribeLoadBalancerListeners>(),
                                         operation_2017<clb_2017::DeleteLoadBalancerListeners>(),
                                         operation_2017<clb_2017::ModifyLoadBalancerListener>(),
                                         operation_2017<clb_2017::RegisterInstancesWithLoadBalancer>(),
                                         operation_2017<clb_2017::DescribeLoadBalancerBackends>(),
                                         operation_2017<clb_2017::ModifyLoadBalancerBackends>(),
                                         operation_2017<clb_2017::DeregisterInstancesFromLoadBalancer>(),
                                         operation_2017<clb_2017::DescribeLBHealthStatus>(),
                                         operation_2017<clb_2017::ReplaceCert>(),
                                         operation_2017<clb_2017::GetCertListWithLoadBalancer>(),
                                         operation_2017<clb_2017::DescribeLoadBalancersTaskResult>(),
                                         operation_2017<clb_2017::InquiryLBPrice>(shape_only),
                                         operation_2017<clb_2017::InquiryLBPriceAll>(shape_only),
                                         operation_2017<clb_2017::GetMonitorData>(shape_only),
                                         operation_2017<clb_2017::DescribeLoadBalancerLog>(shape_only)};
  return operations;
}

}  // namespace colb::inline COLB_ABI::inner::emu::tencent
