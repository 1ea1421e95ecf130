// colb: the emulated cloud as a program of its own, for clients of any kind.
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

#include <asio/io_context.hpp>
#include <asio/signal_set.hpp>

#include <colb/emulator.hpp>

namespace {

constexpr char usage[] =
    "Runs a cloud on loopback until it is interrupted, and prints what a client needs as shell variables.\n"
    "\n"
    "  emulator [--port N] [--task-time MS] [--health-time MS] [--seed N] [--no-rate-limit]\n"
    "\n"
    "  --port N          port to listen on; default: any free one\n"
    "  --task-time MS    how long a task takes, in milliseconds; default 200\n"
    "  --health-time MS  how long a target needs to become healthy; default 100\n"
    "  --seed N          of IDs and keys; default 1\n"
    "  --no-rate-limit   take any number of requests a second\n";

std::uint64_t number(std::string_view option, char const* text, std::uint64_t most) {
  std::string_view const digits = text ? text : "";
  std::uint64_t value = 0;
  auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size() || value > most) {
    throw std::invalid_argument(std::string(option) + " wants a number from 0 to " + std::to_string(most));
  }
  return value;
}

/// Nothing when only help was asked for.
std::optional<colb::emulator::options> parse(int argc, char** argv) {
  colb::emulator::options options;
  for (int i = 1; i < argc; ++i) {
    std::string_view const option = argv[i];
    if (option == "--help" || option == "-h") return std::nullopt;
    if (option == "--no-rate-limit") {
      options.rate_limit = false;
      continue;
    }
    char const* const value = i + 1 < argc ? argv[++i] : nullptr;
    if (option == "--port") {
      options.port = static_cast<std::uint16_t>(number(option, value, 65535));
    } else if (option == "--task-time") {
      options.task_time = std::chrono::milliseconds(number(option, value, 86'400'000));
    } else if (option == "--health-time") {
      options.health_time = std::chrono::milliseconds(number(option, value, 86'400'000));
    } else if (option == "--seed") {
      options.seed = number(option, value, UINT64_MAX);
    } else {
      throw std::invalid_argument("unknown option " + std::string(option));
    }
  }
  return options;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    auto const options = parse(argc, argv);
    if (!options) {
      std::cout << usage;
      return 0;
    }
    asio::io_context io;
    colb::emulator::cloud cloud(io.get_executor(), *options);
    // Its keys open nothing but itself.
    std::cout << "export COLB_EMULATOR_ENDPOINT=" << cloud.endpoint()
              << "\nexport COLB_EMULATOR_CA_FILE=" << cloud.ca_file()
              << "\nexport ALIBABA_CLOUD_ACCESS_KEY_ID=" << cloud.credentials().id
              << "\nexport ALIBABA_CLOUD_ACCESS_KEY_SECRET=" << cloud.credentials().key
              << "\nexport CDS_SECRET_ID=" << cloud.credentials().id
              << "\nexport CDS_SECRET_KEY=" << cloud.credentials().key
              << "\nexport TENCENTCLOUD_SECRET_ID=" << cloud.credentials().id
              << "\nexport TENCENTCLOUD_SECRET_KEY=" << cloud.credentials().key << std::endl;

    asio::signal_set signals(io, SIGINT, SIGTERM);
    signals.async_wait([&cloud](std::error_code, int) { cloud.stop(); });
    io.run();
    return 0;
  } catch (std::invalid_argument const& e) {
    std::cerr << "emulator: " << e.what() << "\n\n" << usage;
    return 2;
  } catch (std::exception const& e) {
    std::cerr << "emulator: " << e.what() << '\n';
    return 1;
  }
}
