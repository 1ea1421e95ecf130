// colb: how Tencent Cloud's STS is spoken: bodies.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <colb/codec/json.hpp>
#include <colb/sign/tc3.hpp>
#include <colb/tencent/api3.hpp>
#include <colb/tencent/sources.hpp>
#include <colb/tencent/sts.hpp>

namespace colb::inline COLB_ABI::tencent::sts {

namespace detail {

/// Source: STS API 3.0 (2018-08-13), "Error Codes".
inline inner::meaning meaning_of(std::string_view code, std::string_view message, int http_status) {
  using c = colb::condition;
  using p = inner::passing;
  static constexpr inner::error_rule rules[] = {
      {"AuthFailure.UnauthorizedOperation", {c::permission}},
      {"AuthFailure*", {c::authentication}},
      {"FailedOperation.CheckMFAError", {c::authentication}},
      {"FailedOperation.TempKeyNotAllowed", {c::permission}},
      {"InternalError*", {c::unavailable, p::broke}},
      {"InvalidParameter.OverLimit", {c::throttled, p::throttled}},
      {"InvalidParameter.WebIdentityTokenError", {c::authentication}},
      {"LimitExceeded*", {c::throttled, p::throttled}},
      {"RequestLimitExceeded*", {c::throttled, p::throttled}},
      {"ResourceNotFound*", {c::not_found}},
      {"UnauthorizedOperation*", {c::permission}},
      {"UnsupportedOperation*", {c::unsupported}},
  };
  return inner::meaning_of(rules, code, message, http_status);
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
    bool const is_signed = call.action->description->signature == signing::required;
    sign::tc3_request message;
    message.secret_id = context.credentials.id;
    message.secret_key = context.credentials.key;
    message.service = "sts";
    message.host = context.host;
    message.payload = call.payload;
    message.timestamp = std::chrono::floor<std::chrono::seconds>(context.now.time_since_epoch()).count();
    tencent::detail::api3_headers with{call.action->name, version(), context.region, {}};
    if (with.region.empty()) with.region = tencent::detail::usual_region;
    if (is_signed) with.token = context.credentials.token;
    return tencent::detail::api3_request(message, is_signed ? signer_.sign(message) : "SKIP", with,
                                         std::string(call.payload));
  }

  inner::verdict read(inner::encoded_call const& call, inner::response const& answer,
                      void* response) const override {
    return tencent::detail::read_api3(call, answer, response, &meaning_of);
  }

 private:
  sign::tc3_signer signer_{};
};

}  // namespace detail

COLB_DECL std::unique_ptr<inner::protocol> service::make_protocol() {
  return std::make_unique<detail::protocol>();
}

}  // namespace colb::inline COLB_ABI::tencent::sts
