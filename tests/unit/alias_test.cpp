// colb: fields that the vendors call by two names.
#include "catch.hpp"

#include <optional>
#include <string>
#include <vector>

#include <colb/codec/flat.hpp>
#include <colb/codec/json.hpp>
#include <colb/text.hpp>

namespace sample {

struct inner {
  std::optional<std::string> name{};
};
constexpr auto aliases(inner const*) { return colb::also_called({{"Name", "name"}}); }

struct outer {
  colb::required<std::int64_t> timeout;
  std::vector<std::string> ids{};
  std::optional<sample::inner> one{};
};
constexpr auto aliases(outer const*) {
  return colb::also_called({{"connectTimeout", "timeout"}, {"idSet", "ids"}});
}

}  // namespace sample

namespace {

using namespace colb::codec;

sample::outer from_json(std::string_view text, bool strict = false) {
  auto out = colb::inner::blank<sample::outer>();
  read_options options;
  options.strict = strict;
  read_error const problem = detail::read(text, colb::inner::type_info_of<sample::outer>, &out, options);
  INFO(problem.message);
  REQUIRE_FALSE(problem);
  return out;
}

read_error from_flat(std::vector<parameter> const& parameters, sample::outer& out) {
  read_options options;
  options.strict = true;
  return detail::read_flat(parameters, colb::inner::type_info_of<sample::outer>, &out, options);
}

}  // namespace

TEST_CASE("a JSON member may come under its other name", "[alias]") {
  auto const read = from_json(R"({"connectTimeout":5,"idSet":["a","b"],"one":{"Name":"x"}})", true);
  CHECK(*read.timeout == 5);
  CHECK(read.ids == std::vector<std::string>{"a", "b"});
  REQUIRE(read.one);
  CHECK(read.one->name == "x");
}

TEST_CASE("the field's own name counts, in whatever order they come", "[alias]") {
  CHECK(*from_json(R"({"connectTimeout":5,"timeout":6})").timeout == 6);
  CHECK(*from_json(R"({"timeout":6,"connectTimeout":5})").timeout == 6);
  CHECK(from_json(R"({"timeout":6,"ids":["a"],"idSet":["b"]})").ids == std::vector<std::string>{"a"});
  CHECK(from_json(R"({"timeout":6,"ids":null,"idSet":["b"]})").ids == std::vector<std::string>{"b"});
}

TEST_CASE("flat parameters may come under their other name", "[alias]") {
  auto out = colb::inner::blank<sample::outer>();
  REQUIRE_FALSE(from_flat({{"connectTimeout", "5"}, {"idSet.0", "a"}, {"one.Name", "x"}}, out));
  CHECK(*out.timeout == 5);
  CHECK(out.ids == std::vector<std::string>{"a"});
  CHECK(out.one->name == "x");

  auto both = colb::inner::blank<sample::outer>();
  REQUIRE_FALSE(from_flat({{"connectTimeout", "5"}, {"timeout", "6"}}, both));
  CHECK(*both.timeout == 6);

  auto none = colb::inner::blank<sample::outer>();
  CHECK(from_flat({{"idSet.0", "a"}}, none).why == read_error::reason::missing_member);
}

TEST_CASE("an alias is never written", "[alias]") {
  sample::outer const value{.timeout = 1, .ids = {"a"}};
  std::string text;
  detail::write(text, colb::inner::type_info_of<sample::outer>, &value, {});
  CHECK(text == R"({"timeout":1,"ids":["a"]})");
}
