// colb: what the error codes of Capital Online load balancing mean.
#pragma once

#include <string_view>

#include <colb/error.hpp>

namespace colb::inline COLB_ABI::capitalonline::lb {

/// What a code of the API means to its caller.
struct meaning {
  colb::condition condition;
  bool try_later = false;  ///< Nothing was done, and the same request may work in a moment.
};

/// The meaning of a vendor code. One that nobody documented (those of a bad signature are not) is judged by
/// its words, then by the HTTP status.
///
/// Source: CDS OpenAPI (2019-08-08), the error tables of HaProxy and of DescribeTask.
constexpr meaning meaning_of(std::string_view code, int http_status = 0) {
  using c = colb::condition;
  struct entry {
    std::string_view code;
    meaning means;
  };
  constexpr entry exact[] = {
      {"ArgMissing", {c::invalid_request}},       {"BadArgs", {c::invalid_request}},
      {"CreateOrderExcept", {c::unavailable}},    {"InternalError", {c::unavailable}},
      {"InvalidParameter", {c::invalid_request}}, {"InvalidTaskID.Malformed", {c::invalid_request}},
      {"ResourceInUse", {c::conflict, true}},     {"ResourceNotFound", {c::not_found}},
      {"UnsupportedOperation", {c::unsupported}},
  };
  for (entry const& e : exact) {
    if (e.code == code) return e.means;
  }
  if (http_status == 429) return {c::throttled, true};
  constexpr entry words[] = {
      {"AccessKey", {c::authentication}},     {"Auth", {c::authentication}},
      {"Nonce", {c::authentication}},         {"Signature", {c::authentication}},
      {"Timestamp", {c::authentication}},     {"Denied", {c::permission}},
      {"Forbidden", {c::permission}},         {"Permission", {c::permission}},
      {"Throttling", {c::throttled, true}},   {"TooManyRequests", {c::throttled, true}},
      {"Balance", {c::insufficient_balance}}, {"Quota", {c::quota_exceeded}},
      {"LimitExceeded", {c::quota_exceeded}}, {"SoldOut", {c::sold_out}},
      {"NotFound", {c::not_found}},           {"NotExist", {c::not_found}},
      {"InUse", {c::conflict, true}},         {"Conflict", {c::conflict}},
      {"Unsupported", {c::unsupported}},      {"Invalid", {c::invalid_request}},
      {"Missing", {c::invalid_request}},      {"Malformed", {c::invalid_request}},
  };
  for (entry const& e : words) {
    if (code.find(e.code) != code.npos) return e.means;
  }
  switch (http_status) {
    case 400:
      return {c::invalid_request};
    case 401:
      return {c::authentication};
    case 403:
      return {c::permission};
    case 404:
      return {c::not_found};
    case 409:
      return {c::conflict};
    default:
      return {c::unavailable};
  }
}

}  // namespace colb::inline COLB_ABI::capitalonline::lb
