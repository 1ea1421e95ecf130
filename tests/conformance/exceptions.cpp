// colb: where headers and catalogs differ on purpose, or where a document contradicts itself.
#include "compare.hpp"

namespace conformance {

std::vector<exception> const& exceptions() {
  constexpr std::string_view no_resource = "changes something and names no resource";
  constexpr std::string_view makes_one = "What it makes has no name yet, and nothing else is changed.";
  constexpr std::string_view left_out = "is required and missing";

  constexpr std::string_view clb = "tencent-clb-2018-03-17";
  constexpr std::string_view clb_2017 = "tencent-clb-2017";
  constexpr std::string_view slb = "aliyun-slb-2014-05-15";
  constexpr std::string_view lb = "capitalonline-lb-2019-08-08";

  static std::vector<exception> const all = {
      {clb, "SetLoadBalancerSecurityGroups.SecurityGroups", "tells an empty list from none", 1,
       "An empty list unbinds all security groups, so that the user can say which is meant."},
      {clb, "CreateLoadBalancer", no_resource, 1, makes_one},
      {clb, "CreateTargetGroup", no_resource, 1, makes_one},
      {clb, "CreateClsLogSet", no_resource, 1, makes_one},
      {clb, "CreateTopic", no_resource, 1, makes_one},
      {clb, "AddCustomizedConfig", no_resource, 1, makes_one},

      {clb_2017, "CreateLoadBalancer", no_resource, 1, makes_one},
      {clb_2017, "DescribeLoadBalancers example 3 response loadBalancerSet.0.openBgp",
       "is changed from false to 0", 1,
       "openBgp is the boolean false in the walk-through of 2016 and an integer everywhere else."},
      {clb_2017, "ModifyForwardFourthBackendsWeight example 1 request backends.*.port", left_out, 2,
       "The document's example omits the required port."},
      {clb_2017, "ModifyForwardFourthBackendsPort example 1 request listenerId", left_out, 1,
       "The document's example omits the required listenerId."},
      {clb_2017, "ModifyForwardFourthBackendsPort example 1 request backends.*ort", left_out, 4,
       "The document's example omits the required port and newPort."},
      {clb_2017, "DeregisterInstancesFromForwardLBFourthListener example 1 request backends.1.port", left_out,
       1, "The document's example counts from 1 and omits the required port of the second server."},
      {clb_2017, "ModifyForwardLBRulesDomain example 1 request domain", left_out, 1,
       "The document's example is a copy of another Action's and lacks domain and newDomain."},
      {clb_2017, "ModifyForwardLBRulesDomain example 1 request newDomain", left_out, 1,
       "The document's example is a copy of another Action's and lacks domain and newDomain."},

      {slb, "*.RegionId", "required in the catalog, optional in the header", 90,
       "RegionId is filled in from the client's region where the user leaves it out."},
      {slb, "CreateLoadBalancer", no_resource, 1, makes_one},
      {slb, "UploadServerCertificate", no_resource, 1, makes_one},
      {slb, "UploadCACertificate", no_resource, 1, makes_one},
      {slb, "CreateAccessControlList", no_resource, 1, makes_one},
      {slb, "CreateTLSCipherPolicy", no_resource, 1, makes_one},
      {slb, "*HighDefinationMonitor", no_resource, 2, "It is one setting of the whole region."},
      {slb, "*LoadBalancerHTTP*Listener* example 1 request StickySession", left_out, 4,
       "The HTTP and HTTPS listener examples leave out the required StickySession."},
      {slb, "SetLoadBalancerHTTP*ListenerAttribute example 1 request HealthCheck", left_out, 2,
       "The HTTP and HTTPS listener examples leave out the required HealthCheck."},
      {slb, "SetLoadBalancerTCPListenerAttribute example 1 request Bandwidth", left_out, 1,
       "Bandwidth is required for TCP but the TCP example leaves it out."},

      {lb, "CreateLoadBalancer", no_resource, 1, makes_one},
      {lb, "CreateVpcSlb", no_resource, 1, makes_one},
      {lb, "UploadCACertificate", no_resource, 1, makes_one},
      {lb, "types.HaproxyCustomConfig.Configs", "is marked as a secret, which the catalog does not say", 1,
       "The configuration text holds passwords; the examples show them as ******."},
      {lb, "ModifyHaproxyCustomConfig.Configs", "is marked as a secret, which the catalog does not say", 1,
       "The configuration text holds passwords; the examples show them as ******."},
  };
  return all;
}

}  // namespace conformance
