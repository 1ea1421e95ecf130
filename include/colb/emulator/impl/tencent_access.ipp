// colb: what Tencent's APIs in the emulator have in common: bodies. Included in one translation unit; see
// src.hpp.
#pragma once

#include <charconv>
#include <utility>

#include <colb/codec/flat.hpp>
#include <colb/codec/json.hpp>
#include <colb/emulator/tencent_access.hpp>
#include <colb/sign/tc3.hpp>
#include <colb/sign/tencent_v1.hpp>

namespace colb::inline COLB_ABI::inner::emu::tencent {

words const says{
    .missing = missing,
    .unknown =
        [](std::string const& parameter) {
          refuse("UnknownParameter", "The parameter `" + parameter + "` is not recognized.");
        },
    .ill_typed =
        [](std::string const& parameter) {
          if (parameter.empty()) return says.malformed();
          refuse("InvalidParameter", "The value type of parameter `" + parameter + "` is not valid.");
        },
    .malformed =
        [] { refuse("InvalidParameter", "The request payload is not valid JSON of the expected form."); },
    .too_large = [] { refuse("RequestSizeLimitExceeded", "The request is too large."); },
    .not_between =
        [](std::string const& parameter, std::int64_t low, std::int64_t high) {
          refuse("InvalidParameterValue.Range", "The value of parameter `" + parameter + "` is not between " +
                                                    std::to_string(low) + " and " + std::to_string(high) +
                                                    ".");
        },
    .wrong_length =
        [](std::string const& parameter, std::int64_t low, std::int64_t high) {
          refuse("InvalidParameterValue.Length", "The length of parameter `" + parameter +
                                                     "` is not between " + std::to_string(low) + " and " +
                                                     std::to_string(high) + ".");
        },
    .wrong_count = [](std::string const& parameter, std::int64_t low,
                      std::int64_t high) { says.wrong_length(parameter, low, high); },
    .not_one_of = [](std::string const& parameter,
                     std::string const& list) { bad_value(parameter, "it has to be one of " + list); },
    .misspelled = [](std::string const& parameter,
                     std::string const& what) { bad_value(parameter, "it has to be " + what); }};

keyring::finding open_with(environment& environment, std::string_view secret_id, std::string_view token) {
  auto const found = environment.shared<keyring>()->look("tencent", secret_id, token);
  using wrong = keyring::wrong;
  switch (found.why) {
    case wrong::nothing:
      return found;
    case wrong::unknown_id:
      refuse("AuthFailure.SecretIdNotFound",
             "The SecretId is not found, please ensure that your SecretId is correct.");
    case wrong::no_token:
      refuse("AuthFailure.TokenFailure", "The token is missing: the SecretId is that of temporary keys.");
    case wrong::expired:
      refuse("AuthFailure.TokenFailure", "The token has expired.");
    default:
      refuse("AuthFailure.TokenFailure", "The token is not valid: please check that it belongs to the key.");
  }
}

constexpr std::int64_t documented_skew = 300;

std::optional<std::string> api_3::action_of(request const& request, bool has_body) const {
  if (auto const action = request.header("X-TC-Action"); !action.empty()) return std::string(action);
  if (is_form(request) && !has_body) return std::nullopt;
  if (request.method != "GET" && !is_form(request)) return std::string();
  auto const parameters = codec::parse_form(is_form(request) ? request.body : request.query());
  return parameters ? value_of(*parameters, "Action") : std::string();
}

bool api_3::is_form(request const& request) {
  return request.method == "POST" &&
         request.header("Content-Type").starts_with("application/x-www-form-urlencoded");
}

answer api_3::respond(std::string members, std::string const& request_id) {
  std::string text = "{\"Response\":{" + std::move(members);
  if (!text.ends_with('{')) text += ',';
  text += "\"RequestId\":\"" + request_id + "\"}}";
  return {200, "application/json", std::move(text), std::nullopt};
}

answer api_3::refused(refusal const& refused, request const&, emulator::call& entry) {
  std::string text = "\"Error\":{\"Code\":";
  codec::detail::append_string(text, refused.code);
  text += ",\"Message\":";
  codec::detail::append_string(text, refused.message);
  return respond(text + '}', entry.request_id);
}

source api_3::source_of(request const& request) const {
  if (request.method != "GET" && request.method != "POST")
    refuse("UnsupportedProtocol", "Only GET and POST requests are supported.");
  source from;
  from.json = request.body;
  from.flat = request.method == "GET" || is_form(request);
  if (from.flat) {
    auto parameters = codec::parse_form(is_form(request) ? request.body : request.query());
    if (!parameters) refuse("InvalidRequest", "The parameters of the request are malformed.");
    from.parameters = *std::move(parameters);
  } else if (request.header("Content-Type").starts_with("multipart/")) {
    refuse("InvalidRequest", "The Action does not take multipart requests.");
  }
  return from;
}

common_parameters api_3::let_in(request const& request, source& from,
                                std::string_view unsigned_action) const {
  bool const in_headers = !request.header("Authorization").empty() || !request.header("X-TC-Action").empty();
  return in_headers ? let_in_by_header(request, unsigned_action)
                    : let_in_by_parameters(request, from.parameters);
}

void api_3::check_version(common_parameters const& common) const {
  if (common.version != version_)
    refuse("NoSuchVersion", "The version `" + common.version + "` does not exist.");
}

void api_3::check_region(std::string const& region) const {
  if (region.empty()) missing("Region");
  if (!region_exists(region)) refuse("UnsupportedRegion", "The region `" + region + "` is not supported.");
}

std::int64_t api_3::check_timestamp(std::string const& text) const {
  if (text.empty()) missing("Timestamp");
  std::int64_t timestamp = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), timestamp);
  if (error != std::errc{} || end != text.data() + text.size() || timestamp < 0) {
    refuse("InvalidParameter", "The value type of parameter `Timestamp` is not valid.");
  }
  if (too_far_off(timestamp, documented_skew)) {
    refuse("AuthFailure.SignatureExpire",
           "The signature has expired: the timestamp `" + text + "` differs from the server's time `" +
               std::to_string(env_.unix_time_of_senders()) + "` by more than " +
               std::to_string(clock_skew(documented_skew)) + " seconds.");
  }
  return timestamp;
}

[[noreturn]] void wrong_signature() {
  refuse("AuthFailure.SignatureFailure",
         "The provided credentials could not be validated. Please check your signature is correct.");
}

/// The vendor's SDKs take the first label of whatever host they are told to call for the service's name.
bool api_3::is_service(std::string_view name, std::string_view host) const {
  return name == service_ ||
         (!host.ends_with(".tencentcloudapi.com") && name == host.substr(0, host.find('.')));
}

common_parameters api_3::let_in_by_header(request const& request, std::string_view unsigned_action) const {
  common_parameters common{
      std::string(request.header("X-TC-Action")),    std::string(request.header("X-TC-Version")),
      std::string(request.header("X-TC-Timestamp")), std::string(request.header("X-TC-Region")),
      std::string(request.header("X-TC-Token")),     {}};
  if (common.action.empty()) missing("Action");
  if (common.version.empty()) missing("Version");
  if (common.timestamp.empty()) missing("Timestamp");
  if (!unsigned_action.empty() && common.action == unsigned_action &&
      request.header("Authorization") == "SKIP") {
    check_timestamp(common.timestamp);
    return common;
  }
  auto const claim = sign::parse_tc3_authorization(request.header("Authorization"));
  if (!claim || !contains(claim->signed_headers, "host") ||
      !contains(claim->signed_headers, "content-type")) {
    refuse("AuthFailure.InvalidAuthorization", "The request header `Authorization` is not valid.");
  }
  auto const timestamp = check_timestamp(common.timestamp);
  auto const opened = open_with(env_, claim->secret_id, common.token);
  common.secret_id = claim->secret_id;

  std::vector<sign::header> headers;
  for (auto const& [key, value] : request.headers) headers.push_back({key, value});
  bool const unsigned_payload = request.header("X-TC-Content-SHA256") == "UNSIGNED-PAYLOAD";
  sign::tc3_message const message{
      .method = request.method,
      .uri = request.path(),
      .query = request.query(),
      .headers = headers,
      .payload = unsigned_payload ? std::string_view("UNSIGNED-PAYLOAD") : request.body,
      .timestamp = timestamp};
  if (!is_service(claim->service, request.header("Host")) || !sign::verify_tc3(*claim, opened.key, message))
    wrong_signature();
  return common;
}

common_parameters api_3::let_in_by_parameters(request const& request,
                                              std::vector<codec::parameter>& parameters) const {
  auto const all = parameters;
  auto const take = [&](std::string_view name) { return emu::take(parameters, name); };
  common_parameters common{take("Action"), take("Version"), take("Timestamp"),
                           take("Region"), take("Token"),   {}};
  auto const secret_id = take("SecretId");
  auto const signature = take("Signature");
  auto const method = take("SignatureMethod");
  auto const nonce = take("Nonce");
  take("RequestClient");
  take("Language");
  using named = std::pair<char const*, std::string const*>;
  for (auto const& [name, value] : {named("Action", &common.action), named("Version", &common.version),
                                    named("Timestamp", &common.timestamp), named("Nonce", &nonce),
                                    named("SecretId", &secret_id), named("Signature", &signature)}) {
    if (value->empty()) missing(name);
  }
  check_timestamp(common.timestamp);
  auto const number = codec::detail::parse_number<std::uint64_t>(nonce);
  if (!number || *number == 0) bad_value("Nonce", "it has to be a positive integer");
  auto const opened = open_with(env_, secret_id, common.token);
  common.secret_id = secret_id;

  auto const algorithm =
      method == "HmacSHA256" ? sign::v1_algorithm::hmac_sha256 : sign::v1_algorithm::hmac_sha1;
  auto const host = request.header("Host");
  bool good = false;
  for (auto const name : {host, host_without_port(host)}) {
    good = good || sign::equal_constant_time(signature, sign::sign_v1(algorithm, opened.key, request.method,
                                                                      name, request.path(), all));
  }
  if (!good) wrong_signature();
  return common;
}

}  // namespace colb::inline COLB_ABI::inner::emu::tencent
