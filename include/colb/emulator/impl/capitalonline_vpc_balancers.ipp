// colb: Capital Online in the emulator: VPC load balancers. Included in one translation unit; see src.hpp.
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

#include <colb/capitalonline/lb/vpc_slb.hpp>
#include <colb/emulator/capitalonline.hpp>
#include <colb/sign/canonical.hpp>

namespace colb::inline COLB_ABI::inner::emu::capitalonline {

// ---- load balancers

void set_name_and_size(types::VpcSlbDetail& about, std::string const& name, std::string const& net_type,
                       std::string const& size) {
  about.Name = name;
  about.NetType = net_type;
  about.NetTypeZh = net_type == "wan" ? "\u516c\u7f51" : "\u516c\u7f51\u548c\u5185\u7f51";
  about.ConfName = size == "slb.v1.small"    ? "\u6807\u51c6\u578bI"
                   : size == "slb.v1.medium" ? "\u6807\u51c6\u578bII"
                                             : "\u6807\u51c6\u578bIII";
  about.BillingSchemeName = "VPC-" + *about.ConfName + "-\u8d1f\u8f7d\u5747\u8861-\u6309\u9700\u8ba1\u8d39";
}

/// Gives the addresses that the network asks for and takes those that it no longer has.
void set_vips(world& world, vpc_balancer& slb) {
  auto const has = [&](std::string_view type) {
    return std::any_of(slb.vips.begin(), slb.vips.end(),
                       [&](auto const& vip) { return vip.VipType == type; });
  };
  auto const add = [&](std::string type, std::string address) {
    types::VpcSlbListenVip vip;
    vip.Vip = std::move(address);
    vip.VipId = world.new_id();
    vip.VipType = std::move(type);
    slb.vips.push_back(std::move(vip));
  };
  if (!has("wan_eip")) add("wan_eip", world.public_address());
  if (slb.about.NetType == "wan") {
    std::erase_if(slb.vips, [](auto const& vip) { return vip.VipType == "wan_lan"; });
  } else if (!has("wan_lan")) {
    add("wan_lan", world.private_address());
  }
  slb.about.VipList.clear();
  for (auto const& vip : slb.vips) {
    types::VpcSlbVip shown;
    shown.Address = vip.Vip;
    shown.Type = vip.VipType == "wan_eip" ? "public" : "private";
    slb.about.VipList.push_back(std::move(shown));
  }
}

void set_ok(types::VpcSlbDetail& about) {
  about.Status = "ok";
  about.StatusZh = "\u6b63\u5e38";
}

void serve(call& call, lb::CreateVpcSlb const& in, lb::CreateVpcSlb::response& out) {
  world& world = call.world;
  check_given("RegionCode", in.RegionCode);
  // CN_Hongkong and CN_HongKong: the document spells codes in both ways.
  if (!ascii_lowered(in.AvailableZoneCode.value()).starts_with(ascii_lowered(in.RegionCode.value()) + '_')) {
    bad_value("AvailableZoneCode", "it is no zone of RegionCode");
  }
  check_given("VpcId", in.VpcId);
  check_given("Name", in.Name);
  auto const quota = world.env.options.quotas.load_balancers;
  if (static_cast<std::int64_t>(world.vpc_balancers.size()) >= quota) {
    refuse("QuotaExceeded", "There may be " + std::to_string(quota) + " load balancers.");
  }

  auto const id = world.new_id();
  vpc_balancer& made = world.vpc_balancers[id];
  made.sequence = world.next_sequence();
  auto& about = made.about;
  about.Id = id;
  about.Status = "building";
  about.StatusZh = "\u521b\u5efa\u4e2d";
  about.RegionId = "region-" + in.RegionCode.value();
  about.RegionName = in.RegionCode.value();
  about.AzId = "az-" + in.AvailableZoneCode.value();
  about.AzName = in.AvailableZoneCode.value();
  about.VpcId = in.VpcId.value();
  about.VpcName = "vpc-" + in.VpcId.value();
  about.VpcSegments = "10.0.0.0/8";
  about.BillingMethod = "0";
  about.BillingSchemeId = world.new_id();
  about.BandwidthInfo.emplace();
  about.BandwidthInfo->Id = "";
  about.BandwidthInfo->Name = "";
  about.CreateTime = world.env.date_and_time();
  set_name_and_size(about, in.Name, in.NetType, in.ConfType);
  types::VpcSlbAcl acl;
  acl.AclId = world.new_id();
  acl.AclName = "default";
  made.acls = {std::move(acl)};

  change change;
  change.resource = id;
  change.effect = [&world, &made](tick) {
    set_vips(world, made);
    set_ok(made.about);
  };
  change.undo = [&world, id] { world.vpc_balancers.erase(id); };
  call.start(std::move(change), delivered);
  out.Data.emplace();
  if (world.env.options.ids_at_once) out.Data->SlbId = id;
}

void serve(call& call, lb::DeleteVpcSlb const& in, lb::DeleteVpcSlb::response& out) {
  vpc_balancer& slb = call.world.get_vpc_balancer(in.SlbId);
  change change;
  change.resource = in.SlbId;
  change.effect = [&world = call.world, id = in.SlbId.value()](tick) { world.vpc_balancers.erase(id); };
  change.undo = [&slb] { set_ok(slb.about); };
  call.start(std::move(change), delivered);
  slb.about.Status = "deleting";
  slb.about.StatusZh = "\u5220\u9664\u4e2d";
  out.Data.emplace();
  out.Data->msg = "task_id: " + *call.task_id;
  out.Data->status = 1;
}

bool listens_on(vpc_balancer const& slb, std::string_view vip_type) {
  return std::any_of(slb.listeners.begin(), slb.listeners.end(),
                     [&](auto const& listener) { return listener.about.VipType == vip_type; });
}

void serve(call& call, lb::UpdateVpcSlb const& in, lb::UpdateVpcSlb::response&) {
  vpc_balancer& slb = call.world.get_vpc_balancer(in.SlbId);
  check_given("Name", in.Name);
  if (in.NetType.value() == "wan" && listens_on(slb, "wan_lan")) {
    refuse("UnsupportedOperation", "A listener uses the private address.");
  }
  change change;
  change.resource = in.SlbId;
  change.effect = [&world = call.world, &slb, in](tick) {
    set_name_and_size(slb.about, in.Name, in.NetType, in.ConfType);
    set_vips(world, slb);
  };
  call.start(std::move(change), delivered);
}

types::VpcSlb listed(types::VpcSlbDetail const& about) {
  types::VpcSlb row;
  row.Id = about.Id;
  row.Name = about.Name;
  row.Status = about.Status;
  row.StatusZh = about.StatusZh;
  row.RegionId = about.RegionId;
  row.RegionName = about.RegionName;
  row.AzId = about.AzId;
  row.AzName = about.AzName;
  row.VpcId = about.VpcId;
  row.VpcName = about.VpcName;
  row.NetType = about.NetType;
  row.ConfName = about.ConfName;
  row.BandwidthId = about.BandwidthInfo->Id;
  row.BandwidthName = about.BandwidthInfo->Name;
  row.BillingMethod = about.BillingMethod;
  row.VipList = about.VipList;
  row.CreateTime = about.CreateTime;
  return row;
}

void serve(call& call, lb::DescribeVpcSlbListInfo const& in, lb::DescribeVpcSlbListInfo::response& out) {
  std::vector<vpc_balancer const*> found;
  for (auto const& [id, slb] : call.world.vpc_balancers) {
    bool const here = !in.VpcId || in.VpcId->empty() || slb.about.VpcId == in.VpcId;
    if (here && slb.about.Name->find(in.Keyword.value_or("")) != std::string::npos) found.push_back(&slb);
  }
  std::sort(found.begin(), found.end(),
            [](auto const* a, auto const* b) { return a->sequence > b->sequence; });
  out.Data.emplace();
  for (auto const* const slb : found) out.Data->SlbList.push_back(listed(slb->about));
}

void serve(call& call, lb::DescribeVpcSlbDetailInfo const& in, lb::DescribeVpcSlbDetailInfo::response& out) {
  out.Data = call.world.get_vpc_balancer(in.SlbId).about;
}

// ---- the list

std::span<operation const> vpc_balancers_operations() {
  static constexpr operation all[] = {
      serves<lb::CreateVpcSlb>(),
      serves<lb::DeleteVpcSlb>("OK"),
      serves<lb::UpdateVpcSlb>(),
      serves<lb::DescribeVpcSlbListInfo>("OK"),
      serves<lb::DescribeVpcSlbDetailInfo>("OK"),
  };
  return all;
}

}  // namespace colb::inline COLB_ABI::inner::emu::capitalonline
