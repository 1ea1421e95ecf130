// colb: access control lists of Alibaba Cloud SLB.
#pragma once

#include <colb/aliyun/slb/types.hpp>

namespace colb::inline COLB_ABI::aliyun::slb {

/// Creates an access control list; at most 50 a region.
///
/// Source: SDK metadata of 2026, SLB API (2014-05-15), CreateAccessControlList.
struct CreateAccessControlList {
  /// Name of the list, unique in the region: 1 to 80 letters, digits, '.', '-', '/' and '_'.
  required<std::string> AclName;
  /// Kind of address. Values: ipv4, ipv6.
  std::optional<std::string> AddressIPVersion{};
  /// Region of the resource; ids come from DescribeRegions. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the resource group.
  std::optional<std::string> ResourceGroupId{};
  /// Tags of the list. At most 20.
  std::vector<types::TagPair> Tag{};

  /// What CreateAccessControlList answers.
  struct response {
    /// Id of the access control list.
    std::optional<std::string> AclId{};
  };
};
constexpr descriptor describe(CreateAccessControlList const*) {
  return {.kind = kind::write, .rate_limit = 0};
}

/// Deletes an access control list that no listener uses.
///
/// Source: SDK metadata of 2026, SLB API (2014-05-15), DeleteAccessControlList.
struct DeleteAccessControlList {
  /// Id of the access control list.
  required<std::string> AclId;
  /// Region of the resource; ids come from DescribeRegions. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};

  /// What DeleteAccessControlList answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(DeleteAccessControlList const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"AclId"}};
}

/// Renames an access control list.
///
/// Source: SDK metadata of 2026, SLB API (2014-05-15), SetAccessControlListAttribute.
struct SetAccessControlListAttribute {
  /// Id of the access control list.
  required<std::string> AclId;
  /// New name of the list, unique in the region: 1 to 80 letters, digits, '.', '-', '/' and '_'.
  required<std::string> AclName;
  /// Region of the resource; ids come from DescribeRegions. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};

  /// What SetAccessControlListAttribute answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(SetAccessControlListAttribute const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"AclId"}};
}

/// Adds entries to an access control list; entries already there are skipped.
///
/// Source: SDK metadata of 2026, SLB API (2014-05-15), AddAccessControlListEntry.
struct AddAccessControlListEntry {
  /// Entries to add, sent as a JSON text. At most 50 a call and 300 a list.
  std::vector<types::AclEntrySpec> AclEntrys{};
  /// Id of the access control list.
  std::optional<std::string> AclId{};
  /// Region of the resource; ids come from DescribeRegions. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};

  /// What AddAccessControlListEntry answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(AddAccessControlListEntry const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"AclId"}, .batch = {"AclEntrys", 50}};
}
constexpr auto json_text_fields(AddAccessControlListEntry const*) { return names("AclEntrys"); }

/// Removes entries from an access control list.
///
/// Source: SDK metadata of 2026, SLB API (2014-05-15), RemoveAccessControlListEntry.
struct RemoveAccessControlListEntry {
  /// Entries to remove, sent as a JSON text. At most 50.
  std::vector<types::AclEntrySpec> AclEntrys{};
  /// Id of the access control list.
  required<std::string> AclId;
  /// Region of the resource; ids come from DescribeRegions. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};

  /// What RemoveAccessControlListEntry answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(RemoveAccessControlListEntry const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"AclId"}, .batch = {"AclEntrys", 50}};
}
constexpr auto json_text_fields(RemoveAccessControlListEntry const*) { return names("AclEntrys"); }

/// Shows an access control list: its entries, page by page, and the listeners that use it.
///
/// Source: SDK metadata of 2026, SLB API (2014-05-15), DescribeAccessControlListAttribute.
struct DescribeAccessControlListAttribute {
  /// Only entries with this remark.
  std::optional<std::string> AclEntryComment{};
  /// Id of the access control list.
  required<std::string> AclId;
  /// Page wanted, from 1.
  std::optional<std::int64_t> Page{};
  /// Entries a page. At most 50. Default: 10.
  std::optional<std::int64_t> PageSize{};
  /// Region of the resource; ids come from DescribeRegions. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};

  /// What DescribeAccessControlListAttribute answers.
  struct response {
    /// The entries on this page.
    std::optional<types::AclEntrys> AclEntrys{};
    /// Id of the access control list.
    std::optional<std::string> AclId{};
    /// Name of the list.
    std::optional<std::string> AclName{};
    /// Kind of address. Values: ipv4, ipv6.
    std::optional<std::string> AddressIPVersion{};
    /// When it was made, UTC text.
    std::optional<std::string> CreateTime{};
    /// Listeners that use the list.
    std::optional<types::RelatedListeners> RelatedListeners{};
    /// Id of the resource group.
    std::optional<std::string> ResourceGroupId{};
    /// Its tags.
    std::optional<types::ResourceTags> Tags{};
    /// Number of entries in the list.
    std::optional<std::int64_t> TotalAclEntry{};
  };
};
constexpr descriptor describe(DescribeAccessControlListAttribute const*) {
  return {.rate_limit = 0,
          .pages = {.offset = "Page",
                    .limit = "PageSize",
                    .items = "AclEntrys.AclEntry",
                    .total = "TotalAclEntry",
                    .numbered = true,
                    .maximum = 50}};
}

/// Lists access control lists.
///
/// Source: SDK metadata of 2026, SLB API (2014-05-15), DescribeAccessControlLists.
struct DescribeAccessControlLists {
  /// Only lists with this in their name.
  std::optional<std::string> AclName{};
  /// Kind of address. Values: ipv4, ipv6.
  std::optional<std::string> AddressIPVersion{};
  /// Page wanted, from 1.
  std::optional<std::int64_t> PageNumber{};
  /// Entries a page. At most 50. Default: 10.
  std::optional<std::int64_t> PageSize{};
  /// Region of the resource; ids come from DescribeRegions. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the resource group.
  std::optional<std::string> ResourceGroupId{};
  /// Only lists that carry all these tags. At most 20.
  std::vector<types::TagPair> Tag{};

  /// What DescribeAccessControlLists answers.
  struct response {
    /// Lists found.
    std::optional<types::AccessControlLists> Acls{};
    /// Entries on this page.
    std::optional<std::int64_t> Count{};
    /// Page returned.
    std::optional<std::int64_t> PageNumber{};
    /// Entries a page.
    std::optional<std::int64_t> PageSize{};
    /// Number of matches.
    std::optional<std::int64_t> TotalCount{};
  };
};
constexpr descriptor describe(DescribeAccessControlLists const*) {
  return {.rate_limit = 0,
          .pages = {.offset = "PageNumber",
                    .limit = "PageSize",
                    .items = "Acls.Acl",
                    .total = "TotalCount",
                    .numbered = true,
                    .maximum = 50}};
}

}  // namespace colb::inline COLB_ABI::aliyun::slb
