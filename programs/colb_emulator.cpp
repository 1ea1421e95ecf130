// colb: the emulated cloud as a program, for clients in any language. See docs/emulator.md.
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include <asio/io_context.hpp>
#include <asio/signal_set.hpp>

#include <colb/emulator.hpp>
#include <colb/emulator/control.hpp>
#include <colb/emulator/state.hpp>
#include <colb/version.hpp>

namespace {

namespace emulator = colb::emulator;

/// What the command line says. What it does not say is as the state file has it, else as usual.
struct given {
  std::optional<std::uint16_t> port{};
  std::optional<std::uint16_t> control{};
  std::optional<std::uint16_t> metadata{};
  std::optional<std::string> metadata_address{};
  std::optional<std::string> bind{};
  std::vector<std::string> names{};
  bool plain_http = false;
  std::int64_t certificate_days = 365;
  std::string ca_file{};
  std::string state{};
  std::string credentials{};
  std::string faults{};
  std::optional<std::uint64_t> seed{};
  std::optional<std::int64_t> task_time{};
  std::optional<std::int64_t> health_time{};
  std::optional<std::int64_t> clock_skew{};
  std::optional<std::size_t> classic{};
  std::optional<std::size_t> journal{};
  std::optional<std::size_t> journal_bytes{};
  std::optional<std::int64_t> memory{};
  std::optional<std::size_t> remembered{};
  std::optional<double> task_spread{};
  std::optional<std::string> instance_role{};
  std::optional<std::int64_t> role_key_life{};
  std::vector<std::string> unhealthy{};
  std::vector<std::string> regions{};
  std::vector<std::string> services{};
  std::vector<std::string> quotas{};
  bool no_rate_limit = false;
  bool ids_later = false;
  bool accept_unknown = false;
  bool rate_by_arrival = false;
  bool hinted_tasks = false;
  bool metadata_handshake = false;
  std::optional<std::string> edition{};
};

std::string check_service(std::string const& name) {
  std::set<std::string> known;
  for (auto const& row : emulator::coverage()) {
    known.insert(row.service);
    known.insert(row.service.substr(0, row.service.find('.')));
  }
  if (known.contains(name)) return {};
  std::string list;
  for (auto const& each : known) list.append(list.empty() ? "" : ", ").append(each);
  return '"' + name + "\" is no service: it has to be one of " + list;
}

std::int64_t* quota(emulator::quotas& all, std::string_view name) {
  std::pair<std::string_view, std::int64_t*> const named[] = {{"load_balancers", &all.load_balancers},
                                                              {"listeners", &all.listeners},
                                                              {"rules", &all.rules},
                                                              {"targets", &all.targets},
                                                              {"snat_ips", &all.snat_ips}};
  for (auto const& [each, place] : named) {
    if (each == name) return place;
  }
  return nullptr;
}

/// `listeners=10`
std::string set_quota(emulator::quotas& all, std::string const& text) {
  auto const sign = text.find('=');
  auto* const place = sign == text.npos ? nullptr : quota(all, std::string_view(text).substr(0, sign));
  std::int64_t value = 0;
  if (!place || !CLI::detail::lexical_cast(text.substr(sign + 1), value) || value < 0) {
    return '"' + text +
           "\" is no quota: write NAME=NUMBER, with load_balancers, listeners, rules, targets or snat_ips";
  }
  *place = value;
  return {};
}

void declare(CLI::App& app, given& to) {
  constexpr std::int64_t day = 86'400'000;
  constexpr char where[] = "Where it is reached";
  app.add_option("--port", to.port, "Port to listen on; default: any free one, or what the state file had")
      ->type_name("N")
      ->group(where);
  app.add_option("--bind", to.bind, "Address to listen on, 0.0.0.0 for all; default 127.0.0.1")
      ->type_name("ADDRESS")
      ->group(where);
  app.add_option("--name", to.names, "A host name that the certificate is to be good for; repeatable")
      ->allow_extra_args(false)
      ->type_name("DNS")
      ->group(where);
  app.add_option("--control", to.control,
                 "Serve the control port and its page, http://ADDRESS:N/_colb/; 0: any free port")
      ->type_name("N")
      ->group(where);
  app.add_option("--metadata", to.metadata,
                 "Serve the vendors' metadata services of instances, by plain HTTP; 0: any free port")
      ->type_name("N")
      ->group(where);
  app.add_option("--metadata-address", to.metadata_address,
                 "Address that the metadata services listen on; default 127.0.0.1")
      ->type_name("ADDRESS")
      ->group(where);
  app.add_flag("--plain-http", to.plain_http, "Leave TLS out: for clients that cannot be given an authority")
      ->group(where);
  app.add_option("--certificate-days", to.certificate_days, "How long the certificate is good for")
      ->capture_default_str()
      ->check(CLI::Range(1, 3650))
      ->type_name("N")
      ->group(where);
  app.add_option("--ca-file", to.ca_file, "Write the certificate that clients are to trust here, too")
      ->type_name("FILE")
      ->group(where);

  constexpr char kept[] = "What it keeps";
  app.add_option(
         "--state", to.state,
         "Keep the state in this file: each change is there before it is answered. Started again with "
         "it, the cloud goes on, with the options of the first time")
      ->type_name("FILE")
      ->group(kept);
  app.add_option("--journal", to.journal, "How many calls the control port tells of; default 10000")
      ->type_name("N")
      ->group(kept);
  app.add_option("--journal-bytes", to.journal_bytes,
                 "How many bytes these calls take together; default 67108864")
      ->type_name("N")
      ->group(kept);
  app.add_option("--memory", to.memory,
                 "How long ended tasks and client tokens are known, in hours; default 72")
      ->check(CLI::Range(1, 87'600))
      ->type_name("H")
      ->group(kept);
  app.add_option("--remembered", to.remembered,
                 "How many ended tasks and client tokens are known; default 10000")
      ->check(CLI::Range(1, 10'000'000))
      ->type_name("N")
      ->group(kept);
  app.add_option("--credentials", to.credentials,
                 "File with ID and key (and token), a line each; default: $COLB_EMULATOR_SECRET_ID and "
                 "$COLB_EMULATOR_SECRET_KEY (and $COLB_EMULATOR_TOKEN), else made from the seed. They are no "
                 "options, which everybody could see in the list of processes")
      ->type_name("FILE")
      ->group(kept);
  app.add_option("--seed", to.seed, "Of IDs, keys and addresses; default 1")->type_name("N")->group(kept);

  constexpr char how[] = "How it behaves";
  app.add_option("--task-time", to.task_time,
                 "How long a task takes, in milliseconds; 0: done when first asked about; default 200")
      ->check(CLI::Range(std::int64_t{0}, day))
      ->type_name("MS")
      ->group(how);
  app.add_option(
         "--task-spread", to.task_spread,
         "How much longer or shorter a task of Tencent's takes, as a share of that, 0 to 1; default 0")
      ->check(CLI::Range(0.0, 1.0))
      ->type_name("SHARE")
      ->group(how);
  app.add_flag("--hinted-tasks", to.hinted_tasks,
               "Six Actions of CLB 3.0 that are synchronous in the document start tasks")
      ->group(how);
  app.add_option("--health-time", to.health_time,
                 "How long a target needs to become healthy, in milliseconds; default 100")
      ->check(CLI::Range(std::int64_t{0}, day))
      ->type_name("MS")
      ->group(how);
  app.add_option("--unhealthy", to.unhealthy, "ID or address of a target that stays unhealthy; repeatable")
      ->allow_extra_args(false)
      ->type_name("TARGET")
      ->group(how);
  app.add_flag("--no-rate-limit", to.no_rate_limit, "Take any number of requests a second")->group(how);
  app.add_flag("--rate-by-arrival", to.rate_by_arrival,
               "Count requests of CLB 3.0 within the last second, for each host, Action and account")
      ->group(how);
  app.add_option("--clock-skew", to.clock_skew,
                 "How far a request's time may be off, in seconds; default: as each API documents")
      ->check(CLI::Range(std::int64_t{0}, day / 1000))
      ->type_name("S")
      ->group(how);
  app.add_option("--region", to.regions, "A region that there is; repeatable; default: any well-formed name")
      ->allow_extra_args(false)
      ->type_name("NAME")
      ->group(how);
  app.add_option("--service", to.services,
                 "A service to serve, such as tencent.clb, or a vendor; repeatable; default: all")
      ->allow_extra_args(false)
      ->check(check_service)
      ->type_name("NAME")
      ->group(how);
  app.add_option("--quota", to.quotas,
                 "Such as listeners=10; also load_balancers, rules, targets, snat_ips; repeatable")
      ->allow_extra_args(false)
      ->check([](std::string const& text) {
        emulator::quotas scratch;
        return set_quota(scratch, text);
      })
      ->type_name("NAME=N")
      ->group(how);
  app.add_option("--classic", to.classic,
                 "Classic load balancers that a region has from the start; default 0")
      ->check(CLI::Range(0, 1000))
      ->type_name("N")
      ->group(how);
  app.add_flag("--ids-later", to.ids_later, "Creations do not answer with IDs: their tasks know them")
      ->group(how);
  app.add_flag("--accept-unknown", to.accept_unknown,
               "Pass over parameters and answer Actions that are not known, instead of refusing them")
      ->group(how);
  app.add_option(
         "--edition", to.edition,
         "Speak as the vendors' documents, as today's services, or take what either takes; default either")
      ->check(CLI::IsMember({"either", "documents", "today"}))
      ->type_name("WHICH")
      ->group(how);
  app.add_option("--instance-role", to.instance_role,
                 "Role that is bound to the instance of the metadata services; default emulator; empty: none")
      ->type_name("NAME")
      ->group(how);
  app.add_option("--role-key-life", to.role_key_life,
                 "How long that role's keys live, in seconds; new ones at the half of it; default 21600")
      ->check(CLI::Range(std::int64_t{1}, 365 * day / 1000))
      ->type_name("S")
      ->group(how);
  app.add_flag("--metadata-handshake", to.metadata_handshake,
               "Alibaba's metadata service insists on its handshake")
      ->group(how);
  app.add_option("--faults", to.faults,
                 "Fault plan to begin with (JSON): {\"faults\":[{\"kind\":\"refuse\",\"action\":…}]}")
      ->check(CLI::ExistingFile)
      ->type_name("FILE")
      ->group(how);
  app.set_version_flag("--version", std::string("colb-emulator " COLB_VERSION_STRING));
}

std::string content_of(std::string const& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in && text.empty()) throw std::invalid_argument("cannot read " + path + ": see that it is there");
  return text;
}

/// False: none are given.
bool take_credentials(given const& from, colb::credentials& into) {
  auto const variable = [](char const* name) {
    char const* const value = std::getenv(name);
    return std::string(value ? value : "");
  };
  colb::credentials found;
  std::string where;
  if (!from.credentials.empty()) {
    where = "--credentials " + from.credentials + ": ";
    std::ifstream in(from.credentials);
    if (!in) throw std::invalid_argument(where + "the file cannot be read");
    std::getline(in, found.id);
    std::getline(in, found.key);
    std::getline(in, found.token);
    for (auto* const line : {&found.id, &found.key, &found.token}) {
      if (line->ends_with('\r')) line->pop_back();
    }
  } else {
    where = "COLB_EMULATOR_SECRET_ID and COLB_EMULATOR_SECRET_KEY: ";
    found.id = variable("COLB_EMULATOR_SECRET_ID");
    found.key = variable("COLB_EMULATOR_SECRET_KEY");
    found.token = variable("COLB_EMULATOR_TOKEN");
    if (found.id.empty() && found.key.empty()) return false;
  }
  if (found.id.empty() || found.key.empty()) {
    throw std::invalid_argument(where + "an ID and a key are needed, one of them is empty");
  }
  into = std::move(found);
  return true;
}

emulator::options options_of(given const& from, bool& own_credentials) {
  emulator::options options;
  if (!from.state.empty()) colb::inner::emu::take_options_of_file(from.state, options);
  if (from.port) options.port = *from.port;
  if (from.bind) options.bind = *from.bind;
  options.control_port = from.control;
  options.metadata_port = from.metadata;
  if (from.metadata_address) options.metadata_address = *from.metadata_address;
  options.names = from.names;
  options.plain_http = from.plain_http;
  options.certificate_lifetime = std::chrono::hours(24 * from.certificate_days);
  options.state = from.state;
  own_credentials = take_credentials(from, options.credentials);
  if (from.seed) options.seed = *from.seed;
  if (from.task_time) options.task_time = std::chrono::milliseconds(*from.task_time);
  if (from.health_time) options.health_time = std::chrono::milliseconds(*from.health_time);
  if (from.clock_skew) options.clock_skew = std::chrono::seconds(*from.clock_skew);
  if (from.classic) options.classic = *from.classic;
  if (from.memory) options.memory = std::chrono::hours(*from.memory);
  if (from.remembered) options.remembered = *from.remembered;
  if (from.journal) options.journal = *from.journal;
  if (from.journal_bytes) options.journal_bytes = *from.journal_bytes;
  if (from.task_spread) options.task_spread = *from.task_spread;
  if (from.instance_role) options.instance_role = *from.instance_role;
  if (from.role_key_life) options.role_key_life = std::chrono::seconds(*from.role_key_life);
  if (!from.unhealthy.empty()) options.unhealthy = from.unhealthy;
  if (!from.regions.empty()) options.regions = from.regions;
  if (!from.services.empty()) options.services = from.services;
  for (auto const& text : from.quotas) set_quota(options.quotas, text);
  if (from.no_rate_limit) options.rate_limit = false;
  if (from.ids_later) options.ids_at_once = false;
  if (from.rate_by_arrival) options.rate_by_arrival = true;
  if (from.hinted_tasks) options.hinted_tasks = true;
  if (from.metadata_handshake) options.metadata_handshake = true;
  if (from.accept_unknown) options.unknown = emulator::unknown::accept;
  if (from.edition) {
    options.edition = *from.edition == "documents" ? emulator::edition::documents
                      : *from.edition == "today"   ? emulator::edition::today
                                                   : emulator::edition::either;
  }
  if (!from.faults.empty()) {
    try {
      options.faults = colb::inner::emu::faults_from_json(content_of(from.faults));
    } catch (std::invalid_argument const& e) {
      throw std::invalid_argument("--faults " + from.faults + ": " + e.what());
    }
  }
  return options;
}

/// Errors of the library name members of `emulator::options`; here they are options of the command line.
std::string in_own_words(std::string text) {
  constexpr std::pair<std::string_view, std::string_view> words[] = {
      {"options.names", "--name"},
      {"options.regions", "--region"},
      {"options.services", "--service"},
      {"options.quotas", "--quota"},
      {"options.rate_limit", "--no-rate-limit"},
      {"options.ids_at_once", "--ids-later"},
      {"options.unknown", "--accept-unknown"},
      {"options.control_port", "--control"},
      {"options.certificate_lifetime", "--certificate-days"},
      {"options.credentials", "--credentials (or $COLB_EMULATOR_SECRET_ID, …)"},
      {"colb: ", ""}};
  for (auto const& [member, option] : words) {
    for (auto at = text.find(member); at != text.npos; at = text.find(member, at + option.size()))
      text.replace(at, member.size(), option);
  }
  // The others have the member's name.
  constexpr std::string_view member = "options.", letters = "abcdefghijklmnopqrstuvwxyz_";
  for (auto at = text.find(member); at != text.npos; at = text.find(member, at)) {
    text.replace(at, member.size(), "--");
    auto const end = std::min(text.find_first_not_of(letters, at + 2), text.size());
    std::replace(text.begin() + static_cast<std::ptrdiff_t>(at),
                 text.begin() + static_cast<std::ptrdiff_t>(end), '_', '-');
  }
  return text;
}

/// What a client needs, as lines for a shell; the last one says that it is ready.
void tell(emulator::cloud const& cloud, bool own_credentials) {
  auto const& who = cloud.credentials();
  std::cout << "export COLB_EMULATOR_ENDPOINT=" << cloud.endpoint()
            << "\nexport COLB_EMULATOR_CA_FILE=" << cloud.ca_file() << '\n';
  if (!cloud.control_endpoint().empty())
    std::cout << "export COLB_EMULATOR_CONTROL=" << cloud.control_endpoint() << '\n';
  if (!cloud.metadata_endpoint().empty())
    std::cout << "export COLB_EMULATOR_METADATA=" << cloud.metadata_endpoint() << '\n';
  // Keys that it made open nothing but itself; those that were given may be worth something elsewhere.
  if (own_credentials) {
    std::cout << "# credentials: as given\n";
  } else {
    std::cout << "export ALIBABA_CLOUD_ACCESS_KEY_ID=" << who.id
              << "\nexport ALIBABA_CLOUD_ACCESS_KEY_SECRET=" << who.key << "\nexport CDS_SECRET_ID=" << who.id
              << "\nexport CDS_SECRET_KEY=" << who.key << "\nexport TENCENTCLOUD_SECRET_ID=" << who.id
              << "\nexport TENCENTCLOUD_SECRET_KEY=" << who.key << '\n';
  }
  std::cout << "# ready: " << cloud.endpoint() << std::endl;
}

int run(given const& from) {
  bool own_credentials = false;
  auto const options = options_of(from, own_credentials);
  asio::io_context io(1);
  // Before anything is written: a signal that comes early must not be lost.
  asio::signal_set signals(io, SIGINT, SIGTERM);
  emulator::cloud cloud(io.get_executor(), options);
  signals.async_wait([&cloud](std::error_code, int) { cloud.stop(); });
  if (!from.ca_file.empty()) {
    std::ofstream out(from.ca_file, std::ios::binary);
    out << cloud.ca_pem();
    out.close();
    if (!out) throw std::runtime_error("--ca-file " + from.ca_file + ": the file cannot be written");
  }
  tell(cloud, own_credentials);
  io.run();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app(
      "A cloud on loopback that speaks the load-balancer APIs of Tencent Cloud (CLB 3.0 and 2017), Alibaba "
      "Cloud "
      "(SLB) and Capital Online, until SIGINT or SIGTERM. Prints what a client needs as lines for a shell, "
      "the "
      "last one \"# ready: URL\". Exit status: 0 ended, 1 it cannot run, 2 wrong command line.",
      "colb-emulator");
  given from;
  declare(app, from);
  try {
    app.parse(argc, argv);
  } catch (CLI::ParseError const& e) {
    return app.exit(e) == 0 ? 0 : 2;
  }
  try {
    return run(from);
  } catch (std::invalid_argument const& e) {
    std::cerr << "colb-emulator: " << in_own_words(e.what()) << '\n';
    return 2;
  } catch (std::exception const& e) {
    std::cerr << "colb-emulator: " << in_own_words(e.what()) << '\n';
    return 1;
  }
}
