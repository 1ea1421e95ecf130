// colb: HaProxy load balancers of Capital Online.
#pragma once

#include <boost/json/value.hpp>

#include <colb/capitalonline/lb/types.hpp>

namespace colb::inline COLB_ABI::capitalonline::lb {

/// Lists the sites that support HaProxy load balancers.
///
/// Source: CDS OpenAPI (2019-08-08), DescribeZones.
struct DescribeZones {
  /// What DescribeZones answers.
  struct response {
    /// The sites.
    std::vector<types::Zone> Data{};
  };
};
constexpr descriptor describe(DescribeZones const*) { return {.rate_limit = 0}; }
constexpr auto http_of(DescribeZones const*) { return http_route{"GET", "/lb"}; }

/// Lists the HaProxy product types and sizes one site offers.
///
/// Source: CDS OpenAPI (2019-08-08), DescribeLoadBalancersSpec.
struct DescribeLoadBalancersSpec {
  /// Site code, from DescribeZones.
  required<std::string> RegionId;

  /// What DescribeLoadBalancersSpec answers.
  struct response {
    /// What the site offers.
    std::optional<types::LoadBalancerSpec> Data{};
  };
};
constexpr descriptor describe(DescribeLoadBalancersSpec const*) { return {.rate_limit = 0}; }
constexpr auto http_of(DescribeLoadBalancersSpec const*) { return http_route{"GET", "/lb"}; }

/// Creates one to three HaProxy instances in a virtual data center.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeTask.
/// Source: CDS OpenAPI (2019-08-08), CreateLoadBalancer.
struct CreateLoadBalancer {
  /// Site code.
  required<std::string> RegionId;
  /// Id of the virtual data center.
  required<std::string> VdcId;
  /// Id of the data center's private network that addresses are taken from.
  required<std::string> BasePipeId;
  /// Name of the instance.
  required<std::string> InstanceName;
  /// Goods number of the size, from DescribeLoadBalancersSpec.
  required<std::int64_t> PaasGoodsId;
  /// Networks to attach; which ones are given decides what network the instance gets.
  required<std::vector<types::LoadBalancerIp>> Ips;
  /// How many instances to buy, three at most in one call. At most 3.
  std::optional<std::int64_t> Amount{};

  /// What CreateLoadBalancer answers.
  struct response {
    /// Ids of the new instances.
    std::optional<types::CreateLoadBalancerData> Data{};
  };
};
constexpr descriptor describe(CreateLoadBalancer const*) { return {.kind = kind::async, .rate_limit = 0}; }
constexpr auto http_of(CreateLoadBalancer const*) { return http_route{"POST", "/lb"}; }

/// Lists the account's HaProxy instances, filtered by address, id, name, creation time or tag.
///
/// Source: CDS OpenAPI (2019-08-08), DescribeLoadBalancers.
struct DescribeLoadBalancers {
  /// Keep instances with this service address, or a part of one.
  std::optional<std::string> IP{};
  /// Keep the instance with this id.
  std::optional<std::string> InstanceUuid{};
  /// Keep instances with this name.
  std::optional<std::string> InstanceName{};
  /// Keep instances created after this time, YYYY-MM-DD HH:MM:SS.
  std::optional<std::string> StartTime{};
  /// Keep instances created before this time, YYYY-MM-DD HH:MM:SS.
  std::optional<std::string> EndTime{};
  /// Keep instances that carry this tag.
  std::optional<std::string> TagName{};

  /// What DescribeLoadBalancers answers.
  struct response {
    /// The instances.
    std::vector<types::LoadBalancer> Data{};
  };
};
constexpr descriptor describe(DescribeLoadBalancers const*) { return {.rate_limit = 0}; }
constexpr auto http_of(DescribeLoadBalancers const*) { return http_route{"GET", "/lb"}; }

/// Lists the sizes one HaProxy instance can be changed to.
///
/// Source: CDS OpenAPI (2019-08-08), DescribeLoadBalancersModifySpec.
struct DescribeLoadBalancersModifySpec {
  /// Id of the instance.
  required<std::string> InstanceUuid;

  /// What DescribeLoadBalancersModifySpec answers.
  struct response {
    /// What is on offer.
    std::optional<types::LoadBalancerModifySpec> Data{};
  };
};
constexpr descriptor describe(DescribeLoadBalancersModifySpec const*) { return {.rate_limit = 0}; }
constexpr auto http_of(DescribeLoadBalancersModifySpec const*) { return http_route{"GET", "/lb"}; }

/// Changes the size of a HaProxy instance.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeTask.
/// Source: CDS OpenAPI (2019-08-08), ModifyLoadBalancerInstanceSpec.
struct ModifyLoadBalancerInstanceSpec {
  /// Id of the instance.
  required<std::string> InstanceUuid;
  /// Goods number of the new size; must be sent as a number and must exist, else the call fails.
  required<std::int64_t> PaasGoodsId;

  /// What ModifyLoadBalancerInstanceSpec answers.
  struct response {
    /// Carries nothing; an empty object.
    std::optional<boost::json::value> Data{};
  };
};
constexpr descriptor describe(ModifyLoadBalancerInstanceSpec const*) {
  return {.kind = kind::async, .rate_limit = 0, .resource = {"InstanceUuid"}};
}
constexpr auto http_of(ModifyLoadBalancerInstanceSpec const*) { return http_route{"POST", "/lb"}; }

/// Deletes a HaProxy instance.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeTask.
/// Source: CDS OpenAPI (2019-08-08), DeleteLoadBalancer.
struct DeleteLoadBalancer {
  /// Id of the instance. The vendor's document marks it optional, though it names what is deleted.
  std::optional<std::string> InstanceUuid{};

  /// What DeleteLoadBalancer answers.
  struct response {
    /// Carries nothing; an empty object.
    std::optional<boost::json::value> Data{};
  };
};
constexpr descriptor describe(DeleteLoadBalancer const*) {
  return {.kind = kind::async, .rate_limit = 0, .resource = {"InstanceUuid"}};
}
constexpr auto http_of(DeleteLoadBalancer const*) { return http_route{"POST", "/lb"}; }

/// Renames a HaProxy instance.
///
/// Source: CDS OpenAPI (2019-08-08), ModifyLoadBalancerName.
struct ModifyLoadBalancerName {
  /// Id of the instance.
  required<std::string> InstanceUuid;
  /// New name.
  required<std::string> InstanceName;

  /// What ModifyLoadBalancerName answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(ModifyLoadBalancerName const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"InstanceUuid"}};
}
constexpr auto http_of(ModifyLoadBalancerName const*) { return http_route{"POST", "/lb"}; }

}  // namespace colb::inline COLB_ABI::capitalonline::lb
