// colb: what the error codes of Alibaba Cloud SLB mean.
#pragma once

#include <string_view>

#include <colb/error.hpp>

namespace colb::inline COLB_ABI::aliyun::slb {

/// What a code of the API means to its caller.
struct meaning {
  colb::condition condition;
  bool try_later = false;  ///< Nothing was done, and the same request may work in a moment.
};

/// The meaning of a vendor code. One that is in no document is judged by its part before the dot and its
/// words.
///
/// @param code `Code` of the answer.
/// @param message `Message` of the answer: of some codes only the two together tell the cause.
/// Source: SLB API (2014-05-15), "Error Codes"; where that names no code, those of today's service.
constexpr meaning meaning_of(std::string_view code, std::string_view message = {}) {
  using c = colb::condition;
  auto const holds = [](std::string_view text, std::string_view word) {
    return text.find(word) != text.npos;
  };
  struct entry {
    std::string_view code;
    meaning means;
  };

  // One code for a service overloaded, a load balancer busy, a name taken and a parameter wrong.
  if (code == "ServiceUnavailable") {
    if (holds(message, "configuring")) return {c::conflict, true};
    if (holds(message, "name has been used")) return {c::conflict};
    if (holds(message, "not support")) return {c::unsupported};
    if (holds(message, "param is invalid") || holds(message, "id is inva")) return {c::invalid_request};
    return {c::unavailable};
  }
  if (code == "InternalError") {
    if (holds(message, "Illegal sign") || holds(message, "Illegal timestamp")) return {c::authentication};
    if (holds(message, "Illegal")) return {c::invalid_request};
    return {c::unavailable};
  }
  if (code == "InvalidParameter") {
    if (holds(message, "not exist") || holds(message, "doesn't exist")) return {c::not_found};
    return {c::invalid_request};
  }

  constexpr entry exact[] = {
      {"ActionNotAllowed", {c::permission}},
      {"CertificateAndPrivateKeyIsRefered", {c::conflict}},
      {"CheckedListenerNotFound", {c::not_found}},
      {"IncorrectListenerAccessControlStatusStatus", {c::conflict}},
      {"IpNotAvailable", {c::invalid_request}},
      {"ListenOverLimit", {c::quota_exceeded}},
      {"ListenerAlreadyExists", {c::conflict}},
      {"ListenerNotFound", {c::not_found}},
      {"ProcessingSameRequest", {c::conflict, true}},
      {"RegionNotSupport", {c::unsupported}},
      {"SourceListOverLimit", {c::quota_exceeded}},
      {"TcpNotSupportForHybridLb", {c::unsupported}},
      {"TooManyBackendServers", {c::invalid_request}},
      {"UserNotAllowed", {c::permission}},
      {"VipTooManyListeners", {c::quota_exceeded}},
      // Today's.
      {"BackendServer.configuring", {c::conflict, true}},
      {"InvalidAction.NotFound", {c::unsupported}},
      {"InvalidVersion", {c::unsupported}},
      {"OperationBusy", {c::conflict, true}},
      {"ServiceIsConfiguring", {c::conflict, true}},
      {"ServiceIsStopping", {c::conflict, true}},
      {"SystemBusy", {c::conflict, true}},
  };
  for (entry const& e : exact) {
    if (e.code == code) return e.means;
  }
  if (code.ends_with("StatusNotSupport")) return {c::conflict, true};
  if (code.ends_with(".NotFound") && !code.starts_with("InvalidAccessKeyId") &&
      !code.starts_with("InvalidSecurityToken")) {
    return {c::not_found};
  }

  constexpr entry families[] = {
      {"CertificateNotMatchPrivateKey", {c::invalid_request}},
      {"Forbbiden", {c::permission}},
      {"Forbidden", {c::permission}},
      {"IdempotentParameterMismatch", {c::invalid_request}},
      {"IncompleteSignature", {c::authentication}},
      {"InternalInvokeError", {c::unavailable}},
      {"InvalidAccessKeyId", {c::authentication}},
      {"InvalidAccessKeySecret", {c::authentication}},
      {"InvalidAccountStatus", {c::insufficient_balance}},
      {"InvalidBackendServers", {c::invalid_request}},
      {"InvalidIdentity", {c::permission}},
      {"InvalidSecurityToken", {c::authentication}},
      {"InvalidServerId", {c::invalid_request}},
      {"InvalidTimeStamp", {c::authentication}},
      {"InvalidWeight", {c::invalid_request}},
      {"KeyFormatError", {c::invalid_request}},
      {"MissingParameter", {c::invalid_request}},
      {"NoPermission", {c::permission}},
      {"OperationConflict", {c::conflict, true}},
      {"OperationDenied", {c::conflict}},
      {"OperationFailed", {c::conflict}},
      {"PrivateKeyEncryption", {c::invalid_request}},
      {"QuotaExceeded", {c::quota_exceeded}},
      {"QuotaLimitExceeds", {c::quota_exceeded}},
      {"SignatureDoesNotMatch", {c::authentication}},
      {"SignatureNonceUsed", {c::authentication}},
      {"Throttling", {c::throttled, true}},
      {"UnsupportedOperation", {c::unsupported}},
      {"UnsupportedOperationonfixedprotocalport", {c::unsupported}},
      {"UnsupportedParameter", {c::invalid_request}},
      {"VipNotMatchRspool", {c::invalid_request}},
  };
  std::string_view const family = code.substr(0, code.find('.'));
  for (entry const& e : families) {
    if (e.code == family) return e.means;
  }
  // A new code: the words that the vendor builds codes of still tell something.
  if (holds(code, "onfiguring")) return {c::conflict, true};
  if (holds(code, "NotFound") || holds(code, "NotExist")) return {c::not_found};
  if (holds(code, "Balance") || holds(code, "BALANCE")) return {c::insufficient_balance};
  if (holds(code, "OverLimit") || holds(code, "Exceed")) return {c::quota_exceeded};
  if (holds(code, "Sold") || holds(code, "NotOnSale")) return {c::sold_out};
  if (code.starts_with("Invalid") || code.starts_with("Missing")) return {c::invalid_request};
  return {c::unavailable};
}

}  // namespace colb::inline COLB_ABI::aliyun::slb
