// colb: what `call_and_wait` waits for, asked of the services themselves.
#include "waits.hpp"

#include <type_traits>

#include <colb/aliyun/slb/service.hpp>
#include <colb/capitalonline/lb/service.hpp>
#include <colb/tencent/clb/service.hpp>
#include <colb/tencent/clb_2017/service.hpp>

namespace reference {

namespace {

template <class Service>
std::string looked_at_with(std::string_view action) {
  colb::task task;
  task.action = action;
  return Service::visit_rule(task, [](auto rule) -> std::string {
    // It asks one Action after the other, and its struct is named after neither.
    if constexpr (std::is_same_v<decltype(rule), colb::tencent::clb_2017::purchase_rule>)
      return "`DescribeLoadBalancersTaskResult`, and then `DescribeLoadBalancers`,";
    return '`' + std::string(colb::inner::type_name<typename decltype(rule)::action>()) + '`';
  });
}

std::string shown_by(colb::aliyun::slb::end_state const& end) {
  using of = colb::aliyun::slb::end_state::of;
  std::string const what = end.resource == of::listener        ? "the listener"
                           : end.resource == of::load_balancer ? "the load balancer"
                                                               : "the TLS policy";
  if (!end.wanted.empty()) return what + " is in the state that `" + std::string(end.wanted) + "` names";
  if (end.states[0].empty()) return what + " is gone";
  std::string states = '`' + std::string(end.states[0]) + '`';
  if (!end.states[1].empty()) states += " or `" + std::string(end.states[1]) + '`';
  return what + " is " + states;
}

}  // namespace

std::string waits_for(std::string_view service, std::string_view action, bool is_async) {
  if (service == "aliyun.slb") {
    auto const* const end = colb::aliyun::slb::end_state_of(action);
    return end ? shown_by(*end) : std::string();
  }
  if (service == "tencent.clb" && colb::tencent::clb::possible_task_rule::follows(action)) {
    return looked_at_with<colb::tencent::clb::service>(action) +
           " shows that the task has ended, or for some seconds that there is none";
  }
  if (!is_async) return {};
  std::string const with = service == "tencent.clb" ? looked_at_with<colb::tencent::clb::service>(action)
                           : service == "tencent.clb_2017"
                               ? looked_at_with<colb::tencent::clb_2017::service>(action)
                               : looked_at_with<colb::capitalonline::lb::service>(action);
  return with + " shows that it has ended";
}

}  // namespace reference
