// colb: data types of Tencent CLB API 2017.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/json/value.hpp>

#include <colb/action.hpp>

namespace colb::inline COLB_ABI::tencent::clb_2017::types {

/// A real server, a port of it and the weight it gets.
struct ForwardBackendSpec {
  /// Unique ID of the cloud server (CVM unInstanceId, ins-...).
  required<std::string> instanceId;
  /// Port the cloud server serves on. Range: 1-65535.
  required<std::int64_t> port;
  /// Forwarding weight of the cloud server, 0 to 100; 10 when left out.
  std::optional<std::int64_t> weight{};
};

/// A real server port bound to a layer-4 listener and its new weight.
struct ForwardBackendWeightSpec {
  /// Unique ID of the cloud server (CVM unInstanceId, ins-...).
  required<std::string> instanceId;
  /// Port the cloud server serves on. Range: 1-65535.
  required<std::int64_t> port;
  /// New forwarding weight, 0 to 100. Marked required although a default of 10 is given as well.
  required<std::int64_t> weight;
};

/// A bound real server port, the port that takes its place and, if wanted, a weight.
struct ForwardBackendPortSpec {
  /// Unique ID of the cloud server (CVM unInstanceId, ins-...).
  required<std::string> instanceId;
  /// Port of the cloud server as bound so far. Range: 1-65535.
  required<std::int64_t> port;
  /// Port of the cloud server to use from now on. Range: 1-65535.
  required<std::int64_t> newPort;
  /// Weight for the new port. The range 0 to 100 and the default 10 are stated for the layer-4 Action only.
  std::optional<std::int64_t> weight{};
};

/// A real server and the port of it to unbind.
struct ForwardBackendTarget {
  /// Unique ID of the cloud server (CVM unInstanceId, ins-...).
  required<std::string> instanceId;
  /// Port of the cloud server to unbind. Range: 1-65535. (The vendor's document marks it required, yet says
  /// that without it every port of that server is unbound.)
  required<std::int64_t> port;
};

/// A layer-7 (HTTP or HTTPS) listener to create.
struct ForwardSeventhListenerSpec {
  /// Port the listener listens on. Range: 1-65535.
  required<std::int64_t> loadBalancerPort;
  /// Protocol of the listener: 1 = HTTP, 4 = HTTPS.
  required<std::int64_t> protocol;
  /// Name of the listener.
  std::optional<std::string> listenerName{};
  /// HTTPS authentication: unidirectional = server certificate only, mutual = client certificate too.
  /// Needed for HTTPS listeners.
  std::optional<std::string> SSLMode{};
  /// ID of the server certificate. An HTTPS listener needs either this or an uploaded one (certContent,
  /// certKey, certName).
  std::optional<std::string> certId{};
  /// ID of the client CA certificate.
  /// With SSLMode = mutual either this or an uploaded one (certCaContent, certCaName) is needed.
  std::optional<std::string> certCaId{};
  /// Text of the client CA certificate to upload; needed with SSLMode = mutual if certCaId is left out.
  std::optional<std::string> certCaContent{};
  /// Name of the client CA certificate to upload; needed with SSLMode = mutual if certCaId is left out.
  std::optional<std::string> certCaName{};
  /// Text of the server certificate to upload; needed if certId is left out.
  std::optional<std::string> certContent{};
  /// Private key of the server certificate to upload; needed if certId is left out.
  std::optional<std::string> certKey{};
  /// Name of the server certificate to upload; needed if certId is left out.
  std::optional<std::string> certName{};
};
constexpr auto secret_fields(types::ForwardSeventhListenerSpec const*) { return names("certKey"); }

/// A layer-4 (TCP or UDP) listener to create.
struct ForwardFourthListenerSpec {
  /// Port the listener listens on. Range: 1-65535.
  required<std::int64_t> loadBalancerPort;
  /// Protocol of the listener: 2 = TCP, 3 = UDP.
  required<std::int64_t> protocol;
  /// Name of the listener.
  std::optional<std::string> listenerName{};
  /// Session persistence time in seconds: 30 to 3600, or 0 (default) for none.
  std::optional<std::int64_t> sessionExpire{};
  /// Health check: 1 = on (default), 0 = off.
  std::optional<std::int64_t> healthSwitch{};
  /// Health check response timeout in seconds, 2 to 60; must be less than intervalTime. Default: 2.
  std::optional<std::int64_t> timeOut{};
  /// Seconds between health checks, 5 to 300. Default: 5.
  std::optional<std::int64_t> intervalTime{};
  /// Successful probes in a row after which the forwarding counts as healthy, 2 to 10. Default: 3.
  std::optional<std::int64_t> healthNum{};
  /// Failed probes in a row after which the forwarding counts as unhealthy, 2 to 10. Default: 3.
  std::optional<std::int64_t> unhealthNum{};
  /// How connections are spread: wrr = weighted round robin (default), least_conn = fewest connections.
  std::optional<std::string> scheduler{};
};

/// A forwarding rule to create under a layer-7 listener.
struct ForwardRuleSpec {
  /// Domain of the rule, 1 to 80 characters: plain (letters, digits, '-', '.'), with a '*' wildcard at the
  /// start or the end only, or a regular expression (nginx syntax) beginning with '~'.
  required<std::string> domain;
  /// Path of the rule, 1-80 characters. Modifiers before it: ~ regex, ~* case-insensitive regex, ^~ best
  /// match (ends the search), = exact match. A path that is no regex: letters, digits and _ . - ? = /.
  required<std::string> url;
  /// Session persistence time of the rule: 30 to 3600, or 0 for none.
  std::optional<std::int64_t> sessionExpire{};
  /// Health check of the rule: 1 = on (default), 0 = off.
  std::optional<std::int64_t> healthSwitch{};
  /// Seconds between health checks, 5 to 300. Default: 5.
  std::optional<std::int64_t> intervalTime{};
  /// Successful probes in a row after which the forwarding counts as healthy, 2 to 10. Default: 3.
  std::optional<std::int64_t> healthNum{};
  /// Failed probes in a row after which the forwarding counts as unhealthy, 2 to 10. Default: 3.
  std::optional<std::int64_t> unhealthNum{};
  /// How requests are spread: wrr = weighted round robin (default), ip_hash = by source IP,
  /// least_conn = fewest connections.
  std::optional<std::string> httpHash{};
  /// Sum of the HTTP status classes that count as healthy, 1 to 31:
  /// 1 = 1xx, 2 = 2xx, 4 = 3xx, 8 = 4xx, 16 = 5xx. Default: 31.
  std::optional<std::int64_t> httpCode{};
  /// Path probed by the health check;
  /// begins with '/', 1 to 80 characters out of letters, digits and _ - : = ? /. Default: /.
  std::optional<std::string> httpCheckPath{};
};

/// A pair of forwarding rules joined by a redirection.
struct ForwardRewriteInfo {
  /// ID of the forwarding rule that redirects (loc-...).
  required<std::string> sourceLocation;
  /// ID of the forwarding rule redirected to (loc-...).
  required<std::string> targetLocation;
};

/// A real server bound to a rule or to a layer-4 listener.
struct ForwardBackend {
  /// Private IP of the cloud server.
  std::optional<std::string> lanIp{};
  /// Public IPs of the cloud server.
  std::vector<std::string> wanIpSet{};
  /// Port the cloud server serves on.
  std::optional<std::int64_t> port{};
  /// Forwarding weight of the cloud server.
  std::optional<std::int64_t> weight{};
  /// State of the cloud server; the codes are not explained.
  std::optional<std::int64_t> instanceStatus{};
  /// ID of the cloud server (ins-...).
  std::optional<std::string> unInstanceId{};
  /// Name of the cloud server.
  std::optional<std::string> instanceName{};
  /// When the cloud server was bound, as YYYY-MM-DD hh:mm:ss.
  std::optional<std::string> addTimestamp{};
};

/// A layer-7 forwarding rule with the real servers bound to it.
struct ForwardRuleBackends {
  /// ID of the forwarding rule (loc-...).
  std::optional<std::string> locationId{};
  /// Domain of the rule.
  std::optional<std::string> domain{};
  /// Path of the rule.
  std::optional<std::string> url{};
  /// Real servers bound to the rule.
  std::vector<types::ForwardBackend> backends{};
};

/// A listener with its bound real servers, under its rules (layer 7) or directly (layer 4).
struct ForwardListenerBackends {
  /// ID of the listener (lbl-...).
  std::optional<std::string> listenerId{};
  /// Protocol of the listener: 1 = HTTP, 2 = TCP, 3 = UDP, 4 = HTTPS.
  std::optional<std::int64_t> protocol{};
  /// Protocol of the listener by name, such as HTTP or http.
  std::optional<std::string> protocolType{};
  /// Port the listener listens on.
  std::optional<std::int64_t> loadBalancerPort{};
  /// Forwarding rules of a layer-7 listener.
  std::vector<types::ForwardRuleBackends> rules{};
  /// Real servers of a layer-4 listener.
  std::vector<types::ForwardBackend> backends{};
};

/// Health of one real server port under a forwarding rule.
struct ForwardBackendHealth {
  /// Private IP of the cloud server.
  std::optional<std::string> ip{};
  /// Port the cloud server serves on.
  std::optional<std::int64_t> port{};
  /// Health check result: 1 = healthy, 0 = unhealthy.
  std::optional<std::int64_t> healthStatus{};
};

/// Health of the real servers under one forwarding rule.
struct ForwardRuleHealth {
  /// ID of the forwarding rule (loc-...).
  std::optional<std::string> locationId{};
  /// Domain of the rule.
  std::optional<std::string> domain{};
  /// Path of the rule.
  std::optional<std::string> url{};
  /// Health of each real server of the rule.
  std::vector<types::ForwardBackendHealth> backends{};
};

/// Health of the real servers under one listener.
struct ForwardListenerHealth {
  /// ID of the listener (lbl-...).
  std::optional<std::string> listenerId{};
  /// Protocol of the listener: 1 = HTTP, 4 = HTTPS.
  std::optional<std::int64_t> protocol{};
  /// Port the listener listens on.
  std::optional<std::int64_t> loadBalancerPort{};
  /// Name of the listener.
  std::optional<std::string> listenerName{};
  /// Forwarding rules of the listener.
  std::vector<types::ForwardRuleHealth> rules{};
};

/// Health of the real servers of one application-type load balancer.
struct ForwardLoadBalancerHealth {
  /// Name of the load balancer.
  std::optional<std::string> loadBalancerName{};
  /// ID of the load balancer (lb-...).
  std::optional<std::string> loadBalancerId{};
  /// ID of the load balancer once more, equal to loadBalancerId.
  std::optional<std::string> unLoadBalancerId{};
  /// Listeners of the load balancer.
  std::vector<types::ForwardListenerHealth> listener{};
};

/// A forwarding rule of a layer-7 listener.
struct ForwardRule {
  /// ID of the forwarding rule (loc-...).
  std::optional<std::string> locationId{};
  /// Domain of the rule.
  std::optional<std::string> domain{};
  /// Path of the rule.
  std::optional<std::string> url{};
  /// Session persistence time of the rule.
  std::optional<std::int64_t> sessionExpire{};
  /// Health check of the rule: 1 = on, 0 = off.
  std::optional<std::int64_t> healthSwitch{};
  /// Time between health checks.
  std::optional<std::int64_t> intervalTime{};
  /// Healthy threshold of the rule.
  std::optional<std::int64_t> healthNum{};
  /// Response timeout; said to have no meaning for now.
  std::optional<std::int64_t> timeOut{};
  /// Unhealthy threshold of the rule.
  std::optional<std::int64_t> unhealthNum{};
  /// How requests are spread: wrr = weighted round robin, ip_hash = by source IP,
  /// least_conn = fewest connections.
  std::optional<std::string> httpHash{};
  /// How a layer-4 listener spreads connections: wrr = weighted round robin, least_conn = fewest connections.
  /// Listed under the rules although it describes the listener.
  std::optional<std::string> scheduler{};
  /// Status classes that count as healthy, a sum coded as in CreateForwardLBListenerRules.
  std::optional<std::int64_t> httpCode{};
  /// Path probed by the health check.
  std::optional<std::string> httpCheckPath{};
};

/// A listener of an application-type load balancer.
/// Layer-4 listeners carry the first four fields, layer-7 ones all of them.
struct ForwardListener {
  /// ID of the listener (lbl-...).
  std::optional<std::string> listenerId{};
  /// Protocol of the listener: 1 = HTTP, 2 = TCP, 3 = UDP, 4 = HTTPS.
  std::optional<std::int64_t> protocol{};
  /// Protocol of the listener by name, such as http.
  std::optional<std::string> protocolType{};
  /// Port the listener listens on.
  std::optional<std::int64_t> loadBalancerPort{};
  /// Authentication mode of an HTTPS listener (unidirectional or mutual).
  std::optional<std::string> SSLMode{};
  /// ID of the server certificate of an HTTPS listener.
  std::optional<std::string> certId{};
  /// ID of the client CA certificate of an HTTPS listener.
  std::optional<std::string> certCaId{};
  /// Forwarding rules of the listener; empty for layer-4 listeners.
  std::vector<types::ForwardRule> rules{};
};

/// Health check settings of a redirected rule. The whole type appears only in the vendor's example.
struct ForwardRewriteHealth {
  /// Healthy threshold (only in the vendor's example).
  std::optional<std::int64_t> healthNum{};
  /// Path probed by the health check (only in the vendor's example).
  std::optional<std::string> httpCheckPath{};
  /// Apparently the sum of the status classes that count as healthy (31 = all; only in the vendor's example).
  std::optional<std::int64_t> httpCode{};
  /// Time between health checks (only in the vendor's example).
  std::optional<std::int64_t> intervalTime{};
  /// Apparently health check on (1) or off (0; only in the vendor's example).
  std::optional<std::int64_t> switch_{};
  /// Response timeout of the health check (only in the vendor's example).
  std::optional<std::int64_t> timeOut{};
  /// Unhealthy threshold (only in the vendor's example).
  std::optional<std::int64_t> unhealthNum{};
};

/// A redirection from one forwarding rule to another.
struct ForwardRewrite {
  /// ID of the listener that redirects.
  std::optional<std::string> uListenerId{};
  /// ID of the forwarding rule that redirects.
  std::optional<std::string> uLocationId{};
  /// ID of the listener redirected to.
  std::optional<std::string> targetuListenerId{};
  /// ID of the forwarding rule redirected to.
  std::optional<std::string> targetuLocationId{};
  /// Domain of the redirecting rule (only in the vendor's example).
  std::optional<std::string> domain{};
  /// Path of the redirecting rule (only in the vendor's example).
  std::optional<std::string> url{};
  /// Apparently whether responses are compressed with gzip (only in the vendor's example).
  std::optional<bool> httpGzip{};
  /// How requests are spread, such as wrr (only in the vendor's example).
  std::optional<std::string> httpHash{};
  /// Apparently the session persistence time (spelled with an underscore; only in the vendor's example).
  std::optional<std::int64_t> keep_time{};
  /// Apparently whether the redirection was made by AutoRewrite (0 or 1; only in the vendor's example).
  std::optional<std::int64_t> bAutoCreated{};
  /// Health check settings of the rule (only in the vendor's example).
  std::optional<types::ForwardRewriteHealth> health{};
};

constexpr auto aliases(types::ForwardRewrite const*) {
  return also_called({{"sourceListenerId", "uListenerId"},
                      {"sourceuListenerId", "uListenerId"},
                      {"sourceLocation", "uLocationId"},
                      {"targetListenerId", "targetuListenerId"},
                      {"targetLocation", "targetuLocationId"}});
}

/// The body of the DescribeRewrite answer.
struct ForwardRewriteData {
  /// Redirections found (spelled with a capital R).
  std::vector<types::ForwardRewrite> RewriteSet{};
};

constexpr auto aliases(types::ForwardRewriteData const*) {
  return also_called({{"rewriteSet", "RewriteSet"}});
}

/// How the public traffic of an instance is billed (request of InquiryLBPriceAll; one object, passed as
/// internetAccessible.internetChargeType and so on, without an index).
struct InternetAccessible {
  /// Billing of the traffic: TRAFFIC_POSTPAID_BY_HOUR, BANDWIDTH_POSTPAID_BY_HOUR, BANDWIDTH_PACKAGE (some
  /// ISPs only) or, in the vendor's example only, BANDWIDTH_PREPAID.
  required<std::string> internetChargeType;
  /// Upper limit of the outbound bandwidth in Mbps, 0 to 2048. Has an effect on public instances only.
  required<std::int64_t> internetMaxBandwidthOut;
};

/// Terms of a prepaid purchase (only in the vendor's example).
struct LBChargePrepaid {
  /// Number of periods to pay for; the unit isn't given (only in the vendor's example).
  std::optional<std::int64_t> period{};
};

/// List price and price to pay.
struct LBPriceDetail {
  /// Price before the discount, in USD (only in the vendor's example).
  std::optional<double> originalPrice{};
  /// Price after the discount, in USD (only in the vendor's example).
  std::optional<double> discountPrice{};
};

/// Price of load balancer instances, by part. Its members are shown by the vendor's example only.
struct LBPrice {
  /// Price of the instances themselves (only in the vendor's example).
  std::optional<types::LBPriceDetail> lbIdPrice{};
};

/// A load balancer instance, classic or application-type.
struct LoadBalancer {
  /// ID of the instance: the same lb-... value as unLoadBalancerId, or an older ID (qlb...).
  std::optional<std::string> loadBalancerId{};
  /// Unified ID of the instance (lb-...).
  std::optional<std::string> unLoadBalancerId{};
  /// Name of the instance.
  std::optional<std::string> loadBalancerName{};
  /// Network the instance serves: 2 = public, 3 = private.
  std::optional<std::int64_t> loadBalancerType{};
  /// Kind of instance: 1 = application-type, 0 = classic.
  std::optional<std::int64_t> forward{};
  /// Domain that the vendor gave a public classic instance; without meaning for all others.
  std::optional<std::string> domain{};
  /// Virtual IP addresses of the instance.
  std::vector<std::string> loadBalancerVips{};
  /// State of the instance: 0 = being created, 1 = running.
  std::optional<std::int64_t> status{};
  /// When the instance was created, YYYY-MM-DD hh:mm:ss.
  std::optional<std::string> createTime{};
  /// When the state changed last, YYYY-MM-DD hh:mm:ss.
  std::optional<std::string> statusTime{};
  /// Project the instance belongs to; 0 = default project.
  std::optional<std::int64_t> projectId{};
  /// Numeric ID of the VPC; 0 = classic network.
  std::optional<std::int64_t> vpcId{};
  /// Numeric ID of the VPC subnet; 0 = default subnet.
  std::optional<std::int64_t> subnetId{};
  /// Whether this is an instance with high DDoS protection: 1 = yes, 0 = no.
  std::optional<std::int64_t> openBgp{};
  /// Whether source NAT is on; it is for private classic instances made before December 2016.
  std::optional<bool> snat{};
  /// Whether the instance is isolated because the account is in arrears: 0 = no, 1 = yes.
  std::optional<std::int64_t> isolation{};
  /// Logging the user has turned on; only public instances with an HTTP or HTTPS listener have logs.
  std::optional<std::string> log{};
  /// Unified ID of the VPC (vpc-...), empty in the classic network (only in the vendor's example).
  std::optional<std::string> uniqVpcId{};
  /// Session persistence time (only in the vendor's oldest example).
  std::optional<std::int64_t> sessionExpire{};
};

/// State of an asynchronous task.
struct TaskResult {
  /// 0 = succeeded, 1 = failed, 2 = still running.
  std::optional<std::int64_t> status{};
};

/// Name and value of one dimension that says which object's monitoring data is meant.
/// The namespace decides which combinations are valid.
struct MonitorDimension {
  /// vip virtual IP, loadBalancerPort and protocol of the listener, vpcId (numeric) of the VPC, lanIp and
  /// port of the real server, domain and url of the forwarding rule.
  required<std::string> name;
  /// Value of the dimension, such as 111.111.111.11, 80 or tcp.
  required<std::string> value;
};

/// A listener that uses a certificate.
struct CertListener {
  /// ID of the listener (lbl-...).
  std::optional<std::string> unListenerId{};
  /// Name of the listener.
  std::optional<std::string> listenerName{};
  /// Port the listener listens on.
  std::optional<std::int64_t> loadBalancerPort{};
  /// Port the real servers serve on.
  std::optional<std::int64_t> instancePort{};
  /// Protocol of the listener: 1 = HTTP, 2 = TCP, 3 = UDP, 4 = HTTPS.
  std::optional<std::int64_t> protocol{};
  /// Session persistence time.
  std::optional<std::int64_t> sessionExpire{};
  /// Whether health checks are on: 1 = on, 0 = off.
  std::optional<std::int64_t> healthSwitch{};
  /// How long a health check waits for an answer.
  std::optional<std::int64_t> timeOut{};
  /// Time between two health checks.
  std::optional<std::int64_t> intervalTime{};
  /// Healthy threshold: successes in a row that make a server healthy.
  std::optional<std::int64_t> healthNum{};
  /// Unhealthy threshold: failures in a row that make a server unhealthy.
  std::optional<std::int64_t> unhealthNum{};
  /// How an HTTP or HTTPS listener picks a server: wrr, ip_hash or least_conn.
  std::optional<std::string> httpHash{};
  /// How a TCP or UDP listener picks a server: wrr or least_conn.
  std::optional<std::string> scheduler{};
  /// HTTP answers of the health check that count as healthy (HTTP and HTTPS listeners), as a bit sum, see
  /// httpCode of CreateLoadBalancerListeners.
  std::optional<std::int64_t> httpCode{};
  /// Authentication of an HTTPS listener: unidirectional or mutual.
  std::optional<std::string> SSLMode{};
  /// ID of the server certificate of an HTTPS listener.
  std::optional<std::string> certId{};
  /// ID of the client CA certificate of an HTTPS listener; empty without one.
  std::optional<std::string> certCaId{};
};

/// A load balancer that uses a certificate, and the listeners concerned.
struct CertLoadBalancer {
  /// Name of the instance.
  std::optional<std::string> LBName{};
  /// ID of the instance (lb-...).
  std::optional<std::string> loadBalancerId{};
  /// Region of the instance, such as gz.
  std::optional<std::string> region{};
  /// Listeners that use the certificate.
  std::vector<types::CertListener> listener{};
};

constexpr auto aliases(types::CertLoadBalancer const*) {
  return also_called({{"Region", "region"}, {"loadBalancerName", "LBName"}});
}

/// One condition on the logs.
struct LogFilter {
  /// status, server_name (of the rule), http_host (of the request), remote_addr, each also with _not for what
  /// does not match; request_time_less_than and request_time_greater_than, both together.
  required<std::string> key;
  /// Value to compare with; an integer for status and status_not.
  required<std::string> value;
};

/// One request in the layer-7 log. Values that don't apply are the string "-".
struct LogEntry {
  /// Domain of the layer-7 forwarding rule.
  std::optional<std::string> server_name{};
  /// Request line.
  std::optional<std::string> request{};
  /// IP address of the client.
  std::optional<std::string> remote_addr{};
  /// Real server that took the request; - without one.
  std::optional<std::string> upstream_addr{};
  /// Time until the HTTP header had come from the real server; - without one.
  std::optional<std::string> upstream_header_time{};
  /// Number of requests on the connection.
  std::optional<std::int64_t> connection_requests{};
  /// Time the SSL handshake took; - without one.
  std::optional<std::string> ssl_handshake_time{};
  /// SSL cipher suite; - without SSL.
  std::optional<std::string> ssl_cipher{};
  /// SSL protocol version; - without SSL.
  std::optional<std::string> ssl_protocol{};
  /// Whether the SSL session was reused; - without SSL.
  std::optional<std::string> ssl_session_reused{};
  /// Time of the request, such as 02/Nov/2017:12:03:13 +0800.
  std::optional<std::string> time_local{};
  /// Domain of the request.
  std::optional<std::string> http_host{};
  /// IP address the request was sent to.
  std::optional<std::string> server_addr{};
  /// Bytes sent to the client.
  std::optional<std::int64_t> bytes_sent{};
  /// Status of the real server; - without one.
  std::optional<std::string> upstream_status{};
  /// Protocol of the request: http, https, spdy, http2, ws or wss.
  std::optional<std::string> protocol_type{};
  /// Time the request took; no unit given.
  std::optional<std::int64_t> request_time{};
  /// Time to open the TCP connection to the real server, in seconds;
  /// the text "-" where no server was reached.
  std::optional<boost::json::value> upstream_connect_time{};
  /// Bytes received from the client.
  std::optional<std::int64_t> request_length{};
  /// Round-trip time of the TCP connection;
  /// in microseconds by the vendor's Chinese document, in milliseconds by the English one.
  std::optional<std::int64_t> tcpinfo_rtt{};
  /// Time until the real server had answered, in seconds; the text "-" where no server was reached.
  std::optional<boost::json::value> upstream_response_time{};
  /// Status code given to the client; 200 if there is no real server.
  std::optional<std::string> status{};
  /// User agent of the client.
  std::optional<std::string> http_user_agent{};
  /// Port of the client (only in the vendor's example).
  std::optional<std::string> remote_port{};
};

/// A page of layer-7 logs.
struct LogInfo {
  /// The log entries.
  std::vector<types::LogEntry> logList{};
  /// Number of all log entries that match.
  std::optional<std::int64_t> total{};
};

/// A classic listener to create.
struct ListenerSpec {
  /// Port to listen on. A port of an instance can have one protocol only. Range: 1-65535.
  required<std::int64_t> loadBalancerPort;
  /// Port the real servers serve on. Range: 1-65535.
  required<std::int64_t> instancePort;
  /// Protocol: 1 = HTTP, 2 = TCP, 3 = UDP, 4 = HTTPS. Private instances take TCP and UDP only.
  required<std::int64_t> protocol;
  /// Name of the listener.
  std::optional<std::string> listenerName{};
  /// Session persistence time: 0 = off, else 30 to 3600. Default: 0.
  std::optional<std::int64_t> sessionExpire{};
  /// Health checks: 1 = on, 0 = off. Default: 1.
  std::optional<std::int64_t> healthSwitch{};
  /// How long a health check waits for an answer, in seconds; must be less than intervalTime. Cannot be set
  /// for HTTP and HTTPS listeners of public instances yet. Range: 2-60. Default: 2.
  std::optional<std::int64_t> timeOut{};
  /// Seconds between two health checks. Range: 5-300. Default: 5.
  std::optional<std::int64_t> intervalTime{};
  /// Healthy threshold: successes in a row that make a server healthy. Range: 2-10. Default: 3.
  std::optional<std::int64_t> healthNum{};
  /// Unhealthy threshold: failures in a row that make a server unhealthy. Range: 2-10. Default: 3.
  std::optional<std::int64_t> unhealthNum{};
  /// How an HTTP or HTTPS listener of a public instance picks a server: wrr = weighted round robin, ip_hash =
  /// by source IP, least_conn = fewest connections. Default: wrr.
  std::optional<std::string> httpHash{};
  /// How a TCP or UDP listener of a public instance picks a server:
  /// wrr = weighted round robin, least_conn = fewest connections. Default: wrr.
  std::optional<std::string> scheduler{};
  /// Bit sum of the answers that count as healthy: 1 = 1xx, 2 = 2xx, 4 = 3xx, 8 = 4xx, 16 = 5xx. For HTTP and
  /// HTTPS listeners of public instances. Range: 1-31. Default: 31.
  std::optional<std::int64_t> httpCode{};
  /// Path the health check asks for, beginning with /. For HTTP and HTTPS listeners of public instances.
  /// Default: /.
  std::optional<std::string> httpCheckPath{};
  /// Authentication of an HTTPS listener, which must have it:
  /// unidirectional = of the server only, mutual = of both sides.
  std::optional<std::string> SSLMode{};
  /// ID of the server certificate of an HTTPS listener.
  /// Without it certContent, certKey and certName are needed.
  std::optional<std::string> certId{};
  /// ID of the client CA certificate of an HTTPS listener.
  /// With SSLMode mutual and without it certCaContent and certCaName are needed.
  std::optional<std::string> certCaId{};
  /// Client CA certificate to upload (PEM); needed for HTTPS with SSLMode mutual and no certCaId.
  std::optional<std::string> certCaContent{};
  /// Name for the uploaded client CA certificate; needed for HTTPS with SSLMode mutual and no certCaId.
  std::optional<std::string> certCaName{};
  /// Server certificate to upload (PEM); needed for HTTPS without certId.
  std::optional<std::string> certContent{};
  /// Private key of the uploaded server certificate (PEM); needed for HTTPS without certId.
  std::optional<std::string> certKey{};
  /// Name for the uploaded server certificate; needed for HTTPS without certId.
  std::optional<std::string> certName{};
};
constexpr auto secret_fields(types::ListenerSpec const*) { return names("certKey"); }

/// A listener of a classic load balancer.
struct Listener {
  /// ID of the listener (lbl-...); not in every answer, use unListenerId.
  std::optional<std::string> listenerId{};
  /// Unified ID of the listener (lbl-...).
  std::optional<std::string> unListenerId{};
  /// Port the listener listens on.
  std::optional<std::int64_t> loadBalancerPort{};
  /// Port the real servers serve on.
  std::optional<std::int64_t> instancePort{};
  /// Name of the listener; may be empty.
  std::optional<std::string> listenerName{};
  /// Protocol of the listener: 1 = HTTP, 2 = TCP, 3 = UDP, 4 = HTTPS.
  std::optional<std::int64_t> protocol{};
  /// Session persistence time; 0 = off.
  std::optional<std::int64_t> sessionExpire{};
  /// Whether health checks are on: 1 = on, 0 = off.
  std::optional<std::int64_t> healthSwitch{};
  /// How long a health check waits for an answer.
  std::optional<std::int64_t> timeOut{};
  /// Time between two health checks.
  std::optional<std::int64_t> intervalTime{};
  /// Healthy threshold: successes in a row that make a server healthy.
  std::optional<std::int64_t> healthNum{};
  /// Unhealthy threshold: failures in a row that make a server unhealthy.
  std::optional<std::int64_t> unhealthNum{};
  /// How an HTTP or HTTPS listener of a public instance picks a server: wrr, ip_hash or least_conn.
  std::optional<std::string> httpHash{};
  /// How a TCP or UDP listener of a public instance picks a server: wrr or least_conn.
  std::optional<std::string> scheduler{};
  /// HTTP answers of the health check that count as healthy (HTTP and HTTPS listeners of public instances),
  /// as a bit sum, see httpCode of CreateLoadBalancerListeners.
  std::optional<std::int64_t> httpCode{};
  /// Path the health check asks for (HTTP and HTTPS listeners of public instances).
  std::optional<std::string> httpCheckPath{};
  /// Authentication of an HTTPS listener of a public instance: unidirectional or mutual.
  std::optional<std::string> SSLMode{};
  /// ID of the server certificate of an HTTPS listener of a public instance.
  std::optional<std::string> certId{};
  /// ID of the client CA certificate of an HTTPS listener of a public instance.
  std::optional<std::string> certCaId{};
  /// State of the listener: 0 = being created, 1 = running.
  std::optional<std::int64_t> status{};
};

/// A cloud server to bind and the weight it gets.
struct BackendSpec {
  /// Unique ID of the cloud server: unInstanceId (ins-...) in the answer of the CVM Action DescribeInstances.
  required<std::string> instanceId;
  /// Weight of the server, 0 to 100; 10 when left out.
  std::optional<std::int64_t> weight{};
};

/// A bound cloud server and its new weight.
struct BackendWeightSpec {
  /// Unique ID of the cloud server: unInstanceId (ins-...) in the answer of the CVM Action DescribeInstances.
  required<std::string> instanceId;
  /// New weight of the server, 0 to 100. Marked required although a default of 10 is given as well.
  required<std::int64_t> weight;
};

/// A cloud server to unbind.
struct BackendTarget {
  /// ID of the cloud server: unInstanceId (recommended) or instanceId in the answer of the CVM Action
  /// DescribeInstances.
  required<std::string> instanceId;
};

/// A cloud server bound to a classic load balancer.
struct Backend {
  /// Older ID of the cloud server (qcvm...).
  std::optional<std::string> instanceId{};
  /// Unified ID of the cloud server (ins-...); can stand in for instanceId everywhere and should.
  std::optional<std::string> unInstanceId{};
  /// Weight of the server.
  std::optional<std::int64_t> weight{};
  /// Name of the cloud server.
  std::optional<std::string> instanceName{};
  /// Private IP address.
  std::optional<std::string> lanIp{};
  /// Public IP addresses.
  std::vector<std::string> wanIpSet{};
  /// 1 faulty, 2 running, 3 creating, 4 off, 5 returned, 6 returning, 7 restarting, 8 starting, 9 stopping,
  /// 10 password reset, 11 formatting, 12 imaging, 13 bandwidth, 14 reinstall, 19 upgrade, 21 migration.
  std::optional<std::int64_t> instanceStatus{};
};

/// Health of one port of a cloud server behind a listener.
struct BackendHealth {
  /// Private IP address of the cloud server.
  std::optional<std::string> ip{};
  /// Protocol by name, such as TCP.
  std::optional<std::string> protocol{};
  /// Port of the cloud server.
  std::optional<std::int64_t> port{};
  /// Port the load balancer listens on.
  std::optional<std::int64_t> vport{};
  /// Result of the health check: 1 = healthy, 0 = unhealthy.
  std::optional<std::int64_t> healthStatus{};
};

}  // namespace colb::inline COLB_ABI::tencent::clb_2017::types
