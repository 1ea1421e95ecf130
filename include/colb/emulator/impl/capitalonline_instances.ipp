// colb: Capital Online in the emulator: HaProxy instances, what can be bought, and tasks. Included in one
// translation unit; see src.hpp.
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

#include <colb/capitalonline/lb/load_balancer.hpp>
#include <colb/capitalonline/lb/task.hpp>
#include <colb/emulator/capitalonline.hpp>

namespace colb::inline COLB_ABI::inner::emu::capitalonline {

// ---- what can be bought

struct size {
  std::int64_t goods;
  std::int64_t cpu;
  std::int64_t ram;  ///< In GB.
  char const* name;
};
constexpr std::array sizes{size{5072, 1, 2, "1C2G"}, size{5075, 2, 4, "2C4G"}, size{5078, 4, 8, "4C8G"},
                           size{5081, 8, 16, "8C16G"}};

size const& get_size(std::int64_t goods) {
  auto const found =
      std::find_if(sizes.begin(), sizes.end(), [&](size const& s) { return s.goods == goods; });
  if (found == sizes.end()) bad_value("PaasGoodsId", "it is not on sale");
  return *found;
}

std::vector<std::string> sites(world const& world) {
  if (!world.env.options.regions.empty()) return world.env.options.regions;
  return {"CN_Beijing_A", "CN_Guangzhou_A",   "CN_Shanghai_A", "CN_Hongkong_A",
          "CN_Taipei_A",  "APAC_Singapore_A", "APAC_Tokyo_A",  "APAC_Mumbai_A",
          "US_Dallas_A",  "US_LosAngeles_A",  "EUR_Germany_A", "EUR_Netherlands_A"};
}

void check_site(world const& world, std::string const& id) {
  if (!contains(sites(world), id)) bad_value("RegionId", "there is no site " + id);
}

std::string area_of(std::string_view site) {
  if (site.starts_with("US_")) return "\u5317\u7f8e\u5730\u533a";
  if (site.starts_with("EUR_")) return "\u6b27\u6d32\u5730\u533a";
  bool const mainland =
      site.starts_with("CN_") && !site.starts_with("CN_Hongkong") && !site.starts_with("CN_Taipei");
  return mainland ? "\u4e2d\u56fd\u5927\u9646" : "\u4e9a\u592a\u5730\u533a";
}

void serve(call& call, lb::DescribeZones const&, lb::DescribeZones::response& out) {
  call.message = "Success.";
  for (auto const& id : sites(call.world)) {
    types::Zone zone;
    zone.RegionId = id;
    zone.RegionName = area_of(id);
    auto const first = id.find('_');
    zone.CityName = first == id.npos ? id : id.substr(first + 1, id.find('_', first + 1) - first - 1);
    zone.CityId = "city-" + *zone.CityName;
    zone.SiteName = *zone.CityName + id.substr(id.size() - 1);
    zone.IsSaling = 1;
    out.Data.push_back(std::move(zone));
  }
}

types::AttachDisk disk_on_sale() {
  types::AttachDisk disk;
  disk.BasicIops = "";
  disk.DiskMax = 2000;
  disk.DiskMaxExpand = 2000;
  disk.DiskMin = 100;
  disk.DiskName = "SSD";
  disk.DiskStep = 100;
  disk.DiskUnit = "G";
  disk.DiskValue = "ssd_disk";
  return disk;
}

void serve(call& call, lb::DescribeLoadBalancersSpec const& in,
           lb::DescribeLoadBalancersSpec::response& out) {
  check_site(call.world, in.RegionId);
  call.task_id = "";
  types::SpecStandard standard;
  standard.AttachDisk = {disk_on_sale()};
  for (auto const& size : sizes) {
    types::SpecCpuRam row;
    row.CPU = size.cpu;
    row.Name = size.name;
    row.PaasGoodsId = size.goods;
    row.RAM = size.ram;
    standard.CpuRam.push_back(row);
  }
  types::SpecComputeRole role;
  role.ComputeName = "\u901a\u7528\u578b";
  role.ComputeType = 0;
  role.Standards = std::move(standard);
  types::SpecArchitecture architecture;
  architecture.ArchitectureName = "\u4e3b\u4ece";
  architecture.ArchitectureType = 1;
  architecture.ComputeRoles = {std::move(role)};
  architecture.EnginesType = boost::json::array();
  architecture.SubProductName = "haproxy \u4e3b\u4ece\u7248";
  types::SpecProduct product;
  product.Architectures = {std::move(architecture)};
  product.Version = "2.6";
  out.Data.emplace();
  out.Data->ProductName = "haproxy";
  out.Data->Products = {std::move(product)};
  out.Data->RegionId = in.RegionId.value();
}

void serve(call& call, lb::DescribeLoadBalancersModifySpec const& in,
           lb::DescribeLoadBalancersModifySpec::response& out) {
  instance const& instance = call.world.get_instance(in.InstanceUuid);
  call.message = "Success.";
  call.task_id = "";
  out.Data.emplace();
  out.Data->ProductName = "haproxy \u4e3b\u4ece\u7248";
  out.Data->RegionId = instance.about.RegionId;
  out.Data->AttachDisk = {disk_on_sale()};
  for (auto const& size : sizes) {
    if (size.goods == instance.goods) continue;
    types::ModifySpecCpuRam row;
    row.CPU = size.cpu;
    row.Name = size.name;
    row.PaasGoodsId = size.goods;
    row.RAM = size.ram;
    out.Data->CpuRam.push_back(row);
  }
}

// ---- instances

void set_size(instance& instance, std::int64_t goods) {
  auto const& size = get_size(goods);
  instance.goods = goods;
  instance.about.Cpu = size.cpu;
  instance.about.Ram = size.ram * 1024;
}

void set_status(instance& instance, std::string status, std::string words) {
  instance.about.Status = std::move(status);
  instance.about.StatusStr = std::move(words);
}
void set_running(instance& instance) { set_status(instance, "RUNNING", "\u8fd0\u884c\u4e2d"); }

/// The service address: the public one where there is one.
void attach(world& world, instance& instance, std::vector<types::LoadBalancerIp> const& networks) {
  for (auto const& network : networks) {
    bool const open = network.PipeType.value() == "public";
    if (!open && network.IsVip == 0) continue;
    types::LoadBalancerVip vip;
    vip.IP = open ? world.public_address() : world.private_address();
    vip.Type = network.PipeType.value();
    if (open || !instance.about.IP) instance.about.IP = vip.IP;
    instance.about.Vips.push_back(std::move(vip));
  }
}

void check_networks(std::vector<types::LoadBalancerIp> const& networks) {
  if (networks.empty()) missing("Ips");
  std::set<std::string> seen;
  for (auto const& network : networks) {
    check_given("Ips.PipeId", network.PipeId);
    if (network.PipeType.value() == "public" && network.SegmentId.value_or("").empty())
      missing("Ips.SegmentId");
    if (!seen.insert(network.PipeType).second)
      bad_value("Ips.PipeType", "a network of each kind can be given once");
  }
}

void serve(call& call, lb::CreateLoadBalancer const& in, lb::CreateLoadBalancer::response& out) {
  world& world = call.world;
  check_site(world, in.RegionId);
  check_given("VdcId", in.VdcId);
  check_given("BasePipeId", in.BasePipeId);
  check_given("InstanceName", in.InstanceName);
  get_size(in.PaasGoodsId);
  check_networks(in.Ips);
  auto const amount = in.Amount.value_or(1);
  auto const quota = world.env.options.quotas.load_balancers;
  if (static_cast<std::int64_t>(world.instances.size()) + amount > quota) {
    refuse("QuotaExceeded", "There may be " + std::to_string(quota) + " instances.");
  }

  std::vector<std::string> ids;
  for (std::int64_t i = 0; i < amount; ++i) {
    auto const id = world.new_id();
    instance& made = world.instances[id];
    made.sequence = world.next_sequence();
    made.created = world.env.ticks();
    set_size(made, in.PaasGoodsId);
    set_status(made, "CREATING", "\u521b\u5efa\u4e2d");
    auto& about = made.about;
    about.InstanceUuid = id;
    about.InstanceName = in.InstanceName.value();
    about.RegionId = in.RegionId.value();
    about.DisplayName = area_of(in.RegionId.value()) + '-' + in.RegionId.value();
    about.VdcId = in.VdcId.value();
    about.VdcName = "vdc-" + in.VdcId.value();
    about.ProjectName = "\u9ed8\u8ba4\u9879\u76ee\u7ec4";
    about.Port = 0;
    about.Version = "2.6";
    about.SubProductName = "Haproxy \u4e3b\u4ece\u7248";
    about.SubProductKey = "haproxy";
    about.LinkType = "default_link";
    about.LinkTypeStr = "\u9ed8\u8ba4\u94fe\u8def";
    about.CreatedTime = world.env.date_and_time();
    about.ResourceId = world.new_id();
    about.IsCustomConf = 0;
    about.MasterInfo = "";
    about.RelationService = "None";
    about.CloneServices = "None";
    about.RoGroups = "None";
    about.Disks = 0;
    attach(world, made, in.Ips);
    ids.push_back(id);
  }

  change change;
  change.resource = ids.front();
  change.locks = ids;
  change.effect = [&world, ids](tick) {
    for (auto const& id : ids) set_running(world.instances.at(id));
  };
  change.undo = [&world, ids] {
    for (auto const& id : ids) world.instances.erase(id);
  };
  call.start(std::move(change), "Success.");
  out.Data.emplace();
  if (world.env.options.ids_at_once) out.Data->InstancesUuid = ids;
}

bool matches(lb::DescribeLoadBalancers const& in, types::LoadBalancer const& lb) {
  auto const is = [](std::optional<std::string> const& wanted, std::optional<std::string> const& value) {
    return !wanted || wanted->empty() || wanted == value;
  };
  bool const address = !in.IP || std::any_of(lb.Vips.begin(), lb.Vips.end(), [&](auto const& vip) {
    return vip.IP->find(*in.IP) != std::string::npos;
  });
  bool const tag =
      !in.TagName || in.TagName->empty() ||
      std::any_of(lb.Tags.begin(), lb.Tags.end(), [&](auto const& t) { return t.TagName == in.TagName; });
  return address && tag && is(in.InstanceUuid, lb.InstanceUuid) && is(in.InstanceName, lb.InstanceName) &&
         *lb.CreatedTime > in.StartTime.value_or("") && (!in.EndTime || *lb.CreatedTime < *in.EndTime);
}

void serve(call& call, lb::DescribeLoadBalancers const& in, lb::DescribeLoadBalancers::response& out) {
  std::vector<instance const*> found;
  for (auto const& [id, instance] : call.world.instances) {
    if (matches(in, instance.about)) found.push_back(&instance);
  }
  std::sort(found.begin(), found.end(),
            [](auto const* a, auto const* b) { return a->sequence > b->sequence; });
  for (auto const* const instance : found) out.Data.push_back(instance->about);
}

void serve(call& call, lb::ModifyLoadBalancerInstanceSpec const& in,
           lb::ModifyLoadBalancerInstanceSpec::response&) {
  instance& instance = call.world.get_instance(in.InstanceUuid);
  get_size(in.PaasGoodsId);
  if (instance.goods == in.PaasGoodsId) bad_value("PaasGoodsId", "the instance has this size");
  change change;
  change.resource = in.InstanceUuid;
  change.effect = [&instance, goods = in.PaasGoodsId.value()](tick) {
    set_size(instance, goods);
    set_running(instance);
  };
  change.undo = [&instance] { set_running(instance); };
  call.start(std::move(change), "Success.");
  set_status(instance, "UPDATING", "\u53d8\u66f4\u4e2d");
}

void serve(call& call, lb::DeleteLoadBalancer const& in, lb::DeleteLoadBalancer::response&) {
  auto const id = in.InstanceUuid.value_or("");
  instance& instance = call.world.get_instance(id);
  change change;
  change.resource = id;
  change.effect = [&world = call.world, id](tick) { world.instances.erase(id); };
  change.undo = [&instance] { set_running(instance); };
  call.start(std::move(change), "Success.");
  set_status(instance, "DELETING", "\u5220\u9664\u4e2d");
}

void serve(call& call, lb::ModifyLoadBalancerName const& in, lb::ModifyLoadBalancerName::response&) {
  instance& instance = call.world.get_instance(in.InstanceUuid);
  check_given("InstanceName", in.InstanceName);
  instance.about.InstanceName = in.InstanceName.value();
  call.message = "Success.";
}

// ---- tasks

void serve(call& call, lb::DescribeTask const& in, lb::DescribeTask::response& out) {
  if (in.TaskId->find('-') == std::string::npos)
    refuse("InvalidTaskID.Malformed", "The task ID is malformed.");
  task const* const task = call.world.find_task(in.TaskId);
  if (!task) not_found("task", in.TaskId);
  out.Data.emplace();
  out.Data->Status = !task->state.empty()                   ? task->state
                     : call.world.env.ticks() < task->begin ? "NEW"
                                                            : "DOING";
  out.Data->ResourceId = task->resource;
  out.Data->TaskType = task->type;
  call.message = "Success.";
  call.task_id = in.TaskId.value();
}

// ---- the list

std::span<operation const> instances_operations() {
  constexpr auto made_up = emulator::coverage_kind::documented_shape;
  static constexpr operation all[] = {
      serves<lb::DescribeZones>("Success", made_up),
      serves<lb::DescribeLoadBalancersSpec>("Success", made_up),
      serves<lb::CreateLoadBalancer>(),
      serves<lb::DescribeLoadBalancers>(),
      serves<lb::DescribeLoadBalancersModifySpec>(),
      serves<lb::ModifyLoadBalancerInstanceSpec>(),
      serves<lb::DeleteLoadBalancer>(),
      serves<lb::ModifyLoadBalancerName>(),
      serves<lb::DescribeTask>(),
  };
  return all;
}

}  // namespace colb::inline COLB_ABI::inner::emu::capitalonline
