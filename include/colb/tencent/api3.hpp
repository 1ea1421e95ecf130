// colb: what all services of Tencent Cloud's API 3.0 have in common: the request, the envelope of the answer.
//
// All inline, and included by the bodies of the services only: several of them share it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <colb/codec/json.hpp>
#include <colb/engine/envelope.hpp>
#include <colb/engine/protocol.hpp>
#include <colb/engine/refusal.hpp>
#include <colb/sign/tc3.hpp>

namespace colb::inline COLB_ABI::tencent::detail {

/// What stands beside a signature in a request's headers.
struct api3_headers {
  std::string_view action;
  std::string_view version;
  std::string_view region;  ///< Empty: none.
  std::string_view token;   ///< Empty: none.
};

/// The request that `signed_as` is the signed part of.
/// @param authorization its signature, or `SKIP`.
/// @param body its payload, which may be secret: it is not copied, and not touched before it is signed.
inline inner::request api3_request(sign::tc3_request const& signed_as, std::string authorization,
                                   api3_headers const& with, std::string&& body) {
  inner::request request;
  request.method = signed_as.method;
  request.target = "/";
  if (!signed_as.canonical_query.empty()) request.target.append(1, '?').append(signed_as.canonical_query);
  request.headers.reserve(8);
  request.headers.emplace_back("Content-Type", signed_as.content_type);
  request.headers.emplace_back("Authorization", std::move(authorization));
  request.headers.emplace_back("X-TC-Action", with.action);
  request.headers.emplace_back("X-TC-Version", with.version);
  request.headers.emplace_back("X-TC-Timestamp", std::to_string(signed_as.timestamp));
  if (!with.region.empty()) request.headers.emplace_back("X-TC-Region", with.region);
  if (!with.token.empty()) request.headers.emplace_back("X-TC-Token", with.token);
  request.body = std::move(body);
  return request;
}

struct vendor_error {
  std::string Code{};
  std::string Message{};
};

/// What stands beside the Action's own fields inside `Response`.
struct api3_envelope {
  std::optional<vendor_error> Error{};
  std::string RequestId{};
};

/// Reads an answer into `response`, and judges it.
/// @param meaning_of the service's error table.
inline inner::verdict read_api3(inner::encoded_call const& call, inner::response const& answer,
                                void* response,
                                inner::meaning (*meaning_of)(std::string_view code, std::string_view message,
                                                             int http_status)) {
  inner::verdict result;
  api3_envelope around;
  codec::detail::read_target target;
  target.type = call.action->response;
  target.object = response;
  target.extra = &inner::type_info_of<api3_envelope>;
  target.extra_object = &around;
  target.wrapper = "Response";
  target.unknown = call.unknown;
  target.whole = call.action->any;
  codec::read_error const problem = codec::detail::read(answer.body, target, {.max_memory = call.max_memory});
  if (problem) inner::read_envelope(answer.body, "Response", call.max_memory, around);
  result.request_id = std::move(around.RequestId);
  if (around.Error && !around.Error->Code.empty()) {
    auto& [code, message] = *around.Error;
    inner::meaning const means = meaning_of(code, message, answer.status);
    inner::refuse(result, means, std::move(code), std::move(message));
    return result;
  }
  inner::accept(result, answer, problem,
                around.Error                ? "Response.Error.Code is missing"
                : result.request_id.empty() ? "Response.RequestId is missing"
                                            : "");
  return result;
}

}  // namespace colb::inline COLB_ABI::tencent::detail
