// colb: rows of Capital Online.
#include <colb/capitalonline/lb/certificate.hpp>
#include <colb/capitalonline/lb/custom_config.hpp>
#include <colb/capitalonline/lb/load_balancer.hpp>
#include <colb/capitalonline/lb/monitor.hpp>
#include <colb/capitalonline/lb/strategy.hpp>
#include <colb/capitalonline/lb/task.hpp>
#include <colb/capitalonline/lb/vpc_listener.hpp>
#include <colb/capitalonline/lb/vpc_rs_port.hpp>
#include <colb/capitalonline/lb/vpc_slb.hpp>

#include "registry.hpp"

namespace conformance {

std::vector<action_row> capitalonline_lb() {
  using namespace colb::capitalonline::lb;
  return {
      // certificate.hpp
      row<DescribeCACertificates>(),
      row<DescribeCACertificate>(),
      row<DeleteCACertificate>(),
      row<UploadCACertificate>(),
      // custom_config.hpp
      row<DescribeHaproxyCustomConfig>(),
      row<ModifyHaproxyCustomConfig>(),
      // load_balancer.hpp
      row<DescribeZones>(),
      row<DescribeLoadBalancersSpec>(),
      row<CreateLoadBalancer>(),
      row<DescribeLoadBalancers>(),
      row<DescribeLoadBalancersModifySpec>(),
      row<ModifyLoadBalancerInstanceSpec>(),
      row<DeleteLoadBalancer>(),
      row<ModifyLoadBalancerName>(),
      // monitor.hpp
      row<DescribeLBInstancePerformance>(),
      // strategy.hpp
      row<DescribeLoadBalancerStrategys>(),
      row<ModifyLoadBalancerStrategys>(),
      row<AddLoadBalancerStrategys>(),
      row<DescribeLBInstanceListeners>(),
      // task.hpp
      row<DescribeTask>(),
      // vpc_listener.hpp
      row<DescribeVpcSlbListenCreateInfo>(),
      row<CreateVpcSLBListen>(),
      row<DeleteVpcSLBListen>(),
      row<UpdateVpcSLBListen>(),
      row<DescribeVpcSlbListenList>(),
      row<QueryVpcSLBListen>(),
      // vpc_rs_port.hpp
      row<DescribeVpcSlbListenRsInfo>(),
      row<CreateVpcSLBRsPort>(),
      row<DeleteVpcSLBRsPort>(),
      row<UpdateVpcSLBRsPort>(),
      row<QueryVpcSLBRsPort>(),
      // vpc_slb.hpp
      row<CreateVpcSlb>(),
      row<DeleteVpcSlb>(),
      row<UpdateVpcSlb>(),
      row<DescribeVpcSlbListInfo>(),
      row<DescribeVpcSlbDetailInfo>(),
  };
}

}  // namespace conformance
