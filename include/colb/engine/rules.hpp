// colb: the rules by which a service's tasks are followed, and for which Actions each of them is: each rule
// says so itself, here it is asked.
#pragma once

#include <string_view>
#include <type_traits>

#include <colb/action.hpp>
#include <colb/engine/reflect.hpp>
#include <colb/task.hpp>

namespace colb::inline COLB_ABI::inner {

/// A rule that is for some Actions only: `static constexpr bool follows(std::string_view action)`. One
/// without it is for every Action that starts a task.
template <class Rule>
concept says_whom_it_follows = requires { Rule::follows(std::string_view()); };

/// The first of some rules that is for an Action; void: none.
template <class A, class... Rules>
struct first_rule {
  using type = void;
};
template <class A, class Rule, class... More>
struct first_rule<A, Rule, More...> {
  static constexpr bool fits() {
    if constexpr (says_whom_it_follows<Rule>) {
      return Rule::follows(type_name<A>());
    } else {
      return descriptor_of<A>.kind == kind::async;
    }
  }
  using type = typename std::conditional_t<fits(), std::type_identity<Rule>, first_rule<A, More...>>::type;
};

/// What the policy of a service for `colb::basic_client` holds: its protocol, and its rules, the one that is
/// for most as the last.
template <class Protocol, class... Rules>
struct service_by {
  using protocol = Protocol;
  /// What an Action's task is followed by; void: the Action is done when it answers.
  template <class A>
  using rule = typename first_rule<A, Rules...>::type;

  /// Calls `f` with the rule that a task is followed by. The last one takes what is for no other.
  template <class F>
  static auto visit_rule(task const& about, F f) {
    return visit<F, Rules...>(about.action, f);
  }

 private:
  template <class F, class Rule, class... More>
  static auto visit(std::string_view action, F& f) {
    if constexpr (sizeof...(More) > 0) {
      if (!Rule::follows(action)) return visit<F, More...>(action, f);
    }
    return f(Rule{});
  }
};

}  // namespace colb::inline COLB_ABI::inner
