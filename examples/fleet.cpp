// fleet: many changes to many load balancers at once, in random order: none meets "busy" or "too many
// requests".
//
// The client queues the changes of each balancer and keeps the documented rate; the program just starts them
// all. With --processes and --redis several processes do so together, through a Redis.
#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

#include <asio/awaitable.hpp>
#include <asio/buffer.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/read_until.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>

#include <colb/tencent/clb/client.hpp>
#include <colb/tencent/clb/listener.hpp>
#include <colb/tencent/clb/load_balancer.hpp>

#if defined(FLEET_WITH_REDIS)
#include <colb/ext/redis.hpp>
#if defined(COLB_SEPARATE_COMPILATION)
#include <colb/ext/redis/src.hpp>
#endif
#endif

#include "common.hpp"

namespace clb = colb::tencent::clb;

namespace {

struct settings {
  std::int64_t balancers = 50;
  std::int64_t changes = 1000;
  std::int64_t task_time = 2000;
  std::int64_t seed = 1;
  std::int64_t processes = 1;
  std::string redis{};
  // What one of several processes is told by the first.
  std::int64_t part = -1;
  std::string endpoint{};
  std::string ca_file{};
  std::vector<std::string> ids{};
};

struct tally {
  std::int64_t done = 0;
  std::int64_t failed = 0;
};

asio::awaitable<void> buy(clb::client& client, std::int64_t number, std::vector<std::string>& ids) {
  while (number > 0) {
    clb::CreateLoadBalancer want{.LoadBalancerType = "OPEN", .Number = std::min<std::int64_t>(number, 20)};
    auto const made = co_await client.call_and_wait(want);
    for (std::string const& id : made.LoadBalancerIds) ids.push_back(id);
    number -= want.Number.value();
  }
}

asio::awaitable<void> change(clb::client& client, std::string id, std::int64_t port, tally& count) {
  clb::CreateListener want{.LoadBalancerId = id, .Ports = {port}, .Protocol = "TCP"};
  try {
    co_await client.call_and_wait(want);
    ++count.done;
  } catch (colb::error const& e) {
    ++count.failed;
    std::printf("%s\n", e.what());
  }
}

/// Has clients of all processes agree, if there is a Redis.
void coordinate(colb::client_options& options, asio::io_context& io, settings const& to) {
  if (to.redis.empty()) return;
#if defined(FLEET_WITH_REDIS)
  colb::redis_options where;
  where.url = to.redis;
  where.scope = "fleet";
  options.coordinator = std::make_shared<colb::redis>(io.get_executor(), where);
#else
  static_cast<void>(options);
  static_cast<void>(io);
  throw std::invalid_argument("--redis: this program was built without hiredis");
#endif
}

/// Starts all changes of one process at once, in random order, and waits for their ends.
tally change_all(asio::io_context& io, clb::client& client, std::vector<std::string> const& ids,
                 settings const& to, std::int64_t part) {
  std::int64_t const mine = to.changes / to.processes + (part < to.changes % to.processes ? 1 : 0);
  std::vector<std::size_t> order;
  for (std::int64_t i = 0; i < mine; ++i) order.push_back(static_cast<std::size_t>(i) % ids.size());
  std::mt19937_64 random(static_cast<std::uint64_t>(to.seed + part));
  std::shuffle(order.begin(), order.end(), random);
  std::vector<std::int64_t> ports(ids.size(), 1000 * (part + 1));
  tally count;
  std::int64_t left = mine;
  auto const ended = [&](std::exception_ptr) {
    if (--left == 0) io.stop();
  };
  for (std::size_t const lb : order) asio::co_spawn(io, change(client, ids[lb], ports[lb]++, count), ended);
  io.restart();
  if (left > 0) io.run();
  return count;
}

/// One of several processes. Its last line says what came of it.
int work_in_part(settings const& to) {
  asio::io_context io(1);
  colb::client_options options;
  options.region = "ap-guangzhou";
  options.endpoint = to.endpoint;
  options.tls.ca_file = to.ca_file;
  options.credentials = colb::credentials::from_environment();
  coordinate(options, io, to);
  clb::client client(io.get_executor(), options);
  tally const count = change_all(io, client, to.ids, to, to.part);
  std::printf("part %lld %lld\n", static_cast<long long>(count.done), static_cast<long long>(count.failed));
  return 0;
}

/// Another process of this program, and what it says.
struct process {
  process(asio::io_context& io, settings const& to, std::int64_t part, colb::client_options const& options,
          std::vector<std::string> const& ids)
      : says(io) {
    std::vector<std::string> words{"fleet",
                                   "--balancers",
                                   std::to_string(to.balancers),
                                   "--changes",
                                   std::to_string(to.changes),
                                   "--seed",
                                   std::to_string(to.seed),
                                   "--processes",
                                   std::to_string(to.processes),
                                   "--part",
                                   std::to_string(part),
                                   "--endpoint",
                                   options.endpoint,
                                   "--ca-file",
                                   options.tls.ca_file};
    if (!to.redis.empty()) words.insert(words.end(), {"--redis", to.redis});
    words.push_back("--ids");
    words.insert(words.end(), ids.begin(), ids.end());
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    int ends[2];
    if (pipe(ends) != 0) throw std::runtime_error("no pipe");
    id = fork();
    if (id == 0) {
      dup2(ends[1], STDOUT_FILENO);
      close(ends[0]);
      close(ends[1]);
      setenv("TENCENTCLOUD_SECRET_ID", options.credentials.id.c_str(), 1);
      setenv("TENCENTCLOUD_SECRET_KEY", options.credentials.key.c_str(), 1);
      execv("/proc/self/exe", arguments.data());
      _exit(127);
    }
    close(ends[1]);
    says.assign(ends[0]);
  }

  asio::posix::stream_descriptor says;
  pid_t id = 0;
};

/// Takes in what a process says until it ends.
asio::awaitable<void> hear(process& of, tally& count) {
  std::string text;
  for (;;) {
    std::error_code ec;
    std::size_t const size = co_await asio::async_read_until(of.says, asio::dynamic_buffer(text), '\n',
                                                             asio::redirect_error(asio::use_awaitable, ec));
    if (ec) break;
    std::string const line = text.substr(0, size);
    text.erase(0, size);
    long long done = 0, failed = 0;
    if (std::sscanf(line.c_str(), "part %lld %lld", &done, &failed) == 2) {
      count.done += done;
      count.failed += failed;
    } else {
      std::printf("%s", line.c_str());
    }
  }
  int status = 0;
  waitpid(of.id, &status, 0);
  if (status != 0) throw std::runtime_error("a process of the fleet broke down");
}

/// What the cloud has seen, from a call on.
struct seen {
  std::size_t requests = 0;
  std::size_t sent = 0;  ///< Changes, whatever became of them.
  std::size_t begun = 0;
  std::size_t looks = 0;
  std::size_t busy = 0;
  std::size_t throttled = 0;
  std::size_t other = 0;         ///< Refused otherwise.
  std::size_t out_of_order = 0;  ///< Changes that overtook an earlier one of the same process and balancer.

  std::size_t refused() const { return busy + throttled + other; }
};

std::int64_t number_after(std::string const& body, std::string const& name) {
  auto const at = body.find(name);
  std::int64_t out = 0;
  if (at != body.npos) std::from_chars(body.data() + at + name.size(), body.data() + body.size(), out);
  return out;
}

std::string text_after(std::string const& body, std::string const& name) {
  auto const at = body.find(name);
  return at == body.npos ? std::string()
                         : body.substr(at + name.size(), body.find('"', at + name.size()) - at - name.size());
}

seen look_at(colb::emulator::cloud const& cloud, std::size_t from) {
  seen out;
  std::map<std::pair<std::string, std::int64_t>, std::int64_t> last;
  auto const calls = cloud.calls();
  for (std::size_t i = from; i < calls.size(); ++i) {
    auto const& call = calls[i];
    ++out.requests;
    out.sent += call.action == "CreateListener" ? 1 : 0;
    out.looks += call.action == "DescribeTaskStatus" ? 1 : 0;
    if (!call.code.empty()) {
      ++(call.code.find("InOperating") != call.code.npos ? out.busy
         : call.code.starts_with("RequestLimitExceeded") ? out.throttled
                                                         : out.other);
    }
    if (!call.code.empty() || call.action != "CreateListener") continue;
    ++out.begun;
    auto const port = number_after(call.body, "\"Ports\":[");
    auto& before = last[{text_after(call.body, "\"LoadBalancerId\":\""), port / 1000}];
    if (port < before) ++out.out_of_order;
    before = std::max(before, port);
  }
  return out;
}

/// A line that tells how far it is, every second until all is done; where nobody sees it change, every fifth.
asio::awaitable<void> tell(colb::emulator::cloud const& cloud, std::size_t from, bool const& over) {
  bool const changes = isatty(STDOUT_FILENO) != 0;
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (int second = 1;; ++second) {
    timer.expires_after(std::chrono::seconds(1));
    co_await timer.async_wait(asio::use_awaitable);
    if (over) co_return;
    if (!changes && second % 5 != 0) continue;
    seen const so_far = look_at(cloud, from);
    std::printf("%s%3d s: %zu changes begun, %zu requests, %zu of them refused%s", changes ? "\r" : "",
                second, so_far.begun, so_far.requests, so_far.refused(), changes ? "" : "\n");
    std::fflush(stdout);
  }
}

void declare(CLI::App& app, settings& s) {
  app.add_option("--balancers", s.balancers, "Load balancers")
      ->check(CLI::Range(1, 100))
      ->capture_default_str();
  app.add_option("--changes", s.changes, "Changes in all, at most 50 a load balancer")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  app.add_option("--task-time", s.task_time, "How long a change takes in the cloud, in milliseconds")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  app.add_option("--seed", s.seed, "Of the order")->check(CLI::NonNegativeNumber)->capture_default_str();
  app.add_option("--processes", s.processes, "So many processes share the changes")
      ->check(CLI::Range(1, 50))
      ->capture_default_str();
  app.add_option("--redis", s.redis, "What the processes agree through; without it each goes by itself")
      ->type_name("URL");
  std::string const inside;  // for the processes themselves: in no help
  app.add_option("--part", s.part)->group(inside);
  app.add_option("--endpoint", s.endpoint)->group(inside);
  app.add_option("--ca-file", s.ca_file)->group(inside);
  app.add_option("--ids", s.ids)->group(inside);
  app.callback([&s] {
    if (s.changes > s.balancers * 50) {
      throw CLI::ValidationError("--changes", "a balancer takes 50 listeners; give more --balancers");
    }
  });
}

/// All changes by other processes of this program.
tally spread(asio::io_context& io, colb::client_options const& options, std::vector<std::string> const& ids,
             settings const& to) {
  std::vector<std::unique_ptr<process>> parts;
  for (std::int64_t i = 0; i < to.processes; ++i)
    parts.push_back(std::make_unique<process>(io, to, i, options, ids));
  tally count;
  std::exception_ptr failure;
  std::size_t left = parts.size();
  for (auto const& part : parts) {
    asio::co_spawn(io, hear(*part, count), [&](std::exception_ptr e) {
      if (e) failure = e;
      if (--left == 0) io.stop();
    });
  }
  io.restart();
  io.run();
  if (failure) std::rethrow_exception(failure);
  return count;
}

int work(settings const& to) {
  if (to.part >= 0) return work_in_part(to);
  asio::io_context io(1);
  colb::emulator::options how;
  how.task_time = std::chrono::milliseconds(to.task_time);
  how.journal = 1'000'000;
  how.rate_by_arrival = true;  // as the real one counts
  colb::emulator::cloud cloud(io.get_executor(), how);
  colb::client_options options;
  options.region = "ap-guangzhou";
  options.endpoint = cloud.endpoint();
  options.tls.ca_file = cloud.ca_file();
  options.credentials = cloud.credentials();
  std::optional<clb::client> client;
  client.emplace(io.get_executor(), options);

  std::vector<std::string> ids;
  std::exception_ptr failure;
  asio::co_spawn(io, buy(*client, to.balancers, ids), [&](std::exception_ptr e) {
    failure = e;
    io.stop();
  });
  io.run();
  if (failure) std::rethrow_exception(failure);
  std::printf("%zu load balancers, %lld changes by %lld processes, all started now\n", ids.size(),
              static_cast<long long>(to.changes), static_cast<long long>(to.processes));
  std::fflush(stdout);

  bool over = false;
  auto const before = cloud.calls().size();
  auto const start = std::chrono::steady_clock::now();
  asio::co_spawn(io, tell(cloud, before, over), asio::detached);
  tally count;
  if (to.processes > 1) {
    client.reset();
    count = spread(io, options, ids, to);
  } else {
    coordinate(options, io, to);
    client.emplace(io.get_executor(), options);
    count = change_all(io, *client, ids, to, 0);
  }
  over = true;
  double const took = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();

  seen const all = look_at(cloud, before);
  double const task = static_cast<double>(to.task_time) / 1000;
  std::int64_t longest = 0;
  for (std::int64_t i = 0; i < to.processes; ++i) {
    std::int64_t const mine = to.changes / to.processes + (i < to.changes % to.processes ? 1 : 0);
    longest += (mine + to.balancers - 1) / to.balancers;
  }
  double const bound = std::max(static_cast<double>(to.changes) / 20, static_cast<double>(longest) * task);
  if (isatty(STDOUT_FILENO) != 0) std::printf("\n");
  std::printf(
      "%lld calls: %lld done, %lld failed\n"
      "%zu requests: %zu changes, %zu looks at their tasks\n"
      "refusals seen: %zu (%zu busy, %zu too many requests, %zu others)\n"
      "changes that overtook an earlier one of their process: %zu\n"
      "%.1f s; rate and tasks allow no less than %.1f s (%.2f times that); one change after the other: %.0f "
      "s\n",
      static_cast<long long>(to.changes), static_cast<long long>(count.done),
      static_cast<long long>(count.failed), all.requests, all.sent, all.looks, all.refused(), all.busy,
      all.throttled, all.other, all.out_of_order, took, bound, bound > 0 ? took / bound : 1.0,
      static_cast<double>(to.changes) * task);
  client.reset();
  cloud.stop();
  return count.failed == 0 && count.done == to.changes ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  return example::start("fleet",
                        "Starts many changes of many load balancers at once, on an emulated cloud that "
                        "refuses what is too much or "
                        "collides.",
                        argc, argv, declare, work);
}
