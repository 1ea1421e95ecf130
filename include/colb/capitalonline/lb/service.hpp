// colb: how Capital Online load balancing is spoken: hosts, signature, envelope, tasks.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <colb/any_action.hpp>
#include <colb/capitalonline/lb/errors.hpp>
#include <colb/capitalonline/lb/task.hpp>
#include <colb/codec/json.hpp>
#include <colb/engine/protocol.hpp>
#include <colb/engine/rules.hpp>
#include <colb/engine/task_rule.hpp>
#include <colb/reply.hpp>
#include <colb/text.hpp>

namespace colb::inline COLB_ABI::capitalonline::lb {

namespace detail {

struct envelope;

/// The vendor's host of a region, site or region code; empty: mainland China.
std::string_view host_of_region(std::string_view region);

class protocol final : public inner::protocol {
 public:
  std::string_view service() const override { return "capitalonline.lb"; }
  std::string_view version() const override { return "2019-08-08"; }
  std::string default_endpoint(std::string_view region) const override;
  inner::vendor_sources const& sources() const override;

  void encode(inner::encoded_call& call, void const* request, std::string_view) const override;

  inner::request build(inner::encoded_call const& call, inner::signing_context const& context) override;

  inner::verdict read(inner::encoded_call const& call, inner::response const& answer,
                      void* response) const override;

  http_route route_of(std::string_view action) const override;
  bool sends(std::string_view name) const override;

 private:
  static codec::read_error read_answer(inner::encoded_call const& call, std::string_view body, void* response,
                                       envelope& around);
};

}  // namespace detail

/// How this service's tasks are followed: DescribeTask, until FINISH or ERROR in any case.
struct task_rule {
  using action = DescribeTask;

  static DescribeTask request(colb::task const& task);
  static task_progress look(reply<DescribeTask> const& status);
  /// What only the finished task knows.
  template <class Reply>
  static void fill_in(Reply& reply, std::vector<std::string> ids) {
    if (!ids.empty()) reply.ResourceId = std::move(ids.front());
  }
};

/// The policy of `colb::basic_client` for this API.
struct service : inner::service_by<detail::protocol, task_rule> {};

/// An Action that colb has no struct for.
using any_action = basic_any_action<service>;

/// Marks this namespace's Actions as this service's.
template <class A>
service service_of(A const*);

using printing::operator<<;
namespace types {
using printing::operator<<;
}

}  // namespace colb::inline COLB_ABI::capitalonline::lb

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/capitalonline/lb/impl/service.ipp>
#endif
