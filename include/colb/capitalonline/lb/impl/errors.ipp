// colb: the error table of Capital Online load balancing.
#pragma once

#include <colb/capitalonline/lb/errors.hpp>

namespace colb::inline COLB_ABI::capitalonline::lb {

COLB_DECL meaning meaning_of(std::string_view code, std::string_view message, int http_status) {
  using c = colb::condition;
  using p = inner::passing;
  constexpr std::string_view missing = "not exist*|not found|no such|doesnt exist|不存在|未找到";
  constexpr std::string_view taken =
      "already exist*|already used|is in use|duplicate*|conflict*|已存在|被占用|重复";
  constexpr std::string_view money =
      "enough balance|insufficient ~ balance|balance ~ insufficient|"
      "balance ~ not enough|arrear*|overdue|余额不足|欠费";
  constexpr std::string_view stock =
      "sold out|insufficient resource*|resource* insufficient|库存不足|资源不足|售罄";
  constexpr std::string_view busy =
      "try later|try again later|retry later|being processed|is processing|"
      "in progress|is updating|is creating|task is running|请稍后|处理中|操作中|执行中";
  static constexpr inner::error_rule rules[] = {
      {"InternalError", {c::unavailable, p::broke}},
      {"CreateOrderExcept*", {c::insufficient_balance}, money},
      {"CreateOrderExcept*", {c::sold_out}, stock},
      {"CreateOrderExcept*", {c::unavailable, p::broke}},
      {"TradeUnknownError", {c::unavailable, p::broke}},
      {"ClientError.*", {c::unavailable, p::broke}},
      // Held by another task: the vendor's own tools come back.
      {"ResourceInUse*", {c::conflict, p::busy}},
      {"ResourceBusy*", {c::conflict, p::busy}},
      {"RequestLimitExceeded*", {c::throttled, p::throttled}},
      {"ResourceUnavailable*", {c::unavailable, p::unclear}},
      {"ResourceInsufficient*", {c::sold_out}},
      {"ResourceNotFound*", {c::not_found}},
      {"UnsupportedOperation*", {c::unsupported}},
      {"ArgMissing", {c::invalid_request}},
      {"InvalidTaskID.Malformed", {c::invalid_request}},
      {"BadArgs", {c::not_found}, missing},
      {"BadArgs", {c::conflict}, taken},
      {"BadArgs", {c::conflict, p::busy}, busy},
      {"BadArgs", {c::invalid_request}},
      {"InvalidParameter", {c::not_found}, missing},
      {"InvalidParameter", {c::conflict}, taken},
      {"InvalidParameter", {c::conflict, p::busy}, busy},
      {"InvalidParameter", {c::invalid_request}},
      {"FailedOperation*", {c::conflict, p::busy}, busy},
      {"FailedOperation*", {c::insufficient_balance}, money},
      {"FailedOperation*", {c::sold_out}, stock},
      {"FailedOperation*", {c::not_found}, missing},
      {"FailedOperation", {c::conflict, p::unclear}},
      // What a vendor without a list of such codes may call it.
      {"~auth*|access key*|nonce|signature*|timestamp*|sign error|invalid sign", {c::authentication}},
      {"~in use|inuse", {c::conflict, p::busy}},
      {"*", {c::insufficient_balance}, money},
  };
  return inner::meaning_of(rules, code, message, http_status);
}

}  // namespace colb::inline COLB_ABI::capitalonline::lb
