// Marked secrets through every source and every kind of failure: none in an error, an event, a log line, a
// metric or a URL, whatever the other side says, its echo of the request included.
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <unistd.h>

#include <colb/metrics.hpp>
#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/quota.hpp>

#include "catch.hpp"
#include "support/recorder.hpp"
#include "support/virtual_cloud.hpp"

using namespace colb::test;
namespace clb = colb::tencent::clb;
namespace emu = colb::inner::emu;

namespace {

// Secrets of the program, and what services hand out.
constexpr char key[] = "MARKEDkeyMARKEDkeyMARKEDkey";
constexpr char token[] = "MARKEDtokenMARKEDtokenMARKEDtoken";
constexpr char web_token[] = "MARKEDwebMARKEDwebMARKEDweb";

std::string answer(std::string const& body, int status = 200) {
  return "HTTP/1.1 " + std::to_string(status) + " X\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}
std::string json_text(std::string const& text) {
  std::string out;
  for (char const c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) >= 0x20) out += c;
  }
  return out;
}
/// All that came, as a server might say it back.
std::string echo(emu::request const& r) {
  std::string out = r.target + ' ' + r.body;
  for (auto const& [name, value] : r.headers) out.append(" ").append(name).append(": ").append(value);
  return out;
}
std::string refusal(std::string const& code, std::string const& message, std::string const& id = "r") {
  return answer(R"({"Response":{"Error":{"Code":")" + code + R"(","Message":")" + json_text(message) +
                R"("},"RequestId":")" + json_text(id) + "\"}}");
}
std::string keys_of_sts(std::string const& more = "}") {
  return std::string(R"({"Response":{"Credentials":{"TmpSecretId":"AKID","TmpSecretKey":")") + key +
         R"(","Token":")" + token + R"("},"ExpiredTime":4070908800,"RequestId":"r"})" + more;
}
std::string keys_of_metadata(std::string const& code = "Success") {
  return std::string(R"({"TmpSecretId":"AKID","TmpSecretKey":")") + key + R"(","Token":")" + token +
         R"(","ExpiredTime":4070908800,"Code":")" + code + "\"}";
}

struct thrower final : colb::credentials_provider {
  asio::awaitable<colb::issued_credentials> issue() override {
    colb::issued_credentials out;
    out.id = "AKID";
    out.key = key;
    out.token = std::string(token) + '\n';  // no header can hold it
    co_return out;
  }
};

/// What a client says of itself while it works with a source.
std::string all_that_is_said(colb::credentials const& source,
                             std::function<std::optional<std::string>(emu::request const&)> const& says,
                             bool checks) {
  auto const seen = std::make_shared<recorder>();
  auto const figures = std::make_shared<colb::metrics>();
  seen->then = [figures](colb::event const& e) { figures->on(e); };
  std::ostringstream all;
  colb::client_options what;
  what.observer = seen;
  what.retry.max_attempts = 2;
  virtual_cloud<clb::client> cloud({}, std::move(what));
  cloud.options.credentials = source;
  cloud.intercept = [&](wire& to, emu::request const& r) {
    all << r.method << ' ' << r.target << '\n';  // the URL: of all that is sent, what proxies write down
    auto const text = says(r);
    if (!text) return false;
    to.say(*text);
    return true;
  };
  auto const note = [&](std::exception_ptr e) {
    if (auto const* const failed = colb::get_error(e)) {
      all << failed->what() << '\n'
          << failed->vendor_code() << '\n'
          << failed->vendor_message() << '\n'
          << failed->request_id() << '\n'
          << failed->info().detail << '\n';
    } else if (e) {
      try {
        std::rethrow_exception(e);
      } catch (std::exception const& other) {
        all << other.what() << '\n';
      }
    }
  };
  try {
    cloud.connect();
    note(cloud.run([](clb::client& client) -> asio::awaitable<void> {
      clb::DescribeQuota const ask;
      co_await client.call(ask);
    }(*cloud.client)));
    if (checks) {
      note(cloud.run(
          [](clb::client& client) -> asio::awaitable<void> { co_await client.check(); }(*cloud.client)));
    }
    all << cloud.options.credentials << '\n';
  } catch (colb::error const& e) {
    all << e.what() << '\n';
  }
  for (told const& each : seen->all) {
    all << each.line << '\n'
        << each.why << '\n'
        << each.vendor_code << '\n'
        << each.request_id << '\n'
        << each.host << '\n';
  }
  all << figures->prometheus() << figures->openmetrics();
  return all.str();
}

}  // namespace

TEST_CASE("marked secrets are in nothing that a client says of itself") {
  std::string const folder = "/tmp/colb-secrets-" + std::to_string(::getpid());
  std::filesystem::create_directory(folder);
  auto const write = [&](std::string const& name, std::string const& text) {
    std::ofstream(folder + '/' + name) << text;
    return folder + '/' + name;
  };
  auto const k = std::string(key);
  auto const broken_ini = write("broken.ini", "[default\nsecret_id = AKID\nsecret_key = " + k + '\n');
  auto const half_ini = write("half.ini", "[default]\nsecret_key = " + k + '\n');
  auto const broken_json = write("x.credential", R"({"secretId":"AKID","secretKey":")" + k + "\",");
  auto const odd_type = write("y.credential", R"({"type":")" + k + "\"}");
  auto const printed = write("printed", R"({"mode":"AK","access_key_id":"AKID","access_key_secret":")" + k);
  auto const pod = write("pod", std::string(web_token) + '\n');
  for (auto const& [name, value] :
       std::vector<std::pair<char const*, std::string>>{{"TKE_REGION", "ap-x"},
                                                        {"TKE_PROVIDER_ID", "p"},
                                                        {"TKE_ROLE_ARN", "qcs::r"},
                                                        {"TKE_WEB_IDENTITY_TOKEN_FILE", pod}})
    ::setenv(name, value.c_str(), 1);

  using colb::credentials;
  credentials const fixed{.id = "AKID", .key = key, .token = token};
  colb::assume_role_options const role{.role_arn = "qcs::r", .endpoint = "https://sts.example"};
  std::vector<std::pair<char const*, std::function<credentials()>>> const sources{
      {"fixed", [&] { return fixed; }},
      {"own provider", [] { return credentials::from(std::make_shared<thrower>()); }},
      {"INI that is broken", [&] { return credentials::from_profile("", broken_ini); }},
      {"half an INI", [&] { return credentials::from_profile("", half_ini); }},
      {"JSON that is broken", [&] { return credentials::from_profile("", broken_json); }},
      {"a type that is none", [&] { return credentials::from_profile("", odd_type); }},
      {"a program's broken output", [&] { return credentials::from_process("/bin/cat " + printed); }},
      {"a program that fails",
       [&] { return credentials::from_process("/bin/sh -c 'cat " + printed + "; exit 3'"); }},
      {"metadata", [] { return credentials::from_instance_role({}, {.endpoint = "http://127.0.0.1:1"}); }},
      {"role", [&] { return credentials::assume_role(fixed, role); }},
      {"pod", [] { return credentials::from_web_identity(); }},
      {"a chain",
       [&] {
         return credentials::chain(
             {credentials::from_profile("", broken_ini), credentials::from_instance_role()});
       }},
  };
  using says = std::function<std::optional<std::string>(emu::request const&)>;
  auto const is_keys = [](emu::request const& r) {
    return r.header("X-TC-Action").starts_with("AssumeRole") ||
           r.target.find("security-credentials") != r.target.npos;
  };
  /// Good keys, and then what the API says.
  auto const after_keys = [&](says api) -> says {
    return [api = std::move(api), is_keys](emu::request const& r) -> std::optional<std::string> {
      if (!is_keys(r)) return api(r);
      if (r.target.ends_with("security-credentials/")) return answer("role");
      return answer(r.target.find("security-credentials") != r.target.npos ? keys_of_metadata()
                                                                           : keys_of_sts());
    };
  };
  std::vector<std::pair<char const*, says>> const servers{
      {"echoes the request in its refusal",
       after_keys([](emu::request const& r) { return refusal("InternalError", echo(r)); })},
      {"echoes it in code and request ID",
       after_keys([](emu::request const& r) { return refusal(json_text(echo(r)), "m", echo(r)); })},
      {"says that the token is wrong",
       after_keys([](emu::request const& r) { return refusal("AuthFailure.TokenFailure", echo(r)); })},
      {"answers with a page that echoes",
       after_keys([](emu::request const& r) { return answer(echo(r), 502); })},
      {"answers something that is no HTTP",
       after_keys([](emu::request const& r) { return echo(r) + "\r\n\r\n"; })},
      {"answers something that is no JSON",
       after_keys([](emu::request const& r) { return answer(echo(r)); })},
      {"who gives keys refuses with an echo",
       [](emu::request const& r) { return refusal("AuthFailure", echo(r), echo(r)); }},
      {"who gives keys answers half of them",
       [](emu::request const& r) -> std::optional<std::string> {
         if (r.target.ends_with("security-credentials/")) return answer("role");
         auto const whole = r.target == "/" ? keys_of_sts("") : keys_of_metadata();
         return answer(whole.substr(0, whole.size() - 12));
       }},
      {"who gives keys says their text for a code",
       [](emu::request const& r) -> std::optional<std::string> {
         if (r.target.ends_with("security-credentials/")) return answer("role");
         return answer(keys_of_metadata(std::string(key) + "\",\"x\":\""));
       }},
      {"who gives keys has an error with them",
       [](emu::request const&) { return answer(keys_of_sts(), 500); }},
  };
  for (auto const& [source, make] : sources) {
    for (auto const& [server, says_what] : servers) {
      INFO(source << "; the server " << server);
      auto const said = all_that_is_said(make(), says_what, true);
      auto const at = said.find("MARKED");
      INFO(said.substr(at == said.npos ? 0 : (at < 200 ? 0 : at - 200), 400));
      CHECK(at == said.npos);
      CHECK(said.size() > 100);
    }
  }
  for (char const* const name :
       {"TKE_REGION", "TKE_PROVIDER_ID", "TKE_ROLE_ARN", "TKE_WEB_IDENTITY_TOKEN_FILE"})
    ::unsetenv(name);
  std::filesystem::remove_all(folder);
}
