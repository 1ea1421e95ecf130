// colb: what the error codes of Tencent CLB API 3.0 mean.
#pragma once

#include <string_view>

#include <colb/error.hpp>

namespace colb::inline COLB_ABI::tencent::clb {

/// What a code of the API means to its caller.
struct meaning {
  colb::condition condition;
  bool try_later = false;  ///< Nothing was done, and the same request may work in a moment.
};

/// The meaning of a vendor code. A code nobody documented is judged by its part before the dot.
///
/// Source: CLB API 3.0 (2018-03-17), "Error Codes" and each Action's own list.
constexpr meaning meaning_of(std::string_view code) {
  using c = colb::condition;
  struct entry {
    std::string_view code;
    meaning means;
  };
  constexpr entry exact[] = {
      {"AuthFailure.UnauthorizedOperation", {c::permission}},
      {"FailedOperation", {c::conflict}},
      {"FailedOperation.InvalidLBStatus", {c::conflict, true}},
      {"FailedOperation.ResourceInOperating", {c::conflict, true}},
      {"InvalidParameter.LBIdNotFound", {c::not_found}},
      {"InvalidParameter.ListenerIdNotFound", {c::not_found}},
      {"InvalidParameter.LocationNotFound", {c::not_found}},
      {"InvalidParameter.PortCheckFailed", {c::conflict}},
      {"InvalidParameter.RewriteAlreadyExist", {c::conflict}},
      {"InvalidParameter.SomeRewriteNotFound", {c::not_found}},
      {"InvalidAction", {c::unsupported}},
      {"ResourceInsufficient", {c::sold_out}},
  };
  for (entry const& e : exact) {
    if (e.code == code) return e.means;
  }
  constexpr entry families[] = {
      {"ActionOffline", {c::unsupported}},
      {"AuthFailure", {c::authentication}},
      {"DryRunOperation", {c::invalid_request}},
      {"FailedOperation", {c::conflict}},
      {"InternalError", {c::unavailable}},
      {"InternalServerError", {c::unavailable}},
      {"InvalidAction", {c::unsupported}},
      {"InvalidParameter", {c::invalid_request}},
      {"InvalidParameterValue", {c::invalid_request}},
      {"InvalidRequest", {c::invalid_request}},
      {"IpInBlacklist", {c::permission}},
      {"IpNotInWhitelist", {c::permission}},
      {"LimitExceeded", {c::quota_exceeded}},
      {"MissingParameter", {c::invalid_request}},
      {"NoSuchProduct", {c::unsupported}},
      {"NoSuchVersion", {c::unsupported}},
      {"OperationDenied", {c::permission}},
      {"RequestLimitExceeded", {c::throttled, true}},
      {"RequestSizeLimitExceeded", {c::invalid_request}},
      {"ResourceInUse", {c::conflict}},
      {"ResourceInsufficient", {c::sold_out}},
      {"ResourceNotFound", {c::not_found}},
      {"ResourceUnavailable", {c::unavailable}},
      {"ResourcesSoldOut", {c::sold_out}},
      {"ResponseSizeLimitExceeded", {c::invalid_request}},
      {"ServiceUnavailable", {c::unavailable}},
      {"UnauthorizedOperation", {c::permission}},
      {"UnknownParameter", {c::invalid_request}},
      {"UnsupportedOperation", {c::unsupported}},
      {"UnsupportedProtocol", {c::unsupported}},
      {"UnsupportedRegion", {c::unsupported}},
  };
  std::string_view const family = code.substr(0, code.find('.'));
  for (entry const& e : families) {
    if (e.code == family) return e.means;
  }
  // A new code: the words that the vendor builds codes of still tell something.
  if (code.find("InOperating") != code.npos) return {c::conflict, true};
  if (code.find("NotFound") != code.npos || code.find("NotExist") != code.npos) return {c::not_found};
  if (code.find("Balance") != code.npos) return {c::insufficient_balance};
  return {c::unavailable};
}

}  // namespace colb::inline COLB_ABI::tencent::clb
