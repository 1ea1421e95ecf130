// colb: tests of the signatures, against the vendors' own examples where they have any.
#include <colb/codec/percent.hpp>
#include <colb/sign/acs3.hpp>
#include <colb/sign/hash.hpp>
#include <colb/sign/rpc.hpp>
#include <colb/sign/tc3.hpp>
#include <colb/sign/tencent_v1.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "catch.hpp"

namespace {

using namespace colb::sign;
using colb::codec::parameter;

using parameters = std::vector<parameter>;
using headers = std::vector<header>;

std::string hash(std::string_view text) { return hex(sha256(text)); }

// ---- Tencent's example of TC3-HMAC-SHA256 ----

constexpr std::string_view tc3_id = "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE";
constexpr std::string_view tc3_secret = "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE";
constexpr std::string_view tc3_unnamed =
    R"({"Limit": 1, "Filters": [{"Values": ["unnamed"], "Name": "instance-name"}]})";
constexpr std::string_view tc3_escaped =
    R"({"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]})";

tc3_request tc3_example(std::string_view payload) {
  return {.secret_id = tc3_id,
          .secret_key = tc3_secret,
          .service = "cvm",
          .host = "cvm.tencentcloudapi.com",
          .payload = payload,
          .timestamp = 1551113065};
}

std::string tc3_header(std::string_view signed_headers, std::string_view signature,
                       std::string_view scope = "2019-02-25/cvm/tc3_request", std::string_view id = tc3_id) {
  std::string text = "TC3-HMAC-SHA256 Credential=";
  text.append(id).append("/").append(scope).append(", SignedHeaders=").append(signed_headers);
  return text.append(", Signature=").append(signature);
}

}  // namespace

TEST_CASE("digests of known texts") {
  CHECK(hash("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(hash({}) == hash(""));
  CHECK(hash("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(hash(std::string(1'000'000, 'a')) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("HMACs of RFC 4231 and RFC 2202, keys empty, short and longer than a block") {
  CHECK(hex(hmac_sha256("Jefe", "what do ya want for nothing?")) ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  CHECK(
      hex(hmac_sha256(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")) ==
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  CHECK(hex(hmac_sha1("Jefe", "what do ya want for nothing?")) == "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
  CHECK(hex(hmac_sha1(std::string(80, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")) ==
        "aa4ae5e15272d00e95705637ce8a3b55ed402112");
  CHECK(hex(hmac_sha256({}, {})) == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
  CHECK(hex(hmac_sha256("", "")) == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
  CHECK(hex(hmac_sha1({}, {})) == "fbdb1d1b18aa6c08324b7d64b71fb76370690e1d");
}

TEST_CASE("an HMAC whose key is used again is the same, with one key after the other") {
  keyed_hmac again;
  CHECK_THROWS_AS(again("no key yet"), std::runtime_error);
  for (std::size_t const length : {32U, 0U, 1U, 63U, 64U, 65U, 200U}) {
    std::string const key(length, '\xaa');
    again.use(key);
    for (std::size_t const size : {0U, 1U, 55U, 64U, 300U}) {
      std::string const data(size, 'd');
      CAPTURE(length, size);
      CHECK(again(data) == hmac_sha256(key, data));
    }
  }
}

TEST_CASE("hexadecimal and Base64 text") {
  auto const bytes = [](std::string_view text) {
    return std::vector<unsigned char>(text.begin(), text.end());
  };
  CHECK(hex({}).empty());
  CHECK(hex(std::vector<unsigned char>{0x00, 0x7f, 0x80, 0xff, 0x0a}) == "007f80ff0a");
  CHECK(base64({}).empty());
  CHECK(base64(bytes("f")) == "Zg==");
  CHECK(base64(bytes("fo")) == "Zm8=");
  CHECK(base64(bytes("foo")) == "Zm9v");
  CHECK(base64(bytes("foob")) == "Zm9vYg==");
  CHECK(base64(bytes("fooba")) == "Zm9vYmE=");
  CHECK(base64(bytes("foobar")) == "Zm9vYmFy");
  CHECK(base64(std::vector<unsigned char>{0xfb, 0xef, 0xff}) == "++//");
}

TEST_CASE("the comparison of signatures is a comparison") {
  CHECK(equal_constant_time("", ""));
  CHECK(equal_constant_time({}, ""));
  CHECK(equal_constant_time("abc", std::string("abc")));
  CHECK_FALSE(equal_constant_time("abc", "abd"));
  CHECK_FALSE(equal_constant_time("abc", "bbc"));
  CHECK_FALSE(equal_constant_time("abc", "ab"));
  CHECK_FALSE(equal_constant_time("", "a"));
}

// ---- TC3-HMAC-SHA256 ----

TEST_CASE("TC3: the vendor's examples") {
  struct example {
    std::string_view payload, payload_hash, request_hash, signature;
  };
  auto const [payload, payload_hash, request_hash, signature] =
      GENERATE(example{tc3_unnamed, "99d58dfbc6745f6747f36bfca17dee5e6881dc0428a0a36f96199342bc5b4907",
                       "2815843035062fffda5fd6f2a44ea8a34818b0dc46f024b8b3786976a3adda7a",
                       "63eae8f4b793c20564dafd5a5f62817d6e8de7ce5d4fb2d38f7babf1531c493c"},
               example{tc3_escaped, "35e9c5b0e3ae67532d3c9f17ead6c90222632e5b1ff7f6e89887f1398934f064",
                       "5ffe6a04c0664d6b969fab9a13bdab201d63ee709638e2749d62a09ca18d7031",
                       "72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168"});

  headers const signed_headers{{"content-type", "application/json; charset=utf-8"},
                               {"host", "cvm.tencentcloudapi.com"}};
  tc3_message const message{.headers = signed_headers, .payload = payload, .timestamp = 1551113065};
  CHECK(hash(payload) == payload_hash);
  CHECK(tc3_canonical_request(message) ==
        "POST\n/\n\ncontent-type:application/json; charset=utf-8\n"
        "host:cvm.tencentcloudapi.com\n\ncontent-type;host\n" +
            std::string(payload_hash));
  CHECK(hash(tc3_canonical_request(message)) == request_hash);
  CHECK(tc3_signature(tc3_secret, "cvm", message) == signature);
  CHECK(sign_tc3(tc3_example(payload)) == tc3_header("content-type;host", signature));
}

TEST_CASE("TC3: the vendor's example that signs the Action, in lower case") {
  std::string const secret(32, '*');  // the document masks both, and means it
  std::string const id = "AKID" + secret;
  headers const signed_headers{{"Content-Type", "application/json; charset=utf-8"},
                               {"Host", "cvm.tencentcloudapi.com"},
                               {"X-TC-Action", "DescribeInstances"}};
  tc3_message const message{.headers = signed_headers, .payload = tc3_escaped, .timestamp = 1551113065};
  CHECK(hash(tc3_canonical_request(message)) ==
        "7019a55be8395899b900fb5564e4200d984910f34794a27cb3fb7d10ff6a1e84");

  auto request = tc3_example(tc3_escaped);
  request.secret_id = id;
  request.secret_key = secret;
  request.action = "DescribeInstances";
  CHECK(sign_tc3(request) == tc3_header("content-type;host;x-tc-action",
                                        "10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f",
                                        "2019-02-25/cvm/tc3_request", id));
}

TEST_CASE("TC3: UTF-8 in key and payload, at the last second of a leap day") {
  tc3_request const request{.secret_id = "id",
                            .secret_key = "密钥",
                            .service = "clb",
                            .host = "clb.tencentcloudapi.com",
                            .payload = R"({"LoadBalancerName":"负载均衡"})",
                            .timestamp = 1709251199};
  CHECK(sign_tc3(request) == tc3_header("content-type;host",
                                        "d0bd99ef43b4ac7bc15b03841285525c27a3cf3a68022cd7b203e380cfe8db6c",
                                        "2024-02-29/clb/tc3_request", "id"));
}

TEST_CASE("TC3: everything empty, at time zero") {
  tc3_request const request{.service = "clb", .content_type = ""};
  CHECK(sign_tc3(request) == tc3_header("content-type;host",
                                        "7fba0708be21914ffdda0143e260f6e44e2042c0200d6b5ff1bd4c5bc9e0fc79",
                                        "1970-01-01/clb/tc3_request", ""));
}

TEST_CASE("TC3: GET signs its query") {
  tc3_request const request{.secret_id = tc3_id,
                            .secret_key = tc3_secret,
                            .service = "clb",
                            .host = "clb.tencentcloudapi.com",
                            .method = "GET",
                            .canonical_query = "Limit=10&Offset=0",
                            .content_type = "application/x-www-form-urlencoded",
                            .timestamp = 1714979289};
  CHECK(sign_tc3(request) == tc3_header("content-type;host",
                                        "ad2064a8894137a332bc8db0ded53535d9c83bb8b58d23be9d22bbaf37e3cb06",
                                        "2024-05-06/clb/tc3_request"));
}

TEST_CASE("TC3: the date is UTC's, whatever the timestamp") {
  auto const date = [](std::int64_t timestamp) {
    auto request = tc3_example("");
    request.timestamp = timestamp;
    return parse_tc3_authorization(sign_tc3(request)).value().date;
  };
  CHECK(date(1551139199) == "2019-02-25");
  CHECK(date(1551139200) == "2019-02-26");
  CHECK(date(951782400) == "2000-02-29");
  CHECK(date(4107542400) == "2100-03-01");
  CHECK(date(253402300799) == "9999-12-31");
  CHECK(date(253402300800) == "9999-12-31");
  CHECK(date(-1) == "1970-01-01");
  CHECK(date(std::numeric_limits<std::int64_t>::min()) == "1970-01-01");
  CHECK(date(std::numeric_limits<std::int64_t>::max()) == "9999-12-31");
}

TEST_CASE("TC3: a signer that keeps its key signs as one that doesn't") {
  tc3_signer signer;
  auto const agrees = [&](tc3_request const& request) { return signer.sign(request) == sign_tc3(request); };
  auto request = tc3_example(tc3_unnamed);
  CHECK(agrees(request));
  CHECK(agrees(request));
  request.payload = tc3_escaped;
  CHECK(agrees(request));
  request.timestamp += 86'400;
  CHECK(agrees(request));
  request.timestamp -= 2 * 86'400;
  CHECK(agrees(request));
  request.service = "clb";
  CHECK(agrees(request));
  request.secret_key = "another";
  CHECK(agrees(request));
  request.secret_id = "somebody";
  CHECK(agrees(request));

  request.secret_key = tc3_secret;
  CHECK(agrees(request));
  // Letters are made small in pieces of eight, texts written into room that stays.
  auto const canonical = [&] {
    header const signed_headers[] = {{"content-type", request.content_type}, {"host", request.host}};
    tc3_message message;
    message.method = request.method;
    message.query = request.canonical_query;
    message.headers = signed_headers;
    message.payload = request.payload;
    message.timestamp = request.timestamp;
    return tc3_signature(request.secret_key, request.service, message);
  };
  for (unsigned c = 0; c < 256; ++c) {
    std::string const type = "Mo" + std::string(1, static_cast<char>(c)) +
                             "xt/PLAIN; Charset=" + std::string(c % 40, static_cast<char>(c)) + "[@Z`z{";
    request.content_type = type;
    request.host = std::string_view(type).substr(0, c % type.size());
    request.canonical_query = std::string_view(type).substr(c % type.size());
    request.timestamp = std::int64_t{c} * 1'000'003;
    INFO(c);
    std::string const signature = canonical();
    CHECK(signer.sign(request).ends_with("Signature=" + signature));
  }
  request = tc3_example(tc3_unnamed);
  CHECK(agrees(request));
  // What it keeps between requests is its own: key material is in one place.
  static_assert(!std::is_copy_constructible_v<tc3_signer>);
}

TEST_CASE("TC3: an Authorization header is taken apart") {
  auto const parsed = parse_tc3_authorization(tc3_header("content-type;host;x-tc-action", "abc"));
  REQUIRE(parsed);
  CHECK(parsed->secret_id == tc3_id);
  CHECK(parsed->date == "2019-02-25");
  CHECK(parsed->service == "cvm");
  CHECK(parsed->signed_headers == std::vector<std::string>{"content-type", "host", "x-tc-action"});
  CHECK(parsed->signature == "abc");

  auto const same = GENERATE(
      as<std::string>(),
      "TC3-HMAC-SHA256 Credential=i/2019-02-25/cvm/tc3_request,SignedHeaders=content-type;host,Signature=abc",
      "TC3-HMAC-SHA256   Credential=i/2019-02-25/cvm/tc3_request ,\tSignedHeaders=Content-Type;Host,  "
      "Signature=abc ",
      "TC3-HMAC-SHA256 Signature=abc, SignedHeaders=content-type;host, "
      "Credential=i/2019-02-25/cvm/tc3_request");
  CAPTURE(same);
  CHECK(parse_tc3_authorization(same) ==
        tc3_authorization{"i", "2019-02-25", "cvm", {"content-type", "host"}, "abc"});
}

TEST_CASE("TC3: a malformed Authorization header is refused") {
  auto const text = GENERATE(
      as<std::string>(), "", " ", "SKIP", "TC3-HMAC-SHA256", "TC3-HMAC-SHA256 ", "TC3-HMAC-SHA256 ,,",
      "Basic Credential=i/2019-02-25/s/tc3_request, SignedHeaders=host, Signature=a",
      "ACS3-HMAC-SHA256 Credential=i/2019-02-25/s/tc3_request, SignedHeaders=host, Signature=a",
      "TC3-HMAC-SHA256Credential=i/2019-02-25/s/tc3_request, SignedHeaders=host, Signature=a",
      "TC3-HMAC-SHA256X Credential=i/2019-02-25/s/tc3_request, SignedHeaders=host, Signature=a",
      "TC3-HMAC-SHA256 SignedHeaders=host, Signature=a",
      "TC3-HMAC-SHA256 Credential=i/2019-02-25/s/tc3_request, Signature=a",
      "TC3-HMAC-SHA256 Credential=i/2019-02-25/s/tc3_request, SignedHeaders=host",
      "TC3-HMAC-SHA256 Credential=i/2019-02-25/s/tc3_request, SignedHeaders=host, Signature=",
      "TC3-HMAC-SHA256 Credential=i/2019-02-25/s/tc3_request, SignedHeaders=host, Signature=a,",
      "TC3-HMAC-SHA256 Credential=i/2019-02-25/s/tc3_request, SignedHeaders=host, Signature=a, Extra=1",
      "TC3-HMAC-SHA256 Credential=i/2019-02-25/s/tc3_request, SignedHeaders=host, Signature=a, Signature=b",
      "TC3-HMAC-SHA256 Credential=i/2019-02-25/s/tc3_request, SignedHeaders=host, Signature=a b",
      "TC3-HMAC-SHA256 Credential=i/2019-02-25/s/tc3_request, SignedHeaders=host, Signature=\xe9\xa6\x96",
      "TC3-HMAC-SHA256 Credential=i/2019-02-25/s/tc3_request, SignedHeaders=host, Signature=a\nb",
      "TC3-HMAC-SHA256 Credential=i/2019-02-25/s/tc3_request, SignedHeaders=, Signature=a",
      "TC3-HMAC-SHA256 Credential=i/2019-02-25/s/tc3_request, SignedHeaders=;, Signature=a",
      "TC3-HMAC-SHA256 Credential=i/2019-02-25/s/tc3_request, SignedHeaders=host;, Signature=a",
      "TC3-HMAC-SHA256 Credential=i/2019-02-25/s/tc3_request, SignedHeaders=;host, Signature=a",
      "TC3-HMAC-SHA256 Credential=i/2019-02-25/s/tc3_request, SignedHeaders=host;HOST, Signature=a",
      "TC3-HMAC-SHA256 Credential=i/2019-02-25/s/tc3_request, SignedHeaders=ho:st, Signature=a",
      "TC3-HMAC-SHA256 Credential=, SignedHeaders=host, Signature=a",
      "TC3-HMAC-SHA256 Credential=i, SignedHeaders=host, Signature=a",
      "TC3-HMAC-SHA256 Credential=i/2019-02-25/s, SignedHeaders=host, Signature=a",
      "TC3-HMAC-SHA256 Credential=///, SignedHeaders=host, Signature=a",
      "TC3-HMAC-SHA256 Credential=/2019-02-25/s/tc3_request, SignedHeaders=host, Signature=a",
      "TC3-HMAC-SHA256 Credential=i/2019-02-25//tc3_request, SignedHeaders=host, Signature=a",
      "TC3-HMAC-SHA256 Credential=i/2019-02-25/s/tc3_requests, SignedHeaders=host, Signature=a",
      "TC3-HMAC-SHA256 Credential=i/2019-02-25/s/tc3_request/, SignedHeaders=host, Signature=a",
      "TC3-HMAC-SHA256 Credential=i/2019-02-25/s/x/tc3_request, SignedHeaders=host, Signature=a",
      "TC3-HMAC-SHA256 Credential=i/20190225/s/tc3_request, SignedHeaders=host, Signature=a",
      "TC3-HMAC-SHA256 Credential=i/2019-02-2/s/tc3_request, SignedHeaders=host, Signature=a",
      "TC3-HMAC-SHA256 Credential=i/2019-02-2x/s/tc3_request, SignedHeaders=host, Signature=a",
      "TC3-HMAC-SHA256 Credential=i/2019/02-25/s/tc3_request, SignedHeaders=host, Signature=a");
  CAPTURE(text);
  CHECK_FALSE(parse_tc3_authorization(text));
}

TEST_CASE("TC3: a huge Authorization header is refused") {
  auto const of_size = [](std::size_t size) {
    auto text = tc3_header("host", "");
    text.append(size - text.size(), 'a');
    return text;
  };
  CHECK(parse_tc3_authorization(of_size(max_authorization_size)));
  CHECK_FALSE(parse_tc3_authorization(of_size(max_authorization_size + 1)));

  std::string names = "host";
  for (std::size_t i = 1; i < max_signed_headers; ++i) names += ";x-" + std::to_string(i);
  CHECK(parse_tc3_authorization(tc3_header(names, "a"))->signed_headers.size() == max_signed_headers);
  CHECK_FALSE(parse_tc3_authorization(tc3_header(names + ";one-more", "a")));
}

namespace {

// A request as a server sees it, and the claim of its sender.
struct tc3_exchange {
  headers received{{"User-Agent", "a client"},
                   {"X-TC-Action", "DescribeLoadBalancers"},
                   {"HOST", "127.0.0.1:8443"},
                   {"Content-Type", " application/json\t"},
                   {"X-TC-Timestamp", "1714979289"}};
  std::string_view payload = "{}";
  std::int64_t timestamp = 1714979289;
  tc3_authorization claim{std::string(tc3_id), "2024-05-06", "clb", {}, {}};

  bool accepted(std::string_view secret = tc3_secret) const {
    return verify_tc3(claim, secret, {.headers = received, .payload = payload, .timestamp = timestamp});
  }
};

}  // namespace

TEST_CASE("TC3: what is signed is verified, for every choice of signed headers") {
  auto request = tc3_example(tc3_unnamed);
  request.action = GENERATE(as<std::string_view>(), "", "DescribeInstances");
  auto const claim = parse_tc3_authorization(sign_tc3(request));
  REQUIRE(claim);
  headers const received{{"X-TC-Action", "DescribeInstances"},
                         {"Host", "cvm.tencentcloudapi.com"},
                         {"content-type", "application/json; charset=utf-8"}};
  tc3_message const message{.headers = received, .payload = tc3_unnamed, .timestamp = request.timestamp};
  CHECK(verify_tc3(*claim, tc3_secret, message));
  CHECK_FALSE(verify_tc3(*claim, "", message));
  CHECK_FALSE(verify_tc3(*claim, "another", message));
}

TEST_CASE("TC3: other clients' ways are accepted") {
  tc3_exchange exchange;
  SECTION("values as sent, the host with its port") {
    exchange.claim.signed_headers = {"content-type", "host", "x-tc-action"};
    exchange.claim.signature = "817255b9d3a1e23664d536a43ebec70e670f7a7c03394ddf3c7e0add34da0603";
  }
  SECTION("values in lower case, the host without its port, the names in another order") {
    exchange.claim.signed_headers = {"x-tc-action", "host", "content-type"};
    exchange.claim.signature = "ceac4affb7d08a592dcff355163b98e7fd5bea63e78d9e020d75b0cd50248a34";
  }
  SECTION("a payload that isn't signed") {
    exchange.claim.signed_headers = {"content-type", "host"};
    exchange.claim.signature = "337db0f84d2dc051bc385c67cba0b56c3f4e027aa2c06317419830305293a50d";
    exchange.payload = "UNSIGNED-PAYLOAD";
  }
  CHECK(exchange.accepted());
}

TEST_CASE("TC3: whatever was tampered with, the signature no longer holds") {
  tc3_exchange exchange;
  exchange.claim.signed_headers = {"content-type", "host", "x-tc-action"};
  exchange.claim.signature = "817255b9d3a1e23664d536a43ebec70e670f7a7c03394ddf3c7e0add34da0603";
  REQUIRE(exchange.accepted());

  SECTION("the payload") { exchange.payload = "{ }"; }
  SECTION("the timestamp") { exchange.timestamp += 1; }
  SECTION("the date") { exchange.claim.date = "2024-05-07"; }
  SECTION("the date and the timestamp's day") {
    exchange.claim.date = "2024-05-07";
    exchange.timestamp += 86'400;
  }
  SECTION("the service") { exchange.claim.service = "cvm"; }
  SECTION("a signed header's value") { exchange.received[1].value = "DeleteLoadBalancer"; }
  SECTION("the host") { exchange.received[2].value = "127.0.0.2:8443"; }
  SECTION("the port") { exchange.received[2].value = "127.0.0.1:8444"; }
  SECTION("a signed header a second time") { exchange.received.push_back({"x-tc-action", "Other"}); }
  SECTION("a signed header gone") { exchange.received.erase(exchange.received.begin() + 1); }
  SECTION("a name more") { exchange.claim.signed_headers.push_back("user-agent"); }
  SECTION("a name fewer") { exchange.claim.signed_headers.pop_back(); }
  SECTION("content-type not signed") {
    exchange.claim.signed_headers = {"host"};
    exchange.claim.signature = tc3_signature(
        tc3_secret, "clb",
        {.headers = headers{{"host", "127.0.0.1:8443"}}, .payload = "{}", .timestamp = 1714979289});
  }
  SECTION("host not signed") {
    exchange.claim.signed_headers = {"content-type"};
    exchange.claim.signature = tc3_signature(
        tc3_secret, "clb",
        {.headers = headers{{"content-type", "application/json"}}, .payload = "{}", .timestamp = 1714979289});
  }
  SECTION("nothing signed") { exchange.claim.signed_headers.clear(); }
  SECTION("another day's date, signed with") {
    exchange.claim.signed_headers = {"content-type", "host"};
    exchange.claim.signature = "b68e6cf27cc01b7af45e29fba8b99ece525d6c214ddd767e0825d917704fad20";
    REQUIRE(exchange.accepted());
    exchange.claim.date = "2024-05-07";
    exchange.claim.signature = "918db5287aa0b5742b08dd3b9a915c74fdfa00b8d843bf5a936542488136fc18";
  }
  SECTION("a name whose header isn't there, and wasn't signed") {
    exchange.claim.signed_headers = {"content-type", "host", "x-tc-region"};
    exchange.claim.signature = "b68e6cf27cc01b7af45e29fba8b99ece525d6c214ddd767e0825d917704fad20";
  }
  SECTION("one digit of the signature") { exchange.claim.signature[63] ^= 1; }
  SECTION("the signature's case") { exchange.claim.signature[6] = 'B'; }
  SECTION("the signature's length") { exchange.claim.signature.pop_back(); }
  SECTION("no signature") { exchange.claim.signature.clear(); }
  CHECK_FALSE(exchange.accepted());
}

TEST_CASE("only a port is taken off a host") {
  using colb::inner::host_without_port;
  CHECK(host_without_port("a.b:443") == "a.b");
  CHECK(host_without_port("a.b") == "a.b");
  CHECK(host_without_port("[::1]:8443") == "[::1]");
  CHECK(host_without_port("[::1]") == "[::1]");
  CHECK(host_without_port("a:b") == "a:b");
  CHECK(host_without_port("").empty());
}

// ---- HmacSHA1 and HmacSHA256 of Tencent ----

TEST_CASE("v1: the vendor's example of API 3.0") {
  parameters const sent{{"Action", "DescribeInstances"},
                        {"SecretId", std::string(tc3_id)},
                        {"Timestamp", "1465185768"},
                        {"Nonce", "11886"},
                        {"Region", "ap-guangzhou"},
                        {"InstanceIds.0", "ins-09dx96dg"},
                        {"Offset", "0"},
                        {"Limit", "20"},
                        {"Version", "2017-03-12"}};
  CHECK(v1_string_to_sign("GET", "cvm.tencentcloudapi.com", "/", sent) ==
        "GETcvm.tencentcloudapi.com/?Action=DescribeInstances&InstanceIds.0=ins-09dx96dg&Limit=20&Nonce=11886"
        "&Offset=0&Region=ap-guangzhou&SecretId=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE&Timestamp=1465185768"
        "&Version=2017-03-12");
  CHECK(sign_v1(v1_algorithm::hmac_sha1, tc3_secret, "GET", "cvm.tencentcloudapi.com", "/", sent) ==
        "EliP9YW3pW28FpsEdkXt/+WcGeI=");
}

TEST_CASE("v1: the vendor's examples of API 2017") {
  constexpr std::string_view secret = "Gu5t9xGARNpq86cd98joQYCN3Cozk1qA";
  struct example {
    v1_algorithm algorithm;
    std::string_view method, signature;
  };
  auto const [algorithm, method, signature] = GENERATE(
      example{v1_algorithm::hmac_sha256, "HmacSHA256", "0EEm/HtGRr/VJXTAD9tYMth1Bzm3lLHz5RCDv1GdM8s="},
      example{v1_algorithm::hmac_sha1, "HmacSHA1", "nPVnY6njQmwQ8ciqbPl5Qe+Oru4="});
  parameters const sent{
      {"Action", "DescribeInstances"},  {"SecretId", "AKIDz8krbsJ5yKBZQpn74WFkmLPx3gnPhESA"},
      {"Timestamp", "1465185768"},      {"Nonce", "11886"},
      {"Region", "ap-guangzhou"},       {"SignatureMethod", std::string(method)},
      {"InstanceIds.0", "ins-09dx96dg"}};
  auto const path = "/v2/index.php";
  CHECK(sign_v1(algorithm, secret, "GET", "cvm.api.qcloud.com", path, sent, v1_underscore::to_dot) ==
        signature);
  CHECK(sign_v1(algorithm, secret, "GET", "cvm.api.qcloud.com", path, sent) == signature);
}

TEST_CASE("v1: the vendor's older example of API 2017") {
  parameters const sent{{"Timestamp", "1408704141"},
                        {"Region", "gz"},
                        {"Action", "DescribeInstances"},
                        {"SecretId", "AKIDz8krbsJ5yKBZQpn74WFkmLPx3gnPhESA"},
                        {"Nonce", "345122"}};
  CHECK(sign_v1(v1_algorithm::hmac_sha1, "Gu5t9xGARNpq86cd98joQYCN3Cozk1qA", "GET", "cvm.api.qcloud.com",
                "/v2/index.php", sent, v1_underscore::to_dot) == "HgIYOPcx5lN6gz8JsCFBNAWp2oQ=");
}

TEST_CASE("v1: names are sorted by their bytes, values are raw, a Signature is left out") {
  parameters const sent{{"b", "2"},           {"B", "1"},       {"a.2", "later"}, {"a.12", "sooner"},
                        {"Signature", "old"}, {"名", "值 +&="}, {"a.2", "again"}};
  CHECK(v1_string_to_sign("POST", "h", "/p", sent) ==
        "POSTh/p?B=1&a.12=sooner&a.2=later&a.2=again&b=2&名=值 +&=");
}

TEST_CASE("v1: underscores of names become dots after sorting, those of values stay") {
  // '.' < 'A' < '_' in byte order: Placement_Zone stays behind PlacementA
  parameters const sent{{"Placement_Zone", "CN_GUANGZHOU"}, {"PlacementA", "_"}, {"_x_", "y"}};
  CHECK(v1_string_to_sign("GET", "h", "/", sent, v1_underscore::to_dot) ==
        "GETh/?PlacementA=_&Placement.Zone=CN_GUANGZHOU&.x.=y");
  CHECK(v1_string_to_sign("GET", "h", "/", sent) == "GETh/?PlacementA=_&Placement_Zone=CN_GUANGZHOU&_x_=y");
}

TEST_CASE("v1: empty key and parameters, and UTF-8") {
  CHECK(sign_v1(v1_algorithm::hmac_sha1, {}, "GET", "h", "/", {}) == "kPZ5aGjClB2UHWS3WHSkjvSWtpY=");
  CHECK(sign_v1(v1_algorithm::hmac_sha256, {}, "GET", "h", "/", {}) ==
        "GCYupNAoGjm7iUYU5eOiUKXOkhM6znwK6eKvK2vSVmU=");
  parameters const sent{
      {"x_y", "a_b"}, {"loadBalancerName", "负载 均衡+1"}, {"Action", "ModifyLoadBalancerAttributes"}};
  CHECK(sign_v1(v1_algorithm::hmac_sha1, "密钥", "POST", "lb.api.qcloud.com", "/v2/index.php", sent,
                v1_underscore::to_dot) == "PB0hHjNX1JskQz8bWc3DYyIYaiI=");
}

// ---- RPC of Alibaba Cloud and Capital Online ----

TEST_CASE("RPC: Alibaba Cloud's example") {
  parameters const sent{{"SignatureVersion", "1.0"},
                        {"Format", "JSON"},
                        {"Timestamp", "2017-08-22T10:06:13Z"},
                        {"RegionId", "cn-hangzhou"},
                        {"AccessKeyId", "testid"},
                        {"SignatureMethod", "HMAC-SHA1"},
                        {"Version", "2014-05-15"},
                        {"LoadBalancerId", "lb-bp1of5kr4md52rbv9q7jd"},
                        {"Action", "DescribeLoadBalancerAttribute"},
                        {"SignatureNonce", "527030809"}};
  CHECK(rpc_string_to_sign("GET", sent) ==
        "GET&%2F&AccessKeyId%3Dtestid%26Action%3DDescribeLoadBalancerAttribute%26Format%3DJSON"
        "%26LoadBalancerId%3Dlb-bp1of5kr4md52rbv9q7jd%26RegionId%3Dcn-hangzhou%26SignatureMethod%3DHMAC-SHA1"
        "%26SignatureNonce%3D527030809%26SignatureVersion%3D1.0%26Timestamp%3D2017-08-22T10%253A06%253A13Z"
        "%26Version%3D2014-05-15");
  CHECK(sign_rpc("GET", sent, "testsecret&") == "gXVOzkP+OBER4pHGKpCkBxg8gIk=");

  auto received = sent;
  received.emplace_back("Signature", "gXVOzkP+OBER4pHGKpCkBxg8gIk=");
  CHECK(sign_rpc("GET", received, "testsecret&") == received.back().second);
}

namespace {

struct capitalonline_vector {
  char const* name;
  std::string_view method;
  std::string_view path;
  std::string_view secret;
  parameters own;
  std::string_view nonce;
  std::string_view timestamp;
  std::string_view string_to_sign;
  std::string_view signature;
  std::string_view url;
};

std::vector<capitalonline_vector> const& capitalonline_vectors() {
  static std::vector<capitalonline_vector> const all{
      {"V1",
       "GET",
       "lb",
       "exampleSecretKey",
       {{"Action", "DescribeLoadBalancers"},
        {"IP", "66.66"},
        {"InstanceName", "haproxy"},
        {"TagName", "test_tag"}},
       "4fd92f8c-0000-11f0-8000-000000000001",
       "2024-05-06T07:08:09Z",
       "GET&%2F&AccessKeyId%3DexampleAccessKeyId%26Action%3DDescribeLoadBalancers%26IP%3D66.66"
       "%26InstanceName%3Dhaproxy%26SignatureMethod%3DHMAC-SHA1"
       "%26SignatureNonce%3D4fd92f8c-0000-11f0-8000-000000000001%26SignatureVersion%3D1.0"
       "%26TagName%3Dtest_tag%26Timestamp%3D2024-05-06T07%253A08%253A09Z%26Version%3D2019-08-08",
       "BCTJC43MyPQSoYni96vAhFtSC8s=",
       "https://cdsapi.capitalonline.net/lb/"
       "?AccessKeyId=exampleAccessKeyId&Action=DescribeLoadBalancers&IP=66.66"
       "&InstanceName=haproxy&SignatureMethod=HMAC-SHA1&SignatureNonce=4fd92f8c-0000-11f0-8000-000000000001"
       "&SignatureVersion=1.0&TagName=test_tag&Timestamp=2024-05-06T07%3A08%3A09Z&Version=2019-08-08"
       "&Signature=BCTJC43MyPQSoYni96vAhFtSC8s%3D"},
      {"V2",
       "POST",
       "lb",
       "exampleSecretKey",
       {{"Action", "CreateLoadBalancer"}},
       "4fd92f8c-0000-11f0-8000-000000000002",
       "2024-05-06T07:08:09Z",
       "POST&%2F&AccessKeyId%3DexampleAccessKeyId%26Action%3DCreateLoadBalancer"
       "%26SignatureMethod%3DHMAC-SHA1%26SignatureNonce%3D4fd92f8c-0000-11f0-8000-000000000002"
       "%26SignatureVersion%3D1.0%26Timestamp%3D2024-05-06T07%253A08%253A09Z%26Version%3D2019-08-08",
       "6JGD6hXvUL0n4gjq2M48jVtCSCQ=",
       "https://cdsapi.capitalonline.net/lb/?AccessKeyId=exampleAccessKeyId&Action=CreateLoadBalancer"
       "&SignatureMethod=HMAC-SHA1&SignatureNonce=4fd92f8c-0000-11f0-8000-000000000002&SignatureVersion=1.0"
       "&Timestamp=2024-05-06T07%3A08%3A09Z&Version=2019-08-08&Signature=6JGD6hXvUL0n4gjq2M48jVtCSCQ%3D"},
      {"V3",
       "GET",
       "lb",
       "k/+= &~*%7E",
       {{"Action", "DescribeLoadBalancers"},
        {"EndTime", "2021-03-10 15:00:00"},
        {"InstanceName", "a b+c*d~e/f=g&h%7Ei\"j首云"},
        {"StartTime", "2021-03-10 14:00:00"}},
       "4fd92f8c-0000-11f0-8000-000000000003",
       "2024-02-29T23:59:59Z",
       "GET&%2F&AccessKeyId%3DexampleAccessKeyId%26Action%3DDescribeLoadBalancers"
       "%26EndTime%3D2021-03-10%252015%253A00%253A00"
       "%26InstanceName%3Da%2520b%252Bc%252Ad~e%252Ff%253Dg%2526h%25257Ei%2522j%25E9%25A6%2596%25E4%25BA%2591"
       "%26SignatureMethod%3DHMAC-SHA1%26SignatureNonce%3D4fd92f8c-0000-11f0-8000-000000000003"
       "%26SignatureVersion%3D1.0%26StartTime%3D2021-03-10%252014%253A00%253A00"
       "%26Timestamp%3D2024-02-29T23%253A59%253A59Z%26Version%3D2019-08-08",
       "umUxAHKD5hsJf/V4tOYn8vdFJwo=",
       "https://cdsapi.capitalonline.net/lb/?AccessKeyId=exampleAccessKeyId&Action=DescribeLoadBalancers"
       "&EndTime=2021-03-10%2015%3A00%3A00"
       "&InstanceName=a%20b%2Bc%2Ad~e%2Ff%3Dg%26h%257Ei%22j%E9%A6%96%E4%BA%91&SignatureMethod=HMAC-SHA1"
       "&SignatureNonce=4fd92f8c-0000-11f0-8000-000000000003&SignatureVersion=1.0"
       "&StartTime=2021-03-10%2014%3A00%3A00&Timestamp=2024-02-29T23%3A59%3A59Z&Version=2019-08-08"
       "&Signature=umUxAHKD5hsJf%2FV4tOYn8vdFJwo%3D"},
      {"V4",
       "GET",
       "ccs",
       "exampleSecretKey",
       {{"Action", "DescribeTask"}, {"TaskId", "f9053ea8-fc23-4032-8a7f-01def77b4cc0"}},
       "4fd92f8c-0000-11f0-8000-000000000004",
       "2024-05-06T07:08:09Z",
       "GET&%2F&AccessKeyId%3DexampleAccessKeyId%26Action%3DDescribeTask%26SignatureMethod%3DHMAC-SHA1"
       "%26SignatureNonce%3D4fd92f8c-0000-11f0-8000-000000000004%26SignatureVersion%3D1.0"
       "%26TaskId%3Df9053ea8-fc23-4032-8a7f-01def77b4cc0%26Timestamp%3D2024-05-06T07%253A08%253A09Z"
       "%26Version%3D2019-08-08",
       "qvP6wBZBtL8R5XqPgBdQfRAVrSY=",
       "https://cdsapi.capitalonline.net/ccs/?AccessKeyId=exampleAccessKeyId&Action=DescribeTask"
       "&SignatureMethod=HMAC-SHA1&SignatureNonce=4fd92f8c-0000-11f0-8000-000000000004&SignatureVersion=1.0"
       "&TaskId=f9053ea8-fc23-4032-8a7f-01def77b4cc0&Timestamp=2024-05-06T07%3A08%3A09Z&Version=2019-08-08"
       "&Signature=qvP6wBZBtL8R5XqPgBdQfRAVrSY%3D"},
      {"V5",
       "GET",
       "vpc",
       "exampleSecretKey",
       {{"Action", "DescribeVpcSlbListInfo"},
        {"Keyword", ""},
        {"VpcId", "635957ee-9543-11f0-8037-c2aae808f99f"}},
       "4fd92f8c-0000-11f0-8000-000000000005",
       "2024-05-06T07:08:09Z",
       "GET&%2F&AccessKeyId%3DexampleAccessKeyId%26Action%3DDescribeVpcSlbListInfo%26Keyword%3D"
       "%26SignatureMethod%3DHMAC-SHA1%26SignatureNonce%3D4fd92f8c-0000-11f0-8000-000000000005"
       "%26SignatureVersion%3D1.0%26Timestamp%3D2024-05-06T07%253A08%253A09Z%26Version%3D2019-08-08"
       "%26VpcId%3D635957ee-9543-11f0-8037-c2aae808f99f",
       "y32Siu1+7Ma5GduAfPv/T8G3taw=",
       "https://cdsapi.capitalonline.net/vpc/?AccessKeyId=exampleAccessKeyId&Action=DescribeVpcSlbListInfo"
       "&Keyword=&SignatureMethod=HMAC-SHA1&SignatureNonce=4fd92f8c-0000-11f0-8000-000000000005"
       "&SignatureVersion=1.0&Timestamp=2024-05-06T07%3A08%3A09Z&Version=2019-08-08"
       "&VpcId=635957ee-9543-11f0-8037-c2aae808f99f&Signature=y32Siu1%2B7Ma5GduAfPv%2FT8G3taw%3D"},
      {"V6",
       "POST",
       "vpc",
       "exampleSecretKey",
       {{"Action", "CreateVpcSlb"}},
       "4fd92f8c-0000-11f0-8000-000000000006",
       "2024-05-06T07:08:09Z",
       "POST&%2F&AccessKeyId%3DexampleAccessKeyId%26Action%3DCreateVpcSlb%26SignatureMethod%3DHMAC-SHA1"
       "%26SignatureNonce%3D4fd92f8c-0000-11f0-8000-000000000006%26SignatureVersion%3D1.0"
       "%26Timestamp%3D2024-05-06T07%253A08%253A09Z%26Version%3D2019-08-08",
       "pBbumI2b/xLgaq67Qg4s7Nv9eo4=",
       "https://cdsapi.capitalonline.net/vpc/?AccessKeyId=exampleAccessKeyId&Action=CreateVpcSlb"
       "&SignatureMethod=HMAC-SHA1&SignatureNonce=4fd92f8c-0000-11f0-8000-000000000006&SignatureVersion=1.0"
       "&Timestamp=2024-05-06T07%3A08%3A09Z&Version=2019-08-08&Signature=pBbumI2b%2FxLgaq67Qg4s7Nv9eo4%3D"}};
  return all;
}

}  // namespace

TEST_CASE("RPC: Capital Online's vectors") {
  auto const& vector = capitalonline_vectors()[GENERATE(range(std::size_t{0}, std::size_t{6}))];
  CAPTURE(vector.name);
  parameters sent = vector.own;
  sent.emplace_back("Version", "2019-08-08");
  sent.emplace_back("Timestamp", vector.timestamp);
  sent.emplace_back("SignatureVersion", "1.0");
  sent.emplace_back("SignatureNonce", vector.nonce);
  sent.emplace_back("SignatureMethod", "HMAC-SHA1");
  sent.emplace_back("AccessKeyId", "exampleAccessKeyId");

  CHECK(rpc_string_to_sign(vector.method, sent) == vector.string_to_sign);
  CHECK(sign_rpc(vector.method, sent, vector.secret) == vector.signature);
  CHECK(sign_rpc(vector.method, sent, std::string(vector.secret) + "&") != vector.signature);

  std::sort(sent.begin(), sent.end());
  sent.emplace_back("Signature", vector.signature);
  std::string url = "https://cdsapi.capitalonline.net/";
  url.append(vector.path).append("/?").append(colb::codec::form_encode(sent));
  CHECK(url == vector.url);
  auto const received = colb::codec::parse_form(vector.url.substr(vector.url.find('?') + 1));
  REQUIRE(received == sent);
  CHECK(sign_rpc(vector.method, *received, vector.secret) == vector.signature);
}

TEST_CASE("RPC: empty key and parameters") {
  CHECK(rpc_string_to_sign("GET", {}) == "GET&%2F&");
  CHECK(sign_rpc("GET", {}, {}) == "UXtcHcPAHQuFNKFC6H0Rx/iFfiI=");
}

TEST_CASE("RPC: raw names are sorted, before they are escaped") {
  parameters const sent{{"名", "1"}, {"~", "2"}, {"a", "3"}, {"Z", "4"}, {"a", "0"}};
  CHECK(rpc_string_to_sign("GET", sent) == "GET&%2F&Z%3D4%26a%3D3%26a%3D0%26~%3D2%26%25E5%2590%258D%3D1");
}

// ---- ACS3-HMAC-SHA256 ----

namespace {

// The vendor's example: RunInstances without a body.
struct acs3_exchange {
  parameters query{{"RegionId", "cn-shanghai"},
                   {"ImageId", "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"}};
  headers sent{{"x-acs-version", "2014-05-26"},
               {"Host", "ecs.cn-shanghai.aliyuncs.com"},
               {"User-Agent", "a client"},
               {"X-Acs-Action", "RunInstances"},
               {"x-acs-date", " 2023-10-26T10:22:32Z "},
               {"x-acs-content-sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
               {"x-acs-signature-nonce", "3156853299f313e23d1673dc12e1703d"}};
  acs3_authorization claim{"YourAccessKeyId",
                           {"host", "x-acs-action", "x-acs-content-sha256", "x-acs-date",
                            "x-acs-signature-nonce", "x-acs-version"},
                           "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"};
  sha256_digest body = sha256("");

  acs3_message message() const { return {.query = query, .headers = sent, .payload_hash = body}; }
  bool accepted(std::string_view secret = "YourAccessKeySecret") const {
    return verify_acs3(claim, secret, message());
  }
};

constexpr std::string_view acs3_example =
    "ACS3-HMAC-SHA256 "
    "Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;"
    "x-acs-signature-nonce;x-acs-version,Signature="
    "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0";

}  // namespace

TEST_CASE("ACS3: the vendor's example") {
  acs3_exchange exchange;
  CHECK(sign_acs3("YourAccessKeyId", "YourAccessKeySecret", exchange.message()) == acs3_example);
  CHECK(parse_acs3_authorization(acs3_example) == exchange.claim);
  CHECK(exchange.accepted());

  std::erase_if(exchange.sent, [](header const& h) { return h.name == "User-Agent"; });
  CHECK(hash(acs3_canonical_request(exchange.message())) ==
        "7ea06492da5221eba5297e897ce16e55f964061054b7695beedaac1145b1e259");
  CHECK(acs3_signature("YourAccessKeySecret", exchange.message()) == exchange.claim.signature);
}

TEST_CASE("ACS3: with a body, its type and a token") {
  std::string_view const body = "Tags=负载";
  auto const body_hash = hash(body);
  headers const sent{{"Content-Type", "application/x-www-form-urlencoded"},
                     {"host", "slb.aliyuncs.com"},
                     {"accept", "application/json"},
                     {"x-acs-action", "AddTags"},
                     {"x-acs-version", "2014-05-15"},
                     {"x-acs-date", "2024-05-06T07:08:09Z"},
                     {"x-acs-signature-nonce", "n"},
                     {"x-acs-content-sha256", body_hash},
                     {"x-acs-security-token", "token"}};
  acs3_message const message{.headers = sent, .payload_hash = sha256(body)};
  auto const text = sign_acs3("id", "YourAccessKeySecret", message);
  CHECK(text ==
        "ACS3-HMAC-SHA256 "
        "Credential=id,SignedHeaders=content-type;host;x-acs-action;x-acs-content-sha256;x-acs-date;"
        "x-acs-security-token;x-acs-signature-nonce;x-acs-version,"
        "Signature=9c7d63a6ce95894cf3b969adbbf85ab60db74df3b32e6339c75bb04273909dd5");
  CHECK(verify_acs3(parse_acs3_authorization(text).value(), "YourAccessKeySecret", message));
}

TEST_CASE("ACS3: names are sorted before they are encoded, repeated headers are joined") {
  parameters const query{{"名", "值"}, {"a", "b c*d~"}, {"A", ""}};
  headers const sent{{"X-Acs-Tag", "two"}, {"host", "h"}, {"x-acs-tag", "one"}};
  acs3_message const message{.method = "GET", .query = query, .headers = sent};
  CHECK(acs3_canonical_request(message) ==
        "GET\n/\nA=&a=b%20c%2Ad~&%E5%90%8D=%E5%80%BC\nhost:h\nx-acs-tag:one,two\n\n"
        "host;x-acs-tag\n" +
            hash(""));
  CHECK(acs3_signature("s", message) == "8f10a18205397d30ccbc3c2b2cce5ade08715435d52104834216ebf803236a6d");
}

TEST_CASE("ACS3: everything empty") {
  CHECK(acs3_signature({}, {}) == "cf7ccd7c4231604b9311f3ac90a48b8bbbbb017fedb33b90073c0e87031be3f7");
}

TEST_CASE("ACS3: other clients' ways are accepted") {
  acs3_exchange exchange;
  SECTION("the host sent with a port and signed without") {
    exchange.sent[1].value = "ecs.cn-shanghai.aliyuncs.com:8443";
  }
  SECTION("names in another order") {
    std::reverse(exchange.claim.signed_headers.begin(), exchange.claim.signed_headers.end());
  }
  SECTION("headers signed that need not be") {
    exchange.claim.signed_headers.push_back("user-agent");
    exchange.claim.signature = acs3_signature("YourAccessKeySecret", exchange.message());
  }
  CHECK(exchange.accepted());
}

TEST_CASE("ACS3: whatever was tampered with, the signature no longer holds") {
  acs3_exchange exchange;
  REQUIRE(exchange.accepted());
  CHECK_FALSE(exchange.accepted(""));
  CHECK_FALSE(exchange.accepted("another"));

  SECTION("a parameter") { exchange.query[0].second = "cn-beijing"; }
  SECTION("a parameter more") { exchange.query.emplace_back("DryRun", "true"); }
  SECTION("a header's value") { exchange.sent[3].value = "DeleteInstances"; }
  SECTION("the host") { exchange.sent[1].value = "ecs.cn-beijing.aliyuncs.com"; }
  SECTION("a signed header gone") { exchange.sent.erase(exchange.sent.begin() + 3); }
  SECTION("a name whose header isn't there, and wasn't signed") {
    exchange.claim.signed_headers.push_back("x-acs-security-token");
  }
  SECTION("an x-acs header that isn't signed") { exchange.sent.push_back({"X-ACS-Security-Token", "t"}); }
  SECTION("the body") { exchange.body = sha256("x"); }
  SECTION("the body and its header") {
    exchange.body = sha256("x");
    std::erase_if(exchange.sent, [](header const& h) { return h.name == "x-acs-content-sha256"; });
    std::erase(exchange.claim.signed_headers, "x-acs-content-sha256");
  }
  SECTION("a signature over another body's hash in the header") {
    exchange.sent[5].value = "0000000000000000000000000000000000000000000000000000000000000000";
    std::erase_if(exchange.sent, [](header const& h) { return h.name == "User-Agent"; });
    exchange.claim.signature = acs3_signature("YourAccessKeySecret", exchange.message());
  }
  SECTION("host not signed") {
    std::erase(exchange.claim.signed_headers, "host");
    auto others = exchange;
    std::erase_if(others.sent, [](header const& h) { return h.name == "Host" || h.name == "User-Agent"; });
    exchange.claim.signature = acs3_signature("YourAccessKeySecret", others.message());
  }
  SECTION("one digit of the signature") { exchange.claim.signature[0] ^= 1; }
  SECTION("no signature") { exchange.claim.signature.clear(); }
  SECTION("nothing signed") { exchange.claim.signed_headers.clear(); }
  CHECK_FALSE(exchange.accepted());
}

TEST_CASE("ACS3: a malformed Authorization header is refused") {
  auto const text =
      GENERATE(as<std::string>(), "", "ACS3-HMAC-SHA256", "ACS3-HMAC-SHA256 ",
               "ACS3-HMAC-SM3 Credential=i,SignedHeaders=host,Signature=a",
               "TC3-HMAC-SHA256 Credential=i,SignedHeaders=host,Signature=a",
               "ACS3-HMAC-SHA256 Credential=i,SignedHeaders=host",
               "ACS3-HMAC-SHA256 Credential=i,Signature=a", "ACS3-HMAC-SHA256 SignedHeaders=host,Signature=a",
               "ACS3-HMAC-SHA256 Credential=,SignedHeaders=host,Signature=a",
               "ACS3-HMAC-SHA256 Credential=i,SignedHeaders=host;;x,Signature=a",
               "ACS3-HMAC-SHA256 Credential=i,SignedHeaders=host;host,Signature=a",
               "ACS3-HMAC-SHA256 Credential=i j,SignedHeaders=host,Signature=a",
               "ACS3-HMAC-SHA256 Credential=i;SignedHeaders=host;Signature=a");
  CAPTURE(text);
  CHECK_FALSE(parse_acs3_authorization(text));
}
