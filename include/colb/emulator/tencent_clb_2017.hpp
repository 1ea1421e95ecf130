// colb: Tencent CLB API 2017 in the emulator: what its parts share. It works on the state of API 3.0, and
// mostly with the handlers of API 3.0: what differs is how things are asked and told.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <colb/emulator/tencent_clb.hpp>
#include <colb/tencent/clb/certificate.hpp>
#include <colb/tencent/clb/classical.hpp>
#include <colb/tencent/clb/listener.hpp>
#include <colb/tencent/clb/load_balancer.hpp>
#include <colb/tencent/clb/rewrite.hpp>
#include <colb/tencent/clb/rule.hpp>
#include <colb/tencent/clb_2017/types.hpp>

namespace colb::inline COLB_ABI::inner::emu::tencent {

namespace clb_2017 = colb::tencent::clb_2017;

/// The members of an answer, without braces. Unset ones are left out; the outer lists are there even when
/// empty.
std::string clb_2017_members(type_info const& type, void const* object);

/// Finds `serve(clb_call&, A const&, A::response&)` beside `clb_call`, whose `request_id` is the number of
/// the task.
template <class A>
constexpr clb_operation operation_2017(emulator::coverage_kind coverage = emulator::coverage_kind::stateful) {
  return {{type_info_of<A>.name, descriptor_of<A>.kind, coverage, &type_info_of<A>},
          0,
          [](clb_call& call, std::string&) {
            auto request = blank<A>();
            call.read(type_info_of<A>, &request);
            auto reply = blank<typename A::response>();
            if constexpr (descriptor_of<A>.kind == kind::async) reply.requestId = std::stoll(call.request_id);
            serve(call, std::as_const(request), reply);
            return clb_2017_members(type_info_of<typename A::response>, &reply);
          }};
}

// One for each file of handlers.
std::span<clb_operation const> clb_2017_balancers_operations();
std::span<clb_operation const> clb_2017_classic_operations();
std::span<clb_operation const> clb_2017_other_operations();
std::span<clb_operation const> clb_2017_listeners_operations();
std::span<clb_operation const> clb_2017_servers_operations();

load_balancer& application_balancer(clb_call& call, std::string const& id);
listener& layer_4_listener(load_balancer& lb, std::string const& id);

// ---- how API 2017 writes what API 3.0 writes otherwise
// -----------------------------------------------------------

/// 1 = HTTP, 2 = TCP, 3 = UDP, 4 = HTTPS.
inline std::string protocol_named(std::string const& parameter, std::int64_t number) {
  switch (number) {
    case 1:
      return "HTTP";
    case 2:
      return "TCP";
    case 3:
      return "UDP";
    case 4:
      return "HTTPS";
  }
  bad_value(parameter, "it has to be one of 1, 2, 3, 4");
}
/// 0 for protocols that API 2017 does not know.
inline std::int64_t protocol_number(std::string_view name) {
  return name == "HTTP" ? 1 : name == "TCP" ? 2 : name == "UDP" ? 3 : name == "HTTPS" ? 4 : 0;
}
inline std::optional<std::string> in_capitals(std::optional<std::string> text) {
  if (!text) return text;
  for (char& c : *text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}
inline std::optional<std::string> in_small_letters(std::optional<std::string> const& text) {
  if (!text) return text;
  return ascii_lowered(*text);
}

/// The health check settings of any of the API's requests, which all call them the same.
template <class Request>
types::HealthCheck health_check_of(Request const& in) {
  types::HealthCheck check;
  check.HealthSwitch = in.healthSwitch;
  check.IntervalTime = in.intervalTime;
  check.HealthNum = in.healthNum;
  check.UnHealthNum = in.unhealthNum;
  if constexpr (requires { in.timeOut; }) check.TimeOut = in.timeOut;
  if constexpr (requires { in.httpCode; }) {
    check.HttpCode = in.httpCode;
    check.HttpCheckPath = in.httpCheckPath;
  }
  if constexpr (requires { in.httpCheckMethod; }) {
    check.HttpCheckMethod = in_capitals(in.httpCheckMethod);
    check.HttpCheckDomain = in.httpCheckDomain;
  }
  return check;
}

/// Likewise the certificates; nothing when none is given.
template <class Request>
std::optional<types::CertificateInput> certificate_input_of(Request const& in) {
  if (!in.SSLMode && !in.certId && !in.certCaId && !in.certContent && !in.certCaContent) return std::nullopt;
  types::CertificateInput certificate;
  certificate.SSLMode = in_capitals(in.SSLMode);
  certificate.CertId = in.certId;
  certificate.CertCaId = in.certCaId;
  certificate.CertName = in.certName;
  certificate.CertKey = in.certKey;
  certificate.CertContent = in.certContent;
  certificate.CertCaName = in.certCaName;
  certificate.CertCaContent = in.certCaContent;
  return certificate;
}

/// A listener to be, with what all kinds have in common. `Spec` is one of the API's three.
template <class Spec>
listener listener_of(clb_call& call, Spec const& in) {
  listener made;
  auto& about = made.about;
  about.ListenerId = call.world.new_id("lbl-");
  about.Protocol = protocol_named("listeners.protocol", in.protocol);
  about.Port = in.loadBalancerPort.value();
  about.EndPort = 0;
  about.ListenerName = in.listenerName.value_or("");
  about.SessionExpireTime = 0;
  about.SniSwitch = 0;
  about.TargetType = "NODE";
  about.SessionType = "NORMAL";
  about.KeepaliveEnable = 0;
  about.Toa = false;
  about.DeregisterTargetRst = false;
  about.MaxConn = -1;
  about.MaxCps = -1;
  if (about.Protocol == "TCP") about.IdleConnectTimeout = 900;
  return made;
}

/// A health check's timeout has to be less than its interval; layer 7 of classic instances has none to set.
template <class Settings>
void check_health_2017(std::string const& where, Settings const& in, std::string const& protocol,
                       std::optional<types::HealthCheck> const& before = std::nullopt) {
  if constexpr (requires { in.timeOut; }) {
    if (in.timeOut && is_layer_7(protocol))
      bad_value(where + "timeOut", "it cannot be set for HTTP and HTTPS listeners");
  }
  check_health_settings(where, health_check_of(in), protocol, before);
}

/// A listing without conditions stops at the default length; there is no way to page.
template <class Rows>
void cut_to_default(Rows& rows, bool conditions) {
  constexpr std::size_t length = 20;
  if (!conditions && rows.size() > length) rows.erase(rows.begin() + length, rows.end());
}

/// Adds listeners that are checked already, by one change, and answers with their IDs.
std::vector<std::string> add_listeners(clb_call& call, load_balancer& lb, std::vector<listener> made);

void serve(clb_call&, clb::DeleteLoadBalancer const&, clb::DeleteLoadBalancer::response&);
void serve(clb_call&, clb::CloneLoadBalancer const&, clb::CloneLoadBalancer::response&);
void serve(clb_call&, clb::RegisterTargetsWithClassicalLB const&,
           clb::RegisterTargetsWithClassicalLB::response&);
void serve(clb_call&, clb::DeregisterTargetsFromClassicalLB const&,
           clb::DeregisterTargetsFromClassicalLB::response&);
void serve(clb_call&, clb::ModifyListener const&, clb::ModifyListener::response&);
void serve(clb_call&, clb::DeleteListener const&, clb::DeleteListener::response&);
void serve(clb_call&, clb::DeleteLoadBalancerListeners const&, clb::DeleteLoadBalancerListeners::response&);
void serve(clb_call&, clb::CreateRule const&, clb::CreateRule::response&);
void serve(clb_call&, clb::ModifyRule const&, clb::ModifyRule::response&);
void serve(clb_call&, clb::ModifyDomain const&, clb::ModifyDomain::response&);
void serve(clb_call&, clb::DeleteRule const&, clb::DeleteRule::response&);
void serve(clb_call&, clb::ManualRewrite const&, clb::ManualRewrite::response&);
void serve(clb_call&, clb::AutoRewrite const&, clb::AutoRewrite::response&);
void serve(clb_call&, clb::DeleteRewrite const&, clb::DeleteRewrite::response&);
void serve(clb_call&, clb::ReplaceCertForLoadBalancers const&, clb::ReplaceCertForLoadBalancers::response&);

/// Has a handler of API 3.0 do it.
template <class A>
void hand_over(clb_call& call, A const& request) {
  typename A::response nothing;
  serve(call, request, nothing);
}

}  // namespace colb::inline COLB_ABI::inner::emu::tencent
