// STS as a service of its own: what is signed, what is not, and what is read.
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>

#include <colb/aliyun/sts.hpp>
#include <colb/tencent/sts.hpp>

#include "catch.hpp"
#include "support/pipe.hpp"

using namespace colb;

namespace {

/// Sends one request, gives what was sent; `error` is what came of it.
template <class Client, class Request, class Look>
std::string sent(Request const& request, std::string const& answer, std::string& error, Look look) {
  asio::io_context io{1};
  auto const net = std::make_shared<test::wire_dialer>(io.get_executor());
  std::string all;
  net->on_write = [&](test::wire& w) {
    all = w.sent;
    auto const head = all.find("\r\n\r\n");
    auto const length = all.find("Content-Length: ");
    if (head == all.npos || length == all.npos) return;
    if (all.size() < head + 4 + std::stoul(all.substr(length + 16))) return;
    w.say("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(answer.size()) + "\r\n\r\n" + answer);
  };
  client_options options;
  options.credentials = {.id = "AKID", .key = "SECRET", .token = "TOKEN"};
  options.clock = std::make_shared<manual_clock>();
  Client client(io.get_executor(), options, net);
  std::optional<std::exception_ptr> end;
  auto const body = [&]() -> asio::awaitable<void> {
    auto const reply = co_await client.call(request);
    look(reply);
  };
  asio::co_spawn(io, body, [&](std::exception_ptr e) { end = e; });
  for (int i = 0; i < 100 && !end; ++i) {
    io.restart();
    io.poll();
  }
  REQUIRE(end);
  auto const* const failed = get_error(*end);
  error = failed ? failed->what() : "";
  return all;
}

bool has(std::string const& text, std::string const& part) { return text.find(part) != text.npos; }

}  // namespace

TEST_CASE("Tencent's STS") {
  namespace sts = tencent::sts;
  std::string error;
  std::string const keys =
      R"({"Response":{"Credentials":{"TmpSecretId":"i","TmpSecretKey":"k","Token":"t"},"ExpiredTime":9,"RequestId":"r"}})";
  sts::AssumeRole const role{.RoleArn = "qcs::r", .RoleSessionName = "me"};
  auto text = sent<sts::client>(role, keys, error, [](auto const& reply) {
    REQUIRE(reply.Credentials);
    CHECK(reply.Credentials->TmpSecretId == "i");
    CHECK(reply.ExpiredTime == 9);
  });
  CHECK(error == "");
  CHECK(has(text, "Host: sts.tencentcloudapi.com"));
  CHECK(has(text, "Credential=AKID/2030-01-01/sts/tc3_request"));
  CHECK(has(text, "X-TC-Token: TOKEN"));
  CHECK(has(text, R"({"RoleArn":"qcs::r","RoleSessionName":"me"})"));

  sts::AssumeRoleWithWebIdentity const pod{
      .ProviderId = "p", .WebIdentityToken = "WEB", .RoleArn = "qcs::r", .RoleSessionName = "me"};
  text = sent<sts::client>(pod, keys, error, [](auto const&) {});
  CHECK(error == "");
  CHECK(has(text, "Authorization: SKIP"));
  CHECK(!has(text, "AKID"));
  CHECK(!has(text, "X-TC-Token"));
  CHECK(has(text, "WEB"));

  text = sent<sts::client>(
      role,
      R"({"Response":{"Error":{"Code":"ResourceNotFound.RoleNotFound","Message":"m"},"RequestId":"r"}})",
      error, [](auto const&) {});
  CHECK(has(error, "ResourceNotFound.RoleNotFound: m [it does not exist]"));
}

TEST_CASE("Alibaba's STS") {
  namespace sts = aliyun::sts;
  std::string error;
  std::string const keys =
      R"({"RequestId":"r","Credentials":{"AccessKeyId":"i","AccessKeySecret":"k","SecurityToken":"t","Expiration":"e"}})";
  sts::AssumeRole const role{.RoleArn = "acs:r", .RoleSessionName = "me", .DurationSeconds = 900};
  auto text = sent<sts::client>(role, keys, error, [](auto const& reply) {
    REQUIRE(reply.Credentials);
    CHECK(reply.Credentials->SecurityToken == "t");
  });
  CHECK(error == "");
  CHECK(has(text, "Host: sts.aliyuncs.com"));
  CHECK(has(text, "AccessKeyId=AKID"));
  CHECK(has(text, "SecurityToken=TOKEN"));
  CHECK(has(text, "DurationSeconds=900"));
  CHECK(has(text, "Signature="));

  sts::AssumeRoleWithOIDC const pod{.OIDCProviderArn = "p", .OIDCToken = "WEB", .RoleArn = "acs:r"};
  text = sent<sts::client>(pod, keys, error, [](auto const&) {});
  CHECK(error == "");
  CHECK(has(
      text,
      "POST /?Action=AssumeRoleWithOIDC&Format=JSON&Version=2015-04-01&Timestamp=2030-01-01T00%3A00%3A00Z "));
  CHECK(!has(text, "AKID"));
  CHECK(!has(text, "Signature"));
  CHECK(!has(text, "TOKEN"));

  text = sent<sts::client>(role, R"({"RequestId":"r","Code":"NoPermission","Message":"m"})", error,
                           [](auto const&) {});
  CHECK(has(error, "NoPermission: m"));
}
