// colb: data types of Capital Online load balancing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/json/value.hpp>

#include <colb/action.hpp>

namespace colb::inline COLB_ABI::capitalonline::lb::types {

/// One site where HaProxy instances can be bought.
struct Zone {
  /// Site code, e.g. CN_Hongkong_A.
  std::optional<std::string> RegionId{};
  /// Display name of the large area the site lies in.
  std::optional<std::string> RegionName{};
  /// Id of the city.
  std::optional<std::string> CityId{};
  /// Display name of the city.
  std::optional<std::string> CityName{};
  /// Display name of the site.
  std::optional<std::string> SiteName{};
  /// Whether the site still sells the service: 1 it does, 0 it is offline.
  std::optional<std::int64_t> IsSaling{};
};

/// One size a HaProxy instance can have.
struct SpecCpuRam {
  /// Number of CPU cores.
  std::optional<std::int64_t> CPU{};
  /// Name of the size, e.g. 1C2G.
  std::optional<std::string> Name{};
  /// Goods number of the size; chooses the size when an instance is created or resized.
  std::optional<std::int64_t> PaasGoodsId{};
  /// Memory in GB.
  std::optional<std::int64_t> RAM{};
};

/// One kind of disk that can be attached for a compute type, with its size limits.
struct AttachDisk {
  /// Base IOPS of the disk; may be empty.
  std::optional<std::string> BasicIops{};
  /// Largest capacity one expansion may reach (2000), in DiskUnit.
  std::optional<std::int64_t> DiskMax{};
  /// Largest capacity the disk can grow to, in DiskUnit.
  std::optional<std::int64_t> DiskMaxExpand{};
  /// Smallest capacity (starts at 100), in DiskUnit.
  std::optional<std::int64_t> DiskMin{};
  /// Display name of the disk kind: SSD (5000 IOPS by default, IOPS packages can be bought) or the
  /// performance kind (limited to 3000 IOPS).
  std::optional<std::string> DiskName{};
  /// Capacity step of an expansion (100), in DiskUnit.
  std::optional<std::int64_t> DiskStep{};
  /// Unit of the capacities: gigabytes, shown as G.
  std::optional<std::string> DiskUnit{};
  /// Key of the disk kind to give when an instance is created, e.g. ssd_disk, high_disk.
  std::optional<std::string> DiskValue{};
};

/// The disks and sizes a compute type offers.
struct SpecStandard {
  /// Kinds of disk that can be attached.
  std::vector<types::AttachDisk> AttachDisk{};
  /// Sizes on offer.
  std::vector<types::SpecCpuRam> CpuRam{};
};

/// One compute type of an architecture.
struct SpecComputeRole {
  /// Display name of the compute type, e.g. general purpose.
  std::optional<std::string> ComputeName{};
  /// Compute type; only 0 (general purpose) exists at present.
  std::optional<std::int64_t> ComputeType{};
  /// What the compute type offers.
  std::optional<types::SpecStandard> Standards{};
};

/// One architecture a product version is sold in.
struct SpecArchitecture {
  /// Display name of the architecture.
  std::optional<std::string> ArchitectureName{};
  /// Architecture type: 1 is primary and standby.
  std::optional<std::int64_t> ArchitectureType{};
  /// Compute types; each has its own sizes and disks.
  std::vector<types::SpecComputeRole> ComputeRoles{};
  /// Engine type: a string by the description, an (empty) array in the example.
  std::optional<boost::json::value> EnginesType{};
  /// Name of the sub-product, e.g. the primary/standby edition of HaProxy.
  std::optional<std::string> SubProductName{};
  /// Not described; null in the vendor's example.
  std::optional<boost::json::value> NetworkLinks{};
};

/// One product version and its architectures.
struct SpecProduct {
  /// Architectures the version is sold in.
  std::vector<types::SpecArchitecture> Architectures{};
  /// Product version, e.g. 2.4.
  std::optional<std::string> Version{};
};

/// Everything that can be bought in one site.
struct LoadBalancerSpec {
  /// Product name, e.g. haproxy.
  std::optional<std::string> ProductName{};
  /// The versions of the product.
  std::vector<types::SpecProduct> Products{};
  /// Site code.
  std::optional<std::string> RegionId{};
};

/// One network a new HaProxy instance is attached to.
struct LoadBalancerIp {
  /// Kind of network: private or public.
  required<std::string> PipeType;
  /// Id of the private network or of the public network.
  required<std::string> PipeId;
  /// Id of the public segment to take addresses from (three are used); for the public entry only.
  std::optional<std::string> SegmentId{};
  /// Whether to open the private VIP: 1 yes, 0 no. Said to matter for a public load balancer only.
  /// Default: 1.
  std::optional<std::int64_t> IsVip{};
};

/// Result of CreateLoadBalancer.
struct CreateLoadBalancerData {
  /// Ids of the instances being created.
  std::vector<std::string> InstancesUuid{};
};

/// One virtual address of an instance.
struct LoadBalancerVip {
  /// The address.
  std::optional<std::string> IP{};
  /// Whether the address is on the private or the public network, e.g. private.
  std::optional<std::string> Type{};
};
constexpr auto aliases(types::LoadBalancerVip const*) {
  return also_called({{"ip", "IP"}, {"type", "Type"}});
}

/// One tag of an instance.
struct LoadBalancerTag {
  /// Id of the tag.
  std::optional<std::int64_t> TagID{};
  /// Name of the tag.
  std::optional<std::string> TagName{};
};

/// One HaProxy instance.
struct LoadBalancer {
  /// Id of the instance.
  std::optional<std::string> InstanceUuid{};
  /// Name of the instance.
  std::optional<std::string> InstanceName{};
  /// State of the instance, e.g. RUNNING; no list of states is given.
  std::optional<std::string> Status{};
  /// State as Chinese text.
  std::optional<std::string> StatusStr{};
  /// Site code.
  std::optional<std::string> RegionId{};
  /// Display name of the site.
  std::optional<std::string> DisplayName{};
  /// Id of the virtual data center.
  std::optional<std::string> VdcId{};
  /// Name of the virtual data center.
  std::optional<std::string> VdcName{};
  /// Name of the project the instance belongs to.
  std::optional<std::string> ProjectName{};
  /// Address to connect to: the public VIP if there is one, else the private VIP.
  std::optional<std::string> IP{};
  /// Port to connect to (0 in the vendor's example).
  std::optional<std::int64_t> Port{};
  /// All virtual addresses.
  std::vector<types::LoadBalancerVip> Vips{};
  /// Number of CPU cores.
  std::optional<std::int64_t> Cpu{};
  /// Memory in MB.
  std::optional<std::int64_t> Ram{};
  /// Version of the service, e.g. 2.6.
  std::optional<std::string> Version{};
  /// Name of the sub-product.
  std::optional<std::string> SubProductName{};
  /// Link type key, e.g. default_link.
  std::optional<std::string> LinkType{};
  /// Link type name.
  std::optional<std::string> LinkTypeStr{};
  /// Time of creation, YYYY-MM-DD HH:MM:SS.
  std::optional<std::string> CreatedTime{};
  /// Billing id, unique key when bills are queried.
  std::optional<std::string> ResourceId{};
  /// Which configuration is active: 0 basic listener policies (default), 1 custom configuration file. Changed
  /// by calling the Actions of the one or the other.
  std::optional<std::int64_t> IsCustomConf{};
  /// Tags of the instance.
  std::vector<types::LoadBalancerTag> Tags{};
  /// Owning cluster, filled for read-only services only:
  /// an object by the description, an empty string in the example.
  std::optional<boost::json::value> MasterInfo{};
  /// Related service instances; empty for this product:
  /// an object by the description, the string None in the example.
  std::optional<boost::json::value> RelationService{};
  /// Temporary clone instances; empty for this product:
  /// a list by the description, the string None in the example.
  std::optional<boost::json::value> CloneServices{};
  /// Read-only instances; empty for this product: a list by the description, the string None in the example.
  std::optional<boost::json::value> RoGroups{};
  /// Not described; 0 in the vendor's example.
  std::optional<std::int64_t> Disks{};
  /// Not described; a number as text in the vendor's example.
  std::optional<std::string> InpaasId{};
  /// Key of the sub-product, haproxy (only in the vendor's example).
  std::optional<std::string> SubProductKey{};
};
constexpr auto aliases(types::LoadBalancer const*) {
  return also_called({{"vips", "Vips"}, {"ro_groups", "RoGroups"}});
}

/// One size an existing instance can be changed to.
struct ModifySpecCpuRam {
  /// Number of CPU cores.
  std::optional<std::int64_t> CPU{};
  /// Name of the size, e.g. 2C4G.
  std::optional<std::string> Name{};
  /// Goods number of the size.
  std::optional<std::int64_t> PaasGoodsId{};
  /// Memory, in GB as in DescribeLoadBalancersSpec.
  std::optional<std::int64_t> RAM{};
  /// Stands in place of Name in one entry of the vendor's example.
  std::optional<std::string> N{};
};

/// What an existing instance can be changed to.
struct LoadBalancerModifySpec {
  /// Product name.
  std::optional<std::string> ProductName{};
  /// Site code.
  std::optional<std::string> RegionId{};
  /// Sizes on offer.
  std::vector<types::ModifySpecCpuRam> CpuRam{};
  /// Kinds of disk that can be attached.
  std::vector<types::AttachDisk> AttachDisk{};
};

/// One certificate as listed.
struct CACertificate {
  /// Id of the certificate.
  std::optional<std::string> CertificateId{};
  /// Name the user gave the certificate.
  std::optional<std::string> CertificateName{};
  /// Certificate type, e.g. DV.
  std::optional<std::string> CertificateType{};
  /// Brand of the certificate.
  std::optional<std::string> Brand{};
  /// Organization that issued it.
  std::optional<std::string> Organization{};
  /// Domain name it is for.
  std::optional<std::string> Domain{};
  /// Start of validity, YYYY-MM-DD HH:MM:SS.
  std::optional<std::string> StartTime{};
  /// End of validity, YYYY-MM-DD HH:MM:SS.
  std::optional<std::string> EndTime{};
  /// Validity: 0 expired, 1 valid, 2 expires within 30 days.
  std::optional<std::int64_t> Valid{};
};

/// One certificate with its contents.
struct CACertificateDetail {
  /// Id of the certificate.
  std::optional<std::string> CertificateId{};
  /// Name the user gave the certificate.
  std::optional<std::string> CertificateName{};
  /// Certificate type, e.g. DV.
  std::optional<std::string> CertificateType{};
  /// Brand of the certificate.
  std::optional<std::string> Brand{};
  /// Organization that issued it.
  std::optional<std::string> Organization{};
  /// Domain name it is for.
  std::optional<std::string> Domain{};
  /// Start of validity, YYYY-MM-DD HH:MM:SS.
  std::optional<std::string> StartTime{};
  /// End of validity, YYYY-MM-DD HH:MM:SS.
  std::optional<std::string> EndTime{};
  /// Validity: 0 expired, 1 valid, 2 expires within 30 days.
  std::optional<std::int64_t> Valid{};
  /// The certificate chain in PEM form.
  std::optional<std::string> Certificate{};
  /// The public key in PEM form.
  std::optional<std::string> PublicKey{};
  /// The private key in PEM form. The misspelt name is the one on the wire. A secret: never log or print it.
  std::optional<std::string> PirvateKey{};
};
constexpr auto secret_fields(types::CACertificateDetail const*) { return names("PirvateKey"); }
constexpr auto aliases(types::CACertificateDetail const*) {
  return also_called({{"PrivateKey", "PirvateKey"}});
}

/// Time limits of session persistence, in seconds.
struct SessionTimer {
  /// Longest idle time in seconds before the session is dropped; 0 sets no limit. Range: 0-7200. Default: 0.
  required<std::int64_t> MaxIdle;
  /// Longest lifetime of a session in seconds; 0 sets no limit. Must be greater than MaxIdle. Range: 0-7200.
  /// Default: 0.
  required<std::int64_t> MaxLife;
};

/// Cookie-based session persistence of a HTTP listener.
struct SessionPersistence {
  /// Cookie name set in the response: 2 to 15 lower-case letters, digits or underscores, beginning with a
  /// letter and ending with a letter or digit; unique.
  required<std::string> Key;
  /// How the cookie is treated: 0 caches such as a CDN may keep it; 1 caches don't keep it and back ends see
  /// it; 2 caches don't keep it and back ends don't see it (transparent). Default: 1.
  std::optional<std::int64_t> Mode{};
  /// Time limits, in seconds.
  std::optional<types::SessionTimer> Timer{};
};

/// HTTP health check of a listener's back ends.
struct Httpchk {
  /// Request method of the check. Values: GET, HEAD, OPTIONS. Default: GET.
  required<std::string> Method;
  /// Path the check asks for.
  required<std::string> Uri;
};

/// Advanced settings of a HTTP listener.
struct ListenerOption {
  /// Turns on the HTTP health check.
  std::optional<types::Httpchk> Httpchk{};
};

/// A certificate bound to a HTTP listener.
struct CertificateRef {
  /// Id of the certificate.
  std::optional<std::string> CertificateId{};
  /// Name of the certificate.
  std::optional<std::string> CertificateName{};
};

/// One back end server of a listener.
struct BackendServer {
  /// Address of the server; on the public network a domain name may be given.
  required<std::string> IP;
  /// Port of the server.
  required<std::int64_t> Port;
  /// Weight of the server as text, 1 to 256.
  required<std::string> Weight;
  /// Most connections to the server.
  required<std::int64_t> MaxConn;
};

/// Policy of one HTTP listener, as read and as written.
struct HttpListener {
  /// Unique name of the policy: 1-50 lower-case letters, digits or underscores, beginning with a letter,
  /// ending with a letter or digit.
  required<std::string> ListenerName;
  /// Mode of the listener; http here.
  required<std::string> ListenerMode;
  /// Port to listen on; 22, 1080, 9100 and 9101 are barred. Range: 1-65535.
  required<std::int64_t> ListenerPort;
  /// Scheduling algorithm. Values: roundrobin, leastconn, static-rr, source.
  required<std::string> Scheduler;
  /// Most connections of the proxy side.
  required<std::int64_t> MaxConn;
  /// Client timeout, a number as text.
  required<std::string> ClientTimeout;
  /// Unit of ClientTimeout. Values: ms, s.
  required<std::string> ClientTimeoutUnit;
  /// Connect timeout, a number as text.
  required<std::string> ConnectTimeout;
  /// Unit of ConnectTimeout. Values: ms, s.
  required<std::string> ConnectTimeoutUnit;
  /// Server timeout, a number as text.
  required<std::string> ServerTimeout;
  /// Unit of ServerTimeout. Values: ms, s.
  required<std::string> ServerTimeoutUnit;
  /// Back end servers.
  required<std::vector<types::BackendServer>> BackendServer;
  /// Addresses or CIDR blocks that may connect.
  std::vector<std::string> AclWhiteList{};
  /// Whether connections are kept alive. Values: on, off.
  required<std::string> StickySession;
  /// Certificates bound to the listener; an empty list for none.
  std::vector<types::CertificateRef> CertificateIds{};
  /// Session persistence settings.
  std::optional<types::SessionPersistence> SessionPersistence{};
  /// Advanced settings.
  std::optional<types::ListenerOption> Option{};
};

/// Policy of one TCP listener, as read and as written.
struct TcpListener {
  /// Unique name of the policy: 1-50 lower-case letters, digits or underscores, beginning with a letter,
  /// ending with a letter or digit.
  required<std::string> ListenerName;
  /// Mode of the listener; tcp here.
  required<std::string> ListenerMode;
  /// Port to listen on; 22, 1080, 9100 and 9101 are barred. Range: 1-65535.
  required<std::int64_t> ListenerPort;
  /// Scheduling algorithm. Values: roundrobin, leastconn, static-rr, source.
  required<std::string> Scheduler;
  /// Most connections of the proxy side.
  required<std::int64_t> MaxConn;
  /// Client timeout, a number as text.
  required<std::string> ClientTimeout;
  /// Unit of ClientTimeout. Values: ms, s.
  required<std::string> ClientTimeoutUnit;
  /// Connect timeout, a number as text.
  required<std::string> ConnectTimeout;
  /// Unit of ConnectTimeout. Values: ms, s.
  required<std::string> ConnectTimeoutUnit;
  /// Server timeout, a number as text.
  required<std::string> ServerTimeout;
  /// Unit of ServerTimeout. Values: ms, s.
  required<std::string> ServerTimeoutUnit;
  /// Back end servers.
  required<std::vector<types::BackendServer>> BackendServer;
  /// Addresses or CIDR blocks that may connect.
  std::vector<std::string> AclWhiteList{};
  /// Whether the back ends get the client's source address. Values: on, off. Default: off.
  std::optional<std::string> EnableSourceIp{};
  /// Whether this HaProxy acts as a relay that passes source addresses through;
  /// on needs EnableSourceIp on as well. Values: on, off. Default: off.
  std::optional<std::string> EnableRepeaterMode{};
};

/// All listener policies of an instance.
struct LoadBalancerStrategys {
  /// HTTP listener policies.
  std::vector<types::HttpListener> HttpListeners{};
  /// TCP listener policies.
  std::vector<types::TcpListener> TcpListeners{};
};

/// Custom configuration of an instance.
struct HaproxyCustomConfig {
  /// Text of the HaProxy configuration file; may hold passwords, so it is treated as a secret.
  std::optional<std::string> Configs{};
};
constexpr auto secret_fields(types::HaproxyCustomConfig const*) { return names("Configs"); }

/// One measured value.
struct PerformanceValue {
  /// Time of the value, YYYY-MM-DD HH:MM:SS.
  std::optional<std::string> DateTime{};
  /// The value, in the unit of the series.
  std::optional<double> Value{};
};

/// One series of measured values.
struct PerformanceDataPoint {
  /// Name of the metric behind the series.
  std::optional<std::string> MetricName{};
  /// Kind of metric. Values: gauge, counter.
  std::optional<std::string> MetricType{};
  /// Monitor category: a list of resources, engine, engine_extension, deploy by the description,
  /// one string (a metric name) in the example.
  std::optional<boost::json::value> MonitorType{};
  /// Unit of the values.
  std::optional<std::string> Unit{};
  /// The values.
  std::vector<types::PerformanceValue> Values{};
};

/// Monitoring data of an instance.
struct LBInstancePerformance {
  /// Id of the instance.
  std::optional<std::string> InstanceUuid{};
  /// Metric that was asked for.
  std::optional<std::string> MetricKey{};
  /// Start of the span.
  std::optional<std::string> StartTime{};
  /// End of the span.
  std::optional<std::string> EndTime{};
  /// Seconds between values; follows from the length of the span.
  std::optional<std::int64_t> Period{};
  /// Product type, e.g. haproxy-single.
  std::optional<std::string> ProductType{};
  /// The series.
  std::vector<types::PerformanceDataPoint> DataPoints{};
};

/// One back end group of a HTTP listener.
struct ListenerBackendName {
  /// Name of the back end group, e.g. http1-abk.
  std::optional<std::string> BackendName{};
  /// Display name of the group.
  std::optional<std::string> DisplayName{};
};

/// Name of one listener policy.
struct ListenerNameInfo {
  /// Back end groups; only HTTP listeners have them, null otherwise.
  std::vector<types::ListenerBackendName> BackendNames{};
  /// Mode of the listener, e.g. tcp, http.
  std::optional<std::string> ListenerMode{};
  /// Name of the listener policy.
  std::optional<std::string> ListenerName{};
};

/// Result of CreateVpcSlb.
struct CreateVpcSlbData {
  /// Id of the new load balancer.
  std::optional<std::string> SlbId{};
};

/// Result of DeleteVpcSlb, as the vendor's example shows it.
struct DeleteVpcSlbData {
  /// Text that repeats the task id (only in the vendor's example).
  std::optional<std::string> msg{};
  /// Not described; 1 in the vendor's example.
  std::optional<std::int64_t> status{};
};

/// One VIP of a VPC load balancer.
struct VpcSlbVip {
  /// The address.
  std::optional<std::string> Address{};
  /// Kind of VIP. Values: public, private.
  std::optional<std::string> Type{};
};

/// One VPC load balancer as listed.
struct VpcSlb {
  /// Id of the load balancer.
  std::optional<std::string> Id{};
  /// Name of the load balancer.
  std::optional<std::string> Name{};
  /// State: ok normal, error failed.
  std::optional<std::string> Status{};
  /// State as Chinese text.
  std::optional<std::string> StatusZh{};
  /// Id of the region.
  std::optional<std::string> RegionId{};
  /// Name of the region.
  std::optional<std::string> RegionName{};
  /// Id of the availability zone.
  std::optional<std::string> AzId{};
  /// Name of the availability zone.
  std::optional<std::string> AzName{};
  /// Id of the VPC.
  std::optional<std::string> VpcId{};
  /// Name of the VPC.
  std::optional<std::string> VpcName{};
  /// Network: wan public only, wan_lan public and private.
  std::optional<std::string> NetType{};
  /// Display name of the size.
  std::optional<std::string> ConfName{};
  /// Id of the shared bandwidth bound to the load balancer.
  std::optional<std::string> BandwidthId{};
  /// Name of that shared bandwidth.
  std::optional<std::string> BandwidthName{};
  /// Billing: 0 by use.
  std::optional<std::string> BillingMethod{};
  /// VIPs of the load balancer.
  std::vector<types::VpcSlbVip> VipList{};
  /// Time of creation, YYYY-MM-DD HH:MM:SS.
  std::optional<std::string> CreateTime{};
};

/// Result of DescribeVpcSlbListInfo.
struct VpcSlbListData {
  /// The load balancers.
  std::vector<types::VpcSlb> SlbList{};
};

/// Shared bandwidth bound to a VPC load balancer.
struct VpcSlbBandwidth {
  /// Id of the shared bandwidth.
  std::optional<std::string> Id{};
  /// Name of the shared bandwidth.
  std::optional<std::string> Name{};
};

/// One VPC load balancer in full.
struct VpcSlbDetail {
  /// Id of the load balancer.
  std::optional<std::string> Id{};
  /// Name of the load balancer.
  std::optional<std::string> Name{};
  /// State: ok normal, error failed.
  std::optional<std::string> Status{};
  /// State as Chinese text.
  std::optional<std::string> StatusZh{};
  /// Id of the region.
  std::optional<std::string> RegionId{};
  /// Name of the region.
  std::optional<std::string> RegionName{};
  /// Id of the availability zone.
  std::optional<std::string> AzId{};
  /// Name of the availability zone.
  std::optional<std::string> AzName{};
  /// Id of the VPC.
  std::optional<std::string> VpcId{};
  /// Name of the VPC.
  std::optional<std::string> VpcName{};
  /// Network: wan public only, wan_lan public and private.
  std::optional<std::string> NetType{};
  /// Network as Chinese text.
  std::optional<std::string> NetTypeZh{};
  /// Display name of the size.
  std::optional<std::string> ConfName{};
  /// Shared bandwidth bound to the load balancer.
  std::optional<types::VpcSlbBandwidth> BandwidthInfo{};
  /// Billing: 0 by use.
  std::optional<std::string> BillingMethod{};
  /// Id of the billing scheme.
  std::optional<std::string> BillingSchemeId{};
  /// Name of the billing scheme.
  std::optional<std::string> BillingSchemeName{};
  /// VIPs of the load balancer.
  std::vector<types::VpcSlbVip> VipList{};
  /// Time of creation, YYYY-MM-DD HH:MM:SS.
  std::optional<std::string> CreateTime{};
  /// Network segment of the VPC, e.g. 10.0.0.0/16.
  std::optional<std::string> VpcSegments{};
};

/// One ACL that can be bound to a listener.
struct VpcSlbAcl {
  /// Id of the ACL.
  std::optional<std::string> AclId{};
  /// Name of the ACL.
  std::optional<std::string> AclName{};
};

/// One VIP a listener can be created on.
struct VpcSlbListenVip {
  /// The address.
  std::optional<std::string> Vip{};
  /// Id of the VIP.
  std::optional<std::string> VipId{};
  /// Kind of VIP: wan_eip public, wan_lan private.
  std::optional<std::string> VipType{};
};

/// What a new listener can use.
struct VpcSlbListenCreateInfo {
  /// ACLs that can be bound.
  std::vector<types::VpcSlbAcl> SlbAclList{};
  /// VIPs that can be listened on.
  std::vector<types::VpcSlbListenVip> SlbVipList{};
};

/// Health check of a VPC load balancer's listener.
struct VpcSlbHealthCheck {
  /// Protocol of the check. Values: TCP, HTTP.
  std::optional<std::string> Protocol{};
  /// Host to ask; for HTTP only.
  std::optional<std::string> Virtualhost{};
  /// Port to check, 0-65535; 0 takes the port of each back end.
  std::optional<std::int64_t> Port{};
  /// Path to ask for; for HTTP only.
  std::optional<std::string> Path{};
  /// HTTP status that counts as healthy.
  std::optional<std::int64_t> StatusCode{};
  /// Timeout of one check; the unit is not given.
  std::optional<std::int64_t> ConnectTimeout{};
  /// Time between checks; the unit is not given.
  std::optional<std::int64_t> DelayLoop{};
  /// Failed tries after which a back end counts as unhealthy.
  std::optional<std::int64_t> Retry{};
  /// Time between tries; the unit is not given.
  std::optional<std::int64_t> DelayBeforeRetry{};
};

/// Result of CreateVpcSLBListen.
struct CreateVpcSLBListenData {
  /// Id of the new listener.
  std::optional<std::string> ListenId{};
};

/// Health check counts of a listener.
struct VpcSlbCheckInfo {
  /// Back ends that fail the check.
  std::optional<std::int64_t> Error{};
  /// Back ends that pass the check.
  std::optional<std::int64_t> Ok{};
};

/// One listener as listed.
struct VpcSlbListenItem {
  /// Id of the listener.
  std::optional<std::string> ListenId{};
  /// Name of the listener.
  std::optional<std::string> ListenName{};
  /// Address it listens on.
  std::optional<std::string> ListenVip{};
  /// Port it listens on, as text (a number in QueryVpcSLBListen).
  std::optional<std::string> ListenPort{};
  /// Protocol, e.g. TCP.
  std::optional<std::string> ListenProtocol{};
  /// Scheduling, e.g. rr.
  std::optional<std::string> Scheduler{};
  /// Scheduling as Chinese text.
  std::optional<std::string> SchedulerCn{};
  /// State, e.g. ok.
  std::optional<std::string> Status{};
  /// State as Chinese text.
  std::optional<std::string> StatusCn{};
  /// Health check counts.
  std::optional<types::VpcSlbCheckInfo> CheckInfo{};
};

/// Result of DescribeVpcSlbListenList.
struct VpcSlbListenListData {
  /// The listeners.
  std::vector<types::VpcSlbListenItem> ListenList{};
  /// Number of listeners (only in the vendor's example).
  std::optional<std::int64_t> Total{};
};

/// One listener in full.
struct VpcSlbListen {
  /// Id of the listener.
  std::optional<std::string> ListenId{};
  /// Name of the listener.
  std::optional<std::string> ListenName{};
  /// Address it listens on.
  std::optional<std::string> Vip{};
  /// Id of that VIP.
  std::optional<std::string> VipId{};
  /// Kind of that VIP: wan_eip public, wan_lan private.
  std::optional<std::string> VipType{};
  /// Protocol. Values: TCP, UDP.
  std::optional<std::string> ListenProtocol{};
  /// Port it listens on. Range: 1-65535.
  std::optional<std::int64_t> ListenPort{};
  /// Id of the bound ACL; empty for none.
  std::optional<std::string> AclId{};
  /// Session persistence time in seconds. Range: 0-900.
  std::optional<std::int64_t> ListenTimeout{};
  /// Scheduling: rr round robin, wrr weighted round robin, conhash consistent hash.
  std::optional<std::string> Scheduler{};
  /// Health check.
  std::optional<types::VpcSlbHealthCheck> HealthCheckInfo{};
};

/// One server of a VPC that can be bound to a listener.
struct VpcSlbVm {
  /// Id of the server.
  std::optional<std::string> vm_id{};
  /// Name of the server.
  std::optional<std::string> vm_name{};
  /// Private address.
  std::optional<std::string> vm_private_ip{};
  /// Public address.
  std::optional<std::string> vm_public_ip{};
  /// Kind of server, e.g. kvm.
  std::optional<std::string> vm_type{};
};

/// One server port to bind to a listener; all but port and weight come from DescribeVpcSlbListenRsInfo.
struct VpcSlbRs {
  /// Id of the server.
  required<std::string> VmId;
  /// Name of the server.
  required<std::string> VmName;
  /// Public address; an empty string if it has none.
  required<std::string> VmPublicIp;
  /// Kind of server, e.g. kvm.
  required<std::string> VmType;
  /// Private address.
  required<std::string> VmPrivateIp;
  /// Port of the service as text, 2 to 65535.
  required<std::string> Port;
  /// Weight as text, 0 to 1000.
  required<std::string> Weight;
};

/// New port and weight of one bound server port.
struct VpcSlbRsPortUpdate {
  /// Id of the bound server port.
  required<std::string> RsPortId;
  /// Port of the service as text, 2 to 65535.
  required<std::string> Port;
  /// Weight as text, 0 to 1000.
  required<std::string> Weight;
};

/// One back end server port bound to a listener.
struct VpcSlbRsPort {
  /// Id of the bound server port.
  std::optional<std::string> RsPortId{};
  /// Id of the server.
  std::optional<std::string> ResourceId{};
  /// Name of the server.
  std::optional<std::string> ResourceName{};
  /// Kind of server, as Chinese text in the vendor's example.
  std::optional<std::string> VmType{};
  /// Private address.
  std::optional<std::string> LanIp{};
  /// Public address.
  std::optional<std::string> WanIp{};
  /// Port of the service, as text.
  std::optional<std::string> Port{};
  /// Weight, as text.
  std::optional<std::string> Weight{};
  /// State, e.g. ok.
  std::optional<std::string> Status{};
  /// State as Chinese text.
  std::optional<std::string> StatusZh{};
  /// State of the health check, e.g. ok.
  std::optional<std::string> CheckStatus{};
  /// State of the health check as Chinese text.
  std::optional<std::string> CheckStatusStr{};
};

/// Result of QueryVpcSLBRsPort.
struct VpcSlbRsPortListData {
  /// The bound server ports.
  std::vector<types::VpcSlbRsPort> RsPortList{};
  /// Number of bound server ports.
  std::optional<std::int64_t> Total{};
};

/// State of a task.
struct TaskInfo {
  /// State of the task: NEW not begun, DOING under way, FINISH done, ERROR failed.
  /// FINISH and ERROR are final.
  std::optional<std::string> Status{};
  /// Id of the resource the task made or changed.
  std::optional<std::string> ResourceId{};
  /// Kind of task, e.g. orderCreateVM (only in the vendor's example).
  std::optional<std::string> TaskType{};
};

}  // namespace colb::inline COLB_ABI::capitalonline::lb::types

namespace colb::inline COLB_ABI::capitalonline::lb {

/// Replies of asynchronous Actions tell the resource that DescribeTask names at the end, in `ResourceId`.
template <class A>
constexpr bool task_names_resource(A const*) {
  return true;
}

}  // namespace colb::inline COLB_ABI::capitalonline::lb
