// colb: tests of percent-encoding and form bodies.
#include <colb/codec/percent.hpp>

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "catch.hpp"

using colb::codec::form_encode;
using colb::codec::parameter;
using colb::codec::parse_form;
using colb::codec::percent_decode;
using colb::codec::percent_encode;

TEST_CASE("every byte is encoded as RFC 3986 says, and decodes to itself") {
  std::string all;
  for (int value = 0; value < 256; ++value) {
    CAPTURE(value);
    std::string const text(1, static_cast<char>(value));
    bool const unreserved = (value >= 'A' && value <= 'Z') || (value >= 'a' && value <= 'z') ||
                            (value >= '0' && value <= '9') || value == '-' || value == '_' || value == '.' ||
                            value == '~';
    char escaped[4];
    std::snprintf(escaped, sizeof escaped, "%%%02X", static_cast<unsigned>(value));
    CHECK(percent_encode(text) == (unreserved ? text : escaped));
    CHECK(percent_decode(escaped, true) == text);
    CHECK(percent_decode(percent_encode(text), true) == text);
    CHECK(percent_decode(percent_encode(text), false) == text);
    all += text;
  }
  CHECK(percent_decode(percent_encode(all), true) == all);
}

TEST_CASE("percent-encoding of texts") {
  CHECK(percent_encode("").empty());
  CHECK(percent_encode(" +*~/") == "%20%2B%2A~%2F");
  CHECK(percent_encode("首云") == "%E9%A6%96%E4%BA%91");
  CHECK(percent_encode("a%20b") == "a%2520b");
}

TEST_CASE("percent-decoding") {
  CHECK(percent_decode("", false) == "");
  CHECK(percent_decode("%e9%A6%96", false) == "首");
  CHECK(percent_decode("a+b", true) == "a b");
  CHECK(percent_decode("a+b", false) == "a+b");
  CHECK(percent_decode("%2B", true) == "+");
  CHECK(percent_decode("%2525", true) == "%25");
  CHECK(percent_decode(std::string_view("a\0b", 3), true) == std::string("a\0b", 3));
}

TEST_CASE("malformed percent-encoding is refused") {
  auto const text = GENERATE(as<std::string>(), "%", "%4", "a%", "a%4", "%%41", "%G1", "%1G", "%+1", "% 1",
                             "%-1", "%0x", "%u0041", "%41%");
  CAPTURE(text);
  CHECK_FALSE(percent_decode(text, true));
  CHECK_FALSE(percent_decode(text, false));
  CHECK_FALSE(parse_form(text + "=1"));
  CHECK_FALSE(parse_form("a=" + text));
  CHECK_FALSE(parse_form("a=1&b=" + text + "&c=2"));
}

TEST_CASE("a truncated escape at the very end of a buffer is not read beyond it") {
  // exactly sized heap buffers, so that AddressSanitizer sees a byte too far
  std::vector<char> const one{'%'};
  std::vector<char> const two{'%', '4'};
  CHECK_FALSE(percent_decode({one.data(), one.size()}, true));
  CHECK_FALSE(percent_decode({two.data(), two.size()}, true));
}

TEST_CASE("forms are encoded in the order given") {
  CHECK(form_encode({}).empty());
  CHECK(form_encode(std::vector<parameter>{{"b", "2"}, {"a", "1"}}) == "b=2&a=1");
  CHECK(form_encode(std::vector<parameter>{{"Keyword", ""}}) == "Keyword=");
  CHECK(form_encode(std::vector<parameter>{{"", ""}, {"", "x"}}) == "=&=x");
  CHECK(form_encode(std::vector<parameter>{{"a b", "c+d&e=f"}, {"名", "值"}}) ==
        "a%20b=c%2Bd%26e%3Df&%E5%90%8D=%E5%80%BC");
}

TEST_CASE("forms are parsed") {
  using list = std::vector<parameter>;
  CHECK(parse_form("") == list{});
  CHECK(parse_form("a=b&c=d") == list{{"a", "b"}, {"c", "d"}});
  CHECK(parse_form("a") == list{{"a", ""}});
  CHECK(parse_form("a=") == list{{"a", ""}});
  CHECK(parse_form("=b") == list{{"", "b"}});
  CHECK(parse_form("a=b=c") == list{{"a", "b=c"}});
  CHECK(parse_form("&&a=1&&b=2&") == list{{"a", "1"}, {"b", "2"}});
  CHECK(parse_form("&") == list{});
  CHECK(parse_form("a=1&a=2") == list{{"a", "1"}, {"a", "2"}});
  CHECK(parse_form("EndTime=2021-03-10+15%3A00%3A00&%E5%90%8D=%E5%80%BC") ==
        list{{"EndTime", "2021-03-10 15:00:00"}, {"名", "值"}});
  CHECK(parse_form("x%26y=%3D") == list{{"x&y", "="}});
  CHECK(parse_form("a+b=c+d") == list{{"a b", "c d"}});
}

TEST_CASE("what was encoded is parsed to the same") {
  std::vector<parameter> const parameters{
      {"InstanceName", "a b+c*d~e/f=g&h%7Ei\"j首云"}, {"Empty", ""}, {"", ""}, {"a=b&c", "\r\n\t"}};
  CHECK(parse_form(form_encode(parameters)) == parameters);
}

TEST_CASE("a form of too many parameters is refused") {
  CHECK(parse_form("a&b&c", 3)->size() == 3);
  CHECK(parse_form("a&b&c&", 3)->size() == 3);
  CHECK_FALSE(parse_form("a&b&c&d", 3));
  CHECK_FALSE(parse_form("a", 0));
  CHECK(parse_form("", 0)->empty());

  std::string many;
  for (int i = 0; i < 10'000; ++i) many += "a&";
  CHECK(parse_form(many)->size() == 10'000);
  many += "a";
  CHECK_FALSE(parse_form(many));
}
