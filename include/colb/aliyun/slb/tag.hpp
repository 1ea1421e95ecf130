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
  return {.kind = kind::write, .rate_limit = 0, .resource = {"LoadBalancerID"}};
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
                    .numbered = true}};
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
  /// Tags to remove, sent as a JSON text.
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

}  // namespace colb::inline COLB_ABI::aliyun::slb
