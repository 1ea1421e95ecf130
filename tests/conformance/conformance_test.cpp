// colb: the headers are what the vendors' documents say, and these tests would tell if they were not.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <colb/aliyun/slb/service.hpp>
#include <colb/tencent/clb/service.hpp>
#include <colb/tencent/clb_2017/service.hpp>

#include "catch.hpp"
#include "compare.hpp"
#include "paths.hpp"

namespace json = boost::json;
using namespace conformance;

namespace {

differences compare_all(api const& of, json::object const& catalog, sources const& headers) {
  differences out;
  compare_names(of, catalog, headers, out);
  compare_fields(of, catalog, out);
  compare_descriptors(of, catalog, out);
  compare_examples(of, catalog, out);
  compare_today(of, load_today(of), out);
  return out;
}

/// What of the Actions that another tool calls has no struct.
std::vector<std::string> without_a_struct(api const& of, json::object const& tool) {
  std::vector<std::string> out;
  for (json::value const& name : tool.at("actions").as_array()) {
    bool const known = std::any_of(of.actions.begin(), of.actions.end(), [&](action_row const& row) {
      return row.name == std::string_view(name.as_string());
    });
    if (!known) out.emplace_back(std::string_view(name.as_string()));
  }
  return out;
}

}  // namespace

TEST_CASE("every exception names an API and a reason") {
  for (exception const& e : exceptions()) {
    INFO(e.where << ": " << e.what);
    CHECK(std::any_of(apis().begin(), apis().end(), [&](api const& a) { return a.name == e.api; }));
    CHECK_FALSE(e.why.empty());
    CHECK(e.times > 0);
  }
}

TEST_CASE("catalogs and headers agree") {
  for (api const& of : apis()) {
    DYNAMIC_SECTION(of.name) {
      auto const lines = unexplained(of.name, compare_all(of, load_both(of), load_headers(of)), exceptions());
      for (std::string const& line : lines) FAIL_CHECK(line);
      CHECK(of.actions.size() == of.catalog_actions + of.today_actions);
    }
  }
}

TEST_CASE("whom a rule follows is in the headers") {
  struct row {
    std::string_view folder;
    bool (*follows)(std::string_view);
    std::vector<std::string_view> names;
  };
  std::vector<std::string_view> with_an_end;
  for (auto const& end : colb::aliyun::slb::end_states) with_an_end.push_back(end.action);
  for (row r : std::vector<row>{
           {"tencent/clb", &colb::tencent::clb::block_ip_rule::follows, {"ModifyBlockIPList"}},
           {"tencent/clb", &colb::tencent::clb::migration_rule::follows, {"MigrateClassicalLoadBalancers"}},
           {"tencent/clb",
            &colb::tencent::clb::possible_task_rule::follows,
            {"ModifyFunctionTargets", "ModifyLoadBalancerSla", "ModifyLoadBalancersProject",
             "SetCustomizedConfigForLoadBalancer", "SetLoadBalancerClsLog", "SetLoadBalancerSecurityGroups"}},
           {"tencent/clb_2017", &colb::tencent::clb_2017::purchase_rule::follows, {"CreateLoadBalancer"}},
           {"aliyun/slb", &colb::aliyun::slb::state_rule::follows, with_an_end},
       }) {
    auto const of = std::ranges::find(apis(), r.folder, &api::folder);
    REQUIRE(of != apis().end());
    std::vector<std::string_view> followed;
    for (action_row const& each : of->actions)
      if (r.follows(each.name)) followed.push_back(each.name);
    std::ranges::sort(followed);
    std::ranges::sort(r.names);
    CHECK(followed == r.names);
  }
}

TEST_CASE("every Action that other tools call has a struct") {
  json::object const used = load_used();
  std::size_t compared = 0;
  for (auto const& [name, tools] : used) {
    auto const of = std::find_if(apis().begin(), apis().end(), [&](api const& a) { return a.name == name; });
    REQUIRE(of != apis().end());
    for (auto const& [tool, uses] : tools.as_object()) {
      INFO(std::string_view(name) << ": " << std::string_view(tool));
      CHECK(without_a_struct(*of, uses.as_object()) == std::vector<std::string>{});
      compared += uses.as_object().at("actions").as_array().size();
    }
  }
  CHECK(compared == 43 + 73 + 67);  // two controllers of Alibaba's SLB and one of Tencent's CLB

  api fewer = apis().front();
  std::erase_if(fewer.actions, [](action_row const& row) { return row.name == "CreateRule"; });
  json::object const& terraform = used.at(fewer.name).as_object().at("terraform").as_object();
  CHECK(without_a_struct(fewer, terraform) == std::vector<std::string>{"CreateRule"});
}

// ---- lanes and parts
// ---------------------------------------------------------------------------------------------------

namespace {

/// Whether a path leads anywhere from a struct, through lists and optionals.
type_info const* at_path(type_info const& type, std::string_view path) {
  if (type.shape == shape::optional || (type.shape == shape::list && !path.empty()))
    return at_path(*type.element, path);
  if (path.empty()) return &type;
  if (type.shape != shape::structure) return nullptr;
  auto const dot = path.find('.');
  field_info const* const field = colb::inner::find_field(type, path.substr(0, dot));
  return field ? at_path(*field->type, dot == path.npos ? "" : path.substr(dot + 1)) : nullptr;
}

std::string quoted(std::string_view name) { return '`' + std::string(name) + '`'; }

/// The cells of a row of docs/lanes.md that a descriptor decides: names and parts.
std::pair<std::string, std::string> lane_cells(colb::descriptor const& about) {
  std::string names, parts;
  for (std::string_view const path : about.resource)
    if (!path.empty()) names += (names.empty() ? "" : ", ") + quoted(path);
  if (!about.batch.list.empty()) {
    parts = quoted(about.batch.list) + ' ' + std::to_string(about.batch.maximum);
    for (std::string_view const other : about.batch.with)
      if (!other.empty()) parts += ", with " + quoted(other);
  }
  return {names, parts};
}

/// Rows by `folder Action`: names, what the cloud locks, parts.
std::map<std::string, std::vector<std::string>> lane_rows() {
  std::map<std::string, std::vector<std::string>> rows;
  std::ifstream page(COLB_CATALOG_DIR "/../../docs/lanes.md");
  std::string folder;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("## ")) folder = line.substr(3);
    if (!line.starts_with("| ") || line.starts_with("| Action |")) continue;
    std::vector<std::string> cells;
    std::istringstream text(line.substr(1));
    for (std::string cell; std::getline(text, cell, '|');) {
      auto const begin = cell.find_first_not_of(' ');
      auto const end = cell.find_last_not_of(' ');
      cells.push_back(begin == cell.npos ? "" : cell.substr(begin, end - begin + 1));
    }
    std::string const action = cells.at(0);
    cells.erase(cells.begin());
    rows.emplace(folder + ' ' + action, cells);
  }
  return rows;
}

}  // namespace

TEST_CASE("docs/lanes.md has a row for every change, as its descriptor says") {
  auto rows = lane_rows();
  for (api const& of : apis()) {
    std::string service = of.folder;
    std::ranges::replace(service, '/', '.');
    for (action_row const& row : of.actions) {
      auto const [names, parts] = lane_cells(*row.description);
      bool const change = row.description->kind != colb::kind::read;
      if (!change && parts.empty()) continue;
      auto const at = rows.find(service + ' ' + std::string(row.name));
      INFO("the row under " << service << " should be: | " << row.name << " | " << names
                            << " | what the cloud locks | " << parts << " |");
      CHECK(at != rows.end());
      if (at == rows.end()) continue;
      REQUIRE(at->second.size() >= 3);
      CHECK(at->second[0] == names);
      CHECK_FALSE(at->second[1].empty());
      CHECK(at->second[2] == parts);
      rows.erase(at);
    }
  }
  for (auto const& [row, cells] : rows) FAIL_CHECK("docs/lanes.md has a row for no such change: " << row);
}

TEST_CASE("what descriptors say of parts and families is in the structs") {
  for (api const& of : apis()) {
    for (action_row const& row : of.actions) {
      INFO(of.name << ' ' << row.name);
      colb::batching const& batch = row.description->batch;
      auto const is_list = [&](std::string_view name) {
        field_info const* const field = colb::inner::find_field(*row.request, name);
        return field && field->type->shape == shape::list;
      };
      if (!batch.list.empty()) {
        CHECK(is_list(batch.list));
        CHECK(batch.maximum > 0);
        for (std::string_view const other : batch.with)
          if (!other.empty()) CHECK(is_list(other));
      }
      for (std::string_view const path : row.description->resource)
        if (!path.empty()) CHECK(at_path(*row.request, path));
      colb::family const& teaches = row.description->teaches;
      CHECK(teaches.child.empty() == teaches.parent.empty());
      for (std::string_view const path : {teaches.child, teaches.parent}) {
        if (path.empty()) continue;
        bool const known = at_path(*row.request, path) || at_path(*row.response, path);
        CHECK(known);
      }
    }
  }
}

TEST_CASE("the most that a request takes is what its document says") {
  for (api const& of : apis()) {
    json::object const catalog = load_catalog(of);
    for (action_row const& row : of.actions) {
      colb::batching const& batch = row.description->batch;
      auto const* const about = catalog.at("actions").as_object().if_contains(row.name);
      if (batch.list.empty() || !about) continue;
      for (json::value const& input : about->at("input").as_array()) {
        json::object const& field = input.as_object();
        if (field.at("name").as_string() != batch.list || !field.contains("max_items")) continue;
        INFO(of.name << ' ' << row.name);
        CHECK(field.at("max_items").to_number<std::size_t>() == batch.maximum);
      }
    }
  }
}

// ---- planted errors: each must be found, by name
// ---------------------------------------------------------------

namespace planted {

struct ModifyDomain {  // the catalog: LoadBalancerId, ListenerId, Domain, NewDomain
  colb::required<std::string> LoadBalancerId;
  colb::required<std::string> Domain;
  colb::required<std::string> ListenerId;
  colb::required<std::int64_t> NewDomain;
  std::string Extra{};

  struct response {
    colb::required<std::string> Answer;
  };
};
constexpr colb::descriptor describe(ModifyDomain const*) {
  return {.kind = colb::kind::write,
          .rate_limit = 7,
          .resource = {"ListenerID"},
          .client_token = "Token",
          .pages = {.offset = "A", .limit = "B", .items = "C", .total = "D", .token = "E"}};
}
constexpr auto secret_fields(ModifyDomain const*) { return colb::names("Domain"); }
constexpr auto json_text_fields(ModifyDomain const*) { return colb::names("Extra"); }
constexpr auto aliases(ModifyDomain const*) {
  return colb::also_called({{"Extra", "Domain"}, {"Other", "domain"}});
}
constexpr auto http_of(ModifyDomain const*) { return colb::http_route{"GET", "/x"}; }

struct CreateClsLogSet {
  std::optional<std::string> LogsetName{};
  std::vector<std::int64_t> Period{};

  struct response {
    std::optional<std::string> LogsetId{};
  };
};
constexpr colb::descriptor describe(CreateClsLogSet const*) {
  return {.kind = colb::kind::async, .resource = {"LogsetName"}};
}

}  // namespace planted

namespace {

struct plot {
  api of;
  json::object catalog;
  sources headers;

  explicit plot(std::size_t index) : of(apis()[index]), catalog(load_both(of)), headers(load_headers(of)) {}

  std::vector<std::string> lines() const {
    auto found = unexplained(of.name, compare_all(of, catalog, headers), exceptions());
    for (std::string& line : found) line.erase(0, of.name.size() + 1);
    return found;
  }

  json::object& action(std::string_view name) { return catalog["actions"].as_object()[name].as_object(); }
  json::array& input(std::string_view name) { return action(name)["input"].as_array(); }
  json::array& output(std::string_view name) { return action(name)["output"].as_array(); }
  json::array& type(std::string_view name) {
    return catalog["types"].as_object()[name].as_object()["fields"].as_array();
  }
  json::value& request(std::string_view name, std::size_t n = 0) {
    return action(name)["examples"].as_array()[n].as_object()["request"];
  }
  json::value& response(std::string_view name, std::size_t n = 0) {
    return action(name)["examples"].as_array()[n].as_object()["response"];
  }
  action_row& row(std::string_view name) {
    return *std::find_if(of.actions.begin(), of.actions.end(),
                         [&](action_row const& r) { return r.name == name; });
  }
};

constexpr std::size_t clb = 0, clb_2017 = 1, slb = 2, lb = 3;

void swap_fields(json::array& fields, std::size_t a, std::size_t b) {
  json::value const kept = fields[a];
  fields[a] = json::value(fields[b]);
  fields[b] = kept;
}

using lines = std::vector<std::string>;

}  // namespace

TEST_CASE("a planted error in a catalog's fields is found by name") {
  plot p(clb);
  SECTION("field of the header alone") {
    p.input("CreateRule").erase(p.input("CreateRule").begin());
    CHECK(p.lines() == lines{"CreateRule.LoadBalancerId: missing in the catalog"});
  }
  SECTION("field of a response alone in the header") {
    p.output("CreateRule").clear();
    CHECK(p.lines() == lines{"CreateRule.response.LocationIds: missing in the catalog"});
  }
  SECTION("field of a type alone in the header") {
    p.type("Target").pop_back();
    CHECK(p.lines() == lines{"types.Target.Tag: missing in the catalog"});
  }
  SECTION("field of the catalog alone") {
    p.input("CreateRule").push_back({{"name", "Extra"}, {"type", "string"}});
    p.type("Target").push_back({{"name", "Colour"}, {"type", "string"}});
    CHECK(p.lines() ==
          lines{"CreateRule.Extra: missing in the header", "types.Target.Colour: missing in the header"});
  }
  SECTION("order") {
    swap_fields(p.input("CreateRule"), 0, 1);
    CHECK(p.lines() == lines{"CreateRule.LoadBalancerId: out of order: the catalog has ListenerId here"});
  }
  SECTION("type") {
    p.input("CreateRule")[2].as_object()["type"] = "RuleOutput[]";
    p.type("Target")[0].as_object()["type"] = "string";
    CHECK(p.lines() == lines{"CreateRule.Rules: RuleOutput[] in the catalog, RuleInput[] in the header",
                             "types.Target.Port: string in the catalog, integer in the header"});
  }
  SECTION("required") {
    p.input("CreateRule")[0].as_object().erase("required");
    p.input("DeleteRule")[2].as_object()["required"] = true;
    auto const found = p.lines();
    CHECK(std::count(found.begin(), found.end(),
                     "CreateRule.LoadBalancerId: optional in the catalog, required in the header") == 1);
    CHECK(std::count(found.begin(), found.end(),
                     "DeleteRule.LocationIds: required in the catalog, optional in the header") == 1);
    CHECK(found.size() == 2);
  }
}

TEST_CASE("a planted error in a header's struct is found by name") {
  plot p(clb);
  p.action("ModifyDomain")["examples"].as_array().clear();
  SECTION("fields and descriptor") {
    p.row("ModifyDomain") = row<planted::ModifyDomain>();
    CHECK(p.lines() ==
          lines{"ModifyDomain.NewDomain: string in the catalog, integer in the header",
                "ModifyDomain.Extra: is an alias and a field",
                "ModifyDomain.Other: is an alias of no field",
                "ModifyDomain.Domain: out of order: the catalog has ListenerId here",
                "ModifyDomain.response.Answer: missing in the catalog",
                "ModifyDomain: kind \"async\" in the catalog, \"write\" in the header",
                "ModifyDomain: rate limit \"20\" in the catalog, \"7\" in the header",
                "ModifyDomain: client token \"\" in the catalog, \"Token\" in the header",
                "ModifyDomain: HTTP method \"\" in the catalog, \"GET\" in the header",
                "ModifyDomain: HTTP path \"\" in the catalog, \"/x\" in the header",
                "ModifyDomain: paging offset \"\" in the catalog, \"A\" in the header",
                "ModifyDomain: paging limit \"\" in the catalog, \"B\" in the header",
                "ModifyDomain: paging items \"\" in the catalog, \"C\" in the header",
                "ModifyDomain: paging total \"\" in the catalog, \"D\" in the header",
                "ModifyDomain: paging token \"\" in the catalog, \"E\" in the header",
                "ModifyDomain: a paging key does not lead to an integer, or the items not to a list",
                "ModifyDomain: the paging token does not lead to a string",
                "ModifyDomain: the resource path ListenerID does not lead to a string",
                "ModifyDomain.Extra: sent as a JSON text",
                "ModifyDomain.Domain: is marked as a secret, which the catalog does not say"});
  }
  SECTION("a field alone, and one that cannot be unset") {
    p.input("ModifyDomain").push_back({{"name", "Extra"}, {"type", "string"}});
    p.row("ModifyDomain") = row<planted::ModifyDomain>();
    auto const found = p.lines();
    CHECK(std::count(found.begin(), found.end(), "ModifyDomain.Extra: cannot be left unset") == 1);
  }
  SECTION("an exception that no longer applies") {
    p.row("CreateClsLogSet") = row<planted::CreateClsLogSet>();
    auto const found = p.lines();
    CHECK(
        std::count(
            found.begin(), found.end(),
            "CreateClsLogSet: the exception \"changes something and names no resource\" is to apply 1 times "
            "and does 0 times") == 1);
    CHECK(std::count(found.begin(), found.end(),
                     "CreateClsLogSet: kind \"write\" in the catalog, \"async\" in the header") == 1);
  }
}

TEST_CASE("an Action or a type on one side alone is found by name") {
  plot p(clb);
  SECTION("in the headers and the registry") {
    p.catalog["actions"].as_object().erase("CreateRule");
    CHECK(p.lines() ==
          lines{"CreateRule: Action of the headers that the catalog does not have",
                "CreateRule: Action registered by the conformance tests that the catalog does not have",
                "actions: the catalog does not have all of them"});
  }
  SECTION("in the catalog") {
    p.catalog["actions"].as_object()["CreateMore"] = p.action("CreateRule");
    CHECK(p.lines() == lines{"CreateMore: Action of the catalog without a struct in the headers",
                             "actions: the catalog does not have all of them"});
  }
  SECTION("in the headers and nowhere else") {
    p.headers["rule.hpp"] +=
        "struct CreateMore {\n};\nconstexpr descriptor describe(CreateMore const*) { return {}; }\n";
    CHECK(p.lines() == lines{"CreateMore: Action of the headers that the catalog does not have",
                             "CreateMore: Action of the headers that the conformance tests do not register"});
  }
  SECTION("in the headers without a descriptor") {
    p.headers["rule.hpp"] += "struct CreateMore {\n};\n";
    CHECK(p.lines() == lines{"CreateMore: struct in the headers without a descriptor"});
  }
  SECTION("not registered") {
    std::erase_if(p.of.actions, [](action_row const& r) { return r.name == "CreateTopic"; });
    auto const found = p.lines();
    CHECK(std::count(found.begin(), found.end(),
                     "CreateTopic: Action of the headers that the conformance tests do not register") == 1);
  }
  SECTION("registered twice") {
    p.of.actions.push_back(p.row("DescribeTaskStatus"));
    CHECK(p.lines() == lines{"DescribeTaskStatus: is registered twice by the conformance tests"});
  }
  SECTION("in a header that the umbrella forgot") {
    p.headers["more.hpp"] =
        "struct CreateRule {\n};\nconstexpr descriptor describe(CreateRule const*) { return {}; }\n";
    CHECK(p.lines() == lines{"more.hpp: is not included by actions.hpp"});
  }
  SECTION("in a header that is no Action's") {
    p.headers["service.hpp"] += "struct CreateMore {\n};\n";
    CHECK(p.lines().empty());
    p.headers["service.hpp"] += "constexpr descriptor describe(CreateMore const*) { return {}; }\n";
    auto const found = p.lines();
    CHECK(std::count(found.begin(), found.end(), "service.hpp: is not included by actions.hpp") == 1);
    CHECK(std::count(found.begin(), found.end(),
                     "CreateMore: Action of the headers that the catalog does not have") == 1);
  }
  SECTION("inside a namespace detail") {
    p.headers["rule.hpp"] +=
        "namespace detail::x {\nstruct CreateMore {\n};\nconstexpr descriptor describe(CreateMore const*);\n"
        "}  // namespace detail::x\n";
    CHECK(p.lines().empty());
  }
  SECTION("type of the catalog") {
    p.catalog["types"].as_object()["Colour"] = p.catalog["types"].as_object()["Target"];
    CHECK(p.lines() == lines{"Colour: type of the catalog without a struct in types.hpp",
                             "types: the catalog does not have all of them"});
  }
  SECTION("type of the headers") {
    p.headers["types.hpp"] += "struct Colour {\n};\n";
    CHECK(p.lines() == lines{"Colour: struct in types.hpp that the catalog does not have",
                             "Colour: struct in types.hpp that no Action uses"});
  }
}

TEST_CASE("a planted error in a descriptor is found by name") {
  SECTION("kind, rate, paging") {
    plot p(clb);
    p.action("CreateRule")["kind"] = "read";
    p.action("CreateRule")["rate_limit"] = 5;
    p.action("DescribeTargetGroups")["paging"].as_object()["total"] = "RealCount";
    auto const found = p.lines();
    CHECK(std::count(found.begin(), found.end(),
                     "CreateRule: kind \"read\" in the catalog, \"async\" in the header") == 1);
    CHECK(std::count(found.begin(), found.end(),
                     "CreateRule: rate limit \"5\" in the catalog, \"20\" in the header") == 1);
    CHECK(std::count(found.begin(), found.end(),
                     "DescribeTargetGroups: paging total \"RealCount\" in the catalog, \"TotalCount\" in the "
                     "header") == 1);
    CHECK(found.size() == 3);
  }
  SECTION("secret") {
    plot p(clb);
    p.type("RuleInput")[0].as_object()["doc"] = "The private key.";
    CHECK(p.lines() == lines{"types.RuleInput.Url: is a secret and not marked as one"});
  }
  SECTION("HTTP route") {
    plot p(lb);
    p.action("DescribeTask")["http"] = "POST";
    p.action("DescribeTask")["path"] = "/lb";
    CHECK(p.lines() == lines{"DescribeTask: HTTP method \"POST\" in the catalog, \"GET\" in the header",
                             "DescribeTask: HTTP path \"/lb\" in the catalog, \"/ccs\" in the header"});
  }
}

TEST_CASE("a planted error in an example is found by name") {
  SECTION("requests") {
    plot p(clb);
    json::object& request = p.request("RegisterTargets").as_object();
    SECTION("unknown member") {
      request["Extra"] = 1;
      CHECK(p.lines() == lines{"RegisterTargets example 1 request Extra: is not a known member"});
    }
    SECTION("unknown member inside a list") {
      request["Targets"].as_array()[0].as_object()["Extra"] = 1;
      CHECK(p.lines() == lines{"RegisterTargets example 1 request Targets.0.Extra: is not a known member"});
    }
    SECTION("required member inside a list") {
      request["Targets"].as_array()[0].as_object().erase("Port");
      CHECK(p.lines() == lines{"RegisterTargets example 1 request Targets.0.Port: is required and missing"});
    }
    SECTION("ill-typed member") {
      request["ListenerId"] = 5;
      auto const found = p.lines();
      CHECK(std::count(found.begin(), found.end(),
                       "RegisterTargets example 1 request ListenerId: is no string in the example") == 1);
    }
  }
  SECTION("responses") {
    plot p(clb);
    SECTION("unknown member") {
      p.response("DescribeListeners").as_object()["Response"].as_object()["Extra"] = "x";
      CHECK(p.lines() == lines{"DescribeListeners example 1 response Response.Extra: is lost"});
    }
    SECTION("no envelope") {
      p.response("DescribeTaskStatus") = json::object{{"Status", 0}};
      CHECK_FALSE(p.lines().empty());
    }
    SECTION("ill-typed member") {
      p.response("DescribeTaskStatus").as_object()["Response"].as_object()["Status"] = "soon";
      CHECK(p.lines() == lines{"DescribeTaskStatus example 1 response Response.Status: is lost"});
    }
  }
  SECTION("an exception that no longer applies") {
    plot p(clb_2017);
    p.request("ModifyForwardLBRulesDomain").as_object()["domain"] = "a.example";
    CHECK(p.lines() ==
          lines{"ModifyForwardLBRulesDomain example 1 request domain: the exception \"is required and "
                "missing\" is to apply 1 times and does 0 times"});
  }
  SECTION("one more of an exception") {
    plot p(slb);
    p.request("StartLoadBalancerListener").as_object().erase("ListenerPort");
    CHECK(p.lines() ==
          lines{"StartLoadBalancerListener example 1 request ListenerPort: is required and missing"});
  }
}
