// colb: rows of Alibaba Cloud SLB: all but listeners.
#include <colb/aliyun/slb/access_control.hpp>
#include <colb/aliyun/slb/access_control_list.hpp>
#include <colb/aliyun/slb/access_log.hpp>
#include <colb/aliyun/slb/backend_server.hpp>
#include <colb/aliyun/slb/certificate.hpp>
#include <colb/aliyun/slb/domain_extension.hpp>
#include <colb/aliyun/slb/load_balancer.hpp>
#include <colb/aliyun/slb/master_slave_group.hpp>
#include <colb/aliyun/slb/monitor.hpp>
#include <colb/aliyun/slb/region.hpp>
#include <colb/aliyun/slb/resource_group.hpp>
#include <colb/aliyun/slb/rule.hpp>
#include <colb/aliyun/slb/tag.hpp>
#include <colb/aliyun/slb/tls_cipher_policy.hpp>
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
      // access_control_list.hpp
      row<CreateAccessControlList>(),
      row<DeleteAccessControlList>(),
      row<SetAccessControlListAttribute>(),
      row<AddAccessControlListEntry>(),
      row<RemoveAccessControlListEntry>(),
      row<DescribeAccessControlListAttribute>(),
      row<DescribeAccessControlLists>(),
      // access_log.hpp
      row<SetAccessLogsDownloadAttribute>(),
      row<DeleteAccessLogsDownloadAttribute>(),
      row<DescribeAccessLogsDownloadAttribute>(),
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
      // domain_extension.hpp
      row<CreateDomainExtension>(),
      row<SetDomainExtensionAttribute>(),
      row<DeleteDomainExtension>(),
      row<DescribeDomainExtensionAttribute>(),
      row<DescribeDomainExtensions>(),
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
      row<ModifyLoadBalancerInstanceChargeType>(),
      row<SetLoadBalancerDeleteProtection>(),
      row<SetLoadBalancerModificationProtection>(),
      // master_slave_group.hpp
      row<CreateMasterSlaveVServerGroup>(),
      row<DeleteMasterSlaveVServerGroup>(),
      row<DescribeMasterSlaveVServerGroupAttribute>(),
      row<DescribeMasterSlaveVServerGroups>(),
      row<CreateMasterSlaveServerGroup>(),
      row<DeleteMasterSlaveServerGroup>(),
      row<DescribeMasterSlaveServerGroupAttribute>(),
      row<DescribeMasterSlaveServerGroups>(),
      // monitor.hpp
      row<EnableHighDefinationMonitor>(),
      row<ModifyHighDefinationMonitor>(),
      row<DescribeHighDefinationMonitor>(),
      // region.hpp
      row<DescribeRegions>(),
      row<DescribeZones>(),
      row<DescribeAvailableResource>(),
      // resource_group.hpp
      row<MoveResourceGroup>(),
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
      row<TagResources>(),
      row<UntagResources>(),
      row<ListTagResources>(),
      // tls_cipher_policy.hpp
      row<CreateTLSCipherPolicy>(),
      row<SetTLSCipherPolicyAttribute>(),
      row<DeleteTLSCipherPolicy>(),
      row<ListTLSCipherPolicies>(),
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
