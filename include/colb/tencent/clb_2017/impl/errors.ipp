// colb: the error table of Tencent CLB API 2017.
#pragma once

#include <colb/tencent/clb_2017/errors.hpp>
#include <colb/tencent/impl/phrases.ipp>

namespace colb::inline COLB_ABI::tencent::clb_2017 {

COLB_DECL meaning meaning_of(std::string_view code, std::string_view words, int http_status) {
  using c = colb::condition;
  using p = inner::passing;
  namespace says = phrases;
  static constexpr inner::error_rule rules[] = {
      {"4000", {c::conflict, p::busy}, says::in_transition},
      {"4000", {c::not_found}, says::missing},
      {"4000", {c::conflict}, says::taken},
      {"4000", {c::invalid_request}},
      {"4100", {c::authentication}},
      {"4101", {c::permission}},
      {"4102", {c::permission}},
      {"4103", {c::permission}},
      {"4104", {c::authentication}},
      {"4105", {c::authentication}},
      {"4106", {c::authentication}},
      {"4110", {c::permission}},
      {"4200", {c::authentication}},
      {"4300", {c::permission}},
      {"4400", {c::throttled, p::throttled}},
      {"4500", {c::authentication}},
      {"4600", {c::unsupported}},
      {"5000", {c::conflict, p::busy}, says::in_transition},
      {"5000", {c::not_found}},
      // "Resource operation failed": of what, only the words say.
      {"5100", {c::throttled, p::throttled}, says::throttled},
      {"5100", {c::conflict, p::busy}, says::in_transition},
      {"5100", {c::conflict, p::busy}, says::busy},
      {"5100", {c::conflict, p::busy}, says::come_back},
      {"5100", {c::insufficient_balance}, says::money},
      {"5100", {c::sold_out}, says::stock},
      {"5100", {c::quota_exceeded}, says::quota},
      {"5100", {c::not_found}, says::missing},
      {"5100", {c::conflict, p::unclear}, "invalid lb status"},
      {"5100", {c::conflict}},
      {"5200", {c::sold_out}},
      {"5300", {c::insufficient_balance}},
      {"5400", {c::partial_success}},
      {"5500", {c::permission}},
      {"6000", {c::unavailable, p::broke}},
      {"6100", {c::unsupported}},
      {"6200", {c::unavailable, p::unclear}},  // under maintenance: refused at the door
      // Nobody's code: its words, then its hundreds.
      {"*", {c::conflict, p::busy}, says::in_transition},
      {"41*", {c::permission}},
      {"42*", {c::authentication}},
      {"44*", {c::throttled, p::throttled}},
      {"*", {c::throttled, p::throttled}, says::throttled},
      {"*", {c::insufficient_balance}, says::money},
      {"*", {c::sold_out}, says::stock},
      {"*", {c::conflict, p::busy}, says::busy},
      {"4*", {c::not_found}, says::missing},
      {"5*", {c::not_found}, says::missing},
      {"5*", {c::quota_exceeded}, says::quota},
      {"4*", {c::invalid_request}},
      {"5*", {c::conflict}},
      {"6*", {c::unavailable, p::broke}},
  };
  return inner::meaning_of(rules, code, words, http_status);
}

}  // namespace colb::inline COLB_ABI::tencent::clb_2017
