// colb: what the documents of Capital Online say that parameters may be. A row without a reason of its own is
// a limit of the catalog; tests compare them. Sorted by Action or type, then by field.
#pragma once

#include <colb/emulator/limits.hpp>

namespace colb::inline COLB_ABI::inner::emu {

inline constexpr limit lb_limits[] = {
    limit::between("BackendServer", "MaxConn", 1, 10000000, limit::none, "a count"),
    limit::between("BackendServer", "Port", 1, 65535, limit::none, limit::ports),
    limit::between("BackendServer", "Weight", 1, 256, limit::none, limit::described),
    limit::between("CreateLoadBalancer", "Amount", 1, 3),
    limit::between("CreateVpcSLBListen", "ListenPort", 1, 65535),
    limit::words("CreateVpcSLBListen", "ListenProtocol", "TCP|UDP"),
    limit::between("CreateVpcSLBListen", "ListenTimeout", 0, 900),
    limit::words("CreateVpcSLBListen", "Scheduler", "rr|wrr|conhash"),
    limit::words("CreateVpcSLBListen", "VipType", "wan_eip|wan_lan"),
    limit::items("CreateVpcSLBRsPort", "RsList", 1, 1000, "a count"),
    limit::words("CreateVpcSlb", "ConfType", "slb.v1.small|slb.v1.medium|slb.v1.large"),
    limit::words("CreateVpcSlb", "NetType", "wan|wan_lan"),
    limit::time("DescribeLBInstancePerformance", "EndTime"),
    limit::words("DescribeLBInstancePerformance", "MetricKey",
                 "ha_cpu_usage|ha_mem_usage|ha_outpackage|ha_inpackage|ha_outflow|ha_inflow|ha_drop_packets|"
                 "ha_connections_usage|ha_sessions_usage|ha_outbandwidth|ha_inbandwidth|ha_downserver|ha_"
                 "responsetime|ha_listener_connections|ha_listener_sessions|ha_listener_requests_denied"),
    limit::time("DescribeLBInstancePerformance", "StartTime"),
    limit::time("DescribeLoadBalancers", "EndTime"),
    limit::time("DescribeLoadBalancers", "StartTime"),
    limit::words("DescribeVpcSlbListenRsInfo", "VmType", "kvm"),
    limit::between("HttpListener", "ClientTimeout", 1, 86400000, limit::none, "numbers as text"),
    limit::words("HttpListener", "ClientTimeoutUnit", "ms|s"),
    limit::between("HttpListener", "ConnectTimeout", 1, 86400000, limit::none, "numbers as text"),
    limit::words("HttpListener", "ConnectTimeoutUnit", "ms|s"),
    limit::characters("HttpListener", "ListenerName", 1, 50, {"a-z0-9_-", "a-z"}),
    limit::between("HttpListener", "ListenerPort", 1, 65535),
    limit::between("HttpListener", "MaxConn", 1, 10000000, limit::none, "a count"),
    limit::words("HttpListener", "Scheduler", "roundrobin|leastconn|static-rr|source"),
    limit::between("HttpListener", "ServerTimeout", 1, 86400000, limit::none, "numbers as text"),
    limit::words("HttpListener", "ServerTimeoutUnit", "ms|s"),
    limit::words("HttpListener", "StickySession", "on|off"),
    limit::words("Httpchk", "Method", "GET|HEAD|OPTIONS"),
    limit::words("LoadBalancerIp", "IsVip", "0|1"),
    limit::words("LoadBalancerIp", "PipeType", "private|public"),
    limit::characters("SessionPersistence", "Key", 2, 15, {"a-z0-9_", "a-z"}),
    limit::words("SessionPersistence", "Mode", "0|1|2"),
    limit::between("SessionTimer", "MaxIdle", 0, 7200),
    limit::between("SessionTimer", "MaxLife", 0, 7200),
    limit::between("TcpListener", "ClientTimeout", 1, 86400000, limit::none, "numbers as text"),
    limit::words("TcpListener", "ClientTimeoutUnit", "ms|s"),
    limit::between("TcpListener", "ConnectTimeout", 1, 86400000, limit::none, "numbers as text"),
    limit::words("TcpListener", "ConnectTimeoutUnit", "ms|s"),
    limit::words("TcpListener", "EnableRepeaterMode", "on|off"),
    limit::words("TcpListener", "EnableSourceIp", "on|off"),
    limit::characters("TcpListener", "ListenerName", 1, 50, {"a-z0-9_-", "a-z"}),
    limit::between("TcpListener", "ListenerPort", 1, 65535),
    limit::between("TcpListener", "MaxConn", 1, 10000000, limit::none, "a count"),
    limit::words("TcpListener", "Scheduler", "roundrobin|leastconn|static-rr|source"),
    limit::between("TcpListener", "ServerTimeout", 1, 86400000, limit::none, "numbers as text"),
    limit::words("TcpListener", "ServerTimeoutUnit", "ms|s"),
    limit::between("UpdateVpcSLBListen", "ListenTimeout", 0, 900),
    limit::words("UpdateVpcSLBListen", "Scheduler", "rr|wrr|conhash"),
    limit::items("UpdateVpcSLBRsPort", "RsPortList", 1, 1000, "a count"),
    limit::words("UpdateVpcSlb", "ConfType", "slb.v1.small|slb.v1.medium|slb.v1.large"),
    limit::words("UpdateVpcSlb", "NetType", "wan|wan_lan"),
    limit::between("VpcSlbHealthCheck", "ConnectTimeout", 1, 3600, limit::none, "a count"),
    limit::between("VpcSlbHealthCheck", "DelayBeforeRetry", 1, 3600, limit::none, "a count"),
    limit::between("VpcSlbHealthCheck", "DelayLoop", 1, 3600, limit::none, "a count"),
    limit::between("VpcSlbHealthCheck", "Port", 0, 65535),
    limit::words("VpcSlbHealthCheck", "Protocol", "TCP|HTTP"),
    limit::between("VpcSlbHealthCheck", "Retry", 1, 100, limit::none, "a count"),
    limit::between("VpcSlbRs", "Port", 2, 65535, limit::none, limit::described),
    limit::words("VpcSlbRs", "VmType", "kvm", limit::exact, "as DescribeVpcSlbListenRsInfo"),
    limit::between("VpcSlbRs", "Weight", 0, 1000, limit::none, limit::described),
    limit::between("VpcSlbRsPortUpdate", "Port", 2, 65535, limit::none, limit::described),
    limit::between("VpcSlbRsPortUpdate", "Weight", 0, 1000, limit::none, limit::described),
};

/// What else the handlers enforce, and what they do not.
inline constexpr note lb_notes[] = {
    note{"AddLoadBalancerStrategys", "As ModifyLoadBalancerStrategys, with those that are there."},
    note{"CreateLoadBalancer",
         "Sites and sizes that are offered; a network of each kind once; SegmentId with a public one."},
    note{"CreateVpcSLBListen", "Virtualhost and Path of the check over HTTP only."},
    note{"CreateVpcSlb", "Not enforced: the codes of regions and zones."},
    note{"DescribeLBInstancePerformance",
         "Nothing flows: all 0 but for the servers that are down. EndTime not before StartTime, spans up to "
         "30 days. Not enforced: how long values are kept."},
    note{"ModifyHaproxyCustomConfig", "Not enforced: its syntax."},
    note{"ModifyLoadBalancerStrategys",
         "Names and ports once on an instance; not ports 22, 1080, 9100 and 9101; EnableRepeaterMode with "
         "EnableSourceIp."},
    note{"UpdateVpcSLBListen",
         "What is not given stays; Virtualhost and Path of the check over HTTP only, against what the "
         "listener "
         "has already."},
    note{"UpdateVpcSlb", "The private network stays while a listener uses it."},
};

}  // namespace colb::inline COLB_ABI::inner::emu
