// colb: tests of the emulator's fault plan, as far as it needs no connection.
#include <string>

#include "catch.hpp"
#include "emulator/driver.hpp"

using namespace colb_test;
using kind = emulator::fault_kind;

TEST_CASE("a fault hits the Action it names, after those it skips, as often as it says") {
  driver cloud;
  cloud.core.inject({.action = "DescribeQuota",
                     .skip = 1,
                     .times = 2,
                     .kind = kind::refuse,
                     .code = "InternalError",
                     .message = "no"});
  CHECK(cloud.code("DescribeLoadBalancers") == "");
  CHECK(cloud.code("DescribeQuota") == "");
  auto const refused = cloud.call("DescribeQuota");
  CHECK(driver::code_of(refused) == "InternalError");
  CHECK(driver::message_of(refused) == "no");
  CHECK(cloud.code("DescribeQuota") == "InternalError");
  CHECK(cloud.code("DescribeQuota") == "");
}

TEST_CASE("the plan is followed in its order, and forgotten when told") {
  driver cloud({.faults = {{.kind = kind::refuse, .code = "A"}, {.kind = kind::refuse, .code = "B"}}});
  cloud.core.inject({.times = 100, .kind = kind::refuse, .code = "C"});
  CHECK(cloud.code("DescribeQuota") == "A");
  CHECK(cloud.code("DescribeQuota") == "B");
  CHECK(cloud.code("DescribeQuota") == "C");
  cloud.core.clear_faults();
  CHECK(cloud.code("DescribeQuota") == "");
}

TEST_CASE("a fault that is skipped over lets the next entry play") {
  driver cloud;
  cloud.core.inject({.skip = 2, .kind = kind::refuse, .code = "third"});
  cloud.core.inject({.kind = kind::refuse, .code = "first"});
  CHECK(cloud.code("DescribeQuota") == "first");
  CHECK(cloud.code("DescribeQuota") == "");
  CHECK(cloud.code("DescribeQuota") == "third");
}

TEST_CASE("what a fault leaves of the request") {
  struct row {
    kind how;
    bool execute;
    bool executed;
    int status;
    bool played;  ///< Left to the connection.
  };
  auto const one = GENERATE(
      row{kind::refuse, false, false, 200, false}, row{kind::delay, false, true, 200, true},
      row{kind::drop_request, false, false, 200, true}, row{kind::drop_answer, false, true, 200, true},
      row{kind::truncate_answer, false, true, 200, true}, row{kind::garbage_http, false, true, 200, true},
      row{kind::garbage_json, false, true, 200, false}, row{kind::http_error, false, false, 503, false},
      row{kind::http_error, true, true, 503, false}, row{kind::close_after_answer, false, true, 200, true});
  driver cloud;
  cloud.core.inject({.kind = one.how, .delay = 5s, .status = 503, .execute = one.execute});
  auto const answer = cloud.core.handle(cloud.post("CreateLoadBalancer", R"({"LoadBalancerType":"OPEN"})"));
  CAPTURE(static_cast<int>(one.how));
  CHECK(answer.status == one.status);
  CHECK(answer.play.has_value() == one.played);
  CHECK(cloud.call("DescribeLoadBalancers").at("TotalCount") == (one.executed ? 1 : 0));
  CHECK(cloud.core.calls().at(0).request_id.empty() != (one.executed || one.how == kind::refuse));
  if (one.how == kind::garbage_json) CHECK_THROWS(json::parse(answer.body));
}

TEST_CASE("faults of connections are counted by connections") {
  driver cloud;
  cloud.core.inject({.skip = 1, .kind = kind::reset_connection});
  CHECK(cloud.code("DescribeQuota") == "");
  CHECK_FALSE(cloud.core.connection_accepted());
  CHECK(cloud.core.connection_accepted());
  CHECK_FALSE(cloud.core.connection_accepted());
  CHECK(cloud.core.counters().connections == 3);
}

TEST_CASE("a fault is decided before the body is read where the head names the Action") {
  driver cloud;
  cloud.core.inject({.action = "DescribeQuota", .kind = kind::drop_request});
  auto request = cloud.post("DescribeQuota", "{}");
  auto head = request;
  head.body.clear();
  auto const plan = cloud.core.decide(head, false);
  CHECK(plan.decided);
  CHECK(plan.fault.has_value());

  emu::request form;
  form.method = "POST";
  form.target = "/";
  form.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  CHECK_FALSE(cloud.core.decide(form, false).decided);
  form.body = "Action=DescribeQuota";
  CHECK(cloud.core.decide(form, true).decided);
}
