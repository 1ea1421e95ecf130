// colb: what the error codes of Tencent CLB API 3.0 mean.
#pragma once

#include <string_view>

#include <colb/resilience/meaning.hpp>

namespace colb::inline COLB_ABI::tencent::clb {

using inner::meaning;

/// The meaning of a vendor code. A code nobody documented is judged by its part before the dot, its words and
/// the message.
///
/// @param code `Code` of the answer.
/// @param message `Message`: of the coarse codes (`FailedOperation`) only the two together tell the cause.
/// @param http_status of the answer; 0: not known.
/// Source: CLB API 3.0 (2018-03-17), "Error Codes" and each Action's own list; the vendor's SDK of 2026; the
/// phrases that Terraform's provider and Kubernetes controllers match on.
meaning meaning_of(std::string_view code, std::string_view message = {}, int http_status = 0);

}  // namespace colb::inline COLB_ABI::tencent::clb

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/tencent/clb/impl/errors.ipp>
#endif
