// What the example programs share: their command line, the cloud they work on, Ctrl-C.
#pragma once

#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <asio/awaitable.hpp>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/signal_set.hpp>

#include <colb/client_options.hpp>
#include <colb/emulator.hpp>
#include <colb/error.hpp>

#include "progress.hpp"

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

/// The flags of a command line, one after another.
class arguments {
 public:
  arguments(int argc, char** argv) : words_(argv + 1, argv + argc) {}

  /// Goes on to the next flag; false after the last.
  bool next() {
    if (at_ == words_.size()) return false;
    flag_ = words_[at_++];
    return true;
  }
  bool is(std::string_view flag) const { return flag_ == flag; }

  std::string value() {
    if (at_ == words_.size()) throw std::invalid_argument(std::string(flag_) + " needs a value");
    return std::string(words_[at_++]);
  }
  std::int64_t number() { return number(value()); }
  example::backend backend() { return backend(value()); }

  example::backend backend(std::string const& text) const {
    auto const colon = text.rfind(':');
    if (colon == std::string::npos || colon == 0) {
      throw std::invalid_argument(std::string(flag_) + " wants ID:PORT, such as ins-1234abcd:8080");
    }
    return {text.substr(0, colon), number(text.substr(colon + 1))};
  }

  /// One of the flags that choose the cloud.
  void choose(place& where) {
    if (is("--region")) {
      where.regions.push_back(value());
    } else if (is("--endpoint")) {
      where.endpoint = value();
    } else if (is("--ca-file")) {
      where.ca_file = value();
    } else {
      throw std::invalid_argument("unknown option " + std::string(flag_));
    }
  }

 private:
  std::int64_t number(std::string const& text) const {
    std::int64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0) {
      throw std::invalid_argument(std::string(flag_) + " wants a number, not '" + text + '\'');
    }
    return value;
  }

  std::vector<std::string_view> words_;
  std::size_t at_ = 0;
  std::string_view flag_{};
};

/// The real cloud, or an emulated one inside the program.
class cloud {
 public:
  cloud(asio::io_context& io, place const& where, colb::emulator::options options = {}) : where_(where) {
    if (!where.emulated()) return;
    emulated_.emplace(io.get_executor(), std::move(options));
    std::printf("emulated cloud at %s\n", emulated_->endpoint().c_str());
  }

  bool emulated() const { return emulated_.has_value(); }

  /// What a client of a region is to be told.
  colb::client_options options(std::string region) const {
    colb::client_options options;
    options.region = std::move(region);
    options.endpoint = where_.endpoint;
    options.tls.ca_file = where_.ca_file;
    options.credentials = colb::credentials::from_environment();
    if (emulated_) {
      options.endpoint = emulated_->endpoint();
      options.tls.ca_file = emulated_->ca_file();
      options.credentials = emulated_->credentials();
      options.wait.min_delay = std::chrono::milliseconds(50);  // its tasks take 0.2 s
    }
    return options;
  }

  void stop() {
    if (emulated_) emulated_->stop();
  }

 private:
  place where_;
  std::optional<colb::emulator::cloud> emulated_{};
};

/// Runs pieces of work side by side until all have ended; Ctrl-C cancels them.
///
/// @returns what each ended with, in their order; null: well.
inline std::vector<std::exception_ptr> run(asio::io_context& io, std::vector<asio::awaitable<void>> work,
                                           cloud& cloud, progress& show) {
  std::vector<std::exception_ptr> ends(work.size());
  std::vector<asio::cancellation_signal> stops(work.size());
  std::size_t left = work.size();
  asio::signal_set interrupt(io, SIGINT, SIGTERM);
  interrupt.async_wait([&](std::error_code ec, int) {
    if (ec) return;
    for (auto& stop : stops) stop.emit(asio::cancellation_type::terminal);
  });
  for (std::size_t i = 0; i < work.size(); ++i) {
    asio::co_spawn(io, std::move(work[i]),
                   asio::bind_cancellation_slot(stops[i].slot(), [&, i](std::exception_ptr end) {
                     ends[i] = std::move(end);
                     if (--left > 0) return;
                     show.stop();
                     interrupt.cancel();
                     cloud.stop();
                   }));
  }
  io.run();
  return ends;
}

/// The same for a single piece.
inline std::exception_ptr run(asio::io_context& io, asio::awaitable<void> work, cloud& cloud,
                              progress& show) {
  std::vector<asio::awaitable<void>> all;
  all.push_back(std::move(work));
  return run(io, std::move(all), cloud, show).front();
}

/// Why a piece of work failed, in one line.
inline std::string reason(std::exception_ptr const& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (std::exception const& e) {
    return e.what();
  }
}

/// Says why a piece of work failed, and which task goes on in the cloud.
/// @param wait_with the command that takes it up again.
inline void explain(std::exception_ptr const& failure, char const* wait_with = nullptr) {
  std::fflush(stdout);
  std::fprintf(stderr, "%s\n", reason(failure).c_str());
  colb::error const* const e = colb::get_error(failure);
  if (!e || !e->task() || e->code() == colb::condition::task_failed) return;
  std::string const task = to_string(*e->task());
  std::fprintf(stderr, "still running in the cloud: %s\n", task.c_str());
  if (wait_with) std::fprintf(stderr, "  wait for it with: %s %s\n", wait_with, task.c_str());
}

/// Reads the command line with `parse(arguments)`, then does the work with `work(settings)`, which gives the
/// exit status.
///
/// @returns the exit status: 2 for a wrong command line, 1 for a failure.
template <class Parse, class Work>
int start(char const* name, std::string_view usage, int argc, char** argv, Parse parse, Work work) {
  try {
    for (int i = 1; i < argc; ++i) {
      if (std::string_view(argv[i]) != "--help") continue;
      std::fwrite(usage.data(), 1, usage.size(), stdout);
      return 0;
    }
    return work(parse(arguments(argc, argv)));
  } catch (std::invalid_argument const& e) {
    std::fprintf(stderr, "%s: %s\n%.*s", name, e.what(), static_cast<int>(usage.size()), usage.data());
    return 2;
  } catch (std::exception const& e) {
    std::fprintf(stderr, "%s: %s\n", name, e.what());
    return 1;
  }
}

}  // namespace example
