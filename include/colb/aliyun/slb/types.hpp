// colb: data types of Alibaba Cloud SLB.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <colb/action.hpp>

namespace colb::inline COLB_ABI::aliyun::slb::types {

/// A load balancer as DescribeLoadBalancers lists it.
struct LoadBalancer {
  /// Id of the load balancer.
  std::optional<std::string> LoadBalancerId{};
  /// Name of the load balancer.
  std::optional<std::string> LoadBalancerName{};
  /// active (as after creation), inactive (the listeners forward no traffic) or locked (unpaid,
  /// or locked by Alibaba Cloud).
  std::optional<std::string> LoadBalancerStatus{};
  /// Service address.
  std::optional<std::string> Address{};
  /// Id of its region.
  std::optional<std::string> RegionId{};
  /// Alias of its region.
  std::optional<std::string> RegionIdAlias{};
  /// Network type of the instance (internet or intranet).
  std::optional<std::string> AddressType{};
  /// VSwitch of a private instance.
  std::optional<std::string> VSwitchId{};
  /// VPC of a private instance.
  std::optional<std::string> VpcId{};
  /// Network of a private instance: vpc or classic.
  std::optional<std::string> NetworkType{};
  /// Peak bandwidth in Mbps of an Internet instance paid by bandwidth.
  std::optional<std::int64_t> Bandwidth{};
  /// When it was created.
  std::optional<std::string> CreateTime{};
  /// Id of the primary zone.
  std::optional<std::string> MasterZoneId{};
  /// Id of the standby zone.
  std::optional<std::string> SlaveZoneId{};
};

/// Wrapper of the list of load balancers.
struct LoadBalancers {
  /// The load balancers.
  std::vector<types::LoadBalancer> LoadBalancer{};
};

/// Wrapper of the list of front-end ports.
struct ListenerPorts {
  /// Front-end ports of the listeners.
  std::vector<std::int64_t> ListenerPort{};
};

/// A front-end port and its protocol.
struct ListenerPortAndProtocol {
  /// Front-end port.
  std::optional<std::int64_t> ListenerPort{};
  /// Protocol of the listener, e.g. tcp.
  std::optional<std::string> ListenerProtocol{};
};

/// Wrapper of the list of front-end ports with protocols.
struct ListenerPortsAndProtocol {
  /// Ports with their protocols.
  std::vector<types::ListenerPortAndProtocol> ListenerPortAndProtocol{};
};

/// Misspelt twin of ListenerPortAndProtocol.
struct ListenerPortAndProtocal {
  /// Front-end port (only in the vendor's example).
  std::optional<std::int64_t> ListenerPort{};
  /// Protocol of the listener, e.g. tcp (only in the vendor's example).
  std::optional<std::string> ListenerProtocal{};
};

/// Misspelt twin of ListenerPortsAndProtocol, as it occurs on the wire.
struct ListenerPortsAndProtocal {
  /// Ports with their protocols (only in the vendor's example).
  std::vector<types::ListenerPortAndProtocal> ListenerPortAndProtocal{};
};

/// A backend server in DescribeLoadBalancerAttribute.
struct LoadBalancerBackendServer {
  /// Id of the backend server (ECS).
  std::optional<std::string> ServerId{};
  /// Weight of the backend server.
  std::optional<std::int64_t> Weight{};
};

/// Wrapper of the backend servers in DescribeLoadBalancerAttribute.
struct LoadBalancerBackendServers {
  /// The backend servers.
  std::vector<types::LoadBalancerBackendServer> BackendServer{};
};

/// A region.
struct Region {
  /// Id of the region.
  std::optional<std::string> RegionId{};
  /// Display name of the region.
  std::optional<std::string> LocalName{};
};

/// Wrapper of the list of regions.
struct Regions {
  /// The regions.
  std::vector<types::Region> Region{};
};

/// A standby zone.
struct SlaveZone {
  /// Id of the standby zone.
  std::optional<std::string> ZoneId{};
  /// Display name of the standby zone.
  std::optional<std::string> LocalName{};
};

/// Wrapper of the list of standby zones.
struct SlaveZones {
  /// The standby zones.
  std::vector<types::SlaveZone> SlaveZone{};
};

/// A primary zone with its standby zones.
struct Zone {
  /// Id of the primary zone.
  std::optional<std::string> ZoneId{};
  /// Display name of the primary zone.
  std::optional<std::string> LocalName{};
  /// Standby zones that go with it.
  std::optional<types::SlaveZones> SlaveZones{};
};

/// Wrapper of the list of primary zones.
struct Zones {
  /// The primary zones.
  std::vector<types::Zone> Zone{};
};

/// A server certificate, without its content.
struct ServerCertificate {
  /// Id of the certificate.
  std::optional<std::string> ServerCertificateId{};
  /// Name of the certificate.
  std::optional<std::string> ServerCertificateName{};
  /// Its region.
  std::optional<std::string> RegionId{};
  /// Its fingerprint.
  std::optional<std::string> Fingerprint{};
  /// Id of the enterprise resource group.
  std::optional<std::string> ResourceGroupId{};
  /// When it was uploaded.
  std::optional<std::string> CreateTime{};
  /// When it was uploaded, as a time stamp (Long, needs 64 bits).
  std::optional<std::int64_t> CreateTimeStamp{};
};

/// Wrapper of the list of server certificates.
struct ServerCertificates {
  /// The server certificates.
  std::vector<types::ServerCertificate> ServerCertificate{};
};

/// A CA certificate, without its content.
struct CACertificate {
  /// Id of the CA certificate.
  std::optional<std::string> CACertificateId{};
  /// Its name.
  std::optional<std::string> CACertificateName{};
  /// Id of its region.
  std::optional<std::string> RegionId{};
  /// Its fingerprint.
  std::optional<std::string> Fingerprint{};
  /// When it was uploaded, e.g. 2017-06-04T16:01:58Z (only in the vendor's example).
  std::optional<std::string> CreateTime{};
  /// Upload time in milliseconds since 1970 (needs 64 bits; only in the vendor's example).
  std::optional<std::int64_t> CreateTimeStamp{};
  /// Id of the enterprise resource group (only in the vendor's example).
  std::optional<std::string> ResourceGroupId{};
};

/// Wrapper of the list of CA certificates.
struct CACertificates {
  /// The CA certificates.
  std::vector<types::CACertificate> CACertificate{};
};

/// A back-end server to add to a load balancer, or whose weight is to be set.
struct BackendServerSpec {
  /// Id of the ECS instance.
  required<std::string> ServerId;
  /// Weight of the back-end server, 0-100. Default: 100.
  std::optional<std::int64_t> Weight{};
};

/// A back-end server of a load balancer.
struct BackendServer {
  /// Id of the ECS instance.
  std::optional<std::string> ServerId{};
  /// Weight of the back-end server.
  std::optional<std::int64_t> Weight{};
};

/// Wrapper object around the list of back-end servers.
struct BackendServers {
  /// The back-end servers.
  std::vector<types::BackendServer> BackendServer{};
};

/// Health of one back-end server.
struct BackendServerHealth {
  /// Id of the ECS instance.
  std::optional<std::string> ServerId{};
  /// normal = healthy, abnormal = unhealthy, unavailable = the health check is not finished.
  std::optional<std::string> ServerHealthStatus{};
};

/// Wrapper object around the list of back-end server healths.
struct BackendServerHealths {
  /// The back-end servers' health.
  std::vector<types::BackendServerHealth> BackendServer{};
};

/// A server for a master-slave server group.
struct MasterSlaveBackendServerSpec {
  /// Id of the ECS instance.
  required<std::string> ServerId;
  /// Port the back-end server uses, 1-65535.
  required<std::int64_t> Port;
  /// Weight of the back-end server, 0-100. (Marked required, yet with a default.)
  required<std::int64_t> Weight;
  /// Role of the server. Values: Master, Slave. Default: Master.
  std::optional<std::string> ServerType{};
};

/// A server of a master-slave server group.
struct MasterSlaveBackendServer {
  /// Id of the ECS instance.
  std::optional<std::string> ServerId{};
  /// Port the back-end server uses.
  std::optional<std::int64_t> Port{};
  /// Weight of the back-end server.
  std::optional<std::int64_t> Weight{};
  /// Role of the server. Values: Master, Slave.
  std::optional<std::string> ServerType{};
};

/// Wrapper object around the list of servers of a master-slave server group.
struct MasterSlaveBackendServers {
  /// The servers.
  std::vector<types::MasterSlaveBackendServer> MasterSlaveBackendServers{};
};
/// Today's names.
constexpr auto aliases(MasterSlaveBackendServers const*) {
  return also_called({{"MasterSlaveBackendServer", "MasterSlaveBackendServers"}});
}

/// A master-slave server group in the list.
struct MasterSlaveVServerGroup {
  /// Id of the master-slave server group.
  std::optional<std::string> MasterSlaveVServerGroupId{};
  /// Name of the master-slave server group.
  std::optional<std::string> MasterSlaveVServerGroupName{};
};
/// Today's names.
constexpr auto aliases(MasterSlaveVServerGroup const*) {
  return also_called({{"MasterSlaveServerGroupId", "MasterSlaveVServerGroupId"},
                      {"MasterSlaveServerGroupName", "MasterSlaveVServerGroupName"}});
}

/// Wrapper object around the list of master-slave server groups.
struct MasterSlaveVServerGroups {
  /// The groups.
  std::vector<types::MasterSlaveVServerGroup> MasterSlaveVServerGroup{};
};
/// Today's names.
constexpr auto aliases(MasterSlaveVServerGroups const*) {
  return also_called({{"MasterSlaveServerGroup", "MasterSlaveVServerGroup"}});
}

/// A server for a VServer group.
struct VServerGroupBackendServerSpec {
  /// Id of the ECS instance.
  required<std::string> ServerId;
  /// Port the back-end server uses, 1-65535.
  required<std::int64_t> Port;
  /// Weight of the back-end server, 0-100. (Marked required, yet with a default.)
  required<std::int64_t> Weight;
};

/// A server of a VServer group, named by instance and port.
struct VServerGroupBackendServerKey {
  /// Id of the ECS instance.
  required<std::string> ServerId;
  /// Port the back-end server uses, 1-65535.
  required<std::int64_t> Port;
};

/// A server to be replaced in a VServer group.
struct VServerGroupOldBackendServer {
  /// Id of the ECS instance.
  required<std::string> ServerId;
  /// Port the back-end server uses, 1-65535.
  required<std::int64_t> Port;
  /// Weight of the back-end server, 0-100. Default: 100.
  std::optional<std::int64_t> Weight{};
};

/// A server of a VServer group.
struct VServerGroupBackendServer {
  /// Id of the ECS instance.
  std::optional<std::string> ServerId{};
  /// Port the back-end server uses.
  std::optional<std::int64_t> Port{};
  /// Weight of the back-end server.
  std::optional<std::int64_t> Weight{};
};

/// Wrapper object around the list of servers of a VServer group.
struct VServerGroupBackendServers {
  /// The servers.
  std::vector<types::VServerGroupBackendServer> BackendServer{};
};

/// A VServer group in the list.
struct VServerGroup {
  /// Id of the VServer group.
  std::optional<std::string> VServerGroupId{};
  /// Name of the VServer group.
  std::optional<std::string> VServerGroupName{};
};

/// Wrapper object around the list of VServer groups.
struct VServerGroups {
  /// The groups.
  std::vector<types::VServerGroup> VServerGroup{};
};

/// A forwarding rule to create. At least one of Domain and Url must be given;
/// their combination must be unique within the listener.
struct RuleSpec {
  /// Name, unique within the listener: 1-80 letters, digits, - / . and _.
  required<std::string> RuleName;
  /// Domain of the requests: letters, digits, hyphens and dots.
  std::optional<std::string> Domain{};
  /// Path of the requests: 1-80 letters, digits and - / . % ? # &.
  std::optional<std::string> Url{};
  /// Id of the VServer group the rule forwards to.
  required<std::string> VServerGroupId;
};

/// A forwarding rule that was created.
struct CreatedRule {
  /// Id of the rule.
  std::optional<std::string> RuleId{};
  /// Name of the rule.
  std::optional<std::string> RuleName{};
};

/// Wrapper object around the list of created rules.
struct CreatedRules {
  /// The created rules.
  std::vector<types::CreatedRule> Rule{};
};

/// A forwarding rule of a listener.
struct Rule {
  /// Id of the rule.
  std::optional<std::string> RuleId{};
  /// Name of the rule.
  std::optional<std::string> RuleName{};
  /// Domain of the requests.
  std::optional<std::string> Domain{};
  /// Path of the requests.
  std::optional<std::string> Url{};
  /// Id of the VServer group the rule forwards to.
  std::optional<std::string> VServerGroupId{};
};

/// A tag to add, remove or look for.
struct TagSpec {
  /// Key of the tag: at most 64 characters, not empty, not beginning with aliyun.
  required<std::string> TagKey;
  /// Value of the tag: at most 128 characters, not beginning with aliyun.
  std::optional<std::string> TagValue{};
};

/// A tag and how often it is used.
struct TagSet {
  /// Key of the tag.
  std::optional<std::string> TagKey{};
  /// Value of the tag.
  std::optional<std::string> TagValue{};
  /// Number of instances with this tag.
  std::optional<std::int64_t> InstanceCount{};
};

/// Wrapper object around the list of tags.
struct TagSets {
  /// The tags.
  std::vector<types::TagSet> TagSet{};
};

}  // namespace colb::inline COLB_ABI::aliyun::slb::types
