// colb: white lists of listeners of Alibaba Cloud SLB.
#pragma once

#include <colb/aliyun/slb/types.hpp>

namespace colb::inline COLB_ABI::aliyun::slb {

/// Turns a listener's access control (white list) on or off.
///
/// Source: SLB API (2014-05-15), SetListenerAccessControlStatus.
struct SetListenerAccessControlStatus {
  /// Region of the load balancer; ids come from DescribeRegions.
  /// Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the load balancer.
  required<std::string> LoadBalancerId;
  /// Front-end port of the listener. Range: 1-65535.
  required<std::int64_t> ListenerPort;
  /// open_white_list: only listed addresses get through (with an empty list nobody does);
  /// close: access control is off.
  required<std::string> AccessControlStatus;
  /// Protocol of the listener; needed where a TCP and a UDP listener share the port. Values: tcp, udp, http,
  /// https.
  std::optional<std::string> ListenerProtocol{};

  /// What SetListenerAccessControlStatus answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(SetListenerAccessControlStatus const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"LoadBalancerId"}};
}

/// Adds IPs or CIDR blocks to a listener's white list (incremental).
///
/// Source: SLB API (2014-05-15), AddListenerWhiteListItem.
struct AddListenerWhiteListItem {
  /// Region of the load balancer; ids come from DescribeRegions.
  /// Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the load balancer.
  required<std::string> LoadBalancerId;
  /// Front-end port of the listener. Range: 1-65535.
  required<std::int64_t> ListenerPort;
  /// IPs or CIDR blocks separated by commas; used while AccessControlStatus is open_white_list. 0.0.0.0 and
  /// 0.0.0.0/0 are refused; to let everyone in, set the status to close.
  required<std::string> SourceItems;
  /// Protocol of the listener; needed where a TCP and a UDP listener share the port. Values: tcp, udp, http,
  /// https.
  std::optional<std::string> ListenerProtocol{};

  /// What AddListenerWhiteListItem answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(AddListenerWhiteListItem const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"LoadBalancerId"}};
}

/// Removes IPs or CIDR blocks from a listener's white list (incremental).
///
/// Source: SLB API (2014-05-15), RemoveListenerWhiteListItem.
struct RemoveListenerWhiteListItem {
  /// Region of the load balancer; ids come from DescribeRegions.
  /// Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};
  /// Id of the load balancer.
  required<std::string> LoadBalancerId;
  /// Front-end port of the listener. Range: 1-65535.
  required<std::int64_t> ListenerPort;
  /// IPs or CIDR blocks separated by commas. When all are removed nobody can reach the listener.
  required<std::string> SourceItems;
  /// Protocol of the listener; needed where a TCP and a UDP listener share the port. Values: tcp, udp, http,
  /// https.
  std::optional<std::string> ListenerProtocol{};

  /// What RemoveListenerWhiteListItem answers: nothing of its own.
  struct response {};
};
constexpr descriptor describe(RemoveListenerWhiteListItem const*) {
  return {.kind = kind::write, .rate_limit = 0, .resource = {"LoadBalancerId"}};
}

/// Returns the access control (white list) configuration of a listener.
///
/// Source: SLB API (2014-05-15), DescribeListenerAccessControlAttribute.
struct DescribeListenerAccessControlAttribute {
  /// Id of the load balancer instance.
  required<std::string> LoadBalancerId;
  /// Front-end port of the listener, 1-65535.
  required<std::int64_t> ListenerPort;
  /// Protocol of the listener; needed where a TCP and a UDP listener share the port. Values: tcp, udp, http,
  /// https.
  std::optional<std::string> ListenerProtocol{};
  /// Region of the resource; ids come from DescribeRegions. Filled in from the client's region when left out.
  std::optional<std::string> RegionId{};

  /// What DescribeListenerAccessControlAttribute answers.
  struct response {
    /// open_white_list = the white list is on, close = access control is off.
    std::optional<std::string> AccessControlStatus{};
    /// Access control list: IP addresses and CIDR blocks separated by commas.
    std::optional<std::string> SourceItems{};
  };
};
constexpr descriptor describe(DescribeListenerAccessControlAttribute const*) { return {.rate_limit = 0}; }

}  // namespace colb::inline COLB_ABI::aliyun::slb
