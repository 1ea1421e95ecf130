// colb: tests of the emulator's state file: what was answered is there after a kill, what is broken is
// refused.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include <sys/resource.h>
#include <sys/stat.h>

#include <asio/io_context.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <colb/emulator/state.hpp>

#include "catch.hpp"
#include "emulator/driver.hpp"
#include "senders.hpp"

namespace emu = colb::inner::emu;
namespace json = boost::json;
using namespace std::chrono_literals;
using colb_test::speaker;
using colb_test::text_of;

namespace {

/// A folder of its own.
class folder {
 public:
  folder() {
    std::string made =
        (std::filesystem::temp_directory_path() / ("colb-state-" + std::string(6, 'X'))).string();
    if (!::mkdtemp(made.data())) throw std::runtime_error("no folder");
    path_ = made;
  }
  ~folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  std::string file(std::string const& name = "cloud.state") const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

colb::emulator::options const usual{};

std::string content(std::string const& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
void put(std::string const& path, std::string const& text) { std::ofstream(path, std::ios::binary) << text; }

/// Has a cloud keep its state in a file; when this goes, it is as after a kill.
std::shared_ptr<emu::state_file> keep(emu::core& core, std::string const& path) {
  auto file = std::make_shared<emu::state_file>(path, core.options());
  file->load(core);
  core.record_to(file);
  return file;
}

using step = std::pair<std::string, json::object>;
using script = std::function<void(speaker&)>;

/// Answers without what is another one each time.
std::string shown(speaker& cloud, std::vector<step> const& reads) {
  std::string all;
  for (auto const& [action, parameters] : reads) {
    auto answer = cloud.call(action, parameters);
    for (auto const* const name : {"RequestId", "requestId"}) answer.erase(name);
    all += action + ' ' + json::serialize(answer) + '\n';
  }
  return all;
}

struct story {
  char const* name;
  std::function<std::unique_ptr<speaker>(colb::emulator::options)> make;
  /// Deploys something; the last change is under way when it returns. Gives what to look at.
  std::function<std::vector<step>(speaker&)> deploy;
};

template <class T>
std::unique_ptr<speaker> made(colb::emulator::options options) {
  return std::make_unique<T>(std::move(options));
}

std::string first(json::object const& from, std::string_view list) {
  return text_of(from.at(list).as_array().at(0));
}

std::vector<story> stories() {
  return {
      {"tencent.clb", made<colb_test::tencent_clb>,
       [](speaker& cloud) -> std::vector<step> {
         auto const lb =
             first(cloud.done("CreateLoadBalancer", {{"LoadBalancerType", "OPEN"}}), "LoadBalancerIds");
         auto const listener =
             first(cloud.done("CreateListener",
                              {{"LoadBalancerId", lb}, {"Ports", json::array{80}}, {"Protocol", "TCP"}}),
                   "ListenerIds");
         cloud.call("ModifyLoadBalancerAttributes",
                    {{"LoadBalancerId", lb}, {"LoadBalancerName", "\u524d\u7aef \"front\""}});
         cloud.clock->advance(1s);
         cloud.call("RegisterTargets",
                    {{"LoadBalancerId", lb},
                     {"ListenerId", listener},
                     {"Targets", json::array{json::object{{"InstanceId", "ins-web00001"}, {"Port", 8080}}}}});
         return {{"DescribeLoadBalancers", {}},
                 {"DescribeListeners", {{"LoadBalancerId", lb}}},
                 {"DescribeTargets", {{"LoadBalancerId", lb}}},
                 {"DescribeTargetHealth", {{"LoadBalancerIds", json::array{lb}}}}};
       }},
      {"tencent.clb_2017", made<colb_test::tencent_clb_2017>,
       [](speaker& cloud) -> std::vector<step> {
         cloud.done("CreateLoadBalancer", {{"loadBalancerType", 2}, {"loadBalancerName", "one"}});
         cloud.call("CreateLoadBalancer", {{"loadBalancerType", 2}, {"loadBalancerName", "two"}});
         return {{"DescribeLoadBalancers", {}}};
       }},
      {"aliyun.slb", made<colb_test::aliyun_slb>,
       [](speaker& cloud) -> std::vector<step> {
         auto const lb = text_of(cloud.done("CreateLoadBalancer", {}), "LoadBalancerId");
         cloud.done(
             "CreateLoadBalancerTCPListener",
             {{"LoadBalancerId", lb}, {"ListenerPort", 80}, {"BackendServerPort", 8080}, {"Bandwidth", -1}});
         cloud.done("AddBackendServers",
                    {{"LoadBalancerId", lb},
                     {"BackendServers", json::array{json::object{{"ServerId", "i-1"}, {"Weight", 100}}}}});
         cloud.call("StartLoadBalancerListener", {{"LoadBalancerId", lb}, {"ListenerPort", 80}});
         return {{"DescribeLoadBalancers", {}},
                 {"DescribeLoadBalancerAttribute", {{"LoadBalancerId", lb}}},
                 {"DescribeLoadBalancerTCPListenerAttribute", {{"LoadBalancerId", lb}, {"ListenerPort", 80}}},
                 {"DescribeHealthStatus", {{"LoadBalancerId", lb}}}};
       }},
      {"capitalonline.lb", made<colb_test::capitalonline_lb>,
       [](speaker& cloud) -> std::vector<step> {
         json::object const slb{{"RegionCode", "CN_Qingyang"},
                                {"AvailableZoneCode", "CN_Qingyang_A"},
                                {"VpcId", "v"},
                                {"Name", "n"},
                                {"NetType", "wan"},
                                {"ConfType", "slb.v1.medium"}};
         auto const created = cloud.done("CreateVpcSlb", slb);
         auto more = slb;
         more["Name"] = "under way";
         auto const task = text_of(cloud.call("CreateVpcSlb", more), "TaskId");
         return {{"DescribeVpcSlbListInfo", {{"Keyword", ""}}}, {"DescribeTask", {{"TaskId", task}}}};
       }},
  };
}

}  // namespace

TEST_CASE("what was answered is in the file, and tasks under way go on") {
  for (auto const& each : stories()) {
    INFO(each.name);
    folder const at;
    colb::emulator::options const options{.seed = 7};
    std::vector<step> reads;
    std::string before, after;
    std::chrono::system_clock::duration since{};
    {
      auto const cloud = each.make(options);
      auto const start = cloud->clock->now();
      auto const file = keep(cloud->core(), at.file());
      reads = each.deploy(*cloud);
      auto const size = content(at.file()).size();
      before = shown(*cloud, reads);
      CHECK(content(at.file()).size() == size);  // what reads only is not kept
      CHECK(before.find("\"Error\"") == std::string::npos);
      since = cloud->clock->now() - start;
      std::filesystem::copy_file(at.file(), at.file("killed"));
      // Later on, without a kill.
      cloud->clock->advance(1s);
      after = shown(*cloud, reads);
      CHECK(after != before);
    }
    auto const again = each.make(options);
    again->clock->advance(since);
    auto const file = keep(again->core(), at.file("killed"));
    CHECK(shown(*again, reads) == before);
    again->clock->advance(1s);
    CHECK(shown(*again, reads) == after);
    // It goes on: what comes now is kept behind what was there.
    each.deploy(*again);
    again->clock->advance(1s);
    auto const grown = shown(*again, reads);
    auto const when = again->clock->now();
    auto const third = each.make(options);
    again->core().stop_recording();
    third->clock->advance(when - third->clock->now());
    auto const third_file = keep(third->core(), at.file("killed"));
    CHECK(shown(*third, reads) == grown);
  }
}

TEST_CASE("the time between stop and start has passed for the cloud") {
  folder const at;
  auto const story = stories()[0];
  std::vector<step> reads;
  {
    auto const cloud = story.make({});
    auto const file = keep(cloud->core(), at.file());
    reads = story.deploy(*cloud);
  }
  auto const again = story.make({});
  again->clock->advance(1h);
  auto const file = keep(again->core(), at.file());
  auto const health = shown(*again, {reads.back()});
  CHECK(health.find("\"HealthStatus\":true") != std::string::npos);
}

TEST_CASE("a last line that breaks off anywhere does not count, as it was not answered") {
  folder const at;
  auto const make = [] { return std::make_unique<colb_test::tencent_clb>(colb::emulator::options{}); };
  std::string whole, without_last;
  {
    auto const cloud = make();
    auto const file = keep(cloud->core(), at.file());
    cloud->done("CreateLoadBalancer", {{"LoadBalancerType", "OPEN"}});
    without_last = content(at.file());
    cloud->done("CreateLoadBalancer", {{"LoadBalancerType", "OPEN"}});
    whole = content(at.file());
  }
  for (auto size = without_last.size(); size < whole.size(); size += 37) {
    INFO(size);
    put(at.file(), whole.substr(0, size));
    auto const cloud = make();
    auto const file = keep(cloud->core(), at.file());
    CHECK(cloud->call("DescribeLoadBalancers", {}).at("TotalCount") == 1);
    CHECK(content(at.file()) == without_last);
    cloud->clock->advance(10s);
    cloud->done("CreateLoadBalancer", {{"LoadBalancerType", "OPEN"}});
    cloud->core().stop_recording();
    auto const next = make();
    next->clock->advance(10s);
    CHECK_NOTHROW(keep(next->core(), at.file()));
    CHECK(next->call("DescribeLoadBalancers", {}).at("TotalCount") == 2);
  }
}

TEST_CASE("a file that cannot be used is refused with a sentence that says what to do") {
  folder const at;
  std::string good;
  {
    colb_test::tencent_clb cloud(usual);
    auto const file = keep(cloud.core(), at.file());
    cloud.done("CreateLoadBalancer", {{"LoadBalancerType", "OPEN"}});
    cloud.done("CreateLoadBalancer", {{"LoadBalancerType", "OPEN"}});
    good = content(at.file());
  }
  auto const header = good.substr(0, good.find('\n') + 1);
  auto const replaced = [&](std::string const& what, std::string const& by) {
    auto text = good;
    auto const place = text.find(what);
    REQUIRE(place != text.npos);
    return text.replace(place, what.size(), by);
  };
  struct row {
    char const* name;
    std::string text;
    char const* says;
  };
  row const table[] = {
      {"a picture", std::string("\x89PNG\r\n\x1a\n\0\0", 10), "is not a state file"},
      {"other JSON", "{\"format\":\"other\"}\n", "is not a state file"},
      {"a list", "[]\n", "is not a state file"},
      {"a blank line", "\n", "is not a state file"},
      {"half a header", header.substr(0, header.size() / 2), "breaks off in its first line"},
      {"a later form", replaced("\"version\":2", "\"version\":3"), "has form 3"},
      {"no options", "{\"format\":\"colb-emulator-state\",\"version\":2,\"colb\":\"0\"}\n",
       "is damaged in its first line"},
      {"an option of another type", replaced("\"seed\":1", "\"seed\":\"x\""), "is damaged in its first line"},
      {"no number", replaced("\"version\":2", "\"version\":\"2\""), "is damaged in its first line"},
      {"text after the header", header + "hello\n", "line 2 of the state file"},
      {"an unknown event", header + "{\"do\":\"dance\",\"ticks\":0,\"now\":0,\"requests\":0}\n",
       "line 2 of the state file"},
      {"a time out of range",
       header + "{\"do\":\"look\",\"ticks\":9223372036854775807,\"now\":0,\"requests\":0}\n",
       "line 2 of the state file"},
      {"a request that was changed", replaced("LoadBalancerType", "loadBalancerType"),
       "comes to another answer"},
      {"an answer that was another", replaced("\"digest\":\"", "\"digest\":\"0"), "comes to another answer"},
      {"a line lost", good.substr(0, header.size()) + good.substr(good.find('\n', header.size()) + 1),
       "comes to another answer"},
  };
  for (auto const& each : table) {
    INFO(each.name);
    put(at.file(), each.text);
    std::string said;
    try {
      colb_test::tencent_clb cloud(usual);
      keep(cloud.core(), at.file());
    } catch (std::runtime_error const& e) {
      said = e.what();
    }
    INFO(said);
    CHECK(said.find(each.says) != std::string::npos);
    CHECK(said.find(at.file()) != std::string::npos);
    CHECK(said.find('\n') == std::string::npos);
    CHECK(content(at.file()) == each.text);  // nothing is lost by trying
  }
}

TEST_CASE("options that the state follows from are to be what the file was begun with") {
  folder const at;
  {
    colb_test::tencent_clb cloud(usual);
    keep(cloud.core(), at.file());
  }
  struct row {
    char const* names;
    colb::emulator::options options;
  };
  row const table[] = {{"options.seed", {.seed = 2}},
                       {"options.credentials", {.credentials = {.id = "me", .key = "hidden-key"}}},
                       {"options.task_time", {.task_time = 1ms}},
                       {"options.health_time", {.health_time = 1ms}},
                       {"options.unhealthy", {.unhealthy = {"ins-1"}}},
                       {"options.clock_skew", {.clock_skew = 1s}},
                       {"options.regions", {.regions = {"ap-guangzhou"}}},
                       {"options.ids_at_once", {.ids_at_once = false}},
                       {"options.classic", {.classic = 1}},
                       {"options.quotas", {.quotas = {.rules = 1}}},
                       {"options.services", {.services = {"tencent"}}},
                       {"options.unknown", {.unknown = colb::emulator::unknown::accept}},
                       {"options.instance_role", {.instance_role = "other"}},
                       {"options.role_key_life", {.role_key_life = 1h}},
                       {"options.metadata_handshake", {.metadata_handshake = true}}};
  for (auto const& each : table) {
    std::string said;
    try {
      colb_test::tencent_clb cloud(each.options);
      keep(cloud.core(), at.file());
    } catch (std::invalid_argument const& e) {
      said = e.what();
    }
    INFO(each.names << ": " << said);
    CHECK(said.find(each.names) != std::string::npos);
    CHECK(said.find("hidden-key") == std::string::npos);
  }
  colb::emulator::options taken;
  emu::take_options_of_file(at.file(), taken);
  CHECK(taken.credentials.id.starts_with("AKID"));
  CHECK_NOTHROW(emu::take_options_of_file(at.file("none"), taken));
}

TEST_CASE("the file is its owner's, appears whole, and belongs to one process") {
  folder const at;
  colb_test::tencent_clb cloud(usual);
  auto const file = keep(cloud.core(), at.file());
  struct stat about {};
  REQUIRE(::stat(at.file().c_str(), &about) == 0);
  CHECK((about.st_mode & 0777) == 0600);
  CHECK_FALSE(std::filesystem::exists(at.file() + ".new"));
  colb_test::tencent_clb other(usual);
  CHECK_THROWS_WITH(keep(other.core(), at.file()), Catch::Contains("in use by another process"));
  CHECK_THROWS_WITH(keep(other.core(), at.file("")), Catch::Contains("not a regular file"));
  CHECK_THROWS_WITH(keep(other.core(), at.file("no/such")), Catch::Contains("cannot be"));
  // An empty one is begun.
  put(at.file("empty"), "");
  CHECK_NOTHROW(keep(other.core(), at.file("empty")));
  CHECK(content(at.file("empty")).starts_with("{\"format\""));
}

TEST_CASE("what people do to a cloud is kept too: faults, time, tasks, a new beginning") {
  folder const at;
  colb::emulator::options const options{.faults = {{.action = "CreateListener", .skip = 1, .times = 2}}};
  std::string lb;
  {
    colb_test::tencent_clb cloud(options);
    auto const file = keep(cloud.core(), at.file());
    lb = first(cloud.done("CreateLoadBalancer", {{"LoadBalancerType", "OPEN"}}), "LoadBalancerIds");
    auto const listener = [&](int port) {
      return cloud
          .send("CreateListener", {{"LoadBalancerId", lb}, {"Ports", json::array{port}}, {"Protocol", "TCP"}})
          .code;
    };
    CHECK(listener(80) == "");
    cloud.clock->advance(1s);
    CHECK(listener(81) == "InternalError");  // one of two
    cloud.core().inject({.action = "DeleteLoadBalancer", .kind = colb::emulator::fault_kind::fail_task});
    cloud.core().advance(std::chrono::hours(48));
    auto const task =
        text_of(cloud.call("DeleteLoadBalancer", {{"LoadBalancerIds", json::array{lb}}}), "RequestId");
    CHECK(cloud.core().end_task(task, true));
  }
  {
    colb_test::tencent_clb cloud(options);
    cloud.clock->advance(10s);
    auto const file = keep(cloud.core(), at.file());
    CHECK(cloud.call("DescribeLoadBalancers", {}).at("TotalCount") == 1);
    auto const plan = cloud.core().faults();
    REQUIRE(plan.size() == 2);
    CHECK(plan[0].second == 2);
    CHECK(plan[1].second == 1);
    // Two days have gone by; who signs goes by the machine's clock.
    CHECK(cloud.core().clock().added() == std::chrono::hours(48));
    auto const before = content(at.file()).size();
    cloud.core().reset();
    CHECK(content(at.file()).size() < before);
    CHECK(cloud.call("DescribeLoadBalancers", {}).at("TotalCount") == 0);
    cloud.done("CreateLoadBalancer", {{"LoadBalancerType", "OPEN"}});
  }
  colb_test::tencent_clb cloud(options);
  cloud.clock->advance(20s);
  auto const file = keep(cloud.core(), at.file());
  auto const all = cloud.call("DescribeLoadBalancers", {});
  CHECK(all.at("TotalCount") == 1);
  CHECK(text_of(all.at("LoadBalancerSet").as_array().at(0).as_object(), "LoadBalancerId") == lb);
  CHECK(cloud.core().faults().size() == 1);
  CHECK(cloud.core().faults()[0].second == 0);
}

TEST_CASE("what a function of the user's answered is kept with the call") {
  folder const at;
  std::string task;
  {
    colb_test::tencent_clb cloud(usual);
    auto const file = keep(cloud.core(), at.file());
    cloud.core().serve("clb", "AddUp", [](json::object const&) -> json::object { return {{"Sum", 4}}; });
    task = text_of(cloud.call("AddUp", {}), "RequestId");
  }
  colb_test::tencent_clb cloud(usual);
  cloud.clock->advance(1s);
  auto const file = keep(cloud.core(), at.file());
  CHECK(cloud.call("DescribeTaskStatus", {{"TaskId", task}}).at("Status") == 0);
}

TEST_CASE("a change that cannot be kept is not answered, and nothing after it") {
  folder const at;
  auto const old = std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  std::string kept;
  {
    colb_test::tencent_clb cloud(usual);
    auto const file = keep(cloud.core(), at.file());
    cloud.done("CreateLoadBalancer", {{"LoadBalancerType", "OPEN"}});
    kept = content(at.file());
    rlimit less = before;
    less.rlim_cur = kept.size() + 100;  // not even half of the next line
    ::setrlimit(RLIMIT_FSIZE, &less);
    emu::request read;
    read.method = "GET";
    read.target = "/";
    CHECK_THROWS(cloud.call("CreateLoadBalancer", {{"LoadBalancerType", "OPEN"}}));  // no JSON
    ::setrlimit(RLIMIT_FSIZE, &before);
    auto const answer = cloud.core().handle(read);
    CHECK(answer.status == 500);
    CHECK(answer.body.find("cannot be written") != std::string::npos);
  }
  std::signal(SIGXFSZ, old);
  CHECK(content(at.file()) == kept);
}

TEST_CASE("a cloud that listens keeps its authority and its port, and stops with all on the disk") {
  folder const at;
  colb::emulator::options const options{.task_time = 0ms, .state = at.file()};
  std::string ca, endpoint;
  for (int i = 0; i < 2; ++i) {
    asio::io_context io;
    colb::emulator::cloud cloud(io.get_executor(), options);
    if (i == 0) {
      ca = cloud.ca_pem();
      endpoint = cloud.endpoint();
    }
    CHECK(cloud.ca_pem() == ca);
    CHECK(cloud.endpoint() == endpoint);
    CHECK_THROWS_WITH(colb::emulator::cloud(io.get_executor(), options), Catch::Contains("in use"));
    cloud.stop();
    CHECK(content(at.file()).ends_with("}\n"));
    io.run();
  }
}
