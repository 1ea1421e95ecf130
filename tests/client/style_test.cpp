// colb: in which way a service is spoken to: each has a type of its own for its choices.
#include <algorithm>
#include <chrono>
#include <concepts>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <asio/io_context.hpp>

#include <colb/aliyun/slb/client.hpp>
#include <colb/aliyun/slb/load_balancer.hpp>
#include <colb/aliyun/slb/master_slave_group.hpp>
#include <colb/capitalonline/lb/client.hpp>
#include <colb/capitalonline/lb/vpc_slb.hpp>
#include <colb/client_options.hpp>
#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/load_balancer.hpp>
#include <colb/tencent/clb_2017/client.hpp>
#include <colb/tencent/clb_2017/load_balancer.hpp>
#include <colb/tencent/sts.hpp>

#include "catch.hpp"

namespace clb = colb::tencent::clb;
namespace clb_2017 = colb::tencent::clb_2017;
namespace slb = colb::aliyun::slb;
namespace lb = colb::capitalonline::lb;

using colb::http_method;
using colb::request_style;
using colb::signature_method;
using colb::wire_names;

namespace {

/// What making a client with a style says against it; empty: nothing.
template <class Client>
std::string refusal(request_style const& style) {
  asio::io_context io;
  colb::client_options options;
  options.credentials = {.id = "id", .key = "secret-key"};
  options.style = style;
  try {
    Client client(io.get_executor(), options);
  } catch (colb::error const& e) {
    CHECK(e.code() == colb::condition::invalid_request);
    return e.what();
  }
  return {};
}

/// A request as a service's protocol writes and signs it.
template <class Protocol, class A>
std::string written(A const& what, request_style const& style) {
  Protocol speaker;
  speaker.configure(style);
  colb::inner::encoded_call call;
  call.action = &colb::inner::action_info_of<A>;
  speaker.encode(call, &what, "token");
  colb::credentials const who{.id = "id", .key = "secret-key"};
  colb::random_source const random = [] { return std::uint64_t{7}; };
  auto const request =
      speaker.build(call, {"host.example", "r-1", who,
                           std::chrono::system_clock::time_point(std::chrono::seconds(1503396373)), random});
  std::string out = speaker.default_endpoint("r-1") + ' ' + request.method + ' ' + request.target + '\n';
  for (auto const& [name, value] : request.headers) out += name + ": " + value + '\n';
  return out + request.body;
}

}  // namespace

// A choice that a service does not offer does not compile.
template <class Style>
concept numbers_lists = requires(Style s) { s.first_index; };
template <class Style>
concept names_things = requires(Style s) { s.names; };
static_assert(!numbers_lists<clb::style> && numbers_lists<clb_2017::style> && !numbers_lists<slb::style>);
static_assert(!names_things<clb::style> && !names_things<clb_2017::style> && names_things<slb::style>);
static_assert(std::convertible_to<clb::style, request_style>);

TEST_CASE("a style is for its own service", "[style]") {
  struct service {
    std::string name;
    std::optional<request_style> style;  ///< One that it takes.
    std::string (*refuses)(request_style const&);
  };
  std::vector<service> const all{
      {"tencent.clb", clb::style{.signature = clb::style::signatures::hmac_sha256}, &refusal<clb::client>},
      {"tencent.clb_2017", clb_2017::style{.first_index = 1}, &refusal<clb_2017::client>},
      {"aliyun.slb", slb::style{.names = wire_names::current}, &refusal<slb::client>},
      {"capitalonline.lb", std::nullopt, &refusal<lb::client>},
      {"tencent.sts", std::nullopt, &refusal<colb::tencent::sts::client>},
  };
  for (auto const& given : all) {
    for (auto const& to : all) {
      if (!given.style) continue;
      CAPTURE(given.name, to.name);
      auto const said = to.refuses(*given.style);
      if (given.name == to.name) {
        CHECK(said == "");
      } else {
        CHECK(said.find(".style: ") != said.npos);
        if (to.style) CHECK(said.find(given.name + ", and the client speaks to " + to.name) != said.npos);
      }
    }
  }
}

TEST_CASE("a service's style stands alone, and holds what the service takes", "[style]") {
  request_style both = clb::style{};
  both.region_in_host = true;
  CHECK(refusal<clb::client>(both).find("nothing else can be set") != std::string::npos);
  CHECK(refusal<clb_2017::client>(clb_2017::style{.first_index = 2}).find(".style.first_index") !=
        std::string::npos);
  CHECK(refusal<clb_2017::client>(clb_2017::style{.first_index = -1}).find(".style.first_index") !=
        std::string::npos);
}

TEST_CASE("the choices of all services together mean what a service's own do", "[style]") {
  struct row {
    char const* title;
    request_style own;
    request_style all;
  };
  auto const same = [](auto const& write, std::vector<row> const& rows) {
    std::vector<std::string> seen;
    for (row const& r : rows) {
      CAPTURE(r.title);
      auto const text = write(r.own);
      CHECK(text == write(r.all));
      CHECK(std::ranges::find(seen, text) == seen.end());  // each does something
      seen.push_back(text);
    }
  };
  clb::DescribeLoadBalancers const list{.LoadBalancerIds = {"lb-1", "lb-2"}};
  same([&](request_style const& how) { return written<clb::detail::protocol>(list, how); },
       {{"CLB", clb::style{}, {}},
        {"CLB, GET", clb::style{.method = http_method::get}, {.method = http_method::get}},
        {"CLB, HmacSHA1",
         clb::style{.signature = clb::style::signatures::hmac_sha1},
         {.signature = signature_method::hmac_sha1}},
        {"CLB, HmacSHA256",
         clb::style{.signature = clb::style::signatures::hmac_sha256},
         {.signature = signature_method::hmac_sha256}},
        {"CLB, host", clb::style{.region_in_host = true}, {.region_in_host = true}}});
  clb_2017::DescribeLoadBalancers const older{.loadBalancerIds = {"lb-1", "lb-2"}};
  same([&](request_style const& how) { return written<clb_2017::detail::protocol>(older, how); },
       {{"2017", clb_2017::style{}, {.signature = signature_method::hmac_sha256}},
        {"2017, POST", clb_2017::style{.method = http_method::post}, {.method = http_method::post}},
        {"2017, HmacSHA1",
         clb_2017::style{.signature = clb_2017::style::signatures::hmac_sha1},
         {.signature = signature_method::hmac_sha1}},
        {"2017, from 1", clb_2017::style{.first_index = 1}, {.first_index = 1}}});
  slb::DescribeLoadBalancerAttribute const look{.LoadBalancerId = "lb-1"};
  slb::DescribeMasterSlaveVServerGroups const groups{.LoadBalancerId = "lb-1"};
  auto const write = [&](request_style const& how) {
    return written<slb::detail::protocol>(look, how) + written<slb::detail::protocol>(groups, how);
  };
  same(write, {{"SLB", slb::style{}, {.signature = signature_method::hmac_sha1}},
               {"SLB, POST", slb::style{.method = http_method::post}, {.method = http_method::post}},
               {"SLB, ACS3",
                slb::style{.signature = slb::style::signatures::acs3},
                {.signature = signature_method::acs3}},
               {"SLB, today", slb::style{.names = wire_names::current}, {.names = wire_names::current}}});
}
