// colb: Capital Online in the emulator: listeners of VPC load balancers and the ports behind them. Included
// in one translation unit; see src.hpp.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <colb/capitalonline/lb/vpc_listener.hpp>
#include <colb/capitalonline/lb/vpc_rs_port.hpp>
#include <colb/emulator/capitalonline.hpp>

namespace colb::inline COLB_ABI::inner::emu::capitalonline {

// ---- listeners

void serve(call& call, lb::DescribeVpcSlbListenCreateInfo const& in,
           lb::DescribeVpcSlbListenCreateInfo::response& out) {
  vpc_balancer const& slb = call.world.get_vpc_balancer(in.SlbId);
  out.Data.emplace();
  out.Data->SlbAclList = slb.acls;
  out.Data->SlbVipList = slb.vips;
}

/// @param before What the listener has already: what is not given stays.
void check_health_check(std::optional<types::VpcSlbHealthCheck> const& check,
                        std::optional<types::VpcSlbHealthCheck> const& before) {
  if (!check) return;
  auto const protocol = check->Protocol ? check->Protocol : before ? before->Protocol : std::nullopt;
  if (protocol == "HTTP") check_range("HealthCheckInfo.StatusCode", check->StatusCode, 100, 599);
  for (auto const& [name, value] : {std::pair("HealthCheckInfo.Virtualhost", &check->Virtualhost),
                                    std::pair("HealthCheckInfo.Path", &check->Path)}) {
    if (protocol == "TCP" && !value->value_or("").empty()) bad_value(name, "it is for checks over HTTP only");
  }
}

template <class Request>
void check_listener(vpc_balancer const& slb, Request const& in,
                    std::optional<types::VpcSlbHealthCheck> const& before = std::nullopt) {
  check_given("ListenName", in.ListenName);
  check_health_check(in.HealthCheckInfo, before);
  auto const acl = in.AclId.value_or("");
  auto const is_it = [&](auto const& each) { return each.AclId == acl; };
  if (!acl.empty() && std::none_of(slb.acls.begin(), slb.acls.end(), is_it)) not_found("ACL", acl);
}

/// What can be changed later.
template <class Request>
void set_listener(types::VpcSlbListen& about, Request const& in) {
  about.ListenName = in.ListenName.value();
  about.AclId = in.AclId.value_or(about.AclId.value_or(""));
  about.ListenTimeout = in.ListenTimeout.value_or(about.ListenTimeout.value_or(0));
  about.Scheduler = in.Scheduler.value();
  emu::merge(about.HealthCheckInfo, in.HealthCheckInfo);
}

void serve(call& call, lb::CreateVpcSLBListen const& in, lb::CreateVpcSLBListen::response& out) {
  world& world = call.world;
  vpc_balancer& slb = world.get_vpc_balancer(in.SlbId);
  check_listener(slb, in);
  bool const known = std::any_of(slb.vips.begin(), slb.vips.end(), [&](auto const& vip) {
    return vip.Vip == in.Vip.value() && vip.VipId == in.VipId.value() && vip.VipType == in.VipType.value();
  });
  if (!known) bad_value("Vip", "Vip, VipId and VipType have to be those of DescribeVpcSlbListenCreateInfo");
  for (auto const& other : slb.listeners) {
    bool const taken = other.about.Vip == in.Vip.value() && other.about.ListenPort == in.ListenPort.value() &&
                       other.about.ListenProtocol == in.ListenProtocol.value();
    if (taken) bad_value("ListenPort", "the port is taken");
  }
  auto const quota = world.env.options.quotas.listeners;
  if (static_cast<std::int64_t>(slb.listeners.size()) >= quota) {
    refuse("QuotaExceeded", "There may be " + std::to_string(quota) + " listeners.");
  }

  world.require_idle({in.SlbId});

  vpc_listener made;
  auto const id = world.new_id();
  made.about.ListenId = id;
  made.about.Vip = in.Vip.value();
  made.about.VipId = in.VipId.value();
  made.about.VipType = in.VipType.value();
  made.about.ListenProtocol = in.ListenProtocol.value();
  made.about.ListenPort = in.ListenPort.value();
  set_listener(made.about, in);
  slb.listeners.push_back(std::move(made));

  change change;
  change.resource = id;
  change.locks = {in.SlbId};
  change.effect = [&world, id](tick) { world.get_listener(id).second->ready = true; };
  change.undo = [&slb, id] {
    std::erase_if(slb.listeners, [&](auto const& l) { return l.about.ListenId == id; });
  };
  call.start(std::move(change), delivered);
  out.Data.emplace();
  if (world.env.options.ids_at_once) out.Data->ListenId = id;
}

void serve(call& call, lb::DeleteVpcSLBListen const& in, lb::DeleteVpcSLBListen::response&) {
  if (in.ListenIds->empty()) missing("ListenIds");
  std::set<std::string> slbs;
  for (auto const& id : in.ListenIds.value()) slbs.insert(*call.world.get_listener(id).first->about.Id);
  change change;
  change.resource = in.ListenIds->front();
  change.locks.assign(slbs.begin(), slbs.end());
  change.effect = [&world = call.world, ids = in.ListenIds.value()](tick) {
    for (auto& [id, slb] : world.vpc_balancers) {
      std::erase_if(slb.listeners,
                    [&](auto const& listener) { return contains(ids, *listener.about.ListenId); });
    }
  };
  call.start(std::move(change), "\u5220\u9664\u4efb\u52a1\u5df2\u4e0b\u53d1\u6210\u529f");
}

void serve(call& call, lb::UpdateVpcSLBListen const& in, lb::UpdateVpcSLBListen::response&) {
  auto const [slb, listener] = call.world.get_listener(in.ListenId);
  check_listener(*slb, in, listener->about.HealthCheckInfo);
  change change;
  change.resource = in.ListenId;
  change.locks = {*slb->about.Id};
  change.effect = [&world = call.world, in](tick) {
    set_listener(world.get_listener(in.ListenId).second->about, in);
  };
  call.start(std::move(change), delivered);
}

bool passes(world const& world, rs_port const& port) {
  auto const& about = port.about;
  return world.env.ticks() >= port.checked &&
         !world.never_healthy({*about.ResourceId, *about.LanIp, *about.WanIp});
}

void serve(call& call, lb::DescribeVpcSlbListenList const& in, lb::DescribeVpcSlbListenList::response& out) {
  vpc_balancer const& slb = call.world.get_vpc_balancer(in.SlbId);
  auto& data = out.Data.emplace();
  for (auto const& listener : slb.listeners) {
    auto const& about = listener.about;
    types::VpcSlbListenItem row;
    row.ListenId = about.ListenId;
    row.ListenName = about.ListenName;
    row.ListenVip = about.Vip;
    row.ListenPort = std::to_string(*about.ListenPort);
    row.ListenProtocol = about.ListenProtocol;
    row.Scheduler = about.Scheduler;
    row.SchedulerCn = about.Scheduler == "rr"    ? "\u8f6e\u8be2"
                      : about.Scheduler == "wrr" ? "\u52a0\u6743\u8f6e\u8be2"
                                                 : "\u4e00\u81f4\u6027\u54c8\u5e0c";
    row.Status = listener.ready ? "ok" : "building";
    row.StatusCn = listener.ready ? "\u6b63\u5e38" : "\u521b\u5efa\u4e2d";
    row.CheckInfo.emplace();
    row.CheckInfo->Ok = std::count_if(listener.ports.begin(), listener.ports.end(),
                                      [&](auto const& port) { return passes(call.world, port); });
    row.CheckInfo->Error = static_cast<std::int64_t>(listener.ports.size()) - *row.CheckInfo->Ok;
    data.ListenList.push_back(std::move(row));
  }
  data.Total = static_cast<std::int64_t>(slb.listeners.size());
}

void serve(call& call, lb::QueryVpcSLBListen const& in, lb::QueryVpcSLBListen::response& out) {
  out.Data = call.world.get_listener(in.ListenId).second->about;
}

// ---- server ports

void serve(call& call, lb::DescribeVpcSlbListenRsInfo const& in,
           lb::DescribeVpcSlbListenRsInfo::response& out) {
  check_given("VpcId", in.VpcId);
  out.Data = call.world.servers(in.VpcId);
}

rs_port port_of(world& world, vpc_balancer const& slb, types::VpcSlbRs const& wanted) {
  auto const servers = world.servers(*slb.about.VpcId);
  auto const server = std::find_if(servers.begin(), servers.end(),
                                   [&](auto const& s) { return s.vm_id == wanted.VmId.value(); });
  if (server == servers.end()) not_found("server", wanted.VmId);
  rs_port made;
  made.about.RsPortId = world.new_id();
  made.about.ResourceId = server->vm_id;
  made.about.ResourceName = server->vm_name;
  made.about.VmType = "\u4e91\u670d\u52a1\u5668";
  made.about.LanIp = server->vm_private_ip;
  made.about.WanIp = server->vm_public_ip;
  made.about.Port = wanted.Port.value();
  made.about.Weight = wanted.Weight.value();
  made.about.Status = "ok";
  made.about.StatusZh = "\u6b63\u5e38";
  return made;
}

void serve(call& call, lb::CreateVpcSLBRsPort const& in, lb::CreateVpcSLBRsPort::response&) {
  world& world = call.world;
  auto const [slb, listener] = world.get_listener(in.ListenId);
  if (in.RsList->empty()) missing("RsList");
  std::set<std::pair<std::string, std::string>> taken;
  for (auto const& port : listener->ports) taken.emplace(*port.about.ResourceId, *port.about.Port);
  std::vector<rs_port> made;
  for (auto const& wanted : in.RsList.value()) {
    made.push_back(port_of(world, *slb, wanted));
    if (!taken.emplace(wanted.VmId, wanted.Port).second) bad_value("RsList", "a server's port comes twice");
  }
  auto const quota = world.env.options.quotas.targets;
  if (static_cast<std::int64_t>(taken.size()) > quota) {
    refuse("QuotaExceeded", "There may be " + std::to_string(quota) + " server ports.");
  }
  change change;
  change.resource = in.ListenId;
  change.locks = {*slb->about.Id};
  change.effect = [&world, id = in.ListenId.value(), made = std::move(made)](tick at) {
    auto& ports = world.get_listener(id).second->ports;
    for (rs_port port : made) {
      port.checked = at = later(at, world.env.options.health_time);
      ports.push_back(std::move(port));
    }
  };
  call.start(std::move(change), delivered);
}

struct found_port {
  vpc_balancer* slb = nullptr;
  vpc_listener* listener = nullptr;
  rs_port* port = nullptr;
};

found_port get_port(world& world, std::string const& id) {
  check_given("RsPortId", id);
  for (auto& [slb_id, slb] : world.vpc_balancers) {
    for (auto& listener : slb.listeners) {
      for (auto& port : listener.ports) {
        if (port.about.RsPortId == id) return {&slb, &listener, &port};
      }
    }
  }
  not_found("server port", id);
}

/// The listener and the load balancers of a change to these ports.
change change_of_ports(world& world, std::vector<std::string> const& ids) {
  std::set<std::string> slbs;
  for (auto const& id : ids) slbs.insert(*get_port(world, id).slb->about.Id);
  change change;
  change.resource = *get_port(world, ids.front()).listener->about.ListenId;
  change.locks.assign(slbs.begin(), slbs.end());
  return change;
}

void serve(call& call, lb::DeleteVpcSLBRsPort const& in, lb::DeleteVpcSLBRsPort::response&) {
  if (in.RsPortIds->empty()) missing("RsPortIds");
  auto change = change_of_ports(call.world, in.RsPortIds);
  change.effect = [&world = call.world, ids = in.RsPortIds.value()](tick) {
    for (auto& [slb_id, slb] : world.vpc_balancers) {
      for (auto& listener : slb.listeners) {
        std::erase_if(listener.ports, [&](auto const& port) { return contains(ids, *port.about.RsPortId); });
      }
    }
  };
  call.start(std::move(change), delivered);
}

void serve(call& call, lb::UpdateVpcSLBRsPort const& in, lb::UpdateVpcSLBRsPort::response&) {
  if (in.RsPortList->empty()) missing("RsPortList");
  std::vector<std::string> ids;
  for (auto const& update : in.RsPortList.value()) {
    auto const found = get_port(call.world, update.RsPortId);
    for (auto const& other : found.listener->ports) {
      bool const same =
          other.about.ResourceId == found.port->about.ResourceId && other.about.Port == update.Port.value();
      if (same && &other != found.port)
        bad_value("RsPortList.Port", "the server is bound with this port already");
    }
    ids.push_back(update.RsPortId);
  }
  auto change = change_of_ports(call.world, ids);
  change.effect = [&world = call.world, in](tick at) {
    for (auto const& update : in.RsPortList.value()) {
      auto& port = *get_port(world, update.RsPortId).port;
      if (port.about.Port != update.Port.value()) port.checked = later(at, world.env.options.health_time);
      port.about.Port = update.Port.value();
      port.about.Weight = update.Weight.value();
    }
  };
  call.start(std::move(change), delivered);
}

void serve(call& call, lb::QueryVpcSLBRsPort const& in, lb::QueryVpcSLBRsPort::response& out) {
  world const& world = call.world;
  auto& data = out.Data.emplace();
  for (auto const& port : call.world.get_listener(in.ListenId).second->ports) {
    auto shown = port.about;
    auto const has = [&](std::optional<std::string> const& text) {
      return text->find(in.Keyword.value()) != std::string::npos;
    };
    if (!has(shown.ResourceName) && !has(shown.LanIp) && !has(shown.WanIp)) continue;
    bool const ok = passes(world, port);
    bool const checked = world.env.ticks() >= port.checked;
    shown.CheckStatus = ok ? "ok" : checked ? "error" : "checking";
    shown.CheckStatusStr = ok ? "\u6b63\u5e38" : checked ? "\u5f02\u5e38" : "\u68c0\u67e5\u4e2d";
    data.RsPortList.push_back(std::move(shown));
  }
  data.Total = static_cast<std::int64_t>(data.RsPortList.size());
}

// ---- the list

std::span<operation const> vpc_listeners_operations() {
  constexpr auto made_up = emulator::coverage_kind::documented_shape;
  static constexpr operation all[] = {
      serves<lb::DescribeVpcSlbListenCreateInfo>("OK"),
      serves<lb::CreateVpcSLBListen>(),
      serves<lb::DeleteVpcSLBListen>(),
      serves<lb::UpdateVpcSLBListen>(),
      serves<lb::DescribeVpcSlbListenList>("OK"),
      serves<lb::QueryVpcSLBListen>(),
      serves<lb::DescribeVpcSlbListenRsInfo>("OK", made_up),
      serves<lb::CreateVpcSLBRsPort>(),
      serves<lb::DeleteVpcSLBRsPort>(),
      serves<lb::UpdateVpcSLBRsPort>(),
      serves<lb::QueryVpcSLBRsPort>(),
  };
  return all;
}

}  // namespace colb::inline COLB_ABI::inner::emu::capitalonline
