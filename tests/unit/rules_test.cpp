// colb: by which rule an Action's task is followed: the same one for its struct and for its name.
#include <functional>
#include <string_view>
#include <type_traits>
#include <typeinfo>

#include <colb/aliyun/slb/listener.hpp>
#include <colb/aliyun/slb/service.hpp>
#include <colb/capitalonline/lb/service.hpp>
#include <colb/capitalonline/lb/vpc_slb.hpp>
#include <colb/engine/rules.hpp>
#include <colb/tencent/clb/classical.hpp>
#include <colb/tencent/clb/listener.hpp>
#include <colb/tencent/clb/security_group.hpp>
#include <colb/tencent/clb/service.hpp>
#include <colb/tencent/clb_2017/listener.hpp>
#include <colb/tencent/clb_2017/service.hpp>

#include "catch.hpp"

namespace clb = colb::tencent::clb;
namespace clb_2017 = colb::tencent::clb_2017;
namespace slb = colb::aliyun::slb;
namespace lb = colb::capitalonline::lb;

namespace rules_scene {

struct Starts {
  struct response {};
};
struct Special {
  struct response {};
};
struct Quiet {
  struct response {};
};
struct Reads {
  struct response {};
};
constexpr colb::descriptor describe(Starts const*) { return {.kind = colb::kind::async}; }
constexpr colb::descriptor describe(Special const*) { return {.kind = colb::kind::write}; }
constexpr colb::descriptor describe(Quiet const*) { return {.kind = colb::kind::write}; }
constexpr colb::descriptor describe(Reads const*) { return {}; }

}  // namespace rules_scene

namespace {

using namespace rules_scene;

struct for_special {
  static constexpr bool follows(std::string_view action) { return action == "Special"; }
};
struct for_tasks {};
struct protocol {};

using service = colb::inner::service_by<protocol, for_special, for_tasks>;
static_assert(std::is_same_v<service::rule<Starts>, for_tasks>);
static_assert(std::is_same_v<service::rule<Special>, for_special>);
static_assert(std::is_void_v<service::rule<Quiet>>);
static_assert(std::is_void_v<service::rule<Reads>>);

// One whose every rule names whom it is for has none for all tasks.
using choosy = colb::inner::service_by<protocol, for_special>;
static_assert(std::is_void_v<choosy::rule<Starts>>);

// Names of 0.1.0.
static_assert(std::is_same_v<clb::rule_of<clb::CreateListener>::type, clb::task_rule>);
static_assert(slb::shows_its_end("DeleteLoadBalancerListener") && !slb::shows_its_end("AddTags"));

template <class Service>
std::type_info const& by_name(std::string_view action) {
  colb::task about;
  about.action = action;
  return *Service::visit_rule(about, [](auto rule) { return &typeid(rule); });
}

struct row {
  char const* title;
  std::type_info const* of_struct;
  std::type_info const& of_name;
};

template <class Service, class A>
row row_of(char const* title) {
  return {title, &typeid(typename Service::template rule<A>), by_name<Service>(colb::inner::type_name<A>())};
}

}  // namespace

TEST_CASE("a struct and its name lead to the same rule", "[rules]") {
  for (row const& r : {
           row_of<service, Starts>("a task"),
           row_of<service, Special>("one that a rule names"),
           row_of<clb::service, clb::CreateListener>("CLB, a task"),
           row_of<clb::service, clb::ModifyBlockIPList>("CLB, a block list"),
           row_of<clb::service, clb::MigrateClassicalLoadBalancers>("CLB, a migration"),
           row_of<clb::service, clb::SetLoadBalancerSecurityGroups>("CLB, what may start a task"),
           row_of<clb_2017::service, clb_2017::CreateLoadBalancer>("2017, a purchase"),
           row_of<clb_2017::service, clb_2017::CreateLoadBalancerListeners>("2017, a task"),
           row_of<slb::service, slb::DeleteLoadBalancerListener>("SLB"),
           row_of<lb::service, lb::CreateVpcSlb>("Capital Online"),
       }) {
    CAPTURE(r.title);
    CHECK(*r.of_struct == r.of_name);
  }
  CHECK(by_name<clb::service>("AnActionOfNextYear") == typeid(clb::task_rule));
}
