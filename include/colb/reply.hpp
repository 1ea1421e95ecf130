// colb: what a call answers.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include <boost/json/object.hpp>

#include <colb/action.hpp>
#include <colb/task.hpp>

namespace colb::inline COLB_ABI {

template <action A>
struct reply;

namespace inner {

struct with_request_id {
  /// Names the call: what the vendor's support asks for.
  std::string RequestId{};
};
struct without_request_id {};

template <class R>
inline constexpr bool names_its_request = requires(R r) { r.RequestId; } || requires(R r) { r.requestId; };

/// What it took to get an answer.
class with_effort {
 public:
  /// Requests that it took; 1 unless it was repeated. The looks of a wait are not counted.
  int attempts() const noexcept { return attempts_; }
  /// The time it took, from the start of the operation to its end: by the client's clock, with everything
  /// that was waited for.
  std::chrono::microseconds took() const noexcept { return took_; }

  friend void note_effort(with_effort& reply, int attempts, std::chrono::microseconds took) {
    reply.attempts_ = attempts;
    reply.took_ = took;
  }

 private:
  int attempts_ = 0;
  std::chrono::microseconds took_{0};
};

/// Only an Action that starts a task has one to give.
class with_task {
 public:
  /// The task that the call started. `to_string` and `task::parse` carry it over a restart.
  colb::task const& task() const& noexcept { return task_; }
  colb::task task() && { return std::move(task_); }

  friend void set_task(with_task& reply, colb::task task) { reply.task_ = std::move(task); }

 private:
  colb::task task_{};
};
struct without_task {};

/// Of an Action whose finished task names a resource: `constexpr bool task_names_resource(Action const*)`
/// stands beside it.
struct with_resource_id {
  /// The resource that the task made or changed; known to `call_and_wait` alone, empty where the cloud does
  /// not tell.
  std::string ResourceId{};
};
struct without_resource_id {};

template <class A>
inline constexpr bool names_a_resource = [] {
  if constexpr (requires { task_names_resource(static_cast<A const*>(nullptr)); }) {
    return descriptor_of<A>.kind == kind::async && task_names_resource(static_cast<A const*>(nullptr));
  } else {
    return false;
  }
}();

/// What the answer had that colb's structs have no member for.
class with_unknown {
 public:
  /// Members of the answer that no struct of colb's has, each under its path, such as
  /// `LoadBalancerSet.0.NewField`. Kept only if `call_options.keep_unknown` asks for it; otherwise empty.
  boost::json::object const& unknown() const noexcept {
    static boost::json::object const none;
    return kept_ ? *kept_ : none;
  }

  friend boost::json::object& keep_unknown(with_unknown& reply) {
    if (!reply.kept_) reply.kept_ = std::make_shared<boost::json::object>();
    return *reply.kept_;
  }

 private:
  std::shared_ptr<boost::json::object> kept_{};  ///< Shared by copies; not changed once the reply is there.
};

template <class A>
using request_id_part =
    std::conditional_t<names_its_request<typename A::response>, without_request_id, with_request_id>;
template <class A>
using task_part = std::conditional_t<descriptor_of<A>.kind == kind::async, with_task, without_task>;
template <class A>
using resource_id_part = std::conditional_t<names_a_resource<A>, with_resource_id, without_resource_id>;

}  // namespace inner

/// The answer to `A`: the fields of `A::response`, plus `RequestId` where the response has none of its own,
/// plus `task()` for an asynchronous Action, plus `ResourceId` where the finished task names a resource, plus
/// `attempts()` and `took()`, plus `unknown()`.
/// Fields that the server left out are unset or empty.
template <action A>
struct reply : A::response,
               inner::request_id_part<A>,
               inner::task_part<A>,
               inner::resource_id_part<A>,
               inner::with_effort,
               inner::with_unknown {
  using action_type = A;
  using response_type = typename A::response;

  response_type& response() noexcept { return *this; }
  response_type const& response() const noexcept { return *this; }
};

}  // namespace colb::inline COLB_ABI
