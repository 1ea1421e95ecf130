// colb: data types of Alibaba Cloud SLB.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <colb/action.hpp>

namespace colb::inline COLB_ABI::aliyun::slb::types {

/// A tag on a resource.
struct ResourceTag {
  /// Tag key.
  std::optional<std::string> TagKey{};
  /// Tag value.
  std::optional<std::string> TagValue{};
};

/// Wrapper around the tags of a resource.
struct ResourceTags {
  /// The tags.
  std::vector<types::ResourceTag> Tag{};
};

/// A listener that uses a group.
struct AssociatedListener {
  /// Port.
  std::optional<std::int64_t> Port{};
  /// Protocol of the listener.
  std::optional<std::string> Protocol{};
};

/// Wrapper around listeners.
struct AssociatedListeners {
  /// The listeners.
  std::vector<types::AssociatedListener> Listener{};
};

/// Wrapper around domain names.
struct SubjectAlternativeNames {
  /// The domain names.
  std::vector<std::string> SubjectAlternativeName{};
};

/// A rule that uses a group.
struct AssociatedRule {
  /// Domain name.
  std::optional<std::string> Domain{};
  /// Id of the rule.
  std::optional<std::string> RuleId{};
  /// Name of the rule: 1-40 characters.
  std::optional<std::string> RuleName{};
  /// Request path.
  std::optional<std::string> Url{};
};

/// Wrapper around rules.
struct AssociatedRules {
  /// The forwarding rules.
  std::vector<types::AssociatedRule> Rule{};
};

/// What uses a VServer group.
struct VServerGroupAssociatedObjects {
  /// Listeners.
  std::optional<types::AssociatedListeners> Listeners{};
  /// Forwarding rules.
  std::optional<types::AssociatedRules> Rules{};
};

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
  /// Kind of address. Values: ipv4, ipv6.
  std::optional<std::string> AddressIPVersion{};
  /// When it was made, milliseconds since 1970.
  std::optional<std::int64_t> CreateTimeStamp{};
  /// Whether it is protected from being deleted. Values: on, off.
  std::optional<std::string> DeleteProtection{};
  /// How capacity is charged. Values: PayBySpec, PayByCLCU.
  std::optional<std::string> InstanceChargeType{};
  /// How an Internet instance is paid, as a number: 3 paybybandwidth, 4 paybytraffic.
  std::optional<std::string> InternetChargeType{};
  /// How an Internet instance is paid. Values: paybybandwidth, paybytraffic.
  std::optional<std::string> InternetChargeTypeAlias{};
  /// Specification, such as slb.s1.small; slb.lcu.elastic when paid by use.
  std::optional<std::string> LoadBalancerSpec{};
  /// Why it is protected.
  std::optional<std::string> ModificationProtectionReason{};
  /// ConsoleProtection: changes in the console are refused; NonProtection: they are not.
  std::optional<std::string> ModificationProtectionStatus{};
  /// How it is paid: PayOnDemand or PrePay.
  std::optional<std::string> PayType{};
  /// Id of the resource group.
  std::optional<std::string> ResourceGroupId{};
  /// Its tags.
  std::optional<types::ResourceTags> Tags{};
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
  /// Name of the listener.
  std::optional<std::string> Description{};
  /// HTTPS port that requests are redirected to. Range: 1-65535.
  std::optional<std::int64_t> ForwardPort{};
  /// Whether HTTP is redirected to HTTPS. Values: on, off.
  std::optional<std::string> ListenerForward{};
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
  /// Remark on the server: 1-80 characters.
  std::optional<std::string> Description{};
  /// Address of the server, where it has several.
  std::optional<std::string> ServerIp{};
  /// Kind of server: ecs (an instance), eni (a network interface) or eci (a container).
  std::optional<std::string> Type{};
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
  /// Host name at which the region is asked.
  std::optional<std::string> RegionEndpoint{};
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
  /// Id in the certificate service.
  std::optional<std::string> AliCloudCertificateId{};
  /// Name in the certificate service.
  std::optional<std::string> AliCloudCertificateName{};
  /// Common name in the certificate.
  std::optional<std::string> CommonName{};
  /// When it runs out, UTC text.
  std::optional<std::string> ExpireTime{};
  /// When it runs out, milliseconds since 1970.
  std::optional<std::int64_t> ExpireTimeStamp{};
  /// 1 when it comes from the certificate service. Values: 0, 1.
  std::optional<std::int64_t> IsAliCloudCertificate{};
  /// Further domain names in the certificate.
  std::optional<types::SubjectAlternativeNames> SubjectAlternativeNames{};
  /// Its tags.
  std::optional<types::ResourceTags> Tags{};
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
  /// Common name in the certificate.
  std::optional<std::string> CommonName{};
  /// When it runs out, UTC text.
  std::optional<std::string> ExpireTime{};
  /// When it runs out, milliseconds since 1970.
  std::optional<std::int64_t> ExpireTimeStamp{};
  /// Its tags.
  std::optional<types::ResourceTags> Tags{};
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
  /// Kind of server: ecs (an instance), eni (a network interface) or eci (a container).
  std::optional<std::string> Type{};
  /// Address of the server, where it has several.
  std::optional<std::string> ServerIp{};
  /// Remark on the server, 1-80 characters.
  std::optional<std::string> Description{};
};

/// A back-end server of a load balancer.
struct BackendServer {
  /// Id of the ECS instance.
  std::optional<std::string> ServerId{};
  /// Weight of the back-end server.
  std::optional<std::int64_t> Weight{};
  /// Remark on the server: 1-80 characters.
  std::optional<std::string> Description{};
  /// Kind of server: ecs (an instance), eni (a network interface) or eci (a container).
  std::optional<std::string> Type{};
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
  /// Port of the listener.
  std::optional<std::int64_t> ListenerPort{};
  /// Port of the server.
  std::optional<std::int64_t> Port{};
  /// Protocol of the listener.
  std::optional<std::string> Protocol{};
  /// Address of the server, where it has several.
  std::optional<std::string> ServerIp{};
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
  /// Kind of server: ecs (an instance), eni (a network interface) or eci (a container).
  std::optional<std::string> Type{};
  /// Address of the server, where it has several.
  std::optional<std::string> ServerIp{};
  /// Remark on the server, 1-80 characters.
  std::optional<std::string> Description{};
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
  /// Kind of server: ecs (an instance), eni (a network interface) or eci (a container).
  std::optional<std::string> Type{};
  /// Address of the server, where it has several.
  std::optional<std::string> ServerIp{};
  /// Remark on the server, 1-80 characters.
  std::optional<std::string> Description{};
};

/// A server of a VServer group, named by instance and port.
struct VServerGroupBackendServerKey {
  /// Id of the ECS instance.
  required<std::string> ServerId;
  /// Port the back-end server uses, 1-65535.
  required<std::int64_t> Port;
  /// Weight; ignored here. Range: 0-100.
  std::optional<std::int64_t> Weight{};
  /// Kind of server: ecs (an instance), eni (a network interface) or eci (a container).
  std::optional<std::string> Type{};
  /// Address of the server, where it has several.
  std::optional<std::string> ServerIp{};
  /// Remark on the server, 1-80 characters.
  std::optional<std::string> Description{};
};

/// A server to be replaced in a VServer group.
struct VServerGroupOldBackendServer {
  /// Id of the ECS instance.
  required<std::string> ServerId;
  /// Port the back-end server uses, 1-65535.
  required<std::int64_t> Port;
  /// Weight of the back-end server, 0-100. Default: 100.
  std::optional<std::int64_t> Weight{};
  /// Kind of server: ecs (an instance), eni (a network interface) or eci (a container).
  std::optional<std::string> Type{};
  /// Address of the server, where it has several.
  std::optional<std::string> ServerIp{};
  /// Remark on the server, 1-80 characters.
  std::optional<std::string> Description{};
};

/// A server of a VServer group.
struct VServerGroupBackendServer {
  /// Id of the ECS instance.
  std::optional<std::string> ServerId{};
  /// Port the back-end server uses.
  std::optional<std::int64_t> Port{};
  /// Weight of the back-end server.
  std::optional<std::int64_t> Weight{};
  /// Remark on the server: 1-80 characters.
  std::optional<std::string> Description{};
  /// Kind of server: ecs (an instance), eni (a network interface) or eci (a container).
  std::optional<std::string> Type{};
  /// Address of the server, where it has several.
  std::optional<std::string> ServerIp{};
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
  /// What uses the group.
  std::optional<types::VServerGroupAssociatedObjects> AssociatedObjects{};
  /// When it was made, UTC text.
  std::optional<std::string> CreateTime{};
  /// Number of servers; only for accounts that were granted it.
  std::optional<std::int64_t> ServerCount{};
  /// Its tags.
  std::optional<types::ResourceTags> Tags{};
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

/// An entry to add or remove; one JSON object of the AclEntrys text.
struct AclEntrySpec {
  /// Address block in CIDR notation.
  required<std::string> entry;
  /// Remark on the entry.
  std::optional<std::string> comment{};
};

/// Log delivery of one load balancer; one JSON object of the text.
struct LogsDownloadAttributeSpec {
  /// Project of the log service.
  required<std::string> logProject;
  /// Logstore of the project; capitals as in the vendor's example.
  required<std::string> LogStore;
  /// Id of the load balancer.
  required<std::string> LoadBalancerId;
};

/// A tag given to an Action.
struct TagPair {
  /// Key of the tag: 1 to 64 characters, no http:// or https:// in it, not beginning with aliyun or acs:.
  std::optional<std::string> Key{};
  /// Value of the tag: at most 128 characters, with the same exceptions as the key.
  std::optional<std::string> Value{};
};

/// A server of a master-slave group.
struct MasterSlaveServer {
  /// Remark on the server: 1-80 characters.
  std::optional<std::string> Description{};
  /// Port of the server.
  std::optional<std::int64_t> Port{};
  /// Id of the server: ECS instance, network interface or container instance.
  std::optional<std::string> ServerId{};
  /// Role of the server: Master or Slave.
  std::optional<std::string> ServerType{};
  /// Kind of server: ecs (an instance), eni (a network interface) or eci (a container).
  std::optional<std::string> Type{};
  /// Weight of the server. Range: 0-100.
  std::optional<std::int64_t> Weight{};
};

/// Wrapper around servers of a master-slave group (key without the s, unlike the document).
struct MasterSlaveServers {
  /// The servers.
  std::vector<types::MasterSlaveServer> MasterSlaveBackendServer{};
};

/// An entry of an access control list.
struct AclEntry {
  /// Remark on the entry.
  std::optional<std::string> AclEntryComment{};
  /// Address block of the entry.
  std::optional<std::string> AclEntryIP{};
};

/// Wrapper around entries of a list.
struct AclEntrys {
  /// The entries.
  std::vector<types::AclEntry> AclEntry{};
};

/// A listener that uses an access control list.
struct RelatedListener {
  /// How the list is used: white lets only its addresses pass, black refuses them.
  std::optional<std::string> AclType{};
  /// Front-end port of the listener. Range: 1-65535.
  std::optional<std::int64_t> ListenerPort{};
  /// Id of the load balancer.
  std::optional<std::string> LoadBalancerId{};
  /// Protocol of the listener.
  std::optional<std::string> Protocol{};
};

/// Wrapper around listeners of a list.
struct RelatedListeners {
  /// The listeners.
  std::vector<types::RelatedListener> RelatedListener{};
};

/// An access control list.
struct AccessControlList {
  /// Id of the access control list.
  std::optional<std::string> AclId{};
  /// Name of the list.
  std::optional<std::string> AclName{};
  /// Kind of address. Values: ipv4, ipv6.
  std::optional<std::string> AddressIPVersion{};
  /// When it was created, UTC.
  std::optional<std::string> CreateTime{};
  /// Id of the resource group.
  std::optional<std::string> ResourceGroupId{};
  /// Its tags.
  std::optional<types::ResourceTags> Tags{};
};

/// Wrapper around access control lists.
struct AccessControlLists {
  /// The lists.
  std::vector<types::AccessControlList> Acl{};
};

/// A log delivery setting.
struct LogsDownloadAttribute {
  /// Id of the load balancer.
  std::optional<std::string> LoadBalancerId{};
  /// Log service project.
  std::optional<std::string> LogProject{};
  /// Logstore of the project.
  std::optional<std::string> LogStore{};
  /// Kind of log. Values: layer7.
  std::optional<std::string> LogType{};
  /// Region of the load balancer.
  std::optional<std::string> Region{};
};

/// Wrapper around log delivery settings.
struct LogsDownloadAttributes {
  /// The settings.
  std::vector<types::LogsDownloadAttribute> LogsDownloadAttribute{};
};

/// A kind of load balancer a zone pair supports.
struct SupportResource {
  /// Kind of address. Values: ipv4, ipv6.
  std::optional<std::string> AddressIPVersion{};
  /// Kind of network: vpc, classic_internet or classic_intranet (also written with a hyphen).
  std::optional<std::string> AddressType{};
};

/// Wrapper around supported kinds.
struct SupportResources {
  /// The supported kinds.
  std::vector<types::SupportResource> SupportResource{};
};

/// What one zone pair offers.
struct AvailableResource {
  /// Primary zone.
  std::optional<std::string> MasterZoneId{};
  /// Backup zone.
  std::optional<std::string> SlaveZoneId{};
  /// What the zone pair supports.
  std::optional<types::SupportResources> SupportResources{};
};

/// Wrapper around zone pairs.
struct AvailableResources {
  /// The zone pairs.
  std::vector<types::AvailableResource> AvailableResource{};
};

/// An additional domain of an HTTPS listener.
struct DomainExtension {
  /// Domain name.
  std::optional<std::string> Domain{};
  /// Id of the additional domain.
  std::optional<std::string> DomainExtensionId{};
  /// Id of the server certificate.
  std::optional<std::string> ServerCertificateId{};
};

/// Wrapper around additional domains.
struct DomainExtensions {
  /// The additional domains.
  std::vector<types::DomainExtension> DomainExtension{};
};

/// Settings of an HTTP listener.
struct HTTPListenerConfig {
  /// Cookie set on the server, for sticky type server: 1-200 ASCII characters.
  std::optional<std::string> Cookie{};
  /// Life of the cookie in seconds, for sticky type insert. Range: 1-86400.
  std::optional<std::int64_t> CookieTimeout{};
  /// HTTPS port that requests are redirected to. Range: 1-65535.
  std::optional<std::int64_t> ForwardPort{};
  /// Whether compression is on. Values: on, off.
  std::optional<std::string> Gzip{};
  /// Whether health checks are on. Values: on, off.
  std::optional<std::string> HealthCheck{};
  /// Port that is checked. Range: 1-65535.
  std::optional<std::int64_t> HealthCheckConnectPort{};
  /// Host name sent with the check; $_ip or empty: address of the server.
  std::optional<std::string> HealthCheckDomain{};
  /// Status classes that count as healthy, comma-separated: http_2xx, http_3xx, http_4xx, http_5xx.
  std::optional<std::string> HealthCheckHttpCode{};
  /// HTTP version of the checks.
  std::optional<std::string> HealthCheckHttpVersion{};
  /// Seconds between checks. Range: 1-50.
  std::optional<std::int64_t> HealthCheckInterval{};
  /// Method of HTTP checks. Values: head, get.
  std::optional<std::string> HealthCheckMethod{};
  /// Seconds to wait for the answer to a check. Range: 1-300.
  std::optional<std::int64_t> HealthCheckTimeout{};
  /// Protocol of the checks. Values: tcp, http.
  std::optional<std::string> HealthCheckType{};
  /// Path that is checked.
  std::optional<std::string> HealthCheckURI{};
  /// Successive successes after which a server counts as healthy.
  std::optional<std::int64_t> HealthyThreshold{};
  /// Seconds after which an idle connection is closed.
  std::optional<std::int64_t> IdleTimeout{};
  /// Whether HTTP is redirected to HTTPS. Values: on, off.
  std::optional<std::string> ListenerForward{};
  /// Seconds to wait for a server before the answer is 504.
  std::optional<std::int64_t> RequestTimeout{};
  /// Whether sessions stick to a server. Values: on, off.
  std::optional<std::string> StickySession{};
  /// How the cookie is handled. insert: the load balancer plants one; server: it rewrites the one the server
  /// sets.
  std::optional<std::string> StickySessionType{};
  /// Successive failures after which a server counts as unhealthy.
  std::optional<std::int64_t> UnhealthyThreshold{};
  /// Whether X-Forwarded-For is sent. Values: on, off.
  std::optional<std::string> XForwardedFor{};
  /// Whether servers are told the client's port. Values: on, off.
  std::optional<std::string> XForwardedFor_ClientSrcPort{};
  /// Whether servers are told the load balancer's id (header SLB-ID). Values: on, off.
  std::optional<std::string> XForwardedFor_SLBID{};
  /// Whether servers are told the address the client asked (header SLB-IP). Values: on, off.
  std::optional<std::string> XForwardedFor_SLBIP{};
  /// Whether servers are told the listener's port. Values: on, off.
  std::optional<std::string> XForwardedFor_SLBPORT{};
  /// Whether servers are told the listener's protocol (header X-Forwarded-Proto). Values: on, off.
  std::optional<std::string> XForwardedFor_proto{};
};

/// Settings of an HTTPS listener.
struct HTTPSListenerConfig {
  /// Id of the CA certificate.
  std::optional<std::string> CACertificateId{};
  /// Cookie set on the server, for sticky type server: 1-200 ASCII characters.
  std::optional<std::string> Cookie{};
  /// Life of the cookie in seconds, for sticky type insert. Range: 1-86400.
  std::optional<std::int64_t> CookieTimeout{};
  /// Whether HTTP/2 is used. Values: on, off.
  std::optional<std::string> EnableHttp2{};
  /// Whether compression is on. Values: on, off.
  std::optional<std::string> Gzip{};
  /// Whether health checks are on. Values: on, off.
  std::optional<std::string> HealthCheck{};
  /// Port that is checked. Range: 1-65535.
  std::optional<std::int64_t> HealthCheckConnectPort{};
  /// Host name sent with the check; $_ip or empty: address of the server.
  std::optional<std::string> HealthCheckDomain{};
  /// Status classes that count as healthy, comma-separated: http_2xx, http_3xx, http_4xx, http_5xx.
  std::optional<std::string> HealthCheckHttpCode{};
  /// HTTP version of the checks.
  std::optional<std::string> HealthCheckHttpVersion{};
  /// Seconds between checks. Range: 1-50.
  std::optional<std::int64_t> HealthCheckInterval{};
  /// Method of HTTP checks. Values: head, get.
  std::optional<std::string> HealthCheckMethod{};
  /// Seconds to wait for the answer to a check. Range: 1-300.
  std::optional<std::int64_t> HealthCheckTimeout{};
  /// Protocol of the checks. Values: tcp, http.
  std::optional<std::string> HealthCheckType{};
  /// Path that is checked.
  std::optional<std::string> HealthCheckURI{};
  /// Successive successes after which a server counts as healthy.
  std::optional<std::int64_t> HealthyThreshold{};
  /// Seconds after which an idle connection is closed.
  std::optional<std::int64_t> IdleTimeout{};
  /// Seconds to wait for a server before the answer is 504.
  std::optional<std::int64_t> RequestTimeout{};
  /// Id of the server certificate.
  std::optional<std::string> ServerCertificateId{};
  /// Whether sessions stick to a server. Values: on, off.
  std::optional<std::string> StickySession{};
  /// How the cookie is handled. insert: the load balancer plants one; server: it rewrites the one the server
  /// sets.
  std::optional<std::string> StickySessionType{};
  /// TLS policy: one of the vendor's, or the id of one of your own.
  std::optional<std::string> TLSCipherPolicy{};
  /// Successive failures after which a server counts as unhealthy.
  std::optional<std::int64_t> UnhealthyThreshold{};
  /// Whether X-Forwarded-For is sent. Values: on, off.
  std::optional<std::string> XForwardedFor{};
  /// Whether servers are told the result of checking the client certificate. Values: on, off.
  std::optional<std::string> XForwardedFor_ClientCertClientVerify{};
  /// Whether servers are told the fingerprint of the client certificate. Values: on, off.
  std::optional<std::string> XForwardedFor_ClientCertFingerprint{};
  /// Whether servers are told the issuer of the client certificate. Values: on, off.
  std::optional<std::string> XForwardedFor_ClientCertIssuerDN{};
  /// Whether servers are told the owner of the client certificate. Values: on, off.
  std::optional<std::string> XForwardedFor_ClientCertSubjectDN{};
  /// Whether servers are told the client's port. Values: on, off.
  std::optional<std::string> XForwardedFor_ClientSrcPort{};
  /// Whether servers are told the load balancer's id (header SLB-ID). Values: on, off.
  std::optional<std::string> XForwardedFor_SLBID{};
  /// Whether servers are told the address the client asked (header SLB-IP). Values: on, off.
  std::optional<std::string> XForwardedFor_SLBIP{};
  /// Whether servers are told the listener's port. Values: on, off.
  std::optional<std::string> XForwardedFor_SLBPORT{};
  /// Whether servers are told the listener's protocol (header X-Forwarded-Proto). Values: on, off.
  std::optional<std::string> XForwardedFor_proto{};
};

/// Settings of a TCP listener.
struct TCPListenerConfig {
  /// Whether the connections of a server that leaves are let run out. Values: on, off.
  std::optional<std::string> ConnectionDrain{};
  /// Seconds for which connections drain.
  std::optional<std::int64_t> ConnectionDrainTimeout{};
  /// Seconds until an idle connection is dropped. Range: 10-900.
  std::optional<std::int64_t> EstablishedTimeout{};
  /// Whether health checks are on. Values: on, off.
  std::optional<std::string> HealthCheck{};
  /// Port that is checked. Range: 1-65535.
  std::optional<std::int64_t> HealthCheckConnectPort{};
  /// Seconds to wait for the answer to a check. Range: 1-300.
  std::optional<std::int64_t> HealthCheckConnectTimeout{};
  /// Host name sent with the check; $_ip or empty: address of the server.
  std::optional<std::string> HealthCheckDomain{};
  /// Status classes that count as healthy, comma-separated: http_2xx, http_3xx, http_4xx, http_5xx.
  std::optional<std::string> HealthCheckHttpCode{};
  /// Seconds between checks. Range: 1-50.
  std::optional<std::int64_t> HealthCheckInterval{};
  /// Method of HTTP checks. Values: head, get.
  std::optional<std::string> HealthCheckMethod{};
  /// Protocol of the checks. Values: tcp, http.
  std::optional<std::string> HealthCheckType{};
  /// Path that is checked.
  std::optional<std::string> HealthCheckURI{};
  /// Successive successes after which a server counts as healthy.
  std::optional<std::int64_t> HealthyThreshold{};
  /// Id of the master-slave server group.
  std::optional<std::string> MasterSlaveServerGroupId{};
  /// Seconds a session sticks; 0: not at all. Range: 0-3600.
  std::optional<std::int64_t> PersistenceTimeout{};
  /// Whether servers are told the client's address by the Proxy protocol, as a text.
  std::optional<std::string> ProxyProtocolV2Enabled{};
  /// Successive failures after which a server counts as unhealthy.
  std::optional<std::int64_t> UnhealthyThreshold{};
};

/// Settings of a UDP listener.
struct UDPListenerConfig {
  /// Whether the connections of a server that leaves are let run out. Values: on, off.
  std::optional<std::string> ConnectionDrain{};
  /// Seconds for which connections drain.
  std::optional<std::int64_t> ConnectionDrainTimeout{};
  /// Whether health checks are on. Values: on, off.
  std::optional<std::string> HealthCheck{};
  /// Port that is checked. Range: 1-65535.
  std::optional<std::int64_t> HealthCheckConnectPort{};
  /// Seconds to wait for the answer to a check. Range: 1-300.
  std::optional<std::int64_t> HealthCheckConnectTimeout{};
  /// Answer expected by UDP checks, 64 characters at most.
  std::optional<std::string> HealthCheckExp{};
  /// Seconds between checks. Range: 1-50.
  std::optional<std::int64_t> HealthCheckInterval{};
  /// Text sent by UDP checks, 64 characters at most.
  std::optional<std::string> HealthCheckReq{};
  /// Successive successes after which a server counts as healthy.
  std::optional<std::int64_t> HealthyThreshold{};
  /// Id of the master-slave server group.
  std::optional<std::string> MasterSlaveServerGroupId{};
  /// Whether servers are told the client's address by the Proxy protocol, as a text.
  std::optional<std::string> ProxyProtocolV2Enabled{};
  /// Successive failures after which a server counts as unhealthy.
  std::optional<std::int64_t> UnhealthyThreshold{};
};

/// A listener with all its settings.
struct ListenerDetail {
  /// Id of the access control list.
  std::optional<std::string> AclId{};
  /// Ids of the access control lists.
  std::vector<std::string> AclIds{};
  /// Whether access control is on. Values: on, off.
  std::optional<std::string> AclStatus{};
  /// How the list is used: white lets only its addresses pass, black refuses them.
  std::optional<std::string> AclType{};
  /// Port of the servers; when no server group is set.
  std::optional<std::int64_t> BackendServerPort{};
  /// Bandwidth cap of the listener, Mbit/s; -1: none.
  std::optional<std::int64_t> Bandwidth{};
  /// Name of the listener: 1-256 characters.
  std::optional<std::string> Description{};
  /// Settings of HTTP listeners.
  std::optional<types::HTTPListenerConfig> HTTPListenerConfig{};
  /// Settings of HTTPS listeners.
  std::optional<types::HTTPSListenerConfig> HTTPSListenerConfig{};
  /// Front-end port of the listener. Range: 1-65535.
  std::optional<std::int64_t> ListenerPort{};
  /// Protocol of the listener; needed when two listeners share the port. Values: tcp, udp, http, https.
  std::optional<std::string> ListenerProtocol{};
  /// Id of the load balancer.
  std::optional<std::string> LoadBalancerId{};
  /// Scheduling: wrr weighted, rr in turn, sch by source address, tch by four-tuple, qch by QUIC id.
  std::optional<std::string> Scheduler{};
  /// State of the listener. Values: running, stopped.
  std::optional<std::string> Status{};
  /// Settings of TCP listeners.
  std::optional<types::TCPListenerConfig> TCPListenerConfig{};
  /// Its tags.
  std::vector<types::ResourceTag> Tags{};
  /// Settings of UDP listeners.
  std::optional<types::UDPListenerConfig> UDPListenerConfig{};
  /// Id of the server group.
  std::optional<std::string> VServerGroupId{};
};

/// What uses a master-slave group.
struct MasterSlaveAssociatedObjects {
  /// Listeners.
  std::optional<types::AssociatedListeners> Listeners{};
};

/// A master-slave group.
struct MasterSlaveServerGroup {
  /// What uses the group.
  std::optional<types::MasterSlaveAssociatedObjects> AssociatedObjects{};
  /// When it was made, UTC text.
  std::optional<std::string> CreateTime{};
  /// Id of the master-slave server group.
  std::optional<std::string> MasterSlaveServerGroupId{};
  /// Name of the master-slave server group.
  std::optional<std::string> MasterSlaveServerGroupName{};
  /// Its tags.
  std::optional<types::ResourceTags> Tags{};
};

/// Wrapper around master-slave groups.
struct MasterSlaveServerGroups {
  /// The groups.
  std::vector<types::MasterSlaveServerGroup> MasterSlaveServerGroup{};
};

/// A listener that uses a TLS policy.
struct TLSCipherPolicyListener {
  /// Id of the load balancer.
  std::optional<std::string> LoadBalancerId{};
  /// Port.
  std::optional<std::int64_t> Port{};
  /// Protocol of the listener.
  std::optional<std::string> Protocol{};
};

/// A TLS policy.
struct TLSCipherPolicy {
  /// Cipher suites.
  std::vector<std::string> Ciphers{};
  /// When it was made, milliseconds since 1970.
  std::optional<std::int64_t> CreateTime{};
  /// Id of the TLS policy.
  std::optional<std::string> InstanceId{};
  /// Name of the policy.
  std::optional<std::string> Name{};
  /// Listeners that use the policy.
  std::vector<types::TLSCipherPolicyListener> RelateListeners{};
  /// State of the policy. Values: configuring, normal.
  std::optional<std::string> Status{};
  /// TLS versions.
  std::vector<std::string> TLSVersions{};
};

/// One tag on one resource.
struct TaggedResource {
  /// Id of the resource.
  std::optional<std::string> ResourceId{};
  /// Kind of resource.
  std::optional<std::string> ResourceType{};
  /// Tag key.
  std::optional<std::string> TagKey{};
  /// Tag value.
  std::optional<std::string> TagValue{};
};

/// Wrapper around tagged resources.
struct TaggedResources {
  /// The tagged resources.
  std::vector<types::TaggedResource> TagResource{};
};

/// Wrapper around ids of access control lists.
struct AclIds {
  /// Id of the access control list.
  std::vector<std::string> AclId{};
};

/// Wrapper around rules.
struct Rules {
  /// The forwarding rules.
  std::vector<types::Rule> Rule{};
};

/// A rule with its settings.
struct RuleDetail {
  /// Cookie set on the server, for sticky type server: 1-200 ASCII characters.
  std::optional<std::string> Cookie{};
  /// Life of the cookie in seconds, for sticky type insert. Range: 1-86400.
  std::optional<std::int64_t> CookieTimeout{};
  /// Domain name.
  std::optional<std::string> Domain{};
  /// Whether health checks are on. Values: on, off.
  std::optional<std::string> HealthCheck{};
  /// Port that is checked. Range: 1-65535.
  std::optional<std::int64_t> HealthCheckConnectPort{};
  /// Host name sent with the check; $_ip or empty: address of the server.
  std::optional<std::string> HealthCheckDomain{};
  /// Status classes that count as healthy, comma-separated: http_2xx, http_3xx, http_4xx, http_5xx.
  std::optional<std::string> HealthCheckHttpCode{};
  /// Seconds between checks. Range: 1-50.
  std::optional<std::int64_t> HealthCheckInterval{};
  /// Seconds to wait for the answer to a check. Range: 1-300.
  std::optional<std::int64_t> HealthCheckTimeout{};
  /// Path that is checked.
  std::optional<std::string> HealthCheckURI{};
  /// Successive successes after which a server counts as healthy.
  std::optional<std::int64_t> HealthyThreshold{};
  /// Whether the rule uses its listener's health check, session persistence and scheduling (on) or its own
  /// (off).
  std::optional<std::string> ListenerSync{};
  /// Id of the rule.
  std::optional<std::string> RuleId{};
  /// Name of the rule: 1-40 characters.
  std::optional<std::string> RuleName{};
  /// Scheduling; needed when ListenerSync is off. Values: wrr, rr.
  std::optional<std::string> Scheduler{};
  /// Whether sessions stick to a server. Values: on, off.
  std::optional<std::string> StickySession{};
  /// How the cookie is handled. insert: the load balancer plants one; server: it rewrites the one the server
  /// sets.
  std::optional<std::string> StickySessionType{};
  /// Successive failures after which a server counts as unhealthy.
  std::optional<std::int64_t> UnhealthyThreshold{};
  /// Request path.
  std::optional<std::string> Url{};
  /// Id of the server group.
  std::optional<std::string> VServerGroupId{};
};

/// Wrapper around rules with their settings.
struct RuleDetails {
  /// The forwarding rules.
  std::vector<types::RuleDetail> Rule{};
};

}  // namespace colb::inline COLB_ABI::aliyun::slb::types
