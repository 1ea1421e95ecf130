// colb: what the error codes of Alibaba Cloud SLB mean.
#pragma once

#include <string_view>

#include <colb/resilience/meaning.hpp>

namespace colb::inline COLB_ABI::aliyun::slb {

using inner::meaning;

/// The meaning of a vendor code. One that is in no table is judged by its part before the dot, its words and
/// the message.
///
/// @param code `Code` of the answer.
/// @param message `Message` of the answer: of some codes only the two together tell the cause.
/// @param http_status of the answer; 0: not known.
/// Source: SLB API (2014-05-15), "Error Codes"; the vendor's metadata of 2025 for today's service; the
/// gateway's codes as the vendor's SDKs have them; what Terraform's provider and the Kubernetes controller
/// match on.
meaning meaning_of(std::string_view code, std::string_view message = {}, int http_status = 0);

}  // namespace colb::inline COLB_ABI::aliyun::slb

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/aliyun/slb/impl/errors.ipp>
#endif
