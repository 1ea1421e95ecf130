// colb: tests of flat parameters.
#include <colb/codec/flat.hpp>

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "catch.hpp"

using colb::codec::parameter;
using colb::codec::read_error;
using colb::codec::read_options;
using reason = colb::codec::read_error::reason;

namespace flat_shop {

struct item {
  colb::required<std::string> Name;
  colb::required<std::vector<std::string>> Values;
  std::optional<std::int64_t> Weight{};
};

struct attributes {
  std::optional<std::string> Color{};
  std::vector<bool> Flags{};
};

struct order {
  colb::required<std::string> Id;
  std::optional<std::int64_t> Count{};
  std::optional<double> Price{};
  std::optional<bool> Paid{};
  std::vector<std::string> Tags{};
  std::vector<flat_shop::item> Items{};
  std::optional<flat_shop::attributes> Attributes{};
  std::optional<std::vector<std::string>> Groups{};
  std::map<std::string, std::int64_t> Stock{};
  std::vector<flat_shop::attributes> Packed{};
  boost::json::value Extra{};
};
constexpr auto json_text_fields(order const*) { return colb::names("Packed"); }

}  // namespace flat_shop

namespace {

using flat_shop::order;

template <class T>
std::vector<parameter> flat(T const& value, std::size_t base = 0) {
  return colb::codec::detail::write_flat(colb::inner::type_info_of<T>, &value, base);
}

struct outcome {
  order value = colb::inner::blank<order>();
  read_error error{};
};

outcome read(std::vector<parameter> const& parameters, read_options const& options = {.strict = true}) {
  outcome result;
  result.error =
      colb::codec::detail::read_flat(parameters, colb::inner::type_info_of<order>, &result.value, options);
  return result;
}

std::string json(order const& value) {
  std::string text;
  colb::codec::detail::write(text, colb::inner::type_info_of<order>, &value, {});
  return text;
}

order full() {
  return order{.Id = "o-1",
               .Count = 3,
               .Price = 0.5,
               .Paid = false,
               .Tags = {"a", "b"},
               .Items = {{.Name = "n", .Values = {"x", "y"}, .Weight = 7}, {.Name = "m", .Values = {"z"}}},
               .Attributes = flat_shop::attributes{.Color = "red", .Flags = {true, false}},
               .Groups = std::vector<std::string>{"g"},
               .Stock = {{"north", 1}, {"south", 2}},
               .Packed = {{.Color = "blue"}},
               .Extra = {{"k", 1}}};
}

}  // namespace

TEST_CASE("flat parameters are named by path, numbered from the base, in the order of the fields") {
  std::vector<parameter> const expected{{"Id", "o-1"},
                                        {"Count", "3"},
                                        {"Price", "0.5"},
                                        {"Paid", "false"},
                                        {"Tags.0", "a"},
                                        {"Tags.1", "b"},
                                        {"Items.0.Name", "n"},
                                        {"Items.0.Values.0", "x"},
                                        {"Items.0.Values.1", "y"},
                                        {"Items.0.Weight", "7"},
                                        {"Items.1.Name", "m"},
                                        {"Items.1.Values.0", "z"},
                                        {"Attributes.Color", "red"},
                                        {"Attributes.Flags.0", "true"},
                                        {"Attributes.Flags.1", "false"},
                                        {"Groups.0", "g"},
                                        {"Stock.north", "1"},
                                        {"Stock.south", "2"},
                                        {"Packed", R"([{"Color":"blue"}])"},
                                        {"Extra", R"({"k":1})"}};
  CHECK(flat(full()) == expected);
  auto const from_one = flat(full(), 1);
  CHECK(from_one[4] == parameter{"Tags.1", "a"});
  CHECK(from_one[8] == parameter{"Items.1.Values.2", "y"});
}

TEST_CASE("what is not set, or has no flat form, is not written") {
  CHECK(flat(order{.Id = "x"}) == std::vector<parameter>{{"Id", "x"}});
  CHECK(flat(order{.Id = "x", .Attributes = flat_shop::attributes{}, .Groups = std::vector<std::string>{}}) ==
        std::vector<parameter>{{"Id", "x"}});
}

TEST_CASE("flat parameters read back to the same value, from either base and in any order") {
  auto const base = GENERATE(std::size_t{0}, std::size_t{1});
  auto parameters = flat(full(), base);
  std::mt19937 random(7);
  for (int round = 0; round < 20; ++round) {
    std::shuffle(parameters.begin(), parameters.end(), random);
    auto const back = read(parameters);
    CHECK(back.error.message == "");
    CHECK(json(back.value) == json(full()));
  }
}

TEST_CASE("list items are ordered by number, not by text") {
  std::vector<parameter> parameters{{"Id", "x"}};
  for (int i = 11; i >= 0; --i) parameters.emplace_back("Tags." + std::to_string(i), std::to_string(i));
  auto const back = read(parameters);
  REQUIRE_FALSE(back.error);
  REQUIRE(back.value.Tags.size() == 12);
  CHECK(back.value.Tags[2] == "2");
  CHECK(back.value.Tags[10] == "10");
}

TEST_CASE("strict reading says what is wrong and where") {
  struct wrong {
    std::vector<parameter> parameters;
    reason why;
    std::string path;
  };
  auto const one = GENERATE(
      wrong{{}, reason::missing_member, "Id"},
      wrong{{{"Id", "x"}, {"Nope", "1"}}, reason::unknown_member, "Nope"},
      wrong{{{"Id", "x"}, {"Items.0.Nope", "1"}}, reason::unknown_member, "Items.0.Nope"},
      wrong{{{"Id", "x"}, {"Items.0.Name", "n"}}, reason::missing_member, "Items.0.Values"},
      wrong{{{"Id", "x"}, {"Items.3.Values.0", "n"}}, reason::missing_member, "Items.3.Name"},
      wrong{{{"Id", "x"}, {"Count", "three"}}, reason::ill_typed, "Count"},
      wrong{{{"Id", "x"}, {"Count", ""}}, reason::ill_typed, "Count"},
      wrong{{{"Id", "x"}, {"Count", "99999999999999999999"}}, reason::ill_typed, "Count"},
      wrong{{{"Id", "x"}, {"Count.0", "1"}}, reason::ill_typed, "Count"},
      wrong{{{"Id", "x"}, {"Price", "1e400"}}, reason::ill_typed, "Price"},
      wrong{{{"Id", "x"}, {"Paid", "maybe"}}, reason::ill_typed, "Paid"},
      wrong{{{"Id", "x"}, {"Tags", "a"}}, reason::ill_typed, "Tags"},
      wrong{{{"Id", "x"}, {"Tags.a", "a"}}, reason::ill_typed, "Tags.a"},
      wrong{{{"Id", "x"}, {"Tags.01", "a"}}, reason::ill_typed, "Tags.01"},
      wrong{{{"Id", "x"}, {"Tags.1000000", "a"}}, reason::ill_typed, "Tags.1000000"},
      wrong{{{"Id", "x"}, {"Tags.-1", "a"}}, reason::ill_typed, "Tags.-1"},
      wrong{{{"Id", "x"}, {"Tags.0.0", "a"}}, reason::ill_typed, "Tags.0"},
      wrong{{{"Id", "x"}, {"Tags.0", "a"}, {"Tags.0.b", "a"}}, reason::ill_typed, "Tags.0"},
      wrong{{{"Id", "x"}, {"Attributes", "a"}}, reason::ill_typed, "Attributes"},
      wrong{{{"Id", "x"}, {"Attributes.Flags.0", "7"}}, reason::ill_typed, "Attributes.Flags.0"},
      wrong{{{"Id", "x"}, {"Stock", "a"}}, reason::ill_typed, "Stock"},
      wrong{{{"Id", "x"}, {"Stock.a.b", "1"}}, reason::ill_typed, "Stock.a"},
      wrong{{{"Id", "x"}, {"Packed", "[{"}}, reason::malformed, "Packed"},
      wrong{{{"Id", "x"}, {"Packed", R"([{"Colour":1}])"}}, reason::unknown_member, "Packed.0.Colour"},
      wrong{{{"", "x"}, {"Id", "x"}}, reason::unknown_member, ""},
      wrong{{{"Id.", "x"}}, reason::ill_typed, "Id"});
  auto const got = read(one.parameters);
  CAPTURE(one.path, got.error.message);
  CHECK(got.error.why == one.why);
  CHECK(got.error.path == one.path);
}

TEST_CASE("lenient reading skips what it does not know and asks for nothing") {
  auto const got = read({{"Nope.1.x", "1"}, {"Count", "4"}, {"Items.0.Nope", "1"}}, {});
  REQUIRE_FALSE(got.error);
  CHECK(got.value.Count == 4);
  CHECK(got.value.Items.size() == 1);
}

TEST_CASE("of a parameter that comes twice the last one counts") {
  auto const got = read({{"Id", "a"}, {"Id", "b"}});
  REQUIRE_FALSE(got.error);
  CHECK(got.value.Id.value() == "b");
}

TEST_CASE("json text fields take items one by one too") {
  auto const got = read({{"Id", "x"}, {"Packed.0.Color", "red"}, {"Packed.1.Flags.0", "true"}});
  REQUIRE_FALSE(got.error);
  REQUIRE(got.value.Packed.size() == 2);
  CHECK(got.value.Packed[1].Flags == std::vector<bool>{true});
}

TEST_CASE("an untyped parameter is JSON where it parses and text where it does not") {
  CHECK(read({{"Id", "x"}, {"Extra", "[1]"}}).value.Extra == boost::json::array{1});
  CHECK(read({{"Id", "x"}, {"Extra", "plain"}}).value.Extra == boost::json::value("plain"));
}

TEST_CASE("hostile names are refused: depth and memory have limits") {
  std::string deep = "Items";
  for (int i = 0; i < 100'000; ++i) deep += ".0";
  CHECK(read({{"Id", "x"}, {deep, "1"}}).error.why == reason::too_large);

  std::vector<parameter> many{{"Id", "x"}};
  for (int i = 0; i < 1000; ++i) many.emplace_back("Items." + std::to_string(i) + ".Weight", "1");
  CHECK(read(many, {.strict = false, .max_memory = 10'000}).error.why == reason::too_large);
  CHECK(read(many, {.strict = false}).value.Items.size() == 1000);
  CHECK(read({{"Id", "x"}, {"Packed", "[{},{},{}]"}}, {.strict = true, .max_memory = 100}).error.why ==
        reason::too_large);
}

TEST_CASE("replies: an empty value where a number or a boolean stands means unset", "[flat]") {
  auto const out = read({{"Id", "x"},
                         {"Count", ""},
                         {"Price", ""},
                         {"Paid", ""},
                         {"Items.0.Name", "n"},
                         {"Items.0.Weight", ""},
                         {"Attributes.Flags.0", ""},
                         {"Attributes.Flags.1", "true"}},
                        {.strict = false});
  CHECK(out.error.message == "");
  CHECK(json(out.value) == R"({"Id":"x","Items":[{"Name":"n","Values":[]}],"Attributes":{"Flags":[true]}})");
  CHECK(read({{"Id", "x"}, {"Count", ""}}).error.why == reason::ill_typed);
}
