// colb: rows of Tencent CLB API 3.0: certificates, prices, quotas and the like.
#include <colb/tencent/clb/block_ip.hpp>
#include <colb/tencent/clb/certificate.hpp>
#include <colb/tencent/clb/cluster.hpp>
#include <colb/tencent/clb/customized_config.hpp>
#include <colb/tencent/clb/log.hpp>
#include <colb/tencent/clb/price.hpp>
#include <colb/tencent/clb/quota.hpp>
#include <colb/tencent/clb/security_group.hpp>
#include <colb/tencent/clb/snat_ip.hpp>

#include "registry.hpp"

namespace conformance {

std::vector<action_row> tencent_clb_account() {
  using namespace colb::tencent::clb;
  return {
      // block_ip.hpp
      row<DescribeBlockIPTask>(),
      row<DescribeBlockIPList>(),
      row<ModifyBlockIPList>(),
      // certificate.hpp
      row<ReplaceCertForLoadBalancers>(),
      row<DescribeLoadBalancerListByCertId>(),
      // cluster.hpp
      row<DescribeClusterResources>(),
      row<DescribeExclusiveClusters>(),
      // customized_config.hpp
      row<SetCustomizedConfigForLoadBalancer>(),
      row<DescribeCustomizedConfigList>(),
      row<DescribeCustomizedConfigAssociateList>(),
      row<AddCustomizedConfig>(),
      row<AssociateCustomizedConfig>(),
      row<DisassociateCustomizedConfig>(),
      row<ModifyCustomizedConfig>(),
      row<DeleteCustomizedConfig>(),
      // log.hpp
      row<DescribeClsLogSet>(),
      row<CreateClsLogSet>(),
      row<CreateTopic>(),
      row<SetLoadBalancerClsLog>(),
      // price.hpp
      row<InquiryPriceCreateLoadBalancer>(),
      row<InquiryPriceModifyLoadBalancer>(),
      row<InquiryPriceRenewLoadBalancer>(),
      row<InquiryPriceRefundLoadBalancer>(),
      // quota.hpp
      row<DescribeQuota>(),
      row<DescribeResources>(),
      // security_group.hpp
      row<SetLoadBalancerSecurityGroups>(),
      row<SetSecurityGroupForLoadbalancers>(),
      // snat_ip.hpp
      row<CreateLoadBalancerSnatIps>(),
      row<DeleteLoadBalancerSnatIps>(),
  };
}

}  // namespace conformance
