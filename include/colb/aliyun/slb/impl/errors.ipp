// colb: the error table of Alibaba Cloud SLB.
#pragma once

#include <colb/aliyun/slb/errors.hpp>

namespace colb::inline COLB_ABI::aliyun::slb {

COLB_DECL meaning meaning_of(std::string_view code, std::string_view message, int http_status) {
  using c = colb::condition;
  using p = inner::passing;
  constexpr std::string_view later =
      "try again|try later|try ~ later|retry later|retry ~ later|is configuring|being configured|is "
      "processing|"
      "being processed|is pending|is adding|is starting|is stopping|modified concurrently";
  constexpr std::string_view missing = "not exist*|not found|doesnt exist|no such";
  constexpr std::string_view taken = "already exist*|exists|has been used|already used|in use|conflict*";
  constexpr std::string_view money =
      "enough balance|insufficient ~ balance|balance ~ insufficient|"
      "available balance|overdue|arrear*|unpaid|recharge|sufficient fund*";
  static constexpr inner::error_rule rules[] = {
      // ---- the gateway's: who asks, and how often. None of them is SLB's own.
      {"InvalidAccessKeyId.*", {c::authentication}},
      {"InvalidAccessKeySecret.*", {c::authentication}},
      {"MissingAccessKey*", {c::authentication}},
      {"Forbidden.AccessKey*", {c::authentication}},
      {"InactiveAccessKey*", {c::authentication}},
      {"InvalidSecurityToken.*", {c::authentication}},
      {"MissingSecurityToken.*", {c::authentication}},
      {"SecurityToken*", {c::authentication}},
      {"InvalidStsToken*", {c::authentication}},
      {"IncompleteSignature.*", {c::authentication}},
      {"InvalidSignature*", {c::authentication}},
      {"SignatureDoesNotMatch.*", {c::authentication}},
      {"SignatureNonce*", {c::authentication}},
      {"InvalidTimeStamp.*", {c::authentication}},
      {"IllegalTimestamp*", {c::authentication}},
      {"InvalidParameter*",
       {c::authentication},
       "security token|access key|signature nonce|timestamp|time stamp"},
      {"MissingParameter*", {c::authentication}, "security token|access key id|signature"},
      {"InternalError", {c::authentication}, "illegal sign*|illegal timestamp|illegal time stamp"},
      {"Throttling.User*", {c::throttled, p::throttled, true}},
      {"Throttling*", {c::throttled, p::throttled}},
      {"InnerRateLimiting", {c::throttled, p::throttled}},
      {"InvalidAction.NotFound", {c::unsupported}},
      {"InvalidVersion*", {c::unsupported}},
      {"InvalidProduct.NotFound", {c::unsupported}},
      {"InvalidAccountStatus.*", {c::insufficient_balance}},

      // ---- one code for many causes
      {"ServiceUnavailable", {c::conflict, p::busy}, "configuring|being processed"},
      {"ServiceUnavailable", {c::conflict}, "name has been used"},
      {"ServiceUnavailable", {c::unsupported}, "not support*"},
      {"ServiceUnavailable", {c::invalid_request}, "param is invalid|id is inva*"},
      {"ServiceUnavailable", {c::unavailable, p::broke}},
      {"InternalError", {c::invalid_request}, "illegal*"},
      {"InternalError.*", {c::unavailable, p::broke}},
      {"Operation.NotAllowed", {c::insufficient_balance}, money},
      {"Operation.NotAllowed", {c::unsupported}, "does not support this action|not support*"},
      {"Operation.NotAllowed", {c::not_found}, missing},
      {"Operation.NotAllowed", {c::conflict, p::busy}, later},
      {"Operation.NotAllowed", {c::conflict}},
      {"Operation.Deny", {c::conflict, p::busy}},

      // ---- at work
      {"OperationFailed.ListenerStatusNotSupport", {c::conflict, p::busy}, later},
      {"~status not support", {c::conflict, p::busy}, later},
      {"~status not support", {c::conflict, p::unclear}},
      {"RspoolVipExist", {c::conflict, p::unclear}},  // the group's listener may just be going
      {"OperationConflict.*", {c::conflict, p::busy}},
      {"ServiceIsStopping", {c::conflict, p::busy}},
      {"IncorrectStatus.DomainExtension", {c::conflict, p::busy}},
      {"SystemBusy", {c::unavailable, p::busy}},
      {"~system busy|server busy|service busy", {c::unavailable, p::busy}},
      {"ObtainIpFail", {c::unavailable, p::unclear}},
      {"~processing|configuring|operation busy|concurrent modif*|is busy", {c::conflict, p::busy}},

      // ---- broken inside
      {"InternalInvokeError", {c::unavailable, p::broke}},
      {"SystemError", {c::unavailable, p::broke}},
      {"SDK.ServerUnreachable", {c::unavailable, p::broke}},
      {"AliyunGoClientFailure", {c::unavailable, p::broke}},
      {"AssociateIpFail*", {c::unavailable, p::broke}},
      {"CreateOrderTimeout", {c::unavailable, p::broke}},
      {"LocationServiceTimeout", {c::unavailable, p::broke}},
      {"QueryOrder*", {c::unavailable, p::broke}},
      {"TradeSync*", {c::unavailable, p::broke}},
      {"~failed invoke ~ failed|invoke ~ failed", {c::unavailable, p::broke}},
      {"AllocateVpcInstanceFailed", {c::unavailable}},
      {"PRICE.*", {c::unavailable}},
      {"~query ~ failed|rate account failed|inquiry failed", {c::unavailable}},

      // ---- money and stock
      {"InsufficientAvailableQuota", {c::insufficient_balance}},
      {"OperationFailed.CashBook*", {c::insufficient_balance}},
      {"OperationFailed.UnpaidBillsExist", {c::insufficient_balance}},
      {"PAY.*", {c::insufficient_balance}},
      {"PAYFOR.*", {c::insufficient_balance}},
      {"PRODUCT.NOT_AVAILABLE*", {c::sold_out}},
      {"ResourceNotAvailible.*", {c::sold_out}},
      {"ResourceNotAvailable.*", {c::sold_out}},
      {"~not availible|insufficient resources|halt sales|ip exhaust*|available ip not exist|resource limit|"
       "sold*|stock|not on sale|no ~ resource left",
       {c::sold_out}},

      // ---- limits: of the account, or of one request
      {"ListenOverLimit", {c::quota_exceeded}},
      {"SourceListOverLimit", {c::quota_exceeded}},
      {"VipTooManyListeners", {c::quota_exceeded}},
      {"BeforePayRuleBatchValidateError", {c::quota_exceeded}},
      {"SizeLimitExceed*", {c::invalid_request}},
      {"TooMany*", {c::invalid_request}},
      {"~quota*|over limit|over quota|exceed limit|limit exceed*", {c::quota_exceeded}},

      // ---- who may
      {"UserNotAllowed", {c::permission}},
      {"InvalidIdentity*", {c::permission}},
      {"HighRiskOperationDenied", {c::permission}},
      {"TradeWaitDistributorAudit", {c::permission}},
      {"OperationFailed.OnlyInnerCommoditySupportToPurchase", {c::permission}},
      {"OperationFailed.InvalidAccount*", {c::permission}},
      {"OperationFailed.InvalidCen", {c::conflict}},
      {"Forbidden.*", {c::not_found}, "instance is not found|not exist*"},
      {"~forbidden|forbbiden|fobidden|no permission|denied for|unauthorized|not authorized", {c::permission}},

      // ---- in its way
      {"ActionNotAllowed", {c::conflict}},
      {"OperationNotAllowed.*", {c::conflict}},
      {"IdempotentParameterMismatch", {c::conflict}},
      {"InvalidChargeType", {c::conflict}},
      {"OrderFailed", {c::insufficient_balance}, money},
      {"OrderFailed", {c::conflict}},
      {"Mismatched.ZoneId", {c::conflict}},
      {"IllegalEntry", {c::conflict}},
      {"InvalidParameter.Domain", {c::conflict}},
      {"IncorrectListenerAccessControlStatusStatus", {c::conflict}},
      {"AclEntryEmpty", {c::not_found}},
      {"InvalidParameter.DomainExtensionId", {c::not_found}},
      {"InvalidParameter.ServerCertificateId", {c::not_found}},
      {"~not found|notfound|not exist*|no exist", {c::not_found}},
      {"InvalidBackendServers.*", {c::conflict}},
      {"~not in cen|being used|in use|unchanged|related|refered|referred|binded", {c::conflict}},
      {"~already|exist*|conflict*", {c::conflict}},

      // ---- not here
      {"TLSPolicyNoSupport*", {c::invalid_request}},
      {"IpNotAvailable", {c::invalid_request}},
      {"Mismatch.SlbSpecType*", {c::unsupported}},
      {"~not support*|unsupport*|only ~ support|support ~ only|not allowed", {c::unsupported}},

      // ---- the request
      {"InvalidParameter*", {c::conflict, p::busy}, later},
      {"InvalidParam*", {c::not_found}, missing},
      {"InvalidParam*", {c::conflict}, "already exist*|has been used"},
      {"Invalid*", {c::invalid_request}},
      {"Illegal*", {c::invalid_request}},
      {"Missing*", {c::invalid_request}},
      {"Duplicate*", {c::invalid_request}},
      {"BACKEND_SERVER*", {c::invalid_request}},
      {"BackendServer.*", {c::invalid_request}},
      {"~invalid|illegal*|missing|malformed|mismatch*|miss match|not match|duplicate*|encrypt*|format*",
       {c::invalid_request}},

      // ---- what is left of known families
      {"IncorrectStatus.*", {c::conflict, p::busy}, later},
      {"Operation*", {c::conflict, p::busy}, later},
      {"Operation*", {c::insufficient_balance}, money},
      {"Operation*", {c::not_found}, missing},
      {"IncorrectStatus.*", {c::conflict}},
      {"Operation*", {c::conflict}},
      {"*", {c::conflict, p::busy}, "configuring|please try again later|please try later|please retry later"},
      {"*", {c::insufficient_balance}, money},
      {"*", {c::not_found}, "does not exist|is not exist|not found|doesnt exist"},
      {"*", {c::conflict}, taken},
  };
  return inner::meaning_of(rules, code, message, http_status);
}

}  // namespace colb::inline COLB_ABI::aliyun::slb
