// colb: how Alibaba Cloud's STS is spoken: bodies.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <colb/aliyun/sources.hpp>
#include <colb/aliyun/sts.hpp>
#include <colb/codec/flat.hpp>
#include <colb/codec/json.hpp>
#include <colb/codec/percent.hpp>
#include <colb/engine/envelope.hpp>
#include <colb/engine/refusal.hpp>
#include <colb/sign/rpc_parameters.hpp>

namespace colb::inline COLB_ABI::aliyun::sts {

namespace detail {

/// What stands beside the Action's own fields.
struct envelope {
  std::string RequestId{};
  std::string Code{};
  std::string Message{};
};

inline inner::meaning meaning_of(std::string_view code, std::string_view message, int http_status) {
  using c = colb::condition;
  using p = inner::passing;
  static constexpr inner::error_rule rules[] = {
      {"AuthenticationFail*", {c::authentication}},
      {"EntityNotExist*", {c::not_found}},
      {"Forbidden.AccessKeyDisabled", {c::authentication}},
      {"Forbidden*", {c::permission}},
      {"IncompleteSignature*", {c::authentication}},
      {"InternalError*", {c::unavailable, p::broke}},
      {"InvalidAccessKeyId*", {c::authentication}},
      {"InvalidSecurityToken*", {c::authentication}},
      {"InvalidTimeStamp*", {c::authentication}},
      {"MissingSecurityToken*", {c::authentication}},
      {"NoPermission*", {c::permission}},
      {"ServiceUnavailable*", {c::unavailable, p::broke}},
      {"Signature*", {c::authentication}},
      {"Throttling*", {c::throttled, p::throttled}},
  };
  return inner::meaning_of(rules, code, message, http_status);
}

class protocol final : public inner::protocol {
 public:
  std::string_view service() const override { return "aliyun.sts"; }
  std::string_view version() const override { return "2015-04-01"; }
  std::string default_endpoint(std::string_view region) const override {
    return region.empty() ? std::string("https://sts.aliyuncs.com")
                          : "https://sts." + std::string(region) + ".aliyuncs.com";
  }
  inner::vendor_sources const& sources() const override { return aliyun::sources(); }

  void encode(inner::encoded_call& call, void const* request, std::string_view) const override {
    call.parameters = codec::detail::write_flat(*call.action->request, request, 1);
  }

  inner::request build(inner::encoded_call const& call, inner::signing_context const& context) override {
    if (call.action->description->signature == signing::none) {
      std::vector<codec::parameter> query;
      query.emplace_back("Action", call.action->name);
      query.emplace_back("Format", "JSON");
      query.emplace_back("Version", version());
      query.emplace_back("Timestamp", inner::rpc_timestamp(context.now));
      inner::request out;
      out.method = "POST";
      out.target = "/?" + codec::form_encode(query);
      out.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
      out.body = codec::form_encode(call.parameters);
      return out;
    }
    issued_credentials with;
    with.id = context.credentials.id;
    with.key = context.credentials.key;
    with.token = context.credentials.token;
    std::uint64_t const first = context.random();
    inner::moment const when{context.now, {first, context.random()}};
    return aliyun::detail::signed_sts_request(call.action->name, call.parameters, with, when);
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
    codec::read_error const problem = codec::detail::read(answer.body, target, {});
    if (problem) inner::read_envelope(answer.body, {}, call.max_memory, around);
    result.request_id = around.RequestId;
    if (!around.Code.empty()) {
      inner::meaning const means = meaning_of(around.Code, around.Message, answer.status);
      inner::refuse(result, means, std::move(around.Code), inner::without_secrets(around.Message, {}));
    } else {
      inner::accept(result, answer, problem, result.request_id.empty() ? "RequestId is missing" : "");
    }
    return result;
  }
};

}  // namespace detail

COLB_DECL std::unique_ptr<inner::protocol> service::make_protocol() {
  return std::make_unique<detail::protocol>();
}

}  // namespace colb::inline COLB_ABI::aliyun::sts
