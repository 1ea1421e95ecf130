// Keys of every source leave nothing behind in the program's memory. They come from another process, so that
// this one holds only what colb made of them.
#include "support/marks.hpp"

#if defined(COLB_TEST_MARKS)
#include <array>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/read_until.hpp>
#include <asio/ssl/context.hpp>
#include <asio/ssl/stream.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>

#include <colb/aliyun/slb/client.hpp>
#include <colb/aliyun/slb/region.hpp>
#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/quota.hpp>

#include "catch.hpp"
#include "support/certificates.hpp"

using namespace colb;
using colb::test::marked_key;
using colb::test::marks_in_memory;

namespace {

constexpr char life[] = "2099-01-01T00:00:00Z";

/// What the other process answers to everything.
std::string answer_to(std::string const& head, std::string const& body) {
  auto const has = [&](std::string_view text) {
    return head.find(text) != head.npos || body.find(text) != body.npos;
  };
  std::string const key = marked_key();
  std::string const flat = R"({"Code":"Success","AccessKeyId":"ID","AccessKeySecret":")" + key +
                           R"(","SecurityToken":"T","Expiration":")" + life + "\"}";
  if (has("PUT /latest/api/token")) return "handshake";
  if (has("security-credentials/ ")) return "role";
  if (has("/cam/security-credentials/role"))
    return R"({"TmpSecretId":"ID","TmpSecretKey":")" + key +
           R"(","Token":"T","ExpiredTime":4070908800,"Code":"Success"})";
  if (has("/ram/security-credentials/role") || has("/keys")) return flat;
  if (has("X-TC-Action: AssumeRole"))
    return R"({"Response":{"Credentials":{"TmpSecretId":"ID","TmpSecretKey":")" + key +
           R"(","Token":"T"},"ExpiredTime":4070908800,"RequestId":"r"}})";
  if (has("Action=AssumeRole"))
    return R"({"RequestId":"r","Credentials":{"AccessKeyId":"ID","AccessKeySecret":")" + key +
           R"(","SecurityToken":"T","Expiration":")" + life + "\"}}";
  if (has("X-TC-Action")) return R"({"Response":{"QuotaSet":[],"RequestId":"r"}})";
  return R"({"RequestId":"r","Regions":{"Region":[]}})";
}

template <class Stream>
asio::awaitable<void> answer_all(Stream stream) {
  try {
    if constexpr (requires { stream.next_layer(); })
      co_await stream.async_handshake(asio::ssl::stream_base::server, asio::use_awaitable);
    std::string buffer;
    for (;;) {
      std::size_t const size = co_await asio::async_read_until(stream, asio::dynamic_buffer(buffer),
                                                               "\r\n\r\n", asio::use_awaitable);
      std::string const head = buffer.substr(0, size);
      buffer.erase(0, size);
      auto const at = head.find("Content-Length: ");
      std::size_t const length = at == head.npos ? 0 : std::stoul(head.substr(at + 16));
      while (buffer.size() < length) {
        std::array<char, 4096> more{};
        std::size_t const got = co_await stream.async_read_some(asio::buffer(more), asio::use_awaitable);
        buffer.append(more.data(), got);
      }
      std::string const body = buffer.substr(0, length);
      buffer.erase(0, length);
      std::string const text = answer_to(head, body);
      std::string const whole =
          "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(text.size()) + "\r\n\r\n" + text;
      co_await asio::async_write(stream, asio::buffer(whole), asio::use_awaitable);
    }
  } catch (std::exception const&) {
  }
}

asio::awaitable<void> accept_plain(asio::ip::tcp::acceptor& at) {
  for (;;) {
    auto socket = co_await at.async_accept(asio::use_awaitable);
    asio::co_spawn(at.get_executor(), answer_all(std::move(socket)), asio::detached);
  }
}
asio::awaitable<void> accept_tls(asio::ip::tcp::acceptor& at, asio::ssl::context& tls) {
  for (;;) {
    auto socket = co_await at.async_accept(asio::use_awaitable);
    asio::ssl::stream<asio::ip::tcp::socket> stream(std::move(socket), tls);
    asio::co_spawn(at.get_executor(), answer_all(std::move(stream)), asio::detached);
  }
}

/// Another process, with servers and files of keys.
class other_process {
 public:
  explicit other_process(test::identity const& who) {
    int ends[2];
    if (::pipe(ends) != 0) std::abort();
    id_ = ::fork();
    if (id_ == 0) {
      ::close(ends[0]);
      serve(who, ends[1]);
    }
    ::close(ends[1]);
    bool const good = ::read(ends[0], ports_.data(), sizeof ports_) == static_cast<ssize_t>(sizeof ports_);
    ::close(ends[0]);
    if (!good) std::abort();
  }
  other_process(other_process const&) = delete;
  other_process& operator=(other_process const&) = delete;
  ~other_process() {
    ::kill(id_, SIGKILL);
    ::waitpid(id_, nullptr, 0);
    std::filesystem::remove_all(folder());
  }

  static std::string folder() {
    static std::string const path = "/tmp/colb-wiping-" + std::to_string(::getpid());
    return path;
  }
  std::string plain() const { return "http://127.0.0.1:" + std::to_string(ports_[0]); }
  std::string tls() const { return "https://127.0.0.1:" + std::to_string(ports_[1]); }

 private:
  [[noreturn]] static void serve(test::identity const& who, int report) {
    try {
      std::string const key = marked_key();
      auto const write = [](std::string const& name, std::string const& text) {
        std::ofstream(folder() + '/' + name) << text;
      };
      write("ini", "[default]\nsecret_id = ID\nsecret_key = " + key + '\n');
      write("default.credential", R"({"secretId":"ID","secretKey":")" + key + "\"}");
      write("printed", R"({"mode":"AK","access_key_id":"ID","access_key_secret":")" + key + "\"}");
      write("config.json", R"({"current":"p","profiles":[{"name":"p","mode":"AK","access_key_id":"ID",)"
                           R"("access_key_secret":")" +
                               key + "\"}]}");
      write("aliyun.ini",
            "[default]\ntype = access_key\naccess_key_id = ID\naccess_key_secret = " + key + '\n');
      asio::io_context io{1};
      asio::ssl::context tls(asio::ssl::context::tls_server);
      tls.use_certificate_chain(asio::buffer(who.certificate_pem()));
      tls.use_private_key(asio::buffer(who.key_pem()), asio::ssl::context::pem);
      asio::ip::tcp::endpoint const any(asio::ip::make_address("127.0.0.1"), 0);
      asio::ip::tcp::acceptor first(io, any), second(io, any);
      std::array<unsigned short, 2> const ports{first.local_endpoint().port(),
                                                second.local_endpoint().port()};
      if (::write(report, ports.data(), sizeof ports) < 0) ::_exit(1);
      ::close(report);
      asio::co_spawn(io, accept_plain(first), asio::detached);
      asio::co_spawn(io, accept_tls(second, tls), asio::detached);
      io.run();
    } catch (...) {
    }
    ::_exit(1);
  }

  pid_t id_ = -1;
  std::array<unsigned short, 2> ports_{};
};

/// Sets variables for as long as it lives.
class variables {
 public:
  explicit variables(std::vector<std::pair<std::string, std::string>> const& all) {
    for (auto const& [name, value] : all) {
      ::setenv(name.c_str(), value.c_str(), 1);
      names_.push_back(name);
    }
  }
  variables(variables const&) = delete;
  variables& operator=(variables const&) = delete;
  ~variables() {
    for (auto const& name : names_) ::unsetenv(name.c_str());
  }

 private:
  std::vector<std::string> names_{};
};

template <class Client, class Request>
std::string use(client_options options, Request request, int& while_alive) {
  asio::io_context io{1};
  std::string said = "it hangs";
  {
    Client client(io.get_executor(), std::move(options));
    auto const body = [&]() -> asio::awaitable<void> { co_await client.call(request); };
    asio::co_spawn(io, body, [&](std::exception_ptr e) {
      auto const* const failed = get_error(e);
      said = failed ? failed->what() : e ? "something was thrown" : "";
    });
    io.run();
    while_alive = marks_in_memory();
  }
  return said;
}

}  // namespace

TEST_CASE("Keys of every source are overwritten, in whatever memory they came") {
  std::filesystem::create_directory(other_process::folder());
  test::identity const who = test::make_identity("127.0.0.1", "IP:127.0.0.1", nullptr);
  other_process const there(who);
  std::string const at = other_process::folder() + '/';
  REQUIRE(marks_in_memory() == 0);

  struct row {
    char const* name;
    bool tencent;
    std::function<credentials()> source;
    std::vector<std::pair<std::string, std::string>> environment;
  };
  credentials const own{.id = "ID", .key = "the program's own key"};
  std::vector<row> const rows{
      {"INI", true, [&] { return credentials::from_profile("", at + "ini"); }, {}},
      {"tccli", true, [&] { return credentials::from_profile("", at + "default.credential"); }, {}},
      {"process", true, [&] { return credentials::from_process("/bin/cat " + at + "printed"); }, {}},
      {"metadata",
       true,
       [&] { return credentials::from_instance_role({}, {.endpoint = there.plain()}); },
       {}},
      {"role",
       true,
       [&] {
         return credentials::assume_role(own,
                                         {.role_arn = "qcs::cam::uin/1:roleName/r", .endpoint = there.tls()});
       },
       {}},
      {"role over metadata",
       true,
       [&] {
         return credentials::assume_role(credentials::from_instance_role({}, {.endpoint = there.plain()}),
                                         {.role_arn = "qcs::cam::uin/1:roleName/r", .endpoint = there.tls()});
       },
       {}},
      {"config.json", false, [&] { return credentials::from_profile("", at + "config.json"); }, {}},
      {"Alibaba's INI", false, [&] { return credentials::from_profile("", at + "aliyun.ini"); }, {}},
      {"Alibaba's process",
       false,
       [&] { return credentials::from_process("/bin/cat " + at + "printed"); },
       {}},
      {"Alibaba's metadata",
       false,
       [&] { return credentials::from_instance_role({}, {.endpoint = there.plain()}); },
       {}},
      {"Alibaba's role",
       false,
       [&] {
         return credentials::assume_role(own, {.role_arn = "acs:ram::1:role/r", .endpoint = there.tls()});
       },
       {}},
      {"a server of keys",
       false,
       [] { return credentials::default_chain(); },
       {{"ALIBABA_CLOUD_CREDENTIALS_URI", there.plain() + "/keys"},
        {"ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true"},
        {"HOME", "/no/such"}}},
  };
  for (auto const& each : rows) {
    INFO(each.name);
    variables const set(each.environment);
    int while_alive = 0;
    std::string said;
    {
      client_options options;
      options.region = "ap-x";
      options.endpoint = there.tls();
      options.tls.verify = false;
      options.credentials = each.source();
      said = each.tencent
                 ? use<tencent::clb::client>(std::move(options), tencent::clb::DescribeQuota{}, while_alive)
                 : use<aliyun::slb::client>(std::move(options), aliyun::slb::DescribeRegions{}, while_alive);
    }
    CHECK(said == "");
    CHECK(while_alive > 0);
    CHECK(marks_in_memory() == 0);
  }
}
#endif
