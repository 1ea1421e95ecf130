// The command line of the example programs, by CLI11. Their `--help` has the form that bash-completion reads:
// `complete -F _longopt deploy`.
#pragma once

#include <charconv>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

namespace example {

/// Which cloud an example works on: an emulated one inside the program, unless a region or an endpoint is
/// given.
struct place {
  std::vector<std::string> regions{};
  std::string endpoint{};
  std::string ca_file{};

  bool emulated() const { return regions.empty() && endpoint.empty(); }

  /// Of an example that works in one region only.
  std::string region(char const* usual = "ap-guangzhou") const {
    if (regions.size() > 1) throw std::invalid_argument("give one --region");
    return regions.empty() ? usual : regions[0];
  }
};

/// An instance and the port it serves on, written `ins-1234abcd:8080`.
struct backend {
  std::string instance{};
  std::int64_t port = 0;

  friend auto operator<=>(backend const&, backend const&) = default;
  std::string text() const { return instance + ':' + std::to_string(port); }
};

/// The options that choose the cloud. A program that costs money there says so.
inline void add_place(CLI::App& app, place& where, std::string const& costs = {}) {
  std::string const group = "Cloud (default: an emulated one inside the program)";
  app.add_option("--region", where.regions,
                 "Use the real cloud, with the credentials of the environment" + costs)
      ->allow_extra_args(false)
      ->type_name("REGION")
      ->group(group);
  app.add_option("--endpoint", where.endpoint,
                 "Another endpoint, such as a running emulator's (with the credentials of the environment)")
      ->type_name("URL")
      ->group(group);
  app.add_option("--ca-file", where.ca_file, "Authorities to trust for it (PEM)")
      ->check(CLI::ExistingFile)
      ->group(group);
}

/// An option that may be given any number of times, with one value each.
inline CLI::Option* add_list(CLI::App& app, std::string const& flag, std::vector<std::string>& into,
                             std::string const& help) {
  return app.add_option(flag, into, help)->allow_extra_args(false);
}

/// @throws CLI::ValidationError naming the flag.
inline backend read_backend(std::string const& flag, std::string const& text) {
  auto const colon = text.rfind(':');
  backend read{text.substr(0, colon), 0};
  if (colon != std::string::npos && colon > 0) {
    char const* const last = text.data() + text.size();
    auto const [end, error] = std::from_chars(text.data() + colon + 1, last, read.port);
    if (error == std::errc{} && end == last && read.port > 0 && read.port <= 65535) return read;
  }
  throw CLI::ValidationError(flag, "wants ID:PORT, such as ins-1234abcd:8080, not '" + text + "'");
}

/// An option for instances and their ports, any number of times.
inline CLI::Option* add_backends(CLI::App& app, std::string const& flag, std::vector<backend>& into,
                                 std::string const& help) {
  auto const read = [flag, &into](std::vector<std::string> const& texts) {
    for (std::string const& text : texts) into.push_back(read_backend(flag, text));
  };
  return app.add_option_function<std::vector<std::string>>(flag, read, help)
      ->allow_extra_args(false)
      ->type_name("ID:PORT");
}

/// An option that names a file and stands for what is in it.
/// @param into a text, or an optional one.
template <class Text>
CLI::Option* add_content(CLI::App& app, std::string const& flag, Text& into, std::string const& help) {
  auto const read = [flag, &into](std::string const& path) {
    std::ifstream file(path, std::ios::binary);
    std::string content{std::istreambuf_iterator<char>(file), {}};
    if (content.empty()) throw CLI::ValidationError(flag, "cannot read " + path);
    into = std::move(content);
  };
  return app.add_option_function<std::string>(flag, read, help)->type_name("FILE");
}

/// Reads the command line into settings, then does the work with them.
///
/// @param what the program does, for `--help`.
/// @param declare says the options; a check of them together is the app's callback.
/// @param work gives the exit status.
/// @returns the exit status: 2 for a wrong command line, 1 for a failure.
template <class Settings, class Work>
int start(char const* name, char const* what, int argc, char** argv, void (*declare)(CLI::App&, Settings&),
          Work work) {
  CLI::App app(what, name);
  Settings settings;
  declare(app, settings);
  try {
    app.parse(argc, argv);
  } catch (CLI::ParseError const& e) {
    return app.exit(e) == 0 ? 0 : 2;
  }
  try {
    return work(std::move(settings));
  } catch (std::exception const& e) {
    std::fprintf(stderr, "%s: %s\n", name, e.what());
    return 1;
  }
}

}  // namespace example
