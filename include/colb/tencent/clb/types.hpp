// colb: data types of Tencent CLB API 3.0.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <colb/action.hpp>

namespace colb::inline COLB_ABI::tencent::clb::types {

/// Forwarding that prefers servers of the same zone.
struct AvailableZoneAffinityInfo {
  /// Whether it is on.
  std::optional<bool> Enable{};
  /// Share of healthy servers below which it ends, in percent.
  std::optional<std::int64_t> ExitRatio{};
  /// Share of healthy servers from which it begins again, in percent.
  std::optional<std::int64_t> ReentryRatio{};
};

/// Single sign-on of a rule.
struct OAuth {
  /// Whether it is on. Default: false.
  std::optional<bool> OAuthEnable{};
  /// What becomes of requests while the sign-on service is down: BYPASS lets them pass, REJECT refuses them.
  /// Default: BYPASS.
  std::optional<std::string> OAuthFailureStatus{};
};

/// Health check of a target group.
struct TargetGroupHealthCheck {
  /// Whether it is on.
  required<bool> HealthSwitch;
  /// Protocol of the checks; second-generation groups. TCP group: TCP, HTTP, CUSTOM; UDP: PING, CUSTOM; HTTP:
  /// HTTP, TCP; HTTPS: HTTPS, TCP; GRPC: GRPC, TCP. Default: the first of them.
  std::optional<std::string> Protocol{};
  /// Port checked, if not that of the server (TCP, UDP groups).
  std::optional<std::int64_t> Port{};
  /// Seconds to wait for an answer. Range: 2-30. Default: 2.
  std::optional<std::int64_t> Timeout{};
  /// Seconds between checks. Range: 2-300. Default: 5.
  std::optional<std::int64_t> GapTime{};
  /// Successive successes after which a server counts as healthy. Range: 2-10. Default: 3.
  std::optional<std::int64_t> GoodLimit{};
  /// Successive failures after which a server counts as unhealthy. Range: 2-10. Default: 3.
  std::optional<std::int64_t> BadLimit{};
  /// Whether checks use jumbo frames; gateway groups only. Default: true.
  std::optional<bool> JumboFrame{};
  /// Sum of the classes of status that count as healthy: 1 for 1xx, 2 for 2xx, 4 for 3xx, 8 for 4xx, 16 for
  /// 5xx. Range: 1-31. Default: 31.
  std::optional<std::int64_t> HttpCode{};
  /// Host name of HTTP checks; needed for them in HTTP and HTTPS groups.
  std::optional<std::string> HttpCheckDomain{};
  /// Path of HTTP checks.
  std::optional<std::string> HttpCheckPath{};
  /// Method of HTTP checks. Values: HEAD, GET. Default: HEAD.
  std::optional<std::string> HttpCheckMethod{};
  /// Form of custom checks, needed for CUSTOM: TEXT, or HEX (an even count of 0-9 and A-F).
  std::optional<std::string> ContextType{};
  /// Request of custom checks: visible ASCII, 500 at most.
  std::optional<std::string> SendContext{};
  /// Answer of custom checks: visible ASCII, 500 at most.
  std::optional<std::string> RecvContext{};
  /// HTTP version; needed for HTTP checks of TCP groups. Values: HTTP/1.0, HTTP/1.1.
  std::optional<std::string> HttpVersion{};
  /// GRPC status codes that count as healthy: numbers, lists with commas, ranges. Default: 12.
  std::optional<std::string> ExtendedCode{};
};

/// A listener or forwarding rule that a target group is bound to.
struct AssociationItem {
  /// ID of the load balancer.
  std::optional<std::string> LoadBalancerId{};
  /// ID of the listener.
  std::optional<std::string> ListenerId{};
  /// ID of the forwarding rule.
  std::optional<std::string> LocationId{};
  /// Protocol of the listener, e.g. HTTP or TCP.
  std::optional<std::string> Protocol{};
  /// Port of the listener.
  std::optional<std::int64_t> Port{};
  /// Domain name of the forwarding rule.
  std::optional<std::string> Domain{};
  /// URL path of the forwarding rule.
  std::optional<std::string> Url{};
  /// Name of the load balancer.
  std::optional<std::string> LoadBalancerName{};
  /// Name of the listener.
  std::optional<std::string> ListenerName{};
  /// Weight of the group; second-generation groups only.
  std::optional<std::int64_t> Weight{};
  /// ID of the advanced routing rule.
  std::optional<std::string> RuleId{};
};

/// A backend server bound to a listener or forwarding rule.
struct Backend {
  /// Kind of backend: CVM (virtual machine) or ENI (network interface).
  std::optional<std::string> Type{};
  /// ID of the backend server, the unInstanceId that DescribeInstances gives.
  std::optional<std::string> InstanceId{};
  /// Port the backend listens on.
  std::optional<std::int64_t> Port{};
  /// Forwarding weight, 0-100, default 10.
  std::optional<std::int64_t> Weight{};
  /// Public IP addresses of the backend.
  std::vector<std::string> PublicIpAddresses{};
  /// Private IP addresses of the backend.
  std::vector<std::string> PrivateIpAddresses{};
  /// Instance name of the backend.
  std::optional<std::string> InstanceName{};
  /// When the backend was bound.
  std::optional<std::string> RegisteredTime{};
  /// ID of the network interface.
  std::optional<std::string> EniId{};
  /// Label of the server.
  std::optional<std::string> Tag{};
  /// Zone.
  std::optional<std::string> Zone{};
};

/// ID and name of a target group bound to a listener or forwarding rule.
struct BasicTargetGroupInfo {
  /// Target group ID.
  std::optional<std::string> TargetGroupId{};
  /// Target group name.
  std::optional<std::string> TargetGroupName{};
  /// Weight of the group.
  std::optional<std::int64_t> Weight{};
};

/// One backend in a batch bind or unbind.
struct BatchTarget {
  /// Listener to bind to or unbind from.
  required<std::string> ListenerId;
  /// Backend port to bind.
  required<std::int64_t> Port;
  /// CVM instance ID; binds the primary IP of its primary network interface. Give this or EniIp.
  std::optional<std::string> InstanceId{};
  /// Private IP to bind (a network interface's IP or another one). The interface has to be attached to a CVM
  /// first. Give this or InstanceId; for a dual-stack IPv6 CVM EniIp is needed.
  std::optional<std::string> EniIp{};
  /// Weight of the backend, 0-100; 10 when left out.
  std::optional<std::int64_t> Weight{};
  /// ID of the layer-7 forwarding rule.
  std::optional<std::string> LocationId{};
  /// Label of the server.
  std::optional<std::string> Tag{};
};

/// A place that a custom configuration is bound to.
struct BindDetailItem {
  /// ID of the bound load balancer.
  std::optional<std::string> LoadBalancerId{};
  /// ID of the bound listener.
  std::optional<std::string> ListenerId{};
  /// Bound domain name.
  std::optional<std::string> Domain{};
  /// ID of the bound forwarding rule.
  std::optional<std::string> LocationId{};
  /// Name of the listener.
  std::optional<std::string> ListenerName{};
  /// Protocol of the listener.
  std::optional<std::string> Protocol{};
  /// Port of the listener.
  std::optional<std::int64_t> Vport{};
  /// URL path of the forwarding rule.
  std::optional<std::string> Url{};
  /// Configuration ID.
  std::optional<std::string> UconfigId{};
};

/// A client IP on a load balancer's blocklist.
struct BlockedIP {
  /// Blocked IP address.
  std::optional<std::string> IP{};
  /// When the IP was put on the blocklist.
  std::optional<std::string> CreateTime{};
  /// When the block ends.
  std::optional<std::string> ExpireTime{};
};

/// A tag of a load balancer.
struct TagInfo {
  /// Tag key.
  required<std::string> TagKey;
  /// Tag value.
  required<std::string> TagValue;
};

/// Region and network of the backends of a load balancer.
struct TargetRegionInfo {
  /// Region of the backends, e.g. ap-guangzhou.
  required<std::string> Region;
  /// Network of the backends: a VPC ID such as vpc-abcd1234, or 0 for the basic network.
  required<std::string> VpcId;
  /// VPC as a number; 0 for the classic network.
  std::optional<std::int64_t> NumericalVpcId{};
};

/// An availability zone.
struct ZoneInfo {
  /// Zone ID as a number, e.g. 100001.
  std::optional<std::int64_t> ZoneId{};
  /// Zone ID as text, e.g. ap-guangzhou-1.
  std::optional<std::string> Zone{};
  /// Zone name, e.g. Guangzhou Zone 1.
  std::optional<std::string> ZoneName{};
  /// Region of the zone, e.g. ap-guangzhou.
  std::optional<std::string> ZoneRegion{};
  /// Whether it is a local zone.
  std::optional<bool> LocalZone{};
  /// Whether it is an edge zone.
  std::optional<bool> EdgeZone{};
};

/// Public network billing of a load balancer.
struct InternetAccessible {
  /// Billing mode: TRAFFIC_POSTPAID_BY_HOUR, BANDWIDTH_POSTPAID_BY_HOUR, BANDWIDTH_PACKAGE (only when an ISP
  /// is given) or, in price queries only, BANDWIDTH_PREPAID.
  std::optional<std::string> InternetChargeType{};
  /// Highest outgoing bandwidth in Mbps, for all public and for private LCU-supported instances: 1-2048,
  /// 1-10240 for LCU-supported ones, 1-61440 for Super Large ones (beta).
  std::optional<std::int64_t> InternetMaxBandwidthOut{};
  /// Type of the bandwidth package, e.g. SINGLEISP.
  std::optional<std::string> BandwidthpkgSubType{};
};

/// Monthly subscription settings of a load balancer.
struct LBChargePrepaid {
  /// Renewal: AUTO_RENEW or MANUAL_RENEW.
  std::optional<std::string> RenewFlag{};
  /// Number of months (reserved).
  std::optional<std::int64_t> Period{};
};

/// Reserved information, normally ignored.
struct ExtraInfo {
  /// Whether direct connection to the VIP is on.
  std::optional<bool> ZhiTong{};
  /// Name of the TGW group.
  std::optional<std::string> TgwGroupName{};
};

/// A dedicated cluster.
struct ClusterItem {
  /// Cluster ID.
  required<std::string> ClusterId;
  /// Cluster name.
  std::optional<std::string> ClusterName{};
  /// Availability zone of the cluster, e.g. ap-guangzhou-1.
  std::optional<std::string> Zone{};
};

/// The dedicated clusters a load balancer is placed in.
struct ExclusiveCluster {
  /// Layer-4 dedicated clusters.
  std::vector<types::ClusterItem> L4Clusters{};
  /// Layer-7 dedicated clusters.
  std::vector<types::ClusterItem> L7Clusters{};
  /// The vpcgw cluster.
  std::optional<types::ClusterItem> ClassicalCluster{};
};

/// A SNAT IP.
struct SnatIp {
  /// VPC subnet ID, e.g. subnet-12345678.
  required<std::string> SubnetId;
  /// IP address, e.g. 192.168.0.1.
  std::optional<std::string> Ip{};
};

/// A load balancer.
struct LoadBalancer {
  /// Load balancer ID.
  std::optional<std::string> LoadBalancerId{};
  /// Load balancer name.
  std::optional<std::string> LoadBalancerName{};
  /// Network type: OPEN public, INTERNAL private.
  std::optional<std::string> LoadBalancerType{};
  /// Kind: 1 CLB, 0 classic CLB.
  std::optional<std::int64_t> Forward{};
  /// Domain name, only for public classic load balancers; to be discontinued, use LoadBalancerDomain.
  std::optional<std::string> Domain{};
  /// VIPs of the load balancer.
  std::vector<std::string> LoadBalancerVips{};
  /// Status: 0 being created, 1 running.
  std::optional<std::int64_t> Status{};
  /// When it was created.
  std::optional<std::string> CreateTime{};
  /// When its status last changed.
  std::optional<std::string> StatusTime{};
  /// ID of its project; 0 is the default project.
  std::optional<std::int64_t> ProjectId{};
  /// VPC ID, as text.
  std::optional<std::string> VpcId{};
  /// Anti-DDoS (protective) load balancer: 1 yes, 0 no.
  std::optional<std::int64_t> OpenBgp{};
  /// Whether SNAT is on, as for all private classic load balancers made before December 2016.
  std::optional<bool> Snat{};
  /// Isolation: 0 not isolated, 1 isolated.
  std::optional<std::int64_t> Isolation{};
  /// Log information; only public load balancers with HTTP or HTTPS listeners have logs.
  std::optional<std::string> Log{};
  /// Subnet of the load balancer; private VPC ones only.
  std::optional<std::string> SubnetId{};
  /// Tags of the load balancer.
  std::vector<types::TagInfo> Tags{};
  /// Security groups of the load balancer.
  std::vector<std::string> SecureGroups{};
  /// Region and network of its backends.
  std::optional<types::TargetRegionInfo> TargetRegionInfo{};
  /// Region an anycast load balancer is published in; empty for others.
  std::optional<std::string> AnycastZone{};
  /// IP version: ipv4 or ipv6.
  std::optional<std::string> AddressIPVersion{};
  /// VPC ID, as a number.
  std::optional<std::int64_t> NumericalVpcId{};
  /// ISP of the VIP.
  std::optional<std::string> VipIsp{};
  /// Primary availability zone.
  std::optional<types::ZoneInfo> MasterZone{};
  /// Secondary availability zones.
  std::vector<types::ZoneInfo> BackupZoneSet{};
  /// When it was isolated.
  std::optional<std::string> IsolatedTime{};
  /// When it expires; prepaid ones only.
  std::optional<std::string> ExpireTime{};
  /// Billing: PREPAID monthly subscription, POSTPAID_BY_HOUR pay as you go.
  std::optional<std::string> ChargeType{};
  /// Network billing settings.
  std::optional<types::InternetAccessible> NetworkAttributes{};
  /// Monthly subscription settings.
  std::optional<types::LBChargePrepaid> PrepaidAttributes{};
  /// ID of its CLS logset.
  std::optional<std::string> LogSetId{};
  /// ID of its CLS log topic.
  std::optional<std::string> LogTopicId{};
  /// IPv6 address.
  std::optional<std::string> AddressIPv6{};
  /// Reserved, normally ignored.
  std::optional<types::ExtraInfo> ExtraInfo{};
  /// Whether Anti-DDoS Pro can be bound.
  std::optional<bool> IsDDos{};
  /// ID of its custom configuration.
  std::optional<std::string> ConfigId{};
  /// Whether backends let traffic coming from the load balancer through.
  std::optional<bool> LoadBalancerPassToTarget{};
  /// Dedicated clusters of a private load balancer.
  std::optional<types::ExclusiveCluster> ExclusiveCluster{};
  /// Kind of IPv6, only when the IP version is ipv6: IPv6Nat64 or IPv6FullChain.
  std::optional<std::string> IPv6Mode{};
  /// Whether SnatPro is on.
  std::optional<bool> SnatPro{};
  /// SNAT IPs, once SnatPro is on.
  std::vector<types::SnatIp> SnatIps{};
  /// Specification of an LCU-supported load balancer.
  std::optional<std::string> SlaType{};
  /// Whether the VIP is blocked.
  std::optional<bool> IsBlock{};
  /// When it was blocked or unblocked.
  std::optional<std::string> IsBlockTime{};
  /// Whether the IP is of the local BGP type.
  std::optional<bool> LocalBgp{};
  /// Tag of the dedicated layer-7 cluster.
  std::optional<std::string> ClusterTag{};
  /// Whether layer-7 listeners of an IPv6FullChain load balancer may bind IPv4 and IPv6 backends together.
  std::optional<bool> MixIpTarget{};
  /// Availability zones of a private VPC load balancer.
  std::vector<std::string> Zones{};
  /// Whether it is an NFV load balancer: l7nfv if so, otherwise absent.
  std::optional<std::string> NfvInfo{};
  /// ID of the CLS logset of its health checks.
  std::optional<std::string> HealthLogSetId{};
  /// ID of the CLS log topic of its health checks.
  std::optional<std::string> HealthLogTopicId{};
  /// Cluster IDs.
  std::vector<std::string> ClusterIds{};
  /// Attributes of the load balancer.
  std::vector<std::string> AttributeFlags{};
  /// Domain name of the load balancer.
  std::optional<std::string> LoadBalancerDomain{};
  /// Network egress.
  std::optional<std::string> Egress{};
  /// Whether it runs on clusters of its own: 1 yes, 0 no.
  std::optional<std::int64_t> Exclusive{};
  /// Number of servers bound.
  std::optional<std::int64_t> TargetCount{};
  /// ID of the endpoint tied to it.
  std::optional<std::string> AssociateEndpoint{};
  /// Whether requests are forwarded within their zone by preference.
  std::optional<types::AvailableZoneAffinityInfo> AvailableZoneAffinityInfo{};
};

/// A certificate ID with the load balancers that use it.
struct CertIdRelatedWithLoadBalancers {
  /// Certificate ID.
  std::optional<std::string> CertId{};
  /// Load balancers using the certificate.
  std::vector<types::LoadBalancer> LoadBalancers{};
};

/// One certificate of a multi-certificate setting: an existing ID, or the content to upload.
struct CertInfo {
  /// ID of an existing certificate. Without it CertContent and CertKey are needed,
  /// and CertName too for a server certificate.
  std::optional<std::string> CertId{};
  /// Name for the uploaded certificate; needed when CertId is absent.
  std::optional<std::string> CertName{};
  /// Public part of the certificate to upload; needed when CertId is absent.
  std::optional<std::string> CertContent{};
  /// Private key of the server certificate to upload; needed when CertId is absent.
  /// A secret: never log or print it.
  std::optional<std::string> CertKey{};
};
constexpr auto secret_fields(types::CertInfo const*) { return names("CertKey"); }

/// Certificate setting of a listener or rule (request form).
struct CertificateInput {
  /// Authentication: UNIDIRECTIONAL (server only) or MUTUAL (client too).
  std::optional<std::string> SSLMode{};
  /// ID of the server certificate. When empty, CertContent, CertKey and CertName must be given.
  std::optional<std::string> CertId{};
  /// ID of the client (CA) certificate.
  /// When empty with mutual authentication, CertCaContent and CertCaName must be given.
  std::optional<std::string> CertCaId{};
  /// Name of the server certificate to upload; needed without CertId.
  std::optional<std::string> CertName{};
  /// Private key of the server certificate to upload; needed without CertId. A secret: never log or print it.
  std::optional<std::string> CertKey{};
  /// Content of the server certificate to upload; needed without CertId.
  std::optional<std::string> CertContent{};
  /// Name of the client CA certificate to upload; needed with mutual authentication without CertCaId.
  std::optional<std::string> CertCaName{};
  /// Content of the client CA certificate to upload; needed with mutual authentication without CertCaId.
  std::optional<std::string> CertCaContent{};
  /// Whether mutual TLS demands a client certificate. Values: ON, OPTIONAL. Default: ON.
  std::optional<std::string> SSLVerifyClient{};
};
constexpr auto secret_fields(types::CertificateInput const*) { return names("CertKey"); }

/// Certificate setting of a listener or rule (response form).
struct CertificateOutput {
  /// Authentication: UNIDIRECTIONAL (server only) or MUTUAL (client too).
  std::optional<std::string> SSLMode{};
  /// Server certificate ID.
  std::optional<std::string> CertId{};
  /// Client (CA) certificate ID.
  std::optional<std::string> CertCaId{};
  /// IDs of further server certificates.
  std::vector<std::string> ExtCertIds{};
  /// Whether mutual TLS demands a client certificate: ON or OPTIONAL.
  std::optional<std::string> SSLVerifyClient{};
};

/// Health of one backend of a classic load balancer.
struct ClassicalHealth {
  /// Private IP of the backend.
  std::optional<std::string> IP{};
  /// Port of the backend.
  std::optional<std::int64_t> Port{};
  /// Port of the listener.
  std::optional<std::int64_t> ListenerPort{};
  /// Forwarding protocol.
  std::optional<std::string> Protocol{};
  /// Result of the health check: 1 healthy, 0 unhealthy.
  std::optional<std::int64_t> HealthStatus{};
};

/// A listener of a classic load balancer.
struct ClassicalListener {
  /// Listener ID.
  std::optional<std::string> ListenerId{};
  /// Port of the listener.
  std::optional<std::int64_t> ListenerPort{};
  /// Backend port the listener forwards to.
  std::optional<std::int64_t> InstancePort{};
  /// Listener name.
  std::optional<std::string> ListenerName{};
  /// Protocol of the listener (lower case in the example: tcp).
  std::optional<std::string> Protocol{};
  /// Session persistence time.
  std::optional<std::int64_t> SessionExpire{};
  /// Health check: 1 on, 0 off.
  std::optional<std::int64_t> HealthSwitch{};
  /// Response timeout of the health check.
  std::optional<std::int64_t> TimeOut{};
  /// Interval of the health check.
  std::optional<std::int64_t> IntervalTime{};
  /// Successive successes after which a backend is healthy.
  std::optional<std::int64_t> HealthNum{};
  /// Successive failures after which a backend is unhealthy. Note the lower-case h.
  std::optional<std::int64_t> UnhealthNum{};
  /// Balancing method of HTTP and HTTPS listeners of public classic load balancers: wrr (weighted round
  /// robin) or ip_hash (consistent hash of the source IP). Empty otherwise.
  std::optional<std::string> HttpHash{};
  /// Return codes counted as healthy, for HTTP and HTTPS listeners of public classic load balancers;
  /// a bit sum as in HealthCheck.HttpCode.
  std::optional<std::int64_t> HttpCode{};
  /// Health check path, for HTTP and HTTPS listeners of public classic load balancers.
  std::optional<std::string> HttpCheckPath{};
  /// Authentication mode, for HTTPS listeners of public classic load balancers.
  std::optional<std::string> SSLMode{};
  /// Server certificate ID, for HTTPS listeners of public classic load balancers.
  std::optional<std::string> CertId{};
  /// Client (CA) certificate ID, for HTTPS listeners of public classic load balancers.
  std::optional<std::string> CertCaId{};
  /// Listener status: 0 being created, 1 running.
  std::optional<std::int64_t> Status{};
};

/// The classic load balancers that a backend server is bound to.
struct ClassicalLoadBalancerInfo {
  /// Backend server ID.
  std::optional<std::string> InstanceId{};
  /// IDs of the load balancers.
  std::vector<std::string> LoadBalancerIds{};
};

/// A backend server of a classic load balancer.
struct ClassicalTarget {
  /// Kind of backend: CVM; ENI is announced for later.
  std::optional<std::string> Type{};
  /// ID of the backend server, the unInstanceId that DescribeInstances gives.
  std::optional<std::string> InstanceId{};
  /// Forwarding weight, 0-100, default 10.
  std::optional<std::int64_t> Weight{};
  /// Public IP addresses of the backend.
  std::vector<std::string> PublicIpAddresses{};
  /// Private IP addresses of the backend.
  std::vector<std::string> PrivateIpAddresses{};
  /// Instance name of the backend.
  std::optional<std::string> InstanceName{};
  /// 1 failed, 2 running, 3 creating, 4 off, 5 returned, 6 returning, 7 restarting, 8 starting, 9 stopping,
  /// 10 password reset, 11 formatting, 12 imaging, 13 bandwidth, 14 reinstall, 19 upgrade, 21 migration.
  std::optional<std::int64_t> RunFlag{};
};

/// A backend server to bind to a classic load balancer.
struct ClassicalTargetInfo {
  /// Backend server ID.
  required<std::string> InstanceId;
  /// Weight, 0-100.
  std::optional<std::int64_t> Weight{};
};

/// A custom configuration.
struct ConfigListItem {
  /// Configuration ID.
  std::optional<std::string> UconfigId{};
  /// Configuration type (CLB, SERVER or LOCATION, see DescribeCustomizedConfigList).
  std::optional<std::string> ConfigType{};
  /// Configuration name.
  std::optional<std::string> ConfigName{};
  /// Text of the configuration.
  std::optional<std::string> ConfigContent{};
  /// When the configuration was created, e.g. 2019-11-28 20:44:24.
  std::optional<std::string> CreateTimestamp{};
  /// When the configuration was last changed, e.g. 2020-03-01 11:11:27.
  std::optional<std::string> UpdateTimestamp{};
};

/// A CVM or network interface that can be used with cross-region binding 2.0.
struct CrossTargets {
  /// VPC ID of the load balancer.
  std::optional<std::string> LocalVpcId{};
  /// VPC ID of the CVM or network interface.
  std::optional<std::string> VpcId{};
  /// IP address of the CVM or network interface.
  std::optional<std::string> IP{};
  /// VPC name of the CVM or network interface.
  std::optional<std::string> VpcName{};
  /// ID of the CVM's network interface.
  std::optional<std::string> EniId{};
  /// ID of the CVM.
  std::optional<std::string> InstanceId{};
  /// Name of the CVM.
  std::optional<std::string> InstanceName{};
  /// Region of the CVM or network interface.
  std::optional<std::string> Region{};
};

/// A filter of a query: a name and the values it may have.
struct Filter {
  /// Filter name.
  required<std::string> Name;
  /// Filter values.
  required<std::vector<std::string>> Values;
};

/// A serverless cloud function (SCF).
struct FunctionInfo {
  /// Namespace of the function.
  required<std::string> FunctionNamespace;
  /// Name of the function.
  required<std::string> FunctionName;
  /// Version name or alias of the function.
  required<std::string> FunctionQualifier;
  /// What FunctionQualifier is: VERSION or ALIAS.
  std::optional<std::string> FunctionQualifierType{};
};

/// A serverless cloud function used as a backend.
struct FunctionTarget {
  /// The function.
  required<types::FunctionInfo> Function;
  /// Weight of the function.
  std::optional<std::int64_t> Weight{};
};

/// Health check settings of a listener or rule. The custom check parameters work in some beta regions only.
struct HealthCheck {
  /// Health check: 1 on, 0 off.
  std::optional<std::int64_t> HealthSwitch{};
  /// Response timeout in seconds, 2-60, default 2, below the interval; layer-4 listeners only.
  std::optional<std::int64_t> TimeOut{};
  /// Seconds between two checks, default 5:
  /// 2-300 for IPv4, 5-300 for IPv6 and for some old IPv4 load balancers.
  std::optional<std::int64_t> IntervalTime{};
  /// Successive successes after which a backend is healthy, 2-10, default 3.
  std::optional<std::int64_t> HealthNum{};
  /// Successive failures after which a backend is unhealthy, 2-10, default 3. Note the upper-case H.
  std::optional<std::int64_t> UnHealthNum{};
  /// Return codes counted as healthy, as a sum of 1 (1xx), 2 (2xx), 4 (3xx), 8 (4xx) and 16 (5xx); 1-31,
  /// default 31. HTTP and HTTPS rules, and HTTP checks of TCP listeners.
  std::optional<std::int64_t> HttpCode{};
  /// Path to check. HTTP and HTTPS rules, and HTTP checks of TCP listeners.
  std::optional<std::string> HttpCheckPath{};
  /// Host name to check with. HTTP and HTTPS rules, and HTTP checks of TCP listeners, which need it.
  std::optional<std::string> HttpCheckDomain{};
  /// HTTP method of the check: HEAD (default) or GET. HTTP and HTTPS rules, and HTTP checks of TCP listeners.
  std::optional<std::string> HttpCheckMethod{};
  /// Port to check; by default the backend's own port, better left out otherwise.
  /// TCP and UDP listeners only; custom check parameter.
  std::optional<std::int64_t> CheckPort{};
  /// Form of SendContext and RecvContext, needed when CheckType is CUSTOM: HEX (only 0-9 and A-F, even
  /// length) or TEXT. TCP and UDP listeners only.
  std::optional<std::string> ContextType{};
  /// What the check sends, needed when CheckType is CUSTOM: visible ASCII, at most 500 characters.
  /// TCP and UDP listeners only.
  std::optional<std::string> SendContext{};
  /// What the check expects back, needed when CheckType is CUSTOM: visible ASCII, at most 500 characters.
  /// TCP and UDP listeners only.
  std::optional<std::string> RecvContext{};
  /// Protocol of the check. UDP listeners: PING, CUSTOM. TCP listeners: TCP, HTTP, CUSTOM. TCP_SSL and QUIC
  /// listeners: TCP, HTTP. HTTP rules: HTTP, GRPC. HTTPS rules: HTTP, HTTPS, GRPC.
  std::optional<std::string> CheckType{};
  /// HTTP version of the check: HTTP/1.0 or HTTP/1.1.
  /// TCP listeners only, where it is needed when CheckType is HTTP.
  std::optional<std::string> HttpVersion{};
  /// Source address of the check: 0 the load balancer's VIP (default), 1 the 100.64 range.
  std::optional<std::int64_t> SourceIpType{};
  /// GRPC status codes counted as healthy: one (20), several (20,25) or a range (0-99); default 12.
  /// Only for rules that forward over GRPC.
  std::optional<std::string> ExtendedCode{};
};

/// A load balancer that is idle.
struct IdleLoadBalancer {
  /// Load balancer ID.
  std::optional<std::string> LoadBalancerId{};
  /// Load balancer name.
  std::optional<std::string> LoadBalancerName{};
  /// Region of the load balancer.
  std::optional<std::string> Region{};
  /// VIP of the load balancer.
  std::optional<std::string> Vip{};
  /// Why it counts as idle: NO_RULES no rules are configured, NO_RS its rules have no backends.
  std::optional<std::string> IdleReason{};
  /// Status: 0 being created, 1 running.
  std::optional<std::int64_t> Status{};
  /// Kind: 1 CLB, 0 classic CLB.
  std::optional<std::int64_t> Forward{};
  /// Host name of the load balancer.
  std::optional<std::string> Domain{};
};

/// Price of one item.
struct ItemPrice {
  /// Pay-as-you-go unit price in USD.
  std::optional<double> UnitPrice{};
  /// Unit of further billing: HOURLY (also seen: HOUR, HOURL), GB of traffic, Mbps/MONTH; an open set.
  std::optional<std::string> ChargeUnit{};
  /// Reserved; examples fill it in for prepaid prices and refunds.
  std::optional<double> OriginalPrice{};
  /// Reserved; examples fill it in for prepaid prices.
  std::optional<double> DiscountPrice{};
  /// Discounted pay-as-you-go unit price in USD.
  std::optional<double> UnitPriceDiscount{};
  /// Discount as the percentage still to pay: 20.0 is 80% off.
  std::optional<double> Discount{};
};

/// A backend bound to a listener or rule, as DescribeLBListeners gives it.
struct LbRsTargets {
  /// Kind of the private IP: cvm or eni.
  std::optional<std::string> Type{};
  /// Private IP of the backend.
  std::optional<std::string> PrivateIp{};
  /// Port bound.
  std::optional<std::int64_t> Port{};
  /// VPC ID of the backend, as a number.
  std::optional<std::int64_t> VpcId{};
  /// Weight of the backend.
  std::optional<std::int64_t> Weight{};
};

/// A layer-7 rule that a queried backend is bound to.
struct RulesItems {
  /// Rule ID.
  std::optional<std::string> LocationId{};
  /// Domain name.
  std::optional<std::string> Domain{};
  /// URI.
  std::optional<std::string> Url{};
  /// Bound backends.
  std::vector<types::LbRsTargets> Targets{};
};

/// A listener that a queried backend is bound to.
struct ListenerItem {
  /// Listener ID.
  std::optional<std::string> ListenerId{};
  /// Protocol of the listener.
  std::optional<std::string> Protocol{};
  /// Port of the listener.
  std::optional<std::int64_t> Port{};
  /// Bound forwarding rules.
  std::vector<types::RulesItems> Rules{};
  /// Backends of a layer-4 listener.
  std::vector<types::LbRsTargets> Targets{};
  /// Last port of the listener's range.
  std::optional<std::int64_t> EndPort{};
};

/// A load balancer with the listeners that a queried backend is bound to.
struct LBItem {
  /// Load balancer ID.
  std::optional<std::string> LoadBalancerId{};
  /// VIP of the load balancer.
  std::optional<std::string> Vip{};
  /// Listeners with their rules.
  std::vector<types::ListenerItem> Listeners{};
  /// Region of the load balancer.
  std::optional<std::string> Region{};
};

/// A backend address to look up.
struct LbRsItem {
  /// VPC ID, as text.
  required<std::string> VpcId;
  /// Private IP to look up, of a CVM or a network interface.
  required<std::string> PrivateIp;
};

/// Where a forwarding rule is redirected to.
struct RewriteTarget {
  /// Listener redirected to; null without redirection.
  std::optional<std::string> TargetListenerId{};
  /// Forwarding rule redirected to; null without redirection.
  std::optional<std::string> TargetLocationId{};
  /// Status code of the redirection.
  std::optional<std::int64_t> RewriteCode{};
  /// Whether the matched URL is carried over.
  std::optional<bool> TakeUrl{};
  /// How it was made: Manual or Auto.
  std::optional<std::string> RewriteType{};
};

/// A forwarding rule of an HTTP or HTTPS listener.
struct RuleOutput {
  /// Forwarding rule ID.
  std::optional<std::string> LocationId{};
  /// Domain name of the rule.
  std::optional<std::string> Domain{};
  /// URL path of the rule.
  std::optional<std::string> Url{};
  /// Session persistence time.
  std::optional<std::int64_t> SessionExpireTime{};
  /// Health check settings.
  std::optional<types::HealthCheck> HealthCheck{};
  /// Certificates of the rule.
  std::optional<types::CertificateOutput> Certificate{};
  /// Scheduling method.
  std::optional<std::string> Scheduler{};
  /// ID of the rule's listener.
  std::optional<std::string> ListenerId{};
  /// Where the rule is redirected to.
  std::optional<types::RewriteTarget> RewriteTarget{};
  /// Whether gzip is on.
  std::optional<bool> HttpGzip{};
  /// Whether the rule was created automatically.
  std::optional<bool> BeAutoCreated{};
  /// Whether it is the default domain name.
  std::optional<bool> DefaultServer{};
  /// Whether HTTP/2 is on.
  std::optional<bool> Http2{};
  /// Protocol to the backends.
  std::optional<std::string> ForwardType{};
  /// When the rule was created.
  std::optional<std::string> CreateTime{};
  /// Kind of the bound backends.
  std::optional<std::string> TargetType{};
  /// The bound target group, present when one is bound to the rule.
  std::optional<types::BasicTargetGroupInfo> TargetGroup{};
  /// ID of the WAF instance.
  std::optional<std::string> WafDomainId{};
  /// TRPC callee route, when ForwardType is TRPC; internal use only.
  std::optional<std::string> TrpcCallee{};
  /// TRPC function to call, when ForwardType is TRPC; internal use only.
  std::optional<std::string> TrpcFunc{};
  /// QUIC status.
  std::optional<std::string> QuicStatus{};
  /// Domain names of the rule.
  std::vector<std::string> Domains{};
  /// The bound target groups.
  std::vector<types::BasicTargetGroupInfo> TargetGroupList{};
  /// Single sign-on of the rule.
  std::optional<types::OAuth> OAuth{};
  /// Name of the cookie that keeps a session at its server.
  std::optional<std::string> CookieName{};
};

/// A listener of a load balancer.
struct Listener {
  /// Listener ID.
  std::optional<std::string> ListenerId{};
  /// Protocol of the listener.
  std::optional<std::string> Protocol{};
  /// Port of the listener.
  std::optional<std::int64_t> Port{};
  /// Certificates of the listener.
  std::optional<types::CertificateOutput> Certificate{};
  /// Health check settings of the listener.
  std::optional<types::HealthCheck> HealthCheck{};
  /// Scheduling method of requests.
  std::optional<std::string> Scheduler{};
  /// Session persistence time.
  std::optional<std::int64_t> SessionExpireTime{};
  /// SNI: 1 on, 0 off; HTTPS listeners only.
  std::optional<std::int64_t> SniSwitch{};
  /// Forwarding rules of the listener; HTTP and HTTPS listeners only.
  std::vector<types::RuleOutput> Rules{};
  /// Listener name.
  std::optional<std::string> ListenerName{};
  /// When the listener was created.
  std::optional<std::string> CreateTime{};
  /// Last port of a port range.
  std::optional<std::int64_t> EndPort{};
  /// Kind of the bound backends (the example shows NODE).
  std::optional<std::string> TargetType{};
  /// The bound target group, present when one is bound to the listener.
  std::optional<types::BasicTargetGroupInfo> TargetGroup{};
  /// Session persistence: NORMAL (the default) or QUIC_CID (by QUIC connection ID).
  std::optional<std::string> SessionType{};
  /// Persistent connections: 1 on, 0 off; HTTP and HTTPS listeners only.
  std::optional<std::int64_t> KeepaliveEnable{};
  /// TOA switch; only for TCP listeners of NAT64 load balancers.
  std::optional<bool> Toa{};
  /// Whether clients get a TCP RST when a backend is unbound; TCP listeners only.
  std::optional<bool> DeregisterTargetRst{};
  /// Attributes of the listener.
  std::vector<std::string> AttrFlags{};
  /// The bound target groups.
  std::vector<types::BasicTargetGroupInfo> TargetGroupList{};
  /// Highest number of concurrent connections; -1 means no limit.
  std::optional<std::int64_t> MaxConn{};
  /// Highest number of new connections; -1 means no limit.
  std::optional<std::int64_t> MaxCps{};
  /// Idle timeout of connections in seconds, TCP listeners only: 300-900 for shared and dedicated load
  /// balancers, 300-2000 for LCU-supported ones; default 900.
  std::optional<std::int64_t> IdleConnectTimeout{};
  /// Seconds over which connections are moved; TCP and UDP.
  std::optional<std::int64_t> RescheduleInterval{};
  /// How compressed data is treated. Values: transparent, compatibility.
  std::optional<std::string> DataCompressMode{};
  /// Seconds after which moving connections begins; TCP and UDP.
  std::optional<std::int64_t> RescheduleStartTime{};
};

/// A forwarding rule with the backends bound to it.
struct RuleTargets {
  /// Forwarding rule ID.
  std::optional<std::string> LocationId{};
  /// Domain name of the rule.
  std::optional<std::string> Domain{};
  /// URL path of the rule.
  std::optional<std::string> Url{};
  /// Backend servers.
  std::vector<types::Backend> Targets{};
  /// Serverless functions used as backends.
  std::vector<types::FunctionTarget> FunctionTargets{};
};

/// A listener with the backends bound to it.
struct ListenerBackend {
  /// Listener ID.
  std::optional<std::string> ListenerId{};
  /// Protocol of the listener.
  std::optional<std::string> Protocol{};
  /// Port of the listener.
  std::optional<std::int64_t> Port{};
  /// Forwarding rules with their backends; HTTP and HTTPS listeners only.
  std::vector<types::RuleTargets> Rules{};
  /// Backends of the listener; TCP, UDP and TCP_SSL listeners only.
  std::vector<types::Backend> Targets{};
  /// Last port of a port range, 0 where port ranges are not supported.
  std::optional<std::int64_t> EndPort{};
};

/// Health of one backend.
struct TargetHealth {
  /// Private IP of the backend.
  std::optional<std::string> IP{};
  /// Port bound.
  std::optional<std::int64_t> Port{};
  /// true healthy, false unhealthy.
  std::optional<bool> HealthStatus{};
  /// Instance ID of the backend, e.g. ins-12345678.
  std::optional<std::string> TargetId{};
  /// Health in detail: Alive healthy, Dead unhealthy, Unknown not checked yet, being checked or unknown.
  std::optional<std::string> HealthStatusDetail{};
  /// Detail of the health state, as HealthStatusDetail has it (misspelt by the vendor; deprecated). Values:
  /// Alive, Dead, Unknown.
  std::optional<std::string> HealthStatusDetial{};
  /// ID of the target group.
  std::optional<std::string> TargetGroupId{};
  /// Weight of the server.
  std::optional<std::int64_t> Weight{};
};

/// A forwarding rule with the health of its backends.
struct RuleHealth {
  /// Forwarding rule ID.
  std::optional<std::string> LocationId{};
  /// Domain name of the rule.
  std::optional<std::string> Domain{};
  /// URL path of the rule.
  std::optional<std::string> Url{};
  /// Health of the backends.
  std::vector<types::TargetHealth> Targets{};
  /// ID of the advanced routing rule.
  std::optional<std::string> RuleId{};
};

/// A listener with the health of its backends.
struct ListenerHealth {
  /// Listener ID.
  std::optional<std::string> ListenerId{};
  /// Listener name.
  std::optional<std::string> ListenerName{};
  /// Protocol of the listener.
  std::optional<std::string> Protocol{};
  /// Port of the listener.
  std::optional<std::int64_t> Port{};
  /// Forwarding rules with the health of their backends.
  std::vector<types::RuleHealth> Rules{};
};

/// One flat row of load balancer, listener, rule and backend details.
struct LoadBalancerDetail {
  /// Load balancer ID.
  std::optional<std::string> LoadBalancerId{};
  /// Load balancer name.
  std::optional<std::string> LoadBalancerName{};
  /// Network type: Public or Private (elsewhere OPEN and INTERNAL).
  std::optional<std::string> LoadBalancerType{};
  /// Status: 0 being created, 1 running.
  std::optional<std::int64_t> Status{};
  /// VIP of the load balancer.
  std::optional<std::string> Address{};
  /// IPv6 VIP of the load balancer.
  std::optional<std::string> AddressIPv6{};
  /// IP version: IPv4 or IPv6 (lower case in LoadBalancer).
  std::optional<std::string> AddressIPVersion{};
  /// Kind of IPv6: IPv6Nat64 or IPv6FullChain.
  std::optional<std::string> IPv6Mode{};
  /// Availability zone.
  std::optional<std::string> Zone{};
  /// ISP of the VIP.
  std::optional<std::string> AddressIsp{};
  /// VPC ID.
  std::optional<std::string> VpcId{};
  /// ID of its project; 0 is the default project.
  std::optional<std::int64_t> ProjectId{};
  /// When it was created.
  std::optional<std::string> CreateTime{};
  /// Billing mode.
  std::optional<std::string> ChargeType{};
  /// Network billing settings.
  std::optional<types::InternetAccessible> NetworkAttributes{};
  /// Monthly subscription settings.
  std::optional<types::LBChargePrepaid> PrepaidAttributes{};
  /// Reserved, normally ignored.
  std::optional<types::ExtraInfo> ExtraInfo{};
  /// IDs of its custom configurations, separated by commas.
  std::optional<std::string> ConfigId{};
  /// Tags of the load balancer.
  std::vector<types::TagInfo> Tags{};
  /// Listener ID.
  std::optional<std::string> ListenerId{};
  /// Protocol of the listener.
  std::optional<std::string> Protocol{};
  /// Port of the listener.
  std::optional<std::int64_t> Port{};
  /// Forwarding rule ID.
  std::optional<std::string> LocationId{};
  /// Domain name of the forwarding rule.
  std::optional<std::string> Domain{};
  /// URL path of the forwarding rule.
  std::optional<std::string> Url{};
  /// ID of the backend.
  std::optional<std::string> TargetId{};
  /// Address of the backend.
  std::optional<std::string> TargetAddress{};
  /// Port of the backend.
  std::optional<std::int64_t> TargetPort{};
  /// Forwarding weight of the backend.
  std::optional<std::int64_t> TargetWeight{};
  /// Isolation: 0 not isolated, 1 isolated.
  std::optional<std::int64_t> Isolation{};
  /// Security groups of the load balancer.
  std::vector<std::string> SecurityGroup{};
  /// An integer here; whether the instance is billed by IP, says the vendor's document, which looks wrong.
  std::optional<std::int64_t> LoadBalancerPassToTarget{};
  /// Health of the backend.
  std::optional<std::string> TargetHealth{};
  /// Domain names of the forwarding rule, as one string.
  std::optional<std::string> Domains{};
  /// Secondary zones of a multi-zone load balancer.
  std::vector<std::string> SlaveZone{};
  /// Availability zones of a private load balancer; beta users only.
  std::vector<std::string> Zones{};
  /// SNI: 1 on, 0 off; HTTPS listeners only.
  std::optional<std::int64_t> SniSwitch{};
  /// Domain name of the load balancer.
  std::optional<std::string> LoadBalancerDomain{};
  /// Network egress.
  std::optional<std::string> Egress{};
  /// Properties of the load balancer.
  std::vector<std::string> AttributeFlags{};
  /// Capacity class such as clb.c2.medium; empty for shared ones.
  std::optional<std::string> SlaType{};
  /// Whether it runs on clusters of its own: 1 yes, 0 no.
  std::optional<std::int64_t> Exclusive{};
  /// Whether requests are forwarded within their zone by preference.
  std::optional<types::AvailableZoneAffinityInfo> AvailableZoneAffinityInfo{};
};

/// A load balancer with the health of its backends.
struct LoadBalancerHealth {
  /// Load balancer ID.
  std::optional<std::string> LoadBalancerId{};
  /// Load balancer name.
  std::optional<std::string> LoadBalancerName{};
  /// Its listeners.
  std::vector<types::ListenerHealth> Listeners{};
};

/// Traffic of a load balancer.
struct LoadBalancerTraffic {
  /// Load balancer ID.
  std::optional<std::string> LoadBalancerId{};
  /// Load balancer name.
  std::optional<std::string> LoadBalancerName{};
  /// Region of the load balancer.
  std::optional<std::string> Region{};
  /// VIP of the load balancer.
  std::optional<std::string> Vip{};
  /// Highest outgoing bandwidth in Mbps.
  std::optional<double> OutBandwidth{};
  /// Domain name of the load balancer.
  std::optional<std::string> Domain{};
};

/// Several certificates of a listener or rule.
struct MultiCertInfo {
  /// Authentication: UNIDIRECTIONAL (server only) or MUTUAL (client too).
  required<std::string> SSLMode;
  /// The certificates, at most one for each algorithm;
  /// with MUTUAL at least one CA certificate must be among them.
  required<std::vector<types::CertInfo>> CertList;
  /// Whether mutual TLS demands a client certificate. Values: ON, OPTIONAL. Default: ON.
  std::optional<std::string> SSLVerifyClient{};
};

/// Price of a load balancer.
struct Price {
  /// Price of the instance.
  std::optional<types::ItemPrice> InstancePrice{};
  /// Price of the network.
  std::optional<types::ItemPrice> BandwidthPrice{};
  /// Price of the LCUs.
  std::optional<types::ItemPrice> LcuPrice{};
};

/// A quota, for the current region.
struct Quota {
  /// TOTAL_OPEN_CLB_QUOTA, TOTAL_INTERNAL_CLB_QUOTA, TOTAL_LISTENER_QUOTA, TOTAL_LISTENER_RULE_QUOTA,
  /// TOTAL_TARGET_BIND_QUOTA, TOTAL_SNAP_IP_QUOTA (also spelt SNAT), TOTAL_ISP_CLB_QUOTA.
  std::optional<std::string> QuotaId{};
  /// How much is in use; null means the number has no meaning.
  std::optional<std::int64_t> QuotaCurrent{};
  /// The limit.
  std::optional<std::int64_t> QuotaLimit{};
};

/// Whether an ISP resource is available.
struct ResourceAvailability {
  /// ISP resource: CMCC, CUCC, CTCC or BGP.
  std::optional<std::string> Type{};
  /// Available or Unavailable.
  std::optional<std::string> Availability{};
};

/// Whether a specification is available.
struct SpecAvailability {
  /// Specification type.
  std::optional<std::string> SpecType{};
  /// Availability of the specification.
  std::optional<std::string> Availability{};
};

/// An ISP type with the specifications it offers.
struct TypeInfo {
  /// ISP type.
  std::optional<std::string> Type{};
  /// Availability of the specifications.
  std::vector<types::SpecAvailability> SpecAvailabilitySet{};
};

/// Resources of an ISP in a zone.
struct Resource {
  /// ISP resources: CMCC, CUCC, CTCC, BGP, INTERNAL.
  std::vector<std::string> Type{};
  /// The ISP, e.g. CMCC, CUCC, CTCC, BGP or INTERNAL.
  std::optional<std::string> Isp{};
  /// Resources with their availability.
  std::vector<types::ResourceAvailability> AvailabilitySet{};
  /// ISP types with the availability of specifications.
  std::vector<types::TypeInfo> TypeSet{};
};

/// A redirection from one forwarding rule to another.
struct RewriteLocationMap {
  /// ID of the rule redirected from.
  required<std::string> SourceLocationId;
  /// ID of the rule redirected to.
  required<std::string> TargetLocationId;
  /// Status code of the redirection: 301, 302 or 307.
  std::optional<std::int64_t> RewriteCode{};
  /// Whether the matched URL is carried over; needed when RewriteCode is given.
  std::optional<bool> TakeUrl{};
  /// Domain name redirected from, the one of SourceLocationId; needed when RewriteCode is given.
  std::optional<std::string> SourceDomain{};
};

/// A backend to bind, unbind or change.
struct Target {
  /// Port the backend listens on; needed to bind a CVM or network interface.
  required<std::int64_t> Port;
  /// Kind of backend: CVM or ENI. Has no effect in requests at present.
  std::optional<std::string> Type{};
  /// CVM instance ID, as DescribeInstances gives it;
  /// stands for the primary IP of its primary network interface. Give this or EniIp.
  std::optional<std::string> InstanceId{};
  /// New weight, 0-100, default 10. Goes before RsWeightRule.Weight, which is used when this is empty.
  std::optional<std::int64_t> Weight{};
  /// Private IP to bind (a network interface's IP or another one). The interface has to be attached to a CVM
  /// first. Give this or InstanceId; EniIp is needed for cross-region binding and dual-stack IPv6 CVMs.
  std::optional<std::string> EniIp{};
  /// Label of the server.
  std::optional<std::string> Tag{};
};

/// New weights for backends of a listener or rule.
struct RsWeightRule {
  /// Listener ID.
  required<std::string> ListenerId;
  /// The backends to change.
  required<std::vector<types::Target>> Targets;
  /// Forwarding rule ID; needed for layer-7 rules.
  std::optional<std::string> LocationId{};
  /// Domain name of the rule; ignored when LocationId is given.
  std::optional<std::string> Domain{};
  /// URL path of the rule; ignored when LocationId is given.
  std::optional<std::string> Url{};
  /// New weight, 0-100, for the targets that have none of their own.
  std::optional<std::int64_t> Weight{};
};

/// An HTTP or HTTPS forwarding rule to create.
struct RuleInput {
  /// Path of the rule, 1-200 characters.
  required<std::string> Url;
  /// One domain name of the rule, 1-80 characters; for several use Domains.
  std::optional<std::string> Domain{};
  /// Session persistence time in seconds, 30-3600; 0 turns persistence off.
  std::optional<std::int64_t> SessionExpireTime{};
  /// Health check settings.
  std::optional<types::HealthCheck> HealthCheck{};
  /// Certificate; not together with MultiCertInfo.
  std::optional<types::CertificateInput> Certificate{};
  /// Scheduling: WRR weighted round robin (default), LEAST_CONN least connections,
  /// IP_HASH hash of the source IP.
  std::optional<std::string> Scheduler{};
  /// Protocol to the backends: HTTP (default), HTTPS, GRPC or TRPC (internal use only).
  std::optional<std::string> ForwardType{};
  /// Whether this is the listener's default domain name, of which there can be one.
  std::optional<bool> DefaultServer{};
  /// Whether HTTP/2 is on; HTTPS domain names only.
  std::optional<bool> Http2{};
  /// What is bound: NODE backend servers, TARGETGROUP a target group.
  std::optional<std::string> TargetType{};
  /// TRPC callee route, needed when ForwardType is TRPC; internal use only.
  std::optional<std::string> TrpcCallee{};
  /// TRPC function to call, needed when ForwardType is TRPC; internal use only.
  std::optional<std::string> TrpcFunc{};
  /// Whether QUIC is on; HTTPS domain names only.
  std::optional<bool> Quic{};
  /// Domain names of the rule, 1-80 characters each; for a single one use Domain.
  std::vector<std::string> Domains{};
  /// Several certificates of different algorithms; not together with Certificate.
  std::optional<types::MultiCertInfo> MultiCertInfo{};
  /// Name of the cookie that keeps a session at its server.
  std::optional<std::string> CookieName{};
};

/// A load balancer to upgrade to an LCU-supported one.
struct SlaUpdateParam {
  /// Load balancer ID.
  required<std::string> LoadBalancerId;
  /// Specification: clb.c2.medium Standard, clb.c3.small, clb.c3.medium Advanced 1, 2, clb.c4.small,
  /// clb.c4.medium, clb.c4.large, clb.c4.xlarge Super Large 1 to 4 (2 and up by ticket), SLA (Super Large 4).
  required<std::string> SlaType;
};

/// A binding of a target group to a listener or rule.
struct TargetGroupAssociation {
  /// Load balancer ID.
  required<std::string> LoadBalancerId;
  /// Listener ID.
  required<std::string> ListenerId;
  /// Target group ID.
  required<std::string> TargetGroupId;
  /// Forwarding rule ID.
  std::optional<std::string> LocationId{};
  /// Weight of the group; second-generation groups only. Range: 0-100. Default: 10.
  std::optional<std::int64_t> Weight{};
};

/// A backend server of a target group.
struct TargetGroupBackend {
  /// Target group ID.
  std::optional<std::string> TargetGroupId{};
  /// Kind of backend: CVM; ENI is announced for later.
  std::optional<std::string> Type{};
  /// Backend server ID.
  std::optional<std::string> InstanceId{};
  /// Port the backend listens on.
  std::optional<std::int64_t> Port{};
  /// Forwarding weight, 0-100, default 10.
  std::optional<std::int64_t> Weight{};
  /// Public IP addresses of the backend.
  std::vector<std::string> PublicIpAddresses{};
  /// Private IP addresses of the backend.
  std::vector<std::string> PrivateIpAddresses{};
  /// Instance name of the backend.
  std::optional<std::string> InstanceName{};
  /// When the backend was bound, as YYYY-MM-DD hh:mm:ss.
  std::optional<std::string> RegisteredTime{};
  /// ID of the network interface.
  std::optional<std::string> EniId{};
  /// Availability zone ID of the backend, as a number.
  std::optional<std::int64_t> ZoneId{};
};

/// A target group.
struct TargetGroupInfo {
  /// Target group ID.
  std::optional<std::string> TargetGroupId{};
  /// VPC ID of the target group.
  std::optional<std::string> VpcId{};
  /// Target group name.
  std::optional<std::string> TargetGroupName{};
  /// Default port of the target group.
  std::optional<std::int64_t> Port{};
  /// When it was created, as YYYY-MM-DD hh:mm:ss.
  std::optional<std::string> CreatedTime{};
  /// When it was last changed, as YYYY-MM-DD hh:mm:ss.
  std::optional<std::string> UpdatedTime{};
  /// Listeners and rules it is bound to.
  std::vector<types::AssociationItem> AssociatedRule{};
  /// Protocol to the servers; second-generation groups only.
  std::optional<std::string> Protocol{};
  /// Scheduling of second-generation HTTP, HTTPS and GRPC groups. Values: WRR, LEAST_CONN, IP_HASH.
  std::optional<std::string> ScheduleAlgorithm{};
  /// Health check.
  std::optional<types::TargetGroupHealthCheck> HealthCheck{};
  /// Generation of the group. Values: v1, v2.
  std::optional<std::string> TargetGroupType{};
  /// Number of rules that use it.
  std::optional<std::int64_t> AssociatedRuleCount{};
  /// Number of servers in it.
  std::optional<std::int64_t> RegisteredInstancesCount{};
  /// Tags of the group.
  std::vector<types::TagInfo> Tag{};
  /// Default weight; null when unset or for first-generation groups.
  std::optional<std::int64_t> Weight{};
  /// Whether it listens on all ports; second-generation groups only.
  std::optional<bool> FullListenSwitch{};
  /// Whether connections to the servers are kept; HTTP and HTTPS groups.
  std::optional<bool> KeepaliveEnable{};
  /// Seconds for which a session sticks to a server; 0: not at all.
  std::optional<std::int64_t> SessionExpireTime{};
  /// Kind of address of the servers.
  std::optional<std::string> IpVersion{};
  /// Whether the source address is replaced.
  std::optional<bool> SnatEnable{};
};

/// A server of a target group, to register, change or remove.
struct TargetGroupInstance {
  /// Private IP of the server.
  required<std::string> BindIP;
  /// Port of the server.
  required<std::int64_t> Port;
  /// Weight of the server.
  std::optional<std::int64_t> Weight{};
  /// New port of the server.
  std::optional<std::int64_t> NewPort{};
};

/// Resources of an availability zone.
struct ZoneResource {
  /// Primary zone, e.g. ap-guangzhou-1.
  std::optional<std::string> MasterZone{};
  /// Resources.
  std::vector<types::Resource> ResourceSet{};
  /// Secondary zone, e.g. ap-guangzhou-2.
  std::optional<std::string> SlaveZone{};
  /// IP version: IPv4, IPv6 or IPv6_Nat.
  std::optional<std::string> IPVersion{};
  /// Region of the zone, e.g. ap-guangzhou.
  std::optional<std::string> ZoneRegion{};
  /// Whether it is a local zone.
  std::optional<bool> LocalZone{};
  /// Kind of resources: SHARED or EXCLUSIVE.
  std::optional<std::string> ZoneResourceType{};
  /// Whether it is an edge zone.
  std::optional<bool> EdgeZone{};
  /// Network egress.
  std::optional<std::string> Egress{};
};

/// A place a configuration is bound to.
struct BindItem {
  /// ID of the load balancer.
  required<std::string> LoadBalancerId;
  /// ID of the listener.
  required<std::string> ListenerId;
  /// Domain name.
  required<std::string> Domain;
  /// ID of the rule.
  std::optional<std::string> LocationId{};
};

/// Labels of servers of one listener or rule.
struct RsTagRule {
  /// ID of the listener.
  required<std::string> ListenerId;
  /// Servers.
  required<std::vector<types::Target>> Targets;
  /// ID of the rule; for layer-7.
  std::optional<std::string> LocationId{};
  /// Label for the servers that carry none of their own here.
  std::optional<std::string> Tag{};
};

/// An asynchronous task.
struct Job {
  /// Action of the task.
  std::optional<std::string> ApiName{};
  /// RequestId of the call.
  std::optional<std::string> RequestId{};
  /// State of the task. Values: Processing, Succeeded, Failed.
  std::optional<std::string> Status{};
  /// IDs of the resources.
  std::vector<std::string> ResourceIds{};
};

/// Zones of a cluster.
struct ClustersZone {
  /// Primary zones.
  std::vector<std::string> MasterZone{};
  /// Backup zones.
  std::vector<std::string> SlaveZone{};
};

/// A resource of a cluster.
struct ClusterResource {
  /// ID of the cluster.
  std::optional<std::string> ClusterId{};
  /// Address.
  std::optional<std::string> Vip{};
  /// ID of the load balancer.
  std::optional<std::string> LoadBalancerId{};
  /// Whether it is free, as a text: True or False.
  std::optional<std::string> Idle{};
  /// Name of the cluster.
  std::optional<std::string> ClusterName{};
  /// Carrier. Values: BGP, CMCC, CUCC, CTCC, INTERNAL.
  std::optional<std::string> Isp{};
  /// Zones of the cluster.
  std::optional<types::ClustersZone> ClustersZone{};
};

/// A cluster.
struct Cluster {
  /// ID of the cluster.
  std::optional<std::string> ClusterId{};
  /// Name of the cluster.
  std::optional<std::string> ClusterName{};
  /// Kind of cluster. Values: TGW, STGW, VPCGW.
  std::optional<std::string> ClusterType{};
  /// Tag of the cluster; TGW and STGW only.
  std::optional<std::string> ClusterTag{};
  /// Zone.
  std::optional<std::string> Zone{};
  /// Network of the cluster. Values: Public, Private.
  std::optional<std::string> Network{};
  /// Highest number of connections.
  std::optional<std::int64_t> MaxConn{};
  /// Highest inbound traffic in Mbit/s.
  std::optional<std::int64_t> MaxInFlow{};
  /// Highest inbound rate in packets a second.
  std::optional<std::int64_t> MaxInPkg{};
  /// Highest outbound traffic in Mbit/s.
  std::optional<std::int64_t> MaxOutFlow{};
  /// Highest outbound rate in packets a second.
  std::optional<std::int64_t> MaxOutPkg{};
  /// Highest number of new connections a second.
  std::optional<std::int64_t> MaxNewConn{};
  /// Highest number of new HTTP connections a second.
  std::optional<std::int64_t> HTTPMaxNewConn{};
  /// Highest number of new HTTPS connections a second.
  std::optional<std::int64_t> HTTPSMaxNewConn{};
  /// Highest number of HTTP requests a second.
  std::optional<std::int64_t> HTTPQps{};
  /// Highest number of HTTPS requests a second.
  std::optional<std::int64_t> HTTPSQps{};
  /// Resources in it.
  std::optional<std::int64_t> ResourceCount{};
  /// Free resources in it.
  std::optional<std::int64_t> IdleResourceCount{};
  /// Forwarding machines in it.
  std::optional<std::int64_t> LoadBalanceDirectorCount{};
  /// Carrier. Values: BGP, CMCC, CUCC, CTCC, INTERNAL.
  std::optional<std::string> Isp{};
  /// Zones of the cluster.
  std::optional<types::ClustersZone> ClustersZone{};
  /// Version of the cluster.
  std::optional<std::string> ClustersVersion{};
  /// Kind of failover. Values: SINGLE-ZONE, DISASTER-RECOVERY, MUTUAL-DISASTER-RECOVERY.
  std::optional<std::string> DisasterRecoveryType{};
  /// Network exit.
  std::optional<std::string> Egress{};
  /// Kind of address.
  std::optional<std::string> IPVersion{};
  /// Tags of the cluster.
  std::vector<types::TagInfo> Tag{};
};

/// Protection of one load balancer.
struct LBOperateProtectInfo {
  /// ID of the load balancer.
  std::optional<std::string> LoadBalancerId{};
  /// Whether operations are barred.
  std::optional<bool> ProtectState{};
  /// Account that set it.
  std::optional<std::string> OperatorUin{};
  /// Note given with it.
  std::optional<std::string> Description{};
  /// Last change.
  std::optional<std::string> ModifyTime{};
};

/// Health of one server of a target group.
struct TargetGroupInstanceStatus {
  /// Address of the server.
  std::optional<std::string> InstanceIp{};
  /// Health: on (being checked), off (not checked), health or unhealth.
  std::optional<std::string> Status{};
  /// ID of the server.
  std::optional<std::string> InstanceId{};
  /// Port.
  std::optional<std::int64_t> Port{};
  /// ID of the network interface.
  std::optional<std::string> EniId{};
};

}  // namespace colb::inline COLB_ABI::tencent::clb::types
