// colb: HaProxy instances, their policies and certificates in the emulator. Included in one translation unit;
// see src.hpp.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <set>
#include <utility>

#include <colb/capitalonline/lb/certificate.hpp>
#include <colb/capitalonline/lb/custom_config.hpp>
#include <colb/capitalonline/lb/load_balancer.hpp>
#include <colb/capitalonline/lb/monitor.hpp>
#include <colb/capitalonline/lb/strategy.hpp>
#include <colb/capitalonline/lb/task.hpp>
#include <colb/emulator/capitalonline.hpp>

namespace colb::inline COLB_ABI::inner::emu::capitalonline {

// ---- what can be bought
// ------------------------------------------------------------------------------------------

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
// -----------------------------------------------------------------------------------------------------

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
    check_one_of("Ips.PipeType", network.PipeType.value(), {"private", "public"});
    check_given("Ips.PipeId", network.PipeId);
    check_range("Ips.IsVip", network.IsVip, 0, 1);
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
  check_range("Amount", in.Amount, 1, 3);
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

// ---- certificates
// --------------------------------------------------------------------------------------------------

types::CACertificateDetail& get_certificate(world& world, std::string const& id) {
  check_given("CertificateId", id);
  auto const found = world.certificates.find(id);
  if (found == world.certificates.end()) not_found("certificate", id);
  return found->second;
}

void serve(call& call, lb::UploadCACertificate const& in, lb::UploadCACertificate::response&) {
  check_given("Certificate", in.Certificate);
  check_given("PrivateKey", in.PrivateKey);
  check_given("CertificateName", in.CertificateName);
  auto const id = call.world.new_id();
  auto& made = call.world.certificates[id];
  made.CertificateId = id;
  made.CertificateName = in.CertificateName.value();
  made.CertificateType = "DV";
  made.Brand = "colb emulator CA";
  made.Organization = "colb";
  made.Domain = "www.example.com";
  made.StartTime = call.world.env.date_and_time();
  made.EndTime = call.world.env.date_and_time(later(call.world.env.ticks(), std::chrono::hours(24 * 365)));
  made.Valid = 1;
  made.Certificate = in.Certificate.value();
  made.PublicKey = "(public key of " + id + ")";
  made.PirvateKey = in.PrivateKey.value();
  call.message = "Success.";
  call.task_id = "";
}

void serve(call& call, lb::DescribeCACertificates const&, lb::DescribeCACertificates::response& out) {
  call.message = "Success.";
  for (auto const& [id, certificate] : call.world.certificates) {
    types::CACertificate row;
    row.CertificateId = certificate.CertificateId;
    row.CertificateName = certificate.CertificateName;
    row.CertificateType = certificate.CertificateType;
    row.Brand = certificate.Brand;
    row.Organization = certificate.Organization;
    row.Domain = certificate.Domain;
    row.StartTime = certificate.StartTime;
    row.EndTime = certificate.EndTime;
    row.Valid = certificate.Valid;
    out.Data.push_back(std::move(row));
  }
}

void serve(call& call, lb::DescribeCACertificate const& in, lb::DescribeCACertificate::response& out) {
  out.Data = get_certificate(call.world, in.CertificateId);
  call.message = "Success.";
  call.task_id = "";
}

void serve(call& call, lb::DeleteCACertificate const& in, lb::DeleteCACertificate::response&) {
  get_certificate(call.world, in.CertificateId);
  for (auto const& [id, instance] : call.world.instances) {
    for (auto const& listener : instance.policies.HttpListeners) {
      for (auto const& bound : listener.CertificateIds) {
        if (bound.CertificateId == in.CertificateId.value()) {
          refuse("UnsupportedOperation",
                 "The certificate is bound to " + listener.ListenerName.value() + " of " + id + ".");
        }
      }
    }
  }
  call.world.certificates.erase(in.CertificateId);
  call.message = "Success.";
  call.task_id = "";
}

// ---- policies
// ------------------------------------------------------------------------------------------------------

/// 1 to 50 lower-case letters, digits and underscores, from a letter to a letter or digit; and hyphens, which
/// the document forbids and its example uses.
void check_policy_name(std::string const& name) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz";
  constexpr std::string_view others = "abcdefghijklmnopqrstuvwxyz0123456789_-";
  bool const ok = !name.empty() && name.size() <= 50 && letters.find(name.front()) != letters.npos &&
                  others.substr(0, 36).find(name.back()) != others.npos &&
                  name.find_first_not_of(others) == name.npos;
  if (!ok) bad_value("ListenerName", "it has to be 1 to 50 lower-case letters, digits or underscores");
}

template <class Listener>
void check_policy(world& world, Listener& policy, std::string_view mode) {
  check_policy_name(policy.ListenerName);
  if (policy.ListenerMode.value() != mode) bad_value("ListenerMode", "it has to be " + std::string(mode));
  check_range("ListenerPort", policy.ListenerPort, 1, 65535);
  if (contains(std::array{22, 1080, 9100, 9101}, policy.ListenerPort))
    bad_value("ListenerPort", "it is barred");
  check_one_of("Scheduler", policy.Scheduler, {"roundrobin", "leastconn", "static-rr", "source"});
  check_range("MaxConn", policy.MaxConn, 1, 10'000'000);
  for (auto const& [name, text] : {std::pair("ClientTimeout", &policy.ClientTimeout),
                                   std::pair("ConnectTimeout", &policy.ConnectTimeout),
                                   std::pair("ServerTimeout", &policy.ServerTimeout)}) {
    number_in_text(name, *text, 1, 86'400'000);
  }
  for (auto const& [name, text] : {std::pair("ClientTimeoutUnit", &policy.ClientTimeoutUnit),
                                   std::pair("ConnectTimeoutUnit", &policy.ConnectTimeoutUnit),
                                   std::pair("ServerTimeoutUnit", &policy.ServerTimeoutUnit)}) {
    check_one_of(name, text->value(), {"ms", "s"});
  }
  if (policy.BackendServer->empty()) missing("BackendServer");
  check_range("number of BackendServer", static_cast<std::int64_t>(policy.BackendServer->size()), 1,
              world.env.options.quotas.targets);
  for (auto const& server : policy.BackendServer.value()) {
    check_given("BackendServer.IP", server.IP);
    check_range("BackendServer.Port", server.Port, 1, 65535);
    check_range("BackendServer.MaxConn", server.MaxConn, 1, 10'000'000);
    number_in_text("BackendServer.Weight", server.Weight, 1, 256);
  }
}

void check_http(world& world, types::HttpListener& policy) {
  check_policy(world, policy, "http");
  check_one_of("StickySession", policy.StickySession, {"on", "off"});
  if (auto const& session = policy.SessionPersistence) {
    check_given("SessionPersistence.Key", session->Key);
    check_range("SessionPersistence.Mode", session->Mode, 0, 2);
    if (session->Timer) {
      check_range("SessionPersistence.Timer.MaxIdle", session->Timer->MaxIdle, 0, 7200);
      check_range("SessionPersistence.Timer.MaxLife", session->Timer->MaxLife, 0, 7200);
    }
  }
  if (policy.Option && policy.Option->Httpchk) {
    check_one_of("Option.Httpchk.Method", policy.Option->Httpchk->Method.value(), {"GET", "HEAD", "OPTIONS"});
  }
  for (auto& bound : policy.CertificateIds) {
    bound.CertificateName = get_certificate(world, bound.CertificateId.value_or("")).CertificateName;
  }
}

void check_tcp(world& world, types::TcpListener& policy) {
  check_policy(world, policy, "tcp");
  check_one_of("EnableSourceIp", policy.EnableSourceIp, {"on", "off"});
  check_one_of("EnableRepeaterMode", policy.EnableRepeaterMode, {"on", "off"});
  if (policy.EnableRepeaterMode == "on" && policy.EnableSourceIp != "on") {
    bad_value("EnableRepeaterMode", "it needs EnableSourceIp");
  }
}

/// Names and ports are unique over all policies of an instance.
void check_unique(types::LoadBalancerStrategys const& all) {
  std::set<std::string> names;
  std::set<std::int64_t> ports;
  auto const check = [&](auto const& policy) {
    if (!names.insert(policy.ListenerName).second)
      bad_value("ListenerName", policy.ListenerName.value() + " comes twice");
    if (!ports.insert(policy.ListenerPort).second) {
      bad_value("ListenerPort", std::to_string(policy.ListenerPort.value()) + " comes twice");
    }
  };
  for (auto const& policy : all.HttpListeners) check(policy);
  for (auto const& policy : all.TcpListeners) check(policy);
}

/// Checks the policies that a request brings and sets the instance on its way to have them, and those it is
/// to keep.
template <class Request>
void set_policies(call& call, Request const& in, types::LoadBalancerStrategys all, std::string said) {
  instance& instance = call.world.get_instance(in.InstanceUuid);
  for (auto policy : in.HttpListeners.value()) {
    check_http(call.world, policy);
    all.HttpListeners.push_back(std::move(policy));
  }
  for (auto policy : in.TcpListeners) {
    check_tcp(call.world, policy);
    all.TcpListeners.push_back(std::move(policy));
  }
  check_unique(all);
  auto const quota = call.world.env.options.quotas.listeners;
  if (static_cast<std::int64_t>(all.HttpListeners.size() + all.TcpListeners.size()) > quota) {
    refuse("QuotaExceeded", "There may be " + std::to_string(quota) + " policies.");
  }
  change change;
  change.resource = in.InstanceUuid;
  change.effect = [&instance, all = std::move(all)](tick) {
    instance.policies = all;
    instance.about.IsCustomConf = 0;
  };
  call.start(std::move(change), std::move(said));
}

void serve(call& call, lb::ModifyLoadBalancerStrategys const& in,
           lb::ModifyLoadBalancerStrategys::response&) {
  set_policies(call, in, {}, "Success.");
}

void serve(call& call, lb::AddLoadBalancerStrategys const& in, lb::AddLoadBalancerStrategys::response&) {
  set_policies(call, in, call.world.get_instance(in.InstanceUuid).policies,
               "The Base configuration will be enabled.The policy modification task is successfully "
               "delivered. Wait until "
               "the task is executed.");
}

void serve(call& call, lb::DescribeLoadBalancerStrategys const& in,
           lb::DescribeLoadBalancerStrategys::response& out) {
  out.Data = call.world.get_instance(in.InstanceUuid).policies;
  call.task_id = "";
}

void serve(call& call, lb::DescribeLBInstanceListeners const& in,
           lb::DescribeLBInstanceListeners::response& out) {
  auto const& policies = call.world.get_instance(in.InstanceUuid).policies;
  for (auto const& policy : policies.TcpListeners) {
    types::ListenerNameInfo row;
    row.ListenerMode = "tcp";
    row.ListenerName = policy.ListenerName.value();
    out.Data.push_back(std::move(row));
  }
  for (auto const& policy : policies.HttpListeners) {
    types::ListenerBackendName group;
    group.BackendName = policy.ListenerName.value() + "-abk";
    group.DisplayName = "\u9ed8\u8ba4\u670d\u52a1\u5668\u7ec4";
    types::ListenerNameInfo row;
    row.BackendNames = {std::move(group)};
    row.ListenerMode = "http";
    row.ListenerName = policy.ListenerName.value();
    out.Data.push_back(std::move(row));
  }
}

// ---- custom configuration
// --------------------------------------------------------------------------------------------

/// The file that the policies amount to.
std::string config_of(types::LoadBalancerStrategys const& policies) {
  std::string text = "global\n    daemon\n";
  auto const add = [&](auto const& policy) {
    std::string const& name = policy.ListenerName.value();
    text += "\nfrontend " + name + "\n    default_backend " + name +
            "-abk\n    bind 0.0.0.0:" + std::to_string(policy.ListenerPort.value()) + "\n    mode " +
            policy.ListenerMode.value() + "\n\nbackend " + name + "-abk\n    balance " +
            policy.Scheduler.value() + '\n';
    for (auto const& server : policy.BackendServer.value()) {
      auto const address = server.IP.value() + ':' + std::to_string(server.Port.value());
      text += "    server s" + address + ' ' + address + " maxconn " +
              std::to_string(server.MaxConn.value()) + " weight " + server.Weight.value() + " check\n";
    }
  };
  for (auto const& policy : policies.HttpListeners) add(policy);
  for (auto const& policy : policies.TcpListeners) add(policy);
  return text;
}

void serve(call& call, lb::DescribeHaproxyCustomConfig const& in,
           lb::DescribeHaproxyCustomConfig::response& out) {
  instance const& instance = call.world.get_instance(in.InstanceUuid);
  out.Data.emplace();
  out.Data->Configs = instance.about.IsCustomConf == 1 ? instance.config : config_of(instance.policies);
}

void serve(call& call, lb::ModifyHaproxyCustomConfig const& in, lb::ModifyHaproxyCustomConfig::response&) {
  instance& instance = call.world.get_instance(in.InstanceUuid);
  check_given("Configs", in.Configs);
  change change;
  change.resource = in.InstanceUuid;
  change.effect = [&instance, text = in.Configs.value()](tick) {
    instance.config = text;
    instance.about.IsCustomConf = 1;
  };
  call.start(std::move(change),
             "The policy modification task is successfully delivered. Wait until the task is executed.");
}

// ---- monitoring
// ------------------------------------------------------------------------------------------------------

struct metric {
  std::string_view key;
  char const* unit;
};
constexpr std::array metrics{metric{"ha_cpu_usage", "%"},
                             metric{"ha_mem_usage", "%"},
                             metric{"ha_outpackage", "packages/s"},
                             metric{"ha_inpackage", "packages/s"},
                             metric{"ha_outflow", "MB/s"},
                             metric{"ha_inflow", "MB/s"},
                             metric{"ha_drop_packets", "packages/s"},
                             metric{"ha_connections_usage", "%"},
                             metric{"ha_sessions_usage", "%"},
                             metric{"ha_outbandwidth", "bits/s"},
                             metric{"ha_inbandwidth", "bits/s"},
                             metric{"ha_downserver", ""},
                             metric{"ha_responsetime", "s"},
                             metric{"ha_listener_connections", ""},
                             metric{"ha_listener_sessions", ""},
                             metric{"ha_listener_requests_denied", ""}};

/// Seconds since 1970 of `YYYY-MM-DD HH:MM:SS`.
std::int64_t span_time(std::string const& parameter, std::string const& text) {
  constexpr std::string_view form = "0000-00-00 00:00:00";
  bool ok = text.size() == form.size();
  for (std::size_t i = 0; ok && i < form.size(); ++i) {
    ok = form[i] == '0' ? text[i] >= '0' && text[i] <= '9' : text[i] == form[i];
  }
  if (!ok) bad_value(parameter, "it has to be like 2023-06-25 16:50:00");
  auto const number = [&](std::size_t at, std::size_t size) {
    return *codec::detail::parse_number<int>(std::string_view(text).substr(at, size));
  };
  std::chrono::year_month_day const date{std::chrono::year(number(0, 4)),
                                         std::chrono::month(static_cast<unsigned>(number(5, 2))),
                                         std::chrono::day(static_cast<unsigned>(number(8, 2)))};
  if (!date.ok()) bad_value(parameter, "there is no such day");
  auto const days = std::chrono::sys_days(date).time_since_epoch().count();
  return std::int64_t{days} * 86'400 + number(11, 2) * 3600 + number(14, 2) * 60 + number(17, 2);
}

/// How many servers of all policies never become healthy.
double down_servers(world const& world, types::LoadBalancerStrategys const& policies) {
  double down = 0;
  auto const count = [&](auto const& policy) {
    for (auto const& server : policy.BackendServer.value()) down += world.never_healthy({server.IP.value()});
  };
  for (auto const& policy : policies.HttpListeners) count(policy);
  for (auto const& policy : policies.TcpListeners) count(policy);
  return down;
}

/// Nothing flows through an emulated instance: what is measured is 0, but for the servers that are down.
void serve(call& call, lb::DescribeLBInstancePerformance const& in,
           lb::DescribeLBInstancePerformance::response& out) {
  world& world = call.world;
  instance const& instance = world.get_instance(in.InstanceUuid);
  auto const found = std::find_if(metrics.begin(), metrics.end(),
                                  [&](auto const& m) { return m.key == in.MetricKey.value(); });
  if (found == metrics.end()) bad_value("MetricKey", "there is no such metric");
  bool const of_listener = found->key.starts_with("ha_listener_");
  if (of_listener) {
    if (!in.ListenerName) missing("ListenerName");
    auto const is_it = [&](auto const& policy) { return policy.ListenerName.value() == *in.ListenerName; };
    auto const& [http, tcp] = instance.policies;
    if (std::none_of(http.begin(), http.end(), is_it) && std::none_of(tcp.begin(), tcp.end(), is_it)) {
      not_found("listener", *in.ListenerName);
    }
  }
  auto const from = span_time("StartTime", in.StartTime);
  auto const to = span_time("EndTime", in.EndTime);
  constexpr std::int64_t hour = 3600, day = 24 * hour;
  if (to < from) bad_value("EndTime", "it is before StartTime");
  if (to - from > 30 * day) bad_value("EndTime", "the span is longer than 30 days");
  auto const span = to - from;
  std::int64_t const period = span <= 4 * hour ? 30 : span <= 2 * day ? 60 : span <= 10 * day ? 300 : hour;

  auto& data = out.Data.emplace();
  data.InstanceUuid = instance.about.InstanceUuid;
  data.MetricKey = in.MetricKey.value();
  data.StartTime = in.StartTime.value();
  data.EndTime = in.EndTime.value();
  data.Period = period;
  data.ProductType = "haproxy-single";
  std::vector<std::string> series{std::string(found->key)};
  if (found->key == "ha_drop_packets") series = {"lb_current_receive_drop", "lb_current_transmit_drop"};
  auto const born = world.env.unix_time() -
                    std::chrono::floor<std::chrono::seconds>(world.env.ticks() - instance.created).count();
  for (auto const& name : series) {
    types::PerformanceDataPoint line;
    line.MetricName = name;
    line.MetricType = "gauge";
    line.MonitorType = name;
    line.Unit = found->unit;
    for (auto at = from; at <= to && at <= world.env.unix_time(); at += period) {
      if (at < born) continue;
      types::PerformanceValue value;
      value.DateTime =
          world.env.date_and_time(world.env.ticks() - std::chrono::seconds(world.env.unix_time() - at));
      value.Value = found->key == "ha_downserver" ? down_servers(world, instance.policies) : 0;
      line.Values.push_back(std::move(value));
    }
    data.DataPoints.push_back(std::move(line));
  }
}

// ---- tasks
// -----------------------------------------------------------------------------------------------------------

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

std::span<operation const> haproxy_operations() {
  static constexpr std::array all{serves<lb::DescribeZones>(),
                                  serves<lb::DescribeLoadBalancersSpec>(),
                                  serves<lb::CreateLoadBalancer>(),
                                  serves<lb::DescribeLoadBalancers>(),
                                  serves<lb::DescribeLoadBalancersModifySpec>(),
                                  serves<lb::ModifyLoadBalancerInstanceSpec>(),
                                  serves<lb::DeleteLoadBalancer>(),
                                  serves<lb::ModifyLoadBalancerName>(),
                                  serves<lb::DescribeCACertificates>(),
                                  serves<lb::DescribeCACertificate>(),
                                  serves<lb::DeleteCACertificate>(),
                                  serves<lb::UploadCACertificate>(),
                                  serves<lb::DescribeLoadBalancerStrategys>(),
                                  serves<lb::ModifyLoadBalancerStrategys>(),
                                  serves<lb::AddLoadBalancerStrategys>(),
                                  serves<lb::DescribeLBInstanceListeners>(),
                                  serves<lb::DescribeHaproxyCustomConfig>(),
                                  serves<lb::ModifyHaproxyCustomConfig>(),
                                  serves<lb::DescribeLBInstancePerformance>(),
                                  serves<lb::DescribeTask>()};
  return all;
}

}  // namespace colb::inline COLB_ABI::inner::emu::capitalonline
