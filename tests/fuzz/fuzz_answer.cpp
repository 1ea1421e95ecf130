// colb: fuzzes what a server may answer, in the envelopes of all four APIs: never a crash, and never an error
// that says nothing.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <colb/aliyun/slb/load_balancer.hpp>
#include <colb/aliyun/slb/rule.hpp>
#include <colb/aliyun/slb/service.hpp>
#include <colb/capitalonline/lb/load_balancer.hpp>
#include <colb/capitalonline/lb/service.hpp>
#include <colb/engine/protocol.hpp>
#include <colb/tencent/clb/load_balancer.hpp>
#include <colb/tencent/clb/service.hpp>
#include <colb/tencent/clb_2017/service.hpp>

namespace {

namespace clb = colb::tencent::clb;
namespace clb_2017 = colb::tencent::clb_2017;
namespace slb = colb::aliyun::slb;
namespace lb = colb::capitalonline::lb;

void require(bool holds) {
  if (!holds) std::abort();
}

template <class Protocol, class Action>
void check(colb::inner::response const& answer) {
  static Protocol const protocol;
  auto const& action = colb::inner::action_info_of<Action>;
  colb::inner::encoded_call call;
  call.action = &action;
  typename Action::response response{};
  colb::inner::verdict const said = protocol.read(call, answer, &response);
  if (said.success) {
    require(answer.status >= 200 && answer.status <= 299);
    return;
  }
  colb::error const e(said.error);
  require(!e.vendor_code().empty() || !said.error.detail.empty());
  std::string_view const line = e.what();
  require(line.find_first_of("\r\n") == line.npos);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  constexpr int statuses[] = {200, 204, 302, 400, 401, 403, 404, 409, 429, 500, 502, 503};
  if (size == 0) return 0;
  colb::inner::response answer;
  answer.status = statuses[data[0] % std::size(statuses)];
  answer.body.assign(reinterpret_cast<char const*>(data) + 1, size - 1);
  check<clb::detail::protocol, clb::CreateLoadBalancer>(answer);
  check<clb::detail::protocol, clb::DescribeLoadBalancers>(answer);
  check<clb_2017::detail::protocol, clb_2017::CreateLoadBalancer>(answer);
  check<clb_2017::detail::protocol, clb_2017::DescribeLoadBalancers>(answer);
  check<slb::detail::protocol, slb::CreateLoadBalancer>(answer);
  check<slb::detail::protocol, slb::DescribeRules>(answer);
  check<lb::detail::protocol, lb::CreateLoadBalancer>(answer);
  check<lb::detail::protocol, lb::DescribeTask>(answer);
  return 0;
}
