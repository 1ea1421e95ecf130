// A program as it runs on an instance, without a word on tests in it: in a network namespace of its own,
// where the emulator has the metadata services' addresses and the vendors' names. Needs the right to make one
// (root); without it is skipped, and said so.
#if defined(__linux__)
#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>

#include <colb/aliyun/slb/client.hpp>
#include <colb/aliyun/slb/region.hpp>
#include <colb/clock.hpp>
#include <colb/emulator.hpp>
#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/quota.hpp>
#include <colb/tencent/clb_2017/client.hpp>
#include <colb/tencent/clb_2017/load_balancer.hpp>

#include "catch.hpp"

namespace {

bool set_address(char const* device, char const* address) {
  int const s = ::socket(AF_INET, SOCK_DGRAM, 0);
  if (s < 0) return false;
  ifreq what{};
  std::strncpy(what.ifr_name, device, IFNAMSIZ - 1);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  ::inet_pton(AF_INET, address, &at.sin_addr);
  std::memcpy(&what.ifr_addr, &at, sizeof at);
  bool good = ::ioctl(s, SIOCSIFADDR, &what) == 0;
  what.ifr_flags = IFF_UP | IFF_RUNNING;
  good = good && ::ioctl(s, SIOCSIFFLAGS, &what) == 0;
  ::close(s);
  return good;
}

/// A network of one's own with the metadata address in it, and other names.
bool move_in(std::string const& hosts) {
  if (::unshare(CLONE_NEWNET | CLONE_NEWNS) != 0) return false;
  return ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
         ::mount(hosts.c_str(), "/etc/hosts", nullptr, MS_BIND, nullptr) == 0 &&
         set_address("lo", "127.0.0.1") && set_address("lo:1", "100.100.100.200");
}

/// The time stands still: a metadata service has one second for each answer, and the machine may stall.
std::shared_ptr<colb::manual_clock> const still = std::make_shared<colb::manual_clock>();

/// What a program says of itself: who it is and that it may call.
template <class Client, class Request>
std::string program(colb::credentials keys, std::string region) {
  asio::io_context io{1};
  std::string said = "it hangs";
  try {
    Client client(io.get_executor(),
                  {.region = std::move(region), .credentials = std::move(keys), .clock = still});
    auto const body = [&]() -> asio::awaitable<void> {
      Request const ask;
      co_await client.call(ask);
      auto const who = co_await client.check();
      said = who.account + ' ' + who.source;
    };
    asio::co_spawn(io, body, [&](std::exception_ptr e) {
      if (auto const* const failed = colb::get_error(e)) said = failed->what();
    });
    io.run();
  } catch (std::exception const& e) {
    said = e.what();
  }
  return said;
}

using say = std::function<void(std::string const& what, std::string const& said)>;

void on_an_instance(std::string const& folder, say const& report) {
  asio::io_context io{1};
  colb::emulator::options how;
  how.clock = still;
  how.port = 443;
  how.metadata_port = 80;
  how.metadata_address = "100.100.100.200";
  how.metadata_handshake = true;
  how.instance_role = "web";
  colb::emulator::cloud cloud(io.get_executor(), how);
  std::thread([&io] { io.run(); }).detach();
  ::setenv("SSL_CERT_FILE", cloud.ca_file().c_str(), 1);
  ::setenv("HOME", folder.c_str(), 1);

  namespace clb = colb::tencent::clb;
  namespace old = colb::tencent::clb_2017;
  namespace slb = colb::aliyun::slb;
  using colb::credentials;
  auto const tencent = [&](char const* what, credentials keys) {
    report(what, program<clb::client, clb::DescribeQuota>(std::move(keys), "ap-guangzhou"));
  };
  auto const aliyun = [&](char const* what, credentials keys) {
    report(what, program<slb::client, slb::DescribeRegions>(std::move(keys), "cn-hangzhou"));
  };
  tencent("tencent role", credentials::from_instance_role());
  tencent("tencent chain", credentials::default_chain());
  tencent("tencent other role", credentials::from_instance_role("no such role"));
  tencent("tencent over", credentials::assume_role(credentials::from_instance_role(),
                                                   {.role_arn = "qcs::cam::uin/42:roleName/ops"}));
  report("tencent 2017",
         program<old::client, old::DescribeLoadBalancers>(credentials::from_instance_role(), "ap-guangzhou"));
  aliyun("aliyun role", credentials::from_instance_role());
  aliyun("aliyun chain", credentials::default_chain());
  aliyun("aliyun over",
         credentials::assume_role(credentials::default_chain(), {.role_arn = "acs:ram::42:role/ops"}));
  std::ofstream(folder + "/token") << "a token\n";
  for (auto const& [name, value] :
       std::map<std::string, std::string>{{"TKE_REGION", "ap-guangzhou"},
                                          {"TKE_PROVIDER_ID", "provider"},
                                          {"TKE_WEB_IDENTITY_TOKEN_FILE", folder + "/token"},
                                          {"TKE_ROLE_ARN", "qcs::cam::uin/43:roleName/pod"},
                                          {"ALIBABA_CLOUD_ROLE_ARN", "acs:ram::43:role/pod"},
                                          {"ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "acs:ram::43:oidc-provider/p"},
                                          {"ALIBABA_CLOUD_OIDC_TOKEN_FILE", folder + "/token"}})
    ::setenv(name.c_str(), value.c_str(), 1);
  tencent("tencent pod", credentials::default_chain());
  aliyun("aliyun pod", credentials::default_chain());
  // Keys of the emulator have no way out of it, and nothing of all this went elsewhere.
  auto const all = cloud.calls();
  report("refused", std::to_string(std::count_if(all.begin(), all.end(),
                                                 [](auto const& call) { return !call.code.empty(); })));
  // The process ends here; so do the thread and its context.
}

}  // namespace

TEST_CASE("an unchanged program on an instance: metadata, STS and API at their own addresses") {
  std::string const folder = "/tmp/colb-instance-" + std::to_string(::getpid());
  std::filesystem::create_directory(folder);
  std::ofstream(folder + "/hosts") << "127.0.0.1 localhost clb.tencentcloudapi.com sts.tencentcloudapi.com "
                                      "lb.api.qcloud.com slb.aliyuncs.com sts.aliyuncs.com\n"
                                      "100.100.100.200 metadata.tencentyun.com\n";
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  pid_t const child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    std::FILE* const out = ::fdopen(ends[1], "w");
    ::alarm(300);  // ends a broken test
    try {
      if (move_in(folder + "/hosts")) {
        on_an_instance(folder, [out](std::string const& what, std::string const& said) {
          std::fprintf(out, "%s\t%s\n", what.c_str(), said.c_str());
          std::fflush(out);
        });
      } else {
        std::fprintf(out, "no right\t\n");
      }
    } catch (std::exception const& e) {
      std::fprintf(out, "thrown\t%s\n", e.what());
    }
    std::fflush(out);
    ::_exit(0);
  }
  ::close(ends[1]);
  std::string text;
  char piece[1024];
  for (ssize_t got = 0; (got = ::read(ends[0], piece, sizeof piece)) > 0;)
    text.append(piece, static_cast<std::size_t>(got));
  ::close(ends[0]);
  ::waitpid(child, nullptr, 0);
  std::filesystem::remove_all(folder);
  if (text.starts_with("no right")) {
    WARN("skipped: there is no right to make a network namespace");
    return;
  }
  std::map<std::string, std::string> said;
  while (!text.empty()) {
    auto const line = text.substr(0, text.find('\n'));
    text.erase(0, line.size() + 1);
    said[line.substr(0, line.find('\t'))] = line.substr(std::min(line.find('\t') + 1, line.size()));
  }
  std::pair<char const*, char const*> const wanted[] = {
      {"tencent role", "100000000001 instance role"},
      {"tencent chain", "100000000001 instance role"},
      {"tencent over", "42 role qcs::cam::uin/42:roleName/ops"},
      {"tencent 2017", "100000000001 instance role"},
      {"aliyun role", "1000000000000001 instance role"},
      {"aliyun chain", "1000000000000001 instance role"},
      {"aliyun over", "42 role acs:ram::42:role/ops"},
      {"tencent pod", "43 "},
      {"aliyun pod", "43 "},
      {"refused", "0"},
  };
  for (auto const& [what, start] : wanted) {
    INFO(what);
    CHECK(said[what].substr(0, std::strlen(start)) == start);
  }
  CHECK(said["tencent other role"].find("no role is bound to this instance") != std::string::npos);
}
#endif
