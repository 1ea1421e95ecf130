// colb: endpoints as text.
#include <colb/transport/endpoint.hpp>

#include <string>

#include "../catch.hpp"

using namespace colb::inner;

namespace {

std::string refusal(std::string_view url) {
  try {
    parse_endpoint(url);
  } catch (std::invalid_argument const& e) {
    return e.what();
  }
  return "accepted";
}

bool says(std::string const& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("endpoints are read", "[transport]") {
  auto const plain = parse_endpoint("https://clb.tencentcloudapi.com");
  CHECK(plain.tls);
  CHECK(plain.host == "clb.tencentcloudapi.com");
  CHECK(plain.port == 443);
  CHECK(plain.authority == "clb.tencentcloudapi.com");

  auto const with_port = parse_endpoint("HTTPS://CLB.Example:8443/");
  CHECK(with_port.host == "clb.example");
  CHECK(with_port.port == 8443);
  CHECK(with_port.authority == "clb.example:8443");
  CHECK(parse_endpoint("https://clb.example:443").authority == "clb.example");

  auto const v6 = parse_endpoint("https://[::0001]:8443");
  CHECK(v6.host == "::1");
  CHECK(v6.authority == "[::1]:8443");
  CHECK(parse_endpoint("https://[2001:db8::1]").authority == "[2001:db8::1]");

  for (auto const* loopback :
       {"http://localhost", "http://127.0.0.1:8080", "http://127.9.9.9", "http://[::1]:80"}) {
    CAPTURE(loopback);
    CHECK_FALSE(parse_endpoint(loopback).tls);
  }
  CHECK(parse_endpoint("http://127.0.0.1").port == 80);
  CHECK(parse_endpoint("http://127.0.0.1:443").authority == "127.0.0.1:443");
}

TEST_CASE("endpoints that cannot be used say why and what to do", "[transport]") {
  CHECK(says(refusal("clb.example"), "the scheme is missing; write https://host[:port]"));
  CHECK(says(refusal("ftp://clb.example"), "neither https nor http"));
  CHECK(says(refusal("https://"), "the host is missing"));
  CHECK(says(refusal("https://:443"), "the host is missing"));
  CHECK(says(refusal("https://clb.example/v2/index.php"), "colb adds path and query itself"));
  CHECK(says(refusal("https://clb.example?x=1"), "colb adds path and query itself"));
  CHECK(says(refusal("https://clb example"), "characters that host names do not have"));
  CHECK(says(refusal("https://clb.example\r\nX"), "characters that host names do not have"));
  CHECK(
      says(refusal(std::string_view("https://clb\0.example", 20)), "characters that host names do not have"));
  CHECK(says(refusal("https://a..b"), "characters that host names do not have"));
  CHECK(says(refusal("https://" + std::string(254, 'a')), "characters that host names do not have"));
  CHECK(says(refusal("https://::1"), "needs brackets"));
  CHECK(says(refusal("https://[::1"), "not closed"));
  CHECK(says(refusal("https://[::1]x"), "only ':port' may follow"));
  CHECK(says(refusal("https://[clb.example]"), "not an IPv6 address"));
  for (auto const* port :
       {"https://a:", "https://a:0", "https://a:65536", "https://a:8o", "https://a:-1", "https://a: 1"}) {
    CAPTURE(port);
    CHECK(says(refusal(port), "not a number from 1 to 65535"));
  }
  CHECK(says(refusal("http://clb.example"), "allowed to loopback only; write https://"));
  CHECK(says(refusal("http://localhost.example"), "allowed to loopback only"));
}

TEST_CASE("credentials in an endpoint are refused without quoting them", "[transport]") {
  auto const text = refusal("https://user:hunter2@clb.example");
  CHECK(says(text, "user name and password do not belong here"));
  CHECK_FALSE(says(text, "hunter2"));
}

TEST_CASE("the dot of the root is for looking up only", "[transport]") {
  auto const e = colb::inner::parse_endpoint("https://LB.example.:8443");
  CHECK(e.host == "lb.example");
  CHECK(e.absolute);
  CHECK(e.authority == "lb.example:8443");
  CHECK_FALSE(colb::inner::parse_endpoint("https://lb.example").absolute);
  CHECK(colb::inner::parse_endpoint("http://localhost.:80").authority == "localhost");
  CHECK_THROWS_AS(colb::inner::parse_endpoint("https://."), std::invalid_argument);
  CHECK_THROWS_AS(colb::inner::parse_endpoint("https://lb.."), std::invalid_argument);
}
