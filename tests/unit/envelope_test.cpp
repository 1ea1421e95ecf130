// colb: the vendor's error counts, whatever stands beside it: in all four APIs.
#include <string>
#include <utility>

#include <colb/aliyun/slb/load_balancer.hpp>
#include <colb/aliyun/slb/service.hpp>
#include <colb/capitalonline/lb/load_balancer.hpp>
#include <colb/capitalonline/lb/service.hpp>
#include <colb/tencent/clb/load_balancer.hpp>
#include <colb/tencent/clb/service.hpp>
#include <colb/tencent/clb_2017/load_balancer.hpp>
#include <colb/tencent/clb_2017/service.hpp>

#include "catch.hpp"

namespace clb = colb::tencent::clb;
namespace old = colb::tencent::clb_2017;
namespace slb = colb::aliyun::slb;
namespace lb = colb::capitalonline::lb;
using colb::condition;

namespace {

template <class A, class Protocol>
colb::inner::verdict read(std::string body, int status = 200) {
  Protocol const speaker;
  colb::inner::encoded_call call;
  call.action = &colb::inner::action_info_of<A>;
  colb::inner::response answer;
  answer.status = status;
  answer.body = std::move(body);
  typename A::response response{};
  return speaker.read(call, answer, &response);
}

void check(colb::inner::verdict const& seen, std::string const& code) {
  CHECK_FALSE(seen.success);
  CHECK(seen.error.vendor_code == code);
  CHECK(seen.error.vendor_message == "why");
  CHECK(seen.error.condition == condition::authentication);
}

}  // namespace

TEST_CASE("the vendor's error wins beside a body that cannot be read", "[envelope]") {
  // What no client of this Action can read, before the error and after it, and an end that never came.
  std::string const unreadable[] = {R"("bad")", "5", "[[]]", R"([{"deep":{}}, 7])", R"({"a":[1)"};
  for (std::string const& bad : unreadable) {
    CAPTURE(bad);
    bool const whole = bad.back() != '1';
    for (bool const before : {true, false}) {
      if (before && !whole) continue;
      auto const body = [&](std::string const& list, std::string const& error, std::string const& end) {
        std::string const member = '"' + list + "\":" + bad;
        return '{' + (before ? member + ',' + error : error + ',' + member) + (whole ? end : "");
      };
      check(read<clb::DescribeLoadBalancers, clb::detail::protocol>(
                "{\"Response\":" + body("LoadBalancerSet",
                                        R"("Error":{"Code":"AuthFailure","Message":"why"},"RequestId":"r")",
                                        "}}")),
            "AuthFailure");
      check(read<old::DescribeLoadBalancers, old::detail::protocol>(
                body("loadBalancerSet", R"("code":4100,"message":"why")", "}")),
            "4100");
      check(read<slb::DescribeLoadBalancers, slb::detail::protocol>(body(
                "LoadBalancers", R"("Code":"SignatureDoesNotMatch","Message":"why","RequestId":"r")", "}")),
            "SignatureDoesNotMatch");
      check(read<lb::DescribeLoadBalancers, lb::detail::protocol>(
                body("Data", R"("Code":"InvalidAccessKey","Message":"why")", "}")),
            "InvalidAccessKey");
    }
  }
}

TEST_CASE("a body that cannot be read and holds no error stays malformed", "[envelope]") {
  auto const malformed = [](colb::inner::verdict const& seen) {
    CHECK_FALSE(seen.success);
    CHECK(seen.error.vendor_code.empty());
    CHECK(seen.error.condition == condition::malformed_response);
  };
  malformed(read<clb::DescribeLoadBalancers, clb::detail::protocol>(
      R"({"Response":{"LoadBalancerSet":"bad","RequestId":"r"}})"));
  malformed(read<old::DescribeLoadBalancers, old::detail::protocol>(
      R"({"code":0,"message":"","loadBalancerSet":5})"));
  malformed(
      read<slb::DescribeLoadBalancers, slb::detail::protocol>(R"({"LoadBalancers":5,"RequestId":"r"})"));
  malformed(read<lb::DescribeLoadBalancers, lb::detail::protocol>(R"({"Code":"Success","Data":"text"})"));
}
