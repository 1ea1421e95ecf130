// The walk-through of the vendor's introduction to CLB API 2017: buys a public load balancer, makes a TCP
// listener on port 80 with health check, binds two servers to it, and shows the address under which they are
// reached.
//
// Its four requests carry the parameters of the document: by default those of the edition of 2018, with lists
// counted from 0; with --edition 2016 those of the first one, which counts from 1, signs with HmacSHA1, says
// `gz` for Guangzhou and names the load balancer.
//
// Without --region it works on an emulated cloud inside this program. With --region, and with the vendor's
// environment variables TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY (and TENCENTCLOUD_TOKEN), on the real
// one: that costs money.
#include <cstdio>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <asio/awaitable.hpp>
#include <asio/io_context.hpp>

#include <colb/tencent/clb_2017/backend.hpp>
#include <colb/tencent/clb_2017/client.hpp>
#include <colb/tencent/clb_2017/listener.hpp>
#include <colb/tencent/clb_2017/load_balancer.hpp>

#include "common.hpp"

namespace clb = colb::tencent::clb_2017;

namespace {

struct settings {
  example::place where{};
  bool oldest = false;
  std::vector<std::string> servers{"ins-5678test", "ins-1234test"};
  bool teardown = false;
};

void declare(CLI::App& app, settings& s) {
  app.add_option_function<std::string>(
         "--edition", [&s](std::string const& year) { s.oldest = year == "2016"; },
         "Of the document to follow: 2018 (default) or 2016")
      ->check(CLI::IsMember({"2016", "2018"}))
      ->type_name("YEAR");
  auto const server =
      example::add_list(app, "--server", s.servers,
                        "A server to bind, twice; default: the document's, which only the emulator has");
  server->type_name("ID");
  app.add_flag("--teardown", s.teardown, "Delete the load balancer at the end");
  example::add_place(app, s.where, " (costs money)");
  app.callback([&s, server] {
    if (s.servers.size() != 2) throw CLI::ValidationError("--server", "give two: --server ID --server ID");
    if (s.where.regions.size() > 1) throw CLI::ValidationError("--region", "give one");
    if (!s.where.regions.empty() && server->count() == 0) {
      throw CLI::ValidationError("--server", "the real cloud needs your own");
    }
  });
}

/// Shows a request that is about to be sent, and what is then waited for.
template <class Request>
void begin(progress& show, char const* what, char const* action, Request const& request) {
  std::ostringstream text;
  text << request;
  std::printf("%s %s\n", action, text.str().c_str());
  show.begin(what);
}

asio::awaitable<void> walk(clb::client& client, settings const& s, std::string& made, progress& show) {
  clb::CreateLoadBalancer buy{.loadBalancerType = 2};
  if (s.oldest) buy.loadBalancerName = "test";
  begin(show, "load balancer", "CreateLoadBalancer", buy);
  auto const bought = co_await client.call_and_wait(buy);
  made = clb::bought_instances(bought).at(0);
  show.done(made);

  clb::CreateLoadBalancerListeners listen{.loadBalancerId = made,
                                          .listeners = {{.loadBalancerPort = 80,
                                                         .instancePort = 80,
                                                         .protocol = 2,
                                                         .listenerName = "listenerTest",
                                                         .healthSwitch = 1}}};
  begin(show, "listener", "CreateLoadBalancerListeners", listen);
  co_await client.call_and_wait(listen);
  show.done("listening");

  clb::RegisterInstancesWithLoadBalancer bind{
      .loadBalancerId = made,
      .backends = {{.instanceId = s.servers[0], .weight = 10}, {.instanceId = s.servers[1], .weight = 10}}};
  begin(show, "servers", "RegisterInstancesWithLoadBalancer", bind);
  co_await client.call_and_wait(bind);
  show.done("bound");

  clb::DescribeLoadBalancers look{.loadBalancerIds = {made}};
  begin(show, "address", "DescribeLoadBalancers", look);
  auto const found = co_await client.call(look);
  auto const& instance = found.loadBalancerSet.at(0);
  show.done("found");
  std::printf("VIP %s\ndomain %s\n", instance.loadBalancerVips.at(0).c_str(),
              instance.domain.value_or("").c_str());
  std::fflush(stdout);

  if (!s.teardown) co_return;
  clb::DeleteLoadBalancers drop{.loadBalancerIds = {made}};
  begin(show, "deleting it", "DeleteLoadBalancers", drop);
  co_await client.call_and_wait(drop);
  made.clear();
  show.done("deleted");
}

int run(settings const& s) {
  asio::io_context io;
  example::cloud cloud(io, s.where);
  std::string const usual = s.oldest ? "gz" : "ap-guangzhou";
  auto options = cloud.options(s.where.regions.empty() ? usual : s.where.regions[0]);
  if (s.oldest) options.style = clb::style{.signature = clb::style::signatures::hmac_sha1, .first_index = 1};
  clb::client client(io.get_executor(), options);
  progress show(io.get_executor());
  std::string made;
  auto const failure = example::run(io, walk(client, s, made, show), cloud, show);
  if (!failure) return 0;
  example::explain(failure);
  if (!made.empty()) std::fprintf(stderr, "left in the cloud: load balancer %s\n", made.c_str());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  return example::start("clb2017_walkthrough", "Goes through the CLB API 2017 as its document does.", argc,
                        argv, declare, run);
}
