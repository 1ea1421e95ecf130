// colb: Alibaba Cloud SLB in the emulator: access control lists, additional domains and TLS policies.
// Included in one translation unit; see src.hpp.
#pragma once

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <colb/aliyun/slb/access_control_list.hpp>
#include <colb/aliyun/slb/domain_extension.hpp>
#include <colb/aliyun/slb/tls_cipher_policy.hpp>
#include <colb/emulator/aliyun_slb.hpp>

namespace colb::inline COLB_ABI::inner::emu::aliyun {

// ---- access control lists

/// `1.2.3.4/24` or `2001:db8::/32`: an address, and a length that fits it.
bool is_block(std::string_view text, std::string_view version) {
  auto const slash = text.find('/');
  if (slash == text.npos) return false;
  int length = -1;
  auto const* const end = text.data() + text.size();
  auto const read = std::from_chars(text.data() + slash + 1, end, length);
  bool const six = version == "ipv6";
  if (read.ec != std::errc() || read.ptr != end || length < 1 || length > (six ? 128 : 32)) return false;
  text = text.substr(0, slash);
  if (six) {
    return text.find(':') != text.npos && text.find_first_not_of("0123456789abcdefABCDEF:.") == text.npos;
  }
  int numbers = 0;
  while (!text.empty() || numbers == 0) {
    int number = -1;
    auto const part = text.substr(0, text.find('.'));
    auto const got = std::from_chars(part.data(), part.data() + part.size(), number);
    if (got.ec != std::errc() || got.ptr != part.data() + part.size() || number < 0 || number > 255)
      return false;
    ++numbers;
    if (part.size() == text.size()) break;
    text.remove_prefix(part.size() + 1);
    if (text.empty()) return false;
  }
  return numbers == 4;
}

void check_acl_name(slb_call const& call, std::string const& name, std::string const& but_not) {
  if (name.empty()) not_valid("AclName");
  for (auto const& [id, list] : call.world.today.access_lists) {
    if (id != but_not && list.region == call.region && list.name == name) not_valid("AclName");
  }
}

access_list& acl_of(slb_call const& call, std::string const& id) {
  auto const found = call.world.today.access_lists.find(id);
  if (found == call.world.today.access_lists.end() || found->second.region != call.region) {
    refuse("AclNotExist", "The specified access control list does not exist.");
  }
  return found->second;
}

/// Calls `f(lb, port, listener)` for each listener that uses the list.
template <class F>
void for_listeners_of(slb_call const& call, std::string const& acl, F f) {
  for (auto const& [id, lb] : call.world.load_balancers) {
    for (auto const& [port, listener] : lb.listeners) {
      if (text_of(listener.attributes, "AclId") == acl) f(lb, port, listener);
    }
  }
}

void serve(slb_call& call, slb::CreateAccessControlList const& q, slb::CreateAccessControlList::response& r) {
  check_acl_name(call, q.AclName, {});
  check_todays_tags(q.Tag, 20);
  auto& lists = call.world.today.access_lists;
  auto const here = std::count_if(lists.begin(), lists.end(),
                                  [&](auto const& entry) { return entry.second.region == call.region; });
  if (here >= 50) refuse("AclNumberOverLimit", "The number of access control lists exceeds the limit: 50.");
  auto const id = call.world.env.id("acl-");
  access_list& made = lists[id];
  made.id = id;
  made.name = q.AclName.value();
  made.region = call.region;
  made.address_version = q.AddressIPVersion.value_or("ipv4");
  made.resource_group = q.ResourceGroupId.value_or("rg-default");
  made.created_ms = milliseconds_now(call.world.env);
  put_tags(call.world.today.tags[{"acl", id}], q.Tag);
  r.AclId = id;
}

void serve(slb_call& call, slb::DeleteAccessControlList const& q, slb::DeleteAccessControlList::response&) {
  std::string const id = acl_of(call, q.AclId).id;
  for_listeners_of(call, id, [](auto const&, auto, auto const&) {
    refuse("OperationFailed.AclBindedWithVip", "The access control list is used by a listener.");
  });
  call.world.today.tags.erase({"acl", id});
  call.world.today.access_lists.erase(id);
}

void serve(slb_call& call, slb::SetAccessControlListAttribute const& q,
           slb::SetAccessControlListAttribute::response&) {
  access_list& list = acl_of(call, q.AclId);
  check_acl_name(call, q.AclName, list.id);
  list.name = q.AclName.value();
}

void check_entries(access_list const& list, std::vector<types::AclEntrySpec> const& entries) {
  if (entries.empty()) missing("AclEntrys");
  for (auto const& entry : entries) {
    if (!is_block(entry.entry.value(), list.address_version)) {
      refuse("AclEntryIllegal", "The entry " + entry.entry.value() + " is not an address block.");
    }
  }
}

void serve(slb_call& call, slb::AddAccessControlListEntry const& q,
           slb::AddAccessControlListEntry::response&) {
  if (!q.AclId) missing("AclId");
  access_list& list = acl_of(call, *q.AclId);
  check_entries(list, q.AclEntrys);
  auto entries = list.entries;
  for (auto const& entry : q.AclEntrys) {
    bool const known = std::any_of(entries.begin(), entries.end(),
                                   [&](auto const& has) { return has.AclEntryIP == entry.entry.value(); });
    if (!known) entries.push_back({entry.comment.value_or(""), entry.entry.value()});
  }
  if (entries.size() > 300) refuse("AclEntryExceedLimit", "A list may have at most 300 entries.");
  list.entries = std::move(entries);
}

void serve(slb_call& call, slb::RemoveAccessControlListEntry const& q,
           slb::RemoveAccessControlListEntry::response&) {
  access_list& list = acl_of(call, q.AclId);
  check_entries(list, q.AclEntrys);
  for (auto const& entry : q.AclEntrys) {
    std::erase_if(list.entries, [&](auto const& has) { return has.AclEntryIP == entry.entry.value(); });
  }
}

void serve(slb_call& call, slb::DescribeAccessControlListAttribute const& q,
           slb::DescribeAccessControlListAttribute::response& r) {
  access_list const& list = acl_of(call, q.AclId);
  std::vector<types::AclEntry> found;
  for (auto const& entry : list.entries) {
    if (passes(q.AclEntryComment, entry.AclEntryComment)) found.push_back(entry);
  }
  r.AclEntrys.emplace().AclEntry = page_of(found, q.Page.value_or(1), q.PageSize.value_or(10));
  r.TotalAclEntry = static_cast<std::int64_t>(found.size());
  r.AclId = list.id;
  r.AclName = list.name;
  r.AddressIPVersion = list.address_version;
  r.CreateTime = iso_time(list.created_ms, call.world.env);
  r.ResourceGroupId = list.resource_group;
  auto& users = r.RelatedListeners.emplace().RelatedListener;
  for_listeners_of(call, list.id, [&](load_balancer const& lb, std::int64_t key, listener const& l) {
    users.push_back({text_of(l.attributes, "AclType"), port_of(key), lb.id(), l.protocol});
  });
  r.Tags = shown_tags(call.world.today.tags[{"acl", list.id}]);
}

void serve(slb_call& call, slb::DescribeAccessControlLists const& q,
           slb::DescribeAccessControlLists::response& r) {
  std::vector<types::AccessControlList> found;
  for (auto const& [id, list] : call.world.today.access_lists) {
    resource_tags const& tags = call.world.today.tags[{"acl", id}];
    bool const fits =
        list.region == call.region && (!q.AclName || list.name.find(*q.AclName) != std::string::npos) &&
        (!q.AddressIPVersion || *q.AddressIPVersion == list.address_version) &&
        (!q.ResourceGroupId || *q.ResourceGroupId == list.resource_group) && carries(tags, q.Tag);
    if (!fits) continue;
    found.push_back({id, list.name, list.address_version, iso_time(list.created_ms, call.world.env),
                     list.resource_group, shown_tags(tags)});
  }
  r.PageNumber = q.PageNumber.value_or(1);
  r.PageSize = q.PageSize.value_or(10);
  r.TotalCount = static_cast<std::int64_t>(found.size());
  auto& page = r.Acls.emplace().Acl = page_of(found, *r.PageNumber, *r.PageSize);
  r.Count = static_cast<std::int64_t>(page.size());
}

void check_access_control(slb_call const& call, boost::json::object const& a) {
  if (text_of(a, "AclStatus") == "on") {
    if (text_of(a, "AclId").empty()) missing("AclId");
    if (text_of(a, "AclType").empty()) missing("AclType");
  }
  if (auto const id = text_of(a, "AclId"); !id.empty()) acl_of(call, id);
}

// ---- additional domains

void check_server_certificate(slb_call const& call, std::string const& id) {
  auto const found = call.world.server_certificates.find(id);
  if (found == call.world.server_certificates.end() || found->second.region != call.region) {
    refuse("InvalidParameter.ServerCertificateId", "The specified ServerCertificateId does not exist.");
  }
}

domain_extension& extension_of(slb_call const& call, std::string const& id) {
  auto const found = call.world.today.extensions.find(id);
  if (found == call.world.today.extensions.end()) {
    refuse("InvalidParameter.DomainExtensionId", "The specified DomainExtensionId does not exist.");
  }
  call.balancer(found->second.load_balancer);  // of this region
  return found->second;
}

void serve(slb_call& call, slb::CreateDomainExtension const& q, slb::CreateDomainExtension::response& r) {
  load_balancer& lb = call.balancer(q.LoadBalancerId);
  listener_of(call, lb, q.ListenerPort.value(), "https");
  call.require_idle(lb);
  std::string const& domain = q.Domain.value();
  if (domain.empty() || domain.size() > 80 || domain.find_first_of(" /\t") != domain.npos) {
    refuse("InvalidParameter.Domain", "The specified Domain is not valid.");
  }
  if (!q.ServerCertificateId) missing("ServerCertificateId");
  check_server_certificate(call, *q.ServerCertificateId);
  for (auto const& [id, other] : call.world.today.extensions) {
    if (other.load_balancer == lb.id() && other.port == q.ListenerPort.value() && other.domain == domain)
      refuse("InvalidParameter.Domain", "The specified Domain has a certificate already.");
  }
  auto const id = call.world.env.id("de-");
  call.world.today.extensions[id] = {id, domain, *q.ServerCertificateId, lb.id(), q.ListenerPort.value()};
  r.DomainExtensionId = id;
  r.ListenerPort = q.ListenerPort.value();
}

void serve(slb_call& call, slb::SetDomainExtensionAttribute const& q,
           slb::SetDomainExtensionAttribute::response&) {
  domain_extension& extension = extension_of(call, q.DomainExtensionId);
  if (!q.ServerCertificateId) missing("ServerCertificateId");
  check_server_certificate(call, *q.ServerCertificateId);
  extension.certificate = *q.ServerCertificateId;
}

void serve(slb_call& call, slb::DeleteDomainExtension const& q, slb::DeleteDomainExtension::response&) {
  domain_extension const extension = extension_of(call, q.DomainExtensionId);
  load_balancer& lb = call.balancer(extension.load_balancer);
  if (auto const found = lb.listeners.find(extension.port); found != lb.listeners.end()) {
    bool const used = std::any_of(found->second.rules.begin(), found->second.rules.end(),
                                  [&](auto const& rule) { return rule.Domain == extension.domain; });
    if (used) refuse("DomainExtensionRelatedRuleExist", "A forwarding rule uses the domain.");
  }
  call.world.today.extensions.erase(extension.id);
}

void serve(slb_call& call, slb::DescribeDomainExtensionAttribute const& q,
           slb::DescribeDomainExtensionAttribute::response& r) {
  domain_extension const& extension = extension_of(call, q.DomainExtensionId);
  r.Domain = extension.domain;
  r.DomainExtensionId = extension.id;
  r.ListenerPort = extension.port;
  r.LoadBalancerId = extension.load_balancer;
  r.ServerCertificateId = extension.certificate;
}

void serve(slb_call& call, slb::DescribeDomainExtensions const& q,
           slb::DescribeDomainExtensions::response& r) {
  load_balancer& lb = call.balancer(q.LoadBalancerId);
  call.get_listener(lb, q.ListenerPort.value());
  auto& list = r.DomainExtensions.emplace().DomainExtension;
  for (auto const& [id, extension] : call.world.today.extensions) {
    if (extension.load_balancer != lb.id() || extension.port != q.ListenerPort.value()) continue;
    if (q.DomainExtensionId && *q.DomainExtensionId != id) continue;
    list.push_back({extension.domain, id, extension.certificate});
  }
}

// ---- TLS policies

void check_policy(std::string const& name, std::size_t longest, std::vector<std::string> const& ciphers,
                  std::vector<std::string> const& versions) {
  check_name("Name", name, 2, longest);
  if (versions.empty()) refuse("MissingParam.TlsVersions", "The parameter TLSVersions is required.");
  if (ciphers.empty()) refuse("MissingParam.Ciphers", "The parameter Ciphers is required.");
  if (ciphers.size() > 32) not_valid("Ciphers");
  for (auto const& version : versions) {
    if (version != "TLSv1.0" && version != "TLSv1.1" && version != "TLSv1.2" && version != "TLSv1.3")
      refuse("TLSPolicyNoSupportVersion", "The TLS version " + version + " is not supported.");
  }
  bool const newest = contains(versions, "TLSv1.3");
  bool const older = versions.size() > (newest ? 1u : 0u);
  for (auto const& cipher : ciphers) {
    bool const of_newest = cipher.starts_with("TLS_");
    if (of_newest ? !newest : !older)
      refuse("TLSPolicyNoSupportCipher", "The cipher suite " + cipher + " fits none of the versions.");
  }
  if (std::set<std::string>(ciphers.begin(), ciphers.end()).size() != ciphers.size())
    refuse("ParamDuplicateError.Ciphers", "The parameter Ciphers has duplicates.");
  if (std::set<std::string>(versions.begin(), versions.end()).size() != versions.size())
    refuse("ParamDuplicateError.TlsVersions", "The parameter TLSVersions has duplicates.");
}

tls_policy& policy_of(slb_call const& call, std::string const& id) {
  auto const found = call.world.today.tls_policies.find(id);
  if (found == call.world.today.tls_policies.end() || found->second.region != call.region) {
    refuse("InvalidTLSPolicyId.NotExist", "The specified TLS policy does not exist.");
  }
  return found->second;
}

std::vector<types::TLSCipherPolicyListener> users_of(slb_call const& call, tls_policy const& policy) {
  std::vector<types::TLSCipherPolicyListener> out;
  for (auto const& [id, lb] : call.world.load_balancers) {
    for (auto const& [key, listener] : lb.listeners) {
      if (text_of(listener.attributes, "TLSCipherPolicy") == policy.id)
        out.push_back({id, port_of(key), listener.protocol});
    }
  }
  return out;
}

void check_tls_policy(slb_call const& call, boost::json::object const& a) {
  auto const id = text_of(a, "TLSCipherPolicy");
  if (!id.empty() && !id.starts_with("tls_cipher_policy_1_")) policy_of(call, id);
}

void serve(slb_call& call, slb::CreateTLSCipherPolicy const& q, slb::CreateTLSCipherPolicy::response& r) {
  check_policy(q.Name, 200, q.Ciphers, q.TLSVersions);
  auto const id = call.world.env.id("tls-");
  call.world.today.tls_policies[id] = {id,
                                       q.Name.value(),
                                       call.region,
                                       q.Ciphers.value(),
                                       q.TLSVersions.value(),
                                       milliseconds_now(call.world.env),
                                       {}};
  r.TLSCipherPolicyId = id;
}

void serve(slb_call& call, slb::SetTLSCipherPolicyAttribute const& q,
           slb::SetTLSCipherPolicyAttribute::response& r) {
  tls_policy& policy = policy_of(call, q.TLSCipherPolicyId);
  if (call.world.env.ticks() < policy.applied)
    refuse("TLSPolicyConfiguring", "The TLS policy is being configured.");
  check_policy(q.Name, 128, q.Ciphers, q.TLSVersions);
  policy.name = q.Name.value();
  policy.ciphers = q.Ciphers.value();
  policy.versions = q.TLSVersions.value();
  bool const endless = call.fault && call.fault->kind == emulator::fault_kind::endless_task;
  policy.applied = endless ? tick::max() : later(call.world.env.ticks(), call.world.env.options.task_time);
  r.TaskId = call.world.env.id("task-");
}

void serve(slb_call& call, slb::DeleteTLSCipherPolicy const& q, slb::DeleteTLSCipherPolicy::response&) {
  tls_policy const& policy = policy_of(call, q.TLSCipherPolicyId);
  if (call.world.env.ticks() < policy.applied)
    refuse("TLSPolicyConfiguring", "The TLS policy is being configured.");
  if (!users_of(call, policy).empty()) refuse("TLSPolicyBeingUsed", "The TLS policy is used by a listener.");
  call.world.today.tls_policies.erase(std::string(policy.id));
}

void serve(slb_call& call, slb::ListTLSCipherPolicies const& q, slb::ListTLSCipherPolicies::response& r) {
  std::vector<types::TLSCipherPolicy> found;
  for (auto const& [id, policy] : call.world.today.tls_policies) {
    bool const fits = policy.region == call.region && (!q.Name || *q.Name == policy.name) &&
                      (!q.TLSCipherPolicyId || *q.TLSCipherPolicyId == id);
    if (!fits) continue;
    types::TLSCipherPolicy shown;
    shown.Ciphers = policy.ciphers;
    shown.CreateTime = policy.created_ms;
    shown.InstanceId = id;
    shown.Name = policy.name;
    if (q.IncludeListener.value_or(false)) shown.RelateListeners = users_of(call, policy);
    shown.Status = call.world.env.ticks() < policy.applied ? "configuring" : "normal";
    shown.TLSVersions = policy.versions;
    found.push_back(std::move(shown));
  }
  auto const from = start_of(q.NextToken, found.size(), "QueryTokenNotExist");
  auto const size = static_cast<std::size_t>(q.MaxItems.value_or(20));
  for (std::size_t i = from; i < found.size() && i < from + size; ++i)
    r.TLSCipherPolicies.push_back(found[i]);
  r.NextToken = token_after(from, size, found.size());
  r.IsTruncated = !r.NextToken->empty();
  r.TotalCount = static_cast<std::int64_t>(found.size());
}

// ---- the list

std::span<slb_operation const> slb_access_lists_operations() {
  static constexpr slb_operation all[] = {
      operation<slb::CreateAccessControlList>(),
      operation<slb::DeleteAccessControlList>(),
      operation<slb::SetAccessControlListAttribute>(),
      operation<slb::AddAccessControlListEntry>(),
      operation<slb::RemoveAccessControlListEntry>(),
      operation<slb::DescribeAccessControlListAttribute>(),
      operation<slb::DescribeAccessControlLists>(),
      operation<slb::CreateDomainExtension>(),
      operation<slb::SetDomainExtensionAttribute>(),
      operation<slb::DeleteDomainExtension>(),
      operation<slb::DescribeDomainExtensionAttribute>(),
      operation<slb::DescribeDomainExtensions>(),
      operation<slb::CreateTLSCipherPolicy>(),
      operation<slb::SetTLSCipherPolicyAttribute>(),
      operation<slb::DeleteTLSCipherPolicy>(),
      operation<slb::ListTLSCipherPolicies>(),
  };
  return all;
}

}  // namespace colb::inline COLB_ABI::inner::emu::aliyun
