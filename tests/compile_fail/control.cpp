// colb: what has to compile, without a warning: else the other files here would fail for another reason.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <colb/engine/reflect.hpp>
#include <colb/required.hpp>
#include <colb/tencent/clb/certificate.hpp>
#include <colb/tencent/clb/listener.hpp>
#include <colb/tencent/clb/target.hpp>

namespace clb = colb::tencent::clb;

struct inner {
  colb::required<std::string> Name;
  std::optional<std::int64_t> Size{};
};
struct outer {
  std::optional<inner> Inner{};
  colb::required<bool> Flag;
};

void use(clb::ReplaceCertForLoadBalancers const&);

clb::CreateListener create() {
  return {.LoadBalancerId = "lb-1", .Ports = {80}, .Protocol = "TCP", .HealthCheck = {{.HealthSwitch = 1}}};
}
clb::CreateListener create_without_ports() {
  return {.LoadBalancerId = "lb-1", .Ports = std::vector<std::int64_t>{}, .Protocol = "TCP"};
}
clb::DescribeListeners list() { return {.LoadBalancerId = "lb-1"}; }
clb::RegisterTargets bind() {
  return {.LoadBalancerId = "lb-1", .ListenerId = "lbl-1", .Targets = {{.Port = 80, .InstanceId = "ins-1"}}};
}
clb::types::Target target(unsigned port) { return {.Port = port}; }
void replace() { use({.OldCertificateId = "cert-1", .Certificate = {{.CertId = "cert-2"}}}); }
outer nested() { return {.Inner = {{.Name = "n"}}, .Flag = false}; }
std::size_t size() { return colb::inner::type_info_of<outer>.fields().size(); }
