// Keys that a source gives, as a client uses them: renewed when refused, the clock put right, who one is.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <openssl/crypto.h>
#include <unistd.h>

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>

#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/quota.hpp>

#include "catch.hpp"
#include "support/marks.hpp"
#include "support/pipe.hpp"

using namespace colb;
using namespace std::chrono_literals;
namespace clb = colb::tencent::clb;

namespace {

/// Gives one set of keys after the other, the last one for ever.
class own_provider final : public credentials_provider {
 public:
  explicit own_provider(std::vector<std::string> tokens) : tokens_(std::move(tokens)) {}
  asio::awaitable<issued_credentials> issue() override {
    issued_credentials out;
    out.id = "AKID";
    out.key = "SECRET";
    out.token = tokens_[std::min(asked, tokens_.size() - 1)];
    ++asked;
    co_return out;
  }

  std::size_t asked = 0;

 private:
  std::vector<std::string> tokens_;
};

/// A server at the other end of pipes in memory, and a client of it.
class talk {
 public:
  using answerer = std::function<std::string(std::map<std::string, std::string> const& headers)>;

  explicit talk(credentials who, answerer answers) : answers_(std::move(answers)) {
    options.region = "ap-guangzhou";
    options.credentials = std::move(who);
    options.clock = clock;
    net->on_write = [this](test::wire& w) { serve(w); };
    client.emplace(io.get_executor(), options, net);
  }
  talk(talk const&) = delete;
  talk& operator=(talk const&) = delete;

  /// What the operation threw; empty: nothing.
  std::string run(std::function<asio::awaitable<void>()> const& body) {
    std::optional<std::exception_ptr> end;
    asio::co_spawn(io, body, [&end](std::exception_ptr e) { end = e; });
    for (int i = 0; i < 1000 && !end; ++i) {
      io.restart();
      if (io.poll() == 0 && !end && !clock->advance_to_next()) break;
    }
    if (!end) return "it hangs";
    auto const* const failed = get_error(*end);
    if (*end && !failed) return "something else was thrown";
    return failed ? failed->what() : "";
  }
  std::string quota() {
    return run([this]() -> asio::awaitable<void> {
      clb::DescribeQuota const request;
      (void)co_await client->call(request);
    });
  }

  std::string header(std::size_t request, std::string const& name) const {
    if (request >= requests.size()) return "(no such request)";
    auto const found = requests[request].find(name);
    return found == requests[request].end() ? "" : found->second;
  }

  asio::io_context io{1};
  std::shared_ptr<manual_clock> clock = std::make_shared<manual_clock>();
  std::shared_ptr<test::wire_dialer> net = std::make_shared<test::wire_dialer>(io.get_executor());
  client_options options{};
  std::optional<clb::client> client{};
  std::vector<std::map<std::string, std::string>> requests{};

 private:
  void serve(test::wire& w) {
    std::size_t& begin = read_[&w];
    auto const end = w.sent.find("\r\n\r\n", begin);
    if (end == w.sent.npos) return;
    std::map<std::string, std::string> headers;
    std::string head = w.sent.substr(begin, end - begin) + "\r\n";
    for (std::size_t at = 0; at < head.size();) {
      auto const stop = head.find("\r\n", at);
      std::string const line = head.substr(at, stop - at);
      at = stop + 2;
      if (auto const colon = line.find(": "); colon != line.npos)
        headers[line.substr(0, colon)] = line.substr(colon + 2);
    }
    auto const size = static_cast<std::size_t>(std::atoi(headers["Content-Length"].c_str()));
    if (w.sent.size() < end + 4 + size) return;
    headers["body"] = w.sent.substr(end + 4, size);
    begin = end + 4 + size;
    requests.push_back(headers);
    w.say(answers_(headers));
  }

  answerer answers_;
  std::map<test::wire*, std::size_t> read_{};
};

std::string answer(std::string const& body, std::string const& more = {}) {
  return "HTTP/1.1 200 OK\r\n" + more + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}
std::string good() { return answer(R"({"Response":{"QuotaSet":[],"RequestId":"r"}})"); }
std::string refusal(std::string const& code, std::string const& more = {}) {
  return answer(R"({"Response":{"Error":{"Code":")" + code + R"(","Message":"m"},"RequestId":"r"}})", more);
}
bool has(std::string const& text, std::string const& part) { return text.find(part) != text.npos; }

}  // namespace

TEST_CASE("A refusal that names the key or the token: one renewal, repeated only with other keys") {
  struct row {
    char const* code;
    std::vector<std::string> tokens;
    std::size_t requests, asked;
    bool good;
  };
  std::vector<row> const rows{
      {"AuthFailure.TokenFailure", {"old", "new"}, 2, 2, true},
      {"AuthFailure.SecretIdNotFound", {"old", "new"}, 2, 2, true},
      {"AuthFailure.InvalidSecretId", {"old", "new"}, 2, 2, true},
      {"AuthFailure.TokenFailure", {"old", "old"}, 1, 2, false},
      {"AuthFailure.TokenFailure", {"old", "older", "oldest"}, 2, 2, false},
      {"AuthFailure.SignatureFailure", {"old", "new"}, 1, 1, false},
      {"AuthFailure.UnauthorizedOperation", {"old", "new"}, 1, 1, false},
      {"AuthFailure.TokenFailure", {""}, 1, 1, false},  // permanent keys: nothing would change
  };
  for (auto const& each : rows) {
    INFO(each.code << ' ' << each.tokens.front() << ' ' << each.tokens.back());
    auto const own = std::make_shared<own_provider>(each.tokens);
    talk t(credentials::from(own), [&](auto const& headers) {
      auto const token = headers.find("X-TC-Token");
      return token != headers.end() && token->second == "new" ? good() : refusal(each.code);
    });
    auto const what = t.quota();
    CHECK(what.empty() == each.good);
    CHECK(t.requests.size() == each.requests);
    CHECK(own->asked == each.asked);
    CHECK(!has(what, "SECRET"));
    if (!each.good) CHECK(has(what, each.code));
  }
}

TEST_CASE("A clock that is off is put right by the service's, once, and stays so") {
  struct row {
    char const* code;
    char const* date;  // the manual clock shows 2030-01-01 00:00:00
    std::size_t requests;
    char const* second_timestamp;
  };
  std::vector<row> const rows{
      {"AuthFailure.SignatureExpire", "Tue, 01 Jan 2030 01:00:00 GMT", 2, "1893459600"},
      {"AuthFailure.SignatureExpire", "Mon, 31 Dec 2029 23:50:00 GMT", 2, "1893455400"},
      {"AuthFailure.SignatureExpire", "Tue, 01 Jan 2030 00:02:00 GMT", 1, "(no such request)"},
      {"AuthFailure.SignatureExpire", "Wed, 02 Jan 2030 00:00:01 GMT", 1, "(no such request)"},
      {"AuthFailure.SignatureExpire", "no date", 1, "(no such request)"},
      {"AuthFailure.SignatureFailure", "Tue, 01 Jan 2030 01:00:00 GMT", 1, "(no such request)"},
  };
  for (auto const& each : rows) {
    INFO(each.code << ' ' << each.date);
    bool corrected = false;
    talk t({.id = "AKID", .key = "SECRET"}, [&](auto const& headers) {
      corrected = corrected || headers.at("X-TC-Timestamp") == each.second_timestamp;
      return corrected ? good() : refusal(each.code, std::string("Date: ") + each.date + "\r\n");
    });
    CHECK(t.quota().empty() == (each.requests == 2));
    CHECK(t.requests.size() == each.requests);
    CHECK(t.header(1, "X-TC-Timestamp") == each.second_timestamp);
    if (each.requests == 2) {
      t.clock->advance(10s);
      CHECK(t.quota().empty());
      CHECK(std::stoll(t.header(2, "X-TC-Timestamp")) >= std::stoll(each.second_timestamp) + 10);
    }
  }
  // A server that says so for ever is not asked for ever.
  talk t({.id = "AKID", .key = "SECRET"}, [&](auto const&) {
    return refusal("AuthFailure.SignatureExpire", "Date: Tue, 01 Jan 2030 01:00:00 GMT\r\n");
  });
  CHECK(has(t.quota(), "SignatureExpire"));
  CHECK(t.requests.size() == 2);
}

TEST_CASE("A role's keys: taken on at the first call, renewed before they end, asked who they are") {
  int issued = 0;
  auto const sts = [&](std::shared_ptr<manual_clock> const& clock) {
    ++issued;
    auto const end =
        std::chrono::duration_cast<std::chrono::seconds>(clock->now().time_since_epoch()).count() + 7200;
    return answer(R"({"Response":{"Credentials":{"TmpSecretId":"TMP","TmpSecretKey":"K","Token":"t)" +
                  std::to_string(issued) + R"("},"ExpiredTime":)" + std::to_string(end) +
                  R"(,"RequestId":"r"}})");
  };
  talk* self = nullptr;
  talk t(
      credentials::assume_role({.id = "AKID", .key = "SECRET"},
                               {.role_arn = "qcs::r", .endpoint = "https://sts.example.com"}),
      [&](auto const& headers) {
        auto const& action = headers.at("X-TC-Action");
        if (action == "AssumeRole") return sts(self->clock);
        if (action == "GetCallerIdentity")
          return answer(R"({"Response":{"Arn":"qcs::me","AccountId":"100","UserId":"u","RequestId":"r"}})");
        return good();
      });
  self = &t;
  CHECK(t.quota() == "");
  CHECK(t.requests.size() == 2);
  CHECK(t.header(0, "Host") == "sts.example.com");
  CHECK(has(t.header(0, "body"), R"("RoleArn":"qcs::r")"));
  CHECK(t.header(1, "X-TC-Token") == "t1");
  t.clock->advance(110min);  // ten minutes left: in the background
  CHECK(t.quota() == "");
  t.io.restart();
  t.io.poll();
  CHECK(issued == 2);
  CHECK(t.quota() == "");
  CHECK(t.header(t.requests.size() - 1, "X-TC-Token") == "t2");
  t.clock->advance(10h);  // nothing left: a call waits for others
  CHECK(t.quota() == "");
  CHECK(t.header(t.requests.size() - 1, "X-TC-Token") == "t3");
  identity who;
  CHECK(t.run([&]() -> asio::awaitable<void> { who = co_await t.client->check(); }) == "");
  CHECK(who.account == "100");
  CHECK(who.arn == "qcs::me");
  CHECK(who.source == "role qcs::r");
  CHECK(who.temporary);
  CHECK(who.expires);
}

TEST_CASE("Sources that have nothing are named, at construction where that is known by then") {
  asio::io_context io;
  ::unsetenv("TENCENTCLOUD_SECRET_ID");
  ::unsetenv("TENCENTCLOUD_SECRET_KEY");
  auto const refused = [&](credentials who) {
    client_options options{.region = "ap-x", .credentials = std::move(who)};
    try {
      clb::client const client(io.get_executor(), options);
    } catch (error const& e) {
      CHECK(e.code() == condition::invalid_request);
      return std::string(e.what());
    }
    return std::string("it was taken");
  };
  CHECK(has(refused(credentials::from_environment()), "TENCENTCLOUD_SECRET_ID"));
  CHECK(has(refused({.id = "a"}), "no id or no key"));
  CHECK(has(refused({}), "no id or no key"));
  CHECK(has(refused(credentials::from_profile("", "/no/such/file")), "/no/such/file: there is none"));
  CHECK(has(refused(credentials::from_process("'")), "a quote of its command is not closed"));
  CHECK(refused(credentials::from_instance_role()) == "it was taken");

  talk t(credentials::from(std::make_shared<own_provider>(std::vector<std::string>{"line\nbreak"})),
         [](auto const&) { return good(); });
  auto const what = t.quota();
  CHECK(has(what, "the program's own provider: the token holds line breaks"));
  CHECK(!has(what, "SECRET"));
  CHECK(t.requests.empty());
}

TEST_CASE("An empty region is read from the same source") {
  ::setenv("TENCENTCLOUD_SECRET_ID", "AKID", 1);
  ::setenv("TENCENTCLOUD_SECRET_KEY", "k", 1);
  ::setenv("TENCENTCLOUD_REGION", "ap-from-source", 1);
  talk t(credentials::from_environment(), [](auto const&) { return good(); });
  t.options.region.clear();
  t.client.emplace(t.io.get_executor(), t.options, t.net);
  ::unsetenv("TENCENTCLOUD_SECRET_ID");
  ::unsetenv("TENCENTCLOUD_SECRET_KEY");
  ::unsetenv("TENCENTCLOUD_REGION");
  CHECK(t.quota() == "");
  CHECK(t.header(0, "X-TC-Region") == "ap-from-source");
}

#if defined(COLB_TEST_MARKS)
using colb::test::marked_key;
using colb::test::marks_in_memory;

TEST_CASE("Keys are overwritten when nobody needs them any more") {
  std::string const path = "/tmp/colb-marked-" + std::to_string(::getpid());
  {
    std::string key = marked_key();
    std::string const text = "[default]\nsecret_id = AKID\nsecret_key = " + key + '\n';
    std::FILE* const file = std::fopen(path.c_str(), "w");
    REQUIRE(file);
    std::setvbuf(file, nullptr, _IONBF, 0);
    std::fwrite(text.data(), 1, text.size(), file);
    std::fclose(file);
    CHECK(marks_in_memory() >= 1);  // the search finds what is there
    OPENSSL_cleanse(key.data(), key.size());
    OPENSSL_cleanse(const_cast<char*>(text.data()), text.size());
  }
  int const before = marks_in_memory();
  {
    talk t(credentials::from_profile("", path), [](auto const&) { return good(); });
    CHECK(t.quota() == "");
    CHECK(marks_in_memory() > before);
    t.options.credentials = {};
    t.client.reset();
    t.io.restart();
    t.io.poll();
  }
  CHECK(marks_in_memory() == 0);
  {
    credentials fixed{.id = "AKID", .key = marked_key()};
    talk t(fixed, [](auto const&) { return good(); });
    OPENSSL_cleanse(fixed.key.data(), fixed.key.size());
    OPENSSL_cleanse(t.options.credentials.key.data(), t.options.credentials.key.size());
    CHECK(t.quota() == "");
    t.client.reset();
    t.io.restart();
    t.io.poll();
  }
  CHECK(marks_in_memory() == 0);
  std::remove(path.c_str());
}
#endif
