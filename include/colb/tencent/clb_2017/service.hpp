// colb: how Tencent CLB API 2017 is spoken: endpoints, signature, envelope, tasks.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <boost/json/value.hpp>

#include <colb/any_action.hpp>
#include <colb/codec/percent.hpp>
#include <colb/engine/protocol.hpp>
#include <colb/engine/rules.hpp>
#include <colb/engine/task_rule.hpp>
#include <colb/reply.hpp>
#include <colb/request_style.hpp>
#include <colb/tencent/clb_2017/errors.hpp>
#include <colb/tencent/clb_2017/load_balancer.hpp>
#include <colb/tencent/clb_2017/task.hpp>
#include <colb/text.hpp>

namespace colb::inline COLB_ABI::tencent::clb_2017 {

/// IDs of the bought instances, in whichever of its forms the answer has them.
inline std::vector<std::string> bought_instances(CreateLoadBalancer::response const& answer) {
  std::vector<std::string> ids;
  for (auto const& [deal, of_deal] : answer.unLoadBalancerIds)
    ids.insert(ids.end(), of_deal.begin(), of_deal.end());
  if (ids.empty()) ids = answer.unLoadBalanceIds;
  return ids;
}

/// How API 2017 may be spoken to: `options.style = colb::tencent::clb_2017::style{.first_index = 1}`.
struct style {
  static constexpr std::string_view service = "tencent.clb_2017";

  enum class signatures : std::uint8_t { hmac_sha256, hmac_sha1 };

  /// `automatic`: GET, and POST for requests that would make a query of over 2 KB or that hold a private key.
  http_method method = http_method::automatic;
  signatures signature = signatures::hmac_sha256;
  /// Number of the first element of a list, 0 or 1: some gateways count from 1.
  int first_index = 0;

  /// For `client_options::style`.
  operator request_style() const;
};

namespace detail {

class protocol final : public inner::protocol {
 public:
  static constexpr std::string_view path = "/v2/index.php";
  static constexpr std::size_t longest_query = 2048;

  std::string_view service() const override { return style::service; }
  std::string_view version() const override { return "2017"; }
  std::string default_endpoint(std::string_view) const override { return "https://lb.api.qcloud.com"; }
  std::string own_endpoint(inner::action_info const& action) const override;
  inner::vendor_sources const& sources() const override;

  void configure(request_style const& given) override;

  void encode(inner::encoded_call& call, void const* request, std::string_view) const override;

  inner::request build(inner::encoded_call const& call, inner::signing_context const& context) override;

  inner::verdict read(inner::encoded_call const& call, inner::response const& answer,
                      void* response) const override;

  std::size_t first_index() const override;
  bool sends(std::string_view name) const override;

 private:
  /// A private key must not stand in a URL, which proxies and servers write into their logs.
  bool travels_by_post(inner::encoded_call const& call, std::vector<codec::parameter> const& all) const;

  static std::string request_id(inner::type_info const& type, void const* response);

  static std::vector<std::string> task_ids(inner::encoded_call const& call, void const* response,
                                           std::string const& request_id, std::vector<outcome> const& parts);

  static std::string spelled(boost::json::object const& object, std::string_view name);

  static outcome outcome_of(std::string_view resource, boost::json::value const& value);

  /// `detail` of an answer: an object by resource ID; called an array in the document.
  static std::vector<outcome> outcomes(std::optional<boost::json::value> const& detail);

  style style_{};
};

}  // namespace detail

/// How this service's tasks are followed: DescribeLoadBalancersTaskResult, 0 succeeded, 1 failed, 2 in
/// progress.
struct task_rule {
  using action = DescribeLoadBalancersTaskResult;

  static DescribeLoadBalancersTaskResult request(colb::task const& task);
  static task_progress look(reply<DescribeLoadBalancersTaskResult> const& answer);
  /// A batch starts a task for each resource: the task's ids then are an empty one and `RESOURCE=requestId`s.
  static std::vector<outcome> parts(colb::task const& task);
  template <class Response>
  static void fill_in(Response&, std::vector<std::string>) {}
};

namespace detail {

/// What a purchase is followed by: DescribeLoadBalancersTaskResult, then DescribeLoadBalancers, reduced to
/// what is looked at; `purchase_rule::info` says which of them it is.
struct purchase_look {
  std::optional<std::int64_t> requestId{};
  std::vector<std::string> loadBalancerIds{};
  std::optional<std::int64_t> forward{};
  std::optional<std::int64_t> limit{};

  struct instance {
    std::optional<std::string> loadBalancerId{};
    std::optional<std::string> unLoadBalancerId{};
    std::optional<std::int64_t> status{};
  };
  struct response {
    std::optional<types::TaskResult> data{};
    std::vector<purchase_look::instance> loadBalancerSet{};
  };
};
constexpr descriptor describe(purchase_look const*) { return {.rate_limit = 0}; }

}  // namespace detail

/// How a purchase is followed: by its task, which tells a failure, then until DescribeLoadBalancers shows
/// every bought instance as running. Where the answer names no task, or the cloud does not know it, by the
/// instances alone: then one that never appears ends the wait with `condition::timed_out`.
struct purchase_rule {
  using action = detail::purchase_look;

  static constexpr bool follows(std::string_view name) { return name == "CreateLoadBalancer"; }
  static action request(colb::task const& task);
  static inner::action_info const& info(colb::task const& task);
  static std::optional<colb::task> closer(reply<action> const& answer, colb::task const& task);
  static std::optional<colb::task> instead(error const& e, colb::task const& task);
  static bool at_once(colb::task const& task);
  static task_progress look(reply<action> const& answer, colb::task const& task);
  template <class Response>
  static void fill_in(Response&, std::vector<std::string>) {}
};

/// The policy of `colb::basic_client` for this API.
struct service : inner::service_by<detail::protocol, purchase_rule, task_rule> {};

/// An Action that colb has no struct for.
using any_action = basic_any_action<service>;

/// Marks this namespace's Actions as this service's.
template <class A>
service service_of(A const*);

using printing::operator<<;
namespace types {
using printing::operator<<;
}

}  // namespace colb::inline COLB_ABI::tencent::clb_2017

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/tencent/clb_2017/impl/service.ipp>
#endif
