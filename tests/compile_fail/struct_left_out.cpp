// colb: a required struct is left out.
// expect: a_required_field_was_left_out.*CertificateInput
#include <colb/tencent/clb/certificate.hpp>

void use(colb::tencent::clb::ReplaceCertForLoadBalancers const&);

void make() { use({.OldCertificateId = "cert-1"}); }
