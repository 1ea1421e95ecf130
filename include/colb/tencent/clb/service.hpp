// colb: how Tencent CLB API 3.0 is spoken: endpoint, signature, envelope, tasks.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <colb/any_action.hpp>
#include <colb/codec/percent.hpp>
#include <colb/engine/protocol.hpp>
#include <colb/engine/rules.hpp>
#include <colb/engine/task_rule.hpp>
#include <colb/reply.hpp>
#include <colb/request_style.hpp>
#include <colb/sign/tc3.hpp>
#include <colb/tencent/clb/block_ip.hpp>
#include <colb/tencent/clb/errors.hpp>
#include <colb/tencent/clb/task.hpp>
#include <colb/text.hpp>

namespace colb::inline COLB_ABI::tencent::clb {

/// How API 3.0 may be spoken to: `options.style = colb::tencent::clb::style{.region_in_host = true}`.
struct style {
  static constexpr std::string_view service = "tencent.clb";

  enum class signatures : std::uint8_t {
    tc3,          ///< TC3-HMAC-SHA256, in headers.
    hmac_sha256,  ///< Version 1: everything is a parameter.
    hmac_sha1     ///< Likewise.
  };

  /// `automatic`: POST.
  http_method method = http_method::automatic;
  signatures signature = signatures::tc3;
  /// Talk to the region's own server, such as clb.ap-guangzhou.tencentcloudapi.com.
  bool region_in_host = false;

  /// For `client_options::style`.
  operator request_style() const;
};

namespace detail {

class protocol final : public inner::protocol {
 public:
  std::string_view service() const override { return style::service; }
  std::string_view version() const override { return "2018-03-17"; }
  std::string default_endpoint(std::string_view region) const override;
  inner::vendor_sources const& sources() const override;

  void configure(request_style const& given) override;

  void encode(inner::encoded_call& call, void const* request, std::string_view client_token) const override;

  inner::request build(inner::encoded_call const& call, inner::signing_context const& context) override;

  inner::verdict read(inner::encoded_call const& call, inner::response const& answer,
                      void* response) const override;

  bool sends(std::string_view name) const override;

 private:
  bool is_tc3() const noexcept;
  bool is_get() const noexcept { return style_.method == http_method::get; }
  /// JSON goes with POST and TC3 only.
  bool is_flat() const noexcept { return is_get() || !is_tc3(); }

  inner::request build_tc3(inner::encoded_call const& call, inner::signing_context const& context);

  /// The older signatures: everything is a parameter.
  inner::request build_v1(inner::encoded_call const& call, inner::signing_context const& context) const;

  static void tell_failed_listeners(inner::encoded_call const& call, void const* response,
                                    inner::verdict& result);

  /// What DescribeTaskStatus, or another Action in its place, is to be asked with.
  static std::vector<std::string> task_ids(inner::encoded_call const& call, void const* response,
                                           std::string const& request_id);

  style style_{};
  sign::tc3_signer signer_{};
};

}  // namespace detail

/// How this service's tasks are followed: DescribeTaskStatus, 0 succeeded, 1 failed, 2 in progress.
struct task_rule {
  using action = DescribeTaskStatus;

  static DescribeTaskStatus request(colb::task const& task);
  static task_progress look(reply<DescribeTaskStatus> const& status);
  /// What only the finished task knows: the bought instances.
  template <class Reply>
  static void fill_in(Reply& reply, std::vector<std::string> ids) {
    if constexpr (requires { reply.LoadBalancerIds; }) {
      if (reply.LoadBalancerIds.empty()) reply.LoadBalancerIds = std::move(ids);
    } else if constexpr (requires { reply.ResourceId; }) {
      if (!ids.empty()) reply.ResourceId = std::move(ids.front());
    }
  }
};

/// How a change is followed of which the document says that it is done when it answers, and that today's
/// service starts a task for: likewise, but a task that the service does not know is one that there never
/// was.
struct possible_task_rule : task_rule {
  static constexpr bool absent_is_done = true;

  /// Source: Terraform's provider of 2026, which follows their request IDs with DescribeTaskStatus.
  static constexpr bool follows(std::string_view action) {
    return action == "ModifyFunctionTargets" || action == "ModifyLoadBalancerSla" ||
           action == "ModifyLoadBalancersProject" || action == "SetCustomizedConfigForLoadBalancer" ||
           action == "SetLoadBalancerClsLog" || action == "SetLoadBalancerSecurityGroups";
  }
};

/// How a change of block lists is followed: DescribeBlockIPTask, 1 running, 2 failed, 6 succeeded.
struct block_ip_rule {
  using action = DescribeBlockIPTask;

  static constexpr bool follows(std::string_view name) { return name == "ModifyBlockIPList"; }
  static DescribeBlockIPTask request(colb::task const& task);
  static task_progress look(reply<DescribeBlockIPTask> const& status);
  template <class Reply>
  static void fill_in(Reply&, std::vector<std::string>) {}
};

namespace detail::looks {

// DescribeLoadBalancers, reduced to what a migration is followed by: programs that do not use it need not pay
// for it.
struct load_balancer {
  std::optional<std::string> LoadBalancerId{};
  std::optional<std::int64_t> Forward{};
  std::optional<std::int64_t> Status{};
};
struct DescribeLoadBalancers {
  std::vector<std::string> LoadBalancerIds{};
  struct response {
    std::vector<load_balancer> LoadBalancerSet{};
  };
};
constexpr descriptor describe(DescribeLoadBalancers const*) { return {}; }

}  // namespace detail::looks

/// How a migration of classic load balancers is followed: it has ended when DescribeLoadBalancers shows all
/// of them as running application-type ones. The API tells no failure: one that never gets there ends with
/// `condition::timed_out`.
struct migration_rule {
  using action = detail::looks::DescribeLoadBalancers;

  static constexpr bool follows(std::string_view name) { return name == "MigrateClassicalLoadBalancers"; }
  static action request(colb::task const& task) { return {.LoadBalancerIds = task.ids}; }
  static task_progress look(reply<action> const& seen, colb::task const& task);
  /// One look takes 20 IDs.
  static std::vector<outcome> parts(colb::task const& task);
  template <class Reply>
  static void fill_in(Reply&, std::vector<std::string>) {}
};

/// The policy of `colb::basic_client` for this API.
struct service
    : inner::service_by<detail::protocol, block_ip_rule, migration_rule, possible_task_rule, task_rule> {};

/// Until 1.0: `service::rule<A>`.
template <class A>
struct rule_of {
  using type = service::rule<A>;
};

/// An Action that colb has no struct for.
using any_action = basic_any_action<service>;

/// Marks this namespace's Actions as this service's.
template <class A>
service service_of(A const*);

using printing::operator<<;
namespace types {
using printing::operator<<;
}

}  // namespace colb::inline COLB_ABI::tencent::clb

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/tencent/clb/impl/service.ipp>
#endif
