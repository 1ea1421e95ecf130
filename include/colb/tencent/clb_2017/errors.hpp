// colb: what the numeric codes of Tencent CLB API 2017 mean.
#pragma once

#include <string_view>

#include <colb/resilience/meaning.hpp>

namespace colb::inline COLB_ABI::tencent::clb_2017 {

using inner::meaning;

/// The meaning of a common code. A code that nobody documented is judged by its thousands and hundreds, and
/// by the words.
///
/// @param code `code` of the answer, in digits.
/// @param words `codeDesc` and `message`: 5100 says only that an operation failed, and they tell when that
/// was because the load balancer is busy with another one.
/// @param http_status of the answer; 0: not known.
/// Source: CLB API 2017 (v2), "Error Codes" of both documents.
meaning meaning_of(std::string_view code, std::string_view words = {}, int http_status = 0);

}  // namespace colb::inline COLB_ABI::tencent::clb_2017

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/tencent/clb_2017/impl/errors.ipp>
#endif
