// colb: what the error codes of Capital Online load balancing mean.
#pragma once

#include <string_view>

#include <colb/resilience/meaning.hpp>

namespace colb::inline COLB_ABI::capitalonline::lb {

using inner::meaning;

/// The meaning of a vendor code. One that nobody documented (those of a bad signature are not) is judged by
/// its words and the message's, then by the HTTP status.
///
/// @param code `Code` of the answer.
/// @param message `Message` of the answer.
/// @param http_status of the answer; 0: not known.
/// Source: CDS OpenAPI (2019-08-08), the error tables of HaProxy and of DescribeTask; the vendor's Terraform
/// provider.
meaning meaning_of(std::string_view code, std::string_view message = {}, int http_status = 0);

}  // namespace colb::inline COLB_ABI::capitalonline::lb

#if !defined(COLB_SEPARATE_COMPILATION)
#include <colb/capitalonline/lb/impl/errors.ipp>
#endif
