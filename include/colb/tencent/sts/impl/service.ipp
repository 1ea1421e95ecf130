// colb: how Tencent Cloud's STS is spoken: bodies.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <colb/codec/json.hpp>
#include <colb/engine/envelope.hpp>
#include <colb/sign/tc3.hpp>
#include <colb/tencent/sources.hpp>
#include <colb/tencent/sts.hpp>

namespace colb::inline COLB_ABI::tencent::sts {

namespace detail {

struct vendor_error {
  std::string Code{};
  std::string Message{};
};

/// What stands beside the Action's own fields inside `Response`.
struct envelope {
  std::optional<vendor_error> Error{};
  std::string RequestId{};
};

/// Source: STS API 3.0 (2018-08-13), "Error Codes".
inline inner::meaning meaning_of(std::string_view code) {
  using c = colb::condition;
  struct entry {
    std::string_view start;
    inner::meaning means;
  };
  constexpr entry known[] = {
      {"AuthFailure.UnauthorizedOperation", {c::permission}},
      {"AuthFailure", {c::authentication}},
      {"FailedOperation.CheckMFAError", {c::authentication}},
      {"FailedOperation.TempKeyNotAllowed", {c::permission}},
      {"InternalError", {c::unavailable, inner::passing::broke}},
      {"InvalidParameter.OverLimit", {c::throttled, inner::passing::throttled}},
      {"InvalidParameter.WebIdentityTokenError", {c::authentication}},
      {"LimitExceeded", {c::throttled, inner::passing::throttled}},
      {"RequestLimitExceeded", {c::throttled, inner::passing::throttled}},
      {"ResourceNotFound", {c::not_found}},
      {"UnauthorizedOperation", {c::permission}},
      {"UnsupportedOperation", {c::unsupported}},
  };
  for (entry const& each : known) {
    if (code.starts_with(each.start)) return each.means;
  }
  return {c::invalid_request};
}

class protocol final : public inner::protocol {
 public:
  std::string_view service() const override { return "tencent.sts"; }
  std::string_view version() const override { return "2018-08-13"; }
  std::string default_endpoint(std::string_view) const override { return "https://sts.tencentcloudapi.com"; }
  inner::vendor_sources const& sources() const override { return tencent::sources(); }

  void encode(inner::encoded_call& call, void const* request, std::string_view) const override {
    call.payload = '{';
    codec::detail::write_members(call.payload, *call.action->request, request, {}, true);
    call.payload += '}';
  }

  inner::request build(inner::encoded_call const& call, inner::signing_context const& context) override {
    constexpr std::string_view json = "application/json; charset=utf-8";
    auto const now = std::chrono::duration_cast<std::chrono::seconds>(context.now.time_since_epoch()).count();
    bool const is_signed = call.action->description->signature == signing::required;
    inner::request out;
    out.method = "POST";
    out.headers.emplace_back("Content-Type", json);
    if (is_signed) {
      sign::tc3_request message;
      message.secret_id = context.credentials.id;
      message.secret_key = context.credentials.key;
      message.service = "sts";
      message.host = context.host;
      message.method = out.method;
      message.content_type = json;
      message.payload = call.payload;
      message.timestamp = now;
      out.headers.emplace_back("Authorization", signer_.sign(message));
    } else {
      out.headers.emplace_back("Authorization", "SKIP");
    }
    out.headers.emplace_back("X-TC-Action", call.action->name);
    out.headers.emplace_back("X-TC-Version", version());
    out.headers.emplace_back("X-TC-Timestamp", std::to_string(now));
    out.headers.emplace_back("X-TC-Region",
                             context.region.empty() ? std::string_view("ap-guangzhou") : context.region);
    if (is_signed && !context.credentials.token.empty())
      out.headers.emplace_back("X-TC-Token", context.credentials.token);
    out.body = call.payload;
    return out;
  }

  inner::verdict read(inner::encoded_call const& call, inner::response const& answer,
                      void* response) const override {
    inner::verdict result;
    envelope around;
    codec::detail::read_target target;
    target.type = call.action->response;
    target.object = response;
    target.extra = &inner::type_info_of<envelope>;
    target.extra_object = &around;
    target.wrapper = "Response";
    codec::read_error const problem = codec::detail::read(answer.body, target, {});
    if (problem) inner::read_envelope(answer.body, "Response", call.max_memory, around);
    result.request_id = around.RequestId;
    if (around.Error && !around.Error->Code.empty()) {
      inner::meaning const means = meaning_of(around.Error->Code);
      result.passes = means.passes;
      result.error.condition = means.condition;
      result.error.vendor_code = std::move(around.Error->Code);
      result.error.vendor_message = std::move(around.Error->Message);
    } else if (answer.status < 200 || answer.status > 299) {
      result.error = inner::error_of_status(answer);
    } else if (problem || around.Error || around.RequestId.empty()) {
      result.error.condition = condition::malformed_response;
      result.error.detail =
          problem ? problem.message : std::string("Response.RequestId or Error.Code is missing");
    } else {
      result.success = true;
    }
    return result;
  }

 private:
  sign::tc3_signer signer_{};
};

}  // namespace detail

COLB_DECL std::unique_ptr<inner::protocol> service::make_protocol() {
  return std::make_unique<detail::protocol>();
}

}  // namespace colb::inline COLB_ABI::tencent::sts
