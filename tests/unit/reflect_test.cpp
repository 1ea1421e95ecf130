// colb: tests of `required` and of the tables that reflection makes.
#include <colb/engine/reflect.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/json/value.hpp>
#include <colb/tencent/clb/listener.hpp>
#include <colb/tencent/clb/security_group.hpp>
#include <colb/tencent/clb/target.hpp>

#include "catch.hpp"

namespace clb = colb::tencent::clb;
using colb::required;
using colb::inner::shape;

// ---- required: what initialises it
// -----------------------------------------------------------------------------

namespace {

template <class T, class From>
constexpr bool takes = std::is_convertible_v<From, required<T>>&& std::is_constructible_v<required<T>, From>;

// Integers: no bool, no narrowing, no real, no text.
static_assert(takes<std::int64_t, int>);
static_assert(takes<std::int64_t, short>);
static_assert(takes<std::int64_t, long>);
static_assert(takes<std::int64_t, long long>);
static_assert(takes<std::int64_t, unsigned>);
static_assert(takes<std::int64_t, std::int64_t const&>);
static_assert(!takes<std::int64_t, bool>);
static_assert(!takes<std::int64_t, bool const&>);
static_assert(!takes<std::int64_t, unsigned long>);
static_assert(!takes<std::int64_t, unsigned long long>);
static_assert(!takes<std::int64_t, double>);
static_assert(!takes<std::int64_t, float>);
static_assert(!takes<std::int64_t, char const*>);
static_assert(!takes<std::int64_t, std::string>);
static_assert(!takes<std::int64_t, std::nullptr_t>);
static_assert(!takes<std::int64_t, std::optional<std::int64_t>>);

// Booleans: nothing but bool.
static_assert(takes<bool, bool>);
static_assert(takes<bool, bool&>);
static_assert(!takes<bool, int>);
static_assert(!takes<bool, double>);
static_assert(!takes<bool, char const*>);
static_assert(!takes<bool, char const (&)[5]>);
static_assert(!takes<bool, std::string>);
static_assert(!takes<bool, void*>);
static_assert(!takes<bool, std::nullptr_t>);

// Reals: any number.
static_assert(takes<double, double>);
static_assert(takes<double, float>);
static_assert(takes<double, int>);
static_assert(!takes<double, bool>);
static_assert(!takes<double, char const*>);

// Text: no number.
static_assert(takes<std::string, char const*>);
static_assert(takes<std::string, char const (&)[4]>);
static_assert(takes<std::string, std::string>);
static_assert(takes<std::string, std::string const&>);
static_assert(!takes<std::string, int>);
static_assert(!takes<std::string, bool>);
static_assert(!takes<std::string, char>);
static_assert(!takes<std::string, std::vector<std::string>>);

// Lists and structs.
static_assert(takes<std::vector<std::string>, std::vector<std::string>>);
static_assert(takes<std::vector<std::string>, std::initializer_list<std::string>>);
static_assert(!takes<std::vector<std::string>, std::string>);
static_assert(!takes<std::vector<std::int64_t>, std::int64_t>);
static_assert(takes<clb::types::Target, clb::types::Target>);
static_assert(!takes<clb::types::Target, int>);

// What a required holds goes where the value itself goes.
static_assert(std::is_convertible_v<required<std::string>, std::string>);
static_assert(std::is_convertible_v<required<std::int64_t> const&, std::int64_t const&>);
static_assert(std::is_copy_assignable_v<required<std::string>>);
static_assert(std::is_nothrow_move_constructible_v<required<std::string>>);
static_assert(std::is_aggregate_v<clb::CreateListener>);

struct holder {
  required<std::string> text;
  required<std::vector<std::string>> texts;
  required<std::vector<std::int64_t>> numbers;
  required<std::vector<bool>> flags;
  required<clb::types::Target> target;
  required<std::int64_t> number;
  required<double> share;
  required<bool> flag;
};

}  // namespace

TEST_CASE("a request in braces", "[required]") {
  std::string const id = "lb-1";
  std::vector<std::int64_t> const ports{80, 443};

  clb::CreateListener const create{.LoadBalancerId = id, .Ports = {80}, .Protocol = "TCP"};
  CHECK(create.LoadBalancerId == "lb-1");
  CHECK(create.Ports == std::vector<std::int64_t>{80});
  CHECK_FALSE(create.HealthCheck);

  clb::CreateListener const checked{
      .LoadBalancerId = id, .Ports = ports, .Protocol = "TCP", .HealthCheck = {{.HealthSwitch = 1}}};
  CHECK(checked.Ports->size() == 2);
  CHECK(checked.HealthCheck->HealthSwitch == 1);

  clb::CreateListener const spelled{.LoadBalancerId = id,
                                    .Ports = {80, 443},
                                    .Protocol = "TCP",
                                    .ListenerNames = {"a", "b"},
                                    .HealthCheck = clb::types::HealthCheck{.HealthSwitch = 0, .TimeOut = 3}};
  CHECK(spelled.ListenerNames == std::vector<std::string>{"a", "b"});
  CHECK(spelled.HealthCheck->TimeOut == 3);

  clb::RegisterTargets const bind{
      .LoadBalancerId = "lb-1",
      .ListenerId = "lbl-1",
      .Targets = {{.Port = 80, .InstanceId = "ins-1"}, {.Port = 81, .InstanceId = "ins-2"}}};
  REQUIRE(bind.Targets->size() == 2);
  CHECK(bind.Targets->at(1).Port == 81);
  CHECK(bind.Targets->at(0).InstanceId == "ins-1");

  clb::SetLoadBalancerSecurityGroups const none{.LoadBalancerId = "lb-1",
                                                .SecurityGroups = std::vector<std::string>{}};
  CHECK(none.SecurityGroups);
  CHECK_FALSE(clb::SetLoadBalancerSecurityGroups{.LoadBalancerId = "lb-1"}.SecurityGroups);
  clb::SetLoadBalancerSecurityGroups const two{.LoadBalancerId = "lb-1",
                                               .SecurityGroups = {{"sg-1", "sg-2"}}};
  CHECK(*two.SecurityGroups == std::vector<std::string>{"sg-1", "sg-2"});
}

TEST_CASE("braces of a required field", "[required]") {
  holder const h{.text = "a",
                 .texts = {"b", "c"},
                 .numbers = std::vector<std::int64_t>{},
                 .flags = {true, false},
                 .target = {{.Port = 1}},
                 .number = 5,
                 .share = 1,
                 .flag = true};
  CHECK(h.texts == std::vector<std::string>{"b", "c"});
  CHECK(h.numbers->empty());
  CHECK(h.flags == std::vector<bool>{true, false});
  CHECK(h.target->Port == 1);
  CHECK(h.share == 1.0);
  holder const named{.text = "a",
                     .texts = {"b"},
                     .numbers = {1},
                     .flags = {true},
                     .target = clb::types::Target{.Port = 2},
                     .number = 5,
                     .share = 0.5,
                     .flag = false};
  CHECK(named.texts->size() == 1);
  CHECK(named.target->Port == 2);
}

TEST_CASE("a required field behaves as its value", "[required]") {
  required<std::string> text = "ab";
  CHECK(*text == "ab");
  CHECK(text->size() == 2);
  CHECK(text.value() == "ab");
  CHECK(text == "ab");
  CHECK("ab" == text);
  CHECK(text != "b");
  CHECK(text == std::string("ab"));
  CHECK(text == required<std::string>("ab"));
  CHECK(text != required<std::string>("x"));

  *text += 'c';
  text->push_back('d');
  text.value() += 'e';
  CHECK(text == "abcde");
  text = "new";
  CHECK(text == "new");
  text = std::string("newer");
  std::string const& seen = text;
  CHECK(&seen == &text.value());
  std::string const taken = std::move(text).value();
  CHECK(taken == "newer");

  required<std::int64_t> number = 5;
  CHECK(number == 5);
  CHECK(number + 1 == 6);
  number = 7;
  CHECK(*number == 7);
  std::int64_t const plain = number;
  CHECK(plain == 7);

  required<std::vector<std::int64_t>> list = {1, 2};
  list = {3};
  CHECK(list == std::vector<std::int64_t>{3});
  list->push_back(4);
  CHECK(list->size() == 2);
  for (std::int64_t& n : *list) ++n;
  CHECK(*list == std::vector<std::int64_t>{4, 5});
}

// ---- tables
// ----------------------------------------------------------------------------------------------------

namespace reflect_shop {

struct nothing {};

struct one {
  std::optional<std::string> only{};
};

struct everything {
  required<std::string> Name;
  required<std::vector<reflect_shop::one>> Ones;
  std::optional<std::int64_t> namespace_{};
  std::optional<double> Share{};
  std::optional<bool> Flag{};
  std::vector<bool> Bits{};
  std::map<std::string, std::vector<std::int64_t>> Numbers{};
  std::optional<boost::json::value> Any{};
  std::optional<std::vector<std::string>> Groups{};
  required<reflect_shop::one> Nested;
  bool bare{};
};
constexpr auto secret_fields(everything const*) { return colb::names("Groups", "Name"); }
constexpr auto json_text_fields(everything const*) { return colb::names("Ones"); }

template <std::size_t N>
struct wide;  // N fields, required and optional ones, to go over the steps that counting takes

template <>
struct wide<7> {
  required<std::string> f0;
  std::optional<std::int64_t> f1{}, f2{}, f3{}, f4{}, f5{}, f6{};
};
template <>
struct wide<8> {
  required<std::string> f0;
  std::optional<std::int64_t> f1{}, f2{}, f3{}, f4{}, f5{}, f6{}, f7{};
};
template <>
struct wide<9> {
  required<std::string> f0;
  std::optional<std::int64_t> f1{}, f2{}, f3{}, f4{}, f5{}, f6{}, f7{};
  required<std::vector<std::string>> f8;
};
template <>
struct wide<16> {
  required<std::string> f0;
  std::vector<std::string> f1{}, f2{}, f3{}, f4{}, f5{}, f6{}, f7{}, f8{}, f9{}, f10{}, f11{}, f12{}, f13{},
      f14{}, f15{};
};
template <>
struct wide<17> {
  required<std::string> f0;
  std::vector<std::string> f1{}, f2{}, f3{}, f4{}, f5{}, f6{}, f7{}, f8{}, f9{}, f10{}, f11{}, f12{}, f13{},
      f14{}, f15{};
  required<reflect_shop::one> f16;
};

}  // namespace reflect_shop

namespace {

using reflect_shop::everything;

std::vector<std::string_view> names_of(colb::inner::type_info const& type) {
  std::vector<std::string_view> out;
  for (auto const& field : type.fields()) out.push_back(field.name);
  return out;
}

template <class T>
T const& value_at(void const* object, colb::inner::type_info const& type, std::string_view name) {
  return *static_cast<T const*>(colb::inner::field_at(object, *colb::inner::find_field(type, name)));
}

}  // namespace

TEST_CASE("the fields of an object, with their types", "[reflect]") {
  clb::RegisterTargets object{.LoadBalancerId = "lb-1", .ListenerId = "lbl-1", .Targets = {{.Port = 80}}};
  auto const tied = colb::inner::tie_fields(object);
  static_assert(colb::inner::field_name<clb::RegisterTargets, 1>() == "ListenerId");
  static_assert(std::is_same_v<decltype(colb::inner::get_field<1>(tied)), colb::required<std::string>&>);
  CHECK(&colb::inner::get_field<0>(tied) == &object.LoadBalancerId);
  CHECK(&colb::inner::get_field<1>(tied) == &object.ListenerId);
  CHECK(&colb::inner::get_field<2>(tied) == &object.Targets);
  clb::RegisterTargets const& constant = object;
  static_assert(
      std::is_const_v<
          std::remove_reference_t<decltype(colb::inner::get_field<2>(colb::inner::tie_fields(constant)))>>);
  CHECK(&colb::inner::get_field<2>(colb::inner::tie_fields(constant)) == &object.Targets);
}

TEST_CASE("the fields of a struct, by name and in order", "[reflect]") {
  auto const& type = colb::inner::type_info_of<everything>;
  CHECK(type.name == "everything");
  CHECK(type.shape == shape::structure);
  CHECK(names_of(type) == std::vector<std::string_view>{"Name", "Ones", "namespace", "Share", "Flag", "Bits",
                                                        "Numbers", "Any", "Groups", "Nested", "bare"});
  std::string required_ones, secret_ones, json_texts;
  for (auto const& field : type.fields()) {
    if (field.required) required_ones += std::string(field.name) + ' ';
    if (field.secret) secret_ones += std::string(field.name) + ' ';
    if (field.json_text) json_texts += std::string(field.name) + ' ';
  }
  CHECK(required_ones == "Name Ones Nested ");
  CHECK(secret_ones == "Name Groups ");
  CHECK(json_texts == "Ones ");
}

TEST_CASE("the types of fields", "[reflect]") {
  auto const& type = colb::inner::type_info_of<everything>;
  auto const shape_of = [&](std::string_view name) {
    return colb::inner::find_field(type, name)->type->shape;
  };
  auto const element_of = [&](std::string_view name) {
    return colb::inner::find_field(type, name)->type->element->shape;
  };
  CHECK(shape_of("Name") == shape::string);
  CHECK(shape_of("Ones") == shape::list);
  CHECK(element_of("Ones") == shape::structure);
  CHECK(shape_of("namespace") == shape::optional);
  CHECK(element_of("namespace") == shape::integer);
  CHECK(element_of("Share") == shape::real);
  CHECK(element_of("Flag") == shape::boolean);
  CHECK(element_of("Bits") == shape::boolean);
  CHECK(shape_of("Numbers") == shape::map);
  CHECK(element_of("Numbers") == shape::list);
  CHECK(element_of("Any") == shape::json);
  CHECK(element_of("Groups") == shape::list);
  CHECK(shape_of("Nested") == shape::structure);
  CHECK(shape_of("bare") == shape::boolean);
  CHECK(colb::inner::find_field(type, "Nested")->type == &colb::inner::type_info_of<reflect_shop::one>);
  CHECK(colb::inner::find_field(type, "namespace_") == nullptr);
  CHECK(colb::inner::find_field(type, "name") == nullptr);
}

TEST_CASE("a field's place is that of its value", "[reflect]") {
  auto const& type = colb::inner::type_info_of<everything>;
  everything e{
      .Name = "n", .Ones = {{.only = "x"}}, .namespace_ = 5, .Nested = {{.only = "y"}}, .bare = true};
  CHECK(&value_at<std::string>(&e, type, "Name") == &e.Name.value());
  CHECK(&value_at<std::vector<reflect_shop::one>>(&e, type, "Ones") == &e.Ones.value());
  CHECK(&value_at<std::optional<std::int64_t>>(&e, type, "namespace") == &e.namespace_);
  CHECK(&value_at<std::optional<std::vector<std::string>>>(&e, type, "Groups") == &e.Groups);
  CHECK(&value_at<reflect_shop::one>(&e, type, "Nested") == &e.Nested.value());
  CHECK(&value_at<bool>(&e, type, "bare") == &e.bare);
}

TEST_CASE("counting fields", "[reflect]") {
  using colb::inner::type_info_of;
  CHECK(type_info_of<reflect_shop::nothing>.fields().empty());
  CHECK(names_of(type_info_of<reflect_shop::one>) == std::vector<std::string_view>{"only"});
  CHECK(type_info_of<reflect_shop::wide<7>>.fields().size() == 7);
  CHECK(type_info_of<reflect_shop::wide<8>>.fields().size() == 8);
  CHECK(type_info_of<reflect_shop::wide<9>>.fields().size() == 9);
  CHECK(type_info_of<reflect_shop::wide<16>>.fields().size() == 16);
  CHECK(type_info_of<reflect_shop::wide<17>>.fields().size() == 17);
  CHECK(type_info_of<reflect_shop::wide<17>>.fields().back().name == "f16");
  auto const widest = type_info_of<clb::types::LoadBalancer>.fields();
  CHECK(widest.size() > 50);
  CHECK(widest.front().name == "LoadBalancerId");
}

TEST_CASE("a blank holds nothing, required or not", "[reflect]") {
  auto const e = colb::inner::blank<everything>();
  CHECK(e.Name->empty());
  CHECK(e.Ones->empty());
  CHECK_FALSE(e.namespace_);
  CHECK_FALSE(e.Groups);
  CHECK_FALSE(e.Nested->only);
  CHECK_FALSE(e.bare);
  CHECK(colb::inner::blank<clb::RegisterTargets>().Targets->empty());
}

TEST_CASE("erased lists, optionals and maps", "[reflect]") {
  SECTION("optional") {
    auto const& type = colb::inner::type_info_of<std::optional<std::int64_t>>;
    std::optional<std::int64_t> value;
    CHECK(type.get(&value) == nullptr);
    *static_cast<std::int64_t*>(type.put(&value)) = 5;
    CHECK(value == 5);
    CHECK(type.get(&value) == &*value);
    type.put(&value);
    CHECK(value == 0);
    type.clear(&value);
    CHECK_FALSE(value);
  }
  SECTION("list of structs with required fields") {
    auto const& type = colb::inner::type_info_of<std::vector<clb::types::Target>>;
    std::vector<clb::types::Target> list;
    static_cast<clb::types::Target*>(type.put(&list))->InstanceId = "a";
    static_cast<clb::types::Target*>(type.put(&list))->InstanceId = "b";
    CHECK(type.size(&list) == 2);
    CHECK(type.at(&list, 1) == &list[1]);
    CHECK(list[1].InstanceId == "b");
    type.clear(&list);
    CHECK(list.empty());
  }
  SECTION("list of booleans") {
    auto const& type = colb::inner::type_info_of<std::vector<bool>>;
    std::vector<bool> list;
    type.add_bit(&list, true);
    type.add_bit(&list, false);
    CHECK(list == std::vector<bool>{true, false});
    CHECK(type.bit(&list, 0));
    CHECK_FALSE(type.bit(&list, 1));
    CHECK(type.size(&list) == 2);
    type.clear(&list);
    CHECK(list.empty());
  }
  SECTION("map") {
    using map = std::map<std::string, std::int64_t>;
    auto const& type = colb::inner::type_info_of<map>;
    map m;
    *static_cast<std::int64_t*>(type.insert(&m, "b")) = 2;
    *static_cast<std::int64_t*>(type.insert(&m, "a")) = 1;
    CHECK(m == map{{"a", 1}, {"b", 2}});
    CHECK(*static_cast<std::int64_t*>(type.insert(&m, "b")) == 0);
    CHECK(type.size(&m) == 2);
    std::string keys;
    type.each(&m, &keys, [](void* out, std::string_view key, void const*) {
      static_cast<std::string*>(out)->append(key);
    });
    CHECK(keys == "ab");
    type.clear(&m);
    CHECK(m.empty());
  }
}

// ---- Actions
// ---------------------------------------------------------------------------------------------------

static_assert(colb::action<clb::CreateListener>);
static_assert(!colb::action<clb::types::Target>);
static_assert(!colb::action<everything>);
static_assert(colb::descriptor_of<clb::CreateListener>.kind == colb::kind::async);
static_assert(colb::descriptor_of<clb::CreateListener>.resource[0] == "LoadBalancerId");
static_assert(colb::descriptor_of<clb::DescribeListeners>.pages == colb::paging{});
