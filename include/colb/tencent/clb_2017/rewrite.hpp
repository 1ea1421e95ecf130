// colb: redirections of Tencent CLB API 2017.
#pragma once

#include <colb/tencent/clb_2017/types.hpp>

namespace colb::inline COLB_ABI::tencent::clb_2017 {

/// Deletes redirections between forwarding rules of two listeners.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeLoadBalancersTaskResult.
/// Source: CLB API 2017 (v2), DeleteRewrite.
struct DeleteRewrite {
  /// ID of the load balancer (lb-...), as listed by DescribeLoadBalancers with forward = 1 or -1.
  required<std::string> loadBalancerId;
  /// Redirections to delete.
  required<std::vector<types::ForwardRewriteInfo>> delRewriteInfo;
  /// ID of the listener that redirects, as listed by DescribeForwardLBListeners.
  /// Sent under this name, the one of the document; other editions of it have sourceuListenerId.
  required<std::string> sourceListenerId;
  /// ID of the listener redirected to, as listed by DescribeForwardLBListeners.
  /// Sent under this name, the one of the document; other editions of it have targetuListenerId.
  required<std::string> targetListenerId;

  /// What DeleteRewrite answers.
  struct response {
    /// Task ID; pass it to DescribeLoadBalancersTaskResult to follow the operation.
    std::optional<std::int64_t> requestId{};
  };
};
constexpr auto aliases(DeleteRewrite const*) {
  return also_called({{"rewriteInfo", "delRewriteInfo"},
                      {"sourceuListenerId", "sourceListenerId"},
                      {"targetuListenerId", "targetListenerId"}});
}
constexpr descriptor describe(DeleteRewrite const*) {
  return {.kind = kind::async, .rate_limit = 0, .resource = {"loadBalancerId"}};
}

/// Sets up redirections between forwarding rules of two listeners.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeLoadBalancersTaskResult.
/// Source: CLB API 2017 (v2), ManualRewrite.
struct ManualRewrite {
  /// ID of the load balancer (lb-...), as listed by DescribeLoadBalancers with forward = 1 or -1.
  required<std::string> loadBalancerId;
  /// Redirections to set up.
  required<std::vector<types::ForwardRewriteInfo>> rewriteInfo;
  /// ID of the listener that redirects, as listed by DescribeForwardLBListeners.
  /// Sent under this name, the one of the document; other editions of it have sourceuListenerId.
  required<std::string> sourceListenerId;
  /// ID of the listener redirected to, as listed by DescribeForwardLBListeners.
  /// Sent under this name, the one of the document; other editions of it have targetuListenerId.
  required<std::string> targetListenerId;

  /// What ManualRewrite answers.
  struct response {
    /// Task ID; pass it to DescribeLoadBalancersTaskResult to follow the operation.
    std::optional<std::int64_t> requestId{};
  };
};
constexpr auto aliases(ManualRewrite const*) {
  return also_called({{"sourceuListenerId", "sourceListenerId"}, {"targetuListenerId", "targetListenerId"}});
}
constexpr descriptor describe(ManualRewrite const*) {
  return {.kind = kind::async, .rate_limit = 0, .resource = {"loadBalancerId"}};
}

/// Lists the redirections between forwarding rules.
///
/// Source: CLB API 2017 (v2), DescribeRewrite.
struct DescribeRewrite {
  /// IDs of the load balancers asked about (lb-...).
  std::vector<std::string> loadBalancerIds{};
  /// IDs of the listeners asked about (lbl-...).
  std::vector<std::string> listenerIds{};
  /// IDs of the forwarding rules asked about (loc-...).
  std::vector<std::string> locationIds{};

  /// What DescribeRewrite answers.
  struct response {
    /// Holder of the redirections found.
    std::optional<types::ForwardRewriteData> data{};
  };
};
constexpr descriptor describe(DescribeRewrite const*) { return {.rate_limit = 0}; }

/// Derives an HTTP listener on port 80 from the HTTPS listener on port 443 and redirects the former to the
/// latter; only these two ports are supported.
///
/// Asynchronous: `call_and_wait` follows the task with DescribeLoadBalancersTaskResult.
/// Source: CLB API 2017 (v2), AutoRewrite.
struct AutoRewrite {
  /// ID of the load balancer (lb-...), as listed by DescribeLoadBalancers with forward = 1 or -1.
  required<std::string> loadBalancerId;
  /// ID of the application-type listener (lbl-...), as listed by DescribeForwardLBListeners.
  required<std::string> listenerId;
  /// Domains to redirect.
  std::vector<std::string> domains{};

  /// What AutoRewrite answers.
  struct response {
    /// Task ID; pass it to DescribeLoadBalancersTaskResult to follow the operation.
    std::optional<std::int64_t> requestId{};
  };
};
constexpr descriptor describe(AutoRewrite const*) {
  return {.kind = kind::async, .rate_limit = 0, .resource = {"loadBalancerId"}};
}

}  // namespace colb::inline COLB_ABI::tencent::clb_2017
