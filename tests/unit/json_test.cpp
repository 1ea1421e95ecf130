// colb: tests of structs as JSON text and back.
#include <colb/codec/json.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/parse.hpp>

#include <colb/tencent/clb/types.hpp>

#include "catch.hpp"

using colb::codec::read_error;
using colb::codec::read_options;
using reason = colb::codec::read_error::reason;

namespace json_shop {

struct key {
  colb::required<std::string> Name;
  std::optional<std::string> Secret{};
  std::optional<std::int64_t> Size{};
};
constexpr auto secret_fields(key const*) { return colb::names("Secret"); }

struct order {
  colb::required<std::string> Id;
  std::optional<std::int64_t> Count{};
  std::optional<double> Price{};
  std::optional<bool> Paid{};
  std::vector<std::string> Tags{};
  std::vector<json_shop::key> Keys{};
  std::optional<json_shop::key> Main{};
  std::map<std::string, std::int64_t> Stock{};
  std::map<std::string, std::vector<json_shop::key>> Rings{};
  boost::json::value Extra{};
  std::vector<bool> Flags{};
  std::optional<std::vector<std::string>> Groups{};
  std::vector<std::vector<std::int64_t>> Grid{};
  std::vector<std::string> Pins{};
};
constexpr auto secret_fields(order const*) { return colb::names("Pins"); }

template <int Depth>
struct layer {
  std::optional<std::int64_t> A{};
  std::optional<std::int64_t> B{};
  std::vector<layer<Depth - 1>> Below{};
};
template <>
struct layer<0> {
  std::optional<std::int64_t> A{};
};

struct needy {
  colb::required<std::vector<std::string>> List;
  colb::required<std::map<std::string, std::int64_t>> Map;
  colb::required<boost::json::value> Any;
  colb::required<json_shop::key> Key;
};

struct with_first_inside {
  std::optional<json_shop::key> Data{};
  std::optional<std::string> After{};
};
struct beside {
  std::string RequestId{};
  std::optional<json_shop::key> Error{};
};

}  // namespace json_shop

namespace {

using json_shop::key;
using json_shop::order;

template <class T>
std::string write(T const& value, bool mask_secrets = false) {
  colb::codec::write_options options;
  options.mask_secrets = mask_secrets;
  std::string out;
  colb::codec::detail::write(out, colb::inner::type_info_of<T>, &value, options);
  return out;
}

template <class T>
struct outcome {
  T value = colb::inner::blank<T>();
  read_error error{};
};

template <class T = order>
outcome<T> read(std::string_view text, read_options const& options = {}) {
  outcome<T> out;
  out.error = colb::codec::detail::read(text, colb::inner::type_info_of<T>, &out.value, options);
  return out;
}

template <class T = order>
outcome<T> read_strictly(std::string_view text) {
  read_options options;
  options.strict = true;
  return read<T>(text, options);
}

/// The value after a reading that has to work.
template <class T = order>
T taken(std::string_view text) {
  auto out = read<T>(text);
  INFO(text);
  INFO(out.error.message);
  REQUIRE_FALSE(out.error);
  return out.value;
}

void refused(outcome<order> const& out, reason why, std::string_view path, std::string_view message) {
  CHECK(static_cast<int>(out.error.why) == static_cast<int>(why));
  CHECK(out.error.path == path);
  CHECK(out.error.message == message);
}

std::string times(std::size_t n, std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < n; ++i) out += text;
  return out;
}

order full() {
  order o{.Id = "o-1"};
  o.Count = -5;
  o.Price = 0.1;
  o.Paid = true;
  o.Tags = {"a", ""};
  o.Keys = {{.Name = "k", .Secret = "s", .Size = 1}};
  o.Main = key{.Name = "m"};
  o.Stock = {{"x", 1}, {"a b", 2}};
  o.Rings["r"] = {{.Name = "in"}};
  o.Extra = boost::json::parse(R"({"deep":[1,"two",null,true,2.5]})");
  o.Flags = {true, false};
  o.Groups = std::vector<std::string>{};
  o.Grid = {{1, 2}, {}};
  o.Pins = {"1234"};
  return o;
}

constexpr std::string_view full_text =
    R"({"Id":"o-1","Count":-5,"Price":0.1,"Paid":true,"Tags":["a",""],)"
    R"("Keys":[{"Name":"k","Secret":"s","Size":1}],)"
    R"("Main":{"Name":"m"},"Stock":{"a b":2,"x":1},"Rings":{"r":[{"Name":"in"}]},)"
    R"("Extra":{"deep":[1,"two",null,true,2.5E0]},"Flags":[true,false],)"
    R"("Groups":[],"Grid":[[1,2],[]],"Pins":["1234"]})";

}  // namespace

// ---- writing
// ---------------------------------------------------------------------------------------------------

TEST_CASE("every shape as JSON text", "[json]") { CHECK(write(full()) == full_text); }

TEST_CASE("what is not set is left out", "[json]") {
  order o{.Id = ""};
  CHECK(write(o) == R"({"Id":""})");
  o.Groups = std::vector<std::string>{};
  CHECK(write(o) == R"({"Id":"","Groups":[]})");
  CHECK(write(colb::inner::blank<json_shop::needy>()) ==
        R"({"List":[],"Map":{},"Any":null,"Key":{"Name":""}})");
  CHECK(write(std::optional<std::int64_t>()) == "null");
  CHECK(write(std::vector<std::optional<std::int64_t>>{5, std::nullopt}) == "[5,null]");
}

TEST_CASE("secrets are masked where asked for, wherever they stand", "[json]") {
  std::string const masked = write(full(), true);
  CHECK(masked.find(R"({"Name":"k","Secret":"***","Size":1})") != std::string::npos);
  CHECK(masked.find(R"("Pins":"***")") != std::string::npos);
  CHECK(masked.find("1234") == std::string::npos);
  order o{.Id = "x"};
  o.Rings["r"] = {{.Name = "a", .Secret = "hidden"}};
  o.Main = key{.Name = "b", .Secret = "hidden too"};
  CHECK(write(o, true) ==
        R"({"Id":"x","Main":{"Name":"b","Secret":"***"},"Rings":{"r":[{"Name":"a","Secret":"***"}]}})");
  CHECK(write(key{.Name = "no secret"}, true) == R"({"Name":"no secret"})");
}

TEST_CASE("text is escaped", "[json]") {
  CHECK(write(std::string("a\"b\\c/d")) == R"("a\"b\\c/d")");
  CHECK(write(std::string("\n\r\t\b\f")) == R"("\n\r\t\u0008\u000c")");
  CHECK(write(std::string("\x01\x1f\x7f", 3)) == "\"\\u0001\\u001f\x7f\"");
  CHECK(write(std::string("a\0b", 3)) == R"("a\u0000b")");
  CHECK(write(std::string("负载均衡 😀")) == "\"负载均衡 😀\"");
  CHECK(write(std::map<std::string, std::int64_t>{{"a\"\n", 1}}) == R"({"a\"\n":1})");
  for (int c = 1; c < 0x80; ++c) {
    std::string const text = "x" + std::string(1, static_cast<char>(c)) + "y";
    CHECK(taken<std::string>(write(text)) == text);
    CHECK(boost::json::parse(write(text)).as_string() == text);
  }
}

TEST_CASE("numbers are written so that they read back", "[json]") {
  CHECK(write(std::numeric_limits<std::int64_t>::min()) == "-9223372036854775808");
  CHECK(write(std::numeric_limits<std::int64_t>::max()) == "9223372036854775807");
  for (double d : {0.0, -0.0, 0.1, 1.0, 1.0 / 3, 5e-324, 1.7976931348623157e308, -123456.789, 1e22, 1e-7,
                   9007199254740993.0}) {
    CHECK(taken<double>(write(d)) == d);
  }
  CHECK(write(std::numeric_limits<double>::infinity()) == "null");
  CHECK(write(-std::numeric_limits<double>::infinity()) == "null");
  CHECK(write(std::numeric_limits<double>::quiet_NaN()) == "null");
}

// ---- reading
// ---------------------------------------------------------------------------------------------------

TEST_CASE("reals read back to the last digit", "[json]") {
  std::mt19937_64 random(1);
  for (int i = 0; i < 2000; ++i) {
    double const d = std::bit_cast<double>(random());
    if (!std::isfinite(d)) continue;
    std::string const text = write(d);
    INFO(text);
    CHECK(taken<double>(text) == d);
    CHECK(taken("{\"Price\":" + text + "}").Price == d);
    CHECK(taken("{\"Extra\":[" + text + ",1]}").Extra.at(0).to_number<double>() == d);
  }
}

TEST_CASE("every shape from JSON text", "[json]") {
  order const o = taken(full_text);
  CHECK(write(o) == full_text);
  CHECK(o.Keys[0].Secret == "s");
  CHECK(o.Flags == std::vector<bool>{true, false});
  REQUIRE(o.Groups);
  CHECK(o.Groups->empty());
  CHECK_FALSE(read_strictly(full_text).error);
}

TEST_CASE("members in any order, with blanks, escaped keys and trailing blanks", "[json]") {
  order const o =
      taken(" \t\r\n{ \"Paid\" : false ,\n \"Tags\" : [ ] , \"C\\u006funt\" : 3 , \"Id\" : \"x\" } \n ");
  CHECK(o.Id == "x");
  CHECK(o.Count == 3);
  CHECK(o.Paid == false);
}

TEST_CASE("replies: unknown members are skipped, whatever they hold", "[json]") {
  order const o =
      taken(R"({"New":1,"A":"x","B":null,"C":true,"D":[1,{"Id":"no"},[[]],"y",null,1.5],)"
            R"("E":{"Id":"no","F":{"Tags":["no"]},)"
            R"("G":[]},"Id":"yes","H":18446744073709551615,"Keys":[{"What":[{}],"Name":"k"}],"I":{}})");
  CHECK(o.Id == "yes");
  CHECK(o.Tags.empty());
  REQUIRE(o.Keys.size() == 1);
  CHECK(o.Keys[0].Name == "k");
}

TEST_CASE("null, absent and empty are one", "[json]") {
  order const o =
      taken(R"({"Id":null,"Count":null,"Price":null,"Paid":null,"Tags":null,"Keys":null,"Main":null,)"
            R"("Stock":null,"Extra":null,)"
            R"("Flags":null,"Groups":null,"Grid":null})");
  CHECK(write(o) == R"({"Id":""})");
  order const inner = taken(
      R"({"Keys":[{"Name":"a","Size":null,"Secret":null}],"Stock":{"x":null,"y":1},"Tags":["a",null]})");
  CHECK_FALSE(inner.Keys[0].Size);
  CHECK(inner.Stock == std::map<std::string, std::int64_t>{{"y", 1}});
  CHECK(inner.Tags == std::vector<std::string>{"a"});
}

TEST_CASE("of a member that comes twice the last one counts", "[json]") {
  order const o =
      taken(R"({"Id":"a","Id":"b","Count":1,"Count":2,"Tags":["a","b"],"Tags":["c"],)"
            R"("Keys":[{"Name":"x"}],"Keys":[],)"
            R"("Main":{"Name":"m","Size":1},"Main":{"Name":"n"},"Stock":{"x":1},"Stock":{"y":2},)"
            R"("Flags":[true],"Flags":[false],)"
            R"("Extra":[1],"Extra":2,"Groups":["g"],"Groups":null,"Grid":[[1]],"Grid":[[2],[3]]})");
  CHECK(write(o) ==
        R"({"Id":"b","Count":2,"Tags":["c"],"Main":{"Name":"n"},"Stock":{"y":2},"Extra":2,"Flags":[false],)"
        R"("Grid":[[2],[3]]})");
  CHECK(taken(R"({"Stock":{"x":1,"x":2}})").Stock.at("x") == 2);
}

TEST_CASE("replies: a number in a string field and the reverse", "[json]") {
  CHECK(taken(R"({"Id":5})").Id == "5");
  CHECK(taken(R"({"Id":-5})").Id == "-5");
  CHECK(taken(R"({"Id":18446744073709551615})").Id == "18446744073709551615");
  CHECK(taken(R"({"Id":0.5})").Id == "0.5");
  CHECK(taken(R"({"Id":true})").Id == "true");
  CHECK(taken(R"({"Id":false})").Id == "false");
  CHECK(taken(R"({"Count":"5"})").Count == 5);
  CHECK(taken(R"({"Count":"-9223372036854775808"})").Count == std::numeric_limits<std::int64_t>::min());
  CHECK(taken(R"({"Count":true})").Count == 1);
  CHECK(taken(R"({"Count":false})").Count == 0);
  CHECK(taken(R"({"Count":5.0})").Count == 5);
  CHECK(taken(R"({"Count":1e3})").Count == 1000);
  CHECK(taken(R"({"Price":5})").Price == 5.0);
  CHECK(taken(R"({"Price":18446744073709551615})").Price == 18446744073709551615.0);
  CHECK(taken(R"({"Price":"0.25"})").Price == 0.25);
  CHECK(taken(R"({"Paid":1})").Paid == true);
  CHECK(taken(R"({"Paid":0})").Paid == false);
  for (char const* yes : {"true", "True", "1"})
    CHECK(taken(R"({"Paid":")" + std::string(yes) + "\"}").Paid == true);
  for (char const* no : {"false", "False", "0"})
    CHECK(taken(R"({"Paid":")" + std::string(no) + "\"}").Paid == false);
  CHECK(taken(R"({"Flags":["true",0]})").Flags == std::vector<bool>{true, false});
  CHECK(taken(R"({"Tags":[1,true]})").Tags == std::vector<std::string>{"1", "true"});
  CHECK(taken(R"({"Stock":{"x":"7"}})").Stock.at("x") == 7);
}

TEST_CASE("replies: an empty text where a number or a boolean stands means unset", "[json]") {
  order const o = taken(
      R"({"Count":"","Price":"","Paid":"","Flags":[true,"",false],"Stock":{"a":"","b":1},"Grid":[["",1],[""]],)"
      R"("Keys":[{"Name":"n","Size":""}],"Id":"after"})");
  CHECK_FALSE(o.Count);
  CHECK_FALSE(o.Price);
  CHECK_FALSE(o.Paid);
  CHECK(o.Flags == std::vector<bool>{true, false});
  CHECK(o.Stock == std::map<std::string, std::int64_t>{{"b", 1}});
  CHECK(write(o.Grid) == "[[1],[]]");
  CHECK_FALSE(o.Keys.at(0).Size);
  CHECK(o.Id == "after");
  CHECK_FALSE(taken(R"({"Count":5,"Count":""})").Count);
}

TEST_CASE("replies: a number or boolean that is none loses that field, and nothing beside it", "[json]") {
  for (std::string_view text :
       {R"("2024-05-06 07:08:09")", R"("2024-05-06T07:08:09Z")", R"("x")", R"("-")", R"("5 ")", R"("+5")",
        R"("0x5")", "1.5", "1e19", "9223372036854775808", "-9223372036854775809", R"("9223372036854775808")",
        "[]", "{}", R"([1,{"Size":2}])", R"({"a":[]})"}) {
    INFO(text);
    order const o = taken(R"({"Keys":[{"Name":"a","Size":1},{"Name":"b","Size":)" + std::string(text) +
                          R"(,"Secret":"s"}],"Id":"after"})");
    REQUIRE(o.Keys.size() == 2);
    CHECK(o.Keys[0].Size == 1);
    CHECK_FALSE(o.Keys[1].Size);
    CHECK(o.Keys[1].Secret == "s");
    CHECK(o.Id == "after");
  }
  for (std::string_view text :
       {R"("x")", "true", R"("inf")", R"("nan")", R"("1e400")", "[1]", R"({"a":1})"}) {
    INFO(text);
    CHECK_FALSE(taken("{\"Price\":" + std::string(text) + "}").Price);
  }
  for (std::string_view text : {"2", "1.0", R"("yes")", R"("TRUE")", R"("2024-05-06")", "[]", "{}"}) {
    INFO(text);
    CHECK_FALSE(taken("{\"Paid\":" + std::string(text) + "}").Paid);
  }
}

TEST_CASE("what would lose more than one number is refused, with its path", "[json]") {
  auto const check = [](std::string_view text, std::string_view path, std::string_view message) {
    INFO(text);
    refused(read(text), reason::ill_typed, path, message);
  };
  check(R"({"Id":[]})", "Id", "Id has to be a string, not a list");
  check(R"({"Id":{}})", "Id", "Id has to be a string, not an object");
  check(R"({"Tags":"a"})", "Tags", "Tags has to be a list, not a string");
  check(R"({"Tags":{"0":"a"}})", "Tags", "Tags has to be a list, not an object");
  check(R"({"Tags":["a",[]]})", "Tags.1", "Tags.1 has to be a string, not a list");
  check(R"({"Main":5})", "Main", "Main has to be an object, not a number");
  check(R"({"Main":{"Name":[]}})", "Main.Name", "Main.Name has to be a string, not a list");
  check(R"({"Keys":[{"Name":"a"},{"Name":{}}]})", "Keys.1.Name",
        "Keys.1.Name has to be a string, not an object");
  check(R"({"Keys":[5]})", "Keys.0", "Keys.0 has to be an object, not a number");
  check(R"({"Stock":{"a":1,"b":"x"}})", "Stock.b", "Stock.b has to be an integer, not a string");
  check(R"({"Rings":{"r":[{},{"Name":[]}]}})", "Rings.r.1.Name",
        "Rings.r.1.Name has to be a string, not a list");
  check(R"({"Grid":[[1],[2,"x"]]})", "Grid.1.1", "Grid.1.1 has to be an integer, not a string");
  check(R"({"Flags":[true,"maybe"]})", "Flags.1", "Flags.1 has to be a boolean, not a string");
  check(R"({"Flags":[[]]})", "Flags.0", "Flags.0 has to be a boolean, not a list");
  check(R"("x")", "", "the text has to be an object, not a string");
  check("5", "", "the text has to be an object, not a number");
  check("true", "", "the text has to be an object, not a boolean");
  check("null", "", "the text has to be an object, not null");
}

TEST_CASE("replies: an empty list for an object, as PHP writes it", "[json]") {
  order const o = taken(R"({"Main":[],"Stock":[],"Keys":[[]],"Id":"after"})");
  CHECK(o.Stock.empty());
  CHECK(o.Id == "after");
  CHECK_FALSE(read("[]").error);
  for (std::string_view text :
       {R"({"Main":[1]})", R"({"Main":[[]]})", R"({"Main":[{}]})", R"({"Main":["x"]})", "[{}]"}) {
    INFO(text);
    auto const out = read(text);
    CHECK(static_cast<int>(out.error.why) == static_cast<int>(reason::ill_typed));
    CHECK(out.error.message.ends_with("has to be an object, not a list"));
  }
}

TEST_CASE("messages quote no value", "[json]") {
  CHECK(read_strictly(R"({"Count":"hush-hush"})").error.message.find("hush") == std::string::npos);
  CHECK(read(R"({"Id":hush})").error.message.find("hush") == std::string::npos);
}

TEST_CASE("numbers too large to hold", "[json]") {
  refused(read(R"({"Price":1e400})"), reason::malformed, "Price", "Price is a number too large to hold");
  refused(read(R"({"Count":-1e400})"), reason::malformed, "Count", "Count is a number too large to hold");
  refused(read(R"({"Extra":{"a":[1e400]}})"), reason::malformed, "Extra",
          "Extra is a number too large to hold");
  CHECK_FALSE(read(R"({"Unknown":1e400})").error);
  CHECK(taken(R"({"Price":1e-400})").Price == 0.0);
}

TEST_CASE("untyped JSON is kept as it is", "[json]") {
  for (std::string_view text :
       {R"({"a":[1,-2,18446744073709551615,0.5,"x",true,null,{"b":{}}],"c":[]})", R"([[],{},[[1]]])",
        R"("text")", "5", "-5", "999999999999999999", "9999999999999999999", "10000000000000000000",
        "18446744073709551615", "-9223372036854775808", "18446744073709551616", "-9223372036854775809",
        "99999999999999999999", "100000000000000000000", "36893488147419103232", "0.5", "true", "false",
        R"({"é":"😀\n"})"}) {
    INFO(text);
    order const o = taken("{\"Extra\":" + std::string(text) + R"(,"Id":"after"})");
    CHECK(o.Extra == boost::json::parse(text));
    CHECK(o.Id == "after");
  }
  CHECK(taken<std::vector<boost::json::value>>("[1,[2],{\"a\":3}]").size() == 3);
}

TEST_CASE("what is no JSON is refused", "[json]") {
  for (std::string_view text : {"",
                                " ",
                                "{",
                                "}",
                                R"({"Id")",
                                R"({"Id":)",
                                R"({"Id":})",
                                R"({"Id":"a)",
                                R"({"Id":"a"} x)",
                                R"({"Id":"a"}{})",
                                R"({"Id":"a",})",
                                R"({,})",
                                R"({"Tags":[1,]})",
                                R"({"Tags":[1})",
                                R"({'Id':'a'})",
                                "{Id:1}",
                                R"({"Count":01})",
                                R"({"Count":+1})",
                                R"({"Count":.5})",
                                R"({"Count":1.})",
                                R"({"Price":NaN})",
                                R"({"Price":Infinity})",
                                R"({"Paid":tru})",
                                "{\"Id\":\"a\nb\"}",
                                R"({"Id":"\x"})",
                                R"({"Id":"\u12"})",
                                "// c\n{}",
                                "\xef\xbb\xbf{}",
                                "<html></html>",
                                "{\"Extra\":{\"a\":}}",
                                "{\"Unknown\":[}"}) {
    INFO(text);
    auto const out = read(text);
    CHECK(static_cast<int>(out.error.why) == static_cast<int>(reason::malformed));
    CHECK(out.error.path.empty());
    CHECK(out.error.message.starts_with("not the JSON that was expected: "));
  }
  CHECK(read(R"({"Id":"a"} x)").error.message.find("(at byte 11)") != std::string::npos);
}

TEST_CASE("what is not UTF-8 is U+FFFD in replies, and refused in requests", "[json]") {
  struct row {
    std::string_view text, meant;
  };
  for (row const& r : {row{"\xff", "\ufffd"},
                       {"a\xc3", "a\ufffd"},
                       {"\xc3z", "\ufffdz"},
                       {"\xed\xa0\x80", "\ufffd\ufffd\ufffd"},
                       {"\xe4\xb8", "\ufffd"},
                       {"\xf0\x9f\x98", "\ufffd"},
                       {"\xc0\x80", "\ufffd\ufffd"},
                       {"\xf4\x90\x80\x80", "\ufffd\ufffd\ufffd\ufffd"},
                       {"\xe9t\xe9", "\ufffdt\ufffd"},
                       {R"(\ud800)", "\ufffd"},
                       {R"(\udc00x)", "\ufffdx"},
                       {R"(\ud800\ud800)", "\ufffd\ufffd"},
                       {R"(\ud83dx)", "\ufffdx"},
                       {R"(\ud83d\n)", "\ufffd\n"}}) {
    std::string const quoted = "\"" + std::string(r.text) + "\"";
    INFO(quoted);
    CHECK(taken("{\"Id\":" + quoted + "}").Id == r.meant);
    CHECK(taken("{\"Extra\":[" + quoted + "]}").Extra.at(0).as_string() == r.meant);
    CHECK(taken("{\"Stock\":{" + quoted + ":1}}").Stock.begin()->first == r.meant);
    CHECK(taken("{" + quoted + ":" + quoted + ",\"Id\":\"x\"}").Id == "x");
    CHECK(read_strictly("{\"Id\":" + quoted + "}").error.why == reason::malformed);
    CHECK(read_strictly("{\"Id\":\"\",\"Stock\":{" + quoted + ":1}}").error.why == reason::malformed);
  }
  for (std::string_view text :
       {"é", "😀", "\x7f", "\u07ff", "\u0800", "\ud7ff", "\ue000", "\uffff", "\U0010ffff"}) {
    CHECK(taken("{\"Id\":\"" + std::string(text) + "\"}").Id == text);
    CHECK_FALSE(read_strictly("{\"Id\":\"" + std::string(text) + "\"}").error);
  }
  CHECK(taken(R"({"Id":"\ud83d\ude00\u00e9\u4e2d\uffff"})").Id == "😀é中\uffff");
}

TEST_CASE("long texts come to the reader in parts and are put together", "[json]") {
  std::string const escaped = times(9000, "\\u0041b\\n");
  std::string const meant = times(9000, "Ab\n");
  CHECK(taken("{\"Id\":\"" + escaped + "\"}").Id == meant);
  CHECK(taken("{\"Extra\":{\"k\":\"" + escaped + "\"}}").Extra.at("k").as_string() == meant);
  CHECK(taken("{\"Unknown\":\"" + escaped + "\",\"Id\":\"x\"}").Id == "x");
  std::string const key = times(1000, "\\u0041b");
  CHECK(taken("{\"Stock\":{\"" + key + "\":1}}").Stock.at(times(1000, "Ab")) == 1);
  CHECK(taken("{\"Extra\":{\"" + key + "\":1}}").Extra.at(times(1000, "Ab")).as_int64() == 1);
  CHECK(taken("{\"" + key + "\":1,\"Id\":\"x\"}").Id == "x");
  CHECK(read("{\"" + times(5000, "k") + "\":1}").error.why == reason::malformed);
}

TEST_CASE("nesting is limited, known or unknown", "[json]") {
  auto const nested = [](std::size_t depth) { return times(depth, "[") + times(depth, "]"); };
  CHECK_FALSE(read("{\"Extra\":" + nested(31) + "}").error);
  CHECK(read("{\"Extra\":" + nested(32) + "}").error.why == reason::malformed);
  CHECK_FALSE(read("{\"Unknown\":" + nested(31) + "}").error);
  CHECK_FALSE(read("{\"Unknown\":" + nested(5'000) + ",\"Id\":\"x\"}").error);
  CHECK_FALSE(read("{\"Unknown\":" + times(5'000, "{\"a\":[") + "1" + times(5'000, "]}") + "}").error);
  CHECK(read("{\"Unknown\":" + nested(100'000) + "}").error.why == reason::malformed);
  read_options options;
  options.max_depth = 2;
  CHECK_FALSE(read(R"({"Tags":["a"]})", options).error);
  CHECK(read(R"({"Keys":[{}]})", options).error.why == reason::malformed);
}

TEST_CASE("list elements and map entries are limited by the memory they take", "[json]") {
  read_options options;
  options.max_memory = 10 * sizeof(key);
  CHECK_FALSE(read("{\"Keys\":[{}" + times(9, ",{}") + "]}", options).error);
  refused(read("{\"Keys\":[{}" + times(10, ",{}") + "]}", options), reason::too_large, "Keys.10",
          "Keys.10 has more elements than are allowed");
  std::string entries = "\"k0\":1";
  for (int i = 1; i < 100; ++i) entries += ",\"k" + std::to_string(i) + "\":1";
  auto const out = read("{\"Stock\":{" + entries + "}}", options);
  CHECK(out.error.why == reason::too_large);
  CHECK(out.error.path.starts_with("Stock.k"));
  CHECK_FALSE(read("{\"Unknown\":[1" + times(1000, ",1") + "]}", options).error);
  CHECK(read("{\"Extra\":[1" + times(1000, ",1") + "]}", options).error.why == reason::too_large);
  // 300 KB of {} would be 293 MB of load balancers.
  auto const large =
      read<std::vector<colb::tencent::clb::types::LoadBalancer>>("[{}" + times(100'000, ",{}") + "]");
  CHECK(large.error.why == reason::too_large);
  CHECK(large.value.capacity() * sizeof(large.value[0]) <= std::size_t{33} * 1024 * 1024);
}

TEST_CASE("members in an order of the server's own, the same or another each time", "[json]") {
  std::string text = "[";
  for (int i = 0; i < 40; ++i) {
    std::string const n = std::to_string(i);
    std::vector<std::string> members{"\"Secret\":\"s" + n + "\"", "\"Size\":" + n, "\"New\":[{}]",
                                     "\"Name\":\"n" + n + "\""};
    std::rotate(members.begin(), members.begin() + (i < 20 ? 0 : i % 4), members.end());
    text += i > 0 ? ",{" : "{";
    for (std::size_t m = 0; m < 4; ++m) text += (m > 0 ? "," : "") + members[m];
    text += "}";
  }
  auto const keys = taken<std::vector<key>>(text + "]");
  REQUIRE(keys.size() == 40);
  for (int i = 0; i < 40; ++i) {
    std::string const n = std::to_string(i);
    std::string const expected = R"({"Name":"n)" + n + R"(","Secret":"s)" + n + R"(","Size":)" + n + "}";
    CHECK(write(keys[static_cast<std::size_t>(i)]) == expected);
  }
}

TEST_CASE("many structs whose members come in an order of the server's own", "[json]") {
  std::string text = R"({"A":0})", expected = text;
  for (int i = 1; i <= 9; ++i) {
    std::string const n = std::to_string(i);
    text = R"({"Below":[)" + text + "," + text + R"(],"B":)" + n + R"(,"A":)" + n + "}";
    expected = R"({"A":)" + n + R"(,"B":)" + n + R"(,"Below":[)" + expected + "," + expected + "]}";
  }
  CHECK(write(taken<json_shop::layer<9>>(text)) == expected);
}

// ---- strict reading
// --------------------------------------------------------------------------------------------

TEST_CASE("requests: unknown members are refused, with their path", "[json]") {
  auto const check = [](std::string_view text, std::string_view path) {
    INFO(text);
    refused(read_strictly(text), reason::unknown_member, path, std::string(path) + " is not a known member");
  };
  check(R"({"Id":"a","New":1})", "New");
  check(R"({"Id":"a","id":"b"})", "id");
  check(R"({"New":{"Id":"a"}})", "New");
  check(R"({"Id":"a","Main":{"Name":"m","New":null}})", "Main.New");
  check(R"({"Id":"a","Keys":[{"Name":"m"},{"New":[]}]})", "Keys.1.New");
  check(R"({"Id":"a","Rings":{"r":[{"New":1}]}})", "Rings.r.0.New");
}

TEST_CASE("requests: missing members are refused, with their path", "[json]") {
  auto const check = [](std::string_view text, std::string_view path) {
    INFO(text);
    refused(read_strictly(text), reason::missing_member, path,
            std::string(path) + " is required and missing");
  };
  check("{}", "Id");
  check(R"({"Count":1})", "Id");
  check(R"({"Id":null})", "Id");
  check(R"({"Id":"a","Id":null})", "Id");
  check(R"({"Id":"a","Main":{}})", "Main.Name");
  check(R"({"Id":"a","Keys":[{"Name":"x"},{"Size":1}]})", "Keys.1.Name");
  check(R"({"Id":"a","Rings":{"r":[{"Name":"x"},{}]}})", "Rings.r.1.Name");
  CHECK_FALSE(read_strictly(R"({"Id":""})").error);
  auto const empty = read_strictly<json_shop::needy>(R"({"List":[],"Map":{},"Any":0,"Key":{"Name":""}})");
  CHECK_FALSE(empty.error);
  CHECK(read_strictly<json_shop::needy>(R"({"List":null,"Map":{},"Any":0,"Key":{"Name":""}})").error.path ==
        "List");
}

TEST_CASE("requests: types are kept to, but integers may stand in quotes", "[json]") {
  auto const check = [](std::string_view text, std::string_view path, std::string_view message) {
    INFO(text);
    refused(read_strictly(text), reason::ill_typed, path, message);
  };
  check(R"({"Id":5})", "Id", "Id has to be a string, not a number");
  check(R"({"Id":"a","Count":"x"})", "Count", "Count has to be an integer, not a string");
  check(R"({"Id":"a","Count":[]})", "Count", "Count has to be an integer, not a list");
  check(R"({"Id":"a","Paid":""})", "Paid", "Paid has to be a boolean, not a string");
  check(R"({"Id":true})", "Id", "Id has to be a string, not a boolean");
  check(R"({"Id":"a","Count":""})", "Count", "Count has to be an integer, not a string");
  check(R"({"Id":"a","Count":true})", "Count", "Count has to be an integer, not a boolean");
  check(R"({"Id":"a","Count":1.5})", "Count", "Count has to be an integer, not a number");
  check(R"({"Id":"a","Tags":["a",null]})", "Tags.1", "Tags.1 has to be a string, not null");
  check(R"({"Id":"a","Tags":["a",5]})", "Tags.1", "Tags.1 has to be a string, not a number");
  check(R"({"Id":"a","Keys":[null]})", "Keys.0", "Keys.0 has to be an object, not null");
  check(R"({"Id":"a","Main":[]})", "Main", "Main has to be an object, not a list");
  check(R"({"Id":"a","Stock":[]})", "Stock", "Stock has to be an object, not a list");
  check("[]", "", "the text has to be an object, not a list");
  auto const quoted = read_strictly(R"({"Id":"a","Count":"5","Price":"0.5","Paid":"true"})");
  CHECK_FALSE(quoted.error);
  CHECK(quoted.value.Count == 5);
  CHECK(quoted.value.Price == 0.5);
  CHECK(quoted.value.Paid == true);
}

// ---- envelopes
// -------------------------------------------------------------------------------------------------

namespace {

struct enveloped {
  order value = colb::inner::blank<order>();
  json_shop::beside around = colb::inner::blank<json_shop::beside>();
  read_error error{};
};

enveloped read_enveloped(std::string_view text, std::string_view wrapper = "Response") {
  enveloped out;
  colb::codec::detail::read_target target;
  target.type = &colb::inner::type_info_of<order>;
  target.object = &out.value;
  target.extra = &colb::inner::type_info_of<json_shop::beside>;
  target.extra_object = &out.around;
  target.wrapper = wrapper;
  out.error = colb::codec::detail::read(text, target, {});
  return out;
}

}  // namespace

TEST_CASE("a reply inside its envelope", "[json]") {
  auto const out =
      read_enveloped(R"({"Other":{"Id":"no","RequestId":"no"},)"
                     R"("Response":{"RequestId":"r-1","Id":"a","Keys":[{"Name":"k","RequestId":"no"}],)"
                     R"("Count":5,"Unknown":{"RequestId":"no"}},"RequestId":"no","Id":"no"})");
  CHECK_FALSE(out.error);
  CHECK(out.around.RequestId == "r-1");
  CHECK(out.value.Id == "a");
  CHECK(out.value.Count == 5);
  CHECK(out.value.Keys.size() == 1);
  CHECK_FALSE(out.around.Error);
}

TEST_CASE("an error inside its envelope", "[json]") {
  auto const out =
      read_enveloped(R"({"Response":{"Error":{"Name":"Code","Size":3,"New":[]},"RequestId":"r-2"}})");
  CHECK_FALSE(out.error);
  REQUIRE(out.around.Error);
  CHECK(out.around.Error->Name == "Code");
  CHECK(out.around.Error->Size == 3);
  CHECK(out.around.RequestId == "r-2");
  CHECK_FALSE(read_enveloped(R"({"Response":{"Error":null,"RequestId":"r-2"}})").around.Error);
}

TEST_CASE("an envelope without a wrapper", "[json]") {
  auto const out = read_enveloped(R"({"Id":"a","RequestId":"r-3","Main":{"Name":"m","RequestId":"no"}})", "");
  CHECK_FALSE(out.error);
  CHECK(out.value.Id == "a");
  CHECK(out.around.RequestId == "r-3");
}

TEST_CASE("a member of the first struct inside is not the envelope's", "[json]") {
  // Both start at the same address.
  auto value = colb::inner::blank<json_shop::with_first_inside>();
  auto around = colb::inner::blank<json_shop::beside>();
  colb::codec::detail::read_target target;
  target.type = &colb::inner::type_info_of<json_shop::with_first_inside>;
  target.object = &value;
  target.extra = &colb::inner::type_info_of<json_shop::beside>;
  target.extra_object = &around;
  auto const problem = colb::codec::detail::read(
      R"({"RequestId":"outer","Data":{"RequestId":"inner","Name":"n"}})", target, {});
  CHECK_FALSE(problem);
  CHECK(value.Data->Name == "n");
  CHECK(around.RequestId == "outer");
}

TEST_CASE("an envelope that is not one", "[json]") {
  CHECK(read_enveloped("{}").around.RequestId.empty());
  CHECK_FALSE(read_enveloped("{}").error);
  CHECK(read_enveloped(R"({"Response":null})").error.path == "Response");
  CHECK(read_enveloped(R"({"Response":null})").error.message == "Response has to be an object, not null");
  CHECK(read_enveloped(R"({"Response":"x"})").error.message == "Response has to be an object, not a string");
  CHECK(read_enveloped(R"({"Response":[]})").around.RequestId.empty());
  CHECK(read_enveloped("[]").error.message == "the text has to be an object, not a list");
  CHECK(read_enveloped("5").error.message == "the text has to be an object, not a number");
  CHECK(read_enveloped("null").error.message == "the text has to be an object, not null");
  CHECK(read_enveloped(R"({"Response":{"Keys":[{"Name":[]}]}})").error.path == "Response.Keys.0.Name");
  CHECK(read_enveloped(R"({"Response":{"RequestId":[]}})").error.path == "Response.RequestId");
}

// ---- what is sent
// ------------------------------------------------------------------------------------------------

TEST_CASE("which text of a request is not UTF-8", "[json]") {
  auto const at = [](order const& o) {
    return colb::codec::detail::path_not_utf8(colb::inner::type_info_of<order>, &o).value_or("-");
  };
  order o{.Id = "né😀"};
  CHECK(at(o) == "-");
  o.Extra = boost::json::object{{"a", boost::json::array{"\xff"}}};
  CHECK(at(o) == "Extra");
  o.Grid = {{1}};
  o.Flags = {true};
  o.Rings["r"] = {key{.Name = "n"}, key{.Name = "\xc3"}};
  CHECK(at(o) == "Rings.r.1.Name");
  o.Main = key{.Name = "n", .Secret = "\xed\xa0\x80"};
  CHECK(at(o) == "Main.Secret");
  o.Keys = {key{.Name = "\xe9"}};
  CHECK(at(o) == "Keys.0.Name");
  o.Tags = {"a", "\xc0\x80"};
  CHECK(at(o) == "Tags.1");
  o.Id = "\xf5";
  CHECK(at(o) == "Id");
  order const named{.Id = "a", .Stock = {{"\xff", 1}}};
  CHECK(at(named) == "Stock.a key");

  // Wherever it stands: texts are looked at in pieces of eight.
  for (std::size_t size = 1; size <= 18; ++size) {
    for (std::size_t place = 0; place < size; ++place) {
      CAPTURE(size, place);
      std::string text(size, 'a');
      text[place] = '\x80';
      CHECK(at({.Id = text}) == "Id");
      text.replace(place, 1, "é");
      CHECK(at({.Id = text}) == "-");
    }
  }
}
