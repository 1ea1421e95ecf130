// colb: tags of Alibaba Cloud SLB.
#pragma once

#include <colb/aliyun/slb/types.hpp>

namespace colb::inline COLB_ABI::aliyun::slb {

/// Adds tags to a load balancer.
///
/// A load balancer can have 10 tags with distinct keys;
/// a tag whose key is there already replaces the old value.
/// Source: SLB API (2014-05-15), AddTags.
struct AddTags {
  /// Region of the load balancer instance. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the load balancer instance; the capital D is the documented name here.
  required<std::string> LoadBalancerID;
  /// Tags to add, sent as a JSON text; at most 5 in one call.
  required<std::vector<types::TagSpec>> Tags;

  /// What AddTags answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(AddTags const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"LoadBalancerID"}, .batch = {"Tags", 5}};
}
constexpr auto json_text_fields(AddTags const*) { return names("Tags"); }
/// Today's names.
constexpr auto aliases(AddTags const*) { return also_called({{"LoadBalancerId", "LoadBalancerID"}}); }

/// Lists tags that meet all given conditions.
///
/// A key without a value finds all tags with that key; a value without a key is not allowed;
/// a key with a value must match exactly.
/// Source: SLB API (2014-05-15), DescribeTags.
struct DescribeTags {
  /// Region of the load balancer instance. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the load balancer instance; the capital D is the documented name here.
  std::optional<std::string> LoadBalancerID{};
  /// Tags to look for, sent as a JSON text.
  std::vector<types::TagSpec> Tags{};
  /// Items per page. At most 100. Default: 50.
  std::optional<std::int64_t> PageSize{};
  /// Page number, from 1. Default: 1.
  std::optional<std::int64_t> PageNumber{};
  /// Whether each key is listed once only. Default: false.
  std::optional<bool> DistinctKey{};

  /// What DescribeTags answers.
  struct response {
    /// The tags.
    std::optional<types::TagSets> TagSets{};
    /// Items per page.
    std::optional<std::int64_t> PageSize{};
    /// Page number, from 1.
    std::optional<std::int64_t> PageNumber{};
    /// Number of all instances that meet the conditions.
    std::optional<std::int64_t> TotalCount{};
  };
};
constexpr descriptor describe(DescribeTags const*) {
  return {.rate_limit = 0,
          .pages = {.offset = "PageNumber",
                    .limit = "PageSize",
                    .items = "TagSets.TagSet",
                    .total = "TotalCount",
                    .numbered = true,
                    .maximum = 100}};
}
constexpr auto json_text_fields(DescribeTags const*) { return names("Tags"); }
/// Today's names.
constexpr auto aliases(DescribeTags const*) { return also_called({{"LoadBalancerId", "LoadBalancerID"}}); }

/// Removes the tags of a load balancer that meet all given conditions.
///
/// Source: SLB API (2014-05-15), RemoveTags.
struct RemoveTags {
  /// Region of the load balancer instance. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the load balancer instance; the capital D is the documented name here.
  required<std::string> LoadBalancerID;
  /// Tags to remove, sent as a JSON text. Today's service requires it.
  std::vector<types::TagSpec> Tags{};

  /// What RemoveTags answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(RemoveTags const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"LoadBalancerID"}};
}
constexpr auto json_text_fields(RemoveTags const*) { return names("Tags"); }
/// Today's names.
constexpr auto aliases(RemoveTags const*) { return also_called({{"LoadBalancerId", "LoadBalancerID"}}); }

/// Puts tags on resources.
///
/// Source: SDK metadata of 2026, SLB API (2014-05-15), TagResources.
struct TagResources {
  /// Region of the resource; ids come from DescribeRegions. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Resources to tag, a listener as LoadBalancerId_protocol_port. At most 20.
  required<std::vector<std::string>> ResourceId;
  /// Kind of resource. Values: instance, certificate, acl, listener, vservergroup, masterslaveservergroup.
  required<std::string> ResourceType;
  /// Tags to put on each of them. At most 20.
  required<std::vector<types::TagPair>> Tag;

  /// What TagResources answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(TagResources const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"ResourceId"}};
}

/// Takes tags off resources.
///
/// Source: SDK metadata of 2026, SLB API (2014-05-15), UntagResources.
struct UntagResources {
  /// Whether to take off all tags; only without TagKey. Default: false.
  std::optional<bool> All{};
  /// Region of the resource; ids come from DescribeRegions. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Resources whose tags to take off, a listener as LoadBalancerId_protocol_port. At most 20.
  required<std::vector<std::string>> ResourceId;
  /// Kind of resource. Values: instance, certificate, acl, listener, vservergroup, masterslaveservergroup.
  required<std::string> ResourceType;
  /// Keys of the tags to take off. At most 20.
  std::vector<std::string> TagKey{};

  /// What UntagResources answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(UntagResources const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"ResourceId"}};
}

/// Lists tags by resources or by tags.
///
/// Source: SDK metadata of 2026, SLB API (2014-05-15), ListTagResources.
struct ListTagResources {
  /// Cursor of the page wanted, from the last answer; left out: the first page.
  std::optional<std::string> NextToken{};
  /// Region of the resource; ids come from DescribeRegions. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Resources to look at, a listener as LoadBalancerId_protocol_port; this or Tag is needed. At most 20.
  std::vector<std::string> ResourceId{};
  /// Kind of resource. Values: instance, certificate, acl, listener, vservergroup, masterslaveservergroup.
  required<std::string> ResourceType;
  /// Only resources that carry all these tags. At most 20.
  std::vector<types::TagPair> Tag{};

  /// What ListTagResources answers.
  struct response {
    /// Cursor of the next page; empty at the end.
    std::optional<std::string> NextToken{};
    /// Tagged resources found.
    std::optional<types::TaggedResources> TagResources{};
  };
};
constexpr descriptor describe(ListTagResources const*) {
  return {.rate_limit = 0, .pages = {.items = "TagResources.TagResource", .token = "NextToken"}};
}

}  // namespace colb::inline COLB_ABI::aliyun::slb
