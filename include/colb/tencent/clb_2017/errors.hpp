// colb: what the numeric codes of Tencent CLB API 2017 mean.
#pragma once

#include <string_view>

#include <colb/error.hpp>

namespace colb::inline COLB_ABI::tencent::clb_2017 {

/// What a code of the API means to its caller.
struct meaning {
  colb::condition condition;
  bool try_later = false;  ///< Nothing was done, and the same request may work in a moment.
};

/// The meaning of a common code. A code that nobody documented is judged by its thousands and hundreds.
///
/// @param code `code` of the answer, in digits.
/// @param words `codeDesc` or `message`: 5100 says only that an operation failed, and they tell when that was
/// because the load balancer is busy with another one. Source: CLB API 2017 (v2), "Error Codes" of both
/// documents.
constexpr meaning meaning_of(std::string_view code, std::string_view words = {}) {
  using c = colb::condition;
  struct entry {
    std::string_view code;
    meaning means;
  };
  constexpr entry table[] = {
      {"4000", {c::invalid_request}}, {"4100", {c::authentication}}, {"4101", {c::permission}},
      {"4102", {c::permission}},      {"4103", {c::permission}},     {"4104", {c::authentication}},
      {"4105", {c::authentication}},  {"4106", {c::authentication}}, {"4110", {c::permission}},
      {"4200", {c::authentication}},  {"4300", {c::permission}},     {"4400", {c::throttled, true}},
      {"4500", {c::authentication}},  {"4600", {c::unsupported}},    {"5000", {c::not_found}},
      {"5100", {c::conflict}},        {"5200", {c::sold_out}},       {"5300", {c::insufficient_balance}},
      {"5400", {c::partial_success}}, {"5500", {c::permission}},     {"6000", {c::unavailable}},
      {"6100", {c::unsupported}},     {"6200", {c::unavailable}},
  };
  constexpr std::string_view busy[] = {"InOperating", "not in normal", "being processed"};
  if (code == "5100") {
    for (std::string_view const word : busy) {
      if (words.find(word) != words.npos) return {c::conflict, true};
    }
  }
  for (entry const& e : table) {
    if (e.code == code) return e.means;
  }
  if (code.starts_with("41")) return {c::permission};
  if (code.starts_with('4')) return {c::invalid_request};
  if (code.starts_with('5')) return {c::conflict};
  return {c::unavailable};
}

}  // namespace colb::inline COLB_ABI::tencent::clb_2017
