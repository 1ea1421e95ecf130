// colb: fuzz target for form bodies, percent-encoding and the Authorization headers.
#include <colb/codec/percent.hpp>
#include <colb/sign/acs3.hpp>
#include <colb/sign/tc3.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace colb::codec;
using namespace colb::sign;

void require(bool holds) {
  if (!holds) std::abort();
}

std::string joined(std::vector<std::string> const& names) {
  std::string text;
  for (auto const& name : names) text.append(text.empty() ? "" : ";").append(name);
  return text;
}

std::vector<header> headers_named(std::vector<std::string> const& names) {
  std::vector<header> headers;
  for (auto const& name : names) headers.push_back({name, name == "host" ? "a.b:443" : "Value"});
  return headers;
}

void percent(std::string_view text) {
  auto const encoded = percent_encode(text);
  require(encoded.find_first_not_of("%ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~") ==
          encoded.npos);
  require(percent_decode(encoded, true) == text && percent_decode(encoded, false) == text);

  for (bool const plus_is_space : {true, false}) {
    auto const decoded = percent_decode(text, plus_is_space);
    require(!decoded || decoded->size() <= text.size());
    require(!decoded || percent_decode(percent_encode(*decoded), plus_is_space) == decoded);
    require(decoded || text.find('%') != text.npos);
  }
}

void form(std::string_view text) {
  constexpr std::size_t most = 100;
  auto const parsed = parse_form(text, most);
  if (!parsed) return;
  require(parsed->size() <= most);
  require(parse_form(form_encode(*parsed)) == parsed);
}

void tc3(std::string_view text) {
  auto const parsed = parse_tc3_authorization(text);
  if (!parsed) return;
  require(!parsed->signed_headers.empty() && parsed->signed_headers.size() <= max_signed_headers);
  auto const credential = parsed->secret_id + '/' + parsed->date + '/' + parsed->service + "/tc3_request";
  require(parse_tc3_authorization("TC3-HMAC-SHA256 Credential=" + credential +
                                  ", SignedHeaders=" + joined(parsed->signed_headers) +
                                  ", Signature=" + parsed->signature) == parsed);

  auto const headers = headers_named(parsed->signed_headers);
  tc3_message const message{.headers = headers, .payload = text, .timestamp = 1551113065};
  require(!verify_tc3(*parsed, "key", message));
  auto genuine = *parsed;
  genuine.date = "2019-02-25";
  genuine.signed_headers = {"host", "content-type"};
  auto const few = headers_named(genuine.signed_headers);
  tc3_message const signed_message{.headers = few, .payload = text, .timestamp = 1551113065};
  genuine.signature = tc3_signature("key", genuine.service, signed_message);
  require(verify_tc3(genuine, "key", signed_message));
}

void acs3(std::string_view text) {
  auto const parsed = parse_acs3_authorization(text);
  if (!parsed) return;
  require(!parsed->signed_headers.empty() && parsed->signed_headers.size() <= max_signed_headers);
  require(parse_acs3_authorization("ACS3-HMAC-SHA256 Credential=" + parsed->access_key_id +
                                   ",SignedHeaders=" + joined(parsed->signed_headers) +
                                   ",Signature=" + parsed->signature) == parsed);

  auto const headers = headers_named(parsed->signed_headers);
  acs3_message const message{.headers = headers, .payload_hash = sha256(text)};
  require(!verify_acs3(*parsed, "key", message));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  std::string_view const text(reinterpret_cast<char const*>(data), size);
  percent(text);
  form(text);
  tc3(text);
  acs3(text);
  return 0;
}
