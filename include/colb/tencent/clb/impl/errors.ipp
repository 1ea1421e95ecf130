// colb: the error table of Tencent CLB API 3.0.
#pragma once

#include <colb/tencent/clb/errors.hpp>
#include <colb/tencent/impl/phrases.ipp>

namespace colb::inline COLB_ABI::tencent::clb {

COLB_DECL meaning meaning_of(std::string_view code, std::string_view message, int http_status) {
  using c = colb::condition;
  using p = inner::passing;
  namespace says = phrases;
  static constexpr inner::error_rule rules[] = {
      // ---- who asks, and how often
      {"AuthFailure.UnauthorizedOperation", {c::permission}},
      {"AuthFailure.*", {c::authentication}},
      {"UnauthorizedOperation.*", {c::permission}},
      {"IpInBlacklist", {c::permission}},
      {"IpNotInWhitelist", {c::permission}},
      {"ClientError.CredentialError", {c::authentication}},
      {"~request limit exceeded ~ uin limit exceeded|request limit exceeded ~ ip limit exceeded|"
       "request limit exceeded ~ global limit exceeded",
       {c::throttled, p::throttled, true}},
      {"RequestLimitExceeded.*", {c::throttled, p::throttled}},
      {"InternalError.*", {c::unavailable, p::broke}},
      {"InternalServerError.*", {c::unavailable, p::broke}},
      {"ServiceUnavailable.*", {c::unavailable, p::broke}},
      {"*", {c::conflict, p::busy}, says::in_transition},
      // ---- what it is about
      {"FailedOperation.InvalidLBStatus", {c::conflict, p::busy}, says::busy},
      {"FailedOperation.InvalidLBStatus", {c::conflict, p::unclear}},
      {"FailedOperation.ResourceInOperating", {c::conflict, p::busy}},
      {"FailedOperation.ResourceInCloning", {c::conflict, p::busy}},
      {"FailedOperation.NoListenerInLB", {c::not_found}},
      {"InvalidParameter.ClientTokenLimitExceeded", {c::quota_exceeded}},
      {"InvalidParameter.PortCheckFailed", {c::conflict}},
      {"InvalidParameter.ProtocolCheckFailed", {c::unsupported}},
      {"InvalidParameter.RegionNotFound", {c::invalid_request}},
      {"~check risk", {c::conflict}},  // the delete guards: traffic on it, or too many deletions
      {"~endpoint unreachable", {c::invalid_request}},
      {"DryRunOperation", {c::invalid_request}},
      {"RequestSizeLimitExceeded", {c::invalid_request}},
      {"ResponseSizeLimitExceeded", {c::invalid_request}},
      {"LimitExceeded.*", {c::quota_exceeded}},
      {"ResourceInsufficient.*", {c::sold_out}},
      {"ResourcesSoldOut.*", {c::sold_out}},
      {"ResourceNotFound.*", {c::not_found}},
      {"ResourceInUse.*", {c::conflict, p::busy}, says::busy},
      {"ResourceInUse.*", {c::conflict}},
      {"ResourceUnavailable.*", {c::unavailable, p::unclear}},
      {"ActionOffline", {c::unsupported}},
      {"InvalidAction", {c::unsupported}},
      {"NoSuchProduct", {c::unsupported}},
      {"NoSuchVersion", {c::unsupported}},
      {"UnsupportedProtocol", {c::unsupported}},
      {"UnsupportedRegion", {c::unsupported}},
      {"MissingParameter.*", {c::invalid_request}},
      {"UnknownParameter.*", {c::invalid_request}},
      {"InvalidParameterValue.Duplicate", {c::invalid_request}},
      {"InvalidParameterValue.Length", {c::invalid_request}},
      {"InvalidParameterValue.Range", {c::invalid_request}},
      {"UnsupportedOperation.*", {c::conflict, p::busy}, says::busy},
      {"~unsupported operation ~ status|unsupported operation ~ state*", {c::conflict}},
      {"UnsupportedOperation.*", {c::unsupported}},
      {"~in operating|in cloning|is doing|in progress|being processed|is processing", {c::conflict, p::busy}},
      // ---- the coarse ones: what the message says
      {"FailedOperation", {c::throttled, p::throttled}, says::throttled},
      {"FailedOperation", {c::conflict, p::busy}, says::busy},
      {"FailedOperation", {c::conflict, p::busy}, says::come_back},
      {"FailedOperation", {c::insufficient_balance}, says::money},
      {"FailedOperation", {c::sold_out}, says::stock},
      {"FailedOperation", {c::quota_exceeded}, says::quota},
      {"FailedOperation", {c::not_found}, says::missing},
      {"FailedOperation", {c::permission}, says::forbidden},
      {"OperationDenied", {c::conflict, p::busy}, says::busy},
      {"InvalidParameter", {c::conflict, p::busy}, says::busy},
      {"InvalidParameter", {c::not_found}, says::missing},
      {"InvalidParameter", {c::conflict}, says::taken},
      {"InvalidParameterValue", {c::conflict, p::busy}, says::busy},
      {"InvalidParameterValue", {c::not_found}, says::missing},
      {"InvalidParameterValue", {c::conflict}, says::taken},
      {"InvalidParameterValue", {c::quota_exceeded}, says::quota},
      {"FailedOperation", {c::conflict}},
      {"OperationDenied", {c::conflict}},
      {"InvalidParameter", {c::invalid_request}},
      {"InvalidParameterValue", {c::invalid_request}},
      {"InvalidRequest.*", {c::invalid_request}},
      // ---- a new code of a known family: its words, then the family
      {"FailedOperation.*", {c::conflict, p::busy}, says::busy},
      {"~failed operation invalid ~ status|failed operation incorrect ~ status", {c::conflict, p::unclear}},
      {"OperationDenied.*", {c::permission}, says::forbidden},
      {"~not found|not exist*", {c::not_found}},
      {"~already exist*|already ~ exist*", {c::conflict}},
      {"~insufficient balance|balance insufficient|arrear*", {c::insufficient_balance}},
      {"~rate limit*|request limit*|too quickly|too fast|too frequent*|too many requests",
       {c::throttled, p::throttled}},
      {"~limit exceeded|exceed* limit|over limit|quota*", {c::quota_exceeded}},
      {"~sold out|insufficient*", {c::sold_out}},
      {"~unsupport*|not support*", {c::unsupported}},
      {"FailedOperation.*", {c::conflict}},
      {"OperationDenied.*", {c::conflict}},
      {"InvalidParameter*", {c::invalid_request}},
      {"ClientError.InvalidParameter", {c::invalid_request}},
      {"ClientError.TypeError", {c::invalid_request}},
      {"ClientError.INIError", {c::invalid_request}},
      {"ClientError.*", {c::unavailable, p::broke}},
  };
  return inner::meaning_of(rules, code, message, http_status);
}

}  // namespace colb::inline COLB_ABI::tencent::clb
