// colb: rows of Alibaba Cloud SLB: all but listeners.
#include <colb/aliyun/slb/access_control.hpp>
#include <colb/aliyun/slb/backend_server.hpp>
#include <colb/aliyun/slb/certificate.hpp>
#include <colb/aliyun/slb/load_balancer.hpp>
#include <colb/aliyun/slb/master_slave_group.hpp>
#include <colb/aliyun/slb/region.hpp>
#include <colb/aliyun/slb/rule.hpp>
#include <colb/aliyun/slb/tag.hpp>
#include <colb/aliyun/slb/vserver_group.hpp>

#include "registry.hpp"

namespace conformance {

std::vector<action_row> aliyun_slb_rest() {
  using namespace colb::aliyun::slb;
  return {
      // access_control.hpp
      row<SetListenerAccessControlStatus>(),
      row<AddListenerWhiteListItem>(),
      row<RemoveListenerWhiteListItem>(),
      row<DescribeListenerAccessControlAttribute>(),
      // backend_server.hpp
      row<AddBackendServers>(),
      row<RemoveBackendServers>(),
      row<SetBackendServers>(),
      row<DescribeHealthStatus>(),
      // certificate.hpp
      row<UploadServerCertificate>(),
      row<DeleteServerCertificate>(),
      row<DescribeServerCertificates>(),
      row<SetServerCertificateName>(),
      row<UploadCACertificate>(),
      row<DeleteCACertificate>(),
      row<DescribeCACertificates>(),
      row<SetCACertificateName>(),
      // load_balancer.hpp
      row<CreateLoadBalancer>(),
      row<ModifyLoadBalancerInternetSpec>(),
      row<DeleteLoadBalancer>(),
      row<SetLoadBalancerStatus>(),
      row<SetLoadBalancerName>(),
      row<DescribeLoadBalancers>(),
      row<DescribeLoadBalancerAttribute>(),
      row<ModifyLoadBalancerInstanceSpec>(),
      row<ModifyLoadBalancerPayType>(),
      // master_slave_group.hpp
      row<CreateMasterSlaveVServerGroup>(),
      row<DeleteMasterSlaveVServerGroup>(),
      row<DescribeMasterSlaveVServerGroupAttribute>(),
      row<DescribeMasterSlaveVServerGroups>(),
      // region.hpp
      row<DescribeRegions>(),
      row<DescribeZones>(),
      // rule.hpp
      row<CreateRules>(),
      row<DeleteRules>(),
      row<SetRule>(),
      row<DescribeRuleAttribute>(),
      row<DescribeRules>(),
      // tag.hpp
      row<AddTags>(),
      row<DescribeTags>(),
      row<RemoveTags>(),
      // vserver_group.hpp
      row<CreateVServerGroup>(),
      row<SetVServerGroupAttribute>(),
      row<AddVServerGroupBackendServers>(),
      row<RemoveVServerGroupBackendServers>(),
      row<ModifyVServerGroupBackendServers>(),
      row<DeleteVServerGroup>(),
      row<DescribeVServerGroups>(),
      row<DescribeVServerGroupAttribute>(),
  };
}

}  // namespace conformance
