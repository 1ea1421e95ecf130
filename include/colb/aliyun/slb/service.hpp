// colb: how Alibaba Cloud SLB is spoken: endpoint, signatures, envelope, names.
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

#include <colb/aliyun/slb/errors.hpp>
#include <colb/aliyun/slb/types.hpp>
#include <colb/aliyun/slb/waiting.hpp>
#include <colb/any_action.hpp>
#include <colb/codec/json.hpp>
#include <colb/codec/percent.hpp>
#include <colb/engine/protocol.hpp>
#include <colb/engine/rules.hpp>
#include <colb/reply.hpp>
#include <colb/request_style.hpp>
#include <colb/text.hpp>

namespace colb::inline COLB_ABI::aliyun::slb {

/// How SLB may be spoken to: `options.style = colb::aliyun::slb::style{.names = colb::wire_names::current}`.
struct style {
  static constexpr std::string_view service = "aliyun.slb";

  enum class signatures : std::uint8_t {
    hmac_sha1,  ///< The RPC signature, version 1.0: the only one that the document knows.
    acs3        ///< ACS3-HMAC-SHA256, in headers.
  };

  /// `automatic`: GET, and POST for requests that would make a query of over 2 KB or that hold a private key.
  http_method method = http_method::automatic;
  signatures signature = signatures::hmac_sha1;
  /// Names of Actions and parameters.
  wire_names names = wire_names::documented;

  /// For `client_options::style`.
  operator request_style() const;
};

namespace detail {

/// An Action that today's service knows by another name than the document.
struct renamed_action {
  std::string_view documented;
  std::string_view current;
};
inline constexpr renamed_action renamed_actions[] = {
    {"CreateMasterSlaveVServerGroup", "CreateMasterSlaveServerGroup"},
    {"DeleteMasterSlaveVServerGroup", "DeleteMasterSlaveServerGroup"},
    {"DescribeMasterSlaveVServerGroupAttribute", "DescribeMasterSlaveServerGroupAttribute"},
    {"DescribeMasterSlaveVServerGroups", "DescribeMasterSlaveServerGroups"},
};

constexpr std::string_view current_action_name(std::string_view documented) {
  for (renamed_action const& each : renamed_actions) {
    if (each.documented == documented) return each.current;
  }
  return documented;
}

/// What stands beside the Action's own fields.
struct envelope {
  std::string RequestId{};
  std::string HostId{};
  std::string Code{};
  std::string Message{};
};

/// How long a throttled answer asks to wait: `TimeLeft` (ms) of the vendor's headers `x-ratelimit-user-api`
/// and `x-ratelimit-user`; zero: it does not say, a day at most.
std::chrono::milliseconds throttle_hint(inner::response const& answer);

class protocol final : public inner::protocol {
 public:
  std::string_view service() const override { return style::service; }
  std::string_view version() const override { return "2014-05-15"; }

  void configure(request_style const& given) override;

  std::string default_endpoint(std::string_view region) const override;
  inner::vendor_sources const& sources() const override;

  void encode(inner::encoded_call& call, void const* request, std::string_view client_token) const override;

  inner::request build(inner::encoded_call const& call, inner::signing_context const& context) override;

  inner::verdict read(inner::encoded_call const& call, inner::response const& answer,
                      void* response) const override;

  std::size_t first_index() const override { return 1; }
  bool sends(std::string_view name) const override;

 private:
  inner::verdict read_answer(inner::encoded_call const& call, inner::response const& answer,
                             void* response) const;

  static bool has(std::vector<codec::parameter> const& parameters, std::string_view name);

  /// Today's service wants the region of three Actions for which the document has none; both answer
  /// DescribeRegions for all of them.
  bool takes_region(inner::action_info const& action) const;

  /// A query stands in logs, and is limited in size by what is between here and there.
  bool goes_by_post(inner::encoded_call const& call) const;

  static std::string nonce(inner::signing_context const& context);

  static std::string sorted_query(std::vector<codec::parameter> const& parameters);

  static void put(inner::request& request, bool post, std::string query);

  inner::request by_rpc(inner::encoded_call const& call, inner::signing_context const& context,
                        std::string_view action, std::vector<codec::parameter> parameters) const;

  inner::request by_acs3(inner::encoded_call const& call, inner::signing_context const& context,
                         std::string_view action, std::vector<codec::parameter> const& parameters) const;

  static codec::read_error read_json(inner::encoded_call const& call, std::string_view body, void* response,
                                     envelope& around);

  static void refuse(inner::verdict& result, std::string code, std::string message, std::string_view host_id,
                     int status);

  static inner::verdict read_xml(inner::response const& answer);

  static constexpr std::string_view form_type = "application/x-www-form-urlencoded";

  style style_{};
};

}  // namespace detail

/// The policy of `colb::basic_client` for this API.
struct service : inner::service_by<detail::protocol, state_rule> {};

/// An Action that colb has no struct for.
using any_action = basic_any_action<service>;

/// Marks this namespace's Actions as this service's.
template <class A>
service service_of(A const*);

using printing::operator<<;
namespace types {
using printing::operator<<;
}

}  // namespace colb::inline COLB_ABI::aliyun::slb

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/aliyun/slb/impl/service.ipp>
#endif
